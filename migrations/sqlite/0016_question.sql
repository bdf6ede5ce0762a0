-- What the board asks, and what it is told: in place of letters that nobody
-- finds again. Names are kept as they stood, as beside a signature.
CREATE TABLE question (
    assessment_id BLOB    NOT NULL REFERENCES assessment (assessment_id),
    question_id   BLOB    NOT NULL,
    -- No statement: it is about the assessment as a whole.
    statement_id  TEXT,
    question      TEXT    NOT NULL,
    asked_by      TEXT    NOT NULL,
    asked_at      TEXT    NOT NULL,
    reply         TEXT,
    replied_by    TEXT,
    replied_at    TEXT,
    version       INTEGER NOT NULL,
    PRIMARY KEY (assessment_id, question_id),
    CHECK ((reply IS NULL) = (replied_by IS NULL) AND (reply IS NULL) = (replied_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signed_question_is_not_added BEFORE INSERT ON question
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_question_is_not_changed BEFORE UPDATE ON question
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_question_is_not_removed BEFORE DELETE ON question
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;
