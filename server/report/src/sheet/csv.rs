//! CSV, as spreadsheet programs write it and as people save it.
//!
//! The reader is our own. Libraries skip empty lines, so that row 12 would not be
//! the row 12 that people see; and they take a forgotten closing quotation mark
//! for the start of a very long text, in which statements would vanish unseen.

use std::borrow::Cow;

use domain::{
    indicator,
    scoresheet::{Cell, Row, count_headings},
};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Gathered, SheetFile, Unreadable};

/// Tells spreadsheet programs that what follows is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Reads a CSV file.
pub(super) fn read(file: &[u8]) -> Result<SheetFile, Unreadable> {
    let (text, notices) = decode(file)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (separator, text) = find_separator(&text);
    let rows = split(text, separator)?;
    Ok(SheetFile { rows, notices })
}

/// Writes a CSV file for Excel: UTF-8 with its mark, comma, CRLF.
pub(super) fn write(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut file = String::from(BYTE_ORDER_MARK);
    for row in rows {
        let fields: Vec<_> = row.iter().map(|cell| quoted(written(cell))).collect();
        file.push_str(&fields.join(","));
        file.push_str("\r\n");
    }
    file.into_bytes()
}

fn written(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) if begins_a_formula(text) => Cow::Owned(format!("'{text}")),
        Cell::Text(text) => Cow::Borrowed(text),
        // Unrounded, so that anybody can check it.
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Date(date) => Cow::Owned(date.to_string()),
        Cell::Bool(_) | Cell::Error(_) => Cow::Owned(cell.shown()),
    }
}

