//! What can go wrong, by what a caller can do about it.

use std::str::FromStr;

use crate::Version;

/// Why the store could not do what was asked.
///
/// "Not found" is not here: looking something up returns an `Option`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something with this name exists already. Tell the visitor which.
    #[error("the {entity} already exists")]
    Conflict {
        /// What exists, in the visitor's words.
        entity: &'static str,
    },
    /// Somebody saved since the version this was made from. Show both.
    #[error("a newer version was saved in the meantime")]
    Stale {
        /// The newest version there is; [`Version::NONE`] when it was removed.
        newest: Version,
    },
    /// The assessment is signed off, and this would change what was signed.
    #[error("the assessment is signed off")]
    SignedOff,
    /// Nobody scores for themselves except while scoring is open.
    #[error("scoring is closed")]
    ScoringClosed,
    /// The release of this benchmark is made: nothing about it changes any more.
    #[error("the release of this benchmark is made")]
    Released,
    /// The organisation would be left without anybody to lead it. Hand over first.
    #[error("this is the organisation's only lead")]
    LastLead,
    /// The action has a progress log, which is only ever added to. Stop the action instead.
    #[error("the action has a progress log")]
    HasProgress,
    /// There is no such database, and none was to be made.
    #[error("there is no database at {0}; `plumbline migrate` makes one")]
    NoDatabase(String),
    /// Nobody answers where the database server should be. Never shows the password.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// Where it should be.
        url: String,
        /// What was answered instead.
        reason: String,
    },
    /// A stored value breaks a rule of `domain`. Never shown; always alarming.
    #[error("the stored {column} `{value}` is not valid")]
    Corrupt {
        /// `table.column`
        column: &'static str,
        /// The value as it was found.
        value: String,
    },
    /// The database could not be brought to the shape this build needs; nothing was half done.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database did not answer as expected. Try again later.
    #[error("the database did not answer as expected: {0}")]
    Database(sqlx::Error),
}

/// What the triggers say when they refuse to change what was signed.
const SIGNED_OFF: &str = "signed off";

/// What they say when somebody scores for themselves too early or too late.
const SCORING_CLOSED: &str = "scoring is closed";

/// What they say when the release of a benchmark is made.
const RELEASED: &str = "released";

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(refusal) if refusal.message() == SIGNED_OFF => Self::SignedOff,
            Some(refusal) if refusal.message() == SCORING_CLOSED => Self::ScoringClosed,
            Some(refusal) if refusal.message() == RELEASED => Self::Released,
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// The error as [`StoreError::Conflict`] when a unique value exists already.
    pub(crate) fn or_conflict(entity: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |error| match error.as_database_error() {
            Some(refusal) if refusal.is_unique_violation() => Self::Conflict { entity },
            _ => error.into(),
        }
    }
}

/// Reads a value that the domain checks.
pub(crate) fn read<T: FromStr>(column: &'static str, value: &str) -> Result<T, StoreError> {
    value.parse().map_err(|_| StoreError::Corrupt {
        column,
        value: value.to_owned(),
    })
}

/// Reads a whole number that the domain checks.
pub(crate) fn number<T: TryFrom<u8>>(column: &'static str, value: i64) -> Result<T, StoreError> {
    u8::try_from(value)
        .ok()
        .and_then(|small| T::try_from(small).ok())
        .ok_or_else(|| StoreError::Corrupt {
            column,
            value: value.to_string(),
        })
}
