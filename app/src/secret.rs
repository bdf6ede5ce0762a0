//! Passwords and one-time secrets: made here, stored only as hashes.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use rand::Rng as _;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// A random secret of 256 bits, as it stands in a cookie or a link.
///
/// 64 hexadecimal digits. Only its hash is ever stored.
#[must_use]
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex(&bytes)
}

/// What is stored of a secret. A plain hash is enough: the secret is random.
#[must_use]
pub fn hash_secret(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Hashes a password with Argon2id. Takes some 20 ms of one core, off the async threads.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when hashing fails, which it does not for an allowed length.
pub async fn hash_password(password: String) -> Result<String, AppError> {
    off_thread(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    })
    .await?
    .map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        AppError::Unavailable
    })
}

/// Whether a password is the one that was hashed.
///
/// Without a hash the same work is done, so that nobody learns from the time it
/// takes whether an address is known.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the server is shutting down.
pub async fn is_right_password(password: String, hash: Option<String>) -> Result<bool, AppError> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(hash) = argon2::PasswordHash::new(&hash) else {
            return false;
        };
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
            && known
    })
    .await
}

/// The hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$GQ2bmf1hyNsGYeYBHzGsE0OFZCe1iXvYTXCbHbNgtFU";

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| AppError::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_only_against_its_own_hash() {
        let hash = hash_password("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            is_right_password("correct horse battery".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !is_right_password("correct horse".into(), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !is_right_password("anything at all".into(), None)
                .await
                .unwrap()
        );
        assert!(argon2::PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn every_secret_is_new() {
        assert_eq!(new_secret().len(), 64);
        assert_ne!(new_secret(), new_secret());
    }
}
