//! A whole installation in a folder of its own, with two organisations.

use std::collections::BTreeMap;

use app::{
    actions::import::{mark, read_scores},
    link::{make_invitation, make_link},
    secret::{hash_secret, new_secret},
    visitor::{SESSION, new_id, now},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, header},
};
use clap::Parser as _;
use domain::{
    assessment::{Assessment, Method as AgreedBy, Scope, State},
    check_in::CheckIn,
    divergence::Minimum,
    eqia::{Consultation, OwnRow},
    framework::{USUAL_ANCHORS, Wording},
    id::{
        ActionId, AssessmentId, CheckInId, ConsultationId, ImportId, OrganisationId, PersonId,
        ProgressId, QuestionId, ScorerId, SiteId, StatementId, SystemId, SystemInvitationId,
    },
    level::Level,
    organisation::{Headcount, Kind, Nation, Organisation},
    participant::{Part, Seat, Side},
    person::{Person, Role},
    plan::{Action, Progress},
    results::Records,
    scoresheet,
    system::{self, System},
};
use http_body_util::BodyExt as _;
use store::{CreateDatabase, Store, link::Link, participant::Guest, system::Waiting};
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::{
    config::{Command, Serve, Settings},
    demo,
    router::router,
};

mod beside;

/// What everybody of the first organisation may read, and nobody else.
pub const SECRET: &str = "Riverbank";

/// Who sits where in the rounds in partnership: an address, a side and a part.
pub const SEATS: [(&str, &str, Side, Part); 6] = [
    (
        "management_chair",
        "management.chair@example.org",
        Side::Management,
        Part::Chair,
    ),
    (
        "staff_chair",
        "staff.chair@example.org",
        Side::Staff,
        Part::Chair,
    ),
    (
        "manager",
        "manager@example.org",
        Side::Management,
        Part::Scorer,
    ),
    ("rep", "rep@example.org", Side::Staff, Part::Scorer),
    (
        "guardian",
        "guardian@example.org",
        Side::Board,
        Part::Guardian,
    ),
    (
        "edi_lead",
        "edi.lead@example.org",
        Side::Other,
        Part::EdiLead,
    ),
];

/// Who visits, and how they sign in; the stranger leads the other organisation.
const PEOPLE: [(&str, &str); 5] = [
    ("lead", "ruth.okafor@example.org"),
    ("viewer", "sam.price@example.org"),
    ("installer", "installer@example.org"),
    ("analyst", "analyst@example.org"),
    ("stranger", "stranger@example.net"),
];

/// An installation with the demo organisation and one other.
pub struct Site {
    router: Router,
    pub store: Store,
    tls: bool,
    visits: BTreeMap<&'static str, Visit>,
    /// What stands in addresses and forms for the things of the first organisation.
    ids: BTreeMap<&'static str, String>,
    _folder: tempfile::TempDir,
    /// Streams go on as long as it is there.
    _running: watch::Sender<()>,
}

