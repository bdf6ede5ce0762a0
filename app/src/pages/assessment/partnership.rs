//! The overview of an assessment that both sides score: where it stands, and
//! what whoever looks can do next.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    assessment::State, display::count, divergence::Minimum, id::AssessmentId, meeting::Matter,
    participant::Side, permission::Permission, results::Results,
};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use store::{participant::Progress, reopening::Lineage};

use super::{Wanted, audit_link, files, local_link, pillar_cards, whose};
use crate::{
    actions::round::{Consent, OpenScoring, Withdraw, without_chair},
    error::AppError,
    last_year::LastYear,
    pages::{
        own_score::{Own, complete, percent, pillars_in_order},
        question::questions_link,
    },
    parts::{
        bar::Bar,
        button::ButtonForm,
        details::Details,
        facts::Fact,
        following::{AfterSigning, Follows},
        frame::{Frame, Tab},
        lineage::{Superseded, Supersedes},
        tag::StateTag,
    },
    place::Place,
    visitor::{Round, Visitor, store},
};

/// The whole page.
pub(super) async fn overview(visitor: Visitor, round: Round) -> Result<AnyView, AppError> {
    let id = round.assessment.assessment_id;
    let (title, state) = (round.assessment.title.clone(), round.assessment.state);
    let progress = store()?
        .scoring_progress(&round.assessment, round.asked())
        .await?;
    let Lineage { earlier, later } = store()?.lineage(&round.assessment).await?;
    let standing = round.standing;
    let next = next_steps(&visitor, &round, &progress).await?;
    let pillars = pillars(&visitor, &round).await?;
    let before = round.assessment.is_blind().then(|| {
        view! {
            {progress_card(&round, &progress)}
            {notice_card(round.assessment.minimum)}
        }
    });
    let meta = format!(
        "{}{} · {}",
        whose(&visitor, &round.assessment).await?,
        round.framework.full_title(),
        round.assessment.period()
    );
    let last = LastYear::of(&store()?, &round.assessment, round.framework).await?;
    let unconfirmed = store()?.unconfirmed(&round.assessment).await?;
    let is_blind = round.assessment.is_blind();
    let is_signed = !round.assessment.is_open();
    let questions = questions_link(&round).await?;
    let audit = audit_link(&round);
    let local = local_link(&round);
    let people = (!round.standing.lists().is_empty()).then(|| {
        view! { <p><a href=Place::Participants(id).to_string()>"Who takes part"</a></p> }
    });
    Ok(view! {
        <Frame title=title.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
            <div class="app-page-heading">
                <div class="app-page-heading__text">
                    <h1 class="app-page-heading__title">{title}</h1>
                    <p class="app-page-heading__meta">{meta} " · " <StateTag state/></p>
                </div>
            </div>
            {life(state)}
            <Supersedes standing earlier/>
            <Superseded standing later/>
            <div class="app-columns">
                <div>
                    {next}
                    <Follows standing last unconfirmed is_blind/>
                    {pillars}
                    <AfterSigning id is_signed standing/>
                </div>
                <div>
                    {before}
                    {people}
                    {local}
                    {questions}
                    {audit}
                </div>
            </div>
            {files(id, false)}
        </Frame>
    }
    .into_any())
}

