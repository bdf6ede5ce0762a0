//! People: adding, changing and removing them, and handing the lead over.

use domain::{
    id::PersonId,
    permission::Permission,
    person::{Email, Person, Role},
};
use leptos::prelude::*;
use store::{StoreError, link::Link};

use super::organisation::check_line;
use crate::{
    draft::Draft,
    error::AppError,
    link::make_link,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, show_link_at, store, visitor},
};

const NAME_MISSING: &str = "Say what the person is called.";

/// Adds a person and shows the link with which they set their password.
#[server(endpoint = "people/add")]
pub async fn add_person(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManagePeople)?;
    let place = Place::NewPerson;
    let mut draft = Draft::default()
        .typed("name", &name)
        .typed("email", &email)
        .typed("role", &role);
    let name = check_line(&mut draft, "name", &name, NAME_MISSING);
    let email = draft.check("email", email.parse::<Email>());
    let role = check_role(&mut draft, &role);
    let (Some(name), Some(email), Some(role)) = (name, email, role) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let person = Person {
        person_id: PersonId(new_id()),
        organisation_id: visitor.organisation.organisation_id,
        name,
        email,
        role,
    };
    match store()?.add_person(&person, None, now()).await {
        Err(StoreError::Conflict { .. }) => {
            draft.problem(
                "email",
                "Somebody with this email address has an account already.",
            );
            return draft.keep(&visitor.holder(), &place).await;
        }
        added => added?,
    }
    Draft::drop(&visitor.holder(), &place).await?;
    hand_out_link(person.person_id).await
}

/// Makes a new link with which a person sets their password; earlier ones stop working.
///
/// They stay signed in, and their password stays, until the link is used.
#[server(endpoint = "people/link")]
pub async fn make_password_link(person: PersonId) -> Result<(), AppError> {
    let visitor = visitor().await?;
    let person = find_person(&visitor, person).await?;
    hand_out_link(person.person_id).await
}

async fn hand_out_link(person: PersonId) -> Result<(), AppError> {
    let (secret, _) = make_link(&store()?, Link::Password(person), now()).await?;
    show_link_at(&Place::PersonLink(person), &secret)
}

/// Changes a person's name and role; one's own role stays as it is.
///
/// The role counts from their next click: every request asks for it.
#[server(endpoint = "people/save")]
pub async fn save_person(
    person: PersonId,
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    let person = find_person(&visitor, person).await?;
    let place = Place::Person(person.person_id);
    let mut draft = Draft::default().typed("name", &name).typed("role", &role);
    let name = check_line(&mut draft, "name", &name, NAME_MISSING);
    let role = if person.person_id == visitor.person.person_id {
        Some(person.role)
    } else {
        check_role(&mut draft, &role)
    };
    let (Some(name), Some(role)) = (name, role) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let changed = store()?
        .change_person(person.organisation_id, person.person_id, &name, role)
        .await;
    match changed {
        Err(StoreError::LastLead) => {
            draft.problem(
                "role",
                "This is the only lead. Make somebody else the lead first.",
            );
            return draft.keep(&visitor.holder(), &place).await;
        }
        changed => changed?,
    };
    Draft::drop(&visitor.holder(), &place).await?;
    go_to(&Place::People);
    Ok(())
}

/// Removes a person and signs them out; what they saved stays.
#[server(endpoint = "people/remove")]
pub async fn remove_person(person: PersonId) -> Result<(), AppError> {
    let visitor = visitor().await?;
    let person = find_person(&visitor, person).await?;
    if person.person_id == visitor.person.person_id {
        return Err(AppError::Forbidden);
    }
    let place = Place::RemovePerson(person.person_id);
    let removed = store()?
        .remove_person(person.organisation_id, person.person_id)
        .await;
    match removed {
        Err(StoreError::LastLead) => {
            let mut draft = Draft::default();
            draft.problem(
                "remove",
                "This is the only lead. Make somebody else the lead first.",
            );
            return draft.keep(&visitor.holder(), &place).await;
        }
        removed => removed?,
    };
    Draft::drop(&visitor.holder(), &place).await?;
    go_to(&Place::People);
    Ok(())
}

/// Makes another person the lead, and the visitor a viewer.
#[server(endpoint = "people/hand-over")]
pub async fn hand_over(to: PersonId) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::HandOver)?;
    let organisation = visitor.organisation.organisation_id;
    let done = store()?
        .hand_over_lead(organisation, visitor.person.person_id, to)
        .await?;
    if !done {
        return Err(AppError::NotFound);
    }
    go_to(&Place::Account);
    Ok(())
}

/// A person of the visitor's organisation, for a visitor who may change people.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] when they may not, and [`AppError::NotFound`]
/// when there is no such person or they belong to another organisation.
pub async fn find_person(visitor: &Visitor, person: PersonId) -> Result<Person, AppError> {
    visitor.require(Permission::ManagePeople)?;
    store()?
        .find_person(visitor.organisation.organisation_id, person)
        .await?
        .ok_or(AppError::NotFound)
}

fn check_role(draft: &mut Draft, role: &str) -> Option<Role> {
    let role = role.parse().ok();
    if role.is_none() {
        draft.problem("role", "Choose what they may do.");
    }
    role
}
