//! `plumbline backup FILE` and `plumbline restore FILE`
//!
//! Both work while the application is served: a backup is of one moment, and a
//! restore is one transaction. Neither believes a file before it has been read
//! to its end and checked.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use domain::display::{count, moment};
use store::{
    CreateDatabase, DatabaseUrl, Store,
    backup::{Summary, inspect},
};

use crate::config::{Backup, Restore};

/// Writes everything into one new file.
pub async fn back_up(asked: &Backup) -> anyhow::Result<()> {
    let (file, url) = (&asked.file, &asked.database.database);
    if file.exists() {
        bail!(
            "{} exists already, and an older backup is not overwritten; name another file",
            file.display()
        );
    }
    let store = Store::connect(url, CreateDatabase::Never).await?;
    // Not brought up to date: the application that is being served may be of another version.
    if !store.pending_migrations().await?.is_empty() {
        bail!("{url} is not up to date; back it up with the version that uses it, or migrate it");
    }
    // Under another name until it is known to be whole.
    let unchecked = beside(file, ".part");
    let written = write(&store, &unchecked).await;
    store.close().await;
    match written {
        Ok(summary) => {
            fs::rename(&unchecked, file)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            println!(
                "{} is written and checked: {}.",
                file.display(),
                said(&summary)
            );
            Ok(())
        }
        Err(error) => {
            let _ = fs::remove_file(&unchecked);
            Err(error.context(format!("{} is not written", file.display())))
        }
    }
}

/// Replaces everything by what a file holds.
pub async fn restore(asked: &Restore) -> anyhow::Result<()> {
    let (file, url) = (&asked.file, &asked.database.database);
    let summary = check(file)?;
    let store = super::open(url, CreateDatabase::IfMissing).await?;
    let restored = replace(&store, asked, url, &summary).await;
    store.close().await;
    restored?;
    println!(
        "{url} now holds {}. Everybody signs in again.",
        said(&summary)
    );
    Ok(())
}

async fn replace(
    store: &Store,
    asked: &Restore,
    url: &DatabaseUrl,
    summary: &Summary,
) -> anyhow::Result<()> {
    let there = store.organisations().await?;
    if !there.is_empty() && !asked.replace {
        let names: Vec<_> = there.iter().map(|it| it.name.as_str()).collect();
        bail!(
            "{url} is not empty. A restore deletes all of {}, signs everybody out, and puts in their place {}. \
             Nothing has been changed; to go on, say --replace",
            names.join(", "),
            said(summary)
        );
    }
    Ok(store.restore(open(&asked.file)?).await?)
}

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(BufReader::new(opened))
}

fn check(file: &Path) -> anyhow::Result<Summary> {
    inspect(open(file)?).with_context(|| format!("{} cannot be relied on", file.display()))
}

async fn write(store: &Store, file: &Path) -> anyhow::Result<Summary> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // It holds password hashes, and is its owner's alone.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let out = options.open(file)?;
    store
        .backup(BufWriter::new(&out), app::visitor::now())
        .await?;
    out.sync_all()?;
    // Read again from the disk: what cannot be read back is no backup.
    check(file)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn said(summary: &Summary) -> String {
    format!(
        "{}, {} and {} as they were on {}",
        count(summary.organisations, "organisation", "organisations"),
        count(summary.people, "person", "people"),
        count(summary.assessments, "assessment", "assessments"),
        moment(summary.made_at)
    )
}
