-- Somebody who can sign in. One email address is one person, in any
-- organisation. No password yet means that their link is still waiting.
CREATE TABLE person (
    person_id       BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (organisation_id),
    name            TEXT NOT NULL,
    email           TEXT NOT NULL UNIQUE,
    role            TEXT NOT NULL,
    password_hash   TEXT,
    added_at        TEXT NOT NULL
) STRICT;

CREATE INDEX person_of_organisation ON person (organisation_id);
