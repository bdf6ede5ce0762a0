//! A field for one line of text.

use leptos::prelude::*;

use super::error_summary::{ErrorMessage, described_by, group_class};
use crate::draft::Draft;

/// A field for one line of text, a date, an address or a password.
#[component]
pub fn TextField(
    /// Form field, and the id that its label points to.
    #[prop(into)]
    name: String,
    /// What the field is for.
    #[prop(into)]
    label: String,
    /// More about it, below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is saved.
    #[prop(optional, into)]
    value: String,
    /// What was typed and could not be saved.
    #[prop(optional)]
    draft: Draft,
    /// `text`, `email`, `date`, `url` or `password`; a password is never shown again.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in, for example `current-password`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// A class for its width, for example `nhsuk-input--width-10`.
    #[prop(optional)]
    width: &'static str,
) -> impl IntoView {
    let message = draft.problem_with(&name);
    let wrong = message.is_some();
    let described = described_by(&name, hint.is_some(), wrong);
    let error = if wrong { " nhsuk-input--error" } else { "" };
    let value = if kind == "password" {
        String::new()
    } else {
        draft.value(&name, value)
    };
    view! {
        <div class=group_class(wrong)>
            <label class="nhsuk-label" for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <div class="nhsuk-hint" id=format!("{name}-hint")>{hint}</div> })}
            <ErrorMessage field=name.clone() message/>
            <input
                class=format!("nhsuk-input {width}{error}")
                id=name.clone()
                name=name.clone()
                r#type=kind
                value=value
                autocomplete=autocomplete
                aria-describedby=described
                spellcheck=(kind != "text").then_some("false")
            />
        </div>
    }
}
