//! How far are both sides apart, statement by statement?
//!
//! ```text
//! ● Management side   □ Staff side   ▲ Agreed level
//!                            0    1    2    3    4
//! W03 People say what they   ┼────□━━━━━━━━━━━━━━●────┼   2.5 levels apart
//! think without fear                      ▲               agreed: 2
//!                            0    1    2    3    4
//! ```
//!
//! The marks are medians; the line between them is as long as the sides are
//! apart. The sides are told apart by the shape of their marks, what is agreed
//! by a third shape and in words, nothing by colour. Only statements are drawn:
//! the medians of a group would average a disagreement away.

use domain::divergence::Halves;
use domain::participant::Side;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::apart::DivergenceRow;
use super::mark::Mark;
use super::pen::{Drawn, Label, line, polygon, whole};
use super::svg::accessible;
use crate::colour::Colour;
use crate::line::{Line, Run, break_lines};
use crate::pdf::drawing::{Drawing, UNITS_PER_POINT};
use crate::typeface::{Shaper, Style};

/// The divergence chart for the page, in the order given.
///
/// `id` must be unique on the page. `title` and `description` say in words what
/// the chart shows; the same numbers must stand in a table beside it.
#[must_use]
pub fn divergence_svg(id: &str, title: &str, description: &str, rows: &[DivergenceRow]) -> String {
    svg(WIDE, id, title, description, rows)
}

/// The divergence chart for a phone 320 to 400 pixels wide: each statement
/// stands above its scale.
#[must_use]
pub fn divergence_svg_narrow(
    id: &str,
    title: &str,
    description: &str,
    rows: &[DivergenceRow],
) -> String {
    svg(NARROW, id, title, description, rows)
}

/// The divergence chart for the paper, as wide as the text of a page.
#[must_use]
pub fn divergence_drawing(rows: &[DivergenceRow]) -> Drawing {
    let plan = Plan::new(PAPER, rows);
    let points = |units: i32| f64::from(units) / UNITS_PER_POINT;
    Drawing::record(points(plan.form.width), points(plan.height), |area| {
        draw_divergence(area, &plan)
    })
}

fn svg(form: Form, id: &str, title: &str, description: &str, rows: &[DivergenceRow]) -> String {
    let plan = Plan::new(form, rows);
    let size = (plan.form.width.unsigned_abs(), plan.height.unsigned_abs());
    accessible(id, title, description, size, |area| {
        draw_divergence(area, &plan)
    })
}

/// The measures of one shape of the chart, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    /// Size of everything that is written.
    text: f64,
    mark: Mark,
    /// Space between rows.
    between: i32,
    outline: u32,
    /// Thickness of the line between two marks.
    link: u32,
    labels: Labels,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Labels {
    /// In a column of their own, with the words in another.
    Beside,
    /// Over the scale, with the words under it.
    Above,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    text: 34.0,
    mark: Mark {
        half: 20,
        stroke: 7,
    },
    between: 30,
    outline: 2,
    link: 8,
    labels: Labels::Beside,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    text: 32.0,
    mark: Mark {
        half: 17,
        stroke: 6,
    },
    between: 40,
    outline: 2,
    link: 7,
    labels: Labels::Above,
};

/// Tenths of a point, as wide as the text of a page.
const PAPER: Form = Form {
    width: 4818,
    text: 102.0,
    mark: Mark {
        half: 44,
        stroke: 15,
    },
    between: 70,
    outline: 5,
    link: 20,
    labels: Labels::Beside,
};

/// From one line of text to the next, in ems.
const LEADING: f64 = 1.25;
/// The share of the width that a column of labels takes.
const LABELS: f64 = 0.36;
/// The highest level, in halves.
const TOP: i32 = 8;

/// Where everything goes.
struct Plan<'a> {
    form: Form,
    /// What the marks mean.
    key: Vec<Explained>,
    /// Where the rows begin.
    top: i32,
    /// Where level 0 and level 4 are.
    track: (i32, i32),
    /// Left end of the words beside the track.
    words_x: i32,
    rows: Vec<Placed<'a>>,
    /// Where the rows end and the scale begins.
    bottom: i32,
    height: i32,
}

struct Placed<'a> {
    row: &'a DivergenceRow,
    label: Vec<String>,
    /// The middle of its first line.
    label_y: i32,
    /// The middle of its marks.
    middle: i32,
    /// The middle of its words, or of the first line of them.
    words_y: i32,
}

