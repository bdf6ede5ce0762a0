//! `/assessments/:assessment/plan`

use std::collections::BTreeSet;

use domain::{
    display::{self, count},
    eqia::{self, OwnRow},
    framework::Framework,
    id::AssessmentId,
    permission::Permission,
    plan::{Action, Status},
    results::{Results, StatementResult},
};
use leptos::{prelude::*, server_fn::ServerFn};
use time::Date;

use super::{param, query};
use crate::{
    actions::following::ConfirmAction,
    parts::{
        button::ButtonForm,
        details::Details,
        facts::Fact,
        following::FromLastYear,
        frame::{Frame, Tab, page},
        switch::{Switch, Way},
    },
    place::{ActionFor, Download, Place, Shown},
    visitor::{Round, round, store, today},
};

/// How many gaps are shown before somebody asks for all.
const FIRST: usize = 10;

/// A gap that asks for an action, in levels.
const WIDE_GAP: u8 = 2;

/// The actions, and the gaps that nobody does anything about yet.
#[component]
pub fn PlanPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let shown = query("show").and_then(|code| Shown::find(&code));
    page(async move {
        let (
            visitor,
            Round {
                assessment,
                framework,
                standing,
            },
        ) = round(id?, Permission::Read).await?;
        let id = assessment.assessment_id;
        let memory = store()?;
        let records = memory.records(&assessment).await?;
        let actions = memory.actions(&assessment).await?;
        let own_rows = memory.eqia(&assessment).await?.own_rows;
        let partnership = memory.find_partnership(&assessment).await?;
        let results = Results::of(framework, &assessment, &records)
            .furthest_apart_first(partnership.as_ref());
        let may_plan = assessment.is_open() && standing.may(Permission::Plan);
        let today = today();
        let unconfirmed = memory.unconfirmed(&assessment).await?.actions;

        let unplanned = unplanned_gaps(&results, &actions);
        let cards = actions
            .iter()
            .filter(|action| shown.is_none_or(|shown| is_shown(action, shown, today)))
            .map(|action| {
                let is_carried = unconfirmed.contains(&action.action_id);
                let carried = is_carried.then_some(may_plan);
                card(id, action, framework, &own_rows, today, carried)
            })
            .collect_view();
        let has_gaps = !results.priorities.is_empty();
        let list = if actions.is_empty() {
            let start = if has_gaps {
                "Start from a gap below: one click takes over a suggestion, which you can change."
            } else {
                "A plan grows out of the gaps: score statements first, or add an action of your own."
            };
            view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No actions yet"</h2>
                    <p>{start}</p>
                </div>
            }
            .into_any()
        } else if shown.is_some_and(|shown| !actions.iter().any(|it| is_shown(it, shown, today))) {
            view! { <p>"No action of the plan is among these."</p> }.into_any()
        } else {
            view! { <ul class="app-action-list">{cards}</ul> }.into_any()
        };
        let add = may_plan.then(|| {
            view! {
                <a class="nhsuk-button" href=Place::NewAction(id, ActionFor::Anything).to_string()>"Add an action"</a>
            }
        });
        let summary = summary(&actions, &unplanned, today);
        let summary = (!summary.is_empty())
            .then(|| view! { <p class="app-page-heading__meta">{summary}</p> });
        let filters = (!actions.is_empty()).then(|| filters(id, shown));
        let gaps = has_gaps.then(|| gaps_card(id, &unplanned, may_plan));
        Ok(view! {
            <Frame title="Action plan" visitor=Some(visitor) assessment=Some(id) tab=Tab::Plan>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Action plan"</h1>
                        {summary}
                    </div>
                    <div class="app-page-heading__actions">
                        {add}
                        <a class="nhsuk-button nhsuk-button--secondary" href=Place::Download(id, Download::PlanPdf).to_string()>
                            "Download the plan (PDF)"
                        </a>
                    </div>
                </div>
                {filters}
                {list}
                {gaps}
                {files_card(id)}
            </Frame>
        }
        .into_any())
    })
}

fn is_shown(action: &Action, shown: Shown, today: Date) -> bool {
    match shown {
        Shown::Open => !matches!(action.status(), Status::Done | Status::Stopped),
        Shown::Overdue => action.is_overdue(today),
        Shown::Unowned => action.is_unowned(),
        Shown::Done => action.status() == Status::Done,
    }
}

