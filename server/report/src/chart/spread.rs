//! What did each side say about one statement?
//!
//! ```text
//! Management side   5 scores, median 3.0
//! ───────┼─────────────┼─────────────┼───────────●─●─●───────────●─●──
//! Staff side   4 scores, median 1.0
//! ───────□───────────□─□─□───────────┼─────────────┼─────────────┼────
//!        0             1             2             3             4
//! ```
//!
//! Every mark is one score. The sides are told apart by their names and by the
//! shape of their marks, never by colour; a wedge points at the median. A side
//! of which nothing may be shown has no row: [`Spreads`] leaves it out.

use domain::divergence::{Halves, Spread, Spreads};
use domain::participant::Side;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::mark::Mark;
use super::pen::{Drawn, Label, line, polygon, whole};
use super::svg::accessible;
use crate::colour::Colour;
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::Style;

/// The chart of one statement: a row for each side that may be shown, and what they show in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadChart {
    /// The sides in their order.
    pub rows: Vec<SpreadRow>,
    /// What the sides say, in words.
    pub sentence: String,
}

/// What one side said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpreadRow {
    /// Which side.
    pub side: Side,
    /// Its levels.
    pub spread: Spread,
}

impl SpreadChart {
    /// The chart of what may be shown of a statement's scores.
    #[must_use]
    pub fn of(spreads: &Spreads) -> Self {
        let rows: Vec<_> = spreads
            .iter()
            .map(|(side, &spread)| SpreadRow { side, spread })
            .collect();
        let mut sentences: Vec<_> = rows
            .iter()
            .map(|row| format!("{}: {}.", row.side.name(), row.facts()))
            .collect();
        sentences.extend(spreads.divergence().map(apart));
        if rows.is_empty() {
            sentences.push("Nothing may be shown of this statement’s scores.".to_owned());
        }
        Self {
            rows,
            sentence: sentences.join(" "),
        }
    }
}

impl SpreadRow {
    /// "5 scores, median 3.0"
    fn facts(&self) -> String {
        let scores = domain::display::count(
            usize::try_from(self.spread.len()).unwrap_or(usize::MAX),
            "score",
            "scores",
        );
        let median = self.spread.median().map(Halves::one_decimal);
        median.map_or_else(
            || scores.clone(),
            |median| format!("{scores}, median {median}"),
        )
    }
}

fn apart(divergence: Halves) -> String {
    match divergence.0 {
        0 => "The medians are the same.".to_owned(),
        _ => format!("The medians are {} apart.", divergence.levels()),
    }
}

/// The chart for a page or a projector, over the five anchors in columns.
///
/// `id` must be unique on the page; the same numbers must stand in a table beside it.
#[must_use]
pub fn spread_svg(id: &str, title: &str, chart: &SpreadChart) -> String {
    svg(WIDE, id, title, chart)
}

/// The chart for a phone 320 to 400 pixels wide.
#[must_use]
pub fn spread_svg_narrow(id: &str, title: &str, chart: &SpreadChart) -> String {
    svg(NARROW, id, title, chart)
}

/// The chart for the paper, as wide as the text of a page.
#[must_use]
pub fn spread_drawing(chart: &SpreadChart) -> Drawing {
    let plan = Plan::new(PAPER, &chart.rows);
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(plan.form.width), points(plan.height), |area| {
        draw_spreads(area, &plan)
    })
}

fn svg(form: Form, id: &str, title: &str, chart: &SpreadChart) -> String {
    let plan = Plan::new(form, &chart.rows);
    let size = (plan.form.width.unsigned_abs(), plan.height.unsigned_abs());
    accessible(id, title, &chart.sentence, size, |area| {
        draw_spreads(area, &plan)
    })
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    /// Size of names and of the scale.
    text: f64,
    mark: Mark,
    /// Space between marks.
    between: i32,
    outline: u32,
    /// Whether the side's facts stand under its name, where both are too long for one line.
    facts_below: bool,
}

/// Half pixels of a board 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    text: 44.0,
    mark: Mark {
        half: 22,
        stroke: 7,
    },
    between: 12,
    outline: 3,
    facts_below: false,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    text: 34.0,
    mark: Mark {
        half: 15,
        stroke: 6,
    },
    between: 8,
    outline: 3,
    facts_below: true,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    text: 102.0,
    mark: Mark {
        half: 40,
        stroke: 14,
    },
    between: 24,
    outline: 6,
    facts_below: false,
};

