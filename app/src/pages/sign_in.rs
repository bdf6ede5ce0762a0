//! `/sign-in`

use leptos::{either::Either, prelude::*, server_fn::ServerFn};

use super::query;
use crate::{
    actions::session::{SignInAsDemoPerson, SignInWithPassword, demo_people},
    draft::Draft,
    error::AppError,
    parts::{
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::SignInProblem,
    visitor::site,
};

/// Signs people in; in demo mode it lists the demo people, one click each.
#[component]
pub fn SignInPage() -> impl IntoView {
    let problem = query("problem").and_then(|code| SignInProblem::find(&code));
    page(async move {
        let people = if site()?.demo {
            demo_people().await?
        } else {
            Vec::new()
        };
        let mut draft = Draft::default();
        if let Some(problem) = problem {
            draft.problem("email", explanation(problem));
        }
        let wrong = draft.has_problems();
        let demo = (!people.is_empty()).then(|| {
            let people = people
                .into_iter()
                .map(|(person, what)| {
                    view! {
                        <li class="app-people-choice__item">
                            <form method="post" action=SignInAsDemoPerson::url()>
                                <button
                                    class="app-people-choice__button"
                                    type="submit"
                                    name="person"
                                    value=person.person_id.to_string()
                                >
                                    <span class="app-people-choice__name">{person.name}</span>
                                    " "
                                    <span class="app-people-choice__role">{what}</span>
                                </button>
                            </form>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="app-card" aria-labelledby="demo">
                    <h2 class="app-card__title" id="demo">"Look around as one of the invented people"</h2>
                    <p>"Everything here is made up: organisations, people and numbers. One click signs you in."</p>
                    <ul class="app-people-choice">{people}</ul>
                </section>
            }
        });
        let password = view! {
            <form method="post" action=SignInWithPassword::url() novalidate="">
                <TextField
                    name="email"
                    label="Email address"
                    kind="email"
                    autocomplete="username"
                    draft=draft.clone()
                    width="nhsuk-input--width-20"
                />
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                    width="nhsuk-input--width-20"
                />
                <button class="nhsuk-button" type="submit">"Sign in"</button>
            </form>
        };
        let body = match demo {
            Some(demo) => Either::Left(view! {
                <div class="app-columns">
                    <div class="app-columns__main">{demo}</div>
                    <div class="app-columns__side app-card">{password}</div>
                </div>
            }),
            None => Either::Right(password),
        };
        Ok::<_, AppError>(
            view! {
                <Frame title="Sign in" visitor=None tab=Tab::Elsewhere error=wrong>
                    <ErrorSummary draft note="You are not signed in."/>
                    <h1>"Sign in"</h1>
                    {body}
                </Frame>
            }
            .into_any(),
        )
    })
}

fn explanation(problem: SignInProblem) -> &'static str {
    match problem {
        SignInProblem::Wrong => {
            "The email address or the password is not right. Check both and try again."
        }
        SignInProblem::TooMany => "There were too many attempts. Wait 15 minutes, then try again.",
    }
}
