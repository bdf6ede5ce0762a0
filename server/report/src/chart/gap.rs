//! How far is each group from its target?
//!
//! ```text
//! Managers and leaders  ███████████████ 51 ▨▨▨▨▨▨▨▨▨┃        gap 27    11 of 12
//! ```
//!
//! A solid bar to the score, with its number; hatching from there to the
//! target; a heavy line at the target; the gap as a number; how many statements
//! were scored. Nothing is told by colour alone.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, Label, fill, hatch, line, whole};
use super::svg::accessible;
use crate::colour::{Colour, Ink};
use crate::line::{Line, Run, break_lines};
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::{Shaper, Style};

/// One group: its score, its target and the gap between them.
#[derive(Debug, Clone, PartialEq)]
pub struct GapBar {
    /// What the group is called. A long name takes several lines.
    pub label: String,
    /// `None` when nothing has been scored, which is not the same as 0.
    pub measured: Option<Measured>,
    /// Number of statements scored.
    pub scored: u32,
    /// Number of statements that apply.
    pub applicable: u32,
    /// What the bar is drawn in.
    pub ink: Ink,
}

/// The numbers of a group in which something has been scored.
///
/// The percentages say how long the bars are; the whole numbers are what is
/// written beside them, rounded by the caller, each from its exact fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Per cent of the possible, 0.0 to 100.0.
    pub score_percent: f64,
    /// Per cent of the possible, from the score to 100.0.
    pub target_percent: f64,
    /// The score as it is written.
    pub score: u32,
    /// The gap as it is written.
    pub gap: Gap,
}

/// How far a group is from its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Every scored statement is at its target or above.
    AtTarget,
    /// So many points of 100; 0 is written "under 1".
    Points(u32),
}

impl Gap {
    fn text(self) -> String {
        match self {
            Self::AtTarget => "at target".to_owned(),
            Self::Points(0) => "gap under 1".to_owned(),
            Self::Points(points) => format!("gap {points}"),
        }
    }
}

/// The gap chart for the page, in the order given.
///
/// `id` must be unique on the page. `title` and `description` say in words what
/// the chart shows; the same numbers must stand in a table beside it.
#[must_use]
pub fn gap_svg(id: &str, title: &str, description: &str, bars: &[GapBar]) -> String {
    svg(WIDE, id, title, description, bars)
}

/// The gap chart for a phone 320 to 400 pixels wide: each label stands above
/// its bar.
#[must_use]
pub fn gap_svg_narrow(id: &str, title: &str, description: &str, bars: &[GapBar]) -> String {
    svg(NARROW, id, title, description, bars)
}

/// The gap chart for the paper, as wide as the text of a page.
#[must_use]
pub fn gap_drawing(bars: &[GapBar]) -> Drawing {
    let plan = Plan::new(PAPER, bars);
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(plan.form.width), points(plan.height), |area| {
        draw_gaps(area, &plan)
    })
}

fn svg(form: Form, id: &str, title: &str, description: &str, bars: &[GapBar]) -> String {
    let plan = Plan::new(form, bars);
    let size = (plan.form.width.unsigned_abs(), plan.height.unsigned_abs());
    accessible(id, title, description, size, |area| draw_gaps(area, &plan))
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    /// Size of labels and gaps.
    text: f64,
    /// Size of counts and of the scale.
    small: f64,
    bar: i32,
    /// Space between bars, in which the labels must fit.
    between: i32,
    /// How far the target's line stands out of the bar, at either end.
    stands_out: i32,
    target: u32,
    outline: u32,
    hatch: u32,
    hatch_step: i32,
    labels: Labels,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Labels {
    /// In a column of their own.
    Beside,
    /// Over the bar, with the gap under it.
    Above,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    text: 34.0,
    small: 30.0,
    bar: 52,
    between: 40,
    stands_out: 10,
    target: 8,
    outline: 2,
    hatch: 3,
    hatch_step: 20,
    labels: Labels::Beside,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    text: 32.0,
    small: 28.0,
    bar: 44,
    between: 36,
    stands_out: 8,
    target: 8,
    outline: 2,
    hatch: 3,
    hatch_step: 18,
    labels: Labels::Above,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    text: 102.0,
    small: 92.0,
    bar: 140,
    between: 100,
    stands_out: 28,
    target: 22,
    outline: 5,
    hatch: 7,
    hatch_step: 46,
    labels: Labels::Beside,
};

const SCALE: [i32; 5] = [0, 25, 50, 75, 100];
/// From one line of a label to the next, in ems.
const LEADING: f64 = 1.25;
/// The column of labels takes at least and at most this share of the width.
const LABELS_LEAST: f64 = 0.12;
const LABELS_MOST: f64 = 0.34;

/// Where everything goes.
struct Plan<'a> {
    form: Form,
    /// Where 0 and 100 per cent are.
    track: (i32, i32),
    /// Left end of the gaps written beside the track.
    gap_x: i32,
    rows: Vec<Row<'a>>,
    /// Where the rows end and the scale begins.
    bottom: i32,
    height: i32,
}