/// How many levels there are, each with a column of its own.
const LEVELS: i32 = 5;
/// From one line of text to the next, in ems.
const LEADING: f64 = 1.35;

/// Where everything goes.
struct Plan<'a> {
    form: Form,
    rows: Vec<Placed<'a>>,
    /// The middle of the numbers of the scale.
    scale: i32,
    height: i32,
}

struct Placed<'a> {
    row: &'a SpreadRow,
    /// The middle of its name.
    name: i32,
    /// Where its wedge points to, over the marks.
    wedge: i32,
    /// The middle of its first line of marks.
    first: i32,
    /// How many lines of marks it has.
    lines: i32,
}

impl Form {
    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }

    const fn column(self) -> i32 {
        self.width / LEVELS
    }

    /// From one mark to the next.
    const fn pitch(self) -> i32 {
        2 * self.mark.half + self.between
    }

    /// How many marks stand beside each other in a column.
    fn marks_in_line(self) -> i32 {
        ((self.column() - self.between) / self.pitch()).max(1)
    }

    /// Where a level is, in halves: its column's middle, or between two.
    fn x(self, halves: i32) -> i32 {
        self.column() / 2 + halves * self.column() / 2
    }
}

impl<'a> Plan<'a> {
    fn new(form: Form, rows: &'a [SpreadRow]) -> Self {
        let leading = form.ems(LEADING);
        let mut placed = Vec::new();
        let mut y = 0;
        for row in rows {
            let most = row.spread.counts().into_iter().max().unwrap_or(0);
            let most = i32::try_from(most).unwrap_or(i32::MAX).min(10_000);
            let lines = ((most + form.marks_in_line() - 1) / form.marks_in_line()).max(1);
            let name = y + leading / 2;
            let text = if form.facts_below {
                2 * leading
            } else {
                leading
            };
            let wedge = y + text + 2 * form.mark.half;
            let first = wedge + form.mark.half + form.between;
            placed.push(Placed {
                row,
                name,
                wedge,
                first,
                lines,
            });
            y = first + (lines - 1) * form.pitch() + form.mark.half + form.ems(0.6);
        }
        Self {
            form,
            rows: placed,
            scale: y + leading / 2,
            height: y + leading,
        }
    }
}

/// Draws the chart on anything plotters can draw on.
fn draw_spreads<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plan: &Plan<'_>) -> Drawn<B> {
    for placed in &plan.rows {
        draw_row(area, plan.form, placed)?;
    }
    let label = Label::new(plan.form.text, Style::BOLD, Colour::INK).centred();
    for level in 0..LEVELS {
        let x = plan.form.x(2 * level);
        label.write(area, &level.to_string(), (x, plan.scale))?;
    }
    Ok(())
}

fn draw_row<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    placed: &Placed<'_>,
) -> Drawn<B> {
    let name = Label::new(form.text, Style::BOLD, Colour::INK);
    let facts = Label::new(form.text, Style::REGULAR, Colour::INK);
    let side = placed.row.side.name();
    // The name's own mark stands before it, as a key.
    let half = form.mark.half;
    let indent = 2 * half + form.ems(0.4);
    form.mark
        .draw(area, placed.row.side, (half + 1, placed.name))?;
    name.write(area, side, (indent, placed.name))?;
    let facts_at = if form.facts_below {
        (indent, placed.name + form.ems(LEADING))
    } else {
        (indent + name.width(side) + form.ems(0.8), placed.name)
    };
    facts.write(area, &placed.row.facts(), facts_at)?;

    let ends = vec![(0, placed.first), (form.width, placed.first)];
    line(area, ends, form.outline, Colour::LINE)?;
    for level in 0..LEVELS {
        let x = form.x(2 * level);
        let ends = vec![(x, placed.first - half), (x, placed.first + half)];
        line(area, ends, form.outline, Colour::LINE)?;
    }
    for (level, count) in (0..).zip(placed.row.spread.counts()) {
        draw_marks(area, form, placed, level, count)?;
    }
    if let Some(median) = placed.row.spread.median() {
        let (x, tip) = (form.x(median.0.into()), placed.wedge);
        let wedge = vec![
            (x - half, tip - 2 * half + form.between / 2),
            (x + half, tip - 2 * half + form.between / 2),
            (x, tip),
        ];
        polygon(area, wedge, Colour::INK)?;
    }
    Ok(())
}

