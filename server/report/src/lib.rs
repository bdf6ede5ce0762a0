//! What people take away: charts and the PDF action plan.
//!
//! Everything here turns ready numbers and ready words into something to look
//! at. There is no rule in it, no clock and no randomness: the same input gives
//! the same bytes, so that a signed document can be made again and compared.
//!
//! | module     | question it answers                                       |
//! |------------|-----------------------------------------------------------|
//! | [`chart`]  | how far is each group from its target, at a glance?       |
//! | [`pdf`]    | how does a document become a file that everybody can read? |
//! | [`plan`]   | what stands in the action plan, and in which order?       |
//! | [`trend`]  | what moved, in charts, words and a paper for the board?   |
//! | [`colour`] | which colour means what?                                  |
//!
//! Charts are drawn by one function for the page (SVG) and for the paper (PDF).
//! Both set their text in the same typeface (`typeface`, `line`), so that what
//! fits here fits there.

#![deny(missing_docs)]

pub mod calendar;
pub mod chart;
pub mod colour;
pub mod pdf;
pub mod plan;
pub mod sheet;
pub mod trend;

mod line;
mod typeface;
