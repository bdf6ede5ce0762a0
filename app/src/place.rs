//! Every address of the application, typed.
//!
//! The only way to write a link or a redirect: an address made here cannot be
//! misspelt, and holds nothing but checked ids.

use std::fmt;

use domain::{
    assessment::Assessment,
    benchmark::{Chapter, Cohort, PeerGroup},
    buddy::Topic,
    eqia::Sheet,
    framework::{Framework, Statement},
    id::{
        ActionId, AssessmentId, CheckInId, ConsultationId, EvidenceId, ExampleId, ImportId,
        IndicatorValueId, OfferId, OrganisationId, PersonId, QuestionId, SiteId, StatementId,
        SystemId,
    },
    indicator::IndicatorId,
    permission::Permission,
    plan::CellId,
};

use crate::{link::LinkSecret, trend::Asked};

/// Somewhere a visitor can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Where signed-in people start: the list of assessments.
    Home,
    /// Sign in.
    SignIn,
    /// Sign in, and what went wrong before.
    SignInAgain(SignInProblem),
    /// Set up a fresh installation, with the link that its first start printed.
    SetUp(LinkSecret),
    /// Set a password, with the link that somebody was handed.
    SetPassword(LinkSecret),
    /// Own account: password, sign out everywhere.
    Account,
    /// The organisation's name, code and kind.
    Organisation,
    /// Who takes part.
    People,
    /// Add a person.
    NewPerson,
    /// One person: name, role, and what can be done for them.
    Person(PersonId),
    /// The link that was just made for a person, shown once.
    PersonLink(PersonId),
    /// Remove a person, after a second look.
    RemovePerson(PersonId),
    /// Hand the lead over: to whom, then the second look.
    HandOver(Option<PersonId>),
    /// What moved from one assessment to the next.
    Trend(Asked),
    /// The same as a paper of two pages for the board, to keep.
    BoardPaper(Asked),
    /// Figures that stand beside the scores.
    Indicators,
    /// Which indicators there are, and what each means.
    IndicatorCatalogue,
    /// Add a figure, perhaps of a certain indicator.
    NewIndicatorValue(Option<IndicatorId>),
    /// Change or remove a figure.
    IndicatorValue(IndicatorValueId),
    /// Hand in a file of figures.
    IndicatorImport,
    /// The same, after so many were taken from one.
    IndicatorsImported(usize),
    /// What a file of figures would change.
    IndicatorImportPreview(ImportId),
    /// The figures, or a sheet to fill in.
    IndicatorFile(IndicatorFile),
    /// Who would talk about a statement, and what has come of it.
    Buddies,
    /// The same, with who would talk about a certain one.
    BuddiesAbout(Topic),
    /// Offer to talk about a statement, perhaps a certain one.
    NewOffer(Option<Topic>),
    /// Change or withdraw an offer.
    Offer(OfferId),
    /// Ask for a conversation about somebody else's offer.
    AskBuddy(OfferId),
    /// What organisations did about the statements.
    Examples,
    /// The same, with the examples about a certain one.
    ExamplesAbout(Topic),
    /// Begin an example, perhaps about a certain statement.
    NewExample(Option<Topic>),
    /// Read an example.
    Example(ExampleId),
    /// Change an example.
    EditExample(ExampleId),
    /// The organisation's sites and divisions.
    Sites,
    /// One of them: its name, and the way to remove it.
    Site(SiteId),
    /// What some sites' assessments come to together, grouped by a lens.
    RollUp(Vec<AssessmentId>, Option<String>),
    /// The systems that the organisation hosts or belongs to.
    Systems,
    /// Make a system.
    NewSystem,
    /// One system: members, benchmarks, what is shared, who is invited.
    System(SystemId),
    /// The invitation to it that was just made, shown once.
    SystemLink(SystemId),
    /// Leave it, after a second look.
    LeaveSystem(SystemId),
    /// Close it, after a second look.
    CloseSystem(SystemId),
    /// End a membership, after a second look.
    RemoveMember(SystemId, OrganisationId),
    /// Results that a member shares with it, grouped by a lens.
    SharedResults(SystemId, AssessmentId, Option<String>),
    /// Join a system or decline, with the link that the host handed over.
    JoinSystem(LinkSecret),
    /// Start an assessment.
    NewAssessment,
    /// Start one as a new year from a signed one.
    NewAssessmentAfter(AssessmentId),
    /// One assessment: pillars and progress.
    Assessment(AssessmentId),
    /// All statements of one pillar in a list.
    Section(AssessmentId, String),
    /// The same list, at one statement of it.
    SectionAt(AssessmentId, String, StatementId),
    /// One statement.
    Statement(AssessmentId, StatementId),
    /// Two versions of what was recorded about a statement, to choose from.
    Conflict(AssessmentId, StatementId),
    /// Add evidence to a statement.
    NewEvidence(AssessmentId, StatementId),
    /// Change or remove one piece of evidence.
    Evidence(AssessmentId, StatementId, EvidenceId),
    /// What the organisation asks itself, and a form to add to it.
    LocalStatements(AssessmentId),
    /// Change or remove one of these.
    LocalStatement(AssessmentId, StatementId),
    /// The questionnaire without answers, to print for a workshop.
    Questionnaire(AssessmentId),
    /// Hand in a filled-in spreadsheet.
    Import(AssessmentId),
    /// The same, after so many statements were taken from one.
    Imported(AssessmentId, usize),
    /// What a spreadsheet that was handed in would change.
    ImportPreview(AssessmentId, ImportId),
    /// Results, grouped by a lens.
    Results(AssessmentId, Option<String>),
    /// Where the organisation stands in one of the groups that it belongs to, by some of what is compared.
    Benchmark(AssessmentId, Option<PeerGroup>, Option<Chapter>),
    /// What is contributed to the benchmark, and under which rules.
    Contribution(AssessmentId),
    /// A whole release of the benchmark, for everybody.
    BenchmarkCsv(Cohort),
    /// Which releases of the benchmark there are.
    Releases,
    /// What one tells of a group of organisations, by some of what is compared.
    Release(Cohort, Option<PeerGroup>, Option<Chapter>),
    /// The action plan.
    Plan(AssessmentId),
    /// Some of its actions.
    PlanShowing(AssessmentId, Shown),
    /// Add an action to it.
    NewAction(AssessmentId, ActionFor),
    /// One action with its log.
    Action(AssessmentId, ActionId),
    /// Asks whether an action is to be removed.
    RemoveAction(AssessmentId, ActionId),
    /// The equality impact assessment.
    Eqia(AssessmentId),
    /// One page of its form.
    EqiaSheet(AssessmentId, Sheet),
    /// Add a row to its matrix.
    NewEqiaRow(AssessmentId),
    /// Rename or remove a row that the organisation added.
    EqiaRow(AssessmentId, String),
    /// Add to its consultation log.
    NewConsultation(AssessmentId),
    /// Change or remove an entry of its consultation log.
    Consultation(AssessmentId, ConsultationId),
    /// Who takes part in an assessment, for which side.
    Participants(AssessmentId),
    /// The same, after something was sent or not.
    ParticipantsTold(AssessmentId, Told),
    /// Invite somebody to it.
    NewParticipant(AssessmentId),
    /// Somebody's seat in it, and their links.
    Participant(AssessmentId, PersonId),
    /// The invitation that was just made for somebody, shown once.
    ParticipantLink(AssessmentId, PersonId),
    /// Asks whether somebody is to be taken out.
    RemoveParticipant(AssessmentId, PersonId),
    /// What somebody is invited to, with the link that they were sent or handed.
    Invitation(LinkSecret),
    /// What the visitor has said for themselves about every statement.
    OwnScores(AssessmentId),
    /// Score one statement for oneself.
    OwnScore(AssessmentId, StatementId),
    /// The meeting's board.
    Meeting(AssessmentId),
    /// The same, after it had moved on before something was sent.
    MeetingChanged(AssessmentId),
    /// The same, at the form of one statement.
    MeetingAt(AssessmentId, StatementId),
    /// The same, at the form of its clock.
    MeetingClock(AssessmentId),
    /// What tells a browser that the meeting has moved on.
    MeetingEvents(AssessmentId),
    /// What the meeting did.
    Minutes(AssessmentId),
    /// What the board asks, and what it is told.
    Questions(AssessmentId),
    /// The same, with a question begun about a statement.
    AskAbout(AssessmentId, StatementId),
    /// The same, at one question.
    Question(AssessmentId, QuestionId),
    /// The check-ins beside a signed assessment.
    CheckIns(AssessmentId),
    /// Record one.
    NewCheckIn(AssessmentId),
    /// Correct or remove one.
    CheckIn(AssessmentId, CheckInId),
    /// What is left to do before sign-off, and who signed.
    SignOff(AssessmentId),
    /// Who did what and when.
    Audit(AssessmentId),
    /// With which systems its results are shared.
    Sharing(AssessmentId),
    /// The whole plan as one page, to read and to print: a draft, then as it was signed.
    Document(AssessmentId),
    /// The same with what happened since it was signed.
    DocumentToDate(AssessmentId),
    /// A file to keep.
    Download(AssessmentId, Download),
    /// How accessible the site is.
    Accessibility,
    /// What is stored about people.
    Privacy,
    /// Sources and licences.
    Licences,
}

