//! What moved from one assessment to the next, in every lens.
//!
//! Compared is only what can be: statements with the same id and revision that
//! are scored in *all* that is shown, weighed as the newest edition weighs
//! them. How many those are is said beside every number. Each moment keeps the
//! targets that were set then. A trend is about statements of one origin: those of
//! add-on packs and an organisation's own stand apart, each in a trend of their own.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    check_in::CheckIn,
    display::Fraction,
    framework::{Framework, Group, Lens, Origin, Statement},
    id::{ActionId, AssessmentId, CheckInId, StatementId},
    plan::Status,
    score::{GroupScore, Scored, score_group},
};

/// Names a moment of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MomentId {
    /// An assessment.
    Assessment(AssessmentId),
    /// A check-in between assessments.
    CheckIn(CheckInId),
}

/// One column of a trend: an assessment, or a check-in between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment<'a> {
    /// Names it.
    pub id: MomentId,
    /// What people call it.
    pub title: String,
    /// The day from which it looks; moments stand in this order.
    pub day: Date,
    /// The assessment; of a check-in the one it stands beside.
    pub assessment: &'a Assessment,
    /// The edition of the pack that was scored.
    pub framework: &'a Framework,
    /// What is agreed; of a check-in only the statements it looked at.
    pub scores: BTreeMap<StatementId, AgreedScore>,
}

impl<'a> Moment<'a> {
    /// An assessment with its agreed scores.
    #[must_use]
    pub fn of_assessment(
        assessment: &'a Assessment,
        framework: &'a Framework,
        scores: BTreeMap<StatementId, AgreedScore>,
    ) -> Self {
        Self {
            id: MomentId::Assessment(assessment.assessment_id),
            title: assessment.title.clone(),
            day: assessment.as_at,
            assessment,
            framework,
            scores,
        }
    }

    /// A check-in beside an assessment: its levels, with the targets of the
    /// assessment, and with what does not apply there.
    #[must_use]
    pub fn of_check_in(check_in: &CheckIn, beside: &Self) -> Self {
        let level = |(id, &level): (&StatementId, _)| {
            let statement = beside.framework.find_statement(id)?;
            let agreed = beside.scores.get(id).map_or_else(
                || beside.assessment.starting_score(statement),
                AgreedScore::clone,
            );
            let score = AgreedScore {
                answer: Some(Answer::Level(level)),
                ..agreed
            };
            Some((id.clone(), score))
        };
        let elsewhere = beside.scores.iter().filter(|(_, it)| !it.is_applicable());
        let mut scores: BTreeMap<_, _> = elsewhere
            .map(|(id, score)| (id.clone(), score.clone()))
            .collect();
        scores.extend(check_in.levels.iter().filter_map(level));
        Self {
            id: MomentId::CheckIn(check_in.check_in_id),
            title: format!("Check-in, {}", crate::display::day(check_in.held_on)),
            day: check_in.held_on,
            assessment: beside.assessment,
            framework: beside.framework,
            scores,
        }
    }

    fn find(&self, statement: &Statement) -> Result<&AgreedScore, Lacking> {
        let here = self
            .framework
            .find_statement(&statement.id)
            .ok_or(Lacking::NotInPack)?;
        if here.revision != statement.revision {
            return Err(Lacking::Changed);
        }
        if !self.assessment.asks(here) {
            return Err(Lacking::NotAsked);
        }
        self.scores
            .get(&statement.id)
            .filter(|it| it.level().is_some())
            .ok_or(Lacking::NotScored)
    }
}

/// Why a statement cannot be compared with a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lacking {
    /// It is not in the edition that was used.
    NotInPack,
    /// It meant something else.
    Changed,
    /// It was not asked.
    NotAsked,
    /// It has no agreed level.
    NotScored,
}

impl Lacking {
    /// The reason in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotInPack => "not in that edition",
            Self::Changed => "meant something else",
            Self::NotAsked => "not asked",
            Self::NotScored => "no agreed level",
        }
    }
}

/// Which way something went, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<T> {
    /// Towards more.
    Up(T),
    /// Towards less.
    Down(T),
    /// It stood still.
    Still,
}

impl<T> Change<T> {
    /// "up", "down" or "no change".
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Up(_) => "up",
            Self::Down(_) => "down",
            Self::Still => "no change",
        }
    }
}

