//! `…/eqia/stages/:stage`, `…/eqia/evidence/:row`, `…/eqia/impacts/:row` and `…/eqia/not-required`

use std::collections::BTreeMap;

use domain::{
    display::{count, day},
    eqia::{FieldId, Row, RowGroup, Sheet, Stage, form},
    id::AssessmentId,
    plan::CellId,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Missing, Opened, Progress, Unmitigated,
    matrix::{matrix, shorten},
    mitigate,
};
use crate::{
    actions::eqia::{SaveEqia, after},
    draft::Draft,
    error::AppError,
    pages::param,
    parts::{
        eqia_field::{EqiaEntries, EqiaField},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        table::{Column, Table},
    },
    place::Place,
};

/// One stage: its questions, and the lists that belong to it.
#[component]
pub fn EqiaStagePage() -> impl IntoView {
    let (id, stage) = (param::<AssessmentId>("assessment"), param::<u8>("stage"));
    page(async move {
        let sheet = Sheet::Stage(stage?);
        let (opened, fields, draft) = read(id?, &sheet).await?;
        let Sheet::Stage(number) = sheet else {
            return Err(AppError::NotFound);
        };
        let form = form();
        let stage = form.find_stage(number).ok_or(AppError::NotFound)?;
        let share = opened
            .eqia
            .coverage(form)
            .stages
            .into_iter()
            .zip(&form.stages)
            .find(|(_, it)| it.number == number)
            .map(|(share, _)| share)
            .unwrap_or_default();
        let missing = opened.eqia.missing(form, number);
        let lists = match number {
            2 => view! { {evidence(&opened)} {consultations(&opened)} }.into_any(),
            3 => {
                let unmitigated = view! { <Unmitigated id=opened.id eqia=opened.eqia.clone() actions=opened.actions.clone() is_open=opened.is_open/> };
                view! { {unmitigated} {matrix(&opened)} }.into_any()
            }
            _ => ().into_any(),
        };
        let entries = entries(&opened, &sheet, fields, &draft);
        let heading =
            (number == 2 || number == 3).then(|| view! { <h2>"About the plan as a whole"</h2> });
        let steps = steps(&opened, stage);
        Ok(view! {
            <Frame
                title=format!("{} – {}", stage.name, form.title)
                visitor=Some(opened.visitor)
                assessment=Some(opened.id)
                tab=Tab::Eqia
                error=draft.has_problems()
            >
                <ErrorSummary draft/>
                {steps}
                <p class="app-page-heading__caption">{format!("{} · stage {number} of 5", form.title)}</p>
                <h1>{stage.name.clone()}</h1>
                <p class="nhsuk-u-reading-width">{stage.intro.clone()}</p>
                <div class="nhsuk-u-reading-width nhsuk-u-margin-bottom-5">
                    <Progress share/>
                    <Missing missing/>
                </div>
                {lists}
                {heading}
                {entries}
            </Frame>
        }
        .into_any())
    })
}

/// What is known about the people of one row.
#[component]
pub fn EqiaEvidencePage() -> impl IntoView {
    let (id, row) = (param::<AssessmentId>("assessment"), param::<String>("row"));
    page(async move {
        let sheet = format!("evidence/{}", row?)
            .parse()
            .map_err(|_| AppError::NotFound)?;
        let (opened, fields, draft) = read(id?, &sheet).await?;
        let row = row_of(&opened, &sheet)?;
        let entries = entries(&opened, &sheet, fields, &draft);
        Ok(view! {
            <Frame
                title=format!("Evidence: {}", row.name)
                visitor=Some(opened.visitor)
                assessment=Some(opened.id)
                tab=Tab::Eqia
                error=draft.has_problems()
            >
                <ErrorSummary draft/>
                <p class="app-page-heading__caption">"Stage 2 · What is known"</p>
                <h1>{row.name.clone()}</h1>
                {about(&row)}
                {entries}
            </Frame>
        }
        .into_any())
    })
}

