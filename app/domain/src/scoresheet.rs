//! The scores of an assessment as a spreadsheet, in and out.
//!
//! People hold their scores in Excel, so reading is tolerant of everything that
//! can mean one thing only ("w1", "3 – In place", 12 May 2026) and refuses the
//! rest with what to write instead. It is all or nothing: [`read`] returns the
//! whole sheet or every problem in it. What a sheet says of a statement replaces
//! what is recorded, evidence too; a statement that it leaves out stays as it
//! is. [`changes`] shows beforehand what that comes to.
//!
//! [`write()`] and [`read`] mirror each other: a sheet that is read back as it was
//! written changes nothing.
//!
//! Cells come from and go to files in the crate `report`; here they are values.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    answer::{AgreedScore, Answer, Choice, Position},
    assessment::Assessment,
    evidence::{Evidence, Strength},
    framework::Framework,
    id::{EvidenceId, StatementId},
    participant::Side,
    results::Records,
};

mod cell;
mod changes;
mod export;
mod read;

pub use changes::{Change, Changes, PartChange, changes};
pub use export::ScoresExport;
pub use read::{count_headings, read};

/// What one cell of a spreadsheet holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, exactly as it was typed.
    Text(String),
    /// A number.
    Number(f64),
    /// A day; a time of day is left out.
    Date(Date),
    /// True or false.
    Bool(bool),
    /// No value but a failure, in the words of the spreadsheet: `#REF!`.
    Error(String),
}

/// One row of a spreadsheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its number as the spreadsheet shows it, counted from 1.
    pub number: u32,
    /// Its cells from column A on; cells that are missing at the end are empty.
    pub cells: Vec<Cell>,
}

/// A column of the score sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The statement's id.
    Statement,
    /// 0 to 4, `dk` or `na`; empty means not answered, or further evidence.
    Level,
    /// 1 to 4; empty means the statement's starting target.
    Target,
    /// 1 to 3; empty means 2, medium.
    Importance,
    /// What the evidence is.
    Evidence,
    /// Where the evidence can be read.
    EvidenceLink,
    /// When the evidence was made.
    EvidenceDate,
    /// 0 to 4; empty means 1, assertion.
    EvidenceStrength,
    /// What people wanted to say about the answer.
    Comment,
    /// Why the statement does not apply.
    Reason,
}

impl Column {
    /// Every column, in the order they are written.
    pub const ALL: [Self; 10] = [
        Self::Statement,
        Self::Level,
        Self::Target,
        Self::Importance,
        Self::Evidence,
        Self::EvidenceLink,
        Self::EvidenceDate,
        Self::EvidenceStrength,
        Self::Comment,
        Self::Reason,
    ];

    /// What stands above it.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Level => "level",
            Self::Target => "target",
            Self::Importance => "importance",
            Self::Evidence => "evidence",
            Self::EvidenceLink => "evidence_link",
            Self::EvidenceDate => "evidence_date",
            Self::EvidenceStrength => "evidence_strength",
            Self::Comment => "comment",
            Self::Reason => "reason",
        }
    }
}

/// Reads the day in a cell: a date, 2026-05-12, 12/05/2026 or 12 May 2026; a blank cell is none.
pub(crate) fn day(cell: &Cell) -> Result<Option<Date>, String> {
    cell::day(cell).map(|day| day.map(|day| day.date))
}

/// A column as spreadsheets name it, counted from 0: A to Z, then AA.
#[must_use]
pub fn column_letter(position: usize) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let (before, last) = (position / LETTERS.len(), position % LETTERS.len());
    let mut letters = match before {
        0 => String::new(),
        before => column_letter(before - 1),
    };
    letters.push_str(LETTERS.get(last..=last).unwrap_or_default());
    letters
}

/// What a sheet says, once all of it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The statements in it, in the order of their first rows.
    pub scores: Vec<SheetScore>,
    /// What a reader should know about how it was read, in sentences.
    pub notices: Vec<String>,
}