impl Change<u8> {
    /// From one number to another.
    #[must_use]
    pub fn between(from: u8, to: u8) -> Self {
        match to.cmp(&from) {
            std::cmp::Ordering::Greater => Self::Up(to.abs_diff(from)),
            std::cmp::Ordering::Less => Self::Down(to.abs_diff(from)),
            std::cmp::Ordering::Equal => Self::Still,
        }
    }

    /// "up 2", "down 1" or "no change".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Up(by) | Self::Down(by) => format!("{} {by}", self.word()),
            Self::Still => self.word().into(),
        }
    }
}

impl Change<Fraction> {
    /// In points of 100, from one score to another over the same statements.
    ///
    /// `25 × (Σ(weight × level) then − Σ(weight × level) now) ÷ Σ weight`; `None`
    /// when nothing is compared.
    #[must_use]
    pub fn of(from: &GroupScore, to: &GroupScore) -> Option<Self> {
        let by = |more: u64, less: u64| Fraction::new(25 * (more - less), to.weight_sum);
        match to.level_sum.cmp(&from.level_sum) {
            std::cmp::Ordering::Greater => by(to.level_sum, from.level_sum).map(Self::Up),
            std::cmp::Ordering::Less => by(from.level_sum, to.level_sum).map(Self::Down),
            std::cmp::Ordering::Equal => (to.weight_sum > 0).then_some(Self::Still),
        }
    }

    /// With one decimal: "+4.2", "−1.0" or "0.0".
    #[must_use]
    pub fn one_decimal(&self) -> String {
        match self {
            Self::Up(by) => format!("+{}", by.one_decimal()),
            Self::Down(by) => format!("−{}", by.one_decimal()),
            Self::Still => "0.0".into(),
        }
    }

    /// For a sentence: "up 4 points", "down by less than a point", "no change".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Up(by) | Self::Down(by) => match by.whole() {
                0 => format!("{} by less than a point", self.word()),
                1 => format!("{} 1 point", self.word()),
                points => format!("{} {points} points", self.word()),
            },
            Self::Still => self.word().into(),
        }
    }
}

/// One statement that can be compared.
#[derive(Debug, Clone)]
pub struct StatementTrend<'a> {
    /// The statement, as the newest edition has it.
    pub statement: &'a Statement,
    /// Its level at each moment.
    pub levels: Vec<u8>,
    /// Its target at each moment, as it was set then.
    pub targets: Vec<u8>,
}

impl StatementTrend<'_> {
    /// From the first moment to the last, in levels.
    #[must_use]
    pub fn change(&self) -> Change<u8> {
        match (self.levels.first(), self.levels.last()) {
            (Some(&first), Some(&last)) => Change::between(first, last),
            _ => Change::Still,
        }
    }
}

/// One statement that cannot.
#[derive(Debug, Clone)]
pub struct Apart<'a> {
    /// The statement, as the newest edition has it.
    pub statement: &'a Statement,
    /// At which moments it is lacking, and why; positions in [`Trend::moments`].
    pub lacking: Vec<(usize, Lacking)>,
}

/// One group of a lens over time.
#[derive(Debug, Clone)]
pub struct GroupTrend<'a> {
    /// The group.
    pub group: &'a Group,
    /// Its sums at each moment, all over the same statements.
    pub scores: Vec<GroupScore>,
    /// How many of its statements can be compared.
    pub comparable: usize,
    /// How many apply in the newest.
    pub of: usize,
    /// Statements that moved up, down, and stood still from the first moment to the last.
    pub moved: [usize; 3],
    /// Its smaller groups, in order.
    pub parts: Vec<GroupTrend<'a>>,
}

impl GroupTrend<'_> {
    /// From the first moment to the last; `None` when nothing can be compared.
    #[must_use]
    pub fn change(&self) -> Option<Change<Fraction>> {
        Change::of(self.scores.first()?, self.scores.last()?)
    }

    /// "comparable on 19 of 22".
    #[must_use]
    pub fn basis(&self) -> String {
        format!("comparable on {} of {}", self.comparable, self.of)
    }
}

/// One lens over time.
#[derive(Debug, Clone)]
pub struct LensTrend<'a> {
    /// The lens, of the newest edition.
    pub lens: &'a Lens,
    /// Its groups with at least one statement that applies in the newest, in the pack's order.
    pub groups: Vec<GroupTrend<'a>>,
}

