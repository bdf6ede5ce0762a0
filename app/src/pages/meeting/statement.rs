//! The statement that is talked about: what is put to the meeting, and what each side said.

use domain::{
    assessment::State,
    divergence::{Halves, Minimum},
    framework::{Framework, Statement},
    level::Level,
    meeting::{AgendaItem, Proposal},
    participant::Side,
    permission::Permission,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use report::chart::{SpreadChart, SpreadRow, spread_svg, spread_svg_narrow};
use store::Version;

use super::answer_view;
use crate::{
    actions::meeting::{Confirm, Propose, TakeBack},
    board::Board,
    last_year::still_true,
    pages::statement::answer_words,
    parts::{button::ButtonForm, details::Details, drawing::Drawing},
    place::Place,
    visitor::Round,
};

/// The region of the board that people look at.
pub(super) fn board(round: &Round, board: &Board) -> impl IntoView + use<> {
    let changed = board.standing.changed.to_string();
    let (talking, said, content) = match board.current() {
        None => (
            String::new(),
            "All statements are through.".to_owned(),
            all_through(round, board).into_any(),
        ),
        Some(item) => (
            item.statement.id.to_string(),
            said(round, board, item),
            talked_about(round, board, item).into_any(),
        ),
    };
    view! {
        <section
            class="app-meeting__board"
            id="meeting-board"
            data-live=""
            data-changed=changed
            data-statement=talking
            data-said=said
        >
            {content}
        </section>
    }
}

/// What is announced when the board changes.
fn said(round: &Round, board: &Board, item: &AgendaItem<'_>) -> String {
    let about = format!("{} {}", item.statement.id, item.statement.text);
    match &board.standing.proposal {
        Some((proposal, _)) => {
            let answer = answer_words(round.framework, proposal.score.answer.as_ref());
            let confirmed: Vec<_> = proposal
                .confirmed
                .iter()
                .map(|side| format!(" Confirmed for the {}.", side.name().to_lowercase()))
                .collect();
            format!("Put to the meeting: {answer}.{}", confirmed.concat())
        }
        None if round.assessment.state != State::Meeting => "The meeting is closed.".to_owned(),
        None => format!("Now: {about}"),
    }
}

fn all_through(round: &Round, board: &Board) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let heading = if board.agenda.is_empty() {
        "There is nothing to talk about"
    } else {
        "All statements are through"
    };
    view! {
        <h1 class="app-meeting__title" id="meeting-title" tabindex="-1">{heading}</h1>
        <p class="app-meeting__after">
            <a href=Place::Minutes(id).to_string()>"Read the minutes"</a>
            " · "
            <a href=Place::Results(id, None).to_string()>"See the results"</a>
        </p>
    }
}

fn talked_about(round: &Round, board: &Board, item: &AgendaItem<'static>) -> impl IntoView + use<> {
    let statement = item.statement;
    let put = board
        .standing
        .proposal
        .as_ref()
        .filter(|(it, _)| it.statement == statement.id);
    let settled = item.outcome.as_ref().map(|score| {
        view! {
            <div class="app-meeting__put app-meeting__put--settled">
                <p class="app-meeting__put-title">"Settled"</p>
                <p class="app-meeting__answer">{answer_view(round.framework, score.answer.as_ref())}</p>
            </div>
        }
    });
    let closed = (round.assessment.state != State::Meeting).then(
        || view! { <p class="app-meeting__closed"><strong>"The meeting is closed."</strong></p> },
    );
    let level = put.and_then(|(it, _)| it.score.level()).or_else(|| {
        item.outcome
            .as_ref()
            .and_then(domain::answer::AgreedScore::level)
    });
    let said = if round.assessment.supersedes.is_some() {
        Either::Left(view! { <p class="app-meeting__hidden">{SCORED_EARLIER}</p> })
    } else {
        Either::Right(chart(item, round.assessment.minimum))
    };
    view! {
            <div class=format!("app-pillar--{}", statement.pillar)>
                {closed}
                <h1 class="app-meeting__title" id="meeting-title" tabindex="-1">
                    <span class="app-meeting__id">{statement.id.to_string()}</span>
                    " "
                    {statement.text.clone()}
                </h1>
                <details class="nhsuk-details app-meeting__why" id="why">
                    <summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">"Why it matters"</span></summary>
                    <div class="nhsuk-details__text"><p>{statement.why.clone()}</p></div>
                </details>
                {put.map(|(proposal, seen)| panel(round, proposal, *seen))}
                {settled}
    {said}
                {last_time(round, board, item)}
                {anchors(round.framework, statement, level)}
            </div>
        }
}

