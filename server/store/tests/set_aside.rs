use store::Store;

use crate::example::{NOON, ONE};

contract![
    a_form_waits_for_its_holder_until_it_is_dropped,
    the_forms_of_one_page_are_found_together,
];

async fn the_forms_of_one_page_are_found_together(store: Store) {
    for (holder, place) in [
        ("ama", "/questions"),
        ("ama", "/questions#2"),
        ("ama", "/questions-of-others#3"),
        ("bo", "/questions#2"),
    ] {
        store
            .set_aside(holder, place, r#"{"what":"1"}"#, NOON)
            .await
            .unwrap();
    }
    let found = store.set_aside_on("ama", "/questions").await.unwrap();
    let places: Vec<_> = found.keys().map(String::as_str).collect();
    assert_eq!(places, ["/questions", "/questions#2"]);
}

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