/// Something that happened to the organisation and explains a step, for example a merger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub day: Date,
    /// What, in a sentence.
    pub what: String,
}

/// Any number of moments side by side.
#[derive(Debug, Clone)]
pub struct Trend<'a> {
    /// What is shown, oldest first.
    pub moments: Vec<Moment<'a>>,
    /// Every lens of that origin, of the newest edition.
    pub lenses: Vec<LensTrend<'a>>,
    /// What can be compared, in the pack's order.
    pub statements: Vec<StatementTrend<'a>>,
    /// What applies in the newest and cannot be compared, in the pack's order.
    pub apart: Vec<Apart<'a>>,
    /// What happened to the organisation in between, oldest first.
    pub happenings: Vec<Happening>,
}

impl<'a> Trend<'a> {
    /// Compares the statements of one origin at moments of one pack; `None` without any moment.
    ///
    /// `happenings` may hold more than what lies between them.
    #[must_use]
    pub fn of(
        mut moments: Vec<Moment<'a>>,
        origin: Origin,
        happenings: Vec<Happening>,
    ) -> Option<Self> {
        moments.sort_by_key(|it| (it.day, it.id));
        let newest = moments.last()?;
        let pack = newest.framework;
        let mut statements = Vec::new();
        let mut apart = Vec::new();
        let mut found = BTreeMap::new();
        for (at, statement) in pack.statements.iter().enumerate() {
            let applies = newest.scores.get(&statement.id);
            if statement.origin != origin {
                continue;
            }
            if !newest.assessment.asks(statement) || applies.is_some_and(|it| !it.is_applicable()) {
                continue;
            }
            let scores: Vec<_> = moments.iter().map(|it| it.find(statement)).collect();
            let lacking: Vec<_> = (0..)
                .zip(&scores)
                .filter_map(|(at, it)| Some((at, it.err()?)))
                .collect();
            let scores: Vec<AgreedScore> = scores.into_iter().flatten().cloned().collect();
            if lacking.is_empty() {
                let levels = scores.iter().filter_map(AgreedScore::level);
                statements.push(StatementTrend {
                    statement,
                    levels: levels.map(crate::level::Level::get).collect(),
                    targets: scores.iter().map(|it| it.target.get()).collect(),
                });
                found.insert(at, Some(scores));
            } else {
                apart.push(Apart { statement, lacking });
                found.insert(at, None);
            }
        }
        let count = moments.len();
        let lenses = pack
            .lenses
            .iter()
            .filter(|lens| lens.origin == origin)
            .map(|lens| LensTrend {
                lens,
                groups: groups(pack, &lens.groups, &found, count),
            })
            .collect();
        let days = moments.first().map(|it| it.day).zip(Some(newest.day));
        let mut happenings = happenings;
        happenings.retain(|it| days.is_some_and(|(from, to)| from <= it.day && it.day <= to));
        happenings.sort_by_key(|it| it.day);
        Some(Self {
            moments,
            lenses,
            statements,
            apart,
            happenings,
        })
    }

    /// The lens called `id`.
    #[must_use]
    pub fn find_lens(&self, id: &str) -> Option<&LensTrend<'a>> {
        self.lenses.iter().find(|it| it.lens.id == id)
    }

    /// How many statements apply in the newest.
    #[must_use]
    pub fn applicable(&self) -> usize {
        self.statements.len() + self.apart.len()
    }

    /// "comparable on 41 of 60".
    #[must_use]
    pub fn basis(&self) -> String {
        format!(
            "comparable on {} of {}",
            self.statements.len(),
            self.applicable()
        )
    }

    /// Statements that moved up, down, and stood still, each the widest step
    /// first and else in the pack's order.
    #[must_use]
    pub fn moved(&self) -> Moved<'_, 'a> {
        let mut moved = Moved::default();
        for it in &self.statements {
            match it.change() {
                Change::Up(_) => moved.up.push(it),
                Change::Down(_) => moved.down.push(it),
                Change::Still => moved.still.push(it),
            }
        }
        let step = |it: &&StatementTrend<'_>| match it.change() {
            Change::Up(by) | Change::Down(by) => std::cmp::Reverse(by),
            Change::Still => std::cmp::Reverse(0),
        };
        moved.up.sort_by_key(step);
        moved.down.sort_by_key(step);
        moved
    }
}

