//! How did one indicator move?
//!
//! ```text
//! 6 ─────────────5.9───────────────
//!          ●─────╱──╲────5.6
//! 5.5 ───5.2───────────────●───────
//!       ╱
//! 5 ───────────────────────────────
//!      2023/24  2024/25  2025/26
//! ```
//!
//! A small chart on an axis of its own, which begins where it must and not at
//! 0: the sentence beside it says from where to where. A disc for every figure,
//! with its number; a line only between periods that are about as long. Nothing
//! of any score is drawn into it.

use domain::indicator::{Amount, History};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, Label, disc, line, whole};
use super::svg::accessible;
use crate::colour::{Colour, Ink};
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::Style;

/// The chart of an indicator, and what it shows in words.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorChart {
    points: Vec<Point>,
    marks: Vec<Mark>,
    /// What it shows, and on which axis.
    pub sentence: String,
    ink: Ink,
}

/// A figure, placed.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    /// How far along the time, 0.0 to 1.0.
    across: f64,
    /// How far up the axis, 0.0 to 1.0.
    up: f64,
    /// The amount as it is written.
    amount: String,
    /// Its period in few words.
    period: String,
    /// Whether a line leads here from the one before.
    joins: bool,
}

/// A mark of the axis, placed.
#[derive(Debug, Clone, PartialEq)]
struct Mark {
    up: f64,
    amount: String,
}

impl IndicatorChart {
    /// The chart of a history, drawn in the colour of a pillar.
    #[must_use]
    pub fn of(history: &History<'_>, ink: Ink) -> Self {
        let axis = history.axis();
        let up = |amount: Amount| share(amount.since(axis.low), axis.high.since(axis.low));
        let ends = || history.readings.iter().map(|it| it.figure.period.last);
        let (first, last) = (ends().min(), ends().max());
        let across = |day: time::Date| match (first, last) {
            (Some(first), Some(last)) if first < last => days(first, day) / days(first, last),
            _ => 0.5,
        };
        let points = history
            .readings
            .iter()
            .map(|it| Point {
                across: across(it.figure.period.last),
                up: up(it.figure.amount),
                amount: written(it.figure.amount),
                period: it.short_period(),
                joins: it.joins,
            })
            .collect();
        let marks = axis.marks();
        Self {
            points,
            marks: marks
                .into_iter()
                .map(|amount| Mark {
                    up: up(amount),
                    amount: written(amount),
                })
                .collect(),
            sentence: format!("{} {}", history.sentence(), history.axis_note()),
            ink,
        }
    }
}

/// An amount as charts write it, with a minus sign that is as long as a plus.
fn written(amount: Amount) -> String {
    amount.to_string().replace('-', "−")
}

fn share(part: Amount, of: Amount) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a place on a canvas of some thousand units"
    )]
    let (part, of) = (part.ten_thousandths() as f64, of.ten_thousandths() as f64);
    if of > 0.0 { part / of } else { 0.5 }
}

fn days(from: time::Date, to: time::Date) -> f64 {
    let days = (to - from).whole_days();
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}

/// The chart for the page.
///
/// `id` must be unique on the page; the same numbers must stand in a table beside it.
#[must_use]
pub fn indicator_svg(id: &str, title: &str, chart: &IndicatorChart) -> String {
    svg(WIDE, id, title, chart)
}

/// The chart for a phone 320 to 400 pixels wide.
#[must_use]
pub fn indicator_svg_narrow(id: &str, title: &str, chart: &IndicatorChart) -> String {
    svg(NARROW, id, title, chart)
}

/// The chart for the paper, as wide as the text of a page.
#[must_use]
pub fn indicator_drawing(chart: &IndicatorChart) -> Drawing {
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(PAPER.width), points(PAPER.height), |area| {
        draw_indicator(area, PAPER, chart)
    })
}

