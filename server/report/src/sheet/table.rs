//! The tables that are exported.

use domain::{
    answer::{AgreedScore, Answer},
    assessment::Assessment,
    benchmark::{Cell as BenchmarkCell, Cohort},
    display::Fraction,
    divergence::Halves,
    framework::Framework,
    id::StatementId,
    indicator::{self, Value},
    level::Level,
    minutes::Minutes,
    organisation::Nation,
    partnership::Partnership,
    plan::Action,
    question::Question,
    results::{GroupResult, Records, Results, StatementResult, answer_name},
    scoresheet::{self, Cell},
};

use time::OffsetDateTime;

use super::{About, XlsxError, csv, xlsx};

/// A table that can be written as CSV or as a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What its sheet is called.
    pub name: &'static str,
    /// Its rows, headings first.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table as CSV for Excel: UTF-8 with its mark, commas, CRLF, unrounded numbers.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        csv::write(&self.rows)
    }

    /// The table as an .xlsx workbook, with a second sheet that explains its codes.
    ///
    /// # Errors
    ///
    /// Returns [`XlsxError`] when a text is longer than [`super::CELL_TEXT_MAX`].
    pub fn to_xlsx(&self, about: &About<'_>) -> Result<Vec<u8>, XlsxError> {
        xlsx::write(self.name, &self.rows, about)
    }
}

/// The scores, as [`super::read`] and [`domain::scoresheet::read`] take them back.
#[must_use]
pub fn scores(framework: &Framework, assessment: &Assessment, records: &Records) -> Table {
    Table {
        name: "Scores",
        rows: scoresheet::write(framework, assessment, records),
    }
}

/// Figures that stand beside scores, as [`super::read`] and [`domain::indicator::read_sheet`] take them back.
#[must_use]
pub fn indicators(values: &[Value]) -> Table {
    Table {
        name: "Indicators",
        rows: indicator::write(values),
    }
}

/// The same without figures: a row for every indicator that organisations of a nation are offered.
#[must_use]
pub fn indicator_template(nation: Nation) -> Table {
    Table {
        name: "Indicators",
        rows: indicator::template(nation),
    }
}

/// The numbers of every group of every lens and of every statement, one row each.
///
/// The columns are named as in the JSON export; `kind` is group, part or statement.
#[must_use]
pub fn results(results: &Results<'_>, partnership: Option<&Partnership>) -> Table {
    let mut rows = vec![headings(&[
        "kind",
        "lens",
        "id",
        "name",
        "score_percent",
        "target_percent",
        "mean_gap",
        "scored",
        "applicable",
        "coverage",
        "at_or_above_target",
        "answer",
        "level",
        "target",
        "importance",
        "gap",
        "evidence_strength",
        "evidence_date",
        "priority",
        "management_median",
        "staff_median",
        "divergence",
    ])];
    for lens in &results.lenses {
        for group in &lens.groups {
            rows.push(group_row("group", &lens.lens.id, group));
            let parts = group.parts.iter();
            rows.extend(parts.map(|part| group_row("part", &lens.lens.id, part)));
        }
    }
    let statements = results.statements.iter();
    rows.extend(statements.map(|it| statement_row(it, partnership)));
    Table {
        name: "Results",
        rows,
    }
}

fn group_row(kind: &str, lens: &str, result: &GroupResult<'_>) -> Vec<Cell> {
    let score = &result.score;
    vec![
        text(kind),
        text(lens),
        text(&result.group.id),
        text(&result.group.name),
        fraction(score.percent()),
        fraction(score.target_percent()),
        fraction(score.mean_gap()),
        number(Some(score.scored)),
        number(Some(score.applicable)),
        fraction(score.coverage()),
        number(Some(score.at_or_above_target)),
    ]
}

