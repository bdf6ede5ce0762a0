//! Who follows and runs a meeting, and when.

use app::error::AppError;
use axum::http::{StatusCode, header};
use domain::{
    answer::Choice,
    assessment::{Assessment, State},
    divergence::OwnScore,
    level::Level,
    participant::{Part, Side},
    person::Person,
};
use http_body_util::BodyExt as _;
use store::Version;

use super::site::{Answer, SECRET, Site, Visit, open_scoring, reveal, seat, start_partnership};

/// A comment that only the staff side may read.
const FOR_STAFF: &str = "Only our side should read this";

/// A meeting with somebody of every kind in it.
pub struct Round {
    pub site: Site,
    pub assessment: Assessment,
    pub chairs: [Person; 2],
    pub scorer: Person,
    pub guardian: Person,
    elsewhere: Person,
}

impl Round {
    /// Open for scoring: four of each side have scored; management says 3 of W01, the staff side 1.
    pub async fn scoring() -> Self {
        let site = Site::new().await;
        let store = site.store.clone();
        let rounds = store.all_assessments().await.unwrap();
        let like = rounds.into_iter().find(Assessment::is_open).unwrap();
        let people = store.people(like.organisation_id).await.unwrap();
        let lead = people
            .into_iter()
            .find(|it| it.email.as_str() == "ruth.okafor@example.org")
            .unwrap();
        let assessment = start_partnership(&store, &like, &lead).await;
        let other = start_partnership(&store, &like, &lead).await;
        let mut scorers = Vec::new();
        for (side, level) in [(Side::Management, 3), (Side::Staff, 1)] {
            for number in 0..4 {
                let part = if number == 0 {
                    Part::Chair
                } else {
                    Part::Scorer
                };
                let email = format!("{}.{number}@example.org", side.code());
                let person = seat(&store, &assessment, &lead, side, part, &email).await;
                scorers.push((person, side, level));
            }
        }
        let guardian = "guardian@example.org";
        let guardian = seat(
            &store,
            &assessment,
            &lead,
            Side::Board,
            Part::Guardian,
            guardian,
        )
        .await;
        let elsewhere = "elsewhere@example.org";
        let elsewhere = seat(&store, &other, &lead, Side::Staff, Part::Chair, elsewhere).await;
        open_scoring(&store, &assessment, &lead).await;
        for (person, side, level) in &scorers {
            let own = OwnScore {
                choice: Some(Choice::Level(Level::new(*level).unwrap())),
                comment: match side {
                    Side::Staff => FOR_STAFF.to_owned(),
                    _ => format!("We are at {level}"),
                },
                for_own_side: *side == Side::Staff,
            };
            let id = "W01".parse().unwrap();
            let now = app::visitor::now();
            store
                .save_own_score(&assessment, person.person_id, &id, &own, Version::NONE, now)
                .await
                .unwrap();
        }
        let [management, _, _, _, staff, scorer, _, _] = scorers.try_into().unwrap();
        Self {
            site,
            assessment,
            chairs: [management.0, staff.0],
            scorer: scorer.0,
            guardian,
            elsewhere,
        }
    }

    pub async fn meeting() -> Self {
        let round = Self::scoring().await;
        reveal(&round.site.store, &round.assessment, &round.chairs).await;
        round
    }

    pub fn path(&self, end: &str) -> String {
        format!("/assessments/{}/{end}", self.assessment.assessment_id)
    }

    pub async fn management(&self) -> Visit {
        self.site.visit_of(&self.chairs[0]).await
    }

    pub async fn staff(&self) -> Visit {
        self.site.visit_of(&self.chairs[1]).await
    }

    /// Everybody there is, by what they are.
    pub async fn everybody(&self) -> Vec<(&'static str, Visit)> {
        vec![
            ("lead", self.site.signed_in("lead")),
            ("viewer", self.site.signed_in("viewer")),
            ("installer", self.site.signed_in("installer")),
            ("management", self.management().await),
            ("staff", self.staff().await),
            ("scorer", self.site.visit_of(&self.scorer).await),
            ("guardian", self.site.visit_of(&self.guardian).await),
            ("elsewhere", self.site.visit_of(&self.elsewhere).await),
            ("stranger", self.site.signed_in("stranger")),
        ]
    }

    pub async fn page(&self, visit: &Visit, end: &str) -> String {
        self.site.send(visit.get(&self.path(end))).await.text
    }

    async fn post(&self, visit: &Visit, action: &str, fields: &str) -> Answer {
        let form = format!("assessment={}&{fields}", self.assessment.assessment_id);
        let path = format!("/api/meeting/{action}");
        self.site.send(visit.post(&path, &form)).await
    }

