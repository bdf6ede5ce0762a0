//! Where does one value stand among the values of a group?
//!
//! ```text
//!        ├──────┨//////┃////////┠─────────◆──────┤
//! 0            25            50            75           100
//! ```
//!
//! The hatched box is the middle half of the group, from the lower to the upper
//! quartile; the heavy line in it is the median; the thin lines end at the 10th
//! and the 90th percentile; the diamond is the reader's own value. What a group
//! is too small for is not drawn, and nobody else's value ever is.

use domain::benchmark::Distribution;
use domain::benchmark::distribution::Standing;
use domain::display::Fraction;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, Label, fill, hatch, line, polygon, whole};
use super::svg::accessible;
use crate::colour::Colour;
use crate::typeface::Style;

/// One value in one group, as far as both are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    /// The largest number on the scale: 100 per cent, or level 4.
    pub most: u64,
    /// The reader's own value; `None` where nothing is scored.
    pub own: Option<Fraction>,
    /// How the group's values lie; `None` where that is withheld.
    pub distribution: Option<Distribution>,
}

/// What the parts of the drawing mean; once for all strips of a page.
pub const STRIP_KEY: &str = "Diamond: you. Heavy line: median. Hatched box: the middle half, from nine contributions on. \
     Thin lines: from the 10th to the 90th percentile, from 21 on.";

impl Strip {
    /// What the strip shows, in words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let own = match self.own {
            Some(own) => format!("You: {}.", self.own_number(own)),
            None => "You: not scored.".to_owned(),
        };
        let Some(group) = self.distribution else {
            return format!("{own} The group’s values are withheld.");
        };
        let median = format!("Median of {}: {}.", group.n, self.number(group.median));
        match self.standing() {
            Some(standing) => format!("{own} {median} You are {}.", standing.name()),
            None => format!("{own} {median}"),
        }
    }

    /// Where the own value stands in the group, when both are known.
    fn standing(&self) -> Option<Standing> {
        Some(self.distribution?.place(self.own?))
    }

    /// A quantile as people read it: per cent as a whole number, levels with one decimal.
    #[must_use]
    pub fn number(&self, value: Fraction) -> String {
        if self.most > 4 {
            value.whole().to_string()
        } else {
            value.one_decimal()
        }
    }

    /// One's own value: per cent and levels both as whole numbers.
    #[must_use]
    pub fn own_number(&self, value: Fraction) -> String {
        value.whole().to_string()
    }
}

/// What several strips show together, in a sentence.
#[must_use]
pub fn describe_strips(strips: &[Strip]) -> String {
    let mut places: Vec<(&str, usize)> = Standing::ALL
        .iter()
        .map(|standing| {
            let here = strips.iter().filter(|it| it.standing() == Some(*standing));
            (standing.name(), here.count())
        })
        .collect();
    let withheld = strips.iter().filter(|it| it.distribution.is_none()).count();
    places.push(("withheld", withheld));
    let unscored = strips.len() - places.iter().map(|(_, count)| count).sum::<usize>();
    places.push(("not scored", unscored));
    let told: Vec<_> = places
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(place, count)| format!("{count} {place}"))
        .collect();
    format!("Of {}: {}.", strips.len(), told.join(", "))
}

/// The strip for a page. `id` must be unique on it, and the same numbers must
/// stand in a table beside it.
#[must_use]
pub fn strip_svg(id: &str, title: &str, strip: &Strip) -> String {
    svg(WIDE, id, title, strip)
}

/// The strip for a phone 320 to 400 pixels wide.
#[must_use]
pub fn strip_svg_narrow(id: &str, title: &str, strip: &Strip) -> String {
    svg(NARROW, id, title, strip)
}

fn svg(form: Form, id: &str, title: &str, strip: &Strip) -> String {
    let size = (form.width.unsigned_abs(), form.height().unsigned_abs());
    accessible(id, title, &strip.sentence(), size, |area| {
        draw_strip(area, form, strip)
    })
}

