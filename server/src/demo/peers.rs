//! Invented organisations to stand among: nobody can sign in to them.
//!
//! Each has signed assessments of two years, contributed to the benchmark. The
//! release of the earlier year is made; that of last year waits for whoever
//! tries it, with `plumbline benchmark release`.

use domain::{
    answer::Answer,
    assessment::{Assessment, Scope},
    benchmark::Cohort,
    eqia,
    framework::Framework,
    level::Level,
    organisation::{Headcount, Kind, Organisation},
    results::{Recorded, Records},
    snapshot::Snapshot,
};
use store::Store;
use time::{Date, Month, OffsetDateTime};

/// Fills an empty database with them, up to last year.
pub async fn fill(
    store: &Store,
    framework: &'static Framework,
    last_year: i32,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    for (number, organisation) in (0_u64..).zip(organisations()) {
        store.create_organisation(&organisation, now).await?;
        for year in [last_year - 1, last_year] {
            contribute(store, framework, &organisation, number, year).await?;
        }
    }
    let cohort = Cohort {
        framework: framework.id.clone(),
        edition: framework.edition,
        year: last_year - 1,
    };
    let released_at = Date::from_calendar_date(last_year, Month::January, 31)?
        .with_hms(10, 0, 0)?
        .assume_utc();
    store.make_release(&cohort, framework, released_at).await?;
    Ok(())
}

/// Twenty-four of them, in three peer groups.
pub fn organisations() -> impl Iterator<Item = Organisation> {
    let acute = "Aldermoor, Brackenvale, Coldwater, Dunmere, Eastbrook Vale, Fernhollow, Greywater, Hartsmere, Inglemoor";
    let smaller = "Jasperfield, Kestrel Hill, Larkmoor, Millrace, Northmere, Oakhallow";
    let community = "Pebblebrook, Quarry Bank, Rushmere Vale, Silverburn, Thornmoor, Upper Wending, Violet Hill, Willowbeck, Yarrowdale";
    [
        (
            acute,
            "University Hospitals",
            Kind::Acute,
            Headcount::From6000,
        ),
        (smaller, "Hospitals", Kind::Acute, Headcount::From3000),
        (
            community,
            "Community Services",
            Kind::Community,
            Headcount::From1000,
        ),
    ]
    .into_iter()
    .flat_map(|(places, what, kind, headcount)| {
        let places = places.split(", ");
        places.map(move |place| super::organisation(&format!("{place} {what}"), kind, headcount))
    })
}

async fn contribute(
    store: &Store,
    framework: &'static Framework,
    organisation: &Organisation,
    number: u64,
    year: i32,
) -> anyhow::Result<()> {
    let opened = Date::from_calendar_date(year, Month::May, 12)?;
    let signed_at = Date::from_calendar_date(year, Month::June, 30)?
        .with_hms(14, 30, 0)?
        .assume_utc();
    let assessment = super::assessment(framework, organisation, year, opened, Scope::Full)?;
    store
        .create_assessment(&assessment, None, opened.midnight().assume_utc())
        .await?;
    let records = records(framework, &assessment, number, year)?;
    store
        .replace_records(&assessment, &Records::new(), &records, None, signed_at)
        .await?;
    let contents = store.contents(&assessment).await?;
    let content = contents.clone().signed_by(vec![], signed_at);
    let snapshot = Snapshot::of(framework, eqia::form(), content)?.canonical_json()?;
    store
        .sign_off(&contents, &snapshot, None, signed_at)
        .await?;
    store.contribute(&assessment, None, signed_at).await?;
    Ok(())
}

/// The levels that are drawn from, most of them in the middle.
const USUAL: [u64; 9] = [0, 1, 1, 2, 2, 2, 3, 3, 4];

/// What an organisation scored: always the same for the same number and year.
fn records(
    framework: &Framework,
    assessment: &Assessment,
    number: u64,
    year: i32,
) -> anyhow::Result<Records> {
    let later = u64::from(year.rem_euclid(2) == 0);
    (0_u64..)
        .zip(&framework.statements)
        .map(|(at, statement)| {
            let drawn = draw(number * 1_000 + at);
            let usual = USUAL.get(usize::try_from(drawn % 9)?).copied();
            // Some are further than others, and every fourth statement has moved between the years.
            let further = (drawn / 9 % 3 + number % 3) / 3;
            let moved = if drawn.is_multiple_of(4) { later } else { 0 };
            let level = usual.unwrap_or_default() + further + moved;
            let mut score = assessment.starting_score(statement);
            score.answer = match drawn / 27 % 40 {
                0 => Some(Answer::DontKnow),
                _ => Some(Answer::Level(Level::new(u8::try_from(level.min(4))?)?)),
            };
            let evidence = vec![];
            Ok((statement.id.clone(), Recorded { score, evidence }))
        })
        .collect()
}

/// A number that looks drawn by lot (Knuth's multiplicative hash).
fn draw(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_four_and_each_says_that_it_is_invented() {
        let all: Vec<_> = organisations().collect();
        assert_eq!(all.len(), 24);
        assert!(all.iter().all(|it| it.invented && it.ods_code.is_none()));
    }
}
