//! Figures that stand beside the scores, and files of them that wait to be confirmed.

use domain::{
    id::{ImportId, IndicatorValueId, OrganisationId, PersonId},
    indicator::{Amount, Figure, Period, Value},
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write, in_write},
    error::read,
    import::StagedImport,
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
struct ValueRow {
    value_id: Uuid,
    indicator: String,
    period_start: Date,
    period_end: Date,
    amount: i64,
    base: Option<i64>,
    origin: String,
    source: String,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl ValueRow {
    fn read(self) -> Result<Stored<Value>, StoreError> {
        let base = self.base.map(|base| {
            u32::try_from(base).map_err(|_| StoreError::Corrupt {
                column: "indicator_value.base",
                value: base.to_string(),
            })
        });
        Ok(self.stamp.on(Value {
            value_id: IndicatorValueId(self.value_id),
            figure: Figure {
                indicator: read("indicator_value.indicator", &self.indicator)?,
                period: Period {
                    first: self.period_start,
                    last: self.period_end,
                },
                amount: Amount::from_ten_thousandths(self.amount),
                base: base.transpose()?,
                origin: read("indicator_value.origin", &self.origin)?,
                source: self.source,
            },
        }))
    }
}

/// Selects figures; what follows says which.
macro_rules! select_values {
    ($condition:literal) => {
        concat!(
            "SELECT v.value_id, v.indicator, v.period_start, v.period_end, v.amount, v.base,
                    v.origin, v.source, v.version, v.saved_at, p.name AS saved_by
               FROM indicator_value v
               LEFT JOIN person p ON p.person_id = v.saved_by
              WHERE v.organisation_id = $1 ",
            $condition
        )
    };
}

const LIST_VALUES: &str =
    select_values!("ORDER BY v.indicator, v.period_end, v.period_start, v.value_id");

const FIND_VALUE: &str = select_values!("AND v.value_id = $2");

const ADD_VALUE: &str = "
    INSERT INTO indicator_value
           (organisation_id, value_id, indicator, period_start, period_end, amount, base, origin,
            source, version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)";

const SAVE_VALUE: &str = "
    UPDATE indicator_value
       SET indicator = $3, period_start = $4, period_end = $5, amount = $6, base = $7,
           origin = $8, source = $9, version = version + 1, saved_at = $10, saved_by = $11
     WHERE organisation_id = $1 AND value_id = $2 AND version = $12
 RETURNING version";

const REMOVE_VALUE: &str = "
    DELETE FROM indicator_value
     WHERE organisation_id = $1 AND value_id = $2 AND version = $3";

const VALUE_VERSION: &str =
    "SELECT version FROM indicator_value WHERE organisation_id = $1 AND value_id = $2";

const STAGE_IMPORT: &str = "
    INSERT INTO staged_indicator_import (organisation_id, import_id, file_name, rows_json, staged_at)
    VALUES ($1, $2, $3, $4, $5)";

const FIND_IMPORT: &str = "
    SELECT file_name, rows_json, staged_at
      FROM staged_indicator_import
     WHERE organisation_id = $1 AND import_id = $2";

const DROP_IMPORT: &str =
    "DELETE FROM staged_indicator_import WHERE organisation_id = $1 AND import_id = $2";

/// Binds a figure behind its organisation and id, with who says so and when.
macro_rules! bind_figure {
    ($query:expr, $organisation:expr, $id:expr, $figure:expr, $by:expr, $now:expr) => {{
        let figure: &Figure = $figure;
        $query
            .bind($organisation.0)
            .bind($id.0)
            .bind(figure.indicator.as_str())
            .bind(figure.period.first)
            .bind(figure.period.last)
            .bind(figure.amount.ten_thousandths())
            .bind(figure.base.map(i64::from))
            .bind(figure.origin.code())
            .bind(&figure.source)
            .bind(to_second($now))
            .bind($by.map(|by: PersonId| by.0))
    }};
}

impl Store {
    /// All figures of an organisation, by indicator and then by period.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn indicator_values(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Stored<Value>>, StoreError> {
        let rows: Vec<ValueRow> = in_read!(self, |db| sqlx::query_as(LIST_VALUES)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(ValueRow::read).collect()
    }

