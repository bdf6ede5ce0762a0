use std::io::BufReader;

use domain::eqia::{Consultation, FieldId, OwnRow};
use domain::id::{AssessmentId, ConsultationId, ImportId};
use sqlx::Row;
use store::{
    Store,
    backup::{BackupError, Damage},
    eqia::EntryChange,
};

use crate::example::{
    NOON, ONE, Round, action, evidence, first, level, organisation, progress, round, statement,
    uuid,
};
use crate::{benchmark, buddy, indicator, partnership};

contract![
    a_backup_restores_everything_over_anything,
    secrets_do_not_travel,
    a_damaged_backup_changes_nothing,
    another_file_is_not_a_backup,
    a_backup_of_another_shape_is_refused,
    what_was_signed_stays_frozen_after_a_restore,
];

/// One of everything.
async fn fill(store: &Store) -> Round {
    let round = round(store, 1).await;
    let (a, l01, lead) = (&round.assessment, statement("L01"), round.lead.person_id);
    store
        .save_score(a, &l01, &first(level(1)), lead, NOON)
        .await
        .unwrap();
    store
        .add_evidence(a, &l01, &evidence(1), lead, NOON)
        .await
        .unwrap();
    store
        .add_action(a, &action(1), &round.lead, NOON)
        .await
        .unwrap();
    store
        .add_progress(a, action(1).action_id, &progress(1, NOON), &round.lead)
        .await
        .unwrap();
    let entry = EntryChange {
        field: FieldId::question("aims"),
        base: String::new(),
        mine: "Aims\r\n\"ŵ\"".into(),
    };
    store
        .save_eqia_entries(a, &[entry], lead, NOON)
        .await
        .unwrap();
    let row = OwnRow {
        row: "own-1".into(),
        name: "Carers".into(),
    };
    store.add_own_row(a, &row).await.unwrap();
    let consultation = Consultation {
        consultation_id: ConsultationId(uuid(1)),
        date: None,
        who: "Staff networks".into(),
        how: String::new(),
        said: String::new(),
    };
    store
        .add_consultation(a, &consultation, lead, NOON)
        .await
        .unwrap();
    let partners = Round {
        organisation: round.organisation.clone(),
        lead: round.lead.clone(),
        assessment: round.assessment.clone(),
    };
    partnership::fill(store, partners).await;
    store
        .stage_import(a, ImportId(uuid(1)), "scores.csv", "[]", NOON)
        .await
        .unwrap();
    store.set_aside("ama", "/plan", "{}", NOON).await.unwrap();
    fill_beside(store, &round).await;
    store
        .start_session([250; 32], lead, None, NOON, ONE)
        .await
        .unwrap();
    store.note_attempt("secret.key", NOON, NOON).await.unwrap();
    let contents = store.contents(a).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    crate::system::fill(store, &round).await;
    benchmark::fill(store).await;
    // An id before the one that it refers to.
    let next = a.reopened(AssessmentId(uuid(0)));
    store.reopen(a, &next, &round.lead, ONE).await.unwrap();
    let year = domain::assessment::Assessment {
        assessment_id: AssessmentId(uuid(3)),
        state: domain::assessment::State::Scoring,
        follows: Some(a.assessment_id),
        ..a.clone()
    };
    let carried = domain::following::Carried {
        evidence: vec![(l01, evidence(1))],
        actions: vec![action(1)],
        ..Default::default()
    };
    store
        .start_following(a, &year, &carried, &round.lead, ONE)
        .await
        .unwrap();
    let check_in = crate::following::check_in(1, &[("L01", 2)]);
    store
        .add_check_in(a, &check_in, &round.lead, ONE)
        .await
        .unwrap();
    round
}

/// What belongs to the organisation and to no assessment of it.
async fn fill_beside(store: &Store, round: &Round) {
    let here = round.organisation.organisation_id;
    let figure = indicator::value(1, 2025, "5.6");
    store
        .add_indicator_value(here, &figure, None, NOON)
        .await
        .unwrap();
    store
        .stage_indicator_import(here, ImportId(uuid(2)), "figures.csv", "[]", NOON)
        .await
        .unwrap();
    let peer = organisation(9);
    store.create_organisation(&peer, NOON).await.unwrap();
    store
        .add_offer(here, &buddy::offer(1), None, NOON)
        .await
        .unwrap();
    store
        .ask_for_conversation(
            peer.organisation_id,
            buddy::offer(1).offer_id,
            "At night?",
            &buddy::contact("asking@example.org"),
            NOON,
        )
        .await
        .unwrap()
        .unwrap();
    store
        .add_example(here, &buddy::example(1), None, NOON)
        .await
        .unwrap();
}

async fn backup_of(store: &Store) -> String {
    let mut file = Vec::new();
    store.backup(&mut file, ONE).await.unwrap();
    String::from_utf8(file).unwrap()
}

async fn restore(store: &Store, backup: &str) -> Result<(), BackupError> {
    store.restore(BufReader::new(backup.as_bytes())).await
}

/// The lines of a backup whatever their order, which no engine promises.
fn sorted(backup: &str) -> Vec<&str> {
    let mut lines: Vec<_> = backup
        .lines()
        .filter(|line| line.contains("\"row\""))
        .collect();
    lines.sort_unstable();
    lines
}

