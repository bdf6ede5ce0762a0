//! What a trend shows: which assessments and check-ins, and everything known of them.
//!
//! The page and the board paper begin here, so that both say the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    assessment::Assessment,
    check_in::CheckIn,
    framework::{self, Origin},
    id::{AssessmentId, OrganisationId, SiteId},
    indicator::IndicatorId,
    permission::Permission,
    site::Site,
    trend::{Deed, Happening, Moment, MomentId, Trend, usual_choice},
};
use report::trend::Between;
use store::{Store, trend::ScoresByAssessment};

use crate::{error::AppError, visitor::Visitor};

/// How many assessments and check-ins are shown at most.
pub const MOST: usize = 12;

/// What somebody asks to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The pack; without one the first that there is.
    pub pack: Option<String>,
    /// The lens; without one the pillars.
    pub lens: Option<String>,
    /// The site; without one the whole organisation.
    pub site: Option<SiteId>,
    /// The indicator that stands under its pillar; without one the first that has figures.
    pub indicator: Option<IndicatorId>,
    /// What is chosen; nothing for the usual choice.
    pub chosen: Vec<MomentId>,
    /// An assessment that is shown besides the usual choice.
    pub with: Option<AssessmentId>,
}

impl Asked {
    /// Reads what stands behind the question mark of an address; what is no id is left out.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "pack" if is_plain(value) => asked.pack = Some(value.to_owned()),
                "lens" if is_plain(value) => asked.lens = Some(value.to_owned()),
                "site" => asked.site = value.parse().ok(),
                "indicator" => asked.indicator = value.parse().ok(),
                "with" => asked.with = value.parse().ok(),
                "show" if asked.chosen.len() < 2 * MOST => asked.chosen.extend(read_moment(value)),
                _ => {}
            }
        }
        asked
    }

    /// The same as it stands behind the question mark; empty when nothing is asked.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.pack.iter().map(|it| format!("pack={it}")));
        parts.extend(self.lens.iter().map(|it| format!("lens={it}")));
        parts.extend(self.site.iter().map(|it| format!("site={it}")));
        parts.extend(self.indicator.iter().map(|it| format!("indicator={it}")));
        parts.extend(self.with.iter().map(|it| format!("with={it}")));
        let chosen = self.chosen.iter();
        parts.extend(chosen.map(|it| format!("show={}", write_moment(*it))));
        parts.join("&")
    }
}

fn is_plain(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    !text.is_empty() && text.len() <= 60 && text.chars().all(plain)
}

/// What a box of the form sends: an id, for a check-in with what it is before it.
#[must_use]
pub fn write_moment(moment: MomentId) -> String {
    match moment {
        MomentId::Assessment(id) => id.to_string(),
        MomentId::CheckIn(id) => format!("{CHECK_IN}{id}"),
    }
}

fn read_moment(text: &str) -> Option<MomentId> {
    match text.strip_prefix(CHECK_IN) {
        Some(id) => id.parse().ok().map(MomentId::CheckIn),
        None => text.parse().ok().map(MomentId::Assessment),
    }
}

const CHECK_IN: &str = "check-in-";

/// Everything that a trend is made from.
#[derive(Debug)]
pub struct Material {
    /// The assessments of one pack that could be shown, newest first: all of the whole
    /// organisation, or all of one site.
    pub possible: Vec<Assessment>,
    /// The organisation that the visitor takes part in; others have merged into it.
    pub organisation: OrganisationId,
    /// The sites that have assessments of their own, by name.
    pub sites: Vec<Site>,
    /// The site that is shown; none for the whole organisation.
    pub site: Option<SiteId>,
    /// Those of them that another signed one supersedes.
    pub superseded: BTreeSet<AssessmentId>,
    /// Those that are shown, in the same order.
    pub shown: Vec<Assessment>,
    /// The check-ins beside those that are shown, oldest first.
    pub check_ins: BTreeMap<AssessmentId, Vec<CheckIn>>,
    /// What is chosen, assessments and check-ins.
    pub chosen: BTreeSet<MomentId>,
    /// Every pack in use, as id and title, the one that is shown among them.
    pub packs: Vec<(String, String)>,
    /// The pack that is shown.
    pub pack: String,
    /// What happened to the organisation, oldest first.
    happenings: Vec<Happening>,
    scores: ScoresByAssessment,
    deeds: BTreeMap<AssessmentId, Vec<Deed>>,
}

