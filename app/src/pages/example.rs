//! `/examples` and what is below it: what organisations did about the statements.

use std::collections::BTreeMap;

use domain::{
    buddy::Topic,
    display,
    example::{Example, PART_MAX, Part, Stage},
    framework::{self, Framework, Pillar},
    id::ExampleId,
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::{
    Stored,
    example::{EXAMPLES_SHOWN, SignedExample},
};
use time::Date;

use super::{
    buddy::{topic_choices, topic_words},
    param, query,
};
use crate::{
    actions::example::{
        AddExample, RemoveExample, ReviewExample, SaveExample, SendExample, WithdrawExample,
    },
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Radios, Select},
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    visitor::{Visitor, store, today, visitor},
};

/// Whoever may read examples: people of an organisation, and whoever looks them through.
async fn reader() -> Result<Visitor, AppError> {
    let visitor = visitor().await?;
    if !visitor.may(Permission::ReviewExamples) {
        visitor.require(Permission::Read)?;
    }
    Ok(visitor)
}

/// The published examples by pillar and statement; one's own; and those that wait, for whoever looks them through.
#[component]
pub fn ExamplesPage() -> impl IntoView {
    let about = query("about").and_then(|it| it.parse::<Topic>().ok());
    page(async move {
        let visitor = reader().await?;
        let memory = store()?;
        let about = about.filter(|it| it.find().is_some());
        let may_write = visitor.may(Permission::SpeakOut);
        let waiting = if visitor.may(Permission::ReviewExamples) {
            Some(review_card(&memory.examples_to_review().await?).into_any())
        } else {
            None
        };
        let own = if visitor.may(Permission::Read) {
            let own = memory
                .examples_of(visitor.organisation.organisation_id)
                .await?;
            own_card(&own).map(IntoAny::into_any)
        } else {
            None
        };
        let found = match &about {
            Some(topic) => {
                let examples = memory.published_examples(topic).await?;
                Some(found_card(topic, &examples, today()).into_any())
            }
            None => None,
        };
        let counts: BTreeMap<Topic, u32> = memory
            .count_examples()
            .await?
            .into_iter()
            .map(|it| (it.topic, it.examples))
            .collect();
        let write = may_write.then(|| {
            let place = Place::NewExample(about.clone()).to_string();
            view! { <a class="nhsuk-button" href=place>"Write an example"</a> }
        });
        let buddies = visitor.may(Permission::Read).then(|| {
            view! { <p><a href=Place::Buddies.to_string()>"Talk with somebody: who to learn from"</a></p> }
        });
        Ok(view! {
            <Frame title="Examples" visitor=Some(visitor) tab=Tab::Buddies>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Examples"</h1>
                        <p class="app-page-heading__meta">"What organisations did, what it took, and what changed"</p>
                    </div>
                    <div class="app-page-heading__actions">{write}</div>
                </div>
                {buddies}
                {waiting}
                {found}
                {topics(&counts)}
                {own}
            </Frame>
        }
        .into_any())
    })
}

/// The statements that have examples, pillar by pillar.
fn topics(counts: &BTreeMap<Topic, u32>) -> impl IntoView + use<> {
    let cards: Vec<_> = framework::shipped()
        .iter()
        .flat_map(|pack| pack.pillars.iter().map(move |pillar| (pack, pillar)))
        .filter_map(|(pack, pillar)| pillar_card(pack, pillar, counts))
        .collect();
    let nothing = cards.is_empty().then(|| {
        view! {
            <div class="app-empty">
                <h2 class="app-empty__title">"No examples yet"</h2>
                <p>"An example says in a few sentences what an organisation did about a statement. Somebody looks it through before everybody can read it."</p>
            </div>
        }
    });
    view! { {nothing} {cards} }
}

