//! Examples of what an organisation did: written, looked through, published, withdrawn.

use domain::{
    example::{Example, Part, Stage, Words},
    id::ExampleId,
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{
    StoreError, Stored, Version,
    example::{SignedExample, Verdict},
};

use super::buddy::read_topic;
use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, store, today, visitor},
};

/// Begins an example.
#[server(endpoint = "examples/add")]
pub async fn add_example(
    #[server(default)] about: String,
    #[server(default)] title: String,
    #[server(default)] did: String,
    #[server(default)] took: String,
    #[server(default)] changed: String,
    #[server(default)] shows_name: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let page = Place::NewExample(None);
    let parts = [title, did, took, changed];
    let mut draft = typed(&parts, &shows_name).typed("about", &about);
    let topic = read_topic(&mut draft, &about);
    let words = read_words(&mut draft, &parts);
    let shows_name = read_consent(&mut draft, &shows_name);
    let (Some(topic), Some(words), Some(shows_name)) = (topic, words, shows_name) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let example = Example {
        example_id: ExampleId(new_id()),
        topic,
        words,
        shows_name,
        stage: Stage::Draft,
        reason: String::new(),
        published_on: None,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    store()?
        .add_example(organisation, &example, Some(by), now())
        .await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Example(example.example_id));
    Ok(())
}

/// Changes an example, unless somebody else has since it was opened.
#[server(endpoint = "examples/save")]
pub async fn save_example(
    example: ExampleId,
    seen: u32,
    #[server(default)] title: String,
    #[server(default)] did: String,
    #[server(default)] took: String,
    #[server(default)] changed: String,
    #[server(default)] shows_name: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    own_example(&visitor, example).await?;
    let page = Place::EditExample(example);
    let parts = [title, did, took, changed];
    let mut draft = typed(&parts, &shows_name);
    let words = read_words(&mut draft, &parts);
    let shows_name = read_consent(&mut draft, &shows_name);
    let (Some(words), Some(shows_name)) = (words, shows_name) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    let seen = Version::new(seen);
    match store()?
        .save_example(organisation, example, &words, shows_name, seen, by, now())
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Example(example));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("title", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else changed or sent this example since you opened it. What is saved now stands below the form; save again to replace it, once it is a draft.";

/// Hands an example to whoever looks it through, when nothing is missing.
#[server(endpoint = "examples/send")]
pub async fn send_example(example: ExampleId, seen: u32) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let stored = own_example(&visitor, example).await?;
    let page = Place::EditExample(example);
    let missing = stored.value.example.words.missing();
    if !missing.is_empty() {
        let mut draft = Draft::default();
        for (part, problem) in missing {
            draft.check::<(), _>(part.name(), Err(problem));
        }
        return draft.keep(&visitor.holder(), &page).await;
    }
    let organisation = visitor.organisation.organisation_id;
    match store()?
        .send_example(organisation, example, Version::new(seen), now())
        .await
    {
        // Sent twice, or changed meanwhile: its page shows what it is now.
        Ok(_) | Err(StoreError::Stale { .. }) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Example(example));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes an example back, at any time: it is a draft again that nobody else sees.
#[server(endpoint = "examples/withdraw")]
pub async fn withdraw_example(example: ExampleId) -> Result<(), AppError> {
    let visitor = allowed().await?;
    own_example(&visitor, example).await?;
    store()?
        .withdraw_example(visitor.organisation.organisation_id, example, now())
        .await?;
    go_to(&Place::Example(example));
    Ok(())
}

/// Removes an example that is a draft, or was sent back.
#[server(endpoint = "examples/remove")]
pub async fn remove_example(example: ExampleId) -> Result<(), AppError> {
    let visitor = allowed().await?;
    own_example(&visitor, example).await?;
    let removed = store()?
        .remove_example(visitor.organisation.organisation_id, example)
        .await?;
    go_to(&if removed {
        Place::Examples
    } else {
        Place::Example(example)
    });
    Ok(())
}

/// Publishes an example that waits, or sends it back with a reason.
#[server(endpoint = "examples/review")]
pub async fn review_example(
    example: ExampleId,
    seen: u32,
    /// `publish` or `return`.
    #[server(default)]
    verdict: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ReviewExamples)?;
    let memory = store()?;
    memory
        .find_example(example)
        .await?
        .filter(|it| it.value.example.stage == Stage::InReview)
        .ok_or(AppError::NotFound)?;
    let page = Place::Example(example);
    let mut draft = Draft::default()
        .typed("verdict", &verdict)
        .typed("reason", &reason);
    let reason = draft
        .check("reason", text::line(&reason))
        .unwrap_or_default();
    let verdict = match verdict.as_str() {
        "publish" => Some(Verdict::Publish(today())),
        "return" if reason.is_empty() => {
            if !draft.has_problems() {
                draft.problem(
                    "reason",
                    "Say what has to change: the organisation reads it.",
                );
            }
            None
        }
        "return" => Some(Verdict::Return(reason)),
        _ => {
            draft.problem("verdict", "Choose whether it is published or sent back.");
            None
        }
    };
    let Some(verdict) = verdict.filter(|_| !draft.has_problems()) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    match memory
        .judge_example(example, &verdict, Version::new(seen), now())
        .await
    {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Examples);
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem(
                "verdict",
                "It changed since you opened it. Read what stands here now, then decide.",
            );
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Whoever may speak for their organisation.
async fn allowed() -> Result<Visitor, AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::SpeakOut)?;
    Ok(visitor)
}

/// An example of the visitor's own organisation: to others it does not exist.
async fn own_example(
    visitor: &Visitor,
    example: ExampleId,
) -> Result<Stored<SignedExample>, AppError> {
    let own = visitor.organisation.organisation_id;
    let found = store()?.find_example(example).await?;
    found
        .filter(|it| it.value.organisation.organisation_id == own)
        .ok_or(AppError::NotFound)
}

fn typed(parts: &[String; 4], shows_name: &str) -> Draft {
    Part::ALL
        .iter()
        .zip(parts)
        .fold(Draft::default(), |draft, (part, typed)| {
            draft.typed(part.name(), typed)
        })
        .typed("shows_name", shows_name)
}

fn read_words(draft: &mut Draft, parts: &[String; 4]) -> Option<Words> {
    let (words, problems) = Words::read(|part| {
        let at = Part::ALL.iter().position(|it| *it == part);
        at.and_then(|at| parts.get(at)).cloned().unwrap_or_default()
    });
    let is_sound = problems.is_empty();
    for (part, problem) in problems {
        draft.check::<(), _>(part.name(), Err(problem));
    }
    is_sound.then_some(words)
}

/// Whether the name may be shown: nobody's name is shown because they passed over a question.
fn read_consent(draft: &mut Draft, typed: &str) -> Option<bool> {
    match typed {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            draft.problem(
                "shows_name",
                "Choose whether the name of your organisation may stand over it.",
            );
            None
        }
    }
}