impl Site {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same, served with more flags.
    pub async fn with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("plumbline.db").display());
        let store = Store::connect(&database.parse().unwrap(), CreateDatabase::IfMissing)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        // The two dozen others would take longer than most tests.
        demo::fill_own(&store, now()).await.unwrap();
        let ids = fill(&store).await;
        let settings = serve(&database, flags);
        let (running, runs) = watch::channel(());
        let mut site = Self {
            router: router(store.clone(), &settings, runs),
            store,
            tls: settings.is_tls(),
            visits: BTreeMap::new(),
            ids,
            _folder: folder,
            _running: running,
        };
        for (who, _) in addresses() {
            site.visits.insert(who, site.newly_signed_in(who).await);
        }
        site
    }

    /// `lead`, `viewer`, `installer` or `analyst` of the first organisation, somebody with one of
    /// its [`SEATS`], or the `stranger`.
    pub fn signed_in(&self, who: &str) -> Visit {
        self.visits[who].clone()
    }

    /// The same, for somebody whose session has ended meanwhile.
    pub async fn newly_signed_in(&self, who: &str) -> Visit {
        self.visit_of(&self.person(who).await).await
    }

    /// Somebody of the first organisation who has signed in, whoever it is.
    pub async fn visit_of(&self, person: &Person) -> Visit {
        let (secret, now) = (new_secret(), now());
        let id = person.person_id;
        self.store
            .start_session(hash_secret(&secret), id, None, now, now + SESSION)
            .await
            .unwrap();
        let prefix = if self.tls { "__Host-" } else { "" };
        Visit {
            cookie: Some(format!("{prefix}plumbline={secret}")),
        }
    }

    /// Whom a name stands for.
    pub async fn person(&self, who: &str) -> Person {
        let (_, email) = addresses().find(|(name, _)| *name == who).unwrap();
        let found = self.store.find_sign_in(&email.parse().unwrap()).await;
        found.unwrap().unwrap().person
    }

    /// Somebody who has not signed in.
    #[expect(clippy::unused_self, reason = "reads like the others")]
    pub fn nobody(&self) -> Visit {
        Visit { cookie: None }
    }

    /// Text in which `{name}` stands for an id of the first organisation.
    ///
    /// A name that nothing stands for fails the test: it belongs into [`fill`].
    pub fn filled(&self, pattern: &str) -> String {
        let mut text = pattern.to_owned();
        for (name, id) in &self.ids {
            text = text.replace(&format!("{{{name}}}"), id);
        }
        assert!(
            !text.contains('{'),
            "`{pattern}` names something that router/tests/site.rs does not know yet"
        );
        text
    }

    /// Asks, and does not wait for the whole answer: it may have no end.
    pub async fn open(&self, asked: Asked) -> Response<Body> {
        self.router.clone().oneshot(asked.0).await.unwrap()
    }

    pub async fn send(&self, asked: Asked) -> Answer {
        let response = self.open(asked).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Everything that is stored, except who is signed in.
    pub async fn contents(&self) -> Vec<String> {
        let mut backup = Vec::new();
        self.store.backup(&mut backup, now()).await.unwrap();
        let text = String::from_utf8(backup).unwrap();
        let rows = text.lines().filter(|line| line.contains("\"row\""));
        let mut rows: Vec<_> = rows.map(str::to_owned).collect();
        rows.sort_unstable();
        rows
    }
}

/// Everybody who visits, with their address.
fn addresses() -> impl Iterator<Item = (&'static str, &'static str)> {
    let seats = SEATS.into_iter().map(|(who, email, ..)| (who, email));
    PEOPLE.into_iter().chain(seats)
}

fn serve(database: &str, flags: &[&str]) -> Serve {
    let arguments = [&["plumbline", "serve", "--database", database], flags].concat();
    match Settings::parse_from(arguments).command {
        Command::Serve(serve) => serve,
        other => panic!("{other:?}"),
    }
}

