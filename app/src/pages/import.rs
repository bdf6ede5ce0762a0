//! `/assessments/:assessment/import` and `…/import/:import`

use domain::{
    answer::Part,
    display::count,
    framework::Framework,
    id::{AssessmentId, ImportId},
    permission::Permission,
    scoresheet::{self, Change, Changes, PartChange, Sheet, SheetEvidence, SheetProblem},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{param, query};
use crate::{
    actions::import::{CancelImport, ConfirmImport, mark},
    draft::Draft,
    error::AppError,
    parts::{
        button::ButtonForm,
        error_summary::{ErrorMessage, ErrorSummary, described_by, group_class},
        frame::{Frame, Tab, page},
        table::{Column, Table},
        typed::Typed,
    },
    place::{Download, Place},
    visitor::{go_to, open_assessment, store},
};

/// Choosing a spreadsheet to hand in, and what is wrong with the last one.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    let imported = query("imported").and_then(|it| it.parse::<usize>().ok());
    page(async move {
        let (visitor, assessment, _) = open_assessment(id?, Permission::Score).await?;
        let id = assessment.assessment_id;
        let draft = Draft::of(&visitor.holder(), &Place::Import(id)).await?;
        let wrong = draft.has_problems();
        let problems: Vec<SheetProblem> = draft
            .find("problems")
            .and_then(|it| serde_json::from_str(it).ok())
            .unwrap_or_default();
        let file_name = draft.value("file_name", "");
        let done = imported.map(|number| imported_banner(id, number));
        let problems = (!problems.is_empty()).then(|| problem_table(&file_name, &problems));
        Ok(view! {
            <Frame title="Import scores" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft=draft.clone() note="Nothing was imported. Everything recorded is as it was."/>
                {done}
                <h1>"Import scores from a spreadsheet"</h1>
                <p class="nhsuk-u-reading-width">
                    "Fill in the scores in a spreadsheet and hand it in here. You see what would change before anything does. "
                    "A statement in the spreadsheet is replaced whole, its evidence too; a statement that is not in it stays as it is."
                </p>
                {problems}
                {upload_form(id, &draft)}
                {how_to(id)}
            </Frame>
        }
        .into_any())
    })
}

fn imported_banner(id: AssessmentId, number: usize) -> impl IntoView + use<> {
    let said = count(number, "statement imported", "statements imported");
    view! {
        <div
            class="nhsuk-notification-banner nhsuk-notification-banner--success"
            role="alert"
            aria-labelledby="imported"
        >
            <div class="nhsuk-notification-banner__header">
                <h2 class="nhsuk-notification-banner__title" id="imported">"Success"</h2>
            </div>
            <div class="nhsuk-notification-banner__content">
                <p class="nhsuk-notification-banner__heading">{said}</p>
                <p><a href=Place::Results(id, None).to_string()>"See the results"</a></p>
            </div>
        </div>
    }
}

fn upload_form(id: AssessmentId, draft: &Draft) -> impl IntoView + use<> {
    view! {
        <form class="app-form" method="post" action=Place::Import(id).to_string() enctype="multipart/form-data" novalidate="">
            {upload_field(draft)}
            <div class="app-button-row">
                <button class="nhsuk-button" type="submit">"Check the spreadsheet"</button>
                <a href=Place::Assessment(id).to_string()>"Back to the overview"</a>
            </div>
        </form>
    }
}

/// The field in which a spreadsheet is chosen.
pub(super) fn upload_field(draft: &Draft) -> impl IntoView + use<> {
    let message = draft.problem_with("file");
    let wrong = message.is_some();
    view! {
        <div class=format!("{} nhsuk-file-upload", group_class(wrong))>
            <label class="nhsuk-label" for="file">"Which spreadsheet?"</label>
            <div class="nhsuk-hint" id="file-hint">".xlsx or .csv, at most 5 MB"</div>
            <ErrorMessage field="file".to_owned() message/>
            <input
                class="nhsuk-file-upload__input"
                id="file"
                name="file"
                type="file"
                accept=".xlsx,.csv"
                aria-describedby=described_by("file", true, wrong)
            />
        </div>
    }
}

