//! What chairs agree to for their sides: it happens when both partners have.

use std::collections::BTreeSet;

use domain::{
    answer::AgreedScore,
    assessment::{Assessment, State},
    audit::Event,
    divergence::Minimum,
    id::StatementId,
    meeting::Matter,
    participant::Side,
    person::Person,
};
use time::{Date, OffsetDateTime};

use super::{CLEAR_CONSENTS, LIST_CONSENTS, in_meeting, is_settled, set_state, settle, touch};
use crate::{
    Store, StoreError, Version,
    audit::append_entry,
    engine::{in_read, in_write},
    error::read,
    stored::to_second,
};

const ADD_CONSENT: &str = "
    INSERT INTO consent (assessment_id, matter, side, consented_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (assessment_id, matter, side) DO NOTHING";

const REMOVE_CONSENT: &str =
    "DELETE FROM consent WHERE assessment_id = $1 AND matter = $2 AND side = $3";

const SET_MINIMUM: &str = "
    UPDATE assessment
       SET minimum = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1";

const OPEN_SCORING: &str = "
    UPDATE assessment
       SET state = 'scoring', as_at = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1 AND state = 'draft'";

pub(crate) const BEGIN_MEETING: &str = "
    INSERT INTO meeting (assessment_id, current_statement, started_at, planned_minutes, changed)
    VALUES ($1, NULL, $2, NULL, 1)";

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
        minimum: Minimum,
        side: Side,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_meeting!(self, assessment, State::Draft, |db| {
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
        in_meeting!(self, assessment, State::Scoring, |db| {
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
            Ok(both)
        })
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
            touch!(db, assessment);
        });
        self.announce(assessment).await;
        Ok(())
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
        in_meeting!(self, assessment, State::Meeting, |db| {
            let both = note_consent!(db, assessment, Matter::Together, side, now);
            if both {
                for (statement, score) in undisputed {
                    if !is_settled!(db, assessment, statement) {
                        settle!(db, assessment, statement, score, by, now);
                    }
                }
            }
            touch!(db, assessment);
            Ok(both)
        })
    }
}
