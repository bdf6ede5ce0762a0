//! Annex A: what is recorded about every statement.

use domain::answer::Answer;
use domain::display;
use domain::evidence::Evidence;
use domain::participant::Side;
use domain::results::StatementResult;

use super::Material;
use super::wording::small;
use crate::pdf::{Block, Cell, Column, Span, Table, Text};

/// What is longer than this, in characters, is written out under the table:
/// in a narrow column it would take pages.
const LONGEST_CELL: usize = 500;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Annex A: every statement"),
        small(
            "Beside each piece of evidence stands how strong it is (assertion, document, data, independent) and when it was made.",
        ),
    ];
    for pillar in &material.plan.framework.pillars {
        let results: Vec<_> = material
            .results
            .statements
            .iter()
            .filter(|it| it.statement.pillar == pillar.id)
            .collect();
        if results.is_empty() {
            continue;
        }
        blocks.push(Block::heading(3, pillar.name.as_str()));
        blocks.push(Block::Table(Table {
            caption: String::new(),
            columns: vec![
                Column::text("Statement", 28.0),
                Column::text("Score", 15.0),
                Column::number("Target", 7.0),
                Column::text("Importance", 11.0),
                Column::text("Evidence and comment", 28.0),
            ],
            rows: results.iter().map(|it| row(material, it)).collect(),
            row_headings: true,
        }));
        for it in results {
            let said = said(material, it);
            if is_long(&said) {
                blocks.push(Block::heading(
                    4,
                    format!("{}: evidence and comment", it.statement.id),
                ));
                blocks.push(Block::paragraph(said));
            }
        }
    }
    blocks
}

fn row(material: &Material<'_>, it: &StatementResult<'_>) -> Vec<Cell> {
    let said = said(material, it);
    vec![
        vec![
            Span::bold(format!("{} ", it.statement.id)),
            Span::plain(it.statement.text.as_str()),
        ]
        .into(),
        score(material, it),
        it.score.target.to_string().into(),
        it.score.importance.name().into(),
        if is_long(&said) {
            Span::muted("Written out under this table").into()
        } else {
            said
        },
    ]
}

fn score(material: &Material<'_>, it: &StatementResult<'_>) -> Cell {
    match &it.score.answer {
        None => Span::muted("Not answered yet").into(),
        Some(Answer::DontKnow) => "Don’t know".into(),
        Some(Answer::NotApplicable { .. }) => "Not applicable".into(),
        Some(Answer::NoAgreement { .. }) => Span::bold("We do not agree").into(),
        Some(Answer::Level(level)) => vec![
            Span::bold(format!("{level} ")),
            Span::plain(material.plan.framework.level_name(*level)),
        ]
        .into(),
    }
}

/// The evidence for a statement, piece by piece, then what people said about it.
fn said(material: &Material<'_>, it: &StatementResult<'_>) -> Text {
    let recorded = material.plan.records.get(&it.statement.id);
    let mut spans = Vec::new();
    for piece in recorded.map_or(&[][..], |it| &it.evidence) {
        if !spans.is_empty() {
            spans.push(Span::plain("\n"));
        }
        spans.push(Span::plain(piece.what.trim()));
        spans.push(Span::muted(weight(piece)));
    }
    let comment = it.score.comment.trim();
    if !comment.is_empty() {
        let start = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::bold(format!("{start}Comment: ")));
        spans.push(Span::plain(comment));
    }
    if let Some(Answer::NotApplicable { reason }) = &it.score.answer {
        let start = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::bold(format!("{start}Why not: ")));
        spans.push(Span::plain(reason.trim()));
    }
    if let Some(Answer::NoAgreement { management, staff }) = &it.score.answer {
        for (side, position) in [(Side::Management, management), (Side::Staff, staff)] {
            let start = if spans.is_empty() { "" } else { "\n" };
            spans.push(Span::bold(format!("{start}{}: ", side.name())));
            spans.push(Span::plain(position.sentence()));
        }
    }
    if spans.is_empty() {
        spans.push(Span::muted("None"));
    }
    spans.into()
}

/// How strong a piece is, from when, and where it can be read.
fn weight(piece: &Evidence) -> String {
    let date = piece
        .date
        .map_or_else(|| "no date".to_owned(), display::day);
    let link = match piece.link.as_str() {
        "" => String::new(),
        link => format!(", {link}"),
    };
    format!(" ({}, {date}{link})", piece.strength.name().to_lowercase())
}

fn is_long(text: &Text) -> bool {
    let length: usize = text.0.iter().map(|span| span.text.chars().count()).sum();
    length > LONGEST_CELL
}