/// A shape with its name: its left end and its middle.
struct Explained {
    shape: Shape,
    at: (i32, i32),
}

/// What is drawn on the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Median(Side),
    Agreed,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Self::Median(side) => side.name(),
            Self::Agreed => "Agreed level",
        }
    }
}

impl Form {
    const fn label(self) -> Label {
        Label::new(self.text, Style::REGULAR, Colour::INK)
    }

    const fn strong(self) -> Label {
        Label::new(self.text, Style::BOLD, Colour::INK)
    }

    fn ems(self, ems: f64) -> i32 {
        whole(self.text * ems)
    }

    fn leading(self) -> i32 {
        self.ems(LEADING)
    }

    /// How far the triangle under the marks reaches below their middle.
    const fn below(self) -> i32 {
        self.mark.half + self.mark.half / 3 + self.wedge()
    }

    /// Height of the triangle.
    const fn wedge(self) -> i32 {
        self.mark.half * 6 / 5
    }

    const fn most_lines(self) -> usize {
        match self.labels {
            Labels::Beside => 2,
            Labels::Above => 3,
        }
    }

    /// A label broken into few lines; what is too long ends in an ellipsis.
    fn break_label(self, label: &str, width: i32) -> Vec<String> {
        let run = Run {
            text: label,
            style: self.label().style,
            colour: Colour::INK,
        };
        let lines = break_lines(&mut Shaper::default(), &[run], self.text, f64::from(width));
        let is_cut = lines.len() > self.most_lines();
        let mut lines: Vec<_> = lines
            .iter()
            .take(self.most_lines())
            .map(Line::text)
            .collect();
        if let Some(last) = lines.last_mut().filter(|_| is_cut) {
            while self.label().width(&format!("{last}…")) > width && !last.is_empty() {
                // Between words, unless there is only one.
                let end = last
                    .rfind(' ')
                    .or_else(|| last.char_indices().last().map(|it| it.0));
                last.truncate(end.unwrap_or_default());
            }
            *last = format!("{}…", last.trim_end_matches([' ', ',', ';', ':', '.']));
        }
        lines
    }

    /// What is explained at the top, in as many lines as it needs, and where the rows begin.
    fn key(self, rows: &[DivergenceRow]) -> (Vec<Explained>, i32) {
        let mut shapes = Side::PARTNERS.map(Shape::Median).to_vec();
        if rows.iter().any(|row| row.level.is_some()) {
            shapes.push(Shape::Agreed);
        }
        let (mut x, mut y) = (0, self.leading() / 2);
        let mut key = Vec::new();
        for shape in shapes {
            let width = self.key_indent() + self.label().width(shape.name());
            if x > 0 && x + width > self.width {
                (x, y) = (0, y + self.leading());
            }
            key.push(Explained { shape, at: (x, y) });
            x += width + self.ems(1.2);
        }
        (key, y + self.leading() / 2 + self.scale())
    }

    /// Height of the numbers of the scale, which stand above the rows and below them.
    fn scale(self) -> i32 {
        self.ems(1.5)
    }

    /// From a mark's left end to its name.
    fn key_indent(self) -> i32 {
        2 * self.mark.half + self.ems(0.4)
    }
}

impl<'a> Plan<'a> {
    fn new(form: Form, rows: &'a [DivergenceRow]) -> Self {
        let leading = form.leading();
        let (key, top) = form.key(rows);
        let widest = |words: &dyn Fn(&DivergenceRow) -> i32| rows.iter().map(words).max();
        let words = widest(&|row| form.strong().width(&row.distance()))
            .max(widest(&|row| form.label().width(&row.outcome)))
            .unwrap_or_default();
        let words_x = form.width - words;
        let half = form.mark.half + 1;
        let (label_width, track) = match form.labels {
            Labels::Above => (form.width, (half, form.width - half)),
            Labels::Beside => {
                let label_width = whole(f64::from(form.width) * LABELS);
                let left = label_width + form.ems(1.2) + half;
                (label_width, (left, words_x - form.ems(1.0) - half))
            }
        };
        let mut placed = Vec::new();
        let mut y = top;
        for row in rows {
            let label = form.break_label(&row.label, label_width);
            let lines = i32::try_from(label.len()).unwrap_or(0);
            let marks = form.mark.half + form.below();
            let (label_y, middle, words_y, bottom) = match form.labels {
                Labels::Beside => {
                    // Two lines of words, and as many of the label.
                    let height = marks.max(2 * leading) + form.between;
                    let centre = y + height / 2;
                    (
                        centre - leading * (lines - 1) / 2,
                        centre - marks / 2 + form.mark.half,
                        centre - leading / 2,
                        y + height,
                    )
                }
                Labels::Above => {
                    let middle = y + leading * lines + form.ems(0.2) + form.mark.half;
                    let words_y = middle + form.below() + leading / 2;
                    (
                        y + leading / 2,
                        middle,
                        words_y,
                        words_y + leading / 2 + form.between,
                    )
                }
            };
            placed.push(Placed {
                row,
                label,
                label_y,
                middle,
                words_y,
            });
            y = bottom;
        }
        Self {
            form,
            key,
            top,
            track,
            words_x,
            rows: placed,
            bottom: y,
            height: y + form.scale(),
        }
    }

