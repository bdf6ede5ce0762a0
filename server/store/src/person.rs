//! People: who may sign in, and for which organisation.

use domain::{
    id::{OrganisationId, PersonId},
    participant::Seat,
    person::{Email, Person, Role},
};
use sqlx::types::Uuid;
use time::OffsetDateTime;

use crate::{
    Store, StoreError,
    engine::{in_read, in_single_write, in_write},
    error::read,
    participant::read_seat,
};

/// What signing in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who they are, if the password is right.
    pub person: Person,
    /// The hash of their password; `None` until they have set one.
    pub password_hash: Option<String>,
}

/// Somebody who takes part, and whether they can sign in yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// Whether they have set a password.
    pub has_password: bool,
}

/// Without the hash, which belongs in no log.
impl std::fmt::Debug for SignIn {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SignIn")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// The columns of a person, wherever they are selected.
#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    person_id: Uuid,
    organisation_id: Uuid,
    name: String,
    email: String,
    role: String,
}

impl PersonRow {
    pub(crate) fn read(self) -> Result<Person, StoreError> {
        Ok(Person {
            person_id: PersonId(self.person_id),
            organisation_id: OrganisationId(self.organisation_id),
            name: self.name,
            email: read("person.email", &self.email)?,
            role: read("person.role", &self.role)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct SignInRow {
    #[sqlx(flatten)]
    person: PersonRow,
    password_hash: Option<String>,
}

/// Somebody of an invented organisation, as demo mode lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventedPerson {
    /// Who.
    pub person: Person,
    /// What their organisation is called.
    pub organisation: String,
    /// Where they sit in the newest assessment that they have a seat in.
    pub seat: Option<Seat>,
}

#[derive(sqlx::FromRow)]
struct InventedPersonRow {
    #[sqlx(flatten)]
    person: PersonRow,
    organisation_name: String,
    side: Option<String>,
    part: Option<String>,
}

impl InventedPersonRow {
    fn read(self) -> Result<InventedPerson, StoreError> {
        let seat = self.side.zip(self.part);
        Ok(InventedPerson {
            person: self.person.read()?,
            organisation: self.organisation_name,
            seat: seat
                .map(|(side, part)| read_seat(&side, &part))
                .transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    person: PersonRow,
    has_password: bool,
}

/// The statement that adds a person.
macro_rules! insert_person {
    ($person:expr, $password_hash:expr, $now:expr) => {{
        let person: &domain::person::Person = $person;
        sqlx::query($crate::person::ADD_PERSON)
            .bind(person.person_id.0)
            .bind(person.organisation_id.0)
            .bind(&person.name)
            .bind(person.email.as_str())
            .bind(person.role.code())
            .bind($password_hash)
            .bind($crate::stored::to_second($now))
    }};
}

/// Ends every session of a person, on any connection.
macro_rules! end_sessions {
    ($db:expr, $person:expr) => {
        sqlx::query($crate::session::END_SESSIONS_OF)
            .bind($person.0)
            .execute(&mut *$db)
            .await?
    };
}

pub(crate) use {end_sessions, insert_person};

pub(crate) const ADD_PERSON: &str = "
    INSERT INTO person
           (person_id, organisation_id, name, email, role, password_hash, added_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const LIST_PEOPLE: &str = "
    SELECT person_id, organisation_id, name, email, role
      FROM person
     WHERE organisation_id = $1";

/// Ids grow with time, so the highest is the newest assessment's.
const LIST_INVENTED: &str = "
    SELECT p.person_id, p.organisation_id, p.name, p.email, p.role,
           o.name AS organisation_name, t.side, t.part
      FROM person p
      JOIN organisation o ON o.organisation_id = p.organisation_id
      LEFT JOIN participant t
             ON t.person_id = p.person_id
            AND NOT EXISTS (SELECT 1 FROM participant later
                             WHERE later.person_id = p.person_id
                               AND later.assessment_id > t.assessment_id)
     WHERE o.invented";

const LIST_MEMBERS: &str = "
    SELECT person_id, organisation_id, name, email, role,
           password_hash IS NOT NULL AS has_password
      FROM person
     WHERE organisation_id = $1";

const FIND_PERSON_ANYWHERE: &str = "
    SELECT person_id, organisation_id, name, email, role
      FROM person
     WHERE person_id = $1";

const FIND_PERSON: &str = "
    SELECT person_id, organisation_id, name, email, role
      FROM person
     WHERE organisation_id = $1 AND person_id = $2";

const FIND_SIGN_IN: &str = "
    SELECT person_id, organisation_id, name, email, role, password_hash
      FROM person
     WHERE email = $1";

const ANY_PERSON: &str = "SELECT 1 FROM person LIMIT 1";

const CHANGE_PERSON: &str = "
    UPDATE person SET name = $3, role = $4 WHERE organisation_id = $1 AND person_id = $2";

const CHANGE_ROLE: &str = "
    UPDATE person SET role = $3 WHERE organisation_id = $1 AND person_id = $2";

const REMOVE_PERSON: &str = "DELETE FROM person WHERE organisation_id = $1 AND person_id = $2";

pub(crate) const CHANGE_PASSWORD: &str =
    "UPDATE person SET password_hash = $2 WHERE person_id = $1";

/// Changes nothing, and makes whoever else wants to change the people wait until this is done.
pub(crate) const HOLD_ORGANISATION: &str =
    "UPDATE organisation SET version = version WHERE organisation_id = $1";

const COUNT_LEADS: &str =
    "SELECT count(*) FROM person WHERE organisation_id = $1 AND role = 'lead'";

/// Refuses to go on when the organisation has nobody left to lead it.
macro_rules! keep_a_lead {
    ($db:expr, $organisation:expr) => {
        let leads: i64 = sqlx::query_scalar(COUNT_LEADS)
            .bind($organisation.0)
            .fetch_one(&mut *$db)
            .await?;
        if leads == 0 {
            return Err(StoreError::LastLead);
        }
    };
}

impl Store {
    /// Everybody who can sign in for an organisation, by name.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn people(&self, organisation: OrganisationId) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<PersonRow> = in_read!(self, |db| sqlx::query_as(LIST_PEOPLE)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        let mut people = rows
            .into_iter()
            .map(PersonRow::read)
            .collect::<Result<Vec<_>, _>>()?;
        people.sort_by(|a, b| (&a.name, a.person_id).cmp(&(&b.name, b.person_id)));
        Ok(people)
    }

    /// Everybody of every invented organisation, by organisation and name. For
    /// whoever looks around in demo mode, which lets anybody be any of them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn invented_people(&self) -> Result<Vec<InventedPerson>, StoreError> {
        let rows: Vec<InventedPersonRow> = in_read!(self, |db| sqlx::query_as(LIST_INVENTED)
            .fetch_all(&mut *db)
            .await?);
        let mut people = rows
            .into_iter()
            .map(InventedPersonRow::read)
            .collect::<Result<Vec<_>, _>>()?;
        people.sort_by(|a, b| {
            let key = |it: &InventedPerson| {
                let Person {
                    name, person_id, ..
                } = &it.person;
                (it.organisation.clone(), name.clone(), *person_id)
            };
            key(a).cmp(&key(b))
        });
        Ok(people)
    }

    /// The same people, each with whether they have set a password.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn members(&self, organisation: OrganisationId) -> Result<Vec<Member>, StoreError> {
        let rows: Vec<MemberRow> = in_read!(self, |db| sqlx::query_as(LIST_MEMBERS)
            .bind(organisation.0)
            .fetch_all(&mut *db)
            .await?);
        let mut members = rows
            .into_iter()
            .map(|row| {
                Ok(Member {
                    person: row.person.read()?,
                    has_password: row.has_password,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        members.sort_by(|a, b| {
            (&a.person.name, a.person.person_id).cmp(&(&b.person.name, b.person.person_id))
        });
        Ok(members)
    }

    /// The person with this id, of whichever organisation: for whoever holds a link
    /// of theirs, never for a visitor of another organisation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_person_anywhere(
        &self,
        person: PersonId,
    ) -> Result<Option<Person>, StoreError> {
        let row: Option<PersonRow> = in_read!(self, |db| sqlx::query_as(FIND_PERSON_ANYWHERE)
            .bind(person.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(PersonRow::read).transpose()
    }

    /// The person with this id, if they belong to this organisation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_person(
        &self,
        organisation: OrganisationId,
        person: PersonId,
    ) -> Result<Option<Person>, StoreError> {
        let row: Option<PersonRow> = in_read!(self, |db| sqlx::query_as(FIND_PERSON)
            .bind(organisation.0)
            .bind(person.0)
            .fetch_optional(&mut *db)
            .await?);
        row.map(PersonRow::read).transpose()
    }

    /// What to check somebody's password against.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn find_sign_in(&self, email: &Email) -> Result<Option<SignIn>, StoreError> {
        let row: Option<SignInRow> = in_read!(self, |db| sqlx::query_as(FIND_SIGN_IN)
            .bind(email.as_str())
            .fetch_optional(&mut *db)
            .await?);
        row.map(|row| {
            Ok(SignIn {
                person: row.person.read()?,
                password_hash: row.password_hash,
            })
        })
        .transpose()
    }

    /// Whether anybody can sign in at all; if not, this is a fresh installation.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn any_person(&self) -> Result<bool, StoreError> {
        let anybody = in_read!(self, |db| sqlx::query(ANY_PERSON)
            .fetch_optional(&mut *db)
            .await?
            .is_some());
        Ok(anybody)
    }

    /// Adds a person to their organisation, with a password or with a link still to come.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] when the email address is taken, and
    /// [`StoreError::Database`] when the database is unavailable.
    pub async fn add_person(
        &self,
        person: &Person,
        password_hash: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        in_single_write!(self, insert_person!(person, password_hash, now))
            .map_err(StoreError::or_conflict("person"))?;
        Ok(())
    }

    /// Removes a person and signs them out; what they saved stays. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::LastLead`] when nobody would be left to lead, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn remove_person(
        &self,
        organisation: OrganisationId,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            sqlx::query(HOLD_ORGANISATION)
                .bind(organisation.0)
                .execute(&mut *db)
                .await?;
            let removed = sqlx::query(REMOVE_PERSON)
                .bind(organisation.0)
                .bind(person.0)
                .execute(&mut *db)
                .await?;
            keep_a_lead!(db, organisation);
            Ok(removed.rows_affected() > 0)
        })
    }

    /// Gives a person this name and role. Returns whether there was such a person.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::LastLead`] when nobody would be left to lead, and
    /// [`StoreError::Database`] when the database is unavailable. In neither
    /// case is anything changed.
    pub async fn change_person(
        &self,
        organisation: OrganisationId,
        person: PersonId,
        name: &str,
        role: Role,
    ) -> Result<bool, StoreError> {
        in_write!(self, |db| {
            sqlx::query(HOLD_ORGANISATION)
                .bind(organisation.0)
                .execute(&mut *db)
                .await?;
            let changed = sqlx::query(CHANGE_PERSON)
                .bind(organisation.0)
                .bind(person.0)
                .bind(name)
                .bind(role.code())
                .execute(&mut *db)
                .await?;
            keep_a_lead!(db, organisation);
            Ok(changed.rows_affected() > 0)
        })
    }

    /// Makes `to` the lead and `from` a viewer, or neither. Returns whether both exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn hand_over_lead(
        &self,
        organisation: OrganisationId,
        from: PersonId,
        to: PersonId,
    ) -> Result<bool, StoreError> {
        if from == to {
            return Ok(false);
        }
        in_write!(self, |db| {
            for (person, role) in [(from, Role::Viewer), (to, Role::Lead)] {
                let changed = sqlx::query(CHANGE_ROLE)
                    .bind(organisation.0)
                    .bind(person.0)
                    .bind(role.code())
                    .execute(&mut *db)
                    .await?;
                if changed.rows_affected() == 0 {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// Gives a person another password and signs them out everywhere.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Database`] when the database is unavailable.
    pub async fn change_password(
        &self,
        person: PersonId,
        password_hash: &str,
    ) -> Result<(), StoreError> {
        in_write!(self, |db| {
            sqlx::query(CHANGE_PASSWORD)
                .bind(person.0)
                .bind(password_hash)
                .execute(&mut *db)
                .await?;
            end_sessions!(db, person);
        });
        Ok(())
    }
}
