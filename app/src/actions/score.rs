//! Recording what is agreed about a statement.

use domain::{
    answer::{AgreedScore, Choice},
    id::{AssessmentId, StatementId},
    level::{Importance, Target},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::{StoreError, Version, score::ScoreChange};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{accepts_html, go_to, now, open_assessment, store},
};

/// What an island is told after a save in the background.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// What to tell the visitor: when it was saved, or why it was not.
    pub said: String,
    /// The values the next save is made from.
    pub base: Option<String>,
    /// The version the next save is made from.
    pub seen: Option<String>,
    /// The page to go to, when the visitor has to choose something there.
    pub go: Option<String>,
}

/// Saves what is agreed about one statement, and shows the next.
///
/// The form carries the values and the version it was made from. What others
/// changed since is kept; where both changed the same part, nothing is written
/// and the visitor is shown both. What was typed is set aside, never lost.
#[server(endpoint = "scores/save")]
pub async fn save_score(
    assessment: AssessmentId,
    statement: StatementId,
    /// What the form was made from, as JSON.
    base: String,
    /// The version it was made from.
    seen: u32,
    #[server(default)] answer: String,
    #[server(default)] reason: String,
    #[server(default)] comment: String,
    #[server(default)] target: String,
    #[server(default)] importance: String,
    /// `next`, `list`, or nothing to stay.
    #[server(default)]
    then: String,
) -> Result<Saved, AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::Score).await?;
    let question = round
        .find_asked(framework, &statement)
        .ok_or(AppError::NotFound)?;
    let base: AgreedScore = serde_json::from_str(&base).map_err(|_| AppError::Invalid)?;
    let page = Place::Statement(assessment, statement.clone());

    let mut draft = Draft::default()
        .typed(
            "base",
            &serde_json::to_string(&base).map_err(|_| AppError::Unavailable)?,
        )
        .typed("answer", &answer)
        .typed("reason", &reason)
        .typed("comment", &comment)
        .typed("target", &target)
        .typed("importance", &importance);
    draft.check("reason", text::paragraph(&reason));
    if Choice::find(&answer) == Some(Choice::NotApplicable) && reason.trim().is_empty() {
        draft.problem(
            "reason",
            "Say why this does not apply, so that others can follow it.",
        );
    }
    draft.check("comment", text::paragraph(&comment));
    if let Some(problem) = draft.problems().first() {
        let said = format!("Not saved yet. {}", problem.message);
        // Somebody who has just chosen "not applicable" is still typing the reason.
        if accepts_html() {
            draft.keep(&visitor.holder(), &page).await?;
        }
        return Ok(Saved {
            said,
            ..Saved::default()
        });
    }
    let mine = typed_score(&draft, &base);
    let change = ScoreChange {
        base,
        seen: Version::new(seen),
        mine,
    };
    let saved = store()?
        .save_score(&round, &statement, &change, visitor.person.person_id, now())
        .await;
    match saved {
        Ok(saved) => {
            Draft::drop(&visitor.holder(), &page).await?;
            Draft::drop(
                &visitor.holder(),
                &Place::Conflict(assessment, statement.clone()),
            )
            .await?;
            let place = match then.as_str() {
                "next" => Place::after(&round, framework, question),
                "list" => Place::SectionAt(assessment, question.pillar.clone(), statement),
                _ => page,
            };
            go_to(&place);
            let base = serde_json::to_string(&change.mine).map_err(|_| AppError::Unavailable)?;
            Ok(Saved {
                said: format!("Saved {}", domain::display::clock(now())),
                base: Some(base),
                seen: Some(saved.version.to_string()),
                go: None,
            })
        }
        Err(StoreError::Stale { .. }) => {
            let choice = Place::Conflict(assessment, statement);
            draft.keep(&visitor.holder(), &choice).await?;
            Ok(Saved {
                said: "Somebody else changed this too.".into(),
                go: Some(choice.to_string()),
                ..Saved::default()
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form makes of the score it was made from.
#[must_use]
pub fn typed_score(draft: &Draft, base: &AgreedScore) -> AgreedScore {
    let typed = |field: &str| text::tidy(draft.find(field).unwrap_or_default());
    AgreedScore {
        answer: Choice::find(&typed("answer")).map(|choice| choice.because(typed("reason"))),
        comment: typed("comment"),
        target: read(&typed("target"), Target::new).unwrap_or(base.target),
        importance: read(&typed("importance"), Importance::new).unwrap_or(base.importance),
    }
}

fn read<T, E>(text: &str, new: impl Fn(u8) -> Result<T, E>) -> Option<T> {
    text.parse().ok().and_then(|number| new(number).ok())
}
