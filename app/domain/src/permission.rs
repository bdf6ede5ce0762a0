//! Who may do what: one table for the whole application.

use crate::{
    assessment::{Assessment, Method, State},
    participant::{Part, Seat, Side},
    person::Role,
};

/// Something a person may be allowed to do within their own organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See assessments, results, plans, EQIAs and their downloads.
    Read,
    /// Start assessments, and write the local statements that they ask.
    StartAssessment,
    /// Record what was agreed elsewhere, by hand or by spreadsheet.
    Score,
    /// Add, change and remove evidence.
    Evidence,
    /// Write actions and their progress.
    Plan,
    /// Fill in the EQIA.
    Eqia,
    /// Record who signed, and freeze the assessment.
    SignOff,
    /// Open an assessment for scoring.
    ManageRound,
    /// Invite people to one's own side, remind them and take invitations back;
    /// to which seats, the state says.
    Invite,
    /// Score for oneself, before anybody sees the scores of others.
    ScoreOwn,
    /// Agree for one's side to the reveal, or to another minimum.
    Consent,
    /// Follow the meeting and read its minutes.
    Follow,
    /// Put an answer to the meeting, and choose the next statement.
    Propose,
    /// Confirm for one's side what was put to the meeting.
    Confirm,
    /// Close the meeting, and go on with it.
    CloseMeeting,
    /// Ask a question about the assessment.
    Ask,
    /// Answer one.
    AnswerQuestion,
    /// Sign, in one's own name and post.
    Sign,
    /// Contribute an assessment to the benchmark, and take it back before the release.
    Contribute,
    /// Read and export the audit trail.
    ReadAudit,
    /// Record figures that stand beside the scores.
    Indicators,
    /// Speak for the organisation to others: offer a conversation, ask for one, write an example.
    SpeakOut,
    /// Decide whether the examples of others are fit to be published.
    ReviewExamples,
    /// Change the organisation's name, code and kind.
    ManageOrganisation,
    /// Add and remove people, and make links for passwords.
    ManagePeople,
    /// Hand the role of lead over to somebody else.
    HandOver,
    /// See the systems that the organisation hosts or belongs to, and what is shared with it.
    ReadSystems,
    /// Host a system, invite to it, join and leave one, and share results with it.
    ManageSystems,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 28] = [
        Self::Read,
        Self::StartAssessment,
        Self::Score,
        Self::Evidence,
        Self::Plan,
        Self::Eqia,
        Self::SignOff,
        Self::ManageRound,
        Self::Invite,
        Self::ScoreOwn,
        Self::Consent,
        Self::Follow,
        Self::Propose,
        Self::Confirm,
        Self::CloseMeeting,
        Self::Ask,
        Self::AnswerQuestion,
        Self::Sign,
        Self::Contribute,
        Self::ReadAudit,
        Self::Indicators,
        Self::SpeakOut,
        Self::ReviewExamples,
        Self::ManageOrganisation,
        Self::ManagePeople,
        Self::HandOver,
        Self::ReadSystems,
        Self::ManageSystems,
    ];
}

impl Role {
    /// Whether this role may do it, whatever the assessment.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Read => matches!(self, Self::Lead | Self::Viewer),
            Permission::StartAssessment
            | Permission::HandOver
            | Permission::ReadAudit
            | Permission::Indicators
            | Permission::SpeakOut
            | Permission::ManageSystems => self == Self::Lead,
            Permission::ReadSystems => matches!(self, Self::Lead | Self::Analyst),
            // Not the lead, who writes them; and whoever runs the installation is alike to all of its organisations.
            Permission::ReviewExamples => self == Self::Installer,
            Permission::ManageOrganisation | Permission::ManagePeople => {
                matches!(self, Self::Lead | Self::Installer)
            }
            _ => false,
        }
    }
}

/// How somebody stands to one assessment of their organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What they may do in the organisation.
    pub role: Role,
    /// Where they sit in this assessment, if they do.
    pub seat: Option<Seat>,
    /// How the assessment is scored.
    pub method: Method,
    /// How far it has come.
    pub state: State,
    /// Whether it is of an organisation that has merged into theirs: nobody changes
    /// anything about it any more.
    pub is_inherited: bool,
}