    /// Posts a form that must work, and follows to what it leads to.
    async fn do_it(&self, visit: &Visit, action: &str, fields: &str) -> String {
        let done = self.post(visit, action, fields).await;
        assert!(done.status.is_success(), "{action}: {done:?}");
        done.header(&header::LOCATION).to_owned()
    }

    /// The hidden field of the form on the board with which something is confirmed.
    async fn seen(&self, visit: &Visit) -> String {
        let page = self.page(visit, "meeting").await;
        let (_, after) = page.split_once("name=\"seen\" value=\"").unwrap();
        after.split('"').next().unwrap().to_owned()
    }

    /// Puts an answer to the meeting and confirms it for both sides.
    async fn settle(&self, fields: &str) {
        let (management, staff) = (self.management().await, self.staff().await);
        self.do_it(&management, "propose", fields).await;
        let statement = fields.split('&').next().unwrap();
        let seen = self.seen(&management).await;
        let confirm = format!("{statement}&seen={seen}");
        self.do_it(&management, "confirm", &confirm).await;
        self.do_it(&staff, "confirm", &confirm).await;
    }

    async fn state(&self) -> State {
        let (organisation, id) = (
            self.assessment.organisation_id,
            self.assessment.assessment_id,
        );
        let found = self.site.store.find_assessment(organisation, id).await;
        found.unwrap().unwrap().value.state
    }
}

const TWO: &str = "statement=W01&answer=2&target=3&importance=2";

pub fn refused(answer: &Answer) -> Option<AppError> {
    serde_json::from_str(&answer.text).ok()
}

#[tokio::test]
async fn before_the_reveal_nobody_follows_and_the_pages_show_nothing() {
    let round = Round::scoring().await;
    for (who, visit) in round.everybody().await {
        let events = round
            .site
            .open(visit.get(&round.path("meeting/events")))
            .await;
        let expected = match who {
            "stranger" | "elsewhere" => StatusCode::NOT_FOUND,
            _ => StatusCode::FORBIDDEN,
        };
        assert_eq!(events.status(), expected, "{who}");
        for end in ["meeting", "minutes", "download/minutes.csv"] {
            let page = round.page(&visit, end).await;
            for trace in ["We are at", FOR_STAFF, "median", "W01"] {
                assert!(!page.contains(trace), "{who} finds {trace} at {end}");
            }
        }
        for action in ["propose", "confirm", "choose", "close", "together"] {
            let fields = format!("{TWO}&seen=1");
            let answer = round.post(&visit, action, &fields).await;
            assert!(refused(&answer).is_some(), "{who} {action}: {answer:?}");
        }
    }
    let nobody = round.site.nobody().get(&round.path("meeting/events"));
    assert!(round.site.send(nobody).await.is_sign_in());
}

#[tokio::test]
async fn results_show_both_sides_from_the_reveal_on_and_what_became_of_it() {
    let round = Round::scoring().await;
    let lead = round.site.signed_in("lead");
    let before = round.page(&lead, "results").await;
    assert!(
        before.contains("Nothing to see before the reveal"),
        "{before}"
    );
    let file = round.page(&lead, "download/results.json").await;
    for trace in ["people scored", "levels apart", "W01", "both_sides"] {
        assert!(!before.contains(trace), "{trace}: {before}");
    }
    assert!(!file.contains("both_sides"), "{file}");

    reveal(&round.site.store, &round.assessment, &round.chairs).await;
    let revealed = round.page(&lead, "results").await;
    // 3 against 1, and every other statement below the minimum
    for shown in [
        "4 people scored",
        "Furthest apart, by 2.0 levels: W01.",
        "not settled yet",
        "Nothing scored yet",
    ] {
        assert!(revealed.contains(shown), "{shown}: {revealed}");
    }

    let file = round.page(&lead, "download/results.json").await;
    let medians = file.split_once("\"both_sides\"").unwrap().1;
    for shown in [
        "\"management_median\": 3.0",
        "\"staff_median\": 1.0",
        "\"divergence\": 2.0",
    ] {
        assert_eq!(medians.matches(shown).count(), 1, "{medians}");
    }

    round.settle(TWO).await;
    let settled = round.page(&lead, "results").await;
    assert!(
        settled.contains("agreed: 2") && settled.contains("1 statement<"),
        "{settled}"
    );
    let plan = round.page(&lead, "document").await;
    assert!(plan.contains("1 agreed, 0 not agreed"), "{plan}");
}

