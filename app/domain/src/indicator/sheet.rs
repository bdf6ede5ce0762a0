//! Figures as a spreadsheet, in and out.
//!
//! All or nothing, as for scores: [`read_sheet`] returns every figure or every
//! problem. A figure for an indicator and a period that are there already
//! replaces it; whatever the sheet leaves out stays.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Field, Figure, IndicatorId, Origin, Period, Typed, Unit, Value, catalogue, read};
use crate::{
    organisation::Nation,
    scoresheet::{self, Cell, Row, SheetProblem, column_letter},
};

/// How many rows of a sheet are searched for the headings; titles may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// What stands above the column of names, which is for people and not read.
const NAME: &str = "name";

/// What a sheet says, once all of it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IndicatorSheet {
    /// Its figures, in the order of their rows.
    pub values: Vec<SheetValue>,
    /// What a reader should know about how it was read, in sentences.
    pub notices: Vec<String>,
}

/// A figure of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetValue {
    /// Its row, counted from 1.
    pub row: u32,
    /// What it says.
    pub figure: Figure,
}

/// What a sheet would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Figures that are not there yet.
    pub added: Vec<Figure>,
    /// Figures that are there, each with what would replace it.
    pub replaced: Vec<(Value, Figure)>,
    /// How many are there just so already.
    pub unchanged: usize,
}

impl IndicatorSheet {
    /// What this sheet would change about the figures there are.
    #[must_use]
    pub fn changes(&self, there: &[Value]) -> Changes {
        let mut changes = Changes::default();
        let of: BTreeMap<(&IndicatorId, Period), &Value> = there
            .iter()
            .map(|it| ((&it.figure.indicator, it.figure.period), it))
            .collect();
        for SheetValue { figure, .. } in &self.values {
            match of.get(&(&figure.indicator, figure.period)) {
                None => changes.added.push(figure.clone()),
                Some(old) if old.figure == *figure => changes.unchanged += 1,
                Some(old) => changes.replaced.push(((*old).clone(), figure.clone())),
            }
        }
        changes
    }
}

/// How many different headings of this sheet stand in the row that has most of them.
///
/// Tells whether a file was taken apart at the right separator.
#[must_use]
pub fn count_headings(rows: &[Row]) -> usize {
    let counts = rows
        .iter()
        .take(HEADINGS_WITHIN)
        .map(|it| headings(it).len());
    counts.max().unwrap_or_default()
}

/// Where each column stands, counted from 0.
fn headings(row: &Row) -> BTreeMap<Field, usize> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    let mut found = BTreeMap::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let written = letters(&cell.shown());
        let field = Field::ALL
            .into_iter()
            .find(|field| letters(field.name()) == written);
        if let Some(field) = field {
            found.entry(field).or_insert(at);
        }
    }
    found
}

