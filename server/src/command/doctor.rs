//! `plumbline doctor`: what would keep this installation from working, and what to do about it.
//!
//! Looks and changes nothing.

use std::{
    fs::{self, OpenOptions},
    path::Path,
};

use anyhow::bail;
use serde::Serialize;
use store::{CreateDatabase, DatabaseUrl, Store};

use crate::config::{Doctor, ListFormat, Serve};

/// What was found out about one thing.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    verdict: Verdict,
    said: String,
    /// What to do; empty when all is well.
    remedy: String,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// As it should be.
    Well,
    /// It works; somebody should know.
    Mind,
    /// It does not work.
    Wrong,
}

impl Finding {
    fn well(check: &'static str, said: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Well,
            said: said.into(),
            remedy: String::new(),
        }
    }

    fn mind(check: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Mind,
            remedy: remedy.into(),
            ..Self::well(check, said)
        }
    }

    fn wrong(check: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Wrong,
            ..Self::mind(check, said, remedy)
        }
    }
}

/// Looks at everything and says what it finds; fails when something is wrong.
pub async fn run(asked: &Doctor) -> anyhow::Result<()> {
    let url = &asked.serve.database.database;
    let mut findings = settings(&asked.serve);
    findings.extend(database(url).await);
    if let Some(file) = url.file() {
        findings.extend(folder(file));
    }
    match asked.format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&findings)?),
        ListFormat::Text => print(&findings),
    }
    let wrong = findings
        .iter()
        .filter(|it| it.verdict == Verdict::Wrong)
        .count();
    if wrong > 0 {
        bail!(
            "{} to be put right",
            domain::display::count(wrong, "thing has", "things have")
        );
    }
    Ok(())
}

fn print(findings: &[Finding]) {
    for it in findings {
        let verdict = match it.verdict {
            Verdict::Well => "well ",
            Verdict::Mind => "mind ",
            Verdict::Wrong => "WRONG",
        };
        println!("{verdict}  {:<10}  {}", it.check, it.said);
        if !it.remedy.is_empty() {
            println!("{:19}{}", "", it.remedy);
        }
    }
}

/// Settings that clap took one by one, looked at together.
fn settings(serve: &Serve) -> Vec<Finding> {
    let (listen, address) = (serve.listen, serve.address());
    let is_open = !listen.ip().is_loopback();
    let served = format!("listens on {listen}, people reach it at {address}");
    let mut findings = vec![if !address.starts_with("http://") && !serve.is_tls() {
        Finding::wrong(
            "settings",
            format!("the address {address} cannot be opened by a browser"),
            "Begin --address with https://",
        )
    } else if is_open && !serve.is_tls() {
        Finding::mind(
            "settings",
            format!("{served}: passwords cross the network readable by others"),
            "Put a proxy with TLS in front, and say --address https://…",
        )
    } else {
        Finding::well("settings", served)
    }];
    if serve.demo && (is_open || serve.is_tls()) {
        findings.push(Finding::mind(
            "demo",
            "everybody who finds the address can sign in as an invented person",
            "Serve without --demo where real work is done",
        ));
    }
    findings.push(if serve.mail_is_half_set() {
        Finding::wrong(
            "email",
            "--smtp and --mail-from need each other",
            "Set both, or neither",
        )
    } else if serve.mail().is_some() {
        Finding::well("email", "invitations and reminders are sent by email")
    } else {
        Finding::well("email", "none is sent: links are shown to be handed over")
    });
    findings
}

async fn database(url: &DatabaseUrl) -> Vec<Finding> {
    let store = match Store::connect(url, CreateDatabase::Never).await {
        Ok(store) => store,
        Err(error) => return vec![unreachable(url, &error)],
    };
    let mut findings = vec![Finding::well("database", format!("{url} answers"))];
    findings.push(match store.pending_migrations().await {
        Ok(pending) if pending.is_empty() => Finding::well(
            "migrations",
            "the database has the shape this version needs",
        ),
        Ok(pending) => Finding::wrong(
            "migrations",
            format!("not applied yet: {}", pending.join(", ")),
            "Run `plumbline migrate`, or serve: that does it too",
        ),
        Err(error) => Finding::wrong("migrations", error.to_string(), REACH),
    });
    // A database without tables cannot be written to, and that has been said.
    let is_current = findings.iter().all(|it| it.verdict == Verdict::Well);
    if is_current {
        findings.push(match store.check().await {
            Ok(()) => Finding::well("writing", "the database can be written to"),
            Err(error) => Finding::wrong(
                "writing",
                error.to_string(),
                "Give the user that runs Plumbline the right to write there",
            ),
        });
    }
    store.close().await;
    findings
}

