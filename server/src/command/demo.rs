//! `plumbline demo`

use store::{CreateDatabase, DatabaseUrl};

/// Fills a database with the invented organisation, if it is empty.
pub async fn run(url: &DatabaseUrl) -> anyhow::Result<()> {
    let store = super::open(url, CreateDatabase::IfMissing).await?;
    if store.any_person().await? {
        anyhow::bail!(
            "{url} is not empty; the invented organisation goes only into an empty database"
        );
    }
    crate::demo::fill(&store, app::visitor::now()).await?;
    store.close().await;
    println!("{url} now holds an invented organisation.");
    Ok(())
}
