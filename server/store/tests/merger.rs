use domain::{audit::Event, history::What, id::AssessmentId, person::Role};
use store::{
    Store,
    link::Link,
    merger::{Merged, NotMerged, role_after},
};
use time::macros::date;

use crate::{
    benchmark::signed,
    buddy::offer,
    example::{NOON, ONE, assessment, organisation, person, round, uuid},
    system::{join, system},
};

contract![
    what_was_signed_stays_as_it_was_and_is_read_by_the_people_of_the_other,
    nobody_gains_rights_by_a_merger,
    a_chain_of_mergers_leads_to_the_one_that_stands_today,
    what_is_in_the_way_of_a_merger_changes_nothing,
    a_membership_ends_with_the_organisation,
    nobody_answers_for_what_a_closed_organisation_offered_or_contributed,
];

const DAY: time::Date = date!(2026 - 04 - 01);

async fn what_was_signed_stays_as_it_was_and_is_read_by_the_people_of_the_other(store: Store) {
    let (from, into) = (round(&store, 1).await, round(&store, 2).await);
    let contents = store.contents(&from.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let open = assessment(3, &from.organisation);
    store
        .create_assessment(&open, Some(&from.lead), NOON)
        .await
        .unwrap();
    let signed = store.find_sign_off(&from.assessment).await.unwrap();
    let before = store.contents(&from.assessment).await.unwrap();
    let (old, new) = (
        from.organisation.organisation_id,
        into.organisation.organisation_id,
    );

    let merged = store
        .merge_organisations(old, new, DAY, true, ONE)
        .await
        .unwrap();

    assert_eq!(
        merged,
        Merged {
            people: 1,
            signed: 1,
            unfinished: 1
        }
    );
    assert_eq!(store.contents(&from.assessment).await.unwrap(), before);
    assert_eq!(store.find_sign_off(&from.assessment).await.unwrap(), signed);
    assert!(store.verify_audit(old).await.unwrap().is_ok());
    let inherited = store.inherited_assessments(new).await.unwrap();
    let ids: Vec<AssessmentId> = inherited.iter().map(|it| it.assessment_id).collect();
    assert_eq!(ids, [from.assessment.assessment_id]);
    let find = |id| store.find_assessment_and_seat(new, id, into.lead.person_id);
    let found = find(from.assessment.assessment_id).await.unwrap();
    assert_eq!(found.unwrap().0.organisation_id, old);
    assert_eq!(find(open.assessment_id).await.unwrap(), None);
    // For everything but reading it is another organisation's.
    let own = store.find_assessment(new, from.assessment.assessment_id);
    assert_eq!(own.await.unwrap(), None);
    assert_eq!(store.assessments(new).await.unwrap().len(), 1);
    let third = round(&store, 4).await;
    let strange = store.find_assessment_and_seat(
        third.organisation.organisation_id,
        from.assessment.assessment_id,
        third.lead.person_id,
    );
    assert_eq!(strange.await.unwrap(), None);

    let told = store.organisation_events(new).await.unwrap();
    let what: Vec<_> = told
        .iter()
        .map(|it| (it.organisation_id, it.what))
        .collect();
    assert_eq!(what, [(old, What::MergedInto), (new, What::MergedWith)]);
    assert_eq!(store.closed_organisations().await.unwrap(), [old]);
}

async fn nobody_gains_rights_by_a_merger(store: Store) {
    let (from, into) = (organisation(1), organisation(2));
    for it in [&from, &into] {
        store.create_organisation(it, NOON).await.unwrap();
    }
    for (number, &role) in (10..).zip(Role::ALL) {
        let one = person(number, &from, role);
        store.add_person(&one, Some("hash"), NOON).await.unwrap();
        let id = u8::try_from(number).unwrap();
        store
            .start_session([id; 32], one.person_id, None, NOON, ONE)
            .await
            .unwrap();
    }
    let reset = Link::Password(person(10, &from, Role::Lead).person_id);
    store.add_link([99; 32], reset, NOON, ONE).await.unwrap();

    store
        .merge_organisations(from.organisation_id, into.organisation_id, DAY, false, NOON)
        .await
        .unwrap();

    for (number, &role) in (10..).zip(Role::ALL) {
        let moved = person(number, &into, role_after(role));
        let found = store.find_sign_in(&moved.email).await.unwrap().unwrap();
        assert_eq!(found.person, moved);
        assert_eq!(found.password_hash.as_deref(), Some("hash"));
        let session = [u8::try_from(number).unwrap(); 32];
        assert_eq!(store.find_session(session, NOON).await.unwrap(), None);
    }
    assert_eq!(store.find_link([99; 32], NOON).await.unwrap(), None);
    assert!(store.people(from.organisation_id).await.unwrap().is_empty());
}

async fn a_chain_of_mergers_leads_to_the_one_that_stands_today(store: Store) {
    let all = [
        round(&store, 1).await,
        round(&store, 2).await,
        round(&store, 3).await,
    ];
    for it in &all {
        let contents = store.contents(&it.assessment).await.unwrap();
        store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    }
    let [one, two, three] = all.each_ref().map(|it| it.organisation.organisation_id);

    for (from, into) in [(one, two), (two, three)] {
        store
            .merge_organisations(from, into, DAY, false, ONE)
            .await
            .unwrap();
    }

    let inherited = store.inherited_assessments(three).await.unwrap();
    assert_eq!(inherited.len(), 2);
    assert_eq!(store.organisation_events(three).await.unwrap().len(), 4);
    let again = store.merge_organisations(one, three, DAY, false, ONE).await;
    assert!(matches!(again, Err(NotMerged::Closed(_))), "{again:?}");
    let back = store.merge_organisations(three, one, DAY, false, ONE).await;
    assert!(matches!(back, Err(NotMerged::Closed(_))), "{back:?}");
}

async fn what_is_in_the_way_of_a_merger_changes_nothing(store: Store) {
    let (from, into) = (round(&store, 1).await, round(&store, 2).await);
    let (old, new) = (
        from.organisation.organisation_id,
        into.organisation.organisation_id,
    );
    let merge = |from, into| store.merge_organisations(from, into, DAY, false, ONE);

    let unfinished = merge(old, new).await;
    let itself = merge(old, old).await;
    let nobody = domain::id::OrganisationId(uuid(99));
    let missing = merge(old, nobody).await;
    let estuary = system(7, &from.organisation);
    store
        .create_system(&estuary, &from.lead, NOON)
        .await
        .unwrap();
    let hosts = store.merge_organisations(old, new, DAY, true, ONE).await;

    assert!(
        matches!(unfinished, Err(NotMerged::Unfinished { unfinished: 1, .. })),
        "{unfinished:?}"
    );
    assert!(matches!(itself, Err(NotMerged::NotTwo)), "{itself:?}");
    assert!(matches!(missing, Err(NotMerged::NotTwo)), "{missing:?}");
    assert!(matches!(hosts, Err(NotMerged::HostsSystem(_))), "{hosts:?}");
    assert_eq!(store.people(old).await.unwrap(), vec![from.lead.clone()]);
    assert!(store.closed_organisations().await.unwrap().is_empty());

    // A closed one is in nobody's way.
    store.close_system(&estuary, &from.lead, ONE).await.unwrap();
    store
        .merge_organisations(old, new, DAY, true, ONE)
        .await
        .unwrap();
}

async fn a_membership_ends_with_the_organisation(store: Store) {
    let (host, from, into) = (
        round(&store, 1).await,
        round(&store, 2).await,
        round(&store, 3).await,
    );
    let estuary = system(7, &host.organisation);
    store
        .create_system(&estuary, &host.lead, NOON)
        .await
        .unwrap();
    join(&store, &estuary, &host.lead, &from.lead, 1).await;
    let contents = store.contents(&from.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let signed = contents.assessment;
    store
        .share_results(&estuary, &signed, &from.lead, ONE)
        .await
        .unwrap();

    store
        .merge_organisations(
            from.organisation.organisation_id,
            into.organisation.organisation_id,
            DAY,
            false,
            ONE,
        )
        .await
        .unwrap();

    assert!(store.system_members(&estuary).await.unwrap().is_empty());
    assert!(store.shared_results(&estuary).await.unwrap().is_empty());
    let into = into.organisation.organisation_id;
    assert!(store.systems(into).await.unwrap().is_empty());
}

async fn nobody_answers_for_what_a_closed_organisation_offered_or_contributed(store: Store) {
    let (from, into) = (signed(&store, 1).await, signed(&store, 2).await);
    for round in [&from, &into] {
        store
            .contribute(&round.assessment, Some(&round.lead), NOON)
            .await
            .unwrap();
    }
    let closing = from.organisation.organisation_id;
    store
        .add_offer(closing, &offer(1), Some(from.lead.person_id), NOON)
        .await
        .unwrap();

    let into_id = into.organisation.organisation_id;
    store
        .merge_organisations(closing, into_id, DAY, false, ONE)
        .await
        .unwrap();

    assert_eq!(store.count_offers(into_id).await.unwrap(), []);
    let cohorts = store.cohorts().await.unwrap();
    assert_eq!((cohorts.len(), cohorts[0].contributors), (1, 1));
    let told = store.audit_entries(&from.assessment).await.unwrap();
    let last = told.last().unwrap();
    assert_eq!(last.event, Event::ContributionWithdrawn);
}
