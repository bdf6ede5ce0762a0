//! Short facts with their names: what a `<dl class="app-facts">` holds.

use leptos::prelude::*;

/// One of them.
#[component]
pub fn Fact(
    /// What it is called.
    #[prop(into)]
    term: String,
    /// Whether it takes the room of two, for sentences.
    #[prop(optional)]
    wide: bool,
    /// What is so.
    children: Children,
) -> impl IntoView {
    let class = if wide {
        "app-facts__item app-facts__item--wide"
    } else {
        "app-facts__item"
    };
    view! {
        <div class=class>
            <dt class="app-facts__term">{term}</dt>
            <dd class="app-facts__value">{children()}</dd>
        </div>
    }
}
