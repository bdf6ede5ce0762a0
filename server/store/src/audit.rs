//! Who did what and when: written in the very transaction that did it.

use domain::{
    assessment::Assessment,
    audit::{Broken, Entry, Event, Head, Kept, verify},
    id::OrganisationId,
};

use crate::{
    Store, StoreError,
    engine::{in_read, in_snapshot},
};

/// Adds an entry to the chain of the assessment's organisation, in a write transaction.
///
/// Whoever else adds one waits until this is done, so that no two take the same place.
macro_rules! append_entry {
    ($db:expr, $assessment:expr, $by:expr, $event:expr, $now:expr) => {{
        let assessment: &domain::assessment::Assessment = $assessment;
        let by: Option<&domain::person::Person> = $by;
        sqlx::query($crate::person::HOLD_ORGANISATION)
            .bind(assessment.organisation_id.0)
            .execute(&mut *$db)
            .await?;
        let last: Option<(i64, String)> = sqlx::query_as($crate::audit::LAST_ENTRY)
            .bind(assessment.organisation_id.0)
            .fetch_optional(&mut *$db)
            .await?;
        let (kept, at) = $crate::audit::next_entry(last, assessment, by, $event, $now)?;
        sqlx::query($crate::audit::ADD_ENTRY)
            .bind(assessment.organisation_id.0)
            .bind(at)
            .bind(assessment.assessment_id.0)
            .bind(&kept.body)
            .bind(&kept.link)
            .execute(&mut *$db)
            .await?;
    }};
}

pub(crate) use append_entry;

pub(crate) const LAST_ENTRY: &str = "
    SELECT number, link FROM audit_entry
     WHERE organisation_id = $1
     ORDER BY number DESC
     LIMIT 1";

pub(crate) const ADD_ENTRY: &str = "
    INSERT INTO audit_entry (organisation_id, number, assessment_id, body, link)
    VALUES ($1, $2, $3, $4, $5)";

const LIST_ENTRIES: &str = "
    SELECT number, body, link FROM audit_entry WHERE organisation_id = $1 ORDER BY number";

pub(crate) const ENTRIES_OF_ASSESSMENT: &str = "
    SELECT body FROM audit_entry WHERE assessment_id = $1 ORDER BY number";

const CHAIN_OF_ASSESSMENT: &str = "
    SELECT number, body, link FROM audit_entry WHERE assessment_id = $1 ORDER BY number";

/// The entry that follows the last one, and its number as the database keeps it.
pub(crate) fn next_entry(
    last: Option<(i64, String)>,
    assessment: &Assessment,
    by: Option<&domain::person::Person>,
    event: domain::audit::Event,
    now: time::OffsetDateTime,
) -> Result<(Kept, i64), StoreError> {
    let (number, link) = match last {
        None => (0, domain::audit::Link::START),
        Some((number, link)) => {
            let corrupt = || StoreError::Corrupt {
                column: "audit_entry.link",
                value: link.clone(),
            };
            (number, link.parse().map_err(|_| corrupt())?)
        }
    };
    let at = number + 1;
    let entry = Entry {
        number: u64::try_from(at).unwrap_or(u64::MAX),
        at: crate::stored::to_second(now),
        by: by.map(|it| it.name.clone()),
        assessment: assessment.assessment_id,
        event,
    };
    let body = entry.body().map_err(|error| StoreError::Corrupt {
        column: "audit_entry.body",
        value: error.to_string(),
    })?;
    let kept = Kept {
        number: entry.number,
        link: link.next(&body).to_string(),
        body,
    };
    Ok((kept, at))
}

impl Store {
    /// An organisation's whole chain, as it is kept.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn audit_chain(&self, organisation: OrganisationId) -> Result<Vec<Kept>, StoreError> {
        let rows: Vec<(i64, String, String)> =
            in_snapshot!(self, |db| sqlx::query_as(LIST_ENTRIES)
                .bind(organisation.0)
                .fetch_all(&mut *db)
                .await?);
        Ok(rows
            .into_iter()
            .map(|(number, body, link)| Kept {
                number: u64::try_from(number).unwrap_or(0),
                body,
                link,
            })
            .collect())
    }

    /// The same, checked from its first entry on and read.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable; the
    /// inner error names the first broken entry.
    pub async fn verify_audit(
        &self,
        organisation: OrganisationId,
    ) -> Result<Result<Vec<Entry>, Broken>, StoreError> {
        Ok(verify(&self.audit_chain(organisation).await?))
    }

    /// Where an organisation's chain ends.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn audit_head(&self, organisation: OrganisationId) -> Result<Head, StoreError> {
        let last: Option<(i64, String)> = in_read!(self, |db| sqlx::query_as(LAST_ENTRY)
            .bind(organisation.0)
            .fetch_optional(&mut *db)
            .await?);
        let (number, link) = last.unwrap_or_else(|| (0, domain::audit::Link::START.to_string()));
        Ok(Head {
            number: u64::try_from(number).unwrap_or(0),
            link,
        })
    }

    /// Where the chain ended when an assessment was frozen; `None` while it is
    /// open, and for one that was signed before there was an audit trail.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn sign_off_head(&self, assessment: &Assessment) -> Result<Option<Head>, StoreError> {
        let rows: Vec<(i64, String, String)> =
            in_read!(self, |db| sqlx::query_as(CHAIN_OF_ASSESSMENT)
                .bind(assessment.assessment_id.0)
                .fetch_all(&mut *db)
                .await?);
        for (number, body, link) in rows.into_iter().rev() {
            let entries = read_entries(vec![(body,)])?;
            if entries
                .iter()
                .any(|it| matches!(it.event, Event::SignedOff { .. }))
            {
                return Ok(Some(Head {
                    number: u64::try_from(number).unwrap_or(0),
                    link,
                }));
            }
        }
        Ok(None)
    }

    /// What happened in one assessment, in the order in which it did: for its minutes.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Corrupt`] when an entry cannot be read, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn audit_entries(&self, assessment: &Assessment) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<(String,)> = in_read!(self, |db| sqlx::query_as(ENTRIES_OF_ASSESSMENT)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        read_entries(rows)
    }
}

/// Reads entries from their texts.
pub(crate) fn read_entries(rows: Vec<(String,)>) -> Result<Vec<Entry>, StoreError> {
    rows.into_iter()
        .map(|(body,)| {
            serde_json::from_str(&body).map_err(|_| StoreError::Corrupt {
                column: "audit_entry.body",
                value: body,
            })
        })
        .collect()
}
