//! Which assessment may be counted, and in which release.

use std::{fmt, str::FromStr};

use crate::{
    assessment::{Assessment, Scope, State},
    display::Fraction,
    framework::{self, Framework, Origin},
    organisation::NotAChoice,
    results::Records,
    score::{GroupScore, Scored, score_group},
};

/// The assessments that are compared with each other: those of one edition of a
/// pack, about one year.
///
/// One release is made of each. The year is the one in which an assessment's
/// period starts: the NHS year from April to March has the year of its April.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cohort {
    /// The pack.
    pub framework: String,
    /// Its edition.
    pub edition: u32,
    /// The year in which the period of its assessments starts.
    pub year: i32,
}

impl Cohort {
    /// The cohort that an assessment belongs to: one, for as long as it exists.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Self {
        Self {
            framework: assessment.framework.clone(),
            edition: assessment.edition,
            year: assessment.period_start.year(),
        }
    }

    /// The pack; `None` when this build does not ship it.
    #[must_use]
    pub fn find_framework(&self) -> Option<&'static Framework> {
        framework::find(&self.framework, self.edition)
    }
}

/// How addresses and the command line write it: `three-pillars-1-2025`.
impl fmt::Display for Cohort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}-{}", self.framework, self.edition, self.year)
    }
}

impl FromStr for Cohort {
    type Err = NotAChoice;

    fn from_str(code: &str) -> Result<Self, NotAChoice> {
        let mut parts = code.rsplitn(3, '-');
        let mut next = || parts.next().ok_or(NotAChoice);
        let (year, edition, framework) = (next()?, next()?, next()?);
        Ok(Self {
            framework: framework.to_owned(),
            edition: edition.parse().map_err(|_| NotAChoice)?,
            year: year.parse().map_err(|_| NotAChoice)?,
        })
    }
}

/// What keeps an assessment out of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not of the default pack.
    OtherPack,
    /// It is about one site of the organisation.
    OfSite,
    /// It asks some of the statements only.
    NotFull,
    /// Too few statements have an agreed level; how many do, and how many apply.
    Coverage {
        /// Statements with an agreed level.
        scored: u32,
        /// Statements that apply.
        applicable: u32,
    },
    /// It can still change.
    NotSigned,
    /// Another assessment was started from it, which supersedes it.
    Superseded,
}

impl Obstacle {
    /// What is missing, and what to do.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::OtherPack => {
                "Only the three pillars are compared: other packs have too few users to hide among."
                    .to_owned()
            }
            Self::OfSite => {
                "Only whole organisations are compared; this one is about a site.".to_owned()
            }
            Self::NotFull => {
                "Only full assessments are compared; this one is the 15-minute scan.".to_owned()
            }
            Self::Coverage { scored, applicable } => format!(
                "{scored} of {applicable} statements that apply have an agreed level; it takes three in four."
            ),
            Self::NotSigned => {
                "It is not signed off yet: only what can no longer change is compared.".to_owned()
            }
            Self::Superseded => {
                "It was reopened, and the assessment that supersedes it is the one to contribute."
                    .to_owned()
            }
        }
    }
}

/// What keeps an assessment out of the benchmark; nothing, when it may be contributed.
///
/// `framework` is its pack. Statements that the organisation added, and those
/// of packs beside this one, neither help nor hinder.
#[must_use]
pub fn obstacles(
    framework: &Framework,
    assessment: &Assessment,
    records: &Records,
    is_superseded: bool,
) -> Vec<Obstacle> {
    let is_default = framework::shipped()
        .first()
        .is_some_and(|it| it.id == framework.id);
    let score = own_score(framework, assessment, records);
    let enough = Fraction::new(3, 4);
    let (scored, applicable) = (score.scored, score.applicable);
    let found = [
        (!is_default, Obstacle::OtherPack),
        (!assessment.is_of_whole_organisation(), Obstacle::OfSite),
        (assessment.scope != Scope::Full, Obstacle::NotFull),
        (
            score.coverage() < enough,
            Obstacle::Coverage { scored, applicable },
        ),
        (assessment.state != State::SignedOff, Obstacle::NotSigned),
        (is_superseded, Obstacle::Superseded),
    ];
    let found = found.into_iter().filter(|(is_there, _)| *is_there);
    found.map(|(_, obstacle)| obstacle).collect()
}

