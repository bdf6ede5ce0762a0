//! Check-ins between years: recorded, corrected, removed.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    check_in::{CheckIn, check_day},
    framework::Framework,
    id::{AssessmentId, CheckInId, StatementId},
    level::Level,
    permission::Permission,
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    dates::read_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, assessment as find_assessment, go_to, new_id, now, store, today},
};

/// Records a check-in beside a signed assessment.
#[server(endpoint = "check-ins/add")]
pub async fn add_check_in(
    assessment: AssessmentId,
    #[server(default)] held_on: String,
    #[server(default)] note: String,
    /// By statement, a level; an empty one was not looked at.
    #[server(default)]
    levels: BTreeMap<StatementId, String>,
) -> Result<(), AppError> {
    let (visitor, signed, framework) = find_signed(assessment).await?;
    let page = Place::NewCheckIn(assessment);
    let mut draft = typed(&held_on, &note, &levels);
    let id = CheckInId(new_id());
    let Some(check_in) = read(&mut draft, id, (&signed, framework), &levels) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let added = store()?
        .add_check_in(&signed, &check_in, &visitor.person, now())
        .await?;
    if !added {
        return Err(AppError::Invalid);
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::CheckIns(assessment));
    Ok(())
}

/// Corrects a check-in, unless somebody else has since it was opened.
#[server(endpoint = "check-ins/save")]
pub async fn save_check_in(
    assessment: AssessmentId,
    check_in: CheckInId,
    seen: u32,
    #[server(default)] held_on: String,
    #[server(default)] note: String,
    #[server(default)] levels: BTreeMap<StatementId, String>,
) -> Result<(), AppError> {
    let (visitor, signed, framework) = find_signed(assessment).await?;
    let page = Place::CheckIn(assessment, check_in);
    let mut draft = typed(&held_on, &note, &levels);
    let Some(corrected) = read(&mut draft, check_in, (&signed, framework), &levels) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let saved = store()?
        .save_check_in(
            &signed,
            &corrected,
            Version::new(seen),
            &visitor.person,
            now(),
        )
        .await;
    finish(saved.map(drop), draft, &visitor, assessment, &page).await
}

/// Removes a check-in, unless somebody has changed it since it was opened.
#[server(endpoint = "check-ins/remove")]
pub async fn remove_check_in(
    assessment: AssessmentId,
    check_in: CheckInId,
    seen: u32,
) -> Result<(), AppError> {
    let (visitor, signed, _) = find_signed(assessment).await?;
    let page = Place::CheckIn(assessment, check_in);
    let removed = store()?
        .remove_check_in(
            &signed,
            check_in,
            Version::new(seen),
            &visitor.person,
            now(),
        )
        .await;
    finish(removed, Draft::default(), &visitor, assessment, &page).await
}

/// Back to the list; or to the form, when somebody was faster.
async fn finish(
    done: Result<(), StoreError>,
    mut draft: Draft,
    visitor: &Visitor,
    assessment: AssessmentId,
    page: &Place,
) -> Result<(), AppError> {
    match done {
        Ok(()) => {
            Draft::drop(&visitor.holder(), page).await?;
            go_to(&Place::CheckIns(assessment));
            Ok(())
        }
        // Nobody else has it any more either.
        Err(StoreError::Stale { newest }) if newest == Version::NONE => {
            Draft::drop(&visitor.holder(), page).await?;
            go_to(&Place::CheckIns(assessment));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("held_on", CHANGED_SINCE);
            draft.keep(&visitor.holder(), page).await
        }
        Err(error) => Err(error.into()),
    }
}

const CHANGED_SINCE: &str = "Somebody else corrected this check-in since you opened it. Open it again from the list to see what is saved, or save again to replace it.";

/// The signed assessment that a check-in stands beside.
async fn find_signed(
    assessment: AssessmentId,
) -> Result<(Visitor, Assessment, &'static Framework), AppError> {
    let (visitor, signed, framework) = find_assessment(assessment, Permission::Plan).await?;
    // What is not signed can be scored as it is.
    if signed.is_open() {
        return Err(AppError::Invalid);
    }
    Ok((visitor, signed, framework))
}

/// The name of a statement's field.
#[must_use]
pub fn field(statement: &StatementId) -> String {
    format!("levels[{statement}]")
}

fn typed(held_on: &str, note: &str, levels: &BTreeMap<StatementId, String>) -> Draft {
    let mut draft = Draft::default()
        .typed("held_on", held_on)
        .typed("note", note);
    for (statement, level) in levels {
        draft = draft.typed(&field(statement), level);
    }
    draft
}

fn read(
    draft: &mut Draft,
    check_in_id: CheckInId,
    (signed, framework): (&Assessment, &'static Framework),
    levels: &BTreeMap<StatementId, String>,
) -> Option<CheckIn> {
    let typed = draft.find("held_on").unwrap_or_default().to_owned();
    let day = read_date(draft, "held_on", &typed);
    let day = day.and_then(|day| draft.check("held_on", check_day(day, signed, today())));
    let note = text::paragraph(draft.find("note").unwrap_or_default());
    let note = draft.check("note", note);
    let mut read = BTreeMap::new();
    for (statement, level) in levels.iter().filter(|(_, level)| !level.is_empty()) {
        let level = level.parse().ok().and_then(|it: u8| Level::new(it).ok());
        match (signed.find_asked(framework, statement), level) {
            (Some(known), Some(level)) => {
                read.insert(known.id.clone(), level);
            }
            _ => draft.problem(&field(statement), "Choose a level from 0 to 4."),
        }
    }
    if read.is_empty() {
        draft.problem(
            "levels",
            "Choose a level for at least one statement that you looked at.",
        );
    }
    let (Some(held_on), Some(note), false) = (day, note, draft.has_problems()) else {
        return None;
    };
    Some(CheckIn {
        check_in_id,
        held_on,
        note,
        levels: read,
    })
}
