//! Links and their secrets: those that work once, and invitations, which work until they are taken back.
//!
//! Opening a link changes nothing, because mail programs open links before
//! people do; only the form behind it uses the link up.

use std::{fmt, str::FromStr};

use domain::{assessment::Assessment, id::PersonId};
use store::{Store, StoreError, link::Link};
use time::{Duration, OffsetDateTime};

use crate::secret::{hash_secret, hex, new_secret};

/// How long a link works.
pub const LINK: Duration = Duration::days(3);

/// The secret in the address of a link: 64 hexadecimal digits. No log shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkSecret(String);

/// Text that is no secret of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a link of ours")]
pub struct NotASecret;

impl LinkSecret {
    /// The secret as it stands in an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash_secret(&self.0)
    }

    /// Names what whoever holds the link has set aside; see [`crate::draft`].
    #[must_use]
    pub fn holder(&self) -> String {
        hex(&self.hash())
    }
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LinkSecret(…)")
    }
}

impl FromStr for LinkSecret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASecret)
        }
    }
}

/// Makes a link that works until [`LINK`] from now; earlier ones for the same stop working.
///
/// Returns its secret, which is kept nowhere else, and until when it works.
///
/// # Errors
///
/// Returns [`StoreError::Database`] when the database is unavailable.
pub async fn make_link(
    store: &Store,
    link: Link,
    now: OffsetDateTime,
) -> Result<(LinkSecret, OffsetDateTime), StoreError> {
    let (secret, until) = (LinkSecret(new_secret()), now + LINK);
    store.add_link(secret.hash(), link, now, until).await?;
    Ok((secret, until))
}

/// Makes a link with which somebody takes part in an assessment; their earlier ones go on working.
///
/// Returns its secret, which is kept nowhere else.
///
/// # Errors
///
/// Returns [`StoreError::Database`] when they have no seat, or the database is unavailable.
pub async fn make_invitation(
    store: &Store,
    assessment: &Assessment,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<LinkSecret, StoreError> {
    let secret = LinkSecret(new_secret());
    store
        .add_invitation(secret.hash(), assessment, person, now)
        .await?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_checked_and_never_printed() {
        let secret: LinkSecret = new_secret().parse().unwrap();
        assert_eq!(format!("{secret:?}"), "LinkSecret(…)");
        let (short, long) = ("ab".repeat(31), "ab".repeat(33));
        for wrong in ["", "../people", &"zz".repeat(32), &short, &long] {
            assert_eq!(wrong.parse::<LinkSecret>(), Err(NotASecret), "{wrong}");
        }
    }
}