impl Standing {
    /// How somebody with this role and seat stands to an assessment.
    #[must_use]
    pub fn of(role: Role, seat: Option<Seat>, assessment: &Assessment) -> Self {
        Self {
            role,
            seat,
            method: assessment.method,
            state: assessment.state,
            is_inherited: false,
        }
    }

    /// The same to an assessment that came with a merger: it can be read, by whoever may read, and that is all.
    #[must_use]
    pub fn inherited(self) -> Self {
        Self {
            is_inherited: true,
            ..self
        }
    }

    /// The sides of which whoever stands so is shown who is on them: the lead
    /// all, a chair their own, everybody else none.
    #[must_use]
    pub fn lists(&self) -> Vec<Side> {
        let is_shown = |side: &Side| {
            self.role == Role::Lead
                || self.seat
                    == Some(Seat {
                        side: *side,
                        part: Part::Chair,
                    })
        };
        let has_lists = self.method == Method::Partnership && !self.is_inherited;
        let sides = Side::ALL.iter().filter(|side| has_lists && is_shown(side));
        sides.copied().collect()
    }

    /// Whether whoever stands so may do it.
    ///
    /// That a signed assessment is frozen is refused with a reason of its own,
    /// so what only freezing forbids is allowed here.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        use Permission::{Follow, Read, ReadAudit};
        if self.is_inherited && !matches!(permission, Read | Follow | ReadAudit) {
            return false;
        }
        let is_lead = self.role == Role::Lead;
        let in_partnership = self.method == Method::Partnership;
        let leads_side = self.seat.is_some_and(Seat::leads_side);
        let is_partner_chair = self.seat.is_some_and(Seat::is_partner_chair);
        let sits_as = |part| self.seat.is_some_and(|seat| seat.part == part);
        let before_reveal = matches!(self.state, State::Draft | State::Scoring);
        let is_revealed = matches!(self.state, State::Meeting | State::Agreed);
        match permission {
            Permission::Read => self.role.may(permission) || self.seat.is_some(),
            Permission::Score | Permission::SignOff => is_lead && !in_partnership,
            Permission::Evidence => is_lead || leads_side,
            Permission::Plan | Permission::Contribute => is_lead,
            Permission::Eqia => is_lead || sits_as(Part::EdiLead),
            Permission::ManageRound => is_lead && in_partnership,
            Permission::Invite => {
                in_partnership
                    && self.state != State::SignedOff
                    && (is_lead || sits_as(Part::Chair))
            }
            Permission::ScoreOwn => {
                in_partnership
                    && self.state == State::Scoring
                    && self.seat.is_some_and(Seat::scores)
            }
            Permission::Consent => in_partnership && before_reveal && is_partner_chair,
            Permission::Follow => {
                in_partnership
                    && !before_reveal
                    && (self.role.may(Permission::Read) || self.seat.is_some())
            }
            Permission::Propose => {
                in_partnership && self.state == State::Meeting && (is_lead || is_partner_chair)
            }
            Permission::Confirm => {
                in_partnership && self.state == State::Meeting && is_partner_chair
            }
            Permission::Ask => in_partnership && is_revealed && sits_as(Part::Guardian),
            Permission::AnswerQuestion | Permission::CloseMeeting => {
                in_partnership && is_revealed && (is_lead || is_partner_chair)
            }
            Permission::Sign => {
                in_partnership
                    && self.state == State::Agreed
                    && (is_partner_chair || sits_as(Part::Guardian))
            }
            Permission::StartAssessment
            | Permission::ReadAudit
            | Permission::Indicators
            | Permission::SpeakOut
            | Permission::ReviewExamples
            | Permission::ManageOrganisation
            | Permission::ManagePeople
            | Permission::HandOver
            | Permission::ReadSystems
            | Permission::ManageSystems => self.role.may(permission),
        }
    }
}

