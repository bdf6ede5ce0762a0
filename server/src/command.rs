//! What the binary was asked to do: one file per subcommand.

use anyhow::Context as _;
use domain::{
    assessment::Assessment, framework::Framework, id::AssessmentId, organisation::Organisation,
};
use store::{CreateDatabase, DatabaseUrl, Store};

use crate::config::{Command, Settings};

mod assessments;
mod audit;
mod backup;
mod benchmark;
mod demo;
mod doctor;
mod export;
mod framework;
mod import;
mod organisation;
mod password_link;
mod serve;

/// Does what the command line says.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    match settings.command {
        Command::Serve(serve) => serve::run(&serve).await,
        Command::Demo(database) => demo::run(&database.database).await,
        Command::Migrate(database) => migrate(&database.database).await,
        Command::Assessments(asked) => assessments::run(&asked).await,
        Command::Export(asked) => export::run(&asked).await,
        Command::Import(asked) => import::run(&asked).await,
        Command::Framework(asked) => framework::run(&asked),
        Command::Backup(asked) => backup::back_up(&asked).await,
        Command::Restore(asked) => backup::restore(&asked).await,
        Command::PasswordLink(asked) => password_link::run(&asked).await,
        Command::Organisation(asked) => organisation::run(&asked).await,
        Command::Audit(asked) => audit::run(&asked).await,
        Command::Benchmark(asked) => benchmark::run(&asked).await,
        Command::Doctor(asked) => doctor::run(&asked).await,
    }
}

async fn migrate(url: &DatabaseUrl) -> anyhow::Result<()> {
    open(url, CreateDatabase::IfMissing).await?.close().await;
    println!("{url} is up to date.");
    Ok(())
}

/// Opens a database and brings it up to date.
async fn open(url: &DatabaseUrl, create: CreateDatabase) -> anyhow::Result<Store> {
    let store = Store::connect(url, create).await?;
    store.migrate().await?;
    Ok(store)
}

/// An assessment of whichever organisation, for somebody at the machine itself.
async fn find_assessment(
    store: &Store,
    id: AssessmentId,
) -> anyhow::Result<(Organisation, Assessment, &'static Framework)> {
    let assessment = store
        .find_assessment_anywhere(id)
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
    Ok((organisation, assessment, framework))
}
