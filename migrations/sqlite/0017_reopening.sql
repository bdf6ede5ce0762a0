-- A signed assessment stays as it is; what changes afterwards changes in another
-- one that starts from it and supersedes it. Each is superseded once at most.
-- Checked at the end of a transaction, so that a restore may write them in any order.
ALTER TABLE assessment ADD COLUMN supersedes BLOB REFERENCES assessment (assessment_id) DEFERRABLE INITIALLY DEFERRED;

CREATE UNIQUE INDEX superseded_once ON assessment (supersedes);
