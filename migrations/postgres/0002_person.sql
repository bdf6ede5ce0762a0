-- Somebody who can sign in. One email address is one person, in any
-- organisation. No password yet means that their link is still waiting.
CREATE TABLE person (
    person_id       UUID        NOT NULL PRIMARY KEY,
    organisation_id UUID        NOT NULL REFERENCES organisation (organisation_id),
    name            TEXT        NOT NULL,
    email           TEXT        NOT NULL UNIQUE,
    role            TEXT        NOT NULL,
    password_hash   TEXT,
    added_at        TIMESTAMPTZ NOT NULL
);

CREATE INDEX person_of_organisation ON person (organisation_id);
