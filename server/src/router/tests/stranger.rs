//! Somebody from another organisation finds nothing anywhere.
//!
//! Every page, server function and download is asked for by everybody. Pages
//! and downloads are found by themselves; a server function has to be named in
//! [`WRITES`] with a form that works, or the test fails. What stands for
//! `{assessment}` and the like is in `site.rs`.

use std::collections::BTreeSet;

use app::{
    error::AppError,
    place::{Download, IndicatorFile, Place},
    routes::App,
};
use axum::http::{StatusCode, header};
use domain::permission::Permission;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;

use super::site::{Answer, SECRET, Site, Visit};

/// The pages that people read without signing in.
const PUBLIC: &[&str] = &[
    "/sign-in",
    "/accessibility",
    "/privacy",
    "/licences",
    "/set-up/{set_up}",
    "/links/{link}",
    INVITATION,
];

/// Whoever holds its secret is told where they are invited.
const INVITATION: &str = "/invitations/{invitation}";

/// The lead of whichever organisation is handed its secret may join with it.
const JOIN: &str = "/system-invitations/{join}";

/// A release is the same for whoever is signed in.
const RELEASE: &str = "/releases/{release}";

/// Who may send a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Everybody,
    /// Everybody who is signed in: it is about themselves.
    Oneself,
    /// The lead; the form names nothing that exists already.
    Lead,
    /// Everybody of that organisation.
    OwnReader,
    /// The lead of the organisation whose things the form names: to others they do not exist.
    OwnLead,
    /// Whoever has this seat in the round that the form names.
    Seat(&'static str),
    /// Whoever runs the installation; what the form names may be anybody's.
    Installer,
}
use Who::{Everybody, Installer, Lead, Oneself, OwnLead, OwnReader, Seat};

