//! Annex B: the whole equality impact assessment, stage by stage.

use domain::display;
use domain::eqia::{
    AuthorisationPart, DeclarationPart, FieldId, Impact, Kind, Question, Reply, Row, RowGroup,
    Stage,
};

use super::wording::{bold, lines, small, written};
use super::{Material, Plan, equality};
use crate::pdf::{Block, Cell, Column, Span, Table, Text};

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let plan = material.plan;
    let form = plan.form;
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Annex B: the equality impact assessment"),
        small(&format!(
            "{}, edition {}. {} {}",
            form.title,
            form.edition,
            form.wording.trim(),
            form.attribution.trim()
        )),
    ];
    blocks.extend(declaration(plan));
    let coverage = plan.eqia.coverage(form);
    for (stage, share) in form.stages.iter().zip(coverage.stages) {
        blocks.push(Block::heading(
            3,
            format!("Stage {}: {}", stage.number, stage.name),
        ));
        if share.done == 0 && is_untouched(plan, stage) {
            blocks.push(Block::paragraph(Span::muted(
                "Nothing is written in this stage.",
            )));
            continue;
        }
        match stage.number {
            2 => blocks.extend(evidence(plan)),
            3 => blocks.extend(impacts(material)),
            _ => {}
        }
        blocks.extend(
            form.questions_of(stage.number)
                .flat_map(|it| question(plan, it)),
        );
        match stage.number {
            4 => blocks.extend(review(plan)),
            5 => blocks.extend(authorisation(plan)),
            _ => {}
        }
    }
    blocks
}

/// Whether no question, row or cell of a stage has anything written in it, required or not.
fn is_untouched(plan: &Plan<'_>, stage: &Stage) -> bool {
    let eqia = &plan.eqia;
    let is_filled = |prefix: &str| {
        eqia.entries
            .iter()
            .any(|(field, text)| field.starts_with(prefix) && !text.trim().is_empty())
    };
    let is_asked = plan
        .form
        .questions_of(stage.number)
        .any(|it| !eqia.question(&it.id).trim().is_empty());
    let has_more = match stage.number {
        2 => is_filled("evidence.") || !eqia.consultations.is_empty(),
        3 => is_filled("cell."),
        4 => is_filled("review."),
        5 => is_filled("authorisation.") || is_filled("publication."),
        _ => false,
    };
    !is_asked && !has_more
}

fn declaration(plan: &Plan<'_>) -> Vec<Block> {
    let part = |part| Text::from(plan.eqia.entry(&FieldId::not_required(part)).trim());
    if part(DeclarationPart::Reason) == Text::from("") {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(3, "No assessment is required")];
    blocks.extend(lines(vec![
        ("Why", part(DeclarationPart::Reason)),
        ("Name", part(DeclarationPart::Name)),
        ("Post", part(DeclarationPart::Post)),
        (
            "Date",
            date(
                plan.eqia
                    .entry(&FieldId::not_required(DeclarationPart::Date)),
            ),
        ),
    ]));
    blocks
}

/// A day as people write it; as it was typed when it is none.
fn date(text: &str) -> Text {
    let description = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text.trim(), description)
        .map_or_else(|_| text.trim().into(), |day| display::day(day).into())
}

fn reply(text: &str) -> Text {
    text.trim()
        .parse::<Reply>()
        .map_or_else(|_| written(""), |reply| reply.name().into())
}

/// A question that is not required and not answered stays away.
fn question(plan: &Plan<'_>, question: &Question) -> Vec<Block> {
    let text = plan.eqia.question(&question.id);
    if text.trim().is_empty() && !question.required {
        return Vec::new();
    }
    let answer = match question.kind {
        Kind::YesNo | Kind::YesNoNa => reply(text),
        Kind::Date => date(text),
        _ => written(text),
    };
    let mut spans = vec![Span::bold(format!("{}\n", question.label))];
    spans.extend(answer.0);
    vec![Block::paragraph(spans)]
}

