//! Keeps a meeting's page as the meeting is.

use leptos::prelude::*;

/// Follows a meeting, and reads the page again whenever something has happened in it.
///
/// The page's regions marked `data-live` are replaced, except a form that
/// somebody is typing in. What is new is announced, politely; a connection that
/// was lost is said quietly and tried again. Without it people reload the page.
#[island]
pub fn LiveMeeting(
    /// Where the server tells that something has happened.
    events: String,
) -> impl IntoView {
    let (said, lost) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    #[cfg(feature = "hydrate")]
    browser::follow(events, said, lost);
    #[cfg(not(feature = "hydrate"))]
    drop(events);
    view! {
        <p class="nhsuk-u-visually-hidden" role="status">{move || said.get()}</p>
        <p class="app-meeting__status" class=("app-meeting__lost", move || !lost.get().is_empty()) role="status">
            {move || lost.get()}
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
        time::Duration,
    };

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Document, DomParser, Element, EventSource, HtmlElement, HtmlInputElement,
        HtmlTextAreaElement, MessageEvent, Response, SupportedType,
    };

    /// How long to wait before a connection that was refused is tried again.
    const AGAIN: Duration = Duration::from_secs(3);

    /// How often the page is read without being asked to: for the clock.
    const CLOCK: Duration = Duration::from_mins(1);

    /// Long enough to see that something else is put to the meeting.
    const A_MOMENT: Duration = Duration::from_millis(700);

    const LOST: &str = "Connection lost, trying again…";
    const OVER: &str = "You can no longer follow this meeting here. Reload the page.";

    struct Follower {
        events: String,
        said: RwSignal<String>,
        lost: RwSignal<String>,
        is_busy: Cell<bool>,
        is_due: Cell<bool>,
        source: RefCell<Option<EventSource>>,
    }

    pub fn follow(events: String, said: RwSignal<String>, lost: RwSignal<String>) {
        let follower = Rc::new(Follower {
            events,
            said,
            lost,
            is_busy: Cell::new(false),
            is_due: Cell::new(false),
            source: RefCell::new(None),
        });
        connect(&follower);
        let ticking = Rc::clone(&follower);
        set_interval(move || refresh(&ticking), CLOCK);
    }

    fn connect(follower: &Rc<Follower>) {
        let Ok(source) = EventSource::new(&follower.events) else {
            return;
        };
        listen(&source, "changed", {
            let follower = Rc::clone(follower);
            move |data| {
                follower.lost.set(String::new());
                if attribute("meeting-board", "data-changed") != Some(data) {
                    refresh(&follower);
                }
            }
        });
        listen(&source, "present", |data| {
            if let Some(place) = find("meeting-present") {
                place.set_text_content(Some(&data));
            }
        });
        let failed = {
            let (follower, source) = (Rc::clone(follower), source.clone());
            Closure::<dyn FnMut()>::new(move || {
                follower.lost.set(LOST.to_owned());
                // A dropped connection is taken up by the browser; one that was refused is not.
                if source.ready_state() == EventSource::CLOSED {
                    let follower = Rc::clone(&follower);
                    set_timeout(move || try_again(&follower), AGAIN);
                }
            })
        };
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        failed.forget();
        follower.source.replace(Some(source));
    }

    fn listen(source: &EventSource, kind: &str, hear: impl Fn(String) + 'static) {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(event.data().as_string().unwrap_or_default());
        });
        let listened =
            source.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
        drop(listened);
        // As long as the page.
        heard.forget();
    }

    /// Connects anew, unless the page itself can no longer be read.
    fn try_again(follower: &Rc<Follower>) {
        let follower = Rc::clone(follower);
        wasm_bindgen_futures::spawn_local(async move {
            match read_page().await {
                Ok(Some(_)) => connect(&follower),
                Ok(None) => follower.lost.set(OVER.to_owned()),
                Err(_) => set_timeout(move || try_again(&follower), AGAIN),
            }
        });
    }

    /// Reads the page once more, and again if something happens meanwhile.
    fn refresh(follower: &Rc<Follower>) {
        follower.is_due.set(true);
        if follower.is_busy.replace(true) {
            return;
        }
        let follower = Rc::clone(follower);
        wasm_bindgen_futures::spawn_local(async move {
            while follower.is_due.replace(false) {
                match read_page().await {
                    Ok(Some(page)) => {
                        let before = attribute("meeting-board", "data-said");
                        replace_regions(&page);
                        let now = attribute("meeting-board", "data-said");
                        if now != before {
                            follower.said.set(now.unwrap_or_default());
                            hold_back();
                        }
                    }
                    Ok(None) => follower.lost.set(OVER.to_owned()),
                    Err(_) => follower.lost.set(LOST.to_owned()),
                }
            }
            follower.is_busy.set(false);
        });
    }

    /// The page as it is now; `None` when it may no longer be read.
    async fn read_page() -> Result<Option<Document>, JsValue> {
        let window = window();
        let address = window.location().pathname()?;
        let answer: Response = JsFuture::from(window.fetch_with_str(&address))
            .await?
            .dyn_into()?;
        if answer.status() >= 500 {
            return Err(JsValue::NULL);
        }
        if !answer.ok() || answer.redirected() {
            return Ok(None);
        }
        let text = JsFuture::from(answer.text()?).await?;
        let text = text.as_string().unwrap_or_default();
        let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
        // Whoever has to sign in first gets another page.
        Ok(page.get_element_by_id("meeting-board").map(|_| page))
    }

    fn replace_regions(page: &Document) {
        let Ok(regions) = document().query_selector_all("[data-live]") else {
            return;
        };
        for at in 0..regions.length() {
            let region = regions
                .item(at)
                .and_then(|it| it.dyn_into::<Element>().ok());
            let Some(region) = region else { continue };
            let Some(new) = page.get_element_by_id(&region.id()) else {
                continue;
            };
            if is_being_filled_in(&region) {
                let statement = |it: &Element| it.get_attribute("data-statement");
                let has_moved = statement(&region) != statement(&new);
                if let Some(note) = region.query_selector(".app-propose__moved").ok().flatten() {
                    let _ = note.toggle_attribute_with_force("hidden", !has_moved);
                }
            } else {
                replace(&region, &new);
            }
        }
    }

    /// Nobody confirms what came under their finger while they pressed: the button waits a moment.
    fn hold_back() {
        let Some(button) = find("confirm") else {
            return;
        };
        let _ = button.set_attribute("disabled", "");
        set_timeout(move || drop(button.remove_attribute("disabled")), A_MOMENT);
    }

    /// Puts the new region in the place of the old one; what had the focus keeps it.
    fn replace(region: &Element, new: &Element) {
        let focused = document()
            .active_element()
            .filter(|it| region.contains(Some(it)));
        // What is folded out stays so.
        if let Ok(open) = region.query_selector_all("details[open][id]") {
            for at in 0..open.length() {
                let id = open.item(at).and_then(|it| it.dyn_into::<Element>().ok());
                let again = id.and_then(|it| new.query_selector(&format!("#{}", it.id())).ok()?);
                if let Some(again) = again {
                    let _ = again.set_attribute("open", "");
                }
            }
        }
        if region.replace_with_with_node_1(new).is_err() {
            return;
        }
        let Some(focused) = focused else { return };
        let same = Some(focused.id())
            .filter(|id| !id.is_empty())
            .and_then(|id| find(&id));
        if let Some(place) = same.or_else(|| find("meeting-title"))
            && let Ok(place) = place.dyn_into::<HtmlElement>()
        {
            let _ = place.focus();
        }
    }

    /// Whether something in it differs from what the server sent, or is about to.
    fn is_being_filled_in(region: &Element) -> bool {
        let is_typing = document().active_element().is_some_and(|it| {
            region.contains(Some(&it)) && it.dyn_ref::<HtmlTextAreaElement>().is_some()
        });
        let Ok(fields) = region.query_selector_all("textarea, input[type=radio]") else {
            return is_typing;
        };
        is_typing
            || (0..fields.length())
                .filter_map(|at| fields.item(at))
                .any(|field| {
                    let text = field.dyn_ref::<HtmlTextAreaElement>();
                    let radio = field.dyn_ref::<HtmlInputElement>();
                    text.is_some_and(|it| it.default_value().is_ok_and(|was| was != it.value()))
                        || radio.is_some_and(|it| it.checked() != it.default_checked())
                })
    }

    fn find(id: &str) -> Option<Element> {
        document().get_element_by_id(id)
    }

    fn attribute(id: &str, name: &str) -> Option<String> {
        find(id)?.get_attribute(name)
    }
}
