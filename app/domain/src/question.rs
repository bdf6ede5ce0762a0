//! What the board asks about an assessment, and what it is told.
//!
//! A question is asked openly and in one's own name: no scores are in it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::id::{QuestionId, StatementId};

/// Something that a guardian or board member asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names it.
    pub question_id: QuestionId,
    /// What is asked, at most [`crate::text::PARAGRAPH_MAX`] characters.
    pub text: String,
    /// The statement that it is about; `None` for the assessment as a whole.
    pub statement: Option<StatementId>,
    /// The name of who asked.
    pub asked_by: String,
    /// When, UTC and whole seconds.
    #[serde(with = "time::serde::rfc3339")]
    pub asked_at: OffsetDateTime,
    /// The answer, as it was last written; `None` while it is waited for.
    pub reply: Option<Reply>,
}

/// What a question was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The answer, at most [`crate::text::PARAGRAPH_MAX`] characters.
    pub text: String,
    /// The name of who wrote it.
    pub by: String,
    /// When, UTC and whole seconds.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl Question {
    /// Whether the board still waits for an answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.reply.is_none()
    }
}

/// How many of these questions wait for an answer.
#[must_use]
pub fn count_open(questions: &[Question]) -> usize {
    questions.iter().filter(|it| it.is_open()).count()
}

#[cfg(test)]
pub(crate) mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    /// A question that waits for its answer.
    pub(crate) fn question(number: u128) -> Question {
        Question {
            question_id: QuestionId(Uuid::from_u128(number)),
            text: "Who sees to it at night?".into(),
            statement: "W03".parse().ok(),
            asked_by: "Victor Adeyemi".into(),
            asked_at: datetime!(2026-05-12 09:00 UTC),
            reply: None,
        }
    }

    /// The same, answered.
    pub(crate) fn answered(number: u128) -> Question {
        Question {
            reply: Some(Reply {
                text: "The site manager does".into(),
                by: "Siân Lloyd".into(),
                at: datetime!(2026-05-12 10:00 UTC),
            }),
            ..question(number)
        }
    }

    #[test]
    fn a_question_is_open_until_it_is_answered() {
        assert_eq!(
            count_open(&[question(1), answered(2), question(3)]),
            2,
            "the second is answered"
        );
    }

    #[test]
    fn a_question_reads_back_as_it_is_signed() {
        for question in [question(1), answered(2)] {
            let written = serde_json::to_string(&question).unwrap();
            assert_eq!(
                serde_json::from_str::<Question>(&written).unwrap(),
                question
            );
        }
    }
}
