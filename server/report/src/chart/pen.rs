//! How a label, a bar or hatching is drawn on any backend.
//!
//! Without font features plotters guesses text widths, so everything here
//! measures with the real typeface instead.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};
use plotters_backend::DrawingBackend;

use crate::colour::Colour;
use crate::pdf::drawing::TEXT_SCALE;
use crate::typeface::{self, CAP_HEIGHT, Style, Weight, X_HEIGHT};

/// What drawing on a backend can end in.
pub(super) type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// The page ships this font; the others are for when it does not arrive.
const FAMILY: &str = "Atkinson Hyperlegible Next, Arial, sans-serif";

/// A style of text. The size is in units of the canvas.
#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) size: f64,
    pub(super) style: Style,
    pub(super) colour: Colour,
    pub(super) anchor: HPos,
}

impl Label {
    pub(super) const fn new(size: f64, style: Style, colour: Colour) -> Self {
        Self {
            size,
            style,
            colour,
            anchor: HPos::Left,
        }
    }

    /// The same, ending at its place instead of starting there.
    pub(super) const fn ending(self) -> Self {
        Self {
            anchor: HPos::Right,
            ..self
        }
    }

    /// The same, with its place in the middle.
    pub(super) const fn centred(self) -> Self {
        Self {
            anchor: HPos::Center,
            ..self
        }
    }

    /// How wide a text is in this style, rounded up.
    pub(super) fn width(self, text: &str) -> i32 {
        whole((typeface::measure(self.style, text) * self.size).ceil())
    }

    /// Writes a text whose capitals stand around `y`.
    pub(super) fn write<B: DrawingBackend>(
        self,
        area: &DrawingArea<B, Shift>,
        text: &str,
        (x, y): (i32, i32),
    ) -> Drawn<B> {
        let style = match self.style.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let font = FontDesc::new(FontFamily::Name(FAMILY), self.size * TEXT_SCALE, style);
        // Backends centre small letters; capitals and figures are taller.
        let lift = whole((CAP_HEIGHT - X_HEIGHT) / 2.0 * self.size);
        let colour = rgb(self.colour);
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(self.anchor, VPos::Center));
        area.draw_text(text, &style, (x, y + lift))
    }
}

/// The nearest whole unit of a canvas.
pub(super) fn whole(length: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a canvas first; plotters counts in whole units"
    )]
    let length = length.round().clamp(-1e6, 1e6) as i32;
    length
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.red, colour.green, colour.blue)
}

/// A line.
pub(super) fn line<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    points: Vec<(i32, i32)>,
    thickness: u32,
    colour: Colour,
) -> Drawn<B> {
    area.draw(&PathElement::new(
        points,
        rgb(colour).stroke_width(thickness),
    ))
}

/// A filled rectangle between two corners.
pub(super) fn fill<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    corners: [(i32, i32); 2],
    colour: Colour,
) -> Drawn<B> {
    area.draw(&Rectangle::new(corners, rgb(colour).filled()))
}

/// A filled disc.
pub(super) fn disc<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    centre: (i32, i32),
    radius: i32,
    colour: Colour,
) -> Drawn<B> {
    area.draw(&Circle::new(centre, radius, rgb(colour).filled()))
}

/// A filled shape with corners.
pub(super) fn polygon<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    corners: Vec<(i32, i32)>,
    colour: Colour,
) -> Drawn<B> {
    area.draw(&Polygon::new(corners, rgb(colour).filled()))
}

/// A hatched rectangle with an outline.
///
/// The strokes rise to the right, `step` apart along the edge, and are cut to
/// the rectangle here, because not every backend can.
pub(super) fn hatch<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    [(left, top), (right, bottom)]: [(i32, i32); 2],
    step: i32,
    thickness: u32,
    colour: Colour,
) -> Drawn<B> {
    let height = bottom - top;
    // Each stroke runs from (start, bottom) to (start + height, top).
    let mut start = left - height + step / 2;
    while start < right {
        let from = start.max(left);
        let to = (start + height).min(right);
        if from < to {
            line(
                area,
                vec![(from, bottom - (from - start)), (to, bottom - (to - start))],
                thickness,
                colour,
            )?;
        }
        start += step.max(1);
    }
    line(
        area,
        vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ],
        thickness,
        colour,
    )
}
