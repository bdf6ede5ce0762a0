//! `/assessments/:assessment/results`

use domain::{
    assessment::Assessment,
    display::{self, Fraction},
    evidence::SupportState,
    framework::Framework,
    gap,
    id::AssessmentId,
    permission::Permission,
    results::{GroupResult, LensResult, Results},
};
use leptos::prelude::*;
use report::{
    chart::{Gap, GapBar, Measured, gap_svg, gap_svg_narrow},
    colour::Ink,
};

use super::{param, query};
use crate::{
    error::AppError,
    parts::{
        bar::Bar,
        frame::{Frame, Tab, page},
        tag::StateTag,
    },
    place::Place,
    visitor::{store, visitor},
};

/// Where the organisation is and where it wants to be.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let lens = query("lens").unwrap_or_else(|| "elements".to_owned());
    page(async move {
        let visitor = visitor().await?;
        let (assessment, framework) = visitor.assessment(id?, Permission::Read).await?;
        let records = store()?.records(&assessment).await?;
        let results = Results::of(framework, &assessment, &records);
        let id = assessment.assessment_id;
        let pillars = results.find_lens("pillars").ok_or(AppError::Unavailable)?;
        let chosen = results.find_lens(&lens).ok_or(AppError::NotFound)?;
        let meta = format!(
            "{}, edition {} · {}",
            framework.title,
            framework.edition,
            assessment.period()
        );
        let scored = format!(
            " {} of {} statements scored",
            results.overall.scored, results.overall.applicable
        );
        let state = assessment.state;
        let content = if results.overall.scored == 0 {
            view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"Nothing scored yet"</h2>
                    <p>"The picture appears with the first level. Nothing is counted as 0 before."</p>
                    <a class="nhsuk-button" href=Place::Assessment(id).to_string()>"Go to the statements"</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="app-grid app-grid--3">{pillars.groups.iter().map(pillar_card).collect_view()}</div>
                {gap_card(&assessment, framework, &results, chosen)}
                {priority_card(&assessment, &results)}
            }
            .into_any()
        };
        Ok(view! {
            <Frame title="Results" visitor=Some(visitor) assessment=Some(id) tab=Tab::Results>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Where we are, where we want to be"</h1>
                        <p class="app-page-heading__meta">{meta} " · " <StateTag state/> {scored}</p>
                    </div>
                </div>
                {content}
            </Frame>
        }
        .into_any())
    })
}

fn whole(fraction: Option<Fraction>) -> u64 {
    fraction.map_or(0, Fraction::whole)
}

fn pillar_card(group: &GroupResult<'_>) -> impl IntoView + use<> {
    let score = &group.score;
    let (percent, target) = (whole(score.percent()), whole(score.target_percent()));
    let heading = format!("pillar-{}", group.group.id);
    let numbers = if score.scored == 0 {
        view! { <p class="app-pillar-card__score app-pillar-card__score--none">"Not scored yet"</p> }.into_any()
    } else {
        view! {
            <p class="app-pillar-card__score">
                <span class="app-pillar-card__number">{percent}</span>
                " "
                <span class="app-pillar-card__wanted">{format!("of {target} wanted")}</span>
            </p>
            <Bar value=percent target=Some(target)/>
        }
        .into_any()
    };
    view! {
        <section class=format!("app-pillar-card app-pillar--{}", group.group.id) aria-labelledby=heading.clone()>
            <h2 class="app-pillar-card__name" id=heading.clone()>{group.group.name.clone()}</h2>
            {numbers}
            <p class="app-pillar-card__sentence">{sentence(group)}</p>
            <p class="app-pillar-card__coverage">{format!("{} of {} statements scored", score.scored, score.applicable)}</p>
        </section>
    }
}

/// What a group's numbers say, in words.
fn sentence(group: &GroupResult<'_>) -> String {
    let score = &group.score;
    if score.scored == 0 {
        return "Nothing is counted before the first level.".to_owned();
    }
    if score.is_at_target() {
        return "Every scored statement is at its target or above.".to_owned();
    }
    let points = match whole(score.gap_points()) {
        0 => "Less than a point to go".to_owned(),
        1 => "1 point to go".to_owned(),
        points => format!("{points} points to go"),
    };
    format!(
        "{points}. {} of {} scored statements are at target or above.",
        score.at_or_above_target, score.scored
    )
}

