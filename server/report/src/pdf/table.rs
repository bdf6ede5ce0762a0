//! How a table flows over pages.
//!
//! The heading row is printed again on every page. It is read aloud once; its
//! repetitions are artifacts. A row that does not fit moves to the next page if
//! it fits there, and flows on line by line if it does not.

use super::document::{Align, Column, Table};
use super::layout::{Flow, SMALL, lines_at};
use super::page::{Artifact, MARGIN, Mark, Setting, TEXT_WIDTH, Tag};
use super::tag::{ElementId, Role, Structure};
use crate::colour::Colour;
use crate::line::Line;
use crate::typeface::{Style, Weight};

const CELL: Setting = Setting::new(Style::REGULAR, 10.5, 15.0);
const HEADING: Setting = Setting::new(Style::BOLD, 10.5, 14.5);
const CAPTION: Setting = Setting::new(Style::BOLD, SMALL.size, SMALL.leading);
const PADDING: f64 = 6.0;
const GUTTER: f64 = 12.0;
const BELOW_CAPTION: f64 = 2.0;
const AFTER_TABLE: f64 = 10.0;
const HEAVY: f64 = 1.25;
const FINE: f64 = 0.75;
/// A row longer than this share of a page is not worth the hole that moving
/// it would leave.
const MOVABLE: f64 = 0.4;
/// A word of a heading takes at most this share of the width.
const WIDEST_WORD: f64 = 0.25;
/// A row is not begun for fewer lines than this.
const FEWEST_LINES: usize = 3;

/// The columns of a table, measured, with their headings set.
struct Grid {
    columns: Vec<Measure>,
    headings: Vec<Vec<Line>>,
    heading_height: f64,
}

/// Where the text of a column stands.
#[derive(Clone, Copy)]
struct Measure {
    left: f64,
    width: f64,
    align: Align,
}

impl Measure {
    /// How the cells of the column are set: figures stand under each other.
    const fn setting(self) -> Setting {
        let style = Style {
            weight: Weight::Regular,
            tabular: matches!(self.align, Align::Right),
        };
        Setting::new(style, CELL.size, CELL.leading)
    }
}

/// Places a whole table.
pub(super) fn place(flow: &mut Flow, table: &Table) {
    let opening = opening_height(flow, table);
    flow.keep_together(opening);
    let grid = Grid::new(flow, &table.columns);
    let element = flow.structure.add(Structure::ROOT, Role::Table);
    place_caption(flow, element, &table.caption);

    let head = flow.structure.add(element, Role::TableHead);
    let head_row = flow.structure.add(head, Role::Row);
    let headings: Vec<Tag> = table
        .columns
        .iter()
        .map(|_| Tag::Element(flow.structure.add(head_row, Role::ColumnHeading)))
        .collect();
    grid.place_headings(flow, headings);

    if !table.rows.is_empty() {
        let body = flow.structure.add(element, Role::TableBody);
        for row in &table.rows {
            let row_element = flow.structure.add(body, Role::Row);
            let mut cells = Vec::new();
            for (index, (text, column)) in row.iter().zip(&grid.columns).enumerate() {
                let role = if table.row_headings && index == 0 {
                    Role::RowHeading
                } else {
                    Role::Cell
                };
                cells.push((
                    flow.structure.add(row_element, role),
                    flow.set(text, column.setting(), column.width),
                ));
            }
            grid.place_row(flow, cells);
        }
    }
    flow.y += AFTER_TABLE;
}

/// How much of a table has to stand on the page where it begins: its caption,
/// its headings and its first row, or the beginning of one too long to be moved.
pub(super) fn opening_height(flow: &mut Flow, table: &Table) -> f64 {
    let grid = Grid::new(flow, &table.columns);
    let caption = flow
        .set_plain(&table.caption, Colour::INK, CAPTION, TEXT_WIDTH)
        .len();
    let first_row = table.rows.first().map_or(0.0, |row| {
        let lines = row
            .iter()
            .zip(&grid.columns)
            .map(|(text, column)| flow.set(text, column.setting(), column.width).len())
            .max()
            .unwrap_or(0);
        let whole = 2.0 * PADDING + CELL.height(lines);
        if is_movable(whole, flow.page_height() - grid.heading_height) {
            whole
        } else {
            2.0 * PADDING + CELL.height(lines.min(FEWEST_LINES))
        }
    });
    CAPTION.height(caption) + BELOW_CAPTION + grid.heading_height + first_row
}

/// Whether a row moves to the next page as a whole rather than being torn.
fn is_movable(height: f64, on_a_page: f64) -> bool {
    height <= on_a_page * MOVABLE
}

fn place_caption(flow: &mut Flow, table: ElementId, caption: &str) {
    let lines = flow.set_plain(caption, Colour::INK, CAPTION, TEXT_WIDTH);
    if lines.is_empty() {
        return;
    }
    let element = flow.structure.add(table, Role::Caption);
    let height = CAPTION.height(lines.len());
    let marks = lines_at(lines, CAPTION, MARGIN, flow.y);
    flow.add(Tag::Element(element), marks);
    flow.y += height + BELOW_CAPTION;
}

