//! The form as data: stages, questions, rows and needs.

use std::{borrow::Cow, sync::LazyLock};

use serde::Deserialize;

use super::{FieldId, Kind, OwnRow};
use crate::{organisation::choices, plan::CellId};

/// A form for assessing equality impact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Names it for ever, for example `great-britain`.
    pub id: String,
    /// Which edition; a change of meaning is a new edition, from 1 up.
    pub edition: u32,
    /// What people call it.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Whose wording it is, and what it does not claim.
    pub wording: String,
    /// SPDX expression of the licence of the text.
    pub licence: String,
    /// Acknowledgement that must be printed with it.
    pub attribution: String,
    /// The five stages, in order.
    pub stages: Vec<Stage>,
    /// The questions, in the order they are asked.
    pub questions: Vec<Question>,
    /// The labels of the fields that every form has.
    pub prompts: Vec<Prompt>,
    /// The three needs of the equality duty.
    pub needs: Vec<Need>,
    /// The one need of rows outside that duty: simply the impact.
    pub outside_need: Need,
    /// The protected characteristics, then what stands outside the duty.
    pub rows: Vec<Row>,
    /// The pattern of the rows that an organisation adds; their ids and names are its own.
    pub own_row: Row,
}

/// One of the five stages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its number, from 1 to 5.
    pub number: u8,
    /// What it is called.
    pub name: String,
    /// What it is for, for the person who fills it in.
    pub intro: String,
}

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Short name, in small letters and hyphens.
    pub id: String,
    /// The stage it is asked in, from 1 to 5.
    pub stage: u8,
    /// What may be answered.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// Help with answering it; may be empty.
    pub hint: String,
    /// Whether the stage is complete only with it. Questions that depend on
    /// another answer are not required.
    pub required: bool,
}

/// The label of a field that every form has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// The field without its row and need, for example `cell.reason`.
    pub field: String,
    /// What is asked.
    pub label: String,
    /// Help with answering it; may be empty.
    pub hint: String,
}

/// A need of the equality duty, or the one column of what stands outside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Short name, for example `eliminate`.
    pub id: String,
    /// A few words, for the head of a column.
    pub name: String,
    /// The label of the row, as the record has it.
    pub label: String,
}

/// The people a row of the matrix is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Short name, for example `age`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Which law it comes under.
    pub group: RowGroup,
    /// The needs that apply, in the form's order: one cell each.
    pub needs: Vec<String>,
    /// The question over its cells.
    pub question: String,
    /// What to think of while gathering evidence.
    pub prompts: Vec<String>,
    /// Whose duty it is, and where; may be empty.
    pub note: String,
}

choices! {
    /// The law that a row comes under.
    RowGroup {
        /// One of the protected characteristics of the equality duty.
        Protected = "protected", "Protected characteristics";
        /// Outside that duty, and kept apart from it.
        Outside = "outside", "Outside the equality duty";
        /// A row that the organisation added.
        Own = "own", "Added by the organisation";
    }
}

/// The duty itself, unless a row says that it stands outside.
impl Default for RowGroup {
    fn default() -> Self {
        Self::Protected
    }
}

/// The form as a file.
pub const FORM_FILE: &str = include_str!("../../eqia/great-britain-1.toml");

/// The form in use. Northern Ireland's, with nine categories of its own, would be a second file.
#[must_use]
pub fn form() -> &'static Form {
    // A test reads the file, so the empty form is never seen.
    static FORM: LazyLock<Form> = LazyLock::new(|| Form::read(FORM_FILE).unwrap_or_default());
    &FORM
}

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    ///
    /// Returns the error with its line when the text is not valid TOML, or has
    /// a missing or an unknown field.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The stage with this number.
    #[must_use]
    pub fn find_stage(&self, number: u8) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.number == number)
    }

    /// The question called `id`.
    #[must_use]
    pub fn find_question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The questions of one stage, in order.
    pub fn questions_of(&self, stage: u8) -> impl Iterator<Item = &Question> {
        self.questions
            .iter()
            .filter(move |question| question.stage == stage)
    }

    /// The label of a field that every form has; `None` for questions, which have their own.
    #[must_use]
    pub fn find_prompt(&self, field: &FieldId) -> Option<&Prompt> {
        let steps: Vec<&str> = field.as_str().split('.').collect();
        let (first, last) = (steps.first()?, steps.last()?);
        self.prompts
            .iter()
            .find(|prompt| prompt.field.split_once('.') == Some((first, last)))
    }

    /// What a field is called and the help with it, whether it is a question or stands in every form.
    ///
    /// The help may be empty. `None` when the form has no such field.
    #[must_use]
    pub fn find_label(&self, field: &FieldId) -> Option<(&str, &str)> {
        if let Some(id) = field.as_str().strip_prefix("question.") {
            let question = self.find_question(id)?;
            return Some((&question.label, &question.hint));
        }
        let prompt = self.find_prompt(field)?;
        Some((&prompt.label, &prompt.hint))
    }

    /// The need called `id`, in or outside the equality duty.
    #[must_use]
    pub fn find_need(&self, id: &str) -> Option<&Need> {
        self.needs
            .iter()
            .chain([&self.outside_need])
            .find(|need| need.id == id)
    }

    /// Every row: protected characteristics, what stands outside the duty, then the organisation's own.
    pub fn rows<'a>(&'a self, own_rows: &'a [OwnRow]) -> impl Iterator<Item = Cow<'a, Row>> {
        let own = own_rows.iter().map(|row| Cow::Owned(self.own(row)));
        self.rows.iter().map(Cow::Borrowed).chain(own)
    }

    /// The row called `id`.
    #[must_use]
    pub fn find_row<'a>(&'a self, id: &str, own_rows: &'a [OwnRow]) -> Option<Cow<'a, Row>> {
        self.rows(own_rows).find(|row| row.id == id)
    }

    /// Every cell of the matrix, row by row.
    pub fn cells<'a>(&'a self, own_rows: &'a [OwnRow]) -> impl Iterator<Item = CellId> + 'a {
        self.rows(own_rows).flat_map(|row| row.cells())
    }

    /// A cell in words: "Age: Eliminating discrimination"; `None` when there is no such cell.
    #[must_use]
    pub fn find_cell_name(&self, cell: &CellId, own_rows: &[OwnRow]) -> Option<String> {
        let row = self.find_row(&cell.row, own_rows)?;
        let need = row.needs.iter().find(|need| **need == cell.need)?;
        if *need == self.outside_need.id {
            return Some(row.name.clone());
        }
        Some(format!("{}: {}", row.name, self.find_need(need)?.name))
    }

    fn own(&self, row: &OwnRow) -> Row {
        Row {
            id: row.row.clone(),
            name: row.name.clone(),
            ..self.own_row.clone()
        }
    }
}

