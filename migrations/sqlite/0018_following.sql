-- A new year starts from a signed assessment of an earlier period. Checked at
-- the end of a transaction, so that a restore may write them in any order.
ALTER TABLE assessment ADD COLUMN follows BLOB REFERENCES assessment (assessment_id) DEFERRABLE INITIALLY DEFERRED;

-- What was carried over from the year before and nobody has looked at yet: a
-- row goes when somebody confirms, changes or removes what it names.
CREATE TABLE unconfirmed_evidence (
    assessment_id BLOB NOT NULL,
    evidence_id   BLOB NOT NULL,
    PRIMARY KEY (assessment_id, evidence_id),
    FOREIGN KEY (assessment_id, evidence_id) REFERENCES evidence (assessment_id, evidence_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE unconfirmed_action (
    assessment_id BLOB NOT NULL,
    action_id     BLOB NOT NULL,
    PRIMARY KEY (assessment_id, action_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signed_unconfirmed_evidence_is_not_added BEFORE INSERT ON unconfirmed_evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_unconfirmed_evidence_is_not_changed BEFORE UPDATE ON unconfirmed_evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_unconfirmed_evidence_is_not_removed BEFORE DELETE ON unconfirmed_evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_unconfirmed_action_is_not_added BEFORE INSERT ON unconfirmed_action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_unconfirmed_action_is_not_changed BEFORE UPDATE ON unconfirmed_action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_unconfirmed_action_is_not_removed BEFORE DELETE ON unconfirmed_action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

-- A light look between years, beside what was signed: a few statements with the
-- levels they have reached. It can be corrected; the audit trail says so.
CREATE TABLE check_in (
    assessment_id BLOB    NOT NULL REFERENCES assessment (assessment_id),
    check_in_id   BLOB    NOT NULL,
    held_on       TEXT    NOT NULL,
    note          TEXT    NOT NULL DEFAULT '',
    version       INTEGER NOT NULL,
    saved_at      TEXT    NOT NULL,
    saved_by      BLOB,
    PRIMARY KEY (assessment_id, check_in_id)
) STRICT;

CREATE TABLE check_in_level (
    assessment_id BLOB    NOT NULL,
    check_in_id   BLOB    NOT NULL,
    statement_id  TEXT    NOT NULL,
    level         INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
    PRIMARY KEY (assessment_id, check_in_id, statement_id),
    FOREIGN KEY (assessment_id, check_in_id) REFERENCES check_in (assessment_id, check_in_id)
) STRICT;
