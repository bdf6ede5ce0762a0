//! Assessments: which rounds there are, and everything in one of them.

use domain::{
    assessment::Assessment,
    audit::Event,
    eqia::Eqia,
    following::Unconfirmed,
    framework::Additions,
    id::{AssessmentId, OrganisationId, PersonId, SiteId},
    organisation::Organisation,
    participant::Seat,
    partnership::Partnership,
    person::Person,
    plan::Action,
    results::Records,
    site::Site,
    snapshot::{Content, Signature},
};
use sqlx::types::Uuid;
use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError, Stored, Version,
    audit::append_entry,
    engine::{in_read, in_snapshot, in_write},
    error::{number, read},
    participant::read_seat,
    stored::{Stamp, to_second},
};

/// Everything in one assessment, as it stood at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Whose assessment it is.
    pub organisation: Organisation,
    /// The assessment.
    pub assessment: Assessment,
    /// Its scores and evidence.
    pub records: Records,
    /// Its plan, in the order of the ids.
    pub actions: Vec<Action>,
    /// Its EQIA.
    pub eqia: Eqia,
    /// What came of scoring in partnership; `None` before the reveal, and where
    /// the lead records the scores.
    pub partnership: Option<Partnership>,
    /// What was carried over from last year and nobody has looked at yet.
    pub unconfirmed: Unconfirmed,
}

impl Contents {
    /// What a snapshot holds when these people sign it at that moment.
    #[must_use]
    pub fn signed_by(self, signatures: Vec<Signature>, signed_at: OffsetDateTime) -> Content {
        Content {
            organisation: self.organisation,
            assessment: self.assessment,
            records: self.records,
            actions: self.actions,
            eqia: self.eqia,
            partnership: self.partnership,
            signatures,
            signed_at,
        }
    }
}

/// The columns of an assessment, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct AssessmentRow {
    assessment_id: Uuid,
    organisation_id: Uuid,
    title: String,
    framework: String,
    edition: i64,
    scope: String,
    period_start: Date,
    period_end: Date,
    default_target: i64,
    as_at: Date,
    state: String,
    method: String,
    minimum: i64,
    supersedes: Option<Uuid>,
    additions: String,
    follows: Option<Uuid>,
    site_id: Option<Uuid>,
    site_name: Option<String>,
    #[sqlx(flatten)]
    stamp: Stamp,
}

#[derive(sqlx::FromRow)]
struct SeatedRow {
    #[sqlx(flatten)]
    assessment: AssessmentRow,
    side: Option<String>,
    part: Option<String>,
}

impl AssessmentRow {
    pub(crate) fn read(self) -> Result<Stored<Assessment>, StoreError> {
        let assessment = Assessment {
            assessment_id: AssessmentId(self.assessment_id),
            organisation_id: OrganisationId(self.organisation_id),
            title: self.title,
            framework: self.framework,
            edition: u32::try_from(self.edition).map_err(|_| StoreError::Corrupt {
                column: "assessment.edition",
                value: self.edition.to_string(),
            })?,
            scope: read("assessment.scope", &self.scope)?,
            period_start: self.period_start,
            period_end: self.period_end,
            default_target: number("assessment.default_target", self.default_target)?,
            as_at: self.as_at,
            state: read("assessment.state", &self.state)?,
            method: read("assessment.method", &self.method)?,
            minimum: number("assessment.minimum", self.minimum)?,
            supersedes: self.supersedes.map(AssessmentId),
            additions: read_additions(&self.additions)?,
            follows: self.follows.map(AssessmentId),
            site: self.site_id.zip(self.site_name).map(|(id, name)| Site {
                site_id: SiteId(id),
                name,
            }),
        };
        Ok(self.stamp.on(assessment))
    }
}

/// What is asked beside the pack, as the column holds it.
pub(crate) fn read_additions(json: &str) -> Result<Additions, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt {
        column: "assessment.additions",
        value: json.to_owned(),
    })
}

/// What is asked beside the pack, as the column holds it.
pub(crate) fn write_additions(additions: &Additions) -> Result<String, StoreError> {
    serde_json::to_string(additions).map_err(|error| StoreError::Corrupt {
        column: "assessment.additions",
        value: error.to_string(),
    })
}

