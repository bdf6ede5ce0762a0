//! The shape of the database, embedded from `migrations/`.
//!
//! One folder per engine with the same files; forward only. A released file is
//! never edited: the database remembers its checksum.

use sqlx::migrate::{Migrate, MigrateError, Migrator};

use crate::{
    Store, StoreError,
    engine::{Engine, in_read},
};

/// The migrations for SQLite.
pub static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");

/// The migrations for PostgreSQL.
pub static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// The number of the newest migration: the same for both engines.
#[must_use]
pub fn newest() -> i64 {
    SQLITE.iter().map(|it| it.version).max().unwrap_or_default()
}

impl Store {
    /// Brings the database to the shape this build needs; harmless to repeat.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Migration`] when a migration fails, when one was
    /// edited after it was applied, or when the database belongs to a later
    /// build. A migration that fails leaves nothing behind.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite { writer, .. } => SQLITE.run(writer).await?,
            Engine::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// The migrations that have not been applied, for example `5 score`.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let listed = in_read!(self, |db| db
            .list_applied_migrations("_sqlx_migrations")
            .await);
        let applied = match listed {
            Ok(applied) => applied,
            // An empty database does not even have the list.
            Err(MigrateError::Execute(sqlx::Error::Database(_))) => vec![],
            Err(error) => return Err(error.into()),
        };
        Ok(SQLITE
            .iter()
            .filter(|known| applied.iter().all(|it| it.version != known.version))
            .map(|known| format!("{} {}", known.version, known.description))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_migrations() {
        let names = |migrator: &Migrator| {
            migrator
                .iter()
                .map(|it| (it.version, it.description.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }
}
