//! The meeting: what is talked about, and what was settled.
//!
//! | module       | what is remembered                                       |
//! |--------------|----------------------------------------------------------|
//! | [`consent`]  | what chairs agree to for their sides, as the reveal      |
//! | [`proposal`] | what is put to the meeting, and who confirmed it         |
//! | [`presence`] | who follows, as numbers                                  |
//!
//! Everything that happens in a meeting is written together with its entry in
//! the audit trail, from which the minutes are read, and then announced to
//! whoever follows; see [`crate::live`].

pub(crate) mod consent;
mod presence;
mod proposal;

use std::collections::BTreeSet;

use domain::{
    answer::AgreedScore,
    assessment::{Assessment, State},
    audit::Event,
    id::StatementId,
    meeting::{Matter, Meeting, Proposal},
    participant::Side,
    person::Person,
};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    audit::append_entry,
    engine::{in_read, in_snapshot},
    error::read,
    stored::to_second,
};

/// A meeting as it stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What is talked about, since when, and for how long.
    pub meeting: Meeting,
    /// Grows with everything that happens, so that whoever follows knows whether they are behind.
    pub changed: u64,
    /// What is put to the meeting about the statement that is talked about.
    pub proposal: Option<(Proposal, Version)>,
    /// The sides that consent to agreeing all that is undisputed in one step.
    pub together: BTreeSet<Side>,
}

const LIST_CONSENTS: &str = "SELECT matter, side FROM consent WHERE assessment_id = $1";

const CLEAR_CONSENTS: &str = "DELETE FROM consent WHERE assessment_id = $1 AND matter = $2";

pub(crate) const FIND_STATE: &str = "SELECT state FROM assessment WHERE assessment_id = $1";

const SET_STATE: &str = "
    UPDATE assessment
       SET state = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1";

const FIND_MEETING: &str = "
    SELECT current_statement, started_at, planned_minutes, changed
      FROM meeting
     WHERE assessment_id = $1";

const CHANGED: &str = "SELECT changed FROM meeting WHERE assessment_id = $1";

pub(crate) const TOUCH_MEETING: &str =
    "UPDATE meeting SET changed = changed + 1 WHERE assessment_id = $1";

const CHOOSE_STATEMENT: &str = "
    UPDATE meeting SET current_statement = $2, changed = changed + 1 WHERE assessment_id = $1";

const PLAN_MINUTES: &str = "
    UPDATE meeting
       SET planned_minutes = $2, started_at = $3, changed = changed + 1
     WHERE assessment_id = $1";

const FIND_PROPOSAL: &str = "
    SELECT score_json, version FROM proposal WHERE assessment_id = $1 AND statement_id = $2";

const LIST_CONFIRMATIONS: &str = "
    SELECT side FROM confirmation WHERE assessment_id = $1 AND statement_id = $2";

const FIND_SETTLED: &str = "
    SELECT 1 FROM agreed_score
     WHERE assessment_id = $1 AND statement_id = $2 AND answer IS NOT NULL";

const REMOVE_PROPOSAL: &str = "DELETE FROM proposal WHERE assessment_id = $1 AND statement_id = $2";

/// The target and the importance stay: what was wished for is no less wished for.
const REOPEN_SCORE: &str = "
    UPDATE agreed_score
       SET answer = NULL, level = NULL, reason = '', comment = '',
           management_level = NULL, management_reason = '', staff_level = NULL, staff_reason = '',
           version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1 AND statement_id = $2 AND answer IS NOT NULL";

/// Runs one piece of code in a write transaction while the assessment is held in
/// this state, and tells whoever follows. In another state nothing is done.
macro_rules! in_meeting {
    ($store:expr, $assessment:expr, $state:expr, |$db:ident| $body:expr) => {{
        let outcome = $crate::engine::in_write!($store, |$db| {
            // On a signed assessment the trigger refuses this.
            sqlx::query($crate::assessment::HOLD_ASSESSMENT)
                .bind($assessment.assessment_id.0)
                .execute(&mut *$db)
                .await?;
            let state: String = sqlx::query_scalar($crate::meeting::FIND_STATE)
                .bind($assessment.assessment_id.0)
                .fetch_one(&mut *$db)
                .await?;
            if state != $state.code() {
                return Err($crate::Version::stale(None));
            }
            $body
        });
        $store.announce($assessment).await;
        outcome
    }};
}

