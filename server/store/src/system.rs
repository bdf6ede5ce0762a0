//! Systems: who hosts them, who is a member, and what members share.
//!
//! Whoever asks, asks for an organisation: a system that it neither hosts nor
//! belongs to is not found.

use domain::{
    assessment::Assessment,
    audit::Event,
    id::{AssessmentId, OrganisationId, SystemId, SystemInvitationId},
    organisation::Organisation,
    person::Person,
    system::{Entry, System, What},
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    assessment::{AssessmentRow, select_assessments},
    audit::append_entry,
    engine::{in_read, in_write},
    error::read,
    organisation::OrganisationRow,
    session::TokenHash,
    stored::to_second,
};

/// A system as an organisation finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSystem {
    /// The system.
    pub system: System,
    /// What its host is called.
    pub host_name: String,
    /// Since when the organisation that asks is a member; `None` when it is not.
    pub joined_at: Option<OffsetDateTime>,
    /// How many members it has.
    pub members: u32,
    /// When it was closed, if it was.
    pub closed_at: Option<OffsetDateTime>,
}

/// A member of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemMember {
    /// Who it is.
    pub organisation: Organisation,
    /// Since when.
    pub joined_at: OffsetDateTime,
}

/// An invitation that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Names it; its secret is kept nowhere.
    pub invitation_id: SystemInvitationId,
    /// Whom it is for, in the host's words.
    pub addressee: String,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// Until when it works.
    pub expires_at: OffsetDateTime,
}

/// Results that are shared with a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The signed assessment.
    pub assessment: Assessment,
    /// Since when.
    pub shared_at: OffsetDateTime,
    /// Whose it is.
    pub organisation_name: String,
}

/// What came of answering an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The organisation is a member now.
    Joined(SystemId),
    /// It was one before; the invitation still waits for somebody else.
    IsMember(SystemId),
    /// It hosts the system itself; the invitation still waits for somebody else.
    IsHost(SystemId),
    /// The invitation was used, taken back, or is too old.
    NoInvitation,
}

#[derive(sqlx::FromRow)]
struct SystemRow {
    system_id: Uuid,
    host_id: Uuid,
    system_name: String,
    system_kind: String,
    host_name: String,
    joined_at: Option<OffsetDateTime>,
    members: i64,
    closed_at: Option<OffsetDateTime>,
}

