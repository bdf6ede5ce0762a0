//! Does the text come out again, all of it and in order?

use report::pdf::{Block, Column, Document, Span, Table, Text};

use crate::sample::{cover, document, plan, statements};
use crate::tools::Written;

/// Text with every run of white space as one space, as people compare it.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The structure with its text. What is in one element on several pages is
/// quoted in parts, which are put together here.
pub fn structure(written: &Written) -> String {
    flat(&written.structure()).replace("\" \"", "")
}

fn paragraph(name: &str, text: impl Into<Text>) -> String {
    let written = Written::new(
        name,
        &document(vec![Block::heading(1, "Heading"), Block::paragraph(text)]),
    );
    written.check();
    structure(&written)
}

#[test]
fn a_page_reads_in_the_order_in_which_it_was_written() {
    let text = flat(&Written::new("order", &document(cover())).text());
    let expected = [
        "DRAFT · not yet signed off Riverbank University Hospitals Health and wellbeing action plan April 2026",
        "side and staff side In one page We agreed 54 of 60 statements; 3 we do not agree on",
        "Figure 1. Score (solid)",
        "What we will do first Action Owner Due How we will know Protected time for every manager L07 · 1 → 4 Chief people officer 30 Sep 2026 Nine in ten",
        "hours a week Reply to every",
        "Authorised: not yet. Invented organisation Page 1 of 1",
    ];
    let mut rest = text.as_str();
    for part in expected {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{text}"));
        rest = after;
    }
}

#[test]
fn words_at_the_ends_of_lines_are_not_glued_together() {
    let words: Vec<String> = (0..400).map(|number| format!("word{number}")).collect();
    let text = words.join(" ");
    assert!(paragraph("glue", text.as_str()).contains(&text));
    assert!(paragraph("feeds", "one\ntwo\r\n\r\nthree").contains("\"one two three\""));
}

#[test]
fn welsh_gaelic_and_every_sign_come_out_as_they_went_in() {
    let text = "Ŵyth ŷd Ŷ ŵ â ê î ô û · Gàidhlig àèìòù ÀÈÌÒÙ · Gaeilge áéíóú · ñ · 1 → 4 ← ↑ ↓ × ≥ ≤ ± – — ‘a’ “b” • £ € … ½ °";
    assert!(paragraph("letters", text).contains(text));
    assert!(paragraph("bold", Span::bold(text)).contains(text));
    assert!(paragraph("kerned", "AV To We Ta fi ffl").contains("AV To We Ta fi ffl"));
}

#[test]
fn what_the_font_lacks_is_printed_as_a_box_and_still_says_what_it_was() {
    for (name, before, lacking) in [
        ("emoji", "a ", "🌱🌱"),
        ("arabic", "name ", "سلام"),
        ("chinese", "", "健康"),
    ] {
        let blocks = vec![
            Block::heading(1, "Heading"),
            Block::paragraph(format!("{before}{lacking} end")),
        ];
        let written = Written::new(name, &document(blocks));
        written.check();
        assert!(
            written.structure().contains('\u{fffd}'),
            "the box is there to be seen"
        );
        let file = written.file();
        let said = file
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok()?.get(b"ActualText").ok());
        let said: Vec<String> = said
            .map(|text| lopdf::decode_text_string(text).unwrap())
            .collect();
        assert_eq!(said, [lacking]);
        // pdftotext turns Arabic round, because it expects to find it drawn.
        let turned: String = lacking.chars().rev().collect();
        let read = written.text();
        assert!(
            read.contains(lacking) || read.contains(&turned),
            "{lacking} was read as {read}"
        );
    }
    // Joiners and variation selectors print nothing and break nothing.
    let read = paragraph("joined", "team 👩\u{200d}⚕\u{fe0f} here");
    assert!(
        read.contains("\"team \"") && read.contains(" here\""),
        "{read}"
    );
}