/// Of each server function a form that works, in an order in which all of them do.
pub const WRITES: &[(&str, Who, &str)] = &[
    (
        "session/start",
        Everybody,
        "email=nobody%40example.org&password=guess",
    ),
    ("session/demo", Everybody, "person={person}"),
    (
        "assessments/create",
        Lead,
        "title=Next&pack=three-pillars&scope=full&period_start=2026-04-01&period_end=2027-03-31&default_target=3&method=partnership",
    ),
    (
        "imports/confirm",
        OwnLead,
        "assessment={assessment}&import={import}&seen={mark}",
    ),
    (
        "imports/cancel",
        OwnLead,
        "assessment={assessment}&import={import}",
    ),
    (
        "local-statements/save",
        OwnLead,
        "assessment={assessment}&statement={local}&seen=2&text=The+choir+meets+weekly",
    ),
    (
        "local-statements/remove",
        OwnLead,
        "assessment={assessment}&statement={local}&seen=3&sure=yes",
    ),
    (
        "local-statements/add",
        OwnLead,
        "assessment={assessment}&text=Every+site+has+a+garden",
    ),
    (
        "scores/save",
        OwnLead,
        "assessment={assessment}&statement={statement}&base={base}&seen=0&answer=3&target=3&importance=2",
    ),
    (
        "evidence/add",
        OwnLead,
        "assessment={assessment}&statement={statement}&what=Paper&strength=2",
    ),
    (
        "evidence/save",
        OwnLead,
        "assessment={assessment}&statement={statement}&evidence={evidence}&seen=1&what=Paper&strength=2",
    ),
    (
        "evidence/confirm",
        OwnLead,
        "assessment={assessment}&statement={statement}&evidence={evidence}",
    ),
    (
        "evidence/remove",
        OwnLead,
        "assessment={assessment}&statement={statement}&evidence={evidence}&seen=2",
    ),
    // Errors still stand, so this one is answered with what is left to do.
    (
        "assessments/sign-off",
        OwnLead,
        "assessment={assessment}&seen=0",
    ),
    (
        "assessments/sign",
        Seat("staff_chair"),
        "assessment={agreed}&seen=0",
    ),
    (
        "assessments/withdraw-signature",
        Seat("staff_chair"),
        "assessment={agreed}",
    ),
    (
        "benchmark/contribute",
        OwnLead,
        "assessment={signed}&agreed=yes",
    ),
    ("benchmark/withdraw", OwnLead, "assessment={signed}"),
    ("assessments/reopen", OwnLead, "assessment={signed}"),
    (
        "check-ins/add",
        OwnLead,
        "assessment={signed}&held_on={day}&levels[W01]=3&levels[W02]=",
    ),
    (
        "check-ins/save",
        OwnLead,
        "assessment={signed}&check_in={check_in}&seen=1&held_on={day}&levels[W01]=2",
    ),
    (
        "check-ins/remove",
        OwnLead,
        "assessment={signed}&check_in={check_in}&seen=2",
    ),
    (
        "meeting/propose",
        OwnLead,
        "assessment={meeting}&statement=W01&answer=2&target=3&importance=2",
    ),
    (
        "meeting/confirm",
        OwnLead,
        "assessment={meeting}&statement=W01&seen=2",
    ),
    (
        "meeting/take-back",
        OwnLead,
        "assessment={meeting}&statement=W01",
    ),
    (
        "meeting/choose",
        OwnLead,
        "assessment={meeting}&statement=W02",
    ),
    (
        "meeting/reopen",
        OwnLead,
        "assessment={meeting}&statement=W01",
    ),
    ("meeting/together", OwnLead, "assessment={meeting}&list="),
    ("meeting/together/withdraw", OwnLead, "assessment={meeting}"),
    ("meeting/clock", OwnLead, "assessment={meeting}&minutes=90"),
    ("meeting/attend", OwnReader, "assessment={meeting}"),
    ("meeting/close", OwnLead, "assessment={meeting}"),
    ("meeting/resume", OwnLead, "assessment={meeting}"),
    (
        "questions/ask",
        Seat("guardian"),
        "assessment={agreed}&question=Who+pays%3F&about={statement}",
    ),
    (
        "questions/answer",
        OwnLead,
        "assessment={agreed}&question={question}&seen=1&reply=The+trust",
    ),
    (
        "eqia/save",
        OwnLead,
        "assessment={assessment}&sheet=not-required&base=%7B%7D&not_required.reason=No+people&not_required.name=Ama&not_required.post=Director&not_required.date=2026-04-01",
    ),
    (
        "eqia/rows/add",
        OwnLead,
        "assessment={assessment}&name=Porters",
    ),
    (
        "eqia/rows/rename",
        OwnLead,
        "assessment={assessment}&row={row}&was=Carers&name=Unpaid+carers",
    ),
    (
        "eqia/rows/remove",
        OwnLead,
        "assessment={assessment}&row={row}&sure=yes",
    ),
    (
        "eqia/consultations/add",
        OwnLead,
        "assessment={assessment}&who=Chaplains",
    ),
    (
        "eqia/consultations/save",
        OwnLead,
        "assessment={assessment}&consultation={consultation}&seen=1&who=Networks",
    ),
    (
        "eqia/consultations/remove",
        OwnLead,
        "assessment={assessment}&consultation={consultation}&seen=2",
    ),
    (
        "plan/add",
        OwnLead,
        "assessment={assessment}&what=Open+rest+rooms&due=2026-09-30&statements[0]={statement}",
    ),
    (
        "plan/save",
        OwnLead,
        "assessment={assessment}&action={idea}&seen=1&what=Open+rest+rooms",
    ),
    (
        "plan/progress",
        OwnLead,
        "assessment={assessment}&action={action}&note=Cover+was+agreed&status=in_progress",
    ),
    (
        "plan/confirm",
        OwnLead,
        "assessment={assessment}&action={action}",
    ),
    (
        "plan/remove",
        OwnLead,
        "assessment={assessment}&action={idea}&seen=2",
    ),
    (
        "indicators/add",
        Lead,
        "indicator=turnover&first_day=2024-04-01&last_day=2025-03-31&value=11.2&base=6412&origin=own",
    ),
    (
        "indicators/save",
        OwnLead,
        "figure={figure}&seen=1&indicator=turnover&first_day=2023-04-01&last_day=2024-03-31&value=11.3&base=6412&origin=own",
    ),
    ("indicators/remove", OwnLead, "figure={figure}&seen=2"),
    (
        "indicators/import/confirm",
        OwnLead,
        "import={figures_new}&seen={figures_mark}",
    ),
    ("indicators/import/cancel", OwnLead, "import={figures}"),
    (
        "buddies/offer",
        Lead,
        "about=three-pillars.L06&note=Ask+us&who=Head+of+wellbeing&how=head%40example.org",
    ),
    (
        "buddies/offer/save",
        OwnLead,
        "offer={offer}&seen=1&note=Ask&who=Head+of+wellbeing&how=head%40example.org",
    ),
    (
        "buddies/ask",
        OwnLead,
        "offer={other_offer}&note=At+night%3F&who=Head+of+wellbeing&how=head%40example.org",
    ),
    (
        "buddies/answer",
        OwnLead,
        "offer={offer}&organisation={peer}&answer=accept",
    ),
    (
        "buddies/end",
        OwnLead,
        "offer={peer_offer}&organisation={organisation}",
    ),
    ("buddies/offer/withdraw", OwnLead, "offer={offer}"),
    (
        "examples/add",
        Lead,
        "about=three-pillars.L06&title=Training&shows_name=no",
    ),
    (
        "examples/save",
        OwnLead,
        "example={example}&seen=1&title=Rest+rooms&did=Two&took=Time&changed=Breaks&shows_name=no",
    ),
    ("examples/send", OwnLead, "example={example}&seen=2"),
    ("examples/withdraw", OwnLead, "example={example}"),
    ("examples/remove", OwnLead, "example={example}"),
    (
        "examples/review",
        Installer,
        "example={waiting}&seen=1&verdict=publish",
    ),
    (
        "organisation/save",
        Lead,
        "seen=1&organisation=Riverbank&ods_code=rx1&nation=england&kind=acute&headcount=6000-9999",
    ),
    ("organisation/keep", Lead, ""),
    (
        "people/add",
        Lead,
        "name=Ama&email=ama%40example.org&role=viewer",
    ),
    (
        "people/save",
        OwnLead,
        "person={person}&name=Ama&role=viewer",
    ),
    ("people/link", OwnLead, "person={person}"),
    (
        "links/set-up",
        Everybody,
        "secret={set_up}&organisation=New&nation=wales&kind=acute&headcount=under-1000&name=Ama&email=first%40example.org&password=correct+horse",
    ),
    (
        "links/password",
        Everybody,
        "secret={link}&password=correct+horse",
    ),
    // Whose password that was.
    ("people/remove", OwnLead, "person={leaver}"),
    (
        "participants/invite",
        OwnLead,
        "assessment={draft}&name=Ama&email=new%40example.org&side=staff&part=scorer&sections[0]={pillar}",
    ),
    (
        "rounds/consent",
        Seat("staff_chair"),
        "assessment={draft}&matter=minimum-2",
    ),
    (
        "rounds/withdraw",
        Seat("staff_chair"),
        "assessment={draft}&matter=minimum-2",
    ),
    ("rounds/open", OwnLead, "assessment={draft}"),
    ("invitations/accept", Everybody, "secret={invitation}"),
    (
        "own-scores/save",
        Seat("rep"),
        "assessment={round}&statement={statement}&seen=0&answer=2&comment=Seen",
    ),
    (
        "participants/remind",
        OwnLead,
        "assessment={round}&side=staff",
    ),
    (
        "participants/link",
        OwnLead,
        "assessment={round}&person={participant}",
    ),
    (
        "participants/revoke",
        OwnLead,
        "assessment={round}&person={participant}",
    ),
    (
        "participants/remove",
        OwnLead,
        "assessment={round}&person={participant}",
    ),
    (
        "account/password",
        Oneself,
        "current=&new=correct+horse+battery",
    ),
    ("sites/add", Lead, "name=Dale"),
    (
        "sites/rename",
        OwnLead,
        "site={site}&seen=1&name=Old+clinic",
    ),
    ("sites/remove", OwnLead, "site={site}"),
    ("systems/create", Lead, "name=Coast&kind=region"),
    ("systems/invite", OwnLead, "system={system}&addressee=Dale"),
    (
        "systems/withdraw-invitation",
        OwnLead,
        "system={system}&invitation={system_invitation}",
    ),
    ("systems/join", Lead, "secret={join}"),
    ("systems/decline", Lead, "secret={decline}"),
    (
        "systems/share",
        OwnLead,
        "system={joined}&assessment={signed}",
    ),
    (
        "systems/unshare",
        OwnLead,
        "system={joined}&assessment={signed}",
    ),
    ("systems/leave", OwnLead, "system={joined}"),
    ("systems/remove", OwnLead, "system={system}&member={member}"),
    ("systems/close", OwnLead, "system={system}"),
    // Afterwards the lead is a viewer.
    ("people/hand-over", OwnLead, "to={person}"),
    ("account/sign-out-everywhere", Oneself, ""),
    ("session/end", Oneself, ""),
];