/// Draws one mark for each score of a level, line by line, around the middle of its column.
fn draw_marks<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    placed: &Placed<'_>,
    level: i32,
    count: u32,
) -> Drawn<B> {
    let in_line = form.marks_in_line();
    let mut left = i32::try_from(count).unwrap_or(i32::MAX);
    for at in 0..placed.lines {
        let here = left.clamp(0, in_line);
        let start = form.x(2 * level) - (here - 1) * form.pitch() / 2;
        for place in 0..here {
            let x = start + place * form.pitch();
            let y = placed.first + at * form.pitch();
            form.mark.draw(area, placed.row.side, (x, y))?;
        }
        left -= here;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::answer::Choice;
    use domain::divergence::{Minimum, OwnScore, RevealedScore};
    use domain::level::Level;

    use super::*;

    fn chart(management: &[u8], staff: &[u8]) -> SpreadChart {
        let given = |side: Side, levels: &[u8]| -> Vec<RevealedScore> {
            let of = |&level: &u8| RevealedScore {
                side,
                score: OwnScore {
                    choice: Some(Choice::Level(Level::new(level).unwrap())),
                    ..OwnScore::default()
                },
            };
            levels.iter().map(of).collect()
        };
        let scores = [
            given(Side::Management, management),
            given(Side::Staff, staff),
        ];
        SpreadChart::of(&Spreads::of(scores.iter().flatten(), Minimum::default()))
    }

    fn both(chart: &SpreadChart) -> [String; 2] {
        [
            spread_svg("spread", "What each side said", chart),
            spread_svg_narrow("spread", "What each side said", chart),
        ]
    }

    #[test]
    fn the_image_says_in_words_what_it_shows() {
        let chart = chart(&[3, 3, 4], &[1, 1, 2, 2]);
        assert_eq!(
            chart.sentence,
            "Management side: 3 scores, median 3.0. Staff side: 4 scores, median 1.5. \
             The medians are 1.5 levels apart."
        );
        for svg in both(&chart) {
            assert!(svg.contains(&chart.sentence));
            assert!(svg.contains("role=\"img\"") && !svg.contains("style="));
        }
    }

    #[test]
    fn every_score_is_one_mark_and_each_side_has_a_shape_of_its_own() {
        for svg in both(&chart(&[3, 3, 4], &[0, 1, 1, 1])) {
            // Three scores and the key; squares are an outer and an inner one; two wedges.
            assert_eq!(svg.matches("<circle").count(), 4);
            assert_eq!(svg.matches("<polygon").count(), 2 * 5 + 2);
        }
    }

    #[test]
    fn a_side_below_the_minimum_is_not_drawn() {
        let chart = chart(&[0, 4], &[1, 1, 1]);
        assert_eq!(chart.rows.len(), 1);
        for svg in both(&chart) {
            assert!(!svg.contains("Management") && !svg.contains("<circle"));
        }
        let nothing = super::tests::chart(&[0, 4], &[1, 1]);
        assert!(nothing.sentence.starts_with("Nothing may be shown"));
        assert!(both(&nothing)[0].contains("</svg>"));
    }

    #[test]
    fn no_mark_leaves_its_column_however_many_there_are() {
        for form in [WIDE, NARROW, PAPER] {
            let widest = form.marks_in_line() * form.pitch() - form.between;
            assert!(widest < form.column(), "{form:?}");
        }
        let many = chart(&[2; 40], &[2, 2, 2]);
        let plan = Plan::new(NARROW, &many.rows);
        assert!(plan.rows[0].lines * NARROW.marks_in_line() >= 40);
        assert_eq!(
            spread_svg("spread", "T", &many).matches("<circle").count(),
            41
        );
    }

    #[test]
    fn no_word_is_wider_than_the_image() {
        let chart = chart(&[3; 60], &[1; 60]);
        for form in [WIDE, NARROW, PAPER] {
            let width = |text: &str, style| Label::new(form.text, style, Colour::INK).width(text);
            for row in &chart.rows {
                let (name, facts) = (
                    width(row.side.name(), Style::BOLD),
                    width(&row.facts(), Style::REGULAR),
                );
                let indent = 2 * form.mark.half + form.ems(0.4);
                let widest = if form.facts_below {
                    indent + name.max(facts)
                } else {
                    indent + name + form.ems(0.8) + facts
                };
                assert!(widest <= form.width, "{form:?}");
            }
        }
    }

    #[test]
    fn the_paper_gets_the_same_drawing() {
        let drawing = spread_drawing(&chart(&[3, 3, 4], &[1, 1, 2]));
        assert!(format!("{drawing:?}").contains("Staff side"));
    }
}
