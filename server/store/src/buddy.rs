//! Who would talk about a statement, and who asked them to.
//!
//! No query here joins a score: whoever offers or asks is found whatever they
//! have scored, and nobody learns from an offer what that was.

use domain::{
    buddy::{self, Answer, Asked, Contact, Contacts, Conversation, Offer, OpenOffer, Topic},
    id::{OfferId, OrganisationId, PersonId},
    organisation::Organisation,
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_write},
    error::read,
    organisation::OrganisationRow,
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
struct OfferRow {
    offer_id: Uuid,
    pack: String,
    statement_id: String,
    note: String,
    contact_who: String,
    contact_how: String,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl OfferRow {
    fn read(self) -> Result<Stored<Offer>, StoreError> {
        Ok(self.stamp.on(Offer {
            offer_id: OfferId(self.offer_id),
            topic: topic("offer.statement_id", self.pack, &self.statement_id)?,
            note: self.note,
            contact: Contact {
                who: self.contact_who,
                how: self.contact_how,
            },
        }))
    }
}

pub(crate) fn topic(
    column: &'static str,
    pack: String,
    statement: &str,
) -> Result<Topic, StoreError> {
    Ok(Topic {
        pack,
        statement: read(column, statement)?,
    })
}

#[derive(sqlx::FromRow)]
struct OpenOfferRow {
    offer_id: Uuid,
    pack: String,
    statement_id: String,
    note: String,
    saved_at: OffsetDateTime,
    #[sqlx(flatten)]
    organisation: OrganisationRow,
}

impl OpenOfferRow {
    fn read(self) -> Result<OpenOffer, StoreError> {
        Ok(OpenOffer {
            offer_id: OfferId(self.offer_id),
            organisation: self.organisation.read()?,
            topic: topic("offer.statement_id", self.pack, &self.statement_id)?,
            note: self.note,
            offered_at: self.saved_at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ConversationRow {
    offer_id: Uuid,
    pack: String,
    statement_id: String,
    offering_who: String,
    offering_how: String,
    asking_id: Uuid,
    message: String,
    contact_who: String,
    contact_how: String,
    answer: String,
    asked_at: OffsetDateTime,
    #[sqlx(flatten)]
    other: OrganisationRow,
}

/// How many offers of others a topic has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferCount {
    /// The topic.
    pub topic: Topic,
    /// How many, at least 1.
    pub offers: u32,
}

/// Who answered: only they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Both contacts are shown to both from now on.
    Accept,
    /// The question is closed, and what it said is forgotten.
    Decline,
}

const OFFERS_OF: &str = "
    SELECT o.offer_id, o.pack, o.statement_id, o.note, o.contact_who, o.contact_how,
           o.version, o.saved_at, p.name AS saved_by
      FROM offer o
      LEFT JOIN person p ON p.person_id = o.saved_by
     WHERE o.organisation_id = $1
     ORDER BY o.pack, o.statement_id";

const FIND_OFFER: &str = "
    SELECT o.offer_id, o.pack, o.statement_id, o.note, o.contact_who, o.contact_how,
           o.version, o.saved_at, p.name AS saved_by
      FROM offer o
      LEFT JOIN person p ON p.person_id = o.saved_by
     WHERE o.organisation_id = $1 AND o.offer_id = $2";

// An organisation offers once about a statement.
const COUNT_OFFERS: &str = "
    SELECT pack, statement_id, offers
      FROM (SELECT t.pack, t.statement_id,
                   t.offers - CASE WHEN EXISTS (
                       SELECT 1 FROM offer o
                        WHERE o.organisation_id = $1 AND o.pack = t.pack
                          AND o.statement_id = t.statement_id) THEN 1 ELSE 0 END AS offers
              FROM topic t) of_others
     WHERE offers > 0
     ORDER BY pack, statement_id";

/// Selects offers of others, with whose they are; what follows says which.
macro_rules! select_open_offers {
    ($condition:literal) => {
        concat!(
            "SELECT f.offer_id, f.pack, f.statement_id, f.note, f.saved_at,
                    o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
                    o.headcount, o.invented
               FROM offer f
               JOIN organisation o ON o.organisation_id = f.organisation_id
              WHERE f.organisation_id <> $1 ",
            $condition
        )
    };
}

// The order is that of `domain::buddy::Distance`: a contract test compares them.
const OPEN_OFFERS: &str = select_open_offers!(
    "AND f.pack = $2 AND f.statement_id = $3
     ORDER BY CASE WHEN o.kind = $4 THEN 0 ELSE 1 END,
              CASE WHEN o.nation = $5 THEN 0 ELSE 1 END,
              abs(CASE o.headcount
                      WHEN 'under-1000' THEN 0 WHEN '1000-2999' THEN 1 WHEN '3000-5999' THEN 2
                      WHEN '6000-9999' THEN 3 ELSE 4 END - $6),
              f.saved_at DESC, f.offer_id
     LIMIT $7"
);

const FIND_OPEN_OFFER: &str = select_open_offers!("AND f.offer_id = $2");

const ADD_OFFER: &str = "
    INSERT INTO offer
           (offer_id, organisation_id, pack, statement_id, note, contact_who, contact_how,
            version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)";

const SAVE_OFFER: &str = "
    UPDATE offer
       SET note = $3, contact_who = $4, contact_how = $5,
           version = version + 1, saved_at = $6, saved_by = $7
     WHERE organisation_id = $1 AND offer_id = $2 AND version = $8
 RETURNING version";

const OFFER_VERSION: &str =
    "SELECT version FROM offer WHERE organisation_id = $1 AND offer_id = $2";

const FORGET_CONVERSATIONS: &str = "
    DELETE FROM conversation
     WHERE offer_id IN (SELECT offer_id FROM offer WHERE organisation_id = $1 AND offer_id = $2)";

const WITHDRAW_OFFER: &str = "DELETE FROM offer WHERE organisation_id = $1 AND offer_id = $2";

const ASKED_BY: &str = "
    SELECT offer_id, answer, asked_at FROM conversation WHERE organisation_id = $1";

const ASK: &str = "
    INSERT INTO conversation
           (offer_id, organisation_id, message, contact_who, contact_how, answer, asked_at)
    SELECT f.offer_id, $2, $3, $4, $5, 'asked', $6
      FROM offer f
     WHERE f.offer_id = $1 AND f.organisation_id <> $2";

/// Conversations about the offers of one organisation, or asked by it, with the other one's name.
macro_rules! select_conversations {
    ($other:literal, $condition:literal) => {
        concat!(
            "SELECT c.offer_id, f.pack, f.statement_id, f.contact_who AS offering_who,
                    f.contact_how AS offering_how, c.organisation_id AS asking_id, c.message,
                    c.contact_who, c.contact_how, c.answer, c.asked_at,
                    o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
                    o.headcount, o.invented
               FROM conversation c
               JOIN offer f ON f.offer_id = c.offer_id
               JOIN organisation o ON o.organisation_id = ",
            $other,
            $condition,
            " ORDER BY c.asked_at DESC, c.offer_id LIMIT $2"
        )
    };
}

const ASKED_OF: &str = select_conversations!("c.organisation_id", " WHERE f.organisation_id = $1");

const ASKED_FOR: &str = select_conversations!("f.organisation_id", " WHERE c.organisation_id = $1");

const ACCEPT: &str = "
    UPDATE conversation
       SET answer = 'accepted', answered_at = $4
     WHERE offer_id = $2 AND organisation_id = $3 AND answer = 'asked'
       AND offer_id IN (SELECT offer_id FROM offer WHERE organisation_id = $1)";

const DECLINE: &str = "
    UPDATE conversation
       SET answer = 'declined', answered_at = $4, message = '', contact_who = '', contact_how = ''
     WHERE offer_id = $2 AND organisation_id = $3 AND answer = 'asked'
       AND offer_id IN (SELECT offer_id FROM offer WHERE organisation_id = $1)";

const END: &str = "
    UPDATE conversation
       SET answer = 'ended', answered_at = $4, message = '', contact_who = '', contact_how = ''
     WHERE offer_id = $2 AND organisation_id = $3 AND answer IN ('asked', 'accepted')
       AND (organisation_id = $1
            OR offer_id IN (SELECT offer_id FROM offer WHERE organisation_id = $1))";

/// How many conversations a list holds at most, newest first.
pub const CONVERSATIONS_SHOWN: u32 = 50;

impl Store {
    /// What an organisation offers, by statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn offers(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Stored<Offer>>, StoreError> {
        let rows: Vec<OfferRow> = in_read!(self, |db| sqlx::query_as(OFFERS_OF)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(OfferRow::read).collect()
    }

    /// The offer with this id, if it is the organisation's own.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_offer(
        &self,
        organisation: OrganisationId,
        offer: OfferId,
    ) -> Result<Option<Stored<Offer>>, StoreError> {
        let row: Option<OfferRow> = in_read!(self, |db| sqlx::query_as(FIND_OFFER)
            .bind(organisation.0)
            .bind(offer.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(OfferRow::read).transpose()
    }

    /// How many offers of others there are about each statement that has any.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn count_offers(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<OfferCount>, StoreError> {
        let rows: Vec<(String, String, i64)> = in_read!(self, |db| sqlx::query_as(COUNT_OFFERS)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|(pack, statement, offers)| {
                Ok(OfferCount {
                    topic: topic("offer.statement_id", pack, &statement)?,
                    offers: u32::try_from(offers).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// The offers of others about a statement, most similar organisations first
    /// (see [`buddy::Distance`]), at most `most` of them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn open_offers(
        &self,
        own: &Organisation,
        topic: &Topic,
        most: u32,
    ) -> Result<Vec<OpenOffer>, StoreError> {
        let rows: Vec<OpenOfferRow> = in_read!(self, |db| sqlx::query_as(OPEN_OFFERS)
            .bind(own.organisation_id.0)
            .bind(&topic.pack)
            .bind(topic.statement.as_str())
            .bind(own.kind.code())
            .bind(own.nation.code())
            .bind(i64::from(buddy::size(own.headcount)))
            .bind(i64::from(most))
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(OpenOfferRow::read).collect()
    }

    /// The offer with this id, if it is somebody else's.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_open_offer(
        &self,
        own: OrganisationId,
        offer: OfferId,
    ) -> Result<Option<OpenOffer>, StoreError> {
        let row: Option<OpenOfferRow> = in_read!(self, |db| sqlx::query_as(FIND_OPEN_OFFER)
            .bind(own.0)
            .bind(offer.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(OpenOfferRow::read).transpose()
    }

    /// Offers to talk about a statement.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the organisation offers that
    /// already, and [`StoreError::Database`] when the database is unavailable.
    pub async fn add_offer(
        &self,
        organisation: OrganisationId,
        offer: &Offer,
        by: Option<PersonId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(ADD_OFFER)
                .bind(offer.offer_id.0)
                .bind(organisation.0)
                .bind(&offer.topic.pack)
                .bind(offer.topic.statement.as_str())
                .bind(&offer.note)
                .bind(&offer.contact.who)
                .bind(&offer.contact.how)
                .bind(to_second(now))
                .bind(by.map(|by| by.0))
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("offer"))?;
        });
        Ok(())
    }

    /// Saves what an offer says; what it is about stays.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or withdrew it since
    /// `seen`, and [`StoreError::Database`] when the database is unavailable. In
    /// neither case is anything changed.
    pub async fn save_offer(
        &self,
        organisation: OrganisationId,
        offer: &Offer,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_OFFER)
                .bind(organisation.0)
                .bind(offer.offer_id.0)
                .bind(&offer.note)
                .bind(&offer.contact.who)
                .bind(&offer.contact.how)
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(OFFER_VERSION)
                    .bind(organisation.0)
                    .bind(offer.offer_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Withdraws an offer of the organisation's own, and all conversations about it; nothing stays.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn withdraw_offer(
        &self,
        organisation: OrganisationId,
        offer: OfferId,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            for query in [FORGET_CONVERSATIONS, WITHDRAW_OFFER] {
                sqlx::query(query)
                    .bind(organisation.0)
                    .bind(offer.0)
                    .execute(&mut *db)
                    .await?;
            }
        });
        Ok(())
    }

    /// What an organisation has asked, for [`buddy::may_ask`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn asked(&self, organisation: OrganisationId) -> Result<Vec<Asked>, StoreError> {
        let rows: Vec<AskedRow> = in_read!(self, |db| sqlx::query_as(ASKED_BY)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(read_asked).collect()
    }

    /// Asks for a conversation about somebody else's offer; says whether it was asked.
    ///
    /// How often is looked at in the same transaction, so that many sent at once
    /// do not all pass: the limits are those of [`buddy::may_ask`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when it was asked already, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn ask_for_conversation(
        &self,
        organisation: OrganisationId,
        offer: OfferId,
        message: &str,
        contact: &Contact,
        now: OffsetDateTime,
    ) -> Result<Result<(), buddy::MayNotAsk>, StoreError> {
        in_write!(self, |db| {
            // Whoever asks at the same time for the same organisation waits here.
            sqlx::query(HOLD_ORGANISATION)
                .bind(organisation.0)
                .execute(&mut *db)
                .await?;
            let rows: Vec<AskedRow> = sqlx::query_as(ASKED_BY)
                .bind(organisation.0)
                .fetch_all(&mut *db)
                .await?;
            let asked = rows
                .into_iter()
                .map(read_asked)
                .collect::<Result<Vec<_>, _>>()?;
            if let Err(refused) = buddy::may_ask(&asked, offer, now) {
                return Ok(Err(refused));
            }
            sqlx::query(ASK)
                .bind(offer.0)
                .bind(organisation.0)
                .bind(message)
                .bind(&contact.who)
                .bind(&contact.how)
                .bind(to_second(now))
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("question"))?;
        });
        Ok(Ok(()))
    }

    /// Who asked about the offers of an organisation, newest first, at most [`CONVERSATIONS_SHOWN`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn asked_of(&self, own: &Organisation) -> Result<Vec<Conversation>, StoreError> {
        let rows: Vec<ConversationRow> = in_read!(self, |db| sqlx::query_as(ASKED_OF)
            .bind(own.organisation_id.0)
            .bind(i64::from(CONVERSATIONS_SHOWN))
            .fetch_all(&mut *db)
            .await?);
        let read = |row: ConversationRow| row.read(own);
        rows.into_iter().map(read).collect()
    }

