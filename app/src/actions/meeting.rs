//! The meeting: what is put to it, who confirms it, and what it goes on to.
//!
//! Each of these is a plain form. What somebody sends about a meeting that has
//! moved on in between changes nothing: they are shown how it stands now.

use domain::{
    answer::{AgreedScore, Answer, Choice, Position},
    id::{AssessmentId, StatementId},
    level::{Importance, Level, Target},
    meeting::Matter,
    minutes::Minutes,
    participant::Side,
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{Store, StoreError, Version};

use crate::{
    board::{Board, find_before},
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Round, Visitor, go_to, now, store, visitor},
};

/// What a proposal's form sends when the two sides do not agree.
pub const NO_AGREEMENT: &str = "none";

/// Longest that a meeting can be planned to go on, in minutes.
const MINUTES_MAX: u32 = 600;

/// Chooses the statement that is talked about.
#[server(endpoint = "meeting/choose")]
pub async fn choose_statement(
    assessment: AssessmentId,
    statement: StatementId,
) -> Result<(), AppError> {
    let (_, round, store) = take_part(assessment, Permission::Propose).await?;
    require_asked(&round, &statement)?;
    let chosen = store
        .choose_statement(&round.assessment, Some(&statement))
        .await;
    go_on(assessment, chosen)
}

/// Puts an answer to the meeting, with its target and importance.
///
/// What was typed is set aside when something is wrong with it.
#[server(endpoint = "meeting/propose")]
pub async fn propose(
    assessment: AssessmentId,
    statement: StatementId,
    /// `0` to `4`, `dk`, `na`, or `none` for "we do not agree".
    #[server(default)]
    answer: String,
    #[server(default)] reason: String,
    #[server(default)] management_level: String,
    #[server(default)] management_reason: String,
    #[server(default)] staff_level: String,
    #[server(default)] staff_reason: String,
    #[server(default)] target: String,
    #[server(default)] importance: String,
    #[server(default)] comment: String,
) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Propose).await?;
    require_asked(&round, &statement)?;
    let form = Place::MeetingAt(assessment, statement.clone());
    let mut draft = Draft::default()
        .typed("reason", &reason)
        .typed("management_level", &management_level)
        .typed("management_reason", &management_reason)
        .typed("staff_level", &staff_level)
        .typed("staff_reason", &staff_reason)
        .typed("target", &target)
        .typed("importance", &importance)
        .typed("comment", &comment);
    let entries = store.audit_entries(&round.assessment).await?;
    let minutes = Minutes::of(&entries);
    let before = find_before(&minutes, &statement).and_then(|it| it.was.answer.as_ref());
    let Some(proposal) = read_proposal(&mut draft, &answer, before) else {
        return draft.keep(&visitor.holder(), &form).await;
    };
    let put = store
        .propose(&round.assessment, &statement, &proposal, now())
        .await;
    if put.is_ok() {
        Draft::drop(&visitor.holder(), &form).await?;
    } else {
        draft.set_aside(&store, &visitor.holder(), &form).await?;
    }
    go_on(assessment, put)
}

/// Takes back what is put to the meeting about a statement.
#[server(endpoint = "meeting/take-back")]
pub async fn take_back(assessment: AssessmentId, statement: StatementId) -> Result<(), AppError> {
    let (_, round, store) = take_part(assessment, Permission::Propose).await?;
    let taken = store
        .take_back_proposal(&round.assessment, &statement)
        .await;
    go_on(assessment, taken)
}

/// Confirms, for one's side, what is put to the meeting; once both have, the next statement comes.
#[server(endpoint = "meeting/confirm")]
pub async fn confirm(
    assessment: AssessmentId,
    statement: StatementId,
    /// The version of the proposal that the page showed.
    seen: u32,
) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Confirm).await?;
    let side = round.side().ok_or(AppError::Forbidden)?;
    let board = board(&store, &round).await?;
    let next = board.agenda.after(&statement).map(|it| &it.id);
    let (seen, by) = (Version::new(seen), &visitor.person);
    let confirmed = store
        .confirm(&round.assessment, &statement, seen, side, next, by, now())
        .await;
    go_on(assessment, confirmed)
}

/// Takes up again what was agreed about a statement.
#[server(endpoint = "meeting/reopen")]
pub async fn reopen_statement(
    assessment: AssessmentId,
    statement: StatementId,
) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Propose).await?;
    let reopened = store
        .reopen_statement(&round.assessment, &statement, &visitor.person, now())
        .await;
    go_on(assessment, reopened)
}

/// Consents, for one's side, to agreeing all that is undisputed in one step.
#[server(endpoint = "meeting/together")]
pub async fn agree_together(
    assessment: AssessmentId,
    /// The list that the page showed.
    #[server(default)]
    list: String,
) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Confirm).await?;
    let side = round.side().ok_or(AppError::Forbidden)?;
    let board = board(&store, &round).await?;
    let together = board.together(&round);
    if together.is_empty() || list != board.list_mark() {
        go_to(&Place::MeetingChanged(assessment));
        return Ok(());
    }
    let agreed = store
        .agree_together(&round.assessment, &together, side, &visitor.person, now())
        .await;
    if matches!(agreed, Ok(true)) {
        // What was talked about may be among them.
        let mut open = board.agenda.open.iter().map(|it| &it.statement.id);
        let next = open.find(|id| together.iter().all(|(it, _)| it != *id));
        let chosen = store.choose_statement(&round.assessment, next).await;
        return go_on(assessment, chosen);
    }
    go_on(assessment, agreed)
}

