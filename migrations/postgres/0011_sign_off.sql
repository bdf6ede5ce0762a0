-- Sign-off: everything that was signed, and by whom, word for word.
CREATE TABLE sign_off (
    assessment_id UUID        NOT NULL PRIMARY KEY REFERENCES assessment (assessment_id),
    -- The snapshot as canonical JSON (RFC 8785), and the SHA-256 of exactly
    -- these bytes in lower-case hexadecimal.
    snapshot      TEXT        NOT NULL,
    sha256        TEXT        NOT NULL CHECK (length(sha256) = 64),
    signed_off_at TIMESTAMPTZ NOT NULL
);

-- From then on nothing that was signed may change. The application refuses
-- first and more kindly; these triggers refuse whoever asks.

CREATE FUNCTION refuse_change_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_state TEXT;
BEGIN
    -- Read with a lock, so that a save waits for a sign-off under way and a
    -- sign-off for a save under way: neither slips past the other.
    IF TG_OP <> 'INSERT' THEN
        SELECT state INTO found_state FROM assessment
         WHERE assessment_id = OLD.assessment_id FOR SHARE;
        IF found_state = 'signed_off' THEN RAISE EXCEPTION 'signed off'; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        SELECT state INTO found_state FROM assessment
         WHERE assessment_id = NEW.assessment_id FOR SHARE;
        IF found_state = 'signed_off' THEN RAISE EXCEPTION 'signed off'; END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION refuse_as_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'signed off';
END
$$;

CREATE FUNCTION refuse_as_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'only added to';
END
$$;

CREATE TRIGGER signed_agreed_score_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON agreed_score
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_evidence_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON evidence
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_action_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON action
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_action_statement_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON action_statement
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_eqia_entry_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON eqia_entry
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_eqia_own_row_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON eqia_own_row
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_eqia_consultation_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON eqia_consultation
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_assessment_is_not_changed BEFORE UPDATE OR DELETE ON assessment
FOR EACH ROW WHEN (OLD.state = 'signed_off') EXECUTE FUNCTION refuse_as_signed();

CREATE TRIGGER sign_off_is_not_changed BEFORE UPDATE OR DELETE ON sign_off
FOR EACH ROW EXECUTE FUNCTION refuse_as_signed();

-- The plan goes on beside the snapshot: its log is only ever added to.

CREATE TRIGGER progress_is_not_changed BEFORE UPDATE OR DELETE ON action_progress
FOR EACH ROW EXECUTE FUNCTION refuse_as_only_added_to();
