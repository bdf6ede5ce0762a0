//! `/people` and what is below it: who takes part. And `/hand-over`.

use domain::{
    id::PersonId,
    permission::Permission,
    person::{Person, Role},
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::{link::Link, person::Member};

use super::{param, query};
use crate::{
    actions::person::{
        AddPerson, HandOver, MakePasswordLink, RemovePerson, SavePerson, find_person,
    },
    draft::Draft,
    error::AppError,
    link::LINK,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios},
        error_summary::{ErrorSummary, Failure},
        frame::{Frame, Tab, page},
        table::{Column, Table},
        text_field::TextField,
        typed::Typed,
    },
    place::Place,
    visitor::{now, site, store, take_link, visitor},
};

/// Everybody who can sign in, or soon will.
#[component]
pub fn PeoplePage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ManagePeople)?;
        let members = store()?
            .members(visitor.organisation.organisation_id)
            .await?;
        let rows = members.into_iter().map(row).collect();
        let columns = ["Name", "Email address", "Role", "Password"];
        let hand_over = visitor.may(Permission::HandOver).then(|| {
            view! { <p><a href=Place::HandOver(None).to_string()>"Hand the lead over to somebody else"</a></p> }
        });
        Ok(view! {
            <Frame title="People" visitor=Some(visitor) tab=Tab::People>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"People"</h1>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button" href=Place::NewPerson.to_string()>"Add a person"</a>
                    </div>
                </div>
                <Table caption="Who takes part" class="app-table--stacked" columns=columns.map(Column::new).into() rows/>
                {hand_over}
            </Frame>
        }
        .into_any())
    })
}

fn row(member: Member) -> Vec<AnyView> {
    let person = member.person;
    let place = Place::Person(person.person_id);
    let (colour, password) = if member.has_password {
        ("green", "Set")
    } else {
        ("orange", "Not set yet")
    };
    vec![
        view! { <a href=place.to_string()><Typed text=person.name/></a> }.into_any(),
        view! { <Typed text=person.email.to_string()/> }.into_any(),
        person.role.name().into_any(),
        view! { <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{password}</strong> }
            .into_any(),
    ]
}

fn roles() -> Vec<Choice> {
    // Nobody is given the role of the invited here: an invitation does that.
    Role::ALL
        .iter()
        .filter(|&&role| role != Role::Invited)
        .map(|&role| Choice::new(role.code(), role.name()).hint(may(role)))
        .collect()
}

/// What a role may do, in a sentence.
fn may(role: Role) -> &'static str {
    match role {
        Role::Lead => "Sets up assessments, records what is agreed, and does everything else too",
        Role::Viewer => "Reads everything and changes nothing",
        Role::Invited => "Takes part where they are invited, and sees nothing else",
        Role::Analyst => {
            "Sees the systems that the organisation hosts: members, benchmarks and what members share; no assessments"
        }
        Role::Installer => {
            "Looks after people, passwords and the organisation; sees no assessments"
        }
    }
}

/// Asks who is to be added.
#[component]
pub fn NewPersonPage() -> impl IntoView {
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::ManagePeople)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewPerson).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Add a person" visitor=Some(visitor) tab=Tab::People error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Add a person"</h1>
                <p class="nhsuk-u-reading-width">
                    "You then get a link to hand over, with which they set their own password."
                </p>
                <form class="app-form" method="post" action=AddPerson::url() novalidate="">
                    <TextField name="name" label="Name" draft=draft.clone()/>
                    <TextField
                        name="email"
                        label="Email address"
                        hint="They sign in with it; nothing is sent to it"
                        kind="email"
                        draft=draft.clone()
                    />
                    <Radios name="role" legend="What they may do" choices=roles() value=Role::Viewer.code() draft/>
                    <button class="nhsuk-button" type="submit">"Add and make their link"</button>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// One person: name, role, a new link, and the way to remove them.
