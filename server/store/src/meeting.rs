//! The meeting: what chairs consent to, what is put to it, and who confirmed it.
//!
//! Everything that happens in a meeting is written together with its entry in
//! the audit trail, from which the minutes are read, and then announced to
//! whoever follows; see [`crate::live`].

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    answer::AgreedScore,
    assessment::{Assessment, State},
    audit::Event,
    id::{PersonId, StatementId},
    meeting::{Matter, Meeting, Proposal},
    participant::Side,
    person::Person,
};
use time::{Date, Duration, OffsetDateTime};

use crate::{
    Store, StoreError, Version,
    assessment::HOLD_ASSESSMENT,
    audit::append_entry,
    engine::{in_read, in_snapshot, in_write},
    error::read,
    score::{REPLACE_SCORE, bind_score},
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

/// How long somebody counts as present after they were last seen.
const PRESENT: Duration = Duration::seconds(30);

const ADD_CONSENT: &str = "
    INSERT INTO consent (assessment_id, matter, side, consented_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (assessment_id, matter, side) DO NOTHING";

const LIST_CONSENTS: &str = "SELECT matter, side FROM consent WHERE assessment_id = $1";

const REMOVE_CONSENT: &str =
    "DELETE FROM consent WHERE assessment_id = $1 AND matter = $2 AND side = $3";

const CLEAR_CONSENTS: &str = "DELETE FROM consent WHERE assessment_id = $1 AND matter = $2";

const FIND_STATE: &str = "SELECT state FROM assessment WHERE assessment_id = $1";

const SET_STATE: &str = "
    UPDATE assessment
       SET state = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1";

const SET_MINIMUM: &str = "
    UPDATE assessment
       SET minimum = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1";

const OPEN_SCORING: &str = "
    UPDATE assessment
       SET state = 'scoring', as_at = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1 AND state = 'draft'";

const BEGIN_MEETING: &str = "
    INSERT INTO meeting (assessment_id, current_statement, started_at, planned_minutes, changed)
    VALUES ($1, NULL, $2, NULL, 1)";

const FIND_MEETING: &str = "
    SELECT current_statement, started_at, planned_minutes, changed
      FROM meeting
     WHERE assessment_id = $1";

const CHANGED: &str = "SELECT changed FROM meeting WHERE assessment_id = $1";

const TOUCH_MEETING: &str = "UPDATE meeting SET changed = changed + 1 WHERE assessment_id = $1";

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

/// A new proposal starts without confirmations: nobody has confirmed what they
/// have not seen. Its version is the meeting's counter, which never comes back:
/// what is put after something was taken back is not mistaken for it.
const PUT_PROPOSAL: &str = "
    INSERT INTO proposal (assessment_id, statement_id, score_json, version, proposed_at)
    SELECT assessment_id, $2, $3, changed + 1, $4 FROM meeting WHERE assessment_id = $1
        ON CONFLICT (assessment_id, statement_id)
        DO UPDATE SET score_json = excluded.score_json, version = excluded.version,
                      proposed_at = excluded.proposed_at";

const FIND_SETTLED: &str = "
    SELECT 1 FROM agreed_score
     WHERE assessment_id = $1 AND statement_id = $2 AND answer IS NOT NULL";

const CLEAR_CONFIRMATIONS: &str =
    "DELETE FROM confirmation WHERE assessment_id = $1 AND statement_id = $2";

const REMOVE_PROPOSAL: &str = "DELETE FROM proposal WHERE assessment_id = $1 AND statement_id = $2";

const ADD_CONFIRMATION: &str = "
    INSERT INTO confirmation (assessment_id, statement_id, side, confirmed_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (assessment_id, statement_id, side) DO NOTHING";

/// The target and the importance stay: what was wished for is no less wished for.
const REOPEN_SCORE: &str = "
    UPDATE agreed_score
       SET answer = NULL, level = NULL, reason = '', comment = '',
           management_level = NULL, management_reason = '', staff_level = NULL, staff_reason = '',
           version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1 AND statement_id = $2 AND answer IS NOT NULL";

const SEE: &str = "
    UPDATE presence SET seen_at = $3 WHERE assessment_id = $1 AND person_id = $2";

const ADD_PRESENCE: &str = "
    INSERT INTO presence (assessment_id, person_id, side, seen_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (assessment_id, person_id) DO NOTHING";

const COUNT_PRESENT: &str = "
    SELECT side, count(*) FROM presence
     WHERE assessment_id = $1 AND seen_at > $2
     GROUP BY side";

/// Refuses to go on unless the assessment is in this state, and holds it there.
macro_rules! hold_in {
    ($db:expr, $assessment:expr, $state:expr) => {{
        // On a signed assessment the trigger refuses this.
        sqlx::query(HOLD_ASSESSMENT)
            .bind($assessment.assessment_id.0)
            .execute(&mut *$db)
            .await?;
        let state: String = sqlx::query_scalar(FIND_STATE)
            .bind($assessment.assessment_id.0)
            .fetch_one(&mut *$db)
            .await?;
        if state != $state.code() {
            return Err(Version::stale(None));
        }
    }};
}

/// Whether something is agreed about a statement already. It has to be taken up
/// again before anything else is, so that the minutes tell of the change.
macro_rules! is_settled {
    ($db:expr, $assessment:expr, $statement:expr) => {{
        let found: Option<i32> = sqlx::query_scalar(FIND_SETTLED)
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
        sqlx::query(SET_STATE)
            .bind($assessment.assessment_id.0)
            .bind($state.code())
            .bind(to_second($now))
            .bind($by.person_id.0)
            .execute(&mut *$db)
            .await?
    };
}

/// Notes that a side consents; says whether both partners now do.
macro_rules! note_consent {
    ($db:expr, $assessment:expr, $matter:expr, $side:expr, $now:expr) => {{
        let id = $assessment.assessment_id.0;
        let matter = $matter.to_string();
        sqlx::query(ADD_CONSENT)
            .bind(id)
            .bind(&matter)
            .bind($side.code())
            .bind(to_second($now))
            .execute(&mut *$db)
            .await?;
        let all: Vec<(String, String)> = sqlx::query_as(LIST_CONSENTS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let both = Side::PARTNERS.iter().all(|partner| {
            all.iter()
                .any(|(of, side)| *of == matter && side == partner.code())
        });
        if both {
            sqlx::query(CLEAR_CONSENTS)
                .bind(id)
                .bind(&matter)
                .execute(&mut *$db)
                .await?;
        }
        both
    }};
}

/// Writes what both partners confirmed, with its entry in the audit trail.
macro_rules! settle {
    ($db:expr, $assessment:expr, $statement:expr, $score:expr, $by:expr, $now:expr) => {{
        let by: &Person = $by;
        bind_score!(
            sqlx::query(REPLACE_SCORE),
            $assessment,
            $statement,
            $score,
            by.person_id.0,
            $now
        )
        .execute(&mut *$db)
        .await?;
        sqlx::query(REMOVE_PROPOSAL)
            .bind($assessment.assessment_id.0)
            .bind($statement.as_str())
            .execute(&mut *$db)
            .await?;
        let event = Event::Agreed {
            statement: $statement.clone(),
            score: $score.clone(),
        };
        append_entry!($db, $assessment, Some(by), event, $now);
    }};
}

/// Chooses what is talked about.
macro_rules! choose {
    ($db:expr, $assessment:expr, $statement:expr) => {
        sqlx::query(CHOOSE_STATEMENT)
            .bind($assessment.assessment_id.0)
            .bind($statement.map(StatementId::as_str))
            .execute(&mut *$db)
            .await?
    };
}

impl Store {
    /// Opens a draft for scoring; `today` is the day from which the age of evidence is told.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when it is no longer a draft, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn open_scoring(
        &self,
        assessment: &Assessment,
        today: Date,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let opened = sqlx::query(OPEN_SCORING)
                .bind(assessment.assessment_id.0)
                .bind(today)
                .bind(to_second(now))
                .bind(by.person_id.0)
                .execute(&mut *db)
                .await?;
            if opened.rows_affected() == 0 {
                return Err(Version::stale(None));
            }
            append_entry!(db, assessment, Some(by), Event::ScoringOpened, now);
        });
        Ok(())
    }

    /// What each side consents to so far.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn consents(
        &self,
        assessment: &Assessment,
    ) -> Result<BTreeSet<(Matter, Side)>, StoreError> {
        let rows: Vec<(String, String)> = in_read!(self, |db| sqlx::query_as(LIST_CONSENTS)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        rows.iter()
            .map(|(matter, side)| {
                Ok((read("consent.matter", matter)?, read("consent.side", side)?))
            })
            .collect()
    }

    /// Consents, for one side, to another minimum, while the assessment is a
    /// draft. Returns whether both partners now do, so that it counts.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when it is no longer a draft, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn consent_to_minimum(
        &self,
        assessment: &Assessment,
        minimum: domain::divergence::Minimum,
        side: Side,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Draft);
            let both = note_consent!(db, assessment, Matter::Minimum(minimum), side, now);
            if both {
                sqlx::query(SET_MINIMUM)
                    .bind(assessment.assessment_id.0)
                    .bind(i64::from(minimum.get()))
                    .bind(to_second(now))
                    .bind(by.person_id.0)
                    .execute(&mut *db)
                    .await?;
                let event = Event::MinimumChanged { minimum };
                append_entry!(db, assessment, Some(by), event, now);
            }
            Ok(both)
        })
    }

    /// Consents, for one side, to the reveal. When both partners do, scoring is
    /// closed and the meeting begins; returns whether it has.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] unless scoring is open, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn consent_to_reveal(
        &self,
        assessment: &Assessment,
        side: Side,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let both = in_write!(self, |db| {
            hold_in!(db, assessment, State::Scoring);
            let both = note_consent!(db, assessment, Matter::Reveal, side, now);
            append_entry!(db, assessment, Some(by), Event::RevealAgreed { side }, now);
            if both {
                set_state!(db, assessment, State::Meeting, by, now);
                sqlx::query(BEGIN_MEETING)
                    .bind(assessment.assessment_id.0)
                    .bind(to_second(now))
                    .execute(&mut *db)
                    .await?;
                append_entry!(db, assessment, Some(by), Event::Revealed, now);
            }
            both
        });
        self.announce(assessment).await;
        Ok(both)
    }

    /// Takes a side's consent back, as long as the other has not given its own.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn withdraw_consent(
        &self,
        assessment: &Assessment,
        matter: Matter,
        side: Side,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let removed = sqlx::query(REMOVE_CONSENT)
                .bind(assessment.assessment_id.0)
                .bind(matter.to_string())
                .bind(side.code())
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() > 0 && matter == Matter::Reveal {
                let event = Event::RevealWithdrawn { side };
                append_entry!(db, assessment, Some(by), event, now);
            }
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
        });
        self.announce(assessment).await;
        Ok(())
    }

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
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            choose!(db, assessment, statement);
        });
        self.announce(assessment).await;
        Ok(())
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
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            sqlx::query(PLAN_MINUTES)
                .bind(assessment.assessment_id.0)
                .bind(minutes.map(i64::from))
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
        });
        self.announce(assessment).await;
        Ok(())
    }

    /// Puts an answer to the meeting; what was put before, and who confirmed it, is gone.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, or when
    /// something is agreed about the statement, and [`StoreError::Database`] when
    /// the database is unavailable.
    pub async fn propose(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        score: &AgreedScore,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(score).map_err(|error| StoreError::Corrupt {
            column: "proposal.score_json",
            value: error.to_string(),
        })?;
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            if is_settled!(db, assessment, statement) {
                return Err(Version::stale(None));
            }
            sqlx::query(PUT_PROPOSAL)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .bind(&json)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            sqlx::query(CLEAR_CONFIRMATIONS)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .execute(&mut *db)
                .await?;
            choose!(db, assessment, Some(statement));
        });
        self.announce(assessment).await;
        Ok(())
    }

    /// Takes back what is put to the meeting about a statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn take_back_proposal(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            sqlx::query(REMOVE_PROPOSAL)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .execute(&mut *db)
                .await?;
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
        });
        self.announce(assessment).await;
        Ok(())
    }

    /// Confirms, for one side, what is put to the meeting. When both partners
    /// have, it is agreed and the meeting goes on to `next`. Returns whether it is.
    ///
    /// `seen` is the version that whoever confirms has on their screen.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when something else is put to the meeting by
    /// now, or nothing; [`StoreError::Database`] when the database is
    /// unavailable. In neither case is anything changed.
    pub async fn confirm(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        seen: Version,
        side: Side,
        next: Option<&StatementId>,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let id = assessment.assessment_id.0;
        let agreed = in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            let put: Option<(String, i64)> = sqlx::query_as(FIND_PROPOSAL)
                .bind(id)
                .bind(statement.as_str())
                .fetch_optional(&mut *db)
                .await?;
            let Some((score, _)) = put.filter(|(_, version)| *version == seen.number()) else {
                return Err(Version::stale(None));
            };
            let score = read_score(&score)?;
            sqlx::query(ADD_CONFIRMATION)
                .bind(id)
                .bind(statement.as_str())
                .bind(side.code())
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            let sides: Vec<(String,)> = sqlx::query_as(LIST_CONFIRMATIONS)
                .bind(id)
                .bind(statement.as_str())
                .fetch_all(&mut *db)
                .await?;
            let both = Side::PARTNERS
                .iter()
                .all(|partner| sides.iter().any(|(side,)| side == partner.code()));
            if both {
                settle!(db, assessment, statement, &score, by, now);
                choose!(db, assessment, next);
            } else {
                sqlx::query(TOUCH_MEETING)
                    .bind(id)
                    .execute(&mut *db)
                    .await?;
            }
            both
        });
        self.announce(assessment).await;
        Ok(agreed)
    }

    /// Consents, for one side, to agreeing `undisputed` in one step. When both
    /// partners do, all of it is agreed that is not by then. Returns whether it is.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when there is no meeting under way, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn agree_together(
        &self,
        assessment: &Assessment,
        undisputed: &[(StatementId, AgreedScore)],
        side: Side,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let both = in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
            let both = note_consent!(db, assessment, Matter::Together, side, now);
            if both {
                for (statement, score) in undisputed {
                    if !is_settled!(db, assessment, statement) {
                        settle!(db, assessment, statement, score, by, now);
                    }
                }
            }
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            both
        });
        self.announce(assessment).await;
        Ok(both)
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
        in_write!(self, |db| {
            hold_in!(db, assessment, State::Meeting);
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
        });
        self.announce(assessment).await;
        Ok(true)
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
        in_write!(self, |db| {
            hold_in!(db, assessment, from);
            set_state!(db, assessment, to, by, now);
            append_entry!(db, assessment, Some(by), event, now);
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
        });
        self.announce(assessment).await;
        Ok(())
    }

    /// Notes that somebody follows the meeting; the first time, that their side attended.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn note_presence(
        &self,
        assessment: &Assessment,
        person: PersonId,
        side: Side,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let id = assessment.assessment_id.0;
        in_write!(self, |db| {
            let seen = sqlx::query(SEE)
                .bind(id)
                .bind(person.0)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            // Whoever is known already writes nothing else, so nobody waits for the chain.
            if seen.rows_affected() == 0 {
                let added = sqlx::query(ADD_PRESENCE)
                    .bind(id)
                    .bind(person.0)
                    .bind(side.code())
                    .bind(to_second(now))
                    .execute(&mut *db)
                    .await?;
                if added.rows_affected() > 0 && assessment.state == State::Meeting {
                    append_entry!(db, assessment, None, Event::Attended { side }, now);
                }
            }
        });
        Ok(())
    }

    /// How many people of each side follow the meeting just now.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn present(
        &self,
        assessment: &Assessment,
        now: OffsetDateTime,
    ) -> Result<BTreeMap<Side, u32>, StoreError> {
        let rows: Vec<(String, i64)> = in_read!(self, |db| sqlx::query_as(COUNT_PRESENT)
            .bind(assessment.assessment_id.0)
            .bind(to_second(now - PRESENT))
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|(side, count)| {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                Ok((read("presence.side", &side)?, count))
            })
            .collect()
    }
}

fn read_score(json: &str) -> Result<AgreedScore, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt {
        column: "proposal.score_json",
        value: json.to_owned(),
    })
}
