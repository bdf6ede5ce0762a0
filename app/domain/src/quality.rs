//! Is it ready to be signed? What is left to do, in plain words.

use std::collections::BTreeSet;

use time::Date;

use crate::{
    display::{self, Fraction},
    eqia::{Eqia, Form},
    evidence::{Strength, SupportState},
    following::Unconfirmed,
    id::{ActionId, StatementId},
    organisation::choices,
    participant::Side,
    partnership::Partnership,
    plan::{Action, CellId, Status},
    question::count_open,
    results::Results,
};

/// A gap that asks for an action, in levels.
const WIDE_GAP: u8 = 2;

/// A level that asks for evidence.
const HIGH_LEVEL: u8 = 3;

/// What is checked before sign-off.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The numbers of the assessment.
    pub results: &'a Results<'a>,
    /// Its plan.
    pub actions: &'a [Action],
    /// Its EQIA.
    pub eqia: &'a Eqia,
    /// The form of the EQIA.
    pub form: &'a Form,
    /// What came of scoring in partnership; `None` where the lead recorded the scores.
    pub partnership: Option<&'a Partnership>,
    /// What was carried over from last year and nobody has looked at yet.
    pub unconfirmed: &'a Unconfirmed,
    /// The day of the check, from which actions are overdue.
    pub today: Date,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Sign-off is refused while it stands.
    Error,
    /// The chairs may sign all the same.
    Warning,
}

choices! {
    /// What is checked; errors first, in the order findings are listed.
    Rule {
        /// An action without owner, due date or measure.
        ActionIncomplete = "action_incomplete", "Every action has an owner, a due date and a measure";
        /// A negative impact without mitigation or justification.
        ImpactUnmitigated = "impact_unmitigated", "Every negative impact is mitigated or justified";
        /// An EQIA neither authorised nor declared not required.
        EqiaOpen = "eqia_open", "The EQIA is authorised, or declared not required";
        /// Something of last year that nobody has looked at.
        Unconfirmed = "unconfirmed", "Everything from last year is confirmed, changed or removed";
        /// A gap of 2 or more without an action.
        GapWithoutAction = "gap_without_action", "Every gap of 2 or more levels has an action";
        /// A score of 3 or more without current, dated evidence.
        ScoreUnsupported = "score_unsupported", "Every score of 3 or more has current evidence";
        /// Less than three quarters of the statements that apply are scored.
        CoverageLow = "coverage_low", "At least 75 % of the statements that apply are scored";
        /// Of one side hardly anything may be shown.
        OneSided = "one_sided", "Both sides are represented";
        /// A question of the board without an answer.
        QuestionOpen = "question_open", "Every question of the board is answered";
        /// A stage of the EQIA that is not filled in.
        EqiaIncomplete = "eqia_incomplete", "Every stage of the EQIA is filled in";
        /// A review more than 12 months after the authorisation.
        ReviewLate = "review_late", "The EQIA is reviewed within 12 months";
        /// An action that should have been finished.
        ActionOverdue = "action_overdue", "No action is overdue";
        /// An action linked to no statement and mitigating nothing.
        ActionUnlinked = "action_unlinked", "Every action is for something";
    }
}

impl Rule {
    /// How much breaking it weighs.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::ActionIncomplete
            | Self::ImpactUnmitigated
            | Self::EqiaOpen
            | Self::Unconfirmed => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

/// What a finding is about: where to go and mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One statement.
    Statement(StatementId),
    /// One action of the plan.
    Action(ActionId),
    /// One cell of the EQIA's matrix.
    EqiaCell(CellId),
    /// One stage of the EQIA, from 1 to 5.
    EqiaStage(u8),
    /// The questions of the board.
    Questions,
    /// The assessment as a whole.
    Assessment,
}

/// Something left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// What is wrong and what to do about it.
    pub message: String,
    /// Where.
    pub about: Subject,
}

impl Finding {
    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }
}