    /// The figure with this id, if it is the organisation's.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_indicator_value(
        &self,
        organisation: OrganisationId,
        value: IndicatorValueId,
    ) -> Result<Option<Stored<Value>>, StoreError> {
        let row: Option<ValueRow> = in_read!(self, |db| sqlx::query_as(FIND_VALUE)
            .bind(organisation.0)
            .bind(value.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(ValueRow::read).transpose()
    }

    /// Adds a figure.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when there is one for this indicator and
    /// period, and [`StoreError::Database`] when the database is unavailable.
    pub async fn add_indicator_value(
        &self,
        organisation: OrganisationId,
        value: &Value,
        by: Option<PersonId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            bind_figure!(
                sqlx::query(ADD_VALUE),
                organisation,
                value.value_id,
                &value.figure,
                by,
                now
            )
        )
        .map_err(StoreError::or_conflict("figure"))?;
        Ok(())
    }

    /// Saves a figure.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::Conflict`] when there is another for this indicator
    /// and period, and [`StoreError::Database`] when the database is
    /// unavailable. In no case is anything changed.
    pub async fn save_indicator_value(
        &self,
        organisation: OrganisationId,
        value: &Value,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let query = bind_figure!(
                sqlx::query_scalar(SAVE_VALUE),
                organisation,
                value.value_id,
                &value.figure,
                Some(by),
                now
            );
            let saved: Option<i64> = query
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await
                .map_err(StoreError::or_conflict("figure"))?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(VALUE_VERSION)
                    .bind(organisation.0)
                    .bind(value.value_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Removes a figure.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, and [`StoreError::Database`] when the database is unavailable. In
    /// neither case is anything changed.
    pub async fn remove_indicator_value(
        &self,
        organisation: OrganisationId,
        value: IndicatorValueId,
        seen: Version,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let removed = sqlx::query(REMOVE_VALUE)
                .bind(organisation.0)
                .bind(value.0)
                .bind(seen.number())
                .execute(&mut *db)
                .await?
                .rows_affected();
            if removed == 0 {
                let newest = sqlx::query_scalar(VALUE_VERSION)
                    .bind(organisation.0)
                    .bind(value.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
        });
        Ok(())
    }

    /// Takes over a file: adds what is new and replaces what is there, all or nothing.
    ///
    /// What is replaced is named with the version that the preview showed.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when something that would be replaced was
    /// saved or removed since, [`StoreError::Conflict`] when a figure that would
    /// be added is there by now, and [`StoreError::Database`] when the database
    /// is unavailable. In no case is anything changed.
    pub async fn import_indicator_values(
        &self,
        organisation: OrganisationId,
        added: &[Value],
        replaced: &[(Value, Version)],
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            for (value, seen) in replaced {
                let query = bind_figure!(
                    sqlx::query_scalar(SAVE_VALUE),
                    organisation,
                    value.value_id,
                    &value.figure,
                    Some(by),
                    now
                );
                let saved: Option<i64> = query
                    .bind(seen.number())
                    .fetch_optional(&mut *db)
                    .await
                    .map_err(StoreError::or_conflict("figure"))?;
                if saved.is_none() {
                    return Err(Version::stale(None));
                }
            }
            for value in added {
                let query = bind_figure!(
                    sqlx::query(ADD_VALUE),
                    organisation,
                    value.value_id,
                    &value.figure,
                    Some(by),
                    now
                );
                query
                    .execute(&mut *db)
                    .await
                    .map_err(StoreError::or_conflict("figure"))?;
            }
        });
        Ok(())
    }

    /// Keeps a file of figures that was read without errors until somebody confirms it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn stage_indicator_import(
        &self,
        organisation: OrganisationId,
        import: ImportId,
        file_name: &str,
        rows_json: &str,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(STAGE_IMPORT)
                .bind(organisation.0)
                .bind(import.0)
                .bind(file_name)
                .bind(rows_json)
                .bind(to_second(now))
        )?;
        Ok(())
    }

    /// The file with this id, if it waits for this organisation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_indicator_import(
        &self,
        organisation: OrganisationId,
        import: ImportId,
    ) -> Result<Option<StagedImport>, StoreError> {
        let staged = in_read!(self, |db| sqlx::query_as(FIND_IMPORT)
            .bind(organisation.0)
            .bind(import.0)
            .fetch_optional(&mut *db)
            .await?);
        Ok(staged)
    }

    /// Forgets a file: it was taken over, or given up.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn drop_indicator_import(
        &self,
        organisation: OrganisationId,
        import: ImportId,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(DROP_IMPORT).bind(organisation.0).bind(import.0)
        )?;
        Ok(())
    }
}
