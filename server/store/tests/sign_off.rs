use domain::{
    assessment::{Assessment, State},
    audit::Event,
    eqia::{Consultation, Eqia, FieldId, OwnRow, form},
    id::{ConsultationId, QuestionId},
    plan::Action,
    results::{Recorded, Records},
    snapshot::{Content, Fingerprint, Snapshot},
};
use store::{Store, StoreError, Version, eqia::EntryChange, score::ScoreChange, sign_off::SignOff};

use crate::example::{
    NOON, ONE, Round, action, evidence, first, level, progress, round, statement, target,
};

contract![
    what_was_signed_reads_back_word_for_word,
    the_same_content_has_the_same_fingerprint_wherever_it_is_kept,
    nothing_is_signed_that_changed_since_it_was_read,
    nothing_that_was_signed_can_be_changed,
    the_plan_goes_on_after_sign_off,
    a_save_and_a_sign_off_at_once_never_slip_past_each_other,
    saves_that_are_refused_take_no_others_with_them,
];

const SNAPSHOT: &str = r#"{"format":1,"name":"Tŵr"}"#;

/// A round with one of everything in it.
pub async fn full_round(store: &Store) -> Round {
    let round = round(store, 1).await;
    let (l01, lead) = (statement("L01"), round.lead.person_id);
    store
        .save_score(&round.assessment, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    store
        .add_evidence(&round.assessment, &l01, &evidence(1), lead, NOON)
        .await
        .unwrap();
    store
        .add_action(&round.assessment, &action(1), &round.lead, NOON)
        .await
        .unwrap();
    store
        .add_progress(
            &round.assessment,
            action(1).action_id,
            &progress(1, NOON),
            &round.lead,
        )
        .await
        .unwrap();
    store
        .save_eqia_entries(&round.assessment, &[aims("", "Aims")], lead, NOON)
        .await
        .unwrap();
    store
        .add_own_row(&round.assessment, &own_row())
        .await
        .unwrap();
    store
        .add_consultation(&round.assessment, &consultation(1), lead, NOON)
        .await
        .unwrap();
    let question = QuestionId(crate::example::uuid(1));
    store
        .ask(&round.assessment, question, "Why?", None, &round.lead, NOON)
        .await
        .unwrap();
    round
}

fn aims(base: &str, mine: &str) -> EntryChange {
    EntryChange {
        field: FieldId::question("aims"),
        base: base.into(),
        mine: mine.into(),
    }
}

fn own_row() -> OwnRow {
    OwnRow {
        row: "own-1".into(),
        name: "Carers".into(),
    }
}

fn consultation(number: u128) -> Consultation {
    Consultation {
        consultation_id: ConsultationId(crate::example::uuid(number)),
        date: None,
        who: "Staff networks".into(),
        how: String::new(),
        said: String::new(),
    }
}

async fn what_was_signed_reads_back_word_for_word(store: Store) {
    let round = full_round(&store).await;
    assert_eq!(store.find_sign_off(&round.assessment).await.unwrap(), None);
    let contents = store.contents(&round.assessment).await.unwrap();
    assert_eq!(
        (&contents.organisation, &contents.assessment),
        (&round.organisation, &round.assessment)
    );
    assert_eq!(
        (
            contents.records.len(),
            contents.actions.len(),
            contents.eqia.entries.len()
        ),
        (1, 1, 1)
    );

    let fingerprint = store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();

    assert_eq!(fingerprint, Fingerprint::of(SNAPSHOT));
    assert_eq!(
        store.find_sign_off(&round.assessment).await.unwrap(),
        Some(SignOff {
            snapshot: SNAPSHOT.into(),
            fingerprint,
            signed_off_at: ONE,
        })
    );
    let state = store.all_assessments().await.unwrap()[0].state;
    assert_eq!(state, State::SignedOff);
}

/// Put together here, and read from either engine: all three are the same text.
async fn the_same_content_has_the_same_fingerprint_wherever_it_is_kept(store: Store) {
    let round = full_round(&store).await;
    let recorded = Recorded {
        score: level(1),
        evidence: vec![evidence(1)],
    };
    let built = Content {
        organisation: round.organisation.clone(),
        assessment: round.assessment.clone(),
        records: Records::from([(statement("L01"), recorded)]),
        actions: vec![Action {
            progress: vec![progress(1, NOON)],
            ..action(1)
        }],
        eqia: Eqia {
            entries: [(FieldId::question("aims").to_string(), "Aims".to_owned())].into(),
            own_rows: vec![own_row()],
            consultations: vec![consultation(1)],
        },
        partnership: None,
        signatures: vec![],
        signed_at: ONE,
    };

    let contents = store.contents(&round.assessment).await.unwrap();
    let read = contents.signed_by(vec![], ONE);

    let text = |content| {
        let framework = round.assessment.find_framework().unwrap();
        let snapshot = Snapshot::of(framework, form(), content).unwrap();
        snapshot.canonical_json().unwrap()
    };
    assert_eq!(text(read), text(built));
}

async fn nothing_is_signed_that_changed_since_it_was_read(store: Store) {
    let round = full_round(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .save_eqia_entries(
            &round.assessment,
            &[aims("Aims", "Other aims")],
            round.lead.person_id,
            ONE,
        )
        .await
        .unwrap();

    let stale = store.sign_off(&contents, SNAPSHOT, None, ONE).await;

    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    assert_eq!(store.find_sign_off(&round.assessment).await.unwrap(), None);
    assert_eq!(store.all_assessments().await.unwrap(), [round.assessment]);
}

async fn nothing_that_was_signed_can_be_changed(store: Store) {
    let round = full_round(&store).await;
    let (a, l01, by) = (&round.assessment, statement("L01"), round.lead.person_id);
    let contents = store.contents(a).await.unwrap();
    store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();
    let signed = store.contents(a).await.unwrap();
    let entries = store.audit_entries(a).await.unwrap();
    let (v1, id, lead) = (Version::new(1), action(1).action_id, &round.lead);
    let change = ScoreChange {
        base: level(1),
        seen: v1,
        mine: level(4),
    };
    let records = Records::from([(statement("L02"), contents.records[&l01].clone())]);
    let title = Assessment {
        title: "Renamed".into(),
        ..a.clone()
    };

    let refused = [
        store.save_score(a, &l01, &change, by, ONE).await.err(),
        store
            .save_score(a, &statement("L09"), &first(level(1)), by, ONE)
            .await
            .err(),
        store
            .replace_records(a, &Records::new(), &records, None, ONE)
            .await
            .err(),
        store
            .add_evidence(a, &l01, &evidence(2), by, ONE)
            .await
            .err(),
        store
            .save_evidence(a, &l01, &evidence(1), v1, by, ONE)
            .await
            .err(),
        store
            .remove_evidence(a, &l01, evidence(1).evidence_id, v1)
            .await
            .err(),
        store.add_action(a, &action(2), lead, ONE).await.err(),
        store.save_action(a, &action(1), v1, lead, ONE).await.err(),
        store
            .save_eqia_entries(a, &[aims("Aims", "")], by, ONE)
            .await
            .err(),
        store
            .add_own_row(
                a,
                &OwnRow {
                    row: "own-2".into(),
                    ..own_row()
                },
            )
            .await
            .err(),
        store
            .rename_own_row(
                a,
                &OwnRow {
                    name: "Others".into(),
                    ..own_row()
                },
                "Carers",
            )
            .await
            .err(),
        store.remove_own_row(a, "own-1").await.err(),
        store
            .add_consultation(a, &consultation(2), by, ONE)
            .await
            .err(),
        store
            .save_consultation(a, &consultation(1), v1, by, ONE)
            .await
            .err(),
        store
            .remove_consultation(a, consultation(1).consultation_id, v1)
            .await
            .err(),
        store
            .save_assessment(&title, Version::new(2), by, ONE)
            .await
            .err(),
        store.sign_off(&signed, SNAPSHOT, None, ONE).await.err(),
    ];

    for (at, error) in refused.iter().enumerate() {
        assert!(
            matches!(error, Some(StoreError::SignedOff)),
            "{at}: {error:?}"
        );
    }
    let removed = store.remove_action(a, id, v1, lead, ONE).await;
    assert!(
        matches!(removed, Err(StoreError::HasProgress)),
        "{removed:?}"
    );
    assert_eq!(store.contents(a).await.unwrap(), signed);
    assert_eq!(store.audit_entries(a).await.unwrap(), entries);
}

async fn the_plan_goes_on_after_sign_off(store: Store) {
    let round = full_round(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();

    let added = store
        .add_progress(
            &round.assessment,
            action(1).action_id,
            &progress(2, ONE),
            &round.lead,
        )
        .await;

    assert!(added.unwrap());
    let actions = store.actions(&round.assessment).await.unwrap();
    assert_eq!(actions[0].progress, [progress(1, NOON), progress(2, ONE)]);
    // So does the chain, and the head that was printed stays the one of the freeze.
    let chain = store
        .verify_audit(round.organisation.organisation_id)
        .await
        .unwrap()
        .unwrap();
    let [.., frozen, recorded] = chain.as_slice() else {
        panic!("{chain:?}");
    };
    let action = action(1).action_id;
    assert_eq!(recorded.event, Event::ProgressRecorded { action });
    let head = store.sign_off_head(&round.assessment).await.unwrap();
    assert_eq!(head.unwrap().number, frozen.number);
}

async fn a_save_and_a_sign_off_at_once_never_slip_past_each_other(store: Store) {
    let round = full_round(&store).await;
    let (a, l01, by) = (&round.assessment, statement("L01"), round.lead.person_id);
    let contents = store.contents(a).await.unwrap();
    let change = ScoreChange {
        base: level(1),
        seen: Version::new(1),
        mine: target(4),
    };

    let (saved, signed) = tokio::join!(
        store.save_score(a, &l01, &change, by, ONE),
        store.sign_off(&contents, SNAPSHOT, None, ONE),
    );

    // One of them came first and the other was told; both is what must not happen.
    match (saved, signed) {
        (Ok(_), Err(StoreError::Stale { .. })) | (Err(StoreError::SignedOff), Ok(_)) => {}
        both => panic!("{both:?}"),
    }
}

async fn saves_that_are_refused_take_no_others_with_them(store: Store) {
    let (signed, open) = (full_round(&store).await, round(&store, 2).await);
    let contents = store.contents(&signed.assessment).await.unwrap();
    store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        for round in [&signed, &open] {
            let (store, assessment) = (store.clone(), round.assessment.clone());
            let by = round.lead.person_id;
            tasks.spawn(async move {
                let statement = statement(&format!("W{number:02}"));
                let saved = store
                    .save_score(&assessment, &statement, &first(level(2)), by, ONE)
                    .await;
                (assessment, saved)
            });
        }
    }

    while let Some(task) = tasks.join_next().await {
        let (assessment, saved) = task.unwrap();
        if assessment == open.assessment {
            saved.unwrap();
        } else {
            assert!(matches!(saved, Err(StoreError::SignedOff)), "{saved:?}");
        }
    }

    assert_eq!(store.scores(&open.assessment).await.unwrap().len(), 20);
    assert_eq!(store.scores(&signed.assessment).await.unwrap().len(), 1);
}

/// What somebody with the database's own tools might try.
const TAMPERING: [&str; 14] = [
    "UPDATE assessment SET state = 'scoring'",
    "DELETE FROM assessment",
    "UPDATE sign_off SET snapshot = '{}'",
    "DELETE FROM sign_off",
    "UPDATE agreed_score SET level = 4",
    "DELETE FROM evidence",
    "UPDATE action SET due = NULL",
    "DELETE FROM action_statement",
    "UPDATE action_progress SET note = ''",
    "DELETE FROM action_progress",
    "UPDATE eqia_entry SET entry = ''",
    "DELETE FROM eqia_consultation",
    "UPDATE question SET question = ''",
    "DELETE FROM question",
];

#[sqlx::test(migrator = "store::migrations::SQLITE")]
async fn a_signed_file_refuses_tampering(pool: sqlx::SqlitePool) {
    let store = Store::from(pool.clone());
    let round = full_round(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();

    for attempt in TAMPERING {
        assert!(
            sqlx::query(attempt).execute(&pool).await.is_err(),
            "{attempt}"
        );
    }
    store.close().await;
}

#[ignore = "needs PostgreSQL at DATABASE_URL"]
#[sqlx::test(migrator = "store::migrations::POSTGRES")]
async fn a_signed_server_refuses_tampering(pool: sqlx::PgPool) {
    let store = Store::from(pool.clone());
    let round = full_round(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store
        .sign_off(&contents, SNAPSHOT, None, ONE)
        .await
        .unwrap();

    for attempt in TAMPERING {
        assert!(
            sqlx::query(attempt).execute(&pool).await.is_err(),
            "{attempt}"
        );
    }
    store.close().await;
}
