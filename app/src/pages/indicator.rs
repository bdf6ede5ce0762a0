//! `/indicators` and what is below it: figures that stand beside the scores.

use std::collections::BTreeMap;

use domain::{
    display,
    framework::{self, Pillar},
    id::IndicatorValueId,
    indicator::{
        Figure, History, Indicator, IndicatorId, NOT_A_CAUSE, Origin, Period, Value, catalogue,
    },
    organisation::Nation,
    permission::Permission,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use report::colour::Ink;
use store::Stored;

use super::{about::sources, param, query};
use crate::{
    actions::indicator::{AddIndicatorValue, RemoveIndicatorValue, SaveIndicatorValue},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios, Select},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        indicator_chart::{indicator_chart, source},
        table::{Column, Table},
        text_field::TextField,
    },
    place::{IndicatorFile, Place},
    visitor::{store, visitor},
};

pub mod import;

/// The figures of the organisation, pillar by pillar, each indicator with its history.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Read)?;
        let may_change = visitor.may(Permission::Indicators);
        let values = store()?
            .indicator_values(visitor.organisation.organisation_id)
            .await?;
        let add = may_change.then(|| {
            view! { <a class="nhsuk-button" href=Place::NewIndicatorValue(None).to_string()>"Add a figure"</a> }
        });
        let import = may_change.then(|| {
            view! { <li><a href=Place::IndicatorImport.to_string()>"Import figures from a spreadsheet"</a></li> }
        });
        let file = (!values.is_empty()).then(|| {
            let place = Place::IndicatorFile(IndicatorFile::Values).to_string();
            view! { <li><a href=place download="">"Download the figures as CSV"</a></li> }
        });
        let content = if values.is_empty() {
            Either::Left(nothing(may_change))
        } else {
            let pillars = pillars();
            let cards: Vec<_> = pillars
                .iter()
                .filter_map(|it| pillar_card(it, &values, may_change))
                .collect();
            Either::Right(view! { {latest_card(&values)} {cards} })
        };
        Ok(view! {
            <Frame title="Indicators" visitor=Some(visitor) tab=Tab::Indicators>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Indicators"</h1>
                        <p class="app-page-heading__meta">"Figures that stand beside the scores and are not part of them"</p>
                    </div>
                    <div class="app-page-heading__actions">{add}</div>
                </div>
                <ul class="app-link-list app-no-print">
                    <li><a href=Place::IndicatorCatalogue.to_string()>"What each indicator means, and from how many people on it is kept"</a></li>
                    {import}
                    {file}
                </ul>
                {content}
            </Frame>
        }
        .into_any())
    })
}

/// The pillars that the catalogue speaks of.
fn pillars() -> &'static [Pillar] {
    let pack = framework::shipped()
        .iter()
        .find(|it| it.id == catalogue().framework);
    pack.map_or(&[], |it| it.pillars.as_slice())
}

fn nothing(may_change: bool) -> impl IntoView {
    let how = if may_change {
        "Add the first figure, or import a file that holds many: sickness absence, turnover, results of surveys, WRES and WDES figures, the scales of the HSE’s indicator tool."
    } else {
        "The wellbeing lead can add them: sickness absence, turnover, results of surveys, WRES and WDES figures, the scales of the HSE’s indicator tool."
    };
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">"No figures yet"</h2>
            <p>{how}</p>
        </div>
    }
}

/// The newest figure of every indicator.
fn latest_card(values: &[Stored<Value>]) -> impl IntoView + use<> {
    let rows: Vec<Vec<AnyView>> = histories(values, |_| true)
        .iter()
        .filter_map(|history| {
            let (indicator, figure) = (history.indicator, history.latest()?);
            Some(vec![
                indicator.name.clone().into_any(),
                indicator.unit.write(figure.amount).into_any(),
                figure.period.to_string().into_any(),
                source(figure).into_any(),
            ])
        })
        .collect();
    let columns = vec![
        Column::new("Indicator"),
        Column::numeric("Newest value"),
        Column::new("Period"),
        Column::new("Source"),
    ];
    view! {
        <section class="app-card" aria-labelledby="newest">
            <h2 class="app-card__title" id="newest">"The newest figures"</h2>
            <Table caption="The newest figure of each indicator" class="app-table--stacked" columns rows/>
            <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{NOT_A_CAUSE}</p>
        </section>
    }
}

