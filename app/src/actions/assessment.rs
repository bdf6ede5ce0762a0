//! Starting an assessment.

use domain::{
    assessment::{Assessment, Method, Scope, State},
    divergence::Minimum,
    following::{Mapping, Year, carry},
    framework::{self, Additions, Framework, PackEdition},
    id::AssessmentId,
    level::Target,
    permission::Permission,
    site::Site,
    text,
};
use leptos::prelude::*;
use store::{Store, StoreError};

use crate::{
    dates::read_date,
    draft::Draft,
    error::AppError,
    place::Place,
    visitor::{Visitor, go_to, new_id, now, round, store, today, visitor},
};

/// Starts an assessment: one that is recorded is open at once, one in partnership is a draft.
///
/// As a new year it takes over, from the signed assessment that it follows,
/// targets, importance, evidence and open actions, all to be looked at again.
///
/// The day it opens is the day from which the age of evidence is told.
#[server(endpoint = "assessments/create")]
pub async fn create_assessment(
    #[server(default)] title: String,
    #[server(default)] pack: String,
    #[server(default)] scope: String,
    #[server(default)] period_start: String,
    #[server(default)] period_end: String,
    #[server(default)] default_target: String,
    #[server(default)] method: String,
    /// The ids of add-on packs; an unknown one is left out.
    #[server(default)]
    add_ons: Vec<String>,
    /// The signed assessment that it follows; empty for none.
    #[server(default)]
    after: String,
    #[server(default)] site: String,
) -> Result<(), AppError> {
    let visitor = visitor().await?;
    visitor.require(Permission::StartAssessment)?;

    let mut draft = Draft::default()
        .typed("title", &title)
        .typed("pack", &pack)
        .typed("scope", &scope)
        .typed("period_start", &period_start)
        .typed("period_end", &period_end)
        .typed("default_target", &default_target)
        .typed("method", &method)
        .typed("add_ons", &add_ons.join(" "))
        .typed("after", &after)
        .typed("site", &site);
    let store = store()?;
    let earlier = match after.parse::<AssessmentId>().ok() {
        Some(id) => Some(visitor.assessment_in(&store, id, Permission::Read).await?),
        None => None,
    };
    let page = match &earlier {
        Some((earlier, _)) => Place::NewAssessmentAfter(earlier.assessment_id),
        None => Place::NewAssessment,
    };
    let title = draft.check("title", text::line(&title)).unwrap_or_default();
    if title.is_empty() && draft.problem_with("title").is_none() {
        draft.problem(
            "title",
            "Give the assessment a title, for example “April 2026 to March 2027”.",
        );
    }
    let framework = framework::main_packs().find(|it| it.id == pack);
    if framework.is_none() {
        draft.problem("pack", "Choose a questionnaire.");
    }
    if let Some((earlier, _)) = &earlier {
        if earlier.is_open() {
            draft.problem(
                "after",
                "A new year starts from an assessment that is signed.",
            );
        }
        if framework.is_some_and(|it| it.id != earlier.framework) {
            draft.problem(
                "pack",
                "A new year uses the questionnaire of the year that it follows. Choose that one, or start from nothing.",
            );
        }
    }
    let scope: Option<Scope> = scope.parse().ok();
    if scope.is_none() {
        draft.problem("scope", "Choose the full questionnaire or the quick scan.");
    }
    let start = read_date(&mut draft, "period_start", &period_start);
    let end = read_date(&mut draft, "period_end", &period_end);
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        draft.problem("period_end", "The last day cannot come before the first.");
    }
    let target = default_target
        .parse()
        .ok()
        .and_then(|number| Target::new(number).ok());
    if target.is_none() {
        draft.problem("default_target", "Choose where targets start.");
    }
    let method: Option<Method> = method.parse().ok();
    if method.is_none() {
        draft.problem("method", "Choose how it is scored.");
    }
    let site = find_site(&visitor, &mut draft, &site).await?;
    let site_of = |site: Option<&Site>| site.map(|it| it.site_id);
    if let Some((earlier, _)) = &earlier
        && site_of(earlier.site.as_ref()) != site_of(site.as_ref())
    {
        draft.problem(
            "site",
            "A new year is about the same as the year that it follows: the same site, or all of the organisation.",
        );
    }
    let (Some(framework), Some(scope), Some(start), Some(end), Some(target), Some(method), false) = (
        framework,
        scope,
        start,
        end,
        target,
        method,
        draft.has_problems(),
    ) else {
        return draft.keep(&visitor.holder(), &page).await;
    };

    let assessment = Assessment {
        assessment_id: AssessmentId(new_id()),
        organisation_id: visitor.organisation.organisation_id,
        title,
        framework: framework.id.clone(),
        edition: framework.edition,
        scope,
        method,
        minimum: Minimum::default(),
        period_start: start,
        period_end: end,
        default_target: target,
        as_at: today(),
        state: match method {
            Method::Recorded => State::Scoring,
            Method::Partnership => State::Draft,
        },
        supersedes: None,
        additions: Additions {
            add_ons: framework::add_ons()
                .filter(|it| add_ons.contains(&it.id))
                .map(|it| PackEdition {
                    id: it.id.clone(),
                    edition: it.edition,
                })
                .collect(),
            // The organisation's own statements go on from year to year.
            ..earlier
                .as_ref()
                .map(|(earlier, _)| earlier.additions.clone())
                .unwrap_or_default()
        },
        follows: earlier.as_ref().map(|(earlier, _)| earlier.assessment_id),
        site,
    };
    match earlier {
        Some((earlier, before)) => {
            // What is asked beside the pack, too.
            let asked = assessment.find_framework().ok_or(AppError::Unavailable)?;
            follow(&store, &visitor, (&earlier, before), (&assessment, asked)).await?;
        }
        None => {
            store
                .create_assessment(&assessment, Some(&visitor.person), now())
                .await?;
        }
    }
    Draft::drop(&visitor.holder(), &page).await?;
    go_to(&Place::Assessment(assessment.assessment_id));
    Ok(())
}

