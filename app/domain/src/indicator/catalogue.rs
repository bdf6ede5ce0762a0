//! Which indicators there are: data, as the packs are.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Amount, Direction, IndicatorId, Origin};
use crate::{framework::Source, id::StatementId, organisation::Nation};

/// The indicators that may stand beside scores.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Names it for ever.
    pub id: String,
    /// Which edition, from 1 up.
    pub edition: u32,
    /// What people call it.
    pub title: String,
    /// The pack whose pillars and statements its indicators name.
    pub framework: String,
    /// Whose wording it is, and what it does not claim.
    pub wording: String,
    /// SPDX expression of the licence of the text.
    pub licence: String,
    /// Acknowledgement that must be printed with it.
    pub attribution: String,
    /// What its indicators refer to.
    pub sources: Vec<Source>,
    /// The indicators, family by family.
    pub indicators: Vec<Indicator>,
}

/// A figure that organisations keep or are told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Names it for ever.
    pub id: IndicatorId,
    /// What people call it.
    pub name: String,
    /// What it belongs to: a survey, a standard.
    pub family: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Which way it is wanted to move.
    pub direction: Direction,
    /// How it is reckoned, in words.
    pub formula: String,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// What its base counts: "people who answered".
    pub base: String,
    /// How many it must rest on to be kept; `None` where `rule` says why not.
    pub smallest_base: Option<u32>,
    /// Where that limit comes from, in a sentence.
    pub rule: String,
    /// The ids of its [`Source`]s.
    pub sources: Vec<String>,
    /// To organisations of which nations it is offered.
    pub nations: Vec<Nation>,
    /// For which nations figures are published, as far as our sources tell.
    pub published: Vec<Nation>,
    /// Beside the scores of which pillars it may stand.
    pub pillars: Vec<String>,
    /// Beside which statements.
    pub statements: Vec<StatementId>,
}

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Unit {
    /// Per cent, 0 to 100.
    Percent,
    /// Percentage points, −100 to 100.
    Points,
    /// Days, 0 or more.
    Days,
    /// A whole number, 0 or more.
    Count,
    /// How many times as likely, 0 or more.
    Ratio,
    /// A mean on a scale.
    Scale {
        /// Its lower end.
        low: u8,
        /// Its upper end.
        high: u8,
    },
}

impl Unit {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Percent => "per cent".to_owned(),
            Self::Points => "percentage points".to_owned(),
            Self::Days => "days".to_owned(),
            Self::Count => "a number".to_owned(),
            Self::Ratio => "times as likely".to_owned(),
            Self::Scale { low, high } => format!("a score from {low} to {high}"),
        }
    }

    /// An amount with its unit, as people write it: "5.6%", "3.1 of 5", "1.2 times".
    #[must_use]
    pub fn write(self, amount: Amount) -> String {
        // A minus sign and not a hyphen, which may be lost at the end of a line.
        let number = amount.to_string().replace('-', "−");
        match self {
            Self::Percent => format!("{number}%"),
            Self::Points => format!("{number} points"),
            Self::Days => format!("{number} days"),
            Self::Count => number,
            Self::Ratio => format!("{number} times"),
            Self::Scale { high, .. } => format!("{number} of {high}"),
        }
    }

    /// How far it is from one amount to another, without a sign: "0.3 percentage points".
    #[must_use]
    pub fn write_difference(self, difference: Amount) -> String {
        let number = difference.size();
        match self {
            Self::Percent | Self::Points => format!("{number} percentage points"),
            Self::Days => format!("{number} days"),
            Self::Count | Self::Ratio | Self::Scale { .. } => number.to_string(),
        }
    }

    /// The least and the most it can be; `None` where there is no end.
    #[must_use]
    pub fn range(self) -> (Amount, Option<Amount>) {
        match self {
            Self::Percent => (Amount::whole(0), Some(Amount::whole(100))),
            Self::Points => (Amount::whole(-100), Some(Amount::whole(100))),
            Self::Days | Self::Count | Self::Ratio => (Amount::whole(0), None),
            Self::Scale { low, high } => {
                (Amount::whole(low.into()), Some(Amount::whole(high.into())))
            }
        }
    }

    /// Makes sure that it can be so much.
    ///
    /// # Errors
    ///
    /// Returns a sentence that says between which numbers it lies.
    pub fn check(self, amount: Amount) -> Result<(), String> {
        let (least, most) = self.range();
        if amount < least || most.is_some_and(|most| amount > most) {
            let range = match most {
                Some(most) => format!("from {least} to {most}"),
                None => format!("of {least} or more"),
            };
            return Err(format!("Write a number {range}: it is {}", self.name()));
        }
        if self == Self::Count && !amount.is_whole() {
            return Err("Write a whole number: it is counted".to_owned());
        }
        Ok(())
    }
}

impl Indicator {
    /// Why a figure with this base is not kept, in words; `None` when it is.
    ///
    /// A published figure may leave its base out: whoever published it has
    /// suppressed what had to be.
    #[must_use]
    pub fn refusal(&self, base: Option<u32>, origin: Option<Origin>) -> Option<String> {
        let smallest = self.smallest_base?;
        match base {
            Some(base) if base < smallest => Some(format!(
                "This figure rests on fewer than {smallest} ({}) and is not kept, because it could tell about single people. {}",
                self.base, self.rule
            )),
            None if origin != Some(Origin::Published) => Some(format!(
                "Say how many it rests on ({}): a figure that rests on fewer than {smallest} is not kept. {}",
                self.base, self.rule
            )),
            _ => None,
        }
    }
}

/// The catalogue that ships with Plumbline, as a file.
pub const SHIPPED_FILE: &str = include_str!("../../indicators/great-britain-1.toml");