const REACH: &str =
    "Check --database: host, port, name, user and password, and that the database server runs";

fn unreachable(url: &DatabaseUrl, error: &store::StoreError) -> Finding {
    let remedy = match (error, url.file()) {
        (store::StoreError::NoDatabase(_), _) => {
            "Run `plumbline migrate` to make it, or name the right one with --database"
        }
        (store::StoreError::Unreachable { .. }, _) => {
            "Start the database server, or name the right host and port with --database; a firewall between may stand in the way too"
        }
        (_, Some(_)) => "Check that the file is a database of Plumbline and that its owner runs it",
        (_, None) => REACH,
    };
    Finding::wrong("database", error.to_string(), remedy)
}

/// The folder of a SQLite file: its log is written beside it.
fn folder(file: &Path) -> Vec<Finding> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let probe = folder.join(format!(".plumbline-doctor-{}", std::process::id()));
    let tried = OpenOptions::new().write(true).create_new(true).open(&probe);
    let _ = fs::remove_file(&probe);
    let shown = folder.display();
    match tried {
        Ok(_) => vec![
            Finding::well("folder", format!("{shown} can be written to")),
            space(folder),
        ],
        Err(error) => vec![Finding::wrong(
            "folder",
            format!("{shown} cannot be written to: {error}"),
            "Make the folder, and give it to the user that runs Plumbline",
        )],
    }
}

/// Below this a backup beside the database may not fit any more.
const ROOMY_BYTES: u64 = 1_000_000_000;

/// Below this SQLite may soon refuse to write.
const FULL_BYTES: u64 = 100_000_000;

fn space(folder: &Path) -> Finding {
    let free = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => {
            return Finding::mind(
                "disk",
                format!("its free space is not known: {error}"),
                "Look with `df`",
            );
        }
    };
    let said = format!("{} MB free", free / 1_000_000);
    let remedy = "Make room, or move the database to a larger disk";
    match free {
        ..FULL_BYTES => Finding::wrong("disk", said, remedy),
        FULL_BYTES..ROOMY_BYTES => Finding::mind("disk", said, remedy),
        _ => Finding::well("disk", said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn verdicts(url: &str) -> Vec<(&'static str, Verdict)> {
        let findings = database(&url.parse().unwrap()).await;
        findings.iter().map(|it| (it.check, it.verdict)).collect()
    }

    #[tokio::test]
    async fn a_database_is_missing_then_out_of_date_then_well() {
        let place = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", place.path().join("plumbline.db").display());
        assert_eq!(verdicts(&url).await, [("database", Verdict::Wrong)]);

        let store = Store::connect(&url.parse().unwrap(), CreateDatabase::IfMissing)
            .await
            .unwrap();
        assert_eq!(
            verdicts(&url).await,
            [("database", Verdict::Well), ("migrations", Verdict::Wrong)]
        );

        store.migrate().await.unwrap();
        assert_eq!(
            verdicts(&url).await,
            [
                ("database", Verdict::Well),
                ("migrations", Verdict::Well),
                ("writing", Verdict::Well)
            ]
        );
        store.close().await;
    }

    #[test]
    fn a_folder_that_is_not_there_cannot_be_written_to() {
        let place = tempfile::tempdir().unwrap();
        let verdict = |file: &Path| folder(file).first().map(|it| it.verdict);
        assert_eq!(verdict(&place.path().join("a.db")), Some(Verdict::Well));
        assert_eq!(
            verdict(&place.path().join("none/a.db")),
            Some(Verdict::Wrong)
        );
    }
}
