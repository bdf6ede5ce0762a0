//! What comes where, on which page.

use super::document::{Block, Document, Figure, Size, Text};
use super::drawing::Shape;
use super::furniture::Furniture;
use super::page::{HEIGHT, MARGIN, Mark, Page, Piece, Setting, TEXT_WIDTH, Tag};
use super::table;
use super::tag::{ElementId, Role, Structure};
use crate::colour::Colour;
use crate::line::{Fragment, Line, Run, break_lines};
use crate::typeface::{Shaper, Style, Weight};

pub(super) const BODY: Setting = Setting::new(Style::REGULAR, 12.0, 18.0);
pub(super) const LEAD: Setting = Setting::new(Style::REGULAR, 14.25, 20.0);
pub(super) const SMALL: Setting = Setting::new(Style::REGULAR, 10.0, 14.5);
const AFTER_PARAGRAPH: f64 = 8.0;
/// A lead belongs to the title under it.
const AFTER_LEAD: f64 = 1.0;
const AFTER_ITEM: f64 = 3.0;
const AFTER_LIST: f64 = 6.0;
const BULLET_INDENT: f64 = 4.0;
const ITEM_INDENT: f64 = 18.0;
const ABOVE_DRAWING: f64 = 5.0;
const BELOW_DRAWING: f64 = 5.0;
const AFTER_FIGURE: f64 = 10.0;
/// A page filled to less than this share has hardly begun: to leave it would waste a sheet.
const HARDLY_BEGUN: f64 = 0.25;
/// Fewer lines than this of a paragraph never stand alone on a page.
const FEWEST_LINES: usize = 2;

/// How a heading is set, and the space above and below it.
const fn heading(level: u8) -> (Setting, f64, f64) {
    match level {
        1 => (Setting::new(Style::BOLD, 25.5, 30.0), 0.0, 6.0),
        2 => (Setting::new(Style::BOLD, 16.0, 21.0), 20.0, 5.0),
        3 => (Setting::new(Style::BOLD, 13.0, 18.0), 14.0, 3.0),
        _ => (Setting::new(Style::BOLD, 12.0, 17.0), 10.0, 2.0),
    }
}

const fn setting(size: Size) -> Setting {
    match size {
        Size::Lead => LEAD,
        Size::Body => BODY,
        Size::Small => SMALL,
    }
}

/// A document, laid out.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) pages: Vec<Page>,
    pub(super) structure: Structure,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// A place that a reader can jump to.
#[derive(Debug)]
pub(super) struct Bookmark {
    pub(super) level: u8,
    pub(super) title: String,
    /// From 0.
    pub(super) page: usize,
    /// From the top of the page, in points.
    pub(super) y: f64,
}

/// Lays a document out on pages.
pub(super) fn lay_out(document: &Document) -> Layout {
    let mut shaper = Shaper::default();
    let furniture = Furniture::new(&mut shaper, document);
    let mut flow = Flow::new(shaper, furniture);
    let mut blocks = document.blocks.as_slice();
    while let [block, rest @ ..] = blocks {
        flow.place(block, rest);
        blocks = rest;
    }
    flow.finish()
}

/// The pages so far, and where the next line goes.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) shaper: Shaper,
    pub(super) structure: Structure,
    furniture: Furniture,
    finished: Vec<Page>,
    page: Page,
    bookmarks: Vec<Bookmark>,
    /// The top of the next line, from the top of the page.
    pub(super) y: f64,
}

impl Flow {
    fn new(shaper: Shaper, furniture: Furniture) -> Self {
        let mut structure = Structure::new();
        let mut page = Page::default();
        furniture.add_banner(&mut page, Some(&mut structure));
        let y = furniture.top();
        Self {
            shaper,
            structure,
            furniture,
            finished: Vec::new(),
            page,
            bookmarks: Vec::new(),
            y,
        }
    }

    fn finish(mut self) -> Layout {
        self.finished.push(self.page);
        let count = self.finished.len();
        for (number, page) in (1..).zip(&mut self.finished) {
            self.furniture
                .add_footer(&mut self.shaper, page, number, count);
        }
        Layout {
            pages: self.finished,
            structure: self.structure,
            bookmarks: self.bookmarks,
        }
    }

    /// Starts a new page.
    pub(super) fn break_page(&mut self) {
        self.finished.push(std::mem::take(&mut self.page));
        self.furniture.add_banner(&mut self.page, None);
        self.y = self.furniture.top();
    }

    /// Whether nothing has been placed on this page.
    pub(super) fn is_at_top(&self) -> bool {
        self.y <= self.furniture.top()
    }

    /// How much height is left on this page.
    pub(super) fn room(&self) -> f64 {
        self.furniture.bottom() - self.y
    }

    /// How much height an empty page has.
    pub(super) fn page_height(&self) -> f64 {
        self.furniture.bottom() - self.furniture.top()
    }

    /// Starts a new page unless so much height is left on this one.
    pub(super) fn keep_together(&mut self, height: f64) {
        if height > self.room() && !self.is_at_top() {
            self.break_page();
        }
    }

