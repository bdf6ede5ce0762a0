//! Who takes part in an assessment: inviting, links, reminders, taking out, and taking part.

use domain::{
    assessment::State,
    id::{AssessmentId, PersonId, ScorerId},
    participant::{Part, Participant, Seat, Side},
    permission::Permission,
    person::{Email, Person},
};
use leptos::prelude::*;
use store::{
    StoreError,
    participant::{Guest, Invited},
};
use time::Duration;

use super::{organisation::check_line, session::is_too_often};
use crate::{
    draft::Draft,
    error::AppError,
    link::{LinkSecret, make_invitation},
    mail::{self, Letter},
    place::{Place, Told},
    visitor::{
        Round, Visitor, go_to, new_id, new_random_id, now, round, show_link_at, sign_in, site,
        store,
    },
};

/// Says alike that an address is used in another organisation or on the other
/// side: who sits there is not for everybody to know.
const TAKEN: &str = "Somebody with this email address cannot be invited here. Ask them for another address, or ask the wellbeing lead.";

/// Gives somebody a seat and makes the link with which they take part.
#[server(endpoint = "participants/invite")]
pub async fn invite(
    assessment: AssessmentId,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] side: String,
    #[server(default)] part: String,
    #[server(default)] sections: Vec<String>,
) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::Invite).await?;
    let place = Place::NewParticipant(assessment);
    let mut draft = Draft::default()
        .typed("name", &name)
        .typed("email", &email)
        .typed("side", &side)
        .typed("part", &part)
        .typed("sections", &sections.join(" "));
    let name = check_line(&mut draft, "name", &name, "Say what the person is called.");
    let email = draft.check("email", email.parse::<Email>());
    let sides = round.standing.lists();
    let side = match sides.as_slice() {
        // A chair invites their own side, whatever a form says.
        [own] => Some(*own),
        all => side.parse().ok().filter(|it| all.contains(it)),
    };
    if side.is_none() {
        draft.problem("side", "Choose the side for which they take part.");
    }
    let part: Option<Part> = part.parse().ok();
    if part.is_none() {
        draft.problem("part", "Choose what they do.");
    }
    let seat = side
        .zip(part)
        .and_then(|(side, part)| draft.check("part", Seat::new(side, part)));
    let seat = match seat {
        Some(seat) if !seat.can_be_taken_in(round.assessment.state) => {
            let late = "Scoring is over: nobody can be invited to score any more.";
            draft.problem("part", late);
            None
        }
        seat => seat,
    };
    let (Some(name), Some(email), Some(seat)) = (name, email, seat) else {
        return draft.keep(&visitor.holder(), &place).await;
    };
    let pillars = round.framework.pillars.iter().map(|it| it.id.clone());
    let guest = Guest {
        person_id: PersonId(new_id()),
        name,
        email,
        seat,
        scorer_id: ScorerId(new_random_id()),
        sections: pillars.filter(|it| sections.contains(it)).collect(),
    };
    let store = store()?;
    let added = store
        .add_participant(&round.assessment, &guest, Some(&visitor.person), now())
        .await;
    let person = match added {
        Err(StoreError::Conflict { entity }) => {
            let own_list = listed(&round).await?;
            let is_known = own_list
                .iter()
                .any(|it| it.participant.person.email == guest.email);
            match entity {
                "chair" => draft.problem(
                    "part",
                    "This side has a chair already. Invite a deputy, or take the chair out first.",
                ),
                _ if is_known => draft.problem("email", "This person takes part already."),
                _ => draft.problem("email", TAKEN),
            }
            return draft.keep(&visitor.holder(), &place).await;
        }
        added => added?,
    };
    Draft::drop(&visitor.holder(), &place).await?;
    let invited = find_participant(assessment, person).await?.2;
    hand_out_link(&visitor, &round, &invited.participant.person).await
}

/// Makes another link for somebody; earlier ones go on working.
#[server(endpoint = "participants/link")]
pub async fn make_invitation_link(
    assessment: AssessmentId,
    person: PersonId,
) -> Result<(), AppError> {
    let (visitor, round, invited) = find_participant(assessment, person).await?;
    if !round.assessment.is_open() {
        return Err(AppError::SignedOff);
    }
    hand_out_link(&visitor, &round, &invited.participant.person).await
}

/// Takes somebody's links back and signs them out where they came by one.
#[server(endpoint = "participants/revoke")]
pub async fn revoke_links(assessment: AssessmentId, person: PersonId) -> Result<(), AppError> {
    let (_, round, _) = find_participant(assessment, person).await?;
    store()?
        .revoke_invitations(&round.assessment, person)
        .await?;
    go_to(&Place::Participant(assessment, person));
    Ok(())
}

/// Takes somebody out, with their links and everything they scored.
#[server(endpoint = "participants/remove")]
pub async fn remove_participant(
    assessment: AssessmentId,
    person: PersonId,
) -> Result<(), AppError> {
    let (visitor, round, invited) = find_participant(assessment, person).await?;
    if !may_take_out(&visitor, &round, &invited) {
        return Err(AppError::Forbidden);
    }
    store()?
        .remove_participant(&round.assessment, person, &visitor.person, now())
        .await?;
    go_to(&Place::Participants(assessment));
    Ok(())
}

