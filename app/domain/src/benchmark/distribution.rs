//! How a group is described without describing anybody in it.

use crate::{
    display::Fraction,
    quantile::{Share, quantile},
};

/// From how many contributions on a group is described at all, by its median.
pub const MEDIAN_LEAST: usize = 6;

/// From how many on its quartiles are given.
pub const QUARTILES_LEAST: usize = 9;

/// From how many on its 10th and 90th percentiles are given.
pub const TENTHS_LEAST: usize = 21;

/// How the values of one measure lie in one peer group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distribution {
    /// How many values there are; [`MEDIAN_LEAST`] or more.
    pub n: u32,
    /// The median.
    pub median: Fraction,
    /// The lower and the upper quartile, from [`QUARTILES_LEAST`] values on.
    pub quartiles: Option<[Fraction; 2]>,
    /// The 10th and the 90th percentile, from [`TENTHS_LEAST`] values on.
    pub tenths: Option<[Fraction; 2]>,
}

impl Distribution {
    /// Describes values in ascending order; `None` when there are fewer than [`MEDIAN_LEAST`].
    #[must_use]
    pub fn of(ascending: &[Fraction]) -> Option<Self> {
        let n = ascending.len();
        if n < MEDIAN_LEAST {
            return None;
        }
        let pair = |least: usize, low, high| {
            let pair = quantile(ascending, low).zip(quantile(ascending, high));
            pair.filter(|_| n >= least).map(|(low, high)| [low, high])
        };
        Some(Self {
            n: u32::try_from(n).ok()?,
            median: quantile(ascending, Share::HALF)?,
            quartiles: pair(QUARTILES_LEAST, Share::QUARTER, Share::THREE_QUARTERS),
            tenths: pair(TENTHS_LEAST, Share::TENTH, Share::NINE_TENTHS),
        })
    }

    /// Every number that it gives, in ascending order.
    pub fn quantiles(&self) -> impl Iterator<Item = Fraction> {
        let [low, high] = [self.tenths, self.quartiles]
            .map(|pair| pair.map_or((None, None), |[low, high]| (Some(low), Some(high))));
        // tenth, quartile, median, quartile, tenth
        [low.0, high.0, Some(self.median), high.1, low.1]
            .into_iter()
            .flatten()
    }

    /// Where a value stands in the group, in words: a place in a list is never given.
    #[must_use]
    pub fn place(&self, value: Fraction) -> Standing {
        match self.quartiles {
            Some([low, _]) if value < low => Standing::LowestQuarter,
            Some([_, high]) if value > high => Standing::HighestQuarter,
            Some(_) => Standing::MiddleHalf,
            None if value < self.median => Standing::BelowMedian,
            None if value > self.median => Standing::AboveMedian,
            None => Standing::AtMedian,
        }
    }
}

/// Where a value stands in a group, as far as the group is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Below the lower quartile.
    LowestQuarter,
    /// From the lower to the upper quartile.
    MiddleHalf,
    /// Above the upper quartile.
    HighestQuarter,
    /// Below the median, in a group too small for quartiles.
    BelowMedian,
    /// At the median of such a group.
    AtMedian,
    /// Above it.
    AboveMedian,
}

impl Standing {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::LowestQuarter,
        Self::MiddleHalf,
        Self::HighestQuarter,
        Self::BelowMedian,
        Self::AtMedian,
        Self::AboveMedian,
    ];

    /// The same in a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LowestQuarter => "below the lower quartile",
            Self::MiddleHalf => "within the middle half",
            Self::HighestQuarter => "above the upper quartile",
            Self::BelowMedian => "below the median",
            Self::AtMedian => "at the median",
            Self::AboveMedian => "above the median",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(list: &[u64]) -> Vec<Fraction> {
        let of = |level: &u64| Fraction::new(*level, 1).unwrap();
        let mut levels: Vec<_> = list.iter().map(of).collect();
        levels.sort_unstable();
        levels
    }

    #[test]
    fn the_larger_a_group_the_more_is_said_of_it() {
        let all: Vec<u64> = (0..21).map(|at| at % 5).collect();
        let said = |n: usize| {
            let found = Distribution::of(&levels(&all[..n]));
            found.map(|it| (it.quartiles.is_some(), it.tenths.is_some()))
        };
        assert_eq!(said(5), None);
        assert_eq!(said(6), Some((false, false)));
        assert_eq!(said(8), Some((false, false)));
        assert_eq!(said(9), Some((true, false)));
        assert_eq!(said(20), Some((true, false)));
        assert_eq!(said(21), Some((true, true)));
    }

    #[test]
    fn quantiles_are_given_in_ascending_order() {
        let all: Vec<u64> = (0..=20).collect();
        let found = Distribution::of(&levels(&all)).unwrap();
        let found: Vec<_> = found.quantiles().map(Fraction::ratio).collect();
        // (21 − 1) × 1/10 = 2, × 1/4 = 5, × 1/2 = 10, × 3/4 = 15, × 9/10 = 18
        assert_eq!(found, ["2/1", "5/1", "10/1", "15/1", "18/1"]);
    }

    #[test]
    fn a_value_is_placed_among_quarters_and_never_ranked() {
        let group = Distribution::of(&levels(&[0, 1, 1, 2, 2, 2, 3, 3, 4])).unwrap();
        // quartiles at (9 − 1) / 4 = 2 and 6: 1 and 3
        let place = |level| group.place(Fraction::new(level, 1).unwrap());
        assert_eq!(place(0), Standing::LowestQuarter);
        assert_eq!(place(1), Standing::MiddleHalf);
        assert_eq!(place(3), Standing::MiddleHalf);
        assert_eq!(place(4), Standing::HighestQuarter);
        let small = Distribution::of(&levels(&[0, 1, 2, 2, 3, 4])).unwrap();
        let place = |level| small.place(Fraction::new(level, 1).unwrap());
        assert_eq!(place(1), Standing::BelowMedian);
        assert_eq!(place(2), Standing::AtMedian);
        assert_eq!(place(3), Standing::AboveMedian);
    }
}
