//! Which operations draw a page.
//!
//! The only place that speaks printpdf, and the only one that knows that PDF
//! counts upwards from the bottom of the page.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, Line, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rgb, TextItem,
    TextMatrix, WindingOrder,
};

use super::font::{self, Fonts};
use super::page::{Artifact, HEIGHT, Mark, Page, Tag, WIDTH};
use super::tag::{ElementId, Role, Structure};
use crate::colour::Colour;
use crate::line::Fragment;
use crate::typeface::{Glyph, Weight};

/// How far the handles of a Bézier curve stand off to make a quarter circle.
const QUARTER_CIRCLE: f64 = 0.552_284_75;

/// Paints the pages, and tells the structure which piece went where.
pub(super) fn paint(
    pages: &[Page],
    mut structure: Structure,
    fonts: &Fonts,
) -> (Vec<PdfPage>, Structure) {
    let painted = (0..)
        .zip(pages)
        .map(|(number, page)| {
            let mut painter = Painter {
                fonts,
                structure: &mut structure,
                page: number,
                ops: Vec::new(),
            };
            for piece in &page.pieces {
                painter.begin(piece.tag);
                for mark in &piece.marks {
                    painter.paint(mark, piece.tag);
                }
                painter.ops.push(Op::EndMarkedContent);
            }
            PdfPage::new(millimetres(WIDTH), millimetres(HEIGHT), painter.ops)
        })
        .collect();
    (painted, structure)
}

/// Hands the painted pages to lopdf, for everything printpdf cannot say.
pub(super) fn to_file(pages: Vec<PdfPage>, fonts: Fonts) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for (id, font) in fonts.into_embedded() {
        document.resources.fonts.map.insert(id, PdfFont::new(font));
    }
    document.pages = pages;
    // The warnings are about images and built-in fonts, of which there are none.
    document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new())
}

struct Painter<'a> {
    fonts: &'a Fonts,
    structure: &'a mut Structure,
    page: usize,
    ops: Vec<Op>,
}

