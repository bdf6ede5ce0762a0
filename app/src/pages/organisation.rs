//! `/organisation`

use domain::{
    organisation::{Headcount, Kind, Nation, Organisation},
    permission::Permission,
};
use leptos::{either::EitherOf3, prelude::*, server_fn::ServerFn};
use store::{Stored, Version};

use crate::{
    actions::organisation::{KeepOrganisation, SaveOrganisation},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios, Select},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::{store, visitor},
};

/// What the organisation says about itself; a form for those who may change it.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        let stored = store()?
            .find_organisation(visitor.organisation.organisation_id)
            .await?
            .ok_or(AppError::NotFound)?;
        let draft = Draft::of(&visitor.holder(), &Place::Organisation).await?;
        let wrong = draft.has_problems();
        let people = visitor.may(Permission::ManagePeople).then(|| {
            view! { <p><a href=Place::People.to_string()>"Who takes part"</a></p> }
        });
        let body = if !visitor.may(Permission::ManageOrganisation) {
            EitherOf3::A(summary(&stored.value))
        } else if draft.find("stale").is_some() {
            EitherOf3::B(conflict(&stored, &draft))
        } else {
            EitherOf3::C(form(&stored, draft.clone()))
        };
        Ok(view! {
            <Frame title="Organisation" visitor=Some(visitor) tab=Tab::Organisation error=wrong>
                <ErrorSummary draft/>
                <h1>"Your organisation"</h1>
                {body}
                {people}
            </Frame>
        }
        .into_any())
    })
}

fn form(stored: &Stored<Organisation>, draft: Draft) -> impl IntoView + use<> {
    // A form that could not be saved keeps the version it was made from.
    let seen = draft.value("seen", stored.version.to_string());
    view! {
        <form class="app-form" method="post" action=SaveOrganisation::url() novalidate="">
            <input type="hidden" name="seen" value=seen/>
            <OrganisationFields saved=Some(stored.value.clone()) draft/>
            <button class="nhsuk-button" type="submit">"Save"</button>
        </form>
    }
}

/// The fields that describe an organisation; the set-up page has them too.
#[component]
pub fn OrganisationFields(
    /// What is saved, if anything.
    saved: Option<Organisation>,
    /// What was typed and could not be saved.
    draft: Draft,
) -> impl IntoView {
    let saved = saved.as_ref();
    let code = saved.and_then(|it| it.ods_code.as_ref());
    let nations = choices(Nation::ALL, Nation::code, Nation::name);
    let mut kinds = choices(Kind::ALL, Kind::code, Kind::name);
    if saved.is_none() {
        kinds.insert(0, Choice::new("", "Choose one"));
    }
    let headcounts = choices(Headcount::ALL, Headcount::code, Headcount::name);
    view! {
        <TextField
            name="organisation"
            label="Name of the organisation"
            value=saved.map(|it| it.name.clone()).unwrap_or_default()
            autocomplete="organization"
            draft=draft.clone()
        />
        <TextField
            name="ods_code"
            label="ODS code, if it has one"
            hint="Its code in the Organisation Data Service, for example RX1"
            value=code.map(ToString::to_string).unwrap_or_default()
            width="nhsuk-input--width-10"
            draft=draft.clone()
        />
        <Radios
            name="nation"
            legend="Nation"
            choices=nations
            value=saved.map(|it| it.nation.code()).unwrap_or_default()
            layout="nhsuk-radios--inline"
            draft=draft.clone()
        />
        <Select
            name="kind"
            label="Kind of services"
            choices=kinds
            value=saved.map(|it| it.kind.code()).unwrap_or_default()
            draft=draft.clone()
        />
        <Radios
            name="headcount"
            legend="How many people work there, roughly"
            choices=headcounts
            value=saved.map(|it| it.headcount.code()).unwrap_or_default()
            draft
        />
    }
}

