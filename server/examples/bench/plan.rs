//! A plan as nasty as the rules allow, beside the demo's: 120 actions, and every text as long as it may be.

use anyhow::Context as _;
use domain::{
    answer::Answer,
    assessment::Assessment,
    evidence::{Evidence, Strength},
    id::{ActionId, AssessmentId, EvidenceId},
    level::Level,
    plan::Action,
    text::{LINE_MAX, PARAGRAPH_MAX},
};
use store::{CreateDatabase, DatabaseUrl, Store, Version, score::ScoreChange};
use time::macros::{date, datetime};
use uuid::Uuid;

const ACTIONS: usize = 120;

/// The two assessments that are measured.
#[derive(Debug, Clone, Copy)]
pub struct Assessments {
    /// The one under way that the demo comes with.
    pub demo: AssessmentId,
    /// The nasty one.
    pub nasty: AssessmentId,
}

/// Adds the nasty one to a database that holds the demo.
pub async fn fill(database: &DatabaseUrl) -> anyhow::Result<Assessments> {
    let store = Store::connect(database, CreateDatabase::Never).await?;
    let all = store.all_assessments().await?;
    let demo = all.into_iter().find(Assessment::is_open);
    let mut assessment = demo.context("the demo has no assessment under way")?;
    let people = store.people(assessment.organisation_id).await?;
    let lead = people.first().context("the demo has nobody")?;
    let by = lead.person_id;
    let framework = assessment.find_framework().context("an unknown pack")?;
    let demo = assessment.assessment_id;
    let nasty = AssessmentId(Uuid::now_v7());
    let now = datetime!(2026-05-12 09:00 UTC);
    assessment.assessment_id = nasty;
    assessment.title = fill_up("Ysbyty Gwynedd ", LINE_MAX);
    store
        .create_assessment(&assessment, Some(lead), now)
        .await?;

    let long = fill_up(
        "What was found on the wards and in the offices. ",
        PARAGRAPH_MAX,
    );
    for statement in &framework.statements {
        let base = assessment.starting_score(statement);
        let mut mine = base.clone();
        mine.answer = Some(Answer::Level(Level::new(1)?));
        mine.comment.clone_from(&long);
        let change = ScoreChange {
            base,
            seen: Version::NONE,
            mine,
        };
        store
            .save_score(&assessment, &statement.id, &change, by, now)
            .await?;
        let evidence = Evidence {
            evidence_id: EvidenceId(Uuid::now_v7()),
            what: long.clone(),
            link: String::new(),
            date: Some(date!(2026 - 05 - 01)),
            strength: Strength::Document,
        };
        store
            .add_evidence(&assessment, &statement.id, &evidence, by, now)
            .await?;
    }
    for statement in framework.statements.iter().cycle().take(ACTIONS) {
        let action = Action {
            action_id: ActionId(Uuid::now_v7()),
            what: fill_up("Give every manager protected time. ", 1_000),
            measure: fill_up("Hours a week. ", 500),
            owner: fill_up("Chief people officer, ", LINE_MAX),
            due: Some(date!(2027 - 03 - 31)),
            resource: fill_up("Cover on every ward. ", 500),
            risk: fill_up("Managers leave. ", 500),
            equality_note: fill_up("Part-time managers too. ", 500),
            statements: vec![statement.id.clone()],
            mitigates: None,
            progress: vec![],
        };
        store.add_action(&assessment, &action, lead, now).await?;
    }
    store.close().await;
    Ok(Assessments { demo, nasty })
}

fn fill_up(text: &str, characters: usize) -> String {
    text.chars().cycle().take(characters).collect()
}
