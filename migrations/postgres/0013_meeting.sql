-- The meeting: what is talked about, what is put to it, and who confirmed it.

-- That the two sides do not agree is an answer too, with both positions.
ALTER TABLE agreed_score
    DROP CONSTRAINT agreed_score_answer_check,
    ADD CONSTRAINT agreed_score_answer_check
        CHECK (answer IN ('level', 'dont_know', 'not_applicable', 'no_agreement')),
    ADD COLUMN management_level  BIGINT CHECK (management_level BETWEEN 0 AND 4),
    ADD COLUMN management_reason TEXT NOT NULL DEFAULT '',
    ADD COLUMN staff_level       BIGINT CHECK (staff_level BETWEEN 0 AND 4),
    ADD COLUMN staff_reason      TEXT NOT NULL DEFAULT '';

-- One per assessment, from the reveal on. `changed` grows with everything that
-- happens in it, so that whoever follows can tell whether they are behind.
CREATE TABLE meeting (
    assessment_id     UUID        NOT NULL PRIMARY KEY REFERENCES assessment (assessment_id),
    current_statement TEXT,
    started_at        TIMESTAMPTZ NOT NULL,
    planned_minutes   BIGINT      CHECK (planned_minutes BETWEEN 1 AND 600),
    changed           BIGINT      NOT NULL
);

-- What is put to the meeting about a statement: an agreed score as JSON. Gone
-- once it is agreed or taken back.
CREATE TABLE proposal (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    statement_id  TEXT        NOT NULL,
    score_json    TEXT        NOT NULL,
    version       BIGINT      NOT NULL,
    proposed_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, statement_id)
);

CREATE TABLE confirmation (
    assessment_id UUID        NOT NULL,
    statement_id  TEXT        NOT NULL,
    side          TEXT        NOT NULL,
    confirmed_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, statement_id, side),
    FOREIGN KEY (assessment_id, statement_id) REFERENCES proposal (assessment_id, statement_id) ON DELETE CASCADE
);

-- Who follows the meeting just now, as numbers per side; a row that is not
-- renewed within half a minute is of somebody who has gone. Does not travel in a backup.
CREATE TABLE presence (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    person_id     UUID        NOT NULL REFERENCES person (person_id) ON DELETE CASCADE,
    side          TEXT        NOT NULL,
    seen_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, person_id)
);