/// Whether a spreadsheet program would run a text instead of showing it.
///
/// Apostrophes before it count as well, so that what reading takes off is
/// always what writing put there.
fn begins_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn quoted(field: Cow<'_, str>) -> Cow<'_, str> {
    if field.contains(['"', ',', '\n', '\r']) {
        return Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")));
    }
    field
}

/// The text of a file in UTF-8, in UTF-16 with its mark, else in Windows-1252.
fn decode(file: &[u8]) -> Result<(Cow<'_, str>, Vec<String>), Unreadable> {
    let marked = [UTF_8, UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        encoding_rs::Encoding::for_bom(file).is_some_and(|(it, _)| it == *encoding)
    });
    if let Some(encoding) = marked {
        let (text, is_broken) = encoding.decode_with_bom_removal(file);
        return if is_broken {
            Err(Unreadable::Letters)
        } else {
            Ok((text, vec![]))
        };
    }
    if file.contains(&0) {
        return Err(Unreadable::OtherKind("not a spreadsheet"));
    }
    if let Ok(text) = std::str::from_utf8(file) {
        return Ok((Cow::Borrowed(text), vec![]));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(file);
    let notice =
        "The file is not in UTF-8 and was read as Windows-1252: check letters such as ŵ, é and £.";
    Ok((text, vec![notice.to_owned()]))
}

/// What stands between cells, told from the headings; and the text without Excel's hint line.
fn find_separator(text: &str) -> (char, &str) {
    if let Some((line, rest)) = text.split_once('\n')
        && let Some(separator) = line.strip_prefix("sep=").and_then(|it| it.chars().next())
    {
        return (separator, rest);
    }
    let headings = |separator: char| {
        let cells = |line: &str| {
            let fields = line.split(separator);
            fields
                .map(|field| Cell::Text(field.trim_matches('"').to_owned()))
                .collect()
        };
        let rows: Vec<Row> = (1..)
            .zip(text.lines().take(10))
            .map(|(number, line)| Row {
                number,
                cells: cells(line),
            })
            .collect();
        // Of scores or of indicators, whichever it is a file of.
        count_headings(&rows).max(indicator::count_headings(&rows))
    };
    // The last of several equals wins.
    let separator = ['\t', ';', ','].into_iter().max_by_key(|it| headings(*it));
    (separator.unwrap_or(','), text)
}

/// Where in a field the reader is.
enum Inside {
    /// At its first letter.
    Start,
    /// In a field without quotation marks.
    Plain,
    /// Between quotation marks.
    Quotes,
    /// Behind a quotation mark that closes the field, or is the first of two.
    Closed,
}

fn split(text: &str, separator: char) -> Result<Vec<Row>, Unreadable> {
    let mut gathered = Gathered::default();
    let (mut row, mut column) = (1, 0);
    let mut field = String::new();
    let mut inside = Inside::Start;
    for letter in text.chars() {
        inside = match (inside, letter) {
            (Inside::Start, '"') => Inside::Quotes,
            (Inside::Quotes, '"') => Inside::Closed,
            (Inside::Closed, '"') => {
                field.push('"');
                Inside::Quotes
            }
            (Inside::Quotes, letter) => {
                field.push(letter);
                Inside::Quotes
            }
            (_, '\n') => {
                gathered.put(row, column, cell(&mut field))?;
                (row, column) = (row + 1, 0);
                Inside::Start
            }
            (_, letter) if letter == separator => {
                gathered.put(row, column, cell(&mut field))?;
                column += 1;
                Inside::Start
            }
            (Inside::Closed, _) => return Err(Unreadable::Quotes { row }),
            (Inside::Start | Inside::Plain, letter) => {
                field.push(letter);
                Inside::Plain
            }
        };
    }
    if matches!(inside, Inside::Quotes) {
        return Err(Unreadable::Quotes { row });
    }
    gathered.put(row, column, cell(&mut field))?;
    Ok(gathered.into_rows())
}

/// Takes the field as a cell, without the apostrophe that keeps it from being a formula.
fn cell(field: &mut String) -> Cell {
    let text = std::mem::take(field);
    match text.strip_prefix('\'') {
        Some(rest) if begins_a_formula(rest) => Cell::Text(rest.to_owned()),
        _ if text.is_empty() => Cell::Empty,
        _ => Cell::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &[u8]) -> Vec<(u32, String)> {
        let rows = read(file).unwrap().rows;
        rows.iter()
            .map(|row| {
                let cells: Vec<_> = row.cells.iter().map(Cell::shown).collect();
                (row.number, cells.join("|"))
            })
            .collect()
    }

    fn utf_16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter()
            .chain(text.encode_utf16().flat_map(bytes))
            .collect()
    }

    #[test]
    fn every_way_in_which_excel_writes_csv_gives_the_same_rows() {
        let expected = [(1, "statement|level".to_owned()), (2, "W01|3".to_owned())];
        let unicode_text = "statement\tlevel\r\nW01\t3\r\n";
        for file in [
            b"statement,level\r\nW01,3\r\n".to_vec(),
            b"\xef\xbb\xbfstatement,level\nW01,3".to_vec(),
            b"statement;level\rW01;3\r".to_vec(),
            b"sep=;\r\nstatement;level\r\nW01;3\r\n".to_vec(),
            b"\"statement\",\"level\"\n\"W01\",\"3\"\n".to_vec(),
            utf_16(unicode_text, [0xff, 0xfe], u16::to_le_bytes),
            utf_16(unicode_text, [0xfe, 0xff], u16::to_be_bytes),
        ] {
            assert_eq!(
                shown(&file),
                expected,
                "{:?}",
                String::from_utf8_lossy(&file)
            );
        }
    }

    #[test]
    fn rows_are_counted_as_people_see_them() {
        let rows = shown(b"statement,level,comment\n\n,,\nW01,3,\"two\nlines\"\nW02,2,\n");
        let numbers: Vec<_> = rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 4, 5]);
        assert_eq!(rows[1].1, "W01|3|two\nlines");
    }

    #[test]
    fn the_separator_is_told_from_the_headings_and_not_from_a_title() {
        let rows =
            shown(b"Scores, as agreed, for the board\nstatement;level;comment\nW01;3;a, b\n");
        assert_eq!(rows[2].1, "W01|3|a, b");
    }

    #[test]
    fn letters_of_an_older_windows_are_read_with_a_warning() {
        let file = read(b"statement,level,comment\nW01,3,caf\xe9 \xa35\n").unwrap();
        assert_eq!(file.rows[1].cells[2], Cell::Text("café £5".into()));
        assert!(file.notices[0].contains("Windows-1252"));
    }

    #[test]
    fn quotation_marks_that_do_not_match_are_refused_with_their_row() {
        for broken in [
            "statement,level,comment\nW01,3,\"he said\nW02,2,\n",
            "statement,level,comment\nW01,3,\"he said\nW02,2,\"yes\"\n",
        ] {
            assert!(
                matches!(
                    read(broken.as_bytes()),
                    Err(Unreadable::Quotes { row: 2 | 3 })
                ),
                "{broken}"
            );
        }
        assert_eq!(
            shown(b"statement,level\nW01,5\" pipe\n")[1].1,
            "W01|5\" pipe"
        );
    }

    #[test]
    fn a_text_that_would_run_gets_an_apostrophe_and_loses_it_again() {
        for (text, field) in [
            ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
            ("+44 20", "'+44 20"),
            ("- a point", "'- a point"),
            ("@all", "'@all"),
            ("\ttabbed", "'\ttabbed"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'quoted'", "'quoted'"),
            ("'", "'"),
            ("", ""),
            ("plain", "plain"),
        ] {
            let cell_before = Cell::Text(text.to_owned());
            assert_eq!(written(&cell_before), field);
            assert_eq!(cell(&mut field.to_owned()).shown(), text);
        }
    }

    #[test]
    fn a_file_beyond_the_limits_is_refused() {
        let wide = format!("statement,level{}x\n", ",".repeat(50));
        assert_eq!(
            read(wide.as_bytes()),
            Err(Unreadable::TooManyColumns {
                column: "AZ".into()
            })
        );
        let long = "W01,3\n".repeat(2_001);
        assert_eq!(read(long.as_bytes()), Err(Unreadable::TooManyRows));
        let text = format!("statement,level\nW01,{}\n", "x".repeat(32_768));
        assert_eq!(
            read(text.as_bytes()),
            Err(Unreadable::TextTooLong { row: 2 })
        );
    }
}
