//! How did each group get where it is?
//!
//! A small picture for each group, all to the same scale from 0 to 100: its
//! score at every moment as a line with discs, and above or below it the target
//! that was set at the time, as a heavy stroke. Moments stand as far apart as
//! they lay in time.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, Label, disc, line, whole};
use super::svg::accessible;
use crate::colour::{Colour, Ink};
use crate::line::{Line, Run, break_lines};
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::{Shaper, Style};

/// The same moments for several groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Multiples {
    /// What the first moment is called, in a word.
    pub first: String,
    /// What the last is called.
    pub last: String,
    /// Where each moment lies between them, 0.0 to 1.0, oldest first.
    pub at: Vec<f64>,
    /// One picture for each group.
    pub panels: Vec<Panel>,
}

/// One group over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What the group is called. A long name takes several lines.
    pub label: String,
    /// What is said under the name, for example how much of it can be compared.
    pub note: String,
    /// Score and target at each moment; empty when nothing can be compared.
    pub points: Vec<Point>,
    /// What the line is drawn in.
    pub ink: Ink,
}

/// A group at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Per cent of the possible, 0.0 to 100.0.
    pub score_percent: f64,
    /// The same of the target that was set then.
    pub target_percent: f64,
    /// The score as it is written.
    pub score: u32,
}

/// The small multiples for the page.
///
/// `id` must be unique on the page. `title` and `description` say in words what
/// the chart shows; the same numbers must stand in a table beside it.
#[must_use]
pub fn multiple_svg(id: &str, title: &str, description: &str, multiples: &Multiples) -> String {
    svg(WIDE, id, title, description, multiples)
}

/// The small multiples for a phone 320 to 400 pixels wide, below each other.
#[must_use]
pub fn multiple_svg_narrow(
    id: &str,
    title: &str,
    description: &str,
    multiples: &Multiples,
) -> String {
    svg(NARROW, id, title, description, multiples)
}

/// The small multiples for the paper, as wide as the text of a page.
#[must_use]
pub fn multiple_drawing(multiples: &Multiples) -> Drawing {
    let plan = Plan::new(PAPER, multiples);
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(plan.form.width), points(plan.height), |area| {
        draw_multiples(area, &plan)
    })
}

fn svg(form: Form, id: &str, title: &str, description: &str, multiples: &Multiples) -> String {
    let plan = Plan::new(form, multiples);
    let size = (plan.form.width.unsigned_abs(), plan.height.unsigned_abs());
    accessible(id, title, description, size, |area| {
        draw_multiples(area, &plan)
    })
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    columns: i32,
    /// Space between columns and between rows.
    between: i32,
    text: f64,
    small: f64,
    /// Height of the part with the line.
    inner: i32,
    mark: i32,
    stroke: u32,
    target: u32,
    axis: u32,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    columns: 3,
    between: 90,
    text: 32.0,
    small: 28.0,
    inner: 250,
    mark: 11,
    stroke: 6,
    target: 7,
    axis: 2,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    columns: 1,
    between: 50,
    text: 30.0,
    small: 27.0,
    inner: 200,
    mark: 10,
    stroke: 6,
    target: 7,
    axis: 2,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    columns: 3,
    between: 240,
    text: 96.0,
    small: 88.0,
    inner: 640,
    mark: 32,
    stroke: 18,
    target: 22,
    axis: 5,
};

/// From one line of a label to the next, in ems.
const LEADING: f64 = 1.25;

impl Form {
    const fn label(self) -> Label {
        Label::new(self.text, Style::BOLD, Colour::INK)
    }

    const fn small(self) -> Label {
        Label::new(self.small, Style::REGULAR, Colour::MUTED)
    }

    const fn number(self) -> Label {
        Label::new(self.small, Style::BOLD, Colour::INK)
    }

    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }

    fn panel_width(self) -> i32 {
        (self.width - self.between * (self.columns - 1)) / self.columns
    }

    fn broken(self, text: &str, style: Style, size: f64) -> Vec<String> {
        let run = Run {
            text,
            style,
            colour: Colour::INK,
        };
        let width = f64::from(self.panel_width());
        let lines = break_lines(&mut Shaper::default(), &[run], size, width);
        lines.iter().map(Line::text).collect()
    }
}