async fn a_backup_restores_everything_over_anything(store: Store) {
    let old = fill(&store).await;
    let contents = store.contents(&old.assessment).await.unwrap();
    let backup = backup_of(&store).await;
    let later = round(&store, 2).await;
    store
        .start_session([3; 32], later.lead.person_id, None, NOON, ONE)
        .await
        .unwrap();

    restore(&store, &backup).await.unwrap();

    assert_eq!(sorted(&backup_of(&store).await), sorted(&backup));
    assert_eq!(store.contents(&old.assessment).await.unwrap(), contents);
    assert_eq!(
        store
            .find_organisation(later.organisation.organisation_id)
            .await
            .unwrap(),
        None
    );
    assert_eq!(store.find_session([3; 32], NOON).await.unwrap(), None);
}

async fn secrets_do_not_travel(store: Store) {
    fill(&store).await;

    let backup = backup_of(&store).await;

    for secret in ["secret.key", "session", "link\":{", "attempt", "fafafafa"] {
        assert!(!backup.contains(&format!("\"{secret}")), "{secret}");
    }
}

async fn a_damaged_backup_changes_nothing(store: Store) {
    fill(&store).await;
    let backup = backup_of(&store).await;
    round(&store, 2).await;
    let before = backup_of(&store).await;
    let lines: Vec<_> = backup.lines().collect();
    let without_end = lines[..lines.len() - 1].join("\n") + "\n";
    let half = &backup[..backup.len() / 2];
    let altered = backup.replacen("Board paper", "Board papier", 1);
    let followed = format!("{backup}{{}}\n");

    for (damaged, damage) in [
        (without_end.as_str(), Damage::CutShort),
        (half, Damage::Line(half.lines().count())),
        (&altered, Damage::Checksum),
        (&followed, Damage::TooLong),
    ] {
        let refused = restore(&store, damaged).await;
        assert!(
            matches!(&refused, Err(BackupError::Damaged(it)) if *it == damage),
            "{refused:?}"
        );
    }
    assert_eq!(sorted(&backup_of(&store).await), sorted(&before));
}

async fn another_file_is_not_a_backup(store: Store) {
    for other in [
        "",
        "\n",
        "SQLite format 3\0",
        "{\"file\":\"scores\"}\n",
        "statement,level\nL01,2\n",
    ] {
        let refused = restore(&store, other).await;
        assert!(
            matches!(refused, Err(BackupError::NotABackup)),
            "{other:?}: {refused:?}"
        );
    }
}

async fn a_backup_of_another_shape_is_refused(store: Store) {
    let backup = backup_of(&store).await;
    let schema = format!("\"schema\":{}", store::migrations::newest());

    let older = restore(&store, &backup.replacen(&schema, "\"schema\":1", 1)).await;
    let later = restore(&store, &backup.replacen("\"format\":1", "\"format\":2", 1)).await;

    assert!(
        matches!(older, Err(BackupError::OtherSchema { found: 1, .. })),
        "{older:?}"
    );
    assert!(
        matches!(later, Err(BackupError::OtherFormat(2))),
        "{later:?}"
    );
}

async fn what_was_signed_stays_frozen_after_a_restore(store: Store) {
    let round = fill(&store).await;
    let backup = backup_of(&store).await;

    restore(&store, &backup).await.unwrap();

    let refused = store
        .save_score(
            &round.assessment,
            &statement("L02"),
            &first(level(4)),
            round.lead.person_id,
            ONE,
        )
        .await;
    assert!(
        matches!(refused, Err(store::StoreError::SignedOff)),
        "{refused:?}"
    );
}

#[ignore = "needs PostgreSQL at DATABASE_URL"]
#[sqlx::test(migrator = "store::migrations::POSTGRES")]
async fn a_backup_from_one_engine_restores_into_the_other(pool: sqlx::PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("plumbline.db").display());
    let sqlite = Store::connect(&url.parse().unwrap(), store::CreateDatabase::IfMissing)
        .await
        .unwrap();
    sqlite.migrate().await.unwrap();
    let postgres = Store::from(pool);
    fill(&sqlite).await;
    let backup = backup_of(&sqlite).await;

    restore(&postgres, &backup).await.unwrap();
    let back = backup_of(&postgres).await;
    restore(&sqlite, &back).await.unwrap();

    assert_eq!(sorted(&back), sorted(&backup));
    assert_eq!(sorted(&backup_of(&sqlite).await), sorted(&backup));
}

#[sqlx::test(migrator = "store::migrations::SQLITE")]
async fn no_table_and_no_column_is_forgotten(pool: sqlx::SqlitePool) {
    let columns = sqlx::query(
        "SELECT m.name AS of_table, c.name AS of_column
           FROM sqlite_master m JOIN pragma_table_info(m.name) c
          WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
            AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND m.name NOT IN ('session', 'link', 'attempt', 'invitation', 'system_invitation',
                               'presence')",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let store = Store::from(pool);
    fill(&store).await;
    let backup = backup_of(&store).await;
    store.close().await;

    for row in columns {
        let (table, column): (String, String) = (row.get("of_table"), row.get("of_column"));
        let line = backup
            .lines()
            .find(|line| line.contains(&format!("\"table\":\"{table}\"")));
        assert!(
            line.is_some_and(|line| line.contains(&format!("\"{column}\":"))),
            "{table}.{column} is missing"
        );
    }
}
