-- Figures that stand beside the scores: of an organisation, not of an assessment.
-- Which indicators there are is data in the binary. Amounts are whole
-- ten-thousandths of their unit, so that every digit that was typed is kept.
CREATE TABLE indicator_value (
    organisation_id UUID NOT NULL REFERENCES organisation (organisation_id),
    value_id        UUID NOT NULL,
    indicator       TEXT NOT NULL,
    period_start    DATE NOT NULL,
    period_end      DATE NOT NULL,
    amount          BIGINT NOT NULL,
    base            BIGINT CHECK (base >= 0),
    origin          TEXT NOT NULL CHECK (origin IN ('published', 'own')),
    source          TEXT NOT NULL,
    version         BIGINT NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    saved_by        UUID,
    PRIMARY KEY (organisation_id, value_id),
    UNIQUE (organisation_id, indicator, period_start, period_end),
    CHECK (period_start <= period_end)
);

-- A file of figures that was read without errors and waits to be confirmed.
CREATE TABLE staged_indicator_import (
    organisation_id UUID NOT NULL REFERENCES organisation (organisation_id),
    import_id       UUID NOT NULL,
    file_name       TEXT NOT NULL,
    rows_json       TEXT NOT NULL,
    staged_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, import_id)
);
