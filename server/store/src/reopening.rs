//! Reopening: another assessment that starts from a signed one, and supersedes it.

use domain::{
    assessment::{Assessment, Method, State},
    audit::Event,
    id::AssessmentId,
    person::Person,
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    assessment::insert_assessment,
    audit::append_entry,
    engine::{in_read, in_write},
    meeting::{FIND_STATE, consent::BEGIN_MEETING},
    stored::to_second,
};

/// What an assessment starts from, and what starts from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lineage {
    /// The signed assessment that it supersedes.
    pub earlier: Option<Relative>,
    /// The assessment that supersedes it.
    pub later: Option<Relative>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// Names it.
    pub assessment_id: AssessmentId,
    /// What people call it.
    pub title: String,
}

/// What is carried over, each as it stands in the signed assessment: what is
/// agreed, what supports it, the plan with its progress, and the EQIA.
const CARRY: [&str; 8] = [
    "INSERT INTO agreed_score
            (assessment_id, statement_id, answer, level, reason, comment, target, importance,
             version, saved_at, saved_by,
             management_level, management_reason, staff_level, staff_reason)
     SELECT $1, statement_id, answer, level, reason, comment, target, importance,
            1, saved_at, saved_by,
            management_level, management_reason, staff_level, staff_reason
       FROM agreed_score WHERE assessment_id = $2",
    "INSERT INTO evidence
            (assessment_id, evidence_id, statement_id, what, link, dated, strength,
             version, saved_at, saved_by)
     SELECT $1, evidence_id, statement_id, what, link, dated, strength, 1, saved_at, saved_by
       FROM evidence WHERE assessment_id = $2",
    "INSERT INTO action
            (assessment_id, action_id, what, measure, owner, due, resource, risk, equality_note,
             mitigates_row, mitigates_need, version, saved_at, saved_by)
     SELECT $1, action_id, what, measure, owner, due, resource, risk, equality_note,
            mitigates_row, mitigates_need, 1, saved_at, saved_by
       FROM action WHERE assessment_id = $2",
    "INSERT INTO action_statement (assessment_id, action_id, statement_id)
     SELECT $1, action_id, statement_id FROM action_statement WHERE assessment_id = $2",
    "INSERT INTO action_progress
            (assessment_id, action_id, progress_id, written_at, written_by, note, status, due)
     SELECT $1, action_id, progress_id, written_at, written_by, note, status, due
       FROM action_progress WHERE assessment_id = $2",
    "INSERT INTO eqia_entry (assessment_id, field, entry, saved_at, saved_by)
     SELECT $1, field, entry, saved_at, saved_by FROM eqia_entry WHERE assessment_id = $2",
    "INSERT INTO eqia_own_row (assessment_id, row_id, name)
     SELECT $1, row_id, name FROM eqia_own_row WHERE assessment_id = $2",
    "INSERT INTO eqia_consultation
            (assessment_id, consultation_id, held_on, who, how, said, version, saved_at, saved_by)
     SELECT $1, consultation_id, held_on, who, how, said, 1, saved_at, saved_by
       FROM eqia_consultation WHERE assessment_id = $2",
];

/// The same people take part. Nothing leads to what they scored, which stays
/// behind; the links with which they came lead on to where there is something to do.
const CARRY_SEATS: [&str; 2] = [
    "INSERT INTO participant (assessment_id, person_id, side, part, sections, invited_at)
     SELECT $1, person_id, side, part, sections, invited_at
       FROM participant WHERE assessment_id = $2",
    "UPDATE invitation SET assessment_id = $1 WHERE assessment_id = $2",
];

const FIND_RELATIVES: &str = "
    SELECT assessment_id, title FROM assessment
     WHERE organisation_id = $1 AND (assessment_id = $2 OR supersedes = $3)";

impl Store {
    /// Starts `next` from the signed assessment that it says it supersedes.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when `earlier` is not signed,
    /// [`StoreError::Conflict`] when it is superseded already, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn reopen(
        &self,
        earlier: &Assessment,
        next: &Assessment,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let (from, to) = (earlier.assessment_id.0, next.assessment_id.0);
        in_write!(self, |db| {
            let state: String = sqlx::query_scalar(FIND_STATE)
                .bind(from)
                .fetch_one(&mut *db)
                .await?;
            if state != State::SignedOff.code() {
                return Err(Version::stale(None));
            }
            insert_assessment!(next, Some(by.person_id), now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("assessment"))?;
            for sql in CARRY {
                sqlx::query(sql)
                    .bind(to)
                    .bind(from)
                    .execute(&mut *db)
                    .await?;
            }
            if next.method == Method::Partnership {
                for sql in CARRY_SEATS {
                    sqlx::query(sql)
                        .bind(to)
                        .bind(from)
                        .execute(&mut *db)
                        .await?;
                }
                sqlx::query(BEGIN_MEETING)
                    .bind(to)
                    .bind(to_second(now))
                    .execute(&mut *db)
                    .await?;
            }
            let event = Event::StartedFrom {
                earlier: earlier.assessment_id,
            };
            append_entry!(db, next, Some(by), event, now);
        });
        Ok(())
    }

    /// What an assessment starts from, and what starts from it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn lineage(&self, assessment: &Assessment) -> Result<Lineage, StoreError> {
        let rows: Vec<(Uuid, String)> = in_read!(self, |db| sqlx::query_as(FIND_RELATIVES)
            .bind(assessment.organisation_id.0)
            .bind(assessment.supersedes.map(|it| it.0))
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        let mut lineage = Lineage::default();
        for (id, title) in rows {
            let relative = Relative {
                assessment_id: AssessmentId(id),
                title,
            };
            if assessment.supersedes == Some(relative.assessment_id) {
                lineage.earlier = Some(relative);
            } else {
                lineage.later = Some(relative);
            }
        }
        Ok(lineage)
    }
}
