-- What supports the score of a statement; any number of pieces.
CREATE TABLE evidence (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    evidence_id   UUID        NOT NULL,
    statement_id  TEXT        NOT NULL,
    what          TEXT        NOT NULL,
    link          TEXT        NOT NULL DEFAULT '',
    dated         DATE,
    strength      BIGINT      NOT NULL CHECK (strength BETWEEN 0 AND 4),
    version       BIGINT      NOT NULL,
    saved_at      TIMESTAMPTZ NOT NULL,
    saved_by      UUID,
    PRIMARY KEY (assessment_id, evidence_id)
);

CREATE INDEX evidence_of_statement ON evidence (assessment_id, statement_id);