/// The gaps that no action is for, most urgent first. A stopped action is for nothing any more.
fn unplanned_gaps<'a, 'b>(
    results: &'b Results<'a>,
    actions: &[Action],
) -> Vec<&'b StatementResult<'a>> {
    let planned: BTreeSet<_> = actions
        .iter()
        .filter(|it| it.status() != Status::Stopped)
        .flat_map(|it| &it.statements)
        .collect();
    results
        .priorities
        .iter()
        .filter(|line| !planned.contains(&line.statement))
        .filter_map(|line| results.find_statement(&line.statement))
        .collect()
}

/// What matters, in one sentence.
fn summary(actions: &[Action], unplanned: &[&StatementResult<'_>], today: Date) -> String {
    let overdue = actions.iter().filter(|it| it.is_overdue(today)).count();
    let unowned = actions.iter().filter(|it| it.is_unowned()).count();
    let undated = actions.iter().filter(|it| it.due_now().is_none()).count();
    let wide = unplanned
        .iter()
        .filter(|it| it.gap.is_some_and(|gap| gap >= WIDE_GAP))
        .count();
    let mut parts = Vec::new();
    if !actions.is_empty() {
        parts.push(count(actions.len(), "action", "actions"));
    }
    if overdue > 0 {
        parts.push(format!("{overdue} overdue"));
    }
    if unowned > 0 {
        parts.push(format!("{unowned} without an owner"));
    }
    if undated > 0 {
        parts.push(format!("{undated} without a due date"));
    }
    if wide > 0 {
        parts.push(count(
            wide,
            "gap of 2 or more levels without an action",
            "gaps of 2 or more levels without an action",
        ));
    }
    parts.join(" · ")
}

fn filters(id: AssessmentId, shown: Option<Shown>) -> impl IntoView + use<> {
    let all = std::iter::once((Place::Plan(id), "All", None));
    let some = Shown::ALL.into_iter().map(|it| {
        let label = match it {
            Shown::Open => "Open",
            Shown::Overdue => "Overdue",
            Shown::Unowned => "Without an owner",
            Shown::Done => "Done",
        };
        (Place::PlanShowing(id, it), label, Some(it))
    });
    let ways = all
        .chain(some)
        .map(|(place, label, its)| Way {
            name: label.to_owned(),
            place,
            is_here: its == shown,
        })
        .collect();
    view! {
        <div class="nhsuk-u-margin-bottom-4">
            <Switch label="Actions to show" is_plain=true ways/>
        </div>
    }
}

/// The status of an action as a tag, in words and colour.
pub(super) fn status_tag(status: Status) -> impl IntoView + use<> {
    let colour = match status {
        Status::NotStarted => "grey",
        Status::InProgress => "blue",
        Status::Done => "green",
        Status::Stopped => "orange",
    };
    view! { <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{status.name()}</strong> }
}

fn card(
    id: AssessmentId,
    action: &Action,
    framework: &Framework,
    own_rows: &[OwnRow],
    today: Date,
    // Whether it comes from last year and nobody has looked at it, and then whether one may.
    carried: Option<bool>,
) -> impl IntoView + use<> {
    let status = action.status();
    let class = if action.is_overdue(today) {
        "app-action-card app-action-card--overdue"
    } else if status == Status::Done {
        "app-action-card app-action-card--done"
    } else {
        "app-action-card"
    };
    let overdue = action
        .due_now()
        .filter(|_| action.is_overdue(today))
        .map(|due| {
            let days = usize::try_from((today - due).whole_days()).unwrap_or(0);
            let words = format!("Overdue by {}", count(days, "day", "days"));
            view! { " " <strong class="nhsuk-tag nhsuk-tag--red">{words}</strong> }
        });
    let links: Vec<_> = action
        .statements
        .iter()
        .filter_map(|it| framework.find_statement(it))
        .map(|it| format!("{} {}", it.id, it.text))
        .collect();
    let mitigates = action
        .mitigates
        .as_ref()
        .and_then(|cell| eqia::form().find_cell_name(cell, own_rows))
        .map(|cell| view! { <p class="app-action-card__links">{format!("Mitigates an impact on {cell}")}</p> });
    let or_missing = |text: String, missing: &'static str| {
        if text.trim().is_empty() {
            view! { <span class="app-missing">{missing}</span> }.into_any()
        } else {
            text.into_any()
        }
    };
    let due = action.due_now().map(display::day).unwrap_or_default();
    let owner = or_missing(action.owner.clone(), "No owner yet");
    let due = or_missing(due, "No date yet");
    let measure = or_missing(action.measure.clone(), "No measure yet");
    view! {
        <li class=class>
            <p class="app-action-card__tags">
                {status_tag(status)}{overdue}
                {carried.map(|_| view! { " " <FromLastYear/> })}
            </p>
            <h2 class="app-action-card__title">
                <a href=Place::Action(id, action.action_id).to_string()>{action.what.clone()}</a>
            </h2>
            {(!links.is_empty()).then(|| view! { <p class="app-action-card__links">{links.join(" · ")}</p> })}
            {mitigates}
            <dl class="app-facts">
                <Fact term="Owner">{owner}</Fact>
                <Fact term="Due">{due}</Fact>
                <Fact term="How we will know" wide=true>{measure}</Fact>
            </dl>
            {carried.filter(|may| *may).map(|_| confirm_button(id, action))}
        </li>
    }
}