struct Row<'a> {
    bar: &'a GapBar,
    label: Vec<String>,
    top: i32,
    /// The middle of the bar.
    middle: i32,
}

impl Form {
    const fn label(self) -> Label {
        Label::new(self.text, Style::REGULAR, Colour::INK)
    }

    const fn gap(self) -> Label {
        Label::new(self.text, Style::BOLD, Colour::INK)
    }

    const fn small(self) -> Label {
        Label::new(self.small, Style::REGULAR, Colour::MUTED)
    }

    /// A label broken into lines.
    fn break_label(self, label: &str, width: f64) -> Vec<Line> {
        let style = self.label().style;
        let run = Run {
            text: label,
            style,
            colour: Colour::INK,
        };
        break_lines(&mut Shaper::default(), &[run], self.text, width)
    }

    /// How wide a label is that is broken only where its writer broke it.
    /// Measured as it will be broken: word by word, without kerning between.
    fn widest_line(self, label: &str) -> i32 {
        let lines = self.break_label(label, f64::MAX);
        whole(
            lines
                .iter()
                .map(|line| line.width)
                .fold(0.0, f64::max)
                .ceil(),
        )
    }

    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }

    /// Where the track is, where the gaps are, and how wide a label may be.
    fn columns(self, bars: &[GapBar]) -> ((i32, i32), i32, i32) {
        let widest = |widths: &mut dyn Iterator<Item = i32>| widths.max().unwrap_or(0);
        match self.labels {
            Labels::Above => {
                // The ends of the scale are centred on the ends of the track.
                let left = self.small().width("0") / 2 + 1;
                let right = self.width - self.small().width("100") / 2 - 1;
                ((left, right), 0, self.width)
            }
            Labels::Beside => {
                let share = |share: f64| whole(f64::from(self.width) * share);
                let label = widest(&mut bars.iter().map(|bar| self.widest_line(&bar.label)));
                let label = label.clamp(share(LABELS_LEAST), share(LABELS_MOST));
                let gap = widest(
                    &mut bars
                        .iter()
                        .filter_map(|bar| bar.measured)
                        .map(|measured| self.gap().width(&measured.gap.text())),
                );
                let count = widest(&mut bars.iter().map(|bar| self.small().width(&count(bar))));
                let gap_x = self.width - count - self.ems(0.8) - gap;
                ((label + self.ems(1.2), gap_x - self.ems(1.0)), gap_x, label)
            }
        }
    }
}

impl<'a> Plan<'a> {
    fn new(form: Form, bars: &'a [GapBar]) -> Self {
        let (track, gap_x, label_width) = form.columns(bars);
        let leading = form.ems(LEADING);
        let mut rows = Vec::new();
        let mut y = 0;
        for bar in bars {
            let lines = form.break_label(&bar.label, f64::from(label_width));
            let label: Vec<String> = lines.iter().map(Line::text).collect();
            let label_height = leading * i32::try_from(label.len()).unwrap_or(0);
            let (middle, bottom) = match form.labels {
                Labels::Beside => {
                    let height = (form.bar + form.between).max(label_height + form.ems(0.5));
                    (y + height / 2, y + height)
                }
                Labels::Above => {
                    let middle = y + label_height + form.ems(0.2) + form.stands_out + form.bar / 2;
                    (
                        middle,
                        middle + form.bar / 2 + form.stands_out + leading + form.between,
                    )
                }
            };
            rows.push(Row {
                bar,
                label,
                top: y,
                middle,
            });
            y = bottom;
        }
        let scale = whole(form.small * 1.5);
        Self {
            form,
            track,
            gap_x,
            rows,
            bottom: y,
            height: y + scale,
        }
    }

