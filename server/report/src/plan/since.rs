//! Since last year: what moved from the assessment that this one follows.

use std::collections::BTreeMap;

use domain::answer::AgreedScore;
use domain::assessment::Assessment;
use domain::framework::{Framework, Origin};
use domain::plan::{Action, Status as Progressed};
use domain::results::Records;
use domain::trend::{Deed, Moment, Trend};
use time::OffsetDateTime;

use super::Plan;
use super::wording::small;
use crate::pdf::{Block, Span};
use crate::trend::{Between, apart_sentence, deed_blocks, lens_blocks, moved_blocks};

/// The assessment that a plan's follows, as it was signed.
#[derive(Debug, Clone)]
pub struct Earlier<'a> {
    /// The assessment.
    pub assessment: Assessment,
    /// Its edition of the pack.
    pub framework: &'a Framework,
    /// What was agreed.
    pub records: Records,
    /// Its plan, with the log as it is now.
    pub actions: Vec<Action>,
}

/// The most statements each way, and the most actions of a kind, that are named.
const MOST: usize = 12;

pub(super) fn blocks(plan: &Plan<'_>) -> Vec<Block> {
    let Some(earlier) = &plan.earlier else {
        return Vec::new();
    };
    let moments = vec![
        Moment::of_assessment(
            &earlier.assessment,
            earlier.framework,
            scores(&earlier.records),
        ),
        Moment::of_assessment(&plan.assessment, plan.framework, scores(&plan.records)),
    ];
    let Some(trend) = Trend::of(moments, Origin::Main, vec![]) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::PageBreak,
        Block::heading(2, "Since last year"),
        Block::paragraph(Span::muted(format!(
            "{} compared with {}, as it was signed; {}.",
            plan.assessment.title,
            earlier.assessment.title,
            trend.basis()
        ))),
    ];
    if let Some(pillars) = trend.find_lens("pillars") {
        blocks.extend(lens_blocks(&trend, pillars));
    }
    blocks.extend(moved_blocks(&trend, MOST, 160));
    let between = Between {
        earlier: earlier.assessment.title.clone(),
        later: plan.assessment.title.clone(),
        before: deeds(&earlier.actions, plan.made_at),
        after: deeds(&plan.actions, plan.made_at),
    };
    blocks.extend(deed_blocks(&between, MOST, 120));
    blocks.extend(apart_sentence(&trend).map(|it| small(&it)));
    blocks
}

fn scores(records: &Records) -> BTreeMap<domain::id::StatementId, AgreedScore> {
    let each = records.iter();
    each.map(|(id, it)| (id.clone(), it.score.clone()))
        .collect()
}

/// The actions with the status that they had by `until`, so that a plan "as
/// signed" can be made again whatever is written into the earlier log since.
fn deeds(actions: &[Action], until: OffsetDateTime) -> Vec<Deed> {
    let status = |action: &Action| {
        let mut by_then = action.progress.iter().rev().filter(|it| it.at <= until);
        by_then
            .find_map(|it| it.status)
            .unwrap_or(Progressed::NotStarted)
    };
    let each = actions.iter();
    each.map(|it| Deed {
        action: it.action_id,
        what: it.what.clone(),
        status: status(it),
    })
    .collect()
}
