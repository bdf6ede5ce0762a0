//! Exact amounts.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How many ten-thousandths one is.
const ONE: i64 = 10_000;

/// How many decimals are kept.
const DECIMALS: usize = 4;

/// The most digits before the point.
const WHOLE_DIGITS: usize = 9;

/// An exact amount with up to four decimals: whole ten-thousandths.
///
/// Four, because the published limits of the HSE's scales have four. What has
/// more is refused and not rounded: nobody finds a number that they did not type.
///
/// ```
/// use domain::indicator::Amount;
///
/// let rate: Amount = "5.62".parse()?;
/// assert_eq!(rate.ten_thousandths(), 56_200);
/// assert_eq!(rate.to_string(), "5.62");
/// # Ok::<(), domain::indicator::NotAnAmount>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Amount(i64);

/// Text that is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAmount {
    /// It is no number, or one with a comma, which could mean two things.
    #[error("Write a number with figures and a point, for example 5.6")]
    Form,
    /// It has more decimals than are kept.
    #[error("Write at most four decimals: nothing is rounded unseen")]
    TooExact,
    /// It is too large to be meant.
    #[error("Write at most nine figures before the point")]
    TooLarge,
}

impl Amount {
    /// So many ten-thousandths.
    #[must_use]
    pub const fn from_ten_thousandths(number: i64) -> Self {
        Self(number)
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i32) -> Self {
        Self(number as i64 * ONE)
    }

    /// How many ten-thousandths it is: for the database, and to place it on a chart.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Whether it has no decimals.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 % ONE == 0
    }

    /// How far it is from another to this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// The same without its sign.
    #[must_use]
    pub const fn size(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let text = text.trim();
        let (negative, figures) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = figures.split_once('.').unwrap_or((figures, ""));
        let is_figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let has_point = figures.contains('.');
        if whole.is_empty()
            || (has_point && decimals.is_empty())
            || !is_figures(whole)
            || !is_figures(decimals)
        {
            return Err(NotAnAmount::Form);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > DECIMALS {
            return Err(NotAnAmount::TooExact);
        }
        if whole.trim_start_matches('0').len() > WHOLE_DIGITS {
            return Err(NotAnAmount::TooLarge);
        }
        let all: i64 = format!("{whole}{decimals:0<DECIMALS$}")
            .parse()
            .map_err(|_| NotAnAmount::TooLarge)?;
        Ok(Self(if negative { -all } else { all }))
    }
}

/// As it would be typed again, without noughts at the end: "5.6".
impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.0.unsigned_abs() / 10_000,
            self.0.unsigned_abs() % 10_000,
        );
        if rest == 0 {
            return write!(out, "{sign}{whole}");
        }
        let decimals = format!("{rest:0>DECIMALS$}");
        write!(out, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_keeps_every_digit_that_was_typed() {
        for (typed, shown) in [
            ("5.6", "5.6"),
            ("2.9387", "2.9387"),
            ("007.50", "7.5"),
            ("0", "0"),
            ("-0.0001", "-0.0001"),
            ("−7.5", "-7.5"),
            ("999999999.9999", "999999999.9999"),
            ("1.10000000", "1.1"),
        ] {
            assert_eq!(typed.parse::<Amount>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_could_mean_two_things_is_no_amount() {
        for wrong in [
            "", "5,6", "1,234", "5.", ".5", "five", "1e3", "+5", "--5", "5 6", "٣", "NaN",
        ] {
            assert_eq!(wrong.parse::<Amount>(), Err(NotAnAmount::Form), "{wrong}");
        }
        assert_eq!("0.00001".parse::<Amount>(), Err(NotAnAmount::TooExact));
        assert_eq!("1234567890".parse::<Amount>(), Err(NotAnAmount::TooLarge));
    }

    #[test]
    fn differences_are_exact() {
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        // 5.6 − 5.3 = 0.3, where binary fractions come to 0.2999…
        assert_eq!(amount("5.6").since(amount("5.3")), amount("0.3"));
        assert_eq!(amount("5.3").since(amount("5.6")).size(), amount("0.3"));
    }

    proptest! {
        #[test]
        fn an_amount_reads_back_as_it_is_written(number in -9_999_999_999_999_i64..9_999_999_999_999) {
            let amount = Amount::from_ten_thousandths(number);
            prop_assert_eq!(amount.to_string().parse::<Amount>(), Ok(amount));
        }
    }
}
