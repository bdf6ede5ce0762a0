//! `plumbline export scores|results`

use std::fs;

use anyhow::{Context as _, bail};
use domain::results::{Results, ResultsExport};
use report::sheet::{self, About};
use store::CreateDatabase;

use crate::config::{Content, Export, FileFormat};

/// Writes one file.
pub async fn run(asked: &Export) -> anyhow::Result<()> {
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let assessment = store
        .find_assessment_anywhere(asked.assessment)
        .await?
        .context("there is no assessment with this id; `plumbline assessments` lists them")?;
    let organisation = store
        .find_organisation(assessment.organisation_id)
        .await?
        .context("the organisation of this assessment is missing")?
        .value;
    let framework = assessment
        .find_framework()
        .context("this build does not ship the framework of this assessment")?;
    let records = store.records(&assessment).await?;
    store.close().await;

    let results = Results::of(framework, &assessment, &records);
    let about = About {
        organisation: &organisation,
        assessment: &assessment,
        framework,
        made_at: app::visitor::now(),
    };
    let table = match asked.content {
        Content::Scores => sheet::scores(framework, &assessment, &records),
        Content::Results => sheet::results(&results),
    };
    let bytes = match (asked.content, asked.format) {
        (_, FileFormat::Csv) => table.to_csv(),
        (_, FileFormat::Xlsx) => table.to_xlsx(&about)?,
        (Content::Results, FileFormat::Json) => {
            let export = ResultsExport::of(
                organisation.clone(),
                assessment.clone(),
                framework,
                &results,
            );
            serde_json::to_vec_pretty(&export)?
        }
        (Content::Scores, FileFormat::Json) => {
            bail!("scores are written as csv or xlsx, the files that people fill in")
        }
    };
    fs::write(&asked.output, bytes)
        .with_context(|| format!("{} cannot be written", asked.output.display()))?;
    println!("{} is written.", asked.output.display());
    Ok(())
}
