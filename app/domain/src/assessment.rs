//! One organisation, one framework edition, one period.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    answer::AgreedScore,
    divergence::Minimum,
    framework::{self, Additions, Framework, Statement},
    id::{AssessmentId, OrganisationId, StatementId},
    level::Target,
    organisation::choices,
    site::Site,
    text,
};

/// One round of the diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Names it.
    pub assessment_id: AssessmentId,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// What people call it, at most [`crate::text::LINE_MAX`] characters.
    pub title: String,
    /// The pack in use, for example `three-pillars`.
    pub framework: String,
    /// Its edition.
    pub edition: u32,
    /// What is asked beside it.
    #[serde(default, skip_serializing_if = "Additions::is_empty")]
    pub additions: Additions,
    /// Which of its statements are asked.
    pub scope: Scope,
    /// How its scores come about.
    #[serde(default)]
    pub method: Method,
    /// How many of a side must have scored a statement before anything of it is shown.
    #[serde(default)]
    pub minimum: Minimum,
    /// The first day of the period it is about.
    pub period_start: Date,
    /// The last day of the period; not before the first.
    pub period_end: Date,
    /// Where targets start, except where the law applies.
    pub default_target: Target,
    /// The day from which the age of evidence is told: the day scoring opened.
    pub as_at: Date,
    /// How far it has come.
    pub state: State,
    /// The signed assessment that this one starts from, and supersedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<AssessmentId>,
    /// The signed assessment of an earlier period from which this one was started as a new year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<AssessmentId>,
    /// The one site or division that it is about, chosen when it starts and never
    /// changed; `None` for the whole organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
}

choices! {
    /// Which statements of the pack are asked.
    Scope {
        /// All of them.
        Full = "full", "Full: every statement";
        /// Only the 15-minute scan.
        Quick = "quick", "Quick: the 15-minute scan";
    }
}

choices! {
    /// How the agreed scores come about.
    Method {
        /// The lead records what was agreed elsewhere.
        Recorded = "recorded", "Recorded: the lead writes down what was agreed elsewhere";
        /// Both sides score blind, then agree in a meeting.
        Partnership = "partnership", "In partnership: both sides score on their own, then meet";
    }
}

/// As every assessment was before there were meetings.
impl Default for Method {
    fn default() -> Self {
        Self::Recorded
    }
}

choices! {
    /// How far an assessment has come.
    State {
        /// Being set up.
        Draft = "draft", "Draft";
        /// Open for scoring.
        Scoring = "scoring", "Scoring";
        /// Scores are revealed and discussed.
        Meeting = "meeting", "Meeting";
        /// Everything that will be agreed is agreed.
        Agreed = "agreed", "Agreed";
        /// Frozen, with a fingerprint; the plan goes on beside it.
        SignedOff = "signed_off", "Signed off";
    }
}

impl Assessment {
    /// All that may be asked: the pack in use with its add-ons and the local
    /// statements; `None` when this build does not ship one of the packs.
    #[must_use]
    pub fn find_framework(&self) -> Option<&'static Framework> {
        framework::find_composed(&self.framework, self.edition, &self.additions)
    }

    /// Whether local statements may be added, changed and removed: while it is open,
    /// and in partnership until the reveal, so that both sides score them blind.
    #[must_use]
    pub fn takes_local_statements(&self) -> bool {
        match self.method {
            Method::Recorded => self.is_open(),
            Method::Partnership => self.is_blind(),
        }
    }

    /// Whether a statement of the pack is asked.
    #[must_use]
    pub fn asks(&self, statement: &Statement) -> bool {
        match self.scope {
            Scope::Full => true,
            Scope::Quick => statement.quick,
        }
    }

    /// The statements of the pack that are asked, in its order.
    pub fn asked<'a>(&self, framework: &'a Framework) -> impl Iterator<Item = &'a Statement> {
        let all = framework.statements.iter().map(AsRef::as_ref);
        all.filter(|it| self.asks(it))
    }

    /// The statement called `id`, when it is asked.
    #[must_use]
    pub fn find_asked<'a>(
        &self,
        framework: &'a Framework,
        id: &StatementId,
    ) -> Option<&'a Statement> {
        framework.find_statement(id).filter(|it| self.asks(it))
    }

    /// The statements that are asked, those of some pillars first, else in the pack's order.
    #[must_use]
    pub fn asked_first<'a>(
        &self,
        framework: &'a Framework,
        pillars: &[String],
    ) -> Vec<&'a Statement> {
        let mut asked: Vec<_> = self.asked(framework).collect();
        asked.sort_by_key(|it| !pillars.contains(&it.pillar));
        asked
    }

    /// Whether it is about the whole organisation and not about one of its sites.
    ///
    /// Only such an assessment may ever be benchmarked: neither is a site's, nor a
    /// [roll-up](crate::roll_up) of several.
    #[must_use]
    pub fn is_of_whole_organisation(&self) -> bool {
        self.site.is_none()
    }

    /// Whether both sides still score on their own: nothing is agreed, and nobody
    /// sees what others said.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.method == Method::Partnership && matches!(self.state, State::Draft | State::Scoring)
    }

    /// What stands for a statement before anything is agreed about it.
    #[must_use]
    pub fn starting_score(&self, statement: &Statement) -> AgreedScore {
        AgreedScore::unanswered(statement.starting_target(self.default_target))
    }

    /// Whether answers, the plan and the EQIA may still change.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != State::SignedOff
    }

    /// The assessment that starts from this one once it is signed, and supersedes it.
    ///
    /// It is about the same statements and the same period, and begins where
    /// this one ended: with everything settled, to be taken up again.
    #[must_use]
    pub fn reopened(&self, assessment_id: AssessmentId) -> Self {
        Self {
            assessment_id,
            title: reopened_title(&self.title),
            state: match self.method {
                Method::Recorded => State::Scoring,
                Method::Partnership => State::Agreed,
            },
            supersedes: Some(self.assessment_id),
            ..self.clone()
        }
    }

    /// The period that a new year starts with: from the day after this one's, as many years and days long.
    ///
    /// A period of a year that begins on the first of a month gives the next
    /// such year, whether or not it has a 29 February.
    #[must_use]
    pub fn next_period(&self) -> (Date, Date) {
        let start = self.period_end.next_day().unwrap_or(Date::MAX);
        let is_year = a_year_after(self.period_start) == Some(start);
        let end = if is_year {
            a_year_after(start).and_then(Date::previous_day)
        } else {
            start.checked_add(self.period_end - self.period_start)
        };
        (start, end.unwrap_or(Date::MAX))
    }

    /// What people call it, with the site that it is about: "2026, Northgate Hospital".
    #[must_use]
    pub fn full_title(&self) -> String {
        match &self.site {
            Some(site) => format!("{}, {}", self.title, site.name),
            None => self.title.clone(),
        }
    }

    /// The period as people write it: "1 April 2026 to 31 March 2027".
    #[must_use]
    pub fn period(&self) -> String {
        format!(
            "{} to {}",
            crate::display::day(self.period_start),
            crate::display::day(self.period_end)
        )
    }
}