/// Takes that consent back, as long as the other side has not given its own.
#[server(endpoint = "meeting/together/withdraw")]
pub async fn withdraw_together(assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Confirm).await?;
    let side = round.side().ok_or(AppError::Forbidden)?;
    let (matter, by) = (Matter::Together, &visitor.person);
    let withdrawn = store
        .withdraw_consent(&round.assessment, matter, side, by, now())
        .await;
    go_on(assessment, withdrawn)
}

/// Says how many minutes are left from now; none for no clock.
#[server(endpoint = "meeting/clock")]
pub async fn set_clock(
    assessment: AssessmentId,
    #[server(default)] minutes: String,
) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::Propose).await?;
    let form = Place::MeetingClock(assessment);
    let typed = text::tidy(&minutes);
    let planned = if typed.is_empty() {
        None
    } else {
        let read = typed.parse().ok();
        let Some(read) = read.filter(|it| (1..=MINUTES_MAX).contains(it)) else {
            let mut draft = Draft::default().typed("minutes", &minutes);
            draft.problem(
                "minutes",
                "Enter a whole number of minutes from 1 to 600, or nothing for no clock.",
            );
            return draft.keep(&visitor.holder(), &form).await;
        };
        Some(read)
    };
    Draft::drop(&visitor.holder(), &form).await?;
    let set = store.plan_minutes(&round.assessment, planned, now()).await;
    go_on(assessment, set)
}

/// Closes the meeting.
#[server(endpoint = "meeting/close")]
pub async fn close_meeting(assessment: AssessmentId) -> Result<(), AppError> {
    close(assessment, true).await
}

/// Goes on with a meeting that was closed.
#[server(endpoint = "meeting/resume")]
pub async fn resume_meeting(assessment: AssessmentId) -> Result<(), AppError> {
    close(assessment, false).await
}

async fn close(assessment: AssessmentId, close: bool) -> Result<(), AppError> {
    let (visitor, round, store) = take_part(assessment, Permission::CloseMeeting).await?;
    let closed = store
        .close_meeting(&round.assessment, close, &visitor.person, now())
        .await;
    go_on(assessment, closed)
}

/// Says that one is there, for browsers that do not say so by themselves.
#[server(endpoint = "meeting/attend")]
pub async fn attend(assessment: AssessmentId) -> Result<(), AppError> {
    take_part(assessment, Permission::Follow).await?;
    go_to(&Place::Meeting(assessment));
    Ok(())
}

/// Who asks, and the meeting they may do it in. Whoever does something in a meeting is there.
async fn take_part(
    assessment: AssessmentId,
    permission: Permission,
) -> Result<(Visitor, Round, Store), AppError> {
    let visitor = visitor().await?;
    let store = store()?;
    let round = visitor.round_in(&store, assessment, permission).await?;
    note_presence(&store, &visitor, &round).await?;
    Ok((visitor, round, store))
}

/// Counts somebody who has a seat as present, while the meeting is under way.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn note_presence(
    store: &Store,
    visitor: &Visitor,
    round: &Round,
) -> Result<(), AppError> {
    let is_under_way = round.assessment.state == domain::assessment::State::Meeting;
    if let Some(side) = round.side().filter(|_| is_under_way) {
        let person = visitor.person.person_id;
        store
            .note_presence(&round.assessment, person, side, now())
            .await?;
    }
    Ok(())
}

async fn board(store: &Store, round: &Round) -> Result<Board, AppError> {
    Board::of(store, round).await?.ok_or(AppError::NotFound)
}

fn require_asked(round: &Round, statement: &StatementId) -> Result<(), AppError> {
    let found = round.framework.find_statement(statement);
    found
        .filter(|it| round.assessment.asks(it))
        .map(|_| ())
        .ok_or(AppError::NotFound)
}

