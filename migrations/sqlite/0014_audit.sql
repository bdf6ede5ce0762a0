-- Who did what, and when: only ever added to, each entry chained to the one
-- before it. `body` is the entry as canonical JSON (RFC 8785), and `link` the
-- SHA-256 of the link before it and exactly these bytes.
CREATE TABLE audit_entry (
    organisation_id BLOB    NOT NULL REFERENCES organisation (organisation_id),
    number          INTEGER NOT NULL,
    assessment_id   BLOB    NOT NULL REFERENCES assessment (assessment_id),
    body            TEXT    NOT NULL,
    link            TEXT    NOT NULL CHECK (length(link) = 64),
    PRIMARY KEY (organisation_id, number)
) STRICT;

CREATE INDEX audit_entry_of_assessment ON audit_entry (assessment_id, number);

CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'only added to'); END;

CREATE TRIGGER audit_entry_is_not_removed BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'only added to'); END;
