//! What came of scoring in partnership, as it is signed and printed.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{
    answer::Answer,
    audit::Entry,
    divergence::{Halves, Minimum, RevealedScore, Spread, Spreads},
    id::StatementId,
    minutes::Minutes,
    participant::Side,
    question::Question,
    results::{Results, StatementResult},
};

/// Who was represented, how far the sides were apart, and what the meeting settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partnership {
    /// From how many levels of a side on anything of it is shown.
    pub minimum: Minimum,
    /// How many people of each side scored at least one statement.
    pub represented: BTreeMap<Side, u32>,
    /// What may be shown of the scores, for every statement of which something may.
    pub spreads: BTreeMap<StatementId, Spreads>,
    /// What the meeting did.
    pub minutes: Minutes,
    /// What the board asked, in the order in which it did, and what it was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Whether both sides scored for the signed assessment that this one starts
    /// from, and not again for this one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scored_earlier: bool,
}

/// A statement of which both partners may be shown, with the median of each.
#[derive(Debug, Clone, Copy)]
pub struct Apart<'a, 'b> {
    /// The statement, with what is agreed about it.
    pub result: &'b StatementResult<'a>,
    /// The management side's median.
    pub management: Halves,
    /// The staff side's median.
    pub staff: Halves,
    /// How far they are apart.
    pub divergence: Halves,
}

/// A statement on which the two sides do not agree.
#[derive(Debug, Clone, Copy)]
pub struct Disputed<'a, 'b> {
    /// The statement, with both positions.
    pub result: &'b StatementResult<'a>,
    /// How far the median of each side is below the target, management side
    /// first, where it may be shown: `max(0, target − median)`.
    pub gaps: [Option<Halves>; 2],
}

/// What became of the statements, as numbers. Each is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// A level is agreed.
    pub agreed: usize,
    /// The two sides do not agree.
    pub not_agreed: usize,
    /// Nobody could say.
    pub dont_know: usize,
    /// Does not apply here.
    pub not_applicable: usize,
    /// Nothing is settled yet.
    pub open: usize,
}

impl Outcomes {
    /// Counts the statements in scope.
    #[must_use]
    pub fn of(results: &Results<'_>) -> Self {
        let mut outcomes = Self::default();
        for result in &results.statements {
            let number = match &result.score.answer {
                None => &mut outcomes.open,
                Some(Answer::Level(_)) => &mut outcomes.agreed,
                Some(Answer::NoAgreement { .. }) => &mut outcomes.not_agreed,
                Some(Answer::DontKnow) => &mut outcomes.dont_know,
                Some(Answer::NotApplicable { .. }) => &mut outcomes.not_applicable,
            };
            *number += 1;
        }
        outcomes
    }

    /// How many statements there are.
    #[must_use]
    pub fn all(self) -> usize {
        self.agreed + self.not_agreed + self.dont_know + self.not_applicable + self.open
    }
}

impl Partnership {
    /// Puts it together; what may not be shown is left out here, and so is nowhere further on.
    #[must_use]
    pub fn of(
        minimum: Minimum,
        represented: BTreeMap<Side, u32>,
        scores: &BTreeMap<StatementId, Vec<RevealedScore>>,
        entries: &[Entry],
        questions: Vec<Question>,
    ) -> Self {
        let spreads = scores
            .iter()
            .map(|(statement, scores)| (statement.clone(), Spreads::of(scores, minimum)))
            .filter(|(_, spreads)| spreads.iter().next().is_some())
            .collect();
        Self {
            minimum,
            represented,
            spreads,
            minutes: Minutes::of(entries),
            questions,
            scored_earlier: false,
        }
    }

    /// The medians of the two partners about a statement, management side first,
    /// each where it may be shown.
    #[must_use]
    pub fn medians(&self, statement: &StatementId) -> [Option<Halves>; 2] {
        let spreads = self.spreads.get(statement);
        Side::PARTNERS.map(|side| spreads?.find(side).and_then(Spread::median))
    }

    /// How far apart the sides were about a statement, where it may be shown.
    #[must_use]
    pub fn divergence(&self, statement: &StatementId) -> Option<Halves> {
        self.spreads.get(statement)?.divergence()
    }