    /// What an organisation asked others, newest first, at most [`CONVERSATIONS_SHOWN`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn asked_for(&self, own: &Organisation) -> Result<Vec<Conversation>, StoreError> {
        let rows: Vec<ConversationRow> = in_read!(self, |db| sqlx::query_as(ASKED_FOR)
            .bind(own.organisation_id.0)
            .bind(i64::from(CONVERSATIONS_SHOWN))
            .fetch_all(&mut *db)
            .await?);
        let read = |row: ConversationRow| row.read(own);
        rows.into_iter().map(read).collect()
    }

    /// Answers a question about an offer of the organisation's own; says whether one waited.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn answer_conversation(
        &self,
        organisation: OrganisationId,
        offer: OfferId,
        asking: OrganisationId,
        reply: Reply,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let query = match reply {
            Reply::Accept => ACCEPT,
            Reply::Decline => DECLINE,
        };
        self.change_conversation(query, organisation, offer, asking, now)
            .await
    }

    /// Ends a conversation, or takes a question back, for either of the two; says whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn end_conversation(
        &self,
        organisation: OrganisationId,
        offer: OfferId,
        asking: OrganisationId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.change_conversation(END, organisation, offer, asking, now)
            .await
    }

    async fn change_conversation(
        &self,
        query: &'static str,
        organisation: OrganisationId,
        offer: OfferId,
        asking: OrganisationId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let changed = in_write!(self, |db| sqlx::query(query)
            .bind(organisation.0)
            .bind(offer.0)
            .bind(asking.0)
            .bind(to_second(now))
            .execute(&mut *db)
            .await?
            .rows_affected());
        Ok(changed > 0)
    }
}

