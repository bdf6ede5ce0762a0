//! A new year: what it takes over from the one before, and what of it is still to be looked at.
//!
//! Statements meet by id and revision, never by their wording: what has no
//! counterpart is listed and left alone. Levels are not copied. They are read
//! from the assessment that is followed, and count again only once somebody has
//! said that they are still true.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    evidence::Evidence,
    framework::{Framework, Statement},
    id::{ActionId, EvidenceId, StatementId},
    plan::{Action, Status},
    results::Records,
};

/// An assessment with the edition of the pack that it uses.
#[derive(Debug, Clone, Copy)]
pub struct Year<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// Its pack.
    pub framework: &'a Framework,
}

/// Which statements of a new year mean the same as statements of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Asked in both, with the same id and revision, in the order of the new year.
    pub same: Vec<StatementId>,
    /// Asked before and without a counterpart now, in the order in which they were asked.
    pub dropped: Vec<Unmatched>,
    /// Asked now and without a counterpart before, in the order in which they are asked.
    pub added: Vec<Unmatched>,
}

/// A statement of one year without a counterpart in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The statement.
    pub statement: StatementId,
    /// Its wording in the year that asks it.
    pub text: String,
    /// Why it stands alone.
    pub why: Why,
}

/// Why a statement has no counterpart in another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The other year uses an edition or a pack in which it does not exist.
    NotInPack,
    /// The other year could have asked it, and does not.
    NotAsked,
    /// Its meaning is another one.
    Changed,
}

impl Why {
    /// The reason in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotInPack => "not in the other edition",
            Self::NotAsked => "not asked in the other year",
            Self::Changed => "its meaning changed between the editions",
        }
    }
}

impl Mapping {
    /// Compares what two years ask.
    #[must_use]
    pub fn of(earlier: Year<'_>, next: Year<'_>) -> Self {
        let mut mapping = Self::default();
        for statement in next.assessment.asked(next.framework) {
            match counterpart(statement, earlier) {
                Ok(()) => mapping.same.push(statement.id.clone()),
                Err(why) => mapping.added.push(unmatched(statement, why)),
            }
        }
        for statement in earlier.assessment.asked(earlier.framework) {
            if let Err(why) = counterpart(statement, next) {
                mapping.dropped.push(unmatched(statement, why));
            }
        }
        mapping
    }

    /// Whether every statement of either year has its counterpart.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.dropped.is_empty() && self.added.is_empty()
    }
}

fn unmatched(statement: &Statement, why: Why) -> Unmatched {
    Unmatched {
        statement: statement.id.clone(),
        text: statement.text.clone(),
        why,
    }
}

/// Whether a year asks a statement with the same meaning, or why it does not.
fn counterpart(statement: &Statement, year: Year<'_>) -> Result<(), Why> {
    let other = year
        .framework
        .find_statement(&statement.id)
        .ok_or(Why::NotInPack)?;
    if other.revision != statement.revision {
        return Err(Why::Changed);
    }
    if !year.assessment.asks(other) {
        return Err(Why::NotAsked);
    }
    Ok(())
}

/// What a new year begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// Unanswered scores with last year's target and importance.
    pub scores: BTreeMap<StatementId, AgreedScore>,
    /// Last year's evidence, statement by statement.
    pub evidence: Vec<(StatementId, Evidence)>,
    /// The actions that are neither done nor given up, with their logs.
    pub actions: Vec<Action>,
}

/// Takes over what belongs to statements that mean the same.
///
/// Closed actions stay with their year. An open action keeps its id, so that
/// both years show that it is the same one, and loses the statements that have
/// no counterpart.
#[must_use]
pub fn carry(mapping: &Mapping, records: &Records, actions: &[Action]) -> Carried {
    let same: BTreeSet<_> = mapping.same.iter().collect();
    let mut carried = Carried::default();
    for (statement, recorded) in records.iter().filter(|(it, _)| same.contains(it)) {
        let score = AgreedScore {
            answer: None,
            comment: String::new(),
            ..recorded.score.clone()
        };
        carried.scores.insert(statement.clone(), score);
        let pieces = recorded.evidence.iter();
        carried
            .evidence
            .extend(pieces.map(|piece| (statement.clone(), piece.clone())));
    }
    carried.actions = actions
        .iter()
        .filter(|it| !matches!(it.status(), Status::Done | Status::Stopped))
        .cloned()
        .map(|mut action| {
            action.statements.retain(|it| same.contains(it));
            action
        })
        .collect();
    carried
}

/// The answer of last year that can be said to be still true: a level, or *not applicable*.
///
/// *Don't know* and *no agreement* have to be taken up anew.
#[must_use]
pub fn confirmable(answer: Option<&Answer>) -> Option<&Answer> {
    answer.filter(|it| matches!(it, Answer::Level(_) | Answer::NotApplicable { .. }))
}

/// What was carried over and nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unconfirmed {
    /// Statements with an answer last year and none now.
    pub answers: BTreeSet<StatementId>,
    /// Pieces of evidence, statement by statement.
    pub evidence: BTreeMap<StatementId, BTreeSet<EvidenceId>>,
    /// Actions of the plan.
    pub actions: BTreeSet<ActionId>,
}

