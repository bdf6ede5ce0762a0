//! What the board asks, and what it is told.
//!
//! A question belongs to the meeting from the reveal on, so whoever follows it
//! hears of questions and answers too.

use domain::{
    assessment::Assessment,
    audit::Event,
    id::{QuestionId, StatementId},
    person::Person,
    question::{Question, Reply},
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Stored, Version,
    audit::append_entry,
    engine::{in_read, in_write},
    error::read,
    meeting::TOUCH_MEETING,
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
pub(crate) struct QuestionRow {
    question_id: Uuid,
    statement_id: Option<String>,
    question: String,
    asked_by: String,
    asked_at: OffsetDateTime,
    reply: Option<String>,
    replied_by: Option<String>,
    replied_at: Option<OffsetDateTime>,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl QuestionRow {
    pub(crate) fn read(self) -> Result<Stored<Question>, StoreError> {
        // The three stand or fall together, as the table checks.
        let reply = match (self.reply, self.replied_by, self.replied_at) {
            (Some(text), Some(by), Some(at)) => Some(Reply { text, by, at }),
            _ => None,
        };
        Ok(self.stamp.on(Question {
            question_id: QuestionId(self.question_id),
            text: self.question,
            statement: self
                .statement_id
                .map(|id| read("question.statement_id", &id))
                .transpose()?,
            asked_by: self.asked_by,
            asked_at: self.asked_at,
            reply,
        }))
    }
}

pub(crate) const LIST_QUESTIONS: &str = "
    SELECT question_id, statement_id, question, asked_by, asked_at, reply, replied_by, replied_at,
           version, coalesce(replied_at, asked_at) AS saved_at,
           coalesce(replied_by, asked_by) AS saved_by
      FROM question
     WHERE assessment_id = $1
     ORDER BY asked_at, question_id";

const ASK: &str = "
    INSERT INTO question
           (assessment_id, question_id, statement_id, question, asked_by, asked_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, 1)";

const ANSWER: &str = "
    UPDATE question
       SET reply = $3, replied_by = $4, replied_at = $5, version = version + 1
     WHERE assessment_id = $1 AND question_id = $2 AND version = $6
 RETURNING version";

const QUESTION_VERSION: &str =
    "SELECT version FROM question WHERE assessment_id = $1 AND question_id = $2";

impl Store {
    /// The questions about an assessment with their answers, in the order in which they were asked.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn questions(
        &self,
        assessment: &Assessment,
    ) -> Result<Vec<Stored<Question>>, StoreError> {
        let rows: Vec<QuestionRow> = in_read!(self, |db| sqlx::query_as(LIST_QUESTIONS)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(QuestionRow::read).collect()
    }

    /// Asks a question, about a statement or about the assessment as a whole.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken,
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn ask(
        &self,
        assessment: &Assessment,
        question: QuestionId,
        text: &str,
        about: Option<&StatementId>,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(ASK)
                .bind(assessment.assessment_id.0)
                .bind(question.0)
                .bind(about.map(StatementId::as_str))
                .bind(text)
                .bind(&by.name)
                .bind(to_second(now))
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("question"))?;
            append_entry!(db, assessment, Some(by), Event::Asked { question }, now);
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
        });
        self.announce(assessment).await;
        Ok(())
    }

    /// Answers a question, or corrects what it was answered.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody answered it since `seen`, or
    /// there is no such question; [`StoreError::SignedOff`] once the assessment
    /// is signed off; [`StoreError::Database`] when the database is unavailable.
    /// In no case is anything changed.
    pub async fn answer_question(
        &self,
        assessment: &Assessment,
        question: QuestionId,
        reply: &str,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        let version = in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(ANSWER)
                .bind(assessment.assessment_id.0)
                .bind(question.0)
                .bind(reply)
                .bind(&by.name)
                .bind(to_second(now))
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(QUESTION_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(question.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            append_entry!(db, assessment, Some(by), Event::Answered { question }, now);
            sqlx::query(TOUCH_MEETING)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            Version::read(saved)
        });
        self.announce(assessment).await;
        Ok(version)
    }
}
