//! The action plan: what stands in it, and in which order.
//!
//! [`document()`] turns an assessment into headings, paragraphs, tables and
//! figures. [`crate::pdf::write()`] makes a file of them; a page can print the
//! same plan by walking the same [`Document::blocks`], whose fields are public
//! for that purpose: a heading has its level, a paragraph and a cell their
//! [`Text`] in spans, and a figure the numbers from which
//! [`crate::chart`] draws it, with `alt` as its description.
//! `PageBreak` and `Space` are for paper only.
//!
//! | module       | question it answers                                     |
//! |--------------|---------------------------------------------------------|
//! | `cover`      | whose plan is it, who signed it, and what is its fingerprint? |
//! | `summary`    | what does somebody need to know who reads one page?     |
//! | `gaps`       | where are we, and where do we want to be?               |
//! | `since`      | what moved since last year?                             |
//! | `agreement`  | what is agreed, and what is open?                       |
//! | `priorities` | which gaps come first?                                  |
//! | `actions`    | what will be done, by whom, by when, and how is it going? |
//! | `equality`   | who could the plan help or harm?                        |
//! | `statements` | annex A: what is recorded about every statement?        |
//! | `assessment` | annex B: what does the whole EQIA say?                  |
//! | `method`     | annex C: how are the numbers made?                      |
//! | `partnership` | how far apart were the sides, and annex D: what did their meeting settle? |
//! | `wording`    | how are counts, labels and long texts written?          |

use domain::assessment::Assessment;
use domain::audit::Head;
use domain::display;
use domain::eqia::{Eqia, Form};
use domain::framework::Framework;
use domain::id::StatementId;
use domain::organisation::Organisation;
use domain::partnership::Partnership;
use domain::plan::{self, Action};
use domain::results::{Records, Results};
use domain::snapshot::{Fingerprint, Signature, Snapshot};
use time::{Date, OffsetDateTime};

use crate::pdf::Document;

mod actions;
mod agreement;
mod assessment;
mod cover;
mod equality;
mod gaps;
mod method;
mod partnership;
mod priorities;
mod since;
mod statements;
mod summary;
pub(crate) mod wording;

pub use since::Earlier;

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
    /// What came of scoring in partnership; `None` where the lead recorded the scores.
    pub partnership: Option<Partnership>,
    /// The assessment that this one follows; `None` where it follows no other.
    pub earlier: Option<Earlier<'a>>,
    /// Who signed it; `None` while it is a draft.
    pub signed: Option<Signed>,
    /// Where the audit trail stood: of a signed plan, when it was frozen.
    pub audit: Option<Head>,
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
            partnership: snapshot.partnership,
            earlier: None,
            signed: Some(Signed {
                fingerprint,
                signatures: snapshot.signatures,
                signed_at: snapshot.signed_at,
            }),
            audit: None,
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

    /// The same with what moved since the assessment that it follows.
    #[must_use]
    pub fn since(self, earlier: Option<Earlier<'a>>) -> Self {
        Self { earlier, ..self }
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

/// What the sections are made of: a plan, and what follows from it.
struct Material<'a> {
    plan: &'a Plan<'a>,
    results: Results<'a>,
    /// In the order of their numbers.
    actions: Vec<Numbered<'a>>,
}

/// An action with the number that it has throughout the document.
#[derive(Clone, Copy)]
struct Numbered<'a> {
    /// From 1.
    number: usize,
    action: &'a Action,
}

impl<'a> Material<'a> {
    fn of(plan: &'a Plan<'a>) -> Self {
        // By the day each was planned for, which never moves: the same action
        // has the same number in what was signed and in what came of it.
        let mut actions: Vec<_> = plan.actions.iter().collect();
        actions.sort_by_key(|action| (action.due.is_none(), action.due, action.action_id));
        Self {
            plan,
            results: Results::of(plan.framework, &plan.assessment, &plan.records)
                .furthest_apart_first(plan.partnership.as_ref()),
            actions: (1..)
                .zip(actions)
                .map(|(number, action)| Numbered { number, action })
                .collect(),
        }
    }

    /// The actions that narrow the gap of a statement and were not given up.
    fn actions_for(&self, statement: &StatementId) -> impl Iterator<Item = Numbered<'a>> {
        self.actions.iter().copied().filter(|it| {
            it.action.status() != plan::Status::Stopped && it.action.statements.contains(statement)
        })
    }
}

/// The whole plan, in the order in which it is read.
#[must_use]
pub fn document(plan: &Plan<'_>) -> Document {
    let material = Material::of(plan);
    let blocks = [
        cover::blocks(plan),
        summary::blocks(&material),
        gaps::blocks(&material.results),
        since::blocks(plan),
        agreement::blocks(&material),
        partnership::blocks(&material),
        priorities::blocks(&material),
        actions::blocks(&material),
        equality::blocks(&material),
        statements::blocks(&material),
        assessment::blocks(&material),
        method::blocks(plan),
        partnership::minutes(&material),
    ]
    .concat();
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
    footer(&plan.organisation)
}

/// The same for any document about an organisation.
pub(crate) fn footer(organisation: &Organisation) -> String {
    let name = &organisation.name;
    if organisation.invented {
        format!("Invented organisation · {name}")
    } else {
        name.clone()
    }
}
