//! Attempts to sign in, counted where every process counts the same.

use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    engine::{in_read, in_single_write, in_write},
    stored::to_second,
};

const NOTE_ATTEMPT: &str = "INSERT INTO attempt (attempt_key, attempted_at) VALUES ($1, $2)";

const COUNT_ATTEMPTS: &str =
    "SELECT count(*) FROM attempt WHERE attempt_key = $1 AND attempted_at >= $2";

const FORGET_ATTEMPTS: &str = "DELETE FROM attempt WHERE attempt_key = $1";

impl Store {
    /// Notes an attempt *before* it is looked at, and counts those since `since`, this one included.
    ///
    /// Noting first means that a hundred attempts sent at once are a hundred,
    /// and not all the first. A success forgets them ([`Store::forget_attempts`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn note_attempt(
        &self,
        key: &str,
        since: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<u32, StoreError> {
        in_single_write!(
            self,
            sqlx::query(NOTE_ATTEMPT).bind(key).bind(to_second(now))
        )?;
        // Not in one transaction with the note, so that others' notes are counted too.
        let count: i64 = in_read!(self, |db| sqlx::query_scalar(COUNT_ATTEMPTS)
            .bind(key)
            .bind(to_second(since))
            .fetch_one(&mut *db)
            .await?);
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Forgets the attempts under these keys: one of them succeeded.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn forget_attempts(&self, keys: &[&str]) -> Result<(), StoreError> {
        in_write!(self, |db| for key in keys {
            sqlx::query(FORGET_ATTEMPTS)
                .bind(*key)
                .execute(&mut *db)
                .await?;
        });
        Ok(())
    }
}
