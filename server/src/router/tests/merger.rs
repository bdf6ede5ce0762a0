//! What the people of an organisation can do with what came to it by a merger: read it.

use app::{error::AppError, visitor::now};
use axum::http::{StatusCode, header};
use domain::assessment::Assessment;
use time::macros::date;

use super::{
    site::{SECRET, Site},
    stranger::is_error,
};

/// The demo's second organisation is merged into the first; gives what it had signed, and what not.
async fn merged(site: &Site) -> (Assessment, Assessment) {
    let email = "joan.pryce@example.org".parse().unwrap();
    let joan = site.store.find_sign_in(&email);
    let joan = joan.await.unwrap().unwrap().person;
    let all = site.store.assessments(joan.organisation_id).await.unwrap();
    let (open, signed): (Vec<_>, Vec<_>) = all.into_iter().partition(Assessment::is_open);
    let into = site.person("lead").await.organisation_id;
    site.store
        .merge_organisations(
            joan.organisation_id,
            into,
            date!(2026 - 04 - 01),
            true,
            now(),
        )
        .await
        .unwrap();
    (
        signed.into_iter().next().unwrap(),
        open.into_iter().next().unwrap(),
    )
}

#[tokio::test]
async fn what_was_signed_before_a_merger_is_read_and_never_changed() {
    let site = Site::new().await;
    let (signed, open) = merged(&site).await;
    let at = format!("/assessments/{}", signed.assessment_id);
    let before = site.store.contents(&signed).await.unwrap();

    for page in [
        "",
        "/results",
        "/plan",
        "/eqia",
        "/sign-off",
        "/document",
        "/questionnaire",
    ] {
        for who in ["lead", "viewer"] {
            let answer = site
                .send(site.signed_in(who).get(&format!("{at}{page}")))
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{who} {page}");
        }
        let strange = site
            .send(site.signed_in("stranger").get(&format!("{at}{page}")))
            .await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND, "{page}");
        let analyst = site
            .send(site.signed_in("analyst").get(&format!("{at}{page}")))
            .await;
        assert_eq!(analyst.status, StatusCode::NOT_FOUND, "{page}");
    }
    let overview = site.send(site.signed_in("lead").get(&at)).await;
    assert!(overview.text.contains("Saltmarsh Community Services"));
    assert!(!overview.text.contains("Share the results"));
    let trail = site
        .send(site.signed_in("lead").get(&format!("{at}/audit")))
        .await;
    assert!(trail.text.contains("Sound"), "{trail:?}");
    let file = site
        .send(
            site.signed_in("viewer")
                .get(&format!("{at}/download/results.csv")),
        )
        .await;
    let name = file.header(&header::CONTENT_DISPOSITION);
    assert!(name.contains("saltmarsh-community-services"), "{name}");
    assert!(!file.text.contains(SECRET));

    let id = signed.assessment_id;
    let action = before.actions.first().unwrap().action_id;
    for (path, form) in [
        ("assessments/reopen", format!("assessment={id}")),
        (
            "plan/progress",
            format!("assessment={id}&action={action}&note=Done"),
        ),
        (
            "systems/share",
            site.filled("system={joined}&assessment=") + &id.to_string(),
        ),
    ] {
        let answer = site
            .send(site.signed_in("lead").post(&format!("/api/{path}"), &form))
            .await;
        assert!(is_error(&answer, AppError::Forbidden), "{path}: {answer:?}");
    }
    assert_eq!(site.store.contents(&signed).await.unwrap(), before);

    // What was not signed is nobody's any more.
    let there = format!("/assessments/{}", open.assessment_id);
    let answer = site.send(site.signed_in("lead").get(&there)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_says_what_is_from_before_a_merger_and_the_history_tells_of_it() {
    let site = Site::new().await;
    merged(&site).await;

    let home = site.send(site.signed_in("lead").get("/")).await;
    let organisation = site
        .send(site.signed_in("viewer").get("/organisation"))
        .await;

    assert!(home.text.contains("From before a merger"), "{home:?}");
    assert!(
        organisation
            .text
            .contains("Saltmarsh Community Services was merged into Riverbank"),
        "{organisation:?}"
    );
}
