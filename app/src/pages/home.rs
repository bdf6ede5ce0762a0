//! `/`: the organisation's assessments.

use std::collections::BTreeSet;

use domain::{assessment::Assessment, permission::Permission, person::Role};
use leptos::{either::Either, prelude::*};

use super::system::system_cards;
use crate::{
    error::AppError,
    parts::{
        frame::{Frame, Tab, page},
        tag::StateTag,
    },
    place::Place,
    trend::Asked,
    visitor::{Shown, Visitor, store, visitor},
};

/// Lists the assessments, newest first.
#[component]
pub fn HomePage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        if visitor.person.role == Role::Installer && visitor.only.is_none() {
            return Ok(no_assessments(visitor));
        }
        let is_analyst = visitor.person.role == Role::Analyst && visitor.only.is_none();
        let Shown {
            assessments,
            superseded,
        } = visitor.assessments_in(&store()?).await?;
        if is_analyst && assessments.is_empty() {
            return analyst(visitor).await;
        }
        let inherited = inherited(&visitor).await?;
        let has_sites = visitor.may(Permission::Read)
            && assessments.iter().any(|it| !it.is_of_whole_organisation());
        let together = has_sites.then(|| {
            view! { <p><a href=Place::RollUp(vec![], None).to_string()>"Put the sites together"</a></p> }
        });
        let replaced: BTreeSet<_> = inherited.iter().filter_map(|it| it.supersedes).collect();
        let has_earlier = !inherited.is_empty();
        let earlier_cards = inherited
            .into_iter()
            .map(|it| {
                let is_superseded = replaced.contains(&it.assessment_id);
                card(it, is_superseded)
            })
            .collect_view();
        let earlier = has_earlier.then(|| {
            view! {
                <h2>"From before a merger"</h2>
                <p class="nhsuk-u-reading-width">"Signed by organisations that have merged into yours. They can be read, and stay as they were signed."</p>
                {earlier_cards}
            }
        });
        let may_start = visitor.may(Permission::StartAssessment);
        let start = move || {
            may_start.then(|| {
                view! { <a class="nhsuk-button" href=Place::NewAssessment.to_string()>"Start an assessment"</a> }
            })
        };
        let trend = assessments.iter().any(|it| !it.is_open()).then(|| {
            let place = Place::Trend(Asked::default()).to_string();
            view! { <a class="nhsuk-button nhsuk-button--secondary" href=place>"See the trend"</a> }
        });
        let list = if assessments.is_empty() {
            Either::Left(view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No assessments yet"</h2>
                    <p>"An assessment takes stock of one period: what is in place, where you want to be, and what comes first."</p>
                    {start()}
                </div>
            })
        } else {
            let cards = assessments.into_iter().map(|it| {
                let is_superseded = superseded.contains(&it.assessment_id);
                card(it, is_superseded)
            });
            Either::Right(cards.collect_view())
        };
        Ok(view! {
            <Frame title="Assessments" visitor=Some(visitor) tab=Tab::Assessments>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Assessments"</h1>
                    </div>
                    <div class="app-page-heading__actions">{start()} {trend}</div>
                </div>
                {list}
                {together}
                {earlier}
            </Frame>
        }
        .into_any())
    })
}

/// What organisations that have merged into the visitor's signed, as far as the visitor may know of it.
async fn inherited(visitor: &Visitor) -> Result<Vec<Assessment>, AppError> {
    if visitor.only.is_some() {
        return Ok(vec![]);
    }
    let store = store()?;
    let mut all = store
        .inherited_assessments(visitor.organisation.organisation_id)
        .await?;
    if !visitor.may(Permission::Read) && !all.is_empty() {
        let seats = store
            .assessments_of_participant(visitor.person.person_id)
            .await?;
        all.retain(|it| seats.contains(&it.assessment_id));
    }
    Ok(all)
}

/// For analysts, who have no assessments of their own: the systems that their organisation hosts.
async fn analyst(visitor: Visitor) -> Result<AnyView, AppError> {
    let cards = system_cards(&visitor).await?;
    let list = match cards {
        Some(cards) => Either::Left(cards),
        None => Either::Right(view! {
            <div class="app-empty">
                <h2 class="app-empty__title">"No systems yet"</h2>
                <p>"Your organisation hosts none. Its wellbeing lead can make one and invite others to it."</p>
            </div>
        }),
    };
    Ok(view! {
        <Frame title="Your systems" visitor=Some(visitor) tab=Tab::Systems>
            <h1>"Your systems"</h1>
            <p class="nhsuk-u-reading-width">
                "You see who is in a system, the benchmark releases, and the results that members share. Assessments are for the people who take part in them, so you see none."
            </p>
            {list}
        </Frame>
    }
    .into_any())
}

/// For those who look after the installation: where their work is.
fn no_assessments(visitor: Visitor) -> AnyView {
    view! {
        <Frame title="What you can do here" visitor=Some(visitor) tab=Tab::Elsewhere>
            <h1>"What you can do here"</h1>
            <p class="nhsuk-u-reading-width">
                "You look after this installation. Assessments are for the people who take part in them, so you see none."
            </p>
            <ul class="app-link-list">
                <li><a href=Place::People.to_string()>"Add people, and make links for passwords"</a></li>
                <li><a href=Place::Organisation.to_string()>"Say who the organisation is"</a></li>
                <li><a href=Place::Examples.to_string()>"Look through the examples that wait to be published"</a></li>
            </ul>
        </Frame>
    }
    .into_any()
}

fn card(assessment: Assessment, is_superseded: bool) -> impl IntoView {
    let id = assessment.assessment_id;
    let pack = assessment
        .find_framework()
        .map(domain::framework::Framework::full_title);
    view! {
        <section class="app-card" aria-labelledby=format!("assessment-{id}")>
            <div class="app-card__header">
                <h2 class="app-card__title" id=format!("assessment-{id}")>
                    <a href=Place::Assessment(id).to_string()>{assessment.full_title()}</a>
                </h2>
                <div class="app-card__aside">
                    {is_superseded.then(|| view! { <strong class="nhsuk-tag">"Superseded"</strong> " " })}
                    <StateTag state=assessment.state/>
                </div>
            </div>
            <p class="nhsuk-u-margin-bottom-0">
                {pack} " · " {assessment.scope.name()} " · " {assessment.period()}
            </p>
        </section>
    }
}