/// Whether something is agreed about a statement already. It has to be taken up
/// again before anything else is, so that the minutes tell of the change.
macro_rules! is_settled {
    ($db:expr, $assessment:expr, $statement:expr) => {{
        let found: Option<i32> = sqlx::query_scalar($crate::meeting::FIND_SETTLED)
            .bind($assessment.assessment_id.0)
            .bind($statement.as_str())
            .fetch_optional(&mut *$db)
            .await?;
        found.is_some()
    }};
}

/// Moves the assessment on to another state.
macro_rules! set_state {
    ($db:expr, $assessment:expr, $state:expr, $by:expr, $now:expr) => {
        sqlx::query($crate::meeting::SET_STATE)
            .bind($assessment.assessment_id.0)
            .bind($state.code())
            .bind($crate::stored::to_second($now))
            .bind($by.person_id.0)
            .execute(&mut *$db)
            .await?
    };
}

/// Writes what both partners confirmed, with its entry in the audit trail.
macro_rules! settle {
    ($db:expr, $assessment:expr, $statement:expr, $score:expr, $by:expr, $now:expr) => {{
        let by: &domain::person::Person = $by;
        $crate::score::bind_score!(
            sqlx::query($crate::score::REPLACE_SCORE),
            $assessment,
            $statement,
            $score,
            by.person_id.0,
            $now
        )
        .execute(&mut *$db)
        .await?;
        sqlx::query($crate::meeting::REMOVE_PROPOSAL)
            .bind($assessment.assessment_id.0)
            .bind($statement.as_str())
            .execute(&mut *$db)
            .await?;
        let event = domain::audit::Event::Agreed {
            statement: $statement.clone(),
            score: $score.clone(),
        };
        $crate::audit::append_entry!($db, $assessment, Some(by), event, $now);
    }};
}

/// Counts that something has happened, for whoever follows.
macro_rules! touch {
    ($db:expr, $assessment:expr) => {
        sqlx::query($crate::meeting::TOUCH_MEETING)
            .bind($assessment.assessment_id.0)
            .execute(&mut *$db)
            .await?
    };
}

/// Chooses what is talked about.
macro_rules! choose {
    ($db:expr, $assessment:expr, $statement:expr) => {
        sqlx::query($crate::meeting::CHOOSE_STATEMENT)
            .bind($assessment.assessment_id.0)
            .bind($statement.map(domain::id::StatementId::as_str))
            .execute(&mut *$db)
            .await?
    };
}

use {choose, in_meeting, is_settled, set_state, settle, touch};

