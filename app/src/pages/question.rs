//! `/assessments/:assessment/questions`: what the board asks, answered in place.

use domain::{
    assessment::Method,
    display,
    id::{AssessmentId, StatementId},
    participant::Part,
    permission::Permission,
    question::{Question, Reply, count_open},
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::Version;

use super::{minutes::statement_link, param, query};
use crate::{
    actions::question::{AnswerQuestion, AskQuestion},
    draft::{Draft, Drafts},
    error::AppError,
    parts::{
        choice::{Choice, Select},
        details::Details,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
    },
    place::Place,
    visitor::{Round, round, store},
};

/// The questions of the board: those that wait first, each with the form for its answer.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let about = query("about");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let drafts = Draft::all_on(&visitor.holder(), &Place::Questions(id)).await?;
        let draft = drafts.of(&Place::Questions(id));
        let shown = shown(&round, &drafts).await?;
        let reply = shown.iter().find(|it| it.is_wrong());
        let reply = reply.and_then(|it| it.draft.clone()).unwrap_or_default();
        let wrong = draft.has_problems() || reply.has_problems();
        let form = round
            .may_change(Permission::Ask)
            .then(|| ask_form(&round, about, draft.clone()));
        let list = if shown.is_empty() {
            nothing(&round).into_any()
        } else {
            lists(&round, &shown).into_any()
        };
        let title = round.assessment.title.clone();
        Ok(view! {
            <Frame title="Questions of the board" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft/>
                <ErrorSummary draft=reply/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{title}</p>
                        <h1 class="app-page-heading__title">"Questions of the board"</h1>
                        <p class="app-page-heading__meta">"Asked openly, in one’s own name, and signed together with the plan"</p>
                    </div>
                </div>
                {form}
                {list}
            </Frame>
        }
        .into_any())
    })
}

/// A question as its page shows it.
struct Shown {
    /// In which place it was asked, from 1.
    number: usize,
    question: Question,
    /// The version that the form for its answer is made from.
    seen: Version,
    /// What the visitor typed as its answer and could not save; `None` where they may not answer.
    draft: Option<Draft>,
}

impl Shown {
    fn is_wrong(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::has_problems)
    }
}

/// The questions in the order in which they were asked.
async fn shown(round: &Round, drafts: &Drafts) -> Result<Vec<Shown>, AppError> {
    if !round.may(Permission::Follow) {
        return Ok(Vec::new());
    }
    let id = round.assessment.assessment_id;
    let may_answer = round.may_change(Permission::AnswerQuestion);
    let questions = store()?.questions(&round.assessment).await?;
    let shown = (1..).zip(questions).map(|(number, stored)| {
        let place = Place::Question(id, stored.value.question_id);
        Shown {
            number,
            seen: stored.version,
            draft: may_answer.then(|| drafts.of(&place)),
            question: stored.value,
        }
    });
    Ok(shown.collect())
}

/// Why there is no question.
fn nothing(round: &Round) -> impl IntoView + use<> {
    let why = match round.assessment.method {
        Method::Recorded => {
            "Questions are asked here where both sides score in partnership. This assessment records what was agreed elsewhere."
        }
        Method::Partnership if round.assessment.is_blind() => {
            "The board can ask once the scores are revealed."
        }
        Method::Partnership => {
            "A guardian or board member can ask here, about a statement or about the assessment as a whole; a chair or the wellbeing lead answers."
        }
    };
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">"No questions yet"</h2>
            <p>{why}</p>
        </div>
    }
}

fn ask_form(round: &Round, about: Option<String>, draft: Draft) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let mut choices = vec![Choice::new("", "The assessment as a whole")];
    choices.extend(
        round
            .assessment
            .asked(round.framework)
            .map(|it| Choice::new(it.id.to_string(), format!("{} {}", it.id, it.text))),
    );
    view! {
        <section class="app-card" aria-labelledby="ask">
            <h2 class="app-card__title" id="ask">"Ask a question"</h2>
            <form class="app-form" method="post" action=AskQuestion::url() novalidate="">
                <input type="hidden" name="assessment" value=id.to_string()/>
                <Select name="about" label="What is it about?" choices value=about.unwrap_or_default() draft=draft.clone()/>
                <TextArea
                    name="question"
                    label="Your question"
                    hint="Everybody who takes part can read it, with your name. It may have to be disclosed under freedom of information; write nothing about anybody’s health."
                    value=""
                    draft
                    rows=3
                />
                <button class="nhsuk-button" type="submit" data-module="nhsuk-button" data-prevent-double-click="true">"Ask"</button>
            </form>
        </section>
    }
}

/// The questions that wait, then those that are answered.
fn lists(round: &Round, shown: &[Shown]) -> impl IntoView + use<> {
    // The error summary leads to the first form that is wrong.
    let first_wrong = shown.iter().find(|it| it.is_wrong()).map(|it| it.number);
    let card = |id: &'static str, title: &'static str, is_open: bool| {
        let items: Vec<_> = shown
            .iter()
            .filter(|it| it.question.is_open() == is_open)
            .map(|it| item(round, it, first_wrong == Some(it.number)))
            .collect();
        (!items.is_empty()).then(|| {
            view! {
                <section class="app-card" aria-labelledby=id>
                    <h2 class="app-card__title" id=id>{title}</h2>
                    <ul class="app-minutes">{items}</ul>
                </section>
            }
        })
    };
    view! {
        {card("waiting", "Waiting for an answer", true)}
        {card("answered", "Answered", false)}
    }
}

