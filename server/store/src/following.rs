//! A new year from a signed one: what it begins with, and what of it is still to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    assessment::{Assessment, State},
    audit::Event,
    following::{Carried, Mapping, Unconfirmed, Year},
    id::{ActionId, EvidenceId, StatementId},
    person::Person,
    trend::Deed,
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::insert_assessment,
    audit::append_entry,
    engine::{in_snapshot, in_write},
    error::read,
    evidence::insert_evidence,
    meeting::FIND_STATE,
    plan::{ADD_ACTION, ADD_PROGRESS, LINK_STATEMENT, bind_action},
    score::{REPLACE_SCORE, bind_score},
    stored::to_second,
    trend::{DeedRow, select_deeds},
};

/// What one statement of a new year has from the year before, and what is planned for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inherited {
    /// The evidence that came from last year and that nobody has looked at yet.
    pub unconfirmed: BTreeSet<EvidenceId>,
    /// The actions that are for it, in the order of their ids.
    pub planned: Vec<Planned>,
}

/// An action that is for a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The action.
    pub deed: Deed,
    /// Whether it came from last year and nobody has looked at it yet.
    pub is_unconfirmed: bool,
}

#[derive(sqlx::FromRow)]
struct PlannedRow {
    #[sqlx(flatten)]
    deed: DeedRow,
    is_unconfirmed: bool,
}

impl PlannedRow {
    fn read(self) -> Result<Planned, StoreError> {
        Ok(Planned {
            deed: self.deed.read()?,
            is_unconfirmed: self.is_unconfirmed,
        })
    }
}

const MARK_EVIDENCE: &str = "
    INSERT INTO unconfirmed_evidence (assessment_id, evidence_id)
    SELECT assessment_id, evidence_id FROM evidence WHERE assessment_id = $1";

const MARK_ACTIONS: &str = "
    INSERT INTO unconfirmed_action (assessment_id, action_id)
    SELECT assessment_id, action_id FROM action WHERE assessment_id = $1";

/// The evidence nobody has looked at yet, but for what the condition leaves out.
macro_rules! select_unconfirmed_evidence {
    ($condition:literal) => {
        concat!(
            "SELECT e.statement_id, e.evidence_id
               FROM unconfirmed_evidence u
               JOIN evidence e ON e.assessment_id = u.assessment_id
                              AND e.evidence_id = u.evidence_id
              WHERE u.assessment_id = $1",
            $condition
        )
    };
}

pub(crate) const LIST_UNCONFIRMED_EVIDENCE: &str = select_unconfirmed_evidence!("");

const UNCONFIRMED_EVIDENCE_OF: &str = select_unconfirmed_evidence!(" AND e.statement_id = $2");

const PLANNED_FOR: &str = select_deeds!(
    ", EXISTS (SELECT 1 FROM unconfirmed_action u
                WHERE u.assessment_id = a.assessment_id
                  AND u.action_id = a.action_id) AS is_unconfirmed",
    "JOIN action_statement s ON s.assessment_id = a.assessment_id AND s.action_id = a.action_id
     WHERE a.assessment_id = $1 AND s.statement_id = $2
     ORDER BY a.action_id"
);

pub(crate) const LIST_UNCONFIRMED_ACTIONS: &str =
    "SELECT action_id FROM unconfirmed_action WHERE assessment_id = $1";

/// What has an answer there that can be still true, and none here.
pub(crate) const LIST_UNCONFIRMED_ANSWERS: &str = "
    SELECT e.statement_id
      FROM agreed_score e
      LEFT JOIN agreed_score n ON n.assessment_id = $1 AND n.statement_id = e.statement_id
     WHERE e.assessment_id = $2
       AND e.answer IN ('level', 'not_applicable')
       AND n.answer IS NULL";

/// Somebody has looked at it, by confirming or by saving it.
pub(crate) const UNMARK_EVIDENCE: &str =
    "DELETE FROM unconfirmed_evidence WHERE assessment_id = $1 AND evidence_id = $2";

pub(crate) const UNMARK_ACTION: &str =
    "DELETE FROM unconfirmed_action WHERE assessment_id = $1 AND action_id = $2";

