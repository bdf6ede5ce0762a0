-- A new year starts from a signed assessment of an earlier period. Checked at
-- the end of a transaction, so that a restore may write them in any order.
ALTER TABLE assessment ADD COLUMN follows UUID REFERENCES assessment (assessment_id) DEFERRABLE INITIALLY DEFERRED;

-- What was carried over from the year before and nobody has looked at yet: a
-- row goes when somebody confirms, changes or removes what it names.
CREATE TABLE unconfirmed_evidence (
    assessment_id UUID NOT NULL,
    evidence_id   UUID NOT NULL,
    PRIMARY KEY (assessment_id, evidence_id),
    FOREIGN KEY (assessment_id, evidence_id) REFERENCES evidence (assessment_id, evidence_id) ON DELETE CASCADE
);

CREATE TABLE unconfirmed_action (
    assessment_id UUID NOT NULL,
    action_id     UUID NOT NULL,
    PRIMARY KEY (assessment_id, action_id),
    FOREIGN KEY (assessment_id, action_id) REFERENCES action (assessment_id, action_id) ON DELETE CASCADE
);

CREATE TRIGGER signed_unconfirmed_evidence_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON unconfirmed_evidence
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

CREATE TRIGGER signed_unconfirmed_action_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON unconfirmed_action
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();

-- A light look between years, beside what was signed: a few statements with the
-- levels they have reached. It can be corrected; the audit trail says so.
CREATE TABLE check_in (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    check_in_id   UUID        NOT NULL,
    held_on       DATE        NOT NULL,
    note          TEXT        NOT NULL DEFAULT '',
    version       BIGINT      NOT NULL,
    saved_at      TIMESTAMPTZ NOT NULL,
    saved_by      UUID,
    PRIMARY KEY (assessment_id, check_in_id)
);

CREATE TABLE check_in_level (
    assessment_id UUID   NOT NULL,
    check_in_id   UUID   NOT NULL,
    statement_id  TEXT   NOT NULL,
    level         BIGINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    PRIMARY KEY (assessment_id, check_in_id, statement_id),
    FOREIGN KEY (assessment_id, check_in_id) REFERENCES check_in (assessment_id, check_in_id)
);
