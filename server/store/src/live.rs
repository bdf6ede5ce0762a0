//! Telling whoever follows a meeting that something has happened in it.
//!
//! What happened is read from the database; an announcement only says of which
//! assessment. One that is lost does no harm: whoever follows looks at the
//! meeting's counter now and then. On SQLite there is one process, which tells
//! its own; on PostgreSQL every process hears of it by `LISTEN` and `NOTIFY`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{assessment::Assessment, id::AssessmentId};
use sqlx::{PgPool, postgres::PgListener};
use tokio::sync::broadcast;

use crate::{Store, engine::Engine};

/// The channel on which processes tell each other.
const CHANNEL: &str = "plumbline_meeting";

const NOTIFY: &str = "SELECT pg_notify('plumbline_meeting', $1)";

/// How many announcements may wait for somebody slow; who misses one looks at the counter.
const WAITING: usize = 256;

/// Where announcements of this process go.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    sender: broadcast::Sender<AssessmentId>,
    is_listening: Arc<AtomicBool>,
}

impl Live {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(WAITING).0,
            is_listening: Arc::default(),
        }
    }
}

impl Store {
    /// Tells everybody who follows that something has happened in an assessment's meeting.
    pub(crate) async fn announce(&self, assessment: &Assessment) {
        let id = assessment.assessment_id;
        match &self.engine {
            // Nobody follows: nobody to be told.
            Engine::Sqlite { .. } => drop(self.live.sender.send(id)),
            Engine::Postgres(pool) => {
                let told = sqlx::query(NOTIFY).bind(id.to_string()).execute(pool).await;
                if let Err(error) = told {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the other processes could not be told"
                    );
                }
            }
        }
    }

    /// Announcements of assessments in whose meeting something has happened, from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<AssessmentId> {
        let receiver = self.live.sender.subscribe();
        if let Engine::Postgres(pool) = &self.engine
            && !self.live.is_listening.swap(true, Ordering::Relaxed)
        {
            tokio::spawn(listen(pool.clone(), self.live.clone()));
        }
        receiver
    }
}

/// Passes on what other processes announce, as long as the database is there.
async fn listen(pool: PgPool, live: Live) {
    if let Err(error) = pass_on(&pool, &live).await
        && !pool.is_closed()
    {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "announcements of other processes are not heard for the moment"
        );
    }
    // Whoever follows next begins anew.
    live.is_listening.store(false, Ordering::Relaxed);
}

async fn pass_on(pool: &PgPool, live: &Live) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Reconnects by itself when the connection is lost.
        let heard = listener.recv().await?;
        if let Ok(id) = heard.payload().parse() {
            drop(live.sender.send(id));
        }
    }
}
