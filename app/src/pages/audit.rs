//! `/assessments/:assessment/audit`

use domain::{assessment::Method, display, id::AssessmentId, permission::Permission};
use leptos::{either::Either, prelude::*};

use super::param;
use crate::{
    parts::{
        frame::{Frame, Tab, page},
        table::{Column, Table},
    },
    place::{Download, Place},
    visitor::{assessment, store},
};

/// Who did what and when in one assessment, newest first, and whether the chain is sound.
#[component]
pub fn AuditPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, assessment, _) = assessment(id?, Permission::ReadAudit).await?;
        let id = assessment.assessment_id;
        let store = store()?;
        let organisation = assessment.organisation_id;
        let head = store.audit_head(organisation).await?;
        let verdict = match store.verify_audit(organisation).await? {
            Ok(_) if head.number == 0 => "Nothing is written down yet.".to_owned(),
            Ok(entries) => format!(
                "Sound: {} follow one another without a gap or a change.",
                display::count(entries.len(), "entry", "entries")
            ),
            Err(broken) => format!("Broken: {broken}. What follows it cannot be trusted."),
        };
        let left_out = match assessment.method {
            Method::Recorded => {
                "The scores that the lead records are not entries of their own: sign-off writes down the fingerprint of all of them."
            }
            Method::Partnership => {
                "What people scored on their own before the reveal is never written down here."
            }
        };
        let entries = store.audit_entries(&assessment).await?;
        let table = if entries.is_empty() {
            Either::Left(view! { <p>"Nothing has happened in this assessment yet."</p> })
        } else {
            let rows = entries
                .iter()
                .rev()
                .map(|entry| {
                    let by = entry
                        .by
                        .clone()
                        .unwrap_or_else(|| "Not written down".to_owned());
                    vec![
                        entry.number.to_string().into_any(),
                        display::moment(entry.at).into_any(),
                        by.into_any(),
                        entry.event.sentence().into_any(),
                    ]
                })
                .collect();
            let columns = ["Entry", "When", "Who", "What"].map(Column::new);
            Either::Right(
                view! { <Table caption="What happened, newest first" columns=columns.into() rows/> },
            )
        };
        Ok(view! {
            <Frame title="Audit trail" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{assessment.title.clone()}</p>
                        <h1 class="app-page-heading__title">"Audit trail"</h1>
                        <p class="app-page-heading__meta">{verdict}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=Place::Download(id, Download::AuditJson).to_string() download="">"Download as JSON"</a>
                    </div>
                </div>
                <section class="app-card" aria-labelledby="head">
                    <h2 class="app-card__title" id="head">"Head of the chain"</h2>
                    <p class="app-secret"><code>{head.link}</code></p>
                    <p class="nhsuk-u-reading-width">
                        {format!("After entry {}. Each entry is chained to the one before it, so whoever changes one changes the head. ", head.number)}
                        {left_out}
                    </p>
                </section>
                {table}
            </Frame>
        }
        .into_any())
    })
}
