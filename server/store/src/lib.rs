//! What Plumbline remembers, and the only crate that knows SQL.
//!
//! One [`Store`] stands for one database: a SQLite file, or PostgreSQL. Every
//! query is written once and understood by both. Nothing here reads a clock,
//! makes an id or hashes a password: those come in as arguments.
//!
//! | module          | what is remembered                                        |
//! |-----------------|-----------------------------------------------------------|
//! | [`organisation`], [`person`] | whose it is, and who may sign in             |
//! | [`history`], [`merger`] | what became of it, and into which it has merged      |
//! | [`site`], [`system`] | its sites, and with whom it shares what              |
//! | [`session`], [`link`], [`attempt`] | who is signed in, who may set a password, who tried too often |
//! | [`assessment`]  | which rounds there are, and everything in one of them     |
//! | [`local_statement`] | what an organisation asks itself in one of them       |
//! | [`reopening`]   | which starts from a signed one, and what it carries over  |
//! | [`following`]   | which starts as a new year, and what of it is still to be looked at |
//! | [`check_in`], [`trend`] | what was looked at between years, and what moved  |
//! | [`score`], [`evidence`] | what is agreed, and what supports it              |
//! | [`participant`], [`own_score`] | who takes part for which side, and what each scored |
//! | [`meeting`]     | what is put to the meeting, and who confirmed it          |
//! | [`question`]    | what the board asks, and what it is told                  |
//! | [`indicator`]   | which figures stand beside the scores                     |
//! | [`buddy`], [`example`] | who would talk about a statement, and what they did about it |
//! | [`audit`]       | who did what and when, as a chain                         |
//! | [`import`]      | spreadsheets that wait, and what they replace             |
//! | [`plan`], [`eqia`] | what will be done, and whom it could help or harm      |
//! | [`signature`], [`sign_off`] | who has signed so far, and what was signed, word for word |
//! | [`benchmark`]   | what was contributed to it, and what was released         |
//! | [`set_aside`]   | what somebody typed and could not save                    |
//! | [`backup`]      | all of it, as one file for either engine                  |
//!
//! # Whose is it?
//!
//! Everything below an assessment is asked for with the [`Assessment`] itself,
//! which is only found together with its organisation. A handler that forgets
//! whose it is has nothing to ask with.
//!
//! # Nothing is overwritten unseen
//!
//! What people edit is [`Stored`] with a [`Version`]. A save names the version
//! it was made from; when somebody else has saved since, it is merged where the
//! two do not contradict and refused as [`StoreError::Stale`] where they do. An
//! answer is given only once the database says that it is on disk.
//!
//! [`Assessment`]: domain::assessment::Assessment

#![deny(missing_docs)]

pub mod assessment;
pub mod attempt;
pub mod audit;
pub mod backup;
pub mod benchmark;
pub mod buddy;
pub mod check_in;
mod engine;
pub mod eqia;
mod error;
pub mod evidence;
pub mod example;
pub mod following;
pub mod history;
pub mod import;
pub mod indicator;
pub mod link;
mod live;
pub mod local_statement;
pub mod meeting;
pub mod merger;
pub mod migrations;
pub mod organisation;
pub mod own_score;
pub mod participant;
mod partnership;
pub mod person;
pub mod plan;
pub mod question;
mod queue;
pub mod reopening;
mod roll_up;
pub mod score;
pub mod session;
pub mod set_aside;
pub mod sign_off;
pub mod signature;
pub mod site;
mod stored;
pub mod system;
pub mod trend;
mod url;

pub use engine::{CreateDatabase, Store};
pub use error::StoreError;
pub use stored::{Stored, Version};
pub use url::{DatabaseUrl, NotADatabaseUrl};
