//! `/assessments/:round/own` and `/assessments/:round/own/:statement`: scoring for oneself.
//!
//! Made for a phone and a minute per statement. Everything shown here is the
//! visitor's own, or the same for everybody: the statement and its evidence.

use std::collections::BTreeMap;

use domain::{
    answer::Choice as Chosen,
    assessment::State,
    display,
    divergence::OwnScore,
    framework::{Framework, Statement},
    id::{AssessmentId, StatementId},
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::{Stored, Version};

use super::{
    param,
    statement::{evidence_list, planned_actions},
};
use crate::{
    actions::own_score::{SaveOwnScore, scoring, sections_of},
    draft::Draft,
    error::AppError,
    islands::SavesItself,
    parts::{
        bar::Bar,
        error_summary::ErrorSummary,
        frame::{Frame, Tab, page},
        islands::Islands,
        jump_list::{self, Jump, JumpList},
        level_choice::LevelChoice,
        text_area::TextArea,
    },
    place::Place,
    visitor::{Round, Visitor, store},
};

/// What somebody has said so far, and in which order they are asked.
pub(super) struct Own {
    /// Every statement that is asked, their own pillars first.
    pub order: Vec<&'static Statement>,
    /// What they have saved.
    pub scores: BTreeMap<StatementId, Stored<OwnScore>>,
}

impl Own {
    /// Reads what the visitor has said; nobody else's scores are read on any page before the reveal.
    pub async fn of(round: &Round, visitor: &Visitor) -> Result<Self, AppError> {
        let scores = store()?
            .own_scores(&round.assessment, visitor.person.person_id)
            .await?;
        let sections = sections_of(round, visitor).await?;
        Ok(Self {
            order: round.assessment.asked_first(round.framework, &sections),
            scores,
        })
    }

    pub fn choice(&self, statement: &Statement) -> Option<Chosen> {
        self.scores.get(&statement.id)?.value.choice
    }

    pub fn is_answered(&self, statement: &Statement) -> bool {
        self.choice(statement).is_some()
    }

    pub fn answered(&self) -> usize {
        self.order.iter().filter(|it| self.is_answered(it)).count()
    }

    /// The statements of one pillar.
    pub fn section(&self, pillar: &str) -> Vec<&'static Statement> {
        let in_order = self.order.iter().copied();
        in_order.filter(|it| it.pillar == pillar).collect()
    }
}

/// One statement: what it is about, what its levels look like, and what the visitor says.
#[component]
pub fn OwnScorePage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("round"),
        param::<StatementId>("statement"),
    );
    page(async move {
        let (visitor, round) = scoring(id?).await?;
        let id = round.assessment.assessment_id;
        let statement = round
            .assessment
            .find_asked(round.framework, &statement?)
            .ok_or(AppError::NotFound)?;
        if round.assessment.state != State::Scoring {
            return Ok(not_open(visitor, &round));
        }
        let pillar = round
            .framework
            .find_pillar(&statement.pillar)
            .ok_or(AppError::Unavailable)?;
        let own = Own::of(&round, &visitor).await?;
        let evidence: Vec<_> = store()?
            .evidence_of(&round.assessment, &statement.id)
            .await?
            .into_iter()
            .map(|it| it.value)
            .collect();
        // Last year's evidence and actions, not its levels.
        let inherited = store()?.inherited(&round.assessment, &statement.id).await?;
        let place = Place::OwnScore(id, statement.id.clone());
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let stored = own.scores.get(&statement.id);
        let elsewhere = (draft.problem_with("answer").is_some())
            .then(|| stored.map(|it| saved_elsewhere(&round, statement, it)))
            .flatten();
        let at = own
            .order
            .iter()
            .position(|it| it.id == statement.id)
            .unwrap_or(0);
        let previous = at
            .checked_sub(1)
            .and_then(|before| own.order.get(before))
            .map(|it| Place::OwnScore(id, it.id.clone()));
        let progress = percent(own.answered(), own.order.len());
        let said = format!("{} of {} answered", own.answered(), own.order.len());
        let law = statement.law.clone().map(|law| {
            view! { <p class="nhsuk-body-s">{format!("The law applies here: {law}. A level 4 does not prove that it is complied with.")}</p> }
        });
        let form = form(&round, statement, stored, previous.as_ref(), &draft);
        Ok(view! {
            <Frame
                title=format!("{} {}", statement.id, statement.text)
                visitor=Some(visitor)
                assessment=Some(id)
                tab=Tab::Overview
                error=wrong
            >
                <ErrorSummary draft/>
                {elsewhere}
                <div class=format!("app-statement app-pillar--{}", pillar.id)>
                    <div class="app-statement__bar">
                        <a class="app-statement__section" href=Place::OwnScores(id).to_string()>"Your answers"</a>
                        <span class="app-statement__place">{said}</span>
                    </div>
                    <Bar value=progress target=None thin=true/>
                    <div class="app-statement__columns">
                        <div class="app-statement__main">
                            <p class="app-statement__id">{format!("{} · {}", statement.id, pillar.name)}</p>
                            <h1 class="app-statement__title">{statement.text.clone()}</h1>
                            <p class="app-statement__why">{statement.why.clone()}</p>
                            {law}
                            {form}
                        </div>
                        <aside class="app-statement__side" aria-label="Evidence and your other answers">
                            {evidence_list(None, &evidence, round.assessment.as_at, &statement.evidence, &inherited)}
                            {planned_actions(id, &statement.id, &inherited, false)}
                            {jump_list(id, &own, &pillar.name, &own.section(&pillar.id), Some(&statement.id))}
                        </aside>
                    </div>
                </div>
                <Islands/>
            </Frame>
        }
        .into_any())
    })
}

