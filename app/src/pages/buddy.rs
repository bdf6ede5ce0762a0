//! `/buddies` and what is below it: who would talk about a statement.
//!
//! A page shows the visitor their own gaps and nobody else's; what is sent to
//! others says nothing of any score.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    buddy::{self, Answer, Conversation, Distance, Offer, OpenOffer, RULE, Topic},
    display,
    framework::{self, Statement},
    id::OfferId,
    organisation::Organisation,
    permission::Permission,
    results::Results,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::{Stored, buddy::OfferCount};

use super::{param, query};
use crate::{
    actions::buddy::{AddOffer, AnswerBuddy, AskBuddy, EndBuddy, SaveOffer, WithdrawOffer},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Select},
        error_summary::ErrorSummary,
        facts::Fact,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    visitor::{Visitor, store, visitor},
};

/// How many offers about a statement are shown: the most similar ones.
const OFFERS_SHOWN: u32 = 20;

/// Who would talk about which statement, what came of questions, and what the organisation itself offers.
#[component]
pub fn BuddiesPage() -> impl IntoView {
    let about = query("about").and_then(|it| it.parse::<Topic>().ok());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::Read)?;
        let memory = store()?;
        let own = visitor.organisation.clone();
        let may_speak = visitor.may(Permission::SpeakOut);
        let counts = memory.count_offers(own.organisation_id).await?;
        let asked_of = memory.asked_of(&own).await?;
        let asked_for = memory.asked_for(&own).await?;
        let offers = memory.offers(own.organisation_id).await?;
        let about = about.filter(|it| it.find().is_some());
        let found = match &about {
            Some(topic) => {
                let found = memory.open_offers(&own, topic, OFFERS_SHOWN).await?;
                let asked: BTreeSet<OfferId> = memory
                    .asked(own.organisation_id)
                    .await?
                    .iter()
                    .map(|it| it.offer)
                    .collect();
                Some(found_card(&own, topic, &found, &asked, may_speak).into_any())
            }
            None => None,
        };
        let gaps = gaps(&visitor).await?;
        let offer = may_speak.then(|| {
            let place = Place::NewOffer(about.clone()).to_string();
            view! { <a class="nhsuk-button" href=place>"Offer to talk about a statement"</a> }
        });
        Ok(view! {
            <Frame title="Who to learn from" visitor=Some(visitor) tab=Tab::Buddies>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Who to learn from"</h1>
                        <p class="app-page-heading__meta">"Organisations that would talk about a statement"</p>
                    </div>
                    <div class="app-page-heading__actions">{offer}</div>
                </div>
                <p class="nhsuk-u-reading-width">
                    "Every organisation may offer to talk, and every organisation may ask. No score decides about it, none is shown, and nobody learns from it who has a gap. "
                    "How to reach each other is told to both once both have said yes."
                </p>
                <p><a href=Place::Examples.to_string()>"Read what others did: examples"</a></p>
                {conversations_card("asked-of", "Others would like to talk with you", &asked_of, &own, may_speak)}
                {conversations_card("asked-for", "You asked", &asked_for, &own, may_speak)}
                {found}
                {topics_card(&counts, &gaps)}
                {offers_card(&offers, may_speak)}
            </Frame>
        }
        .into_any())
    })
}

/// The statements in whose newest agreed score the visitor's own organisation has a gap; nobody else sees them.
///
/// A year that has just begun says little yet, so what the newest assessment does not say is looked for in the newest
/// that is signed.
async fn gaps(visitor: &Visitor) -> Result<BTreeSet<Topic>, AppError> {
    let memory = store()?;
    let rounds = memory
        .assessments(visitor.organisation.organisation_id)
        .await?;
    let newest = rounds.iter().find(|it| !it.is_blind());
    let signed = rounds
        .iter()
        .find(|it| !it.is_open())
        .filter(|it| newest.is_some_and(|newest| newest.assessment_id != it.assessment_id));
    let mut has_gap = BTreeMap::new();
    for round in newest.into_iter().chain(signed) {
        let Some(framework) = round.find_framework() else {
            continue;
        };
        let records = memory.records(round).await?;
        let results = Results::of(framework, round, &records);
        for it in &results.statements {
            let pack = framework.find_pack_of(&it.statement.id);
            if let (Some(pack), Some(gap)) = (pack, it.gap) {
                let topic = Topic {
                    pack: pack.id.clone(),
                    statement: it.statement.id.clone(),
                };
                has_gap.entry(topic).or_insert(gap > 0);
            }
        }
    }
    has_gap.retain(|_, has_gap| *has_gap);
    Ok(has_gap.into_keys().collect())
}

