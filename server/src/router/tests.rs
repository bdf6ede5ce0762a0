//! Journeys through the router, without a browser or a port.
//!
//! | module       | question it answers                                     |
//! |--------------|---------------------------------------------------------|
//! | [`site`]     | an installation with two organisations, and who visits  |
//! | [`guards`]   | what is every answer guarded with?                      |
//! | [`stranger`] | does anybody find anything of another organisation?     |

mod guards;
mod site;
mod stranger;
