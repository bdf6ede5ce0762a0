//! `/assessments/:assessment/results`

use domain::{
    display::Fraction,
    framework::Origin,
    id::AssessmentId,
    permission::Permission,
    results::{GroupResult, Results},
};
use leptos::prelude::*;

use super::{param, query};
use crate::{
    error::AppError,
    parts::{
        bar::Bar,
        frame::{Frame, Tab, page},
        pillar::{Beside, PillarName},
        tag::StateTag,
    },
    place::Place,
    visitor::{Round, round, store},
};

mod divergence_card;
mod file_card;
pub(super) mod gap_card;
mod priority_card;
mod weak_evidence_card;

/// Where the organisation is and where it wants to be.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let lens = query("lens").unwrap_or_else(|| "elements".to_owned());
    page(async move {
        let (
            visitor,
            Round {
                assessment,
                framework,
                standing,
            },
        ) = round(id?, Permission::Read).await?;
        let store = store()?;
        let records = store.records(&assessment).await?;
        let partnership = store.find_partnership(&assessment).await?;
        let results = Results::of(framework, &assessment, &records)
            .furthest_apart_first(partnership.as_ref());
        let pillars = results.find_lens("pillars").ok_or(AppError::Unavailable)?;
        let others = results.by_pillar();
        let others = others.filter(|it| it.lens.origin != Origin::Main);
        let beside = others
            .flat_map(|it| &it.groups)
            .map(|it| pillar_card(it, true).into_any())
            .collect();
        let chosen = results.find_lens(&lens).ok_or(AppError::NotFound)?;
        let site = assessment.site.as_ref();
        let meta = format!(
            "{}{} · {}",
            site.map(|it| format!("{} · ", it.name)).unwrap_or_default(),
            framework.full_title(),
            assessment.period()
        );
        let scored = format!(
            " {} of {} statements scored",
            results.overall.scored, results.overall.applicable
        );
        let may_plan = assessment.is_open() && standing.may(Permission::Plan);
        let (id, state) = (assessment.assessment_id, assessment.state);
        let benchmark = Place::Benchmark(id, None, None).to_string();
        let disputed = partnership
            .as_ref()
            .map(|it| it.disputed(&results))
            .unwrap_or_default();
        let both_sides = partnership
            .as_ref()
            .map(|it| divergence_card::divergence_card(id, framework, &results, it));
        let content = if assessment.is_blind() {
            not_yet(id, BEFORE_THE_REVEAL, BLIND).into_any()
        } else if results.overall.scored == 0 {
            view! {
                {not_yet(id, "Nothing scored yet", NOTHING_SCORED)}
                {both_sides}
            }
            .into_any()
        } else {
            view! {
                <div class="app-grid app-grid--3">{pillars.groups.iter().map(|it| pillar_card(it, false)).collect_view()}</div>
                <Beside cards=beside/>
                {gap_card::gap_card(framework, chosen, &|lens| Place::Results(id, Some(lens)))}
                {both_sides}
                {priority_card::priority_card(&assessment, &results, &disputed, may_plan)}
                {weak_evidence_card::weak_evidence_card(&assessment, &results)}
                {file_card::file_card(id)}
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
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=benchmark>"Benchmark"</a>
                    </div>
                </div>
                {content}
            </Frame>
        }
        .into_any())
    })
}

const NOTHING_SCORED: &str =
    "The picture appears with the first level. Nothing is counted as 0 before.";
const BEFORE_THE_REVEAL: &str = "Nothing to see before the reveal";
const BLIND: &str = "Both sides score on their own first. Once the two chairs reveal the scores, this page shows how far the sides are apart; the gap to target and what comes first follow with what the meeting agrees.";

/// What stands here until there is something to show.
fn not_yet(id: AssessmentId, title: &'static str, said: &'static str) -> impl IntoView {
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">{title}</h2>
            <p>{said}</p>
            <a class="nhsuk-button" href=Place::Assessment(id).to_string()>"Go to the statements"</a>
        </div>
    }
}

fn whole(fraction: Option<Fraction>) -> u64 {
    fraction.map_or(0, Fraction::whole)
}

pub(super) fn pillar_card(group: &GroupResult<'_>, is_nested: bool) -> impl IntoView + use<> {
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
        <section class=format!("app-pillar-card app-pillar--{}", group.group.id) aria-labelledby=heading>
            <PillarName pillar=group.group.id.clone() name=group.group.name.clone() is_nested/>
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
