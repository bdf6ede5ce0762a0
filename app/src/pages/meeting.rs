//! `/assessments/:assessment/meeting`: a board made for a projector.
//!
//! Its regions carry ids and `data-live`: with JavaScript each is replaced when
//! the meeting has moved on; see [`LiveMeeting`]. Without it the page is read
//! again, and every form on it works alike.

mod agenda;
mod proposing;
mod statement;

use domain::{
    assessment::State,
    evidence::Evidence,
    framework::Framework,
    id::AssessmentId,
    meeting::{AgendaItem, Pace},
    minutes::Minutes,
    participant::Side,
    permission::Permission,
    question::Question,
};
use leptos::{prelude::*, server_fn::ServerFn};
use time::Date;

use super::{
    param, query,
    question::{about_statement, asked},
};
use crate::{
    actions::meeting::{Attend, CloseMeeting, ResumeMeeting, SetClock},
    board::{Board, find_before, present_sentence, statements},
    draft::Draft,
    islands::{LiveMeeting, MeetingKeys},
    parts::{
        button::ButtonForm,
        details::Details,
        error_summary::ErrorSummary,
        evidence_facts::EvidenceFacts,
        frame::{Frame, Tab, page},
        islands::Islands,
        text_field::TextField,
    },
    place::Place,
    visitor::{Round, now, round, store},
};

/// The meeting as everybody in it sees it; with forms for those who run it.
#[component]
pub fn MeetingPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let changed = query("changed").is_some();
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let store = store()?;
        let board = if round.may(Permission::Follow) {
            Board::of(&store, &round).await?
        } else {
            None
        };
        let Some(board) = board else {
            return Ok(view! {
                <Frame title="Meeting" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                    <h1>"Meeting"</h1>
                    <p>{no_meeting(&round)}</p>
                    <p><a href=Place::Assessment(id).to_string()>"Back to the overview"</a></p>
                </Frame>
            }
            .into_any());
        };
        let now = now();
        let present = store.present(&round.assessment, now).await?;
        let may_propose = round.may(Permission::Propose);
        let minutes = if may_propose {
            Minutes::of(&store.audit_entries(&round.assessment).await?)
        } else {
            Minutes::default()
        };
        let drafts = Draft::all_on(&visitor.holder(), &Place::Meeting(id)).await?;
        let clock = drafts.of(&Place::MeetingClock(id));
        let draft = board
            .current()
            .map(|item| drafts.of(&Place::MeetingAt(id, item.statement.id.clone())));
        let draft = draft.unwrap_or_default();
        let wrong = draft.has_problems() || clock.has_problems();
        let pace = Pace::of(&board.standing.meeting, &board.agenda, now).sentence();
        let title = format!("Meeting: {}", round.assessment.title);
        let talking = board.current().map(|item| item.statement.id.to_string());
        let talking = talking.unwrap_or_default();
        let form = may_propose
            .then(|| {
                let item = board.current()?;
                let before = find_before(&minutes, &item.statement.id);
                Some(proposing::form(&round, &board, item, before, &draft))
            })
            .flatten();
        let steps = may_propose.then(|| proposing::steps(&round, &board, &minutes));
        let keys = may_propose.then(|| view! { <MeetingKeys/> });
        let may_attend = round.side().is_some() && round.assessment.state == State::Meeting;
        let questions = asked(&round).await?;
        let talk = board
            .current()
            .map(|item| talk(&round, &board, item, &questions).into_any());
        Ok(view! {
            <Frame title visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft=clock.clone() note="The clock was not set."/>
                <ErrorSummary draft note="Nothing was put to the meeting. What you typed is still here."/>
                {changed.then(|| view! {
                    <div class="nhsuk-inset-text" role="status">
                        <p>"The meeting had moved on before you pressed the button, so nothing was changed. This is how it stands now."</p>
                    </div>
                })}
                <div class="app-meeting">
                    <div class="app-meeting__bar" id="meeting-bar" data-live="">
                        <p class="app-meeting__pace">{pace}</p>
                        <p class="app-meeting__present" id="meeting-present">{present_sentence(&present)}</p>
                        <p class="app-meeting__minutes"><a href=Place::Minutes(id).to_string()>"Minutes"</a></p>
                    </div>
                    <LiveMeeting events=Place::MeetingEvents(id).to_string()/>
                    {statement::board(&round, &board)}
                    <section class="app-meeting__form" id="meeting-form" data-live="" data-statement=talking>
                        {form}
                        {steps}
                    </section>
                    {keys}
                    <div class="app-meeting__talk" id="meeting-talk" data-live="">{talk}</div>
                    <div id="meeting-agenda" data-live="">
                        {agenda::agenda(&round, &board)}
                        {ending(&round, &board)}
                    </div>
                    {may_propose.then(|| clock_form(id, clock))}
                    {may_attend.then(|| here_form(id))}
                </div>
                <Islands/>
            </Frame>
        }
        .into_any())
    })
}

fn no_meeting(round: &Round) -> &'static str {
    use domain::assessment::Method;
    match round.assessment.method {
        Method::Recorded => {
            "This assessment has no meeting: its scores were agreed elsewhere and are recorded here."
        }
        Method::Partnership => {
            "The meeting begins when both chairs have agreed to reveal the scores. Until then nobody sees the scores of others."
        }
    }
}

