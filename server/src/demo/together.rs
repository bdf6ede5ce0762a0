//! Organisations together: one with two sites, and one that hosts a system.

use domain::{
    assessment::Scope,
    framework::Framework,
    id::{SiteId, SystemId, SystemInvitationId},
    organisation::{Headcount, Kind, Organisation},
    person::{Person, Role},
    site::Site,
    system::{self, INVITATION, System},
};
use store::{Store, system::Waiting};
use time::{Date, Month, OffsetDateTime};
use uuid::Uuid;

use super::{LAST_YEAR, Past, Round, add_person, assessment, complete, organisation, scores};

/// What the second of the two sites says, in the order of the pack; the first says what
/// everybody said last year.
const OTHER_SITE: &str = "22213 13212 1223n 22121 12112 12212 22231 22122 11221 11222 22111 13212";

/// The sites, with what each scored.
const SITES: [(&str, &str); 2] = [
    ("Hillside Hospital", scores::LAST_YEAR),
    ("Valley Community Hospital", OTHER_SITE),
];

/// Fills them in; `member` belongs to the system, and shares nothing with it.
pub async fn fill(
    store: &Store,
    framework: &'static Framework,
    member: (&Organisation, &Person),
    year: i32,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    sites(store, framework, year, now).await?;
    let host = organisation(
        "Estuary Integrated Care Board",
        Kind::SystemBody,
        Headcount::Under1000,
    );
    store.create_organisation(&host, now).await?;
    let nadia = add_person(store, &host, "Nadia Hussain", Role::Lead, now).await?;
    add_person(store, &host, "Colin Frost", Role::Analyst, now).await?;
    let system = System {
        system_id: SystemId(Uuid::now_v7()),
        host_id: host.organisation_id,
        name: "Estuary Health and Care".into(),
        kind: system::Kind::IntegratedCare,
    };
    store.create_system(&system, &nadia, now).await?;
    let (organisation, lead) = member;
    let invitation = Waiting {
        invitation_id: SystemInvitationId(Uuid::now_v7()),
        addressee: organisation.name.clone(),
        made_at: now,
        expires_at: now + INVITATION,
    };
    // Used up at once, so that nobody needs to know the secret.
    let token = [7; 32];
    store
        .invite_to_system(&system, token, &invitation, &nadia)
        .await?;
    store.join_system(token, lead, now).await?;
    Ok(())
}

async fn sites(
    store: &Store,
    framework: &'static Framework,
    year: i32,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    let moorland = organisation("Moorland Hospitals", Kind::Acute, Headcount::From3000);
    store.create_organisation(&moorland, now).await?;
    let lead = add_person(store, &moorland, "Gwen Parry", Role::Lead, now).await?;
    let opened = Date::from_calendar_date(year, Month::May, 12)?;
    let signed_at = Date::from_calendar_date(year, Month::June, 30)?
        .with_hms(14, 30, 0)?
        .assume_utc();
    for (name, answers) in SITES {
        let site = Site {
            site_id: SiteId(Uuid::now_v7()),
            name: name.into(),
        };
        store
            .add_site(moorland.organisation_id, &site, Some(lead.person_id), now)
            .await?;
        let mut assessment = assessment(framework, &moorland, year, opened, Scope::Full)?;
        assessment.site = Some(site);
        let round = Round {
            store,
            framework,
            assessment,
            lead: &lead,
            now: opened.with_hms(9, 0, 0)?.assume_utc(),
        };
        let past = Past {
            year,
            answers,
            follows: None,
            ..LAST_YEAR
        };
        complete(&round, &past, signed_at).await?;
    }
    Ok(())
}
