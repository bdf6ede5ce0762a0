//! How far the two sides are apart, as far as it may be shown.
//!
//! Below [`Minimum`] levels a side shows nothing of itself for that statement:
//! no dot, median, divergence, range, place in the order, or comment. Everything
//! that is shown of individual scores goes through here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{answer::Choice, display::Fraction, level::Level, participant::Side};

/// What one person says about one statement, before anything is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnScore {
    /// A level, *don't know* or *not applicable*; `None` when nothing is chosen yet.
    pub choice: Option<Choice>,
    /// What they want to say, at most [`crate::text::PARAGRAPH_MAX`] characters.
    pub comment: String,
    /// Whether the comment is for their own side alone.
    pub for_own_side: bool,
}

/// One person's score without the person: what is known of it after the reveal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedScore {
    /// For whom they scored.
    pub side: Side,
    /// What they said.
    pub score: OwnScore,
}

/// How many levels a side must have given before anything of it is shown: 1 to 3, unless lowered 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Minimum(u8);

/// A number that is no minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a minimum; it runs from 1 to 3")]
pub struct NotAMinimum(pub u8);

impl Minimum {
    /// Reads it from a number.
    ///
    /// # Errors
    ///
    /// Returns [`NotAMinimum`] unless `levels` is 1, 2 or 3.
    pub fn new(levels: u8) -> Result<Self, NotAMinimum> {
        if (1..=3).contains(&levels) {
            Ok(Self(levels))
        } else {
            Err(NotAMinimum(levels))
        }
    }

    /// The number of levels.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }

    /// What everybody invited is told about it before they score.
    #[must_use]
    pub fn notice(self) -> &'static str {
        match self.0 {
            1 => {
                "Both chairs have set the minimum to one score. If you are the only one of your side who scores a statement, others will recognise your score."
            }
            2 => {
                "Both chairs have lowered the minimum to two scores. Your score is shown with only one other of your side; they will know it from their own."
            }
            _ => {
                "Your side’s scores of a statement are shown, without names, once three of you have scored it. Until then nothing of them is shown."
            }
        }
    }
}

impl Default for Minimum {
    fn default() -> Self {
        Self(3)
    }
}

impl TryFrom<u8> for Minimum {
    type Error = NotAMinimum;

    fn try_from(levels: u8) -> Result<Self, NotAMinimum> {
        Self::new(levels)
    }
}

impl From<Minimum> for u8 {
    fn from(minimum: Minimum) -> Self {
        minimum.0
    }
}

/// The levels that one side gave one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spread {
    counts: [u32; 5],
}

/// A number of levels in halves: 3 is one and a half. 0 to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Halves(pub u8);

impl Halves {
    /// A difference of medians that asks for a conversation: 2 levels.
    pub const FAR: Self = Self(4);

    /// Written with one decimal: "1.5".
    #[must_use]
    pub fn one_decimal(self) -> String {
        Fraction::new(self.0.into(), 2).map_or_else(String::new, Fraction::one_decimal)
    }

    /// As a number of levels, for exports.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 2.0
    }

    /// As a distance, in words: "1 level", "2.5 levels".
    #[must_use]
    pub fn levels(self) -> String {
        match self.0 {
            2 => "1 level".to_owned(),
            _ => format!("{} levels", self.one_decimal()),
        }
    }

    /// The level, when it is a whole one.
    #[must_use]
    pub fn whole(self) -> Option<Level> {
        self.0
            .is_multiple_of(2)
            .then(|| Level::new(self.0 / 2).ok())
            .flatten()
    }
}

impl Spread {
    /// Counts levels.
    #[must_use]
    pub fn of(levels: impl IntoIterator<Item = Level>) -> Self {
        let mut spread = Self::default();
        for level in levels {
            if let Some(count) = spread.counts.get_mut(usize::from(level.get())) {
                *count += 1;
            }
        }
        spread
    }

    /// How often each level from 0 to 4 was given.
    #[must_use]
    pub fn counts(&self) -> [u32; 5] {
        self.counts
    }

