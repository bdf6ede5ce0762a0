//! A document on screen: the same blocks from which the PDF is made, so that both always say the same.

use leptos::{either::Either, prelude::*};
use report::{
    chart::{
        divergence_svg, divergence_svg_narrow, gap_svg, gap_svg_narrow, slope_svg, slope_svg_narrow,
    },
    colour::Colour,
    pdf::{Align, Block, Cell, Document, Figure, Picture, Size, Span, Table, Text},
};

use super::{drawing::Drawing, typed::Typed};

/// The document as a sheet: its cover, its contents, then a section for each heading of the second level.
#[must_use]
pub fn sheet(document: &Document) -> AnyView {
    let (cover, sections) = in_sections(&document.blocks);
    let banner = document
        .banner
        .clone()
        .map(|banner| view! { <p class="app-document__draft">{banner}</p> });
    let cover = cover.into_iter().map(|it| block("cover", 0, it));
    let contents = sections
        .iter()
        .map(|section| {
            view! { <li><a href=format!("#{}", section.id)>{section.title.to_owned()}</a></li> }
        })
        .collect_view();
    let parts = sections.iter().map(printed).collect_view();
    view! {
        <article class="app-document">
            <header class="app-document__cover">{banner} {cover.collect_view()}</header>
            <nav class="app-document__contents" aria-label="Contents">
                <h2>"Contents"</h2>
                <ol>{contents}</ol>
            </nav>
            {parts}
        </article>
    }
    .into_any()
}

struct Section<'a> {
    id: String,
    title: &'a str,
    on_a_new_sheet: bool,
    blocks: Vec<&'a Block>,
}

fn in_sections(blocks: &[Block]) -> (Vec<&Block>, Vec<Section<'_>>) {
    let mut cover = Vec::new();
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut on_a_new_sheet = false;
    for block in blocks {
        match block {
            Block::PageBreak => on_a_new_sheet = true,
            Block::Heading { level: 2, text, .. } => {
                sections.push(Section {
                    id: format!("part-{}", sections.len() + 1),
                    title: text,
                    on_a_new_sheet: std::mem::take(&mut on_a_new_sheet),
                    blocks: Vec::new(),
                });
            }
            other => match sections.last_mut() {
                Some(section) => section.blocks.push(other),
                None => cover.push(other),
            },
        }
    }
    (cover, sections)
}

fn printed(section: &Section<'_>) -> impl IntoView + use<> {
    let class = if section.on_a_new_sheet {
        "app-document__section app-document__section--page"
    } else {
        "app-document__section"
    };
    let blocks = section
        .blocks
        .iter()
        .enumerate()
        .map(|(at, it)| block(&section.id, at, it))
        .collect_view();
    view! {
        <section class=class id=section.id.clone() aria-labelledby=format!("{}-title", section.id)>
            <h2 id=format!("{}-title", section.id)>{section.title.to_owned()}</h2>
            {blocks}
        </section>
    }
}

