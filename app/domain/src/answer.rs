//! What is recorded about one statement, and how two edits of it meet.

use serde::{Deserialize, Serialize};

use crate::level::{Importance, Level, Target};

/// What the organisation says about one statement.
///
/// No answer at all is `Option::None`: not answered yet, which is not level 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// This far.
    Level(Level),
    /// Nobody could say; lowers coverage, never a score.
    DontKnow,
    /// Does not apply here; leaves the denominator of coverage.
    NotApplicable {
        /// Why not, in the organisation's words.
        reason: String,
    },
    /// The two sides do not agree. A result like any other: lowers coverage,
    /// never a score, and is printed with both positions.
    NoAgreement {
        /// Where the management side stands.
        management: Position,
        /// Where the staff side stands.
        staff: Position,
    },
}

/// Where one side stands when the two do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The level it holds to be right; `None` when it names none.
    pub level: Option<Level>,
    /// Why, in its own words, at most [`crate::text::PARAGRAPH_MAX`] characters.
    pub reason: String,
}

impl Position {
    /// The position in words: "3. The policy is in force".
    #[must_use]
    pub fn sentence(&self) -> String {
        let level = self
            .level
            .map_or_else(|| "no level".to_owned(), |level| level.to_string());
        match self.reason.trim() {
            "" => level,
            reason => format!("{level}. {reason}"),
        }
    }
}

impl Answer {
    /// The level, when there is one.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(*level),
            Self::DontKnow | Self::NotApplicable { .. } | Self::NoAgreement { .. } => None,
        }
    }
}

/// What a form or a spreadsheet may choose as an answer: `0` to `4`, `dk` or `na`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// One of the five levels.
    Level(Level),
    /// `dk`
    DontKnow,
    /// `na`
    NotApplicable,
}

impl Choice {
    /// The choice as forms and spreadsheets write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Level(level) => ["0", "1", "2", "3", "4"]
                .get(usize::from(level.get()))
                .copied()
                .unwrap_or_default(),
            Self::DontKnow => "dk",
            Self::NotApplicable => "na",
        }
    }

    /// Reads a choice; `None` when it is not one.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        match code {
            "dk" => Some(Self::DontKnow),
            "na" => Some(Self::NotApplicable),
            _ => code
                .parse()
                .ok()
                .and_then(|steps| Level::new(steps).ok())
                .map(Self::Level),
        }
    }

    /// The choice that an answer came from; `None` when the two sides do not
    /// agree, which only a meeting finds out.
    #[must_use]
    pub fn of(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Level(level) => Some(Self::Level(*level)),
            Answer::DontKnow => Some(Self::DontKnow),
            Answer::NotApplicable { .. } => Some(Self::NotApplicable),
            Answer::NoAgreement { .. } => None,
        }
    }

    /// The choice as an answer; `reason` is kept only with *not applicable*.
    #[must_use]
    pub fn because(self, reason: String) -> Answer {
        match self {
            Self::Level(level) => Answer::Level(level),
            Self::DontKnow => Answer::DontKnow,
            Self::NotApplicable => Answer::NotApplicable { reason },
        }
    }
}

/// What is agreed about one statement of one assessment.
///
/// Apart from any person's own score, which is a thing of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedScore {
    /// The answer; `None` means not answered yet.
    pub answer: Option<Answer>,
    /// What people wanted to say about it, at most [`crate::text::PARAGRAPH_MAX`] characters.
    pub comment: String,
    /// Where the organisation wants to be.
    pub target: Target,
    /// How much it matters here.
    pub importance: Importance,
}

impl AgreedScore {
    /// Nothing recorded yet, with the statement's starting target.
    #[must_use]
    pub fn unanswered(target: Target) -> Self {
        Self {
            answer: None,
            comment: String::new(),
            target,
            importance: Importance::default(),
        }
    }

    /// The agreed level, when there is one.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.answer.as_ref().and_then(Answer::level)
    }

    /// Whether the statement counts in coverage; an unanswered one does.
    #[must_use]
    pub fn is_applicable(&self) -> bool {
        !matches!(self.answer, Some(Answer::NotApplicable { .. }))
    }
}

/// A part of an agreed score that can be changed apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The level, *don't know* or *not applicable* with its reason.
    Answer,
    /// The comment.
    Comment,
    /// The target.
    Target,
    /// The importance.
    Importance,
}

/// What two edits of one score come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Every change that does not contradict another; where two do, what was
    /// saved first stays.
    pub merged: AgreedScore,
    /// The parts that both changed, differently. A person must choose.
    pub conflicts: Vec<Part>,
}