/// What the plan does to the people of one row: one cell for each need that applies.
#[component]
pub fn EqiaImpactsPage() -> impl IntoView {
    let (id, row) = (param::<AssessmentId>("assessment"), param::<String>("row"));
    page(async move {
        let sheet = format!("impacts/{}", row?)
            .parse()
            .map_err(|_| AppError::NotFound)?;
        let (opened, fields, draft) = read(id?, &sheet).await?;
        let row = row_of(&opened, &sheet)?;
        let evidence = opened.eqia.evidence(&row.id);
        let evidence_place = Place::EqiaSheet(opened.id, Sheet::Evidence(row.id.clone()));
        let known = if evidence.found.trim().is_empty() {
            evidence.none_because
        } else {
            evidence.found
        };
        let known = match known.trim() {
            "" => "No evidence written down yet.".to_owned(),
            known => shorten(known),
        };
        let own = (opened.is_open && row.group == RowGroup::Own).then(|| {
            let place = Place::EqiaRow(opened.id, row.id.clone());
            view! { <p><a href=place.to_string()>"Rename or remove this group"</a></p> }
        });
        let mitigations: Vec<_> = row
            .cells()
            .into_iter()
            .filter(|cell| opened.eqia.cell(cell).is_negative())
            .map(|cell| mitigations(&opened, &cell))
            .collect();
        let entries = entries(&opened, &sheet, fields, &draft);
        Ok(view! {
            <Frame
                title=format!("Impacts: {}", row.name)
                visitor=Some(opened.visitor)
                assessment=Some(opened.id)
                tab=Tab::Eqia
                error=draft.has_problems()
            >
                <ErrorSummary draft/>
                <p class="app-page-heading__caption">{format!("Stage 3 · {}", row.group.name())}</p>
                <h1>{row.name.clone()}</h1>
                {about(&row)}
                {own}
                <p class="nhsuk-u-reading-width">
                    <strong>"What is known: "</strong>
                    {known}
                    " "
                    <a href=evidence_place.to_string()>
                        "Go to the evidence"
                        <span class="nhsuk-u-visually-hidden">{format!(": {}", row.name)}</span>
                    </a>
                </p>
                {mitigations}
                {entries}
            </Frame>
        }
        .into_any())
    })
}

/// The declaration that no EQIA is required.
#[component]
pub fn EqiaNotRequiredPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let sheet = Sheet::NotRequired;
        let (opened, fields, draft) = read(id?, &sheet).await?;
        let screened: Vec<_> = opened
            .eqia
            .screened_in(form())
            .map(|question| view! { <li>{question.label.clone()}</li> })
            .collect();
        let screened = (!screened.is_empty()).then(|| {
            view! {
                <section class="app-card app-card--warning" aria-labelledby="screened">
                    <h2 class="app-card__title" id="screened">"The screening says that an assessment is required"</h2>
                    <p>"In stage 1 these questions are answered with yes:"</p>
                    <ul>{screened}</ul>
                </section>
            }
        });
        let back = (opened.is_open && opened.eqia.not_required().is_some()).then(
            || view! { <p>"To take the declaration back, empty all four fields and save."</p> },
        );
        let entries = entries(&opened, &sheet, fields, &draft);
        Ok(view! {
            <Frame
                title="No assessment required"
                visitor=Some(opened.visitor)
                assessment=Some(opened.id)
                tab=Tab::Eqia
                error=draft.has_problems()
            >
                <ErrorSummary draft/>
                <p class="app-page-heading__caption">{form().title.clone()}</p>
                <h1>"No assessment required"</h1>
                <p class="nhsuk-u-reading-width">"Whoever decides that a plan needs no equality impact assessment puts their name to it. The four screening questions of stage 1 help to decide."</p>
                {back}
                {screened}
                {entries}
            </Frame>
        }
        .into_any())
    })
}

async fn read(id: AssessmentId, sheet: &Sheet) -> Result<(Opened, Vec<FieldId>, Draft), AppError> {
    let opened = Opened::read(id).await?;
    let fields = form()
        .find_fields(sheet, &opened.eqia.own_rows)
        .ok_or(AppError::NotFound)?;
    let draft = if opened.is_open {
        Draft::of(
            &opened.visitor.holder(),
            &Place::EqiaSheet(id, sheet.clone()),
        )
        .await?
    } else {
        Draft::default()
    };
    Ok((opened, fields, draft))
}

fn row_of(opened: &Opened, sheet: &Sheet) -> Result<Row, AppError> {
    let (Sheet::Evidence(row) | Sheet::Impacts(row)) = sheet else {
        return Err(AppError::NotFound);
    };
    form()
        .find_row(row, &opened.eqia.own_rows)
        .map(std::borrow::Cow::into_owned)
        .ok_or(AppError::NotFound)
}

/// The question over a row, what to think of, and whose duty it is.
fn about(row: &Row) -> impl IntoView + use<> {
    let prompts = row
        .prompts
        .iter()
        .map(|prompt| view! { <li>{prompt.clone()}</li> })
        .collect_view();
    let note = (!row.note.is_empty()).then(
        || view! { <p class="nhsuk-inset-text nhsuk-u-reading-width">{row.note.clone()}</p> },
    );
    view! {
        <p class="nhsuk-u-reading-width">{row.question.clone()} " Think of:"</p>
        <ul class="nhsuk-u-reading-width">{prompts}</ul>
        {note}
    }
}