/// What has become of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// An invitation was sent.
    Invited,
    /// Reminders were sent.
    Reminded,
    /// None were, because some were not long ago.
    RemindedBefore,
    /// None were, because there is no mail server.
    NoMail,
}

impl Told {
    /// How addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Reminded => "reminded",
            Self::RemindedBefore => "reminded-before",
            Self::NoMail => "no-mail",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        [
            Self::Invited,
            Self::Reminded,
            Self::RemindedBefore,
            Self::NoMail,
        ]
        .into_iter()
        .find(|it| it.code() == code)
    }
}

/// A file about the figures that stand beside the scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorFile {
    /// The figures.
    Values,
    /// A sheet without figures.
    Template,
}

impl IndicatorFile {
    /// Every file there is.
    pub const ALL: [Self; 2] = [Self::Values, Self::Template];

    /// Its name in addresses.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Values => "indicators.csv",
            Self::Template => "indicators-to-fill-in.csv",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.file_name() == file_name)
    }
}

/// Which actions of a plan are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Neither done nor given up.
    Open,
    /// Should have been finished by now.
    Overdue,
    /// Nobody sees to them.
    Unowned,
    /// Done.
    Done,
}

impl Shown {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::Open, Self::Overdue, Self::Unowned, Self::Done];

    /// How addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Unowned => "unowned",
            Self::Done => "done",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What a new action is for; its form starts from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionFor {
    /// Nothing in particular.
    Anything,
    /// The gap of a statement, with one of the pack's suggestions, counted from 0.
    Gap(StatementId, Option<usize>),
    /// A negative impact that it mitigates.
    Impact(CellId),
}

