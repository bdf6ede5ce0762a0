//! `/account`

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::account::{ChangePassword, SignOutEverywhere},
    draft::Draft,
    parts::{
        button::ButtonForm,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::visitor,
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
                    <section class="app-card" aria-labelledby="password">
                        <h2 class="app-card__title" id="password">"Change your password"</h2>
                        <p>"You are then signed out everywhere else."</p>
                        <form method="post" action=ChangePassword::url() novalidate="">
                            <TextField
                                name="current"
                                label="Current password"
                                kind="password"
                                autocomplete="current-password"
                                width="nhsuk-input--width-20"
                                draft=draft.clone()
                            />
                            <TextField
                                name="new"
                                label="New password"
                                hint="At least 10 characters"
                                kind="password"
                                autocomplete="new-password"
                                width="nhsuk-input--width-20"
                                draft
                            />
                            <button class="nhsuk-button" type="submit">"Change password"</button>
                        </form>
                    </section>
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