impl Store {
    /// How the meeting stands; `None` before the reveal.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_meeting(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<Standing>, StoreError> {
        let id = assessment.assessment_id.0;
        in_snapshot!(self, |db| {
            let row: Option<(Option<String>, OffsetDateTime, Option<i64>, i64)> =
                sqlx::query_as(FIND_MEETING)
                    .bind(id)
                    .fetch_optional(&mut *db)
                    .await?;
            let Some((current, started_at, planned, changed)) = row else {
                return Ok(None);
            };
            let current: Option<StatementId> = current
                .map(|it| read("meeting.current_statement", &it))
                .transpose()?;
            let mut proposal = None;
            if let Some(statement) = &current {
                let row: Option<(String, i64)> = sqlx::query_as(FIND_PROPOSAL)
                    .bind(id)
                    .bind(statement.as_str())
                    .fetch_optional(&mut *db)
                    .await?;
                let sides: Vec<(String,)> = sqlx::query_as(LIST_CONFIRMATIONS)
                    .bind(id)
                    .bind(statement.as_str())
                    .fetch_all(&mut *db)
                    .await?;
                if let Some((score, version)) = row {
                    let put = Proposal {
                        statement: statement.clone(),
                        score: read_score(&score)?,
                        confirmed: sides
                            .iter()
                            .map(|(side,)| read("confirmation.side", side))
                            .collect::<Result<_, _>>()?,
                    };
                    proposal = Some((put, Version::read(version)));
                }
            }
            let consents: Vec<(String, String)> = sqlx::query_as(LIST_CONSENTS)
                .bind(id)
                .fetch_all(&mut *db)
                .await?;
            let together = consents
                .iter()
                .filter(|(matter, _)| *matter == Matter::Together.to_string())
                .map(|(_, side)| read("consent.side", side))
                .collect::<Result<_, _>>()?;
            Ok(Some(Standing {
                meeting: Meeting {
                    current,
                    started_at,
                    planned_minutes: planned.and_then(|it| u32::try_from(it).ok()),
                },
                changed: u64::try_from(changed).unwrap_or(0),
                proposal,
                together,
            }))
        })
    }

    /// How far the meeting's counter has come; 0 before the reveal. One small query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn meeting_changed(&self, assessment: &Assessment) -> Result<u64, StoreError> {
        let changed: Option<i64> = in_read!(self, |db| sqlx::query_scalar(CHANGED)
            .bind(assessment.assessment_id.0)
            .fetch_optional(&mut *db)
            .await?);
        Ok(changed.and_then(|it| u64::try_from(it).ok()).unwrap_or(0))
    }

    /// Chooses the statement that is talked about; `None` when all are through.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn choose_statement(
        &self,
        assessment: &Assessment,
        statement: Option<&StatementId>,
    ) -> Result<(), StoreError> {
        in_meeting!(self, assessment, State::Meeting, |db| {
            choose!(db, assessment, statement);
            Ok(())
        })
    }

    /// Says how many minutes the meeting is planned to last from `now`; `None` for no clock.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn plan_minutes(
        &self,
        assessment: &Assessment,
        minutes: Option<u32>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_meeting!(self, assessment, State::Meeting, |db| {
            sqlx::query(PLAN_MINUTES)
                .bind(assessment.assessment_id.0)
                .bind(minutes.map(i64::from))
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            Ok(())
        })
    }

    /// Takes up again what was agreed about a statement, and talks about it.
    /// Returns whether anything was agreed about it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn reopen_statement(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let was = self
            .find_score(assessment, statement)
            .await?
            .map(|it| it.value);
        let Some(was) = was.filter(|it| it.answer.is_some()) else {
            return Ok(false);
        };
        in_meeting!(self, assessment, State::Meeting, |db| {
            let reopened = sqlx::query(REOPEN_SCORE)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .bind(to_second(now))
                .bind(by.person_id.0)
                .execute(&mut *db)
                .await?;
            if reopened.rows_affected() == 0 {
                return Err(Version::stale(None));
            }
            // Whoever consented to agreeing together has read a list without it.
            sqlx::query(CLEAR_CONSENTS)
                .bind(assessment.assessment_id.0)
                .bind(Matter::Together.to_string())
                .execute(&mut *db)
                .await?;
            let event = Event::Reopened {
                statement: statement.clone(),
                was,
            };
            append_entry!(db, assessment, Some(by), event, now);
            choose!(db, assessment, Some(statement));
            Ok(true)
        })
    }

    /// Closes the meeting, or goes on with it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when it is closed, or goes on, already, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn close_meeting(
        &self,
        assessment: &Assessment,
        close: bool,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let (from, to, event) = if close {
            (State::Meeting, State::Agreed, Event::MeetingClosed)
        } else {
            (State::Agreed, State::Meeting, Event::MeetingResumed)
        };
        in_meeting!(self, assessment, from, |db| {
            set_state!(db, assessment, to, by, now);
            append_entry!(db, assessment, Some(by), event, now);
            touch!(db, assessment);
            Ok(())
        })
    }
}

fn read_score(json: &str) -> Result<AgreedScore, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt {
        column: "proposal.score_json",
        value: json.to_owned(),
    })
}