/// The catalogue that ships with Plumbline.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    // A test checks the shipped file, so nothing is dropped here unseen.
    static SHIPPED: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::read(SHIPPED_FILE).unwrap_or_default());
    &SHIPPED
}

/// Why a catalogue was refused.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file is not valid TOML, or has a missing or unknown field; says where.
    #[error("the catalogue cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// Two indicators share an id.
    #[error("indicator `{0}` appears twice")]
    Duplicate(IndicatorId),
    /// An indicator refers to a source that is not there.
    #[error("indicator `{0}` names the unknown source `{1}`")]
    UnknownSource(IndicatorId, String),
    /// An indicator is offered to nobody, stands beside nothing, or has no source.
    #[error("indicator `{0}` lacks a nation, a pillar or a source")]
    Incomplete(IndicatorId),
    /// A scale ends where it begins, or before.
    #[error("the scale of indicator `{0}` is empty")]
    EmptyScale(IndicatorId),
}

impl Catalogue {
    /// Reads a catalogue.
    ///
    /// # Errors
    ///
    /// Returns the first [`CatalogueError`] that is found.
    pub fn read(text: &str) -> Result<Self, CatalogueError> {
        let catalogue: Self = toml::from_str(text)?;
        for (at, it) in catalogue.indicators.iter().enumerate() {
            let before = catalogue.indicators.iter().take(at);
            if before.into_iter().any(|other| other.id == it.id) {
                return Err(CatalogueError::Duplicate(it.id.clone()));
            }
            let known = |id: &String| catalogue.sources.iter().any(|source| source.id == *id);
            if let Some(unknown) = it.sources.iter().find(|id| !known(id)) {
                return Err(CatalogueError::UnknownSource(
                    it.id.clone(),
                    unknown.clone(),
                ));
            }
            if it.nations.is_empty() || it.pillars.is_empty() || it.sources.is_empty() {
                return Err(CatalogueError::Incomplete(it.id.clone()));
            }
            if matches!(it.unit, Unit::Scale { low, high } if low >= high) {
                return Err(CatalogueError::EmptyScale(it.id.clone()));
            }
        }
        Ok(catalogue)
    }

    /// The indicator called `id`.
    #[must_use]
    pub fn find(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|it| it.id == *id)
    }

    /// The source called `id`.
    #[must_use]
    pub fn find_source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|it| it.id == id)
    }

    /// The indicators that organisations of a nation are offered, in order.
    pub fn offered_in(&self, nation: Nation) -> impl Iterator<Item = &Indicator> {
        let offered = move |it: &&Indicator| it.nations.contains(&nation);
        self.indicators.iter().filter(offered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework;

    #[test]
    fn the_shipped_catalogue_is_sound_and_names_what_the_pack_has() {
        let catalogue = Catalogue::read(SHIPPED_FILE).unwrap();
        let pack = framework::shipped()
            .iter()
            .find(|it| it.id == catalogue.framework)
            .unwrap();
        for it in &catalogue.indicators {
            for pillar in &it.pillars {
                assert!(pack.find_pillar(pillar).is_some(), "{}: {pillar}", it.id);
            }
            for statement in &it.statements {
                assert!(
                    pack.find_statement(statement).is_some(),
                    "{}: {statement}",
                    it.id
                );
            }
            assert!(
                it.published
                    .iter()
                    .all(|nation| it.nations.contains(nation)),
                "{}",
                it.id
            );
        }
    }

    #[test]
    fn every_family_of_the_issue_is_there() {
        let families: std::collections::BTreeSet<_> = catalogue()
            .indicators
            .iter()
            .map(|it| it.family.as_str())
            .collect();
        for family in [
            "Sickness absence",
            "Turnover",
            "NHS Staff Survey",
            "iMatter",
            "WRES",
            "WDES",
            "HSE Indicator Tool",
        ] {
            assert!(families.contains(family), "{family}");
        }
        let hse = catalogue().indicators.iter();
        assert_eq!(
            hse.filter(|it| it.family == "HSE Indicator Tool").count(),
            7
        );
    }

    #[test]
    fn an_indicator_without_a_limit_says_why() {
        for it in &catalogue().indicators {
            assert_eq!(
                it.smallest_base.is_none(),
                it.rule.starts_with("None:"),
                "{}",
                it.id
            );
        }
    }

    #[test]
    fn amounts_are_written_with_their_unit() {
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        assert_eq!(Unit::Percent.write(amount("5.6")), "5.6%");
        assert_eq!(Unit::Points.write(amount("-7.5")), "−7.5 points");
        assert_eq!(
            Unit::Scale { low: 1, high: 5 }.write(amount("3.1")),
            "3.1 of 5"
        );
        assert_eq!(
            Unit::Percent.write_difference(amount("-0.3")),
            "0.3 percentage points"
        );
    }

    #[test]
    fn a_catalogue_that_contradicts_itself_is_refused() {
        let twice = format!(
            "{SHIPPED_FILE}\n{}",
            SHIPPED_FILE
                .split("[[indicators]]")
                .nth(1)
                .map(|it| format!("[[indicators]]{}", it.split("\n#").next().unwrap()))
                .unwrap()
        );
        assert!(matches!(
            Catalogue::read(&twice),
            Err(CatalogueError::Duplicate(_))
        ));
        let unknown = SHIPPED_FILE.replacen("sources = [\"hse\"]", "sources = [\"hsx\"]", 1);
        assert!(matches!(
            Catalogue::read(&unknown),
            Err(CatalogueError::UnknownSource(..))
        ));
        let misspelt = SHIPPED_FILE.replacen("family =", "famly =", 1);
        assert!(matches!(
            Catalogue::read(&misspelt),
            Err(CatalogueError::Syntax(_))
        ));
    }
}
