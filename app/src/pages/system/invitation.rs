//! `/system-invitations/:join`: what an organisation is invited to.
//!
//! Opening it changes nothing, because mail programs open links before people
//! do. Its address holds a secret, which is not told to where it leads.

use axum::http::StatusCode;
use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};
use store::system::FoundSystem;

use super::{SHOWN, is_host, param};
use crate::{
    actions::system::{DeclineSystem, JoinSystem},
    error::AppError,
    link::LinkSecret,
    parts::{
        button::ButtonForm,
        facts::Fact,
        frame::{Frame, Tab, page},
        typed::Typed,
    },
    place::Place,
    visitor::{Visitor, hide_address, now, set_status, store, visitor},
};

/// Says to which system, hosted by whom, and asks the lead to accept or decline.
#[component]
pub fn JoinSystemPage() -> impl IntoView {
    let secret = param::<LinkSecret>("join");
    hide_address();
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ManageSystems)?;
        let Some((secret, found)) = find_invited(&visitor, secret).await? else {
            return Ok(no_invitation(visitor));
        };
        let organisation = visitor.organisation.name.clone();
        let facts = [
            ("System", found.system.name.clone()),
            ("Kind", found.system.kind.name().to_owned()),
            ("Host", found.host_name.clone()),
        ];
        let facts = facts
            .into_iter()
            .map(|(term, value)| view! { <Fact term><Typed text=value/></Fact> })
            .collect_view();
        let secret = secret.as_str().to_owned();
        let is_theirs = is_host(&visitor, &found.system) || found.joined_at.is_some();
        let body = if is_theirs {
            let place = Place::System(found.system.system_id).to_string();
            view! {
                <p class="nhsuk-u-reading-width">
                    "Your organisation hosts this system or belongs to it already, so this invitation is for another. "
                    <a href=place>"Go to the system"</a>
                </p>
            }
            .into_any()
        } else {
            view! {
                <p class="nhsuk-u-reading-width">{SHOWN}</p>
                <p class="nhsuk-u-reading-width">"You can leave at any time."</p>
                <div class="app-button-row">
                    <ButtonForm
                        action=JoinSystem::url()
                        fields=vec![("secret", secret.clone())]
                        label=format!("Join with {organisation}")
                        class="nhsuk-button"
                    />
                    <ButtonForm
                        action=DeclineSystem::url()
                        fields=vec![("secret", secret)]
                        label="Decline"
                        class="nhsuk-button nhsuk-button--secondary"
                    />
                </div>
                <p class="nhsuk-u-reading-width">"If you decline, the host learns that the invitation was declined. It does not learn which organisation opened it."</p>
            }
            .into_any()
        };
        Ok(view! {
            <Frame title="Invitation to a system" visitor=Some(visitor) tab=Tab::Systems>
                <h1>"Invitation to a system"</h1>
                <dl class="app-facts nhsuk-u-reading-width">{facts}</dl>
                {body}
            </Frame>
        }
        .into_any())
    })
}

/// The system that an invitation leads to; what is no secret of ours is not looked for.
async fn find_invited(
    visitor: &Visitor,
    secret: Result<LinkSecret, AppError>,
) -> Result<Option<(LinkSecret, FoundSystem)>, AppError> {
    let Ok(secret) = secret else { return Ok(None) };
    let own = visitor.organisation.organisation_id;
    let found = store()?
        .find_invited_system(secret.hash(), own, now())
        .await?;
    Ok(found.map(|found| (secret, found)))
}

/// Says alike of an invitation that was answered, taken back, is too old or never was.
fn no_invitation(visitor: Visitor) -> AnyView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Frame title="This invitation does not work" visitor=Some(visitor) tab=Tab::Systems>
            <h1>"This invitation does not work"</h1>
            <div class="nhsuk-u-reading-width">
                <p>"It may have been answered already: each works once. The host may have taken it back, it may be too old, or not copied whole."</p>
                <p>"Ask the host of the system for a new one."</p>
            </div>
        </Frame>
    }
    .into_any()
}
