//! Systems: hosting one, inviting, joining, leaving, and sharing results.

use domain::{
    assessment::Assessment,
    id::{AssessmentId, OrganisationId, SystemId, SystemInvitationId},
    permission::Permission,
    system::{INVITATION, Kind, System, What},
};
use leptos::prelude::*;
use store::system::{Answered, FoundSystem, Waiting};

use super::organisation::check_line;
use crate::{
    draft::Draft,
    error::AppError,
    link::LinkSecret,
    place::Place,
    secret::new_secret,
    visitor::{Visitor, go_to, new_id, now, round, show_link_at, store, visitor},
};

/// Makes a system that the visitor's organisation hosts.
#[server(endpoint = "systems/create")]
pub async fn create_system(
    #[server(default)] name: String,
    #[server(default)] kind: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageSystems)?;
    let place = Place::NewSystem;
    let mut draft = Draft::default().typed("name", &name).typed("kind", &kind);
    let name = check_line(
        &mut draft,
        "name",
        &name,
        "Say what the system is called, so that those you invite know it.",
    );
    let kind: Option<Kind> = kind.parse().ok();
    if kind.is_none() {
        draft.problem("kind", "Choose what kind of system it is.");
    }
    let (Some(name), Some(kind)) = (name, kind) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let system = System {
        system_id: SystemId(new_id()),
        host_id: visitor.organisation.organisation_id,
        name,
        kind,
    };
    store()?
        .create_system(&system, &visitor.person, now())
        .await?;
    Draft::drop(&visitor.holder(), &place).await?;
    go_to(&Place::System(system.system_id));
    Ok(())
}

/// Makes an invitation and shows its link, once: the host hands it to whom it is for.
#[server(endpoint = "systems/invite")]
pub async fn invite_to_system(
    system: SystemId,
    #[server(default)] addressee: String,
) -> Result<(), AppError> {
    let (visitor, found) = hosting(system, Permission::ManageSystems).await?;
    let place = Place::System(system);
    let mut draft = Draft::default().typed("addressee", &addressee);
    let addressee = check_line(
        &mut draft,
        "addressee",
        &addressee,
        "Say whom the invitation is for, so that you know it again in the list.",
    );
    let Some(addressee) = addressee else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let secret: LinkSecret = new_secret().parse().map_err(|_| AppError::Unavailable)?;
    let made_at = now();
    let invitation = Waiting {
        invitation_id: SystemInvitationId(new_id()),
        addressee,
        made_at,
        expires_at: made_at + INVITATION,
    };
    let invited = store()?
        .invite_to_system(&found.system, secret.hash(), &invitation, &visitor.person)
        .await?;
    Draft::drop(&visitor.holder(), &place).await?;
    if !invited {
        // It was closed meanwhile: the page says so.
        go_to(&place);
        return Ok(());
    }
    show_link_at(&Place::SystemLink(system), &secret)
}

/// Takes an invitation back before it is answered.
#[server(endpoint = "systems/withdraw-invitation")]
pub async fn withdraw_system_invitation(
    system: SystemId,
    invitation: SystemInvitationId,
) -> Result<(), AppError> {
    let (visitor, found) = hosting(system, Permission::ManageSystems).await?;
    store()?
        .withdraw_system_invitation(&found.system, invitation, &visitor.person, now())
        .await?;
    go_to(&Place::System(system));
    Ok(())
}

/// Joins a system with the visitor's organisation.
#[server(endpoint = "systems/join")]
pub async fn join_system(secret: String) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageSystems)?;
    let secret: LinkSecret = secret.parse().map_err(|_| AppError::Invalid)?;
    let answered = store()?
        .join_system(secret.hash(), &visitor.person, now())
        .await?;
    go_to(&match answered {
        Answered::Joined(system) | Answered::IsMember(system) | Answered::IsHost(system) => {
            Place::System(system)
        }
        // Its page says that it does not work.
        Answered::NoInvitation => Place::JoinSystem(secret),
    });
    Ok(())
}

/// Declines an invitation; the host learns that it was declined, not by whom.
#[server(endpoint = "systems/decline")]
pub async fn decline_system(secret: String) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::ManageSystems)?;
    let secret: LinkSecret = secret.parse().map_err(|_| AppError::Invalid)?;
    let declined = store()?.decline_system(secret.hash(), now()).await?;
    go_to(&if declined {
        Place::Systems
    } else {
        Place::JoinSystem(secret)
    });
    Ok(())
}

