-- What somebody typed into a form that could not be saved, kept for them until
-- the form is shown again, so that nothing is lost without JavaScript.
CREATE TABLE set_aside (
    holder       TEXT NOT NULL,
    place        TEXT NOT NULL,
    form_json    TEXT NOT NULL,
    set_aside_at TEXT NOT NULL,
    PRIMARY KEY (holder, place)
) STRICT;
