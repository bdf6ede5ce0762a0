//! What the sites of one organisation come to together.
//!
//! Every site counts equally, however large it is. Score, target and gap are
//! taken per site first and averaged afterwards, so that a site's strength never
//! hides another's gap. What does not apply at a site is left out of that site's
//! numbers, and a site at which nothing of a group is scored is left out of that
//! group's average. The lowest and the highest site stand beside every average.
//!
//! A roll-up is never benchmarked, and neither are the assessments in it: see
//! [`Assessment::is_of_whole_organisation`].

use crate::{
    assessment::Assessment,
    display::Fraction,
    framework::Group,
    id::SiteId,
    results::{GroupResult, LensResult, Results},
    score::GroupScore,
};

/// The rule, as it is printed beside every roll-up.
pub const RULE: &str = "Every site counts equally, whatever its size. Score, target and gap are worked out for each site first and then averaged, so that a surplus at one site never pays for a shortfall at another. What does not apply at a site leaves that site’s numbers; a site with nothing scored in a group is left out of that group. A roll-up is never part of a benchmark.";

/// The assessment of one site, with its numbers.
#[derive(Debug, Clone, Copy)]
pub struct SiteResults<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// Its numbers.
    pub results: &'a Results<'a>,
}

/// Why assessments cannot be rolled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRolledUp {
    /// There is nothing to average.
    #[error("choose at least two sites")]
    TooFew,
    /// One of them is of the whole organisation, which holds its sites already.
    #[error("only assessments of sites can be put together")]
    NotOfASite,
    /// Two of them are of the same site, which would count twice.
    #[error("choose one assessment of each site")]
    SiteTwice,
    /// They are not about the same statements and the same period.
    #[error("choose assessments of the same questionnaire, the same extent and the same period")]
    NotAlike,
    /// Both sides of one of them still score on their own.
    #[error("the scores of one of them are not revealed yet")]
    Blind,
    /// The sum of their exact fractions is too fine for exact arithmetic; see [`mean`].
    #[error("these are too many sites for one roll-up; choose fewer")]
    TooMany,
}

/// One site's number beside the average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extreme {
    /// Which of the assessments, counted from 0 in the order given.
    pub at: usize,
    /// Its score in per cent of the possible.
    pub percent: Fraction,
}

/// The averages of a group over the sites at which any of it is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Averages {
    /// Mean of the sites' scores, in per cent, 0 to 100.
    pub percent: Fraction,
    /// Mean of the sites' targets, in per cent, 0 to 100.
    pub target_percent: Fraction,
    /// Mean of the sites' gaps, in points of 100.
    pub gap_points: Fraction,
    /// The site with the lowest score; of equals the first.
    pub lowest: Extreme,
    /// The site with the highest score; of equals the first.
    pub highest: Extreme,
}

/// One group of a lens over several sites.
#[derive(Debug, Clone)]
pub struct RolledGroup<'a> {
    /// The group.
    pub group: &'a Group,
    /// Its averages; `None` when nothing of it is scored anywhere.
    pub averages: Option<Averages>,
    /// At how many sites anything of it is scored.
    pub scored: u32,
    /// At how many sites anything of it applies.
    pub applicable: u32,
    /// At how many sites everything that is scored is at its target or above.
    pub at_target: u32,
}

/// Whether these assessments can be rolled up.
///
/// # Errors
///
/// Returns [`NotRolledUp`] with the first thing that is in the way.
pub fn check<'a>(assessments: impl IntoIterator<Item = &'a Assessment>) -> Result<(), NotRolledUp> {
    let mut sites: Vec<SiteId> = Vec::new();
    let mut first: Option<&Assessment> = None;
    for assessment in assessments {
        let site = assessment.site.as_ref().ok_or(NotRolledUp::NotOfASite)?;
        if sites.contains(&site.site_id) {
            return Err(NotRolledUp::SiteTwice);
        }
        sites.push(site.site_id);
        if !are_alike(first.get_or_insert(assessment), assessment) {
            return Err(NotRolledUp::NotAlike);
        }
        if assessment.is_blind() {
            return Err(NotRolledUp::Blind);
        }
    }
    if sites.len() < 2 {
        return Err(NotRolledUp::TooFew);
    }
    Ok(())
}

/// Whether two assessments are of one organisation, ask the same statements and are about the same period.
#[must_use]
pub fn are_alike(one: &Assessment, other: &Assessment) -> bool {
    let what = |it: &Assessment| {
        (
            it.organisation_id,
            it.framework.clone(),
            it.edition,
            it.scope,
            it.period_start,
            it.period_end,
        )
    };
    what(one) == what(other)
}

