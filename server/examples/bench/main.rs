//! How fast, how small and how thrifty Plumbline is, measured from outside on the binary as it is handed out.
//!
//! `make bench` builds it and calls this with the binary and one or more databases, each empty and its own:
//!
//! `bench target/release/plumbline sqlite:target/bench/plumbline.db postgres://…`
//!
//! Every figure is measured here and now and stands beside its budget; a figure over budget is marked and nothing else
//! happens, because a slow machine is no mistake in the code. All of it goes to this machine alone and ends by itself.

mod browser;
mod country;
mod meeting;
mod plan;
mod server;
mod table;

use std::{
    env,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use domain::id::AssessmentId;
use store::DatabaseUrl;
use tokio::task::JoinSet;

use browser::{Browser, Form};
use plan::Assessments;
use server::Server;
use table::{Budget, Table};

/// Clients at the same time, where not one: the people of a small meeting.
const MANY: usize = 8;
const SAVES: usize = 500;
const VIEWS: usize = 300;
const FILES: usize = 30;
const STARTS: usize = 20;
const LOAD: usize = 10_000;
/// How many organisations share an installation, so that the growth is visible; SQLite gets no more than a thousand.
const COUNTRIES: [u64; 3] = [100, 1_000, 10_000];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let binary: PathBuf = arguments
        .next()
        .context("the first argument is the binary to measure")?
        .into();
    let urls: Vec<String> = arguments.collect();
    let databases: Vec<DatabaseUrl> = urls
        .iter()
        .map(|url| url.parse())
        .collect::<Result<_, _>>()
        .context("the other arguments are databases")?;
    if databases.is_empty() {
        bail!("name at least one database");
    }
    let mut table = Table::default();
    let size = std::fs::metadata(&binary)?.len();
    table.add("size of the binary", Budget::megabytes(40), size);
    for (at, database) in databases.iter().enumerate() {
        let is_postgres = database.to_string().starts_with("postgres");
        let engine = if is_postgres { "PostgreSQL" } else { "SQLite" };
        table.section(engine);
        let demo = measure(&binary, database, &mut table)
            .await
            .with_context(|| format!("on {engine}"))?;
        table.section(&format!("{engine}, scoring during a meeting"));
        meeting::measure(&binary, database, &mut table)
            .await
            .with_context(|| format!("on {engine}"))?;
        if at == 0 {
            // The same whatever the database is.
            let server = Server::start(&binary, database).await?;
            table.section("To the browser, compressed, on a statement page");
            weigh_page(&server, demo, &mut table).await?;
        }
    }
    for (url, database) in urls.iter().zip(&databases) {
        let is_postgres = database.to_string().starts_with("postgres");
        let engine = if is_postgres { "PostgreSQL" } else { "SQLite" };
        for organisations in COUNTRIES
            .into_iter()
            .filter(|it| is_postgres || *it <= 1_000)
        {
            table.section(&format!(
                "{engine}, {organisations} organisations of five years"
            ));
            country::measure(&binary, url, organisations, &mut table)
                .await
                .with_context(|| format!("{organisations} organisations on {engine}"))?;
        }
    }
    table.print();
    Ok(())
}

async fn measure(
    binary: &std::path::Path,
    database: &DatabaseUrl,
    table: &mut Table,
) -> anyhow::Result<AssessmentId> {
    server::run(binary, &["migrate"], database).await?;
    let budget = Budget::milliseconds(250);
    table.times(
        "start to first answer, empty",
        budget,
        &starts(binary, database).await?,
    );
    server::run(binary, &["demo"], database).await?;
    let Assessments { demo, nasty } = plan::fill(database).await?;
    table.times(
        "start to first answer, filled",
        budget,
        &starts(binary, database).await?,
    );

    let server = Server::start(binary, database).await?;
    let lead = server.sign_in("Ruth Okafor").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    table.add(
        "memory when idle (PSS)",
        Budget::megabytes(50),
        server.memory_bytes()?,
    );

    for people in [1, MANY] {
        let begun = Instant::now();
        let times = save(&server, &lead, demo, people).await?;
        let what = format!("a save, {}", clients(people));
        table.rate(
            &what,
            Budget::milliseconds(8),
            least(people, 2_000),
            &times,
            begun.elapsed(),
        );
    }
    for (name, page) in [
        ("statement page", "/statements/W03"),
        ("results page", "/results"),
        ("plan page", "/plan"),
    ] {
        let address = format!("/assessments/{demo}{page}");
        for people in [1, MANY] {
            let begun = Instant::now();
            let times = view(&server, &lead, &address, people, VIEWS).await?;
            let what = format!("{name}, {}", clients(people));
            table.rate(
                &what,
                Budget::milliseconds(10),
                least(people, 500),
                &times,
                begun.elapsed(),
            );
        }
    }
    for (name, id, budget) in [
        (
            "PDF of the demo plan",
            demo,
            Some(Budget::milliseconds(100)),
        ),
        ("PDF of a plan with 120 actions and long texts", nasty, None),
    ] {
        let address = format!("/assessments/{id}/download/plan.pdf");
        let times = view(&server, &lead, &address, 1, FILES).await?;
        match budget {
            Some(budget) => table.times(name, budget, &times),
            None => table.times_without_budget(name, &times),
        }
    }
    let address = format!("/assessments/{demo}/results");
    view(&server, &lead, &address, MANY, LOAD / MANY).await?;
    table.add(
        "memory after 10,000 requests more (PSS)",
        Budget::megabytes(80),
        server.memory_bytes()?,
    );
    Ok(demo)
}

