//! Figures beside the scores: added, changed, removed, and taken over from a file.

use domain::{
    id::{ImportId, IndicatorValueId},
    indicator::{self, Changes, Figure, IndicatorSheet, Typed, Value},
    organisation::Nation,
    permission::Permission,
    snapshot::Fingerprint,
};
use leptos::prelude::*;
use report::sheet::{self, Unreadable};
use store::{Store, StoreError, Stored, Version};

use super::import::shown_name;
use crate::{
    dates::read_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, store, today, visitor},
};

/// Adds a figure.
#[server(endpoint = "indicators/add")]
pub async fn add_indicator_value(
    #[server(default)] indicator: String,
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
    #[server(default)] value: String,
    #[server(default)] base: String,
    #[server(default)] origin: String,
    #[server(default)] source: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let page = Place::NewIndicatorValue(None);
    let fields = [indicator, first_day, last_day, value, base, origin, source];
    let mut draft = typed(&fields);
    let Some(figure) = read(&mut draft, &fields, visitor.organisation.nation) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let value = Value {
        value_id: IndicatorValueId(new_id()),
        figure,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    match store()?
        .add_indicator_value(organisation, &value, Some(by), now())
        .await
    {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Indicators);
            Ok(())
        }
        Err(StoreError::Conflict { .. }) => {
            draft.problem("last_day", THERE_ALREADY);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes a figure, unless somebody else has since it was opened.
#[server(endpoint = "indicators/save")]
pub async fn save_indicator_value(
    figure: IndicatorValueId,
    seen: u32,
    #[server(default)] indicator: String,
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
    #[server(default)] value: String,
    #[server(default)] base: String,
    #[server(default)] origin: String,
    #[server(default)] source: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    found(&visitor, figure).await?;
    let page = Place::IndicatorValue(figure);
    let fields = [indicator, first_day, last_day, value, base, origin, source];
    let mut draft = typed(&fields);
    let Some(read) = read(&mut draft, &fields, visitor.organisation.nation) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let value = Value {
        value_id: figure,
        figure: read,
    };
    let (organisation, by) = (
        visitor.organisation.organisation_id,
        visitor.person.person_id,
    );
    match store()?
        .save_indicator_value(organisation, &value, Version::new(seen), by, now())
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Indicators);
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("value", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(StoreError::Conflict { .. }) => {
            draft.problem("last_day", THERE_ALREADY);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a figure, unless somebody has changed it since it was opened.
#[server(endpoint = "indicators/remove")]
pub async fn remove_indicator_value(figure: IndicatorValueId, seen: u32) -> Result<(), AppError> {
    let visitor = allowed().await?;
    found(&visitor, figure).await?;
    let page = Place::IndicatorValue(figure);
    let organisation = visitor.organisation.organisation_id;
    match store()?
        .remove_indicator_value(organisation, figure, Version::new(seen))
        .await
    {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Indicators);
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            let mut draft = Draft::default();
            draft.problem("value", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else changed this since you opened it. What is saved now stands below the form; save again to replace it.";

const THERE_ALREADY: &str =
    "There is a figure for this indicator and period already: change that one instead.";

/// Whoever may record figures.
async fn allowed() -> Result<Visitor, AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::Indicators)?;
    Ok(visitor)
}

async fn found(visitor: &Visitor, value: IndicatorValueId) -> Result<Stored<Value>, AppError> {
    store()?
        .find_indicator_value(visitor.organisation.organisation_id, value)
        .await?
        .ok_or(AppError::NotFound)
}

fn typed(fields: &[String; 7]) -> Draft {
    indicator::Field::ALL
        .iter()
        .zip(fields)
        .fold(Draft::default(), |draft, (field, typed)| {
            draft.typed(field.name(), typed)
        })
}

fn read(
    draft: &mut Draft,
    [indicator, first, last, value, base, origin, source]: &[String; 7],
    nation: Nation,
) -> Option<Figure> {
    let typed = Typed {
        indicator,
        first: read_date(draft, "first_day", first),
        last: read_date(draft, "last_day", last),
        value,
        base,
        origin,
        source,
    };
    match indicator::read(&typed, nation, today()) {
        Ok(figure) => (!draft.has_problems()).then_some(figure),
        Err(problems) => {
            for (field, message) in problems {
                draft.check::<(), _>(field.name(), Err(message));
            }
            None
        }
    }
}

/// What a preview was made from, to tell on the way back whether it still holds.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when it cannot be written down.
pub fn mark(changes: &Changes, there: &[Stored<Value>]) -> Result<String, AppError> {
    let versions: Vec<_> = changes
        .replaced
        .iter()
        .map(|(old, _)| version_of(there, old.value_id))
        .collect();
    let text = serde_json::to_string(&(&changes.added, &changes.replaced, versions))
        .map_err(|_| AppError::Unavailable)?;
    Ok(Fingerprint::of(&text).to_string())
}

fn version_of(there: &[Stored<Value>], value: IndicatorValueId) -> Version {
    let found = there.iter().find(|it| it.value.value_id == value);
    found.map_or(Version::NONE, |it| it.version)
}

/// Keeps a file of figures until somebody confirms it, or what is wrong with it; says where that is shown.
///
/// Called by the route that receives the file: a server function would read it
/// as a form.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn hand_in(
    store: &Store,
    visitor: &Visitor,
    file_name: &str,
    file: Result<&[u8], Unreadable>,
) -> Result<Place, AppError> {
    visitor.require(Permission::Indicators)?;
    let page = Place::IndicatorImport;
    let file_name = shown_name(file_name);
    let mut draft = Draft::default().typed("file_name", &file_name);
    let organisation = &visitor.organisation;
    let read = match file {
        Ok([]) if file_name.is_empty() => {
            draft.problem("file", "Choose the file to import.");
            draft.set_aside(store, &visitor.holder(), &page).await?;
            return Ok(page);
        }
        Ok(file) => sheet::read(file),
        Err(error) => Err(error),
    };
    let rows = match read {
        Ok(file) => {
            indicator::read_sheet(&file.rows, organisation.nation, today()).map(|mut figures| {
                figures.notices.splice(0..0, file.notices);
                figures
            })
        }
        Err(error) => {
            draft.problem("file", error.to_string());
            draft.set_aside(store, &visitor.holder(), &page).await?;
            return Ok(page);
        }
    };
    match rows {
        Ok(figures) => {
            let import = ImportId(new_id());
            let rows = serde_json::to_string(&figures).map_err(|_| AppError::Unavailable)?;
            store
                .stage_indicator_import(
                    organisation.organisation_id,
                    import,
                    &file_name,
                    &rows,
                    now(),
                )
                .await?;
            store
                .drop_set_aside(&visitor.holder(), &page.to_string())
                .await?;
            Ok(Place::IndicatorImportPreview(import))
        }
        Err(problems) => {
            let need = domain::display::count(
                problems.len(),
                &format!("thing in {file_name} needs"),
                &format!("things in {file_name} need"),
            );
            draft.problem(
                "file",
                format!("{need} to be put right: the table says where."),
            );
            let problems = serde_json::to_string(&problems).map_err(|_| AppError::Unavailable)?;
            draft = draft.typed("problems", &problems);
            draft.set_aside(store, &visitor.holder(), &page).await?;
            Ok(page)
        }
    }
}

/// Takes over what a file says, all of it or nothing, as the preview showed it.
#[server(endpoint = "indicators/import/confirm")]
pub async fn confirm_indicator_import(
    import: ImportId,
    /// What the preview was made from; see [`mark`].
    seen: String,
) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let organisation = visitor.organisation.organisation_id;
    let memory = store()?;
    let staged = memory
        .find_indicator_import(organisation, import)
        .await?
        .ok_or(AppError::NotFound)?;
    let figures: IndicatorSheet =
        serde_json::from_str(&staged.rows_json).map_err(|_| AppError::Unavailable)?;
    let there = memory.indicator_values(organisation).await?;
    let values: Vec<_> = there.iter().map(|it| it.value.clone()).collect();
    let changes = figures.changes(&values);
    let page = Place::IndicatorImportPreview(import);
    let mut draft = Draft::default();
    draft.problem("preview", PREVIEW_CHANGED);
    if mark(&changes, &there)? != seen {
        return draft.keep(&visitor.holder(), &page).await;
    }
    let added: Vec<_> = changes
        .added
        .into_iter()
        .map(|figure| Value {
            value_id: IndicatorValueId(new_id()),
            figure,
        })
        .collect();
    let replaced: Vec<_> = changes
        .replaced
        .into_iter()
        .map(|(old, figure)| {
            let value_id = old.value_id;
            let version = version_of(&there, value_id);
            (Value { value_id, figure }, version)
        })
        .collect();
    let by = visitor.person.person_id;
    match memory
        .import_indicator_values(organisation, &added, &replaced, by, now())
        .await
    {
        Ok(()) => {
            memory.drop_indicator_import(organisation, import).await?;
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::IndicatorsImported(added.len() + replaced.len()));
            Ok(())
        }
        Err(StoreError::Stale { .. } | StoreError::Conflict { .. }) => {
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const PREVIEW_CHANGED: &str = "Figures changed since this preview was made. It now shows what would change from here; look at it again.";

/// Forgets a file that was handed in.
#[server(endpoint = "indicators/import/cancel")]
pub async fn cancel_indicator_import(import: ImportId) -> Result<(), AppError> {
    let visitor = allowed().await?;
    let organisation = visitor.organisation.organisation_id;
    let memory = store()?;
    if memory
        .find_indicator_import(organisation, import)
        .await?
        .is_none()
    {
        return Err(AppError::NotFound);
    }
    memory.drop_indicator_import(organisation, import).await?;
    Draft::drop(&visitor.holder(), &Place::IndicatorImportPreview(import)).await?;
    go_to(&Place::IndicatorImport);
    Ok(())
}