    /// The statements in scope of which both partners may be shown, furthest
    /// apart first; those equally far apart keep the pack's order.
    #[must_use]
    pub fn furthest_apart<'a, 'b>(&self, results: &'b Results<'a>) -> Vec<Apart<'a, 'b>> {
        let mut both: Vec<_> = results
            .statements
            .iter()
            .filter_map(|result| {
                let [management, staff] = self.medians(&result.statement.id);
                Some(Apart {
                    result,
                    management: management?,
                    staff: staff?,
                    divergence: self.divergence(&result.statement.id)?,
                })
            })
            .collect();
        both.sort_by_key(|it| Reverse(it.divergence));
        both
    }

    /// The statements on which the two sides do not agree, in the pack's order.
    #[must_use]
    pub fn disputed<'a, 'b>(&self, results: &'b Results<'a>) -> Vec<Disputed<'a, 'b>> {
        results
            .statements
            .iter()
            .filter(|it| matches!(it.score.answer, Some(Answer::NoAgreement { .. })))
            .map(|result| {
                let target = 2 * result.score.target.get();
                let below = |median: Halves| Halves(target.saturating_sub(median.0));
                let medians = self.medians(&result.statement.id);
                Disputed {
                    result,
                    gaps: medians.map(|median| median.map(below)),
                }
            })
            .collect()
    }

    /// Of how many statements a side's scores may be shown.
    #[must_use]
    pub fn shown(&self, side: Side) -> usize {
        let shown = |spreads: &&Spreads| spreads.find(side).is_some();
        self.spreads.values().filter(shown).count()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{
        answer::{AgreedScore, Choice, Position},
        assessment::{Assessment, Method, Scope, State},
        divergence::OwnScore,
        framework,
        id::{AssessmentId, OrganisationId},
        level::{Level, Target},
        question::tests::{answered, question},
        results::{Recorded, Records},
    };

    fn given(side: Side, levels: &[u8]) -> Vec<RevealedScore> {
        levels
            .iter()
            .map(|&level| RevealedScore {
                side,
                score: OwnScore {
                    choice: Level::new(level).ok().map(Choice::Level),
                    ..OwnScore::default()
                },
            })
            .collect()
    }

    fn results(answers: &[(&str, Answer)]) -> Results<'static> {
        let framework = framework::shipped().first().unwrap();
        let assessment = Assessment {
            assessment_id: AssessmentId(uuid::Uuid::nil()),
            organisation_id: OrganisationId(uuid::Uuid::nil()),
            title: "2026".into(),
            framework: framework.id.clone(),
            edition: framework.edition,
            scope: Scope::Full,
            method: Method::Partnership,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::Meeting,
            supersedes: None,
            additions: crate::framework::Additions::default(),
            follows: None,
            site: None,
        };
        let records: Records = answers
            .iter()
            .map(|(id, answer)| {
                let score = AgreedScore {
                    answer: Some(answer.clone()),
                    ..AgreedScore::unanswered(Target::default())
                };
                let evidence = vec![];
                (id.parse().unwrap(), Recorded { score, evidence })
            })
            .collect();
        Results::of(framework, &assessment, &records)
    }

    #[test]
    fn what_is_furthest_apart_comes_first_and_a_side_below_the_minimum_never() {
        let both = |management: &[u8], staff: &[u8]| {
            [
                given(Side::Management, management),
                given(Side::Staff, staff),
            ]
            .concat()
        };
        let scores = [
            // 3 against 2, 4 against 1, the same, and one score too few
            ("L01".parse().unwrap(), both(&[3, 3, 3], &[2, 2, 2])),
            ("W02".parse().unwrap(), both(&[4, 4, 4], &[1, 1, 1])),
            ("W01".parse().unwrap(), both(&[2, 2, 2], &[1, 2, 3])),
            ("W03".parse().unwrap(), both(&[4, 4, 4], &[0, 0])),
        ]
        .into();
        let partnership =
            Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![]);

        let results = results(&[]);
        let apart: Vec<_> = partnership
            .furthest_apart(&results)
            .iter()
            .map(|it| (it.result.statement.id.as_str(), it.divergence))
            .collect();

