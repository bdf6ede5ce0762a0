//! What each piece of a page *is*, for people who cannot see it.
//!
//! The structure tree (ISO 32000-1, 14.7) says "heading", "paragraph", "cell"
//! in reading order; the parent tree leads from a piece of a page back to its
//! place in the tree.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use super::PdfError;

/// The number of an element in the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElementId(usize);

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Document,
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    ColumnHeading,
    RowHeading,
    Cell,
    /// Boxes in place of characters the font lacks, with what they were.
    Replaced(String),
    /// With its words, and its place on the page as PDF counts it: left,
    /// bottom, right, top.
    Figure {
        alt: String,
        bounds: [f64; 4],
    },
}

impl Role {
    /// Its name in the standard structure types.
    fn name(&self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(_) => "H4",
            Self::Paragraph => "P",
            Self::List => "L",
            Self::ListItem => "LI",
            Self::Label => "Lbl",
            Self::ListBody => "LBody",
            Self::Table => "Table",
            Self::Caption => "Caption",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::Row => "TR",
            Self::ColumnHeading | Self::RowHeading => "TH",
            Self::Cell => "TD",
            Self::Replaced(_) => "Span",
            Self::Figure { .. } => "Figure",
        }
    }

    /// What else is to be said of it.
    fn attributes(&self) -> Option<Dictionary> {
        match self {
            Self::ColumnHeading => {
                Some(dictionary! { "O" => name("Table"), "Scope" => name("Column") })
            }
            Self::RowHeading => Some(dictionary! { "O" => name("Table"), "Scope" => name("Row") }),
            Self::List => {
                Some(dictionary! { "O" => name("List"), "ListNumbering" => name("Disc") })
            }
            Self::Figure { bounds, .. } => Some(dictionary! {
                "O" => name("Layout"),
                "Placement" => name("Block"),
                "BBox" => bounds.iter().map(|length| real(*length)).collect::<Vec<_>>(),
            }),
            _ => None,
        }
    }
}

fn name(name: &str) -> Object {
    Object::Name(name.into())
}

/// A length, to a thousandth of a point.
pub(super) fn real(length: f64) -> Object {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "PDF has no doubles, and a page has few points"
    )]
    let length = ((length * 1000.0).round() / 1000.0) as f32;
    Object::Real(length)
}

#[derive(Debug)]
struct Element {
    role: Role,
    parent: Option<ElementId>,
    kids: Vec<Kid>,
}

#[derive(Debug, Clone, Copy)]
enum Kid {
    Element(ElementId),
    /// A piece of a page, by its number on that page.
    Piece {
        page: usize,
        number: usize,
    },
}

/// The structure of a document.
#[derive(Debug)]
pub(crate) struct Structure {
    elements: Vec<Element>,
    /// For each page, the element that each of its pieces belongs to.
    pieces: Vec<Vec<ElementId>>,
}

impl Structure {
    /// The element that everything else is in.
    pub(crate) const ROOT: ElementId = ElementId(0);

    pub(crate) fn new() -> Self {
        let root = Element {
            role: Role::Document,
            parent: None,
            kids: Vec::new(),
        };
        Self {
            elements: vec![root],
            pieces: Vec::new(),
        }
    }

    /// Adds an element after all that `parent` has already.
    pub(crate) fn add(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = ElementId(self.elements.len());
        self.elements.push(Element {
            role,
            parent: Some(parent),
            kids: Vec::new(),
        });
        if let Some(parent) = self.elements.get_mut(parent.0) {
            parent.kids.push(Kid::Element(id));
        }
        id
    }

    /// What an element is called in the content of a page.
    pub(crate) fn name(&self, element: ElementId) -> &'static str {
        self.elements
            .get(element.0)
            .map_or("P", |element| element.role.name())
    }

    /// Whether words of its own already stand for everything in an element.
    pub(crate) fn is_in_words(&self, element: ElementId) -> bool {
        self.elements
            .get(element.0)
            .is_some_and(|element| matches!(element.role, Role::Figure { .. }))
    }

    /// Gives a piece of an element its number on its page.
    pub(crate) fn number_piece(&mut self, element: ElementId, page: usize) -> usize {
        if self.pieces.len() <= page {
            self.pieces.resize_with(page + 1, Vec::new);
        }
        let Some(pieces) = self.pieces.get_mut(page) else {
            return 0;
        };
        let number = pieces.len();
        pieces.push(element);
        if let Some(element) = self.elements.get_mut(element.0) {
            element.kids.push(Kid::Piece { page, number });
        }
        number
    }
}

/// Writes the structure into the file and leads every page to it.
///
/// # Errors
///
/// Returns [`PdfError::File`] when a page is not where printpdf said it was.
pub(super) fn write(
    file: &mut Document,
    structure: &Structure,
    pages: &[ObjectId],
) -> Result<(), PdfError> {
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = structure
        .elements
        .iter()
        .map(|_| file.new_object_id())
        .collect();
    let id_of = |element: ElementId| ids.get(element.0).copied().unwrap_or(root);

    for (element, id) in structure.elements.iter().zip(&ids) {
        let parent = element.parent.map_or(root, id_of);
        file.set_object(*id, element_object(element, parent, id_of, pages));
    }

    let mut leads = Vec::new();
    for (number, page) in (0i64..).zip(pages) {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        let elements = structure
            .pieces
            .get(index)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let elements = elements
            .iter()
            .map(|element| Object::Reference(id_of(*element)))
            .collect();
        leads.push(Object::Integer(number));
        leads.push(Object::Reference(file.add_object(Object::Array(elements))));
        let page = file.get_dictionary_mut(*page)?;
        page.set("StructParents", number);
        page.set("Tabs", name("S"));
        page.remove(b"Annots");
    }
    let count = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    let parent_tree = file.add_object(dictionary! { "Nums" => leads });

    file.set_object(
        root,
        dictionary! {
            "Type" => name("StructTreeRoot"),
            "K" => vec![Object::Reference(id_of(Structure::ROOT))],
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => count,
        },
    );
    let catalog = file.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

fn element_object(
    element: &Element,
    parent: ObjectId,
    id_of: impl Fn(ElementId) -> ObjectId,
    pages: &[ObjectId],
) -> Dictionary {
    let first_page = element.kids.iter().find_map(|kid| match kid {
        Kid::Piece { page, .. } => pages.get(*page).copied(),
        Kid::Element(_) => None,
    });
    let kids: Vec<Object> = element
        .kids
        .iter()
        .filter_map(|kid| match *kid {
            Kid::Element(id) => Some(Object::Reference(id_of(id))),
            Kid::Piece { page, number } => {
                let page = pages.get(page).copied()?;
                let number = i64::try_from(number).ok()?;
                Some(if Some(page) == first_page {
                    Object::Integer(number)
                } else {
                    dictionary! { "Type" => name("MCR"), "Pg" => page, "MCID" => number }.into()
                })
            }
        })
        .collect();

    let mut object = dictionary! {
        "Type" => name("StructElem"),
        "S" => name(element.role.name()),
        "P" => parent,
    };
    if !kids.is_empty() {
        object.set("K", kids);
    }
    if let Some(page) = first_page {
        object.set("Pg", page);
    }
    if let Some(attributes) = element.role.attributes() {
        object.set("A", attributes);
    }
    match &element.role {
        Role::Figure { alt, .. } => object.set("Alt", text_string(alt)),
        Role::Replaced(text) => object.set("ActualText", text_string(text)),
        _ => {}
    }
    object
}
