//! The invented organisations that show what Plumbline does.
//!
//! Every name and number here is made up, and each organisation says so of
//! itself: each of its pages carries the words. The first has two years'
//! assessments, signed off, and this year's under way, recorded by the lead, each
//! following the one before. The second scores in partnership and is ready for its
//! meeting; neither sees anything of the other. A third has two sites, and a fourth
//! hosts a system to which the second belongs. Behind them stand two dozen more, to whom nobody
//! can sign in, so that there is a benchmark to stand in.

use domain::{
    assessment::{Assessment, Method, Scope, State},
    check_in::CheckIn,
    divergence::Minimum,
    eqia,
    framework::{self, Framework},
    id::{AssessmentId, CheckInId, OrganisationId, PersonId},
    level::{Level, Target},
    organisation::{Headcount, Kind, Nation, Organisation},
    person::{Person, Role},
    results::Records,
    snapshot::{Capacity, Signature, Snapshot},
};
use store::Store;
use time::{Date, Duration, Month, OffsetDateTime};
use uuid::Uuid;

mod actions;
mod beside;
mod equality;
mod partnership;
mod peers;
mod scores;
mod together;

/// What is filled in, and as whom.
struct Round<'a> {
    store: &'a Store,
    framework: &'static Framework,
    assessment: Assessment,
    lead: &'a Person,
    /// When its days are counted from.
    now: OffsetDateTime,
}

impl Round<'_> {
    /// A day so many days from the one that the round is counted from.
    fn day(&self, days: i64) -> Date {
        let today = self.now.date();
        today.checked_add(Duration::days(days)).unwrap_or(today)
    }
}

/// Fills an empty database.
pub async fn fill(store: &Store, now: OffsetDateTime) -> anyhow::Result<()> {
    fill_peers(store, now).await?;
    fill_own(store, now).await
}

/// Adds the organisations that people only stand among, with their benchmark.
pub async fn fill_peers(store: &Store, now: OffsetDateTime) -> anyhow::Result<()> {
    match framework::shipped().first() {
        Some(framework) => peers::fill(store, framework, year(now) - 1, now).await,
        None => Ok(()),
    }
}

/// The NHS year that a moment lies in, from April to March: that of its April.
fn year(now: OffsetDateTime) -> i32 {
    let today = now.date();
    today.year() - i32::from(u8::from(today.month()) < 4)
}

/// Adds the two organisations that people sign in to.
pub async fn fill_own(store: &Store, now: OffsetDateTime) -> anyhow::Result<()> {
    let Some(framework) = framework::shipped().first() else {
        return Ok(());
    };
    let (today, year) = (now.date(), year(now));

    let saltmarsh = organisation(
        "Saltmarsh Community Services",
        Kind::Community,
        Headcount::From1000,
    );
    store.create_organisation(&saltmarsh, now).await?;
    let joan = add_person(store, &saltmarsh, "Joan Pryce", Role::Lead, now).await?;
    let in_partnership = assessment(framework, &saltmarsh, year, today, Scope::Full)?;
    let saltmarsh_year = Past {
        year: year - 1,
        follows: None,
        ..LAST_YEAR
    };
    signed(store, framework, &saltmarsh, &joan, saltmarsh_year).await?;
    partnership::fill(store, framework, &joan, in_partnership, now).await?;

    together::fill(store, framework, (&saltmarsh, &joan), year - 1, now).await?;

    let riverbank = organisation(
        "Riverbank University Hospitals",
        Kind::Acute,
        Headcount::From6000,
    );
    store.create_organisation(&riverbank, now).await?;
    let lead = add_person(store, &riverbank, "Ruth Okafor", Role::Lead, now).await?;
    for name in ["Sam Price", "Grace Mensah", "Tom Hughes", "Aisha Khan"] {
        add_person(store, &riverbank, name, Role::Viewer, now).await?;
    }
    let first = Past {
        year: year - 2,
        ..TWO_YEARS_AGO
    };
    let first = signed(store, framework, &riverbank, &lead, first).await?;
    let last = Past {
        year: year - 1,
        follows: Some(first.assessment_id),
        ..LAST_YEAR
    };
    let last = signed(store, framework, &riverbank, &lead, last).await?;
    check_in(store, &last, &lead).await?;
    let this_year = Round {
        store,
        framework,
        assessment: Assessment {
            follows: Some(last.assessment_id),
            ..assessment(framework, &riverbank, year, today, Scope::Full)?
        },
        lead: &lead,
        now,
    };
    under_way(&this_year).await?;
    beside::fill(store, &saltmarsh, &riverbank, year, now).await
}

