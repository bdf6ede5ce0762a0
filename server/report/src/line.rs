//! Breaking text into lines that fit.

use std::ops::Range;
use std::rc::Rc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::colour::Colour;
use crate::typeface::{Glyph, Shaper, Style};

/// A stretch of text in one style.
#[derive(Debug, Clone)]
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
    pub(crate) colour: Colour,
}

/// The part of a line that is in one style.
#[derive(Debug, Clone)]
pub(crate) struct Fragment {
    pub(crate) words: Vec<Rc<[Glyph]>>,
    pub(crate) style: Style,
    pub(crate) colour: Colour,
    /// Where it starts, in the unit of the size, from the start of the line.
    pub(crate) x: f64,
}

impl Fragment {
    /// Its glyphs in order.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.words.iter().flat_map(|word| word.iter())
    }
}

/// One line of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) fragments: Vec<Fragment>,
    /// How wide it is, in the unit of the size, without the space it ends in.
    pub(crate) width: f64,
}

impl Line {
    /// The text of the line as it was written.
    pub(crate) fn text(&self) -> String {
        let glyphs = self.fragments.iter().flat_map(Fragment::glyphs);
        glyphs
            .map(|glyph| &*glyph.source)
            .collect::<String>()
            .trim_end()
            .to_owned()
    }
}

/// Breaks text into lines of at most `width`.
///
/// Breaks where Unicode (UAX #14) allows, always at a line feed, and inside a
/// word only when the word is wider than a whole line. A line that a space
/// ends keeps that space, so that text read back from the file is not glued
/// together. `width` is in the unit of `size`; text that is empty has no lines.
pub(crate) fn break_lines(
    shaper: &mut Shaper,
    runs: &[Run<'_>],
    size: f64,
    width: f64,
) -> Vec<Line> {
    let mut text = String::new();
    let mut bounds: Vec<(Range<usize>, &Run<'_>)> = Vec::new();
    for run in runs {
        let start = text.len();
        push_printable(&mut text, run.text);
        bounds.push((start..text.len(), run));
    }

    // A column measured from its own text must hold that text despite rounding.
    let width = width + 1e-6;
    let mut setter = Setter {
        shaper,
        size,
        width,
        line: Line::default(),
        space: None,
        lines: Vec::new(),
    };
    let mut start = 0;
    for (end, opportunity) in linebreaks(&text) {
        setter.set(&pieces(&text, start..end, &bounds));
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            setter.end_line();
        }
        start = end;
    }
    setter.finish()
}

/// Adds text with everything removed or replaced that is not for printing.
fn push_printable(into: &mut String, text: &str) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => into.push('\n'),
            '\t' => into.push(' '),
            // A soft hyphen is a wish, and we do not hyphenate.
            '\u{ad}' => {}
            other if other.is_control() => {}
            other => into.push(other),
        }
    }
}

/// A stretch between two places where a line may break, cut by style.
fn pieces<'a>(
    text: &'a str,
    range: Range<usize>,
    bounds: &[(Range<usize>, &'a Run<'a>)],
) -> Vec<(&'a str, &'a Run<'a>)> {
    let first = bounds.partition_point(|(bound, _)| bound.end <= range.start);
    bounds
        .iter()
        .skip(first)
        .take_while(|(bound, _)| bound.start < range.end)
        .filter_map(|(bound, run)| {
            let part = text.get(range.start.max(bound.start)..range.end.min(bound.end))?;
            (!part.is_empty()).then_some((part, *run))
        })
        .collect()
}

struct Setter<'a> {
    shaper: &'a mut Shaper,
    size: f64,
    width: f64,
    line: Line,
    /// The space after the last word, which counts only if a word follows.
    space: Option<(Rc<[Glyph]>, Style, Colour)>,
    lines: Vec<Line>,
}

