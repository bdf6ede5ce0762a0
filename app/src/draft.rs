//! What was typed into a form that could not be saved.
//!
//! A form posted without JavaScript is answered with a redirect, which would
//! lose what was typed. So it is set aside on the server, for this session and
//! this form, and the form's page shows it again with what is wrong: nothing is
//! lost, not even when the browser is closed. A save that succeeds drops it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::Store;

use crate::{
    error::AppError,
    place::{Place, without_secret},
    visitor::{go_to, now, store},
};

/// The fields of a form as they were typed, and what is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    fields: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

/// One thing that is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field it is about; also the id to jump to.
    pub field: String,
    /// What is wrong and what to do, in a sentence.
    pub message: String,
}

impl Draft {
    /// Notes what was typed into a field.
    #[must_use]
    pub fn typed(mut self, field: &str, text: &str) -> Self {
        self.fields.insert(field.to_owned(), text.to_owned());
        self
    }

    /// Notes that something is wrong with a field.
    pub fn problem(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The value when it is one; otherwise notes the error's sentence at the field.
    pub fn check<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        value: Result<T, E>,
    ) -> Option<T> {
        value
            .map_err(|error| self.problem(field, sentence(&error.to_string())))
            .ok()
    }

    /// Whether something is wrong.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Everything that is wrong, in the order of the form.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What to show in a field: what was typed, else what is saved.
    #[must_use]
    pub fn value(&self, field: &str, saved: impl Into<String>) -> String {
        self.fields
            .get(field)
            .cloned()
            .unwrap_or_else(|| saved.into())
    }

    /// What was typed into a field, if there is a draft of it.
    #[must_use]
    pub fn find(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn problem_with(&self, field: &str) -> Option<String> {
        self.problems
            .iter()
            .find(|it| it.field == field)
            .map(|it| it.message.clone())
    }

    /// Sets the form aside and sends the visitor back to its page.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn keep(&self, holder: &str, place: &Place) -> Result<(), AppError> {
        self.set_aside(&store()?, holder, place).await?;
        go_to(place);
        Ok(())
    }

    /// Sets the form aside in a store at hand; for uploads, which are not server functions.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn set_aside(
        &self,
        store: &Store,
        holder: &str,
        place: &Place,
    ) -> Result<(), AppError> {
        let text = serde_json::to_string(self).map_err(|_| AppError::Unavailable)?;
        store.set_aside(holder, &form(place), &text, now()).await?;
        Ok(())
    }

    /// What was set aside for the form on this page; empty when nothing was.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn of(holder: &str, place: &Place) -> Result<Self, AppError> {
        let text = store()?.find_set_aside(holder, &form(place)).await?;
        Ok(text.map(|text| Self::read(&text)).unwrap_or_default())
    }

    /// What was set aside for the several forms of one page, each at a fragment of its address.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn all_on(holder: &str, page: &Place) -> Result<Drafts, AppError> {
        let forms = store()?.set_aside_on(holder, &form(page)).await?;
        let read = |(place, text): (String, String)| (place, Self::read(&text));
        Ok(Drafts(forms.into_iter().map(read).collect()))
    }

    fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Drops what was set aside for the form on this page.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn drop(holder: &str, place: &Place) -> Result<(), AppError> {
        Ok(store()?.drop_set_aside(holder, &form(place)).await?)
    }
}

/// What was set aside for the forms of one page.
#[derive(Debug)]
pub struct Drafts(BTreeMap<String, Draft>);

impl Drafts {
    /// That of one form; empty when nothing was set aside for it.
    #[must_use]
    pub fn of(&self, place: &Place) -> Draft {
        self.0.get(&form(place)).cloned().unwrap_or_default()
    }
}

/// Names the form on a page: its address, without a secret, of which only hashes are stored.
fn form(place: &Place) -> String {
    without_secret(&place.to_string()).to_owned()
}

/// An error's text as a sentence: a capital first and a full stop last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
