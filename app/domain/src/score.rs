//! What the answers of a group of statements add up to.

use crate::{answer::AgreedScore, display::Fraction, framework::Statement};

/// One statement of an assessment with what is agreed about it.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What is agreed about it.
    pub score: &'a AgreedScore,
}

/// The score of one group of statements, in any lens, as exact sums.
///
/// Percentages are read from the sums, so that they are rounded once, when they
/// are shown. Where nothing has been scored they are absent: a missing answer
/// is never counted as 0, which would punish a draft for being a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupScore {
    /// Σ(weight × level) over the scored statements.
    pub level_sum: u64,
    /// Σ(weight × max(level, target)) over the scored statements.
    pub target_sum: u64,
    /// Σ(weight × gap) over the scored statements; a gap is max(0, target − level).
    pub gap_sum: u64,
    /// Σ(weight) over the scored statements.
    pub weight_sum: u64,
    /// Number of statements with an agreed level.
    pub scored: u32,
    /// Number of statements in scope that are not *not applicable*.
    pub applicable: u32,
    /// Number of scored statements whose level is at or above its target.
    pub at_or_above_target: u32,
}

impl GroupScore {
    /// Score in per cent of the possible, 0 to 100: `100 × Σ(weight × level) ÷ Σ(weight × 4)`.
    #[must_use]
    pub fn percent(&self) -> Option<Fraction> {
        Fraction::new(100 * self.level_sum, 4 * self.weight_sum)
    }

    /// Where the group would be with every target met, in per cent, 0 to 100.
    ///
    /// `100 × Σ(weight × max(level, target)) ÷ Σ(weight × 4)`. A surplus in one
    /// statement never pays for a shortfall in another.
    #[must_use]
    pub fn target_percent(&self) -> Option<Fraction> {
        Fraction::new(100 * self.target_sum, 4 * self.weight_sum)
    }

    /// Mean gap to target, in levels, 0 to 4: `Σ(weight × gap) ÷ Σ(weight)`.
    #[must_use]
    pub fn mean_gap(&self) -> Option<Fraction> {
        Fraction::new(self.gap_sum, self.weight_sum)
    }

    /// Mean gap in points of 100: 25 × the mean gap, exactly target % − score %.
    #[must_use]
    pub fn gap_points(&self) -> Option<Fraction> {
        Fraction::new(25 * self.gap_sum, self.weight_sum)
    }

    /// Scored ÷ applicable, 0 to 1; absent when nothing applies.
    #[must_use]
    pub fn coverage(&self) -> Option<Fraction> {
        Fraction::new(self.scored.into(), self.applicable.into())
    }

    /// The same in per cent, 0 to 100.
    #[must_use]
    pub fn coverage_percent(&self) -> Option<Fraction> {
        Fraction::new(100 * u64::from(self.scored), self.applicable.into())
    }

    /// Whether every scored statement is at or above its target; no if none is scored.
    #[must_use]
    pub fn is_at_target(&self) -> bool {
        self.scored > 0 && self.at_or_above_target == self.scored
    }
}