/// The same day one year on; `None` for 29 February.
fn a_year_after(date: Date) -> Option<Date> {
    date.replace_year(date.year() + 1).ok()
}

/// "2026 (reopened)", and the second time "2026 (reopened 2)"; never too long.
fn reopened_title(title: &str) -> String {
    const WORD: &str = " (reopened";
    let before = title
        .strip_suffix(')')
        .and_then(|it| it.rsplit_once(WORD))
        .and_then(|(title, number)| match number {
            "" => Some((title, 1)),
            number => Some((title, number.strip_prefix(' ')?.parse::<u32>().ok()?)),
        });
    let (title, end) = match before {
        None => (title, format!("{WORD})")),
        Some((title, times)) => (title, format!("{WORD} {})", times.saturating_add(1))),
    };
    let room = text::LINE_MAX.saturating_sub(end.chars().count());
    let kept: String = title.chars().take(room).collect();
    format!("{}{end}", kept.trim_end())
}

#[cfg(test)]
pub(crate) mod tests {
    use time::macros::date;

    use super::*;

    pub(crate) fn assessment(title: &str) -> Assessment {
        let framework = framework::shipped().first().unwrap();
        Assessment {
            assessment_id: AssessmentId(uuid::Uuid::nil()),
            organisation_id: OrganisationId(uuid::Uuid::nil()),
            title: title.into(),
            framework: framework.id.clone(),
            edition: framework.edition,
            scope: Scope::Quick,
            method: Method::Partnership,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::SignedOff,
            supersedes: None,
            additions: crate::framework::Additions::default(),
            follows: None,
            site: None,
        }
    }

    #[test]
    fn a_reopened_assessment_begins_where_the_signed_one_ended() {
        let signed = assessment("2026");
        let id = AssessmentId(uuid::Uuid::from_u128(2));
        let next = signed.reopened(id);
        assert_eq!(
            next,
            Assessment {
                assessment_id: id,
                title: "2026 (reopened)".into(),
                state: State::Agreed,
                supersedes: Some(signed.assessment_id),
                ..signed.clone()
            }
        );
        let recorded = Assessment {
            method: Method::Recorded,
            ..signed
        };
        assert_eq!(recorded.reopened(id).state, State::Scoring);
    }

    #[test]
    fn a_new_year_begins_the_day_after_and_is_as_long() {
        // 1 April 2027 to 31 March 2028 has a 29 February and is a year all the same.
        let year = assessment("2026");
        assert_eq!(
            year.next_period(),
            (date!(2027 - 04 - 01), date!(2028 - 03 - 31))
        );
        // 1 April to 30 June is 91 days: 1 July to 29 September.
        let quarter = Assessment {
            period_end: date!(2026 - 06 - 30),
            ..year
        };
        assert_eq!(
            quarter.next_period(),
            (date!(2026 - 07 - 01), date!(2026 - 09 - 29))
        );
    }

    #[test]
    fn a_title_says_how_often_it_was_reopened_and_is_never_too_long() {
        assert_eq!(reopened_title("2026 (reopened)"), "2026 (reopened 2)");
        assert_eq!(reopened_title("2026 (reopened 9)"), "2026 (reopened 10)");
        assert_eq!(
            reopened_title("2026 (reopened by us)"),
            "2026 (reopened by us) (reopened)"
        );
        let long = reopened_title(&"ŵ".repeat(text::LINE_MAX));
        assert_eq!(long.chars().count(), text::LINE_MAX);
        assert!(long.ends_with("ŵ (reopened)"), "{long}");
    }

    #[test]
    fn what_somebody_knows_best_is_asked_first_and_everything_is_asked() {
        let assessment = assessment("2026");
        let framework = assessment.find_framework().unwrap();
        let pack_order = assessment.asked_first(framework, &[]);
        let order = assessment.asked_first(framework, &["equality".into()]);

        let first = order.iter().take_while(|it| it.pillar == "equality");
        let equality = pack_order.iter().filter(|it| it.pillar == "equality");
        assert_eq!(first.count(), equality.count());
        assert_eq!(order.len(), pack_order.len());
        assert!(pack_order.iter().all(|it| it.quick && order.contains(it)));
    }
}
