//! The equality impact assessment: who could the plan help or harm?

use domain::{
    assessment::Assessment,
    eqia::{Consultation, Eqia, FieldId, OwnRow},
    id::{ConsultationId, PersonId},
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    engine::{in_read, in_single_write, in_snapshot, in_write},
    stored::{Stamp, to_second},
};

/// A field of the form as somebody wants it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// Which field.
    pub field: FieldId,
    /// What stood in it when they began; empty when nothing did.
    pub base: String,
    /// What they made of it; empty empties it.
    pub mine: String,
}

/// A field that somebody else changed differently in the meantime. A person must choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleEntry {
    /// Which field.
    pub field: FieldId,
    /// What stands in it now.
    pub newest: String,
    /// When that was saved, to the second.
    pub saved_at: OffsetDateTime,
    /// The name of who saved it; `None` when they have left.
    pub saved_by: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct EntryRow {
    field: String,
    entry: String,
}

#[derive(sqlx::FromRow)]
struct NewestEntryRow {
    entry: String,
    saved_at: OffsetDateTime,
    saved_by: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct OwnRowRow {
    row_id: String,
    name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ConsultationRow {
    consultation_id: Uuid,
    held_on: Option<Date>,
    who: String,
    how: String,
    said: String,
}

#[derive(sqlx::FromRow)]
struct StoredConsultationRow {
    #[sqlx(flatten)]
    consultation: ConsultationRow,
    #[sqlx(flatten)]
    stamp: Stamp,
}

impl ConsultationRow {
    fn read(self) -> Consultation {
        Consultation {
            consultation_id: ConsultationId(self.consultation_id),
            date: self.held_on,
            who: self.who,
            how: self.how,
            said: self.said,
        }
    }
}

/// Puts the parts of an EQIA together; an emptied entry is no entry.
pub(crate) fn join(
    entries: Vec<EntryRow>,
    own_rows: Vec<OwnRowRow>,
    consultations: Vec<ConsultationRow>,
) -> Eqia {
    let mut own_rows: Vec<_> = own_rows
        .into_iter()
        .map(|row| OwnRow {
            row: row.row_id,
            name: row.name,
        })
        .collect();
    // By number and not by text: own-10 was added after own-9.
    own_rows.sort_by(|a, b| (a.number(), &a.row).cmp(&(b.number(), &b.row)));
    Eqia {
        entries: entries
            .into_iter()
            .filter(|row| !row.entry.is_empty())
            .map(|row| (row.field, row.entry))
            .collect(),
        own_rows,
        consultations: consultations
            .into_iter()
            .map(ConsultationRow::read)
            .collect(),
    }
}

/// Reads the EQIA of one assessment on one connection.
macro_rules! read_eqia {
    ($db:expr, $assessment:expr) => {{
        let id = $assessment.assessment_id.0;
        let entries = sqlx::query_as($crate::eqia::LIST_ENTRIES)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let own_rows = sqlx::query_as($crate::eqia::LIST_OWN_ROWS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        let consultations = sqlx::query_as($crate::eqia::LIST_CONSULTATIONS)
            .bind(id)
            .fetch_all(&mut *$db)
            .await?;
        $crate::eqia::join(entries, own_rows, consultations)
    }};
}

pub(crate) use read_eqia;

pub(crate) const LIST_ENTRIES: &str =
    "SELECT field, entry FROM eqia_entry WHERE assessment_id = $1";

pub(crate) const LIST_OWN_ROWS: &str =
    "SELECT row_id, name FROM eqia_own_row WHERE assessment_id = $1";

pub(crate) const LIST_CONSULTATIONS: &str = "
    SELECT consultation_id, held_on, who, how, said
      FROM eqia_consultation
     WHERE assessment_id = $1
     ORDER BY consultation_id";

/// Compares and swaps by the text itself; no row is the same as an empty one.
const SAVE_ENTRY: &str = "
    INSERT INTO eqia_entry (assessment_id, field, entry, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (assessment_id, field)
        DO UPDATE SET entry = excluded.entry, saved_at = excluded.saved_at,
                      saved_by = excluded.saved_by
            WHERE eqia_entry.entry = $6";

const NEWEST_ENTRY: &str = "
    SELECT e.entry, e.saved_at, p.name AS saved_by
      FROM eqia_entry e
      LEFT JOIN person p ON p.person_id = e.saved_by
     WHERE e.assessment_id = $1 AND e.field = $2";

const ADD_OWN_ROW: &str =
    "INSERT INTO eqia_own_row (assessment_id, row_id, name) VALUES ($1, $2, $3)";

const RENAME_OWN_ROW: &str = "
    UPDATE eqia_own_row SET name = $3 WHERE assessment_id = $1 AND row_id = $2 AND name = $4";

const REMOVE_OWN_ROW: &str = "DELETE FROM eqia_own_row WHERE assessment_id = $1 AND row_id = $2";

const REMOVE_ENTRIES_OF_ROW: &str = "
    DELETE FROM eqia_entry
     WHERE assessment_id = $1
       AND (field LIKE 'cell.' || $2 || '.%' OR field LIKE 'evidence.' || $2 || '.%')";

const UNLINK_ACTIONS_OF_ROW: &str = "
    UPDATE action
       SET mitigates_row = NULL, mitigates_need = NULL, version = version + 1
     WHERE assessment_id = $1 AND mitigates_row = $2";

const FIND_CONSULTATION: &str = "
    SELECT c.consultation_id, c.held_on, c.who, c.how, c.said,
           c.version, c.saved_at, p.name AS saved_by
      FROM eqia_consultation c
      LEFT JOIN person p ON p.person_id = c.saved_by
     WHERE c.assessment_id = $1 AND c.consultation_id = $2";

const ADD_CONSULTATION: &str = "
    INSERT INTO eqia_consultation
           (assessment_id, consultation_id, held_on, who, how, said, version, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)";

const SAVE_CONSULTATION: &str = "
    UPDATE eqia_consultation
       SET held_on = $3, who = $4, how = $5, said = $6,
           version = version + 1, saved_at = $7, saved_by = $8
     WHERE assessment_id = $1 AND consultation_id = $2 AND version = $9
 RETURNING version";

const REMOVE_CONSULTATION: &str = "
    DELETE FROM eqia_consultation
     WHERE assessment_id = $1 AND consultation_id = $2 AND version = $3";

const CONSULTATION_VERSION: &str = "
    SELECT version FROM eqia_consultation WHERE assessment_id = $1 AND consultation_id = $2";

impl Store {
    /// The EQIA of an assessment. Three queries.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn eqia(&self, assessment: &Assessment) -> Result<Eqia, StoreError> {
        Ok(in_snapshot!(self, |db| read_eqia!(db, assessment)))
    }

    /// Saves many fields at once: all that contradict nobody, and returns the others.
    ///
    /// A field that is unchanged from its base is left alone, so a form may send all its fields.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn save_eqia_entries(
        &self,
        assessment: &Assessment,
        changes: &[EntryChange],
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Vec<StaleEntry>, StoreError> {
        let mut changes: Vec<_> = changes.iter().filter(|it| it.mine != it.base).collect();
        // Everybody locks fields in the same order, so that nobody waits for each other.
        changes.sort_by_key(|change| change.field.as_str());
        in_write!(self, |db| {
            let mut stale = Vec::new();
            for change in changes {
                let saved = sqlx::query(SAVE_ENTRY)
                    .bind(assessment.assessment_id.0)
                    .bind(change.field.as_str())
                    .bind(&change.mine)
                    .bind(to_second(now))
                    .bind(by.0)
                    .bind(&change.base)
                    .execute(&mut *db)
                    .await?;
                if saved.rows_affected() > 0 {
                    continue;
                }
                let newest: NewestEntryRow = sqlx::query_as(NEWEST_ENTRY)
                    .bind(assessment.assessment_id.0)
                    .bind(change.field.as_str())
                    .fetch_one(&mut *db)
                    .await?;
                if newest.entry != change.mine {
                    stale.push(StaleEntry {
                        field: change.field.clone(),
                        newest: newest.entry,
                        saved_at: newest.saved_at,
                        saved_by: newest.saved_by,
                    });
                }
            }
            Ok(stale)
        })
    }

    /// Adds a row to the matrix; see [`Eqia::next_own_row`] for its short name.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the short name is taken: somebody
    /// added a row at the same time; [`StoreError::SignedOff`] once the
    /// assessment is signed off, and [`StoreError::Database`] when the database
    /// is unavailable.
    pub async fn add_own_row(
        &self,
        assessment: &Assessment,
        row: &OwnRow,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(ADD_OWN_ROW)
                .bind(assessment.assessment_id.0)
                .bind(&row.row)
                .bind(&row.name)
        )
        .map_err(StoreError::or_conflict("row"))?;
        Ok(())
    }

    /// Gives a row that was called `was` another name. Returns whether it was still called so.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn rename_own_row(
        &self,
        assessment: &Assessment,
        row: &OwnRow,
        was: &str,
    ) -> Result<bool, StoreError> {
        let renamed = in_single_write!(
            self,
            sqlx::query(RENAME_OWN_ROW)
                .bind(assessment.assessment_id.0)
                .bind(&row.row)
                .bind(&row.name)
                .bind(was)
        )?;
        Ok(renamed > 0)
    }

    /// Removes a row with what is written in it; actions that mitigated it stay, as ordinary actions.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn remove_own_row(
        &self,
        assessment: &Assessment,
        row: &str,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            for removal in [REMOVE_OWN_ROW, REMOVE_ENTRIES_OF_ROW, UNLINK_ACTIONS_OF_ROW] {
                sqlx::query(removal)
                    .bind(assessment.assessment_id.0)
                    .bind(row)
                    .execute(&mut *db)
                    .await?;
            }
        });
        Ok(())
    }

    /// The entry of the consultation log with this id, ready to be edited.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_consultation(
        &self,
        assessment: &Assessment,
        consultation: ConsultationId,
    ) -> Result<Option<Stored<Consultation>>, StoreError> {
        let row: Option<StoredConsultationRow> =
            in_read!(self, |db| sqlx::query_as(FIND_CONSULTATION)
                .bind(assessment.assessment_id.0)
                .bind(consultation.0)
                .fetch_optional(&mut *db)
                .await?);
        Ok(row.map(|row| row.stamp.on(row.consultation.read())))
    }

    /// Adds an entry to the consultation log.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken,
    /// [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_consultation(
        &self,
        assessment: &Assessment,
        consultation: &Consultation,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(ADD_CONSULTATION)
                .bind(assessment.assessment_id.0)
                .bind(consultation.consultation_id.0)
                .bind(consultation.date)
                .bind(&consultation.who)
                .bind(&consultation.how)
                .bind(&consultation.said)
                .bind(to_second(now))
                .bind(by.0)
        )
        .map_err(StoreError::or_conflict("consultation"))?;
        Ok(())
    }

    /// Saves an entry of the consultation log.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn save_consultation(
        &self,
        assessment: &Assessment,
        consultation: &Consultation,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_CONSULTATION)
                .bind(assessment.assessment_id.0)
                .bind(consultation.consultation_id.0)
                .bind(consultation.date)
                .bind(&consultation.who)
                .bind(&consultation.how)
                .bind(&consultation.said)
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest = sqlx::query_scalar(CONSULTATION_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(consultation.consultation_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            };
            Ok(Version::read(saved))
        })
    }

    /// Removes an entry of the consultation log.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved or removed it since
    /// `seen`, [`StoreError::SignedOff`] once the assessment is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn remove_consultation(
        &self,
        assessment: &Assessment,
        consultation: ConsultationId,
        seen: Version,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            let removed = sqlx::query(REMOVE_CONSULTATION)
                .bind(assessment.assessment_id.0)
                .bind(consultation.0)
                .bind(seen.number())
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() == 0 {
                let newest = sqlx::query_scalar(CONSULTATION_VERSION)
                    .bind(assessment.assessment_id.0)
                    .bind(consultation.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(Version::stale(newest));
            }
        });
        Ok(())
    }
}
