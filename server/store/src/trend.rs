//! What a trend is made from: the scores and the plans of several assessments, each in one query.

use std::collections::BTreeMap;

use domain::{
    answer::AgreedScore,
    assessment::Assessment,
    id::{ActionId, AssessmentId, StatementId},
    plan::Status,
    trend::Deed,
};
use sqlx::{QueryBuilder, types::Uuid};

use crate::{Store, StoreError, engine::in_read, error::read, score::ScoreRow};

/// What is agreed in one assessment.
pub type Scores = BTreeMap<StatementId, AgreedScore>;

/// What is agreed in each of several.
pub type ScoresByAssessment = BTreeMap<AssessmentId, Scores>;

#[derive(sqlx::FromRow)]
struct ShownScoreRow {
    assessment_id: Uuid,
    #[sqlx(flatten)]
    score: ScoreRow,
}

#[derive(sqlx::FromRow)]
pub(crate) struct DeedRow {
    assessment_id: Uuid,
    action_id: Uuid,
    what: String,
    status: Option<String>,
}

impl DeedRow {
    pub(crate) fn read(self) -> Result<Deed, StoreError> {
        let status = self.status.as_deref();
        let status = status.map(|it| read("action_progress.status", it));
        Ok(Deed {
            action: ActionId(self.action_id),
            what: self.what,
            status: status.transpose()?.unwrap_or(Status::NotStarted),
        })
    }
}

/// Without the list of assessments, which has as many places as are shown.
const SCORES_SHOWN: &str = "
    SELECT assessment_id, statement_id, answer, level, reason, comment, target, importance,
           management_level, management_reason, staff_level, staff_reason
      FROM agreed_score
     WHERE assessment_id IN (";

/// What is said of actions in passing, and `more`; the status is the last one in the log.
macro_rules! select_deeds {
    ($more:literal, $condition:literal) => {
        concat!(
            "SELECT a.assessment_id, a.action_id, a.what,
                    (SELECT p.status FROM action_progress p
                      WHERE p.assessment_id = a.assessment_id AND p.action_id = a.action_id
                        AND p.status IS NOT NULL
                      ORDER BY p.written_at DESC, p.progress_id DESC
                      LIMIT 1) AS status",
            $more,
            " FROM action a ",
            $condition
        )
    };
}

pub(crate) use select_deeds;

/// Without the list of assessments, like [`SCORES_SHOWN`].
const DEEDS_SHOWN: &str = select_deeds!("", "WHERE a.assessment_id IN (");

/// Asks about several assessments at once; a macro, because each engine has its own types.
macro_rules! fetch_shown {
    ($db:expr, $sql:expr, $assessments:expr) => {{
        let mut query = QueryBuilder::new($sql);
        let mut list = query.separated(", ");
        for it in $assessments {
            list.push_bind(it.assessment_id.0);
        }
        // No assessment at all asks for none.
        list.push("NULL");
        query.push(")");
        query.build_query_as().fetch_all(&mut *$db).await?
    }};
}

impl Store {
    /// What is agreed in several assessments. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn scores_of(
        &self,
        assessments: &[&Assessment],
    ) -> Result<ScoresByAssessment, StoreError> {
        let rows: Vec<ShownScoreRow> =
            in_read!(self, |db| fetch_shown!(db, SCORES_SHOWN, assessments));
        let mut scores = ScoresByAssessment::new();
        for row in rows {
            let (statement, score) = row.score.read()?;
            let of = scores.entry(AssessmentId(row.assessment_id)).or_default();
            of.insert(statement, score);
        }
        Ok(scores)
    }

    /// The actions of several assessments, as far as a trend needs them, in the
    /// order of the ids. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn deeds_of(
        &self,
        assessments: &[&Assessment],
    ) -> Result<BTreeMap<AssessmentId, Vec<Deed>>, StoreError> {
        let rows: Vec<DeedRow> = in_read!(self, |db| fetch_shown!(db, DEEDS_SHOWN, assessments));
        let mut deeds = BTreeMap::<_, Vec<Deed>>::new();
        for row in rows {
            let of = deeds.entry(AssessmentId(row.assessment_id)).or_default();
            of.push(row.read()?);
        }
        for of in deeds.values_mut() {
            of.sort_by_key(|it| it.action);
        }
        Ok(deeds)
    }
}
