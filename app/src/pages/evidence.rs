//! `/assessments/:assessment/statements/:statement/evidence/new` and `…/evidence/:evidence`

use domain::{
    display,
    evidence::{Evidence, Strength},
    id::{AssessmentId, EvidenceId, StatementId},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::param;
use crate::{
    actions::evidence::{AddEvidence, RemoveEvidence, SaveEvidence},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    visitor::{open_assessment, store},
};

/// Adds a piece of evidence.
#[component]
pub fn NewEvidencePage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("assessment"),
        param::<StatementId>("statement"),
    );
    page(async move {
        let (visitor, assessment, framework) = open_assessment(id?, Permission::Evidence).await?;
        let id = assessment.assessment_id;
        let statement = assessment
            .find_asked(framework, &statement?)
            .ok_or(AppError::NotFound)?;
        let back = Place::Statement(id, statement.id.clone());
        let draft = Draft::of(
            &visitor.holder(),
            &Place::NewEvidence(id, statement.id.clone()),
        )
        .await?;
        let wrong = draft.has_problems();
        let prompts = statement
            .evidence
            .iter()
            .map(|prompt| view! { <li>{prompt.clone()}</li> })
            .collect_view();
        Ok(view! {
            <Frame title=format!("Evidence for {}", statement.id) visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-statement__id">{statement.id.to_string()}</p>
                <h1>"Add evidence"</h1>
                <p class="nhsuk-u-reading-width">{statement.text.clone()} ". What could be shown:"</p>
                <ul class="nhsuk-u-reading-width">{prompts}</ul>
                <form class="app-form" method="post" action=AddEvidence::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="statement" value=statement.id.to_string()/>
                    {fields(None, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Add evidence"</button>
                        <a href=back.to_string()>"Back without adding"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Changes or removes a piece of evidence.
#[component]
pub fn EvidencePage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("assessment"),
        param::<StatementId>("statement"),
    );
    let evidence = param::<EvidenceId>("evidence");
    page(async move {
        let (visitor, assessment, framework) = open_assessment(id?, Permission::Evidence).await?;
        let id = assessment.assessment_id;
        let statement = assessment
            .find_asked(framework, &statement?)
            .ok_or(AppError::NotFound)?;
        let found = store()?
            .find_evidence(&assessment, &statement.id, evidence?)
            .await?
            .ok_or(AppError::NotFound)?;
        let piece = found.value;
        let back = Place::Statement(id, statement.id.clone());
        let place = Place::Evidence(id, statement.id.clone(), piece.evidence_id);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let named = vec![
            ("assessment", id.to_string()),
            ("statement", statement.id.to_string()),
            ("evidence", piece.evidence_id.to_string()),
            ("seen", found.version.to_string()),
        ];
        let saved = format!(
            "Saved now: {}{} ({})",
            piece.what,
            piece
                .date
                .map(|date| format!(", {}", display::day(date)))
                .unwrap_or_default(),
            piece.strength.name().to_lowercase()
        );
        Ok(view! {
            <Frame title=format!("Evidence for {}", statement.id) visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-statement__id">{statement.id.to_string()}</p>
                <h1>"Change evidence"</h1>
                <p class="nhsuk-u-reading-width">{statement.text.clone()}</p>
                <form class="app-form" method="post" action=SaveEvidence::url() novalidate="">
                    <HiddenFields fields=named.clone()/>
                    {fields(Some(&piece), &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=back.to_string()>"Back without saving"</a>
                    </div>
                </form>
                {wrong.then(|| view! { <p class="nhsuk-inset-text">{saved}</p> })}
                <ButtonForm
                    action=RemoveEvidence::url()
                    fields=named
                    label="Remove this evidence"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </Frame>
        }
        .into_any())
    })
}

fn fields(piece: Option<&Evidence>, draft: &Draft) -> impl IntoView + use<> {
    let strengths = Strength::ALL
        .into_iter()
        .filter(|&it| it != Strength::None)
        .map(|it| {
            let label = format!("{}: {}", it.name(), it.meaning());
            Choice::new(it.get().to_string(), label)
        })
        .collect::<Vec<_>>();
    let date = piece
        .and_then(|it| it.date)
        .map(|it| it.to_string())
        .unwrap_or_default();
    view! {
        <TextArea
            name="what"
            label="What is it?"
            value=piece.map(|it| it.what.clone()).unwrap_or_default()
            draft=draft.clone()
            rows=3
        />
        <TextField
            name="link"
            label="Where can it be read? (optional)"
            hint="An address that starts with https://"
            kind="url"
            value=piece.map(|it| it.link.clone()).unwrap_or_default()
            draft=draft.clone()
        />
        <TextField
            name="date"
            label="When was it made?"
            hint="Evidence without a date counts as missing; after 12 months it counts as old"
            kind="date"
            width="nhsuk-input--width-10"
            value=date
            draft=draft.clone()
        />
        <Radios
            name="strength"
            legend="How strong is it?"
            choices=strengths
            value=piece.map(|it| it.strength.get().to_string()).unwrap_or_default()
            draft=draft.clone()
        />
    }
}
