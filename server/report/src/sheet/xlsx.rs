//! Excel workbooks.

use std::{io::Cursor, panic::catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use domain::{
    assessment::Assessment,
    evidence::Strength,
    framework::Framework,
    level::{Importance, Level},
    organisation::Organisation,
    scoresheet::{Cell, column_letter},
};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime as WrittenDate, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};
use time::{Date, Month, OffsetDateTime, UtcOffset};

use super::{Gathered, SheetFile, Unreadable, parcel};

/// The sheet that is read, whatever its place.
const SCORES: &str = "Scores";

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads an .xlsx workbook.
pub(super) fn read(file: &[u8]) -> Result<SheetFile, Unreadable> {
    parcel::check(file)?;
    // calamine reckons with the places of cells unchecked, and stops the thread
    // when a crafted file names one beyond all bounds.
    catch_unwind(|| read_book(file)).unwrap_or(Err(Unreadable::Damaged))
}

fn read_book(file: &[u8]) -> Result<SheetFile, Unreadable> {
    let mut book = Book::new(Cursor::new(file)).map_err(|error| unreadable(error, 1))?;
    let (name, others) = choose_sheet(&book)?;
    let mut notices = Vec::new();
    if others > 0 && !is_scores(&name) {
        notices.push(format!(
            "Only the sheet “{name}” was read: no sheet is called “{SCORES}”."
        ));
    }
    let gathered = gather(&mut book, &name)?;
    notices.extend(merged_rows(&mut book, &name)?);
    Ok(SheetFile {
        rows: gathered.into_rows(),
        notices,
    })
}

fn unreadable(error: calamine::XlsxError, row: u32) -> Unreadable {
    match error {
        calamine::XlsxError::Password => Unreadable::Locked,
        calamine::XlsxError::CellError(text) => Unreadable::FailedCell { row, text },
        _ => Unreadable::Damaged,
    }
}

/// The sheet to read, and how many others can be seen.
fn choose_sheet(book: &Book<'_>) -> Result<(String, usize), Unreadable> {
    let mut sheets: Vec<_> = book
        .sheets_metadata()
        .iter()
        .filter(|it| it.typ == SheetType::WorkSheet && it.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if sheets.is_empty() {
        return Err(Unreadable::NoSheet);
    }
    let at = sheets.iter().position(|name| is_scores(name)).unwrap_or(0);
    let name = sheets.swap_remove(at);
    Ok((name, sheets.len()))
}

fn is_scores(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(SCORES)
}

/// Takes the cells one by one: two cells far apart must not make a table of all between them.
fn gather(book: &mut Book<'_>, name: &str) -> Result<Gathered, Unreadable> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|error| unreadable(error, 1))?;
    let mut gathered = Gathered::default();
    let mut row = 1;
    while let Some(record) = cells
        .next_cell_with_formula_metadata()
        .map_err(|error| unreadable(error, row))?
    {
        row = record.pos.0.saturating_add(1);
        let column = usize::try_from(record.pos.1).unwrap_or(usize::MAX);
        let cell = match (&record.value, &record.formula) {
            (DataRef::Empty, Some(_)) => Cell::Error("a formula without its result".to_owned()),
            (value, _) => cell(value),
        };
        gathered.put(row, column, cell)?;
    }
    Ok(gathered)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::DateTime(moment) => find_day(moment).map_or_else(
            || Cell::Error("a time without a day".to_owned()),
            Cell::Date,
        ),
        // 2026-05-12T00:00:00: the day is what stands before the T.
        DataRef::DateTimeIso(text) => {
            Cell::Text(text.split('T').next().unwrap_or_default().to_owned())
        }
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn find_day(moment: &ExcelDateTime) -> Option<Date> {
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Date::from_calendar_date(year.into(), Month::try_from(month).ok()?, day).ok()
}

/// Says which cells are one over several rows: all rows but their first are empty.
fn merged_rows(book: &mut Book<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|error| unreadable(error, 1))?;
    let place = |(row, column): (u32, u32)| {
        let letter = column_letter(usize::try_from(column).unwrap_or_default());
        format!("{letter}{}", row.saturating_add(1))
    };
    let places: Vec<_> = merged
        .iter()
        .filter(|it| it.start.0 < it.end.0)
        .map(|it| format!("{}:{}", place(it.start), place(it.end)))
        .collect();
    let Some(first) = places.first() else {
        return Ok(None);
    };
    let others = match places.len() - 1 {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    Ok(Some(format!(
        "Merged cells count for their first row only: {first}{others}."
    )))
}

/// What a workbook says about itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Whose it is.
    pub organisation: &'a Organisation,
    /// What it is about.
    pub assessment: &'a Assessment,
    /// The pack in use.
    pub framework: &'a Framework,
    /// When it was made. The same moment gives the same bytes.
    pub made_at: OffsetDateTime,
}

/// Writes a workbook with one sheet of rows, headings first, and one that explains them.
pub(super) fn write(
    name: &str,
    rows: &[Vec<Cell>],
    about: &About<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(name, about)?);
    fill(book.add_worksheet().set_name(name)?, rows)?;
    fill(
        book.add_worksheet().set_name("Levels")?,
        &explanation(about),
    )?;
    book.save_to_buffer()
}

