//! Who takes part in an assessment, for which side, and by which invitation.
//!
//! Who sits on the staff side says who is in a trade union: a side's list is
//! for its own chair and the lead, and callers must ask who is asking.

use std::collections::BTreeMap;

use domain::{
    assessment::Assessment,
    audit::Event,
    id::{AssessmentId, PersonId, ScorerId},
    participant::{Part, Participant, Seat, Side},
    person::{Email, Person, Role},
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    audit::append_entry,
    engine::{in_read, in_single_write, in_write},
    error::read,
    person::{PersonRow, insert_person},
    session::TokenHash,
    stored::to_second,
};

/// Somebody who takes part, as their chair and the lead see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Who, and where they sit.
    pub participant: Participant,
    /// The pillars they were asked to look at first, by id.
    pub sections: Vec<String>,
    /// When they were invited, to the second.
    pub invited_at: OffsetDateTime,
    /// Whether there is a link with which they can take part.
    pub has_link: bool,
}

/// How far one side has come: numbers, and no names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many people of the side score.
    pub scorers: u32,
    /// How many of them have answered every statement.
    pub finished: u32,
    /// How many answers they have given in all.
    pub answers: u64,
}

/// Whom an invitation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// To which assessment.
    pub assessment: AssessmentId,
    /// Whom.
    pub person: PersonId,
}

#[derive(sqlx::FromRow)]
struct InvitedRow {
    #[sqlx(flatten)]
    person: PersonRow,
    assessment_id: Uuid,
    side: String,
    part: String,
    sections: String,
    invited_at: OffsetDateTime,
    has_link: bool,
}

impl InvitedRow {
    fn read(self) -> Result<Invited, StoreError> {
        Ok(Invited {
            participant: Participant {
                assessment_id: AssessmentId(self.assessment_id),
                person: self.person.read()?,
                seat: read_seat(&self.side, &self.part)?,
            },
            sections: self
                .sections
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            invited_at: self.invited_at,
            has_link: self.has_link,
        })
    }
}

/// Reads a seat as it is kept.
pub(crate) fn read_seat(side: &str, part: &str) -> Result<Seat, StoreError> {
    let (side, part): (Side, Part) = (
        read("participant.side", side)?,
        read("participant.part", part)?,
    );
    Seat::new(side, part).map_err(|_| StoreError::Corrupt {
        column: "participant.part",
        value: format!("{} {}", side.code(), part.code()),
    })
}

