//! `/assessments/:assessment/sections/:pillar`

use std::collections::BTreeMap;

use domain::{
    answer::{AgreedScore, Choice as Chosen},
    assessment::Assessment,
    display,
    framework::{Framework, Statement},
    id::{AssessmentId, StatementId},
    level::Level,
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::{Stored, Version};

use super::{
    param,
    statement::{anchors, answer_words, importances, reason, targets},
};
use crate::{
    actions::score::SaveScore,
    error::AppError,
    islands::SavesItself,
    last_year::LastYear,
    parts::{
        choice::{ChoiceRow, choice_id},
        details::Details,
        following::{Offer, last_answer},
        frame::{Frame, Tab, page},
        islands::Islands,
        switch::{Switch, Way},
        text_area::TextArea,
    },
    place::Place,
    visitor::{Round, round, store},
};

/// All statements of one pillar in a list, each a form of its own.
///
/// What cannot be saved is shown again on the statement's own page.
#[component]
pub fn SectionPage() -> impl IntoView {
    let (id, pillar) = (
        param::<AssessmentId>("assessment"),
        param::<String>("pillar"),
    );
    page(async move {
        let (
            visitor,
            Round {
                assessment,
                framework,
                standing,
            },
        ) = round(id?, Permission::Read).await?;
        let id = assessment.assessment_id;
        let pillar = framework.find_pillar(&pillar?).ok_or(AppError::NotFound)?;
        let scores = store()?.scores(&assessment).await?;
        let is_blind = assessment.is_blind();
        let last = if is_blind {
            None
        } else {
            Last::of(&assessment, framework).await?
        };
        let may_score = assessment.is_open() && standing.may(Permission::Score);
        let section: Vec<_> = assessment
            .asked(framework)
            .filter(|it| it.pillar == pillar.id)
            .collect();
        let answered = section
            .iter()
            .filter(|it| {
                let stored = scores.get(&it.id);
                stored.is_some_and(|stored| stored.value.answer.is_some())
            })
            .count();
        let items = section
            .iter()
            .map(|statement| {
                let stored = scores.get(&statement.id);
                let last = match &last {
                    Some(last) => {
                        last.answer(&assessment, framework, statement, stored, may_score)?
                    }
                    None => None,
                };
                if may_score {
                    item(&assessment, framework, statement, stored, last).map(IntoAny::into_any)
                } else {
                    Ok(item_to_read(id, framework, statement, stored, is_blind, last).into_any())
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let ways = framework
            .pillars
            .iter()
            .map(|other| Way {
                name: other.name.clone(),
                place: Place::Section(id, other.id.clone()),
                is_here: other.id == pillar.id,
            })
            .collect();
        let meta = (!is_blind).then(|| format!("{answered} of {} answered", section.len()));
        Ok(view! {
            <Frame title=format!("{} as a list", pillar.name) visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class=format!("app-pillar--{}", pillar.id)>
                    <div class="app-page-heading">
                        <div class="app-page-heading__text">
                            <h1 class="app-page-heading__title">{pillar.name.clone()}</h1>
                            <p class="app-page-heading__meta">{pillar.summary.clone()} " " {meta}</p>
                        </div>
                        <div class="app-page-heading__actions">
                            <Switch label="Section" is_plain=true ways/>
                        </div>
                    </div>
                    <ol class="app-section-list">{items}</ol>
                </div>
                {may_score.then(|| view! { <Islands/> })}
            </Frame>
        }
        .into_any())
    })
}

/// Last year's scores, for a list.
struct Last {
    year: LastYear,
    scores: BTreeMap<StatementId, Stored<AgreedScore>>,
}

impl Last {
    async fn of(assessment: &Assessment, framework: &Framework) -> Result<Option<Self>, AppError> {
        let store = store()?;
        let Some(year) = LastYear::of(&store, assessment, framework).await? else {
            return Ok(None);
        };
        let scores = store.scores(&year.assessment).await?;
        Ok(Some(Self { year, scores }))
    }

    /// What is shown of it beside a statement.
    fn answer(
        &self,
        assessment: &Assessment,
        framework: &Framework,
        statement: &Statement,
        stored: Option<&Stored<AgreedScore>>,
        may_score: bool,
    ) -> Result<Option<AnyView>, AppError> {
        let last = self.scores.get(&statement.id);
        let Some(last) = last.filter(|_| self.year.knows(&statement.id)) else {
            return Ok(None);
        };
        let now = stored.map_or_else(
            || assessment.starting_score(statement),
            |it| it.value.clone(),
        );
        let offer = Offer {
            assessment: assessment.assessment_id,
            title: &self.year.assessment.title,
            statement: &statement.id,
            last: &last.value,
            now: &now,
            seen: stored.map_or(Version::NONE, |it| it.version),
            may_score,
            then: "list",
        };
        last_answer(framework, &offer).map(Some)
    }
}

fn item(
    assessment: &Assessment,
    framework: &'static Framework,
    statement: &'static Statement,
    stored: Option<&Stored<AgreedScore>>,
    last: Option<AnyView>,
) -> Result<impl IntoView + use<>, AppError> {
    let id = assessment.assessment_id;
    let score = stored.map_or_else(
        || assessment.starting_score(statement),
        |it| it.value.clone(),
    );
    let seen = stored.map_or(Version::NONE, |it| it.version);
    let saved = stored.map_or_else(
        || "Nothing saved yet".to_owned(),
        |it| format!("Saved {}", display::clock(it.saved_at)),
    );
    let base = serde_json::to_string(&score).map_err(|_| AppError::Unavailable)?;
    let reason = reason(&score);
    // Every statement has the same fields; their ids must differ.
    let field = |name: &str| format!("{}-{name}", statement.id);
    let about = format!(" for {}", statement.id);
    Ok(view! {
        <li class="app-section-list__item" id=statement.id.to_string()>
            <SavesItself saved>
                <form method="post" action=SaveScore::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    <input type="hidden" name="statement" value=statement.id.to_string()/>
                    <input type="hidden" name="base" value=base/>
                    <input type="hidden" name="seen" value=seen.to_string()/>
                    {levels(framework, statement, &score)}
                    <div class="app-level-choice__reason">
                        <TextArea name="reason" id=field("reason") label="Why does this not apply?" value=reason rows=2/>
                    </div>
                    {anchors(framework, statement, Some(&statement.why))}
                    <Details summary="Target, importance and comment" about=about.clone()>
                        <ChoiceRow name="target" id=field("target") legend="Where do we want to be?" choices=targets(framework) value=score.target.to_string()/>
                        <ChoiceRow name="importance" id=field("importance") legend="How much does it matter here?" choices=importances() value=score.importance.to_string()/>
                        <TextArea
                            name="comment"
                            id=field("comment")
                            label="What would you like to say about it?"
                            hint="Others in your organisation can read this. It may have to be disclosed under freedom of information; write nothing about anybody’s health."
                            value=score.comment.clone()
                            rows=3
                        />
                    </Details>
                    <p class="app-section-list__foot">
                        <a href=Place::Statement(id, statement.id.clone()).to_string()>
                            "Evidence"
                            <span class="nhsuk-u-visually-hidden">{about.clone()}</span>
                        </a>
                        <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small nhsuk-u-margin-bottom-0" type="submit" name="then" value="list">
                            "Save"
                            <span class="nhsuk-u-visually-hidden">{format!(" {}", statement.id)}</span>
                        </button>
                    </p>
                </form>
            </SavesItself>
            {last}
        </li>
    })
}

/// The answers side by side; what the levels look like here is one click away.
fn levels(
    framework: &'static Framework,
    statement: &'static Statement,
    score: &AgreedScore,
) -> impl IntoView + use<> {
    let chosen = score.answer.as_ref().and_then(Chosen::of);
    let codes = Level::all().map(Chosen::Level);
    let choices = codes
        .chain([Chosen::DontKnow, Chosen::NotApplicable])
        .enumerate()
        .map(|(at, choice)| {
            let (label, aloud, class) = match choice {
                Chosen::Level(level) => (
                    level.to_string(),
                    format!(" {}", framework.level_name(level)),
                    "app-choice-row__input",
                ),
                Chosen::DontKnow => (
                    "Don’t know".to_owned(),
                    String::new(),
                    "app-choice-row__input",
                ),
                Chosen::NotApplicable => (
                    "Not applicable".to_owned(),
                    String::new(),
                    "app-choice-row__input app-level-choice__input--reason",
                ),
            };
            view! {
                <label class="app-choice-row__choice">
                    <input
                        class=class
                        id=choice_id(&format!("{}-answer", statement.id), at)
                        type="radio"
                        name="answer"
                        value=choice.code()
                        checked=chosen == Some(choice)
                    />
                    <span class="app-choice-row__box">
                        {label}
                        <span class="nhsuk-u-visually-hidden">{aloud}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="nhsuk-fieldset app-choice-row">
            <legend class="app-section-list__legend">
                <span class="app-section-list__id">{statement.id.to_string()}</span>
                " "
                <span class="app-section-list__name">{statement.text.clone()}</span>
            </legend>
            <div class="app-choice-row__choices">{choices}</div>
        </fieldset>
    }
}

fn item_to_read(
    id: AssessmentId,
    framework: &'static Framework,
    statement: &'static Statement,
    stored: Option<&Stored<AgreedScore>>,
    // Nothing can be agreed yet, so nothing is said of it.
    is_blind: bool,
    last: Option<AnyView>,
) -> impl IntoView + use<> {
    let answer = (!is_blind).then(|| {
        let words = answer_words(framework, stored.and_then(|it| it.value.answer.as_ref()));
        view! { <p><strong>{words}</strong></p> }
    });
    let comment = stored.map(|it| it.value.comment.clone());
    view! {
        <li class="app-section-list__item" id=statement.id.to_string()>
            <h2 class="app-section-list__legend">
                <span class="app-section-list__id">{statement.id.to_string()}</span>
                " "
                <a class="app-section-list__name" href=Place::Statement(id, statement.id.clone()).to_string()>{statement.text.clone()}</a>
            </h2>
            {answer}
            {last}
            {comment.filter(|it| !it.is_empty()).map(|it| view! { <p>{it}</p> })}
            {anchors(framework, statement, Some(&statement.why))}
        </li>
    }
}