fn organisation(name: &str, kind: Kind, headcount: Headcount) -> Organisation {
    Organisation {
        organisation_id: OrganisationId(Uuid::now_v7()),
        name: name.into(),
        ods_code: None,
        nation: Nation::England,
        kind,
        headcount,
        invented: true,
    }
}

async fn add_person(
    store: &Store,
    organisation: &Organisation,
    name: &str,
    role: Role,
    now: OffsetDateTime,
) -> anyhow::Result<Person> {
    let mailbox = name.to_lowercase().replace(' ', ".");
    let person = Person {
        person_id: PersonId(Uuid::now_v7()),
        organisation_id: organisation.organisation_id,
        name: name.into(),
        email: format!("{mailbox}@example.org").parse()?,
        role,
    };
    store.add_person(&person, None, now).await?;
    Ok(person)
}

fn assessment(
    framework: &Framework,
    organisation: &Organisation,
    year: i32,
    as_at: Date,
    scope: Scope,
) -> anyhow::Result<Assessment> {
    Ok(Assessment {
        assessment_id: AssessmentId(Uuid::now_v7()),
        organisation_id: organisation.organisation_id,
        title: format!("April {year} to March {}", year + 1),
        framework: framework.id.clone(),
        edition: framework.edition,
        scope,
        method: Method::Recorded,
        minimum: Minimum::default(),
        period_start: Date::from_calendar_date(year, Month::April, 1)?,
        period_end: Date::from_calendar_date(year + 1, Month::March, 31)?,
        default_target: Target::default(),
        as_at,
        state: State::Scoring,
        supersedes: None,
        additions: domain::framework::Additions::default(),
        follows: None,
        site: None,
    })
}

/// The assessment that people find half done.
async fn under_way(round: &Round<'_>) -> anyhow::Result<()> {
    start(round, scores::THIS_YEAR).await?;
    actions::add(round, actions::THIS_YEAR).await?;
    equality::begin(round).await
}

/// A year that is over: what was scored and planned, and what came of it.
struct Past {
    year: i32,
    follows: Option<AssessmentId>,
    answers: &'static str,
    plan: &'static [actions::Planned],
    since: &'static [actions::Since],
}

const LAST_YEAR: Past = Past {
    year: 0,
    follows: None,
    answers: scores::LAST_YEAR,
    plan: actions::LAST_YEAR,
    since: actions::SINCE_LAST_YEAR,
};

const TWO_YEARS_AGO: Past = Past {
    year: 0,
    follows: None,
    answers: scores::TWO_YEARS_AGO,
    plan: actions::TWO_YEARS_AGO,
    since: actions::SINCE_TWO_YEARS_AGO,
};

/// A look at a few statements, half a year after last year's assessment.
async fn check_in(store: &Store, beside: &Assessment, lead: &Person) -> anyhow::Result<()> {
    let held_on = beside
        .as_at
        .checked_add(Duration::days(180))
        .unwrap_or(beside.as_at);
    let levels = [("W02", 2), ("W12", 2), ("L01", 2), ("L16", 1), ("Q08", 2)];
    let check_in = CheckIn {
        check_in_id: CheckInId(Uuid::now_v7()),
        held_on,
        note: "Wellbeing lead and staff side, from the reports of the second quarter.".into(),
        levels: levels
            .into_iter()
            .map(|(id, level)| Ok((id.parse()?, Level::new(level)?)))
            .collect::<anyhow::Result<_>>()?,
    };
    let at = held_on.with_hms(10, 0, 0)?.assume_utc();
    store.add_check_in(beside, &check_in, lead, at).await?;
    Ok(())
}

