//! Examples of what organisations did about a statement.

use domain::{
    buddy::Topic,
    example::{Example, Stage, Words},
    id::{ExampleId, OrganisationId, PersonId},
    organisation::Organisation,
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    buddy::topic,
    engine::{in_read, in_single_write, in_write},
    error::read,
    organisation::OrganisationRow,
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
struct ExampleRow {
    example_id: Uuid,
    pack: String,
    statement_id: String,
    title: String,
    did: String,
    took: String,
    changed: String,
    shows_name: bool,
    stage: String,
    reason: String,
    published_on: Option<Date>,
    #[sqlx(flatten)]
    organisation: OrganisationRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

/// An example, and whose it is. Whether its name is told, [`Example::shows_name`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedExample {
    /// The example.
    pub example: Example,
    /// Whose it is.
    pub organisation: Organisation,
}

/// How many published examples a topic has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleCount {
    /// The topic.
    pub topic: Topic,
    /// How many, at least 1.
    pub examples: u32,
}

/// What somebody who looks an example through decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everybody may read it, from this day on.
    Publish(Date),
    /// It goes back, with the reason.
    Return(String),
}

impl ExampleRow {
    fn read(self) -> Result<Stored<SignedExample>, StoreError> {
        let organisation = self.organisation.read()?;
        let example = Example {
            example_id: ExampleId(self.example_id),
            topic: topic("example.statement_id", self.pack, &self.statement_id)?,
            words: Words {
                title: self.title,
                did: self.did,
                took: self.took,
                changed: self.changed,
            },
            shows_name: self.shows_name,
            stage: read("example.stage", &self.stage)?,
            reason: self.reason,
            published_on: self.published_on,
        };
        Ok(self.stamp.on(SignedExample {
            example,
            organisation,
        }))
    }
}

/// Selects examples, with whose they are; what follows says which.
macro_rules! select_examples {
    ($condition:literal) => {
        concat!(
            "SELECT e.example_id, e.pack, e.statement_id, e.title, e.did, e.took, e.changed,
                    e.shows_name, e.stage, e.reason, e.published_on, e.version, e.saved_at,
                    p.name AS saved_by,
                    o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
                    o.headcount, o.invented
               FROM example e
               JOIN organisation o ON o.organisation_id = e.organisation_id
               LEFT JOIN person p ON p.person_id = e.saved_by ",
            $condition
        )
    };
}

const EXAMPLES_OF: &str =
    select_examples!("WHERE e.organisation_id = $1 ORDER BY e.saved_at DESC, e.example_id");

const EXAMPLES_TO_REVIEW: &str =
    select_examples!("WHERE e.stage = 'in_review' ORDER BY e.saved_at, e.example_id LIMIT $1");

const PUBLISHED_ABOUT: &str = select_examples!(
    "WHERE e.stage = 'published' AND e.pack = $1 AND e.statement_id = $2
     ORDER BY e.published_on DESC, e.example_id LIMIT $3"
);

const FIND_EXAMPLE: &str = select_examples!("WHERE e.example_id = $1");

const COUNT_EXAMPLES: &str = "
    SELECT pack, statement_id, examples FROM topic WHERE examples > 0 ORDER BY pack, statement_id";

const ADD_EXAMPLE: &str = "
    INSERT INTO example
           (example_id, organisation_id, pack, statement_id, title, did, took, changed, shows_name,
            stage, reason, published_on, version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14)";

const SAVE_EXAMPLE: &str = "
    UPDATE example
       SET title = $3, did = $4, took = $5, changed = $6, shows_name = $7,
           version = version + 1, saved_at = $8, saved_by = $9
     WHERE organisation_id = $1 AND example_id = $2 AND version = $10
       AND stage IN ('draft', 'returned')
 RETURNING version";

const SEND_EXAMPLE: &str = "
    UPDATE example
       SET stage = 'in_review', reason = '', version = version + 1, saved_at = $4
     WHERE organisation_id = $1 AND example_id = $2 AND version = $3
       AND stage IN ('draft', 'returned')
 RETURNING version";

const WITHDRAW_EXAMPLE: &str = "
    UPDATE example
       SET stage = 'draft', reason = '', published_on = NULL, version = version + 1, saved_at = $3
     WHERE organisation_id = $1 AND example_id = $2 AND stage IN ('in_review', 'published')";

const REMOVE_EXAMPLE: &str = "
    DELETE FROM example
     WHERE organisation_id = $1 AND example_id = $2 AND stage IN ('draft', 'returned')";

const JUDGE_EXAMPLE: &str = "
    UPDATE example
       SET stage = $3, reason = $4, published_on = $5, version = version + 1, saved_at = $6
     WHERE example_id = $1 AND version = $2 AND stage = 'in_review'
 RETURNING version";

const EXAMPLE_VERSION: &str = "SELECT version FROM example WHERE example_id = $1";

/// How many examples a list holds at most.
pub const EXAMPLES_SHOWN: u32 = 50;

impl Store {
    /// The examples of an organisation at every stage, last changed first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn examples_of(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Stored<SignedExample>>, StoreError> {
        let rows: Vec<ExampleRow> = in_read!(self, |db| sqlx::query_as(EXAMPLES_OF)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(ExampleRow::read).collect()
    }

