//! Sign-off: what was signed, word for word.

use domain::{assessment::Assessment, person::Person, snapshot::Fingerprint};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::{Contents, HOLD_ASSESSMENT, read_contents},
    engine::{in_read, in_write},
};

/// A snapshot that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Everything that was signed, and by whom, as canonical JSON.
    pub snapshot: String,
    /// The SHA-256 of exactly these bytes.
    pub fingerprint: Fingerprint,
    /// When it was frozen, to the second.
    pub signed_off_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct SignOffRow {
    snapshot: String,
    sha256: String,
    signed_off_at: OffsetDateTime,
}

/// Makes saves wait until the sign-off is done; nothing that was under way slips past it.
pub(crate) const SIGN_OFF_ASSESSMENT: &str = "
    UPDATE assessment
       SET state = 'signed_off', version = version + 1, saved_at = $2
     WHERE assessment_id = $1";

pub(crate) const ADD_SIGN_OFF: &str = "
    INSERT INTO sign_off (assessment_id, snapshot, sha256, signed_off_at)
    VALUES ($1, $2, $3, $4)";

/// From then on nothing leads from a score back to whoever gave it.
pub(crate) const CUT_SCORERS: &str =
    "UPDATE participant SET scorer_id = NULL WHERE assessment_id = $1";

const FIND_SIGN_OFF: &str =
    "SELECT snapshot, sha256, signed_off_at FROM sign_off WHERE assessment_id = $1";

/// Freezes an assessment with what was signed, in a write transaction that holds it; returns the fingerprint.
macro_rules! freeze {
    ($db:expr, $assessment:expr, $snapshot:expr, $by:expr, $now:expr) => {{
        let snapshot: &str = $snapshot;
        let fingerprint = domain::snapshot::Fingerprint::of(snapshot);
        let (id, sha256) = ($assessment.assessment_id.0, fingerprint.to_string());
        sqlx::query($crate::sign_off::ADD_SIGN_OFF)
            .bind(id)
            .bind(snapshot)
            .bind(&sha256)
            .bind($crate::stored::to_second($now))
            .execute(&mut *$db)
            .await?;
        let event = domain::audit::Event::SignedOff { sha256 };
        $crate::audit::append_entry!($db, $assessment, $by, event, $now);
        sqlx::query($crate::sign_off::CUT_SCORERS)
            .bind(id)
            .execute(&mut *$db)
            .await?;
        sqlx::query($crate::sign_off::SIGN_OFF_ASSESSMENT)
            .bind(id)
            .bind($crate::stored::to_second($now))
            .execute(&mut *$db)
            .await?;
        fingerprint
    }};
}

pub(crate) use freeze;

impl Store {
    /// Freezes an assessment together with the snapshot that was signed.
    ///
    /// `contents` is what the snapshot was made from and the quality checks
    /// looked at. If anything differs by now, nothing is signed: nobody puts
    /// their name to what they have not seen.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when anything in the assessment changed
    /// since `contents` was read, [`StoreError::SignedOff`] when it is signed off
    /// already, and [`StoreError::Database`] when the database is unavailable.
    /// In no case is anything changed.
    pub async fn sign_off(
        &self,
        contents: &Contents,
        snapshot: &str,
        by: Option<&Person>,
        now: OffsetDateTime,
    ) -> Result<Fingerprint, StoreError> {
        let assessment = &contents.assessment;
        let fingerprint = in_write!(self, |db| {
            // On a signed assessment the trigger refuses this.
            sqlx::query(HOLD_ASSESSMENT)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            if read_contents!(db, assessment) != *contents {
                return Err(Version::stale(None));
            }
            freeze!(db, assessment, snapshot, by, now)
        });
        Ok(fingerprint)
    }

    /// What was signed; `None` while the assessment is open.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Corrupt`] when the snapshot no longer has the
    /// fingerprint it was signed with, and [`StoreError::Database`] when the
    /// database is unavailable.
    pub async fn find_sign_off(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<SignOff>, StoreError> {
        let row: Option<SignOffRow> = in_read!(self, |db| sqlx::query_as(FIND_SIGN_OFF)
            .bind(assessment.assessment_id.0)
            .fetch_optional(&mut *db)
            .await?);
        let Some(row) = row else { return Ok(None) };
        let fingerprint = Fingerprint::of(&row.snapshot);
        if fingerprint.to_string() != row.sha256 {
            return Err(StoreError::Corrupt {
                column: "sign_off.sha256",
                value: row.sha256,
            });
        }
        Ok(Some(SignOff {
            snapshot: row.snapshot,
            fingerprint,
            signed_off_at: row.signed_off_at,
        }))
    }
}
