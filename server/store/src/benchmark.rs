//! The benchmark: what was contributed to it, and what was released of that.
//!
//! A page reads the rows that it shows and no others: the sizes of at most four
//! peer groups, and one chapter of one of them. Which assessments stand behind
//! a release is never asked for by a page.

use std::collections::{BTreeMap, HashMap};

use domain::{
    assessment::Assessment,
    audit::Event,
    benchmark::{
        Cell, Chapter, Cohort, Contribution, Distribution, GroupSize, Measure, PeerGroup, Release,
        release,
    },
    display::Fraction,
    framework::Framework,
    level::Level,
    person::Person,
};
use sqlx::{QueryBuilder, types::Uuid};
use time::OffsetDateTime;

use crate::{
    Store, StoreError, Version,
    audit::append_entry,
    engine::{in_read, in_write},
    error::{number, read},
    stored::to_second,
};

/// How an assessment stands to the benchmark of its cohort.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContributionState {
    /// When the release was made, if it was.
    pub released_at: Option<OffsetDateTime>,
    /// How many organisations have contributed so far, to the release that is still to be made.
    pub contributors: u32,
    /// When this assessment was contributed, if it was.
    pub contributed_at: Option<OffsetDateTime>,
    /// Whether the organisation has contributed another assessment of the same year.
    pub has_other: bool,
    /// Whether the release counts this assessment.
    pub is_counted: bool,
    /// Whether another assessment supersedes this one.
    pub is_superseded: bool,
}

/// A cohort to which somebody has contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortState {
    /// Which.
    pub cohort: Cohort,
    /// How many contributions there are that a release counts, or would count.
    pub contributors: u32,
    /// When its release was made, if it was.
    pub released_at: Option<OffsetDateTime>,
}

/// What came of making a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// It is made, and frozen for ever, of so many contributions.
    Released {
        /// What is published.
        release: Release,
        /// How many contributions it counts.
        contributors: u32,
    },
    /// Nothing was done: it would hold nothing, and could never be made again.
    TooFew(u32),
}

/// The fewest contributions of which a release is made: below, it would be empty.
const CONTRIBUTIONS_LEAST: usize = domain::benchmark::distribution::MEDIAN_LEAST;

/// How many contributions' scores are read at once, so that memory stays small.
const CONTRIBUTIONS_AT_ONCE: usize = 500;

/// How many rows are written by one statement: well below both engines' limits on parameters.
const ROWS_AT_ONCE: usize = 500;

/// Makes everybody else who contributes or releases wait; once the release is made, a trigger refuses it.
const HOLD_COHORT: &str = "
    INSERT INTO benchmark (framework, edition, year) VALUES ($1, $2, $3)
    ON CONFLICT (framework, edition, year) DO UPDATE SET year = excluded.year";

/// Only what is signed, and by nothing superseded. Instead of another assessment of the same year.
const CONTRIBUTE: &str = "
    INSERT INTO contribution
           (framework, edition, year, organisation_id, assessment_id, contributed_at)
    SELECT $1, $2, $3, a.organisation_id, a.assessment_id, $6
      FROM assessment a
     WHERE a.organisation_id = $4 AND a.assessment_id = $5 AND a.state = 'signed_off'
       AND NOT EXISTS (SELECT 1 FROM assessment l WHERE l.supersedes = a.assessment_id)
    ON CONFLICT (framework, edition, year, organisation_id)
    DO UPDATE SET assessment_id = excluded.assessment_id, contributed_at = excluded.contributed_at";

pub(crate) const WITHDRAW: &str = "DELETE FROM contribution WHERE assessment_id = $1";

