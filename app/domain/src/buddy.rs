//! Buddies: organisations that would talk about a statement, and those that ask them to.
//!
//! Anybody may offer and anybody may ask: neither is gated by a score, so
//! neither says anything about one. What an offer tells is that somebody would
//! talk. How to reach them is told to nobody before both have opted in, and
//! then to both at once: [`Conversation::contacts`].

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    framework::{self, Framework, Statement},
    id::{OfferId, OrganisationId, StatementId},
    organisation::{Headcount, Organisation, choices},
    text::{self, TooLong},
};

/// Which offers come first, as it is printed beside them.
pub const RULE: &str = "The most similar organisations come first: those of the same kind, then of the same nation, then of the nearest size. Scores play no part in it.";

/// The longest a note or a message may be, in characters.
pub const NOTE_MAX: usize = 600;

/// A statement of a pack, whatever its edition: an id keeps its meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Topic {
    /// The id of the pack.
    pub pack: String,
    /// The statement.
    pub statement: StatementId,
}

/// Text that does not name a statement of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("choose a statement")]
pub struct NotATopic;

/// As addresses and forms write it: `three-pillars.W03`.
impl fmt::Display for Topic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.pack, self.statement)
    }
}

impl FromStr for Topic {
    type Err = NotATopic;

    fn from_str(text: &str) -> Result<Self, NotATopic> {
        let (pack, statement) = text.split_once('.').ok_or(NotATopic)?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if pack.is_empty() || pack.len() > 40 || !pack.bytes().all(plain) {
            return Err(NotATopic);
        }
        Ok(Self {
            pack: pack.to_owned(),
            statement: statement.parse().map_err(|_| NotATopic)?,
        })
    }
}

impl Topic {
    /// The statement in the newest edition of its pack that has it; `None` for one that no pack knows.
    #[must_use]
    pub fn find(&self) -> Option<(&'static Framework, &'static Statement)> {
        framework::shipped()
            .iter()
            .filter(|it| it.id == self.pack)
            .filter_map(|it| Some((it, it.find_statement(&self.statement)?)))
            .max_by_key(|(pack, _)| pack.edition)
    }
}

/// How somebody is reached: a post rather than a person, where possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who, for example "Head of wellbeing"; at most [`text::LINE_MAX`] characters.
    pub who: String,
    /// An email address or a telephone number; at most [`text::LINE_MAX`] characters.
    pub how: String,
}

/// Why a contact cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAContact {
    /// Nobody is named.
    #[error("say whom to ask for: a post is enough, for example head of wellbeing")]
    Nobody,
    /// Neither an email address nor a telephone number.
    #[error("give an email address or a telephone number at work")]
    NoWay,
    /// Too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

impl Contact {
    /// Reads who it is.
    ///
    /// # Errors
    ///
    /// Returns [`NotAContact`] when nothing is said, or too much.
    pub fn read_who(typed: &str) -> Result<String, NotAContact> {
        let who = text::line(typed)?;
        if who.is_empty() {
            return Err(NotAContact::Nobody);
        }
        Ok(who)
    }

    /// Reads how they are reached.
    ///
    /// # Errors
    ///
    /// Returns [`NotAContact`] when it is neither an email address nor a
    /// telephone number: at least six figures, and nothing but figures, blanks
    /// and `+ - ( )` besides an extension.
    pub fn read_how(typed: &str) -> Result<String, NotAContact> {
        let how = text::line(typed)?;
        let digits = how.chars().filter(char::is_ascii_digit).count();
        let plain = |letter: char| {
            letter.is_ascii_digit() || letter.is_whitespace() || "+-()".contains(letter)
        };
        let number = how.split(['e', 'x']).next().unwrap_or_default();
        let is_number = digits >= 6 && number.chars().all(plain);
        if is_number || how.parse::<crate::person::Email>().is_ok() {
            return Ok(how);
        }
        Err(NotAContact::NoWay)
    }
}

/// What an organisation offers: to talk about a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Names it.
    pub offer_id: OfferId,
    /// What it is about.
    pub topic: Topic,
    /// What the organisation could tell, at most [`NOTE_MAX`] characters; may be empty.
    pub note: String,
    /// How its people are reached: told only to those whom they have accepted.
    pub contact: Contact,
}

/// An offer as others see it: without its contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOffer {
    /// Names it.
    pub offer_id: OfferId,
    /// Whose it is.
    pub organisation: Organisation,
    /// What it is about.
    pub topic: Topic,
    /// What they could tell.
    pub note: String,
    /// When it was made or last changed, UTC and whole seconds.
    pub offered_at: OffsetDateTime,
}

/// How similar two organisations are; the more similar, the smaller.
///
/// Kind before nation before size: what is done about night shifts depends
/// more on what is worked there than on where, and more on where than on how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance {
    /// Whether they are of another kind.
    pub other_kind: bool,
    /// Whether they work in another nation.
    pub other_nation: bool,
    /// How many classes of size lie between them, 0 to 4.
    pub sizes_apart: u8,
}

