//! Following a meeting: `GET /assessments/{assessment}/meeting/events`
//!
//! Server-sent events that carry no content: only how far the meeting's counter
//! has come, and how many of each side are there. Whoever is behind reads the
//! page again, which asks who asks. So nothing can be read here that the page
//! would not show, and an event that is lost does no harm.

use std::{convert::Infallible, time::Duration};

use app::{
    actions::meeting::note_presence,
    board::present_sentence,
    error::AppError,
    visitor::{self, Round, Visitor},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{id::AssessmentId, permission::Permission};
use futures_util::{Stream, stream};
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, Interval, MissedTickBehavior, interval},
};

use crate::downloads::{Source, refuse};

/// How often the counter is looked at, in case an announcement was lost.
const LOOK: Duration = Duration::from_secs(3);

/// How often it is asked again who asks, and noted that they are there.
const ASK: Duration = Duration::from_secs(10);

/// What following needs besides the request; see [`follow`].
#[derive(Debug, Clone)]
pub struct Live {
    /// Where everything is kept.
    pub source: Source,
    /// Closed when the server is asked to stop: streams without an end would keep it waiting.
    pub running: watch::Receiver<()>,
}

/// Tells whoever may follow the meeting that something has happened in it, until they leave.
pub async fn follow(
    State(live): State<Live>,
    Path(assessment): Path<String>,
    headers: HeaderMap,
) -> Response {
    // Before the first look, so that nothing falls in between.
    let announced = live.source.store.follow();
    match Follower::begin(live, headers, &assessment, announced).await {
        Ok(follower) => {
            let headers = [
                (header::CACHE_CONTROL, "no-store"),
                // Proxies must not wait for more before they pass an event on.
                (HeaderName::from_static("x-accel-buffering"), "no"),
            ];
            let events = Sse::new(follower.events()).keep_alive(KeepAlive::new());
            (headers, events).into_response()
        }
        Err(error) => refuse(error),
    }
}

/// Somebody who follows a meeting.
struct Follower {
    live: Live,
    headers: HeaderMap,
    id: AssessmentId,
    round: Round,
    announced: broadcast::Receiver<AssessmentId>,
    look: Interval,
    asked_at: Instant,
    /// What they were told last.
    told: Option<(u64, String)>,
}

/// Why a follower wakes up.
enum Woken {
    Look,
    Elsewhere,
    Stop,
}

impl Follower {
    async fn begin(
        live: Live,
        headers: HeaderMap,
        assessment: &str,
        announced: broadcast::Receiver<AssessmentId>,
    ) -> Result<Self, AppError> {
        // Who asks comes first: nobody learns what an id is.
        let visitor = who(&live, &headers).await?;
        let id = assessment.parse().map_err(|_| AppError::NotFound)?;
        let round = may_follow(&live, &visitor, id).await?;
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            live,
            headers,
            id,
            round,
            announced,
            look,
            asked_at: Instant::now(),
            told: None,
        })
    }

    /// Everything they are told; ends when they may no longer follow, or the server stops.
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        let batches = stream::unfold(self, |mut follower| async move {
            loop {
                match follower.wait().await {
                    Woken::Stop => return None,
                    Woken::Elsewhere => {}
                    Woken::Look => {
                        let events = follower.tell().await.ok()?;
                        if !events.is_empty() {
                            return Some((stream::iter(events.into_iter().map(Ok)), follower));
                        }
                    }
                }
            }
        });
        futures_util::StreamExt::flatten(batches)
    }

    /// Waits until there may be something to tell; the first tick comes at once.
    async fn wait(&mut self) -> Woken {
        tokio::select! {
            _ = self.live.running.changed() => Woken::Stop,
            _ = self.look.tick() => Woken::Look,
            heard = self.announced.recv() => match heard {
                Ok(id) if id != self.id => Woken::Elsewhere,
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => Woken::Look,
                Err(broadcast::error::RecvError::Closed) => Woken::Stop,
            },
        }
    }

    /// What has changed since they were last told.
    ///
    /// # Errors
    ///
    /// Returns why they may not follow any longer.
    async fn tell(&mut self) -> Result<Vec<Event>, AppError> {
        if self.asked_at.elapsed() >= ASK {
            let visitor = who(&self.live, &self.headers).await?;
            self.round = may_follow(&self.live, &visitor, self.id).await?;
            self.asked_at = Instant::now();
        }
        let (store, assessment) = (&self.live.source.store, &self.round.assessment);
        let changed = store.meeting_changed(assessment).await?;
        let present = present_sentence(&store.present(assessment, visitor::now()).await?);
        let mut events = Vec::new();
        if self.told.as_ref().map(|it| it.0) != Some(changed) {
            events.push(Event::default().event("changed").data(changed.to_string()));
        }
        if self.told.as_ref().map(|it| &it.1) != Some(&present) {
            events.push(Event::default().event("present").data(&present));
        }
        self.told = Some((changed, present));
        Ok(events)
    }
}

async fn who(live: &Live, headers: &HeaderMap) -> Result<Visitor, AppError> {
    let source = &live.source;
    visitor::visitor_of(headers, &source.store, source.site.tls).await
}

/// The meeting, for whoever may follow it; notes that they are there.
async fn may_follow(live: &Live, visitor: &Visitor, id: AssessmentId) -> Result<Round, AppError> {
    let store = &live.source.store;
    let round = visitor.round_in(store, id, Permission::Follow).await?;
    note_presence(store, visitor, &round).await?;
    Ok(round)
}
