//! The reader who wants to know what others have, with everything there is to know.
//!
//! They know who contributes and to which groups everybody belongs; of every
//! published group they know *all* its values, not only quantiles; they know the
//! rules, and what it means that something is left out; and they know their own
//! value. They try every way in which the values could lie that agrees with all
//! of this. The promise holds when for each other organisation at least two
//! values remain.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{
    Cohort, Contribution, Distribution, Measures, PeerGroup, Release,
    disclosure::{Described, Tree, disclose},
    release,
};
use crate::{
    display::Fraction,
    framework::shipped,
    level::Level,
    organisation::{Headcount, Kind, Nation},
};

/// One level of each organisation.
type World = Vec<u8>;

/// How a release is made of a world.
type Rule = fn(&Tree, &World) -> Vec<Described>;

fn level(level: u8) -> Fraction {
    Fraction::new(u64::from(level), 1).unwrap()
}

fn as_released(tree: &Tree, world: &World) -> Vec<Described> {
    disclose(tree, &|at| world.get(at).copied().map(level), None)
}

/// What seems enough at first: each group that is large enough, unless all its values are equal.
fn all_equal_is_left_out(tree: &Tree, world: &World) -> Vec<Described> {
    let mut values: Vec<_> = members(tree).iter().map(|at| level(world[*at])).collect();
    values.sort_unstable();
    let parts = tree.parts.iter();
    let mut found: Vec<_> = parts
        .flat_map(|it| all_equal_is_left_out(it, world))
        .collect();
    if values.first() != values.last() {
        found.push((tree.group, values));
    }
    found
}

/// What seems enough next: all but one equal is left out as well, but each group is looked at alone.
fn each_group_is_judged_alone(tree: &Tree, world: &World) -> Vec<Described> {
    let alone = |tree: &Tree| {
        let mut values: Vec<_> = members(tree).iter().map(|at| level(world[*at])).collect();
        values.sort_unstable();
        let most = values.chunk_by(PartialEq::eq).map(<[_]>::len);
        most.max().unwrap_or(0) + 2 <= values.len()
    };
    let mut found = all_equal_is_left_out(tree, world);
    let parts = tree.parts.iter().chain([tree]);
    let mixed: Vec<_> = parts.filter(|it| alone(it)).map(|it| it.group).collect();
    found.retain(|(group, _)| mixed.contains(group));
    found
}

fn members(tree: &Tree) -> Vec<usize> {
    let parts = tree.parts.iter().flat_map(members);
    tree.rest.iter().copied().chain(parts).collect()
}

/// Every world of so many organisations with the levels below `levels`.
fn worlds(organisations: usize, levels: u8) -> impl Iterator<Item = World> {
    let base = usize::from(levels);
    let count = base.pow(u32::try_from(organisations).unwrap());
    (0..count).map(move |number| {
        let digits = std::iter::successors(Some(number), |it| Some(it / base));
        let digits = digits.take(organisations);
        digits.map(|it| u8::try_from(it % base).unwrap()).collect()
    })
}

/// What a reader attributes: by whom, to whom, which level; `None` when nothing can be.
fn attribute(paths: &[[PeerGroup; 4]], levels: u8, rule: Rule) -> Option<(usize, usize, u8)> {
    let tree = Tree::of(paths);
    let n = paths.len();
    // For each release that anybody may see: which levels each could have, by reader and their level.
    let mut possible: HashMap<Vec<u8>, Vec<u8>> = HashMap::new();
    let slot = |reader: usize, own: u8, other: usize| {
        (reader * usize::from(levels) + usize::from(own)) * n + other
    };
    for world in worlds(n, levels) {
        let mut seen = vec![];
        for (group, values) in rule(&tree, &world) {
            seen.extend(group.to_string().bytes());
            seen.extend(values.iter().map(|it| u8::try_from(it.whole()).unwrap()));
        }
        let possible = possible
            .entry(seen)
            .or_insert_with(|| vec![0; n * n * usize::from(levels)]);
        for reader in 0..n {
            for other in 0..n {
                possible[slot(reader, world[reader], other)] |= 1 << world[other];
            }
        }
    }
    for possible in possible.values() {
        for reader in 0..n {
            for own in 0..levels {
                for other in (0..n).filter(|other| *other != reader) {
                    let found = possible[slot(reader, own, other)];
                    if found.is_power_of_two() {
                        let level = u8::try_from(found.trailing_zeros()).unwrap();
                        return Some((reader, other, level));
                    }
                }
            }
        }
    }
    None
}