    /// Where so many halves of a level are.
    fn x(&self, halves: i32) -> i32 {
        let (left, right) = self.track;
        left + (right - left) * halves.clamp(0, TOP) / TOP
    }
}

/// Draws the chart on anything plotters can draw on.
fn draw_divergence<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plan: &Plan<'_>) -> Drawn<B> {
    let form = plan.form;
    for &Explained { shape, at: (x, y) } in &plan.key {
        let half = form.mark.half;
        match shape {
            Shape::Median(side) => form.mark.draw(area, side, (x + half + 1, y))?,
            Shape::Agreed => draw_wedge(area, form, (x + half, y - form.wedge() / 2))?,
        }
        form.label()
            .write(area, shape.name(), (x + form.key_indent(), y))?;
    }
    for level in 0..=TOP / 2 {
        draw_level(area, plan, level)?;
    }
    for row in &plan.rows {
        draw_words(area, plan, row)?;
        draw_row(area, plan, row)?;
    }
    Ok(())
}

/// Draws the line of one level and its number, at either end.
fn draw_level<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    level: i32,
) -> Drawn<B> {
    let form = plan.form;
    let x = plan.x(2 * level);
    match form.labels {
        Labels::Beside => {
            let ends = vec![(x, plan.top), (x, plan.bottom)];
            line(area, ends, form.outline, Colour::LINE)?;
        }
        // Only behind the marks, so that nothing crosses the words.
        Labels::Above => {
            for row in &plan.rows {
                let ends = vec![
                    (x, row.middle - form.mark.half),
                    (x, row.middle + form.below()),
                ];
                line(area, ends, form.outline, Colour::LINE)?;
            }
        }
    }
    for middle in [plan.top - form.ems(0.7), plan.bottom + form.ems(0.8)] {
        let number = level.to_string();
        form.label().centred().write(area, &number, (x, middle))?;
    }
    Ok(())
}

/// Writes the statement, how far the sides are apart, and what became of it.
fn draw_words<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    placed: &Placed<'_>,
) -> Drawn<B> {
    let form = plan.form;
    for (index, text) in (0..).zip(&placed.label) {
        let y = placed.label_y + form.leading() * index;
        form.label().write(area, text, (0, y))?;
    }
    let (distance, outcome) = (placed.row.distance(), &placed.row.outcome);
    match form.labels {
        Labels::Beside => {
            let (x, y) = (plan.words_x, placed.words_y);
            form.strong().write(area, &distance, (x, y))?;
            form.label().write(area, outcome, (x, y + form.leading()))
        }
        Labels::Above => {
            form.strong().write(area, &distance, (0, placed.words_y))?;
            form.label()
                .ending()
                .write(area, outcome, (form.width, placed.words_y))
        }
    }
}

/// Draws both medians, the line between them, and the agreed level under it.
fn draw_row<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plan: &Plan<'_>,
    placed: &Placed<'_>,
) -> Drawn<B> {
    let (form, y) = (plan.form, placed.middle);
    let at = |median: Halves| (plan.x(median.0.into()), y);
    let (management, staff) = (at(placed.row.management), at(placed.row.staff));
    let scale = vec![(plan.track.0, y), (plan.track.1, y)];
    line(area, scale, form.outline, Colour::LINE)?;
    line(area, vec![management, staff], form.link, Colour::INK)?;
    form.mark.draw(area, Side::Staff, staff)?;
    // Where both are the same, one stands in the other.
    let mark = if management == staff {
        form.mark.within()
    } else {
        form.mark
    };
    mark.draw(area, Side::Management, management)?;
    if let Some(level) = placed.row.level {
        let tip = y + form.below() - form.wedge();
        draw_wedge(area, form, (plan.x(2 * i32::from(level.get())), tip))?;
    }
    Ok(())
}