#[tokio::test]
async fn in_a_meeting_everybody_of_it_follows_and_only_who_runs_it_does_anything() {
    let round = Round::meeting().await;
    for (who, visit) in round.everybody().await {
        let events = round
            .site
            .open(visit.get(&round.path("meeting/events")))
            .await;
        let page = round.site.send(visit.get(&round.path("meeting"))).await;
        let expected = match who {
            "stranger" | "elsewhere" => StatusCode::NOT_FOUND,
            "installer" => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        };
        assert_eq!(
            (events.status(), page.status),
            (expected, expected),
            "{who}"
        );
        let proposed = round.post(&visit, "propose", TWO).await;
        let is_running = matches!(who, "lead" | "management" | "staff");
        assert_eq!(
            refused(&proposed).is_none(),
            is_running,
            "{who}: {proposed:?}"
        );
        if expected != StatusCode::OK {
            // Both are of the organisation, whose name stands on every page of theirs.
            let is_of_it = matches!(who, "installer" | "elsewhere");
            assert!(is_of_it || !page.text.contains(SECRET), "{who}");
            continue;
        }
        // Each may see exactly what they may do.
        let page = round.page(&visit, "meeting").await;
        for (form, may) in [
            ("/api/meeting/propose", is_running),
            ("/api/meeting/take-back", is_running),
            ("/api/meeting/close", is_running),
            (
                "/api/meeting/confirm",
                matches!(who, "management" | "staff"),
            ),
        ] {
            let there = page.contains(&format!("action=\"{form}\""));
            assert_eq!(there, may, "{who} {form}");
        }
        let own_side = matches!(who, "staff" | "scorer");
        assert_eq!(page.contains(FOR_STAFF), own_side, "{who}");
        assert!(page.contains("We are at 3"), "{who}");
        if who == "viewer" {
            assert!(!page.contains("of the Staff side"), "a name");
        }
    }
    let seen = round.seen(&round.management().await).await;
    for (who, visit) in round.everybody().await {
        if !matches!(who, "management" | "staff") {
            let fields = format!("statement=W01&seen={seen}");
            let confirmed = round.post(&visit, "confirm", &fields).await;
            assert!(refused(&confirmed).is_some(), "{who}: {confirmed:?}");
        }
    }
}

#[tokio::test]
async fn what_both_confirm_is_agreed_and_what_was_put_since_is_not() {
    let round = Round::meeting().await;
    let (management, staff) = (round.management().await, round.staff().await);
    let board = round.path("meeting");
    assert_eq!(round.do_it(&management, "propose", TWO).await, board);
    let seen = round.seen(&staff).await;
    let confirm = format!("statement=W01&seen={seen}");
    assert_eq!(round.do_it(&management, "confirm", &confirm).await, board);

    // Somebody puts another level: the form that the staff side still has open confirms nothing.
    let three = TWO.replace("answer=2", "answer=3");
    round.do_it(&management, "propose", &three).await;
    let stale = round.do_it(&staff, "confirm", &confirm).await;
    assert_eq!(stale, board.clone() + "?changed=yes");
    let told = round.page(&staff, "meeting?changed=yes").await;
    assert!(told.contains("so nothing was changed"), "{told}");

    round.settle(TWO).await;
    let page = round.page(&staff, "meeting").await;
    assert!(page.contains("1 of 60"), "{page}");
    assert!(!page.contains("Put to the meeting"));
    let over = round.do_it(&management, "propose", TWO).await;
    assert_eq!(over, board + "?changed=yes", "agreed already");
    let minutes = round.page(&staff, "minutes").await;
    assert!(minutes.contains("2 Partly in place"), "{minutes}");
    assert!(
        minutes.contains("management side 1, staff side 1"),
        "{minutes}"
    );
}

#[tokio::test]
async fn nonsense_is_answered_with_what_is_wrong_and_nothing_is_lost() {
    let round = Round::meeting().await;
    let lead = round.site.signed_in("lead");
    for nonsense in [
        "answer=7&target=3&importance=2&comment=Typed+by+hand",
        "answer=na&reason=&target=3&importance=2&comment=Typed+by+hand",
        "answer=none&staff_level=12&target=3&importance=2&comment=Typed+by+hand",
        "answer=2&target=x&importance=99&comment=Typed+by+hand",
    ] {
        let fields = format!("statement=W01&{nonsense}");
        let place = round.do_it(&lead, "propose", &fields).await;
        assert_eq!(place, round.path("meeting#W01"), "{nonsense}");
        let page = round.page(&lead, "meeting").await;
        assert!(page.contains("There is a problem"), "{nonsense}");
        assert!(page.contains("Typed by hand"), "{nonsense}");
        assert!(!page.contains("Put to the meeting"), "{nonsense}");
    }
    let unread = round
        .post(&lead, "propose", "statement=%2F..%2F&answer=2")
        .await;
    assert_eq!(refused(&unread), Some(AppError::Invalid));
    let none = round
        .post(&lead, "propose", &TWO.replace("W01", "Z99"))
        .await;
    assert_eq!(refused(&none), Some(AppError::NotFound));
    let clock = round.do_it(&lead, "clock", "minutes=-5").await;
    assert_eq!(clock, round.path("meeting#clock"));
    let page = round.page(&lead, "meeting").await;
    assert!(page.contains("whole number of minutes from 1 to 600"));
    round.do_it(&lead, "clock", "minutes=90").await;
    let page = round.page(&lead, "meeting").await;
    assert!(page.contains("0 of 60, 90 minutes left"), "{page}");
}

