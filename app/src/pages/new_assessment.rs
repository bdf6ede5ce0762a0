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
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::StartAssessment)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewAssessment).await?;
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
                    value=""
                    draft=draft.clone()
                />
            }
        });
        let packs = framework::shipped();
        let first = packs.first();
        let pack_choices = packs
            .iter()
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
                    {about}
                    <Radios
                        name="pack"
                        legend="Questionnaire"
                        choices=pack_choices
                        value=first.map(|it| it.id.clone()).unwrap_or_default()
                        draft=draft.clone()
                    />
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