/// A file about one assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Download {
    /// Scores to fill in and hand in again, as CSV.
    ScoresCsv,
    /// The same as an Excel workbook.
    ScoresXlsx,
    /// The same for programs, as JSON.
    ScoresJson,
    /// The numbers, group by group, as CSV.
    ResultsCsv,
    /// The same as an Excel workbook.
    ResultsXlsx,
    /// The numbers unrounded, as JSON.
    ResultsJson,
    /// The actions as CSV.
    PlanCsv,
    /// The same as an Excel workbook.
    PlanXlsx,
    /// Everything about the assessment, as JSON; once signed, the very bytes that were signed.
    PlanJson,
    /// The action plan as an accessible PDF: a draft, then as it was signed.
    PlanPdf,
    /// The same with what happened since it was signed.
    ProgressPdf,
    /// Due dates for a calendar.
    PlanCalendar,
    /// The minutes of the meeting as CSV.
    MinutesCsv,
    /// Who did what and when, as JSON, with the links of the chain; for the lead alone.
    AuditJson,
}

impl Download {
    /// What whoever asks for it must be allowed.
    #[must_use]
    pub fn permission(self) -> Permission {
        match self {
            Self::AuditJson => Permission::ReadAudit,
            _ => Permission::Read,
        }
    }

