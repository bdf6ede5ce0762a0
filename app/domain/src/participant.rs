//! Who takes part in an assessment, and for which side.
//!
//! Who sits on the staff side says who is in a trade union, so the list of a
//! side is shown to its own chair and to the lead, and to nobody else.

use crate::{assessment::State, id::AssessmentId, organisation::choices, person::Person};

choices! {
    /// For whom somebody takes part.
    Side {
        /// The employer.
        Management = "management", "Management side";
        /// The trade unions.
        Staff = "staff", "Staff side";
        /// The board.
        Board = "board", "Board";
        /// Anybody else who was asked.
        Other = "other", "Others";
    }
}

impl Side {
    /// The two sides that must agree.
    pub const PARTNERS: [Self; 2] = [Self::Management, Self::Staff];

    /// Whether nothing is agreed without it.
    #[must_use]
    pub fn is_partner(self) -> bool {
        Self::PARTNERS.contains(&self)
    }
}

choices! {
    /// What somebody does in an assessment.
    Part {
        /// Speaks for a side: invites it, reveals, confirms, signs. One per side.
        Chair = "chair", "Chair";
        /// Does what the chair does when the chair cannot.
        Deputy = "deputy", "Deputy chair";
        /// Scores.
        Scorer = "scorer", "Scorer";
        /// Reads, asks questions and signs for the board.
        Guardian = "guardian", "Guardian or board member";
        /// Fills in the EQIA.
        EdiLead = "edi_lead", "EDI lead";
    }
}

/// Where somebody sits in one assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seat {
    /// For whom.
    pub side: Side,
    /// As what.
    pub part: Part,
}

/// A seat that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a guardian or board member sits for the board")]
pub struct NoSuchSeat;

impl Seat {
    /// A seat on a side.
    ///
    /// # Errors
    ///
    /// Returns [`NoSuchSeat`] for a guardian who would not sit for the board.
    pub fn new(side: Side, part: Part) -> Result<Self, NoSuchSeat> {
        if part == Part::Guardian && side != Side::Board {
            return Err(NoSuchSeat);
        }
        Ok(Self { side, part })
    }

    /// Whether whoever sits there scores.
    #[must_use]
    pub fn scores(self) -> bool {
        matches!(self.part, Part::Chair | Part::Deputy | Part::Scorer)
    }

    /// Whether somebody can still be given the seat in this state: once the
    /// scores are revealed, nobody comes only to score.
    #[must_use]
    pub fn can_be_taken_in(self, state: State) -> bool {
        match state {
            State::Draft | State::Scoring => true,
            State::Meeting | State::Agreed => self.part != Part::Scorer,
            State::SignedOff => false,
        }
    }

    /// Whether somebody can be taken out of the seat in this state: once the
    /// scores are revealed, nobody goes who may have scored.
    #[must_use]
    pub fn can_be_left_in(self, state: State) -> bool {
        match state {
            State::Draft | State::Scoring => true,
            State::Meeting | State::Agreed => !self.scores(),
            State::SignedOff => false,
        }
    }

    /// Whether whoever sits there speaks for their side.
    #[must_use]
    pub fn leads_side(self) -> bool {
        matches!(self.part, Part::Chair | Part::Deputy)
    }

    /// Whether nothing is agreed without whoever sits there, or their deputy.
    #[must_use]
    pub fn is_partner_chair(self) -> bool {
        self.side.is_partner() && self.leads_side()
    }
}

/// Somebody with a seat in an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Who.
    pub person: Person,
    /// Where they sit.
    pub seat: Seat,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guardian_sits_for_the_board_and_nobody_else() {
        for &side in Side::ALL {
            let seat = Seat::new(side, Part::Guardian);
            assert_eq!(seat.is_ok(), side == Side::Board, "{side:?}");
        }
    }

    #[test]
    fn both_partners_have_a_chair_who_must_agree_and_the_others_do_not() {
        let agreeing = |part| {
            Side::ALL
                .iter()
                .filter(|&&side| Seat { side, part }.is_partner_chair())
                .count()
        };
        assert_eq!(
            [Part::Chair, Part::Deputy, Part::Scorer, Part::EdiLead].map(agreeing),
            [2, 2, 0, 0]
        );
    }

    #[test]
    fn after_the_reveal_nobody_comes_to_score_and_nobody_goes_who_did() {
        let seats = |test: fn(Seat, State) -> bool, state| {
            let parts = Part::ALL.iter().copied();
            let side = Side::Board;
            parts
                .filter(|&part| test(Seat { side, part }, state))
                .collect::<Vec<_>>()
        };
        for state in [State::Draft, State::Scoring] {
            assert_eq!(seats(Seat::can_be_taken_in, state), Part::ALL);
            assert_eq!(seats(Seat::can_be_left_in, state), Part::ALL);
        }
        for state in [State::Meeting, State::Agreed] {
            assert_eq!(
                seats(Seat::can_be_taken_in, state),
                [Part::Chair, Part::Deputy, Part::Guardian, Part::EdiLead]
            );
            assert_eq!(
                seats(Seat::can_be_left_in, state),
                [Part::Guardian, Part::EdiLead]
            );
        }
        assert_eq!(seats(Seat::can_be_taken_in, State::SignedOff), []);
        assert_eq!(seats(Seat::can_be_left_in, State::SignedOff), []);
    }
}