fn svg(form: Form, id: &str, title: &str, chart: &IndicatorChart) -> String {
    let size = (form.width.unsigned_abs(), form.height.unsigned_abs());
    accessible(id, title, &chart.sentence, size, |area| {
        draw_indicator(area, form, chart)
    })
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    height: i32,
    /// Size of the figures.
    text: f64,
    /// Size of the axis.
    small: f64,
    radius: i32,
    thick: u32,
    outline: u32,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    height: 520,
    text: 34.0,
    small: 30.0,
    radius: 11,
    thick: 5,
    outline: 2,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    height: 440,
    text: 32.0,
    small: 28.0,
    radius: 10,
    thick: 5,
    outline: 2,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    height: 1200,
    text: 102.0,
    small: 92.0,
    radius: 30,
    thick: 14,
    outline: 5,
};

impl Form {
    const fn figure(self) -> Label {
        Label::new(self.text, Style::BOLD, Colour::INK).centred()
    }

    const fn small(self) -> Label {
        Label::new(self.small, Style::REGULAR, Colour::MUTED)
    }

    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }

    /// Where the axis is: its upper and its lower end.
    fn axis(self) -> (i32, i32) {
        (self.ems(1.8), self.height - self.ems(3.4))
    }
}

/// Writes labels left to right as far as they have room; the last one always stands.
///
/// Returns which of them are written.
fn with_room(spans: &[(i32, i32)], between: i32) -> Vec<bool> {
    let mut written = vec![false; spans.len()];
    let mut free_until = i32::MAX;
    for (place, &(left, right)) in written.iter_mut().zip(spans).rev() {
        if right.saturating_add(between) <= free_until {
            *place = true;
            free_until = left;
        }
    }
    written
}

