-- The action plan: what will be done about the gaps.
CREATE TABLE action (
    assessment_id  UUID        NOT NULL REFERENCES assessment (assessment_id),
    action_id      UUID        NOT NULL,
    what           TEXT        NOT NULL,
    measure        TEXT        NOT NULL DEFAULT '',
    owner          TEXT        NOT NULL DEFAULT '',
    due            DATE,
    resource       TEXT        NOT NULL DEFAULT '',
    risk           TEXT        NOT NULL DEFAULT '',
    equality_note  TEXT        NOT NULL DEFAULT '',
    -- The EQIA cell whose negative impact it mitigates: both or neither.
    mitigates_row  TEXT,
    mitigates_need TEXT,
    version        BIGINT      NOT NULL,
    saved_at       TIMESTAMPTZ NOT NULL,
    saved_by       UUID,
    PRIMARY KEY (assessment_id, action_id),
    CHECK ((mitigates_row IS NULL) = (mitigates_need IS NULL))
);

-- The statements whose gap an action narrows.
CREATE TABLE action_statement (
    assessment_id UUID NOT NULL,
    action_id     UUID NOT NULL,
    statement_id  TEXT NOT NULL,
    PRIMARY KEY (assessment_id, action_id, statement_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id)
);

-- What has happened since: only ever added to, also after sign-off.
CREATE TABLE action_progress (
    assessment_id UUID        NOT NULL,
    action_id     UUID        NOT NULL,
    progress_id   UUID        NOT NULL,
    written_at    TIMESTAMPTZ NOT NULL,
    written_by    TEXT        NOT NULL,
    note          TEXT        NOT NULL,
    status        TEXT,
    due           DATE,
    PRIMARY KEY (assessment_id, action_id, progress_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id)
);
