//! What is compared: the score of each group of statements, and each statement's level.

use std::{fmt, str::FromStr};

use crate::{display::Fraction, framework::Framework, level::Level, organisation::NotAChoice};

/// From how many statements on a group's score is compared. A smaller group
/// would say much about its statements; they are compared one by one.
pub const STATEMENTS_LEAST: usize = 5;

/// Measures that are shown together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chapter {
    /// The groups of one lens, in per cent of the possible.
    Lens(String),
    /// The statements of one pillar, in levels.
    Statements(String),
}

impl Chapter {
    /// The largest number on its scale: 100 per cent, or level 4.
    #[must_use]
    pub fn most(&self) -> u64 {
        match self {
            Self::Lens(_) => 100,
            Self::Statements(_) => u64::from(Level::MAX.get()),
        }
    }

    /// Every chapter of a pack: its lenses, then the statements of each pillar.
    #[must_use]
    pub fn all(framework: &Framework) -> Vec<Self> {
        let lenses = framework.lenses.iter().map(|it| Self::Lens(it.id.clone()));
        let pillars = framework.pillars.iter();
        lenses
            .chain(pillars.map(|it| Self::Statements(it.id.clone())))
            .collect()
    }
}

/// How addresses, exports and the database write it: `lens.elements`, `statements.wellbeing`.
impl fmt::Display for Chapter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lens(id) => write!(out, "lens.{id}"),
            Self::Statements(pillar) => write!(out, "statements.{pillar}"),
        }
    }
}

impl FromStr for Chapter {
    type Err = NotAChoice;

    fn from_str(code: &str) -> Result<Self, NotAChoice> {
        match code.split_once('.') {
            Some(("lens", id)) => Ok(Self::Lens(id.to_owned())),
            Some(("statements", pillar)) => Ok(Self::Statements(pillar.to_owned())),
            _ => Err(NotAChoice),
        }
    }
}

/// One thing that is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure {
    /// Among which others it is shown.
    pub chapter: Chapter,
    /// The id of the lens's group, or of the statement.
    pub id: String,
}

impl Measure {
    /// What people call it: the group's name, or the statement; `None` when the
    /// pack has no such thing.
    #[must_use]
    pub fn name<'a>(&self, framework: &'a Framework) -> Option<&'a str> {
        match &self.chapter {
            Chapter::Lens(lens) => {
                let mut groups = framework.find_lens(lens)?.groups.iter();
                let group = groups.find(|it| it.id == self.id)?;
                Some(&group.name)
            }
            Chapter::Statements(_) => {
                let id = self.id.parse().ok()?;
                Some(&framework.find_statement(&id)?.text)
            }
        }
    }
}

/// Everything that is compared of one pack, in its order.
///
/// Only what the pack itself asks is ever compared: statements that an
/// organisation added, and those of other packs beside it, are not in here.
#[derive(Debug, Clone)]
pub struct Measures<'a> {
    framework: &'a Framework,
    list: Vec<Measure>,
    /// The positions of each one's statements in the pack.
    members: Vec<Vec<usize>>,
}

impl<'a> Measures<'a> {
    /// What is compared of a pack.
    #[must_use]
    pub fn of(framework: &'a Framework) -> Self {
        let groups = framework.lenses.iter().flat_map(|lens| {
            let large = lens.groups.iter();
            let large = large.filter(|group| group.members.len() >= STATEMENTS_LEAST);
            large.map(|group| (Chapter::Lens(lens.id.clone()), &group.id, &group.members))
        });
        let groups = groups.map(|(chapter, id, members)| {
            let id = id.clone();
            (Measure { chapter, id }, members.clone())
        });
        let statements = framework.statements.iter().enumerate();
        let statements = statements.map(|(at, statement)| {
            let measure = Measure {
                chapter: Chapter::Statements(statement.pillar.clone()),
                id: statement.id.to_string(),
            };
            (measure, vec![at])
        });
        let (list, members) = groups.chain(statements).unzip();
        Self {
            framework,
            list,
            members,
        }
    }

    /// What is compared, the groups of the lenses first.
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.list.iter()
    }

    /// The value of each measure, from the agreed levels by position in the pack:
    /// a group's score in per cent, a statement's level; `None` where nothing is scored.
    #[must_use]
    pub fn values(&self, levels: &[Option<Level>]) -> Vec<Option<Fraction>> {
        let scored = |at: usize| {
            let level = levels.get(at).copied().flatten()?;
            let weight = u64::from(self.framework.statements.get(at)?.weight);
            Some((weight, weight * u64::from(level.get())))
        };
        let values = self.list.iter().zip(&self.members);
        values
            .map(|(measure, members)| {
                let sums = members.iter().filter_map(|&at| scored(at));
                let (weights, levels) = sums.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
                // Score %: 100 × Σ(weight × level) ÷ Σ(weight × 4); of one statement its level.
                Fraction::new(measure.chapter.most() * levels, 4 * weights)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;

    #[test]
    fn small_groups_are_compared_statement_by_statement() {
        let measures = Measures::of(&shipped()[0]);
        let of = |lens: &str| {
            let chapter = Chapter::Lens(lens.into());
            measures.iter().filter(|it| it.chapter == chapter).count()
        };
        // Of the six topics two have fewer than five statements.
        assert_eq!((of("pillars"), of("elements"), of("topics")), (3, 7, 4));
        assert_eq!(measures.iter().count(), 3 + 7 + 4 + 60);
    }

    #[test]
    fn a_group_is_compared_by_its_score_and_a_statement_by_its_level() {
        let pack = &shipped()[0];
        let measures = Measures::of(pack);
        let mut levels = vec![None; pack.statements.len()];
        levels[0] = Level::new(3).ok();
        levels[1] = Level::new(0).ok();
        let values = measures.values(&levels);
        let value = |chapter: &str, id: &str| {
            let chapter: Chapter = chapter.parse().unwrap();
            let at = measures
                .iter()
                .position(|it| it.chapter == chapter && it.id == id);
            values[at.unwrap()]
        };
        // 100 × (3 + 0) / (4 + 4) = 37.5
        assert_eq!(value("lens.pillars", "wellbeing"), Fraction::new(75, 2));
        assert_eq!(value("lens.pillars", "equality"), None);
        assert_eq!(value("statements.wellbeing", "W01"), Fraction::new(3, 1));
        assert_eq!(value("statements.wellbeing", "W03"), None);
    }

    #[test]
    fn every_measure_has_a_name() {
        let pack = &shipped()[0];
        let measures = Measures::of(pack);
        assert!(measures.iter().all(|it| it.name(pack).is_some()));
        let gone = Measure {
            chapter: Chapter::Lens("elements".into()),
            id: "9".into(),
        };
        assert_eq!(gone.name(pack), None);
    }

    #[test]
    fn a_chapter_reads_back_from_its_code() {
        for chapter in Chapter::all(&shipped()[0]) {
            assert_eq!(chapter.to_string().parse(), Ok(chapter));
        }
        assert_eq!("wellbeing".parse::<Chapter>(), Err(NotAChoice));
    }
}
