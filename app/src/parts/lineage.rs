//! What an assessment starts from, and what starts from it.

use domain::permission::{Permission, Standing};
use leptos::prelude::*;
use store::reopening::Relative;

use super::typed::Typed;
use crate::place::Place;

/// Says that an assessment starts from an earlier one.
#[component]
pub fn Supersedes(
    /// How whoever reads it stands to the assessment.
    standing: Standing,
    /// The earlier one, if there is one.
    earlier: Option<Relative>,
) -> impl IntoView {
    earlier.map(|earlier| {
        view! {
            <p class="nhsuk-inset-text">
                "This assessment starts from one that was signed, and supersedes it"
                {link(standing, earlier)} "."
            </p>
        }
    })
}

/// Says that an assessment is superseded by a later one.
#[component]
pub fn Superseded(
    /// How whoever reads it stands to the assessment.
    standing: Standing,
    /// The later one, if there is one.
    later: Option<Relative>,
) -> impl IntoView {
    later.map(|later| {
        view! {
            <p class="nhsuk-inset-text">
                "This assessment is superseded by a later one that starts from it"
                {link(standing, later)} "."
            </p>
        }
    })
}

/// Whoever came for one assessment is not led to another, where they may have no seat.
fn link(standing: Standing, relative: Relative) -> Option<impl IntoView> {
    standing.role.may(Permission::Read).then(|| {
        let there = Place::Assessment(relative.assessment_id).to_string();
        view! { ": " <a href=there><Typed text=relative.title/></a> }
    })
}
