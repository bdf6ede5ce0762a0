//! One piece of evidence, as it is read.

use domain::{
    display::day,
    evidence::{Evidence, age_months},
};
use leptos::prelude::*;
use time::Date;

use super::following::age_words;

/// The months from which on evidence counts as old.
const OLD: u32 = 12;

/// What it is, how strong, from when, and how old it is on the day `as_at`.
#[component]
pub fn EvidenceFacts<'a>(
    /// The evidence.
    evidence: &'a Evidence,
    /// The day from which its age is told.
    as_at: Date,
    /// Whether the age is told of what is not old too.
    #[prop(optional)]
    tells_age: bool,
) -> impl IntoView + use<> {
    let date = match evidence.date {
        Some(date) => format!(" · {}", day(date)),
        None => " · not dated".to_owned(),
    };
    let age = evidence.date.map(|date| age_months(date, as_at));
    let old = age.filter(|&months| months >= OLD).map(|months| {
        view! { " · " <strong class="nhsuk-tag nhsuk-tag--orange">{format!("{months} months old")}</strong> }
    });
    let young = age
        .filter(|&months| tells_age && months < OLD)
        .map(|months| format!(" · {}", age_words(months)));
    let what = if evidence.link.is_empty() {
        evidence.what.clone().into_any()
    } else {
        view! { <a href=evidence.link.clone() rel="noreferrer">{evidence.what.clone()}</a> }
            .into_any()
    };
    view! {
        <p class="app-evidence__what">{what}</p>
        <p class="app-evidence__facts">{evidence.strength.name()} {date} {young} {old}</p>
    }
}
