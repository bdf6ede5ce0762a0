//! Evidence: how well an answer is supported, and how recently.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::EvidenceId;

/// How strong one piece of evidence is, from 0 to 4.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub enum Strength {
    /// 0: nothing there.
    None,
    /// 1: somebody says so.
    #[default]
    Assertion,
    /// 2: a document shows it.
    Document,
    /// 3: numbers show it.
    Data,
    /// 4: somebody independent, or several sources together, show it.
    Independent,
}

impl Strength {
    /// Every strength, weakest first.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Assertion,
        Self::Document,
        Self::Data,
        Self::Independent,
    ];

    /// The strength as a number from 0 to 4.
    #[must_use]
    pub fn get(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Assertion => 1,
            Self::Document => 2,
            Self::Data => 3,
            Self::Independent => 4,
        }
    }

    /// The strength as a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Assertion => "Assertion",
            Self::Document => "Document",
            Self::Data => "Data",
            Self::Independent => "Independent",
        }
    }

    /// What the word means, for a person choosing one.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::None => "nothing to show yet",
            Self::Assertion => "people say so",
            Self::Document => "a policy, minute or report shows it",
            Self::Data => "numbers show it",
            Self::Independent => "someone independent, or several sources together, show it",
        }
    }
}

/// A number that is not a strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a strength of evidence; it runs from 0 to 4")]
pub struct NotAStrength(pub u8);

impl TryFrom<u8> for Strength {
    type Error = NotAStrength;

    fn try_from(value: u8) -> Result<Self, NotAStrength> {
        Self::ALL
            .get(usize::from(value))
            .copied()
            .ok_or(NotAStrength(value))
    }
}

impl From<Strength> for u8 {
    fn from(strength: Strength) -> u8 {
        strength.get()
    }
}

/// One piece of evidence for one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Names it.
    pub evidence_id: EvidenceId,
    /// What it is, at most [`crate::text::PARAGRAPH_MAX`] characters, never empty.
    pub what: String,
    /// Where it can be read: an `http` or `https` address, or empty.
    pub link: String,
    /// When it was made, if that is known.
    pub date: Option<Date>,
    /// How strong it is.
    pub strength: Strength,
}

/// Reads a link: an `http` or `https` address of at most 2,000 characters, or nothing.
///
/// # Errors
///
/// Returns [`NotALink`] for anything else, for example `javascript:` or a file path.
pub fn link(text: &str) -> Result<String, NotALink> {
    let link = text.trim();
    let secure = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    let plain =
        |rest: &str| !rest.is_empty() && !rest.contains(char::is_whitespace) && link.len() <= 2_000;
    if link.is_empty() || secure.is_some_and(plain) {
        return Ok(link.to_owned());
    }
    Err(NotALink)
}

/// Text that is not a web address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link starts with https:// or http:// and has no spaces")]
pub struct NotALink;

/// What all evidence for one statement amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// The strongest piece's strength; [`Strength::None`] without any.
    pub strength: Strength,
    /// The newest date of any piece.
    pub date: Option<Date>,
    /// What that means on the day the assessment looks from.
    pub state: SupportState,
}

/// Whether evidence can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportState {
    /// There is none, or none with a date.
    Missing,
    /// The newest is more than 12 calendar months old.
    Stale,
    /// There is some, and it is recent.
    Current,
}

impl Support {
    /// Weighs all evidence for one statement, seen from the day `as_at`.
    ///
    /// Of several pieces the strongest counts, and the newest date. Missing means
    /// none, or undated. Stale means that the date + 12 calendar months lies
    /// before `as_at`.
    #[must_use]
    pub fn of(evidence: &[Evidence], as_at: Date) -> Self {
        let strength = evidence
            .iter()
            .map(|piece| piece.strength)
            .max()
            .unwrap_or(Strength::None);
        let date = evidence.iter().filter_map(|piece| piece.date).max();
        let state = match date {
            _ if strength == Strength::None => SupportState::Missing,
            None => SupportState::Missing,
            Some(date) if a_year_after(date) < as_at => SupportState::Stale,
            Some(_) => SupportState::Current,
        };
        Self {
            strength,
            date,
            state,
        }
    }

