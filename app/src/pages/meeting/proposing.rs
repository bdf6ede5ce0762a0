//! The form of whoever may put an answer to the meeting, and the steps around it.

use domain::{
    answer::{AgreedScore, Answer, Choice as Chosen, Position},
    level::{Importance, Level, Target},
    meeting::AgendaItem,
    minutes::{Changed, Minutes},
    participant::Side,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::meeting::{ChooseStatement, NO_AGREEMENT, Propose, ReopenStatement},
    board::Board,
    draft::Draft,
    pages::statement::answer_words,
    parts::{
        choice::{Choice, ChoiceRow},
        details::Details,
        error_summary::ErrorMessage,
        text_area::TextArea,
    },
    visitor::Round,
};

/// Everything that can be put to the meeting: five levels at one press, and what needs a reason.
pub(super) fn form(
    round: &Round,
    board: &Board,
    item: &AgendaItem<'static>,
    before: Option<&Changed>,
    draft: &Draft,
) -> AnyView {
    if item.outcome.is_some() {
        return ().into_any();
    }
    let (id, statement) = (round.assessment.assessment_id, item.statement);
    let put = board
        .standing
        .proposal
        .as_ref()
        .filter(|(it, _)| it.statement == statement.id);
    let start = put.map_or_else(
        || board.score(round, statement),
        |(proposal, _)| proposal.score.clone(),
    );
    let levels = Level::all()
        .map(|level| level_button(round, level, start.level() == Some(level)))
        .collect_view();
    let level_name = |number: u8| {
        Level::new(number)
            .map(|level| round.framework.level_name(level).to_owned())
            .unwrap_or_default()
    };
    let targets = Target::all()
        .map(|it| Choice::new(it.to_string(), it.to_string()).hint(level_name(it.get())))
        .collect::<Vec<_>>();
    let importances = Importance::all()
        .map(|it| Choice::new(it.to_string(), it.name()))
        .collect::<Vec<_>>();
    let before = before.map(|changed| {
        let was = answer_words(round.framework, changed.was.answer.as_ref());
        view! { <p>{format!("Agreed before: {was}. When it changes, say below why.")}</p> }
    });
    let (target, importance) = (start.target.to_string(), start.importance.to_string());
    let comment = start.comment.clone();
    view! {
        <form class="app-propose" method="post" action=Propose::url() id=statement.id.to_string() novalidate="">
            <input type="hidden" name="assessment" value=id.to_string()/>
            <input type="hidden" name="statement" value=statement.id.to_string()/>
            // The form's first button is the one that Enter would press: it must not propose a 0.
            <button type="submit" disabled="" hidden="">"Choose below"</button>
            <p class="app-propose__moved" hidden="" role="status">
                {format!("The meeting has gone on to another statement. What stands here is still about {}.", statement.id)}
            </p>
            <h2 class="app-propose__title">{format!("Put a level of {} to the meeting", statement.id)}</h2>
            <ErrorMessage field="answer".to_owned() message=draft.problem_with("answer")/>
            <div class="app-propose__levels">{levels}</div>
            <div class="app-propose__rest">
                <div class="app-propose__same-breath">
                    <ChoiceRow name="target" legend="Target" choices=targets value=target draft=draft.clone()/>
                    <ChoiceRow name="importance" legend="Importance" choices=importances value=importance draft=draft.clone()/>
                </div>
                <div class="app-propose__comment">
                    {before}
                    <TextArea name="comment" label="What the minutes should say" value=comment draft=draft.clone() rows=3/>
                </div>
            </div>
            <div class="app-propose__others">
                <button class="nhsuk-button nhsuk-button--secondary" type="submit" name="answer" value=Chosen::DontKnow.code() data-key="d">
                    "Don’t know"
                </button>
                {not_applicable(&start, draft)}
                {no_agreement(&start, draft)}
            </div>
        </form>
    }
    .into_any()
}