/// What was agreed the last time, which nobody saw while they scored.
fn last_time(round: &Round, board: &Board, item: &AgendaItem<'_>) -> Option<impl IntoView + use<>> {
    let (title, records) = board.before.as_ref()?;
    let last = &records.get(&item.statement.id)?.score;
    let words = answer_words(round.framework, Some(last.answer.as_ref()?));
    let now = board.score(round, item.statement);
    let put = board.standing.proposal.as_ref();
    let is_put = put.is_some_and(|(it, _)| it.statement == item.statement.id);
    let may_put = round.may(Permission::Propose) && item.outcome.is_none() && !is_put;
    let offer = still_true(Some(last), &now).filter(|_| may_put);
    let offer = offer.map(|(choice, reason)| {
        let fields = vec![
            ("assessment", round.assessment.assessment_id.to_string()),
            ("statement", item.statement.id.to_string()),
            ("answer", choice.code().to_owned()),
            ("reason", reason),
            ("target", now.target.to_string()),
            ("importance", now.importance.to_string()),
        ];
        view! { <ButtonForm action=Propose::url() fields label="Still true: put it to the meeting"/> }
    });
    Some(view! {
        <p class="app-meeting__before">{format!("{title}: ")} <strong>{words}</strong></p>
        {offer}
    })
}

/// What is put to the meeting, who has confirmed it, and the button of whoever may.
fn panel(round: &Round, proposal: &Proposal, seen: Version) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let score = &proposal.score;
    let sides = Side::PARTNERS
        .map(|side| {
            let (mark, state) = if proposal.confirmed.contains(&side) {
                ("✓", "confirmed")
            } else {
                ("○", "not yet")
            };
            view! {
                <li class="app-meeting__side">
                    <span aria-hidden="true">{mark}</span>
                    {format!(" {}: {state}", side.name())}
                </li>
            }
        })
        .collect_view();
    let own = round.side().filter(|_| round.may(Permission::Confirm));
    let hidden = || {
        [
            ("assessment", id.to_string()),
            ("statement", proposal.statement.to_string()),
        ]
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
    };
    let confirm = own
        .filter(|side| !proposal.confirmed.contains(side))
        .map(|side| {
            let label = format!("Confirm for the {}", side.name().to_lowercase());
            view! {
                <form method="post" action=Confirm::url()>
                    {hidden()}
                    <input type="hidden" name="seen" value=seen.to_string()/>
                    <button class="nhsuk-button" type="submit" id="confirm">{label}</button>
                </form>
            }
        });
    let take_back = round.may(Permission::Propose).then(|| {
        view! {
            <form method="post" action=TakeBack::url()>
                {hidden()}
                <button class="nhsuk-button nhsuk-button--secondary" type="submit" id="undo" data-key="u">"Take back"</button>
            </form>
        }
    });
    let comment = (!score.comment.is_empty())
        .then(|| view! { <p class="app-meeting__comment-text">{score.comment.clone()}</p> });
    view! {
        <section class="app-meeting__put" aria-labelledby="put">
            <h2 class="app-meeting__put-title" id="put">"Put to the meeting"</h2>
            <div class="app-meeting__put-columns">
                <div>
                    <p class="app-meeting__answer">{answer_view(round.framework, score.answer.as_ref())}</p>
                    <p class="app-meeting__facts">
                        {format!("Target {} · importance {}", score.target, score.importance.name().to_lowercase())}
                    </p>
                    {comment}
                </div>
                <div>
                    <ul class="app-meeting__sides">{sides}</ul>
                    <div class="app-button-row">{confirm} {take_back}</div>
                </div>
            </div>
        </section>
    }
}

