//! What a new year takes from the one before: where it stands on the overview, and its buttons.

use domain::{
    answer::AgreedScore,
    display::{self, count},
    following::{Unconfirmed, Unmatched},
    framework::Framework,
    id::{AssessmentId, StatementId},
    level::Level,
    permission::{Permission, Standing},
    person::Role,
    trend::Change,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::Version;

use super::{hidden_fields::HiddenFields, typed::Typed};
use crate::{
    actions::score::SaveScore,
    error::AppError,
    last_year::{LastYear, still_true, still_true_words},
    pages::statement::answer_words,
    parts::details::Details,
    place::Place,
};

/// Says which assessment a new year follows, what is still to be looked at, and
/// what has no counterpart.
#[component]
pub fn Follows(
    /// How whoever reads it stands to the assessment.
    standing: Standing,
    /// The assessment that is followed, if there is one.
    last: Option<LastYear>,
    /// What is still to be looked at.
    unconfirmed: Unconfirmed,
    /// Whether nobody may say yet what was agreed.
    is_blind: bool,
) -> impl IntoView {
    last.map(|last| {
        let earlier = Place::Assessment(last.assessment.assessment_id).to_string();
        let title = last.assessment.title.clone();
        let named = if standing.role == Role::Invited {
            view! { <Typed text=title/> }.into_any()
        } else {
            view! { <a href=earlier><Typed text=title/></a> }.into_any()
        };
        let left = left_words(&unconfirmed, is_blind);
        let apart = (!last.mapping.is_complete()).then(|| apart(&last));
        view! {
            <section class="app-card" aria-labelledby="follows">
                <h2 class="app-card__title" id="follows">"From last year"</h2>
                <p>"Follows " {named} ". " {left}</p>
                {apart}
            </section>
        }
    })
}

/// How much is still to be looked at, in a sentence.
fn left_words(unconfirmed: &Unconfirmed, is_blind: bool) -> String {
    let pieces = unconfirmed
        .evidence
        .values()
        .map(std::collections::BTreeSet::len);
    let mut parts = Vec::new();
    // Before the reveal answers are everybody's own.
    if !is_blind && !unconfirmed.answers.is_empty() {
        parts.push(count(unconfirmed.answers.len(), "answer", "answers"));
    }
    let pieces: usize = pieces.sum();
    if pieces > 0 {
        parts.push(count(pieces, "piece of evidence", "pieces of evidence"));
    }
    if !unconfirmed.actions.is_empty() {
        parts.push(count(unconfirmed.actions.len(), "action", "actions"));
    }
    match parts.split_last() {
        None => "Everything that was carried over has been looked at.".into(),
        Some((last, [])) => format!("Still true? {last} of last year to look at."),
        Some((last, first)) => format!(
            "Still true? {} and {last} of last year to look at.",
            first.join(", ")
        ),
    }
}

fn apart(year: &LastYear) -> impl IntoView + use<> {
    let list = |title: &'static str, all: &[Unmatched]| {
        let items = all
            .iter()
            .map(|it| {
                let text = format!(" {} ({})", it.text, it.why.words());
                view! { <li><strong>{it.statement.to_string()}</strong> {text}</li> }
            })
            .collect_view();
        (!all.is_empty()).then(|| {
            view! { <h3 class="nhsuk-heading-s">{title}</h3> <ul>{items}</ul> }
        })
    };
    let number = year.mapping.dropped.len() + year.mapping.added.len();
    let lists = [
        list("Asked last year and not now", &year.mapping.dropped),
        list("Asked now and not last year", &year.mapping.added),
    ];
    view! {
        <Details summary=count(number, "statement without a counterpart", "statements without a counterpart")>
            <p>"Statements meet by id and revision. Nothing was carried over for these."</p>
            {lists}
        </Details>
    }
}