/// Where everything goes.
struct Plan<'a> {
    form: Form,
    multiples: &'a Multiples,
    panels: Vec<Placed<'a>>,
    height: i32,
}

struct Placed<'a> {
    panel: &'a Panel,
    label: Vec<String>,
    note: Vec<String>,
    left: i32,
    /// Where the words begin.
    top: i32,
    /// Where 100 and 0 per cent are.
    inner: (i32, i32),
}

impl<'a> Plan<'a> {
    fn new(form: Form, multiples: &'a Multiples) -> Self {
        let (leading, step) = (form.ems(LEADING), whole(form.small * LEADING));
        let rows = |lines: usize, leading: i32| leading * i32::try_from(lines).unwrap_or(0);
        let words: Vec<_> = multiples
            .panels
            .iter()
            .map(|it| {
                (
                    form.broken(&it.label, Style::BOLD, form.text),
                    form.broken(&it.note, Style::REGULAR, form.small),
                )
            })
            .collect();
        let columns = usize::try_from(form.columns).unwrap_or(1).max(1);
        let mut panels = Vec::new();
        let mut y = 0;
        for (row, words) in multiples.panels.chunks(columns).zip(words.chunks(columns)) {
            let tallest = words
                .iter()
                .map(|(label, note)| rows(label.len(), leading) + rows(note.len(), step))
                .max()
                .unwrap_or(0);
            // Room for a number over a point at 100.
            let top = y + tallest + step + form.mark;
            let bottom = top + form.inner;
            for (column, (panel, (label, note))) in (0..).zip(row.iter().zip(words)) {
                panels.push(Placed {
                    panel,
                    label: label.clone(),
                    note: note.clone(),
                    left: (form.panel_width() + form.between) * column,
                    top: y,
                    inner: (top, bottom),
                });
            }
            y = bottom + 2 * step + form.between / 2;
        }
        Self {
            form,
            multiples,
            panels,
            height: y.max(leading),
        }
    }
}

/// Draws the chart on anything plotters can draw on.
fn draw_multiples<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plan: &Plan<'_>) -> Drawn<B> {
    for panel in &plan.panels {
        draw_words(area, plan, panel)?;
        draw_panel(area, plan, panel)?;
    }
    Ok(())
}

fn draw_words<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    placed: &Placed<'_>,
) -> Drawn<B> {
    let form = plan.form;
    let (leading, step) = (form.ems(LEADING), whole(form.small * LEADING));
    let mut y = placed.top;
    for text in &placed.label {
        form.label()
            .write(area, text, (placed.left, y + leading / 2))?;
        y += leading;
    }
    for text in &placed.note {
        form.small()
            .write(area, text, (placed.left, y + step / 2))?;
        y += step;
    }
    Ok(())
}