/// Reads everything in one assessment on one connection.
///
/// A macro, because the code is compiled once per engine.
macro_rules! read_contents {
    ($db:expr, $assessment:expr) => {{
        use $crate::{eqia, organisation, plan, score};
        let id = $assessment.assessment_id.0;
        let organisation: organisation::OrganisationRow =
            sqlx::query_as($crate::assessment::ORGANISATION_OF_ASSESSMENT)
                .bind(id)
                .fetch_one(&mut *$db)
                .await?;
        let assessment: $crate::assessment::AssessmentRow =
            sqlx::query_as($crate::assessment::FIND_ASSESSMENT_ANYWHERE)
                .bind(id)
                .fetch_one(&mut *$db)
                .await?;
        let assessment = assessment.read()?.value;
        $crate::assessment::Contents {
            organisation: organisation.read()?,
            records: score::read_records!($db, &assessment),
            actions: plan::read_actions!($db, &assessment),
            eqia: eqia::read_eqia!($db, &assessment),
            partnership: $crate::partnership::read_partnership!($db, &assessment),
            unconfirmed: $crate::following::read_unconfirmed!($db, &assessment),
            assessment,
        }
    }};
}

/// The statement that writes a new assessment.
macro_rules! insert_assessment {
    ($assessment:expr, $by:expr, $now:expr) => {{
        let assessment: &domain::assessment::Assessment = $assessment;
        let by: Option<domain::id::PersonId> = $by;
        sqlx::query($crate::assessment::CREATE_ASSESSMENT)
            .bind(assessment.assessment_id.0)
            .bind(assessment.organisation_id.0)
            .bind(&assessment.title)
            .bind(&assessment.framework)
            .bind(i64::from(assessment.edition))
            .bind(assessment.scope.code())
            .bind(assessment.period_start)
            .bind(assessment.period_end)
            .bind(i64::from(assessment.default_target.get()))
            .bind(assessment.as_at)
            .bind(assessment.state.code())
            .bind($crate::stored::to_second($now))
            .bind(by.map(|by| by.0))
            .bind(assessment.method.code())
            .bind(i64::from(assessment.minimum.get()))
            .bind(assessment.supersedes.map(|it| it.0))
            .bind($crate::assessment::write_additions(&assessment.additions)?)
            .bind(assessment.follows.map(|it| it.0))
            .bind(assessment.site.as_ref().map(|it| it.site_id.0))
    }};
}

pub(crate) use {insert_assessment, read_contents};

pub(crate) const CREATE_ASSESSMENT: &str = "
    INSERT INTO assessment
           (assessment_id, organisation_id, title, framework, edition, scope, period_start,
            period_end, default_target, as_at, state, created_at, version, saved_at, saved_by,
             method, minimum, supersedes, additions, follows, site_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $12, $13, $14, $15, $16, $17,
            $18, $19)";

/// Everything about assessments but the condition that says which.
macro_rules! select_assessments {
    ($condition:literal) => {
        concat!(
            "SELECT a.assessment_id, a.organisation_id, a.title, a.framework, a.edition, a.scope,
                    a.period_start, a.period_end, a.default_target, a.as_at, a.state,
                    a.method, a.minimum, a.supersedes, a.additions, a.follows, a.site_id,
                    s.name AS site_name, a.version, a.saved_at, p.name AS saved_by
               FROM assessment a
               LEFT JOIN person p ON p.person_id = a.saved_by
               LEFT JOIN site s ON s.site_id = a.site_id ",
            $condition
        )
    };
}

pub(crate) use select_assessments;

const LIST_ASSESSMENTS: &str = select_assessments!(
    "WHERE a.organisation_id = $1 ORDER BY a.created_at DESC, a.assessment_id DESC"
);

const LIST_ALL_ASSESSMENTS: &str =
    select_assessments!("ORDER BY a.created_at DESC, a.assessment_id DESC");

const FIND_ASSESSMENT: &str =
    select_assessments!("WHERE a.organisation_id = $1 AND a.assessment_id = $2");

/// What closed organisations have signed that this one stands for today.
const LIST_INHERITED: &str = select_assessments!(
    "JOIN organisation o ON o.organisation_id = a.organisation_id
    WHERE o.successor_id = $1 AND a.state = 'signed_off'
    ORDER BY a.period_end DESC, a.created_at DESC, a.assessment_id DESC"
);

/// What is contributed and can still be taken back.
pub(crate) const LIST_TO_BE_RELEASED: &str = select_assessments!(
    "JOIN contribution c ON c.assessment_id = a.assessment_id
     JOIN benchmark b ON b.framework = c.framework AND b.edition = c.edition AND b.year = c.year
    WHERE a.organisation_id = $1 AND b.released_at IS NULL"
);

