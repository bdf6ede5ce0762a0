//! Framework packs: the questionnaire as data.
//!
//! A pack is one TOML file. Unknown and missing fields are refused, so that a
//! misspelt field is an error with its line and not a silent default. Rules
//! that a type cannot express are checked by [`check`], all of them at once,
//! so that an author sees every problem in one go.
//!
//! What one assessment asks is a main pack, add-on packs beside it and local
//! statements; [`compose`] makes one questionnaire of them.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::{
    id::StatementId,
    level::{Level, Target},
};

mod check;
mod compose;
mod local;

pub use check::{Problem, check};
pub use compose::{LOCAL_SECTION, compose, find_composed};
pub use local::{Additions, LOCAL_MAX, LocalStatement, PackEdition, USUAL_ANCHORS, Wording};

/// A questionnaire: statements, what their levels mean, and how they group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Names the pack for ever, for example `three-pillars`.
    pub id: String,
    /// Which edition; a change of wording is a new edition, from 1 up.
    pub edition: u32,
    /// Whether it stands on its own: [`Origin::Main`] or [`Origin::AddOn`].
    pub origin: Origin,
    /// What people call it.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// Whose wording it is, and what it does not claim.
    pub wording: String,
    /// SPDX expression of the licence of the text.
    pub licence: String,
    /// Acknowledgement that must be printed with it.
    pub attribution: String,
    /// What its statements refer to.
    pub sources: Vec<Source>,
    /// Names of the levels 0 to 4, in order.
    pub level_names: [String; 5],
    /// The pillars, in the order they are scored.
    pub pillars: Vec<Pillar>,
    /// The statements, pillar by pillar, in the order they are scored. Shared, so
    /// that a composed questionnaire does not hold the packs' text once more.
    pub statements: Vec<Arc<Statement>>,
    /// Every way of grouping them; the first is always the pillars.
    pub lenses: Vec<Lens>,
    /// The add-on packs in it, in their order; none in a pack as it ships.
    pub add_ons: Vec<&'static Framework>,
}

/// Where a statement comes from, and so what it counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The main pack: its lenses, the trend and the benchmark.
    Main,
    /// An add-on pack: in lenses of its own.
    AddOn,
    /// The organisation itself: in a lens of its own, and never compared with others.
    Local,
}

/// A publication that statements refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name used in references.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it, as they were called then.
    pub publisher: String,
    /// The year, where it is known.
    pub year: Option<u16>,
    /// Where it can be read.
    pub address: Option<String>,
    /// What a reader should know about how it was used.
    pub note: Option<String>,
}

/// One of the pillars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pillar {
    /// Short name, also in addresses.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is about, in a sentence.
    pub summary: String,
}

/// A way of grouping the same statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// Short name, also in addresses: `pillars`, `elements`, `topics`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Where the grouping comes from, and whose judgement it is.
    pub note: String,
    /// Which statements it groups: never those of two origins.
    pub origin: Origin,
    /// Whether its groups are the pillars, in which statements are walked through.
    pub by_pillar: bool,
    /// Its groups, in order.
    pub groups: Vec<Group>,
}

/// A group of a lens; a statement counts fully in every group it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Short name, unique in its lens.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The statements that belong to it, as positions in [`Framework::statements`].
    pub members: Vec<usize>,
    /// Smaller groups inside it, for example sub-elements; often none.
    pub parts: Vec<Group>,
}

/// One practice that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Names it for ever.
    pub id: StatementId,
    /// Where it comes from.
    pub origin: Origin,
    /// The pillar it belongs to.
    pub pillar: String,
    /// The statement.
    pub text: String,
    /// Why it matters, in one or two sentences.
    pub why: String,
    /// What each level from 0 to 4 looks like for this statement.
    pub anchors: [String; 5],
    /// What could be shown as evidence.
    pub evidence: Vec<String>,
    /// What others do about a gap here; two to four.
    pub actions: Vec<SuggestedAction>,
    /// Where it comes from: the crosswalk to other frameworks.
    pub references: Vec<Reference>,
    /// Whether it belongs to the 15-minute scan.
    pub quick: bool,
    /// The law that applies, which makes the statement *core*.
    pub law: Option<String>,
    /// How heavily it counts, from 1 to 5.
    pub weight: u8,
    /// Grows when the meaning changes, from 1 up; years compare only where it is the same.
    pub revision: u32,
}

/// Something an organisation could do about a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestedAction {
    /// What to do.
    pub what: String,
    /// How to tell that it worked.
    pub measure: String,
}

/// A place in another publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The id of a [`Source`] of the same pack.
    pub source: String,
    /// What in it.
    pub part: String,
}

impl Statement {
    /// Whether it belongs to the main pack: only these are ever benchmarked, and
    /// only these count in the main pack's lenses.
    #[must_use]
    pub fn is_of_main_pack(&self) -> bool {
        self.origin == Origin::Main
    }

