use domain::{
    audit::Event,
    id::{SystemId, SystemInvitationId},
    organisation::Organisation,
    person::Person,
    system::{INVITATION, Kind, System, What},
};
use store::{
    Store,
    system::{Answered, Waiting},
};
use time::Duration;

use crate::example::{NOON, ONE, Round, organisation, person, round, uuid};
use domain::person::Role;

contract![
    an_organisation_joins_by_its_own_lead_and_is_found_by_both_sides,
    an_invitation_works_once_and_not_for_ever,
    a_host_neither_joins_its_own_system_nor_wastes_an_invitation,
    who_declines_stays_unknown,
    results_are_shared_until_that_is_taken_back,
    nothing_stays_shared_after_a_membership,
    only_a_member_shares_and_only_what_is_signed,
    a_closed_system_has_no_members_and_takes_none,
];

pub fn system(number: u128, host: &Organisation) -> System {
    System {
        system_id: SystemId(uuid(number)),
        host_id: host.organisation_id,
        name: format!("Aber {number}"),
        kind: Kind::Region,
    }
}

fn waiting(number: u128) -> Waiting {
    Waiting {
        invitation_id: SystemInvitationId(uuid(number)),
        addressee: format!("The lead of {number}"),
        made_at: NOON,
        expires_at: NOON + INVITATION,
    }
}

async fn invite(store: &Store, system: &System, host: &Person, number: u8) {
    let invitation = waiting(number.into());
    let invited = store
        .invite_to_system(system, [number; 32], &invitation, host)
        .await;
    assert!(invited.unwrap());
}

pub async fn join(store: &Store, system: &System, host: &Person, lead: &Person, number: u8) {
    invite(store, system, host, number).await;
    let answered = store.join_system([number; 32], lead, NOON).await.unwrap();
    assert_eq!(answered, Answered::Joined(system.system_id));
}

/// A system with a member that shares a signed assessment, and everything else that a backup holds of it.
pub async fn fill(store: &Store, member: &Round) {
    let host = organisation(90);
    let lead = person(90, &host, Role::Lead);
    store.create_organisation(&host, NOON).await.unwrap();
    store.add_person(&lead, None, NOON).await.unwrap();
    let aber = system(90, &host);
    store.create_system(&aber, &lead, NOON).await.unwrap();
    join(store, &aber, &lead, &member.lead, 90).await;
    invite(store, &aber, &lead, 91).await;
    store
        .share_results(&aber, &member.assessment, &member.lead, ONE)
        .await
        .unwrap();
    let site = domain::site::Site {
        site_id: domain::id::SiteId(uuid(90)),
        name: "Ysbyty".into(),
    };
    let id = member.organisation.organisation_id;
    store.add_site(id, &site, None, NOON).await.unwrap();
    let closed = organisation(91);
    store.create_organisation(&closed, NOON).await.unwrap();
    store
        .merge_organisations(
            closed.organisation_id,
            id,
            time::macros::date!(2026 - 04 - 01),
            false,
            ONE,
        )
        .await
        .unwrap();
}

async fn signed(store: &Store, number: u128) -> Round {
    let round = round(store, number).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    round
}

async fn told(store: &Store, system: &System) -> Vec<(What, String)> {
    let log = store.system_log(system).await.unwrap();
    log.into_iter()
        .rev()
        .map(|it| (it.what, it.about))
        .collect()
}

