-- Organisations together: systems with members by consent, sites of one
-- organisation, and what became of an organisation over the years.

-- An organisation that was merged into another is closed. The one that stands
-- for it today is named directly, however many mergers lie between, so that
-- what it signed is found in one step.
ALTER TABLE organisation ADD COLUMN successor_id BLOB REFERENCES organisation (organisation_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE organisation ADD COLUMN closed_on TEXT;

CREATE INDEX organisation_by_successor ON organisation (successor_id);

-- Renamed, given another code, merged or split: from which day on, and in words
-- what was before and since. Only ever added to.
CREATE TABLE organisation_event (
    organisation_id BLOB    NOT NULL REFERENCES organisation (organisation_id),
    number          INTEGER NOT NULL,
    day             TEXT    NOT NULL,
    what            TEXT    NOT NULL,
    before          TEXT    NOT NULL,
    after           TEXT    NOT NULL,
    recorded_at     TEXT    NOT NULL,
    recorded_by     BLOB,
    PRIMARY KEY (organisation_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER organisation_event_is_not_changed BEFORE UPDATE ON organisation_event
BEGIN SELECT RAISE(ABORT, 'only added to'); END;

CREATE TRIGGER organisation_event_is_not_removed BEFORE DELETE ON organisation_event
BEGIN SELECT RAISE(ABORT, 'only added to'); END;

-- A hospital or division that may have assessments of its own.
CREATE TABLE site (
    site_id         BLOB    NOT NULL PRIMARY KEY,
    organisation_id BLOB    NOT NULL REFERENCES organisation (organisation_id),
    name            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    saved_at        TEXT    NOT NULL,
    saved_by        BLOB,
    UNIQUE (organisation_id, name)
) STRICT;

-- No site: the whole organisation. What an assessment is about never changes.
ALTER TABLE assessment ADD COLUMN site_id BLOB REFERENCES site (site_id);

CREATE INDEX assessment_of_site ON assessment (site_id);

CREATE TRIGGER assessment_keeps_its_site BEFORE UPDATE OF site_id ON assessment
WHEN NEW.site_id IS NOT OLD.site_id
BEGIN SELECT RAISE(ABORT, 'the site is fixed'); END;

-- Organisations that look at their benchmarks together, and who hosts them.
-- Closed: nobody is a member any more, and nothing is shared.
CREATE TABLE system (
    system_id BLOB NOT NULL PRIMARY KEY,
    host_id   BLOB NOT NULL REFERENCES organisation (organisation_id),
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;

CREATE INDEX system_of_host ON system (host_id);

-- Who is a member now. A row goes when a membership ends; the log tells of it.
CREATE TABLE system_member (
    system_id       BLOB NOT NULL REFERENCES system (system_id),
    organisation_id BLOB NOT NULL REFERENCES organisation (organisation_id),
    joined_at       TEXT NOT NULL,
    PRIMARY KEY (system_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX system_of_member ON system_member (organisation_id);

-- An invitation that waits for its answer. Whoever is handed its secret may
-- answer for their organisation; the host does not learn which organisations
-- there are. Like other secrets it does not travel in a backup.
CREATE TABLE system_invitation (
    token_hash    BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    invitation_id BLOB NOT NULL UNIQUE,
    system_id     BLOB NOT NULL REFERENCES system (system_id),
    addressee     TEXT NOT NULL,
    made_at       TEXT NOT NULL,
    expires_at    TEXT NOT NULL
) STRICT;

CREATE INDEX invitation_of_system ON system_invitation (system_id);

-- Signed results that a member shows to the host now. A row goes when that is
-- taken back, and with the membership.
CREATE TABLE system_share (
    system_id       BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    assessment_id   BLOB NOT NULL REFERENCES assessment (assessment_id),
    shared_at       TEXT NOT NULL,
    PRIMARY KEY (system_id, assessment_id),
    FOREIGN KEY (system_id, organisation_id) REFERENCES system_member (system_id, organisation_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX share_of_member ON system_share (system_id, organisation_id);
CREATE INDEX share_of_assessment ON system_share (assessment_id);

CREATE TRIGGER only_what_is_signed_is_shared BEFORE INSERT ON system_share
WHEN NOT EXISTS (SELECT 1 FROM assessment
                  WHERE assessment_id = NEW.assessment_id AND organisation_id = NEW.organisation_id
                    AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'only what is signed is shared'); END;

-- What happened in a system, in the words of then. Only ever added to.
CREATE TABLE system_entry (
    system_id   BLOB    NOT NULL REFERENCES system (system_id),
    number      INTEGER NOT NULL,
    happened_at TEXT    NOT NULL,
    what        TEXT    NOT NULL,
    member_id   BLOB    REFERENCES organisation (organisation_id),
    about       TEXT    NOT NULL,
    acted_for   BLOB    REFERENCES organisation (organisation_id),
    acted_by    TEXT,
    PRIMARY KEY (system_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER system_entry_is_not_changed BEFORE UPDATE ON system_entry
BEGIN SELECT RAISE(ABORT, 'only added to'); END;

CREATE TRIGGER system_entry_is_not_removed BEFORE DELETE ON system_entry
BEGIN SELECT RAISE(ABORT, 'only added to'); END;