fn properties(name: &str, about: &About<'_>) -> Result<DocProperties, XlsxError> {
    let made_at = about.made_at.to_offset(UtcOffset::UTC);
    let day = written_date(made_at.date())?;
    let made_at = day.and_hms(made_at.hour().into(), made_at.minute(), made_at.second())?;
    Ok(DocProperties::new()
        .set_title(format!("{name}: {}", about.assessment.title))
        .set_company(&about.organisation.name)
        .set_author("Plumbline")
        .set_creation_datetime(&made_at))
}

fn written_date(date: Date) -> Result<WrittenDate, XlsxError> {
    // A year below 0 is no year of a spreadsheet either.
    let year = u16::try_from(date.year()).unwrap_or_default();
    WrittenDate::from_ymd(year, date.month().into(), date.day())
}

fn fill(sheet: &mut Worksheet, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = plain.clone().set_text_wrap();
    let dated = plain.clone().set_num_format("d mmm yyyy");
    let bold = Format::new().set_bold();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let style = if row == 0 { &bold } else { &wrapped };
            match cell {
                Cell::Empty => continue,
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, column, *number, &plain)?
                }
                Cell::Bool(truth) => {
                    sheet.write_boolean_with_format(row, column, *truth, &plain)?
                }
                // Spreadsheets know no day before 1900, and count its first two months wrongly.
                Cell::Date(date) if date.year() > 1900 => {
                    sheet.write_datetime_with_format(row, column, written_date(*date)?, &dated)?
                }
                Cell::Date(date) => write_text(sheet, (row, column), &date.to_string(), style)?,
                Cell::Text(text) | Cell::Error(text) => {
                    write_text(sheet, (row, column), text, style)?
                }
            };
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    for (column, at) in (0_u16..).zip(0..columns) {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let longest = cells.map(|cell| cell.shown().chars().count()).max();
        let width = longest.unwrap_or_default().clamp(10, 50) + 2;
        sheet.set_column_width(column, f64::from(u8::try_from(width).unwrap_or(u8::MAX)))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Writes text as text, whatever it looks like.
fn write_text<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    style: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    // The library takes such a text for its own mark-up and would write it
    // unescaped; as the only run of a rich text it is escaped, but not `_x0041_`.
    if text.starts_with("<r>") && text.ends_with("</r>") {
        let escaped = text.replace("_x", "_x005F_x");
        return sheet.write_rich_string_with_format(
            row,
            column,
            &[(&Format::new(), &escaped)],
            style,
        );
    }
    sheet.write_string_with_format(row, column, text, style)
}

/// What the codes mean, and where the wording comes from.
fn explanation(about: &About<'_>) -> Vec<Vec<Cell>> {
    let framework = about.framework;
    let mut lines: Vec<(&str, String, String)> = Vec::new();
    for level in Level::all() {
        lines.push((
            "level",
            level.to_string(),
            framework.level_name(level).to_owned(),
        ));
    }
    for (code, meaning) in [
        ("dk", "Don’t know"),
        ("na", "Not applicable; say why in the column reason"),
        (
            "(empty)",
            "Not answered; or, in a further row of a statement, further evidence",
        ),
    ] {
        lines.push(("level", code.to_owned(), meaning.to_owned()));
    }
    for importance in Importance::all() {
        lines.push((
            "importance",
            importance.to_string(),
            importance.name().to_owned(),
        ));
    }
    for strength in Strength::ALL {
        let meaning = format!("{}: {}", strength.name(), strength.meaning());
        lines.push(("evidence_strength", strength.get().to_string(), meaning));
    }
    let mut notes = vec![
        ("organisation", about.organisation.name.clone()),
        (
            "assessment",
            format!("{}, {}", about.assessment.title, about.assessment.period()),
        ),
        ("questionnaire", framework.full_title()),
        ("wording", framework.wording.clone()),
        ("attribution", framework.attribution.clone()),
        ("licence", framework.licence.clone()),
    ];
    for pack in &framework.add_ons {
        notes.push(("wording", format!("{}: {}", pack.title, pack.wording)));
        notes.push(("attribution", pack.attribution.clone()));
    }
    if about.organisation.invented {
        notes.insert(
            0,
            (
                "note",
                "The organisation and all its data are invented.".to_owned(),
            ),
        );
    }
    lines.extend(
        notes
            .into_iter()
            .map(|(name, note)| (name, String::new(), note)),
    );

    let text = |text: &str| Cell::Text(text.to_owned());
    let headings = vec![text("column"), text("code"), text("meaning")];
    let rows = lines
        .iter()
        .map(|(column, code, meaning)| vec![text(column), text(code), text(meaning)]);
    std::iter::once(headings).chain(rows).collect()
}
