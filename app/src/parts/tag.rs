//! Short words on a coloured ground; the word says it all.

use domain::assessment::State;
use leptos::prelude::*;

/// How far an assessment has come.
#[component]
pub fn StateTag(
    /// Its state.
    state: State,
) -> impl IntoView {
    let colour = match state {
        State::Draft => "grey",
        State::Scoring | State::Meeting => "blue",
        State::Agreed | State::SignedOff => "green",
    };
    view! { <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{state.name()}</strong> }
}
