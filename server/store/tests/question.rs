use domain::{
    audit::Event,
    id::QuestionId,
    question::{Question, Reply},
};
use store::{Store, StoreError, Version};

use crate::{
    example::{NOON, ONE, round, statement, uuid},
    partnership::revealed,
};

contract![
    a_question_reads_back_with_its_answer,
    an_answer_to_what_was_answered_since_changes_nothing,
    a_question_belongs_to_its_own_assessment,
    whoever_follows_hears_of_questions_and_answers,
    questions_are_part_of_what_is_signed,
];

const FIRST: QuestionId = QuestionId(uuid(1));
const SECOND: QuestionId = QuestionId(uuid(2));

async fn a_question_reads_back_with_its_answer(store: Store) {
    let (round, chair) = revealed(&store).await;
    let (assessment, guardian) = (&round.assessment, &round.lead);
    let about = statement("W03");
    // The second was asked first.
    store
        .ask(assessment, FIRST, "And at night?", None, guardian, ONE)
        .await
        .unwrap();
    store
        .ask(
            assessment,
            SECOND,
            "Who\nasks?",
            Some(&about),
            guardian,
            NOON,
        )
        .await
        .unwrap();

    let answered = store
        .answer_question(assessment, FIRST, "Nobody", Version::new(1), &chair, ONE)
        .await
        .unwrap();
    let corrected = store
        .answer_question(assessment, FIRST, "The site manager", answered, &chair, ONE)
        .await
        .unwrap();

    let questions = store.questions(assessment).await.unwrap();
    let [second, first] = questions.as_slice() else {
        panic!("{questions:?}");
    };
    assert_eq!(
        (&second.value, second.version, second.saved_at),
        (
            &Question {
                question_id: SECOND,
                text: "Who\nasks?".into(),
                statement: Some(about),
                asked_by: guardian.name.clone(),
                asked_at: NOON,
                reply: None,
            },
            Version::new(1),
            NOON
        )
    );
    let reply = Reply {
        text: "The site manager".into(),
        by: chair.name.clone(),
        at: ONE,
    };
    assert_eq!(first.value.reply, Some(reply));
    assert_eq!(
        (first.value.statement.as_ref(), first.version),
        (None, corrected)
    );
    assert_eq!(first.saved_by.as_ref(), Some(&chair.name));

    let entries = store.audit_entries(assessment).await.unwrap();
    let last: Vec<_> = entries
        .iter()
        .rev()
        .take(4)
        .rev()
        .map(|it| (it.event.clone(), it.by.clone().unwrap()))
        .collect();
    let asked = |question| (Event::Asked { question }, guardian.name.clone());
    let told = |question| (Event::Answered { question }, chair.name.clone());
    assert_eq!(
        last,
        [asked(FIRST), asked(SECOND), told(FIRST), told(FIRST)]
    );
}

async fn an_answer_to_what_was_answered_since_changes_nothing(store: Store) {
    let (round, chair) = revealed(&store).await;
    let (assessment, guardian) = (&round.assessment, &round.lead);
    store
        .ask(assessment, FIRST, "Why?", None, guardian, NOON)
        .await
        .unwrap();
    let answer = |question, reply: &'static str, seen| {
        let (store, chair) = (&store, &chair);
        async move {
            store
                .answer_question(assessment, question, reply, seen, chair, ONE)
                .await
        }
    };

    let first = answer(FIRST, "So", Version::new(1)).await.unwrap();
    let before = store.audit_entries(assessment).await.unwrap();
    let late = answer(FIRST, "Otherwise", Version::new(1)).await;
    let none = answer(SECOND, "To nobody", Version::new(1)).await;
    let again = store
        .ask(assessment, FIRST, "Again?", None, guardian, ONE)
        .await;

    assert!(
        matches!(late, Err(StoreError::Stale { newest }) if newest == first),
        "{late:?}"
    );
    assert!(
        matches!(
            none,
            Err(StoreError::Stale {
                newest: Version::NONE
            })
        ),
        "{none:?}"
    );
    assert!(
        matches!(again, Err(StoreError::Conflict { entity: "question" })),
        "{again:?}"
    );
    let questions = store.questions(assessment).await.unwrap();
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].value.reply.as_ref().unwrap().text, "So");
    assert_eq!(store.audit_entries(assessment).await.unwrap(), before);
}

async fn a_question_belongs_to_its_own_assessment(store: Store) {
    let (here, chair) = revealed(&store).await;
    let there = round(&store, 2).await;
    store
        .ask(&here.assessment, FIRST, "Why?", None, &here.lead, NOON)
        .await
        .unwrap();

    let (elsewhere, seen) = (&there.assessment, Version::new(1));
    let answered = store
        .answer_question(elsewhere, FIRST, "So", seen, &chair, ONE)
        .await;

    assert!(
        matches!(
            answered,
            Err(StoreError::Stale {
                newest: Version::NONE
            })
        ),
        "{answered:?}"
    );
    assert_eq!(store.questions(elsewhere).await.unwrap(), []);
}

async fn whoever_follows_hears_of_questions_and_answers(store: Store) {
    let (round, chair) = revealed(&store).await;
    let assessment = &round.assessment;
    let before = store.meeting_changed(assessment).await.unwrap();
    store
        .ask(assessment, FIRST, "Why?", None, &round.lead, NOON)
        .await
        .unwrap();
    let asked = store.meeting_changed(assessment).await.unwrap();
    store
        .answer_question(assessment, FIRST, "So", Version::new(1), &chair, NOON)
        .await
        .unwrap();
    let answered = store.meeting_changed(assessment).await.unwrap();
    assert!(before < asked && asked < answered);
}

async fn questions_are_part_of_what_is_signed(store: Store) {
    let (round, chair) = revealed(&store).await;
    let assessment = &round.assessment;
    store
        .ask(assessment, FIRST, "Why?", None, &round.lead, NOON)
        .await
        .unwrap();
    let contents = store.contents(assessment).await.unwrap();
    let asked = &contents.partnership.as_ref().unwrap().questions;
    assert_eq!(asked.len(), 1);

    store
        .answer_question(assessment, FIRST, "So", Version::new(1), &chair, ONE)
        .await
        .unwrap();
    let stale = store.sign_off(&contents, "{}", None, ONE).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");

    let contents = store.contents(assessment).await.unwrap();
    store.sign_off(&contents, "{}", None, ONE).await.unwrap();
    let late = store
        .ask(assessment, SECOND, "And now?", None, &round.lead, ONE)
        .await;
    assert!(matches!(late, Err(StoreError::SignedOff)), "{late:?}");
    let late = store
        .answer_question(assessment, FIRST, "Otherwise", Version::new(2), &chair, ONE)
        .await;
    assert!(matches!(late, Err(StoreError::SignedOff)), "{late:?}");
}
