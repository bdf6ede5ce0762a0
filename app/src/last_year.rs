//! The assessment that a new year follows, as its pages need it.

use domain::{
    answer::{AgreedScore, Answer, Choice},
    assessment::Assessment,
    following::{Mapping, Year, confirmable},
    framework::Framework,
    id::StatementId,
};
use store::Store;

use crate::error::AppError;

/// The assessment of the year before, and which statements mean the same.
#[derive(Debug, Clone)]
pub struct LastYear {
    /// The assessment, as it was signed.
    pub assessment: Assessment,
    /// Which statements mean the same in both.
    pub mapping: Mapping,
}

impl LastYear {
    /// The assessment that this one follows; `None` when it follows no other,
    /// or one whose pack this build does not ship.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn of(
        store: &Store,
        assessment: &Assessment,
        framework: &Framework,
    ) -> Result<Option<Self>, AppError> {
        let Some(followed) = store.find_followed(assessment).await? else {
            return Ok(None);
        };
        let mapping = followed.find_framework().map(|earlier| {
            let before = Year {
                assessment: &followed,
                framework: earlier,
            };
            let now = Year {
                assessment,
                framework,
            };
            Mapping::of(before, now)
        });
        Ok(mapping.map(|mapping| Self {
            assessment: followed,
            mapping,
        }))
    }

    /// Whether a statement means the same in both years.
    #[must_use]
    pub fn knows(&self, statement: &StatementId) -> bool {
        self.mapping.same.contains(statement)
    }
}

/// What a form sends that records last year's answer as still true: the answer
/// and its reason. `None` where it has to be taken up anew, or stands already.
#[must_use]
pub fn still_true(last: Option<&AgreedScore>, now: &AgreedScore) -> Option<(Choice, String)> {
    if now.answer.is_some() {
        return None;
    }
    let answer = confirmable(last?.answer.as_ref())?;
    let reason = match answer {
        Answer::NotApplicable { reason } => reason.clone(),
        _ => String::new(),
    };
    Choice::of(answer).map(|choice| (choice, reason))
}

/// "Still true: record level 3".
#[must_use]
pub fn still_true_words(choice: Choice) -> String {
    match choice {
        Choice::Level(level) => format!("Still true: record level {level}"),
        Choice::DontKnow => "Still true: record “don’t know”".into(),
        Choice::NotApplicable => "Still true: record “not applicable”".into(),
    }
}