/// Back to the board, which says so when the meeting had moved on.
fn go_on<T>(assessment: AssessmentId, done: Result<T, StoreError>) -> Result<(), AppError> {
    match done {
        Ok(_) => go_to(&Place::Meeting(assessment)),
        Err(StoreError::Stale { .. }) => go_to(&Place::MeetingChanged(assessment)),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// What the form puts to the meeting; `None` when something is wrong, which the draft then says.
///
/// `before` is what had been agreed already, where a statement was taken up again.
fn read_proposal(draft: &mut Draft, answer: &str, before: Option<&Answer>) -> Option<AgreedScore> {
    let answer = match answer {
        NO_AGREEMENT => {
            let management = read_position(draft, Side::Management);
            let staff = read_position(draft, Side::Staff);
            management
                .zip(staff)
                .map(|(management, staff)| Answer::NoAgreement { management, staff })
        }
        _ => read_choice(draft, answer),
    };
    let target = read_number(draft, "target", "Choose a target from 1 to 4.", Target::new);
    let importance = read_number(
        draft,
        "importance",
        "Choose how much it matters: low, medium or high.",
        Importance::new,
    );
    let comment = read_paragraph(draft, "comment");
    let changes = before.is_some() && before != answer.as_ref();
    if changes && comment.as_deref() == Some("") {
        draft.problem(
            "comment",
            "This had been agreed before. Say for the minutes why it changes.",
        );
    }
    if draft.has_problems() {
        return None;
    }
    Some(AgreedScore {
        answer: Some(answer?),
        comment: comment?,
        target: target?,
        importance: importance?,
    })
}

fn read_choice(draft: &mut Draft, answer: &str) -> Option<Answer> {
    let Some(choice) = Choice::find(answer) else {
        draft.problem("answer", "Choose what is put to the meeting.");
        return None;
    };
    let reason = read_paragraph(draft, "reason")?;
    if choice == Choice::NotApplicable && reason.is_empty() {
        draft.problem(
            "reason",
            "Say why this does not apply, so that others can follow it.",
        );
    }
    Some(choice.because(reason))
}

fn read_position(draft: &mut Draft, side: Side) -> Option<Position> {
    let field = format!("{}_level", side.code());
    let typed = text::tidy(draft.find(&field).unwrap_or_default());
    let level = match typed.as_str() {
        "" => None,
        _ => Some(read_number(
            draft,
            &field,
            "Choose a level from 0 to 4, or that the side names none.",
            Level::new,
        )?),
    };
    let field = format!("{}_reason", side.code());
    let reason = read_paragraph(draft, &field)?;
    if reason.is_empty() {
        let side = side.name().to_lowercase();
        draft.problem(&field, format!("Say why the {side} holds its position."));
    }
    Some(Position { level, reason })
}

fn read_paragraph(draft: &mut Draft, field: &str) -> Option<String> {
    let typed = draft.find(field).unwrap_or_default().trim().to_owned();
    draft.check(field, text::paragraph(&typed))
}

fn read_number<T, E>(
    draft: &mut Draft,
    field: &str,
    problem: &str,
    new: impl Fn(u8) -> Result<T, E>,
) -> Option<T> {
    let typed = text::tidy(draft.find(field).unwrap_or_default());
    let read = typed.parse().ok().and_then(|number| new(number).ok());
    if read.is_none() {
        draft.problem(field, problem);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Draft {
        let start = [("target", "3"), ("importance", "2")];
        let all = start.iter().chain(fields);
        all.fold(Draft::default(), |draft, (field, text)| {
            draft.typed(field, text)
        })
    }

    fn wrong(answer: &str, fields: &[(&str, &str)], before: Option<&Answer>) -> Vec<String> {
        let mut draft = typed(fields);
        let read = read_proposal(&mut draft, answer, before);
        assert_eq!(read.is_none(), draft.has_problems());
        let problems = draft.problems().iter();
        problems.map(|it| it.field.clone()).collect()
    }

    #[test]
    fn nonsense_is_said_field_by_field() {
        for nonsense in ["", "5", "-1", "2.5", "yes", "NONE"] {
            assert_eq!(wrong(nonsense, &[], None), ["answer"], "{nonsense}");
        }
        assert_eq!(wrong("na", &[("reason", " \n")], None), ["reason"]);
        assert_eq!(
            wrong("2", &[("target", "0"), ("importance", "high")], None),
            ["target", "importance"]
        );
        let long = "a".repeat(text::PARAGRAPH_MAX + 1);
        assert_eq!(wrong("2", &[("comment", &long)], None), ["comment"]);
        assert_eq!(
            wrong("none", &[("management_level", "9")], None),
            ["management_level", "staff_reason"]
        );
    }

    #[test]
    fn a_disagreement_has_both_positions_and_a_level_only_where_one_is_named() {
        let mut draft = typed(&[
            ("management_level", "3"),
            ("management_reason", "The policy is in force"),
            ("staff_level", ""),
            ("staff_reason", "Nobody knows it"),
        ]);
        let score = read_proposal(&mut draft, NO_AGREEMENT, None).unwrap();
        let Some(Answer::NoAgreement { management, staff }) = score.answer else {
            panic!("{score:?}");
        };
        assert_eq!(management.sentence(), "3. The policy is in force");
        assert_eq!(staff.sentence(), "no level. Nobody knows it");
    }

    #[test]
    fn a_change_of_what_was_agreed_needs_its_reason() {
        let two = Answer::Level(Level::new(2).unwrap());
        assert_eq!(wrong("3", &[], Some(&two)), ["comment"]);
        assert!(wrong("3", &[("comment", "The audit came in")], Some(&two)).is_empty());
        assert!(wrong("2", &[], Some(&two)).is_empty(), "nothing changes");
    }
}
