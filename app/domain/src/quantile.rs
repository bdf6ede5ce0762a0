//! Quantiles of a handful of numbers, exactly.

use crate::display::Fraction;

/// How much of the numbers lies below a quantile: a whole fraction from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    over: u64,
    under: u64,
}

impl Share {
    /// A tenth: the 10th percentile.
    pub const TENTH: Self = Self { over: 1, under: 10 };
    /// A quarter: the lower quartile.
    pub const QUARTER: Self = Self { over: 1, under: 4 };
    /// A half: the median.
    pub const HALF: Self = Self { over: 1, under: 2 };
    /// Three quarters: the upper quartile.
    pub const THREE_QUARTERS: Self = Self { over: 3, under: 4 };
    /// Nine tenths: the 90th percentile.
    pub const NINE_TENTHS: Self = Self { over: 9, under: 10 };
}

/// A quantile of numbers in ascending order; `None` when there are none.
///
/// Linear interpolation between the two numbers at (n − 1) × share, counted from
/// 0: type 7 after Hyndman and Fan (1996), as `numpy.percentile` and Excel's
/// `PERCENTILE.INC` do it. Exact: nothing is rounded.
#[must_use]
pub fn quantile(ascending: &[Fraction], share: Share) -> Option<Fraction> {
    let last = u64::try_from(ascending.len().checked_sub(1)?).ok()?;
    let place = last * share.over;
    let (at, rest) = (place / share.under, place % share.under);
    let at = usize::try_from(at).ok()?;
    let low = *ascending.get(at)?;
    match ascending.get(at + 1) {
        Some(high) if rest > 0 => Some(low.towards(*high, rest, share.under)),
        _ => Some(low),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Share; 5] = [
        Share::TENTH,
        Share::QUARTER,
        Share::HALF,
        Share::THREE_QUARTERS,
        Share::NINE_TENTHS,
    ];

    fn numbers(list: &[u64], under: u64) -> Vec<Fraction> {
        let mut numbers: Vec<_> = list
            .iter()
            .map(|over| Fraction::new(*over, under).unwrap())
            .collect();
        numbers.sort_unstable();
        numbers
    }

    fn quantiles(list: &[u64], under: u64) -> [f64; 5] {
        ALL.map(|share| quantile(&numbers(list, under), share).unwrap().value())
    }

    /// Checked against Python 3.11, whose `statistics.quantiles(…, method="inclusive")`
    /// is type 7: `n=10` gives the first and the last, `n=4` the three in the middle.
    #[test]
    fn quantiles_are_those_that_python_gives() {
        let near = |found: [f64; 5], expected: [f64; 5]| {
            let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs());
            assert!(apart.fold(0.0, f64::max) < 1e-12, "{found:?}");
        };
        near(quantiles(&[0, 1, 1, 2, 2, 2], 1), [0.5, 1.0, 1.5, 2.0, 2.0]);
        near(
            quantiles(&[4, 0, 3, 1, 2, 2, 3, 3, 1], 1),
            [0.8, 1.0, 2.0, 3.0, 3.2],
        );
        near(
            quantiles(
                &[2500, 3125, 3750, 5000, 6250, 6250, 7500, 8125, 9375, 10000],
                100,
            ),
            [30.625, 40.625, 62.5, 79.6875, 94.375],
        );
        near(
            quantiles(
                &[
                    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                ],
                1,
            ),
            [2.0, 5.0, 10.0, 15.0, 18.0],
        );
        near(
            quantiles(
                &[
                    4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1,
                ],
                1,
            ),
            [1.2, 2.0, 3.0, 3.0, 4.0],
        );
    }

    /// The example in the documentation of `numpy.percentile`:
    /// `a = [[10, 7, 4], [3, 2, 1]]`, `np.percentile(a, 50)` is 3.5.
    #[test]
    fn the_median_is_that_of_the_documentation_of_numpy() {
        let all = numbers(&[10, 7, 4, 3, 2, 1], 1);
        assert_eq!(quantile(&all, Share::HALF), Fraction::new(7, 2));
    }

    #[test]
    fn nothing_has_no_quantile_and_one_number_is_each_of_them() {
        assert_eq!(quantile(&[], Share::HALF), None);
        let one = numbers(&[3], 4);
        assert!(
            ALL.iter()
                .all(|share| quantile(&one, *share) == Fraction::new(3, 4))
        );
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_stay_between_the_ends(list in prop::collection::vec(0_u64..=400, 1..40)) {
            let all = numbers(&list, 4);
            let found: Vec<_> = ALL.iter().map(|share| quantile(&all, *share).unwrap()).collect();
            prop_assert!(found.is_sorted());
            prop_assert!(all[0] <= found[0] && found[4] <= *all.last().unwrap());
        }
    }
}
