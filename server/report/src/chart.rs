//! Charts, drawn once for the page and for the paper.
//!
//! A drawing function takes any plotters backend and ready numbers; the SVG
//! and the PDF come from the same function in different shapes. Each chart says
//! in words what it shows, and its numbers must also stand in a table beside
//! it.
//!
//! | module | question it answers                                     |
//! |--------|---------------------------------------------------------|
//! | `divergence` | how far are both sides apart, statement by statement? |
//! | `gap`  | how far is each group from its target?                  |
//! | `apart` | what does the divergence chart of an assessment show, and in which words? |
//! | `indicator` | how did a figure beside the scores move, on an axis of its own? |
//! | `lens` | what does the gap chart of a lens show, and in which words? |
//! | `slope` | where did each group go, from one moment to another? |
//! | `multiple` | how did each group get where it is?                 |
//! | `spread` | what did each side say about one statement?            |
//! | `strip` | where does one value stand among those of a group?     |
//! | `mark` | by which shape is a side told apart?                    |
//! | `pen`  | how is a label, a bar or hatching drawn on any backend? |
//! | `svg`  | how does a drawing become an image that can be read aloud? |

mod apart;
mod divergence;
mod gap;
mod indicator;
mod lens;
mod mark;
mod multiple;
mod pen;
mod slope;
mod spread;
mod strip;
mod svg;

pub use apart::{DivergenceChart, DivergenceRow};
pub use divergence::{divergence_drawing, divergence_svg, divergence_svg_narrow};
pub use gap::{Gap, GapBar, Measured, gap_drawing, gap_svg, gap_svg_narrow};
pub use indicator::{IndicatorChart, indicator_drawing, indicator_svg, indicator_svg_narrow};
pub use lens::{GapChart, furthest_first, furthest_sites_first};
pub use multiple::{Multiples, Panel, Point, multiple_drawing, multiple_svg, multiple_svg_narrow};
pub use slope::{Slope, Slopes, Went, slope_drawing, slope_svg, slope_svg_narrow};
pub use spread::{SpreadChart, SpreadRow, spread_drawing, spread_svg, spread_svg_narrow};
pub use strip::{STRIP_KEY, Strip, describe_strips, strip_svg, strip_svg_narrow};
