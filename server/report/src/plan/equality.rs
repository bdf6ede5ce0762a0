//! Who could the plan help or harm: the EQIA in short.

use domain::display;
use domain::eqia::{Eqia, FieldId, Impact};
use domain::plan::{CellId, Status};

use super::wording::{bold, is, lines, shorten, small};
use super::{Material, Plan};
use crate::pdf::{Block, Cell, Column, Span, Table, Text};

/// The longest reason that the summary repeats, in characters.
const LONGEST_REASON: usize = 300;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let plan = material.plan;
    let mut blocks = vec![
        Block::heading(2, "Who the plan helps, and whom it could harm"),
        Block::paragraph(sentence(material)),
    ];
    if let Some(declared) = plan.eqia.not_required() {
        blocks.push(Block::paragraph(declared.reason.trim()));
    }
    blocks.extend(decision(plan));
    blocks.push(Block::heading(
        3,
        "Negative impacts, and what is done about them",
    ));
    blocks.extend(negative(material));
    blocks.push(Block::heading(3, "How much of the assessment is filled in"));
    blocks.push(Block::Table(coverage(plan)));
    blocks.push(small(
        "Coverage says how much is written, and nothing about how good it is. An equality impact \
         assessment is never scored.",
    ));
    blocks
}

/// Where the EQIA stands, in a few sentences.
pub(super) fn sentence(material: &Material<'_>) -> Vec<Span> {
    let plan = material.plan;
    let eqia = &plan.eqia;
    if let Some(declared) = eqia.not_required() {
        return vec![Span::plain(format!(
            "No equality impact assessment is required, as {}, {}, decided on {}.",
            shorten(declared.name, 60),
            shorten(declared.post, 60),
            display::day(declared.date)
        ))];
    }
    let coverage = eqia.coverage(plan.form);
    let negative = negative_cells(plan).count();
    let open = eqia.unmitigated(plan.form, &plan.actions).len();
    let mut spans = vec![Span::plain(format!(
        "The equality impact assessment has decided {} of {} impacts. {} {} negative",
        coverage.cells.done,
        coverage.cells.of,
        match negative {
            0 => "None".to_owned(),
            number => number.to_string(),
        },
        is(negative.max(1)),
    ))];
    if negative == 0 {
        spans.push(Span::plain(". "));
    } else if open == 0 {
        let each = if negative == 1 { "" } else { "each " };
        spans.push(Span::plain(format!(
            ", {each}with a mitigation or a justification. "
        )));
    } else {
        spans.push(Span::plain("; "));
        spans.push(Span::alert(format!(
            "nothing is done yet about {open} of them. "
        )));
    }
    match eqia.authorisation() {
        Some(it) => spans.push(Span::plain(format!(
            "Authorised on {} by {}, {}.",
            display::day(it.date),
            shorten(it.name, 60),
            shorten(it.post, 60)
        ))),
        None => spans.push(Span::bold("Authorised: not yet.")),
    }
    spans
}

/// What was decided, as far as it is written.
fn decision(plan: &Plan<'_>) -> Option<Block> {
    let eqia = &plan.eqia;
    let review = eqia.review_date().map(display::day).unwrap_or_default();
    let summary = eqia.entry(&FieldId::publication_summary());
    lines(vec![
        ("What was found", answer(eqia, "impacts-found")),
        ("What it changed in the plan", answer(eqia, "shaped")),
        ("How it is monitored", answer(eqia, "monitoring")),
        ("Review", review.into()),
        (
            "Publication",
            eqia.publication().map_or("", |it| it.name()).into(),
        ),
        ("In short", summary.trim().into()),
    ])
}

fn answer(eqia: &Eqia, question: &str) -> Text {
    eqia.question(question).trim().into()
}

fn negative_cells<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = CellId> + 'a {
    plan.form
        .cells(&plan.eqia.own_rows)
        .filter(|cell| plan.eqia.cell(cell).is_negative())
}

fn negative(material: &Material<'_>) -> Vec<Block> {
    let plan = material.plan;
    let rows: Vec<Vec<Cell>> = negative_cells(plan)
        .map(|id| {
            let cell = plan.eqia.cell(&id);
            let name = plan
                .form
                .find_cell_name(&id, &plan.eqia.own_rows)
                .unwrap_or_default();
            vec![
                bold(name),
                cell.impact.map_or("", Impact::name).into(),
                shorten(cell.reason, LONGEST_REASON).into(),
                remedy(material, &id),
            ]
        })
        .collect();
    if rows.is_empty() {
        return vec![Block::paragraph("No negative impact is recorded.")];
    }
    vec![Block::Table(Table {
        caption: String::new(),
        columns: vec![
            Column::text("Who, and which need of the duty", 18.0),
            Column::text("Impact", 10.0),
            Column::text("Why", 24.0),
            Column::text("What is done", 24.0),
        ],
        rows,
        row_headings: true,
    })]
}

/// The actions that mitigate a cell, or why nothing is done.
pub(super) fn remedy(material: &Material<'_>, id: &CellId) -> Cell {
    let cell = material.plan.eqia.cell(id);
    let mut spans = Vec::new();
    for it in &material.actions {
        let action = it.action;
        if action.mitigates.as_ref() != Some(id) || action.status() == Status::Stopped {
            continue;
        }
        if !spans.is_empty() {
            spans.push(Span::plain("\n"));
        }
        spans.push(Span::bold(format!("Action {}: ", it.number)));
        spans.push(Span::plain(shorten(&action.what, 100)));
    }
    if cell.is_justified() {
        let start = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::bold(format!("{start}Justified: ")));
        spans.push(Span::plain(shorten(cell.justification, LONGEST_REASON)));
    }
    if spans.is_empty() && cell.is_negative() {
        spans.push(Span::alert("Nothing yet"));
    }
    spans.into()
}

fn coverage(plan: &Plan<'_>) -> Table {
    let coverage = plan.eqia.coverage(plan.form);
    Table {
        caption: String::new(),
        columns: vec![
            Column::text("Stage", 56.0),
            Column::number("Filled in", 17.0),
        ],
        rows: plan
            .form
            .stages
            .iter()
            .zip(coverage.stages)
            .map(|(stage, share)| {
                vec![
                    bold(format!("{}. {}", stage.number, stage.name)),
                    format!("{} of {}", share.done, share.of).into(),
                ]
            })
            .collect(),
        row_headings: true,
    }
}
