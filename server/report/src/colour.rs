//! The colours of Plumbline, on screen and on paper.
//!
//! Colour never carries meaning alone: a mark always has a shape, a place or a
//! number as well, and every colour here is told apart in greyscale by the
//! hatching or the words beside it.

/// A colour in sRGB, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// 0 (none) to 255 (full).
    pub red: u8,
    /// 0 (none) to 255 (full).
    pub green: u8,
    /// 0 (none) to 255 (full).
    pub blue: u8,
}

impl Colour {
    /// Text, targets and heavy rules.
    pub const INK: Self = Self::new(0x1d, 0x2a, 0x31);
    /// Text that is less important; 6.6 : 1 on white.
    pub const MUTED: Self = Self::new(0x4f, 0x5f, 0x68);
    /// Hairlines and grids; never text.
    pub const LINE: Self = Self::new(0xd3, 0xdb, 0xde);
    /// The card and the sheet of paper.
    pub const WHITE: Self = Self::new(0xff, 0xff, 0xff);
    /// Something is missing or wrong. The words must say so too.
    pub const ALERT: Self = Self::new(0xa3, 0x27, 0x1b);

    /// A colour from its three channels.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

/// What a bar is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The wellbeing pillar.
    Wellbeing,
    /// The leadership pillar.
    Leadership,
    /// The equality pillar.
    Equality,
    /// A lens that mixes pillars.
    Mixed,
}

impl Ink {
    /// The ink of the pillar with this id; the neutral one for any other.
    #[must_use]
    pub fn of_pillar(pillar: &str) -> Self {
        match pillar {
            "wellbeing" => Self::Wellbeing,
            "leadership" => Self::Leadership,
            "equality" => Self::Equality,
            _ => Self::Mixed,
        }
    }

    /// The colour of this ink.
    #[must_use]
    pub const fn colour(self) -> Colour {
        match self {
            Self::Wellbeing => Colour::new(0x0b, 0x6f, 0x68),
            Self::Leadership => Colour::new(0x3f, 0x3d, 0x9b),
            Self::Equality => Colour::new(0x96, 0x26, 0x5f),
            Self::Mixed => Colour::new(0x2b, 0x4a, 0x5a),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance after WCAG 2.2, 0 (black) to 1 (white).
    fn luminance(colour: Colour) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
    }

    #[test]
    fn every_colour_of_text_and_bars_has_enough_contrast_with_white() {
        let inks = [Ink::Wellbeing, Ink::Leadership, Ink::Equality, Ink::Mixed].map(Ink::colour);
        let texts = [Colour::INK, Colour::MUTED, Colour::ALERT];
        for colour in inks.into_iter().chain(texts) {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 4.5, "{colour:?} has {contrast:.1} : 1");
        }
    }
}
