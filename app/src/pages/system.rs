//! `/systems` and what is below it: organisations that look at their benchmarks together.

use domain::{
    assessment::Assessment,
    display::{count, day, london_day, moment},
    id::{OrganisationId, SystemId},
    permission::Permission,
    system::{Entry, INVITATION, Kind},
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::system::{FoundSystem, Shared, SystemMember, Waiting};

use super::param;
use crate::{
    actions::system::{
        CloseSystem, CreateSystem, InviteToSystem, LeaveSystem, RemoveMember,
        WithdrawSystemInvitation, belonging, find_system, hosting, is_host, may_see,
    },
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        table::{Column, Table},
        tag::StateTag,
        text_field::TextField,
        typed::Typed,
    },
    place::Place,
    visitor::{Visitor, now, site, store, take_link, visitor},
};

pub mod invitation;
pub mod shared;

/// What a membership shows of an organisation, and what it does not.
pub(super) const SHOWN: &str = "A member shows the host and the other members its name, kind and nation, and nothing else. Of an assessment the host sees nothing, unless the member shares its results by name: then the scores, targets and gaps, without comments, evidence, actions or people, until the member takes that back or leaves.";

/// The systems that the visitor's organisation hosts or belongs to.
#[component]
pub fn SystemsPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ReadSystems)?;
        let may_make = visitor.may(Permission::ManageSystems);
        let cards = system_cards(&visitor).await?;
        let make = move || {
            may_make.then(|| {
                view! { <a class="nhsuk-button" href=Place::NewSystem.to_string()>"Make a system"</a> }
            })
        };
        let list = match cards {
            Some(cards) => Either::Left(cards),
            None => Either::Right(view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No systems yet"</h2>
                    <p>"In a system, organisations look at their benchmarks together: the partners of an integrated care system, a region, a health and safety group. One of them hosts it and invites the others. To join one, open the link that its host has handed to you."</p>
                    {make()}
                </div>
            }),
        };
        Ok(view! {
            <Frame title="Systems" visitor=Some(visitor) tab=Tab::Systems>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Systems"</h1>
                    </div>
                    <div class="app-page-heading__actions">{make()}</div>
                </div>
                {list}
                <p class="nhsuk-u-reading-width">{SHOWN}</p>
            </Frame>
        }
        .into_any())
    })
}

/// A card for each system that the visitor may see; `None` when there is none.
pub(super) async fn system_cards(visitor: &Visitor) -> Result<Option<AnyView>, AppError> {
    let systems = store()?
        .systems(visitor.organisation.organisation_id)
        .await?;
    let cards: Vec<_> = systems
        .iter()
        .filter(|it| may_see(visitor, it))
        .map(|found| {
            let id = found.system.system_id;
            view! {
                <section class="app-card" aria-labelledby=format!("system-{id}")>
                    <div class="app-card__header">
                        <h2 class="app-card__title" id=format!("system-{id}")>
                            <a href=Place::System(id).to_string()><Typed text=found.system.name.clone()/></a>
                        </h2>
                        <div class="app-card__aside">{closed_tag(found)}</div>
                    </div>
                    <p class="nhsuk-u-margin-bottom-0">{about(visitor, found)}</p>
                </section>
            }
        })
        .collect();
    Ok((!cards.is_empty()).then(|| cards.into_any()))
}

fn closed_tag(found: &FoundSystem) -> Option<impl IntoView + use<>> {
    found
        .closed_at
        .map(|_| view! { <strong class="nhsuk-tag nhsuk-tag--grey">"Closed"</strong> })
}

/// What a system is to the visitor's organisation, in a line.
fn about(visitor: &Visitor, found: &FoundSystem) -> String {
    let members = count(
        usize::try_from(found.members).unwrap_or(usize::MAX),
        "member",
        "members",
    );
    let stands = match found.joined_at {
        _ if is_host(visitor, &found.system) => "hosted by your organisation".to_owned(),
        Some(since) => format!(
            "hosted by {}, member since {}",
            found.host_name,
            day(london_day(since))
        ),
        None => format!("hosted by {}", found.host_name),
    };
    format!("{} · {members} · {stands}", found.system.kind.name())
}

