-- One organisation, one framework edition, one period.
CREATE TABLE assessment (
    assessment_id   UUID        NOT NULL PRIMARY KEY,
    organisation_id UUID        NOT NULL REFERENCES organisation (organisation_id),
    title           TEXT        NOT NULL,
    framework       TEXT        NOT NULL,
    edition         BIGINT      NOT NULL,
    scope           TEXT        NOT NULL,
    period_start    DATE        NOT NULL,
    period_end      DATE        NOT NULL,
    default_target  BIGINT      NOT NULL CHECK (default_target BETWEEN 1 AND 4),
    as_at           DATE        NOT NULL,
    state           TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    version         BIGINT      NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    saved_by        UUID,
    CHECK (period_start <= period_end)
);

CREATE INDEX assessment_of_organisation ON assessment (organisation_id);
