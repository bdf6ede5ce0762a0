//! Does an offer, a question or an example tell others anything of a score, or too early whom to reach?

use app::visitor::now;
use axum::http::StatusCode;
use domain::{answer::Answer, level::Level};

use super::site::{Answer as Reply, Site};

/// Where others come across what an organisation offers.
const PAGES: [&str; 3] = [
    "/buddies",
    "/buddies?about=three-pillars.W12",
    "/examples?about=three-pillars.W12",
];

/// What a page says, without what differs from answer to answer.
fn main_of(answer: &Reply) -> &str {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let (_, main) = answer.text.split_once("<main").unwrap();
    main.split_once("</main>").unwrap().0
}

/// What the stranger sees of the others.
async fn seen(site: &Site) -> Vec<String> {
    let mut seen = Vec::new();
    for page in PAGES {
        let answer = site.send(site.signed_in("stranger").get(page)).await;
        seen.push(main_of(&answer).to_owned());
    }
    seen
}

/// Sets every level of the first organisation's open assessment.
async fn score_everything(site: &Site, level: u8) {
    let store = &site.store;
    let rounds = store.all_assessments().await.unwrap();
    let id = site.filled("{assessment}");
    let round = rounds
        .iter()
        .find(|it| it.assessment_id.to_string() == id)
        .unwrap();
    let before = store.records(round).await.unwrap();
    let mut after = before.clone();
    for recorded in after.values_mut() {
        recorded.score.answer = Some(Answer::Level(Level::new(level).unwrap()));
    }
    store
        .replace_records(round, &before, &after, None, now())
        .await
        .unwrap();
}

#[tokio::test]
async fn what_an_organisation_scores_changes_nothing_that_others_see() {
    let site = Site::new().await;
    let offer = site.filled("offer={offer}&note=Hello&who=Nobody&how=asking%40example.net");
    let asked = site
        .send(site.signed_in("stranger").post("/api/buddies/ask", &offer))
        .await;
    assert!(asked.status.is_success(), "{asked:?}");

    score_everything(&site, 0).await;
    let with_gaps = seen(&site).await;
    score_everything(&site, 4).await;
    let without = seen(&site).await;

    assert!(with_gaps[1].contains("Riverbank"), "the offer is seen");
    assert_eq!(with_gaps, without);
}

#[tokio::test]
async fn nobody_is_told_whom_to_reach_before_both_have_said_yes() {
    let site = Site::new().await;
    let ask = site.filled("offer={offer}&note=Hello&who=Nobody&how=asking%40example.net");
    site.send(site.signed_in("stranger").post("/api/buddies/ask", &ask))
        .await;
    let read = async |who: &str| {
        let answer = site.send(site.signed_in(who).get("/buddies")).await;
        main_of(&answer).to_owned()
    };

    assert!(!read("stranger").await.contains("head@example.org"));
    assert!(!read("lead").await.contains("asking@example.net"));

    let stranger = site.person("stranger").await.organisation_id;
    let accept = site.filled("offer={offer}&answer=accept") + &format!("&organisation={stranger}");
    let accepted = site
        .send(site.signed_in("lead").post("/api/buddies/answer", &accept))
        .await;
    assert!(accepted.status.is_success(), "{accepted:?}");
    assert!(read("stranger").await.contains("head@example.org"));
    assert!(read("lead").await.contains("asking@example.net"));

    let end = site.filled("offer={offer}") + &format!("&organisation={stranger}");
    let ended = site
        .send(site.signed_in("stranger").post("/api/buddies/end", &end))
        .await;
    assert!(ended.status.is_success(), "{ended:?}");
    assert!(!read("stranger").await.contains("head@example.org"));
    assert!(!read("lead").await.contains("asking@example.net"));
}
