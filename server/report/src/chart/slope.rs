//! Where did each group go, from one moment to another?
//!
//! ```text
//!  April 2025 to …          April 2026 to …
//!      62 ●─────────────────────▲ 71  Wellbeing
//!      55 ●─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─▼ 51  Leadership
//! ```
//!
//! One line a group, with its numbers at both ends and its name at the right.
//! What went up is a solid line that ends in a triangle, what went down a broken
//! one with the triangle on its head, what stood still ends in a disc. Nothing
//! is told by colour alone. The scale is as long as the numbers need and does
//! not begin at 0, since slopes are compared and not heights.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, Label, disc, line, polygon, whole};
use super::svg::accessible;
use crate::colour::{Colour, Ink};
use crate::line::{Line, Run, break_lines};
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::{Shaper, Style};

/// Two moments and what lies between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Slopes {
    /// What the earlier moment is called.
    pub from: String,
    /// What the later one is called.
    pub to: String,
    /// One line for each group.
    pub lines: Vec<Slope>,
}

/// One group at two moments.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// What the group is called. A long name takes several lines.
    pub label: String,
    /// Per cent of the possible at the earlier and the later moment, 0.0 to 100.0.
    pub percents: (f64, f64),
    /// The same as they are written.
    pub numbers: (u32, u32),
    /// Which way it went, which the percentages may be too close to show.
    pub went: Went,
    /// What the line is drawn in.
    pub ink: Ink,
}

/// Which way a group went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// Towards more.
    Up,
    /// Towards less.
    Down,
    /// Nowhere.
    Still,
}

/// The slope chart for the page.
///
/// `id` must be unique on the page. `title` and `description` say in words what
/// the chart shows; the same numbers must stand in a table beside it.
#[must_use]
pub fn slope_svg(id: &str, title: &str, description: &str, slopes: &Slopes) -> String {
    svg(WIDE, id, title, description, slopes)
}

/// The slope chart for a phone 320 to 400 pixels wide.
#[must_use]
pub fn slope_svg_narrow(id: &str, title: &str, description: &str, slopes: &Slopes) -> String {
    svg(NARROW, id, title, description, slopes)
}

/// The slope chart for the paper, as wide as the text of a page.
#[must_use]
pub fn slope_drawing(slopes: &Slopes) -> Drawing {
    let plan = Plan::new(PAPER, slopes);
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(plan.form.width), points(plan.height), |area| {
        draw_slopes(area, &plan)
    })
}

fn svg(form: Form, id: &str, title: &str, description: &str, slopes: &Slopes) -> String {
    let plan = Plan::new(form, slopes);
    let size = (plan.form.width.unsigned_abs(), plan.height.unsigned_abs());
    accessible(id, title, description, size, |area| {
        draw_slopes(area, &plan)
    })
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    text: f64,
    small: f64,
    /// The least height of the part with the lines.
    least: i32,
    /// How much of the width names may take, in hundredths.
    names: i32,
    mark: i32,
    stroke: u32,
    axis: u32,
    dash: i32,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    text: 34.0,
    small: 30.0,
    least: 520,
    names: 38,
    mark: 13,
    stroke: 7,
    axis: 3,
    dash: 26,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    text: 30.0,
    small: 27.0,
    least: 420,
    names: 46,
    mark: 11,
    stroke: 6,
    axis: 3,
    dash: 20,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    text: 102.0,
    small: 92.0,
    least: 1200,
    names: 40,
    mark: 36,
    stroke: 20,
    axis: 7,
    dash: 70,
};

/// From one line of a label to the next, in ems.
const LEADING: f64 = 1.25;

impl Form {
    const fn label(self) -> Label {
        Label::new(self.text, Style::REGULAR, Colour::INK)
    }

    const fn number(self) -> Label {
        Label::new(self.text, Style::BOLD, Colour::INK)
    }

    const fn small(self) -> Label {
        Label::new(self.small, Style::REGULAR, Colour::MUTED)
    }

    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }
}

