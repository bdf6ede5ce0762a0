//! Reads a score sheet whole, or says everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cell, Column, Row, Sheet, SheetEvidence, SheetProblem, SheetScore, cell, column_letter,
};
use time::Date;

use crate::{
    answer::{AgreedScore, Answer, Choice},
    assessment::Assessment,
    display,
    evidence::Strength,
    framework::{Framework, Statement},
    id::StatementId,
    level::{Importance, Level, Target},
};

/// How many rows of a sheet are searched for the headings; titles may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// Reads a filled-in score sheet.
///
/// `rows` are the rows of the file that exist, in order. What is not said takes
/// its default: the statement's starting target, medium importance, no evidence,
/// no comment. The notices say which defaults a missing column led to, which
/// columns were left out, and how dates in figures were read.
///
/// # Errors
///
/// Returns every [`SheetProblem`], in the order of the rows. A sheet without its
/// headings, or without the columns `statement` and `level`, stops there.
pub fn read(
    rows: &[Row],
    framework: &Framework,
    assessment: &Assessment,
) -> Result<Sheet, Vec<SheetProblem>> {
    let (headings, rows) = split_at_headings(rows)?;
    let mut reader = Reader {
        framework,
        assessment,
        headings: BTreeMap::new(),
        scores: Vec::new(),
        first_rows: BTreeMap::new(),
        problems: Vec::new(),
        notices: Vec::new(),
        day_first: None,
        kept_as_text: Vec::new(),
    };
    reader.read_headings(headings, rows);
    if reader.problems.is_empty() {
        for row in rows {
            reader.read_row(row);
        }
        if reader.problems.is_empty() && reader.scores.is_empty() {
            reader.problem(headings.number, None, "there is nothing below the headings");
        }
    }
    reader.finish()
}

/// How many different headings of the score sheet stand in the row that has most of them.
///
/// Tells whether a file was taken apart at the right separator.
#[must_use]
pub fn count_headings(rows: &[Row]) -> usize {
    let counts = rows.iter().take(HEADINGS_WITHIN).map(headings_in);
    counts.max().unwrap_or_default()
}

fn headings_in(row: &Row) -> usize {
    let columns: BTreeSet<Column> = row.cells.iter().filter_map(find_column).collect();
    columns.len()
}

/// The column with this heading, regardless of case, blanks and underscores.
fn find_column(heading: &Cell) -> Option<Column> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    let Cell::Text(text) = heading else {
        return None;
    };
    let written = letters(text);
    let mut columns = Column::ALL.into_iter();
    columns.find(|column| letters(column.heading()) == written)
}

/// The row of headings and the rows below it.
fn split_at_headings(rows: &[Row]) -> Result<(&Row, &[Row]), Vec<SheetProblem>> {
    let most = count_headings(rows);
    let at = rows
        .iter()
        .position(|row| headings_in(row) == most)
        .filter(|_| most > 0);
    if let Some(at) = at
        && let Some((headings, below)) = rows.get(at..).and_then(<[Row]>::split_first)
    {
        return Ok((headings, below));
    }
    Err(vec![SheetProblem {
        row: rows.first().map_or(1, |row| row.number),
        column: None,
        message: format!(
            "the headings were not found in the first {HEADINGS_WITHIN} rows: one row must say {}",
            Column::ALL.map(Column::heading).join(", ")
        ),
    }])
}

