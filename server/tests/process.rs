//! The binary as it runs: killed in the middle of work, backed up and restored while it serves.
//!
//! `cargo test` runs these on SQLite. `cargo test -- --include-ignored` also
//! runs them on PostgreSQL, on databases it makes next to `DATABASE_URL`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy sees no test in a function that two tests call"
)]

#[path = "../examples/bench/browser.rs"]
#[expect(dead_code, reason = "measuring takes more of a browser than this")]
mod browser;
#[path = "../examples/bench/server.rs"]
#[expect(dead_code, reason = "only measuring weighs the server")]
mod server;

use std::{
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use app::visitor::{new_id, now};
use browser::{Browser, Form};
use domain::id::ImportId;
use server::Server;
use store::{CreateDatabase, DatabaseUrl, Store};

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_plumbline"))
}

macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("plumbline.db");
                let url = format!("sqlite:{}", file.display()).parse().unwrap();
                super::$test(&url, folder.path()).await;
            }
        )+}
        mod postgres {$(
            #[ignore = "needs PostgreSQL at DATABASE_URL"]
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                super::$test(&super::new_postgres(), folder.path()).await;
            }
        )+}
    };
}

on_both_engines![
    what_was_answered_as_saved_survives_kill_9,
    a_backup_made_and_restored_while_serving_brings_everything_back,
    no_secret_stands_in_even_the_longest_log,
    a_spreadsheet_that_nobody_confirms_is_cleared_away_while_serving,
    an_installation_takes_a_second_organisation_and_merges_two,
];

/// A database of its own beside the one that `DATABASE_URL` names; `plumbline migrate` makes it.
fn new_postgres() -> DatabaseUrl {
    let beside = std::env::var_os("DATABASE_URL").unwrap();
    let beside = beside.to_str().unwrap();
    let (server, _) = beside.rsplit_once('/').unwrap();
    let name = uuid::Uuid::now_v7().simple();
    format!("{server}/plumbline_process_{name}")
        .parse()
        .unwrap()
}

async fn filled(url: &DatabaseUrl) -> Server {
    server::run(binary(), &["migrate"], url).await.unwrap();
    server::run(binary(), &["demo"], url).await.unwrap();
    Server::start(binary(), url).await.unwrap()
}

fn plumbline(url: &DatabaseUrl, arguments: &[&str]) -> Output {
    Command::new(binary())
        .args(arguments)
        .args(["--database", &url.to_string()])
        .output()
        .unwrap()
}

/// The lead of the invented organisation, on the first page of its assessment's first statement.
struct Lead {
    browser: Browser,
    page: String,
}

impl Lead {
    async fn at(server: &Server, url: &DatabaseUrl) -> Self {
        let listed = plumbline(url, &["assessments", "--format", "json"]);
        let listed: Vec<serde_json::Value> = serde_json::from_slice(&listed.stdout).unwrap();
        let open = listed.iter().find(|it| it["state"] == "scoring").unwrap();
        let assessment = open["id"].as_str().unwrap();
        let cookie = server.sign_in("Ruth Okafor").await.unwrap();
        Self {
            browser: Browser::connect(server.address, Some(&cookie))
                .await
                .unwrap(),
            page: format!("/assessments/{assessment}/statements/W01"),
        }
    }

    async fn form(&mut self) -> Form {
        let page = self.browser.get(&self.page).await.unwrap();
        Form::of(&page.text().unwrap(), "/api/scores/save").unwrap()
    }

    /// Saves a comment; says whether the server answered that it is saved.
    async fn save(&mut self, form: &mut Form, comment: &str) -> bool {
        form.set("answer", "2");
        form.set("target", "3");
        form.set("importance", "2");
        form.set("comment", comment);
        let Ok(answer) = self.browser.post(form).await else {
            return false;
        };
        let saved: serde_json::Value = serde_json::from_str(&answer.text().unwrap()).unwrap();
        for field in ["base", "seen"] {
            let Some(value) = saved[field].as_str() else {
                panic!("not saved: {saved}");
            };
            form.set(field, value);
        }
        true
    }

    async fn comment(&mut self) -> String {
        let page = self.browser.get(&self.page).await.unwrap().text().unwrap();
        let (_, box_on) = page.split_once("name=\"comment\"").unwrap();
        let (_, text_on) = box_on.split_once('>').unwrap();
        let (text, _) = text_on.split_once("</textarea>").unwrap();
        text.trim_start().to_owned()
    }
}