/// What a sheet says about one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetScore {
    /// The statement.
    pub statement: StatementId,
    /// The row that says so, counted from 1; further evidence may stand elsewhere.
    pub row: u32,
    /// What replaces the recorded score.
    pub score: AgreedScore,
    /// What replaces the recorded evidence, in the order of its rows.
    pub evidence: Vec<SheetEvidence>,
}

/// A piece of evidence without a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SheetEvidence {
    /// What it is, at most [`crate::text::PARAGRAPH_MAX`] characters, never empty.
    pub what: String,
    /// Where it can be read: an `http` or `https` address, or empty.
    pub link: String,
    /// When it was made, if that is known.
    pub date: Option<Date>,
    /// How strong it is.
    pub strength: Strength,
}

impl SheetEvidence {
    /// The same piece with a name, as it is recorded.
    #[must_use]
    pub fn named(self, evidence_id: EvidenceId) -> Evidence {
        Evidence {
            evidence_id,
            what: self.what,
            link: self.link,
            date: self.date,
            strength: self.strength,
        }
    }
}

impl From<&Evidence> for SheetEvidence {
    fn from(evidence: &Evidence) -> Self {
        Self {
            what: evidence.what.clone(),
            link: evidence.link.clone(),
            date: evidence.date,
            strength: evidence.strength,
        }
    }
}

/// One thing in a sheet that cannot be read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("row {row}{}: {message}", column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default())]
pub struct SheetProblem {
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
    /// The column by letter and heading, "B (level)"; `None` when it is about the row.
    pub column: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// The score sheet of an assessment, headings first.
///
/// One row for every statement in scope, in the order of the pack, and a
/// further row for every piece of evidence after the first. Statements without a
/// record stand there unanswered, with their starting target.
#[must_use]
pub fn write(framework: &Framework, assessment: &Assessment, records: &Records) -> Vec<Vec<Cell>> {
    let mut rows = vec![
        Column::ALL
            .iter()
            .map(|column| text(column.heading()))
            .collect(),
    ];
    for statement in assessment.asked(framework) {
        let recorded = records.get(&statement.id);
        let unanswered =
            AgreedScore::unanswered(statement.starting_target(assessment.default_target));
        let score = recorded.map_or(&unanswered, |recorded| &recorded.score);
        let mut evidence = recorded
            .iter()
            .flat_map(|recorded| &recorded.evidence)
            .map(SheetEvidence::from);
        rows.push(row(&statement.id, Some(score), evidence.next().as_ref()));
        rows.extend(evidence.map(|piece| row(&statement.id, None, Some(&piece))));
    }
    rows
}

fn row(
    statement: &StatementId,
    score: Option<&AgreedScore>,
    evidence: Option<&SheetEvidence>,
) -> Vec<Cell> {
    let answer = score.and_then(|score| score.answer.as_ref());
    let reason = match answer {
        Some(Answer::NotApplicable { reason }) => reason.clone(),
        Some(Answer::NoAgreement { management, staff }) => positions(management, staff),
        _ => String::new(),
    };
    Column::ALL
        .iter()
        .map(|column| match column {
            Column::Statement => text(statement.as_str()),
            Column::Level => answer.map_or(Cell::Empty, |answer| match Choice::of(answer) {
                Some(Choice::Level(level)) => number(level.get()),
                Some(choice) => text(choice.code()),
                None => text(NO_AGREEMENT),
            }),
            Column::Target => score.map_or(Cell::Empty, |score| number(score.target.get())),
            Column::Importance => score.map_or(Cell::Empty, |score| number(score.importance.get())),
            Column::Evidence => evidence.map_or(Cell::Empty, |piece| text(&piece.what)),
            Column::EvidenceLink => evidence.map_or(Cell::Empty, |piece| text(&piece.link)),
            Column::EvidenceDate => evidence
                .and_then(|piece| piece.date)
                .map_or(Cell::Empty, Cell::Date),
            Column::EvidenceStrength => {
                evidence.map_or(Cell::Empty, |piece| number(piece.strength.get()))
            }
            Column::Comment => score.map_or(Cell::Empty, |score| text(&score.comment)),
            Column::Reason => text(&reason),
        })
        .collect()
}

/// How a sheet says that the two sides do not agree. Only a meeting can find that
/// out, so no sheet that says it is handed in again.
const NO_AGREEMENT: &str = "no agreement";

/// Both positions as one cell holds them.
fn positions(management: &Position, staff: &Position) -> String {
    format!(
        "{}: {}\n{}: {}",
        Side::Management.name(),
        management.sentence(),
        Side::Staff.name(),
        staff.sentence()
    )
}

fn number(number: u8) -> Cell {
    Cell::Number(number.into())
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    Cell::Text(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        assessment::{Method, Scope, State},
        divergence::Minimum,
        framework::shipped,
        id::{AssessmentId, OrganisationId},
        level::{Importance, Level, Target},
        results::Recorded,
    };

    pub(super) static PACK: LazyLock<Framework> = LazyLock::new(|| shipped()[0].clone());

    pub(super) fn assessment(scope: Scope) -> Assessment {
        Assessment {
            assessment_id: AssessmentId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            title: "2026".into(),
            framework: PACK.id.clone(),
            edition: PACK.edition,
            scope,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 04 - 01),
            state: State::Scoring,
            supersedes: None,
            additions: crate::framework::Additions::default(),
            follows: None,
            site: None,
        }
    }

