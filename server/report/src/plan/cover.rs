//! The cover: whose plan it is, who signed it, and what its fingerprint is.

use domain::display;

use super::wording::small;
use super::{Plan, Status, TITLE};
use crate::pdf::{Block, Column, Size, Span, Table, Text};

pub(super) fn blocks(plan: &Plan<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph {
            text: plan.organisation.name.as_str().into(),
            size: Size::Lead,
        },
        Block::heading(1, TITLE),
        Block::paragraph(Span::muted(format!(
            "{} · {}",
            plan.assessment.period(),
            plan.framework.full_title()
        ))),
    ];
    if plan.organisation.invented {
        blocks.push(Block::paragraph(vec![
            Span::bold("This organisation is invented. "),
            Span::plain("Everything in this plan is made up to show what Plumbline does."),
        ]));
    }
    blocks.push(Block::heading(2, "About this plan"));
    blocks.push(Block::Table(about(plan)));
    blocks.extend(sign_off(plan));
    if let Some(head) = &plan.audit {
        blocks.push(Block::Paragraph {
            text: vec![
                Span::bold(format!("Audit trail up to entry {}: ", head.number)),
                Span::plain(in_groups(&head.link)),
            ]
            .into(),
            size: Size::Small,
        });
    }
    blocks.push(small(&plan.framework.wording));
    blocks.push(small(&plan.framework.attribution));
    blocks
}

fn about(plan: &Plan<'_>) -> Table {
    let assessment = &plan.assessment;
    let mut facts: Vec<(&str, Text)> = vec![
        ("Assessment", assessment.title.as_str().into()),
        ("Period", assessment.period().into()),
    ];
    if let Some(site) = &assessment.site {
        facts.push(("Site", site.name.as_str().into()));
    }
    facts.extend([
        (
            "Questionnaire",
            format!(
                "{}. {}",
                plan.framework.full_title(),
                assessment.scope.name()
            )
            .into(),
        ),
        (
            "Age of evidence",
            format!("Told from {}", display::day(assessment.as_at)).into(),
        ),
        ("Status", status(plan)),
    ]);
    if let Some(earlier) = assessment.supersedes {
        facts.insert(
            1,
            (
                "Supersedes",
                format!("The signed assessment from which it starts, {earlier}").into(),
            ),
        );
    }
    if let Some(code) = &plan.organisation.ods_code {
        facts.insert(0, ("ODS code", code.to_string().into()));
    }
    Table {
        caption: String::new(),
        columns: vec![Column::text("About", 17.0), Column::text("This plan", 56.0)],
        rows: facts
            .into_iter()
            .map(|(name, fact)| vec![Span::bold(name).into(), fact])
            .collect(),
        row_headings: true,
    }
}

fn status(plan: &Plan<'_>) -> Text {
    match plan.status() {
        Status::Draft => vec![
            Span::bold("Draft"),
            Span::plain(format!(
                ", not yet signed off. Made on {}.",
                display::moment(plan.made_at)
            )),
        ],
        Status::AsSigned(signed) => vec![
            Span::bold("As signed"),
            Span::plain(format!(" on {}.", display::moment(signed.signed_at))),
        ],
        Status::ToDate(signed) => vec![
            Span::bold(format!("Progress to {}", display::day(plan.today()))),
            Span::plain(format!(
                ". Signed off on {}; the scores, targets and the equality impact assessment are \
                 as signed, and the log of the actions goes on.",
                display::moment(signed.signed_at)
            )),
        ],
    }
    .into()
}

fn sign_off(plan: &Plan<'_>) -> Vec<Block> {
    let heading = Block::heading(2, "Signed by");
    let (Status::AsSigned(signed) | Status::ToDate(signed)) = plan.status() else {
        return vec![
            heading,
            Block::paragraph(
                "Nobody yet. The plan counts when both chairs and the board have signed it.",
            ),
        ];
    };
    let signatures = Table {
        caption: String::new(),
        columns: vec![
            Column::text("For", 18.0),
            Column::text("Name", 20.0),
            Column::text("Post", 22.0),
            Column::text("Signed", 13.0),
        ],
        rows: signed
            .signatures
            .iter()
            .map(|signature| {
                vec![
                    Span::bold(signature.capacity.name()).into(),
                    signature.name.as_str().into(),
                    signature.post.as_str().into(),
                    signature.when().into(),
                ]
            })
            .collect(),
        row_headings: true,
    };
    vec![
        heading,
        Block::Table(signatures),
        Block::Paragraph {
            text: vec![
                Span::bold("Fingerprint (SHA-256) of what was signed: "),
                Span::plain(in_groups(&signed.fingerprint.to_string())),
            ]
            .into(),
            size: Size::Small,
        },
    ]
}

/// In groups of eight, so that it can be compared by eye and breaks between groups.
fn in_groups(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 8 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}
