//! What moved: the words, charts and tables of a trend, and the board paper of two pages.
//!
//! The page, the plan's section "Since last year" and the board paper are made
//! of the same pieces, so that all three say the same.

use domain::display::{self, Fraction};
use domain::organisation::Organisation;
use domain::trend::{Change, Deed, Deeds, GroupTrend, LensTrend, StatementTrend, Trend};
use time::OffsetDateTime;

use crate::chart::{Multiples, Panel, Point, Slope, Slopes, Went};
use crate::colour::Ink;
use crate::pdf::{Block, Cell, Column, Document, Figure, Size, Span, Table};
use crate::plan::wording::{bold, listed, shorten, small};

/// The sentence under every chart of scores over time.
pub const SLOPE_CAPTION: &str = "Score in per cent of the possible, over the same statements at both \
     moments. Solid with a triangle: up; broken with the triangle on its head: down; a disc: no \
     change. The scale does not begin at 0.";

/// The sentence under the small pictures.
pub const MULTIPLE_CAPTION: &str = "Score (line and discs) and the target that was set at the time \
     (heavy stroke), from 0 to 100 per cent of the possible, over the same statements throughout.";

/// What became of one plan until the next assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// What the assessment with the plan is called.
    pub earlier: String,
    /// What the next one is called.
    pub later: String,
    /// The actions of the first.
    pub before: Vec<Deed>,
    /// The actions of the second.
    pub after: Vec<Deed>,
}

impl Between {
    /// What became of the earlier actions.
    #[must_use]
    pub fn deeds(&self) -> Deeds<'_> {
        Deeds::between(&self.before, &self.after)
    }
}

/// The slope chart of a lens; `None` with fewer than two moments, or when nothing can be compared.
#[must_use]
pub fn slopes(trend: &Trend<'_>, lens: &LensTrend<'_>) -> Option<Slopes> {
    let (first, last) = (trend.moments.first()?, trend.moments.last()?);
    let lines: Vec<_> = lens
        .groups
        .iter()
        .filter_map(|it| slope(lens, it))
        .collect();
    (trend.moments.len() > 1 && !lines.is_empty()).then(|| Slopes {
        from: first.title.clone(),
        to: last.title.clone(),
        lines,
    })
}

fn slope(lens: &LensTrend<'_>, group: &GroupTrend<'_>) -> Option<Slope> {
    let (first, last) = (
        group.scores.first()?.percent()?,
        group.scores.last()?.percent()?,
    );
    Some(Slope {
        label: group.group.name.clone(),
        percents: (first.value(), last.value()),
        numbers: (whole(first), whole(last)),
        went: match group.change()? {
            Change::Up(_) => Went::Up,
            Change::Down(_) => Went::Down,
            Change::Still => Went::Still,
        },
        ink: ink(&lens.lens.id, &group.group.id),
    })
}

/// The small pictures of a lens, one a group.
#[must_use]
pub fn multiples(trend: &Trend<'_>, lens: &LensTrend<'_>) -> Multiples {
    let name = |it: Option<&domain::trend::Moment<'_>>| it.map(|it| display::day(it.day));
    let day = |it: &domain::trend::Moment<'_>| f64::from(it.day.to_julian_day());
    let (first, last) = (trend.moments.first(), trend.moments.last());
    let (start, end) = (first.map_or(0.0, day), last.map_or(0.0, day));
    let count = trend.moments.len();
    let at = (0_u32..)
        .zip(&trend.moments)
        .map(|(index, it)| {
            if end > start {
                (day(it) - start) / (end - start)
            } else {
                // All on one day: evenly spaced.
                f64::from(index) / f64::from(u32::try_from(count).unwrap_or(1).max(2) - 1)
            }
        })
        .collect();
    Multiples {
        first: name(first).unwrap_or_default(),
        last: name(last).unwrap_or_default(),
        at,
        panels: lens.groups.iter().map(|it| panel(lens, it)).collect(),
    }
}

