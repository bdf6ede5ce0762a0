//! The action plan: what will be done about the gaps.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    audit::Event,
    id::{ActionId, ProgressId},
    person::Person,
    plan::{Action, CellId, Progress, Status},
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    audit::append_entry,
    engine::{in_snapshot, in_write},
    error::read,
    following::UNMARK_ACTION,
    stored::{Stamp, to_second},
};

/// The columns of an action, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct ActionRow {
    action_id: Uuid,
    what: String,
    measure: String,
    owner: String,
    due: Option<Date>,
    resource: String,
    risk: String,
    equality_note: String,
    mitigates_row: Option<String>,
    mitigates_need: Option<String>,
    #[sqlx(flatten)]
    stamp: Stamp,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ActionStatementRow {
    action_id: Uuid,
    statement_id: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ProgressRow {
    action_id: Uuid,
    progress_id: Uuid,
    written_at: OffsetDateTime,
    written_by: String,
    note: String,
    status: Option<String>,
    due: Option<Date>,
}

impl ActionRow {
    fn read(self) -> Stored<Action> {
        self.stamp.on(Action {
            action_id: ActionId(self.action_id),
            what: self.what,
            measure: self.measure,
            owner: self.owner,
            due: self.due,
            resource: self.resource,
            risk: self.risk,
            equality_note: self.equality_note,
            statements: vec![],
            mitigates: self
                .mitigates_row
                .zip(self.mitigates_need)
                .map(|(row, need)| CellId { row, need }),
            progress: vec![],
        })
    }
}

/// Puts actions, their statements and their logs together, in the order of the ids.
pub(crate) fn join(
    actions: Vec<ActionRow>,
    statements: Vec<ActionStatementRow>,
    progress: Vec<ProgressRow>,
) -> Result<Vec<Stored<Action>>, StoreError> {
    let mut joined: BTreeMap<Uuid, Stored<Action>> = actions
        .into_iter()
        .map(|row| (row.action_id, row.read()))
        .collect();
    for row in statements {
        if let Some(action) = joined.get_mut(&row.action_id) {
            let statement = read("action_statement.statement_id", &row.statement_id)?;
            action.value.statements.push(statement);
        }
    }
    for row in progress {
        if let Some(action) = joined.get_mut(&row.action_id) {
            action.value.progress.push(Progress {
                progress_id: ProgressId(row.progress_id),
                at: row.written_at,
                by: row.written_by,
                note: row.note,
                status: row
                    .status
                    .map(|status| read("action_progress.status", &status))
                    .transpose()?,
                due: row.due,
            });
        }
    }
    let mut actions: Vec<_> = joined.into_values().collect();
    for action in &mut actions {
        action.value.statements.sort();
    }
    Ok(actions)
}

/// Reads the plan of one assessment on one connection.
macro_rules! read_actions {
    ($db:expr, $assessment:expr) => {{
        let id = $assessment.assessment_id.0;
        let actions = sqlx::query_as($crate::plan::LIST_ACTIONS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let statements = sqlx::query_as($crate::plan::LIST_ACTION_STATEMENTS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let progress = sqlx::query_as($crate::plan::LIST_PROGRESS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        $crate::plan::join(actions, statements, progress)?
            .into_iter()
            .map(|stored| stored.value)
            .collect()
    }};
}

/// Writes the statements an action is linked to, in place of those before.
macro_rules! link_statements {
    ($db:expr, $assessment:expr, $action:expr) => {
        sqlx::query(UNLINK_STATEMENTS)
            .bind($assessment.assessment_id.0)
            .bind($action.action_id.0)
            .execute(&mut *$db)
            .await?;
        for statement in &$action.statements {
            sqlx::query(LINK_STATEMENT)
                .bind($assessment.assessment_id.0)
                .bind($action.action_id.0)
                .bind(statement.as_str())
                .execute(&mut *$db)
                .await?;
        }
    };
}

/// Binds an action's columns, in the order of [`ADD_ACTION`] and [`SAVE_ACTION`].
macro_rules! bind_action {
    ($query:expr, $assessment:expr, $action:expr, $by:expr, $now:expr) => {
        $query
            .bind($assessment.assessment_id.0)
            .bind($action.action_id.0)
            .bind(&$action.what)
            .bind(&$action.measure)
            .bind(&$action.owner)
            .bind($action.due)
            .bind(&$action.resource)
            .bind(&$action.risk)
            .bind(&$action.equality_note)
            .bind($action.mitigates.as_ref().map(|cell| cell.row.as_str()))
            .bind($action.mitigates.as_ref().map(|cell| cell.need.as_str()))
            .bind($crate::stored::to_second($now))
            .bind($by.person_id.0)
    };
}

pub(crate) use {bind_action, read_actions};

/// Everything about actions but the condition that says which.
macro_rules! select_actions {
    ($condition:literal) => {
        concat!(
            "SELECT a.action_id, a.what, a.measure, a.owner, a.due, a.resource, a.risk,
                    a.equality_note, a.mitigates_row, a.mitigates_need,
                    a.version, a.saved_at, p.name AS saved_by
               FROM action a
               LEFT JOIN person p ON p.person_id = a.saved_by
              WHERE a.assessment_id = $1 ",
            $condition
        )
    };
}

/// The statements of actions but the condition that says which.
macro_rules! select_action_statements {
    ($condition:literal) => {
        concat!(
            "SELECT action_id, statement_id FROM action_statement WHERE assessment_id = $1 ",
            $condition
        )
    };
}

/// The logs of actions, oldest entry first, but the condition that says which.
macro_rules! select_progress {
    ($condition:literal) => {
        concat!(
            "SELECT action_id, progress_id, written_at, written_by, note, status, due
               FROM action_progress
              WHERE assessment_id = $1 ",
            $condition,
            " ORDER BY written_at, progress_id"
        )
    };
}

pub(crate) const LIST_ACTIONS: &str = select_actions!("");

pub(crate) const LIST_ACTION_STATEMENTS: &str = select_action_statements!("");

pub(crate) const LIST_PROGRESS: &str = select_progress!("");

const FIND_ACTION: &str = select_actions!("AND a.action_id = $2");

const STATEMENTS_OF_ACTION: &str = select_action_statements!("AND action_id = $2");

const PROGRESS_OF_ACTION: &str = select_progress!("AND action_id = $2");

pub(crate) const ADD_ACTION: &str = "
    INSERT INTO action
           (assessment_id, action_id, what, measure, owner, due, resource, risk, equality_note,
            mitigates_row, mitigates_need, version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13)";

const SAVE_ACTION: &str = "
    UPDATE action
       SET what = $3, measure = $4, owner = $5, due = $6, resource = $7, risk = $8,
           equality_note = $9, mitigates_row = $10, mitigates_need = $11,
           version = version + 1, saved_at = $12, saved_by = $13
     WHERE assessment_id = $1 AND action_id = $2 AND version = $14
 RETURNING version";

const REMOVE_ACTION: &str =
    "DELETE FROM action WHERE assessment_id = $1 AND action_id = $2 AND version = $3";

const ACTION_VERSION: &str =
    "SELECT version FROM action WHERE assessment_id = $1 AND action_id = $2";

const HAS_PROGRESS: &str =
    "SELECT 1 FROM action_progress WHERE assessment_id = $1 AND action_id = $2 LIMIT 1";

const UNLINK_STATEMENTS: &str =
    "DELETE FROM action_statement WHERE assessment_id = $1 AND action_id = $2";

pub(crate) const LINK_STATEMENT: &str = "
    INSERT INTO action_statement (assessment_id, action_id, statement_id)
    VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";

pub(crate) const ADD_PROGRESS: &str = "
    INSERT INTO action_progress
           (assessment_id, action_id, progress_id, written_at, written_by, note, status, due)
    SELECT assessment_id, action_id, $3, $4, $5, $6, $7, $8
      FROM action
     WHERE assessment_id = $1 AND action_id = $2";

impl Store {
    /// The plan of an assessment with its log, in the order of the ids. Three queries.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn actions(&self, assessment: &Assessment) -> Result<Vec<Action>, StoreError> {
        Ok(in_snapshot!(self, |db| read_actions!(db, assessment)))
    }

    /// The action with this id, if it belongs to this plan, ready to be edited.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_action(
        &self,
        assessment: &Assessment,
        action: ActionId,
    ) -> Result<Option<Stored<Action>>, StoreError> {
        let (actions, statements, progress) = in_snapshot!(self, |db| (
            sqlx::query_as(FIND_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .fetch_all(&mut *db)
                .await?,
            sqlx::query_as(STATEMENTS_OF_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .fetch_all(&mut *db)
                .await?,
            sqlx::query_as(PROGRESS_OF_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .fetch_all(&mut *db)
                .await?,
        ));
        Ok(join(actions, statements, progress)?.pop())
    }

    /// Adds an action with its statements. Its log starts empty, whatever `action` holds.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken,
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_action(
        &self,
        assessment: &Assessment,
        action: &Action,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            bind_action!(sqlx::query(ADD_ACTION), assessment, action, by, now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("action"))?;
            link_statements!(db, assessment, action);
            let event = Event::ActionAdded {
                action: action.action_id,
            };
            append_entry!(db, assessment, Some(by), event, now);
        });
        Ok(())
    }

    /// Saves an action with its statements; its log is not touched.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn save_action(
        &self,
        assessment: &Assessment,
        action: &Action,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> =
                bind_action!(sqlx::query_scalar(SAVE_ACTION), assessment, action, by, now)
                    .bind(seen.number())
                    .fetch_optional(&mut *db)
                    .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(ACTION_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(action.action_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            link_statements!(db, assessment, action);
            sqlx::query(UNMARK_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.action_id.0)
                .execute(&mut *db)
                .await?;
            let event = Event::ActionChanged {
                action: action.action_id,
            };
            append_entry!(db, assessment, Some(by), event, now);
            Ok(Version::read(saved))
        })
    }

    /// Removes an action that nothing has been done about yet.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::HasProgress`] when it has a log,
    /// [`StoreError::Stale`] when somebody saved or removed it since `seen`,
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn remove_action(
        &self,
        assessment: &Assessment,
        action: ActionId,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let logged = sqlx::query(HAS_PROGRESS)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .fetch_optional(&mut *db)
                .await?;
            if logged.is_some() {
                return Err(StoreError::HasProgress);
            }
            sqlx::query(UNLINK_STATEMENTS)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(REMOVE_ACTION)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .bind(seen.number())
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() == 0 {
                let newest = sqlx::query_scalar(ACTION_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(action.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
            append_entry!(
                db,
                assessment,
                Some(by),
                Event::ActionRemoved { action },
                now
            );
        });
        Ok(())
    }

    /// Adds an entry to an action's log, also after sign-off. Returns whether there is such an action.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the entry's id is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_progress(
        &self,
        assessment: &Assessment,
        action: ActionId,
        progress: &Progress,
        by: &Person,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            let added = sqlx::query(ADD_PROGRESS)
                .bind(assessment.assessment_id.0)
                .bind(action.0)
                .bind(progress.progress_id.0)
                .bind(to_second(progress.at))
                .bind(&progress.by)
                .bind(&progress.note)
                .bind(progress.status.map(Status::code))
                .bind(progress.due)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("progress entry"))?;
            if added.rows_affected() == 0 {
                return Ok(false);
            }
            let event = Event::ProgressRecorded { action };
            append_entry!(db, assessment, Some(by), event, progress.at);
            Ok(true)
        })
    }
}
