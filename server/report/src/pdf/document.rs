//! What a document can contain.

use time::OffsetDateTime;

use super::PdfError;
use super::drawing::Drawing;
use crate::chart::{DivergenceRow, GapBar, Slopes, divergence_drawing, gap_drawing, slope_drawing};
use crate::colour::Colour;

/// A document, in the order in which it is read.
#[derive(Debug, Clone)]
pub struct Document {
    /// What the window and the screen reader call it. Not printed by itself.
    pub title: String,
    /// Language tag (BCP 47), for example `en-GB`.
    pub language: String,
    /// The organisation that made it.
    pub author: String,
    /// Printed at the foot of every page, beside the page number. At most
    /// three lines; what is longer ends in an ellipsis.
    pub running_footer: String,
    /// Printed in a frame at the top of every page, for example
    /// "DRAFT · not yet signed off". Read aloud once, on the first page.
    pub banner: Option<String>,
    /// When it was made, as the file says of itself.
    pub created: OffsetDateTime,
    /// The content.
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading. It never stands alone at the foot of a page.
    Heading {
        /// 1 (the document) to 4. The first heading has level 1, and no level
        /// is skipped on the way down.
        level: u8,
        /// The heading.
        text: String,
        /// Whether the reader's list of bookmarks shows it.
        bookmark: bool,
    },
    /// A paragraph.
    Paragraph {
        /// What it says. A line feed starts a new line.
        text: Text,
        /// How big.
        size: Size,
    },
    /// A bulleted list, one text for each item.
    List(Vec<Text>),
    /// A table. Its rows may flow over pages.
    Table(Table),
    /// A drawing with its caption.
    Figure(Figure),
    /// The next block starts on a new page, unless this one has hardly begun.
    PageBreak,
    /// Empty space, in points (1/72 inch). Nothing at the top of a page.
    Space(f64),
}

impl Block {
    /// A heading with a bookmark.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: text.into(),
            bookmark: true,
        }
    }

    /// A paragraph of body text.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph {
            text: text.into(),
            size: Size::Body,
        }
    }
}

/// How big a paragraph is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 14 pt, for a cover.
    Lead,
    /// 12 pt.
    Body,
    /// 10 pt, for notes.
    Small,
}

/// Text in one or more styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// A stretch of text in one style. A line feed starts a new line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Heavy strokes.
    pub bold: bool,
    /// Ink unless said otherwise. Never the only carrier of a meaning.
    pub colour: Colour,
}

impl Span {
    /// Plain text in ink.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            colour: Colour::INK,
        }
    }

    /// Bold text in ink.
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            bold: true,
            ..Self::plain(text)
        }
    }

    /// Text that is less important.
    pub fn muted(text: impl Into<String>) -> Self {
        Self {
            colour: Colour::MUTED,
            ..Self::plain(text)
        }
    }

    /// Bold text that says that something is missing or wrong.
    pub fn alert(text: impl Into<String>) -> Self {
        Self {
            colour: Colour::ALERT,
            ..Self::bold(text)
        }
    }
}

impl From<Span> for Text {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl From<Vec<Span>> for Text {
    fn from(spans: Vec<Span>) -> Self {
        Self(spans)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Span::plain(text).into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Span::plain(text).into()
    }
}

/// A cell of a table.
pub type Cell = Text;

/// A table with a heading over every column.
#[derive(Debug, Clone)]
pub struct Table {
    /// What the table shows, printed above it. May be empty when the heading
    /// before it says so already.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// One cell for each column in every row.
    pub rows: Vec<Vec<Cell>>,
    /// The first cell of a row says what the row is about, and is read aloud
    /// with each of its other cells.
    pub row_headings: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Printed above the column, on every page.
    pub heading: String,
    /// Its share of the width, relative to the other columns. No column gets
    /// narrower than the longest word of its heading.
    pub weight: f64,
    /// Where the text stands.
    pub align: Align,
}

impl Column {
    /// A column of text.
    pub fn text(heading: impl Into<String>, weight: f64) -> Self {
        Self {
            heading: heading.into(),
            weight,
            align: Align::Left,
        }
    }

    /// A column of numbers.
    pub fn number(heading: impl Into<String>, weight: f64) -> Self {
        Self {
            heading: heading.into(),
            weight,
            align: Align::Right,
        }
    }
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A drawing with its caption.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What the drawing shows, in words, for people who cannot see it. The
    /// numbers must also stand in a table or in the text.
    pub alt: String,
    /// Printed under the drawing. May be empty.
    pub caption: String,
    /// The drawing. Scaled down, never up, to fit the page.
    pub drawing: Drawing,
    /// What it shows, for whoever draws it again for a screen. Not printed.
    pub picture: Picture,
}

/// What a drawing shows.
#[derive(Debug, Clone)]
pub enum Picture {
    /// The bars of [`crate::chart::gap_svg`].
    Gaps(Vec<GapBar>),
    /// The rows of [`crate::chart::divergence_svg`].
    Divergence(Vec<DivergenceRow>),
    /// The lines of [`crate::chart::slope_svg`].
    Slopes(Slopes),
}

impl Figure {
    /// The gap chart of `bars`.
    #[must_use]
    pub fn gaps(alt: impl Into<String>, caption: impl Into<String>, bars: Vec<GapBar>) -> Self {
        Self {
            alt: alt.into(),
            caption: caption.into(),
            drawing: gap_drawing(&bars),
            picture: Picture::Gaps(bars),
        }
    }

    /// The slope chart.
    #[must_use]
    pub fn slopes(alt: impl Into<String>, caption: impl Into<String>, slopes: Slopes) -> Self {
        Self {
            alt: alt.into(),
            caption: caption.into(),
            drawing: slope_drawing(&slopes),
            picture: Picture::Slopes(slopes),
        }
    }

    /// The divergence chart of `rows`.
    #[must_use]
    pub fn divergence(
        alt: impl Into<String>,
        caption: impl Into<String>,
        rows: Vec<DivergenceRow>,
    ) -> Self {
        Self {
            alt: alt.into(),
            caption: caption.into(),
            drawing: divergence_drawing(&rows),
            picture: Picture::Divergence(rows),
        }
    }
}

impl Document {
    /// Checks what PDF/UA demands and the layout cannot repair.
    pub(super) fn check(&self) -> Result<(), PdfError> {
        if self.title.trim().is_empty() {
            return Err(PdfError::NoTitle);
        }
        if self.language.trim().is_empty() {
            return Err(PdfError::NoLanguage);
        }
        let mut allowed = 1;
        for block in &self.blocks {
            match block {
                Block::Heading { level, text, .. } => {
                    if *level == 0 || *level > allowed {
                        return Err(PdfError::HeadingLevel {
                            text: text.clone(),
                            level: *level,
                            allowed,
                        });
                    }
                    allowed = (level + 1).min(4);
                }
                Block::Figure(figure) if figure.alt.trim().is_empty() => {
                    return Err(PdfError::FigureWithoutWords {
                        caption: figure.caption.clone(),
                    });
                }
                Block::Table(table) => table.check()?,
                _ => {}
            }
        }
        Ok(())
    }
}

impl Table {
    fn check(&self) -> Result<(), PdfError> {
        let columns = self.columns.len();
        let wrong = self
            .rows
            .iter()
            .map(Vec::len)
            .find(|cells| *cells != columns || columns == 0);
        match wrong.or((columns == 0).then_some(0)) {
            Some(cells) => Err(PdfError::TableShape {
                caption: self.caption.clone(),
                cells,
                columns,
            }),
            None => Ok(()),
        }
    }
}
