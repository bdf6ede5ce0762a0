//! By which shape is a side told apart, wherever it is drawn?

use domain::participant::Side;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::pen::{Drawn, disc, polygon};
use crate::colour::Colour;

/// How big a mark is, in units of its canvas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Half of its width.
    pub(super) half: i32,
    /// Thickness of a hollow one.
    pub(super) stroke: i32,
}

impl Mark {
    /// What fits into the hollow of one of this size.
    pub(super) const fn within(self) -> Self {
        Self {
            half: self.half - self.stroke - self.stroke / 2,
            ..self
        }
    }

    /// Draws a side's mark: a disc, a hollow square, a diamond or a hollow diamond.
    pub(super) fn draw<B: DrawingBackend>(
        self,
        area: &DrawingArea<B, Shift>,
        side: Side,
        (x, y): (i32, i32),
    ) -> Drawn<B> {
        let square = |half: i32| {
            vec![
                (x - half, y - half),
                (x + half, y - half),
                (x + half, y + half),
                (x - half, y + half),
            ]
        };
        let diamond = |half: i32| vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
        let (half, inner) = (self.half, self.half - self.stroke);
        match side {
            Side::Management => disc(area, (x, y), half, Colour::INK),
            Side::Staff => {
                polygon(area, square(half), Colour::INK)?;
                polygon(area, square(inner), Colour::WHITE)
            }
            Side::Board => polygon(area, diamond(half), Colour::INK),
            Side::Other => {
                polygon(area, diamond(half), Colour::INK)?;
                polygon(area, diamond(inner), Colour::WHITE)
            }
        }
    }
}
