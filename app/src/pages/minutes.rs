//! `/assessments/:assessment/minutes`: the record that the meeting writes of itself.

use domain::{
    answer::{AgreedScore, Answer},
    display,
    framework::Framework,
    id::{AssessmentId, StatementId},
    minutes::{Changed, Minutes, Settled},
    permission::Permission,
    question::Question,
};
use leptos::prelude::*;

use super::{param, question::asked, statement::answer_words};
use crate::{
    parts::frame::{Frame, Tab, page},
    place::{Download, Place},
    visitor::{round, store},
};

/// Who was represented, what was agreed and what was not. Names nobody.
#[component]
pub fn MinutesPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let minutes = if round.may(Permission::Follow) {
            Minutes::of(&store()?.audit_entries(&round.assessment).await?)
        } else {
            Minutes::default()
        };
        let questions = asked(&round).await?;
        let content = if minutes.began_at.is_some() {
            written(id, round.framework, &minutes, &questions)
        } else {
            let none = match round.assessment.supersedes {
                None => "There was no meeting yet.",
                Some(_) => NOTHING_AGAIN,
            };
            view! { <p class="nhsuk-u-reading-width">{none}</p> }.into_any()
        };
        let title = round.assessment.title.clone();
        Ok(view! {
            <Frame title="Minutes" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Minutes of the meeting"</h1>
                        <p class="app-page-heading__meta">{title}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a href=Place::Meeting(id).to_string()>"To the meeting"</a>
                        <a href=Place::Download(id, Download::MinutesCsv).to_string() download="">"Minutes as CSV"</a>
                    </div>
                </div>
                {content}
            </Frame>
        }
        .into_any())
    })
}

const NOTHING_AGAIN: &str = "Nothing was taken up again yet. What was agreed before stands in the minutes of the assessment that this one starts from.";

fn written(
    id: AssessmentId,
    framework: &'static Framework,
    minutes: &Minutes,
    questions: &[Question],
) -> AnyView {
    let agreed: Vec<_> = minutes
        .settled
        .iter()
        .filter(|it| !is_disputed(&it.score))
        .collect();
    view! {
        {frame_card(minutes)}
        {disputed_card(id, framework, minutes)}
        {changed_card(id, framework, minutes)}
        {agreed_card(id, framework, &agreed)}
        {questions_card(id, framework, questions)}
    }
    .into_any()
}

fn is_disputed(score: &AgreedScore) -> bool {
    matches!(score.answer, Some(Answer::NoAgreement { .. }))
}

fn frame_card(minutes: &Minutes) -> impl IntoView + use<> {
    let moment = |at: Option<time::OffsetDateTime>, none: &'static str| {
        at.map_or_else(|| none.to_owned(), display::moment)
    };
    let came: Vec<_> = minutes
        .attendance
        .iter()
        .map(|(side, count)| format!("{} {count}", side.name().to_lowercase()))
        .collect();
    let came = if came.is_empty() {
        "nobody is recorded".to_owned()
    } else {
        came.join(", ")
    };
    let rows = [
        ("Began", moment(minutes.began_at, "")),
        ("Closed", moment(minutes.closed_at, "not yet")),
        ("People of each side", came),
    ]
    .map(|(name, value)| {
        view! {
            <div class="nhsuk-summary-list__row">
                <dt class="nhsuk-summary-list__key">{name}</dt>
                <dd class="nhsuk-summary-list__value">{value}</dd>
            </div>
        }
    })
    .collect_view();
    view! { <dl class="nhsuk-summary-list">{rows}</dl> }
}

fn disputed_card(
    id: AssessmentId,
    framework: &'static Framework,
    minutes: &Minutes,
) -> impl IntoView + use<> {
    let items = minutes
        .disagreements()
        .map(|(statement, management, staff)| {
            let settled = minutes.settled.iter().find(|it| it.statement == *statement);
            let comment = settled
                .map(|it| it.score.comment.clone())
                .filter(|it| !it.is_empty());
            view! {
                <li class="app-minutes__item">
                    <p class="app-minutes__statement">{statement_link(id, framework, statement)}</p>
                    <p><strong>"Management side: "</strong> {management.sentence()}</p>
                    <p><strong>"Staff side: "</strong> {staff.sentence()}</p>
                    {comment.map(|it| view! { <p>{it}</p> })}
                </li>
            }
        })
        .collect_view();
    let none = minutes.disagreements().next().is_none();
    view! {
        <section class="app-card" aria-labelledby="not-agreed">
            <h2 class="app-card__title" id="not-agreed">"Not agreed"</h2>
            {none.then(|| view! { <p>"Nothing so far."</p> })}
            <ul class="app-minutes">{items}</ul>
        </section>
    }
}

