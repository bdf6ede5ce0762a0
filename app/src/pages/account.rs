//! `/account`

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::account::{ChangePassword, SignOutEverywhere, may_add_password},
    draft::Draft,
    parts::{
        button::ButtonForm,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::{store, visitor},
};

/// One's own name, role and password.
#[component]
pub fn AccountPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        let draft = Draft::of(&visitor.holder(), &Place::Account).await?;
        let wrong = draft.has_problems();
        let person = visitor.person.clone();
        let people = visitor.may(Permission::ManagePeople).then(|| {
            view! { <li><a href=Place::People.to_string()>"Who takes part"</a></li> }
        });
        let hand_over = visitor.may(Permission::HandOver).then(|| {
            view! { <li><a href=Place::HandOver(None).to_string()>"Hand the lead over"</a></li> }
        });
        let has_password = store()?
            .find_sign_in(&person.email)
            .await?
            .is_some_and(|it| it.password_hash.is_some());
        // Whoever came by an invitation has none, unless they added one.
        let adds = visitor.only.is_some() && !has_password;
        let may_set = has_password || may_add_password(&visitor).await?;
        let around = view! {
            <ul class="app-link-list">
                <li><a href=Place::Organisation.to_string()>"Your organisation"</a></li>
                {people}
                {hand_over}
            </ul>
        };
        Ok(view! {
            <Frame title="Your account" visitor=Some(visitor) tab=Tab::Elsewhere error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Your account"</h1>
                <p>{format!("{}, {}, {}", person.name, person.role.name().to_lowercase(), person.email)}</p>
                <div class="app-grid app-grid--2">
                    {may_set.then(|| password_card(adds, draft))}
                    <section class="app-card" aria-labelledby="everywhere">
                        <h2 class="app-card__title" id="everywhere">"Sign out everywhere"</h2>
                        <p>"On every device and in every browser, this one too."</p>
                        <ButtonForm action=SignOutEverywhere::url() label="Sign out everywhere"/>
                    </section>
                </div>
                {around}
            </Frame>
        }
        .into_any())
    })
}

/// Changes a password, or adds one beside the link of an invitation.
fn password_card(adds: bool, draft: Draft) -> impl IntoView {
    let (title, said, label) = if adds {
        (
            "Add a password",
            "You need none: the link of your invitation lets you in. With a password you can also sign in with your email address. You are then signed out everywhere else.",
            "Add password",
        )
    } else {
        (
            "Change your password",
            "You are then signed out everywhere else.",
            "Change password",
        )
    };
    let current = (!adds).then(|| {
        view! {
            <TextField
                name="current"
                label="Current password"
                kind="password"
                autocomplete="current-password"
                width="nhsuk-input--width-20"
                draft=draft.clone()
            />
        }
    });
    view! {
        <section class="app-card" aria-labelledby="password">
            <h2 class="app-card__title" id="password">{title}</h2>
            <p class="nhsuk-u-reading-width">{said}</p>
            <form method="post" action=ChangePassword::url() novalidate="">
                {current}
                <TextField
                    name="new"
                    label="New password"
                    hint="At least 10 characters"
                    kind="password"
                    autocomplete="new-password"
                    width="nhsuk-input--width-20"
                    draft
                />
                <button class="nhsuk-button" type="submit">{label}</button>
            </form>
        </section>
    }
}
