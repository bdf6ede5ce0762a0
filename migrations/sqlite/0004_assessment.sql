-- One organisation, one framework edition, one period.
CREATE TABLE assessment (
    assessment_id   BLOB    NOT NULL PRIMARY KEY,
    organisation_id BLOB    NOT NULL REFERENCES organisation (organisation_id),
    title           TEXT    NOT NULL,
    framework       TEXT    NOT NULL,
    edition         INTEGER NOT NULL,
    scope           TEXT    NOT NULL,
    period_start    TEXT    NOT NULL,
    period_end      TEXT    NOT NULL,
    default_target  INTEGER NOT NULL CHECK (default_target BETWEEN 1 AND 4),
    as_at           TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    saved_at        TEXT    NOT NULL,
    saved_by        BLOB,
    CHECK (period_start <= period_end)
) STRICT;

CREATE INDEX assessment_of_organisation ON assessment (organisation_id);