fn changed_card(
    id: AssessmentId,
    framework: &'static Framework,
    minutes: &Minutes,
) -> Option<impl IntoView + use<>> {
    if minutes.changed.is_empty() {
        return None;
    }
    let items = minutes
        .changed
        .iter()
        .map(|changed| change(id, framework, changed))
        .collect_view();
    Some(view! {
        <section class="app-card" aria-labelledby="changed">
            <h2 class="app-card__title" id="changed">"Taken up again"</h2>
            <ul class="app-minutes">{items}</ul>
        </section>
    })
}

fn change(
    id: AssessmentId,
    framework: &'static Framework,
    changed: &Changed,
) -> impl IntoView + use<> {
    let was = answer_words(framework, changed.was.answer.as_ref());
    let now = match &changed.now {
        Some(score) => answer_words(framework, score.answer.as_ref()),
        None => "still open".to_owned(),
    };
    let why = changed
        .now
        .as_ref()
        .map(|it| it.comment.clone())
        .filter(|it| !it.is_empty());
    view! {
        <li class="app-minutes__item">
            <p class="app-minutes__statement">{statement_link(id, framework, &changed.statement)}</p>
            <p>{format!("Was: {was}. Now: {now}.")}</p>
            {why.map(|it| view! { <p>{it}</p> })}
        </li>
    }
}

fn agreed_card(
    id: AssessmentId,
    framework: &'static Framework,
    agreed: &[&Settled],
) -> impl IntoView + use<> {
    let heads = COLUMNS
        .iter()
        .map(|name| view! { <th class="nhsuk-table__header" scope="col" role="columnheader">{*name}</th> })
        .collect_view();
    let rows = agreed
        .iter()
        .map(|settled| {
            let score = &settled.score;
            let cells = [
                answer_words(framework, score.answer.as_ref()),
                score.target.to_string(),
                score.importance.name().to_owned(),
                display::clock(settled.at),
                score.comment.clone(),
            ];
            let cells = COLUMNS
                .iter()
                .skip(1)
                .zip(cells)
                .map(|(name, cell)| view! {
                    <td class="nhsuk-table__cell" role="cell">
                        <span class="nhsuk-table__heading" aria-hidden="true">{*name} " "</span>
                        {cell}
                    </td>
                })
                .collect_view();
            view! {
                <tr class="nhsuk-table__row" role="row">
                    <th class="nhsuk-table__header" scope="row" role="rowheader">{statement_link(id, framework, &settled.statement)}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let table = (!agreed.is_empty()).then(|| {
        view! {
            <table class="nhsuk-table nhsuk-table--responsive app-table--titled" role="table">
                <caption class="nhsuk-table__caption nhsuk-u-visually-hidden">"What was agreed, in the order in which it was"</caption>
                <thead class="nhsuk-table__head" role="rowgroup"><tr class="nhsuk-table__row" role="row">{heads}</tr></thead>
                <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
            </table>
        }
    });
    let none = agreed.is_empty();
    view! {
        <section class="app-card" aria-labelledby="agreed">
            <h2 class="app-card__title" id="agreed">"Agreed"</h2>
            {none.then(|| view! { <p>"Nothing so far."</p> })}
            {table}
        </section>
    }
}

fn questions_card(
    id: AssessmentId,
    framework: &'static Framework,
    questions: &[Question],
) -> Option<impl IntoView + use<>> {
    if questions.is_empty() {
        return None;
    }
    let items = questions
        .iter()
        .map(|question| {
            let about = question
                .statement
                .as_ref()
                .map(|it| statement_link(id, framework, it));
            let reply = match &question.reply {
                Some(reply) => {
                    view! { <p><strong>"Answer: "</strong> {reply.text.clone()}</p> }.into_any()
                }
                None => view! { <p>"Not answered yet."</p> }.into_any(),
            };
            view! {
                <li class="app-minutes__item">
                    {about.map(|it| view! { <p class="app-minutes__statement">{it}</p> })}
                    <p><strong>"Question: "</strong> {question.text.clone()}</p>
                    {reply}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="app-card" aria-labelledby="questions">
            <h2 class="app-card__title" id="questions">"Questions of the board"</h2>
            <ul class="app-minutes">{items}</ul>
        </section>
    })
}

const COLUMNS: [&str; 6] = [
    "Statement",
    "Answer",
    "Target",
    "Importance",
    "At",
    "For the minutes",
];

/// A statement by its id and words, as a way to its page.
pub(super) fn statement_link(
    id: AssessmentId,
    framework: &'static Framework,
    statement: &StatementId,
) -> impl IntoView + use<> {
    let text = framework
        .find_statement(statement)
        .map(|it| it.text.clone())
        .unwrap_or_default();
    let place = Place::Statement(id, statement.clone()).to_string();
    view! { <a href=place>{statement.to_string()}</a> " " {text} }
}
