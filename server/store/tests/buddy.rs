//! Offers, questions for a conversation, and examples.

use domain::{
    buddy::{Answer, Contact, Distance, MayNotAsk, Offer, Topic, WAITING_MAX},
    example::{Example, Stage, Words},
    id::{ExampleId, OfferId, OrganisationId},
    organisation::{Headcount, Kind, Nation, Organisation},
};
use store::{
    Store, StoreError, Version,
    buddy::Reply,
    example::{ExampleCount, Verdict},
};
use time::macros::date;

use crate::example::{NOON, ONE, organisation, round, uuid};

contract![
    the_most_similar_organisations_come_first_as_the_rule_says,
    an_offer_belongs_to_its_organisation,
    contacts_are_told_to_both_once_both_have_opted_in_and_no_longer,
    only_the_two_answer_and_end,
    whoever_asks_too_often_is_told_to_wait,
    nothing_stays_of_an_offer_that_is_withdrawn,
    an_example_is_read_by_all_once_it_was_looked_through,
    nobody_publishes_what_they_have_not_read,
];

pub fn topic() -> Topic {
    Topic {
        pack: "three-pillars".into(),
        statement: "W12".parse().unwrap(),
    }
}

pub fn offer(number: u128) -> Offer {
    Offer {
        offer_id: OfferId(uuid(number)),
        topic: topic(),
        note: "How we opened rest rooms".into(),
        contact: contact("offering@example.org"),
    }
}

pub fn contact(how: &str) -> Contact {
    Contact {
        who: "Head of wellbeing".into(),
        how: how.into(),
    }
}

pub fn example(number: u128) -> Example {
    Example {
        example_id: ExampleId(uuid(number)),
        topic: topic(),
        words: Words {
            title: "Rest rooms at night".into(),
            did: "We opened two.\nAnd kept them open.".into(),
            took: "£4,000".into(),
            changed: "More breaks".into(),
        },
        shows_name: false,
        stage: Stage::Draft,
        reason: String::new(),
        published_on: None,
    }
}

async fn employer(store: &Store, number: u128) -> Organisation {
    let organisation = organisation(number);
    store
        .create_organisation(&organisation, NOON)
        .await
        .unwrap();
    organisation
}

async fn the_most_similar_organisations_come_first_as_the_rule_says(store: Store) {
    let own = employer(&store, 1).await;
    let kinds = [Kind::Acute, Kind::Ambulance];
    let nations = [Nation::Wales, Nation::Scotland];
    let mut number = 1;
    for &kind in &kinds {
        for &nation in &nations {
            for &headcount in Headcount::ALL {
                number += 1;
                let other = Organisation {
                    kind,
                    nation,
                    headcount,
                    ..organisation(number)
                };
                store.create_organisation(&other, NOON).await.unwrap();
                store
                    .add_offer(other.organisation_id, &offer(number), None, NOON)
                    .await
                    .unwrap();
            }
        }
    }
    store
        .add_offer(own.organisation_id, &offer(1), None, NOON)
        .await
        .unwrap();

    let offers = store.open_offers(&own, &topic(), 100).await.unwrap();

    let distances: Vec<_> = offers
        .iter()
        .map(|it| Distance::between(&own, &it.organisation))
        .collect();
    assert_eq!(distances.len(), 20, "all but one's own");
    assert!(distances.is_sorted(), "{distances:?}");
    let few = store.open_offers(&own, &topic(), 3).await.unwrap();
    assert_eq!(few, offers[..3]);
    let counts = store.count_offers(own.organisation_id).await.unwrap();
    assert_eq!((counts.len(), counts[0].offers), (1, 20));
    store
        .withdraw_offer(offers[0].organisation.organisation_id, offers[0].offer_id)
        .await
        .unwrap();
    let counts = store.count_offers(own.organisation_id).await.unwrap();
    assert_eq!((counts.len(), counts[0].offers), (1, 19));
}

