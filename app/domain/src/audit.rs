//! Who did what, and when: a chain that nobody can change unseen.
//!
//! Each entry is hashed together with the hash of the one before it. Whoever
//! changes, removes or inserts an entry breaks the chain from there on; the head
//! of the chain is printed with the plan, so that even a chain that is written
//! anew from the start is found out.
//!
//! What a person scored before the reveal never appears here.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{
    answer::AgreedScore,
    divergence::Minimum,
    id::{ActionId, AssessmentId, CheckInId, QuestionId, StatementId, SystemId},
    participant::{Part, Side},
    snapshot::Capacity,
};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The assessment was started.
    Started,
    /// The assessment was started from a signed one, which it supersedes.
    StartedFrom {
        /// Which.
        earlier: AssessmentId,
    },
    /// A local statement was added to what is asked.
    LocalStatementAdded {
        /// Which.
        statement: StatementId,
    },
    /// The wording of a local statement was changed.
    LocalStatementChanged {
        /// Which.
        statement: StatementId,
    },
    /// A local statement was removed, with all that was recorded about it.
    LocalStatementRemoved {
        /// Which.
        statement: StatementId,
    },
    /// The assessment was started as a new year from a signed one.
    StartedAfter {
        /// Which.
        earlier: AssessmentId,
    },
    /// An action that was carried over was found to be still true.
    ActionConfirmed {
        /// Which.
        action: ActionId,
    },
    /// Levels were checked between years.
    CheckedIn {
        /// Which check-in.
        check_in: CheckInId,
    },
    /// A check-in was corrected.
    CheckInChanged {
        /// Which.
        check_in: CheckInId,
    },
    /// A check-in was removed.
    CheckInRemoved {
        /// Which.
        check_in: CheckInId,
    },
    /// Somebody was invited; who, only the list of their side says.
    Invited {
        /// To which side.
        side: Side,
        /// As what.
        part: Part,
    },
    /// An invitation was taken back.
    Uninvited {
        /// From which side.
        side: Side,
        /// As what.
        part: Part,
    },
    /// Both chairs agreed to show the scores of a side from fewer people on.
    MinimumChanged {
        /// From how many.
        minimum: Minimum,
    },
    /// Scoring was opened.
    ScoringOpened,
    /// A chair agreed to the reveal.
    RevealAgreed {
        /// For which side.
        side: Side,
    },
    /// A chair took that back before the other had agreed.
    RevealWithdrawn {
        /// For which side.
        side: Side,
    },
    /// The scores were revealed, and the meeting began.
    Revealed,
    /// Somebody came to the meeting; who, is not written down.
    Attended {
        /// For which side.
        side: Side,
    },
    /// Both partners confirmed the answer to a statement, or that they do not agree.
    Agreed {
        /// The statement.
        statement: StatementId,
        /// What was agreed.
        score: AgreedScore,
    },
    /// What was agreed about a statement was taken up again.
    Reopened {
        /// The statement.
        statement: StatementId,
        /// What had been agreed.
        was: AgreedScore,
    },
    /// The meeting was closed.
    MeetingClosed,
    /// The meeting went on.
    MeetingResumed,
    /// A question was asked.
    Asked {
        /// Which.
        question: QuestionId,
    },
    /// It was answered.
    Answered {
        /// Which.
        question: QuestionId,
    },
    /// An action was added to the plan.
    ActionAdded {
        /// Which.
        action: ActionId,
    },
    /// An action was changed.
    ActionChanged {
        /// Which.
        action: ActionId,
    },
    /// An action was removed.
    ActionRemoved {
        /// Which.
        action: ActionId,
    },
    /// Progress of an action was recorded.
    ProgressRecorded {
        /// Of which.
        action: ActionId,
    },
    /// Somebody signed.
    Signed {
        /// As what.
        capacity: Capacity,
    },
    /// A signature was withdrawn before the last one was there.
    SignatureWithdrawn {
        /// As what it had been given.
        capacity: Capacity,
    },
    /// The assessment was frozen.
    SignedOff {
        /// The fingerprint of the snapshot.
        sha256: String,
    },
    /// Its results were shared with a system.
    ResultsShared {
        /// Which.
        system: SystemId,
        /// What it is called.
        name: String,
    },
    /// They are no longer shared with it.
    ResultsUnshared {
        /// Which.
        system: SystemId,
        /// What it is called.
        name: String,
    },
    /// The assessment was contributed to the benchmark of its year.
    Contributed,
    /// That was taken back before the release.
    ContributionWithdrawn,
}

