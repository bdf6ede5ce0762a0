//! Who asks, and what they may do.
//!
//! Every page, action and download begins here. What belongs to another
//! organisation is *not found*: nobody learns that it exists.

use std::collections::BTreeSet;

use axum::http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{COOKIE, LOCATION, REFERRER_POLICY, SET_COOKIE},
    request::Parts,
};
use domain::{
    assessment::Assessment,
    framework::Framework,
    id::{AssessmentId, PersonId},
    organisation::Organisation,
    participant::Side,
    permission::{Permission, Standing},
    person::{Person, Role},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::Store;
use time::{Duration, OffsetDateTime};

use crate::{
    error::AppError,
    link::LinkSecret,
    place::Place,
    secret::{hash_secret, hex, new_secret},
    site::Site,
};

/// How long a session lasts without signing in again.
pub const SESSION: Duration = Duration::hours(12);

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is.
    pub person: Person,
    /// Where they take part.
    pub organisation: Organisation,
    /// What is stored of the secret in their cookie.
    pub session: [u8; 32],
    /// The one assessment that they came for, when they came by an invitation.
    pub only: Option<AssessmentId>,
}

/// What a visitor may know of.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The assessments, newest first.
    pub assessments: Vec<Assessment>,
    /// Those of the organisation that a later one starts from, and supersedes.
    pub superseded: BTreeSet<AssessmentId>,
}

/// An assessment as a visitor finds it.
#[derive(Debug, Clone)]
pub struct Round {
    /// The assessment.
    pub assessment: Assessment,
    /// The pack it uses.
    pub framework: &'static Framework,
    /// How the visitor stands to it.
    pub standing: Standing,
}

impl Round {
    /// Whether the visitor may do it.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.standing.may(permission)
    }

    /// Whether the visitor may change something that signing freezes, and it is not frozen.
    #[must_use]
    pub fn may_change(&self, permission: Permission) -> bool {
        self.assessment.is_open() && self.may(permission)
    }

    /// How many statements are asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.assessment.asked(self.framework).count()
    }

    /// The side that the visitor sits on.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        self.standing.seat.map(|seat| seat.side)
    }
}

impl Visitor {
    /// Names what this session has set aside; see [`crate::draft`].
    #[must_use]
    pub fn holder(&self) -> String {
        hex(&self.session)
    }

    /// Whether the visitor may do it in their organisation; what they may do in
    /// one assessment, [`Round`] says.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.only.is_none() && self.person.role.may(permission)
    }

    /// Goes on only when the visitor may do it.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Forbidden`] when they may not.
    pub fn require(&self, permission: Permission) -> Result<(), AppError> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(AppError::Forbidden)
        }
    }

    /// The assessments that a visitor may know of, newest first: all of their
    /// organisation, those in which they have a seat, or the one that they came for.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn assessments_in(&self, store: &Store) -> Result<Shown, AppError> {
        let mut all = store.assessments(self.organisation.organisation_id).await?;
        let superseded = all.iter().filter_map(|it| it.supersedes).collect();
        if !self.may(Permission::Read) {
            let seats = store
                .assessments_of_participant(self.person.person_id)
                .await?;
            all.retain(|it| seats.contains(&it.assessment_id));
        }
        if let Some(only) = self.only {
            all.retain(|it| it.assessment_id == only);
        }
        Ok(Shown {
            assessments: all,
            superseded,
        })
    }

    /// Whose an assessment is that the visitor has found: their organisation's, or that of one
    /// which has merged into it.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn organisation_of(
        &self,
        store: &Store,
        assessment: &Assessment,
    ) -> Result<Organisation, AppError> {
        if assessment.organisation_id == self.organisation.organisation_id {
            return Ok(self.organisation.clone());
        }
        let found = store.find_organisation(assessment.organisation_id).await?;
        Ok(found.ok_or(AppError::Unavailable)?.value)
    }

    /// An assessment of the visitor's organisation, with the framework it uses.
    ///
    /// Pages and actions call [`assessment`] or [`open_assessment`]; downloads
    /// and uploads, which are neither, bring the store themselves.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::NotFound`] when there is none, or when it belongs to
    /// another organisation; [`AppError::Forbidden`] when the visitor may not do
    /// `permission`.
    pub async fn assessment_in(
        &self,
        store: &Store,
        id: AssessmentId,
        permission: Permission,
    ) -> Result<(Assessment, &'static Framework), AppError> {
        let round = self.round_in(store, id, permission).await?;
        Ok((round.assessment, round.framework))
    }

    /// The same, with how the visitor stands to it.
    ///
    /// # Errors
    ///
    /// As [`Visitor::assessment_in`].
    pub async fn round_in(
        &self,
        store: &Store,
        id: AssessmentId,
        permission: Permission,
    ) -> Result<Round, AppError> {
        if self.only.is_some_and(|only| only != id) {
            return Err(AppError::NotFound);
        }
        let (organisation, person) = (self.organisation.organisation_id, &self.person);
        let (assessment, seat) = store
            .find_assessment_and_seat(organisation, id, person.person_id)
            .await?
            .ok_or(AppError::NotFound)?;
        // Whoever made the link of an invitation may not become somebody with more rights by it.
        let role = match self.only {
            Some(_) => Role::Invited,
            None => person.role,
        };
        let standing = Standing::of(role, seat, &assessment);
        let standing = if assessment.organisation_id == organisation {
            standing
        } else {
            standing.inherited()
        };
        // Whoever was invited to other assessments, or looks at other organisations' benchmarks,
        // does not learn that this one exists.
        if matches!(role, Role::Invited | Role::Analyst) && seat.is_none() {
            return Err(AppError::NotFound);
        }
        if !standing.may(permission) {
            return Err(AppError::Forbidden);
        }
        let framework = assessment.find_framework().ok_or_else(|| {
            tracing::error!(framework = %assessment.framework, "this build does not ship the framework of an assessment");
            AppError::Unavailable
        })?;
        Ok(Round {
            assessment,
            framework,
            standing,
        })
    }
}

