//! Starting from a signed assessment. That the people of a meeting come along, `partnership.rs` says.

use domain::{assessment::State, audit::Event, id::AssessmentId};
use store::{Store, StoreError, reopening::Relative, score::ScoreChange};

use crate::{
    example::{NOON, ONE, action, level, progress, statement, uuid},
    sign_off::full_round,
};

contract![
    what_was_signed_is_carried_over_and_goes_on_apart,
    only_what_is_signed_is_reopened_and_only_once,
];

async fn what_was_signed_is_carried_over_and_goes_on_apart(store: Store) {
    let round = full_round(&store).await;
    let lead = round.lead.person_id;
    let contents = store.contents(&round.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, NOON).await.unwrap();
    let id = action(1).action_id;
    store
        .add_progress(&round.assessment, id, &progress(2, ONE), &round.lead)
        .await
        .unwrap();
    let signed = store.contents(&round.assessment).await.unwrap();
    let next = signed.assessment.reopened(AssessmentId(uuid(9)));

    store
        .reopen(&signed.assessment, &next, &round.lead, ONE)
        .await
        .unwrap();

    let carried = store.contents(&next).await.unwrap();
    assert_eq!(carried.assessment, next);
    assert_eq!(next.state, State::Scoring);
    assert_eq!(
        (&carried.records, &carried.actions, &carried.eqia),
        (&signed.records, &signed.actions, &signed.eqia)
    );
    let counts = (
        carried.records.len(),
        carried.actions[0].progress.len(),
        carried.eqia.consultations.len(),
    );
    assert_eq!(counts, (1, 2, 1));

    let saved = store.find_score(&next, &statement("L01")).await.unwrap();
    let change = ScoreChange {
        base: level(1),
        seen: saved.unwrap().version,
        mine: level(3),
    };
    store
        .save_score(&next, &statement("L01"), &change, lead, ONE)
        .await
        .unwrap();
    assert_eq!(store.contents(&signed.assessment).await.unwrap(), signed);

    let entries = store.audit_entries(&next).await.unwrap();
    let earlier = signed.assessment.assessment_id;
    assert_eq!(entries[0].event, Event::StartedFrom { earlier });
    assert_eq!(entries[0].by, Some(round.lead.name.clone()));
    let relative = |it: &domain::assessment::Assessment| Relative {
        assessment_id: it.assessment_id,
        title: it.title.clone(),
    };
    let lineage = store.lineage(&next).await.unwrap();
    assert_eq!(lineage.earlier, Some(relative(&signed.assessment)));
    assert_eq!(lineage.later, None);
    let lineage = store.lineage(&signed.assessment).await.unwrap();
    assert_eq!(lineage.earlier, None);
    assert_eq!(lineage.later, Some(relative(&next)));
}

async fn only_what_is_signed_is_reopened_and_only_once(store: Store) {
    let round = full_round(&store).await;
    let open = &round.assessment;
    let [one, other] = [9, 10].map(|number| open.reopened(AssessmentId(uuid(number))));

    let early = store.reopen(open, &one, &round.lead, NOON).await;
    assert!(matches!(early, Err(StoreError::Stale { .. })), "{early:?}");
    assert_eq!(store.all_assessments().await.unwrap().len(), 1);

    let contents = store.contents(open).await.unwrap();
    store.sign_off(&contents, "{}", None, NOON).await.unwrap();
    let both = tokio::join!(
        store.reopen(open, &one, &round.lead, ONE),
        store.reopen(open, &other, &round.lead, ONE)
    );
    let refused = match both {
        (Ok(()), refused) | (refused, Ok(())) => refused,
        neither => panic!("{neither:?}"),
    };
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "{refused:?}"
    );
    assert_eq!(store.all_assessments().await.unwrap().len(), 2);

    // The one that was started can be reopened in its turn, once it is signed.
    let chain = store.lineage(open).await.unwrap().later.unwrap();
    let started = store.find_assessment_anywhere(chain.assessment_id).await;
    let started = started.unwrap().unwrap();
    let contents = store.contents(&started).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let third = started.reopened(AssessmentId(uuid(11)));
    store
        .reopen(&started, &third, &round.lead, ONE)
        .await
        .unwrap();
}
