//! Examples: what an organisation did about a statement, what it took, what changed.
//!
//! Written by an organisation's lead, looked through by whoever runs the
//! installation, published with the day, and withdrawn by its organisation at
//! any time. They are the seed of an "in action" guide.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    buddy::Topic,
    evidence::age_months,
    id::ExampleId,
    organisation::choices,
    text::{self, TooLong},
};

/// From how many months on an example says that it is old.
pub const OLD_MONTHS: u32 = 24;

/// The longest each part may be, in characters: an example is short.
pub const PART_MAX: usize = 2_000;

choices! {
    /// How far an example has come.
    Stage {
        /// Its organisation is writing it.
        Draft = "draft", "Draft";
        /// It waits for somebody to look it through.
        InReview = "in_review", "In review";
        /// It came back with a reason.
        Returned = "returned", "Sent back";
        /// Everybody can read it.
        Published = "published", "Published";
    }
}

impl Stage {
    /// Whether its organisation may change its words: not while somebody reads or relies on them.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// What an organisation did about a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Names it.
    pub example_id: ExampleId,
    /// Which statement it is about.
    pub topic: Topic,
    /// What it says.
    pub words: Words,
    /// Whether the organisation's name may stand over it.
    pub shows_name: bool,
    /// How far it has come.
    pub stage: Stage,
    /// Why it was sent back; empty otherwise.
    pub reason: String,
    /// Since when everybody can read it.
    pub published_on: Option<Date>,
}

/// The words of an example.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// What it is called, at most [`text::LINE_MAX`] characters.
    pub title: String,
    /// What we did, at most [`PART_MAX`] characters.
    pub did: String,
    /// What it took.
    pub took: String,
    /// What changed.
    pub changed: String,
}

/// A part of an example, as forms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// What we did.
    Did,
    /// What it took.
    Took,
    /// What changed.
    Changed,
}

impl Part {
    /// Every part, in the order it is read.
    pub const ALL: [Self; 4] = [Self::Title, Self::Did, Self::Took, Self::Changed];

    /// How forms name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Did => "did",
            Self::Took => "took",
            Self::Changed => "changed",
        }
    }

    /// What is asked.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Did => "What we did",
            Self::Took => "What it took",
            Self::Changed => "What changed",
        }
    }

    fn missing(self) -> &'static str {
        match self {
            Self::Title => "give it a title",
            Self::Did => "say what you did",
            Self::Took => "say what it took: time, money, people",
            Self::Changed => "say what changed, and how you know",
        }
    }
}

/// What is wrong with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartProblem {
    /// It is empty.
    #[error("{}", .0.missing())]
    Missing(Part),
    /// It is too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

impl Words {
    /// One of the parts.
    #[must_use]
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.title,
            Part::Did => &self.did,
            Part::Took => &self.took,
            Part::Changed => &self.changed,
        }
    }

    /// Reads what was typed; a draft may lack everything but its title.
    #[must_use]
    pub fn read(typed: impl Fn(Part) -> String) -> (Self, Vec<(Part, PartProblem)>) {
        let mut problems = Vec::new();
        let mut part = |part: Part| {
            let read = if part == Part::Title {
                text::line(&typed(part))
            } else {
                paragraph(&typed(part))
            };
            match read {
                Ok(text) => {
                    if text.is_empty() && part == Part::Title {
                        problems.push((part, PartProblem::Missing(part)));
                    }
                    text
                }
                Err(error) => {
                    problems.push((part, error.into()));
                    String::new()
                }
            }
        };
        let [title, did, took, changed] = Part::ALL.map(&mut part);
        let words = Self {
            title,
            did,
            took,
            changed,
        };
        (words, problems)
    }

    /// What is still missing before somebody else may look it through.
    #[must_use]
    pub fn missing(&self) -> Vec<(Part, PartProblem)> {
        let is_missing = |part: &Part| self.part(*part).is_empty();
        let missing = Part::ALL.into_iter().filter(is_missing);
        missing
            .map(|part| (part, PartProblem::Missing(part)))
            .collect()
    }
}

fn paragraph(typed: &str) -> Result<String, TooLong> {
    let text = text::tidy(typed).trim().to_owned();
    let length = text.chars().count();
    if length > PART_MAX {
        return Err(TooLong {
            length,
            limit: PART_MAX,
        });
    }
    Ok(text)
}

impl Example {
    /// What is said of its age on a day: more than [`OLD_MONTHS`] whole months, or nothing.
    #[must_use]
    pub fn age_warning(&self, today: Date) -> Option<String> {
        let months = age_months(self.published_on?, today);
        (months >= OLD_MONTHS).then(|| {
            format!(
                "Published {months} months ago: ask before you rely on it, much may have changed since"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn example(published_on: Option<Date>) -> Example {
        Example {
            example_id: ExampleId(Uuid::nil()),
            topic: Topic {
                pack: "three-pillars".into(),
                statement: "W12".parse().unwrap(),
            },
            words: Words::default(),
            shows_name: true,
            stage: Stage::Published,
            reason: String::new(),
            published_on,
        }
    }

    #[test]
    fn an_example_says_that_it_is_old_from_24_months_on() {
        let today = date!(2026 - 11 - 25);
        assert_eq!(
            example(Some(date!(2024 - 11 - 26))).age_warning(today),
            None
        );
        assert!(
            example(Some(date!(2024 - 11 - 25)))
                .age_warning(today)
                .unwrap()
                .starts_with("Published 24 months ago")
        );
        assert_eq!(example(None).age_warning(today), None);
    }

    #[test]
    fn a_draft_needs_a_title_and_a_review_needs_it_all() {
        let (words, problems) = Words::read(|part| match part {
            Part::Title => "Rest rooms at night".into(),
            Part::Did => " We opened two.\r\n".into(),
            _ => String::new(),
        });
        assert!(problems.is_empty());
        assert_eq!(words.did, "We opened two.");
        let missing: Vec<_> = words.missing().into_iter().map(|(part, _)| part).collect();
        assert_eq!(missing, [Part::Took, Part::Changed]);
        let (_, problems) = Words::read(|_| String::new());
        assert_eq!(problems, [(Part::Title, PartProblem::Missing(Part::Title))]);
        let (_, problems) = Words::read(|_| "w".repeat(2_001));
        assert_eq!(problems.len(), 4, "a title holds 200, every part 2,000");
    }

    #[test]
    fn nobody_changes_what_is_read_or_relied_on() {
        let open: Vec<_> = Stage::ALL.iter().filter(|it| it.is_open()).collect();
        assert_eq!(open, [&Stage::Draft, &Stage::Returned]);
    }
}