/// The store of this request.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] outside a request.
pub fn store() -> Result<Store, AppError> {
    use_context::<Store>().ok_or(AppError::Unavailable)
}

/// What every page of this installation has in common.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] outside a request.
pub fn site() -> Result<Site, AppError> {
    use_context::<Site>().ok_or(AppError::Unavailable)
}

/// The time, in UTC and whole microseconds, as a snapshot writes it; the store keeps whole seconds.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "one of the two places that read the clock"
)]
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(now.nanosecond() / 1_000 * 1_000)
        .unwrap_or(now)
}

/// The day it is in London.
#[must_use]
pub fn today() -> time::Date {
    domain::display::london_day(now())
}

/// A new id; later ones sort after earlier ones.
#[must_use]
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// A new id that says nothing, not even when it was made.
#[must_use]
pub fn new_random_id() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}

/// Who asks.
///
/// # Errors
///
/// Returns [`AppError::NotSignedIn`] without a session that is still good.
pub async fn visitor() -> Result<Visitor, AppError> {
    let parts = use_context::<Parts>().ok_or(AppError::Unavailable)?;
    visitor_of(&parts.headers, &store()?, site()?.tls).await
}

/// Who asks, and an assessment of theirs with the framework it uses.
///
/// # Errors
///
/// As [`visitor`] and [`Visitor::assessment_in`].
pub async fn assessment(
    id: AssessmentId,
    permission: Permission,
) -> Result<(Visitor, Assessment, &'static Framework), AppError> {
    let visitor = visitor().await?;
    let (assessment, framework) = visitor.assessment_in(&store()?, id, permission).await?;
    Ok((visitor, assessment, framework))
}

/// The same, with how the visitor stands to it.
///
/// # Errors
///
/// As [`visitor`] and [`Visitor::assessment_in`].
pub async fn round(id: AssessmentId, permission: Permission) -> Result<(Visitor, Round), AppError> {
    let visitor = visitor().await?;
    let round = visitor.round_in(&store()?, id, permission).await?;
    Ok((visitor, round))
}

/// The same, when its answers, plan and EQIA may still change.
///
/// # Errors
///
/// As [`round`], and [`AppError::SignedOff`] when it is frozen.
pub async fn open_round(
    id: AssessmentId,
    permission: Permission,
) -> Result<(Visitor, Round), AppError> {
    let (visitor, round) = round(id, permission).await?;
    if !round.assessment.is_open() {
        return Err(AppError::SignedOff);
    }
    Ok((visitor, round))
}

/// An assessment whose answers, plan and EQIA may still change.
///
/// # Errors
///
/// As [`assessment`], and [`AppError::SignedOff`] when it is frozen.
pub async fn open_assessment(
    id: AssessmentId,
    permission: Permission,
) -> Result<(Visitor, Assessment, &'static Framework), AppError> {
    let found = assessment(id, permission).await?;
    if found.1.is_open() {
        Ok(found)
    } else {
        Err(AppError::SignedOff)
    }
}

