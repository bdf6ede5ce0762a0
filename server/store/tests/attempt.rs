use store::Store;
use time::Duration;

use crate::example::{NOON, ONE};

contract![
    attempts_are_counted_within_their_window,
    attempts_made_at_once_are_all_counted,
    a_success_forgets_the_attempts,
];

async fn attempts_are_counted_within_their_window(store: Store) {
    let since = NOON - Duration::minutes(15);
    assert_eq!(store.note_attempt("ama", since, NOON).await.unwrap(), 1);
    assert_eq!(store.note_attempt("ama", since, NOON).await.unwrap(), 2);
    assert_eq!(store.note_attempt("bo", since, NOON).await.unwrap(), 1);
    assert_eq!(
        store
            .note_attempt("ama", ONE - Duration::minutes(15), ONE)
            .await
            .unwrap(),
        1
    );
}

async fn attempts_made_at_once_are_all_counted(store: Store) {
    let try_once = || store.note_attempt("ama", NOON, NOON);

    let (a, b, c, d) = tokio::join!(try_once(), try_once(), try_once(), try_once());

    let highest = [a, b, c, d].into_iter().map(Result::unwrap).max();
    assert_eq!(highest, Some(4));
}

async fn a_success_forgets_the_attempts(store: Store) {
    store.note_attempt("ama", NOON, NOON).await.unwrap();
    store.note_attempt("192.0.2.7", NOON, NOON).await.unwrap();

    store.forget_attempts(&["ama", "192.0.2.7"]).await.unwrap();

    assert_eq!(store.note_attempt("ama", NOON, NOON).await.unwrap(), 1);
    assert_eq!(
        store.note_attempt("192.0.2.7", NOON, NOON).await.unwrap(),
        1
    );
}
