//! A thin bar beside a number that says the same.

use leptos::prelude::*;

/// A bar from 0 to 100, perhaps with a line at a target. Never the only carrier of what it shows.
#[component]
pub fn Bar(
    /// How far it is filled, 0 to 100.
    value: u64,
    /// Where the line stands, 0 to 100.
    #[prop(optional_no_strip)]
    target: Option<u64>,
    /// Thin, for progress.
    #[prop(optional)]
    thin: bool,
) -> impl IntoView {
    let class = if thin {
        "app-bar app-bar--thin"
    } else {
        "app-bar"
    };
    let line = target
        .map(|at| view! { <path class="app-bar__target" d=format!("M{} 0v10", at.min(99))/> });
    view! {
        <svg class=class viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false" aria-hidden="true">
            <rect class="app-bar__track" width="100" height="10"/>
            <rect class="app-bar__value" width=value.to_string() height="10"/>
            {line}
        </svg>
    }
}
