//! How one indicator moved: a small chart, the same numbers as a table, and what it is not.

use domain::indicator::{Figure, History, NOT_A_CAUSE};
use leptos::prelude::*;
use report::{
    chart::{IndicatorChart, indicator_svg, indicator_svg_narrow},
    colour::Ink,
};

use super::{
    details::Details,
    drawing::Drawing,
    table::{Column, Table},
    typed::Typed,
};

/// The history of an indicator as a figure, to stand by itself or under a pillar's scores.
///
/// `id` must be unique on the page; `ink` is the pillar's. `change` leads to where
/// a figure can be changed, for whoever may.
pub fn indicator_chart(
    id: &str,
    history: &History<'_>,
    ink: Ink,
    change: &dyn Fn(&Figure) -> Option<AnyView>,
) -> impl IntoView + use<> {
    let indicator = history.indicator;
    let chart = IndicatorChart::of(history, ink);
    let wide = indicator_svg(&format!("{id}-wide"), &indicator.name, &chart);
    let narrow = indicator_svg_narrow(&format!("{id}-narrow"), &indicator.name, &chart);
    let readings = history.readings.iter().rev();
    let mut may_change = false;
    let rows: Vec<Vec<AnyView>> = readings
        .map(|it| {
            let figure = it.figure;
            let base = figure
                .base
                .map_or_else(|| "Not given".to_owned(), |it| it.to_string());
            let mut row = vec![
                figure.period.to_string().into_any(),
                indicator.unit.write(figure.amount).into_any(),
                base.into_any(),
                view! { <Typed text=source(figure)/> }.into_any(),
            ];
            if let Some(change) = change(figure) {
                may_change = true;
                row.push(change);
            }
            row
        })
        .collect();
    let mut columns = vec![
        Column::new("Period"),
        Column::numeric("Value"),
        Column::numeric("Rests on"),
        Column::new("Source"),
    ];
    if may_change {
        columns.push(Column::new("Change"));
    }
    let caption = format!("{}, newest first", indicator.name);
    let formula = format!(
        "Counted in {}. {}. “Rests on” counts {}.",
        indicator.unit.name(),
        indicator.formula,
        indicator.base
    );
    let about = format!(" about {}", indicator.name);
    let note = indicator.note.clone();
    view! {
        <figure class="app-chart">
            <figcaption class="app-chart__sentence">{chart.sentence}</figcaption>
            <Drawing wide narrow/>
            <Details summary="The same numbers as a table" about>
                <Table caption class="app-table--stacked" columns rows/>
                <p class="nhsuk-body-s">{formula}</p>
                {note.map(|note| view! { <p class="nhsuk-body-s">{note}</p> })}
            </Details>
            <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{NOT_A_CAUSE}</p>
        </figure>
    }
}

/// Whose figure it is and where it comes from, in words.
pub fn source(figure: &Figure) -> String {
    let whose = figure.origin.name();
    if figure.source.is_empty() {
        whose.to_owned()
    } else {
        format!("{whose}: {}", figure.source)
    }
}