impl Distance {
    /// How similar `other` is to `own`.
    #[must_use]
    pub fn between(own: &Organisation, other: &Organisation) -> Self {
        let (own_size, other_size) = (size(own.headcount), size(other.headcount));
        Self {
            other_kind: own.kind != other.kind,
            other_nation: own.nation != other.nation,
            sizes_apart: own_size.abs_diff(other_size),
        }
    }

    /// What makes them similar, in words: "same kind, same nation, same size".
    #[must_use]
    pub fn words(self) -> String {
        let size = match self.sizes_apart {
            0 => Some("same size"),
            1 => Some("about the same size"),
            _ => None,
        };
        let words = [
            (!self.other_kind).then_some("same kind"),
            (!self.other_nation).then_some("same nation"),
            size,
        ];
        let words: Vec<_> = words.into_iter().flatten().collect();
        if words.is_empty() {
            return "another kind of organisation elsewhere".to_owned();
        }
        words.join(", ")
    }
}

/// The place of a class of size among its choices.
#[must_use]
pub fn size(headcount: Headcount) -> u8 {
    let at = Headcount::ALL.iter().position(|&it| it == headcount);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

choices! {
    /// What has become of a question for a conversation.
    Answer {
        /// It waits.
        Asked = "asked", "Waiting for an answer";
        /// Both would talk.
        Accepted = "accepted", "Accepted";
        /// Not now; no reason is asked for.
        Declined = "declined", "Not possible at present";
        /// Whoever asked or was asked has ended it.
        Ended = "ended", "Ended";
    }
}

/// A question for a conversation, as the two who take part see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The offer.
    pub offer: OfferId,
    /// What it is about.
    pub topic: Topic,
    /// Who offers.
    pub offering: Organisation,
    /// Who asks.
    pub asking: Organisation,
    /// What they would like to hear, at most [`NOTE_MAX`] characters; may be empty.
    pub message: String,
    /// What has become of it.
    pub answer: Answer,
    /// When it was asked, UTC and whole seconds.
    pub asked_at: OffsetDateTime,
    /// How both are reached; see [`Conversation::contacts`].
    contacts: Option<Contacts>,
}

/// How the two who take part are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacts {
    /// Whom the asking organisation asks for.
    pub offering: Contact,
    /// Whom the offering organisation may expect to hear from.
    pub asking: Contact,
}

impl Conversation {
    /// A conversation as it is stored; the contacts go in, and come out again only when both have opted in.
    #[must_use]
    pub fn new(
        offer: OfferId,
        topic: Topic,
        offering: Organisation,
        asking: Organisation,
        message: String,
        answer: Answer,
        asked_at: OffsetDateTime,
        contacts: Contacts,
    ) -> Self {
        Self {
            offer,
            topic,
            offering,
            asking,
            message,
            answer,
            asked_at,
            contacts: (answer == Answer::Accepted).then_some(contacts),
        }
    }

    /// How both are reached; `None` as long as not both have opted in.
    #[must_use]
    pub fn contacts(&self) -> Option<&Contacts> {
        self.contacts.as_ref()
    }

    /// Whether an organisation was asked, and not the one that asked.
    #[must_use]
    pub fn is_offered_by(&self, organisation: OrganisationId) -> bool {
        self.offering.organisation_id == organisation
    }
}

/// How many questions of one organisation may wait for an answer at the same time.
pub const WAITING_MAX: usize = 5;

/// How many an organisation may ask within [`ASKED_WITHIN`].
pub const ASKED_MAX: usize = 15;

/// Within how long [`ASKED_MAX`] counts.
pub const ASKED_WITHIN: Duration = Duration::days(30);

/// Why an organisation may not ask just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MayNotAsk {
    /// It has asked about this offer before, whatever became of it.
    #[error("you have asked about this offer before: a second question would press them")]
    Before,
    /// Too many questions wait.
    #[error(
        "{WAITING_MAX} of your questions wait for an answer: wait for one, or take one back, before you ask again"
    )]
    TooManyWait,
    /// Too many were asked of late.
    #[error("you have asked {ASKED_MAX} times within 30 days: wait a while before you ask again")]
    TooMany,
}

/// What is known of a question that an organisation asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// About which offer.
    pub offer: OfferId,
    /// What has become of it.
    pub answer: Answer,
    /// When.
    pub at: OffsetDateTime,
}

/// Makes sure that an organisation may ask about an offer, after all that it has asked before.
///
/// # Errors
///
/// Returns [`MayNotAsk`] when it would press somebody, or everybody.
pub fn may_ask(asked: &[Asked], offer: OfferId, now: OffsetDateTime) -> Result<(), MayNotAsk> {
    if asked.iter().any(|it| it.offer == offer) {
        return Err(MayNotAsk::Before);
    }
    let waiting = asked.iter().filter(|it| it.answer == Answer::Asked);
    if waiting.count() >= WAITING_MAX {
        return Err(MayNotAsk::TooManyWait);
    }
    let of_late = asked.iter().filter(|it| now - it.at < ASKED_WITHIN);
    if of_late.count() >= ASKED_MAX {
        return Err(MayNotAsk::TooMany);
    }
    Ok(())
}

