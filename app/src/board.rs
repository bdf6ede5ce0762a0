//! The meeting as its page shows it and its forms find it.

use std::collections::BTreeMap;

use domain::{
    answer::AgreedScore,
    display,
    divergence::RevealedScore,
    framework::Statement,
    id::StatementId,
    meeting::{Agenda, AgendaItem},
    minutes::{Changed, Minutes},
    participant::Side,
    results::Records,
};
use store::{Store, meeting::Standing};

use crate::{error::AppError, visitor::Round};

/// A meeting, everything it works through, and what is known of each statement.
#[derive(Debug)]
pub struct Board {
    /// How the meeting stands.
    pub standing: Standing,
    /// What it works through.
    pub agenda: Agenda<'static>,
    /// Everybody's scores, without names.
    pub revealed: BTreeMap<StatementId, Vec<RevealedScore>>,
    /// What is agreed already, and the evidence.
    pub records: Records,
    /// What the assessment before this one is called, and what was agreed in it.
    pub before: Option<(String, Records)>,
}

impl Board {
    /// The meeting of a round; `None` before the reveal.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn of(store: &Store, round: &Round) -> Result<Option<Self>, AppError> {
        let assessment = &round.assessment;
        let Some(standing) = store.find_meeting(assessment).await? else {
            return Ok(None);
        };
        let revealed = store.revealed_scores(assessment).await?;
        let records = store.records(assessment).await?;
        let agreed = records
            .iter()
            .map(|(id, recorded)| (id.clone(), recorded.score.clone()))
            .collect();
        let asked = assessment.asked(round.framework);
        let agenda = Agenda::of(asked, &revealed, &agreed, assessment.minimum);
        let before = match store.find_assessment_before(assessment).await? {
            Some(before) => {
                let mut records = store.records(&before).await?;
                // What asks for something else by now has no last time.
                let earlier = before.find_framework();
                records.retain(|id, _| {
                    let then = earlier.and_then(|it| it.find_statement(id));
                    let now = round.framework.find_statement(id);
                    then.map(|it| it.revision) == now.map(|it| it.revision)
                });
                Some((before.title, records))
            }
            None => None,
        };
        Ok(Some(Self {
            standing,
            agenda,
            revealed,
            records,
            before,
        }))
    }

    /// What is talked about: what was chosen, else the first that is still to come.
    #[must_use]
    pub fn current(&self) -> Option<&AgendaItem<'static>> {
        let chosen = self.standing.meeting.current.as_ref();
        chosen
            .and_then(|id| self.agenda.find(id))
            .or_else(|| self.agenda.open.first())
    }

    /// What is recorded about a statement so far; its target and importance are where a proposal starts.
    #[must_use]
    pub fn score(&self, round: &Round, statement: &Statement) -> AgreedScore {
        self.records.get(&statement.id).map_or_else(
            || round.assessment.starting_score(statement),
            |it| it.score.clone(),
        )
    }

    /// What can be agreed together, as it would be agreed.
    #[must_use]
    pub fn together(&self, round: &Round) -> Vec<(StatementId, AgreedScore)> {
        let together = self.agenda.together().into_iter();
        together
            .map(|(statement, level)| {
                let score = AgreedScore {
                    answer: Some(domain::answer::Answer::Level(level)),
                    ..self.score(round, statement)
                };
                (statement.id.clone(), score)
            })
            .collect()
    }

    /// Names what can be agreed together, so that nobody consents to another list than they read.
    #[must_use]
    pub fn list_mark(&self) -> String {
        let together = self.agenda.together().into_iter();
        let marks: Vec<_> = together
            .map(|(statement, level)| format!("{}={level}", statement.id))
            .collect();
        marks.join(" ")
    }
}

/// What was agreed about a statement before it was taken up again, as long as it is open.
#[must_use]
pub fn find_before<'a>(minutes: &'a Minutes, statement: &StatementId) -> Option<&'a Changed> {
    let mut changed = minutes.changed.iter();
    changed.find(|it| it.statement == *statement && it.now.is_none())
}

/// How many of each side are there, in a sentence.
#[must_use]
pub fn present_sentence(present: &BTreeMap<Side, u32>) -> String {
    let sides: Vec<_> = present
        .iter()
        .map(|(side, count)| format!("{} {count}", side.name().to_lowercase()))
        .collect();
    if sides.is_empty() {
        return "Nobody follows just now".to_owned();
    }
    format!("Here now: {}", sides.join(", "))
}

/// How many statements there are, in words.
#[must_use]
pub fn statements(count: usize) -> String {
    display::count(count, "statement", "statements")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_is_told_in_numbers_by_side() {
        let present = [(Side::Management, 3), (Side::Staff, 1)].into();
        assert_eq!(
            present_sentence(&present),
            "Here now: management side 3, staff side 1"
        );
        assert_eq!(
            present_sentence(&BTreeMap::new()),
            "Nobody follows just now"
        );
    }
}
