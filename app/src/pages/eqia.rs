//! `/assessments/:assessment/eqia`: how far the equality impact assessment has come.

use domain::{
    display::{count, day},
    eqia::{Eqia, Share, Sheet, form},
    id::AssessmentId,
    permission::Permission,
    plan::{Action, CellId},
};
use leptos::prelude::*;

use super::param;
use crate::{
    error::AppError,
    parts::{
        bar::Bar,
        details::Details,
        frame::{Frame, Tab, page},
    },
    place::{ActionFor, Place},
    visitor::{Round, Visitor, round, store},
};

pub mod consultation;
pub mod matrix;
pub mod row;
pub mod sheet;

/// An EQIA and who reads it.
struct Opened {
    visitor: Visitor,
    id: AssessmentId,
    eqia: Eqia,
    actions: Vec<Action>,
    /// Whether the visitor may fill it in, and it is not frozen.
    is_open: bool,
}

impl Opened {
    async fn read(id: AssessmentId) -> Result<Self, AppError> {
        let (
            visitor,
            Round {
                assessment,
                standing,
                ..
            },
        ) = round(id, Permission::Read).await?;
        Ok(Self {
            eqia: store()?.eqia(&assessment).await?,
            actions: store()?.actions(&assessment).await?,
            is_open: standing.may(Permission::Eqia) && assessment.is_open(),
            visitor,
            id,
        })
    }

    /// The actions that mitigate a cell.
    fn mitigations(&self, cell: &CellId) -> Vec<&Action> {
        self.actions
            .iter()
            .filter(|action| action.mitigates.as_ref() == Some(cell))
            .collect()
    }
}

/// Shows the five stages, what is filled in and what is missing.
#[component]
pub fn EqiaPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let opened = Opened::read(id?).await?;
        let (id, form) = (opened.id, form());
        let coverage = opened.eqia.coverage(form);
        let stages = form
            .stages
            .iter()
            .zip(coverage.stages)
            .map(|(stage, share)| {
                let missing = opened.eqia.missing(form, stage.number);
                let heading = format!("stage-{}", stage.number);
                let place = Place::EqiaSheet(id, Sheet::Stage(stage.number));
                view! {
                    <section class="app-card" aria-labelledby=heading>
                        <h2 class="app-card__title" id=heading.clone()>
                            <a href=place.to_string()>{format!("{}. {}", stage.number, stage.name)}</a>
                        </h2>
                        <p>{stage.intro.clone()}</p>
                        <Progress share/>
                        <Missing missing/>
                    </section>
                }
            })
            .collect_view();
        let whole = coverage
            .stages
            .iter()
            .fold(Share::default(), |all, it| Share {
                done: all.done + it.done,
                of: all.of + it.of,
            });
        let outcome = outcome(&opened.eqia);
        let review = opened.eqia.review_date().map(|date| {
            let late = opened
                .eqia
                .is_review_late()
                .then_some(", more than 12 months after it was authorised");
            view! { <p>{format!("To be reviewed by {}", day(date))} {late} "."</p> }
        });
        let unmitigated = view! { <Unmitigated id eqia=opened.eqia.clone() actions=opened.actions.clone() is_open=opened.is_open/> };
        let is_open = opened.is_open;
        let declared = opened.eqia.not_required().is_some();
        let declaration = (is_open || declared).then(|| {
            let label = if !is_open { "See the declaration" } else if declared { "Change the declaration" } else { "Declare that none is required" };
            view! {
                <section class="app-card" aria-labelledby="not-required">
                    <h2 class="app-card__title" id="not-required">"Is no assessment required?"</h2>
                    <p>"Only when the plan does not affect people differently. It is rare for a plan about staff wellbeing. The reason, the name, the post and the date are kept, and printed with the plan."</p>
                    <p><a href=Place::EqiaSheet(id, Sheet::NotRequired).to_string()>{label}</a></p>
                </section>
            }
        });
        Ok(view! {
            <Frame title=form.title.clone() visitor=Some(opened.visitor) assessment=Some(id) tab=Tab::Eqia>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">{form.title.clone()}</h1>
                        <p class="app-page-heading__meta">{outcome}</p>
                    </div>
                </div>
                <p class="nhsuk-u-reading-width">{form.summary.clone()}</p>
                <div class="nhsuk-u-reading-width">
                    <Progress share=whole/>
                    <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">"This says how much is filled in, never how good it is: an equality impact assessment has no score."</p>
                    {review}
                </div>
                {unmitigated}
                <div class="app-grid app-grid--2">{stages} {declaration}</div>
                <Details summary="Where this form comes from, and what it does not claim">
                    <p>{form.wording.clone()}</p>
                    <p>{form.attribution.clone()}</p>
                </Details>
            </Frame>
        }
        .into_any())
    })
}