/// The button that says of an action of last year's that it is still true.
pub(super) fn confirm_button(id: AssessmentId, action: &Action) -> impl IntoView + use<> {
    let fields = vec![
        ("assessment", id.to_string()),
        ("action", action.action_id.to_string()),
    ];
    let about = action.what.clone();
    view! { <ButtonForm action=ConfirmAction::url() fields label="Still true" about/> }
}

fn gaps_card(
    id: AssessmentId,
    unplanned: &[&StatementResult<'_>],
    may_plan: bool,
) -> impl IntoView + use<> {
    let (first, rest) = unplanned.split_at(FIRST.min(unplanned.len()));
    let list = |gaps: &[&StatementResult<'_>]| {
        let items = gaps
            .iter()
            .map(|gap| unplanned_gap(id, gap, may_plan))
            .collect_view();
        view! { <ul class="app-plain-list">{items}</ul> }
    };
    let content = if first.is_empty() {
        view! { <p>"Every gap has an action."</p> }.into_any()
    } else {
        let more = (!rest.is_empty()).then(|| {
            let (number, rest) = (count(rest.len(), "more gap", "more gaps"), list(rest));
            view! {
                <Details summary=number>
                    {rest}
                </Details>
            }
        });
        view! { {list(first)} {more} }.into_any()
    };
    view! {
        <section class="app-card" aria-labelledby="unplanned">
            <h2 class="app-card__title" id="unplanned">"Gaps without an action"</h2>
            {content}
        </section>
    }
}

fn unplanned_gap(
    id: AssessmentId,
    result: &StatementResult<'_>,
    may_plan: bool,
) -> impl IntoView + use<> {
    let statement = result.statement;
    let level = result
        .score
        .level()
        .map(|it| it.to_string())
        .unwrap_or_default();
    let suggestions = statement
        .actions
        .iter()
        .enumerate()
        .map(|(at, suggestion)| {
            let place = Place::NewAction(id, ActionFor::Gap(statement.id.clone(), Some(at)));
            view! {
                <li>
                    <a href=place.to_string()>
                        <span class="nhsuk-u-visually-hidden">{format!("Plan for {}: ", statement.id)}</span>
                        {suggestion.what.clone()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <li>
            <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-2">
                <a href=Place::Statement(id, statement.id.clone()).to_string()>
                    {format!("{} {}", statement.id, statement.text)}
                </a>
                " "
                <span class="app-nowrap">{format!("{level} → {}", result.score.target)}</span>
            </h3>
            {may_plan
                .then(|| view! {
                    <p class="nhsuk-body-s nhsuk-u-margin-bottom-2">"Plan one of these with one click:"</p>
                    <ul class="nhsuk-u-margin-bottom-4">{suggestions}</ul>
                })}
        </li>
    }
}

fn files_card(id: AssessmentId) -> impl IntoView + use<> {
    let file = |file: Download, label: &'static str| {
        view! { <li><a href=Place::Download(id, file).to_string()>{label}</a></li> }
    };
    view! {
        <section class="app-card app-no-print" aria-labelledby="files">
            <h2 class="app-card__title" id="files">"Take it along"</h2>
            <ul class="app-link-list">
                <li><a href=Place::Document(id).to_string()>"The whole plan as a page, to read or print"</a></li>
                {file(Download::PlanPdf, "The whole plan as an accessible PDF")}
                {file(Download::PlanXlsx, "The actions as an Excel workbook")}
                {file(Download::PlanCsv, "The actions as CSV")}
                {file(Download::PlanCalendar, "Due dates for your calendar")}
            </ul>
        </section>
    }
}
