//! Systems: organisations that look at their benchmarks together, by consent.
//!
//! One organisation hosts a system and invites others. Each joins by its lead's
//! own decision, leaves whenever it likes, and shows the host nothing by being
//! there: only the results of an assessment that it shares with the system by
//! name can be read by the host, until that is taken back.

use time::{Duration, OffsetDateTime};

use crate::{
    id::{OrganisationId, SystemId},
    organisation::choices,
};

/// Organisations that look at their benchmarks together.
///
/// Its name, kind and host are those that its members joined; none of them changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Names it.
    pub system_id: SystemId,
    /// The organisation that hosts it.
    pub host_id: OrganisationId,
    /// What it is called, at most [`crate::text::LINE_MAX`] characters.
    pub name: String,
    /// What kind of system it is.
    pub kind: Kind,
}

choices! {
    /// What kind of system it is.
    Kind {
        /// The partners of an integrated care system.
        IntegratedCare = "integrated-care", "Integrated care system";
        /// A region.
        Region = "region", "Region";
        /// A health, safety and wellbeing group, like that of the NHS Staff Council.
        Group = "group", "Health, safety and wellbeing group";
        /// Anything else.
        Other = "other", "Another kind of group";
    }
}

/// How long an invitation to join a system works.
pub const INVITATION: Duration = Duration::days(30);

choices! {
    /// What happened in a system.
    What {
        /// It was made.
        Opened = "opened", "Made the system";
        /// Somebody was invited to join.
        Invited = "invited", "Made an invitation";
        /// An invitation was taken back before it was answered.
        InvitationWithdrawn = "invitation-withdrawn", "Took an invitation back";
        /// Whoever was handed an invitation said no.
        Declined = "declined", "An invitation was declined";
        /// An organisation joined.
        Joined = "joined", "Joined";
        /// An organisation left.
        Left = "left", "Left";
        /// The host ended a membership.
        Removed = "removed", "The host ended the membership";
        /// A member shared an assessment's results.
        Shared = "shared", "Shared results";
        /// Results that were shared no longer are.
        ShareWithdrawn = "share-withdrawn", "Stopped sharing results";
        /// It was closed: nobody is a member any more, and nothing is shared.
        Closed = "closed", "Closed the system";
    }
}

/// One entry of a system's log, which is only ever added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub at: OffsetDateTime,
    /// What happened.
    pub what: What,
    /// The member it is about, if it is about one.
    pub member_id: Option<OrganisationId>,
    /// What it is about, in the words of then: the member's name, whom an invitation was for,
    /// or the title of what was shared.
    pub about: String,
    /// The organisation whose person did it; `None` when it was the command line.
    pub acted_for: Option<OrganisationId>,
    /// The name of that person.
    pub by: Option<String>,
}

impl Entry {
    /// Whether an organisation is shown this entry: the host all of them, a member those about
    /// itself and about the system as a whole. Nobody reads what others share, or who was invited.
    #[must_use]
    pub fn is_shown_to(&self, organisation: OrganisationId, system: &System) -> bool {
        organisation == system.host_id
            || self.member_id == Some(organisation)
            || matches!(self.what, What::Opened | What::Closed)
    }

    /// The name of who did it, for people of the same organisation and for nobody else.
    #[must_use]
    pub fn named_to(&self, organisation: OrganisationId) -> Option<&str> {
        let is_theirs = self.acted_for == Some(organisation);
        self.by.as_deref().filter(|_| is_theirs)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> OrganisationId {
        OrganisationId(Uuid::from_u128(number))
    }

    #[test]
    fn the_host_reads_everything_and_a_member_what_concerns_it() {
        let (host, member, other) = (id(1), id(2), id(3));
        let system = System {
            system_id: SystemId(Uuid::nil()),
            host_id: host,
            name: "Estuary".into(),
            kind: Kind::IntegratedCare,
        };
        for &what in What::ALL {
            for about in [None, Some(member), Some(other)] {
                let entry = Entry {
                    at: datetime!(2026-05-12 09:00 UTC),
                    what,
                    member_id: about,
                    about: String::new(),
                    acted_for: Some(member),
                    by: Some("Ama".into()),
                };
                assert!(entry.is_shown_to(host, &system));
                let of_all = matches!(what, What::Opened | What::Closed);
                assert_eq!(
                    entry.is_shown_to(member, &system),
                    about == Some(member) || of_all
                );
                assert_eq!(entry.named_to(member), Some("Ama"));
                assert_eq!(entry.named_to(host), None);
            }
        }
    }
}
