//! Which glyphs are embedded: those in use, and no others.

use std::collections::BTreeSet;

use printpdf::{FontId, ParsedFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::PdfError;
use super::page::{Mark, Page};
use crate::typeface::Weight;

/// The fonts of one file, cut down to the glyphs its pages use.
pub(super) struct Fonts {
    regular: Subset,
    bold: Subset,
}

struct Subset {
    font: ParsedFont,
    /// From the glyphs of the whole font to those of the subset.
    numbers: GlyphRemapper,
}

impl Fonts {
    /// Cuts the fonts down to what `pages` use.
    ///
    /// # Errors
    ///
    /// Returns [`PdfError::Font`] when a compiled-in font is broken.
    pub(super) fn for_pages(pages: &[Page]) -> Result<Self, PdfError> {
        let (mut regular, mut bold) = (BTreeSet::new(), BTreeSet::new());
        let marks = pages
            .iter()
            .flat_map(|page| &page.pieces)
            .flat_map(|piece| &piece.marks);
        for mark in marks {
            let Mark::Line { line, .. } = mark else {
                continue;
            };
            for fragment in &line.fragments {
                let used = match fragment.style.weight {
                    Weight::Regular => &mut regular,
                    Weight::Bold => &mut bold,
                };
                used.extend(fragment.glyphs().map(|glyph| glyph.id));
            }
        }
        Ok(Self {
            regular: Subset::cut(Weight::Regular, &regular)?,
            bold: Subset::cut(Weight::Bold, &bold)?,
        })
    }

    fn subset(&self, weight: Weight) -> &Subset {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The number of a glyph in the embedded font.
    pub(super) fn glyph(&self, weight: Weight, glyph: u16) -> u16 {
        self.subset(weight).numbers.get(glyph).unwrap_or(0)
    }

    /// The embedded fonts, by the name that pages call them.
    pub(super) fn into_embedded(self) -> [(FontId, ParsedFont); 2] {
        [
            (id(Weight::Regular), self.regular.font),
            (id(Weight::Bold), self.bold.font),
        ]
    }
}

/// What pages call the font of a weight. printpdf would draw lots.
pub(super) fn id(weight: Weight) -> FontId {
    FontId(match weight {
        Weight::Regular => "Regular".to_owned(),
        Weight::Bold => "Bold".to_owned(),
    })
}

impl Subset {
    fn cut(weight: Weight, glyphs: &BTreeSet<u16>) -> Result<Self, PdfError> {
        let numbers =
            GlyphRemapper::new_from_glyphs_sorted(&glyphs.iter().copied().collect::<Vec<_>>());
        let file = subsetter::subset(weight.file(), 0, &numbers)
            .map_err(|error| PdfError::Font(error.to_string()))?;
        // The warnings say that the subset has no `cmap`; a PDF needs none.
        let mut font = ParsedFont::from_bytes(&file, 0, &mut Vec::new())
            .ok_or_else(|| PdfError::Font("printpdf cannot read the subset".to_owned()))?;
        font.font_name = Some(format!(
            "{}+AtkinsonHyperlegibleNext-{}",
            subset_tag(&file),
            id(weight).0
        ));
        // The subset does not say how heavy it is any more.
        font.pdf_font_metrics.us_weight_class = match weight {
            Weight::Regular => 400,
            Weight::Bold => 700,
        };
        Ok(Self { font, numbers })
    }
}

/// Six capital letters that tell subsets apart (ISO 32000-1, 9.6.4).
fn subset_tag(file: &[u8]) -> String {
    Sha256::digest(file)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}