impl Row {
    /// Its cells, in the order of the needs.
    #[must_use]
    pub fn cells(&self) -> Vec<CellId> {
        self.needs
            .iter()
            .map(|need| CellId {
                row: self.id.clone(),
                need: need.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_shipped_form_is_sound() {
        let form = Form::read(FORM_FILE).unwrap();

        let stages: Vec<_> = form.stages.iter().map(|stage| stage.number).collect();
        assert_eq!(stages, [1, 2, 3, 4, 5]);
        for question in &form.questions {
            assert!(form.find_stage(question.stage).is_some(), "{}", question.id);
        }
        for row in form.rows.iter().chain([&form.own_row]) {
            for need in &row.needs {
                assert!(form.find_need(need).is_some(), "{}: {need}", row.id);
            }
        }

        let ids = (form.questions.iter().map(|it| &it.id))
            .chain(form.rows.iter().map(|it| &it.id))
            .chain(form.needs.iter().map(|it| &it.id))
            .chain(form.prompts.iter().map(|it| &it.field));
        let mut seen = HashSet::new();
        for id in ids {
            assert!(seen.insert(id), "{id} appears twice");
            assert!(id.parse::<FieldId>().is_ok(), "{id}");
        }
    }

    #[test]
    fn a_misspelt_field_of_a_form_is_an_error() {
        let misspelt = FORM_FILE.replacen("intro =", "introduction =", 1);
        let error = Form::read(&misspelt).unwrap_err();
        assert!(error.to_string().contains("introduction"), "{error}");
    }

    #[test]
    fn the_matrix_has_the_nine_characteristics_and_two_rows_outside_the_duty() {
        let count = |group| form().rows.iter().filter(|row| row.group == group).count();
        assert_eq!(
            (
                count(RowGroup::Protected),
                count(RowGroup::Outside),
                count(RowGroup::Own)
            ),
            (9, 2, 0)
        );
        // 8 characteristics × 3 needs + 1 for marriage and civil partnership + 2 outside = 27
        assert_eq!(form().cells(&[]).count(), 27);
        let marriage = form()
            .find_row("marriage-and-civil-partnership", &[])
            .unwrap();
        assert_eq!(marriage.needs, ["eliminate"]);
    }

    #[test]
    fn a_row_of_ones_own_has_one_cell_outside_the_duty() {
        let own = [OwnRow {
            row: "own-1".into(),
            name: "Carers".into(),
        }];
        let row = form().find_row("own-1", &own).unwrap();
        assert_eq!((row.name.as_str(), row.group), ("Carers", RowGroup::Own));
        assert_eq!(form().cells(&own).count(), 28);
        assert_eq!(
            form().find_cell_name(&row.cells()[0], &own).as_deref(),
            Some("Carers")
        );
    }

    #[test]
    fn a_cell_has_a_name_in_words() {
        let cell = |row: &str, need: &str| CellId {
            row: row.into(),
            need: need.into(),
        };
        let name = |cell: &CellId| form().find_cell_name(cell, &[]);
        assert_eq!(
            name(&cell("age", "eliminate")).as_deref(),
            Some("Age: Eliminating discrimination")
        );
        assert_eq!(
            name(&cell("geography", "impact")).as_deref(),
            Some("Where and when people work")
        );
        assert_eq!(name(&cell("age", "impact")), None);
    }
}
