//! The typeface: which glyphs a text becomes, and how wide they are.
//!
//! Atkinson Hyperlegible Next, regular and bold, compiled in (`fonts/`). Charts
//! measure with it, the PDF prints with it, and the page shows the same font,
//! so a label that fits here fits there.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::OnceLock;

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Direction, Feature, Font, Script, ShapeOptions, ShapePlan,
    ShaperFont, Tag,
};

/// How far capitals and figures reach above the baseline, in ems.
pub(crate) const CAP_HEIGHT: f64 = 0.668;
/// How far small letters reach above the baseline, in ems.
pub(crate) const X_HEIGHT: f64 = 0.496;
/// What is printed for a character the font does not have.
const REPLACEMENT: char = '\u{fffd}';

/// How heavy the strokes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The font file of this weight.
    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/regular.ttf"),
            Self::Bold => include_bytes!("../fonts/bold.ttf"),
        }
    }
}

/// A weight, and whether figures stand in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// All figures equally wide, for tables.
    pub(crate) tabular: bool,
}

impl Style {
    pub(crate) const REGULAR: Self = Self {
        weight: Weight::Regular,
        tabular: false,
    };
    pub(crate) const BOLD: Self = Self {
        weight: Weight::Bold,
        tabular: false,
    };
}

/// One glyph, placed after the one before it. Lengths are in ems.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    /// Its number in the font file.
    pub(crate) id: u16,
    /// How far right of the pen it is drawn.
    pub(crate) shift: f64,
    /// How far the pen moves on, kerning included.
    pub(crate) advance: f64,
    /// How far the pen would move without kerning.
    pub(crate) natural: f64,
    /// What this glyph says wherever it is used. Never empty.
    pub(crate) says: Box<str>,
    /// The text it was set for; empty for a second glyph of the same text.
    pub(crate) source: Box<str>,
    /// The font has no glyph for `source`; this one stands in for it.
    pub(crate) missing: bool,
}

struct Face {
    font: Font,
    plain: ShapePlan,
    tabular: ShapePlan,
    /// The first character of each glyph, for reading text back.
    characters: HashMap<u16, char>,
    replacement: u16,
}

impl Face {
    fn parse(weight: Weight) -> Option<Self> {
        let font = Font::new(weight.file(), 0)?;
        let planned = |features: &[Feature]| {
            ShapePlan::new(
                &font,
                Direction::LeftToRight,
                Some(Script::LATIN),
                None,
                features,
            )
        };
        let (plain, tabular) = (planned(&[]), planned(&[tabular_figures()]));
        let mut characters = HashMap::new();
        let mut pairs: Vec<_> = font.charmap().unicodes().collect();
        pairs.sort_unstable();
        for (code, glyph) in pairs {
            if let (Some(character), Ok(id)) = (char::from_u32(code), u16::try_from(glyph.to_u32()))
            {
                characters.entry(id).or_insert(character);
            }
        }
        let replacement = font.charmap().map_unicode(REPLACEMENT)?;
        let replacement = u16::try_from(replacement.to_u32()).ok()?;
        Some(Self {
            font,
            plain,
            tabular,
            characters,
            replacement,
        })
    }

    /// The parsed face. `None` only if the compiled-in file were broken, which
    /// a test rules out.
    fn of(weight: Weight) -> Option<&'static Self> {
        static REGULAR: OnceLock<Option<Face>> = OnceLock::new();
        static BOLD: OnceLock<Option<Face>> = OnceLock::new();
        let slot = match weight {
            Weight::Regular => &REGULAR,
            Weight::Bold => &BOLD,
        };
        slot.get_or_init(|| Self::parse(weight)).as_ref()
    }
}

fn tabular_figures() -> Feature {
    Feature::new(Tag::new(b"tnum"), 1, ..)
}

