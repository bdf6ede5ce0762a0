//! How many saves a second this machine confirms as on disk, and how long one takes.
//!
//! `cargo run --release -p store --example saves -- sqlite:target/saves.db 8`: on
//! an empty database of its own, with that many people saving at once, each a
//! statement of their own. For looking at, not for a test to fail on.

use std::{env, error::Error, time::Instant};

use domain::{
    answer::{AgreedScore, Answer},
    assessment::{Assessment, Method, Scope, State},
    divergence::Minimum,
    id::{AssessmentId, OrganisationId, PersonId, StatementId},
    level::{Level, Target},
    organisation::{Headcount, Kind, Nation, Organisation},
};
use store::{CreateDatabase, Store, StoreError, Version, score::ScoreChange};
use time::macros::{date, datetime};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Saves by each person.
const SAVES: u32 = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let url = arguments.next().ok_or("which database?")?.parse()?;
    let people: u32 = arguments.next().ok_or("how many people?")?.parse()?;
    let store = Store::connect(&url, CreateDatabase::IfMissing).await?;
    store.migrate().await?;
    let assessment = start_assessment(&store).await?;

    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for person in 0..people {
        let statement = format!("W{person:02}").parse()?;
        tasks.spawn(save_again_and_again(
            store.clone(),
            assessment.clone(),
            statement,
        ));
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    let seconds = begun.elapsed().as_secs_f64();

    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{people} people: {:.0} saves per second, median {} µs, p95 {} µs",
        f64::from(people * SAVES) / seconds,
        at(50),
        at(95)
    );
    store.close().await;
    Ok(())
}

/// Saves one statement time after time; the microseconds that each took.
async fn save_again_and_again(
    store: Store,
    assessment: Assessment,
    statement: StatementId,
) -> Result<Vec<u128>, StoreError> {
    let mut change = ScoreChange {
        base: AgreedScore::unanswered(Target::default()),
        seen: Version::NONE,
        mine: AgreedScore::unanswered(Target::default()),
    };
    let mut times = Vec::new();
    for save in 0..SAVES {
        let steps = u8::try_from(save % 5).unwrap_or_default();
        change.mine.answer = Level::new(steps).ok().map(Answer::Level);
        change.mine.comment = format!("Save {save}");
        let begun = Instant::now();
        let saved = store
            .save_score(
                &assessment,
                &statement,
                &change,
                PersonId(Uuid::nil()),
                datetime!(2026-05-12 12:00 UTC),
            )
            .await?;
        times.push(begun.elapsed().as_micros());
        (change.base, change.seen) = (saved.score, saved.version);
    }
    Ok(times)
}

async fn start_assessment(store: &Store) -> Result<Assessment, StoreError> {
    let organisation = Organisation {
        organisation_id: OrganisationId(Uuid::nil()),
        name: "Invented".into(),
        ods_code: None,
        nation: Nation::Scotland,
        kind: Kind::Territorial,
        headcount: Headcount::From10000,
        invented: true,
    };
    let assessment = Assessment {
        assessment_id: AssessmentId(Uuid::nil()),
        organisation_id: organisation.organisation_id,
        title: "Invented".into(),
        framework: "three-pillars".into(),
        edition: 1,
        scope: Scope::Full,
        method: Method::Recorded,
        minimum: Minimum::default(),
        period_start: date!(2026 - 04 - 01),
        period_end: date!(2027 - 03 - 31),
        default_target: Target::default(),
        as_at: date!(2026 - 04 - 01),
        state: State::Scoring,
        supersedes: None,
        additions: domain::framework::Additions::default(),
        follows: None,
        site: None,
    };
    let now = datetime!(2026-05-12 12:00 UTC);
    store.create_organisation(&organisation, now).await?;
    store.create_assessment(&assessment, None, now).await?;
    Ok(assessment)
}
