//! Sites and divisions: adding, renaming and removing them.

use domain::{id::SiteId, permission::Permission, site::Site};
use leptos::prelude::*;
use store::{StoreError, Version, site::KeptSite};

use super::organisation::check_line;
use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, store, visitor},
};

const NAME_MISSING: &str = "Say what the site is called.";
const NAME_TAKEN: &str = "There is a site of this name already.";

/// Adds a site.
#[server(endpoint = "sites/add")]
pub async fn add_site(#[server(default)] name: String) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageOrganisation)?;
    let place = Place::Sites;
    let mut draft = Draft::default().typed("name", &name);
    let Some(name) = check_line(&mut draft, "name", &name, NAME_MISSING) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let site = Site {
        site_id: SiteId(new_id()),
        name,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    match store()?
        .add_site(organisation, &site, Some(by), now())
        .await
    {
        Err(StoreError::Conflict { .. }) => {
            draft.problem("name", NAME_TAKEN);
            return draft.keep(&visitor.holder(), &place).await;
        }
        added => added?,
    }
    Draft::drop(&visitor.holder(), &place).await?;
    go_to(&place);
    Ok(())
}

/// Gives a site another name; what was signed keeps the one of then.
#[server(endpoint = "sites/rename")]
pub async fn rename_site(
    site: SiteId,
    seen: Version,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    let kept = find_site(&visitor, site).await?;
    let place = Place::Site(site);
    let mut draft = Draft::default().typed("name", &name);
    let Some(name) = check_line(&mut draft, "name", &name, NAME_MISSING) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let renamed = Site {
        site_id: site,
        name,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    let saved = store()?
        .rename_site(organisation, &renamed, seen, by, now())
        .await;
    match saved {
        Err(StoreError::Conflict { .. }) => {
            draft.problem("name", NAME_TAKEN);
            return draft.keep(&visitor.holder(), &place).await;
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem(
                "name",
                format!(
                    "Somebody else has renamed it meanwhile: it is called {} now. Save again if yours is to stand.",
                    kept.site.value.name
                ),
            );
            return draft.keep(&visitor.holder(), &place).await;
        }
        saved => saved?,
    };
    Draft::drop(&visitor.holder(), &place).await?;
    go_to(&Place::Sites);
    Ok(())
}

/// Removes a site that no assessment is about.
#[server(endpoint = "sites/remove")]
pub async fn remove_site(site: SiteId) -> Result<(), AppError> {
    let visitor = visitor().await?;
    find_site(&visitor, site).await?;
    let removed = store()?
        .remove_site(visitor.organisation.organisation_id, site)
        .await?;
    // An assessment was started meanwhile: the page says so.
    go_to(&if removed {
        Place::Sites
    } else {
        Place::Site(site)
    });
    Ok(())
}

/// A site of the visitor's organisation, for a visitor who may change it.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] when they may not, and [`AppError::NotFound`]
/// when there is no such site or it belongs to another organisation.
pub async fn find_site(visitor: &Visitor, site: SiteId) -> Result<KeptSite, AppError> {
    visitor.require(Permission::ManageOrganisation)?;
    let sites = store()?.sites(visitor.organisation.organisation_id).await?;
    sites
        .into_iter()
        .find(|it| it.site.value.site_id == site)
        .ok_or(AppError::NotFound)
}
