//! The matrix of impacts: who could the plan help or harm?

use domain::{
    display::count,
    eqia::{Need, Row, RowGroup, Sheet, form},
};
use leptos::prelude::*;

use super::Opened;
use crate::{
    parts::table::{Column, Table},
    place::Place,
};

/// As much of a reason as a cell has room for, in letters.
const REASON: usize = 160;

/// The three parts of the matrix, kept apart: the equality duty, outside it, and the organisation's own.
pub(super) fn matrix(opened: &Opened) -> impl IntoView + use<> {
    let form = form();
    let duty: Vec<&Need> = form.needs.iter().collect();
    let one = || vec![&form.outside_need];
    let own = (!opened.eqia.own_rows.is_empty()).then(|| part(opened, RowGroup::Own, &one()));
    let add = opened.is_open.then(|| {
        view! {
            <p>
                <a href=Place::NewEqiaRow(opened.id).to_string()>"Add a group of your own"</a>
                ", for example carers, part-time staff or the armed forces community."
            </p>
        }
    });
    view! {
        {part(opened, RowGroup::Protected, &duty)}
        {part(opened, RowGroup::Outside, &one())}
        {own}
        {add}
    }
}

fn part(opened: &Opened, group: RowGroup, needs: &[&Need]) -> impl IntoView + use<> {
    let columns = std::iter::once("Group")
        .chain(needs.iter().map(|need| need.name.as_str()))
        .map(Column::new)
        .collect();
    let rows = opened
        .eqia
        .all_rows(form())
        .filter(|row| row.group == group)
        .map(|row| line(opened, &row, needs))
        .collect();
    view! { <Table caption=group.name() shows_caption=true class="app-table--stacked app-eqia-matrix" columns rows/> }
}

fn line(opened: &Opened, row: &Row, needs: &[&Need]) -> Vec<AnyView> {
    let place = Place::EqiaSheet(opened.id, Sheet::Impacts(row.id.clone()));
    let label = if opened.is_open { "Change" } else { "Read" };
    let title = view! {
        {row.name.clone()}
        <a class="app-eqia-matrix__edit app-no-print" href=place.to_string()>
            {label}
            <span class="nhsuk-u-visually-hidden">{format!(" {}", row.name)}</span>
        </a>
    };
    let cells = needs.iter().map(|need| state(opened, row, need));
    std::iter::once(title.into_any()).chain(cells).collect()
}

/// What is decided in one cell, and what is done about harm.
fn state(opened: &Opened, row: &Row, need: &Need) -> AnyView {
    let Some(id) = row.cells().into_iter().find(|cell| cell.need == need.id) else {
        return view! { <span class="app-eqia-matrix__blank">"Does not apply"</span> }.into_any();
    };
    let cell = opened.eqia.cell(&id);
    let Some(impact) = cell.impact else {
        return view! { <span class="app-impact app-impact--open">"Not decided"</span> }.into_any();
    };
    let reason = match cell.reason.trim() {
        "" => view! { <span class="app-missing">"No reason yet"</span> }.into_any(),
        reason => {
            view! { <span class="app-eqia-matrix__reason">{shorten(reason)}</span> }.into_any()
        }
    };
    let answered = cell.is_negative().then(|| {
        let is_open = opened
            .eqia
            .unmitigated(form(), &opened.actions)
            .contains(&id);
        match opened.mitigations(&id).len() {
            _ if is_open => {
                view! { <span class="app-missing">"Needs a mitigation"</span> }.into_any()
            }
            0 => view! { <span>"Justified"</span> }.into_any(),
            number => {
                let by = count(number, "action", "actions");
                view! { <span>{format!("Mitigated by {by}")}</span> }.into_any()
            }
        }
    });
    view! {
        <span class=format!("app-impact app-impact--{}", impact.code())>{impact.name()}</span>
        {reason}
        {answered}
    }
    .into_any()
}

/// The beginning of a text; a page of its own has the whole.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(REASON) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
