//! Scoring blind, the reveal, the meeting and its audit trail.

use domain::{
    answer::{AgreedScore, Answer, Choice, Position},
    assessment::{Method, State},
    audit::Event,
    divergence::{Minimum, OwnScore},
    id::{AssessmentId, PersonId, QuestionId, ScorerId},
    level::Level,
    meeting::Matter,
    minutes::Minutes,
    participant::{Part, Seat, Side},
    person::{Person, Role},
    snapshot::{Capacity, Fingerprint},
};
use store::{
    Store, StoreError, Version,
    participant::{Guest, Invited},
};
use time::{Duration, macros::date};

use crate::example::{NOON, ONE, Round, level, organisation, person, round, statement, uuid};

contract![
    a_person_reads_their_own_scores_and_nobody_elses_until_the_reveal,
    a_score_saved_from_an_old_version_changes_nothing,
    nobody_scores_before_scoring_opens_or_after_the_reveal,
    a_side_has_one_chair_and_a_person_one_seat,
    the_invented_people_sit_where_they_sat_last,
    an_invitation_works_on_any_device_until_the_part_is_over,
    whoever_is_taken_out_leaves_nothing_behind,
    progress_is_counted_by_side,
    the_reveal_needs_both_partners,
    a_minimum_is_lowered_by_both_and_while_scoping,
    what_both_confirm_is_agreed_and_the_next_statement_comes,
    nobody_confirms_what_was_put_since,
    what_is_agreed_is_not_agreed_over,
    the_clock_runs_from_when_it_was_set,
    whoever_consented_to_a_list_is_asked_again_when_it_grows,
    a_disagreement_is_kept_with_both_positions,
    what_was_agreed_can_be_taken_up_again,
    the_same_people_go_on_where_a_signed_meeting_ended,
    the_undisputed_is_agreed_by_both_in_one_step,
    attendance_is_counted_once_and_presence_passes,
    the_chain_is_sound_and_only_added_to,
    whoever_follows_hears_of_every_change,
];

/// A round in partnership with two chairs and a staff-side scorer.
pub struct Partners {
    pub round: Round,
    pub management: Person,
    pub staff: Person,
    pub scorer: Person,
}

pub async fn partners(store: &Store, state: State) -> Partners {
    partners_of(store, round(store, 1).await, state).await
}

async fn partners_of(store: &Store, mut round: Round, state: State) -> Partners {
    let mut draft = round.assessment.clone();
    draft.method = Method::Partnership;
    draft.state = State::Draft;
    draft.assessment_id.0 = uuid(50);
    store
        .create_assessment(&draft, Some(&round.lead), NOON)
        .await
        .unwrap();
    round.assessment = draft;
    let mut people = Vec::new();
    for (number, side, part) in [
        (10, Side::Management, Part::Chair),
        (11, Side::Staff, Part::Chair),
        (12, Side::Staff, Part::Scorer),
    ] {
        let guest = guest(number, side, part);
        let id = store
            .add_participant(&round.assessment, &guest, Some(&round.lead), NOON)
            .await
            .unwrap();
        let organisation = round.organisation.organisation_id;
        people.push(store.find_person(organisation, id).await.unwrap().unwrap());
    }
    if state != State::Draft {
        store
            .open_scoring(&round.assessment, date!(2026 - 05 - 12), &round.lead, NOON)
            .await
            .unwrap();
        round.assessment.state = State::Scoring;
    }
    let [management, staff, scorer] = people.try_into().unwrap();
    let mut partners = Partners {
        round,
        management,
        staff,
        scorer,
    };
    if state == State::Meeting {
        partners.reveal(store).await;
    }
    partners
}

/// A round whose meeting is on, and the chair of its staff side.
pub async fn revealed(store: &Store) -> (Round, Person) {
    let partners = partners(store, State::Meeting).await;
    (partners.round, partners.staff)
}

