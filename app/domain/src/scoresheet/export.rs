//! The scores of an assessment for programs.

use serde::Serialize;

use super::SheetEvidence;
use crate::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    framework::{Framework, Statement},
    id::StatementId,
    organisation::Organisation,
    results::{Records, answer_name},
    snapshot::Edition,
};

/// What [`super::write()`] puts into a sheet, as JSON: every statement in scope, in the order of the pack.
#[derive(Debug, Clone, Serialize)]
pub struct ScoresExport {
    organisation: Organisation,
    assessment: Assessment,
    framework: Edition,
    scores: Vec<ScoreExport>,
}

/// `level` and `reason` are `null` unless the answer has one.
#[derive(Debug, Clone, Serialize)]
struct ScoreExport {
    statement: StatementId,
    answer: &'static str,
    level: Option<u8>,
    reason: Option<String>,
    target: u8,
    importance: u8,
    comment: String,
    evidence: Vec<SheetEvidence>,
}

impl ScoresExport {
    /// The scores of an assessment as they are exported.
    #[must_use]
    pub fn of(
        organisation: Organisation,
        assessment: Assessment,
        framework: &Framework,
        records: &Records,
    ) -> Self {
        let in_scope = assessment.asked(framework);
        let scores = in_scope
            .map(|it| ScoreExport::of(it, &assessment, records))
            .collect();
        Self {
            organisation,
            framework: Edition {
                id: framework.id.clone(),
                edition: framework.edition,
                title: framework.title.clone(),
            },
            assessment,
            scores,
        }
    }
}

impl ScoreExport {
    fn of(statement: &Statement, assessment: &Assessment, records: &Records) -> Self {
        let recorded = records.get(&statement.id);
        let score = recorded.map_or_else(
            || AgreedScore::unanswered(statement.starting_target(assessment.default_target)),
            |recorded| recorded.score.clone(),
        );
        let evidence = recorded.iter().flat_map(|recorded| &recorded.evidence);
        Self {
            statement: statement.id.clone(),
            answer: answer_name(score.answer.as_ref()),
            level: score.level().map(crate::level::Level::get),
            reason: match &score.answer {
                Some(Answer::NotApplicable { reason }) => Some(reason.clone()),
                Some(Answer::NoAgreement { management, staff }) => {
                    Some(super::positions(management, staff))
                }
                _ => None,
            },
            target: score.target.get(),
            importance: score.importance.get(),
            comment: score.comment,
            evidence: evidence.map(SheetEvidence::from).collect(),
        }
    }
}