const KINDS: [Kind; 4] = [
    Kind::Acute,
    Kind::Specialist,
    Kind::Community,
    Kind::Ambulance,
];

/// So many organisations of each kind, alike in all else.
fn kinds(sizes: &[usize]) -> Vec<[PeerGroup; 4]> {
    let kinds = KINDS.iter().zip(sizes);
    let path = |kind| PeerGroup::path_of(kind, Nation::England, Headcount::From3000);
    kinds
        .flat_map(|(kind, size)| std::iter::repeat_n(path(*kind), *size))
        .collect()
}

#[test]
fn nobody_in_one_group_learns_of_another() {
    for n in 6..=9 {
        assert_eq!(attribute(&kinds(&[n]), 3, as_released), None, "{n}");
    }
}

#[test]
fn nobody_learns_anything_from_a_group_and_its_parts() {
    for sizes in [
        &[6, 6][..],
        &[7, 6],
        &[8, 6],
        &[6, 5],
        &[6, 7],
        &[7, 7],
        &[6, 3, 2],
    ] {
        assert_eq!(attribute(&kinds(sizes), 2, as_released), None, "{sizes:?}");
    }
}

#[test]
fn nobody_learns_anything_where_levels_are_three() {
    // 3 to the power of 11 is 177,147 ways in which the values could lie.
    assert_eq!(attribute(&kinds(&[6, 5]), 3, as_released), None);
}

#[test]
fn nobody_learns_anything_from_groups_within_groups() {
    // Eleven acute in two nations, and five others.
    let mut paths = kinds(&[6, 5]);
    for path in &mut paths[6..] {
        *path = PeerGroup::path_of(Kind::Acute, Nation::Wales, Headcount::From3000);
    }
    paths.extend(kinds(&[0, 5]));
    assert_eq!(attribute(&paths, 2, as_released), None);
}

#[test]
fn the_attack_finds_what_a_weaker_rule_gives_away() {
    // Six contribute, nothing is published: whoever knows that only "all equal" is left out knows all.
    let found = attribute(&kinds(&[6]), 2, all_equal_is_left_out);
    assert!(found.is_some());
}

#[test]
fn the_attack_finds_what_groups_that_are_left_out_one_by_one_give_away() {
    // Thirteen in two parts: seven have level 1 and six level 0, and of neither part is anything told.
    // So each is nearly all alike; whoever has level 0 among the seven knows that the others have level 1.
    let found = attribute(&kinds(&[7, 6]), 2, each_group_is_judged_alone);
    assert!(found.is_some());
}

/// Organisations of several kinds, nations and sizes with levels that are much alike.
fn any_contributions() -> impl Strategy<Value = Vec<Contribution>> {
    let statements = shipped()[0].statements.len();
    let one = (
        0_usize..3,
        0_usize..2,
        0_usize..2,
        prop::collection::vec(0_u8..12, statements),
    );
    let one = one.prop_map(|(kind, nation, headcount, drawn)| Contribution {
        path: PeerGroup::path_of(KINDS[kind], Nation::ALL[nation], Headcount::ALL[headcount]),
        levels: drawn
            .into_iter()
            .map(|it| match it {
                0 => None,
                1..=7 => Level::new(2).ok(),
                8 | 9 => Level::new(3).ok(),
                10 => Level::new(1).ok(),
                _ => Level::new(4).ok(),
            })
            .collect(),
    });
    prop::collection::vec(one, 0..90)
}

fn made_of(contributions: &[Contribution]) -> Release {
    let cohort = Cohort {
        framework: "three-pillars".into(),
        edition: 1,
        year: 2025,
    };
    release(cohort, &shipped()[0], contributions)
}