fn panel(lens: &LensTrend<'_>, group: &GroupTrend<'_>) -> Panel {
    let points = group
        .scores
        .iter()
        .filter_map(|it| {
            let (score, target) = (it.percent()?, it.target_percent()?);
            Some(Point {
                score_percent: score.value(),
                target_percent: target.value(),
                score: whole(score),
            })
        })
        .collect();
    Panel {
        label: group.group.name.clone(),
        note: group.basis(),
        points,
        ink: ink(&lens.lens.id, &group.group.id),
    }
}

fn ink(lens: &str, group: &str) -> Ink {
    match (lens, group) {
        ("pillars", "wellbeing") => Ink::Wellbeing,
        ("pillars", "leadership") => Ink::Leadership,
        ("pillars", "equality") => Ink::Equality,
        _ => Ink::Mixed,
    }
}

fn whole(fraction: Fraction) -> u32 {
    u32::try_from(fraction.whole()).unwrap_or(u32::MAX)
}

/// What moved in a lens, in a sentence or two.
#[must_use]
pub fn sentence(trend: &Trend<'_>, lens: &LensTrend<'_>) -> String {
    if trend.moments.len() < 2 {
        return "Choose at least two, so that there is something to compare.".to_owned();
    }
    if trend.statements.is_empty() {
        return "Nothing can be compared: no statement is scored in all that is shown.".to_owned();
    }
    let of = |wanted: fn(&Change<Fraction>) -> bool| -> Vec<String> {
        let groups = lens.groups.iter();
        let moved = groups.filter_map(|it| Some((it, it.change().filter(wanted)?)));
        moved
            .map(|(it, change)| {
                let by = change.words();
                let by = by.split_once(' ').map_or(by.as_str(), |(_, by)| by);
                format!("{} ({by})", it.group.name)
            })
            .collect()
    };
    let up = of(|it| matches!(it, Change::Up(_)));
    let down = of(|it| matches!(it, Change::Down(_)));
    let mut parts = Vec::new();
    if !up.is_empty() {
        parts.push(format!("Up: {}.", listed(&up)));
    }
    if !down.is_empty() {
        parts.push(format!("Down: {}.", listed(&down)));
    }
    if up.is_empty() && down.is_empty() {
        parts.push("No group moved.".to_owned());
    }
    parts.push(moved_sentence(trend));
    parts.join(" ")
}

/// "Of the 41 statements that can be compared, 20 moved up, 5 moved down and 16 stood still."
#[must_use]
pub fn moved_sentence(trend: &Trend<'_>) -> String {
    let moved = trend.moved();
    format!(
        "Of {} that can be compared ({}), {} moved up, {} moved down and {} stood still.",
        display::count(trend.statements.len(), "statement", "statements"),
        trend.basis(),
        moved.up.len(),
        moved.down.len(),
        moved.still.len()
    )
}

/// Which groups moved how, with the targets as they were set then.
fn group_table(trend: &Trend<'_>, lens: &LensTrend<'_>) -> Table {
    let decimal = |it: Option<Fraction>| it.map_or_else(|| "–".to_owned(), Fraction::one_decimal);
    let rows = lens
        .groups
        .iter()
        .map(|it| {
            let (first, last) = (it.scores.first(), it.scores.last());
            let percent = |at: Option<&domain::score::GroupScore>| {
                decimal(at.and_then(domain::score::GroupScore::percent))
            };
            let target = |at: Option<&domain::score::GroupScore>| {
                decimal(at.and_then(domain::score::GroupScore::target_percent))
            };
            let change = it
                .change()
                .map_or_else(|| "–".to_owned(), |it| it.one_decimal());
            let row: Vec<Cell> = vec![
                bold(it.group.name.as_str()),
                percent(first).into(),
                percent(last).into(),
                change.into(),
                format!("{}\u{a0}→\u{a0}{}", target(first), target(last)).into(),
                format!("{} of {}", it.comparable, it.of).into(),
            ];
            row
        })
        .collect();
    Table {
        caption: format!("{}: the same numbers as a table", lens.lens.name),
        columns: vec![
            Column::text(lens_heading(lens), 22.0),
            Column::number(moment_name(trend, false), 13.0),
            Column::number(moment_name(trend, true), 13.0),
            Column::number("Change", 10.0),
            Column::number("Targets", 16.0),
            Column::number("Compared", 13.0),
        ],
        rows,
        row_headings: true,
    }
}

