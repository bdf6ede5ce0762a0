//! `/assessments/new`

use domain::{
    assessment::{Method, Scope},
    framework,
    level::{Level, Target},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::assessment::CreateAssessment,
    draft::Draft,
    parts::{
        choice::{Choice, ChoiceRow, Radios},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::visitor,
};

/// Asks for the pack, the scope, the period and the default target.
#[component]
pub fn NewAssessmentPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::StartAssessment)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewAssessment).await?;
        let wrong = draft.has_problems();
        let first = framework::main_packs().next();
        let pack_choices = framework::main_packs()
            .map(|it| {
                Choice::new(
                    it.id.clone(),
                    format!("{}, edition {}", it.title, it.edition),
                )
                .hint(it.summary.clone())
            })
            .collect::<Vec<_>>();
        let asked = |scope: Scope| {
            let statements = first.map(|it| it.statements.as_slice()).unwrap_or_default();
            statements
                .iter()
                .filter(|it| scope == Scope::Full || it.quick)
                .count()
        };
        let scopes = Scope::ALL
            .iter()
            .map(|&scope| {
                Choice::new(scope.code(), scope.name()).hint(format!("{} statements", asked(scope)))
            })
            .collect::<Vec<_>>();
        let methods = Method::ALL
            .iter()
            .map(|&method| Choice::new(method.code(), method.name()))
            .collect::<Vec<_>>();
        let targets = Target::all()
            .map(|target| {
                let name = Level::new(target.get())
                    .ok()
                    .zip(first)
                    .map(|(level, pack)| pack.level_name(level).to_owned());
                Choice::new(target.to_string(), target.to_string()).hint(name.unwrap_or_default())
            })
            .collect::<Vec<_>>();
        Ok(view! {
            <Frame title="Start an assessment" visitor=Some(visitor) tab=Tab::Assessments error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Start an assessment"</h1>
                <form class="nhsuk-u-reading-width" method="post" action=CreateAssessment::url() novalidate="">
                    <TextField
                        name="title"
                        label="Title"
                        hint="What people will call it, for example the year it is about"
                        draft=draft.clone()
                    />
                    <Radios
                        name="pack"
                        legend="Questionnaire"
                        choices=pack_choices
                        value=first.map(|it| it.id.clone()).unwrap_or_default()
                        draft=draft.clone()
                    />
                    {add_ons(&draft)}
                    <Radios name="scope" legend="How much of it" choices=scopes value=Scope::Full.code() draft=draft.clone()/>
                    <Radios
                        name="method"
                        legend="How it is scored"
                        choices=methods
                        value=Method::default().code()
                        draft=draft.clone()
                    />
                    <TextField
                        name="period_start"
                        label="First day of the period"
                        kind="date"
                        width="nhsuk-input--width-10"
                        draft=draft.clone()
                    />
                    <TextField
                        name="period_end"
                        label="Last day of the period"
                        kind="date"
                        width="nhsuk-input--width-10"
                        draft=draft.clone()
                    />
                    <ChoiceRow
                        name="default_target"
                        legend="Where targets start; 4 wherever the law applies"
                        choices=targets
                        value=Target::default().to_string()
                        draft
                    />
                    <button class="nhsuk-button" type="submit">"Start"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// The packs that can be asked beside the questionnaire.
fn add_ons(draft: &Draft) -> impl IntoView + use<> {
    let chosen = draft.value("add_ons", "");
    let items = framework::add_ons()
        .map(|pack| {
            let id = format!("add-on-{}", pack.id);
            let hint = format!("{id}-hint");
            let is_chosen = chosen.split_whitespace().any(|it| it == pack.id);
            let quick = pack.statements.iter().filter(|it| it.quick).count();
            let all = pack.statements.len();
            let number = if quick == all {
                format!("{all} statements, in the quick scan too.")
            } else {
                format!("{all} statements, {quick} of them in the quick scan.")
            };
            view! {
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        id=id.clone()
                        name="add_ons[]"
                        type="checkbox"
                        value=pack.id.clone()
                        checked=is_chosen
                        aria-describedby=hint.clone()
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=id>
                        {format!("{}, edition {}", pack.title, pack.edition)}
                    </label>
                    <div class="nhsuk-hint nhsuk-checkboxes__hint" id=hint>{pack.summary.clone()} " " {number}</div>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="nhsuk-form-group">
            <fieldset class="nhsuk-fieldset" aria-describedby="add-ons-hint">
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">"Ask beside it (optional)"</legend>
                <div class="nhsuk-hint" id="add-ons-hint">
                    "Add-ons stand apart: they change no number of the questionnaire. Statements of your own can be added once it is started."
                </div>
                <div class="nhsuk-checkboxes">{items}</div>
            </fieldset>
        </div>
    }
}
