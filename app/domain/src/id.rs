//! Ids: what names a thing in an address, a form and the database.
//!
//! Ids check themselves while a form or an address is decoded, so a crafted
//! value is refused before any code sees it. Most are UUIDs (version 7, made by
//! the server); a statement's id is a short code from its framework pack.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Text that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a valid id")]
pub struct InvalidId;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])+ $name:ident),+ $(,)?) => {$(
        $(#[$doc])+
        ///
        /// A UUID, written in lower case with hyphens.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::parse_str(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )+};
}

uuid_ids![
    /// Names an organisation.
    OrganisationId,
    /// Names a person who can sign in.
    PersonId,
    /// Names an assessment.
    AssessmentId,
    /// Names one piece of evidence.
    EvidenceId,
    /// Names one action of a plan.
    ActionId,
    /// Names one entry in an action's progress log.
    ProgressId,
    /// Names one entry in an EQIA's consultation log.
    ConsultationId,
    /// Names one uploaded spreadsheet that waits to be confirmed.
    ImportId,
    /// Names whoever gave a set of own scores, until sign-off cuts the link to the person.
    ScorerId,
    /// Names one question that was asked about an assessment.
    QuestionId,
    /// Names one check-in between years.
    CheckInId,
    /// Names one figure of an indicator.
    IndicatorValueId,
    /// Names one offer to talk about a statement.
    OfferId,
    /// Names one example of what was done about a statement.
    ExampleId,
    /// Names a site or division of an organisation.
    SiteId,
    /// Names a system: organisations that look at their benchmarks together.
    SystemId,
    /// Names one invitation to join a system, which is not its secret.
    SystemInvitationId,
];

/// Names a statement of a framework pack, for example `W01`.
///
/// One to sixteen capital letters, digits and hyphens. An id keeps its meaning
/// for ever: a later edition may drop it, never reuse it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatementId(String);

impl StatementId {
    /// The id of an organisation's own statement: `LS-1`, `LS-2` and so on. No pack begins an id so.
    #[must_use]
    pub fn local(number: u32) -> Self {
        // At most 3 + 10 of 16 characters.
        Self(format!("LS-{number}"))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StatementId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 16 || !text.bytes().all(plain) {
            return Err(InvalidId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for StatementId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<StatementId> for String {
    fn from(id: StatementId) -> Self {
        id.0
    }
}

impl fmt::Display for StatementId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_id_holds_nothing_that_could_break_an_address() {
        assert!("W01".parse::<StatementId>().is_ok());
        for crafted in ["", "w01", "W01/..", "W01\r\n", "W 1", "ABCDEFGHIJKLMNOPQ"] {
            assert_eq!(
                crafted.parse::<StatementId>(),
                Err(InvalidId),
                "{crafted:?}"
            );
        }
    }

    #[test]
    fn the_longest_number_of_a_local_statement_is_still_an_id() {
        let id = StatementId::local(u32::MAX);
        assert_eq!(id.as_str(), "LS-4294967295");
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
    }

    #[test]
    fn an_assessment_id_is_a_uuid_and_nothing_else() {
        assert!(
            "0190b3a2-7c1e-7d3a-9a54-3f2b7f6f0a11"
                .parse::<AssessmentId>()
                .is_ok()
        );
        assert_eq!("1 OR 1=1".parse::<AssessmentId>(), Err(InvalidId));
    }
}