#[cfg(test)]
mod tests {
    use Permission::{
        AnswerQuestion, Ask, CloseMeeting, Confirm, Consent, Contribute, Eqia, Evidence, Follow,
        HandOver, Indicators, Invite, ManageOrganisation, ManagePeople, ManageRound, ManageSystems,
        Plan, Propose, Read, ReadAudit, ReadSystems, ReviewExamples, Score, ScoreOwn, Sign,
        SignOff, SpeakOut, StartAssessment,
    };

    use super::*;

    fn allowed(
        role: Role,
        seat: Option<(Side, Part)>,
        method: Method,
        state: State,
    ) -> Vec<Permission> {
        let seat = seat.map(|(side, part)| Seat::new(side, part).unwrap());
        let standing = Standing {
            role,
            seat,
            method,
            state,
            is_inherited: false,
        };
        Permission::ALL
            .into_iter()
            .filter(|&it| standing.may(it))
            .collect()
    }

    /// What a role may do anywhere comes first in each of the tables below.
    const LEAD: [Permission; 15] = [
        Read,
        StartAssessment,
        Evidence,
        Plan,
        Eqia,
        ManageRound,
        Contribute,
        ReadAudit,
        Indicators,
        SpeakOut,
        ManageOrganisation,
        ManagePeople,
        HandOver,
        ReadSystems,
        ManageSystems,
    ];

    fn sorted(lists: &[&[Permission]]) -> Vec<Permission> {
        let mut all = lists.concat();
        all.sort_unstable();
        all
    }

    #[test]
    fn what_is_recorded_elsewhere_is_written_down_by_the_lead_alone() {
        for &state in State::ALL {
            let may = |role, seat| allowed(role, seat, Method::Recorded, state);
            assert_eq!(
                may(Role::Lead, None),
                [
                    Read,
                    StartAssessment,
                    Score,
                    Evidence,
                    Plan,
                    Eqia,
                    SignOff,
                    Contribute,
                    ReadAudit,
                    Indicators,
                    SpeakOut,
                    ManageOrganisation,
                    ManagePeople,
                    HandOver,
                    ReadSystems,
                    ManageSystems
                ]
            );
            assert_eq!(may(Role::Viewer, None), [Read]);
            assert_eq!(may(Role::Analyst, None), [ReadSystems]);
            assert_eq!(
                may(Role::Installer, None),
                [ReviewExamples, ManageOrganisation, ManagePeople]
            );
            assert_eq!(may(Role::Invited, None), []);
        }
    }