/// Who sends these headers; for downloads, which are not pages.
///
/// # Errors
///
/// Returns [`AppError::NotSignedIn`] without a session that is still good.
pub async fn visitor_of(
    headers: &HeaderMap,
    store: &Store,
    tls: bool,
) -> Result<Visitor, AppError> {
    let secret = cookie(headers, cookie_name(tls)).ok_or(AppError::NotSignedIn)?;
    let session = hash_secret(&secret);
    let found = store
        .find_session(session, now())
        .await?
        .ok_or(AppError::NotSignedIn)?;
    Ok(Visitor {
        person: found.person,
        organisation: found.organisation,
        session,
        only: found.only,
    })
}

/// Over TLS the name's prefix makes browsers refuse a cookie set by anyone but this host.
fn cookie_name(tls: bool) -> &'static str {
    if tls { "__Host-plumbline" } else { "plumbline" }
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then(|| value.to_owned()))
}

/// Starts a session for a person, for `only` one assessment when they came by an
/// invitation, and hands the browser its cookie.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn sign_in(person: PersonId, only: Option<AssessmentId>) -> Result<(), AppError> {
    let (secret, now) = (new_secret(), now());
    store()?
        .start_session(hash_secret(&secret), person, only, now, now + SESSION)
        .await?;
    set_session_cookie(&secret, SESSION)
}

/// Ends the visitor's session and takes the cookie back.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] when the store does not answer.
pub async fn sign_out(visitor: &Visitor) -> Result<(), AppError> {
    store()?.end_session(visitor.session).await?;
    set_session_cookie("", Duration::ZERO)
}

fn set_session_cookie(secret: &str, lasts: Duration) -> Result<(), AppError> {
    set_cookie(cookie_name(site()?.tls), secret, &Place::Home, lasts)
}

/// The cookie that carries a new link's secret to the one page that shows it.
const LINK_COOKIE: &str = "plumbline-link";

/// Sends the visitor to the page that shows a link they have just made.
///
/// Its secret travels in a cookie that only this page gets: in an address or
/// in the database it would be kept.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] outside a request.
pub fn show_link_at(place: &Place, secret: &LinkSecret) -> Result<(), AppError> {
    set_cookie(LINK_COOKIE, secret.as_str(), place, Duration::MINUTE)?;
    go_to(place);
    Ok(())
}

/// The link that this page is to show, once: the browser forgets it.
///
/// # Errors
///
/// Returns [`AppError::Unavailable`] outside a request.
pub fn take_link(place: &Place) -> Result<Option<LinkSecret>, AppError> {
    let parts = use_context::<Parts>().ok_or(AppError::Unavailable)?;
    let secret = cookie(&parts.headers, LINK_COOKIE).and_then(|it| it.parse().ok());
    if secret.is_some() {
        set_cookie(LINK_COOKIE, "", place, Duration::ZERO)?;
    }
    Ok(secret)
}

fn set_cookie(name: &str, secret: &str, at: &Place, lasts: Duration) -> Result<(), AppError> {
    let secure = if site()?.tls { "; Secure" } else { "" };
    let seconds = lasts.whole_seconds();
    let cookie =
        format!("{name}={secret}; Path={at}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| AppError::Unavailable)?;
    response()?.append_header(SET_COOKIE, value);
    Ok(())
}

fn response() -> Result<ResponseOptions, AppError> {
    use_context::<ResponseOptions>().ok_or(AppError::Unavailable)
}

/// Answers with this status instead of 200.
pub fn set_status(status: StatusCode) {
    if let Ok(response) = response() {
        response.set_status(status);
    }
}

/// Keeps the secret in this page's address out of the Referer of what it leads to.
///
/// Not `no-referrer`: with it a form would say that it comes from nowhere, and
/// be refused as another site's.
pub fn hide_address() {
    if let Ok(response) = response() {
        response.insert_header(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    }
}

/// Sends the visitor on.
///
/// Only a [`Place`] can be gone to, so no header can be forged. An island that
/// saves in the background reads the place from the answer instead.
pub fn go_to(place: &Place) {
    let Ok(response) = response() else { return };
    let Ok(address) = HeaderValue::from_str(&place.to_string()) else {
        return;
    };
    response.insert_header(LOCATION, address);
    if accepts_html() {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Whether a page is asked for, not an answer to a script.
#[must_use]
pub fn accepts_html() -> bool {
    let accept = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(axum::http::header::ACCEPT).cloned());
    accept.is_some_and(|value| {
        value
            .to_str()
            .is_ok_and(|types| types.contains("text/html"))
    })
}
