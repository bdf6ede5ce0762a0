//! The way from one statement to the others of its pillar.

use domain::framework::Statement;
use leptos::prelude::*;

use crate::place::Place;

/// One statement on the list.
#[derive(Debug, Clone)]
pub struct Jump {
    /// The statement.
    pub statement: &'static Statement,
    /// Where the list leads.
    pub place: Place,
    /// What is said of it.
    pub state: State,
    /// Whether it is the page that shows the list.
    pub is_here: bool,
}

/// What is said of a statement on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A level.
    Level(String),
    /// Something else, in words; empty for nothing.
    Words(&'static str),
}

/// The list of a pillar's statements, with `more` below it.
#[component]
pub fn JumpList(
    /// The pillar.
    title: String,
    /// What the list is, for whoever hears it.
    label: String,
    /// The statements in their order.
    jumps: Vec<Jump>,
    /// What stands below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let items = jumps
        .into_iter()
        .map(|jump| {
            let (state, class) = match jump.state {
                State::Level(level) => (level, "app-jump-list__state"),
                State::Words(words) => (
                    words.to_owned(),
                    "app-jump-list__state app-jump-list__state--none",
                ),
            };
            view! {
                <li class="app-jump-list__item">
                    <a
                        class="app-jump-list__link"
                        href=jump.place.to_string()
                        aria-current=jump.is_here.then_some("page")
                    >
                        <span class="app-jump-list__id">{jump.statement.id.to_string()}</span>
                        " "
                        <span class="app-jump-list__name">{jump.statement.text.clone()}</span>
                        " "
                        <span class=class>{state}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="app-jump-list" aria-label=label>
            <h2 class="app-jump-list__title">{title}</h2>
            <ol class="app-jump-list__list">{items}</ol>
            {children.map(|children| children())}
        </nav>
    }
}
