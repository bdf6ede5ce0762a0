//! Is it what PDF/UA-1 demands?

use lopdf::content::Content;
use lopdf::{Dictionary, Document as File, Object, ObjectId};
use report::pdf::{Block, Column, Document, PdfError, Table, write};

use crate::sample::{awkward, cover, document, figure, pillars, plan, statements};
use crate::tools::Written;

fn dictionary<'a>(file: &'a File, object: &'a Object) -> &'a Dictionary {
    file.dereference(object).unwrap().1.as_dict().unwrap()
}

fn entry<'a>(file: &'a File, of: &'a Dictionary, key: &str) -> &'a Object {
    file.dereference(
        of.get(key.as_bytes())
            .unwrap_or_else(|_| panic!("no {key}")),
    )
    .unwrap()
    .1
}

pub fn name<'a>(file: &'a File, of: &'a Dictionary, key: &str) -> &'a str {
    std::str::from_utf8(entry(file, of, key).as_name().unwrap()).unwrap()
}

pub fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// All elements of the structure tree, in reading order.
pub fn elements(file: &File) -> Vec<(ObjectId, Dictionary)> {
    fn walk(file: &File, object: &Object, found: &mut Vec<(ObjectId, Dictionary)>) {
        let Ok(id) = object.as_reference() else {
            return;
        };
        let element = file.get_dictionary(id).unwrap();
        found.push((id, element.clone()));
        for kid in element
            .get(b"K")
            .and_then(Object::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
        {
            walk(file, kid, found);
        }
    }
    let root = entry(file, file.catalog().unwrap(), "StructTreeRoot")
        .as_dict()
        .unwrap();
    let mut found = Vec::new();
    for kid in root.get(b"K").unwrap().as_array().unwrap() {
        walk(file, kid, &mut found);
    }
    found
}

pub fn role(element: &Dictionary) -> &str {
    std::str::from_utf8(element.get(b"S").unwrap().as_name().unwrap()).unwrap()
}

#[test]
fn the_file_is_clean_and_says_what_it_is() {
    let written = Written::new("says", &plan(3));
    written.check();
    let info = written.info();
    for line in [
        "Tagged:          yes",
        "Suspects:        no",
        "PDF version:     1.7",
        "Title:           Health and wellbeing action plan",
    ] {
        assert!(info.contains(line), "{line} is missing in\n{info}");
    }
    let file = written.file();
    let catalog = file.catalog().unwrap();
    assert_eq!(text(entry(&file, catalog, "Lang")), "en-GB");
    assert!(
        entry(
            &file,
            dictionary(&file, catalog.get(b"MarkInfo").unwrap()),
            "Marked"
        )
        .as_bool()
        .unwrap()
    );
    let preferences = dictionary(&file, catalog.get(b"ViewerPreferences").unwrap());
    assert!(
        entry(&file, preferences, "DisplayDocTitle")
            .as_bool()
            .unwrap()
    );
    let metadata = entry(&file, catalog, "Metadata").as_stream().unwrap();
    assert!(
        metadata.dict.get(b"Filter").is_err(),
        "the metadata is readable without a PDF reader"
    );
    let xmp = std::str::from_utf8(&metadata.content).unwrap();
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(xmp.contains(">Health and wellbeing action plan</rdf:li>"));
    for page in file.page_iter() {
        let page = file.get_dictionary(page).unwrap();
        assert_eq!(name(&file, page, "Tabs"), "S");
        assert!(page.get(b"Annots").is_err());
    }
}

#[test]
fn everything_painted_is_either_part_of_the_structure_or_an_artifact() {
    let mut document = plan(3);
    document.blocks.push(Block::paragraph("With 🌱 in it"));
    let file = Written::new("marked", &document).file();
    for page in file.page_iter() {
        let content = Content::decode(&file.get_page_content(page)).unwrap();
        let mut open: Vec<String> = Vec::new();
        let mut next = 0;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" => {
                    let tag = std::str::from_utf8(operation.operands[0].as_name().unwrap())
                        .unwrap()
                        .to_owned();
                    assert!(open.is_empty(), "content is marked once");
                    if tag != "Artifact" {
                        let properties = operation.operands[1].as_dict().unwrap();
                        assert_eq!(properties.get(b"MCID").unwrap().as_i64().unwrap(), next);
                        next += 1;
                    }
                    open.push(tag);
                }
                "EMC" => {
                    open.pop().unwrap();
                }
                "TJ" | "Tj" | "S" | "f" | "f*" | "B" | "Do" | "sh" => {
                    assert!(
                        !open.is_empty(),
                        "{} stands outside of everything",
                        operation.operator
                    );
                }
                _ => {}
            }
        }
        assert!(open.is_empty());
        assert!(next > 0);
    }
}

