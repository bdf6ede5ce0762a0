//! All of it, as one file for either engine.
//!
//! A backup is text, one JSON object per line: a head, one line per row, and an
//! end with the number of rows per table and the SHA-256 of every byte before
//! it. It is read from one moment while the application goes on working, knows
//! nothing of the engine it came from, and leaves out what must not travel:
//! sessions, links, invitations, attempts to sign in, and who is there just now.
//!
//! A restore believes nothing until it has checked everything, and then
//! replaces everything in one transaction.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Write},
};

use domain::snapshot::Fingerprint;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Row, types::Uuid};
use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};

use crate::{
    Store, StoreError,
    engine::{BEGIN_WRITE, Engine, in_snapshot},
    migrations,
    stored::to_second,
};

/// Why a backup could not be made or restored. A restore then has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("this is not a backup made by Plumbline")]
    NotABackup,
    /// A later Plumbline wrote it, in a way this one does not know.
    #[error("this backup has format {0}; this Plumbline reads format {FORMAT}")]
    OtherFormat(u32),
    /// It was made by a Plumbline whose database has another shape.
    #[error(
        "this backup is of a database with shape {found}; this Plumbline needs {needed}. \
         Restore it with the version that made it, then update"
    )]
    OtherSchema {
        /// The newest migration of the database it was made from.
        found: i64,
        /// The newest migration this build knows.
        needed: i64,
    },
    /// It was cut short, or changed after it was made.
    #[error("the backup is damaged: {0}")]
    Damaged(Damage),
    /// The file could not be read or written.
    #[error("the file could not be read or written: {0}")]
    File(#[from] io::Error),
    /// The database could not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with a damaged backup.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The end is missing.
    #[error("it ends too early")]
    CutShort,
    /// There is something after the end.
    #[error("something follows its end")]
    TooLong,
    /// A line is not what it should be.
    #[error("line {0} cannot be read")]
    Line(usize),
    /// The bytes are not those that were written.
    #[error("its contents do not match its checksum")]
    Checksum,
    /// The number of rows is not what was written.
    #[error("rows of `{0}` are missing or too many")]
    Count(String),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The format of the files that this build writes and reads.
const FORMAT: u32 = 1;

/// How a file says what it is.
const NAME: &str = "plumbline backup";

#[derive(Serialize, Deserialize)]
struct Head {
    file: String,
    format: u32,
    schema: i64,
    #[serde(with = "time::serde::rfc3339")]
    made_at: OffsetDateTime,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Row {
        table: String,
        row: Map<String, Json>,
    },
    End {
        rows: BTreeMap<String, u64>,
        sha256: String,
    },
}

/// What a sound backup holds, for somebody who has to decide whether to restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When it was made, in whole seconds.
    pub made_at: OffsetDateTime,
    /// How many organisations it holds.
    pub organisations: usize,
    /// How many people.
    pub people: usize,
    /// How many assessments.
    pub assessments: usize,
}

/// Reads a whole backup and checks it as a restore would, without any database.
///
/// # Errors
///
/// Returns [`BackupError`] when it is not a backup, is damaged or has another shape.
pub fn inspect(backup: impl BufRead) -> Result<Summary, BackupError> {
    let (made_at, checked) = check(backup)?;
    let rows = |name| {
        let all = TABLES.iter().zip(&checked);
        all.filter(|(table, _)| table.name == name)
            .map(|(_, rows)| rows.len())
            .sum()
    };
    Ok(Summary {
        made_at,
        organisations: rows("organisation"),
        people: rows("person"),
        assessments: rows("assessment"),
    })
}

/// A table as it is written down, in an order in which every row finds what it refers to.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
}

/// What a column holds, whatever the engine calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Text,
    Number,
    Flag,
    Moment,
    Day,
}

/// What stands in a column of a row; every kind may be absent.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Id(Option<Uuid>),
    Text(Option<String>),
    Number(Option<i64>),
    Flag(Option<bool>),
    Moment(Option<OffsetDateTime>),
    Day(Option<Date>),
}

