//! What is released is everybody's; before that, nobody is told anything.

use app::{error::AppError, visitor::now};
use axum::http::{StatusCode, header};

use super::{
    site::{SECRET, Site},
    stranger::is_error,
};
use crate::demo;

/// With the two dozen to stand among: the year before last is released, last year waits.
async fn site() -> (Site, i32) {
    let site = Site::new().await;
    demo::fill_peers(&site.store, now()).await.unwrap();
    let cohorts = site.store.cohorts().await.unwrap();
    assert_eq!(cohorts.len(), 2);
    (site, cohorts[0].cohort.year)
}

#[tokio::test]
async fn a_release_is_handed_to_everybody_and_nothing_of_another_year_to_anybody() {
    let (site, released) = site().await;
    let file = |year: i32| format!("/benchmark/three-pillars-1-{year}.csv");
    for visit in [site.nobody(), site.signed_in("stranger")] {
        let answer = site.send(visit.get(&file(released))).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header(&header::CACHE_CONTROL).starts_with("public"));
        assert!(answer.text.contains("acute.england.6000-9999"));
        assert!(!answer.text.contains(SECRET) && !answer.text.contains("Aldermoor"));

        // A year that waits looks like one that nobody has ever heard of.
        let waiting = site.send(visit.get(&file(released + 1))).await;
        let unheard = site.send(visit.get(&file(released + 50))).await;
        assert_eq!(waiting.status, StatusCode::NOT_FOUND);
        assert_eq!(
            (waiting.status, &waiting.text),
            (unheard.status, &unheard.text)
        );
    }
    for wrong in [
        "/benchmark/x.csv",
        "/benchmark/three-pillars-1-2024",
        "/benchmark/..csv",
    ] {
        let answer = site.send(site.nobody().get(wrong)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn everybody_who_reads_the_results_reads_the_same_release_without_a_name() {
    let (site, _) = site().await;
    let path = site.filled("/assessments/{assessment}/benchmark");
    let main = |text: &str| {
        let main = text.split("<main").nth(1).unwrap();
        main.split("</main>").next().unwrap().to_owned()
    };
    let lead = site.send(site.signed_in("lead").get(&path)).await;
    let viewer = site.send(site.signed_in("viewer").get(&path)).await;
    assert_eq!(main(&lead.text), main(&viewer.text));
    assert!(lead.text.contains("Median of 9:"), "{}", lead.text);
    assert!(!lead.text.contains("Aldermoor"));
    for wrong in ["?group=ambulance", "?group=x", "?show=lens.x", "?show=x"] {
        let asked = site.signed_in("lead").get(&format!("{path}{wrong}"));
        assert_eq!(
            site.send(asked).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn an_assessment_that_can_still_change_is_not_contributed() {
    let (site, released) = site().await;
    let form = site.filled("assessment={assessment}&agreed=yes");
    let lead = || site.signed_in("lead");
    site.send(lead().post("/api/benchmark/contribute", &form))
        .await;
    let cohorts = site.store.cohorts().await.unwrap();
    assert!(cohorts.iter().all(|it| it.contributors == 24));
    let path = site.filled("/assessments/{assessment}/benchmark/contribution");
    let page = site.send(lead().get(&path)).await;
    assert!(page.text.contains("It is not signed off yet"));

    let form = site.filled("assessment={signed}&agreed=yes");
    let viewer = site
        .send(
            site.signed_in("viewer")
                .post("/api/benchmark/contribute", &form),
        )
        .await;
    assert!(is_error(&viewer, AppError::Forbidden), "{viewer:?}");
    site.send(lead().post("/api/benchmark/contribute", &form))
        .await;
    let cohorts = site.store.cohorts().await.unwrap();
    let found: Vec<_> = cohorts
        .iter()
        .map(|it| (it.cohort.year - released, it.contributors))
        .collect();
    assert_eq!(found, [(0, 24), (1, 25)]);
}