/// Joins an edit with what somebody else saved since it was begun.
///
/// `base` is what the edit started from, `mine` what it made of it, `newest`
/// what is stored now. A part changed by one side only keeps that change.
#[must_use]
pub fn merge(base: &AgreedScore, mine: &AgreedScore, newest: &AgreedScore) -> Merge {
    let mut conflicts = Vec::new();
    let merged = AgreedScore {
        answer: pick(
            &base.answer,
            &mine.answer,
            &newest.answer,
            Part::Answer,
            &mut conflicts,
        ),
        comment: pick(
            &base.comment,
            &mine.comment,
            &newest.comment,
            Part::Comment,
            &mut conflicts,
        ),
        target: pick(
            &base.target,
            &mine.target,
            &newest.target,
            Part::Target,
            &mut conflicts,
        ),
        importance: pick(
            &base.importance,
            &mine.importance,
            &newest.importance,
            Part::Importance,
            &mut conflicts,
        ),
    };
    Merge { merged, conflicts }
}

fn pick<T: Clone + PartialEq>(
    base: &T,
    mine: &T,
    newest: &T,
    part: Part,
    conflicts: &mut Vec<Part>,
) -> T {
    if mine == base || mine == newest {
        return newest.clone();
    }
    if newest == base {
        return mine.clone();
    }
    conflicts.push(part);
    newest.clone()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn level(steps: u8) -> Answer {
        Answer::Level(Level::new(steps).unwrap())
    }

    fn any_score() -> impl Strategy<Value = AgreedScore> {
        let answer = prop_oneof![
            Just(None),
            (0_u8..=4).prop_map(|steps| Some(level(steps))),
            Just(Some(Answer::DontKnow)),
            "[ab]".prop_map(|reason| Some(Answer::NotApplicable { reason })),
        ];
        (answer, "[ab]?", 1_u8..=4, 1_u8..=3).prop_map(|(answer, comment, target, importance)| {
            AgreedScore {
                answer,
                comment,
                target: Target::new(target).unwrap(),
                importance: Importance::new(importance).unwrap(),
            }
        })
    }

    #[test]
    fn two_people_who_change_different_parts_both_keep_their_change() {
        let base = AgreedScore::unanswered(Target::default());
        let mine = AgreedScore {
            answer: Some(level(2)),
            ..base.clone()
        };
        let newest = AgreedScore {
            target: Target::CORE,
            ..base.clone()
        };

        let merge = merge(&base, &mine, &newest);

        assert_eq!(merge.conflicts, []);
        assert_eq!(
            (merge.merged.level(), merge.merged.target),
            (mine.level(), Target::CORE)
        );
    }

    #[test]
    fn two_people_who_change_the_same_part_differently_are_asked() {
        let base = AgreedScore::unanswered(Target::default());
        let mine = AgreedScore {
            answer: Some(level(2)),
            ..base.clone()
        };
        let newest = AgreedScore {
            answer: Some(level(3)),
            ..base.clone()
        };

        let merge = merge(&base, &mine, &newest);

        assert_eq!(merge.conflicts, [Part::Answer]);
        assert_eq!(merge.merged, newest);
    }

    #[test]
    fn a_code_reads_back_as_the_choice_it_was_written_from() {
        for code in ["0", "1", "2", "3", "4", "dk", "na"] {
            assert_eq!(Choice::find(code).unwrap().code(), code);
        }
        assert_eq!(Choice::find("5"), None);
        assert_eq!(Choice::find(""), None);
    }

    proptest! {
        #[test]
        fn an_edit_that_changes_nothing_loses_nothing(base in any_score(), newest in any_score()) {
            let merge = merge(&base, &base, &newest);
            prop_assert_eq!((merge.merged, merge.conflicts), (newest, vec![]));
        }

        #[test]
        fn an_edit_of_the_newest_version_always_wins(base in any_score(), mine in any_score()) {
            let merge = merge(&base, &mine, &base);
            prop_assert_eq!((merge.merged, merge.conflicts), (mine, vec![]));
        }

        #[test]
        fn nothing_is_made_up(base in any_score(), mine in any_score(), newest in any_score()) {
            let merged = merge(&base, &mine, &newest).merged;
            prop_assert!(merged.answer == mine.answer || merged.answer == newest.answer);
            prop_assert!(merged.comment == mine.comment || merged.comment == newest.comment);
            prop_assert!(merged.target == mine.target || merged.target == newest.target);
        }
    }
}
