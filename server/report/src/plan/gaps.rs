//! Where we are and where we want to be, lens by lens.

use domain::display::Fraction;
use domain::results::{GroupResult, LensResult, Results};

use super::wording::small;
use crate::chart::{GapChart, furthest_first};
use crate::pdf::{Block, Cell, Column, Figure, Span, Table};

/// The further lens of the main pack that is printed; those by pillar all are.
const FURTHER: &str = "elements";

pub(super) fn blocks(results: &Results<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Where we are, where we want to be"),
    ];
    let printed = |it: &&LensResult<'_>| {
        (it.lens.by_pillar || it.lens.id == FURTHER) && !it.groups.is_empty()
    };
    for lens in results.lenses.iter().filter(printed) {
        blocks.extend(lens_blocks(lens));
    }
    blocks
}

fn lens_blocks(lens: &LensResult<'_>) -> Vec<Block> {
    let name = &lens.lens.name;
    let groups = furthest_first(lens);
    let mut blocks = vec![Block::heading(3, name.clone())];
    blocks.extend(figure(&lens.lens.id, &groups));
    blocks.push(Block::Table(table(name, &groups)));
    if !lens.lens.note.trim().is_empty() {
        blocks.push(small(&lens.lens.note));
    }
    blocks
}

/// The sentence and the chart of `groups`, which belong to the lens called `lens`.
pub(super) fn figure(lens: &str, groups: &[&GroupResult<'_>]) -> [Block; 2] {
    let GapChart { bars, sentence } = GapChart::of(lens, groups);
    let caption = "Score (solid), gap (hatched) and target (line), in per cent of the possible, \
                   with statements scored.";
    [
        Block::paragraph(sentence.clone()),
        Block::Figure(Figure::gaps(sentence, caption, bars)),
    ]
}

fn table(lens: &str, groups: &[&GroupResult<'_>]) -> Table {
    Table {
        caption: format!("{lens}: the same numbers as a table"),
        columns: vec![
            Column::text("Group", 28.0),
            Column::number("Score", 9.0),
            Column::number("Target", 9.0),
            Column::number("Gap", 9.0),
            Column::number("At target", 9.0),
            Column::number("Scored", 10.0),
        ],
        rows: groups.iter().map(|group| row(group)).collect(),
        row_headings: true,
    }
}

fn row(group: &GroupResult<'_>) -> Vec<Cell> {
    let score = &group.score;
    let decimal =
        |fraction: Option<Fraction>| fraction.map_or_else(|| "–".to_owned(), Fraction::one_decimal);
    vec![
        Span::bold(group.group.name.clone()).into(),
        decimal(score.percent()).into(),
        decimal(score.target_percent()).into(),
        decimal(score.gap_points()).into(),
        score.at_or_above_target.to_string().into(),
        format!("{} of {}", score.scored, score.applicable).into(),
    ]
}
