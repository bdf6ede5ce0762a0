//! What people see: pages, actions and islands.
//!
//! Pages are rendered on the server in one go; writes are plain forms posted to
//! server functions, so the path without JavaScript *is* the path. An island is
//! a kindness on top of a page that already works.
//!
//! | module      | what is there                                        | runs       |
//! |-------------|------------------------------------------------------|------------|
//! | [`islands`] | what reacts while people type                        | in the browser |
//! | `shell`     | the HTML document around every page                  | on the server |
//! | `routes`    | which page answers which address                     | on the server |
//! | `place`     | every address, typed: the only way to write a link   | on the server |
//! | `pages`     | thin readers: ask the store, print a page            | on the server |
//! | `actions`   | checked writes: one file of server functions per noun | on the server |
//! | `parts`     | building blocks of pages                             | on the server |
//! | `paper`     | the plan as a document: a draft, as signed, to date  | on the server |
//! | `trend`     | which years a trend shows, and what is known of them | on the server |
//! | `last_year` | the assessment that a new year follows               | on the server |
//! | `visitor`   | who asks, whose data it is, and what they may do     | on the server |
//! | `draft`     | what was typed into a form that could not be saved   | on the server |
//! | `board`     | the meeting as its page shows it and its forms find it | on the server |
//! | `dates`     | dates as browsers send them                          | on the server |
//! | `link`      | links that work once, and their secrets              | on the server |
//! | `mail`      | letters by email, where there is a mail server       | on the server |
//! | `secret`    | passwords, and the secrets of sessions and links     | on the server |
//! | `site`      | what every page of an installation has in common     | on the server |
//! | `error`     | what a visitor may be told when something goes wrong | on the server |

#![recursion_limit = "512"]
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::must_use_candidate,
        clippy::needless_pass_by_value,
        reason = "components are functions that take their properties by value, and only views call them"
    )
)]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod board;
#[cfg(feature = "ssr")]
pub mod dates;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod last_year;
#[cfg(feature = "ssr")]
pub mod link;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod paper;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod place;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
pub mod trend;
#[cfg(feature = "ssr")]
pub mod visitor;

/// Wakes the islands of a page that the server has already rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
