//! What comes first: the gaps in the order of their priority.

use domain::{
    assessment::Assessment,
    display::{self, count},
    evidence::SupportState,
    gap::{self, PriorityLine},
    id::AssessmentId,
    partnership::Disputed,
    results::{Results, StatementResult},
};
use leptos::prelude::*;

use crate::{
    parts::{
        details::Details,
        table::{Column, Table},
    },
    place::{ActionFor, Place},
};

/// How many are shown before somebody asks for all: what a meeting can talk about.
const FIRST: usize = 10;

/// The priority list with its formula, below what is not agreed.
pub(super) fn priority_card(
    assessment: &Assessment,
    results: &Results<'_>,
    disputed: &[Disputed<'_, '_>],
    may_plan: bool,
) -> impl IntoView + use<> {
    let id = assessment.assessment_id;
    let lines: Vec<_> = results
        .priorities
        .iter()
        .filter_map(|line| results.find_statement(&line.statement).map(|it| (line, it)))
        .collect();
    let (first, rest) = lines.split_at(FIRST.min(lines.len()));
    let first = if first.is_empty() {
        view! { <p>"No scored statement is below its target."</p> }.into_any()
    } else {
        table(
            id,
            "Gaps in the order they should be looked at",
            first,
            may_plan,
        )
        .into_any()
    };
    let rest = (!rest.is_empty()).then(|| {
        let number = count(rest.len(), "more gap", "more gaps");
        let table = table(id, "The other gaps, in the same order", rest, may_plan);
        view! {
            <Details summary=number>
                {table}
            </Details>
        }
    });
    view! {
        <section class="app-card" aria-labelledby="first">
            <h2 class="app-card__title" id="first">"What to do first"</h2>
            {disputes(id, disputed)}
            <p class="app-formula">{gap::FORMULA}</p>
            {first}
            {rest}
        </section>
    }
}

/// What the two sides do not agree on has no score, and so no priority: it comes before what has.
fn disputes(id: AssessmentId, disputed: &[Disputed<'_, '_>]) -> Option<impl IntoView + use<>> {
    let columns = [
        Column::new("Where we do not agree"),
        Column::numeric("Target"),
        Column::numeric("Gap, management side"),
        Column::numeric("Gap, staff side"),
    ];
    let rows: Vec<_> = disputed
        .iter()
        .map(|Disputed { result, gaps }| {
            let statement = result.statement;
            let title = view! {
                <a href=Place::Statement(id, statement.id.clone()).to_string()>
                    <strong>{statement.id.to_string()}</strong>
                    " "
                    {statement.text.clone()}
                </a>
            };
            let [management, staff] = gaps.map(|gap| match gap {
                Some(gap) => gap.one_decimal(),
                None => "not shown".to_owned(),
            });
            vec![
                title.into_any(),
                result.score.target.to_string().into_any(),
                management.into_any(),
                staff.into_any(),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Table caption="Statements on which the two sides do not agree" columns=columns.into() rows/>
            <p class="app-formula">"The gap of a side is how many levels its median lies below the target."</p>
        }
    })
}

fn table(
    id: AssessmentId,
    caption: &'static str,
    lines: &[(&PriorityLine, &StatementResult<'_>)],
    may_plan: bool,
) -> impl IntoView + use<> {
    let columns = [
        Column::new("Statement"),
        Column::new("Score to target"),
        Column::new("Importance"),
        Column::new("Evidence"),
        Column::numeric("Priority"),
    ];
    let rows = lines
        .iter()
        .map(|(line, result)| row(id, line, result, may_plan))
        .collect();
    view! { <Table caption class="app-priority" columns=columns.into() rows/> }
}

fn row(
    id: AssessmentId,
    line: &PriorityLine,
    result: &StatementResult<'_>,
    may_plan: bool,
) -> Vec<AnyView> {
    let (tag, words) = match (result.support.state, result.support.date) {
        (SupportState::Current, Some(date)) => (
            "green",
            format!("{}, {}", result.support.strength.name(), display::day(date)),
        ),
        (SupportState::Stale, Some(date)) => ("orange", format!("Old: {}", display::day(date))),
        _ => ("orange", "Missing".to_owned()),
    };
    let level = result
        .score
        .level()
        .map(|it| it.to_string())
        .unwrap_or_default();
    let plan = may_plan.then(|| {
        let place = Place::NewAction(id, ActionFor::Gap(line.statement.clone(), None));
        let about = format!(" for {}", line.statement);
        view! {
            <br/>
            <a class="nhsuk-body-s app-no-print" href=place.to_string()>
                "Plan an action"
                <span class="nhsuk-u-visually-hidden">{about}</span>
            </a>
        }
    });
    let title = view! {
        <a href=Place::Statement(id, line.statement.clone()).to_string()>
            <strong>{line.statement.to_string()}</strong>
            " "
            {result.statement.text.clone()}
        </a>
        {plan}
    };
    let gap = format!("{level} → {}", result.score.target);
    vec![
        title.into_any(),
        view! { <span class="app-nowrap">{gap}</span> }.into_any(),
        result.score.importance.name().into_any(),
        view! { <strong class=format!("nhsuk-tag nhsuk-tag--{tag}")>{words}</strong> }.into_any(),
        line.priority.value().to_string().into_any(),
    ]
}
