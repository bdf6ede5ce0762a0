//! What is put to the meeting, and who confirmed it.

use domain::{
    answer::AgreedScore,
    assessment::{Assessment, State},
    id::StatementId,
    participant::Side,
    person::Person,
};
use time::OffsetDateTime;

use super::{
    FIND_PROPOSAL, LIST_CONFIRMATIONS, REMOVE_PROPOSAL, choose, in_meeting, is_settled, read_score,
    settle, touch,
};
use crate::{Store, StoreError, Version, stored::to_second};

/// A new proposal starts without confirmations: nobody has confirmed what they
/// have not seen. Its version is the meeting's counter, which never comes back:
/// what is put after something was taken back is not mistaken for it.
const PUT_PROPOSAL: &str = "
    INSERT INTO proposal (assessment_id, statement_id, score_json, version, proposed_at)
    SELECT assessment_id, $2, $3, changed + 1, $4 FROM meeting WHERE assessment_id = $1
        ON CONFLICT (assessment_id, statement_id)
        DO UPDATE SET score_json = excluded.score_json, version = excluded.version,
                      proposed_at = excluded.proposed_at";

const CLEAR_CONFIRMATIONS: &str =
    "DELETE FROM confirmation WHERE assessment_id = $1 AND statement_id = $2";

const ADD_CONFIRMATION: &str = "
    INSERT INTO confirmation (assessment_id, statement_id, side, confirmed_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (assessment_id, statement_id, side) DO NOTHING";

impl Store {
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
        in_meeting!(self, assessment, State::Meeting, |db| {
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
            Ok(())
        })
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
        in_meeting!(self, assessment, State::Meeting, |db| {
            sqlx::query(REMOVE_PROPOSAL)
                .bind(assessment.assessment_id.0)
                .bind(statement.as_str())
                .execute(&mut *db)
                .await?;
            touch!(db, assessment);
            Ok(())
        })
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
        in_meeting!(self, assessment, State::Meeting, |db| {
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
                touch!(db, assessment);
            }
            Ok(both)
        })
    }
}
