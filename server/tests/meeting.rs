//! A meeting as the binary runs it: followed live, at two processes, and through `kill -9` of one.
//!
//! `cargo test` runs these on SQLite, where there is one process. `cargo test --
//! --include-ignored` also runs them on PostgreSQL with two, on databases it
//! makes next to `DATABASE_URL`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy sees no test in a function that two tests call"
)]

#[path = "../examples/bench/browser.rs"]
#[expect(dead_code, reason = "measuring takes more of a browser than this")]
mod browser;
#[path = "../examples/bench/server.rs"]
#[expect(dead_code, reason = "only measuring weighs the server")]
mod server;

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use app::{
    secret::{hash_secret, new_secret},
    visitor::{SESSION, new_id, now},
};
use browser::{Browser, Events, Form};
use domain::{
    answer::Choice,
    assessment::{Assessment, Method, Scope, State},
    divergence::{Minimum, OwnScore},
    id::{AssessmentId, PersonId, ScorerId},
    level::{Level, Target},
    participant::{Part, Seat, Side},
    person::{Person, Role},
};
use server::Server;
use store::{CreateDatabase, DatabaseUrl, Store, Version, participant::Guest};
use time::macros::date;
use tokio::{net::TcpStream, time::timeout};

/// From a proposal at one process to the event at another.
const SOON: Duration = Duration::from_secs(1);

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_plumbline"))
}

mod sqlite {
    use super::{Server, binary, filled, go_through_a_meeting, stop_while_followed};

