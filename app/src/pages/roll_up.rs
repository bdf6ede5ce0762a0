//! `/roll-up`: what the assessments of several sites come to together.

use domain::{
    assessment::Assessment,
    display::Fraction,
    framework::{self, Framework},
    id::AssessmentId,
    permission::Permission,
    results::Results,
    roll_up::{NotRolledUp, RULE, RolledGroup, SiteResults, are_alike, check, roll_up},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use report::chart::{GapChart, furthest_sites_first, gap_svg, gap_svg_narrow};

use super::query;
use crate::{
    error::AppError,
    parts::{
        drawing::Drawing,
        error_summary::Failure,
        frame::{Frame, Tab, page},
        switch::{Switch, Way},
        table::{Column, Table},
        tag::StateTag,
        typed::Typed,
    },
    place::Place,
    visitor::{store, visitor},
};

/// The sites' assessments that belong together, and what the chosen ones come to.
#[component]
pub fn RollUpPage() -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get_all("of"));
    let asked: Vec<AssessmentId> = asked
        .unwrap_or_default()
        .iter()
        .filter_map(|it| it.parse().ok())
        .collect();
    let lens = query("lens").unwrap_or_else(|| "elements".to_owned());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Read)?;
        let all = store()?
            .assessments(visitor.organisation.organisation_id)
            .await?;
        let sets = sets(&all);
        let chosen: Vec<&Assessment> = asked
            .iter()
            .map(|id| all.iter().find(|it| it.assessment_id == *id))
            .collect::<Option<_>>()
            .ok_or(AppError::NotFound)?;
        let problem = check(chosen.iter().copied())
            .err()
            .filter(|_| !chosen.is_empty());
        let body = if chosen.is_empty() || problem.is_some() {
            None
        } else {
            match rolled_up(&chosen, &lens).await? {
                Ok(body) => Some(body),
                Err(error) => return Ok(refused(visitor, &sets, &asked, error)),
            }
        };
        if let Some(error) = problem {
            return Ok(refused(visitor, &sets, &asked, error));
        }
        let forms = choices(&sets, &asked);
        Ok(view! {
            <Frame title="Sites together" visitor=Some(visitor) tab=Tab::Assessments>
                <h1>"Sites together"</h1>
                {body}
                <p class="nhsuk-u-reading-width app-formula">{RULE}</p>
                {forms}
            </Frame>
        }
        .into_any())
    })
}

/// The page that says why what was chosen cannot be put together.
fn refused(
    visitor: crate::visitor::Visitor,
    sets: &[Vec<&Assessment>],
    asked: &[AssessmentId],
    error: NotRolledUp,
) -> AnyView {
    let said = error.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    let message = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
    let forms = choices(sets, asked);
    view! {
        <Frame title="Sites together" visitor=Some(visitor) tab=Tab::Assessments error=true>
            <Failure message/>
            <h1>"Sites together"</h1>
            <p class="nhsuk-u-reading-width app-formula">{RULE}</p>
            {forms}
        </Frame>
    }
    .into_any()
}

/// The assessments of sites that can be put together, newest first: those whose scores may be
/// seen and that no later one supersedes, by what they are about.
fn sets(all: &[Assessment]) -> Vec<Vec<&Assessment>> {
    let is_superseded = |it: &Assessment| {
        let mut others = all.iter();
        others.any(|other| other.supersedes == Some(it.assessment_id))
    };
    let mut sets: Vec<Vec<&Assessment>> = Vec::new();
    for assessment in all {
        if assessment.site.is_none() || assessment.is_blind() || is_superseded(assessment) {
            continue;
        }
        let same = |set: &&mut Vec<&Assessment>| {
            set.first()
                .is_some_and(|first| are_alike(first, assessment))
        };
        match sets.iter_mut().find(same) {
            Some(set) => set.push(assessment),
            None => sets.push(vec![assessment]),
        }
    }
    let name = |it: &Assessment| it.site.as_ref().map(|site| site.name.clone());
    for set in &mut sets {
        // Equal names keep their order: the newest of a site first.
        set.sort_by_key(|it| name(it));
    }
    sets
}