async fn an_organisation_joins_by_its_own_lead_and_is_found_by_both_sides(store: Store) {
    let (host, member, third) = (
        round(&store, 1).await,
        round(&store, 2).await,
        round(&store, 3).await,
    );
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    invite(&store, &aber, &host.lead, 1).await;
    let (a, b, c) = (
        host.organisation.organisation_id,
        member.organisation.organisation_id,
        third.organisation.organisation_id,
    );
    assert_eq!(store.find_system(b, aber.system_id).await.unwrap(), None);
    let open = store.system_invitations(&aber, NOON).await.unwrap();
    assert_eq!(open, [waiting(1)]);
    let invited = store.find_invited_system([1; 32], b, NOON).await.unwrap();
    assert_eq!(invited.unwrap().system, aber);

    store
        .join_system([1; 32], &member.lead, NOON)
        .await
        .unwrap();

    let hosted = store.find_system(a, aber.system_id).await.unwrap().unwrap();
    assert_eq!((hosted.joined_at, hosted.members), (None, 1));
    let joined = store.find_system(b, aber.system_id).await.unwrap().unwrap();
    assert_eq!(
        (joined.joined_at, joined.host_name),
        (Some(NOON), host.organisation.name)
    );
    assert_eq!(store.find_system(c, aber.system_id).await.unwrap(), None);
    assert!(store.systems(c).await.unwrap().is_empty());
    let members = store.system_members(&aber).await.unwrap();
    assert_eq!(members[0].organisation, member.organisation);
    assert!(
        store
            .system_invitations(&aber, NOON)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        told(&store, &aber).await,
        [
            (What::Opened, "Aber 7".to_owned()),
            (What::Invited, "The lead of 1".to_owned()),
            (What::Joined, member.organisation.name)
        ]
    );
}

async fn an_invitation_works_once_and_not_for_ever(store: Store) {
    let (host, one, two) = (
        round(&store, 1).await,
        round(&store, 2).await,
        round(&store, 3).await,
    );
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    join(&store, &aber, &host.lead, &one.lead, 1).await;

    let again = store.join_system([1; 32], &two.lead, NOON).await.unwrap();
    invite(&store, &aber, &host.lead, 2).await;
    let late = NOON + INVITATION + Duration::SECOND;
    let late = store.join_system([2; 32], &two.lead, late).await.unwrap();
    let withdrawn = store
        .withdraw_system_invitation(&aber, waiting(2).invitation_id, &host.lead, NOON)
        .await
        .unwrap();
    let taken_back = store.join_system([2; 32], &two.lead, NOON).await.unwrap();

    assert_eq!([again, late, taken_back], [Answered::NoInvitation; 3]);
    assert!(withdrawn);
    assert_eq!(store.system_members(&aber).await.unwrap().len(), 1);
}

async fn a_host_neither_joins_its_own_system_nor_wastes_an_invitation(store: Store) {
    let (host, member) = (round(&store, 1).await, round(&store, 2).await);
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    join(&store, &aber, &host.lead, &member.lead, 1).await;
    invite(&store, &aber, &host.lead, 2).await;

    let own = store.join_system([2; 32], &host.lead, NOON).await.unwrap();
    let twice = store
        .join_system([2; 32], &member.lead, NOON)
        .await
        .unwrap();

    assert_eq!(own, Answered::IsHost(aber.system_id));
    assert_eq!(twice, Answered::IsMember(aber.system_id));
    assert_eq!(
        store.system_invitations(&aber, NOON).await.unwrap().len(),
        1
    );
}

async fn who_declines_stays_unknown(store: Store) {
    let host = round(&store, 1).await;
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    invite(&store, &aber, &host.lead, 1).await;

    assert!(store.decline_system([1; 32], NOON).await.unwrap());
    assert!(!store.decline_system([1; 32], NOON).await.unwrap());

    let log = store.system_log(&aber).await.unwrap();
    let last = &log[0];
    assert_eq!(
        (last.what, last.about.as_str()),
        (What::Declined, "The lead of 1")
    );
    assert_eq!(
        (last.member_id, last.acted_for, &last.by),
        (None, None, &None)
    );
}

