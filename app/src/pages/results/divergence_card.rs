//! How far both sides were apart before the meeting, and what it settled.

use domain::{
    display::count,
    divergence::Minimum,
    framework::Framework,
    id::AssessmentId,
    participant::Side,
    partnership::{Apart, Outcomes, Partnership},
    results::Results,
};
use leptos::{either::Either, prelude::*};
use report::chart::{DivergenceChart, divergence_svg, divergence_svg_narrow};

use crate::{
    pages::statement::answer_words,
    parts::{
        details::Details,
        drawing::Drawing,
        facts::Fact,
        table::{Column, Table},
    },
    place::Place,
};

/// Who was represented, what was settled, and both sides of the statements furthest apart.
pub(super) fn divergence_card(
    id: AssessmentId,
    framework: &'static Framework,
    results: &Results<'_>,
    partnership: &Partnership,
) -> impl IntoView + use<> {
    let before = if partnership.scored_earlier {
        Either::Left(view! { <p class="nhsuk-u-reading-width">{SCORED_EARLIER}</p> })
    } else {
        let apart = partnership.furthest_apart(results);
        Either::Right(view! {
            <dl class="app-facts">{represented(partnership)}</dl>
            {figure(id, framework, &apart)}
            <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{below(partnership.minimum)}</p>
        })
    };
    view! {
        <section class="app-card" aria-labelledby="both-sides">
            <div class="app-card__header">
                <h2 class="app-card__title" id="both-sides">"Both sides"</h2>
                <div class="app-card__aside">
                    <a href=Place::Minutes(id).to_string()>"Minutes of the meeting"</a>
                </div>
            </div>
            <dl class="app-facts">{settled(Outcomes::of(results))}</dl>
            {before}
        </section>
    }
}

/// What stands here when both sides did not score again.
const SCORED_EARLIER: &str = "Both sides scored for the assessment that this one starts from. Who was represented, and how far the sides were apart, stands in its results.";

/// How many people of each side scored; that nobody of a partner did is said too.
fn represented(partnership: &Partnership) -> impl IntoView + use<> {
    Side::ALL
        .iter()
        .filter_map(|side| {
            let number = partnership.represented.get(side).copied();
            let is_partner = Side::PARTNERS.contains(side);
            let number = number.or(is_partner.then_some(0))?;
            let people = match number {
                0 => "nobody scored".to_owned(),
                1 => "1 person scored".to_owned(),
                many => format!("{many} people scored"),
            };
            Some(view! { <Fact term=side.name()>{people}</Fact> })
        })
        .collect_view()
}

fn settled(outcomes: Outcomes) -> impl IntoView {
    [
        ("Agreed", outcomes.agreed),
        ("Not agreed", outcomes.not_agreed),
        ("Don’t know", outcomes.dont_know),
        ("Not applicable", outcomes.not_applicable),
        ("Still open", outcomes.open),
    ]
    .map(|(term, number)| view! { <Fact term>{count(number, "statement", "statements")}</Fact> })
    .collect_view()
}

fn figure(
    id: AssessmentId,
    framework: &'static Framework,
    apart: &[Apart<'_, '_>],
) -> impl IntoView + use<> {
    let DivergenceChart { rows, sentence } = DivergenceChart::of(apart);
    let picture = (!rows.is_empty()).then(|| {
        let title = "Both sides, statement by statement";
        let wide = divergence_svg("apart-wide", title, &sentence, &rows);
        let narrow = divergence_svg_narrow("apart-narrow", title, &sentence, &rows);
        let drawn = (apart.len() > rows.len()).then(|| {
            format!(
                "The {} furthest apart are drawn; the table has all {}.",
                rows.len(),
                apart.len()
            )
        });
        let table = table(id, framework, apart);
        view! {
            <Drawing wide narrow/>
            {drawn.map(|drawn| view! { <p class="nhsuk-body-s">{drawn}</p> })}
            <Details summary="The same numbers as a table">
                {table}
            </Details>
        }
    });
    let key = (!rows.is_empty()).then_some(
        " The marks are medians before the meeting; the line is as long as the sides are apart.",
    );
    view! {
        <figure class="app-chart">
            <figcaption class="app-chart__sentence">{sentence} {key}</figcaption>
            {picture}
        </figure>
    }
}

fn table(
    id: AssessmentId,
    framework: &'static Framework,
    apart: &[Apart<'_, '_>],
) -> impl IntoView + use<> {
    let columns = [
        Column::new("Statement"),
        Column::numeric("Management side"),
        Column::numeric("Staff side"),
        Column::numeric("Levels apart"),
        Column::new("Agreed"),
    ];
    let rows = apart.iter().map(|it| row(id, framework, it)).collect();
    view! {
        <Table
            caption="Medians of both sides before the meeting, furthest apart first"
            columns=columns.into()
            rows
        />
    }
}

fn row(id: AssessmentId, framework: &'static Framework, apart: &Apart<'_, '_>) -> Vec<AnyView> {
    let (statement, score) = (apart.result.statement, &apart.result.score);
    let title = view! {
        <a href=Place::Statement(id, statement.id.clone()).to_string()>
            <strong>{statement.id.to_string()}</strong>
            " "
            {statement.text.clone()}
        </a>
    };
    vec![
        title.into_any(),
        apart.management.one_decimal().into_any(),
        apart.staff.one_decimal().into_any(),
        apart.divergence.one_decimal().into_any(),
        answer_words(framework, score.answer.as_ref()).into_any(),
    ]
}

/// What is not shown, and why.
fn below(minimum: Minimum) -> String {
    format!(
        "Everybody scored on their own, before anybody saw what others said. Of a side and a statement nothing is shown unless {} or more gave a level.",
        minimum.get()
    )
}