    /// Every file there is.
    pub const ALL: [Self; 14] = [
        Self::ScoresCsv,
        Self::ScoresXlsx,
        Self::ScoresJson,
        Self::ResultsCsv,
        Self::ResultsXlsx,
        Self::ResultsJson,
        Self::PlanCsv,
        Self::PlanXlsx,
        Self::PlanJson,
        Self::PlanPdf,
        Self::ProgressPdf,
        Self::PlanCalendar,
        Self::MinutesCsv,
        Self::AuditJson,
    ];

    /// Its name in addresses.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::ScoresCsv => "scores.csv",
            Self::ScoresXlsx => "scores.xlsx",
            Self::ScoresJson => "scores.json",
            Self::ResultsCsv => "results.csv",
            Self::ResultsXlsx => "results.xlsx",
            Self::ResultsJson => "results.json",
            Self::PlanCsv => "plan.csv",
            Self::PlanXlsx => "plan.xlsx",
            Self::PlanJson => "plan.json",
            Self::PlanPdf => "plan.pdf",
            Self::ProgressPdf => "progress.pdf",
            Self::PlanCalendar => "plan.ics",
            Self::MinutesCsv => "minutes.csv",
            Self::AuditJson => "audit.json",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.file_name() == file_name)
    }
}

/// Why signing in did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// The address or the password is wrong; which of them is not said.
    Wrong,
    /// There were too many attempts.
    TooMany,
}

impl SignInProblem {
    /// How addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::TooMany => "too-many",
        }
    }

    /// Reads it from an address.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        [Self::Wrong, Self::TooMany]
            .into_iter()
            .find(|it| it.code() == code)
    }
}

impl Place {
    /// Where to go after a statement: the next one asked, else the overview.
    #[must_use]
    pub fn after(assessment: &Assessment, framework: &Framework, statement: &Statement) -> Self {
        let asked = assessment.asked(framework);
        match asked.skip_while(|it| it.id != statement.id).nth(1) {
            Some(next) => Self::Statement(assessment.assessment_id, next.id.clone()),
            None => Self::Assessment(assessment.assessment_id),
        }
    }
}

