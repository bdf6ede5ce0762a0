//! What the divergence chart of an assessment shows, and in which words.

use domain::answer::Answer;
use domain::divergence::Halves;
use domain::level::Level;
use domain::partnership::Apart;

/// The chart of an assessment: the statements furthest apart, and what all of them show in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivergenceChart {
    /// At most [`DivergenceChart::MOST`] statements, furthest apart first.
    pub rows: Vec<DivergenceRow>,
    /// Which are furthest apart, and how many are far.
    pub sentence: String,
}

/// One statement with the medians of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivergenceRow {
    /// The statement with its id. What does not fit ends in an ellipsis.
    pub label: String,
    /// The management side's median.
    pub management: Halves,
    /// The staff side's median.
    pub staff: Halves,
    /// How far they are apart.
    pub divergence: Halves,
    /// The level that is agreed, when there is one.
    pub level: Option<Level>,
    /// What became of the statement, in words.
    pub outcome: String,
}

impl DivergenceChart {
    /// How many statements are drawn: what a meeting can talk about. The others stand in the table.
    pub const MOST: usize = 10;

    /// The chart of the statements of which both sides may be shown, furthest apart first.
    #[must_use]
    pub fn of(apart: &[Apart<'_, '_>]) -> Self {
        Self {
            rows: apart.iter().take(Self::MOST).map(row).collect(),
            sentence: describe(apart),
        }
    }
}

fn row(apart: &Apart<'_, '_>) -> DivergenceRow {
    let (statement, score) = (apart.result.statement, &apart.result.score);
    DivergenceRow {
        label: format!("{} {}", statement.id, statement.text),
        management: apart.management,
        staff: apart.staff,
        divergence: apart.divergence,
        level: score.level(),
        outcome: match &score.answer {
            None => "not settled yet".to_owned(),
            Some(Answer::Level(level)) => format!("agreed: {level}"),
            Some(Answer::DontKnow) => "don’t know".to_owned(),
            Some(Answer::NotApplicable { .. }) => "not applicable".to_owned(),
            Some(Answer::NoAgreement { .. }) => "no agreement".to_owned(),
        },
    }
}

impl DivergenceRow {
    /// "2.5 levels apart"
    pub(super) fn distance(&self) -> String {
        match self.divergence.0 {
            0 => "same median".to_owned(),
            _ => format!("{} apart", self.divergence.levels()),
        }
    }
}

/// How many statements are named in the sentence.
const NAMED: usize = 3;

fn describe(apart: &[Apart<'_, '_>]) -> String {
    let Some(most) = apart.first().map(|it| it.divergence) else {
        return "Of no statement may the scores of both sides be shown side by side.".to_owned();
    };
    let compared = domain::display::count(apart.len(), "statement", "statements");
    if most == Halves(0) {
        return format!("The medians of both sides are the same, for {compared}.");
    }
    let furthest: Vec<_> = apart
        .iter()
        .take_while(|it| it.divergence == most)
        .map(|it| it.result.statement.id.as_str())
        .collect();
    let named = furthest.iter().take(NAMED).copied().collect::<Vec<_>>();
    let more = match furthest.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let far = match apart
        .iter()
        .filter(|it| it.divergence >= Halves::FAR)
        .count()
    {
        0 => "No statement is 2 or more levels apart.".to_owned(),
        1 => format!("1 of {compared} is 2 or more levels apart."),
        far => format!("{far} of {compared} are 2 or more levels apart."),
    };
    format!(
        "Furthest apart, by {}: {}{more}. {far}",
        most.levels(),
        named.join(", "),
    )
}