/// A triangle that points up at the agreed level.
fn draw_wedge<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    (x, tip): (i32, i32),
) -> Drawn<B> {
    let (half, base) = (form.mark.half * 4 / 5, tip + form.wedge());
    polygon(
        area,
        vec![(x - half, base), (x + half, base), (x, tip)],
        Colour::INK,
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::answer::{AgreedScore, Answer, Choice, Position};
    use domain::assessment::{Assessment, Method, Scope, State};
    use domain::divergence::{Minimum, OwnScore, RevealedScore};
    use domain::framework;
    use domain::id::{AssessmentId, OrganisationId};
    use domain::level::{Level, Target};
    use domain::partnership::Partnership;
    use domain::results::{Recorded, Records, Results};
    use time::macros::date;

    use super::super::apart::DivergenceChart;
    use super::super::svg::reading::{attribute, expect_legible, texts};
    use super::*;

    type Said<'a> = (&'a str, &'a [u8], &'a [u8], Option<Answer>);

    fn level(level: u8) -> Option<Answer> {
        Level::new(level).ok().map(Answer::Level)
    }

    fn dispute() -> Answer {
        let position = Position {
            level: None,
            reason: String::new(),
        };
        Answer::NoAgreement {
            management: position.clone(),
            staff: position,
        }
    }

    /// The chart of statements with the levels of both sides and what was agreed.
    fn chart(said: &[Said<'_>]) -> DivergenceChart {
        let framework = framework::shipped().first().unwrap();
        let assessment = Assessment {
            assessment_id: AssessmentId(uuid::Uuid::nil()),
            organisation_id: OrganisationId(uuid::Uuid::nil()),
            title: "2026".into(),
            framework: framework.id.clone(),
            edition: framework.edition,
            scope: Scope::Full,
            method: Method::Partnership,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::Agreed,
            supersedes: None,
            additions: domain::framework::Additions::default(),
            follows: None,
            site: None,
        };
        let of = |side: Side, levels: &[u8]| -> Vec<RevealedScore> {
            let of = |&level: &u8| RevealedScore {
                side,
                score: OwnScore {
                    choice: Level::new(level).ok().map(Choice::Level),
                    ..OwnScore::default()
                },
            };
            levels.iter().map(of).collect()
        };
        let scores = said
            .iter()
            .map(|(id, management, staff, _)| {
                let both = [of(Side::Management, management), of(Side::Staff, staff)];
                (id.parse().unwrap(), both.concat())
            })
            .collect();
        let records: Records = said
            .iter()
            .map(|(id, _, _, answer)| {
                let score = AgreedScore {
                    answer: answer.clone(),
                    ..AgreedScore::unanswered(Target::default())
                };
                let evidence = vec![];
                (id.parse().unwrap(), Recorded { score, evidence })
            })
            .collect();
        let results = Results::of(framework, &assessment, &records);
        let partnership =
            Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![]);
        DivergenceChart::of(&partnership.furthest_apart(&results))
    }

    fn some() -> DivergenceChart {
        chart(&[
            ("W01", &[3, 3, 4], &[3, 3, 3], level(3)),
            ("W02", &[4, 4, 4], &[1, 1, 2, 2], level(2)),
            ("W03", &[3, 3, 3], &[1, 1, 1], Some(dispute())),
            ("W04", &[2, 2, 2], &[1, 1, 1], None),
        ])
    }

    fn both(chart: &DivergenceChart) -> [String; 2] {
        [
            divergence_svg("apart", "Both <sides>", &chart.sentence, &chart.rows),
            divergence_svg_narrow("apart", "Both <sides>", &chart.sentence, &chart.rows),
        ]
    }

    #[test]
    fn the_image_says_in_words_what_it_shows() {
        let chart = some();
        assert_eq!(
            chart.sentence,
            "Furthest apart, by 2.5 levels: W02. 2 of 4 statements are 2 or more levels apart."
        );
        for svg in both(&chart) {
            let tag = svg.split_once('>').unwrap().0;
            assert_eq!(attribute(tag, "role"), "img");
            assert!(svg.contains("Both &lt;sides&gt;") && svg.contains(&chart.sentence));
            assert!(!svg.contains("style=") && !svg.contains("<script"));
        }
    }

    #[test]
    fn what_is_furthest_apart_stands_first_and_what_became_of_it_is_said() {
        let chart = some();
        let rows: Vec<_> = chart
            .rows
            .iter()
            .map(|row| (&row.label[..3], row.distance(), row.outcome.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("W02", "2.5 levels apart".into(), "agreed: 2"),
                ("W03", "2.0 levels apart".into(), "no agreement"),
                ("W04", "1 level apart".into(), "not settled yet"),
                ("W01", "same median".into(), "agreed: 3"),
            ]
        );
        for svg in both(&chart) {
            let words: Vec<_> = texts(&svg).into_iter().map(|(.., words)| words).collect();
            for word in [
                "2.5 levels apart",
                "no agreement",
                "same median",
                "agreed: 3",
            ] {
                assert!(words.contains(&word.to_owned()), "{words:?}");
            }
        }
    }

    #[test]
    fn each_side_and_what_is_agreed_have_a_shape_of_their_own() {
        for svg in both(&some()) {
            // Four medians and the key; squares are an outer and an inner one;
            // two statements have an agreed level.
            assert_eq!(svg.matches("<circle").count(), 4 + 1);
            assert_eq!(svg.matches("<polygon").count(), 2 * (4 + 1) + 2 + 1);
        }
        let open = chart(&[("W01", &[3, 3, 3], &[1, 1, 1], None)]);
        assert!(!both(&open)[0].contains("Agreed level"));
    }

    #[test]
    fn the_line_is_as_long_as_the_sides_are_apart() {
        let chart = some();
        for form in [WIDE, NARROW, PAPER] {
            let plan = Plan::new(form, &chart.rows);
            let (left, right) = plan.track;
            // 2.5 of 4 levels, and two medians that are the same
            let long = plan.x(8) - plan.x(3);
            assert!((long * 8 - (right - left) * 5).abs() <= 8, "{form:?}");
            assert!(plan.x(1) - plan.x(0) > 2 * form.mark.half, "{form:?}");
            assert!(form.mark.within().half > 0, "{form:?}");
        }
    }

    #[test]
    fn a_side_below_the_minimum_is_not_drawn_and_moves_nothing() {
        let chart = chart(&[
            ("W01", &[0, 0], &[4, 4, 4], level(3)),
            ("W02", &[3, 3, 3], &[2, 2, 2], level(2)),
        ]);
        assert_eq!(chart.rows.len(), 1);
        assert_eq!(
            chart.sentence,
            "Furthest apart, by 1 level: W02. No statement is 2 or more levels apart."
        );
        let nothing = super::tests::chart(&[("W01", &[0, 0], &[4, 4, 4], None)]);
        assert!(nothing.sentence.starts_with("Of no statement"));
        assert!(both(&nothing)[0].contains("</svg>"));
    }

    #[test]
    fn ten_are_drawn_and_the_sentence_counts_them_all() {
        let ids: Vec<_> = (1..=12).map(|number| format!("W{number:02}")).collect();
        let said: Vec<Said<'_>> = ids
            .iter()
            .map(|id| {
                (
                    id.as_str(),
                    [3, 3, 3].as_slice(),
                    [1, 1, 1].as_slice(),
                    None,
                )
            })
            .collect();
        let chart = chart(&said);
        assert_eq!(chart.rows.len(), DivergenceChart::MOST);
        assert_eq!(
            chart.sentence,
            "Furthest apart, by 2.0 levels: W01, W02, W03 and 9 more. \
             12 of 12 statements are 2 or more levels apart."
        );
    }

    #[test]
    fn no_word_is_cut_off_and_none_stands_on_another() {
        let mut awkward = some();
        awkward.rows[0].label = "Llanfairpwllgwyngyll".repeat(10);
        awkward.rows[1].label = "a long statement in many words ".repeat(8);
        awkward.rows[2].label = String::new();
        for svg in both(&awkward) {
            expect_legible(&svg);
            assert_eq!(svg.matches('…').count(), 2, "what is too long says so");
        }
    }

    #[test]
    fn the_paper_gets_the_same_drawing() {
        let drawing = format!("{:?}", divergence_drawing(&some().rows));
        assert!(drawing.contains("Staff side") && drawing.contains("no agreement"));
    }
}
