//! Keys for whoever runs the meeting.

use leptos::prelude::*;

/// What each key does. Each only presses a button that stands on the page.
const LEGEND: [(&str, &str); 6] = [
    ("0–4", "put that level to the meeting"),
    ("D", "don’t know"),
    ("A", "not applicable"),
    ("X", "we do not agree"),
    ("N", "next"),
    ("U", "undo"),
];

/// Presses the button that a key stands for (`data-key`), unless somebody is typing.
///
/// The keys can be switched off (WCAG 2.1.4), and stay off in this browser.
#[island]
pub fn MeetingKeys() -> impl IntoView {
    let (is_awake, is_on) = (RwSignal::new(false), RwSignal::new(true));
    #[cfg(feature = "hydrate")]
    browser::listen(is_awake, is_on);
    let switch = move |_| {
        is_on.update(|on| *on = !*on);
        #[cfg(feature = "hydrate")]
        browser::remember(is_on.get_untracked());
    };
    let items = LEGEND
        .map(|(key, does)| {
            view! { <div class="app-keys__key"><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }
        })
        .collect_view();
    view! {
        <section class="app-keys" aria-label="Keys" hidden=move || !is_awake.get()>
            <dl class="app-keys__list" hidden=move || !is_on.get()>{items}</dl>
            <button class="app-keys__switch" type="button" on:click=switch>
                {move || if is_on.get() { "Switch keys off" } else { "Switch keys on" }}
            </button>
        </section>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{ev, prelude::*};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, KeyboardEvent};

    /// Where it is remembered that somebody wants no keys.
    const OFF: &str = "plumbline-keys-off";

    /// What takes letters and digits for itself.
    const TEXT: &str = "textarea, select, input:not([type=radio]), [contenteditable]";

    pub fn listen(is_awake: RwSignal<bool>, is_on: RwSignal<bool>) {
        let off = storage().and_then(|it| it.get_item(OFF).ok().flatten());
        Effect::new(move || {
            is_on.set(off.is_none());
            is_awake.set(true);
        });
        let handle = window_event_listener(ev::keydown, move |event| {
            if is_on.get_untracked() && press(&event).is_some() {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    pub fn remember(on: bool) {
        let Some(storage) = storage() else { return };
        let _ = if on {
            storage.remove_item(OFF)
        } else {
            storage.set_item(OFF, "yes")
        };
    }

    fn storage() -> Option<web_sys::Storage> {
        window().local_storage().ok().flatten()
    }

    /// Presses what the key stands for; `None` when there is nothing to press.
    fn press(event: &KeyboardEvent) -> Option<()> {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() {
            return None;
        }
        let target: Element = event.target()?.dyn_into().ok()?;
        if target.closest(TEXT).ok()?.is_some() {
            return None;
        }
        let key = event.key().to_ascii_lowercase();
        if !matches!(
            key.as_str(),
            "0" | "1" | "2" | "3" | "4" | "d" | "a" | "x" | "n" | "u"
        ) {
            return None;
        }
        let found = document()
            .query_selector(&format!("[data-key='{key}']"))
            .ok()??;
        let region = found.closest("[data-statement]").ok()??;
        // A form that was kept because somebody typed in it is not about what everybody looks at.
        if region.get_attribute("data-statement") != talked_about() {
            return None;
        }
        let button: HtmlElement = found.dyn_into().ok()?;
        if let Some(details) = button
            .closest("summary")
            .ok()?
            .and_then(|it| it.parent_element())
        {
            details.set_attribute("open", "").ok()?;
            let first = details.query_selector("input, textarea").ok()??;
            first.dyn_into::<HtmlElement>().ok()?.focus().ok()
        } else {
            button.click();
            Some(())
        }
    }

    fn talked_about() -> Option<String> {
        let board = document().get_element_by_id("meeting-board")?;
        board.get_attribute("data-statement")
    }
}
