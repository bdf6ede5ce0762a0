//! `plumbline audit verify`

use anyhow::bail;
use store::CreateDatabase;

use crate::config::Audit;

/// Checks the audit trail of every organisation, entry by entry.
pub async fn run(asked: &Audit) -> anyhow::Result<()> {
    let Audit::Verify(database) = asked;
    let store = super::open(&database.database, CreateDatabase::Never).await?;
    let mut is_sound = true;
    for organisation in store.organisations().await? {
        let id = organisation.organisation_id;
        match store.verify_audit(id).await? {
            Ok(entries) => {
                let head = store.audit_head(id).await?;
                println!(
                    "{}: sound, {} entries, head {}",
                    organisation.name,
                    entries.len(),
                    head.link
                );
            }
            Err(broken) => {
                is_sound = false;
                println!("{}: BROKEN, {broken}", organisation.name);
            }
        }
    }
    store.close().await;
    if !is_sound {
        bail!("an audit trail is broken; compare its head with the one that is printed in the plan")
    }
    Ok(())
}