/// A text broken into lines.
fn broken(size: f64, text: &str, width: i32) -> Vec<String> {
    let run = Run {
        text,
        style: Style::REGULAR,
        colour: Colour::INK,
    };
    let lines = break_lines(&mut Shaper::default(), &[run], size, f64::from(width));
    lines.iter().map(Line::text).collect()
}

/// Where everything goes.
struct Plan<'a> {
    form: Form,
    slopes: &'a Slopes,
    /// Where both axes stand.
    axes: (i32, i32),
    /// What stands over them, line by line.
    heads: [Vec<String>; 2],
    top: i32,
    bottom: i32,
    height: i32,
    /// One for each line, in the same order.
    ends: Vec<Ends>,
    name_x: i32,
}

/// Where one line begins and ends, and where its words stand.
struct Ends {
    name: Vec<String>,
    from: i32,
    to: i32,
    number_y: i32,
    name_y: i32,
}

impl<'a> Plan<'a> {
    fn new(form: Form, slopes: &'a Slopes) -> Self {
        let gap = form.ems(0.6);
        let number = form.number().width("100");
        let name_width = form.width * form.names / 100;
        let left = number + 2 * gap;
        let name_x = form.width - name_width;
        let right = name_x - number - 2 * gap;
        let half = form.width / 2 - gap;
        let heads = [&slopes.from, &slopes.to].map(|it| broken(form.small, it, half));
        let leading = form.ems(LEADING);
        let names: Vec<_> = slopes
            .lines
            .iter()
            .map(|it| broken(form.text, &it.label, name_width))
            .collect();
        let rows = |lines: usize| leading * i32::try_from(lines.max(1)).unwrap_or(1);
        let needed: i32 = names.iter().map(|it| rows(it.len()) + leading / 3).sum();
        let head_lines = heads.iter().map(Vec::len).max().unwrap_or(0);
        let top = whole(form.small * LEADING) * i32::try_from(head_lines).unwrap_or(0) + leading;
        let inner = form.least.max(needed);
        let bottom = top + inner;
        let scale = Scale::of(slopes, top + leading / 2, bottom - leading / 2);
        let from: Vec<_> = slopes
            .lines
            .iter()
            .map(|it| scale.y(it.percents.0))
            .collect();
        let to: Vec<_> = slopes
            .lines
            .iter()
            .map(|it| scale.y(it.percents.1))
            .collect();
        let heights: Vec<_> = names
            .iter()
            .map(|it| rows(it.len()) + leading / 3)
            .collect();
        let numbers = vec![leading; from.len()];
        let numbers_y = apart(&from, &numbers, (top, bottom));
        let names_y = apart(&to, &heights, (top, bottom));
        let ends = names
            .into_iter()
            .zip(from.into_iter().zip(to))
            .zip(numbers_y.into_iter().zip(names_y))
            .map(|((name, (from, to)), (number_y, name_y))| Ends {
                name,
                from,
                to,
                number_y,
                name_y,
            })
            .collect();
        Self {
            form,
            slopes,
            axes: (left, right),
            heads,
            top,
            bottom,
            height: bottom + leading / 2,
            ends,
            name_x,
        }
    }
}

/// From per cent to height: only the part of the scale that is needed.
struct Scale {
    low: f64,
    high: f64,
    top: i32,
    bottom: i32,
}

impl Scale {
    /// At least twenty points long.
    fn of(slopes: &Slopes, top: i32, bottom: i32) -> Self {
        let all = || {
            let each = slopes.lines.iter();
            each.flat_map(|it| [it.percents.0, it.percents.1])
                .filter(|it| it.is_finite())
                .map(|it| it.clamp(0.0, 100.0))
        };
        let (low, high) = (all().fold(100.0, f64::min), all().fold(0.0, f64::max));
        let (low, high) = if low > high {
            (0.0, 100.0)
        } else {
            (low, high)
        };
        let short = (20.0 - (high - low)).max(0.0) / 2.0;
        Self {
            low: low - short,
            high: high + short,
            top,
            bottom,
        }
    }

    fn y(&self, percent: f64) -> i32 {
        let percent = if percent.is_finite() {
            percent.clamp(0.0, 100.0)
        } else {
            self.low
        };
        let share = (self.high - percent) / (self.high - self.low);
        self.top + whole(f64::from(self.bottom - self.top) * share)
    }
}

