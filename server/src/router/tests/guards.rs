//! What every answer is guarded with.

use axum::http::{StatusCode, header};

use super::site::Site;
use crate::security::FORM_BYTES;

const SCORE: &str = "assessment={assessment}&statement={statement}&base={base}&seen=0";

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let site = Site::new().await;
    let form = || {
        site.signed_in("lead")
            .post("/api/scores/save", &site.filled(SCORE))
    };

    for other in ["cross-site", "same-site"] {
        let refused = site.send(form().coming_from(other)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{other}");
    }
    let foreign = form().with(header::ORIGIN, "https://elsewhere.example.net");
    let refused = site.send(foreign.coming_from("cross-site")).await;
    let accepted = site.send(form().coming_from("same-origin")).await;

    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(accepted.status, StatusCode::OK, "{}", accepted.text);
}

#[tokio::test]
async fn a_page_runs_nothing_but_its_own_files() {
    let site = Site::new().await;
    let page = site.filled("/assessments/{assessment}/statements/{statement}");
    let answer = site.send(site.signed_in("lead").get(&page)).await;
    let again = site.send(site.signed_in("lead").get(&page)).await;

    let policy = answer.header(&header::CONTENT_SECURITY_POLICY);
    let nonce = policy
        .split_once("'nonce-")
        .and_then(|(_, rest)| rest.split('\'').next())
        .unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'nonce-"));
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(answer.text.contains(&format!("nonce=\"{nonce}\"")));
    assert_ne!(
        policy,
        again.header(&header::CONTENT_SECURITY_POLICY),
        "a nonce counts once"
    );
    for inline in [" style=\"", " onclick=", " onsubmit=", "javascript:"] {
        assert!(!answer.text.contains(inline), "{inline}");
    }
}

