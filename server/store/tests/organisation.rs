use domain::{id::OrganisationId, organisation::Organisation};
use store::{Store, StoreError, Version};

use crate::example::{ONE, organisation, round, uuid};

contract![
    an_organisation_reads_back_as_it_was_saved,
    an_organisation_saved_from_an_old_version_stays_as_it_is,
];

async fn an_organisation_reads_back_as_it_was_saved(store: Store) {
    let round = round(&store, 1).await;
    let renamed = Organisation {
        name: "Bwrdd Iechyd Tŵr".into(),
        ods_code: None,
        ..round.organisation
    };

    let version = store
        .save_organisation(&renamed, None, Version::new(1), round.lead.person_id, ONE)
        .await
        .unwrap();

    let stored = store
        .find_organisation(renamed.organisation_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.version, stored.saved_at), (version, ONE));
    assert_eq!(stored.saved_by.as_deref(), Some("Ama 1"));
    assert_eq!(stored.value, renamed);
    assert_eq!(store.organisations().await.unwrap(), [renamed]);
    assert_eq!(
        store
            .find_organisation(OrganisationId(uuid(9)))
            .await
            .unwrap(),
        None
    );
}

async fn an_organisation_saved_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    let save = |name: &str| {
        let changed = Organisation {
            name: name.into(),
            ..organisation(1)
        };
        let (store, by) = (store.clone(), round.lead.person_id);
        async move {
            store
                .save_organisation(&changed, None, Version::new(1), by, ONE)
                .await
        }
    };

    let newest = save("First").await.unwrap();
    let stale = save("Second").await;

    assert!(
        matches!(stale, Err(StoreError::Stale { newest: it }) if it == newest),
        "{stale:?}"
    );
    assert_eq!(store.organisations().await.unwrap()[0].name, "First");
}