/// Keeps the row of an organisation until the transaction ends.
const HOLD_ORGANISATION: &str =
    "UPDATE organisation SET version = version WHERE organisation_id = $1";

type AskedRow = (Uuid, String, OffsetDateTime);

fn read_asked((offer, answer, at): AskedRow) -> Result<Asked, StoreError> {
    Ok(Asked {
        offer: OfferId(offer),
        answer: read("conversation.answer", &answer)?,
        at,
    })
}

impl ConversationRow {
    /// The conversation, as one of its two sides reads it.
    fn read(self, own: &Organisation) -> Result<Conversation, StoreError> {
        let other = self.other.read()?;
        let (offering, asking) = if self.asking_id == own.organisation_id.0 {
            (other, own.clone())
        } else {
            (own.clone(), other)
        };
        let answer: Answer = read("conversation.answer", &self.answer)?;
        Ok(Conversation::new(
            OfferId(self.offer_id),
            topic("offer.statement_id", self.pack, &self.statement_id)?,
            offering,
            asking,
            self.message,
            answer,
            self.asked_at,
            Contacts {
                offering: Contact {
                    who: self.offering_who,
                    how: self.offering_how,
                },
                asking: Contact {
                    who: self.contact_who,
                    how: self.contact_how,
                },
            },
        ))
    }
}