/// The five steps of an assessment, and which of them it is at.
fn life(state: State) -> impl IntoView {
    let steps = State::ALL
        .iter()
        .map(|&step| {
            let (class, aloud) = match step.cmp(&state) {
                std::cmp::Ordering::Less => ("app-life__step app-life__step--done", " (done)"),
                std::cmp::Ordering::Equal => ("app-life__step app-life__step--now", ""),
                std::cmp::Ordering::Greater => ("app-life__step", " (to come)"),
            };
            view! {
                <li class=class aria-current=(step == state).then_some("step")>
                    {step.name()}
                    <span class="nhsuk-u-visually-hidden">{aloud}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="app-life" aria-label="Where the assessment stands">{steps}</ol> }
}

/// What this visitor can do now, the most urgent first.
async fn next_steps(
    visitor: &Visitor,
    round: &Round,
    progress: &BTreeMap<Side, Progress>,
) -> Result<Vec<AnyView>, AppError> {
    let id = round.assessment.assessment_id;
    let mut cards = Vec::new();
    match round.assessment.state {
        State::Draft => {
            if round.may(Permission::ManageRound) {
                let people = store()?.participants(&round.assessment).await?;
                cards.push(open_card(id, &without_chair(&people)).into_any());
            }
            if round.may(Permission::Invite) && !round.may(Permission::ManageRound) {
                cards.push(invite_card(id).into_any());
            }
            if let Some(side) = round.side().filter(|_| round.may(Permission::Consent)) {
                let consents = store()?.consents(&round.assessment).await?;
                cards.push(minimum_card(round, side, &consents).into_any());
            }
            if cards.is_empty() {
                cards.push(waiting_card(WAITING_TO_OPEN).into_any());
            }
        }
        State::Scoring => {
            if round.may(Permission::ScoreOwn) {
                let own = Own::of(round, visitor).await?;
                cards.push(own_card(id, &own).into_any());
            }
            if let Some(side) = round.side().filter(|_| round.may(Permission::Consent)) {
                let consents = store()?.consents(&round.assessment).await?;
                cards.push(reveal_card(round, side, &consents, progress).into_any());
            }
            if round.may(Permission::Invite) {
                cards.push(chase_card(id).into_any());
            }
            if cards.is_empty() {
                cards.push(waiting_card(WAITING_TO_MEET).into_any());
            }
        }
        State::Meeting => {
            cards.push(meeting_card(id, MEETING_IS_ON, "Go to the meeting").into_any());
        }
        State::Agreed => {
            cards.push(meeting_card(id, ALL_IS_AGREED, "See what was agreed").into_any());
        }
        State::SignedOff => {
            cards.push(meeting_card(id, SIGNED, "See what was agreed").into_any());
        }
    }
    Ok(cards)
}

const WAITING_TO_OPEN: &str = "The assessment is being set up. Scoring opens once both sides have a chair; until then you can read the statements.";
const WAITING_TO_MEET: &str = "Both sides are scoring on their own. Nobody sees anybody else’s scores until the two chairs reveal them together.";
const MEETING_IS_ON: &str = "The scores are revealed. Both sides work through the statements, those furthest apart first, and settle what they agree.";
const ALL_IS_AGREED: &str =
    "Everything is settled that will be. What is left is the plan, and the signatures.";
const SIGNED: &str = "The assessment is signed and frozen. The plan goes on.";

fn waiting_card(said: &'static str) -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="now">
            <h2 class="app-card__title" id="now">"Nothing to do yet"</h2>
            <p class="nhsuk-u-reading-width">{said}</p>
        </section>
    }
}

fn meeting_card(id: AssessmentId, said: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="meeting">
            <h2 class="app-card__title" id="meeting">"The meeting"</h2>
            <p class="nhsuk-u-reading-width">{said}</p>
            <p><a class="nhsuk-button nhsuk-u-margin-bottom-0" href=Place::Meeting(id).to_string()>{label}</a></p>
        </section>
    }
}

fn open_card(id: AssessmentId, missing: &[Side]) -> impl IntoView + use<> {
    let body = if missing.is_empty() {
        Either::Left(view! {
            <p class="nhsuk-u-reading-width">
                "Both sides have a chair. Once scoring is open, everybody who scores can begin; more people can still be invited, and the minimum stays as it is."
            </p>
            <ButtonForm
                action=OpenScoring::url()
                fields=vec![("assessment", id.to_string())]
                label="Open scoring"
                class="nhsuk-button"
            />
        })
    } else {
        let names: Vec<_> = missing.iter().map(|it| it.name().to_lowercase()).collect();
        let said = format!(
            "Scoring can open when both sides have a chair. Still without one: {}.",
            names.join(" and ")
        );
        Either::Right(view! {
            <p class="nhsuk-u-reading-width">{said}</p>
            <a class="nhsuk-button" href=Place::NewParticipant(id).to_string()>"Invite a person"</a>
        })
    };
    view! {
        <section class="app-card" aria-labelledby="open">
            <h2 class="app-card__title" id="open">"Open scoring"</h2>
            {body}
        </section>
    }
}

fn invite_card(id: AssessmentId) -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="invite">
            <h2 class="app-card__title" id="invite">"Invite your side"</h2>
            <p class="nhsuk-u-reading-width">
                "You decide who scores for your side. Only you and the wellbeing lead see who they are. The more people score, the more the meeting has to talk about."
            </p>
            <a class="nhsuk-button" href=Place::Participants(id).to_string()>"Invite people"</a>
        </section>
    }
}

fn chase_card(id: AssessmentId) -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="people">
            <h2 class="app-card__title" id="people">"Who takes part"</h2>
            <p class="nhsuk-u-reading-width">"People can be invited to score until the scores are revealed. Reminders go to those who have not finished, and nobody is told who they are."</p>
            <a class="nhsuk-button nhsuk-button--secondary" href=Place::Participants(id).to_string()>"Invite and remind people"</a>
        </section>
    }
}