impl Material {
    /// Reads what a visitor asks for, of what they may see.
    ///
    /// Left out is what is still scored blind: nothing is agreed in it.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Unavailable`] when the store does not answer.
    pub async fn read(store: &Store, visitor: &Visitor, asked: &Asked) -> Result<Self, AppError> {
        let organisation = visitor.organisation.organisation_id;
        let mut visible = visitor.assessments_in(store).await?.assessments;
        let mut happenings = Vec::new();
        if visitor.may(Permission::Read) {
            // What organisations signed that have merged into this one can be looked at beside it.
            visible.extend(store.inherited_assessments(organisation).await?);
            let events = store.organisation_events(organisation).await?;
            happenings = events
                .iter()
                .map(|it| Happening {
                    day: it.day,
                    what: it.sentence(),
                })
                .collect();
        }
        visible.retain(|it| !it.is_blind() && it.find_framework().is_some());
        let packs: Vec<(String, String)> = framework::shipped()
            .iter()
            .filter(|pack| visible.iter().any(|it| it.framework == pack.id))
            .map(|pack| (pack.id.clone(), pack.title.clone()))
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .collect();
        let with = asked.with.and_then(|with| {
            let mut visible = visible.iter();
            visible.find(|it| it.assessment_id == with)
        });
        let of_asked = with.map(|it| it.framework.clone());
        let sites: BTreeMap<_, _> = visible
            .iter()
            .filter_map(|it| it.site.as_ref())
            .map(|it| ((it.name.clone(), it.site_id), it.clone()))
            .collect();
        let sites: Vec<Site> = sites.into_values().collect();
        let has_whole = visible.iter().any(Assessment::is_of_whole_organisation);
        let site = asked
            .site
            .or_else(|| with.and_then(|it| it.site.as_ref()).map(|it| it.site_id))
            .or_else(|| sites.first().filter(|_| !has_whole).map(|it| it.site_id));
        let first = || {
            let mut shipped = framework::shipped().iter();
            shipped.find(|pack| packs.iter().any(|(id, _)| *id == pack.id))
        };
        let pack = asked
            .pack
            .clone()
            .or(of_asked)
            .or_else(|| first().map(|it| it.id.clone()))
            .unwrap_or_default();
        let possible: Vec<_> = visible
            .into_iter()
            .filter(|it| it.framework == pack)
            .filter(|it| it.site.as_ref().map(|it| it.site_id) == site)
            .collect();
        let superseded = possible
            .iter()
            .filter(|it| !it.is_open())
            .filter_map(|it| it.supersedes)
            .collect();
        let chosen = choose(&possible, organisation, asked);
        let shown: Vec<_> = possible
            .iter()
            .filter(|it| chosen.contains(&MomentId::Assessment(it.assessment_id)))
            .cloned()
            .collect();
        let list: Vec<_> = shown.iter().collect();
        Ok(Self {
            superseded,
            organisation,
            sites,
            site,
            happenings,
            check_ins: store.check_ins_of(&list).await?,
            scores: store.scores_of(&list).await?,
            deeds: store.deeds_of(&list).await?,
            chosen,
            packs,
            pack,
            possible,
            shown,
        })
    }

    /// The trend of what is chosen, of the pack itself; `None` when nothing is.
    #[must_use]
    pub fn trend(&self) -> Option<Trend<'_>> {
        Trend::of(self.moments(), Origin::Main, self.happenings.clone())
    }

    /// The trends of what was asked beside the pack: of add-on packs, and of the organisation's
    /// own statements; those in which there is something.
    #[must_use]
    pub fn beside(&self) -> Vec<Trend<'_>> {
        [Origin::AddOn, Origin::Local]
            .into_iter()
            .filter_map(|origin| Trend::of(self.moments(), origin, vec![]))
            .filter(|it| it.applicable() > 0)
            .collect()
    }

    fn moments(&self) -> Vec<Moment<'_>> {
        let mut moments = Vec::new();
        for assessment in &self.shown {
            let Some(framework) = assessment.find_framework() else {
                continue;
            };
            let id = assessment.assessment_id;
            let scores = self.scores.get(&id).cloned().unwrap_or_default();
            let year = Moment::of_assessment(assessment, framework, scores);
            let beside = self.check_ins.get(&id).into_iter().flatten();
            let beside =
                beside.filter(|it| self.chosen.contains(&MomentId::CheckIn(it.check_in_id)));
            moments.extend(beside.map(|it| Moment::of_check_in(it, &year)));
            moments.push(year);
        }
        moments
    }

    /// What became of the plan of each assessment until the next one shown, oldest first.
    #[must_use]
    pub fn between(&self) -> Vec<Between> {
        let mut years: Vec<_> = self.shown.iter().collect();
        years.sort_by_key(|it| (it.as_at, it.assessment_id));
        let deeds = |it: &Assessment| {
            let deeds = self.deeds.get(&it.assessment_id);
            deeds.cloned().unwrap_or_default()
        };
        years
            .iter()
            .zip(years.iter().skip(1))
            .map(|(before, after)| Between {
                earlier: before.title.clone(),
                later: after.title.clone(),
                before: deeds(before),
                after: deeds(after),
            })
            .collect()
    }
}

/// What is chosen of what there is: what was asked for, else the usual choice.
///
/// What merged organisations signed is shown only when it is asked for: it is about others.
fn choose(
    possible: &[Assessment],
    organisation: OrganisationId,
    asked: &Asked,
) -> BTreeSet<MomentId> {
    let list: Vec<_> = possible.iter().collect();
    let is_possible = |id: &MomentId| match id {
        MomentId::Assessment(id) => list.iter().any(|it| it.assessment_id == *id),
        // Whether it stands beside one that is shown, its reading finds out.
        MomentId::CheckIn(_) => true,
    };
    if asked.chosen.is_empty() {
        let own: Vec<_> = possible
            .iter()
            .filter(|it| it.organisation_id == organisation)
            .collect();
        let usual = usual_choice(&own).into_iter().map(|it| it.assessment_id);
        let all = usual.chain(asked.with).map(MomentId::Assessment);
        return all.filter(is_possible).collect();
    }
    let chosen = asked.chosen.iter().copied().filter(is_possible);
    chosen.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_was_asked_and_nothing_else() {
        let id = "00000000-0000-0000-0000-000000000001";
        let query = format!(
            "pack=three-pillars&lens=elements&site={id}&indicator=turnover&with={id}&show={id}&show=check-in-{id}"
        );
        let asked = Asked::read(&query);
        assert_eq!(asked.query(), query);
        assert_eq!(asked.chosen.len(), 2);
        let wrong = Asked::read("lens=a%0d%0aSet-Cookie&show=1&with=x&pack=&other=2&show");
        assert_eq!(wrong, Asked::default());
    }
}