fn contains(group: PeerGroup, path: &[PeerGroup; 4]) -> bool {
    path.contains(&group)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_class_of_every_measure_is_nobody_or_at_least_five(all in any_contributions()) {
        let made = made_of(&all);
        let measures = Measures::of(&shipped()[0]);
        let values: Vec<_> = all.iter().map(|it| measures.values(&it.levels)).collect();
        for (at, measure) in measures.iter().enumerate() {
            let cells: Vec<_> = made.cells.iter().filter(|it| it.measure == *measure).collect();
            // Of each contribution, the published groups it stands in.
            let mut classes: HashMap<Vec<PeerGroup>, Vec<Fraction>> = HashMap::new();
            for (it, values) in all.iter().zip(&values) {
                let Some(value) = values[at] else { continue };
                let groups = cells.iter().map(|cell| cell.group);
                let class = groups.filter(|group| contains(*group, &it.path)).collect();
                classes.entry(class).or_default().push(value);
            }
            for (class, values) in &classes {
                prop_assert!(class.is_empty() || values.len() >= 5, "{class:?} {values:?}");
                let most = values.iter().map(|one| values.iter().filter(|it| *it == one).count()).max();
                prop_assert!(class.is_empty() || most.unwrap_or(0) + 2 <= values.len());
            }
        }
    }

    #[test]
    fn a_group_is_told_of_only_with_the_group_around_it_and_as_it_is(all in any_contributions()) {
        let made = made_of(&all);
        let measures = Measures::of(&shipped()[0]);
        let named: Vec<_> = made.groups.iter().map(|it| it.group).collect();
        for cell in &made.cells {
            let at = measures.iter().position(|it| *it == cell.measure).unwrap();
            let inside = all.iter().filter(|it| contains(cell.group, &it.path));
            let mut values: Vec<_> = inside.filter_map(|it| measures.values(&it.levels)[at]).collect();
            values.sort_unstable();
            prop_assert_eq!(Distribution::of(&values), Some(cell.distribution));

            let path = all.iter().find(|it| contains(cell.group, &it.path)).unwrap().path;
            for around in path.into_iter().take_while(|it| *it != cell.group) {
                prop_assert!(made.cells.iter().any(|it| it.group == around && it.measure == cell.measure));
            }
            prop_assert!(named.contains(&cell.group));
        }
        prop_assert!(made.groups.iter().all(|it| it.contributions >= 6));
    }

    #[test]
    fn who_of_a_class_has_which_answers_makes_no_difference(all in any_contributions(), turn in 1_usize..7) {
        let made = made_of(&all);
        let mut turned = all.clone();
        let mut classes: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, it) in all.iter().enumerate() {
            classes.entry(it.path).or_default().push(at);
        }
        for class in classes.values() {
            for (place, at) in class.iter().enumerate() {
                let from = class[(place + turn) % class.len()];
                turned[*at].levels.clone_from(&all[from].levels);
            }
        }
        prop_assert_eq!(made_of(&turned), made);
    }
}

#[test]
fn below_six_not_even_the_number_is_told() {
    let some = Contribution {
        path: kinds(&[1])[0],
        levels: vec![Level::new(2).ok(); 60],
    };
    let made = made_of(&vec![some; 5]);
    assert_eq!((made.groups.len(), made.cells.len()), (0, 0));
}

#[test]
fn a_group_with_everything_at_its_best_is_not_told_of() {
    // Half of them have every level 4, so that the median would say so of each of their statements.
    let with = |level: u8| Contribution {
        path: kinds(&[1])[0],
        levels: vec![Level::new(level).ok(); 60],
    };
    let made = made_of(&[4, 4, 4, 4, 3, 2, 1].map(with));
    assert!(made.cells.iter().all(|it| it.measure.chapter.most() == 4));
    assert_eq!(
        made.cells
            .iter()
            .filter(|it| it.group == PeerGroup::All)
            .count(),
        60
    );
}
