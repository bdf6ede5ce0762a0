//! `/assessments/:assessment/benchmark`

use std::collections::BTreeMap;

use domain::{
    benchmark::{Chapter, Cohort, Distribution, GroupSize, Measures, PeerGroup},
    display::Fraction,
    framework::Framework,
    id::AssessmentId,
    permission::Permission,
};
use leptos::prelude::*;
use report::chart::{STRIP_KEY, Strip, describe_strips, strip_svg, strip_svg_narrow};

use super::{param, query};
use crate::{
    error::AppError,
    parts::{
        details::Details,
        drawing::Drawing,
        frame::{Frame, Tab, page},
        switch::{Switch, Way},
        table::{Column, Table},
    },
    place::Place,
    visitor::{round, store},
};

/// One thing that is compared, as it is shown.
struct Row {
    name: String,
    strip: Strip,
}

/// Where the organisation stands in a group of others.
#[component]
pub fn BenchmarkPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let (group, chapter) = (query("group"), query("show"));
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let store = store()?;
        let released = store.find_released_cohort(&round.assessment).await?;
        let content = match released {
            None => no_release(id).into_any(),
            Some(cohort) => {
                // The pack itself: what is asked beside it is never compared.
                let framework = cohort.find_framework().ok_or(AppError::Unavailable)?;
                let path = PeerGroup::path(&visitor.organisation);
                let groups = store.released_groups(&cohort, &path).await?;
                // The narrowest is where one finds the most alike.
                let group = match group {
                    None => groups.last().map(|it| it.group),
                    Some(code) => {
                        let wanted = code.parse().map_err(|_| AppError::NotFound)?;
                        let found = groups.iter().find(|it| it.group == wanted);
                        Some(found.ok_or(AppError::NotFound)?.group)
                    }
                };
                let chapters = Chapter::all(framework);
                let chapter = match chapter {
                    None => chapters.first().cloned().ok_or(AppError::Unavailable)?,
                    Some(code) => {
                        let wanted = code.parse().map_err(|_| AppError::NotFound)?;
                        let found = chapters.iter().find(|it| **it == wanted);
                        found.cloned().ok_or(AppError::NotFound)?
                    }
                };
                match group {
                    None => view! {
                        {about(&cohort, &round.assessment)}
                        {withheld()}
                    }
                    .into_any(),
                    Some(group) => {
                        let told = store.released_chapter(&cohort, group, &chapter).await?;
                        let scores = store.scores(&round.assessment).await?;
                        let levels: Vec<_> = framework
                            .statements
                            .iter()
                            .map(|it| scores.get(&it.id)?.value.level())
                            .collect();
                        let own = Measures::of(framework);
                        let values = own.values(&levels);
                        let rows: Vec<_> = own
                            .iter()
                            .zip(values)
                            .filter(|(measure, _)| measure.chapter == chapter)
                            .map(|(measure, own)| Row {
                                name: label(framework, &chapter, &measure.id),
                                strip: Strip {
                                    most: chapter.most(),
                                    own,
                                    distribution: told.get(&measure.id).copied(),
                                },
                            })
                            .collect();
                        let place =
                            |group, chapter| Place::Benchmark(id, Some(group), Some(chapter));
                        view! {
                            {about(&cohort, &round.assessment)}
                            {choices(&place, framework, &groups, group, &chapter)}
                            {strips(group, &chapter, framework, &rows)}
                            {file(&cohort)}
                        }
                        .into_any()
                    }
                }
            }
        };
        let contribution = Place::Contribution(id).to_string();
        Ok(view! {
            <Frame title="Benchmark" visitor=Some(visitor) assessment=Some(id) tab=Tab::Results>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Where we stand among others"</h1>
                        <p class="app-page-heading__meta">{round.assessment.title}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=contribution>"Contribute, and the rules"</a>
                    </div>
                </div>
                {content}
            </Frame>
        }
        .into_any())
    })
}

