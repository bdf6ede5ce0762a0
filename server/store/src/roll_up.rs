//! The scores of several sites at once, to put them together.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    id::AssessmentId,
    results::{Recorded, Records},
};
use sqlx::types::Uuid;

use crate::{Store, StoreError, engine::in_read, score::ScoreRow};

#[derive(sqlx::FromRow)]
struct SiteScoreRow {
    assessment_id: Uuid,
    #[sqlx(flatten)]
    score: ScoreRow,
}

/// The numbers only: no comment, no reason, no side's position.
const LIST_SITE_SCORES: &str = "
    SELECT s.assessment_id, s.statement_id, s.answer, s.level, '' AS reason, '' AS comment,
           s.target, s.importance, CAST(NULL AS BIGINT) AS management_level, '' AS management_reason,
           CAST(NULL AS BIGINT) AS staff_level, '' AS staff_reason
      FROM agreed_score s
      JOIN assessment a ON a.assessment_id = s.assessment_id
     WHERE a.organisation_id = $1 AND a.framework = $2 AND a.edition = $3 AND a.scope = $4
       AND a.period_start = $5 AND a.period_end = $6 AND a.site_id IS NOT NULL";

impl Store {
    /// What is agreed in every site's assessment that is about the same as this one, without
    /// evidence and without anything that people wrote. One query, however many sites there are.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn site_records(
        &self,
        like: &Assessment,
    ) -> Result<BTreeMap<AssessmentId, Records>, StoreError> {
        let rows: Vec<SiteScoreRow> = in_read!(self, |db| sqlx::query_as(LIST_SITE_SCORES)
            .bind(like.organisation_id.0)
            .bind(&like.framework)
            .bind(i64::from(like.edition))
            .bind(like.scope.code())
            .bind(like.period_start)
            .bind(like.period_end)
            .fetch_all(&mut *db)
            .await?);
        let mut records: BTreeMap<AssessmentId, Records> = BTreeMap::new();
        for row in rows {
            let (statement, score) = row.score.read()?;
            let recorded = Recorded {
                score,
                evidence: vec![],
            };
            records
                .entry(AssessmentId(row.assessment_id))
                .or_default()
                .insert(statement, recorded);
        }
        Ok(records)
    }
}
