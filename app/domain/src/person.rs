//! People who take part.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::{OrganisationId, PersonId},
    organisation::choices,
};

/// Somebody who can sign in, for one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Names them.
    pub person_id: PersonId,
    /// Where they take part.
    pub organisation_id: OrganisationId,
    /// What they are called, at most [`crate::text::LINE_MAX`] characters.
    pub name: String,
    /// How they sign in.
    pub email: Email,
    /// What they may do.
    pub role: Role,
}

choices! {
    /// What a person may do; [`crate::permission`] has the table.
    Role {
        /// Sets up the assessment, records what is agreed, owns the plan.
        Lead = "lead", "Wellbeing lead";
        /// Reads everything, changes nothing.
        Viewer = "viewer", "Viewer";
        /// Runs the installation: people and passwords, no answers.
        Installer = "installer", "Installer";
        /// Sees the systems that the organisation hosts: members, benchmarks and what
        /// is shared with them; no assessment, unless they were invited to it.
        Analyst = "analyst", "System analyst";
        /// Takes part in the assessments they were invited to, and sees nothing else.
        Invited = "invited", "Invited person";
    }
}

/// An email address, in lower case, checked for its form only.
///
/// At most 254 bytes with one `@`, something on either side and no spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Text that does not have the form of an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an email address looks like name@example.org")]
pub struct NotAnEmail;

impl Email {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let address = text.trim().to_lowercase();
        let plain = |letter: char| !letter.is_whitespace() && !letter.is_control();
        let (name, host) = address.split_once('@').ok_or(NotAnEmail)?;
        if name.is_empty()
            || host.is_empty()
            || host.contains('@')
            || address.len() > 254
            || !address.chars().all(plain)
        {
            return Err(NotAnEmail);
        }
        Ok(Self(address))
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The fewest characters a password may have; longer is the only strength asked for.
pub const PASSWORD_MIN: usize = 10;

/// The most characters a password may have, so that hashing one stays cheap.
pub const PASSWORD_MAX: usize = 200;

/// Whether a password has an allowed length.
#[must_use]
pub fn is_password(text: &str) -> bool {
    (PASSWORD_MIN..=PASSWORD_MAX).contains(&text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_is_the_same_however_it_is_typed() {
        assert_eq!(
            " Ama.Boateng@Example.ORG"
                .parse::<Email>()
                .unwrap()
                .as_str(),
            "ama.boateng@example.org"
        );
        for wrong in [
            "",
            "ama",
            "@example.org",
            "ama@",
            "a b@example.org",
            "a@b@c",
        ] {
            assert_eq!(wrong.parse::<Email>(), Err(NotAnEmail), "{wrong}");
        }
    }
}