/// Whether it is authorised, declared not required, or neither, in words.
fn outcome(eqia: &Eqia) -> AnyView {
    if let Some(authorisation) = eqia.authorisation() {
        let by = format!(
            " by {}, {}, on {}",
            authorisation.name,
            authorisation.post,
            day(authorisation.date)
        );
        view! { <strong class="nhsuk-tag nhsuk-tag--green">"Authorised"</strong> {by} }.into_any()
    } else if let Some(declared) = eqia.not_required() {
        let by = format!(
            " by {}, {}, on {}: {}",
            declared.name,
            declared.post,
            day(declared.date),
            declared.reason
        );
        view! { <strong class="nhsuk-tag nhsuk-tag--green">"Declared not required"</strong> {by} }
            .into_any()
    } else {
        view! {
            <strong class="nhsuk-tag nhsuk-tag--orange">"Not authorised yet"</strong>
            " The plan can be signed off once it is authorised, or declared not required"
        }
        .into_any()
    }
}

/// How much is filled in, in words and as a bar.
#[component]
fn Progress(share: Share) -> impl IntoView {
    let percent = u64::from(100 * share.done / share.of.max(1));
    view! {
        <div class="app-progress">
            <p class="app-progress__text">
                <strong>{format!("{} of {}", share.done, share.of)}</strong>
                " filled in"
            </p>
            <Bar value=percent target=None thin=true/>
        </div>
    }
}

/// What is missing: a few by name, the others by their number.
#[component]
fn Missing(missing: Vec<String>) -> impl IntoView {
    const NAMED: usize = 3;
    let more = missing.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <li>{count(more, "more", "more")}</li> });
    (!missing.is_empty()).then(|| {
        let lines = missing
            .into_iter()
            .take(NAMED)
            .map(|it| view! { <li>{it}</li> })
            .collect_view();
        view! {
            <p class="nhsuk-u-margin-bottom-2">"Still missing:"</p>
            <ul class="nhsuk-u-margin-bottom-0">{lines} {more}</ul>
        }
    })
}

/// Negative impacts that nothing is done about, each with what to do; nothing when there are none.
#[component]
fn Unmitigated(id: AssessmentId, eqia: Eqia, actions: Vec<Action>, is_open: bool) -> impl IntoView {
    let form = form();
    let cells = eqia.unmitigated(form, &actions);
    (!cells.is_empty()).then(|| {
        let lines = cells
            .into_iter()
            .map(|cell| {
                let name = form.find_cell_name(&cell, &eqia.own_rows);
                let place = Place::EqiaSheet(id, Sheet::Impacts(cell.row.clone()));
                let mitigate = is_open.then(|| {
                    let action = mitigate(id, &cell, name.clone().unwrap_or_default());
                    view! { " · " {action} }
                });
                view! { <li><a href=place.to_string()>{name}</a> {mitigate}</li> }
            })
            .collect_view();
        view! {
            <section class="app-card app-card--warning" aria-labelledby="unmitigated">
                <h2 class="app-card__title" id="unmitigated">"Negative impacts that need a mitigation"</h2>
                <p>"Make an action of the plan with an owner and a due date for each, or write down why the impact is justified."</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

/// A link to make an action that mitigates a cell.
fn mitigate(id: AssessmentId, cell: &CellId, name: String) -> impl IntoView + use<> {
    let place = Place::NewAction(id, ActionFor::Impact(cell.clone()));
    view! {
        <a class="app-no-print" href=place.to_string()>
            "Make an action"
            <span class="nhsuk-u-visually-hidden">{format!(" for {name}")}</span>
        </a>
    }
}
