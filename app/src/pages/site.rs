//! `/sites` and `/sites/:site`: the parts of the organisation that may take stock by themselves.

use domain::{display::count, id::SiteId, permission::Permission};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::site::KeptSite;

use super::param;
use crate::{
    actions::site::{AddSite, RemoveSite, RenameSite, find_site},
    draft::Draft,
    parts::{
        button::ButtonForm,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        table::{Column, Table},
        text_field::TextField,
        typed::Typed,
    },
    place::Place,
    visitor::{store, visitor},
};

/// The sites of the organisation, and a form for one more.
#[component]
pub fn SitesPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ManageOrganisation)?;
        let sites = store()?.sites(visitor.organisation.organisation_id).await?;
        let draft = Draft::of(&visitor.holder(), &Place::Sites).await?;
        let wrong = draft.has_problems();
        let rows: Vec<_> = sites.into_iter().map(row).collect();
        let list = if rows.is_empty() {
            Either::Left(view! {
                <p class="nhsuk-u-reading-width">
                    "There are none yet. Without sites, every assessment is about the whole organisation."
                </p>
            })
        } else {
            let columns = ["Site", "Assessments"].map(Column::new);
            Either::Right(view! { <Table caption="Sites, by name" columns=columns.into() rows/> })
        };
        let roll_up = visitor.may(Permission::Read).then(|| {
            view! { <p><a href=Place::RollUp(vec![], None).to_string()>"Put the assessments of several sites together"</a></p> }
        });
        Ok(view! {
            <Frame title="Sites and divisions" visitor=Some(visitor) tab=Tab::Organisation error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Sites and divisions"</h1>
                <p class="nhsuk-u-reading-width">
                    "A hospital or a division can have assessments of its own. They are chosen when an assessment is started, can be put together over several sites, and are never benchmarked."
                </p>
                {list}
                {roll_up}
                <form class="app-form" method="post" action=AddSite::url() novalidate="">
                    <h2>"Add a site"</h2>
                    <TextField name="name" label="Name of the site" draft/>
                    <button class="nhsuk-button" type="submit">"Add the site"</button>
                </form>
                <p><a href=Place::Organisation.to_string()>"Back to the organisation"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn row(kept: KeptSite) -> Vec<AnyView> {
    let site = kept.site.value;
    let place = Place::Site(site.site_id).to_string();
    vec![
        view! { <a href=place><Typed text=site.name/></a> }.into_any(),
        counted(kept.assessments).into_any(),
    ]
}

fn counted(assessments: u32) -> String {
    let number = usize::try_from(assessments).unwrap_or(usize::MAX);
    count(number, "assessment", "assessments")
}

/// One site: its name, and the way to remove it while nothing is about it.
#[component]
pub fn SitePage() -> impl IntoView {
    let id = param::<SiteId>("site");
    page(async move {
        let visitor = visitor().await?;
        let kept = find_site(&visitor, id?).await?;
        let site = kept.site.value;
        let id = site.site_id;
        let draft = Draft::of(&visitor.holder(), &Place::Site(id)).await?;
        let wrong = draft.has_problems();
        let remove = if kept.assessments == 0 {
            Either::Left(view! {
                <ButtonForm
                    action=RemoveSite::url()
                    fields=vec![("site", id.to_string())]
                    label=format!("Remove {}", site.name)
                />
            })
        } else {
            Either::Right(view! {
                <p class="nhsuk-u-reading-width">
                    {format!("It cannot be removed: {} about it.", match kept.assessments {
                        1 => "1 assessment is".to_owned(),
                        many => format!("{many} assessments are"),
                    })}
                </p>
            })
        };
        Ok(view! {
            <Frame title=site.name.clone() visitor=Some(visitor) tab=Tab::Organisation error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1><Typed text=site.name.clone()/></h1>
                <form class="app-form" method="post" action=RenameSite::url() novalidate="">
                    <input type="hidden" name="site" value=id.to_string()/>
                    <input type="hidden" name="seen" value=kept.site.version.to_string()/>
                    <TextField
                        name="name"
                        label="Name of the site"
                        hint="What was signed keeps the name of then"
                        value=site.name
                        draft
                    />
                    <button class="nhsuk-button" type="submit">"Save"</button>
                </form>
                {remove}
                <p><a href=Place::Sites.to_string()>"Back to the sites"</a></p>
            </Frame>
        }
        .into_any())
    })
}
