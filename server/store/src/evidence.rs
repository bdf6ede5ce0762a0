//! Evidence: what supports the score of a statement.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    evidence::Evidence,
    id::{EvidenceId, PersonId, StatementId},
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write, in_write},
    error::{number, read},
    following::UNMARK_EVIDENCE,
    stored::{Stamp, to_second},
};

/// The columns of a piece of evidence, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct EvidenceRow {
    statement_id: String,
    evidence_id: Uuid,
    what: String,
    link: String,
    dated: Option<Date>,
    strength: i64,
}

#[derive(sqlx::FromRow)]
struct StoredEvidenceRow {
    #[sqlx(flatten)]
    evidence: EvidenceRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl EvidenceRow {
    pub(crate) fn read(self) -> Result<(StatementId, Evidence), StoreError> {
        let evidence = Evidence {
            evidence_id: EvidenceId(self.evidence_id),
            what: self.what,
            link: self.link,
            date: self.dated,
            strength: number("evidence.strength", self.strength)?,
        };
        Ok((read("evidence.statement_id", &self.statement_id)?, evidence))
    }
}

/// The statement that adds a piece of evidence.
macro_rules! insert_evidence {
    ($assessment:expr, $statement:expr, $evidence:expr, $by:expr, $now:expr) => {{
        let evidence: &domain::evidence::Evidence = $evidence;
        sqlx::query($crate::evidence::ADD_EVIDENCE)
            .bind($assessment.assessment_id.0)
            .bind($statement.as_str())
            .bind(evidence.evidence_id.0)
            .bind(&evidence.what)
            .bind(&evidence.link)
            .bind(evidence.date)
            .bind(i64::from(evidence.strength.get()))
            .bind($crate::stored::to_second($now))
            .bind($by)
    }};
}

pub(crate) use insert_evidence;

pub(crate) const ADD_EVIDENCE: &str = "
    INSERT INTO evidence
           (assessment_id, statement_id, evidence_id, what, link, dated, strength,
            version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)";

pub(crate) const RECORDED_EVIDENCE: &str = "
    SELECT statement_id, evidence_id, what, link, dated, strength
      FROM evidence
     WHERE assessment_id = $1
     ORDER BY evidence_id";

/// Everything about evidence, ready to be edited, but the condition that says which.
macro_rules! select_evidence {
    ($condition:literal) => {
        concat!(
            "SELECT e.statement_id, e.evidence_id, e.what, e.link, e.dated, e.strength,
                    e.version, e.saved_at, p.name AS saved_by
               FROM evidence e
               LEFT JOIN person p ON p.person_id = e.saved_by
              WHERE e.assessment_id = $1 ",
            $condition
        )
    };
}

const LIST_EVIDENCE: &str = select_evidence!("ORDER BY e.evidence_id");

const EVIDENCE_OF: &str = select_evidence!("AND e.statement_id = $2 ORDER BY e.evidence_id");

const FIND_EVIDENCE: &str = select_evidence!("AND e.statement_id = $2 AND e.evidence_id = $3");

const SAVE_EVIDENCE: &str = "
    UPDATE evidence
       SET what = $4, link = $5, dated = $6, strength = $7,
           version = version + 1, saved_at = $8, saved_by = $9
     WHERE assessment_id = $1 AND statement_id = $2 AND evidence_id = $3 AND version = $10
 RETURNING version";

const REMOVE_EVIDENCE: &str = "
    DELETE FROM evidence
     WHERE assessment_id = $1 AND statement_id = $2 AND evidence_id = $3 AND version = $4
 RETURNING statement_id, evidence_id, what, link, dated, strength";

const EVIDENCE_VERSION: &str = "
    SELECT version FROM evidence
     WHERE assessment_id = $1 AND statement_id = $2 AND evidence_id = $3";

impl Store {
    /// All evidence of an assessment by statement, each in the order it was added, ready to be edited.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn evidence(
        &self,
        assessment: &Assessment,
    ) -> Result<BTreeMap<StatementId, Vec<Stored<Evidence>>>, StoreError> {
        let rows: Vec<StoredEvidenceRow> = in_read!(self, |db| sqlx::query_as(LIST_EVIDENCE)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        let mut evidence = BTreeMap::<_, Vec<_>>::new();
        for row in rows {
            let (statement, piece) = row.evidence.read()?;
            evidence
                .entry(statement)
                .or_default()
                .push(row.stamp.on(piece));
        }
        Ok(evidence)
    }

    /// The evidence for one statement, in the order it was added.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn evidence_of(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
    ) -> Result<Vec<Stored<Evidence>>, StoreError> {
        let rows: Vec<StoredEvidenceRow> = in_read!(self, |db| sqlx::query_as(EVIDENCE_OF)
            .bind(assessment.assessment_id.0)
            .bind(statement.as_str())
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|row| Ok(row.stamp.on(row.evidence.read()?.1)))
            .collect()
    }

    /// The piece of evidence with this id, if it belongs to this statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_evidence(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        evidence: EvidenceId,
    ) -> Result<Option<Stored<Evidence>>, StoreError> {
        let row: Option<StoredEvidenceRow> = in_read!(self, |db| sqlx::query_as(FIND_EVIDENCE)
            .bind(assessment.assessment_id.0)
            .bind(statement.as_str())
            .bind(evidence.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(|row| Ok(row.stamp.on(row.evidence.read()?.1)))
            .transpose()
    }

    /// Adds a piece of evidence, or puts back one that was removed.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken,
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_evidence(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        evidence: &Evidence,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            insert_evidence!(assessment, statement, evidence, by.0, now)
        )
        .map_err(StoreError::or_conflict("evidence"))?;
        Ok(())
    }

    /// Saves a piece of evidence.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn save_evidence(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        evidence: &Evidence,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_EVIDENCE)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .bind(evidence.evidence_id.0)
                .bind(&evidence.what)
                .bind(&evidence.link)
                .bind(evidence.date)
                .bind(i64::from(evidence.strength.get()))
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(EVIDENCE_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(statement.as_str())
                    .bind(evidence.evidence_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            sqlx::query(UNMARK_EVIDENCE)
                .bind(assessment.assessment_id.0)
                .bind(evidence.evidence_id.0)
                .execute(&mut *db)
                .await?;
            Ok(Version::read(saved))
        })
    }

    /// Removes a piece of evidence and returns it, so that it can be put back.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn remove_evidence(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        evidence: EvidenceId,
        seen: Version,
    ) -> Result<Evidence, StoreError> {
        let removed: Option<EvidenceRow> = in_write!(self, |db| {
            let removed = sqlx::query_as(REMOVE_EVIDENCE)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .bind(evidence.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            if removed.is_none() {
                let newest = sqlx::query_scalar(EVIDENCE_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(statement.as_str())
                    .bind(evidence.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
            removed
        });
        removed
            .ok_or_else(|| Version::stale(None))
            .and_then(|row| Ok(row.read()?.1))
    }
}