/// The groups of a lens over all of these sites, in the pack's order.
///
/// # Errors
///
/// Returns [`NotRolledUp`] when they cannot be put together; see [`check`].
pub fn roll_up<'a>(
    sites: &[SiteResults<'a>],
    lens: &str,
) -> Result<Vec<RolledGroup<'a>>, NotRolledUp> {
    check(sites.iter().map(|it| it.assessment))?;
    let lenses: Vec<&LensResult<'a>> = sites
        .iter()
        .filter_map(|it| it.results.find_lens(lens))
        .collect();
    // Of the same pack and the same extent, so that every site has the same groups.
    let Some(first) = lenses.first() else {
        return Ok(Vec::new());
    };
    let groups = first.groups.iter();
    groups
        .map(|group| {
            let same = |it: &&GroupResult<'a>| it.group.id == group.group.id;
            let scores: Vec<GroupScore> = lenses
                .iter()
                .map(|lens| lens.groups.iter().find(same))
                .map(|it| it.map(|it| it.score).unwrap_or_default())
                .collect();
            average_group(group.group, &scores)
        })
        .collect()
}

/// One group, from its score at each site.
///
/// # Errors
///
/// Returns [`NotRolledUp::TooMany`] when its averages cannot be told exactly.
pub fn average_group<'a>(
    group: &'a Group,
    scores: &[GroupScore],
) -> Result<RolledGroup<'a>, NotRolledUp> {
    let count = |holds: fn(&GroupScore) -> bool| {
        let number = scores.iter().filter(|it| holds(it)).count();
        u32::try_from(number).map_err(|_| NotRolledUp::TooMany)
    };
    Ok(RolledGroup {
        group,
        averages: averages(scores)?,
        scored: count(|it| it.scored > 0)?,
        applicable: count(|it| it.applicable > 0)?,
        at_target: count(GroupScore::is_at_target)?,
    })
}

fn averages(scores: &[GroupScore]) -> Result<Option<Averages>, NotRolledUp> {
    let percents: Vec<Extreme> = scores
        .iter()
        .enumerate()
        .filter_map(|(at, score)| {
            Some(Extreme {
                at,
                percent: score.percent()?,
            })
        })
        .collect();
    // Of equals the first: `min_by_key` gives it as it is, `max_by_key` from the other end.
    let lowest = percents.iter().min_by_key(|it| it.percent);
    let highest = percents.iter().rev().max_by_key(|it| it.percent);
    let (Some(&lowest), Some(&highest)) = (lowest, highest) else {
        return Ok(None);
    };
    let of = |number: fn(&GroupScore) -> Option<Fraction>| {
        let numbers: Vec<_> = scores.iter().filter_map(number).collect();
        mean(&numbers).ok_or(NotRolledUp::TooMany)
    };
    Ok(Some(Averages {
        percent: of(GroupScore::percent)?,
        target_percent: of(GroupScore::target_percent)?,
        gap_points: of(GroupScore::gap_points)?,
        lowest,
        highest,
    }))
}

/// The mean of fractions, exactly: Σ fraction ÷ their number, in lowest terms.
///
/// `None` when there are none, or when the exact mean does not fit into a [`Fraction`]. The
/// denominators are sums of weights, at most some hundreds, so in practice it always does.
#[must_use]
pub fn mean(fractions: &[Fraction]) -> Option<Fraction> {
    let (mut over, mut under) = (0_u128, 1_u128);
    for fraction in fractions {
        let (a, b) = fraction.parts();
        let (a, b) = (u128::from(a), u128::from(b));
        // over/under + a/b, over the smallest common denominator.
        let common = (under / greatest_common_divisor(under, b)).checked_mul(b)?;
        over = over
            .checked_mul(common / under)?
            .checked_add(a.checked_mul(common / b)?)?;
        under = common;
        let shared = greatest_common_divisor(over, under);
        (over, under) = (over / shared, under / shared);
    }
    let under = under.checked_mul(u128::try_from(fractions.len()).ok()?)?;
    if under == 0 {
        return None;
    }
    let shared = greatest_common_divisor(over, under);
    // Rounding doubles and multiplies by twenty; what is shown must fit then too.
    let fits = |number: u128| u64::try_from(number).ok().filter(|it| *it < u64::MAX / 64);
    Fraction::new(fits(over / shared)?, fits(under / shared)?)
}

