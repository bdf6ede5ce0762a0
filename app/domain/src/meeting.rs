//! The meeting: what it works through, what is put to it, and how fast it goes.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    answer::AgreedScore,
    divergence::{Halves, Minimum, RevealedScore, Spreads},
    framework::Statement,
    id::StatementId,
    level::Level,
    participant::Side,
};

/// What both chairs must consent to before it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// That a side's scores of a statement are shown from so many on.
    Minimum(Minimum),
    /// That the scores are revealed, and the meeting begins.
    Reveal,
    /// That all that is undisputed is agreed in one step.
    Together,
}

/// Text that names no matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is nothing that chairs consent to")]
pub struct NoSuchMatter;

impl fmt::Display for Matter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minimum(minimum) => write!(out, "minimum-{}", minimum.get()),
            Self::Reveal => out.write_str("reveal"),
            Self::Together => out.write_str("together"),
        }
    }
}

impl FromStr for Matter {
    type Err = NoSuchMatter;

    fn from_str(text: &str) -> Result<Self, NoSuchMatter> {
        match text {
            "reveal" => Ok(Self::Reveal),
            "together" => Ok(Self::Together),
            _ => text
                .strip_prefix("minimum-")
                .and_then(|levels| levels.parse().ok())
                .and_then(|levels| Minimum::new(levels).ok())
                .map(Self::Minimum)
                .ok_or(NoSuchMatter),
        }
    }
}

/// What is put to the meeting about one statement; it is agreed when both partners have confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The statement.
    pub statement: StatementId,
    /// What would be agreed: the answer with its target and importance, and as
    /// its comment what the minutes should say of it.
    pub score: AgreedScore,
    /// The sides that have confirmed it so far.
    pub confirmed: BTreeSet<Side>,
}

impl Proposal {
    /// Whether both partners have confirmed it.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        Side::PARTNERS
            .iter()
            .all(|side| self.confirmed.contains(side))
    }
}

/// How a meeting stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The statement that is talked about; `None` when all are through.
    pub current: Option<StatementId>,
    /// From when the clock runs: the reveal, or when somebody last set it.
    #[serde(with = "time::serde::rfc3339")]
    pub started_at: OffsetDateTime,
    /// How many minutes it is planned to last from then, if anybody has said so: 1 to 600.
    pub planned_minutes: Option<u32>,
}

/// One statement as the meeting finds it.
#[derive(Debug, Clone)]
pub struct AgendaItem<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What may be shown of the scores.
    pub spreads: Spreads,
    /// What is agreed about it, or that nothing is; `None` when it is still to come.
    pub outcome: Option<AgreedScore>,
}

/// Everything the meeting works through.
#[derive(Debug, Clone)]
pub struct Agenda<'a> {
    /// What is still to come, furthest apart first, then in the pack's order.
    pub open: Vec<AgendaItem<'a>>,
    /// What is through, in the pack's order.
    pub through: Vec<AgendaItem<'a>>,
}

impl<'a> Agenda<'a> {
    /// Sorts the statements of an assessment.
    ///
    /// Flagged ones come first, and among these the furthest apart; a
    /// divergence that may not be shown counts as 0, so that the order gives
    /// nothing away.
    #[must_use]
    pub fn of(
        statements: impl IntoIterator<Item = &'a Statement>,
        scores: &BTreeMap<StatementId, Vec<RevealedScore>>,
        agreed: &BTreeMap<StatementId, AgreedScore>,
        minimum: Minimum,
    ) -> Self {
        let items = statements.into_iter().map(|statement| AgendaItem {
            statement,
            spreads: Spreads::of(scores.get(&statement.id).into_iter().flatten(), minimum),
            outcome: agreed
                .get(&statement.id)
                .filter(|it| it.answer.is_some())
                .cloned(),
        });
        let (through, mut open): (Vec<_>, Vec<_>) = items.partition(|it| it.outcome.is_some());
        open.sort_by_key(|it| Reverse((it.spreads.is_flagged(), it.divergence())));
        Self { open, through }
    }

    /// How many statements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len() + self.through.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One statement of it.
    #[must_use]
    pub fn find(&self, id: &StatementId) -> Option<&AgendaItem<'a>> {
        let mut all = self.open.iter().chain(&self.through);
        all.find(|it| it.statement.id == *id)
    }

    /// What comes after a statement: the next that is still to come, from the
    /// last round to the first, so that nobody goes back and forth between two.
    #[must_use]
    pub fn after(&self, id: &StatementId) -> Option<&'a Statement> {
        let open = || self.open.iter().map(|it| it.statement);
        let behind = open().skip_while(|it| it.id != *id).nth(1);
        behind.or_else(|| open().find(|it| it.id != *id))
    }

    /// What can be agreed together in one step, with the level each gets: nothing
    /// is flagged, and both medians are the same whole number.
    #[must_use]
    pub fn together(&self) -> Vec<(&'a Statement, Level)> {
        let calm = self.open.iter().filter(|it| !it.spreads.is_flagged());
        let mut together: Vec<_> = calm
            .filter_map(|it| Some((it.statement, it.spreads.common_level()?)))
            .collect();
        together.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        together
    }
}

impl AgendaItem<'_> {
    fn divergence(&self) -> Halves {
        self.spreads.divergence().unwrap_or_default()
    }
}

/// How a meeting gets on, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Statements that are through.
    pub done: usize,
    /// All of them.
    pub of: usize,
    /// Minutes left of those planned, 0 when they are over; `None` when none were planned.
    pub minutes_left: Option<u32>,
}

