//! Who has signed in partnership, until the last signature is there.

use domain::{
    assessment::{Assessment, State},
    audit::Event,
    id::PersonId,
    person::Person,
    snapshot::{Capacity, Fingerprint, Signature, missing_signatures},
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::{Contents, HOLD_ASSESSMENT, read_contents},
    audit::append_entry,
    engine::{in_read, in_write},
    error::read,
    sign_off::freeze,
    stored::to_second,
};

/// A signature that waits for the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who signed, as what, and when.
    pub signature: Signature,
    /// Whose account it was.
    pub person: PersonId,
    /// The fingerprint of what they saw; when the content has another by now,
    /// the signature no longer counts.
    pub seen: String,
}

#[derive(sqlx::FromRow)]
struct GivenRow {
    capacity: String,
    person_id: Uuid,
    name: String,
    post: String,
    sha256: String,
    signed_at: OffsetDateTime,
}

const LIST_SIGNATURES: &str = "
    SELECT capacity, person_id, name, post, sha256, signed_at
      FROM signature
     WHERE assessment_id = $1";

const PUT_SIGNATURE: &str = "
    INSERT INTO signature (assessment_id, capacity, person_id, name, post, sha256, signed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (assessment_id, capacity)
        DO UPDATE SET person_id = excluded.person_id, name = excluded.name,
                      post = excluded.post, sha256 = excluded.sha256,
                      signed_at = excluded.signed_at";

const REMOVE_SIGNATURE: &str = "DELETE FROM signature WHERE assessment_id = $1 AND capacity = $2";

/// The signatures of an assessment, chairs first, in whatever transaction this is.
macro_rules! read_signatures {
    ($db:expr, $assessment:expr) => {{
        let rows: Vec<GivenRow> = sqlx::query_as(LIST_SIGNATURES)
            .bind($assessment.assessment_id.0)
            .fetch_all(&mut *$db)
            .await?;
        rows.into_iter()
            .map(Given::try_from)
            .collect::<Result<Vec<_>, StoreError>>()?
    }};
}

impl TryFrom<GivenRow> for Given {
    type Error = StoreError;

    fn try_from(row: GivenRow) -> Result<Self, StoreError> {
        Ok(Self {
            signature: Signature {
                capacity: read("signature.capacity", &row.capacity)?,
                name: row.name,
                post: row.post,
                date: domain::display::london_day(row.signed_at),
                at: Some(row.signed_at),
            },
            person: PersonId(row.person_id),
            seen: row.sha256,
        })
    }
}

impl Store {
    /// The signatures given so far, chairs first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn signatures(&self, assessment: &Assessment) -> Result<Vec<Given>, StoreError> {
        let mut given = in_read!(self, |db| read_signatures!(db, assessment));
        given.sort_by_key(|it| it.signature.capacity);
        Ok(given)
    }

    /// Signs what somebody has seen; the last of the three signatures freezes it
    /// in the same moment. Returns whether it did.
    ///
    /// `contents` is what they saw, and `seen` its fingerprint. If anything
    /// differs by now, nothing is signed. `snapshot` is asked for the text to keep,
    /// with the three signatures, once all three have seen the same.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when anything in the assessment changed
    /// since, or its meeting goes on; [`StoreError::SignedOff`] when it is signed
    /// off already; [`StoreError::Corrupt`] when `snapshot` cannot be written;
    /// [`StoreError::Database`] when the database is unavailable.
    /// In no case is anything changed.
    pub async fn sign(
        &self,
        contents: &Contents,
        seen: Fingerprint,
        capacity: Capacity,
        post: &str,
        by: &Person,
        now: OffsetDateTime,
        snapshot: impl FnOnce(Vec<Signature>) -> serde_json::Result<String>,
    ) -> Result<bool, StoreError> {
        let assessment = &contents.assessment;
        in_write!(self, |db| {
            sqlx::query(HOLD_ASSESSMENT)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            if assessment.state != State::Agreed || read_contents!(db, assessment) != *contents {
                return Err(Version::stale(None));
            }
            sqlx::query(PUT_SIGNATURE)
                .bind(assessment.assessment_id.0)
                .bind(capacity.code())
                .bind(by.person_id.0)
                .bind(&by.name)
                .bind(post)
                .bind(seen.to_string())
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            append_entry!(db, assessment, Some(by), Event::Signed { capacity }, now);
            let signatures: Vec<_> = read_signatures!(db, assessment)
                .into_iter()
                .filter(|it| it.seen == seen.to_string())
                .map(|it| it.signature)
                .collect();
            let is_last = missing_signatures(&signatures).is_empty();
            if is_last {
                let text = snapshot(signatures).map_err(|error| StoreError::Corrupt {
                    column: "sign_off.snapshot",
                    value: error.to_string(),
                })?;
                freeze!(db, assessment, &text, Some(by), now);
            }
            Ok(is_last)
        })
    }

    /// Withdraws a signature, as long as the last one is not there. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] when it is signed off already, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn withdraw_signature(
        &self,
        assessment: &Assessment,
        capacity: Capacity,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            // On a signed assessment the trigger refuses this.
            sqlx::query(HOLD_ASSESSMENT)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(REMOVE_SIGNATURE)
                .bind(assessment.assessment_id.0)
                .bind(capacity.code())
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() == 0 {
                return Ok(false);
            }
            let event = Event::SignatureWithdrawn { capacity };
            append_entry!(db, assessment, Some(by), event, now);
            Ok(true)
        })
    }
}
