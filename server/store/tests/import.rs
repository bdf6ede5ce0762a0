use domain::{
    id::ImportId,
    results::{Recorded, Records},
};
use store::{Store, StoreError, Version, import::StagedImport};

use crate::example::{NOON, ONE, evidence, first, level, round, statement, unanswered, uuid};

contract![
    a_staged_spreadsheet_waits_for_its_own_assessment,
    what_is_present_is_replaced_whole_and_what_is_absent_stays,
    nothing_is_replaced_when_a_statement_changed_since_the_preview,
    nothing_is_replaced_when_one_row_cannot_be,
];

fn recorded(steps: u8, pieces: &[u128]) -> Recorded {
    Recorded {
        score: level(steps),
        evidence: pieces.iter().map(|&number| evidence(number)).collect(),
    }
}

async fn a_staged_spreadsheet_waits_for_its_own_assessment(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let import = ImportId(uuid(1));
    store
        .stage_import(&here.assessment, import, "scores.xlsx", "[1]", NOON)
        .await
        .unwrap();

    assert_eq!(
        store.find_import(&here.assessment, import).await.unwrap(),
        Some(StagedImport {
            file_name: "scores.xlsx".into(),
            rows_json: "[1]".into(),
            staged_at: NOON,
        })
    );
    assert_eq!(
        store.find_import(&there.assessment, import).await.unwrap(),
        None
    );

    store.drop_import(&here.assessment, import).await.unwrap();
    assert_eq!(
        store.find_import(&here.assessment, import).await.unwrap(),
        None
    );
}

async fn what_is_present_is_replaced_whole_and_what_is_absent_stays(store: Store) {
    let round = round(&store, 1).await;
    let start = Records::from([
        (statement("L01"), recorded(1, &[1, 2])),
        (statement("L02"), recorded(2, &[3])),
    ]);
    store
        .replace_records(&round.assessment, &Records::new(), &start, None, NOON)
        .await
        .unwrap();
    let after = Records::from([
        (statement("L01"), recorded(4, &[4])),
        (
            statement("L03"),
            Recorded {
                score: unanswered(),
                evidence: vec![],
            },
        ),
    ]);

    let by = Some(round.lead.person_id);
    store
        .replace_records(&round.assessment, &start, &after, by, ONE)
        .await
        .unwrap();

    let records = store.records(&round.assessment).await.unwrap();
    assert_eq!(records[&statement("L01")], recorded(4, &[4]));
    assert_eq!(records[&statement("L02")], recorded(2, &[3]));
    assert_eq!(records[&statement("L03")].score, unanswered());
    let stored = store
        .find_score(&round.assessment, &statement("L01"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.version, stored.saved_by.as_deref()),
        (Version::new(2), Some("Ama 1"))
    );
}

async fn nothing_is_replaced_when_a_statement_changed_since_the_preview(store: Store) {
    let round = round(&store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    let preview = store.records(&round.assessment).await.unwrap();
    store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    let after = Records::from([
        (l01.clone(), recorded(4, &[])),
        (statement("L02"), recorded(4, &[])),
    ]);

    let stale = store
        .replace_records(&round.assessment, &preview, &after, None, ONE)
        .await;

    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    assert_eq!(
        store.records(&round.assessment).await.unwrap(),
        Records::from([(l01, recorded(1, &[]))])
    );
}

async fn nothing_is_replaced_when_one_row_cannot_be(store: Store) {
    let round = round(&store, 1).await;
    // The same piece of evidence twice.
    let after = Records::from([
        (statement("L01"), recorded(4, &[1])),
        (statement("L02"), recorded(4, &[1])),
    ]);

    let refused = store
        .replace_records(&round.assessment, &Records::new(), &after, None, ONE)
        .await;

    assert!(
        matches!(refused, Err(StoreError::Conflict { entity: "evidence" })),
        "{refused:?}"
    );
    assert_eq!(
        store.records(&round.assessment).await.unwrap(),
        Records::new()
    );
}
