//! How far each statement is from its target, and what comes first.

use std::cmp::Reverse;

use crate::{evidence::Support, id::StatementId, level::Importance, score::Scored};

/// Gap of one statement, in levels from 0 to 4: `max(0, target − level)`.
///
/// `None` when no level is agreed.
#[must_use]
pub fn gap(scored: Scored<'_>) -> Option<u8> {
    let level = scored.score.level()?;
    Some(scored.score.target.get().saturating_sub(level.get()))
}

/// How urgent a gap is; printed with the list so that anybody can check it.
pub const FORMULA: &str =
    "Priority = gap × importance, × 1.25 where evidence is missing or older than 12 months.";

/// A priority, held in quarters so that it is exact: 0 to 60 quarters (0 to 15).
///
/// `gap (0 to 4) × importance (1 to 3) × 1.25 where the evidence is missing or stale`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Priority {
    quarters: u16,
}

impl Priority {
    /// Weighs a gap in levels.
    #[must_use]
    pub fn of(gap: u8, importance: Importance, support: &Support) -> Self {
        let weakness = if support.is_weak() { 5 } else { 4 };
        Self {
            quarters: u16::from(gap) * u16::from(importance.get()) * weakness,
        }
    }

    /// The priority as a number from 0 to 15.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.quarters) / 4.0
    }
}

/// One line of the priority list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityLine {
    /// The statement.
    pub statement: StatementId,
    /// Its gap, in levels from 1 to 4.
    pub gap: u8,
    /// How urgent that is.
    pub priority: Priority,
}

/// The gaps above 0 in the order they should be looked at: priority, then id.
///
/// After a meeting divergence decides before the id does; see
/// [`Results::furthest_apart_first`](crate::results::Results::furthest_apart_first).
#[must_use]
pub fn priorities<'a>(
    members: impl IntoIterator<Item = (Scored<'a>, Support)>,
) -> Vec<PriorityLine> {
    let mut lines: Vec<_> = members
        .into_iter()
        .filter_map(|(scored, support)| {
            let gap = gap(scored).filter(|&gap| gap > 0)?;
            let priority = Priority::of(gap, scored.score.importance, &support);
            Some(PriorityLine {
                statement: scored.statement.id.clone(),
                gap,
                priority,
            })
        })
        .collect();
    lines.sort_by(|a, b| {
        (Reverse(a.priority), &a.statement).cmp(&(Reverse(b.priority), &b.statement))
    });
    lines
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{
        answer::AgreedScore,
        evidence::{Strength, SupportState},
        score::tests::{agreed, statement},
    };

    const CURRENT: Support = Support {
        strength: Strength::Data,
        date: Some(date!(2026 - 01 - 01)),
        state: SupportState::Current,
    };
    const MISSING: Support = Support {
        strength: Strength::None,
        date: None,
        state: SupportState::Missing,
    };

    #[test]
    fn a_priority_multiplies_gap_importance_and_weak_evidence() {
        let high = Importance::MAX;
        // 3 × 3 = 9, and 3 × 3 × 1.25 = 11.25
        let priority = |gap, support| Priority::of(gap, high, support).value().to_string();
        assert_eq!(
            [
                priority(3, &CURRENT),
                priority(3, &MISSING),
                priority(0, &MISSING)
            ],
            ["9", "11.25", "0"]
        );
    }

    #[test]
    fn the_list_is_ordered_by_priority_and_then_by_id() {
        let statements = ["W03", "W01", "W02", "W04"].map(|id| statement(id, 1));
        // gaps 2, 2, 3 and 0 with medium importance: priorities 4, 4, 6 and none
        let scores = [agreed(1, 3), agreed(1, 3), agreed(0, 3), agreed(4, 3)];
        let members = statements
            .iter()
            .zip(&scores)
            .map(|(statement, score)| (Scored { statement, score }, CURRENT));

        let order: Vec<_> = priorities(members)
            .into_iter()
            .map(|line| line.statement.to_string())
            .collect();

        assert_eq!(order, ["W02", "W01", "W03"]);
    }

    #[test]
    fn a_statement_without_a_level_has_no_gap() {
        let statement = statement("W01", 1);
        let score = AgreedScore::unanswered(crate::level::Target::default());
        assert_eq!(
            gap(Scored {
                statement: &statement,
                score: &score
            }),
            None
        );
    }
}
