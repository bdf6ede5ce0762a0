//! `/assessments/:signed/check-ins`, `…/new` and `…/:check_in`

use domain::{
    check_in::CheckIn,
    display::{self, count},
    framework::Statement,
    id::{AssessmentId, CheckInId},
    level::Level,
    permission::Permission,
    trend::Change,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::{Stored, trend::Scores};

use super::param;
use crate::{
    actions::check_in::{AddCheckIn, RemoveCheckIn, SaveCheckIn, field},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        choice::{Choice, Select},
        details::Details,
        error_summary::{ErrorMessage, ErrorSummary},
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
        table::{Column, Table},
        text_area::TextArea,
        text_field::TextField,
    },
    place::Place,
    trend::Asked,
    visitor::{Round, round, store, today},
};

/// The check-ins beside a signed assessment, newest first.
#[component]
pub fn CheckInsPage() -> impl IntoView {
    let id = param::<AssessmentId>("signed");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let memory = store()?;
        let check_ins = memory.check_ins(&round.assessment).await?;
        let scores = memory.scores_of(&[&round.assessment]).await?;
        let signed = scores.get(&id).cloned().unwrap_or_default();
        let may_add = !round.assessment.is_open() && round.may(Permission::Plan);
        let add = move || {
            may_add.then(|| {
                view! { <a class="nhsuk-button" href=Place::NewCheckIn(id).to_string()>"Record a check-in"</a> }
            })
        };
        let content = if check_ins.is_empty() {
            let said = if round.assessment.is_open() {
                "Check-ins begin once the assessment is signed. Until then the scores themselves can be changed."
            } else {
                "Every month or quarter, look at a few statements and note how far they are. What was signed stays as it is."
            };
            view! {
                <div class="app-empty">
                    <h2 class="app-empty__title">"No check-ins yet"</h2>
                    <p>{said}</p>
                    {add()}
                </div>
            }
            .into_any()
        } else {
            let cards = check_ins.iter().rev();
            cards
                .map(|it| card(&round, it, &signed, may_add))
                .collect_view()
                .into_any()
        };
        let trend = Place::Trend(Asked {
            with: Some(id),
            ..Asked::default()
        });
        let head = (!check_ins.is_empty()).then(add);
        Ok(view! {
            <Frame title="Check-ins" visitor=Some(visitor) assessment=Some(id) tab=Tab::Trend>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{round.assessment.title.clone()}</p>
                        <h1 class="app-page-heading__title">"Check-ins between years"</h1>
                    </div>
                    <div class="app-page-heading__actions">
                        {head}
                        <a class="nhsuk-button nhsuk-button--secondary" href=trend.to_string()>"See the trend"</a>
                    </div>
                </div>
                {content}
            </Frame>
        }
        .into_any())
    })
}

fn card(
    round: &Round,
    stored: &Stored<CheckIn>,
    signed: &Scores,
    may_change: bool,
) -> impl IntoView + use<> {
    let (check_in, id) = (&stored.value, round.assessment.assessment_id);
    let heading = format!("check-in-{}", check_in.check_in_id);
    let rows = check_in
        .levels
        .iter()
        .filter_map(|(statement, level)| {
            let statement = round.framework.find_statement(statement)?;
            let then = signed
                .get(&statement.id)
                .and_then(domain::answer::AgreedScore::level);
            let moved = then.map(|then| Change::between(then.get(), level.get()).words());
            Some(vec![
                format!("{} {}", statement.id, statement.text).into_any(),
                then.map_or_else(|| "–".to_owned(), |it| it.to_string())
                    .into_any(),
                level.to_string().into_any(),
                moved.unwrap_or_else(|| "–".to_owned()).into_any(),
            ])
        })
        .collect();
    let columns = vec![
        Column::new("Statement"),
        Column::numeric("Signed"),
        Column::numeric("Now"),
        Column::new("Change"),
    ];
    let note = (!check_in.note.trim().is_empty())
        .then(|| view! { <p class="nhsuk-u-reading-width">{check_in.note.clone()}</p> });
    let change = may_change.then(|| {
        let place = Place::CheckIn(id, check_in.check_in_id).to_string();
        let about = format!(" the check-in of {}", display::day(check_in.held_on));
        view! { <a href=place>"Correct"<span class="nhsuk-u-visually-hidden">{about}</span></a> }
    });
    let by = stored.saved_by.clone().unwrap_or_else(|| "somebody".into());
    view! {
        <section class="app-card" aria-labelledby=heading.clone()>
            <div class="app-card__header">
                <h2 class="app-card__title" id=heading.clone()>{display::day(check_in.held_on)}</h2>
                <div class="app-card__aside">{change}</div>
            </div>
            {note}
            <Table caption=format!("Levels on {}", display::day(check_in.held_on)) columns rows/>
            <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">
                {format!("Recorded by {by} on {}. It changes nothing that was signed.", display::moment(stored.saved_at))}
            </p>
        </section>
    }
}

/// Records a check-in.
#[component]
pub fn NewCheckInPage() -> impl IntoView {
    let id = param::<AssessmentId>("signed");
    page(async move {
        let (visitor, round) = round(id?, Permission::Plan).await?;
        let id = round.assessment.assessment_id;
        if round.assessment.is_open() {
            return Err(AppError::NotFound);
        }
        let draft = Draft::of(&visitor.holder(), &Place::NewCheckIn(id)).await?;
        let wrong = draft.has_problems();
        let fields = fields(&round, None, &draft).await?;
        Ok(view! {
            <Frame title="Record a check-in" visitor=Some(visitor) assessment=Some(id) tab=Tab::Trend error=wrong>
                <ErrorSummary draft/>
                <h1>"Record a check-in"</h1>
                <p class="nhsuk-u-reading-width">"Choose a level only for the statements that you looked at."</p>
                <form method="post" action=AddCheckIn::url() novalidate="">
                    <input type="hidden" name="assessment" value=id.to_string()/>
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Record"</button>
                        <a href=Place::CheckIns(id).to_string()>"Back without recording"</a>
                    </div>
                </form>
            </Frame>
        }
        .into_any())
    })
}