fn no_release(id: AssessmentId) -> impl IntoView {
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">"No release yet"</h2>
            <p>"Once enough organisations have contributed, and whoever runs this installation has made the release of the year, this page shows where you stand among organisations like yours. Until then nothing is shown but how many have contributed."</p>
            <a class="nhsuk-button" href=Place::Contribution(id).to_string()>"See how many have contributed"</a>
        </div>
    }
}

/// Not even the whole is large enough to be told of.
pub(super) fn withheld() -> impl IntoView {
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">"Withheld"</h2>
            <p>"The release has no group large enough to be described without describing one of its organisations."</p>
        </div>
    }
}

/// Which release is shown; it may be of an earlier year than the assessment.
fn about(cohort: &Cohort, assessment: &domain::assessment::Assessment) -> impl IntoView + use<> {
    let year = cohort.year;
    let earlier = (*cohort != Cohort::of(assessment)).then_some(
        " There is none yet for the year of this assessment: your numbers of now stand beside those of then.",
    );
    view! {
        <p>
            {format!("The release for {year}, of signed assessments whose period starts in that year. Everybody sees the same numbers, whether they contributed or not.")}
            {earlier}
        </p>
    }
}

/// The group that is compared with, widening along the tree, and what is compared.
pub(super) fn choices(
    place: &dyn Fn(PeerGroup, Chapter) -> Place,
    framework: &Framework,
    groups: &[GroupSize],
    group: PeerGroup,
    chapter: &Chapter,
) -> impl IntoView + use<> {
    let groups = groups
        .iter()
        .rev()
        .map(|it| Way {
            name: format!("{} ({})", it.group.name(), it.contributions),
            place: place(it.group, chapter.clone()),
            is_here: it.group == group,
        })
        .collect();
    let chapters = Chapter::all(framework)
        .into_iter()
        .map(|it| Way {
            name: chapter_name(framework, &it),
            is_here: it == *chapter,
            place: place(group, it),
        })
        .collect();
    view! {
        <Switch label="Compare with" ways=groups/>
        <Switch label="Show" ways=chapters/>
    }
}

pub(super) fn chapter_name(framework: &Framework, chapter: &Chapter) -> String {
    match chapter {
        Chapter::Lens(id) => framework
            .find_lens(id)
            .map_or_else(|| id.clone(), |lens| lens.name.clone()),
        Chapter::Statements(pillar) => {
            let name = framework.find_pillar(pillar).map(|it| it.name.clone());
            format!("Statements: {}", name.unwrap_or_else(|| pillar.clone()))
        }
    }
}

/// A group by its name; a statement by its id and its text.
fn label(framework: &Framework, chapter: &Chapter, id: &str) -> String {
    let measure = domain::benchmark::Measure {
        chapter: chapter.clone(),
        id: id.to_owned(),
    };
    let name = measure.name(framework).unwrap_or_default();
    match chapter {
        Chapter::Lens(_) => name.to_owned(),
        Chapter::Statements(_) => format!("{id} {name}"),
    }
}

/// One strip for each thing that is compared, and the same numbers as a table.
fn strips(
    group: PeerGroup,
    chapter: &Chapter,
    framework: &Framework,
    rows: &[Row],
) -> impl IntoView + use<> {
    let all: Vec<_> = rows.iter().map(|it| it.strip).collect();
    let sentence = describe_strips(&all);
    let unit = match chapter {
        Chapter::Lens(_) => "Scores in per cent of the possible.",
        Chapter::Statements(_) => "Levels from 0 to 4.",
    };
    let items = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let wide = strip_svg(&format!("strip-{at}"), &row.name, &row.strip);
            let narrow = strip_svg_narrow(&format!("strip-{at}-narrow"), &row.name, &row.strip);
            view! {
                <li class="app-strips__item">
                    <h3 class="app-strips__name">{row.name.clone()}</h3>
                    <p class="app-strips__sentence">{row.strip.sentence()}</p>
                    <Drawing wide narrow/>
                </li>
            }
        })
        .collect_view();
    let few = match chapter {
        Chapter::Lens(id) => framework
            .find_lens(id)
            .map_or(0, |lens| lens.groups.len().saturating_sub(rows.len())),
        Chapter::Statements(_) => 0,
    };
    let few = (few > 0).then(|| {
        view! { <p class="nhsuk-body-s">"Groups of fewer than five statements are not compared as groups, since their score would say much about each statement: compare their statements."</p> }
    });
    let mut columns = columns(chapter);
    columns.insert(1, Column::numeric("You"));
    let cells = rows
        .iter()
        .map(|row| {
            let mut cells = numbers(row.name.clone(), row.strip.distribution);
            cells.insert(1, decimal(row.strip.own).into_any());
            cells
        })
        .collect();
    view! {
        <section class="app-card" aria-labelledby="strips">
            <h2 class="app-card__title" id="strips">{group.name()}</h2>
            <figure class="app-chart">
                <figcaption class="app-chart__sentence">{sentence} " " {unit} " " {STRIP_KEY}</figcaption>
                <ol class="app-strips">{items}</ol>
                <Details summary="The same numbers as a table">
                    <Table caption="Your value and those of the group" columns rows=cells/>
                    <p class="nhsuk-body-s">{HOW_READ}</p>
                </Details>
            </figure>
            {few}
        </section>
    }
}

