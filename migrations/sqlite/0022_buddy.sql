-- Who would talk about a statement. No score is in it, and none decides who
-- may offer: a statement is named by its pack and id, never by an assessment.
CREATE TABLE offer (
    offer_id        BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (organisation_id),
    pack            TEXT NOT NULL,
    statement_id    TEXT NOT NULL,
    note            TEXT NOT NULL,
    contact_who     TEXT NOT NULL,
    contact_how     TEXT NOT NULL,
    version         INTEGER NOT NULL,
    saved_at        TEXT NOT NULL,
    saved_by        BLOB,
    UNIQUE (organisation_id, pack, statement_id)
) STRICT;

CREATE INDEX offer_about ON offer (pack, statement_id);

-- Who asked to talk, once for each offer. It goes with the offer. The contacts of
-- both are told only while it is accepted; once it is declined or ended, the
-- contact of who asked is emptied.
CREATE TABLE conversation (
    offer_id        BLOB NOT NULL REFERENCES offer (offer_id),
    organisation_id BLOB NOT NULL REFERENCES organisation (organisation_id),
    message         TEXT NOT NULL,
    contact_who     TEXT NOT NULL,
    contact_how     TEXT NOT NULL,
    answer          TEXT NOT NULL CHECK (answer IN ('asked', 'accepted', 'declined', 'ended')),
    asked_at        TEXT NOT NULL,
    answered_at     TEXT,
    PRIMARY KEY (offer_id, organisation_id),
    CHECK (answer IN ('asked', 'accepted') OR (message = '' AND contact_who = '' AND contact_how = ''))
) STRICT;

CREATE INDEX conversation_of ON conversation (organisation_id, asked_at);

-- What an organisation did about a statement, what it took and what changed.
-- Everybody can read it once somebody else has looked it through.
CREATE TABLE example (
    example_id      BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (organisation_id),
    pack            TEXT NOT NULL,
    statement_id    TEXT NOT NULL,
    title           TEXT NOT NULL,
    did             TEXT NOT NULL,
    took            TEXT NOT NULL,
    changed         TEXT NOT NULL,
    shows_name      INTEGER NOT NULL CHECK (shows_name IN (0, 1)),
    stage           TEXT NOT NULL CHECK (stage IN ('draft', 'in_review', 'returned', 'published')),
    reason          TEXT NOT NULL,
    published_on    TEXT,
    version         INTEGER NOT NULL,
    saved_at        TEXT NOT NULL,
    saved_by        BLOB,
    CHECK ((stage = 'published') = (published_on IS NOT NULL))
) STRICT;

CREATE INDEX example_about ON example (stage, pack, statement_id, published_on);
CREATE INDEX example_of ON example (organisation_id);

-- How many offers and published examples a statement has: pages that list statements
-- would otherwise read every offer of a country to count them.
CREATE TABLE topic (
    pack         TEXT NOT NULL,
    statement_id TEXT NOT NULL,
    offers       INTEGER NOT NULL DEFAULT 0 CHECK (offers >= 0),
    examples     INTEGER NOT NULL DEFAULT 0 CHECK (examples >= 0),
    PRIMARY KEY (pack, statement_id)
) STRICT;

CREATE TRIGGER offer_is_counted AFTER INSERT ON offer BEGIN
    INSERT INTO topic (pack, statement_id, offers) VALUES (NEW.pack, NEW.statement_id, 1)
    ON CONFLICT (pack, statement_id) DO UPDATE SET offers = offers + 1;
END;

CREATE TRIGGER withdrawn_offer_is_not_counted AFTER DELETE ON offer BEGIN
    UPDATE topic SET offers = offers - 1 WHERE pack = OLD.pack AND statement_id = OLD.statement_id;
END;

-- An example goes as a draft, and keeps its statement.
CREATE TRIGGER example_begun_as_published_is_counted AFTER INSERT ON example
WHEN NEW.stage = 'published' BEGIN
    INSERT INTO topic (pack, statement_id, examples) VALUES (NEW.pack, NEW.statement_id, 1)
    ON CONFLICT (pack, statement_id) DO UPDATE SET examples = examples + 1;
END;

CREATE TRIGGER published_example_is_counted AFTER UPDATE OF stage ON example
WHEN NEW.stage = 'published' AND OLD.stage <> 'published' BEGIN
    INSERT INTO topic (pack, statement_id, examples) VALUES (NEW.pack, NEW.statement_id, 1)
    ON CONFLICT (pack, statement_id) DO UPDATE SET examples = examples + 1;
END;

CREATE TRIGGER withdrawn_example_is_not_counted AFTER UPDATE OF stage ON example
WHEN OLD.stage = 'published' AND NEW.stage <> 'published' BEGIN
    UPDATE topic SET examples = examples - 1 WHERE pack = OLD.pack AND statement_id = OLD.statement_id;
END;
