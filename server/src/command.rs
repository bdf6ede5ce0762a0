//! What the binary was asked to do: one file per subcommand.

use store::{CreateDatabase, DatabaseUrl, Store};

use crate::config::{Command, Settings};

mod assessments;
mod demo;
mod export;
mod framework;
mod serve;

/// Does what the command line says.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    match settings.command {
        Command::Serve(serve) => serve::run(&serve).await,
        Command::Demo(database) => demo::run(&database.database).await,
        Command::Migrate(database) => migrate(&database.database).await,
        Command::Assessments(asked) => assessments::run(&asked).await,
        Command::Export(asked) => export::run(&asked).await,
        Command::Framework(asked) => framework::run(&asked),
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
