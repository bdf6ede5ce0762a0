//! All numbers of one assessment, as shown and as exported.
//!
//! The export is unrounded, so that anybody can check it; absent numbers are `null`.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::Serialize;
use time::Date;

use crate::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    divergence::{Halves, Minimum},
    evidence::{Evidence, Support},
    framework::{Framework, Group, Lens, Statement},
    gap::{Priority, PriorityLine, gap, priorities},
    id::StatementId,
    organisation::Organisation,
    participant::Side,
    partnership::Partnership,
    score::{GroupScore, Scored, score_group},
};

/// What is recorded about one statement: its score and its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What is agreed.
    pub score: AgreedScore,
    /// What supports it.
    pub evidence: Vec<Evidence>,
}

/// What is recorded about every statement that has something recorded.
pub type Records = BTreeMap<StatementId, Recorded>;

/// One statement in scope with its numbers.
#[derive(Debug, Clone)]
pub struct StatementResult<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What is agreed about it.
    pub score: AgreedScore,
    /// Its evidence, weighed.
    pub support: Support,
    /// How many pieces of evidence there are.
    pub evidence_count: usize,
    /// Its gap in levels; `None` when no level is agreed.
    pub gap: Option<u8>,
    /// How urgent the gap is; `None` when no level is agreed.
    pub priority: Option<Priority>,
}

/// One group of a lens with its numbers.
#[derive(Debug, Clone)]
pub struct GroupResult<'a> {
    /// The group.
    pub group: &'a Group,
    /// Its sums.
    pub score: GroupScore,
    /// Its smaller groups, in order.
    pub parts: Vec<GroupResult<'a>>,
}

/// One lens with the numbers of its groups.
#[derive(Debug, Clone)]
pub struct LensResult<'a> {
    /// The lens.
    pub lens: &'a Lens,
    /// Its groups with at least one statement in scope, in the pack's order.
    pub groups: Vec<GroupResult<'a>>,
    /// All its statements together, each once, for coverage; never shown as one score.
    pub overall: GroupScore,
}

/// All numbers of one assessment.
#[derive(Debug, Clone)]
pub struct Results<'a> {
    /// The statements in scope, in the pack's order.
    pub statements: Vec<StatementResult<'a>>,
    /// Every lens of the pack.
    pub lenses: Vec<LensResult<'a>>,
    /// The gaps above 0, most urgent first.
    pub priorities: Vec<PriorityLine>,
    /// All statements in scope together, add-ons and local ones too, for coverage;
    /// never shown as one score.
    pub overall: GroupScore,
}

impl<'a> Results<'a> {
    /// Works out every number of an assessment.
    ///
    /// Statements without a record count as not answered, with their starting target.
    #[must_use]
    pub fn of(framework: &'a Framework, assessment: &Assessment, records: &Records) -> Self {
        let in_scope = |statement: &Statement| assessment.asks(statement);
        // By position in the pack, so that groups find their members.
        let all: Vec<Option<StatementResult<'a>>> = framework
            .statements
            .iter()
            .map(|statement| {
                in_scope(statement).then(|| statement_result(statement, assessment, records))
            })
            .collect();
        let lenses = framework
            .lenses
            .iter()
            .map(|lens| LensResult {
                lens,
                groups: group_results(&lens.groups, &all),
                overall: overall(lens, &all),
            })
            .collect();
        let statements: Vec<_> = all.into_iter().flatten().collect();
        let priorities = priorities(statements.iter().map(|it| (it.scored(), it.support)));
        let overall = score_group(statements.iter().map(StatementResult::scored));
        Self {
            statements,
            lenses,
            priorities,
            overall,
        }
    }

    /// The same, with gaps of equal priority in the order in which the sides were
    /// apart, where that may be shown; it counts as 0 where it may not.
    #[must_use]
    pub fn furthest_apart_first(mut self, partnership: Option<&Partnership>) -> Self {
        if let Some(partnership) = partnership {
            let apart = |it: &PriorityLine| partnership.divergence(&it.statement);
            // Stable, so that equals keep the order of their ids.
            self.priorities.sort_by_key(|it| {
                let divergence = apart(it).unwrap_or_default();
                (Reverse(it.priority), Reverse(divergence))
            });
        }
        self
    }