/// The histories of the indicators that have figures, in the order of the catalogue.
fn histories(values: &[Stored<Value>], wanted: impl Fn(&Indicator) -> bool) -> Vec<History<'_>> {
    let mut figures = BTreeMap::<&IndicatorId, Vec<&Figure>>::new();
    for stored in values {
        let figure = &stored.value.figure;
        figures.entry(&figure.indicator).or_default().push(figure);
    }
    catalogue()
        .indicators
        .iter()
        .filter(|it| wanted(it))
        .filter_map(|it| History::of(it, figures.get(&it.id)?.iter().copied()))
        .collect()
}

/// The indicators whose first pillar this is; none when none of them has a figure.
fn pillar_card(
    pillar: &'static Pillar,
    values: &[Stored<Value>],
    may_change: bool,
) -> Option<impl IntoView + use<>> {
    let first = |it: &Indicator| it.pillars.first() == Some(&pillar.id);
    let ids: BTreeMap<(&IndicatorId, Period), IndicatorValueId> = values
        .iter()
        .map(|it| {
            let figure = &it.value.figure;
            ((&figure.indicator, figure.period), it.value.value_id)
        })
        .collect();
    let change = |figure: &Figure| {
        let id = ids.get(&(&figure.indicator, figure.period)).copied();
        let id = id.filter(|_| may_change)?;
        let about = format!(" the figure for {}", figure.period);
        let place = Place::IndicatorValue(id).to_string();
        Some(
            view! {
                <a href=place>
                    "Change"
                    <span class="nhsuk-u-visually-hidden">{about}</span>
                </a>
            }
            .into_any(),
        )
    };
    let shown = histories(values, first);
    if shown.is_empty() {
        return None;
    }
    let items: Vec<_> = shown
        .iter()
        .map(|history| {
            let indicator = history.indicator;
            let others: Vec<_> = pillars()
                .iter()
                .filter(|it| it.id != pillar.id && indicator.pillars.contains(&it.id))
                .map(|it| it.name.as_str())
                .collect();
            let beside = (!others.is_empty()).then(|| {
                view! { <p class="nhsuk-body-s">{format!("May also stand beside {}.", others.join(" and "))}</p> }
            });
            let add = may_change.then(|| {
                let place = Place::NewIndicatorValue(Some(indicator.id.clone())).to_string();
                let about = format!(" of {}", indicator.name);
                view! {
                    <p class="app-no-print">
                        <a href=place>
                            "Add a figure"
                            <span class="nhsuk-u-visually-hidden">{about}</span>
                        </a>
                    </p>
                }
            });
            let ink = Ink::of_pillar(&pillar.id);
            view! {
                <h3 class="nhsuk-heading-s" id=indicator.id.to_string()>{indicator.name.clone()}</h3>
                {indicator_chart(&format!("chart-{}", indicator.id), history, ink, &change)}
                {beside}
                {add}
            }
        })
        .collect();
    let heading = format!("beside-{}", pillar.id);
    Some(view! {
        <section class=format!("app-card app-card--pillar app-pillar--{}", pillar.id) aria-labelledby=heading.clone()>
            <h2 class="app-card__title" id=heading.clone()>{format!("Beside {}", pillar.name)}</h2>
            {items}
        </section>
    })
}