/// How often in a second, where that is promised: one client waits for each answer before it asks again.
fn least(people: usize, rate: u64) -> Option<u64> {
    (people > 1).then_some(rate)
}

fn clients(number: usize) -> String {
    if number == 1 {
        "1 client".to_owned()
    } else {
        format!("{number} clients")
    }
}

async fn starts(binary: &std::path::Path, database: &DatabaseUrl) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let begun = Instant::now();
        let server = Server::start(binary, database).await?;
        times.push(begun.elapsed());
        drop(server);
    }
    Ok(times)
}

/// Each client saves another statement again and again, as the page's script would.
async fn save(
    server: &Server,
    lead: &str,
    assessment: AssessmentId,
    people: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut tasks = JoinSet::new();
    for person in 0..people {
        let (address, lead) = (server.address, lead.to_owned());
        tasks.spawn(async move {
            let mut browser = Browser::connect(address, Some(&lead)).await?;
            let page = format!("/assessments/{assessment}/statements/W{:02}", person + 1);
            let mut form = Form::of(&browser.get(&page).await?.text()?, "/api/scores/save")?;
            let mut times = Vec::with_capacity(SAVES);
            for turn in 0..SAVES {
                form.set("answer", &(turn % 5).to_string());
                form.set("target", "3");
                form.set("importance", "2");
                let begun = Instant::now();
                let answer = browser.post(&form).await?;
                times.push(begun.elapsed());
                let saved: serde_json::Value = serde_json::from_str(&answer.text()?)?;
                for field in ["base", "seen"] {
                    let value = saved.get(field).and_then(|it| it.as_str());
                    form.set(field, value.with_context(|| format!("not saved: {saved}"))?);
                }
            }
            anyhow::Ok(times)
        });
    }
    joined(tasks).await
}

/// Each client asks for the same address again and again.
async fn view(
    server: &Server,
    lead: &str,
    path: &str,
    people: usize,
    times_each: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut tasks = JoinSet::new();
    for _ in 0..people {
        let (address, lead, path) = (server.address, lead.to_owned(), path.to_owned());
        tasks.spawn(async move {
            let mut browser = Browser::connect(address, Some(&lead)).await?;
            let mut times = Vec::with_capacity(times_each);
            for _ in 0..times_each {
                let begun = Instant::now();
                browser.get(&path).await?;
                times.push(begun.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    joined(tasks).await
}

async fn joined(
    mut tasks: JoinSet<anyhow::Result<Vec<Duration>>>,
) -> anyhow::Result<Vec<Duration>> {
    let mut all = Vec::new();
    while let Some(times) = tasks.join_next().await {
        all.extend(times??);
    }
    Ok(all)
}

/// Weighs what a first visit to a statement loads: the page with the most script.
async fn weigh_page(
    server: &Server,
    assessment: AssessmentId,
    table: &mut Table,
) -> anyhow::Result<()> {
    let lead = server.sign_in("Ruth Okafor").await?;
    let mut browser = Browser::connect(server.address, Some(&lead)).await?;
    let page = format!("/assessments/{assessment}/statements/W03");
    let mut loaded = vec![(
        "html".to_owned(),
        browser.get_compressed(&page).await?.body.len(),
    )];
    for asset in browser::assets(&browser.get(&page).await?.text()?) {
        let bytes = browser.get_compressed(&asset).await?.body.len();
        let ending = asset.rsplit_once('.').map_or("", |(_, ending)| ending);
        loaded.push((ending.to_owned(), bytes));
    }
    let sum = |endings: &[&str]| {
        let of_kind = loaded
            .iter()
            .filter(|(ending, _)| endings.contains(&ending.as_str()));
        of_kind.map(|(_, bytes)| *bytes as u64).sum()
    };
    table.add_without_budget("HTML", sum(&["html"]));
    table.add("CSS", Budget::kilobytes(20), sum(&["css"]));
    table.add(
        "script and wasm",
        Budget::kilobytes(100),
        sum(&["js", "wasm"]),
    );
    table.add_without_budget("fonts and icon", sum(&["woff2", "svg"]));
    table.add("requests", Budget::Number(12), loaded.len() as u64);
    Ok(())
}