/// Which way the statements went.
#[derive(Debug, Clone, Default)]
pub struct Moved<'t, 'a> {
    /// Up.
    pub up: Vec<&'t StatementTrend<'a>>,
    /// Down.
    pub down: Vec<&'t StatementTrend<'a>>,
    /// Neither.
    pub still: Vec<&'t StatementTrend<'a>>,
}

/// By position in the pack: the score at each moment, or nothing where it cannot be compared.
type Found = BTreeMap<usize, Option<Vec<AgreedScore>>>;

fn groups<'a>(
    pack: &'a Framework,
    groups: &'a [Group],
    found: &Found,
    moments: usize,
) -> Vec<GroupTrend<'a>> {
    let trend = |group: &'a Group| {
        let members: Vec<_> = group
            .members
            .iter()
            .filter_map(|at| Some((pack.statements.get(*at)?, found.get(at)?)))
            .collect();
        if members.is_empty() {
            return None;
        }
        let compared: Vec<_> = members
            .iter()
            .filter_map(|(statement, scores)| Some((*statement, scores.as_ref()?)))
            .collect();
        let scores = (0..moments)
            .map(|moment| {
                score_group(compared.iter().filter_map(|(statement, scores)| {
                    let score = scores.get(moment)?;
                    Some(Scored { statement, score })
                }))
            })
            .collect();
        let mut moved = [0, 0, 0];
        for (_, scores) in &compared {
            let level = |it: &AgreedScore| it.level().map_or(0, crate::level::Level::get);
            let (first, last) = (
                scores.first().map_or(0, level),
                scores.last().map_or(0, level),
            );
            let [up, down, still] = &mut moved;
            match Change::between(first, last) {
                Change::Up(_) => *up += 1,
                Change::Down(_) => *down += 1,
                Change::Still => *still += 1,
            }
        }
        Some(GroupTrend {
            group,
            scores,
            comparable: compared.len(),
            of: members.len(),
            moved,
            parts: self::groups(pack, &group.parts, found, moments),
        })
    };
    groups.iter().filter_map(trend).collect()
}

/// What a plan says of an action in passing, as a trend or a statement's page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The action; one that was carried over has the same id in both years.
    pub action: ActionId,
    /// What was to be done.
    pub what: String,
    /// How far it has come, as its log says by now.
    pub status: Status,
}

/// What became of one year's actions until the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deeds<'a> {
    /// Done.
    pub done: Vec<&'a Deed>,
    /// Open, and carried over into the plan of the later year.
    pub carried: Vec<&'a Deed>,
    /// Given up.
    pub stopped: Vec<&'a Deed>,
    /// Open, and not in the plan of the later year.
    pub left: Vec<&'a Deed>,
}

impl<'a> Deeds<'a> {
    /// Sorts the actions of the earlier plan by what became of them.
    ///
    /// One that stands in both plans was carried over, and what became of it
    /// after that is told by the later one.
    #[must_use]
    pub fn between(earlier: &'a [Deed], later: &[Deed]) -> Self {
        let later: BTreeSet<_> = later.iter().map(|it| it.action).collect();
        let mut deeds = Self::default();
        for deed in earlier {
            match deed.status {
                Status::Done => deeds.done.push(deed),
                Status::Stopped => deeds.stopped.push(deed),
                _ if later.contains(&deed.action) => deeds.carried.push(deed),
                _ => deeds.left.push(deed),
            }
        }
        deeds
    }

    /// How many actions the earlier plan had.
    #[must_use]
    pub fn count(&self) -> usize {
        self.done.len() + self.carried.len() + self.stopped.len() + self.left.len()
    }

    /// "Of 6 actions, 3 are done, 2 go on in the next plan, 1 was given up and none was left open."
    #[must_use]
    pub fn sentence(&self) -> String {
        let all = self.count();
        if all == 0 {
            return "The plan had no actions.".into();
        }
        let number = |many: usize, one: &str, more: &str| match many {
            0 => format!("none {one}"),
            1 => format!("1 {one}"),
            _ => format!("{many} {more}"),
        };
        format!(
            "Of {}, {}, {}, {} and {}.",
            crate::display::count(all, "action", "actions"),
            number(self.done.len(), "is done", "are done"),
            number(
                self.carried.len(),
                "goes on in the next plan",
                "go on in the next plan"
            ),
            number(self.stopped.len(), "was given up", "were given up"),
            number(self.left.len(), "was left open", "were left open")
        )
    }
}

