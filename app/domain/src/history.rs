//! What became of an organisation: its earlier names and codes, and mergers.
//!
//! Assessments are compared over years in which organisations are renamed, get
//! another code or merge. Each such event has a day, so that a trend can say
//! where it lies, and tells in words what was before.

use time::Date;

use crate::{
    id::OrganisationId,
    organisation::{Organisation, choices},
};

choices! {
    /// What happened.
    What {
        /// It was given another name.
        Renamed = "renamed", "Renamed";
        /// Its code in the Organisation Data Service changed.
        CodeChanged = "code-changed", "ODS code changed";
        /// Another organisation was merged into it.
        MergedWith = "merged-with", "Merger";
        /// It was merged into another organisation, and closed.
        MergedInto = "merged-into", "Merged into another organisation";
        /// It began as a part of another organisation.
        SplitFrom = "split-from", "Split from another organisation";
        /// A part of it became an organisation of its own.
        SplitOff = "split-off", "A part became an organisation of its own";
    }
}

/// Something that happened to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// To which.
    pub organisation_id: OrganisationId,
    /// The day from which it counts.
    pub day: Date,
    /// What happened.
    pub what: What,
    /// What was before, in words: the earlier name or code, or the name of the organisation
    /// that was merged or split; empty for a code where there was none.
    pub before: String,
    /// What is since then, in the same words; empty for a code where there is none any more.
    pub after: String,
}

impl Event {
    /// What happened, in a sentence without its day.
    #[must_use]
    pub fn sentence(&self) -> String {
        let or_none = |code: &str| {
            if code.is_empty() {
                "none".to_owned()
            } else {
                code.to_owned()
            }
        };
        let (before, after) = (&self.before, &self.after);
        match self.what {
            What::Renamed => format!("Renamed from {before} to {after}"),
            What::CodeChanged => format!(
                "ODS code changed from {} to {}",
                or_none(before),
                or_none(after)
            ),
            What::MergedWith => format!("{before} was merged into {after}"),
            What::MergedInto => format!("{before} was merged into {after}, and closed"),
            What::SplitFrom => format!("{after} was split from {before}"),
            What::SplitOff => format!("{after} became an organisation of its own"),
        }
    }
}

/// What changes from one day on when `before` becomes `after`: its name, its code, both or neither.
#[must_use]
pub fn changes(before: &Organisation, after: &Organisation, day: Date) -> Vec<Event> {
    let organisation_id = after.organisation_id;
    let code = |it: &Organisation| {
        let code = it.ods_code.as_ref().map(ToString::to_string);
        code.unwrap_or_default()
    };
    let told = [
        (What::Renamed, before.name.clone(), after.name.clone()),
        (What::CodeChanged, code(before), code(after)),
    ];
    told.into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| Event {
            organisation_id,
            day,
            what,
            before,
            after,
        })
        .collect()
}

/// Both ends of a merger or a split: what is told of each of the two organisations.
///
/// For a merger `one` goes into `other`; for a split `other` begins as a part of `one`.
#[must_use]
pub fn both_ends(
    one: (What, &Organisation),
    other: (What, &Organisation),
    day: Date,
) -> [Event; 2] {
    let event = |(what, organisation): (What, &Organisation)| Event {
        organisation_id: organisation.organisation_id,
        day,
        what,
        before: one.1.name.clone(),
        after: other.1.name.clone(),
    };
    [event(one), event(other)]
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::organisation::{Headcount, Kind, Nation};

    fn organisation(number: u128, name: &str, code: Option<&str>) -> Organisation {
        Organisation {
            organisation_id: OrganisationId(Uuid::from_u128(number)),
            name: name.into(),
            ods_code: code.map(|code| code.parse().unwrap()),
            nation: Nation::England,
            kind: Kind::Acute,
            headcount: Headcount::From3000,
            invented: true,
        }
    }

    #[test]
    fn only_what_changed_is_told_and_in_the_words_of_then() {
        let day = date!(2026 - 04 - 01);
        let before = organisation(1, "Riverbank", None);
        let sentences = |after: Organisation| {
            let told = changes(&before, &after, day);
            told.iter().map(Event::sentence).collect::<Vec<_>>()
        };
        assert!(sentences(before.clone()).is_empty());
        assert_eq!(
            sentences(organisation(1, "Riverside", Some("RX1"))),
            [
                "Renamed from Riverbank to Riverside",
                "ODS code changed from none to RX1"
            ]
        );
        let elsewhere = Organisation {
            nation: Nation::Wales,
            ..before.clone()
        };
        assert!(sentences(elsewhere).is_empty());
    }

    #[test]
    fn a_merger_is_told_of_both() {
        let (one, other) = (
            organisation(1, "Saltmarsh", None),
            organisation(2, "Riverbank", None),
        );
        let ends = both_ends(
            (What::MergedInto, &one),
            (What::MergedWith, &other),
            date!(2026 - 04 - 01),
        );
        assert_eq!(
            ends.each_ref().map(Event::sentence),
            [
                "Saltmarsh was merged into Riverbank, and closed",
                "Saltmarsh was merged into Riverbank"
            ]
        );
        assert_eq!(
            ends.map(|it| it.organisation_id),
            [one.organisation_id, other.organisation_id]
        );
    }
}