/// One of everything in the first organisation's open assessment; and the second organisation.
async fn fill(store: &Store) -> BTreeMap<&'static str, String> {
    let rounds = store.all_assessments().await.unwrap();
    let round = rounds.iter().find(|it| it.is_open()).unwrap().clone();
    let is_signed = |it: &Assessment| !it.is_open() && it.organisation_id == round.organisation_id;
    let signed = rounds.iter().find(|it| is_signed(it)).unwrap().clone();
    let people = store.people(round.organisation_id).await.unwrap();
    let lead = people.iter().find(|it| it.role == Role::Lead).unwrap();
    let viewer = people
        .iter()
        .find(|it| it.role == Role::Viewer && it.email.as_str() != "sam.price@example.org")
        .unwrap();
    let pack = round.find_framework().unwrap();
    let records = store.records(&round).await.unwrap();
    let (statement, evidence) = pack
        .statements
        .iter()
        .find_map(|it| Some((it, records.get(&it.id)?.evidence.first()?.evidence_id)))
        .unwrap();
    let action = add_action(store, &round, lead).await;
    let idea = add_idea(store, &round, lead).await;
    let consultation = add_consultation(store, &round, lead).await;
    let local = add_local_statement(store, &round, lead).await;
    let (import, mark) = stage_import(store, &round, &records).await;
    add_other_organisation(store, lead).await;
    let together = add_systems(store, lead, &signed).await;
    let leaver = people.iter().rfind(|it| it.role == Role::Viewer).unwrap();
    let (set_up, _) = make_link(store, Link::SetUp, now()).await.unwrap();
    let (link, _) = make_link(store, Link::Password(leaver.person_id), now())
        .await
        .unwrap();
    let meeting = start_partnership(store, &round, lead).await;
    let chairs = [
        seat(
            store,
            &meeting,
            lead,
            Side::Management,
            Part::Chair,
            lead.email.as_str(),
        )
        .await,
        seat(
            store,
            &meeting,
            lead,
            Side::Staff,
            Part::Chair,
            "staff.chair@example.org",
        )
        .await,
    ];
    open_scoring(store, &meeting, lead).await;
    reveal(store, &meeting, &chairs).await;
    let agreed = start_partnership(store, &round, lead).await;
    let chairs = [
        seat(
            store,
            &agreed,
            lead,
            Side::Management,
            Part::Chair,
            "management.chair@example.org",
        )
        .await,
        seat(
            store,
            &agreed,
            lead,
            Side::Staff,
            Part::Chair,
            "staff.chair@example.org",
        )
        .await,
    ];
    let guardian = seat(
        store,
        &agreed,
        lead,
        Side::Board,
        Part::Guardian,
        "guardian@example.org",
    )
    .await;
    open_scoring(store, &agreed, lead).await;
    reveal(store, &agreed, &chairs).await;
    store
        .close_meeting(&agreed, true, lead, now())
        .await
        .unwrap();
    let question = ask(store, &agreed, &guardian).await;
    let check_in = add_check_in(store, &signed, lead).await;
    let base = serde_json::to_string(&round.starting_score(statement)).unwrap();
    let draft = add_round(store, &round, lead).await;
    let open = add_round(store, &round, lead).await;
    store
        .open_scoring(&open, open.as_at, lead, now())
        .await
        .unwrap();
    let rep = store
        .find_sign_in(&"rep@example.org".parse().unwrap())
        .await;
    let rep = rep.unwrap().unwrap().person.person_id;
    let invitation = make_invitation(store, &open, rep, now()).await.unwrap();
    let mut ids = beside::fill(store, lead).await;
    ids.extend([
        ("assessment", round.assessment_id.to_string()),
        ("signed", signed.assessment_id.to_string()),
        ("check_in", check_in.to_string()),
        ("day", domain::display::london_day(now()).to_string()),
        ("meeting", meeting.assessment_id.to_string()),
        ("agreed", agreed.assessment_id.to_string()),
        ("statement", statement.id.to_string()),
        ("pillar", statement.pillar.clone()),
        ("draft", draft.assessment_id.to_string()),
        ("round", open.assessment_id.to_string()),
        ("participant", rep.to_string()),
        ("invitation", invitation.as_str().to_owned()),
        ("evidence", evidence.to_string()),
        ("action", action.to_string()),
        ("idea", idea.to_string()),
        ("question", question.to_string()),
        ("consultation", consultation.to_string()),
        ("row", "own-2".to_owned()),
        ("local", local.to_string()),
        ("stage", "1".to_owned()),
        ("import", import.to_string()),
        ("mark", mark),
        ("person", viewer.person_id.to_string()),
        ("leaver", leaver.person_id.to_string()),
        ("set_up", set_up.as_str().to_owned()),
        ("link", link.as_str().to_owned()),
        (
            "base",
            form_urlencoded::byte_serialize(base.as_bytes()).collect(),
        ),
    ]);
    ids.extend(together);
    ids.insert("release", released());
    ids
}

/// The release that [`crate::demo::fill_peers`] makes: of the NHS year before the last.
fn released() -> String {
    let today = domain::display::london_day(now());
    let year = today.year() - i32::from(u8::from(today.month()) < 4);
    format!("three-pillars-1-{}", year - 2)
}

