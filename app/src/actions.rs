//! Checked writes: server functions, one file per noun.
//!
//! Each asks who is there and whose it is, checks what was typed, writes in one
//! transaction and sends the visitor on. A browser without JavaScript posts a
//! plain form to them; an island posts the very same form.

pub mod account;
pub mod assessment;
pub mod benchmark;
pub mod buddy;
pub mod check_in;
pub mod eqia;
pub mod evidence;
pub mod example;
pub mod following;
pub mod import;
pub mod indicator;
pub mod link;
pub mod local_statement;
pub mod meeting;
pub mod organisation;
pub mod own_score;
pub mod participant;
pub mod person;
pub mod plan;
pub mod question;
pub mod round;
pub mod score;
pub mod session;
pub mod sign_off;
pub mod site;
pub mod system;
