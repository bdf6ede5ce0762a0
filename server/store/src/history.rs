//! What became of an organisation: renamed, given another code, merged, split.

use domain::{history::Event, id::OrganisationId};
use sqlx::types::Uuid;
use time::Date;

use crate::{Store, StoreError, engine::in_read, error::read};

/// Adds an event to an organisation's history, in a write transaction that holds the organisation.
macro_rules! append_event {
    ($db:expr, $event:expr, $by:expr, $now:expr) => {{
        let event: &domain::history::Event = $event;
        let by: Option<domain::id::PersonId> = $by;
        sqlx::query($crate::history::ADD_EVENT)
            .bind(event.organisation_id.0)
            .bind(event.day)
            .bind(event.what.code())
            .bind(&event.before)
            .bind(&event.after)
            .bind($crate::stored::to_second($now))
            .bind(by.map(|by| by.0))
            .execute(&mut *$db)
            .await?;
    }};
}

pub(crate) use append_event;

pub(crate) const ADD_EVENT: &str = "
    INSERT INTO organisation_event
           (organisation_id, number, day, what, before, after, recorded_at, recorded_by)
    SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7
      FROM organisation_event
     WHERE organisation_id = $1";

/// Of an organisation, and of those that have merged into it, however many mergers lie between.
const LIST_EVENTS: &str = "
    SELECT e.organisation_id, e.day, e.what, e.before, e.after
      FROM organisation_event e
      JOIN organisation o ON o.organisation_id = e.organisation_id
     WHERE o.organisation_id = $1 OR o.successor_id = $1
     ORDER BY e.day, e.recorded_at, e.organisation_id, e.number";

#[derive(sqlx::FromRow)]
struct EventRow {
    organisation_id: Uuid,
    day: Date,
    what: String,
    before: String,
    after: String,
}

impl Store {
    /// What became of an organisation and of those that have merged into it, earliest day first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn organisation_events(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<EventRow> = in_read!(self, |db| sqlx::query_as(LIST_EVENTS)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|row| {
                Ok(Event {
                    organisation_id: OrganisationId(row.organisation_id),
                    day: row.day,
                    what: read("organisation_event.what", &row.what)?,
                    before: row.before,
                    after: row.after,
                })
            })
            .collect()
    }
}
