//! `/assessments/:assessment/plan/actions/new`, `…/:action` and `…/:action/remove`

use std::collections::BTreeSet;

use domain::{
    assessment::Assessment,
    display::{self, count},
    eqia,
    framework::{Framework, Statement},
    id::{ActionId, AssessmentId, StatementId},
    permission::Permission,
    plan::{Action, CellId, Progress, Status},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    param,
    plan::{confirm_button, status_tag},
    query,
};
use crate::{
    actions::plan::{AddAction, AddProgress, RemoveAction, SaveAction, write_start},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Select},
        details::Details,
        error_summary::ErrorSummary,
        facts::Fact,
        following::FromLastYear,
        frame::{Frame, Tab, page},
        text_area::TextArea,
        text_field::TextField,
    },
    place::{ActionFor, Place},
    visitor::{Round, open_assessment, round, store, today},
};

/// Adds an action, prefilled from what it is for.
#[component]
pub fn NewActionPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let asked = (
        query("statement").and_then(|it| it.parse().ok()),
        query("suggestion").and_then(|it| it.parse().ok()),
        query("mitigates_row").zip(query("mitigates_need")),
    );
    page(async move {
        let (visitor, assessment, framework) = open_assessment(id?, Permission::Plan).await?;
        let id = assessment.assessment_id;
        let (action, started_from, about) = match asked {
            (Some(statement), suggestion, _) => {
                for_gap(&assessment, framework, &statement, suggestion)?
            }
            (None, _, Some((row, need))) => for_impact(&assessment, CellId { row, need }).await?,
            _ => (empty(), ActionFor::Anything, ().into_any()),
        };
        let place = Place::NewAction(id, started_from.clone());
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Add an action" visitor=Some(visitor) assessment=Some(id) tab=Tab::Plan error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Add an action"</h1>
                {about}
                {suggestions(id, framework, &started_from)}
                <form class="app-form" method="post" action=AddAction::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="started_from" value=write_start(&started_from)/>
                    {fields(&assessment, framework, &action, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Add to the plan"</button>
                        <a href=Place::Plan(id).to_string()>"Back without adding"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

fn empty() -> Action {
    Action {
        action_id: ActionId(uuid::Uuid::nil()),
        what: String::new(),
        measure: String::new(),
        owner: String::new(),
        due: None,
        resource: String::new(),
        risk: String::new(),
        equality_note: String::new(),
        statements: vec![],
        mitigates: None,
        progress: vec![],
    }
}

/// What the form starts with, what it started from, and what to say about that.
type Start = (Action, ActionFor, AnyView);

fn for_gap(
    assessment: &Assessment,
    framework: &'static Framework,
    statement: &StatementId,
    suggestion: Option<usize>,
) -> Result<Start, AppError> {
    let statement = assessment
        .find_asked(framework, statement)
        .ok_or(AppError::NotFound)?;
    let chosen = suggestion.and_then(|at| statement.actions.get(at));
    let action = Action {
        what: chosen.map(|it| it.what.clone()).unwrap_or_default(),
        measure: chosen.map(|it| it.measure.clone()).unwrap_or_default(),
        statements: vec![statement.id.clone()],
        ..empty()
    };
    let suggestion = suggestion.filter(|_| chosen.is_some());
    let about = view! {
        <p class="nhsuk-u-reading-width">
            "For the gap of "
            <strong>{statement.id.to_string()}</strong>
            {format!(" {}", statement.text)}
        </p>
    };
    let started_from = ActionFor::Gap(statement.id.clone(), suggestion);
    Ok((action, started_from, about.into_any()))
}

async fn for_impact(assessment: &Assessment, cell: CellId) -> Result<Start, AppError> {
    let own_rows = store()?.eqia(assessment).await?.own_rows;
    let name = eqia::form()
        .find_cell_name(&cell, &own_rows)
        .ok_or(AppError::NotFound)?;
    let about = view! {
        <p class="nhsuk-u-reading-width">
            "Mitigates the negative impact on "
            <strong>{name}</strong>
        </p>
    };
    Ok((empty(), ActionFor::Impact(cell), about.into_any()))
}

/// The pack's other suggestions for the same gap.
fn suggestions(
    id: AssessmentId,
    framework: &'static Framework,
    started_from: &ActionFor,
) -> Option<impl IntoView + use<>> {
    let ActionFor::Gap(statement, chosen) = started_from else {
        return None;
    };
    let statement = framework
        .find_statement(statement)
        .filter(|it| !it.actions.is_empty())?;
    let others = statement
        .actions
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != *chosen)
        .map(|(at, suggestion)| {
            let place = Place::NewAction(id, ActionFor::Gap(statement.id.clone(), Some(at)));
            view! { <li><a href=place.to_string()>{suggestion.what.clone()}</a></li> }
        })
        .collect_view();
    let (label, open) = match chosen {
        Some(_) => ("Start from another suggestion", false),
        None => ("Start from a suggestion", true),
    };
    Some(view! {
        <Details summary=label open>
            <ul>{others}</ul>
        </Details>
    })
}

/// One action with its log.
#[component]
pub fn ActionPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let action = param::<ActionId>("action");
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
        let found = memory
            .find_action(&assessment, action?)
            .await?
            .ok_or(AppError::NotFound)?;
        let (seen, action) = (found.version.to_string(), found.value);
        let place = Place::Action(id, action.action_id);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let may_plan = standing.may(Permission::Plan);
        let unconfirmed = memory.unconfirmed(&assessment).await?.actions;
        let carried = unconfirmed.contains(&action.action_id).then(|| {
            let button = may_plan.then(|| confirm_button(id, &action));
            view! { <p><FromLastYear/></p> {button} }
        });
        let mitigates = match &action.mitigates {
            Some(cell) => {
                let own_rows = memory.eqia(&assessment).await?.own_rows;
                eqia::form().find_cell_name(cell, &own_rows)
            }
            None => None,
        };
        let days = action
            .due_now()
            .filter(|_| action.is_overdue(today()))
            .map(|due| usize::try_from((today() - due).whole_days()).unwrap_or(0));
        let overdue = days.map(|days| {
            let words = format!("Overdue by {}", count(days, "day", "days"));
            view! { " " <strong class="nhsuk-tag nhsuk-tag--red">{words}</strong> }
        });
        // What a conflict is about: without it nobody knows what saving again would replace.
        let conflict = draft.find("what").filter(|_| wrong).map(|_| {
            let saved = format!("Saved now: {}", action.what);
            view! { <div class="nhsuk-inset-text"><p>{saved}</p>{facts(&action, framework)}</div> }
        });
        let content = if may_plan && assessment.is_open() {
            let fields = fields(&assessment, framework, &action, &draft);
            view! {
                {conflict}
                <form class="app-form" method="post" action=SaveAction::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="action" value=action.action_id.to_string()/>
                    <input type="hidden" name="seen" value=seen/>
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=Place::Plan(id).to_string()>"Back to the plan"</a>
                        {action
                            .progress
                            .is_empty()
                            .then(|| view! { <a href=Place::RemoveAction(id, action.action_id).to_string()>"Remove this action"</a> })}
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! {
                <p class="nhsuk-u-reading-width">{action.what.clone()}</p>
                {facts(&action, framework)}
            }
            .into_any()
        };
        Ok(view! {
            <Frame title="Action" visitor=Some(visitor) assessment=Some(id) tab=Tab::Plan error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Action"</h1>
                        <p class="app-page-heading__meta">{status_tag(action.status())}{overdue}</p>
                    </div>
                </div>
                {carried}
                {mitigates.map(|cell| view! { <p>"Mitigates the negative impact on " <strong>{cell}</strong></p> })}
                <div class="app-columns">
                    <div class="app-columns__main">{content}</div>
                    <aside class="app-columns__side" aria-label="Progress">
                        {log(&action)}
                        {may_plan.then(|| progress_form(id, &action, &draft))}
                    </aside>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// What is decided about an action, to read.
fn facts(action: &Action, framework: &Framework) -> impl IntoView + use<> {
    let statements: Vec<_> = action
        .statements
        .iter()
        .filter_map(|it| framework.find_statement(it))
        .map(|it| format!("{} {}", it.id, it.text))
        .collect();
    let lines = [
        ("Owner", action.owner.clone()),
        ("Due", action.due.map(display::day).unwrap_or_default()),
        ("How we will know", action.measure.clone()),
        ("What it takes", action.resource.clone()),
        ("Risk if not done", action.risk.clone()),
        ("What it means for equality", action.equality_note.clone()),
        ("Statements", statements.join("; ")),
    ];
    let items = lines
        .into_iter()
        .map(|(term, text)| {
            let value = if text.trim().is_empty() {
                view! { <span class="app-missing">"Not decided yet"</span> }.into_any()
            } else {
                text.into_any()
            };
            view! { <Fact term wide=true>{value}</Fact> }
        })
        .collect_view();
    view! { <dl class="app-facts">{items}</dl> }
}

fn log(action: &Action) -> impl IntoView + use<> {
    let entries = action
        .progress
        .iter()
        .rev()
        .map(|entry| {
            view! {
                <li class="app-log__entry">
                    <p class="app-log__when">{format!("{}, {}", display::moment(entry.at), entry.by)}</p>
                    <p class="app-log__what">{entry.note.clone()}</p>
                    {changes(entry).map(|words| view! { <p class="app-log__what"><strong>{words}</strong></p> })}
                </li>
            }
        })
        .collect_view();
    let list = if action.progress.is_empty() {
        view! { <p>"Nothing has been written down yet."</p> }.into_any()
    } else {
        view! { <ol class="app-log">{entries}</ol> }.into_any()
    };
    view! {
        <h2 class="nhsuk-heading-s">"Progress"</h2>
        {list}
    }
}

/// What an entry of the log changed, in words.
fn changes(entry: &Progress) -> Option<String> {
    let status = entry.status.map(|it| it.name().to_owned());
    let due = entry.due.map(|it| format!("due {}", display::day(it)));
    let parts: Vec<_> = status.into_iter().chain(due).collect();
    (!parts.is_empty()).then(|| format!("Now: {}", parts.join(", ")))
}

fn progress_form(id: AssessmentId, action: &Action, draft: &Draft) -> impl IntoView + use<> {
    let mut statuses = vec![Choice::new("", "As before")];
    statuses.extend(
        Status::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.name())),
    );
    let due = action.due_now().map_or_else(
        || "There is no date yet".to_owned(),
        |due| format!("Due now: {}", display::day(due)),
    );
    view! {
        <form method="post" action=AddProgress::url() novalidate="">
            <input type="hidden" name="assessment" value=id.to_string()/>
            <input type="hidden" name="action" value=action.action_id.to_string()/>
            <TextArea name="note" label="What has happened?" value="" draft=draft.clone() rows=3/>
            <Select name="status" label="Status" choices=statuses value="" draft=draft.clone()/>
            <TextField
                name="new_due"
                label="New due date (only if it moves)"
                hint=due
                kind="date"
                width="nhsuk-input--width-10"
                draft=draft.clone()
            />
            <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Add to the log"</button>
        </form>
    }
}

/// Asks before an action is removed.
#[component]
pub fn RemoveActionPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let action = param::<ActionId>("action");
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Plan).await?;
        let id = assessment.assessment_id;
        let found = store()?
            .find_action(&assessment, action?)
            .await?
            .ok_or(AppError::NotFound)?;
        let action = found.value.action_id;
        let fields = vec![
            ("assessment", id.to_string()),
            ("action", action.to_string()),
            ("seen", found.version.to_string()),
        ];
        Ok(view! {
            <Frame title="Remove this action?" visitor=Some(visitor) assessment=Some(id) tab=Tab::Plan>
                <h1>"Remove this action?"</h1>
                <p class="nhsuk-u-reading-width"><strong>{found.value.what}</strong></p>
                <p>"It goes from the plan for good."</p>
                <div class="app-button-row">
                    <ButtonForm
                        action=RemoveAction::url()
                        fields
                        label="Remove it"
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::Action(id, action).to_string()>"Keep it"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}

fn fields(
    assessment: &Assessment,
    framework: &'static Framework,
    action: &Action,
    draft: &Draft,
) -> impl IntoView + use<> {
    let due = action.due.map(|it| it.to_string()).unwrap_or_default();
    view! {
        <TextArea name="what" label="What will be done?" value=action.what.clone() draft=draft.clone() rows=3/>
        <TextArea
            name="measure"
            label="How will we know that it worked?"
            hint="Something that can be counted or seen"
            value=action.measure.clone()
            draft=draft.clone()
            rows=3
        />
        <TextField
            name="owner"
            label="Who sees to it?"
            hint="A post rather than a name, so that it outlasts a change of people"
            value=action.owner.clone()
            draft=draft.clone()
        />
        <TextField
            name="due"
            label="By when?"
            kind="date"
            width="nhsuk-input--width-10"
            value=due
            draft=draft.clone()
        />
        <TextArea name="resource" label="What does it take? (optional)" value=action.resource.clone() draft=draft.clone() rows=2/>
        <TextArea name="risk" label="What happens if it is not done? (optional)" value=action.risk.clone() draft=draft.clone() rows=2/>
        <TextArea
            name="equality_note"
            label="What does it mean for equality? (optional)"
            hint="Whom it helps, and whom it could leave out"
            value=action.equality_note.clone()
            draft=draft.clone()
            rows=2
        />
        {statement_choice(assessment, framework, action, draft)}
    }
}

/// The statements whose gap the action narrows; those chosen are named before the list is opened.
fn statement_choice(
    assessment: &Assessment,
    framework: &'static Framework,
    action: &Action,
    draft: &Draft,
) -> impl IntoView + use<> {
    let chosen: BTreeSet<String> = match draft.find("statements") {
        Some(typed) => typed.split_whitespace().map(str::to_owned).collect(),
        None => action.statements.iter().map(ToString::to_string).collect(),
    };
    let summary = if chosen.is_empty() {
        "Which statements is it for? None chosen".to_owned()
    } else {
        let names: Vec<_> = chosen.iter().map(String::as_str).collect();
        format!("Which statements is it for? {}", names.join(", "))
    };
    let pillars = framework
        .pillars
        .iter()
        .map(|pillar| {
            let items = assessment.asked(framework).filter(|it| it.pillar == pillar.id)
                .map(|statement| checkbox(statement, chosen.contains(statement.id.as_str())))
                .collect_view();
            view! {
                <fieldset class="nhsuk-fieldset nhsuk-form-group">
                    <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{pillar.name.clone()}</legend>
                    <div class="nhsuk-checkboxes nhsuk-checkboxes--small">{items}</div>
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <Details summary>
            {pillars}
        </Details>
    }
}

fn checkbox(statement: &Statement, is_chosen: bool) -> impl IntoView + use<> {
    let id = format!("statement-{}", statement.id);
    view! {
        <div class="nhsuk-checkboxes__item">
            <input
                class="nhsuk-checkboxes__input"
                id=id.clone()
                name="statements[]"
                type="checkbox"
                value=statement.id.to_string()
                checked=is_chosen
            />
            <label class="nhsuk-label nhsuk-checkboxes__label" for=id>
                {format!("{} {}", statement.id, statement.text)}
            </label>
        </div>
    }
}