/// Moves labels apart so that none stands on another, each as near to its place as that allows.
fn apart(wanted: &[i32], heights: &[i32], (top, bottom): (i32, i32)) -> Vec<i32> {
    let mut order: Vec<_> = (0..).zip(wanted.iter().zip(heights)).collect();
    order.sort_by_key(|(_, (y, _))| **y);
    let mut placed: Vec<(usize, i32, i32)> = Vec::new();
    let mut free = top;
    for (index, (&y, &height)) in order {
        let middle = y.max(free + height / 2);
        free = middle + height - height / 2;
        placed.push((index, middle, height));
    }
    let mut limit = bottom;
    for (_, middle, height) in placed.iter_mut().rev() {
        *middle = (*middle).min(limit - *height + *height / 2);
        limit = *middle - *height / 2;
    }
    placed.sort_by_key(|(index, ..)| *index);
    placed.into_iter().map(|(_, middle, _)| middle).collect()
}

/// Draws the chart on anything plotters can draw on.
fn draw_slopes<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plan: &Plan<'_>) -> Drawn<B> {
    let form = plan.form;
    let (left, right) = plan.axes;
    for x in [left, right] {
        line(
            area,
            vec![(x, plan.top), (x, plan.bottom)],
            form.axis,
            Colour::LINE,
        )?;
    }
    let step = whole(form.small * LEADING);
    for (index, text) in (0..).zip(&plan.heads[0]) {
        form.small()
            .write(area, text, (0, step / 2 + step * index))?;
    }
    // Over its axis, in its own half, or as far right as its longest line allows.
    let widths = plan.heads[1].iter().map(|it| form.small().width(it));
    let widest = widths.max().unwrap_or(0);
    let x = right.max(form.width / 2).min(form.width - widest);
    for (index, text) in (0..).zip(&plan.heads[1]) {
        form.small()
            .write(area, text, (x, step / 2 + step * index))?;
    }
    for (slope, ends) in plan.slopes.lines.iter().zip(&plan.ends) {
        draw_slope(area, plan, slope, ends)?;
    }
    Ok(())
}

fn draw_slope<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    slope: &Slope,
    ends: &Ends,
) -> Drawn<B> {
    let form = plan.form;
    let (left, right) = plan.axes;
    let colour = slope.ink.colour();
    let (start, end) = ((left, ends.from), (right, ends.to));
    match slope.went {
        Went::Down => dashed(area, start, end, form.dash, form.stroke, colour)?,
        _ => line(area, vec![start, end], form.stroke, colour)?,
    }
    disc(area, start, form.mark, colour)?;
    mark(area, slope.went, end, form.mark, colour)?;

    let gap = form.ems(0.6);
    // A label that had to make room is led to its line.
    let lead = |from: (i32, i32), to: (i32, i32)| {
        if (from.1 - to.1).abs() > form.mark {
            line(area, vec![from, to], form.axis, Colour::MUTED)
        } else {
            Ok(())
        }
    };
    lead(
        (left - form.mark, ends.from),
        (left - gap + form.ems(0.1), ends.number_y),
    )?;
    lead(
        (right + form.mark, ends.to),
        (right + gap - form.ems(0.1), ends.name_y),
    )?;
    form.number().ending().write(
        area,
        &slope.numbers.0.to_string(),
        (left - gap, ends.number_y),
    )?;
    form.number().write(
        area,
        &slope.numbers.1.to_string(),
        (right + gap, ends.name_y),
    )?;
    let leading = form.ems(LEADING);
    let lines = i32::try_from(ends.name.len()).unwrap_or(0);
    let first = ends.name_y - leading * (lines - 1) / 2;
    for (index, text) in (0..).zip(&ends.name) {
        form.label()
            .write(area, text, (plan.name_x, first + leading * index))?;
    }
    Ok(())
}