/// Reads a sheet of figures for an organisation in `nation`.
///
/// Rows without days, value and base are passed over: the template has one for
/// every indicator.
///
/// # Errors
///
/// Returns every [`SheetProblem`], in the order of the rows. A sheet without its
/// headings stops there.
pub fn read_sheet(
    rows: &[Row],
    nation: Nation,
    today: Date,
) -> Result<IndicatorSheet, Vec<SheetProblem>> {
    let needed = [
        Field::Indicator,
        Field::FirstDay,
        Field::LastDay,
        Field::Value,
    ];
    let found = (0..rows.len().min(HEADINGS_WITHIN)).find_map(|at| {
        let columns = headings(rows.get(at)?);
        let all = needed.iter().all(|field| columns.contains_key(field));
        all.then_some((at, columns))
    });
    let Some((at, columns)) = found else {
        return Err(vec![SheetProblem {
            row: rows.first().map_or(1, |row| row.number),
            column: None,
            message: format!(
                "the headings were not found in the first {HEADINGS_WITHIN} rows: one row must say {}",
                Field::ALL.map(Field::name).join(", ")
            ),
        }]);
    };
    let mut sheet = IndicatorSheet::default();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    let column = |field: Field| {
        columns
            .get(&field)
            .map(|&at| format!("{} ({})", column_letter(at), field.name()))
    };
    for row in rows.iter().skip(at + 1) {
        let cell = |field: Field| {
            let at = columns.get(&field);
            at.and_then(|&at| row.cells.get(at)).unwrap_or(&Cell::Empty)
        };
        let is_blank = |field| cell(field).is_blank();
        if [Field::FirstDay, Field::LastDay, Field::Value, Field::Base]
            .into_iter()
            .all(is_blank)
        {
            continue;
        }
        match read_row(&cell, nation, today) {
            Ok(figure) => {
                if seen.insert((figure.indicator.clone(), figure.period)) {
                    sheet.values.push(SheetValue {
                        row: row.number,
                        figure,
                    });
                } else {
                    problems.push(SheetProblem {
                        row: row.number,
                        column: None,
                        message:
                            "the same indicator and period stand further up: keep one of the rows"
                                .to_owned(),
                    });
                }
            }
            Err(wrong) => problems.extend(wrong.into_iter().map(|(field, message)| SheetProblem {
                row: row.number,
                column: column(field),
                message,
            })),
        }
    }
    if problems.is_empty() && sheet.values.is_empty() {
        problems.push(SheetProblem {
            row: rows.get(at).map_or(1, |row| row.number),
            column: None,
            message: "there is no figure below the headings".to_owned(),
        });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    sheet.notices.extend(fraction_notice(&sheet.values));
    Ok(sheet)
}

fn read_row<'a>(
    cell: &impl Fn(Field) -> &'a Cell,
    nation: Nation,
    today: Date,
) -> Result<Figure, Vec<(Field, String)>> {
    let mut problems = Vec::new();
    let mut day = |field: Field| match scoresheet::day(cell(field)) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            problems.push((field, "write a day, for example 1 April 2025".to_owned()));
            None
        }
        Err(message) => {
            problems.push((field, message));
            None
        }
    };
    let (first, last) = (day(Field::FirstDay), day(Field::LastDay));
    let shown = |field: Field| cell(field).shown();
    let [indicator, value, base, origin, source] = [
        Field::Indicator,
        Field::Value,
        Field::Base,
        Field::Origin,
        Field::Source,
    ]
    .map(shown);
    let typed = Typed {
        indicator: &indicator,
        first,
        last,
        value: &value,
        base: &base,
        origin: &origin,
        source: &source,
    };
    match read(&typed, nation, today) {
        Ok(figure) if problems.is_empty() => return Ok(figure),
        Ok(_) => {}
        Err(more) => problems.extend(more),
    }
    problems.sort_by_key(|(field, _)| *field);
    Err(problems)
}

/// Percentages that are all 1 or less are perhaps fractions: published workbooks have both.
fn fraction_notice(values: &[SheetValue]) -> Option<String> {
    let percent = |it: &&SheetValue| {
        let indicator = catalogue().find(&it.figure.indicator);
        indicator.is_some_and(|it| it.unit == Unit::Percent)
    };
    let mut percentages = values.iter().filter(percent).peekable();
    percentages.peek()?;
    let one = super::Amount::whole(1);
    percentages.all(|it| it.figure.amount <= one).then(|| {
        "Every percentage in the file is 1 or less. Some published workbooks write 5.6% as 0.056: here that is 0.056%. Multiply by 100 if that is what the file means.".to_owned()
    })
}

/// The figures as a sheet, headings first: what [`read_sheet`] takes back, with the names for people.
#[must_use]
pub fn write(values: &[Value]) -> Vec<Vec<Cell>> {
    let mut rows = vec![head()];
    rows.extend(values.iter().map(|Value { figure, .. }| {
        let name = catalogue()
            .find(&figure.indicator)
            .map(|it| it.name.as_str());
        vec![
            text(figure.indicator.as_str()),
            text(name.unwrap_or_default()),
            Cell::Date(figure.period.first),
            Cell::Date(figure.period.last),
            number(&figure.amount.to_string()),
            figure
                .base
                .map_or(Cell::Empty, |base| Cell::Number(base.into())),
            text(figure.origin.code()),
            text(&figure.source),
        ]
    }));
    rows
}

/// A sheet to fill in: a row for every indicator that organisations of a nation are offered.
#[must_use]
pub fn template(nation: Nation) -> Vec<Vec<Cell>> {
    let mut rows = vec![head()];
    rows.extend(catalogue().offered_in(nation).map(|it| {
        let mut row = vec![text(it.id.as_str()), text(&it.name)];
        row.resize(head().len() - 2, Cell::Empty);
        row.push(text(Origin::Own.code()));
        row.push(Cell::Empty);
        row
    }));
    rows
}

