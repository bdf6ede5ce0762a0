//! Sign-off: who signed is recorded, and the assessment is frozen.

use domain::{
    eqia,
    framework::Framework,
    id::AssessmentId,
    permission::Permission,
    person::Person,
    quality::{self, Checked, Finding},
    results::Results,
    snapshot::{Capacity, Fingerprint, Signature, Snapshot, draft_json},
    text,
};
use leptos::prelude::*;
use store::{StoreError, assessment::Contents};
use time::{Date, OffsetDateTime};

use crate::{
    dates::read_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{go_to, now, open_assessment, open_round, store, today},
};

/// Records who signed, and freezes the assessment as they saw it.
#[server(endpoint = "assessments/sign-off")]
pub async fn sign_off(
    assessment: AssessmentId,
    /// The fingerprint of the draft that the page showed.
    seen: String,
    #[server(default)] management_chair_name: String,
    #[server(default)] management_chair_post: String,
    #[server(default)] management_chair_date: String,
    #[server(default)] staff_chair_name: String,
    #[server(default)] staff_chair_post: String,
    #[server(default)] staff_chair_date: String,
    #[server(default)] board_name: String,
    #[server(default)] board_post: String,
    #[server(default)] board_date: String,
    #[server(default)] confirmed: String,
) -> Result<(), AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::SignOff).await?;
    let page = Place::SignOff(assessment);
    let mut draft = Draft::default()
        .typed("management_chair_name", &management_chair_name)
        .typed("management_chair_post", &management_chair_post)
        .typed("management_chair_date", &management_chair_date)
        .typed("staff_chair_name", &staff_chair_name)
        .typed("staff_chair_post", &staff_chair_post)
        .typed("staff_chair_date", &staff_chair_date)
        .typed("board_name", &board_name)
        .typed("board_post", &board_post)
        .typed("board_date", &board_date)
        .typed("confirmed", &confirmed);
    let (store, now) = (store()?, now());
    let contents = store.contents(&round).await?;

    if !quality::is_ready(&findings(framework, &contents, today())) {
        draft.problem("checks", NOT_READY);
    }
    if seen != shown(framework, contents.clone(), now)?.to_string() {
        draft.problem("checks", CHANGED_SINCE);
    }
    let signatures = Capacity::ALL
        .iter()
        .filter_map(|&capacity| read_signature(&mut draft, capacity, today()))
        .collect();
    if confirmed.is_empty() {
        draft.problem(
            "confirmed",
            "Confirm that nothing can be changed afterwards.",
        );
    }
    if draft.has_problems() {
        return draft.keep(&visitor.holder(), &page).await;
    }
    if !freeze(framework, &contents, signatures, &visitor.person, now).await? {
        draft.problem("checks", CHANGED_SINCE);
        return draft.keep(&visitor.holder(), &page).await;
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&page);
    Ok(())
}

/// Signs for whoever the visitor sits for; the last of the three signatures
/// freezes the assessment as all of them saw it.
#[server(endpoint = "assessments/sign")]
pub async fn sign(
    assessment: AssessmentId,
    /// The fingerprint of the draft that the page showed.
    seen: String,
    #[server(default)] post: String,
    #[server(default)] confirmed: String,
) -> Result<(), AppError> {
    let (visitor, round) = open_round(assessment, Permission::Sign).await?;
    let capacity = round
        .standing
        .seat
        .and_then(Capacity::of)
        .ok_or(AppError::Forbidden)?;
    let page = Place::SignOff(assessment);
    let mut draft = Draft::default()
        .typed("post", &post)
        .typed("confirmed", &confirmed);
    let (store, now) = (store()?, now());
    let contents = store.contents(&round.assessment).await?;
    if !quality::is_ready(&findings(round.framework, &contents, today())) {
        draft.problem("checks", NOT_READY);
    }
    let fingerprint = shown(round.framework, contents.clone(), now)?;
    if seen != fingerprint.to_string() {
        draft.problem("checks", CHANGED_SINCE);
    }
    let missing = "Enter your post, as it is to stand under the plan.".to_owned();
    let post = read_line(&mut draft, "post", missing).unwrap_or_default();
    if confirmed.is_empty() {
        draft.problem("confirmed", "Confirm that you have read the plan.");
    }
    if draft.has_problems() {
        return draft.keep(&visitor.holder(), &page).await;
    }
    let freeze = |signatures| snapshot(round.framework, contents.clone(), signatures, now);
    let (seen, by) = (fingerprint, &visitor.person);
    let signed = store
        .sign(&contents, seen, capacity, &post, by, now, freeze)
        .await;
    if matches!(signed, Err(StoreError::Stale { .. })) {
        draft.problem("checks", CHANGED_SINCE);
        return draft.keep(&visitor.holder(), &page).await;
    }
    signed?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&page);
    Ok(())
}

