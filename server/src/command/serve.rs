//! `plumbline serve`

use std::time::Duration;

use anyhow::{Context as _, bail};
use app::{link::make_link, place::Place, visitor::now};
use domain::display::moment;
use store::{CreateDatabase, Store, link::Link};
use tokio::{net::TcpListener, sync::watch};

use crate::{config::Serve, router};

/// How often what nobody can use any more is cleared away.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Serves the application until it is told to stop.
pub async fn run(settings: &Serve) -> anyhow::Result<()> {
    if settings.mail_is_half_set() {
        bail!("email needs both --smtp and --mail-from");
    }
    let store = super::open(&settings.database.database, CreateDatabase::Never).await?;
    let (running, runs) = watch::channel(());
    let router = router::router(store.clone(), settings, runs);
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; choose another with --listen",
            settings.listen
        )
    })?;
    println!("Plumbline is at {}", settings.address());
    if settings.demo {
        println!("To sign in, choose one of the invented people on its first page.");
    }
    if !store.any_person().await? {
        print_set_up_link(&store, settings).await?;
    }
    let sweeping = tokio::spawn(sweep(store.clone()));
    axum::serve(listener, router)
        .with_graceful_shutdown(async {
            stopped().await;
            // Whoever follows a meeting would be waited for until they leave.
            drop(running);
        })
        .await?;
    sweeping.abort();
    store.close().await;
    Ok(())
}

/// Prints the link that makes the first account: for whoever started this, and for no log.
async fn print_set_up_link(store: &Store, settings: &Serve) -> anyhow::Result<()> {
    let (secret, until) = make_link(store, Link::SetUp, now()).await?;
    println!(
        "Nobody has an account yet. Make the first one here, once and until {}:\n{}{}",
        moment(until),
        settings.address(),
        Place::SetUp(secret)
    );
    Ok(())
}

/// Clears away what nobody can use any more: at once, then every hour.
async fn sweep(store: Store) {
    let mut hours = tokio::time::interval(SWEEP_EVERY);
    loop {
        hours.tick().await;
        if let Err(error) = store.sweep_expired(now()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what has expired could not be cleared away; it is tried again in an hour"
            );
        }
    }
}

/// Waits until somebody presses Ctrl-C or the system asks to stop.
async fn stopped() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
