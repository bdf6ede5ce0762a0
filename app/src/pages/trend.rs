//! `/trend`

use domain::{
    assessment::Assessment,
    display::{self, Fraction, count},
    framework::Origin,
    id::SiteId,
    indicator::{Figure, History, catalogue},
    organisation::Nation,
    permission::Permission,
    trend::{Deed, GroupTrend, LensTrend, MomentId, StatementTrend, Trend},
};
use leptos::{either::Either, prelude::*};
use report::{
    chart::{multiple_svg, multiple_svg_narrow, slope_svg, slope_svg_narrow},
    colour::Ink,
    trend::{Between, MULTIPLE_CAPTION, SLOPE_CAPTION, multiples, sentence, slopes},
};

use crate::{
    draft::Draft,
    parts::{
        choice::{Choice, Select},
        details::Details,
        drawing::Drawing,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        indicator_chart::indicator_chart,
        switch::{Switch, Way},
        table::{Column, Table},
        typed::Typed,
    },
    place::Place,
    trend::{Asked, Material, write_moment},
    visitor::{store, visitor},
};

/// What moved from one assessment to the next, in one lens.
#[component]
pub fn TrendPage() -> impl IntoView {
    let asked = asked();
    page(async move {
        let visitor = visitor().await?;
        let material = Material::read(&store()?, &visitor, &asked).await?;
        let trend = material.trend();
        let known = |id: &domain::id::AssessmentId| {
            material.possible.iter().any(|it| it.assessment_id == *id)
        };
        let assessment = asked.with.filter(known);
        let figures = if visitor.may(Permission::Read) {
            let values = store()?
                .indicator_values(visitor.organisation.organisation_id)
                .await?;
            values.into_iter().map(|it| it.value.figure).collect()
        } else {
            Vec::new()
        };
        let content = match &trend {
            None => nothing(&material).into_any(),
            Some(trend) => {
                let nation = visitor.organisation.nation;
                let indicator = indicator_card(trend, &material, (&figures, nation), &asked);
                all(&material, trend, &asked, indicator.into_any())
            }
        };
        let meta = trend.as_ref().map(|it| {
            let years = count(it.moments.len(), "moment", "moments");
            format!("{years} side by side, {}", it.basis())
        });
        let paper = trend.as_ref().filter(|it| it.moments.len() > 1).map(|_| {
            let place = Place::BoardPaper(asked.clone()).to_string();
            view! { <a class="nhsuk-button" href=place>"Board paper, two pages (PDF)"</a> }
        });
        Ok(view! {
            <Frame title="Trend" visitor=Some(visitor) assessment tab=Tab::Trend>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"What moved"</h1>
                        <p class="app-page-heading__meta">{meta}</p>
                    </div>
                    <div class="app-page-heading__actions">{paper}</div>
                </div>
                {packs(&material, &asked)}
                {sites(&material, &asked)}
                {picker(&material, &asked)}
                {content}
            </Frame>
        }
        .into_any())
    })
}

/// What stands behind the question mark; boxes of one name come more than once.
fn asked() -> Asked {
    let parts = use_context::<axum::http::request::Parts>();
    let query = parts.as_ref().and_then(|it| it.uri.query());
    Asked::read(query.unwrap_or_default())
}

fn nothing(material: &Material) -> impl IntoView + use<> {
    let said = if material.possible.is_empty() {
        "A trend needs assessments whose scores are agreed. It begins with the first that is signed."
    } else {
        "No assessment is chosen. Choose at least two above, so that there is something to compare."
    };
    view! {
        <div class="app-empty">
            <h2 class="app-empty__title">"Nothing to compare yet"</h2>
            <p>{said}</p>
            <a class="nhsuk-button" href=Place::Home.to_string()>"Go to your assessments"</a>
        </div>
    }
}