fn head() -> Vec<Cell> {
    let mut head: Vec<_> = Field::ALL.iter().map(|it| text(it.name())).collect();
    head.insert(1, text(NAME));
    head
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

/// A number with at most four decimals and nine figures before them, which a cell holds exactly enough
/// to be written the same again.
fn number(amount: &str) -> Cell {
    amount.parse().map_or(Cell::Empty, Cell::Number)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::id::IndicatorValueId;

    const TODAY: Date = date!(2026 - 11 - 25);

    fn sheet(lines: &[&str]) -> Vec<Row> {
        let cells = |line: &str| line.split(',').map(|it| text(it.trim())).collect();
        (1..)
            .zip(lines)
            .map(|(number, line)| Row {
                number,
                cells: cells(line),
            })
            .collect()
    }

    const HEAD: &str = "indicator,first_day,last_day,value,base,origin,source";

    fn read(lines: &[&str]) -> Result<IndicatorSheet, Vec<SheetProblem>> {
        read_sheet(&sheet(lines), Nation::England, TODAY)
    }

    #[test]
    fn every_problem_is_told_with_its_row_and_column() {
        let problems = read(&[
            HEAD,
            "sickness-absence,2025-04-01,2026-03-31,5.6,6412,own,ESR",
            "sickness-absense,2024-04-01,2025-03-31,5.9,6300,own,ESR",
            "staff-survey-burnt-out,2025-09-01,2025-11-30,33,7,own,",
            "sickness-absence,2025-13-01,2026-03-31,a lot,6412,own,",
            "sickness-absence,01/04/2025,31/03/2026,5.6,6412,own,ESR",
        ])
        .unwrap_err();
        let told: Vec<_> = problems
            .iter()
            .map(|it| (it.row, it.column.clone().unwrap_or_default()))
            .collect();
        let expected = [
            (3, "A (indicator)"),
            (4, "E (base)"),
            (5, "B (first_day)"),
            (5, "D (value)"),
            (6, ""),
        ];
        assert_eq!(told, expected.map(|(row, column)| (row, column.to_owned())));
    }

    #[test]
    fn a_sheet_that_is_read_back_as_it_was_written_changes_nothing() {
        let read = read(&[
            HEAD,
            "sickness-absence,2025-04-01,2026-03-31,5.6,6412,own,ESR",
            "hse-change,2025-06-01,2025-06-30,3.0428,812,own,",
        ])
        .unwrap();
        let values: Vec<_> = (1..)
            .zip(&read.values)
            .map(|(id, it)| Value {
                value_id: IndicatorValueId(Uuid::from_u128(id)),
                figure: it.figure.clone(),
            })
            .collect();
        let rows: Vec<_> = (1..)
            .zip(write(&values))
            .map(|(number, cells)| Row { number, cells })
            .collect();
        let again = read_sheet(&rows, Nation::England, TODAY).unwrap();
        let changes = again.changes(&values);
        assert_eq!(
            (
                changes.unchanged,
                changes.added.len(),
                changes.replaced.len()
            ),
            (2, 0, 0)
        );
    }

    #[test]
    fn a_figure_replaces_that_of_the_same_indicator_and_period() {
        let old = read(&[
            HEAD,
            "sickness-absence,2025-04-01,2026-03-31,5.6,6412,own,ESR",
        ])
        .unwrap();
        let value = Value {
            value_id: IndicatorValueId(Uuid::nil()),
            figure: old.values[0].figure.clone(),
        };
        let new = read(&[
            HEAD,
            "sickness-absence,2025-04-01,2026-03-31,5.7,6412,own,ESR",
            "sickness-absence,2024-04-01,2025-03-31,5.9,6300,own,ESR",
        ])
        .unwrap();
        let changes = new.changes(std::slice::from_ref(&value));
        assert_eq!(changes.added.len(), 1);
        assert_eq!(changes.replaced[0].0, value);
        assert_eq!(changes.replaced[0].1.amount.to_string(), "5.7");
    }

    #[test]
    fn a_template_that_is_not_filled_in_holds_no_figure() {
        let rows: Vec<_> = (1..)
            .zip(template(Nation::Scotland))
            .map(|(number, cells)| Row { number, cells })
            .collect();
        assert!(rows.len() > 10);
        let problems = read_sheet(&rows, Nation::Scotland, TODAY).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("no figure"), "{problems:?}");
    }

    #[test]
    fn percentages_that_look_like_fractions_are_pointed_out() {
        let read = read(&[
            HEAD,
            "sickness-absence,2025-04-01,2026-03-31,0.056,6412,own,ESR",
        ])
        .unwrap();
        assert!(read.notices[0].contains("0.056"), "{read:?}");
    }
}