fn how_to(id: AssessmentId) -> impl IntoView + use<> {
    let file = |file: Download| Place::Download(id, file).to_string();
    view! {
        <section class="app-card" aria-labelledby="how-to">
            <h2 class="app-card__title" id="how-to">"A spreadsheet to fill in"</h2>
            <p>"It holds what is recorded now. Change what you like and leave out the rows that should stay."</p>
            <ul class="app-link-list">
                <li><a href=file(Download::ScoresXlsx) download="">"Scores as an Excel workbook (.xlsx)"</a></li>
                <li><a href=file(Download::ScoresCsv) download="">"Scores as CSV"</a></li>
            </ul>
            <p class="nhsuk-body-s">
                "Levels are 0 to 4, dk for “don’t know”, na for “not applicable” with a reason, or empty for “not answered”. "
                "Further rows of the same statement with an empty level add evidence."
            </p>
        </section>
    }
}

/// Everything that is wrong with a spreadsheet, row by row.
pub(super) fn problem_table(file_name: &str, problems: &[SheetProblem]) -> impl IntoView + use<> {
    let rows = problems
        .iter()
        .map(|problem| {
            let column = problem
                .column
                .clone()
                .unwrap_or_else(|| "Whole row".to_owned());
            vec![
                view! { <span class="app-cell">{problem.row}</span> }.into_any(),
                view! { <span class="app-cell">{column}</span> }.into_any(),
                problem.message.clone().into_any(),
            ]
        })
        .collect();
    let heading = format!("What to put right in {file_name}");
    let columns = ["Row", "Column", "What to do"].map(Column::new);
    view! {
        <h2 class="nhsuk-heading-m">{heading.clone()}</h2>
        <Table caption=heading class="app-table--stacked" is_titled=false columns=columns.into() rows/>
    }
}