impl Pace {
    /// The pace at `now`.
    #[must_use]
    pub fn of(meeting: &Meeting, agenda: &Agenda<'_>, now: OffsetDateTime) -> Self {
        let left = meeting.planned_minutes.map(|planned| {
            let end = meeting.started_at + Duration::minutes(planned.into());
            // A minute that has begun is still there.
            let seconds = (end - now).whole_seconds().max(0);
            u32::try_from((seconds + 59) / 60).unwrap_or(u32::MAX)
        });
        Self {
            done: agenda.through.len(),
            of: agenda.len(),
            minutes_left: left,
        }
    }

    /// "18 of 60, 42 minutes left".
    #[must_use]
    pub fn sentence(self) -> String {
        let done = format!("{} of {}", self.done, self.of);
        match self.minutes_left {
            None => done,
            Some(0) => format!("{done}, the planned time is over"),
            Some(1) => format!("{done}, 1 minute left"),
            Some(minutes) => format!("{done}, {minutes} minutes left"),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::{
        answer::{Answer, Choice},
        divergence::OwnScore,
        level::Target,
        score::tests::statement,
    };

    fn revealed(side: Side, levels: [u8; 3]) -> Vec<RevealedScore> {
        levels
            .iter()
            .map(|&level| RevealedScore {
                side,
                score: OwnScore {
                    choice: Some(Choice::Level(Level::new(level).unwrap())),
                    ..OwnScore::default()
                },
            })
            .collect()
    }

    fn scores(all: &[(&str, [u8; 3], [u8; 3])]) -> BTreeMap<StatementId, Vec<RevealedScore>> {
        all.iter()
            .map(|&(id, management, staff)| {
                let both = [
                    revealed(Side::Management, management),
                    revealed(Side::Staff, staff),
                ];
                (id.parse().unwrap(), both.concat())
            })
            .collect()
    }

    fn level(steps: u8) -> AgreedScore {
        AgreedScore {
            answer: Some(Answer::Level(Level::new(steps).unwrap())),
            ..AgreedScore::unanswered(Target::default())
        }
    }

    #[test]
    fn a_matter_reads_back_as_it_was_written() {
        let two = Matter::Minimum(Minimum::new(2).unwrap());
        for matter in [two, Matter::Reveal, Matter::Together] {
            assert_eq!(matter.to_string().parse(), Ok(matter));
        }
        assert_eq!("minimum-0".parse::<Matter>(), Err(NoSuchMatter));
    }

    #[test]
    fn what_is_furthest_apart_comes_first_and_what_is_through_is_put_away() {
        let statements = ["W01", "W02", "W03", "W04"].map(|id| statement(id, 1));
        let scores = scores(&[
            ("W01", [2, 2, 2], [2, 2, 2]), // 0 apart
            ("W02", [3, 3, 3], [1, 1, 1]), // 2 apart: flagged
            ("W03", [4, 4, 4], [0, 0, 0]), // through already
        ]);
        let agreed = [("W03".parse().unwrap(), level(1))].into();

        let agenda = Agenda::of(&statements, &scores, &agreed, Minimum::default());

        let ids = |items: &[AgendaItem<'_>]| {
            let ids: Vec<_> = items.iter().map(|it| it.statement.id.to_string()).collect();
            ids
        };
        assert_eq!(ids(&agenda.open), ["W02", "W01", "W04"]);
        assert_eq!(ids(&agenda.through), ["W03"]);
        let after = |id: &str| agenda.after(&id.parse().unwrap()).unwrap().id.as_str();
        // Round and round, and to the first from what is through.
        assert_eq!(
            ["W02", "W01", "W04", "W03"].map(after),
            ["W01", "W04", "W02", "W02"]
        );
    }

    #[test]
    fn only_what_both_medians_say_alike_is_agreed_together() {
        let statements = ["W01", "W02", "W03", "W04"].map(|id| statement(id, 1));
        let scores = scores(&[
            ("W01", [2, 2, 3], [2, 2, 1]), // both medians 2
            ("W02", [0, 2, 2], [2, 2, 3]), // both 2, and 0 to 3 is a wide range
            ("W03", [2, 2, 2], [3, 3, 3]), // 2 and 3
        ]);
        let none = BTreeMap::new();

        let agenda = Agenda::of(&statements, &scores, &none, Minimum::default());

        let together: Vec<_> = agenda
            .together()
            .into_iter()
            .map(|(statement, level)| (statement.id.to_string(), level.get()))
            .collect();
        assert_eq!(together, [("W01".to_owned(), 2)]);
    }

    #[test]
    fn the_clock_says_what_is_left_and_never_less_than_nothing() {
        let meeting = Meeting {
            current: None,
            started_at: datetime!(2026-05-12 09:00 UTC),
            planned_minutes: Some(90),
        };
        let statements = [statement("W01", 1)];
        let agenda = Agenda::of(
            &statements,
            &BTreeMap::new(),
            &BTreeMap::new(),
            Minimum::default(),
        );
        let at = |now| Pace::of(&meeting, &agenda, now).sentence();
        assert_eq!(
            at(datetime!(2026-05-12 09:48:30 UTC)),
            "0 of 1, 42 minutes left"
        );
        assert_eq!(
            at(datetime!(2026-05-12 12:00 UTC)),
            "0 of 1, the planned time is over"
        );
    }
}
