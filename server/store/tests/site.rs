use domain::{
    assessment::Assessment,
    id::{OrganisationId, SiteId},
    site::Site,
};
use store::{Store, StoreError, Version};

use crate::example::{NOON, ONE, assessment, first, level, round, statement, uuid};

contract![
    an_assessment_keeps_the_site_with_which_it_started,
    two_sites_of_one_organisation_have_different_names,
    a_site_renamed_from_an_old_version_keeps_its_name,
    a_site_is_removed_only_while_nothing_is_about_it,
    the_one_before_is_of_the_same_site,
    the_numbers_of_all_sites_come_without_words,
];

fn site(number: u128) -> Site {
    Site {
        site_id: SiteId(uuid(number)),
        name: format!("Ysbyty {number}"),
    }
}

async fn an_assessment_keeps_the_site_with_which_it_started(store: Store) {
    let round = round(&store, 1).await;
    let id = round.organisation.organisation_id;
    store
        .add_site(id, &site(1), Some(round.lead.person_id), NOON)
        .await
        .unwrap();
    let of_site = Assessment {
        site: Some(site(1)),
        ..assessment(2, &round.organisation)
    };
    store
        .create_assessment(&of_site, Some(&round.lead), NOON)
        .await
        .unwrap();

    let renamed = Assessment {
        title: "Another".into(),
        site: None,
        ..of_site.clone()
    };
    store
        .save_assessment(&renamed, Version::new(1), round.lead.person_id, ONE)
        .await
        .unwrap();

    let found = store.find_assessment(id, of_site.assessment_id).await;
    assert_eq!(found.unwrap().unwrap().value.site, Some(site(1)));
    let kept = store.sites(id).await.unwrap();
    assert_eq!(
        (kept[0].site.value.clone(), kept[0].assessments),
        (site(1), 1)
    );
    let elsewhere = store.sites(OrganisationId(uuid(9))).await.unwrap();
    assert!(elsewhere.is_empty());
}

async fn two_sites_of_one_organisation_have_different_names(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (a, b) = (
        here.organisation.organisation_id,
        there.organisation.organisation_id,
    );
    store.add_site(a, &site(1), None, NOON).await.unwrap();
    store.add_site(a, &site(2), None, NOON).await.unwrap();
    let named = |number| Site {
        site_id: SiteId(uuid(number)),
        ..site(1)
    };

    let twice = store.add_site(a, &named(3), None, NOON).await;
    let renamed = store
        .rename_site(a, &named(2), Version::new(1), here.lead.person_id, ONE)
        .await;
    let elsewhere = store.add_site(b, &named(4), None, NOON).await;

    assert!(
        matches!(twice, Err(StoreError::Conflict { .. })),
        "{twice:?}"
    );
    assert!(
        matches!(renamed, Err(StoreError::Conflict { .. })),
        "{renamed:?}"
    );
    elsewhere.unwrap();
}

async fn a_site_renamed_from_an_old_version_keeps_its_name(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (a, b) = (
        here.organisation.organisation_id,
        there.organisation.organisation_id,
    );
    let by = here.lead.person_id;
    store.add_site(a, &site(1), None, NOON).await.unwrap();
    let named = |name: &str| Site {
        name: name.into(),
        ..site(1)
    };

    let newest = store
        .rename_site(a, &named("First"), Version::new(1), by, ONE)
        .await
        .unwrap();
    let stale = store
        .rename_site(a, &named("Second"), Version::new(1), by, ONE)
        .await;
    let strange = store.rename_site(b, &named("Third"), newest, by, ONE).await;

    assert!(matches!(stale, Err(StoreError::Stale { newest: it }) if it == newest));
    assert!(matches!(
        strange,
        Err(StoreError::Stale {
            newest: Version::NONE
        })
    ));
    assert_eq!(store.sites(a).await.unwrap()[0].site.value.name, "First");
}

async fn a_site_is_removed_only_while_nothing_is_about_it(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (a, b) = (
        here.organisation.organisation_id,
        there.organisation.organisation_id,
    );
    for number in [1, 2] {
        store.add_site(a, &site(number), None, NOON).await.unwrap();
    }
    let of_site = Assessment {
        site: Some(site(1)),
        ..assessment(3, &here.organisation)
    };
    store.create_assessment(&of_site, None, NOON).await.unwrap();

    assert!(!store.remove_site(a, site(1).site_id).await.unwrap());
    assert!(!store.remove_site(b, site(2).site_id).await.unwrap());
    assert!(store.remove_site(a, site(2).site_id).await.unwrap());
    assert_eq!(store.sites(a).await.unwrap().len(), 1);
}

async fn the_one_before_is_of_the_same_site(store: Store) {
    let round = round(&store, 1).await;
    let id = round.organisation.organisation_id;
    for number in [1, 2] {
        store.add_site(id, &site(number), None, NOON).await.unwrap();
    }
    let earlier = |number, site: Option<Site>| Assessment {
        period_start: time::macros::date!(2025 - 04 - 01),
        period_end: time::macros::date!(2026 - 03 - 31),
        site,
        ..assessment(number, &round.organisation)
    };
    for one in [earlier(10, Some(site(1))), earlier(11, None)] {
        store.create_assessment(&one, None, NOON).await.unwrap();
        let contents = store.contents(&one).await.unwrap();
        store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    }
    for (of, before) in [
        (Some(site(1)), Some(10)),
        (Some(site(2)), None),
        (None, Some(11)),
    ] {
        let now = Assessment {
            site: of,
            ..assessment(12, &round.organisation)
        };
        let found = store.find_assessment_before(&now).await.unwrap();
        assert_eq!(
            found.map(|it| it.assessment_id.0),
            before.map(uuid),
            "{:?}",
            now.site
        );
    }
}

async fn the_numbers_of_all_sites_come_without_words(store: Store) {
    let round = round(&store, 1).await;
    let id = round.organisation.organisation_id;
    let mut all = Vec::new();
    for number in [1, 2] {
        store.add_site(id, &site(number), None, NOON).await.unwrap();
        let of_site = Assessment {
            site: Some(site(number)),
            ..assessment(10 + number, &round.organisation)
        };
        store.create_assessment(&of_site, None, NOON).await.unwrap();
        let mut said = level(u8::try_from(number).unwrap());
        said.comment = "Said in confidence".into();
        store
            .save_score(
                &of_site,
                &statement("L01"),
                &first(said),
                round.lead.person_id,
                NOON,
            )
            .await
            .unwrap();
        all.push(of_site);
    }
    // Of the whole organisation, and so not among them.
    store
        .save_score(
            &round.assessment,
            &statement("L01"),
            &first(level(4)),
            round.lead.person_id,
            NOON,
        )
        .await
        .unwrap();

    let records = store.site_records(&all[0]).await.unwrap();

    assert_eq!(records.len(), 2);
    for (of_site, steps) in all.iter().zip(1..) {
        let recorded = &records[&of_site.assessment_id][&statement("L01")];
        assert_eq!(recorded.score, level(steps));
    }
}
