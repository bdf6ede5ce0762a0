//! What a visitor may be told when something goes wrong.

use axum::http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr, ServerFnUrlError},
};
use serde::{Deserialize, Serialize};
use store::StoreError;

/// What a visitor may be told when something goes wrong.
///
/// Without JavaScript this travels in the address bar, where anyone can write
/// it. It therefore carries no text of its own: only which sentence to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// 401
    #[error("Sign in to continue.")]
    NotSignedIn,
    /// 403
    #[error("You do not have permission to do this.")]
    Forbidden,
    /// 404, alike for what does not exist and for what belongs to somebody else
    #[error("We could not find what you asked for.")]
    NotFound,
    /// 409: the assessment is signed off
    #[error("This assessment is signed off and can no longer be changed.")]
    SignedOff,
    /// 409: people score for themselves only while scoring is open
    #[error("Scoring is closed. What you saved before counts; nothing more can be added.")]
    ScoringClosed,
    /// 409: the release of a benchmark is made, and frozen for ever
    #[error("The release was made in the meantime. Nothing about it can be changed any more.")]
    Released,
    /// 422
    #[error("Some of what was sent could not be read. Check it and try again.")]
    Invalid,
    /// 500, logged with its cause where it arose
    #[error("Something went wrong on our side. What you saved is safe. Try again in a minute.")]
    Unavailable,
}

impl AppError {
    /// The HTTP status that says the same to a machine.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOff | Self::ScoringClosed | Self::Released => StatusCode::CONFLICT,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The error that a form posted before this page left in its address.
    #[must_use]
    pub fn from_address(coded: &str) -> Self {
        ServerFnUrlError::<Self>::decode_err(coded)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::SignedOff => Self::SignedOff,
            StoreError::ScoringClosed => Self::ScoringClosed,
            StoreError::Released => Self::Released,
            error => {
                tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
                Self::Unavailable
            }
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Invalid,
            _ => Self::Unavailable,
        }
    }
}