impl Event {
    /// What happened, in a few words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Started => "Started the assessment".into(),
            Self::StartedFrom { earlier } => {
                format!("Started from the signed assessment {earlier}, which it supersedes")
            }
            Self::LocalStatementAdded { statement } => {
                format!("Added the local statement {statement}")
            }
            Self::LocalStatementChanged { statement } => {
                format!("Changed the local statement {statement}")
            }
            Self::LocalStatementRemoved { statement } => format!(
                "Removed the local statement {statement} with all that was recorded about it"
            ),
            Self::StartedAfter { earlier } => {
                format!("Started the next year from the signed assessment {earlier}")
            }
            Self::ActionConfirmed { .. } => "Confirmed an action of last year’s".into(),
            Self::CheckedIn { .. } => "Recorded a check-in".into(),
            Self::CheckInChanged { .. } => "Corrected a check-in".into(),
            Self::CheckInRemoved { .. } => "Removed a check-in".into(),
            Self::Invited { side, part } => {
                format!("Invited a person: {}, {}", lower(side.name()), part.name())
            }
            Self::Uninvited { side, part } => format!(
                "Took an invitation back: {}, {}",
                lower(side.name()),
                part.name()
            ),
            Self::MinimumChanged { minimum } => format!(
                "Set the minimum to {} of a side and statement",
                minimum.get()
            ),
            Self::ScoringOpened => "Opened scoring".into(),
            Self::RevealAgreed { side } => format!("Agreed to the reveal: {}", lower(side.name())),
            Self::RevealWithdrawn { side } => {
                format!(
                    "Took back the consent to the reveal: {}",
                    lower(side.name())
                )
            }
            Self::Revealed => "Revealed the scores and began the meeting".into(),
            Self::Attended { side } => {
                format!("Somebody joined the meeting: {}", lower(side.name()))
            }
            Self::Agreed { statement, .. } => format!("Settled {statement}"),
            Self::Reopened { statement, .. } => format!("Took up {statement} again"),
            Self::MeetingClosed => "Closed the meeting".into(),
            Self::MeetingResumed => "Went on with the meeting".into(),
            Self::Asked { .. } => "Asked a question".into(),
            Self::Answered { .. } => "Answered a question".into(),
            Self::ActionAdded { .. } => "Added an action".into(),
            Self::ActionChanged { .. } => "Changed an action".into(),
            Self::ActionRemoved { .. } => "Removed an action".into(),
            Self::ProgressRecorded { .. } => "Recorded progress of an action".into(),
            Self::Signed { capacity } => format!("Signed as {}", lower(capacity.name())),
            Self::SignatureWithdrawn { capacity } => {
                format!("Withdrew the signature as {}", lower(capacity.name()))
            }
            Self::SignedOff { .. } => "Signed off: the assessment is frozen".into(),
            Self::ResultsShared { name, .. } => format!("Shared the results with {name}"),
            Self::ResultsUnshared { name, .. } => {
                format!("Stopped sharing the results with {name}")
            }
            Self::Contributed => "Contributed the assessment to the benchmark".into(),
            Self::ContributionWithdrawn => "Took the contribution to the benchmark back".into(),
        }
    }
}

fn lower(name: &str) -> String {
    name.to_lowercase()
}

/// One entry of an organisation's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the chain, from 1 up without a gap.
    pub number: u64,
    /// When it happened, UTC and whole seconds.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The name of who did it; `None` where that is not written down, or it was the command line.
    pub by: Option<String>,
    /// The assessment it is about.
    pub assessment: AssessmentId,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// The SHA-256 of an entry and of all before it; written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link(pub [u8; 32]);

impl Link {
    /// What the first entry is chained to.
    pub const START: Self = Self([0; 32]);

    /// The link of an entry, from the link before it and the text of the entry as it is kept.
    #[must_use]
    pub fn next(self, body: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(body);
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// Text that is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link is written as 64 hexadecimal digits")]
pub struct NotALink;

impl FromStr for Link {
    type Err = NotALink;

    fn from_str(text: &str) -> Result<Self, NotALink> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(NotALink);
        }
        for (at, byte) in (0..).step_by(2).zip(&mut bytes) {
            let digits = text.get(at..at + 2).ok_or(NotALink)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NotALink)?;
        }
        Ok(Self(bytes))
    }
}

