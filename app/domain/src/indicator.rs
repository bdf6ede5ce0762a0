//! Indicators beside scores: figures that an organisation has anyway.
//!
//! What they are called, how they are reckoned and from how many people on they
//! may be kept is data: [`catalogue`]. A figure of a period is a [`Value`]; it is
//! read by one function, [`read`], whether it was typed into a form or stands in
//! a file. Amounts are exact: [`Amount`] counts ten-thousandths and never rounds.
//!
//! An indicator stands beside scores and explains none of them: [`NOT_A_CAUSE`].

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    display,
    id::IndicatorValueId,
    organisation::{Nation, choices},
    text,
};

mod amount;
mod catalogue;
mod history;
mod sheet;

pub use amount::{Amount, NotAnAmount};
pub use catalogue::{Catalogue, CatalogueError, Indicator, SHIPPED_FILE, Unit, catalogue};
pub use history::{Axis, History, Reading};
pub use sheet::{Changes, IndicatorSheet, SheetValue, count_headings, read_sheet, template, write};

/// What is said wherever an indicator stands beside scores.
pub const NOT_A_CAUSE: &str = "This figure stands beside the scores and is not a cause of them, nor they of it. Both move for many reasons, and not at the same time.";

/// Names an indicator of the catalogue, for example `sickness-absence`.
///
/// One to forty small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IndicatorId(String);

/// Text that does not have the form of an indicator's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an indicator is named by small letters, digits and hyphens")]
pub struct NotAnIndicatorId;

impl IndicatorId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IndicatorId {
    type Err = NotAnIndicatorId;

    fn from_str(text: &str) -> Result<Self, NotAnIndicatorId> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 40 || !text.bytes().all(plain) {
            return Err(NotAnIndicatorId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for IndicatorId {
    type Error = NotAnIndicatorId;

    fn try_from(text: String) -> Result<Self, NotAnIndicatorId> {
        text.parse()
    }
}

impl From<IndicatorId> for String {
    fn from(id: IndicatorId) -> Self {
        id.0
    }
}

impl fmt::Display for IndicatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

choices! {
    /// Which way an indicator is wanted to move.
    Direction {
        /// More is better.
        Higher = "higher", "Higher is better";
        /// Less is better.
        Lower = "lower", "Lower is better";
        /// It depends: the indicator's note says on what.
        Neither = "neither", "Neither higher nor lower is better by itself";
    }
}

choices! {
    /// Whose figure it is.
    Origin {
        /// Somebody published it, and the source says where.
        Published = "published", "Published";
        /// The organisation reckoned it from its own records.
        Own = "own", "Our own figure";
    }
}

/// The days that a figure is about, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day; never before the first.
    pub last: Date,
}

/// The longest period of a figure, in days: three years, one of them a leap year.
const PERIOD_DAYS_MAX: i64 = 1_096;

impl Period {
    /// How many days it has; at least 1.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.last - self.first).whole_days() + 1
    }

    /// Whether another period is about as long: a month is like a month, a year like a year.
    ///
    /// Within a tenth of the longer one, which lets February and a leap year pass.
    #[must_use]
    pub fn is_as_long_as(self, other: Self) -> bool {
        let (short, long) = if self.days() < other.days() {
            (self.days(), other.days())
        } else {
            (other.days(), self.days())
        };
        10 * (long - short) <= long
    }
}

/// "1 April 2025 to 31 March 2026"; a single day by itself.
impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return out.write_str(&display::day(self.first));
        }
        let (first, last) = (display::day(self.first), display::day(self.last));
        write!(out, "{first} to {last}")
    }
}

/// A figure of one indicator, for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Names it.
    pub value_id: IndicatorValueId,
    /// What it says.
    pub figure: Figure,
}

/// What a [`Value`] says, without a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// For which days.
    pub period: Period,
    /// How much, in the indicator's unit.
    pub amount: Amount,
    /// How many people (or the like, as the indicator says) it rests on; `None`
    /// only for a published figure, or where the indicator has no rule.
    pub base: Option<u32>,
    /// Whose figure it is.
    pub origin: Origin,
    /// Where it comes from, at most [`text::LINE_MAX`] characters; never empty
    /// for a published figure.
    pub source: String,
}

/// A field of the form in which a figure is entered, and a column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The id of the indicator.
    Indicator,
    /// The first day of the period.
    FirstDay,
    /// The last day of the period.
    LastDay,
    /// The amount.
    Value,
    /// How many it rests on.
    Base,
    /// `published` or `own`.
    Origin,
    /// Where it comes from.
    Source,
}

impl Field {
    /// Every field, in the order of the form and of the file.
    pub const ALL: [Self; 7] = [
        Self::Indicator,
        Self::FirstDay,
        Self::LastDay,
        Self::Value,
        Self::Base,
        Self::Origin,
        Self::Source,
    ];

