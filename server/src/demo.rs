//! The invented organisation that shows what Plumbline does.
//!
//! Every name and number here is made up, and the organisation says so of
//! itself: each of its pages carries the words.

use domain::{
    answer::Choice,
    assessment::{Assessment, Scope, State},
    framework,
    id::{AssessmentId, EvidenceId, OrganisationId, PersonId},
    level::{Importance, Level, Target},
    organisation::{Headcount, Kind, Nation, Organisation},
    person::{Person, Role},
};
use store::{Store, Version, score::ScoreChange};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

/// What the invented organisation says, in the order of the pack: a level, `k`
/// for *don't know*, `n` for *not applicable*, `.` for not answered yet.
const ANSWERS: &str =
    "32213 12312 1233n 12221 13k 1 2 13212 k2231 22.12 1122. 1112k 22112 k3212 22.";

/// Fills an empty database.
pub async fn fill(store: &Store, now: OffsetDateTime) -> anyhow::Result<()> {
    let organisation = Organisation {
        organisation_id: OrganisationId(Uuid::now_v7()),
        name: "Riverbank University Hospitals".into(),
        ods_code: None,
        nation: Nation::England,
        kind: Kind::Acute,
        headcount: Headcount::From6000,
        invented: true,
    };
    store.create_organisation(&organisation, now).await?;
    let people = [
        ("Ruth Okafor", "ruth.okafor@example.org", Role::Lead),
        ("Sam Price", "sam.price@example.org", Role::Viewer),
        ("Grace Mensah", "grace.mensah@example.org", Role::Viewer),
        ("Tom Hughes", "tom.hughes@example.org", Role::Viewer),
        ("Aisha Khan", "aisha.khan@example.org", Role::Viewer),
    ];
    let mut lead = None;
    for (name, email, role) in people {
        let person_id = PersonId(Uuid::now_v7());
        let person = Person {
            person_id,
            organisation_id: organisation.organisation_id,
            name: name.into(),
            email: email.parse()?,
            role,
        };
        store.add_person(&person, None, now).await?;
        lead = lead.or(Some(person_id));
    }
    match lead {
        Some(lead) => assess(store, &organisation, lead, now).await,
        None => Ok(()),
    }
}

async fn assess(
    store: &Store,
    organisation: &Organisation,
    lead: PersonId,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    let Some(pack) = framework::shipped().first() else {
        return Ok(());
    };
    let today = now.date();
    // The NHS year that today lies in: April to March.
    let year = if u8::from(today.month()) >= 4 {
        today.year()
    } else {
        today.year() - 1
    };
    let assessment = Assessment {
        assessment_id: AssessmentId(Uuid::now_v7()),
        organisation_id: organisation.organisation_id,
        title: format!("April {year} to March {}", year + 1),
        framework: pack.id.clone(),
        edition: pack.edition,
        scope: Scope::Full,
        period_start: Date::from_calendar_date(year, time::Month::April, 1)?,
        period_end: Date::from_calendar_date(year + 1, time::Month::March, 31)?,
        default_target: Target::default(),
        as_at: today,
        state: State::Scoring,
    };
    store
        .create_assessment(&assessment, Some(lead), now)
        .await?;
    let answers = ANSWERS.chars().filter(|letter| !letter.is_whitespace());
    for (at, (statement, letter)) in pack.statements.iter().zip(answers).enumerate() {
        let choice = match letter {
            'k' => Choice::DontKnow,
            'n' => Choice::NotApplicable,
            _ => match letter
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok())
            {
                Some(steps) => Choice::Level(Level::new(steps)?),
                None => continue,
            },
        };
        let base = assessment.starting_score(statement);
        let mut mine = base.clone();
        mine.answer = Some(
            choice.because("No staff of ours work alone; the contractor assesses its own.".into()),
        );
        if at % 7 == 3 {
            mine.importance = Importance::MAX;
        }
        let change = ScoreChange {
            base,
            seen: Version::NONE,
            mine,
        };
        store
            .save_score(&assessment, &statement.id, &change, lead, now)
            .await?;
        if let Some(evidence) = evidence(at, &statement.evidence, today) {
            store
                .add_evidence(&assessment, &statement.id, &evidence, lead, now)
                .await?;
        }
    }
    Ok(())
}

/// Two statements in three have evidence; every fifth of it is old.
fn evidence(at: usize, prompts: &[String], today: Date) -> Option<domain::evidence::Evidence> {
    if at % 3 == 2 {
        return None;
    }
    let strength = u8::try_from(at % 4 + 1).ok()?.try_into().ok()?;
    let age = if at % 5 == 4 {
        Duration::days(430)
    } else {
        Duration::days(40)
    };
    Some(domain::evidence::Evidence {
        evidence_id: EvidenceId(Uuid::now_v7()),
        what: prompts.first()?.clone(),
        link: String::new(),
        date: today.checked_sub(age),
        strength,
    })
}
