-- The action plan: what will be done about the gaps.
CREATE TABLE action (
    assessment_id  BLOB    NOT NULL REFERENCES assessment (assessment_id),
    action_id      BLOB    NOT NULL,
    what           TEXT    NOT NULL,
    measure        TEXT    NOT NULL DEFAULT '',
    owner          TEXT    NOT NULL DEFAULT '',
    due            TEXT,
    resource       TEXT    NOT NULL DEFAULT '',
    risk           TEXT    NOT NULL DEFAULT '',
    equality_note  TEXT    NOT NULL DEFAULT '',
    -- The EQIA cell whose negative impact it mitigates: both or neither.
    mitigates_row  TEXT,
    mitigates_need TEXT,
    version        INTEGER NOT NULL,
    saved_at       TEXT    NOT NULL,
    saved_by       BLOB,
    PRIMARY KEY (assessment_id, action_id),
    CHECK ((mitigates_row IS NULL) = (mitigates_need IS NULL))
) STRICT;

-- The statements whose gap an action narrows.
CREATE TABLE action_statement (
    assessment_id BLOB NOT NULL,
    action_id     BLOB NOT NULL,
    statement_id  TEXT NOT NULL,
    PRIMARY KEY (assessment_id, action_id, statement_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id)
) STRICT, WITHOUT ROWID;

-- What has happened since: only ever added to, also after sign-off.
CREATE TABLE action_progress (
    assessment_id BLOB NOT NULL,
    action_id     BLOB NOT NULL,
    progress_id   BLOB NOT NULL,
    written_at    TEXT NOT NULL,
    written_by    TEXT NOT NULL,
    note          TEXT NOT NULL,
    status        TEXT,
    due           TEXT,
    PRIMARY KEY (assessment_id, action_id, progress_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id)
) STRICT;
