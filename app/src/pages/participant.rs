//! `/assessments/:round/people` and what is below it: who takes part, for which side.
//!
//! The lead is shown every side's list and a chair their own; nobody else is shown any.

use domain::{
    display::{count, day, london_day},
    framework::{Framework, Pillar},
    id::{AssessmentId, PersonId},
    participant::{Part, Side},
    permission::Permission,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::participant::{Invitation, Invited};

use super::{param, query};
use crate::{
    actions::participant::{
        Invite, MakeInvitationLink, Remind, RemoveParticipant, RevokeLinks, find_participant,
        listed, listing, may_take_out,
    },
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios},
        error_summary::ErrorSummary,
        facts::Fact,
        frame::{Frame, Tab, page},
        text_field::TextField,
    },
    place::{Place, Told},
    visitor::{Round, round, site, store, take_link},
};

/// Who takes part, side by side.
#[component]
pub fn ParticipantsPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    let told = query("told").and_then(|it| Told::find(&it));
    page(async move {
        let (visitor, round) = listing(id?).await?;
        let id = round.assessment.assessment_id;
        let people = listed(&round).await?;
        let may_invite = round.may(Permission::Invite);
        let is_revealed = !round.assessment.is_blind();
        let lists = round
            .standing
            .lists()
            .into_iter()
            .map(|side| {
                let members: Vec<_> = people
                    .iter()
                    .filter(|it| it.participant.seat.side == side)
                    .collect();
                list(&round, side, &members)
            })
            .collect_view();
        let invite = may_invite.then(|| {
            view! { <a class="nhsuk-button" href=Place::NewParticipant(id).to_string()>"Invite a person"</a> }
        });
        let has_mail = site()?.mail.is_some();
        let closed = match (may_invite, is_revealed) {
            (true, true) => Some(
                "The scores are revealed. Nobody can be invited to score any more, and nobody who scored can be taken out.",
            ),
            (false, true) => {
                Some("The assessment is signed off: nobody can be invited or taken out any more.")
            }
            _ => None,
        };
        let closed = closed.map(|said| view! { <p class="nhsuk-inset-text">{said}</p> });
        let no_mail = (may_invite && !has_mail).then(|| {
            view! {
                <p class="nhsuk-u-reading-width">
                    "This installation sends no email. You hand each link over yourself, and remind people yourself: say it to the whole side, so that nobody is singled out."
                </p>
            }
        });
        Ok(view! {
            <Frame title="Who takes part" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                {told.map(banner)}
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Who takes part"</h1>
                        <p class="app-page-heading__meta">"Only a side’s own chair and the wellbeing lead see who is on it"</p>
                    </div>
                    <div class="app-page-heading__actions">{invite}</div>
                </div>
                {closed}
                {no_mail}
                {lists}
                <p><a href=Place::Assessment(id).to_string()>"Back to the overview"</a></p>
            </Frame>
        }
        .into_any())
    })
}

fn banner(told: Told) -> impl IntoView {
    let (title, said) = match told {
        Told::Invited => ("Success", "The invitation was sent by email."),
        Told::Reminded => ("Success", "Reminders were sent."),
        Told::RemindedBefore => (
            "Nothing was sent",
            "This side was reminded not long ago. Try again tomorrow.",
        ),
        Told::NoMail => (
            "Nothing was sent",
            "This installation sends no email. Remind people yourself.",
        ),
    };
    let class = if title == "Success" {
        "nhsuk-notification-banner nhsuk-notification-banner--success"
    } else {
        "nhsuk-notification-banner"
    };
    view! {
        <div class=class role="alert" aria-labelledby="told">
            <div class="nhsuk-notification-banner__header">
                <h2 class="nhsuk-notification-banner__title" id="told">{title}</h2>
            </div>
            <div class="nhsuk-notification-banner__content">
                <p class="nhsuk-notification-banner__heading">{said}</p>
            </div>
        </div>
    }
}

