//! Figures beside the scores, offers to talk, and examples; all invented.

use domain::{
    buddy::{Contact, Offer, Topic},
    example::{Example, Stage, Words},
    id::{ExampleId, IndicatorValueId, OfferId},
    indicator::{Figure, Origin, Period, Value},
    organisation::{Headcount, Kind, Nation, Organisation},
    person::Role,
};
use store::Store;
use time::{Date, Duration, Month, OffsetDateTime};
use uuid::Uuid;

use super::{add_person, organisation};

/// What everybody is told about every figure here.
const SOURCE: &str = "Invented figure";

/// Indicators of the acute trust, each with its values, the newest year first, and how many they rest on.
const OF_RIVERBANK: [(&str, &[&str], u32); 8] = [
    ("sickness-absence", &["5.5", "5.8", "5.1"], 6_812),
    (
        "absence-anxiety-stress-depression",
        &["27.4", "28.9"],
        6_812,
    ),
    ("turnover", &["11.8", "13.2", "12.6"], 6_812),
    (
        "staff-survey-unwell-from-stress",
        &["42.3", "44.1", "41.6"],
        3_104,
    ),
    ("people-promise-safe-and-healthy", &["6.02", "5.91"], 3_104),
    ("wres-2-appointed", &["1.48", "1.62", "1.55"], 214),
    ("wdes-8-adjustments", &["73.9", "71.2"], 431),
    ("hse-demands", &["3.02"], 1_287),
];

/// The same of the community services.
const OF_SALTMARSH: [(&str, &[&str], u32); 2] = [
    ("sickness-absence", &["6.1", "6.4"], 2_140),
    ("turnover", &["9.7", "10.3"], 2_140),
];

/// Fills it in, and adds two more organisations, one with somebody who looks examples through.
pub async fn fill(
    store: &Store,
    saltmarsh: &Organisation,
    riverbank: &Organisation,
    year: i32,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    figures(store, riverbank, &OF_RIVERBANK, year, now).await?;
    figures(store, saltmarsh, &OF_SALTMARSH, year, now).await?;

    let thornhaven = organisation("Thornhaven Hospitals", Kind::Acute, Headcount::From6000);
    store.create_organisation(&thornhaven, now).await?;
    add_person(store, &thornhaven, "Nora Blake", Role::Lead, now).await?;
    add_person(store, &thornhaven, "Ivor Quinn", Role::Installer, now).await?;
    let glenmarsh = Organisation {
        nation: Nation::Scotland,
        ..organisation(
            "Glenmarsh Health Board",
            Kind::Territorial,
            Headcount::From3000,
        )
    };
    store.create_organisation(&glenmarsh, now).await?;
    add_person(store, &glenmarsh, "Isla Munro", Role::Lead, now).await?;

    for (organisation, statement, note) in [
        (
            &thornhaven,
            "W12",
            "We turned two offices into rest rooms that are open at night, and can say what we would do differently.",
        ),
        (
            &thornhaven,
            "L06",
            "How we taught 400 managers to hold wellbeing conversations, and what it cost.",
        ),
        (
            &thornhaven,
            "Q08",
            "We are still learning: two years of adjustment passports, with their ups and downs.",
        ),
        (
            &glenmarsh,
            "W12",
            "Breaks in small community teams where nobody can cover.",
        ),
        (
            &glenmarsh,
            "W03",
            "Support after distressing events on islands.",
        ),
        (saltmarsh, "W03", "Peer supporters across twelve sites."),
    ] {
        let offer = Offer {
            offer_id: OfferId(Uuid::now_v7()),
            topic: topic(statement)?,
            note: note.into(),
            contact: Contact {
                who: "Head of wellbeing".into(),
                how: "wellbeing@example.org".into(),
            },
        };
        store
            .add_offer(organisation.organisation_id, &offer, None, now)
            .await?;
    }
    examples(store, &thornhaven, &glenmarsh, now).await
}

