-- Who is signed in, who may set a password, and who has tried too often.
-- The secrets themselves are never stored, only their SHA-256; none of these
-- tables travels in a backup.

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    person_id  BLOB NOT NULL REFERENCES person (person_id) ON DELETE CASCADE,
    started_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX session_of_person ON session (person_id);

-- A link that works once. Without a person it sets up a fresh installation.
CREATE TABLE link (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    purpose    TEXT NOT NULL,
    person_id  BLOB REFERENCES person (person_id) ON DELETE CASCADE,
    made_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX link_of_person ON link (person_id);

-- Attempts to sign in that have not succeeded, counted here and not in memory
-- so that every process counts the same.
CREATE TABLE attempt (
    attempt_key  TEXT NOT NULL,
    attempted_at TEXT NOT NULL
) STRICT;

CREATE INDEX attempt_by_key ON attempt (attempt_key, attempted_at);
