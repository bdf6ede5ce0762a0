//! `/organisation`

use domain::{
    display::day,
    history::Event,
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
        conflict_version::ConflictVersion,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        table::{Column, Table},
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
        let events = store()?
            .organisation_events(visitor.organisation.organisation_id)
            .await?;
        let links = [
            (Permission::ManagePeople, Place::People, "Who takes part"),
            (
                Permission::ManageOrganisation,
                Place::Sites,
                "Sites and divisions",
            ),
        ]
        .into_iter()
        .filter(|(permission, ..)| visitor.may(*permission))
        .map(|(_, place, label)| view! { <li><a href=place.to_string()>{label}</a></li> })
        .collect::<Vec<_>>();
        let links = (!links.is_empty()).then(|| view! { <ul class="app-link-list">{links}</ul> });
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
                {history(&events)}
                {links}
            </Frame>
        }
        .into_any())
    })
}

/// What the organisation was called before, and with whom it merged.
fn history(events: &[Event]) -> impl IntoView + use<> {
    let rows: Vec<_> = events
        .iter()
        .rev()
        .map(|it| vec![day(it.day).into_any(), it.sentence().into_any()])
        .collect();
    (!rows.is_empty()).then(|| {
        let columns = ["Since", "What happened"].map(Column::new);
        view! {
            <section class="app-card" aria-labelledby="history">
                <h2 class="app-card__title" id="history">"History"</h2>
                <Table caption="What happened to the organisation, newest first" class="app-table--stacked" columns=columns.into() rows/>
            </section>
        }
    })
}

fn form(stored: &Stored<Organisation>, draft: Draft) -> impl IntoView + use<> {
    // A form that could not be saved keeps the version it was made from.
    let seen = draft.value("seen", stored.version.to_string());
    view! {
        <form class="app-form" method="post" action=SaveOrganisation::url() novalidate="">
            <input type="hidden" name="seen" value=seen/>
            <OrganisationFields saved=Some(stored.value.clone()) draft=draft.clone()/>
            <TextField
                name="since"
                label="If the name or the code has changed: since when?"
                hint="The change then stands in the history, with what was before. Leave it empty to put right a mistake."
                kind="date"
                width="nhsuk-input--width-10"
                draft
            />
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
    let fields = fields(draft, stored.version);
    view! {
        <p class="nhsuk-u-reading-width">
            "Somebody else changed this while you were writing. Nothing is lost: choose which version stands."
        </p>
        <div class="app-conflict">
            <ConflictVersion id="theirs" title=saved parts=parts(theirs, &mine)>
                <ButtonForm action=KeepOrganisation::url() label="Keep this version" class="nhsuk-button"/>
            </ConflictVersion>
            <ConflictVersion id="mine" title="What you typed".to_owned() parts=parts(&mine, theirs)>
                <ButtonForm action=SaveOrganisation::url() fields label="Use my version" class="nhsuk-button"/>
            </ConflictVersion>
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

fn parts(organisation: &Organisation, other: &Organisation) -> Vec<(&'static str, String, bool)> {
    words(organisation)
        .into_iter()
        .zip(words(other))
        .map(|((name, value), (_, other))| {
            let differs = value != other;
            (name, value, differs)
        })
        .collect()
}

fn fields(draft: &Draft, newest: Version) -> Vec<(&'static str, String)> {
    let typed = [
        "organisation",
        "ods_code",
        "nation",
        "kind",
        "headcount",
        "since",
    ]
    .map(|field| (field, draft.value(field, "")));
    typed
        .into_iter()
        .chain([("seen", newest.to_string())])
        .collect()
}
