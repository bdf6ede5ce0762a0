//! The equality impact assessment: who could the plan help or harm?
//!
//! The form is data, like the framework packs: one TOML file with five stages,
//! questions, needs and rows. What an organisation fills in is a map from field
//! to text, so that many people can write in it at once and only edits of the
//! same field can meet. The typed views of [`Eqia`] read that map.
//!
//! Completeness is shown as [`Coverage`]; an EQIA is never scored.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    id::ConsultationId,
    plan::{Action, CellId, Status},
    text,
};

mod export;
mod field;
mod form;
mod sheet;

pub use export::EqiaExport;
pub use field::{
    AuthorisationPart, CellPart, DeclarationPart, EntryProblem, EvidencePart, FieldId, Impact,
    Kind, Publication, Reply,
};
pub use form::{FORM_FILE, Form, Need, Prompt, Question, Row, RowGroup, Stage, form};
pub use sheet::Sheet;

/// What one assessment's EQIA holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Eqia {
    /// What is written in each field, by the text of its [`FieldId`]; absent or empty means not filled in.
    pub entries: BTreeMap<String, String>,
    /// Rows that the organisation added, in the order they were added.
    pub own_rows: Vec<OwnRow>,
    /// Who was consulted.
    pub consultations: Vec<Consultation>,
}

/// A row of the matrix that the organisation added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRow {
    /// Its short name: `own-1`, `own-2` and so on.
    pub row: String,
    /// Whom it is about, at most [`crate::text::LINE_MAX`] characters, never empty.
    pub name: String,
}

/// One entry of the consultation log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Names it.
    pub consultation_id: ConsultationId,
    /// When they were asked, if that is known.
    pub date: Option<Date>,
    /// Who was asked, as groups and never as named people: staff side, networks; never empty.
    pub who: String,
    /// How they were asked.
    pub how: String,
    /// What they said, and what came of it.
    pub said: String,
}

/// What is decided in one cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What the plan does to these people; `None` until chosen.
    pub impact: Option<Impact>,
    /// Why.
    pub reason: &'a str,
    /// Why a negative impact is accepted without a mitigation.
    pub justification: &'a str,
}

impl Cell<'_> {
    /// Whether an impact is chosen and its reason written, whichever the impact is.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.impact.is_some() && !self.reason.trim().is_empty()
    }

    /// Whether it records harm to anybody.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.impact.is_some_and(Impact::is_negative)
    }

    /// Whether a justification is written.
    #[must_use]
    pub fn is_justified(&self) -> bool {
        !self.justification.trim().is_empty()
    }
}

/// What is known about the people of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowEvidence<'a> {
    /// What there is, and how strong it is.
    pub found: &'a str,
    /// Where it comes from.
    pub source: &'a str,
    /// What is not known, and what was done about that.
    pub gaps: &'a str,
    /// Why there is none.
    pub none_because: &'a str,
}

impl RowEvidence<'_> {
    /// Whether there is evidence, or a reason why there is none.
    #[must_use]
    pub fn is_given(&self) -> bool {
        !self.found.trim().is_empty() || !self.none_because.trim().is_empty()
    }
}

/// Who let the plan go ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authorisation<'a> {
    /// Their name.
    pub name: &'a str,
    /// What they are.
    pub post: &'a str,
    /// When they did.
    pub date: Date,
    /// Whether marriage and civil partnership was assessed, or does not apply.
    pub marriage: Reply,
}

/// Who decided that no EQIA is required, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRequired<'a> {
    /// Why not.
    pub reason: &'a str,
    /// Their name.
    pub name: &'a str,
    /// What they are.
    pub post: &'a str,
    /// When they did.
    pub date: Date,
}

/// How many of some things are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// How many are done.
    pub done: u32,
    /// How many there are.
    pub of: u32,
}

impl Share {
    /// Whether all are done.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.done == self.of
    }

    fn count(items: impl IntoIterator<Item = bool>) -> Self {
        let mut share = Self::default();
        for is_done in items {
            share.of += 1;
            share.done += u32::from(is_done);
        }
        share
    }

    fn and(self, other: Self) -> Self {
        Self {
            done: self.done + other.done,
            of: self.of + other.of,
        }
    }
}

/// How much of an EQIA is filled in. Says nothing about how good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Required questions with an answer, of all stages.
    pub questions: Share,
    /// Rows with evidence, or with a reason why there is none.
    pub rows: Share,
    /// Cells with an impact and its reason.
    pub cells: Share,
    /// Everything each of the five stages asks for, in order. Besides the above
    /// these are: stage 2, somebody consulted; stage 4, a review date; stage 5,
    /// the six parts of the authorisation and the two about publication.
    pub stages: [Share; 5],
}

