//! What is asked beside the questionnaire: chosen at the start, written by the lead, walked through like the rest.

use app::error::AppError;
use axum::http::{StatusCode, header};
use domain::assessment::Assessment;

use super::{
    site::{Answer, Site},
    stranger::is_error,
};

/// Starts an assessment with this form as the lead; returns it as it is stored.
async fn start(site: &Site, more: &str) -> Assessment {
    let form = format!(
        "title=Beside&pack=three-pillars&period_start=2026-04-01&period_end=2027-03-31\
         &default_target=3&{more}"
    );
    let lead = site.signed_in("lead");
    let started = site.send(lead.post("/api/assessments/create", &form)).await;
    let address = started.header(&header::LOCATION);
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    let found = site.store.find_assessment_anywhere(id).await.unwrap();
    found.unwrap_or_else(|| panic!("{started:?}"))
}

async fn send(site: &Site, assessment: &Assessment, action: &str, fields: &str) -> Answer {
    let form = format!("assessment={}&{fields}", assessment.assessment_id);
    let path = format!("/api/local-statements/{action}");
    site.send(site.signed_in("lead").post(&path, &form)).await
}

async fn page(site: &Site, assessment: &Assessment, rest: &str) -> Answer {
    let path = format!("/assessments/{}/{rest}", assessment.assessment_id);
    site.send(site.signed_in("lead").get(&path)).await
}

const BOTH: &str = "add_ons[0]=workplace-health-safety&add_ons[1]=guardian-checklist";

#[tokio::test]
async fn add_ons_are_walked_through_and_change_nothing_of_the_questionnaire() {
    let site = Site::new().await;
    let full = format!("scope=full&method=recorded&{BOTH}&add_ons[2]=three-pillars");
    let assessment = start(&site, &full).await;

    // An add-on only, in the packs' order.
    let add_ons = &assessment.additions.add_ons;
    let ids: Vec<_> = add_ons.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["workplace-health-safety", "guardian-checklist"]);

    for (address, said) in [
        ("sections/hs-stress", "Stress and bullying"),
        ("sections/guardian", "Guardian&#39;s board checklist"),
        ("statements/HS09", "Teams find the causes of stress"),
        ("questionnaire", "GC9"),
        ("document", "Asked beside it"),
    ] {
        let answer = page(&site, &assessment, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let text = answer.text.replace('\'', "&#39;");
        assert!(text.contains(said), "{address}: {said}");
    }
    // 22 statements of the first pillar, as ever.
    let overview = page(&site, &assessment, "").await.text;
    assert!(overview.contains("of 22 answered"), "{overview}");

    let quick = start(&site, &format!("scope=quick&method=recorded&{BOTH}")).await;
    let framework = quick.find_framework().unwrap();
    // 19 + 8 + 9
    assert_eq!(quick.asked(framework).count(), 36);
    let left_out = page(&site, &quick, "statements/HS02").await;
    assert_eq!(left_out.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_local_statement_is_asked_like_any_other_and_goes_only_after_a_second_look() {
    let site = Site::new().await;
    let assessment = start(&site, "scope=quick&method=recorded").await;

    let empty = send(&site, &assessment, "add", "why=Singing+helps").await;
    assert!(empty.header(&header::LOCATION).ends_with("/local"));
    let form = page(&site, &assessment, "local").await.text;
    assert!(form.contains("Write the statement"), "{form}");
    assert!(form.contains("Singing helps"), "{form}");

    let fields = "text=Every+site+has+a+choir&anchor_4=Two+choirs%0D%0A%3Cb%3E";
    send(&site, &assessment, "add", fields).await;
    let stored = site
        .store
        .find_assessment_anywhere(assessment.assessment_id)
        .await
        .unwrap()
        .unwrap();
    let local = stored.additions.local.first().unwrap();
    assert_eq!(local.anchors[4], "Two choirs\n<b>");
    assert_eq!(local.anchors[0], domain::framework::USUAL_ANCHORS[0]);
    let asked = page(&site, &assessment, &format!("statements/{}", local.id)).await;
    assert!(asked.text.contains("Every site has a choir"), "{asked:?}");
    assert!(!asked.text.contains("Two choirs\n<b>"), "{asked:?}");

    let base = serde_json::to_string(
        &stored.starting_score(
            stored
                .find_framework()
                .unwrap()
                .find_statement(&local.id)
                .unwrap(),
        ),
    )
    .unwrap();
    let base: String = form_urlencoded::byte_serialize(base.as_bytes()).collect();
    let score = format!(
        "assessment={}&statement={}&base={base}&seen=0&answer=3&target=3&importance=2",
        stored.assessment_id, local.id
    );
    let lead = site.signed_in("lead");
    site.send(lead.post("/api/scores/save", &score)).await;
    let results = page(&site, &assessment, "results?lens=local").await.text;
    assert!(results.contains("Local statements"), "{results}");

    let seen = format!("statement={}&seen=2", local.id);
    send(&site, &assessment, "remove", &seen).await;
    let unsure = page(&site, &assessment, &format!("local/{}", local.id)).await;
    assert!(unsure.text.contains("1 answer"), "{unsure:?}");
    send(&site, &assessment, "remove", &format!("{seen}&sure=yes")).await;
    let gone = page(&site, &assessment, &format!("statements/{}", local.id)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_the_reveal_nobody_writes_what_could_not_be_scored_blind() {
    let site = Site::new().await;
    let meeting = site.filled("{meeting}").parse().unwrap();
    let found = site.store.find_assessment_anywhere(meeting).await.unwrap();
    let assessment = found.unwrap();

    let late = send(&site, &assessment, "add", "text=A+choir").await;

    assert!(is_error(&late, AppError::ScoringClosed), "{late:?}");
    let page = page(&site, &assessment, "local").await;
    assert!(page.text.contains("scores are revealed"), "{page:?}");
    assert!(!page.text.contains("Add statement"), "{page:?}");
}
