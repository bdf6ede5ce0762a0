//! Sessions: who is signed in.

use domain::{
    id::{AssessmentId, PersonId},
    organisation::Organisation,
    person::Person,
};
use sqlx::types::Uuid;
use time::{Duration, OffsetDateTime};

use crate::{
    Store, StoreError,
    engine::{in_read, in_single_write, in_write},
    organisation::OrganisationRow,
    person::PersonRow,
    stored::to_second,
};

/// The SHA-256 of a secret that a browser or a link carries; the secret itself is never kept.
pub type TokenHash = [u8; 32];

/// Somebody who is signed in, and where they take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Who.
    pub person: Person,
    /// Where.
    pub organisation: Organisation,
    /// The one assessment that the session is good for, when it began with an invitation.
    pub only: Option<AssessmentId>,
}

#[derive(sqlx::FromRow)]
struct VisitorRow {
    #[sqlx(flatten)]
    person: PersonRow,
    // The id is the same column as the person's, read twice.
    #[sqlx(flatten)]
    organisation: OrganisationRow,
    only_assessment: Option<Uuid>,
}

const START_SESSION: &str = "
    INSERT INTO session (token_hash, person_id, started_at, expires_at, assessment_id)
    VALUES ($1, $2, $3, $4, $5)";

const FIND_SESSION: &str = "
    SELECT p.person_id, p.organisation_id, p.name, p.email, p.role,
           o.name AS organisation_name, o.ods_code, o.nation, o.kind, o.headcount, o.invented,
           s.assessment_id AS only_assessment
      FROM session s
      JOIN person p ON p.person_id = s.person_id
      JOIN organisation o ON o.organisation_id = p.organisation_id
     WHERE s.token_hash = $1 AND s.expires_at > $2";

const END_SESSION: &str = "DELETE FROM session WHERE token_hash = $1";

pub(crate) const END_SESSIONS_OF: &str = "DELETE FROM session WHERE person_id = $1";

const SWEEP_SESSIONS: &str = "DELETE FROM session WHERE expires_at <= $1";
const SWEEP_LINKS: &str = "DELETE FROM link WHERE expires_at <= $1";
const SWEEP_SYSTEM_INVITATIONS: &str = "DELETE FROM system_invitation WHERE expires_at <= $1";
const SWEEP_ATTEMPTS: &str = "DELETE FROM attempt WHERE attempted_at <= $1";
const SWEEP_IMPORTS: &str = "DELETE FROM staged_import WHERE staged_at <= $1";
const SWEEP_SET_ASIDE: &str = "DELETE FROM set_aside WHERE set_aside_at <= $1";

impl Store {
    /// Signs a person in until `expires`; for `only` one assessment, when they
    /// came by an invitation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn start_session(
        &self,
        token_hash: TokenHash,
        person: PersonId,
        only: Option<AssessmentId>,
        now: OffsetDateTime,
        expires: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(START_SESSION)
                .bind(token_hash.as_slice())
                .bind(person.0)
                .bind(to_second(now))
                .bind(to_second(expires))
                .bind(only.map(|only| only.0))
        )?;
        Ok(())
    }

    /// Who is signed in with this token, unless it has expired. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_session(
        &self,
        token_hash: TokenHash,
        now: OffsetDateTime,
    ) -> Result<Option<Visitor>, StoreError> {
        let row: Option<VisitorRow> = in_read!(self, |db| sqlx::query_as(FIND_SESSION)
            .bind(token_hash.as_slice())
            .bind(to_second(now))
            .fetch_optional(&mut *db)
            .await?);
        row.map(|row| {
            Ok(Visitor {
                person: row.person.read()?,
                organisation: row.organisation.read()?,
                only: row.only_assessment.map(AssessmentId),
            })
        })
        .transpose()
    }

    /// Signs out.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn end_session(&self, token_hash: TokenHash) -> Result<(), StoreError> {
        in_single_write!(self, sqlx::query(END_SESSION).bind(token_hash.as_slice()))?;
        Ok(())
    }

    /// Signs a person out everywhere.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn end_sessions_of(&self, person: PersonId) -> Result<(), StoreError> {
        in_single_write!(self, sqlx::query(END_SESSIONS_OF).bind(person.0))?;
        Ok(())
    }

    /// Clears away what nobody can use any more: sessions and links that have
    /// expired, attempts older than a day, spreadsheets that have waited a day,
    /// and what was set aside 30 days ago. `plumbline serve` calls it every hour.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn sweep_expired(&self, now: OffsetDateTime) -> Result<(), StoreError> {
        in_write!(self, |db| {
            for (sweep, age) in [
                (SWEEP_SESSIONS, Duration::ZERO),
                (SWEEP_LINKS, Duration::ZERO),
                (SWEEP_SYSTEM_INVITATIONS, Duration::ZERO),
                (SWEEP_ATTEMPTS, Duration::DAY),
                (SWEEP_IMPORTS, Duration::DAY),
                (SWEEP_SET_ASIDE, 30 * Duration::DAY),
            ] {
                sqlx::query(sweep)
                    .bind(to_second(now - age))
                    .execute(&mut *db)
                    .await?;
            }
        });
        Ok(())
    }
}