/// What can be done beside a signed assessment: the next year, and check-ins.
#[component]
pub fn AfterSigning(
    /// The assessment.
    id: AssessmentId,
    /// Whether it is signed.
    is_signed: bool,
    /// How whoever reads it stands to it.
    standing: Standing,
) -> impl IntoView {
    let start = standing.may(Permission::StartAssessment).then(|| {
        let place = Place::NewAssessmentAfter(id).to_string();
        view! { <a class="nhsuk-button" href=place>"Start the next year from this"</a> }
    });
    is_signed.then(|| {
        view! {
            <section class="app-card" aria-labelledby="after">
                <h2 class="app-card__title" id="after">"After signing"</h2>
                <p class="nhsuk-u-reading-width">
                    "A new year takes over targets, evidence and open actions, each to be confirmed. Between years, a check-in looks at a few statements."
                </p>
                <div class="app-button-row">
                    {start}
                    <a href=Place::CheckIns(id).to_string()>"Check-ins between years"</a>
                </div>
            </section>
        }
    })
}

/// What a statement's page or list needs to offer last year's answer.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The assessment.
    pub assessment: AssessmentId,
    /// What last year's is called.
    pub title: &'a str,
    /// The statement.
    pub statement: &'a StatementId,
    /// What was agreed last year.
    pub last: &'a AgreedScore,
    /// What stands now.
    pub now: &'a AgreedScore,
    /// Which version that is.
    pub seen: Version,
    /// Whether whoever reads it may record it.
    pub may_score: bool,
    /// Where to go afterwards: `next` or `list`.
    pub then: &'static str,
}

/// Last year's answer, with the one button that records it as still true.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the score cannot be written into the form.
pub fn last_answer(framework: &Framework, offer: &Offer<'_>) -> Result<AnyView, AppError> {
    let base = serde_json::to_string(offer.now).map_err(|_| AppError::Unavailable)?;
    let words = answer_words(framework, offer.last.answer.as_ref());
    let moved = offer
        .last
        .level()
        .zip(offer.now.level())
        .map(|(last, now)| format!(" · {}", Change::between(last.get(), now.get()).words()));
    let target = Level::new(offer.last.target.get())
        .map(|level| format!(" · target then {level}"))
        .unwrap_or_default();
    let button = still_true(Some(offer.last), offer.now)
        .filter(|_| offer.may_score)
        .map(|(choice, reason)| {
            let fields = vec![
                ("assessment", offer.assessment.to_string()),
                ("statement", offer.statement.to_string()),
                ("base", base),
                ("seen", offer.seen.to_string()),
                ("answer", choice.code().to_owned()),
                ("reason", reason),
                ("comment", offer.now.comment.clone()),
                ("target", offer.now.target.to_string()),
                ("importance", offer.now.importance.to_string()),
                ("then", offer.then.to_owned()),
            ];
            let about = format!(" for {}", offer.statement);
            view! {
                <form method="post" action=SaveScore::url()>
                    <HiddenFields fields/>
                    <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small nhsuk-u-margin-bottom-0" type="submit">
                        {still_true_words(choice)}
                        <span class="nhsuk-u-visually-hidden">{about}</span>
                    </button>
                </form>
            }
        });
    Ok(view! {
        <div class="nhsuk-inset-text">
            <p class="nhsuk-u-margin-bottom-2">
                <span class="nhsuk-u-secondary-text-colour">{format!("{}: ", offer.title)}</span>
                <strong>{words}</strong>
                {target}
                {moved}
            </p>
            {button}
        </div>
    }
    .into_any())
}

/// The mark of what was carried over and nobody has looked at yet.
#[component]
pub fn FromLastYear() -> impl IntoView {
    view! { <strong class="nhsuk-tag nhsuk-tag--orange">"From last year: still true?"</strong> }
}

/// "9 months old", for what has a date.
#[must_use]
pub fn age_words(months: u32) -> String {
    match months {
        0 => "less than a month old".into(),
        months => format!(
            "{} old",
            display::count(usize::try_from(months).unwrap_or(0), "month", "months")
        ),
    }
}
