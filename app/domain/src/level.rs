//! Levels, targets and importance: the three small numbers about a practice.

use serde::{Deserialize, Serialize};

/// How far an organisation has got with one practice.
///
/// A whole number of maturity steps from 0 (not in place) to 4 (embedded and
/// evidenced). Levels are ordinal: 4 is better than 2, but not "twice as good",
/// so averages of levels are shown to one decimal place and no further.
///
/// Source: the `levels` table of the framework pack in use.
///
/// ```
/// use domain::level::Level;
///
/// assert_eq!(Level::new(3)?.get(), 3);
/// assert!(Level::new(5).is_err());
/// # Ok::<(), domain::level::OutOfRange>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

/// Where an organisation wants to be with one practice: a level from 1 to 4.
///
/// 0 is no target: a practice nobody wants is *not applicable*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Target(u8);

/// How much a practice matters here and now: 1 (low) to 3 (high).
///
/// It orders the priority list and never changes a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Importance(u8);

/// A number outside the range of what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{value} is not {what}; it runs from {least} to {most}")]
pub struct OutOfRange {
    /// What the number should have been, with its article.
    pub what: &'static str,
    /// The number.
    pub value: u8,
    /// The least it may be.
    pub least: u8,
    /// The most it may be.
    pub most: u8,
}

macro_rules! small_number {
    ($name:ident, $what:literal, $least:literal..=$most:literal) => {
        impl $name {
            /// The least it can be.
            pub const MIN: Self = Self($least);
            /// The most it can be.
            pub const MAX: Self = Self($most);

            /// Reads it from a number.
            ///
            /// # Errors
            ///
            /// Returns [`OutOfRange`] when `value` lies outside the range.
            pub fn new(value: u8) -> Result<Self, OutOfRange> {
                if !($least..=$most).contains(&value) {
                    return Err(OutOfRange {
                        what: $what,
                        value,
                        least: $least,
                        most: $most,
                    });
                }
                Ok(Self(value))
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> u8 {
                self.0
            }

            /// Every value, from the least to the most.
            pub fn all() -> impl DoubleEndedIterator<Item = Self> {
                ($least..=$most).map(Self)
            }
        }

        impl TryFrom<u8> for $name {
            type Error = OutOfRange;

            fn try_from(value: u8) -> Result<Self, OutOfRange> {
                Self::new(value)
            }
        }

        impl From<$name> for u8 {
            fn from(number: $name) -> u8 {
                number.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
    };
}

small_number!(Level, "a level", 0..=4);
small_number!(Target, "a target", 1..=4);
small_number!(Importance, "an importance", 1..=3);

impl Target {
    /// Where a statement that the law is about starts, whatever the default.
    pub const CORE: Self = Self(4);
}

/// "In place", unless a lead chooses otherwise.
impl Default for Target {
    fn default() -> Self {
        Self(3)
    }
}

impl Importance {
    /// The number as a word: "Low", "Medium" or "High".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            1 => "Low",
            2 => "Medium",
            _ => "High",
        }
    }
}

/// "Medium", unless somebody chooses otherwise.
impl Default for Importance {
    fn default() -> Self {
        Self(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_knows_its_range() {
        assert!(Level::new(0).is_ok() && Level::new(4).is_ok() && Level::new(5).is_err());
        assert!(Target::new(0).is_err() && Target::new(1).is_ok() && Target::new(5).is_err());
        assert!(
            Importance::new(0).is_err()
                && Importance::new(3).is_ok()
                && Importance::new(4).is_err()
        );
    }

    #[test]
    fn an_error_says_what_would_have_been_right() {
        assert_eq!(
            Level::new(7).unwrap_err().to_string(),
            "7 is not a level; it runs from 0 to 4"
        );
    }
}
