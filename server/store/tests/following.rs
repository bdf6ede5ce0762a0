//! A new year from a signed one, check-ins beside it, and what a trend reads.

use domain::{
    assessment::Assessment,
    audit::Event,
    check_in::CheckIn,
    following::{self, Carried, Unconfirmed},
    id::{AssessmentId, CheckInId, EvidenceId},
    level::Level,
    plan::Status,
    trend::Deed,
};
use store::{
    Store, StoreError, Version,
    assessment::Contents,
    following::{Inherited, Planned},
    score::ScoreChange,
};
use time::macros::date;

use crate::{
    example::{NOON, ONE, action, evidence, first, level, progress, round, statement, uuid},
    sign_off::full_round,
};

contract![
    what_is_carried_is_not_looked_at_until_somebody_says_so,
    only_what_is_signed_has_a_next_year_or_a_check_in,
    a_check_in_can_be_corrected_and_removed,
    scores_and_plans_of_several_assessments_are_read_at_once,
];

/// What a new year takes over when every statement means the same.
fn everything(signed: &Contents) -> Carried {
    let same = signed.records.keys().cloned().collect();
    let mapping = following::Mapping {
        same,
        ..following::Mapping::default()
    };
    following::carry(&mapping, &signed.records, &signed.actions)
}

fn next_year(signed: &Assessment, number: u128) -> Assessment {
    let (period_start, period_end) = signed.next_period();
    Assessment {
        assessment_id: AssessmentId(uuid(number)),
        state: domain::assessment::State::Scoring,
        follows: Some(signed.assessment_id),
        supersedes: None,
        period_start,
        period_end,
        ..signed.clone()
    }
}

async fn what_is_carried_is_not_looked_at_until_somebody_says_so(store: Store) {
    let round = full_round(&store).await;
    let lead = round.lead.person_id;
    let contents = store.contents(&round.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, NOON).await.unwrap();
    let signed = store.contents(&round.assessment).await.unwrap();
    let next = next_year(&signed.assessment, 9);

    store
        .start_following(
            &signed.assessment,
            &next,
            &everything(&signed),
            &round.lead,
            ONE,
        )
        .await
        .unwrap();

    let begun = store.contents(&next).await.unwrap();
    let l01 = statement("L01");
    assert_eq!(begun.assessment, next);
    assert_eq!(begun.records[&l01].score.answer, None);
    assert_eq!(begun.records[&l01].evidence, signed.records[&l01].evidence);
    assert_eq!(begun.actions[0].progress, signed.actions[0].progress);
    assert!(begun.eqia.entries.is_empty());
    let (piece, deed) = (EvidenceId(uuid(1)), action(1).action_id);
    let all = Unconfirmed {
        answers: [l01.clone()].into(),
        evidence: [(l01.clone(), [piece].into())].into(),
        actions: [deed].into(),
    };
    assert_eq!(begun.unconfirmed, all);
    assert_eq!(store.unconfirmed(&next).await.unwrap(), all);
    assert_eq!(signed.unconfirmed, Unconfirmed::default());
    let planned = |is_unconfirmed| {
        let deed = Deed {
            action: deed,
            what: action(1).what,
            status: begun.actions[0].status(),
        };
        vec![Planned {
            deed,
            is_unconfirmed,
        }]
    };
    let inherited = Inherited {
        unconfirmed: [piece].into(),
        planned: planned(true),
    };
    assert_eq!(store.inherited(&next, &l01).await.unwrap(), inherited);
    for (of, statement) in [(&next, "L02"), (&signed.assessment, "L01")] {
        let none = store.inherited(of, &self::statement(statement)).await;
        assert_eq!(none.unwrap(), Inherited::default());
    }
    let before = store.find_assessment_before(&next).await.unwrap();
    assert_eq!(before, Some(signed.assessment.clone()));

    // Of another statement it is not: nothing happens.
    store
        .confirm_evidence(&next, &statement("L02"), piece)
        .await
        .unwrap();
    assert_eq!(store.unconfirmed(&next).await.unwrap(), all);
    store.confirm_evidence(&next, &l01, piece).await.unwrap();
    for _ in 0..2 {
        store
            .confirm_action(&next, deed, &round.lead, ONE)
            .await
            .unwrap();
    }
    let found = store.find_score(&next, &l01).await.unwrap().unwrap();
    let change = ScoreChange {
        base: found.value,
        seen: found.version,
        mine: level(1),
    };
    store
        .save_score(&next, &l01, &change, lead, ONE)
        .await
        .unwrap();
    let done = store.unconfirmed(&next).await.unwrap();
    assert!(done.is_empty(), "{done:?}");
    let looked_at = Inherited {
        planned: planned(false),
        ..Inherited::default()
    };
    assert_eq!(store.inherited(&next, &l01).await.unwrap(), looked_at);
    let events: Vec<_> = store
        .audit_entries(&next)
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.event)
        .collect();
    let earlier = signed.assessment.assessment_id;
    assert_eq!(
        events,
        [
            Event::StartedAfter { earlier },
            Event::ActionConfirmed { action: deed }
        ]
    );
    assert_eq!(store.contents(&round.assessment).await.unwrap(), signed);

    // Changing and removing are looking, too.
    let other = next_year(&signed.assessment, 10);
    store
        .start_following(
            &signed.assessment,
            &other,
            &everything(&signed),
            &round.lead,
            ONE,
        )
        .await
        .unwrap();
    let first = Version::new(1);
    store
        .save_action(&other, &action(1), first, &round.lead, ONE)
        .await
        .unwrap();
    store
        .remove_evidence(&other, &l01, piece, first)
        .await
        .unwrap();
    let left = store.unconfirmed(&other).await.unwrap();
    assert_eq!((left.evidence.len(), left.actions.len()), (0, 0));
}