/// Where a chain ends: what is printed with the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of its last entry; 0 when there is none.
    pub number: u64,
    /// That entry's link.
    pub link: String,
}

/// An entry as it is kept: the text that was hashed, and the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its place in the chain.
    pub number: u64,
    /// The entry as canonical JSON.
    pub body: String,
    /// Its link, in hexadecimal.
    pub link: String,
}

/// The first entry at which a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {number} {what}")]
pub struct Broken {
    /// Its number; for a gap, the number that is missing.
    pub number: u64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Checks a chain from its first entry on, and reads it.
///
/// # Errors
///
/// Returns [`Broken`] with the first entry that is missing, was changed, or is
/// not chained to the one before it.
pub fn verify(chain: &[Kept]) -> Result<Vec<Entry>, Broken> {
    let mut link = Link::START;
    let mut entries = Vec::with_capacity(chain.len());
    for (number, kept) in (1..).zip(chain) {
        let broken = |what| Broken { number, what };
        if kept.number != number {
            return Err(broken("is missing"));
        }
        link = link.next(&kept.body);
        if link.to_string() != kept.link {
            return Err(broken("was changed, or what stood before it was"));
        }
        let entry: Entry =
            serde_json::from_str(&kept.body).map_err(|_| broken("cannot be read"))?;
        if entry.number != number {
            return Err(broken("stands in another's place"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

impl Entry {
    /// The entry as canonical JSON (RFC 8785): the text that is kept and hashed.
    ///
    /// # Errors
    ///
    /// Returns the error of `serde_json`, which no entry is known to cause.
    pub fn body(&self) -> serde_json::Result<String> {
        serde_json_canonicalizer::to_string(self)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    fn chain() -> Vec<Kept> {
        let events = [
            Event::Started,
            Event::Invited {
                side: Side::Staff,
                part: Part::Chair,
            },
            Event::ScoringOpened,
        ];
        let mut link = Link::START;
        (1..)
            .zip(events)
            .map(|(number, event)| {
                let entry = Entry {
                    number,
                    at: datetime!(2026-05-12 09:00 UTC),
                    by: Some("Ama Boateng".into()),
                    assessment: AssessmentId(Uuid::nil()),
                    event,
                };
                let body = entry.body().unwrap();
                link = link.next(&body);
                Kept {
                    number,
                    body,
                    link: link.to_string(),
                }
            })
            .collect()
    }

    #[test]
    fn a_sound_chain_is_read() {
        let entries = verify(&chain()).unwrap();
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[2].event, Event::ScoringOpened);
        // Written down once, so that a change of the format is seen:
        // sha256(32 zero bytes ‖ body), by `printf … | sha256sum`.
        assert_eq!(
            chain()[0].body,
            r#"{"assessment":"00000000-0000-0000-0000-000000000000","at":"2026-05-12T09:00:00Z","by":"Ama Boateng","number":1,"what":"started"}"#
        );
    }

    #[test]
    fn the_first_broken_entry_is_named() {
        let broken = |spoil: fn(&mut Vec<Kept>)| {
            let mut chain = chain();
            spoil(&mut chain);
            verify(&chain).unwrap_err().number
        };
        // changed
        assert_eq!(
            broken(|it| it[1].body = it[1].body.replace("staff", "board")),
            2
        );
        // removed
        assert_eq!(broken(|it| drop(it.remove(1))), 2);
        // removed and renumbered
        assert_eq!(
            broken(|it| {
                it.remove(0);
                for (number, kept) in (1..).zip(it) {
                    kept.number = number;
                }
            }),
            1
        );
        // swapped
        assert_eq!(broken(|it| it.swap(1, 2)), 2);
    }

    #[test]
    fn an_entry_that_was_rehashed_breaks_the_next() {
        let mut chain = chain();
        chain[0].body = chain[0].body.replace("Ama", "Eve");
        chain[0].link = Link::START.next(&chain[0].body).to_string();
        assert_eq!(verify(&chain).unwrap_err().number, 2);
    }
}