fn list(round: &Round, side: Side, members: &[&Invited]) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let heading = format!("side-{}", side.code());
    let rows = members
        .iter()
        .map(|it| row(round.framework, it))
        .collect_view();
    let table = if members.is_empty() {
        Either::Left(view! { <p>"Nobody yet."</p> })
    } else {
        Either::Right(view! {
            <table class="nhsuk-table nhsuk-table--responsive app-table--titled" role="table" aria-labelledby=heading.clone()>
                <thead class="nhsuk-table__head" role="rowgroup">
                    <tr class="nhsuk-table__row" role="row">
                        <th class="nhsuk-table__header" scope="col" role="columnheader">"Name"</th>
                        <th class="nhsuk-table__header" scope="col" role="columnheader">"Email address"</th>
                        <th class="nhsuk-table__header" scope="col" role="columnheader">"Part"</th>
                        <th class="nhsuk-table__header" scope="col" role="columnheader">"Asked first"</th>
                        <th class="nhsuk-table__header" scope="col" role="columnheader">"Link"</th>
                    </tr>
                </thead>
                <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
            </table>
        })
    };
    let may_remind = can_be_reminded(round, side) && !members.is_empty();
    let remind = may_remind.then(|| {
        view! {
            <ButtonForm
                action=Remind::url()
                fields=vec![("assessment", id.to_string()), ("side", side.code().to_owned())]
                label="Remind those who have not finished"
                about=format!("on the {}", side.name().to_lowercase())
            />
        }
    });
    view! {
        <section class="app-card" aria-labelledby=heading.clone()>
            <div class="app-card__header">
                <h2 class="app-card__title" id=heading.clone()>{side.name()}</h2>
                <div class="app-card__aside">{count(members.len(), "person", "people")}</div>
            </div>
            {table}
            {remind}
        </section>
    }
}

/// Whether a side can be reminded by this visitor, by email.
pub(super) fn can_be_reminded(round: &Round, side: Side) -> bool {
    let has_mail = site().is_ok_and(|site| site.mail.is_some());
    let is_scoring = round.assessment.state == domain::assessment::State::Scoring;
    has_mail && is_scoring && round.standing.lists().contains(&side)
}

fn row(framework: &'static Framework, invited: &Invited) -> impl IntoView + use<> {
    let participant = &invited.participant;
    let place = Place::Participant(participant.assessment_id, participant.person.person_id);
    let link = if invited.has_link {
        view! { <strong class="nhsuk-tag nhsuk-tag--green">"Works"</strong> }
    } else {
        view! { <strong class="nhsuk-tag nhsuk-tag--orange">"None"</strong> }
    };
    view! {
        <tr class="nhsuk-table__row" role="row">
            <th class="nhsuk-table__header" scope="row" role="rowheader">
                <a href=place.to_string()>{participant.person.name.clone()}</a>
            </th>
            <td class="nhsuk-table__cell" role="cell">
                <span class="nhsuk-table__heading" aria-hidden="true">"Email address "</span>
                <span class="app-hash">{participant.person.email.to_string()}</span>
            </td>
            <td class="nhsuk-table__cell" role="cell">
                <span class="nhsuk-table__heading" aria-hidden="true">"Part "</span>
                {participant.seat.part.name()}
            </td>
            <td class="nhsuk-table__cell" role="cell">
                <span class="nhsuk-table__heading" aria-hidden="true">"Asked first "</span>
                {asked_first(framework, invited)}
            </td>
            <td class="nhsuk-table__cell" role="cell">
                <span class="nhsuk-table__heading" aria-hidden="true">"Link "</span>
                {link}
            </td>
        </tr>
    }
}

/// The pillars somebody was asked to look at first, by name.
fn asked_first(framework: &Framework, invited: &Invited) -> String {
    let names: Vec<_> = invited
        .sections
        .iter()
        .filter_map(|it| framework.find_pillar(it))
        .map(|it| it.name.as_str())
        .collect();
    if names.is_empty() {
        "Everything".to_owned()
    } else {
        names.join(", ")
    }
}

