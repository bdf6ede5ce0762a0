//! A chart, drawn for wide and for narrow screens: the style sheet shows one of the two.

use leptos::prelude::*;

/// Both drawings of it.
#[component]
pub fn Drawing(
    /// The SVG for wide screens and paper.
    wide: String,
    /// The SVG for narrow screens.
    narrow: String,
) -> impl IntoView {
    view! {
        <div class="app-chart__picture app-chart__picture--wide" inner_html=wide></div>
        <div class="app-chart__picture app-chart__picture--narrow" inner_html=narrow></div>
    }
}
