//! Scores from a spreadsheet: handed in, looked at, then taken over or given up.

use domain::{
    assessment::Assessment,
    framework::Framework,
    id::{AssessmentId, EvidenceId, ImportId},
    permission::Permission,
    results::Records,
    scoresheet::{self, Changes, Sheet, SheetProblem},
    snapshot::Fingerprint,
};
use leptos::prelude::*;
use report::sheet::{self, Unreadable};
use store::{Store, StoreError};

use crate::{
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, open_assessment, store},
};

/// Why nothing could be taken from a file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is not a spreadsheet that can be read.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// It is one, but not all of it can be understood: every problem, row by row.
    #[error("Some cells cannot be understood.")]
    Rows(Vec<SheetProblem>),
}

/// Reads the scores in a file, whole or not at all.
///
/// # Errors
///
/// Returns [`Refused`] with everything that is wrong.
pub fn read_scores(
    file: &[u8],
    framework: &Framework,
    assessment: &Assessment,
) -> Result<Sheet, Refused> {
    let file = sheet::read(file)?;
    let mut scores = scoresheet::read(&file.rows, framework, assessment).map_err(Refused::Rows)?;
    scores.notices.splice(0..0, file.notices);
    Ok(scores)
}

/// What a preview was made from, to tell on the way back whether it still holds.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when what is recorded cannot be written down.
pub fn mark(changes: &Changes, records: &Records) -> Result<String, AppError> {
    let seen: Vec<_> = changes
        .changed
        .iter()
        .map(|change| {
            let recorded = records.get(&change.score.statement);
            let recorded = recorded.map(|it| (&it.score, &it.evidence));
            (&change.score.statement, recorded)
        })
        .collect();
    let text = serde_json::to_string(&seen).map_err(|_| AppError::Unavailable)?;
    Ok(Fingerprint::of(&text).to_string())
}

/// Keeps a spreadsheet until somebody confirms it, or what is wrong with it; says where that is shown.
///
/// Called by the route that receives the file: a server function would read it
/// as a form.
///
/// # Errors
///
/// As [`open_assessment`].
pub async fn hand_in(
    store: &Store,
    visitor: &Visitor,
    assessment: AssessmentId,
    file_name: &str,
    file: Result<&[u8], Unreadable>,
) -> Result<Place, AppError> {
    let (round, framework) = visitor
        .assessment_in(store, assessment, Permission::Score)
        .await?;
    if !round.is_open() {
        return Err(AppError::SignedOff);
    }
    let page = Place::Import(assessment);
    let file_name = shown_name(file_name);
    let mut draft = Draft::default().typed("file_name", &file_name);
    let read = match file {
        Ok([]) if file_name.is_empty() => {
            draft.problem("file", "Choose the spreadsheet to import.");
            draft.set_aside(store, &visitor.holder(), &page).await?;
            return Ok(page);
        }
        Ok(file) => read_scores(file, framework, &round),
        Err(error) => Err(error.into()),
    };
    match read {
        Ok(scores) => {
            let import = ImportId(new_id());
            let rows = serde_json::to_string(&scores).map_err(|_| AppError::Unavailable)?;
            store
                .stage_import(&round, import, &file_name, &rows, now())
                .await?;
            store
                .drop_set_aside(&visitor.holder(), &page.to_string())
                .await?;
            return Ok(Place::ImportPreview(assessment, import));
        }
        Err(Refused::File(error)) => draft.problem("file", error.to_string()),
        Err(Refused::Rows(problems)) => {
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
        }
    }
    draft.set_aside(store, &visitor.holder(), &page).await?;
    Ok(page)
}

/// The name of a file without its folders, as far as it can be shown.
pub(super) fn shown_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let letters = name.chars().filter(|letter| !letter.is_control());
    letters.take(100).collect::<String>().trim().to_owned()
}

/// Takes over what a spreadsheet says, all of it or nothing, as the preview showed it.
#[server(endpoint = "imports/confirm")]
pub async fn confirm_import(
    assessment: AssessmentId,
    import: ImportId,
    /// What the preview was made from; see [`mark`].
    seen: String,
) -> Result<(), AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::Score).await?;
    let memory = store()?;
    let Some(staged) = memory.find_import(&round, import).await? else {
        // It was confirmed or given up already, for example by a second click.
        go_to(&Place::Import(assessment));
        return Ok(());
    };
    let scores: Sheet =
        serde_json::from_str(&staged.rows_json).map_err(|_| AppError::Unavailable)?;
    let before = memory.records(&round).await?;
    let changes = scoresheet::changes(framework, &round, &before, &scores);
    let page = Place::ImportPreview(assessment, import);
    let mut draft = Draft::default();
    draft.problem("preview", CHANGED_SINCE);
    if mark(&changes, &before)? != seen {
        return draft.keep(&visitor.holder(), &page).await;
    }
    let after = changes.records(&before, || EvidenceId(new_id()));
    let by = Some(visitor.person.person_id);
    match memory
        .replace_records(&round, &before, &after, by, now())
        .await
    {
        Ok(()) => {
            memory.drop_import(&round, import).await?;
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Imported(assessment, after.len()));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => draft.keep(&visitor.holder(), &page).await,
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Scores changed since this preview was made. It now shows what would change from here; look at it again.";

/// Forgets a spreadsheet that was handed in.
#[server(endpoint = "imports/cancel")]
pub async fn cancel_import(assessment: AssessmentId, import: ImportId) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Score).await?;
    store()?.drop_import(&round, import).await?;
    Draft::drop(&visitor.holder(), &Place::ImportPreview(assessment, import)).await?;
    go_to(&Place::Import(assessment));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_name_without_folders() {
        assert_eq!(shown_name("C:\\Users\\Ama\\scores.xlsx"), "scores.xlsx");
        assert_eq!(shown_name("../../etc/a\r\nb.csv"), "ab.csv");
        assert_eq!(shown_name(""), "");
    }
}
