//! Choosing one of several things: a fieldset with real radios, or a select.

use leptos::prelude::*;

use super::error_summary::{ErrorMessage, described_by, group_class};
use crate::draft::Draft;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// More about it.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without more about it.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// The same choice with more about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

/// The id of the `at`-th radio of a field: the first has the field's own name,
/// so that the error summary can jump to it.
#[must_use]
pub fn choice_id(name: &str, at: usize) -> String {
    if at == 0 {
        name.to_owned()
    } else {
        format!("{name}-{at}")
    }
}

/// Radios below each other.
#[component]
pub fn Radios(
    /// Form field; the first radio has it as its id.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// More about it, below the question.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is saved.
    #[prop(into)]
    value: String,
    /// What was typed and could not be saved.
    #[prop(optional)]
    draft: Draft,
    /// A class of the list, for example `nhsuk-radios--inline`.
    #[prop(optional)]
    layout: &'static str,
) -> impl IntoView {
    let message = draft.problem_with(&name);
    let chosen = draft.value(&name, value);
    let described = described_by(&name, hint.is_some(), message.is_some());
    let wrong = message.is_some();
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let id = choice_id(&name, at);
            let hint_id = choice.hint.is_some().then(|| format!("{id}-item-hint"));
            view! {
                <div class="nhsuk-radios__item">
                    <input
                        class="nhsuk-radios__input"
                        id=id.clone()
                        name=name.clone()
                        r#type="radio"
                        value=choice.value.clone()
                        checked=choice.value == chosen
                        aria-describedby=hint_id.clone()
                    />
                    <label class="nhsuk-label nhsuk-radios__label" for=id>{choice.label}</label>
                    {choice.hint.map(|hint| view! { <div class="nhsuk-hint nhsuk-radios__hint" id=hint_id>{hint}</div> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <div class=group_class(wrong)>
            <fieldset class="nhsuk-fieldset" aria-describedby=described>
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend>
                {hint.map(|hint| view! { <div class="nhsuk-hint" id=format!("{name}-hint")>{hint}</div> })}
                <ErrorMessage field=name.clone() message/>
                <div class=format!("nhsuk-radios {layout}")>{items}</div>
            </fieldset>
        </div>
    }
}

/// Short choices side by side: numbers or single words.
#[component]
pub fn ChoiceRow(
    /// Form field; the first radio has it as its id.
    #[prop(into)]
    name: String,
    /// The id of the first radio, where the field stands on the page more than once.
    #[prop(optional, into)]
    id: Option<String>,
    /// The question.
    #[prop(into)]
    legend: String,
    /// What can be chosen; a hint is read aloud only.
    choices: Vec<Choice>,
    /// What is saved.
    #[prop(into)]
    value: String,
    /// What was typed and could not be saved.
    #[prop(optional)]
    draft: Draft,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let message = draft.problem_with(&name);
    let chosen = draft.value(&name, value);
    let described = described_by(&id, false, message.is_some());
    let wrong = message.is_some();
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let aloud = choice.hint.map(
                |hint| view! { <span class="nhsuk-u-visually-hidden">{format!(" {hint}")}</span> },
            );
            view! {
                <label class="app-choice-row__choice">
                    <input
                        class="app-choice-row__input"
                        id=choice_id(&id, at)
                        type="radio"
                        name=name.clone()
                        value=choice.value.clone()
                        checked=choice.value == chosen
                    />
                    <span class="app-choice-row__box">{choice.label}{aloud}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class=group_class(wrong)>
            <fieldset class="nhsuk-fieldset app-choice-row" aria-describedby=described>
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend>
                <ErrorMessage field=id.clone() message/>
                <div class="app-choice-row__choices">{items}</div>
            </fieldset>
        </div>
    }
}

/// A list to choose one of many from.
#[component]
pub fn Select(
    /// Form field, and the id that its label points to.
    #[prop(into)]
    name: String,
    /// What it is for.
    #[prop(into)]
    label: String,
    /// More about it, below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is saved.
    #[prop(into)]
    value: String,
    /// What was typed and could not be saved.
    #[prop(optional)]
    draft: Draft,
) -> impl IntoView {
    let message = draft.problem_with(&name);
    let chosen = draft.value(&name, value);
    let described = described_by(&name, hint.is_some(), message.is_some());
    let wrong = message.is_some();
    let class = if wrong {
        "nhsuk-select nhsuk-select--error"
    } else {
        "nhsuk-select"
    };
    let items = choices
        .into_iter()
        .map(|choice| view! { <option value=choice.value.clone() selected=choice.value == chosen>{choice.label}</option> })
        .collect_view();
    view! {
        <div class=group_class(wrong)>
            <label class="nhsuk-label" for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <div class="nhsuk-hint" id=format!("{name}-hint")>{hint}</div> })}
            <ErrorMessage field=name.clone() message/>
            <select class=class id=name.clone() name=name.clone() aria-describedby=described>{items}</select>
        </div>
    }
}
