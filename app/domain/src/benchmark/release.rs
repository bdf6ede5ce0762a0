//! What is published of all that was contributed.

use super::{
    contribution::Cohort,
    disclosure::{Tree, disclose},
    distribution::{Distribution, MEDIAN_LEAST},
    measure::{Chapter, Measure, Measures},
    peer_group::PeerGroup,
};
use crate::{display::Fraction, framework::Framework, level::Level};

/// One contributed assessment: which groups it belongs to, and what is agreed in it.
#[derive(Debug, Clone)]
pub struct Contribution {
    /// The groups of its organisation, the widest first; see [`PeerGroup::path`].
    pub path: [PeerGroup; 4],
    /// The agreed levels, by the statements' positions in the pack.
    pub levels: Vec<Option<Level>>,
}

/// How many contributions there are in a peer group that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSize {
    /// The group.
    pub group: PeerGroup,
    /// How many contributions; six or more.
    pub contributions: u32,
}

/// How one measure lies in one peer group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The group.
    pub group: PeerGroup,
    /// The measure.
    pub measure: Measure,
    /// How its values lie.
    pub distribution: Distribution,
}

/// Everything that is published about one cohort, the same for every reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// What it is about.
    pub cohort: Cohort,
    /// The peer groups that are named, each before its parts.
    pub groups: Vec<GroupSize>,
    /// What is told of them: by group, then in the pack's order. Cells that
    /// would tell of somebody are not here.
    pub cells: Vec<Cell>,
}

/// Makes the release of a cohort.
///
/// A pure function of who contributed what: in which order does not matter.
#[must_use]
pub fn release(cohort: Cohort, framework: &Framework, contributions: &[Contribution]) -> Release {
    let measures = Measures::of(framework);
    let values: Vec<_> = contributions
        .iter()
        .map(|it| measures.values(&it.levels))
        .collect();
    let paths: Vec<_> = contributions.iter().map(|it| it.path).collect();
    let tree = Tree::of(&paths);
    let mut groups = vec![];
    if tree.len() >= MEDIAN_LEAST {
        sizes(&tree, &mut groups);
        groups.sort_by_key(|it| it.group);
    }
    let mut cells = vec![];
    for (at, measure) in measures.iter().enumerate() {
        let value = |contribution: usize| *values.get(contribution)?.get(at)?;
        for (group, values) in disclose(&tree, &value, end(measure)) {
            cells.extend(Distribution::of(&values).map(|distribution| Cell {
                group,
                measure: measure.clone(),
                distribution,
            }));
        }
    }
    // Stable, so that the measures of a group keep the pack's order.
    cells.sort_by_key(|it| it.group);
    Release {
        cohort,
        groups,
        cells,
    }
}

/// The upper end of the scale of a measure that ties statements together.
fn end(measure: &Measure) -> Option<Fraction> {
    match &measure.chapter {
        Chapter::Lens(_) => Fraction::new(measure.chapter.most(), 1),
        Chapter::Statements(_) => None,
    }
}

fn sizes(tree: &Tree, groups: &mut Vec<GroupSize>) {
    groups.push(GroupSize {
        group: tree.group,
        contributions: u32::try_from(tree.len()).unwrap_or(u32::MAX),
    });
    for part in &tree.parts {
        sizes(part, groups);
    }
}
