//! `/invitations/:invitation`: what somebody is invited to.
//!
//! Opening it changes nothing, because mail programs open links before people
//! do. Its address holds a secret, so nothing on it leads away.

use axum::http::StatusCode;
use domain::{
    assessment::{Assessment, State},
    participant::Seat,
    person::Person,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{param, participant::does};
use crate::{
    actions::participant::AcceptInvitation,
    draft::Draft,
    error::AppError,
    link::LinkSecret,
    parts::{
        button::ButtonForm,
        error_summary::Failure,
        facts::Fact,
        frame::{Frame, Tab, page},
    },
    place::Place,
    visitor::{hide_address, set_status, store},
};

/// Says to what, as what and under which rules, and asks them to press the button.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let secret = param::<LinkSecret>("invitation");
    hide_address();
    page(async move {
        let Some((secret, person, assessment, seat)) = find_invitation(secret).await? else {
            return Ok(no_invitation());
        };
        let organisation = store()?
            .find_organisation(person.organisation_id)
            .await?
            .ok_or(AppError::Unavailable)?
            .value;
        let draft = Draft::of(&secret.holder(), &Place::Invitation(secret.clone())).await?;
        let wrong = draft.problem_with("accept");
        let is_wrong = wrong.is_some();
        let wrong = wrong.map(|message| view! { <Failure message/> });
        let invented = organisation.invented.then(|| {
            view! { <p class="nhsuk-inset-text">"An invented organisation: every name and number here is made up."</p> }
        });
        let what = format!(
            "{} asks you to take part in its health and wellbeing assessment “{}”, about {}.",
            organisation.name,
            assessment.title,
            assessment.period()
        );
        let facts = [
            ("You", person.name.clone()),
            ("Your side", seat.side.name().to_owned()),
            (
                "Your part",
                format!("{}. {}", seat.part.name(), does(seat.part)),
            ),
        ];
        let facts = facts.map(|(term, value)| view! { <Fact term>{value}</Fact> });
        Ok(view! {
            <Frame title="You are invited" visitor=None tab=Tab::Elsewhere error=is_wrong>
                {wrong}
                {invented}
                <h1>"You are invited"</h1>
                <p class="nhsuk-u-reading-width">{what}</p>
                <dl class="app-facts nhsuk-u-reading-width">{facts}</dl>
                {seat.scores().then(|| how_it_goes(&assessment))}
                <section class="app-card" aria-labelledby="privacy">
                    <h2 class="app-card__title" id="privacy">"What is kept about you"</h2>
                    <ul>
                        <li>"That you take part: only the chair of your side and the wellbeing lead see it."</li>
                        <li>"Your name and email address, and nothing about anybody’s health."</li>
                        <li>"A cookie that keeps you signed in for 12 hours, for this assessment alone."</li>
                        <li>"What you write may have to be disclosed under freedom of information, without your name."</li>
                    </ul>
                </section>
                <ButtonForm
                    action=AcceptInvitation::url()
                    fields=vec![("secret", secret.as_str().to_owned())]
                    label=format!("Take part as {}", person.name)
                    class="nhsuk-button"
                />
                <p class="nhsuk-u-reading-width">
                    "You need no password. Keep this link: it works on any of your devices until your part is over. Pass it on to nobody."
                </p>
            </Frame>
        }
        .into_any())
    })
}

/// What everybody who scores is told before they do.
fn how_it_goes(assessment: &Assessment) -> impl IntoView + use<> {
    view! {
        <section class="app-card" aria-labelledby="scores">
            <h2 class="app-card__title" id="scores">"Who sees your scores"</h2>
            <p class="nhsuk-u-reading-width">
                "Both sides score on their own first. Until the two chairs reveal the scores together, nobody but you sees yours. Your name is never shown with them, then or later."
            </p>
            <p class="nhsuk-u-reading-width"><strong>{assessment.minimum.notice()}</strong></p>
            {(assessment.state == State::Draft).then(|| view! {
                <p class="nhsuk-u-reading-width">"Scoring has not opened yet. Until it does, both chairs together may still lower this number."</p>
            })}
        </section>
    }
}

/// An invitation that works; what is no secret of ours is not looked for.
async fn find_invitation(
    secret: Result<LinkSecret, AppError>,
) -> Result<Option<(LinkSecret, Person, Assessment, Seat)>, AppError> {
    let Ok(secret) = secret else { return Ok(None) };
    let store = store()?;
    let Some(invitation) = store.find_invitation(secret.hash()).await? else {
        return Ok(None);
    };
    let Some(person) = store.find_person_anywhere(invitation.person).await? else {
        return Ok(None);
    };
    let found = store
        .find_assessment_and_seat(
            person.organisation_id,
            invitation.assessment,
            person.person_id,
        )
        .await?;
    Ok(match found {
        Some((assessment, Some(seat))) => Some((secret, person, assessment, seat)),
        _ => None,
    })
}

/// Says alike of an invitation that was taken back, is over or never was, so that nobody learns which.
fn no_invitation() -> AnyView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Frame title="This invitation does not work" visitor=None tab=Tab::Elsewhere>
            <h1>"This invitation does not work"</h1>
            <div class="nhsuk-u-reading-width">
                <p>"Your part may be over: for those who score it is when scoring closes. The link may have been taken back, or not copied whole."</p>
                <p>"Ask the chair of your side or the wellbeing lead for a new one."</p>
            </div>
        </Frame>
    }
    .into_any()
}
