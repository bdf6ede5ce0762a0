//! The PDF: a document of headings, paragraphs and tables becomes a file that
//! people can print, search, and have read aloud.
//!
//! ```text
//! Document ──layout──▶ pages of marks + structure tree + bookmarks
//!                        │
//!                        ├──paint──▶ printpdf: pages, fonts
//!                        └──tag, outline, metadata──▶ lopdf: what it all means
//! ```
//!
//! printpdf paints pages but cannot describe them. While a page is painted each
//! piece gets a number; when the file is finished the structure tree says what
//! the numbered pieces are, in reading order. `lopdf` must be the version
//! printpdf uses, because the document is handed from one to the other.
//!
//! The file claims to be PDF/UA-1 (ISO 14289-1). [`write()`] refuses a document
//! for which that would not be true.
//!
//! | module        | question it answers                                |
//! |---------------|----------------------------------------------------|
//! | [`document`]  | what can a document contain?                       |
//! | [`drawing`]   | how does a chart get onto paper?                   |
//! | `layout`      | what comes where, on which page?                   |
//! | `table`       | how does a table flow over pages?                  |
//! | `furniture`   | what stands on every page?                         |
//! | `page`        | how big is a page, and what can lie on it?         |
//! | `paint`       | which operations draw it?                          |
//! | `font`        | which glyphs are embedded?                         |
//! | `tag`         | what is each piece, and in which order is it read? |
//! | `outline`     | which bookmarks lead where?                        |
//! | `metadata`    | what does the file say about itself?               |

pub mod document;
pub mod drawing;

mod font;
mod furniture;
mod layout;
mod metadata;
mod outline;
mod page;
mod paint;
mod table;
mod tag;

pub use document::{
    Align, Block, Cell, Column, Document, Figure, Picture, Size, Span, Table, Text,
};
pub use drawing::Drawing;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The document has no title. Readers announce it before anything else.
    #[error("the document has no title")]
    NoTitle,
    /// The document does not say which language it is in.
    #[error("the document does not say which language it is in")]
    NoLanguage,
    /// Headings start at level 1 and never skip a level on the way down.
    #[error(
        "the heading `{text}` has level {level}, but the one before it allows at most {allowed}"
    )]
    HeadingLevel {
        /// The heading.
        text: String,
        /// Its level.
        level: u8,
        /// The deepest level it could have had.
        allowed: u8,
    },
    /// A figure does not say in words what it shows.
    #[error("the figure `{caption}` does not say in words what it shows")]
    FigureWithoutWords {
        /// The caption of the figure.
        caption: String,
    },
    /// A table has no columns, or a row with more or fewer cells than columns.
    #[error("a row of the table `{caption}` has {cells} cells for {columns} columns")]
    TableShape {
        /// The caption of the table.
        caption: String,
        /// Cells in the row.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A compiled-in font could not be read or cut down to the glyphs in use.
    #[error("the font could not be embedded: {0}")]
    Font(String),
    /// The finished pages could not be put together to a file.
    #[error("the file could not be put together")]
    File(#[from] lopdf::Error),
    /// The file could not be written to memory.
    #[error("the file could not be written")]
    Write(#[from] std::io::Error),
}

/// Writes a document as a tagged PDF.
///
/// The same document gives the same bytes, down to the file identifier.
///
/// # Errors
///
/// Returns [`PdfError`] when the document breaks one of the rules that make it
/// accessible (a title, a language, headings in order, words for every figure,
/// rectangular tables), and when the file cannot be put together, which no
/// document should cause.
pub fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    document.check()?;
    let layout = layout::lay_out(document);
    let fonts = font::Fonts::for_pages(&layout.pages)?;
    let (pages, structure) = paint::paint(&layout.pages, layout.structure, &fonts);

    let mut file = paint::to_file(pages, fonts);
    let page_ids: Vec<lopdf::ObjectId> = file.page_iter().collect();
    tag::write(&mut file, &structure, &page_ids)?;
    outline::write(&mut file, &layout.bookmarks, &page_ids)?;
    metadata::write(&mut file, document)?;
    metadata::save(file)
}