/// A statement in words: its id and its text.
pub(super) fn topic_words(topic: &Topic) -> String {
    match topic.find() {
        Some((_, statement)) => format!("{} {}", statement.id, statement.text),
        None => topic.statement.to_string(),
    }
}

/// Every statement of every pack, newest editions only, to choose from.
pub(super) fn topic_choices() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Choose one")];
    for pack in framework::shipped() {
        let is_newest = |statement: &Statement| {
            let topic = Topic {
                pack: pack.id.clone(),
                statement: statement.id.clone(),
            };
            topic
                .find()
                .is_some_and(|(newest, _)| newest.edition == pack.edition)
        };
        let newest = pack.statements.iter().filter(|it| is_newest(it));
        choices.extend(newest.map(|it| {
            Choice::new(
                format!("{}.{}", pack.id, it.id),
                format!("{} {}", it.id, it.text),
            )
        }));
    }
    choices
}

/// The statements about which somebody would talk: those of one's own gaps first.
fn topics_card(counts: &[OfferCount], gaps: &BTreeSet<Topic>) -> impl IntoView + use<> {
    let list = |wanted: bool| {
        let items: Vec<_> = counts
            .iter()
            .filter(|it| gaps.contains(&it.topic) == wanted)
            .map(|it| {
                let place = Place::BuddiesAbout(it.topic.clone()).to_string();
                let offers = usize::try_from(it.offers).unwrap_or(usize::MAX);
                let offers = display::count(offers, "offer", "offers");
                view! { <li><a href=place>{topic_words(&it.topic)}</a> {format!(" ({offers})")}</li> }
            })
            .collect();
        (!items.is_empty()).then(|| view! { <ul>{items}</ul> })
    };
    let (with_gap, others) = (list(true), list(false));
    let with_gap = with_gap.map(|list| {
        view! {
            <h3 class="nhsuk-heading-s">"Where your own newest scores have a gap"</h3>
            <p class="nhsuk-body-s">"Only people of your organisation see which these are."</p>
            {list}
        }
    });
    let others =
        others.map(|list| view! { <h3 class="nhsuk-heading-s">"Other statements"</h3> {list} });
    let nothing = counts.is_empty().then(|| {
        view! { <p>"Nobody else offers to talk yet. Be the first: what works in your organisation helps others, whatever you scored."</p> }
    });
    view! {
        <section class="app-card" aria-labelledby="topics">
            <h2 class="app-card__title" id="topics">"Statements that others would talk about"</h2>
            {nothing}
            {with_gap}
            {others}
        </section>
    }
}

/// The offers of others about one statement.
fn found_card(
    own: &Organisation,
    topic: &Topic,
    offers: &[OpenOffer],
    asked: &BTreeSet<OfferId>,
    may_speak: bool,
) -> impl IntoView + use<> {
    let items: Vec<_> = offers
        .iter()
        .map(|it| {
            let ask = if asked.contains(&it.offer_id) {
                Some(view! { <p>"You have asked them."</p> }.into_any())
            } else {
                may_speak.then(|| {
                    let place = Place::AskBuddy(it.offer_id).to_string();
                    let name = format!(" with {}", it.organisation.name);
                    view! {
                        <p class="app-no-print">
                            <a href=place>
                                "Ask for a conversation"
                                <span class="nhsuk-u-visually-hidden">{name}</span>
                            </a>
                        </p>
                    }
                    .into_any()
                })
            };
            view! {
                <li class="app-minutes__item">
                    <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-1">{it.organisation.name.clone()}</h3>
                    <p class="app-log__when">{about_offer(own, it)}</p>
                    {(!it.note.is_empty()).then(|| view! { <p>{it.note.clone()}</p> })}
                    {ask}
                </li>
            }
        })
        .collect();
    let content = if items.is_empty() {
        view! { <p>"Nobody else offers to talk about this statement yet."</p> }.into_any()
    } else {
        view! {
            <p class="nhsuk-body-s">{RULE} {format!(" At most {OFFERS_SHOWN} are shown.")}</p>
            <ul class="app-minutes">{items}</ul>
        }
        .into_any()
    };
    let examples = Place::ExamplesAbout(topic.clone()).to_string();
    view! {
        <section class="app-card" aria-labelledby="found">
            <h2 class="app-card__title" id="found">{topic_words(topic)}</h2>
            {content}
            <p><a href=examples>"Examples about this statement"</a></p>
        </section>
    }
}

