//! What every answer is guarded with.

use axum::http::{HeaderName, HeaderValue, header};

/// The largest form that is read, in bytes: two texts of 5,000 letters of any script, percent-encoded.
pub const FORM_BYTES: usize = 256 * 1024;

/// The largest upload that is kept, in bytes: the largest spreadsheet, and the form around it.
pub const UPLOAD_BYTES: usize = report::sheet::FILE_SIZE_MAX + 64 * 1024;

/// The largest upload that is heard out before it is refused, in bytes.
pub const UPLOAD_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// Headers that stand on every answer. Pages add their own content security policy.
pub const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Forms that fail without JavaScript find their way back by the referrer.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=63072000"),
    ),
];
