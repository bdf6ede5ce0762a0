-- The equality impact assessment of the plan. The form is data, so its answers
-- are kept field by field, and each is saved against the text it was made from
-- instead of a version. No row and an empty entry both mean "not filled in".
CREATE TABLE eqia_entry (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    field         TEXT        NOT NULL,
    entry         TEXT        NOT NULL,
    saved_at      TIMESTAMPTZ NOT NULL,
    saved_by      UUID,
    PRIMARY KEY (assessment_id, field)
);

-- Rows of the matrix that the organisation adds to those of the form.
CREATE TABLE eqia_own_row (
    assessment_id UUID NOT NULL REFERENCES assessment (assessment_id),
    row_id        TEXT NOT NULL,
    name          TEXT NOT NULL,
    PRIMARY KEY (assessment_id, row_id)
);

-- Who was asked, when, how, and what they said.
CREATE TABLE eqia_consultation (
    assessment_id   UUID        NOT NULL REFERENCES assessment (assessment_id),
    consultation_id UUID        NOT NULL,
    held_on         DATE,
    who             TEXT        NOT NULL,
    how             TEXT        NOT NULL DEFAULT '',
    said            TEXT        NOT NULL DEFAULT '',
    version         BIGINT      NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    saved_by        UUID,
    PRIMARY KEY (assessment_id, consultation_id)
);