/// Which indicators there are, how each is reckoned, and from how many on it is kept.
#[component]
pub fn IndicatorCataloguePage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Read)?;
        let nation = visitor.organisation.nation;
        let mut families: Vec<(&str, Vec<&Indicator>)> = Vec::new();
        for indicator in catalogue().offered_in(nation) {
            match families.last_mut() {
                Some((family, all)) if *family == indicator.family => all.push(indicator),
                _ => families.push((&indicator.family, vec![indicator])),
            }
        }
        let sections: Vec<_> = (1..)
            .zip(families)
            .map(|(number, (family, indicators))| family_card(number, family, &indicators))
            .collect();
        let sources = sources(&catalogue().sources);
        Ok(view! {
            <Frame title="What each indicator means" visitor=Some(visitor) tab=Tab::Indicators>
                <h1>"What each indicator means"</h1>
                <p class="nhsuk-u-reading-width">{catalogue().wording.clone()}</p>
                <p class="nhsuk-u-reading-width">
                    {format!("These are the indicators for organisations in {}.", nation.name())}
                    " A figure that rests on fewer people than its rule says is not kept: it could tell about single people."
                </p>
                {sections}
                <section class="app-card" aria-labelledby="sources">
                    <h2 class="app-card__title" id="sources">"Sources"</h2>
                    <ul>{sources}</ul>
                </section>
                <p><a href=Place::Indicators.to_string()>"Back to the indicators"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn family_card(number: usize, family: &str, indicators: &[&Indicator]) -> impl IntoView + use<> {
    let rows: Vec<Vec<AnyView>> = indicators
        .iter()
        .map(|it| {
            let kept = match it.smallest_base {
                Some(smallest) => format!("{smallest} ({}). {}", it.base, it.rule),
                None => it.rule.clone(),
            };
            let published = if it.published.is_empty() {
                "Not published".to_owned()
            } else {
                let nations: Vec<_> = it.published.iter().map(|it| it.name()).collect();
                format!("Published for {}", nations.join(" and "))
            };
            let sources: Vec<_> = it
                .sources
                .iter()
                .filter_map(|id| catalogue().find_source(id))
                .map(|it| it.title.as_str())
                .collect();
            let note = it.note.clone().map(|note| format!(" {note}"));
            vec![
                view! {
                    <strong>{it.name.clone()}</strong>
                    " "
                    <span class="app-hash nhsuk-body-s">{it.id.to_string()}</span>
                }
                .into_any(),
                format!("{}. {}", it.unit.name(), it.direction.name()).into_any(),
                view! { {it.formula.clone()} "." {note} }.into_any(),
                kept.into_any(),
                format!("{published}. {}", sources.join("; ")).into_any(),
            ]
        })
        .collect();
    let columns = [
        "Indicator and id",
        "Unit and direction",
        "How it is reckoned",
        "Kept from",
        "Source",
    ];
    let heading = format!("family-{number}");
    view! {
        <section class="app-card" aria-labelledby=heading.clone()>
            <h2 class="app-card__title" id=heading.clone()>{family.to_owned()}</h2>
            <Table
                caption=format!("Indicators: {family}")
                class="app-table--stacked"
                columns=columns.map(Column::new).into()
                rows
            />
        </section>
    }
}

/// Adds a figure.
#[component]
pub fn NewIndicatorValuePage() -> impl IntoView {
    let chosen = query("indicator").unwrap_or_default();
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Indicators)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewIndicatorValue(None)).await?;
        let wrong = draft.has_problems();
        let fields = fields(visitor.organisation.nation, None, &chosen, &draft);
        Ok(view! {
            <Frame title="Add a figure" visitor=Some(visitor) tab=Tab::Indicators error=wrong>
                <ErrorSummary draft/>
                <h1>"Add a figure"</h1>
                {suppression()}
                <form class="app-form" method="post" action=AddIndicatorValue::url() novalidate="">
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Add the figure"</button>
                        <a href=Place::Indicators.to_string()>"Back without adding"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

fn suppression() -> impl IntoView {
    view! {
        <p class="nhsuk-u-reading-width">
            "A figure that rests on too few people is not kept, because it could tell about single people. "
            <a href=Place::IndicatorCatalogue.to_string()>"The rule of each indicator"</a>
            " says from how many on."
        </p>
    }
}

/// Changes or removes a figure.
#[component]
pub fn IndicatorValuePage() -> impl IntoView {
    let id = param::<IndicatorValueId>("figure");
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Indicators)?;
        let stored = store()?
            .find_indicator_value(visitor.organisation.organisation_id, id?)
            .await?
            .ok_or(AppError::NotFound)?;
        let figure = &stored.value.figure;
        let id = stored.value.value_id;
        let draft = Draft::of(&visitor.holder(), &Place::IndicatorValue(id)).await?;
        let wrong = draft.has_problems();
        let named = vec![
            ("figure", id.to_string()),
            ("seen", stored.version.to_string()),
        ];
        let indicator = catalogue().find(&figure.indicator);
        let saved = format!(
            "Saved now: {} for {} ({}), {}",
            indicator.map_or_else(
                || figure.amount.to_string(),
                |it| it.unit.write(figure.amount)
            ),
            figure.period,
            source(figure),
            display::moment(stored.saved_at)
        );
        let fields = fields(visitor.organisation.nation, Some(figure), "", &draft);
        Ok(view! {
            <Frame title="Change a figure" visitor=Some(visitor) tab=Tab::Indicators error=wrong>
                <ErrorSummary draft/>
                <h1>"Change a figure"</h1>
                {suppression()}
                <form class="app-form" method="post" action=SaveIndicatorValue::url() novalidate="">
                    <HiddenFields fields=named.clone()/>
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=Place::Indicators.to_string()>"Back without saving"</a>
                    </div>
                </form>
                {wrong.then(|| view! { <p class="nhsuk-inset-text">{saved}</p> })}
                <ButtonForm
                    action=RemoveIndicatorValue::url()
                    fields=named
                    label="Remove this figure"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </Frame>
        }
        .into_any())
    })
}