/// A statement of the organisation's own.
async fn add_local_statement(store: &Store, round: &Assessment, lead: &Person) -> StatementId {
    let wording = Wording {
        text: format!("The choir meets at {SECRET}"),
        why: String::new(),
        anchors: USUAL_ANCHORS.map(str::to_owned),
    };
    store
        .add_local_statement(round, wording, lead, now())
        .await
        .unwrap()
}

async fn add_check_in(store: &Store, signed: &Assessment, lead: &Person) -> CheckInId {
    let check_in = CheckIn {
        check_in_id: CheckInId(app::visitor::new_id()),
        held_on: domain::display::london_day(now()),
        note: SECRET.into(),
        levels: [("W01".parse().unwrap(), Level::new(2).unwrap())].into(),
    };
    let added = store.add_check_in(signed, &check_in, lead, now()).await;
    assert!(added.unwrap());
    check_in.check_in_id
}

/// A site; a system that the first organisation hosts, to which the demo's second belongs and
/// where it shares something; and one of the stranger's to which the first belongs.
async fn add_systems(
    store: &Store,
    lead: &Person,
    signed: &Assessment,
) -> Vec<(&'static str, String)> {
    let site = domain::site::Site {
        site_id: SiteId(new_id()),
        name: format!("Clinic of {SECRET}"),
    };
    store
        .add_site(lead.organisation_id, &site, Some(lead.person_id), now())
        .await
        .unwrap();
    let find = async |email: &str| {
        let found = store.find_sign_in(&email.parse().unwrap()).await;
        found.unwrap().unwrap().person
    };
    let (member, stranger) = (
        find("joan.pryce@example.org").await,
        find("stranger@example.net").await,
    );
    let [hosted, joined] = [lead, &stranger].map(|host| System {
        system_id: SystemId(new_id()),
        host_id: host.organisation_id,
        name: format!("{} together", host.name),
        kind: system::Kind::Region,
    });
    for (it, host) in [(&hosted, lead), (&joined, &stranger)] {
        store.create_system(it, host, now()).await.unwrap();
    }
    let join = invite(store, &hosted, lead).await;
    store.join_system(join.0, &member, now()).await.unwrap();
    let join = invite(store, &joined, &stranger).await;
    store.join_system(join.0, lead, now()).await.unwrap();
    let all = store.assessments(member.organisation_id).await.unwrap();
    let shared = all.iter().find(|it| !it.is_open()).unwrap();
    store
        .share_results(&hosted, shared, &member, now())
        .await
        .unwrap();
    assert_eq!(signed.organisation_id, lead.organisation_id);
    let waiting = invite(store, &hosted, lead).await;
    let other = System {
        system_id: SystemId(new_id()),
        ..joined.clone()
    };
    store.create_system(&other, &stranger, now()).await.unwrap();
    let (join, decline) = (
        invite(store, &other, &stranger).await,
        invite(store, &other, &stranger).await,
    );
    vec![
        ("site", site.site_id.to_string()),
        ("system", hosted.system_id.to_string()),
        ("joined", joined.system_id.to_string()),
        ("member", member.organisation_id.to_string()),
        ("shared", shared.assessment_id.to_string()),
        ("system_invitation", waiting.2.to_string()),
        ("join", join.1),
        ("decline", decline.1),
    ]
}

/// An invitation to a system: what is stored of its secret, the secret, and its id.
async fn invite(
    store: &Store,
    system: &System,
    host: &Person,
) -> ([u8; 32], String, SystemInvitationId) {
    let secret = new_secret();
    let invitation = Waiting {
        invitation_id: SystemInvitationId(new_id()),
        addressee: format!("Whom {SECRET} knows"),
        made_at: now(),
        expires_at: now() + system::INVITATION,
    };
    store
        .invite_to_system(system, hash_secret(&secret), &invitation, host)
        .await
        .unwrap();
    (hash_secret(&secret), secret, invitation.invitation_id)
}