fn choices<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter()
        .map(|&it| Choice::new(code(it), name(it)))
        .collect()
}

/// What people read of an organisation: what it is, and the value in words.
fn words(it: &Organisation) -> [(&'static str, String); 5] {
    let code = it.ods_code.as_ref().map(ToString::to_string);
    [
        ("Name", it.name.clone()),
        ("ODS code", code.unwrap_or_else(|| "None".to_owned())),
        ("Nation", it.nation.name().to_owned()),
        ("Kind of services", it.kind.name().to_owned()),
        ("Headcount", it.headcount.name().to_owned()),
    ]
}

fn summary(organisation: &Organisation) -> impl IntoView + use<> {
    let rows = words(organisation)
        .into_iter()
        .map(|(label, value)| {
            view! {
                <div class="nhsuk-summary-list__row">
                    <dt class="nhsuk-summary-list__key">{label}</dt>
                    <dd class="nhsuk-summary-list__value">{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="nhsuk-summary-list">{rows}</dl> }
}

/// Both versions, when somebody saved while this visitor was writing.
fn conflict(stored: &Stored<Organisation>, draft: &Draft) -> impl IntoView + use<> {
    let theirs = &stored.value;
    let mine = typed(draft, theirs);
    let who = stored.saved_by.as_deref().unwrap_or("Somebody else");
    let saved = format!(
        "Saved by {who} at {}",
        domain::display::clock(stored.saved_at)
    );
    let their_rows = rows(theirs, &mine);
    let my_rows = rows(&mine, theirs);
    let fields = fields(draft, stored.version);
    view! {
        <p class="nhsuk-u-reading-width">
            "Somebody else changed this while you were writing. Nothing is lost: choose which version stands."
        </p>
        <div class="app-conflict">
            <section class="app-conflict__version" aria-labelledby="theirs">
                <h2 class="app-conflict__title" id="theirs">{saved}</h2>
                <dl class="app-conflict__list">{their_rows}</dl>
                <ButtonForm action=KeepOrganisation::url() label="Keep this version" class="nhsuk-button"/>
            </section>
            <section class="app-conflict__version" aria-labelledby="mine">
                <h2 class="app-conflict__title" id="mine">"What you typed"</h2>
                <dl class="app-conflict__list">{my_rows}</dl>
                <form method="post" action=SaveOrganisation::url()>
                    {fields}
                    <button class="nhsuk-button" type="submit">"Use my version"</button>
                </form>
            </section>
        </div>
    }
}

/// What was typed; it was found to be sound before it was set aside.
fn typed(draft: &Draft, saved: &Organisation) -> Organisation {
    let text = |field: &str| draft.find(field).unwrap_or_default();
    Organisation {
        name: text("organisation").to_owned(),
        ods_code: text("ods_code").parse().ok(),
        nation: text("nation").parse().unwrap_or(saved.nation),
        kind: text("kind").parse().unwrap_or(saved.kind),
        headcount: text("headcount").parse().unwrap_or(saved.headcount),
        ..saved.clone()
    }
}

fn rows(organisation: &Organisation, other: &Organisation) -> impl IntoView + use<> {
    words(organisation)
        .into_iter()
        .zip(words(other))
        .map(|((label, value), (_, other))| {
            let differs = value != other;
            let class = if differs {
                "app-conflict__row app-conflict__row--differs"
            } else {
                "app-conflict__row"
            };
            let tag = differs.then(
                || view! { " " <strong class="nhsuk-tag nhsuk-tag--orange">"Different"</strong> },
            );
            view! {
                <div class=class>
                    <dt>{label} {tag}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect_view()
}

fn fields(draft: &Draft, newest: Version) -> impl IntoView + use<> {
    let named = ["organisation", "ods_code", "nation", "kind", "headcount"]
        .map(|field| (field, draft.value(field, "")));
    named
        .into_iter()
        .chain([("seen", newest.to_string())])
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}
