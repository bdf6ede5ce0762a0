//! `plumbline import scores FILE`

use std::{fmt::Write as _, fs};

use anyhow::{Context as _, bail};
use app::{
    actions::import::{Refused, read_scores},
    visitor,
};
use domain::{
    answer::Part,
    display::count,
    id::EvidenceId,
    scoresheet::{self, Change, Changes, Sheet},
};
use store::{CreateDatabase, StoreError};

use crate::config::{Import, ImportContent};

/// Takes a spreadsheet over, or says everything that is wrong with it.
pub async fn run(asked: &Import) -> anyhow::Result<()> {
    let ImportContent::Scores = asked.content;
    let name = asked.file.display();
    let file = fs::read(&asked.file).with_context(|| format!("{name} cannot be read"))?;
    let store = super::open(&asked.database.database, CreateDatabase::Never).await?;
    let (_, assessment, framework) = super::find_assessment(&store, asked.assessment).await?;
    if !assessment.is_open() {
        bail!("this assessment is signed off and can no longer be changed");
    }
    let scores = match read_scores(&file, framework, &assessment) {
        Ok(scores) => scores,
        Err(Refused::File(error)) => bail!("nothing was imported from {name}: {error}"),
        Err(Refused::Rows(problems)) => {
            let lines: Vec<_> = problems.iter().map(|it| format!("\n  {it}")).collect();
            let number = count(problems.len(), "thing needs", "things need");
            bail!(
                "nothing was imported from {name}: {number} to be put right{}",
                lines.concat()
            )
        }
    };
    let before = store.records(&assessment).await?;
    let changes = scoresheet::changes(framework, &assessment, &before, &scores);
    print!("{}", preview(&scores, &changes)?);
    if asked.dry_run {
        println!("Nothing was imported: this was a dry run.");
    } else {
        let after = changes.records(&before, || EvidenceId(visitor::new_id()));
        match store
            .replace_records(&assessment, &before, &after, None, visitor::now())
            .await
        {
            Err(StoreError::Stale { .. }) => {
                bail!("nothing was imported: somebody saved scores at this very moment; try again")
            }
            done => done?,
        }
        println!(
            "{} imported.",
            count(after.len(), "statement", "statements")
        );
    }
    store.close().await;
    Ok(())
}

/// What would change, as lines of text.
fn preview(scores: &Sheet, changes: &Changes) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for notice in &scores.notices {
        writeln!(text, "Note: {notice}")?;
    }
    for change in &changes.changed {
        writeln!(text, "{}", change.score.statement)?;
        write_change(&mut text, change)?;
    }
    writeln!(
        text,
        "Changed: {}. Recorded just so already: {}. Not in the file: {}.",
        changes.changed.len(),
        changes.unchanged,
        changes.left_alone
    )?;
    Ok(text)
}

fn write_change(text: &mut String, change: &Change) -> std::fmt::Result {
    for part in &change.parts {
        let name = match part.part {
            Part::Answer => "level",
            Part::Target => "target",
            Part::Importance => "importance",
            Part::Comment => "comment",
        };
        let shown = |text: &str| match text {
            "" => "none".to_owned(),
            text => text.replace('\n', " / "),
        };
        let (before, after) = (shown(&part.before), shown(&part.after));
        writeln!(text, "  {name}: {before} -> {after}")?;
    }
    for piece in &change.evidence_removed {
        writeln!(text, "  evidence goes: {}", piece.what)?;
    }
    for piece in &change.evidence_added {
        writeln!(text, "  evidence comes: {}", piece.what)?;
    }
    Ok(())
}
