//! The action plan: actions added, changed and removed, and what came of them.

use domain::{
    assessment::Assessment,
    eqia,
    framework::Framework,
    id::{ActionId, AssessmentId, ProgressId, StatementId},
    permission::Permission,
    plan::{Action, CellId, Progress, Status},
    text,
};
use leptos::prelude::*;
use store::{StoreError, Version};

use crate::{
    dates::read_optional_date,
    draft::Draft,
    error::AppError,
    place::{ActionFor, Place},
    visitor::{self, Visitor, go_to, new_id, now, open_assessment, store},
};

/// Adds an action to the plan. Only what is to be done is required; what is
/// missing besides is asked for before sign-off.
#[server(endpoint = "plan/add")]
pub async fn add_action(
    assessment: AssessmentId,
    #[server(default)] what: String,
    #[server(default)] measure: String,
    #[server(default)] owner: String,
    #[server(default)] due: String,
    #[server(default)] resource: String,
    #[server(default)] risk: String,
    #[server(default)] equality_note: String,
    #[server(default)] statements: Vec<StatementId>,
    /// What the form started from: a statement and a suggestion, or a cell of the EQIA.
    #[server(default)]
    started_from: String,
) -> Result<(), AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::Plan).await?;
    let started_from = read_start(&started_from);
    let page = Place::NewAction(assessment, started_from.clone());
    let typed = Typed {
        what,
        measure,
        owner,
        due,
        resource,
        risk,
        equality_note,
        statements,
    };
    let mut draft = typed.draft();
    let Some(mut action) = typed.read(&mut draft, ActionId(new_id()), &round, framework) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    let store = store()?;
    if let ActionFor::Impact(cell) = started_from {
        let own_rows = store.eqia(&round).await?.own_rows;
        eqia::form()
            .find_cell_name(&cell, &own_rows)
            .ok_or(AppError::NotFound)?;
        action.mitigates = Some(cell);
    }
    store
        .add_action(&round, &action, &visitor.person, now())
        .await?;
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Action(assessment, action.action_id));
    Ok(())
}

