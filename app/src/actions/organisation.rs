//! The organisation: its name, code, nation, kind and size.

use domain::{
    id::OrganisationId,
    organisation::{Headcount, Kind, Nation, OdsCode, Organisation},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    dates::read_optional_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{go_to, now, store, today, visitor},
};

/// What forms say about an organisation, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub organisation: String,
    pub ods_code: String,
    pub nation: String,
    pub kind: String,
    pub headcount: String,
}

impl Typed {
    /// The draft of a form with these fields.
    pub fn draft(&self) -> Draft {
        Draft::default()
            .typed("organisation", &self.organisation)
            .typed("ods_code", &self.ods_code)
            .typed("nation", &self.nation)
            .typed("kind", &self.kind)
            .typed("headcount", &self.headcount)
    }

    /// The organisation, unless something is wrong, which is noted.
    pub fn check(
        &self,
        draft: &mut Draft,
        id: OrganisationId,
        invented: bool,
    ) -> Option<Organisation> {
        let name = check_line(
            draft,
            "organisation",
            &self.organisation,
            "Say what the organisation is called.",
        );
        let ods_code = match self.ods_code.trim() {
            "" => Some(None),
            code => draft.check("ods_code", code.parse::<OdsCode>()).map(Some),
        };
        let nation = check_choice::<Nation>(draft, "nation", &self.nation, "Choose a nation.");
        let kind = check_choice::<Kind>(
            draft,
            "kind",
            &self.kind,
            "Choose the kind of services it provides.",
        );
        let headcount = check_choice::<Headcount>(
            draft,
            "headcount",
            &self.headcount,
            "Choose roughly how many people work there.",
        );
        Some(Organisation {
            organisation_id: id,
            name: name?,
            ods_code: ods_code?,
            nation: nation?,
            kind: kind?,
            headcount: headcount?,
            invented,
        })
    }
}

/// A line that must not be empty; otherwise notes what is wrong with it.
pub(super) fn check_line(
    draft: &mut Draft,
    field: &str,
    typed: &str,
    missing: &str,
) -> Option<String> {
    let line = draft.check(field, text::line(typed))?;
    if line.is_empty() {
        draft.problem(field, missing);
        return None;
    }
    Some(line)
}

fn check_choice<T: std::str::FromStr>(
    draft: &mut Draft,
    field: &str,
    typed: &str,
    missing: &str,
) -> Option<T> {
    let choice = typed.parse().ok();
    if choice.is_none() {
        draft.problem(field, missing);
    }
    choice
}

/// Saves what the organisation says about itself.
///
/// With the day since when, another name or code becomes part of its history;
/// without, it only puts right what was written before. A save made from an old
/// version changes nothing; the page then shows both versions to choose from.
#[server(endpoint = "organisation/save")]
pub async fn save_organisation(
    seen: Version,
    #[server(default)] organisation: String,
    #[server(default)] ods_code: String,
    #[server(default)] nation: String,
    #[server(default)] kind: String,
    #[server(default)] headcount: String,
    #[server(default)] since: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageOrganisation)?;
    let typed = Typed {
        organisation,
        ods_code,
        nation,
        kind,
        headcount,
    };
    let draft = typed.draft().typed("seen", &seen.to_string());
    let mut draft = draft.typed("since", &since);
    let now_is = &visitor.organisation;
    let organisation = typed.check(&mut draft, now_is.organisation_id, now_is.invented);
    let since = read_optional_date(&mut draft, "since", &since);
    if since.is_some_and(|day| day > today()) {
        draft.problem(
            "since",
            "This day lies ahead. Save the change once it counts.",
        );
    }
    let Some(organisation) = organisation.filter(|_| !draft.has_problems()) else {
        return draft.keep(&visitor.holder(), &Place::Organisation).await;
    };
    let by = visitor.person.person_id;
    let saved = store()?
        .save_organisation(&organisation, since, seen, by, now())
        .await;
    match saved {
        Err(StoreError::Stale { .. }) => {
            let draft = draft.typed("stale", "yes");
            return draft.keep(&visitor.holder(), &Place::Organisation).await;
        }
        saved => saved?,
    };
    Draft::drop(&visitor.holder(), &Place::Organisation).await?;
    go_to(&Place::Organisation);
    Ok(())
}

/// Gives up what was typed about the organisation: what is saved stands.
#[server(endpoint = "organisation/keep")]
pub async fn keep_organisation() -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageOrganisation)?;
    Draft::drop(&visitor.holder(), &Place::Organisation).await?;
    go_to(&Place::Organisation);
    Ok(())
}
