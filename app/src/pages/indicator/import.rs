//! `/indicators/import` and `…/import/:figures`

use domain::{
    display::count,
    id::ImportId,
    indicator::{Changes, Figure, IndicatorSheet, catalogue},
    permission::Permission,
    scoresheet::SheetProblem,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::super::{
    import::{problem_table, upload_field},
    param, query,
};
use crate::{
    actions::indicator::{CancelIndicatorImport, ConfirmIndicatorImport, mark},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        indicator_chart::source,
        table::{Column, Table},
        typed::Typed,
    },
    place::{IndicatorFile, Place},
    visitor::{store, visitor},
};

/// Choosing a file of figures to hand in, and what is wrong with the last one.
#[component]
pub fn IndicatorImportPage() -> impl IntoView {
    let imported = query("imported").and_then(|it| it.parse::<usize>().ok());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Indicators)?;
        let draft = Draft::of(&visitor.holder(), &Place::IndicatorImport).await?;
        let wrong = draft.has_problems();
        let problems: Vec<SheetProblem> = draft
            .find("problems")
            .and_then(|it| serde_json::from_str(it).ok())
            .unwrap_or_default();
        let file_name = draft.value("file_name", "");
        let done = imported.map(imported_banner);
        let problems = (!problems.is_empty()).then(|| problem_table(&file_name, &problems));
        let template = Place::IndicatorFile(IndicatorFile::Template).to_string();
        let values = Place::IndicatorFile(IndicatorFile::Values).to_string();
        Ok(view! {
            <Frame title="Import figures" visitor=Some(visitor) tab=Tab::Indicators error=wrong>
                <ErrorSummary draft=draft.clone() note="Nothing was imported. Every figure is as it was."/>
                {done}
                <h1>"Import figures from a spreadsheet"</h1>
                <p class="nhsuk-u-reading-width">
                    "You see what would change before anything does. A figure for an indicator and a period that are there already is replaced; "
                    "whatever is not in the file stays as it is. A figure that rests on too few people is refused, and with it the file."
                </p>
                {problems}
                <form class="app-form" method="post" action=Place::IndicatorImport.to_string() enctype="multipart/form-data" novalidate="">
                    {upload_field(&draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Check the spreadsheet"</button>
                        <a href=Place::Indicators.to_string()>"Back to the indicators"</a>
                    </div>
                </form>
                <section class="app-card" aria-labelledby="how-to">
                    <h2 class="app-card__title" id="how-to">"A spreadsheet to fill in"</h2>
                    <p>"It has a row for every indicator. Fill in the days, the value and how many it rests on; rows without them are passed over, and further rows may be added."</p>
                    <ul class="app-link-list">
                        <li><a href=template download="">"A sheet to fill in, as CSV"</a></li>
                        <li><a href=values download="">"The figures there are, as CSV"</a></li>
                        <li><a href=Place::IndicatorCatalogue.to_string()>"What each indicator means, with its id"</a></li>
                    </ul>
                    <p class="nhsuk-body-s">
                        "Percentages are written as 5.6 and not as 0.056. Origin is “published” or “own”; a published figure needs its source, "
                        "and every other one needs how many it rests on."
                    </p>
                </section>
            </Frame>
        }
        .into_any())
    })
}

fn imported_banner(number: usize) -> impl IntoView {
    let said = count(number, "figure imported", "figures imported");
    view! {
        <div
            class="nhsuk-notification-banner nhsuk-notification-banner--success"
            role="alert"
            aria-labelledby="imported"
        >
            <div class="nhsuk-notification-banner__header">
                <h2 class="nhsuk-notification-banner__title" id="imported">"Success"</h2>
            </div>
            <div class="nhsuk-notification-banner__content">
                <p class="nhsuk-notification-banner__heading">{said}</p>
                <p><a href=Place::Indicators.to_string()>"See the indicators"</a></p>
            </div>
        </div>
    }
}

