//! The figures of one indicator over time, and the axis that they are drawn on.

use time::Date;

use super::{Amount, Figure, Indicator, Period, Unit};
use crate::{display, organisation::Nation};

/// The figures of one indicator, in the order in which their periods end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Its figures, oldest first; at least one.
    pub readings: Vec<Reading<'a>>,
}

/// One figure in its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Whether a line may join it to the one before: both are about equally long.
    pub joins: bool,
}

/// The axis of a small chart: round numbers around what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    /// Its lower end.
    pub low: Amount,
    /// Its upper end, above the lower.
    pub high: Amount,
    /// From one mark to the next.
    pub step: Amount,
}

impl<'a> History<'a> {
    /// The history of an indicator; `None` without any figure of it.
    #[must_use]
    pub fn of(
        indicator: &'a Indicator,
        figures: impl IntoIterator<Item = &'a Figure>,
    ) -> Option<Self> {
        let mut figures: Vec<_> = figures
            .into_iter()
            .filter(|it| it.indicator == indicator.id)
            .collect();
        figures.sort_by_key(|it| (it.period.last, it.period.first));
        let mut before: Option<Period> = None;
        let readings: Vec<_> = figures
            .into_iter()
            .map(|figure| Reading {
                figure,
                joins: before
                    .replace(figure.period)
                    .is_some_and(|it| it.is_as_long_as(figure.period)),
            })
            .collect();
        (!readings.is_empty()).then_some(Self {
            indicator,
            readings,
        })
    }

    /// The histories of all indicators that may stand under a pillar and have figures.
    #[must_use]
    pub fn under_pillar(
        catalogue: &'a super::Catalogue,
        nation: Nation,
        pillar: &str,
        figures: &'a [Figure],
    ) -> Vec<Self> {
        catalogue
            .offered_in(nation)
            .filter(|it| it.pillars.iter().any(|own| own == pillar))
            .filter_map(|it| Self::of(it, figures))
            .collect()
    }

    /// The newest figure.
    #[must_use]
    pub fn latest(&self) -> Option<&'a Figure> {
        self.readings.last().map(|it| it.figure)
    }

    /// The first day of the oldest period and the last of the newest.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let first = self
            .readings
            .iter()
            .map(|it| it.figure.period.first)
            .min()?;
        let last = self.readings.iter().map(|it| it.figure.period.last).max()?;
        Some((first, last))
    }

    /// The axis for what the figures are between.
    #[must_use]
    pub fn axis(&self) -> Axis {
        let amounts = || self.readings.iter().map(|it| it.figure.amount);
        let (least, most) = (
            amounts().min().unwrap_or_default(),
            amounts().max().unwrap_or_default(),
        );
        Axis::around(self.indicator.unit, least, most)
    }

    /// What the chart shows, in words: the newest figure, and how far it is from the one before of the same length.
    #[must_use]
    pub fn sentence(&self) -> String {
        let unit = self.indicator.unit;
        let Some(latest) = self.latest() else {
            return String::new();
        };
        let now = format!(
            "{}: {} for {}.",
            self.indicator.name,
            unit.write(latest.amount),
            latest.period
        );
        let earlier = self.readings.iter().rev().skip(1);
        let before = earlier
            .map(|it| it.figure)
            .find(|it| it.period.is_as_long_as(latest.period));
        let Some(before) = before else {
            return format!("{now} {}.", self.indicator.direction.name());
        };
        let change = latest.amount.since(before.amount);
        let moved = match change.ten_thousandths() {
            0 => format!("The same as for {}.", before.period),
            up if up > 0 => format!(
                "{} more than for {}.",
                unit.write_difference(change),
                before.period
            ),
            _ => format!(
                "{} less than for {}.",
                unit.write_difference(change),
                before.period
            ),
        };
        format!("{now} {moved} {}.", self.indicator.direction.name())
    }

    /// Between which numbers the chart is drawn, in words.
    #[must_use]
    pub fn axis_note(&self) -> String {
        let (axis, unit) = (self.axis(), self.indicator.unit);
        format!(
            "The axis is its own and runs from {} to {}.",
            unit.write(axis.low),
            unit.write(axis.high)
        )
    }
}

impl Axis {
    /// The axis that shows everything between two amounts of a unit.
    ///
    /// A short scale is shown whole. Elsewhere the axis runs between multiples
    /// of 1, 2 or 5 times a power of ten, in two to six steps, and never
    /// beyond what the unit can be.
    #[must_use]
    pub fn around(unit: Unit, least: Amount, most: Amount) -> Self {
        if let Unit::Scale { low, high } = unit
            && high - low <= 10
        {
            let step = if high - low > 5 { 2 } else { 1 };
            return Self {
                low: Amount::whole(low.into()),
                high: Amount::whole(high.into()),
                step: Amount::whole(step),
            };
        }
        let (least, most) = (least.ten_thousandths(), most.ten_thousandths());
        let spread = (most - least).max(smallest_spread(unit));
        let mut step = 1_i64;
        for factor in [2, 5, 10].into_iter().cycle() {
            if spread <= 4 * step {
                break;
            }
            // 1, 2, 5, 10, 20, 50 …: from each to the next.
            step = match factor {
                2 | 10 => step * 2,
                _ => step / 2 * 5,
            };
        }
        let (bottom, top) = unit.range();
        let low = (least.div_euclid(step) * step).max(bottom.ten_thousandths());
        let mut high = -(-most).div_euclid(step) * step;
        while high - low < 2 * step {
            high += step;
        }
        if let Some(top) = top
            && high > top.ten_thousandths()
        {
            high = top.ten_thousandths();
        }
        let low = if high - low < step {
            high - 2 * step
        } else {
            low
        };
        Self {
            low: Amount::from_ten_thousandths(low),
            high: Amount::from_ten_thousandths(high),
            step: Amount::from_ten_thousandths(step),
        }
    }