struct Reader<'a> {
    framework: &'a Framework,
    assessment: &'a Assessment,
    /// Where each column stands, counted from 0, and how its heading is written there.
    headings: BTreeMap<Column, (usize, String)>,
    scores: Vec<SheetScore>,
    /// Where each statement stands in `scores`.
    first_rows: BTreeMap<StatementId, usize>,
    problems: Vec<SheetProblem>,
    notices: Vec<String>,
    /// The first date in figures: its row, as it was written, as it was read.
    day_first: Option<(u32, String, String)>,
    /// Cells of text columns that hold something else, and the text it became.
    kept_as_text: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, row: u32, column: Option<Column>, message: impl Into<String>) {
        let column = column.map(|column| match self.headings.get(&column) {
            Some((at, heading)) => format!("{} ({heading})", column_letter(*at)),
            None => column.heading().to_owned(),
        });
        self.problems.push(SheetProblem {
            row,
            column,
            message: message.into(),
        });
    }

    fn read_headings(&mut self, row: &Row, below: &[Row]) {
        let mut left_out = Vec::new();
        for (at, heading) in row.cells.iter().enumerate() {
            let shown = heading.shown().replace('\u{feff}', "").trim().to_owned();
            match find_column(heading) {
                None if heading.is_blank() => {}
                None => left_out.push(format!(
                    "{} ({})",
                    column_letter(at),
                    cell::shortened(&shown)
                )),
                Some(column) if self.headings.contains_key(&column) => {
                    let message = format!(
                        "this heading stands in column {} too: keep one of them",
                        column_letter(at)
                    );
                    self.problem(row.number, Some(column), message);
                }
                Some(column) => {
                    self.headings.insert(column, (at, shown));
                }
            }
        }
        let widest = below.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for at in 0..widest {
            let has_heading = row.cells.get(at).is_some_and(|heading| !heading.is_blank());
            let is_used = || {
                below
                    .iter()
                    .any(|row| row.cells.get(at).is_some_and(|it| !it.is_blank()))
            };
            if !has_heading && is_used() {
                left_out.push(format!("{} (no heading)", column_letter(at)));
            }
        }
        if !left_out.is_empty() {
            let columns = if left_out.len() == 1 {
                "Column"
            } else {
                "Columns"
            };
            self.notices
                .push(format!("{columns} left out: {}.", left_out.join(", ")));
        }
        for column in Column::ALL {
            if !self.headings.contains_key(&column) {
                self.miss(column, row.number);
            }
        }
    }

    /// Says what a missing column means.
    fn miss(&mut self, column: Column, row: u32) {
        let has_evidence = self.headings.contains_key(&Column::Evidence);
        let meaning = match column {
            Column::Statement | Column::Level => {
                let message = format!("there is no column “{}”", column.heading());
                return self.problem(row, None, message);
            }
            Column::Target => format!(
                "every statement here gets its starting target, {}, or {} where the law applies",
                self.assessment.default_target,
                Target::CORE
            ),
            Column::Importance => {
                let importance = Importance::default();
                format!(
                    "every statement here gets importance {importance}, {}",
                    importance.name()
                )
            }
            Column::Evidence => "every statement here is left without evidence".to_owned(),
            Column::Comment => "every statement here is left without a comment".to_owned(),
            Column::EvidenceLink if has_evidence => "evidence has no link".to_owned(),
            Column::EvidenceDate if has_evidence => "evidence has no date".to_owned(),
            Column::EvidenceStrength if has_evidence => {
                let strength = Strength::default();
                format!(
                    "evidence has strength {}, {}",
                    strength.get(),
                    strength.name()
                )
            }
            Column::EvidenceLink
            | Column::EvidenceDate
            | Column::EvidenceStrength
            | Column::Reason => return,
        };
        self.notices.push(format!(
            "There is no column “{}”: {meaning}.",
            column.heading()
        ));
    }

    fn read_row(&mut self, row: &Row) {
        let row = self.without_failures(row);
        let is_used = |column: Column| !self.cell(&row, column).is_blank();
        if !Column::ALL.into_iter().any(is_used) {
            return;
        }
        let statement = self.statement(&row);
        if let Some(statement) = statement
            && let Some(first) = self.first_rows.get(&statement.id)
        {
            return self.read_further(&row, *first);
        }
        let score = self.score(&row, statement);
        let evidence = self.evidence(&row);
        let Some(statement) = statement else { return };
        self.first_rows
            .insert(statement.id.clone(), self.scores.len());
        self.scores.push(SheetScore {
            statement: statement.id.clone(),
            row: row.number,
            score,
            evidence: evidence.into_iter().collect(),
        });
    }

    /// A row of a statement that stands further up: it may only add evidence.
    fn read_further(&mut self, row: &Row, first: usize) {
        let evidence = self.evidence(row);
        let Some(first) = self.scores.get_mut(first) else {
            return;
        };
        first.evidence.extend(evidence);
        let message = format!(
            "{} stands in row {} already, and a further row can only add evidence: empty this cell, or take one of the rows out",
            first.statement, first.row
        );
        for column in [
            Column::Level,
            Column::Target,
            Column::Importance,
            Column::Comment,
            Column::Reason,
        ] {
            if !self.cell(row, column).is_blank() {
                self.problem(row.number, Some(column), message.clone());
            }
        }
    }

    fn cell<'r>(&self, row: &'r Row, column: Column) -> &'r Cell {
        let at = self.headings.get(&column).map(|(at, _)| *at);
        at.and_then(|at| row.cells.get(at)).unwrap_or(&Cell::Empty)
    }

    /// The row with its failed cells said and emptied, so that each is told once.
    fn without_failures(&mut self, row: &Row) -> Row {
        let mut row = row.clone();
        let places: Vec<_> = self
            .headings
            .iter()
            .map(|(column, (at, _))| (*column, *at))
            .collect();
        for (column, at) in places {
            if let Some(cell) = row.cells.get_mut(at)
                && let Cell::Error(error) = cell
            {
                let message = format!("this cell shows {error} instead of a value: type the value");
                *cell = Cell::Empty;
                self.problem(row.number, Some(column), message);
            }
        }
        row
    }

    /// Takes a cell that was read, or notes why it cannot be.
    fn take<T: Default>(&mut self, row: &Row, column: Column, read: Result<T, String>) -> T {
        read.unwrap_or_else(|message| {
            self.problem(row.number, Some(column), message);
            T::default()
        })
    }

    fn statement(&mut self, row: &Row) -> Option<&'a Statement> {
        let cell = self.cell(row, Column::Statement);
        let written = cell.shown();
        let all = &self.framework.statements;
        let found = all
            .iter()
            .map(AsRef::as_ref)
            .find(|statement| id_key(statement.id.as_str()) == id_key(&written));
        let example = || all.first().map_or("", |statement| statement.id.as_str());
        let message = match found {
            Some(statement) if self.assessment.asks(statement) => return Some(statement),
            Some(statement) => format!(
                "{} is not part of the quick scan, which is all that this assessment asks: take the row out",
                statement.id
            ),
            None if cell.is_blank() => format!(
                "this row names no statement: write its id, for example {}",
                example()
            ),
            None => format!(
                "“{}” is not a statement of {}: write an id, for example {}",
                cell::shortened(written.trim()),
                self.framework.full_title(),
                example()
            ),
        };
        self.problem(row.number, Some(Column::Statement), message);
        None
    }

    fn score(&mut self, row: &Row, statement: Option<&Statement>) -> AgreedScore {
        let answer = self.answer(row);
        let targets: Vec<_> = Target::all()
            .filter_map(|target| Some((target.get(), self.level_name(target.get())?)))
            .collect();
        let target = cell::code(
            self.cell(row, Column::Target),
            "a target",
            &targets,
            "write 1, 2, 3 or 4, or leave the cell empty",
        );
        let importances: Vec<_> = Importance::all()
            .map(|importance| (importance.get(), importance.name()))
            .collect();
        let importance = cell::code(
            self.cell(row, Column::Importance),
            "an importance",
            &importances,
            "write 1 (low), 2 (medium) or 3 (high), or leave the cell empty",
        );
        let target = self.take(row, Column::Target, target);
        let importance = self.take(row, Column::Importance, importance);
        let comment = self.paragraph(row, Column::Comment);

        let default = self.assessment.default_target;
        let start = statement.map_or(default, |statement| statement.starting_target(default));
        let unanswered = AgreedScore::unanswered(start);
        AgreedScore {
            answer,
            comment,
            target: target
                .and_then(|target| Target::new(target).ok())
                .unwrap_or(unanswered.target),
            importance: importance
                .and_then(|importance| Importance::new(importance).ok())
                .unwrap_or(unanswered.importance),
        }
    }

    fn answer(&mut self, row: &Row) -> Option<Answer> {
        let levels: Vec<_> = Level::all()
            .filter_map(|level| Some((level.get(), self.level_name(level.get())?)))
            .collect();
        let choice = cell::choice(self.cell(row, Column::Level), &levels);
        let reason = self.paragraph(row, Column::Reason);
        let has_reason = !reason.trim().is_empty();
        match &choice {
            Ok(Some(Choice::NotApplicable)) if !has_reason => {
                let message = "na needs a reason: say here why the statement does not apply";
                self.problem(row.number, Some(Column::Reason), message);
            }
            Ok(Some(Choice::Level(_) | Choice::DontKnow) | None) if has_reason => {
                let message =
                    "a reason goes with na only: empty this cell, or write na as the level";
                self.problem(row.number, Some(Column::Reason), message);
            }
            _ => {}
        }
        let choice = self.take(row, Column::Level, choice);
        choice.map(|choice| choice.because(reason))
    }

    fn level_name(&self, level: u8) -> Option<&'a str> {
        let level = Level::new(level).ok()?;
        Some(self.framework.level_name(level))
    }

    fn evidence(&mut self, row: &Row) -> Option<SheetEvidence> {
        let what = self.paragraph(row, Column::Evidence);
        let link = cell::link(self.cell(row, Column::EvidenceLink));
        let link = self.take(row, Column::EvidenceLink, link);
        let date = self.day(row, Column::EvidenceDate);
        let strengths = Strength::ALL.map(|strength| (strength.get(), strength.name()));
        let strength = cell::code(
            self.cell(row, Column::EvidenceStrength),
            "a strength of evidence",
            &strengths,
            "write 0 (none), 1 (assertion), 2 (document), 3 (data) or 4 (independent), or leave the cell empty",
        );
        let strength = self.take(row, Column::EvidenceStrength, strength);
        if what.trim().is_empty() {
            let details = [
                Column::EvidenceLink,
                Column::EvidenceDate,
                Column::EvidenceStrength,
            ];
            if details.into_iter().any(|it| !self.cell(row, it).is_blank()) {
                let message = "the details beside this cell need to know what the evidence is: write it here, or empty them";
                self.problem(row.number, Some(Column::Evidence), message);
            }
            return None;
        }
        Some(SheetEvidence {
            what,
            link,
            date,
            strength: strength
                .and_then(|strength| Strength::try_from(strength).ok())
                .unwrap_or_default(),
        })
    }

    fn day(&mut self, row: &Row, column: Column) -> Option<Date> {
        let cell = self.cell(row, column);
        let written = cell.shown();
        let day = cell::day(cell);
        let day = self.take(row, column, day)?;
        if day.day_first && self.day_first.is_none() {
            let read = display::day(day.date);
            self.day_first = Some((row.number, written.trim().to_owned(), read));
        }
        Some(day.date)
    }

    fn paragraph(&mut self, row: &Row, column: Column) -> String {
        let cell = self.cell(row, column);
        let changes_its_look = match cell {
            Cell::Number(number) => number.fract() != 0.0,
            Cell::Date(_) | Cell::Bool(_) => true,
            _ => false,
        };
        if changes_its_look && let Some((at, _)) = self.headings.get(&column) {
            let place = format!("{}{}", column_letter(*at), row.number);
            self.kept_as_text.push((place, cell.shown()));
        }
        let text = cell::paragraph(cell);
        self.take(row, column, text)
    }

    fn finish(mut self) -> Result<Sheet, Vec<SheetProblem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        if let Some((row, written, read)) = self.day_first {
            self.notices.push(format!(
                "Dates in figures are read with the day first: “{written}” in row {row} is {read}."
            ));
        }
        if let Some((place, text)) = self.kept_as_text.first() {
            let others = match self.kept_as_text.len() - 1 {
                0 => String::new(),
                others => format!(", and so are {others} more"),
            };
            self.notices.push(format!(
                "Cell {place} holds no text and is kept as “{text}”{others}."
            ));
        }
        Ok(Sheet {
            scores: self.scores,
            notices: self.notices,
        })
    }
}

