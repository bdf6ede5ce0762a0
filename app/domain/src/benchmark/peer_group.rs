//! Who is compared with whom: one tree, all → kind → nation → size.

use std::{fmt, str::FromStr};

use crate::organisation::{Headcount, Kind, Nation, NotAChoice, Organisation};

/// A group of organisations that are compared with each other.
///
/// The groups form one tree, so that no two of them overlap unless one contains
/// the other. In order, each group stands before its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeerGroup {
    /// Every organisation.
    All,
    /// Those of one kind.
    OfKind(Kind),
    /// Those of one kind in one nation.
    InNation(Kind, Nation),
    /// Those of one kind and nation with about as many people.
    OfSize(Kind, Nation, Headcount),
}

impl PeerGroup {
    /// The groups that an organisation belongs to, the widest first.
    #[must_use]
    pub fn path(organisation: &Organisation) -> [Self; 4] {
        Self::path_of(
            organisation.kind,
            organisation.nation,
            organisation.headcount,
        )
    }

    /// The same, of an organisation of which no more is known.
    #[must_use]
    pub fn path_of(kind: Kind, nation: Nation, headcount: Headcount) -> [Self; 4] {
        [
            Self::All,
            Self::OfKind(kind),
            Self::InNation(kind, nation),
            Self::OfSize(kind, nation, headcount),
        ]
    }

    /// What people call it: "Acute specialist in Wales, 1,000 to 2,999 people".
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::All => "All organisations".to_owned(),
            Self::OfKind(kind) => kind.name().to_owned(),
            Self::InNation(kind, nation) => format!("{} in {}", kind.name(), nation.name()),
            Self::OfSize(kind, nation, headcount) => format!(
                "{}, {} people",
                Self::InNation(kind, nation).name(),
                headcount.name().replace("Fewer", "fewer")
            ),
        }
    }
}

/// How addresses, exports and the database write it: `all`, `acute`,
/// `acute.england`, `acute.england.6000-9999`.
impl fmt::Display for PeerGroup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => out.write_str(ALL),
            Self::OfKind(kind) => out.write_str(kind.code()),
            Self::InNation(kind, nation) => write!(out, "{}.{}", kind.code(), nation.code()),
            Self::OfSize(kind, nation, headcount) => {
                write!(
                    out,
                    "{}.{}.{}",
                    kind.code(),
                    nation.code(),
                    headcount.code()
                )
            }
        }
    }
}

const ALL: &str = "all";

impl FromStr for PeerGroup {
    type Err = NotAChoice;

    fn from_str(code: &str) -> Result<Self, NotAChoice> {
        if code == ALL {
            return Ok(Self::All);
        }
        let mut parts = code.split('.');
        let kind = parts.next().unwrap_or_default().parse()?;
        let (nation, headcount) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(NotAChoice);
        }
        Ok(match (nation, headcount) {
            (None, _) => Self::OfKind(kind),
            (Some(nation), None) => Self::InNation(kind, nation.parse()?),
            (Some(nation), Some(headcount)) => {
                Self::OfSize(kind, nation.parse()?, headcount.parse()?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_reads_back_from_its_code() {
        let path = PeerGroup::path_of(Kind::Acute, Nation::Wales, Headcount::From6000);
        for group in path {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        assert_eq!(path[3].to_string(), "acute.wales.6000-9999");
        for wrong in [
            "",
            "acute.",
            "acute.wales.6000-9999.x",
            "wales",
            "all.acute",
        ] {
            assert_eq!(wrong.parse::<PeerGroup>(), Err(NotAChoice), "{wrong}");
        }
    }

    #[test]
    fn a_name_says_what_the_group_has_in_common() {
        let small = PeerGroup::OfSize(Kind::Ambulance, Nation::Wales, Headcount::Under1000);
        assert_eq!(small.name(), "Ambulance in Wales, fewer than 1,000 people");
        assert_eq!(PeerGroup::All.name(), "All organisations");
    }

    #[test]
    fn each_group_stands_before_its_parts() {
        assert!(PeerGroup::path_of(Kind::Acute, Nation::Wales, Headcount::From6000).is_sorted());
    }
}