#[test]
fn the_parent_tree_leads_from_every_piece_back_to_its_element() {
    let file = Written::new("parents", &plan(3)).file();
    let elements = elements(&file);
    let root = entry(&file, file.catalog().unwrap(), "StructTreeRoot")
        .as_dict()
        .unwrap();
    let numbers = entry(
        &file,
        dictionary(&file, root.get(b"ParentTree").unwrap()),
        "Nums",
    )
    .as_array()
    .unwrap();
    let pages: Vec<ObjectId> = file.page_iter().collect();
    assert_eq!(numbers.len(), 2 * pages.len());

    let mut pieces = 0;
    for (index, page) in pages.iter().enumerate() {
        assert_eq!(
            numbers[2 * index].as_i64().unwrap(),
            i64::try_from(index).unwrap()
        );
        let page_dictionary = file.get_dictionary(*page).unwrap();
        assert_eq!(
            entry(&file, page_dictionary, "StructParents")
                .as_i64()
                .unwrap(),
            i64::try_from(index).unwrap()
        );
        let owners = file
            .dereference(&numbers[2 * index + 1])
            .unwrap()
            .1
            .as_array()
            .unwrap();
        for (number, owner) in owners.iter().enumerate() {
            let (_, element) = elements
                .iter()
                .find(|(id, _)| *id == owner.as_reference().unwrap())
                .unwrap();
            let own_page = element.get(b"Pg").unwrap().as_reference().unwrap();
            let kids = element.get(b"K").unwrap().as_array().unwrap();
            let number = i64::try_from(number).unwrap();
            assert!(kids.iter().any(|kid| match kid {
                Object::Integer(kid) => *kid == number && own_page == *page,
                Object::Dictionary(kid) => {
                    kid.get(b"MCID").unwrap().as_i64().unwrap() == number
                        && kid.get(b"Pg").unwrap().as_reference().unwrap() == *page
                }
                _ => false,
            }));
            pieces += 1;
        }
    }
    assert!(pieces > 100);
}

#[test]
fn tables_have_headings_that_say_what_they_head() {
    let file = Written::new(
        "scopes",
        &document(vec![
            Block::heading(1, "Annex"),
            Block::Table(statements(120)),
        ]),
    )
    .file();
    let elements = elements(&file);
    let scopes: Vec<&str> = elements
        .iter()
        .filter(|(_, element)| role(element) == "TH")
        .map(|(_, element)| {
            let attributes = dictionary(&file, element.get(b"A").unwrap());
            assert_eq!(name(&file, attributes, "O"), "Table");
            std::str::from_utf8(attributes.get(b"Scope").unwrap().as_name().unwrap()).unwrap()
        })
        .collect();
    assert_eq!(
        scopes.iter().filter(|scope| **scope == "Column").count(),
        5,
        "once, however many pages"
    );
    assert_eq!(scopes.iter().filter(|scope| **scope == "Row").count(), 120);
    assert_eq!(
        elements
            .iter()
            .filter(|(_, element)| role(element) == "TD")
            .count(),
        4 * 120
    );
    let order: Vec<&str> = elements
        .iter()
        .map(|(_, element)| role(element))
        .skip_while(|role| *role != "Table")
        .take(4)
        .collect();
    assert_eq!(order, ["Table", "Caption", "THead", "TR"]);
}

