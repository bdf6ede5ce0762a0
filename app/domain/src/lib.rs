//! The rules of the diagnostic, and nothing else.
//!
//! Everything here is a pure function of its arguments: no database, no clock,
//! no randomness, no HTTP. If a rule can be wrong, its test belongs here.
//!
//! | module           | question it answers                                     |
//! |------------------|---------------------------------------------------------|
//! | [`framework`]    | which statements are scored, and what does each level mean? |
//! | [`level`]        | how far has the organisation got with one practice?     |
//! | [`answer`]       | what is recorded about one statement, and how do two edits meet? |
//! | [`evidence`]     | how well is an answer supported, and how recently?      |
//! | [`assessment`]   | which organisation, framework and period is this about? |
//! | [`following`]    | what does a new year take over, and what of it is still to be looked at? |
//! | [`check_in`]     | what was looked at between years?                       |
//! | [`participant`]  | who takes part in it, and for which side?               |
//! | [`divergence`]   | how far are the sides apart, as far as it may be shown? |
//! | [`meeting`]      | what does the meeting work through, and how fast?       |
//! | [`partnership`]  | what came of both sides' scores and their meeting?      |
//! | [`question`]     | what does the board ask, and what is it told?           |
//! | [`audit`], [`minutes`] | who did what and when, and what did the meeting settle? |
//! | [`score`]        | what do the answers of a group add up to?               |
//! | [`gap`]          | how far is it to target, and what comes first?          |
//! | [`quantile`]     | where do the middle and the quarters of some numbers lie? |
//! | [`benchmark`]    | what may be published about many organisations, and stays safe? |
//! | [`results`]      | all numbers of one assessment, as shown and exported    |
//! | [`trend`]        | what moved from one assessment to the next?             |
//! | [`plan`]         | what will be done about it, by whom, by when?           |
//! | [`eqia`]         | who could the plan help or harm?                        |
//! | [`quality`]      | is it ready to be signed?                               |
//! | [`snapshot`]     | everything about an assessment, and its fingerprint     |
//! | [`scoresheet`]   | what does a filled-in spreadsheet say?                  |
//! | [`indicator`]    | which figures stand beside scores, and from how many people on? |
//! | [`buddy`], [`example`] | who would talk about a statement, and what was done about it? |
//! | [`organisation`] | whose assessment is it?                                 |
//! | [`site`], [`roll_up`] | which part of it, and what do its parts come to together? |
//! | [`history`]      | what was it called before, and whom did it merge with?  |
//! | [`system`]       | with whom does it look at benchmarks, and what does it share? |
//! | [`person`]       | who takes part?                                         |
//! | [`permission`]   | who may do what?                                        |
//! | [`display`]      | how are numbers and dates written?                      |
//! | [`id`], [`text`] | what is a well-formed id, or piece of text?             |

#![deny(missing_docs)]

pub mod answer;
pub mod assessment;
pub mod audit;
pub mod benchmark;
pub mod buddy;
pub mod check_in;
pub mod display;
pub mod divergence;
pub mod eqia;
pub mod evidence;
pub mod example;
pub mod following;
pub mod framework;
pub mod gap;
pub mod history;
pub mod id;
pub mod indicator;
pub mod level;
pub mod meeting;
pub mod minutes;
pub mod organisation;
pub mod participant;
pub mod partnership;
pub mod permission;
pub mod person;
pub mod plan;
pub mod quality;
pub mod quantile;
pub mod question;
pub mod results;
pub mod roll_up;
pub mod score;
pub mod scoresheet;
pub mod site;
pub mod snapshot;
pub mod system;
pub mod text;
pub mod trend;