fn all(material: &Material, trend: &Trend<'_>, asked: &Asked, indicator: AnyView) -> AnyView {
    let wanted = asked.lens.as_deref().unwrap_or("pillars");
    let lens = trend.find_lens(wanted).or(trend.lenses.first());
    view! {
        {lens.map(|lens| groups_card(trend, lens, asked))}
        {indicator}
        {statements_card(trend)}
        {material.beside().iter().map(beside_card).collect_view()}
        {deeds_card(&material.between())}
        {check_ins_card(material)}
        {happenings_card(trend)}
        {apart_card(trend)}
    }
    .into_any()
}

/// Packs stand apart: one trend each.
fn packs(material: &Material, asked: &Asked) -> Option<impl IntoView + use<>> {
    let ways = material
        .packs
        .iter()
        .map(|(id, title)| Way {
            name: title.clone(),
            place: Place::Trend(Asked {
                pack: Some(id.clone()),
                lens: asked.lens.clone(),
                ..Asked::default()
            }),
            is_here: *id == material.pack,
        })
        .collect();
    (material.packs.len() > 1).then(|| {
        view! {
            <div class="nhsuk-u-margin-bottom-4">
                <Switch label="Questionnaire" is_plain=true ways/>
            </div>
        }
    })
}

/// Sites stand apart, too: each is assessed for itself.
fn sites(material: &Material, asked: &Asked) -> Option<impl IntoView + use<>> {
    let way = |site: Option<SiteId>, name: String| Way {
        name,
        place: Place::Trend(Asked {
            site,
            lens: asked.lens.clone(),
            pack: asked.pack.clone(),
            ..Asked::default()
        }),
        is_here: site == material.site,
    };
    let mut ways = vec![way(None, "The whole organisation".to_owned())];
    let sites = material.sites.iter();
    ways.extend(sites.map(|it| way(Some(it.site_id), it.name.clone())));
    (!material.sites.is_empty()).then(|| {
        view! {
            <div class="nhsuk-u-margin-bottom-4">
                <Switch label="Of what" is_plain=true ways/>
            </div>
        }
    })
}

/// What could be shown, with a box each. A form that only asks: it changes nothing.
fn picker(material: &Material, asked: &Asked) -> Option<impl IntoView + use<>> {
    let boxes = material
        .possible
        .iter()
        .map(|it| {
            let beside = material.check_ins.get(&it.assessment_id);
            let check_ins = beside
                .into_iter()
                .flatten()
                .map(|it| {
                    let label = format!("Check-in of {}", display::day(it.held_on));
                    let about = count(it.levels.len(), "statement", "statements");
                    let id = MomentId::CheckIn(it.check_in_id);
                    choice(id, label, about, material.chosen.contains(&id))
                })
                .collect_view();
            let id = MomentId::Assessment(it.assessment_id);
            let about = about(material, it);
            view! {
                {choice(id, it.title.clone(), about, material.chosen.contains(&id))}
                {check_ins}
            }
        })
        .collect_view();
    let indicator = asked.indicator.as_ref().map(|it| {
        let value = it.to_string();
        view! { <input type="hidden" name="indicator" value=value/> }
    });
    let kept = kept(material, asked);
    // Open where there is something to do first.
    let open = material.chosen.len() < 2;
    (!material.possible.is_empty()).then(|| {
        view! {
            <Details summary="Choose what is shown" open>
                <form method="get" action="/trend">
                    {kept}
                    {indicator}
                    <fieldset class="nhsuk-fieldset">
                        <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">"Assessments and check-ins"</legend>
                        <div class="nhsuk-hint">"Compared is what is scored in all of them, so each that you add may leave less to compare. Check-ins can be chosen once their assessment is shown."</div>
                        <div class="nhsuk-checkboxes nhsuk-checkboxes--small">{boxes}</div>
                    </fieldset>
                    <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Show"</button>
                </form>
            </Details>
        }
    })
}

/// What a form of this page keeps of what was asked.
fn kept(material: &Material, asked: &Asked) -> impl IntoView + use<> {
    let mut fields = vec![("pack", material.pack.clone())];
    fields.extend(asked.lens.clone().map(|it| ("lens", it)));
    fields.extend(material.site.map(|it| ("site", it.to_string())));
    view! { <HiddenFields fields/> }
}