#[test]
fn figures_say_in_words_what_they_show_and_where_they_are() {
    let file = Written::new(
        "figures",
        &document(vec![
            Block::heading(1, "Charts"),
            figure(&pillars()),
            figure(&awkward()),
        ]),
    )
    .file();
    let elements = elements(&file);
    let figures: Vec<_> = elements
        .iter()
        .filter(|(_, element)| role(element) == "Figure")
        .collect();
    assert_eq!(figures.len(), 2);
    for (_, figure) in figures {
        assert!(text(figure.get(b"Alt").unwrap()).starts_with("Leadership has the widest gap"));
        let attributes = dictionary(&file, figure.get(b"A").unwrap());
        let bounds: Vec<f32> = attributes
            .get(b"BBox")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|length| length.as_float().unwrap())
            .collect();
        assert!(
            bounds[0] >= 56.0
                && bounds[2] <= 539.3
                && bounds[0] < bounds[2]
                && bounds[1] < bounds[3],
            "{bounds:?}"
        );
    }
}

#[test]
fn lists_have_labels_and_bodies() {
    let structure = Written::new(
        "lists",
        &document(vec![
            Block::heading(1, "List"),
            Block::List(vec!["One".into(), "Two".into(), "".into()]),
        ]),
    )
    .structure();
    let flat: String = structure.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("/ListNumbering /Disc LI (block) Lbl (block) \"•\" LBody (block) \"One\" LI"),
        "{flat}"
    );
    assert_eq!(flat.matches("LBody").count(), 2, "an empty item is no item");
}

/// A bookmark as a reader lists it.
pub struct Bookmark {
    /// From 1.
    pub depth: usize,
    pub title: String,
    /// From 0.
    pub page: usize,
}

/// All bookmarks of a file, in their order.
pub fn bookmarks(file: &File) -> Vec<Bookmark> {
    fn walk(
        file: &File,
        of: &Dictionary,
        depth: usize,
        pages: &[ObjectId],
        found: &mut Vec<Bookmark>,
    ) {
        let mut next = of.get(b"First").ok();
        while let Some(reference) = next {
            let item = dictionary(file, reference);
            let page = item.get(b"Dest").unwrap().as_array().unwrap()[0]
                .as_reference()
                .unwrap();
            found.push(Bookmark {
                depth,
                title: text(item.get(b"Title").unwrap()),
                page: pages.iter().position(|id| *id == page).unwrap(),
            });
            walk(file, item, depth + 1, pages, found);
            next = item.get(b"Next").ok();
        }
    }
    let pages: Vec<ObjectId> = file.page_iter().collect();
    let outlines = dictionary(file, file.catalog().unwrap().get(b"Outlines").unwrap());
    let mut found = Vec::new();
    walk(file, outlines, 1, &pages, &mut found);
    found
}

#[test]
fn bookmarks_follow_the_headings_and_lead_to_them() {
    let mut blocks = cover();
    blocks.push(Block::heading(3, "Ŵythnos – a week"));
    blocks.push(Block::Heading {
        level: 2,
        text: "Not listed".to_owned(),
        bookmark: false,
    });
    blocks.push(Block::Space(300.0));
    blocks.push(Block::PageBreak);
    blocks.push(Block::heading(2, "Last"));
    let file = Written::new("bookmarks", &document(blocks)).file();
    let found = bookmarks(&file);
    let found: Vec<_> = found
        .iter()
        .map(|mark| (mark.depth, mark.title.as_str(), mark.page))
        .collect();
    assert_eq!(
        found,
        [
            (1, "Health and wellbeing action plan", 0),
            (2, "In one page", 0),
            (2, "What we will do first", 0),
            (2, "Equality", 0),
            (3, "Ŵythnos – a week", 1),
            (2, "Last", 2),
        ]
    );
    assert_eq!(
        name(&file, file.catalog().unwrap(), "PageMode"),
        "UseOutlines"
    );
}