/// One partner's consents to a matter, as buttons and sentences.
fn consent_buttons(
    id: AssessmentId,
    matter: Matter,
    own: Side,
    consents: &BTreeSet<(Matter, Side)>,
    labels: (&'static str, &'static str),
) -> impl IntoView + use<> {
    let has = |side| consents.contains(&(matter, side));
    let other = Side::PARTNERS.into_iter().find(|side| *side != own);
    let other_agreed = other.filter(|&side| has(side));
    let said = other_agreed.map(|side| format!("The {} has agreed.", side.name().to_lowercase()));
    let fields = || {
        vec![
            ("assessment", id.to_string()),
            ("matter", matter.to_string()),
        ]
    };
    let button = if has(own) {
        Either::Left(view! {
            <p>"Your side has agreed; the other has not yet."</p>
            <ButtonForm action=Withdraw::url() fields=fields() label="Take it back" about=labels.1/>
        })
    } else {
        let class = if matter == Matter::Reveal {
            "nhsuk-button"
        } else {
            "nhsuk-button nhsuk-button--secondary nhsuk-button--small"
        };
        Either::Right(
            view! { <ButtonForm action=Consent::url() fields=fields() label=labels.0 class=class/> },
        )
    };
    view! {
        {said.map(|said| view! { <p><strong>{said}</strong></p> })}
        {button}
    }
}

fn minimum_card(
    round: &Round,
    side: Side,
    consents: &BTreeSet<(Matter, Side)>,
) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let now = round.assessment.minimum;
    let others = [3, 2, 1]
        .into_iter()
        .filter_map(|levels| Minimum::new(levels).ok())
        .filter(|&it| it != now)
        .map(|minimum| {
            let labels = match minimum.get() {
                1 => ("Agree to one score", "one score"),
                2 => ("Agree to two scores", "two scores"),
                _ => ("Agree to three scores", "three scores"),
            };
            view! {
                <div class="nhsuk-u-margin-bottom-4">
                    <p class="nhsuk-u-reading-width">{minimum.notice()}</p>
                    {consent_buttons(id, Matter::Minimum(minimum), side, consents, labels)}
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="app-card" aria-labelledby="minimum">
            <h2 class="app-card__title" id="minimum">"From how many scores on they are shown"</h2>
            <p class="nhsuk-u-reading-width">
                {format!("Now: {}. ", count(usize::from(now.get()), "score of a side", "scores of a side"))}
                "It can be changed only until scoring opens, and only by both chairs together. Everybody is told before they score."
            </p>
            <Details summary="Change it">
                {others}
            </Details>
        </section>
    }
}

fn reveal_card(
    round: &Round,
    side: Side,
    consents: &BTreeSet<(Matter, Side)>,
    progress: &BTreeMap<Side, Progress>,
) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let minimum = round.assessment.minimum.get();
    let numbers = Side::PARTNERS
        .into_iter()
        .map(|side| {
            let of = progress.get(&side).copied().unwrap_or_default();
            let small = (of.scorers < u32::from(minimum)).then(|| {
                format!(" Nothing of it can be shown: that takes {minimum} people who score.")
            });
            let said = format!(
                "{}: {} of {} have finished.",
                side.name(),
                of.finished,
                of.scorers
            );
            view! { <li>{said} {small}</li> }
        })
        .collect_view();
    let other_agreed = consents
        .iter()
        .any(|&(matter, of)| matter == Matter::Reveal && of != side);
    let label = if other_agreed {
        "Reveal the scores now"
    } else {
        "Agree to the reveal"
    };
    let warning = if other_agreed {
        "With your consent scoring closes at once and the meeting begins. This cannot be undone."
    } else {
        "It happens when both chairs have agreed: scoring closes and the meeting begins. Until the other has agreed you can take it back."
    };
    view! {
        <section class="app-card" aria-labelledby="reveal">
            <h2 class="app-card__title" id="reveal">"Reveal the scores"</h2>
            <ul>{numbers}</ul>
            <p class="nhsuk-u-reading-width">{warning}</p>
            {consent_buttons(id, Matter::Reveal, side, consents, (label, "the consent to the reveal"))}
        </section>
    }
}

fn own_card(id: AssessmentId, own: &Own) -> impl IntoView + use<> {
    let (answered, asked) = (own.answered(), own.order.len());
    let next = own
        .order
        .iter()
        .find(|it| !own.is_answered(it))
        .map(|it| Place::OwnScore(id, it.id.clone()));
    let body = match next {
        Some(next) => {
            let label = if answered == 0 {
                "Start scoring"
            } else {
                "Continue scoring"
            };
            Either::Left(view! {
                <p class="nhsuk-u-reading-width">"One statement at a time, about a minute each. Everything is saved as you go, and you can go on on another device. Until the chairs reveal the scores, only you see yours."</p>
                <div class="app-button-row">
                    <a class="nhsuk-button" href=next.to_string()>{label}</a>
                    <a href=Place::OwnScores(id).to_string()>"Your answers"</a>
                </div>
            })
        }
        None => Either::Right(view! {
            {complete(asked)}
            <p><a href=Place::OwnScores(id).to_string()>"Look through your answers"</a></p>
        }),
    };
    view! {
        <section class="app-card" aria-labelledby="own">
            <h2 class="app-card__title" id="own">"Your scores"</h2>
            <div class="app-progress">
                <p class="app-progress__text"><strong>{format!("{answered} of {asked}")}</strong> " answered"</p>
                <Bar value=percent(answered, asked) target=None thin=true/>
            </div>
            {body}
        </section>
    }
}

