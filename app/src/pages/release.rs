//! `/releases` and what is below it: every benchmark release, for readers who stand in none.
//!
//! A release is the same for everybody, and open data besides; so whoever can
//! sign in may read it, the analyst of a system as well as any organisation.

use domain::{
    benchmark::{Chapter, Cohort, GroupSize, PeerGroup},
    display::{day, london_day},
};
use leptos::prelude::*;

use super::{
    benchmark::{chapter_name, choices, quantiles, withheld},
    param, query,
};
use crate::{
    error::AppError,
    parts::{
        frame::{Frame, Tab, page},
        table::{Column, Table},
    },
    place::Place,
    visitor::{store, visitor},
};

/// Which releases there are.
#[component]
pub fn ReleasesPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        let rows: Vec<Vec<AnyView>> = store()?
            .releases()
            .await?
            .into_iter()
            .filter_map(|(cohort, released_at)| {
                let pack = cohort.find_framework()?;
                let (there, file) = (
                    Place::Release(cohort.clone(), None, None).to_string(),
                    Place::BenchmarkCsv(cohort.clone()).to_string(),
                );
                let about = format!(" for {}", cohort.year);
                Some(vec![
                    view! { <a href=there>{cohort.year}</a> }.into_any(),
                    format!("{}, edition {}", pack.title, pack.edition).into_any(),
                    day(london_day(released_at)).into_any(),
                    view! {
                        <a href=file download="">
                            "CSV"
                            <span class="nhsuk-u-visually-hidden">{about}</span>
                        </a>
                    }
                    .into_any(),
                ])
            })
            .collect();
        let columns = ["Year", "Questionnaire", "Released on", "File"].map(Column::new);
        let list = if rows.is_empty() {
            view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No release yet"</h2>
                    <p>"Once enough organisations have contributed, whoever runs this installation makes the release of the year. Until then nothing is shown of anybody."</p>
                </div>
            }
            .into_any()
        } else {
            view! { <Table caption="Benchmark releases, the newest first" columns=columns.into() rows/> }
                .into_any()
        };
        Ok(view! {
            <Frame title="Benchmark releases" visitor=Some(visitor) tab=Tab::Elsewhere>
                <h1>"Benchmark releases"</h1>
                <p class="nhsuk-u-reading-width">
                    "Each is made once, of what organisations contributed for a year, and is the same for everybody. There are no ranks, and no value can be attributed to an organisation."
                </p>
                {list}
            </Frame>
        }
        .into_any())
    })
}

/// What a release tells of one group of organisations.
#[component]
pub fn ReleasePage() -> impl IntoView {
    let cohort = param::<Cohort>("release");
    let (group, chapter) = (query("group"), query("show"));
    page(async move {
        let visitor = visitor().await?;
        let cohort = cohort?;
        let store = store()?;
        if !store.is_released(&cohort).await? {
            return Err(AppError::NotFound);
        }
        let framework = cohort.find_framework().ok_or(AppError::NotFound)?;
        let groups = store.all_released_groups(&cohort).await?;
        let wanted = find(&groups, group)?;
        let chapters = Chapter::all(framework);
        let chapter = match chapter {
            None => chapters.first().cloned().ok_or(AppError::Unavailable)?,
            Some(code) => {
                let wanted = code.parse().map_err(|_| AppError::NotFound)?;
                let mut chapters = chapters.into_iter();
                chapters
                    .find(|it| *it == wanted)
                    .ok_or(AppError::NotFound)?
            }
        };
        let content = match wanted {
            None => withheld().into_any(),
            Some(group) => {
                let told = store.released_chapter(&cohort, group, &chapter).await?;
                let place =
                    |group, chapter| Place::Release(cohort.clone(), Some(group), Some(chapter));
                let caption = format!("{}: {}", group.name(), chapter_name(framework, &chapter));
                view! {
                    {choices(&place, framework, &groups, group, &chapter)}
                    {quantiles(&caption, framework, &chapter, &told)}
                }
                .into_any()
            }
        };
        let title = format!("Benchmark release for {}", cohort.year);
        let file = Place::BenchmarkCsv(cohort).to_string();
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::Elsewhere>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">{title}</h1>
                        <p class="app-page-heading__meta">{format!("{}, edition {}", framework.title, framework.edition)}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=file download="">"Everything as CSV"</a>
                    </div>
                </div>
                {content}
                <p><a href=Place::Releases.to_string()>"All releases"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// The group that is asked for, else the widest; `None` when the release names none.
fn find(groups: &[GroupSize], asked: Option<String>) -> Result<Option<PeerGroup>, AppError> {
    let Some(code) = asked else {
        return Ok(groups.first().map(|it| it.group));
    };
    let wanted = code.parse().map_err(|_| AppError::NotFound)?;
    let found = groups.iter().find(|it| it.group == wanted);
    found.map(|it| Some(it.group)).ok_or(AppError::NotFound)
}
