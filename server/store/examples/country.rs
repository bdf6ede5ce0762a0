//! Fills a database with a country of invented organisations, to measure how size tells.
//!
//! `country fill URL ORGANISATIONS YEAR` adds so many, each with signed assessments of five years up to `YEAR`, every
//! statement scored by lot, and that of `YEAR` contributed to its benchmark. The first has a lead. `country size URL` prints
//! how many bytes the database takes. The database is migrated, and its own. Made with a few large statements, past the
//! triggers: hours of saves would measure nothing else. The snapshots that sign-off keeps are not made.

use std::{env, error::Error, fs};

use domain::framework::shipped;
use sqlx::{PgPool, QueryBuilder, SqlitePool};
use time::{Date, Month, OffsetDateTime};

/// How many years each organisation looks back on.
const YEARS: i32 = 5;

/// Who leads the first of them.
const LEAD: &str = "Lead of a country";

/// What one engine says in another way than the other.
struct Dialect {
    /// The id with the number `n`.
    id: &'static str,
    /// A level by lot.
    level: &'static str,
    /// Yes.
    yes: &'static str,
}

const SQLITE: Dialect = Dialect {
    id: "unhex(printf('%032x', n))",
    level: "abs(random()) % 5",
    yes: "1",
};

const POSTGRES: Dialect = Dialect {
    id: "CAST(lpad(to_hex(n), 32, '0') AS UUID)",
    level: "CAST(floor(random() * 5) AS BIGINT)",
    yes: "TRUE",
};

/// Runs one statement; a macro, because each engine binds its own types.
macro_rules! run {
    ($db:expr, $sql:expr $(, $value:expr)*) => {{
        let mut query = QueryBuilder::new($sql);
        query.build()$(.bind($value))*.persistent(false).execute(&mut *$db).await?;
    }};
}

macro_rules! fill {
    ($db:expr, $dialect:expr, $organisations:expr, $year:expr) => {{
        let Dialect { id, level, yes } = $dialect;
        let framework = shipped().first().ok_or("no pack is shipped")?;
        let made_at = OffsetDateTime::UNIX_EPOCH;
        run!($db, "CREATE TEMP TABLE number (n BIGINT NOT NULL)");
        run!(
            $db,
            "INSERT INTO number (n)
             WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < $1)
             SELECT n FROM up",
            $organisations
        );
        run!($db, "CREATE TEMP TABLE asked (statement_id TEXT NOT NULL)");
        for statement in &framework.statements {
            run!($db, "INSERT INTO asked (statement_id) VALUES ($1)", statement.id.as_str());
        }
        run!(
            $db,
            format!(
                "INSERT INTO organisation
                        (organisation_id, name, nation, kind, headcount, invented, version, saved_at)
                 SELECT {id}, 'Invented organisation ' || n,
                        CASE WHEN n % 10 < 7 THEN 'england' WHEN n % 10 = 7 THEN 'scotland'
                             WHEN n % 10 = 8 THEN 'wales' ELSE 'northern-ireland' END,
                        CASE n % 7 WHEN 0 THEN 'acute' WHEN 1 THEN 'acute' WHEN 2 THEN 'mental-health'
                             WHEN 3 THEN 'community' WHEN 4 THEN 'primary-care'
                             WHEN 5 THEN 'ambulance' ELSE 'other' END,
                        CASE n % 11 % 4 WHEN 0 THEN 'under-1000' WHEN 1 THEN '1000-2999'
                             WHEN 2 THEN '3000-5999' ELSE '6000-9999' END,
                        {yes}, 1, $1
                   FROM number"
            ),
            made_at
        );
        run!(
            $db,
            format!(
                "INSERT INTO person (person_id, organisation_id, name, email, role, added_at)
                 SELECT {id}, {id}, $1, 'lead@example.org', 'lead', $2 FROM number WHERE n = 1"
            ),
            LEAD,
            made_at
        );
        for back in 0..YEARS {
            let year = $year - back;
            let first = i64::from(year) * 10_000_000;
            let opened = Date::from_calendar_date(year, Month::April, 1)?;
            let closes = Date::from_calendar_date(year + 1, Month::March, 31)?;
            run!(
                $db,
                format!(
                    "INSERT INTO assessment
                            (assessment_id, organisation_id, title, framework, edition, scope,
                             period_start, period_end, default_target, as_at, state, created_at,
                             version, saved_at, method, minimum)
                     SELECT a.id, o.id, 'Of one year', $1, $2, 'full', $3, $4, 3, $3, 'scoring', $5, 1,
                            $5, 'recorded', 3
                       FROM (SELECT n AS place, {id} AS id FROM number) o
                       JOIN (SELECT n - {first} AS place, {id} AS id
                               FROM (SELECT n + {first} AS n FROM number) later) a
                         ON a.place = o.place"
                ),
                &framework.id,
                i64::from(framework.edition),
                opened,
                closes,
                made_at
            );
            run!(
                $db,
                format!(
                    "INSERT INTO agreed_score
                            (assessment_id, statement_id, answer, level, target, importance, version,
                             saved_at)
                     SELECT {id}, statement_id, 'level', {level}, 3, 2, 1, $1
                       FROM (SELECT n + {first} AS n FROM number) later
                      CROSS JOIN asked"
                ),
                made_at
            );
        }
        run!(
            $db,
            "UPDATE assessment SET state = 'signed_off' WHERE title = 'Of one year'"
        );
        run!(
            $db,
            "INSERT INTO benchmark (framework, edition, year) VALUES ($1, $2, $3)
             ON CONFLICT (framework, edition, year) DO NOTHING",
            &framework.id,
            i64::from(framework.edition),
            i64::from($year)
        );
        run!(
            $db,
            "INSERT INTO contribution
                    (framework, edition, year, organisation_id, assessment_id, contributed_at)
             SELECT framework, edition, $1, organisation_id, assessment_id, $3
               FROM assessment
              WHERE title = 'Of one year' AND period_start = $2",
            i64::from($year),
            Date::from_calendar_date($year, Month::April, 1)?,
            made_at
        );
        run!($db, "ANALYZE");
    }};
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["fill", url, organisations, year] => {
            let (organisations, year) = (organisations.parse::<i64>()?, year.parse::<i32>()?);
            if url.starts_with("sqlite:") {
                let pool = SqlitePool::connect(url).await?;
                let mut db = pool.begin().await?;
                fill!(db, SQLITE, organisations, year);
                db.commit().await?;
                pool.close().await;
            } else {
                let pool = PgPool::connect(url).await?;
                let mut db = pool.begin().await?;
                // Millions of rows, each of which would be asked whether its assessment is signed.
                run!(db, "ALTER TABLE agreed_score DISABLE TRIGGER USER");
                fill!(db, POSTGRES, organisations, year);
                run!(db, "ALTER TABLE agreed_score ENABLE TRIGGER USER");
                db.commit().await?;
                pool.close().await;
            }
        }
        ["size", url] => {
            let bytes: i64 = if let Some(file) = url.strip_prefix("sqlite:") {
                i64::try_from(fs::metadata(file)?.len())?
            } else {
                let pool = PgPool::connect(url).await?;
                sqlx::query_scalar("SELECT pg_database_size(current_database())")
                    .fetch_one(&pool)
                    .await?
            };
            println!("{bytes}");
        }
        _ => return Err("country fill URL ORGANISATIONS YEAR, or country size URL".into()),
    }
    Ok(())
}
