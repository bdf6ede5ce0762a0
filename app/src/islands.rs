//! What reacts in the browser. Every page works without it.

mod live_meeting;
mod meeting_keys;
mod saves_itself;

pub use live_meeting::LiveMeeting;
pub use meeting_keys::MeetingKeys;
pub use saves_itself::SavesItself;
