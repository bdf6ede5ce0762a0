use domain::person::Role;
use store::{Store, StoreError, link::Link};

use crate::example::{NOON, ONE, organisation, person, round};

contract![
    a_set_up_link_makes_the_first_account_once,
    a_set_up_that_fails_leaves_the_link_working,
    a_password_link_works_once_and_signs_out_everywhere,
    of_two_uses_at_once_one_works,
    a_newer_link_replaces_the_older,
    an_expired_link_is_no_link,
];

async fn a_set_up_link_makes_the_first_account_once(store: Store) {
    let organisation = organisation(1);
    let lead = person(1, &organisation, Role::Lead);
    store
        .add_link([1; 32], Link::SetUp, NOON, ONE)
        .await
        .unwrap();
    assert_eq!(
        store.find_link([1; 32], NOON).await.unwrap(),
        Some(Link::SetUp)
    );

    assert!(
        store
            .set_up([1; 32], &organisation, &lead, "hash", NOON)
            .await
            .unwrap()
    );

    assert!(
        !store
            .set_up([1; 32], &organisation, &lead, "hash", NOON)
            .await
            .unwrap()
    );
    assert_eq!(
        store.people(organisation.organisation_id).await.unwrap(),
        [lead]
    );
}

async fn a_set_up_that_fails_leaves_the_link_working(store: Store) {
    let taken = round(&store, 1).await;
    store
        .add_link([1; 32], Link::SetUp, NOON, ONE)
        .await
        .unwrap();
    let organisation = organisation(2);

    let refused = store
        .set_up([1; 32], &organisation, &taken.lead, "hash", NOON)
        .await;

    assert!(
        matches!(refused, Err(StoreError::Conflict { entity: "person" })),
        "{refused:?}"
    );
    assert_eq!(
        store
            .find_organisation(organisation.organisation_id)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store.find_link([1; 32], NOON).await.unwrap(),
        Some(Link::SetUp)
    );
}

async fn a_password_link_works_once_and_signs_out_everywhere(store: Store) {
    let round = round(&store, 1).await;
    let lead = round.lead.person_id;
    store
        .start_session([9; 32], lead, None, NOON, ONE)
        .await
        .unwrap();
    store
        .add_link([1; 32], Link::Password(lead), NOON, ONE)
        .await
        .unwrap();

    assert_eq!(
        store.set_password([1; 32], "new", NOON).await.unwrap(),
        Some(lead)
    );
    assert_eq!(
        store.set_password([1; 32], "newer", NOON).await.unwrap(),
        None
    );

    let sign_in = store
        .find_sign_in(&round.lead.email)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sign_in.password_hash.as_deref(), Some("new"));
    assert_eq!(store.find_session([9; 32], NOON).await.unwrap(), None);
}

async fn of_two_uses_at_once_one_works(store: Store) {
    let lead = round(&store, 1).await.lead.person_id;
    store
        .add_link([1; 32], Link::Password(lead), NOON, ONE)
        .await
        .unwrap();

    let (one, other) = tokio::join!(
        store.set_password([1; 32], "one", NOON),
        store.set_password([1; 32], "other", NOON),
    );

    assert!(one.unwrap().is_some() != other.unwrap().is_some());
}

async fn a_newer_link_replaces_the_older(store: Store) {
    let lead = round(&store, 1).await.lead.person_id;
    store
        .add_link([1; 32], Link::Password(lead), NOON, ONE)
        .await
        .unwrap();
    store
        .add_link([2; 32], Link::Password(lead), NOON, ONE)
        .await
        .unwrap();

    assert_eq!(store.find_link([1; 32], NOON).await.unwrap(), None);
    assert_eq!(
        store.find_link([2; 32], NOON).await.unwrap(),
        Some(Link::Password(lead))
    );

    for newer in [[3; 32], [4; 32]] {
        store.add_link(newer, Link::SetUp, NOON, ONE).await.unwrap();
    }
    assert_eq!(store.find_link([3; 32], NOON).await.unwrap(), None);
    assert_eq!(
        store.find_link([4; 32], NOON).await.unwrap(),
        Some(Link::SetUp)
    );
    assert_eq!(
        store.find_link([2; 32], NOON).await.unwrap(),
        Some(Link::Password(lead))
    );
}

async fn an_expired_link_is_no_link(store: Store) {
    let lead = round(&store, 1).await.lead.person_id;
    store
        .add_link([1; 32], Link::Password(lead), NOON, ONE)
        .await
        .unwrap();

    assert_eq!(store.find_link([1; 32], ONE).await.unwrap(), None);
    assert_eq!(
        store.set_password([1; 32], "late", ONE).await.unwrap(),
        None
    );
}
