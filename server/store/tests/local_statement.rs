//! Local statements: stored with their assessment, numbered once in their organisation.

use domain::{
    assessment::Assessment,
    framework::{USUAL_ANCHORS, Wording},
    id::{AssessmentId, QuestionId, StatementId},
    plan::Action,
};
use store::{Store, StoreError, Version, local_statement::Recorded};

use crate::example::{
    NOON, ONE, action, assessment, evidence, first, level, round, statement, uuid,
};

contract![
    a_local_statement_stands_with_its_assessment,
    a_number_is_given_once_in_an_organisation,
    a_local_statement_changed_from_an_old_version_stays_as_it_is,
    a_local_statement_goes_with_what_was_recorded_about_it,
    what_is_signed_takes_no_local_statement,
    reopening_carries_local_statements_over,
];

fn wording(text: &str) -> Wording {
    Wording {
        text: text.into(),
        why: "Singing helps.".into(),
        anchors: USUAL_ANCHORS.map(str::to_owned),
    }
}

async fn a_local_statement_stands_with_its_assessment(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (&round.assessment, &round.lead);

    let id = store
        .add_local_statement(here, wording("A choir\nŵ"), lead, ONE)
        .await
        .unwrap();
    let seen = stored(&store, here).await;
    store
        .change_local_statement(here, &id, wording("Two choirs"), true, seen.1, lead, ONE)
        .await
        .unwrap();

    let (found, version) = stored(&store, here).await;
    assert_eq!(version, Version::new(3));
    assert_eq!(id.as_str(), "LS-1");
    assert_eq!(seen.0.additions.local[0].text, "A choir\nŵ");
    let [local] = found.additions.local.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        (local.text.as_str(), local.why.as_str(), local.revision),
        ("Two choirs", "Singing helps.", 2)
    );
    let pack = found.find_framework().unwrap();
    assert!(pack.find_statement(&id).is_some());
    let events: Vec<_> = store
        .audit_entries(here)
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.event.sentence())
        .collect();
    assert_eq!(
        events,
        [
            "Started the assessment",
            "Added the local statement LS-1",
            "Changed the local statement LS-1"
        ]
    );
}

async fn a_number_is_given_once_in_an_organisation(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let next = assessment(3, &here.organisation);
    store.create_assessment(&next, None, ONE).await.unwrap();
    let lead = &here.lead;

    let (one, other) = tokio::join!(
        store.add_local_statement(&here.assessment, wording("One"), lead, ONE),
        store.add_local_statement(&next, wording("Other"), lead, ONE),
    );
    let mut ids = vec![one.unwrap(), other.unwrap()];
    ids.sort();
    let (_, seen) = stored(&store, &next).await;
    let (found, _) = stored(&store, &next).await;
    let last = found.additions.local[0].id.clone();
    store
        .remove_local_statement(&next, &last, seen, lead, ONE)
        .await
        .unwrap();
    ids.push(
        store
            .add_local_statement(&next, wording("Third"), lead, ONE)
            .await
            .unwrap(),
    );
    let elsewhere = store
        .add_local_statement(&there.assessment, wording("First"), &there.lead, ONE)
        .await
        .unwrap();

    let numbers = [1, 2, 3].map(StatementId::local);
    assert_eq!(ids, numbers);
    assert_eq!(elsewhere, StatementId::local(1));
}

async fn a_local_statement_changed_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (&round.assessment, &round.lead);
    let id = store
        .add_local_statement(here, wording("A choir"), lead, NOON)
        .await
        .unwrap();
    let (before, seen) = stored(&store, here).await;

    let stale = store
        .change_local_statement(here, &id, wording("?"), false, Version::new(1), lead, ONE)
        .await;
    let removed = store
        .remove_local_statement(here, &id, Version::new(1), lead, ONE)
        .await;
    let unknown = store
        .change_local_statement(
            here,
            &StatementId::local(9),
            wording("?"),
            false,
            seen,
            lead,
            ONE,
        )
        .await;

    for refused in [stale.map(|_| ()), removed, unknown.map(|_| ())] {
        assert!(
            matches!(refused, Err(StoreError::Stale { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(stored(&store, here).await, (before, seen));
}

async fn a_local_statement_goes_with_what_was_recorded_about_it(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (&round.assessment, &round.lead);
    let id = store
        .add_local_statement(here, wording("A choir"), lead, NOON)
        .await
        .unwrap();
    let (w01, by) = (statement("W01"), lead.person_id);
    for about in [&id, &w01] {
        store
            .save_score(here, about, &first(level(2)), by, ONE)
            .await
            .unwrap();
    }
    store
        .add_evidence(here, &id, &evidence(1), by, ONE)
        .await
        .unwrap();
    let linked = Action {
        statements: vec![w01.clone(), id.clone()],
        ..action(1)
    };
    store.add_action(here, &linked, lead, ONE).await.unwrap();
    let question = QuestionId(uuid(1));
    store
        .ask(here, question, "Who sings?", Some(&id), lead, ONE)
        .await
        .unwrap();

    let recorded = store.recorded_about(here, &id).await.unwrap();
    let (_, seen) = stored(&store, here).await;
    store
        .remove_local_statement(here, &id, seen, lead, ONE)
        .await
        .unwrap();

    let counts = Recorded {
        answers: 1,
        evidence: 1,
        actions: 1,
        questions: 1,
    };
    assert_eq!(recorded, counts);
    let (left, _) = stored(&store, here).await;
    assert!(left.additions.local.is_empty());
    assert!(store.recorded_about(&left, &id).await.unwrap().is_nothing());
    let contents = store.contents(&left).await.unwrap();
    let statements: Vec<_> = contents.records.keys().cloned().collect();
    assert_eq!(statements, std::slice::from_ref(&w01));
    assert_eq!(contents.actions[0].statements, [w01]);
    let questions = store.questions(&left).await.unwrap();
    assert_eq!(questions[0].value.statement, None);
}

async fn what_is_signed_takes_no_local_statement(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (&round.assessment, &round.lead);
    let id = store
        .add_local_statement(here, wording("A choir"), lead, NOON)
        .await
        .unwrap();
    let (open, _) = stored(&store, here).await;
    let contents = store.contents(&open).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let (signed, seen) = stored(&store, here).await;

    let added = store
        .add_local_statement(here, wording("Late"), lead, ONE)
        .await;
    let removed = store
        .remove_local_statement(here, &id, seen, lead, ONE)
        .await;

    for refused in [added.map(|_| ()), removed] {
        assert!(matches!(refused, Err(StoreError::SignedOff)), "{refused:?}");
    }
    assert_eq!(stored(&store, here).await.0, signed);
}

async fn reopening_carries_local_statements_over(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (&round.assessment, &round.lead);
    store
        .add_local_statement(here, wording("A choir"), lead, NOON)
        .await
        .unwrap();
    let (open, _) = stored(&store, here).await;
    let contents = store.contents(&open).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let next = open.reopened(AssessmentId(uuid(9)));
    store.reopen(&open, &next, lead, ONE).await.unwrap();

    let (found, _) = stored(&store, &next).await;

    assert_eq!(found.additions, open.additions);
    assert!(!found.additions.local.is_empty());
}

/// An assessment as it is stored, with its version.
async fn stored(store: &Store, assessment: &Assessment) -> (Assessment, Version) {
    let found = store
        .find_assessment(assessment.organisation_id, assessment.assessment_id)
        .await
        .unwrap()
        .unwrap();
    (found.value, found.version)
}