/// Whether the visitor may take somebody out; nobody takes themselves out.
#[must_use]
pub fn may_take_out(visitor: &Visitor, round: &Round, invited: &Invited) -> bool {
    let Participant { person, seat, .. } = &invited.participant;
    round.may(Permission::Invite)
        && seat.can_be_left_in(round.assessment.state)
        && person.person_id != visitor.person.person_id
}

/// How long a side is left in peace after it was reminded.
const PEACE: Duration = Duration::hours(20);

/// Reminds those of a side who have not answered every statement, by email.
///
/// Who they are is told to nobody, not even how many: the answer is the same
/// when there is nobody to remind.
#[server(endpoint = "participants/remind")]
pub async fn remind(assessment: AssessmentId, side: String) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::Invite).await?;
    let side: Side = side.parse().map_err(|_| AppError::Invalid)?;
    if !round.standing.lists().contains(&side) || round.assessment.state != State::Scoring {
        return Err(AppError::Forbidden);
    }
    let here = site()?;
    let Some(mail) = here.mail else {
        go_to(&Place::ParticipantsTold(assessment, Told::NoMail));
        return Ok(());
    };
    let store = store()?;
    let key = format!("remind {assessment} {}", side.code());
    if store.note_attempt(&key, now() - PEACE, now()).await? > 1 {
        go_to(&Place::ParticipantsTold(assessment, Told::RemindedBefore));
        return Ok(());
    }
    let asked = round.asked();
    let mut letters = Vec::new();
    for person in store.unfinished(&round.assessment, asked, side).await? {
        let secret = make_invitation(&store, &round.assessment, person.person_id, now()).await?;
        let address = format!("{}{}", here.address, Place::Invitation(secret));
        letters.push(Letter::reminder(
            &person,
            &visitor.organisation,
            &round.assessment,
            &address,
        ));
    }
    // A slow mail server keeps nobody waiting, and its time tells nobody how many letters there were.
    tokio::spawn(mail::send_all(mail, letters));
    go_to(&Place::ParticipantsTold(assessment, Told::Reminded));
    Ok(())
}

/// Signs in whoever an invitation is for, for its assessment alone.
///
/// The link goes on working, here and on other devices.
#[server(endpoint = "invitations/accept")]
pub async fn accept_invitation(secret: String) -> Result<(), AppError> {
    let secret: LinkSecret = secret.parse().map_err(|_| AppError::NotFound)?;
    let place = Place::Invitation(secret.clone());
    let Some(invitation) = store()?.find_invitation(secret.hash()).await? else {
        go_to(&place);
        return Ok(());
    };
    if is_too_often(&secret.holder()).await? {
        let mut draft = Draft::default();
        draft.problem(
            "accept",
            "This link was used too often. Wait 15 minutes, then try again.",
        );
        return draft.keep(&secret.holder(), &place).await;
    }
    Draft::drop(&secret.holder(), &place).await?;
    sign_in(invitation.person, Some(invitation.assessment)).await?;
    go_to(&Place::Assessment(invitation.assessment));
    Ok(())
}

/// Somebody on a list that the visitor is shown.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] when they are shown no list, and
/// [`AppError::NotFound`] when nobody of the kind is on one.
pub async fn find_participant(
    assessment: AssessmentId,
    person: PersonId,
) -> Result<(Visitor, Round, Invited), AppError> {
    let (visitor, round) = listing(assessment).await?;
    let found = store()?
        .find_participant(&round.assessment, person)
        .await?
        .filter(|it| round.standing.lists().contains(&it.participant.seat.side))
        .ok_or(AppError::NotFound)?;
    Ok((visitor, round, found))
}

/// A round of which the visitor is shown at least one side's list.
///
/// # Errors
///
/// Returns [`AppError::Forbidden`] when they are shown none.
pub async fn listing(assessment: AssessmentId) -> Result<(Visitor, Round), AppError> {
    let (visitor, round) = round(assessment, Permission::Read).await?;
    if round.standing.lists().is_empty() {
        return Err(AppError::Forbidden);
    }
    Ok((visitor, round))
}

/// Everybody on the lists that the visitor is shown.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn listed(round: &Round) -> Result<Vec<Invited>, AppError> {
    let sides = round.standing.lists();
    let mut people = store()?.participants(&round.assessment).await?;
    people.retain(|it| sides.contains(&it.participant.seat.side));
    Ok(people)
}

/// Sends a new link by email; without a mail server, or when it does not
/// answer, the link is shown instead, once.
async fn hand_out_link(visitor: &Visitor, round: &Round, person: &Person) -> Result<(), AppError> {
    let (id, site) = (round.assessment.assessment_id, site()?);
    let secret = make_invitation(&store()?, &round.assessment, person.person_id, now()).await?;
    let place = Place::ParticipantLink(id, person.person_id);
    let Some(mail) = site.mail else {
        return show_link_at(&place, &secret);
    };
    let address = format!("{}{}", site.address, Place::Invitation(secret.clone()));
    let letter = Letter::invitation(person, &visitor.organisation, &round.assessment, &address);
    if mail.send(letter).await.is_err() {
        return show_link_at(&place, &secret);
    }
    go_to(&Place::ParticipantsTold(id, Told::Invited));
    Ok(())
}
