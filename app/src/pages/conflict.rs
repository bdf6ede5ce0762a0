//! `/assessments/:assessment/statements/:statement/conflict`

use domain::{
    answer::{AgreedScore, Choice, Part, merge},
    framework::Framework,
    id::{AssessmentId, StatementId},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::Stored;

use super::{
    param,
    statement::{answer_words, reason},
};
use crate::{
    actions::score::{SaveScore, typed_score},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        conflict_version::ConflictVersion,
        frame::{Frame, Tab, page},
    },
    place::Place,
    visitor::{go_to, open_assessment, store},
};

/// Two versions of what was recorded about a statement: the visitor chooses.
///
/// Whatever does not contradict is kept from both, whichever is chosen.
#[component]
pub fn ConflictPage() -> impl IntoView {
    let (id, statement) = (
        param::<AssessmentId>("assessment"),
        param::<StatementId>("statement"),
    );
    page(async move {
        let (visitor, assessment, framework) = open_assessment(id?, Permission::Score).await?;
        let id = assessment.assessment_id;
        let statement = assessment
            .find_asked(framework, &statement?)
            .ok_or(AppError::NotFound)?;
        let place = Place::Conflict(id, statement.id.clone());
        let back = Place::Statement(id, statement.id.clone());
        let draft = Draft::of(&visitor.holder(), &place).await?;
        let stored = store()?.find_score(&assessment, &statement.id).await?;
        let (Some(base), Some(newest)) = (
            draft
                .find("base")
                .and_then(|it| serde_json::from_str(it).ok()),
            stored,
        ) else {
            // Nothing is waiting to be chosen, for example after using the browser's back button.
            go_to(&back);
            return Ok(().into_any());
        };
        let base: AgreedScore = base;
        let typed = typed_score(&draft, &base);
        let merge = merge(&base, &typed, &newest.value);
        let theirs = merge.merged;
        let mut mine = theirs.clone();
        for part in &merge.conflicts {
            match part {
                Part::Answer => mine.answer.clone_from(&typed.answer),
                Part::Comment => mine.comment.clone_from(&typed.comment),
                Part::Target => mine.target = typed.target,
                Part::Importance => mine.importance = typed.importance,
            }
        }
        let who = newest
            .saved_by
            .clone()
            .unwrap_or_else(|| "Somebody else".to_owned());
        let saved = format!(
            "Saved by {who} at {}",
            domain::display::clock(newest.saved_at)
        );
        let version =
            |score: &AgreedScore, heading: &'static str, title: String, label: &'static str| {
                let parts = parts(framework, score, &merge.conflicts);
                let fields = fields(id, &statement.id, score, &newest);
                view! {
                    <ConflictVersion id=heading title parts>
                        <ButtonForm action=SaveScore::url() fields label class="nhsuk-button"/>
                    </ConflictVersion>
                }
            };
        let theirs = version(&theirs, "theirs", saved, "Keep this version");
        let mine = version(&mine, "mine", "What you typed".to_owned(), "Use my version");
        Ok(view! {
            <Frame title="Two versions" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <p class="app-statement__id">{statement.id.to_string()}</p>
                <h1>"Somebody else changed this too"</h1>
                <p class="nhsuk-u-reading-width"><strong>{statement.text.clone()}</strong></p>
                <p class="nhsuk-u-reading-width">
                    "Nothing is lost: choose which version stands. Changes that do not contradict each other are in both."
                </p>
                <div class="app-conflict">
                    {theirs}
                    {mine}
                </div>
            </Frame>
        }
        .into_any())
    })
}

fn parts(
    framework: &Framework,
    score: &AgreedScore,
    conflicts: &[Part],
) -> Vec<(&'static str, String, bool)> {
    let parts = [
        (
            Part::Answer,
            "Level",
            answer_words(framework, score.answer.as_ref()),
        ),
        (Part::Target, "Target", score.target.to_string()),
        (
            Part::Importance,
            "Importance",
            score.importance.name().to_owned(),
        ),
        (Part::Comment, "Comment", score.comment.clone()),
    ];
    parts
        .into_iter()
        .map(|(part, name, value)| (name, value, conflicts.contains(&part)))
        .collect()
}

fn fields(
    assessment: AssessmentId,
    statement: &StatementId,
    score: &AgreedScore,
    newest: &Stored<AgreedScore>,
) -> Vec<(&'static str, String)> {
    vec![
        ("assessment", assessment.to_string()),
        ("statement", statement.to_string()),
        (
            "base",
            serde_json::to_string(&newest.value).unwrap_or_default(),
        ),
        ("seen", newest.version.to_string()),
        (
            "answer",
            score
                .answer
                .as_ref()
                .and_then(Choice::of)
                .map(|it| it.code().to_owned())
                .unwrap_or_default(),
        ),
        ("reason", reason(score)),
        ("comment", score.comment.clone()),
        ("target", score.target.to_string()),
        ("importance", score.importance.to_string()),
    ]
}