/// Changes an action, unless somebody else has since it was opened. Its log is not touched.
#[server(endpoint = "plan/save")]
pub async fn save_action(
    assessment: AssessmentId,
    action: ActionId,
    seen: u32,
    #[server(default)] what: String,
    #[server(default)] measure: String,
    #[server(default)] owner: String,
    #[server(default)] due: String,
    #[server(default)] resource: String,
    #[server(default)] risk: String,
    #[server(default)] equality_note: String,
    #[server(default)] statements: Vec<StatementId>,
) -> Result<(), AppError> {
    let (visitor, round, framework) = open_assessment(assessment, Permission::Plan).await?;
    let store = store()?;
    let saved = store.find_action(&round, action).await?;
    let page = Place::Action(assessment, action);
    let typed = Typed {
        what,
        measure,
        owner,
        due,
        resource,
        risk,
        equality_note,
        statements,
    };
    let mut draft = typed.draft();
    let Some(saved) = saved.map(|it| it.value) else {
        return keep_removed(draft, &visitor, assessment).await;
    };
    let Some(mut changed) = typed.read(&mut draft, action, &round, framework) else {
        return draft.keep(&visitor.holder(), &page).await;
    };
    changed.mitigates = saved.mitigates;
    match store
        .save_action(&round, &changed, Version::new(seen), &visitor.person, now())
        .await
    {
        Ok(_) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Plan(assessment));
            Ok(())
        }
        Err(StoreError::Stale { .. }) => {
            draft.problem("what", "Somebody else changed this action since you opened it. What is saved now stands above the form; save again to replace it.");
            draft.keep(&visitor.holder(), &page).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What was typed about an action that is gone stands in the form of a new one.
async fn keep_removed(
    mut draft: Draft,
    visitor: &Visitor,
    assessment: AssessmentId,
) -> Result<(), AppError> {
    draft.problem("what", "Somebody removed this action since you opened it. What you typed stands here; add it again if it still belongs in the plan.");
    let page = Place::NewAction(assessment, ActionFor::Anything);
    draft.keep(&visitor.holder(), &page).await
}

/// Removes an action that nothing has been done about yet.
#[server(endpoint = "plan/remove")]
pub async fn remove_action(
    assessment: AssessmentId,
    action: ActionId,
    seen: u32,
) -> Result<(), AppError> {
    let (visitor, round, _) = open_assessment(assessment, Permission::Plan).await?;
    let page = Place::Action(assessment, action);
    let refused = match store()?
        .remove_action(&round, action, Version::new(seen), &visitor.person, now())
        .await
    {
        Ok(()) => {
            Draft::drop(&visitor.holder(), &page).await?;
            go_to(&Place::Plan(assessment));
            return Ok(());
        }
        Err(StoreError::HasProgress) => {
            "This action has a progress log, so it stays in the plan. Set its status to “Stopped” and say why."
        }
        Err(StoreError::Stale { .. }) => {
            "Somebody else changed this action since you opened it. Look at it again before you remove it."
        }
        Err(error) => return Err(error.into()),
    };
    let mut draft = Draft::default();
    draft.problem("what", refused);
    draft.keep(&visitor.holder(), &page).await
}

/// Adds an entry to an action's log. Goes on after sign-off, beside what was signed.
#[server(endpoint = "plan/progress")]
pub async fn add_progress(
    assessment: AssessmentId,
    action: ActionId,
    #[server(default)] note: String,
    #[server(default)] status: String,
    #[server(default)] new_due: String,
) -> Result<(), AppError> {
    let (visitor, round, _) = visitor::assessment(assessment, Permission::Plan).await?;
    let page = Place::Action(assessment, action);
    let mut draft = Draft::default()
        .typed("note", &note)
        .typed("status", &status)
        .typed("new_due", &new_due);
    let note = draft
        .check("note", text::paragraph(&note))
        .unwrap_or_default();
    let due = read_optional_date(&mut draft, "new_due", &new_due);
    if note.trim().is_empty() && draft.problem_with("note").is_none() {
        let message = if due.is_some() {
            "Say why the due date moves."
        } else {
            "Say what has happened."
        };
        draft.problem("note", message);
    }
    if draft.has_problems() {
        return draft.keep(&visitor.holder(), &page).await;
    }
    let progress = Progress {
        progress_id: ProgressId(new_id()),
        at: now(),
        by: visitor.person.name.clone(),
        note,
        status: status.parse::<Status>().ok(),
        due,
    };
    let added = store()?
        .add_progress(&round, action, &progress, &visitor.person)
        .await?;
    if !added {
        return Err(AppError::NotFound);
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&page);
    Ok(())
}

/// How the form of a new action remembers what it started from.
#[must_use]
pub fn write_start(started_from: &ActionFor) -> String {
    match started_from {
        ActionFor::Anything => String::new(),
        ActionFor::Gap(statement, None) => format!("gap {statement}"),
        ActionFor::Gap(statement, Some(suggestion)) => format!("gap {statement} {suggestion}"),
        ActionFor::Impact(CellId { row, need }) => format!("impact {row} {need}"),
    }
}

/// Reads it back; what cannot be read is for nothing in particular.
fn read_start(text: &str) -> ActionFor {
    let parts: Vec<_> = text.split(' ').collect();
    let gap = |statement: &str, suggestion| {
        let statement = statement.parse().ok()?;
        Some(ActionFor::Gap(statement, suggestion))
    };
    let found = match parts.as_slice() {
        ["gap", statement] => gap(statement, None),
        ["gap", statement, suggestion] => gap(statement, suggestion.parse().ok()),
        ["impact", row, need] => Some(ActionFor::Impact(CellId {
            row: (*row).to_owned(),
            need: (*need).to_owned(),
        })),
        _ => None,
    };
    found.unwrap_or(ActionFor::Anything)
}

/// An action as it was typed.
struct Typed {
    what: String,
    measure: String,
    owner: String,
    due: String,
    resource: String,
    risk: String,
    equality_note: String,
    statements: Vec<StatementId>,
}

impl Typed {
    fn draft(&self) -> Draft {
        let statements: Vec<_> = self.statements.iter().map(StatementId::as_str).collect();
        Draft::default()
            .typed("what", &self.what)
            .typed("measure", &self.measure)
            .typed("owner", &self.owner)
            .typed("due", &self.due)
            .typed("resource", &self.resource)
            .typed("risk", &self.risk)
            .typed("equality_note", &self.equality_note)
            .typed("statements", &statements.join(" "))
    }

    /// The action, or `None` with what is wrong noted in the draft.
    fn read(
        self,
        draft: &mut Draft,
        action_id: ActionId,
        round: &Assessment,
        framework: &Framework,
    ) -> Option<Action> {
        let what = draft.check("what", text::paragraph(&self.what))?;
        if what.trim().is_empty() {
            draft.problem("what", "Say what will be done.");
        }
        let mut paragraph = |field, typed: &str| {
            draft
                .check(field, text::paragraph(typed))
                .unwrap_or_default()
        };
        let measure = paragraph("measure", &self.measure);
        let resource = paragraph("resource", &self.resource);
        let risk = paragraph("risk", &self.risk);
        let equality_note = paragraph("equality_note", &self.equality_note);
        let owner = draft
            .check("owner", text::line(&self.owner))
            .unwrap_or_default();
        let due = read_optional_date(draft, "due", &self.due);
        let mut statements = self.statements;
        statements.retain(|id| round.find_asked(framework, id).is_some());
        statements.sort();
        statements.dedup();
        (!draft.has_problems()).then_some(Action {
            action_id,
            what,
            measure,
            owner,
            due,
            resource,
            risk,
            equality_note,
            statements,
            mitigates: None,
            progress: vec![],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_remembers_what_it_started_from() {
        let starts = [
            ActionFor::Anything,
            ActionFor::Gap("W03".parse().unwrap(), None),
            ActionFor::Gap("W03".parse().unwrap(), Some(1)),
            ActionFor::Impact(CellId {
                row: "age".into(),
                need: "eliminate".into(),
            }),
        ];
        for start in starts {
            assert_eq!(read_start(&write_start(&start)), start);
        }
        assert_eq!(read_start("gap not/an/id"), ActionFor::Anything);
    }
}
