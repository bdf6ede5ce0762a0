//! `plumbline organisation`

use anyhow::{Context as _, bail};
use app::{
    link::make_link,
    place::Place,
    visitor::{new_id, now, today},
};
use domain::{
    display::moment,
    id::{OrganisationId, PersonId},
    organisation::Organisation,
    person::{Person, Role},
    text,
};
use store::{
    CreateDatabase, Store, StoreError,
    link::Link,
    merger::{Merged, NotMerged},
};

use crate::config::{AddOrganisation, MergeOrganisations, Organisations};

/// Lists, adds and merges the organisations of an installation.
pub async fn run(asked: &Organisations) -> anyhow::Result<()> {
    let database = match asked {
        Organisations::List(database) => database,
        Organisations::Add(asked) => &asked.serve.database,
        Organisations::Merge(asked) => &asked.database,
    };
    let store = super::open(&database.database, CreateDatabase::Never).await?;
    let said = match asked {
        Organisations::List(_) => list(&store).await,
        Organisations::Add(asked) => add(&store, asked).await,
        Organisations::Merge(asked) => merge(&store, asked).await,
    };
    store.close().await;
    println!("{}", said?);
    Ok(())
}

async fn list(store: &Store) -> anyhow::Result<String> {
    let closed = store.closed_organisations().await?;
    let all = store.organisations().await?;
    if all.is_empty() {
        return Ok(
            "There are no organisations yet; `plumbline serve` prints how to set up the first."
                .into(),
        );
    }
    let lines = all.iter().map(|it| {
        let code = it.ods_code.as_ref().map(ToString::to_string);
        let code = code.unwrap_or_else(|| "no ODS code".into());
        let closed = if closed.contains(&it.organisation_id) {
            ", closed"
        } else {
            ""
        };
        format!("{}  {} ({code}{closed})", it.organisation_id, it.name)
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Adds an organisation with its lead, and prints the link with which they set their password.
///
/// Nobody else can add one: an organisation's people never look after another's.
async fn add(store: &Store, asked: &AddOrganisation) -> anyhow::Result<String> {
    let organisation = Organisation {
        organisation_id: OrganisationId(new_id()),
        name: line("the name", &asked.name)?,
        ods_code: asked.ods_code.clone(),
        nation: asked.nation,
        kind: asked.kind,
        headcount: asked.headcount,
        invented: false,
    };
    let lead = Person {
        person_id: PersonId(new_id()),
        organisation_id: organisation.organisation_id,
        name: line("the lead’s name", &asked.lead)?,
        email: asked.email.clone(),
        role: Role::Lead,
    };
    let split_from = match asked.split_from {
        Some(id) => Some(find(store, id).await?),
        None => None,
    };
    let day = asked.since.unwrap_or_else(today);
    let split = split_from.as_ref().map(|from| (from, day));
    match store
        .add_organisation(&organisation, &lead, split, now())
        .await
    {
        Err(StoreError::Conflict { .. }) => {
            bail!(
                "somebody with the email address {} has an account already",
                asked.email
            )
        }
        added => added?,
    }
    let link = Link::Password(lead.person_id);
    let (secret, until) = make_link(store, link, now()).await?;
    Ok(format!(
        "{} is there now: {}\n{} leads it, and can set a password here, once and until {}:\n{}{}",
        organisation.name,
        organisation.organisation_id,
        lead.name,
        moment(until),
        asked.serve.address(),
        Place::SetPassword(secret)
    ))
}

async fn merge(store: &Store, asked: &MergeOrganisations) -> anyhow::Result<String> {
    let (from, into) = (
        find(store, asked.from).await?,
        find(store, asked.into).await?,
    );
    let day = asked.since.unwrap_or_else(today);
    let merged = store
        .merge_organisations(
            from.organisation_id,
            into.organisation_id,
            day,
            asked.leave_unfinished,
            now(),
        )
        .await;
    let Merged {
        people,
        signed,
        unfinished,
    } = match merged {
        Err(error @ NotMerged::Unfinished { .. }) => {
            bail!(
                "{error}: nobody could go on with them. Finish them first, or leave them behind with --leave-unfinished"
            )
        }
        merged => merged?,
    };
    let left = match unfinished {
        0 => String::new(),
        many => format!("\nAssessments that stay behind unfinished: {many}"),
    };
    Ok(format!(
        "{} was merged into {}, and is closed.\nPeople who belong to {} now: {people}, as viewers where they led; its lead gives them their roles.\nSigned assessments that its people can read now: {signed}, unchanged{left}",
        from.name, into.name, into.name
    ))
}

async fn find(store: &Store, id: OrganisationId) -> anyhow::Result<Organisation> {
    let found = store.find_organisation(id).await?;
    let found = found.with_context(|| {
        format!("there is no organisation {id}; `plumbline organisation list` lists them")
    })?;
    Ok(found.value)
}

/// One line that is not empty.
fn line(what: &str, typed: &str) -> anyhow::Result<String> {
    let line = text::line(typed).with_context(|| format!("{what} cannot be used"))?;
    if line.is_empty() {
        bail!("{what} is empty");
    }
    Ok(line)
}
