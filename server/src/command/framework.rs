//! `plumbline framework list|check FILE`

use std::fs;

use anyhow::{Context as _, bail};
use domain::framework;

use crate::config::Framework;

/// Lists the shipped packs, or checks a file.
pub fn run(asked: &Framework) -> anyhow::Result<()> {
    match asked {
        Framework::List => {
            for pack in framework::shipped() {
                println!(
                    "{} edition {}: {}, {} statements",
                    pack.id,
                    pack.edition,
                    pack.title,
                    pack.statements.len()
                );
            }
            Ok(())
        }
        Framework::Check { file } => {
            let text = fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            match framework::check(&text) {
                Ok(pack) => {
                    println!(
                        "{} is sound: {}, edition {}, {} statements.",
                        file.display(),
                        pack.title,
                        pack.edition,
                        pack.statements.len()
                    );
                    Ok(())
                }
                Err(problems) => {
                    for problem in &problems {
                        eprintln!("{}: {problem}", file.display());
                    }
                    bail!(
                        "{} has {}",
                        file.display(),
                        domain::display::count(problems.len(), "problem", "problems")
                    )
                }
            }
        }
    }
}