impl fmt::Display for Place {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each address, so that the compiler misses none"
    )]
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => write!(out, "/"),
            Self::SignIn => write!(out, "/sign-in"),
            Self::SignInAgain(problem) => write!(out, "/sign-in?problem={}", problem.code()),
            Self::SetUp(secret) => write!(out, "{SET_UP}{}", secret.as_str()),
            Self::SetPassword(secret) => write!(out, "{SET_PASSWORD}{}", secret.as_str()),
            Self::Account => write!(out, "/account"),
            Self::Organisation => write!(out, "/organisation"),
            Self::People => write!(out, "/people"),
            Self::NewPerson => write!(out, "/people/new"),
            Self::Person(person) => write!(out, "/people/{person}"),
            Self::PersonLink(person) => write!(out, "/people/{person}/link"),
            Self::RemovePerson(person) => write!(out, "/people/{person}/remove"),
            Self::HandOver(None) => write!(out, "/hand-over"),
            Self::HandOver(Some(person)) => write!(out, "/hand-over?to={person}"),
            Self::Trend(asked) => write!(out, "/trend{}", behind(asked)),
            Self::BoardPaper(asked) => write!(out, "{BOARD_PAPER}{}", behind(asked)),
            Self::Indicators => write!(out, "/indicators"),
            Self::IndicatorCatalogue => write!(out, "/indicators/catalogue"),
            Self::NewIndicatorValue(None) => write!(out, "/indicators/new"),
            Self::NewIndicatorValue(Some(indicator)) => {
                write!(out, "/indicators/new?indicator={indicator}")
            }
            Self::IndicatorValue(value) => write!(out, "/indicators/figures/{value}"),
            Self::IndicatorImport => write!(out, "/indicators/import"),
            Self::IndicatorsImported(figures) => {
                write!(out, "/indicators/import?imported={figures}")
            }
            Self::IndicatorImportPreview(import) => write!(out, "/indicators/import/{import}"),
            Self::IndicatorFile(file) => write!(out, "/indicators/download/{}", file.file_name()),
            Self::Buddies => write!(out, "/buddies"),
            Self::BuddiesAbout(topic) => write!(out, "/buddies?about={topic}"),
            Self::NewOffer(None) => write!(out, "/buddies/offers/new"),
            Self::NewOffer(Some(topic)) => write!(out, "/buddies/offers/new?about={topic}"),
            Self::Offer(offer) => write!(out, "/buddies/offers/{offer}"),
            Self::AskBuddy(offer) => write!(out, "/buddies/ask?offer={offer}"),
            Self::Examples => write!(out, "/examples"),
            Self::ExamplesAbout(topic) => write!(out, "/examples?about={topic}"),
            Self::NewExample(None) => write!(out, "/examples/new"),
            Self::NewExample(Some(topic)) => write!(out, "/examples/new?about={topic}"),
            Self::Example(example) => write!(out, "/examples/{example}"),
            Self::EditExample(example) => write!(out, "/examples/{example}/edit"),
            Self::Sites => write!(out, "/sites"),
            Self::Site(site) => write!(out, "/sites/{site}"),
            Self::RollUp(assessments, lens) => {
                write!(out, "/roll-up")?;
                for (at, it) in assessments.iter().enumerate() {
                    write!(out, "{}of={it}", if at == 0 { '?' } else { '&' })?;
                }
                match lens {
                    Some(lens) => write!(out, "&lens={}", segment(lens)),
                    None => Ok(()),
                }
            }
            Self::Systems => write!(out, "/systems"),
            Self::NewSystem => write!(out, "/systems/new"),
            Self::System(it) => write!(out, "/systems/{it}"),
            Self::SystemLink(it) => write!(out, "/systems/{it}/link"),
            Self::LeaveSystem(it) => write!(out, "/systems/{it}/leave"),
            Self::CloseSystem(it) => write!(out, "/systems/{it}/close"),
            Self::RemoveMember(it, member) => write!(out, "/systems/{it}/members/{member}/remove"),
            Self::SharedResults(it, assessment, None) => {
                write!(out, "/systems/{it}/shared/{assessment}")
            }
            Self::SharedResults(it, assessment, Some(lens)) => {
                let lens = segment(lens);
                write!(out, "/systems/{it}/shared/{assessment}?lens={lens}")
            }
            Self::JoinSystem(secret) => write!(out, "{JOIN_SYSTEM}{}", secret.as_str()),
            Self::NewAssessment => write!(out, "/assessments/new"),
            Self::NewAssessmentAfter(it) => write!(out, "/assessments/new?after={it}"),
            Self::Assessment(it) => write!(out, "/assessments/{it}"),
            Self::Section(it, pillar) => {
                write!(out, "/assessments/{it}/sections/{}", segment(pillar))
            }
            Self::SectionAt(it, pillar, statement) => {
                write!(
                    out,
                    "/assessments/{it}/sections/{}#{statement}",
                    segment(pillar)
                )
            }
            Self::Statement(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}")
            }
            Self::Conflict(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}/conflict")
            }
            Self::NewEvidence(it, statement) => {
                write!(out, "/assessments/{it}/statements/{statement}/evidence/new")
            }
            Self::Evidence(it, statement, evidence) => {
                write!(
                    out,
                    "/assessments/{it}/statements/{statement}/evidence/{evidence}"
                )
            }
            Self::LocalStatements(it) => write!(out, "/assessments/{it}/local"),
            Self::LocalStatement(it, statement) => {
                write!(out, "/assessments/{it}/local/{statement}")
            }
            Self::Questionnaire(it) => write!(out, "/assessments/{it}/questionnaire"),
            Self::Import(it) => write!(out, "/assessments/{it}/import"),
            Self::Imported(it, statements) => {
                write!(out, "/assessments/{it}/import?imported={statements}")
            }
            Self::ImportPreview(it, import) => write!(out, "/assessments/{it}/import/{import}"),
            Self::Results(it, None) => write!(out, "/assessments/{it}/results"),
            Self::Results(it, Some(lens)) => {
                write!(out, "/assessments/{it}/results?lens={}", segment(lens))
            }
            Self::Benchmark(it, group, chapter) => {
                write!(out, "/assessments/{it}/benchmark")?;
                write_compared(out, *group, chapter.as_ref())
            }
            Self::Contribution(it) => write!(out, "/assessments/{it}/benchmark/contribution"),
            Self::BenchmarkCsv(cohort) => {
                write!(out, "/benchmark/{}.csv", segment(&cohort.to_string()))
            }
            Self::Releases => write!(out, "/releases"),
            Self::Release(cohort, group, chapter) => {
                write!(out, "/releases/{}", segment(&cohort.to_string()))?;
                write_compared(out, *group, chapter.as_ref())
            }
            Self::Plan(it) => write!(out, "/assessments/{it}/plan"),
            Self::PlanShowing(it, shown) => {
                write!(out, "/assessments/{it}/plan?show={}", shown.code())
            }
            Self::NewAction(it, what_for) => {
                write!(out, "/assessments/{it}/plan/actions/new")?;
                match what_for {
                    ActionFor::Anything => Ok(()),
                    ActionFor::Gap(statement, None) => write!(out, "?statement={statement}"),
                    ActionFor::Gap(statement, Some(suggestion)) => {
                        write!(out, "?statement={statement}&suggestion={suggestion}")
                    }
                    ActionFor::Impact(CellId { row, need }) => write!(
                        out,
                        "?mitigates_row={}&mitigates_need={}",
                        segment(row),
                        segment(need)
                    ),
                }
            }
            Self::Action(it, action) => write!(out, "/assessments/{it}/plan/actions/{action}"),
            Self::RemoveAction(it, action) => {
                write!(out, "/assessments/{it}/plan/actions/{action}/remove")
            }
            Self::Eqia(it) => write!(out, "/assessments/{it}/eqia"),
            Self::EqiaSheet(it, sheet) => write!(out, "/assessments/{it}/eqia/{sheet}"),
            Self::NewEqiaRow(it) => write!(out, "/assessments/{it}/eqia/rows/new"),
            Self::EqiaRow(it, row) => write!(out, "/assessments/{it}/eqia/rows/{}", segment(row)),
            Self::NewConsultation(it) => write!(out, "/assessments/{it}/eqia/consultations/new"),
            Self::Consultation(it, consultation) => {
                write!(out, "/assessments/{it}/eqia/consultations/{consultation}")
            }
            Self::Participants(it) => write!(out, "/assessments/{it}/people"),
            Self::ParticipantsTold(it, told) => {
                write!(out, "/assessments/{it}/people?told={}", told.code())
            }
            Self::NewParticipant(it) => write!(out, "/assessments/{it}/people/new"),
            Self::Participant(it, person) => write!(out, "/assessments/{it}/people/{person}"),
            Self::ParticipantLink(it, person) => {
                write!(out, "/assessments/{it}/people/{person}/link")
            }
            Self::RemoveParticipant(it, person) => {
                write!(out, "/assessments/{it}/people/{person}/remove")
            }
            Self::Invitation(secret) => write!(out, "{INVITATION}{}", secret.as_str()),
            Self::OwnScores(it) => write!(out, "/assessments/{it}/own"),
            Self::OwnScore(it, statement) => write!(out, "/assessments/{it}/own/{statement}"),
            Self::Meeting(it) => write!(out, "/assessments/{it}/meeting"),
            Self::MeetingChanged(it) => write!(out, "/assessments/{it}/meeting?changed=yes"),
            Self::MeetingAt(it, statement) => write!(out, "/assessments/{it}/meeting#{statement}"),
            Self::MeetingClock(it) => write!(out, "/assessments/{it}/meeting#clock"),
            Self::MeetingEvents(it) => write!(out, "/assessments/{it}/meeting/events"),
            Self::Minutes(it) => write!(out, "/assessments/{it}/minutes"),
            Self::Questions(it) => write!(out, "/assessments/{it}/questions"),
            Self::AskAbout(it, statement) => {
                write!(out, "/assessments/{it}/questions?about={statement}")
            }
            Self::Question(it, question) => {
                write!(out, "/assessments/{it}/questions#{question}")
            }
            Self::CheckIns(it) => write!(out, "/assessments/{it}/check-ins"),
            Self::NewCheckIn(it) => write!(out, "/assessments/{it}/check-ins/new"),
            Self::CheckIn(it, check_in) => {
                write!(out, "/assessments/{it}/check-ins/{check_in}")
            }
            Self::SignOff(it) => write!(out, "/assessments/{it}/sign-off"),
            Self::Audit(it) => write!(out, "/assessments/{it}/audit"),
            Self::Sharing(it) => write!(out, "/assessments/{it}/sharing"),
            Self::Document(it) => write!(out, "/assessments/{it}/document"),
            Self::DocumentToDate(it) => write!(out, "/assessments/{it}/document?progress=to-date"),
            Self::Download(it, file) => {
                write!(out, "/assessments/{it}/download/{}", file.file_name())
            }
            Self::Accessibility => write!(out, "/accessibility"),
            Self::Privacy => write!(out, "/privacy"),
            Self::Licences => write!(out, "/licences"),
        }
    }
}