async fn what_was_answered_as_saved_survives_kill_9(url: &DatabaseUrl, _: &Path) {
    let mut server = filled(url).await;
    for round in 0..3_usize {
        let mut lead = Lead::at(&server, url).await;
        let mut form = lead.form().await;
        let saved = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&saved);
        let saving = tokio::spawn(async move {
            for turn in 1.. {
                if !lead
                    .save(&mut form, &format!("round {round} save {turn}"))
                    .await
                {
                    break;
                }
                counted.store(turn, Ordering::SeqCst);
            }
        });
        // In the middle of work, whatever the machine's speed: at another moment each round.
        while saved.load(Ordering::SeqCst) < 10 {
            assert!(!saving.is_finished(), "saving stopped by itself");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(3 * round as u64)).await;
        // Dropping it is SIGKILL.
        drop(server);
        saving.await.unwrap();
        let last = saved.load(Ordering::SeqCst);

        server = Server::start(binary(), url).await.unwrap();
        let found = Lead::at(&server, url).await.comment().await;

        // One save may have reached the disk and its answer nobody.
        let allowed = [last, last + 1].map(|turn| format!("round {round} save {turn}"));
        assert!(allowed.contains(&found), "{found:?}, not {allowed:?}");
    }
}

async fn a_backup_made_and_restored_while_serving_brings_everything_back(
    url: &DatabaseUrl,
    folder: &Path,
) {
    let server = filled(url).await;
    let mut lead = Lead::at(&server, url).await;
    let mut form = lead.form().await;
    assert!(lead.save(&mut form, "before the backup").await);
    let file = folder.join("plumbline.backup");
    let file = file.to_str().unwrap();

    let backed_up = plumbline(url, &["backup", file]);
    assert!(backed_up.status.success(), "{backed_up:?}");
    let again = plumbline(url, &["backup", file]);
    assert!(!again.status.success(), "an older backup was overwritten");
    assert!(lead.save(&mut form, "after the backup").await);

    let refused = plumbline(url, &["restore", file]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(
        said.contains("Riverbank") && said.contains("--replace"),
        "{said}"
    );
    assert_eq!(lead.comment().await, "after the backup");

    let text = std::fs::read_to_string(file).unwrap();
    let damaged = folder.join("damaged.backup");
    std::fs::write(&damaged, text.replacen("before the", "Before the", 1)).unwrap();
    let refused = plumbline(url, &["restore", "--replace", damaged.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("checksum"), "{said}");
    assert_eq!(lead.comment().await, "after the backup");

    let restored = plumbline(url, &["restore", "--replace", file]);
    assert!(restored.status.success(), "{restored:?}");
    let mut lead = Lead::at(&server, url).await;
    assert_eq!(lead.comment().await, "before the backup");

    let doctor = plumbline(url, &["doctor"]);
    assert!(doctor.status.success(), "{doctor:?}");
}

async fn no_secret_stands_in_even_the_longest_log(url: &DatabaseUrl, folder: &Path) {
    server::run(binary(), &["migrate"], url).await.unwrap();
    server::run(binary(), &["demo"], url).await.unwrap();
    let log = folder.join("log");
    let to = std::fs::File::create(&log).unwrap();
    let server = Server::start_logging(binary(), url, "trace", to.into())
        .await
        .unwrap();
    let cookie = server.sign_in("Ruth Okafor").await.unwrap();
    let (_, session) = cookie.split_once('=').unwrap();
    let mut browser = Browser::connect(server.address, Some(&cookie))
        .await
        .unwrap();
    let mut form = Form::new("/api/account/password");
    form.set("new", "correct horse battery");
    browser.post(&form).await.unwrap();
    let mut form = Form::new("/api/session/start");
    form.set("email", "ruth.okafor@example.org");
    form.set("password", "correct horse battery");
    let again = browser::session(&browser.post(&form).await.unwrap()).unwrap();
    let (_, session_again) = again.split_once('=').unwrap();
    drop(server);

    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("/api/session/start"), "nothing was logged");
    let typed = "correct horse battery";
    for secret in [
        session,
        session_again,
        typed,
        &typed.replace(' ', "+"),
        "$argon2id",
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}

async fn a_spreadsheet_that_nobody_confirms_is_cleared_away_while_serving(
    url: &DatabaseUrl,
    _: &Path,
) {
    server::run(binary(), &["migrate"], url).await.unwrap();
    server::run(binary(), &["demo"], url).await.unwrap();
    let store = Store::connect(url, CreateDatabase::Never).await.unwrap();
    let assessment = &store.all_assessments().await.unwrap()[0];
    let (old, new) = (ImportId(new_id()), ImportId(new_id()));
    for (import, hours) in [(old, 25), (new, 1)] {
        let at = now() - time::Duration::hours(hours);
        store
            .stage_import(assessment, import, "scores.xlsx", "[]", at)
            .await
            .unwrap();
    }

    let _server = Server::start(binary(), url).await.unwrap();
    let begun = Instant::now();
    while store.find_import(assessment, old).await.unwrap().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it still waits");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    assert!(store.find_import(assessment, new).await.unwrap().is_some());
    store.close().await;
}

async fn an_installation_takes_a_second_organisation_and_merges_two(url: &DatabaseUrl, _: &Path) {
    server::run(binary(), &["migrate"], url).await.unwrap();
    let add = |name: &str, email: &str, split_from: Option<&str>| {
        let mut arguments = vec![
            "organisation",
            "add",
            "--name",
            name,
            "--nation",
            "wales",
            "--kind",
            "acute",
            "--headcount",
            "under-1000",
            "--lead",
            "Ama",
            "--email",
            email,
        ];
        if let Some(id) = split_from {
            arguments.extend(["--split-from", id, "--since", "2026-04-01"]);
        }
        plumbline(url, &arguments)
    };
    let text = |output: &Output| {
        let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        String::from_utf8(both).unwrap()
    };
    let id_of = |name: &str| {
        let listed = text(&plumbline(url, &["organisation", "list"]));
        let line = listed.lines().find(|it| it.contains(name)).unwrap();
        line.split_whitespace().next().unwrap().to_owned()
    };

    let first = add("Ysbyty Un", "ama.1@example.org", None);
    assert!(first.status.success(), "{}", text(&first));
    assert!(text(&first).contains("/links/"), "{}", text(&first));
    let one = id_of("Ysbyty Un");
    let second = add("Ysbyty Dau", "ama.2@example.org", Some(&one));
    assert!(second.status.success(), "{}", text(&second));
    let taken = add("Ysbyty Tri", "ama.2@example.org", None);
    assert!(!taken.status.success());
    assert!(
        text(&taken).contains("has an account already"),
        "{}",
        text(&taken)
    );
    assert!(!text(&plumbline(url, &["organisation", "list"])).contains("Tri"));

    let two = id_of("Ysbyty Dau");
    let merge = ["organisation", "merge", &two, &one, "--since", "2026-05-01"];
    let merged = plumbline(url, &merge);
    assert!(merged.status.success(), "{}", text(&merged));
    assert!(text(&merged).contains("People who belong to Ysbyty Un now: 1"));
    let again = plumbline(url, &merge);
    assert!(!again.status.success());
    assert!(
        text(&again).contains("was merged into another"),
        "{}",
        text(&again)
    );
    let listed = text(&plumbline(url, &["organisation", "list"]));
    assert!(
        listed.contains("Ysbyty Dau (no ODS code, closed)"),
        "{listed}"
    );
}

#[test]
fn the_doctor_says_that_no_server_listens_and_never_the_password() {
    // Free a moment ago, so that a connection is refused.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let port = port.unwrap().port();
    let url = format!("postgres://ama:s3cret@127.0.0.1:{port}/plumbline");

    let found = Command::new(binary())
        .arg("doctor")
        .env("PLUMBLINE_DATABASE", url)
        .output()
        .unwrap();

    let said = String::from_utf8_lossy(&found.stdout);
    assert!(!found.status.success());
    assert!(
        said.contains("cannot be reached: the connection is refused"),
        "{said}"
    );
    assert!(said.contains("Start the database server"), "{said}");
    assert!(!format!("{found:?}").contains("s3cret"), "{found:?}");
}

#[test]
fn the_doctor_fails_when_something_is_wrong_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("none.db").display());

    let found = plumbline(&url.parse().unwrap(), &["doctor", "--format", "json"]);

    assert!(!found.status.success());
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&found.stdout).unwrap();
    let database = findings
        .iter()
        .find(|it| it["check"] == "database")
        .unwrap();
    assert_eq!(database["verdict"], "wrong");
    assert!(
        database["remedy"]
            .as_str()
            .unwrap()
            .contains("plumbline migrate")
    );
}

#[test]
fn a_setting_comes_from_a_file_and_an_unknown_one_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (database, file) = (
        folder.path().join("a.db"),
        folder.path().join("plumbline.toml"),
    );
    let migrate = |text: String, environment: &[(&str, &str)]| {
        std::fs::write(&file, text).unwrap();
        Command::new(binary())
            .arg("migrate")
            .env("PLUMBLINE_SETTINGS", &file)
            .envs(environment.iter().copied())
            .output()
            .unwrap()
    };
    let good = format!("database = 'sqlite:{}'\n", database.display());

    let misspelt = migrate(format!("{good}lisen = \"127.0.0.1:1\"\n"), &[]);
    let said = String::from_utf8_lossy(&misspelt.stderr);
    assert!(!misspelt.status.success());
    assert!(said.contains("line 2: `lisen`"), "{said}");

    let unknown = migrate(good.clone(), &[("PLUMBLINE_LISEN", "127.0.0.1:1")]);
    let said = String::from_utf8_lossy(&unknown.stderr);
    assert!(!unknown.status.success());
    assert!(said.contains("PLUMBLINE_LISEN"), "{said}");
    assert!(!database.exists());

    assert!(migrate(good, &[]).status.success());
    assert!(database.exists());
}
