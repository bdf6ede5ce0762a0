//! `/assessments/:assessment/sign-off`

use domain::{
    assessment::{Assessment, Method, State},
    display,
    eqia::Sheet,
    id::AssessmentId,
    permission::{Permission, Standing},
    quality::{Finding, Rule, Severity, Subject, is_ready},
    snapshot::{Capacity, Signature, Snapshot},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
    server_fn::ServerFn,
};
use store::{reopening::Relative, sign_off::SignOff as Signed, signature::Given};

use super::{param, question::questions_link};
use crate::{
    actions::{
        assessment::ReopenAssessment,
        sign_off::{Sign, SignOff, WithdrawSignature, findings, shown},
    },
    draft::Draft,
    paper::read_snapshot,
    parts::{
        button::ButtonForm,
        error_summary::{ErrorMessage, ErrorSummary, group_class},
        frame::{Frame, Tab, page},
        lineage::Superseded,
        table::{Column, Table},
        tag::StateTag,
        text_field::TextField,
        typed::Typed,
    },
    place::{Download, Place},
    visitor::{Round, Visitor, now, round, store, today},
};

/// What is left to do before sign-off; afterwards, what was signed and by whom.
#[component]
pub fn SignOffPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let questions = questions_link(&round).await?;
        let Round {
            assessment,
            framework,
            standing,
        } = round;
        let store = store()?;
        if let Some(signed) = store.find_sign_off(&assessment).await? {
            let snapshot = read_snapshot(&signed)?;
            let later = store.lineage(&assessment).await?.later;
            let reopening = reopening(&assessment, standing, later);
            return Ok(signed_page(visitor, &signed, &snapshot, reopening).into_any());
        }
        let id = assessment.assessment_id;
        let contents = store.contents(&assessment).await?;
        let found = findings(framework, &contents, today());
        let seen = shown(framework, contents, now())?.to_string();
        let draft = Draft::of(&visitor.holder(), &Place::SignOff(id)).await?;
        let wrong = draft.has_problems();
        let form = if assessment.method == Method::Partnership {
            let given = store.signatures(&assessment).await?;
            EitherOf3::A(signatures(id, standing, seen, &given, &draft))
        } else if standing.may(Permission::SignOff) {
            EitherOf3::B(sign_form(id, seen, is_ready(&found), &draft))
        } else {
            EitherOf3::C(view! {
                <section class="app-card" aria-labelledby="who">
                    <h2 class="app-card__title" id="who">"Who signs"</h2>
                    <p>"Both chairs and the board sign. The wellbeing lead records who did, and when."</p>
                </section>
            })
        };
        let state = assessment.state;
        Ok(view! {
            <Frame title="Sign-off" visitor=Some(visitor) assessment=Some(id) tab=Tab::SignOff error=wrong>
                <ErrorSummary draft/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{assessment.title.clone()}</p>
                        <h1 class="app-page-heading__title">"Sign-off"</h1>
                        <p class="app-page-heading__meta"><StateTag state/> " " {verdict(&found)}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=Place::Document(id).to_string()>"Read the whole plan"</a>
                    </div>
                </div>
                <section class="app-card" aria-labelledby="checks">
                    <h2 class="app-card__title" id="checks" tabindex="-1">"What is checked"</h2>
                    {checks(id, &found)}
                </section>
                {questions}
                {form}
            </Frame>
        }
        .into_any())
    })
}

fn verdict(found: &[Finding]) -> String {
    let number = |severity| found.iter().filter(|it| it.severity() == severity).count();
    let warnings = display::count(number(Severity::Warning), "warning", "warnings");
    match number(Severity::Error) {
        0 => format!("Ready to be signed, with {warnings}"),
        errors => format!(
            "{} in the way, and {warnings}",
            display::count(errors, "error stands", "errors stand")
        ),
    }
}