/// Where the board paper is.
pub const BOARD_PAPER: &str = "/trend/board-paper.pdf";

/// What is asked for, with its question mark; nothing when nothing is.
fn behind(asked: &Asked) -> String {
    match asked.query() {
        query if query.is_empty() => query,
        query => format!("?{query}"),
    }
}

/// How addresses begin that end in a secret.
const SET_UP: &str = "/set-up/";
const SET_PASSWORD: &str = "/links/";
const INVITATION: &str = "/invitations/";
const JOIN_SYSTEM: &str = "/system-invitations/";

/// A path without the secret it may end in: for logs, and to name a form in the database.
#[must_use]
pub fn without_secret(path: &str) -> &str {
    [SET_UP, SET_PASSWORD, INVITATION, JOIN_SYSTEM]
        .into_iter()
        .find(|it| path.starts_with(it))
        .unwrap_or(path)
}

/// Which group, and what of it, behind the question mark.
fn write_compared(
    out: &mut fmt::Formatter<'_>,
    group: Option<PeerGroup>,
    chapter: Option<&Chapter>,
) -> fmt::Result {
    let chapter = chapter.map(|it| segment(&it.to_string()));
    match (group, chapter) {
        (None, None) => Ok(()),
        (Some(group), None) => write!(out, "?group={group}"),
        (None, Some(chapter)) => write!(out, "?show={chapter}"),
        (Some(group), Some(chapter)) => write!(out, "?group={group}&show={chapter}"),
    }
}

/// What may stand in an address as it is; anything else goes, since ids never hold it.
fn segment(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_named_without_its_secret() {
        let secret: LinkSecret = "0a".repeat(32).parse().unwrap();
        for place in [
            Place::SetUp(secret.clone()),
            Place::SetPassword(secret.clone()),
            Place::Invitation(secret.clone()),
            Place::JoinSystem(secret),
        ] {
            let address = place.to_string();
            assert!(address.ends_with(&"0a".repeat(32)));
            assert!(!without_secret(&address).contains("0a"), "{address}");
        }
        assert_eq!(without_secret("/people/new"), "/people/new");
    }

    #[test]
    fn an_address_holds_nothing_that_could_end_a_header() {
        let assessment = AssessmentId(uuid::Uuid::nil());
        let place = Place::Results(assessment, Some("a\r\nSet-Cookie: b/../c".into()));
        assert_eq!(
            place.to_string(),
            "/assessments/00000000-0000-0000-0000-000000000000/results?lens=aSet-Cookieb..c"
        );
    }
}