/// Asks what a new system is called, and what kind it is.
#[component]
pub fn NewSystemPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ManageSystems)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewSystem).await?;
        let wrong = draft.has_problems();
        let kinds = Kind::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.name()))
            .collect();
        Ok(view! {
            <Frame title="Make a system" visitor=Some(visitor) tab=Tab::Systems error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Make a system"</h1>
                <p class="nhsuk-u-reading-width">
                    "Your organisation hosts it. You then invite others; each decides for itself whether it joins. The name and the kind are what they agree to, so neither can be changed later."
                </p>
                <form class="app-form" method="post" action=CreateSystem::url() novalidate="">
                    <TextField name="name" label="Name of the system" draft=draft.clone()/>
                    <Radios name="kind" legend="What kind of system it is" choices=kinds value="" draft/>
                    <button class="nhsuk-button" type="submit">"Make the system"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// One system: who is in it, and what the visitor can see and do there.
#[component]
pub fn SystemPage() -> impl IntoView {
    let id = param::<SystemId>("system");
    page(async move {
        let (visitor, found) = find_system(id?).await?;
        let (store, system) = (store()?, &found.system);
        let hosts = is_host(&visitor, system);
        let may_manage = visitor.may(Permission::ManageSystems);
        let is_open = found.closed_at.is_none();
        let draft = Draft::of(&visitor.holder(), &Place::System(system.system_id)).await?;
        let wrong = draft.has_problems();
        let members = store.system_members(system).await?;
        let shared = store.shared_results(system).await?;
        let log = store.system_log(system).await?;
        let may_remove = hosts && may_manage;
        let invitations = if may_remove && is_open {
            let waiting = store.system_invitations(system, now()).await?;
            Some(invitation_card(system.system_id, &waiting, draft.clone()))
        } else {
            None
        };
        let for_host = hosts.then(|| shared_card(system.system_id, &shared));
        let for_member = if found.joined_at.is_some() {
            let own = store
                .assessments(visitor.organisation.organisation_id)
                .await?;
            Some(own_card(&own, &shared))
        } else {
            None
        };
        let leave = (found.joined_at.is_some()).then(|| {
            let place = Place::LeaveSystem(system.system_id).to_string();
            view! { <p><a href=place>"Leave this system"</a></p> }
        });
        let close = (may_remove && is_open).then(|| {
            let place = Place::CloseSystem(system.system_id).to_string();
            view! { <p><a href=place>"Close this system"</a></p> }
        });
        let (name, about) = (system.name.clone(), about(&visitor, &found));
        let members = members_card(system.system_id, &members, may_remove);
        let log = log_card(&log, &visitor, &found);
        Ok(view! {
            <Frame title=name.clone() visitor=Some(visitor) tab=Tab::Systems error=wrong>
                <ErrorSummary draft/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title"><Typed text=name/></h1>
                        <p class="app-page-heading__meta">{about} " " {closed_tag(&found)}</p>
                    </div>
                </div>
                {benchmark_card()}
                {members}
                {for_host}
                {for_member}
                {invitations}
                {log}
                <p class="nhsuk-u-reading-width">{SHOWN}</p>
                {leave}
                {close}
            </Frame>
        }
        .into_any())
    })
}

/// What a system sees of benchmarks, and why it has no figures of its own.
fn benchmark_card() -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="benchmarks">
            <h2 class="app-card__title" id="benchmarks">"Benchmarks"</h2>
            <p class="nhsuk-u-reading-width">
                "Each benchmark release is one set of figures, the same for every reader: hosts, members and everybody else. A system has no figures of its own, because systems overlap: whoever compared the figures of two overlapping groups could work out what a single member scored."
            </p>
            <p><a href=Place::Releases.to_string()>"Benchmark releases"</a></p>
        </section>
    }
}

fn members_card(
    system: SystemId,
    members: &[SystemMember],
    may_remove: bool,
) -> impl IntoView + use<> {
    let mut columns = ["Organisation", "Kind", "Nation", "Member since"]
        .map(Column::new)
        .to_vec();
    if may_remove {
        columns.push(Column::new("Membership"));
    }
    let rows: Vec<Vec<AnyView>> = members
        .iter()
        .map(|it| {
            let who = &it.organisation;
            let mut row = vec![
                view! { <Typed text=who.name.clone()/> }.into_any(),
                who.kind.name().into_any(),
                who.nation.name().into_any(),
                day(london_day(it.joined_at)).into_any(),
            ];
            if may_remove {
                let place = Place::RemoveMember(system, who.organisation_id).to_string();
                let end = view! {
                    <a href=place>
                        "End" <span class="nhsuk-u-visually-hidden">{format!(" the membership of {}", who.name)}</span>
                    </a>
                };
                row.push(end.into_any());
            }
            row
        })
        .collect();
    let body = if rows.is_empty() {
        Either::Left(view! { <p>"Nobody has joined yet."</p> })
    } else {
        Either::Right(
            view! { <Table caption="Members, by name" class="app-table--stacked" columns rows/> },
        )
    };
    view! {
        <section class="app-card" aria-labelledby="members">
            <h2 class="app-card__title" id="members">"Members"</h2>
            {body}
        </section>
    }
}