const CONFIRM_EVIDENCE: &str = "
    DELETE FROM unconfirmed_evidence
     WHERE assessment_id = $1 AND evidence_id = $2
       AND EXISTS (SELECT 1 FROM evidence e
                    WHERE e.assessment_id = $1 AND e.evidence_id = $2 AND e.statement_id = $3)";

/// Reads what of a new year is still to be looked at, on one connection.
///
/// An assessment that follows no other asks the database nothing.
macro_rules! read_unconfirmed {
    ($db:expr, $assessment:expr) => {{
        let assessment: &domain::assessment::Assessment = $assessment;
        match assessment.follows {
            None => domain::following::Unconfirmed::default(),
            Some(earlier) => {
                let here = assessment.assessment_id.0;
                let evidence: Vec<(String, sqlx::types::Uuid)> =
                    sqlx::query_as($crate::following::LIST_UNCONFIRMED_EVIDENCE)
                        .bind(here)
                        .fetch_all(&mut *$db)
                        .await?;
                let actions: Vec<(sqlx::types::Uuid,)> =
                    sqlx::query_as($crate::following::LIST_UNCONFIRMED_ACTIONS)
                        .bind(here)
                        .fetch_all(&mut *$db)
                        .await?;
                let answers: Vec<(String,)> =
                    sqlx::query_as($crate::following::LIST_UNCONFIRMED_ANSWERS)
                        .bind(here)
                        .bind(earlier.0)
                        .fetch_all(&mut *$db)
                        .await?;
                let earlier: $crate::assessment::AssessmentRow =
                    sqlx::query_as($crate::assessment::FIND_ASSESSMENT_ANYWHERE)
                        .bind(earlier.0)
                        .fetch_one(&mut *$db)
                        .await?;
                $crate::following::join(
                    assessment,
                    &earlier.read()?.value,
                    evidence,
                    actions,
                    answers,
                )?
            }
        }
    }};
}

pub(crate) use read_unconfirmed;

/// Puts together what is still to be looked at, of statements that mean the same in both years.
pub(crate) fn join(
    assessment: &Assessment,
    earlier: &Assessment,
    evidence: Vec<(String, Uuid)>,
    actions: Vec<(Uuid,)>,
    answers: Vec<(String,)>,
) -> Result<Unconfirmed, StoreError> {
    let mut by_statement = BTreeMap::<StatementId, BTreeSet<_>>::new();
    for (statement, piece) in evidence {
        let statement = read("evidence.statement_id", &statement)?;
        by_statement
            .entry(statement)
            .or_default()
            .insert(EvidenceId(piece));
    }
    let answers = answers
        .into_iter()
        .map(|(statement,)| read("agreed_score.statement_id", &statement))
        .collect::<Result<_, _>>()?;
    let unconfirmed = Unconfirmed {
        answers,
        evidence: by_statement,
        actions: actions.into_iter().map(|(id,)| ActionId(id)).collect(),
    };
    Ok(unconfirmed.within(&mapping(earlier, assessment)))
}

/// Which statements mean the same; none when this build does not ship a pack of the two.
fn mapping(earlier: &Assessment, next: &Assessment) -> Mapping {
    let (Some(before), Some(now)) = (earlier.find_framework(), next.find_framework()) else {
        return Mapping::default();
    };
    Mapping::of(
        Year {
            assessment: earlier,
            framework: before,
        },
        Year {
            assessment: next,
            framework: now,
        },
    )
}