#[tokio::test]
async fn a_change_of_mind_and_a_disagreement_stand_in_the_minutes() {
    let round = Round::meeting().await;
    let lead = round.site.signed_in("lead");
    round.settle(TWO).await;
    let apart = "statement=W02&answer=none&management_level=3&management_reason=In+force&staff_level=1&staff_reason=Nobody+knows&target=3&importance=2";
    round.settle(apart).await;
    round.do_it(&lead, "reopen", "statement=W01").await;
    let silent = TWO.replace("answer=2", "answer=1");
    let asked = round.do_it(&lead, "propose", &silent).await;
    assert_eq!(asked, round.path("meeting#W01"), "the reason is missing");
    round
        .settle(&format!("{silent}&comment=The+audit+came+in"))
        .await;

    let page = round.page(&lead, "minutes").await;
    for told in [
        "3. In force",
        "1. Nobody knows",
        "Was: 2 Partly in place. Now: 1",
        "The audit came in",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let csv = round.page(&lead, "download/minutes.csv").await;
    for told in [
        "not_agreed",
        "In force",
        "Nobody knows",
        "changed",
        "The audit came in",
    ] {
        assert!(csv.contains(told), "{told}: {csv}");
    }
    for person in round.chairs.iter().chain([&round.scorer]) {
        assert!(!page.contains(&person.name) && !csv.contains(&person.name));
    }
}

#[tokio::test]
async fn the_meeting_is_closed_and_goes_on_by_who_runs_it() {
    let round = Round::meeting().await;
    let (staff, scorer) = (
        round.staff().await,
        round.site.visit_of(&round.scorer).await,
    );
    assert_eq!(
        refused(&round.post(&scorer, "close", "").await),
        Some(AppError::Forbidden)
    );
    round.do_it(&staff, "close", "").await;
    assert_eq!(round.state().await, State::Agreed);
    let page = round.page(&scorer, "meeting").await;
    assert!(page.contains("The meeting is closed"), "{page}");
    assert!(!page.contains("action=\"/api/meeting/"), "{page}");
    assert_eq!(
        refused(&round.post(&staff, "propose", TWO).await),
        Some(AppError::Forbidden)
    );
    round.do_it(&staff, "resume", "").await;
    assert_eq!(round.state().await, State::Meeting);
}

#[tokio::test]
async fn the_undisputed_is_agreed_only_as_it_was_listed() {
    let round = Round::meeting().await;
    let staff = round.staff().await;
    let stale = round.do_it(&staff, "together", "list=W02%3D4").await;
    assert_eq!(stale, round.path("meeting?changed=yes"));
    let scores = round.site.store.scores(&round.assessment).await.unwrap();
    assert!(scores.is_empty());
}

#[tokio::test]
async fn an_event_carries_a_number_and_who_is_there_and_nothing_else() {
    let round = Round::meeting().await;
    let staff = round.staff().await;
    let asked = staff.get(&round.path("meeting/events"));
    let asked = asked.with(header::ACCEPT_ENCODING, "br, gzip");
    let response = round.site.open(asked).await;
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|it| it.to_str().unwrap().to_owned())
    };
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("content-encoding"), None);
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
    let mut body = response.into_body();
    let mut told = String::new();
    while !told.contains("event: present") {
        let frame = body.frame().await.unwrap().unwrap();
        told += std::str::from_utf8(frame.data_ref().unwrap()).unwrap();
    }
    assert_eq!(
        told,
        "event: changed\ndata: 1\n\nevent: present\ndata: Here now: staff side 1\n\n"
    );

    round.do_it(&round.management().await, "propose", TWO).await;
    let frame = body.frame().await.unwrap().unwrap();
    assert_eq!(
        frame.data_ref().unwrap().as_ref(),
        b"event: changed\ndata: 2\n\n"
    );
}
