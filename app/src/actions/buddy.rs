//! Buddies: offers to talk about a statement, and questions for a conversation.
//!
//! Nothing here reads a score: anybody may offer and anybody may ask.

use domain::{
    buddy::{self, Contact, Offer, Topic},
    id::{OfferId, OrganisationId},
    permission::Permission,
};
use leptos::prelude::*;
use store::{StoreError, Version, buddy::Reply};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, store, visitor},
};

/// Offers to talk about a statement.
#[server(endpoint = "buddies/offer")]
pub async fn add_offer(
    #[server(default)] about: String,
    #[server(default)] note: String,
    #[server(default)] who: String,
    #[server(default)] how: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let page = Place::NewOffer(None);
    let mut draft = typed(&note, &who, &how).typed("about", &about);
    let topic = read_topic(&mut draft, &about);
    let words = read_words(&mut draft, &note, &who, &how);
    let (Some(topic), Some((note, contact))) = (topic, words) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let offer = Offer {
        offer_id: OfferId(new_id()),
        topic,
        note,
        contact,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    match store()?
        .add_offer(organisation, &offer, Some(by), now())
        .await
    {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Buddies);
            Ok(())
        }
        Err(StoreError::Conflict { .. }) => {
            draft.problem(
                "about",
                "Your organisation offers to talk about this statement already: change that offer instead.",
            );
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes what an offer says, unless somebody else has since it was opened.
#[server(endpoint = "buddies/offer/save")]
pub async fn save_offer(
    offer: OfferId,
    seen: u32,
    #[server(default)] note: String,
    #[server(default)] who: String,
    #[server(default)] how: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let organisation = visitor.organisation.organisation_id;
    let memory = store()?;
    let stored = memory
        .find_offer(organisation, offer)
        .await?
        .ok_or(AppError::NotFound)?;
    let page = Place::Offer(offer);
    let mut draft = typed(&note, &who, &how);
    let Some((note, contact)) = read_words(&mut draft, &note, &who, &how) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let changed = Offer {
        note,
        contact,
        ..stored.value
    };
    let by = visitor.person.person_id;
    match memory
        .save_offer(organisation, &changed, Version::new(seen), by, now())
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Buddies);
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("note", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else changed this offer since you opened it. What is saved now stands below the form; save again to replace it.";

/// Withdraws an offer with everything that came of it.
#[server(endpoint = "buddies/offer/withdraw")]
pub async fn withdraw_offer(offer: OfferId) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let organisation = visitor.organisation.organisation_id;
    let memory = store()?;
    memory
        .find_offer(organisation, offer)
        .await?
        .ok_or(AppError::NotFound)?;
    memory.withdraw_offer(organisation, offer).await?;
    Draft::drop(&visitor.holder(), &Place::Offer(offer)).await?;
    go_to(&Place::Buddies);
    Ok(())
}

/// Asks for a conversation about somebody else's offer.
#[server(endpoint = "buddies/ask")]
pub async fn ask_buddy(
    offer: OfferId,
    #[server(default)] note: String,
    #[server(default)] who: String,
    #[server(default)] how: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let organisation = visitor.organisation.organisation_id;
    let memory = store()?;
    memory
        .find_open_offer(organisation, offer)
        .await?
        .ok_or(AppError::NotFound)?;
    let page = Place::AskBuddy(offer);
    let mut draft = typed(&note, &who, &how);
    let Some((message, contact)) = read_words(&mut draft, &note, &who, &how) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let asked = memory
        .ask_for_conversation(organisation, offer, &message, &contact, now())
        .await?;
    if draft.check("note", asked).is_none() {
        return draft.keep(&visitor.holder(), &page).await;
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Buddies);
    Ok(())
}

/// Accepts or declines a question about an offer of one's own.
#[server(endpoint = "buddies/answer")]
pub async fn answer_buddy(
    offer: OfferId,
    organisation: OrganisationId,
    /// `accept` or `decline`.
    answer: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let own = visitor.organisation.organisation_id;
    let memory = store()?;
    memory
        .find_offer(own, offer)
        .await?
        .ok_or(AppError::NotFound)?;
    let reply = match answer.as_str() {
        "accept" => Reply::Accept,
        "decline" => Reply::Decline,
        _ => return Err(AppError::Invalid),
    };
    // It may have been taken back or answered meanwhile: the page then shows what it is now.
    memory
        .answer_conversation(own, offer, organisation, reply, now())
        .await?;
    go_to(&Place::Buddies);
    Ok(())
}

/// Takes a question back, or ends a conversation: either of the two may.
#[server(endpoint = "buddies/end")]
pub async fn end_buddy(offer: OfferId, organisation: OrganisationId) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let own = visitor.organisation.organisation_id;
    let memory = store()?;
    if organisation != own && memory.find_offer(own, offer).await?.is_none() {
        return Err(AppError::NotFound);
    }
    memory
        .end_conversation(own, offer, organisation, now())
        .await?;
    go_to(&Place::Buddies);
    Ok(())
}

/// Whoever may speak for their organisation.
async fn allowed() -> Result<Visitor, AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::SpeakOut)?;
    Ok(visitor)
}

fn typed(note: &str, who: &str, how: &str) -> Draft {
    Draft::default()
        .typed("note", note)
        .typed("who", who)
        .typed("how", how)
}

/// The statement that something is about; otherwise notes what is missing.
pub(super) fn read_topic(draft: &mut Draft, typed: &str) -> Option<Topic> {
    let topic: Option<Topic> = typed.parse().ok();
    let topic = topic.filter(|it| it.find().is_some());
    if topic.is_none() {
        draft.problem("about", "Choose the statement that it is about.");
    }
    topic
}

fn read_words(draft: &mut Draft, note: &str, who: &str, how: &str) -> Option<(String, Contact)> {
    let note = draft.check("note", buddy::note(note));
    let who = draft.check("who", Contact::read_who(who));
    let how = draft.check("how", Contact::read_how(how));
    Some((
        note?,
        Contact {
            who: who?,
            how: how?,
        },
    ))
}