pub fn pages() -> Vec<String> {
    let routes = generate_route_list(App);
    routes.iter().map(|it| it.path().to_owned()).collect()
}

pub fn is_error(answer: &Answer, error: AppError) -> bool {
    answer.text == serde_json::to_string(&error).unwrap()
}

/// Somebody who finds what is behind an address.
fn insider(pattern: &str) -> &'static str {
    if pattern.contains("/own") {
        "rep"
    } else {
        "lead"
    }
}

#[tokio::test]
async fn every_page_is_found_by_its_own_people_and_by_nobody_else() {
    let site = Site::new().await;
    crate::demo::fill_peers(&site.store, app::visitor::now())
        .await
        .unwrap();
    for pattern in pages() {
        let path = site.filled(&pattern);
        let names_something = path != pattern;

        let own = site
            .send(site.signed_in(insider(&pattern)).get(&path))
            .await;
        let strange = site.send(site.signed_in("stranger").get(&path)).await;
        let nobody = site.send(site.nobody().get(&path)).await;

        let found = own.status.is_success() || own.status.is_redirection();
        assert!(found && !own.is_sign_in(), "{path}: {}", own.status);
        if pattern != INVITATION && pattern != JOIN {
            assert!(!strange.text.contains(SECRET), "{path}");
            assert!(!nobody.text.contains(SECRET), "{path}");
        }
        if PUBLIC.contains(&pattern.as_str()) {
            assert_eq!(nobody.status, StatusCode::OK, "{path}");
            continue;
        }
        assert!(nobody.is_sign_in(), "{path}: {}", nobody.status);
        let expected = if names_something && pattern != JOIN && pattern != RELEASE {
            StatusCode::NOT_FOUND
        } else {
            own.status
        };
        assert_eq!(strange.status, expected, "{path}");
    }
}

