//! Text that people type: tidied once, and measured.

/// The longest a name, title or single line may be, in characters.
pub const LINE_MAX: usize = 200;

/// The longest a piece of running text may be, in characters.
pub const PARAGRAPH_MAX: usize = 5_000;

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

fn within(text: String, limit: usize) -> Result<String, TooLong> {
    let length = text.chars().count();
    if length > limit {
        return Err(TooLong { length, limit });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
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
}