impl Eqia {
    /// What is written in a field, as it was typed; empty when nothing is.
    #[must_use]
    pub fn entry(&self, field: &FieldId) -> &str {
        self.entries.get(field.as_str()).map_or("", String::as_str)
    }

    /// The answer to a question of the form; empty when there is none.
    #[must_use]
    pub fn question(&self, question: &str) -> &str {
        self.entry(&FieldId::question(question))
    }

    /// What is known about the people of one row.
    #[must_use]
    pub fn evidence(&self, row: &str) -> RowEvidence<'_> {
        let part = |part| self.entry(&FieldId::evidence(row, part));
        RowEvidence {
            found: part(EvidencePart::Found),
            source: part(EvidencePart::Source),
            gaps: part(EvidencePart::Gaps),
            none_because: part(EvidencePart::NoneBecause),
        }
    }

    /// What is decided in one cell of the matrix.
    #[must_use]
    pub fn cell(&self, cell: &CellId) -> Cell<'_> {
        let part = |part| self.entry(&FieldId::cell(cell, part));
        Cell {
            impact: part(CellPart::Impact).parse().ok(),
            reason: part(CellPart::Reason),
            justification: part(CellPart::Justification),
        }
    }

    /// The authorisation, when it is whole.
    ///
    /// Whole means: the EQIA informed the plan and opportunities were considered
    /// (a *no* withholds the authorisation), marriage and civil partnership was
    /// assessed or does not apply, and name, post and date are given.
    #[must_use]
    pub fn authorisation(&self) -> Option<Authorisation<'_>> {
        let part = |part| self.filled(&FieldId::authorisation(part));
        let reply = |it| part(it).and_then(|code| code.parse().ok());
        if reply(AuthorisationPart::Informed) != Some(Reply::Yes)
            || reply(AuthorisationPart::Opportunities) != Some(Reply::Yes)
        {
            return None;
        }
        Some(Authorisation {
            marriage: reply(AuthorisationPart::Marriage).filter(|&it| it != Reply::No)?,
            name: part(AuthorisationPart::Name)?,
            post: part(AuthorisationPart::Post)?,
            date: part(AuthorisationPart::Date).and_then(text::day)?,
        })
    }

    /// The declaration that no EQIA is required, when it is whole: reason, name, post and date.
    #[must_use]
    pub fn not_required(&self) -> Option<NotRequired<'_>> {
        let part = |part| self.filled(&FieldId::not_required(part));
        Some(NotRequired {
            reason: part(DeclarationPart::Reason)?,
            name: part(DeclarationPart::Name)?,
            post: part(DeclarationPart::Post)?,
            date: part(DeclarationPart::Date).and_then(text::day)?,
        })
    }

    /// The day by which it is looked at again.
    #[must_use]
    pub fn review_date(&self) -> Option<Date> {
        text::day(self.entry(&FieldId::review_date()))
    }

    /// Whether the review comes more than 12 calendar months after the authorisation.
    #[must_use]
    pub fn is_review_late(&self) -> bool {
        let (Some(authorisation), Some(review)) = (self.authorisation(), self.review_date()) else {
            return false;
        };
        // Compared part by part, so that a year after 29 February needs no such day.
        let parts = |date: Date| (date.year(), u8::from(date.month()), date.day());
        let (year, month, day) = parts(authorisation.date);
        parts(review) > (year + 1, month, day)
    }

    /// Whether the results are published; `None` until that is decided.
    #[must_use]
    pub fn publication(&self) -> Option<Publication> {
        self.entry(&FieldId::publication_status()).parse().ok()
    }

    /// Every row of the matrix: the form's, then the organisation's own.
    pub fn all_rows<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = Cow<'a, Row>> {
        form.rows(&self.own_rows)
    }

    /// The short name for the next row that the organisation adds.
    ///
    /// One more than the highest in use. A row that is removed takes along what
    /// was written about it, so that the next never inherits it.
    #[must_use]
    pub fn next_own_row(&self) -> String {
        let numbers = self.own_rows.iter().filter_map(OwnRow::number);
        format!("own-{}", numbers.max().unwrap_or(0).saturating_add(1))
    }

    /// How much is filled in.
    #[must_use]
    pub fn coverage(&self, form: &Form) -> Coverage {
        let required = |stage| {
            Share::count(
                form.questions_of(stage)
                    .filter(|question| question.required)
                    .map(|question| self.is_filled(&FieldId::question(&question.id))),
            )
        };
        let questions = [1, 2, 3, 4, 5].map(required);
        let [framing, involvement, opportunities, decision, closing] = questions;
        let rows = Share::count(
            self.all_rows(form)
                .map(|row| self.evidence(&row.id).is_given()),
        );
        let cells = Share::count(
            form.cells(&self.own_rows)
                .map(|cell| self.cell(&cell).is_decided()),
        );
        let consulted = Share::count([!self.consultations.is_empty()]);
        let review = Share::count([self.review_date().is_some()]);
        let signed = Share::count(sheet::closing().map(|field| self.is_filled(&field)));
        Coverage {
            questions: questions.into_iter().fold(Share::default(), Share::and),
            rows,
            cells,
            stages: [
                framing,
                involvement.and(rows).and(consulted),
                opportunities.and(cells),
                decision.and(review),
                closing.and(signed),
            ],
        }
    }

    /// What one stage still asks for, each in a few words, in the order of the form.
    ///
    /// As many as [`Coverage::stages`] counts as not done.
    #[must_use]
    pub fn missing(&self, form: &Form, stage: u8) -> Vec<String> {
        let mut missing: Vec<String> = form
            .questions_of(stage)
            .filter(|it| it.required && !self.is_filled(&FieldId::question(&it.id)))
            .map(|it| it.label.clone())
            .collect();
        let label = |field: FieldId| form.find_label(&field).map(|(label, _)| label.to_owned());
        match stage {
            2 => {
                let rows = self.all_rows(form);
                missing.extend(
                    rows.filter(|row| !self.evidence(&row.id).is_given())
                        .map(|row| format!("Evidence: {}", row.name)),
                );
                if self.consultations.is_empty() {
                    missing.push("Who was consulted".into());
                }
            }
            3 => missing.extend(
                form.cells(&self.own_rows)
                    .filter(|cell| !self.cell(cell).is_decided())
                    .filter_map(|cell| form.find_cell_name(&cell, &self.own_rows)),
            ),
            4 if self.review_date().is_none() => missing.extend(label(FieldId::review_date())),
            5 => missing.extend(
                sheet::closing()
                    .filter(|field| !self.is_filled(field))
                    .filter_map(label),
            ),
            _ => {}
        }
        missing
    }

    /// Screening questions that were answered with yes: each means that an EQIA is required.
    pub fn screened_in<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = &'a Question> {
        form.questions.iter().filter(|question| {
            question.id.starts_with("screening-")
                && self.question(&question.id) == Reply::Yes.code()
        })
    }

    /// Cells with a negative impact that nothing is done about, row by row.
    ///
    /// Something is done when a justification is written, or when an action
    /// mitigates the cell that has an owner and a due date and was not given up.
    #[must_use]
    pub fn unmitigated(&self, form: &Form, actions: &[Action]) -> Vec<CellId> {
        let is_mitigated = |cell: &CellId| {
            actions
                .iter()
                .any(|action| action.mitigates.as_ref() == Some(cell) && is_promised(action))
        };
        form.cells(&self.own_rows)
            .filter(|id| {
                let cell = self.cell(id);
                cell.is_negative() && !cell.is_justified() && !is_mitigated(id)
            })
            .collect()
    }

    fn filled(&self, field: &FieldId) -> Option<&str> {
        Some(self.entry(field).trim()).filter(|text| !text.is_empty())
    }

    fn is_filled(&self, field: &FieldId) -> bool {
        self.filled(field).is_some()
    }
}