async fn results_are_shared_until_that_is_taken_back(store: Store) {
    let (host, member) = (round(&store, 1).await, signed(&store, 2).await);
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    join(&store, &aber, &host.lead, &member.lead, 1).await;
    let id = member.assessment.assessment_id;
    let found = || store.find_shared_results(&aber, id);
    assert_eq!(found().await.unwrap(), None);

    // The second time nothing happens.
    for _ in 0..2 {
        let shared = store.share_results(&aber, &member.assessment, &member.lead, ONE);
        assert!(shared.await.unwrap());
    }

    let shared = found().await.unwrap().unwrap();
    assert_eq!(shared.organisation_name, member.organisation.name);
    assert_eq!(store.shared_results(&aber).await.unwrap(), [shared]);
    let with = store.systems_shared_with(&member.assessment).await.unwrap();
    assert_eq!(with, [aber.system_id]);

    let unshare = || store.unshare_results(&aber, &member.assessment, &member.lead, ONE);
    assert!(unshare().await.unwrap());
    assert!(!unshare().await.unwrap());
    assert_eq!(found().await.unwrap(), None);
    let title = || "Round 2".to_owned();
    assert_eq!(
        told(&store, &aber).await[3..],
        [(What::Shared, title()), (What::ShareWithdrawn, title())]
    );
    let trail = store.audit_entries(&member.assessment).await.unwrap();
    let events: Vec<_> = trail.into_iter().map(|it| it.event).collect();
    let (system, name) = (aber.system_id, aber.name.clone());
    assert_eq!(
        events[events.len() - 2..],
        [
            Event::ResultsShared {
                system,
                name: name.clone()
            },
            Event::ResultsUnshared { system, name }
        ]
    );
}

async fn nothing_stays_shared_after_a_membership(store: Store) {
    let (host, member) = (round(&store, 1).await, signed(&store, 2).await);
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    let own = member.organisation.organisation_id;
    for (number, what, by) in [
        (1, What::Left, &member.lead),
        (2, What::Removed, &host.lead),
    ] {
        join(&store, &aber, &host.lead, &member.lead, number).await;
        store
            .share_results(&aber, &member.assessment, &member.lead, ONE)
            .await
            .unwrap();

        let end = || store.end_membership(&aber, own, what, by, ONE);
        assert!(end().await.unwrap());
        assert!(!end().await.unwrap());

        assert!(store.shared_results(&aber).await.unwrap().is_empty());
        assert!(store.system_members(&aber).await.unwrap().is_empty());
        assert_eq!(store.find_system(own, aber.system_id).await.unwrap(), None);
        let trail = store.audit_entries(&member.assessment).await.unwrap();
        let last = &trail.last().unwrap().event;
        assert!(matches!(last, Event::ResultsUnshared { .. }), "{last:?}");
    }
}

async fn only_a_member_shares_and_only_what_is_signed(store: Store) {
    let (host, member, third) = (
        round(&store, 1).await,
        round(&store, 2).await,
        signed(&store, 3).await,
    );
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    join(&store, &aber, &host.lead, &member.lead, 1).await;

    let open = store.share_results(&aber, &member.assessment, &member.lead, ONE);
    assert!(open.await.is_err());
    let strange = store.share_results(&aber, &third.assessment, &third.lead, ONE);
    assert!(!strange.await.unwrap());

    assert!(store.shared_results(&aber).await.unwrap().is_empty());
}

async fn a_closed_system_has_no_members_and_takes_none(store: Store) {
    let (host, member, third) = (
        round(&store, 1).await,
        round(&store, 2).await,
        round(&store, 3).await,
    );
    let aber = system(7, &host.organisation);
    store.create_system(&aber, &host.lead, NOON).await.unwrap();
    join(&store, &aber, &host.lead, &member.lead, 1).await;
    invite(&store, &aber, &host.lead, 2).await;

    store.close_system(&aber, &host.lead, ONE).await.unwrap();
    store.close_system(&aber, &host.lead, ONE).await.unwrap();

    let late = store.join_system([2; 32], &third.lead, ONE).await.unwrap();
    assert_eq!(late, Answered::NoInvitation);
    let invited = store
        .invite_to_system(&aber, [3; 32], &waiting(3), &host.lead)
        .await;
    assert!(!invited.unwrap());
    assert!(store.system_members(&aber).await.unwrap().is_empty());
    let a = host.organisation.organisation_id;
    let found = store.find_system(a, aber.system_id).await.unwrap().unwrap();
    assert_eq!(found.closed_at, Some(ONE));
    let log = told(&store, &aber).await;
    let closed = log.iter().filter(|(what, _)| *what == What::Closed);
    assert_eq!(closed.count(), 1);
}