/// A draft that both sides are to score, with everybody who has a seat.
async fn add_round(store: &Store, like: &Assessment, lead: &Person) -> Assessment {
    let draft = Assessment {
        assessment_id: AssessmentId(new_id()),
        title: format!("Together at {SECRET}"),
        method: domain::assessment::Method::Partnership,
        state: State::Draft,
        follows: None,
        ..like.clone()
    };
    store
        .create_assessment(&draft, Some(lead), now())
        .await
        .unwrap();
    for (who, email, side, part) in SEATS {
        let guest = Guest {
            person_id: PersonId(new_id()),
            name: format!("The {}", who.replace('_', " ")),
            email: email.parse().unwrap(),
            seat: Seat::new(side, part).unwrap(),
            scorer_id: ScorerId(new_id()),
            sections: vec![],
        };
        store
            .add_participant(&draft, &guest, Some(lead), now())
            .await
            .unwrap();
    }
    draft
}

/// A spreadsheet that waits, and the mark of its preview; it is about the last statement
/// only, which is the organisation's own.
async fn stage_import(store: &Store, round: &Assessment, records: &Records) -> (ImportId, String) {
    let found = store.find_assessment_anywhere(round.assessment_id).await;
    let round = &found.unwrap().unwrap();
    let pack = round.find_framework().unwrap();
    let last = pack.statements.last().unwrap();
    let file = format!("statement,level,comment\n{},4,Seen\n", last.id);
    let scores = read_scores(file.as_bytes(), pack, round).unwrap();
    let (import, rows) = (ImportId(new_id()), serde_json::to_string(&scores).unwrap());
    store
        .stage_import(round, import, "scores.csv", &rows, now())
        .await
        .unwrap();
    let changes = scoresheet::changes(pack, round, records, &scores);
    (import, mark(&changes, records).unwrap())
}

/// An action that something was done about.
async fn add_action(store: &Store, round: &Assessment, lead: &Person) -> ActionId {
    let action = add_idea(store, round, lead).await;
    let progress = Progress {
        progress_id: ProgressId(new_id()),
        at: now(),
        by: lead.name.clone(),
        note: "Cover was agreed".into(),
        status: None,
        due: None,
    };
    store
        .add_progress(round, action, &progress, lead)
        .await
        .unwrap();
    action
}

/// An action that nothing was done about yet, so that it may still go.
async fn add_idea(store: &Store, round: &Assessment, lead: &Person) -> ActionId {
    let action = Action {
        action_id: ActionId(new_id()),
        what: format!("Protect time for managers at {SECRET}"),
        measure: String::new(),
        owner: String::new(),
        due: None,
        resource: String::new(),
        risk: String::new(),
        equality_note: String::new(),
        statements: vec![],
        mitigates: None,
        progress: vec![],
    };
    store.add_action(round, &action, lead, now()).await.unwrap();
    action.action_id
}

/// A question that waits for its answer.
async fn ask(store: &Store, round: &Assessment, guardian: &Person) -> QuestionId {
    let question = QuestionId(new_id());
    let text = format!("Who pays for it at {SECRET}?");
    store
        .ask(round, question, &text, None, guardian, now())
        .await
        .unwrap();
    question
}

async fn add_consultation(store: &Store, round: &Assessment, lead: &Person) -> ConsultationId {
    let row = OwnRow {
        row: "own-2".into(),
        name: "Carers".into(),
    };
    store.add_own_row(round, &row).await.unwrap();
    let consultation = Consultation {
        consultation_id: ConsultationId(new_id()),
        date: None,
        who: format!("Staff networks of {SECRET}"),
        how: String::new(),
        said: String::new(),
    };
    store
        .add_consultation(round, &consultation, lead.person_id, now())
        .await
        .unwrap();
    consultation.consultation_id
}

async fn add_other_organisation(store: &Store, lead: &Person) {
    let other = Organisation {
        organisation_id: OrganisationId(new_id()),
        name: "Ysbyty Tŵr".into(),
        ods_code: None,
        nation: Nation::Wales,
        kind: Kind::Acute,
        headcount: Headcount::From3000,
        invented: false,
    };
    store.create_organisation(&other, now()).await.unwrap();
    for (organisation_id, email, role) in [
        (other.organisation_id, "stranger@example.net", Role::Lead),
        (
            lead.organisation_id,
            "installer@example.org",
            Role::Installer,
        ),
        (lead.organisation_id, "analyst@example.org", Role::Analyst),
    ] {
        let person = Person {
            person_id: PersonId(new_id()),
            organisation_id,
            name: format!("Ceri {}", role.name()),
            email: email.parse().unwrap(),
            role,
        };
        store.add_person(&person, None, now()).await.unwrap();
    }
}

