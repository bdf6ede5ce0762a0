use domain::person::Role;
use store::{Store, StoreError};

use crate::example::{NOON, ONE, organisation, person, round};

contract![
    a_person_is_found_by_email_and_by_their_own_organisation_only,
    an_email_address_is_one_person,
    an_organisation_always_keeps_a_lead,
    a_person_is_changed_in_their_own_organisation_only,
    who_has_no_password_yet_is_known,
    two_leads_cannot_remove_each_other_at_once,
    handing_over_changes_both_or_neither,
    a_new_password_ends_every_session,
    removing_a_person_leaves_what_they_saved,
];

async fn a_person_is_found_by_email_and_by_their_own_organisation_only(store: Store) {
    assert!(!store.any_person().await.unwrap());
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);

    let sign_in = store.find_sign_in(&here.lead.email).await.unwrap().unwrap();

    assert_eq!(
        (sign_in.person, sign_in.password_hash.as_deref()),
        (here.lead.clone(), Some("hash"))
    );
    assert!(store.any_person().await.unwrap());
    let at_home = store
        .find_person(here.organisation.organisation_id, here.lead.person_id)
        .await;
    let elsewhere = store
        .find_person(there.organisation.organisation_id, here.lead.person_id)
        .await;
    assert_eq!(
        (at_home.unwrap(), elsewhere.unwrap()),
        (Some(here.lead.clone()), None)
    );
    assert_eq!(
        store
            .people(here.organisation.organisation_id)
            .await
            .unwrap(),
        [here.lead]
    );
}

async fn an_email_address_is_one_person(store: Store) {
    let round = round(&store, 1).await;
    let mut double = person(2, &round.organisation, Role::Viewer);
    double.email = round.lead.email;

    let refused = store.add_person(&double, None, NOON).await;

    assert!(
        matches!(refused, Err(StoreError::Conflict { entity: "person" })),
        "{refused:?}"
    );
}

async fn an_organisation_always_keeps_a_lead(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);

    let removed = store.remove_person(here, lead).await;
    let demoted = store.change_person(here, lead, "Ama", Role::Viewer).await;

    assert!(matches!(removed, Err(StoreError::LastLead)), "{removed:?}");
    assert!(matches!(demoted, Err(StoreError::LastLead)), "{demoted:?}");
    assert_eq!(store.people(here).await.unwrap(), [round.lead]);
}

async fn a_person_is_changed_in_their_own_organisation_only(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let viewer = person(3, &here.organisation, Role::Viewer);
    store.add_person(&viewer, None, NOON).await.unwrap();
    let change = |organisation| {
        store.change_person(
            organisation,
            viewer.person_id,
            "Ama Boateng",
            Role::Installer,
        )
    };

    assert!(!change(there.organisation.organisation_id).await.unwrap());
    assert_eq!(
        store.find_person_anywhere(viewer.person_id).await.unwrap(),
        Some(viewer.clone())
    );

    assert!(change(here.organisation.organisation_id).await.unwrap());
    let changed = store.find_person_anywhere(viewer.person_id).await;
    let changed = changed.unwrap().unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.role),
        ("Ama Boateng", Role::Installer)
    );
}

async fn who_has_no_password_yet_is_known(store: Store) {
    let round = round(&store, 1).await;
    let invited = person(2, &round.organisation, Role::Viewer);
    store.add_person(&invited, None, NOON).await.unwrap();

    let members = store.members(round.organisation.organisation_id).await;

    let members: Vec<_> = members
        .unwrap()
        .into_iter()
        .map(|it| (it.person, it.has_password))
        .collect();
    assert_eq!(members, [(round.lead, true), (invited, false)]);
}

async fn two_leads_cannot_remove_each_other_at_once(store: Store) {
    let round = round(&store, 1).await;
    let second = person(2, &round.organisation, Role::Lead);
    store.add_person(&second, None, NOON).await.unwrap();
    let here = round.organisation.organisation_id;

    let (one, other) = tokio::join!(
        store.remove_person(here, round.lead.person_id),
        store.remove_person(here, second.person_id),
    );

    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(store.people(here).await.unwrap().len(), 1);
}

async fn handing_over_changes_both_or_neither(store: Store) {
    let (round, elsewhere) = (round(&store, 1).await, round(&store, 2).await);
    let viewer = person(3, &round.organisation, Role::Viewer);
    store.add_person(&viewer, None, NOON).await.unwrap();
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);

    assert!(
        !store
            .hand_over_lead(here, lead, elsewhere.lead.person_id)
            .await
            .unwrap()
    );
    assert_eq!(
        store.find_person(here, lead).await.unwrap().unwrap().role,
        Role::Lead
    );

    assert!(
        store
            .hand_over_lead(here, lead, viewer.person_id)
            .await
            .unwrap()
    );
    let roles: Vec<_> = store
        .people(here)
        .await
        .unwrap()
        .iter()
        .map(|it| it.role)
        .collect();
    assert_eq!(roles, [Role::Viewer, Role::Lead]);
}

async fn a_new_password_ends_every_session(store: Store) {
    let round = round(&store, 1).await;
    store
        .start_session([1; 32], round.lead.person_id, None, NOON, ONE)
        .await
        .unwrap();

    store
        .change_password(round.lead.person_id, "new hash")
        .await
        .unwrap();

    assert_eq!(store.find_session([1; 32], NOON).await.unwrap(), None);
    let sign_in = store
        .find_sign_in(&round.lead.email)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sign_in.password_hash.as_deref(), Some("new hash"));
    assert!(
        !format!("{sign_in:?}").contains("hash\""),
        "a hash belongs in no log"
    );
}

async fn removing_a_person_leaves_what_they_saved(store: Store) {
    let round = round(&store, 1).await;
    let second = person(2, &round.organisation, Role::Lead);
    store.add_person(&second, None, NOON).await.unwrap();
    let here = organisation(1).organisation_id;

    assert!(
        store
            .remove_person(here, round.lead.person_id)
            .await
            .unwrap()
    );

    let stored = store
        .find_assessment(here, round.assessment.assessment_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.value, stored.saved_by), (round.assessment, None));
}