    fn url(folder: &tempfile::TempDir) -> store::DatabaseUrl {
        let file = folder.path().join("plumbline.db");
        format!("sqlite:{}", file.display()).parse().unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_proposal_reaches_whoever_follows_and_kill_9_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let meeting = filled(&url(&folder)).await;
        let server = Server::start(binary(), &meeting.url).await.unwrap();
        let address = server.address;
        go_through_a_meeting(&meeting, address, address, || async {
            drop(server);
            Server::start(binary(), &meeting.url).await.unwrap()
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_server_that_is_followed_stops_when_it_is_asked_to() {
        let folder = tempfile::tempdir().unwrap();
        stop_while_followed(&filled(&url(&folder)).await).await;
    }
}

mod postgres {
    use super::{Server, binary, filled, go_through_a_meeting};

    #[ignore = "needs PostgreSQL at DATABASE_URL"]
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_proposal_reaches_whoever_follows_at_another_process_and_kill_9_loses_nothing() {
        let meeting = filled(&super::new_postgres()).await;
        let one = Server::start(binary(), &meeting.url).await.unwrap();
        let other = Server::start(binary(), &meeting.url).await.unwrap();
        let (here, there) = (one.address, other.address);
        go_through_a_meeting(&meeting, here, there, || async {
            drop(one);
            other
        })
        .await;
    }
}

/// A database of its own beside the one that `DATABASE_URL` names; `plumbline migrate` makes it.
fn new_postgres() -> DatabaseUrl {
    let beside = std::env::var_os("DATABASE_URL").unwrap();
    let beside = beside.to_str().unwrap();
    let (server, _) = beside.rsplit_once('/').unwrap();
    let name = uuid::Uuid::now_v7().simple();
    format!("{server}/plumbline_meeting_{name}")
        .parse()
        .unwrap()
}

/// An assessment whose scores are revealed, with both chairs signed in.
struct Filled {
    url: DatabaseUrl,
    store: Store,
    round: Assessment,
    management: String,
    staff: String,
}

impl Filled {
    fn page(&self) -> String {
        format!("/assessments/{}/meeting", self.round.assessment_id)
    }
}

async fn filled(url: &DatabaseUrl) -> Filled {
    server::run(binary(), &["migrate"], url).await.unwrap();
    server::run(binary(), &["demo"], url).await.unwrap();
    let store = Store::connect(url, CreateDatabase::Never).await.unwrap();
    let recorded = store.all_assessments().await.unwrap().remove(0);
    let organisation = recorded.organisation_id;
    let people = store.people(organisation).await.unwrap();
    let lead = people.into_iter().find(|it| it.role == Role::Lead).unwrap();
    let round = Assessment {
        assessment_id: AssessmentId(new_id()),
        title: "In partnership".into(),
        scope: Scope::Quick,
        method: Method::Partnership,
        minimum: Minimum::default(),
        default_target: Target::default(),
        state: State::Draft,
        supersedes: None,
        additions: domain::framework::Additions::default(),
        follows: None,
        site: None,
        ..recorded
    };
    store
        .create_assessment(&round, Some(&lead), now())
        .await
        .unwrap();
    let mut chairs = Vec::new();
    for side in Side::PARTNERS {
        chairs.push(seat(&store, &round, &lead, side, Part::Chair).await);
        for _ in 0..3 {
            seat(&store, &round, &lead, side, Part::Scorer).await;
        }
    }
    store
        .open_scoring(&round, date!(2026 - 05 - 12), &lead, now())
        .await
        .unwrap();
    score(&store, &round).await;
    for (side, chair) in Side::PARTNERS.into_iter().zip(&chairs) {
        store
            .consent_to_reveal(&round, side, chair, now())
            .await
            .unwrap();
    }
    let [management, staff] = [&chairs[0], &chairs[1]];
    Filled {
        url: url.clone(),
        management: signed_in(&store, management).await,
        staff: signed_in(&store, staff).await,
        round: Assessment {
            state: State::Meeting,
            ..round
        },
        store,
    }
}

async fn seat(store: &Store, round: &Assessment, lead: &Person, side: Side, part: Part) -> Person {
    let id = new_id();
    let guest = Guest {
        person_id: PersonId(id),
        name: format!("{} {}", side.name(), part.name()),
        email: format!("{}@example.org", id.simple()).parse().unwrap(),
        seat: Seat::new(side, part).unwrap(),
        scorer_id: ScorerId(new_id()),
        sections: vec![],
    };
    let person = store
        .add_participant(round, &guest, Some(lead), now())
        .await
        .unwrap();
    let found = store.find_person(round.organisation_id, person).await;
    found.unwrap().unwrap()
}

/// Everybody of the management side says 3, everybody of the staff side 1.
async fn score(store: &Store, round: &Assessment) {
    let pack = round.find_framework().unwrap();
    let asked: Vec<_> = pack.statements.iter().filter(|it| round.asks(it)).collect();
    for seated in store.participants(round).await.unwrap() {
        let participant = seated.participant;
        let level = match participant.seat.side {
            Side::Management => 3,
            _ => 1,
        };
        let own = OwnScore {
            choice: Some(Choice::Level(Level::new(level).unwrap())),
            ..OwnScore::default()
        };
        for statement in asked.iter().take(3) {
            let person = participant.person.person_id;
            store
                .save_own_score(round, person, &statement.id, &own, Version::NONE, now())
                .await
                .unwrap();
        }
    }
}

async fn signed_in(store: &Store, person: &Person) -> String {
    let (secret, now) = (new_secret(), now());
    store
        .start_session(
            hash_secret(&secret),
            person.person_id,
            None,
            now,
            now + SESSION,
        )
        .await
        .unwrap();
    format!("plumbline={secret}")
}

/// Follows a meeting. Its events come uncompressed: nothing waits until there is more of it.
async fn follow(address: SocketAddr, page: &str, cookie: &str) -> Events {
    let events = Events::open(address, page, cookie).await.unwrap();
    let head = &events.head;
    assert!(head.contains("content-type: text/event-stream"), "{head}");
    assert!(!head.contains("content-encoding"), "{head}");
    events
}

/// One chair proposes `here`; the other follows and confirms `there`; the process `here` is killed in between.
async fn go_through_a_meeting<F>(
    meeting: &Filled,
    here: SocketAddr,
    there: SocketAddr,
    kill: impl FnOnce() -> F,
) where
    F: Future<Output = Server>,
{
    let page = meeting.page();
    let mut events = follow(there, &page, &meeting.staff).await;
    let before = timeout(SOON, events.changed()).await.unwrap().unwrap();
    // Another process listens from its first follower on; it says so to nobody.
    tokio::time::sleep(SOON).await;

    let mut chair = Browser::connect(here, Some(&meeting.management))
        .await
        .unwrap();
    let text = chair.get(&page).await.unwrap().text().unwrap();
    let mut form = Form::of(&text, "/api/meeting/propose").unwrap();
    for (field, value) in [("answer", "2"), ("target", "3"), ("importance", "2")] {
        form.set(field, value);
    }
    let begun = Instant::now();
    chair.post(&form).await.unwrap();
    let after = timeout(SOON, events.changed()).await.unwrap().unwrap();
    assert!(after > before, "{:?}", begun.elapsed());
    let confirm = async |address: SocketAddr, cookie: &str| {
        let mut chair = Browser::connect(address, Some(cookie)).await.unwrap();
        let text = chair.get(&page).await.unwrap().text().unwrap();
        assert!(text.contains("Put to the meeting"), "{text}");
        let form = Form::of(&text, "/api/meeting/confirm").unwrap();
        chair.post(&form).await.unwrap();
    };
    confirm(here, &meeting.management).await;

    // SIGKILL, in the middle.
    let server = kill().await;

    confirm(server.address, &meeting.staff).await;
    let scores = meeting.store.scores(&meeting.round).await.unwrap();
    assert_eq!(scores.len(), 1, "{scores:?}");
    let agreed = scores.into_values().next().unwrap().value;
    assert_eq!(agreed.level(), Level::new(2).ok());
    let mut chair = Browser::connect(server.address, Some(&meeting.staff))
        .await
        .unwrap();
    let minutes = page.replace("/meeting", "/minutes");
    let minutes = chair.get(&minutes).await.unwrap().text().unwrap();
    assert!(minutes.contains("2 Partly in place"), "{minutes}");
    let organisation = meeting.round.organisation_id;
    let audit = meeting.store.verify_audit(organisation).await.unwrap();
    assert!(audit.is_ok(), "{audit:?}");
}

async fn stop_while_followed(meeting: &Filled) {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut server = Command::new(binary())
        .args(["serve", "--listen", &address.to_string()])
        .args(["--database", &meeting.url.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut events = follow(address, &meeting.page(), &meeting.staff).await;
    timeout(SOON, events.changed()).await.unwrap().unwrap();

    let asked = Command::new("kill").arg(server.id().to_string()).status();
    assert!(asked.unwrap().success());

    let ended = timeout(SOON, events.changed()).await;
    assert!(matches!(ended, Ok(None)), "{ended:?}");
    let begun = Instant::now();
    while server.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(10) {
            server.kill().unwrap();
            panic!("the server waits for whoever follows");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
