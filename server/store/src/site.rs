//! Sites and divisions of an organisation.

use domain::{
    id::{OrganisationId, PersonId, SiteId},
    site::Site,
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write, in_write},
    stored::{Stamp, to_second},
};

/// A site as it is kept, and whether anything is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSite {
    /// The site.
    pub site: Stored<Site>,
    /// How many assessments are about it; one that has any cannot be removed.
    pub assessments: u32,
}

#[derive(sqlx::FromRow)]
struct SiteRow {
    site_id: Uuid,
    site_name: String,
    assessments: i64,
    #[sqlx(flatten)]
    stamp: Stamp,
}

const LIST_SITES: &str = "
    SELECT s.site_id, s.name AS site_name, s.version, s.saved_at, p.name AS saved_by,
           (SELECT count(*) FROM assessment a WHERE a.site_id = s.site_id) AS assessments
      FROM site s
      LEFT JOIN person p ON p.person_id = s.saved_by
     WHERE s.organisation_id = $1";

const ADD_SITE: &str = "
    INSERT INTO site (site_id, organisation_id, name, version, saved_at, saved_by)
    VALUES ($1, $2, $3, 1, $4, $5)";

const RENAME_SITE: &str = "
    UPDATE site
       SET name = $3, version = version + 1, saved_at = $4, saved_by = $5
     WHERE organisation_id = $1 AND site_id = $2 AND version = $6
 RETURNING version";

const SITE_VERSION: &str = "SELECT version FROM site WHERE organisation_id = $1 AND site_id = $2";

const REMOVE_SITE: &str = "
    DELETE FROM site
     WHERE organisation_id = $1 AND site_id = $2
       AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.site_id = $2)";

impl Store {
    /// The sites of an organisation, by name.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn sites(&self, organisation: OrganisationId) -> Result<Vec<KeptSite>, StoreError> {
        let rows: Vec<SiteRow> = in_read!(self, |db| sqlx::query_as(LIST_SITES)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        let mut sites: Vec<_> = rows
            .into_iter()
            .map(|row| KeptSite {
                assessments: u32::try_from(row.assessments).unwrap_or(u32::MAX),
                site: row.stamp.on(Site {
                    site_id: SiteId(row.site_id),
                    name: row.site_name,
                }),
            })
            .collect();
        // Here and not in SQL: the engines do not agree on the order of names.
        sites.sort_by(|a, b| {
            let (a, b) = (&a.site.value, &b.site.value);
            (&a.name, a.site_id).cmp(&(&b.name, b.site_id))
        });
        Ok(sites)
    }

    /// Adds a site.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the organisation has one of this name, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_site(
        &self,
        organisation: OrganisationId,
        site: &Site,
        by: Option<PersonId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(ADD_SITE)
                .bind(site.site_id.0)
                .bind(organisation.0)
                .bind(&site.name)
                .bind(to_second(now))
                .bind(by.map(|by| by.0))
        )
        .map_err(StoreError::or_conflict("site"))?;
        Ok(())
    }

    /// Gives a site another name; what was signed keeps the one of then.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody renamed or removed it since `seen`,
    /// [`StoreError::Conflict`] when the organisation has another of this name, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn rename_site(
        &self,
        organisation: OrganisationId,
        site: &Site,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(RENAME_SITE)
                .bind(organisation.0)
                .bind(site.site_id.0)
                .bind(&site.name)
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await
                .map_err(StoreError::or_conflict("site"))?;
            let Some(saved) = saved else {
                let newest: Option<i64> = sqlx::query_scalar(SITE_VERSION)
                    .bind(organisation.0)
                    .bind(site.site_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Removes a site that no assessment is about. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn remove_site(
        &self,
        organisation: OrganisationId,
        site: SiteId,
    ) -> Result<bool, StoreError> {
        let removed = in_single_write!(
            self,
            sqlx::query(REMOVE_SITE).bind(organisation.0).bind(site.0)
        )?;
        Ok(removed > 0)
    }
}
