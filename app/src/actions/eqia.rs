//! The equality impact assessment: its form, rows of one's own, and who was consulted.

use std::collections::BTreeMap;

use domain::{
    display::clock,
    eqia::{CellPart, Consultation, DeclarationPart, Eqia, FieldId, Form, OwnRow, Sheet, form},
    id::{AssessmentId, ConsultationId},
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{
    StoreError, Version,
    eqia::{EntryChange, StaleEntry},
};

use crate::{
    dates::read_optional_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{go_to, new_id, now, open_assessment, store},
};

/// Saves one page of the form.
///
/// The form carries the texts it was made from. What contradicts nobody is
/// saved; where somebody else wrote something different in the meantime, both
/// texts are shown at the field and the visitor chooses.
#[server(endpoint = "eqia/save")]
pub async fn save_eqia(
    assessment: AssessmentId,
    sheet: Sheet,
    /// The texts that the page was made from, as JSON.
    base: String,
    /// What stands in each field, by its name; a choice that nobody made is left out.
    #[server(flatten)]
    typed: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let eqia = store()?.eqia(&round).await?;
    let form = form();
    let fields = form
        .find_fields(&sheet, &eqia.own_rows)
        .ok_or(AppError::NotFound)?;
    let was: BTreeMap<String, String> =
        serde_json::from_str(&base).map_err(|_| AppError::Invalid)?;
    let page = Place::EqiaSheet(assessment, sheet.clone());

    let mut draft = Draft::default();
    let mut changes = Vec::new();
    for field in fields {
        let name = field.to_string();
        let text = typed.get(&name).map_or("", String::as_str);
        draft = draft.typed(&name, text);
        let checked = form.check_entry(&field, text, &eqia.own_rows);
        if let Some(mine) = draft.check(&name, checked) {
            let base = was.get(&name).cloned().unwrap_or_default();
            changes.push(EntryChange { field, base, mine });
        }
    }
    check_together(&mut draft, form, &sheet, &eqia.own_rows);
    if draft.has_problems() {
        // What others write meanwhile must still be noticed when this is sent again.
        draft = draft.typed("base", &base);
        return draft.keep(&visitor.holder(), &page).await;
    }
    let stale = store()?
        .save_eqia_entries(&round, &changes, visitor.person.person_id, now())
        .await?;
    if stale.is_empty() {
        Draft::drop(&visitor.holder(), &page).await?;
        go_to(&after(assessment, &sheet));
        return Ok(());
    }
    for entry in &stale {
        draft.problem(entry.field.as_str(), changed_meanwhile(entry));
    }
    draft.keep(&visitor.holder(), &page).await
}

/// Adds a row to the matrix.
#[server(endpoint = "eqia/rows/add")]
pub async fn add_eqia_row(
    assessment: AssessmentId,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let page = Place::NewEqiaRow(assessment);
    let eqia = store()?.eqia(&round).await?;
    let mut draft = Draft::default().typed("name", &name);
    let Some(name) = read_row_name(&mut draft, &eqia, "") else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let row = OwnRow {
        row: eqia.next_own_row(),
        name,
    };
    match store()?.add_own_row(&round, &row).await {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::EqiaSheet(assessment, Sheet::Impacts(row.row)));
            Ok(())
        }
        Err(StoreError::Conflict { .. }) => {
            draft.problem(
                "name",
                "Somebody else added a group at the same moment. Try again.",
            );
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Renames a row that the organisation added, unless somebody else has since it was opened.
#[server(endpoint = "eqia/rows/rename")]
pub async fn rename_eqia_row(
    assessment: AssessmentId,
    row: String,
    was: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let eqia = store()?.eqia(&round).await?;
    let own = find_own_row(&eqia, &row)?;
    let page = Place::EqiaRow(assessment, own.row.clone());
    let mut draft = Draft::default().typed("name", &name);
    let Some(name) = read_row_name(&mut draft, &eqia, &own.row) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let renamed = OwnRow {
        row: own.row.clone(),
        name,
    };
    if store()?.rename_own_row(&round, &renamed, &was).await? {
        Draft::drop(&visitor.holder(), &page).await?;
        go_to(&Place::EqiaSheet(assessment, Sheet::Stage(3)));
        return Ok(());
    }
    draft.problem(
        "name",
        format!(
            "Somebody else has named this group “{}” in the meantime. Save again to replace that name.",
            own.name
        ),
    );
    draft.keep(&visitor.holder(), &page).await
}

/// Removes a row that the organisation added, with what is written in it, once the visitor is sure.
#[server(endpoint = "eqia/rows/remove")]
pub async fn remove_eqia_row(
    assessment: AssessmentId,
    row: String,
    #[server(default)] sure: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let eqia = store()?.eqia(&round).await?;
    let own = find_own_row(&eqia, &row)?;
    let page = Place::EqiaRow(assessment, own.row.clone());
    if sure != "yes" {
        let mut draft = Draft::default();
        draft.problem("sure", "Confirm that you want to remove this group.");
        return draft.keep(&visitor.holder(), &page).await;
    }
    store()?.remove_own_row(&round, &own.row).await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::EqiaSheet(assessment, Sheet::Stage(3)));
    Ok(())
}

/// Adds an entry to the consultation log.
#[server(endpoint = "eqia/consultations/add")]
pub async fn add_consultation(
    assessment: AssessmentId,
    #[server(default)] who: String,
    #[server(default)] date: String,
    #[server(default)] how: String,
    #[server(default)] said: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let page = Place::NewConsultation(assessment);
    let mut draft = typed_consultation(&who, &date, &how, &said);
    let Some(entry) = read_consultation(&mut draft, ConsultationId(new_id())) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    store()?
        .add_consultation(&round, &entry, visitor.person.person_id, now())
        .await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::EqiaSheet(assessment, Sheet::Stage(2)));
    Ok(())
}