/// Adds to an organisation one of everything that a meeting leaves in the database.
pub async fn fill(store: &Store, round: Round) {
    let mut partners = partners_of(store, round, State::Scoring).await;
    let assessment = partners.round.assessment.clone();
    let (id, scorer) = (statement("W01"), partners.scorer.person_id);
    store
        .save_own_score(&assessment, scorer, &id, &own(3), Version::NONE, NOON)
        .await
        .unwrap();
    partners.reveal(store).await;
    let undisputed = [(statement("W02"), level(2))];
    store
        .agree_together(&assessment, &undisputed, Side::Staff, &partners.staff, NOON)
        .await
        .unwrap();
    store
        .plan_minutes(&assessment, Some(90), NOON)
        .await
        .unwrap();
    store
        .propose(&assessment, &id, &level(2), NOON)
        .await
        .unwrap();
    let meeting = store.find_meeting(&assessment).await.unwrap().unwrap();
    let (_, seen) = meeting.proposal.unwrap();
    store
        .confirm(
            &assessment,
            &id,
            seen,
            Side::Staff,
            None,
            &partners.staff,
            ONE,
        )
        .await
        .unwrap();
    store
        .close_meeting(&assessment, true, &partners.round.lead, ONE)
        .await
        .unwrap();
    let (question, lead) = (QuestionId(uuid(1)), &partners.round.lead);
    store
        .ask(&assessment, question, "Why?", Some(&id), lead, ONE)
        .await
        .unwrap();
    store
        .answer_question(&assessment, question, "So", Version::new(1), lead, ONE)
        .await
        .unwrap();
    let contents = store.contents(&assessment).await.unwrap();
    let (seen, by) = (Fingerprint::of("{}"), &partners.staff);
    let post = "Chair of staff side";
    store
        .sign(&contents, seen, Capacity::StaffChair, post, by, ONE, |_| {
            unreachable!("two are missing")
        })
        .await
        .unwrap();
}

impl Partners {
    async fn reveal(&mut self, store: &Store) {
        for (side, chair) in [
            (Side::Management, &self.management),
            (Side::Staff, &self.staff),
        ] {
            store
                .consent_to_reveal(&self.round.assessment, side, chair, NOON)
                .await
                .unwrap();
        }
        self.round.assessment.state = State::Meeting;
    }

    /// Puts a score to the meeting and confirms it for both sides.
    async fn settle(&self, store: &Store, id: &str, answer: &AgreedScore, next: Option<&str>) {
        let assessment = &self.round.assessment;
        let id = statement(id);
        store.propose(assessment, &id, answer, NOON).await.unwrap();
        let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
        let (_, seen) = meeting.proposal.unwrap();
        let next = next.map(statement);
        for (side, chair) in [
            (Side::Management, &self.management),
            (Side::Staff, &self.staff),
        ] {
            store
                .confirm(assessment, &id, seen, side, next.as_ref(), chair, ONE)
                .await
                .unwrap();
        }
    }

    pub async fn events(&self, store: &Store) -> Vec<Event> {
        let entries = store.audit_entries(&self.round.assessment).await.unwrap();
        entries.into_iter().map(|it| it.event).collect()
    }
}

fn guest(number: u128, side: Side, part: Part) -> Guest {
    Guest {
        person_id: PersonId(uuid(number)),
        name: format!("Guest {number}"),
        email: format!("guest.{number}@example.org").parse().unwrap(),
        seat: Seat::new(side, part).unwrap(),
        scorer_id: ScorerId(uuid(1000 + number)),
        sections: vec!["wellbeing".into()],
    }
}

fn own(steps: u8) -> OwnScore {
    OwnScore {
        choice: Some(Choice::Level(Level::new(steps).unwrap())),
        comment: format!("I have seen {steps}"),
        for_own_side: true,
    }
}

async fn a_person_reads_their_own_scores_and_nobody_elses_until_the_reveal(store: Store) {
    let mut partners = partners(&store, State::Scoring).await;
    let assessment = partners.round.assessment.clone();
    for (person, steps) in [(&partners.staff, 1), (&partners.scorer, 3)] {
        store
            .save_own_score(
                &assessment,
                person.person_id,
                &statement("W01"),
                &own(steps),
                Version::NONE,
                NOON,
            )
            .await
            .unwrap();
    }

    let mine = store
        .own_scores(&assessment, partners.scorer.person_id)
        .await
        .unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[&statement("W01")].value, own(3));
    let theirs = store
        .own_scores(&assessment, partners.management.person_id)
        .await
        .unwrap();
    assert!(theirs.is_empty());
    assert!(store.revealed_scores(&assessment).await.unwrap().is_empty());

    partners.reveal(&store).await;
    let revealed = store.revealed_scores(&assessment).await.unwrap();
    let mut of_statement = revealed[&statement("W01")].clone();
    of_statement.sort_by_key(|it| it.score.comment.clone());
    assert_eq!(of_statement.len(), 2);
    assert!(of_statement.iter().all(|it| it.side == Side::Staff));
    assert_eq!(of_statement[0].score, own(1));
}