/// What makes the organisation similar, since when it offers, and whether it is made up.
fn about_offer(own: &Organisation, offer: &OpenOffer) -> String {
    let it = &offer.organisation;
    let invented = if it.invented {
        "Invented organisation · "
    } else {
        ""
    };
    format!(
        "{invented}{}, {} · {} · offered {}",
        it.kind.name(),
        it.nation.name(),
        Distance::between(own, it).words(),
        display::day(display::london_day(offer.offered_at))
    )
}

/// Questions for a conversation: those asked of the organisation, or by it.
fn conversations_card(
    id: &'static str,
    title: &'static str,
    conversations: &[Conversation],
    own: &Organisation,
    may_speak: bool,
) -> Option<impl IntoView + use<>> {
    if conversations.is_empty() {
        return None;
    }
    let items: Vec<_> = conversations
        .iter()
        .map(|it| conversation_item(it, own, may_speak))
        .collect();
    Some(view! {
        <section class="app-card" aria-labelledby=id>
            <h2 class="app-card__title" id=id>{title}</h2>
            <ul class="app-minutes">{items}</ul>
        </section>
    })
}

fn conversation_item(
    it: &Conversation,
    own: &Organisation,
    may_speak: bool,
) -> impl IntoView + use<> {
    let is_offering = it.is_offered_by(own.organisation_id);
    let other = if is_offering {
        it.asking.name.clone()
    } else {
        it.offering.name.clone()
    };
    let colour = match it.answer {
        Answer::Asked => "blue",
        Answer::Accepted => "green",
        Answer::Declined | Answer::Ended => "grey",
    };
    let contacts = it.contacts().map(|contacts| {
        let (theirs, ours) = if is_offering {
            (&contacts.asking, &contacts.offering)
        } else {
            (&contacts.offering, &contacts.asking)
        };
        let (theirs, ours) = (theirs.clone(), ours.clone());
        view! {
            <dl class="app-facts">
                <Fact term="Whom to reach">{theirs.who} ", " <span class="app-hash">{theirs.how}</span></Fact>
                <Fact term="What they see of you">{ours.who} ", " <span class="app-hash">{ours.how}</span></Fact>
            </dl>
        }
    });
    let named = vec![
        ("offer", it.offer.to_string()),
        ("organisation", it.asking.organisation_id.to_string()),
    ];
    let mut buttons = Vec::new();
    if may_speak {
        if is_offering && it.answer == Answer::Asked {
            for (code, label) in [("accept", "Accept"), ("decline", "Decline")] {
                let mut fields = named.clone();
                fields.push(("answer", code.to_owned()));
                let about = format!("the question of {other}");
                buttons.push(
                    view! { <ButtonForm action=AnswerBuddy::url() fields label about/> }.into_any(),
                );
            }
        }
        let end = match (it.answer, is_offering) {
            (Answer::Asked, false) => Some("Take the question back"),
            (Answer::Accepted, _) => Some("End the conversation"),
            _ => None,
        };
        if let Some(label) = end {
            let about = format!("with {other}");
            buttons.push(
                view! { <ButtonForm action=EndBuddy::url() fields=named label about/> }.into_any(),
            );
        }
    }
    let before = (is_offering && it.answer == Answer::Asked).then(|| {
        view! { <p class="nhsuk-body-s">"If you accept, you see whom to reach there, and they see your contact. If you decline, they are told that it is not possible at present."</p> }
    });
    let wrote = if is_offering {
        "What they wrote: "
    } else {
        "What you wrote: "
    };
    let asked = format!(
        "Asked {} · ",
        display::day(display::london_day(it.asked_at))
    );
    view! {
        <li class="app-minutes__item">
            <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-1">{other}</h3>
            <p class="app-log__when">
                {asked}
                <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{it.answer.name()}</strong>
            </p>
            <p>{topic_words(&it.topic)}</p>
            {(!it.message.is_empty()).then(|| view! { <p><strong>{wrote}</strong> {it.message.clone()}</p> })}
            {contacts}
            {before}
            {(!buttons.is_empty()).then(|| view! { <div class="app-button-row app-no-print">{buttons}</div> })}
        </li>
    }
}

