//! Journeys through the router, without a browser or a port.
//!
//! | module       | question it answers                                     |
//! |--------------|---------------------------------------------------------|
//! | [`benchmark`] | what is everybody told of a release, and nobody before it? |
//! | [`meeting`]  | who follows and runs a meeting, and when?               |
//! | [`question`] | who asks for the board, and who answers?                |
//! | [`site`]     | an installation with two organisations, and who visits  |
//! | [`guards`]   | what is every answer guarded with?                      |
//! | [`partnership`] | does anybody find what others score, or who they are?  |
//! | [`reopening`] | how does a signed assessment go on as another one?      |
//! | [`stranger`] | does anybody find anything of another organisation?     |

mod benchmark;
mod guards;
mod meeting;
mod partnership;
mod postbox;
mod question;
mod reopening;
mod site;
mod stranger;
