use domain::{
    answer::{AgreedScore, Answer},
    level::{Importance, Target},
};
use store::{Store, StoreError, Version, score::ScoreChange};

use crate::example::{NOON, ONE, evidence, first, level, round, statement, target, unanswered};

contract![
    every_kind_of_answer_reads_back_as_it_was_saved,
    a_save_from_an_old_version_changes_nothing,
    two_people_who_change_different_parts_both_keep_their_change,
    two_first_saves_at_once_meet_like_any_others,
    saving_the_same_answer_again_is_no_conflict,
    a_save_that_changes_nothing_writes_nothing,
    many_saves_at_once_lose_nothing,
    evidence_without_an_answer_is_recorded_with_the_target_it_starts_from,
];

async fn every_kind_of_answer_reads_back_as_it_was_saved(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    assert_eq!(
        store.find_score(&round.assessment, &l01).await.unwrap(),
        None
    );
    let answers = [
        Some(Answer::DontKnow),
        Some(Answer::NotApplicable {
            reason: "No site ŵ".into(),
        }),
        level(0).answer,
        level(4).answer,
        None,
    ];

    let (mut base, mut seen) = (unanswered(), Version::NONE);
    for answer in answers {
        let mine = AgreedScore {
            answer,
            comment: "Board paper 14\n</textarea> 'ŵ'".into(),
            target: Target::new(4).unwrap(),
            importance: Importance::new(1).unwrap(),
        };
        let change = ScoreChange {
            base,
            seen,
            mine: mine.clone(),
        };

        let saved = store
            .save_score(&round.assessment, &l01, &change, lead, ONE)
            .await
            .unwrap();

        let stored = store
            .find_score(&round.assessment, &l01)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((&stored.value, stored.version), (&mine, saved.version));
        assert_eq!(
            (stored.saved_at, stored.saved_by.as_deref()),
            (ONE, Some("Ama 1"))
        );
        (base, seen) = (mine, saved.version);
    }
    assert_eq!(seen, Version::new(5));
    assert_eq!(
        store.scores(&round.assessment).await.unwrap()[&l01].value,
        base
    );
}

async fn a_save_from_an_old_version_changes_nothing(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);

    let saved = store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    let mine = AgreedScore {
        comment: "Mine".into(),
        ..level(2)
    };
    let stale = store
        .save_score(&round.assessment, &l01, &first(mine), lead, ONE)
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest }) if newest == saved.version),
        "{stale:?}"
    );
    let stored = store
        .find_score(&round.assessment, &l01)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.value, stored.version, stored.saved_at),
        (level(1), saved.version, NOON)
    );
}

async fn two_people_who_change_different_parts_both_keep_their_change(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    let both = AgreedScore {
        target: Target::new(4).unwrap(),
        ..level(1)
    };

    store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    let saved = store
        .save_score(&round.assessment, &l01, &first(target(4)), lead, ONE)
        .await
        .unwrap();

    assert_eq!(
        (saved.score, saved.version),
        (both.clone(), Version::new(2))
    );
    assert_eq!(
        store
            .find_score(&round.assessment, &l01)
            .await
            .unwrap()
            .unwrap()
            .value,
        both
    );
}

async fn two_first_saves_at_once_meet_like_any_others(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    let (level_1, target_4) = (first(level(1)), first(target(4)));

    let (one, other) = tokio::join!(
        store.save_score(&round.assessment, &l01, &level_1, lead, NOON),
        store.save_score(&round.assessment, &l01, &target_4, lead, NOON),
    );

    one.unwrap();
    other.unwrap();
    let stored = store
        .find_score(&round.assessment, &l01)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        stored.value,
        AgreedScore {
            target: Target::new(4).unwrap(),
            ..level(1)
        }
    );
    assert_eq!(stored.version, Version::new(2));
}

async fn saving_the_same_answer_again_is_no_conflict(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);

    let one = store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    let again = store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, ONE)
        .await
        .unwrap();

    assert_eq!(one, again);
}

async fn a_save_that_changes_nothing_writes_nothing(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);

    let untouched = store
        .save_score(&round.assessment, &l01, &first(unanswered()), lead, NOON)
        .await
        .unwrap();
    assert_eq!(untouched.version, Version::NONE);
    assert_eq!(
        store.find_score(&round.assessment, &l01).await.unwrap(),
        None
    );

    let saved = store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    let same = ScoreChange {
        base: level(1),
        seen: saved.version,
        mine: level(1),
    };
    let again = store
        .save_score(&round.assessment, &l01, &same, lead, ONE)
        .await
        .unwrap();
    assert_eq!(again, saved);
}

async fn many_saves_at_once_lose_nothing(store: Store) {
    let round = round(&store, 1).await;
    let ids = ["W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08"];
    let mut saves = tokio::task::JoinSet::new();
    for id in ids {
        for change in [first(level(3)), first(target(1))] {
            let (store, assessment) = (store.clone(), round.assessment.clone());
            let lead = round.lead.person_id;
            saves.spawn(async move {
                store
                    .save_score(&assessment, &statement(id), &change, lead, NOON)
                    .await
            });
        }
    }

    while let Some(saved) = saves.join_next().await {
        saved.unwrap().unwrap();
    }

    let scores = store.scores(&round.assessment).await.unwrap();
    assert_eq!(scores.len(), ids.len());
    for stored in scores.values() {
        assert_eq!(
            stored.value,
            AgreedScore {
                target: Target::new(1).unwrap(),
                ..level(3)
            }
        );
    }
}

async fn evidence_without_an_answer_is_recorded_with_the_target_it_starts_from(store: Store) {
    let round = round(&store, 1).await;
    let (w05, lead) = (statement("W05"), round.lead.person_id);
    store
        .add_evidence(&round.assessment, &w05, &evidence(1), lead, NOON)
        .await
        .unwrap();

    let records = store.records(&round.assessment).await.unwrap();

    // The law is about W05, so its target starts at 4.
    assert_eq!(records[&w05].score, target(4));
    assert_eq!(records[&w05].evidence, [evidence(1)]);
}
