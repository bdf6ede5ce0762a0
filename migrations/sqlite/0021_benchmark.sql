-- The benchmark: who contributed which assessment, and what was released of it.
-- A cohort is what is compared with each other: the assessments of one edition
-- of a pack about one year, told by the day on which their period starts.
CREATE TABLE benchmark (
    framework   TEXT    NOT NULL,
    edition     INTEGER NOT NULL,
    year        INTEGER NOT NULL,
    -- From then on nothing about it changes, ever.
    released_at TEXT,
    PRIMARY KEY (framework, edition, year)
) STRICT, WITHOUT ROWID;

-- An organisation contributes one assessment to a cohort, and an assessment
-- belongs to one cohort: so no two releases have a value in common.
CREATE TABLE contribution (
    framework       TEXT    NOT NULL,
    edition         INTEGER NOT NULL,
    year            INTEGER NOT NULL,
    organisation_id BLOB    NOT NULL REFERENCES organisation (organisation_id),
    assessment_id   BLOB    NOT NULL UNIQUE REFERENCES assessment (assessment_id),
    contributed_at  TEXT    NOT NULL,
    -- Whether it is in the release; what was superseded before is not.
    counted         INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1)),
    PRIMARY KEY (framework, edition, year, organisation_id),
    FOREIGN KEY (framework, edition, year) REFERENCES benchmark (framework, edition, year)
) STRICT, WITHOUT ROWID;

-- The peer groups that are named, and how many contributions each has.
CREATE TABLE benchmark_group (
    framework     TEXT    NOT NULL,
    edition       INTEGER NOT NULL,
    year          INTEGER NOT NULL,
    peer_group    TEXT    NOT NULL,
    contributions INTEGER NOT NULL,
    PRIMARY KEY (framework, edition, year, peer_group),
    FOREIGN KEY (framework, edition, year) REFERENCES benchmark (framework, edition, year)
) STRICT, WITHOUT ROWID;

-- How one measure lies in one peer group. The numbers are exact ratios, "11/4".
-- A page shows one chapter of one group, and reads just these rows.
CREATE TABLE benchmark_cell (
    framework      TEXT    NOT NULL,
    edition        INTEGER NOT NULL,
    year           INTEGER NOT NULL,
    peer_group     TEXT    NOT NULL,
    chapter        TEXT    NOT NULL,
    measure        TEXT    NOT NULL,
    n              INTEGER NOT NULL CHECK (n >= 6),
    median         TEXT    NOT NULL,
    lower_quartile TEXT,
    upper_quartile TEXT,
    lowest_tenth   TEXT,
    highest_tenth  TEXT,
    PRIMARY KEY (framework, edition, year, peer_group, chapter, measure),
    FOREIGN KEY (framework, edition, year, peer_group)
        REFERENCES benchmark_group (framework, edition, year, peer_group),
    CHECK ((lower_quartile IS NULL) = (upper_quartile IS NULL) AND (lower_quartile IS NULL OR n >= 9)),
    CHECK ((lowest_tenth IS NULL) = (highest_tenth IS NULL) AND (lowest_tenth IS NULL OR n >= 21))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER released_benchmark_is_not_changed BEFORE UPDATE ON benchmark
WHEN OLD.released_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_is_not_removed BEFORE DELETE ON benchmark
WHEN OLD.released_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_contribution_is_not_added BEFORE INSERT ON contribution
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_contribution_is_not_changed BEFORE UPDATE ON contribution
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL) OR EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_contribution_is_not_removed BEFORE DELETE ON contribution
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_group_is_not_added BEFORE INSERT ON benchmark_group
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_group_is_not_changed BEFORE UPDATE ON benchmark_group
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL) OR EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_group_is_not_removed BEFORE DELETE ON benchmark_group
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_cell_is_not_added BEFORE INSERT ON benchmark_cell
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_cell_is_not_changed BEFORE UPDATE ON benchmark_cell
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL) OR EXISTS (SELECT 1 FROM benchmark
              WHERE framework = NEW.framework AND edition = NEW.edition AND year = NEW.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;

CREATE TRIGGER released_benchmark_cell_is_not_removed BEFORE DELETE ON benchmark_cell
WHEN EXISTS (SELECT 1 FROM benchmark
              WHERE framework = OLD.framework AND edition = OLD.edition AND year = OLD.year
                AND released_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'released'); END;
