//! Spreadsheets: what people fill in comes in, what they want to reckon with goes out.
//!
//! Here files become cells and cells become files. What the cells mean is a rule
//! and lives in [`domain::scoresheet`].
//!
//! A file comes from outside, so it is looked at before anything trusts it: its
//! kind is told from its content and not from its name, and nothing is unpacked
//! beyond the limits below.
//!
//! A text that begins with `=`, `+`, `-` or `@` would be run as a formula by
//! whoever opens a CSV file. There it gets one `'` in front, which reading takes
//! off again. In an .xlsx file text is text, and nothing is put in front.

use domain::scoresheet::{Cell, Row};

mod csv;
mod parcel;
mod table;
mod xlsx;

pub use rust_xlsxwriter::XlsxError;
pub use table::{Table, benchmark, indicator_template, indicators, minutes, plan, results, scores};
pub use xlsx::About;

/// The largest file that is read, in bytes.
pub const FILE_SIZE_MAX: usize = 5 * 1024 * 1024;

/// The most rows with something in them.
pub const ROWS_MAX: usize = 2_000;

/// The most columns, counted from A.
pub const COLUMNS_MAX: usize = 50;

/// The longest text of a cell, in characters: what Excel itself can hold.
pub const CELL_TEXT_MAX: usize = 32_767;

/// The rows of a spreadsheet file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetFile {
    /// The rows that hold something, with the numbers that the spreadsheet shows.
    pub rows: Vec<Row>,
    /// What a reader should know about how it was read, in sentences.
    pub notices: Vec<String>,
}

/// Why a file could not be read as a spreadsheet; each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It has more than [`FILE_SIZE_MAX`] bytes.
    #[error("The file is larger than 5 MB. Take out pictures and other sheets, and save it again.")]
    TooLarge,
    /// It is something else, named with its article.
    #[error("The file is {0}. Open it in a spreadsheet program and save it as .xlsx or .csv.")]
    OtherKind(&'static str),
    /// It needs a password.
    #[error("The workbook is protected by a password. Save it without one.")]
    Locked,
    /// It unpacks to far more than a score sheet can be.
    #[error(
        "The workbook is far larger inside than a score sheet can be. Copy the sheet into a new workbook."
    )]
    Overfull,
    /// It breaks off, or is not what it says it is.
    #[error("The workbook is damaged. Open it in a spreadsheet program and save it again.")]
    Damaged,
    /// It is neither UTF-8, UTF-16 nor Windows-1252.
    #[error("The letters of the file cannot be read. Save it again as “CSV UTF-8”.")]
    Letters,
    /// It has no sheet with cells.
    #[error("The workbook has no sheet that can be read.")]
    NoSheet,
    /// A cell shows a failure that cannot be told apart from others.
    #[error(
        "A cell in row {row} or just below it shows {text} instead of a value. Type the value."
    )]
    FailedCell {
        /// The row before it, or its own.
        row: u32,
        /// What it shows, for example `#SPILL!`.
        text: String,
    },
    /// It has more than [`ROWS_MAX`] rows.
    #[error("The sheet has more than 2,000 rows that are filled in. Keep the scores only.")]
    TooManyRows,
    /// It has more than [`COLUMNS_MAX`] columns.
    #[error(
        "The sheet goes on to column {column}; at most 50 columns are read. Keep the scores only."
    )]
    TooManyColumns {
        /// The letter of the first column too many.
        column: String,
    },
    /// A cell holds more than [`CELL_TEXT_MAX`] characters.
    #[error("Row {row} has a cell with more than 32,767 characters. Shorten it.")]
    TextTooLong {
        /// The row.
        row: u32,
    },
    /// Quotation marks around a cell of a CSV file do not match.
    #[error(
        "The quotation marks that begin in row {row} do not match. Open the file in a spreadsheet program and save it again."
    )]
    Quotes {
        /// The row.
        row: u32,
    },
}

