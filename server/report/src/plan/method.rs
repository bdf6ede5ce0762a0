//! Annex C: how the numbers are made.

use domain::gap::FORMULA;
use domain::level::Level;

use super::Plan;
use super::wording::{bold, small};
use crate::pdf::{Block, Column, Span, Table};

/// What is worked out, and how.
const FORMULAS: [(&str, &str); 9] = [
    (
        "In scope",
        "The statements of this assessment: all of the pack, or its 15-minute scan.",
    ),
    ("Applicable", "In scope and not “not applicable”."),
    (
        "Scored",
        "Has an agreed level. “Don’t know” and “not answered yet” are applicable and not scored: \
         they lower coverage and never a score.",
    ),
    ("Coverage", "Scored ÷ applicable."),
    (
        "Score, in per cent",
        "100 × Σ(weight × level) ÷ Σ(weight × 4), over the scored statements of a group.",
    ),
    (
        "Target, in per cent",
        "100 × Σ(weight × the higher of level and target) ÷ Σ(weight × 4), over the same \
         statements: where the group would be with every target met.",
    ),
    (
        "Gap of a statement",
        "Target − level, in levels, and never less than 0.",
    ),
    (
        "Gap of a group",
        "25 × Σ(weight × gap) ÷ Σ(weight), in points of 100; exactly target − score. A surplus in \
         one statement never pays for a shortfall in another.",
    ),
    (
        "Old evidence",
        "Its newest date lies more than 12 calendar months before the day that age is told from. \
         Missing: there is none, or none with a date.",
    ),
];

const NOTES: [&str; 5] = [
    "Levels are an order. Level 4 is better than level 2 and not “twice as good”; percentages sum up \
     many statements and compare like with like only within this plan.",
    "Where nothing is scored there is no score, which is not the same as 0. There is no one number \
     for all pillars together.",
    "Each number is rounded by itself, half away from zero, from its exact fraction: whole numbers \
     in charts and sentences, one decimal in tables. Differences may therefore look one out.",
    "A statement counts fully in every group that it belongs to, so groups may overlap.",
    "“At target” is said only when every scored statement is at its target or above.",
];

/// Said where something is asked beside the pack.
const BESIDE: &str = "Add-on packs and local statements stand apart: they count in groups of their \
    own, in coverage, in the priorities and in the plan, and in no pillar of the questionnaire \
    beside them. Local statements are never compared with another organisation's.";

pub(super) fn blocks(plan: &Plan<'_>) -> Vec<Block> {
    let framework = plan.framework;
    let mut formulas: Vec<_> = FORMULAS
        .iter()
        .map(|(name, formula)| vec![bold(*name), (*formula).into()])
        .collect();
    formulas.push(vec![bold("Priority"), FORMULA.into()]);
    let levels = Level::all().map(|level| {
        vec![
            Span::bold(format!("{level}: ")),
            Span::plain(framework.level_name(level)),
        ]
        .into()
    });
    let beside = !framework.add_ons.is_empty() || framework.has_local_statements();
    let notes = NOTES.iter().copied().chain(beside.then_some(BESIDE));
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Annex C: how the numbers are made"),
        Block::heading(3, "Levels"),
        Block::List(levels.collect()),
        Block::heading(3, "Formulas"),
        Block::Table(Table {
            caption: String::new(),
            columns: vec![
                Column::text("What", 16.0),
                Column::text("How it is worked out", 57.0),
            ],
            rows: formulas,
            row_headings: true,
        }),
        Block::heading(3, "How to read them"),
        Block::List(notes.map(Into::into).collect()),
        small(&format!(
            "Weights run from 1 to 5 and stand in the pack; importance (low 1, medium 2, high 3) \
             orders the priorities and never changes a score. {}; licence of the text: {}.",
            framework.full_title(),
            framework.licence
        )),
    ];
    // The main pack's own words stand on the cover.
    for pack in &framework.add_ons {
        blocks.push(Block::heading(3, pack.title.as_str()));
        blocks.push(small(&pack.wording));
        blocks.push(small(&pack.attribution));
    }
    blocks
}