    /// The examples that wait to be looked through, whoever's they are, longest waiting first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn examples_to_review(&self) -> Result<Vec<Stored<SignedExample>>, StoreError> {
        let rows: Vec<ExampleRow> = in_read!(self, |db| sqlx::query_as(EXAMPLES_TO_REVIEW)
            .bind(i64::from(EXAMPLES_SHOWN))
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(ExampleRow::read).collect()
    }

    /// The published examples about a statement, newest first, at most [`EXAMPLES_SHOWN`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn published_examples(
        &self,
        topic: &Topic,
    ) -> Result<Vec<SignedExample>, StoreError> {
        let rows: Vec<ExampleRow> = in_read!(self, |db| sqlx::query_as(PUBLISHED_ABOUT)
            .bind(&topic.pack)
            .bind(topic.statement.as_str())
            .bind(i64::from(EXAMPLES_SHOWN))
            .fetch_all(&mut *db)
            .await?);
        let read = |row: ExampleRow| row.read().map(|it| it.value);
        rows.into_iter().map(read).collect()
    }

    /// How many published examples there are about each statement that has any.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn count_examples(&self) -> Result<Vec<ExampleCount>, StoreError> {
        let rows: Vec<(String, String, i64)> = in_read!(self, |db| sqlx::query_as(COUNT_EXAMPLES)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|(pack, statement, examples)| {
                Ok(ExampleCount {
                    topic: topic("example.statement_id", pack, &statement)?,
                    examples: u32::try_from(examples).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// The example with this id, at whichever stage: whoever asks decides who may see it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_example(
        &self,
        example: ExampleId,
    ) -> Result<Option<Stored<SignedExample>>, StoreError> {
        let row: Option<ExampleRow> = in_read!(self, |db| sqlx::query_as(FIND_EXAMPLE)
            .bind(example.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(ExampleRow::read).transpose()
    }

    /// Begins an example.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_example(
        &self,
        organisation: OrganisationId,
        example: &Example,
        by: Option<PersonId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(ADD_EXAMPLE)
                .bind(example.example_id.0)
                .bind(organisation.0)
                .bind(&example.topic.pack)
                .bind(example.topic.statement.as_str())
                .bind(&example.words.title)
                .bind(&example.words.did)
                .bind(&example.words.took)
                .bind(&example.words.changed)
                .bind(example.shows_name)
                .bind(example.stage.code())
                .bind(&example.reason)
                .bind(example.published_on)
                .bind(to_second(now))
                .bind(by.map(|by| by.0))
        )
        .map_err(StoreError::or_conflict("example"))?;
        Ok(())
    }

    /// Saves the words of an example that nobody looks through or relies on just now.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved, sent or removed it
    /// since `seen`, and [`StoreError::Database`] when the database is
    /// unavailable. In neither case is anything changed.
    pub async fn save_example(
        &self,
        organisation: OrganisationId,
        example: ExampleId,
        words: &Words,
        shows_name: bool,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_EXAMPLE)
                .bind(organisation.0)
                .bind(example.0)
                .bind(&words.title)
                .bind(&words.did)
                .bind(&words.took)
                .bind(&words.changed)
                .bind(shows_name)
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(EXAMPLE_VERSION)
                    .bind(example.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Hands an example to whoever looks it through.
    ///
    /// # Errors
    ///
    /// As [`Store::save_example`].
    pub async fn send_example(
        &self,
        organisation: OrganisationId,
        example: ExampleId,
        seen: Version,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SEND_EXAMPLE)
                .bind(organisation.0)
                .bind(example.0)
                .bind(seen.number())
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(EXAMPLE_VERSION)
                    .bind(example.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Takes an example back, whether it waits or is published: it is its organisation's draft again.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn withdraw_example(
        &self,
        organisation: OrganisationId,
        example: ExampleId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(WITHDRAW_EXAMPLE)
                .bind(organisation.0)
                .bind(example.0)
                .bind(to_second(now))
        )?;
        Ok(())
    }

    /// Removes a draft, or what was sent back; says whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn remove_example(
        &self,
        organisation: OrganisationId,
        example: ExampleId,
    ) -> Result<bool, StoreError> {
        let removed = in_single_write!(
            self,
            sqlx::query(REMOVE_EXAMPLE)
                .bind(organisation.0)
                .bind(example.0)
        )?;
        Ok(removed > 0)
    }

    /// Publishes an example that waits, or sends it back.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when it is no longer as it was at `seen`:
    /// nobody publishes what they have not read. [`StoreError::Database`] when
    /// the database is unavailable.
    pub async fn judge_example(
        &self,
        example: ExampleId,
        verdict: &Verdict,
        seen: Version,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let (stage, reason, published_on) = match verdict {
            Verdict::Publish(day) => (Stage::Published, "", Some(*day)),
            Verdict::Return(reason) => (Stage::Returned, reason.as_str(), None),
        };
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(JUDGE_EXAMPLE)
                .bind(example.0)
                .bind(seen.number())
                .bind(stage.code())
                .bind(reason)
                .bind(published_on)
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            if saved.is_none() {
                let newest = sqlx::query_scalar(EXAMPLE_VERSION)
                    .bind(example.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
        });
        Ok(())
    }
}