/// What stands in place of the scores when both sides did not score again.
const SCORED_EARLIER: &str =
    "What each side said before stands in the meeting of the assessment that this one starts from.";

/// Both sides' scores as marks on the scale, with the same numbers as a table.
fn chart(item: &AgendaItem<'_>, minimum: Minimum) -> impl IntoView + use<> {
    let chart = SpreadChart::of(&item.spreads);
    let hidden = Side::PARTNERS
        .into_iter()
        .filter(|&side| item.spreads.find(side).is_none())
        .map(|side| {
            let side = side.name().to_lowercase();
            let few = match minimum.get() {
                1 => format!("Nobody of the {side} gave a level."),
                levels => format!(
                    "Fewer than {levels} of the {side} gave a level, so nothing of theirs is shown. Their chair says where they stand."
                ),
            };
            view! { <p class="app-meeting__hidden">{few}</p> }
        })
        .collect_view();
    let picture = (!chart.rows.is_empty()).then(|| {
        let title = "What each side said";
        let wide = spread_svg("spread-wide", title, &chart);
        let narrow = spread_svg_narrow("spread-narrow", title, &chart);
        let rows = chart.rows.iter().map(table_row).collect_view();
        let heads = NUMBERS
            .iter()
            .map(|name| view! { <th class="nhsuk-table__header nhsuk-table__header--numeric" scope="col" role="columnheader">{*name}</th> })
            .collect_view();
        let sentence = chart.sentence.clone();
        view! {
            <figure class="app-chart app-meeting__chart">
                <figcaption class="nhsuk-u-visually-hidden">{sentence}</figcaption>
                <Drawing wide narrow/>
                <Details summary="The same numbers as a table" id="spread-table">
                    <p class="nhsuk-body-s">"Each mark is one score; the wedge points at the median."</p>
                    <table class="nhsuk-table nhsuk-table--responsive nhsuk-table--compact app-table--titled" role="table">
                        <caption class="nhsuk-table__caption nhsuk-u-visually-hidden">"How many of each side gave which level"</caption>
                        <thead class="nhsuk-table__head" role="rowgroup">
                            <tr class="nhsuk-table__row" role="row">
                                <th class="nhsuk-table__header" scope="col" role="columnheader">"Side"</th>
                                {heads}
                            </tr>
                        </thead>
                        <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
                    </table>
                </Details>
            </figure>
        }
    });
    view! { {picture} {hidden} }
}

/// The columns of the table, after the side.
const NUMBERS: [&str; 6] = [
    "Level 0", "Level 1", "Level 2", "Level 3", "Level 4", "Median",
];

fn table_row(row: &SpreadRow) -> impl IntoView + use<> {
    let median = row.spread.median().map(Halves::one_decimal);
    let counts = row.spread.counts().map(|count| count.to_string());
    let cells = NUMBERS
        .iter()
        .zip(counts.into_iter().chain(median))
        .map(|(name, cell)| {
            view! {
                <td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell">
                    <span class="nhsuk-table__heading" aria-hidden="true">{*name} " "</span>
                    {cell}
                </td>
            }
        })
        .collect_view();
    view! {
        <tr class="nhsuk-table__row" role="row">
            <th class="nhsuk-table__header" scope="row" role="rowheader">{row.side.name()}</th>
            {cells}
        </tr>
    }
}

/// What each level looks like here, in the columns of the chart.
fn anchors(
    framework: &'static Framework,
    statement: &'static Statement,
    put: Option<Level>,
) -> impl IntoView + use<> {
    let items = Level::all()
        .map(|level| {
            let class = if put == Some(level) {
                "app-meeting__anchor app-meeting__anchor--put"
            } else {
                "app-meeting__anchor"
            };
            view! {
                <li class=class>
                    <span class="app-meeting__anchor-number">{level.to_string()}</span>
                    " "
                    <span class="app-meeting__anchor-name">{framework.level_name(level).to_owned()}</span>
                    " "
                    <span class="app-meeting__anchor-text">{statement.anchor(level).to_owned()}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="app-meeting__anchors" start="0">{items}</ol> }
}
