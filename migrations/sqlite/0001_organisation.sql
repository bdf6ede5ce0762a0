-- Whose assessments these are. Codes such as the nation are those of the
-- domain's closed lists; the application checks them when it reads.
--
-- Everything that people edit carries three columns: `version` grows by one
-- with each save, so that nothing is overwritten unseen; `saved_at` is told to
-- the second, UTC; `saved_by` is a person without a foreign key, because
-- people leave while what they saved stays.
CREATE TABLE organisation (
    organisation_id BLOB    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    ods_code        TEXT,
    nation          TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    headcount       TEXT    NOT NULL,
    invented        INTEGER NOT NULL CHECK (invented IN (0, 1)),
    version         INTEGER NOT NULL,
    saved_at        TEXT    NOT NULL,
    saved_by        BLOB
) STRICT;
