//! `/assessments/:assessment/document`

use domain::{id::AssessmentId, permission::Permission};
use leptos::prelude::*;

use super::{param, query};
use crate::{
    paper::{self, Showing},
    parts::{
        document::sheet,
        frame::{Frame, Tab, page},
    },
    place::{Download, Place},
    visitor::{assessment, now, store},
};

/// The whole plan as one page, to read and to print.
#[component]
pub fn DocumentPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let showing = match query("progress").as_deref() {
        Some("to-date") => Showing::ToDate,
        _ => Showing::AsSigned,
    };
    page(async move {
        let (visitor, assessment, framework) = assessment(id?, Permission::Read).await?;
        let id = assessment.assessment_id;
        let plan = paper::plan(&store()?, &assessment, framework, showing, now()).await?;
        let document = report::plan::document(&plan);
        let file = match showing {
            Showing::AsSigned => Download::PlanPdf,
            Showing::ToDate => Download::ProgressPdf,
        };
        let other = (!assessment.is_open()).then(|| {
            let (place, label) = match showing {
                Showing::AsSigned => (Place::DocumentToDate(id), "With progress to date"),
                Showing::ToDate => (Place::Document(id), "As it was signed"),
            };
            view! { <a href=place.to_string()>{label}</a> }
        });
        Ok(view! {
            <Frame title="Health and wellbeing action plan" visitor=Some(visitor) assessment=Some(id) tab=Tab::Plan>
                <div class="app-button-row">
                    <a class="nhsuk-button" href=Place::Download(id, file).to_string()>"Download as PDF"</a>
                    {other}
                    <a href=Place::Plan(id).to_string()>"Back to the actions"</a>
                    <a href=Place::SignOff(id).to_string()>"Sign-off"</a>
                </div>
                {sheet(&document)}
            </Frame>
        }
        .into_any())
    })
}
