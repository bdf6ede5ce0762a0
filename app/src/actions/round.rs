//! What the lead and the chairs decide before the meeting: opening scoring, the minimum, the reveal.

use domain::{
    id::AssessmentId,
    meeting::Matter,
    participant::{Part, Side},
    permission::Permission,
};
use leptos::prelude::*;
use store::{StoreError, participant::Invited};

use crate::{
    error::AppError,
    place::Place,
    visitor::{Round, Visitor, go_to, now, round, store, today},
};

/// Opens scoring, once both partners have a chair.
///
/// The day it is opened is the day from which the age of evidence is told.
#[server(endpoint = "rounds/open")]
pub async fn open_scoring(assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::ManageRound).await?;
    let store = store()?;
    // What is missing, the overview says.
    if without_chair(&store.participants(&round.assessment).await?).is_empty() {
        let opened = store
            .open_scoring(&round.assessment, today(), &visitor.person, now())
            .await;
        unless_overtaken(opened)?;
    }
    go_to(&Place::Assessment(assessment));
    Ok(())
}

/// Consents, for the visitor's side, to the reveal or to another minimum.
#[server(endpoint = "rounds/consent")]
pub async fn consent(assessment: AssessmentId, matter: String) -> Result<(), AppError> {
    let (visitor, round, side, matter) = consenting(assessment, &matter).await?;
    let store = store()?;
    let (about, by) = (&round.assessment, &visitor.person);
    let consented = match matter {
        Matter::Reveal => store.consent_to_reveal(about, side, by, now()).await,
        Matter::Minimum(minimum) => {
            store
                .consent_to_minimum(about, minimum, side, by, now())
                .await
        }
        Matter::Together => return Err(AppError::Invalid),
    };
    let is_revealed = unless_overtaken(consented)? == Some(true) && matter == Matter::Reveal;
    go_to(&if is_revealed {
        Place::Meeting(assessment)
    } else {
        Place::Assessment(assessment)
    });
    Ok(())
}

/// Takes back what the visitor's side consented to, as long as the other has not.
#[server(endpoint = "rounds/withdraw")]
pub async fn withdraw(assessment: AssessmentId, matter: String) -> Result<(), AppError> {
    let (visitor, round, side, matter) = consenting(assessment, &matter).await?;
    store()?
        .withdraw_consent(&round.assessment, matter, side, &visitor.person, now())
        .await?;
    go_to(&Place::Assessment(assessment));
    Ok(())
}

async fn consenting(
    assessment: AssessmentId,
    matter: &str,
) -> Result<(Visitor, Round, Side, Matter), AppError> {
    let (visitor, round) = round(assessment, Permission::Consent).await?;
    let side = round.side().ok_or(AppError::Forbidden)?;
    let matter = matter.parse().map_err(|_| AppError::Invalid)?;
    Ok((visitor, round, side, matter))
}

/// When somebody was faster, nothing was changed, and the overview shows how it stands.
fn unless_overtaken<T>(done: Result<T, StoreError>) -> Result<Option<T>, AppError> {
    match done {
        Err(StoreError::Stale { .. }) => Ok(None),
        done => Ok(Some(done?)),
    }
}

/// The partners that nobody speaks for yet, so that scoring cannot open.
#[must_use]
pub fn without_chair(people: &[Invited]) -> Vec<Side> {
    let has_chair = |side: &Side| {
        let seats = || people.iter().map(|it| it.participant.seat);
        seats().any(|seat| seat.side == *side && seat.part == Part::Chair)
    };
    Side::PARTNERS
        .into_iter()
        .filter(|side| !has_chair(side))
        .collect()
}