fn pillar_card(
    pack: &Framework,
    pillar: &Pillar,
    counts: &BTreeMap<Topic, u32>,
) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = pack
        .statements
        .iter()
        .filter(|it| it.pillar == pillar.id)
        .filter_map(|it| {
            let topic = Topic {
                pack: pack.id.clone(),
                statement: it.id.clone(),
            };
            // A statement stands once, in the newest edition that has it.
            let (newest, _) = topic.find()?;
            let examples = counts
                .get(&topic)
                .filter(|_| newest.edition == pack.edition)?;
            let examples = usize::try_from(*examples).unwrap_or(usize::MAX);
            let number = display::count(examples, "example", "examples");
            let place = Place::ExamplesAbout(topic).to_string();
            let words = format!("{} {}", it.id, it.text);
            Some(view! { <li><a href=place>{words}</a> {format!(" ({number})")}</li> })
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let heading = format!("examples-{}-{}", pack.id, pillar.id);
    Some(view! {
        <section class=format!("app-card app-card--pillar app-pillar--{}", pillar.id) aria-labelledby=heading.clone()>
            <h2 class="app-card__title" id=heading.clone()>{pillar.name.clone()}</h2>
            <ul>{items}</ul>
        </section>
    })
}

/// The published examples about one statement.
fn found_card(topic: &Topic, examples: &[SignedExample], today: Date) -> impl IntoView + use<> {
    let items: Vec<_> = examples
        .iter()
        .map(|it| {
            let place = Place::Example(it.example.example_id).to_string();
            view! {
                <li class="app-minutes__item">
                    <h3 class="nhsuk-heading-s nhsuk-u-margin-bottom-1">
                        <a href=place>{it.example.words.title.clone()}</a>
                    </h3>
                    <p class="app-log__when">{facts(it)}</p>
                    {old(&it.example, today)}
                </li>
            }
        })
        .collect();
    let content = if items.is_empty() {
        view! { <p>"There is no example about this statement yet."</p> }.into_any()
    } else {
        view! {
            <ul class="app-minutes">{items}</ul>
            <p class="nhsuk-body-s">{format!("Newest first, at most {EXAMPLES_SHOWN}.")}</p>
        }
        .into_any()
    };
    let buddies = Place::BuddiesAbout(topic.clone()).to_string();
    view! {
        <section class="app-card" aria-labelledby="found">
            <h2 class="app-card__title" id="found">{topic_words(topic)}</h2>
            {content}
            <p><a href=buddies>"Who would talk about this statement"</a></p>
        </section>
    }
}

/// Whose it is, as far as its organisation agreed, and since when it is published.
fn facts(it: &SignedExample) -> String {
    let whose = if it.example.shows_name {
        it.organisation.name.as_str()
    } else {
        "By an organisation that prefers not to be named"
    };
    let invented = if it.organisation.invented {
        " (invented)"
    } else {
        ""
    };
    let published = it
        .example
        .published_on
        .map(|day| format!(" · published {}", display::day(day)))
        .unwrap_or_default();
    format!("{whose}{invented}{published}")
}

fn old(example: &Example, today: Date) -> Option<impl IntoView + use<>> {
    let warning = example.age_warning(today)?;
    Some(view! {
        <p>
            <strong class="nhsuk-tag nhsuk-tag--orange">"Older than 24 months"</strong>
            " "
            {warning}
            "."
        </p>
    })
}

/// The organisation's own examples, whatever their stage.
fn own_card(own: &[Stored<SignedExample>]) -> Option<impl IntoView + use<>> {
    if own.is_empty() {
        return None;
    }
    let items: Vec<_> = own
        .iter()
        .map(|stored| {
            let example = &stored.value.example;
            let place = Place::Example(example.example_id).to_string();
            view! {
                <li>
                    <a href=place>{example.words.title.clone()}</a>
                    " "
                    {stage_tag(example.stage)}
                    {format!(" {}", example.topic.statement)}
                </li>
            }
        })
        .collect();
    Some(view! {
        <section class="app-card" aria-labelledby="own">
            <h2 class="app-card__title" id="own">"Examples of your organisation"</h2>
            <ul>{items}</ul>
        </section>
    })
}

fn stage_tag(stage: Stage) -> impl IntoView {
    let colour = match stage {
        Stage::Draft => "grey",
        Stage::InReview => "blue",
        Stage::Returned => "orange",
        Stage::Published => "green",
    };
    view! { <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{stage.name()}</strong> }
}

/// The examples that wait for whoever looks them through.
fn review_card(waiting: &[Stored<SignedExample>]) -> impl IntoView + use<> {
    let items: Vec<_> = waiting
        .iter()
        .map(|stored| {
            let example = &stored.value.example;
            let place = Place::Example(example.example_id).to_string();
            let since = format!(
                " · waits since {}",
                display::day(display::london_day(stored.saved_at))
            );
            view! { <li><a href=place>{example.words.title.clone()}</a> {since}</li> }
        })
        .collect();
    let content = if items.is_empty() {
        view! { <p>"Nothing waits."</p> }.into_any()
    } else {
        view! { <ul>{items}</ul> }.into_any()
    };
    view! {
        <section class="app-card" aria-labelledby="waiting">
            <h2 class="app-card__title" id="waiting">"Waiting to be looked through"</h2>
            {content}
        </section>
    }
}

/// One example: to everybody once it is published, before that to its organisation and to whoever looks it through.
#[component]
pub fn ExamplePage() -> impl IntoView {
    let id = param::<ExampleId>("example");
    page(async move {
        let visitor = reader().await?;
        let stored = store()?
            .find_example(id?)
            .await?
            .ok_or(AppError::NotFound)?;
        let it = &stored.value;
        let example = &it.example;
        let is_own = it.organisation.organisation_id == visitor.organisation.organisation_id
            && visitor.may(Permission::Read);
        let reviews = example.stage == Stage::InReview && visitor.may(Permission::ReviewExamples);
        if example.stage != Stage::Published && !is_own && !reviews {
            return Err(AppError::NotFound);
        }
        let draft = Draft::of(&visitor.holder(), &Place::Example(example.example_id)).await?;
        let wrong = draft.has_problems();
        let manage = (is_own && visitor.may(Permission::SpeakOut)).then(|| manage(&stored));
        let review = reviews.then(|| review_form(&stored, &draft));
        let returned = (is_own && example.stage == Stage::Returned).then(|| {
            view! {
                <div class="nhsuk-inset-text">
                    <span class="nhsuk-u-visually-hidden">"Information: "</span>
                    <p>"It was sent back: " {example.reason.clone()}</p>
                </div>
            }
        });
        let parts: Vec<_> = Part::ALL
            .into_iter()
            .filter(|&part| part != Part::Title)
            .map(|part| {
                let said = example.words.part(part);
                let lines: Vec<_> = if said.is_empty() {
                    vec![view! { <p>"Not written yet."</p> }.into_any()]
                } else {
                    let paragraphs = said.split('\n').filter(|it| !it.trim().is_empty());
                    paragraphs
                        .map(|it| view! { <p>{it.to_owned()}</p> }.into_any())
                        .collect()
                };
                view! { <h2 class="nhsuk-heading-s">{part.label()}</h2> {lines} }
            })
            .collect();
        let about = Place::ExamplesAbout(example.topic.clone()).to_string();
        let stage = example.stage;
        let stage = (stage != Stage::Published).then(|| view! { <p>{stage_tag(stage)}</p> });
        let (title, topic, facts) = (
            example.words.title.clone(),
            topic_words(&example.topic),
            facts(it),
        );
        let old = old(example, today());
        Ok(view! {
            <Frame title=title.clone() visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft note="Nothing is decided yet."/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{topic}</p>
                        <h1 class="app-page-heading__title">{title}</h1>
                        <p class="app-page-heading__meta">{facts}</p>
                    </div>
                </div>
                {stage}
                {old}
                {returned}
                <article class="app-card nhsuk-u-reading-width">{parts}</article>
                {review}
                {manage}
                <p class="app-no-print"><a href=about>"More about this statement"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// What its organisation may do with an example, at the stage it is at.
fn manage(stored: &Stored<SignedExample>) -> impl IntoView + use<> {
    let example = &stored.value.example;
    let id = ("example", example.example_id.to_string());
    let named = vec![id.clone(), ("seen", stored.version.to_string())];
    if example.stage.is_open() {
        let edit = Place::EditExample(example.example_id).to_string();
        return view! {
            <p class="nhsuk-u-reading-width">"Only your organisation sees it. Whoever runs this installation looks it through before everybody can read it."</p>
            <div class="app-button-row app-no-print">
                <ButtonForm action=SendExample::url() fields=named label="Send for review" class="nhsuk-button"/>
                <a href=edit>"Change it"</a>
                <ButtonForm
                    action=RemoveExample::url()
                    fields=vec![id]
                    label="Remove it"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </div>
        }
        .into_any();
    }
    let said = if example.stage == Stage::Published {
        "Everybody who uses this installation can read it. Withdrawn, it is your draft again, and nobody else sees it."
    } else {
        "It waits to be looked through. Taken back, it is your draft again."
    };
    view! {
        <p class="nhsuk-u-reading-width">{said}</p>
        <ButtonForm action=WithdrawExample::url() fields=vec![id] label="Withdraw it"/>
    }
    .into_any()
}

/// Whether it is published or sent back.
fn review_form(stored: &Stored<SignedExample>, draft: &Draft) -> impl IntoView + use<> {
    let named = vec![
        ("example", stored.value.example.example_id.to_string()),
        ("seen", stored.version.to_string()),
    ];
    let verdicts = vec![
        Choice::new("publish", "Publish it, with today’s date"),
        Choice::new("return", "Send it back"),
    ];
    view! {
        <section class="app-card" aria-labelledby="review">
            <h2 class="app-card__title" id="review">"Look it through"</h2>
            <ul>
                <li>"Does it name nobody, and say nothing about anybody’s health?"</li>
                <li>"Does it say what was done, what it took and how the change is known?"</li>
                <li>"Is it about the statement, and no advertisement?"</li>
            </ul>
            <form class="app-form" method="post" action=ReviewExample::url() novalidate="">
                <HiddenFields fields=named/>
                <Radios name="verdict" legend="What do you decide?" choices=verdicts value="" draft=draft.clone()/>
                <TextField name="reason" label="What has to change, if it is sent back?" draft=draft.clone()/>
                <button class="nhsuk-button" type="submit">"Decide"</button>
            </form>
        </section>
    }
}

/// Begins an example.
#[component]
pub fn NewExamplePage() -> impl IntoView {
    let about = query("about").unwrap_or_default();
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::SpeakOut)?;
        let draft = Draft::of(&visitor.holder(), &Place::NewExample(None)).await?;
        let wrong = draft.has_problems();
        Ok(view! {
            <Frame title="Write an example" visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft=draft.clone()/>
                <h1>"Write an example"</h1>
                <form class="app-form" method="post" action=AddExample::url() novalidate="">
                    <Select name="about" label="Which statement is it about?" choices=topic_choices() value=about draft=draft.clone()/>
                    {fields(None, &draft)}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save as a draft"</button>
                        <a href=Place::Examples.to_string()>"Back without saving"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Changes an example that is a draft, or was sent back.
#[component]
pub fn EditExamplePage() -> impl IntoView {
    let id = param::<ExampleId>("example");
    page(async move {
        let visitor = visitor().await?;
        visitor.require(Permission::SpeakOut)?;
        let stored = store()?
            .find_example(id?)
            .await?
            .filter(|it| {
                let whose = it.value.organisation.organisation_id;
                whose == visitor.organisation.organisation_id
            })
            .ok_or(AppError::NotFound)?;
        let example = &stored.value.example;
        let place = Place::EditExample(example.example_id);
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let named = vec![
            ("example", example.example_id.to_string()),
            ("seen", stored.version.to_string()),
        ];
        let saved = format!(
            "Saved now, {}: {}",
            display::moment(stored.saved_at),
            example.words.title
        );
        let back = Place::Example(example.example_id).to_string();
        let (topic, fields) = (topic_words(&example.topic), fields(Some(example), &draft));
        Ok(view! {
            <Frame title="Change an example" visitor=Some(visitor) tab=Tab::Buddies error=wrong>
                <ErrorSummary draft/>
                <h1>"Change an example"</h1>
                <p class="nhsuk-u-reading-width">{topic}</p>
                <form class="app-form" method="post" action=SaveExample::url() novalidate="">
                    <HiddenFields fields=named/>
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=back>"Back without saving"</a>
                    </div>
                </form>
                {wrong.then(|| view! { <p class="nhsuk-inset-text">{saved}</p> })}
            </Frame>
        }
        .into_any())
    })
}

fn fields(example: Option<&Example>, draft: &Draft) -> impl IntoView + use<> {
    let said = |part: Part| {
        let said = example.map(|it| it.words.part(part).to_owned());
        said.unwrap_or_default()
    };
    let hint = |part: Part| {
        let hint = match part {
            Part::Took => "Time, money, people, and what was hard",
            Part::Changed => "And how you know",
            _ => "In plain words, without anybody’s name and nothing about anybody’s health",
        };
        format!("{hint}. At most {PART_MAX} characters.")
    };
    let parts: Vec<_> = [Part::Did, Part::Took, Part::Changed]
        .into_iter()
        .map(|part| {
            view! { <TextArea name=part.name() label=part.label() hint=hint(part) value=said(part) draft=draft.clone()/> }
        })
        .collect();
    let names = vec![
        Choice::new("yes", "Yes, show the name"),
        Choice::new("no", "No, publish it without the name"),
    ];
    let shows_name = example.map_or("", |it| if it.shows_name { "yes" } else { "no" });
    view! {
        <TextField name="title" label=Part::Title.label() value=said(Part::Title) draft=draft.clone()/>
        {parts}
        <Radios
            name="shows_name"
            legend="May the name of your organisation stand over it?"
            choices=names
            value=shows_name
            draft=draft.clone()
        />
    }
}
