//! The same page shown another way: by another lens, of another section, beside another group.

use leptos::prelude::*;

use crate::place::Place;

/// One of the ways.
#[derive(Debug, Clone)]
pub struct Way {
    /// What it is called.
    pub name: String,
    /// Where it leads.
    pub place: Place,
    /// Whether it is the one that is shown.
    pub is_here: bool,
}

/// A row of them.
#[component]
pub fn Switch(
    /// What is chosen here.
    label: &'static str,
    /// Whether only those who hear the page are told what is chosen, since the ways speak for themselves.
    #[prop(optional)]
    is_plain: bool,
    /// The ways.
    ways: Vec<Way>,
) -> impl IntoView {
    let seen = (!is_plain).then(|| {
        view! { <span class="app-switch__label" aria-hidden="true">{label}</span> }
    });
    let items = ways
        .into_iter()
        .map(|it| {
            let current = it.is_here.then_some("true");
            view! {
                <li class="app-switch__item">
                    <a class="app-switch__link" href=it.place.to_string() aria-current=current>{it.name}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="app-switch" aria-label=label>
            {seen}
            <ul class="app-switch__list">{items}</ul>
        </nav>
    }
}
