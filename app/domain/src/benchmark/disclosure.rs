//! Which groups may be described for one measure: the rules of [`super`], from the bottom up.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    distribution::{Distribution, MEDIAN_LEAST},
    peer_group::PeerGroup,
};
use crate::display::Fraction;

/// What is left of a group beside its published parts is nobody, or at least this many.
pub(super) const REST_LEAST: usize = 5;

/// A peer group with those who contributed to it, by their positions.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) group: PeerGroup,
    /// Those who are in none of its parts.
    pub(super) rest: Vec<usize>,
    pub(super) parts: Vec<Tree>,
}

impl Tree {
    /// The tree of those who contributed, each by the groups that they belong
    /// to, as far as its groups may be named with their number of contributions.
    pub(super) fn of(paths: &[[PeerGroup; 4]]) -> Self {
        let everybody = (0..paths.len()).collect();
        Self::under(PeerGroup::All, 1, everybody, paths).pruned()
    }

    fn under(
        group: PeerGroup,
        depth: usize,
        members: Vec<usize>,
        paths: &[[PeerGroup; 4]],
    ) -> Self {
        let mut parts = BTreeMap::<PeerGroup, Vec<usize>>::new();
        let mut rest = vec![];
        for member in members {
            match paths.get(member).and_then(|path| path.get(depth)) {
                Some(part) => parts.entry(*part).or_default().push(member),
                None => rest.push(member),
            }
        }
        let parts = parts.into_iter();
        let parts = parts.map(|(part, members)| Self::under(part, depth + 1, members, paths));
        Self {
            group,
            rest,
            parts: parts.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len() + self.parts.iter().map(Self::len).sum::<usize>()
    }

    /// The tree without parts that are too small, or leave too few beside them.
    fn pruned(self) -> Self {
        let parts = self.parts.into_iter().map(|part| (part.len(), part));
        let (parts, dropped) = keep_largest(self.rest.len(), parts.collect());
        let mut rest = self.rest;
        rest.extend(dropped.into_iter().flat_map(Self::into_members));
        Self {
            group: self.group,
            rest,
            parts: parts.into_iter().map(Self::pruned).collect(),
        }
    }

    fn into_members(self) -> Vec<usize> {
        let mut members = self.rest;
        members.extend(self.parts.into_iter().flat_map(Self::into_members));
        members
    }
}

/// The parts that may be published beside a rest of `rest`, and those that may
/// not: too small ones, and the smallest until the rest is nobody or large
/// enough. Looks at numbers only, never at values.
fn keep_largest<T>(rest: usize, parts: Vec<(usize, T)>) -> (Vec<T>, Vec<T>) {
    let (mut kept, small): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(n, _)| *n >= MEDIAN_LEAST);
    let mut rest = rest + small.iter().map(|(n, _)| n).sum::<usize>();
    let mut dropped: Vec<_> = small.into_iter().map(|(_, part)| part).collect();
    kept.sort_by_key(|(n, _)| Reverse(*n));
    while (1..REST_LEAST).contains(&rest) {
        let Some((n, part)) = kept.pop() else { break };
        rest += n;
        dropped.push(part);
    }
    (kept.into_iter().map(|(_, part)| part).collect(), dropped)
}

/// One group with its values in ascending order.
pub(super) type Described = (PeerGroup, Vec<Fraction>);

/// The groups that are described for one measure.
///
/// `value` gives a contribution's value, `None` where it has none; `end` is the
/// other end of the scale for a measure that ties several together.
pub(super) fn disclose(
    tree: &Tree,
    value: &impl Fn(usize) -> Option<Fraction>,
    end: Option<Fraction>,
) -> Vec<Described> {
    let all = judge(tree, value, end);
    if !all.is_safe || all.values.len() < MEDIAN_LEAST {
        return vec![];
    }
    all.described(tree.group)
}

/// What came of looking at a group and everything below it.
struct Judged {
    /// Its values in ascending order.
    values: Vec<Fraction>,
    /// What is described below it, when it is itself.
    below: Vec<Described>,
    /// Whether nothing could be attributed if it were published.
    is_safe: bool,
}

impl Judged {
    fn described(self, group: PeerGroup) -> Vec<Described> {
        let mut described = self.below;
        described.push((group, self.values));
        described
    }
}

fn judge(tree: &Tree, value: &impl Fn(usize) -> Option<Fraction>, end: Option<Fraction>) -> Judged {
    let mut rest: Vec<_> = tree.rest.iter().filter_map(|&at| value(at)).collect();
    let parts = tree.parts.iter().map(|part| {
        let judged = judge(part, value, end);
        (judged.values.len(), (part.group, judged))
    });
    let (parts, dropped) = keep_largest(rest.len(), parts.collect());
    rest.extend(dropped.into_iter().flat_map(|(_, part)| part.values));
    rest.sort_unstable();

    let mut values = rest.clone();
    values.extend(
        parts
            .iter()
            .flat_map(|(_, part)| part.values.iter().copied()),
    );
    values.sort_unstable();

    let parts_are_safe =
        parts.iter().all(|(_, part)| part.is_safe) && (rest.is_empty() || is_mixed(&rest));
    let sizes = parts.iter().map(|(_, part)| part.values.len());
    let smallest = sizes
        .chain([rest.len()].into_iter().filter(|n| *n > 0))
        .min();
    let is_safe = is_mixed(&values)
        && !tells_all(&values, end)
        && (parts_are_safe || is_ambiguous(&values, smallest.unwrap_or(0)));
    let below = if parts_are_safe {
        let parts = parts.into_iter();
        parts
            .flat_map(|(group, part)| part.described(group))
            .collect()
    } else {
        vec![]
    };
    Judged {
        values,
        below,
        is_safe,
    }
}

/// Whether at least two values differ from every one of them: then two differ
/// even beside whichever one a reader knows as their own.
fn is_mixed(ascending: &[Fraction]) -> bool {
    counts(ascending).all(|count| count + 2 <= ascending.len())
}

/// Whether two values are each held by at least so many: then either could be
/// what everybody has in a part of this size.
fn is_ambiguous(ascending: &[Fraction], size: usize) -> bool {
    counts(ascending).filter(|count| *count >= size).count() >= 2
}

/// How often each value occurs.
fn counts(ascending: &[Fraction]) -> impl Iterator<Item = usize> {
    ascending.chunk_by(PartialEq::eq).map(<[_]>::len)
}

/// Whether a quantile lies at an end of the scale, where a score of several
/// statements tells every one of them.
fn tells_all(ascending: &[Fraction], end: Option<Fraction>) -> bool {
    let Some(end) = end else { return false };
    let zero = Fraction::new(0, 1);
    Distribution::of(ascending).is_some_and(|it| {
        it.quantiles()
            .any(|number| number == end || Some(number) == zero)
    })
}
