//! A button that is a form of its own.

use leptos::prelude::*;

use super::hidden_fields::HiddenFields;

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
    let about = (!about.is_empty())
        .then(|| view! { <span class="nhsuk-u-visually-hidden">{format!(" {about}")}</span> });
    view! {
        <form method="post" action=action>
            <HiddenFields fields/>
            <button class=class type="submit">{label}{about}</button>
        </form>
    }
}
