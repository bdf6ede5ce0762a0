//! Tables, which fold into lists on a narrow screen.

use leptos::prelude::*;

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    name: String,
    is_numeric: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            is_numeric: false,
        }
    }

    /// A column of numbers, which stand below each other at the right.
    #[must_use]
    pub fn numeric(name: impl Into<String>) -> Self {
        Self {
            is_numeric: true,
            ..Self::new(name)
        }
    }

    fn class(&self, part: &str) -> String {
        let numeric = format!(" nhsuk-table__{part}--numeric");
        let numeric = if self.is_numeric { &numeric } else { "" };
        format!("nhsuk-table__{part}{numeric}")
    }

    /// What a cell says of its column where there is no head any more.
    fn heading(&self) -> impl IntoView + use<> {
        let name = self.name.clone();
        view! { <span class="nhsuk-table__heading" aria-hidden="true">{name} " "</span> }
    }
}

/// A table of the design system's responsive kind.
///
/// Says its roles itself, because browsers forget them when it folds.
#[component]
pub fn Table(
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// Whether the caption is seen, for a table that has no heading over it.
    #[prop(optional)]
    shows_caption: bool,
    /// Its columns.
    columns: Vec<Column>,
    /// Its rows, cell by cell; the first cell says what the row is about.
    rows: Vec<Vec<AnyView>>,
    /// Whether that cell can do without its column's name once the table folds.
    #[prop(default = true)]
    is_titled: bool,
    /// A class of its own.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let titled = if is_titled { "app-table--titled" } else { "" };
    let class = format!("nhsuk-table nhsuk-table--responsive {titled} {class}");
    let look = if shows_caption {
        "nhsuk-table__caption--m"
    } else {
        "nhsuk-u-visually-hidden"
    };
    let head = columns
        .iter()
        .map(|column| {
            view! { <th class=column.class("header") scope="col" role="columnheader">{column.name.clone()}</th> }
        })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|row| {
            let mut cells = columns.iter().zip(row);
            let title = cells.next().map(|(column, content)| {
                let heading = (!is_titled).then(|| column.heading());
                view! { <th class="nhsuk-table__header" scope="row" role="rowheader">{heading} {content}</th> }
            });
            let cells = cells
                .map(|(column, content)| {
                    view! { <td class=column.class("cell") role="cell">{column.heading()} {content}</td> }
                })
                .collect_view();
            view! { <tr class="nhsuk-table__row" role="row">{title} {cells}</tr> }
        })
        .collect_view();
    view! {
        <table class=class.trim_end().to_owned() role="table">
            <caption class=format!("nhsuk-table__caption {look}")>{caption}</caption>
            <thead class="nhsuk-table__head" role="rowgroup">
                <tr class="nhsuk-table__row" role="row">{head}</tr>
            </thead>
            <tbody class="nhsuk-table__body" role="rowgroup">{body}</tbody>
        </table>
    }
}