async fn a_score_saved_from_an_old_version_changes_nothing(store: Store) {
    let partners = partners(&store, State::Scoring).await;
    let (assessment, scorer) = (&partners.round.assessment, partners.scorer.person_id);
    let id = statement("W01");
    let save = |steps, seen| {
        let (store, id) = (&store, &id);
        async move {
            store
                .save_own_score(assessment, scorer, id, &own(steps), seen, NOON)
                .await
        }
    };

    let first = save(1, Version::NONE).await.unwrap();
    let other_tab = save(2, Version::NONE).await;
    let second = save(3, first).await.unwrap();

    assert!(matches!(other_tab, Err(StoreError::Stale { newest }) if newest == first));
    let saved = store
        .find_own_score(assessment, scorer, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((saved.value, saved.version), (own(3), second));
}

async fn nobody_scores_before_scoring_opens_or_after_the_reveal(store: Store) {
    let mut partners = partners(&store, State::Draft).await;
    let assessment = partners.round.assessment.clone();
    let scorer = partners.scorer.person_id;
    let id = statement("W01");

    let early = store
        .save_own_score(&assessment, scorer, &id, &own(1), Version::NONE, NOON)
        .await;
    assert!(matches!(early, Err(StoreError::ScoringClosed)), "{early:?}");

    store
        .open_scoring(
            &assessment,
            date!(2026 - 05 - 12),
            &partners.round.lead,
            NOON,
        )
        .await
        .unwrap();
    let seen = store
        .save_own_score(&assessment, scorer, &id, &own(1), Version::NONE, NOON)
        .await
        .unwrap();
    let lead = partners.round.lead.person_id;
    let without_seat = store
        .save_own_score(&assessment, lead, &id, &own(1), Version::NONE, NOON)
        .await;
    assert!(
        matches!(without_seat, Err(StoreError::Stale { .. })),
        "{without_seat:?}"
    );

    partners.reveal(&store).await;
    let late = store
        .save_own_score(&assessment, scorer, &id, &own(4), seen, NOON)
        .await;
    assert!(matches!(late, Err(StoreError::ScoringClosed)), "{late:?}");
}

async fn a_side_has_one_chair_and_a_person_one_seat(store: Store) {
    let partners = partners(&store, State::Draft).await;
    let assessment = &partners.round.assessment;
    let lead = &partners.round.lead;
    let add = |guest: Guest| {
        let store = &store;
        async move {
            store
                .add_participant(assessment, &guest, Some(lead), NOON)
                .await
        }
    };

    let second_chair = add(guest(20, Side::Staff, Part::Chair)).await;
    assert!(matches!(
        second_chair,
        Err(StoreError::Conflict { entity: "chair" })
    ));
    let second_seat = add(guest(12, Side::Board, Part::Guardian)).await;
    assert!(matches!(
        second_seat,
        Err(StoreError::Conflict {
            entity: "participant"
        })
    ));
    let deputy = add(guest(20, Side::Staff, Part::Deputy)).await.unwrap();
    let found = store
        .find_participant(assessment, deputy)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.participant.seat.part, Part::Deputy);
    assert_eq!(found.sections, ["wellbeing"]);
    assert!(!found.has_link);
    let nobody = store.find_participant(assessment, lead.person_id).await;
    assert_eq!(nobody.unwrap(), None);

    // Somebody known in the organisation keeps their role; somebody of another is refused.
    let mut known = guest(99, Side::Board, Part::Guardian);
    known.email = lead.email.clone();
    assert_eq!(add(known).await.unwrap(), lead.person_id);
    let elsewhere = organisation(2);
    store.create_organisation(&elsewhere, NOON).await.unwrap();
    let stranger = person(30, &elsewhere, Role::Lead);
    store.add_person(&stranger, None, NOON).await.unwrap();
    let mut foreign = guest(98, Side::Other, Part::Scorer);
    foreign.email = stranger.email.clone();
    assert!(matches!(
        add(foreign).await,
        Err(StoreError::Conflict { entity: "email" })
    ));

    let seats = store.participants(assessment).await.unwrap();
    let seats: Vec<_> = seats.iter().map(|it| it.participant.seat.part).collect();
    assert_eq!(
        seats,
        [
            Part::Chair,
            Part::Chair,
            Part::Deputy,
            Part::Scorer,
            Part::Guardian
        ]
    );
    let found = store
        .find_assessment_and_seat(
            lead.organisation_id,
            assessment.assessment_id,
            partners.staff.person_id,
        )
        .await
        .unwrap();
    let seat = found.unwrap().1.unwrap();
    assert_eq!((seat.side, seat.part), (Side::Staff, Part::Chair));
}