#[component]
pub fn PersonPage() -> impl IntoView {
    let id = param::<PersonId>("person");
    page(async move {
        let visitor = visitor().await?;
        let person = find_person(&visitor, id?).await?;
        let id = person.person_id;
        let is_self = id == visitor.person.person_id;
        let draft = Draft::of(&visitor.holder(), &Place::Person(id)).await?;
        let wrong = draft.has_problems();
        let role = if is_self {
            let hand_over = visitor.may(Permission::HandOver).then(|| {
                view! { " " <a href=Place::HandOver(None).to_string()>"Hand the lead over"</a> }
            });
            Either::Left(
                view! { <p>{format!("Your role: {}.", person.role.name())} {hand_over}</p> },
            )
        } else {
            Either::Right(view! {
                <Radios
                    name="role"
                    legend="What they may do"
                    choices=roles()
                    value=person.role.code()
                    draft=draft.clone()
                />
            })
        };
        let remove = (!is_self).then(|| {
            view! {
                <p>
                    <a href=Place::RemovePerson(id).to_string()>{format!("Remove {}", person.name)}</a>
                </p>
            }
        });
        Ok(view! {
            <Frame title=person.name.clone() visitor=Some(visitor) tab=Tab::People error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>{person.name.clone()}</h1>
                <p class="app-hash">{person.email.to_string()}</p>
                <div class="app-columns">
                    <div class="app-columns__main">
                        <form class="app-form" method="post" action=SavePerson::url() novalidate="">
                            <input type="hidden" name="person" value=id.to_string()/>
                            <TextField name="name" label="Name" value=person.name.clone() draft/>
                            {role}
                            <button class="nhsuk-button" type="submit">"Save"</button>
                        </form>
                    </div>
                    <div class="app-columns__side">
                        <section class="app-card" aria-labelledby="password">
                            <h2 class="app-card__title" id="password">"Password"</h2>
                            <p>
                                "With a new link a password can be set without knowing the old one. Links made before stop working; the old password works until the new link is used."
                            </p>
                            <ButtonForm
                                action=MakePasswordLink::url()
                                fields=vec![("person", id.to_string())]
                                label="Make a new link"
                            />
                        </section>
                        {remove}
                    </div>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Shows a link that was just made, once.
#[component]
pub fn PersonLinkPage() -> impl IntoView {
    let id = param::<PersonId>("person");
    page(async move {
        let visitor = visitor().await?;
        let person = find_person(&visitor, id?).await?;
        let id = person.person_id;
        let secret = take_link(&Place::PersonLink(id))?;
        let is_theirs = match &secret {
            Some(secret) => {
                store()?.find_link(secret.hash(), now()).await? == Some(Link::Password(id))
            }
            None => false,
        };
        let title = format!("A link for {}", person.name);
        let body = match secret.filter(|_| is_theirs) {
            Some(secret) => {
                let address = format!("{}{}", site()?.address, Place::SetPassword(secret));
                Either::Left(view! {
                    <p class="nhsuk-u-reading-width">
                        {format!("Copy it and give it to {} in person or by a message that only they read: whoever has it can set the password.", person.name)}
                    </p>
                    <p class="app-secret"><code>{address}</code></p>
                    <p class="nhsuk-u-reading-width">
                        {format!("It works once and for {} days. It is shown only now, and is kept nowhere.", LINK.whole_days())}
                    </p>
                })
            }
            None => Either::Right(view! {
                <p class="nhsuk-u-reading-width">
                    "A link is shown only once, when it is made. If it was not handed over, make a new one; the old one then stops working."
                </p>
                <ButtonForm
                    action=MakePasswordLink::url()
                    fields=vec![("person", id.to_string())]
                    label="Make a new link"
                />
            }),
        };
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::People>
                <h1>{title}</h1>
                {body}
                <p><a href=Place::People.to_string()>"Back to people"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// Asks once more before a person is removed.
#[component]
pub fn RemovePersonPage() -> impl IntoView {
    let id = param::<PersonId>("person");
    page(async move {
        let visitor = visitor().await?;
        let person = find_person(&visitor, id?).await?;
        let id = person.person_id;
        if id == visitor.person.person_id {
            return Err(AppError::Forbidden);
        }
        let draft = Draft::of(&visitor.holder(), &Place::RemovePerson(id)).await?;
        let wrong = draft.problem_with("remove");
        let is_wrong = wrong.is_some();
        let title = format!("Remove {}?", person.name);
        let wrong = wrong.map(|message| view! { <Failure message/> });
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::People error=is_wrong>
                {wrong}
                <h1>{title}</h1>
                <p class="nhsuk-u-reading-width">
                    "They are signed out at once and can no longer sign in. What they saved stays without their name, except in the progress logs of actions."
                </p>
                <div class="app-button-row">
                    <ButtonForm
                        action=RemovePerson::url()
                        fields=vec![("person", id.to_string())]
                        label=format!("Remove {}", person.name)
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::Person(id).to_string()>"Keep them"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Asks to whom the lead is handed over, then asks once more.
#[component]
pub fn HandOverPage() -> impl IntoView {
    let to = query("to").and_then(|it| it.parse::<PersonId>().ok());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::HandOver)?;
        let people = store()?
            .people(visitor.organisation.organisation_id)
            .await?;
        let others: Vec<_> = people
            .into_iter()
            .filter(|it| it.person_id != visitor.person.person_id)
            .collect();
        let body = match to {
            Some(to) => {
                let next = others.into_iter().find(|it| it.person_id == to);
                Either::Left(confirm(&next.ok_or(AppError::NotFound)?))
            }
            None => Either::Right(choose(&others)),
        };
        Ok(view! {
            <Frame title="Hand the lead over" visitor=Some(visitor) tab=Tab::People>
                <h1>"Hand the lead over"</h1>
                {body}
                <p><a href=Place::People.to_string()>"Back to people"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn choose(others: &[Person]) -> impl IntoView + use<> {
    if others.is_empty() {
        return Either::Left(view! {
            <p>"There is nobody else yet. " <a href=Place::NewPerson.to_string()>"Add a person"</a> " first."</p>
        });
    }
    let links = others
        .iter()
        .map(|it| {
            let place = Place::HandOver(Some(it.person_id));
            view! { <li><a href=place.to_string()>{it.name.clone()}</a></li> }
        })
        .collect_view();
    Either::Right(view! {
        <p>"Who is to lead in your place? You can look at it once more before anything changes."</p>
        <ul class="app-link-list">{links}</ul>
    })
}

fn confirm(next: &Person) -> impl IntoView + use<> {
    view! {
        <p class="nhsuk-u-reading-width">
            <strong>{next.name.clone()}</strong>
            " becomes the wellbeing lead. You become a viewer: you read everything and change nothing. Only the new lead can undo this."
        </p>
        <ButtonForm
            action=HandOver::url()
            fields=vec![("to", next.person_id.to_string())]
            label=format!("Make {} the lead", next.name)
            class="nhsuk-button"
        />
    }
}
