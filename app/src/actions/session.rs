//! Signing in and out.

use domain::{
    id::PersonId,
    participant::Seat,
    person::{Email, Person},
};
use leptos::prelude::*;
use store::person::InventedPerson;
use time::Duration;

use crate::{
    error::AppError,
    place::{Place, SignInProblem},
    secret::is_right_password,
    visitor::{go_to, now, sign_in, sign_out, site, store, visitor},
};

/// How many wrong attempts an address has before it must wait.
const ATTEMPTS: u32 = 10;

/// How long it must wait, and how far back attempts are counted.
const WINDOW: Duration = Duration::minutes(15);

/// Notes an attempt under this key, and says whether there were too many lately.
pub(super) async fn is_too_often(key: &str) -> Result<bool, AppError> {
    let attempts = store()?.note_attempt(key, now() - WINDOW, now()).await?;
    Ok(attempts > ATTEMPTS)
}

/// Signs somebody in.
///
/// Wrong attempts are counted in the database, per address typed, so that any
/// number of processes share one limit. Neither the answer nor the time it
/// takes says whether an address is known.
#[server(endpoint = "session/start")]
pub async fn sign_in_with_password(
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let store = store()?;
    let Ok(email) = email.parse::<Email>() else {
        go_to(&Place::SignInAgain(SignInProblem::Wrong));
        return Ok(());
    };
    // Counted before the password is looked at, so that attempts made all at once count too.
    if is_too_often(email.as_str()).await? {
        go_to(&Place::SignInAgain(SignInProblem::TooMany));
        return Ok(());
    }
    let found = store.find_sign_in(&email).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let is_right = is_right_password(password, hash).await?;
    let Some(found) = found.filter(|_| is_right) else {
        go_to(&Place::SignInAgain(SignInProblem::Wrong));
        return Ok(());
    };
    store.forget_attempts(&[email.as_str()]).await?;
    sign_in(found.person.person_id, None).await?;
    go_to(&Place::Home);
    Ok(())
}

/// Signs in as one of the invented people, without a password. In demo mode only.
#[server(endpoint = "session/demo")]
pub async fn sign_in_as_demo_person(person: PersonId) -> Result<(), AppError> {
    if !site()?.demo {
        return Err(AppError::NotFound);
    }
    let people = demo_people().await?;
    let person = people
        .into_iter()
        .map(|(person, _)| person)
        .find(|it| it.person_id == person)
        .ok_or(AppError::NotFound)?;
    sign_in(person.person_id, None).await?;
    go_to(&Place::Home);
    Ok(())
}

/// The people of the invented organisations, each with what they are, and where. One query.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn demo_people() -> Result<Vec<(Person, String)>, AppError> {
    let people = store()?.invented_people().await?.into_iter();
    let what = |it: &InventedPerson| match it.seat {
        Some(Seat { side, part }) => format!("{}, {}", part.name(), side.name().to_lowercase()),
        None => it.person.role.name().to_owned(),
    };
    Ok(people
        .map(|it| {
            let what = format!("{}, {}", what(&it), it.organisation);
            (it.person, what)
        })
        .collect())
}

/// Ends this session.
#[server(endpoint = "session/end")]
pub async fn sign_out_here() -> Result<(), AppError> {
    let visitor = visitor().await?;
    sign_out(&visitor).await?;
    go_to(&Place::SignIn);
    Ok(())
}
