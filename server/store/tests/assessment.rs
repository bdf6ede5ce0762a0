use domain::{
    assessment::{Assessment, State},
    id::AssessmentId,
};
use store::{Store, StoreError, Version};
use time::{Date, Month, macros::date};

use crate::example::{NOON, ONE, assessment, round, uuid};

contract![
    an_assessment_is_found_by_its_own_organisation_only,
    assessments_are_listed_newest_first,
    an_assessment_saved_from_an_old_version_stays_as_it_is,
    only_a_sign_off_signs_off,
    the_one_before_is_the_last_signed_one_of_the_same_pack,
];

async fn an_assessment_is_found_by_its_own_organisation_only(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let id = here.assessment.assessment_id;

    let found = store
        .find_assessment(here.organisation.organisation_id, id)
        .await
        .unwrap()
        .unwrap();
    let elsewhere = store
        .find_assessment(there.organisation.organisation_id, id)
        .await
        .unwrap();

    assert_eq!(
        (&found.value, found.version, found.saved_at),
        (&here.assessment, Version::new(1), NOON)
    );
    assert_eq!(elsewhere, None);
    assert_eq!(
        store.find_assessment_anywhere(id).await.unwrap(),
        Some(here.assessment)
    );
    assert_eq!(
        store
            .find_assessment_anywhere(AssessmentId(uuid(9)))
            .await
            .unwrap(),
        None
    );
}

async fn assessments_are_listed_newest_first(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let newer = assessment(3, &here.organisation);
    store.create_assessment(&newer, None, ONE).await.unwrap();

    let listed = store
        .assessments(here.organisation.organisation_id)
        .await
        .unwrap();
    let all = store.all_assessments().await.unwrap();

    assert_eq!(listed, [newer.clone(), here.assessment.clone()]);
    assert_eq!(all, [newer, there.assessment, here.assessment]);
}

async fn an_assessment_saved_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    let titled = |title: &str| Assessment {
        title: title.into(),
        ..round.assessment.clone()
    };
    let by = round.lead.person_id;

    store
        .save_assessment(&titled("First"), Version::new(1), by, ONE)
        .await
        .unwrap();
    let stale = store
        .save_assessment(&titled("Second"), Version::new(1), by, ONE)
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest }) if newest == Version::new(2)),
        "{stale:?}"
    );
    assert_eq!(store.all_assessments().await.unwrap(), [titled("First")]);
}

async fn only_a_sign_off_signs_off(store: Store) {
    let round = round(&store, 1).await;
    let frozen = Assessment {
        state: State::SignedOff,
        ..round.assessment.clone()
    };

    let refused = store
        .save_assessment(&frozen, Version::new(1), round.lead.person_id, ONE)
        .await;

    assert!(matches!(refused, Err(StoreError::SignedOff)), "{refused:?}");
    assert_eq!(store.all_assessments().await.unwrap(), [round.assessment]);
}

async fn the_one_before_is_the_last_signed_one_of_the_same_pack(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let earlier = |number, year, pack: &str| Assessment {
        framework: pack.into(),
        period_start: Date::from_calendar_date(year, Month::April, 1).unwrap(),
        period_end: Date::from_calendar_date(year + 1, Month::March, 31).unwrap(),
        ..assessment(number, &here.organisation)
    };
    let last = earlier(10, 2025, "three-pillars");
    let elsewhere = Assessment {
        organisation_id: there.organisation.organisation_id,
        ..earlier(13, 2025, "three-pillars")
    };
    for (one, signed) in [
        (earlier(11, 2024, "three-pillars"), true),
        (last.clone(), true),
        (earlier(12, 2025, "another-pack"), true),
        (elsewhere, true),
        (
            Assessment {
                period_end: date!(2026 - 03 - 31),
                ..earlier(14, 2025, "three-pillars")
            },
            false,
        ),
    ] {
        store.create_assessment(&one, None, NOON).await.unwrap();
        if signed {
            let contents = store.contents(&one).await.unwrap();
            store.sign_off(&contents, "{}", None, ONE).await.unwrap();
        }
    }

    let before = store.find_assessment_before(&here.assessment).await;
    let first = store
        .find_assessment_before(&earlier(11, 2024, "three-pillars"))
        .await;

    assert_eq!(
        before.unwrap().map(|it| it.assessment_id),
        Some(last.assessment_id)
    );
    assert_eq!(first.unwrap(), None);
}
