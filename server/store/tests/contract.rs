//! What every engine must do, said once and checked on each.
//!
//! `cargo test` runs the SQLite half. `cargo test -- --include-ignored` also
//! runs the PostgreSQL half, on databases it makes next to `DATABASE_URL`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy sees no test in a function that two tests call"
)]

/// Makes each test two: one per engine, each on a database of its own.
macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {$(
            #[sqlx::test(migrator = "store::migrations::SQLITE")]
            async fn $test(pool: sqlx::SqlitePool) {
                let store = store::Store::from(pool);
                super::$test(store.clone()).await;
                store.close().await;
            }
        )+}
        mod postgres {$(
            #[ignore = "needs PostgreSQL at DATABASE_URL"]
            #[sqlx::test(migrator = "store::migrations::POSTGRES")]
            async fn $test(pool: sqlx::PgPool) {
                let store = store::Store::from(pool);
                super::$test(store.clone()).await;
                store.close().await;
            }
        )+}
    };
}

mod assessment;
mod attempt;
mod backup;
mod benchmark;
mod buddy;
mod engine;
mod eqia;
mod evidence;
mod example;
mod following;
mod history;
mod import;
mod indicator;
mod link;
mod local_statement;
mod merger;
mod organisation;
mod partnership;
mod person;
mod plan;
mod question;
mod reopening;
mod score;
mod session;
mod set_aside;
mod sign_off;
mod signature;
mod site;
mod system;