    /// How forms name it, and what stands above its column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::FirstDay => "first_day",
            Self::LastDay => "last_day",
            Self::Value => "value",
            Self::Base => "base",
            Self::Origin => "origin",
            Self::Source => "source",
        }
    }
}

/// A figure as it was typed; days are read beforehand, since forms and files write them differently.
#[derive(Debug, Clone, Default)]
pub struct Typed<'a> {
    /// The id of the indicator.
    pub indicator: &'a str,
    /// The first day; `None` when it could not be read, which is told elsewhere.
    pub first: Option<Date>,
    /// The last day; the same.
    pub last: Option<Date>,
    /// The amount.
    pub value: &'a str,
    /// How many it rests on, or nothing.
    pub base: &'a str,
    /// `published`, `own` or nothing, which means own.
    pub origin: &'a str,
    /// Where it comes from.
    pub source: &'a str,
}

/// Reads a figure of an organisation in `nation`, or says everything that is wrong with it.
///
/// Every message goes on from the field's name and says what to do. `today`
/// bounds the period: a figure of days to come is a plan.
///
/// # Errors
///
/// Returns each problem with its field, in the order of the form.
pub fn read(
    typed: &Typed<'_>,
    nation: Nation,
    today: Date,
) -> Result<Figure, Vec<(Field, String)>> {
    let mut problems = Vec::new();
    let indicator = typed
        .indicator
        .trim()
        .parse()
        .ok()
        .and_then(|id| catalogue().find(&id))
        .filter(|it| it.nations.contains(&nation));
    if indicator.is_none() {
        problems.push((
            Field::Indicator,
            "Choose an indicator of the catalogue for your nation".to_owned(),
        ));
    }
    let period = read_period(typed, today, &mut problems);
    let origin = match typed.origin.trim() {
        "" => Some(Origin::Own),
        code => code.to_lowercase().parse().ok(),
    };
    let amount = check_amount(typed, indicator, &mut problems);
    let base = check_base(typed, indicator, origin)
        .map_err(|wrong| problems.push((Field::Base, wrong)))
        .ok();
    if origin.is_none() {
        problems.push((
            Field::Origin,
            "Write published or own: whose figure is it?".to_owned(),
        ));
    }
    let source = match text::line(typed.source) {
        Err(error) => {
            problems.push((Field::Source, error.to_string()));
            None
        }
        Ok(source) if source.is_empty() && origin == Some(Origin::Published) => {
            problems.push((
                Field::Source,
                "Say where the figure is published".to_owned(),
            ));
            None
        }
        Ok(source) => Some(source),
    };
    if problems.is_empty()
        && let (Some(indicator), Some(period), Some(amount), Some(base), Some(origin), Some(source)) =
            (indicator, period, amount, base, origin, source)
    {
        return Ok(Figure {
            indicator: indicator.id.clone(),
            period,
            amount,
            base,
            origin,
            source,
        });
    }
    Err(problems)
}

fn read_period(
    typed: &Typed<'_>,
    today: Date,
    problems: &mut Vec<(Field, String)>,
) -> Option<Period> {
    let period = Period {
        first: typed.first?,
        last: typed.last?,
    };
    let wrong = if period.last < period.first {
        "The last day lies before the first: one of them is wrong"
    } else if period.last > today {
        "The period has not ended yet: enter the figure once it has"
    } else if period.days() > PERIOD_DAYS_MAX {
        "The period is longer than three years: check both days"
    } else {
        return Some(period);
    };
    problems.push((Field::LastDay, wrong.to_owned()));
    None
}

fn check_amount(
    typed: &Typed<'_>,
    indicator: Option<&Indicator>,
    problems: &mut Vec<(Field, String)>,
) -> Option<Amount> {
    let is_percent = indicator.is_some_and(|it| it.unit == Unit::Percent);
    let written = typed.value.trim();
    let written = if is_percent {
        written.trim_end_matches('%')
    } else {
        written
    };
    let amount: Amount = match written.parse() {
        Ok(amount) => amount,
        Err(error) => {
            problems.push((Field::Value, error.to_string()));
            return None;
        }
    };
    if let Some(indicator) = indicator
        && let Err(refused) = indicator.unit.check(amount)
    {
        problems.push((Field::Value, refused));
        return None;
    }
    Some(amount)
}