    /// Where the target starts: 4 where the law applies, else `default`.
    #[must_use]
    pub fn starting_target(&self, default: Target) -> Target {
        if self.law.is_some() {
            Target::CORE
        } else {
            default
        }
    }

    /// What `level` looks like for this statement.
    #[must_use]
    pub fn anchor(&self, level: Level) -> &str {
        self.anchors
            .get(usize::from(level.get()))
            .map_or("", String::as_str)
    }
}

impl Framework {
    /// What `level` is called.
    #[must_use]
    pub fn level_name(&self, level: Level) -> &str {
        self.level_names
            .get(usize::from(level.get()))
            .map_or("", String::as_str)
    }

    /// The statement called `id`.
    #[must_use]
    pub fn find_statement(&self, id: &StatementId) -> Option<&Statement> {
        self.statements
            .iter()
            .find(|statement| statement.id == *id)
            .map(Arc::as_ref)
    }

    /// Whether `id` names a statement of the main pack; see [`Statement::is_of_main_pack`].
    #[must_use]
    pub fn is_of_main_pack(&self, id: &StatementId) -> bool {
        self.find_statement(id)
            .is_some_and(Statement::is_of_main_pack)
    }

    /// The pack that a statement comes from: this one, or an add-on in it; `None` for a
    /// local statement and for one that is not asked.
    #[must_use]
    pub fn find_pack_of(&self, id: &StatementId) -> Option<&Self> {
        match self.find_statement(id)?.origin {
            Origin::Main => Some(self),
            Origin::AddOn => {
                let mut packs = self.add_ons.iter().copied();
                packs.find(|it| it.find_statement(id).is_some())
            }
            Origin::Local => None,
        }
    }

    /// Whether there are local statements in it.
    #[must_use]
    pub fn has_local_statements(&self) -> bool {
        self.lenses.iter().any(|it| it.origin == Origin::Local)
    }

    /// What people call all that is asked: "Three pillars, edition 1, with
    /// Guardian's board checklist, edition 1, and local statements".
    #[must_use]
    pub fn full_title(&self) -> String {
        let edition = |it: &Self| format!("{}, edition {}", it.title, it.edition);
        let mut beside: Vec<_> = self.add_ons.iter().map(|it| edition(it)).collect();
        if self.has_local_statements() {
            beside.push("local statements".to_owned());
        }
        match beside.split_last() {
            None => edition(self),
            Some((only, [])) => format!("{}, with {only}", edition(self)),
            Some((last, first)) => {
                format!("{}, with {}, and {last}", edition(self), first.join(", "))
            }
        }
    }

    /// The pillar called `id`.
    #[must_use]
    pub fn find_pillar(&self, id: &str) -> Option<&Pillar> {
        self.pillars.iter().find(|pillar| pillar.id == id)
    }

    /// The lens called `id`.
    #[must_use]
    pub fn find_lens(&self, id: &str) -> Option<&Lens> {
        self.lenses.iter().find(|lens| lens.id == id)
    }

    /// The source called `id`.
    #[must_use]
    pub fn find_source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }
}

/// Every pack that ships with Plumbline, as files; the first is the default, and
/// add-ons come after all that stand on their own.
pub const SHIPPED_FILES: [(&str, &str); 3] = [
    (
        "three-pillars-1.toml",
        include_str!("../frameworks/three-pillars-1.toml"),
    ),
    (
        "workplace-health-safety-1.toml",
        include_str!("../frameworks/workplace-health-safety-1.toml"),
    ),
    (
        "guardian-checklist-1.toml",
        include_str!("../frameworks/guardian-checklist-1.toml"),
    ),
];

static SHIPPED: LazyLock<Vec<Framework>> = LazyLock::new(|| {
    // A test checks every shipped file, so nothing is dropped here unseen.
    SHIPPED_FILES
        .iter()
        .filter_map(|(_, text)| check(text).ok())
        .collect()
});

/// Every pack that ships with Plumbline; the first is the default.
#[must_use]
pub fn shipped() -> &'static [Framework] {
    &SHIPPED
}

/// The shipped packs that stand on their own; the first is the default.
pub fn main_packs() -> impl Iterator<Item = &'static Framework> {
    shipped().iter().filter(|it| it.origin == Origin::Main)
}

/// The shipped packs that are asked beside another, in the order in which they are asked.
pub fn add_ons() -> impl Iterator<Item = &'static Framework> {
    shipped().iter().filter(|it| it.origin == Origin::AddOn)
}