fn level_button(round: &Round, level: Level, is_put: bool) -> impl IntoView + use<> {
    let code = Chosen::Level(level).code();
    let id = crate::parts::choice::choice_id("answer", level.get().into());
    let name = round.framework.level_name(level).to_owned();
    let class = if is_put {
        "app-propose__level app-propose__level--put"
    } else {
        "app-propose__level"
    };
    let put = is_put
        .then(|| view! { <span class="nhsuk-u-visually-hidden">" (put to the meeting)"</span> });
    view! {
        <button class=class type="submit" id=id name="answer" value=code data-key=code>
            <span class="app-propose__number">{code}</span>
            " "
            <span class="app-propose__name">{name}</span>
            {put}
        </button>
    }
}

fn not_applicable(start: &AgreedScore, draft: &Draft) -> impl IntoView + use<> {
    let reason = match &start.answer {
        Some(Answer::NotApplicable { reason }) => reason.clone(),
        _ => String::new(),
    };
    let open = draft.problem_with("reason").is_some();
    let draft = draft.clone();
    view! {
        <Details summary="Not applicable" key="a" open id="not-applicable">
            <TextArea name="reason" label="Why does this not apply?" value=reason draft rows=2/>
            <button class="nhsuk-button nhsuk-button--secondary" type="submit" name="answer" value=Chosen::NotApplicable.code()>
                "Put “not applicable” to the meeting"
            </button>
        </Details>
    }
}

fn no_agreement(start: &AgreedScore, draft: &Draft) -> impl IntoView + use<> {
    let (management, staff) = match &start.answer {
        Some(Answer::NoAgreement { management, staff }) => (Some(management), Some(staff)),
        _ => (None, None),
    };
    let open = Side::PARTNERS.iter().any(|side| {
        ["level", "reason"].iter().any(|part| {
            draft
                .problem_with(&format!("{}_{part}", side.code()))
                .is_some()
        })
    });
    let positions = [
        position(Side::Management, management, draft),
        position(Side::Staff, staff, draft),
    ];
    view! {
        <Details summary="We do not agree" key="x" open id="no-agreement">
            <div class="app-grid app-grid--2">{positions}</div>
            <button class="nhsuk-button nhsuk-button--secondary" type="submit" name="answer" value=NO_AGREEMENT>
                "Put “we do not agree” to the meeting"
            </button>
        </Details>
    }
}

fn position(side: Side, start: Option<&Position>, draft: &Draft) -> impl IntoView + use<> {
    let level = start
        .and_then(|it| it.level)
        .map_or_else(String::new, |level| level.to_string());
    let reason = start.map_or_else(String::new, |it| it.reason.clone());
    let levels = Level::all()
        .map(|level| Choice::new(level.to_string(), level.to_string()))
        .chain([Choice::new("", "None")])
        .collect::<Vec<_>>();
    view! {
        <div>
            <ChoiceRow
                name=format!("{}_level", side.code())
                legend=format!("Where does the {} stand?", side.name().to_lowercase())
                choices=levels
                value=level
                draft=draft.clone()
            />
            <TextArea name=format!("{}_reason", side.code()) label="Why?" value=reason draft=draft.clone() rows=2/>
        </div>
    }
}

/// Next, and undo.
pub(super) fn steps(round: &Round, board: &Board, minutes: &Minutes) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id.to_string();
    let current = board.current().map(|it| &it.statement.id);
    let next = current
        .and_then(|current| board.agenda.after(current))
        .map(|next| {
            let (assessment, next) = (id.clone(), next.id.to_string());
            let about = format!(" statement: {next}");
            view! {
                <form method="post" action=ChooseStatement::url()>
                    <input type="hidden" name="assessment" value=assessment/>
                    <input type="hidden" name="statement" value=next/>
                    <button class="nhsuk-button nhsuk-button--secondary" type="submit" id="next" data-key="n">"Next" {about}</button>
                </form>
            }
        });
    // What is put to the meeting is taken back first; its own button does that.
    let last = minutes
        .settled
        .last()
        .filter(|_| board.standing.proposal.is_none());
    let undo = last.map(|settled| {
        let statement = settled.statement.to_string();
        let label = format!("Undo: take up {statement} again");
        view! {
            <form method="post" action=ReopenStatement::url()>
                <input type="hidden" name="assessment" value=id/>
                <input type="hidden" name="statement" value=statement/>
                <button class="nhsuk-button nhsuk-button--secondary" type="submit" id="undo" data-key="u">{label}</button>
            </form>
        }
    });
    view! { <div class="app-button-row app-meeting__steps">{next} {undo}</div> }
}