#[tokio::test]
async fn every_answer_says_how_it_is_to_be_treated() {
    let site = Site::new().await;
    for path in ["/", "/sign-in", "/health", "/nowhere", "/assets/0/none.css"] {
        let answer = site.send(site.signed_in("lead").get(path)).await;
        assert_eq!(answer.header(&header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(answer.header(&header::X_FRAME_OPTIONS), "DENY");
        assert_eq!(answer.header(&header::REFERRER_POLICY), "same-origin");
        assert_eq!(answer.header(&header::CACHE_CONTROL), "no-store", "{path}");
        assert_eq!(answer.header(&header::STRICT_TRANSPORT_SECURITY), "");
    }
}

#[tokio::test]
async fn the_address_of_a_link_is_told_to_nobody() {
    let site = Site::new().await;
    for path in [
        "/set-up/{set_up}",
        "/links/{link}",
        "/links/none",
        "/invitations/{invitation}",
        "/invitations/none",
    ] {
        let answer = site.send(site.nobody().get(&site.filled(path))).await;
        assert_eq!(answer.header(&header::REFERRER_POLICY), "strict-origin");
        assert!(!answer.text.contains("href=\"http"), "{path}");
    }
}

#[tokio::test]
async fn opening_a_link_does_not_use_it_and_using_it_does() {
    let site = Site::new().await;
    let (page, form) = (
        site.filled("/links/{link}"),
        site.filled("secret={link}&password="),
    );
    for _ in 0..2 {
        let opened = site.send(site.nobody().get(&page)).await;
        assert_eq!(opened.status, StatusCode::OK);
    }
    let set = |password: &str| {
        site.nobody()
            .post("/api/links/password", &format!("{form}{password}"))
    };

    let short = site.send(set("short")).await;
    let done = site.send(set("correct+horse")).await;
    let again = site.send(set("correct+horse")).await;

    assert_eq!(short.header(&header::LOCATION), page);
    assert_eq!(done.header(&header::LOCATION), "/");
    assert_eq!(again.header(&header::SET_COOKIE), "");
    let used = site.send(site.nobody().get(&page)).await;
    assert_eq!(used.status, StatusCode::NOT_FOUND);
    assert!(used.text.contains("This link does not work"));
}

#[tokio::test]
async fn over_tls_the_cookie_and_the_site_stay_with_tls() {
    let site = Site::with(&["--demo", "--address=https://plumbline.example.org"]).await;
    let form = site.filled("person={person}");

    let signed_in = site
        .send(site.nobody().post("/api/session/demo", &form))
        .await;

    let cookie = signed_in.header(&header::SET_COOKIE);
    assert!(cookie.starts_with("__Host-plumbline="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let strict = signed_in.header(&header::STRICT_TRANSPORT_SECURITY);
    assert!(strict.starts_with("max-age="), "{strict}");
    let home = site.send(site.signed_in("lead").get("/")).await;
    assert_eq!(home.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_not_read() {
    let site = Site::new().await;
    let large = format!("email={}", "a".repeat(FORM_BYTES));

    let refused = site
        .send(site.nobody().post("/api/session/start", &large))
        .await;

    // Where the length is not said beforehand, reading breaks off.
    let by_length = site.nobody().post("/api/session/start", &large);
    let length = large.len().to_string();
    let at_once = site
        .send(by_length.with(header::CONTENT_LENGTH, &length))
        .await;
    assert_eq!(at_once.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(!refused.status.is_success() && !refused.status.is_redirection());
}

#[tokio::test]
async fn an_address_that_nothing_answers_is_a_page_that_says_so() {
    let site = Site::new().await;
    for path in ["/nowhere", "/assessments/not-an-id"] {
        let missing = site.send(site.signed_in("lead").get(path)).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
        // A marker for the browser may stand behind the text.
        assert!(missing.text.contains("<h1>Page not found<"), "{path}");
    }
}

#[tokio::test]
async fn what_goes_wrong_inside_is_never_told_to_visitors() {
    let site = Site::new().await;
    let well = site.send(site.nobody().get("/health")).await;
    assert_eq!((well.status, well.text.as_str()), (StatusCode::OK, "well"));
    let page = site.filled("/assessments/{assessment}");
    let lead = site.signed_in("lead");

    site.store.close().await;

    let ill = site.send(site.nobody().get("/health")).await;
    assert_eq!(
        (ill.status, ill.text.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    );
    for answer in [
        site.send(lead.get(&page)).await,
        site.send(lead.get(&(page + "/download/scores.csv"))).await,
        site.send(lead.post("/api/scores/save", &site.filled(SCORE)))
            .await,
    ] {
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        for inside in ["SELECT", "sqlx", "ool", "plumbline.db", "panicked", ".rs"] {
            assert!(!answer.text.contains(inside), "{inside}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn guessing_passwords_ends_after_ten_attempts() {
    let site = Site::new().await;
    let hash = app::secret::hash_password("correct horse battery".into());
    let lead = site
        .store
        .find_sign_in(&"ruth.okafor@example.org".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    site.store
        .change_password(lead.person.person_id, &hash.await.unwrap())
        .await
        .unwrap();
    let sign_in = |password: &str| {
        let form = format!("email=ruth.okafor%40example.org&password={password}");
        site.nobody().post("/api/session/start", &form)
    };

    let right = site.send(sign_in("correct+horse+battery")).await;
    assert_eq!(right.header(&header::LOCATION), "/");
    for _ in 0..10 {
        let wrong = site.send(sign_in("guess")).await;
        assert_eq!(wrong.header(&header::LOCATION), "/sign-in?problem=wrong");
    }
    // Now even the right password has to wait, or guessing would go on.
    let late = site.send(sign_in("correct+horse+battery")).await;
    assert_eq!(late.header(&header::LOCATION), "/sign-in?problem=too-many");
    assert_eq!(late.header(&header::SET_COOKIE), "");
}

#[tokio::test]
async fn what_has_to_be_said_with_a_text_stands_on_the_page_of_sources() {
    let site = Site::new().await;
    let page = site.send(site.nobody().get("/licences")).await;
    let packs = domain::framework::shipped();
    let texts = packs.iter().map(|pack| pack.attribution.as_str());
    for said in texts.chain([domain::eqia::form().attribution.as_str()]) {
        assert!(page.text.contains(said.trim()), "{said}");
    }
}
