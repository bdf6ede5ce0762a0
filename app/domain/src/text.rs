//! Text that people type: tidied once, and measured.

use time::{Date, format_description::FormatItem, macros::format_description};

/// The longest a name, title or single line may be, in characters.
pub const LINE_MAX: usize = 200;

/// The longest a piece of running text may be, in characters.
pub const PARAGRAPH_MAX: usize = 5_000;

/// The first year that a date may lie in: typed with two digits, a year arrives as `0026`.
const YEAR_MIN: i32 = 1900;

const ISO_DATE: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Text that is longer than there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this has {length} characters; the most is {limit}")]
pub struct TooLong {
    /// How long it is, in characters.
    pub length: usize,
    /// The most that is kept, in characters.
    pub limit: usize,
}

/// Makes text the same on every browser, spreadsheet and database.
///
/// Line ends become `\n` (browsers send `\r\n`), and characters that no
/// database or PDF can hold (NUL and other control characters, except tab) go.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}

/// A single line: tidied, inner line ends turned into spaces, ends trimmed.
///
/// # Errors
///
/// Returns [`TooLong`] above [`LINE_MAX`] characters.
pub fn line(text: &str) -> Result<String, TooLong> {
    let line = tidy(text).replace(['\n', '\t'], " ").trim().to_owned();
    within(line, LINE_MAX)
}

/// Running text: tidied, otherwise as it was typed.
///
/// # Errors
///
/// Returns [`TooLong`] above [`PARAGRAPH_MAX`] characters.
pub fn paragraph(text: &str) -> Result<String, TooLong> {
    within(tidy(text), PARAGRAPH_MAX)
}

/// A day as browsers send it, `2026-05-12`; `None` for anything that nobody means.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text.trim(), ISO_DATE)
        .ok()
        .filter(|day| day.year() >= YEAR_MIN)
}

fn within(text: String, limit: usize) -> Result<String, TooLong> {
    let length = text.chars().count();
    if length > limit {
        return Err(TooLong { length, limit });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn line_ends_of_every_kind_become_one_kind() {
        assert_eq!(tidy("a\r\nb\rc\nd\0"), "a\nb\nc\nd");
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert!(line(&"ŵ".repeat(200)).is_ok());
        assert_eq!(
            line(&"ŵ".repeat(201)),
            Err(TooLong {
                length: 201,
                limit: 200
            })
        );
    }
    #[test]
    fn a_day_is_written_year_first_and_lies_in_our_times() {
        assert_eq!(day(" 2026-05-12 "), Some(date!(2026 - 05 - 12)));
        assert_eq!(day("1900-01-01"), Some(date!(1900 - 01 - 01)));
        for wrong in [
            "",
            "2026-02-29",
            "12.05.2026",
            "26-05-12",
            "0026-05-12",
            "20266-05-12",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
