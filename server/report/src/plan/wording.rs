//! How counts, labels and long texts are written.

use domain::display::Fraction;

use super::Numbered;
use crate::pdf::{Block, Size, Span, Text};

/// Rounded to a whole number; 0 when there is none.
pub(crate) fn whole(fraction: Option<Fraction>) -> u64 {
    fraction.map_or(0, Fraction::whole)
}

/// How far it is: "15 points to go".
pub(crate) fn to_go(points: Option<Fraction>) -> String {
    match whole(points) {
        0 => "less than a point to go".to_owned(),
        1 => "1 point to go".to_owned(),
        points => format!("{points} points to go"),
    }
}

/// The verb of a count: "1 is", "3 are".
pub(crate) fn is(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The beginning of a text, at most `most` characters with its ellipsis, on one line.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    // Between words, unless that would leave less than half.
    let end = kept
        .rfind(' ')
        .filter(|&at| at > kept.len() / 2)
        .unwrap_or(kept.len());
    let (kept, _) = kept.split_at(end);
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// "Action 3" or "Actions 3, 7 and 12"; `None` without any.
pub(super) fn find_numbers<'a>(actions: impl Iterator<Item = Numbered<'a>>) -> Option<String> {
    let numbers: Vec<_> = actions.map(|it| it.number.to_string()).collect();
    match numbers.as_slice() {
        [] => None,
        [one] => Some(format!("Action {one}")),
        _ => Some(format!("Actions {}", listed(&numbers))),
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Bold text.
pub(crate) fn bold(text: impl Into<String>) -> Text {
    Span::bold(text).into()
}

/// What somebody wrote, or that nobody did.
pub(crate) fn written(text: &str) -> Text {
    match text.trim() {
        "" => Span::muted("Not filled in").into(),
        text => text.into(),
    }
}

/// A note in small print.
pub(crate) fn small(text: &str) -> Block {
    Block::Paragraph {
        text: Span::muted(text.trim()).into(),
        size: Size::Small,
    }
}

/// A paragraph of lines, each with its label; empty lines are left out.
pub(crate) fn lines(lines: Vec<(&str, Text)>) -> Option<Block> {
    let mut spans = Vec::new();
    for (label, text) in lines {
        if text.0.iter().all(|span| span.text.trim().is_empty()) {
            continue;
        }
        let start = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::bold(format!("{start}{label}: ")));
        spans.extend(text.0);
    }
    (!spans.is_empty()).then(|| Block::paragraph(spans))
}