/// The score over the pack's own statements, for its coverage.
fn own_score(framework: &Framework, assessment: &Assessment, records: &Records) -> GroupScore {
    let scores: Vec<_> = assessment
        .asked(framework)
        .filter(|it| it.origin == Origin::Main)
        .map(|statement| {
            let recorded = records.get(&statement.id);
            let score = recorded.map_or_else(
                || assessment.starting_score(statement),
                |it| it.score.clone(),
            );
            (statement, score)
        })
        .collect();
    let scores = scores.iter();
    score_group(scores.map(|(statement, score)| Scored { statement, score }))
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        answer::{AgreedScore, Answer},
        assessment::Method,
        divergence::Minimum,
        id::{AssessmentId, OrganisationId, SiteId},
        level::{Level, Target},
        results::Recorded,
        site::Site,
    };

    fn signed() -> (&'static Framework, Assessment) {
        let framework = &framework::shipped()[0];
        let assessment = Assessment {
            assessment_id: AssessmentId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            title: "2026".into(),
            framework: framework.id.clone(),
            edition: framework.edition,
            scope: Scope::Full,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::SignedOff,
            supersedes: None,
            additions: framework::Additions::default(),
            follows: None,
            site: None,
        };
        (framework, assessment)
    }

    /// The first so many statements with a level.
    fn scored(count: usize) -> Records {
        let (framework, assessment) = signed();
        let statements = framework.statements.iter().take(count);
        statements
            .map(|statement| {
                let score = AgreedScore {
                    answer: Some(Answer::Level(Level::MIN)),
                    ..assessment.starting_score(statement)
                };
                let evidence = vec![];
                (statement.id.clone(), Recorded { score, evidence })
            })
            .collect()
    }

    #[test]
    fn a_signed_full_assessment_with_three_in_four_scored_may_be_contributed() {
        let (framework, assessment) = signed();
        // 45 / 60 = 75 %, 44 / 60 = 73.3 %
        assert_eq!(obstacles(framework, &assessment, &scored(45), false), []);
        assert_eq!(
            obstacles(framework, &assessment, &scored(44), false),
            [Obstacle::Coverage {
                scored: 44,
                applicable: 60
            }]
        );
    }

    #[test]
    fn what_is_open_superseded_or_a_scan_is_not_counted() {
        let (framework, mut assessment) = signed();
        assessment.state = State::Agreed;
        assert_eq!(
            obstacles(framework, &assessment, &scored(60), true),
            [Obstacle::NotSigned, Obstacle::Superseded]
        );
        assessment.state = State::SignedOff;
        assessment.scope = Scope::Quick;
        let found = obstacles(framework, &assessment, &scored(60), false);
        assert_eq!(found, [Obstacle::NotFull]);
        let of_site = Assessment {
            site: Some(Site {
                site_id: SiteId(Uuid::nil()),
                name: "Northgate".into(),
            }),
            ..signed().1
        };
        let found = obstacles(framework, &of_site, &scored(60), false);
        assert_eq!(found, [Obstacle::OfSite]);
        let mut other = framework.clone();
        other.id = "safety".into();
        let found = obstacles(&other, &signed().1, &scored(60), false);
        assert_eq!(found, [Obstacle::OtherPack]);
    }

    #[test]
    fn statements_that_the_organisation_added_make_no_difference() {
        let (framework, assessment) = signed();
        let mut records = scored(44);
        let own: Recorded = records.values().next().unwrap().clone();
        for number in 0..30 {
            records.insert(format!("OWN-{number}").parse().unwrap(), own.clone());
        }
        assert_eq!(obstacles(framework, &assessment, &records, false).len(), 1);
    }

    #[test]
    fn an_assessment_belongs_to_one_cohort_which_reads_back_from_its_code() {
        let (_, assessment) = signed();
        let cohort = Cohort::of(&assessment);
        assert_eq!(cohort.to_string(), "three-pillars-1-2026");
        assert_eq!("three-pillars-1-2026".parse(), Ok(cohort));
        for wrong in ["", "2026", "three-pillars-2026", "three-pillars-x-2026"] {
            assert_eq!(wrong.parse::<Cohort>(), Err(NotAChoice), "{wrong}");
        }
    }
}
