//! Evidence for a statement: added, changed, removed.

use domain::{
    assessment::Assessment,
    evidence::{self, Evidence, Strength},
    framework::Statement,
    id::{AssessmentId, EvidenceId, StatementId},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    dates::read_optional_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, open_assessment, store},
};

/// Adds a piece of evidence to a statement.
#[server(endpoint = "evidence/add")]
pub async fn add_evidence(
    assessment: AssessmentId,
    statement: StatementId,
    #[server(default)] what: String,
    #[server(default)] link: String,
    #[server(default)] date: String,
    #[server(default)] strength: String,
) -> Result<(), AppError> {
    let (visitor, round, question) = asked(assessment, &statement).await?;
    let page = Place::NewEvidence(assessment, statement.clone());
    let mut draft = typed(&what, &link, &date, &strength);
    let Some(piece) = read_evidence(&mut draft, EvidenceId(new_id())) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    store()?
        .add_evidence(
            &round,
            &question.id,
            &piece,
            visitor.person.person_id,
            now(),
        )
        .await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Statement(assessment, statement));
    Ok(())
}

/// Changes a piece of evidence, unless somebody else has since it was opened.
#[server(endpoint = "evidence/save")]
pub async fn save_evidence(
    assessment: AssessmentId,
    statement: StatementId,
    evidence: EvidenceId,
    seen: u32,
    #[server(default)] what: String,
    #[server(default)] link: String,
    #[server(default)] date: String,
    #[server(default)] strength: String,
) -> Result<(), AppError> {
    let (visitor, round, question) = asked(assessment, &statement).await?;
    let page = Place::Evidence(assessment, statement.clone(), evidence);
    let mut draft = typed(&what, &link, &date, &strength);
    let Some(piece) = read_evidence(&mut draft, evidence) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let seen = Version::new(seen);
    match store()?
        .save_evidence(
            &round,
            &question.id,
            &piece,
            seen,
            visitor.person.person_id,
            now(),
        )
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Statement(assessment, statement));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("what", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a piece of evidence, unless somebody has changed it since it was opened.
#[server(endpoint = "evidence/remove")]
pub async fn remove_evidence(
    assessment: AssessmentId,
    statement: StatementId,
    evidence: EvidenceId,
    seen: u32,
) -> Result<(), AppError> {
    let (visitor, round, question) = asked(assessment, &statement).await?;
    let page = Place::Evidence(assessment, statement.clone(), evidence);
    match store()?
        .remove_evidence(&round, &question.id, evidence, Version::new(seen))
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Statement(assessment, statement));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            let mut draft = Draft::default();
            draft.problem("what", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else changed or removed this since you opened it. What is saved now stands below the form; save again to replace it.";

async fn asked(
    assessment: AssessmentId,
    statement: &StatementId,
) -> Result<(Visitor, Assessment, &'static Statement), AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::Evidence).await?;
    let question = round
        .find_asked(framework, statement)
        .ok_or(AppError::NotFound)?;
    Ok((visitor, round, question))
}

fn typed(what: &str, link: &str, date: &str, strength: &str) -> Draft {
    Draft::default()
        .typed("what", what)
        .typed("link", link)
        .typed("date", date)
        .typed("strength", strength)
}

fn read_evidence(draft: &mut Draft, evidence_id: EvidenceId) -> Option<Evidence> {
    let field = |draft: &Draft, name: &str| draft.find(name).unwrap_or_default().to_owned();
    let what = text::paragraph(&field(draft, "what"));
    let what = draft.check("what", what).unwrap_or_default();
    if what.trim().is_empty() && draft.problem_with("what").is_none() {
        draft.problem(
            "what",
            "Say what the evidence is, for example a paper, a report or a number.",
        );
    }
    let link = evidence::link(&field(draft, "link"));
    let link = draft.check("link", link).unwrap_or_default();
    let date = field(draft, "date");
    let date = read_optional_date(draft, "date", &date);
    let strength = field(draft, "strength")
        .parse::<u8>()
        .ok()
        .and_then(|number| Strength::try_from(number).ok());
    if strength.is_none() {
        draft.problem("strength", "Choose how strong the evidence is.");
    }
    match (strength, draft.has_problems()) {
        (Some(strength), false) => Some(Evidence {
            evidence_id,
            what,
            link,
            date,
            strength,
        }),
        _ => None,
    }
}