/// Every rule with what breaks it: errors first, then warnings, then what is in order.
fn checks(id: AssessmentId, found: &[Finding]) -> impl IntoView + use<> {
    let of = |rule: Rule| found.iter().filter(move |it| it.rule == rule);
    let (broken, kept): (Vec<Rule>, Vec<Rule>) = Rule::ALL
        .iter()
        .partition(|&&rule| of(rule).next().is_some());
    let broken = broken
        .into_iter()
        .map(|rule| broken_rule(id, rule, of(rule).collect()))
        .collect_view();
    let kept = kept
        .into_iter()
        .map(|rule| {
            view! {
                <li class="app-check app-check--ok">
                    <p class="app-check__what">
                        <strong class="nhsuk-tag nhsuk-tag--green">"Done"</strong>
                        {rule.name()}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="app-check-list">{broken} {kept}</ul> }
}

/// Up to how many findings of a rule are read without unfolding them.
const AT_ONCE: usize = 3;

fn broken_rule(id: AssessmentId, rule: Rule, found: Vec<&Finding>) -> impl IntoView + use<> {
    let (class, colour, word) = match rule.severity() {
        Severity::Error => ("app-check app-check--error", "red", "Error"),
        Severity::Warning => ("app-check app-check--warning", "orange", "Warning"),
    };
    let number = found.len();
    let links = found
        .into_iter()
        .map(|finding| {
            let there = mended_at(id, &finding.about).to_string();
            view! { <li><a href=there>{finding.message.clone()}</a></li> }
        })
        .collect_view();
    let links = view! { <ul class="app-link-list">{links}</ul> };
    let links = if number > AT_ONCE {
        Either::Left(view! {
            <details class="nhsuk-details nhsuk-u-margin-bottom-0">
                <summary class="nhsuk-details__summary">
                    <span class="nhsuk-details__summary-text">
                        {format!("Show all {number}")}
                        <span class="nhsuk-u-visually-hidden">{format!(": {}", rule.name())}</span>
                    </span>
                </summary>
                <div class="nhsuk-details__text">{links}</div>
            </details>
        })
    } else {
        Either::Right(links)
    };
    view! {
        <li class=class>
            <p class="app-check__what">
                <strong class=format!("nhsuk-tag nhsuk-tag--{colour}")>{word}</strong>
                {rule.name()}
            </p>
            {links}
        </li>
    }
}

/// Where a finding is mended.
fn mended_at(id: AssessmentId, about: &Subject) -> Place {
    match about {
        Subject::Statement(statement) => Place::Statement(id, statement.clone()),
        Subject::Action(action) => Place::Action(id, *action),
        Subject::EqiaCell(cell) => Place::EqiaSheet(id, Sheet::Impacts(cell.row.clone())),
        Subject::EqiaStage(stage) => Place::EqiaSheet(id, Sheet::Stage(*stage)),
        Subject::Questions => Place::Questions(id),
        Subject::Assessment => Place::Assessment(id),
    }
}

/// In partnership each of the three signs for themselves.
fn signatures(
    id: AssessmentId,
    standing: Standing,
    seen: String,
    given: &[Given],
    draft: &Draft,
) -> impl IntoView + use<> {
    let rows = Capacity::ALL
        .iter()
        .map(|&capacity| {
            let given = given.iter().find(|it| it.signature.capacity == capacity);
            let (who, post, when) = match given {
                Some(it) if it.seen == seen => {
                    let Signature { name, post, .. } = &it.signature;
                    (name.clone(), post.clone(), it.signature.when())
                }
                Some(it) => (
                    it.signature.name.clone(),
                    it.signature.post.clone(),
                    "Before the last change: to be signed again".to_owned(),
                ),
                None => (String::new(), String::new(), "Not yet".to_owned()),
            };
            vec![
                capacity.name().into_any(),
                who.into_any(),
                post.into_any(),
                when.into_any(),
            ]
        })
        .collect();
    let columns = ["For", "Name", "Post", "Signed on"].map(Column::new);
    let capacity = standing
        .seat
        .and_then(Capacity::of)
        .filter(|_| standing.may(Permission::Sign));
    let has_signed = capacity.is_some_and(|capacity| {
        given
            .iter()
            .any(|it| it.signature.capacity == capacity && it.seen == seen)
    });
    let next = match (capacity, has_signed) {
        (Some(_), true) => EitherOf3::A(view! {
            <p class="nhsuk-u-reading-width">"You have signed. As long as the last signature is missing, you can withdraw yours."</p>
            <ButtonForm
                action=WithdrawSignature::url()
                fields=vec![("assessment", id.to_string())]
                label="Withdraw my signature"
            />
        }),
        (Some(capacity), false) => EitherOf3::B(own_signature(id, capacity, seen, draft)),
        (None, _) if standing.state == State::Agreed => EitherOf3::C(view! {
            <p class="nhsuk-u-reading-width">"Both chairs and the board sign here, each with their own account. The last signature freezes the assessment."</p>
        }),
        (None, _) => EitherOf3::C(view! {
            <p class="nhsuk-u-reading-width">"Both chairs and the board sign once the meeting is closed. The last signature freezes the assessment."</p>
        }),
    };
    view! {
        <section class="app-card" aria-labelledby="signatures">
            <h2 class="app-card__title" id="signatures">"Signatures"</h2>
            <Table caption="Who has signed so far" columns=columns.into() rows/>
            {next}
        </section>
    }
}

fn own_signature(
    id: AssessmentId,
    capacity: Capacity,
    seen: String,
    draft: &Draft,
) -> impl IntoView + use<> {
    let title = format!("Sign as {}", capacity.name().to_lowercase());
    let label = "I have read the plan. When all three have signed, scores, targets, evidence, actions and the EQIA cannot be changed any more; only the progress of the actions goes on.";
    view! {
        <h3>{title}</h3>
        <form method="post" action=Sign::url() novalidate="">
            <input type="hidden" name="assessment" value=id.to_string()/>
            <input type="hidden" name="seen" value=seen/>
            <TextField name="post" label="Your post" hint="As it is to stand under the plan" draft=draft.clone()/>
            <Confirmed label draft/>
            <button class="nhsuk-button" type="submit" data-module="nhsuk-button" data-prevent-double-click="true">"Sign"</button>
        </form>
    }
}

/// The box to be ticked before anything is signed.
#[component]
fn Confirmed<'a>(label: &'static str, draft: &'a Draft) -> impl IntoView + use<> {
    let message = draft.problem_with("confirmed");
    let wrong = message.is_some();
    let confirmed = draft.find("confirmed") == Some("yes");
    view! {
        <div class=group_class(wrong)>
            <ErrorMessage field="confirmed".to_owned() message/>
            <div class="nhsuk-checkboxes">
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        id="confirmed"
                        name="confirmed"
                        type="checkbox"
                        value="yes"
                        checked=confirmed
                        aria-describedby=wrong.then_some("confirmed-error")
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for="confirmed">{label}</label>
                </div>
            </div>
        </div>
    }
}

fn sign_form(id: AssessmentId, seen: String, ready: bool, draft: &Draft) -> impl IntoView + use<> {
    let signatures = Capacity::ALL
        .iter()
        .map(|capacity| {
            let field = |part: &str| format!("{}_{part}", capacity.code());
            view! {
                <fieldset class="nhsuk-fieldset">
                    <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{capacity.name()}</legend>
                    <TextField name=field("name") label="Name" draft=draft.clone()/>
                    <TextField name=field("post") label="Post" draft=draft.clone()/>
                    <TextField
                        name=field("date")
                        label="Signed on"
                        kind="date"
                        width="nhsuk-input--width-10"
                        draft=draft.clone()
                    />
                </fieldset>
            }
        })
        .collect_view();
    let label = "They have read the plan. Scores, targets, evidence, actions and the EQIA cannot be changed afterwards; only the progress of the actions goes on.";
    view! {
        <section class="app-card" aria-labelledby="sign">
            <h2 class="app-card__title" id="sign">"Record who signed"</h2>
            <p class="nhsuk-u-reading-width">
                "Both chairs and the board sign the plan in their own way, on paper or by email. You record here who signed for each of them, and when."
            </p>
            {(!ready).then(|| view! {
                <p class="nhsuk-inset-text">"Sign-off is refused while errors stand. What you type here is kept."</p>
            })}
            <form method="post" action=SignOff::url() novalidate="">
                <input type="hidden" name="assessment" value=id.to_string()/>
                <input type="hidden" name="seen" value=seen/>
                <div class="app-grid app-grid--3">{signatures}</div>
                <Confirmed label draft/>
                <button class="nhsuk-button" type="submit" data-module="nhsuk-button" data-prevent-double-click="true">"Sign off"</button>
            </form>
        </section>
    }
}

/// Where the assessment goes on once it is superseded; else the form that starts another one from it.
fn reopening(
    assessment: &Assessment,
    standing: Standing,
    later: Option<Relative>,
) -> Option<AnyView> {
    let id = assessment.assessment_id;
    if later.is_some() {
        return Some(view! { <Superseded standing later/> }.into_any());
    }
    if !standing.may(Permission::StartAssessment) {
        return None;
    }
    let begins = match assessment.method {
        Method::Recorded => "You record there what has changed.",
        Method::Partnership => {
            "The same people take part. Both chairs go on with the meeting and take up again what has changed; how the two sides scored before it stays here."
        }
    };
    let form = view! {
        <section class="app-card" aria-labelledby="reopen">
            <h2 class="app-card__title" id="reopen">"If something has to change"</h2>
            <p class="nhsuk-u-reading-width">
                "What is signed stays as it is. You can start a new assessment from it, with the scores, targets and evidence, the actions with their progress, and the EQIA. "
                {begins} " It is signed again, and supersedes this one."
            </p>
            <ButtonForm
                action=ReopenAssessment::url()
                fields=vec![("assessment", id.to_string())]
                label="Start a new assessment from this one"
            />
        </section>
    };
    Some(form.into_any())
}

fn signed_page(
    visitor: Visitor,
    signed: &Signed,
    snapshot: &Snapshot,
    reopening: Option<AnyView>,
) -> impl IntoView + use<> {
    let title = snapshot.assessment.title.clone();
    let id = snapshot.assessment.assessment_id;
    let frozen = format!(
        "Frozen on {}. Nothing that was signed can be changed; the progress of the actions goes on.",
        display::moment(signed.signed_off_at)
    );
    let fingerprint = signed.fingerprint.to_string();
    let rows = snapshot
        .signatures
        .iter()
        .map(|signature| {
            vec![
                signature.capacity.name().into_any(),
                view! { <Typed text=signature.name.clone()/> }.into_any(),
                view! { <Typed text=signature.post.clone()/> }.into_any(),
                signature.when().into_any(),
            ]
        })
        .collect();
    let columns = ["For", "Name", "Post", "Signed on"].map(Column::new);
    let questions = snapshot.partnership.is_some().then(|| {
        view! { <li><a href=Place::Questions(id).to_string()>"Questions of the board and their answers"</a></li> }
    });
    let file = move |file, label: &'static str| {
        view! { <li><a href=Place::Download(id, file).to_string()>{label}</a></li> }
    };
    view! {
        <Frame title="Signed off" visitor=Some(visitor) assessment=Some(id) tab=Tab::SignOff>
            <div class="app-page-heading">
                <div class="app-page-heading__text">
                    <p class="app-page-heading__caption">{title}</p>
                    <h1 class="app-page-heading__title">"Signed off"</h1>
                    <p class="app-page-heading__meta">{frozen}</p>
                </div>
                <div class="app-page-heading__actions">
                    <a class="nhsuk-button" href=Place::Download(id, Download::PlanPdf).to_string()>"Download the plan as signed (PDF)"</a>
                </div>
            </div>
            <section class="app-card" aria-labelledby="signed-by">
                <h2 class="app-card__title" id="signed-by">"Signed by"</h2>
                <Table caption="Who signed, and when" columns=columns.into() rows/>
            </section>
            <section class="app-card" aria-labelledby="fingerprint">
                <h2 class="app-card__title" id="fingerprint">"Fingerprint (SHA-256)"</h2>
                <p class="app-secret"><code>{fingerprint}</code></p>
                <p class="nhsuk-u-reading-width">
                    "It belongs to everything that was signed, and it is printed in the PDF. Anybody can check it: "
                    <a href=Place::Download(id, Download::PlanJson).to_string()>"download everything as JSON"</a>
                    " and run "
                    <code>"sha256sum plan.json"</code>
                    ", with the name under which you saved the file. The same digits mean that not a letter has changed."
                </p>
            </section>
            <div class="app-grid app-grid--2">
                <section class="app-card" aria-labelledby="as-signed">
                    <h2 class="app-card__title" id="as-signed">"As it was signed"</h2>
                    <ul class="app-link-list">
                        <li><a href=Place::Document(id).to_string()>"Read the plan as signed"</a></li>
                        {file(Download::PlanPdf, "Plan as signed (PDF)")}
                        {file(Download::PlanJson, "Everything that was signed (plan.json)")}
                        {questions}
                    </ul>
                </section>
                <section class="app-card" aria-labelledby="to-date">
                    <h2 class="app-card__title" id="to-date">"What happened since"</h2>
                    <ul class="app-link-list">
                        <li><a href=Place::Plan(id).to_string()>"Record progress of the actions"</a></li>
                        <li><a href=Place::DocumentToDate(id).to_string()>"Read the plan with progress to date"</a></li>
                        {file(Download::ProgressPdf, "Plan with progress to date (PDF)")}
                    </ul>
                </section>
            </div>
            {reopening}
        </Frame>
    }
}