/// Reads a spreadsheet file: .xlsx, or CSV in one of its many forms.
///
/// Of a workbook the sheet called "Scores" is read, else the first that is not
/// hidden. Formulas give what they last came to.
///
/// # Errors
///
/// Returns [`Unreadable`] for anything else, and for a file beyond the limits.
pub fn read(file: &[u8]) -> Result<SheetFile, Unreadable> {
    const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if file.len() > FILE_SIZE_MAX {
        return Err(Unreadable::TooLarge);
    }
    if file.starts_with(b"PK") {
        return xlsx::read(file);
    }
    if file.starts_with(COMPOUND_FILE) {
        // A workbook with a password is a parcel of this older kind, too.
        let locked: Vec<u8> = "EncryptedPackage"
            .bytes()
            .flat_map(|byte| [byte, 0])
            .collect();
        if file.windows(locked.len()).any(|window| window == locked) {
            return Err(Unreadable::Locked);
        }
        return Err(Unreadable::OtherKind("an old Excel workbook (.xls)"));
    }
    if file.starts_with(b"%PDF") {
        return Err(Unreadable::OtherKind("a PDF"));
    }
    if file.trim_ascii_start().starts_with(b"<") {
        return Err(Unreadable::OtherKind("a web page or an XML file"));
    }
    csv::read(file)
}

/// Gathers cells into rows and keeps within the limits.
#[derive(Default)]
struct Gathered {
    rows: std::collections::BTreeMap<u32, Vec<Cell>>,
}

impl Gathered {
    /// Puts a cell where it belongs: `row` counted from 1, `column` from 0.
    fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Unreadable> {
        let is_nothing = match &cell {
            Cell::Empty => true,
            Cell::Text(text) => text.is_empty(),
            _ => false,
        };
        if is_nothing {
            return Ok(());
        }
        if column >= COLUMNS_MAX {
            if cell.is_blank() {
                return Ok(());
            }
            let column = domain::scoresheet::column_letter(column);
            return Err(Unreadable::TooManyColumns { column });
        }
        if matches!(&cell, Cell::Text(text) if text.chars().count() > CELL_TEXT_MAX) {
            return Err(Unreadable::TextTooLong { row });
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        if self.rows.len() > ROWS_MAX {
            return Err(Unreadable::TooManyRows);
        }
        Ok(())
    }

    fn into_rows(self) -> Vec<Row> {
        let rows = self.rows.into_iter();
        rows.map(|(number, cells)| Row { number, cells }).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        answer::Choice,
        answer::{AgreedScore, Answer},
        assessment::{Assessment, Method, Scope, State},
        divergence::{Minimum, OwnScore, RevealedScore},
        evidence::{Evidence, Strength},
        framework::{Framework, shipped},
        id::{ActionId, AssessmentId, EvidenceId, OrganisationId, ProgressId},
        level::{Importance, Level, Target},
        organisation::{Headcount, Kind, Nation, Organisation},
        participant::Side,
        partnership::Partnership,
        plan::{Action, Progress, Status},
        results::{Recorded, Records, Results},
        scoresheet::{self, changes},
    };
    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::{
        parcel::tests::{pack, repack},
        *,
    };

    fn framework() -> &'static Framework {
        &shipped()[0]
    }

