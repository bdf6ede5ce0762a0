//! Spreadsheets that were read and wait to be confirmed, and what they replace.

use domain::{
    assessment::Assessment,
    id::{ImportId, PersonId},
    results::Records,
};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::HOLD_ASSESSMENT,
    engine::{in_read, in_single_write, in_write},
    evidence::insert_evidence,
    score::{REPLACE_SCORE, bind_score, read_records},
    stored::to_second,
};

/// A spreadsheet that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StagedImport {
    /// What the file was called.
    pub file_name: String,
    /// What was read from it, as whoever staged it wrote it.
    pub rows_json: String,
    /// When it was uploaded, to the second.
    pub staged_at: OffsetDateTime,
}

const STAGE_IMPORT: &str = "
    INSERT INTO staged_import (assessment_id, import_id, file_name, rows_json, staged_at)
    VALUES ($1, $2, $3, $4, $5)";

const FIND_IMPORT: &str = "
    SELECT file_name, rows_json, staged_at
      FROM staged_import
     WHERE assessment_id = $1 AND import_id = $2";

const DROP_IMPORT: &str = "DELETE FROM staged_import WHERE assessment_id = $1 AND import_id = $2";

const CLEAR_EVIDENCE: &str = "DELETE FROM evidence WHERE assessment_id = $1 AND statement_id = $2";

impl Store {
    /// Keeps a spreadsheet that was read without errors until somebody confirms it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn stage_import(
        &self,
        assessment: &Assessment,
        import: ImportId,
        file_name: &str,
        rows_json: &str,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(STAGE_IMPORT)
                .bind(assessment.assessment_id.0)
                .bind(import.0)
                .bind(file_name)
                .bind(rows_json)
                .bind(to_second(now))
        )?;
        Ok(())
    }

    /// The spreadsheet with this id, if it waits for this assessment.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_import(
        &self,
        assessment: &Assessment,
        import: ImportId,
    ) -> Result<Option<StagedImport>, StoreError> {
        let staged = in_read!(self, |db| sqlx::query_as(FIND_IMPORT)
            .bind(assessment.assessment_id.0)
            .bind(import.0)
            .fetch_optional(&mut *db)
            .await?);
        Ok(staged)
    }

    /// Forgets a spreadsheet: it was applied, or given up.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn drop_import(
        &self,
        assessment: &Assessment,
        import: ImportId,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(DROP_IMPORT)
                .bind(assessment.assessment_id.0)
                .bind(import.0)
        )?;
        Ok(())
    }

    /// Replaces every statement in `after` whole, its evidence too; leaves all others as they are.
    ///
    /// `before` is what the preview showed would be replaced: whoever confirms
    /// must have seen it. All or nothing.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when a statement in `after` is no longer as
    /// `before` has it, [`StoreError::Conflict`] when the id of a new piece of
    /// evidence is taken, [`StoreError::SignedOff`] once the assessment is signed
    /// off, and [`StoreError::Database`] when the database is unavailable. In no
    /// case is anything changed.
    pub async fn replace_records(
        &self,
        assessment: &Assessment,
        before: &Records,
        after: &Records,
        by: Option<PersonId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let by = by.map(|by| by.0);
        in_write!(self, |db| {
            sqlx::query(HOLD_ASSESSMENT)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            let newest = read_records!(db, assessment);
            if after.keys().any(|id| newest.get(id) != before.get(id)) {
                return Err(Version::stale(None));
            }
            for (statement, recorded) in after {
                bind_score!(
                    sqlx::query(REPLACE_SCORE),
                    assessment,
                    statement,
                    &recorded.score,
                    by,
                    now
                )
                .execute(&mut *db)
                .await?;
                sqlx::query(CLEAR_EVIDENCE)
                    .bind(assessment.assessment_id.0)
                    .bind(statement.as_str())
                    .execute(&mut *db)
                    .await?;
                for piece in &recorded.evidence {
                    insert_evidence!(assessment, statement, piece, by, now)
                        .execute(&mut *db)
                        .await
                        .map_err(StoreError::or_conflict("evidence"))?;
                }
            }
        });
        Ok(())
    }
}
