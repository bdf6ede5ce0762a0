//! Journeys through the router, without a browser or a port.
//!
//! | module       | question it answers                                     |
//! |--------------|---------------------------------------------------------|
//! | [`benchmark`] | what is everybody told of a release, and nobody before it? |
//! | [`buddy`]    | does an offer tell others of a score, or too early whom to reach? |
//! | [`meeting`]  | who follows and runs a meeting, and when?               |
//! | [`merger`]   | what is read, and not changed, after a merger?          |
//! | [`question`] | who asks for the board, and who answers?                |
//! | [`site`]     | an installation with two organisations, and who visits  |
//! | [`following`] | what does a new year take over, and who sees what of it? |
//! | [`guards`]   | what is every answer guarded with?                      |
//! | [`packs`]      | what is asked beside the questionnaire, and by whom?    |
//! | [`partnership`] | does anybody find what others score, or who they are?  |
//! | [`reopening`] | how does a signed assessment go on as another one?      |
//! | [`stranger`] | does anybody find anything of another organisation?     |

mod benchmark;
mod buddy;
mod following;
mod guards;
mod meeting;
mod merger;
mod packs;
mod partnership;
mod postbox;
mod question;
mod reopening;
mod site;
mod stranger;
