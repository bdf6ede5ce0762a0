//! Saves a form as it changes.

use leptos::prelude::*;

/// Saves the server-rendered form inside it at every change, and says when it was saved.
///
/// The form's own button does the same; a browser without WebAssembly loses the
/// automatic save and nothing else. What could not be sent is sent again with
/// the next change, since the whole form is sent each time.
#[island]
pub fn SavesItself(
    /// What to say before anything has changed.
    saved: String,
    /// The server-rendered form.
    children: Children,
) -> impl IntoView {
    let said = RwSignal::new(saved);
    #[cfg(feature = "hydrate")]
    let save = browser::saver(said);
    #[cfg(not(feature = "hydrate"))]
    let save = |_| ();
    view! {
        <div class="app-saves-itself" on:change=save>
            <p class=move || class_of(&said.get()) role="status">{move || said.get()}</p>
            {children()}
        </div>
    }
}

/// A tick stands for nothing but "saved".
fn class_of(said: &str) -> &'static str {
    if said.starts_with("Saved") {
        "app-saved"
    } else if said.starts_with("Saving") {
        "app-saved app-saved--saving"
    } else if said.starts_with("Nothing") {
        "app-saved app-saved--none"
    } else {
        "app-saved app-saved--failed"
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{cell::Cell, rc::Rc};

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Element, Event, FormData, HtmlFormElement, HtmlInputElement, RequestInit, Response,
        UrlSearchParams,
    };

    /// Sends the form one save after the other: a change while one is under way is sent when it is done.
    pub fn saver(said: RwSignal<String>) -> impl Fn(Event) {
        let (is_busy, is_due) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        move |event| {
            let Some(form) = form_of(&event) else { return };
            is_due.set(true);
            if is_busy.replace(true) {
                return;
            }
            let (is_busy, is_due) = (Rc::clone(&is_busy), Rc::clone(&is_due));
            wasm_bindgen_futures::spawn_local(async move {
                while is_due.replace(false) {
                    said.set("Saving…".to_owned());
                    let answer = send(&form).await;
                    said.set(answer.unwrap_or_else(|_| "Not saved: no connection. Change anything or use the button to try again.".to_owned()));
                }
                is_busy.set(false);
            });
        }
    }

    /// The form in which something changed.
    fn form_of(event: &Event) -> Option<HtmlFormElement> {
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest("form").ok()??.dyn_into().ok()
    }

    /// Sends the form as its button would; returns what the server says of it.
    async fn send(form: &HtmlFormElement) -> Result<String, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(
            &FormData::new_with_form(form)?.into(),
        )?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&fields);
        let address = form.get_attribute("action").ok_or(JsValue::NULL)?;
        let answer: Response = JsFuture::from(window.fetch_with_str_and_init(&address, &request))
            .await?
            .dyn_into()?;
        if !answer.ok() {
            return Ok("Not saved. Use the button to see why.".to_owned());
        }
        let saved = JsFuture::from(answer.json()?).await?;
        let text = |name: &str| {
            js_sys::Reflect::get(&saved, &name.into())
                .ok()
                .and_then(|it| it.as_string())
        };
        if let Some(place) = text("go") {
            window.location().assign(&place)?;
        }
        // The next save is made from what this one stored.
        for name in ["base", "seen"] {
            let field = form
                .query_selector(&format!("input[name={name}]"))?
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            if let (Some(field), Some(value)) = (field, text(name)) {
                field.set_value(&value);
            }
        }
        Ok(text("said").unwrap_or_default())
    }
}