const HOW_READ: &str = "Percentiles by linear interpolation, as PERCENTILE.INC in a spreadsheet. A dash: the group is too small for this number, or the numbers are withheld because they could tell of one organisation.";

/// The numbers of a group as a table, for readers who do not stand in it.
pub(super) fn quantiles(
    caption: &str,
    framework: &Framework,
    chapter: &Chapter,
    told: &BTreeMap<String, Distribution>,
) -> impl IntoView + use<> {
    let rows = Measures::of(framework)
        .iter()
        .filter(|measure| measure.chapter == *chapter)
        .map(|measure| {
            let name = label(framework, chapter, &measure.id);
            numbers(name, told.get(&measure.id).copied())
        })
        .collect();
    let columns = columns(chapter);
    view! {
        <Table caption=caption.to_owned() shows_caption=true columns rows/>
        <p class="nhsuk-body-s">{HOW_READ}</p>
    }
}

fn columns(chapter: &Chapter) -> Vec<Column> {
    vec![
        Column::new(match chapter {
            Chapter::Lens(_) => "Group",
            Chapter::Statements(_) => "Statement",
        }),
        Column::numeric("Organisations"),
        Column::numeric("10th percentile"),
        Column::numeric("Lower quartile"),
        Column::numeric("Median"),
        Column::numeric("Upper quartile"),
        Column::numeric("90th percentile"),
    ]
}

fn decimal(value: Option<Fraction>) -> String {
    value.map_or_else(|| "–".to_owned(), Fraction::one_decimal)
}

fn numbers(name: String, told: Option<Distribution>) -> Vec<AnyView> {
    let pair = |of: fn(&Distribution) -> Option<[Fraction; 2]>| {
        let pair = told.as_ref().and_then(of);
        (pair.map(|[low, _]| low), pair.map(|[_, high]| high))
    };
    let (low, high) = pair(|it| it.quartiles);
    let (lowest, highest) = pair(|it| it.tenths);
    let n = told.map_or_else(|| "Withheld".to_owned(), |it| it.n.to_string());
    let median = told.map(|it| it.median);
    vec![
        name.into_any(),
        n.into_any(),
        decimal(lowest).into_any(),
        decimal(low).into_any(),
        decimal(median).into_any(),
        decimal(high).into_any(),
        decimal(highest).into_any(),
    ]
}

/// The whole release, which is open data, and all of its groups.
fn file(cohort: &Cohort) -> impl IntoView + use<> {
    let file = Place::BenchmarkCsv(cohort.clone()).to_string();
    let all = Place::Release(cohort.clone(), None, None).to_string();
    view! {
        <section class="app-card app-no-print" aria-labelledby="files">
            <h2 class="app-card__title" id="files">"The whole release"</h2>
            <ul class="app-link-list">
                <li><a href=all>"All groups of this release"</a></li>
                <li><a href=file download="">"All groups and measures as CSV"</a></li>
            </ul>
            <p class="nhsuk-body-s">"Open data: it holds no more than these pages, and everybody may have it."</p>
        </section>
    }
}
