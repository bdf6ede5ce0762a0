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
