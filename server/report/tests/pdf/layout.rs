//! Does everything stand on the page, and nothing on top of anything?

use report::pdf::{Block, Column, Document, Size, Span, Table, Text};

use crate::sample::{actions, awkward, cover, document, elements, figure, plan, statements};
use crate::tools::Written;

const MARGIN: f64 = 56.693;
const RIGHT: f64 = 595.276 - MARGIN;
/// The footer may stand a little lower than the text.
const BOTTOM: f64 = 841.89 - 39.0;

/// Checks every word of a document, and returns how many pages it has.
pub fn check(name: &str, document: &Document) -> usize {
    let written = Written::new(name, document);
    written.check();
    let pages = written.words();
    for (number, words) in (1..).zip(&pages) {
        for (index, word) in words.iter().enumerate() {
            assert!(
                word.left >= MARGIN - 0.5
                    && word.right <= RIGHT + 0.5
                    && word.top >= MARGIN - 5.0
                    && word.bottom <= BOTTOM,
                "{name}, page {number}: {word:?} is off the page"
            );
            for other in words.iter().skip(index + 1) {
                assert!(
                    !word.overlaps(other),
                    "{name}, page {number}: {word:?} and {other:?} overlap"
                );
            }
        }
    }
    pages.len()
}

/// A name of 200 characters, as the longest field of a form allows.
fn long_name() -> String {
    let name = "Riverbank and Hillside University Hospitals, Community and Mental Health Services Partnership Foundation Trust ".repeat(2);
    name.chars().take(200).collect()
}

#[test]
fn a_whole_plan_stays_within_its_margins() {
    assert_eq!(check("cover", &document(cover())), 1);
    assert!(check("plan", &plan(8)) >= 12);
    assert!(
        check(
            "statements",
            &document(vec![
                Block::heading(1, "Annex"),
                Block::Table(statements(120))
            ])
        ) >= 8
    );
}

#[test]
fn a_name_of_200_characters_fits_everywhere() {
    let name = long_name();
    let unbroken = "W".repeat(200);
    for (file, name) in [
        ("long-name", name.as_str()),
        ("unbroken-name", unbroken.as_str()),
    ] {
        let mut table = actions();
        table.caption = name.to_owned();
        table.columns[1].heading = name.to_owned();
        table.rows[0][1] = name.into();
        table.rows[1][0] = Span::bold(name).into();
        table.rows[2][2] = Text(vec![Span::plain(name), Span::alert(name)]);
        let mut bars = elements();
        bars[1].label = name.to_owned();
        let document = Document {
            running_footer: name.repeat(3),
            banner: Some(format!("DRAFT · {}", name.repeat(3))),
            author: name.to_owned(),
            title: name.to_owned(),
            ..document(vec![
                Block::Paragraph {
                    text: name.into(),
                    size: Size::Lead,
                },
                Block::heading(1, name),
                Block::heading(2, name),
                Block::paragraph(name),
                Block::List(vec![name.into()]),
                figure(&bars),
                Block::Table(table),
            ])
        };
        let pages = check(file, &document);
        assert!((2..=12).contains(&pages), "{pages} pages");
    }
}

#[test]
fn charts_stay_within_their_place_whatever_is_in_them() {
    let many: Vec<_> = (0..60).map(|_| elements().remove(5)).collect();
    check(
        "charts",
        &document(vec![
            Block::heading(1, "Charts"),
            figure(&awkward()),
            figure(&[]),
            figure(&many),
        ]),
    );
}

#[test]
fn long_cells_and_many_columns_stay_within_the_table() {
    let columns = (0..9)
        .map(|number| Column::number(format!("Organisation {number}"), 1.0))
        .collect();
    let row = |text: &str| vec![Text::from(text); 9];
    let many = Table {
        caption: "Nine columns".to_owned(),
        columns,
        rows: vec![
            row("12.5"),
            row("incomprehensibilities"),
            row("a b c d e f g h"),
            row(""),
        ],
        row_headings: false,
    };
    let long = Table {
        caption: String::new(),
        columns: vec![Column::text("Side", 1.0), Column::text("Comment", 0.0)],
        rows: vec![
            vec!["Staff".into(), "Every word counts. ".repeat(270).into()],
            vec!["".into(), "W".repeat(5000).into()],
        ],
        row_headings: true,
    };
    assert!(
        check(
            "cells",
            &document(vec![
                Block::heading(1, "Tables"),
                Block::Table(many),
                Block::Table(long)
            ])
        ) > 3
    );
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    for fill in 0..40 {
        let blocks = vec![
            Block::heading(1, "Title"),
            Block::Space(400.0 + 5.0 * f64::from(fill)),
            Block::heading(2, "Chapter"),
            Block::heading(3, "Section"),
            match fill % 4 {
                0 => Block::Table(statements(3)),
                1 => Block::List(vec!["First item of a list. ".repeat(12).into()]),
                2 => figure(&elements()),
                _ => Block::paragraph("Some words of body text. ".repeat(20)),
            },
        ];
        let written = Written::new(&format!("heading-{fill}"), &document(blocks));
        for page in 1..=written.pages() {
            let text = written.page_text(page);
            let lines: Vec<&str> = text.lines().collect();
            let last = lines[lines.len() - 3];
            assert!(
                last != "Chapter" && last != "Section",
                "fill {fill}, page {page}:\n{text}"
            );
        }
    }
}

#[test]
fn a_table_never_begins_with_its_headings_alone() {
    for fill in 0..30 {
        let mut table = statements(2);
        // Five lines: it is moved as a whole.
        table.rows[0][1] = "1\n2\n3\n4\n5".into();
        let blocks = vec![
            Block::heading(1, "Title"),
            Block::Space(480.0 + 5.0 * f64::from(fill)),
            Block::heading(2, "Chapter"),
            Block::Table(table.clone()),
        ];
        let written = Written::new(&format!("table-{fill}"), &document(blocks));
        let first = written.page_text(1);
        assert_eq!(
            first.contains("Chapter"),
            first.contains("\n5\n"),
            "fill {fill}:\n{first}"
        );
    }
}

#[test]
fn a_chapter_begins_on_a_new_page_unless_the_page_has_hardly_begun() {
    for (fill, page) in [(20.0, 1), (100.0, 1), (200.0, 2), (500.0, 2)] {
        let blocks = vec![
            Block::heading(1, "Title"),
            Block::Space(fill),
            Block::PageBreak,
            Block::heading(2, "Chapter"),
        ];
        let written = Written::new(&format!("chapter-{fill}"), &document(blocks));
        assert!(written.page_text(page).contains("Chapter"), "{fill}");
    }
}

#[test]
fn no_paragraph_leaves_a_single_line_behind() {
    for fill in 0..30 {
        let blocks = vec![
            Block::heading(1, "Title"),
            Block::Space(450.0 + 5.0 * f64::from(fill)),
            Block::paragraph("Some words of body text. ".repeat(20)),
        ];
        let written = Written::new(&format!("lines-{fill}"), &document(blocks));
        let lines: Vec<usize> = (1..=written.pages())
            .map(|page| {
                written
                    .page_text(page)
                    .lines()
                    .filter(|line| line.contains("words") || line.contains("body"))
                    .count()
            })
            .collect();
        assert!(
            lines.iter().all(|lines| *lines != 1),
            "fill {fill}: {lines:?}"
        );
    }
}