fn evidence(plan: &Plan<'_>) -> Vec<Block> {
    let eqia = &plan.eqia;
    let rows = eqia.all_rows(plan.form).map(|row| {
        let evidence = eqia.evidence(&row.id);
        let mut found = written(evidence.found);
        if evidence.found.trim().is_empty() && !evidence.none_because.trim().is_empty() {
            found = format!("None, because: {}", evidence.none_because.trim()).into();
        }
        vec![
            bold(row.name.as_str()),
            found,
            evidence.source.trim().into(),
            evidence.gaps.trim().into(),
        ]
    });
    let mut blocks = vec![Block::Table(Table {
        caption: "What is known about each group".to_owned(),
        columns: vec![
            Column::text("Who", 15.0),
            Column::text("Evidence and its strength", 26.0),
            Column::text("Source", 16.0),
            Column::text("What is missing", 16.0),
        ],
        rows: rows.collect(),
        row_headings: true,
    })];
    if eqia.consultations.is_empty() {
        blocks.push(Block::paragraph(Span::muted(
            "Nobody has been consulted yet.",
        )));
        return blocks;
    }
    blocks.push(Block::Table(Table {
        caption: "Who was consulted".to_owned(),
        columns: vec![
            Column::text("Who", 18.0),
            Column::text("When", 11.0),
            Column::text("How", 14.0),
            Column::text("What they said", 30.0),
        ],
        rows: eqia
            .consultations
            .iter()
            .map(|it| {
                vec![
                    bold(it.who.trim()),
                    it.date.map(display::day).unwrap_or_default().into(),
                    it.how.trim().into(),
                    it.said.trim().into(),
                ]
            })
            .collect(),
        row_headings: true,
    }));
    blocks
}

/// The matrix, one table for each law that rows come under.
fn impacts(material: &Material<'_>) -> Vec<Block> {
    let plan = material.plan;
    let mut blocks = Vec::new();
    for &group in RowGroup::ALL {
        let rows: Vec<Vec<Cell>> = plan
            .eqia
            .all_rows(plan.form)
            .filter(|row| row.group == group)
            .flat_map(|row| cells(material, &row))
            .collect();
        if rows.is_empty() {
            continue;
        }
        blocks.push(Block::Table(Table {
            caption: group.name().to_owned(),
            columns: vec![
                Column::text("Who, and which need of the duty", 19.0),
                Column::text("Impact", 10.0),
                Column::text("Reason", 28.0),
                Column::text("What is done", 18.0),
            ],
            rows,
            row_headings: true,
        }));
    }
    blocks
}

fn cells(material: &Material<'_>, row: &Row) -> Vec<Vec<Cell>> {
    let plan = material.plan;
    row.cells()
        .iter()
        .map(|id| {
            let cell = plan.eqia.cell(id);
            let name = plan
                .form
                .find_cell_name(id, &plan.eqia.own_rows)
                .unwrap_or_default();
            vec![
                bold(name),
                cell.impact.map_or_else(
                    || Span::muted("Not decided").into(),
                    |it: Impact| it.name().into(),
                ),
                cell.reason.trim().into(),
                equality::remedy(material, id),
            ]
        })
        .collect()
}

fn review(plan: &Plan<'_>) -> Option<Block> {
    lines(vec![(
        "Review by",
        plan.eqia
            .review_date()
            .map_or_else(|| written(""), |day| display::day(day).into()),
    )])
}

fn authorisation(plan: &Plan<'_>) -> Option<Block> {
    let entry = |part| plan.eqia.entry(&FieldId::authorisation(part));
    let day = match entry(AuthorisationPart::Date).trim() {
        "" => written(""),
        text => date(text),
    };
    lines(vec![
        (
            "It informed the plan",
            reply(entry(AuthorisationPart::Informed)),
        ),
        (
            "Opportunities were considered",
            reply(entry(AuthorisationPart::Opportunities)),
        ),
        (
            "Marriage and civil partnership was assessed",
            reply(entry(AuthorisationPart::Marriage)),
        ),
        ("Name", written(entry(AuthorisationPart::Name))),
        ("Post", written(entry(AuthorisationPart::Post))),
        ("Date", day),
        (
            "Publication",
            plan.eqia
                .publication()
                .map_or_else(|| written(""), |it| it.name().into()),
        ),
        (
            "Summary for everybody",
            written(plan.eqia.entry(&FieldId::publication_summary())),
        ),
    ])
}
