//! Scoring blind: nobody finds anything of what others scored, or of who they are.

use std::collections::BTreeMap;

use app::{error::AppError, place::Download};
use axum::http::{StatusCode, header};
use domain::{
    answer::Choice,
    assessment::Assessment,
    display,
    divergence::OwnScore,
    id::{AssessmentId, StatementId},
    level::Level,
};
use store::Version;
use time::macros::datetime;

use super::{
    postbox::Postbox,
    site::{Answer, SEATS, Site, Visit},
    stranger::{WRITES, is_error, pages},
};
use crate::files::{self, Subject};

/// Who scores in the round of [`Site`].
const SCORERS: [&str; 4] = ["management_chair", "staff_chair", "manager", "rep"];

/// Whom the round is shown to before the reveal.
const READERS: [&str; 8] = [
    "lead",
    "viewer",
    "guardian",
    "edi_lead",
    "rep",
    "manager",
    "staff_chair",
    "management_chair",
];

/// What they score; the last is the one that addresses and forms name.
const STATEMENTS: [&str; 4] = ["W01", "L01", "Q01", "{statement}"];

/// What only somebody's comment holds.
fn trace(who: &str, steps: u8) -> String {
    format!("Qzx{steps}{}", who.replace('_', ""))
}

async fn round(site: &Site) -> Assessment {
    let id: AssessmentId = site.filled("{round}").parse().unwrap();
    let found = site.store.find_assessment_anywhere(id).await;
    found.unwrap().unwrap()
}

/// Everybody but one person scores, each with a comment of their own.
async fn others_score(site: &Site, except: &str, steps: u8) {
    let round = round(site).await;
    for who in SCORERS.into_iter().filter(|it| *it != except) {
        let person = site.person(who).await;
        for statement in STATEMENTS {
            let statement: StatementId = site.filled(statement).parse().unwrap();
            let before = site
                .store
                .find_own_score(&round, person.person_id, &statement)
                .await
                .unwrap();
            let seen = before.map_or(Version::NONE, |it| it.version);
            let score = OwnScore {
                choice: Some(Choice::Level(Level::new(steps).unwrap())),
                comment: trace(who, steps),
                for_own_side: steps.is_multiple_of(2),
            };
            site.store
                .save_own_score(
                    &round,
                    person.person_id,
                    &statement,
                    &score,
                    seen,
                    app::visitor::now(),
                )
                .await
                .unwrap();
        }
    }
}

/// Every page and file about the round, as one person finds them.
async fn everything(site: &Site, visit: &Visit) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for pattern in pages() {
        let pattern = pattern.replace("{assessment}", "{round}");
        let answer = site.send(visit.get(&site.filled(&pattern))).await;
        let to = answer.header(&header::LOCATION);
        let text = format!("{} {to}\n{}", answer.status.as_u16(), still(&answer));
        found.insert(pattern, text);
    }
    // Files say when they were made; so they are made as a download would, at one time.
    let assessment = round(site).await;
    let organisation = site
        .store
        .find_organisation(assessment.organisation_id)
        .await;
    let subject = Subject {
        store: &site.store,
        organisation: &organisation.unwrap().unwrap().value,
        assessment: &assessment,
        framework: assessment.find_framework().unwrap(),
        now: datetime!(2026-05-12 09:00 UTC),
    };
    for file in Download::ALL {
        let bytes = files::make(file, &subject).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        found.insert(file.file_name().to_owned(), text);
    }
    found
}

/// An answer without what is new each time it is given: the nonce, and the minute in which a draft was printed.
fn still(answer: &Answer) -> String {
    let now = app::visitor::now();
    let minutes = [now, now - time::Duration::MINUTE].map(display::moment);
    let policy = answer.header(&header::CONTENT_SECURITY_POLICY);
    let nonce = policy
        .split_once("'nonce-")
        .and_then(|(_, rest)| rest.split('\'').next());
    let changing = minutes.iter().map(String::as_str).chain(nonce);
    changing.fold(answer.text.clone(), |text, it| text.replace(it, ""))
}