/// Scores one group.
#[must_use]
pub fn score_group<'a>(members: impl IntoIterator<Item = Scored<'a>>) -> GroupScore {
    let mut sums = GroupScore::default();
    for Scored { statement, score } in members {
        if !score.is_applicable() {
            continue;
        }
        sums.applicable += 1;
        let Some(level) = score.level() else { continue };
        let (weight, level, target) = (
            u64::from(statement.weight),
            u64::from(level.get()),
            u64::from(score.target.get()),
        );
        sums.scored += 1;
        sums.at_or_above_target += u32::from(level >= target);
        sums.level_sum += weight * level;
        sums.target_sum += weight * level.max(target);
        sums.gap_sum += weight * target.saturating_sub(level);
        sums.weight_sum += weight;
    }
    sums
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        answer::Answer,
        framework::{Origin, SuggestedAction, shipped},
        level::{Importance, Level, Target},
    };

    pub(crate) fn statement(id: &str, weight: u8) -> Statement {
        Statement {
            id: id.parse().unwrap(),
            origin: Origin::Main,
            pillar: "leadership".into(),
            text: "Managers have time".into(),
            why: "People get their support from managers.".into(),
            anchors: Default::default(),
            evidence: vec![],
            actions: vec![SuggestedAction {
                what: "Free up time".into(),
                measure: "Hours".into(),
            }],
            references: vec![],
            quick: false,
            law: None,
            weight,
            revision: 1,
        }
    }

    pub(crate) fn agreed(level: u8, target: u8) -> AgreedScore {
        AgreedScore {
            answer: Some(Answer::Level(Level::new(level).unwrap())),
            comment: String::new(),
            target: Target::new(target).unwrap(),
            importance: Importance::default(),
        }
    }

    fn score(members: &[(u8, AgreedScore)]) -> GroupScore {
        let statements: Vec<_> = members
            .iter()
            .map(|(weight, _)| statement("L01", *weight))
            .collect();
        score_group(
            statements
                .iter()
                .zip(members)
                .map(|(statement, (_, score))| Scored { statement, score }),
        )
    }

    #[test]
    fn a_heavier_statement_pulls_the_score_towards_itself() {
        // 100 × (3 × 4 + 1 × 0) / (3 × 4 + 1 × 4) = 75
        let group = score(&[(3, agreed(4, 3)), (1, agreed(0, 3))]);
        assert_eq!(group.percent(), Fraction::new(75, 1));
    }

    #[test]
    fn a_missing_answer_is_left_out_rather_than_counted_as_zero() {
        let unanswered = AgreedScore::unanswered(Target::default());
        let group = score(&[(1, agreed(4, 3)), (1, unanswered)]);
        assert_eq!(group.percent(), Fraction::new(100, 1));
        assert_eq!((group.scored, group.applicable), (1, 2));
        assert_eq!(group.coverage(), Fraction::new(1, 2));
    }

    #[test]
    fn nothing_scored_has_no_score_and_nothing_applicable_no_coverage() {
        let unknown = AgreedScore {
            answer: Some(Answer::DontKnow),
            ..agreed(0, 3)
        };
        let elsewhere = AgreedScore {
            answer: Some(Answer::NotApplicable {
                reason: "No site".into(),
            }),
            ..agreed(0, 3)
        };

        let asked = score(&[(1, unknown)]);
        assert_eq!((asked.percent(), asked.mean_gap()), (None, None));
        assert_eq!(asked.coverage(), Fraction::new(0, 1));
        assert_eq!(score(&[(1, elsewhere)]).coverage(), None);
    }

    #[test]
    fn a_surplus_never_pays_for_a_shortfall() {
        // gaps: max(0, 3 − 1) = 2 and max(0, 3 − 4) = 0, so (2 + 0) / 2 = 1 level = 25 points
        let group = score(&[(1, agreed(1, 3)), (1, agreed(4, 3))]);
        assert_eq!(group.mean_gap(), Fraction::new(1, 1));
        // target: 100 × (3 + 4) / 8 = 87.5; score: 100 × (1 + 4) / 8 = 62.5; apart by 25
        assert_eq!(group.target_percent(), Fraction::new(175, 2));
        assert_eq!(group.percent(), Fraction::new(125, 2));
        assert_eq!(group.gap_points(), Fraction::new(25, 1));
        assert!(!group.is_at_target());
        assert_eq!(group.at_or_above_target, 1);
    }

    fn any_member() -> impl Strategy<Value = (u8, AgreedScore)> {
        (1_u8..=5, 0_u8..=4, 1_u8..=4)
            .prop_map(|(weight, level, target)| (weight, agreed(level, target)))
    }

    proptest! {
        #[test]
        fn dont_know_never_changes_a_score(members in prop::collection::vec(any_member(), 0..20), weight in 1_u8..=5) {
            let mut more = members.clone();
            more.push((weight, AgreedScore { answer: Some(Answer::DontKnow), ..agreed(0, 4) }));
            let (before, after) = (score(&members), score(&more));
            prop_assert_eq!(before.percent(), after.percent());
            prop_assert_eq!(before.target_percent(), after.target_percent());
            prop_assert_eq!(before.mean_gap(), after.mean_gap());
        }

        #[test]
        fn a_score_lies_between_its_lowest_and_its_highest_statement(members in prop::collection::vec(any_member(), 1..20)) {
            let levels: Vec<_> = members.iter().map(|(_, it)| 25.0 * f64::from(it.level().unwrap().get())).collect();
            let percent = score(&members).percent().unwrap().value();
            prop_assert!(percent >= levels.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert!(percent <= levels.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        }

        #[test]
        fn a_gap_is_never_negative_and_is_target_less_score(members in prop::collection::vec(any_member(), 1..20)) {
            let group = score(&members);
            let (gap, points) = (group.mean_gap().unwrap().value(), group.gap_points().unwrap().value());
            prop_assert!(gap >= 0.0);
            let apart = group.target_percent().unwrap().value() - group.percent().unwrap().value();
            prop_assert!((apart - points).abs() < 1e-9 && (25.0 * gap - points).abs() < 1e-9);
            prop_assert_eq!(group.is_at_target(), gap.abs() < 1e-9);
        }

        #[test]
        fn raising_a_level_never_lowers_a_score(members in prop::collection::vec(any_member(), 1..20), at in any::<prop::sample::Index>()) {
            let mut raised = members.clone();
            let at = at.index(members.len());
            let level = members[at].1.level().unwrap().get();
            raised[at].1.answer = Some(Answer::Level(Level::new((level + 1).min(4)).unwrap()));
            prop_assert!(score(&raised).percent().unwrap().value() >= score(&members).percent().unwrap().value());
            prop_assert!(score(&raised).mean_gap().unwrap().value() <= score(&members).mean_gap().unwrap().value());
        }

        #[test]
        fn regrouping_by_a_lens_changes_no_statement(levels in prop::collection::vec(0_u8..=4, 60)) {
            let pack = &shipped()[0];
            let scores: Vec<_> = levels.iter().map(|&level| agreed(level, 3)).collect();
            for lens in &pack.lenses {
                let mut seen = vec![None; scores.len()];
                for group in &lens.groups {
                    for &member in &group.members {
                        seen[member] = Some(scores[member].level());
                    }
                }
                prop_assert!(seen.iter().zip(&scores).all(|(seen, score)| *seen == Some(score.level())));
            }
        }
    }
}