impl OwnRow {
    /// The number in its short name; `None` when that is not of the form `own-1`.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.row.strip_prefix("own-")?.parse().ok()
    }
}

/// Whether somebody has promised to do it by some day.
fn is_promised(action: &Action) -> bool {
    !action.is_unowned() && action.due_now().is_some() && action.status() != Status::Stopped
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::{ActionId, ProgressId},
        plan::Progress,
    };

    pub(crate) fn cell(row: &str, need: &str) -> CellId {
        CellId {
            row: row.into(),
            need: need.into(),
        }
    }

    pub(crate) fn eqia(entries: &[(FieldId, &str)]) -> Eqia {
        Eqia {
            entries: entries
                .iter()
                .map(|(field, text)| (field.to_string(), (*text).to_owned()))
                .collect(),
            ..Eqia::default()
        }
    }

    pub(crate) fn authorised(date: &str) -> Eqia {
        let part = FieldId::authorisation;
        eqia(&[
            (part(AuthorisationPart::Informed), "yes"),
            (part(AuthorisationPart::Opportunities), "yes"),
            (part(AuthorisationPart::Marriage), "na"),
            (part(AuthorisationPart::Name), "Ama Boateng"),
            (part(AuthorisationPart::Post), "Director of people"),
            (part(AuthorisationPart::Date), date),
        ])
    }

    pub(crate) fn mitigation(of: CellId, owner: &str, due: Option<Date>) -> Action {
        Action {
            action_id: ActionId(Uuid::from_u128(1)),
            what: "Offer it at night as well".into(),
            measure: "Use by shift".into(),
            owner: owner.into(),
            due,
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: vec![],
            mitigates: Some(of),
            progress: vec![],
        }
    }

    #[test]
    fn what_is_missing_is_what_coverage_counts_as_not_done() {
        let form = form();
        let mut eqia = authorised("2026-11-02");
        eqia.entries
            .insert("question.aims".into(), "Rest for everybody".into());
        eqia.entries
            .insert("evidence.age.none_because".into(), "Too few".into());
        eqia.own_rows.push(OwnRow {
            row: "own-1".into(),
            name: "Carers".into(),
        });

        for (stage, share) in (1..).zip(eqia.coverage(form).stages) {
            let missing = eqia.missing(form, stage);
            assert_eq!(
                missing.len(),
                (share.of - share.done) as usize,
                "{missing:?}"
            );
        }
        assert!(eqia.missing(form, 2).contains(&"Evidence: Carers".into()));
        assert_eq!(
            eqia.missing(form, 5),
            ["Are the results published?", "Summary for everybody"]
        );
    }

    #[test]
    fn a_screening_question_answered_with_yes_asks_for_an_assessment() {
        let eqia = eqia(&[
            (FieldId::question("screening-people"), "yes"),
            (FieldId::question("screening-barriers"), "no"),
        ]);
        let asked: Vec<_> = eqia.screened_in(form()).map(|it| it.id.as_str()).collect();
        assert_eq!(asked, ["screening-people"]);
    }

    #[test]
    fn a_cell_is_decided_when_an_impact_is_chosen_and_its_reason_written() {
        let age = cell("age", "advance");
        let decided = |impact: &str, reason: &str| {
            let impact = (FieldId::cell(&age, CellPart::Impact), impact);
            let reason = (FieldId::cell(&age, CellPart::Reason), reason);
            eqia(&[impact, reason]).cell(&age).is_decided()
        };
        for &impact in Impact::ALL {
            assert!(decided(impact.code(), "Support is online only"));
            assert!(
                !decided(impact.code(), " "),
                "{impact:?} needs a reason too"
            );
        }
        assert!(!decided("", "Support is online only"));
    }

    #[test]
    fn coverage_counts_what_is_filled_in_of_what_is_asked() {
        let consultation = Consultation {
            consultation_id: ConsultationId(Uuid::nil()),
            date: None,
            who: "Staff side".into(),
            how: String::new(),
            said: String::new(),
        };
        let age = cell("age", "advance");
        let eqia = Eqia {
            own_rows: vec![OwnRow {
                row: "own-1".into(),
                name: "Carers".into(),
            }],
            consultations: vec![consultation],
            ..eqia(&[
                (FieldId::question("lead"), "EDI lead"),
                (FieldId::question("screening-people"), "yes"),
                (
                    FieldId::evidence("age", EvidencePart::Found),
                    "Staff survey",
                ),
                (
                    FieldId::evidence("sex", EvidencePart::NoneBecause),
                    "Too few",
                ),
                (FieldId::evidence("race", EvidencePart::Source), "Survey"),
                (FieldId::cell(&age, CellPart::Impact), "none"),
                (FieldId::cell(&age, CellPart::Reason), "No difference seen"),
                (FieldId::review_date(), "2027-05-12"),
            ])
        };
        let share = |done, of| Share { done, of };

        let coverage = eqia.coverage(form());

        // Of the five required questions of stage 1 one is answered; screening is not required.
        assert_eq!(coverage.stages[0], share(1, 5));
        // 9 + 2 + 1 rows, two of them with evidence or a reason for none
        assert_eq!(coverage.rows, share(2, 12));
        // 12 rows + 1 question + somebody consulted = 14
        assert_eq!(coverage.stages[1], share(3, 14));
        // 27 cells + 1 of its own
        assert_eq!(coverage.cells, share(1, 28));
        assert_eq!(coverage.stages[2], share(1, 29));
        // 4 required questions + the review date
        assert_eq!(coverage.stages[3], share(1, 5));
        assert_eq!(coverage.stages[4], share(0, 8));
        assert_eq!(coverage.questions, share(1, 11));
    }

    #[test]
    fn an_authorisation_is_whole_or_none() {
        let whole = authorised("2026-05-12");
        let authorisation = whole.authorisation().unwrap();
        assert_eq!(
            (authorisation.name, authorisation.date),
            ("Ama Boateng", date!(2026 - 05 - 12))
        );

        for &part in AuthorisationPart::ALL {
            let mut eqia = whole.clone();
            eqia.entries
                .insert(FieldId::authorisation(part).to_string(), String::new());
            assert_eq!(eqia.authorisation(), None, "without {part:?}");
        }
        let mut withheld = whole;
        withheld.entries.insert(
            FieldId::authorisation(AuthorisationPart::Informed).to_string(),
            "no".into(),
        );
        assert_eq!(withheld.authorisation(), None);
    }

    #[test]
    fn a_declaration_needs_a_reason_a_name_a_post_and_a_date() {
        let part = FieldId::not_required;
        let mut eqia = eqia(&[
            (
                part(DeclarationPart::Reason),
                "Corrects the spelling of a policy",
            ),
            (part(DeclarationPart::Name), "Ama Boateng"),
            (part(DeclarationPart::Post), "Director of people"),
        ]);
        assert_eq!(eqia.not_required(), None);

        eqia.entries
            .insert(part(DeclarationPart::Date).to_string(), "2026-05-12".into());
        assert_eq!(eqia.not_required().unwrap().date, date!(2026 - 05 - 12));
    }

    #[test]
    fn a_review_is_late_the_day_after_twelve_months() {
        let late = |authorised_on: &str, review: &str| {
            let mut eqia = authorised(authorised_on);
            eqia.entries
                .insert(FieldId::review_date().to_string(), review.into());
            eqia.is_review_late()
        };
        assert!(!late("2026-05-12", "2027-05-12"));
        assert!(late("2026-05-12", "2027-05-13"));
        assert!(!late("2024-02-29", "2025-02-28"));
        assert!(late("2024-02-29", "2025-03-01"));
        assert!(!late("", "2030-01-01"), "nothing to count from");
    }

    #[test]
    fn a_negative_impact_is_mitigated_by_an_owned_and_dated_action_or_justified() {
        let age = cell("age", "advance");
        let harm = |impact: &str| eqia(&[(FieldId::cell(&age, CellPart::Impact), impact)]);
        let due = Some(date!(2026 - 09 - 30));
        let left = |eqia: &Eqia, action: Action| eqia.unmitigated(form(), &[action]);
        let promised = mitigation(age.clone(), "Head of nursing", due);

        let unmet = std::slice::from_ref(&age);
        assert_eq!(harm("negative").unmitigated(form(), &[]), unmet);
        assert_eq!(harm("both").unmitigated(form(), &[]), unmet);
        assert_eq!(harm("positive").unmitigated(form(), &[]), []);
        assert_eq!(left(&harm("negative"), promised.clone()), []);

        let unowned = mitigation(age.clone(), " ", due);
        let undated = mitigation(age.clone(), "Head of nursing", None);
        let elsewhere = mitigation(cell("sex", "advance"), "Head of nursing", due);
        let mut given_up = promised;
        given_up.progress.push(Progress {
            progress_id: ProgressId(Uuid::nil()),
            at: datetime!(2026-06-01 09:00 UTC),
            by: "Ama Boateng".into(),
            note: "No money".into(),
            status: Some(Status::Stopped),
            due: None,
        });
        for action in [unowned, undated, elsewhere, given_up] {
            assert_eq!(left(&harm("negative"), action), unmet);
        }

        let mut justified = harm("negative");
        justified.entries.insert(
            FieldId::cell(&age, CellPart::Justification).to_string(),
            "The law sets the age".into(),
        );
        assert_eq!(justified.unmitigated(form(), &[]), []);
    }

    #[test]
    fn a_new_row_never_takes_the_name_of_another() {
        let rows = |rows: &[&str]| Eqia {
            own_rows: rows
                .iter()
                .map(|&row| OwnRow {
                    row: row.into(),
                    name: "Carers".into(),
                })
                .collect(),
            ..Eqia::default()
        };
        assert_eq!(rows(&[]).next_own_row(), "own-1");
        assert_eq!(rows(&["own-10", "own-2"]).next_own_row(), "own-11");
    }

    #[test]
    fn the_export_is_nested_as_people_read_it() {
        let age = cell("age", "advance");
        let eqia = eqia(&[
            (FieldId::question("lead"), "EDI lead"),
            (
                FieldId::evidence("age", EvidencePart::Found),
                "Staff survey",
            ),
            (FieldId::cell(&age, CellPart::Impact), "negative"),
            (
                FieldId::cell(&age, CellPart::Reason),
                "Support is online only",
            ),
        ]);
        let actions = [mitigation(age, "Head of nursing", None)];

        let json = serde_json::to_value(EqiaExport::of(form(), &eqia, &actions)).unwrap();

        assert_eq!(json["framing"]["questions"][0]["answer"], "EDI lead");
        assert_eq!(json["evidence"]["rows"][0]["found"], "Staff survey");
        let need = &json["impacts"]["rows"][0]["needs"][1];
        assert_eq!(need["id"], "advance");
        assert_eq!(need["impact"], "negative");
        assert_eq!(need["reason"], "Support is online only");
        assert_eq!(need["mitigated_by"].as_array().unwrap().len(), 1);
        assert!(json["decision"]["review_date"].is_null());
        assert_eq!(json["authorisation"]["is_authorised"], false);
        assert_eq!(json["coverage"]["cells"]["done"], 1);
    }

    /// Any field of the form with something that may stand in it.
    fn any_entry() -> impl Strategy<Value = (FieldId, String)> {
        let fields: Vec<FieldId> = (form().questions.iter())
            .map(|it| FieldId::question(&it.id))
            .chain(form().rows.iter().flat_map(|row| {
                EvidencePart::ALL
                    .iter()
                    .map(|&part| FieldId::evidence(&row.id, part))
            }))
            .chain(form().cells(&[]).flat_map(|cell| {
                CellPart::ALL
                    .iter()
                    .map(move |&part| FieldId::cell(&cell, part))
            }))
            .chain(
                AuthorisationPart::ALL
                    .iter()
                    .map(|&it| FieldId::authorisation(it)),
            )
            .chain([FieldId::review_date(), FieldId::publication_summary()])
            .collect();
        (prop::sample::select(fields), any::<prop::sample::Index>()).prop_map(|(field, choice)| {
            let candidates = match form().find_kind(&field, &[]).unwrap() {
                Kind::Text | Kind::Line => ["Carers are asked", "a", "Ŵyn"],
                Kind::Date => ["2026-05-12", "2024-02-29", "2027-01-01"],
                Kind::YesNo | Kind::YesNoNa => ["yes", "no", "yes"],
                Kind::Impact => ["positive", "negative", "none"],
                Kind::Publication => ["planned", "published", "withheld"],
            };
            (field, (*choice.get(&candidates)).to_owned())
        })
    }

    fn any_eqia() -> impl Strategy<Value = Eqia> {
        prop::collection::vec(any_entry(), 0..60).prop_map(|entries| Eqia {
            entries: entries
                .into_iter()
                .map(|(field, text)| (field.to_string(), text))
                .collect(),
            ..Eqia::default()
        })
    }

    fn shares(coverage: &Coverage) -> Vec<Share> {
        let mut shares = vec![coverage.questions, coverage.rows, coverage.cells];
        shares.extend(coverage.stages);
        shares
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn writing_more_never_lowers_coverage(eqia in any_eqia(), (field, text) in any_entry()) {
            let before = shares(&eqia.coverage(form()));
            let mut more = eqia;
            more.entries.insert(field.to_string(), text);
            for (before, after) in before.into_iter().zip(shares(&more.coverage(form()))) {
                prop_assert!(after.done >= before.done && after.of == before.of);
                prop_assert!(after.done <= after.of);
            }
        }

        #[test]
        fn only_negative_impacts_ask_for_mitigation(eqia in any_eqia()) {
            for cell in eqia.unmitigated(form(), &[]) {
                prop_assert!(eqia.cell(&cell).is_negative());
                prop_assert!(!eqia.cell(&cell).is_justified());
            }
        }

        #[test]
        fn what_was_checked_once_stays_as_it_is((field, text) in any_entry()) {
            let once = form().check_entry(&field, &text, &[]).unwrap();
            prop_assert_eq!(form().check_entry(&field, &once, &[]), Ok(once));
        }
    }
}
