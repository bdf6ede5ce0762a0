//! The title of a page.

use leptos::prelude::*;

/// The title of a page, as browsers and screen readers announce it.
///
/// `leptos_meta` writes titles without escaping them, so this is the only
/// place that may call `Title`.
#[component]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that escapes for it"
)]
pub fn PageTitle(
    /// What this page is, for example a section heading or a trust's name.
    text: String,
    /// Whether the page shows what is wrong with a form.
    #[prop(optional)]
    error: bool,
) -> impl IntoView {
    let error = if error { "Error: " } else { "" };
    let title = format!("{error}{text} – Plumbline");
    view! { <leptos_meta::Title text=html_escape::encode_text(&title).into_owned()/> }
}