    /// The lenses by which statements are walked through: the main pack's pillars,
    /// each add-on's, the local statements; those with a statement in scope.
    pub fn by_pillar(&self) -> impl Iterator<Item = &LensResult<'a>> {
        self.lenses
            .iter()
            .filter(|it| it.lens.by_pillar && !it.groups.is_empty())
    }

    /// The main pack's statements in scope together: what a benchmark asks for coverage.
    #[must_use]
    pub fn main_pack(&self) -> GroupScore {
        let main = self.statements.iter();
        let main = main.filter(|it| it.statement.is_of_main_pack());
        score_group(main.map(StatementResult::scored))
    }

    /// The lens called `id`.
    #[must_use]
    pub fn find_lens(&self, id: &str) -> Option<&LensResult<'a>> {
        self.lenses.iter().find(|it| it.lens.id == id)
    }

    /// The scored statements whose evidence is missing or stale, highest level
    /// first: those claim the most. Equal levels keep the pack's order.
    #[must_use]
    pub fn weak_evidence(&self) -> Vec<&StatementResult<'a>> {
        let mut weak: Vec<_> = self
            .statements
            .iter()
            .filter(|it| it.score.level().is_some() && it.support.is_weak())
            .collect();
        weak.sort_by_key(|it| Reverse(it.score.level()));
        weak
    }

    /// The statement called `id`, when it is in scope.
    #[must_use]
    pub fn find_statement(&self, id: &StatementId) -> Option<&StatementResult<'a>> {
        self.statements.iter().find(|it| it.statement.id == *id)
    }
}

impl StatementResult<'_> {
    /// The statement with its score, for the arithmetic.
    #[must_use]
    pub fn scored(&self) -> Scored<'_> {
        Scored {
            statement: self.statement,
            score: &self.score,
        }
    }
}

fn statement_result<'a>(
    statement: &'a Statement,
    assessment: &Assessment,
    records: &Records,
) -> StatementResult<'a> {
    let recorded = records.get(&statement.id);
    let score = recorded.map_or_else(
        || assessment.starting_score(statement),
        |recorded| recorded.score.clone(),
    );
    let evidence = recorded.map_or(&[][..], |recorded| &recorded.evidence);
    let support = Support::of(evidence, assessment.as_at);
    let gap = gap(Scored {
        statement,
        score: &score,
    });
    let priority = gap.map(|gap| Priority::of(gap, score.importance, &support));
    StatementResult {
        statement,
        score,
        support,
        evidence_count: evidence.len(),
        gap,
        priority,
    }
}

fn overall(lens: &Lens, all: &[Option<StatementResult<'_>>]) -> GroupScore {
    let members = lens.groups.iter().flat_map(|it| &it.members);
    let members: BTreeSet<_> = members.copied().collect();
    let found = members.iter().filter_map(|&at| all.get(at)?.as_ref());
    score_group(found.map(StatementResult::scored))
}

fn group_results<'a>(
    groups: &'a [Group],
    all: &[Option<StatementResult<'a>>],
) -> Vec<GroupResult<'a>> {
    groups
        .iter()
        .filter_map(|group| {
            let members = || group.members.iter().filter_map(|&at| all.get(at)?.as_ref());
            members().next()?;
            Some(GroupResult {
                group,
                score: score_group(members().map(StatementResult::scored)),
                parts: group_results(&group.parts, all),
            })
        })
        .collect()
}

/// The results file: `export results --format json`.
#[derive(Debug, Clone, Serialize)]
pub struct ResultsExport {
    organisation: Organisation,
    assessment: Assessment,
    framework: FrameworkExport,
    as_at: Date,
    lenses: Vec<LensExport>,
    statements: Vec<StatementExport>,
    priorities: Vec<PriorityExport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    both_sides: Option<BothSidesExport>,
}

/// What may be shown of scoring in partnership.
#[derive(Debug, Clone, Serialize)]
struct BothSidesExport {
    minimum: Minimum,
    represented: BTreeMap<Side, u32>,
    statements: Vec<MediansExport>,
}