    fn assessment() -> Assessment {
        Assessment {
            assessment_id: AssessmentId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            title: "Spring 2026".into(),
            framework: framework().id.clone(),
            edition: framework().edition,
            scope: Scope::Quick,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 04 - 01),
            state: State::Scoring,
            supersedes: None,
            additions: domain::framework::Additions::default(),
            follows: None,
            site: None,
        }
    }

    fn organisation() -> Organisation {
        Organisation {
            organisation_id: OrganisationId(Uuid::nil()),
            name: "Ynys Wen".into(),
            ods_code: None,
            nation: Nation::Wales,
            kind: Kind::ALL[0],
            headcount: Headcount::ALL[0],
            invented: true,
        }
    }

    fn to_xlsx(table: &Table) -> Vec<u8> {
        let about = About {
            organisation: &organisation(),
            assessment: &assessment(),
            framework: framework(),
            made_at: datetime!(2026-05-12 13:32 UTC),
        };
        table.to_xlsx(&about).unwrap()
    }

    fn recorded(level: u8, comment: &str, evidence: &[&str]) -> Recorded {
        let evidence = evidence.iter().map(|what| Evidence {
            evidence_id: EvidenceId(Uuid::nil()),
            what: (*what).into(),
            link: String::new(),
            date: Some(date!(2026 - 05 - 12)),
            strength: Strength::Data,
        });
        Recorded {
            score: AgreedScore {
                answer: Some(Answer::Level(Level::new(level).unwrap())),
                comment: comment.into(),
                target: Target::default(),
                importance: Importance::default(),
            },
            evidence: evidence.collect(),
        }
    }

    /// Records of the first statements of the quick scan.
    fn records(of: Vec<Recorded>) -> Records {
        let quick = framework().statements.iter().filter(|it| it.quick);
        quick.map(|it| it.id.clone()).zip(of).collect()
    }

    fn lines(file: &SheetFile) -> Vec<String> {
        let line = |row: &Row| {
            let cells: Vec<_> = row.cells.iter().map(Cell::shown).collect();
            format!("{} {}", row.number, cells.join("|"))
        };
        file.rows.iter().map(line).collect()
    }

    #[test]
    fn scores_in_csv_look_like_this() {
        let records = records(vec![recorded(
            3,
            "=1+1",
            &["Paper, with \"quotes\"", "Survey"],
        )]);
        let csv = String::from_utf8(scores(framework(), &assessment(), &records).to_csv()).unwrap();
        let first: Vec<_> = csv.split("\r\n").take(4).collect();
        assert_eq!(
            first,
            [
                "\u{feff}statement,level,target,importance,evidence,evidence_link,evidence_date,evidence_strength,comment,reason",
                "W01,3,3,2,\"Paper, with \"\"quotes\"\"\",,2026-05-12,3,'=1+1,",
                "W01,,,,Survey,,2026-05-12,3,,",
                &format!(
                    "{},,{},2,,,,,,",
                    framework()
                        .statements
                        .iter()
                        .filter(|it| it.quick)
                        .nth(1)
                        .unwrap()
                        .id,
                    3
                ),
            ]
        );
    }

    #[test]
    fn results_have_a_row_for_every_group_and_every_statement() {
        let records = records(vec![recorded(1, "", &[])]);
        let assessment = assessment();
        let numbers = Results::of(framework(), &assessment, &records);
        let csv = String::from_utf8(results(&numbers, None).to_csv()).unwrap();
        // 100 × 1 ÷ 4 = 25 and 100 × 3 ÷ 4 = 75; gap 2 × importance 2 × 1.25 = 5
        assert!(
            csv.contains("\r\ngroup,pillars,wellbeing,Wellbeing,25,75,2,1,"),
            "{csv}"
        );
        assert!(csv.contains(",level,1,3,2,2,0,,5\r\n"), "{csv}");
        assert!(csv.contains("\r\npart,elements,1.1,"), "{csv}");
        let widths: std::collections::BTreeSet<_> =
            results(&numbers, None).rows.iter().map(Vec::len).collect();
        assert!(widths.iter().all(|width| *width <= 22), "{widths:?}");
    }

    #[test]
    fn results_have_the_medians_of_both_sides_where_they_may_be_shown() {
        let given = |side: Side, times: usize, level: u8| {
            let score = OwnScore {
                choice: Level::new(level).ok().map(Choice::Level),
                ..OwnScore::default()
            };
            vec![RevealedScore { side, score }; times]
        };
        let assessment = assessment();
        let numbers = Results::of(framework(), &assessment, &records(vec![]));
        let [first, second] = [0, 1].map(|at| numbers.statements[at].statement.id.clone());
        let scores = [
            (
                first,
                [given(Side::Management, 3, 4), given(Side::Staff, 3, 1)].concat(),
            ),
            (
                second,
                [given(Side::Management, 2, 4), given(Side::Staff, 3, 1)].concat(),
            ),
        ]
        .into();
        let partnership = Partnership::of(
            Minimum::default(),
            std::collections::BTreeMap::new(),
            &scores,
            &[],
            vec![],
        );

        let rows = results(&numbers, Some(&partnership)).rows;
        let ends: Vec<_> = rows
            .iter()
            .filter(|row| row[0] == Cell::Text("statement".into()))
            .map(|row| row[19..].to_vec())
            .collect();
        let number = Cell::Number;
        assert_eq!(ends[0], [number(4.0), number(1.0), number(3.0)]);
        assert_eq!(ends[1], [Cell::Empty, number(1.0), Cell::Empty]);
        assert_eq!(ends[2], [Cell::Empty, Cell::Empty, Cell::Empty]);
    }

    #[test]
    fn a_plan_shows_where_each_action_stands() {
        let action = Action {
            action_id: ActionId(Uuid::nil()),
            what: "Protect time".into(),
            measure: "Hours".into(),
            owner: "HR director".into(),
            due: Some(date!(2026 - 06 - 30)),
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: vec!["W01".parse().unwrap(), "W02".parse().unwrap()],
            mitigates: None,
            progress: vec![Progress {
                progress_id: ProgressId(Uuid::nil()),
                at: datetime!(2026-05-12 09:00 UTC),
                by: "Ama Boateng".into(),
                note: "-half done".into(),
                status: Some(Status::InProgress),
                due: Some(date!(2026 - 09 - 30)),
            }],
        };
        let csv = String::from_utf8(plan(&[action]).to_csv()).unwrap();
        assert_eq!(
            csv.split("\r\n").nth(1).unwrap(),
            "Protect time,Hours,HR director,2026-09-30,In progress,\"W01, W02\",,,,2026-05-12,'-half done"
        );
    }

    #[test]
    fn a_workbook_holds_text_as_text_and_days_as_days_and_explains_itself() {
        let records = records(vec![recorded(3, "=1+1", &["<r>&</r>"])]);
        let table = scores(framework(), &assessment(), &records);
        let file = to_xlsx(&table);

        let row = read(&file).unwrap().rows[1].cells.clone();
        assert_eq!(row[1], Cell::Number(3.0));
        assert_eq!(row[4], Cell::Text("<r>&</r>".into()));
        assert_eq!(row[6], Cell::Date(date!(2026 - 05 - 12)));
        assert_eq!(row[8], Cell::Text("=1+1".into()));
        repack(&file, "xl/worksheets/sheet1.xml", |sheet| {
            assert!(!sheet.contains("<f>"), "{sheet}");
            sheet
        });
        repack(&file, "xl/sharedStrings.xml", |texts| {
            assert!(
                texts.contains("Embedded and evidenced")
                    && texts.contains("all its data are invented")
            );
            texts
        });
        assert_eq!(to_xlsx(&table), file, "the same input gives the same bytes");
    }

    /// A workbook as it comes back from Excel after a year on a shared drive.
    fn oddities() -> Workbook {
        let dated = Format::new().set_num_format("dd/mm/yyyy");
        let mut book = Workbook::new();
        let notes = book.add_worksheet().set_name("Notes").unwrap();
        notes.write(0, 0, "Read me").unwrap();
        notes.set_active(true);
        let sheet = book.add_worksheet().set_name("scores ").unwrap();
        sheet
            .merge_range(0, 0, 0, 5, "Wellbeing scores, May", &Format::new())
            .unwrap();
        for (column, heading) in (0_u16..).zip([
            "Statement ",
            "Owner",
            "LEVEL",
            "Target",
            "Evidence",
            "Evidence date",
            "Evidence strength",
            "Comment",
        ]) {
            sheet.write(2, column, heading).unwrap();
        }
        sheet.set_column_hidden(1).unwrap();
        sheet.write(3, 0, "w1").unwrap();
        sheet.write(3, 2, "3").unwrap();
        sheet
            .write_formula(3, 3, Formula::new("=2+2").set_result("4"))
            .unwrap();
        sheet.write(3, 4, 5).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 5, 12)
            .unwrap()
            .and_hms(9, 30, 0)
            .unwrap();
        sheet.write_with_format(3, 5, &day, &dated).unwrap();
        sheet.write(3, 6, "data").unwrap();
        sheet.write(3, 7, true).unwrap();
        sheet.write_blank(90, 3, &dated).unwrap();
        sheet
            .merge_range(3, 1, 4, 1, "Ama", &Format::new())
            .unwrap();
        book
    }

    #[test]
    fn a_workbook_with_the_oddities_of_excel_is_read() {
        let file = read(&oddities().save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            lines(&file),
            [
                "1 Wellbeing scores, May",
                "3 Statement |Owner|LEVEL|Target|Evidence|Evidence date|Evidence strength|Comment",
                "4 w1|Ama|3|4|5|12 May 2026|data|TRUE",
            ]
        );
        assert_eq!(
            file.notices,
            ["Merged cells count for their first row only: B4:B5."]
        );

        let sheet = scoresheet::read(
            &file.rows,
            framework(),
            &Assessment {
                scope: Scope::Full,
                ..assessment()
            },
        )
        .unwrap();
        let score = &sheet.scores[0];
        assert_eq!(
            (
                score.statement.as_str(),
                score.score.level().map(Level::get),
                score.score.target.get()
            ),
            ("W01", Some(3), 4)
        );
        assert_eq!(
            (score.evidence[0].what.as_str(), score.evidence[0].strength),
            ("5", Strength::Data)
        );
        assert!(sheet.notices[0].contains("B (Owner)"));
    }

    #[test]
    fn without_a_sheet_called_scores_the_first_that_is_not_hidden_is_read() {
        let mut book = Workbook::new();
        book.add_worksheet()
            .set_name("Lists")
            .unwrap()
            .set_hidden(true);
        book.add_worksheet()
            .set_name("May")
            .unwrap()
            .write(0, 0, "statement")
            .unwrap()
            .set_active(true);
        book.add_worksheet().set_name("June").unwrap();
        let file = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(lines(&file), ["1 statement"]);
        assert_eq!(
            file.notices,
            ["Only the sheet “May” was read: no sheet is called “Scores”."]
        );
    }

    /// A workbook whose only sheet holds these cells, in Excel's own words.
    fn crafted(cells: &str) -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet();
        repack(
            &book.save_to_buffer().unwrap(),
            "xl/worksheets/sheet1.xml",
            |_| {
                format!(
                    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
                )
            },
        )
    }

    #[test]
    fn cells_that_show_a_failure_are_told_and_not_taken_for_empty() {
        let file = read(&crafted(r#"<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1+1</f></c><c r="C2" t="str"><f>A1</f><v></v></c></row>"#)).unwrap();
        assert_eq!(
            file.rows[0].cells,
            [
                Cell::Error("#REF!".into()),
                Cell::Error("a formula without its result".into())
            ]
        );
        assert_eq!(
            read(&crafted(
                r#"<row r="7"><c r="A7"><v>1</v></c><c r="B7" t="e"><v>#SPILL!</v></c></row>"#
            )),
            Err(Unreadable::FailedCell {
                row: 7,
                text: "#SPILL!".into()
            })
        );
    }

    #[test]
    fn cells_at_the_far_ends_of_a_sheet_do_no_harm() {
        let file = read(&crafted(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c></row>"#)).unwrap();
        assert_eq!(lines(&file), ["1 1", "1048576 |2"]);
        assert_eq!(
            read(&crafted(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#)),
            Err(Unreadable::TooManyColumns {
                column: "XFD".into()
            })
        );
        // Beyond all bounds: whatever the library makes of it, the program goes on.
        let _ = read(&crafted(
            r#"<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>"#,
        ));
        let rows: Vec<_> = (1..=2_001)
            .map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#))
            .collect();
        assert_eq!(read(&crafted(&rows.concat())), Err(Unreadable::TooManyRows));
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        let refusal = |file: &[u8]| read(file).unwrap_err().to_string();
        assert!(
            refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook")
                .contains("an old Excel workbook (.xls)")
        );
        let locked: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            .iter()
            .copied()
            .chain("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]))
            .collect();
        assert_eq!(read(&locked), Err(Unreadable::Locked));
        assert!(refusal(b"%PDF-1.7").contains("a PDF"));
        assert!(refusal(b"\n<html><table>").contains("a web page"));
        assert!(refusal(&pack(&[("xl/workbook.bin", b"")])).contains(".xlsb"));
        assert_eq!(
            read(b"\x89PNG\0\0"),
            Err(Unreadable::OtherKind("not a spreadsheet"))
        );
        assert_eq!(
            read(&vec![b' '; FILE_SIZE_MAX + 1]),
            Err(Unreadable::TooLarge)
        );
    }

    #[test]
    fn a_file_that_breaks_off_is_damaged_wherever_it_breaks() {
        let file = to_xlsx(&scores(framework(), &assessment(), &Records::new()));
        for length in (4..file.len()).step_by(61) {
            assert_eq!(read(&file[..length]), Err(Unreadable::Damaged), "{length}");
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        let nasty = prop::sample::select(vec![
            "=cmd|' /C calc'!A0",
            "'=1",
            "''@x",
            "'",
            "+44",
            "-",
            "@all",
            "\ttab",
            "\n=1",
            "\"",
            "\"\"",
            "a,b;c\td",
            "<r>&</r>",
            "<r>_x0041_</r>",
            "<r><t>x</t></r>",
            "_x000D_",
            "_x005F_",
            "Tŷ Gwyn, Ynys Môn",
            "👩🏽‍⚕️",
            " leading",
            "trailing ",
            "  ",
            "two\n\nlines\n",
            "&amp;<b>]]>",
            "#REF!",
            "3",
            "TRUE",
            "12/05/2026",
            "sep=;",
        ]);
        prop_oneof![
            nasty.prop_map(str::to_owned),
            "\\PC{0,20}",
            "[=+@'\"\n \t-]{0,6}"
        ]
        .prop_map(|text| domain::text::tidy(&text))
    }

    fn any_recorded() -> impl Strategy<Value = Recorded> {
        let answer = prop_oneof![
            Just(None),
            (0_u8..=4).prop_map(|level| Some(Answer::Level(Level::new(level).unwrap()))),
            Just(Some(Answer::DontKnow)),
            any_text()
                .prop_filter("a reason", |it| !it.trim().is_empty())
                .prop_map(|reason| Some(Answer::NotApplicable { reason })),
        ];
        let what = any_text().prop_filter("evidence", |it| !it.trim().is_empty());
        let evidence = (
            what,
            any::<bool>(),
            prop::option::of(-40_000_i32..40_000),
            0_u8..=4,
        )
            .prop_map(|(what, linked, day, strength)| Evidence {
                evidence_id: EvidenceId(Uuid::nil()),
                what,
                link: if linked {
                    "https://example.org/?a=1&b=ŵ".into()
                } else {
                    String::new()
                },
                date: day.map(|day| date!(1970 - 01 - 01) + time::Duration::days(day.into())),
                strength: strength.try_into().unwrap(),
            });
        (
            answer,
            any_text(),
            1_u8..=4,
            1_u8..=3,
            prop::collection::vec(evidence, 0..3),
        )
            .prop_map(|(answer, comment, target, importance, evidence)| Recorded {
                score: AgreedScore {
                    answer,
                    comment,
                    target: Target::new(target).unwrap(),
                    importance: Importance::new(importance).unwrap(),
                },
                evidence,
            })
    }

    fn changes_when_read_back(file: &[u8], records: &Records) -> scoresheet::Changes {
        let file = read(file).unwrap();
        assert_eq!(file.notices, Vec::<String>::new());
        let sheet = scoresheet::read(&file.rows, framework(), &assessment()).unwrap();
        changes(framework(), &assessment(), records, &sheet)
    }

    proptest! {
        #[test]
        fn what_is_exported_and_imported_changes_nothing(recorded in prop::collection::vec(any_recorded(), 17)) {
            let records = records(recorded);
            let table = scores(framework(), &assessment(), &records);
            for file in [table.to_csv(), to_xlsx(&table)] {
                let changes = changes_when_read_back(&file, &records);
                prop_assert_eq!(&changes.changed, &[]);
                prop_assert_eq!(changes.left_alone, 0);
            }
        }

        #[test]
        fn random_bytes_are_refused_or_read_and_never_stop_the_program(bytes in prop::collection::vec(any::<u8>(), 0..400), begin in 0..4) {
            let begin: &[u8] = [&b""[..], b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"][usize::try_from(begin).unwrap()];
            if let Ok(file) = read(&[begin, &bytes].concat()) {
                let _ = scoresheet::read(&file.rows, framework(), &assessment());
            }
        }

        #[test]
        fn a_damaged_workbook_never_stops_the_program(at in any::<prop::sample::Index>(), with in "[\\x20-\\x7e]{0,8}", part in prop::sample::select(vec!["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])) {
            let file = oddities().save_to_buffer().unwrap();
            let file = repack(&file, part, |mut content| {
                let at = at.index(content.len() - 8);
                content.replace_range(at..at + 4, &with);
                content
            });
            let _ = read(&file);
        }
    }
}