const ADD_PARTICIPANT: &str = "
    INSERT INTO participant
           (assessment_id, person_id, side, part, scorer_id, sections, invited_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Everything about those who take part but the condition that says who.
macro_rules! select_participants {
    ($condition:literal) => {
        concat!(
            "SELECT p.person_id, p.organisation_id, p.name, p.email, p.role,
                    t.assessment_id, t.side, t.part, t.sections, t.invited_at,
                    EXISTS (SELECT 1 FROM invitation i
                             WHERE i.assessment_id = t.assessment_id
                               AND i.person_id = t.person_id) AS has_link
               FROM participant t
               JOIN person p ON p.person_id = t.person_id
              WHERE t.assessment_id = $1 ",
            $condition
        )
    };
}

const LIST_PARTICIPANTS: &str = select_participants!("");

const FIND_PARTICIPANT: &str = select_participants!("AND t.person_id = $2");

const REMOVE_OWN_SCORES: &str = "
    DELETE FROM own_score
     WHERE assessment_id = $1
       AND scorer_id = (SELECT scorer_id FROM participant
                         WHERE assessment_id = $1 AND person_id = $2)";

const END_ITS_SESSIONS: &str = "DELETE FROM session WHERE assessment_id = $1 AND person_id = $2";

const REMOVE_PARTICIPANT: &str =
    "DELETE FROM participant WHERE assessment_id = $1 AND person_id = $2";

const PROGRESS: &str = "
    SELECT t.side,
           count(*) AS scorers,
           sum(CASE WHEN coalesce(s.answers, 0) >= $2 THEN 1 ELSE 0 END) AS finished,
           CAST(sum(coalesce(s.answers, 0)) AS BIGINT) AS answers
      FROM participant t
      LEFT JOIN (SELECT scorer_id, count(*) AS answers
                   FROM own_score
                  WHERE assessment_id = $1 AND answer IS NOT NULL
                  GROUP BY scorer_id) s ON s.scorer_id = t.scorer_id
     WHERE t.assessment_id = $1 AND t.part IN ('chair', 'deputy', 'scorer')
     GROUP BY t.side";

const UNFINISHED: &str = "
    SELECT p.person_id, p.organisation_id, p.name, p.email, p.role
      FROM participant t
      JOIN person p ON p.person_id = t.person_id
     WHERE t.assessment_id = $1 AND t.side = $3 AND t.part IN ('chair', 'deputy', 'scorer')
       AND (SELECT count(*) FROM own_score s
             WHERE s.assessment_id = $1 AND s.scorer_id = t.scorer_id
               AND s.answer IS NOT NULL) < $2";

const ADD_INVITATION: &str = "
    INSERT INTO invitation (token_hash, assessment_id, person_id, made_at)
    VALUES ($1, $2, $3, $4)";

const REVOKE_INVITATIONS: &str =
    "DELETE FROM invitation WHERE assessment_id = $1 AND person_id = $2";

/// A scorer's part is over when scoring closes; the others have something to do until sign-off.
const FIND_INVITATION: &str = "
    SELECT i.assessment_id, i.person_id
      FROM invitation i
      JOIN participant t ON t.assessment_id = i.assessment_id AND t.person_id = i.person_id
      JOIN assessment a ON a.assessment_id = i.assessment_id
     WHERE i.token_hash = $1
       AND (a.state IN ('draft', 'scoring')
            OR (t.part <> 'scorer' AND a.state IN ('meeting', 'agreed')))";

const FIND_PERSON_BY_EMAIL: &str = "
    SELECT person_id, organisation_id, name, email, role
      FROM person
     WHERE email = $1";

const ASSESSMENTS_OF_PARTICIPANT: &str =
    "SELECT assessment_id FROM participant WHERE person_id = $1";

/// Somebody to be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Their id, unless somebody of the organisation has this address already.
    pub person_id: PersonId,
    /// What they are called.
    pub name: String,
    /// Where their invitation goes.
    pub email: Email,
    /// Where they will sit.
    pub seat: Seat,
    /// What will lead to their scores; random, so that it says nothing of them.
    pub scorer_id: ScorerId,
    /// The pillars they are asked to look at first, by id.
    pub sections: Vec<String>,
}