/// The fields of a page: a form for who may fill it in, else what is written.
fn entries(opened: &Opened, sheet: &Sheet, fields: Vec<FieldId>, draft: &Draft) -> AnyView {
    if !opened.is_open {
        return grouped(opened, sheet, fields, |fields| {
            view! { <EqiaEntries fields eqia=opened.eqia.clone()/> }.into_any()
        });
    }
    let base: BTreeMap<&str, &str> = fields
        .iter()
        .map(|field| (field.as_str(), opened.eqia.entry(field)))
        .collect();
    let base = draft.value("base", serde_json::to_string(&base).unwrap_or_default());
    let asked = grouped(opened, sheet, fields, |fields| {
        fields
            .into_iter()
            .map(|field| view! { <EqiaField field eqia=opened.eqia.clone() draft=draft.clone()/> })
            .collect_view()
            .into_any()
    });
    let class = if matches!(sheet, Sheet::Impacts(_)) {
        ""
    } else {
        "app-form"
    };
    view! {
        <form class=class method="post" action=SaveEqia::url() novalidate="">
            <input type="hidden" name="assessment" value=opened.id.to_string()/>
            <input type="hidden" name="sheet" value=sheet.to_string()/>
            <input type="hidden" name="base" value=base/>
            {asked}
            <div class="app-button-row">
                <button class="nhsuk-button" type="submit">"Save"</button>
                <a href=after(opened.id, sheet).to_string()>"Back without saving"</a>
            </div>
        </form>
    }
    .into_any()
}

/// The fields of a page under the headings they belong to.
fn grouped(
    opened: &Opened,
    sheet: &Sheet,
    fields: Vec<FieldId>,
    show: impl Fn(Vec<FieldId>) -> AnyView,
) -> AnyView {
    match sheet {
        Sheet::Impacts(_) => {
            let Ok(row) = row_of(opened, sheet) else {
                return ().into_any();
            };
            let cells: Vec<_> = row
                .cells()
                .into_iter()
                .map(|cell| {
                    let need = form().find_need(&cell.need).map(|it| it.label.clone());
                    let prefix = format!("cell.{}.{}.", cell.row, cell.need);
                    let own = fields
                        .iter()
                        .filter(|it| it.as_str().starts_with(&prefix))
                        .cloned()
                        .collect();
                    view! {
                        <fieldset class="nhsuk-fieldset app-eqia-cell">
                            <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{need}</legend>
                            {show(own)}
                        </fieldset>
                    }
                })
                .collect();
            let class = if cells.len() > 1 {
                "app-grid app-grid--3"
            } else {
                "app-form"
            };
            view! { <div class=class>{cells}</div> }.into_any()
        }
        Sheet::Stage(5) => {
            let (publication, authorisation): (Vec<_>, Vec<_>) = fields
                .into_iter()
                .partition(|it| it.as_str().starts_with("publication."));
            view! {
                <h2>"Authorisation"</h2>
                <p>"A “no” to one of these questions withholds the authorisation."</p>
                {show(authorisation)}
                <h2>"Publication"</h2>
                {show(publication)}
            }
            .into_any()
        }
        _ => show(fields),
    }
}