/// What a spreadsheet would change: the visitor confirms or cancels.
#[component]
pub fn ImportPreviewPage() -> impl IntoView {
    let (id, import) = (
        param::<AssessmentId>("assessment"),
        param::<ImportId>("import"),
    );
    page(async move {
        let (visitor, assessment, framework) = open_assessment(id?, Permission::Score).await?;
        let (id, import) = (assessment.assessment_id, import?);
        let memory = store()?;
        let Some(staged) = memory.find_import(&assessment, import).await? else {
            // It was confirmed or cancelled, for example before using the browser's back button.
            go_to(&Place::Import(id));
            return Ok(().into_any());
        };
        let scores: Sheet =
            serde_json::from_str(&staged.rows_json).map_err(|_| AppError::Unavailable)?;
        let records = memory.records(&assessment).await?;
        let changes = scoresheet::changes(framework, &assessment, &records, &scores);
        let draft = Draft::of(&visitor.holder(), &Place::ImportPreview(id, import)).await?;
        let wrong = draft.has_problems();
        let named = vec![
            ("assessment", id.to_string()),
            ("import", import.to_string()),
        ];
        let seen = mark(&changes, &records)?;
        let number = changes.changed.len();
        let others = others(&changes);
        let notices = scores
            .notices
            .iter()
            .map(|notice| view! { <li>{notice.clone()}</li> })
            .collect_view();
        let notices = (!scores.notices.is_empty()).then(|| {
            view! {
                <div class="nhsuk-inset-text">
                    <span class="nhsuk-u-visually-hidden">"Information: "</span>
                    <p>"How it was read:"</p>
                    <ul>{notices}</ul>
                </div>
            }
        });
        let content = if number == 0 {
            view! { <p>"It changes nothing: all of it is recorded just so already."</p> }.into_any()
        } else {
            change_table(framework, &changes.changed).into_any()
        };
        let confirm = (number > 0).then(|| {
            let label = format!("Import {}", count(number, "statement", "statements"));
            let mut fields = named.clone();
            fields.push(("seen", seen));
            view! { <ButtonForm action=ConfirmImport::url() fields label class="nhsuk-button"/> }
        });
        let cancel = if number == 0 {
            "Back without importing"
        } else {
            "Cancel"
        };
        Ok(view! {
            <Frame title="What would change" visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview error=wrong>
                <ErrorSummary draft note="Nothing was imported."/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <p class="app-page-heading__caption">{staged.file_name}</p>
                        <h1 class="app-page-heading__title" id="preview">"What would change"</h1>
                        <p class="app-page-heading__meta">{others} "Nothing is imported yet."</p>
                    </div>
                </div>
                {notices}
                {content}
                <div class="app-button-row">
                    {confirm}
                    <ButtonForm
                        action=CancelImport::url()
                        fields=named
                        label=cancel
                        class="nhsuk-button nhsuk-button--secondary"
                    />
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// What becomes of the statements that would not change.
fn others(changes: &Changes) -> String {
    let stays = count(
        changes.unchanged,
        "statement in it is recorded just so already. ",
        "statements in it are recorded just so already. ",
    );
    let left = count(
        changes.left_alone,
        "statement is not in it and stays. ",
        "statements are not in it and stay. ",
    );
    [(changes.unchanged, stays), (changes.left_alone, left)]
        .into_iter()
        .filter(|&(number, _)| number > 0)
        .map(|(_, sentence)| sentence)
        .collect()
}

fn change_table(framework: &Framework, changed: &[Change]) -> impl IntoView + use<> {
    let rows = changed
        .iter()
        .map(|change| {
            let id = &change.score.statement;
            let text = framework.find_statement(id).map(|it| it.text.clone());
            let parts = change.parts.iter().map(part_change).collect_view();
            let score = if change.parts.is_empty() {
                "Stays".into_any()
            } else {
                view! { <ul class="app-plain-list">{parts}</ul> }.into_any()
            };
            let title = view! {
                <span class="app-priority__id"><strong>{id.to_string()}</strong></span>
                " "
                {text}
            };
            vec![title.into_any(), score, evidence_change(change)]
        })
        .collect();
    let columns = ["Statement", "Score", "Evidence"].map(Column::new);
    view! { <Table caption="Statements that would change" class="app-table--stacked" columns=columns.into() rows/> }
}

fn part_change(change: &PartChange) -> impl IntoView + use<> {
    let name = match change.part {
        Part::Answer => "Level",
        Part::Target => "Target",
        Part::Importance => "Importance",
        Part::Comment => "Comment",
    };
    let shown = |text: &str| {
        if text.is_empty() {
            "none".to_owned()
        } else {
            text.to_owned()
        }
    };
    view! {
        <li>
            {format!("{name}: ")}
            <span class="app-change">
                <span class="nhsuk-u-visually-hidden">"from "</span>
                <del class="app-change__old"><Typed text=shown(&change.before)/></del>
                " "
                <span aria-hidden="true">"→"</span>
                <span class="nhsuk-u-visually-hidden">" to "</span>
                " "
                <ins class="app-change__new"><Typed text=shown(&change.after)/></ins>
            </span>
        </li>
    }
}

fn evidence_change(change: &Change) -> AnyView {
    if change.evidence_removed.is_empty() && change.evidence_added.is_empty() {
        return "Stays".into_any();
    }
    let removed = change
        .evidence_removed
        .iter()
        .map(|it| view! { <li>"Goes: " <del class="app-change__old"><Typed text=evidence_words(it)/></del></li> })
        .collect_view();
    let added = change
        .evidence_added
        .iter()
        .map(|it| view! { <li>"Comes: " <ins class="app-change__new"><Typed text=evidence_words(it)/></ins></li> })
        .collect_view();
    view! { <ul class="app-plain-list">{removed} {added}</ul> }.into_any()
}

fn evidence_words(piece: &SheetEvidence) -> String {
    let date = piece
        .date
        .map(|date| format!(", {}", domain::display::day(date)))
        .unwrap_or_default();
    format!(
        "{}{date} ({})",
        piece.what,
        piece.strength.name().to_lowercase()
    )
}
