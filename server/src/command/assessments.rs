//! `plumbline assessments`

use domain::id::AssessmentId;
use serde::Serialize;
use store::CreateDatabase;
use time::Date;

use crate::config::{Assessments, ListFormat};

#[derive(Serialize)]
struct Line {
    id: AssessmentId,
    organisation: String,
    title: String,
    framework: String,
    state: &'static str,
    as_at: Date,
}

/// Lists every assessment of every organisation.
pub async fn run(asked: &Assessments) -> anyhow::Result<()> {
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let organisations = store.organisations().await?;
    let name = |id| {
        organisations
            .iter()
            .find(|it| it.organisation_id == id)
            .map(|it| it.name.clone())
    };
    let lines: Vec<_> = store
        .all_assessments()
        .await?
        .into_iter()
        .map(|it| Line {
            id: it.assessment_id,
            organisation: name(it.organisation_id).unwrap_or_default(),
            title: it.title,
            framework: it.framework,
            state: it.state.code(),
            as_at: it.as_at,
        })
        .collect();
    store.close().await;
    match asked.format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&lines)?),
        ListFormat::Text => {
            for it in lines {
                println!(
                    "{}  {}, {} ({}, {})",
                    it.id, it.organisation, it.title, it.framework, it.state
                );
            }
        }
    }
    Ok(())
}
