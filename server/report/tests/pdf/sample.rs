//! Documents to try the engine on. Every organisation in them is invented.

use report::chart::{Gap, GapBar, Measured};
use report::colour::Ink;
use report::pdf::{Block, Cell, Column, Document, Figure, Size, Span, Table, Text};
use time::macros::datetime;

/// A document of nothing but `blocks`, with every piece of furniture.
pub fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Health and wellbeing action plan".to_owned(),
        language: "en-GB".to_owned(),
        author: "Riverbank University Hospitals".to_owned(),
        running_footer: "Invented organisation".to_owned(),
        banner: Some("DRAFT · not yet signed off".to_owned()),
        created: datetime!(2026-05-12 09:30 +1),
        blocks,
    }
}

pub fn bar(label: &str, score: u32, target: u32, counts: (u32, u32), ink: Ink) -> GapBar {
    let gap = if score == target {
        Gap::AtTarget
    } else {
        Gap::Points(target - score)
    };
    GapBar {
        label: label.to_owned(),
        measured: Some(Measured {
            score_percent: f64::from(score),
            target_percent: f64::from(target),
            score,
            gap,
        }),
        scored: counts.0,
        applicable: counts.1,
        ink,
    }
}

pub fn pillars() -> Vec<GapBar> {
    vec![
        bar("Wellbeing", 62, 77, (20, 22), Ink::Wellbeing),
        bar("Leadership", 53, 76, (18, 20), Ink::Leadership),
        bar("Equality", 59, 77, (16, 18), Ink::Equality),
    ]
}

pub fn elements() -> Vec<GapBar> {
    vec![
        bar("Managers and leaders", 51, 78, (11, 12), Ink::Mixed),
        bar("Environment", 54, 78, (9, 9), Ink::Mixed),
        bar("Relationships", 58, 77, (10, 11), Ink::Mixed),
        bar("Fulfilment at work", 60, 76, (10, 12), Ink::Mixed),
        bar("Data insights", 48, 62, (5, 5), Ink::Mixed),
        bar(
            "Personal health and wellbeing",
            66,
            75,
            (10, 11),
            Ink::Mixed,
        ),
        bar(
            "Professional wellbeing support",
            78,
            78,
            (11, 12),
            Ink::Mixed,
        ),
    ]
}

/// What the chart has to bear: short bars, long names, nothing scored.
pub fn awkward() -> Vec<GapBar> {
    let mut unscored = bar("Nothing scored here yet", 0, 0, (0, 9), Ink::Wellbeing);
    unscored.measured = None;
    vec![
        bar(
            "Improving personal health and wellbeing of everybody who works nights, <weekends> & on call",
            3,
            75,
            (4, 12),
            Ink::Wellbeing,
        ),
        bar("Score nought", 0, 100, (1, 1), Ink::Leadership),
        bar("Short bar, short gap", 4, 6, (2, 30), Ink::Equality),
        bar(
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            99,
            100,
            (3, 3),
            Ink::Mixed,
        ),
        bar("Full", 100, 100, (120, 120), Ink::Mixed),
        unscored,
    ]
}

pub fn figure(bars: &[GapBar]) -> Block {
    Block::Figure(Figure::gaps(
        "Leadership has the widest gap, 23 points; equality 18 and wellbeing 15.",
        "Figure 1. Score (solid), gap (hatched) and target (line), in per cent of the possible, with statements scored.",
        bars.to_vec(),
    ))
}

pub fn actions() -> Table {
    let action = |title: &str, note: &str| -> Cell {
        vec![Span::bold(format!("{title}\n")), Span::plain(note)].into()
    };
    Table {
        caption: String::new(),
        columns: vec![
            Column::text("Action", 24.0),
            Column::text("Owner", 11.0),
            Column::text("Due", 8.0),
            Column::text("How we will know", 23.0),
        ],
        rows: vec![
            vec![
                action("Protected time for every manager", "L07 · 1 → 4"),
                "Chief people officer".into(),
                "30 Sep 2026".into(),
                "Nine in ten managers report four hours a week".into(),
            ],
            vec![
                action(
                    "Reply to every violence report within a week",
                    "W14 · 1 → 4",
                ),
                "Director of nursing".into(),
                "31 Dec 2026".into(),
                "Replies on time, by site, each month".into(),
            ],
            vec![
                action("One route and one budget for adjustments", "Q08 · 1 → 3"),
                Span::alert("No owner yet").into(),
                "31 Jan 2027".into(),
                "Median days from request to agreement".into(),
            ],
        ],
        row_headings: true,
    }
}

/// The first page of a plan, as in the look.
pub fn cover() -> Vec<Block> {
    vec![
        Block::Paragraph {
            text: "Riverbank University Hospitals".into(),
            size: Size::Lead,
        },
        Block::heading(1, "Health and wellbeing action plan"),
        Block::paragraph(Span::muted(
            "April 2026 to March 2027 · Three pillars, edition 1 · made in partnership by management side and staff side",
        )),
        Block::heading(2, "In one page"),
        Block::paragraph(
            "We agreed 54 of 60 statements; 3 we do not agree on and 3 we do not know. Leadership is furthest from where we want to be. Seven actions come first; two have no owner yet.",
        ),
        figure(&pillars()),
        Block::heading(2, "What we will do first"),
        Block::Table(actions()),
        Block::heading(2, "Equality"),
        Block::paragraph(
            "The EQIA covers nine of nine protected characteristics, socio-economic disadvantage and geography. Two negative impacts, both with a mitigation in this plan. Authorised: not yet.",
        ),
    ]
}

/// A table of `rows` statements, as in the annex.
pub fn statements(rows: u32) -> Table {
    let row = |number: u32| -> Vec<Cell> {
        vec![
            Span::bold(format!("L{number:02}")).into(),
            format!("Managers have time, spans and support to manage people well, and use them ({number})").into(),
            (number % 5).to_string().into(),
            "4".into(),
            Text(vec![Span::plain("Board paper 14, May 2026. "), Span::muted("12 months old")]),
        ]
    };
    Table {
        caption: format!("All {rows} statements with score, target and evidence"),
        columns: vec![
            Column::text("Id", 6.0),
            Column::text("Statement", 34.0),
            Column::number("Score", 6.0),
            Column::number("Target", 6.0),
            Column::text("Evidence", 22.0),
        ],
        rows: (1..=rows).map(row).collect(),
        row_headings: true,
    }
}

/// A whole plan. Each chapter takes a little more than a page.
pub fn plan(chapters: u32) -> Document {
    let mut blocks = cover();
    for chapter in 1..=chapters {
        blocks.push(Block::heading(2, format!("Chapter {chapter}")));
        blocks.push(Block::paragraph("Solid bar: score. Hatched: gap. Black line: target. Managers and leaders is furthest from target, 27 points; Professional wellbeing support is there."));
        blocks.push(figure(&elements()));
        blocks.push(Block::heading(3, "What we heard"));
        blocks.push(Block::List(vec![
            "Rest, breaks and violence at work hold it back; psychological support is already at target.".into(),
            vec![Span::bold("Managers’ time: "), Span::plain("and the board’s own attention come first.")].into(),
            "Adjustments take too long; staff networks are close to target, and people in the smaller hospitals say that they hear of them late, or by chance, or never at all.".into(),
        ]));
        blocks.push(Block::heading(3, "Every statement"));
        blocks.push(Block::Table(statements(12)));
    }
    document(blocks)
}