/// Of the same pack and edition, so that the same statement means the same, and of the same site.
const FIND_ASSESSMENT_BEFORE: &str = select_assessments!(
    "WHERE a.organisation_id = $1 AND a.framework = $2 AND a.edition = $3
       AND a.state = 'signed_off' AND a.period_end < $4
       AND a.site_id IS NOT DISTINCT FROM $5
     ORDER BY a.period_end DESC, a.created_at DESC
     LIMIT 1"
);

pub(crate) const FIND_ASSESSMENT_ANYWHERE: &str = select_assessments!("WHERE a.assessment_id = $1");

pub(crate) const ORGANISATION_OF_ASSESSMENT: &str = "
    SELECT o.organisation_id, o.name AS organisation_name, o.ods_code, o.nation, o.kind,
           o.headcount, o.invented
      FROM organisation o
      JOIN assessment a ON a.organisation_id = o.organisation_id
     WHERE a.assessment_id = $1";

/// The same, with the seat that somebody has in it.
const FIND_ASSESSMENT_AND_SEAT: &str = "
    SELECT a.assessment_id, a.organisation_id, a.title, a.framework, a.edition, a.scope,
           a.period_start, a.period_end, a.default_target, a.as_at, a.state,
           a.method, a.minimum, a.supersedes, a.additions, a.follows, a.site_id,
           s.name AS site_name, a.version, a.saved_at, p.name AS saved_by, t.side, t.part
      FROM assessment a
      LEFT JOIN person p ON p.person_id = a.saved_by
      LEFT JOIN site s ON s.site_id = a.site_id
      LEFT JOIN participant t ON t.assessment_id = a.assessment_id AND t.person_id = $3
     WHERE a.assessment_id = $2
       AND (a.organisation_id = $1
            OR (a.state = 'signed_off'
                AND a.organisation_id IN (SELECT organisation_id FROM organisation
                                           WHERE successor_id = $1)))";

const SAVE_ASSESSMENT: &str = "
    UPDATE assessment
       SET title = $3, period_start = $4, period_end = $5, state = $6,
           version = version + 1, saved_at = $7, saved_by = $8
     WHERE organisation_id = $1 AND assessment_id = $2 AND version = $9
       AND state <> 'signed_off'
 RETURNING version";

/// Makes saves wait while something is compared, and changes nothing.
pub(crate) const HOLD_ASSESSMENT: &str =
    "UPDATE assessment SET version = version WHERE assessment_id = $1";

const ASSESSMENT_VERSION: &str = "
    SELECT version, state FROM assessment WHERE organisation_id = $1 AND assessment_id = $2";

