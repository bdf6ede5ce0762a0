-- What is agreed about one statement, apart from any person's own score.
-- No row and no answer both mean "not answered yet", which is not level 0.
-- The statement's wording lives in the framework pack.
CREATE TABLE agreed_score (
    assessment_id BLOB    NOT NULL REFERENCES assessment (assessment_id),
    statement_id  TEXT    NOT NULL,
    answer        TEXT    CHECK (answer IN ('level', 'dont_know', 'not_applicable')),
    level         INTEGER CHECK (level BETWEEN 0 AND 4),
    reason        TEXT    NOT NULL DEFAULT '',
    comment       TEXT    NOT NULL DEFAULT '',
    target        INTEGER NOT NULL CHECK (target BETWEEN 1 AND 4),
    importance    INTEGER NOT NULL CHECK (importance BETWEEN 1 AND 3),
    version       INTEGER NOT NULL,
    saved_at      TEXT    NOT NULL,
    saved_by      BLOB,
    PRIMARY KEY (assessment_id, statement_id),
    CHECK ((level IS NOT NULL) = (answer IS NOT NULL AND answer = 'level'))
) STRICT, WITHOUT ROWID;