/// Turns text into glyphs. A character without a glyph becomes a visible box.
pub(crate) fn shape(style: Style, text: &str) -> Vec<Glyph> {
    let Some(face) = Face::of(style.weight) else {
        return Vec::new();
    };
    let (plan, features) = if style.tabular {
        (&face.tabular, [tabular_figures()].to_vec())
    } else {
        (&face.plain, Vec::new())
    };

    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(Some(Script::LATIN));
    buffer.set_cluster_level(ClusterLevel::Characters);
    buffer.set_flags(
        BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE,
    );
    let shaper = ShaperFont::new(&face.font);
    let options = ShapeOptions::new().plan(Some(plan)).features(&features);
    if harfrust::shape(&shaper, &mut buffer, options).is_err() {
        return Vec::new();
    }

    let units_per_em = f64::from(face.font.units_per_em());
    let ems = |units: i32| f64::from(units) / units_per_em;
    let infos = buffer.glyph_infos();
    // A glyph's text runs to where the text of any other glyph begins.
    let starts: BTreeSet<u32> = infos.iter().map(|info| info.cluster).collect();
    let mut seen = BTreeSet::new();
    infos
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| {
            let start = usize::try_from(info.cluster).unwrap_or(0);
            let end = starts
                .range(info.cluster + 1..)
                .next()
                .and_then(|next| usize::try_from(*next).ok())
                .unwrap_or(text.len());
            let first = seen.insert(info.cluster);
            let source = if first {
                text.get(start..end).unwrap_or_default()
            } else {
                ""
            };
            let missing = info.glyph_id == 0;
            let id = if missing {
                face.replacement
            } else {
                u16::try_from(info.glyph_id).unwrap_or(face.replacement)
            };
            let natural = ems(shaper.glyph_h_advance(u32::from(id).into()));
            let says = match face.characters.get(&id) {
                Some(character) => character.to_string(),
                None if source.is_empty() => REPLACEMENT.to_string(),
                None => source.to_owned(),
            };
            Glyph {
                id,
                shift: ems(position.x_offset),
                advance: if missing {
                    natural
                } else {
                    ems(position.x_advance)
                },
                natural,
                says: says.into(),
                source: source.into(),
                missing,
            }
        })
        .collect()
}

/// How wide a text is on one line, in ems.
pub(crate) fn measure(style: Style, text: &str) -> f64 {
    shape(style, text).iter().map(|glyph| glyph.advance).sum()
}

/// Remembers words, because reports use the same few thousand again and again.
#[derive(Debug, Default)]
pub(crate) struct Shaper {
    words: HashMap<Style, HashMap<Box<str>, Rc<[Glyph]>>>,
}

impl Shaper {
    /// The glyphs of one word.
    pub(crate) fn shape(&mut self, style: Style, word: &str) -> Rc<[Glyph]> {
        let words = self.words.entry(style).or_default();
        if let Some(glyphs) = words.get(word) {
            return Rc::clone(glyphs);
        }
        let glyphs: Rc<[Glyph]> = shape(style, word).into();
        words.insert(word.into(), Rc::clone(&glyphs));
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_have_every_letter_of_these_islands_and_every_sign_we_print() {
        let wanted =
            "ŵŷŴŶẁẃẅẀẂẄỳỲàèìòùáéíóúâêîôûäëïöüÀÈÌÒÙÁÉÍÓÚñç→←↑↓×≥≤−–—’‘“”·•…£€½°□\u{a0}\u{2011}";
        for weight in [Weight::Regular, Weight::Bold] {
            for character in wanted.chars() {
                let glyphs = shape(
                    Style {
                        weight,
                        tabular: false,
                    },
                    &character.to_string(),
                );
                assert_eq!(glyphs.len(), 1, "{character}");
                assert!(!glyphs[0].missing, "{weight:?} lacks {character}");
            }
        }
    }

    #[test]
    fn a_letter_typed_in_two_parts_is_set_as_one() {
        let composed = shape(Style::REGULAR, "w\u{302}");
        assert_eq!(composed.len(), 1);
        assert_eq!(composed[0].id, shape(Style::REGULAR, "ŵ")[0].id);
    }

    #[test]
    fn an_emoji_and_arabic_become_visible_boxes_that_remember_what_they_were() {
        for text in ["🌱", "سلام", "👩‍⚕️"] {
            let glyphs = shape(Style::BOLD, text);
            assert!(
                glyphs
                    .iter()
                    .all(|glyph| glyph.missing && glyph.advance > 0.3),
                "{text}"
            );
            let source: String = glyphs.iter().map(|glyph| &*glyph.source).collect();
            assert_eq!(source, text);
        }
    }

    #[test]
    fn tabular_figures_are_equally_wide_and_still_read_as_figures() {
        let style = Style {
            weight: Weight::Regular,
            tabular: true,
        };
        let glyphs = shape(style, "0123456789");
        assert!(
            glyphs
                .windows(2)
                .all(|pair| (pair[0].natural - pair[1].natural).abs() < 1e-9)
        );
        let says: String = glyphs.iter().map(|glyph| &*glyph.says).collect();
        assert_eq!(says, "0123456789");
    }

    #[test]
    fn kerning_is_applied() {
        assert!(
            measure(Style::REGULAR, "AV")
                < measure(Style::REGULAR, "A") + measure(Style::REGULAR, "V")
        );
    }

    #[test]
    fn the_heights_are_those_of_the_font() {
        for weight in [Weight::Regular, Weight::Bold] {
            let metrics = Face::of(weight).unwrap().font.metrics();
            assert_eq!(
                metrics.cap_height.map(|height| height.to_f64().round()),
                Some(CAP_HEIGHT * 1000.0)
            );
            assert_eq!(
                metrics.x_height.map(|height| height.to_f64().round()),
                Some(X_HEIGHT * 1000.0)
            );
        }
    }
}
