//! Which database: a file, or a server.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use sqlx::postgres::PgConnectOptions;

/// Where the database is: `sqlite:FILE` or `postgres://user:password@host/name`.
///
/// Never shows the password, neither printed nor in a log.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Place);

#[derive(Clone)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres {
        /// As given, with the password: only for making the database.
        url: String,
        options: Box<PgConnectOptions>,
    },
}

/// Text that names no database. Carries none of it, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a database is `sqlite:FILE` or `postgres://user:password@host/name`")]
pub struct NotADatabaseUrl;

impl DatabaseUrl {
    /// The file it is kept in, when it is a file.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Place::Sqlite(file) => Some(file),
            Place::Postgres { .. } => None,
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = NotADatabaseUrl;

    fn from_str(text: &str) -> Result<Self, NotADatabaseUrl> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            // In memory there would be one database per connection, and nothing would survive.
            if file.is_empty() || file.starts_with(":memory:") || file.contains('?') {
                return Err(NotADatabaseUrl);
            }
            return Ok(Self(Place::Sqlite(file.into())));
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(NotADatabaseUrl);
        }
        let options = text.parse().map_err(|_| NotADatabaseUrl)?;
        Ok(Self(Place::Postgres {
            url: text.to_owned(),
            options: Box::new(options),
        }))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Sqlite(file) => write!(out, "sqlite:{}", file.display()),
            Place::Postgres { options, .. } => write!(
                out,
                "postgres://{}@{}:{}/{}",
                options.get_username(),
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
            ),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let url: DatabaseUrl = "postgres://ama:s3cret@db.example.org:5433/plumbline"
            .parse()
            .unwrap();
        assert_eq!(
            url.to_string(),
            "postgres://ama@db.example.org:5433/plumbline"
        );
        assert!(!format!("{url:?}").contains("s3cret"));
    }

    #[test]
    fn a_file_reads_back_as_it_was_given() {
        for given in ["sqlite:data/plumbline.db", "sqlite:///srv/plumbline.db"] {
            let url: DatabaseUrl = given.parse().unwrap();
            assert_eq!(url.to_string(), given.replace("//", ""));
        }
    }

    #[test]
    fn anything_else_names_no_database() {
        for wrong in [
            "",
            "plumbline.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://host/name",
        ] {
            assert_eq!(
                wrong.parse::<DatabaseUrl>().err(),
                Some(NotADatabaseUrl),
                "{wrong}"
            );
        }
    }
}
