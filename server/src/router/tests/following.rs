//! A new year from a signed one, as the pages show it.

use app::error::AppError;
use axum::http::{StatusCode, header};
use domain::{
    assessment::Assessment,
    id::AssessmentId,
    participant::{Part, Side},
};

use super::{
    site::{Answer, Site, Visit, open_scoring, reveal, seat},
    stranger::is_error,
};

async fn page(site: &Site, visit: &Visit, path: &str) -> String {
    let answer = site.send(visit.get(&site.filled(path))).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text
}

async fn start(site: &Site, visit: &Visit, after: &str, method: &str) -> Answer {
    let form = site.filled(&format!(
        "title=Next&pack=three-pillars&scope=full&period_start=2030-04-01&period_end=2031-03-31\
         &default_target=3&method={method}&after={after}"
    ));
    site.send(visit.post("/api/assessments/create", &form))
        .await
}

async fn find(site: &Site, address: &str) -> Assessment {
    let (_, id) = address.rsplit_once('/').unwrap();
    let id: AssessmentId = id.parse().unwrap();
    let found = site.store.find_assessment_anywhere(id).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn only_ones_own_signed_assessment_has_a_next_year() {
    let site = Site::new().await;
    let (lead, viewer) = (site.signed_in("lead"), site.signed_in("viewer"));
    let before = site.contents().await;
    let strange = start(&site, &site.signed_in("stranger"), "{signed}", "recorded").await;
    assert!(is_error(&strange, AppError::NotFound), "{strange:?}");
    let refused = start(&site, &viewer, "{signed}", "recorded").await;
    assert!(is_error(&refused, AppError::Forbidden), "{refused:?}");
    assert_eq!(site.contents().await, before);

    let open = start(&site, &lead, "{assessment}", "recorded").await;
    let again = open.header(&header::LOCATION).to_owned();
    let form = page(&site, &lead, &again).await;
    assert!(
        form.contains("A new year starts from an assessment that is signed."),
        "{form}"
    );

    let next = start(&site, &lead, "{signed}", "recorded").await;
    let there = next.header(&header::LOCATION).to_owned();
    let overview = page(&site, &viewer, &there).await;
    for said in ["Follows ", "Still true? 60 answers", "of 22 answered"] {
        assert!(overview.contains(said), "{said}: {overview}");
    }
    let statement = page(&site, &lead, &format!("{there}/statements/W01")).await;
    assert!(statement.contains("Still true: record level 2"));
    // Who only reads finds the answer and no button.
    let statement = page(&site, &viewer, &format!("{there}/statements/W01")).await;
    assert!(statement.contains("target then") && !statement.contains("Still true: record"));
    // Of an assessment that follows no other nothing is said.
    let other = page(&site, &lead, "/assessments/{draft}").await;
    assert!(!other.contains("From last year"));
}

#[tokio::test]
async fn who_scores_blind_sees_last_years_evidence_and_actions_and_not_its_levels() {
    let site = Site::new().await;
    let (store, lead) = (site.store.clone(), site.signed_in("lead"));
    let next = start(&site, &lead, "{signed}", "partnership").await;
    let there = next.header(&header::LOCATION).to_owned();
    let round = find(&site, &there).await;
    let last = store.find_followed(&round).await.unwrap().unwrap();
    let levels = format!("{}: ", last.title);
    let by = site.person("lead").await;
    let chairs = [
        seat(
            &store,
            &round,
            &by,
            Side::Management,
            Part::Chair,
            "one@example.org",
        )
        .await,
        seat(
            &store,
            &round,
            &by,
            Side::Staff,
            Part::Chair,
            "two@example.org",
        )
        .await,
    ];
    open_scoring(&store, &round, &by).await;
    let chair = site.visit_of(&chairs[1]).await;

    // The lead scores nothing for themselves.
    let (scorers, everybody) = (vec![&chair], vec![&chair, &lead]);
    for (path, visits) in [
        ("/own/W02", &scorers),
        ("/statements/W02", &everybody),
        ("/sections/wellbeing", &everybody),
        ("", &everybody),
    ] {
        for &visit in visits {
            let text = page(&site, visit, &format!("{there}{path}")).await;
            assert!(
                !text.contains(&levels) && !text.contains("Still true: record"),
                "{path}: {text}"
            );
        }
    }
    let own = page(&site, &chair, &format!("{there}/own/W01")).await;
    assert!(own.contains("From last year: still true?"), "{own}");
    assert!(own.contains("months old"), "{own}");
    let own = page(&site, &chair, &format!("{there}/own/W12")).await;
    assert!(own.contains("eleven rest rooms"), "{own}");
    // The trend shows what is signed, and nothing of what is still blind.
    let trend = page(
        &site,
        &lead,
        &format!("/trend?with={}", round.assessment_id),
    )
    .await;
    assert!(!trend.contains(&format!("value=\"{}\"", round.assessment_id)));

    reveal(&store, &round, &chairs).await;
    let meeting = page(&site, &lead, &format!("{there}/meeting")).await;
    assert!(meeting.contains(&levels), "{meeting}");
    assert!(meeting.contains("Still true: put it to the meeting"));
}