async fn an_offer_belongs_to_its_organisation(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    let there = employer(&store, 2).await.organisation_id;
    store
        .add_offer(here, &offer(1), Some(lead), NOON)
        .await
        .unwrap();
    let twice = store.add_offer(here, &offer(2), Some(lead), NOON).await;
    assert!(matches!(twice, Err(StoreError::Conflict { .. })));

    let (id, changed) = (
        offer(1).offer_id,
        Offer {
            note: "Ask us".into(),
            ..offer(1)
        },
    );
    assert_eq!(store.find_offer(there, id).await.unwrap(), None);
    assert_eq!(store.find_open_offer(here, id).await.unwrap(), None);
    assert!(store.find_open_offer(there, id).await.unwrap().is_some());
    let strange = store
        .save_offer(there, &changed, Version::new(1), lead, ONE)
        .await;
    assert!(matches!(strange, Err(StoreError::Stale { .. })));
    store
        .save_offer(here, &changed, Version::new(1), lead, ONE)
        .await
        .unwrap();
    let stale = store
        .save_offer(here, &offer(1), Version::new(1), lead, ONE)
        .await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
    store.withdraw_offer(there, id).await.unwrap();
    let offers = store.offers(here).await.unwrap();
    assert_eq!(offers.len(), 1);
    assert_eq!(
        (&offers[0].value, offers[0].version),
        (&changed, Version::new(2))
    );
}

/// One organisation that offers, and another that has asked it.
async fn asked(store: &Store) -> (Organisation, Organisation) {
    let (offering, asking) = (employer(store, 1).await, employer(store, 2).await);
    store
        .add_offer(offering.organisation_id, &offer(1), None, NOON)
        .await
        .unwrap();
    ask(store, asking.organisation_id, 1).await.unwrap();
    (offering, asking)
}

async fn ask(store: &Store, asking: OrganisationId, number: u128) -> Result<(), MayNotAsk> {
    let contact = contact("asking@example.org");
    store
        .ask_for_conversation(asking, offer(number).offer_id, "At night?", &contact, NOON)
        .await
        .unwrap()
}

async fn contacts_are_told_to_both_once_both_have_opted_in_and_no_longer(store: Store) {
    let (offering, asking) = asked(&store).await;
    let told = async || {
        let asked_of = store.asked_of(&offering).await.unwrap();
        let asked_for = store.asked_for(&asking).await.unwrap();
        assert_eq!((asked_of.len(), asked_for.len()), (1, 1));
        assert_eq!(asked_of, asked_for, "both see the same");
        asked_of[0].clone()
    };
    let waiting = told().await;
    assert_eq!(
        (waiting.answer, waiting.message.as_str()),
        (Answer::Asked, "At night?")
    );
    assert_eq!(waiting.contacts(), None);
    assert_eq!((&waiting.offering, &waiting.asking), (&offering, &asking));

    let (of, id, by) = (
        offering.organisation_id,
        offer(1).offer_id,
        asking.organisation_id,
    );
    assert!(
        store
            .answer_conversation(of, id, by, Reply::Accept, ONE)
            .await
            .unwrap()
    );
    let contacts = told().await.contacts().cloned().unwrap();
    assert_eq!(contacts.offering, contact("offering@example.org"));
    assert_eq!(contacts.asking, contact("asking@example.org"));

    assert!(store.end_conversation(by, id, by, ONE).await.unwrap());
    let ended = told().await;
    assert_eq!(
        (ended.answer, ended.contacts(), ended.message.as_str()),
        (Answer::Ended, None, "")
    );
    let again = store
        .answer_conversation(of, id, by, Reply::Accept, ONE)
        .await
        .unwrap();
    assert!(
        !again,
        "what has ended is not taken up by one of them alone"
    );
}

async fn only_the_two_answer_and_end(store: Store) {
    let (offering, asking) = asked(&store).await;
    let third = employer(&store, 3).await.organisation_id;
    let (of, id, by) = (
        offering.organisation_id,
        offer(1).offer_id,
        asking.organisation_id,
    );
    for stranger in [third, by] {
        for reply in [Reply::Accept, Reply::Decline] {
            let answered = store
                .answer_conversation(stranger, id, by, reply, ONE)
                .await;
            assert!(!answered.unwrap(), "whoever asks does not answer");
        }
    }
    assert!(!store.end_conversation(third, id, by, ONE).await.unwrap());
    assert!(
        store
            .answer_conversation(of, id, by, Reply::Decline, ONE)
            .await
            .unwrap()
    );
    let declined = store.asked_for(&asking).await.unwrap();
    assert_eq!(
        (declined[0].answer, declined[0].contacts()),
        (Answer::Declined, None)
    );
}