    /// Adds marks to this page.
    pub(super) fn add(&mut self, tag: Tag, marks: Vec<Mark>) {
        if !marks.is_empty() {
            self.page.pieces.push(Piece { tag, marks });
        }
    }

    /// Breaks text into lines.
    pub(super) fn set(&mut self, text: &Text, setting: Setting, width: f64) -> Vec<Line> {
        let runs: Vec<Run<'_>> = text
            .0
            .iter()
            .map(|span| Run {
                text: &span.text,
                style: if span.bold {
                    Style {
                        weight: Weight::Bold,
                        ..setting.style
                    }
                } else {
                    setting.style
                },
                colour: span.colour,
            })
            .collect();
        break_lines(&mut self.shaper, &runs, setting.size, width)
    }

    /// Breaks text in one style into lines.
    pub(super) fn set_plain(
        &mut self,
        text: &str,
        colour: Colour,
        setting: Setting,
        width: f64,
    ) -> Vec<Line> {
        let run = Run {
            text,
            style: setting.style,
            colour,
        };
        break_lines(&mut self.shaper, &[run], setting.size, width)
    }

    fn place(&mut self, block: &Block, rest: &[Block]) {
        match block {
            Block::Heading {
                level,
                text,
                bookmark,
            } => self.place_heading(*level, text, *bookmark, rest),
            Block::Paragraph { text, size } => {
                let setting = setting(*size);
                let lines = self.set(text, setting, TEXT_WIDTH);
                if !lines.is_empty() {
                    let element = self.structure.add(Structure::ROOT, Role::Paragraph);
                    self.place_lines(element, lines, setting, MARGIN);
                    self.y += if *size == Size::Lead {
                        AFTER_LEAD
                    } else {
                        AFTER_PARAGRAPH
                    };
                }
            }
            Block::List(items) => self.place_list(items),
            Block::Table(table) => table::place(self, table),
            Block::Figure(figure) => self.place_figure(figure),
            Block::PageBreak => {
                if self.room() < self.page_height() * (1.0 - HARDLY_BEGUN) {
                    self.break_page();
                }
            }
            Block::Space(height) => {
                if !self.is_at_top() {
                    self.y += height.max(0.0);
                }
            }
        }
    }

    fn place_heading(&mut self, level: u8, text: &str, bookmark: bool, rest: &[Block]) {
        let (setting, above, below) = heading(level);
        let lines = self.set_plain(text, Colour::INK, setting, TEXT_WIDTH);
        if lines.is_empty() {
            return;
        }
        let height = setting.height(lines.len()) + below;
        let opening = self.opening_height(rest);
        self.keep_together(above + height + opening);
        if !self.is_at_top() {
            self.y += above;
        }
        if bookmark {
            let title = lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
            self.bookmarks.push(Bookmark {
                level,
                title,
                page: self.finished.len(),
                y: self.y,
            });
        }
        let element = self.structure.add(Structure::ROOT, Role::Heading(level));
        self.place_lines(element, lines, setting, MARGIN);
        self.y += below;
    }

    fn place_list(&mut self, items: &[Text]) {
        let mut list = None;
        for item in items {
            let lines = self.set(item, BODY, TEXT_WIDTH - ITEM_INDENT);
            if lines.is_empty() {
                continue;
            }
            let list = *list.get_or_insert_with(|| self.structure.add(Structure::ROOT, Role::List));
            let item = self.structure.add(list, Role::ListItem);
            let label = self.structure.add(item, Role::Label);
            let body = self.structure.add(item, Role::ListBody);
            self.keep_together(BODY.height(lines.len().min(FEWEST_LINES)));
            let bullet = self.set_plain("•", Colour::MUTED, BODY, ITEM_INDENT);
            let marks = lines_at(bullet, BODY, MARGIN + BULLET_INDENT, self.y);
            self.add(Tag::Element(label), marks);
            self.place_lines(body, lines, BODY, MARGIN + ITEM_INDENT);
            self.y += AFTER_ITEM;
        }
        if list.is_some() {
            self.y += AFTER_LIST;
        }
    }

    fn place_figure(&mut self, figure: &Figure) {
        let caption = self.set_plain(&figure.caption, Colour::MUTED, SMALL, TEXT_WIDTH);
        let scale = self.scale(figure, caption.len());
        let height = figure.drawing.height * scale;
        self.keep_together(ABOVE_DRAWING + height + BELOW_DRAWING + SMALL.height(caption.len()));
        if !self.is_at_top() {
            self.y += ABOVE_DRAWING;
        }

        let (left, top) = (MARGIN, self.y);
        let bounds = [
            left,
            HEIGHT - top - height,
            left + figure.drawing.width * scale,
            HEIGHT - top,
        ];
        let element = self.structure.add(
            Structure::ROOT,
            Role::Figure {
                alt: figure.alt.clone(),
                bounds,
            },
        );
        let place = |(x, y): (f64, f64)| (left + x * scale, top + y * scale);
        let marks: Vec<Mark> = figure
            .drawing
            .shapes
            .iter()
            .map(|shape| mark(&mut self.shaper, shape, place, scale))
            .collect();
        self.add(Tag::Element(element), marks);
        self.y += height + BELOW_DRAWING;
        if !caption.is_empty() {
            // A paragraph and not a `Caption` in the figure, because readers
            // say the words of a figure in place of everything inside it.
            let element = self.structure.add(Structure::ROOT, Role::Paragraph);
            self.place_lines(element, caption, SMALL, MARGIN);
        }
        self.y += AFTER_FIGURE;
    }

