//! Questions of the board: asked, and answered in place.

use domain::{
    id::{AssessmentId, QuestionId, StatementId},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Round, go_to, new_id, now, open_round, store},
};

/// Asks a question, about a statement or about the assessment as a whole.
#[server(endpoint = "questions/ask")]
pub async fn ask_question(
    assessment: AssessmentId,
    #[server(default)] question: String,
    /// A statement, or nothing for the assessment as a whole.
    #[server(default)]
    about: String,
) -> Result<(), AppError> {
    let (visitor, round) = open_round(assessment, Permission::Ask).await?;
    let about_statement = read_about(&round, &about)?;
    let page = Place::Questions(assessment);
    let mut draft = Draft::default()
        .typed("about", &about)
        .typed("question", &question);
    let Some(text) = read_text(&mut draft, "question", &question, "Write your question.") else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let id = QuestionId(new_id());
    store()?
        .ask(
            &round.assessment,
            id,
            &text,
            about_statement.as_ref(),
            &visitor.person,
            now(),
        )
        .await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Question(assessment, id));
    Ok(())
}

/// Answers a question, or corrects what it was answered, unless somebody else has since.
#[server(endpoint = "questions/answer")]
pub async fn answer_question(
    assessment: AssessmentId,
    question: QuestionId,
    seen: u32,
    #[server(default)] reply: String,
) -> Result<(), AppError> {
    let (visitor, round) = open_round(assessment, Permission::AnswerQuestion).await?;
    let page = Place::Question(assessment, question);
    let mut draft = Draft::default().typed("reply", &reply);
    let Some(text) = read_text(&mut draft, "reply", &reply, "Write the answer.") else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let seen = Version::new(seen);
    match store()?
        .answer_question(
            &round.assessment,
            question,
            &text,
            seen,
            &visitor.person,
            now(),
        )
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&page);
            Ok(())
        }
        Err(StoreError::Stale { newest }) if newest == Version::NONE => Err(AppError::NotFound),
        Err(StoreError::Stale { .. }) => {
            draft.problem("reply", ANSWERED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const ANSWERED_SINCE: &str = "Somebody else answered this question since you opened the page. What is saved now stands above what you typed; save again to replace it.";

/// The statement that a question is about; `None` for the assessment as a whole.
fn read_about(round: &Round, about: &str) -> Result<Option<StatementId>, AppError> {
    if about.is_empty() {
        return Ok(None);
    }
    let statement = about.parse().map_err(|_| AppError::NotFound)?;
    round
        .assessment
        .find_asked(round.framework, &statement)
        .ok_or(AppError::NotFound)?;
    Ok(Some(statement))
}

/// What was typed, or `None` with what is wrong noted in the draft.
fn read_text(draft: &mut Draft, field: &str, typed: &str, missing: &'static str) -> Option<String> {
    let text = draft.check(field, text::paragraph(typed))?;
    if text.trim().is_empty() {
        draft.problem(field, missing);
        return None;
    }
    Some(text)
}