impl Store {
    /// Starts an assessment.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when its id is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn create_assessment(
        &self,
        assessment: &Assessment,
        by: Option<&Person>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            insert_assessment!(assessment, by.map(|by| by.person_id), now)
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("assessment"))?;
            append_entry!(db, assessment, by, Event::Started, now);
        });
        Ok(())
    }

    /// An organisation's assessments, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn assessments(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Assessment>, StoreError> {
        let rows = in_read!(self, |db| sqlx::query_as(LIST_ASSESSMENTS)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        read_all(rows)
    }

    /// What was signed by organisations that have merged into this one, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn inherited_assessments(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Assessment>, StoreError> {
        let rows = in_read!(self, |db| sqlx::query_as(LIST_INHERITED)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        read_all(rows)
    }

    /// Every assessment, newest first: for the command line, never for a visitor.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn all_assessments(&self) -> Result<Vec<Assessment>, StoreError> {
        let rows = in_read!(self, |db| sqlx::query_as(LIST_ALL_ASSESSMENTS)
            .fetch_all(&mut *db)
            .await?);
        read_all(rows)
    }

    /// The assessment with this id, if it belongs to this organisation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_assessment(
        &self,
        organisation: OrganisationId,
        assessment: AssessmentId,
    ) -> Result<Option<Stored<Assessment>>, StoreError> {
        let row: Option<AssessmentRow> = in_read!(self, |db| sqlx::query_as(FIND_ASSESSMENT)
            .bind(organisation.0)
            .bind(assessment.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(AssessmentRow::read).transpose()
    }

    /// The same, with the seat that a person has in it. One query.
    ///
    /// Also one that was signed by an organisation that has merged into this one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_assessment_and_seat(
        &self,
        organisation: OrganisationId,
        assessment: AssessmentId,
        person: PersonId,
    ) -> Result<Option<(Assessment, Option<Seat>)>, StoreError> {
        let row: Option<SeatedRow> = in_read!(self, |db| sqlx::query_as(FIND_ASSESSMENT_AND_SEAT)
            .bind(organisation.0)
            .bind(assessment.0)
            .bind(person.0)
            .fetch_optional(&mut *db)
            .await?);
        let Some(row) = row else { return Ok(None) };
        let seat = match (row.side, row.part) {
            (Some(side), Some(part)) => Some(read_seat(&side, &part)?),
            _ => None,
        };
        Ok(Some((row.assessment.read()?.value, seat)))
    }

    /// The assessment that this one follows, else the organisation's last signed
    /// one of the same edition whose period ended before this one's begins.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_assessment_before(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<Assessment>, StoreError> {
        if let Some(followed) = self.find_followed(assessment).await? {
            return Ok(Some(followed));
        }
        let row: Option<AssessmentRow> =
            in_read!(self, |db| sqlx::query_as(FIND_ASSESSMENT_BEFORE)
                .bind(assessment.organisation_id.0)
                .bind(&assessment.framework)
                .bind(i64::from(assessment.edition))
                .bind(assessment.period_start)
                .bind(assessment.site.as_ref().map(|it| it.site_id.0))
                .fetch_optional(&mut *db)
                .await?);
        Ok(row.map(AssessmentRow::read).transpose()?.map(|it| it.value))
    }

    /// The assessment with this id, whosever it is: for the command line, never for a visitor.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_assessment_anywhere(
        &self,
        assessment: AssessmentId,
    ) -> Result<Option<Assessment>, StoreError> {
        let row: Option<AssessmentRow> =
            in_read!(self, |db| sqlx::query_as(FIND_ASSESSMENT_ANYWHERE)
                .bind(assessment.0)
                .fetch_optional(&mut *db)
                .await?);
        Ok(row.map(AssessmentRow::read).transpose()?.map(|it| it.value))
    }

    /// Saves an assessment's title, period and state; the rest is fixed when it starts.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Stale`] when somebody saved it since `seen`,
    /// [`StoreError::SignedOff`] once it is signed off, and
    /// [`StoreError::Database`] when the database is unavailable. In no case is
    /// anything changed.
    pub async fn save_assessment(
        &self,
        assessment: &Assessment,
        seen: Version,
        by: PersonId,
        now: OffsetDateTime,
    ) -> Result<Version, StoreError> {
        if !assessment.is_open() {
            // Only `sign_off` freezes an assessment, and it writes the snapshot too.
            return Err(StoreError::SignedOff);
        }
        in_write!(self, |db| {
            let saved: Option<i64> = sqlx::query_scalar(SAVE_ASSESSMENT)
                .bind(assessment.organisation_id.0)
                .bind(assessment.assessment_id.0)
                .bind(&assessment.title)
                .bind(assessment.period_start)
                .bind(assessment.period_end)
                .bind(assessment.state.code())
                .bind(to_second(now))
                .bind(by.0)
                .bind(seen.number())
                .fetch_optional(&mut *db)
                .await?;
            let Some(saved) = saved else {
                let newest: Option<(i64, String)> = sqlx::query_as(ASSESSMENT_VERSION)
                    .bind(assessment.organisation_id.0)
                    .bind(assessment.assessment_id.0)
                    .fetch_optional(&mut *db)
                    .await?;
                return Err(match newest {
                    Some((_, state)) if state == domain::assessment::State::SignedOff.code() => {
                        StoreError::SignedOff
                    }
                    newest => Version::stale(newest.map(|(version, _)| version)),
                });
            };
            Ok(Version::read(saved))
        })
    }

    /// Everything in an assessment, as it stands at one moment.
    ///
    /// For results, the plan, downloads and sign-off: nothing in it can
    /// contradict anything else in it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn contents(&self, assessment: &Assessment) -> Result<Contents, StoreError> {
        Ok(in_snapshot!(self, |db| read_contents!(db, assessment)))
    }
}

fn read_all(rows: Vec<AssessmentRow>) -> Result<Vec<Assessment>, StoreError> {
    rows.into_iter().map(|row| Ok(row.read()?.value)).collect()
}