fn gap_card(
    assessment: &Assessment,
    framework: &'static Framework,
    results: &Results<'_>,
    chosen: &LensResult<'_>,
) -> impl IntoView + use<> {
    let id = assessment.assessment_id;
    let lens_id = chosen.lens.id.clone();
    let switch = framework
        .lenses
        .iter()
        .map(|lens| {
            let current = (lens.id == lens_id).then_some("true");
            view! {
                <li class="app-lens-switch__item">
                    <a
                        class="app-lens-switch__link"
                        href=Place::Results(id, Some(lens.id.clone())).to_string()
                        aria-current=current
                    >
                        {lens.name.clone()}
                    </a>
                </li>
            }
        })
        .collect_view();
    let mut groups: Vec<_> = chosen.groups.iter().collect();
    // Widest gap first; what is not scored comes last.
    groups.sort_by_key(|group| {
        (
            group.score.scored == 0,
            std::cmp::Reverse(group.score.gap_points()),
        )
    });
    let bars: Vec<_> = groups.iter().map(|group| bar(group, &lens_id)).collect();
    let description = describe(&groups);
    let wide = gap_svg(
        "gap-wide",
        "Score and target of each group",
        &description,
        &bars,
    );
    let narrow = gap_svg_narrow(
        "gap-narrow",
        "Score and target of each group",
        &description,
        &bars,
    );
    let rows = groups.iter().map(|group| row(group)).collect_view();
    let note = chosen.lens.note.clone();
    let overall = results.overall.applicable;
    view! {
        <section class="app-card" aria-labelledby="gap">
            <div class="app-card__header">
                <h2 class="app-card__title" id="gap">"The gap to target"</h2>
                <div class="app-card__aside">
                    <nav class="app-lens-switch" aria-label="Group by">
                        <span class="app-lens-switch__label" aria-hidden="true">"Group by"</span>
                        <ul class="app-lens-switch__list">{switch}</ul>
                    </nav>
                </div>
            </div>
            <figure class="app-chart">
                <figcaption class="app-chart__sentence">
                    {description} " Solid bar: score. Hatched: gap. Heavy line: target."
                </figcaption>
                <div class="app-chart__picture app-chart__picture--wide" inner_html=wide></div>
                <div class="app-chart__picture app-chart__picture--narrow" inner_html=narrow></div>
                <details class="nhsuk-details">
                    <summary class="nhsuk-details__summary">
                        <span class="nhsuk-details__summary-text">"The same numbers as a table"</span>
                    </summary>
                    <div class="nhsuk-details__text">
                        <table class="nhsuk-table nhsuk-table--responsive app-table--titled" role="table">
                            <caption class="nhsuk-table__caption nhsuk-u-visually-hidden">"Score, target and gap of each group"</caption>
                            <thead class="nhsuk-table__head" role="rowgroup">
                                <tr class="nhsuk-table__row" role="row">
                                    <th class="nhsuk-table__header" scope="col" role="columnheader">"Group"</th>
                                    {NUMBERS
                                        .iter()
                                        .map(|name| view! {
                                            <th class="nhsuk-table__header nhsuk-table__header--numeric" scope="col" role="columnheader">{*name}</th>
                                        })
                                        .collect_view()}
                                </tr>
                            </thead>
                            <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
                        </table>
                        <p class="nhsuk-body-s">
                            {format!("Scores and targets in per cent of the possible, gaps in points of 100, over {overall} statements that apply. Each number is rounded by itself, so differences may look one out.")}
                        </p>
                    </div>
                </details>
            </figure>
            {(!note.is_empty()).then(|| view! { <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{note}</p> })}
        </section>
    }
}

/// The columns of the table beside the chart, after the group's name.
const NUMBERS: [&str; 5] = ["Score", "Target", "Gap", "At target", "Scored"];

fn row(group: &GroupResult<'_>) -> impl IntoView + use<> {
    let score = &group.score;
    let decimal =
        |fraction: Option<Fraction>| fraction.map_or_else(|| "–".to_owned(), Fraction::one_decimal);
    let cells = [
        decimal(score.percent()),
        decimal(score.target_percent()),
        decimal(score.gap_points()),
        score.at_or_above_target.to_string(),
        format!("{} of {}", score.scored, score.applicable),
    ];
    let cells = NUMBERS
        .iter()
        .zip(cells)
        .map(|(name, cell)| {
            view! {
                <td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell">
                    <span class="nhsuk-table__heading" aria-hidden="true">{*name} " "</span>
                    {cell}
                </td>
            }
        })
        .collect_view();
    view! {
        <tr class="nhsuk-table__row" role="row">
            <th class="nhsuk-table__header" scope="row" role="rowheader">{group.group.name.clone()}</th>
            {cells}
        </tr>
    }
}