impl Grid {
    fn new(flow: &mut Flow, columns: &[Column]) -> Self {
        let widths = column_widths(flow, columns);
        let last = columns.len().saturating_sub(1);
        let mut left = MARGIN;
        let mut grid = Self {
            columns: Vec::new(),
            headings: Vec::new(),
            heading_height: 0.0,
        };
        for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
            let text_width = if index == last { width } else { width - GUTTER };
            grid.columns.push(Measure {
                left,
                width: text_width,
                align: column.align,
            });
            grid.headings
                .push(flow.set_plain(&column.heading, Colour::MUTED, HEADING, text_width));
            left += width;
        }
        let lines = grid.headings.iter().map(Vec::len).max().unwrap_or(0);
        grid.heading_height = HEADING.height(lines) + 2.0 * PADDING;
        grid
    }

    /// Prints the headings; the tags say whether for the first time.
    fn place_headings(&self, flow: &mut Flow, tags: Vec<Tag>) {
        let top = flow.y + PADDING;
        for ((column, heading), tag) in self.columns.iter().zip(&self.headings).zip(tags) {
            let marks = place_cell(heading.clone(), HEADING, *column, top);
            flow.add(tag, marks);
        }
        flow.y += self.heading_height;
        rule(flow, HEAVY, Colour::INK);
    }

    /// Begins the next page with the headings again.
    fn break_page(&self, flow: &mut Flow) {
        flow.break_page();
        self.place_headings(
            flow,
            vec![Tag::Artifact(Artifact::Repeated); self.columns.len()],
        );
    }

    fn place_row(&self, flow: &mut Flow, mut cells: Vec<(ElementId, Vec<Line>)>) {
        let on_a_page = flow.page_height() - self.heading_height;
        let mut begun = false;
        let mut fresh = false;
        loop {
            let lines = cells
                .iter()
                .map(|(_, lines)| lines.len())
                .max()
                .unwrap_or(0);
            let height = CELL.height(lines) + 2.0 * PADDING;
            if height <= flow.room() {
                self.place_lines(flow, cells, height);
                rule(flow, FINE, Colour::LINE);
                return;
            }
            let fitting = CELL
                .lines_in(flow.room() - 2.0 * PADDING)
                .min(lines.saturating_sub(1));
            let movable = !begun && is_movable(height, on_a_page);
            if fresh || (!movable && fitting >= FEWEST_LINES) {
                let rest: Vec<_> = cells
                    .iter_mut()
                    .map(|(element, lines)| {
                        (*element, lines.split_off(fitting.max(1).min(lines.len())))
                    })
                    .collect();
                self.place_lines(flow, cells, CELL.height(fitting) + 2.0 * PADDING);
                cells = rest;
                begun = true;
            }
            self.break_page(flow);
            fresh = true;
        }
    }

    /// Places the lines of each cell of a row on this page.
    fn place_lines(&self, flow: &mut Flow, cells: Vec<(ElementId, Vec<Line>)>, height: f64) {
        let top = flow.y + PADDING;
        for ((element, lines), column) in cells.into_iter().zip(&self.columns) {
            let marks = place_cell(lines, CELL, *column, top);
            flow.add(Tag::Element(element), marks);
        }
        flow.y += height;
    }
}

fn place_cell(lines: Vec<Line>, setting: Setting, column: Measure, top: f64) -> Vec<Mark> {
    let widths: Vec<f64> = lines
        .iter()
        .filter(|line| !line.fragments.is_empty())
        .map(|line| line.width)
        .collect();
    let mut marks = lines_at(lines, setting, column.left, top);
    if column.align == Align::Right {
        for (mark, line_width) in marks.iter_mut().zip(widths) {
            if let Mark::Line { x, .. } = mark {
                *x += column.width - line_width;
            }
        }
    }
    marks
}

fn rule(flow: &mut Flow, thickness: f64, colour: Colour) {
    let rule = Mark::rule(MARGIN, MARGIN + TEXT_WIDTH, flow.y, thickness, colour);
    flow.add(Tag::Artifact(Artifact::Layout), vec![rule]);
}

/// Shares the width by weight, but gives every column at least the longest
/// word of its heading, unless that is absurdly long.
fn column_widths(flow: &mut Flow, columns: &[Column]) -> Vec<f64> {
    let narrowest: Vec<f64> = columns
        .iter()
        .map(|column| {
            let words = column.heading.split_whitespace();
            let widest = words.map(|word| {
                let glyphs = flow.shaper.shape(HEADING.style, word);
                glyphs.iter().map(|glyph| glyph.advance).sum::<f64>() * HEADING.size
            });
            widest.fold(0.0, f64::max).min(TEXT_WIDTH * WIDEST_WORD) + GUTTER
        })
        .collect();
    let needed: f64 = narrowest.iter().sum();
    if needed >= TEXT_WIDTH {
        return narrowest
            .iter()
            .map(|width| width * TEXT_WIDTH / needed)
            .collect();
    }

    let mut widths: Vec<Option<f64>> = vec![None; columns.len()];
    loop {
        let taken: f64 = widths.iter().flatten().sum();
        let weights: f64 = columns
            .iter()
            .zip(&widths)
            .filter(|(_, width)| width.is_none())
            .map(|(column, _)| weight(column))
            .sum();
        let share = |column: &Column| (TEXT_WIDTH - taken) * weight(column) / weights;
        let too_narrow = columns
            .iter()
            .zip(&narrowest)
            .zip(&mut widths)
            .find(|((column, narrowest), width)| width.is_none() && share(column) < **narrowest);
        match too_narrow {
            Some(((_, narrowest), width)) => *width = Some(*narrowest),
            None => {
                return columns
                    .iter()
                    .zip(&widths)
                    .map(|(column, width)| width.unwrap_or_else(|| share(column)))
                    .collect();
            }
        }
    }
}

/// The weight of a column; nonsense counts as very little.
fn weight(column: &Column) -> f64 {
    if column.weight.is_finite() {
        column.weight.max(0.01)
    } else {
        0.01
    }
}