/// What an analyst finds besides the public pages: themselves, whose analyst they are, the
/// benchmark releases, and the systems that it hosts.
const ANALYST: &[&str] = &[
    "/",
    "/account",
    "/organisation",
    "/releases",
    RELEASE,
    "/systems",
    "/systems/{system}",
    "/systems/{system}/shared/{shared}",
    // Which has nothing in it for them.
    "/trend",
];

#[tokio::test]
async fn an_analyst_finds_the_systems_of_their_organisation_and_nothing_of_an_assessment() {
    let site = Site::new().await;
    crate::demo::fill_peers(&site.store, app::visitor::now())
        .await
        .unwrap();
    let analyst = || site.signed_in("analyst");
    for pattern in pages() {
        let path = site.filled(&pattern);
        let answer = site.send(analyst().get(&path)).await;
        if PUBLIC.contains(&pattern.as_str()) {
            continue;
        }
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
        assert_eq!(
            refused,
            !ANALYST.contains(&pattern.as_str()),
            "{path}: {}",
            answer.status
        );
    }
    for file in Download::ALL {
        let path = site.filled("/assessments/{assessment}/download/") + file.file_name();
        let answer = site.send(analyst().get(&path)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let before = site.contents().await;
    for (path, who, pattern) in WRITES {
        if matches!(who, Lead | OwnLead | OwnReader | Seat(_)) {
            let (path, form) = (format!("/api/{path}"), site.filled(pattern));
            let answer = site.send(analyst().post(&path, &form)).await;
            let refused = [AppError::Forbidden, AppError::NotFound];
            assert!(
                refused.into_iter().any(|it| is_error(&answer, it)),
                "{path}: {answer:?}"
            );
        }
    }
    assert_eq!(site.contents().await, before);
}

#[tokio::test]
async fn shared_results_are_read_by_the_host_alone_and_hold_no_words_of_the_member() {
    let site = Site::new().await;
    let path = site.filled("/systems/{system}/shared/{shared}");
    let shared = site.send(site.signed_in("analyst").get(&path)).await;
    assert_eq!(shared.status, StatusCode::OK);
    assert!(shared.text.contains("Saltmarsh Community Services"));
    // The reason why something does not apply, evidence, actions and signatures of the demo.
    for word in [
        "contractor assesses",
        "Helen Marsh",
        "Joan Pryce",
        "Dev Patel",
    ] {
        assert!(!shared.text.contains(word), "{word}");
    }
    // Not one that nobody shares, nor by way of another system.
    for pattern in [
        "/systems/{system}/shared/{signed}",
        "/systems/{joined}/shared/{shared}",
    ] {
        let path = site.filled(pattern);
        let answer = site.send(site.signed_in("lead").get(&path)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let viewer = site.send(site.signed_in("viewer").get(&path)).await;
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_download_is_handed_to_its_own_people_and_to_nobody_else() {
    let site = Site::new().await;
    for file in Download::ALL {
        let path = site.filled("/assessments/{assessment}/download/") + file.file_name();

        let reader = match file.permission() {
            Permission::Read => "viewer",
            _ => "lead",
        };
        let own = site.send(site.signed_in(reader).get(&path)).await;
        let strange = site.send(site.signed_in("stranger").get(&path)).await;
        let nobody = site.send(site.nobody().get(&path)).await;

        assert_eq!(own.status, StatusCode::OK, "{path}");
        assert_eq!(strange.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!strange.text.contains(SECRET), "{path}");
        assert!(nobody.is_sign_in(), "{path}: {}", nobody.status);
    }
}

#[tokio::test]
async fn a_board_paper_holds_nothing_of_anybody_else() {
    let site = Site::new().await;
    let usual = "/trend/board-paper.pdf";
    let chosen = site.filled("/trend/board-paper.pdf?show={signed}&show=check-in-{check_in}");
    for path in [usual, &chosen] {
        for reader in ["lead", "viewer"] {
            let own = site.send(site.signed_in(reader).get(path)).await;
            assert_eq!(own.status, StatusCode::OK, "{path}");
            assert!(own.text.starts_with("%PDF"), "{path}");
        }
        // Another organisation's assessment is not found, even by its id.
        let strange = site.send(site.signed_in("stranger").get(path)).await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND, "{path}");
        let nobody = site.send(site.nobody().get(path)).await;
        assert!(nobody.is_sign_in(), "{path}: {}", nobody.status);
    }
    let page = site.filled("/trend?show={signed}&with={signed}");
    let strange = site.send(site.signed_in("stranger").get(&page)).await;
    assert_eq!(strange.status, StatusCode::OK);
    assert!(
        strange.text.contains("Nothing to compare yet"),
        "{strange:?}"
    );
}

/// A filled-in spreadsheet, as a browser sends it.
const UPLOAD: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nstatement,level\r\nW01,0\r\n--x--\r\n";

#[tokio::test]
async fn a_spreadsheet_is_taken_from_whoever_may_score_and_from_nobody_else() {
    let site = Site::new().await;
    let path = site.filled("/assessments/{assessment}/import");
    let before = site.contents().await;
    let hand_in = |visit: Visit| {
        let form = visit.post(&path, UPLOAD);
        form.with(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
    };

    let nobody = site.send(hand_in(site.nobody())).await;
    let strange = site.send(hand_in(site.signed_in("stranger"))).await;
    let viewer = site.send(hand_in(site.signed_in("viewer"))).await;
    let elsewhere = hand_in(site.signed_in("lead")).coming_from("cross-site");
    let elsewhere = site.send(elsewhere).await;

    assert!(nobody.is_sign_in(), "{nobody:?}");
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    assert_eq!(site.contents().await, before);

    let lead = site.send(hand_in(site.signed_in("lead"))).await;
    let preview = lead.header(&header::LOCATION).to_owned();
    assert!(preview.starts_with(&format!("{path}/")), "{lead:?}");
    let preview = site.send(site.signed_in("lead").get(&preview)).await;
    assert!(preview.text.contains("What would change"), "{preview:?}");
}

/// A file of figures, as a browser sends it.
const FIGURES: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nindicator,first_day,last_day,value,base\r\nturnover,2022-04-01,2023-03-31,11.9,6400\r\n--x--\r\n";

#[tokio::test]
async fn a_file_of_figures_is_taken_from_whoever_may_record_them_and_from_nobody_else() {
    let site = Site::new().await;
    let before = site.contents().await;
    let hand_in = |visit: Visit| {
        let form = visit.post("/indicators/import", FIGURES);
        form.with(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
    };

    let nobody = site.send(hand_in(site.nobody())).await;
    let viewer = site.send(hand_in(site.signed_in("viewer"))).await;
    let elsewhere = hand_in(site.signed_in("lead")).coming_from("cross-site");
    let elsewhere = site.send(elsewhere).await;

    assert!(nobody.is_sign_in(), "{nobody:?}");
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    assert_eq!(site.contents().await, before);

    let lead = site.send(hand_in(site.signed_in("lead"))).await;
    let preview = lead.header(&header::LOCATION).to_owned();
    let shown = site.send(site.signed_in("lead").get(&preview)).await;
    assert!(shown.text.contains("11.9%"), "{shown:?}");
    let strange = site.send(site.signed_in("stranger").get(&preview)).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn figures_are_handed_to_their_own_people_and_to_nobody_else() {
    let site = Site::new().await;
    for file in IndicatorFile::ALL {
        let path = Place::IndicatorFile(file).to_string();
        let own = site.send(site.signed_in("viewer").get(&path)).await;
        let strange = site.send(site.signed_in("stranger").get(&path)).await;
        let nobody = site.send(site.nobody().get(&path)).await;

        assert_eq!(own.status, StatusCode::OK, "{path}");
        assert!(!strange.text.contains("Invented figure"), "{path}");
        assert!(nobody.is_sign_in(), "{path}: {}", nobody.status);
        if file == IndicatorFile::Values {
            assert!(own.text.contains("Invented figure"), "{own:?}");
        }
    }
}

#[test]
fn every_server_function_is_in_the_table() {
    let there: BTreeSet<_> = server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let tested: BTreeSet<_> = WRITES.iter().map(|(path, ..)| (*path).to_owned()).collect();
    assert_eq!(there, tested);
}

#[tokio::test]
async fn nobody_changes_what_is_not_theirs_to_change() {
    let site = Site::new().await;
    let before = site.contents().await;
    for (path, who, pattern) in WRITES {
        let (path, form) = (format!("/api/{path}"), site.filled(pattern));
        if *who != Everybody {
            let nobody = site.send(site.nobody().post(&path, &form)).await;
            assert!(
                is_error(&nobody, AppError::NotSignedIn),
                "{path}: {nobody:?}"
            );
        }
        if matches!(who, Lead | OwnLead | Seat(_) | Installer) {
            let viewer = site.send(site.signed_in("viewer").post(&path, &form)).await;
            assert!(is_error(&viewer, AppError::Forbidden), "{path}: {viewer:?}");
        }
        if matches!(who, OwnLead | OwnReader | Seat(_)) {
            let strange = site
                .send(site.signed_in("stranger").post(&path, &form))
                .await;
            assert!(
                is_error(&strange, AppError::NotFound),
                "{path}: {strange:?}"
            );
        }
    }
    assert_eq!(site.contents().await, before);
}

/// Without this the test above could pass for forms that nobody could send.
#[tokio::test]
async fn every_form_of_the_table_works_for_whoever_may_send_it() {
    let site = Site::with(&["--demo"]).await;
    for (path, who, pattern) in WRITES {
        let (path, form) = (format!("/api/{path}"), site.filled(pattern));
        let who = match who {
            Seat(who) => who,
            Installer => "installer",
            _ => "lead",
        };
        // Some forms end sessions.
        let visit = site.newly_signed_in(who).await;
        let answer = site.send(visit.post(&path, &form)).await;
        assert!(answer.status.is_success(), "{path}: {answer:?}");
    }
}