fn statement_row(result: &StatementResult<'_>, partnership: Option<&Partnership>) -> Vec<Cell> {
    let mut row = vec![
        text("statement"),
        Cell::Empty,
        text(result.statement.id.as_str()),
        text(&result.statement.text),
    ];
    // The numbers of groups.
    row.resize(11, Cell::Empty);
    row.extend([
        text(answer_name(result.score.answer.as_ref())),
        number(result.score.level().map(Level::get)),
        number(Some(result.score.target.get())),
        number(Some(result.score.importance.get())),
        number(result.gap),
        number(Some(result.support.strength.get())),
        result.support.date.map_or(Cell::Empty, Cell::Date),
        number(result.priority.map(domain::gap::Priority::value)),
    ]);
    if let Some(partnership) = partnership {
        let id = &result.statement.id;
        let [management, staff] = partnership.medians(id);
        let numbers = [management, staff, partnership.divergence(id)];
        row.extend(numbers.map(|it| number(it.map(Halves::value))));
    }
    row
}

/// The plan, one row per action, with the newest entry of its progress log.
#[must_use]
pub fn plan(actions: &[Action]) -> Table {
    let mut rows = vec![headings(&[
        "action",
        "measure",
        "owner",
        "due",
        "status",
        "statements",
        "resource",
        "risk",
        "equality_note",
        "latest_progress_date",
        "latest_progress",
    ])];
    rows.extend(actions.iter().map(action_row));
    Table { name: "Plan", rows }
}

fn action_row(action: &Action) -> Vec<Cell> {
    let statements: Vec<_> = action.statements.iter().map(ToString::to_string).collect();
    let latest = action.progress.last();
    let day = latest.map(|entry| domain::display::london_day(entry.at));
    vec![
        text(&action.what),
        text(&action.measure),
        text(&action.owner),
        action.due_now().map_or(Cell::Empty, Cell::Date),
        text(action.status().name()),
        text(&statements.join(", ")),
        text(&action.resource),
        text(&action.risk),
        text(&action.equality_note),
        day.map_or(Cell::Empty, Cell::Date),
        text(latest.map_or("", |entry| &entry.note)),
    ]
}

/// The minutes, one row for each thing that happened and for each question; they name nobody.
#[must_use]
pub fn minutes(
    framework: &Framework,
    minutes: &Minutes,
    questions: impl IntoIterator<Item = Question>,
) -> Table {
    let mut rows = vec![headings(&[
        "what",
        "at",
        "side",
        "people",
        "statement",
        "text",
        "answer",
        "level",
        "reason",
        "management_level",
        "management_reason",
        "staff_level",
        "staff_reason",
        "target",
        "importance",
        "comment",
        "was_answer",
        "was_level",
        "question",
        "reply",
    ])];
    let moment = |what, at: Option<OffsetDateTime>| {
        at.map(|at| vec![text(what), text(&domain::display::moment(at))])
    };
    rows.extend(moment("began", minutes.began_at));
    rows.extend(moment("closed", minutes.closed_at));
    rows.extend(minutes.attendance.iter().map(|(side, people)| {
        let (what, side) = (text("attended"), text(side.code()));
        vec![what, Cell::Empty, side, number(Some(*people))]
    }));
    rows.extend(minutes.settled.iter().map(|settled| {
        let what = match settled.score.answer {
            Some(Answer::NoAgreement { .. }) => "not_agreed",
            _ => "agreed",
        };
        let start = [text(what), text(&domain::display::moment(settled.at))];
        minutes_row(framework, start, &settled.statement, Some(&settled.score))
    }));
    rows.extend(minutes.changed.iter().map(|changed| {
        let start = [text("changed"), Cell::Empty];
        let mut row = minutes_row(framework, start, &changed.statement, changed.now.as_ref());
        row.push(text(answer_name(changed.was.answer.as_ref())));
        row.push(number(changed.was.level().map(Level::get)));
        row
    }));
    rows.extend(
        questions
            .into_iter()
            .map(|question| question_row(framework, &question)),
    );
    Table {
        name: "Minutes",
        rows,
    }
}

