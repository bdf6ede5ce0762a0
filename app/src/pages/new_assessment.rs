//! `/assessments/new`

use domain::{
    assessment::{Assessment, Method, Scope},
    framework,
    id::AssessmentId,
    level::{Level, Target},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::query;
use crate::{
    actions::assessment::CreateAssessment,
    draft::Draft,
    parts::{
        choice::{Choice, ChoiceRow, Radios, Select},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::{store, visitor},
};

/// Asks for the pack, the scope, the period and the default target.
#[component]
pub fn NewAssessmentPage() -> impl IntoView {
    let after = query("after").and_then(|it| it.parse::<AssessmentId>().ok());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::StartAssessment)?;
        let mut signed = visitor.assessments_in(&store()?).await?.assessments;
        signed.retain(|it| !it.is_open());
        let earlier = signed.iter().find(|it| Some(it.assessment_id) == after);
        let place = match after {
            Some(id) => Place::NewAssessmentAfter(id),
            None => Place::NewAssessment,
        };
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let start = Start::of(earlier);
        let wrong = draft.has_problems();
        let sites = store()?.sites(visitor.organisation.organisation_id).await?;
        let about = (!sites.is_empty()).then(|| {
            let whole = Choice::new("", format!("All of {}", visitor.organisation.name));
            let sites = sites.into_iter().map(|it| {
                let site = it.site.value;
                Choice::new(site.site_id.to_string(), site.name)
            });
            let choices = [whole].into_iter().chain(sites).collect();
            view! {
                <Select
                    name="site"
                    label="What it is about"
                    hint="An assessment of one site stays one: it can be put together with those of other sites, and is never benchmarked"
                    choices
                    value=start.site.clone()
                    draft=draft.clone()
                />
            }
        });
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
                    {start_from(&signed, &start.after, &draft)}
                    <TextField
                        name="title"
                        label="Title"
                        hint="What people will call it, for example the year it is about"
                        value=start.title
                        draft=draft.clone()
                    />
                    {about}
                    <Radios
                        name="pack"
                        legend="Questionnaire"
                        choices=pack_choices
                        value=start.pack
                        draft=draft.clone()
                    />
                    {add_ons(&start.add_ons, &draft)}
                    <Radios name="scope" legend="How much of it" choices=scopes value=start.scope.code() draft=draft.clone()/>
                    <Radios
                        name="method"
                        legend="How it is scored"
                        choices=methods
                        value=start.method.code()
                        draft=draft.clone()
                    />
                    <TextField
                        name="period_start"
                        label="First day of the period"
                        value=start.period.0
                        kind="date"
                        width="nhsuk-input--width-10"
                        draft=draft.clone()
                    />
                    <TextField
                        name="period_end"
                        label="Last day of the period"
                        value=start.period.1
                        kind="date"
                        width="nhsuk-input--width-10"
                        draft=draft.clone()
                    />
                    <ChoiceRow
                        name="default_target"
                        legend="Where targets start; 4 wherever the law applies"
                        choices=targets
                        value=start.target.to_string()
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
fn add_ons(suggested: &str, draft: &Draft) -> impl IntoView + use<> {
    let chosen = draft.value("add_ons", suggested);
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

/// What the form starts with: nothing, or what the year before suggests.
struct Start {
    after: String,
    title: String,
    /// The id of the site that it is about; empty for the whole organisation.
    site: String,
    pack: String,
    /// The ids of the add-on packs, with spaces between.
    add_ons: String,
    scope: Scope,
    method: Method,
    period: (String, String),
    target: Target,
}

impl Start {
    fn of(earlier: Option<&Assessment>) -> Self {
        let Some(earlier) = earlier else {
            let first = framework::main_packs().next();
            return Self {
                after: String::new(),
                title: String::new(),
                site: String::new(),
                pack: first.map(|it| it.id.clone()).unwrap_or_default(),
                add_ons: String::new(),
                scope: Scope::Full,
                method: Method::default(),
                period: (String::new(), String::new()),
                target: Target::default(),
            };
        };
        let (start, end) = earlier.next_period();
        let add_ons: Vec<_> = earlier
            .additions
            .add_ons
            .iter()
            .map(|it| it.id.as_str())
            .collect();
        let month = |day: time::Date| format!("{} {}", day.month(), day.year());
        Self {
            after: earlier.assessment_id.to_string(),
            title: format!("{} to {}", month(start), month(end)),
            site: earlier
                .site
                .as_ref()
                .map(|it| it.site_id.to_string())
                .unwrap_or_default(),
            pack: earlier.framework.clone(),
            add_ons: add_ons.join(" "),
            scope: earlier.scope,
            method: earlier.method,
            period: (start.to_string(), end.to_string()),
            target: earlier.default_target,
        }
    }
}

/// Which year it follows; nothing to choose where none is signed.
fn start_from(signed: &[Assessment], after: &str, draft: &Draft) -> Option<impl IntoView + use<>> {
    let nothing = Choice::new("", "Nothing: a blank assessment");
    let years = signed.iter().map(|it| {
        let label = format!("{} ({})", it.title, it.scope.name());
        Choice::new(it.assessment_id.to_string(), label)
    });
    let choices: Vec<_> = std::iter::once(nothing).chain(years).collect();
    (!signed.is_empty()).then(|| {
        view! {
            <Select
                name="after"
                label="Start from"
                hint="A new year takes over targets, importance, evidence and open actions from a signed one. Levels count again once they are confirmed."
                choices
                value=after.to_owned()
                draft=draft.clone()
            />
        }
    })
}
