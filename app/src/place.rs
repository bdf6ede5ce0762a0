//! Every address of the application, typed.
//!
//! The only way to write a link or a redirect: an address made here cannot be
//! misspelt, and holds nothing but checked ids.

use std::fmt;

use domain::{
    assessment::Assessment,
    framework::{Framework, Statement},
    id::{AssessmentId, EvidenceId, StatementId},
};

/// Somewhere a visitor can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Where signed-in people start: the list of assessments.
    Home,
    /// Sign in.
    SignIn,
    /// Sign in, and what went wrong before.
    SignInAgain(SignInProblem),
    /// Own account: password, sign out everywhere.
    Account,
    /// Start an assessment.
    NewAssessment,
    /// One assessment: pillars and progress.
    Assessment(AssessmentId),
    /// One statement.
    Statement(AssessmentId, StatementId),
    /// Two versions of what was recorded about a statement, to choose from.
    Conflict(AssessmentId, StatementId),
    /// Add evidence to a statement.
    NewEvidence(AssessmentId, StatementId),
    /// Change or remove one piece of evidence.
    Evidence(AssessmentId, StatementId, EvidenceId),
    /// Results, grouped by a lens.
    Results(AssessmentId, Option<String>),
    /// How accessible the site is.
    Accessibility,
    /// What is stored about people.
    Privacy,
    /// Sources and licences.
    Licences,
}

/// Why signing in did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// The address or the password is wrong; which of them is not said.
    Wrong,
    /// There were too many attempts.
    TooMany,
}

impl SignInProblem {
    /// How addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::TooMany => "too-many",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        [Self::Wrong, Self::TooMany]
            .into_iter()
            .find(|it| it.code() == code)
    }
}

impl Place {
    /// Where to go after a statement: the next one asked, else the overview.
    #[must_use]
    pub fn after(assessment: &Assessment, framework: &Framework, statement: &Statement) -> Self {
        let asked = framework.statements.iter().filter(|it| assessment.asks(it));
        match asked.skip_while(|it| it.id != statement.id).nth(1) {
            Some(next) => Self::Statement(assessment.assessment_id, next.id.clone()),
            None => Self::Assessment(assessment.assessment_id),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => write!(out, "/"),
            Self::SignIn => write!(out, "/sign-in"),
            Self::SignInAgain(problem) => write!(out, "/sign-in?problem={}", problem.code()),
            Self::Account => write!(out, "/account"),
            Self::NewAssessment => write!(out, "/assessments/new"),
            Self::Assessment(it) => write!(out, "/assessments/{it}"),
            Self::Statement(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}")
            }
            Self::Conflict(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}/conflict")
            }
            Self::NewEvidence(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}/evidence/new")
            }
            Self::Evidence(it, statement, evidence) => {
                write!(
                    out,
                    "/assessments/{it}/statements/{statement}/evidence/{evidence}"
                )
            }
            Self::Results(it, None) => write!(out, "/assessments/{it}/results"),
            Self::Results(it, Some(lens)) => {
                write!(out, "/assessments/{it}/results?lens={}", segment(lens))
            }
            Self::Accessibility => write!(out, "/accessibility"),
            Self::Privacy => write!(out, "/privacy"),
            Self::Licences => write!(out, "/licences"),
        }
    }
}

/// What may stand in an address as it is; anything else goes, since ids never hold it.
fn segment(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_nothing_that_could_end_a_header() {
        let assessment = AssessmentId(uuid::Uuid::nil());
        let place = Place::Results(assessment, Some("a\r\nSet-Cookie: b/../c".into()));
        assert_eq!(
            place.to_string(),
            "/assessments/00000000-0000-0000-0000-000000000000/results?lens=aSet-Cookieb..c"
        );
    }
}
