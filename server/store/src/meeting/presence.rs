//! Who follows the meeting, as numbers of each side.

use std::collections::BTreeMap;

use domain::{
    assessment::{Assessment, State},
    audit::Event,
    id::PersonId,
    participant::Side,
};
use time::{Duration, OffsetDateTime};

use crate::{
    Store, StoreError,
    audit::append_entry,
    engine::{in_read, in_write},
    error::read,
    stored::to_second,
};

/// How long somebody counts as present after they were last seen.
const PRESENT: Duration = Duration::seconds(30);

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

impl Store {
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
