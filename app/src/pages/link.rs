//! `/set-up/:set_up` and `/links/:link`: what a link that works once opens.
//!
//! Opening one changes nothing. Their addresses hold a secret, so nothing on
//! them leads away, and what they lead to is not told where it came from.

use axum::http::StatusCode;
use leptos::{prelude::*, server_fn::ServerFn};
use store::link::Link;

use super::{organisation::OrganisationFields, param};
use crate::{
    actions::link::{SetPassword, SetUp},
    draft::Draft,
    error::AppError,
    link::LinkSecret,
    parts::{
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::{hide_address, now, set_status, store},
};

/// Asks for the organisation, its first person and their password.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let secret = param::<LinkSecret>("set_up");
    hide_address();
    page(async move {
        let Some((secret, Link::SetUp)) = find_link(secret).await? else {
            return Ok(no_link());
        };
        let draft = Draft::of(&secret.holder(), &Place::SetUp(secret.clone())).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Set up Plumbline" visitor=None tab=Tab::Elsewhere error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Set up Plumbline"</h1>
                <p class="nhsuk-u-reading-width">
                    "Nobody has an account here yet. Say whose assessments these will be, then make the first account: that of the wellbeing lead, who invites the others."
                </p>
                <form class="app-form" method="post" action=SetUp::url() novalidate="">
                    <input type="hidden" name="secret" value=secret.as_str().to_owned()/>
                    <h2>"Your organisation"</h2>
                    <OrganisationFields saved=None draft=draft.clone()/>
                    <h2>"You"</h2>
                    <TextField name="name" label="Your name" autocomplete="name" draft=draft.clone()/>
                    <TextField
                        name="email"
                        label="Your email address"
                        hint="With it you sign in"
                        kind="email"
                        autocomplete="username"
                        draft=draft.clone()
                    />
                    <NewPassword draft/>
                    <button class="nhsuk-button" type="submit">"Set up and sign in"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Asks the person whom the link is for to set their password.
#[component]
pub fn SetPasswordPage() -> impl IntoView {
    let secret = param::<LinkSecret>("link");
    hide_address();
    page(async move {
        let Some((secret, Link::Password(person))) = find_link(secret).await? else {
            return Ok(no_link());
        };
        let Some(person) = store()?.find_person_anywhere(person).await? else {
            return Ok(no_link());
        };
        let draft = Draft::of(&secret.holder(), &Place::SetPassword(secret.clone())).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Set your password" visitor=None tab=Tab::Elsewhere error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Set your password"</h1>
                <p class="nhsuk-u-reading-width">
                    "For " <strong>{person.name}</strong> ". You sign in with your email address, "
                    <span class="app-hash">{person.email.to_string()}</span> ", and the password that you choose now."
                </p>
                <form class="app-form" method="post" action=SetPassword::url() novalidate="">
                    <input type="hidden" name="secret" value=secret.as_str().to_owned()/>
                    // For password managers, which keep the two together.
                    <input type="hidden" name="username" autocomplete="username" value=person.email.to_string()/>
                    <NewPassword draft/>
                    <button class="nhsuk-button" type="submit">"Set password and sign in"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}

#[component]
fn NewPassword(draft: Draft) -> impl IntoView {
    view! {
        <TextField
            name="password"
            label="Password"
            hint="At least 10 characters; a few words are easiest to remember"
            kind="password"
            autocomplete="new-password"
            width="nhsuk-input--width-20"
            draft
        />
    }
}

/// A link that still works; what is no secret of ours is not looked for.
async fn find_link(
    secret: Result<LinkSecret, AppError>,
) -> Result<Option<(LinkSecret, Link)>, AppError> {
    let Ok(secret) = secret else { return Ok(None) };
    let link = store()?.find_link(secret.hash(), now()).await?;
    Ok(link.map(|link| (secret, link)))
}

/// Says alike of a link that was used, is too old or never was, so that nobody learns which.
fn no_link() -> AnyView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Frame title="This link does not work" visitor=None tab=Tab::Elsewhere>
            <h1>"This link does not work"</h1>
            <div class="nhsuk-u-reading-width">
                <p>"It may have been used already: each link works once. It may be too old, replaced by a newer one, or not copied whole."</p>
                <p>
                    "If you have set your password, " <a href=Place::SignIn.to_string()>"sign in"</a>
                    ". If not, ask whoever gave you the link for a new one."
                </p>
                <p>"Setting up Plumbline: stop it and start it again. It prints a new link as long as nobody has an account."</p>
            </div>
        </Frame>
    }
    .into_any()
}
