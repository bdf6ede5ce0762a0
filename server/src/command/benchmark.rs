//! `plumbline benchmark` and `plumbline benchmark release YEAR`

use std::time::Instant;

use anyhow::{Context as _, bail};
use domain::{benchmark::Cohort, display, framework};
use store::{CreateDatabase, StoreError, benchmark::Made};

use crate::config::{Benchmark, BenchmarkAction, BenchmarkRelease};

/// Does what is asked about the benchmark.
pub async fn run(asked: &Benchmark) -> anyhow::Result<()> {
    match &asked.action {
        None => list(asked).await,
        Some(BenchmarkAction::Release(asked)) => release(asked).await,
    }
}

/// Lists the years to which somebody has contributed.
async fn list(asked: &Benchmark) -> anyhow::Result<()> {
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let cohorts = store.cohorts().await?;
    store.close().await;
    if cohorts.is_empty() {
        println!("Nobody has contributed to a benchmark yet.");
    }
    for it in cohorts {
        let contributions = display::count(
            usize::try_from(it.contributors)?,
            "contribution",
            "contributions",
        );
        let state = match it.released_at {
            Some(at) => format!("released on {}", display::day(display::london_day(at))),
            None => "not released".to_owned(),
        };
        let Cohort {
            framework,
            edition,
            year,
        } = it.cohort;
        println!("{framework}, edition {edition}, {year}: {contributions}, {state}");
    }
    Ok(())
}

/// Makes a release.
async fn release(asked: &BenchmarkRelease) -> anyhow::Result<()> {
    let shipped = framework::shipped();
    let default = shipped.first().context("this build ships no pack")?;
    let cohort = Cohort {
        framework: default.id.clone(),
        edition: asked.edition.unwrap_or(default.edition),
        year: asked.year,
    };
    let framework = cohort
        .find_framework()
        .context("this build does not ship this edition of the pack")?;
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let started = Instant::now();
    let made = store
        .make_release(&cohort, framework, app::visitor::now())
        .await;
    store.close().await;
    match made {
        Ok(Made::Released {
            release,
            contributors,
        }) => {
            println!(
                "The release for {} is made of {contributors} contributions, in {:.1} seconds: {} numbers of {}. It is frozen for ever.",
                cohort.year,
                started.elapsed().as_secs_f64(),
                release.cells.len(),
                display::count(release.groups.len(), "group", "groups"),
            );
            Ok(())
        }
        Ok(Made::TooFew(contributors)) => bail!(
            "{} to {} so far; a release takes six, and can be made only once. Nothing was done",
            display::count(
                usize::try_from(contributors)?,
                "organisation has contributed",
                "organisations have contributed"
            ),
            cohort.year
        ),
        Err(StoreError::Released) => bail!(
            "the release for {} is made already, and frozen for ever",
            cohort.year
        ),
        Err(error) => Err(error.into()),
    }
}
