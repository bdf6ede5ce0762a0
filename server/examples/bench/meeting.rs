//! Sixty people score sixty statements each, while the board of another round is open in its meeting.
//!
//! The meeting is the demo's: its lead and everybody who was invited to it follow, as browsers do that hear of a change and
//! read the board again. The sixty take part in a round of their own, each by their invitation and on a connection of their
//! own. All the while the lead puts a level to the meeting and takes it back.

use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use app::{
    link::{LinkSecret, make_invitation},
    visitor::{new_id, new_random_id, now, today},
};
use domain::{
    assessment::{Assessment, Method, State},
    id::{AssessmentId, PersonId, ScorerId, StatementId},
    participant::{Part, Participant, Seat, Side},
    person::{Person, Role},
};
use store::{CreateDatabase, DatabaseUrl, Store, participant::Guest};
use tokio::{sync::mpsc, task::JoinSet, time::timeout};

use crate::{
    browser::{Browser, Events, Form, session},
    joined,
    server::Server,
    table::{Budget, Table},
};

/// Who scores at the same time, half of them for each side.
const PEOPLE: usize = 60;

/// How many statements each of them scores at the pace of people who hardly think: one a second.
const PACED: usize = 20;

/// Between two changes in the meeting.
const BETWEEN: Duration = Duration::from_millis(250);

/// From when on a screen counts as dead.
const PATIENCE: Duration = Duration::from_secs(20);

/// Measures saves, and how soon a proposal is heard of and seen meanwhile.
pub async fn measure(
    binary: &Path,
    database: &DatabaseUrl,
    table: &mut Table,
) -> anyhow::Result<()> {
    let filled = fill(database).await?;
    let server = Server::start(binary, database).await?;
    let mut meeting = Meeting::open(&server, &filled).await?;
    let mut scorers = Vec::with_capacity(PEOPLE);
    for invitation in &filled.invitations {
        scorers.push(take_part(&server, invitation).await?);
    }
    let in_turn = [
        ("one a second each", true, PACED),
        ("back to back", false, filled.statements.len()),
    ];
    for (how, is_paced, statements) in in_turn {
        let mut tasks = JoinSet::new();
        for (person, cookie) in scorers.iter().enumerate() {
            let scorer = Scorer {
                person,
                cookie: cookie.clone(),
                round: filled.scoring,
                statements: filled.statements.iter().take(statements).cloned().collect(),
                is_paced,
            };
            tasks.spawn(scorer.score(server.address));
        }
        let begun = Instant::now();
        let scoring = tokio::spawn(async move { (joined(tasks).await, begun.elapsed()) });
        let (mut heard, mut seen) = (Vec::new(), Vec::new());
        while !scoring.is_finished() {
            for (event, screen) in meeting.propose_and_take_back().await? {
                heard.push(event);
                seen.push(screen);
            }
        }
        let (times, all) = scoring.await?;
        let what = format!("a save, {PEOPLE} people, {how}");
        table.rate(&what, Budget::milliseconds(8), None, &times?, all);
        let screens = meeting.screens;
        let what = format!("meanwhile, from a proposal to its event at {screens} screens");
        table.times(&what, Budget::milliseconds(1_000), &heard);
        let what = format!("meanwhile, from a proposal to the board on {screens} screens");
        table.times(&what, Budget::milliseconds(1_000), &seen);
    }
    Ok(())
}

/// What is measured on.
struct Filled {
    /// The round that is scored.
    scoring: AssessmentId,
    /// What is asked in it.
    statements: Vec<StatementId>,
    /// The sixty.
    invitations: Vec<LinkSecret>,
    /// The round in its meeting.
    meeting: AssessmentId,
    /// The names of those who follow it, the lead first.
    followers: Vec<String>,
}

/// Brings the demo's round into its meeting, and makes the other.
async fn fill(database: &DatabaseUrl) -> anyhow::Result<Filled> {
    let store = Store::connect(database, CreateDatabase::Never).await?;
    let all = store.all_assessments().await?;
    let meeting = all.into_iter().find(|it| it.method == Method::Partnership);
    let meeting = meeting.context("the demo has no round in partnership")?;
    let people = store.people(meeting.organisation_id).await?;
    let lead = people.into_iter().find(|it| it.role == Role::Lead);
    let lead = lead.context("the demo's round has no lead")?;
    let mut followers = vec![lead.name.clone()];
    for invited in store.participants(&meeting).await? {
        let Participant { person, seat, .. } = invited.participant;
        if seat.part == Part::Chair {
            store
                .consent_to_reveal(&meeting, seat.side, &person, now())
                .await?;
        }
        followers.push(person.name);
    }

    let scoring = Assessment {
        assessment_id: AssessmentId(new_id()),
        title: "Sixty people".into(),
        state: State::Draft,
        ..meeting.clone()
    };
    store
        .create_assessment(&scoring, Some(&lead), now())
        .await?;
    let mut invitations = Vec::with_capacity(PEOPLE);
    for (number, side) in Side::PARTNERS.iter().cycle().take(PEOPLE).enumerate() {
        invitations.push(invite(&store, &scoring, &lead, number, *side).await?);
    }
    store.open_scoring(&scoring, today(), &lead, now()).await?;
    store.close().await;
    let framework = scoring.find_framework().context("an unknown pack")?;
    let asked = framework.statements.iter().filter(|it| scoring.asks(it));
    Ok(Filled {
        scoring: scoring.assessment_id,
        statements: asked.map(|it| it.id.clone()).collect(),
        invitations,
        meeting: meeting.assessment_id,
        followers,
    })
}