impl SystemRow {
    fn read(self) -> Result<FoundSystem, StoreError> {
        Ok(FoundSystem {
            system: System {
                system_id: SystemId(self.system_id),
                host_id: OrganisationId(self.host_id),
                name: self.system_name,
                kind: read("system.kind", &self.system_kind)?,
            },
            host_name: self.host_name,
            joined_at: self.joined_at,
            members: u32::try_from(self.members).unwrap_or(u32::MAX),
            closed_at: self.closed_at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    organisation: OrganisationRow,
    joined_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    invitation_id: Uuid,
    addressee: String,
    made_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct SharedRow {
    #[sqlx(flatten)]
    assessment: AssessmentRow,
    shared_at: OffsetDateTime,
    owner_name: String,
}

impl SharedRow {
    fn read(self) -> Result<Shared, StoreError> {
        Ok(Shared {
            assessment: self.assessment.read()?.value,
            shared_at: self.shared_at,
            organisation_name: self.owner_name,
        })
    }
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    happened_at: OffsetDateTime,
    what: String,
    member_id: Option<Uuid>,
    about: String,
    acted_for: Option<Uuid>,
    acted_by: Option<String>,
}

/// Everything about systems but the condition that says which; `$1` is who asks.
macro_rules! select_systems {
    ($condition:literal) => {
        concat!(
            "SELECT s.system_id, s.host_id, s.name AS system_name, s.kind AS system_kind,
                    h.name AS host_name, m.joined_at, s.closed_at,
                    (SELECT count(*) FROM system_member n WHERE n.system_id = s.system_id) AS members
               FROM system s
               JOIN organisation h ON h.organisation_id = s.host_id
               LEFT JOIN system_member m ON m.system_id = s.system_id AND m.organisation_id = $1 ",
            $condition
        )
    };
}

const LIST_SYSTEMS: &str = select_systems!(
    "WHERE s.host_id = $1 OR m.organisation_id = $1 ORDER BY s.opened_at, s.system_id"
);

const FIND_SYSTEM: &str =
    select_systems!("WHERE s.system_id = $2 AND (s.host_id = $1 OR m.organisation_id = $1)");

const FIND_INVITED: &str = select_systems!(
    "JOIN system_invitation i ON i.system_id = s.system_id
    WHERE i.token_hash = $2 AND i.expires_at > $3 AND s.closed_at IS NULL"
);

const CREATE_SYSTEM: &str = "
    INSERT INTO system (system_id, host_id, name, kind, opened_at) VALUES ($1, $2, $3, $4, $5)";

/// Changes nothing, and makes whoever else wants to change the system wait until this is done.
pub(crate) const HOLD_SYSTEM: &str =
    "UPDATE system SET name = name WHERE system_id = $1 AND closed_at IS NULL";

pub(crate) const ADD_ENTRY: &str = "
    INSERT INTO system_entry
           (system_id, number, happened_at, what, member_id, about, acted_for, acted_by)
    SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7
      FROM system_entry
     WHERE system_id = $1";

const LIST_ENTRIES: &str = "
    SELECT happened_at, what, member_id, about, acted_for, acted_by
      FROM system_entry
     WHERE system_id = $1
     ORDER BY number DESC";

const LIST_SYSTEM_MEMBERS: &str = "
    SELECT o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
           o.headcount, o.invented, m.joined_at
      FROM system_member m
      JOIN organisation o ON o.organisation_id = m.organisation_id
     WHERE m.system_id = $1";

const LIST_WAITING: &str = "
    SELECT invitation_id, addressee, made_at, expires_at
      FROM system_invitation
     WHERE system_id = $1 AND expires_at > $2
     ORDER BY made_at, invitation_id";

const ADD_INVITATION: &str = "
    INSERT INTO system_invitation
           (token_hash, invitation_id, system_id, addressee, made_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6)";

const WITHDRAW_INVITATION: &str = "
    DELETE FROM system_invitation WHERE system_id = $1 AND invitation_id = $2
 RETURNING addressee";

const USE_INVITATION: &str = "
    DELETE FROM system_invitation WHERE token_hash = $1 AND expires_at > $2
 RETURNING system_id, addressee";

const ADD_MEMBER: &str = "
    INSERT INTO system_member (system_id, organisation_id, joined_at) VALUES ($1, $2, $3)";

const IS_MEMBER: &str = "SELECT 1 FROM system_member WHERE system_id = $1 AND organisation_id = $2";

pub(crate) const REMOVE_MEMBER: &str =
    "DELETE FROM system_member WHERE system_id = $1 AND organisation_id = $2";

const MEMBERS_OF: &str = "SELECT organisation_id FROM system_member WHERE system_id = $1";

pub(crate) const SYSTEMS_OF_MEMBER: &str =
    "SELECT system_id FROM system_member WHERE organisation_id = $1";

const FORGET_INVITATIONS: &str = "DELETE FROM system_invitation WHERE system_id = $1";

const CLOSE_SYSTEM: &str = "UPDATE system SET closed_at = $2 WHERE system_id = $1";

pub(crate) const HOST_OF: &str = "SELECT host_id, name FROM system WHERE system_id = $1";

pub(crate) const NAME_OF: &str = "SELECT name FROM organisation WHERE organisation_id = $1";

const ADD_SHARE: &str = "
    INSERT INTO system_share (system_id, organisation_id, assessment_id, shared_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (system_id, assessment_id) DO NOTHING";

const REMOVE_SHARE: &str =
    "DELETE FROM system_share WHERE system_id = $1 AND organisation_id = $2 AND assessment_id = $3";

const SYSTEMS_SHARED_WITH: &str = "SELECT system_id FROM system_share WHERE assessment_id = $1";

/// What one member shares with a system.
pub(crate) const SHARES_OF_MEMBER: &str = select_assessments!(
    "JOIN system_share x ON x.assessment_id = a.assessment_id
    WHERE x.system_id = $1 AND x.organisation_id = $2"
);

/// Everything about what is shared with a system but the condition that says which.
macro_rules! select_shared {
    ($condition:literal) => {
        concat!(
            "SELECT a.assessment_id, a.organisation_id, a.title, a.framework, a.edition, a.scope,
                    a.period_start, a.period_end, a.default_target, a.as_at, a.state,
                    a.method, a.minimum, a.supersedes, a.additions, a.follows, a.site_id, s.name AS site_name,
                    a.version, a.saved_at, p.name AS saved_by,
                    x.shared_at, o.name AS owner_name
               FROM system_share x
               JOIN assessment a ON a.assessment_id = x.assessment_id
               JOIN organisation o ON o.organisation_id = a.organisation_id
               LEFT JOIN person p ON p.person_id = a.saved_by
               LEFT JOIN site s ON s.site_id = a.site_id ",
            $condition
        )
    };
}

const LIST_SHARED: &str = select_shared!("WHERE x.system_id = $1");

const FIND_SHARED: &str = select_shared!("WHERE x.system_id = $1 AND x.assessment_id = $2");

/// What an entry says besides when.
pub(crate) struct Told<'a> {
    pub what: What,
    pub member: Option<OrganisationId>,
    pub about: &'a str,
    pub by: Option<&'a Person>,
}

/// Adds an entry to a system's log, in a write transaction that holds the system.
macro_rules! tell {
    ($db:expr, $system:expr, $told:expr, $now:expr) => {{
        let told: $crate::system::Told<'_> = $told;
        sqlx::query($crate::system::ADD_ENTRY)
            .bind($system.0)
            .bind(to_second($now))
            .bind(told.what.code())
            .bind(told.member.map(|it| it.0))
            .bind(told.about)
            .bind(told.by.map(|it| it.organisation_id.0))
            .bind(told.by.map(|it| it.name.as_str()))
            .execute(&mut *$db)
            .await?;
    }};
}

/// Ends one membership and everything that is shared by it, in a write transaction; tells the
/// log and the audit trail. Gives whether there was one.
macro_rules! end_membership {
    ($db:expr, $system:expr, $organisation:expr, $what:expr, $by:expr, $now:expr) => {{
        let (system, organisation): (SystemId, OrganisationId) = ($system, $organisation);
        let by: Option<&Person> = $by;
        sqlx::query($crate::system::HOLD_SYSTEM)
            .bind(system.0)
            .execute(&mut *$db)
            .await?;
        let (_, system_name): (Uuid, String) = sqlx::query_as($crate::system::HOST_OF)
            .bind(system.0)
            .fetch_one(&mut *$db)
            .await?;
        let shared: Vec<AssessmentRow> = sqlx::query_as($crate::system::SHARES_OF_MEMBER)
            .bind(system.0)
            .bind(organisation.0)
            .fetch_all(&mut *$db)
            .await?;
        // What it shares goes with it.
        let removed = sqlx::query($crate::system::REMOVE_MEMBER)
            .bind(system.0)
            .bind(organisation.0)
            .execute(&mut *$db)
            .await?;
        if removed.rows_affected() > 0 {
            for row in shared {
                let assessment = row.read()?.value;
                let name = system_name.clone();
                append_entry!(
                    $db,
                    &assessment,
                    by,
                    Event::ResultsUnshared { system, name },
                    $now
                );
            }
            let name: String = sqlx::query_scalar($crate::system::NAME_OF)
                .bind(organisation.0)
                .fetch_one(&mut *$db)
                .await?;
            let told = $crate::system::Told {
                what: $what,
                member: Some(organisation),
                about: &name,
                by,
            };
            $crate::system::tell!($db, system, told, $now);
            true
        } else {
            false
        }
    }};
}

pub(crate) use {end_membership, tell};

impl Store {
    /// Makes a system, hosted by the organisation of whoever makes it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn create_system(
        &self,
        system: &System,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(CREATE_SYSTEM)
                .bind(system.system_id.0)
                .bind(system.host_id.0)
                .bind(&system.name)
                .bind(system.kind.code())
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            let told = Told {
                what: What::Opened,
                member: None,
                about: &system.name,
                by: Some(by),
            };
            tell!(db, system.system_id, told, now);
        });
        Ok(())
    }

    /// The systems that an organisation hosts or belongs to, oldest first; closed ones too when it hosted them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn systems(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<FoundSystem>, StoreError> {
        let rows: Vec<SystemRow> = in_read!(self, |db| sqlx::query_as(LIST_SYSTEMS)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(SystemRow::read).collect()
    }

    /// The system with this id, if the organisation hosts it or belongs to it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_system(
        &self,
        organisation: OrganisationId,
        system: SystemId,
    ) -> Result<Option<FoundSystem>, StoreError> {
        let row: Option<SystemRow> = in_read!(self, |db| sqlx::query_as(FIND_SYSTEM)
            .bind(organisation.0)
            .bind(system.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(SystemRow::read).transpose()
    }

    /// The members of a system, by name; for its host, and for members to know whom they are among.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn system_members(&self, system: &System) -> Result<Vec<SystemMember>, StoreError> {
        let rows: Vec<MemberRow> = in_read!(self, |db| sqlx::query_as(LIST_SYSTEM_MEMBERS)
            .bind(system.system_id.0)
            .fetch_all(&mut *db)
            .await?);
        let mut members = rows
            .into_iter()
            .map(|row| {
                Ok(SystemMember {
                    organisation: row.organisation.read()?,
                    joined_at: row.joined_at,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        members.sort_by(|a, b| {
            let (a, b) = (&a.organisation, &b.organisation);
            (&a.name, a.organisation_id).cmp(&(&b.name, b.organisation_id))
        });
        Ok(members)
    }

    /// What happened in a system, newest first; who is shown what, [`Entry`] says.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn system_log(&self, system: &System) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryRow> = in_read!(self, |db| sqlx::query_as(LIST_ENTRIES)
            .bind(system.system_id.0)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|row| {
                Ok(Entry {
                    at: row.happened_at,
                    what: read("system_entry.what", &row.what)?,
                    member_id: row.member_id.map(OrganisationId),
                    about: row.about,
                    acted_for: row.acted_for.map(OrganisationId),
                    by: row.acted_by,
                })
            })
            .collect()
    }

    /// Adds an invitation for whoever is handed its secret.
    ///
    /// Returns whether the system still takes members.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn invite_to_system(
        &self,
        system: &System,
        token_hash: TokenHash,
        invitation: &Waiting,
        by: &Person,
    ) -> Result<bool, StoreError> {
        let now = invitation.made_at;
        in_write!(self, |db| {
            let held = sqlx::query(HOLD_SYSTEM)
                .bind(system.system_id.0)
                .execute(&mut *db)
                .await?;
            if held.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(ADD_INVITATION)
                .bind(token_hash.as_slice())
                .bind(invitation.invitation_id.0)
                .bind(system.system_id.0)
                .bind(&invitation.addressee)
                .bind(to_second(now))
                .bind(to_second(invitation.expires_at))
                .execute(&mut *db)
                .await?;
            let told = Told {
                what: What::Invited,
                member: None,
                about: &invitation.addressee,
                by: Some(by),
            };
            tell!(db, system.system_id, told, now);
            Ok(true)
        })
    }

    /// The invitations to a system that wait for their answer, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn system_invitations(
        &self,
        system: &System,
        now: OffsetDateTime,
    ) -> Result<Vec<Waiting>, StoreError> {
        let rows: Vec<WaitingRow> = in_read!(self, |db| sqlx::query_as(LIST_WAITING)
            .bind(system.system_id.0)
            .bind(to_second(now))
            .fetch_all(&mut *db)
            .await?);
        Ok(rows
            .into_iter()
            .map(|row| Waiting {
                invitation_id: SystemInvitationId(row.invitation_id),
                addressee: row.addressee,
                made_at: row.made_at,
                expires_at: row.expires_at,
            })
            .collect())
    }

    /// Takes an invitation back before it is answered. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn withdraw_system_invitation(
        &self,
        system: &System,
        invitation: SystemInvitationId,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            sqlx::query(HOLD_SYSTEM)
                .bind(system.system_id.0)
                .execute(&mut *db)
                .await?;
            let addressee: Option<String> = sqlx::query_scalar(WITHDRAW_INVITATION)
                .bind(system.system_id.0)
                .bind(invitation.0)
                .fetch_optional(&mut *db)
                .await?;
            let Some(addressee) = addressee else {
                return Ok(false);
            };
            let told = Told {
                what: What::InvitationWithdrawn,
                member: None,
                about: &addressee,
                by: Some(by),
            };
            tell!(db, system.system_id, told, now);
            Ok(true)
        })
    }

    /// To which system an invitation leads, unless it was answered, taken back or is too old.
    /// Does not answer it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_invited_system(
        &self,
        token_hash: TokenHash,
        organisation: OrganisationId,
        now: OffsetDateTime,
    ) -> Result<Option<FoundSystem>, StoreError> {
        let row: Option<SystemRow> = in_read!(self, |db| sqlx::query_as(FIND_INVITED)
            .bind(organisation.0)
            .bind(token_hash.as_slice())
            .bind(to_second(now))
            .fetch_optional(&mut *db)
            .await?);
        row.map(SystemRow::read).transpose()
    }

    /// Joins the system that an invitation leads to, with the organisation of whoever accepts it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn join_system(
        &self,
        token_hash: TokenHash,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<Answered, StoreError> {
        in_write!(self, |db| {
            let used: Option<(Uuid, String)> = sqlx::query_as(USE_INVITATION)
                .bind(token_hash.as_slice())
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            let Some((id, _)) = used else {
                return Ok(Answered::NoInvitation);
            };
            let (system, organisation) = (SystemId(id), by.organisation_id);
            let (host, _): (Uuid, String) =
                sqlx::query_as(HOST_OF).bind(id).fetch_one(&mut *db).await?;
            // Left early, so that the invitation still waits.
            if OrganisationId(host) == organisation {
                return Ok(Answered::IsHost(system));
            }
            let held = sqlx::query(HOLD_SYSTEM).bind(id).execute(&mut *db).await?;
            if held.rows_affected() == 0 {
                return Ok(Answered::NoInvitation);
            }
            let member = sqlx::query(IS_MEMBER)
                .bind(id)
                .bind(organisation.0)
                .fetch_optional(&mut *db)
                .await?;
            if member.is_some() {
                return Ok(Answered::IsMember(system));
            }
            sqlx::query(ADD_MEMBER)
                .bind(id)
                .bind(organisation.0)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            let name: String = sqlx::query_scalar(NAME_OF)
                .bind(organisation.0)
                .fetch_one(&mut *db)
                .await?;
            let told = Told {
                what: What::Joined,
                member: Some(organisation),
                about: &name,
                by: Some(by),
            };
            tell!(db, system, told, now);
            Ok(Answered::Joined(system))
        })
    }

    /// Declines an invitation. The host learns that it was declined, not by whom. Returns
    /// whether it still worked.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn decline_system(
        &self,
        token_hash: TokenHash,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            let used: Option<(Uuid, String)> = sqlx::query_as(USE_INVITATION)
                .bind(token_hash.as_slice())
                .bind(to_second(now))
                .fetch_optional(&mut *db)
                .await?;
            let Some((id, addressee)) = used else {
                return Ok(false);
            };
            sqlx::query(HOLD_SYSTEM).bind(id).execute(&mut *db).await?;
            let told = Told {
                what: What::Declined,
                member: None,
                about: &addressee,
                by: None,
            };
            tell!(db, SystemId(id), told, now);
            Ok(true)
        })
    }

    /// Ends a membership, and with it everything that the member shares: `what` is
    /// [`What::Left`] or [`What::Removed`]. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn end_membership(
        &self,
        system: &System,
        member: OrganisationId,
        what: What,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        Ok(in_write!(self, |db| {
            end_membership!(db, system.system_id, member, what, Some(by), now)
        }))
    }

    /// Closes a system: every membership ends, and nothing is shared any more.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn close_system(
        &self,
        system: &System,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let held = sqlx::query(HOLD_SYSTEM)
                .bind(system.system_id.0)
                .execute(&mut *db)
                .await?;
            if held.rows_affected() == 0 {
                return Ok(());
            }
            let members: Vec<Uuid> = sqlx::query_scalar(MEMBERS_OF)
                .bind(system.system_id.0)
                .fetch_all(&mut *db)
                .await?;
            for member in members {
                let member = OrganisationId(member);
                end_membership!(db, system.system_id, member, What::Removed, Some(by), now);
            }
            sqlx::query(FORGET_INVITATIONS)
                .bind(system.system_id.0)
                .execute(&mut *db)
                .await?;
            let told = Told {
                what: What::Closed,
                member: None,
                about: &system.name,
                by: Some(by),
            };
            tell!(db, system.system_id, told, now);
            sqlx::query(CLOSE_SYSTEM)
                .bind(system.system_id.0)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            Ok(())
        })
    }

    /// Shares the results of a signed assessment with a system to which its organisation
    /// belongs. Returns whether it does belong to it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when it is not signed, or the database is unavailable.
    pub async fn share_results(
        &self,
        system: &System,
        assessment: &Assessment,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let (id, owner) = (system.system_id, assessment.organisation_id);
        in_write!(self, |db| {
            sqlx::query(HOLD_SYSTEM)
                .bind(id.0)
                .execute(&mut *db)
                .await?;
            let member = sqlx::query(IS_MEMBER)
                .bind(id.0)
                .bind(owner.0)
                .fetch_optional(&mut *db)
                .await?;
            if member.is_none() {
                return Ok(false);
            }
            let added = sqlx::query(ADD_SHARE)
                .bind(id.0)
                .bind(owner.0)
                .bind(assessment.assessment_id.0)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            // Shared already: nothing happened.
            if added.rows_affected() > 0 {
                let title = assessment.full_title();
                let told = Told {
                    what: What::Shared,
                    member: Some(owner),
                    about: &title,
                    by: Some(by),
                };
                tell!(db, id, told, now);
                let event = Event::ResultsShared {
                    system: id,
                    name: system.name.clone(),
                };
                append_entry!(db, assessment, Some(by), event, now);
            }
            Ok(true)
        })
    }

    /// Takes that back. Returns whether it was shared.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn unshare_results(
        &self,
        system: &System,
        assessment: &Assessment,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let (id, owner) = (system.system_id, assessment.organisation_id);
        in_write!(self, |db| {
            sqlx::query(HOLD_SYSTEM)
                .bind(id.0)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(REMOVE_SHARE)
                .bind(id.0)
                .bind(owner.0)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() == 0 {
                return Ok(false);
            }
            let title = assessment.full_title();
            let told = Told {
                what: What::ShareWithdrawn,
                member: Some(owner),
                about: &title,
                by: Some(by),
            };
            tell!(db, id, told, now);
            let event = Event::ResultsUnshared {
                system: id,
                name: system.name.clone(),
            };
            append_entry!(db, assessment, Some(by), event, now);
            Ok(true)
        })
    }

    /// The systems with which an assessment's results are shared now.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn systems_shared_with(
        &self,
        assessment: &Assessment,
    ) -> Result<Vec<SystemId>, StoreError> {
        let ids: Vec<Uuid> = in_read!(self, |db| sqlx::query_scalar(SYSTEMS_SHARED_WITH)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        Ok(ids.into_iter().map(SystemId).collect())
    }

    /// What is shared with a system now, by organisation and the newest period first: for its host.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn shared_results(&self, system: &System) -> Result<Vec<Shared>, StoreError> {
        let rows: Vec<SharedRow> = in_read!(self, |db| sqlx::query_as(LIST_SHARED)
            .bind(system.system_id.0)
            .fetch_all(&mut *db)
            .await?);
        let mut shared = rows
            .into_iter()
            .map(SharedRow::read)
            .collect::<Result<Vec<_>, _>>()?;
        shared.sort_by(|a, b| {
            (
                &a.organisation_name,
                b.assessment.period_end,
                a.assessment.assessment_id,
            )
                .cmp(&(
                    &b.organisation_name,
                    a.assessment.period_end,
                    b.assessment.assessment_id,
                ))
        });
        Ok(shared)
    }

    /// One assessment, while it is shared with a system.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_shared_results(
        &self,
        system: &System,
        assessment: AssessmentId,
    ) -> Result<Option<Shared>, StoreError> {
        let row: Option<SharedRow> = in_read!(self, |db| sqlx::query_as(FIND_SHARED)
            .bind(system.system_id.0)
            .bind(assessment.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(SharedRow::read).transpose()
    }
}
