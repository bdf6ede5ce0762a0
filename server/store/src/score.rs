//! Agreed scores: what the organisation says about each statement.

use std::collections::BTreeMap;

use domain::{
    answer::{AgreedScore, Answer, Position, merge},
    assessment::Assessment,
    id::{PersonId, StatementId},
    level::Target,
    results::{Recorded, Records, answer_name},
};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write},
    error::{number, read},
    evidence::EvidenceRow,
    stored::Stamp,
};

/// A score as somebody wants it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreChange {
    /// What they began with; for a statement without a score, the unanswered one.
    pub base: AgreedScore,
    /// Which version that was.
    pub seen: Version,
    /// What they made of it.
    pub mine: AgreedScore,
}

/// What a save came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedScore {
    /// What is stored now, with what others changed meanwhile.
    pub score: AgreedScore,
    /// Its version.
    pub version: Version,
}

/// The columns of a score, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct ScoreRow {
    statement_id: String,
    answer: Option<String>,
    level: Option<i64>,
    reason: String,
    comment: String,
    target: i64,
    importance: i64,
    management_level: Option<i64>,
    management_reason: String,
    staff_level: Option<i64>,
    staff_reason: String,
}

#[derive(sqlx::FromRow)]
struct StoredScoreRow {
    #[sqlx(flatten)]
    score: ScoreRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl ScoreRow {
    pub(crate) fn read(self) -> Result<(StatementId, AgreedScore), StoreError> {
        let answer = match (self.answer.as_deref(), self.level) {
            (None, None) => None,
            (Some("level"), Some(level)) => {
                Some(Answer::Level(number("agreed_score.level", level)?))
            }
            (Some("dont_know"), None) => Some(Answer::DontKnow),
            (Some("not_applicable"), None) => Some(Answer::NotApplicable {
                reason: self.reason,
            }),
            (Some("no_agreement"), None) => Some(Answer::NoAgreement {
                management: read_position(self.management_level, self.management_reason)?,
                staff: read_position(self.staff_level, self.staff_reason)?,
            }),
            (answer, level) => {
                return Err(StoreError::Corrupt {
                    column: "agreed_score.answer",
                    value: format!("{answer:?} {level:?}"),
                });
            }
        };
        let score = AgreedScore {
            answer,
            comment: self.comment,
            target: number("agreed_score.target", self.target)?,
            importance: number("agreed_score.importance", self.importance)?,
        };
        Ok((
            read("agreed_score.statement_id", &self.statement_id)?,
            score,
        ))
    }
}

fn read_position(level: Option<i64>, reason: String) -> Result<Position, StoreError> {
    let level = level
        .map(|level| number("agreed_score.level", level))
        .transpose()?;
    Ok(Position { level, reason })
}

impl StoredScoreRow {
    fn read(self) -> Result<(StatementId, Stored<AgreedScore>), StoreError> {
        let (statement, score) = self.score.read()?;
        Ok((statement, self.stamp.on(score)))
    }
}

/// Reads the scores and evidence of one assessment on one connection.
macro_rules! read_records {
    ($db:expr, $assessment:expr) => {{
        let id = $assessment.assessment_id.0;
        let scores: Vec<$crate::score::ScoreRow> = sqlx::query_as($crate::score::RECORDED_SCORES)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let evidence: Vec<$crate::evidence::EvidenceRow> =
            sqlx::query_as($crate::evidence::RECORDED_EVIDENCE)
                .bind(id)
                .fetch_all(&mut *$db)
                .await?;
        $crate::score::join($assessment, scores, evidence)?
    }};
}

/// Binds a score's columns, in the order of [`SAVE_SCORE`].
macro_rules! bind_score {
    ($query:expr, $assessment:expr, $statement:expr, $score:expr, $by:expr, $now:expr) => {{
        let score: &domain::answer::AgreedScore = $score;
        let reason = match &score.answer {
            Some(domain::answer::Answer::NotApplicable { reason }) => reason.as_str(),
            _ => "",
        };
        let [management, staff] = $crate::score::positions(score);
        $query
            .bind($assessment.assessment_id.0)
            .bind($statement.as_str())
            .bind($crate::score::answer_code(score))
            .bind(score.level().map(|level| i64::from(level.get())))
            .bind(reason)
            .bind(&score.comment)
            .bind(i64::from(score.target.get()))
            .bind(i64::from(score.importance.get()))
            .bind($crate::stored::to_second($now))
            .bind($by)
            .bind(management.0)
            .bind(management.1)
            .bind(staff.0)
            .bind(staff.1)
    }};
}

pub(crate) use {bind_score, read_records};

/// Everything about scores, ready to be edited, but the condition that says which.
macro_rules! select_scores {
    ($condition:literal) => {
        concat!(
            "SELECT s.statement_id, s.answer, s.level, s.reason, s.comment, s.target, s.importance,
                    s.management_level, s.management_reason, s.staff_level, s.staff_reason,
                    s.version, s.saved_at, p.name AS saved_by
               FROM agreed_score s
               LEFT JOIN person p ON p.person_id = s.saved_by
              WHERE s.assessment_id = $1 ",
            $condition
        )
    };
}

const FIND_SCORE: &str = select_scores!("AND s.statement_id = $2");

const LIST_SCORES: &str = select_scores!("");

pub(crate) const RECORDED_SCORES: &str = "
    SELECT statement_id, answer, level, reason, comment, target, importance,
           management_level, management_reason, staff_level, staff_reason
      FROM agreed_score
     WHERE assessment_id = $1";

/// Compares and swaps in one statement, which is one trip to the database and
/// one to the disk, and cannot come between another's reading and writing.
const SAVE_SCORE: &str = "
    INSERT INTO agreed_score
           (assessment_id, statement_id, answer, level, reason, comment, target, importance,
            version, saved_at, saved_by,
            management_level, management_reason, staff_level, staff_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $15 + 1, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (assessment_id, statement_id)
        DO UPDATE SET answer = excluded.answer, level = excluded.level, reason = excluded.reason,
                      comment = excluded.comment, target = excluded.target,
                      importance = excluded.importance, version = excluded.version,
                      saved_at = excluded.saved_at, saved_by = excluded.saved_by,
                      management_level = excluded.management_level,
                      management_reason = excluded.management_reason,
                      staff_level = excluded.staff_level, staff_reason = excluded.staff_reason
            WHERE agreed_score.version = $15";

/// Writes a score over whatever stands there.
pub(crate) const REPLACE_SCORE: &str = "
    INSERT INTO agreed_score
           (assessment_id, statement_id, answer, level, reason, comment, target, importance,
            version, saved_at, saved_by,
            management_level, management_reason, staff_level, staff_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (assessment_id, statement_id)
        DO UPDATE SET answer = excluded.answer, level = excluded.level, reason = excluded.reason,
                      comment = excluded.comment, target = excluded.target,
                      importance = excluded.importance, version = agreed_score.version + 1,
                      saved_at = excluded.saved_at, saved_by = excluded.saved_by,
                      management_level = excluded.management_level,
                      management_reason = excluded.management_reason,
                      staff_level = excluded.staff_level, staff_reason = excluded.staff_reason";

impl Store {
    /// What is agreed about one statement; `None` when nobody has saved anything about it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_score(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
    ) -> Result<Option<Stored<AgreedScore>>, StoreError> {
        let row: Option<StoredScoreRow> = in_read!(self, |db| sqlx::query_as(FIND_SCORE)
            .bind(assessment.assessment_id.0)
            .bind(statement.as_str())
            .fetch_optional(&mut *db)
            .await?);
        Ok(row.map(StoredScoreRow::read).transpose()?.map(|(_, it)| it))
    }

    /// What is agreed about every statement that has something saved, ready to be edited.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn scores(
        &self,
        assessment: &Assessment,
    ) -> Result<BTreeMap<StatementId, Stored<AgreedScore>>, StoreError> {
        let rows: Vec<StoredScoreRow> = in_read!(self, |db| sqlx::query_as(LIST_SCORES)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(StoredScoreRow::read).collect()
    }

    /// All scores and evidence of an assessment, as results are worked out from them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn records(&self, assessment: &Assessment) -> Result<Records, StoreError> {
        Ok(in_read!(self, |db| read_records!(db, assessment)))
    }

    /// Saves what is agreed about one statement.
    ///
    /// When somebody else has saved since, the two are joined by [`merge`], as
    /// long as no part contradicts. A save that changes nothing writes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when both changed the same part differently
    /// ([`Store::find_score`] and [`merge`] then say what and how),
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn save_score(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        change: &ScoreChange,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<SavedScore, StoreError> {
        let ScoreChange { base, seen, mine } = change;
        let (mut score, mut seen) = (mine.clone(), *seen);
        // Each further round means that somebody else got one save in between.
        loop {
            if mine != base {
                let saved = in_single_write!(
                    self,
                    bind_score!(
                        sqlx::query(SAVE_SCORE),
                        assessment,
                        statement,
                        &score,
                        by.0,
                        now
                    )
                    .bind(seen.number())
                )?;
                if saved > 0 {
                    let version = seen.next();
                    return Ok(SavedScore { score, version });
                }
            }
            let Some(newest) = self.find_score(assessment, statement).await? else {
                let version = Version::NONE;
                return Ok(SavedScore { score, version });
            };
            let merge = merge(base, mine, &newest.value);
            if !merge.conflicts.is_empty() {
                let newest = newest.version;
                return Err(StoreError::Stale { newest });
            }
            (score, seen) = (merge.merged, newest.version);
            if score == newest.value {
                let version = seen;
                return Ok(SavedScore { score, version });
            }
        }
    }
}

/// How the database writes the kind of an answer; nothing when there is none.
pub(crate) fn answer_code(score: &AgreedScore) -> Option<&'static str> {
    score
        .answer
        .as_ref()
        .map(|answer| answer_name(Some(answer)))
}

/// Both positions as they are kept, management first; nothing unless the sides do not agree.
pub(crate) fn positions(score: &AgreedScore) -> [(Option<i64>, &str); 2] {
    let kept = |position: &'_ Position| position.level.map(|level| i64::from(level.get()));
    match &score.answer {
        Some(Answer::NoAgreement { management, staff }) => [
            (kept(management), management.reason.as_str()),
            (kept(staff), staff.reason.as_str()),
        ],
        _ => [(None, ""), (None, "")],
    }
}

/// Puts scores and evidence together, statement by statement.
pub(crate) fn join(
    assessment: &Assessment,
    scores: Vec<ScoreRow>,
    evidence: Vec<EvidenceRow>,
) -> Result<Records, StoreError> {
    let mut records = Records::new();
    for row in scores {
        let (statement, score) = row.read()?;
        let recorded = Recorded {
            score,
            evidence: vec![],
        };
        records.insert(statement, recorded);
    }
    for row in evidence {
        let (statement, piece) = row.read()?;
        // Evidence may come first: the statement is then unanswered, with the target it starts from.
        let recorded = records
            .entry(statement)
            .or_insert_with_key(|statement| Recorded {
                score: AgreedScore::unanswered(starting_target(assessment, statement)),
                evidence: vec![],
            });
        recorded.evidence.push(piece);
    }
    Ok(records)
}

fn starting_target(assessment: &Assessment, statement: &StatementId) -> Target {
    assessment
        .find_framework()
        .and_then(|framework| framework.find_statement(statement))
        .map_or(assessment.default_target, |statement| {
            statement.starting_target(assessment.default_target)
        })
}