/// Asks who is to be invited, for which side and as what.
#[component]
pub fn NewParticipantPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    page(async move {
        let (visitor, round) = round(id?, Permission::Invite).await?;
        let id = round.assessment.assessment_id;
        let draft = Draft::of(&visitor.holder(), &Place::NewParticipant(id)).await?;
        let wrong = draft.has_problems();
        let sides = round.standing.lists();
        let is_blind = round.assessment.is_blind();
        let parts = Part::ALL
            .iter()
            .filter(|&&part| sides.len() > 1 || part != Part::Chair)
            .filter(|&&part| is_blind || part != Part::Scorer)
            .map(|&part| Choice::new(part.code(), part.name()).hint(does(part)))
            .collect::<Vec<_>>();
        let side = match sides.as_slice() {
            [own] => {
                let fixed = format!(
                    "For the {}, which you speak for.",
                    own.name().to_lowercase()
                );
                Either::Left(view! { <p>{fixed}</p> })
            }
            all => {
                let choices = all
                    .iter()
                    .map(|&side| Choice::new(side.code(), side.name()))
                    .collect::<Vec<_>>();
                Either::Right(
                    view! { <Radios name="side" legend="For which side?" choices value="" draft=draft.clone()/> },
                )
            }
        };
        let has_mail = site()?.mail.is_some();
        let (email_hint, label) = if has_mail {
            ("The invitation is sent to it", "Invite by email")
        } else {
            (
                "Nothing is sent to it; you get a link to hand over",
                "Invite and make their link",
            )
        };
        let sections = is_blind.then(|| sections(&round.framework.pillars, &draft));
        Ok(view! {
            <Frame title="Invite a person" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Invite a person"</h1>
                <p class="nhsuk-u-reading-width">
                    "They take part with a link of their own and need no password. Only you, the chair of their side and the wellbeing lead see that they do."
                </p>
                <form class="app-form" method="post" action=Invite::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <TextField name="name" label="Name" draft=draft.clone()/>
                    <TextField name="email" label="Email address" hint=email_hint kind="email" draft=draft.clone()/>
                    {side}
                    <Radios name="part" legend="What they do" choices=parts value=if is_blind { Part::Scorer.code() } else { "" } draft/>
                    {sections}
                    <button class="nhsuk-button" type="submit">{label}</button>
                </form>
                <p><a href=Place::Participants(id).to_string()>"Back to who takes part"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// What somebody does in a seat, in a sentence.
pub(super) fn does(part: Part) -> &'static str {
    match part {
        Part::Chair => "Speaks for their side: invites it, agrees to the reveal, confirms, signs",
        Part::Deputy => "Does what the chair does when the chair cannot, except invite",
        Part::Scorer => "Scores the statements on their own",
        Part::Guardian => "Reads, asks questions and signs for the board",
        Part::EdiLead => "Fills in the equality impact assessment",
    }
}

fn sections(pillars: &[Pillar], draft: &Draft) -> impl IntoView + use<> {
    let chosen = draft.value("sections", "");
    let items = pillars
        .iter()
        .map(|pillar| {
            let id = format!("section-{}", pillar.id);
            let is_chosen = chosen.split_whitespace().any(|it| it == pillar.id);
            view! {
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        id=id.clone()
                        name="sections[]"
                        type="checkbox"
                        value=pillar.id.clone()
                        checked=is_chosen
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=id>{pillar.name.clone()}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="nhsuk-form-group">
            <fieldset class="nhsuk-fieldset" aria-describedby="sections-hint">
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">"What to look at first"</legend>
                <div class="nhsuk-hint" id="sections-hint">
                    "If they know some of it best. They see the whole questionnaire whatever you choose."
                </div>
                <div class="nhsuk-checkboxes">{items}</div>
            </fieldset>
        </div>
    }
}

/// One person: their seat, links, and the way to take them out.
#[component]
pub fn ParticipantPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    let person = param::<PersonId>("participant");
    page(async move {
        let (visitor, round, invited) = find_participant(id?, person?).await?;
        let id = round.assessment.assessment_id;
        let person = invited.participant.person.clone();
        let seat = invited.participant.seat;
        let person_id = person.person_id;
        let fields = || {
            vec![
                ("assessment", id.to_string()),
                ("person", person_id.to_string()),
            ]
        };
        let new_link = if site()?.mail.is_some() {
            "Send a new link by email"
        } else {
            "Make a new link"
        };
        let about_links = if invited.has_link {
            "Links that they have work on any of their devices until their part is over. A new link does not end them; taking them back does, and signs them out."
        } else {
            "They have no link, so they can only take part if they have a password."
        };
        let revoke = invited.has_link.then(|| {
            view! { <ButtonForm action=RevokeLinks::url() fields=fields() label="Take all links back"/> }
        });
        let links = round.assessment.is_open().then(|| {
            view! {
                <section class="app-card" aria-labelledby="links">
                    <h2 class="app-card__title" id="links">"Links"</h2>
                    <p class="nhsuk-u-reading-width">{about_links}</p>
                    <div class="app-button-row">
                        <ButtonForm action=MakeInvitationLink::url() fields=fields() label=new_link/>
                        {revoke}
                    </div>
                </section>
            }
        });
        let remove = may_take_out(&visitor, &round, &invited).then(|| {
            let place = Place::RemoveParticipant(id, person_id);
            view! { <p><a href=place.to_string()>{format!("Take {} out", person.name)}</a></p> }
        });
        let since = format!("Invited {}", day(london_day(invited.invited_at)));
        let facts = [
            ("Side", seat.side.name().to_owned()),
            ("Part", seat.part.name().to_owned()),
            ("Asked first", asked_first(round.framework, &invited)),
        ];
        let facts = facts.map(|(term, value)| view! { <Fact term>{value}</Fact> });
        Ok(view! {
            <Frame title=person.name.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">{person.name.clone()}</h1>
                        <p class="app-page-heading__meta"><span class="app-hash">{person.email.to_string()}</span> " · " {since}</p>
                    </div>
                </div>
                <dl class="app-facts">{facts}</dl>
                {links}
                {remove}
                <p><a href=Place::Participants(id).to_string()>"Back to who takes part"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// Shows an invitation that was just made, once.
#[component]
pub fn ParticipantLinkPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    let person = param::<PersonId>("participant");
    page(async move {
        let (visitor, round, invited) = find_participant(id?, person?).await?;
        let id = round.assessment.assessment_id;
        let person = invited.participant.person;
        let person_id = person.person_id;
        let secret = take_link(&Place::ParticipantLink(id, person_id))?;
        let meant = Invitation {
            assessment: id,
            person: person_id,
        };
        let is_theirs = match &secret {
            Some(secret) => store()?.find_invitation(secret.hash()).await? == Some(meant),
            None => false,
        };
        let title = format!("An invitation for {}", person.name);
        let body = match secret.filter(|_| is_theirs) {
            Some(secret) => {
                let site = site()?;
                let address = format!("{}{}", site.address, Place::Invitation(secret));
                let failed = site.mail.is_some().then(|| {
                    view! { <p class="nhsuk-inset-text">"The email could not be sent. Hand the link over yourself, or send a new one later."</p> }
                });
                Either::Left(view! {
                    {failed}
                    <p class="nhsuk-u-reading-width">
                        {format!("Copy it and give it to {} in person or by a message that only they read: whoever has it can answer in their name.", person.name)}
                    </p>
                    <p class="app-secret"><code>{address}</code></p>
                    <p class="nhsuk-u-reading-width">
                        "It works on any of their devices until you take it back or their part is over. It is shown only now, and is kept nowhere."
                    </p>
                })
            }
            None => Either::Right(view! {
                <p class="nhsuk-u-reading-width">
                    "A link is shown only once, when it is made. If it was not handed over, make a new one."
                </p>
                <ButtonForm
                    action=MakeInvitationLink::url()
                    fields=vec![("assessment", id.to_string()), ("person", person_id.to_string())]
                    label="Make a new link"
                />
            }),
        };
        let another = round.may(Permission::Invite).then(|| {
            view! { <a class="nhsuk-button nhsuk-button--secondary" href=Place::NewParticipant(id).to_string()>"Invite another person"</a> }
        });
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <h1>{title}</h1>
                {body}
                <div class="app-button-row">
                    {another}
                    <a href=Place::Participants(id).to_string()>"Back to who takes part"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Asks once more before somebody is taken out.
#[component]
pub fn RemoveParticipantPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    let person = param::<PersonId>("participant");
    page(async move {
        let (visitor, round, invited) = find_participant(id?, person?).await?;
        if !may_take_out(&visitor, &round, &invited) {
            return Err(AppError::Forbidden);
        }
        let id = round.assessment.assessment_id;
        let person = invited.participant.person;
        let title = format!("Take {} out?", person.name);
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <h1>{title}</h1>
                <p class="nhsuk-u-reading-width">
                    "Their links stop working at once, and everything they have scored in this assessment is deleted. This cannot be undone; they can be invited again and start anew."
                </p>
                <div class="app-button-row">
                    <ButtonForm
                        action=RemoveParticipant::url()
                        fields=vec![("assessment", id.to_string()), ("person", person.person_id.to_string())]
                        label=format!("Take {} out", person.name)
                        class="nhsuk-button nhsuk-button--warning"
                    />
                    <a href=Place::Participant(id, person.person_id).to_string()>"Keep them"</a>
                </div>
            </Frame>
        }
        .into_any())
    })
}
