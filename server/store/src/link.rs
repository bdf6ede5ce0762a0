//! Links that work once: for the first account, and for a password.

use domain::{id::PersonId, organisation::Organisation, person::Person};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    engine::{in_read, in_write},
    organisation::insert_organisation,
    person::{CHANGE_PASSWORD, end_sessions, insert_person},
    session::TokenHash,
    stored::to_second,
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Set up a fresh installation: its organisation and its first person.
    SetUp,
    /// Let this person set a password.
    Password(PersonId),
}

const SET_UP: &str = "set_up";
const PASSWORD: &str = "password";

const REVOKE_LINKS: &str = "
    DELETE FROM link
     WHERE purpose = $1 AND (person_id = $2 OR purpose = 'set_up')";

const ADD_LINK: &str = "
    INSERT INTO link (token_hash, purpose, person_id, made_at, expires_at)
    VALUES ($1, $2, $3, $4, $5)";

const FIND_LINK: &str = "
    SELECT purpose, person_id FROM link WHERE token_hash = $1 AND expires_at > $2";

const USE_LINK: &str = "
    DELETE FROM link
     WHERE token_hash = $1 AND expires_at > $2
 RETURNING purpose, person_id";

const FORGET_SET_UP_LINKS: &str = "DELETE FROM link WHERE purpose = 'set_up'";

impl Link {
    fn read((purpose, person): (String, Option<Uuid>)) -> Result<Self, StoreError> {
        match (purpose.as_str(), person) {
            (SET_UP, None) => Ok(Self::SetUp),
            (PASSWORD, Some(person)) => Ok(Self::Password(PersonId(person))),
            _ => Err(StoreError::Corrupt {
                column: "link.purpose",
                value: purpose,
            }),
        }
    }
}

impl Store {
    /// Adds a link; earlier links for the same purpose and person stop working.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn add_link(
        &self,
        token_hash: TokenHash,
        link: Link,
        now: OffsetDateTime,
        expires: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let (purpose, person) = match link {
            Link::SetUp => (SET_UP, None),
            Link::Password(person) => (PASSWORD, Some(person.0)),
        };
        in_write!(self, |db| {
            sqlx::query(REVOKE_LINKS)
                .bind(purpose)
                .bind(person)
                .execute(&mut *db)
                .await?;
            sqlx::query(ADD_LINK)
                .bind(token_hash.as_slice())
                .bind(purpose)
                .bind(person)
                .bind(to_second(now))
                .bind(to_second(expires))
                .execute(&mut *db)
                .await?;
        });
        Ok(())
    }

    /// What a link is for, unless it was used or has expired. Does not use it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_link(
        &self,
        token_hash: TokenHash,
        now: OffsetDateTime,
    ) -> Result<Option<Link>, StoreError> {
        let row = in_read!(self, |db| sqlx::query_as(FIND_LINK)
            .bind(token_hash.as_slice())
            .bind(to_second(now))
            .fetch_optional(&mut *db)
            .await?);
        row.map(Link::read).transpose()
    }

    /// Uses a set-up link: adds the organisation and its first person, or nothing.
    ///
    /// Returns whether the link worked. Afterwards no set-up link does.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the email address is taken, and
    /// [`StoreError::Database`] when the database is unavailable; the link then
    /// still works.
    pub async fn set_up(
        &self,
        token_hash: TokenHash,
        organisation: &Organisation,
        person: &Person,
        password_hash: &str,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            let used = sqlx::query_as(USE_LINK)
                .bind(token_hash.as_slice())
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            if used.map(Link::read).transpose()? != Some(Link::SetUp) {
                return Ok(false);
            }
            sqlx::query(FORGET_SET_UP_LINKS).execute(&mut *db).await?;
            insert_organisation!(organisation, now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("organisation"))?;
            insert_person!(person, Some(password_hash), now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("person"))?;
            Ok(true)
        })
    }

    /// Uses a password link: sets the password and signs the person out everywhere, or nothing.
    ///
    /// Returns whose password it was; `None` when the link does not work.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable; the
    /// link then still works.
    pub async fn set_password(
        &self,
        token_hash: TokenHash,
        password_hash: &str,
        now: OffsetDateTime,
    ) -> Result<Option<PersonId>, StoreError> {
        in_write!(self, |db| {
            let used = sqlx::query_as(USE_LINK)
                .bind(token_hash.as_slice())
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            let Some(Link::Password(person)) = used.map(Link::read).transpose()? else {
                return Ok(None);
            };
            sqlx::query(CHANGE_PASSWORD)
                .bind(person.0)
                .bind(password_hash)
                .execute(&mut *db)
                .await?;
            end_sessions!(db, person);
            Ok(Some(person))
        })
    }
}