/// The assessments that a trend shows unless somebody chooses: signed, not
/// superseded by another signed one, and full ones only where there are any,
/// since a quick scan among them would leave little to compare.
///
/// At most the newest six of one pack, in the order given.
#[must_use]
pub fn usual_choice<'a>(assessments: &[&'a Assessment]) -> Vec<&'a Assessment> {
    const MOST: usize = 6;
    let superseded: BTreeSet<_> = assessments
        .iter()
        .filter(|it| !it.is_open())
        .filter_map(|it| it.supersedes)
        .collect();
    let mut chosen: Vec<_> = assessments
        .iter()
        .copied()
        .filter(|it| !it.is_open() && !superseded.contains(&it.assessment_id))
        .collect();
    if chosen
        .iter()
        .any(|it| it.scope == crate::assessment::Scope::Full)
    {
        chosen.retain(|it| it.scope == crate::assessment::Scope::Full);
    }
    let mut newest: Vec<_> = chosen
        .iter()
        .map(|it| (it.as_at, it.assessment_id))
        .collect();
    newest.sort_unstable();
    let newest: BTreeSet<_> = newest.into_iter().rev().take(MOST).collect();
    chosen.retain(|it| newest.contains(&(it.as_at, it.assessment_id)));
    chosen
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        assessment::{Scope, State, tests::assessment},
        framework::shipped,
        level::{Level, Target},
        score::tests::agreed,
    };

    fn year(number: u128, as_at: Date) -> Assessment {
        Assessment {
            assessment_id: AssessmentId(Uuid::from_u128(number)),
            scope: Scope::Full,
            as_at,
            ..assessment(&format!("Year {number}"))
        }
    }

    fn scores(levels: &[(&str, u8, u8)]) -> BTreeMap<StatementId, AgreedScore> {
        let each = levels.iter();
        each.map(|&(id, level, target)| (id.parse().unwrap(), agreed(level, target)))
            .collect()
    }

    fn pillar<'t, 'a>(trend: &'t Trend<'a>, id: &str) -> &'t GroupTrend<'a> {
        let lens = trend.find_lens("pillars").unwrap();
        lens.groups.iter().find(|it| it.group.id == id).unwrap()
    }

    fn percents(group: &GroupTrend<'_>) -> Vec<String> {
        let each = group.scores.iter();
        each.map(|it| it.percent().map_or("–".into(), Fraction::one_decimal))
            .collect()
    }

    /// Checked on 25 November 2026 against the same sums in Python's `fractions`:
    /// `[Fraction(25 * sum(w * l for w, l in zip(ws, ls)), sum(ws)) for ls in years]`
    /// gives 75/2, 225/4 and 275/4.
    #[test]
    fn only_what_is_scored_everywhere_is_compared_with_the_newest_weights() {
        let first = &shipped()[0];
        let mut second = first.clone();
        second.edition = 2;
        // W01 counts three times in the newest edition; W02 means something else there.
        Arc::make_mut(&mut second.statements[0]).weight = 3;
        Arc::make_mut(&mut second.statements[1]).revision = 2;
        let years = [
            year(1, date!(2024 - 05 - 12)),
            year(2, date!(2025 - 05 - 12)),
            year(3, date!(2026 - 05 - 12)),
        ];
        let moments = vec![
            Moment::of_assessment(&years[2], &second, {
                let mut newest = scores(&[("W01", 3, 3), ("W02", 4, 4), ("W03", 2, 3)]);
                newest.extend(scores(&[("W04", 1, 4), ("L01", 2, 3)]));
                newest
            }),
            Moment::of_assessment(
                &years[0],
                first,
                scores(&[("W01", 1, 2), ("W02", 1, 3), ("W03", 3, 3), ("W04", 1, 3)]),
            ),
            Moment::of_assessment(
                &years[1],
                first,
                scores(&[("W01", 2, 3), ("W02", 2, 3), ("W03", 3, 3), ("L01", 2, 3)]),
            ),
        ];

        let trend = Trend::of(moments, Origin::Main, vec![]).unwrap();

        // Compared: W01 (weight 3) and W03 (weight 1).
        // 2024: 100 × (3 × 1 + 3) ÷ 16 = 37.5; 2025: 100 × (3 × 2 + 3) ÷ 16 = 56.25;
        // 2026: 100 × (3 × 3 + 2) ÷ 16 = 68.75
        let wellbeing = pillar(&trend, "wellbeing");
        assert_eq!(percents(wellbeing), ["37.5", "56.3", "68.8"]);
        // 25 × (11 − 6) ÷ 4 = 31.25
        let change = wellbeing.change().unwrap();
        assert_eq!(change, Change::Up(Fraction::new(125, 4).unwrap()));
        assert_eq!(change.one_decimal(), "+31.3");
        assert_eq!(change.words(), "up 31 points");
        assert_eq!(
            (wellbeing.basis().as_str(), wellbeing.moved),
            ("comparable on 2 of 22", [1, 1, 0])
        );
        // Targets as they were set then: 100 × (3 × 2 + 3) ÷ 16 = 56.25, (9 + 3) = 75, (9 + 3) = 75
        let targets: Vec<_> = wellbeing
            .scores
            .iter()
            .map(|it| it.target_percent().unwrap().one_decimal())
            .collect();
        assert_eq!(targets, ["56.3", "75.0", "75.0"]);
        assert_eq!(trend.basis(), "comparable on 2 of 60");

        let apart = |id: &str| {
            let it = trend.apart.iter().find(|it| it.statement.id.as_str() == id);
            it.unwrap().lacking.clone()
        };
        assert_eq!(apart("W02"), [(0, Lacking::Changed), (1, Lacking::Changed)]);
        assert_eq!(apart("W04"), [(1, Lacking::NotScored)]);
        assert_eq!(apart("L01"), [(0, Lacking::NotScored)]);
        // Nothing can be compared: absent, never 0.
        let leadership = pillar(&trend, "leadership");
        assert_eq!(percents(leadership), ["–", "–", "–"]);
        assert_eq!(leadership.change(), None);
        assert_eq!(leadership.basis(), "comparable on 0 of 20");
        let moved = trend.moved();
        let names = |list: &[&StatementTrend<'_>]| {
            let each = list.iter();
            each.map(|it| format!("{} {}", it.statement.id, it.change().words()))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&moved.up), ["W01 up 2"]);
        assert_eq!(names(&moved.down), ["W03 down 1"]);
        assert!(moved.still.is_empty());
    }

    #[test]
    fn a_check_in_is_a_moment_with_the_targets_of_its_assessment() {
        let pack = &shipped()[0];
        let signed = year(1, date!(2026 - 05 - 12));
        let then = Moment::of_assessment(
            &signed,
            pack,
            scores(&[("W01", 1, 3), ("W03", 2, 4), ("W04", 2, 3)]),
        );
        let check_in = CheckIn {
            check_in_id: CheckInId(Uuid::from_u128(9)),
            held_on: date!(2026 - 09 - 01),
            note: String::new(),
            levels: [("W01", 2), ("W03", 2)]
                .map(|(id, level)| (id.parse().unwrap(), Level::new(level).unwrap()))
                .into(),
        };
        let later = Moment::of_check_in(&check_in, &then);
        let trend = Trend::of(vec![later, then], Origin::Main, vec![]).unwrap();

        let titles: Vec<_> = trend.moments.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["Year 1", "Check-in, 1 September 2026"]);
        assert_eq!(trend.basis(), "comparable on 2 of 60");
        // 100 × (1 + 2) ÷ 8 = 37.5; 100 × (2 + 2) ÷ 8 = 50; targets (3 + 4) ÷ 8 both times
        let wellbeing = pillar(&trend, "wellbeing");
        assert_eq!(percents(wellbeing), ["37.5", "50.0"]);
        assert_eq!(trend.statements[1].targets, [4, 4]);
    }

    #[test]
    fn what_does_not_apply_any_more_is_not_counted() {
        let pack = &shipped()[0];
        let years = [
            year(1, date!(2025 - 05 - 12)),
            year(2, date!(2026 - 05 - 12)),
        ];
        let mut newest = scores(&[("W01", 2, 3)]);
        let elsewhere = Answer::NotApplicable {
            reason: "No site".into(),
        };
        newest.insert(
            "W02".parse().unwrap(),
            AgreedScore {
                answer: Some(elsewhere),
                ..agreed(0, 3)
            },
        );
        let before = scores(&[("W01", 2, 3), ("W02", 2, 3)]);
        let trend = Trend::of(
            vec![
                Moment::of_assessment(&years[0], pack, before),
                Moment::of_assessment(&years[1], pack, newest),
            ],
            Origin::Main,
            vec![
                Happening {
                    day: date!(2025 - 10 - 01),
                    what: "Merged".into(),
                },
                Happening {
                    day: date!(2020 - 10 - 01),
                    what: "Founded".into(),
                },
            ],
        )
        .unwrap();
        assert_eq!(trend.basis(), "comparable on 1 of 59");
        assert_eq!(pillar(&trend, "wellbeing").change(), Some(Change::Still));
        let happened: Vec<_> = trend.happenings.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(happened, ["Merged"]);
        assert!(Trend::of(vec![], Origin::Main, vec![]).is_none());
    }

    fn deed(number: u128, status: Status) -> Deed {
        Deed {
            action: ActionId(Uuid::from_u128(number)),
            what: format!("Action {number}"),
            status,
        }
    }

    #[test]
    fn every_action_of_a_year_ends_somewhere() {
        let earlier = [
            deed(1, Status::Done),
            deed(2, Status::InProgress),
            deed(3, Status::NotStarted),
            deed(4, Status::Stopped),
            deed(5, Status::Done),
        ];
        // Carried over, and done since: that is the next year's to tell.
        let later = [deed(2, Status::Done), deed(6, Status::NotStarted)];
        let deeds = Deeds::between(&earlier, &later);
        assert_eq!(
            deeds.sentence(),
            "Of 5 actions, 2 are done, 1 goes on in the next plan, 1 was given up and 1 was left open."
        );
        assert_eq!(deeds.carried, [&earlier[1]]);
        assert_eq!(
            Deeds::between(&[], &later).sentence(),
            "The plan had no actions."
        );
    }

    #[test]
    fn a_superseded_a_quick_and_an_open_one_are_left_out_unless_chosen() {
        let signed = |number, as_at| Assessment {
            state: State::SignedOff,
            ..year(number, as_at)
        };
        let first = signed(1, date!(2024 - 05 - 12));
        let reopened = Assessment {
            supersedes: Some(first.assessment_id),
            ..signed(2, date!(2024 - 05 - 12))
        };
        let quick = Assessment {
            scope: Scope::Quick,
            ..signed(3, date!(2025 - 01 - 12))
        };
        // An open one supersedes nothing yet.
        let second = signed(4, date!(2025 - 05 - 12));
        let open = Assessment {
            state: State::Scoring,
            supersedes: Some(second.assessment_id),
            ..year(5, date!(2026 - 05 - 12))
        };
        let all = [&first, &reopened, &quick, &second, &open];
        assert_eq!(usual_choice(&all), [&reopened, &second]);
        assert_eq!(usual_choice(&[&quick, &open]), [&quick]);
    }

    proptest! {
        #[test]
        fn a_change_is_the_difference_of_the_scores(
            levels in prop::collection::vec((0_u8..=4, 0_u8..=4), 22),
        ) {
            let pack = &shipped()[0];
            let years = [year(1, date!(2025 - 05 - 12)), year(2, date!(2026 - 05 - 12))];
            let of = |now: bool| {
                pack.statements
                    .iter()
                    .zip(&levels)
                    .map(|(it, &(before, after))| (it.id.clone(), AgreedScore {
                        answer: Some(Answer::Level(Level::new(if now { after } else { before }).unwrap())),
                        ..AgreedScore::unanswered(Target::default())
                    }))
                    .collect::<BTreeMap<_, _>>()
            };
            let trend = Trend::of(vec![
                Moment::of_assessment(&years[0], pack, of(false)),
                Moment::of_assessment(&years[1], pack, of(true)),
            ], Origin::Main, vec![]).unwrap();
            let group = pillar(&trend, "wellbeing");
            let value = |at: usize| group.scores[at].percent().unwrap().value();
            let by = match group.change().unwrap() {
                Change::Up(by) => by.value(),
                Change::Down(by) => -by.value(),
                Change::Still => 0.0,
            };
            prop_assert!((value(1) - value(0) - by).abs() < 1e-9);
            prop_assert_eq!(group.moved.iter().sum::<usize>(), 22);
            let moved = trend.moved();
            prop_assert_eq!(moved.up.len() + moved.down.len() + moved.still.len(), 22);
        }
    }
}