impl Store {
    /// Gives somebody a seat, and adds them to the organisation if they are new there.
    ///
    /// Somebody who is new gets the role [`Role::Invited`]; the role of somebody
    /// who is known stays. Returns who it is.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] with entity `email` when somebody of
    /// another organisation has this address, `participant` when they have a
    /// seat already, and `chair` when the side has one; [`StoreError::Database`]
    /// when the database is unavailable. In no case is anything changed.
    pub async fn add_participant(
        &self,
        assessment: &Assessment,
        guest: &Guest,
        by: Option<&Person>,
        now: OffsetDateTime,
    ) -> Result<PersonId, StoreError> {
        in_write!(self, |db| {
            let known: Option<PersonRow> = sqlx::query_as(FIND_PERSON_BY_EMAIL)
                .bind(guest.email.as_str())
                .fetch_optional(&mut *db)
                .await?;
            let person_id = match known.map(PersonRow::read).transpose()? {
                Some(known) if known.organisation_id == assessment.organisation_id => {
                    known.person_id
                }
                Some(_) => return Err(StoreError::Conflict { entity: "email" }),
                None => {
                    let person = Person {
                        person_id: guest.person_id,
                        organisation_id: assessment.organisation_id,
                        name: guest.name.clone(),
                        email: guest.email.clone(),
                        role: Role::Invited,
                    };
                    insert_person!(&person, None::<&str>, now)
                        .execute(&mut *db)
                        .await
                        .map_err(StoreError::or_conflict("email"))?;
                    person.person_id
                }
            };
            let has_chair: bool = guest.seat.part == Part::Chair
                && sqlx::query(FIND_CHAIR)
                    .bind(assessment.assessment_id.0)
                    .bind(guest.seat.side.code())
                    .fetch_optional(&mut *db)
                    .await?
                    .is_some();
            if has_chair {
                return Err(StoreError::Conflict { entity: "chair" });
            }
            sqlx::query(ADD_PARTICIPANT)
                .bind(assessment.assessment_id.0)
                .bind(person_id.0)
                .bind(guest.seat.side.code())
                .bind(guest.seat.part.code())
                .bind(guest.scorer_id.0)
                .bind(guest.sections.join(" "))
                .bind(to_second(now))
                .execute(&mut *db)
                .await
                .map_err(StoreError::or_conflict("participant"))?;
            let event = Event::Invited {
                side: guest.seat.side,
                part: guest.seat.part,
            };
            append_entry!(db, assessment, by, event, now);
            Ok(person_id)
        })
    }