const TABLES: &[Table] = &[
    Table {
        name: "organisation",
        columns: &[
            ("organisation_id", Kind::Id),
            ("name", Kind::Text),
            ("ods_code", Kind::Text),
            ("nation", Kind::Text),
            ("kind", Kind::Text),
            ("headcount", Kind::Text),
            ("invented", Kind::Flag),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
            ("successor_id", Kind::Id),
            ("closed_on", Kind::Day),
        ],
    },
    Table {
        name: "organisation_event",
        columns: &[
            ("organisation_id", Kind::Id),
            ("number", Kind::Number),
            ("day", Kind::Day),
            ("what", Kind::Text),
            ("before", Kind::Text),
            ("after", Kind::Text),
            ("recorded_at", Kind::Moment),
            ("recorded_by", Kind::Id),
        ],
    },
    Table {
        name: "site",
        columns: &[
            ("site_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("name", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "person",
        columns: &[
            ("person_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("name", Kind::Text),
            ("email", Kind::Text),
            ("role", Kind::Text),
            ("password_hash", Kind::Text),
            ("added_at", Kind::Moment),
        ],
    },
    Table {
        name: "assessment",
        columns: &[
            ("assessment_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("title", Kind::Text),
            ("framework", Kind::Text),
            ("edition", Kind::Number),
            ("scope", Kind::Text),
            ("period_start", Kind::Day),
            ("period_end", Kind::Day),
            ("default_target", Kind::Number),
            ("as_at", Kind::Day),
            ("state", Kind::Text),
            ("method", Kind::Text),
            ("minimum", Kind::Number),
            ("supersedes", Kind::Id),
            ("additions", Kind::Text),
            ("follows", Kind::Id),
            ("site_id", Kind::Id),
            ("created_at", Kind::Moment),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "agreed_score",
        columns: &[
            ("assessment_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("answer", Kind::Text),
            ("level", Kind::Number),
            ("reason", Kind::Text),
            ("comment", Kind::Text),
            ("target", Kind::Number),
            ("importance", Kind::Number),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
            ("management_level", Kind::Number),
            ("management_reason", Kind::Text),
            ("staff_level", Kind::Number),
            ("staff_reason", Kind::Text),
        ],
    },
    Table {
        name: "evidence",
        columns: &[
            ("assessment_id", Kind::Id),
            ("evidence_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("what", Kind::Text),
            ("link", Kind::Text),
            ("dated", Kind::Day),
            ("strength", Kind::Number),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "action",
        columns: &[
            ("assessment_id", Kind::Id),
            ("action_id", Kind::Id),
            ("what", Kind::Text),
            ("measure", Kind::Text),
            ("owner", Kind::Text),
            ("due", Kind::Day),
            ("resource", Kind::Text),
            ("risk", Kind::Text),
            ("equality_note", Kind::Text),
            ("mitigates_row", Kind::Text),
            ("mitigates_need", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "action_statement",
        columns: &[
            ("assessment_id", Kind::Id),
            ("action_id", Kind::Id),
            ("statement_id", Kind::Text),
        ],
    },
    Table {
        name: "action_progress",
        columns: &[
            ("assessment_id", Kind::Id),
            ("action_id", Kind::Id),
            ("progress_id", Kind::Id),
            ("written_at", Kind::Moment),
            ("written_by", Kind::Text),
            ("note", Kind::Text),
            ("status", Kind::Text),
            ("due", Kind::Day),
        ],
    },
    Table {
        name: "unconfirmed_evidence",
        columns: &[("assessment_id", Kind::Id), ("evidence_id", Kind::Id)],
    },
    Table {
        name: "unconfirmed_action",
        columns: &[("assessment_id", Kind::Id), ("action_id", Kind::Id)],
    },
    Table {
        name: "check_in",
        columns: &[
            ("assessment_id", Kind::Id),
            ("check_in_id", Kind::Id),
            ("held_on", Kind::Day),
            ("note", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "check_in_level",
        columns: &[
            ("assessment_id", Kind::Id),
            ("check_in_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("level", Kind::Number),
        ],
    },
    Table {
        name: "eqia_entry",
        columns: &[
            ("assessment_id", Kind::Id),
            ("field", Kind::Text),
            ("entry", Kind::Text),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "eqia_own_row",
        columns: &[
            ("assessment_id", Kind::Id),
            ("row_id", Kind::Text),
            ("name", Kind::Text),
        ],
    },
    Table {
        name: "eqia_consultation",
        columns: &[
            ("assessment_id", Kind::Id),
            ("consultation_id", Kind::Id),
            ("held_on", Kind::Day),
            ("who", Kind::Text),
            ("how", Kind::Text),
            ("said", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "participant",
        columns: &[
            ("assessment_id", Kind::Id),
            ("person_id", Kind::Id),
            ("side", Kind::Text),
            ("part", Kind::Text),
            ("scorer_id", Kind::Id),
            ("sections", Kind::Text),
            ("invited_at", Kind::Moment),
        ],
    },
    Table {
        name: "own_score",
        columns: &[
            ("assessment_id", Kind::Id),
            ("scorer_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("side", Kind::Text),
            ("answer", Kind::Text),
            ("level", Kind::Number),
            ("comment", Kind::Text),
            ("for_own_side", Kind::Flag),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
        ],
    },
    Table {
        name: "consent",
        columns: &[
            ("assessment_id", Kind::Id),
            ("matter", Kind::Text),
            ("side", Kind::Text),
            ("consented_at", Kind::Moment),
        ],
    },
    Table {
        name: "meeting",
        columns: &[
            ("assessment_id", Kind::Id),
            ("current_statement", Kind::Text),
            ("started_at", Kind::Moment),
            ("planned_minutes", Kind::Number),
            ("changed", Kind::Number),
        ],
    },
    Table {
        name: "proposal",
        columns: &[
            ("assessment_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("score_json", Kind::Text),
            ("version", Kind::Number),
            ("proposed_at", Kind::Moment),
        ],
    },
    Table {
        name: "confirmation",
        columns: &[
            ("assessment_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("side", Kind::Text),
            ("confirmed_at", Kind::Moment),
        ],
    },
    Table {
        name: "question",
        columns: &[
            ("assessment_id", Kind::Id),
            ("question_id", Kind::Id),
            ("statement_id", Kind::Text),
            ("question", Kind::Text),
            ("asked_by", Kind::Text),
            ("asked_at", Kind::Moment),
            ("reply", Kind::Text),
            ("replied_by", Kind::Text),
            ("replied_at", Kind::Moment),
            ("version", Kind::Number),
        ],
    },
    Table {
        name: "audit_entry",
        columns: &[
            ("organisation_id", Kind::Id),
            ("number", Kind::Number),
            ("assessment_id", Kind::Id),
            ("body", Kind::Text),
            ("link", Kind::Text),
        ],
    },
    Table {
        name: "signature",
        columns: &[
            ("assessment_id", Kind::Id),
            ("capacity", Kind::Text),
            ("person_id", Kind::Id),
            ("name", Kind::Text),
            ("post", Kind::Text),
            ("sha256", Kind::Text),
            ("signed_at", Kind::Moment),
        ],
    },
    Table {
        name: "system",
        columns: &[
            ("system_id", Kind::Id),
            ("host_id", Kind::Id),
            ("name", Kind::Text),
            ("kind", Kind::Text),
            ("opened_at", Kind::Moment),
            ("closed_at", Kind::Moment),
        ],
    },
    Table {
        name: "system_member",
        columns: &[
            ("system_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("joined_at", Kind::Moment),
        ],
    },
    Table {
        name: "system_share",
        columns: &[
            ("system_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("assessment_id", Kind::Id),
            ("shared_at", Kind::Moment),
        ],
    },
    Table {
        name: "system_entry",
        columns: &[
            ("system_id", Kind::Id),
            ("number", Kind::Number),
            ("happened_at", Kind::Moment),
            ("what", Kind::Text),
            ("member_id", Kind::Id),
            ("about", Kind::Text),
            ("acted_for", Kind::Id),
            ("acted_by", Kind::Text),
        ],
    },
    Table {
        name: "benchmark",
        columns: &[
            ("framework", Kind::Text),
            ("edition", Kind::Number),
            ("year", Kind::Number),
            ("released_at", Kind::Moment),
        ],
    },
    Table {
        name: "contribution",
        columns: &[
            ("framework", Kind::Text),
            ("edition", Kind::Number),
            ("year", Kind::Number),
            ("organisation_id", Kind::Id),
            ("assessment_id", Kind::Id),
            ("contributed_at", Kind::Moment),
            ("counted", Kind::Flag),
        ],
    },
    Table {
        name: "benchmark_group",
        columns: &[
            ("framework", Kind::Text),
            ("edition", Kind::Number),
            ("year", Kind::Number),
            ("peer_group", Kind::Text),
            ("contributions", Kind::Number),
        ],
    },
    Table {
        name: "benchmark_cell",
        columns: &[
            ("framework", Kind::Text),
            ("edition", Kind::Number),
            ("year", Kind::Number),
            ("peer_group", Kind::Text),
            ("chapter", Kind::Text),
            ("measure", Kind::Text),
            ("n", Kind::Number),
            ("median", Kind::Text),
            ("lower_quartile", Kind::Text),
            ("upper_quartile", Kind::Text),
            ("lowest_tenth", Kind::Text),
            ("highest_tenth", Kind::Text),
        ],
    },
    Table {
        name: "staged_import",
        columns: &[
            ("assessment_id", Kind::Id),
            ("import_id", Kind::Id),
            ("file_name", Kind::Text),
            ("rows_json", Kind::Text),
            ("staged_at", Kind::Moment),
        ],
    },
    Table {
        name: "indicator_value",
        columns: &[
            ("organisation_id", Kind::Id),
            ("value_id", Kind::Id),
            ("indicator", Kind::Text),
            ("period_start", Kind::Day),
            ("period_end", Kind::Day),
            ("amount", Kind::Number),
            ("base", Kind::Number),
            ("origin", Kind::Text),
            ("source", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "staged_indicator_import",
        columns: &[
            ("organisation_id", Kind::Id),
            ("import_id", Kind::Id),
            ("file_name", Kind::Text),
            ("rows_json", Kind::Text),
            ("staged_at", Kind::Moment),
        ],
    },
    Table {
        name: "offer",
        columns: &[
            ("offer_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("pack", Kind::Text),
            ("statement_id", Kind::Text),
            ("note", Kind::Text),
            ("contact_who", Kind::Text),
            ("contact_how", Kind::Text),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    Table {
        name: "conversation",
        columns: &[
            ("offer_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("message", Kind::Text),
            ("contact_who", Kind::Text),
            ("contact_how", Kind::Text),
            ("answer", Kind::Text),
            ("asked_at", Kind::Moment),
            ("answered_at", Kind::Moment),
        ],
    },
    Table {
        name: "example",
        columns: &[
            ("example_id", Kind::Id),
            ("organisation_id", Kind::Id),
            ("pack", Kind::Text),
            ("statement_id", Kind::Text),
            ("title", Kind::Text),
            ("did", Kind::Text),
            ("took", Kind::Text),
            ("changed", Kind::Text),
            ("shows_name", Kind::Flag),
            ("stage", Kind::Text),
            ("reason", Kind::Text),
            ("published_on", Kind::Day),
            ("version", Kind::Number),
            ("saved_at", Kind::Moment),
            ("saved_by", Kind::Id),
        ],
    },
    // Reckoned from the two above, but nothing is reckoned while a backup is restored.
    Table {
        name: "topic",
        columns: &[
            ("pack", Kind::Text),
            ("statement_id", Kind::Text),
            ("offers", Kind::Number),
            ("examples", Kind::Number),
        ],
    },
    Table {
        name: "set_aside",
        columns: &[
            ("holder", Kind::Text),
            ("place", Kind::Text),
            ("form_json", Kind::Text),
            ("set_aside_at", Kind::Moment),
        ],
    },
    Table {
        name: "sign_off",
        columns: &[
            ("assessment_id", Kind::Id),
            ("snapshot", Kind::Text),
            ("sha256", Kind::Text),
            ("signed_off_at", Kind::Moment),
        ],
    },
];

/// The tables that never travel; a restore empties them.
const LEFT_OUT: [&str; 6] = [
    "session",
    "link",
    "attempt",
    "invitation",
    "system_invitation",
    "presence",
];

/// How many rows are written by one statement: well below both engines' limits on parameters.
const ROWS_AT_ONCE: usize = 500;

/// A backup that has been read and found sound: the rows of each of [`TABLES`].
type Checked = Vec<Vec<Vec<Value>>>;

/// Reads the rows of one table on one connection; a macro, because each engine has its own types.
macro_rules! read_rows {
    ($db:expr, $table:expr) => {{
        let mut query = QueryBuilder::new("SELECT ");
        let mut names = query.separated(", ");
        for (name, _) in $table.columns {
            names.push(name);
        }
        query.push(" FROM ").push($table.name);
        let mut rows = Vec::new();
        for row in query.build().persistent(false).fetch_all(&mut *$db).await? {
            let mut values = Vec::with_capacity($table.columns.len());
            for (at, (_, kind)) in $table.columns.iter().enumerate() {
                values.push(match kind {
                    Kind::Id => Value::Id(row.try_get(at)?),
                    Kind::Text => Value::Text(row.try_get(at)?),
                    Kind::Number => Value::Number(row.try_get(at)?),
                    Kind::Flag => Value::Flag(row.try_get(at)?),
                    Kind::Moment => Value::Moment(row.try_get(at)?),
                    Kind::Day => Value::Day(row.try_get(at)?),
                });
            }
            rows.push(values);
        }
        rows
    }};
}

/// Empties every table and fills it again, on one connection.
macro_rules! replace_rows {
    ($db:expr, $backup:expr) => {{
        let travelling = TABLES.iter().rev().map(|table| table.name);
        for name in LEFT_OUT.into_iter().chain(travelling) {
            let mut query = QueryBuilder::new("DELETE FROM ");
            query.push(name).build().execute(&mut *$db).await?;
        }
        for (table, rows) in TABLES.iter().zip($backup) {
            for rows in rows.chunks(ROWS_AT_ONCE) {
                let mut query = QueryBuilder::new("INSERT INTO ");
                query.push(table.name).push(" (");
                let mut names = query.separated(", ");
                for (name, _) in table.columns {
                    names.push(name);
                }
                query.push(") ");
                query.push_values(rows, |mut line, row| {
                    for value in row {
                        match value {
                            Value::Id(id) => line.push_bind(*id),
                            Value::Text(text) => line.push_bind(text.clone()),
                            Value::Number(number) => line.push_bind(*number),
                            Value::Flag(flag) => line.push_bind(*flag),
                            Value::Moment(moment) => line.push_bind(moment.map(to_second)),
                            Value::Day(day) => line.push_bind(*day),
                        };
                    }
                });
                query.build().persistent(false).execute(&mut *$db).await?;
            }
        }
    }};
}

impl Store {
    /// Writes everything down as it stands at one moment, while others go on working.
    ///
    /// # Errors
    ///
    /// Returns [`BackupError::File`] when it cannot be written, and
    /// [`BackupError::Store`] when the database is unavailable or not migrated.
    pub async fn backup(
        &self,
        out: impl Write + Send,
        now: OffsetDateTime,
    ) -> Result<(), BackupError> {
        let mut out = Hashed {
            out,
            hash: Sha256::new(),
        };
        out.write_line(&Head {
            file: NAME.to_owned(),
            format: FORMAT,
            schema: migrations::newest(),
            made_at: to_second(now),
        })?;
        let mut counts = BTreeMap::new();
        in_snapshot!(self, |db| for table in TABLES {
            let rows = read_rows!(db, table);
            counts.insert(table.name.to_owned(), rows.len() as u64);
            for row in rows {
                out.write_line(&Line::Row {
                    table: table.name.to_owned(),
                    row: table.name_values(row)?,
                })?;
            }
        });
        let sha256 = checksum(out.hash.clone());
        out.write_line(&Line::End {
            rows: counts,
            sha256,
        })?;
        Ok(out.out.flush()?)
    }

    /// Replaces everything by what a backup holds, and signs everybody out.
    ///
    /// All of the backup is read and checked first; then everything happens in
    /// one transaction, so that others see the old or the new and nothing in
    /// between. The database must be migrated.
    ///
    /// # Errors
    ///
    /// Returns [`BackupError`] when the file is not a backup, is damaged or has
    /// another shape, or when the database is unavailable. In no case is
    /// anything changed.
    pub async fn restore(&self, backup: impl BufRead + Send) -> Result<(), BackupError> {
        let (_, checked) = check(backup)?;
        match &self.engine {
            Engine::Sqlite { writer, .. } => {
                let mut db = writer.begin_with(BEGIN_WRITE).await?;
                // SQLite cannot switch triggers off, but it can forget and relearn them.
                let triggers: Vec<(String, String)> =
                    sqlx::query_as(LIST_TRIGGERS).fetch_all(&mut *db).await?;
                for (name, _) in &triggers {
                    let mut query = QueryBuilder::new("DROP TRIGGER ");
                    query.push(name).build().execute(&mut *db).await?;
                }
                replace_rows!(db, &checked);
                for (_, definition) in triggers {
                    let mut query = QueryBuilder::new(definition);
                    query.build().persistent(false).execute(&mut *db).await?;
                }
                db.commit().await?;
            }
            Engine::Postgres(pool) => {
                let mut db = pool.begin().await?;
                for (table, switch) in switches("DISABLE") {
                    let mut query = QueryBuilder::new("ALTER TABLE ");
                    query
                        .push(table)
                        .push(switch)
                        .build()
                        .execute(&mut *db)
                        .await?;
                }
                replace_rows!(db, &checked);
                // A table that something is still to be checked about cannot be altered.
                sqlx::query(CHECK_NOW).execute(&mut *db).await?;
                for (table, switch) in switches("ENABLE") {
                    let mut query = QueryBuilder::new("ALTER TABLE ");
                    query
                        .push(table)
                        .push(switch)
                        .build()
                        .execute(&mut *db)
                        .await?;
                }
                db.commit().await?;
            }
        }
        Ok(())
    }
}

const LIST_TRIGGERS: &str = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";

const CHECK_NOW: &str = "SET CONSTRAINTS ALL IMMEDIATE";

/// Every table, with what switches its own triggers; those of the foreign keys stay on.
fn switches(verb: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    TABLES
        .iter()
        .map(move |table| (table.name, format!(" {verb} TRIGGER USER")))
}

impl Table {
    fn name_values(&self, values: Vec<Value>) -> io::Result<Map<String, Json>> {
        self.columns
            .iter()
            .zip(values)
            .map(|((name, _), value)| Ok(((*name).to_owned(), value.write()?)))
            .collect()
    }

    /// The values of a row in the table's order; `None` when the row has others.
    fn read_row(&self, mut row: Map<String, Json>) -> Option<Vec<Value>> {
        let values = self
            .columns
            .iter()
            .map(|(name, kind)| Value::read(*kind, row.remove(*name)?))
            .collect();
        if !row.is_empty() {
            return None;
        }
        values
    }
}

const DAY: &[time::format_description::BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]");

impl Value {
    fn write(self) -> io::Result<Json> {
        Ok(match self {
            Self::Id(id) => id.map(|id| id.to_string()).into(),
            Self::Text(text) => text.into(),
            Self::Number(number) => number.into(),
            Self::Flag(flag) => flag.into(),
            Self::Moment(moment) => moment
                .map(|moment| moment.format(&Rfc3339))
                .transpose()
                .map_err(io::Error::other)?
                .into(),
            Self::Day(day) => day
                .map(|day| day.format(DAY))
                .transpose()
                .map_err(io::Error::other)?
                .into(),
        })
    }

    /// Reads a value of this kind; `None` when it is of another.
    fn read(kind: Kind, json: Json) -> Option<Self> {
        let absent = json.is_null();
        Some(match (kind, json) {
            (Kind::Id, Json::String(text)) => Self::Id(Some(Uuid::parse_str(&text).ok()?)),
            (Kind::Text, Json::String(text)) => Self::Text(Some(text)),
            (Kind::Number, Json::Number(number)) => Self::Number(Some(number.as_i64()?)),
            (Kind::Flag, Json::Bool(flag)) => Self::Flag(Some(flag)),
            (Kind::Moment, Json::String(text)) => {
                Self::Moment(Some(OffsetDateTime::parse(&text, &Rfc3339).ok()?))
            }
            (Kind::Day, Json::String(text)) => Self::Day(Some(Date::parse(&text, DAY).ok()?)),
            (Kind::Id, _) if absent => Self::Id(None),
            (Kind::Text, _) if absent => Self::Text(None),
            (Kind::Number, _) if absent => Self::Number(None),
            (Kind::Flag, _) if absent => Self::Flag(None),
            (Kind::Moment, _) if absent => Self::Moment(None),
            (Kind::Day, _) if absent => Self::Day(None),
            _ => return None,
        })
    }
}

/// Reads a whole backup and believes none of it until its end.
fn check(mut backup: impl BufRead) -> Result<(OffsetDateTime, Checked), BackupError> {
    let mut line = Vec::new();
    let mut hash = Sha256::new();
    backup.read_until(b'\n', &mut line)?;
    let head: Head = serde_json::from_slice(&line).map_err(|_| BackupError::NotABackup)?;
    if head.file != NAME {
        return Err(BackupError::NotABackup);
    }
    if head.format != FORMAT {
        return Err(BackupError::OtherFormat(head.format));
    }
    let needed = migrations::newest();
    if head.schema != needed {
        return Err(BackupError::OtherSchema {
            found: head.schema,
            needed,
        });
    }
    let mut checked: Checked = TABLES.iter().map(|_| vec![]).collect();
    for number in 2.. {
        hash.update(&line);
        line.clear();
        if backup.read_until(b'\n', &mut line)? == 0 {
            return Err(BackupError::Damaged(Damage::CutShort));
        }
        let unreadable = || BackupError::Damaged(Damage::Line(number));
        match serde_json::from_slice(&line).map_err(|_| unreadable())? {
            Line::Row { table, row } => {
                let (known, rows) = TABLES
                    .iter()
                    .zip(&mut checked)
                    .find(|(known, _)| known.name == table)
                    .ok_or_else(unreadable)?;
                rows.push(known.read_row(row).ok_or_else(unreadable)?);
            }
            Line::End { rows, sha256 } => {
                if checksum(hash) != sha256 {
                    return Err(BackupError::Damaged(Damage::Checksum));
                }
                for (table, found) in TABLES.iter().zip(&checked) {
                    if rows.get(table.name) != Some(&(found.len() as u64)) {
                        return Err(BackupError::Damaged(Damage::Count(table.name.to_owned())));
                    }
                }
                break;
            }
        }
    }
    if !backup.fill_buf()?.is_empty() {
        return Err(BackupError::Damaged(Damage::TooLong));
    }
    Ok((head.made_at, checked))
}

/// A writer that keeps the SHA-256 of what went through it.
struct Hashed<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    fn write_line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        self.out.write_all(&bytes)
    }
}

fn checksum(hash: Sha256) -> String {
    Fingerprint(hash.finalize().into()).to_string()
}
