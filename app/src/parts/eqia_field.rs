//! A field of the EQIA's form, to be filled in or to be read.

use domain::{
    display,
    eqia::{Eqia, FieldId, Impact, Kind, Publication, Reply, form},
    text::day,
};
use leptos::prelude::*;

use super::{
    choice::{Choice, Radios},
    text_area::TextArea,
    text_field::TextField,
};
use crate::draft::Draft;

/// A field to fill in, asked as the form asks it.
///
/// Where somebody else saved a different text in the meantime, that text stands below.
#[component]
pub fn EqiaField(
    /// Which field; also its name and its id.
    field: FieldId,
    /// What is saved.
    eqia: Eqia,
    /// What was typed and could not be saved.
    draft: Draft,
) -> impl IntoView {
    let form = form();
    let (label, hint) = form.find_label(&field).unwrap_or_default();
    let (label, hint) = (
        label.to_owned(),
        (!hint.is_empty()).then(|| hint.to_owned()),
    );
    let name = field.to_string();
    let value = eqia.entry(&field).to_owned();
    // Only a form that was checked keeps what it was made from; see `actions::eqia::save_eqia`.
    let is_stale = draft.problem_with(&name).is_some() && draft.find("base").is_none();
    let saved = is_stale.then(|| {
        let saved = read_entry(&eqia, &field).unwrap_or_else(|| "nothing".to_owned());
        view! { <p class="nhsuk-inset-text">{format!("Saved now: {saved}")}</p> }
    });
    let choices: Vec<Choice> = match form.find_kind(&field, &eqia.own_rows) {
        Some(Kind::YesNo) => [Reply::Yes, Reply::No]
            .into_iter()
            .map(|it| Choice::new(it.code(), it.name()))
            .collect(),
        Some(Kind::YesNoNa) => Reply::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.name()))
            .collect(),
        Some(Kind::Impact) => Impact::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.name()))
            .collect(),
        Some(Kind::Publication) => Publication::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.name()))
            .collect(),
        Some(Kind::Date) => {
            return view! {
                <TextField name label nostrip:hint=hint value draft kind="date" width="nhsuk-input--width-10"/>
                {saved}
            }
            .into_any();
        }
        Some(Kind::Line) => {
            return view! { <TextField name label nostrip:hint=hint value draft/> {saved} }
                .into_any();
        }
        Some(Kind::Text) | None => {
            return view! { <TextArea name label nostrip:hint=hint value draft rows=4/> {saved} }
                .into_any();
        }
    };
    view! { <Radios name legend=label nostrip:hint=hint choices value draft layout="nhsuk-radios--small"/> {saved} }.into_any()
}

/// Fields that are only read, each under its question.
#[component]
pub fn EqiaEntries(
    /// Which fields.
    fields: Vec<FieldId>,
    /// What is saved.
    eqia: Eqia,
) -> impl IntoView {
    let rows = fields
        .into_iter()
        .map(|field| {
            let label = form().find_label(&field).map(|(label, _)| label.to_owned());
            let text = match read_entry(&eqia, &field) {
                Some(text) => view! { {text} }.into_any(),
                None => view! { <span class="app-missing">"Not filled in"</span> }.into_any(),
            };
            view! {
                <div class="nhsuk-summary-list__row">
                    <dt class="nhsuk-summary-list__key">{label}</dt>
                    <dd class="nhsuk-summary-list__value">{text}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="nhsuk-summary-list">{rows}</dl> }
}

/// What is written in a field, in words; `None` when nothing is.
#[must_use]
pub fn read_entry(eqia: &Eqia, field: &FieldId) -> Option<String> {
    let text = eqia.entry(field).trim();
    if text.is_empty() {
        return None;
    }
    let words = match form().find_kind(field, &eqia.own_rows)? {
        Kind::Text | Kind::Line => None,
        Kind::Date => day(text).map(display::day),
        Kind::YesNo | Kind::YesNoNa => text.parse::<Reply>().ok().map(|it| it.name().to_owned()),
        Kind::Impact => text.parse::<Impact>().ok().map(|it| it.name().to_owned()),
        Kind::Publication => text
            .parse::<Publication>()
            .ok()
            .map(|it| it.name().to_owned()),
    };
    Some(words.unwrap_or_else(|| text.to_owned()))
}
