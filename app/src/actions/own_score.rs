//! Saying how far one statement has got, for oneself and before anybody else sees it.

use domain::{
    answer::Choice,
    assessment::State,
    display,
    divergence::OwnScore,
    id::{AssessmentId, StatementId},
    participant::Seat,
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::StoreError;

use super::score::Saved;
use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Round, Visitor, accepts_html, go_to, now, round, store},
};

/// Saves what the visitor says about one statement, and shows the next.
///
/// A save made from an old version changes nothing: what was typed is set aside
/// and shown beside what another tab or device has saved since.
#[server(endpoint = "own-scores/save")]
pub async fn save_own_score(
    assessment: AssessmentId,
    statement: StatementId,
    /// The version the form was made from.
    seen: u32,
    #[server(default)] answer: String,
    #[server(default)] comment: String,
    /// `yes` when the comment is for their own side only.
    #[server(default)]
    for_own_side: String,
    /// `next`, or nothing to stay.
    #[server(default)]
    then: String,
) -> Result<Saved, AppError> {
    let (visitor, round) = scoring(assessment).await?;
    if round.assessment.state != State::Scoring {
        return Err(AppError::ScoringClosed);
    }
    let question = round
        .assessment
        .find_asked(round.framework, &statement)
        .ok_or(AppError::NotFound)?;
    let page = Place::OwnScore(assessment, statement.clone());
    let mut draft = Draft::default()
        .typed("answer", &answer)
        .typed("comment", &comment)
        .typed("for_own_side", &for_own_side);
    draft.check("comment", text::paragraph(&comment));
    if let Some(problem) = draft.problems().first() {
        let said = format!("Not saved yet. {}", problem.message);
        if accepts_html() {
            draft.keep(&visitor.holder(), &page).await?;
        }
        return Ok(Saved {
            said,
            ..Saved::default()
        });
    }
    let mine = OwnScore {
        choice: Choice::find(&answer),
        comment: text::tidy(&comment),
        for_own_side: for_own_side == "yes",
    };
    let store = store()?;
    let person = visitor.person.person_id;
    let seen = store::Version::new(seen);
    let saved = store
        .save_own_score(&round.assessment, person, &statement, &mine, seen, now())
        .await;
    let (version, saved_at) = match saved {
        Ok(version) => (version, now()),
        Err(StoreError::Stale { .. }) => {
            let newest = store
                .find_own_score(&round.assessment, person, &statement)
                .await?;
            match newest {
                // The island and the button sent the same.
                Some(newest) if newest.value == mine => (newest.version, newest.saved_at),
                _ => {
                    draft.problem("answer", SAVED_ELSEWHERE);
                    draft.keep(&visitor.holder(), &page).await?;
                    return Ok(Saved {
                        said: "Not saved yet. You saved something else elsewhere.".into(),
                        go: Some(page.to_string()),
                        ..Saved::default()
                    });
                }
            }
        }
        Err(error) => return Err(error.into()),
    };
    Draft::drop(&visitor.holder(), &page).await?;
    if then == "next" {
        let sections = sections_of(&round, &visitor).await?;
        let order = round.assessment.asked_first(round.framework, &sections);
        let next = order.iter().skip_while(|it| it.id != question.id).nth(1);
        go_to(&match next {
            Some(next) => Place::OwnScore(assessment, next.id.clone()),
            None => Place::OwnScores(assessment),
        });
    } else {
        go_to(&page);
    }
    Ok(Saved {
        said: format!("Saved {}", display::clock(saved_at)),
        seen: Some(version.to_string()),
        ..Saved::default()
    })
}

/// What a form says of which something else was saved since.
pub const SAVED_ELSEWHERE: &str =
    "You saved something else in another tab or on another device. Choose below what stands.";

/// A round in which the visitor has a seat from which people score, whether or not scoring is open.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] when they have none, and else as [`round`].
pub async fn scoring(assessment: AssessmentId) -> Result<(Visitor, Round), AppError> {
    let (visitor, round) = round(assessment, Permission::Read).await?;
    if round.standing.seat.is_some_and(Seat::scores) {
        Ok((visitor, round))
    } else {
        Err(AppError::Forbidden)
    }
}

/// The pillars that the visitor was asked to look at first, by id.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn sections_of(round: &Round, visitor: &Visitor) -> Result<Vec<String>, AppError> {
    let found = store()?
        .find_participant(&round.assessment, visitor.person.person_id)
        .await?;
    Ok(found.map(|it| it.sections).unwrap_or_default())
}