/// The assessment of a past year: complete and signed, with a plan that goes on.
async fn signed(
    store: &Store,
    framework: &'static Framework,
    organisation: &Organisation,
    lead: &Person,
    past: Past,
) -> anyhow::Result<Assessment> {
    let year = past.year;
    let opened = Date::from_calendar_date(year, Month::May, 12)?;
    let signed_at = Date::from_calendar_date(year, Month::June, 30)?
        .with_hms(14, 30, 0)?
        .assume_utc();
    let round = Round {
        store,
        framework,
        assessment: Assessment {
            follows: past.follows,
            ..assessment(framework, organisation, year, opened, Scope::Full)?
        },
        lead,
        now: opened.with_hms(9, 0, 0)?.assume_utc(),
    };
    complete(&round, &past, signed_at).await?;
    Ok(round.assessment)
}

/// Everything from the first score to the last signature, and what is done about the plan since.
async fn complete(round: &Round<'_>, past: &Past, signed_at: OffsetDateTime) -> anyhow::Result<()> {
    let store = round.store;
    start(round, past.answers).await?;
    actions::add(round, past.plan).await?;
    equality::complete(round).await?;
    let contents = store.contents(&round.assessment).await?;
    let content = contents.clone().signed_by(signatures(round), signed_at);
    let snapshot = Snapshot::of(round.framework, eqia::form(), content)?.canonical_json()?;
    store
        .sign_off(&contents, &snapshot, None, signed_at)
        .await?;
    actions::go_on(round, past.since).await
}

async fn start(round: &Round<'_>, answers: &str) -> anyhow::Result<()> {
    round
        .store
        .create_assessment(&round.assessment, Some(round.lead), round.now)
        .await?;
    let records = scores::records(round, answers)?;
    round
        .store
        .replace_records(
            &round.assessment,
            &Records::new(),
            &records,
            Some(round.lead.person_id),
            round.now,
        )
        .await?;
    Ok(())
}