    /// Takes somebody's seat, invitations and own scores away. Returns whether they had a seat.
    ///
    /// Once the scores are revealed nobody is taken out who may have scored: the
    /// meeting would be about other scores than it saw.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::ScoringClosed`] where nobody can be taken out of the
    /// seat any more, and [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn remove_participant(
        &self,
        assessment: &Assessment,
        person: PersonId,
        by: &Person,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            let seat: Option<(String, String, String)> = sqlx::query_as(SEAT_TO_REMOVE)
                .bind(assessment.assessment_id.0)
                .bind(person.0)
                .fetch_optional(&mut *db)
                .await?;
            let Some((side, part, state)) = seat else {
                return Ok(false);
            };
            let seat = read_seat(&side, &part)?;
            if !seat.can_be_left_in(read("assessment.state", &state)?) {
                return Err(StoreError::ScoringClosed);
            }
            for sql in [REMOVE_OWN_SCORES, END_ITS_SESSIONS, REMOVE_PARTICIPANT] {
                sqlx::query(sql)
                    .bind(assessment.assessment_id.0)
                    .bind(person.0)
                    .execute(&mut *db)
                    .await?;
            }
            let Seat { side, part } = seat;
            append_entry!(
                db,
                assessment,
                Some(by),
                Event::Uninvited { side, part },
                now
            );
            Ok(true)
        })
    }

    /// Everybody with a seat, by side, part and name. For the lead; a chair is
    /// shown those of their own side only.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn participants(&self, assessment: &Assessment) -> Result<Vec<Invited>, StoreError> {
        let rows: Vec<InvitedRow> = in_read!(self, |db| sqlx::query_as(LIST_PARTICIPANTS)
            .bind(assessment.assessment_id.0)
            .fetch_all(&mut *db)
            .await?);
        let mut people = rows
            .into_iter()
            .map(InvitedRow::read)
            .collect::<Result<Vec<_>, _>>()?;
        people.sort_by(|a, b| {
            let key = |it: &Invited| {
                let Participant { seat, person, .. } = &it.participant;
                (seat.side, seat.part, person.name.clone(), person.person_id)
            };
            key(a).cmp(&key(b))
        });
        Ok(people)
    }

    /// Somebody's seat, and what belongs to it; `None` when they have none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_participant(
        &self,
        assessment: &Assessment,
        person: PersonId,
    ) -> Result<Option<Invited>, StoreError> {
        let row: Option<InvitedRow> = in_read!(self, |db| sqlx::query_as(FIND_PARTICIPANT)
            .bind(assessment.assessment_id.0)
            .bind(person.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(InvitedRow::read).transpose()
    }

    /// How far each side has come, as numbers. `statements` is how many are asked.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn scoring_progress(
        &self,
        assessment: &Assessment,
        statements: usize,
    ) -> Result<BTreeMap<Side, Progress>, StoreError> {
        let statements = i64::try_from(statements).unwrap_or(i64::MAX);
        let rows: Vec<(String, i64, i64, i64)> = in_read!(self, |db| sqlx::query_as(PROGRESS)
            .bind(assessment.assessment_id.0)
            .bind(statements)
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter()
            .map(|(side, scorers, finished, answers)| {
                let progress = Progress {
                    scorers: u32::try_from(scorers).unwrap_or(u32::MAX),
                    finished: u32::try_from(finished).unwrap_or(u32::MAX),
                    answers: u64::try_from(answers).unwrap_or(0),
                };
                Ok((read("participant.side", &side)?, progress))
            })
            .collect()
    }

    /// The people of a side who have not answered every statement: for reminders
    /// only, and never to be shown to anybody.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn unfinished(
        &self,
        assessment: &Assessment,
        statements: usize,
        side: Side,
    ) -> Result<Vec<Person>, StoreError> {
        let statements = i64::try_from(statements).unwrap_or(i64::MAX);
        let rows: Vec<PersonRow> = in_read!(self, |db| sqlx::query_as(UNFINISHED)
            .bind(assessment.assessment_id.0)
            .bind(statements)
            .bind(side.code())
            .fetch_all(&mut *db)
            .await?);
        rows.into_iter().map(PersonRow::read).collect()
    }

    /// Adds a link for somebody with a seat; their earlier links go on working,
    /// so that a reminder does not lock out a device.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when they have no seat, or the database
    /// is unavailable.
    pub async fn add_invitation(
        &self,
        token_hash: TokenHash,
        assessment: &Assessment,
        person: PersonId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(
            self,
            sqlx::query(ADD_INVITATION)
                .bind(token_hash.as_slice())
                .bind(assessment.assessment_id.0)
                .bind(person.0)
                .bind(to_second(now))
        )?;
        Ok(())
    }

    /// Takes somebody's links back, and ends the sessions that began with one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn revoke_invitations(
        &self,
        assessment: &Assessment,
        person: PersonId,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            for sql in [REVOKE_INVITATIONS, END_ITS_SESSIONS] {
                sqlx::query(sql)
                    .bind(assessment.assessment_id.0)
                    .bind(person.0)
                    .execute(&mut *db)
                    .await?;
            }
        });
        Ok(())
    }

    /// Whom a link invites, while they have something to do.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_invitation(
        &self,
        token_hash: TokenHash,
    ) -> Result<Option<Invitation>, StoreError> {
        let row: Option<(Uuid, Uuid)> = in_read!(self, |db| sqlx::query_as(FIND_INVITATION)
            .bind(token_hash.as_slice())
            .fetch_optional(&mut *db)
            .await?);
        Ok(row.map(|(assessment, person)| Invitation {
            assessment: AssessmentId(assessment),
            person: PersonId(person),
        }))
    }

    /// The assessments in which a person has a seat.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn assessments_of_participant(
        &self,
        person: PersonId,
    ) -> Result<Vec<AssessmentId>, StoreError> {
        let rows: Vec<(Uuid,)> = in_read!(self, |db| sqlx::query_as(ASSESSMENTS_OF_PARTICIPANT)
            .bind(person.0)
            .fetch_all(&mut *db)
            .await?);
        Ok(rows.into_iter().map(|(id,)| AssessmentId(id)).collect())
    }
}

const FIND_CHAIR: &str = "
    SELECT 1 FROM participant WHERE assessment_id = $1 AND side = $2 AND part = 'chair'";

const SEAT_TO_REMOVE: &str = "
    SELECT t.side, t.part, a.state
      FROM participant t
      JOIN assessment a ON a.assessment_id = t.assessment_id
     WHERE t.assessment_id = $1 AND t.person_id = $2";