async fn the_invented_people_sit_where_they_sat_last(store: Store) {
    let partners = partners(&store, State::Scoring).await;
    let real = domain::organisation::Organisation {
        invented: false,
        ..organisation(2)
    };
    store.create_organisation(&real, NOON).await.unwrap();
    let hidden = person(30, &real, Role::Lead);
    store.add_person(&hidden, None, NOON).await.unwrap();
    let Round {
        organisation, lead, ..
    } = &partners.round;
    let mut newer = partners.round.assessment.clone();
    newer.assessment_id.0 = uuid(60);
    newer.state = State::Draft;
    store
        .create_assessment(&newer, Some(lead), NOON)
        .await
        .unwrap();
    let mut again = guest(20, Side::Staff, Part::Deputy);
    again.email = partners.scorer.email.clone();
    store
        .add_participant(&newer, &again, Some(lead), NOON)
        .await
        .unwrap();

    let found = store.invented_people().await.unwrap();

    assert!(found.iter().all(|it| it.organisation == organisation.name));
    assert!(found.is_sorted_by_key(|it| &it.person.name));
    let mut seats: Vec<_> = found
        .into_iter()
        .map(|it| (it.person.person_id, it.seat))
        .collect();
    seats.sort_by_key(|it| it.0);
    let seat = |side, part| Some(Seat::new(side, part).unwrap());
    let mut expected = [
        (lead.person_id, None),
        (
            partners.management.person_id,
            seat(Side::Management, Part::Chair),
        ),
        (partners.staff.person_id, seat(Side::Staff, Part::Chair)),
        (partners.scorer.person_id, seat(Side::Staff, Part::Deputy)),
    ];
    expected.sort_by_key(|it| it.0);
    assert_eq!(seats, expected);
}

async fn an_invitation_works_on_any_device_until_the_part_is_over(store: Store) {
    let mut partners = partners(&store, State::Scoring).await;
    let assessment = partners.round.assessment.clone();
    let (scorer, chair) = (partners.scorer.person_id, partners.staff.person_id);
    store
        .add_invitation([1; 32], &assessment, scorer, NOON)
        .await
        .unwrap();
    store
        .add_invitation([2; 32], &assessment, scorer, NOON)
        .await
        .unwrap();
    store
        .add_invitation([3; 32], &assessment, chair, NOON)
        .await
        .unwrap();
    let find = |token: u8| {
        let store = &store;
        async move {
            store
                .find_invitation([token; 32])
                .await
                .unwrap()
                .map(|it| it.person)
        }
    };
    assert_eq!(
        [find(1).await, find(2).await, find(4).await],
        [Some(scorer), Some(scorer), None]
    );

    partners.reveal(&store).await;
    assert_eq!([find(1).await, find(3).await], [None, Some(chair)]);

    store.revoke_invitations(&assessment, chair).await.unwrap();
    assert_eq!(find(3).await, None);
}

async fn whoever_is_taken_out_leaves_nothing_behind(store: Store) {
    let mut partners = partners(&store, State::Scoring).await;
    let assessment = partners.round.assessment.clone();
    let scorer = partners.scorer.person_id;
    let chair = partners.staff.clone();
    store
        .save_own_score(
            &assessment,
            scorer,
            &statement("W01"),
            &own(4),
            Version::NONE,
            NOON,
        )
        .await
        .unwrap();
    store
        .add_invitation([1; 32], &assessment, scorer, NOON)
        .await
        .unwrap();

    assert!(
        store
            .remove_participant(&assessment, scorer, &chair, NOON)
            .await
            .unwrap()
    );
    assert!(
        !store
            .remove_participant(&assessment, scorer, &chair, NOON)
            .await
            .unwrap()
    );
    assert_eq!(store.find_invitation([1; 32]).await.unwrap(), None);
    partners.reveal(&store).await;
    assert!(store.revealed_scores(&assessment).await.unwrap().is_empty());

    let late = store
        .remove_participant(&assessment, chair.person_id, &chair, NOON)
        .await;
    assert!(matches!(late, Err(StoreError::ScoringClosed)), "{late:?}");

    // Whoever never scored still comes and goes.
    let guardian = guest(20, Side::Board, Part::Guardian);
    let person = store
        .add_participant(&assessment, &guardian, Some(&chair), NOON)
        .await
        .unwrap();
    let gone = store
        .remove_participant(&assessment, person, &chair, NOON)
        .await;
    assert!(gone.unwrap());
}

