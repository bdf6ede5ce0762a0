//! Contributing to the benchmark, and its releases.

use domain::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    audit::Event,
    benchmark::{Chapter, Cohort, PeerGroup},
    framework::shipped,
    id::AssessmentId,
    level::Level,
    results::{Recorded, Records},
};
use store::{Store, StoreError, benchmark::Made};
use time::Duration;

use crate::example::{NOON, ONE, Round, assessment, round, uuid};

contract![
    a_contribution_can_be_taken_back_until_the_release,
    only_what_is_signed_and_not_superseded_is_contributed,
    an_organisation_contributes_one_assessment_to_each_year,
    a_release_is_made_once_and_stays_as_it_is,
    a_release_takes_six_contributions,
    what_is_withdrawn_or_superseded_is_not_counted,
    the_next_release_counts_other_assessments,
];

/// A signed assessment in which everything is scored, differently from one number to the next.
pub async fn signed(store: &Store, number: u128) -> Round {
    let round = round(store, number).await;
    sign(store, &round.assessment, number).await;
    round
}

async fn sign(store: &Store, assessment: &Assessment, number: u128) {
    let framework = &shipped()[0];
    let records: Records = framework
        .statements
        .iter()
        .enumerate()
        .map(|(at, statement)| {
            let level = u8::try_from((number + at as u128 / 3) % 5).unwrap();
            let agreed = AgreedScore {
                answer: Some(Answer::Level(Level::new(level).unwrap())),
                ..assessment.starting_score(statement)
            };
            let evidence = vec![];
            let recorded = Recorded {
                score: agreed,
                evidence,
            };
            (statement.id.clone(), recorded)
        })
        .collect();
    store
        .replace_records(assessment, &Records::new(), &records, None, NOON)
        .await
        .unwrap();
    let contents = store.contents(assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, NOON).await.unwrap();
}

/// So many signed assessments, all contributed.
async fn contributed(store: &Store, numbers: std::ops::Range<u128>) -> Vec<Round> {
    let mut rounds = vec![];
    for number in numbers {
        let round = signed(store, number).await;
        store
            .contribute(&round.assessment, Some(&round.lead), NOON)
            .await
            .unwrap();
        rounds.push(round);
    }
    rounds
}

/// A cohort that was released; for the backup.
pub async fn fill(store: &Store) {
    let rounds = contributed(store, 100..109).await;
    let made = release(store, &rounds[0].assessment).await.unwrap();
    assert!(matches!(made, Made::Released { .. }));
}

async fn release(store: &Store, of: &Assessment) -> Result<Made, StoreError> {
    store
        .make_release(&Cohort::of(of), &shipped()[0], ONE)
        .await
}

async fn a_contribution_can_be_taken_back_until_the_release(store: Store) {
    let round = signed(&store, 1).await;
    let other = signed(&store, 2).await;
    let state = async || store.contribution_state(&round.assessment).await.unwrap();
    assert_eq!(state().await.contributors, 0);

    let (a, lead) = (&round.assessment, Some(&round.lead));
    store.contribute(a, lead, NOON).await.unwrap();
    store
        .contribute(&other.assessment, None, NOON)
        .await
        .unwrap();
    let found = state().await;
    assert_eq!((found.contributors, found.contributed_at), (2, Some(NOON)));
    assert!(!found.is_counted && !found.has_other && found.released_at.is_none());

    store.withdraw_contribution(a, lead, ONE).await.unwrap();
    let found = state().await;
    assert_eq!((found.contributors, found.contributed_at), (1, None));
    // Once more changes nothing, and is not told as if it had.
    store.withdraw_contribution(a, lead, ONE).await.unwrap();
    store.contribute(a, lead, ONE).await.unwrap();
    assert_eq!(state().await.contributed_at, Some(ONE));

    let entries = store.audit_entries(a).await.unwrap();
    let events: Vec<_> = entries.into_iter().map(|it| it.event).skip(2).collect();
    assert_eq!(
        events,
        [
            Event::Contributed,
            Event::ContributionWithdrawn,
            Event::Contributed
        ]
    );
}

async fn only_what_is_signed_and_not_superseded_is_contributed(store: Store) {
    let open = round(&store, 1).await;
    let refused = store.contribute(&open.assessment, None, NOON).await;
    assert!(
        matches!(refused, Err(StoreError::Stale { .. })),
        "{refused:?}"
    );

    let signed = signed(&store, 2).await;
    let next = signed.assessment.reopened(AssessmentId(uuid(20)));
    store
        .reopen(&signed.assessment, &next, &signed.lead, ONE)
        .await
        .unwrap();
    let refused = store.contribute(&signed.assessment, None, ONE).await;
    assert!(
        matches!(refused, Err(StoreError::Stale { .. })),
        "{refused:?}"
    );
    let state = store.contribution_state(&signed.assessment).await.unwrap();
    assert!(state.is_superseded && state.contributors == 0);
    assert!(store.cohorts().await.unwrap().is_empty());
}

async fn an_organisation_contributes_one_assessment_to_each_year(store: Store) {
    let round = signed(&store, 1).await;
    let second = assessment(10, &round.organisation);
    store.create_assessment(&second, None, NOON).await.unwrap();
    sign(&store, &second, 3).await;

    store
        .contribute(&round.assessment, None, NOON)
        .await
        .unwrap();
    assert!(store.contribution_state(&second).await.unwrap().has_other);
    store.contribute(&second, None, ONE).await.unwrap();

    let state = store.contribution_state(&second).await.unwrap();
    assert_eq!((state.contributors, state.contributed_at), (1, Some(ONE)));
    let first = store.contribution_state(&round.assessment).await.unwrap();
    assert_eq!((first.contributed_at, first.has_other), (None, true));
}