fn bar(group: &GroupResult<'_>, lens: &str) -> GapBar {
    let score = &group.score;
    let small = |fraction: Option<Fraction>| u32::try_from(whole(fraction)).unwrap_or(u32::MAX);
    let measured = score
        .percent()
        .zip(score.target_percent())
        .map(|(percent, target)| Measured {
            score_percent: percent.value(),
            target_percent: target.value(),
            score: small(Some(percent)),
            gap: if score.is_at_target() {
                Gap::AtTarget
            } else {
                Gap::Points(small(score.gap_points()))
            },
        });
    let ink = match (lens, group.group.id.as_str()) {
        ("pillars", "wellbeing") => Ink::Wellbeing,
        ("pillars", "leadership") => Ink::Leadership,
        ("pillars", "equality") => Ink::Equality,
        _ => Ink::Mixed,
    };
    GapBar {
        label: group.group.name.clone(),
        measured,
        scored: score.scored,
        applicable: score.applicable,
        ink,
    }
}

/// The chart in words: what is furthest, and what is there.
fn describe(groups: &[&GroupResult<'_>]) -> String {
    let scored: Vec<_> = groups
        .iter()
        .filter(|group| group.score.scored > 0)
        .collect();
    let Some(first) = scored.first() else {
        return "Nothing is scored yet.".to_owned();
    };
    let there: Vec<_> = scored
        .iter()
        .filter(|group| group.score.is_at_target())
        .map(|it| it.group.name.as_str())
        .collect();
    let furthest = if first.score.is_at_target() {
        "Every group is at target.".to_owned()
    } else {
        let points = whole(first.score.gap_points());
        format!(
            "{} is furthest from target, {points} {}.",
            first.group.name,
            if points == 1 { "point" } else { "points" }
        )
    };
    match there.as_slice() {
        [] => furthest,
        _ if first.score.is_at_target() => furthest,
        [one] => format!("{furthest} {one} is at target."),
        many => format!("{furthest} At target: {}.", many.join(", ")),
    }
}

fn priority_card(assessment: &Assessment, results: &Results<'_>) -> impl IntoView + use<> {
    let id = assessment.assessment_id;
    let rows = results
        .priorities
        .iter()
        .filter_map(|line| results.find_statement(&line.statement).map(|it| (line, it)))
        .map(|(line, result)| {
            let (tag, words) = match (result.support.state, result.support.date) {
                (SupportState::Current, Some(date)) => ("green", format!("{}, {}", result.support.strength.name(), display::day(date))),
                (SupportState::Stale, Some(date)) => ("orange", format!("Old: {}", display::day(date))),
                _ => ("orange", "Missing".to_owned()),
            };
            let level = result.score.level().map(|it| it.to_string()).unwrap_or_default();
            view! {
                <tr class="nhsuk-table__row" role="row">
                    <th class="nhsuk-table__header" scope="row" role="rowheader">
                        <a href=Place::Statement(id, line.statement.clone()).to_string()>
                            <strong>{line.statement.to_string()}</strong>
                            " "
                            {result.statement.text.clone()}
                        </a>
                    </th>
                    <td class="nhsuk-table__cell" role="cell">
                        <span class="nhsuk-table__heading" aria-hidden="true">"Score to target "</span>
                        <span class="app-nowrap">{format!("{level} → {}", result.score.target)}</span>
                    </td>
                    <td class="nhsuk-table__cell" role="cell">
                        <span class="nhsuk-table__heading" aria-hidden="true">"Importance "</span>
                        {result.score.importance.name()}
                    </td>
                    <td class="nhsuk-table__cell" role="cell">
                        <span class="nhsuk-table__heading" aria-hidden="true">"Evidence "</span>
                        <strong class=format!("nhsuk-tag nhsuk-tag--{tag}")>{words}</strong>
                    </td>
                    <td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell">
                        <span class="nhsuk-table__heading" aria-hidden="true">"Priority "</span>
                        {line.priority.value().to_string()}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = if results.priorities.is_empty() {
        view! { <p>"No scored statement is below its target."</p> }.into_any()
    } else {
        let head = ["Statement", "Score to target", "Importance", "Evidence"]
            .into_iter()
            .map(|name| view! { <th class="nhsuk-table__header" scope="col" role="columnheader">{name}</th> })
            .collect_view();
        view! {
            <table class="nhsuk-table nhsuk-table--responsive app-table--titled app-priority" role="table">
                <caption class="nhsuk-table__caption nhsuk-u-visually-hidden">"Gaps in the order they should be looked at"</caption>
                <thead class="nhsuk-table__head" role="rowgroup">
                    <tr class="nhsuk-table__row" role="row">
                        {head}
                        <th class="nhsuk-table__header nhsuk-table__header--numeric" scope="col" role="columnheader">"Priority"</th>
                    </tr>
                </thead>
                <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="app-card" aria-labelledby="first">
            <h2 class="app-card__title" id="first">"What to do first"</h2>
            <p class="app-formula">{gap::FORMULA}</p>
            {table}
        </section>
    }
}