fn question_row(framework: &Framework, question: &Question) -> Vec<Cell> {
    let about = question.statement.as_ref();
    let asked = about.and_then(|it| framework.find_statement(it));
    let mut row = vec![
        text("question"),
        text(&domain::display::moment(question.asked_at)),
        Cell::Empty,
        Cell::Empty,
        text(about.map_or("", StatementId::as_str)),
        text(asked.map_or("", |it| &it.text)),
    ];
    // What is settled about statements.
    row.resize(18, Cell::Empty);
    row.push(text(&question.text));
    row.push(text(question.reply.as_ref().map_or("", |it| &it.text)));
    row
}

fn minutes_row(
    framework: &Framework,
    start: [Cell; 2],
    statement: &StatementId,
    score: Option<&AgreedScore>,
) -> Vec<Cell> {
    let asked = framework.find_statement(statement);
    let answer = score.and_then(|it| it.answer.as_ref());
    let reason = match answer {
        Some(Answer::NotApplicable { reason }) => reason.as_str(),
        _ => "",
    };
    let positions = match answer {
        Some(Answer::NoAgreement { management, staff }) => [Some(management), Some(staff)],
        _ => [None, None],
    };
    let mut row = Vec::from(start);
    row.extend([
        Cell::Empty,
        Cell::Empty,
        text(statement.as_str()),
        text(asked.map_or("", |it| &it.text)),
        text(answer_name(answer)),
        number(score.and_then(AgreedScore::level).map(Level::get)),
        text(reason),
    ]);
    for position in positions {
        row.push(number(position.and_then(|it| it.level).map(Level::get)));
        row.push(text(position.map_or("", |it| &it.reason)));
    }
    row.extend([
        number(score.map(|it| it.target.get())),
        number(score.map(|it| it.importance.get())),
        text(score.map_or("", |it| &it.comment)),
    ]);
    row
}

/// A benchmark release, one row for each group and measure that it tells of.
///
/// Scores are in per cent of the possible, levels from 0 to 4. What a group is
/// too small for is empty; what is withheld has no row.
#[must_use]
pub fn benchmark(framework: &Framework, cohort: &Cohort, cells: &[BenchmarkCell]) -> Table {
    let mut rows = vec![headings(&[
        "framework",
        "edition",
        "year",
        "peer_group",
        "peer_group_name",
        "chapter",
        "id",
        "name",
        "n",
        "lowest_tenth",
        "lower_quartile",
        "median",
        "upper_quartile",
        "highest_tenth",
    ])];
    rows.extend(cells.iter().map(|cell| {
        let measure = &cell.measure;
        let told = cell.distribution;
        let [low, high] = ends(told.quartiles);
        let [lowest, highest] = ends(told.tenths);
        vec![
            text(&cohort.framework),
            number(Some(cohort.edition)),
            number(Some(cohort.year)),
            text(&cell.group.to_string()),
            text(&cell.group.name()),
            text(&measure.chapter.to_string()),
            text(&measure.id),
            text(measure.name(framework).unwrap_or_default()),
            number(Some(told.n)),
            fraction(lowest),
            fraction(low),
            fraction(Some(told.median)),
            fraction(high),
            fraction(highest),
        ]
    }));
    Table {
        name: "Benchmark",
        rows,
    }
}

fn ends(pair: Option<[Fraction; 2]>) -> [Option<Fraction>; 2] {
    pair.map_or([None, None], |pair| pair.map(Some))
}

fn headings(names: &[&str]) -> Vec<Cell> {
    names.iter().map(|name| text(name)).collect()
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    Cell::Text(text.to_owned())
}

fn number(number: Option<impl Into<f64>>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(number.into()))
}

fn fraction(fraction: Option<Fraction>) -> Cell {
    number(fraction.map(Fraction::value))
}