#[test]
fn nothing_that_people_can_type_breaks_the_file() {
    for (number, text) in [
        "(",
        ")",
        "\\",
        "\\)",
        "%",
        "<<>>",
        "\u{0}\u{1}\u{7f}",
        "\u{feff}\u{200b}",
        "\u{202e}abc",
        "a\u{ad}b",
        "\u{fffe}\u{10ffff}",
        " \t \n ",
        "",
        "e\u{301}\u{302}\u{303}",
        "/MCID 3 EMC ET",
    ]
    .iter()
    .enumerate()
    {
        let document = Document {
            title: format!("Title {text}"),
            author: (*text).to_owned(),
            running_footer: (*text).to_owned(),
            banner: Some((*text).to_owned()),
            ..document(vec![
                Block::heading(1, *text),
                Block::paragraph(*text),
                Block::List(vec![(*text).into()]),
                Block::Table(Table {
                    caption: (*text).to_owned(),
                    columns: vec![Column::text(*text, 1.0), Column::number(*text, f64::NAN)],
                    rows: vec![vec![(*text).into(), (*text).into()]],
                    row_headings: true,
                }),
            ])
        };
        let written = Written::new(&format!("typed-{number}"), &document);
        written.check();
        written.structure();
        assert_eq!(written.pages(), 1, "{text:?}");
    }
}

#[test]
fn the_banner_stands_on_every_page_and_is_read_once() {
    let written = Written::new("banner", &plan(4));
    let pages = written.pages();
    assert!(pages > 4);
    for page in 1..=pages {
        let text = flat(&written.page_text(page));
        assert!(text.starts_with("DRAFT · not yet signed off "), "{text}");
        assert!(
            text.ends_with(&format!("Invented organisation Page {page} of {pages}")),
            "{text}"
        );
    }
    let structure = written.structure();
    assert_eq!(structure.matches("DRAFT").count(), 1);
    assert!(!structure.contains("Invented organisation") && !structure.contains(" of 7\""));
}

#[test]
fn a_cell_of_five_thousand_characters_flows_over_pages_and_is_read_as_one() {
    let sentence = |number: u32| format!("Sentence {number} says what happened.");
    let long = (0..).map(sentence).take(170).collect::<Vec<_>>().join(" ");
    assert!(long.len() > 5000);
    let table = Table {
        caption: "What people said".to_owned(),
        columns: vec![
            Column::text("Side", 1.0),
            Column::text("Comment", 1.0),
            Column::text("Answer", 1.0),
        ],
        rows: vec![
            vec!["Staff".into(), long.as_str().into(), "Short".into()],
            vec!["Management".into(), "Short".into(), long.as_str().into()],
        ],
        row_headings: true,
    };
    let written = Written::new(
        "cell",
        &document(vec![Block::heading(1, "Comments"), Block::Table(table)]),
    );
    written.check();
    assert!(written.pages() >= 4);
    let structure = structure(&written);
    assert_eq!(
        structure.matches(&format!("\"{long}\"")).count(),
        2,
        "{structure}"
    );
    assert_eq!(
        structure.matches("\"Comment\"").count(),
        1,
        "repeated headings are not read again"
    );
    for page in 1..=written.pages() {
        assert!(
            written.page_text(page).contains("Comment"),
            "the headings stand on every page"
        );
    }
}

#[test]
fn a_table_of_120_rows_keeps_every_row() {
    let written = Written::new(
        "rows",
        &document(vec![
            Block::heading(1, "Annex"),
            Block::Table(statements(120)),
        ]),
    );
    let text = written.text();
    let ids: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.len() >= 3 && word.starts_with('L') && word[1..].parse::<u32>().is_ok())
        .collect();
    let expected: Vec<String> = (1..=120).map(|number| format!("L{number:02}")).collect();
    assert_eq!(ids, expected);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = report::pdf::write(&plan(3)).unwrap();
    let _other = report::pdf::write(&document(cover())).unwrap();
    assert!(first == report::pdf::write(&plan(3)).unwrap());
    let mut other = plan(3);
    other.title.push('!');
    let other = Written::new("other", &other).file();
    let first = lopdf::Document::load_mem(&first).unwrap();
    assert_ne!(
        first.trailer.get(b"ID").unwrap(),
        other.trailer.get(b"ID").unwrap()
    );
}