/// Withdraws one's own signature, as long as the last one is not there.
#[server(endpoint = "assessments/withdraw-signature")]
pub async fn withdraw_signature(assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, round) = open_round(assessment, Permission::Sign).await?;
    let capacity = round
        .standing
        .seat
        .and_then(Capacity::of)
        .ok_or(AppError::Forbidden)?;
    store()?
        .withdraw_signature(&round.assessment, capacity, &visitor.person, now())
        .await?;
    go_to(&Place::SignOff(assessment));
    Ok(())
}

/// Freezes an assessment with these signatures. Says whether it has: not when
/// anything changed since `contents` was read.
async fn freeze(
    framework: &Framework,
    contents: &Contents,
    signatures: Vec<Signature>,
    by: &Person,
    now: OffsetDateTime,
) -> Result<bool, AppError> {
    let snapshot = snapshot(framework, contents.clone(), signatures, now).map_err(unwritable)?;
    match store()?.sign_off(contents, &snapshot, Some(by), now).await {
        Ok(_) => Ok(true),
        Err(StoreError::Stale { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The text that is kept and hashed when these have signed.
fn snapshot(
    framework: &Framework,
    contents: Contents,
    signatures: Vec<Signature>,
    now: OffsetDateTime,
) -> serde_json::Result<String> {
    let content = contents.signed_by(signatures, now);
    Snapshot::of(framework, eqia::form(), content)?.canonical_json()
}

const NOT_READY: &str = "Something still stands in the way of sign-off. Mend what is marked as an error; the list says where.";

const CHANGED_SINCE: &str = "Something in the assessment changed since you opened this page. Read the plan as it is now, then sign it off.";

/// What the quality checks find.
#[must_use]
pub fn findings(framework: &Framework, contents: &Contents, today: Date) -> Vec<Finding> {
    let results = Results::of(framework, &contents.assessment, &contents.records);
    quality::check(&Checked {
        results: &results,
        actions: &contents.actions,
        eqia: &contents.eqia,
        form: eqia::form(),
        partnership: contents.partnership.as_ref(),
        unconfirmed: &contents.unconfirmed,
        today,
    })
}

/// The fingerprint of the draft, by which the form says what its page showed.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the draft cannot be written, which no
/// assessment is known to cause.
pub fn shown(
    framework: &Framework,
    contents: Contents,
    now: OffsetDateTime,
) -> Result<Fingerprint, AppError> {
    draft_json(framework, eqia::form(), contents.signed_by(vec![], now))
        .map(|draft| Fingerprint::of(&draft))
        .map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> AppError {
    tracing::error!(
        error = &error as &dyn std::error::Error,
        "a snapshot cannot be written"
    );
    AppError::Unavailable
}

fn read_signature(draft: &mut Draft, capacity: Capacity, today: Date) -> Option<Signature> {
    let who = capacity.name().to_lowercase();
    let name = read_line(
        draft,
        &format!("{}_name", capacity.code()),
        format!("Enter the name of who signed for the {}.", side(&who)),
    );
    let post = read_line(
        draft,
        &format!("{}_post", capacity.code()),
        format!("Enter the post of who signed for the {}.", side(&who)),
    );
    let field = format!("{}_date", capacity.code());
    let typed = draft.find(&field).unwrap_or_default().to_owned();
    let date = if typed.is_empty() {
        draft.problem(
            &field,
            format!("Enter the day on which the {} signed.", side(&who)),
        );
        None
    } else {
        read_date(draft, &field, &typed)
    };
    if date.is_some_and(|date| date > today) {
        draft.problem(&field, "A signature cannot lie in the future.");
    }
    Some(Signature {
        capacity,
        name: name?,
        post: post?,
        date: date?,
        at: None,
    })
}

/// "management-side chair" signs for the management side.
fn side(capacity: &str) -> String {
    capacity.replace("-side chair", " side")
}

fn read_line(draft: &mut Draft, field: &str, missing: String) -> Option<String> {
    let typed = draft.find(field).unwrap_or_default().to_owned();
    let line = draft.check(field, text::line(&typed))?;
    if line.is_empty() {
        draft.problem(field, missing);
        return None;
    }
    Some(line)
}