    /// Whether the evidence is missing or stale, which raises a gap's priority.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.state != SupportState::Current
    }
}

/// The same day one year on; 28 February for 29 February.
fn a_year_after(date: Date) -> Date {
    date.replace_year(date.year() + 1)
        .or_else(|_| Date::from_calendar_date(date.year() + 1, date.month(), 28))
        .unwrap_or(Date::MAX)
}

/// Whole calendar months from `date` to `as_at`; 0 when `date` is later.
#[must_use]
pub fn age_months(date: Date, as_at: Date) -> u32 {
    let months = (as_at.year() - date.year()) * 12 + i32::from(u8::from(as_at.month()))
        - i32::from(u8::from(date.month()))
        - i32::from(as_at.day() < date.day());
    u32::try_from(months).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn piece(strength: Strength, date: Option<Date>) -> Evidence {
        Evidence {
            evidence_id: EvidenceId(Uuid::nil()),
            what: "Board paper".into(),
            link: String::new(),
            date,
            strength,
        }
    }

    #[test]
    fn the_strongest_piece_counts_and_the_newest_date() {
        let support = Support::of(
            &[
                piece(Strength::Independent, Some(date!(2024 - 01 - 01))),
                piece(Strength::Assertion, Some(date!(2026 - 02 - 01))),
            ],
            date!(2026 - 04 - 01),
        );
        assert_eq!(support.strength, Strength::Independent);
        assert_eq!(support.date, Some(date!(2026 - 02 - 01)));
        assert_eq!(support.state, SupportState::Current);
    }

    #[test]
    fn evidence_grows_stale_the_day_after_its_first_birthday() {
        let dated = [piece(Strength::Data, Some(date!(2025 - 04 - 01)))];
        assert_eq!(
            Support::of(&dated, date!(2026 - 04 - 01)).state,
            SupportState::Current
        );
        assert_eq!(
            Support::of(&dated, date!(2026 - 04 - 02)).state,
            SupportState::Stale
        );
    }

    #[test]
    fn a_leap_day_is_a_year_old_on_28_february() {
        let dated = [piece(Strength::Data, Some(date!(2024 - 02 - 29)))];
        assert_eq!(
            Support::of(&dated, date!(2025 - 02 - 28)).state,
            SupportState::Current
        );
        assert_eq!(
            Support::of(&dated, date!(2025 - 03 - 01)).state,
            SupportState::Stale
        );
    }

    #[test]
    fn undated_evidence_and_no_evidence_are_both_missing() {
        assert_eq!(
            Support::of(&[], date!(2026 - 01 - 01)).state,
            SupportState::Missing
        );
        let undated = [piece(Strength::Data, None)];
        assert_eq!(
            Support::of(&undated, date!(2026 - 01 - 01)).state,
            SupportState::Missing
        );
    }

    #[test]
    fn an_age_counts_whole_months() {
        assert_eq!(age_months(date!(2025 - 05 - 12), date!(2026 - 05 - 11)), 11);
        assert_eq!(age_months(date!(2025 - 05 - 12), date!(2026 - 05 - 12)), 12);
        assert_eq!(age_months(date!(2026 - 05 - 12), date!(2026 - 01 - 01)), 0);
    }

    #[test]
    fn only_a_web_address_is_a_link() {
        assert_eq!(
            link(" https://example.org/a ").as_deref(),
            Ok("https://example.org/a")
        );
        assert_eq!(link("").as_deref(), Ok(""));
        for wrong in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://a b",
            "board paper",
        ] {
            assert_eq!(link(wrong), Err(NotALink), "{wrong}");
        }
    }
}
