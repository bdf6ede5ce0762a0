-- What is agreed about one statement, apart from any person's own score.
-- No row and no answer both mean "not answered yet", which is not level 0.
-- The statement's wording lives in the framework pack.
CREATE TABLE agreed_score (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    statement_id  TEXT        NOT NULL,
    answer        TEXT        CHECK (answer IN ('level', 'dont_know', 'not_applicable')),
    level         BIGINT      CHECK (level BETWEEN 0 AND 4),
    reason        TEXT        NOT NULL DEFAULT '',
    comment       TEXT        NOT NULL DEFAULT '',
    target        BIGINT      NOT NULL CHECK (target BETWEEN 1 AND 4),
    importance    BIGINT      NOT NULL CHECK (importance BETWEEN 1 AND 3),
    version       BIGINT      NOT NULL,
    saved_at      TIMESTAMPTZ NOT NULL,
    saved_by      UUID,
    PRIMARY KEY (assessment_id, statement_id),
    CHECK ((level IS NOT NULL) = (answer IS NOT NULL AND answer = 'level'))
);
