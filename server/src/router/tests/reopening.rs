//! Starting from a signed assessment, as the pages show it.

use app::error::AppError;
use axum::http::{StatusCode, header};
use domain::{assessment::Assessment, id::AssessmentId};

use super::{
    site::{Site, Visit},
    stranger::is_error,
};

const FORM: &str = "Start a new assessment from this one";

async fn page(site: &Site, visit: &Visit, path: &str) -> String {
    let answer = site.send(visit.get(&site.filled(path))).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text
}

#[tokio::test]
async fn a_signed_assessment_is_reopened_once_by_the_lead_and_both_say_so() {
    let site = Site::new().await;
    let (lead, viewer) = (site.signed_in("lead"), site.signed_in("viewer"));
    let sign_off = "/assessments/{signed}/sign-off";
    assert!(page(&site, &lead, sign_off).await.contains(FORM));
    assert!(!page(&site, &viewer, sign_off).await.contains(FORM));

    let reopen = |what: &str| {
        let form = site.filled(&format!("assessment={what}"));
        site.send(lead.post("/api/assessments/reopen", &form))
    };
    let before = site.contents().await;
    let open = reopen("{assessment}").await;
    assert!(is_error(&open, AppError::Invalid), "{open:?}");
    assert_eq!(site.contents().await, before);

    let first = reopen("{signed}").await;
    let there = first.header(&header::LOCATION).to_owned();
    let again = reopen("{signed}").await;
    assert_eq!(again.header(&header::LOCATION), there);

    let signed = site.filled("/assessments/{signed}");
    let new = page(&site, &viewer, &there).await;
    assert!(
        new.contains("(reopened)") && new.contains(&format!("href=\"{signed}\"")),
        "{new}"
    );
    for path in ["/assessments/{signed}", sign_off] {
        let old = page(&site, &lead, path).await;
        assert!(
            old.contains("is superseded") && old.contains(&format!("href=\"{there}\"")),
            "{old}"
        );
        assert!(!old.contains(FORM), "{path}");
    }
}

#[tokio::test]
async fn whoever_met_goes_on_where_they_signed_and_reads_where_the_scores_are() {
    let site = Site::new().await;
    let store = &site.store;
    let agreed: AssessmentId = site.filled("{agreed}").parse().unwrap();
    let agreed = store
        .find_assessment_anywhere(agreed)
        .await
        .unwrap()
        .unwrap();
    let contents = store.contents(&agreed).await.unwrap();
    let now = app::visitor::now();
    store.sign_off(&contents, "{}", None, now).await.unwrap();
    let next: Assessment = agreed.reopened(AssessmentId(app::visitor::new_id()));
    let lead = site.person("lead").await;
    store.reopen(&agreed, &next, &lead, now).await.unwrap();
    let at = |end: &str| format!("/assessments/{}{end}", next.assessment_id);

    let chair = site.signed_in("staff_chair");
    let overview = page(&site, &chair, &at("")).await;
    assert!(
        overview.contains("starts from one that was signed"),
        "{overview}"
    );
    // Whoever came for one assessment is not led to another.
    assert!(!overview.contains(&agreed.assessment_id.to_string()));
    for (end, said) in [
        ("/meeting", "Go on with the meeting"),
        ("/minutes", "Nothing was taken up again yet"),
        ("/results", "stands in its results"),
        ("/document", "stands in its plan"),
        ("/sign-off", "Sign as staff-side chair"),
    ] {
        let text = page(&site, &chair, &at(end)).await;
        assert!(text.contains(said), "{end}: {text}");
    }

    let form = format!("assessment={}", next.assessment_id);
    let resumed = site.send(chair.post("/api/meeting/resume", &form)).await;
    assert!(resumed.status.is_success(), "{resumed:?}");
    let meeting = page(&site, &chair, &at("/meeting")).await;
    assert!(
        meeting.contains("What each side said before stands"),
        "{meeting}"
    );
}