/// Changes an entry of the consultation log, unless somebody else has since it was opened.
#[server(endpoint = "eqia/consultations/save")]
pub async fn save_consultation(
    assessment: AssessmentId,
    consultation: ConsultationId,
    seen: u32,
    #[server(default)] who: String,
    #[server(default)] date: String,
    #[server(default)] how: String,
    #[server(default)] said: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let page = Place::Consultation(assessment, consultation);
    // As it was opened: an entry saved meanwhile must still be noticed when this is sent again.
    let mut draft = typed_consultation(&who, &date, &how, &said).typed("seen", &seen.to_string());
    let Some(entry) = read_consultation(&mut draft, consultation) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let saved = store()?
        .save_consultation(
            &round,
            &entry,
            Version::new(seen),
            visitor.person.person_id,
            now(),
        )
        .await;
    match saved {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::EqiaSheet(assessment, Sheet::Stage(2)));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            let mut draft = typed_consultation(&who, &date, &how, &said);
            draft.problem("who", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes an entry of the consultation log, unless somebody has changed it since it was opened.
#[server(endpoint = "eqia/consultations/remove")]
pub async fn remove_consultation(
    assessment: AssessmentId,
    consultation: ConsultationId,
    seen: u32,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Eqia).await?;
    let page = Place::Consultation(assessment, consultation);
    let removed = store()?
        .remove_consultation(&round, consultation, Version::new(seen))
        .await;
    match removed {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::EqiaSheet(assessment, Sheet::Stage(2)));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            let mut draft = Draft::default();
            draft.problem("who", CHANGED_SINCE);
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else changed or removed this since you opened it. What is saved now stands below the form; save again to replace it.";

/// Where a page that is saved leads: to the list it was opened from.
#[must_use]
pub fn after(assessment: AssessmentId, sheet: &Sheet) -> Place {
    match sheet {
        Sheet::Evidence(_) => Place::EqiaSheet(assessment, Sheet::Stage(2)),
        Sheet::Impacts(_) => Place::EqiaSheet(assessment, Sheet::Stage(3)),
        Sheet::Stage(_) | Sheet::NotRequired => Place::Eqia(assessment),
    }
}

/// What only several fields together can have wrong.
fn check_together(draft: &mut Draft, form: &Form, sheet: &Sheet, own_rows: &[OwnRow]) {
    let is_empty =
        |draft: &Draft, field: &str| draft.find(field).is_none_or(|it| it.trim().is_empty());
    match sheet {
        Sheet::Impacts(row) => {
            let row = form.find_row(row, own_rows);
            for cell in row.map(|row| row.cells()).unwrap_or_default() {
                let impact = FieldId::cell(&cell, CellPart::Impact).to_string();
                let reason = FieldId::cell(&cell, CellPart::Reason).to_string();
                if !is_empty(draft, &impact) && is_empty(draft, &reason) {
                    let name = form.find_cell_name(&cell, own_rows).unwrap_or_default();
                    draft.problem(
                        &reason,
                        format!("{name}. Give the reasons for your decision, whichever it is."),
                    );
                }
            }
        }
        Sheet::NotRequired => {
            let fields = DeclarationPart::ALL
                .iter()
                .map(|&part| (FieldId::not_required(part).to_string(), part));
            let (empty, filled): (Vec<_>, Vec<_>) =
                fields.partition(|(field, _)| is_empty(draft, field));
            // All of them empty takes the declaration back.
            if !filled.is_empty() {
                for (field, part) in empty {
                    let message = match part {
                        DeclarationPart::Reason => "Say why no assessment is required.",
                        DeclarationPart::Name => "Enter the name of the person who decided this.",
                        DeclarationPart::Post => "Enter their post.",
                        DeclarationPart::Date => "Enter the date of the decision.",
                    };
                    draft.problem(&field, message);
                }
            }
        }
        Sheet::Stage(_) | Sheet::Evidence(_) => {}
    }
}

fn changed_meanwhile(entry: &StaleEntry) -> String {
    let who = entry.saved_by.as_deref().unwrap_or("Somebody else");
    format!(
        "{who} saved something different here at {}. It stands below the field; save again to replace it with yours.",
        clock(entry.saved_at)
    )
}

fn find_own_row<'a>(eqia: &'a Eqia, row: &str) -> Result<&'a OwnRow, AppError> {
    eqia.own_rows
        .iter()
        .find(|own| own.row == row)
        .ok_or(AppError::NotFound)
}