/// The measures of one shape of the strip, in units of its canvas.
#[derive(Debug, Clone, Copy)]
struct Form {
    width: i32,
    /// Size of the scale's numbers.
    text: f64,
    /// Half the height of the box.
    half: i32,
    outline: u32,
    median: u32,
    hatch_step: i32,
}

/// Half pixels of a column 1152 wide.
const WIDE: Form = Form {
    width: 2304,
    text: 30.0,
    half: 26,
    outline: 3,
    median: 9,
    hatch_step: 20,
};

/// Half pixels of a phone 360 wide.
const NARROW: Form = Form {
    width: 720,
    text: 28.0,
    half: 22,
    outline: 3,
    median: 8,
    hatch_step: 18,
};

/// From one line of text to the next, in ems.
const LEADING: f64 = 1.4;

impl Form {
    /// Space at either end, so that a mark at the end is whole.
    fn margin(self) -> i32 {
        2 * self.half
    }

    /// The middle of the strip.
    fn middle(self) -> i32 {
        self.half + self.half / 2
    }

    /// The middle of the scale's numbers.
    fn scale(self) -> i32 {
        2 * self.middle() + whole(self.text * LEADING / 2.0)
    }

    fn height(self) -> i32 {
        self.scale() + whole(self.text * LEADING / 2.0)
    }

    /// Where a value stands on a scale that ends at `most`.
    fn x(self, value: Fraction, most: u64) -> i32 {
        #[expect(clippy::cast_precision_loss, reason = "a scale ends at 100 or at 4")]
        let share = value.value() / most.max(1) as f64;
        let track = f64::from(self.width - 2 * self.margin());
        self.margin() + whole(share.clamp(0.0, 1.0) * track)
    }
}

/// Draws the strip on anything plotters can draw on.
fn draw_strip<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    strip: &Strip,
) -> Drawn<B> {
    let (middle, half) = (form.middle(), form.half);
    let ends = [form.margin(), form.width - form.margin()];
    let label = Label::new(form.text, Style::REGULAR, Colour::MUTED).centred();
    line(
        area,
        ends.map(|x| (x, middle)).into(),
        form.outline,
        Colour::LINE,
    )?;
    let step = strip.most.div_ceil(4).max(1);
    for number in (0..=4).map(|it| it * step) {
        let Some(at) = Fraction::new(number, 1) else {
            continue;
        };
        let x = form.x(at, strip.most);
        let tick = vec![(x, middle - half / 2), (x, middle + half / 2)];
        line(area, tick, form.outline, Colour::LINE)?;
        label.write(area, &number.to_string(), (x, form.scale()))?;
    }
    if let Some(group) = strip.distribution {
        draw_group(area, form, strip.most, &group)?;
    }
    if let Some(own) = strip.own {
        let x = form.x(own, strip.most);
        let diamond = |half: i32| {
            vec![
                (x, middle - half),
                (x + half, middle),
                (x, middle + half),
                (x - half, middle),
            ]
        };
        // A rim of paper, so that it stands out from the hatching and the median.
        polygon(area, diamond(half + half / 4), Colour::WHITE)?;
        polygon(area, diamond(half - half / 8), Colour::INK)?;
    }
    Ok(())
}

