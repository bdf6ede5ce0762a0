//! Style, script and fonts: embedded, precompressed, and never stale.
//!
//! They lie under a folder named for a hash of all of them, so that browsers may
//! keep them for ever. In a debug build they are read from disk.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::Embed;
use sha2::{Digest as _, Sha256};

#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut all = Sha256::new();
    for name in Site::iter() {
        if let Some(file) = Site::get(&name) {
            all.update(name.as_bytes());
            all.update(file.metadata.sha256_hash());
        }
    }
    let hash = app::secret::hex(&all.finalize());
    hash.chars().take(12).collect()
});

/// The folder they are served from, for example `assets/3f2b81d09c4e`.
pub fn folder() -> String {
    format!("assets/{}", FOLDER.as_str())
}

/// `GET /assets/{hash}/{*name}`
pub async fn serve(Path((_hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let encodings = [("br", ".br"), ("gzip", ".gz"), ("", "")];
    let found = encodings.into_iter().find_map(|(encoding, ending)| {
        let wanted = encoding.is_empty() || accepted.contains(encoding);
        Some((encoding, Site::get(&format!("{name}{ending}"))?)).filter(|_| wanted)
    });
    let Some((encoding, file)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    let mut response = file.data.into_owned().into_response();
    let answer = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind.as_str()),
        (header::CONTENT_ENCODING, encoding),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ] {
        if !value.is_empty()
            && let Ok(value) = value.parse()
        {
            answer.insert(name, value);
        }
    }
    response
}
