//! The gap chart of one lens, with the same numbers as a table.

use domain::{
    display::Fraction,
    framework::Framework,
    results::{GroupResult, LensResult},
};
use leptos::prelude::*;
use report::chart::{GapChart, furthest_first, gap_svg, gap_svg_narrow};

use crate::{
    parts::{
        details::Details,
        drawing::Drawing,
        switch::{Switch, Way},
        table::{Column, Table},
    },
    place::Place,
};

/// The gap to target, group by group; `place` is where the same is grouped by another lens.
pub(in crate::pages) fn gap_card(
    framework: &'static Framework,
    chosen: &LensResult<'_>,
    place: &dyn Fn(String) -> Place,
) -> impl IntoView + use<> {
    let lens_id = chosen.lens.id.clone();
    let ways = framework
        .lenses
        .iter()
        .map(|lens| Way {
            name: lens.name.clone(),
            place: place(lens.id.clone()),
            is_here: lens.id == lens_id,
        })
        .collect();
    let groups = furthest_first(chosen);
    let GapChart { bars, sentence } = GapChart::of(&lens_id, &groups);
    let wide = gap_svg(
        "gap-wide",
        "Score and target of each group",
        &sentence,
        &bars,
    );
    let narrow = gap_svg_narrow(
        "gap-narrow",
        "Score and target of each group",
        &sentence,
        &bars,
    );
    let rows = groups.iter().map(|group| row(group)).collect();
    let columns = [
        Column::new("Group"),
        Column::numeric("Score"),
        Column::numeric("Target"),
        Column::numeric("Gap"),
        Column::numeric("At target"),
        Column::numeric("Scored"),
    ];
    let note = chosen.lens.note.clone();
    let overall = chosen.overall.applicable;
    view! {
        <section class="app-card" aria-labelledby="gap">
            <div class="app-card__header">
                <h2 class="app-card__title" id="gap">"The gap to target"</h2>
                <div class="app-card__aside">
                    <Switch label="Group by" ways/>
                </div>
            </div>
            <figure class="app-chart">
                <figcaption class="app-chart__sentence">
                    {sentence} " Solid bar: score. Hatched: gap. Heavy line: target."
                </figcaption>
                <Drawing wide narrow/>
                <Details summary="The same numbers as a table">
                    <Table caption="Score, target and gap of each group" columns=columns.into() rows/>
                    <p class="nhsuk-body-s">
                        {format!("Scores and targets in per cent of the possible, gaps in points of 100, over {overall} statements that apply. Each number is rounded by itself, so differences may look one out.")}
                    </p>
                </Details>
            </figure>
            {(!note.is_empty()).then(|| view! { <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{note}</p> })}
        </section>
    }
}

fn row(group: &GroupResult<'_>) -> Vec<AnyView> {
    let score = &group.score;
    let decimal =
        |fraction: Option<Fraction>| fraction.map_or_else(|| "–".to_owned(), Fraction::one_decimal);
    vec![
        group.group.name.clone().into_any(),
        decimal(score.percent()).into_any(),
        decimal(score.target_percent()).into_any(),
        decimal(score.gap_points()).into_any(),
        score.at_or_above_target.into_any(),
        format!("{} of {}", score.scored, score.applicable).into_any(),
    ]
}
