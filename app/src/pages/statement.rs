//! `/assessments/:assessment/statements/:statement`

use domain::{
    answer::{AgreedScore, Answer, Choice as Chosen},
    assessment::Assessment,
    buddy::Topic,
    display,
    evidence::{Evidence, Support, SupportState},
    framework::{Framework, Pillar, Statement},
    id::{AssessmentId, StatementId},
    level::{Importance, Level, Target},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::{
    Store, Version,
    following::{Inherited, Planned},
    trend::Scores,
};
use time::Date;

use super::{
    param,
    question::{about_statement, asked},
};
use crate::{
    actions::{
        following::{ConfirmAction, ConfirmEvidence},
        score::SaveScore,
    },
    draft::Draft,
    error::AppError,
    islands::SavesItself,
    last_year::LastYear,
    parts::{
        bar::Bar,
        button::ButtonForm,
        choice::{Choice, ChoiceRow},
        details::Details,
        error_summary::ErrorSummary,
        evidence_facts::EvidenceFacts,
        facts::Fact,
        following::{FromLastYear, Offer, last_answer},
        frame::{Frame, Tab, page},
        islands::Islands,
        jump_list::{self, Jump, JumpList},
        level_choice::LevelChoice,
        text_area::TextArea,
    },
    place::{ActionFor, Place},
    visitor::{Round, round, store},
};

/// One statement with its anchors, evidence and neighbours.
#[component]
pub fn StatementPage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("assessment"),
        param::<StatementId>("statement"),
    );
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let statement = round
            .assessment
            .find_asked(round.framework, &statement?)
            .ok_or(AppError::NotFound)?;
        let questions = about_statement(&round, &asked(&round).await?, &statement.id);
        let Round {
            assessment,
            framework,
            standing,
        } = round;
        let id = assessment.assessment_id;
        let pillar = framework
            .find_pillar(&statement.pillar)
            .ok_or(AppError::Unavailable)?;
        let memory = store()?;
        let evidence = memory.evidence_of(&assessment, &statement.id).await?;
        let evidence: Vec<_> = evidence.into_iter().map(|it| it.value).collect();
        let mut agreed = memory.scores_of(&[&assessment]).await?;
        let agreed = agreed.remove(&id).unwrap_or_default();
        let found = memory.find_score(&assessment, &statement.id).await?;
        let seen = found.as_ref().map_or(Version::NONE, |it| it.version);
        let saved_at = found.as_ref().map(|it| it.saved_at);
        let score = found.map_or_else(|| assessment.starting_score(statement), |it| it.value);
        let last = LastYear::of(&memory, &assessment, framework).await?;
        let last = last.filter(|it| it.knows(&statement.id));
        let inherited = match &last {
            Some(_) => memory.inherited(&assessment, &statement.id).await?,
            None => Inherited::default(),
        };
        let place = Place::Statement(id, statement.id.clone());
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let wrong = draft.has_problems();
        let may_plan = assessment.is_open() && standing.may(Permission::Plan);
        let plan = Place::NewAction(id, ActionFor::Gap(statement.id.clone(), None));
        let may_score = assessment.is_open() && standing.may(Permission::Score);
        let may_add = assessment.is_open() && standing.may(Permission::Evidence);
        let is_blind = assessment.is_blind();
        // Those who score blind see last year's evidence and actions, not its levels.
        let last = match last.filter(|_| !is_blind) {
            None => None,
            Some(last) => {
                let now = (&score, seen);
                last_years(&memory, &last, &assessment, statement, now, may_score).await?
            }
        };
        let learn = visitor
            .may(Permission::Read)
            .then(|| learn(framework, &statement.id))
            .flatten();

        let section: Vec<&'static Statement> = assessment
            .asked(framework)
            .filter(|it| it.pillar == statement.pillar)
            .collect();
        let at = section
            .iter()
            .position(|it| it.id == statement.id)
            .unwrap_or(0);
        let previous = at
            .checked_sub(1)
            .and_then(|before| section.get(before))
            .map(|it| {
                let place = Place::Statement(id, it.id.clone());
                view! { <a class="nhsuk-button nhsuk-button--secondary" href=place.to_string()>"Previous"</a> }.into_any()
            });
        let next = Place::after(&assessment, framework, statement);
        let progress = u64::try_from(100 * (at + 1) / section.len().max(1)).unwrap_or(0);
        let law = statement.law.clone().map(|law| {
            view! { <p class="nhsuk-body-s">{format!("The law applies here: {law}. A level 4 does not prove that it is complied with.")}</p> }
        });

        let content = if may_score {
            let saved = match saved_at {
                Some(at) => format!("Saved {}", display::clock(at)),
                None => "Nothing saved yet".to_owned(),
            };
            let form = score_form(id, (framework, statement), (&score, seen), previous, &draft)?;
            view! {
                <SavesItself saved>{form}</SavesItself>
                <Islands/>
            }
            .into_any()
        } else if is_blind {
            let own = Place::OwnScore(id, statement.id.clone());
            view! {
                <ul class="app-plain-list">{anchor_items(framework, statement)}</ul>
                {standing.may(Permission::ScoreOwn).then(|| view! {
                    <p><a class="nhsuk-button" href=own.to_string()>"Score this statement"</a></p>
                })}
                <div class="app-button-row app-button-row--split">
                    {previous}
                    <a class="nhsuk-button nhsuk-button--secondary" href=next.to_string()>"Next"</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                {score_to_read(framework, statement, &score)}
                <div class="app-button-row app-button-row--split">
                    {previous}
                    <a class="nhsuk-button nhsuk-button--secondary" href=next.to_string()>"Next"</a>
                </div>
            }
            .into_any()
        };
        Ok(view! {
            <Frame
                title=format!("{} {}", statement.id, statement.text)
                visitor=Some(visitor)
                assessment=Some(id)
                tab=Tab::Overview
                error=wrong
            >
                <ErrorSummary draft/>
                <div class=format!("app-statement app-pillar--{}", pillar.id)>
                    <div class="app-statement__bar">
                        <a class="app-statement__section" href=Place::Assessment(id).to_string()>{pillar.name.clone()}</a>
                        <span class="app-statement__place">{format!("{} of {}", at + 1, section.len())}</span>
                    </div>
                    <Bar value=progress target=None thin=true/>
                    <div class="app-statement__columns">
                        <div class="app-statement__main">
                            <p class="app-statement__id">{statement.id.to_string()}</p>
                            <h1 class="app-statement__title">{statement.text.clone()}</h1>
                            {(!statement.why.is_empty()).then(|| view! { <p class="app-statement__why">{statement.why.clone()}</p> })}
                            {law}
                            {last}
                            {content}
                            {questions}
                        </div>
                        <aside class="app-statement__side" aria-label="Evidence and other statements">
                            {may_plan.then(|| view! { <p><a class="app-no-print" href=plan.to_string()>"Plan an action"</a></p> })}
                            {learn}
                            {evidence_list(may_add.then(|| (id, statement.id.clone())), &evidence, assessment.as_at, &statement.evidence, &inherited)}
                            {planned_actions(id, &statement.id, &inherited, may_plan)}
                            {jump_list(id, pillar, &section, &statement.id, (!is_blind).then_some(&agreed))}
                        </aside>
                    </div>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// The ways to those who would talk about a statement, and to what others did about it;
/// none for a local statement, which nobody else has.
fn learn(framework: &Framework, statement: &StatementId) -> Option<impl IntoView + use<>> {
    let topic = Topic {
        pack: framework.find_pack_of(statement)?.id.clone(),
        statement: statement.clone(),
    };
    let buddies = Place::BuddiesAbout(topic.clone()).to_string();
    let examples = Place::ExamplesAbout(topic).to_string();
    Some(view! {
        <p class="app-no-print">
            <a href=buddies>"Who would talk about this"</a>
            " · "
            <a href=examples>"Examples"</a>
        </p>
    })
}

/// What was agreed about a statement last year, with the button that records it as still true.
async fn last_years(
    store: &Store,
    last: &LastYear,
    assessment: &Assessment,
    statement: &'static Statement,
    (now, seen): (&AgreedScore, Version),
    may_score: bool,
) -> Result<Option<AnyView>, AppError> {
    let Some(then) = store.find_score(&last.assessment, &statement.id).await? else {
        return Ok(None);
    };
    let framework = assessment.find_framework().ok_or(AppError::Unavailable)?;
    let offer = Offer {
        assessment: assessment.assessment_id,
        title: &last.assessment.title,
        statement: &statement.id,
        last: &then.value,
        now,
        seen,
        may_score,
        then: "next",
    };
    last_answer(framework, &offer).map(Some)
}

/// The form of whoever records what is agreed.
fn score_form(
    id: AssessmentId,
    (framework, statement): (&'static Framework, &'static Statement),
    (score, seen): (&AgreedScore, Version),
    previous: Option<AnyView>,
    draft: &Draft,
) -> Result<AnyView, AppError> {
    let base = serde_json::to_string(score).map_err(|_| AppError::Unavailable)?;
    let chosen = score
        .answer
        .as_ref()
        .and_then(Chosen::of)
        .map(Chosen::code)
        .unwrap_or_default();
    let reason = reason(score);
    let (targets, importances) = (targets(framework), importances());
    let (target, importance) = (score.target.to_string(), score.importance.to_string());
    let (comment, draft) = (score.comment.clone(), draft.clone());
    Ok(view! {
        <form method="post" action=SaveScore::url() novalidate="">
            <input type="hidden" name="assessment" value=id.to_string()/>
            <input type="hidden" name="statement" value=statement.id.to_string()/>
            <input type="hidden" name="base" value=base/>
            <input type="hidden" name="seen" value=seen.to_string()/>
            <LevelChoice framework statement chosen=chosen.to_owned() reason draft=draft.clone()/>
            <ChoiceRow name="target" legend="Where do we want to be?" choices=targets value=target draft=draft.clone()/>
            <ChoiceRow name="importance" legend="How much does it matter here?" choices=importances value=importance draft=draft.clone()/>
            <TextArea
                name="comment"
                label="What would you like to say about it?"
                hint="Others in your organisation can read this. It may have to be disclosed under freedom of information; write nothing about anybody’s health."
                value=comment
                draft=draft.clone()
            />
            <div class="app-button-row app-button-row--split">
                {previous}
                <button class="nhsuk-button" type="submit" name="then" value="next">"Save and next"</button>
            </div>
        </form>
    }
    .into_any())
}

/// Why it does not apply, where it does not.
pub(super) fn reason(score: &AgreedScore) -> String {
    match &score.answer {
        Some(Answer::NotApplicable { reason }) => reason.clone(),
        _ => String::new(),
    }
}

/// The targets to choose from, each with what its level is called.
pub(super) fn targets(framework: &Framework) -> Vec<Choice> {
    Target::all()
        .map(|it| {
            let name = Level::new(it.get()).map(|level| framework.level_name(level).to_owned());
            Choice::new(it.to_string(), it.to_string()).hint(name.unwrap_or_default())
        })
        .collect()
}

/// How much a statement can matter.
pub(super) fn importances() -> Vec<Choice> {
    Importance::all()
        .map(|it| Choice::new(it.to_string(), it.name()))
        .collect()
}

/// The score for those who only read it: the level with what it looks like here, and what is wanted.
fn score_to_read(
    framework: &'static Framework,
    statement: &'static Statement,
    score: &AgreedScore,
) -> impl IntoView + use<> {
    let (answer, meaning) = match &score.answer {
        Some(Answer::NotApplicable { .. }) => ("Not applicable".to_owned(), reason(score)),
        Some(Answer::Level(level)) => (
            format!("{level} {}", framework.level_name(*level)),
            statement.anchor(*level).to_owned(),
        ),
        answer => (answer_words(framework, answer.as_ref()), String::new()),
    };
    let target = Level::new(score.target.get())
        .map(|level| format!("{level} {}", framework.level_name(level)))
        .unwrap_or_default();
    let comment = (!score.comment.trim().is_empty()).then(|| {
        let comment = score.comment.clone();
        view! { <Fact term="What was said about it" wide=true>{comment}</Fact> }
    });
    let importance = score.importance.name();
    view! {
        <section class="app-card" aria-labelledby="answer">
            <h2 class="app-card__title" id="answer">{answer}</h2>
            {(!meaning.is_empty()).then(|| view! { <p>{meaning}</p> })}
            <dl class="app-facts">
                <Fact term="Target">{target}</Fact>
                <Fact term="Importance">{importance}</Fact>
                {comment}
            </dl>
        </section>
        {anchors(framework, statement, None)}
    }
}

/// What every level looks like, folded away; first why the statement matters, where the page does not say it.
pub(super) fn anchors(
    framework: &'static Framework,
    statement: &'static Statement,
    why: Option<&str>,
) -> impl IntoView + use<> {
    let why = why.map(|why| view! { <p>{why.to_owned()}</p> });
    view! {
        <Details summary="What the levels look like here" about=format!(" for {}", statement.id)>
            {why}
            <ul class="app-plain-list">{anchor_items(framework, statement)}</ul>
        </Details>
    }
}

/// An answer in words.
#[must_use]
pub fn answer_words(framework: &Framework, answer: Option<&Answer>) -> String {
    match answer {
        None => "Not answered yet".into(),
        Some(Answer::Level(level)) => format!("{level} {}", framework.level_name(*level)),
        Some(Answer::DontKnow) => "Don’t know".into(),
        Some(Answer::NotApplicable { reason }) => format!("Not applicable: {reason}"),
        Some(Answer::NoAgreement { .. }) => "We do not agree".into(),
    }
}

/// What each level looks like for a statement.
pub(super) fn anchor_items(
    framework: &'static Framework,
    statement: &'static Statement,
) -> impl IntoView + use<> {
    Level::all()
        .map(|level| {
            let name = format!("{level} {}. ", framework.level_name(level));
            view! { <li><strong>{name}</strong> {statement.anchor(level).to_owned()}</li> }
        })
        .collect_view()
}

pub(super) fn evidence_list(
    editable: Option<(AssessmentId, StatementId)>,
    evidence: &[Evidence],
    as_at: Date,
    prompts: &[String],
    inherited: &Inherited,
) -> impl IntoView + use<> {
    let support = Support::of(evidence, as_at);
    let (found, wanted) = match support.state {
        SupportState::Missing if evidence.is_empty() => ("None yet. ", "What could be shown:"),
        SupportState::Missing => (
            "None of it has a date, so it counts as missing. ",
            "What else could be shown:",
        ),
        SupportState::Stale => (
            "The newest is more than 12 months old. ",
            "What could be shown:",
        ),
        SupportState::Current => ("", "What else could be shown:"),
    };
    // A local statement has no prompts.
    let wanted = (!prompts.is_empty()).then_some(wanted);
    let change = |piece: &Evidence| {
        let (id, statement) = editable.clone()?;
        let place = Place::Evidence(id, statement, piece.evidence_id);
        let about = format!(" {}", piece.what);
        Some(view! {
            <div class="app-evidence__actions">
                <a href=place.to_string()>
                    "Change"
                    <span class="nhsuk-u-visually-hidden">{about}</span>
                </a>
            </div>
        })
    };
    let add = editable.clone().map(|(id, statement)| {
        view! { <p><a href=Place::NewEvidence(id, statement).to_string()>"Add evidence"</a></p> }
    });
    let confirm = |piece: &Evidence| {
        let is_carried = inherited.unconfirmed.contains(&piece.evidence_id);
        let fields = editable.as_ref().map(|(id, statement)| {
            vec![
                ("assessment", id.to_string()),
                ("statement", statement.to_string()),
                ("evidence", piece.evidence_id.to_string()),
            ]
        });
        let button = fields.map(|fields| {
            let about = piece.what.clone();
            view! { <ButtonForm action=ConfirmEvidence::url() fields label="Still true" about/> }
        });
        is_carried.then(|| view! { <p><FromLastYear/></p> {button} })
    };
    let items = evidence
        .iter()
        .map(|piece| {
            let tells_age = inherited.unconfirmed.contains(&piece.evidence_id);
            view! {
                <li class="app-evidence">
                    <EvidenceFacts evidence=piece as_at tells_age/>
                    {confirm(piece)}
                    {change(piece)}
                </li>
            }
        })
        .collect_view();
    let prompts = prompts
        .iter()
        .map(|prompt| view! { <li>{prompt.clone()}</li> })
        .collect_view();
    view! {
        <section aria-labelledby="evidence">
            <h2 class="nhsuk-heading-s" id="evidence">"Evidence"</h2>
            {(!evidence.is_empty()).then(|| view! { <ul class="app-evidence-list">{items}</ul> })}
            {add}
            <p class="nhsuk-body-s">{found} {wanted}</p>
            {wanted.map(|_| view! { <ul class="nhsuk-body-s">{prompts}</ul> })}
        </section>
    }
}

/// The actions of the plan for a statement, those from last year with their button.
pub(super) fn planned_actions(
    id: AssessmentId,
    statement: &StatementId,
    inherited: &Inherited,
    may_plan: bool,
) -> impl IntoView + use<> {
    let items = inherited
        .planned
        .iter()
        .map(|Planned { deed, is_unconfirmed }| {
            let fields = vec![
                ("assessment", id.to_string()),
                ("action", deed.action.to_string()),
                ("statement", statement.to_string()),
            ];
            let about = deed.what.clone();
            let button = may_plan.then(|| {
                view! { <ButtonForm action=ConfirmAction::url() fields label="Still true" about/> }
            });
            let mark = is_unconfirmed.then(|| view! { <p><FromLastYear/></p> {button} });
            view! {
                <li class="app-evidence">
                    <p class="app-evidence__what">
                        <a href=Place::Action(id, deed.action).to_string()>{deed.what.clone()}</a>
                    </p>
                    <p class="app-evidence__facts">{deed.status.name()}</p>
                    {mark}
                </li>
            }
        })
        .collect_view();
    (!inherited.planned.is_empty()).then(|| {
        view! {
            <section aria-labelledby="planned">
                <h2 class="nhsuk-heading-s" id="planned">"Actions"</h2>
                <ul class="app-evidence-list">{items}</ul>
            </section>
        }
    })
}

fn jump_list(
    id: AssessmentId,
    pillar: &Pillar,
    section: &[&'static Statement],
    here: &StatementId,
    // What is agreed, once anything can be.
    agreed: Option<&Scores>,
) -> impl IntoView + use<> {
    let jumps = section
        .iter()
        .map(|&statement| {
            let answer = agreed
                .and_then(|agreed| agreed.get(&statement.id))
                .and_then(|it| it.answer.as_ref());
            let state = match answer {
                None if agreed.is_none() => jump_list::State::Words(""),
                None => jump_list::State::Words("Not answered"),
                Some(Answer::Level(level)) => jump_list::State::Level(level.to_string()),
                Some(Answer::DontKnow) => jump_list::State::Words("Don’t know"),
                Some(Answer::NotApplicable { .. }) => jump_list::State::Words("Not applicable"),
                Some(Answer::NoAgreement { .. }) => jump_list::State::Words("No agreement"),
            };
            Jump {
                statement,
                place: Place::Statement(id, statement.id.clone()),
                state,
                is_here: statement.id == *here,
            }
        })
        .collect();
    let label = format!("Statements in {}", pillar.name);
    let list = Place::Section(id, pillar.id.clone());
    view! {
        <JumpList title=pillar.name.clone() label jumps>
            <p><a href=list.to_string()>"See as a list"</a></p>
        </JumpList>
    }
}