async fn progress_is_counted_by_side(store: Store) {
    let partners = partners(&store, State::Scoring).await;
    let assessment = &partners.round.assessment;
    for id in ["W01", "W02"] {
        store
            .save_own_score(
                assessment,
                partners.scorer.person_id,
                &statement(id),
                &own(2),
                Version::NONE,
                NOON,
            )
            .await
            .unwrap();
    }
    // A comment alone is no answer.
    let comment = OwnScore {
        choice: None,
        ..own(2)
    };
    store
        .save_own_score(
            assessment,
            partners.staff.person_id,
            &statement("W01"),
            &comment,
            Version::NONE,
            NOON,
        )
        .await
        .unwrap();

    let progress = store.scoring_progress(assessment, 2).await.unwrap();
    let staff = progress[&Side::Staff];
    assert_eq!((staff.scorers, staff.finished, staff.answers), (2, 1, 2));
    let management = progress[&Side::Management];
    assert_eq!(
        (management.scorers, management.finished, management.answers),
        (1, 0, 0)
    );

    let unfinished = store.unfinished(assessment, 2, Side::Staff).await.unwrap();
    assert_eq!(unfinished, std::slice::from_ref(&partners.staff));
}

async fn the_reveal_needs_both_partners(store: Store) {
    let partners = partners(&store, State::Scoring).await;
    let assessment = &partners.round.assessment;
    let (management, staff) = (&partners.management, &partners.staff);

    assert!(
        !store
            .consent_to_reveal(assessment, Side::Staff, staff, NOON)
            .await
            .unwrap()
    );
    assert!(
        !store
            .consent_to_reveal(assessment, Side::Staff, staff, NOON)
            .await
            .unwrap()
    );
    assert_eq!(
        store.consents(assessment).await.unwrap(),
        [(Matter::Reveal, Side::Staff)].into()
    );
    assert_eq!(store.find_meeting(assessment).await.unwrap(), None);

    store
        .withdraw_consent(assessment, Matter::Reveal, Side::Staff, staff, NOON)
        .await
        .unwrap();
    assert!(
        !store
            .consent_to_reveal(assessment, Side::Management, management, NOON)
            .await
            .unwrap()
    );
    assert!(
        store
            .consent_to_reveal(assessment, Side::Staff, staff, ONE)
            .await
            .unwrap()
    );

    let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
    assert_eq!(meeting.meeting.started_at, ONE);
    let again = store
        .consent_to_reveal(assessment, Side::Staff, staff, ONE)
        .await;
    assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
    let stored = store
        .find_assessment(assessment.organisation_id, assessment.assessment_id)
        .await
        .unwrap();
    assert_eq!(stored.unwrap().value.state, State::Meeting);
}

async fn a_minimum_is_lowered_by_both_and_while_scoping(store: Store) {
    let partners = partners(&store, State::Draft).await;
    let assessment = &partners.round.assessment;
    let two = Minimum::new(2).unwrap();
    let consent = |side, chair| {
        let store = &store;
        async move {
            store
                .consent_to_minimum(assessment, two, side, chair, NOON)
                .await
        }
    };

    assert!(
        !consent(Side::Management, &partners.management)
            .await
            .unwrap()
    );
    assert!(consent(Side::Staff, &partners.staff).await.unwrap());
    let stored = store
        .find_assessment(assessment.organisation_id, assessment.assessment_id)
        .await
        .unwrap();
    assert_eq!(stored.unwrap().value.minimum, two);

    store
        .open_scoring(
            assessment,
            date!(2026 - 05 - 12),
            &partners.round.lead,
            NOON,
        )
        .await
        .unwrap();
    let late = consent(Side::Staff, &partners.staff).await;
    assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
}