fn topic(statement: &str) -> anyhow::Result<Topic> {
    Ok(Topic {
        pack: "three-pillars".into(),
        statement: statement.parse()?,
    })
}

async fn figures(
    store: &Store,
    organisation: &Organisation,
    figures: &[(&str, &[&str], u32)],
    year: i32,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    for (indicator, amounts, base) in figures {
        for (years_ago, amount) in (1..).zip(*amounts) {
            let first = year - years_ago;
            let figure = Figure {
                indicator: indicator.parse()?,
                period: Period {
                    first: Date::from_calendar_date(first, Month::April, 1)?,
                    last: Date::from_calendar_date(first + 1, Month::March, 31)?,
                },
                amount: amount.parse()?,
                base: Some(*base),
                origin: Origin::Own,
                source: SOURCE.into(),
            };
            let value = Value {
                value_id: IndicatorValueId(Uuid::now_v7()),
                figure,
            };
            store
                .add_indicator_value(organisation.organisation_id, &value, None, now)
                .await?;
        }
    }
    Ok(())
}

async fn examples(
    store: &Store,
    thornhaven: &Organisation,
    glenmarsh: &Organisation,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    let day = |days: i64| {
        let today = now.date();
        today.checked_sub(Duration::days(days)).unwrap_or(today)
    };
    let rest_rooms = Words {
        title: "Rest rooms that are open at night".into(),
        did: "Two offices beside the wards became rest rooms with recliners and hot water. Staff side chose the rooms and wrote the rules.".into(),
        took: "Four months, £18,000 and a porter who locks nothing any more. The hardest part was to agree that a break is not a favour.".into(),
        changed: "Before, 4 of 10 night staff said they could take their break; a year later 7 of 10 did. We asked the same question on the same wards.".into(),
    };
    let islands = Words {
        title: "Breaks in teams of three".into(),
        did: "Neighbouring teams take each other’s calls for half an hour, by a rota that they write themselves.".into(),
        took: "Two meetings, a shared telephone line, and one team that tried it first.".into(),
        changed: "Nobody works through every shift any more. The teams count missed breaks and talk about them once a month.".into(),
    };
    let conversations = Words {
        title: "Wellbeing conversations that managers dare to begin".into(),
        did: "Half a day of practice with actors, in groups of eight, for everybody who leads people.".into(),
        took: "Nine months and £26,000, most of it for cover.".into(),
        changed: "Two thirds of staff remember a conversation; before it was a third.".into(),
    };
    for (organisation, statement, words, shows_name, published_on) in [
        (thornhaven, "W12", rest_rooms, true, Some(day(200))),
        (glenmarsh, "W12", islands, false, Some(day(1_000))),
        (thornhaven, "L06", conversations, true, None),
    ] {
        let stage = if published_on.is_some() {
            Stage::Published
        } else {
            Stage::InReview
        };
        let example = Example {
            example_id: ExampleId(Uuid::now_v7()),
            topic: topic(statement)?,
            words,
            shows_name,
            stage,
            reason: String::new(),
            published_on,
        };
        store
            .add_example(organisation.organisation_id, &example, None, now)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::indicator::{Typed, read};
    use time::macros::date;

    use super::*;

    #[test]
    fn every_figure_could_have_been_typed_on_its_page() {
        for (indicator, amounts, base) in OF_RIVERBANK.iter().chain(&OF_SALTMARSH) {
            for amount in *amounts {
                let base = base.to_string();
                let typed = Typed {
                    indicator,
                    first: Some(date!(2024 - 04 - 01)),
                    last: Some(date!(2025 - 03 - 31)),
                    value: amount,
                    base: &base,
                    origin: "own",
                    source: SOURCE,
                };
                let read = read(&typed, Nation::England, date!(2026 - 11 - 25));
                assert!(read.is_ok(), "{indicator} {amount}: {read:?}");
            }
        }
    }
}
