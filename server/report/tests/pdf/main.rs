//! What the PDF promises, checked from outside on the finished file.
//!
//! | module      | question it answers                                     |
//! |-------------|---------------------------------------------------------|
//! | `accessible`| is it what PDF/UA-1 demands?                            |
//! | `reading`   | does the text come out again, all of it and in order?   |
//! | `layout`    | does everything stand on the page, and nothing on top of anything? |
//! | `plan`      | does the action plan say everything, in order?          |
//! | `sample`    | which documents are tried?                              |
//! | `sample_plan` | which action plans are tried?                         |
//! | `trend`     | is what moved said, and is the board paper two pages?   |
//! | `tools`     | which programs look at them?                            |
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod accessible;
mod layout;
mod plan;
mod reading;
mod sample;
mod sample_plan;
mod tools;
mod trend;