/// What a file of figures would change: the visitor confirms or cancels.
#[component]
pub fn IndicatorImportPreviewPage() -> impl IntoView {
    let import = param::<ImportId>("figures");
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Indicators)?;
        let (import, memory) = (import?, store()?);
        let organisation = visitor.organisation.organisation_id;
        let staged = memory
            .find_indicator_import(organisation, import)
            .await?
            .ok_or(AppError::NotFound)?;
        let figures: IndicatorSheet =
            serde_json::from_str(&staged.rows_json).map_err(|_| AppError::Unavailable)?;
        let there = memory.indicator_values(organisation).await?;
        let values: Vec<_> = there.iter().map(|it| it.value.clone()).collect();
        let changes = figures.changes(&values);
        let seen = mark(&changes, &there)?;
        let place = Place::IndicatorImportPreview(import);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let number = changes.added.len() + changes.replaced.len();
        let notices = figures
            .notices
            .iter()
            .map(|notice| view! { <li>{notice.clone()}</li> })
            .collect_view();
        let notices = (!figures.notices.is_empty()).then(|| {
            view! {
                <div class="nhsuk-inset-text">
                    <span class="nhsuk-u-visually-hidden">"Information: "</span>
                    <p>"How it was read:"</p>
                    <ul>{notices}</ul>
                </div>
            }
        });
        let content = if number == 0 {
            view! { <p>"It changes nothing: all of it is there just so already."</p> }.into_any()
        } else {
            change_table(&changes).into_any()
        };
        let unchanged = (changes.unchanged > 0).then(|| {
            count(
                changes.unchanged,
                "figure in it is there just so already. ",
                "figures in it are there just so already. ",
            )
        });
        let named = vec![("import", import.to_string())];
        let confirm = (number > 0).then(|| {
            let label = format!("Import {}", count(number, "figure", "figures"));
            let mut fields = named.clone();
            fields.push(("seen", seen));
            view! { <ButtonForm action=ConfirmIndicatorImport::url() fields label class="nhsuk-button"/> }
        });
        let cancel = if number == 0 {
            "Back without importing"
        } else {
            "Cancel"
        };
        Ok(view! {
            <Frame title="What would change" visitor=Some(visitor) tab=Tab::Indicators error=wrong>
                <ErrorSummary draft note="Nothing was imported."/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{staged.file_name}</p>
                        <h1 class="app-page-heading__title" id="preview">"What would change"</h1>
                        <p class="app-page-heading__meta">{unchanged} "Nothing is imported yet."</p>
                    </div>
                </div>
                {notices}
                {content}
                <div class="app-button-row">
                    {confirm}
                    <ButtonForm
                        action=CancelIndicatorImport::url()
                        fields=named
                        label=cancel
                        class="nhsuk-button nhsuk-button--secondary"
                    />
                </div>
            </Frame>
        }
        .into_any())
    })
}

fn change_table(changes: &Changes) -> impl IntoView + use<> {
    let added = changes.added.iter().map(|figure| (None, figure));
    let replaced = changes
        .replaced
        .iter()
        .map(|(old, figure)| (Some(&old.figure), figure));
    let rows: Vec<Vec<AnyView>> = added
        .chain(replaced)
        .map(|(old, figure)| {
            let name = catalogue()
                .find(&figure.indicator)
                .map(|it| it.name.clone());
            let now = match old {
                Some(old) => {
                    view! { <del class="app-change__old"><Typed text=words(old)/></del> }.into_any()
                }
                None => "Not there yet".into_any(),
            };
            vec![
                view! { {name} ", " {figure.period.to_string()} }.into_any(),
                now,
                view! { <ins class="app-change__new"><Typed text=words(figure)/></ins> }.into_any(),
            ]
        })
        .collect();
    let columns = ["Indicator and period", "Now", "From the file"].map(Column::new);
    view! { <Table caption="Figures that would change" class="app-table--stacked" columns=columns.into() rows/> }
}

/// A figure in words: its amount, what it rests on, and its source.
fn words(figure: &Figure) -> String {
    let amount = catalogue().find(&figure.indicator).map_or_else(
        || figure.amount.to_string(),
        |it| it.unit.write(figure.amount),
    );
    let base = figure
        .base
        .map(|base| format!(", rests on {base}"))
        .unwrap_or_default();
    format!("{amount}{base} ({})", source(figure))
}
