//! A country of organisations: how long a release takes, and whether pages notice how many others there are.
//!
//! Beside the demo, `store`'s example `country` writes so many organisations with five years of sixty agreed scores each,
//! and contributes the last year. The release is made by the binary; then fifty clients read as the lead of one of these
//! organisations: where it stands, and what moved in its five years. Once as people read, a page a second each, and once
//! without a pause. The snapshots that sign-off keeps are not made, so the size is that of what is reckoned with.

use std::{
    env,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use app::visitor::today;
use store::DatabaseUrl;
use tokio::{process::Command, task::JoinSet};

use crate::{
    browser::Browser,
    joined,
    server::{self, Server},
    table::{Budget, Table},
    view,
};

/// How many read at the same time.
const READERS: usize = 50;

/// How often each of them does.
const VIEWS: usize = 20;

/// How long each waits from one page to the next, when nobody hurries.
const PAUSE: Duration = Duration::from_secs(1);

/// The lead whom `store`'s example adds.
const LEAD: &str = "Lead of a country";

/// Measures a country of this size, in a database of its own beside `database`.
pub async fn measure(
    binary: &Path,
    database: &str,
    organisations: u64,
    table: &mut Table,
) -> anyhow::Result<()> {
    let url = beside(database, organisations)?;
    let parsed: DatabaseUrl = url.parse()?;
    let today = today();
    // The last NHS year that is over when a benchmark is made of it: the demo has contributed to it and not released it.
    let year = today.year() - i32::from(u8::from(today.month()) < 4) - 1;
    let year = year.to_string();
    server::run(binary, &["migrate"], &parsed).await?;
    server::run(binary, &["demo"], &parsed).await?;
    country(&["fill", &url, &organisations.to_string(), &year]).await?;

    let begun = Instant::now();
    server::run(binary, &["benchmark", "release", &year], &parsed).await?;
    table.times(
        "making the release",
        Budget::milliseconds(10_000),
        &[begun.elapsed()],
    );

    let server = Server::start(binary, &parsed).await?;
    let lead = server.sign_in(LEAD).await?;
    let assessment = first_assessment(&server, &lead).await?;
    for (name, address) in [
        ("benchmark page", format!("{assessment}/benchmark")),
        (
            "the same, statements among all",
            format!("{assessment}/benchmark?group=all&show=statements.wellbeing"),
        ),
        ("trend page", "/trend".to_owned()),
    ] {
        // Once beforehand, so that nothing is read for the first time.
        view(&server, &lead, &address, 1, 1).await?;
        let times = read(&server, &lead, &address).await?;
        table.times(
            &format!("{name}, {READERS} people, one a second each"),
            Budget::milliseconds(20),
            &times,
        );
        let begun = Instant::now();
        let times = view(&server, &lead, &address, READERS, VIEWS).await?;
        table.rate(
            &format!("{name}, {READERS} clients, back to back"),
            Budget::milliseconds(20),
            None,
            &times,
            begun.elapsed(),
        );
    }
    drop(server);
    let size = country(&["size", &url]).await?;
    table.add_without_budget("size on disk, without snapshots", size.trim().parse()?);
    Ok(())
}

/// Fifty people read a page again and again, each at a pace of their own.
async fn read(server: &Server, lead: &str, path: &str) -> anyhow::Result<Vec<Duration>> {
    let mut tasks = JoinSet::new();
    for reader in 0..READERS {
        let (address, lead, path) = (server.address, lead.to_owned(), path.to_owned());
        // Evenly over the second, as those who do not know of each other come.
        let late = PAUSE * u32::try_from(reader)? / u32::try_from(READERS)?;
        tasks.spawn(async move {
            let mut browser = Browser::connect(address, Some(&lead)).await?;
            let mut times = Vec::with_capacity(VIEWS);
            tokio::time::sleep(late).await;
            for _ in 0..VIEWS {
                let begun = Instant::now();
                browser.get(&path).await?;
                times.push(begun.elapsed());
                tokio::time::sleep(PAUSE.saturating_sub(begun.elapsed())).await;
            }
            anyhow::Ok(times)
        });
    }
    joined(tasks).await
}

/// A database of its own, named after its size.
fn beside(database: &str, organisations: u64) -> anyhow::Result<String> {
    let (folder, _) = database
        .rsplit_once('/')
        .context("the database is in no folder and on no host")?;
    let ending = if database.starts_with("sqlite:") {
        ".db"
    } else {
        ""
    };
    Ok(format!("{folder}/country_{organisations}{ending}"))
}

/// Runs `store`'s example, which is built beside this one.
async fn country(arguments: &[&str]) -> anyhow::Result<String> {
    let here = env::current_exe()?;
    let program = here.with_file_name("country");
    let done = Command::new(&program)
        .args(arguments)
        .output()
        .await
        .with_context(|| format!("{} cannot be run", program.display()))?;
    if !done.status.success() {
        bail!("country: {}", String::from_utf8_lossy(&done.stderr));
    }
    Ok(String::from_utf8(done.stdout)?)
}

/// Where the newest assessment on somebody's first page is.
async fn first_assessment(server: &Server, cookie: &str) -> anyhow::Result<String> {
    let mut browser = Browser::connect(server.address, Some(cookie)).await?;
    let page = browser.get("/").await?.text()?;
    let links = page.split("href=\"").skip(1);
    let mut links = links.filter_map(|it| it.split('"').next());
    // An id has 36 letters.
    let found = links.find(|it| {
        it.strip_prefix("/assessments/")
            .is_some_and(|id| id.len() == 36)
    });
    Ok(found.context("no assessment is listed")?.to_owned())
}
