use domain::id::ImportId;
use store::{Store, session::Visitor};
use time::{Duration, macros::datetime};

use crate::example::{NOON, ONE, round, uuid};

contract![
    a_session_says_who_is_visiting_until_it_expires,
    signing_out_ends_one_session_and_signing_out_everywhere_ends_all,
    sweeping_clears_away_what_has_expired,
];

async fn a_session_says_who_is_visiting_until_it_expires(store: Store) {
    let round = round(&store, 1).await;
    store
        .start_session([7; 32], round.lead.person_id, None, NOON, ONE)
        .await
        .unwrap();

    let visitor = store
        .find_session([7; 32], ONE - Duration::SECOND)
        .await
        .unwrap();

    assert_eq!(
        visitor,
        Some(Visitor {
            person: round.lead,
            organisation: round.organisation,
            only: None,
        })
    );
    assert_eq!(store.find_session([7; 32], ONE).await.unwrap(), None);
    assert_eq!(store.find_session([8; 32], NOON).await.unwrap(), None);
}

async fn signing_out_ends_one_session_and_signing_out_everywhere_ends_all(store: Store) {
    let round = round(&store, 1).await;
    for token in [[1; 32], [2; 32], [3; 32]] {
        store
            .start_session(token, round.lead.person_id, None, NOON, ONE)
            .await
            .unwrap();
    }

    store.end_session([1; 32]).await.unwrap();
    assert_eq!(store.find_session([1; 32], NOON).await.unwrap(), None);
    assert!(store.find_session([2; 32], NOON).await.unwrap().is_some());

    store.end_sessions_of(round.lead.person_id).await.unwrap();
    assert_eq!(store.find_session([2; 32], NOON).await.unwrap(), None);
    assert_eq!(store.find_session([3; 32], NOON).await.unwrap(), None);
}

async fn sweeping_clears_away_what_has_expired(store: Store) {
    let round = round(&store, 1).await;
    let later = datetime!(2026-06-20 12:00 UTC);
    store
        .start_session([1; 32], round.lead.person_id, None, NOON, ONE)
        .await
        .unwrap();
    store
        .start_session(
            [2; 32],
            round.lead.person_id,
            None,
            NOON,
            later + Duration::HOUR,
        )
        .await
        .unwrap();
    let (old, new) = (ImportId(uuid(1)), ImportId(uuid(2)));
    for (import, at) in [(old, NOON), (new, later)] {
        store
            .stage_import(&round.assessment, import, "scores.xlsx", "[]", at)
            .await
            .unwrap();
    }
    store.set_aside("ama", "/old", "{}", NOON).await.unwrap();
    store.set_aside("ama", "/new", "{}", later).await.unwrap();

    store.sweep_expired(later).await.unwrap();

    assert!(store.find_session([2; 32], later).await.unwrap().is_some());
    assert_eq!(store.find_session([1; 32], NOON).await.unwrap(), None);
    assert_eq!(store.find_set_aside("ama", "/old").await.unwrap(), None);
    assert!(store.find_set_aside("ama", "/new").await.unwrap().is_some());
    let waiting = |import| store.find_import(&round.assessment, import);
    assert_eq!(waiting(old).await.unwrap(), None);
    assert!(waiting(new).await.unwrap().is_some());
}