#[derive(Debug, Clone, Serialize)]
struct MediansExport {
    id: StatementId,
    management_median: Option<f64>,
    staff_median: Option<f64>,
    divergence: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
struct FrameworkExport {
    id: String,
    edition: u32,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    add_ons: Vec<FrameworkExport>,
}

impl FrameworkExport {
    fn of(framework: &Framework) -> Self {
        Self {
            id: framework.id.clone(),
            edition: framework.edition,
            title: framework.title.clone(),
            add_ons: framework.add_ons.iter().map(|it| Self::of(it)).collect(),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct LensExport {
    id: String,
    name: String,
    groups: Vec<GroupExport>,
}

#[derive(Debug, Clone, Serialize)]
struct GroupExport {
    id: String,
    name: String,
    score_percent: Option<f64>,
    target_percent: Option<f64>,
    mean_gap: Option<f64>,
    scored: u32,
    applicable: u32,
    coverage: Option<f64>,
    at_or_above_target: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<GroupExport>,
}

#[derive(Debug, Clone, Serialize)]
struct StatementExport {
    id: StatementId,
    answer: &'static str,
    level: Option<u8>,
    target: u8,
    importance: u8,
    gap: Option<u8>,
    evidence_strength: u8,
    evidence_date: Option<Date>,
    priority: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
struct PriorityExport {
    id: StatementId,
    gap: u8,
    priority: f64,
}

/// How exports name the kind of an answer.
#[must_use]
pub fn answer_name(answer: Option<&Answer>) -> &'static str {
    match answer {
        None => "unanswered",
        Some(Answer::Level(_)) => "level",
        Some(Answer::DontKnow) => "dont_know",
        Some(Answer::NotApplicable { .. }) => "not_applicable",
        Some(Answer::NoAgreement { .. }) => "no_agreement",
    }
}

impl ResultsExport {
    /// The results of an assessment as they are exported.
    #[must_use]
    pub fn of(
        organisation: Organisation,
        assessment: Assessment,
        framework: &Framework,
        results: &Results<'_>,
    ) -> Self {
        Self {
            organisation,
            framework: FrameworkExport::of(framework),
            as_at: assessment.as_at,
            assessment,
            lenses: results
                .lenses
                .iter()
                .map(|it| LensExport {
                    id: it.lens.id.clone(),
                    name: it.lens.name.clone(),
                    groups: it.groups.iter().map(GroupExport::of).collect(),
                })
                .collect(),
            statements: results.statements.iter().map(StatementExport::of).collect(),
            priorities: results
                .priorities
                .iter()
                .map(|line| PriorityExport {
                    id: line.statement.clone(),
                    gap: line.gap,
                    priority: line.priority.value(),
                })
                .collect(),
            both_sides: None,
        }
    }

    /// The same with the medians of both sides, of the statements of which any may be shown.
    #[must_use]
    pub fn with_both_sides(self, partnership: &Partnership) -> Self {
        let medians = |id: &StatementId| {
            let [management, staff] = partnership.medians(id);
            MediansExport {
                id: id.clone(),
                management_median: management.map(Halves::value),
                staff_median: staff.map(Halves::value),
                divergence: partnership.divergence(id).map(Halves::value),
            }
        };
        let both_sides = BothSidesExport {
            minimum: partnership.minimum,
            represented: partnership.represented.clone(),
            statements: partnership.spreads.keys().map(medians).collect(),
        };
        Self {
            both_sides: Some(both_sides),
            ..self
        }
    }
}

impl GroupExport {
    fn of(result: &GroupResult<'_>) -> Self {
        let score = &result.score;
        Self {
            id: result.group.id.clone(),
            name: result.group.name.clone(),
            score_percent: score.percent().map(crate::display::Fraction::value),
            target_percent: score.target_percent().map(crate::display::Fraction::value),
            mean_gap: score.mean_gap().map(crate::display::Fraction::value),
            scored: score.scored,
            applicable: score.applicable,
            coverage: score.coverage().map(crate::display::Fraction::value),
            at_or_above_target: score.at_or_above_target,
            parts: result.parts.iter().map(Self::of).collect(),
        }
    }
}

impl StatementExport {
    fn of(result: &StatementResult<'_>) -> Self {
        Self {
            id: result.statement.id.clone(),
            answer: answer_name(result.score.answer.as_ref()),
            level: result.score.level().map(crate::level::Level::get),
            target: result.score.target.get(),
            importance: result.score.importance.get(),
            gap: result.gap,
            evidence_strength: result.support.strength.get(),
            evidence_date: result.support.date,
            priority: result.priority.map(Priority::value),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        assessment::{Method, Scope, State},
        evidence::Strength,
        framework::{self, Additions, LocalStatement, PackEdition, USUAL_ANCHORS},
        id::{AssessmentId, EvidenceId, OrganisationId},
        level::{Level, Target},
    };

    fn assessment(pack: &Framework) -> Assessment {
        Assessment {
            assessment_id: AssessmentId(Uuid::nil()),
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
            supersedes: None,
            additions: crate::framework::Additions::default(),
            follows: None,
            site: None,
        }
    }

    #[test]
    fn an_add_on_and_a_local_statement_change_no_number_of_the_main_pack() {
        let pack = framework::main_packs().next().unwrap();
        let alone = assessment(pack);
        let local = LocalStatement {
            id: StatementId::local(1),
            text: "The choir meets in work time".into(),
            why: String::new(),
            anchors: USUAL_ANCHORS.map(str::to_owned),
            revision: 1,
        };
        let beside = Assessment {
            additions: Additions {
                add_ons: framework::add_ons()
                    .map(|it| PackEdition {
                        id: it.id.clone(),
                        edition: it.edition,
                    })
                    .collect(),
                local: vec![local],
                numbered: 1,
            },
            ..alone.clone()
        };
        let records: Records = [("W01", 2), ("HS01", 4), ("GC9", 0), ("LS-1", 3)]
            .into_iter()
            .map(|(id, level)| {
                let score = AgreedScore {
                    answer: Some(Answer::Level(Level::new(level).unwrap())),
                    ..AgreedScore::unanswered(Target::default())
                };
                let evidence = vec![];
                (id.parse().unwrap(), Recorded { score, evidence })
            })
            .collect();

        let before = Results::of(pack, &alone, &records);
        let after = Results::of(beside.find_framework().unwrap(), &beside, &records);

        for (before, after) in before.lenses.iter().zip(&after.lenses) {
            assert_eq!(before.lens, after.lens);
            let scores =
                |it: &LensResult<'_>| -> Vec<_> { it.groups.iter().map(|it| it.score).collect() };
            assert_eq!(scores(before), scores(after));
        }
        assert_eq!(after.main_pack(), before.overall);
        for id in ["pillars", "elements", "topics"] {
            assert_eq!(after.find_lens(id).unwrap().overall, before.overall, "{id}");
        }
        // 60 + 16 + 9 + 1 statements apply; W01, HS01, GC9 and LS-1 are scored.
        assert_eq!((after.overall.applicable, after.overall.scored), (86, 4));
        let walked: Vec<_> = after.by_pillar().map(|it| it.lens.id.as_str()).collect();
        assert_eq!(
            walked,
            [
                "pillars",
                "workplace-health-safety",
                "guardian-checklist",
                "local"
            ]
        );
        let percent = |lens: &str| {
            let groups = &after.find_lens(lens).unwrap().groups;
            groups
                .iter()
                .find_map(|it| it.score.percent())
                .unwrap()
                .whole()
        };
        // 100 × 4 ÷ 4, 100 × 0 ÷ 4, 100 × 3 ÷ 4
        assert_eq!(percent("workplace-health-safety"), 100);
        assert_eq!(percent("guardian-checklist"), 0);
        assert_eq!(percent("local"), 75);
    }

    #[test]
    fn the_highest_score_that_nothing_recent_supports_comes_first() {
        let pack = framework::shipped().first().unwrap();
        let assessment = assessment(pack);
        let recorded = |level: Option<u8>, day: Option<Date>| {
            let answer = level.map(|level| Answer::Level(Level::new(level).unwrap()));
            let evidence = day.map(|day| Evidence {
                evidence_id: EvidenceId(Uuid::nil()),
                what: "Board paper".into(),
                link: String::new(),
                date: Some(day),
                strength: Strength::Document,
            });
            let statement = pack.statements.first().unwrap();
            let score = AgreedScore {
                answer,
                ..assessment.starting_score(statement)
            };
            Recorded {
                score,
                evidence: evidence.into_iter().collect(),
            }
        };
        let records: Records = [
            ("W01", recorded(Some(1), None)),
            ("W02", recorded(Some(3), Some(date!(2025 - 05 - 11)))),
            ("W03", recorded(Some(4), Some(date!(2025 - 05 - 12)))),
            ("W04", recorded(None, None)),
        ]
        .into_iter()
        .map(|(id, recorded)| (id.parse().unwrap(), recorded))
        .collect();

        let results = Results::of(pack, &assessment, &records);

        // W03's evidence is 12 months old to the day, which is still current; W04 has no score.
        let weak: Vec<_> = results
            .weak_evidence()
            .iter()
            .map(|it| it.statement.id.to_string())
            .collect();
        assert_eq!(weak, ["W02", "W01"]);
    }
}