/// Starts a new year with what it takes over.
async fn follow(
    store: &Store,
    visitor: &Visitor,
    (earlier, before): (&Assessment, &Framework),
    (next, framework): (&Assessment, &Framework),
) -> Result<(), AppError> {
    let mapping = Mapping::of(
        Year {
            assessment: earlier,
            framework: before,
        },
        Year {
            assessment: next,
            framework,
        },
    );
    let (records, actions) = (store.records(earlier).await?, store.actions(earlier).await?);
    let carried = carry(&mapping, &records, &actions);
    store
        .start_following(earlier, next, &carried, &visitor.person, now())
        .await?;
    Ok(())
}

/// The site of the visitor's organisation that was chosen; none for the whole of it.
async fn find_site(
    visitor: &Visitor,
    draft: &mut Draft,
    chosen: &str,
) -> Result<Option<Site>, AppError> {
    if chosen.is_empty() {
        return Ok(None);
    }
    let sites = store()?.sites(visitor.organisation.organisation_id).await?;
    let found = sites
        .into_iter()
        .map(|it| it.site.value)
        .find(|it| it.site_id.to_string() == chosen);
    if found.is_none() {
        draft.problem(
            "site",
            "Choose the whole organisation, or one of its sites.",
        );
    }
    Ok(found)
}

/// Starts an assessment from a signed one, which it supersedes; leads to the
/// one that does so already when there is one.
#[server(endpoint = "assessments/reopen")]
pub async fn reopen_assessment(assessment: AssessmentId) -> Result<(), AppError> {
    let (visitor, round) = round(assessment, Permission::StartAssessment).await?;
    let store = store()?;
    let next = round.assessment.reopened(AssessmentId(new_id()));
    let reopened = store
        .reopen(&round.assessment, &next, &visitor.person, now())
        .await;
    let id = match reopened {
        Ok(()) => next.assessment_id,
        // Somebody was faster, or this was sent twice.
        Err(StoreError::Conflict { .. }) => {
            let later = store.lineage(&round.assessment).await?.later;
            later.ok_or(AppError::Unavailable)?.assessment_id
        }
        // What is not signed can be changed as it is.
        Err(StoreError::Stale { .. }) => return Err(AppError::Invalid),
        Err(error) => return Err(error.into()),
    };
    go_to(&Place::Assessment(id));
    Ok(())
}