/// Corrects or removes a check-in.
#[component]
pub fn CheckInPage() -> impl IntoView {
    let id = param::<AssessmentId>("signed");
    let check_in = param::<CheckInId>("check_in");
    page(async move {
        let (visitor, round) = round(id?, Permission::Plan).await?;
        let (id, check_in) = (round.assessment.assessment_id, check_in?);
        let all = store()?.check_ins(&round.assessment).await?;
        let found = all.into_iter().find(|it| it.value.check_in_id == check_in);
        let found = found.ok_or(AppError::NotFound)?;
        let draft = Draft::of(&visitor.holder(), &Place::CheckIn(id, check_in)).await?;
        let wrong = draft.has_problems();
        let named = vec![
            ("assessment", id.to_string()),
            ("check_in", check_in.to_string()),
            ("seen", found.version.to_string()),
        ];
        let fields = fields(&round, Some(&found.value), &draft).await?;
        Ok(view! {
            <Frame title="Correct a check-in" visitor=Some(visitor) assessment=Some(id) tab=Tab::Trend error=wrong>
                <ErrorSummary draft/>
                <h1>{format!("Check-in of {}", display::day(found.value.held_on))}</h1>
                <form method="post" action=SaveCheckIn::url() novalidate="">
                    <HiddenFields fields=named.clone()/>
                    {fields}
                    <div class="app-button-row">
                        <button class="nhsuk-button" type="submit">"Save"</button>
                        <a href=Place::CheckIns(id).to_string()>"Back without saving"</a>
                    </div>
                </form>
                <ButtonForm
                    action=RemoveCheckIn::url()
                    fields=named
                    label="Remove this check-in"
                    class="nhsuk-button nhsuk-button--warning nhsuk-button--small"
                />
            </Frame>
        }
        .into_any())
    })
}

/// The day, the note, and a choice for each statement, those below their target first.
async fn fields(
    round: &Round,
    check_in: Option<&CheckIn>,
    draft: &Draft,
) -> Result<AnyView, AppError> {
    let id = round.assessment.assessment_id;
    let signed = store()?.scores_of(&[&round.assessment]).await?;
    let signed = signed.get(&id).cloned().unwrap_or_default();
    let day = check_in.map_or_else(today, |it| it.held_on).to_string();
    let sections = round
        .framework
        .pillars
        .iter()
        .filter_map(|pillar| {
            let asked = round.assessment.asked(round.framework);
            let statements: Vec<_> = asked.filter(|it| it.pillar == pillar.id).collect();
            let looked_at = |it: &&&Statement| {
                let saved = check_in.is_some_and(|check_in| check_in.levels.contains_key(&it.id));
                let typed = draft.find(&field(&it.id));
                typed.map_or(saved, |typed| !typed.is_empty())
            };
            let looked_at = statements.iter().filter(looked_at).count();
            let open = looked_at > 0;
            let selects = statements
                .iter()
                .map(|it| select(round, it, check_in, &signed, draft))
                .collect_view();
            let chosen = if open {
                format!(", {looked_at} chosen")
            } else {
                String::new()
            };
            let number = count(statements.len(), "statement", "statements");
            (!statements.is_empty()).then(|| {
                view! {
                    <Details summary=format!("{}: {number}{chosen}", pillar.name) open>
                        {selects}
                    </Details>
                }
            })
        })
        .collect_view();
    let note = check_in.map(|it| it.note.clone()).unwrap_or_default();
    let problem = draft.problem_with("levels");
    Ok(view! {
        <div class="app-form">
            <TextField
                name="held_on"
                label="Day"
                kind="date"
                width="nhsuk-input--width-10"
                value=day
                draft=draft.clone()
            />
            <TextArea
                name="note"
                label="Who looked, and how (optional)"
                hint="Others in your organisation can read this. Write nothing about anybody’s health."
                value=note
                rows=3
                draft=draft.clone()
            />
        </div>
        <h2 class="nhsuk-heading-m" id="levels" tabindex="-1">"What you looked at"</h2>
        <ErrorMessage field="levels".to_owned() message=problem/>
        {sections}
    }
    .into_any())
}

fn select(
    round: &Round,
    statement: &Statement,
    check_in: Option<&CheckIn>,
    signed: &Scores,
    draft: &Draft,
) -> impl IntoView + use<> {
    let saved = check_in.and_then(|it| it.levels.get(&statement.id));
    let saved = saved.map_or_else(String::new, ToString::to_string);
    let then = signed
        .get(&statement.id)
        .and_then(domain::answer::AgreedScore::level)
        .map_or_else(
            || "No level was signed".to_owned(),
            |it| format!("Signed: {it} {}", round.framework.level_name(it)),
        );
    let levels = Level::all().map(|level| {
        let name = format!("{level} {}", round.framework.level_name(level));
        Choice::new(level.to_string(), name)
    });
    let choices: Vec<_> = std::iter::once(Choice::new("", "Not looked at"))
        .chain(levels)
        .collect();
    view! {
        <Select
            name=field(&statement.id)
            label=format!("{} {}", statement.id, statement.text)
            hint=then
            choices
            value=saved
            draft=draft.clone()
        />
    }
}