/// Ends the membership of the visitor's organisation; nothing that it shared stays behind.
#[server(endpoint = "systems/leave")]
pub async fn leave_system(system: SystemId) -> Result<(), AppError> {
    let (visitor, found) = belonging(system).await?;
    let (store, member) = (store()?, visitor.organisation.organisation_id);
    store
        .end_membership(&found.system, member, What::Left, &visitor.person, now())
        .await?;
    go_to(&Place::Systems);
    Ok(())
}

/// Ends another organisation's membership, for the host.
#[server(endpoint = "systems/remove")]
pub async fn remove_member(system: SystemId, member: OrganisationId) -> Result<(), AppError> {
    let (visitor, found) = hosting(system, Permission::ManageSystems).await?;
    let removed = store()?
        .end_membership(&found.system, member, What::Removed, &visitor.person, now())
        .await?;
    if !removed {
        return Err(AppError::NotFound);
    }
    go_to(&Place::System(system));
    Ok(())
}

/// Closes a system: every membership ends.
#[server(endpoint = "systems/close")]
pub async fn close_system(system: SystemId) -> Result<(), AppError> {
    let (visitor, found) = hosting(system, Permission::ManageSystems).await?;
    store()?
        .close_system(&found.system, &visitor.person, now())
        .await?;
    go_to(&Place::System(system));
    Ok(())
}

/// Shares the results of a signed assessment with a system, to be read by its host.
#[server(endpoint = "systems/share")]
pub async fn share_results(system: SystemId, assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, assessment) = sharing(assessment).await?;
    let (_, found) = belonging(system).await?;
    let shared = store()?
        .share_results(&found.system, &assessment, &visitor.person, now())
        .await?;
    if !shared {
        return Err(AppError::NotFound);
    }
    go_to(&Place::Sharing(assessment.assessment_id));
    Ok(())
}

/// Takes that back, at once.
#[server(endpoint = "systems/unshare")]
pub async fn unshare_results(system: SystemId, assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, assessment) = sharing(assessment).await?;
    let (_, found) = belonging(system).await?;
    store()?
        .unshare_results(&found.system, &assessment, &visitor.person, now())
        .await?;
    go_to(&Place::Sharing(assessment.assessment_id));
    Ok(())
}

/// A signed assessment of the visitor's own organisation, for whoever may share it.
async fn sharing(assessment: AssessmentId) -> Result<(Visitor, Assessment), AppError> {
    let (visitor, round) = round(assessment, Permission::ManageSystems).await?;
    if round.assessment.is_open() {
        return Err(AppError::Invalid);
    }
    Ok((visitor, round.assessment))
}

/// A system as the visitor may see it: leads those that their organisation hosts or belongs to,
/// analysts those that it hosts.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] to whoever may not see any, and [`AppError::NotFound`] when
/// there is none, or it is none of theirs.
pub async fn find_system(system: SystemId) -> Result<(Visitor, FoundSystem), AppError> {
    find_system_for(system, Permission::ReadSystems).await
}

async fn find_system_for(
    system: SystemId,
    permission: Permission,
) -> Result<(Visitor, FoundSystem), AppError> {
    let visitor = visitor().await?;
    visitor.require(permission)?;
    let found = store()?
        .find_system(visitor.organisation.organisation_id, system)
        .await?
        .filter(|it| may_see(&visitor, it))
        .ok_or(AppError::NotFound)?;
    Ok((visitor, found))
}

/// Whether a visitor who may see systems may see this one of their organisation's.
#[must_use]
pub fn may_see(visitor: &Visitor, found: &FoundSystem) -> bool {
    visitor.may(Permission::ManageSystems) || is_host(visitor, &found.system)
}

/// Whether the visitor's organisation hosts it.
#[must_use]
pub fn is_host(visitor: &Visitor, system: &System) -> bool {
    system.host_id == visitor.organisation.organisation_id
}

/// A system that the visitor's organisation hosts.
///
/// # Errors
///
/// As [`find_system`], with [`AppError::Forbidden`] when the visitor may not do `permission`.
pub async fn hosting(
    system: SystemId,
    permission: Permission,
) -> Result<(Visitor, FoundSystem), AppError> {
    let (visitor, found) = find_system_for(system, permission).await?;
    if is_host(&visitor, &found.system) {
        Ok((visitor, found))
    } else {
        Err(AppError::NotFound)
    }
}

/// A system to which the visitor's organisation belongs, for its lead.
///
/// # Errors
///
/// As [`find_system`], with [`AppError::Forbidden`] when the visitor may not manage memberships.
pub async fn belonging(system: SystemId) -> Result<(Visitor, FoundSystem), AppError> {
    let (visitor, found) = find_system_for(system, Permission::ManageSystems).await?;
    if found.joined_at.is_some() {
        Ok((visitor, found))
    } else {
        Err(AppError::NotFound)
    }
}