/// Everything about one assessment and its cohort in one row.
const CONTRIBUTION_STATE: &str = "
    SELECT (SELECT b.released_at FROM benchmark b
             WHERE b.framework = $1 AND b.edition = $2 AND b.year = $3) AS released_at,
           (SELECT count(*) FROM contribution c
             WHERE c.framework = $1 AND c.edition = $2 AND c.year = $3
               AND NOT EXISTS (SELECT 1 FROM assessment l WHERE l.supersedes = c.assessment_id)
           ) AS contributors,
           (SELECT c.contributed_at FROM contribution c WHERE c.assessment_id = $5)
           AS contributed_at,
           (SELECT count(*) FROM contribution c
             WHERE c.framework = $1 AND c.edition = $2 AND c.year = $3
               AND c.organisation_id = $4 AND c.assessment_id <> $5) AS others,
           (SELECT count(*) FROM contribution c WHERE c.assessment_id = $5 AND c.counted)
           AS counted,
           (SELECT count(*) FROM assessment l WHERE l.supersedes = $5) AS superseding";

#[derive(sqlx::FromRow)]
struct ContributionStateRow {
    released_at: Option<OffsetDateTime>,
    contributors: i64,
    contributed_at: Option<OffsetDateTime>,
    others: i64,
    counted: i64,
    superseding: i64,
}

const LIST_COHORTS: &str = "
    SELECT b.framework, b.edition, b.year, b.released_at,
           (SELECT count(*) FROM contribution c
             WHERE c.framework = b.framework AND c.edition = b.edition AND c.year = b.year
               AND (c.counted OR b.released_at IS NULL AND NOT EXISTS (
                   SELECT 1 FROM assessment l WHERE l.supersedes = c.assessment_id))
           ) AS contributors
      FROM benchmark b
     ORDER BY b.framework, b.edition, b.year";

type CohortRow = (String, i64, i64, Option<OffsetDateTime>, i64);

/// The last release of a pack's edition up to a year.
const LAST_RELEASE: &str = "
    SELECT year FROM benchmark
     WHERE framework = $1 AND edition = $2 AND year <= $3 AND released_at IS NOT NULL
     ORDER BY year DESC
     LIMIT 1";

const IS_RELEASED: &str = "
    SELECT count(*) FROM benchmark
     WHERE framework = $1 AND edition = $2 AND year = $3 AND released_at IS NOT NULL";

/// An organisation stands in four peer groups.
const LIST_GROUPS: &str = "
    SELECT peer_group, contributions FROM benchmark_group
     WHERE framework = $1 AND edition = $2 AND year = $3 AND peer_group IN ($4, $5, $6, $7)";

const LIST_ALL_GROUPS: &str = "
    SELECT peer_group, contributions FROM benchmark_group
     WHERE framework = $1 AND edition = $2 AND year = $3";

const LIST_RELEASES: &str = "
    SELECT framework, edition, year, released_at FROM benchmark
     WHERE released_at IS NOT NULL
     ORDER BY year DESC, framework, edition DESC";

const LIST_CELLS: &str = "
    SELECT peer_group, chapter, measure, n, median, lower_quartile, upper_quartile, lowest_tenth,
           highest_tenth
      FROM benchmark_cell
     WHERE framework = $1 AND edition = $2 AND year = $3 AND peer_group = $4 AND chapter = $5";

const LIST_ALL_CELLS: &str = "
    SELECT peer_group, chapter, measure, n, median, lower_quartile, upper_quartile, lowest_tenth,
           highest_tenth
      FROM benchmark_cell
     WHERE framework = $1 AND edition = $2 AND year = $3";

#[derive(sqlx::FromRow)]
struct CellRow {
    peer_group: String,
    chapter: String,
    measure: String,
    n: i64,
    median: String,
    lower_quartile: Option<String>,
    upper_quartile: Option<String>,
    lowest_tenth: Option<String>,
    highest_tenth: Option<String>,
}