/// Reads a note or a message: running text of at most [`NOTE_MAX`] characters.
///
/// # Errors
///
/// Returns [`TooLong`] above that.
pub fn note(typed: &str) -> Result<String, TooLong> {
    let note = text::tidy(typed).trim().to_owned();
    let length = note.chars().count();
    if length > NOTE_MAX {
        return Err(TooLong {
            length,
            limit: NOTE_MAX,
        });
    }
    Ok(note)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::organisation::{Kind, Nation};

    const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

    fn organisation(nation: Nation, kind: Kind, headcount: Headcount) -> Organisation {
        Organisation {
            organisation_id: OrganisationId(Uuid::nil()),
            name: "Saltmarsh".into(),
            ods_code: None,
            nation,
            kind,
            headcount,
            invented: true,
        }
    }

    #[test]
    fn kind_counts_before_nation_and_nation_before_size() {
        let own = organisation(Nation::Scotland, Kind::Ambulance, Headcount::From3000);
        let distance = |nation, kind, headcount| {
            Distance::between(&own, &organisation(nation, kind, headcount))
        };
        let mut all = [
            distance(Nation::Scotland, Kind::Acute, Headcount::From3000),
            distance(Nation::England, Kind::Ambulance, Headcount::From3000),
            distance(Nation::Scotland, Kind::Ambulance, Headcount::From10000),
            distance(Nation::Scotland, Kind::Ambulance, Headcount::From6000),
            distance(Nation::Wales, Kind::Other, Headcount::Under1000),
        ];
        all.sort_unstable();
        let words = all.map(Distance::words);
        assert_eq!(
            words,
            [
                "same kind, same nation, about the same size",
                "same kind, same nation",
                "same kind, same size",
                "same nation, same size",
                "another kind of organisation elsewhere",
            ]
        );
    }

    #[test]
    fn nobody_is_reached_before_both_have_opted_in() {
        let side = organisation(Nation::Wales, Kind::Acute, Headcount::Under1000);
        let contact = |how: &str| Contact {
            who: "Head of wellbeing".into(),
            how: how.into(),
        };
        for &answer in Answer::ALL {
            let conversation = Conversation::new(
                OfferId(Uuid::nil()),
                Topic {
                    pack: "three-pillars".into(),
                    statement: "W03".parse().unwrap(),
                },
                side.clone(),
                side.clone(),
                String::new(),
                answer,
                NOW,
                Contacts {
                    offering: contact("a@example.org"),
                    asking: contact("b@example.org"),
                },
            );
            assert_eq!(
                conversation.contacts().is_some(),
                answer == Answer::Accepted,
                "{answer:?}"
            );
            assert_eq!(
                format!("{conversation:?}").contains("@example.org"),
                answer == Answer::Accepted
            );
        }
    }

    #[test]
    fn a_topic_is_a_statement_of_a_pack() {
        let topic: Topic = "three-pillars.W03".parse().unwrap();
        assert_eq!(topic.to_string(), "three-pillars.W03");
        assert_eq!(topic.find().unwrap().1.id.as_str(), "W03");
        for wrong in [
            "",
            "W03",
            ".W03",
            "three-pillars.",
            "Three.W03",
            "a/../b.W03",
        ] {
            assert_eq!(wrong.parse::<Topic>(), Err(NotATopic), "{wrong}");
        }
        let unknown: Topic = "three-pillars.W99".parse().unwrap();
        assert!(unknown.find().is_none());
    }

    #[test]
    fn a_contact_is_an_address_or_a_number() {
        for right in [
            "a.b@example.org",
            "01632 960 001",
            "+44 (0)1632 960001 ext 12",
        ] {
            assert!(Contact::read_how(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "ask at the desk",
            "12345",
            "a@b@c",
            "https://example.org/123456",
        ] {
            assert_eq!(Contact::read_how(wrong), Err(NotAContact::NoWay), "{wrong}");
        }
        assert_eq!(Contact::read_who("  "), Err(NotAContact::Nobody));
    }

    #[test]
    fn who_asks_too_often_waits() {
        let asked = |number: u128, answer, days_ago: i64| Asked {
            offer: OfferId(Uuid::from_u128(number)),
            answer,
            at: NOW - Duration::days(days_ago),
        };
        let new = OfferId(Uuid::from_u128(99));
        let waiting: Vec<_> = (0..5).map(|it| asked(it, Answer::Asked, 40)).collect();
        assert_eq!(may_ask(&waiting[..4], new, NOW), Ok(()));
        assert_eq!(may_ask(&waiting, new, NOW), Err(MayNotAsk::TooManyWait));
        assert_eq!(
            may_ask(&waiting[..1], OfferId(Uuid::nil()), NOW),
            Err(MayNotAsk::Before)
        );
        let answered: Vec<_> = (0..15).map(|it| asked(it, Answer::Declined, 29)).collect();
        assert_eq!(may_ask(&answered, new, NOW), Err(MayNotAsk::TooMany));
        let long_ago: Vec<_> = (0..15).map(|it| asked(it, Answer::Ended, 30)).collect();
        assert_eq!(may_ask(&long_ago, new, NOW), Ok(()));
    }
}