async fn a_release_is_made_once_and_stays_as_it_is(store: Store) {
    let rounds = contributed(&store, 1..10).await;
    let late = signed(&store, 50).await;
    let assessment = &rounds[0].assessment;
    let cohort = Cohort::of(assessment);
    assert!(!store.is_released(&cohort).await.unwrap());
    assert_eq!(store.find_released_cohort(assessment).await.unwrap(), None);

    let made = release(&store, assessment).await.unwrap();
    let Made::Released {
        release: made,
        contributors,
    } = made
    else {
        panic!("{made:?}");
    };
    assert_eq!(contributors, 9);
    assert!(!made.cells.is_empty());

    // What is read is what was made: all of it, and chapter by chapter.
    let mut cells = made.cells.clone();
    cells.sort_by(|a, b| (a.group, &a.measure).cmp(&(b.group, &b.measure)));
    assert_eq!(store.released_cells(&cohort).await.unwrap(), cells);
    let path = PeerGroup::path(&rounds[0].organisation);
    assert_eq!(
        store.released_groups(&cohort, &path).await.unwrap(),
        made.groups
    );
    let chapter = Chapter::Statements("wellbeing".into());
    let shown = store
        .released_chapter(&cohort, PeerGroup::All, &chapter)
        .await
        .unwrap();
    let expected = cells
        .iter()
        .filter(|it| it.group == PeerGroup::All && it.measure.chapter == chapter);
    assert_eq!(shown.len(), expected.clone().count());
    for cell in expected {
        assert_eq!(shown[&cell.measure.id], cell.distribution);
    }

    for refused in [
        store.withdraw_contribution(assessment, None, ONE).await,
        store.contribute(assessment, None, ONE).await,
        store.contribute(&late.assessment, None, ONE).await,
        release(&store, assessment).await.map(drop),
    ] {
        assert!(matches!(refused, Err(StoreError::Released)), "{refused:?}");
    }
    assert_eq!(store.released_cells(&cohort).await.unwrap(), cells);
    let state = store.contribution_state(assessment).await.unwrap();
    assert!(state.is_counted && state.released_at == Some(ONE));
    let state = store.contribution_state(&late.assessment).await.unwrap();
    assert!(!state.is_counted && state.contributed_at.is_none());
    let found = store.find_released_cohort(&late.assessment).await.unwrap();
    assert_eq!(found, Some(cohort));
}

async fn a_release_takes_six_contributions(store: Store) {
    let rounds = contributed(&store, 1..6).await;
    let assessment = &rounds[0].assessment;
    assert_eq!(release(&store, assessment).await.unwrap(), Made::TooFew(5));
    // Nothing was done, so there may be a sixth.
    let found = store.cohorts().await.unwrap();
    assert_eq!((found[0].contributors, found[0].released_at), (5, None));
    contributed(&store, 6..7).await;
    let made = release(&store, assessment).await.unwrap();
    assert!(matches!(
        made,
        Made::Released {
            contributors: 6,
            ..
        }
    ));
}

async fn what_is_withdrawn_or_superseded_is_not_counted(store: Store) {
    let rounds = contributed(&store, 1..10).await;
    let [withdrawn, reopened, ..] = &rounds[..] else {
        panic!()
    };
    store
        .withdraw_contribution(&withdrawn.assessment, None, NOON)
        .await
        .unwrap();
    let next = reopened.assessment.reopened(AssessmentId(uuid(90)));
    store
        .reopen(&reopened.assessment, &next, &reopened.lead, NOON)
        .await
        .unwrap();
    assert_eq!(store.cohorts().await.unwrap()[0].contributors, 7);

    let made = release(&store, &withdrawn.assessment).await.unwrap();
    let Made::Released { release, .. } = made else {
        panic!("{made:?}");
    };
    assert!(release.groups.iter().all(|it| it.contributions == 7));
    for round in [withdrawn, reopened] {
        let state = store.contribution_state(&round.assessment).await.unwrap();
        assert!(!state.is_counted);
    }
    assert_eq!(store.cohorts().await.unwrap()[0].contributors, 7);
}

async fn the_next_release_counts_other_assessments(store: Store) {
    let rounds = contributed(&store, 1..8).await;
    release(&store, &rounds[0].assessment).await.unwrap();

    let mut next_year = vec![];
    for (round, number) in rounds.iter().zip(11..) {
        let mut next = assessment(number, &round.organisation);
        next.period_start += Duration::days(365);
        next.period_end += Duration::days(365);
        store.create_assessment(&next, None, ONE).await.unwrap();
        sign(&store, &next, number + 1).await;
        store.contribute(&next, None, ONE).await.unwrap();
        next_year.push(next);
    }
    let made = release(&store, &next_year[0]).await.unwrap();
    assert!(matches!(
        made,
        Made::Released {
            contributors: 7,
            ..
        }
    ));

    // Each assessment is counted by the release of its own year, and by no other:
    // what one release tells cannot be subtracted from what the other tells.
    let cohorts = store.cohorts().await.unwrap();
    let years: Vec<_> = cohorts.iter().map(|it| it.cohort.year).collect();
    assert_eq!(years, [2026, 2027]);
    for (round, next) in rounds.iter().zip(&next_year) {
        for assessment in [&round.assessment, next] {
            let again = store.contribute(assessment, None, ONE).await;
            assert!(matches!(again, Err(StoreError::Released)), "{again:?}");
        }
    }
    // And a year is shown beside its own release.
    for (assessment, year) in [(&rounds[0].assessment, 2026), (&next_year[0], 2027)] {
        let found = store.find_released_cohort(assessment).await.unwrap();
        assert_eq!(found.unwrap().year, year);
    }
}
