//! One of two versions that contradict each other.

use leptos::prelude::*;

/// What one version says, part by part, and the form with which it is chosen.
#[component]
pub fn ConflictVersion(
    /// The id of its heading.
    id: &'static str,
    /// Whose version it is.
    title: String,
    /// Its parts: what each is called, what it says, and whether the other version differs.
    parts: Vec<(&'static str, String, bool)>,
    /// The form.
    children: Children,
) -> impl IntoView {
    let rows = parts
        .into_iter()
        .map(|(name, value, differs)| {
            let class = if differs {
                "app-conflict__row app-conflict__row--differs"
            } else {
                "app-conflict__row"
            };
            let tag = differs.then(
                || view! { " " <strong class="nhsuk-tag nhsuk-tag--orange">"Different"</strong> },
            );
            let value = if value.is_empty() {
                "None".to_owned()
            } else {
                value
            };
            view! {
                <div class=class>
                    <dt>{name} {tag}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="app-conflict__version" aria-labelledby=id>
            <h2 class="app-conflict__title" id=id>{title}</h2>
            <dl class="app-conflict__list">{rows}</dl>
            {children()}
        </section>
    }
}