    /// Rows of text cells, numbered from 1; `|` stands between cells.
    pub(super) fn rows(lines: &[&str]) -> Vec<Row> {
        let cells = |line: &str| line.split('|').map(text).collect();
        numbered(lines.iter().map(|line| cells(line)).collect())
    }

    fn numbered(rows: Vec<Vec<Cell>>) -> Vec<Row> {
        (1..)
            .zip(rows)
            .map(|(number, cells)| Row { number, cells })
            .collect()
    }

    fn piece(what: &str) -> Evidence {
        Evidence {
            evidence_id: EvidenceId(Uuid::nil()),
            what: what.into(),
            link: String::new(),
            date: Some(date!(2026 - 01 - 31)),
            strength: Strength::Data,
        }
    }

    fn level(level: u8) -> Answer {
        Answer::Level(Level::new(level).unwrap())
    }

    fn records(of: &[(&str, Option<Answer>, &[&str])]) -> Records {
        of.iter()
            .map(|(id, answer, evidence)| {
                let score = AgreedScore {
                    answer: answer.clone(),
                    ..AgreedScore::unanswered(Target::default())
                };
                let evidence = evidence.iter().map(|what| piece(what)).collect();
                (id.parse().unwrap(), Recorded { score, evidence })
            })
            .collect()
    }

    fn changes_of(records: &Records, lines: &[&str]) -> Changes {
        let assessment = assessment(Scope::Full);
        let sheet = read(&rows(lines), &PACK, &assessment).unwrap();
        changes(&PACK, &assessment, records, &sheet)
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(column_letter),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }

