//! What is still to come, what can be agreed together, and what is through.

use domain::{divergence::Halves, meeting::AgendaItem, participant::Side, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::meeting::{AgreeTogether, ChooseStatement, ReopenStatement, WithdrawTogether},
    board::{Board, statements},
    pages::statement::answer_words,
    parts::{button::ButtonForm, details::Details},
    visitor::Round,
};

/// Everything the meeting works through, beside what is talked about.
pub(super) fn agenda(round: &Round, board: &Board) -> impl IntoView + use<> {
    view! {
        {together(round, board)}
        {open(round, board)}
        {through(round, board)}
    }
}

/// What nobody disputes, to be agreed in one step.
fn together(round: &Round, board: &Board) -> AnyView {
    let listed = board.agenda.together();
    if listed.is_empty() || !round.may(Permission::Follow) || !is_under_way(round) {
        return ().into_any();
    }
    let id = round.assessment.assessment_id.to_string();
    let items = listed
        .iter()
        .map(|(statement, level)| {
            let name = round.framework.level_name(*level);
            view! {
                <li class="app-agenda__item">
                    <span class="app-agenda__id">{statement.id.to_string()}</span>
                    <span class="app-agenda__text">{statement.text.clone()}</span>
                    <span class="app-agenda__facts">{format!("{level} {name}")}</span>
                </li>
            }
        })
        .collect_view();
    let consenting = &board.standing.together;
    let told = Side::PARTNERS
        .iter()
        .filter(|side| consenting.contains(side))
        .map(|side| format!("The {} agrees.", side.name().to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ");
    let own = round.side().filter(|_| round.may(Permission::Confirm));
    let button = own.map(|side| {
        if consenting.contains(&side) {
            let fields = vec![("assessment", id.clone())];
            view! { <ButtonForm action=WithdrawTogether::url() fields label="Take the consent back" class="nhsuk-button nhsuk-button--secondary"/> }.into_any()
        } else {
            let fields = vec![("assessment", id.clone()), ("list", board.list_mark())];
            let label = format!("Agree all of these for the {}", side.name().to_lowercase());
            view! { <ButtonForm action=AgreeTogether::url() fields label class="nhsuk-button nhsuk-button--secondary"/> }.into_any()
        }
    });
    let summary = format!(
        "Agree together: {} nobody disputes",
        statements(listed.len())
    );
    view! {
        <section class="app-card" aria-labelledby="together">
            <h2 class="app-card__title" id="together">{summary}</h2>
            <p>
                "Both medians are the same level, and nobody is far off. Agreed at that level once both chairs consent; each can be taken up again. "
                <strong>{told}</strong>
            </p>
            <Details summary="The list" id="together-list">
                <ul class="app-agenda">{items}</ul>
            </Details>
            {button}
        </section>
    }
    .into_any()
}

fn is_under_way(round: &Round) -> bool {
    round.assessment.state == domain::assessment::State::Meeting
}

fn open(round: &Round, board: &Board) -> AnyView {
    if board.agenda.open.is_empty() {
        return ().into_any();
    }
    let may_choose = round.may(Permission::Propose);
    let current = board.current().map(|it| &it.statement.id);
    let items = board
        .agenda
        .open
        .iter()
        .map(|item| open_item(item, current == Some(&item.statement.id), may_choose))
        .collect_view();
    let list = view! { <ol class="app-agenda">{items}</ol> };
    let title = format!("Still to come: {}", statements(board.agenda.open.len()));
    let list = if may_choose {
        view! {
            <form method="post" action=ChooseStatement::url()>
                <input type="hidden" name="assessment" value=round.assessment.assessment_id.to_string()/>
                {list}
            </form>
        }
        .into_any()
    } else {
        list.into_any()
    };
    view! {
        <section class="app-card" aria-labelledby="to-come">
            <h2 class="app-card__title" id="to-come">{title}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn open_item(item: &AgendaItem<'_>, is_current: bool, may_choose: bool) -> impl IntoView + use<> {
    let statement = item.statement;
    let flag = item
        .spreads
        .is_flagged()
        .then(|| view! { <strong class="nhsuk-tag nhsuk-tag--orange">"Far apart"</strong> " " });
    let apart = item
        .spreads
        .divergence()
        .map(|halves: Halves| format!("{} apart", halves.one_decimal()));
    let facts = apart.unwrap_or_else(|| "not shown".to_owned());
    let end = if is_current {
        view! { <strong class="app-agenda__now">"Now"</strong> }.into_any()
    } else if may_choose {
        let id = statement.id.to_string();
        view! {
            <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit" name="statement" value=id.clone()>
                "Talk about it"
                <span class="nhsuk-u-visually-hidden">{format!(": {id}")}</span>
            </button>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <li class="app-agenda__item" aria-current=is_current.then_some("true")>
            <span class="app-agenda__id">{statement.id.to_string()}</span>
            <span class="app-agenda__text">{statement.text.clone()}</span>
            <span class="app-agenda__facts">{flag} {facts}</span>
            {end}
        </li>
    }
}

/// What is through, folded away.
fn through(round: &Round, board: &Board) -> AnyView {
    if board.agenda.through.is_empty() {
        return ().into_any();
    }
    let may_reopen = round.may(Permission::Propose);
    let items = board
        .agenda
        .through
        .iter()
        .map(|item| {
            let id = item.statement.id.to_string();
            let answer = item.outcome.as_ref().and_then(|it| it.answer.as_ref());
            let reopen = may_reopen.then(|| {
                let about = format!(": {id}");
                view! {
                    <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit" name="statement" value=id.clone()>
                        "Take up again"
                        <span class="nhsuk-u-visually-hidden">{about}</span>
                    </button>
                }
            });
            view! {
                <li class="app-agenda__item">
                    <span class="app-agenda__id">{id.clone()}</span>
                    <span class="app-agenda__text">{item.statement.text.clone()}</span>
                    <span class="app-agenda__facts">{answer_words(round.framework, answer)}</span>
                    {reopen}
                </li>
            }
        })
        .collect_view();
    let list = view! { <ul class="app-agenda">{items}</ul> };
    let list = if may_reopen {
        view! {
            <form method="post" action=ReopenStatement::url()>
                <input type="hidden" name="assessment" value=round.assessment.assessment_id.to_string()/>
                {list}
            </form>
        }
        .into_any()
    } else {
        list.into_any()
    };
    let summary = format!("Through: {}", statements(board.agenda.through.len()));
    view! {
        <Details summary id="through">
            {list}
        </Details>
    }
    .into_any()
}
