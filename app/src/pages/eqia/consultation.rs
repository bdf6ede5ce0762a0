//! `…/eqia/consultations/new` and `…/eqia/consultations/:consultation`

use domain::{
    display::day,
    eqia::{Consultation, Sheet},
    id::{AssessmentId, ConsultationId},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::eqia::{AddConsultation, RemoveConsultation, SaveConsultation},
    draft::Draft,
    error::AppError,
    pages::param,
    parts::{
        button::ButtonForm,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    visitor::{open_assessment, store},
};

/// Adds an entry to the consultation log.
#[component]
pub fn NewConsultationPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Eqia).await?;
        let id = assessment.assessment_id;
        let draft = Draft::of(&visitor.holder(), &Place::NewConsultation(id)).await?;
        let back = Place::EqiaSheet(id, Sheet::Stage(2));
        Ok(view! {
            <Frame title="Add a consultation" visitor=Some(visitor) assessment=Some(id) tab=Tab::Eqia error=draft.has_problems()>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-page-heading__caption">"Stage 2 · Who was consulted"</p>
                <h1>"Add a consultation"</h1>
                <form class="app-form" method="post" action=AddConsultation::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    {fields(None, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Add"</button>
                        <a href=back.to_string()>"Back without adding"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Changes or removes an entry of the consultation log.
#[component]
pub fn ConsultationPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let consultation = param::<ConsultationId>("consultation");
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Eqia).await?;
        let id = assessment.assessment_id;
        let found = store()?
            .find_consultation(&assessment, consultation?)
            .await?
            .ok_or(AppError::NotFound)?;
        let entry = found.value;
        let place = Place::Consultation(id, entry.consultation_id);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let back = Place::EqiaSheet(id, Sheet::Stage(2));
        let newest = found.version.to_string();
        let named = |seen| {
            vec![
                ("assessment", id.to_string()),
                ("consultation", entry.consultation_id.to_string()),
                ("seen", seen),
            ]
        };
        // A draft with mistakes goes on from what it was made from, so that a change meanwhile is noticed.
        let save = named(draft.value("seen", newest.clone()));
        let is_stale = wrong && draft.find("seen").is_none();
        let saved = is_stale.then(|| {
            let date = entry.date.map_or_else(|| "no date".to_owned(), day);
            let saved = format!(
                "Saved now: {}, {date}. {} {}",
                entry.who, entry.how, entry.said
            );
            view! { <p class="nhsuk-inset-text">{saved}</p> }
        });
        let remove = named(newest);
        Ok(view! {
            <Frame title="Change a consultation" visitor=Some(visitor) assessment=Some(id) tab=Tab::Eqia error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-page-heading__caption">"Stage 2 · Who was consulted"</p>
                <h1>"Change a consultation"</h1>
                <form class="app-form" method="post" action=SaveConsultation::url() novalidate="">
                    <HiddenFields fields=save/>
                    {fields(Some(&entry), &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=back.to_string()>"Back without saving"</a>
                    </div>
                </form>
                {saved}
                <ButtonForm
                    action=RemoveConsultation::url()
                    fields=remove
                    label="Remove this consultation"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </Frame>
        }
        .into_any())
    })
}

fn fields(entry: Option<&Consultation>, draft: &Draft) -> impl IntoView + use<> {
    let text = |text: fn(&Consultation) -> &String| entry.map(text).cloned().unwrap_or_default();
    let date = entry.and_then(|it| it.date).map(|it| it.to_string());
    view! {
        <TextField
            name="who"
            label="Who was consulted?"
            hint="A group, such as the disabled staff network or the staff side. Never a person by name, and nothing about anybody’s health"
            value=text(|it| &it.who)
            draft=draft.clone()
        />
        <TextField
            name="date"
            label="When? (optional)"
            kind="date"
            width="nhsuk-input--width-10"
            value=date.unwrap_or_default()
            draft=draft.clone()
        />
        <TextArea
            name="how"
            label="How were they asked?"
            hint="A meeting, a survey, a conversation in the canteen"
            value=text(|it| &it.how)
            draft=draft.clone()
            rows=3
        />
        <TextArea
            name="said"
            label="What did they say, and what changed because of it?"
            value=text(|it| &it.said)
            draft=draft.clone()
        />
    }
}