impl Painter<'_> {
    /// Begins a piece: part of an element, or an artifact.
    fn begin(&mut self, tag: Tag) {
        let kind = |kind: &str| ("Type", name(kind));
        match tag {
            Tag::Element(element) => {
                let number = self.number(element);
                self.begin_marked(self.structure.name(element), vec![("MCID", number)]);
            }
            Tag::Artifact(Artifact::Layout) => self.begin_marked("Artifact", vec![kind("Layout")]),
            Tag::Artifact(Artifact::Repeated) => {
                self.begin_marked("Artifact", vec![kind("Pagination")]);
            }
            Tag::Artifact(Artifact::Header) => {
                self.begin_marked(
                    "Artifact",
                    vec![kind("Pagination"), ("Subtype", name("Header"))],
                );
            }
            Tag::Artifact(Artifact::Footer) => {
                self.begin_marked(
                    "Artifact",
                    vec![kind("Pagination"), ("Subtype", name("Footer"))],
                );
            }
        }
    }

    fn number(&mut self, element: ElementId) -> DictItem {
        let number = self.structure.number_piece(element, self.page);
        DictItem::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn begin_marked(&mut self, tag: &str, properties: Vec<(&str, DictItem)>) {
        let map = properties
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect::<BTreeMap<_, _>>();
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map },
        });
    }

    fn paint(&mut self, mark: &Mark, tag: Tag) {
        match mark {
            Mark::Line {
                line,
                size,
                x,
                baseline,
            } => {
                for fragment in &line.fragments {
                    self.show(fragment, *size, (x + fragment.x, *baseline), tag);
                }
            }
            Mark::Path {
                points,
                thickness,
                colour,
            } => {
                self.ops.push(Op::SetOutlineColor {
                    col: color(*colour),
                });
                self.ops
                    .push(Op::SetOutlineThickness { pt: pt(*thickness) });
                let is_closed = points.len() > 2 && points.first() == points.last();
                let distinct = if is_closed {
                    points.len() - 1
                } else {
                    points.len()
                };
                let points = points.iter().take(distinct).map(|at| corner(*at)).collect();
                self.ops.push(Op::DrawLine {
                    line: Line { points, is_closed },
                });
            }
            Mark::Area { points, colour } => {
                self.ops.push(Op::SetFillColor {
                    col: color(*colour),
                });
                let points = points.iter().map(|at| corner(*at)).collect();
                self.draw_outline(points, PaintMode::Fill);
            }
            Mark::Circle {
                centre,
                radius,
                thickness,
                colour,
            } => {
                let mode = if let Some(thickness) = thickness {
                    self.ops.push(Op::SetOutlineColor {
                        col: color(*colour),
                    });
                    self.ops
                        .push(Op::SetOutlineThickness { pt: pt(*thickness) });
                    PaintMode::Stroke
                } else {
                    self.ops.push(Op::SetFillColor {
                        col: color(*colour),
                    });
                    PaintMode::Fill
                };
                self.draw_outline(circle(*centre, *radius), mode);
            }
        }
    }

    fn draw_outline(&mut self, points: Vec<LinePoint>, mode: PaintMode) {
        let rings = vec![PolygonRing { points }];
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings,
                mode,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    /// Shows text. Characters the font lacks are shown as boxes, but keep what
    /// they say for readers and for search.
    fn show(&mut self, fragment: &Fragment, size: f64, (mut x, baseline): (f64, f64), tag: Tag) {
        let glyphs: Vec<&Glyph> = fragment.glyphs().collect();
        for run in glyphs.chunk_by(|one, next| one.missing == next.missing) {
            let replaced: String = run
                .iter()
                .filter(|glyph| glyph.missing)
                .map(|glyph| &*glyph.source)
                .collect();
            match tag {
                Tag::Element(element)
                    if !replaced.is_empty() && !self.structure.is_in_words(element) =>
                {
                    self.ops.push(Op::EndMarkedContent);
                    let span = self
                        .structure
                        .add(element, Role::Replaced(replaced.clone()));
                    let number = self.number(span);
                    self.begin_marked(
                        "Span",
                        vec![("MCID", number), ("ActualText", text_string(&replaced))],
                    );
                    self.show_run(run, fragment, size, (x, baseline));
                    self.ops.push(Op::EndMarkedContent);
                    self.begin(tag);
                }
                _ => self.show_run(run, fragment, size, (x, baseline)),
            }
            x += run.iter().map(|glyph| glyph.advance).sum::<f64>() * size;
        }
    }

    fn show_run(
        &mut self,
        glyphs: &[&Glyph],
        fragment: &Fragment,
        size: f64,
        (x, baseline): (f64, f64),
    ) {
        let weight = fragment.style.weight;
        let items = self.items(glyphs, weight);
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor {
                col: color(fragment.colour),
            },
            Op::SetFont {
                font: PdfFontHandle::External(font::id(weight)),
                size: pt(size),
            },
            Op::SetTextMatrix {
                matrix: TextMatrix::Translate(pt(x), pt(HEIGHT - baseline)),
            },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
    }

    fn items(&self, glyphs: &[&Glyph], weight: Weight) -> Vec<TextItem> {
        // Numbers between glyphs move the pen back, in thousandths of an em.
        let back = |ems: f64| pt(ems * 1000.0).0;
        let mut items = Vec::new();
        let mut codes = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            if glyph.shift != 0.0 {
                items.push(TextItem::GlyphIds(std::mem::take(&mut codes)));
                items.push(TextItem::Offset(back(-glyph.shift)));
            }
            codes.push(Codepoint {
                gid: self.fonts.glyph(weight, glyph.id),
                offset: back(glyph.natural + glyph.shift - glyph.advance),
                cid: Some(glyph.says.to_string()),
            });
        }
        items.push(TextItem::GlyphIds(codes));
        items
    }
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.into())
}

/// Text as PDF holds it: UTF-16, with a mark that says so.
fn text_string(text: &str) -> DictItem {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    DictItem::Bytes(units.flat_map(u16::to_be_bytes).collect())
}

/// printpdf's points, to a thousandth.
fn pt(length: f64) -> Pt {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "PDF has no doubles, and a page has few points"
    )]
    let length = ((length * 1000.0).round() / 1000.0) as f32;
    Pt(length)
}

fn millimetres(points: f64) -> Mm {
    pt(points).into()
}

fn color(colour: Colour) -> Color {
    let channel = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(Rgb {
        r: channel(colour.red),
        g: channel(colour.green),
        b: channel(colour.blue),
        icc_profile: None,
    })
}

fn corner(at: (f64, f64)) -> LinePoint {
    LinePoint {
        p: point(at),
        bezier: false,
    }
}

fn point((x, y): (f64, f64)) -> Point {
    Point {
        x: pt(x),
        y: pt(HEIGHT - y),
    }
}

/// Four quarter circles, as printpdf wants them: a point, two handles, a point.
fn circle((x, y): (f64, f64), radius: f64) -> Vec<LinePoint> {
    let handle = radius * QUARTER_CIRCLE;
    let quarters = [
        [(radius, handle), (handle, radius), (0.0, radius)],
        [(-handle, radius), (-radius, handle), (-radius, 0.0)],
        [(-radius, -handle), (-handle, -radius), (0.0, -radius)],
        [(handle, -radius), (radius, -handle), (radius, 0.0)],
    ];
    let mut points = vec![corner((x + radius, y))];
    for [first, second, end] in quarters {
        for (dx, dy) in [first, second] {
            points.push(LinePoint {
                p: point((x + dx, y + dy)),
                bezier: true,
            });
        }
        points.push(corner((x + end.0, y + end.1)));
    }
    points
}