fn draw_panel<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    placed: &Placed<'_>,
) -> Drawn<B> {
    let form = plan.form;
    let (top, bottom) = placed.inner;
    let right = placed.left + form.panel_width();
    for share in [0, 2, 4] {
        let y = bottom - (bottom - top) * share / 4;
        line(
            area,
            vec![(placed.left, y), (right, y)],
            form.axis,
            Colour::LINE,
        )?;
    }
    let middle = bottom + whole(form.small * 0.9);
    if placed.panel.points.is_empty() {
        let words = (placed.left, i32::midpoint(top, bottom));
        return form.small().write(area, "nothing to compare", words);
    }
    form.small()
        .write(area, &plan.multiples.first, (placed.left, middle))?;
    if plan.multiples.at.len() > 1 {
        let both = form.small().width(&plan.multiples.first)
            + form.small().width(&plan.multiples.last)
            + form.ems(0.5);
        // Below each other where they have no room beside each other.
        let below = if both > form.panel_width() {
            whole(form.small * LEADING)
        } else {
            0
        };
        form.small()
            .ending()
            .write(area, &plan.multiples.last, (right, middle + below))?;
    }
    let inset = form.number().width("100") / 2 + 1;
    let x = |at: f64| {
        let at = if at.is_finite() {
            at.clamp(0.0, 1.0)
        } else {
            0.0
        };
        placed.left + inset + whole(f64::from(right - placed.left - 2 * inset) * at)
    };
    let y = |percent: f64| {
        let percent = if percent.is_finite() {
            percent.clamp(0.0, 100.0)
        } else {
            0.0
        };
        bottom - whole(f64::from(bottom - top) * percent / 100.0)
    };
    let points: Vec<_> = plan
        .multiples
        .at
        .iter()
        .zip(&placed.panel.points)
        .map(|(&at, point)| (x(at), point))
        .collect();
    for (x, point) in &points {
        let (target, reach) = (y(point.target_percent), form.mark + form.mark / 2);
        line(
            area,
            vec![(x - reach, target), (x + reach, target)],
            form.target,
            Colour::INK,
        )?;
    }
    let colour = placed.panel.ink.colour();
    let way: Vec<_> = points
        .iter()
        .map(|(x, point)| (*x, y(point.score_percent)))
        .collect();
    if way.len() > 1 {
        line(area, way.clone(), form.stroke, colour)?;
    }
    for &place in &way {
        disc(area, place, form.mark, colour)?;
    }
    // The last number first, then those that have room before it.
    let mut free = i32::MAX;
    for (x, point) in points.iter().rev() {
        let text = point.score.to_string();
        let half = form.number().width(&text) / 2 + 1;
        if x + half > free {
            continue;
        }
        free = x - half - form.ems(0.3);
        let under = y(point.score_percent) - form.mark - whole(form.small * 0.7);
        form.number().centred().write(area, &text, (*x, under))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::svg::reading::{expect_legible, texts};
    use super::*;

    fn panel(label: &str, scores: &[u32]) -> Panel {
        Panel {
            label: label.into(),
            note: "comparable on 19 of 22".into(),
            points: scores
                .iter()
                .map(|&score| Point {
                    score_percent: f64::from(score),
                    target_percent: 75.0,
                    score,
                })
                .collect(),
            ink: Ink::Mixed,
        }
    }

    fn multiples() -> Multiples {
        Multiples {
            first: "12 May 2024".into(),
            last: "25 November 2026".into(),
            at: vec![0.0, 0.40, 0.41, 1.0],
            panels: vec![
                panel("Wellbeing & <more>", &[40, 52, 54, 61]),
                panel(&"A long name in many words ".repeat(4), &[100, 0, 100, 0]),
                panel("Nothing", &[]),
                panel(&"Llanfairpwllgwyngyll".repeat(4), &[1, 2, 3, 4]),
            ],
        }
    }

    fn both(multiples: &Multiples) -> [String; 2] {
        [
            multiple_svg("multiple", "T", "D", multiples),
            multiple_svg_narrow("multiple", "T", "D", multiples),
        ]
    }

    #[test]
    fn no_word_is_cut_off_and_none_stands_on_another() {
        for svg in both(&multiples()) {
            expect_legible(&svg);
        }
    }

    #[test]
    fn a_number_without_room_is_left_to_the_table() {
        let one = Multiples {
            panels: vec![panel("Wellbeing", &[40, 52, 54, 61])],
            ..multiples()
        };
        for svg in both(&one) {
            let words: Vec<String> = texts(&svg).into_iter().map(|(.., words)| words).collect();
            let expected = [
                "Wellbeing",
                "comparable on 19 of 22",
                "12 May 2024",
                "25 November 2026",
                "61",
                "54",
                "40",
            ];
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn numbers_that_are_no_percentages_do_no_harm() {
        for number in [f64::NAN, f64::INFINITY, -5.0, 1e300] {
            let mut wrong = panel("Wrong", &[1, 2]);
            wrong.points[0].score_percent = number;
            wrong.points[1].target_percent = -number;
            let multiples = Multiples {
                at: vec![number, -number],
                panels: vec![wrong],
                ..multiples()
            };
            assert!(multiple_svg("multiple", "T", "D", &multiples).len() < 20_000);
        }
        let none = Multiples {
            panels: vec![],
            ..multiples()
        };
        assert!(multiple_svg("multiple", "T", "D", &none).contains("</svg>"));
    }
}