    #[test]
    fn a_sheet_has_a_row_per_statement_and_one_per_further_piece_of_evidence() {
        let records = records(&[("W01", Some(level(2)), &["Paper", "Survey"])]);
        let sheet = write(&PACK, &assessment(Scope::Full), &records);
        assert_eq!(sheet.len(), 1 + 60 + 1);
        let shown = |row: usize| {
            sheet[row]
                .iter()
                .map(Cell::shown)
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(
            [shown(1), shown(2), shown(3)],
            [
                "W01|2|3|2|Paper||31 January 2026|3||",
                "W01||||Survey||31 January 2026|3||",
                "W02||3|2||||||"
            ]
        );
    }

    #[test]
    fn evidence_that_stays_keeps_its_name_and_statements_that_stay_are_left_out() {
        let named = |number: u128, what: &str| Evidence {
            evidence_id: EvidenceId(Uuid::from_u128(number)),
            ..piece(what)
        };
        let mut before = records(&[
            ("W01", Some(level(2)), &[]),
            ("W02", Some(level(2)), &["Paper"]),
        ]);
        before
            .get_mut(&"W01".parse().unwrap())
            .unwrap()
            .evidence
            .extend([named(1, "Paper"), named(2, "Survey")]);
        let preview = changes_of(
            &before,
            &[
                "statement|level|evidence|evidence_date|evidence_strength",
                "W01|3|Survey|2026-01-31|3",
                "W01||Audit|2026-01-31|3",
                "W02|2|Paper|2026-01-31|3",
            ],
        );

        let after = preview.records(&before, || EvidenceId(Uuid::from_u128(9)));

        let [(statement, recorded)] = after.iter().collect::<Vec<_>>()[..] else {
            panic!("{after:#?}")
        };
        assert_eq!(statement.as_str(), "W01");
        assert_eq!(recorded.score.answer, Some(level(3)));
        assert_eq!(recorded.evidence, [named(2, "Survey"), named(9, "Audit")]);
    }

    #[test]
    fn a_preview_says_what_would_change_and_what_would_be_lost() {
        let records = records(&[
            ("W01", Some(level(2)), &["Paper", "Survey"]),
            ("W02", Some(level(2)), &[]),
            ("W03", Some(level(1)), &[]),
        ]);
        let preview = changes_of(
            &records,
            &[
                "statement|level|target|evidence|evidence_date|evidence_strength",
                "W01|3|4|Survey|2026-01-31|3",
                "W01|||Audit||",
                "W02|2|3|||",
            ],
        );

        assert_eq!((preview.unchanged, preview.left_alone), (1, 58));
        let [change] = preview.changed.as_slice() else {
            panic!("{preview:#?}")
        };
        let parts: Vec<_> = change
            .parts
            .iter()
            .map(|it| (it.part, it.before.as_str(), it.after.as_str()))
            .collect();
        assert_eq!(
            parts,
            [
                (
                    crate::answer::Part::Answer,
                    "2 Partly in place",
                    "3 In place"
                ),
                (
                    crate::answer::Part::Target,
                    "3 In place",
                    "4 Embedded and evidenced"
                ),
            ]
        );
        assert_eq!(change.evidence_removed[0].what, "Paper");
        assert_eq!(change.evidence_added[0].what, "Audit");
        assert_eq!(
            (change.evidence_removed.len(), change.evidence_added.len()),
            (1, 1)
        );
    }

    fn any_text() -> impl Strategy<Value = String> {
        "[a-zŵ =+@'\"\n-]{0,12}"
    }

    fn any_recorded() -> impl Strategy<Value = Recorded> {
        let answer = prop_oneof![
            Just(None),
            (0_u8..=4).prop_map(|steps| Some(level(steps))),
            Just(Some(Answer::DontKnow)),
            any_text().prop_map(|reason| Some(Answer::NotApplicable {
                reason: format!("x{reason}")
            })),
        ];
        let evidence = (any_text(), prop::option::of(-9_000_i32..40_000), 0_u8..=4).prop_map(
            |(what, day, strength)| Evidence {
                what: format!("x{what}"),
                link: "https://example.org/?a=1".into(),
                date: day.map(|day| date!(1990 - 01 - 01) + time::Duration::days(day.into())),
                strength: strength.try_into().unwrap(),
                ..piece("")
            },
        );
        (
            answer,
            any_text(),
            1_u8..=4,
            1_u8..=3,
            prop::collection::vec(evidence, 0..4),
        )
            .prop_map(|(answer, comment, target, importance, evidence)| {
                let score = AgreedScore {
                    answer,
                    comment,
                    target: Target::new(target).unwrap(),
                    importance: Importance::new(importance).unwrap(),
                };
                Recorded { score, evidence }
            })
    }

    proptest! {
        #[test]
        fn a_sheet_that_is_read_back_changes_nothing(recorded in prop::collection::vec(any_recorded(), 60), quick in any::<bool>()) {
            let assessment = assessment(if quick { Scope::Quick } else { Scope::Full });
            let records: Records = PACK.statements.iter().map(|it| it.id.clone()).zip(recorded).collect();

            let rows = numbered(write(&PACK, &assessment, &records));
            let sheet = read(&rows, &PACK, &assessment).unwrap();
            let changes = changes(&PACK, &assessment, &records, &sheet);

            prop_assert_eq!(&changes.changed, &[]);
            prop_assert_eq!(changes.left_alone, 0);
            prop_assert_eq!(&sheet.notices, &Vec::<String>::new());
        }
    }
}
