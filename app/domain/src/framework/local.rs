//! What an assessment asks beside its main pack.

use serde::{Deserialize, Serialize};

use crate::id::StatementId;

/// The most local statements that an assessment may have.
pub const LOCAL_MAX: usize = 20;

/// What the levels look like where an organisation does not say so itself.
pub const USUAL_ANCHORS: [&str; 5] = [
    "Nothing of the kind is in place.",
    "It is planned, or a start has been made in one place.",
    "It is in place for some people, in some areas or on some shifts. Others are left out.",
    "It is in place for everyone it is meant for, in every area and on every shift.",
    "It is in place everywhere and looked at again at set times. Figures show that it works, and staff side agrees.",
];

/// What an assessment asks beside its main pack: fixed once it is signed, and
/// carried over with the assessment.
///
/// As JSON in the database and in what is signed, so that a local statement can
/// be read for as long as its answers can.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Additions {
    /// The add-on packs, in the order in which they are asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<PackEdition>,
    /// The organisation's own statements, at most [`LOCAL_MAX`], in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local: Vec<LocalStatement>,
    /// The highest number that a local statement was ever given: a number is not used twice.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub numbered: u32,
}

/// Names an edition of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PackEdition {
    /// The pack's id.
    pub id: String,
    /// Its edition, from 1 up.
    pub edition: u32,
}

/// A statement that an organisation asks itself.
///
/// It counts in the organisation's own results, in a lens of its own, and never
/// in a benchmark. Its id keeps its meaning from year to year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LocalStatement {
    /// Names it for ever within the organisation; see [`StatementId::local`].
    pub id: StatementId,
    /// The statement, at most [`crate::text::LINE_MAX`] characters, never empty.
    pub text: String,
    /// Why it matters, at most [`crate::text::PARAGRAPH_MAX`] characters; may be empty.
    pub why: String,
    /// What each level from 0 to 4 looks like, each at most
    /// [`crate::text::PARAGRAPH_MAX`] characters, never empty.
    pub anchors: [String; 5],
    /// Grows when the meaning changes, from 1 up; years compare only where it is the same.
    pub revision: u32,
}

impl Additions {
    /// Whether nothing is asked beside the main pack.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether there is room for another local statement.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.local.len() < LOCAL_MAX
    }

    /// Adds a local statement under the number after `numbered`, the highest that the
    /// organisation has given so far; returns its id.
    pub fn add_local(&mut self, wording: Wording, numbered: u32) -> StatementId {
        self.numbered = self.numbered.max(numbered).saturating_add(1);
        let id = StatementId::local(self.numbered);
        self.local.push(LocalStatement {
            id: id.clone(),
            text: wording.text,
            why: wording.why,
            anchors: wording.anchors,
            revision: 1,
        });
        id
    }

    /// Writes the local statement called `id` anew, as one that years are not compared
    /// with when its meaning has changed. Returns whether there is one.
    pub fn reword_local(&mut self, id: &StatementId, wording: Wording, means_other: bool) -> bool {
        let Some(found) = self.local.iter_mut().find(|it| it.id == *id) else {
            return false;
        };
        *found = LocalStatement {
            id: id.clone(),
            text: wording.text,
            why: wording.why,
            anchors: wording.anchors,
            revision: found.revision.saturating_add(u32::from(means_other)),
        };
        true
    }

    /// Takes the local statement called `id` out; its number is not given again. Returns
    /// whether there was one.
    pub fn remove_local(&mut self, id: &StatementId) -> bool {
        let before = self.local.len();
        self.local.retain(|it| it.id != *id);
        self.local.len() < before
    }

    /// The local statement called `id`.
    #[must_use]
    pub fn find_local(&self, id: &StatementId) -> Option<&LocalStatement> {
        self.local.iter().find(|it| it.id == *id)
    }
}

/// What a local statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// As [`LocalStatement::text`].
    pub text: String,
    /// As [`LocalStatement::why`].
    pub why: String,
    /// As [`LocalStatement::anchors`].
    pub anchors: [String; 5],
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it may skip by reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(text: &str) -> Wording {
        Wording {
            text: text.into(),
            why: String::new(),
            anchors: USUAL_ANCHORS.map(str::to_owned),
        }
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let mut additions = Additions::default();
        let ids: Vec<_> = [0, 0, 7]
            .map(|numbered| additions.add_local(wording("Choir"), numbered))
            .into();
        // After 0, after 1, and after the 7 of another assessment.
        assert_eq!(
            ids.iter().map(StatementId::as_str).collect::<Vec<_>>(),
            ["LS-1", "LS-2", "LS-8"]
        );
        assert!(additions.remove_local(&StatementId::local(8)));
        assert!(!additions.remove_local(&StatementId::local(8)));
        assert_eq!(
            additions.add_local(wording("Garden"), 0),
            StatementId::local(9)
        );
    }

    #[test]
    fn only_another_meaning_makes_another_revision() {
        let mut additions = Additions::default();
        let id = additions.add_local(wording("The choir meets"), 0);
        assert!(additions.reword_local(&id, wording("The choir meets weekly."), false));
        assert_eq!(additions.find_local(&id).unwrap().revision, 1);
        assert!(additions.reword_local(&id, wording("Every site has a choir"), true));
        let found = additions.find_local(&id).unwrap();
        assert_eq!(
            (found.text.as_str(), found.revision),
            ("Every site has a choir", 2)
        );
        assert!(!additions.reword_local(&StatementId::local(9), wording("?"), true));
    }

    #[test]
    fn an_assessment_without_additions_writes_none() {
        assert_eq!(serde_json::to_string(&Additions::default()).unwrap(), "{}");
        let read: Additions = serde_json::from_str("{}").unwrap();
        assert!(read.is_empty());
    }
}