fn lens_heading(lens: &LensTrend<'_>) -> &'static str {
    if lens.lens.id == "pillars" {
        "Pillar"
    } else {
        "Group"
    }
}

/// "May 2025": short enough for a column.
fn moment_name(trend: &Trend<'_>, last: bool) -> String {
    let moment = if last {
        trend.moments.last()
    } else {
        trend.moments.first()
    };
    moment.map_or_else(String::new, |it| {
        format!("{} {}", it.day.month(), it.day.year())
    })
}

/// The sentence, the chart and the table of a lens.
pub(crate) fn lens_blocks(trend: &Trend<'_>, lens: &LensTrend<'_>) -> Vec<Block> {
    let sentence = sentence(trend, lens);
    let mut blocks = vec![Block::paragraph(sentence.clone())];
    if let Some(slopes) = slopes(trend, lens) {
        blocks.push(Block::Figure(Figure::slopes(
            sentence,
            SLOPE_CAPTION,
            slopes,
        )));
        blocks.push(Block::Table(group_table(trend, lens)));
    }
    blocks
}

/// The statements that moved, at most so many each way; `most_words` keeps each to so many letters.
pub(crate) fn moved_blocks(trend: &Trend<'_>, most: usize, letters: usize) -> Vec<Block> {
    let moved = trend.moved();
    let list = |title: &str, all: &[&StatementTrend<'_>]| -> Option<Block> {
        if all.is_empty() {
            return None;
        }
        let caption = if all.len() > most {
            format!("{title}: the widest {most} of {} steps", all.len())
        } else {
            title.to_owned()
        };
        let rows = all
            .iter()
            .take(most)
            .map(|it| {
                let level = |at: Option<&u8>| at.map(u8::to_string).unwrap_or_default();
                let row: Vec<Cell> = vec![
                    vec![
                        Span::bold(format!("{} ", it.statement.id)),
                        Span::plain(shorten(&it.statement.text, letters)),
                    ]
                    .into(),
                    format!(
                        "{}\u{a0}→\u{a0}{}",
                        level(it.levels.first()),
                        level(it.levels.last())
                    )
                    .into(),
                    format!(
                        "{}\u{a0}→\u{a0}{}",
                        level(it.targets.first()),
                        level(it.targets.last())
                    )
                    .into(),
                ];
                row
            })
            .collect();
        Some(Block::Table(Table {
            caption,
            columns: vec![
                Column::text("Statement", 52.0),
                Column::number("Level", 10.0),
                Column::number("Target", 11.0),
            ],
            rows,
            row_headings: true,
        }))
    };
    [
        list("What moved down", &moved.down),
        list("What moved up", &moved.up),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What became of the actions, in a sentence and, where there are any, lists of at most `most`.
pub(crate) fn deed_blocks(between: &Between, most: usize, letters: usize) -> Vec<Block> {
    let deeds = between.deeds();
    let mut blocks = vec![Block::paragraph(vec![
        Span::bold(format!("The plan of {}. ", shorten(&between.earlier, 60))),
        Span::plain(deeds.sentence()),
    ])];
    let lists = [
        ("Done", &deeds.done),
        ("Goes on in the next plan", &deeds.carried),
        ("Given up", &deeds.stopped),
        ("Left open", &deeds.left),
    ];
    let items: Vec<_> = lists
        .into_iter()
        .filter(|(_, deeds)| !deeds.is_empty())
        .map(|(title, deeds)| {
            let named: Vec<_> = deeds
                .iter()
                .take(most)
                .map(|it| shorten(&it.what, letters))
                .collect();
            let more = deeds.len().saturating_sub(most);
            let more = if more > 0 {
                format!("; and {}", display::count(more, "more", "more"))
            } else {
                String::new()
            };
            let named = format!("{}{more}", named.join("; "));
            let stop = if named.ends_with('…') { "" } else { "." };
            vec![
                Span::bold(format!("{title}: ")),
                Span::plain(format!("{named}{stop}")),
            ]
            .into()
        })
        .collect();
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    blocks
}

/// What cannot be compared, in a sentence; nothing when all of it can.
pub(crate) fn apart_sentence(trend: &Trend<'_>) -> Option<String> {
    if trend.apart.is_empty() {
        return None;
    }
    let ids: Vec<_> = trend
        .apart
        .iter()
        .map(|it| it.statement.id.to_string())
        .collect();
    Some(format!(
        "Not compared, because they are not scored with the same meaning at every moment shown: {}.",
        listed(&ids)
    ))
}

/// What a board paper is made from.
#[derive(Debug, Clone)]
pub struct BoardPaper<'a> {
    /// Whose it is.
    pub organisation: Organisation,
    /// What is compared.
    pub trend: Trend<'a>,
    /// The actions between each two assessments, oldest first.
    pub between: Vec<Between>,
    /// When it is made.
    pub made_at: OffsetDateTime,
}

/// The most statements each way, and the most actions of a kind, that two pages have room for.
const MOST: usize = 4;

/// The letters that a statement or an action gets there.
const LETTERS: usize = 64;

/// Two pages for a board: what moved since last year, and what was done.
#[must_use]
pub fn board_paper(paper: &BoardPaper<'_>) -> Document {
    let trend = &paper.trend;
    let mut blocks = vec![
        Block::Paragraph {
            text: shorten(&paper.organisation.name, 120).into(),
            size: Size::Lead,
        },
        Block::heading(1, BOARD_TITLE),
        Block::paragraph(Span::muted(compared(trend))),
    ];
    if paper.organisation.invented {
        blocks.push(Block::paragraph(Span::bold(
            "This organisation is invented, and so is every number here.",
        )));
    }
    if let Some(pillars) = trend.find_lens("pillars") {
        blocks.push(Block::heading(2, "What moved, pillar by pillar"));
        blocks.extend(lens_blocks(trend, pillars));
    }
    if !trend.happenings.is_empty() {
        let happened = trend.happenings.iter().take(3);
        blocks.push(Block::List(
            happened
                .map(|it| {
                    vec![
                        Span::bold(format!("{}: ", display::day(it.day))),
                        Span::plain(shorten(&it.what, LETTERS)),
                    ]
                    .into()
                })
                .collect(),
        ));
    }
    blocks.push(Block::PageBreak);
    blocks.push(Block::heading(2, "Statement by statement"));
    let moved = moved_blocks(trend, MOST, LETTERS);
    if moved.is_empty() {
        blocks.push(Block::paragraph("No statement moved."));
    }
    blocks.extend(moved);
    blocks.push(Block::heading(2, "What we said we would do"));
    match paper.between.last() {
        None => blocks.push(Block::paragraph(
            "There is only one plan, so nothing to look back on.",
        )),
        Some(between) => blocks.extend(deed_blocks(between, 2, 50)),
    }
    blocks.push(small(&format!(
        "Compared are statements with the same meaning, scored every time, with the newest weights: \
         {}. Targets are those that were set at the time. Each number is rounded by itself, so \
         differences may look one out. A change in a score is not proof of its cause. Made on {}.",
        trend.basis(),
        display::moment(paper.made_at)
    )));
    let open: Vec<_> = trend
        .moments
        .iter()
        .filter(|it| it.assessment.is_open())
        .map(|it| shorten(&it.title, 60))
        .collect();
    Document {
        title: format!("{} – {BOARD_TITLE}", paper.organisation.name),
        language: "en-GB".to_owned(),
        author: paper.organisation.name.clone(),
        running_footer: crate::plan::footer(&paper.organisation),
        banner: (!open.is_empty())
            .then(|| format!("DRAFT · not yet signed off: {}", listed(&open))),
        created: paper.made_at,
        blocks,
    }
}

const BOARD_TITLE: &str = "Health and wellbeing: since last year";

/// "April 2025 to March 2026 compared with April 2024 to March 2025; comparable on 41 of 60".
fn compared(trend: &Trend<'_>) -> String {
    let title = |it: Option<&domain::trend::Moment<'_>>| {
        it.map_or_else(String::new, |it| shorten(&it.title, 100))
    };
    let first = title(trend.moments.first());
    let last = title(trend.moments.last());
    match trend.moments.len() {
        0 | 1 => last,
        2 => format!("{last} compared with {first}; {}.", trend.basis()),
        more => format!(
            "{last} compared with {first}, the last and the first of {more}; {}.",
            trend.basis()
        ),
    }
}
