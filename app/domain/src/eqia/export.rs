//! The EQIA as it is exported: nested as people read it, without field ids.

use serde::Serialize;
use time::Date;

use super::{
    AuthorisationPart, Consultation, Coverage, DeclarationPart, Eqia, FieldId, Form, Impact,
    Publication, Reply, Row, RowGroup,
};
use crate::{
    id::ActionId,
    plan::{Action, CellId},
    text,
};

/// The EQIA file: stage by stage, row by row, need by need.
///
/// Empty text is what nobody has filled in; choices and dates not made are `null`.
#[derive(Debug, Clone, Serialize)]
pub struct EqiaExport<'a> {
    form: FormExport<'a>,
    coverage: Coverage,
    not_required: DeclarationExport<'a>,
    framing: Framing<'a>,
    evidence: Involvement<'a>,
    impacts: Impacts<'a>,
    decision: Decision<'a>,
    authorisation: AuthorisationExport<'a>,
}

#[derive(Debug, Clone, Serialize)]
struct FormExport<'a> {
    id: &'a str,
    edition: u32,
    title: &'a str,
}

#[derive(Debug, Clone, Serialize)]
struct Framing<'a> {
    questions: Vec<AnswerExport<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Involvement<'a> {
    rows: Vec<EvidenceExport<'a>>,
    consultations: &'a [Consultation],
    questions: Vec<AnswerExport<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Impacts<'a> {
    rows: Vec<RowExport<'a>>,
    questions: Vec<AnswerExport<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Decision<'a> {
    questions: Vec<AnswerExport<'a>>,
    review_date: Option<Date>,
}

#[derive(Debug, Clone, Serialize)]
struct AuthorisationExport<'a> {
    questions: Vec<AnswerExport<'a>>,
    informed: Option<Reply>,
    opportunities: Option<Reply>,
    marriage: Option<Reply>,
    name: &'a str,
    post: &'a str,
    date: Option<Date>,
    is_authorised: bool,
    publication: Option<Publication>,
    summary: &'a str,
}

#[derive(Debug, Clone, Serialize)]
struct DeclarationExport<'a> {
    is_declared: bool,
    reason: &'a str,
    name: &'a str,
    post: &'a str,
    date: Option<Date>,
}

#[derive(Debug, Clone, Serialize)]
struct AnswerExport<'a> {
    id: &'a str,
    question: &'a str,
    answer: &'a str,
}

#[derive(Debug, Clone, Serialize)]
struct EvidenceExport<'a> {
    id: String,
    name: String,
    found: &'a str,
    source: &'a str,
    gaps: &'a str,
    none_because: &'a str,
}

#[derive(Debug, Clone, Serialize)]
struct RowExport<'a> {
    id: String,
    name: String,
    group: RowGroup,
    needs: Vec<CellExport<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct CellExport<'a> {
    id: String,
    name: &'a str,
    impact: Option<Impact>,
    reason: &'a str,
    justification: &'a str,
    mitigated_by: Vec<ActionId>,
}

impl<'a> EqiaExport<'a> {
    /// An EQIA as it is exported; `actions` are those of the plan it is about.
    #[must_use]
    pub fn of(form: &'a Form, eqia: &'a Eqia, actions: &[Action]) -> Self {
        let questions = |stage| {
            form.questions_of(stage)
                .map(|question| AnswerExport {
                    id: &question.id,
                    question: &question.label,
                    answer: eqia.question(&question.id),
                })
                .collect()
        };
        Self {
            form: FormExport {
                id: &form.id,
                edition: form.edition,
                title: &form.title,
            },
            coverage: eqia.coverage(form),
            not_required: declaration(eqia),
            framing: Framing {
                questions: questions(1),
            },
            evidence: Involvement {
                rows: eqia
                    .all_rows(form)
                    .map(|row| evidence(eqia, &row))
                    .collect(),
                consultations: &eqia.consultations,
                questions: questions(2),
            },
            impacts: Impacts {
                rows: eqia
                    .all_rows(form)
                    .map(|row| RowExport {
                        id: row.id.clone(),
                        name: row.name.clone(),
                        group: row.group,
                        needs: row
                            .cells()
                            .into_iter()
                            .map(|id| cell(form, eqia, actions, id))
                            .collect(),
                    })
                    .collect(),
                questions: questions(3),
            },
            decision: Decision {
                questions: questions(4),
                review_date: eqia.review_date(),
            },
            authorisation: authorisation(eqia, questions(5)),
        }
    }
}

fn evidence<'a>(eqia: &'a Eqia, row: &Row) -> EvidenceExport<'a> {
    let evidence = eqia.evidence(&row.id);
    EvidenceExport {
        id: row.id.clone(),
        name: row.name.clone(),
        found: evidence.found,
        source: evidence.source,
        gaps: evidence.gaps,
        none_because: evidence.none_because,
    }
}

fn cell<'a>(form: &'a Form, eqia: &'a Eqia, actions: &[Action], id: CellId) -> CellExport<'a> {
    let cell = eqia.cell(&id);
    let mut mitigated_by: Vec<_> = actions
        .iter()
        .filter(|action| action.mitigates.as_ref() == Some(&id))
        .map(|action| action.action_id)
        .collect();
    mitigated_by.sort();
    CellExport {
        name: form
            .find_need(&id.need)
            .map_or("", |need| need.name.as_str()),
        impact: cell.impact,
        reason: cell.reason,
        justification: cell.justification,
        mitigated_by,
        id: id.need,
    }
}

fn declaration(eqia: &Eqia) -> DeclarationExport<'_> {
    let part = |part| eqia.entry(&FieldId::not_required(part));
    DeclarationExport {
        is_declared: eqia.not_required().is_some(),
        reason: part(DeclarationPart::Reason),
        name: part(DeclarationPart::Name),
        post: part(DeclarationPart::Post),
        date: text::day(part(DeclarationPart::Date)),
    }
}

fn authorisation<'a>(eqia: &'a Eqia, questions: Vec<AnswerExport<'a>>) -> AuthorisationExport<'a> {
    let part = |part| eqia.entry(&FieldId::authorisation(part));
    AuthorisationExport {
        questions,
        informed: part(AuthorisationPart::Informed).parse().ok(),
        opportunities: part(AuthorisationPart::Opportunities).parse().ok(),
        marriage: part(AuthorisationPart::Marriage).parse().ok(),
        name: part(AuthorisationPart::Name),
        post: part(AuthorisationPart::Post),
        date: text::day(part(AuthorisationPart::Date)),
        is_authorised: eqia.authorisation().is_some(),
        publication: eqia.publication(),
        summary: eqia.entry(&FieldId::publication_summary()),
    }
}
