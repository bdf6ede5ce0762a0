//! The action plan: what will be done about the gaps, by whom and by when.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    id::{ActionId, ProgressId, StatementId},
    organisation::choices,
};

/// One thing that will be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Names it.
    pub action_id: ActionId,
    /// What will be done, at most [`crate::text::PARAGRAPH_MAX`] characters, never empty.
    pub what: String,
    /// How to tell that it worked; empty until decided.
    pub measure: String,
    /// Who sees to it, by name or post; empty until decided.
    pub owner: String,
    /// The day it was planned for; `None` until decided.
    pub due: Option<Date>,
    /// What it takes.
    pub resource: String,
    /// What happens if it is not done.
    pub risk: String,
    /// What it means for equality.
    pub equality_note: String,
    /// The statements whose gap it narrows, in the order of their ids.
    pub statements: Vec<StatementId>,
    /// The EQIA cell whose negative impact it mitigates, if it does.
    pub mitigates: Option<CellId>,
    /// What has happened since, oldest first. Goes on after sign-off.
    pub progress: Vec<Progress>,
}

/// A cell of the EQIA's matrix: a row (who) and a need (which part of the duty).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellId {
    /// The row, for example `age`.
    pub row: String,
    /// The need, for example `eliminate`.
    pub need: String,
}

/// One entry of an action's progress log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Names it.
    pub progress_id: ProgressId,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who wrote it.
    pub by: String,
    /// What happened; a moved due date must say why.
    pub note: String,
    /// The status from then on, where it changed.
    pub status: Option<Status>,
    /// The due date from then on, where it moved.
    pub due: Option<Date>,
}

choices! {
    /// How far an action has come.
    Status {
        /// Nothing done yet.
        NotStarted = "not_started", "Not started";
        /// Under way.
        InProgress = "in_progress", "In progress";
        /// Done.
        Done = "done", "Done";
        /// Given up; the log says why.
        Stopped = "stopped", "Stopped";
    }
}

impl Action {
    /// The status now: the last one in the log, else not started.
    #[must_use]
    pub fn status(&self) -> Status {
        self.progress
            .iter()
            .rev()
            .find_map(|entry| entry.status)
            .unwrap_or(Status::NotStarted)
    }

    /// The due date now: the last one in the log, else the planned one.
    #[must_use]
    pub fn due_now(&self) -> Option<Date> {
        self.progress
            .iter()
            .rev()
            .find_map(|entry| entry.due)
            .or(self.due)
    }

    /// Whether it should have been finished before `today`.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        !matches!(self.status(), Status::Done | Status::Stopped)
            && self.due_now().is_some_and(|due| due < today)
    }

    /// Whether nobody sees to it yet.
    #[must_use]
    pub fn is_unowned(&self) -> bool {
        self.owner.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;

    fn action(due: Option<Date>, progress: Vec<Progress>) -> Action {
        Action {
            action_id: ActionId(Uuid::nil()),
            what: "Protect time for managers".into(),
            measure: "Hours".into(),
            owner: String::new(),
            due,
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: vec![],
            mitigates: None,
            progress,
        }
    }

    fn entry(status: Option<Status>, due: Option<Date>) -> Progress {
        Progress {
            progress_id: ProgressId(Uuid::nil()),
            at: datetime!(2026-05-12 09:00 UTC),
            by: "Ama Boateng".into(),
            note: "Cover was agreed late".into(),
            status,
            due,
        }
    }

    #[test]
    fn an_action_is_overdue_the_day_after_it_was_due() {
        let action = action(Some(date!(2026 - 05 - 31)), vec![]);
        assert!(!action.is_overdue(date!(2026 - 05 - 31)));
        assert!(action.is_overdue(date!(2026 - 06 - 01)));
    }

    #[test]
    fn the_log_moves_the_due_date_and_the_status() {
        let moved = entry(Some(Status::InProgress), Some(date!(2026 - 09 - 30)));
        let action = action(Some(date!(2026 - 05 - 31)), vec![moved, entry(None, None)]);
        assert_eq!(
            (action.status(), action.due_now()),
            (Status::InProgress, Some(date!(2026 - 09 - 30)))
        );
        assert!(!action.is_overdue(date!(2026 - 09 - 01)));
    }

    #[test]
    fn what_is_done_is_never_overdue() {
        let done = entry(Some(Status::Done), None);
        assert!(!action(Some(date!(2026 - 05 - 31)), vec![done]).is_overdue(date!(2027 - 01 - 01)));
    }
}
