//! `/assessments/:assessment/local` and `…/local/:local`: what an organisation asks itself.

use domain::{
    display::count,
    framework::{Framework, LOCAL_MAX, LocalStatement, USUAL_ANCHORS},
    id::{AssessmentId, StatementId},
    level::Level,
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::local_statement::Recorded;

use super::param;
use crate::{
    actions::local_statement::{
        AddLocalStatement, RemoveLocalStatement, SaveLocalStatement, anchor_field,
    },
    draft::Draft,
    error::AppError,
    parts::{
        error_summary::{ErrorMessage, ErrorSummary, described_by, group_class},
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    visitor::{Round, open_round, store},
};

/// The local statements, and the form to add one.
#[component]
pub fn LocalStatementsPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = open_round(id?, Permission::StartAssessment).await?;
        let Round {
            assessment,
            framework,
            ..
        } = round;
        let id = assessment.assessment_id;
        let draft = Draft::of(&visitor.holder(), &Place::LocalStatements(id)).await?;
        let wrong = draft.has_problems();
        let may_change = assessment.takes_local_statements();
        let local = &assessment.additions.local;
        let list = if local.is_empty() {
            view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No local statements yet"</h2>
                    <p>"Add what matters here and is asked nowhere else."</p>
                </div>
            }
            .into_any()
        } else {
            let items = local
                .iter()
                .map(|it| item(id, it, may_change))
                .collect_view();
            view! { <ul class="app-link-list">{items}</ul> }.into_any()
        };
        let form = if !may_change {
            view! { <p class="nhsuk-inset-text">"The scores are revealed, so what is asked stays as it is: nobody could score a new statement blind any more."</p> }.into_any()
        } else if !assessment.additions.has_room() {
            view! { <p class="nhsuk-inset-text">{format!("There are {LOCAL_MAX} local statements, which is the most. Remove one to add another.")}</p> }.into_any()
        } else {
            view! {
                <section class="app-card" aria-labelledby="add">
                    <h2 class="app-card__title" id="add">"Add a local statement"</h2>
                    <form class="app-form" method="post" action=AddLocalStatement::url() novalidate="">
                        <input type="hidden" name="assessment" value=id.to_string()/>
                        {fields(framework, None, &draft)}
                        <button class="nhsuk-button" type="submit">"Add statement"</button>
                    </form>
                </section>
            }
            .into_any()
        };
        let title = assessment.title.clone();
        Ok(view! {
            <Frame title="Local statements" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{title}</p>
                        <h1 class="app-page-heading__title">"Local statements"</h1>
                        <p class="app-page-heading__meta">"What this organisation asks itself, beside the questionnaire"</p>
                    </div>
                </div>
                <p class="nhsuk-u-reading-width">
                    "They are scored, planned for and signed like any other, and stand apart: they count in no pillar of the questionnaire, and are never compared with another organisation’s."
                </p>
                {list}
                {form}
                <p><a href=Place::Assessment(id).to_string()>"Back to the overview"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn item(id: AssessmentId, local: &LocalStatement, may_change: bool) -> impl IntoView + use<> {
    let words = format!("{} {}", local.id, local.text);
    if may_change {
        let place = Place::LocalStatement(id, local.id.clone());
        view! { <li><a href=place.to_string()>{words}</a></li> }.into_any()
    } else {
        view! { <li>{words}</li> }.into_any()
    }
}

/// Changes or removes a local statement.
#[component]
pub fn LocalStatementPage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("assessment"),
        param::<StatementId>("local"),
    );
    page(async move {
        let (visitor, round) = open_round(id?, Permission::StartAssessment).await?;
        let Round {
            assessment,
            framework,
            ..
        } = round;
        let statement = statement?;
        let local = assessment.additions.find_local(&statement);
        let local = local.cloned().ok_or(AppError::NotFound)?;
        if !assessment.takes_local_statements() {
            return Err(AppError::ScoringClosed);
        }
        let id = assessment.assessment_id;
        let memory = store()?;
        let seen = memory
            .find_assessment(assessment.organisation_id, id)
            .await?
            .ok_or(AppError::NotFound)?
            .version;
        let recorded = memory.recorded_about(&assessment, &statement).await?;
        let place = Place::LocalStatement(id, statement.clone());
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let named = vec![
            ("assessment", id.to_string()),
            ("statement", statement.to_string()),
            ("seen", seen.to_string()),
        ];
        let is_other = draft.value("means_other", "") == "yes";
        let back = Place::LocalStatements(id);
        Ok(view! {
            <Frame title=format!("Local statement {statement}") visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=draft.has_problems()>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-statement__id">{statement.to_string()}</p>
                <h1>"Change a local statement"</h1>
                <form class="app-form" method="post" action=SaveLocalStatement::url() novalidate="">
                    <HiddenFields fields=named.clone()/>
                    {fields(framework, Some(&local), &draft)}
                    <div class="nhsuk-form-group">
                        <div class="nhsuk-checkboxes">
                            <div class="nhsuk-checkboxes__item">
                                <input class="nhsuk-checkboxes__input" id="means_other" name="means_other" type="checkbox" value="yes" checked=is_other aria-describedby="means_other-hint"/>
                                <label class="nhsuk-label nhsuk-checkboxes__label" for="means_other">"It now asks for something else"</label>
                                <div class="nhsuk-hint nhsuk-checkboxes__hint" id="means_other-hint">
                                    "Then its scores are not compared with those of earlier years. Leave this empty for a better wording of the same."
                                </div>
                            </div>
                        </div>
                    </div>
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=back.to_string()>"Back without saving"</a>
                    </div>
                </form>
                {remove_form(&local, named, recorded, &draft)}
            </Frame>
        }
        .into_any())
    })
}

/// Says what goes with a statement, and asks for a second look where something does.
fn remove_form(
    local: &LocalStatement,
    named: Vec<(&'static str, String)>,
    recorded: Recorded,
    draft: &Draft,
) -> impl IntoView + use<> {
    let unsure = draft.problem_with("sure");
    let wrong = unsure.is_some();
    let described = described_by("sure", false, wrong);
    let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let (answers, evidence) = (number(recorded.answers), number(recorded.evidence));
    let said = format!(
        "Removed with it: {}, {}. Actions and questions about it stay, without it ({} and {}).",
        count(answers, "answer", "answers"),
        count(evidence, "piece of evidence", "pieces of evidence"),
        count(number(recorded.actions), "action", "actions"),
        count(number(recorded.questions), "question", "questions"),
    );
    let sure = (!recorded.is_nothing()).then(|| {
        view! {
            <p class="nhsuk-u-reading-width">{said}</p>
            <div class=group_class(wrong)>
                <ErrorMessage field="sure".to_owned() message=unsure/>
                <div class="nhsuk-checkboxes">
                    <div class="nhsuk-checkboxes__item">
                        <input class="nhsuk-checkboxes__input" id="sure" name="sure" type="checkbox" value="yes" aria-describedby=described/>
                        <label class="nhsuk-label nhsuk-checkboxes__label" for="sure">
                            {format!("Yes, remove {} and what is recorded about it", local.id)}
                        </label>
                    </div>
                </div>
            </div>
        }
    });
    view! {
        <section aria-labelledby="remove">
            <h2 id="remove">"Remove this statement"</h2>
            <form class="app-form" method="post" action=RemoveLocalStatement::url() novalidate="">
                <HiddenFields fields=named/>
                {sure}
                <button class="nhsuk-button nhsuk-button--warning nhsuk-button--small" type="submit">"Remove this statement"</button>
            </form>
        </section>
    }
}

/// The statement, why it matters, and what its levels look like.
fn fields(
    framework: &Framework,
    local: Option<&LocalStatement>,
    draft: &Draft,
) -> impl IntoView + use<> {
    let levels = Level::all()
        .zip(USUAL_ANCHORS)
        .enumerate()
        .map(|(at, (level, usual))| {
            let saved = local.map(|it| &it.anchors).and_then(|it| it.get(at));
            view! {
                <TextArea
                    name=anchor_field(at)
                    label=format!("{level} {}", framework.level_name(level))
                    hint=format!("If left empty: {usual}")
                    value=saved.cloned().unwrap_or_default()
                    draft=draft.clone()
                    rows=2
                />
            }
        })
        .collect_view();
    view! {
        <TextField
            name="text"
            label="The statement"
            hint="One sentence about a practice that can be in place or not"
            value=local.map(|it| it.text.clone()).unwrap_or_default()
            draft=draft.clone()
        />
        <TextArea
            name="why"
            label="Why does it matter? (optional)"
            value=local.map(|it| it.why.clone()).unwrap_or_default()
            draft=draft.clone()
            rows=2
        />
        <fieldset class="nhsuk-fieldset">
            <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">"What do the levels look like here? (optional)"</legend>
            {levels}
        </fieldset>
    }
}