fn signatures(round: &Round<'_>) -> Vec<Signature> {
    [
        (
            Capacity::ManagementChair,
            "Helen Marsh",
            "Chief people officer",
            41,
        ),
        (Capacity::StaffChair, "Dev Patel", "Chair of staff side", 43),
        (
            Capacity::Board,
            "Margaret Osei",
            "Non-executive director and health and wellbeing guardian",
            48,
        ),
    ]
    .into_iter()
    .map(|(capacity, name, post, days)| Signature {
        capacity,
        name: name.into(),
        post: post.into(),
        date: round.day(days),
        at: None,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        benchmark::PeerGroup,
        eqia::FieldId,
        quality::{self, Checked, Rule},
        results::Results,
    };
    use store::{CreateDatabase, assessment::Contents};
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-25 09:00 UTC);

    /// The contents of the rounds that were recorded, newest first, and where they are kept.
    async fn filled(folder: &tempfile::TempDir) -> (Store, Vec<Contents>) {
        let url = format!("sqlite:{}", folder.path().join("demo.db").display());
        let store = Store::connect(&url.parse().unwrap(), CreateDatabase::IfMissing)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        fill(&store, NOW).await.unwrap();
        let mut rounds = Vec::new();
        for round in store.all_assessments().await.unwrap() {
            let contents = store.contents(&round).await.unwrap();
            let is_peer = peers::organisations().any(|it| it.name == contents.organisation.name);
            if round.method == Method::Recorded && !is_peer {
                rounds.push(contents);
            }
        }
        (store, rounds)
    }

    fn broken(contents: &Contents, today: Date) -> Vec<Rule> {
        let framework = contents.assessment.find_framework().unwrap();
        let results = Results::of(framework, &contents.assessment, &contents.records);
        let checked = Checked {
            results: &results,
            actions: &contents.actions,
            eqia: &contents.eqia,
            form: eqia::form(),
            partnership: contents.partnership.as_ref(),
            unconfirmed: &contents.unconfirmed,
            today,
        };
        quality::check(&checked).iter().map(|it| it.rule).collect()
    }

    #[tokio::test]
    async fn everything_could_have_been_typed_on_its_pages() {
        let folder = tempfile::tempdir().unwrap();
        let (store, rounds) = filled(&folder).await;
        for contents in &rounds {
            let framework = contents.assessment.find_framework().unwrap();
            for (field, entry) in &contents.eqia.entries {
                let id: FieldId = field.parse().unwrap();
                let kind = eqia::form().find_kind(&id, &contents.eqia.own_rows);
                assert_eq!(kind.unwrap().check(entry).as_ref(), Ok(entry), "{field}");
            }
            for action in &contents.actions {
                let known = |id| framework.find_statement(id).is_some();
                assert!(action.statements.iter().all(known), "{}", action.what);
            }
        }
        store.close().await;
    }

    #[tokio::test]
    async fn there_is_a_release_to_stand_in_and_another_waits_to_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let (store, rounds) = filled(&folder).await;
        // April 2026 to March 2027 is under way; 2025 waits, 2024 is released.
        let found = store.cohorts().await.unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.cohort.year, it.contributors, it.released_at.is_some()))
            .collect();
        assert_eq!(found, [(2024, 24, true), (2025, 24, false)]);

        let cohort = store.find_released_cohort(&rounds[0].assessment).await;
        let cohort = cohort.unwrap().unwrap();
        let path = PeerGroup::path(&rounds[0].organisation);
        let groups = store.released_groups(&cohort, &path).await.unwrap();
        let sizes: Vec<_> = groups.iter().map(|it| it.contributions).collect();
        assert_eq!(sizes, [24, 15, 15, 9]);
        // Most of it is told, and something is withheld, so that both can be seen.
        let cells = store.released_cells(&cohort).await.unwrap();
        let narrowest = cells.iter().filter(|it| it.group == path[3]).count();
        assert!((60..74).contains(&narrowest), "{narrowest} of 74");
        store.close().await;
    }

    #[tokio::test]
    async fn this_year_is_not_ready_and_last_year_was() {
        let folder = tempfile::tempdir().unwrap();
        let (store, rounds) = filled(&folder).await;
        let [this_year, signed @ ..] = rounds.as_slice() else {
            panic!("there are no rounds");
        };
        assert_eq!(
            signed.len(),
            5,
            "one of each organisation or site, and the year before"
        );

        let now = broken(this_year, NOW.date());
        let errors: Vec<_> = now
            .iter()
            .filter(|it| it.severity() == quality::Severity::Error)
            .collect();
        // Two answers of last year are not looked at yet.
        assert_eq!(
            errors,
            [
                &Rule::ActionIncomplete,
                &Rule::EqiaOpen,
                &Rule::Unconfirmed,
                &Rule::Unconfirmed
            ]
        );
        let overdue = now.iter().filter(|&&it| it == Rule::ActionOverdue);
        assert_eq!(overdue.count(), 2);

        for last_year in signed {
            let signed = store.find_sign_off(&last_year.assessment).await.unwrap();
            let snapshot = Snapshot::read(&signed.unwrap().snapshot).unwrap();
            assert_eq!(snapshot.signatures.len(), 3);
            assert!(snapshot.actions.iter().all(|it| it.progress.is_empty()));
            assert!(last_year.actions.iter().any(|it| !it.progress.is_empty()));
            let then = broken(last_year, snapshot.signed_at.date());
            let only_warnings = [Rule::GapWithoutAction, Rule::ScoreUnsupported];
            assert!(then.iter().all(|it| only_warnings.contains(it)), "{then:?}");
        }
        store.close().await;
    }
}
