//! Which gaps come first.

use domain::display;
use domain::divergence::Halves;
use domain::evidence::{Support, SupportState};
use domain::gap::{FORMULA, PriorityLine};
use domain::results::StatementResult;

use super::Material;
use super::wording::{bold, find_numbers};
use crate::pdf::{Block, Cell, Column, Span, Table};

/// A gap that asks for an action, in levels.
const WIDE_GAP: u8 = 2;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::PageBreak, Block::heading(2, "What comes first")];
    blocks.extend(disputes(material));
    blocks.push(Block::paragraph(FORMULA));
    let rows: Vec<_> = material
        .results
        .priorities
        .iter()
        .filter_map(|line| {
            let result = material.results.find_statement(&line.statement)?;
            Some(row(material, line, result))
        })
        .collect();
    if rows.is_empty() {
        blocks.push(Block::paragraph("No scored statement is below its target."));
        return blocks;
    }
    blocks.push(Block::Table(Table {
        caption: String::new(),
        columns: vec![
            Column::text("Statement", 36.0),
            Column::text("Gap and importance", 14.5),
            // As wide as "21 September 2025".
            Column::text("Evidence", 22.5),
            Column::number("Priority", 10.5),
            Column::text("Actions", 15.0),
        ],
        rows,
        row_headings: true,
    }));
    blocks
}

/// What the two sides do not agree on has no score, and so no priority: it comes before what has.
fn disputes(material: &Material<'_>) -> Vec<Block> {
    let disputed = match &material.plan.partnership {
        Some(partnership) => partnership.disputed(&material.results),
        None => Vec::new(),
    };
    if disputed.is_empty() {
        return Vec::new();
    }
    let rows = disputed
        .iter()
        .map(|it| {
            let statement = it.result.statement;
            let gap = |gap: Option<Halves>| match gap {
                Some(gap) => gap.one_decimal().into(),
                None => Span::muted("not shown").into(),
            };
            let [management, staff] = it.gaps.map(gap);
            vec![
                vec![
                    Span::bold(format!("{} ", statement.id)),
                    Span::plain(statement.text.as_str()),
                ]
                .into(),
                it.result.score.target.to_string().into(),
                management,
                staff,
            ]
        })
        .collect();
    let table = Table {
        caption: "Where we do not agree: how many levels the median of each side is below the \
                  target"
            .to_owned(),
        columns: vec![
            Column::text("Statement", 40.0),
            Column::number("Target", 10.0),
            Column::number("Management side", 13.0),
            Column::number("Staff side", 13.0),
        ],
        rows,
        row_headings: true,
    };
    vec![Block::Table(table)]
}

fn row(material: &Material<'_>, line: &PriorityLine, result: &StatementResult<'_>) -> Vec<Cell> {
    let level = result
        .score
        .level()
        .map(|level| level.to_string())
        .unwrap_or_default();
    let actions = find_numbers(material.actions_for(&line.statement));
    vec![
        vec![
            Span::bold(format!("{} ", line.statement)),
            Span::plain(result.statement.text.as_str()),
        ]
        .into(),
        format!(
            "{level} → {}\n{}",
            result.score.target,
            result.score.importance.name()
        )
        .into(),
        support(result.support),
        bold(line.priority.value().to_string()),
        match actions {
            Some(numbers) => numbers.into(),
            None if line.gap >= WIDE_GAP => Span::alert("None yet").into(),
            None => Span::muted("None").into(),
        },
    ]
}

/// What the evidence amounts to, in few words.
fn support(support: Support) -> Cell {
    match (support.state, support.date) {
        (SupportState::Current, Some(date)) => {
            format!("{},\n{}", support.strength.name(), display::day(date)).into()
        }
        (SupportState::Stale, Some(date)) => {
            Span::bold(format!("Old:\n{}", display::day(date))).into()
        }
        _ => Span::bold("Missing").into(),
    }
}