fn draw_group<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    form: Form,
    most: u64,
    group: &Distribution,
) -> Drawn<B> {
    let (middle, half) = (form.middle(), form.half);
    let x = |value| form.x(value, most);
    let upright = |x: i32, half: i32| vec![(x, middle - half), (x, middle + half)];
    if let Some([low, high]) = group.tenths {
        let ends = [low, high].map(x);
        line(
            area,
            ends.map(|x| (x, middle)).into(),
            form.outline,
            Colour::INK,
        )?;
        for end in ends {
            line(area, upright(end, half / 2), form.outline, Colour::INK)?;
        }
    }
    if let Some([low, high]) = group.quartiles {
        let corners = [(x(low), middle - half), (x(high), middle + half)];
        fill(area, corners, Colour::WHITE)?;
        hatch(area, corners, form.hatch_step, form.outline, Colour::MUTED)?;
    }
    line(
        area,
        upright(x(group.median), half + half / 4),
        form.median,
        Colour::INK,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::svg::reading::texts;

    fn values(list: &[u64]) -> Vec<Fraction> {
        let mut values: Vec<_> = list
            .iter()
            .map(|it| Fraction::new(*it, 1).unwrap())
            .collect();
        values.sort_unstable();
        values
    }

    fn strip(own: Option<u64>, most: u64, others: &[u64]) -> Strip {
        Strip {
            most,
            own: own.and_then(|own| Fraction::new(own, 1)),
            distribution: Distribution::of(&values(others)),
        }
    }

    fn both(strip: &Strip) -> [String; 2] {
        [
            strip_svg("strip", "Leadership", strip),
            strip_svg_narrow("strip", "Leadership", strip),
        ]
    }

    #[test]
    fn the_image_says_in_words_where_one_stands() {
        // Of 9 values the quartiles are the third and the seventh: 40 and 70.
        let strip = strip(Some(75), 100, &[20, 30, 40, 50, 55, 60, 70, 80, 90]);
        let said = "You: 75. Median of 9: 55. You are above the upper quartile.";
        assert_eq!(strip.sentence(), said);
        for svg in both(&strip) {
            assert!(svg.contains(said) && svg.contains("role=\"img\""));
            assert!(!svg.contains("style="));
        }
    }

    #[test]
    fn levels_are_told_with_one_decimal_and_the_scale_has_one_number_for_each() {
        let strip = strip(Some(1), 4, &[1, 2, 2, 3, 3, 4]);
        // (2 + 3) / 2 = 2.5
        assert_eq!(
            strip.sentence(),
            "You: 1. Median of 6: 2.5. You are below the median."
        );
        for svg in both(&strip) {
            let written: Vec<_> = texts(&svg).into_iter().map(|it| it.3).collect();
            assert_eq!(written, ["0", "1", "2", "3", "4"]);
        }
    }

    #[test]
    fn what_is_withheld_or_not_scored_is_not_drawn() {
        let withheld = strip(Some(2), 4, &[1, 2, 3]);
        assert_eq!(
            withheld.sentence(),
            "You: 2. The group’s values are withheld."
        );
        // The diamond and its rim.
        assert_eq!(both(&withheld)[0].matches("<polygon").count(), 2);
        let unscored = strip(None, 4, &[1, 2, 2, 3, 3, 4]);
        assert_eq!(unscored.sentence(), "You: not scored. Median of 6: 2.5.");
        assert_eq!(both(&unscored)[0].matches("<polygon").count(), 0);
    }

    #[test]
    fn several_strips_are_summed_up_without_a_rank() {
        let nine = [1, 1, 2, 2, 2, 3, 3, 4, 4];
        let strips = [
            strip(Some(0), 4, &nine),
            strip(Some(2), 4, &nine),
            strip(Some(3), 4, &nine),
            strip(None, 4, &nine),
            strip(Some(3), 4, &[1]),
        ];
        assert_eq!(
            describe_strips(&strips),
            "Of 5: 1 below the lower quartile, 2 within the middle half, 1 withheld, 1 not scored."
        );
    }

    #[test]
    fn nothing_leaves_the_image_at_either_end_of_the_scale() {
        for (form, own) in [(WIDE, 0), (WIDE, 100), (NARROW, 0), (NARROW, 100)] {
            let x = form.x(Fraction::new(own, 1).unwrap(), 100);
            let rim = form.half + form.half / 4;
            assert!(x - rim >= 0 && x + rim <= form.width, "{form:?}");
        }
        let all = strip(Some(100), 100, &[0, 0, 10, 100, 100, 100]);
        for svg in both(&all) {
            let width: f64 = if svg.contains("0 0 2304") {
                2304.0
            } else {
                720.0
            };
            let inside =
                |(left, right, ..): &(f64, f64, f64, String)| *left >= 0.0 && *right <= width;
            assert!(texts(&svg).iter().all(inside));
        }
    }
}