    /// How many levels there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The median; of an even number, the mean of the middle two. `None` without levels.
    #[must_use]
    pub fn median(&self) -> Option<Halves> {
        let sorted: Vec<u8> = (0_u8..)
            .zip(self.counts)
            .flat_map(|(level, count)| (0..count).map(move |_| level))
            .collect();
        let last = sorted.len().checked_sub(1)?;
        let (low, high) = (sorted.get(last / 2)?, sorted.get(last.div_ceil(2))?);
        Some(Halves(low + high))
    }

    /// The lowest and the highest level.
    #[must_use]
    pub fn range(&self) -> Option<(u8, u8)> {
        let given = || {
            (0_u8..)
                .zip(self.counts)
                .filter(|(_, count)| *count > 0)
                .map(|(level, _)| level)
        };
        Some((given().min()?, given().max()?))
    }
}

/// What may be shown of everybody's scores of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spreads {
    shown: BTreeMap<Side, Spread>,
}

/// A range over all shown that asks for one, in levels.
const WIDE: u8 = 3;

impl Spreads {
    /// Sorts the scores of one statement by side, and leaves out every side below the minimum.
    #[must_use]
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a RevealedScore>, minimum: Minimum) -> Self {
        let mut levels: BTreeMap<Side, Vec<Level>> = BTreeMap::new();
        for scored in scores {
            if let Some(Choice::Level(level)) = scored.score.choice {
                levels.entry(scored.side).or_default().push(level);
            }
        }
        let shown = levels
            .into_iter()
            .map(|(side, levels)| (side, Spread::of(levels)))
            .filter(|(_, spread)| spread.len() >= u32::from(minimum.get()))
            .collect();
        Self { shown }
    }

    /// A side's levels, when enough of it gave one.
    #[must_use]
    pub fn find(&self, side: Side) -> Option<&Spread> {
        self.shown.get(&side)
    }

    /// Every side of which something may be shown.
    pub fn iter(&self) -> impl Iterator<Item = (Side, &Spread)> {
        self.shown.iter().map(|(&side, spread)| (side, spread))
    }

    /// The comments that may be shown to somebody of `reader`'s side, in the order of their text.
    ///
    /// Without names, and sorted so that their order gives nobody away.
    #[must_use]
    pub fn comments<'a>(
        &self,
        scores: impl IntoIterator<Item = &'a RevealedScore>,
        reader: Option<Side>,
    ) -> Vec<(Side, &'a str)> {
        let mut comments: Vec<_> = scores
            .into_iter()
            .filter(|it| self.shown.contains_key(&it.side))
            .filter(|it| !it.score.for_own_side || reader == Some(it.side))
            .map(|it| (it.side, it.score.comment.trim()))
            .filter(|(_, comment)| !comment.is_empty())
            .collect();
        comments.sort_unstable();
        comments
    }

    /// How far the medians of the two partners are apart, in halves of a level.
    ///
    /// `None` when either is below the minimum.
    #[must_use]
    pub fn divergence(&self) -> Option<Halves> {
        let [management, staff] = self.medians();
        Some(Halves(management?.0.abs_diff(staff?.0)))
    }

    /// Whether the statement asks for a conversation: medians 2 or more levels
    /// apart, or 3 or more between the lowest and the highest level shown.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.divergence().is_some_and(|it| it >= Halves::FAR)
            || self.range().is_some_and(|(low, high)| high - low >= WIDE)
    }

    /// The level that both partners' medians name, when it is the same whole one.
    #[must_use]
    pub fn common_level(&self) -> Option<Level> {
        let [management, staff] = self.medians();
        management.filter(|it| staff == Some(*it))?.whole()
    }

    fn medians(&self) -> [Option<Halves>; 2] {
        Side::PARTNERS.map(|side| self.find(side).and_then(Spread::median))
    }

    fn range(&self) -> Option<(u8, u8)> {
        let ranges = || self.shown.values().filter_map(Spread::range);
        Some((
            ranges().map(|(low, _)| low).min()?,
            ranges().map(|(_, high)| high).max()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scores(side: Side, levels: &[u8]) -> Vec<RevealedScore> {
        levels
            .iter()
            .map(|&level| RevealedScore {
                side,
                score: OwnScore {
                    choice: Some(Choice::Level(Level::new(level).unwrap())),
                    comment: format!("{} {level}", side.code()),
                    for_own_side: false,
                },
            })
            .collect()
    }

    fn both(management: &[u8], staff: &[u8]) -> Vec<RevealedScore> {
        [
            scores(Side::Management, management),
            scores(Side::Staff, staff),
        ]
        .concat()
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        let median = |levels: &[u8]| {
            Spread::of(levels.iter().map(|&it| Level::new(it).unwrap()))
                .median()
                .map(Halves::one_decimal)
        };
        assert_eq!(median(&[4, 1, 2]).as_deref(), Some("2.0"));
        assert_eq!(median(&[1, 2, 4, 4]).as_deref(), Some("3.0"));
        assert_eq!(median(&[1, 2]).as_deref(), Some("1.5"));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn two_medians_that_are_two_levels_apart_are_flagged() {
        let spreads = Spreads::of(&both(&[3, 3, 4], &[1, 1, 2]), Minimum::default());
        assert_eq!(spreads.divergence(), Some(Halves(4)));
        assert!(spreads.is_flagged());

        // 2.5 against 1: one and a half apart, and 1 to 3 is no wide range
        let spreads = Spreads::of(&both(&[2, 2, 3, 3], &[1, 1, 1]), Minimum::default());
        assert_eq!(spreads.divergence(), Some(Halves(3)));
        assert!(!spreads.is_flagged());
    }

    #[test]
    fn one_side_that_is_split_is_flagged_though_the_medians_agree() {
        let spreads = Spreads::of(&both(&[0, 2, 3], &[2, 2, 2]), Minimum::default());
        assert_eq!(spreads.divergence(), Some(Halves(0)));
        assert!(spreads.is_flagged());
        assert_eq!(spreads.common_level(), Level::new(2).ok());
    }

    #[test]
    fn a_side_below_the_minimum_shows_nothing_of_itself() {
        let scores = both(&[0, 4], &[2, 2, 2]);
        let spreads = Spreads::of(&scores, Minimum::default());

        assert_eq!(spreads.find(Side::Management), None);
        assert_eq!(spreads.divergence(), None);
        assert_eq!(spreads.common_level(), None);
        assert!(!spreads.is_flagged(), "0 to 4 is a range nobody may see");
        let comments = spreads.comments(&scores, Some(Side::Management));
        assert!(comments.iter().all(|(side, _)| *side == Side::Staff));

        let lowered = Spreads::of(&scores, Minimum::new(2).unwrap());
        assert_eq!(lowered.divergence(), Some(Halves(0)));
        assert!(lowered.is_flagged());
    }

    #[test]
    fn do_not_know_is_not_a_level_and_does_not_reach_the_minimum() {
        let mut scores = scores(Side::Staff, &[2, 2]);
        scores.push(RevealedScore {
            side: Side::Staff,
            score: OwnScore {
                choice: Some(Choice::DontKnow),
                ..OwnScore::default()
            },
        });
        assert_eq!(
            Spreads::of(&scores, Minimum::default()).find(Side::Staff),
            None
        );
    }

    #[test]
    fn a_comment_for_ones_own_side_is_read_by_that_side_alone() {
        let mut scores = both(&[1, 1, 1], &[2, 2, 2]);
        for scored in &mut scores {
            scored.score.for_own_side = scored.side == Side::Staff;
        }
        let spreads = Spreads::of(&scores, Minimum::default());
        let read = |reader| spreads.comments(&scores, reader).len();
        assert_eq!(
            [None, Some(Side::Management), Some(Side::Staff)].map(read),
            [3, 3, 6]
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_shown_depends_on_a_side_below_the_minimum(
            few in proptest::collection::vec(0_u8..=4, 0..=2),
            others in proptest::collection::vec(0_u8..=4, 0..=2),
            staff in proptest::collection::vec(0_u8..=4, 3..8),
        ) {
            let one = Spreads::of(&both(&few, &staff), Minimum::default());
            let other = Spreads::of(&both(&others, &staff), Minimum::default());
            prop_assert_eq!(one, other);
        }

        #[test]
        fn the_median_lies_within_the_range(levels in proptest::collection::vec(0_u8..=4, 1..9)) {
            let spread = Spread::of(levels.iter().map(|&it| Level::new(it).unwrap()));
            let (low, high) = spread.range().unwrap();
            let median = spread.median().unwrap().0;
            prop_assert!(2 * low <= median && median <= 2 * high);
        }
    }
}
