//! What the gap chart of a lens shows, and in which words.

use std::cmp::Reverse;

use domain::display::Fraction;
use domain::results::{GroupResult, LensResult};
use domain::roll_up::RolledGroup;

use super::gap::{Gap, GapBar, Measured};
use crate::colour::Ink;

/// The gap chart of one lens: its bars, and what they show in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct GapChart {
    /// One bar for each group, in the order given.
    pub bars: Vec<GapBar>,
    /// What is furthest, and what is there.
    pub sentence: String,
}

/// The groups of a lens, the widest gap first; what is not scored comes last.
#[must_use]
pub fn furthest_first<'a, 'b>(lens: &'b LensResult<'a>) -> Vec<&'b GroupResult<'a>> {
    let mut groups: Vec<_> = lens.groups.iter().collect();
    groups.sort_by_key(|group| (group.score.scored == 0, Reverse(group.score.gap_points())));
    groups
}

impl GapChart {
    /// The chart of `groups`, which belong to the lens called `lens`.
    #[must_use]
    pub fn of(lens: &str, groups: &[&GroupResult<'_>]) -> Self {
        Self {
            bars: groups.iter().map(|group| bar(lens, group)).collect(),
            sentence: describe(groups),
        }
    }
}

impl GapChart {
    /// The chart of what several sites come to together; the counts are of sites.
    #[must_use]
    pub fn of_sites(lens: &str, groups: &[&RolledGroup<'_>]) -> Self {
        let bars = groups.iter().map(|it| {
            let measured = it.averages.map(|averages| Measured {
                score_percent: averages.percent.value(),
                target_percent: averages.target_percent.value(),
                score: whole(Some(averages.percent)),
                gap: if it.at_target == it.scored {
                    Gap::AtTarget
                } else {
                    Gap::Points(whole(Some(averages.gap_points)))
                },
            });
            GapBar {
                label: it.group.name.clone(),
                measured,
                scored: it.scored,
                applicable: it.applicable,
                ink: ink(lens, &it.group.id),
            }
        });
        Self {
            bars: bars.collect(),
            sentence: describe_sites(groups),
        }
    }
}

/// The groups of a roll-up, the widest average gap first; what is scored nowhere comes last.
#[must_use]
pub fn furthest_sites_first<'a, 'b>(groups: &'b [RolledGroup<'a>]) -> Vec<&'b RolledGroup<'a>> {
    let mut groups: Vec<_> = groups.iter().collect();
    groups.sort_by_key(|it| {
        let gap = it.averages.map(|averages| averages.gap_points);
        (gap.is_none(), Reverse(gap))
    });
    groups
}

fn describe_sites(groups: &[&RolledGroup<'_>]) -> String {
    let averages = groups
        .iter()
        .filter_map(|it| Some((it, it.averages?.gap_points)));
    let Some((furthest, gap)) = averages.max_by_key(|(_, gap)| *gap) else {
        return "Nothing is scored at any of these sites yet.".to_owned();
    };
    if furthest.at_target == furthest.scored {
        return "Every group is at target at every site.".to_owned();
    }
    let distance = match whole(Some(gap)) {
        0 => "less than a point".to_owned(),
        1 => "1 point".to_owned(),
        points => format!("{points} points"),
    };
    format!(
        "On average over the sites {} is furthest from target, {distance}.",
        furthest.group.name
    )
}

fn ink(lens: &str, group: &str) -> Ink {
    match (lens, group) {
        ("pillars", "wellbeing") => Ink::Wellbeing,
        ("pillars", "leadership") => Ink::Leadership,
        ("pillars", "equality") => Ink::Equality,
        _ => Ink::Mixed,
    }
}

fn bar(lens: &str, group: &GroupResult<'_>) -> GapBar {
    let score = &group.score;
    let measured = score
        .percent()
        .zip(score.target_percent())
        .map(|(percent, target)| Measured {
            score_percent: percent.value(),
            target_percent: target.value(),
            score: whole(Some(percent)),
            gap: if score.is_at_target() {
                Gap::AtTarget
            } else {
                Gap::Points(whole(score.gap_points()))
            },
        });
    GapBar {
        label: group.group.name.clone(),
        measured,
        scored: score.scored,
        applicable: score.applicable,
        ink: ink(lens, &group.group.id),
    }
}

fn describe(groups: &[&GroupResult<'_>]) -> String {
    let scored = || groups.iter().filter(|group| group.score.scored > 0);
    let Some(furthest) = scored().max_by_key(|group| group.score.gap_points()) else {
        return "Nothing is scored yet.".to_owned();
    };
    let name = &furthest.group.name;
    if furthest.score.is_at_target() {
        return match groups {
            [_] => format!("{name}: at target."),
            _ => "Every group is at target.".to_owned(),
        };
    }
    let distance = match whole(furthest.score.gap_points()) {
        0 => "less than a point".to_owned(),
        1 => "1 point".to_owned(),
        points => format!("{points} points"),
    };
    if let [_] = groups {
        return format!("{name}: {distance} from target.");
    }
    let there: Vec<_> = scored()
        .filter(|group| group.score.is_at_target())
        .map(|group| group.group.name.as_str())
        .collect();
    match there.as_slice() {
        [] => format!("{name} is furthest from target, {distance}."),
        [one] => format!("{name} is furthest from target, {distance}. {one} is at target."),
        many => format!(
            "{name} is furthest from target, {distance}. At target: {}.",
            many.join(", ")
        ),
    }
}

fn whole(fraction: Option<Fraction>) -> u32 {
    fraction.map_or(0, |fraction| {
        u32::try_from(fraction.whole()).unwrap_or(u32::MAX)
    })
}