async fn what_both_confirm_is_agreed_and_the_next_statement_comes(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    let id = statement("W01");
    store
        .propose(assessment, &id, &level(2), NOON)
        .await
        .unwrap();
    let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
    assert_eq!(meeting.meeting.current.as_ref(), Some(&id));
    let (proposal, seen) = meeting.proposal.unwrap();
    assert_eq!((proposal.score, proposal.confirmed.len()), (level(2), 0));

    let next = statement("W02");
    let confirm = |side, chair| {
        let (store, id, next) = (&store, &id, &next);
        async move {
            store
                .confirm(assessment, id, seen, side, Some(next), chair, ONE)
                .await
                .unwrap()
        }
    };
    assert!(!confirm(Side::Staff, &partners.staff).await);
    assert!(
        !confirm(Side::Staff, &partners.staff).await,
        "one side cannot confirm twice"
    );
    assert_eq!(store.find_score(assessment, &id).await.unwrap(), None);
    assert!(confirm(Side::Management, &partners.management).await);

    let agreed = store.find_score(assessment, &id).await.unwrap().unwrap();
    assert_eq!((agreed.value, agreed.saved_at), (level(2), ONE));
    let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
    assert_eq!(
        (meeting.meeting.current, meeting.proposal),
        (Some(next), None)
    );
}

async fn nobody_confirms_what_was_put_since(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    let id = statement("W01");
    store
        .propose(assessment, &id, &level(2), NOON)
        .await
        .unwrap();
    let seen = store
        .find_meeting(assessment)
        .await
        .unwrap()
        .unwrap()
        .proposal
        .unwrap()
        .1;
    store
        .confirm(
            assessment,
            &id,
            seen,
            Side::Staff,
            None,
            &partners.staff,
            NOON,
        )
        .await
        .unwrap();
    store
        .propose(assessment, &id, &level(4), NOON)
        .await
        .unwrap();

    let old = store
        .confirm(
            assessment,
            &id,
            seen,
            Side::Management,
            None,
            &partners.management,
            NOON,
        )
        .await;

    assert!(matches!(old, Err(StoreError::Stale { .. })), "{old:?}");
    assert_eq!(store.find_score(assessment, &id).await.unwrap(), None);
    let (proposal, _) = store
        .find_meeting(assessment)
        .await
        .unwrap()
        .unwrap()
        .proposal
        .unwrap();
    assert!(
        proposal.confirmed.is_empty(),
        "nobody has confirmed what was put since"
    );
    store.take_back_proposal(assessment, &id).await.unwrap();
    assert_eq!(
        store
            .find_meeting(assessment)
            .await
            .unwrap()
            .unwrap()
            .proposal,
        None
    );

    // Nor what was put after something was taken back, whose form may still be open.
    store
        .propose(assessment, &id, &level(3), NOON)
        .await
        .unwrap();
    let old = store
        .confirm(
            assessment,
            &id,
            seen,
            Side::Management,
            None,
            &partners.management,
            NOON,
        )
        .await;
    assert!(matches!(old, Err(StoreError::Stale { .. })), "{old:?}");
}

async fn what_is_agreed_is_not_agreed_over(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    partners.settle(&store, "W01", &level(2), None).await;

    let again = store
        .propose(assessment, &statement("W01"), &level(4), ONE)
        .await;
    assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
    let undisputed = [(statement("W01"), level(3)), (statement("W02"), level(3))];
    for (side, chair) in [
        (Side::Management, &partners.management),
        (Side::Staff, &partners.staff),
    ] {
        store
            .agree_together(assessment, &undisputed, side, chair, ONE)
            .await
            .unwrap();
    }

    let scores = store.scores(assessment).await.unwrap();
    assert_eq!(scores[&statement("W01")].value, level(2));
    assert_eq!(scores[&statement("W02")].value, level(3));
}

async fn the_clock_runs_from_when_it_was_set(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    store.plan_minutes(assessment, Some(90), ONE).await.unwrap();
    let meeting = store
        .find_meeting(assessment)
        .await
        .unwrap()
        .unwrap()
        .meeting;
    assert_eq!(
        (meeting.planned_minutes, meeting.started_at),
        (Some(90), ONE)
    );
    store.plan_minutes(assessment, None, ONE).await.unwrap();
    let meeting = store
        .find_meeting(assessment)
        .await
        .unwrap()
        .unwrap()
        .meeting;
    assert_eq!(meeting.planned_minutes, None);
}

async fn whoever_consented_to_a_list_is_asked_again_when_it_grows(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    partners.settle(&store, "W01", &level(2), None).await;
    let undisputed = [(statement("W02"), level(3))];
    store
        .agree_together(assessment, &undisputed, Side::Staff, &partners.staff, NOON)
        .await
        .unwrap();
    store
        .reopen_statement(assessment, &statement("W01"), &partners.management, ONE)
        .await
        .unwrap();
    assert!(
        store
            .find_meeting(assessment)
            .await
            .unwrap()
            .unwrap()
            .together
            .is_empty()
    );
}