/// What the organisation itself offers.
fn offers_card(offers: &[Stored<Offer>], may_speak: bool) -> impl IntoView + use<> {
    let items: Vec<_> = offers
        .iter()
        .map(|stored| {
            let offer = &stored.value;
            let change = may_speak.then(|| {
                let place = Place::Offer(offer.offer_id).to_string();
                let about = format!(" the offer about {}", offer.topic.statement);
                view! {
                    <p class="app-no-print">
                        <a href=place>
                            "Change or withdraw"
                            <span class="nhsuk-u-visually-hidden">{about}</span>
                        </a>
                    </p>
                }
            });
            let contact = format!(
                "Told only to those whom you accept: {}, {}",
                offer.contact.who, offer.contact.how
            );
            view! {
                <li class="app-minutes__item">
                    <p><strong>{topic_words(&offer.topic)}</strong></p>
                    {(!offer.note.is_empty()).then(|| view! { <p>{offer.note.clone()}</p> })}
                    <p class="app-log__when">{contact}</p>
                    {change}
                </li>
            }
        })
        .collect();
    let content = if items.is_empty() {
        view! { <p>"Your organisation offers nothing yet. An offer says nothing about a score: you may offer what you are still learning, too."</p> }
            .into_any()
    } else {
        view! { <ul class="app-minutes">{items}</ul> }.into_any()
    };
    view! {
        <section class="app-card" aria-labelledby="own-offers">
            <h2 class="app-card__title" id="own-offers">"What you offer"</h2>
            {content}
        </section>
    }
}