/// A form for each set, in which the sites are ticked that are to be put together.
fn choices(sets: &[Vec<&Assessment>], asked: &[AssessmentId]) -> impl IntoView + use<> {
    if sets.is_empty() {
        return view! {
            <div class="app-empty">
                <h2 class="app-empty__title">"No assessments of sites yet"</h2>
                <p>"An assessment is about one site when that is chosen at its start. Once two sites have taken stock with the same questionnaire for the same period, this page puts them together."</p>
            </div>
        }
        .into_any();
    }
    let forms = sets
        .iter()
        .enumerate()
        .map(|(at, set)| choice(at, set, asked))
        .collect_view();
    view! { <div>{forms}</div> }.into_any()
}

fn choice(at: usize, set: &[&Assessment], asked: &[AssessmentId]) -> impl IntoView + use<> {
    let first = set.first();
    let pack = first.and_then(|it| it.find_framework());
    let legend = format!(
        "{}, {}",
        pack.map(|it| it.title.as_str()).unwrap_or_default(),
        first.map(|it| it.period()).unwrap_or_default()
    );
    let is_asked = set.iter().any(|it| asked.contains(&it.assessment_id));
    let mut before = None;
    let items = set
        .iter()
        .map(|it| {
            let id = format!("of-{}", it.assessment_id);
            let site = it.site.as_ref().map(|site| site.site_id);
            // Before anything was chosen: the newest of each site.
            let is_first = before != site;
            before = site;
            let checked = if is_asked {
                asked.contains(&it.assessment_id)
            } else {
                is_first
            };
            let label = it.site.as_ref().map(|site| site.name.clone());
            view! {
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        id=id.clone()
                        name="of"
                        type="checkbox"
                        value=it.assessment_id.to_string()
                        checked=checked
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=id>
                        <Typed text=label.unwrap_or_default()/> ": " <Typed text=it.title.clone()/> " " <StateTag state=it.state/>
                    </label>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="app-card" aria-labelledby=format!("set-{at}")>
            <form class="app-form" method="get" action=Place::RollUp(vec![], None).to_string()>
                <fieldset class="nhsuk-fieldset nhsuk-form-group">
                    <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">
                        <h2 class="nhsuk-fieldset__heading" id=format!("set-{at}")>{legend}</h2>
                    </legend>
                    <div class="nhsuk-hint">"Tick the sites that are to be put together, one assessment of each."</div>
                    <div class="nhsuk-checkboxes nhsuk-checkboxes--small">{items}</div>
                </fieldset>
                <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Put together"</button>
            </form>
        </section>
    }
}

/// The chart and the tables of the chosen sites.
async fn rolled_up(
    chosen: &[&Assessment],
    lens: &str,
) -> Result<Result<AnyView, NotRolledUp>, AppError> {
    let first = chosen.first().ok_or(AppError::NotFound)?;
    let framework =
        framework::find(&first.framework, first.edition).ok_or(AppError::Unavailable)?;
    let mut records = store()?.site_records(first).await?;
    let results: Vec<Results<'_>> = chosen
        .iter()
        .map(|it| {
            let records = records.remove(&it.assessment_id).unwrap_or_default();
            Results::of(framework, it, &records)
        })
        .collect();
    let sites: Vec<SiteResults<'_>> = chosen
        .iter()
        .zip(&results)
        .map(|(assessment, results)| SiteResults {
            assessment,
            results,
        })
        .collect();
    if !framework.lenses.iter().any(|it| it.id == lens) {
        return Err(AppError::NotFound);
    }
    let groups = match roll_up(&sites, lens) {
        Ok(groups) => groups,
        Err(error) => return Ok(Err(error)),
    };
    let ids = chosen.iter().map(|it| it.assessment_id).collect();
    Ok(Ok(view! {
        {gap_card(framework, ids, lens, &groups, &sites)}
        {sites_card(&sites)}
    }
    .into_any()))
}

fn site_name(assessment: &Assessment) -> String {
    let site = assessment.site.as_ref().map(|it| it.name.clone());
    site.unwrap_or_default()
}

fn gap_card(
    framework: &'static Framework,
    ids: Vec<AssessmentId>,
    lens_id: &str,
    groups: &[RolledGroup<'_>],
    sites: &[SiteResults<'_>],
) -> impl IntoView + use<> {
    let ways = framework
        .lenses
        .iter()
        .map(|lens| Way {
            name: lens.name.clone(),
            place: Place::RollUp(ids.clone(), Some(lens.id.clone())),
            is_here: lens.id == lens_id,
        })
        .collect();
    let groups = furthest_sites_first(groups);
    let GapChart { bars, sentence } = GapChart::of_sites(lens_id, &groups);
    let title = "Average score and target of each group over the sites";
    let wide = gap_svg("sites-wide", title, &sentence, &bars);
    let narrow = gap_svg_narrow("sites-narrow", title, &sentence, &bars);
    let rows = groups.iter().map(|group| row(group, sites)).collect();
    let columns = [
        Column::new("Group"),
        Column::numeric("Score"),
        Column::numeric("Target"),
        Column::numeric("Gap"),
        Column::new("Lowest site"),
        Column::new("Highest site"),
        Column::numeric("Sites"),
    ];
    view! {
        <section class="app-card" aria-labelledby="gap">
            <div class="app-card__header">
                <h2 class="app-card__title" id="gap">"The gap to target, averaged over the sites"</h2>
                <div class="app-card__aside">
                    <Switch label="Group by" ways/>
                </div>
            </div>
            <figure class="app-chart">
                <figcaption class="app-chart__sentence">
                    {sentence} " Solid bar: score. Hatched: gap. Heavy line: target. The counts are of sites."
                </figcaption>
                <Drawing wide narrow/>
            </figure>
            <Table caption="Averages, lowest and highest site of each group" columns=columns.into() rows/>
            <p class="nhsuk-body-s">
                "Scores and targets in per cent of the possible, gaps in points of 100, each averaged over the sites at which any of the group is scored. Each number is rounded by itself, so differences may look one out."
            </p>
        </section>
    }
}

fn row(group: &RolledGroup<'_>, sites: &[SiteResults<'_>]) -> Vec<AnyView> {
    let none = || "–".to_owned();
    let number = |fraction: Option<Fraction>| fraction.map_or_else(none, Fraction::one_decimal);
    let averages = group.averages;
    let named = |at: usize, percent: Fraction| {
        let name = sites.get(at).map(|it| site_name(it.assessment));
        format!("{}: {}", name.unwrap_or_default(), percent.one_decimal())
    };
    let lowest = averages.map(|it| named(it.lowest.at, it.lowest.percent));
    let highest = averages.map(|it| named(it.highest.at, it.highest.percent));
    vec![
        group.group.name.clone().into_any(),
        number(averages.map(|it| it.percent)).into_any(),
        number(averages.map(|it| it.target_percent)).into_any(),
        number(averages.map(|it| it.gap_points)).into_any(),
        view! { <Typed text=lowest.unwrap_or_else(none)/> }.into_any(),
        view! { <Typed text=highest.unwrap_or_else(none)/> }.into_any(),
        format!("{} of {}", group.scored, group.applicable).into_any(),
    ]
}

/// Which sites are in it, and how much each has scored.
fn sites_card(sites: &[SiteResults<'_>]) -> impl IntoView + use<> {
    let rows = sites
        .iter()
        .map(|it| {
            let place = Place::Results(it.assessment.assessment_id, None).to_string();
            let overall = &it.results.overall;
            vec![
                view! { <a href=place><Typed text=it.assessment.full_title()/></a> }.into_any(),
                view! { <StateTag state=it.assessment.state/> }.into_any(),
                format!("{} of {}", overall.scored, overall.applicable).into_any(),
            ]
        })
        .collect();
    let columns = [
        Column::new("Assessment"),
        Column::new("State"),
        Column::numeric("Statements scored"),
    ];
    view! {
        <section class="app-card" aria-labelledby="sites">
            <h2 class="app-card__title" id="sites">"The sites in it"</h2>
            <Table caption="The assessments that were put together" columns=columns.into() rows/>
        </section>
    }
}
