//! What a form sends along without showing it.

use leptos::prelude::*;

/// Hidden fields: which thing the form is about, and the version it was made from.
#[component]
pub fn HiddenFields(
    /// Each with its name and what it says.
    fields: Vec<(&'static str, String)>,
) -> impl IntoView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}