/// What the host can read, because members share it.
fn shared_card(system: SystemId, shared: &[Shared]) -> impl IntoView + use<> {
    let rows: Vec<Vec<AnyView>> = shared
        .iter()
        .map(|it| {
            let place = Place::SharedResults(system, it.assessment.assessment_id, None);
            let title = it.assessment.full_title();
            let link = view! {
                <a href=place.to_string()>
                    <Typed text=title/>
                    <span class="nhsuk-u-visually-hidden">{format!(" of {}", it.organisation_name)}</span>
                </a>
            };
            vec![
                link.into_any(),
                view! { <Typed text=it.organisation_name.clone()/> }.into_any(),
                it.assessment.period().into_any(),
                day(london_day(it.shared_at)).into_any(),
            ]
        })
        .collect();
    let body = if rows.is_empty() {
        Either::Left(view! {
            <p>"Nobody shares results with this system. What members scored stays with them."</p>
        })
    } else {
        let columns = ["Results", "Organisation", "Period", "Shared since"].map(Column::new);
        Either::Right(
            view! { <Table caption="Results that members share" class="app-table--stacked" columns=columns.into() rows/> },
        )
    };
    view! {
        <section class="app-card" aria-labelledby="shared">
            <h2 class="app-card__title" id="shared">"Shared by members"</h2>
            {body}
        </section>
    }
}

/// What the visitor's organisation shares, and could share.
fn own_card(own: &[Assessment], shared: &[Shared]) -> impl IntoView + use<> {
    let rows: Vec<Vec<AnyView>> = own
        .iter()
        .filter(|it| !it.is_open())
        .map(|it| {
            let found = shared
                .iter()
                .find(|shared| shared.assessment.assessment_id == it.assessment_id);
            let since = found.map_or_else(
                || "Not shared".to_owned(),
                |found| format!("Shared since {}", day(london_day(found.shared_at))),
            );
            let place = Place::Sharing(it.assessment_id).to_string();
            vec![
                view! { <a href=place><Typed text=it.full_title()/></a> }.into_any(),
                view! { <StateTag state=it.state/> }.into_any(),
                since.into_any(),
            ]
        })
        .collect();
    let body = if rows.is_empty() {
        Either::Left(
            view! { <p>"Only what is signed off can be shared, and nothing of yours is yet."</p> },
        )
    } else {
        let columns = ["Assessment", "State", "With this system"].map(Column::new);
        Either::Right(
            view! { <Table caption="Your signed assessments" columns=columns.into() rows/> },
        )
    };
    view! {
        <section class="app-card" aria-labelledby="own">
            <h2 class="app-card__title" id="own">"What you share"</h2>
            {body}
        </section>
    }
}

fn invitation_card(system: SystemId, waiting: &[Waiting], draft: Draft) -> impl IntoView + use<> {
    let rows: Vec<Vec<AnyView>> = waiting
        .iter()
        .map(|it| {
            let fields = vec![
                ("system", system.to_string()),
                ("invitation", it.invitation_id.to_string()),
            ];
            let about = format!("for {}", it.addressee);
            let withdraw = view! {
                <ButtonForm action=WithdrawSystemInvitation::url() fields label="Take back" about/>
            };
            vec![
                view! { <Typed text=it.addressee.clone()/> }.into_any(),
                day(london_day(it.made_at)).into_any(),
                day(london_day(it.expires_at)).into_any(),
                withdraw.into_any(),
            ]
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        let columns = ["For", "Made", "Works until", "Invitation"].map(Column::new);
        view! { <Table caption="Invitations that wait for an answer" shows_caption=true columns=columns.into() rows/> }
    });
    view! {
        <section class="app-card" aria-labelledby="invite">
            <h2 class="app-card__title" id="invite">"Invite an organisation"</h2>
            {table}
            <form class="app-form" method="post" action=InviteToSystem::url() novalidate="">
                <input type="hidden" name="system" value=system.to_string()/>
                <TextField
                    name="addressee"
                    label="Whom the invitation is for"
                    hint="You then get a link to hand to the wellbeing lead of that organisation, who accepts or declines"
                    draft
                />
                <button class="nhsuk-button nhsuk-button--secondary" type="submit">"Make an invitation"</button>
            </form>
        </section>
    }
}

/// What happened, as far as the visitor's organisation is shown it.
fn log_card(log: &[Entry], visitor: &Visitor, found: &FoundSystem) -> impl IntoView + use<> {
    let own = visitor.organisation.organisation_id;
    let rows = log
        .iter()
        .filter(|it| it.is_shown_to(own, &found.system))
        .map(|it| {
            vec![
                moment(it.at).into_any(),
                it.what.name().into_any(),
                view! { <Typed text=it.about.clone()/> }.into_any(),
                it.named_to(own).unwrap_or("–").to_owned().into_any(),
            ]
        })
        .collect();
    let columns = ["When", "What", "About", "Who, if of your organisation"].map(Column::new);
    view! {
        <section class="app-card" aria-labelledby="log">
            <h2 class="app-card__title" id="log">"What happened"</h2>
            <Table caption="What happened in this system, newest first" class="app-table--stacked" columns=columns.into() rows/>
        </section>
    }
}

