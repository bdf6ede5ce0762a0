//! Both sides: who was represented, how far apart they were, and what the meeting settled.

use domain::answer::Answer;
use domain::display::{self, count};
use domain::minutes::Minutes;
use domain::partnership::{Apart, Outcomes, Partnership};
use domain::question::Question;

use super::Material;
use super::wording::{bold, lines, listed, small};
use crate::chart::DivergenceChart;
use crate::pdf::{Block, Cell, Column, Figure, Span, Table};

/// Nothing where the lead recorded what was agreed elsewhere.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let Some(partnership) = &material.plan.partnership else {
        return Vec::new();
    };
    let heading = Block::heading(2, "Both sides");
    let settled = Block::paragraph(settled_in_numbers(Outcomes::of(&material.results)));
    if partnership.scored_earlier {
        let earlier = Block::paragraph(
            "Both sides scored for the assessment that this one starts from. Who was represented, \
             and how far the sides were apart, stands in its plan.",
        );
        return vec![heading, settled, earlier];
    }
    let apart = partnership.furthest_apart(&material.results);
    let DivergenceChart { rows, sentence } = DivergenceChart::of(&apart);
    let mut blocks = vec![
        // So that the chart stands with what is said about it.
        Block::PageBreak,
        heading,
        Block::paragraph(represented(partnership)),
        settled,
        Block::paragraph(sentence.clone()),
    ];
    if !rows.is_empty() {
        blocks.push(Block::Figure(Figure::divergence(
            sentence,
            caption(apart.len()),
            rows,
        )));
        blocks.push(Block::Table(Table {
            caption: "Medians of both sides before the meeting, furthest apart first".to_owned(),
            columns: vec![
                Column::text("Statement", 34.0),
                Column::number("Management side", 11.0),
                Column::number("Staff side", 9.0),
                Column::number("Levels apart", 9.0),
                Column::text("Agreed", 14.0),
            ],
            rows: apart.iter().map(both_sides).collect(),
            row_headings: true,
        }));
    }
    blocks.push(small(&format!(
        "Everybody scored on their own, before anybody saw what others said. Of a side and a \
         statement nothing is shown unless {} or more gave a level.",
        partnership.minimum.get()
    )));
    blocks
}

/// What stands under the chart.
fn caption(compared: usize) -> String {
    let drawn = if compared > DivergenceChart::MOST {
        format!(
            " The {} furthest apart are drawn; the table has all {compared}.",
            DivergenceChart::MOST
        )
    } else {
        String::new()
    };
    format!(
        "Median of the management side (disc) and of the staff side (square), as far apart as the \
         line is long, with the agreed level (triangle).{drawn}"
    )
}

/// "Of 60 statements: 52 agreed, 3 not agreed, …"
fn settled_in_numbers(outcomes: Outcomes) -> Vec<Span> {
    let Outcomes {
        agreed,
        not_agreed,
        dont_know,
        not_applicable,
        open,
    } = outcomes;
    vec![
        Span::plain(format!(
            "Of {}: ",
            count(outcomes.all(), "statement", "statements")
        )),
        Span::bold(format!("{agreed} agreed, {not_agreed} not agreed")),
        Span::plain(format!(
            ", {dont_know} don’t know, {not_applicable} not applicable, {open} still open."
        )),
    ]
}

fn represented(partnership: &Partnership) -> String {
    let sides: Vec<_> = partnership
        .represented
        .iter()
        .map(|(side, &number)| {
            let people = usize::try_from(number).unwrap_or(usize::MAX);
            format!(
                "{} ({})",
                count(people, "person", "people"),
                side.name().to_lowercase()
            )
        })
        .collect();
    if sides.is_empty() {
        return "Nobody scored before the meeting.".to_owned();
    }
    format!("Before the meeting {} scored.", listed(&sides))
}

fn both_sides(apart: &Apart<'_, '_>) -> Vec<Cell> {
    let (statement, score) = (apart.result.statement, &apart.result.score);
    let agreed: Cell = match &score.answer {
        None => Span::muted("Not yet").into(),
        Some(Answer::Level(level)) => bold(level.to_string()),
        Some(Answer::DontKnow) => "Don’t know".into(),
        Some(Answer::NotApplicable { .. }) => "Not applicable".into(),
        Some(Answer::NoAgreement { .. }) => Span::alert("No agreement").into(),
    };
    vec![
        vec![
            Span::bold(format!("{} ", statement.id)),
            Span::plain(statement.text.as_str()),
        ]
        .into(),
        apart.management.one_decimal().into(),
        apart.staff.one_decimal().into(),
        apart.divergence.one_decimal().into(),
        agreed,
    ]
}

