//! Pages: thin readers, one file per address.
//!
//! Each asks who is there, reads what it shows with few queries, and prints it.
//! Nothing here writes.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::error::AppError;

pub mod about;
pub mod account;
pub mod action;
pub mod assessment;
pub mod audit;
pub mod benchmark;
pub mod buddy;
pub mod check_in;
pub mod conflict;
pub mod contribution;
pub mod document;
pub mod eqia;
pub mod evidence;
pub mod example;
pub mod home;
pub mod import;
pub mod indicator;
pub mod invitation;
pub mod link;
pub mod local_statement;
pub mod meeting;
pub mod minutes;
pub mod new_assessment;
pub mod organisation;
pub mod own_score;
pub mod participant;
pub mod people;
pub mod plan;
pub mod question;
pub mod questionnaire;
pub mod release;
pub mod results;
pub mod roll_up;
pub mod section;
pub mod sharing;
pub mod sign_in;
pub mod sign_off;
pub mod site;
pub mod statement;
pub mod system;
pub mod trend;

/// A part of the address that is an id.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when it is not one: what does not exist cannot be found.
fn param<T: std::str::FromStr>(name: &str) -> Result<T, AppError> {
    let text = use_params_map().with_untracked(|params| params.get(name));
    text.and_then(|text| text.parse().ok())
        .ok_or(AppError::NotFound)
}

/// A value behind the question mark of the address.
fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name))
}