fn item(round: &Round, shown: &Shown, is_first_wrong: bool) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let question = &shown.question;
    let about = match &question.statement {
        Some(statement) => statement_link(id, round.framework, statement).into_any(),
        None => "About the assessment as a whole".into_any(),
    };
    let form = shown
        .draft
        .clone()
        .map(|draft| reply_form(id, shown, draft, is_first_wrong));
    view! {
        <li class="app-minutes__item" id=question.question_id.to_string()>
            <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-1">{format!("Question {}", shown.number)}</h3>
            <p>{about}</p>
            {said(question)}
            {form}
        </li>
    }
}

/// The form in which a question is answered; folded away where it corrects an answer.
fn reply_form(
    assessment: AssessmentId,
    shown: &Shown,
    draft: Draft,
    is_first_wrong: bool,
) -> AnyView {
    let aloud = format!(" to question {}", shown.number);
    let id = if is_first_wrong {
        "reply".to_owned()
    } else {
        format!("reply-{}", shown.number)
    };
    let fields = vec![
        ("assessment", assessment.to_string()),
        ("question", shown.question.question_id.to_string()),
        ("seen", shown.seen.to_string()),
    ];
    let saved = shown.question.reply.as_ref().map(|it| it.text.clone());
    let is_correction = saved.is_some();
    let is_open = draft.has_problems();
    let form = view! {
        <form method="post" action=AnswerQuestion::url() novalidate="">
            <HiddenFields fields/>
            <TextArea name="reply" id=id label=format!("Answer{aloud}") value=saved.unwrap_or_default() draft rows=3/>
            <button class="nhsuk-button nhsuk-button--secondary" type="submit">
                "Save the answer"
                <span class="nhsuk-u-visually-hidden">{aloud.clone()}</span>
            </button>
        </form>
    };
    if !is_correction {
        return form.into_any();
    }
    view! {
        <Details summary="Correct the answer" about=aloud open=is_open>
            {form}
        </Details>
    }
    .into_any()
}

/// A question and its answer, each with who wrote it and when.
fn said(question: &Question) -> impl IntoView + use<> {
    let asked = format!(
        "{}, {}, {}",
        question.asked_by,
        Part::Guardian.name().to_lowercase(),
        display::moment(question.asked_at)
    );
    let reply = match &question.reply {
        Some(Reply { text, by, at }) => view! {
            <p><strong>"Answer: "</strong> {text.clone()}</p>
            <p class="app-log__when">{format!("{by}, {}", display::moment(*at))}</p>
        }
        .into_any(),
        None => view! { <p>"Not answered yet."</p> }.into_any(),
    };
    view! {
        <p><strong>"Question: "</strong> {question.text.clone()}</p>
        <p class="app-log__when">{asked}</p>
        {reply}
    }
}

/// The questions about one statement where it is looked at, and the ways to ask and to answer.
pub(super) fn about_statement(
    round: &Round,
    questions: &[Question],
    statement: &StatementId,
) -> Option<impl IntoView + use<>> {
    let id = round.assessment.assessment_id;
    let may_answer = round.may_change(Permission::AnswerQuestion);
    let items: Vec<_> = (1..)
        .zip(questions)
        .filter(|(_, it)| it.statement.as_ref() == Some(statement))
        .map(|(number, question): (usize, _)| {
            let answer = (may_answer && question.is_open()).then(|| {
                let place = Place::Question(id, question.question_id);
                let about = format!(" question {number}");
                view! {
                    <p>
                        <a href=place.to_string()>
                            "Answer"
                            <span class="nhsuk-u-visually-hidden">{about}</span>
                        </a>
                    </p>
                }
            });
            view! { <li class="app-minutes__item">{said(question)} {answer}</li> }
        })
        .collect();
    let ask = round.may_change(Permission::Ask).then(|| {
        let place = Place::AskAbout(id, statement.clone());
        view! { <p><a class="app-no-print" href=place.to_string()>"Ask a question about this statement"</a></p> }
    });
    if items.is_empty() && ask.is_none() {
        return None;
    }
    let items = (!items.is_empty()).then(|| view! { <ul class="app-minutes">{items}</ul> });
    Some(view! {
        <section class="app-card" aria-labelledby="questions">
            <h2 class="app-card__title" id="questions">"Questions of the board"</h2>
            {items}
            {ask}
        </section>
    })
}

/// Where the questions are, with how many of them wait; for whoever follows the meeting.
pub(super) async fn questions_link(
    round: &Round,
) -> Result<Option<impl IntoView + use<>>, AppError> {
    if !round.may(Permission::Follow) {
        return Ok(None);
    }
    let questions = asked(round).await?;
    let waiting = match count_open(&questions) {
        0 => String::new(),
        open => format!(": {} for an answer", display::count(open, "waits", "wait")),
    };
    let place = Place::Questions(round.assessment.assessment_id).to_string();
    Ok(Some(
        view! { <p><a href=place>"Questions of the board"</a> {waiting}</p> },
    ))
}

/// The questions of the board, for whoever follows the meeting; none for everybody else.
pub(super) async fn asked(round: &Round) -> Result<Vec<Question>, AppError> {
    if !round.may(Permission::Follow) {
        return Ok(Vec::new());
    }
    let stored = store()?.questions(&round.assessment).await?;
    Ok(stored.into_iter().map(|it| it.value).collect())
}
