//! The pages of the form: what is filled in and saved together.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{AuthorisationPart, CellPart, DeclarationPart, EvidencePart, FieldId, Form, OwnRow};
use crate::id::InvalidId;

/// A page of the form, saved in one go. Every field stands on exactly one.
///
/// Written as the end of an address: `stages/1`, `evidence/age`, `impacts/age`
/// and `not-required`. Whether the form has such a page is for
/// [`Form::find_fields`] to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sheet {
    /// The questions of one stage, from 1 to 5.
    Stage(u8),
    /// What is known about the people of one row.
    Evidence(String),
    /// The cells of one row.
    Impacts(String),
    /// The declaration that no EQIA is required.
    NotRequired,
}

impl fmt::Display for Sheet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(number) => write!(out, "stages/{number}"),
            Self::Evidence(row) => write!(out, "evidence/{row}"),
            Self::Impacts(row) => write!(out, "impacts/{row}"),
            Self::NotRequired => write!(out, "not-required"),
        }
    }
}

impl FromStr for Sheet {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        // A row's name may stand in an address when it may stand in a field's name.
        let row = |row: &str| row.parse::<FieldId>().map(String::from);
        match text.split_once('/') {
            Some(("stages", number)) => number.parse().map(Self::Stage).map_err(|_| InvalidId),
            Some(("evidence", name)) => row(name).map(Self::Evidence),
            Some(("impacts", name)) => row(name).map(Self::Impacts),
            None if text == "not-required" => Ok(Self::NotRequired),
            _ => Err(InvalidId),
        }
    }
}

impl TryFrom<String> for Sheet {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Sheet> for String {
    fn from(sheet: Sheet) -> Self {
        sheet.to_string()
    }
}

impl Form {
    /// The fields of a page, in order; `None` when the form has no such page.
    #[must_use]
    pub fn find_fields(&self, sheet: &Sheet, own_rows: &[OwnRow]) -> Option<Vec<FieldId>> {
        Some(match sheet {
            Sheet::Stage(number) => {
                self.find_stage(*number)?;
                let mut fields: Vec<_> = self
                    .questions_of(*number)
                    .map(|question| FieldId::question(&question.id))
                    .collect();
                match number {
                    4 => fields.push(FieldId::review_date()),
                    5 => fields.extend(closing()),
                    _ => {}
                }
                fields
            }
            Sheet::Evidence(row) => {
                let row = self.find_row(row, own_rows)?;
                let parts = EvidencePart::ALL.iter();
                parts
                    .map(|&part| FieldId::evidence(&row.id, part))
                    .collect()
            }
            Sheet::Impacts(row) => {
                let row = self.find_row(row, own_rows)?;
                let parts = |cell| {
                    CellPart::ALL
                        .iter()
                        .map(move |&part| FieldId::cell(&cell, part))
                };
                row.cells().into_iter().flat_map(parts).collect()
            }
            Sheet::NotRequired => DeclarationPart::ALL
                .iter()
                .map(|&part| FieldId::not_required(part))
                .collect(),
        })
    }
}

/// What stage 5 asks for besides its questions: the authorisation, then the publication.
pub(super) fn closing() -> impl Iterator<Item = FieldId> {
    AuthorisationPart::ALL
        .iter()
        .map(|&part| FieldId::authorisation(part))
        .chain([
            FieldId::publication_status(),
            FieldId::publication_summary(),
        ])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::eqia::form;

    #[test]
    fn every_field_stands_on_exactly_one_page() {
        let form = form();
        let mut sheets: Vec<_> = (1..=5).map(Sheet::Stage).collect();
        for row in form.rows(&[]) {
            sheets.push(Sheet::Evidence(row.id.clone()));
            sheets.push(Sheet::Impacts(row.id.clone()));
        }
        sheets.push(Sheet::NotRequired);

        let mut seen = HashSet::new();
        for sheet in sheets {
            for field in form.find_fields(&sheet, &[]).unwrap() {
                assert!(form.has_field(&field, &[]), "{field}");
                assert!(form.find_label(&field).is_some(), "{field}");
                assert!(seen.insert(field.clone()), "{field} stands on two pages");
            }
        }
        // 18 questions, 9 for the closing and the review, 11 rows × 4, 27 cells × 3, 4 for the declaration
        assert_eq!(form.questions.len(), 18);
        assert_eq!(seen.len(), 18 + 9 + 44 + 81 + 4);
    }

    #[test]
    fn a_page_is_written_as_an_address_and_read_again() {
        for text in ["stages/5", "evidence/age", "impacts/own-12", "not-required"] {
            assert_eq!(text.parse::<Sheet>().unwrap().to_string(), text);
        }
        for crafted in ["", "stages/x", "evidence/", "impacts/a/../b", "rows/age"] {
            assert_eq!(crafted.parse::<Sheet>(), Err(InvalidId), "{crafted}");
        }
        assert_eq!(form().find_fields(&Sheet::Stage(6), &[]), None);
        assert_eq!(
            form().find_fields(&Sheet::Impacts("own-1".into()), &[]),
            None
        );
    }
}