fn form(
    round: &Round,
    statement: &'static Statement,
    stored: Option<&Stored<OwnScore>>,
    previous: Option<&Place>,
    draft: &Draft,
) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let seen = stored.map_or(Version::NONE, |it| it.version);
    let saved = stored.map_or_else(
        || "Nothing saved yet".to_owned(),
        |it| format!("Saved {}", display::clock(it.saved_at)),
    );
    let score = stored.map(|it| it.value.clone()).unwrap_or_default();
    let chosen = score.choice.map(Chosen::code).unwrap_or_default();
    let for_own_side = match draft.find("for_own_side") {
        Some(typed) => typed == "yes",
        None => score.for_own_side,
    };
    let previous = previous.map(|it| {
        view! { <a class="nhsuk-button nhsuk-button--secondary" href=it.to_string()>"Previous"</a> }
    });
    let (framework, draft) = (round.framework, draft.clone());
    view! {
        <SavesItself saved>
        <form method="post" action=SaveOwnScore::url() novalidate="">
            <input type="hidden" name="assessment" value=id.to_string()/>
            <input type="hidden" name="statement" value=statement.id.to_string()/>
            <input type="hidden" name="seen" value=seen.to_string()/>
            <LevelChoice framework statement chosen=chosen.to_owned() draft=draft.clone()/>
            <TextArea
                name="comment"
                label="Anything to add? (optional)"
                hint="Shown without your name once the scores are revealed. It may have to be disclosed under freedom of information; write nothing about anybody’s health."
                value=score.comment
                rows=3
                draft
            />
            <div class="nhsuk-form-group">
                <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
                    <div class="nhsuk-checkboxes__item">
                        <input
                            class="nhsuk-checkboxes__input"
                            id="for_own_side"
                            name="for_own_side"
                            type="checkbox"
                            value="yes"
                            checked=for_own_side
                        />
                        <label class="nhsuk-label nhsuk-checkboxes__label" for="for_own_side">
                            "Show this comment to my side only"
                        </label>
                    </div>
                </div>
            </div>
            <div class="app-button-row app-button-row--split">
                {previous}
                <button class="nhsuk-button" type="submit" name="then" value="next">"Save and next"</button>
            </div>
        </form>
        </SavesItself>
    }
}

/// What another tab or device has saved since the form below was made.
fn saved_elsewhere(
    round: &Round,
    statement: &'static Statement,
    stored: &Stored<OwnScore>,
) -> impl IntoView + use<> {
    let score = &stored.value;
    let mut fields = vec![
        ("assessment", round.assessment.assessment_id.to_string()),
        ("statement", statement.id.to_string()),
        ("seen", stored.version.to_string()),
        (
            "answer",
            score
                .choice
                .map(Chosen::code)
                .unwrap_or_default()
                .to_owned(),
        ),
        ("comment", score.comment.clone()),
    ];
    if score.for_own_side {
        fields.push(("for_own_side", "yes".to_owned()));
    }
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let when = format!("Saved elsewhere at {}", display::clock(stored.saved_at));
    let comment = (!score.comment.trim().is_empty()).then(|| {
        let whom = if score.for_own_side {
            " (for your side only)"
        } else {
            ""
        };
        view! { <p class="app-own-comment">{format!("“{}”{whom}", score.comment)}</p> }
    });
    view! {
        <section class="app-card app-card--warning" aria-labelledby="elsewhere">
            <h2 class="app-card__title" id="elsewhere">{when}</h2>
            <p><strong>{words(round.framework, score.choice)}</strong></p>
            {comment}
            <form method="post" action=SaveOwnScore::url()>
                {fields}
                <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">"Keep this"</button>
            </form>
            <p>"Or look at what you typed here, below, and save that instead."</p>
        </section>
    }
}