/// Whether anything stands in the way of sign-off.
#[must_use]
pub fn is_ready(findings: &[Finding]) -> bool {
    findings.iter().all(|it| it.severity() != Severity::Error)
}

/// Checks an assessment before sign-off.
///
/// Findings come errors first, rule by rule; within a rule, statements in the
/// pack's order, actions in the order of their ids, cells in the form's order.
#[must_use]
pub fn check(checked: &Checked<'_>) -> Vec<Finding> {
    let mut actions: Vec<&Action> = checked.actions.iter().collect();
    actions.sort_by_key(|action| action.action_id);
    Rule::ALL
        .iter()
        .flat_map(|&rule| {
            breaches(rule, checked, &actions)
                .into_iter()
                .map(move |(about, message)| Finding {
                    rule,
                    message,
                    about,
                })
        })
        .collect()
}

type Breach = (Subject, String);

fn breaches(rule: Rule, checked: &Checked<'_>, actions: &[&Action]) -> Vec<Breach> {
    match rule {
        Rule::ActionIncomplete => of_actions(actions, incomplete),
        Rule::ImpactUnmitigated => unmitigated(checked),
        Rule::EqiaOpen => open_eqia(checked.eqia).into_iter().collect(),
        Rule::Unconfirmed => unconfirmed(checked, actions),
        Rule::GapWithoutAction => gaps_without_action(checked),
        Rule::ScoreUnsupported => unsupported_scores(checked.results),
        Rule::CoverageLow => low_coverage(checked.results).into_iter().collect(),
        Rule::OneSided => one_sided(checked),
        Rule::QuestionOpen => open_questions(checked).into_iter().collect(),
        Rule::EqiaIncomplete => incomplete_stages(checked),
        Rule::ReviewLate => late_review(checked.eqia).into_iter().collect(),
        Rule::ActionOverdue => of_actions(actions, |action| overdue(action, checked.today)),
        Rule::ActionUnlinked => of_actions(actions, |action| unlinked(action, checked)),
    }
}

fn of_actions(actions: &[&Action], breach: impl Fn(&Action) -> Option<String>) -> Vec<Breach> {
    actions
        .iter()
        .filter_map(|action| Some((Subject::Action(action.action_id), breach(action)?)))
        .collect()
}

fn incomplete(action: &Action) -> Option<String> {
    let lacks: Vec<_> = [
        (action.is_unowned(), "an owner"),
        (action.due_now().is_none(), "a due date"),
        (action.measure.trim().is_empty(), "a measure of success"),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect();
    let (last, first) = lacks.split_last()?;
    let missing = if first.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", first.join(", "))
    };
    Some(format!("Give the action {} {missing}.", named(action)))
}

fn unmitigated(checked: &Checked<'_>) -> Vec<Breach> {
    checked
        .eqia
        .unmitigated(checked.form, checked.actions)
        .into_iter()
        .map(|cell| {
            let name = checked
                .form
                .find_cell_name(&cell, &checked.eqia.own_rows)
                .unwrap_or_default();
            let message = format!(
                "{name}. There is a negative impact and nothing is done about it. Add an action \
                 with an owner and a due date, or write down why it is justified."
            );
            (Subject::EqiaCell(cell), message)
        })
        .collect()
}

fn open_eqia(eqia: &Eqia) -> Option<Breach> {
    if eqia.authorisation().is_some() || eqia.not_required().is_some() {
        return None;
    }
    let message = "The equality impact assessment is not authorised. Have stage 5 confirmed, with \
                   name, post and date; or declare with a reason that no assessment is required.";
    Some((Subject::EqiaStage(5), message.into()))
}