async fn whoever_asks_too_often_is_told_to_wait(store: Store) {
    let (_, asking) = asked(&store).await;
    let by = asking.organisation_id;
    assert_eq!(ask(&store, by, 1).await, Err(MayNotAsk::Before));
    for number in 11..20 {
        let other = employer(&store, number).await;
        store
            .add_offer(other.organisation_id, &offer(number), None, NOON)
            .await
            .unwrap();
    }
    // One waits already.
    for number in 11..10 + WAITING_MAX as u128 {
        assert_eq!(ask(&store, by, number).await, Ok(()));
    }
    assert_eq!(ask(&store, by, 19).await, Err(MayNotAsk::TooManyWait));
    assert_eq!(store.asked(by).await.unwrap().len(), WAITING_MAX);
}

async fn nothing_stays_of_an_offer_that_is_withdrawn(store: Store) {
    let (offering, asking) = asked(&store).await;
    store
        .withdraw_offer(offering.organisation_id, offer(1).offer_id)
        .await
        .unwrap();
    assert_eq!(store.offers(offering.organisation_id).await.unwrap(), []);
    assert_eq!(store.asked_for(&asking).await.unwrap(), []);
    assert_eq!(store.asked_of(&offering).await.unwrap(), []);
}

async fn an_example_is_read_by_all_once_it_was_looked_through(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    let there = employer(&store, 2).await.organisation_id;
    let id = example(1).example_id;
    store
        .add_example(here, &example(1), Some(lead), NOON)
        .await
        .unwrap();
    assert_eq!(store.published_examples(&topic()).await.unwrap(), []);
    assert_eq!(store.count_examples().await.unwrap(), []);
    let strange = store.send_example(there, id, Version::new(1), NOON).await;
    assert!(matches!(strange, Err(StoreError::Stale { .. })));

    let sent = store
        .send_example(here, id, Version::new(1), NOON)
        .await
        .unwrap();
    assert_eq!(store.examples_to_review().await.unwrap().len(), 1);
    let late = store
        .save_example(here, id, &Words::default(), true, sent, lead, ONE)
        .await;
    assert!(
        matches!(late, Err(StoreError::Stale { .. })),
        "somebody reads it"
    );
    let reason = Verdict::Return("Say how many nights".into());
    store.judge_example(id, &reason, sent, ONE).await.unwrap();
    let returned = store.find_example(id).await.unwrap().unwrap();
    let example_now = &returned.value.example;
    assert_eq!(
        (example_now.stage, example_now.reason.as_str()),
        (Stage::Returned, "Say how many nights")
    );

    let sent = store
        .send_example(here, id, returned.version, ONE)
        .await
        .unwrap();
    let day = date!(2026 - 05 - 12);
    store
        .judge_example(id, &Verdict::Publish(day), sent, ONE)
        .await
        .unwrap();
    let published = store.published_examples(&topic()).await.unwrap();
    assert_eq!(published[0].example.published_on, Some(day));
    assert_eq!(published[0].example.words, example(1).words);
    let count = ExampleCount {
        topic: topic(),
        examples: 1,
    };
    assert_eq!(store.count_examples().await.unwrap(), [count]);

    store.withdraw_example(there, id, ONE).await.unwrap();
    assert_eq!(store.published_examples(&topic()).await.unwrap().len(), 1);
    assert!(
        !store.remove_example(here, id).await.unwrap(),
        "withdrawn first"
    );
    store.withdraw_example(here, id, ONE).await.unwrap();
    assert_eq!(store.published_examples(&topic()).await.unwrap(), []);
    assert_eq!(store.count_examples().await.unwrap(), []);
    assert!(store.remove_example(here, id).await.unwrap());
}

async fn nobody_publishes_what_they_have_not_read(store: Store) {
    let round = round(&store, 1).await;
    let (here, lead) = (round.organisation.organisation_id, round.lead.person_id);
    let id = example(1).example_id;
    store
        .add_example(here, &example(1), Some(lead), NOON)
        .await
        .unwrap();
    let read = store
        .send_example(here, id, Version::new(1), NOON)
        .await
        .unwrap();
    store.withdraw_example(here, id, NOON).await.unwrap();
    let draft = store.find_example(id).await.unwrap().unwrap();
    let other = Words {
        did: "Something else".into(),
        ..example(1).words
    };
    let saved = store
        .save_example(here, id, &other, true, draft.version, lead, ONE)
        .await
        .unwrap();
    store.send_example(here, id, saved, ONE).await.unwrap();

    let judged = store
        .judge_example(id, &Verdict::Publish(date!(2026 - 05 - 12)), read, ONE)
        .await;

    assert!(matches!(judged, Err(StoreError::Stale { .. })));
    assert_eq!(store.published_examples(&topic()).await.unwrap(), []);
}