/// All own answers, pillar by pillar, and what is left.
#[component]
pub fn OwnScoresPage() -> impl IntoView {
    let id = param::<AssessmentId>("round");
    page(async move {
        let (visitor, round) = scoring(id?).await?;
        let id = round.assessment.assessment_id;
        if round.assessment.state != State::Scoring {
            return Ok(not_open(visitor, &round));
        }
        let own = Own::of(&round, &visitor).await?;
        let (answered, asked) = (own.answered(), own.order.len());
        let next = own.order.iter().find(|it| !own.is_answered(it));
        let panel = match next {
            Some(next) => {
                let label = if answered == 0 {
                    "Start scoring"
                } else {
                    "Go on with the next"
                };
                let place = Place::OwnScore(id, next.id.clone());
                Either::Left(view! {
                    <p class="nhsuk-u-reading-width">{format!("{answered} of {asked} answered. Everything is saved; go on whenever you like, on any device.")}</p>
                    <p><a class="nhsuk-button" href=place.to_string()>{label}</a></p>
                })
            }
            None => Either::Right(complete(asked)),
        };
        let lists = pillars_in_order(&round, &own)
            .into_iter()
            .map(|(pillar, name, section)| {
                view! {
                    <div class=format!("app-card app-pillar--{pillar}")>
                        {jump_list(id, &own, &name, &section, None)}
                    </div>
                }
            })
            .collect_view();
        Ok(view! {
            <Frame title="Your answers" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <h1>"Your answers"</h1>
                {panel}
                {lists}
                <p><a href=Place::Assessment(id).to_string()>"Back to the overview"</a></p>
            </Frame>
        }
        .into_any())
    })
}

/// Says that there is nothing left to do until the chairs reveal.
pub(super) fn complete(asked: usize) -> impl IntoView + use<> {
    view! {
        <div class="nhsuk-inset-text">
            <p><strong>{format!("You have answered all {asked} statements. Thank you.")}</strong></p>
            <p>"You can change any of them until the two chairs reveal the scores. Then both sides meet and settle what they agree."</p>
        </div>
    }
}

/// The pillars in the order in which the visitor is asked: id, name and statements.
pub(super) fn pillars_in_order(
    round: &Round,
    own: &Own,
) -> Vec<(String, String, Vec<&'static Statement>)> {
    let mut ids: Vec<&str> = Vec::new();
    for statement in &own.order {
        if !ids.contains(&statement.pillar.as_str()) {
            ids.push(&statement.pillar);
        }
    }
    ids.into_iter()
        .filter_map(|id| round.framework.find_pillar(id))
        .map(|it| (it.id.clone(), it.name.clone(), own.section(&it.id)))
        .collect()
}

pub(super) fn percent(done: usize, all: usize) -> u64 {
    u64::try_from(100 * done / all.max(1)).unwrap_or(0)
}

fn words(framework: &Framework, choice: Option<Chosen>) -> String {
    match choice {
        None => "Not answered".to_owned(),
        Some(Chosen::Level(level)) => format!("{level} {}", framework.level_name(level)),
        Some(Chosen::DontKnow) => "Don’t know".to_owned(),
        Some(Chosen::NotApplicable) => "Not applicable".to_owned(),
    }
}

fn jump_list(
    id: AssessmentId,
    own: &Own,
    title: &str,
    section: &[&'static Statement],
    here: Option<&StatementId>,
) -> impl IntoView + use<> {
    let jumps = section
        .iter()
        .map(|&statement| Jump {
            statement,
            place: Place::OwnScore(id, statement.id.clone()),
            state: match own.choice(statement) {
                Some(Chosen::Level(level)) => jump_list::State::Level(level.to_string()),
                Some(Chosen::DontKnow) => jump_list::State::Words("Don’t know"),
                Some(Chosen::NotApplicable) => jump_list::State::Words("Not applicable"),
                None => jump_list::State::Words("Not answered"),
            },
            is_here: here == Some(&statement.id),
        })
        .collect();
    let (title, label) = (title.to_owned(), format!("Your answers in {title}"));
    view! { <JumpList title label jumps/> }
}

/// Says why there is nothing to score: not yet, or not any more.
fn not_open(visitor: Visitor, round: &Round) -> AnyView {
    let id = round.assessment.assessment_id;
    let (title, said, next) = if round.assessment.state == State::Draft {
        (
            "Scoring has not opened yet",
            "The wellbeing lead opens it once both sides have a chair. Your link then takes you here.",
            (Place::Assessment(id), "Back to the overview"),
        )
    } else {
        (
            "Scoring is closed",
            "The two chairs have revealed the scores. What you saved counts; nothing more can be added.",
            (Place::Meeting(id), "Go to the meeting"),
        )
    };
    view! {
        <Frame title=title visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
            <h1>{title}</h1>
            <p class="nhsuk-u-reading-width">{said}</p>
            <p><a href=next.0.to_string()>{next.1}</a></p>
        </Frame>
    }
    .into_any()
}