/// The base, unless the rule of the indicator refuses the figure.
fn check_base(
    typed: &Typed<'_>,
    indicator: Option<&Indicator>,
    origin: Option<Origin>,
) -> Result<Option<u32>, String> {
    let written = typed.base.trim();
    let base = if written.is_empty() {
        None
    } else {
        // Thousands are often grouped: 4,812 can mean one number only.
        let digits = written.replace([',', '\u{a0}', ' '], "");
        let is_figures = digits.bytes().all(|byte| byte.is_ascii_digit());
        let base = digits.parse::<u32>().ok().filter(|_| is_figures);
        Some(base.ok_or("Write a whole number, for example 4812")?)
    };
    match indicator.and_then(|it| it.refusal(base, origin)) {
        Some(refused) => Err(refused),
        None => Ok(base),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 25);

    fn typed<'a>(indicator: &'a str, value: &'a str, base: &'a str) -> Typed<'a> {
        Typed {
            indicator,
            first: Some(date!(2025 - 04 - 01)),
            last: Some(date!(2026 - 03 - 31)),
            value,
            base,
            origin: "own",
            source: "ESR",
        }
    }

    fn problems(typed: &Typed<'_>) -> Vec<(Field, String)> {
        read(typed, Nation::England, TODAY).unwrap_err()
    }

    #[test]
    fn a_figure_is_read_as_it_was_typed() {
        let figure = read(
            &typed("sickness-absence", " 5.62% ", "6,412"),
            Nation::England,
            TODAY,
        )
        .unwrap();
        assert_eq!(figure.amount.to_string(), "5.62");
        assert_eq!(
            (figure.base, figure.origin, figure.source.as_str()),
            (Some(6_412), Origin::Own, "ESR")
        );
        assert_eq!(figure.period.to_string(), "1 April 2025 to 31 March 2026");
    }

    #[test]
    fn a_figure_that_rests_on_too_few_is_refused_with_the_rule() {
        // 9 < 10: what nine people said is nearly what each of them said.
        let wrong = problems(&typed("staff-survey-burnt-out", "33.3", "9"));
        assert_eq!(wrong[0].0, Field::Base);
        assert!(wrong[0].1.contains("fewer than 10"), "{wrong:?}");
        assert!(
            wrong[0].1.contains("NHS Staff Survey suppresses"),
            "{wrong:?}"
        );
        assert!(
            read(
                &typed("staff-survey-burnt-out", "33.3", "10"),
                Nation::England,
                TODAY
            )
            .is_ok()
        );
    }

    #[test]
    fn only_a_published_figure_may_leave_out_how_many_it_rests_on() {
        let own = typed("staff-survey-burnt-out", "33.3", "");
        assert_eq!(problems(&own)[0].0, Field::Base);
        let published = Typed {
            origin: "Published",
            ..own.clone()
        };
        assert!(read(&published, Nation::England, TODAY).is_ok());
        let too_few = Typed {
            base: "9",
            ..published.clone()
        };
        assert_eq!(problems(&too_few)[0].0, Field::Base, "a published one too");
        let unsourced = Typed {
            source: " ",
            ..published
        };
        assert_eq!(problems(&unsourced)[0].0, Field::Source);
    }

    #[test]
    fn where_there_is_no_rule_no_base_is_asked_for() {
        let board = typed("wres-9-board", "-7.5", "");
        assert!(read(&board, Nation::England, TODAY).is_ok());
    }

    #[test]
    fn an_amount_that_its_unit_cannot_hold_is_refused() {
        for (indicator, value) in [
            ("sickness-absence", "101"),
            ("sickness-absence", "-1"),
            ("hse-demands", "0.9"),
            ("hse-demands", "5.01"),
            ("people-promise-team", "10.1"),
            ("wres-2-appointed", "-0.1"),
            ("sickness-absence", "5,6"),
            ("sickness-absence", ""),
        ] {
            let wrong = problems(&typed(indicator, value, "100"));
            assert_eq!(wrong[0].0, Field::Value, "{indicator} {value}");
        }
    }

    #[test]
    fn a_period_ends_after_it_begins_and_before_today_is_over() {
        for (first, last) in [
            (date!(2026 - 03 - 31), date!(2025 - 04 - 01)),
            (date!(2026 - 04 - 01), date!(2026 - 11 - 26)),
            (date!(2016 - 04 - 01), date!(2026 - 03 - 31)),
        ] {
            let wrong = problems(&Typed {
                first: Some(first),
                last: Some(last),
                ..typed("sickness-absence", "5", "100")
            });
            assert_eq!(wrong[0].0, Field::LastDay, "{first} to {last}");
        }
    }

    #[test]
    fn an_indicator_of_another_nation_is_not_offered() {
        let wrong = problems(&typed("imatter-cares", "71", "100"));
        assert_eq!(wrong[0].0, Field::Indicator);
        assert!(
            read(
                &typed("imatter-cares", "71", "100"),
                Nation::Scotland,
                TODAY
            )
            .is_ok()
        );
    }

    #[test]
    fn a_month_is_as_long_as_a_month_and_not_as_a_quarter() {
        let period = |first, last| Period { first, last };
        let february = period(date!(2026 - 02 - 01), date!(2026 - 02 - 28));
        let march = period(date!(2026 - 03 - 01), date!(2026 - 03 - 31));
        let quarter = period(date!(2026 - 01 - 01), date!(2026 - 03 - 31));
        // 31 − 28 = 3 of 31: 10 × 3 ≤ 31. 90 − 31 = 59 of 90: 590 > 90.
        assert!(february.is_as_long_as(march) && march.is_as_long_as(february));
        assert!(!march.is_as_long_as(quarter));
        assert_eq!(quarter.days(), 90);
    }
}
