-- A spreadsheet that was read without errors and waits to be confirmed.
CREATE TABLE staged_import (
    assessment_id BLOB NOT NULL REFERENCES assessment (assessment_id),
    import_id     BLOB NOT NULL,
    file_name     TEXT NOT NULL,
    rows_json     TEXT NOT NULL,
    staged_at     TEXT NOT NULL,
    PRIMARY KEY (assessment_id, import_id)
) STRICT;
