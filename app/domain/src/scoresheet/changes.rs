//! What a sheet would change, for a person to look at first.

use super::{Sheet, SheetEvidence, SheetScore};
use crate::{
    answer::{AgreedScore, Answer, Part},
    assessment::Assessment,
    evidence::Evidence,
    framework::Framework,
    id::EvidenceId,
    level::Level,
    results::{Recorded, Records},
};

/// What a sheet would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The statements that would change, in the order of the sheet.
    pub changed: Vec<Change>,
    /// Number of statements in the sheet that are recorded just so already.
    pub unchanged: usize,
    /// Number of statements in scope that the sheet leaves out, which stay as they are.
    pub left_alone: usize,
}

/// What would change about one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the sheet says, as it would be recorded.
    pub score: SheetScore,
    /// The parts of the score that would change.
    pub parts: Vec<PartChange>,
    /// Evidence that is recorded and would go.
    pub evidence_removed: Vec<SheetEvidence>,
    /// Evidence that would come.
    pub evidence_added: Vec<SheetEvidence>,
}

/// One part of a score before and after, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// Which part.
    pub part: Part,
    /// What is recorded; empty for no comment.
    pub before: String,
    /// What would replace it; empty for no comment.
    pub after: String,
}

/// Compares a sheet with what is recorded.
///
/// A statement without a record counts as unanswered with its starting target.
/// The order in which evidence stands does not matter.
#[must_use]
pub fn changes(
    framework: &Framework,
    assessment: &Assessment,
    records: &Records,
    sheet: &Sheet,
) -> Changes {
    let changed: Vec<_> = sheet
        .scores
        .iter()
        .filter_map(|score| find_change(framework, assessment, records, score))
        .collect();
    let in_scope = assessment.asked(framework);
    Changes {
        unchanged: sheet.scores.len() - changed.len(),
        left_alone: in_scope.count().saturating_sub(sheet.scores.len()),
        changed,
    }
}

impl Changes {
    /// The statements that would change, as they would be recorded, for
    /// [`changes`] made from `before`.
    ///
    /// Evidence that is recorded just so already keeps its name; `new_id` names
    /// each piece that comes.
    #[must_use]
    pub fn records(&self, before: &Records, mut new_id: impl FnMut() -> EvidenceId) -> Records {
        let mut record = |sheet: &SheetScore| {
            let recorded = before.get(&sheet.statement);
            let mut there = recorded.map_or_else(Vec::new, |it| it.evidence.clone());
            let mut name = |piece: &SheetEvidence| {
                let same = |it: &Evidence| SheetEvidence::from(it) == *piece;
                match there.iter().position(same) {
                    Some(at) => there.remove(at),
                    None => piece.clone().named(new_id()),
                }
            };
            Recorded {
                score: sheet.score.clone(),
                evidence: sheet.evidence.iter().map(&mut name).collect(),
            }
        };
        self.changed
            .iter()
            .map(|change| (change.score.statement.clone(), record(&change.score)))
            .collect()
    }
}

fn find_change(
    framework: &Framework,
    assessment: &Assessment,
    records: &Records,
    score: &SheetScore,
) -> Option<Change> {
    let statement = framework.find_statement(&score.statement)?;
    let unanswered = AgreedScore::unanswered(statement.starting_target(assessment.default_target));
    let recorded = records.get(&score.statement);
    let before = recorded.map_or(&unanswered, |recorded| &recorded.score);
    let recorded_evidence = recorded.map_or(&[][..], |recorded| &recorded.evidence);

    let mut evidence_added = score.evidence.clone();
    let mut evidence_removed = Vec::new();
    for piece in recorded_evidence.iter().map(SheetEvidence::from) {
        match evidence_added.iter().position(|added| *added == piece) {
            Some(same) => drop(evidence_added.remove(same)),
            None => evidence_removed.push(piece),
        }
    }
    let parts = part_changes(framework, before, &score.score);
    let is_change = !(parts.is_empty() && evidence_removed.is_empty() && evidence_added.is_empty());
    is_change.then(|| Change {
        score: score.clone(),
        parts,
        evidence_removed,
        evidence_added,
    })
}

fn part_changes(
    framework: &Framework,
    before: &AgreedScore,
    after: &AgreedScore,
) -> Vec<PartChange> {
    let level = |level: u8| match Level::new(level) {
        Ok(named) => format!("{level} {}", framework.level_name(named)),
        Err(_) => level.to_string(),
    };
    let answer = |score: &AgreedScore| match &score.answer {
        None => "Not answered".to_owned(),
        Some(Answer::Level(agreed)) => level(agreed.get()),
        Some(Answer::DontKnow) => "Don’t know".to_owned(),
        Some(Answer::NotApplicable { reason }) => format!("Not applicable: {reason}"),
        Some(Answer::NoAgreement { .. }) => "We do not agree".to_owned(),
    };
    let words = |score: &AgreedScore| {
        [
            (Part::Answer, answer(score)),
            (Part::Target, level(score.target.get())),
            (Part::Importance, score.importance.name().to_owned()),
            (Part::Comment, score.comment.clone()),
        ]
    };
    words(before)
        .into_iter()
        .zip(words(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((part, before), (_, after))| PartChange {
            part,
            before,
            after,
        })
        .collect()
}