    /// The marks along it, from its lower end.
    #[must_use]
    pub fn marks(self) -> Vec<Amount> {
        let (low, high) = (self.low.ten_thousandths(), self.high.ten_thousandths());
        let step = usize::try_from(self.step.ten_thousandths())
            .unwrap_or(1)
            .max(1);
        (low..=high)
            .step_by(step)
            .map(Amount::from_ten_thousandths)
            .collect()
    }
}

/// The least that an axis spans, in ten-thousandths, so that a wiggle does not look like a cliff.
fn smallest_spread(unit: Unit) -> i64 {
    let least = match unit {
        Unit::Percent | Unit::Points | Unit::Days | Unit::Count | Unit::Scale { .. } => 2,
        Unit::Ratio => 1,
    };
    Amount::whole(least).ten_thousandths()
}

/// A period in as few words as an axis has room for: "2025/26" for a year of twelve months, else its last month.
#[must_use]
pub(super) fn short_period(period: Period) -> String {
    let (first, last) = (period.first, period.last);
    if (360..=370).contains(&period.days()) && last.year() == first.year() + 1 {
        return format!("{}/{:02}", first.year(), last.year() % 100);
    }
    if (360..=370).contains(&period.days()) {
        return last.year().to_string();
    }
    let day = display::day(last);
    let month: String = last.month().to_string().chars().take(3).collect();
    match day.rsplit_once(' ') {
        Some((_, year)) => format!("{month} {year}"),
        None => day,
    }
}

impl Reading<'_> {
    /// Its period in as few words as an axis has room for.
    #[must_use]
    pub fn short_period(&self) -> String {
        short_period(self.figure.period)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;
    use crate::indicator::{Origin, catalogue};

    fn figure(first: Date, last: Date, amount: &str) -> Figure {
        Figure {
            indicator: "sickness-absence".parse().unwrap(),
            period: Period { first, last },
            amount: amount.parse().unwrap(),
            base: Some(100),
            origin: Origin::Own,
            source: String::new(),
        }
    }

    fn year(from: i32, amount: &str) -> Figure {
        let day = |year, month, day| Date::from_calendar_date(year, month, day).unwrap();
        figure(
            day(from, time::Month::April, 1),
            day(from + 1, time::Month::March, 31),
            amount,
        )
    }

    fn sickness() -> &'static Indicator {
        catalogue()
            .find(&"sickness-absence".parse().unwrap())
            .unwrap()
    }

    #[test]
    fn a_history_tells_the_newest_figure_and_how_far_it_moved() {
        let figures = [year(2024, "5.9"), year(2023, "5.2"), year(2025, "5.6")];
        let history = History::of(sickness(), &figures).unwrap();
        // 5.6 − 5.9 = −0.3
        assert_eq!(
            history.sentence(),
            "Sickness absence rate: 5.6% for 1 April 2025 to 31 March 2026. \
             0.3 percentage points less than for 1 April 2024 to 31 March 2025. Lower is better."
        );
        let amounts: Vec<_> = history
            .readings
            .iter()
            .map(|it| it.figure.amount.to_string())
            .collect();
        assert_eq!(amounts, ["5.2", "5.9", "5.6"]);
        assert_eq!(history.readings[1].short_period(), "2024/25");
    }

    #[test]
    fn a_month_is_never_compared_with_a_year() {
        let month = figure(date!(2026 - 04 - 01), date!(2026 - 04 - 30), "4.1");
        let figures = [year(2025, "5.6"), month];
        let history = History::of(sickness(), &figures).unwrap();
        assert!(!history.readings[1].joins);
        assert_eq!(
            history.sentence(),
            "Sickness absence rate: 4.1% for 1 April 2026 to 30 April 2026. Lower is better."
        );
        assert_eq!(history.readings[1].short_period(), "Apr 2026");
    }

    #[test]
    fn what_has_no_figures_has_no_history() {
        assert_eq!(History::of(sickness(), &[]), None);
    }

    #[test]
    fn an_axis_runs_between_round_numbers() {
        let axis = |least: &str, most: &str| {
            let axis = Axis::around(Unit::Percent, least.parse().unwrap(), most.parse().unwrap());
            axis.marks()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(axis("5.2", "5.9"), ["5", "5.5", "6"]);
        assert_eq!(axis("5.6", "5.6"), ["5.5", "6", "6.5"]);
        assert_eq!(axis("30", "61"), ["30", "40", "50", "60", "70"]);
        assert_eq!(axis("100", "100"), ["99", "99.5", "100"]);
        let whole = Axis::around(
            Unit::Scale { low: 1, high: 5 },
            Amount::whole(3),
            Amount::whole(3),
        );
        assert_eq!(
            (whole.low, whole.high),
            (Amount::whole(1), Amount::whole(5))
        );
    }

    proptest! {
        #[test]
        fn every_axis_holds_what_it_shows(
            a in 0_i64..1_000_000,
            b in 0_i64..1_000_000,
            unit in prop_oneof![Just(Unit::Percent), Just(Unit::Points), Just(Unit::Ratio), Just(Unit::Scale { low: 0, high: 100 })],
        ) {
            let (least, most) = (Amount::from_ten_thousandths(a.min(b)), Amount::from_ten_thousandths(a.max(b)));
            let axis = Axis::around(unit, least, most);
            prop_assert!(axis.low <= least && most <= axis.high && axis.low < axis.high);
            let marks = axis.marks().len();
            prop_assert!((2..=8).contains(&marks), "{axis:?}");
        }
    }
}