/// Draws the chart on anything plotters can draw on.
fn draw_indicator<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    chart: &IndicatorChart,
) -> Drawn<B> {
    let (top, bottom) = form.axis();
    let y = |up: f64| bottom - whole(f64::from(bottom - top) * up.clamp(0.0, 1.0));
    let small = form.small();
    let scale = chart.marks.iter().map(|it| small.width(&it.amount)).max();
    let left = scale.unwrap_or(0) + form.ems(0.6);
    for mark in &chart.marks {
        let at = y(mark.up);
        small
            .ending()
            .write(area, &mark.amount, (left - form.ems(0.6), at))?;
        let ends = vec![(left, at), (form.width, at)];
        line(area, ends, form.outline, Colour::LINE)?;
    }

    // Half of the widest label stands out at either end.
    let widest = chart
        .points
        .iter()
        .map(|it| form.figure().width(&it.amount).max(small.width(&it.period)))
        .max()
        .unwrap_or(0);
    let (start, end) = (left + widest / 2 + 2, form.width - widest / 2 - 2);
    let x = |across: f64| start + whole(f64::from(end - start) * across.clamp(0.0, 1.0));
    let placed: Vec<(i32, i32)> = chart
        .points
        .iter()
        .map(|it| (x(it.across), y(it.up)))
        .collect();
    for ((from, to), point) in placed
        .iter()
        .zip(placed.iter().skip(1))
        .zip(chart.points.iter().skip(1))
    {
        if point.joins {
            line(area, vec![*from, *to], form.thick, chart.ink.colour())?;
        }
    }

    let span = |label: Label, text: &str, at: i32| {
        let half = label.width(text) / 2 + 1;
        (at - half, at + half)
    };
    let spans = |label: Label, text: fn(&Point) -> &str| -> Vec<(i32, i32)> {
        let both = chart.points.iter().zip(&placed);
        both.map(|(it, &(at, _))| span(label, text(it), at))
            .collect()
    };
    let amounts = with_room(&spans(form.figure(), |it| &it.amount), form.ems(0.3));
    let periods = with_room(&spans(small, |it| &it.period), form.ems(0.5));
    let numbers = chart
        .points
        .iter()
        .zip(&placed)
        .zip(amounts.iter().zip(&periods));
    for (at, ((point, &(across, up)), (&has_amount, &has_period))) in numbers.enumerate() {
        disc(area, (across, up), form.radius, chart.ink.colour())?;
        if has_amount {
            // Below where the line comes down to it from both sides, else above.
            let neighbour = |step: Option<usize>| step.and_then(|it| placed.get(it));
            let before = neighbour(at.checked_sub(1)).is_none_or(|it| it.1 < up);
            let after = neighbour(at.checked_add(1)).is_none_or(|it| it.1 < up);
            let is_valley = before && after && chart.points.len() > 1;
            let away = if is_valley {
                form.ems(0.95)
            } else {
                -form.ems(0.95)
            };
            form.figure()
                .write(area, &point.amount, (across, up + away))?;
        }
        if has_period {
            let under = form.height - whole(form.small * 0.8);
            small
                .centred()
                .write(area, &point.period, (across, under))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::indicator::{Figure, Indicator, Origin, Period, catalogue};
    use time::macros::date;

    use super::super::svg::reading::{expect_legible, texts};
    use super::*;

    fn sickness() -> &'static Indicator {
        let id = "sickness-absence".parse().unwrap();
        catalogue().find(&id).unwrap()
    }

    fn year(from: i32, amount: &str) -> Figure {
        let day = |year, month, day| time::Date::from_calendar_date(year, month, day).unwrap();
        Figure {
            indicator: sickness().id.clone(),
            period: Period {
                first: day(from, time::Month::April, 1),
                last: day(from + 1, time::Month::March, 31),
            },
            amount: amount.parse().unwrap(),
            base: Some(100),
            origin: Origin::Own,
            source: String::new(),
        }
    }

    fn chart(figures: &[Figure]) -> IndicatorChart {
        IndicatorChart::of(&History::of(sickness(), figures).unwrap(), Ink::Wellbeing)
    }

    fn both(chart: &IndicatorChart) -> [String; 2] {
        [
            indicator_svg("i", "Sickness absence rate", chart),
            indicator_svg_narrow("i", "Sickness absence rate", chart),
        ]
    }

    fn three() -> IndicatorChart {
        chart(&[year(2023, "5.2"), year(2024, "5.9"), year(2025, "5.6")])
    }

    #[test]
    fn the_image_says_in_words_what_it_shows_and_on_which_axis() {
        for svg in both(&three()) {
            assert!(svg.contains("role=\"img\"") && !svg.contains("style="));
            assert!(svg.contains("5.6% for 1 April 2025 to 31 March 2026"));
            assert!(svg.contains("runs from 5% to 6%"), "{svg}");
        }
    }

    #[test]
    fn every_figure_is_a_disc_and_years_are_joined() {
        for svg in both(&three()) {
            assert_eq!(svg.matches("<circle").count(), 3);
            // Three marks of the axis and two joins.
            assert_eq!(svg.matches("<polyline").count(), 5);
            let words: Vec<_> = texts(&svg).into_iter().map(|it| it.3).collect();
            for number in ["5", "5.5", "6", "5.2", "5.9", "5.6", "2023/24", "2025/26"] {
                assert!(words.iter().any(|it| it == number), "{number}: {words:?}");
            }
        }
    }

    #[test]
    fn a_month_is_not_joined_to_a_year() {
        let month = Figure {
            period: Period {
                first: date!(2026 - 04 - 01),
                last: date!(2026 - 04 - 30),
            },
            ..year(2026, "4")
        };
        let svg = indicator_svg("i", "T", &chart(&[year(2025, "5.6"), month]));
        let alone = indicator_svg("i", "T", &chart(&[year(2025, "5.6"), year(2026, "4")]));
        assert_eq!(
            alone.matches("<polyline").count() - svg.matches("<polyline").count(),
            1
        );
    }

    #[test]
    fn no_word_is_cut_off_and_none_stands_on_another_however_many_there_are() {
        let months: Vec<_> = (0..72)
            .map(|at| {
                let month = time::Month::try_from(u8::try_from(at % 12 + 1).unwrap()).unwrap();
                let first = time::Date::from_calendar_date(2020 + at / 12, month, 1).unwrap();
                Figure {
                    period: Period {
                        first,
                        last: first + time::Duration::days(27),
                    },
                    amount: Amount::from_ten_thousandths(50_000 + i64::from(at % 7) * 3_137),
                    ..year(2025, "0")
                }
            })
            .collect();
        for chart in [chart(&months), three(), chart(&[year(2025, "100")])] {
            for svg in both(&chart) {
                expect_legible(&svg);
            }
        }
    }

    #[test]
    fn the_paper_gets_the_same_drawing() {
        assert!(format!("{:?}", indicator_drawing(&three())).contains("2024/25"));
    }
}