/// The annex: what the meeting wrote down of itself, and what the board asked.
pub(super) fn minutes(material: &Material<'_>) -> Vec<Block> {
    let Some(partnership) = &material.plan.partnership else {
        return Vec::new();
    };
    let minutes = &partnership.minutes;
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Annex D: minutes of the meeting"),
    ];
    blocks.extend(lines(vec![
        ("Began", moment(minutes.began_at).into()),
        ("Closed", moment(minutes.closed_at).into()),
        ("Present", attendance(minutes).into()),
    ]));
    if partnership.scored_earlier {
        blocks.push(Block::paragraph(
            "What was agreed before stands in the minutes of the assessment that this one starts \
             from; here stands what was taken up again.",
        ));
    }
    blocks.push(Block::heading(3, "What was settled, in this order"));
    if minutes.settled.is_empty() {
        blocks.push(Block::paragraph("Nothing yet."));
    } else {
        blocks.push(Block::Table(settled(material, minutes)));
    }
    if !minutes.changed.is_empty() {
        blocks.push(Block::heading(3, "Where the meeting changed its mind"));
        blocks.push(Block::Table(changed(material, minutes)));
    }
    if !partnership.questions.is_empty() {
        blocks.push(Block::heading(3, "Questions of the board"));
        blocks.push(Block::Table(questions(&partnership.questions)));
    }
    blocks
}

fn moment(at: Option<time::OffsetDateTime>) -> String {
    at.map_or_else(|| "Not yet".to_owned(), display::moment)
}

fn attendance(minutes: &Minutes) -> String {
    let sides: Vec<_> = minutes
        .attendance
        .iter()
        .map(|(side, number)| format!("{number} of the {}", side.name().to_lowercase()))
        .collect();
    if sides.is_empty() {
        "Nobody followed it here".to_owned()
    } else {
        listed(&sides)
    }
}

fn settled(material: &Material<'_>, minutes: &Minutes) -> Table {
    let rows = minutes
        .settled
        .iter()
        .map(|it| {
            vec![
                bold(it.statement.to_string()),
                outcome(material, it.score.answer.as_ref()).into(),
                it.score.target.to_string().into(),
                it.score.importance.name().into(),
                it.score.comment.trim().into(),
                display::moment(it.at).into(),
            ]
        })
        .collect();
    Table {
        caption: String::new(),
        columns: vec![
            Column::text("Id", 7.0),
            Column::text("Agreed", 19.0),
            Column::text("Target", 7.0),
            Column::text("Importance", 10.0),
            Column::text("Said", 18.0),
            Column::text("When", 14.0),
        ],
        rows,
        row_headings: true,
    }
}

fn changed(material: &Material<'_>, minutes: &Minutes) -> Table {
    let rows = minutes
        .changed
        .iter()
        .map(|it| {
            let now = it.now.as_ref();
            vec![
                bold(it.statement.to_string()),
                outcome(material, it.was.answer.as_ref()).into(),
                now.map_or_else(
                    || "Open again".to_owned(),
                    |now| outcome(material, now.answer.as_ref()),
                )
                .into(),
                now.map_or("", |now| now.comment.trim()).into(),
            ]
        })
        .collect();
    Table {
        caption: String::new(),
        columns: vec![
            Column::text("Id", 7.0),
            Column::text("First", 20.0),
            Column::text("Then", 20.0),
            Column::text("Reason", 28.0),
        ],
        rows,
        row_headings: true,
    }
}

fn questions(questions: &[Question]) -> Table {
    let rows = questions
        .iter()
        .map(|it| {
            let mut asked = Vec::new();
            if let Some(statement) = &it.statement {
                asked.push(Span::bold(format!("{statement} ")));
            }
            asked.push(Span::plain(it.text.trim()));
            let reply: Cell = match &it.reply {
                Some(reply) => reply.text.trim().into(),
                None => Span::muted("Not answered").into(),
            };
            vec![asked.into(), reply]
        })
        .collect();
    Table {
        caption: String::new(),
        columns: vec![Column::text("Question", 37.0), Column::text("Answer", 38.0)],
        rows,
        row_headings: true,
    }
}

fn outcome(material: &Material<'_>, answer: Option<&Answer>) -> String {
    match answer {
        None => "Open".to_owned(),
        Some(Answer::Level(level)) => {
            format!("{level} {}", material.plan.framework.level_name(*level))
        }
        Some(Answer::DontKnow) => "Don’t know".to_owned(),
        Some(Answer::NotApplicable { .. }) => "Not applicable".to_owned(),
        Some(Answer::NoAgreement { .. }) => "We do not agree".to_owned(),
    }
}
