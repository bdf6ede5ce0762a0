//! Invented people, answers and days, for every test.

use domain::{
    answer::{AgreedScore, Answer},
    assessment::{Assessment, Method, Scope, State},
    divergence::Minimum,
    evidence::{Evidence, Strength},
    id::{ActionId, AssessmentId, EvidenceId, OrganisationId, PersonId, ProgressId, StatementId},
    level::{Level, Target},
    organisation::{Headcount, Kind, Nation, Organisation},
    person::{Person, Role},
    plan::{Action, CellId, Progress, Status},
};
use store::{Store, Version, score::ScoreChange};
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};
use uuid::Uuid;

pub const NOON: OffsetDateTime = datetime!(2026-05-12 12:00 UTC);
pub const ONE: OffsetDateTime = datetime!(2026-05-12 13:00 UTC);

/// The same id for the same number, so that a failing test says which.
pub const fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn organisation(number: u128) -> Organisation {
    Organisation {
        organisation_id: OrganisationId(uuid(number)),
        name: format!("Ysbyty Tŵr {number}"),
        ods_code: Some("RX1".parse().unwrap()),
        nation: Nation::Wales,
        kind: Kind::Acute,
        headcount: Headcount::From3000,
        invented: true,
    }
}

pub fn person(number: u128, organisation: &Organisation, role: Role) -> Person {
    Person {
        person_id: PersonId(uuid(number)),
        organisation_id: organisation.organisation_id,
        name: format!("Ama {number}"),
        email: format!("ama.{number}@example.org").parse().unwrap(),
        role,
    }
}

pub fn assessment(number: u128, organisation: &Organisation) -> Assessment {
    Assessment {
        assessment_id: AssessmentId(uuid(number)),
        organisation_id: organisation.organisation_id,
        title: format!("Round {number}"),
        framework: "three-pillars".into(),
        edition: 1,
        scope: Scope::Full,
        method: Method::Recorded,
        minimum: Minimum::default(),
        period_start: date!(2026 - 04 - 01),
        period_end: date!(2027 - 03 - 31),
        default_target: Target::default(),
        as_at: date!(2026 - 05 - 12),
        state: State::Scoring,
        supersedes: None,
        additions: domain::framework::Additions::default(),
        follows: None,
        site: None,
    }
}

/// An organisation with a lead and an assessment, stored.
pub struct Round {
    pub organisation: Organisation,
    pub lead: Person,
    pub assessment: Assessment,
}

pub async fn round(store: &Store, number: u128) -> Round {
    let organisation = organisation(number);
    let lead = person(number, &organisation, Role::Lead);
    let assessment = assessment(number, &organisation);
    store
        .create_organisation(&organisation, NOON)
        .await
        .unwrap();
    store.add_person(&lead, Some("hash"), NOON).await.unwrap();
    store
        .create_assessment(&assessment, Some(&lead), NOON)
        .await
        .unwrap();
    Round {
        organisation,
        lead,
        assessment,
    }
}

pub fn statement(id: &str) -> StatementId {
    id.parse().unwrap()
}

pub fn unanswered() -> AgreedScore {
    AgreedScore::unanswered(Target::default())
}

pub fn level(steps: u8) -> AgreedScore {
    AgreedScore {
        answer: Some(Answer::Level(Level::new(steps).unwrap())),
        ..unanswered()
    }
}

pub fn target(steps: u8) -> AgreedScore {
    AgreedScore {
        target: Target::new(steps).unwrap(),
        ..unanswered()
    }
}

/// A change made by somebody who found nothing there.
pub fn first(mine: AgreedScore) -> ScoreChange {
    ScoreChange {
        base: unanswered(),
        seen: Version::NONE,
        mine,
    }
}

pub fn evidence(number: u128) -> Evidence {
    Evidence {
        evidence_id: EvidenceId(uuid(number)),
        what: format!("Board paper {number}\n</textarea> 'ŵ'"),
        link: "https://example.org/14".into(),
        date: Some(date!(2026 - 02 - 28)),
        strength: Strength::Document,
    }
}

pub fn action(number: u128) -> Action {
    Action {
        action_id: ActionId(uuid(number)),
        what: format!("Protect time {number}"),
        measure: "Hours".into(),
        owner: "Director of People".into(),
        due: Some(date!(2026 - 12 - 31)),
        resource: "0.2 of a post".into(),
        risk: "More sickness".into(),
        equality_note: "Night shifts".into(),
        statements: vec![statement("L01"), statement("W05")],
        mitigates: Some(CellId {
            row: "age".into(),
            need: "eliminate".into(),
        }),
        progress: vec![],
    }
}

pub fn progress(number: u128, at: OffsetDateTime) -> Progress {
    Progress {
        progress_id: ProgressId(uuid(number)),
        at,
        by: "Ama 1".into(),
        note: "Cover was agreed".into(),
        status: Some(Status::InProgress),
        due: Some(date!(2027 - 01 - 31)),
    }
}