        assert_eq!(
            apart,
            [("W02", Halves(6)), ("L01", Halves(2)), ("W01", Halves(0))]
        );
    }

    #[test]
    fn a_dispute_has_a_gap_from_each_median_that_may_be_shown() {
        let position = Position {
            level: None,
            reason: String::new(),
        };
        let no = Answer::NoAgreement {
            management: position.clone(),
            staff: position,
        };
        let level = Answer::Level(Level::new(2).unwrap());
        // The target is 3: medians of 1.5 and 4, and one score too few.
        let scores = [
            (
                "W02".parse().unwrap(),
                [
                    given(Side::Management, &[4, 4, 4]),
                    given(Side::Staff, &[1, 1, 2, 2]),
                ]
                .concat(),
            ),
            ("W03".parse().unwrap(), given(Side::Staff, &[1, 1])),
        ]
        .into();
        let partnership =
            Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![]);
        let results = results(&[("W02", no.clone()), ("W03", no), ("W04", level)]);

        let disputed: Vec<_> = partnership
            .disputed(&results)
            .iter()
            .map(|it| (it.result.statement.id.as_str(), it.gaps))
            .collect();

        assert_eq!(
            disputed,
            [
                ("W02", [Some(Halves(0)), Some(Halves(3))]),
                ("W03", [None, None])
            ]
        );
    }

    #[test]
    fn equal_priorities_come_in_the_order_in_which_the_sides_were_apart() {
        let two = Answer::Level(Level::new(2).unwrap());
        let one = Answer::Level(Level::new(1).unwrap());
        let both = |staff: u8| {
            [
                given(Side::Management, &[3, 3, 3]),
                given(Side::Staff, &[staff; 3]),
            ]
            .concat()
        };
        let scores = [
            ("W03".parse().unwrap(), both(2)),
            ("W04".parse().unwrap(), both(0)),
        ]
        .into();
        let partnership =
            Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![]);
        let answers = [
            ("W02", two.clone()),
            ("W03", two.clone()),
            ("W04", two),
            ("W06", one),
        ];
        let order = |partnership| {
            let results = results(&answers).furthest_apart_first(partnership);
            let lines = results.priorities.into_iter();
            lines.map(|it| it.statement.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(order(None), ["W06", "W02", "W03", "W04"]);
        assert_eq!(order(Some(&partnership)), ["W06", "W04", "W03", "W02"]);
    }

    #[test]
    fn every_statement_is_counted_once() {
        let position = Position {
            level: None,
            reason: String::new(),
        };
        let level = Answer::Level(Level::new(0).unwrap());
        let results = results(&[
            ("W01", level.clone()),
            ("W02", level),
            (
                "W03",
                Answer::NoAgreement {
                    management: position.clone(),
                    staff: position,
                },
            ),
            ("W04", Answer::DontKnow),
            (
                "W05",
                Answer::NotApplicable {
                    reason: String::new(),
                },
            ),
        ]);
        let outcomes = Outcomes::of(&results);
        assert_eq!(outcomes.all(), results.statements.len());
        assert_eq!(
            outcomes,
            Outcomes {
                agreed: 2,
                not_agreed: 1,
                dont_know: 1,
                not_applicable: 1,
                open: results.statements.len() - 5,
            }
        );
    }

    #[test]
    fn what_may_not_be_shown_is_not_even_kept() {
        let few = given(Side::Management, &[1, 4]);
        let enough = [
            given(Side::Staff, &[1, 2, 2]),
            given(Side::Management, &[4]),
        ]
        .concat();
        let scores = [
            ("W01".parse().unwrap(), few),
            ("W02".parse().unwrap(), enough),
        ]
        .into();

        let partnership =
            Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![]);

        let shown: Vec<_> = partnership
            .spreads
            .keys()
            .map(StatementId::as_str)
            .collect();
        assert_eq!(shown, ["W02"]);
        assert_eq!(
            [Side::Management, Side::Staff].map(|side| partnership.shown(side)),
            [0, 1]
        );
        let written = serde_json::to_string(&partnership).unwrap();
        assert!(!written.contains('4'), "{written}");
        assert_eq!(
            serde_json::from_str::<Partnership>(&written).unwrap(),
            partnership
        );
    }

    #[test]
    fn what_the_board_asks_is_part_of_what_is_signed() {
        let of = |questions| {
            let none = BTreeMap::new();
            Partnership::of(Minimum::default(), BTreeMap::new(), &none, &[], questions)
        };
        let written = |partnership: &Partnership| serde_json::to_string(partnership).unwrap();

        let asked = of(vec![question(1)]);
        let told = of(vec![answered(1)]);

        assert_ne!(written(&asked), written(&told));
        assert_eq!(
            serde_json::from_str::<Partnership>(&written(&told)).unwrap(),
            told
        );
        // What was signed before there were questions reads, and is written, as it was.
        let silent = written(&of(vec![]));
        assert!(!silent.contains("questions"), "{silent}");
        assert_eq!(
            serde_json::from_str::<Partnership>(&silent).unwrap(),
            of(vec![])
        );
    }
}