/// Statements in the pack's order, then actions.
fn unconfirmed(checked: &Checked<'_>, actions: &[&Action]) -> Vec<Breach> {
    let carried = checked.unconfirmed;
    let of_statement = |id: &StatementId| {
        let pieces = carried.evidence.get(id).map_or(0, BTreeSet::len);
        let evidence = display::count(
            pieces,
            "piece of last year’s evidence",
            "pieces of last year’s evidence",
        );
        let what = match (carried.answers.contains(id), pieces) {
            (true, 0) => "last year’s answer".to_owned(),
            (true, _) => format!("last year’s answer and {evidence}"),
            (false, 0) => return None,
            (false, _) => evidence,
        };
        let message = format!(
            "{id}: nobody has looked at {what}. Say whether it is still true, or change it."
        );
        Some((Subject::Statement(id.clone()), message))
    };
    let statements = checked.results.statements.iter();
    let statements = statements.filter_map(|it| of_statement(&it.statement.id));
    let is_carried = |action: &&Action| carried.actions.contains(&action.action_id);
    let actions: Vec<_> = actions.iter().copied().filter(is_carried).collect();
    let actions = of_actions(&actions, |action| {
        Some(format!(
            "The action {} comes from last year. Say whether it is still true, change it, or \
             take it out.",
            named(action)
        ))
    });
    statements.chain(actions).collect()
}

fn gaps_without_action(checked: &Checked<'_>) -> Vec<Breach> {
    let has_action = |statement: &StatementId| {
        checked.actions.iter().any(|action| {
            action.status() != Status::Stopped && action.statements.contains(statement)
        })
    };
    checked
        .results
        .statements
        .iter()
        .filter_map(|it| {
            let gap = it.gap.filter(|&gap| gap >= WIDE_GAP)?;
            let id = &it.statement.id;
            (!has_action(id)).then(|| {
                let message = format!(
                    "{id} is {gap} levels below its target and has no action. Add one to the plan."
                );
                (Subject::Statement(id.clone()), message)
            })
        })
        .collect()
}

fn unsupported_scores(results: &Results<'_>) -> Vec<Breach> {
    results
        .statements
        .iter()
        .filter_map(|it| {
            let level = it.score.level()?.get();
            let id = &it.statement.id;
            let support = &it.support;
            if level < HIGH_LEVEL || !support.is_weak() {
                return None;
            }
            let message = match (support.state, support.date) {
                (SupportState::Stale, Some(date)) => format!(
                    "{id} is scored {level}, and its newest evidence is of {}. Add something from \
                     the last 12 months.",
                    display::day(date)
                ),
                _ if support.strength > Strength::None => format!(
                    "{id} is scored {level}, and its evidence has no date. Say when it was made."
                ),
                _ => format!("{id} is scored {level} without evidence. Add what shows it."),
            };
            Some((Subject::Statement(id.clone()), message))
        })
        .collect()
}

fn low_coverage(results: &Results<'_>) -> Option<Breach> {
    let score = &results.overall;
    if score.coverage()? >= Fraction::new(3, 4)? {
        return None;
    }
    let (scored, applicable) = (score.scored, score.applicable);
    // The fewest that make 75 %: 45 of 60, 46 of 61.
    let wanted = (3 * applicable).div_ceil(4);
    let message = format!(
        "{scored} of the {applicable} statements that apply {} scored. Score at least {wanted}, so \
         that the results speak for the whole.",
        if scored == 1 { "is" } else { "are" }
    );
    Some((Subject::Assessment, message))
}

/// A side counts as hardly represented when its scores may be shown of less
/// than half of the statements.
fn one_sided(checked: &Checked<'_>) -> Vec<Breach> {
    // Of scores that stand in an earlier assessment it was said there.
    let Some(partnership) = checked.partnership.filter(|it| !it.scored_earlier) else {
        return Vec::new();
    };
    let asked = checked.results.statements.len();
    Side::PARTNERS
        .iter()
        .filter_map(|&side| {
            let shown = partnership.shown(side);
            (2 * shown < asked).then(|| {
                let message = format!(
                    "Of the {} too few people scored: {shown} of {asked} statements have the {} \
                     scores it takes. Say in the plan who was missing.",
                    side.name().to_lowercase(),
                    partnership.minimum.get()
                );
                (Subject::Assessment, message)
            })
        })
        .collect()
}