    #[test]
    fn nobody_records_agreed_scores_past_a_meeting() {
        for &state in State::ALL {
            for &role in Role::ALL {
                for seat in every_seat() {
                    let may = allowed(role, seat, Method::Partnership, state);
                    assert!(
                        !may.contains(&Score) && !may.contains(&SignOff),
                        "{role:?} {seat:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn in_partnership_the_state_says_what_can_be_done() {
        let may = |role, seat, state| allowed(role, seat, Method::Partnership, state);
        let lead = |state| may(Role::Lead, None, state);
        assert_eq!(lead(State::Draft), sorted(&[&LEAD, &[Invite]]));
        assert_eq!(lead(State::Scoring), sorted(&[&LEAD, &[Invite]]));
        assert_eq!(
            lead(State::Meeting),
            sorted(&[
                &LEAD,
                &[Invite, Follow, Propose, CloseMeeting, AnswerQuestion]
            ])
        );
        assert_eq!(
            lead(State::Agreed),
            sorted(&[&LEAD, &[Invite, Follow, CloseMeeting, AnswerQuestion]])
        );
        assert_eq!(lead(State::SignedOff), sorted(&[&LEAD, &[Follow]]));

        let chair = |state| may(Role::Invited, Some((Side::Staff, Part::Chair)), state);
        assert_eq!(chair(State::Draft), [Read, Evidence, Invite, Consent]);
        assert_eq!(
            chair(State::Scoring),
            [Read, Evidence, Invite, ScoreOwn, Consent]
        );
        assert_eq!(
            chair(State::Meeting),
            [
                Read,
                Evidence,
                Invite,
                Follow,
                Propose,
                Confirm,
                CloseMeeting,
                AnswerQuestion
            ]
        );
        assert_eq!(
            chair(State::Agreed),
            [
                Read,
                Evidence,
                Invite,
                Follow,
                CloseMeeting,
                AnswerQuestion,
                Sign
            ]
        );
        assert_eq!(chair(State::SignedOff), [Read, Evidence, Follow]);

        let scorer = |state| may(Role::Invited, Some((Side::Staff, Part::Scorer)), state);
        assert_eq!(scorer(State::Draft), [Read]);
        assert_eq!(scorer(State::Scoring), [Read, ScoreOwn]);
        assert_eq!(scorer(State::Meeting), [Read, Follow]);
        assert_eq!(scorer(State::Agreed), [Read, Follow]);

        let guardian = |state| may(Role::Invited, Some((Side::Board, Part::Guardian)), state);
        assert_eq!(guardian(State::Scoring), [Read]);
        assert_eq!(guardian(State::Meeting), [Read, Follow, Ask]);
        assert_eq!(guardian(State::Agreed), [Read, Follow, Ask, Sign]);

        let edi = may(
            Role::Invited,
            Some((Side::Other, Part::EdiLead)),
            State::Meeting,
        );
        assert_eq!(edi, [Read, Eqia, Follow]);
    }

    #[test]
    fn a_deputy_may_what_the_chair_may_except_invite() {
        for &state in State::ALL {
            let of = |part| {
                allowed(
                    Role::Invited,
                    Some((Side::Staff, part)),
                    Method::Partnership,
                    state,
                )
            };
            let mut chair = of(Part::Chair);
            chair.retain(|it| *it != Invite);
            assert_eq!(chair, of(Part::Deputy), "{state:?}");
        }
    }

    #[test]
    fn an_analyst_may_no_more_in_a_seat_than_anybody_else_who_was_invited() {
        for &method in Method::ALL {
            for &state in State::ALL {
                for seat in every_seat() {
                    let mut analyst = allowed(Role::Analyst, seat, method, state);
                    analyst.retain(|it| *it != ReadSystems);
                    assert_eq!(analyst, allowed(Role::Invited, seat, method, state));
                }
            }
        }
    }

    #[test]
    fn what_came_with_a_merger_is_read_and_never_changed() {
        for &role in Role::ALL {
            for &method in Method::ALL {
                for seat in every_seat() {
                    let own = Standing {
                        role,
                        seat: seat.map(|(side, part)| Seat { side, part }),
                        method,
                        state: State::SignedOff,
                        is_inherited: false,
                    };
                    let inherited = own.inherited();
                    let reading = [Read, Follow, ReadAudit];
                    for permission in Permission::ALL {
                        let expected = own.may(permission) && reading.contains(&permission);
                        assert_eq!(inherited.may(permission), expected, "{permission:?}");
                    }
                    assert_eq!(inherited.lists(), []);
                }
            }
        }
    }

    #[test]
    fn a_list_is_shown_to_the_lead_and_its_own_chair_and_to_nobody_else() {
        let lists = |role, seat, method| {
            Standing {
                role,
                seat,
                method,
                state: State::Scoring,
                is_inherited: false,
            }
            .lists()
        };
        for &role in Role::ALL {
            for seat in every_seat() {
                let sits = seat.map(|(side, part)| Seat { side, part });
                let shown = lists(role, sits, Method::Partnership);
                let expected = match (role, seat) {
                    (Role::Lead, _) => Side::ALL.to_vec(),
                    (_, Some((side, Part::Chair))) => vec![side],
                    _ => vec![],
                };
                assert_eq!(shown, expected, "{role:?} {seat:?}");
            }
        }
        assert_eq!(lists(Role::Lead, None, Method::Recorded), []);
    }

    fn every_seat() -> impl Iterator<Item = Option<(Side, Part)>> {
        let seats = Side::ALL
            .iter()
            .flat_map(|&side| Part::ALL.iter().map(move |&part| (side, part)));
        seats
            .filter(|&(side, part)| Seat::new(side, part).is_ok())
            .map(Some)
            .chain([None])
    }
}
