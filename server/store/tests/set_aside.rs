use store::Store;

use crate::example::{NOON, ONE};

contract![a_form_waits_for_its_holder_until_it_is_dropped];

async fn a_form_waits_for_its_holder_until_it_is_dropped(store: Store) {
    store
        .set_aside("ama", "/plan", r#"{"what":"1"}"#, NOON)
        .await
        .unwrap();
    store
        .set_aside("ama", "/plan", r#"{"what":"2"}"#, ONE)
        .await
        .unwrap();

    let found = |holder: &'static str, place: &'static str| {
        let store = store.clone();
        async move { store.find_set_aside(holder, place).await.unwrap() }
    };
    assert_eq!(
        found("ama", "/plan").await.as_deref(),
        Some(r#"{"what":"2"}"#)
    );
    assert_eq!(found("bo", "/plan").await, None);
    assert_eq!(found("ama", "/eqia").await, None);

    store.drop_set_aside("ama", "/plan").await.unwrap();
    assert_eq!(found("ama", "/plan").await, None);
}
