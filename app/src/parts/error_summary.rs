//! What is wrong with a form, said once at the top; takes the focus.

use leptos::prelude::*;

use crate::draft::Draft;

/// Lists what is wrong, each entry a link to its field; nothing when all is well.
///
/// The behaviour script of nhsuk-frontend moves the focus here.
#[component]
pub fn ErrorSummary(
    /// The form as it was typed.
    draft: Draft,
    /// What became of what was sent.
    #[prop(default = "What you typed is still here and is not saved yet.")]
    note: &'static str,
) -> impl IntoView {
    draft.has_problems().then(|| {
        let lines = draft
            .problems()
            .iter()
            .map(|problem| {
                let field = format!("#{}", problem.field);
                view! { <li><a href=field>{problem.message.clone()}</a></li> }
            })
            .collect_view();
        summary(view! {
            <p>{note}</p>
            <ul class="nhsuk-list nhsuk-error-summary__list">{lines}</ul>
        })
    })
}

/// Says what went wrong where no field could be put right.
#[component]
pub fn Failure(
    /// What went wrong, and what to do.
    message: String,
) -> impl IntoView {
    summary(view! { <p>{message}</p> })
}

fn summary(body: impl IntoView) -> impl IntoView {
    view! {
        <div class="nhsuk-error-summary" data-module="nhsuk-error-summary" tabindex="-1">
            <div role="alert">
                <h2 class="nhsuk-error-summary__title">"There is a problem"</h2>
                <div class="nhsuk-error-summary__body">{body}</div>
            </div>
        </div>
    }
}

/// The message beside one field that is wrong.
#[component]
pub fn ErrorMessage(
    /// The field's name; the message's id is this with `-error`.
    field: String,
    /// What is wrong; nothing is shown without it.
    message: Option<String>,
) -> impl IntoView {
    message.map(|message| {
        view! {
            <span class="nhsuk-error-message" id=format!("{field}-error")>
                <span class="nhsuk-u-visually-hidden">"Error: "</span>
                {message}
            </span>
        }
    })
}

/// The class of a form group, red at the side when something is wrong.
#[must_use]
pub fn group_class(wrong: bool) -> &'static str {
    if wrong {
        "nhsuk-form-group nhsuk-form-group--error"
    } else {
        "nhsuk-form-group"
    }
}

/// What describes a field to a screen reader: its hint, then its error.
#[must_use]
pub fn described_by(field: &str, has_hint: bool, has_error: bool) -> Option<String> {
    let parts = [(has_hint, "hint"), (has_error, "error")];
    let ids: Vec<_> = parts
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{field}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
