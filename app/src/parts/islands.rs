//! The script that wakes the islands, on pages that have any.

use leptos::prelude::*;

use crate::visitor::site;

/// Loads the islands of this page. Pages without one load no WebAssembly at all.
#[component]
pub fn Islands() -> impl IntoView {
    site().ok().map(
        |site| view! { <leptos::hydration::HydrationScripts options=site.options islands=true/> },
    )
}
