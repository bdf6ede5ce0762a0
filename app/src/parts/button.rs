//! A button that is a form of its own.

use leptos::prelude::*;

/// A form that is nothing but a button: sign out, remove, put back.
#[component]
pub fn ButtonForm(
    /// The address of the server function.
    action: &'static str,
    /// What it sends, as hidden fields.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
    /// What the button says.
    #[prop(into)]
    label: String,
    /// More for people who only hear it, for example which of many is meant.
    #[prop(optional, into)]
    about: String,
    /// The class of the button.
    #[prop(default = "nhsuk-button nhsuk-button--secondary nhsuk-button--small")]
    class: &'static str,
) -> impl IntoView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let about = (!about.is_empty())
        .then(|| view! { <span class="nhsuk-u-visually-hidden">{format!(" {about}")}</span> });
    view! {
        <form method="post" action=action>
            {fields}
            <button class=class type="submit">{label}{about}</button>
        </form>
    }
}
