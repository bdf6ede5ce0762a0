//! Sites and divisions: the parts of an organisation that may take stock by themselves.

use serde::{Deserialize, Serialize};

use crate::id::SiteId;

/// A hospital, a division or any other part of an organisation that has assessments of its own.
///
/// What is signed carries the name as it was then; a later name changes nothing about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Names it.
    pub site_id: SiteId,
    /// What people call it, at most [`crate::text::LINE_MAX`] characters; unique in its organisation.
    pub name: String,
}