/// One block; `section` and `at` make the ids of figures unique.
fn block(section: &str, at: usize, block: &Block) -> AnyView {
    match block {
        Block::Heading { level, text, .. } => match level {
            0 | 1 => view! { <h1 class="app-document__title">{text.clone()}</h1> }.into_any(),
            2 => view! { <h2>{text.clone()}</h2> }.into_any(),
            3 => view! { <h3>{text.clone()}</h3> }.into_any(),
            _ => view! { <h4>{text.clone()}</h4> }.into_any(),
        },
        Block::Paragraph { text, size } => {
            let class = match size {
                Size::Lead => Some("app-document__organisation"),
                Size::Body => None,
                Size::Small => Some("nhsuk-body-s"),
            };
            view! { <p class=class>{spans(text)}</p> }.into_any()
        }
        Block::List(items) => {
            let items = items
                .iter()
                .map(|item| view! { <li>{spans(item)}</li> })
                .collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
        Block::Table(table) => self::table(table).into_any(),
        Block::Figure(figure) => self::figure(&format!("{section}-figure-{at}"), figure).into_any(),
        // Paper only.
        Block::PageBreak | Block::Space(_) => ().into_any(),
    }
}

fn spans(text: &Text) -> AnyView {
    text.0.iter().map(span).collect_view().into_any()
}

fn span(span: &Span) -> AnyView {
    let words = lines(&span.text);
    match (span.bold, span.colour) {
        (_, Colour::ALERT) => view! { <span class="app-missing">{words}</span> }.into_any(),
        (true, _) => view! { <strong>{words}</strong> }.into_any(),
        (false, Colour::MUTED) => {
            view! { <span class="nhsuk-u-secondary-text-colour">{words}</span> }.into_any()
        }
        (false, _) => words.into_any(),
    }
}

fn lines(text: &str) -> impl IntoView + use<> {
    text.split('\n')
        .enumerate()
        .map(|(at, line)| view! { {(at > 0).then(|| view! { <br/> })} <Typed text=line/> })
        .collect_view()
}

fn table(table: &Table) -> impl IntoView + use<> {
    let caption = (!table.caption.is_empty()).then(|| {
        view! { <caption class="nhsuk-table__caption nhsuk-table__caption--s">{table.caption.clone()}</caption> }
    });
    let titled = if table.row_headings {
        " app-table--titled"
    } else {
        ""
    };
    let headings = table
        .columns
        .iter()
        .map(|column| {
            let numeric = numeric("header", column.align);
            view! {
                <th class=format!("nhsuk-table__header{numeric}") scope="col" role="columnheader">
                    {column.heading.clone()}
                </th>
            }
        })
        .collect_view();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&table.columns)
                .enumerate()
                .map(|(at, (content, column))| {
                    if at == 0 && table.row_headings {
                        Either::Left(view! {
                            <th class="nhsuk-table__header" scope="row" role="rowheader">{spans(content)}</th>
                        })
                    } else {
                        Either::Right(cell(content, &column.heading, column.align))
                    }
                })
                .collect_view();
            view! { <tr class="nhsuk-table__row" role="row">{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class=format!("nhsuk-table nhsuk-table--responsive{titled}") role="table">
            {caption}
            <thead class="nhsuk-table__head" role="rowgroup">
                <tr class="nhsuk-table__row" role="row">{headings}</tr>
            </thead>
            <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn cell(content: &Cell, heading: &str, align: Align) -> impl IntoView + use<> {
    view! {
        <td class=format!("nhsuk-table__cell{}", numeric("cell", align)) role="cell">
            <span class="nhsuk-table__heading" aria-hidden="true">{heading.to_owned()} " "</span>
            {spans(content)}
        </td>
    }
}

fn numeric(part: &str, align: Align) -> String {
    match align {
        Align::Left => String::new(),
        Align::Right => format!(" nhsuk-table__{part}--numeric"),
    }
}

fn figure(id: &str, figure: &Figure) -> impl IntoView + use<> {
    let (wide, narrow) = (format!("{id}-wide"), format!("{id}-narrow"));
    let alt = &figure.alt;
    let (wide, narrow) = match &figure.picture {
        Picture::Gaps(bars) => {
            let title = "Score and target of each group";
            (
                gap_svg(&wide, title, alt, bars),
                gap_svg_narrow(&narrow, title, alt, bars),
            )
        }
        Picture::Divergence(rows) => {
            let title = "Both sides, statement by statement";
            (
                divergence_svg(&wide, title, alt, rows),
                divergence_svg_narrow(&narrow, title, alt, rows),
            )
        }
        Picture::Slopes(slopes) => {
            let title = "Where each group went";
            (
                slope_svg(&wide, title, alt, slopes),
                slope_svg_narrow(&narrow, title, alt, slopes),
            )
        }
    };
    view! {
        <figure class="app-chart">
            <Drawing wide narrow/>
            <figcaption class="nhsuk-body-s">{figure.caption.clone()}</figcaption>
        </figure>
    }
}
