//! What every page of this installation has in common.

use std::sync::Arc;

use crate::mail::Mail;

/// Settings of the installation that pages need to know. Shared through context.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where style, script and fonts lie, for example `/assets/3f2b`; changes with their content.
    pub assets: Arc<str>,
    /// The name of the files of the islands, without their ending.
    pub options: leptos::config::LeptosOptions,
    /// Whether the demo people can sign in with one click.
    pub demo: bool,
    /// Whether pages are served over TLS, so that cookies may say so.
    pub tls: bool,
    /// Where people reach the site, for links that are handed on: `https://plumbline.example.org`.
    pub address: Arc<str>,
    /// Sends email, where the installation has a mail server.
    pub mail: Option<Mail>,
}
