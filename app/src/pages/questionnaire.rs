//! `/assessments/:assessment/questionnaire`

use domain::{
    framework::{Framework, Statement},
    id::AssessmentId,
    level::Level,
    permission::Permission,
};
use leptos::prelude::*;

use super::param;
use crate::{
    parts::frame::{Frame, Tab, page},
    place::Place,
    visitor::{assessment, store},
};

/// Everything that is asked, without answers: to print for a workshop and fill in with a pen.
#[component]
pub fn QuestionnairePage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, assessment, framework) = assessment(id?, Permission::Read).await?;
        let id = assessment.assessment_id;
        let pillars = framework
            .pillars
            .iter()
            .filter_map(|pillar| {
                let asked: Vec<_> = assessment.asked(framework).filter(|it| it.pillar == pillar.id)
                    .collect();
                let statements = asked
                    .iter()
                    .map(|it| blank_statement(framework, it))
                    .collect_view();
                (!asked.is_empty()).then(|| {
                    view! {
                        <section class=format!("app-pillar--{}", pillar.id) aria-labelledby=format!("pillar-{}", pillar.id)>
                            <h2 id=format!("pillar-{}", pillar.id)>{pillar.name.clone()}</h2>
                            <p class="nhsuk-u-reading-width">{pillar.summary.clone()}</p>
                            {statements}
                        </section>
                    }
                })
            })
            .collect_view();
        let meta = format!("{} · {}", framework.full_title(), assessment.period());
        let organisation = visitor.organisation_of(&store()?, &assessment).await?.name;
        Ok(view! {
            <Frame title="Blank questionnaire" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{organisation}</p>
                        <h1 class="app-page-heading__title">"Questionnaire"</h1>
                        <p class="app-page-heading__meta">{meta}</p>
                    </div>
                </div>
                <p class="app-no-print nhsuk-u-reading-width">
                    "Print this page with your browser (Ctrl and P, or “Share” on a phone): the navigation is left out on paper. "
                    <a href=Place::Assessment(id).to_string()>"Back to the overview"</a>
                </p>
                <p class="nhsuk-u-reading-width">
                    "For each statement tick the level that is true today, not the one you hope for. “Don’t know” is an honest answer. Write nothing about anybody’s health."
                </p>
                {pillars}
            </Frame>
        }
        .into_any())
    })
}

fn blank_statement(framework: &Framework, statement: &Statement) -> impl IntoView + use<> {
    let levels = Level::all()
        .map(|level| {
            let name = format!("{level} {}", framework.level_name(level));
            view! {
                <li class="app-tick-list__item">
                    <span class="app-tick-list__box" aria-hidden="true"></span>
                    <span class="app-tick-list__text">
                        <strong>{name}</strong>
                        " "
                        {statement.anchor(level).to_owned()}
                    </span>
                </li>
            }
        })
        .collect_view();
    let others = ["Don’t know", "Not applicable, because:"]
        .map(|text| {
            view! {
                <li class="app-tick-list__item">
                    <span class="app-tick-list__box" aria-hidden="true"></span>
                    <span class="app-tick-list__text">{text}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="app-questionnaire__statement">
            <h3 class="app-questionnaire__title">
                <span class="app-questionnaire__id">{statement.id.to_string()}</span>
                " "
                {statement.text.clone()}
            </h3>
            <p>{statement.why.clone()}</p>
            <ol class="app-tick-list">{levels}</ol>
            <ul class="app-tick-list app-tick-list--row">{others}</ul>
            <p class="app-questionnaire__lines">"What shows it, and what we would like to say"</p>
        </section>
    }
}
