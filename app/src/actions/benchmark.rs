//! The benchmark: an assessment is contributed, and taken back until the release.

use domain::{
    benchmark::{Obstacle, obstacles},
    id::AssessmentId,
    permission::Permission,
    results::{Recorded, Records},
};
use leptos::prelude::*;
use store::{StoreError, benchmark::ContributionState};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Round, go_to, now, round, store},
};

/// Contributes an assessment to the benchmark of its year.
#[server(endpoint = "benchmark/contribute")]
pub async fn contribute(
    assessment: AssessmentId,
    #[server(default)] agreed: String,
) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::Contribute).await?;
    let page = Place::Contribution(assessment);
    let store = store()?;
    let mut draft = Draft::default().typed("agreed", &agreed);
    let state = store.contribution_state(&round.assessment).await?;
    if !find_obstacles(&round, &state).await?.is_empty() {
        draft.problem("contribute", STANDS_IN_THE_WAY);
    }
    if agreed.is_empty() {
        draft.problem("agreed", "Confirm that your organisation agrees.");
    }
    if draft.has_problems() {
        return draft.keep(&visitor.holder(), &page).await;
    }
    let by = Some(&visitor.person);
    match store.contribute(&round.assessment, by, now()).await {
        Ok(()) => {}
        Err(StoreError::Stale { .. }) => {
            draft.problem("contribute", STANDS_IN_THE_WAY);
            return draft.keep(&visitor.holder(), &page).await;
        }
        Err(StoreError::Released) => {
            draft.problem("contribute", TOO_LATE);
            return draft.keep(&visitor.holder(), &page).await;
        }
        Err(error) => return Err(error.into()),
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&page);
    Ok(())
}

/// Takes a contribution back, as long as the release is not made.
#[server(endpoint = "benchmark/withdraw")]
pub async fn withdraw_contribution(assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::Contribute).await?;
    let page = Place::Contribution(assessment);
    let by = Some(&visitor.person);
    let withdrawn = store()?
        .withdraw_contribution(&round.assessment, by, now())
        .await;
    if matches!(withdrawn, Err(StoreError::Released)) {
        let mut draft = Draft::default();
        draft.problem("contribute", TOO_LATE);
        return draft.keep(&visitor.holder(), &page).await;
    }
    withdrawn?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&page);
    Ok(())
}

const STANDS_IN_THE_WAY: &str =
    "Something stands in the way of contributing this assessment. The page says what.";

const TOO_LATE: &str = "The release was made in the meantime, so nothing about it can be changed. The page shows how it stands now.";

/// What keeps an assessment out of the benchmark.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn find_obstacles(
    round: &Round,
    state: &ContributionState,
) -> Result<Vec<Obstacle>, AppError> {
    let scores = store()?.scores(&round.assessment).await?;
    let records: Records = scores
        .into_iter()
        .map(|(statement, stored)| {
            let recorded = Recorded {
                score: stored.value,
                evidence: vec![],
            };
            (statement, recorded)
        })
        .collect();
    let superseded = state.is_superseded;
    Ok(obstacles(
        round.framework,
        &round.assessment,
        &records,
        superseded,
    ))
}
