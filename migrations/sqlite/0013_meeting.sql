-- The meeting: what is talked about, what is put to it, and who confirmed it.

-- That the two sides do not agree is an answer too, with both positions.
CREATE TABLE agreed_score_now (
    assessment_id     BLOB    NOT NULL REFERENCES assessment (assessment_id),
    statement_id      TEXT    NOT NULL,
    answer            TEXT    CHECK (answer IN ('level', 'dont_know', 'not_applicable', 'no_agreement')),
    level             INTEGER CHECK (level BETWEEN 0 AND 4),
    reason            TEXT    NOT NULL DEFAULT '',
    comment           TEXT    NOT NULL DEFAULT '',
    target            INTEGER NOT NULL CHECK (target BETWEEN 1 AND 4),
    importance        INTEGER NOT NULL CHECK (importance BETWEEN 1 AND 3),
    version           INTEGER NOT NULL,
    saved_at          TEXT    NOT NULL,
    saved_by          BLOB,
    management_level  INTEGER CHECK (management_level BETWEEN 0 AND 4),
    management_reason TEXT    NOT NULL DEFAULT '',
    staff_level       INTEGER CHECK (staff_level BETWEEN 0 AND 4),
    staff_reason      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (assessment_id, statement_id),
    CHECK ((level IS NOT NULL) = (answer IS NOT NULL AND answer = 'level'))
) STRICT, WITHOUT ROWID;

INSERT INTO agreed_score_now
       (assessment_id, statement_id, answer, level, reason, comment, target, importance,
        version, saved_at, saved_by)
SELECT assessment_id, statement_id, answer, level, reason, comment, target, importance,
       version, saved_at, saved_by
  FROM agreed_score;

DROP TABLE agreed_score;
ALTER TABLE agreed_score_now RENAME TO agreed_score;

CREATE TRIGGER signed_agreed_score_is_not_added BEFORE INSERT ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_agreed_score_is_not_changed BEFORE UPDATE ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_agreed_score_is_not_removed BEFORE DELETE ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

-- One per assessment, from the reveal on. `changed` grows with everything that
-- happens in it, so that whoever follows can tell whether they are behind.
CREATE TABLE meeting (
    assessment_id     BLOB    NOT NULL PRIMARY KEY REFERENCES assessment (assessment_id),
    current_statement TEXT,
    started_at        TEXT    NOT NULL,
    planned_minutes   INTEGER CHECK (planned_minutes BETWEEN 1 AND 600),
    changed           INTEGER NOT NULL
) STRICT;

-- What is put to the meeting about a statement: an agreed score as JSON. Gone
-- once it is agreed or taken back.
CREATE TABLE proposal (
    assessment_id BLOB    NOT NULL REFERENCES assessment (assessment_id),
    statement_id  TEXT    NOT NULL,
    score_json    TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    proposed_at   TEXT    NOT NULL,
    PRIMARY KEY (assessment_id, statement_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE confirmation (
    assessment_id BLOB NOT NULL,
    statement_id  TEXT NOT NULL,
    side          TEXT NOT NULL,
    confirmed_at  TEXT NOT NULL,
    PRIMARY KEY (assessment_id, statement_id, side),
    FOREIGN KEY (assessment_id, statement_id) REFERENCES proposal (assessment_id, statement_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Who follows the meeting just now, as numbers per side; a row that is not
-- renewed within half a minute is of somebody who has gone. Does not travel in a backup.
CREATE TABLE presence (
    assessment_id BLOB NOT NULL REFERENCES assessment (assessment_id),
    person_id     BLOB NOT NULL REFERENCES person (person_id) ON DELETE CASCADE,
    side          TEXT NOT NULL,
    seen_at       TEXT NOT NULL,
    PRIMARY KEY (assessment_id, person_id)
) STRICT, WITHOUT ROWID;
