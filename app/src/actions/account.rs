//! One's own account: password, and signing out everywhere.

use domain::person::{PASSWORD_MIN, Role, is_password};
use leptos::prelude::*;

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    secret::{hash_password, is_right_password},
    visitor::{Visitor, go_to, sign_in, store, visitor},
};

/// Changes the visitor's password and signs them out everywhere else.
#[server(endpoint = "account/password")]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] new: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    let store = store()?;
    // Passwords are never set aside: only what is wrong with them is.
    let mut draft = Draft::default();
    let known = store
        .find_sign_in(&visitor.person.email)
        .await?
        .and_then(|it| it.password_hash);
    if known.is_none() && !may_add_password(&visitor).await? {
        return Err(AppError::Forbidden);
    }
    if known.is_some() && !is_right_password(current, known).await? {
        draft.problem("current", "This is not your current password.");
    }
    if !is_password(&new) {
        draft.problem(
            "new",
            format!(
                "Choose at least {PASSWORD_MIN} characters; a few words are easiest to remember."
            ),
        );
    }
    if draft.has_problems() {
        return draft.keep(&visitor.holder(), &Place::Account).await;
    }
    store
        .change_password(visitor.person.person_id, &hash_password(new).await?)
        .await?;
    Draft::drop(&visitor.holder(), &Place::Account).await?;
    store.end_sessions_of(visitor.person.person_id).await?;
    sign_in(visitor.person.person_id, visitor.only).await?;
    go_to(&Place::Account);
    Ok(())
}

/// Whether a visitor without a password may choose one.
///
/// Whoever made the link of an invitation could choose it in their place, so
/// nothing may be gained by it: no role, and no other assessment.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn may_add_password(visitor: &Visitor) -> Result<bool, AppError> {
    let Some(only) = visitor.only else {
        return Ok(true);
    };
    let seats = store()?
        .assessments_of_participant(visitor.person.person_id)
        .await?;
    Ok(visitor.person.role == Role::Invited && seats == [only])
}

/// Ends every session of the visitor, this one too.
#[server(endpoint = "account/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let visitor = visitor().await?;
    store()?.end_sessions_of(visitor.person.person_id).await?;
    go_to(&Place::SignIn);
    Ok(())
}
