//! How big a page is, and what can lie on it.
//!
//! Lengths are in points (1/72 inch) from the top left corner of the page; only
//! `paint` knows that PDF counts from the bottom.

use super::tag::ElementId;
use crate::colour::Colour;
use crate::line::Line;
use crate::typeface::{CAP_HEIGHT, Style};

/// A4, 210 × 297 mm.
pub(crate) const WIDTH: f64 = 595.276;
/// A4, 210 × 297 mm.
pub(crate) const HEIGHT: f64 = 841.89;
/// 20 mm on every side.
pub(crate) const MARGIN: f64 = 56.693;
/// What is left for the text.
pub(crate) const TEXT_WIDTH: f64 = WIDTH - 2.0 * MARGIN;

/// How a kind of text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) style: Style,
    pub(crate) size: f64,
    /// From one baseline to the next.
    pub(crate) leading: f64,
}

impl Setting {
    pub(crate) const fn new(style: Style, size: f64, leading: f64) -> Self {
        Self {
            style,
            size,
            leading,
        }
    }

    /// The baseline of a line whose top is at `y`: capitals stand in the middle.
    pub(crate) fn baseline(self, y: f64) -> f64 {
        y + f64::midpoint(self.leading, CAP_HEIGHT * self.size)
    }

    /// How high so many lines are.
    pub(crate) fn height(self, lines: usize) -> f64 {
        u32::try_from(lines).map_or(f64::MAX, f64::from) * self.leading
    }

    /// How many lines fit into so much height.
    pub(crate) fn lines_in(self, height: f64) -> usize {
        let lines = (height / self.leading + 1e-6).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to what a sheet of paper can hold first"
        )]
        let lines = lines.clamp(0.0, 1000.0) as usize;
        lines
    }
}

/// A page, as pieces in the order in which they are read and painted.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) pieces: Vec<Piece>,
}

/// Marks that belong together because they mean one thing.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) tag: Tag,
    pub(crate) marks: Vec<Mark>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Part of the document, read aloud.
    Element(ElementId),
    /// Decoration, or a repetition of what was read already.
    Artifact(Artifact),
}

/// What an artifact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Artifact {
    /// Rules and frames.
    Layout,
    /// The banner of every page after the first.
    Header,
    /// The running footer and the page number.
    Footer,
    /// The heading of a table that goes on from the page before.
    Repeated,
}

/// Something painted.
#[derive(Debug)]
pub(crate) enum Mark {
    Line {
        line: Line,
        size: f64,
        x: f64,
        baseline: f64,
    },
    Path {
        points: Vec<(f64, f64)>,
        thickness: f64,
        colour: Colour,
    },
    Area {
        points: Vec<(f64, f64)>,
        colour: Colour,
    },
    Circle {
        centre: (f64, f64),
        radius: f64,
        thickness: Option<f64>,
        colour: Colour,
    },
}

impl Mark {
    /// A horizontal rule.
    pub(crate) fn rule(from: f64, to: f64, y: f64, thickness: f64, colour: Colour) -> Self {
        Self::Path {
            points: vec![(from, y), (to, y)],
            thickness,
            colour,
        }
    }
}
