//! What came of scoring in partnership, as it is signed and printed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    audit::Entry,
    divergence::{Halves, Minimum, RevealedScore, Spreads},
    id::StatementId,
    minutes::Minutes,
    participant::Side,
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
}

impl Partnership {
    /// Puts it together; what may not be shown is left out here, and so is nowhere further on.
    #[must_use]
    pub fn of(
        minimum: Minimum,
        represented: BTreeMap<Side, u32>,
        scores: &BTreeMap<StatementId, Vec<RevealedScore>>,
        entries: &[Entry],
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
        }
    }

    /// How far apart the sides were about a statement, where it may be shown.
    #[must_use]
    pub fn divergence(&self, statement: &StatementId) -> Option<Halves> {
        self.spreads.get(statement)?.divergence()
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
    use super::*;
    use crate::{answer::Choice, divergence::OwnScore, level::Level};

    #[test]
    fn what_may_not_be_shown_is_not_even_kept() {
        let one = |side, level| RevealedScore {
            side,
            score: OwnScore {
                choice: Level::new(level).ok().map(Choice::Level),
                ..OwnScore::default()
            },
        };
        let few = vec![one(Side::Management, 1), one(Side::Management, 4)];
        let enough = vec![
            one(Side::Staff, 1),
            one(Side::Staff, 2),
            one(Side::Staff, 2),
            one(Side::Management, 4),
        ];
        let scores = [
            ("W01".parse().unwrap(), few),
            ("W02".parse().unwrap(), enough),
        ]
        .into();

        let partnership = Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[]);

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
}