    /// How much a drawing has to shrink to fit on a page with its caption.
    fn scale(&self, figure: &Figure, caption_lines: usize) -> f64 {
        let height = self.page_height() - BELOW_DRAWING - SMALL.height(caption_lines);
        let (by_width, by_height) = (
            TEXT_WIDTH / figure.drawing.width,
            height / figure.drawing.height,
        );
        by_width.min(by_height).clamp(0.0, 1.0)
    }

    /// Places the lines of one element, over as many pages as they need.
    fn place_lines(&mut self, element: ElementId, mut lines: Vec<Line>, setting: Setting, x: f64) {
        loop {
            let fitting = setting.lines_in(self.room());
            if lines.len() <= fitting {
                break;
            }
            // Neither a first nor a last line stands alone.
            let left_over = lines.len() - fitting;
            let fitting = if left_over < FEWEST_LINES {
                fitting.saturating_sub(1)
            } else {
                fitting
            };
            if fitting >= FEWEST_LINES || self.is_at_top() {
                let rest = lines.split_off(fitting.max(1));
                let marks = lines_at(lines, setting, x, self.y);
                self.add(Tag::Element(element), marks);
                lines = rest;
            }
            self.break_page();
        }
        let height = setting.height(lines.len());
        let marks = lines_at(lines, setting, x, self.y);
        self.add(Tag::Element(element), marks);
        self.y += height;
    }

    /// How much of what follows a heading has to stand on the heading's page.
    fn opening_height(&mut self, blocks: &[Block]) -> f64 {
        let Some((block, rest)) = blocks.split_first() else {
            return 0.0;
        };
        match block {
            Block::Heading { level, text, .. } => {
                let (setting, above, below) = heading(*level);
                let lines = self.set_plain(text, Colour::INK, setting, TEXT_WIDTH).len();
                above + setting.height(lines) + below + self.opening_height(rest)
            }
            Block::Paragraph { text, size } => {
                let setting = setting(*size);
                setting.height(
                    self.set(text, setting, TEXT_WIDTH)
                        .len()
                        .min(FEWEST_LINES + 1),
                )
            }
            Block::List(items) => items.first().map_or(0.0, |item| {
                BODY.height(
                    self.set(item, BODY, TEXT_WIDTH - ITEM_INDENT)
                        .len()
                        .min(FEWEST_LINES),
                )
            }),
            Block::Table(table) => table::opening_height(self, table),
            Block::Figure(figure) => {
                let caption = self
                    .set_plain(&figure.caption, Colour::MUTED, SMALL, TEXT_WIDTH)
                    .len();
                let height = figure.drawing.height * self.scale(figure, caption);
                ABOVE_DRAWING + height + BELOW_DRAWING + SMALL.height(caption)
            }
            Block::Space(height) => height + self.opening_height(rest),
            Block::PageBreak => 0.0,
        }
    }
}

/// Lines under each other, the first with its top at `top`.
pub(super) fn lines_at(lines: Vec<Line>, setting: Setting, x: f64, top: f64) -> Vec<Mark> {
    (0..)
        .zip(lines)
        .filter(|(_, line)| !line.fragments.is_empty())
        .map(|(index, line)| Mark::Line {
            line,
            size: setting.size,
            x,
            baseline: setting.baseline(top + setting.height(index)),
        })
        .collect()
}

/// A shape of a drawing, put in its place on the page.
fn mark(
    shaper: &mut Shaper,
    shape: &Shape,
    place: impl Fn((f64, f64)) -> (f64, f64),
    scale: f64,
) -> Mark {
    match shape {
        Shape::Path {
            points,
            thickness,
            colour,
        } => Mark::Path {
            points: points.iter().copied().map(place).collect(),
            thickness: thickness * scale,
            colour: *colour,
        },
        Shape::Area { points, colour } => Mark::Area {
            points: points.iter().copied().map(place).collect(),
            colour: *colour,
        },
        Shape::Circle {
            centre,
            radius,
            thickness,
            colour,
        } => Mark::Circle {
            centre: place(*centre),
            radius: radius * scale,
            thickness: thickness.map(|thickness| thickness * scale),
            colour: *colour,
        },
        Shape::Label {
            x,
            baseline,
            text,
            style,
            size,
            colour,
        } => {
            let (x, baseline) = place((*x, *baseline));
            // The space parts the labels when the text is read back.
            let words = vec![shaper.shape(*style, text), shaper.shape(*style, " ")];
            let fragment = Fragment {
                words,
                style: *style,
                colour: *colour,
                x: 0.0,
            };
            Mark::Line {
                line: Line {
                    fragments: vec![fragment],
                    width: 0.0,
                },
                size: size * scale,
                x,
                baseline,
            }
        }
    }
}
