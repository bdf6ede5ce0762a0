//! How a drawing becomes an image that can be read aloud.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};

use super::pen::Drawn;

/// Draws an image of `size` units and says in words what it shows.
///
/// The image has a view box and no size of its own, so it is as wide as its
/// place on the page and never scrolls sideways. It has no `style` attribute,
/// which the content security policy would block. `id` must be unique on its
/// page; the words get ids made from it.
pub(super) fn accessible<F>(
    id: &str,
    title: &str,
    description: &str,
    size: (u32, u32),
    draw: F,
) -> String
where
    F: for<'a> FnOnce(&DrawingArea<SVGBackend<'a>, Shift>) -> Drawn<SVGBackend<'a>>,
{
    let mut drawing = String::new();
    {
        let area = SVGBackend::with_string(&mut drawing, size).into_drawing_area();
        let drawn = draw(&area);
        debug_assert!(drawn.is_ok(), "drawing into memory cannot fail");
        // Dropping the area closes the image.
    }
    // The first line is plotters' own opening tag, with a fixed size.
    let content = drawing.split_once('\n').map_or("", |(_, content)| content);
    let (width, height) = size;
    let (id, title, description) = (escape(id), escape(title), escape(description));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-description\" viewBox=\"0 0 {width} {height}\">\n\
         <title id=\"{id}-title\">{title}</title>\n\
         <desc id=\"{id}-description\">{description}</desc>\n{content}"
    )
}

/// Text that stays text, between tags and in attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What an image says and where, for tests of what is drawn.
#[cfg(test)]
pub(super) mod reading {
    use crate::typeface::{self, Style};

    /// The value of an attribute.
    pub(in crate::chart) fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
        tag.split_once(&format!(" {name}=\""))
            .unwrap()
            .1
            .split_once('"')
            .unwrap()
            .0
    }

    /// Every text of an image: its left and right end, its middle, its words.
    pub(in crate::chart) fn texts(svg: &str) -> Vec<(f64, f64, f64, String)> {
        let written = svg.split("<text").skip(1);
        written
            .map(|text| {
                let (tag, rest) = text.split_once('>').unwrap();
                let words = rest.split_once("</text>").unwrap().0.trim().to_owned();
                let plain = words
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&");
                let style = if tag.contains("font-weight=\"bold\"") {
                    Style::BOLD
                } else {
                    Style::REGULAR
                };
                let size: f64 = attribute(tag, "font-size").parse().unwrap();
                let width = typeface::measure(style, &plain) * size;
                let x: f64 = attribute(tag, "x").parse().unwrap();
                let left = match attribute(tag, "text-anchor") {
                    "start" => x,
                    "middle" => x - width / 2.0,
                    _ => x - width,
                };
                (
                    left,
                    left + width,
                    attribute(tag, "y").parse().unwrap(),
                    plain,
                )
            })
            .collect()
    }

    /// Fails where a word is cut off, or two stand on each other.
    pub(in crate::chart) fn expect_legible(svg: &str) {
        let view: Vec<f64> = attribute(svg, "viewBox")
            .split(' ')
            .map(|length| length.parse().unwrap())
            .collect();
        let texts = texts(svg);
        for (index, (left, right, y, words)) in texts.iter().enumerate() {
            assert!(
                *left >= -0.5 && *right <= view[2] + 0.5,
                "`{words}` is cut off: {left} to {right}"
            );
            assert!(
                *y >= 10.0 && *y <= view[3] - 10.0,
                "`{words}` is cut off at {y}"
            );
            for (other_left, other_right, other_y, other) in texts.iter().skip(index + 1) {
                let apart =
                    left >= other_right || other_left >= right || (y - other_y).abs() >= 26.0;
                assert!(apart, "`{words}` and `{other}` stand on each other");
            }
        }
    }
}
