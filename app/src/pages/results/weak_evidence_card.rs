//! Scores that nothing recent supports.

use domain::{
    assessment::Assessment,
    display,
    evidence::SupportState,
    results::{Results, StatementResult},
};
use leptos::prelude::*;

use crate::{parts::details::Details, place::Place};

/// Where evidence is weak: the highest scores first, because they claim the most.
pub(super) fn weak_evidence_card(
    assessment: &Assessment,
    results: &Results<'_>,
) -> impl IntoView + use<> {
    let id = assessment.assessment_id;
    let weak = results.weak_evidence();
    let old = weak
        .iter()
        .filter(|it| it.support.state == SupportState::Stale)
        .count();
    let sentence = if weak.is_empty() {
        "Every scored statement has evidence that is at most 12 months old.".to_owned()
    } else {
        format!(
            "{} of {} scored statements: {} without dated evidence, {old} with evidence older than 12 months.",
            weak.len(),
            results.overall.scored,
            weak.len() - old
        )
    };
    let item = |result: &&StatementResult<'_>| {
        let level = result
            .score
            .level()
            .map(|it| it.to_string())
            .unwrap_or_default();
        let state = match (result.support.state, result.support.date) {
            (SupportState::Stale, Some(date)) => format!("evidence of {}", display::day(date)),
            _ if result.evidence_count > 0 => "evidence without a date".to_owned(),
            _ => "no evidence".to_owned(),
        };
        view! {
            <li>
                <a href=Place::Statement(id, result.statement.id.clone()).to_string()>
                    <strong>{result.statement.id.to_string()}</strong>
                    " "
                    {result.statement.text.clone()}
                </a>
                {format!(" · level {level}, {state}")}
            </li>
        }
    };
    let items = weak.iter().map(item).collect_view();
    let list = (!weak.is_empty()).then(|| {
        view! {
            <Details summary="Which they are">
                <ul>{items}</ul>
            </Details>
        }
    });
    view! {
        <section class="app-card" aria-labelledby="weak">
            <h2 class="app-card__title" id="weak">"Where evidence is weak"</h2>
            <p>{sentence}</p>
            {list}
        </section>
    }
}
