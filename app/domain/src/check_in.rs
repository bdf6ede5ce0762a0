//! A light look between years: a few statements, dated, with the levels they have reached.
//!
//! A check-in stands beside a signed assessment, as the progress of its plan
//! does. It changes nothing that was signed and is never a score of the year.

use std::collections::BTreeMap;

use time::Date;

use crate::{
    assessment::Assessment,
    id::{CheckInId, StatementId},
    level::Level,
};

/// What was looked at on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Names it.
    pub check_in_id: CheckInId,
    /// The day; see [`check_day`].
    pub held_on: Date,
    /// Who looked, and how, at most [`crate::text::PARAGRAPH_MAX`] characters; may be empty.
    pub note: String,
    /// The chosen statements with their levels, at least one.
    pub levels: BTreeMap<StatementId, Level>,
}

/// Why a day cannot be that of a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongDay {
    /// The assessment itself is newer.
    #[error("A check-in comes after the assessment, which looks at things as of {}.", crate::display::day(*.0))]
    BeforeAssessment(Date),
    /// It has not come yet.
    #[error("A check-in cannot be in the future.")]
    InFuture,
}

/// Checks the day of a check-in: after the day from which its assessment looks, and not after today.
///
/// # Errors
///
/// Returns [`WrongDay`], whose words can be shown.
pub fn check_day(day: Date, assessment: &Assessment, today: Date) -> Result<Date, WrongDay> {
    if day <= assessment.as_at {
        return Err(WrongDay::BeforeAssessment(assessment.as_at));
    }
    if day > today {
        return Err(WrongDay::InFuture);
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::assessment::tests::assessment;

    #[test]
    fn a_check_in_lies_between_the_assessment_and_today() {
        // The assessment looks from 12 May 2026.
        let (year, today) = (assessment("2026"), date!(2026 - 09 - 01));
        let on = |day| check_day(day, &year, today);
        assert_eq!(on(date!(2026 - 05 - 13)), Ok(date!(2026 - 05 - 13)));
        assert_eq!(on(today), Ok(today));
        assert_eq!(
            on(date!(2026 - 05 - 12)).unwrap_err().to_string(),
            "A check-in comes after the assessment, which looks at things as of 12 May 2026."
        );
        assert_eq!(on(date!(2026 - 09 - 02)), Err(WrongDay::InFuture));
    }
}