impl CellRow {
    fn read(self) -> Result<Cell, StoreError> {
        let pair = |low: Option<String>, high: Option<String>| {
            let pair = low.zip(high);
            pair.map(|(low, high)| Ok::<_, StoreError>([ratio(&low)?, ratio(&high)?]))
                .transpose()
        };
        Ok(Cell {
            group: read("benchmark_cell.peer_group", &self.peer_group)?,
            measure: Measure {
                chapter: read("benchmark_cell.chapter", &self.chapter)?,
                id: self.measure,
            },
            distribution: Distribution {
                n: count(self.n),
                median: ratio(&self.median)?,
                quartiles: pair(self.lower_quartile, self.upper_quartile)?,
                tenths: pair(self.lowest_tenth, self.highest_tenth)?,
            },
        })
    }
}

fn ratio(text: &str) -> Result<Fraction, StoreError> {
    Fraction::from_ratio(text).ok_or_else(|| StoreError::Corrupt {
        column: "benchmark_cell.median",
        value: text.to_owned(),
    })
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// What a release counts: everything that is not superseded by then.
const COUNT_CONTRIBUTIONS: &str = "
    UPDATE contribution
       SET counted = $4
     WHERE framework = $1 AND edition = $2 AND year = $3
       AND NOT EXISTS (
           SELECT 1 FROM assessment l WHERE l.supersedes = contribution.assessment_id)";

/// What a release is made of, in the order of the ids: who it is, stays behind.
const LIST_CONTRIBUTIONS: &str = "
    SELECT c.assessment_id, o.kind, o.nation, o.headcount
      FROM contribution c
      JOIN organisation o ON o.organisation_id = c.organisation_id
     WHERE c.framework = $1 AND c.edition = $2 AND c.year = $3 AND c.counted
     ORDER BY c.assessment_id";

/// The agreed levels of the contributions between two ids.
const LIST_LEVELS: &str = "
    SELECT s.assessment_id, s.statement_id, s.level
      FROM contribution c
      JOIN agreed_score s ON s.assessment_id = c.assessment_id
     WHERE c.framework = $1 AND c.edition = $2 AND c.year = $3 AND c.counted
       AND c.assessment_id BETWEEN $4 AND $5
       AND s.assessment_id BETWEEN $4 AND $5
       AND s.level IS NOT NULL";

const ADD_GROUPS: &str =
    "INSERT INTO benchmark_group (framework, edition, year, peer_group, contributions) ";

const ADD_CELLS: &str = "
    INSERT INTO benchmark_cell
           (framework, edition, year, peer_group, chapter, measure, n, median, lower_quartile,
            upper_quartile, lowest_tenth, highest_tenth) ";

/// From here on the triggers keep it as it is.
const FREEZE: &str = "
    UPDATE benchmark SET released_at = $4 WHERE framework = $1 AND edition = $2 AND year = $3";

type ContributionRow = (Uuid, String, String, String);

/// Binds which cohort a query is about; a macro, because each engine binds its own types.
macro_rules! about {
    ($query:expr, $cohort:expr) => {
        $query
            .bind(&$cohort.framework)
            .bind(i64::from($cohort.edition))
            .bind(i64::from($cohort.year))
    };
}

/// Everything that a release counts, read on one connection.
macro_rules! read_contributions {
    ($db:expr, $cohort:expr, $framework:expr) => {{
        let rows: Vec<ContributionRow> = about!(sqlx::query_as(LIST_CONTRIBUTIONS), $cohort)
            .fetch_all(&mut *$db)
            .await?;
        let positions = positions($framework);
        let mut contributions = Vec::with_capacity(rows.len());
        for rows in rows.chunks(CONTRIBUTIONS_AT_ONCE) {
            let (Some((first, ..)), Some((last, ..))) = (rows.first(), rows.last()) else {
                continue;
            };
            let levels: Vec<(Uuid, String, i64)> = about!(sqlx::query_as(LIST_LEVELS), $cohort)
                .bind(first)
                .bind(last)
                .fetch_all(&mut *$db)
                .await?;
            contributions.extend(join(rows, levels, &positions)?);
        }
        contributions
    }};
}

impl Store {
    /// Contributes a signed assessment to the benchmark of its cohort, in place
    /// of another of the same organisation and year.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Released`] when the release is made,
    /// [`StoreError::Stale`] when the assessment is not signed or is superseded,
    /// and [`StoreError::Database`] when the database is unavailable. In no case
    /// is anything changed.
    pub async fn contribute(
        &self,
        assessment: &Assessment,
        by: Option<&Person>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let cohort = Cohort::of(assessment);
        in_write!(self, |db| {
            about!(sqlx::query(HOLD_COHORT), cohort)
                .execute(&mut *db)
                .await?;
            let added = about!(sqlx::query(CONTRIBUTE), cohort)
                .bind(assessment.organisation_id.0)
                .bind(assessment.assessment_id.0)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            if added.rows_affected() == 0 {
                return Err(Version::stale(None));
            }
            append_entry!(db, assessment, by, Event::Contributed, now);
        });
        Ok(())
    }

    /// Takes a contribution back; nothing happens when there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Released`] when the release is made, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn withdraw_contribution(
        &self,
        assessment: &Assessment,
        by: Option<&Person>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let cohort = Cohort::of(assessment);
        in_write!(self, |db| {
            about!(sqlx::query(HOLD_COHORT), cohort)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(WITHDRAW)
                .bind(assessment.assessment_id.0)
                .execute(&mut *db)
                .await?;
            if removed.rows_affected() > 0 {
                append_entry!(db, assessment, by, Event::ContributionWithdrawn, now);
            }
        });
        Ok(())
    }

    /// How an assessment stands to the benchmark of its cohort. One query.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn contribution_state(
        &self,
        assessment: &Assessment,
    ) -> Result<ContributionState, StoreError> {
        let cohort = Cohort::of(assessment);
        let row: ContributionStateRow = in_read!(self, |db| about!(
            sqlx::query_as(CONTRIBUTION_STATE),
            cohort
        )
        .bind(assessment.organisation_id.0)
        .bind(assessment.assessment_id.0)
        .fetch_one(&mut *db)
        .await?);
        Ok(ContributionState {
            released_at: row.released_at,
            contributors: count(row.contributors),
            contributed_at: row.contributed_at,
            has_other: row.others > 0,
            is_counted: row.counted > 0,
            is_superseded: row.superseding > 0,
        })
    }

    /// Every cohort to which somebody has contributed: for the command line, never for a visitor.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn cohorts(&self) -> Result<Vec<CohortState>, StoreError> {
        let rows: Vec<CohortRow> = in_read!(self, |db| sqlx::query_as(LIST_COHORTS)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|(framework, edition, year, released_at, contributors)| {
                Ok(CohortState {
                    cohort: read_cohort(framework, edition, year)?,
                    contributors: count(contributors),
                    released_at,
                })
            })
            .collect()
    }

    /// Makes the release of a cohort, once and for ever.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Released`] when it is made already, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn make_release(
        &self,
        cohort: &Cohort,
        framework: &Framework,
        now: OffsetDateTime,
    ) -> Result<Made, StoreError> {
        let made = in_write!(self, |db| {
            about!(sqlx::query(HOLD_COHORT), cohort)
                .execute(&mut *db)
                .await?;
            about!(sqlx::query(COUNT_CONTRIBUTIONS), cohort)
                .bind(true)
                .execute(&mut *db)
                .await?;
            let contributions = read_contributions!(db, cohort, framework);
            let contributors = u32::try_from(contributions.len()).unwrap_or(u32::MAX);
            if contributions.len() < CONTRIBUTIONS_LEAST {
                // Leaving early takes back what was done so far.
                return Ok(Made::TooFew(contributors));
            }
            let release = release(cohort.clone(), framework, &contributions);
            for groups in release.groups.chunks(ROWS_AT_ONCE) {
                let mut query = QueryBuilder::new(ADD_GROUPS);
                query.push_values(groups, |mut row, it| {
                    row.push_bind(cohort.framework.clone())
                        .push_bind(i64::from(cohort.edition))
                        .push_bind(i64::from(cohort.year))
                        .push_bind(it.group.to_string())
                        .push_bind(i64::from(it.contributions));
                });
                query.build().persistent(false).execute(&mut *db).await?;
            }
            for cells in release.cells.chunks(ROWS_AT_ONCE) {
                let mut query = QueryBuilder::new(ADD_CELLS);
                query.push_values(cells, |mut row, it| {
                    let Distribution {
                        n,
                        median,
                        quartiles,
                        tenths,
                    } = it.distribution;
                    row.push_bind(cohort.framework.clone())
                        .push_bind(i64::from(cohort.edition))
                        .push_bind(i64::from(cohort.year))
                        .push_bind(it.group.to_string())
                        .push_bind(it.measure.chapter.to_string())
                        .push_bind(it.measure.id.clone())
                        .push_bind(i64::from(n))
                        .push_bind(median.ratio())
                        .push_bind(quartiles.map(|[low, _]| low.ratio()))
                        .push_bind(quartiles.map(|[_, high]| high.ratio()))
                        .push_bind(tenths.map(|[low, _]| low.ratio()))
                        .push_bind(tenths.map(|[_, high]| high.ratio()));
                });
                query.build().persistent(false).execute(&mut *db).await?;
            }
            about!(sqlx::query(FREEZE), cohort)
                .bind(to_second(now))
                .execute(&mut *db)
                .await?;
            Made::Released {
                release,
                contributors,
            }
        });
        Ok(made)
    }

    /// The cohort whose release an assessment is shown beside: its own, else the
    /// last one before it. `None` while there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_released_cohort(
        &self,
        assessment: &Assessment,
    ) -> Result<Option<Cohort>, StoreError> {
        let cohort = Cohort::of(assessment);
        let year: Option<i64> =
            in_read!(self, |db| about!(sqlx::query_scalar(LAST_RELEASE), cohort)
                .fetch_optional(&mut *db)
                .await?);
        year.map(|year| read_cohort(cohort.framework, cohort.edition.into(), year))
            .transpose()
    }

    /// Whether the release of a cohort is made.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn is_released(&self, cohort: &Cohort) -> Result<bool, StoreError> {
        let found: i64 = in_read!(self, |db| about!(sqlx::query_scalar(IS_RELEASED), cohort)
            .fetch_one(&mut *db)
            .await?);
        Ok(found > 0)
    }

    /// Those of some peer groups that a release names, with their sizes, in their order.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn released_groups(
        &self,
        cohort: &Cohort,
        path: &[PeerGroup; 4],
    ) -> Result<Vec<GroupSize>, StoreError> {
        let [all, kind, nation, size] = path.map(|group| group.to_string());
        let rows: Vec<(String, i64)> =
            in_read!(self, |db| about!(sqlx::query_as(LIST_GROUPS), cohort)
                .bind(all)
                .bind(kind)
                .bind(nation)
                .bind(size)
                .fetch_all(&mut *db)
                .await?);
        read_groups(rows)
    }

    /// Every peer group that a release names, with its size, in their order.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn all_released_groups(&self, cohort: &Cohort) -> Result<Vec<GroupSize>, StoreError> {
        let rows: Vec<(String, i64)> =
            in_read!(self, |db| about!(sqlx::query_as(LIST_ALL_GROUPS), cohort)
                .fetch_all(&mut *db)
                .await?);
        read_groups(rows)
    }

    /// Every release with the moment it was made, the newest year first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn releases(&self) -> Result<Vec<(Cohort, OffsetDateTime)>, StoreError> {
        let rows: Vec<(String, i64, i64, OffsetDateTime)> =
            in_read!(self, |db| sqlx::query_as(LIST_RELEASES)
                .fetch_all(&mut *db)
                .await?);
        rows.into_iter()
            .map(|(framework, edition, year, at)| Ok((read_cohort(framework, edition, year)?, at)))
            .collect()
    }

    /// What a release tells of one chapter in one peer group, by the id of the
    /// measure; what is withheld is missing.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn released_chapter(
        &self,
        cohort: &Cohort,
        group: PeerGroup,
        chapter: &Chapter,
    ) -> Result<BTreeMap<String, Distribution>, StoreError> {
        let rows: Vec<CellRow> = in_read!(self, |db| about!(sqlx::query_as(LIST_CELLS), cohort)
            .bind(group.to_string())
            .bind(chapter.to_string())
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|row| {
                let cell = row.read()?;
                Ok((cell.measure.id, cell.distribution))
            })
            .collect()
    }

    /// Everything that a release tells: by peer group, then by measure. Empty
    /// while it is not made.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn released_cells(&self, cohort: &Cohort) -> Result<Vec<Cell>, StoreError> {
        let rows: Vec<CellRow> =
            in_read!(self, |db| about!(sqlx::query_as(LIST_ALL_CELLS), cohort)
                .fetch_all(&mut *db)
                .await?);
        let cells = rows.into_iter().map(CellRow::read);
        let mut cells = cells.collect::<Result<Vec<_>, _>>()?;
        // Here and not in SQL: the engines do not agree on the order of text.
        cells.sort_by(|a, b| (a.group, &a.measure).cmp(&(b.group, &b.measure)));
        Ok(cells)
    }
}