async fn only_what_is_signed_has_a_next_year_or_a_check_in(store: Store) {
    let round = full_round(&store).await;
    let open = &round.assessment;
    let refused = store
        .start_following(
            open,
            &next_year(open, 9),
            &Carried::default(),
            &round.lead,
            ONE,
        )
        .await;
    assert!(
        matches!(refused, Err(StoreError::Stale { .. })),
        "{refused:?}"
    );
    assert_eq!(store.all_assessments().await.unwrap().len(), 1);
    let added = store
        .add_check_in(open, &check_in(1, &[("L01", 2)]), &round.lead, ONE)
        .await;
    assert!(!added.unwrap());
    assert_eq!(store.check_ins(open).await.unwrap(), []);
}

pub fn check_in(number: u128, levels: &[(&str, u8)]) -> CheckIn {
    let level = |&(id, steps): &(&str, u8)| (statement(id), Level::new(steps).unwrap());
    CheckIn {
        check_in_id: CheckInId(uuid(number)),
        held_on: date!(2026 - 09 - 01),
        note: "Two walks round the wards\n'ŵ'".into(),
        levels: levels.iter().map(level).collect(),
    }
}

async fn a_check_in_can_be_corrected_and_removed(store: Store) {
    let round = full_round(&store).await;
    let contents = store.contents(&round.assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, NOON).await.unwrap();
    let signed = &round.assessment;
    let (one, lead) = (check_in(1, &[("L01", 2), ("W01", 3)]), &round.lead);
    assert!(store.add_check_in(signed, &one, lead, ONE).await.unwrap());

    let corrected = CheckIn {
        held_on: date!(2026 - 08 - 01),
        ..check_in(1, &[("L01", 3)])
    };
    let saved = store
        .save_check_in(signed, &corrected, Version::new(1), lead, ONE)
        .await
        .unwrap();
    let stale = store
        .save_check_in(signed, &one, Version::new(1), lead, ONE)
        .await;
    assert!(matches!(stale, Err(StoreError::Stale { newest }) if newest == saved));
    let early = check_in(0, &[("L01", 1)]);
    let early = CheckIn {
        held_on: date!(2026 - 07 - 01),
        ..early
    };
    store.add_check_in(signed, &early, lead, ONE).await.unwrap();
    let kept = store.check_ins(signed).await.unwrap();
    let kept: Vec<_> = kept.into_iter().map(|it| it.value).collect();
    assert_eq!(kept, [early.clone(), corrected.clone()]);
    let shown = store.check_ins_of(&[signed]).await.unwrap();
    let days: Vec<_> = shown[&signed.assessment_id]
        .iter()
        .map(|it| (it.held_on, it.levels.len()))
        .collect();
    assert_eq!(days, [(early.held_on, 1), (corrected.held_on, 1)]);
    assert!(store.check_ins_of(&[]).await.unwrap().is_empty());

    let gone = corrected.check_in_id;
    store
        .remove_check_in(signed, gone, saved, lead, ONE)
        .await
        .unwrap();
    assert_eq!(store.check_ins(signed).await.unwrap().len(), 1);
    let entries = store.audit_entries(signed).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!(last.event, Event::CheckInRemoved { check_in: gone });
}

async fn scores_and_plans_of_several_assessments_are_read_at_once(store: Store) {
    let (one, other) = (round(&store, 1).await, round(&store, 2).await);
    for (it, steps) in [(&one, 1), (&other, 4)] {
        let (l01, lead) = (statement("L01"), it.lead.person_id);
        store
            .save_score(&it.assessment, &l01, &first(level(steps)), lead, NOON)
            .await
            .unwrap();
        store
            .add_evidence(&it.assessment, &l01, &evidence(1), lead, NOON)
            .await
            .unwrap();
    }
    let a = &one.assessment;
    store
        .add_action(a, &action(1), &one.lead, NOON)
        .await
        .unwrap();
    store
        .add_action(a, &action(2), &one.lead, NOON)
        .await
        .unwrap();
    let id = action(2).action_id;
    for (number, status) in [
        (1, Some(Status::InProgress)),
        (2, Some(Status::Done)),
        (3, None),
    ] {
        let entry = domain::plan::Progress {
            status,
            ..progress(number, NOON)
        };
        store.add_progress(a, id, &entry, &one.lead).await.unwrap();
    }

    let scores = store.scores_of(&[a, &other.assessment]).await.unwrap();
    let levels: Vec<_> = scores
        .values()
        .map(|it| it[&statement("L01")].clone())
        .collect();
    assert_eq!(levels, [level(1), level(4)]);
    assert_eq!(store.scores_of(&[a]).await.unwrap().len(), 1);
    assert!(store.scores_of(&[]).await.unwrap().is_empty());

    let deeds = store.deeds_of(&[a, &other.assessment]).await.unwrap();
    let statuses: Vec<_> = deeds[&a.assessment_id].iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Status::NotStarted, Status::Done]);
    assert_eq!(deeds.get(&other.assessment.assessment_id), None);
}
