//! `/systems/:system/shared/:shared`: what a member shows the host of a system.
//!
//! Scores, targets and gaps, as they were signed. No comment, reason, evidence,
//! action or name is printed here, and nothing of how far the sides were apart;
//! nor are add-ons and the organisation's own statements, which are its words.

use domain::{
    framework,
    id::{AssessmentId, SystemId},
    permission::Permission,
    results::{Results, StatementResult, answer_name},
};
use leptos::prelude::*;

use super::param;
use crate::{
    actions::system::hosting,
    error::AppError,
    pages::{
        query,
        results::{gap_card::gap_card, pillar_card},
    },
    parts::{
        frame::{Frame, Tab, page},
        table::{Column, Table},
        typed::Typed,
    },
    place::Place,
    visitor::store,
};

/// The results of one assessment, while they are shared.
#[component]
pub fn SharedResultsPage() -> impl IntoView {
    let system = param::<SystemId>("system");
    let shared = param::<AssessmentId>("shared");
    let lens = query("lens").unwrap_or_else(|| "elements".to_owned());
    page(async move {
        let (visitor, found) = hosting(system?, Permission::ReadSystems).await?;
        let (store, system) = (store()?, found.system);
        let shared = store
            .find_shared_results(&system, shared?)
            .await?
            .ok_or(AppError::NotFound)?;
        let assessment = &shared.assessment;
        let framework = framework::find(&assessment.framework, assessment.edition)
            .ok_or(AppError::Unavailable)?;
        let records = store.records(assessment).await?;
        let results = Results::of(framework, assessment, &records);
        let pillars = results.find_lens("pillars");
        let chosen = results.find_lens(&lens).ok_or(AppError::NotFound)?;
        let site = assessment.site.as_ref();
        let meta = format!(
            "{}{}, edition {} · {} · {} of {} statements scored",
            site.map(|it| format!("{} · ", it.name)).unwrap_or_default(),
            framework.title,
            framework.edition,
            assessment.period(),
            results.overall.scored,
            results.overall.applicable,
        );
        let (id, system_id) = (assessment.assessment_id, system.system_id);
        let place = |lens| Place::SharedResults(system_id, id, Some(lens));
        let rows = results.statements.iter().map(row).collect();
        let columns = [
            Column::new("Statement"),
            Column::numeric("Level"),
            Column::numeric("Target"),
            Column::numeric("Gap"),
        ];
        let pillars = pillars.map(|it| it.groups.iter().map(pillar_card).collect_view());
        let gaps = gap_card(framework, &results, chosen, &place);
        let (owner, title) = (shared.organisation_name.clone(), assessment.title.clone());
        Ok(view! {
            <Frame title="Shared results" visitor=Some(visitor) tab=Tab::Systems>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption"><Typed text=owner/></p>
                        <h1 class="app-page-heading__title"><Typed text=title/></h1>
                        <p class="app-page-heading__meta">{meta}</p>
                    </div>
                </div>
                <p class="nhsuk-inset-text">
                    {format!("Shared with {} by the organisation whose results these are, to be read here and not passed on. It can take that back at any time. Only the questionnaire is shown, without what may have been asked beside it.", system.name)}
                </p>
                <div class="app-grid app-grid--3">{pillars}</div>
                {gaps}
                <section class="app-card" aria-labelledby="statements">
                    <h2 class="app-card__title" id="statements">"Statement by statement"</h2>
                    <Table caption="Level, target and gap of each statement" columns=columns.into() rows/>
                </section>
                <p><a href=Place::System(system_id).to_string()>"Back to the system"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn row(result: &StatementResult<'_>) -> Vec<AnyView> {
    let statement = view! {
        <span class="app-priority__id"><strong>{result.statement.id.to_string()}</strong></span>
        " "
        {result.statement.text.clone()}
    };
    let level = result.score.level().map_or_else(
        || answer_name(result.score.answer.as_ref()).replace('_', " "),
        |level| level.get().to_string(),
    );
    let gap = result
        .gap
        .map_or_else(|| "–".to_owned(), |gap| gap.to_string());
    vec![
        statement.into_any(),
        level.into_any(),
        result.score.target.get().into_any(),
        gap.into_any(),
    ]
}