fn open_questions(checked: &Checked<'_>) -> Option<Breach> {
    let open = count_open(&checked.partnership?.questions);
    if open == 0 {
        return None;
    }
    let what = display::count(
        open,
        "question of the board is not answered. Answer it",
        "questions of the board are not answered. Answer them",
    );
    Some((Subject::Questions, format!("{what} before anybody signs.")))
}

fn incomplete_stages(checked: &Checked<'_>) -> Vec<Breach> {
    // Stage 5 is an error of its own, and a declaration stands for all of them.
    if checked.eqia.not_required().is_some() {
        return Vec::new();
    }
    let coverage = checked.eqia.coverage(checked.form);
    (1..=4)
        .zip(coverage.stages)
        .filter(|(_, share)| !share.is_complete())
        .map(|(stage, share)| {
            let message = format!(
                "Stage {stage} of the equality impact assessment has {} of {} parts filled in. \
                 Fill in the rest.",
                share.done, share.of
            );
            (Subject::EqiaStage(stage), message)
        })
        .collect()
}

fn late_review(eqia: &Eqia) -> Option<Breach> {
    let review = eqia.review_date().filter(|_| eqia.is_review_late())?;
    let message = format!(
        "The equality impact assessment is to be reviewed on {}, more than 12 months after it was \
         authorised. Choose an earlier day.",
        display::day(review)
    );
    Some((Subject::EqiaStage(4), message))
}

fn overdue(action: &Action, today: Date) -> Option<String> {
    let due = action.due_now().filter(|_| action.is_overdue(today))?;
    Some(format!(
        "The action {} was due on {}. Record what has happened, or move the date and say why.",
        named(action),
        display::day(due)
    ))
}

fn unlinked(action: &Action, checked: &Checked<'_>) -> Option<String> {
    let mitigates = action.mitigates.as_ref().is_some_and(|cell| {
        let own_rows = &checked.eqia.own_rows;
        checked.form.cells(own_rows).any(|it| it == *cell)
    });
    (action.statements.is_empty() && !mitigates).then(|| {
        format!(
            "The action {} is linked to no statement and mitigates no negative impact. Say what \
             it is for.",
            named(action)
        )
    })
}