#[tokio::test]
async fn before_the_reveal_every_page_is_the_same_whatever_others_score() {
    let site = Site::new().await;
    for who in READERS {
        let visit = site.newly_signed_in(who).await;
        others_score(&site, who, 1).await;
        let one = everything(&site, &visit).await;
        others_score(&site, who, 4).await;
        let other = everything(&site, &visit).await;
        for (path, text) in &one {
            assert!(other[path] == *text, "{who} can tell from {path}");
        }
        let traces = SCORERS.into_iter().filter(|it| *it != who);
        for trace in traces.flat_map(|it| [trace(it, 1), trace(it, 4)]) {
            for (path, text) in one.iter().chain(&other) {
                assert!(!text.contains(&trace), "{who} reads {trace} on {path}");
            }
        }
    }
}

/// Without this the test above could pass because nothing was scored or nothing was found.
#[tokio::test]
async fn what_somebody_scores_is_on_their_own_pages() {
    let site = Site::new().await;
    others_score(&site, "nobody", 3).await;
    let found = everything(&site, &site.signed_in("rep")).await;
    let own = &found["/assessments/{round}/own/{statement}"];
    assert!(
        own.starts_with("200") && own.contains(&trace("rep", 3)),
        "{own}"
    );
    let readable = found.values().filter(|it| it.starts_with("200")).count();
    assert!(readable > 20, "{readable}");
}

#[tokio::test]
async fn no_server_function_gives_away_what_others_scored() {
    let site = Site::with(&["--demo"]).await;
    others_score(&site, "rep", 4).await;
    for (path, _, pattern) in WRITES {
        if path.starts_with("session/") || path.starts_with("links/") {
            continue;
        }
        let form = pattern
            .replace("{assessment}", "{round}")
            .replace("{draft}", "{round}");
        let visit = site.newly_signed_in("rep").await;
        let answer = site
            .send(visit.post(&format!("/api/{path}"), &site.filled(&form)))
            .await;
        for who in SCORERS {
            let whole = format!("{:?} {}", answer.headers, answer.text);
            assert!(!whole.contains(&trace(who, 4)), "{path}: {whole}");
        }
    }
}

#[tokio::test]
async fn a_list_is_shown_to_its_own_chair_and_the_lead_and_to_nobody_else() {
    let site = Site::new().await;
    let list = site.filled("/assessments/{round}/people");
    let addresses = |answer: &Answer| -> Vec<&str> {
        let there = |email: &str| answer.text.contains(email);
        SEATS
            .iter()
            .filter(|(_, email, ..)| there(email))
            .map(|(who, ..)| *who)
            .collect()
    };

    let chair = site
        .send(site.signed_in("management_chair").get(&list))
        .await;
    assert_eq!(addresses(&chair), ["management_chair", "manager"]);
    let chair = site.send(site.signed_in("staff_chair").get(&list)).await;
    assert_eq!(addresses(&chair), ["staff_chair", "rep"]);
    let lead = site.send(site.signed_in("lead").get(&list)).await;
    assert_eq!(addresses(&lead).len(), SEATS.len());
    for who in ["rep", "manager", "guardian", "edi_lead", "viewer"] {
        let refused = site.send(site.signed_in(who).get(&list)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who}");
        assert!(addresses(&refused).is_empty(), "{who}");
    }

    let before = site.contents().await;
    for page in ["", "/link", "/remove"] {
        let path = site.filled("/assessments/{round}/people/{participant}") + page;
        let other = site
            .send(site.signed_in("management_chair").get(&path))
            .await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
    }
    let form = site.filled("assessment={round}&person={participant}");
    for action in ["link", "revoke", "remove"] {
        let path = format!("/api/participants/{action}");
        let other = site.signed_in("management_chair").post(&path, &form);
        let other = site.send(other).await;
        assert!(is_error(&other, AppError::NotFound), "{path}: {other:?}");
    }
    assert_eq!(site.contents().await, before);
}