fn read_groups(rows: Vec<(String, i64)>) -> Result<Vec<GroupSize>, StoreError> {
    let mut groups = rows
        .into_iter()
        .map(|(group, contributions)| {
            Ok(GroupSize {
                group: read("benchmark_group.peer_group", &group)?,
                contributions: count(contributions),
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    groups.sort_by_key(|it| it.group);
    Ok(groups)
}

fn read_cohort(framework: String, edition: i64, year: i64) -> Result<Cohort, StoreError> {
    let corrupt = |column, value: i64| StoreError::Corrupt {
        column,
        value: value.to_string(),
    };
    Ok(Cohort {
        framework,
        edition: u32::try_from(edition).map_err(|_| corrupt("benchmark.edition", edition))?,
        year: i32::try_from(year).map_err(|_| corrupt("benchmark.year", year))?,
    })
}

/// Where each statement stands in the pack. Others are not compared.
fn positions(framework: &Framework) -> HashMap<&str, usize> {
    let statements = framework.statements.iter().enumerate();
    statements.map(|(at, it)| (it.id.as_str(), at)).collect()
}

/// Puts contributions and their levels together.
fn join(
    rows: &[ContributionRow],
    levels: Vec<(Uuid, String, i64)>,
    positions: &HashMap<&str, usize>,
) -> Result<Vec<Contribution>, StoreError> {
    let mut contributions = rows
        .iter()
        .map(|(_, kind, nation, headcount)| {
            Ok(Contribution {
                path: PeerGroup::path_of(
                    read("organisation.kind", kind)?,
                    read("organisation.nation", nation)?,
                    read("organisation.headcount", headcount)?,
                ),
                levels: vec![None; positions.len()],
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let ids = rows.iter().map(|(id, ..)| *id);
    let places: HashMap<Uuid, usize> = ids.enumerate().map(|(at, id)| (id, at)).collect();
    for (assessment, statement, steps) in levels {
        let place = places
            .get(&assessment)
            .and_then(|at| contributions.get_mut(*at));
        let slot = positions.get(statement.as_str());
        let slot = place.zip(slot).and_then(|(it, at)| it.levels.get_mut(*at));
        if let Some(slot) = slot {
            *slot = Some(number::<Level>("agreed_score.level", steps)?);
        }
    }
    Ok(contributions)
}