impl Setter<'_> {
    /// Sets one stretch: a word, perhaps in several styles, and its space.
    fn set(&mut self, pieces: &[(&str, &Run<'_>)]) {
        let words: Vec<_> = pieces
            .iter()
            .map(|(text, run)| {
                (
                    self.shaper
                        .shape(run.style, text.trim_end_matches([' ', '\n'])),
                    *run,
                )
            })
            .collect();
        let word_width: f64 = words.iter().map(|(glyphs, _)| self.width_of(glyphs)).sum();
        let space_width = self
            .space
            .as_ref()
            .map_or(0.0, |(glyphs, ..)| self.width_of(glyphs));

        if word_width > 0.0 {
            if !self.line.fragments.is_empty()
                && self.line.width + space_width + word_width > self.width
            {
                self.end_line();
            }
            if self.line.fragments.is_empty() {
                self.space = None;
            }
            self.take_space();
            for (glyphs, run) in words {
                if word_width > self.width {
                    self.set_in_parts(&glyphs, run);
                } else {
                    self.push(glyphs, run.style, run.colour);
                }
            }
        }
        if let Some((text, run)) = pieces.last() {
            let spaces = text.trim_end_matches('\n');
            let spaces = spaces
                .get(spaces.trim_end_matches(' ').len()..)
                .unwrap_or_default();
            if !spaces.is_empty() {
                self.space = Some((self.shaper.shape(run.style, spaces), run.style, run.colour));
            }
        }
    }

    /// Sets a word that is wider than a line, breaking it where it must.
    fn set_in_parts(&mut self, glyphs: &[Glyph], run: &Run<'_>) {
        let mut part: Vec<Glyph> = Vec::new();
        let mut part_width = 0.0;
        for glyph in glyphs {
            let advance = glyph.advance * self.size;
            if self.line.width + part_width + advance > self.width
                && self.line.width + part_width > 0.0
            {
                self.push(std::mem::take(&mut part).into(), run.style, run.colour);
                self.lines.push(std::mem::take(&mut self.line));
                part_width = 0.0;
            }
            part_width += advance;
            part.push(glyph.clone());
        }
        self.push(part.into(), run.style, run.colour);
    }

    fn push(&mut self, glyphs: Rc<[Glyph]>, style: Style, colour: Colour) {
        if glyphs.is_empty() {
            return;
        }
        let (x, width) = (self.line.width, self.width_of(&glyphs));
        self.line.width += width;
        match self.line.fragments.last_mut() {
            Some(last) if last.style == style && last.colour == colour => last.words.push(glyphs),
            _ => self.line.fragments.push(Fragment {
                words: vec![glyphs],
                style,
                colour,
                x,
            }),
        }
    }

    fn take_space(&mut self) {
        if let Some((glyphs, style, colour)) = self.space.take() {
            self.push(glyphs, style, colour);
        }
    }

    fn end_line(&mut self) {
        let width = self.line.width;
        if self.space.is_none() && !self.line.fragments.is_empty() {
            // A line feed has no space of its own, but parts two words too.
            self.space = self
                .line
                .fragments
                .last()
                .map(|last| (last.style, last.colour))
                .map(|(style, colour)| (self.shaper.shape(style, " "), style, colour));
        }
        if self.line.fragments.is_empty() {
            self.space = None;
        }
        self.take_space();
        self.line.width = width;
        self.lines.push(std::mem::take(&mut self.line));
    }

    fn finish(mut self) -> Vec<Line> {
        if !self.line.fragments.is_empty() {
            self.lines.push(self.line);
        }
        self.lines
    }

    fn width_of(&self, glyphs: &[Glyph]) -> f64 {
        glyphs.iter().map(|glyph| glyph.advance).sum::<f64>() * self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: f64) -> Vec<String> {
        let run = Run {
            text,
            style: Style::REGULAR,
            colour: Colour::INK,
        };
        let lines = break_lines(&mut Shaper::default(), &[run], 10.0, width);
        for line in &lines {
            assert!(
                line.width <= width + 1e-3,
                "{:?} is {} wide",
                line.text(),
                line.width
            );
        }
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn words_move_to_the_next_line_whole() {
        assert_eq!(
            broken("Managers and leaders", 60.0),
            ["Managers", "and leaders"]
        );
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_and_nothing_of_it_is_lost() {
        let word = "W".repeat(40);
        let lines = broken(&word, 60.0);
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), word);
    }

    #[test]
    fn what_people_wrote_on_separate_lines_stays_on_separate_lines() {
        assert_eq!(
            broken("one\r\ntwo\n\nthree", 500.0),
            ["one", "two", "", "three"]
        );
    }

    #[test]
    fn control_characters_and_bad_spaces_do_no_harm() {
        assert_eq!(
            broken("  a\u{0}b\u{7}\tc \u{ad}d\u{2028}e", 500.0),
            ["ab c d", "e"]
        );
        assert!(broken("", 500.0).is_empty());
        assert!(broken(" \u{0}", 500.0).is_empty());
    }

    #[test]
    fn every_line_that_is_followed_by_another_ends_in_a_space() {
        let run = Run {
            text: "one two three\nfour",
            style: Style::REGULAR,
            colour: Colour::INK,
        };
        let lines = break_lines(&mut Shaper::default(), &[run], 10.0, 45.0);
        let (last, others) = lines.split_last().unwrap();
        for line in others {
            let end = line.fragments.last().unwrap().glyphs().last().unwrap();
            assert_eq!(&*end.says, " ");
        }
        assert_eq!(last.text(), "four");
    }

    #[test]
    fn a_word_in_two_styles_is_not_torn_apart() {
        let runs = [
            Run {
                text: "some un",
                style: Style::REGULAR,
                colour: Colour::INK,
            },
            Run {
                text: "likely",
                style: Style::BOLD,
                colour: Colour::INK,
            },
        ];
        let lines = break_lines(&mut Shaper::default(), &runs, 10.0, 50.0);
        assert_eq!(
            lines.iter().map(Line::text).collect::<Vec<_>>(),
            ["some", "unlikely"]
        );
    }
}