/// What people said about the statement, without names, what supports it, and what the board asks.
fn talk(
    round: &Round,
    board: &Board,
    item: &AgendaItem<'static>,
    questions: &[Question],
) -> impl IntoView + use<> {
    let none = Vec::new();
    let revealed = board.revealed.get(&item.statement.id).unwrap_or(&none);
    let for_all = item.spreads.comments(revealed, None);
    let mut for_own_side = item.spreads.comments(revealed, round.side());
    for comment in &for_all {
        if let Some(at) = for_own_side.iter().position(|it| it == comment) {
            for_own_side.remove(at);
        }
    }
    let evidence = board
        .records
        .get(&item.statement.id)
        .map(|it| it.evidence.clone())
        .unwrap_or_default();
    let said = if for_all.is_empty() {
        view! { <p>"No comments that may be shown."</p> }.into_any()
    } else {
        comments(&for_all).into_any()
    };
    let own = (!for_own_side.is_empty()).then(|| {
        // Closed, because this page may be on the wall.
        let label = format!(
            "For your side only, not for the projector ({})",
            for_own_side.len()
        );
        let own = comments(&for_own_side);
        view! {
            <Details summary=label id="own-comments">
                {own}
            </Details>
        }
    });
    view! {
        <section class="app-card" aria-labelledby="comments">
            <h2 class="app-card__title" id="comments">"Comments"</h2>
            {said}
            {own}
        </section>
        <section class="app-card" aria-labelledby="evidence">
            <h2 class="app-card__title" id="evidence">"Evidence"</h2>
            {evidence_list(&evidence, round.assessment.as_at)}
        </section>
        {about_statement(round, questions, &item.statement.id)}
    }
}

fn comments(comments: &[(Side, &str)]) -> impl IntoView + use<> {
    let items = comments
        .iter()
        .map(|(side, comment)| {
            view! {
                <li class="app-meeting__comment">
                    <p class="app-meeting__comment-side">{side.name()}</p>
                    <p class="app-meeting__comment-text">{(*comment).to_owned()}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="app-meeting__comments">{items}</ul> }
}

fn evidence_list(evidence: &[Evidence], as_at: Date) -> AnyView {
    if evidence.is_empty() {
        return view! { <p>"None recorded."</p> }.into_any();
    }
    let items = evidence
        .iter()
        .map(|piece| {
            view! {
                <li class="app-evidence">
                    <EvidenceFacts evidence=piece as_at/>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="app-evidence-list">{items}</ul> }.into_any()
}

/// Closing the meeting, and going on with it.
fn ending(round: &Round, board: &Board) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let field = || vec![("assessment", id.to_string())];
    let open = board.agenda.open.len();
    let may_close = round.may(Permission::CloseMeeting);
    match round.assessment.state {
        State::Meeting if may_close => {
            let left = match open {
                0 => "Everything is settled.".to_owned(),
                _ => format!(
                    "{} still to come: closed now, nothing is agreed about them.",
                    statements(open)
                ),
            };
            view! {
                <section class="app-card" aria-labelledby="ending">
                    <h2 class="app-card__title" id="ending">"Close the meeting"</h2>
                    <p>{left} " You can go on with it later, until everybody has signed."</p>
                    <ButtonForm action=CloseMeeting::url() fields=field() label="Close the meeting" class="nhsuk-button nhsuk-button--secondary"/>
                </section>
            }
            .into_any()
        }
        State::Agreed if may_close => view! {
            <section class="app-card" aria-labelledby="ending">
                <h2 class="app-card__title" id="ending">"The meeting is closed"</h2>
                <ButtonForm action=ResumeMeeting::url() fields=field() label="Go on with the meeting" class="nhsuk-button nhsuk-button--secondary"/>
            </section>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn clock_form(id: AssessmentId, draft: Draft) -> impl IntoView {
    let open = draft.has_problems();
    view! {
        <Details summary="Set the clock" open id="clock">
            <form method="post" action=SetClock::url() novalidate="">
                <input type="hidden" name="assessment" value=id.to_string()/>
                <TextField
                    name="minutes"
                    label="How many minutes are left from now?"
                    hint="Leave it empty for no clock."
                    draft
                    width="nhsuk-input--width-4"
                />
                <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Set the clock"</button>
            </form>
        </Details>
    }
}

/// Browsers that follow say by themselves that somebody is there.
fn here_form(id: AssessmentId) -> impl IntoView {
    view! {
        <noscript>
            <p>"Reload this page to see how the meeting stands."</p>
            <ButtonForm
                action=Attend::url()
                fields=vec![("assessment", id.to_string())]
                label="Say that I am here"
                class="nhsuk-button nhsuk-button--secondary"
            />
        </noscript>
    }
}

/// What would be agreed, number first.
fn answer_view(framework: &Framework, answer: Option<&domain::answer::Answer>) -> AnyView {
    use domain::answer::Answer;
    match answer {
        Some(Answer::Level(level)) => {
            let name = framework.level_name(*level).to_owned();
            view! { <span class="app-meeting__number">{level.to_string()}</span> " " {name} }.into_any()
        }
        Some(Answer::NoAgreement { management, staff }) => view! {
            "We do not agree"
            <span class="app-meeting__position">{format!("Management side: {}", management.sentence())}</span>
            <span class="app-meeting__position">{format!("Staff side: {}", staff.sentence())}</span>
        }
        .into_any(),
        other => super::statement::answer_words(framework, other).into_any(),
    }
}
