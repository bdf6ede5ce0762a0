//! What belongs to the first organisation and to no assessment of it.

use std::collections::BTreeMap;

use app::{actions::indicator::mark, visitor::new_id, visitor::now};
use domain::{
    buddy::{Contact, Offer, Topic},
    example::{Example, Stage, Words},
    id::{ExampleId, ImportId, IndicatorValueId, OfferId},
    indicator::{Figure, IndicatorSheet, Origin, Period, SheetValue, Value},
    person::Person,
};
use store::Store;
use time::macros::date;

use super::SECRET;

fn topic() -> Topic {
    "three-pillars.W12".parse().unwrap()
}

fn contact() -> Contact {
    Contact {
        who: format!("Head of wellbeing, {SECRET}"),
        how: "head@example.org".into(),
    }
}

/// One of everything, with the names that addresses and forms have for it.
pub async fn fill(store: &Store, lead: &Person) -> BTreeMap<&'static str, String> {
    let own = lead.organisation_id;
    let organisations = store.organisations().await.unwrap();
    let named = |name: &str| organisations.iter().find(|it| it.name.starts_with(name));
    let (peer, other) = (named("Thornhaven").unwrap(), named("Ysbyty").unwrap());
    let mut ids = figures(store, lead).await;

    let offer = |id| Offer {
        offer_id: id,
        topic: topic(),
        // Everybody may read it, unlike the contact.
        note: "Rest rooms, at night too".into(),
        contact: contact(),
    };
    let (offered, others) = (OfferId(new_id()), OfferId(new_id()));
    store
        .add_offer(own, &offer(offered), None, now())
        .await
        .unwrap();
    let of_other = Offer {
        note: "Ask us".into(),
        contact: Contact {
            who: "Head of people".into(),
            how: "people@example.net".into(),
        },
        ..offer(others)
    };
    store
        .add_offer(other.organisation_id, &of_other, None, now())
        .await
        .unwrap();
    let peers = store.offers(peer.organisation_id).await.unwrap();
    let peers = peers.first().unwrap().value.offer_id;
    for (asking, about) in [(peer.organisation_id, offered), (own, peers)] {
        store
            .ask_for_conversation(asking, about, "At night?", &contact(), now())
            .await
            .unwrap()
            .unwrap();
    }
    let example = |stage| Example {
        example_id: ExampleId(new_id()),
        topic: topic(),
        words: Words {
            title: format!("Rest rooms at {SECRET}"),
            did: "Two".into(),
            took: "Time".into(),
            changed: "Breaks".into(),
        },
        shows_name: true,
        stage,
        reason: String::new(),
        published_on: None,
    };
    let (draft, waiting) = (example(Stage::Draft), example(Stage::InReview));
    for example in [&draft, &waiting] {
        store.add_example(own, example, None, now()).await.unwrap();
    }
    ids.extend([
        ("organisation", own.to_string()),
        ("peer", peer.organisation_id.to_string()),
        ("offer", offered.to_string()),
        ("other_offer", others.to_string()),
        ("peer_offer", peers.to_string()),
        ("example", draft.example_id.to_string()),
        ("waiting", waiting.example_id.to_string()),
    ]);
    ids
}

/// A figure, and two files of figures that wait.
async fn figures(store: &Store, lead: &Person) -> BTreeMap<&'static str, String> {
    let own = lead.organisation_id;
    let value = Value {
        value_id: IndicatorValueId(new_id()),
        figure: Figure {
            indicator: "turnover".parse().unwrap(),
            period: Period {
                first: date!(2013 - 04 - 01),
                last: date!(2014 - 03 - 31),
            },
            amount: "11.2".parse().unwrap(),
            base: Some(6_412),
            origin: Origin::Own,
            source: format!("Records of {SECRET}"),
        },
    };
    store
        .add_indicator_value(own, &value, None, now())
        .await
        .unwrap();
    let new = Figure {
        indicator: "hse-change".parse().unwrap(),
        ..value.figure.clone()
    };
    let new = Figure {
        amount: "3.1".parse().unwrap(),
        ..new
    };
    let sheet = IndicatorSheet {
        values: vec![SheetValue {
            row: 2,
            figure: new,
        }],
        notices: vec![],
    };
    let rows = serde_json::to_string(&sheet).unwrap();
    let (figures, figures_new) = (ImportId(new_id()), ImportId(new_id()));
    for import in [figures, figures_new] {
        store
            .stage_indicator_import(own, import, "figures.csv", &rows, now())
            .await
            .unwrap();
    }
    let there = store.indicator_values(own).await.unwrap();
    let values: Vec<_> = there.iter().map(|it| it.value.clone()).collect();
    let mark = mark(&sheet.changes(&values), &there).unwrap();
    BTreeMap::from([
        ("figure", value.value_id.to_string()),
        ("figures", figures.to_string()),
        ("figures_new", figures_new.to_string()),
        ("figures_mark", mark),
    ])
}