    /// Where so many per cent are.
    fn x(&self, percent: f64) -> i32 {
        let (left, right) = self.track;
        left + whole(f64::from(right - left) * percent.clamp(0.0, 100.0) / 100.0)
    }
}

fn count(bar: &GapBar) -> String {
    format!("{} of {}", bar.scored, bar.applicable)
}

/// Draws the chart on anything plotters can draw on.
fn draw_gaps<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plan: &Plan<'_>) -> Drawn<B> {
    for percent in SCALE {
        draw_grid(area, plan, percent)?;
    }
    for row in &plan.rows {
        draw_words(area, plan, row)?;
        match row.bar.measured {
            Some(measured) => draw_bar(area, plan, row, measured)?,
            None => plan.form.small().write(
                area,
                "not scored yet",
                (plan.track.0 + plan.form.ems(0.5), row.middle),
            )?,
        }
    }
    Ok(())
}

/// Draws one line of the grid and its number.
fn draw_grid<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    percent: i32,
) -> Drawn<B> {
    let form = plan.form;
    let x = plan.x(f64::from(percent));
    match form.labels {
        Labels::Beside => line(
            area,
            vec![(x, 0), (x, plan.bottom)],
            form.outline,
            Colour::LINE,
        )?,
        // Only behind the bars, so that nothing crosses the words.
        Labels::Above => {
            for row in &plan.rows {
                let reach = form.bar / 2 + form.stands_out;
                let ends = vec![(x, row.middle - reach), (x, row.middle + reach)];
                line(area, ends, form.outline, Colour::LINE)?;
            }
        }
    }
    let middle = plan.bottom + whole(form.small * 0.8);
    form.small()
        .centred()
        .write(area, &percent.to_string(), (x, middle))
}

/// Writes the label, the gap and the count of a row.
fn draw_words<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    row: &Row<'_>,
) -> Drawn<B> {
    let form = plan.form;
    let leading = form.ems(LEADING);
    let lines = i32::try_from(row.label.len()).unwrap_or(0);
    let (first, (gap_x, words_y)) = match form.labels {
        Labels::Beside => (
            row.middle - leading * (lines - 1) / 2,
            (plan.gap_x, row.middle),
        ),
        Labels::Above => (
            row.top + leading / 2,
            (0, row.middle + form.bar / 2 + form.stands_out + leading / 2),
        ),
    };
    for (index, text) in (0..).zip(&row.label) {
        form.label()
            .write(area, text, (0, first + leading * index))?;
    }
    if let Some(measured) = row.bar.measured {
        form.gap()
            .write(area, &measured.gap.text(), (gap_x, words_y))?;
    }
    form.small()
        .ending()
        .write(area, &count(row.bar), (form.width, words_y))
}

/// Draws the bar, the gap and the target, and writes the score.
fn draw_bar<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    row: &Row<'_>,
    measured: Measured,
) -> Drawn<B> {
    let form = plan.form;
    let colour = row.bar.ink.colour();
    let (top, bottom) = (row.middle - form.bar / 2, row.middle + form.bar / 2);
    let (start, end) = (plan.track.0, plan.x(measured.score_percent));
    let target = plan.x(measured.target_percent).max(end);

    if measured.gap != Gap::AtTarget && target > end {
        hatch(
            area,
            [(end, top), (target, bottom)],
            form.hatch_step,
            form.hatch,
            colour,
        )?;
    }
    if end > start {
        fill(area, [(start, top), (end, bottom)], colour)?;
    }

    // In the bar if it is long enough, else on the hatching, else behind it.
    let score = measured.score.to_string();
    let pad = form.ems(0.45);
    let width = form.gap().width(&score);
    if end - start >= width + 2 * pad {
        let label = Label {
            colour: Colour::WHITE,
            ..form.gap()
        };
        label
            .ending()
            .write(area, &score, (end - pad, row.middle))?;
    } else if target - end >= width + 3 * pad {
        let plate = i32::try_from(form.outline).unwrap_or(0);
        fill(
            area,
            [
                (end + plate, top + plate),
                (end + width + 2 * pad, bottom - plate),
            ],
            Colour::WHITE,
        )?;
        form.gap().write(area, &score, (end + pad, row.middle))?;
    } else {
        form.gap().write(area, &score, (target + pad, row.middle))?;
    }

    let ends = vec![
        (target, top - form.stands_out),
        (target, bottom + form.stands_out),
    ];
    line(area, ends, form.target, Colour::INK)
}

