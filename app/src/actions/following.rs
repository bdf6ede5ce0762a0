//! Saying that what was carried over from last year is still true.

use domain::{
    id::{ActionId, AssessmentId, EvidenceId, StatementId},
    permission::Permission,
};
use leptos::prelude::*;

use crate::{
    error::AppError,
    place::Place,
    visitor::{go_to, now, open_assessment, store},
};

/// Notes that a carried piece of evidence is still true.
#[server(endpoint = "evidence/confirm")]
pub async fn confirm_evidence(
    assessment: AssessmentId,
    statement: StatementId,
    evidence: EvidenceId,
) -> Result<(), AppError> {
    let (_, round, framework) = open_assessment(assessment, Permission::Evidence).await?;
    let question = round
        .find_asked(framework, &statement)
        .ok_or(AppError::NotFound)?;
    store()?
        .confirm_evidence(&round, &question.id, evidence)
        .await?;
    go_to(&Place::Statement(assessment, statement));
    Ok(())
}

/// Notes that a carried action is still true.
#[server(endpoint = "plan/confirm")]
pub async fn confirm_action(
    assessment: AssessmentId,
    action: ActionId,
    /// The statement on whose page it was confirmed; without one it was the plan.
    #[server(default)]
    statement: Option<StatementId>,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Plan).await?;
    store()?
        .confirm_action(&round, action, &visitor.person, now())
        .await?;
    go_to(&match statement {
        Some(statement) => Place::Statement(assessment, statement),
        None => Place::Plan(assessment),
    });
    Ok(())
}
