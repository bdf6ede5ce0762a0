//! Fields of the form: how each is named, and what may be written in it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Form, OwnRow};
use crate::{
    id::InvalidId,
    organisation::choices,
    plan::CellId,
    text::{self, TooLong},
};

/// Names one field of the form, for example `cell.age.eliminate.reason`.
///
/// Small letters, digits, `.`, `-` and `_`, at most 100 of them, so that it can
/// stand in a form and an address. Whether the form has such a field is for
/// [`Form::has_field`] to say. Built by the functions below, never by hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldId(String);

impl FieldId {
    /// The answer to a question of the form.
    #[must_use]
    pub fn question(question: &str) -> Self {
        Self(format!("question.{question}"))
    }

    /// What is known about the people of one row.
    #[must_use]
    pub fn evidence(row: &str, part: EvidencePart) -> Self {
        Self(format!("evidence.{row}.{}", part.code()))
    }

    /// A part of one cell of the matrix.
    #[must_use]
    pub fn cell(cell: &CellId, part: CellPart) -> Self {
        Self(format!("cell.{}.{}.{}", cell.row, cell.need, part.code()))
    }

    /// A part of the declaration that no EQIA is required.
    #[must_use]
    pub fn not_required(part: DeclarationPart) -> Self {
        Self(format!("not_required.{}", part.code()))
    }

    /// A part of the authorisation.
    #[must_use]
    pub fn authorisation(part: AuthorisationPart) -> Self {
        Self(format!("authorisation.{}", part.code()))
    }

    /// The day by which the EQIA is looked at again.
    #[must_use]
    pub fn review_date() -> Self {
        Self("review.date".into())
    }

    /// Whether the results are published; one of [`Publication`].
    #[must_use]
    pub fn publication_status() -> Self {
        Self("publication.status".into())
    }

