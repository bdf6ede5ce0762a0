//! Check-ins: a light look between years, beside what was signed.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    audit::Event,
    check_in::CheckIn,
    id::{AssessmentId, CheckInId},
    person::Person,
};
use sqlx::{QueryBuilder, types::Uuid};
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    audit::append_entry,
    engine::{in_read, in_snapshot, in_write},
    error::{number, read},
    stored::{Stamp, to_second},
};

#[derive(sqlx::FromRow)]
struct CheckInRow {
    check_in_id: Uuid,
    held_on: Date,
    note: String,
    #[sqlx(flatten)]
    stamp: Stamp,
}

#[derive(sqlx::FromRow)]
struct LevelRow {
    check_in_id: Uuid,
    statement_id: String,
    level: i64,
}

/// One level of a check-in with what is needed to tell it from others.
#[derive(sqlx::FromRow)]
struct ShownRow {
    assessment_id: Uuid,
    check_in_id: Uuid,
    held_on: Date,
    statement_id: String,
    level: i64,
}

const LIST_CHECK_INS: &str = "
    SELECT c.check_in_id, c.held_on, c.note, c.version, c.saved_at, p.name AS saved_by
      FROM check_in c
      LEFT JOIN person p ON p.person_id = c.saved_by
     WHERE c.assessment_id = $1
     ORDER BY c.held_on, c.check_in_id";

const LIST_LEVELS: &str =
    "SELECT check_in_id, statement_id, level FROM check_in_level WHERE assessment_id = $1";

/// Only beside what is signed: before that there are scores to change.
const ADD_CHECK_IN: &str = "
    INSERT INTO check_in (assessment_id, check_in_id, held_on, note, version, saved_at, saved_by)
    SELECT assessment_id, $2, $3, $4, 1, $5, $6
      FROM assessment
     WHERE assessment_id = $1 AND state = 'signed_off'";

const SAVE_CHECK_IN: &str = "
    UPDATE check_in
       SET held_on = $3, note = $4, version = version + 1, saved_at = $5, saved_by = $6
     WHERE assessment_id = $1 AND check_in_id = $2 AND version = $7
 RETURNING version";

const REMOVE_CHECK_IN: &str =
    "DELETE FROM check_in WHERE assessment_id = $1 AND check_in_id = $2 AND version = $3";

const CHECK_IN_VERSION: &str =
    "SELECT version FROM check_in WHERE assessment_id = $1 AND check_in_id = $2";

const CLEAR_LEVELS: &str =
    "DELETE FROM check_in_level WHERE assessment_id = $1 AND check_in_id = $2";

const ADD_LEVEL: &str = "
    INSERT INTO check_in_level (assessment_id, check_in_id, statement_id, level)
    VALUES ($1, $2, $3, $4)";

