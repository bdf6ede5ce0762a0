//! What may be published about many organisations, so that nobody learns about one.
//!
//! Organisations contribute a signed assessment; once a year a release is made
//! of what was contributed, and is then frozen for ever. The promise: from all
//! that is published, together with what an organisation knows of itself, no
//! value can be attributed to a named other one. There are no ranks.
//!
//! | module           | question it answers                                   |
//! |------------------|-------------------------------------------------------|
//! | [`contribution`] | which assessment may be counted, and in which release? |
//! | [`peer_group`]   | who is compared with whom?                            |
//! | [`measure`]      | what is compared?                                     |
//! | [`distribution`] | how is a group described without describing anybody?  |
//! | [`release`]      | what is published of all that was contributed?        |
//! | `disclosure`     | which groups may be described for one measure?        |
//!
//! # Why it is safe
//!
//! For one measure, the groups that are published cut the contributions into
//! *classes*: the values of two organisations in one class stand in exactly the
//! same published groups. Everything published depends only on which values a
//! class holds, never on who holds which, so exchanging the values of two
//! organisations of a class changes nothing that anybody can see. When a class
//! holds at least two different values beside the reader's own, every
//! organisation in it could therefore hold another value than it does. So:
//!
//! 1. A group is described from six contributions on, and a group less its
//!    published parts is nobody, or at least five.
//! 2. A class in which all values, or all but one, are equal is not published.
//!    All but one, because the one may be the reader's own.
//! 3. What is left out tells something too: that somewhere in it nearly
//!    everybody is alike. So all parts of a group are left out together, and
//!    the group itself stays only when two values are each held by enough
//!    organisations to be what everybody has in the smallest part.
//!
//! `benchmark/attack.rs` plays the reader who knows who contributes, every value
//! of each published group and their own, and fails to attribute any value.
//!
//! Between measures, a group's score ties its statements together. It is
//! published from [`measure::STATEMENTS_LEAST`] statements on, and not where one of its
//! quantiles lies at an end of the scale, which would tell all its statements.
//!
//! Successive releases cannot be subtracted from each other: an assessment is
//! counted in one release only, one release is made for each pack, edition and
//! year, and a release is never made again; so no two have a value in common.

pub mod contribution;
mod disclosure;
pub mod distribution;
pub mod measure;
pub mod peer_group;
pub mod release;

#[cfg(test)]
mod attack;

pub use contribution::{Cohort, Obstacle, obstacles};
pub use distribution::Distribution;
pub use measure::{Chapter, Measure, Measures};
pub use peer_group::PeerGroup;
pub use release::{Cell, Contribution, GroupSize, Release, release};
