//! What is kept together with every edit.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, UtcOffset};

use crate::StoreError;

/// Which save of something this is: 1 for the first, one more for each after it.
///
/// A form carries the version it was made from and hands it back.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Version(u32);

impl Version {
    /// Nothing saved yet.
    pub const NONE: Self = Self(0);

    /// The version with this number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number; 0 when nothing is saved yet.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// Reads a version as the database keeps it, which makes them all itself.
    pub(crate) fn read(number: i64) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// The version that the next save makes.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// What a save is told whose version is no longer the newest.
    pub(crate) fn stale(newest: Option<i64>) -> StoreError {
        StoreError::Stale {
            newest: newest.map_or(Self::NONE, Self::read),
        }
    }

    /// The version as the database keeps it.
    pub(crate) fn number(self) -> i64 {
        self.0.into()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for Version {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

/// Something people edit, with who saved it last, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// What was saved.
    pub value: T,
    /// Which save it was.
    pub version: Version,
    /// When, to the second.
    pub saved_at: OffsetDateTime,
    /// The name of who saved it; `None` when they have left, or it was the command line.
    pub saved_by: Option<String>,
}

/// The columns every edited thing carries, with the person's name joined in.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Stamp {
    version: i64,
    saved_at: OffsetDateTime,
    saved_by: Option<String>,
}

impl Stamp {
    pub(crate) fn on<T>(self, value: T) -> Stored<T> {
        Stored {
            value,
            version: Version::read(self.version),
            saved_at: self.saved_at,
            saved_by: self.saved_by,
        }
    }
}

/// A moment as it is kept: UTC and whole seconds.
///
/// PostgreSQL keeps microseconds and SQLite text; to the second, both give back
/// what they were given, and the texts sort as the moments do.
pub(crate) fn to_second(moment: OffsetDateTime) -> OffsetDateTime {
    let utc = moment.to_offset(UtcOffset::UTC);
    utc.replace_nanosecond(0).unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_moment_is_kept_in_utc_and_whole_seconds() {
        assert_eq!(
            to_second(datetime!(2026-05-12 10:00:00.9 +1)),
            datetime!(2026-05-12 09:00:00 UTC)
        );
    }

    #[test]
    fn a_version_travels_through_a_form() {
        assert_eq!(Version::new(7).to_string().parse(), Ok(Version::new(7)));
    }
}
