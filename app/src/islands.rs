//! What reacts in the browser. Every page works without it.

mod saves_itself;

pub use saves_itself::SavesItself;
