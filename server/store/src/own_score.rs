//! What each person says about each statement, before anybody sees what others said.
//!
//! Until the reveal, a person's scores are read by that person alone:
//! [`Store::revealed_scores`] finds nothing before it, whoever asks.

use std::collections::BTreeMap;

use domain::{
    answer::Choice,
    assessment::Assessment,
    divergence::{OwnScore, RevealedScore},
    id::{PersonId, StatementId},
    level::Level,
};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write},
    error::{number, read},
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
struct OwnScoreRow {
    statement_id: String,
    answer: Option<String>,
    level: Option<i64>,
    comment: String,
    for_own_side: bool,
}

#[derive(sqlx::FromRow)]
struct StoredOwnScoreRow {
    #[sqlx(flatten)]
    score: OwnScoreRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

#[derive(sqlx::FromRow)]
pub(crate) struct RevealedRow {
    side: String,
    #[sqlx(flatten)]
    score: OwnScoreRow,
}

impl OwnScoreRow {
    fn read(self) -> Result<(StatementId, OwnScore), StoreError> {
        let choice = match (self.answer.as_deref(), self.level) {
            (None, None) => None,
            (Some("level"), Some(level)) => {
                let level: Level = number("own_score.level", level)?;
                Some(Choice::Level(level))
            }
            (Some("dont_know"), None) => Some(Choice::DontKnow),
            (Some("not_applicable"), None) => Some(Choice::NotApplicable),
            // The value itself belongs in no log.
            _ => {
                return Err(StoreError::Corrupt {
                    column: "own_score.answer",
                    value: "…".into(),
                });
            }
        };
        let score = OwnScore {
            choice,
            comment: self.comment,
            for_own_side: self.for_own_side,
        };
        Ok((read("own_score.statement_id", &self.statement_id)?, score))
    }
}

fn answer_code(choice: Choice) -> &'static str {
    match choice {
        Choice::Level(_) => "level",
        Choice::DontKnow => "dont_know",
        Choice::NotApplicable => "not_applicable",
    }
}

/// Everything about one person's own scores but the condition that says which.
macro_rules! select_own_scores {
    ($condition:literal) => {
        concat!(
            "SELECT s.statement_id, s.answer, s.level, s.comment, s.for_own_side,
                    s.version, s.saved_at, CAST(NULL AS TEXT) AS saved_by
               FROM own_score s
               JOIN participant t ON t.assessment_id = s.assessment_id
                                 AND t.scorer_id = s.scorer_id
              WHERE s.assessment_id = $1 AND t.person_id = $2 ",
            $condition
        )
    };
}

const LIST_OWN_SCORES: &str = select_own_scores!("");

const FIND_OWN_SCORE: &str = select_own_scores!("AND s.statement_id = $3");

/// In one statement, as [`crate::score`] has it. Their seat says whose it is and
/// for which side; without one nothing is written.
const SAVE_OWN_SCORE: &str = "
    INSERT INTO own_score
           (assessment_id, scorer_id, statement_id, side, answer, level, comment, for_own_side,
            version, saved_at)
    SELECT t.assessment_id, t.scorer_id, $3, t.side, $4, $5, $6, $7, $9 + 1, $8
      FROM participant t
     WHERE t.assessment_id = $1 AND t.person_id = $2 AND t.scorer_id IS NOT NULL
       AND t.part IN ('chair', 'deputy', 'scorer')
        ON CONFLICT (assessment_id, scorer_id, statement_id)
        DO UPDATE SET answer = excluded.answer, level = excluded.level,
                      comment = excluded.comment, for_own_side = excluded.for_own_side,
                      version = excluded.version, saved_at = excluded.saved_at
            WHERE own_score.version = $9";

