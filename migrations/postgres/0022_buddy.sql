-- Who would talk about a statement. No score is in it, and none decides who
-- may offer: a statement is named by its pack and id, never by an assessment.
CREATE TABLE offer (
    offer_id        UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (organisation_id),
    pack            TEXT NOT NULL,
    statement_id    TEXT NOT NULL,
    note            TEXT NOT NULL,
    contact_who     TEXT NOT NULL,
    contact_how     TEXT NOT NULL,
    version         BIGINT NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    saved_by        UUID,
    UNIQUE (organisation_id, pack, statement_id)
);

CREATE INDEX offer_about ON offer (pack, statement_id);

-- Who asked to talk, once for each offer. It goes with the offer. The contacts of
-- both are told only while it is accepted; once it is declined or ended, the
-- contact of who asked is emptied.
CREATE TABLE conversation (
    offer_id        UUID NOT NULL REFERENCES offer (offer_id),
    organisation_id UUID NOT NULL REFERENCES organisation (organisation_id),
    message         TEXT NOT NULL,
    contact_who     TEXT NOT NULL,
    contact_how     TEXT NOT NULL,
    answer          TEXT NOT NULL CHECK (answer IN ('asked', 'accepted', 'declined', 'ended')),
    asked_at        TIMESTAMPTZ NOT NULL,
    answered_at     TIMESTAMPTZ,
    PRIMARY KEY (offer_id, organisation_id),
    CHECK (answer IN ('asked', 'accepted') OR (message = '' AND contact_who = '' AND contact_how = ''))
);

CREATE INDEX conversation_of ON conversation (organisation_id, asked_at);

-- What an organisation did about a statement, what it took and what changed.
-- Everybody can read it once somebody else has looked it through.
CREATE TABLE example (
    example_id      UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (organisation_id),
    pack            TEXT NOT NULL,
    statement_id    TEXT NOT NULL,
    title           TEXT NOT NULL,
    did             TEXT NOT NULL,
    took            TEXT NOT NULL,
    changed         TEXT NOT NULL,
    shows_name      BOOLEAN NOT NULL,
    stage           TEXT NOT NULL CHECK (stage IN ('draft', 'in_review', 'returned', 'published')),
    reason          TEXT NOT NULL,
    published_on    DATE,
    version         BIGINT NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    saved_by        UUID,
    CHECK ((stage = 'published') = (published_on IS NOT NULL))
);

CREATE INDEX example_about ON example (stage, pack, statement_id, published_on);
CREATE INDEX example_of ON example (organisation_id);

-- How many offers and published examples a statement has: pages that list statements
-- would otherwise read every offer of a country to count them.
CREATE TABLE topic (
    pack         TEXT   NOT NULL,
    statement_id TEXT   NOT NULL,
    offers       BIGINT NOT NULL DEFAULT 0 CHECK (offers >= 0),
    examples     BIGINT NOT NULL DEFAULT 0 CHECK (examples >= 0),
    PRIMARY KEY (pack, statement_id)
);

CREATE FUNCTION count_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO topic (pack, statement_id, offers) VALUES (NEW.pack, NEW.statement_id, 1)
    ON CONFLICT (pack, statement_id) DO UPDATE SET offers = topic.offers + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION discount_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE topic SET offers = offers - 1 WHERE pack = OLD.pack AND statement_id = OLD.statement_id;
    RETURN NULL;
END $$;

CREATE FUNCTION count_example() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO topic (pack, statement_id, examples) VALUES (NEW.pack, NEW.statement_id, 1)
    ON CONFLICT (pack, statement_id) DO UPDATE SET examples = topic.examples + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION discount_example() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE topic SET examples = examples - 1 WHERE pack = OLD.pack AND statement_id = OLD.statement_id;
    RETURN NULL;
END $$;

CREATE TRIGGER offer_is_counted AFTER INSERT ON offer
FOR EACH ROW EXECUTE FUNCTION count_offer();

CREATE TRIGGER withdrawn_offer_is_not_counted AFTER DELETE ON offer
FOR EACH ROW EXECUTE FUNCTION discount_offer();

-- An example goes as a draft, and keeps its statement.
CREATE TRIGGER example_begun_as_published_is_counted AFTER INSERT ON example
FOR EACH ROW WHEN (NEW.stage = 'published') EXECUTE FUNCTION count_example();

CREATE TRIGGER published_example_is_counted AFTER UPDATE OF stage ON example
FOR EACH ROW WHEN (NEW.stage = 'published' AND OLD.stage <> 'published') EXECUTE FUNCTION count_example();

CREATE TRIGGER withdrawn_example_is_not_counted AFTER UPDATE OF stage ON example
FOR EACH ROW WHEN (OLD.stage = 'published' AND NEW.stage <> 'published') EXECUTE FUNCTION discount_example();