/// A triangle for what moved, on its base or on its head; a disc for what did not.
pub(super) fn mark<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    went: Went,
    (x, y): (i32, i32),
    half: i32,
    colour: Colour,
) -> Drawn<B> {
    let wide = half + half / 2;
    match went {
        Went::Up => polygon(
            area,
            vec![(x, y - wide), (x + wide, y + half), (x - wide, y + half)],
            colour,
        ),
        Went::Down => polygon(
            area,
            vec![(x, y + wide), (x + wide, y - half), (x - wide, y - half)],
            colour,
        ),
        Went::Still => disc(area, (x, y), half, colour),
    }
}

/// A broken line.
fn dashed<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    (x1, y1): (i32, i32),
    (x2, y2): (i32, i32),
    dash: i32,
    thickness: u32,
    colour: Colour,
) -> Drawn<B> {
    let at = |x: i32| {
        let share = f64::from(x - x1) / f64::from((x2 - x1).max(1));
        (x, y1 + whole(f64::from(y2 - y1) * share))
    };
    let mut x = x1;
    while x < x2 {
        let end = (x + dash).min(x2);
        line(area, vec![at(x), at(end)], thickness, colour)?;
        x += dash + dash * 2 / 3;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::svg::reading::{expect_legible, texts};
    use super::*;

    fn slope(label: &str, from: u32, to: u32) -> Slope {
        Slope {
            label: label.to_owned(),
            percents: (f64::from(from), f64::from(to)),
            numbers: (from, to),
            went: match to.cmp(&from) {
                std::cmp::Ordering::Greater => Went::Up,
                std::cmp::Ordering::Less => Went::Down,
                std::cmp::Ordering::Equal => Went::Still,
            },
            ink: Ink::Mixed,
        }
    }

    fn awkward() -> Slopes {
        Slopes {
            from: "April 2024 to March 2025, of the trust as it was before the merger".into(),
            to: "April 2026 to March 2027 (reopened)".into(),
            lines: vec![
                slope("Managers & <leaders> of \"everything\"", 50, 51),
                slope("Professional wellbeing support for everybody", 50, 51),
                slope(&"Llanfairpwllgwyngyll".repeat(3), 51, 50),
                slope("Relationships", 50, 50),
                slope("Environment", 49, 51),
                slope("Data insights", 0, 100),
                slope("", 100, 0),
            ],
        }
    }

    fn both(slopes: &Slopes) -> [String; 2] {
        [
            slope_svg("slope", "T", "D", slopes),
            slope_svg_narrow("slope", "T", "D", slopes),
        ]
    }

    #[test]
    fn no_word_is_cut_off_and_none_stands_on_another() {
        for svg in both(&awkward()) {
            expect_legible(&svg);
        }
    }

    #[test]
    fn every_number_is_written_as_it_came_and_every_name_once() {
        let slopes = Slopes {
            from: "2025".into(),
            to: "2026".into(),
            lines: vec![slope("Wellbeing", 62, 71), slope("Leadership", 55, 51)],
        };
        for svg in both(&slopes) {
            let words: Vec<String> = texts(&svg).into_iter().map(|(.., words)| words).collect();
            let expected = [
                "2025",
                "2026",
                "62",
                "71",
                "Wellbeing",
                "55",
                "51",
                "Leadership",
            ];
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn labels_make_room_and_stay_inside() {
        assert_eq!(apart(&[50, 50, 52], &[10, 10, 10], (0, 100)), [50, 60, 70]);
        assert_eq!(apart(&[98, 2, 97], &[10, 10, 10], (0, 100)), [95, 5, 85]);
    }

    #[test]
    fn numbers_that_are_no_percentages_do_no_harm() {
        for percent in [f64::NAN, f64::INFINITY, -5.0, 1e300] {
            let mut wrong = slope("Wrong", 50, 60);
            wrong.percents = (percent, -percent);
            let slopes = Slopes {
                lines: vec![wrong],
                ..awkward()
            };
            assert!(slope_svg("slope", "T", "D", &slopes).len() < 20_000);
        }
        let none = Slopes {
            lines: vec![],
            ..awkward()
        };
        assert!(slope_svg("slope", "T", "D", &none).contains("</svg>"));
    }
}