/// Of 0 and a number, that number.
fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        answer::{AgreedScore, Answer},
        assessment::{Method, Scope, State},
        divergence::Minimum,
        framework,
        id::{AssessmentId, OrganisationId},
        level::{Importance, Level, Target},
        results::{Recorded, Records},
        score::tests::{agreed, statement},
        score::{Scored, score_group},
        site::Site,
    };

    fn site_assessment(number: u128) -> Assessment {
        let pack = framework::shipped().first().unwrap();
        Assessment {
            assessment_id: AssessmentId(Uuid::from_u128(number)),
            organisation_id: OrganisationId(Uuid::nil()),
            title: "2026".into(),
            framework: pack.id.clone(),
            edition: pack.edition,
            scope: Scope::Full,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::Scoring,
            additions: framework::Additions::default(),
            supersedes: None,
            follows: None,
            site: Some(Site {
                site_id: SiteId(Uuid::from_u128(number)),
                name: format!("Site {number}"),
            }),
        }
    }

    fn score(members: &[(u8, AgreedScore)]) -> GroupScore {
        let statements: Vec<_> = members
            .iter()
            .map(|(weight, _)| statement("L01", *weight))
            .collect();
        score_group(
            statements
                .iter()
                .zip(members)
                .map(|(statement, (_, score))| Scored { statement, score }),
        )
    }

    fn not_applicable() -> AgreedScore {
        AgreedScore {
            answer: Some(Answer::NotApplicable {
                reason: "No beds".into(),
            }),
            ..agreed(0, 3)
        }
    }

    fn group() -> &'static Group {
        let pack = framework::shipped().first().unwrap();
        pack.lenses.first().unwrap().groups.first().unwrap()
    }

    fn rolled(scores: &[GroupScore]) -> Averages {
        average_group(group(), scores).unwrap().averages.unwrap()
    }

    #[test]
    fn a_large_site_counts_as_much_as_a_small_one() {
        // One site scored 3 statements at 4: 100. The other 1 statement at 1: 25.
        // Equally: (100 + 25) / 2 = 62.5. Pooled it would have been 100 × 13 / 16 = 81.25.
        let large = score(&[(1, agreed(4, 3)), (1, agreed(4, 3)), (1, agreed(4, 3))]);
        let small = score(&[(1, agreed(1, 3))]);
        let both = rolled(&[large, small]);
        assert_eq!(both.percent, Fraction::new(125, 2).unwrap());
        assert_eq!((both.lowest.at, both.highest.at), (1, 0));
        assert_eq!(both.lowest.percent, Fraction::new(25, 1).unwrap());
    }

    #[test]
    fn a_surplus_at_one_site_never_pays_for_a_shortfall_at_another() {
        // Gaps in points: 25 × max(0, 3 − 4) = 0 and 25 × max(0, 3 − 2) = 25, so 12.5 together,
        // although the mean level, (4 + 2) / 2 = 3, is exactly the target.
        let both = rolled(&[score(&[(1, agreed(4, 3))]), score(&[(1, agreed(2, 3))])]);
        assert_eq!(both.gap_points, Fraction::new(25, 2).unwrap());
        // Targets: 100 × max(4, 3) / 4 = 100 and 100 × 3 / 4 = 75, so 87.5; scores: 100 and 50, so 75.
        assert_eq!(both.target_percent, Fraction::new(175, 2).unwrap());
        assert_eq!(both.percent, Fraction::new(75, 1).unwrap());
        let group = average_group(
            group(),
            &[score(&[(1, agreed(4, 3))]), score(&[(1, agreed(2, 3))])],
        );
        assert_eq!(group.unwrap().at_target, 1);
    }

    #[test]
    fn what_does_not_apply_at_a_site_leaves_its_numbers_and_nothing_else() {
        // Site 1: level 1 of 4 and one statement that does not apply: 25. Site 2: levels 3 and 3: 75.
        // (25 + 75) / 2 = 50. Site 3 has nothing of the group: it is not among the 2 of 2.
        let sites = [
            score(&[(1, agreed(1, 3)), (1, not_applicable())]),
            score(&[(1, agreed(3, 3)), (1, agreed(3, 3))]),
            score(&[(1, not_applicable())]),
        ];
        let group = average_group(group(), &sites).unwrap();
        assert_eq!(
            group.averages.unwrap().percent,
            Fraction::new(50, 1).unwrap()
        );
        assert_eq!((group.scored, group.applicable), (2, 2));
    }

    #[test]
    fn a_site_that_has_not_scored_is_left_out_and_counted_as_missing() {
        let unanswered = AgreedScore::unanswered(Target::default());
        let sites = [
            score(&[(1, agreed(2, 3))]),
            score(&[(1, unanswered.clone())]),
        ];
        let group = average_group(group(), &sites).unwrap();
        // 100 × 2 / 4 = 50, from 1 of 2 sites
        assert_eq!(
            group.averages.unwrap().percent,
            Fraction::new(50, 1).unwrap()
        );
        assert_eq!((group.scored, group.applicable), (1, 2));
        let nothing = average_group(super::tests::group(), &[score(&[(1, unanswered)])]).unwrap();
        assert_eq!(nothing.averages, None);
    }

    #[test]
    fn thirds_are_averaged_without_rounding() {
        // 100 × 1/12 and 100 × 2/12 and 100 × 4/12: mean 100 × 7/36 = 19.444…
        let site = |levels: [u8; 3]| score(&levels.map(|level| (1, agreed(level, 3))));
        let all = rolled(&[site([1, 0, 0]), site([1, 1, 0]), site([4, 0, 0])]);
        assert_eq!(all.percent, Fraction::new(700, 36).unwrap());
        assert_eq!(all.percent.one_decimal(), "19.4");
    }

    #[test]
    fn of_equal_sites_the_first_is_named() {
        let level = |level| score(&[(1, agreed(level, 3))]);
        let all = rolled(&[level(2), level(1), level(2), level(1)]);
        assert_eq!((all.lowest.at, all.highest.at), (1, 0));
    }

    #[test]
    fn only_sites_that_were_asked_the_same_are_put_together() {
        let [one, two, three] = [1, 2, 3].map(site_assessment);
        assert_eq!(check([&one, &two, &three]), Ok(()));
        assert_eq!(check([&one]), Err(NotRolledUp::TooFew));
        assert_eq!(check([]), Err(NotRolledUp::TooFew));
        let again = Assessment {
            assessment_id: AssessmentId(Uuid::from_u128(9)),
            ..one.clone()
        };
        assert_eq!(check([&one, &again]), Err(NotRolledUp::SiteTwice));
        let whole = Assessment {
            site: None,
            ..two.clone()
        };
        assert_eq!(check([&one, &whole]), Err(NotRolledUp::NotOfASite));
        assert!(whole.is_of_whole_organisation() && !two.is_of_whole_organisation());
        for other in [
            Assessment {
                scope: Scope::Quick,
                ..two.clone()
            },
            Assessment {
                edition: two.edition + 1,
                ..two.clone()
            },
            Assessment {
                framework: "another".into(),
                ..two.clone()
            },
            Assessment {
                period_start: date!(2026 - 05 - 01),
                ..two.clone()
            },
            Assessment {
                organisation_id: OrganisationId(Uuid::from_u128(7)),
                ..two.clone()
            },
        ] {
            assert_eq!(check([&one, &other]), Err(NotRolledUp::NotAlike));
        }
        let blind = Assessment {
            method: Method::Partnership,
            ..two
        };
        assert_eq!(check([&one, &blind]), Err(NotRolledUp::Blind));
    }

    #[test]
    fn every_group_of_a_lens_is_rolled_up_from_the_same_group_of_each_site() {
        let pack = framework::shipped().first().unwrap();
        let assessments = [1, 2].map(site_assessment);
        let all_at = |level: u8| -> Records {
            let recorded = |level| Recorded {
                score: AgreedScore {
                    answer: Some(Answer::Level(Level::new(level).unwrap())),
                    comment: String::new(),
                    target: Target::default(),
                    importance: Importance::default(),
                },
                evidence: vec![],
            };
            let ids = pack.statements.iter().map(|it| it.id.clone());
            ids.map(|id| (id, recorded(level))).collect()
        };
        let [one, two] = assessments.each_ref();
        let results = [
            Results::of(pack, one, &all_at(1)),
            Results::of(pack, two, &all_at(4)),
        ];
        let sites =
            [(one, &results[0]), (two, &results[1])].map(|(assessment, results)| SiteResults {
                assessment,
                results,
            });
        let groups = roll_up(&sites, "elements").unwrap();
        assert_eq!(
            groups.len(),
            results[0].find_lens("elements").unwrap().groups.len()
        );
        for group in groups {
            // (25 + 100) / 2 = 62.5
            let averages = group.averages.unwrap();
            assert_eq!(averages.percent, Fraction::new(125, 2).unwrap());
            assert_eq!((group.scored, group.applicable), (2, 2));
        }
        assert!(roll_up(&sites[..1], "elements").is_err());
    }

    proptest! {
        #[test]
        fn an_average_lies_between_its_sites_and_is_target_less_gap(
            sites in prop::collection::vec(prop::collection::vec((1_u8..=5, 0_u8..=4, 1_u8..=4), 1..20), 2..8),
        ) {
            let scores: Vec<_> = sites
                .iter()
                .map(|site| {
                    let members: Vec<_> = site.iter().map(|&(weight, level, target)| (weight, agreed(level, target))).collect();
                    score(&members)
                })
                .collect();
            let all = rolled(&scores);
            prop_assert!(all.lowest.percent <= all.percent && all.percent <= all.highest.percent);
            let apart = all.target_percent.value() - all.percent.value();
            prop_assert!((apart - all.gap_points.value()).abs() < 1e-9);
            let plain: f64 = scores.iter().map(|it| it.percent().unwrap().value()).sum();
            let sites = f64::from(u32::try_from(scores.len()).unwrap());
            prop_assert!((all.percent.value() - plain / sites).abs() < 1e-9);
        }
    }
}