#[cfg(test)]
mod tests {
    use super::super::svg::reading::{attribute, expect_legible, texts};
    use super::*;

    fn bar(label: &str, score: u32, target: u32) -> GapBar {
        let gap = if score == target {
            Gap::AtTarget
        } else {
            Gap::Points(target - score)
        };
        GapBar {
            label: label.to_owned(),
            measured: Some(Measured {
                score_percent: f64::from(score),
                target_percent: f64::from(target),
                score,
                gap,
            }),
            scored: 11,
            applicable: 12,
            ink: Ink::Mixed,
        }
    }

    fn unscored(label: &str) -> GapBar {
        GapBar {
            measured: None,
            scored: 0,
            ..bar(label, 0, 0)
        }
    }

    fn awkward() -> Vec<GapBar> {
        vec![
            bar("Managers & <leaders> of \"everything\"", 51, 78),
            bar(&"Llanfairpwllgwyngyll".repeat(10), 3, 75),
            bar(&"a long name in many words ".repeat(8), 99, 100),
            bar("Nought", 0, 100),
            bar("Hardly begun", 2, 3),
            bar("Done", 100, 100),
            unscored("Nothing yet"),
            bar("", 40, 60),
        ]
    }

    fn both(bars: &[GapBar]) -> [String; 2] {
        [
            gap_svg("gap", "T", "D", bars),
            gap_svg_narrow("gap", "T", "D", bars),
        ]
    }

    #[test]
    fn the_image_says_in_words_what_it_shows() {
        let svg = gap_svg("lens-2", "Gap <b>", "\"27\" & more", &awkward());
        let (tag, rest) = svg.split_once('>').unwrap();
        assert_eq!(attribute(tag, "role"), "img");
        assert_eq!(
            attribute(tag, "aria-labelledby"),
            "lens-2-title lens-2-description"
        );
        assert!(rest.contains("<title id=\"lens-2-title\">Gap &lt;b&gt;</title>"));
        assert!(rest.contains("<desc id=\"lens-2-description\">&quot;27&quot; &amp; more</desc>"));
        assert!(rest.contains("Managers &amp; &lt;leaders&gt;"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("</svg>").count(), 1);
    }

    #[test]
    fn the_image_is_as_wide_as_its_place_and_has_nothing_a_strict_policy_blocks() {
        for svg in both(&awkward()) {
            let tag = svg.split_once('>').unwrap().0;
            assert!(
                tag.contains(" viewBox=\"0 0 ")
                    && !tag.contains(" width=")
                    && !tag.contains(" height=")
            );
            assert!(!svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script"));
        }
    }

    #[test]
    fn no_word_is_cut_off_and_none_stands_on_another() {
        for svg in both(&awkward()) {
            expect_legible(&svg);
        }
    }

    #[test]
    fn every_number_is_written_as_it_came() {
        for svg in both(&[bar("One", 51, 78), bar("Two", 78, 78), unscored("Three")]) {
            let words: Vec<String> = texts(&svg).into_iter().map(|(.., words)| words).collect();
            let expected = [
                "0",
                "25",
                "50",
                "75",
                "100",
                "One",
                "gap 27",
                "11 of 12",
                "51",
                "Two",
                "at target",
                "11 of 12",
                "78",
                "Three",
                "0 of 12",
                "not scored yet",
            ];
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn a_gap_that_rounds_to_nothing_is_still_a_gap() {
        let mut almost = bar("Almost", 77, 78);
        almost.measured = almost.measured.map(|measured| Measured {
            gap: Gap::Points(0),
            ..measured
        });
        assert!(gap_svg("gap", "T", "D", &[almost]).contains("gap under 1"));
    }

    #[test]
    fn numbers_that_are_no_percentages_do_no_harm() {
        for percent in [f64::NAN, f64::INFINITY, -5.0, 1e300] {
            let mut wrong = bar("Wrong", 50, 60);
            wrong.measured = wrong.measured.map(|measured| Measured {
                score_percent: percent,
                target_percent: -percent,
                ..measured
            });
            assert!(gap_svg("gap", "T", "D", &[wrong]).len() < 20_000);
        }
        assert!(gap_svg("gap", "T", "D", &[]).contains("</svg>"));
    }
}