/// The name of a row, when it can be kept; `row` is the one that may have it already.
fn read_row_name(draft: &mut Draft, eqia: &Eqia, row: &str) -> Option<String> {
    let name = text::line(draft.find("name").unwrap_or_default());
    let name = draft.check("name", name)?;
    if name.is_empty() {
        draft.problem(
            "name",
            "Say which group this is, for example carers or part-time staff.",
        );
        return None;
    }
    let is_taken = eqia
        .all_rows(form())
        .any(|it| it.id != row && it.name.to_lowercase() == name.to_lowercase());
    if is_taken {
        draft.problem("name", "There is a group with this name already.");
        return None;
    }
    Some(name)
}

fn typed_consultation(who: &str, date: &str, how: &str, said: &str) -> Draft {
    Draft::default()
        .typed("who", who)
        .typed("date", date)
        .typed("how", how)
        .typed("said", said)
}

fn read_consultation(draft: &mut Draft, consultation_id: ConsultationId) -> Option<Consultation> {
    let field = |draft: &Draft, name: &str| draft.find(name).unwrap_or_default().to_owned();
    let who = text::line(&field(draft, "who"));
    let who = draft.check("who", who).unwrap_or_default();
    if who.is_empty() && draft.problem_with("who").is_none() {
        draft.problem(
            "who",
            "Say who was consulted, for example the disabled staff network.",
        );
    }
    let date = field(draft, "date");
    let date = read_optional_date(draft, "date", &date);
    let how = text::paragraph(&field(draft, "how"));
    let how = draft.check("how", how).unwrap_or_default();
    let said = text::paragraph(&field(draft, "said"));
    let said = draft.check("said", said).unwrap_or_default();
    (!draft.has_problems()).then_some(Consultation {
        consultation_id,
        date,
        who,
        how,
        said,
    })
}
