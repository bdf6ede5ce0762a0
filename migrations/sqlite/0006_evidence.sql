-- What supports the score of a statement; any number of pieces.
CREATE TABLE evidence (
    assessment_id BLOB    NOT NULL REFERENCES assessment (assessment_id),
    evidence_id   BLOB    NOT NULL,
    statement_id  TEXT    NOT NULL,
    what          TEXT    NOT NULL,
    link          TEXT    NOT NULL DEFAULT '',
    dated         TEXT,
    strength      INTEGER NOT NULL CHECK (strength BETWEEN 0 AND 4),
    version       INTEGER NOT NULL,
    saved_at      TEXT    NOT NULL,
    saved_by      BLOB,
    PRIMARY KEY (assessment_id, evidence_id)
) STRICT;

CREATE INDEX evidence_of_statement ON evidence (assessment_id, statement_id);