fn about(material: &Material, it: &Assessment) -> String {
    let mut parts = vec![format!("as of {}", display::day(it.as_at))];
    if it.scope == domain::assessment::Scope::Quick {
        parts.push("quick scan".into());
    }
    if it.is_open() {
        parts.push("not signed yet".into());
    }
    if material.superseded.contains(&it.assessment_id) {
        parts.push("superseded".into());
    }
    if it.organisation_id != material.organisation {
        parts.push("of an organisation that has merged into this one".into());
    }
    parts.join(", ")
}

fn choice(id: MomentId, label: String, about: String, checked: bool) -> impl IntoView + use<> {
    let value = write_moment(id);
    let (field, hint) = (format!("show-{value}"), format!("about-{value}"));
    view! {
        <div class="nhsuk-checkboxes__item">
            <input
                class="nhsuk-checkboxes__input"
                id=field.clone()
                name="show"
                type="checkbox"
                value=value
                checked=checked
                aria-describedby=hint.clone()
            />
            <label class="nhsuk-label nhsuk-checkboxes__label" for=field><Typed text=label/></label>
            <div class="nhsuk-hint nhsuk-checkboxes__hint" id=hint>{about}</div>
        </div>
    }
}

/// Both charts of a lens, each with its sentence and its table.
fn groups_card(trend: &Trend<'_>, lens: &LensTrend<'_>, asked: &Asked) -> impl IntoView + use<> {
    let ways = trend
        .lenses
        .iter()
        .map(|other| Way {
            name: other.lens.name.clone(),
            place: Place::Trend(Asked {
                lens: Some(other.lens.id.clone()),
                ..asked.clone()
            }),
            is_here: other.lens.id == lens.lens.id,
        })
        .collect();
    let note = lens.lens.note.clone();
    view! {
        <section class="app-card" aria-labelledby="groups">
            <div class="app-card__header">
                <h2 class="app-card__title" id="groups">"Group by group"</h2>
                <div class="app-card__aside">
                    <Switch label="Group by" ways/>
                </div>
            </div>
            {slope_figure("", trend, lens)}
            {multiple_figure("", trend, lens)}
            {(!note.is_empty()).then(|| view! { <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{note}</p> })}
        </section>
    }
}

/// `prefix` keeps the ids of several on one page apart.
fn slope_figure(prefix: &str, trend: &Trend<'_>, lens: &LensTrend<'_>) -> impl IntoView + use<> {
    let said = sentence(trend, lens);
    let Some(chart) = slopes(trend, lens) else {
        return Either::Left(view! { <p>{said}</p> });
    };
    let title = "Where each group went";
    let wide = slope_svg(&format!("{prefix}slope-wide"), title, &said, &chart);
    let narrow = slope_svg_narrow(&format!("{prefix}slope-narrow"), title, &said, &chart);
    let columns = vec![
        Column::new("Group"),
        Column::numeric("First"),
        Column::numeric("Last"),
        Column::numeric("Change"),
        Column::numeric("Up"),
        Column::numeric("Down"),
        Column::numeric("Still"),
        Column::numeric("Compared"),
    ];
    let rows = lens.groups.iter().map(change_row).collect();
    Either::Right(view! {
        <figure class="app-chart">
            <figcaption class="app-chart__sentence">{said} " " {SLOPE_CAPTION}</figcaption>
            <Drawing wide narrow/>
            <Details summary="What moved as a table">
                <Table caption="First and last score of each group, and how many of its statements moved" columns rows/>
                <p class="nhsuk-body-s">{NOTE}</p>
            </Details>
        </figure>
    })
}

const NOTE: &str = "In per cent of the possible, over the statements that can be compared, with the newest weights. Each number is rounded by itself, so differences may look one out. A change is not proof of its cause.";

fn decimal(fraction: Option<Fraction>) -> String {
    fraction.map_or_else(|| "–".to_owned(), Fraction::one_decimal)
}