/// The pillars: with one's own progress while scoring, with what is settled afterwards, else to read.
async fn pillars(visitor: &Visitor, round: &Round) -> Result<AnyView, AppError> {
    let assessment = &round.assessment;
    let id = assessment.assessment_id;
    if round.may(Permission::ScoreOwn) {
        let own = Own::of(round, visitor).await?;
        let cards = pillars_in_order(round, &own)
            .into_iter()
            .map(|(pillar, name, section)| {
                let done = section.iter().filter(|it| own.is_answered(it)).count();
                let next = section
                    .iter()
                    .find(|it| !own.is_answered(it))
                    .or(section.first())
                    .map(|it| Place::OwnScore(id, it.id.clone()));
                let label = match done {
                    0 => "Start",
                    all if all == section.len() => "Look through",
                    _ => "Continue",
                };
                own_pillar(&pillar, name, (done, section.len()), next, label)
            })
            .collect_view();
        return Ok(view! { <div class="app-grid app-grid--3">{cards}</div> }.into_any());
    }
    if round.assessment.is_blind() {
        let links = round
            .framework
            .pillars
            .iter()
            .map(|it| {
                view! { <li><a href=Place::Section(id, it.id.clone()).to_string()>{it.name.clone()}</a></li> }
            })
            .collect_view();
        return Ok(view! {
            <section class="app-card" aria-labelledby="statements">
                <h2 class="app-card__title" id="statements">"The statements and their evidence"</h2>
                <ul class="app-link-list">{links}</ul>
            </section>
        }
        .into_any());
    }
    let records = store()?.records(assessment).await?;
    let results = Results::of(round.framework, assessment, &records);
    Ok(pillar_cards(round, &results, &records, Wanted::Reading).into_any())
}

fn own_pillar(
    pillar: &str,
    name: String,
    (done, all): (usize, usize),
    next: Option<Place>,
    label: &'static str,
) -> impl IntoView + use<> {
    let heading = format!("pillar-{pillar}");
    let button = next.map(|next| {
        let about = format!(" {name}");
        view! {
            <a class="nhsuk-button nhsuk-button--secondary" href=next.to_string()>
                {label}
                <span class="nhsuk-u-visually-hidden">{about}</span>
            </a>
        }
    });
    view! {
        <section class=format!("app-pillar-card app-pillar--{pillar}") aria-labelledby=heading.clone()>
            <h2 class="app-pillar-card__name" id=heading.clone()>{name}</h2>
            <div class="app-progress">
                <p class="app-progress__text"><strong>{format!("{done} of {all}")}</strong> " answered"</p>
                <Bar value=percent(done, all) target=None thin=true/>
            </div>
            <div class="app-button-row">{button}</div>
        </section>
    }
}

/// How far each side has come, as numbers only.
fn progress_card(round: &Round, progress: &BTreeMap<Side, Progress>) -> impl IntoView + use<> {
    let asked = round.asked();
    let is_scoring = round.assessment.state == State::Scoring;
    let rows = Side::ALL
        .iter()
        .filter(|side| side.is_partner() || progress.contains_key(side))
        .map(|side| {
            let of = progress.get(side).copied().unwrap_or_default();
            let people = usize::try_from(of.scorers).unwrap_or_default();
            let possible = people * asked;
            let said = count(people, "person scores", "people score");
            let numbers = is_scoring.then(|| {
                let answers = usize::try_from(of.answers).unwrap_or_default();
                view! {
                    <p class="nhsuk-u-margin-bottom-0">{format!("{} finished · {answers} of {possible} answers", of.finished)}</p>
                    <Bar value=percent(answers, possible) target=None thin=true/>
                }
            });
            view! { <Fact term=side.name()>{said} {numbers}</Fact> }
        })
        .collect_view();
    view! {
        <section class="app-card" aria-labelledby="progress">
            <h2 class="app-card__title" id="progress">"Each side, in numbers"</h2>
            <dl class="app-facts app-facts--stacked">{rows}</dl>
        </section>
    }
}

/// From how many scores on a side is shown.
fn notice_card(minimum: Minimum) -> impl IntoView {
    view! {
        <section class="app-card" aria-labelledby="notice">
            <h2 class="app-card__title" id="notice">"What will be shown"</h2>
            <p>{minimum.notice()}</p>
        </section>
    }
}