async fn a_disagreement_is_kept_with_both_positions(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let position = |steps, reason: &str| Position {
        level: Level::new(steps).ok(),
        reason: reason.into(),
    };
    let apart = AgreedScore {
        answer: Some(Answer::NoAgreement {
            management: position(3, "The policy is in force"),
            staff: position(9, "Nobody on nights knows it"),
        }),
        ..level(0)
    };
    partners.settle(&store, "W01", &apart, None).await;

    let assessment = &partners.round.assessment;
    let kept = store
        .find_score(assessment, &statement("W01"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.value, apart);
    assert_eq!(
        store.records(assessment).await.unwrap()[&statement("W01")].score,
        apart
    );

    // Agreed after all, nothing of the positions stays.
    store
        .reopen_statement(assessment, &statement("W01"), &partners.staff, ONE)
        .await
        .unwrap();
    partners.settle(&store, "W01", &level(2), None).await;
    let kept = store
        .find_score(assessment, &statement("W01"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.value, level(2));
}

async fn what_was_agreed_can_be_taken_up_again(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    let id = statement("W01");
    partners.settle(&store, "W01", &level(2), Some("W02")).await;

    assert!(
        store
            .reopen_statement(assessment, &id, &partners.staff, ONE)
            .await
            .unwrap()
    );
    assert!(
        !store
            .reopen_statement(assessment, &id, &partners.staff, ONE)
            .await
            .unwrap()
    );

    let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
    assert_eq!(meeting.meeting.current, Some(id.clone()));
    assert_eq!(
        store
            .find_score(assessment, &id)
            .await
            .unwrap()
            .unwrap()
            .value
            .answer,
        None
    );
    partners.settle(&store, "W01", &level(1), None).await;
    let entries = store.audit_entries(assessment).await.unwrap();
    let minutes = Minutes::of(&entries);
    assert_eq!(minutes.changed.len(), 1);
    assert_eq!(minutes.changed[0].was, level(2));
    assert_eq!(minutes.changed[0].now, Some(level(1)));

    store
        .close_meeting(assessment, true, &partners.round.lead, ONE)
        .await
        .unwrap();
    let closed = store.propose(assessment, &id, &level(4), ONE).await;
    assert!(
        matches!(closed, Err(StoreError::Stale { .. })),
        "{closed:?}"
    );
    store
        .close_meeting(assessment, false, &partners.round.lead, ONE)
        .await
        .unwrap();
    let other = statement("W05");
    store
        .propose(assessment, &other, &level(4), ONE)
        .await
        .unwrap();
}

async fn the_same_people_go_on_where_a_signed_meeting_ended(store: Store) {
    let mut partners = partners(&store, State::Scoring).await;
    let assessment = partners.round.assessment.clone();
    let (id, scorer) = (statement("W01"), partners.scorer.person_id);
    store
        .save_own_score(&assessment, scorer, &id, &own(1), Version::NONE, NOON)
        .await
        .unwrap();
    let chair = partners.staff.person_id;
    for (token, person) in [([1; 32], chair), ([2; 32], scorer)] {
        store
            .add_invitation(token, &assessment, person, NOON)
            .await
            .unwrap();
    }
    partners.reveal(&store).await;
    partners.settle(&store, "W01", &level(2), None).await;
    let lead = partners.round.lead.clone();
    store
        .close_meeting(&assessment, true, &lead, ONE)
        .await
        .unwrap();
    let contents = store.contents(&assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    assert_eq!(store.find_invitation([1; 32]).await.unwrap(), None);
    let people = store.participants(&assessment).await.unwrap();
    let next = contents.assessment.reopened(AssessmentId(uuid(60)));

    store
        .reopen(&contents.assessment, &next, &lead, ONE)
        .await
        .unwrap();

    let seats = |people: &[Invited]| -> Vec<_> {
        let seat = |it: &Invited| (it.participant.person.person_id, it.participant.seat);
        people.iter().map(seat).collect()
    };
    let carried = store.participants(&next).await.unwrap();
    assert_eq!(seats(&carried), seats(&people));
    assert_eq!(carried.len(), 3);
    // The chair's link leads on; a scorer's part is over.
    let invitation = store.find_invitation([1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (invitation.assessment, invitation.person),
        (next.assessment_id, chair)
    );
    assert_eq!(store.find_invitation([2; 32]).await.unwrap(), None);

    // Nothing of what anybody scored comes along, only what was agreed.
    assert!(store.revealed_scores(&next).await.unwrap().is_empty());
    let partnership = store.find_partnership(&next).await.unwrap().unwrap();
    assert!(partnership.scored_earlier && partnership.represented.is_empty());
    let then = store.find_partnership(&contents.assessment).await;
    let then = then.unwrap().unwrap();
    assert!(!then.scored_earlier);
    assert_eq!(then.represented, [(Side::Staff, 1)].into());
    let agreed = store.find_score(&next, &id).await.unwrap().unwrap();
    assert_eq!(agreed.value, level(2));

    partners.round.assessment = next.clone();
    store.close_meeting(&next, false, &lead, ONE).await.unwrap();
    assert!(
        store
            .reopen_statement(&next, &id, &partners.staff, ONE)
            .await
            .unwrap()
    );
    partners.settle(&store, "W01", &level(3), None).await;
    let minutes = Minutes::of(&store.audit_entries(&next).await.unwrap());
    assert_eq!(minutes.began_at, Some(ONE));
    assert_eq!(minutes.changed[0].was, level(2));
    assert_eq!(minutes.changed[0].now, Some(level(3)));
}

async fn the_undisputed_is_agreed_by_both_in_one_step(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    let undisputed = [(statement("W01"), level(2)), (statement("W02"), level(3))];
    let agree = |side, chair| {
        let (store, undisputed) = (&store, &undisputed);
        async move {
            store
                .agree_together(assessment, undisputed, side, chair, NOON)
                .await
                .unwrap()
        }
    };

    assert!(!agree(Side::Management, &partners.management).await);
    let meeting = store.find_meeting(assessment).await.unwrap().unwrap();
    assert_eq!(meeting.together, [Side::Management].into());
    assert!(store.scores(assessment).await.unwrap().is_empty());
    assert!(agree(Side::Staff, &partners.staff).await);

    let scores = store.scores(assessment).await.unwrap();
    assert_eq!(scores[&statement("W02")].value, level(3));
    assert_eq!(scores.len(), 2);
    let settled = partners.events(&store).await;
    assert_eq!(
        settled
            .iter()
            .filter(|it| matches!(it, Event::Agreed { .. }))
            .count(),
        2
    );
}

async fn attendance_is_counted_once_and_presence_passes(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    for at in [NOON, NOON + Duration::seconds(10)] {
        for (person, side) in [
            (&partners.scorer, Side::Staff),
            (&partners.staff, Side::Staff),
            (&partners.management, Side::Management),
        ] {
            store
                .note_presence(assessment, person.person_id, side, at)
                .await
                .unwrap();
        }
    }

    let soon = store
        .present(assessment, NOON + Duration::seconds(30))
        .await
        .unwrap();
    assert_eq!(soon, [(Side::Management, 1), (Side::Staff, 2)].into());
    assert!(store.present(assessment, ONE).await.unwrap().is_empty());
    let entries = store.audit_entries(assessment).await.unwrap();
    assert_eq!(Minutes::of(&entries).attendance, soon);
}

async fn the_chain_is_sound_and_only_added_to(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    partners.settle(&store, "W01", &level(2), None).await;
    let organisation = partners.round.organisation.organisation_id;

    let entries = store.verify_audit(organisation).await.unwrap().unwrap();
    // two starts, three invitations, scoring opened, two consents, the reveal, one agreement
    assert_eq!(entries.len(), 10);
    assert_eq!(entries[9].by.as_deref(), Some("Guest 11"));
    let head = store.audit_head(organisation).await.unwrap();
    let chain = store.audit_chain(organisation).await.unwrap();
    assert_eq!((head.number, &head.link), (10, &chain[9].link));
}

async fn whoever_follows_hears_of_every_change(store: Store) {
    let partners = partners(&store, State::Meeting).await;
    let assessment = &partners.round.assessment;
    let before = store.meeting_changed(assessment).await.unwrap();
    let mut heard = store.follow();
    // The first listener may still be connecting.
    let told = async {
        loop {
            store
                .propose(assessment, &statement("W01"), &level(2), NOON)
                .await
                .unwrap();
            let wait = std::time::Duration::from_millis(200);
            if let Ok(told) = tokio::time::timeout(wait, heard.recv()).await {
                return told.unwrap();
            }
        }
    };
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), told)
        .await
        .unwrap();
    assert_eq!(told, assessment.assessment_id);
    assert!(store.meeting_changed(assessment).await.unwrap() > before);
}
