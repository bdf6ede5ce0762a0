//! Two engines, one way of using them.

use std::{fs, io, path::Path, time::Duration};

use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, SqlitePool,
    migrate::MigrateDatabase,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{DatabaseUrl, StoreError, live::Live, queue::Queue, url::Place};

/// One database, for as many tasks as like to share it; cloning is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) engine: Engine,
    pub(crate) live: Live,
}

#[derive(Debug, Clone)]
pub(crate) enum Engine {
    /// One connection writes, so that saves queue instead of failing half-way;
    /// in WAL mode the others go on reading meanwhile.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        queue: Queue,
    },
    Postgres(PgPool),
}

/// Whether a database that does not exist is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreateDatabase {
    /// Make it, empty; [`Store::migrate`] does the rest.
    IfMissing,
    /// Never: a mistyped name is an error and not a new, empty database.
    Never,
}

/// Runs one piece of code on a connection that reads, of whichever engine is in use.
///
/// The code is compiled once per engine, so each gets its own native types.
/// SQL must be understood by both: `$1`.
macro_rules! in_read {
    ($store:expr, |$db:ident| $body:expr) => {
        match &$store.engine {
            $crate::engine::Engine::Sqlite { readers, .. } => {
                let mut $db = readers.acquire().await?;
                $body
            }
            $crate::engine::Engine::Postgres(pool) => {
                let mut $db = pool.acquire().await?;
                $body
            }
        }
    };
}

/// Like [`in_read!`], for several queries that must see the same moment.
macro_rules! in_snapshot {
    ($store:expr, |$db:ident| $body:expr) => {
        match &$store.engine {
            $crate::engine::Engine::Sqlite { readers, .. } => {
                let mut $db = readers.begin().await?;
                $body
            }
            $crate::engine::Engine::Postgres(pool) => {
                let mut $db = pool.begin_with($crate::engine::BEGIN_SNAPSHOT).await?;
                $body
            }
        }
    };
}

/// Runs one writing statement, which is its own transaction; says how many rows it wrote.
///
/// It is always run to its end: a statement that stops at its first returned
/// row has not yet heard from the database that it is on disk.
macro_rules! in_single_write {
    ($store:expr, $query:expr) => {
        match &$store.engine {
            $crate::engine::Engine::Sqlite { queue, .. } => queue.run($query).await,
            $crate::engine::Engine::Postgres(pool) => {
                $query.execute(pool).await.map(|it| it.rows_affected())
            }
        }
    };
}

/// Runs one piece of code in a write transaction of whichever engine is in use.
///
/// Leaving it early with `?` or `return` rolls everything back. On SQLite it
/// holds the one writer and begins `IMMEDIATE`, so that two saves queue instead
/// of failing half-way.
macro_rules! in_write {
    ($store:expr, |$db:ident| $body:expr) => {
        match &$store.engine {
            $crate::engine::Engine::Sqlite { writer, .. } => {
                let mut $db = writer.begin_with($crate::engine::BEGIN_WRITE).await?;
                let outcome = $body;
                $db.commit().await?;
                outcome
            }
            $crate::engine::Engine::Postgres(pool) => {
                let mut $db = pool.begin().await?;
                let outcome = $body;
                $db.commit().await?;
                outcome
            }
        }
    };
}

pub(crate) use {in_read, in_single_write, in_snapshot, in_write};

