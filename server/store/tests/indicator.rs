use domain::{
    id::{ImportId, IndicatorValueId, OrganisationId},
    indicator::{Figure, Origin, Period, Value},
};
use store::{Store, StoreError, Version};
use time::macros::date;

use crate::example::{NOON, ONE, round, uuid};

contract![
    a_figure_reads_back_with_every_digit,
    a_figure_is_found_by_its_own_organisation_only,
    an_indicator_has_one_figure_for_a_period,
    a_figure_saved_from_an_old_version_stays_as_it_is,
    a_file_is_taken_over_whole_or_not_at_all,
    a_file_waits_for_its_own_organisation,
];

/// Sickness absence for a year that begins in April.
pub fn value(number: u128, year: i32, amount: &str) -> Value {
    let day = |year, month, day| time::Date::from_calendar_date(year, month, day).unwrap();
    Value {
        value_id: IndicatorValueId(uuid(number)),
        figure: Figure {
            indicator: "sickness-absence".parse().unwrap(),
            period: Period {
                first: day(year, time::Month::April, 1),
                last: day(year + 1, time::Month::March, 31),
            },
            amount: amount.parse().unwrap(),
            base: Some(6_412),
            origin: Origin::Own,
            source: "Tŵr’s own records".into(),
        },
    }
}

async fn amounts(store: &Store, organisation: OrganisationId) -> Vec<String> {
    let values = store.indicator_values(organisation).await.unwrap();
    values
        .iter()
        .map(|it| it.value.figure.amount.to_string())
        .collect()
}

async fn a_figure_reads_back_with_every_digit(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    let published = Value {
        figure: Figure {
            period: Period {
                first: date!(2024 - 02 - 01),
                last: date!(2024 - 02 - 29),
            },
            base: None,
            origin: Origin::Published,
            ..value(2, 2024, "-999999999.9999").figure
        },
        ..value(2, 2024, "0")
    };
    for value in [&value(1, 2025, "2.9387"), &published] {
        store
            .add_indicator_value(here, value, Some(lead), NOON)
            .await
            .unwrap();
    }

    let values = store.indicator_values(here).await.unwrap();

    let read: Vec<_> = values.iter().map(|it| it.value.clone()).collect();
    assert_eq!(read, [published, value(1, 2025, "2.9387")]);
    assert_eq!(
        (values[0].version, values[0].saved_by.as_deref()),
        (Version::new(1), Some("Ama 1"))
    );
}

async fn a_figure_is_found_by_its_own_organisation_only(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (here, there) = (
        here.organisation.organisation_id,
        there.organisation.organisation_id,
    );
    let kept = value(1, 2025, "5.6");
    store
        .add_indicator_value(here, &kept, None, NOON)
        .await
        .unwrap();

    assert!(
        store
            .find_indicator_value(here, kept.value_id)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        store
            .find_indicator_value(there, kept.value_id)
            .await
            .unwrap(),
        None
    );
    let removed = store
        .remove_indicator_value(there, kept.value_id, Version::new(1))
        .await;
    assert!(matches!(removed, Err(StoreError::Stale { .. })));
    assert_eq!(amounts(&store, here).await, ["5.6"]);
    assert!(amounts(&store, there).await.is_empty());
}

async fn an_indicator_has_one_figure_for_a_period(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    for kept in [value(1, 2024, "5.9"), value(2, 2025, "5.6")] {
        store
            .add_indicator_value(here, &kept, None, NOON)
            .await
            .unwrap();
    }

    let again = store
        .add_indicator_value(here, &value(3, 2025, "5.7"), None, NOON)
        .await;
    let moved = store
        .save_indicator_value(here, &value(1, 2025, "5.9"), Version::new(1), lead, ONE)
        .await;

    assert!(matches!(again, Err(StoreError::Conflict { .. })));
    assert!(matches!(moved, Err(StoreError::Conflict { .. })));
    assert_eq!(amounts(&store, here).await, ["5.9", "5.6"]);
}

async fn a_figure_saved_from_an_old_version_stays_as_it_is(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    store
        .add_indicator_value(here, &value(1, 2025, "5.6"), None, NOON)
        .await
        .unwrap();
    let save = async |amount: &str, seen| {
        store
            .save_indicator_value(here, &value(1, 2025, amount), Version::new(seen), lead, ONE)
            .await
    };

    assert_eq!(save("5.7", 1).await.unwrap(), Version::new(2));
    let stale = save("5.8", 1).await;
    let removed = store
        .remove_indicator_value(here, value(1, 2025, "0").value_id, Version::new(1))
        .await;

    assert!(matches!(stale, Err(StoreError::Stale { newest }) if newest == Version::new(2)));
    assert!(matches!(removed, Err(StoreError::Stale { .. })));
    assert_eq!(amounts(&store, here).await, ["5.7"]);
    store
        .remove_indicator_value(here, value(1, 2025, "0").value_id, Version::new(2))
        .await
        .unwrap();
    assert!(amounts(&store, here).await.is_empty());
}

async fn a_file_is_taken_over_whole_or_not_at_all(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    store
        .add_indicator_value(here, &value(1, 2024, "5.9"), None, NOON)
        .await
        .unwrap();
    let import = async |added: &[Value], replaced: &[(Value, Version)]| {
        store
            .import_indicator_values(here, added, replaced, lead, ONE)
            .await
    };
    let (new, changed) = (value(2, 2025, "5.6"), value(1, 2024, "6"));

    let overtaken = import(
        std::slice::from_ref(&new),
        &[(changed.clone(), Version::new(7))],
    )
    .await;
    let there = import(&[new.clone(), value(3, 2024, "1")], &[]).await;

    assert!(matches!(overtaken, Err(StoreError::Stale { .. })));
    assert!(matches!(there, Err(StoreError::Conflict { .. })));
    assert_eq!(amounts(&store, here).await, ["5.9"]);
    import(&[new], &[(changed, Version::new(1))]).await.unwrap();
    assert_eq!(amounts(&store, here).await, ["6", "5.6"]);
}

async fn a_file_waits_for_its_own_organisation(store: Store) {
    let (here, there) = (round(&store, 1).await, round(&store, 2).await);
    let (here, there) = (
        here.organisation.organisation_id,
        there.organisation.organisation_id,
    );
    let import = ImportId(uuid(1));
    store
        .stage_indicator_import(here, import, "figures.csv", "[]", NOON)
        .await
        .unwrap();

    assert_eq!(
        store.find_indicator_import(there, import).await.unwrap(),
        None
    );
    store.drop_indicator_import(there, import).await.unwrap();
    let staged = store
        .find_indicator_import(here, import)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (staged.file_name.as_str(), staged.staged_at),
        ("figures.csv", NOON)
    );
    store.drop_indicator_import(here, import).await.unwrap();
    assert_eq!(
        store.find_indicator_import(here, import).await.unwrap(),
        None
    );
}
