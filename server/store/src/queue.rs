//! Saves that wait for the disk together.
//!
//! SQLite writes one transaction at a time, and each ends with the disk saying
//! that it has it, which takes far longer than the save itself. So whoever gets
//! the connection takes along everybody who is waiting: all their statements
//! run in one transaction, and nobody is answered before it is on disk.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{
    Connection, Execute, SqlStr, Sqlite, SqlitePool, pool::PoolConnection, query::Query,
    sqlite::SqliteArguments,
};
use tokio::sync::oneshot::{self, error::TryRecvError};

use crate::engine::BEGIN_WRITE;

/// The one connection that writes, and the statements that wait for it.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    writer: SqlitePool,
    waiting: Arc<Mutex<Vec<Write>>>,
}

/// One statement, and where to say how many rows it wrote.
#[derive(Debug)]
struct Write {
    sql: SqlStr,
    arguments: SqliteArguments,
    answer: oneshot::Sender<Result<u64, sqlx::Error>>,
}

impl Queue {
    /// Nobody waits for this connection yet.
    pub(crate) fn new(writer: SqlitePool) -> Self {
        Self {
            writer,
            waiting: Arc::default(),
        }
    }

    /// Runs one statement together with all others that wait; says how many rows it wrote.
    ///
    /// Until this returns, nobody knows whether the statement is stored; an
    /// error of its own means that it is not.
    pub(crate) async fn run(
        &self,
        mut query: Query<'_, Sqlite, SqliteArguments>,
    ) -> Result<u64, sqlx::Error> {
        let arguments = query.take_arguments().map_err(sqlx::Error::Encode)?;
        let arguments = arguments.unwrap_or_default();
        let sql = query.sql();
        loop {
            let (sender, mut answer) = oneshot::channel();
            self.waiting().push(Write {
                sql: sql.clone(),
                arguments: arguments.clone(),
                answer: sender,
            });
            let connection = tokio::select! {
                biased;
                Ok(outcome) = &mut answer => return outcome,
                connection = self.writer.acquire() => connection?,
            };
            // Somebody may have taken it along just before letting go of the connection.
            let mut outcome = answer.try_recv();
            if matches!(outcome, Err(TryRecvError::Empty)) {
                let batch = mem::take(&mut *self.waiting());
                // A task of its own, so that it is finished even when the visitor who
                // happened to go first closes the page.
                tokio::spawn(write_all(connection, batch))
                    .await
                    .map_err(|_| sqlx::Error::WorkerCrashed)??;
                outcome = answer.try_recv();
            }
            if let Ok(outcome) = outcome {
                return outcome;
            }
            // Whoever took it along failed, and nothing was written: once more.
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Write>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs all statements in one transaction, and answers once it is on disk.
///
/// A statement that breaks a constraint undoes itself and no other. Any other
/// error ends the whole transaction: it is returned, and nobody is answered.
async fn write_all(
    mut connection: PoolConnection<Sqlite>,
    batch: Vec<Write>,
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin_with(BEGIN_WRITE).await?;
    let mut answers = Vec::with_capacity(batch.len());
    for write in batch {
        // Whoever no longer waits has been told that it failed, or has gone.
        if write.answer.is_closed() {
            continue;
        }
        let outcome = sqlx::query_with(write.sql, write.arguments)
            .execute(&mut *transaction)
            .await
            .map(|done| done.rows_affected());
        match outcome {
            Err(error) if !breaks_constraint(&error) => return Err(error),
            outcome => answers.push((write.answer, outcome)),
        }
    }
    transaction.commit().await?;
    for (answer, outcome) in answers {
        // Nobody minds when they have gone meanwhile.
        let _ = answer.send(outcome);
    }
    Ok(())
}

/// Whether an error is about this one statement: a constraint, or a trigger that refuses.
fn breaks_constraint(error: &sqlx::Error) -> bool {
    const CONSTRAINT: i32 = 19;
    error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<i32>().ok())
        // The lowest eight bits of SQLite's code say what kind of error it is.
        .is_some_and(|code| code & 0xff == CONSTRAINT)
}