pub(crate) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";
pub(crate) const BEGIN_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// How long anybody waits for a connection, or for another process to finish writing.
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Opens a database.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::NoDatabase`] when there is none and `create` says
    /// [`CreateDatabase::Never`], [`StoreError::Unreachable`] when no server
    /// answers, and [`StoreError::Database`] when it cannot be opened or made.
    pub async fn connect(url: &DatabaseUrl, create: CreateDatabase) -> Result<Self, StoreError> {
        match &url.0 {
            Place::Sqlite(file) => {
                if !file.exists() {
                    if create == CreateDatabase::Never {
                        return Err(StoreError::NoDatabase(url.to_string()));
                    }
                    make_file(file).map_err(sqlx::Error::Io)?;
                }
                let options = SqliteConnectOptions::new().filename(file);
                let store = Self::from_sqlite(options);
                // Opened now, so that a file that is no database is found out here.
                store.check_reachable().await?;
                Ok(store)
            }
            Place::Postgres {
                url: secret,
                options,
            } => {
                let store = Self::from_postgres(PgConnectOptions::clone(options));
                match store.check_reachable().await {
                    Err(StoreError::Database(sqlx::Error::Database(error)))
                        if error.code().as_deref() == Some(NO_SUCH_DATABASE) =>
                    {
                        if create == CreateDatabase::Never {
                            return Err(StoreError::NoDatabase(url.to_string()));
                        }
                        Postgres::create_database(secret).await?;
                    }
                    Err(StoreError::Database(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_))) => {
                        return Err(find_obstacle(url, options).await);
                    }
                    reached => reached?,
                }
                Ok(store)
            }
        }
    }

    fn from_sqlite(options: SqliteConnectOptions) -> Self {
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            // "Saved" survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // At most 2,000 KiB per connection, so that idling stays cheap.
            .pragma("cache_size", "-2000")
            .statement_cache_capacity(100);
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                // A file does not go away: nothing to test, and nothing to renew.
                .test_before_acquire(false)
                .max_lifetime(None)
                .idle_timeout(None)
        };
        let writer = pool().max_connections(1).connect_lazy_with(options.clone());
        let readers = pool()
            .max_connections(4)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Self {
            engine: Engine::Sqlite {
                queue: Queue::new(writer.clone()),
                writer,
                readers,
            },
            live: Live::new(),
        }
    }

    fn from_postgres(options: PgConnectOptions) -> Self {
        let options = options.application_name("plumbline").options([
            ("statement_timeout", "60s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "60s"),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(10)
            .acquire_timeout(PATIENCE)
            .connect_lazy_with(options);
        Self {
            engine: Engine::Postgres(pool),
            live: Live::new(),
        }
    }

    /// Makes sure that the database answers.
    async fn check_reachable(&self) -> Result<(), StoreError> {
        in_single_write!(self, sqlx::query(ANSWER))?;
        Ok(())
    }

    /// Makes sure that the database answers and can be written to.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when it does not answer, when it is
    /// read-only, or when its tables are missing.
    pub async fn check(&self) -> Result<(), StoreError> {
        in_single_write!(self, sqlx::query(WRITE_NOTHING))?;
        Ok(())
    }

    /// Finishes what is under way and lets go of the database.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite {
                writer, readers, ..
            } => {
                // The writer goes last, so that it can tidy the log into the file.
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

/// Why no server answers. The pool goes on trying for a while, in case the server
/// is just starting, and then tells only that it gave up.
async fn find_obstacle(url: &DatabaseUrl, options: &PgConnectOptions) -> StoreError {
    let tried = tokio::time::timeout(PATIENCE, PgConnection::connect_with(options)).await;
    let reason = match tried {
        Err(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        Ok(Err(sqlx::Error::Io(error))) if error.kind() == io::ErrorKind::ConnectionRefused => {
            "the connection is refused, so no database server listens there".to_owned()
        }
        Ok(Err(sqlx::Error::Io(error))) => error.to_string(),
        Ok(Err(error)) => return error.into(),
        Ok(Ok(_)) => "it was too slow; now it answers".to_owned(),
    };
    StoreError::Unreachable {
        url: url.to_string(),
        reason,
    }
}

/// Makes an empty file that only its owner can read: it will hold password hashes.
fn make_file(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

const ANSWER: &str = "SELECT 1";

const WRITE_NOTHING: &str = "DELETE FROM session WHERE 1 = 0";

/// PostgreSQL's code for "there is no such database".
const NO_SUCH_DATABASE: &str = "3D000";

/// For tests: the same database, opened as the application opens it.
impl From<SqlitePool> for Store {
    fn from(pool: SqlitePool) -> Self {
        Self::from_sqlite(SqliteConnectOptions::clone(&pool.connect_options()))
    }
}

/// For tests: the same database, opened as the application opens it.
impl From<PgPool> for Store {
    fn from(pool: PgPool) -> Self {
        Self::from_postgres(PgConnectOptions::clone(&pool.connect_options()))
    }
}
