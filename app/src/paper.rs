//! The plan as a document: a draft, as it was signed, or with what happened since.
//!
//! The page and the PDF begin here, so that both say the same.

use domain::{
    assessment::Assessment,
    audit::Head,
    eqia,
    framework::Framework,
    snapshot::{Snapshot, draft_json},
};
use report::plan::{Earlier, Plan};
use store::{Store, sign_off::SignOff};
use time::OffsetDateTime;

use crate::error::AppError;

/// Which of the two a signed plan shows; a draft shows the same either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// What was signed, and nothing since.
    AsSigned,
    /// What was signed, with the log of the actions as it is now.
    ToDate,
}

/// Reads the plan of an assessment.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer, or when a
/// snapshot cannot be read by this build.
pub async fn plan(
    store: &Store,
    assessment: &Assessment,
    framework: &'static Framework,
    showing: Showing,
    now: OffsetDateTime,
) -> Result<Plan<'static>, AppError> {
    let form = eqia::form();
    let Some(signed) = store.find_sign_off(assessment).await? else {
        let contents = store.contents(assessment).await?;
        return Ok(Plan {
            organisation: contents.organisation,
            assessment: contents.assessment,
            framework,
            records: contents.records,
            actions: contents.actions,
            form,
            eqia: contents.eqia,
            partnership: contents.partnership,
            earlier: earlier(store, assessment).await?,
            audit: head(store.audit_head(assessment.organisation_id).await?),
            signed: None,
            made_at: now,
        });
    };
    let snapshot = read_snapshot(&signed)?;
    let plan = Plan {
        earlier: earlier(store, assessment).await?,
        audit: store.sign_off_head(assessment).await?,
        ..Plan::as_signed(snapshot, signed.fingerprint, framework, form)
    };
    Ok(match showing {
        Showing::AsSigned => plan,
        Showing::ToDate => plan.with_progress(store.actions(assessment).await?, now),
    })
}

/// The assessment that this one follows, as it was signed: it is frozen too, so
/// that what was signed here can be made again byte for byte.
async fn earlier(
    store: &Store,
    assessment: &Assessment,
) -> Result<Option<Earlier<'static>>, AppError> {
    let Some(followed) = store.find_followed(assessment).await? else {
        return Ok(None);
    };
    let (Some(signed), Some(framework)) = (
        store.find_sign_off(&followed).await?,
        followed.find_framework(),
    ) else {
        return Ok(None);
    };
    Ok(Some(Earlier {
        framework,
        records: read_snapshot(&signed)?.records(),
        actions: store.actions(&followed).await?,
        assessment: followed,
    }))
}

/// The head of a chain that has begun.
fn head(head: Head) -> Option<Head> {
    (head.number > 0).then_some(head)
}

/// Reads what was signed.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when this build cannot read it.
pub fn read_snapshot(signed: &SignOff) -> Result<Snapshot, AppError> {
    Snapshot::read(&signed.snapshot).map_err(|error| {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a snapshot cannot be read"
        );
        AppError::Unavailable
    })
}

/// Everything about an assessment as JSON: the draft, or the very bytes that were signed.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn plan_json(
    store: &Store,
    assessment: &Assessment,
    framework: &'static Framework,
    now: OffsetDateTime,
) -> Result<String, AppError> {
    if let Some(signed) = store.find_sign_off(assessment).await? {
        return Ok(signed.snapshot);
    }
    let contents = store.contents(assessment).await?;
    draft_json(framework, eqia::form(), contents.signed_by(vec![], now)).map_err(|error| {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a draft cannot be written"
        );
        AppError::Unavailable
    })
}