/// The way through the five stages.
fn steps(opened: &Opened, here: &Stage) -> impl IntoView + use<> {
    let form = form();
    let items = form
        .stages
        .iter()
        .zip(opened.eqia.coverage(form).stages)
        .map(|(stage, share)| {
            let place = Place::EqiaSheet(opened.id, Sheet::Stage(stage.number));
            let current = (stage.number == here.number).then_some("step");
            view! {
                <li class="app-steps__item">
                    <a class="app-steps__link" href=place.to_string() aria-current=current>
                        <span class="app-steps__number">{stage.number}</span>
                        " "
                        <span class="app-steps__name">{stage.name.clone()}</span>
                        " "
                        <span class="app-steps__state">{format!("{} of {}", share.done, share.of)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label="Stages">
            <ol class="app-steps">{items}</ol>
        </nav>
    }
}

/// What is known about each row, as a table.
fn evidence(opened: &Opened) -> impl IntoView + use<> {
    let label = if opened.is_open { "Change" } else { "Read" };
    let rows = opened
        .eqia
        .all_rows(form())
        .map(|row| {
            let place = Place::EqiaSheet(opened.id, Sheet::Evidence(row.id.clone()));
            let evidence = opened.eqia.evidence(&row.id);
            let known = match (evidence.found.trim(), evidence.none_because.trim()) {
                ("", "") => {
                    view! { <span class="app-missing">"Nothing written yet"</span> }.into_any()
                }
                ("", because) => shorten(&format!("No evidence: {because}")).into_any(),
                (found, _) => shorten(found).into_any(),
            };
            let title = view! {
                {row.name.clone()}
                <a class="app-eqia-matrix__edit app-no-print" href=place.to_string()>
                    {label}
                    <span class="nhsuk-u-visually-hidden">{format!(" evidence: {}", row.name)}</span>
                </a>
            };
            vec![
                title.into_any(),
                known,
                shorten(evidence.source.trim()).into_any(),
            ]
        })
        .collect();
    let columns = ["Group", "What is known", "Source"].map(Column::new);
    view! {
        <Table
            caption="What is known about each group"
            shows_caption=true
            class="app-table--stacked app-eqia-matrix"
            columns=columns.into()
            rows
        />
    }
}

/// Who was consulted, as a log.
fn consultations(opened: &Opened) -> impl IntoView + use<> {
    let entries: Vec<_> = opened
        .eqia
        .consultations
        .iter()
        .map(|entry| {
            let when = entry.date.map(day);
            let change = opened.is_open.then(|| {
                let place = Place::Consultation(opened.id, entry.consultation_id);
                view! {
                    <a class="app-no-print" href=place.to_string()>
                        "Change"
                        <span class="nhsuk-u-visually-hidden">{format!(" {}", entry.who)}</span>
                    </a>
                }
            });
            view! {
                <li class="app-log__entry">
                    <p class="app-log__when">{when.unwrap_or_else(|| "No date".to_owned())}</p>
                    <p class="app-log__what"><strong>{entry.who.clone()}</strong></p>
                    {(!entry.how.is_empty()).then(|| view! { <p class="app-log__what">{entry.how.clone()}</p> })}
                    {(!entry.said.is_empty()).then(|| view! { <p class="app-log__what">{entry.said.clone()}</p> })}
                    {change}
                </li>
            }
        })
        .collect();
    let list = if entries.is_empty() {
        view! { <p>"Nobody has been consulted yet."</p> }.into_any()
    } else {
        view! { <ol class="app-log">{entries}</ol> }.into_any()
    };
    let add = opened.is_open.then(|| {
        let place = Place::NewConsultation(opened.id);
        view! {
            <p>
                <a class="nhsuk-button nhsuk-button--secondary" href=place.to_string()>"Add a consultation"</a>
            </p>
        }
    });
    view! {
        <section class="nhsuk-u-reading-width" aria-labelledby="consulted">
            <h2 id="consulted">"Who was consulted"</h2>
            {list}
            {add}
        </section>
    }
}

/// What is done about the harm in one cell.
fn mitigations(opened: &Opened, cell: &CellId) -> impl IntoView + use<> {
    let form = form();
    let name = form
        .find_cell_name(cell, &opened.eqia.own_rows)
        .unwrap_or_default();
    let is_open = opened
        .eqia
        .unmitigated(form, &opened.actions)
        .contains(cell);
    let actions: Vec<_> = opened
        .mitigations(cell)
        .into_iter()
        .map(|action| {
            let owner = if action.is_unowned() {
                "no owner yet".to_owned()
            } else {
                action.owner.clone()
            };
            let due = action
                .due_now()
                .map_or_else(|| "no due date yet".to_owned(), day);
            let place = Place::Action(opened.id, action.action_id);
            view! { <li><a href=place.to_string()>{action.what.clone()}</a> {format!(": {owner}, {due}")}</li> }
        })
        .collect();
    let heading = format!("mitigation-{}", cell.need);
    let number = actions.len();
    let class = if is_open {
        "app-card app-card--warning"
    } else {
        "app-card"
    };
    let said = match number {
        _ if is_open && number > 0 => "Needs a mitigation: an action counts once it has an owner and a due date.".to_owned(),
        _ if is_open => "Needs a mitigation: an action of the plan with an owner and a due date, or a justification below.".to_owned(),
        0 => "Justified below.".to_owned(),
        _ => format!("Mitigated by {}:", count(number, "action of the plan", "actions of the plan")),
    };
    let list = (number > 0).then(|| view! { <ul>{actions}</ul> });
    let make = opened.is_open.then(|| {
        view! { <p class="nhsuk-u-margin-bottom-0">{mitigate(opened.id, cell, name.clone())}</p> }
    });
    view! {
        <section class=class aria-labelledby=heading>
            <h2 class="app-card__title" id=heading.clone()>{format!("Negative impact. {name}")}</h2>
            <p>{said}</p>
            {list}
            {make}
        </section>
    }
}
