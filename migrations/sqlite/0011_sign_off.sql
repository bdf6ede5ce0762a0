-- Sign-off: everything that was signed, and by whom, word for word.
CREATE TABLE sign_off (
    assessment_id BLOB NOT NULL PRIMARY KEY REFERENCES assessment (assessment_id),
    -- The snapshot as canonical JSON (RFC 8785), and the SHA-256 of exactly
    -- these bytes in lower-case hexadecimal.
    snapshot      TEXT NOT NULL,
    sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
    signed_off_at TEXT NOT NULL
) STRICT;

-- From then on nothing that was signed may change. The application refuses
-- first and more kindly; these triggers refuse whoever asks.

CREATE TRIGGER signed_agreed_score_is_not_added BEFORE INSERT ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_agreed_score_is_not_changed BEFORE UPDATE ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_agreed_score_is_not_removed BEFORE DELETE ON agreed_score
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_evidence_is_not_added BEFORE INSERT ON evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_evidence_is_not_changed BEFORE UPDATE ON evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_evidence_is_not_removed BEFORE DELETE ON evidence
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_is_not_added BEFORE INSERT ON action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_is_not_changed BEFORE UPDATE ON action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_is_not_removed BEFORE DELETE ON action
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_statement_is_not_added BEFORE INSERT ON action_statement
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_statement_is_not_changed BEFORE UPDATE ON action_statement
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_action_statement_is_not_removed BEFORE DELETE ON action_statement
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_entry_is_not_added BEFORE INSERT ON eqia_entry
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_entry_is_not_changed BEFORE UPDATE ON eqia_entry
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_entry_is_not_removed BEFORE DELETE ON eqia_entry
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_own_row_is_not_added BEFORE INSERT ON eqia_own_row
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_own_row_is_not_changed BEFORE UPDATE ON eqia_own_row
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_own_row_is_not_removed BEFORE DELETE ON eqia_own_row
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_consultation_is_not_added BEFORE INSERT ON eqia_consultation
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = NEW.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_consultation_is_not_changed BEFORE UPDATE ON eqia_consultation
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id IN (OLD.assessment_id, NEW.assessment_id) AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_eqia_consultation_is_not_removed BEFORE DELETE ON eqia_consultation
WHEN EXISTS (SELECT 1 FROM assessment WHERE assessment_id = OLD.assessment_id AND state = 'signed_off')
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_assessment_is_not_changed BEFORE UPDATE ON assessment
WHEN OLD.state = 'signed_off'
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER signed_assessment_is_not_removed BEFORE DELETE ON assessment
WHEN OLD.state = 'signed_off'
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER sign_off_is_not_changed BEFORE UPDATE ON sign_off
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

CREATE TRIGGER sign_off_is_not_removed BEFORE DELETE ON sign_off
BEGIN SELECT RAISE(ABORT, 'signed off'); END;

-- The plan goes on beside the snapshot: its log is only ever added to.

CREATE TRIGGER progress_is_not_changed BEFORE UPDATE ON action_progress
BEGIN SELECT RAISE(ABORT, 'only added to'); END;

CREATE TRIGGER progress_is_not_removed BEFORE DELETE ON action_progress
BEGIN SELECT RAISE(ABORT, 'only added to'); END;
