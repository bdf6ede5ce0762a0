use domain::{evidence::Evidence, id::EvidenceId};
use store::{Store, StoreError, Version};

use crate::example::{NOON, ONE, evidence, round, statement, uuid};

contract![
    evidence_reads_back_in_the_order_it_was_added,
    evidence_is_found_by_its_own_statement_and_assessment_only,
    evidence_saved_from_an_old_version_stays_as_it_is,
    what_was_removed_can_be_put_back,
    what_somebody_has_changed_since_is_not_removed,
];

async fn evidence_reads_back_in_the_order_it_was_added(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    let undated = Evidence {
        date: None,
        link: String::new(),
        ..evidence(2)
    };
    for piece in [&undated, &evidence(1)] {
        store
            .add_evidence(&round.assessment, &l01, piece, lead, NOON)
            .await
            .unwrap();
    }

    let pieces = store.evidence_of(&round.assessment, &l01).await.unwrap();

    let values: Vec<_> = pieces.iter().map(|it| it.value.clone()).collect();
    assert_eq!(values, [evidence(1), undated]);
    assert_eq!(
        (pieces[0].version, pieces[0].saved_by.as_deref()),
        (Version::new(1), Some("Ama 1"))
    );
    assert_eq!(
        store.evidence(&round.assessment).await.unwrap()[&l01],
        pieces
    );
}

async fn evidence_is_found_by_its_own_statement_and_assessment_only(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (l01, id) = (statement("L01"), EvidenceId(uuid(1)));
    store
        .add_evidence(
            &here.assessment,
            &l01,
            &evidence(1),
            here.lead.person_id,
            NOON,
        )
        .await
        .unwrap();

    assert!(
        store
            .find_evidence(&here.assessment, &l01, id)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        store
            .find_evidence(&there.assessment, &l01, id)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store
            .find_evidence(&here.assessment, &statement("L02"), id)
            .await
            .unwrap(),
        None
    );
    let removed = store
        .remove_evidence(&there.assessment, &l01, id, Version::new(1))
        .await;
    assert!(
        matches!(
            removed,
            Err(StoreError::Stale {
                newest: Version::NONE
            })
        ),
        "{removed:?}"
    );
}

async fn evidence_saved_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    store
        .add_evidence(&round.assessment, &l01, &evidence(1), lead, NOON)
        .await
        .unwrap();
    let said = |what: &str| Evidence {
        what: what.into(),
        ..evidence(1)
    };

    let newest = store
        .save_evidence(
            &round.assessment,
            &l01,
            &said("First"),
            Version::new(1),
            lead,
            ONE,
        )
        .await
        .unwrap();
    let stale = store
        .save_evidence(
            &round.assessment,
            &l01,
            &said("Second"),
            Version::new(1),
            lead,
            ONE,
        )
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest: it }) if it == newest),
        "{stale:?}"
    );
    let stored = store
        .find_evidence(&round.assessment, &l01, evidence(1).evidence_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.value, stored.version), (said("First"), newest));
}

async fn what_was_removed_can_be_put_back(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    store
        .add_evidence(&round.assessment, &l01, &evidence(1), lead, NOON)
        .await
        .unwrap();

    let removed = store
        .remove_evidence(
            &round.assessment,
            &l01,
            evidence(1).evidence_id,
            Version::new(1),
        )
        .await
        .unwrap();
    assert_eq!(
        store.evidence_of(&round.assessment, &l01).await.unwrap(),
        []
    );
    store
        .add_evidence(&round.assessment, &l01, &removed, lead, ONE)
        .await
        .unwrap();

    assert_eq!(
        store.evidence_of(&round.assessment, &l01).await.unwrap()[0].value,
        evidence(1)
    );
}

async fn what_somebody_has_changed_since_is_not_removed(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    store
        .add_evidence(&round.assessment, &l01, &evidence(1), lead, NOON)
        .await
        .unwrap();
    store
        .save_evidence(
            &round.assessment,
            &l01,
            &evidence(1),
            Version::new(1),
            lead,
            ONE,
        )
        .await
        .unwrap();

    let stale = store
        .remove_evidence(
            &round.assessment,
            &l01,
            evidence(1).evidence_id,
            Version::new(1),
        )
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest }) if newest == Version::new(2)),
        "{stale:?}"
    );
    assert_eq!(
        store
            .evidence_of(&round.assessment, &l01)
            .await
            .unwrap()
            .len(),
        1
    );
}
