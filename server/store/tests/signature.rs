//! Signing in partnership: three of them, all under the same.

use domain::{
    assessment::State,
    audit::Event,
    person::Person,
    snapshot::{Capacity, Fingerprint, Signature},
};
use store::{Store, StoreError, assessment::Contents};

use crate::{
    example::{NOON, ONE, action},
    partnership::{Partners, partners},
};

contract![
    the_third_signature_freezes_in_the_same_moment,
    a_signature_counts_for_what_was_seen_alone,
    nothing_is_signed_that_changed_since_it_was_read,
    nothing_is_signed_while_the_meeting_goes_on,
    a_signature_is_withdrawn_until_the_last_is_there,
    a_snapshot_that_cannot_be_written_signs_nothing,
];

/// A meeting that is closed, with the lead as the board member.
async fn agreed(store: &Store) -> Partners {
    let mut partners = partners(store, State::Meeting).await;
    store
        .close_meeting(&partners.round.assessment, true, &partners.round.lead, NOON)
        .await
        .unwrap();
    partners.round.assessment.state = State::Agreed;
    partners
}

fn seen() -> Fingerprint {
    Fingerprint::of("as the page showed it")
}

fn names(signatures: Vec<Signature>) -> serde_json::Result<String> {
    let names: Vec<_> = signatures.into_iter().map(|it| it.name).collect();
    serde_json::to_string(&names)
}

async fn sign(
    store: &Store,
    contents: &Contents,
    capacity: Capacity,
    by: &Person,
) -> Result<bool, StoreError> {
    store
        .sign(contents, seen(), capacity, "A post", by, ONE, names)
        .await
}

async fn the_third_signature_freezes_in_the_same_moment(store: Store) {
    let Partners {
        round,
        management,
        staff,
        ..
    } = agreed(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();

    // The board may well be first.
    let first = sign(&store, &contents, Capacity::Board, &round.lead).await;
    assert!(!first.unwrap());
    let second = sign(&store, &contents, Capacity::StaffChair, &staff).await;
    assert!(!second.unwrap());
    let given = store.signatures(&round.assessment).await.unwrap();
    let order: Vec<_> = given.iter().map(|it| it.signature.capacity).collect();
    assert_eq!(order, [Capacity::StaffChair, Capacity::Board]);
    assert_eq!(given[0].signature.at, Some(ONE));
    assert_eq!(given[0].signature.post, "A post");
    assert_eq!(store.find_sign_off(&round.assessment).await.unwrap(), None);

    let third = sign(&store, &contents, Capacity::ManagementChair, &management).await;
    assert!(third.unwrap());
    let signed = store.find_sign_off(&round.assessment).await.unwrap();
    let signed = signed.unwrap();
    for who in [&management, &staff, &round.lead] {
        assert!(signed.snapshot.contains(&who.name), "{}", signed.snapshot);
    }
    let entries = store.audit_entries(&round.assessment).await.unwrap();
    assert!(matches!(
        entries.last().map(|it| &it.event),
        Some(Event::SignedOff { sha256 }) if *sha256 == signed.fingerprint.to_string()
    ));
}

async fn a_signature_counts_for_what_was_seen_alone(store: Store) {
    let Partners {
        round,
        management,
        staff,
        ..
    } = agreed(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    for (capacity, by) in [
        (Capacity::StaffChair, &staff),
        (Capacity::ManagementChair, &management),
    ] {
        assert!(!sign(&store, &contents, capacity, by).await.unwrap());
    }

    let other = Fingerprint::of("after a change");
    let board = store
        .sign(
            &contents,
            other,
            Capacity::Board,
            "A post",
            &round.lead,
            ONE,
            names,
        )
        .await;

    assert!(!board.unwrap(), "the chairs signed something else");
    assert_eq!(store.find_sign_off(&round.assessment).await.unwrap(), None);
}

async fn nothing_is_signed_that_changed_since_it_was_read(store: Store) {
    let Partners { round, staff, .. } = agreed(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .add_action(&round.assessment, &action(1), &round.lead, ONE)
        .await
        .unwrap();

    let stale = sign(&store, &contents, Capacity::StaffChair, &staff).await;

    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    assert!(
        store
            .signatures(&round.assessment)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn nothing_is_signed_while_the_meeting_goes_on(store: Store) {
    let Partners { round, staff, .. } = agreed(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .close_meeting(&round.assessment, false, &round.lead, ONE)
        .await
        .unwrap();

    let stale = sign(&store, &contents, Capacity::StaffChair, &staff).await;

    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    assert!(
        store
            .signatures(&round.assessment)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_signature_is_withdrawn_until_the_last_is_there(store: Store) {
    let partners = agreed(&store).await;
    let Partners {
        round,
        management,
        staff,
        ..
    } = &partners;
    let contents = store.contents(&round.assessment).await.unwrap();
    let withdraw = || store.withdraw_signature(&round.assessment, Capacity::StaffChair, staff, ONE);
    assert!(!withdraw().await.unwrap(), "there is none yet");
    sign(&store, &contents, Capacity::StaffChair, staff)
        .await
        .unwrap();
    assert!(withdraw().await.unwrap());
    assert!(
        store
            .signatures(&round.assessment)
            .await
            .unwrap()
            .is_empty()
    );
    let events = partners.events(&store).await;
    let capacity = Capacity::StaffChair;
    assert_eq!(
        events[events.len() - 2..],
        [
            Event::Signed { capacity },
            Event::SignatureWithdrawn { capacity }
        ]
    );

    for (capacity, by) in [
        (Capacity::StaffChair, staff),
        (Capacity::ManagementChair, management),
        (Capacity::Board, &round.lead),
    ] {
        sign(&store, &contents, capacity, by).await.unwrap();
    }
    let late = withdraw().await;
    assert!(matches!(late, Err(StoreError::SignedOff)), "{late:?}");
    assert_eq!(store.signatures(&round.assessment).await.unwrap().len(), 3);
}

async fn a_snapshot_that_cannot_be_written_signs_nothing(store: Store) {
    let Partners {
        round,
        management,
        staff,
        ..
    } = agreed(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    for (capacity, by) in [
        (Capacity::StaffChair, &staff),
        (Capacity::ManagementChair, &management),
    ] {
        sign(&store, &contents, capacity, by).await.unwrap();
    }

    let failed = store
        .sign(
            &contents,
            seen(),
            Capacity::Board,
            "A post",
            &round.lead,
            ONE,
            |_| serde_json::from_str("no text"),
        )
        .await;

    assert!(
        matches!(failed, Err(StoreError::Corrupt { .. })),
        "{failed:?}"
    );
    assert_eq!(store.signatures(&round.assessment).await.unwrap().len(), 2);
    assert_eq!(store.find_sign_off(&round.assessment).await.unwrap(), None);
}