/// An id without what people leave out or add: " w1 " and "W01" are the same statement.
fn id_key(id: &str) -> String {
    let id: String = id.split_whitespace().collect::<String>().to_uppercase();
    let name = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = id.get(name.len()..).unwrap_or_default();
    format!("{name}{}", number.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::tests::{PACK, assessment, rows};
    use super::*;
    use crate::assessment::Scope;

    const HEADINGS: &str = "statement|level|target|importance|evidence|evidence_link|evidence_date|evidence_strength|comment|reason";

    fn read_rows(rows: &[Row]) -> Result<Sheet, Vec<SheetProblem>> {
        read(rows, &PACK, &assessment(Scope::Full))
    }

    /// Reads one row below the headings with one cell of it replaced.
    fn read_cell(column: Column, cell: Cell) -> Result<Sheet, Vec<SheetProblem>> {
        let mut rows = rows(&[HEADINGS, "W01|2|3|2|Board paper||||Said so|"]);
        let at = Column::ALL.iter().position(|it| *it == column).unwrap();
        rows[1].cells[at] = cell;
        read_rows(&rows)
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn refusal(column: Column, cell: &Cell) -> String {
        let problems = read_cell(column, cell.clone()).expect_err(&format!("{cell:?}"));
        let [problem] = problems.as_slice() else {
            panic!("{problems:#?}")
        };
        problem.to_string()
    }

    #[test]
    fn what_can_mean_one_thing_only_is_understood() {
        for cell in ["w01", " W1 ", "W 01", "W001"] {
            let sheet = read_cell(Column::Statement, text(cell)).unwrap();
            assert_eq!(sheet.scores[0].statement.as_str(), "W01", "{cell:?}");
        }
        for cell in [
            Cell::Number(3.0),
            Cell::Number(2.999_999_999_999_999_6),
            text("3"),
            text(" 3.0 "),
            text("3 In place"),
            text("3 – in place"),
            text("3: IN PLACE"),
            text("in  place"),
        ] {
            let sheet = read_cell(Column::Level, cell.clone()).unwrap();
            let level = sheet.scores[0].score.level();
            assert_eq!(level, Some(Level::new(3).unwrap()), "{cell:?}");
        }
        for cell in [
            "dk",
            "DK",
            "don't know",
            "Don’t know",
            "dont know",
            "Do not know",
        ] {
            let sheet = read_cell(Column::Level, text(cell)).unwrap();
            assert_eq!(
                sheet.scores[0].score.answer,
                Some(Answer::DontKnow),
                "{cell:?}"
            );
        }
        for cell in [Cell::Number(3.0), text("high"), text("3 High")] {
            let sheet = read_cell(Column::Importance, cell.clone()).unwrap();
            assert_eq!(
                sheet.scores[0].score.importance,
                Importance::MAX,
                "{cell:?}"
            );
        }
        for cell in [Cell::Number(4.0), text("INDEPENDENT"), text("4")] {
            let sheet = read_cell(Column::EvidenceStrength, cell.clone()).unwrap();
            let strength = sheet.scores[0].evidence[0].strength;
            assert_eq!(strength, Strength::Independent, "{cell:?}");
        }
        for cell in [
            Cell::Date(date!(2026 - 05 - 12)),
            text("2026-05-12"),
            text("12/05/2026"),
            text("12.5.2026"),
            text("12 May 2026"),
            text("12-may-2026"),
            text(" 12 MAY, 2026 "),
        ] {
            let sheet = read_cell(Column::EvidenceDate, cell.clone()).unwrap();
            let date = sheet.scores[0].evidence[0].date;
            assert_eq!(date, Some(date!(2026 - 05 - 12)), "{cell:?}");
        }
    }

    #[test]
    fn an_unclear_score_is_refused_with_what_to_write_instead() {
        use Column::{Importance, Level, Reason, Statement, Target};
        for (column, cell, message) in [
            (
                Statement,
                text("W99"),
                "row 2, column A (statement): “W99” is not a statement of Three pillars, edition 1: write an id, for example W01",
            ),
            (Statement, Cell::Number(1.0), "“1” is not a statement"),
            (Statement, Cell::Empty, "this row names no statement"),
            (
                Level,
                Cell::Number(2.5),
                "row 2, column B (level): 2.5 lies between two steps: choose 2 or 3",
            ),
            (
                Level,
                Cell::Number(5.0),
                "“5” is not a level: write 0, 1, 2, 3 or 4, dk",
            ),
            (Level, Cell::Number(-1.0), "“-1” is not a level"),
            (Level, text("-1"), "“-1” is not a level"),
            (Level, text("3?"), "“3?” is not a level"),
            (Level, text("35 in place"), "“35 in place” is not a level"),
            (Level, text("2 to 3"), "“2 to 3” is not a level"),
            (
                Level,
                text("3 partly in place"),
                "3 is called “In place”, not “Partly in place”",
            ),
            (Level, Cell::Bool(true), "“TRUE” is not a level"),
            (
                Level,
                Cell::Date(date!(1900 - 01 - 03)),
                "this cell is formatted as a date (3 January 1900): format it as a number",
            ),
            (
                Level,
                Cell::Error("#REF!".into()),
                "this cell shows #REF! instead of a value",
            ),
            (Level, text("na"), "column J (reason): na needs a reason"),
            (Reason, text("No estate"), "a reason goes with na only"),
            (
                Target,
                Cell::Number(0.0),
                "“0” is not a target: write 1, 2, 3 or 4",
            ),
            (Target, text("dk"), "“dk” is not a target"),
            (Importance, text("urgent"), "“urgent” is not an importance"),
        ] {
            let refusal = refusal(column, &cell);
            assert!(refusal.contains(message), "{cell:?}: {refusal}");
        }
    }

    #[test]
    fn unclear_evidence_is_refused_with_what_to_write_instead() {
        use Column::{Evidence, EvidenceDate, EvidenceLink, EvidenceStrength};
        for (column, cell, message) in [
            (
                EvidenceStrength,
                Cell::Number(9.0),
                "“9” is not a strength of evidence",
            ),
            (
                EvidenceDate,
                text("05/13/2026"),
                "“05/13/2026” has the month first",
            ),
            (
                EvidenceDate,
                text("12/05/26"),
                "“12/05/26” has a year of two figures",
            ),
            (
                EvidenceDate,
                text("31/02/2026"),
                "there is no day “31/02/2026”",
            ),
            (
                EvidenceDate,
                text("May 2026"),
                "“May 2026” is not a date: write it like 12 May 2026",
            ),
            (
                EvidenceDate,
                Cell::Number(46154.0),
                "46154 is not a date: format the cell as a date",
            ),
            (
                EvidenceLink,
                text("S:\\Papers\\board.docx"),
                "is not a web address",
            ),
            (
                EvidenceLink,
                text("javascript:alert(1)"),
                "is not a web address",
            ),
            (
                Evidence,
                text(&"x".repeat(5_001)),
                "this has 5001 characters; the most is 5000: shorten it",
            ),
        ] {
            let refusal = refusal(column, &cell);
            assert!(refusal.contains(message), "{cell:?}: {refusal}");
        }
    }

    #[test]
    fn details_of_evidence_need_evidence() {
        let problems =
            read_rows(&rows(&[HEADINGS, "W01|2||||https://example.org|||||"])).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].column.as_deref(), Some("E (evidence)"));
    }

    #[test]
    fn every_problem_is_told_and_nothing_is_taken() {
        let problems = read_rows(&rows(&[
            HEADINGS,
            "W01|5|7||||soon|||",
            "W02|3||||||||",
            "X01|#|||||||why|",
        ]))
        .unwrap_err();
        let places: Vec<_> = problems
            .iter()
            .map(|it| (it.row, it.column.clone().unwrap_or_default()))
            .collect();
        assert_eq!(
            places,
            [
                (2, "B (level)".to_owned()),
                (2, "C (target)".to_owned()),
                (2, "G (evidence_date)".to_owned()),
                (2, "E (evidence)".to_owned()),
                (4, "A (statement)".to_owned()),
                (4, "B (level)".to_owned()),
            ]
        );
    }

    #[test]
    fn a_further_row_adds_evidence_and_nothing_else() {
        let sheet = read_rows(&rows(&[
            HEADINGS,
            "W01|2|||Board paper|||||",
            "W02|3||||||||",
            "w1||||Survey|||3||",
        ]))
        .unwrap();
        let evidence: Vec<_> = sheet.scores[0]
            .evidence
            .iter()
            .map(|it| it.what.as_str())
            .collect();
        assert_eq!(
            (sheet.scores.len(), evidence),
            (2, vec!["Board paper", "Survey"])
        );

        let problems = read_rows(&rows(&[HEADINGS, "W01|2||||||||", "W01|3||||||||"])).unwrap_err();
        assert!(
            problems[0]
                .to_string()
                .starts_with("row 3, column B (level): W01 stands in row 2 already")
        );
    }

    #[test]
    fn headings_may_look_as_people_write_them_and_stand_below_a_title() {
        let sheet = read_rows(&rows(&[
            "Wellbeing scores for the board|",
            "|",
            "\u{feff}Statement|LEVEL|Owner|Evidence Link|evidence|Evidence_Date||",
            "W01|2|Ama|https://example.org|Paper|2026-05-12|by hand|",
            "|| | |",
        ]))
        .unwrap();
        assert_eq!(sheet.scores[0].row, 4);
        assert_eq!(sheet.scores[0].evidence[0].link, "https://example.org");
        assert_eq!(
            sheet.notices,
            [
                "Columns left out: C (Owner), G (no heading).",
                "There is no column “target”: every statement here gets its starting target, 3, or 4 where the law applies.",
                "There is no column “importance”: every statement here gets importance 2, Medium.",
                "There is no column “evidence_strength”: evidence has strength 1, Assertion.",
                "There is no column “comment”: every statement here is left without a comment.",
            ]
        );
    }

    #[test]
    fn a_sheet_without_its_headings_says_which_are_missing() {
        let told = |lines: &[&str]| read_rows(&rows(lines)).unwrap_err()[0].to_string();
        assert!(told(&[]).contains("the headings were not found in the first 10 rows"));
        assert!(told(&["W01|3"]).contains("the headings were not found"));
        assert_eq!(
            told(&["statement|target", "W01|3"]),
            "row 1: there is no column “level”"
        );
        assert_eq!(
            told(&["statement|level|Level", "W01|3|2"]),
            "row 1, column B (level): this heading stands in column C too: keep one of them"
        );
        assert_eq!(
            told(&[HEADINGS, "|"]),
            "row 1: there is nothing below the headings"
        );
    }

    #[test]
    fn a_statement_that_the_quick_scan_leaves_out_is_refused() {
        let statement = PACK.statements.iter().find(|it| !it.quick).unwrap();
        let rows = rows(&["statement|level", &format!("{}|3", statement.id)]);
        let problems = read(&rows, &PACK, &assessment(Scope::Quick)).unwrap_err();
        assert!(
            problems[0]
                .message
                .contains("is not part of the quick scan")
        );
    }

    #[test]
    fn what_a_sheet_does_not_say_takes_its_default() {
        let core = PACK.statements.iter().find(|it| it.law.is_some()).unwrap();
        let sheet = read_rows(&rows(&["statement|level", &format!("{}|", core.id)])).unwrap();
        assert_eq!(sheet.scores[0].score, AgreedScore::unanswered(Target::CORE));
    }

    #[test]
    fn text_is_kept_as_it_was_typed_and_numbers_as_they_look() {
        let comment = |cell| {
            let sheet = read_cell(Column::Comment, cell).unwrap();
            (sheet.scores[0].score.comment.clone(), sheet.notices)
        };
        assert_eq!(
            comment(text("  two\r\nlines ")),
            ("  two\nlines ".to_owned(), vec![])
        );
        assert_eq!(comment(Cell::Number(5.0)), ("5".to_owned(), vec![]));
        assert_eq!(
            comment(Cell::Number(0.1 + 0.2)),
            (
                "0.3".to_owned(),
                vec!["Cell I2 holds no text and is kept as “0.3”.".to_owned()]
            )
        );
    }
}
