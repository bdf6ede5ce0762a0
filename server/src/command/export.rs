//! `plumbline export scores|results|plan`

use std::fs;

use anyhow::{Context as _, bail};
use app::place::Download;
use store::CreateDatabase;

use crate::{
    config::{Content, Export, FileFormat},
    files::{self, Subject},
};

/// Writes one file.
pub async fn run(asked: &Export) -> anyhow::Result<()> {
    let Some(mut file) = find_file(asked.content, asked.format) else {
        bail!(
            "only the plan is written as pdf; scores and results are written as json, csv or xlsx"
        )
    };
    if asked.progress {
        if file != Download::PlanPdf {
            bail!("only the plan as pdf has two forms; leave out --progress")
        }
        file = Download::ProgressPdf;
    }
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let (organisation, assessment, framework) =
        super::find_assessment(&store, asked.assessment).await?;
    let subject = Subject {
        store: &store,
        organisation: &organisation,
        assessment: &assessment,
        framework,
        now: app::visitor::now(),
    };
    let bytes = files::make(file, &subject).await?;
    store.close().await;
    fs::write(&asked.output, bytes)
        .with_context(|| format!("{} cannot be written", asked.output.display()))?;
    println!("{} is written.", asked.output.display());
    Ok(())
}

fn find_file(content: Content, format: FileFormat) -> Option<Download> {
    match (content, format) {
        (Content::Scores, FileFormat::Csv) => Some(Download::ScoresCsv),
        (Content::Scores, FileFormat::Xlsx) => Some(Download::ScoresXlsx),
        (Content::Scores, FileFormat::Json) => Some(Download::ScoresJson),
        (Content::Results, FileFormat::Csv) => Some(Download::ResultsCsv),
        (Content::Results, FileFormat::Xlsx) => Some(Download::ResultsXlsx),
        (Content::Results, FileFormat::Json) => Some(Download::ResultsJson),
        (Content::Plan, FileFormat::Csv) => Some(Download::PlanCsv),
        (Content::Plan, FileFormat::Xlsx) => Some(Download::PlanXlsx),
        (Content::Plan, FileFormat::Json) => Some(Download::PlanJson),
        (Content::Plan, FileFormat::Pdf) => Some(Download::PlanPdf),
        (Content::Scores | Content::Results, FileFormat::Pdf) => None,
    }
}