/// Offers to talk about a statement.
#[component]
pub fn NewOfferPage() -> impl IntoView {
    let about = query("about").unwrap_or_default();
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::SpeakOut)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewOffer(None)).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Offer to talk about a statement" visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Offer to talk about a statement"</h1>
                <p class="nhsuk-u-reading-width">
                    "Everybody who uses this installation sees the name of your organisation, the statement and what you write. You may offer whatever you scored, and withdraw at any time."
                </p>
                <form class="app-form" method="post" action=AddOffer::url() novalidate="">
                    <Select name="about" label="Which statement?" choices=topic_choices() value=about draft=draft.clone()/>
                    {fields(None, OFFER_HINTS, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Offer to talk"</button>
                        <a href=Place::Buddies.to_string()>"Back without offering"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Changes or withdraws an offer.
#[component]
pub fn OfferPage() -> impl IntoView {
    let id = param::<OfferId>("offer");
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::SpeakOut)?;
        let stored = store()?
            .find_offer(visitor.organisation.organisation_id, id?)
            .await?
            .ok_or(AppError::NotFound)?;
        let offer = stored.value;
        let draft = Draft::of(&visitor.holder(), &Place::Offer(offer.offer_id)).await?;
        let wrong = draft.has_problems();
        let id = ("offer", offer.offer_id.to_string());
        let named = vec![id.clone(), ("seen", stored.version.to_string())];
        let saved = format!(
            "Saved now: {} ({}, {})",
            offer.note, offer.contact.who, offer.contact.how
        );
        Ok(view! {
            <Frame title="Change an offer" visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Change an offer"</h1>
                <p class="nhsuk-u-reading-width">{topic_words(&offer.topic)}</p>
                <form class="app-form" method="post" action=SaveOffer::url() novalidate="">
                    <HiddenFields fields=named/>
                    {fields(Some(&offer), OFFER_HINTS, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=Place::Buddies.to_string()>"Back without saving"</a>
                    </div>
                </form>
                {wrong.then(|| view! { <p class="nhsuk-inset-text">{saved}</p> })}
                <p class="nhsuk-u-reading-width">"Withdrawing removes the offer and every conversation about it; those who asked no longer see your contact."</p>
                <ButtonForm
                    action=WithdrawOffer::url()
                    fields=vec![id]
                    label="Withdraw this offer"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </Frame>
        }
        .into_any())
    })
}

/// What is asked for in the three fields, where that depends on who writes.
struct Hints {
    note: &'static str,
    note_hint: &'static str,
    who_hint: &'static str,
}

const OFFER_HINTS: Hints = Hints {
    note: "What could you tell? (optional)",
    note_hint: "In a few sentences, without anybody’s name and nothing about anybody’s health",
    who_hint: "A post is enough, for example head of wellbeing. Told only to those whom you accept",
};

const ASK_HINTS: Hints = Hints {
    note: "What would you like to hear? (optional)",
    note_hint: "In a few sentences. You need not say why you ask; write nothing about anybody’s health",
    who_hint: "A post is enough, for example head of wellbeing. Told only if they accept",
};

fn fields(offer: Option<&Offer>, hints: Hints, draft: &Draft) -> impl IntoView + use<> {
    let text = |read: fn(&Offer) -> &String| offer.map(|it| read(it).clone()).unwrap_or_default();
    view! {
        <TextArea
            name="note"
            label=hints.note
            hint=format!("{}. At most {} characters.", hints.note_hint, buddy::NOTE_MAX)
            value=text(|it| &it.note)
            draft=draft.clone()
            rows=4
        />
        <TextField
            name="who"
            label="Whom should they ask for?"
            hint=hints.who_hint
            value=text(|it| &it.contact.who)
            draft=draft.clone()
        />
        <TextField
            name="how"
            label="How are they reached?"
            hint="An email address or a telephone number at work"
            value=text(|it| &it.contact.how)
            draft=draft.clone()
        />
    }
}

/// Asks for a conversation about somebody else's offer.
#[component]
pub fn AskBuddyPage() -> impl IntoView {
    let offer = query("offer").and_then(|it| it.parse::<OfferId>().ok());
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::SpeakOut)?;
        let own = visitor.organisation.clone();
        let found = match offer {
            Some(offer) => store()?.find_open_offer(own.organisation_id, offer).await?,
            None => None,
        };
        let Some(offer) = found else {
            // It was withdrawn, perhaps while somebody looked at it.
            crate::visitor::go_to(&Place::Buddies);
            return Ok(().into_any());
        };
        let place = Place::AskBuddy(offer.offer_id);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let name = offer.organisation.name.clone();
        Ok(view! {
            <Frame title="Ask for a conversation" visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Ask for a conversation"</h1>
                <section class="app-card" aria-labelledby="whom">
                    <h2 class="app-card__title" id="whom">{name.clone()}</h2>
                    <p class="app-log__when">{about_offer(&own, &offer)}</p>
                    <p>{topic_words(&offer.topic)}</p>
                    {(!offer.note.is_empty()).then(|| view! { <p>{offer.note.clone()}</p> })}
                </section>
                <p class="nhsuk-u-reading-width">
                    {format!("{name} sees the name of your organisation and what you write. Your contact and theirs are told to both once they accept. ")}
                    "Neither sees the other’s scores: everybody may ask, whatever they scored."
                </p>
                <form class="app-form" method="post" action=AskBuddy::url() novalidate="">
                    <input type="hidden" name="offer" value=offer.offer_id.to_string()/>
                    {fields(None, ASK_HINTS, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Ask"</button>
                        <a href=Place::BuddiesAbout(offer.topic.clone()).to_string()>"Back without asking"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}
