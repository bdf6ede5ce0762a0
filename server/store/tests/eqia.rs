use domain::{
    eqia::{CellPart, Consultation, Eqia, FieldId, OwnRow},
    id::ConsultationId,
    plan::{Action, CellId},
};
use store::{Store, StoreError, Version, eqia::EntryChange};
use time::macros::date;

use crate::example::{NOON, ONE, action, round, uuid};

contract![
    what_is_written_reads_back_and_what_is_emptied_is_gone,
    of_many_fields_only_those_that_contradict_are_left,
    two_people_who_write_in_different_fields_at_once_both_keep_their_text,
    own_rows_keep_the_order_they_were_added_in,
    a_row_goes_with_what_is_written_in_it_and_leaves_its_actions,
    the_consultation_log_is_edited_like_everything_else,
];

fn change(field: &FieldId, base: &str, mine: &str) -> EntryChange {
    EntryChange {
        field: field.clone(),
        base: base.into(),
        mine: mine.into(),
    }
}

fn own_row(number: u32) -> OwnRow {
    OwnRow {
        row: format!("own-{number}"),
        name: format!("Carers {number}"),
    }
}

fn in_row(row: &str) -> CellId {
    CellId {
        row: row.into(),
        need: "impact".into(),
    }
}

async fn what_is_written_reads_back_and_what_is_emptied_is_gone(store: Store) {
    let round = round(&store, 1).await;
    let (aims, scope) = (FieldId::question("aims"), FieldId::question("scope"));
    let save = async |changes: &[EntryChange]| {
        store
            .save_eqia_entries(&round.assessment, changes, round.lead.person_id, NOON)
            .await
            .unwrap()
    };
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap(),
        Eqia::default()
    );

    assert_eq!(
        save(&[change(&aims, "", "Ein nod ŵ"), change(&scope, "", "")]).await,
        []
    );
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap().entry(&aims),
        "Ein nod ŵ"
    );

    assert_eq!(save(&[change(&aims, "Ein nod ŵ", "")]).await, []);
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap(),
        Eqia::default()
    );

    // Empty and never written are the same to start from.
    assert_eq!(save(&[change(&aims, "", "Again")]).await, []);
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap().entry(&aims),
        "Again"
    );
}

async fn of_many_fields_only_those_that_contradict_are_left(store: Store) {
    let round = round(&store, 1).await;
    let lead = round.lead.person_id;
    let fields = ["a", "b", "c", "d"].map(FieldId::question);
    let theirs = [
        change(&fields[0], "", "theirs"),
        change(&fields[1], "", "the same"),
        change(&fields[3], "", "untouched"),
    ];
    let mine = [
        change(&fields[0], "", "mine"),
        change(&fields[1], "", "the same"),
        change(&fields[2], "", "mine alone"),
        change(&fields[3], "", ""),
    ];

    store
        .save_eqia_entries(&round.assessment, &theirs, lead, NOON)
        .await
        .unwrap();
    let stale = store
        .save_eqia_entries(&round.assessment, &mine, lead, ONE)
        .await
        .unwrap();

    let [left] = stale.as_slice() else {
        panic!("{stale:?}")
    };
    assert_eq!((&left.field, left.newest.as_str()), (&fields[0], "theirs"));
    assert_eq!(
        (left.saved_at, left.saved_by.as_deref()),
        (NOON, Some("Ama 1"))
    );
    let eqia = store.eqia(&round.assessment).await.unwrap();
    let entries = fields.each_ref().map(|field| eqia.entry(field));
    assert_eq!(entries, ["theirs", "the same", "mine alone", "untouched"]);
}

async fn two_people_who_write_in_different_fields_at_once_both_keep_their_text(store: Store) {
    let round = round(&store, 1).await;
    let lead = round.lead.person_id;
    let fields = ["a", "b", "c"].map(FieldId::question);
    let one = [
        change(&fields[0], "", "one"),
        change(&fields[2], "", "same"),
    ];
    let other = [
        change(&fields[2], "", "same"),
        change(&fields[1], "", "other"),
    ];

    let (left_of_one, left_of_other) = tokio::join!(
        store.save_eqia_entries(&round.assessment, &one, lead, NOON),
        store.save_eqia_entries(&round.assessment, &other, lead, NOON),
    );

    assert_eq!(
        (left_of_one.unwrap(), left_of_other.unwrap()),
        (vec![], vec![])
    );
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap().entries.len(),
        3
    );
}

