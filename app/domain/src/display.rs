//! How numbers, dates and times are written for people.
//!
//! Rounded once, half away from zero, from the exact fraction, each number by
//! itself: so differences may look one out, and a note beside the tables says so.

use time::{Date, OffsetDateTime};

/// An exact fraction that is 0 or above.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    over: u64,
    under: u64,
}

impl Fraction {
    /// `over ÷ under`; `None` when `under` is 0.
    #[must_use]
    pub fn new(over: u64, under: u64) -> Option<Self> {
        (under > 0).then_some(Self { over, under })
    }

    /// What is divided, and by what, for sums of fractions.
    pub(crate) fn parts(self) -> (u64, u64) {
        (self.over, self.under)
    }

    /// The part `part ÷ whole` of the way from here to `other`; all of it and more when `part` is `whole`.
    ///
    /// `((whole − part) × self + part × other) ÷ whole`, exactly, in lowest
    /// terms; `whole` is at least 1.
    #[must_use]
    pub fn towards(self, other: Self, part: u64, whole: u64) -> Self {
        let (part, whole) = (part.min(whole), whole.max(1));
        let over = (whole - part) * self.over * other.under + part * other.over * self.under;
        Self {
            over,
            under: whole * self.under * other.under,
        }
        .lowest()
    }

    /// The same number in lowest terms.
    fn lowest(self) -> Self {
        let (mut a, mut b) = (self.over, self.under);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        // Under is at least 1, so the greatest common divisor is too.
        Self {
            over: self.over / a.max(1),
            under: self.under / a.max(1),
        }
    }

    /// The exact number as the database and exports keep it: "11/4" in lowest terms.
    #[must_use]
    pub fn ratio(self) -> String {
        let Self { over, under } = self.lowest();
        format!("{over}/{under}")
    }

    /// Reads what [`Fraction::ratio`] wrote; `None` when it is something else.
    #[must_use]
    pub fn from_ratio(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/')?;
        Self::new(over.parse().ok()?, under.parse().ok()?)
    }

    /// The unrounded value, for exports.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums of weights times levels stay far below 2^52"
    )]
    pub fn value(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// Rounded to a whole number, half away from zero.
    #[must_use]
    pub fn whole(self) -> u64 {
        (2 * self.over + self.under) / (2 * self.under)
    }

    /// Written with one decimal, half away from zero: "62.5".
    #[must_use]
    pub fn one_decimal(self) -> String {
        let tenths = (20 * self.over + self.under) / (2 * self.under);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Equal as numbers: 1/2 equals 2/4.
impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        u128::from(self.over) * u128::from(other.under)
            == u128::from(other.over) * u128::from(self.under)
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (u128::from(self.over) * u128::from(other.under))
            .cmp(&(u128::from(other.over) * u128::from(self.under)))
    }
}

/// A date as people write it: "12 May 2026".
#[must_use]
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// The day it is in London at `moment`.
#[must_use]
pub fn london_day(moment: OffsetDateTime) -> Date {
    let there = in_london(moment).date();
    let month = u8::try_from(there.month())
        .ok()
        .and_then(|month| time::Month::try_from(month).ok());
    let day = u8::try_from(there.day()).unwrap_or(1);
    month
        .and_then(|month| Date::from_calendar_date(i32::from(there.year()), month, day).ok())
        .unwrap_or_else(|| moment.date())
}

/// A moment in London: "12 May 2026 at 14:32".
#[must_use]
pub fn moment(moment: OffsetDateTime) -> String {
    format!("{} at {}", day(london_day(moment)), clock(moment))
}

/// The time of day in London: "14:32".
#[must_use]
pub fn clock(moment: OffsetDateTime) -> String {
    let there = in_london(moment);
    format!("{:02}:{:02}", there.hour(), there.minute())
}

/// A count with its noun: "1 action", "3 actions", "no actions".
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

fn in_london(moment: OffsetDateTime) -> jiff::Zoned {
    static LONDON: jiff::tz::TimeZone = jiff::tz::get!("Europe/London");
    // Both types hold every second of the years 1 to 9999, so this cannot be out of range.
    jiff::Timestamp::from_second(moment.unix_timestamp())
        .unwrap_or_default()
        .to_zoned(LONDON.clone())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        // 62.5 → 63, 62.45 → 62.5 (from the exact fraction, not from 62.4500001)
        assert_eq!(Fraction::new(125, 2).unwrap().whole(), 63);
        assert_eq!(Fraction::new(1249, 20).unwrap().one_decimal(), "62.5");
        assert_eq!(Fraction::new(1, 3).unwrap().one_decimal(), "0.3");
        assert_eq!(Fraction::new(1, 0), None);
    }

    #[test]
    fn london_is_an_hour_ahead_in_summer() {
        assert_eq!(
            moment(datetime!(2026-05-12 13:32 UTC)),
            "12 May 2026 at 14:32"
        );
        assert_eq!(
            moment(datetime!(2026-12-01 13:32 UTC)),
            "1 December 2026 at 13:32"
        );
        assert_eq!(
            london_day(datetime!(2026-06-30 23:30 UTC)),
            date!(2026 - 07 - 01)
        );
    }

    #[test]
    fn counts_read_as_people_say_them() {
        assert_eq!(count(1, "action", "actions"), "1 action");
        assert_eq!(count(0, "action", "actions"), "no actions");
    }

    #[test]
    fn a_ratio_is_kept_exactly_and_in_lowest_terms() {
        // A third of the way from 1/2 to 2: (2 × 1/2 + 1 × 2) / 3 = 1
        let half = Fraction::new(1, 2).unwrap();
        let two = Fraction::new(4, 2).unwrap();
        assert_eq!(half.towards(two, 1, 3).ratio(), "1/1");
        assert_eq!(Fraction::new(0, 7).unwrap().ratio(), "0/1");
        assert_eq!(Fraction::from_ratio("22/8"), Fraction::new(11, 4));
        for wrong in ["", "3", "1/0", "-1/2", "a/b"] {
            assert_eq!(Fraction::from_ratio(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn rounding_moves_a_number_by_half_a_step_at_most(over in 0_u64..1_000_000, under in 1_u64..10_000) {
            let exact = Fraction::new(over, under).unwrap();
            prop_assert!((f64::from(u32::try_from(exact.whole()).unwrap()) - exact.value()).abs() <= 0.5 + 1e-9);
            prop_assert!((exact.one_decimal().parse::<f64>().unwrap() - exact.value()).abs() <= 0.05 + 1e-9);
        }
    }
}
