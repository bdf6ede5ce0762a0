//! The action plan: what stands in it, and in which order.
//!
//! [`document()`] turns an assessment into headings, paragraphs, tables and
//! figures. [`crate::pdf::write()`] makes a file of them; a page can print the
//! same plan by walking the same [`Document::blocks`], whose fields are public
//! for that purpose: a heading has its level, a paragraph and a cell their
//! [`Text`] in spans, and a figure the bars from which
//! [`crate::chart::gap_svg`] draws it, with `alt` as its description.
//! `PageBreak` and `Space` are for paper only.
//!
//! | module       | question it answers                                     |
//! |--------------|---------------------------------------------------------|
//! | `cover`      | whose plan is it, who signed it, and what is its fingerprint? |
//! | `gaps`       | where are we, and where do we want to be?               |

use domain::assessment::Assessment;
use domain::display;
use domain::eqia::{Eqia, Form};
use domain::framework::Framework;
use domain::organisation::Organisation;
use domain::plan::Action;
use domain::results::{Records, Results};
use domain::snapshot::{Fingerprint, Signature, Snapshot};
use time::{Date, OffsetDateTime};

use crate::pdf::Document;

mod cover;
mod gaps;

/// What a plan is made from.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// Whose plan it is.
    pub organisation: Organisation,
    /// The assessment it follows from.
    pub assessment: Assessment,
    /// The pack that was scored.
    pub framework: &'a Framework,
    /// The scores and their evidence.
    pub records: Records,
    /// What will be done, with everything that happened until `made_at`.
    pub actions: Vec<Action>,
    /// The form of the EQIA.
    pub form: &'a Form,
    /// The EQIA.
    pub eqia: Eqia,
    /// Who signed it; `None` while it is a draft.
    pub signed: Option<Signed>,
    /// The moment that it shows. A plan "as signed" shows the moment it was
    /// signed, so that it can be made again byte for byte.
    pub made_at: OffsetDateTime,
}

/// The names under a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The SHA-256 of what was signed.
    pub fingerprint: Fingerprint,
    /// Who signed, chairs first.
    pub signatures: Vec<Signature>,
    /// When the last of them did.
    pub signed_at: OffsetDateTime,
}

/// What a plan is at the moment that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status<'a> {
    /// Nobody has signed it yet.
    Draft,
    /// What was signed, and nothing since.
    AsSigned(&'a Signed),
    /// What was signed, and what happened since.
    ToDate(&'a Signed),
}

impl<'a> Plan<'a> {
    /// The plan exactly as it was signed.
    #[must_use]
    pub fn as_signed(
        snapshot: Snapshot,
        fingerprint: Fingerprint,
        framework: &'a Framework,
        form: &'a Form,
    ) -> Self {
        Self {
            records: snapshot.records(),
            organisation: snapshot.organisation,
            assessment: snapshot.assessment,
            framework,
            actions: snapshot.actions,
            form,
            eqia: snapshot.eqia,
            signed: Some(Signed {
                fingerprint,
                signatures: snapshot.signatures,
                signed_at: snapshot.signed_at,
            }),
            made_at: snapshot.signed_at,
        }
    }

    /// The signed plan with what happened until `now`; `actions` with their log as it is by then.
    #[must_use]
    pub fn with_progress(self, actions: Vec<Action>, now: OffsetDateTime) -> Self {
        Self {
            actions,
            made_at: now,
            ..self
        }
    }

    fn status(&self) -> Status<'_> {
        match &self.signed {
            None => Status::Draft,
            Some(signed) if self.made_at <= signed.signed_at => Status::AsSigned(signed),
            Some(signed) => Status::ToDate(signed),
        }
    }

    /// The day from which actions are overdue.
    fn today(&self) -> Date {
        display::london_day(self.made_at)
    }
}

/// The whole plan, in the order in which it is read.
#[must_use]
pub fn document(plan: &Plan<'_>) -> Document {
    let results = Results::of(plan.framework, &plan.assessment, &plan.records);
    let mut blocks = Vec::new();
    blocks.extend(cover::blocks(plan));
    blocks.extend(gaps::blocks(&results));
    Document {
        title: format!("{} – {TITLE}", plan.organisation.name),
        language: "en-GB".to_owned(),
        author: plan.organisation.name.clone(),
        running_footer: running_footer(plan),
        banner: banner(plan),
        created: plan.made_at,
        blocks,
    }
}

const TITLE: &str = "Health and wellbeing action plan";

/// What every page says at its top, until the plan is signed and again when it goes on.
fn banner(plan: &Plan<'_>) -> Option<String> {
    match plan.status() {
        Status::Draft => Some("DRAFT · not yet signed off".to_owned()),
        Status::AsSigned(_) => None,
        Status::ToDate(_) => Some(format!(
            "Progress to {} · not what was signed",
            display::day(plan.today())
        )),
    }
}

/// What every page says at its foot. Invented first: a long name ends in an ellipsis.
fn running_footer(plan: &Plan<'_>) -> String {
    let name = &plan.organisation.name;
    if plan.organisation.invented {
        format!("Invented organisation · {name}")
    } else {
        name.clone()
    }
}