async fn own_rows_keep_the_order_they_were_added_in(store: Store) {
    let round = round(&store, 1).await;
    for number in [10, 9, 1] {
        store
            .add_own_row(&round.assessment, &own_row(number))
            .await
            .unwrap();
    }

    let taken = store.add_own_row(&round.assessment, &own_row(9)).await;
    let renamed = OwnRow {
        name: "Veterans".into(),
        ..own_row(9)
    };
    assert!(
        store
            .rename_own_row(&round.assessment, &renamed, "Carers 9")
            .await
            .unwrap()
    );
    assert!(
        !store
            .rename_own_row(&round.assessment, &own_row(9), "Carers 9")
            .await
            .unwrap()
    );

    assert!(
        matches!(taken, Err(StoreError::Conflict { entity: "row" })),
        "{taken:?}"
    );
    let rows = store.eqia(&round.assessment).await.unwrap().own_rows;
    assert_eq!(rows, [own_row(1), renamed, own_row(10)]);
}

async fn a_row_goes_with_what_is_written_in_it_and_leaves_its_actions(store: Store) {
    let round = round(&store, 1).await;
    let lead = round.lead.person_id;
    let mitigation = Action {
        mitigates: Some(in_row("own-1")),
        ..action(1)
    };
    let fields = ["own-1", "own-11"].map(|row| FieldId::cell(&in_row(row), CellPart::Reason));
    for number in [1, 11] {
        store
            .add_own_row(&round.assessment, &own_row(number))
            .await
            .unwrap();
    }
    let changes = fields.each_ref().map(|field| change(field, "", "A reason"));
    store
        .save_eqia_entries(&round.assessment, &changes, lead, NOON)
        .await
        .unwrap();
    store
        .add_action(&round.assessment, &mitigation, &round.lead, NOON)
        .await
        .unwrap();

    store
        .remove_own_row(&round.assessment, "own-1")
        .await
        .unwrap();

    let eqia = store.eqia(&round.assessment).await.unwrap();
    assert_eq!(eqia.own_rows, [own_row(11)]);
    assert_eq!(
        fields.each_ref().map(|field| eqia.entry(field)),
        ["", "A reason"]
    );
    let left = Action {
        mitigates: None,
        ..mitigation
    };
    assert_eq!(store.actions(&round.assessment).await.unwrap(), [left]);
}

async fn the_consultation_log_is_edited_like_everything_else(store: Store) {
    let (round, elsewhere) = (round(&store, 1).await, round(&store, 2).await);
    let lead = round.lead.person_id;
    let entry = |said: &str| Consultation {
        consultation_id: ConsultationId(uuid(1)),
        date: Some(date!(2026 - 03 - 01)),
        who: "Staff networks".into(),
        how: "A meeting".into(),
        said: said.into(),
    };
    let id = entry("").consultation_id;
    store
        .add_consultation(&round.assessment, &entry("One"), lead, NOON)
        .await
        .unwrap();

    let newest = store
        .save_consultation(&round.assessment, &entry("Two"), Version::new(1), lead, ONE)
        .await
        .unwrap();
    let stale = store
        .save_consultation(
            &round.assessment,
            &entry("Three"),
            Version::new(1),
            lead,
            ONE,
        )
        .await;
    let kept = store
        .remove_consultation(&round.assessment, id, Version::new(1))
        .await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest: it }) if it == newest),
        "{stale:?}"
    );
    assert!(matches!(kept, Err(StoreError::Stale { .. })), "{kept:?}");
    let found = store
        .find_consultation(&round.assessment, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.value, found.version), (entry("Two"), newest));
    assert_eq!(
        store
            .find_consultation(&elsewhere.assessment, id)
            .await
            .unwrap(),
        None
    );

    store
        .remove_consultation(&round.assessment, id, newest)
        .await
        .unwrap();
    assert_eq!(
        store.eqia(&round.assessment).await.unwrap().consultations,
        []
    );
}
