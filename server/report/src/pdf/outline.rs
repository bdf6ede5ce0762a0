//! Which bookmarks lead where: the headings, nested by level.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use super::PdfError;
use super::layout::Bookmark;
use super::page::HEIGHT;
use super::tag::real;

/// A bookmark with those under it.
struct Node<'a> {
    bookmark: &'a Bookmark,
    under: Vec<Node<'a>>,
}

/// Writes the bookmarks, and asks readers to show them.
///
/// # Errors
///
/// Returns [`PdfError::File`] when the file has no catalogue.
pub(super) fn write(
    file: &mut Document,
    bookmarks: &[Bookmark],
    pages: &[ObjectId],
) -> Result<(), PdfError> {
    if bookmarks.is_empty() {
        return Ok(());
    }
    let nodes = nest(bookmarks);
    let root = file.new_object_id();
    let mut outline = dictionary! { "Type" => "Outlines" };
    let visible: usize = nodes.iter().map(|node| 1 + node.under.len()).sum();
    outline.set("Count", count(visible));
    add_all(file, &mut outline, &nodes, root, pages, true);
    file.set_object(root, outline);
    let catalog = file.catalog_mut()?;
    catalog.set("Outlines", root);
    catalog.set("PageMode", "UseOutlines");
    Ok(())
}

/// Puts every bookmark under the last one of a higher level.
fn nest(bookmarks: &[Bookmark]) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    let mut rest = bookmarks;
    while let [bookmark, after @ ..] = rest {
        let deeper = after
            .iter()
            .take_while(|next| next.level > bookmark.level)
            .count();
        let (under, next) = after.split_at(deeper);
        nodes.push(Node {
            bookmark,
            under: nest(under),
        });
        rest = next;
    }
    nodes
}

/// Adds sisters and all that is under them. The highest level is shown open.
fn add_all(
    file: &mut Document,
    parent: &mut Dictionary,
    nodes: &[Node<'_>],
    parent_id: ObjectId,
    pages: &[ObjectId],
    open: bool,
) {
    let ids: Vec<ObjectId> = nodes.iter().map(|_| file.new_object_id()).collect();
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        parent.set("First", *first);
        parent.set("Last", *last);
    }
    for (index, (node, id)) in nodes.iter().zip(&ids).enumerate() {
        let page = pages
            .get(node.bookmark.page)
            .map_or(Object::Null, |page| Object::Reference(*page));
        let mut item = dictionary! {
            "Title" => text_string(&node.bookmark.title),
            "Parent" => parent_id,
            "Dest" => vec![page, "XYZ".into(), Object::Null, real(HEIGHT - node.bookmark.y), Object::Null],
        };
        if let Some(previous) = index.checked_sub(1).and_then(|index| ids.get(index)) {
            item.set("Prev", *previous);
        }
        if let Some(next) = ids.get(index + 1) {
            item.set("Next", *next);
        }
        if !node.under.is_empty() {
            // Negative: closed, and so many would show if it were opened.
            let under = count(node.under.len());
            item.set("Count", if open { under } else { -under });
            add_all(file, &mut item, &node.under, *id, pages, false);
        }
        file.set_object(*id, item);
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