#[test]
fn every_font_is_embedded_cut_down_and_readable_as_text() {
    let written = Written::new("fonts", &plan(1));
    let fonts = written.fonts();
    let fonts: Vec<Vec<&str>> = fonts
        .lines()
        .skip(2)
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for font in fonts {
        let (tag, family) = font[0].split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|letter| letter.is_ascii_uppercase()));
        assert!(family.starts_with("AtkinsonHyperlegibleNext-"));
        assert_eq!(
            font[1..7],
            ["CID", "TrueType", "Identity-H", "yes", "yes", "yes"]
        );
    }
    assert!(
        written.bytes.len() < 60_000,
        "{} bytes",
        written.bytes.len()
    );
}

#[test]
fn no_text_is_shown_with_a_glyph_that_says_nothing() {
    let mut blocks = cover();
    blocks.push(Block::paragraph("🌱 سلام n\u{302}"));
    let file = Written::new("glyphs", &document(blocks)).file();
    for page in file.page_iter() {
        let fonts = file.get_page_fonts(page).unwrap();
        let maps: Vec<(Vec<u8>, String)> = fonts
            .iter()
            .map(|(name, font)| {
                let map = entry(&file, font, "ToUnicode")
                    .as_stream()
                    .unwrap()
                    .decompressed_content()
                    .unwrap();
                (name.clone(), String::from_utf8(map).unwrap())
            })
            .collect();
        let mut map = "";
        for operation in Content::decode(&file.get_page_content(page))
            .unwrap()
            .operations
        {
            match operation.operator.as_str() {
                "Tf" => {
                    let font = operation.operands[0].as_name().unwrap();
                    map = &maps.iter().find(|(name, _)| name == font).unwrap().1;
                }
                "TJ" => {
                    for shown in operation.operands[0].as_array().unwrap() {
                        if let Object::String(code, _) = shown {
                            assert_eq!(code.len(), 2);
                            assert_ne!(code, &[0, 0], "glyph 0 is for glyphs that are not there");
                            let code = format!("<{:02X}{:02X}> <", code[0], code[1]);
                            assert!(map.contains(&code), "{code} says nothing");
                        }
                    }
                }
                "Tj" | "'" | "\"" => panic!("text is shown in one way only"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_document_that_would_not_be_accessible_is_refused() {
    let heading = |level| Block::heading(level, "Heading");
    let refused = |blocks| write(&document(blocks)).unwrap_err();
    assert!(matches!(
        refused(vec![heading(2)]),
        PdfError::HeadingLevel {
            level: 2,
            allowed: 1,
            ..
        }
    ));
    assert!(matches!(
        refused(vec![heading(1), heading(3)]),
        PdfError::HeadingLevel {
            level: 3,
            allowed: 2,
            ..
        }
    ));
    assert!(matches!(
        refused(vec![heading(0)]),
        PdfError::HeadingLevel { level: 0, .. }
    ));
    assert!(
        write(&document(vec![
            heading(1),
            heading(2),
            heading(3),
            heading(4),
            heading(4),
            heading(2)
        ]))
        .is_ok()
    );

    let Block::Figure(mut wordless) = figure(&pillars()) else {
        panic!()
    };
    wordless.alt = " ".to_owned();
    assert!(matches!(
        refused(vec![Block::Figure(wordless)]),
        PdfError::FigureWithoutWords { .. }
    ));

    let table = |columns, rows| {
        Block::Table(Table {
            caption: "Ragged".to_owned(),
            columns,
            rows,
            row_headings: false,
        })
    };
    assert!(matches!(
        refused(vec![table(Vec::new(), Vec::new())]),
        PdfError::TableShape { columns: 0, .. }
    ));
    let column = vec![Column::text("One", 1.0)];
    assert!(matches!(
        refused(vec![table(column, vec![vec!["a".into(), "b".into()]])]),
        PdfError::TableShape {
            cells: 2,
            columns: 1,
            ..
        }
    ));

    let nameless = Document {
        title: "\n".to_owned(),
        ..document(Vec::new())
    };
    assert!(matches!(write(&nameless), Err(PdfError::NoTitle)));
    let speechless = Document {
        language: String::new(),
        ..document(Vec::new())
    };
    assert!(matches!(write(&speechless), Err(PdfError::NoLanguage)));
}