/// A draft in partnership, otherwise like another round.
pub async fn start_partnership(store: &Store, like: &Assessment, lead: &Person) -> Assessment {
    let draft = Assessment {
        assessment_id: AssessmentId(new_id()),
        title: format!("In partnership at {SECRET}"),
        scope: Scope::Full,
        method: AgreedBy::Partnership,
        minimum: Minimum::default(),
        state: State::Draft,
        follows: None,
        ..like.clone()
    };
    store
        .create_assessment(&draft, Some(lead), now())
        .await
        .unwrap();
    draft
}

/// Gives somebody a seat; whoever is known by this address already keeps their name and role.
pub async fn seat(
    store: &Store,
    round: &Assessment,
    lead: &Person,
    side: Side,
    part: Part,
    email: &str,
) -> Person {
    let guest = Guest {
        person_id: PersonId(new_id()),
        // A name that does not say for which side: letters are searched for it.
        name: match side {
            Side::Management => format!("Mair, {}", part.code()),
            Side::Staff => format!("Siôn, {}", part.code()),
            Side::Board => format!("Bethan, {}", part.code()),
            Side::Other => format!("Owain, {}", part.code()),
        },
        email: email.parse().unwrap(),
        seat: Seat::new(side, part).unwrap(),
        scorer_id: ScorerId(new_id()),
        sections: vec![],
    };
    let id = store
        .add_participant(round, &guest, Some(lead), now())
        .await
        .unwrap();
    let found = store.find_person(round.organisation_id, id).await;
    found.unwrap().unwrap()
}

pub async fn open_scoring(store: &Store, round: &Assessment, lead: &Person) {
    store
        .open_scoring(round, app::visitor::today(), lead, now())
        .await
        .unwrap();
}

/// Both chairs, management side first, consent to the reveal.
pub async fn reveal(store: &Store, round: &Assessment, chairs: &[Person; 2]) {
    for (side, chair) in Side::PARTNERS.into_iter().zip(chairs) {
        store
            .consent_to_reveal(round, side, chair, now())
            .await
            .unwrap();
    }
}

/// Somebody at a browser.
#[derive(Clone)]
pub struct Visit {
    cookie: Option<String>,
}

impl Visit {
    /// Whoever an answer signed in.
    pub fn with_cookie_of(answer: &Answer) -> Self {
        let cookie = answer.header(&header::SET_COOKIE).split(';').next();
        Self {
            cookie: cookie.map(str::to_owned),
        }
    }

    /// Asks for a page or a file.
    pub fn get(&self, path: &str) -> Asked {
        self.ask(Method::GET, path, Body::empty())
            .with(header::ACCEPT, "text/html")
    }

    /// Sends a form as a script of the page does: what goes wrong is the answer.
    pub fn post(&self, path: &str, form: &str) -> Asked {
        self.ask(Method::POST, path, Body::from(form.to_owned()))
            .with(header::ACCEPT, "application/json")
            .with(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .coming_from("same-origin")
    }

    fn ask(&self, method: Method, path: &str, body: Body) -> Asked {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "plumbline.example.org")
            .body(body);
        let asked = Asked(request.unwrap());
        match &self.cookie {
            Some(cookie) => asked.with(header::COOKIE, cookie),
            None => asked,
        }
    }
}

/// What is asked of the site.
pub struct Asked(Request<Body>);

impl Asked {
    /// Says where the form stood, as browsers do.
    pub fn coming_from(self, site: &str) -> Self {
        self.with(HeaderName::from_static("sec-fetch-site"), site)
    }

    /// Sends a header, once.
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        self.0.headers_mut().insert(name, value.parse().unwrap());
        self
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &HeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Whether the visitor is asked to sign in instead.
    pub fn is_sign_in(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED || self.header(&header::LOCATION) == "/sign-in"
    }
}
