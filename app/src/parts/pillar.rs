//! What the cards of pillars have in common, on the overview and among the results.

use leptos::prelude::*;

/// The name of a card's pillar, which is also the card's name.
#[component]
pub fn PillarName(
    /// The pillar's id.
    pillar: String,
    /// What people call it.
    name: String,
    /// Whether the card stands under a heading of its own.
    is_nested: bool,
) -> impl IntoView {
    let id = format!("pillar-{pillar}");
    if is_nested {
        view! { <h3 class="app-pillar-card__name" id=id>{name}</h3> }.into_any()
    } else {
        view! { <h2 class="app-pillar-card__name" id=id>{name}</h2> }.into_any()
    }
}

/// The cards of add-on packs and local statements, apart from the main pack's; nothing without any.
#[component]
pub fn Beside(
    /// The cards.
    cards: Vec<AnyView>,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        view! {
            <section aria-labelledby="beside">
                <h2 id="beside">"Asked beside the questionnaire"</h2>
                <p class="nhsuk-u-reading-width">
                    "Add-ons and local statements stand apart: they count in none of the pillars above."
                </p>
                <div class="app-grid app-grid--3">{cards}</div>
            </section>
        }
    })
}
