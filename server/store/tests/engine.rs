use sqlx::{ConnectOptions, migrate::MigrateDatabase};
use store::{CreateDatabase, DatabaseUrl, Store, StoreError};

contract![
    a_migrated_database_has_nothing_pending,
    migrating_twice_changes_nothing
];

async fn a_migrated_database_has_nothing_pending(store: Store) {
    assert_eq!(
        store.pending_migrations().await.unwrap(),
        Vec::<String>::new()
    );
    store.check().await.unwrap();
}

async fn migrating_twice_changes_nothing(store: Store) {
    store.migrate().await.unwrap();
    assert_eq!(
        store.pending_migrations().await.unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_mistyped_file_is_an_error_and_not_a_new_database() {
    let folder = tempfile::tempdir().unwrap();
    let url: DatabaseUrl = format!("sqlite:{}", folder.path().join("plumbline.db").display())
        .parse()
        .unwrap();

    let missing = Store::connect(&url, CreateDatabase::Never).await;

    assert!(
        matches!(missing, Err(StoreError::NoDatabase(_))),
        "{missing:?}"
    );
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn a_new_file_is_empty_until_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let url: DatabaseUrl = format!(
        "sqlite:{}",
        folder.path().join("new/plumbline.db").display()
    )
    .parse()
    .unwrap();

    let store = Store::connect(&url, CreateDatabase::IfMissing)
        .await
        .unwrap();
    let before = store.pending_migrations().await.unwrap();
    assert!(store.check().await.is_err());
    store.migrate().await.unwrap();

    assert_eq!(readers_of(&folder.path().join("new/plumbline.db")), 0o600);
    assert_eq!(before.first().map(String::as_str), Some("1 organisation"));
    assert_eq!(before.len(), store::migrations::SQLITE.iter().count());
    store.check().await.unwrap();
    store.close().await;
}

/// Who may read and write a file, as `chmod` writes it.
fn readers_of(file: &std::path::Path) -> u32 {
    let permissions = file.metadata().unwrap().permissions();
    std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plumbline.db");
    std::fs::write(
        &file,
        "Dear board, please find attached our scores. ".repeat(100),
    )
    .unwrap();
    let url: DatabaseUrl = format!("sqlite:{}", file.display()).parse().unwrap();

    let refused = Store::connect(&url, CreateDatabase::IfMissing).await;

    assert!(
        matches!(refused, Err(StoreError::Database(_))),
        "{refused:?}"
    );
}

#[ignore = "needs PostgreSQL at DATABASE_URL"]
#[sqlx::test(migrator = "store::migrations::POSTGRES")]
async fn a_server_makes_a_missing_database_only_on_request(pool: sqlx::PgPool) {
    let mut missing = pool.connect_options().to_url_lossy();
    missing.set_path("/plumbline_on_request");
    let url: DatabaseUrl = missing.as_str().parse().unwrap();

    let refused = Store::connect(&url, CreateDatabase::Never).await;
    let made = Store::connect(&url, CreateDatabase::IfMissing)
        .await
        .unwrap();
    made.migrate().await.unwrap();

    assert!(
        matches!(refused, Err(StoreError::NoDatabase(_))),
        "{refused:?}"
    );
    made.check().await.unwrap();
    made.close().await;
    sqlx::Postgres::drop_database(missing.as_str())
        .await
        .unwrap();
}
