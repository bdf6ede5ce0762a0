//! `…/eqia/rows/new` and `…/eqia/rows/:row`: groups that the organisation adds to the matrix.

use domain::{
    eqia::{Sheet, form},
    id::AssessmentId,
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::eqia::{AddEqiaRow, RemoveEqiaRow, RenameEqiaRow},
    draft::Draft,
    error::AppError,
    pages::param,
    parts::{
        error_summary::{ErrorMessage, ErrorSummary, described_by, group_class},
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::Place,
    visitor::{open_assessment, store},
};

/// Adds a group.
#[component]
pub fn NewEqiaRowPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Eqia).await?;
        let id = assessment.assessment_id;
        let draft = Draft::of(&visitor.holder(), &Place::NewEqiaRow(id)).await?;
        let back = Place::EqiaSheet(id, Sheet::Stage(3));
        Ok(view! {
            <Frame title="Add a group" visitor=Some(visitor) assessment=Some(id) tab=Tab::Eqia error=draft.has_problems()>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-page-heading__caption">"Stage 3 · Added by the organisation"</p>
                <h1>"Add a group of your own"</h1>
                <p class="nhsuk-u-reading-width">{form().own_row.note.clone()} " It gets a place for evidence and one for the impact, and stays apart from the equality duty."</p>
                <form class="app-form" method="post" action=AddEqiaRow::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <TextField name="name" label="Whom is it about?" draft/>
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Add group"</button>
                        <a href=back.to_string()>"Back without adding"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Renames or removes a group.
#[component]
pub fn EqiaRowPage() -> impl IntoView {
    let (id, row) = (param::<AssessmentId>("assessment"), param::<String>("row"));
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Eqia).await?;
        let id = assessment.assessment_id;
        let (eqia, row) = (store()?.eqia(&assessment).await?, row?);
        let own = eqia
            .own_rows
            .into_iter()
            .find(|own| own.row == row)
            .ok_or(AppError::NotFound)?;
        let draft = Draft::of(&visitor.holder(), &Place::EqiaRow(id, own.row.clone())).await?;
        let back = Place::EqiaSheet(id, Sheet::Impacts(own.row.clone()));
        let unsure = draft.problem_with("sure");
        let wrong = unsure.is_some();
        let described = described_by("sure", false, wrong);
        Ok(view! {
            <Frame title=own.name.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Eqia error=draft.has_problems()>
                <ErrorSummary draft=draft.clone()/>
                <p class="app-page-heading__caption">"Stage 3 · Added by the organisation"</p>
                <h1>{own.name.clone()}</h1>
                <form class="app-form" method="post" action=RenameEqiaRow::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="row" value=own.row.clone()/>
                    <input type="hidden" name="was" value=own.name.clone()/>
                    <TextField name="name" label="Whom is it about?" value=own.name.clone() draft/>
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=back.to_string()>"Back without saving"</a>
                    </div>
                </form>
                <h2>"Remove this group"</h2>
                <p class="nhsuk-u-reading-width">"What is written about it, evidence and impact, is removed with it. Actions that were made for it stay in the plan."</p>
                <form class="app-form" method="post" action=RemoveEqiaRow::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="row" value=own.row.clone()/>
                    <div class=group_class(wrong)>
                        <ErrorMessage field="sure".to_owned() message=unsure/>
                        <div class="nhsuk-checkboxes">
                            <div class="nhsuk-checkboxes__item">
                                <input class="nhsuk-checkboxes__input" id="sure" name="sure" type="checkbox" value="yes" aria-describedby=described/>
                                <label class="nhsuk-label nhsuk-checkboxes__label" for="sure">
                                    {format!("Yes, remove “{}” and what is written about it", own.name)}
                                </label>
                            </div>
                        </div>
                    </div>
                    <button class="nhsuk-button nhsuk-button--warning nhsuk-button--small" type="submit">"Remove this group"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}