/// Invites one of the sixty; the first of each side is its chair.
async fn invite(
    store: &Store,
    round: &Assessment,
    lead: &Person,
    number: usize,
    side: Side,
) -> anyhow::Result<LinkSecret> {
    let part = if number < Side::PARTNERS.len() {
        Part::Chair
    } else {
        Part::Scorer
    };
    let guest = Guest {
        person_id: PersonId(new_id()),
        name: format!("Scorer {number}"),
        email: format!("scorer.{number}@example.org").parse()?,
        seat: Seat::new(side, part)?,
        scorer_id: ScorerId(new_random_id()),
        sections: vec![],
    };
    let person = store
        .add_participant(round, &guest, Some(lead), now())
        .await?;
    Ok(make_invitation(store, round, person, now()).await?)
}

/// Presses the button of an invitation; returns the cookie.
async fn take_part(server: &Server, invitation: &LinkSecret) -> anyhow::Result<String> {
    let mut browser = Browser::connect(server.address, None).await?;
    let mut form = Form::new("/api/invitations/accept");
    form.set("secret", invitation.as_str());
    session(&browser.post(&form).await?)
}

/// One of the sixty.
struct Scorer {
    person: usize,
    cookie: String,
    round: AssessmentId,
    statements: Vec<StatementId>,
    is_paced: bool,
}

impl Scorer {
    /// Opens statement after statement and chooses a level, which the page's script saves; how long each save took.
    async fn score(self, address: SocketAddr) -> anyhow::Result<Vec<Duration>> {
        let mut browser = Browser::connect(address, Some(&self.cookie)).await?;
        let mut times = Vec::with_capacity(self.statements.len());
        for (turn, statement) in self.statements.iter().enumerate() {
            if self.is_paced {
                tokio::time::sleep(pause(self.person, turn)).await;
            }
            let page = format!("/assessments/{}/own/{statement}", self.round);
            let page = browser.get(&page).await?.text()?;
            let mut form = Form::of(&page, "/api/own-scores/save")?;
            form.set("answer", &((self.person + turn) % 5).to_string());
            let begun = Instant::now();
            let answer = browser.post(&form).await?;
            times.push(begun.elapsed());
            let saved: serde_json::Value = serde_json::from_str(&answer.text()?)?;
            if saved.get("seen").is_none_or(serde_json::Value::is_null) {
                bail!("not saved: {saved}");
            }
        }
        Ok(times)
    }
}

/// A second, half a second more or less: everybody takes their own time, and in every run the same.
fn pause(person: usize, turn: usize) -> Duration {
    Duration::from_millis(500 + ((person * 389 + turn * 617) % 1_000) as u64)
}

/// The meeting, whose lead changes something when every screen has followed the last change.
struct Meeting {
    lead: Browser,
    page: String,
    /// When a screen heard of a change, and when it had the board that shows it.
    followed: mpsc::UnboundedReceiver<anyhow::Result<(Instant, Instant)>>,
    screens: usize,
}

impl Meeting {
    /// Opens the board for everybody.
    async fn open(server: &Server, filled: &Filled) -> anyhow::Result<Self> {
        let page = format!("/assessments/{}/meeting", filled.meeting);
        let (sender, followed) = mpsc::unbounded_channel();
        let mut lead = None;
        for name in &filled.followers {
            let cookie = server.sign_in(name).await?;
            let mut events = Events::open(server.address, &page, &cookie).await?;
            // The first event says how the meeting stands, not that something has changed.
            events.changed().await.context("no event")?;
            let mut browser = Browser::connect(server.address, Some(&cookie)).await?;
            let (page, sender) = (page.clone(), sender.clone());
            tokio::spawn(async move {
                while events.changed().await.is_some() {
                    let heard = Instant::now();
                    let shown = browser.get_compressed(&page).await;
                    let shown = shown.map(|_| (heard, Instant::now()));
                    if sender.send(shown).is_err() {
                        break;
                    }
                }
            });
            if lead.is_none() {
                lead = Some(Browser::connect(server.address, Some(&cookie)).await?);
            }
        }
        Ok(Self {
            lead: lead.context("nobody follows")?,
            page,
            followed,
            screens: filled.followers.len(),
        })
    }

    /// For each screen, how long after the proposal was sent it heard of it, and had the board that shows it.
    async fn propose_and_take_back(&mut self) -> anyhow::Result<Vec<(Duration, Duration)>> {
        let level = [("answer", "2"), ("target", "3"), ("importance", "2")];
        let proposed = self.change("/api/meeting/propose", &level).await?;
        self.change("/api/meeting/take-back", &[]).await?;
        Ok(proposed)
    }

    async fn change(
        &mut self,
        action: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<Vec<(Duration, Duration)>> {
        let page = self.lead.get(&self.page).await?.text()?;
        let mut form = Form::of(&page, action)?;
        for (field, value) in fields {
            form.set(field, value);
        }
        let begun = Instant::now();
        self.lead.post(&form).await?;
        let mut followed = Vec::with_capacity(self.screens);
        while followed.len() < self.screens {
            let next = timeout(PATIENCE, self.followed.recv()).await;
            let (heard, shown) = next
                .context("a screen does not follow")?
                .context("nobody follows any more")??;
            followed.push((heard.duration_since(begun), shown.duration_since(begun)));
        }
        tokio::time::sleep(BETWEEN).await;
        Ok(followed)
    }
}