fn change_row(group: &GroupTrend<'_>) -> Vec<AnyView> {
    let percent = |at: Option<&domain::score::GroupScore>| {
        decimal(at.and_then(domain::score::GroupScore::percent)).into_any()
    };
    let [up, down, still] = group.moved;
    let change = group.change();
    vec![
        group.group.name.clone().into_any(),
        percent(group.scores.first()),
        percent(group.scores.last()),
        change
            .map_or_else(|| "–".to_owned(), |it| it.one_decimal())
            .into_any(),
        up.into_any(),
        down.into_any(),
        still.into_any(),
        format!("{} of {}", group.comparable, group.of).into_any(),
    ]
}

fn multiple_figure(
    prefix: &str,
    trend: &Trend<'_>,
    lens: &LensTrend<'_>,
) -> Option<impl IntoView + use<>> {
    if trend.moments.len() < 2 || trend.statements.is_empty() {
        return None;
    }
    let chart = multiples(trend, lens);
    let said = "How each group got there, and the target that was set each time.";
    let title = "Each group over time";
    let wide = multiple_svg(&format!("{prefix}multiple-wide"), title, said, &chart);
    let narrow = multiple_svg_narrow(&format!("{prefix}multiple-narrow"), title, said, &chart);
    let mut columns = vec![Column::new("Moment")];
    columns.extend(
        lens.groups
            .iter()
            .map(|it| Column::numeric(it.group.name.clone())),
    );
    let rows = trend
        .moments
        .iter()
        .enumerate()
        .map(|(at, moment)| {
            let mut row = vec![
                view! { <Typed text=moment.title.clone()/> {format!(", {}", display::day(moment.day))} }
                    .into_any(),
            ];
            row.extend(lens.groups.iter().map(|it| {
                let score = it.scores.get(at);
                let of = |part: fn(&domain::score::GroupScore) -> Option<Fraction>| {
                    decimal(score.and_then(part))
                };
                format!(
                    "{} of {}",
                    of(domain::score::GroupScore::percent),
                    of(domain::score::GroupScore::target_percent)
                )
                .into_any()
            }));
            row
        })
        .collect();
    Some(view! {
        <figure class="app-chart">
            <figcaption class="app-chart__sentence">{said} " " {MULTIPLE_CAPTION}</figcaption>
            <Drawing wide narrow/>
            <Details summary="Every moment as a table">
                <Table caption="Score of each group at each moment, and the target that was set then (score of target)" columns rows/>
                <p class="nhsuk-body-s">{NOTE}</p>
            </Details>
        </figure>
    })
}

/// An indicator under the scores of its pillar, on an axis of its own, and the way to another.
fn indicator_card(
    trend: &Trend<'_>,
    material: &Material,
    (figures, nation): (&[Figure], Nation),
    asked: &Asked,
) -> Option<impl IntoView + use<>> {
    let lens = trend.find_lens("pillars")?;
    let known: Vec<_> = catalogue()
        .offered_in(nation)
        .filter_map(|it| History::of(it, figures))
        .collect();
    let history = known
        .iter()
        .find(|it| Some(&it.indicator.id) == asked.indicator.as_ref())
        .or(known.first())?;
    let indicator = history.indicator;
    let group = lens
        .groups
        .iter()
        .find(|it| indicator.pillars.contains(&it.group.id))?;
    let scores: Vec<_> = trend
        .moments
        .iter()
        .zip(&group.scores)
        .map(|(moment, score)| {
            let percent = score
                .percent()
                .map_or_else(|| "not scored".to_owned(), |it| it.whole().to_string());
            format!("{percent} on {}", display::day(moment.day))
        })
        .collect();
    let said = format!(
        "{} scored {}, of 100 ({}).",
        group.group.name,
        scores.join(", "),
        group.basis()
    );
    let choices = known
        .iter()
        .map(|it| Choice::new(it.indicator.id.to_string(), it.indicator.name.clone()))
        .collect();
    let chart = indicator_chart(
        "indicator",
        history,
        Ink::of_pillar(&group.group.id),
        &|_| None,
    );
    let kept = kept(material, asked);
    let shown = material
        .chosen
        .iter()
        .filter(|_| !asked.chosen.is_empty())
        .map(|it| view! { <input type="hidden" name="show" value=write_moment(*it)/> })
        .collect_view();
    let (value, title) = (indicator.id.to_string(), indicator.name.clone());
    Some(view! {
        <section class=format!("app-card app-card--pillar app-pillar--{}", group.group.id) aria-labelledby="beside">
            <h2 class="app-card__title" id="beside">{format!("Beside {}: {title}", group.group.name)}</h2>
            <p>{said}</p>
            {chart}
            <form class="app-no-print" method="get" action="/trend">
                {kept}
                {shown}
                <Select name="indicator" label="Which indicator" choices value=value draft=Draft::default()/>
                <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Show the indicator"</button>
            </form>
            <p><a href=Place::Indicators.to_string()>"All figures beside the scores"</a></p>
        </section>
    })
}

