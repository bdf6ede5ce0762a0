use domain::{audit::Event, id::ActionId, plan::Action};
use store::{Store, StoreError, Version};

use crate::example::{NOON, ONE, action, progress, round, statement, uuid};

contract![
    an_action_reads_back_with_its_statements_and_its_log,
    an_action_is_found_by_its_own_assessment_only,
    an_action_saved_from_an_old_version_stays_as_it_is,
    an_action_without_a_log_can_be_removed,
    an_action_with_a_log_is_stopped_rather_than_removed,
    what_happens_to_an_action_is_in_the_audit_trail,
];

async fn an_action_reads_back_with_its_statements_and_its_log(store: Store) {
    let round = round(&store, 1).await;
    let undecided = Action {
        due: None,
        mitigates: None,
        statements: vec![],
        owner: String::new(),
        ..action(1)
    };
    store
        .add_action(&round.assessment, &action(2), &round.lead, NOON)
        .await
        .unwrap();
    store
        .add_action(&round.assessment, &undecided, &round.lead, NOON)
        .await
        .unwrap();
    for entry in [progress(2, ONE), progress(1, NOON)] {
        assert!(
            store
                .add_progress(&round.assessment, action(2).action_id, &entry, &round.lead)
                .await
                .unwrap()
        );
    }

    let logged = Action {
        progress: vec![progress(1, NOON), progress(2, ONE)],
        ..action(2)
    };

    assert_eq!(
        store.actions(&round.assessment).await.unwrap(),
        [undecided, logged.clone()]
    );
    let found = store
        .find_action(&round.assessment, logged.action_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.value, found.version), (logged, Version::new(1)));
}

async fn an_action_is_found_by_its_own_assessment_only(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    store
        .add_action(&here.assessment, &action(1), &here.lead, NOON)
        .await
        .unwrap();
    let id = ActionId(uuid(1));

    assert_eq!(
        store.find_action(&there.assessment, id).await.unwrap(),
        None
    );
    assert_eq!(store.actions(&there.assessment).await.unwrap(), []);
    assert!(
        !store
            .add_progress(&there.assessment, id, &progress(1, NOON), &there.lead)
            .await
            .unwrap()
    );
    let removed = store
        .remove_action(&there.assessment, id, Version::new(1), &there.lead, ONE)
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

async fn an_action_saved_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    store
        .add_action(&round.assessment, &action(1), &round.lead, NOON)
        .await
        .unwrap();
    let about = |id: &str| Action {
        statements: vec![statement(id)],
        mitigates: None,
        ..action(1)
    };

    let newest = store
        .save_action(
            &round.assessment,
            &about("L07"),
            Version::new(1),
            &round.lead,
            ONE,
        )
        .await
        .unwrap();
    let stale = store
        .save_action(
            &round.assessment,
            &about("L08"),
            Version::new(1),
            &round.lead,
            ONE,
        )
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest: it }) if it == newest),
        "{stale:?}"
    );
    assert_eq!(
        store.actions(&round.assessment).await.unwrap(),
        [about("L07")]
    );
}

async fn an_action_without_a_log_can_be_removed(store: Store) {
    let round = round(&store, 1).await;
    store
        .add_action(&round.assessment, &action(1), &round.lead, NOON)
        .await
        .unwrap();

    store
        .remove_action(
            &round.assessment,
            action(1).action_id,
            Version::new(1),
            &round.lead,
            ONE,
        )
        .await
        .unwrap();

    assert_eq!(store.actions(&round.assessment).await.unwrap(), []);
}

async fn an_action_with_a_log_is_stopped_rather_than_removed(store: Store) {
    let round = round(&store, 1).await;
    let id = action(1).action_id;
    store
        .add_action(&round.assessment, &action(1), &round.lead, NOON)
        .await
        .unwrap();
    store
        .add_progress(&round.assessment, id, &progress(1, NOON), &round.lead)
        .await
        .unwrap();

    let refused = store
        .remove_action(&round.assessment, id, Version::new(1), &round.lead, ONE)
        .await;

    assert!(
        matches!(refused, Err(StoreError::HasProgress)),
        "{refused:?}"
    );
    assert_eq!(
        store.actions(&round.assessment).await.unwrap()[0]
            .statements
            .len(),
        2
    );
}

async fn what_happens_to_an_action_is_in_the_audit_trail(store: Store) {
    let round = round(&store, 1).await;
    let (assessment, lead) = (&round.assessment, &round.lead);
    let [kept, removed] = [action(1), action(2)];
    for action in [&kept, &removed] {
        store
            .add_action(assessment, action, lead, NOON)
            .await
            .unwrap();
    }
    store
        .save_action(assessment, &kept, Version::new(1), lead, NOON)
        .await
        .unwrap();
    store
        .remove_action(assessment, removed.action_id, Version::new(1), lead, NOON)
        .await
        .unwrap();
    store
        .add_progress(assessment, kept.action_id, &progress(1, ONE), lead)
        .await
        .unwrap();

    // What is refused leaves no trace.
    let (v1, gone) = (Version::new(1), removed.action_id);
    assert!(
        store
            .save_action(assessment, &kept, v1, lead, ONE)
            .await
            .is_err()
    );
    assert!(
        store
            .remove_action(assessment, kept.action_id, v1, lead, ONE)
            .await
            .is_err()
    );
    assert!(
        !store
            .add_progress(assessment, gone, &progress(2, ONE), lead)
            .await
            .unwrap()
    );

    let organisation = round.organisation.organisation_id;
    let entries = store.verify_audit(organisation).await.unwrap().unwrap();
    assert!(
        entries
            .iter()
            .all(|it| it.by.as_ref() == Some(&lead.name)
                && it.assessment == assessment.assessment_id)
    );
    let happened: Vec<_> = entries.into_iter().map(|it| (it.event, it.at)).collect();
    let action = kept.action_id;
    assert_eq!(
        happened,
        [
            (Event::Started, NOON),
            (Event::ActionAdded { action }, NOON),
            (Event::ActionAdded { action: gone }, NOON),
            (Event::ActionChanged { action }, NOON),
            (Event::ActionRemoved { action: gone }, NOON),
            (Event::ProgressRecorded { action }, ONE),
        ]
    );
}
