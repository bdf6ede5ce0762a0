//! What stands on every page: the banner, the running footer, the number.

use super::document::Document;
use super::page::{Artifact, HEIGHT, MARGIN, Mark, Page, Piece, Setting, TEXT_WIDTH, Tag, WIDTH};
use super::tag::{Role, Structure};
use crate::colour::Colour;
use crate::line::{Line, Run, break_lines};
use crate::typeface::{Shaper, Style};

const BANNER: Setting = Setting::new(Style::BOLD, 11.5, 15.0);
const FOOTER: Setting = Setting::new(Style::REGULAR, 10.0, 13.0);
/// More than this many lines would leave too little page.
const MOST_LINES: usize = 3;
const BANNER_PADDING: (f64, f64) = (8.0, 3.5);
const FRAME: f64 = 1.5;
const BELOW_BANNER: f64 = 22.0;
/// Room for "Page 100 of 100", and some air.
const NUMBER_WIDTH: f64 = 110.0;
const ABOVE_FOOTER: f64 = 18.0;
const BELOW_RULE: f64 = 6.0;
/// The footer ends 14 mm above the edge, closer to it than the text.
const FOOTER_BOTTOM: f64 = HEIGHT - 40.0;

/// The banner and the footer, set.
#[derive(Debug)]
pub(super) struct Furniture {
    banner: Vec<Line>,
    footer: Vec<Line>,
}

impl Furniture {
    pub(super) fn new(shaper: &mut Shaper, document: &Document) -> Self {
        let banner = document.banner.as_deref().unwrap_or_default();
        let width = TEXT_WIDTH - 2.0 * BANNER_PADDING.0;
        Self {
            banner: set_short(shaper, banner, BANNER, Colour::INK, width),
            footer: set_short(
                shaper,
                &document.running_footer,
                FOOTER,
                Colour::MUTED,
                TEXT_WIDTH - NUMBER_WIDTH,
            ),
        }
    }

    /// Where the text of a page starts.
    pub(super) fn top(&self) -> f64 {
        if self.banner.is_empty() {
            MARGIN
        } else {
            MARGIN + self.banner_height() + BELOW_BANNER
        }
    }

    /// Where the text of a page has to end.
    pub(super) fn bottom(&self) -> f64 {
        self.rule() - ABOVE_FOOTER
    }

    fn banner_height(&self) -> f64 {
        BANNER.height(self.banner.len()) + 2.0 * BANNER_PADDING.1
    }

    fn rule(&self) -> f64 {
        FOOTER_BOTTOM - FOOTER.height(self.footer.len().max(1)) - BELOW_RULE
    }

    /// Frames the banner. It is read aloud once, on the first page.
    pub(super) fn add_banner(&self, page: &mut Page, first_page: Option<&mut Structure>) {
        if self.banner.is_empty() {
            return;
        }
        let tag = match first_page {
            Some(structure) => Tag::Element(structure.add(Structure::ROOT, Role::Paragraph)),
            None => Tag::Artifact(Artifact::Header),
        };
        let widest = self
            .banner
            .iter()
            .map(|line| line.width)
            .fold(0.0, f64::max);
        let (left, top) = (MARGIN + FRAME / 2.0, MARGIN + FRAME / 2.0);
        let (right, bottom) = (
            left + widest + 2.0 * BANNER_PADDING.0,
            top + self.banner_height(),
        );
        let points = vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top - FRAME / 2.0),
        ];
        page.pieces.push(Piece {
            tag: Tag::Artifact(Artifact::Layout),
            marks: vec![Mark::Path {
                points,
                thickness: FRAME,
                colour: Colour::INK,
            }],
        });
        let marks = lines(
            &self.banner,
            BANNER,
            left + BANNER_PADDING.0,
            top + BANNER_PADDING.1,
        );
        page.pieces.push(Piece { tag, marks });
    }

    /// Adds what can only be said when all pages are known.
    pub(super) fn add_footer(
        &self,
        shaper: &mut Shaper,
        page: &mut Page,
        number: usize,
        pages: usize,
    ) {
        let text = format!("Page {number} of {pages}");
        let number = set_short(shaper, &text, FOOTER, Colour::MUTED, NUMBER_WIDTH);
        let right = WIDTH - MARGIN - number.first().map_or(0.0, |line| line.width);
        let y = self.rule() + BELOW_RULE;
        let mut marks = vec![Mark::rule(
            MARGIN,
            WIDTH - MARGIN,
            self.rule(),
            0.75,
            Colour::LINE,
        )];
        marks.extend(lines(&self.footer, FOOTER, MARGIN, y));
        marks.extend(lines(&number, FOOTER, right, y));
        page.pieces.push(Piece {
            tag: Tag::Artifact(Artifact::Footer),
            marks,
        });
    }
}

fn lines(lines: &[Line], setting: Setting, x: f64, top: f64) -> Vec<Mark> {
    (0..)
        .zip(lines)
        .map(|(index, line)| Mark::Line {
            line: line.clone(),
            size: setting.size,
            x,
            baseline: setting.baseline(top + setting.height(index)),
        })
        .collect()
}

/// Sets text on few lines; what is too long ends in an ellipsis.
fn set_short(
    shaper: &mut Shaper,
    text: &str,
    setting: Setting,
    colour: Colour,
    width: f64,
) -> Vec<Line> {
    let mut set = |text: &str| {
        let run = Run {
            text,
            style: setting.style,
            colour,
        };
        break_lines(shaper, &[run], setting.size, width)
    };
    let mut lines = set(text);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.pop() {
            let mut text = last.text();
            // Makes room for the ellipsis; three letters are wider than it.
            for _ in 0..3 {
                text.pop();
            }
            lines.extend(set(&format!("{}…", text.trim_end())));
        }
    }
    lines
}