#[tokio::test]
async fn a_chair_learns_from_no_form_who_sits_on_the_other_side() {
    let site = Site::new().await;
    let chair = site.signed_in("management_chair");
    let mut said = Vec::new();
    // Somebody of the other side, and somebody of another organisation.
    for email in ["rep%40example.org", "stranger%40example.net"] {
        let form = site.filled("assessment={round}&name=Ama&part=scorer&side=staff&email=") + email;
        let refused = site
            .send(chair.post("/api/participants/invite", &form))
            .await;
        let page = site
            .send(chair.get(refused.header(&header::LOCATION)))
            .await;
        said.push(still(&page).replace(&email.replace("%40", "@"), ""));
    }
    assert!(said[0].contains("cannot be invited here"), "{}", said[0]);
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn an_invitation_signs_in_for_its_assessment_alone_and_again_on_other_devices() {
    let site = Site::new().await;
    let page = site.filled("/invitations/{invitation}");
    let form = site.filled("secret={invitation}");
    let opened = site.send(site.nobody().get(&page)).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert_eq!(
        opened.header(&header::SET_COOKIE),
        "",
        "mail programs open links"
    );
    assert!(
        opened.text.contains("once three of you have scored it"),
        "{}",
        opened.text
    );

    let mut devices = Vec::new();
    for _ in 0..2 {
        let accepted = site
            .send(site.nobody().post("/api/invitations/accept", &form))
            .await;
        assert_eq!(
            accepted.header(&header::LOCATION),
            site.filled("/assessments/{round}")
        );
        devices.push(Visit::with_cookie_of(&accepted));
    }
    for device in &devices {
        let found = site
            .send(device.get(&site.filled("/assessments/{round}")))
            .await;
        assert_eq!(found.status, StatusCode::OK);
        // They have a seat there too, but this is not what they were let in for.
        for other in [
            "/assessments/{draft}",
            "/assessments/{assessment}",
            "/people/{person}",
        ] {
            let path = site.filled(other);
            let hidden = site.send(device.get(&path)).await;
            let expected = if other.starts_with("/people") {
                StatusCode::FORBIDDEN
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(hidden.status, expected, "{path}");
        }
        let home = site.send(device.get("/")).await;
        assert!(home.text.contains(&site.filled("/assessments/{round}")));
        for other in ["{draft}", "{assessment}"] {
            assert!(!home.text.contains(&site.filled(other)), "{other}");
        }
    }

    let revoke = site.filled("assessment={round}&person={participant}");
    let revoked = site
        .send(
            site.signed_in("staff_chair")
                .post("/api/participants/revoke", &revoke),
        )
        .await;
    assert_eq!(revoked.status, StatusCode::OK, "{revoked:?}");
    assert!(site.send(devices[0].get("/")).await.is_sign_in());
    assert_eq!(
        site.send(site.nobody().get(&page)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn nobody_becomes_the_lead_by_a_link_that_a_chair_made_for_the_lead() {
    let site = Site::new().await;
    let chair = site.signed_in("management_chair");
    let form =
        site.filled("assessment={round}&name=Ruth&part=scorer&email=ruth.okafor%40example.org");
    let invited = site
        .send(chair.post("/api/participants/invite", &form))
        .await;
    let (_, cookie) = invited.header(&header::SET_COOKIE).split_once('=').unwrap();
    let secret = cookie.split(';').next().unwrap();

    let accepted = site
        .send(
            site.nobody()
                .post("/api/invitations/accept", &format!("secret={secret}")),
        )
        .await;
    let device = Visit::with_cookie_of(&accepted);

    let own = site
        .send(device.get(&site.filled("/assessments/{round}/own")))
        .await;
    assert_eq!(own.status, StatusCode::OK);
    let list = site
        .send(device.get(&site.filled("/assessments/{round}/people")))
        .await;
    assert_eq!(list.status, StatusCode::FORBIDDEN);
    let password = device.post(
        "/api/account/password",
        "current=&new=correct+horse+battery",
    );
    let refused = site.send(password).await;
    assert!(is_error(&refused, AppError::Forbidden), "{refused:?}");
}

#[tokio::test]
async fn what_another_device_saved_is_shown_and_not_overwritten() {
    let site = Site::new().await;
    let form = |answer: &str, seen: u32| {
        let form = site.filled("assessment={round}&statement={statement}&comment=So+it+is");
        site.signed_in("rep").post(
            "/api/own-scores/save",
            &format!("{form}&answer={answer}&seen={seen}"),
        )
    };
    let page = site.filled("/assessments/{round}/own/{statement}");

    let first = site.send(form("3", 0)).await;
    assert!(first.text.contains("Saved"), "{first:?}");
    // The island and the button may send the same twice.
    let again = site.send(form("3", 0)).await;
    assert!(again.text.contains("\"go\":null"), "{again:?}");
    let late = site.send(form("1", 0)).await;
    assert!(
        late.text.contains(&format!("\"go\":\"{page}\"")),
        "{late:?}"
    );

    let shown = site.send(site.signed_in("rep").get(&page)).await;
    assert!(shown.text.contains("Saved elsewhere"), "{}", shown.text);
    let kept = site
        .store
        .own_scores(&round(&site).await, site.person("rep").await.person_id)
        .await
        .unwrap();
    let kept: Vec<_> = kept.values().map(|it| it.value.choice).collect();
    assert_eq!(kept, [Some(Choice::Level(Level::new(3).unwrap()))]);

    let chosen = site.send(form("1", 1)).await;
    assert!(chosen.text.contains("Saved"), "{chosen:?}");
    let shown = site.send(site.signed_in("rep").get(&page)).await;
    assert!(!shown.text.contains("Saved elsewhere"), "{}", shown.text);
}

#[tokio::test]
async fn scoring_opens_with_both_chairs_and_closes_with_both_consents() {
    let site = Site::new().await;
    let send = async |who: &str, path: &str, form: &str| {
        let form = site.filled(form);
        let answer = site.send(site.signed_in(who).post(path, &form)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        answer.header(&header::LOCATION).to_owned()
    };
    let state = async || round(&site).await.state.code();
    let consent = "assessment={round}&matter=reveal";

    send("staff_chair", "/api/rounds/consent", consent).await;
    send("staff_chair", "/api/rounds/withdraw", consent).await;
    send("management_chair", "/api/rounds/consent", consent).await;
    assert_eq!(state().await, "scoring");
    let to = send("staff_chair", "/api/rounds/consent", consent).await;
    assert_eq!(to, site.filled("/assessments/{round}/meeting"));
    assert_eq!(state().await, "meeting");

    let late = site.filled("assessment={round}&statement={statement}&seen=0&answer=3");
    let late = site
        .send(site.signed_in("rep").post("/api/own-scores/save", &late))
        .await;
    assert!(is_error(&late, AppError::ScoringClosed), "{late:?}");
    let page = site.filled("/assessments/{round}/own/{statement}");
    let page = site.send(site.signed_in("rep").get(&page)).await;
    assert!(page.text.contains("Scoring is closed"), "{}", page.text);
}

#[tokio::test]
async fn letters_reach_those_who_have_not_finished_and_name_nobody_else() {
    let postbox = Postbox::open();
    let site = Site::with(&[&postbox.flag, "--mail-from=wellbeing@example.org"]).await;
    let chair = site.signed_in("staff_chair");
    let form =
        site.filled("assessment={round}&name=Ama+Boateng&part=scorer&email=ama%40example.org");
    let invited = site
        .send(chair.post("/api/participants/invite", &form))
        .await;
    assert_eq!(
        invited.header(&header::SET_COOKIE),
        "",
        "a link that was sent is not shown"
    );
    let [invitation]: [String; 1] = postbox.letters(1).await.try_into().unwrap();
    assert!(invitation.contains("ama@example.org"), "{invitation}");

    let remind = site.filled("assessment={round}&side=staff");
    for told in ["reminded", "reminded-before"] {
        let answer = site
            .send(chair.post("/api/participants/remind", &remind))
            .await;
        let to = site.filled("/assessments/{round}/people?told=") + told;
        assert_eq!(answer.header(&header::LOCATION), to);
    }
    // The chair, the representative and Ama: nobody has finished.
    let letters = postbox.letters(4).await;
    assert_eq!(letters.len(), 4);
    for letter in &letters {
        let named = ["ama@", "rep@", "staff.chair@"];
        assert_eq!(
            named.iter().filter(|it| letter.contains(**it)).count(),
            1,
            "{letter}"
        );
        let text = letter.to_lowercase();
        for side in ["staff side", "union", "management"] {
            assert!(!text.contains(side), "{letter}");
        }
        let (_, link) = letter.split_once("/invitations/").unwrap();
        let page = format!("/invitations/{}", link.split_whitespace().next().unwrap());
        let opened = site.send(site.nobody().get(&page)).await;
        assert_eq!(opened.status, StatusCode::OK, "{page}");
    }
    let other = site.filled("assessment={round}&side=management");
    let refused = site
        .send(chair.post("/api/participants/remind", &other))
        .await;
    assert!(is_error(&refused, AppError::Forbidden), "{refused:?}");
}
