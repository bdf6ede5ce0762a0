//! What will be done, by whom, by when, and how it is going.

use domain::display;
use domain::plan::{Action, Progress, Status};
use time::Date;

use super::wording::{bold, lines, shorten};
use super::{Material, Numbered, Status as Stage};
use crate::pdf::{Block, Cell, Column, Span, Table, Text};

/// The longest heading an action gets, in characters.
const LONGEST_HEADING: usize = 120;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, "What we will do")];
    if material.actions.is_empty() {
        blocks.push(Block::paragraph(Span::alert("No action is planned yet.")));
        return blocks;
    }
    blocks.push(Block::Table(overview(material)));
    for it in &material.actions {
        blocks.extend(card(material, *it));
    }
    if let Stage::ToDate(signed) = material.plan.status() {
        blocks.push(Block::heading(2, "What has happened since it was signed"));
        blocks.extend(since(material, |entry| entry.at > signed.signed_at));
    }
    blocks
}

fn overview(material: &Material<'_>) -> Table {
    let today = material.plan.today();
    Table {
        caption: String::new(),
        columns: vec![
            Column::number("No.", 4.0),
            Column::text("Action", 30.0),
            Column::text("Owner", 15.0),
            // As wide as "20 November 2026".
            Column::text("Due", 16.0),
            Column::text("Status", 10.0),
        ],
        rows: material
            .actions
            .iter()
            .map(|it| {
                vec![
                    bold(it.number.to_string()),
                    shorten(&it.action.what, LONGEST_HEADING).into(),
                    owner(it.action, 60),
                    due(it.action, today),
                    it.action.status().name().into(),
                ]
            })
            .collect(),
        row_headings: true,
    }
}

fn owner(action: &Action, most: usize) -> Cell {
    if action.is_unowned() {
        Span::alert("No owner yet").into()
    } else {
        shorten(&action.owner, most).into()
    }
}

/// When an action is due, and whether that has passed.
pub(super) fn due(action: &Action, today: Date) -> Cell {
    match action.due_now() {
        None => Span::alert("No date yet").into(),
        Some(day) if action.is_overdue(today) => {
            vec![Span::plain(display::day(day)), Span::alert(" Overdue")].into()
        }
        Some(day) => display::day(day).into(),
    }
}

/// Everything about one action.
fn card(material: &Material<'_>, it: Numbered<'_>) -> Vec<Block> {
    let action = it.action;
    let title = shorten(&action.what, LONGEST_HEADING);
    let is_cut = title.ends_with('…') && !action.what.trim_end().ends_with('…');
    let mut blocks = vec![Block::heading(3, format!("{}. {title}", it.number))];
    if is_cut {
        blocks.push(Block::paragraph(action.what.trim()));
    }
    let mut when = due(action, material.plan.today());
    if action.due_now() != action.due
        && let Some(planned) = action.due
    {
        let planned = format!(" (planned for {})", display::day(planned));
        when.0.push(Span::plain(planned));
    }
    let measure = match action.measure.trim() {
        "" => Span::alert("No measure yet").into(),
        text => text.into(),
    };
    blocks.extend(lines(vec![
        ("Owner", owner(action, usize::MAX)),
        ("Due", when),
        ("Status", action.status().name().into()),
        ("How we will know", measure),
        ("What it takes", action.resource.trim().into()),
        ("Risk if it is not done", action.risk.trim().into()),
        (
            "What it means for equality",
            action.equality_note.trim().into(),
        ),
        ("Statements", statements(material, action)),
        ("Mitigates", mitigates(material, action)),
    ]));
    let log: Vec<Text> = action.progress.iter().map(entry).collect();
    if !log.is_empty() {
        blocks.push(Block::List(log));
    }
    blocks
}

fn statements(material: &Material<'_>, action: &Action) -> Text {
    let named: Vec<String> = action
        .statements
        .iter()
        .map(|id| {
            let scored = material.results.find_statement(id).and_then(|it| {
                let level = it.score.level()?;
                Some(format!("{id} (level {level}, target {})", it.score.target))
            });
            scored.unwrap_or_else(|| id.to_string())
        })
        .collect();
    named.join(", ").into()
}

fn mitigates(material: &Material<'_>, action: &Action) -> Text {
    let plan = material.plan;
    action
        .mitigates
        .as_ref()
        .and_then(|cell| plan.form.find_cell_name(cell, &plan.eqia.own_rows))
        .unwrap_or_default()
        .into()
}

/// One entry of a log.
fn entry(entry: &Progress) -> Text {
    let mut spans = vec![Span::bold(format!(
        "{}, {}: ",
        display::day(display::london_day(entry.at)),
        entry.by
    ))];
    spans.push(Span::plain(entry.note.trim()));
    spans.push(Span::plain(change(entry.status, entry.due)));
    spans.into()
}

/// What an entry changed, as a sentence after its note.
fn change(status: Option<Status>, due: Option<Date>) -> String {
    let status = status.map(|it| format!("Status: {}.", it.name().to_lowercase()));
    let due = due.map(|it| format!("Due date moved to {}.", display::day(it)));
    match (status, due) {
        (Some(status), Some(due)) => format!("\n{status} {due}"),
        (Some(one), None) | (None, Some(one)) => format!("\n{one}"),
        (None, None) => String::new(),
    }
}

/// The entries of all logs that pass a test, oldest first.
fn since(material: &Material<'_>, test: impl Fn(&Progress) -> bool) -> Vec<Block> {
    let mut entries: Vec<(&Numbered<'_>, &Progress)> = material
        .actions
        .iter()
        .flat_map(|it| it.action.progress.iter().map(move |entry| (it, entry)))
        .filter(|(_, entry)| test(entry))
        .collect();
    entries.sort_by_key(|(it, entry)| (entry.at, it.number, entry.progress_id));
    if entries.is_empty() {
        return vec![Block::paragraph("Nothing is recorded yet.")];
    }
    let table = Table {
        caption: String::new(),
        columns: vec![
            Column::text("When", 12.0),
            Column::text("Action", 24.0),
            Column::text("What happened", 38.0),
        ],
        rows: entries
            .into_iter()
            .map(|(it, entry)| {
                let note = vec![
                    Span::plain(entry.note.trim()),
                    Span::plain(change(entry.status, entry.due)),
                ];
                vec![
                    bold(display::day(display::london_day(entry.at))),
                    format!("{}. {}", it.number, shorten(&it.action.what, 90)).into(),
                    note.into(),
                ]
            })
            .collect(),
        row_headings: true,
    };
    vec![Block::Table(table)]
}
