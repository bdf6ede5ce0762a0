-- Signatures in partnership, until the last one is there.

-- Who has signed so far, and the fingerprint of what they saw. When the content
-- has changed since, the signature no longer counts.
CREATE TABLE signature (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    capacity      TEXT        NOT NULL,
    person_id     UUID        NOT NULL,
    name          TEXT        NOT NULL,
    post          TEXT        NOT NULL,
    sha256        TEXT        NOT NULL CHECK (length(sha256) = 64),
    signed_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, capacity)
);
