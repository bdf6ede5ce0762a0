//! Text that people typed, in a table.

use leptos::{either::Either, prelude::*};

/// The longest word that a column is made wide enough for, in letters.
const WHOLE: usize = 30;

/// Text that people typed: a word that no column has room for breaks where it must, all others stay whole.
///
/// Elsewhere the browser breaks such words by itself; in a table it makes the column as wide as they are.
#[component]
pub fn Typed(
    /// What they typed.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let is_long = |word: &str| word.chars().count() > WHOLE;
    if text.split_whitespace().any(is_long) {
        Either::Left(view! { <span class="app-hash">{text}</span> })
    } else {
        Either::Right(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_word_may_break() {
        let html = |text: &str| view! { <Typed text/> }.to_html();
        let long = "w".repeat(WHOLE + 1);
        assert!(html(&format!("See {long}")).contains("app-hash"));
        assert!(
            !html("Non-executive director and health and wellbeing guardian").contains("app-hash")
        );
    }
}