impl Store {
    /// Starts `next` as a new year from the signed assessment that it says it follows.
    ///
    /// What is carried is marked as not looked at yet; nothing is answered.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when `earlier` is not signed,
    /// [`StoreError::Conflict`] when an id is taken, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn start_following(
        &self,
        earlier: &Assessment,
        next: &Assessment,
        carried: &Carried,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let state: String = sqlx::query_scalar(FIND_STATE)
                .bind(earlier.assessment_id.0)
                .fetch_one(&mut *db)
                .await?;
            if state != State::SignedOff.code() {
                return Err(Version::stale(None));
            }
            insert_assessment!(next, Some(by.person_id), now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("assessment"))?;
            for (statement, score) in &carried.scores {
                let by = by.person_id.0;
                bind_score!(sqlx::query(REPLACE_SCORE), next, statement, score, by, now)
                    .execute(&mut *db)
                    .await?;
            }
            for (statement, piece) in &carried.evidence {
                insert_evidence!(next, statement, piece, by.person_id.0, now)
                    .execute(&mut *db)
                    .await
                    .map_err(StoreError::or_conflict("evidence"))?;
            }
            for action in &carried.actions {
                bind_action!(sqlx::query(ADD_ACTION), next, action, by, now)
                    .execute(&mut *db)
                    .await
                    .map_err(StoreError::or_conflict("action"))?;
                for statement in &action.statements {
                    sqlx::query(LINK_STATEMENT)
                        .bind(next.assessment_id.0)
                        .bind(action.action_id.0)
                        .bind(statement.as_str())
                        .execute(&mut *db)
                        .await?;
                }
                for entry in &action.progress {
                    sqlx::query(ADD_PROGRESS)
                        .bind(next.assessment_id.0)
                        .bind(action.action_id.0)
                        .bind(entry.progress_id.0)
                        .bind(to_second(entry.at))
                        .bind(&entry.by)
                        .bind(&entry.note)
                        .bind(entry.status.map(domain::plan::Status::code))
                        .bind(entry.due)
                        .execute(&mut *db)
                        .await?;
                }
            }
            for sql in [MARK_EVIDENCE, MARK_ACTIONS] {
                sqlx::query(sql)
                    .bind(next.assessment_id.0)
                    .execute(&mut *db)
                    .await?;
            }
            let event = Event::StartedAfter {
                earlier: earlier.assessment_id,
            };
            append_entry!(db, next, Some(by), event, now);
        });
        Ok(())
    }

    /// What of a new year is still to be looked at; nothing for one that follows no other.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn unconfirmed(&self, assessment: &Assessment) -> Result<Unconfirmed, StoreError> {
        if assessment.follows.is_none() {
            return Ok(Unconfirmed::default());
        }
        Ok(in_snapshot!(self, |db| read_unconfirmed!(db, assessment)))
    }

    /// What one statement has from the year before; nothing in an assessment that follows no other. Two queries.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn inherited(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
    ) -> Result<Inherited, StoreError> {
        if assessment.follows.is_none() {
            return Ok(Inherited::default());
        }
        let (evidence, planned): (Vec<(String, Uuid)>, Vec<PlannedRow>) =
            in_snapshot!(self, |db| (
                sqlx::query_as(UNCONFIRMED_EVIDENCE_OF)
                    .bind(assessment.assessment_id.0)
                    .bind(statement.as_str())
                    .fetch_all(&mut *db)
                    .await?,
                sqlx::query_as(PLANNED_FOR)
                    .bind(assessment.assessment_id.0)
                    .bind(statement.as_str())
                    .fetch_all(&mut *db)
                    .await?,
            ));
        Ok(Inherited {
            unconfirmed: evidence.into_iter().map(|(_, id)| EvidenceId(id)).collect(),
            planned: planned
                .into_iter()
                .map(PlannedRow::read)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The assessment that a new year follows; `None` for one that follows no other.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_followed(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<Assessment>, StoreError> {
        match assessment.follows {
            None => Ok(None),
            Some(earlier) => {
                let found = self
                    .find_assessment(assessment.organisation_id, earlier)
                    .await?;
                Ok(found.map(|it| it.value))
            }
        }
    }

    /// Notes that a carried piece of evidence is still true. Harmless to repeat.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn confirm_evidence(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        evidence: EvidenceId,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(CONFIRM_EVIDENCE)
                .bind(assessment.assessment_id.0)
                .bind(evidence.0)
                .bind(statement.as_str())
                .execute(&mut *db)
                .await?;
        });
        Ok(())
    }

    /// Notes that a carried action is still true. Harmless to repeat.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn confirm_action(
        &self,
        assessment: &Assessment,
        action: ActionId,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let unmarked = sqlx::query(UNMARK_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .execute(&mut *db)
                .await?;
            if unmarked.rows_affected() > 0 {
                let event = Event::ActionConfirmed { action };
                append_entry!(db, assessment, Some(by), event, now);
            }
        });
        Ok(())
    }
}
