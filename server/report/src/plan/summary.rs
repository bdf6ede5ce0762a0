//! What somebody needs to know who reads one page.
//!
//! Long texts are cut here, so that it stays one page; they stand whole in the
//! sections after it.

use domain::display;
use domain::framework::Origin;
use domain::plan::Status;
use domain::results::{GroupResult, LensResult};

use super::wording::{find_numbers, is, shorten, to_go, whole};
use super::{Material, Numbered, equality, gaps};
use crate::chart::furthest_first;
use crate::pdf::{Block, Cell, Column, Span, Table};

/// How many actions a page has room for.
const FIRST: usize = 3;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "In one page"),
        Block::paragraph(coverage(material)),
    ];
    if let Some(pillars) = material.results.find_lens("pillars") {
        blocks.push(Block::List(
            pillars
                .groups
                .iter()
                .map(|group| {
                    vec![
                        Span::bold(format!("{}: ", group.group.name)),
                        Span::plain(sentence(group)),
                    ]
                    .into()
                })
                .collect(),
        ));
        // The sentences have just been said, pillar by pillar.
        let [_, figure] = gaps::figure(&pillars.lens.id, &furthest_first(pillars));
        blocks.push(figure);
    }
    blocks.extend(beside(material));
    blocks.push(Block::heading(2, "What we will do first"));
    blocks.extend(first(material));
    blocks.push(Block::paragraph(plan_in_numbers(material)));
    let mut equality = vec![Span::bold("Equality: ")];
    equality.extend(equality::sentence(material));
    blocks.push(Block::paragraph(equality));
    blocks
}

/// What is asked beside the pack, whose numbers stand in the next section.
fn beside(material: &Material<'_>) -> Option<Block> {
    let others = material.results.by_pillar();
    let others = others.filter(|it| it.lens.origin != Origin::Main);
    let described = |it: &LensResult<'_>| {
        let score = &it.overall;
        format!(
            "{} ({} of {} scored)",
            it.lens.name, score.scored, score.applicable
        )
    };
    let names: Vec<_> = others.map(described).collect();
    (!names.is_empty()).then(|| {
        Block::paragraph(vec![
            Span::bold("Asked beside it: "),
            Span::plain(format!(
                "{}. These stand apart and count in none of the pillars above.",
                names.join(", ")
            )),
        ])
    })
}

fn coverage(material: &Material<'_>) -> String {
    let score = &material.results.overall;
    if score.scored == 0 {
        return "No statement is scored yet, and nothing is counted as 0 before.".to_owned();
    }
    format!(
        "{} of the {} statements that apply {} scored ({} %); {} at or above target.",
        score.scored,
        score.applicable,
        if score.scored == 1 { "is" } else { "are" },
        whole(score.coverage_percent()),
        match score.at_or_above_target {
            1 => "1 is".to_owned(),
            many => format!("{many} are"),
        }
    )
}

fn sentence(group: &GroupResult<'_>) -> String {
    let score = &group.score;
    if score.scored == 0 {
        return "nothing is scored yet.".to_owned();
    }
    if score.is_at_target() {
        return "every scored statement is at its target or above.".to_owned();
    }
    format!(
        "{}; {} of {} scored statements at target.",
        to_go(score.gap_points()),
        score.at_or_above_target,
        score.scored
    )
}

/// The actions that close the most urgent gaps, or else those gaps.
fn first(material: &Material<'_>) -> Vec<Block> {
    let mut chosen: Vec<Numbered<'_>> = Vec::new();
    for line in &material.results.priorities {
        for it in material.actions_for(&line.statement) {
            let is_new = chosen.iter().all(|other| other.number != it.number);
            if is_new && it.action.status() != Status::Done && chosen.len() < FIRST {
                chosen.push(it);
            }
        }
    }
    if chosen.is_empty() {
        return urgent(material);
    }
    let table = Table {
        caption: String::new(),
        columns: vec![
            Column::text("Action", 24.0),
            Column::text("Owner", 11.0),
            Column::text("Due", 11.0),
            Column::text("How we will know", 23.0),
        ],
        rows: chosen.iter().map(|it| row(material, *it)).collect(),
        row_headings: true,
    };
    vec![Block::Table(table)]
}

fn row(material: &Material<'_>, it: Numbered<'_>) -> Vec<Cell> {
    let action = it.action;
    let missing = |text: &str, most, words: &str| -> Cell {
        match text.trim() {
            "" => Span::alert(words).into(),
            text => shorten(text, most).into(),
        }
    };
    let gaps: Vec<_> = action
        .statements
        .iter()
        .filter_map(|id| {
            let result = material.results.find_statement(id)?;
            let level = result.score.level()?;
            Some(format!("{id}: {level} → {}", result.score.target))
        })
        .take(2)
        .collect();
    vec![
        vec![
            Span::bold(format!("{}. {}", it.number, shorten(&action.what, 50))),
            Span::plain(format!("\n{}", gaps.join(" · "))),
        ]
        .into(),
        missing(&action.owner, 30, "No owner yet"),
        super::actions::due(action, material.plan.today()),
        missing(&action.measure, 60, "No measure yet"),
    ]
}

/// The widest gaps, when nothing is planned about any of them.
fn urgent(material: &Material<'_>) -> Vec<Block> {
    let lines = || {
        material
            .results
            .priorities
            .iter()
            .take(FIRST)
            .filter_map(|line| material.results.find_statement(&line.statement))
    };
    if lines().next().is_none() {
        return vec![Block::paragraph("No scored statement is below its target.")];
    }
    let items = lines()
        .map(|result| {
            vec![
                Span::bold(format!("{} ", result.statement.id)),
                Span::plain(shorten(&result.statement.text, 160)),
            ]
            .into()
        })
        .collect();
    vec![
        Block::paragraph(vec![
            Span::alert("No action is planned for them yet. "),
            Span::plain("These gaps come first:"),
        ]),
        Block::List(items),
    ]
}

/// How many actions there are, and how many need somebody to look.
fn plan_in_numbers(material: &Material<'_>) -> Vec<Span> {
    let today = material.plan.today();
    let count = |test: &dyn Fn(&Numbered<'_>) -> bool| {
        material.actions.iter().filter(|it| test(it)).count()
    };
    let all = material.actions.len();
    if all == 0 {
        return vec![Span::plain("The plan has no actions yet.")];
    }
    let done = count(&|it| it.action.status() == Status::Done);
    let unowned = count(&|it| it.action.is_unowned());
    let overdue: Vec<_> = material
        .actions
        .iter()
        .copied()
        .filter(|it| it.action.is_overdue(today))
        .collect();
    let mut spans = vec![Span::plain(format!(
        "The plan has {}; {done} {} done.",
        display::count(all, "action", "actions"),
        is(done)
    ))];
    if unowned > 0 {
        let verb = if unowned == 1 { "has" } else { "have" };
        spans.push(Span::alert(format!(" {unowned} {verb} no owner yet.")));
    }
    let first = overdue.iter().copied().take(8);
    match (overdue.len(), find_numbers(first)) {
        (_, None) => spans.push(Span::plain(" Nothing is overdue.")),
        (many @ 9.., _) => spans.push(Span::alert(format!(" {many} actions are overdue."))),
        (many, Some(numbers)) => {
            spans.push(Span::alert(format!(" {numbers} {} overdue.", is(many))));
        }
    }
    spans
}
