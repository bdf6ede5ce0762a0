//! A merger of two organisations of one installation.
//!
//! The one that is merged is closed. What it signed stays exactly as it is, and
//! can be read by the people of the one that stands for it from then on.

use domain::{
    audit::Event,
    history::{What, both_ends},
    id::{OrganisationId, SystemId},
    organisation::Organisation,
    person::{Person, Role},
    system::What as InSystem,
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError,
    assessment::{AssessmentRow, LIST_TO_BE_RELEASED},
    audit::append_entry,
    benchmark::WITHDRAW,
    engine::{in_read, in_write},
    history::append_event,
    organisation::{OrganisationRow, READ_ORGANISATION, insert_organisation},
    person::{HOLD_ORGANISATION, insert_person},
    stored::to_second,
    system::{SYSTEMS_OF_MEMBER, end_membership},
};

/// Why two organisations were not merged. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum NotMerged {
    /// They are one and the same, or one of them is missing.
    #[error("these are not two organisations of this installation")]
    NotTwo,
    /// One of them was merged into another before.
    #[error("{0} was merged into another organisation before")]
    Closed(String),
    /// It still hosts a system, whose members joined that host and no other.
    #[error("{0} hosts a system; its lead has to close it first")]
    HostsSystem(String),
    /// It still has assessments that nobody could go on with.
    #[error("{organisation} has {unfinished} assessments that are not signed off")]
    Unfinished {
        /// Whose they are.
        organisation: String,
        /// How many.
        unfinished: u32,
    },
    /// The database could not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotMerged {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a merger moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// How many people belong to the other organisation now.
    pub people: u64,
    /// How many signed assessments its people can read now.
    pub signed: u32,
    /// How many assessments stay behind unfinished.
    pub unfinished: u32,
}

const SUCCESSOR_OF: &str = "SELECT successor_id FROM organisation WHERE organisation_id = $1";

const CLOSED: &str = "SELECT organisation_id FROM organisation WHERE successor_id IS NOT NULL";

const HOSTED: &str = "SELECT count(*) FROM system WHERE host_id = $1 AND closed_at IS NULL";

const COUNT_ASSESSMENTS: &str = "
    SELECT coalesce(sum(CASE WHEN state = 'signed_off' THEN 1 ELSE 0 END), 0),
           coalesce(sum(CASE WHEN state = 'signed_off' THEN 0 ELSE 1 END), 0)
      FROM assessment
     WHERE organisation_id = $1";

/// Of those that it stood for as well, so that the one that stands today is found in one step.
const CLOSE: &str = "
    UPDATE organisation
       SET successor_id = $2, closed_on = coalesce(closed_on, $3),
           version = version + 1, saved_at = $4
     WHERE organisation_id = $1 OR successor_id = $1";

const END_SESSIONS: &str = "
    DELETE FROM session
     WHERE person_id IN (SELECT person_id FROM person WHERE organisation_id = $1)";

const FORGET_LINKS: &str = "
    DELETE FROM link
     WHERE person_id IN (SELECT person_id FROM person WHERE organisation_id = $1)";

/// Nobody answers for a closed organisation: it neither offers to talk any more, nor has asked.
const END_CONVERSATIONS: &str = "
    DELETE FROM conversation
     WHERE organisation_id = $1
        OR offer_id IN (SELECT offer_id FROM offer WHERE organisation_id = $1)";

const WITHDRAW_OFFERS: &str = "DELETE FROM offer WHERE organisation_id = $1";

/// Nobody has more rights in the other organisation than its own lead gives them.
const MOVE_PEOPLE: &str = "
    UPDATE person
       SET organisation_id = $2,
           role = CASE WHEN role IN ('lead', 'installer') THEN 'viewer'
                       WHEN role = 'analyst' THEN 'invited'
                       ELSE role END
     WHERE organisation_id = $1";

/// The role that somebody has after their organisation was merged into another.
#[must_use]
pub fn role_after(role: Role) -> Role {
    match role {
        Role::Lead | Role::Installer | Role::Viewer => Role::Viewer,
        Role::Analyst | Role::Invited => Role::Invited,
    }
}

