//! The record that a meeting writes of itself.
//!
//! Nothing is added by hand: everything is read from the audit trail, so the
//! minutes cannot say anything that did not happen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    answer::{AgreedScore, Answer, Position},
    audit::{Entry, Event},
    id::StatementId,
    participant::Side,
};

/// What a meeting did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Minutes {
    /// When the scores were revealed; `None` when there was no meeting yet.
    #[serde(with = "time::serde::rfc3339::option")]
    pub began_at: Option<OffsetDateTime>,
    /// When it was last closed; `None` while it goes on.
    #[serde(with = "time::serde::rfc3339::option")]
    pub closed_at: Option<OffsetDateTime>,
    /// How many people of each side came.
    pub attendance: BTreeMap<Side, u32>,
    /// What was settled, in the order in which it was: the last word on each statement.
    pub settled: Vec<Settled>,
    /// What was settled first and taken up again, with what it had been.
    pub changed: Vec<Changed>,
}

/// One statement that is through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The statement.
    pub statement: StatementId,
    /// What was agreed.
    pub score: AgreedScore,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// One statement about which the meeting changed its mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The statement.
    pub statement: StatementId,
    /// What had been agreed.
    pub was: AgreedScore,
    /// What is agreed now, with the reason as its comment; `None` while it is open again.
    pub now: Option<AgreedScore>,
}

impl Minutes {
    /// Reads the minutes of one assessment from its entries, in the order of the chain.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut minutes = Self::default();
        for entry in entries {
            match &entry.event {
                Event::Revealed => minutes.began_at = Some(entry.at),
                Event::MeetingClosed => minutes.closed_at = Some(entry.at),
                // One that was reopened begins without a reveal of its own.
                Event::MeetingResumed => {
                    minutes.began_at.get_or_insert(entry.at);
                    minutes.closed_at = None;
                }
                Event::Attended { side } => *minutes.attendance.entry(*side).or_default() += 1,
                Event::Agreed { statement, score } => {
                    minutes.settle(statement, score, entry.at);
                }
                Event::Reopened { statement, was } => minutes.reopen(statement, was),
                _ => {}
            }
        }
        minutes
            .changed
            .retain(|it| it.now.as_ref() != Some(&it.was));
        minutes
    }

    /// The statements on which the two sides do not agree, with both positions.
    pub fn disagreements(&self) -> impl Iterator<Item = (&StatementId, &Position, &Position)> {
        self.settled.iter().filter_map(|it| match &it.score.answer {
            Some(Answer::NoAgreement { management, staff }) => {
                Some((&it.statement, management, staff))
            }
            _ => None,
        })
    }

    fn settle(&mut self, statement: &StatementId, score: &AgreedScore, at: OffsetDateTime) {
        let mut changed = self.changed.iter_mut().rev();
        if let Some(changed) = changed.find(|it| it.statement == *statement && it.now.is_none()) {
            changed.now = Some(score.clone());
        }
        self.settled.retain(|it| it.statement != *statement);
        self.settled.push(Settled {
            statement: statement.clone(),
            score: score.clone(),
            at,
        });
    }

    fn reopen(&mut self, statement: &StatementId, was: &AgreedScore) {
        self.settled.retain(|it| it.statement != *statement);
        self.changed.push(Changed {
            statement: statement.clone(),
            was: was.clone(),
            now: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::AssessmentId,
        level::{Level, Target},
    };

    fn minutes(events: &[Event]) -> Minutes {
        let entries: Vec<_> = (1..)
            .zip(events)
            .map(|(number, event)| Entry {
                number,
                at: datetime!(2026-05-12 09:00 UTC) + Duration::minutes(number.cast_signed()),
                by: None,
                assessment: AssessmentId(Uuid::nil()),
                event: event.clone(),
            })
            .collect();
        Minutes::of(&entries)
    }

    fn level(steps: u8) -> AgreedScore {
        AgreedScore {
            answer: Some(Answer::Level(Level::new(steps).unwrap())),
            ..AgreedScore::unanswered(Target::default())
        }
    }

    fn agreed(id: &str, score: AgreedScore) -> Event {
        Event::Agreed {
            statement: id.parse().unwrap(),
            score,
        }
    }

    fn reopened(id: &str, was: AgreedScore) -> Event {
        Event::Reopened {
            statement: id.parse().unwrap(),
            was,
        }
    }

    #[test]
    fn the_last_word_on_a_statement_counts_and_the_change_is_kept() {
        let minutes = minutes(&[
            Event::Revealed,
            Event::Attended { side: Side::Staff },
            Event::Attended { side: Side::Staff },
            agreed("W01", level(2)),
            agreed("W02", level(3)),
            reopened("W01", level(2)),
            agreed("W01", level(1)),
            Event::MeetingClosed,
        ]);

        let settled: Vec<_> = minutes
            .settled
            .iter()
            .map(|it| (it.statement.to_string(), it.score.level().unwrap().get()))
            .collect();
        assert_eq!(settled, [("W02".to_owned(), 3), ("W01".to_owned(), 1)]);
        assert_eq!(minutes.changed.len(), 1);
        assert_eq!(minutes.changed[0].now, Some(level(1)));
        assert_eq!(minutes.attendance, [(Side::Staff, 2)].into());
        assert_eq!(minutes.closed_at, Some(datetime!(2026-05-12 09:08 UTC)));
    }

    #[test]
    fn a_meeting_that_goes_on_after_sign_off_begins_when_it_does() {
        let earlier = AssessmentId(Uuid::from_u128(1));
        let minutes = minutes(&[
            Event::StartedFrom { earlier },
            Event::MeetingResumed,
            reopened("W01", level(2)),
            agreed("W01", level(3)),
            Event::MeetingClosed,
            Event::MeetingResumed,
        ]);
        assert_eq!(minutes.began_at, Some(datetime!(2026-05-12 09:02 UTC)));
        assert_eq!(minutes.closed_at, None);
        assert_eq!((minutes.settled.len(), minutes.changed.len()), (1, 1));
    }

    #[test]
    fn a_statement_that_is_open_again_is_not_settled() {
        let minutes = minutes(&[
            agreed("W01", level(2)),
            reopened("W01", level(2)),
            agreed("W02", level(2)),
            reopened("W02", level(2)),
            agreed("W02", level(2)),
        ]);
        assert_eq!(minutes.settled.len(), 1);
        // W02 came back as it was, so nothing changed; W01 is open.
        let changed: Vec<_> = minutes
            .changed
            .iter()
            .map(|it| it.statement.as_str())
            .collect();
        assert_eq!(changed, ["W01"]);
    }

    #[test]
    fn a_disagreement_keeps_both_positions() {
        let position = |steps, reason: &str| Position {
            level: Level::new(steps).ok(),
            reason: reason.into(),
        };
        let answer = Answer::NoAgreement {
            management: position(3, "The policy is in force"),
            staff: position(1, "Nobody knows it"),
        };
        let minutes = minutes(&[agreed(
            "W01",
            AgreedScore {
                answer: Some(answer),
                ..AgreedScore::unanswered(Target::default())
            },
        )]);
        let (statement, management, staff) = minutes.disagreements().next().unwrap();
        assert_eq!(statement.as_str(), "W01");
        assert_eq!(management, &position(3, "The policy is in force"));
        assert_eq!(staff, &position(1, "Nobody knows it"));
    }
}
