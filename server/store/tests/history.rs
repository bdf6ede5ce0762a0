use domain::{
    history::{Event, What},
    organisation::Organisation,
};
use store::{Store, Version};
use time::macros::date;

use crate::example::{NOON, ONE, organisation, person, round};
use domain::person::Role;

contract![
    another_name_or_code_from_a_day_on_is_kept_with_what_was_before,
    a_mistake_that_is_put_right_is_no_event,
    a_split_is_told_of_both,
];

async fn another_name_or_code_from_a_day_on_is_kept_with_what_was_before(store: Store) {
    let round = round(&store, 1).await;
    let (id, by) = (round.organisation.organisation_id, round.lead.person_id);
    let renamed = Organisation {
        name: "Bwrdd Newydd".into(),
        ods_code: Some("RX2".parse().unwrap()),
        ..round.organisation.clone()
    };
    let day = date!(2026 - 04 - 01);

    let version = store
        .save_organisation(&renamed, Some(day), Version::new(1), by, ONE)
        .await
        .unwrap();
    let earlier = Organisation {
        name: "Bwrdd Hen".into(),
        ..renamed.clone()
    };
    store
        .save_organisation(&earlier, Some(date!(2025 - 04 - 01)), version, by, ONE)
        .await
        .unwrap();

    let event = |day, what, before: &str, after: &str| Event {
        organisation_id: id,
        day,
        what,
        before: before.into(),
        after: after.into(),
    };
    assert_eq!(
        store.organisation_events(id).await.unwrap(),
        [
            event(
                date!(2025 - 04 - 01),
                What::Renamed,
                "Bwrdd Newydd",
                "Bwrdd Hen"
            ),
            event(day, What::Renamed, "Ysbyty Tŵr 1", "Bwrdd Newydd"),
            event(day, What::CodeChanged, "RX1", "RX2"),
        ]
    );
}

async fn a_mistake_that_is_put_right_is_no_event(store: Store) {
    let round = round(&store, 1).await;
    let (id, by) = (round.organisation.organisation_id, round.lead.person_id);
    let renamed = Organisation {
        name: "Ysbyty Tŵr Un".into(),
        ..round.organisation.clone()
    };

    let day = Some(date!(2026 - 04 - 01));
    let stale = store
        .save_organisation(&renamed, day, Version::new(9), by, ONE)
        .await;
    store
        .save_organisation(&renamed, None, Version::new(1), by, ONE)
        .await
        .unwrap();
    // Saved again as it is.
    store
        .save_organisation(&renamed, day, Version::new(2), by, ONE)
        .await
        .unwrap();

    assert!(stale.is_err());
    assert_eq!(store.organisation_events(id).await.unwrap(), []);
}

async fn a_split_is_told_of_both(store: Store) {
    let round = round(&store, 1).await;
    let part = organisation(2);
    let lead = person(2, &part, Role::Lead);

    store
        .add_organisation(
            &part,
            &lead,
            Some((&round.organisation, date!(2026 - 04 - 01))),
            NOON,
        )
        .await
        .unwrap();

    for (id, what) in [
        (round.organisation.organisation_id, What::SplitOff),
        (part.organisation_id, What::SplitFrom),
    ] {
        let told = store.organisation_events(id).await.unwrap();
        assert_eq!(told.iter().map(|it| it.what).collect::<Vec<_>>(), [what]);
    }
    let members = store.members(part.organisation_id).await.unwrap();
    assert_eq!(
        (members[0].person.role, members[0].has_password),
        (Role::Lead, false)
    );
}