/// What an action is called in a sentence: its first line, in quotation marks, cut at a word.
fn named(action: &Action) -> String {
    const MOST: usize = 80;
    let line = action.what.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return format!("“{line}”");
    }
    let start: String = line.chars().take(MOST).collect();
    let cut = start.rsplit_once(' ').map_or(&*start, |(words, _)| words);
    format!("“{cut} …”")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        answer::{AgreedScore, Answer, Choice},
        assessment::{Assessment, Method, Scope, State},
        divergence::{Minimum, OwnScore, RevealedScore},
        eqia::{
            self, CellPart, DeclarationPart, FieldId,
            tests::{authorised, cell, mitigation},
        },
        evidence::Evidence,
        framework::shipped,
        id::{AssessmentId, EvidenceId, OrganisationId, ProgressId},
        level::{Level, Target},
        plan::Progress,
        question::tests::{answered, question},
        results::{Recorded, Records},
        score::tests::agreed,
    };

    const TODAY: Date = date!(2026 - 06 - 01);

    fn assessment() -> Assessment {
        Assessment {
            assessment_id: AssessmentId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            title: "2026".into(),
            framework: "three-pillars".into(),
            edition: 1,
            scope: Scope::Full,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 04 - 01),
            state: State::Agreed,
            supersedes: None,
            additions: crate::framework::Additions::default(),
            follows: None,
            site: None,
        }
    }

    fn recorded(score: AgreedScore, evidence: &[(Strength, Option<Date>)]) -> Recorded {
        Recorded {
            score,
            evidence: evidence
                .iter()
                .map(|&(strength, date)| Evidence {
                    evidence_id: EvidenceId(Uuid::nil()),
                    what: "Board paper".into(),
                    link: String::new(),
                    date,
                    strength,
                })
                .collect(),
        }
    }

    /// All sixty statements one level below target, which nobody complains about.
    fn quiet() -> Records {
        shipped()[0]
            .statements
            .iter()
            .map(|it| (it.id.clone(), recorded(agreed(2, 3), &[])))
            .collect()
    }

    fn with(id: &str, record: Recorded) -> Records {
        let mut records = quiet();
        records.insert(id.parse().unwrap(), record);
        records
    }

    /// An action that nobody complains about.
    fn action(id: u128) -> Action {
        Action {
            action_id: ActionId(Uuid::from_u128(id)),
            statements: vec!["W01".parse().unwrap()],
            mitigates: None,
            ..mitigation(
                cell("age", "advance"),
                "Head of nursing",
                Some(date!(2026 - 09 - 30)),
            )
        }
    }

    fn findings(records: &Records, actions: &[Action], eqia: &Eqia) -> Vec<Finding> {
        let assessment = assessment();
        let results = Results::of(&shipped()[0], &assessment, records);
        check(&Checked {
            results: &results,
            actions,
            eqia,
            form: eqia::form(),
            partnership: None,
            unconfirmed: &Unconfirmed::default(),
            today: TODAY,
        })
    }

    /// The messages of one rule.
    fn messages(rule: Rule, records: &Records, actions: &[Action], eqia: &Eqia) -> Vec<String> {
        findings(records, actions, eqia)
            .into_iter()
            .filter(|it| it.rule == rule)
            .map(|it| it.message)
            .collect()
    }

    fn about_actions(rule: Rule, action: Action) -> Vec<String> {
        messages(rule, &quiet(), &[action], &Eqia::default())
    }

    fn declared() -> Eqia {
        let part = FieldId::not_required;
        eqia::tests::eqia(&[
            (part(DeclarationPart::Reason), "Corrects a spelling"),
            (part(DeclarationPart::Name), "Ama Boateng"),
            (part(DeclarationPart::Post), "Director of people"),
            (part(DeclarationPart::Date), "2026-05-12"),
        ])
    }

    #[test]
    fn an_assessment_with_nothing_left_to_do_has_no_findings() {
        let findings = findings(&quiet(), &[action(1)], &declared());
        assert_eq!(findings, []);
        assert!(is_ready(&findings));
    }

    #[test]
    fn errors_stand_in_the_way_and_warnings_do_not() {
        let late = Action {
            due: Some(date!(2026 - 05 - 12)),
            ..action(1)
        };
        let unowned = Action {
            owner: String::new(),
            ..action(2)
        };
        let warned = findings(&quiet(), std::slice::from_ref(&late), &declared());
        assert!(is_ready(&warned) && warned.len() == 1);

        let refused = findings(&quiet(), &[late, unowned], &declared());
        assert!(!is_ready(&refused));
        let order: Vec<_> = refused.iter().map(Finding::severity).collect();
        assert_eq!(order, [Severity::Error, Severity::Warning]);
    }

    #[test]
    fn an_action_is_told_all_that_it_lacks_in_one_sentence() {
        let bare = Action {
            what: "Protect time for managers".into(),
            owner: " ".into(),
            due: None,
            measure: String::new(),
            ..action(1)
        };
        let undated = Action {
            due: None,
            ..action(1)
        };
        assert_eq!(
            about_actions(Rule::ActionIncomplete, bare),
            [
                "Give the action “Protect time for managers” an owner, a due date and a measure of \
                 success."
            ]
        );
        assert_eq!(
            about_actions(Rule::ActionIncomplete, undated),
            ["Give the action “Offer it at night as well” a due date."]
        );
    }

    #[test]
    fn a_long_action_is_named_by_its_first_words() {
        let long = Action {
            what: format!("Ask {}", "everybody ".repeat(500)),
            owner: String::new(),
            ..action(1)
        };
        let [message] = &about_actions(Rule::ActionIncomplete, long)[..] else {
            panic!("one finding");
        };
        assert!(message.chars().count() < 120, "{message}");
        assert!(message.contains("everybody …” an owner"), "{message}");
    }

    #[test]
    fn a_negative_impact_without_mitigation_is_named_by_its_cell() {
        let age = cell("age", "advance");
        let harm = eqia::tests::eqia(&[(FieldId::cell(&age, CellPart::Impact), "negative")]);
        let found = findings(&quiet(), &[], &harm);

        let finding = found
            .iter()
            .find(|it| it.rule == Rule::ImpactUnmitigated)
            .unwrap();
        assert_eq!(finding.about, Subject::EqiaCell(age.clone()));
        assert!(
            finding
                .message
                .starts_with("Age: Advancing equality. There is"),
            "{}",
            finding.message
        );

        let promised = mitigation(age, "Head of nursing", Some(date!(2026 - 09 - 30)));
        let rule = Rule::ImpactUnmitigated;
        assert!(messages(rule, &quiet(), &[promised], &harm).is_empty());
    }

    #[test]
    fn an_eqia_is_authorised_or_declared_not_required() {
        let open = |eqia: &Eqia| messages(Rule::EqiaOpen, &quiet(), &[], eqia).len();
        assert_eq!(open(&Eqia::default()), 1);
        assert_eq!(open(&authorised("2026-05-12")), 0);
        assert_eq!(open(&declared()), 0);
    }

    #[test]
    fn an_authorised_eqia_is_still_told_what_is_empty() {
        let eqia = authorised("2026-05-12");
        let stages = messages(Rule::EqiaIncomplete, &quiet(), &[], &eqia);
        assert_eq!(stages.len(), 4);
        assert_eq!(
            stages[0],
            "Stage 1 of the equality impact assessment has 0 of 5 parts filled in. Fill in the rest."
        );
        let declared = messages(Rule::EqiaIncomplete, &quiet(), &[], &declared());
        assert!(declared.is_empty(), "a declaration stands for all stages");
    }

    #[test]
    fn a_gap_of_two_levels_asks_for_an_action_that_was_not_given_up() {
        let rule = Rule::GapWithoutAction;
        let records = with("W01", recorded(agreed(1, 3), &[]));
        let mut given_up = action(1);
        given_up.progress.push(Progress {
            progress_id: ProgressId(Uuid::nil()),
            at: datetime!(2026-05-12 09:00 UTC),
            by: "Ama Boateng".into(),
            note: "No money".into(),
            status: Some(Status::Stopped),
            due: None,
        });
        let left = |actions: &[Action]| messages(rule, &records, actions, &declared());

        let expected = ["W01 is 2 levels below its target and has no action. Add one to the plan."];
        assert_eq!(left(&[]), expected);
        assert_eq!(left(&[given_up]), expected);
        assert!(left(&[action(1)]).is_empty());
        assert!(messages(rule, &quiet(), &[], &declared()).is_empty());
    }

    #[test]
    fn a_high_score_is_told_what_its_evidence_lacks() {
        let told = |level, evidence: &[(Strength, Option<Date>)]| {
            let records = with("W02", recorded(agreed(level, 4), evidence));
            messages(Rule::ScoreUnsupported, &records, &[], &declared())
        };
        let old = Some(date!(2025 - 03 - 31));
        let current = Some(date!(2025 - 04 - 01));

        assert_eq!(
            told(3, &[]),
            ["W02 is scored 3 without evidence. Add what shows it."]
        );
        assert_eq!(
            told(4, &[(Strength::Data, None)]),
            ["W02 is scored 4, and its evidence has no date. Say when it was made."]
        );
        assert_eq!(
            told(3, &[(Strength::Data, old)]),
            [
                "W02 is scored 3, and its newest evidence is of 31 March 2025. Add something from \
                 the last 12 months."
            ]
        );
        assert!(told(3, &[(Strength::Data, current)]).is_empty());
        assert!(told(2, &[]).is_empty());
    }

    #[test]
    fn three_quarters_of_what_applies_should_be_scored() {
        let told = |scored: usize, elsewhere: usize| {
            let reason = "No such site".to_owned();
            let records: Records = quiet()
                .into_iter()
                .enumerate()
                .map(|(at, (id, mut record))| {
                    if at < elsewhere {
                        let reason = reason.clone();
                        record.score.answer = Some(Answer::NotApplicable { reason });
                    } else if at >= elsewhere + scored {
                        record.score.answer = Some(Answer::DontKnow);
                    }
                    (id, record)
                })
                .collect();
            messages(Rule::CoverageLow, &records, &[], &declared())
        };
        // 45 of 60 are exactly 75 %
        assert!(told(45, 0).is_empty());
        assert_eq!(
            told(44, 0),
            [
                "44 of the 60 statements that apply are scored. Score at least 45, so that the \
                 results speak for the whole."
            ]
        );
        // 59 apply; 75 % would be 44.25, so 45
        assert_eq!(
            told(1, 1),
            [
                "1 of the 59 statements that apply is scored. Score at least 45, so that the \
                 results speak for the whole."
            ]
        );
        assert!(told(0, 60).is_empty(), "nothing applies");
    }

    #[test]
    fn a_review_after_more_than_a_year_is_told() {
        let mut eqia = authorised("2026-05-12");
        eqia.entries
            .insert(FieldId::review_date().to_string(), "2027-05-13".into());
        assert_eq!(
            messages(Rule::ReviewLate, &quiet(), &[], &eqia),
            [
                "The equality impact assessment is to be reviewed on 13 May 2027, more than 12 \
                 months after it was authorised. Choose an earlier day."
            ]
        );
    }

    #[test]
    fn an_overdue_action_is_told_with_its_date() {
        let late = Action {
            due: Some(date!(2026 - 05 - 31)),
            ..action(1)
        };
        assert_eq!(
            about_actions(Rule::ActionOverdue, late),
            [
                "The action “Offer it at night as well” was due on 31 May 2026. Record what has \
                 happened, or move the date and say why."
            ]
        );
        let today = Action {
            due: Some(TODAY),
            ..action(1)
        };
        assert!(about_actions(Rule::ActionOverdue, today).is_empty());
    }

    #[test]
    fn an_action_is_for_a_statement_or_for_a_cell_that_exists() {
        let rule = Rule::ActionUnlinked;
        let linked_to = |mitigates| Action {
            statements: vec![],
            mitigates,
            ..action(1)
        };
        assert_eq!(about_actions(rule, linked_to(None)).len(), 1);
        assert_eq!(
            about_actions(rule, linked_to(Some(cell("own-7", "impact")))).len(),
            1
        );
        assert!(about_actions(rule, linked_to(Some(cell("age", "advance")))).is_empty());
        assert!(about_actions(rule, action(1)).is_empty());
    }

    #[test]
    fn findings_come_in_the_same_order_however_the_plan_was_read() {
        let bare = |id| Action {
            owner: String::new(),
            statements: vec![],
            ..action(id)
        };
        let one = findings(&quiet(), &[bare(1), bare(2), bare(3)], &Eqia::default());
        let other = findings(&quiet(), &[bare(3), bare(1), bare(2)], &Eqia::default());
        assert_eq!(one, other);
    }

    #[test]
    fn a_side_of_which_hardly_anything_may_be_shown_is_told() {
        let told = |staff: usize, scored_earlier: bool| {
            let pack = &shipped()[0];
            let give = |side, times: usize| {
                let score = OwnScore {
                    choice: Some(Choice::Level(Level::new(2).unwrap())),
                    ..OwnScore::default()
                };
                vec![RevealedScore { side, score }; times]
            };
            let scores = pack
                .statements
                .iter()
                .enumerate()
                .map(|(at, it)| {
                    let by_staff = if at < staff { 3 } else { 2 };
                    let both = [give(Side::Management, 3), give(Side::Staff, by_staff)];
                    (it.id.clone(), both.concat())
                })
                .collect();
            let partnership = Partnership {
                scored_earlier,
                ..Partnership::of(Minimum::default(), BTreeMap::new(), &scores, &[], vec![])
            };
            let assessment = assessment();
            let results = Results::of(pack, &assessment, &Records::new());
            let found = one_sided(&Checked {
                results: &results,
                actions: &[],
                eqia: &Eqia::default(),
                form: eqia::form(),
                partnership: Some(&partnership),
                unconfirmed: &Unconfirmed::default(),
                today: TODAY,
            });
            found.len()
        };
        // Half of sixty is enough; of one that was reopened it was told before.
        let found = [told(30, false), told(29, false), told(29, true)];
        assert_eq!(found, [0, 1, 0]);
    }

    #[test]
    fn questions_that_wait_are_counted() {
        let told = |questions| {
            let partnership = Partnership::of(
                Minimum::default(),
                BTreeMap::new(),
                &BTreeMap::new(),
                &[],
                questions,
            );
            let assessment = assessment();
            let results = Results::of(&shipped()[0], &assessment, &Records::new());
            let found = check(&Checked {
                results: &results,
                actions: &[],
                eqia: &Eqia::default(),
                form: eqia::form(),
                partnership: Some(&partnership),
                unconfirmed: &Unconfirmed::default(),
                today: TODAY,
            });
            let open = found.into_iter().find(|it| it.rule == Rule::QuestionOpen);
            open.map(|it| {
                assert_eq!(
                    (it.severity(), it.about),
                    (Severity::Warning, Subject::Questions)
                );
                it.message
            })
        };
        assert_eq!(told(vec![answered(1)]), None);
        assert_eq!(
            told(vec![answered(1), question(2)]).unwrap(),
            "1 question of the board is not answered. Answer it before anybody signs."
        );
        assert_eq!(
            told(vec![question(1), question(2)]).unwrap(),
            "2 questions of the board are not answered. Answer them before anybody signs."
        );
    }

    #[test]
    fn what_nobody_has_looked_at_since_last_year_stands_in_the_way() {
        let open = action(1);
        let unconfirmed = Unconfirmed {
            answers: ["W01", "W02"].map(|id| id.parse().unwrap()).into(),
            evidence: [("W02", 1), ("W03", 2)]
                .map(|(id, pieces)| {
                    let pieces = (0..pieces).map(|it| EvidenceId(Uuid::from_u128(it)));
                    (id.parse().unwrap(), pieces.collect())
                })
                .into(),
            actions: [open.action_id].into(),
        };
        let assessment = assessment();
        let results = Results::of(&shipped()[0], &assessment, &quiet());
        let found = check(&Checked {
            results: &results,
            actions: std::slice::from_ref(&open),
            eqia: &Eqia::default(),
            form: eqia::form(),
            partnership: None,
            unconfirmed: &unconfirmed,
            today: TODAY,
        });
        let of_last_year: Vec<_> = found
            .iter()
            .filter(|it| it.rule == Rule::Unconfirmed)
            .collect();
        assert!(!is_ready(&found));
        let messages: Vec<_> = of_last_year.iter().map(|it| it.message.as_str()).collect();
        let end = "Say whether it is still true, or change it.";
        assert_eq!(
            messages[..3],
            [
                format!("W01: nobody has looked at last year’s answer. {end}"),
                format!(
                    "W02: nobody has looked at last year’s answer and 1 piece of last year’s \
                     evidence. {end}"
                ),
                format!("W03: nobody has looked at 2 pieces of last year’s evidence. {end}"),
            ]
        );
        assert_eq!(of_last_year[3].about, Subject::Action(open.action_id));
        assert_eq!(of_last_year.len(), 4);
    }
}