impl Store {
    /// Merges `from` into `into`, from `day` on.
    ///
    /// `from` is closed: its people belong to `into`, as viewers where they led or installed, are
    /// signed out and keep their passwords; its memberships in systems end, and what it shared is
    /// no longer shared; its offers to talk are withdrawn, its published examples stay. What it
    /// contributed to a benchmark and is not released yet is taken back: nobody else could do so,
    /// and `into` would know two values of one release. Its
    /// assessments stay where they are: what is signed can be read by the
    /// people of `into`, and what is not stays behind, if `leaves_unfinished` says so. Both
    /// histories tell of it.
    ///
    /// # Errors
    ///
    /// Returns [`NotMerged`] with what is in the way. Nothing is changed then.
    pub async fn merge_organisations(
        &self,
        from: OrganisationId,
        into: OrganisationId,
        day: Date,
        leaves_unfinished: bool,
        now: OffsetDateTime,
    ) -> Result<Merged, NotMerged> {
        if from == into {
            return Err(NotMerged::NotTwo);
        }
        in_write!(self, |db| {
            let mut both = Vec::new();
            for id in [from, into] {
                sqlx::query(HOLD_ORGANISATION)
                    .bind(id.0)
                    .execute(&mut *db)
                    .await?;
                let row: Option<OrganisationRow> = sqlx::query_as(READ_ORGANISATION)
                    .bind(id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                let organisation = row.ok_or(NotMerged::NotTwo)?.read()?;
                let successor: Option<Uuid> = sqlx::query_scalar(SUCCESSOR_OF)
                    .bind(id.0)
                    .fetch_one(&mut *db)
                    .await?;
                if successor.is_some() {
                    return Err(NotMerged::Closed(organisation.name));
                }
                both.push(organisation);
            }
            let [one, other] = both.as_slice() else {
                return Err(NotMerged::NotTwo);
            };
            let hosted: i64 = sqlx::query_scalar(HOSTED)
                .bind(from.0)
                .fetch_one(&mut *db)
                .await?;
            if hosted > 0 {
                return Err(NotMerged::HostsSystem(one.name.clone()));
            }
            let (signed, unfinished): (i64, i64) = sqlx::query_as(COUNT_ASSESSMENTS)
                .bind(from.0)
                .fetch_one(&mut *db)
                .await?;
            let [signed, unfinished] =
                [signed, unfinished].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
            if unfinished > 0 && !leaves_unfinished {
                return Err(NotMerged::Unfinished {
                    organisation: one.name.clone(),
                    unfinished,
                });
            }
            let systems: Vec<Uuid> = sqlx::query_scalar(SYSTEMS_OF_MEMBER)
                .bind(from.0)
                .fetch_all(&mut *db)
                .await?;
            for system in systems {
                end_membership!(db, SystemId(system), from, InSystem::Left, None, now);
            }
            let contributed: Vec<AssessmentRow> = sqlx::query_as(LIST_TO_BE_RELEASED)
                .bind(from.0)
                .fetch_all(&mut *db)
                .await?;
            for row in contributed {
                let assessment = row.read()?.value;
                sqlx::query(WITHDRAW)
                    .bind(assessment.assessment_id.0)
                    .execute(&mut *db)
                    .await?;
                append_entry!(db, &assessment, None, Event::ContributionWithdrawn, now);
            }
            for sql in [
                END_SESSIONS,
                FORGET_LINKS,
                END_CONVERSATIONS,
                WITHDRAW_OFFERS,
            ] {
                sqlx::query(sql).bind(from.0).execute(&mut *db).await?;
            }
            let moved = sqlx::query(MOVE_PEOPLE)
                .bind(from.0)
                .bind(into.0)
                .execute(&mut *db)
                .await?;
            sqlx::query(CLOSE)
                .bind(from.0)
                .bind(into.0)
                .bind(day)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            for event in both_ends((What::MergedInto, one), (What::MergedWith, other), day) {
                append_event!(db, &event, None, now);
            }
            Ok(Merged {
                people: moved.rows_affected(),
                signed,
                unfinished,
            })
        })
    }

    /// Adds an organisation and its first person, who has yet to set a password; if it was split
    /// from another, both histories tell of it, from that day on.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the email address is taken, and
    /// [`StoreError::Database`] when the database is unavailable. In neither case is
    /// anything changed.
    pub async fn add_organisation(
        &self,
        organisation: &Organisation,
        lead: &Person,
        split: Option<(&Organisation, Date)>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            insert_organisation!(organisation, now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("organisation"))?;
            insert_person!(lead, None::<&str>, now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("person"))?;
            if let Some((from, day)) = split {
                sqlx::query(HOLD_ORGANISATION)
                    .bind(from.organisation_id.0)
                    .execute(&mut *db)
                    .await?;
                let ends = both_ends((What::SplitOff, from), (What::SplitFrom, organisation), day);
                for event in ends {
                    append_event!(db, &event, None, now);
                }
            }
        });
        Ok(())
    }

    /// The organisations that have merged into others, and are closed.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn closed_organisations(&self) -> Result<Vec<OrganisationId>, StoreError> {
        let ids: Vec<Uuid> = in_read!(self, |db| sqlx::query_scalar(CLOSED)
            .fetch_all(&mut *db)
            .await?);
        Ok(ids.into_iter().map(OrganisationId).collect())
    }
}
