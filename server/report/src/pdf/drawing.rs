//! How a chart gets onto paper: what plotters draws is kept as shapes, which
//! the page later paints as vectors and real text.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::DrawingAreaErrorKind;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use crate::colour::Colour;
use crate::typeface::{self, CAP_HEIGHT, Style, X_HEIGHT};

/// How many units of a plotters canvas make a point.
///
/// plotters counts in whole units; tenths of a point are finer than print.
pub const UNITS_PER_POINT: f64 = 10.0;

/// plotters multiplies every font size by this before a backend sees it, and
/// its SVG backend divides by it again. We must do the same.
pub(crate) const TEXT_SCALE: f64 = 1.24;

/// A drawing, recorded as shapes. Lengths are in points from its top left.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A line through points.
    Path {
        points: Vec<(f64, f64)>,
        thickness: f64,
        colour: Colour,
    },
    /// A filled outline.
    Area {
        points: Vec<(f64, f64)>,
        colour: Colour,
    },
    /// A disc, or a ring when it has a thickness.
    Circle {
        centre: (f64, f64),
        radius: f64,
        thickness: Option<f64>,
        colour: Colour,
    },
    /// One line of text; `x` is its left end.
    Label {
        x: f64,
        baseline: f64,
        text: String,
        style: Style,
        size: f64,
        colour: Colour,
    },
}

impl Drawing {
    /// Records what `draw` draws on a canvas of `width` × `height` points.
    ///
    /// The canvas has [`UNITS_PER_POINT`] units to the point.
    pub fn record<F>(width: f64, height: f64, draw: F) -> Self
    where
        F: FnOnce(&DrawingArea<Paper<'_>, Shift>) -> Result<(), DrawingAreaErrorKind<Infallible>>,
    {
        let mut shapes = Vec::new();
        let paper = Paper {
            size: (units(width), units(height)),
            shapes: &mut shapes,
        };
        let drawn = draw(&paper.into_drawing_area());
        debug_assert!(drawn.is_ok(), "drawing into memory cannot fail");
        Self {
            width,
            height,
            shapes,
        }
    }
}

fn units(points: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a sheet of paper first"
    )]
    let units = (points * UNITS_PER_POINT).round().clamp(0.0, 100_000.0) as u32;
    units
}

/// What plotters draws on when it draws for paper.
#[derive(Debug)]
pub struct Paper<'a> {
    size: (u32, u32),
    shapes: &'a mut Vec<Shape>,
}

impl Paper<'_> {
    fn add(&mut self, colour: BackendColor, shape: impl FnOnce(Colour) -> Shape) {
        if colour.alpha > 0.0 {
            let (red, green, blue) = colour.rgb;
            self.shapes.push(shape(Colour::new(red, green, blue)));
        }
    }
}

fn point((x, y): BackendCoord) -> (f64, f64) {
    (
        f64::from(x) / UNITS_PER_POINT,
        f64::from(y) / UNITS_PER_POINT,
    )
}

fn thickness(style: &impl BackendStyle) -> f64 {
    f64::from(style.stroke_width()) / UNITS_PER_POINT
}

fn corners(upper_left: BackendCoord, lower_right: BackendCoord) -> Vec<(f64, f64)> {
    let ((left, top), (right, bottom)) = (point(upper_left), point(lower_right));
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}

impl DrawingBackend for Paper<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        at: BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.add(colour, |colour| Shape::Area {
            points: corners(at, (at.0 + 1, at.1 + 1)),
            colour,
        });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        lower_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut points = corners(upper_left, lower_right);
        self.add(style.color(), |colour| {
            if fill {
                Shape::Area { points, colour }
            } else {
                points.extend(points.first().copied());
                Shape::Path {
                    points,
                    thickness: thickness(style),
                    colour,
                }
            }
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let points = path.into_iter().map(point).collect();
        self.add(style.color(), |colour| Shape::Path {
            points,
            thickness: thickness(style),
            colour,
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.add(style.color(), |colour| Shape::Circle {
            centre: point(centre),
            radius: f64::from(radius) / UNITS_PER_POINT,
            thickness: (!fill).then(|| thickness(style)),
            colour,
        });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        outline: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let points = outline.into_iter().map(point).collect();
        self.add(style.color(), |colour| Shape::Area { points, colour });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let face = match style.style() {
            FontStyle::Bold => Style::BOLD,
            _ => Style::REGULAR,
        };
        let size = style.size() / TEXT_SCALE / UNITS_PER_POINT;
        let (x, y) = point(at);
        let width = typeface::measure(face, text) * size;
        let x = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2.0,
            HPos::Right => x - width,
        };
        // The same places as in the SVG backend.
        let baseline = match style.anchor().v_pos {
            VPos::Top => y + CAP_HEIGHT * size,
            VPos::Center => y + X_HEIGHT / 2.0 * size,
            VPos::Bottom => y - X_HEIGHT / 2.0 * size,
        };
        self.add(style.color(), |colour| Shape::Label {
            x,
            baseline,
            text: text.to_owned(),
            style: face,
            size,
            colour,
        });
        Ok(())
    }
}
