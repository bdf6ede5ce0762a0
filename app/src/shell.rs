//! The HTML document around every page, and the policy that guards it.

use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};

use crate::{routes::App, site::Site};

/// Everything from `<!DOCTYPE html>` on.
pub fn shell(site: &Site) -> impl IntoView + use<> {
    provide_meta_context();
    guard();
    let file = |name: &str| format!("{}/{name}", site.assets);
    view! {
        <!DOCTYPE html>
        <html lang="en-GB">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" content="#1d2a31"/>
                <link
                    rel="preload"
                    href=file("fonts/atkinson-hyperlegible-next-latin-400.woff2")
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin=""
                />
                <link
                    rel="preload"
                    href=file("fonts/atkinson-hyperlegible-next-latin-700.woff2")
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin=""
                />
                <link rel="stylesheet" href=file("plumbline.css")/>
                <link rel="icon" href=file("favicon.svg") r#type="image/svg+xml" sizes="any"/>
                <link rel="apple-touch-icon" href=file("apple-touch-icon.png")/>
                <script r#type="module" src=file("behaviour.js")></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Lets the page run nothing but its own files and the one script that wakes the islands.
fn guard() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
