//! Local statements: what an organisation asks itself beside the packs.
//!
//! They stand with their assessment and are read with it; what is recorded
//! about them stands where it stands for any other statement.

use domain::{
    assessment::Assessment, audit::Event, framework::Wording, id::StatementId, person::Person,
};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::{
        AssessmentRow, FIND_ASSESSMENT_ANYWHERE, HOLD_ASSESSMENT, read_additions, write_additions,
    },
    audit::append_entry,
    engine::{in_read, in_write},
    person::HOLD_ORGANISATION,
    stored::to_second,
};

/// How much is recorded about a statement, and would go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Agreed answers and own scores.
    pub answers: u64,
    /// Pieces of evidence.
    pub evidence: u64,
    /// Actions that are linked to it; they stay, without the link.
    pub actions: u64,
    /// Questions about it; they stay, as questions about the assessment.
    pub questions: u64,
}

impl Recorded {
    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

#[derive(sqlx::FromRow)]
struct RecordedRow {
    answers: i64,
    evidence: i64,
    actions: i64,
    questions: i64,
}

const COUNT_RECORDED: &str = "
    SELECT (SELECT count(*) FROM agreed_score
             WHERE assessment_id = $1 AND statement_id = $2)
         + (SELECT count(*) FROM own_score
             WHERE assessment_id = $1 AND statement_id = $2) AS answers,
           (SELECT count(*) FROM evidence
             WHERE assessment_id = $1 AND statement_id = $2) AS evidence,
           (SELECT count(*) FROM action_statement
             WHERE assessment_id = $1 AND statement_id = $2) AS actions,
           (SELECT count(*) FROM question
             WHERE assessment_id = $1 AND statement_id = $2) AS questions";

/// What goes with a statement; a question stays, and is about the assessment.
const REMOVE_RECORDED: [&str; 5] = [
    "DELETE FROM own_score WHERE assessment_id = $1 AND statement_id = $2",
    "DELETE FROM agreed_score WHERE assessment_id = $1 AND statement_id = $2",
    "DELETE FROM evidence WHERE assessment_id = $1 AND statement_id = $2",
    "DELETE FROM action_statement WHERE assessment_id = $1 AND statement_id = $2",
    "UPDATE question SET statement_id = NULL, version = version + 1
      WHERE assessment_id = $1 AND statement_id = $2",
];

const LIST_ADDITIONS: &str = "SELECT additions FROM assessment WHERE organisation_id = $1";

const SAVE_ADDITIONS: &str = "
    UPDATE assessment
       SET additions = $2, version = version + 1, saved_at = $3, saved_by = $4
     WHERE assessment_id = $1
 RETURNING version";

/// Holds an assessment in a write transaction and reads it, if its local statements may change.
///
/// On a signed assessment the trigger refuses it to be held.
macro_rules! hold {
    ($db:expr, $assessment:expr, $seen:expr) => {{
        let seen: Option<Version> = $seen;
        sqlx::query(HOLD_ASSESSMENT)
            .bind($assessment.assessment_id.0)
            .execute(&mut *$db)
            .await?;
        let row: AssessmentRow = sqlx::query_as(FIND_ASSESSMENT_ANYWHERE)
            .bind($assessment.assessment_id.0)
            .fetch_one(&mut *$db)
            .await?;
        let stored = row.read()?;
        if seen.is_some_and(|seen| seen != stored.version) {
            return Err(StoreError::Stale {
                newest: stored.version,
            });
        }
        if !stored.value.takes_local_statements() {
            return Err(StoreError::Stale {
                newest: stored.version,
            });
        }
        stored.value
    }};
}

/// Writes the additions of a held assessment, and who changed them; returns the new version.
macro_rules! save {
    ($db:expr, $assessment:expr, $by:expr, $event:expr, $now:expr) => {{
        let version: i64 = sqlx::query_scalar(SAVE_ADDITIONS)
            .bind($assessment.assessment_id.0)
            .bind(write_additions(&$assessment.additions)?)
            .bind(to_second($now))
            .bind($by.person_id.0)
            .fetch_one(&mut *$db)
            .await?;
        append_entry!($db, &$assessment, Some($by), $event, $now);
        Version::read(version)
    }};
}

impl Store {
    /// How much is recorded about a statement. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn recorded_about(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
    ) -> Result<Recorded, StoreError> {
        let row: RecordedRow = in_read!(self, |db| sqlx::query_as(COUNT_RECORDED)
            .bind(assessment.assessment_id.0)
            .bind(statement.as_str())
            .fetch_one(&mut *db)
            .await?);
        let number = |it: i64| u64::try_from(it).unwrap_or_default();
        Ok(Recorded {
            answers: number(row.answers),
            evidence: number(row.evidence),
            actions: number(row.actions),
            questions: number(row.questions),
        })
    }

    /// Adds a local statement, under a number that the organisation has never given before.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when the assessment takes none by now, or has as many
    /// as it may; [`StoreError::SignedOff`] once it is signed off;
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn add_local_statement(
        &self,
        assessment: &Assessment,
        wording: Wording,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<StatementId, StoreError> {
        in_write!(self, |db| {
            let mut held = hold!(db, assessment, None);
            // One after the other in an organisation, so that no two take the same number.
            sqlx::query(HOLD_ORGANISATION)
                .bind(held.organisation_id.0)
                .execute(&mut *db)
                .await?;
            let all: Vec<String> = sqlx::query_scalar(LIST_ADDITIONS)
                .bind(held.organisation_id.0)
                .fetch_all(&mut *db)
                .await?;
            let mut numbered = 0;
            for json in all {
                numbered = read_additions(&json)?.numbered.max(numbered);
            }
            if !held.additions.has_room() {
                return Err(Version::stale(None));
            }
            let statement = held.additions.add_local(wording, numbered);
            let event = Event::LocalStatementAdded {
                statement: statement.clone(),
            };
            save!(db, held, by, event, now);
            Ok(statement)
        })
    }

    /// Writes a local statement anew; `means_other` when years may not be compared over the change.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when the assessment was saved since `seen`, takes no
    /// change by now or has no such statement; [`StoreError::SignedOff`] once it is signed
    /// off; [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn change_local_statement(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        wording: Wording,
        means_other: bool,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let mut held = hold!(db, assessment, Some(seen));
            if !held.additions.reword_local(statement, wording, means_other) {
                return Err(Version::stale(None));
            }
            let event = Event::LocalStatementChanged {
                statement: statement.clone(),
            };
            Ok(save!(db, held, by, event, now))
        })
    }

    /// Removes a local statement with its answers and evidence. Actions and questions
    /// stay, without it.
    ///
    /// # Errors
    ///
    /// As [`Store::change_local_statement`].
    pub async fn remove_local_statement(
        &self,
        assessment: &Assessment,
        statement: &StatementId,
        seen: Version,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let mut held = hold!(db, assessment, Some(seen));
            if !held.additions.remove_local(statement) {
                return Err(Version::stale(None));
            }
            for sql in REMOVE_RECORDED {
                sqlx::query(sql)
                    .bind(held.assessment_id.0)
                    .bind(statement.as_str())
                    .execute(&mut *db)
                    .await?;
            }
            let event = Event::LocalStatementRemoved {
                statement: statement.clone(),
            };
            save!(db, held, by, event, now);
        });
        Ok(())
    }
}