/// The shipped pack with this id and edition.
#[must_use]
pub fn find(id: &str, edition: u32) -> Option<&'static Framework> {
    shipped()
        .iter()
        .find(|framework| framework.id == id && framework.edition == edition)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_pack() -> &'static Framework {
        find("three-pillars", 1).unwrap()
    }

    #[test]
    fn every_shipped_pack_is_sound() {
        for (name, text) in SHIPPED_FILES {
            check(text).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        }
        assert_eq!(shipped().len(), SHIPPED_FILES.len());
    }

    #[test]
    fn the_first_pack_stands_on_its_own_and_the_add_ons_come_last() {
        let origins: Vec<_> = shipped().iter().map(|it| it.origin).collect();
        assert_eq!(origins, [Origin::Main, Origin::AddOn, Origin::AddOn]);
        assert_eq!(shipped()[0].id, "three-pillars");
        assert!(shipped().iter().all(|pack| {
            let same = |it: &Arc<Statement>| it.origin == pack.origin;
            pack.statements.iter().all(same)
                && pack.lenses.iter().all(|it| it.origin == pack.origin)
        }));
    }

    #[test]
    fn the_health_and_safety_add_on_covers_eight_chapters() {
        let pack = find("workplace-health-safety", 1).unwrap();
        let lens = pack.find_lens("hs-chapters").unwrap();
        // 8 chapters × 2 statements
        assert_eq!(pack.statements.len(), 16);
        let letters: String = lens.groups.iter().map(|it| &it.name[..1]).collect();
        assert_eq!(letters, "CEGHIJPQ");
        assert!(lens.groups.iter().all(|it| it.members.len() == 2));
        // The scan asks one statement of each chapter.
        for group in &lens.groups {
            let quick = group
                .members
                .iter()
                .filter(|&&at| pack.statements[at].quick);
            assert_eq!(quick.count(), 1, "{}", group.name);
        }
        let core: Vec<_> = pack
            .statements
            .iter()
            .filter(|it| it.law.is_some())
            .map(|it| it.id.as_str())
            .collect();
        assert_eq!(
            core,
            [
                "HS03", "HS05", "HS07", "HS09", "HS12", "HS14", "HS15", "HS16"
            ]
        );
    }

    #[test]
    fn the_guardian_asks_nine_things_and_says_that_they_are_paraphrased() {
        let pack = find("guardian-checklist", 1).unwrap();
        assert_eq!(pack.statements.len(), 9);
        assert!(pack.wording.starts_with("A paraphrase."));
        assert!(pack.statements.iter().all(|it| it.quick));
        for (at, statement) in pack.statements.iter().enumerate() {
            let principle = format!("principle {}, paraphrased", at + 1);
            assert!(
                statement.references.iter().any(|it| it.part == principle),
                "{}",
                statement.id
            );
        }
    }

    #[test]
    fn the_default_pack_has_its_sixty_statements() {
        let count = |pillar: &str| {
            default_pack()
                .statements
                .iter()
                .filter(|it| it.pillar == pillar)
                .count()
        };
        assert_eq!(
            (count("wellbeing"), count("leadership"), count("equality")),
            (22, 20, 18)
        );
    }

    #[test]
    fn every_statement_has_a_place_in_every_lens() {
        for lens in &default_pack().lenses {
            for (position, statement) in default_pack().statements.iter().enumerate() {
                assert!(
                    lens.groups
                        .iter()
                        .any(|group| group.members.contains(&position)),
                    "{} has no place in {}",
                    statement.id,
                    lens.id
                );
            }
        }
        let groups: Vec<_> = default_pack()
            .lenses
            .iter()
            .map(|lens| (lens.id.as_str(), lens.groups.len()))
            .collect();
        assert_eq!(groups, [("pillars", 3), ("elements", 7), ("topics", 6)]);
    }

    #[test]
    fn the_quick_scan_touches_every_sub_element() {
        let quick = default_pack()
            .statements
            .iter()
            .filter(|it| it.quick)
            .count();
        assert!((17..=20).contains(&quick), "{quick} quick statements");

        let elements = default_pack().find_lens("elements").unwrap();
        let parts: Vec<_> = elements
            .groups
            .iter()
            .flat_map(|group| &group.parts)
            .collect();
        assert_eq!(parts.len(), 17);
        for part in parts {
            assert!(
                part.members
                    .iter()
                    .any(|&at| default_pack().statements[at].quick),
                "{}",
                part.id
            );
        }
    }

    #[test]
    fn core_statements_are_those_that_the_law_is_about() {
        let core: Vec<_> = default_pack()
            .statements
            .iter()
            .filter(|it| it.law.is_some())
            .map(|it| it.id.as_str())
            .collect();
        assert_eq!(
            core,
            [
                "W05", "W07", "W12", "W13", "W14", "W15", "W16", "L11", "Q06", "Q07", "Q08", "Q16",
                "Q18"
            ]
        );
        assert_eq!(
            default_pack()
                .find_statement(&"W05".parse().unwrap())
                .unwrap()
                .starting_target(Target::default()),
            Target::CORE
        );
    }
}
