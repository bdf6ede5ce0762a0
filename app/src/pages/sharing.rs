//! `/assessments/:assessment/sharing`: with which systems an assessment's results are shared.

use domain::{id::AssessmentId, permission::Permission};
use leptos::{either::EitherOf3, prelude::*, server_fn::ServerFn};

use super::{param, system::SHOWN};
use crate::{
    actions::system::{ShareResults, UnshareResults},
    parts::{
        button::ButtonForm,
        frame::{Frame, Tab, page},
        table::{Column, Table},
        typed::Typed,
    },
    place::Place,
    visitor::{round, store},
};

/// Each system that the organisation belongs to, with a button to share or to stop.
#[component]
pub fn SharingPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = round(id?, Permission::ManageSystems).await?;
        let assessment = round.assessment;
        let (id, store) = (assessment.assessment_id, store()?);
        let systems = store.systems(visitor.organisation.organisation_id).await?;
        let shared = store.systems_shared_with(&assessment).await?;
        let rows: Vec<Vec<AnyView>> = systems
            .into_iter()
            .filter(|it| it.joined_at.is_some())
            .map(|found| {
                let system = found.system;
                let is_shared = shared.contains(&system.system_id);
                let fields = vec![
                    ("system", system.system_id.to_string()),
                    ("assessment", id.to_string()),
                ];
                let about = format!("with {}", system.name);
                let (state, button) = if is_shared {
                    let action = UnshareResults::url();
                    (
                        "Shared",
                        view! { <ButtonForm action fields label="Stop sharing" about/> }.into_any(),
                    )
                } else {
                    let action = ShareResults::url();
                    (
                        "Not shared",
                        view! { <ButtonForm action fields label="Share the results" about/> }
                            .into_any(),
                    )
                };
                vec![
                    view! { <Typed text=system.name/> }.into_any(),
                    view! { <Typed text=found.host_name/> }.into_any(),
                    state.into_any(),
                    button,
                ]
            })
            .collect();
        let body = if assessment.is_open() {
            EitherOf3::A(view! {
                <p class="nhsuk-u-reading-width">"Only what is signed off can be shared: it no longer changes. This assessment is still open."</p>
            })
        } else if rows.is_empty() {
            EitherOf3::B(view! {
                <p class="nhsuk-u-reading-width">
                    "Your organisation belongs to no system, so there is nobody to share with. "
                    <a href=Place::Systems.to_string()>"What systems are"</a>
                </p>
            })
        } else {
            let columns = [
                "System",
                "Read by the leads and analysts of",
                "Now",
                "Change",
            ]
            .map(Column::new);
            EitherOf3::C(
                view! { <Table caption="Systems that your organisation belongs to" class="app-table--stacked" columns=columns.into() rows/> },
            )
        };
        Ok(view! {
            <Frame title="Share the results" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption"><Typed text=assessment.full_title()/></p>
                        <h1 class="app-page-heading__title">"Share the results"</h1>
                    </div>
                </div>
                <p class="nhsuk-u-reading-width">{SHOWN}</p>
                {body}
                <p><a href=Place::Assessment(id).to_string()>"Back to the overview"</a></p>
            </Frame>
        }
        .into_any())
    })
}
