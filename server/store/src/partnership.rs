//! What came of scoring in partnership, put together at one moment.

use std::collections::BTreeMap;

use domain::{
    assessment::{Assessment, Method, State},
    participant::Side,
    partnership::Partnership,
};

use crate::{
    Store, StoreError,
    audit::read_entries,
    engine::in_snapshot,
    error::read,
    own_score::{RevealedRow, join},
    question::QuestionRow,
};

/// Reads it on one connection: `None` before the reveal, and where the lead records the scores.
macro_rules! read_partnership {
    ($db:expr, $assessment:expr) => {{
        let assessment: &domain::assessment::Assessment = $assessment;
        if $crate::partnership::is_revealed(assessment) {
            let id = assessment.assessment_id.0;
            let scores = sqlx::query_as($crate::own_score::REVEALED_SCORES)
                .bind(id)
                .fetch_all(&mut *$db)
                .await?;
            let scorers = sqlx::query_as($crate::partnership::COUNT_SCORERS)
                .bind(id)
                .fetch_all(&mut *$db)
                .await?;
            let entries = sqlx::query_as($crate::audit::ENTRIES_OF_ASSESSMENT)
                .bind(id)
                .fetch_all(&mut *$db)
                .await?;
            let questions = sqlx::query_as($crate::question::LIST_QUESTIONS)
                .bind(id)
                .fetch_all(&mut *$db)
                .await?;
            Some($crate::partnership::put_together(
                assessment, scores, scorers, entries, questions,
            )?)
        } else {
            None
        }
    }};
}

pub(crate) use read_partnership;

pub(crate) const COUNT_SCORERS: &str = "
    SELECT side, count(DISTINCT scorer_id)
      FROM own_score
     WHERE assessment_id = $1 AND answer IS NOT NULL
     GROUP BY side";

impl Store {
    /// What came of scoring in partnership; `None` before the reveal, and where
    /// the lead records the scores.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_partnership(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<Partnership>, StoreError> {
        Ok(in_snapshot!(self, |db| read_partnership!(db, assessment)))
    }
}

/// Whether there is anything to read.
pub(crate) fn is_revealed(assessment: &Assessment) -> bool {
    assessment.method == Method::Partnership
        && !matches!(assessment.state, State::Draft | State::Scoring)
}

/// Puts together what was read.
pub(crate) fn put_together(
    assessment: &Assessment,
    scores: Vec<RevealedRow>,
    counts: Vec<(String, i64)>,
    entries: Vec<(String,)>,
    questions: Vec<QuestionRow>,
) -> Result<Partnership, StoreError> {
    let represented: BTreeMap<Side, u32> = counts
        .into_iter()
        .map(|(side, count)| {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            Ok((read("own_score.side", &side)?, count))
        })
        .collect::<Result<_, StoreError>>()?;
    let questions = questions
        .into_iter()
        .map(|row| Ok(row.read()?.value))
        .collect::<Result<_, StoreError>>()?;
    let partnership = Partnership::of(
        assessment.minimum,
        represented,
        &join(scores)?,
        &read_entries(entries)?,
        questions,
    );
    Ok(Partnership {
        scored_earlier: assessment.supersedes.is_some(),
        ..partnership
    })
}
