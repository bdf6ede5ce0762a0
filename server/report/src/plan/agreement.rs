//! What is agreed, and what is open.

use domain::answer::{Answer, Position};
use domain::assessment::Method;
use domain::level::Level;
use domain::participant::Side;
use domain::results::{GroupResult, StatementResult};

use super::Material;
use super::wording::{bold, small, written};
use crate::pdf::{Block, Cell, Column, Span, Table};

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(2, "What is agreed, and what is open"),
        Block::paragraph(
            "So many statements of each pillar have each level. Levels say what is in place; they \
             are an order, not a measure.",
        ),
    ];
    blocks.extend(levels(material).map(Block::Table));
    if material.plan.assessment.method == Method::Recorded {
        blocks.push(small(
            "These answers were agreed elsewhere and recorded here, without the positions of the \
             two sides. That no disagreement is printed does not mean that there was none.",
        ));
    }
    blocks.extend(open(
        material,
        "Where we do not agree",
        "Positions",
        |answer| matches!(answer, Some(Answer::NoAgreement { .. })),
        |it| match &it.score.answer {
            Some(Answer::NoAgreement { management, staff }) => positions(management, staff),
            _ => Cell::default(),
        },
    ));
    blocks.extend(open(
        material,
        "What we do not know",
        "Comment",
        |answer| matches!(answer, Some(Answer::DontKnow)),
        |it| comment(&it.score.comment),
    ));
    blocks.extend(open(
        material,
        "Not answered yet",
        "Comment",
        |answer| answer.is_none(),
        |it| comment(&it.score.comment),
    ));
    blocks.extend(open(
        material,
        "What does not apply here",
        "Reason",
        |answer| matches!(answer, Some(Answer::NotApplicable { .. })),
        |it| match &it.score.answer {
            Some(Answer::NotApplicable { reason }) => written(reason),
            _ => Cell::default(),
        },
    ));
    blocks
}

/// Both positions, management first.
fn positions(management: &Position, staff: &Position) -> Cell {
    let side = |side: Side, position: &Position, end: &str| {
        [
            Span::bold(format!("{}: ", side.name())),
            Span::plain(format!("{}{end}", position.sentence())),
        ]
    };
    let [management, staff] = [
        side(Side::Management, management, "\n"),
        side(Side::Staff, staff, ""),
    ];
    management
        .into_iter()
        .chain(staff)
        .collect::<Vec<_>>()
        .into()
}

fn comment(text: &str) -> Cell {
    match text.trim() {
        "" => Span::muted("None").into(),
        text => text.into(),
    }
}

/// How many statements of each pillar have each level: of the main pack, then of
/// each add-on and the local statements.
fn levels<'a>(material: &'a Material<'_>) -> impl Iterator<Item = Table> + 'a {
    let lenses = material.results.by_pillar();
    lenses.map(|lens| levels_of(material, &lens.groups))
}

fn levels_of(material: &Material<'_>, pillars: &[GroupResult<'_>]) -> Table {
    let framework = material.plan.framework;
    let count = |pillar: &str, test: &dyn Fn(Option<&Answer>) -> bool| {
        material
            .results
            .statements
            .iter()
            .filter(|it| it.statement.pillar == pillar && test(it.score.answer.as_ref()))
            .count()
    };
    let row = |name: String, test: &dyn Fn(Option<&Answer>) -> bool| {
        let numbers = pillars
            .iter()
            .map(|pillar| Cell::from(count(&pillar.group.id, test).to_string()));
        std::iter::once(bold(name)).chain(numbers).collect()
    };
    let mut columns = vec![Column::text("Answer", 30.0)];
    columns.extend(
        pillars
            .iter()
            .map(|pillar| Column::number(pillar.group.name.as_str(), 14.0)),
    );
    let mut rows: Vec<Vec<Cell>> = Level::all()
        .rev()
        .map(|level| {
            row(
                format!("{level} {}", framework.level_name(level)),
                &|answer| answer.and_then(Answer::level) == Some(level),
            )
        })
        .collect();
    rows.push(row("Don’t know".to_owned(), &|answer| {
        matches!(answer, Some(Answer::DontKnow))
    }));
    rows.push(row("Not answered yet".to_owned(), &|answer| {
        answer.is_none()
    }));
    rows.push(row("No agreement".to_owned(), &|answer| {
        matches!(answer, Some(Answer::NoAgreement { .. }))
    }));
    rows.push(row("Not applicable".to_owned(), &|answer| {
        matches!(answer, Some(Answer::NotApplicable { .. }))
    }));
    Table {
        caption: String::new(),
        columns,
        rows,
        row_headings: true,
    }
}

/// The statements with one kind of answer, with what was said about them.
fn open(
    material: &Material<'_>,
    heading: &str,
    said: &str,
    test: impl Fn(Option<&Answer>) -> bool,
    cell: impl Fn(&StatementResult<'_>) -> Cell,
) -> Vec<Block> {
    let rows: Vec<Vec<Cell>> = material
        .results
        .statements
        .iter()
        .filter(|it| test(it.score.answer.as_ref()))
        .map(|it| {
            vec![
                bold(it.statement.id.to_string()),
                it.statement.text.as_str().into(),
                cell(it),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let table = Table {
        caption: String::new(),
        columns: vec![
            Column::text("Id", 7.0),
            Column::text("Statement", 34.0),
            Column::text(said, 32.0),
        ],
        rows,
        row_headings: true,
    };
    vec![Block::heading(3, heading), Block::Table(table)]
}
