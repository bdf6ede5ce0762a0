//! Organisations: whose assessments these are.

use domain::{
    history,
    id::{OrganisationId, PersonId},
    organisation::Organisation,
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write, in_write},
    error::read,
    history::append_event,
    person::HOLD_ORGANISATION,
    stored::{Stamp, to_second},
};

/// The columns of an organisation, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct OrganisationRow {
    organisation_id: Uuid,
    organisation_name: String,
    ods_code: Option<String>,
    nation: String,
    kind: String,
    headcount: String,
    invented: bool,
}

impl OrganisationRow {
    pub(crate) fn read(self) -> Result<Organisation, StoreError> {
        Ok(Organisation {
            organisation_id: OrganisationId(self.organisation_id),
            name: self.organisation_name,
            ods_code: self
                .ods_code
                .map(|code| read("organisation.ods_code", &code))
                .transpose()?,
            nation: read("organisation.nation", &self.nation)?,
            kind: read("organisation.kind", &self.kind)?,
            headcount: read("organisation.headcount", &self.headcount)?,
            invented: self.invented,
        })
    }
}

#[derive(sqlx::FromRow)]
struct StoredOrganisationRow {
    #[sqlx(flatten)]
    organisation: OrganisationRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

/// The statement that adds an organisation; a macro, because each engine binds its own types.
macro_rules! insert_organisation {
    ($organisation:expr, $now:expr) => {{
        let organisation: &domain::organisation::Organisation = $organisation;
        sqlx::query($crate::organisation::CREATE_ORGANISATION)
            .bind(organisation.organisation_id.0)
            .bind(&organisation.name)
            .bind(organisation.ods_code.as_ref().map(ToString::to_string))
            .bind(organisation.nation.code())
            .bind(organisation.kind.code())
            .bind(organisation.headcount.code())
            .bind(organisation.invented)
            .bind($crate::stored::to_second($now))
    }};
}

pub(crate) use insert_organisation;

pub(crate) const CREATE_ORGANISATION: &str = "
    INSERT INTO organisation
           (organisation_id, name, ods_code, nation, kind, headcount, invented, version, saved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)";

const FIND_ORGANISATION: &str = "
    SELECT o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
           o.headcount, o.invented, o.version, o.saved_at, p.name AS saved_by
      FROM organisation o
      LEFT JOIN person p ON p.person_id = o.saved_by
     WHERE o.organisation_id = $1";

pub(crate) const READ_ORGANISATION: &str = "
    SELECT organisation_id, name AS organisation_name, ods_code, nation, kind, headcount, invented
      FROM organisation
     WHERE organisation_id = $1";

const LIST_ORGANISATIONS: &str = "
    SELECT organisation_id, name AS organisation_name, ods_code, nation, kind, headcount, invented
      FROM organisation";

const SAVE_ORGANISATION: &str = "
    UPDATE organisation
       SET name = $2, ods_code = $3, nation = $4, kind = $5, headcount = $6, invented = $7,
           version = version + 1, saved_at = $8, saved_by = $9
     WHERE organisation_id = $1 AND version = $10
 RETURNING version";

const ORGANISATION_VERSION: &str = "SELECT version FROM organisation WHERE organisation_id = $1";

impl Store {
    /// Adds an organisation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn create_organisation(
        &self,
        organisation: &Organisation,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(self, insert_organisation!(organisation, now))
            .map_err(StoreError::or_conflict("organisation"))?;
        Ok(())
    }

    /// The organisation with this id.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_organisation(
        &self,
        organisation: OrganisationId,
    ) -> Result<Option<Stored<Organisation>>, StoreError> {
        let row: Option<StoredOrganisationRow> =
            in_read!(self, |db| sqlx::query_as(FIND_ORGANISATION)
                .bind(organisation.0)
                .fetch_optional(&mut *db)
                .await?);
        row.map(|row| Ok(row.stamp.on(row.organisation.read()?)))
            .transpose()
    }

    /// Every organisation, by name: for the command line, never for a visitor.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let rows: Vec<OrganisationRow> = in_read!(self, |db| sqlx::query_as(LIST_ORGANISATIONS)
            .fetch_all(&mut *db)
            .await?);
        let mut organisations = rows
            .into_iter()
            .map(OrganisationRow::read)
            .collect::<Result<Vec<_>, _>>()?;
        // Here and not in SQL: the engines do not agree on the order of names.
        organisations
            .sort_by(|a, b| (&a.name, a.organisation_id).cmp(&(&b.name, b.organisation_id)));
        Ok(organisations)
    }

    /// Saves an organisation's name, code, nation and kind.
    ///
    /// With `since`, another name or code is an event of its history, from that day on; without,
    /// it only puts right what was written before.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved it since `seen`, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn save_organisation(
        &self,
        organisation: &Organisation,
        since: Option<Date>,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            // First of all, so that whoever else saves waits, and what is read next stands still.
            sqlx::query(HOLD_ORGANISATION)
                .bind(organisation.organisation_id.0)
                .execute(&mut *db)
                .await?;
            let before: Option<OrganisationRow> = sqlx::query_as(READ_ORGANISATION)
                .bind(organisation.organisation_id.0)
                .fetch_optional(&mut *db)
                .await?;
            let saved: Option<i64> = sqlx::query_scalar(SAVE_ORGANISATION)
                .bind(organisation.organisation_id.0)
                .bind(&organisation.name)
                .bind(organisation.ods_code.as_ref().map(ToString::to_string))
                .bind(organisation.nation.code())
                .bind(organisation.kind.code())
                .bind(organisation.headcount.code())
                .bind(organisation.invented)
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest: Option<i64> = sqlx::query_scalar(ORGANISATION_VERSION)
                    .bind(organisation.organisation_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            if let (Some(before), Some(day)) = (before, since) {
                for event in history::changes(&before.read()?, organisation, day) {
                    append_event!(db, &event, Some(by), now);
                }
            }
            Ok(Version::read(saved))
        })
    }
}