    /// The results in words, for everybody.
    #[must_use]
    pub fn publication_summary() -> Self {
        Self("publication.summary".into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FieldId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
        };
        if text.is_empty() || text.len() > 100 || !text.bytes().all(plain) {
            return Err(InvalidId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for FieldId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<FieldId> for String {
    fn from(field: FieldId) -> Self {
        field.0
    }
}

impl fmt::Display for FieldId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

choices! {
    /// A column of the table of evidence.
    EvidencePart {
        /// What there is, and how strong it is.
        Found = "found", "Evidence and its strength";
        /// Where it comes from.
        Source = "source", "Source";
        /// What is not known, and what was done about that.
        Gaps = "gaps", "Gaps and action taken";
        /// Why there is no evidence.
        NoneBecause = "none_because", "No evidence because";
    }
}

choices! {
    /// A part of one cell of the matrix.
    CellPart {
        /// One of [`Impact`].
        Impact = "impact", "Impact";
        /// Why that was chosen.
        Reason = "reason", "Reason";
        /// Why a negative impact is accepted without a mitigation.
        Justification = "justification", "Justification";
    }
}

choices! {
    /// A part of the declaration that no EQIA is required.
    DeclarationPart {
        /// Why none is required.
        Reason = "reason", "Reason";
        /// Who decided it.
        Name = "name", "Name";
        /// What they are.
        Post = "post", "Post";
        /// When they decided it.
        Date = "date", "Date";
    }
}

choices! {
    /// A part of the authorisation.
    AuthorisationPart {
        /// Whether the EQIA informed the plan; yes or no.
        Informed = "informed", "It informed the plan";
        /// Whether opportunities to promote equality were looked for; yes or no.
        Opportunities = "opportunities", "Opportunities were considered";
        /// Whether marriage and civil partnership was assessed; yes, no or not applicable.
        Marriage = "marriage", "Marriage and civil partnership was assessed";
        /// Who authorised it.
        Name = "name", "Name";
        /// What they are.
        Post = "post", "Post";
        /// When they authorised it.
        Date = "date", "Date";
    }
}

choices! {
    /// What a plan does to people because of who they are.
    Impact {
        /// It helps.
        Positive = "positive", "Positive";
        /// It harms.
        Negative = "negative", "Negative";
        /// It helps some and harms some.
        Both = "both", "Positive and negative";
        /// Neither.
        None = "none", "None";
    }
}

impl Impact {
    /// Whether anybody is harmed, which asks for a mitigation or a justification.
    #[must_use]
    pub fn is_negative(self) -> bool {
        matches!(self, Self::Negative | Self::Both)
    }
}

choices! {
    /// Yes, no, or a question that does not apply.
    Reply {
        /// Yes.
        Yes = "yes", "Yes";
        /// No.
        No = "no", "No";
        /// The question does not apply.
        NotApplicable = "na", "Not applicable";
    }
}

choices! {
    /// Whether the results of the EQIA are published.
    Publication {
        /// Not yet, but they will be.
        Planned = "planned", "Will be published";
        /// They are.
        Published = "published", "Published";
        /// They will not be; the summary says why.
        Withheld = "withheld", "Will not be published";
    }
}

/// What may be written in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Running text, at most [`text::PARAGRAPH_MAX`] characters.
    Text,
    /// A single line, at most [`text::LINE_MAX`] characters.
    Line,
    /// A day, written `2026-05-12`.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// `yes`, `no` or `na`.
    YesNoNa,
    /// One of [`Impact`].
    #[serde(skip)]
    Impact,
    /// One of [`Publication`].
    #[serde(skip)]
    Publication,
}

/// Why an entry cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryProblem {
    /// The form has no such field, so nobody can have typed this honestly.
    #[error("the form has no such field")]
    NoSuchField,
    /// None of the choices offered.
    #[error("choose one of the answers offered")]
    NotAChoice,
    /// Not a day that exists, written `2026-05-12`.
    #[error("enter a real date, such as 2026-05-12")]
    NotADate,
    /// More than there is room for.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

impl Kind {
    /// Tidies what was typed, so that it can be kept; emptying a field is always allowed.
    ///
    /// # Errors
    ///
    /// Returns the [`EntryProblem`] when `value` is not of this kind.
    pub fn check(self, value: &str) -> Result<String, EntryProblem> {
        let choice = value.trim();
        if choice.is_empty() && self != Self::Text {
            return Ok(String::new());
        }
        let is_offered = match self {
            Self::Text => return Ok(text::paragraph(value)?),
            Self::Line => return Ok(text::line(value)?),
            Self::Date => {
                return text::day(choice)
                    .map(|date| date.to_string())
                    .ok_or(EntryProblem::NotADate);
            }
            Self::YesNo => matches!(choice.parse(), Ok(Reply::Yes | Reply::No)),
            Self::YesNoNa => choice.parse::<Reply>().is_ok(),
            Self::Impact => choice.parse::<Impact>().is_ok(),
            Self::Publication => choice.parse::<Publication>().is_ok(),
        };
        if is_offered {
            Ok(choice.to_owned())
        } else {
            Err(EntryProblem::NotAChoice)
        }
    }
}

impl Form {
    /// Whether there is such a field, counting the rows an organisation added.
    #[must_use]
    pub fn has_field(&self, field: &FieldId, own_rows: &[OwnRow]) -> bool {
        self.find_kind(field, own_rows).is_some()
    }

    /// What may be written in a field; `None` when there is no such field.
    #[must_use]
    pub fn find_kind(&self, field: &FieldId, own_rows: &[OwnRow]) -> Option<Kind> {
        let steps: Vec<&str> = field.as_str().split('.').collect();
        match *steps.as_slice() {
            ["question", id] => Some(self.find_question(id)?.kind),
            ["evidence", row, part] => {
                self.find_row(row, own_rows)?;
                part.parse::<EvidencePart>().ok().map(|_| Kind::Text)
            }
            ["cell", row, need, part] => {
                let row = self.find_row(row, own_rows)?;
                if !row.needs.iter().any(|it| it == need) {
                    return None;
                }
                Some(match part.parse().ok()? {
                    CellPart::Impact => Kind::Impact,
                    CellPart::Reason | CellPart::Justification => Kind::Text,
                })
            }
            ["not_required", part] => Some(match part.parse().ok()? {
                DeclarationPart::Reason => Kind::Text,
                DeclarationPart::Name | DeclarationPart::Post => Kind::Line,
                DeclarationPart::Date => Kind::Date,
            }),
            ["authorisation", part] => Some(match part.parse().ok()? {
                AuthorisationPart::Informed | AuthorisationPart::Opportunities => Kind::YesNo,
                AuthorisationPart::Marriage => Kind::YesNoNa,
                AuthorisationPart::Name | AuthorisationPart::Post => Kind::Line,
                AuthorisationPart::Date => Kind::Date,
            }),
            ["review", "date"] => Some(Kind::Date),
            ["publication", "status"] => Some(Kind::Publication),
            ["publication", "summary"] => Some(Kind::Text),
            _ => None,
        }
    }

    /// Tidies what was typed into a field, so that it can be kept.
    ///
    /// # Errors
    ///
    /// Returns the [`EntryProblem`] when there is no such field, or `value` is
    /// not of its kind. An empty value empties the field and is always allowed.
    pub fn check_entry(
        &self,
        field: &FieldId,
        value: &str,
        own_rows: &[OwnRow],
    ) -> Result<String, EntryProblem> {
        self.find_kind(field, own_rows)
            .ok_or(EntryProblem::NoSuchField)?
            .check(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eqia::form;

    fn own_rows() -> [OwnRow; 1] {
        [OwnRow {
            row: "own-1".into(),
            name: "Carers".into(),
        }]
    }

    fn has(field: &str) -> bool {
        form().has_field(&field.parse().unwrap(), &own_rows())
    }

    #[test]
    fn every_field_that_can_be_built_is_a_field_of_the_form() {
        let rows = own_rows();
        let mut fields: Vec<FieldId> = vec![
            FieldId::review_date(),
            FieldId::publication_status(),
            FieldId::publication_summary(),
        ];
        fields.extend(form().questions.iter().map(|it| FieldId::question(&it.id)));
        for row in form().rows(&rows) {
            for &part in EvidencePart::ALL {
                fields.push(FieldId::evidence(&row.id, part));
            }
        }
        for cell in form().cells(&rows) {
            for &part in CellPart::ALL {
                fields.push(FieldId::cell(&cell, part));
            }
        }
        fields.extend(
            DeclarationPart::ALL
                .iter()
                .map(|&it| FieldId::not_required(it)),
        );
        fields.extend(
            AuthorisationPart::ALL
                .iter()
                .map(|&it| FieldId::authorisation(it)),
        );

        for field in fields {
            assert_eq!(field.as_str().parse(), Ok(field.clone()));
            assert!(form().has_field(&field, &rows), "{field}");
            assert_eq!(
                form().find_prompt(&field).is_none(),
                field.as_str().starts_with("question."),
                "{field} has its label"
            );
        }
    }

    #[test]
    fn what_the_form_does_not_ask_is_no_field() {
        assert!(has("cell.own-1.impact.reason"));
        for field in [
            "question.shoe-size",
            "cell.own-2.impact.reason",
            "cell.age.impact.reason",
            "cell.marriage-and-civil-partnership.foster.reason",
            "cell.age.foster.mark",
            "evidence.age",
            "review.date.again",
            "",
        ] {
            assert!(field.is_empty() || !has(field), "{field}");
        }
    }

    #[test]
    fn a_field_id_holds_nothing_that_could_break_a_form() {
        for crafted in [
            "",
            "cell.Age",
            "cell age",
            "cell/..",
            "a\r\nb",
            &"a".repeat(101),
        ] {
            assert_eq!(crafted.parse::<FieldId>(), Err(InvalidId), "{crafted:?}");
        }
    }

    #[test]
    fn an_entry_is_tidied_or_refused_by_its_kind() {
        let check = |field: &FieldId, value: &str| form().check_entry(field, value, &own_rows());
        let cell = CellId {
            row: "age".into(),
            need: "eliminate".into(),
        };
        let impact = FieldId::cell(&cell, CellPart::Impact);
        let reason = FieldId::cell(&cell, CellPart::Reason);
        let date = FieldId::review_date();
        let informed = FieldId::authorisation(AuthorisationPart::Informed);
        let name = FieldId::authorisation(AuthorisationPart::Name);

        assert_eq!(check(&impact, " both ").as_deref(), Ok("both"));
        assert_eq!(check(&impact, "excellent"), Err(EntryProblem::NotAChoice));
        assert_eq!(check(&reason, "a\r\nb").as_deref(), Ok("a\nb"));
        assert_eq!(check(&date, "2026-05-12").as_deref(), Ok("2026-05-12"));
        for wrong in ["2026-02-30", "12 May 2026", "2026-5-12", "soon"] {
            assert_eq!(check(&date, wrong), Err(EntryProblem::NotADate), "{wrong}");
        }
        assert_eq!(check(&informed, "na"), Err(EntryProblem::NotAChoice));
        assert_eq!(check(&name, " Ama\nBoateng ").as_deref(), Ok("Ama Boateng"));
        assert!(matches!(
            check(&name, &"a".repeat(201)),
            Err(EntryProblem::TooLong(_))
        ));
        assert_eq!(
            check(&"question.shoe-size".parse().unwrap(), "43"),
            Err(EntryProblem::NoSuchField)
        );
        for field in [impact, reason, date, informed, name] {
            assert_eq!(
                check(&field, "").as_deref(),
                Ok(""),
                "{field} can be emptied"
            );
        }
    }
}
