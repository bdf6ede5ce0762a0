-- Scoring in partnership: who takes part for which side, and what each person
-- says before anybody sees what the others said.

-- How the agreed scores come about, and from how many scores of a side on
-- anything of that side is shown.
ALTER TABLE assessment ADD COLUMN method TEXT NOT NULL DEFAULT 'recorded';
ALTER TABLE assessment ADD COLUMN minimum BIGINT NOT NULL DEFAULT 3 CHECK (minimum BETWEEN 1 AND 3);

-- A seat in one assessment. Who sits on the staff side says who is in a trade
-- union: only that side's chair and the lead are ever shown its rows.
-- `scorer_id` is all that leads from a person to their scores; sign-off clears it.
CREATE TABLE participant (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    person_id     UUID        NOT NULL REFERENCES person (person_id) ON DELETE CASCADE,
    side          TEXT        NOT NULL,
    part          TEXT        NOT NULL,
    scorer_id     UUID        UNIQUE,
    -- The pillars they were asked to look at first, with spaces between.
    sections      TEXT        NOT NULL DEFAULT '',
    invited_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, person_id)
);

CREATE INDEX participant_of_person ON participant (person_id);

-- One chair per side; deputies and scorers as many as there are.
CREATE UNIQUE INDEX one_chair_per_side ON participant (assessment_id, side) WHERE part = 'chair';

-- A link with which somebody takes part, on any device, until it is taken back
-- or their part is over. Like other secrets it does not travel in a backup.
CREATE TABLE invitation (
    token_hash    BYTEA       NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    assessment_id UUID        NOT NULL,
    person_id     UUID        NOT NULL,
    made_at       TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (assessment_id, person_id) REFERENCES participant (assessment_id, person_id) ON DELETE CASCADE
);

CREATE INDEX invitation_of_participant ON invitation (assessment_id, person_id);

-- A session that began with an invitation is good for that assessment alone.
ALTER TABLE session ADD COLUMN assessment_id UUID REFERENCES assessment (assessment_id);

-- What one person says about one statement. The side stands here too, so that
-- it is still known when the person is not.
CREATE TABLE own_score (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    scorer_id     UUID        NOT NULL,
    statement_id  TEXT        NOT NULL,
    side          TEXT        NOT NULL,
    answer        TEXT        CHECK (answer IN ('level', 'dont_know', 'not_applicable')),
    level         BIGINT      CHECK (level BETWEEN 0 AND 4),
    comment       TEXT        NOT NULL DEFAULT '',
    for_own_side  BOOLEAN     NOT NULL,
    version       BIGINT      NOT NULL,
    saved_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, scorer_id, statement_id),
    CHECK ((level IS NOT NULL) = (answer IS NOT NULL AND answer = 'level'))
);

-- What a chair has agreed to for their side: the reveal, another minimum, or
-- all that is undisputed in one step. It happens when both partners have.
CREATE TABLE consent (
    assessment_id UUID        NOT NULL REFERENCES assessment (assessment_id),
    matter        TEXT        NOT NULL,
    side          TEXT        NOT NULL,
    consented_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, matter, side)
);

-- Nobody scores for themselves except while scoring is open.

CREATE FUNCTION refuse_unless_scoring() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_state TEXT;
BEGIN
    -- Read with a lock, so that the reveal waits for a save under way.
    SELECT state INTO found_state FROM assessment
     WHERE assessment_id = NEW.assessment_id FOR SHARE;
    IF found_state <> 'scoring' THEN RAISE EXCEPTION 'scoring is closed'; END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER own_score_is_not_written_late BEFORE INSERT OR UPDATE ON own_score
FOR EACH ROW EXECUTE FUNCTION refuse_unless_scoring();
