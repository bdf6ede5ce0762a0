//! Local statements: what an organisation asks itself, added, changed, removed.

use domain::{
    framework::{LOCAL_MAX, LocalStatement, USUAL_ANCHORS, Wording},
    id::{AssessmentId, StatementId},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Round, Visitor, go_to, now, open_round, store},
};

/// Adds a local statement.
#[server(endpoint = "local-statements/add")]
pub async fn add_local_statement(
    assessment: AssessmentId,
    #[server(default)] text: String,
    #[server(default)] why: String,
    #[server(default)] anchor_0: String,
    #[server(default)] anchor_1: String,
    #[server(default)] anchor_2: String,
    #[server(default)] anchor_3: String,
    #[server(default)] anchor_4: String,
) -> Result<(), AppError> {
    let (visitor, round) = asking(assessment).await?;
    let page = Place::LocalStatements(assessment);
    let anchors = [anchor_0, anchor_1, anchor_2, anchor_3, anchor_4];
    let mut draft = typed(&text, &why, &anchors);
    let wording = read_wording(&mut draft);
    if !round.assessment.additions.has_room() {
        draft.problem("text", full());
    }
    let (Some(wording), false) = (wording, draft.has_problems()) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let added = store()?
        .add_local_statement(&round.assessment, wording, &visitor.person, now())
        .await;
    match added {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&page);
            Ok(())
        }
        // Scores were revealed, or the last place was taken, in the meantime.
        Err(StoreError::Stale { .. }) => {
            draft.problem("text", full());
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes what a local statement says, unless the assessment was changed since it was opened.
#[server(endpoint = "local-statements/save")]
pub async fn save_local_statement(
    assessment: AssessmentId,
    statement: StatementId,
    seen: u32,
    #[server(default)] text: String,
    #[server(default)] why: String,
    #[server(default)] anchor_0: String,
    #[server(default)] anchor_1: String,
    #[server(default)] anchor_2: String,
    #[server(default)] anchor_3: String,
    #[server(default)] anchor_4: String,
    /// `yes` when it asks for something else than before.
    #[server(default)]
    means_other: String,
) -> Result<(), AppError> {
    let (visitor, round) = asking(assessment).await?;
    let local = find_local(&round, &statement)?;
    let page = Place::LocalStatement(assessment, local.id.clone());
    let anchors = [anchor_0, anchor_1, anchor_2, anchor_3, anchor_4];
    let mut draft = typed(&text, &why, &anchors).typed("means_other", &means_other);
    let Some(wording) = read_wording(&mut draft) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let saved = store()?
        .change_local_statement(
            &round.assessment,
            &local.id,
            wording,
            means_other == "yes",
            Version::new(seen),
            &visitor.person,
            now(),
        )
        .await;
    match saved {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::LocalStatements(assessment));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("text", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a local statement; once the visitor is sure, where anything is recorded about it.
#[server(endpoint = "local-statements/remove")]
pub async fn remove_local_statement(
    assessment: AssessmentId,
    statement: StatementId,
    seen: u32,
    #[server(default)] sure: String,
) -> Result<(), AppError> {
    let (visitor, round) = asking(assessment).await?;
    let local = find_local(&round, &statement)?;
    let page = Place::LocalStatement(assessment, local.id.clone());
    let recorded = store()?
        .recorded_about(&round.assessment, &local.id)
        .await?;
    let mut draft = Draft::default();
    if sure != "yes" && !recorded.is_nothing() {
        draft.problem("sure", "Confirm that you want to remove this statement.");
        return draft.keep(&visitor.holder(), &page).await;
    }
    let removed = store()?
        .remove_local_statement(
            &round.assessment,
            &local.id,
            Version::new(seen),
            &visitor.person,
            now(),
        )
        .await;
    match removed {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::LocalStatements(assessment));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("text", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str =
    "The assessment was changed since you opened this page. Check what you typed, and save again.";

/// Why none can be added.
fn full() -> String {
    format!(
        "An assessment has at most {LOCAL_MAX} local statements, and in partnership none is added after the reveal."
    )
}

/// Whoever may decide what is asked, and the assessment while that may still change.
///
/// In partnership that ends with the reveal: nobody could score blind any more.
async fn asking(assessment: AssessmentId) -> Result<(Visitor, Round), AppError> {
    let (visitor, round) = open_round(assessment, Permission::StartAssessment).await?;
    if !round.assessment.takes_local_statements() {
        return Err(AppError::ScoringClosed);
    }
    Ok((visitor, round))
}

fn find_local<'a>(
    round: &'a Round,
    statement: &StatementId,
) -> Result<&'a LocalStatement, AppError> {
    let found = round.assessment.additions.find_local(statement);
    found.ok_or(AppError::NotFound)
}

/// The name of the field for what a level looks like.
pub(crate) fn anchor_field(level: usize) -> String {
    format!("anchor_{level}")
}

fn typed(text: &str, why: &str, anchors: &[String; 5]) -> Draft {
    let draft = Draft::default().typed("text", text).typed("why", why);
    let levels = anchors.iter().enumerate();
    levels.fold(draft, |draft, (level, anchor)| {
        draft.typed(&anchor_field(level), anchor)
    })
}

/// What was typed, with the usual words for each level that was left empty.
fn read_wording(draft: &mut Draft) -> Option<Wording> {
    let field = |draft: &Draft, name: &str| draft.find(name).unwrap_or_default().to_owned();
    let text = text::line(&field(draft, "text"));
    let text = draft.check("text", text).unwrap_or_default();
    if text.is_empty() && draft.problem_with("text").is_none() {
        draft.problem(
            "text",
            "Write the statement: something that can be true or not.",
        );
    }
    let why = text::paragraph(&field(draft, "why"));
    let why = draft.check("why", why).unwrap_or_default();
    let mut anchors = USUAL_ANCHORS.map(str::to_owned);
    for (level, anchor) in anchors.iter_mut().enumerate() {
        let name = anchor_field(level);
        let typed = text::paragraph(&field(draft, &name));
        let typed = draft.check(&name, typed).unwrap_or_default();
        if !typed.trim().is_empty() {
            *anchor = typed;
        }
    }
    (!draft.has_problems()).then_some(Wording { text, why, anchors })
}
