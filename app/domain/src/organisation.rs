//! The organisation whose assessment it is, and the words it uses for itself.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::id::OrganisationId;

/// A trust, board or other employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Names it.
    pub organisation_id: OrganisationId,
    /// What it is called, at most [`crate::text::LINE_MAX`] characters.
    pub name: String,
    /// Its code in the Organisation Data Service, if it has one.
    pub ods_code: Option<OdsCode>,
    /// The nation it works in.
    pub nation: Nation,
    /// The kind of services it provides.
    pub kind: Kind,
    /// How many people work there, roughly.
    pub headcount: Headcount,
    /// Whether it is made up: every page and every PDF then says so.
    pub invented: bool,
}

impl Organisation {
    /// What its people call an organisation of its kind: "trust", "board" or "organisation".
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match (self.nation, self.kind) {
            (_, Kind::SystemBody | Kind::PrimaryCare | Kind::Other) => "organisation",
            (Nation::England | Nation::NorthernIreland, _) => "trust",
            (Nation::Scotland | Nation::Wales, _) => "board",
        }
    }

    /// What its people call the body in which management and trade unions meet.
    #[must_use]
    pub fn partnership_body(&self) -> &'static str {
        match self.nation {
            Nation::Scotland => "area partnership forum",
            Nation::England | Nation::Wales | Nation::NorthernIreland => "partnership forum",
        }
    }
}

/// A code of the Organisation Data Service, checked for its form only.
///
/// Three to ten capital letters and digits, for example `RX1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OdsCode(String);

/// Text that does not have the form of an ODS code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an ODS code has three to ten letters and digits, for example RX1")]
pub struct NotAnOdsCode;

impl FromStr for OdsCode {
    type Err = NotAnOdsCode;

    fn from_str(text: &str) -> Result<Self, NotAnOdsCode> {
        let code = text.trim().to_ascii_uppercase();
        if !(3..=10).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(NotAnOdsCode);
        }
        Ok(Self(code))
    }
}

impl TryFrom<String> for OdsCode {
    type Error = NotAnOdsCode;

    fn try_from(text: String) -> Result<Self, NotAnOdsCode> {
        text.parse()
    }
}

impl From<OdsCode> for String {
    fn from(code: OdsCode) -> Self {
        code.0
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Text that names no known choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not one of the choices")]
pub struct NotAChoice;

/// Declares a closed list of choices: its code for forms and the database, and its name for people.
macro_rules! choices {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])+ #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every choice, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// How forms, exports and the database write it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What people call it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::organisation::NotAChoice;

            fn from_str(code: &str) -> Result<Self, $crate::organisation::NotAChoice> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::organisation::NotAChoice),
                }
            }
        }
    };
}

pub(crate) use choices;

choices! {
    /// A nation of the United Kingdom.
    Nation {
        /// England.
        England = "england", "England";
        /// Scotland.
        Scotland = "scotland", "Scotland";
        /// Wales.
        Wales = "wales", "Wales";
        /// Northern Ireland.
        NorthernIreland = "northern-ireland", "Northern Ireland";
    }
}

choices! {
    /// The kind of services an organisation provides; benchmarks compare like with like.
    Kind {
        /// Hospitals, with or without community services.
        Acute = "acute", "Acute, or acute and community";
        /// Specialist hospitals.
        Specialist = "specialist", "Acute specialist";
        /// Mental health, learning disability and community services.
        MentalHealth = "mental-health", "Mental health, learning disability and community";
        /// Community services.
        Community = "community", "Community";
        /// Ambulance services.
        Ambulance = "ambulance", "Ambulance";
        /// A board that runs all services of a territory.
        Territorial = "territorial", "Territorial health board";
        /// A board with a national task.
        National = "national", "National or special health board";
        /// A body that plans and pays for services.
        SystemBody = "system", "Integrated care board or other system body";
        /// General practice and its networks.
        PrimaryCare = "primary-care", "Primary care";
        /// Anything else.
        Other = "other", "Another kind of organisation";
    }
}

choices! {
    /// Roughly how many people work in an organisation.
    Headcount {
        /// Fewer than 1,000.
        Under1000 = "under-1000", "Fewer than 1,000";
        /// 1,000 to 2,999.
        From1000 = "1000-2999", "1,000 to 2,999";
        /// 3,000 to 5,999.
        From3000 = "3000-5999", "3,000 to 5,999";
        /// 6,000 to 9,999.
        From6000 = "6000-9999", "6,000 to 9,999";
        /// 10,000 or more.
        From10000 = "10000-or-more", "10,000 or more";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ods_code_is_checked_for_its_form() {
        assert_eq!("rx1 ".parse::<OdsCode>().unwrap().to_string(), "RX1");
        for wrong in ["", "R", "RX-1", "ABCDEFGHIJK"] {
            assert_eq!(wrong.parse::<OdsCode>(), Err(NotAnOdsCode), "{wrong}");
        }
    }

    #[test]
    fn a_choice_reads_back_from_its_code() {
        for &kind in Kind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert_eq!("hospital".parse::<Kind>(), Err(NotAChoice));
    }
}
