//! What somebody typed into a form that could not be saved.
//!
//! Without JavaScript the next page would be empty. Here the form waits until
//! that page shows it again.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    engine::{in_read, in_single_write},
    stored::to_second,
};

const SET_ASIDE: &str = "
    INSERT INTO set_aside (holder, place, form_json, set_aside_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (holder, place)
        DO UPDATE SET form_json = excluded.form_json, set_aside_at = excluded.set_aside_at";

const FIND_SET_ASIDE: &str = "SELECT form_json FROM set_aside WHERE holder = $1 AND place = $2";

const LIST_SET_ASIDE: &str = "
    SELECT place, form_json
      FROM set_aside
     WHERE holder = $1 AND (place = $2 OR substr(place, 1, length($2) + 1) = $2 || '#')";

const DROP_SET_ASIDE: &str = "DELETE FROM set_aside WHERE holder = $1 AND place = $2";

impl Store {
    /// Keeps a form for whoever typed it, in place of one kept before.
    ///
    /// `holder` says whose it is and is never chosen by a browser; `place` says
    /// which form, for example its address.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn set_aside(
        &self,
        holder: &str,
        place: &str,
        form_json: &str,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(SET_ASIDE)
                .bind(holder)
                .bind(place)
                .bind(form_json)
                .bind(to_second(now))
        )?;
        Ok(())
    }

    /// The form kept for this holder at this place. It stays until it is dropped.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_set_aside(
        &self,
        holder: &str,
        place: &str,
    ) -> Result<Option<String>, StoreError> {
        let form = in_read!(self, |db| sqlx::query_scalar(FIND_SET_ASIDE)
            .bind(holder)
            .bind(place)
            .fetch_optional(&mut *db)
            .await?);
        Ok(form)
    }

    /// Every form kept for this holder on one page, by its place: that of the page
    /// itself, and those that stand at a fragment of its address. `page` is that
    /// address without a fragment.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn set_aside_on(
        &self,
        holder: &str,
        page: &str,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let forms: Vec<(String, String)> = in_read!(self, |db| sqlx::query_as(LIST_SET_ASIDE)
            .bind(holder)
            .bind(page)
            .fetch_all(&mut *db)
            .await?);
        Ok(forms.into_iter().collect())
    }

    /// Forgets a form that was kept: it has been saved, or given up.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn drop_set_aside(&self, holder: &str, place: &str) -> Result<(), StoreError> {
        // Every save asks for this and hardly ever is there anything: looking does not
        // keep the next save waiting, as writing would.
        if self.find_set_aside(holder, place).await?.is_none() {
            return Ok(());
        }
        in_single_write!(self, sqlx::query(DROP_SET_ASIDE).bind(holder).bind(place))?;
        Ok(())
    }
}