pub(crate) const REVEALED_SCORES: &str = "
    SELECT s.side, s.statement_id, s.answer, s.level, s.comment, s.for_own_side
      FROM own_score s
      JOIN assessment a ON a.assessment_id = s.assessment_id
     WHERE s.assessment_id = $1 AND a.state IN ('meeting', 'agreed', 'signed_off')";

impl Store {
    /// What a person has said so far about each statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn own_scores(
        &self,
        assessment: &Assessment,
        person: PersonId,
    ) -> Result<BTreeMap<StatementId, Stored<OwnScore>>, StoreError> {
        let rows: Vec<StoredOwnScoreRow> = in_read!(self, |db| sqlx::query_as(LIST_OWN_SCORES)
            .bind(assessment.assessment_id.0)
            .bind(person.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(StoredOwnScoreRow::read).collect()
    }

    /// What a person has said about one statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_own_score(
        &self,
        assessment: &Assessment,
        person: PersonId,
        statement: &StatementId,
    ) -> Result<Option<Stored<OwnScore>>, StoreError> {
        let row: Option<StoredOwnScoreRow> = in_read!(self, |db| sqlx::query_as(FIND_OWN_SCORE)
            .bind(assessment.assessment_id.0)
            .bind(person.0)
            .bind(statement.as_str())
            .fetch_optional(&mut *db)
            .await?);
        Ok(row
            .map(StoredOwnScoreRow::read)
            .transpose()?
            .map(|(_, it)| it))
    }

    /// Saves what a person says about one statement, unless they have said
    /// something else since, on another device or in another tab.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when `seen` is no longer the newest, or they
    /// have no seat from which they score; [`StoreError::ScoringClosed`] except
    /// while scoring is open; [`StoreError::Database`] when the database is
    /// unavailable. In no case is anything changed.
    pub async fn save_own_score(
        &self,
        assessment: &Assessment,
        person: PersonId,
        statement: &StatementId,
        score: &OwnScore,
        seen: Version,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        let level = match score.choice {
            Some(Choice::Level(level)) => Some(i64::from(level.get())),
            _ => None,
        };
        let saved = in_single_write!(
            self,
            sqlx::query(SAVE_OWN_SCORE)
                .bind(assessment.assessment_id.0)
                .bind(person.0)
                .bind(statement.as_str())
                .bind(score.choice.map(answer_code))
                .bind(level)
                .bind(&score.comment)
                .bind(score.for_own_side)
                .bind(to_second(now))
                .bind(seen.number())
        )?;
        if saved > 0 {
            return Ok(seen.next());
        }
        let newest = self.find_own_score(assessment, person, statement).await?;
        Err(StoreError::Stale {
            newest: newest.map_or(Version::NONE, |it| it.version),
        })
    }

    /// Everybody's scores without the people, statement by statement. Nothing before the reveal.
    ///
    /// What of it may be shown to whom, [`domain::divergence::Spreads`] says.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn revealed_scores(
        &self,
        assessment: &Assessment,
    ) -> Result<BTreeMap<StatementId, Vec<RevealedScore>>, StoreError> {
        let rows: Vec<RevealedRow> = in_read!(self, |db| sqlx::query_as(REVEALED_SCORES)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        join(rows)
    }
}

/// Sorts scores by statement.
pub(crate) fn join(
    rows: Vec<RevealedRow>,
) -> Result<BTreeMap<StatementId, Vec<RevealedScore>>, StoreError> {
    let mut revealed: BTreeMap<StatementId, Vec<RevealedScore>> = BTreeMap::new();
    for row in rows {
        let side = read("own_score.side", &row.side)?;
        let (statement, score) = row.score.read()?;
        let of_statement = revealed.entry(statement).or_default();
        of_statement.push(RevealedScore { side, score });
    }
    Ok(revealed)
}

impl StoredOwnScoreRow {
    fn read(self) -> Result<(StatementId, Stored<OwnScore>), StoreError> {
        let (statement, score) = self.score.read()?;
        Ok((statement, self.stamp.on(score)))
    }
}
