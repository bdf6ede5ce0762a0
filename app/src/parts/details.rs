//! What stays out of the way until somebody asks for it.

use leptos::prelude::*;

/// A name, and what unfolds below it.
#[component]
pub fn Details(
    /// The name.
    #[prop(into)]
    summary: String,
    /// What follows the name for whoever only hears it: which of several this is.
    #[prop(optional, into)]
    about: Option<String>,
    /// Whether it stands open at first.
    #[prop(optional)]
    open: bool,
    /// What the board keeps it by, so that it stays as it was when the page is read again.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The key that unfolds it on the board.
    #[prop(optional)]
    key: Option<&'static str>,
    /// What unfolds.
    children: Children,
) -> impl IntoView {
    let about = about.map(|it| view! { <span class="nhsuk-u-visually-hidden">{it}</span> });
    view! {
        <details class="nhsuk-details" open=open id=id>
            <summary class="nhsuk-details__summary" data-key=key>
                <span class="nhsuk-details__summary-text">{summary} {about}</span>
            </summary>
            <div class="nhsuk-details__text">{children()}</div>
        </details>
    }
}