impl Unconfirmed {
    /// Whether everything was looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.evidence.is_empty() && self.actions.is_empty()
    }

    /// Whether a piece of evidence is still to be looked at.
    #[must_use]
    pub fn holds_evidence(&self, statement: &StatementId, piece: EvidenceId) -> bool {
        self.evidence
            .get(statement)
            .is_some_and(|pieces| pieces.contains(&piece))
    }

    /// Every statement with something to look at, in the order of their ids.
    #[must_use]
    pub fn statements(&self) -> BTreeSet<&StatementId> {
        self.answers.iter().chain(self.evidence.keys()).collect()
    }

    /// The same without what a new year does not ask, or asks with another meaning.
    #[must_use]
    pub fn within(mut self, mapping: &Mapping) -> Self {
        self.answers.retain(|it| mapping.same.contains(it));
        self
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        assessment::{Scope, tests::assessment},
        evidence::Strength,
        framework::shipped,
        id::ProgressId,
        plan::Progress,
        results::Recorded,
        score::tests::agreed,
    };

    /// A made-up second edition: W01 means something else, W02 is gone, W99 is new.
    fn second_edition() -> Framework {
        let mut pack = shipped()[0].clone();
        pack.edition = 2;
        pack.statements.retain(|it| it.id.as_str() != "W02");
        let changed = Statement {
            revision: 2,
            ..Statement::clone(&pack.statements[0])
        };
        let new = Statement {
            id: "W99".parse().unwrap(),
            text: "A new one".into(),
            ..changed.clone()
        };
        pack.statements[0] = changed.into();
        pack.statements.push(new.into());
        pack
    }

    fn full(title: &str) -> Assessment {
        Assessment {
            scope: Scope::Full,
            ..assessment(title)
        }
    }

    fn ids(unmatched: &[Unmatched]) -> Vec<(&str, Why)> {
        let each = unmatched.iter();
        each.map(|it| (it.statement.as_str(), it.why)).collect()
    }

    #[test]
    fn a_new_edition_maps_by_id_and_revision_and_lists_the_rest() {
        let (first, second) = (&shipped()[0], second_edition());
        let (last, now) = (full("2025"), full("2026"));
        let earlier = Year {
            assessment: &last,
            framework: first,
        };
        let next = Year {
            assessment: &now,
            framework: &second,
        };

        let mapping = Mapping::of(earlier, next);

        // 60 statements less W01, which changed, and W02, which is gone.
        assert_eq!(mapping.same.len(), 58);
        assert_eq!(
            ids(&mapping.dropped),
            [("W01", Why::Changed), ("W02", Why::NotInPack)]
        );
        assert_eq!(
            ids(&mapping.added),
            [("W01", Why::Changed), ("W99", Why::NotInPack)]
        );
        assert!(Mapping::of(earlier, earlier).is_complete());
    }

    #[test]
    fn a_quick_year_after_a_full_one_lists_what_it_does_not_ask() {
        let pack = &shipped()[0];
        let (last, now) = (full("2025"), assessment("2026"));
        let year = |assessment| Year {
            assessment,
            framework: pack,
        };
        let mapping = Mapping::of(year(&last), year(&now));
        let quick = pack.statements.iter().filter(|it| it.quick).count();
        assert_eq!(mapping.same.len(), quick);
        assert_eq!(mapping.dropped.len(), 60 - quick);
        assert!(mapping.dropped.iter().all(|it| it.why == Why::NotAsked));
        assert_eq!(mapping.added, []);
    }

    fn action(number: u128, statements: &[&str], status: Option<Status>) -> Action {
        Action {
            action_id: ActionId(Uuid::from_u128(number)),
            what: format!("Action {number}"),
            measure: String::new(),
            owner: String::new(),
            due: None,
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: statements.iter().map(|it| it.parse().unwrap()).collect(),
            mitigates: None,
            progress: vec![Progress {
                progress_id: ProgressId(Uuid::nil()),
                at: datetime!(2026-01-12 09:00 UTC),
                by: "Ama".into(),
                note: "Noted".into(),
                status,
                due: None,
            }],
        }
    }

    #[test]
    fn targets_evidence_and_open_actions_come_along_and_answers_do_not() {
        let mapping = Mapping {
            same: vec!["W01".parse().unwrap()],
            ..Mapping::default()
        };
        let recorded = |level| Recorded {
            score: AgreedScore {
                comment: "Said last year".into(),
                ..agreed(level, 4)
            },
            evidence: vec![Evidence {
                evidence_id: EvidenceId(Uuid::nil()),
                what: "Board paper".into(),
                link: String::new(),
                date: Some(date!(2025 - 05 - 01)),
                strength: Strength::Data,
            }],
        };
        let records = ["W01", "W02"]
            .map(|id| (id.parse().unwrap(), recorded(2)))
            .into();
        let actions = [
            action(1, &["W01", "W02"], Some(Status::InProgress)),
            action(2, &["W01"], Some(Status::Done)),
            action(3, &["W01"], Some(Status::Stopped)),
            action(4, &["W02"], None),
        ];

        let carried = carry(&mapping, &records, &actions);

        let score = &carried.scores[&"W01".parse().unwrap()];
        assert_eq!(
            (score.level(), score.target.get(), score.comment.as_str()),
            (None, 4, "")
        );
        assert_eq!((carried.scores.len(), carried.evidence.len()), (1, 1));
        let open: Vec<_> = carried
            .actions
            .iter()
            .map(|it| (it.what.as_str(), it.statements.len(), it.progress.len()))
            .collect();
        assert_eq!(open, [("Action 1", 1, 1), ("Action 4", 0, 1)]);
    }

    #[test]
    fn only_a_level_or_not_applicable_can_be_still_true() {
        let level = agreed(3, 3).answer;
        assert_eq!(confirmable(level.as_ref()), level.as_ref());
        assert_eq!(confirmable(Some(&Answer::DontKnow)), None);
        assert_eq!(confirmable(None), None);
    }
}
