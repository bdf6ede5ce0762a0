//! What people do who hold a link that works once.

use domain::{
    id::{OrganisationId, PersonId},
    person::{Email, PASSWORD_MIN, Person, Role, is_password},
};
use leptos::prelude::*;
use store::{StoreError, link::Link};

use super::{
    organisation::{Typed, check_line},
    session::is_too_often,
};
use crate::{
    draft::Draft,
    error::AppError,
    link::LinkSecret,
    place::Place,
    secret::hash_password,
    visitor::{go_to, new_id, now, sign_in, store},
};

/// Sets up a fresh installation: its organisation and its first person, who is its lead.
#[server(endpoint = "links/set-up")]
pub async fn set_up(
    secret: String,
    #[server(default)] organisation: String,
    #[server(default)] ods_code: String,
    #[server(default)] nation: String,
    #[server(default)] kind: String,
    #[server(default)] headcount: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let secret = read_secret(&secret)?;
    let place = Place::SetUp(secret.clone());
    let typed = Typed {
        organisation,
        ods_code,
        nation,
        kind,
        headcount,
    };
    let mut draft = typed.draft().typed("name", &name).typed("email", &email);
    if !is_open(&secret, &mut draft, |it| it == Link::SetUp).await? {
        go_to(&place);
        return Ok(());
    }
    let organisation = typed.check(&mut draft, OrganisationId(new_id()), false);
    let name = check_line(&mut draft, "name", &name, "Say what you are called.");
    let email = draft.check("email", email.parse::<Email>());
    check_password(&mut draft, &password);
    let (Some(organisation), Some(name), Some(email), false) =
        (organisation, name, email, draft.has_problems())
    else {
        return draft.keep(&secret.holder(), &place).await;
    };
    let person = Person {
        person_id: PersonId(new_id()),
        organisation_id: organisation.organisation_id,
        name,
        email,
        role: Role::Lead,
    };
    let hash = hash_password(password).await?;
    let set_up = store()?
        .set_up(secret.hash(), &organisation, &person, &hash, now())
        .await;
    let is_done = match set_up {
        Err(StoreError::Conflict { .. }) => {
            draft.problem(
                "email",
                "Somebody with this email address has an account already.",
            );
            return draft.keep(&secret.holder(), &place).await;
        }
        is_done => is_done?,
    };
    if !is_done {
        // Somebody else was faster.
        go_to(&place);
        return Ok(());
    }
    Draft::drop(&secret.holder(), &place).await?;
    sign_in(person.person_id, None).await?;
    go_to(&Place::Home);
    Ok(())
}

/// Sets the password of whoever the link is for, and signs them in here and out elsewhere.
#[server(endpoint = "links/password")]
pub async fn set_password(
    secret: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let secret = read_secret(&secret)?;
    let place = Place::SetPassword(secret.clone());
    // Passwords are never set aside: only what is wrong with them is.
    let mut draft = Draft::default();
    if !is_open(&secret, &mut draft, |it| matches!(it, Link::Password(_))).await? {
        go_to(&place);
        return Ok(());
    }
    check_password(&mut draft, &password);
    if draft.has_problems() {
        return draft.keep(&secret.holder(), &place).await;
    }
    let hash = hash_password(password).await?;
    let Some(person) = store()?.set_password(secret.hash(), &hash, now()).await? else {
        // Somebody else was faster.
        go_to(&place);
        return Ok(());
    };
    Draft::drop(&secret.holder(), &place).await?;
    sign_in(person, None).await?;
    go_to(&Place::Home);
    Ok(())
}

fn read_secret(typed: &str) -> Result<LinkSecret, AppError> {
    typed.parse().map_err(|_| AppError::NotFound)
}

/// Whether a link is good for what is being done, which its own page says otherwise.
///
/// Nobody guesses a secret of 256 bits; what is limited is how often a good link
/// makes the server work. Too many attempts are noted in the draft.
async fn is_open(
    secret: &LinkSecret,
    draft: &mut Draft,
    is_meant: impl Fn(Link) -> bool,
) -> Result<bool, AppError> {
    let found = store()?.find_link(secret.hash(), now()).await?;
    if !found.is_some_and(is_meant) {
        return Ok(false);
    }
    if is_too_often(&secret.holder()).await? {
        draft.problem(
            "password",
            "There were too many attempts. Wait 15 minutes, then try again.",
        );
    }
    Ok(true)
}

/// Notes what is wrong with a new password.
pub(super) fn check_password(draft: &mut Draft, password: &str) {
    if draft.problem_with("password").is_none() && !is_password(password) {
        draft.problem(
            "password",
            format!(
                "Choose at least {PASSWORD_MIN} characters; a few words are easiest to remember."
            ),
        );
    }
}