/// What moved of an add-on pack or of the organisation's own statements, which count for themselves.
fn beside_card(trend: &Trend<'_>) -> impl IntoView + use<> {
    let lenses = trend
        .lenses
        .iter()
        .filter(|it| it.lens.by_pillar)
        .map(|lens| {
            let prefix = format!("{}-", lens.lens.id);
            view! {
                <h3 class="nhsuk-heading-s">{lens.lens.name.clone()}</h3>
                {slope_figure(&prefix, trend, lens)}
                {multiple_figure(&prefix, trend, lens)}
            }
        })
        .collect_view();
    let (id, title) = match trend.lenses.first().map(|it| it.lens.origin) {
        Some(Origin::Local) => ("local", "Our own statements"),
        _ => ("add-ons", "Add-ons"),
    };
    let tables = (trend.moments.len() > 1).then(|| moved_tables(trend));
    view! {
        <section class="app-card" aria-labelledby=id>
            <h2 class="app-card__title" id=id>{title}</h2>
            <p>{format!("Stands apart from the questionnaire; {}.", trend.basis())}</p>
            {lenses}
            {tables}
        </section>
    }
}

/// What moved, statement by statement.
fn statements_card(trend: &Trend<'_>) -> Option<impl IntoView + use<>> {
    if trend.moments.len() < 2 {
        return None;
    }
    let said = report::trend::moved_sentence(trend);
    Some(view! {
        <section class="app-card" aria-labelledby="statements">
            <h2 class="app-card__title" id="statements">"Statement by statement"</h2>
            <p>{said}</p>
            {moved_tables(trend)}
        </section>
    })
}

fn moved_tables(trend: &Trend<'_>) -> impl IntoView + use<> {
    let moved = trend.moved();
    let table = |title: &'static str, all: &[&StatementTrend<'_>]| {
        let rows: Vec<_> = all.iter().map(|it| statement_row(it)).collect();
        let columns = vec![
            Column::new("Statement"),
            Column::numeric("Levels"),
            Column::numeric("Targets then"),
            Column::new("Change"),
        ];
        (!rows.is_empty()).then(|| view! { <Table caption=title shows_caption=true columns rows/> })
    };
    let still = (!moved.still.is_empty()).then(|| {
        let number = count(
            moved.still.len(),
            "statement stood still",
            "statements stood still",
        );
        let table = table("What stood still", &moved.still);
        view! {
            <Details summary=number>
                {table}
            </Details>
        }
    });
    view! {
        {table("What moved down", &moved.down)}
        {table("What moved up", &moved.up)}
        {still}
    }
}

fn statement_row(it: &StatementTrend<'_>) -> Vec<AnyView> {
    let all = |numbers: &[u8]| {
        let each: Vec<_> = numbers.iter().map(u8::to_string).collect();
        each.join("\u{a0}→\u{a0}")
    };
    vec![
        format!("{} {}", it.statement.id, it.statement.text).into_any(),
        all(&it.levels).into_any(),
        all(&it.targets).into_any(),
        it.change().words().into_any(),
    ]
}

