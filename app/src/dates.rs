//! Dates as browsers send them.

use domain::text;
use time::Date;

use crate::draft::Draft;

/// A date as browsers send it, "2026-05-12"; otherwise notes what would be right.
pub fn read_date(draft: &mut Draft, field: &str, typed: &str) -> Option<Date> {
    let date = text::day(typed);
    if date.is_none() {
        draft.problem(
            field,
            "Enter a date with day, month and year, for example 1 April 2026.",
        );
    }
    date
}

/// The same, where no date is fine too.
pub fn read_optional_date(draft: &mut Draft, field: &str, typed: &str) -> Option<Date> {
    if typed.trim().is_empty() {
        None
    } else {
        read_date(draft, field, typed)
    }
}