fn fields(
    nation: Nation,
    figure: Option<&Figure>,
    chosen: &str,
    draft: &Draft,
) -> impl IntoView + use<> {
    let mut choices = vec![Choice::new("", "Choose one")];
    choices.extend(catalogue().offered_in(nation).map(|it| {
        let label = format!("{}: {} ({})", it.family, it.name, it.unit.name());
        Choice::new(it.id.to_string(), label)
    }));
    let indicator = figure.map_or_else(|| chosen.to_owned(), |it| it.indicator.to_string());
    let day = |day: Option<time::Date>| day.map(|it| it.to_string()).unwrap_or_default();
    let origins = Origin::ALL
        .iter()
        .map(|it| Choice::new(it.code(), it.name()))
        .collect();
    view! {
        <Select name="indicator" label="Which indicator?" choices value=indicator draft=draft.clone()/>
        <TextField
            name="first_day"
            label="First day of the period"
            kind="date"
            width="nhsuk-input--width-10"
            value=day(figure.map(|it| it.period.first))
            draft=draft.clone()
        />
        <TextField
            name="last_day"
            label="Last day of the period"
            hint="A figure is about the days between both, which have to be over"
            kind="date"
            width="nhsuk-input--width-10"
            value=day(figure.map(|it| it.period.last))
            draft=draft.clone()
        />
        <TextField
            name="value"
            label="Value"
            hint="In the indicator’s unit, with a point and at most four decimals: 5.6 for 5.6%"
            width="nhsuk-input--width-10"
            value=figure.map(|it| it.amount.to_string()).unwrap_or_default()
            draft=draft.clone()
        />
        <TextField
            name="base"
            label="How many does it rest on?"
            hint="People who answered, or people employed: the indicator says which. For a published figure it may be left out"
            width="nhsuk-input--width-10"
            value=figure.and_then(|it| it.base).map(|it| it.to_string()).unwrap_or_default()
            draft=draft.clone()
        />
        <Radios
            name="origin"
            legend="Whose figure is it?"
            choices=origins
            value=figure.map_or(Origin::Own, |it| it.origin).code()
            draft=draft.clone()
        />
        <TextField
            name="source"
            label="Where does it come from?"
            hint="The publication and its date, or the system it was taken from"
            value=figure.map(|it| it.source.clone()).unwrap_or_default()
            draft=draft.clone()
        />
    }
}