/// What was done between two assessments, and what was not.
fn deeds_card(between: &[Between]) -> Option<impl IntoView + use<>> {
    let parts = between
        .iter()
        .rev()
        .map(|it| {
            let deeds = it.deeds();
            let list = |title: &'static str, all: &[&Deed]| {
                let items = all
                    .iter()
                    .map(|it| view! { <li>{it.what.clone()}</li> })
                    .collect_view();
                (!all.is_empty()).then(|| {
                    view! { <h4 class="nhsuk-heading-xs">{title}</h4> <ul>{items}</ul> }
                })
            };
            let lists = (deeds.count() > 0).then(|| {
                let about = format!(": the plan of {}", it.earlier);
                let lists = [
                    list("Done", &deeds.done),
                    list("Goes on in the next plan", &deeds.carried),
                    list("Given up", &deeds.stopped),
                    list("Left open", &deeds.left),
                ];
                view! {
                    <Details summary="Which they are" about>
                        {lists}
                    </Details>
                }
            });
            view! {
                <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-2">
                    <Typed text=it.earlier.clone()/> ", until " <Typed text=it.later.clone()/>
                </h3>
                <p>{deeds.sentence()}</p>
                {lists}
            }
        })
        .collect_view();
    (!between.is_empty()).then(|| {
        view! {
            <section class="app-card" aria-labelledby="deeds">
                <h2 class="app-card__title" id="deeds">"What we said we would do"</h2>
                {parts}
            </section>
        }
    })
}

/// The check-ins beside what is shown, with a link to each list.
fn check_ins_card(material: &Material) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = material
        .shown
        .iter()
        .filter_map(|it| Some((it, material.check_ins.get(&it.assessment_id)?)))
        .flat_map(|(assessment, check_ins)| {
            check_ins.iter().rev().map(move |it| {
                let place = Place::CheckIns(assessment.assessment_id).to_string();
                let levels: Vec<_> = it
                    .levels
                    .iter()
                    .map(|(statement, level)| format!("{statement}: {level}"))
                    .collect();
                vec![
                    view! { <a href=place>{display::day(it.held_on)}</a> }.into_any(),
                    view! { <Typed text=assessment.title.clone()/> }.into_any(),
                    levels.join(", ").into_any(),
                ]
            })
        })
        .collect();
    let columns = vec![
        Column::new("Day"),
        Column::new("Beside"),
        Column::new("Statements and levels"),
    ];
    (!rows.is_empty()).then(|| {
        view! {
            <section class="app-card" aria-labelledby="check-ins">
                <h2 class="app-card__title" id="check-ins">"Check-ins between years"</h2>
                <Table caption="Check-ins, newest first" columns rows/>
            </section>
        }
    })
}

/// What happened to the organisation meanwhile, for example a merger.
fn happenings_card(trend: &Trend<'_>) -> Option<impl IntoView + use<>> {
    let items = trend
        .happenings
        .iter()
        .map(|it| {
            let day = format!("{}: ", display::day(it.day));
            view! { <li><strong>{day}</strong> {it.what.clone()}</li> }
        })
        .collect_view();
    (!trend.happenings.is_empty()).then(|| {
        view! {
            <section class="app-card" aria-labelledby="happenings">
                <h2 class="app-card__title" id="happenings">"What happened to the organisation"</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// What cannot be compared, and why.
fn apart_card(trend: &Trend<'_>) -> Option<impl IntoView + use<>> {
    if trend.apart.is_empty() || trend.moments.len() < 2 {
        return None;
    }
    let rows = trend
        .apart
        .iter()
        .map(|it| {
            let reasons: Vec<_> = it
                .lacking
                .iter()
                .filter_map(|(at, why)| {
                    let moment = trend.moments.get(*at)?;
                    Some(format!("{}: {}", moment.title, why.words()))
                })
                .collect();
            vec![
                format!("{} {}", it.statement.id, it.statement.text).into_any(),
                view! { <Typed text=reasons.join("; ")/> }.into_any(),
            ]
        })
        .collect();
    let number = count(
        trend.apart.len(),
        "statement is not compared",
        "statements are not compared",
    );
    let columns = vec![Column::new("Statement"), Column::new("Why")];
    Some(view! {
        <Details summary=number>
            <Table caption="What cannot be compared" columns rows/>
        </Details>
    })
}
