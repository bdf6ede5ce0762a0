-- What the board asks, and what it is told: in place of letters that nobody
-- finds again. Names are kept as they stood, as beside a signature.
CREATE TABLE question (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    question_id   UUID        NOT NULL,
    -- No statement: it is about the assessment as a whole.
    statement_id  TEXT,
    question      TEXT        NOT NULL,
    asked_by      TEXT        NOT NULL,
    asked_at      TIMESTAMPTZ NOT NULL,
    reply         TEXT,
    replied_by    TEXT,
    replied_at    TIMESTAMPTZ,
    version       BIGINT      NOT NULL,
    PRIMARY KEY (assessment_id, question_id),
    CHECK ((reply IS NULL) = (replied_by IS NULL) AND (reply IS NULL) = (replied_at IS NULL))
);

CREATE TRIGGER signed_question_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON question
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