/// Shows an invitation that was just made, once.
#[component]
pub fn SystemLinkPage() -> impl IntoView {
    let id = param::<SystemId>("system");
    page(async move {
        let (visitor, found) = hosting(id?, Permission::ManageSystems).await?;
        let id = found.system.system_id;
        let secret = take_link(&Place::SystemLink(id))?;
        let leads_here = match &secret {
            Some(secret) => {
                let own = visitor.organisation.organisation_id;
                let invited = store()?
                    .find_invited_system(secret.hash(), own, now())
                    .await?;
                invited.is_some_and(|it| it.system == found.system)
            }
            None => false,
        };
        let body = match secret.filter(|_| leads_here) {
            Some(secret) => {
                let address = format!("{}{}", site()?.address, Place::JoinSystem(secret));
                Either::Left(view! {
                    <p class="nhsuk-u-reading-width">
                        "Copy it and give it to the wellbeing lead of the organisation that you invite, in person or by a message that only they read. They sign in to Plumbline first and then open it: whoever leads an organisation here can join with it."
                    </p>
                    <p class="app-secret"><code>{address}</code></p>
                    <p class="nhsuk-u-reading-width">
                        {format!("It works once and for {} days. It is shown only now, and is kept nowhere.", INVITATION.whole_days())}
                    </p>
                })
            }
            None => Either::Right(view! {
                <p class="nhsuk-u-reading-width">
                    "An invitation is shown only once, when it is made. If it was not handed over, take it back and make another."
                </p>
            }),
        };
        Ok(view! {
            <Frame title="An invitation" visitor=Some(visitor) tab=Tab::Systems>
                <h1>{format!("An invitation to {}", found.system.name)}</h1>
                {body}
                <p><a href=Place::System(id).to_string()>"Back to the system"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// Asks once more before the visitor's organisation leaves.
#[component]
pub fn LeaveSystemPage() -> impl IntoView {
    let id = param::<SystemId>("joined");
    page(async move {
        let (visitor, found) = belonging(id?).await?;
        let id = found.system.system_id;
        let title = format!("Leave {}?", found.system.name);
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::Systems>
                <h1>{title}</h1>
                <p class="nhsuk-u-reading-width">
                    "Whatever you share with it can no longer be read there, from this moment on. To come back you need another invitation."
                </p>
                <div class="app-button-row">
                    <ButtonForm
                        action=LeaveSystem::url()
                        fields=vec![("system", id.to_string())]
                        label="Leave the system"
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::System(id).to_string()>"Stay"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Asks once more before a system is closed.
#[component]
pub fn CloseSystemPage() -> impl IntoView {
    let id = param::<SystemId>("system");
    page(async move {
        let (visitor, found) = hosting(id?, Permission::ManageSystems).await?;
        let id = found.system.system_id;
        let title = format!("Close {}?", found.system.name);
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::Systems>
                <h1>{title}</h1>
                <p class="nhsuk-u-reading-width">
                    "Every membership ends, nothing that members share can be read here any more, and invitations stop working. It cannot be opened again; what happened stays in its list."
                </p>
                <div class="app-button-row">
                    <ButtonForm
                        action=CloseSystem::url()
                        fields=vec![("system", id.to_string())]
                        label="Close the system"
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::System(id).to_string()>"Keep it open"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Asks once more before the host ends a membership.
#[component]
pub fn RemoveMemberPage() -> impl IntoView {
    let id = param::<SystemId>("system");
    let member = param::<OrganisationId>("member");
    page(async move {
        let (visitor, found) = hosting(id?, Permission::ManageSystems).await?;
        let (id, member) = (found.system.system_id, member?);
        let members = store()?.system_members(&found.system).await?;
        let member = members
            .into_iter()
            .map(|it| it.organisation)
            .find(|it| it.organisation_id == member)
            .ok_or(AppError::NotFound)?;
        let title = format!("End the membership of {}?", member.name);
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::Systems>
                <h1>{title}</h1>
                <p class="nhsuk-u-reading-width">
                    "What it shares with this system can no longer be read here. To come back it needs another invitation."
                </p>
                <div class="app-button-row">
                    <ButtonForm
                        action=RemoveMember::url()
                        fields=vec![("system", id.to_string()), ("member", member.organisation_id.to_string())]
                        label="End the membership"
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::System(id).to_string()>"Keep it"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}