/// Without the list of assessments, which has as many places as are shown.
const LEVELS_SHOWN: &str = "
    SELECT c.assessment_id, c.check_in_id, c.held_on, l.statement_id, l.level
      FROM check_in c
      JOIN check_in_level l
        ON l.assessment_id = c.assessment_id AND l.check_in_id = c.check_in_id
     WHERE c.assessment_id IN (";

/// Writes the levels of a check-in in place of those before.
macro_rules! write_levels {
    ($db:expr, $assessment:expr, $check_in:expr) => {
        sqlx::query(CLEAR_LEVELS)
            .bind($assessment.assessment_id.0)
            .bind($check_in.check_in_id.0)
            .execute(&mut *$db)
            .await?;
        for (statement, level) in &$check_in.levels {
            sqlx::query(ADD_LEVEL)
                .bind($assessment.assessment_id.0)
                .bind($check_in.check_in_id.0)
                .bind(statement.as_str())
                .bind(i64::from(level.get()))
                .execute(&mut *$db)
                .await?;
        }
    };
}

impl Store {
    /// The check-ins beside an assessment, oldest first. Two queries.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn check_ins(
        &self,
        assessment: &Assessment,
    ) -> Result<Vec<Stored<CheckIn>>, StoreError> {
        let id = assessment.assessment_id.0;
        let (rows, levels): (Vec<CheckInRow>, Vec<LevelRow>) = in_snapshot!(self, |db| (
            sqlx::query_as(LIST_CHECK_INS)
                .bind(id)
                .fetch_all(&mut *db)
                .await?,
            sqlx::query_as(LIST_LEVELS)
                .bind(id)
                .fetch_all(&mut *db)
                .await?,
        ));
        let mut by_check_in = BTreeMap::<Uuid, BTreeMap<_, _>>::new();
        for row in levels {
            let statement = read("check_in_level.statement_id", &row.statement_id)?;
            let level = number("check_in_level.level", row.level)?;
            by_check_in
                .entry(row.check_in_id)
                .or_default()
                .insert(statement, level);
        }
        Ok(rows
            .into_iter()
            .map(|row| {
                row.stamp.on(CheckIn {
                    check_in_id: CheckInId(row.check_in_id),
                    held_on: row.held_on,
                    note: row.note,
                    levels: by_check_in.remove(&row.check_in_id).unwrap_or_default(),
                })
            })
            .collect())
    }

    /// The check-ins beside several assessments, oldest first, without their notes. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn check_ins_of(
        &self,
        assessments: &[&Assessment],
    ) -> Result<BTreeMap<AssessmentId, Vec<CheckIn>>, StoreError> {
        let rows: Vec<ShownRow> = in_read!(self, |db| {
            let mut query = QueryBuilder::new(LEVELS_SHOWN);
            let mut list = query.separated(", ");
            for it in assessments {
                list.push_bind(it.assessment_id.0);
            }
            // No assessment at all asks for none.
            list.push("NULL");
            query.push(") ORDER BY c.held_on, c.check_in_id");
            query.build_query_as().fetch_all(&mut *db).await?
        });
        let mut shown = BTreeMap::<_, Vec<CheckIn>>::new();
        for row in rows {
            let beside = shown.entry(AssessmentId(row.assessment_id)).or_default();
            let id = CheckInId(row.check_in_id);
            if beside.last().is_none_or(|it| it.check_in_id != id) {
                beside.push(CheckIn {
                    check_in_id: id,
                    held_on: row.held_on,
                    note: String::new(),
                    levels: BTreeMap::new(),
                });
            }
            let statement = read("check_in_level.statement_id", &row.statement_id)?;
            let level = number("check_in_level.level", row.level)?;
            if let Some(check_in) = beside.last_mut() {
                check_in.levels.insert(statement, level);
            }
        }
        Ok(shown)
    }

    /// Adds a check-in. Returns whether the assessment is signed, as it must be.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_check_in(
        &self,
        assessment: &Assessment,
        check_in: &CheckIn,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            let added = sqlx::query(ADD_CHECK_IN)
                .bind(assessment.assessment_id.0)
                .bind(check_in.check_in_id.0)
                .bind(check_in.held_on)
                .bind(&check_in.note)
                .bind(to_second(now))
                .bind(by.person_id.0)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("check-in"))?;
            if added.rows_affected() == 0 {
                return Ok(false);
            }
            write_levels!(db, assessment, check_in);
            let event = Event::CheckedIn {
                check_in: check_in.check_in_id,
            };
            append_entry!(db, assessment, Some(by), event, now);
            Ok(true)
        })
    }

    /// Corrects a check-in: its day, its note and its levels.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, and [`StoreError::Database`] when the database is unavailable. In
    /// no case is anything changed.
    pub async fn save_check_in(
        &self,
        assessment: &Assessment,
        check_in: &CheckIn,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_CHECK_IN)
                .bind(assessment.assessment_id.0)
                .bind(check_in.check_in_id.0)
                .bind(check_in.held_on)
                .bind(&check_in.note)
                .bind(to_second(now))
                .bind(by.person_id.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(CHECK_IN_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(check_in.check_in_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            write_levels!(db, assessment, check_in);
            let event = Event::CheckInChanged {
                check_in: check_in.check_in_id,
            };
            append_entry!(db, assessment, Some(by), event, now);
            Ok(Version::read(saved))
        })
    }

    /// Removes a check-in; that it was removed stays in the audit trail.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, and [`StoreError::Database`] when the database is unavailable. In
    /// no case is anything changed.
    pub async fn remove_check_in(
        &self,
        assessment: &Assessment,
        check_in: CheckInId,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(CLEAR_LEVELS)
                .bind(assessment.assessment_id.0)
                .bind(check_in.0)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(REMOVE_CHECK_IN)
                .bind(assessment.assessment_id.0)
                .bind(check_in.0)
                .bind(seen.number())
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() == 0 {
                let newest = sqlx::query_scalar(CHECK_IN_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(check_in.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
            let event = Event::CheckInRemoved { check_in };
            append_entry!(db, assessment, Some(by), event, now);
        });
        Ok(())
    }
}
