//! Which page answers which address.
//!
//! Every route is rendered whole on the server (`SsrMode::Async`): a page is
//! one answer, complete without script. The routes stand in the order of
//! [`crate::place::Place`]: the way in, the organisation, one assessment from
//! its statements to its document, and what the site says about itself.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    error::AppError,
    pages::{
        about::{AccessibilityPage, LicencesPage, PrivacyPage},
        account::AccountPage,
        action::{ActionPage, NewActionPage, RemoveActionPage},
        assessment::AssessmentPage,
        audit::AuditPage,
        benchmark::BenchmarkPage,
        buddy::{AskBuddyPage, BuddiesPage, NewOfferPage, OfferPage},
        check_in::{CheckInPage, CheckInsPage, NewCheckInPage},
        conflict::ConflictPage,
        contribution::ContributionPage,
        document::DocumentPage,
        eqia::{
            EqiaPage,
            consultation::{ConsultationPage, NewConsultationPage},
            row::{EqiaRowPage, NewEqiaRowPage},
            sheet::{EqiaEvidencePage, EqiaImpactsPage, EqiaNotRequiredPage, EqiaStagePage},
        },
        evidence::{EvidencePage, NewEvidencePage},
        example::{EditExamplePage, ExamplePage, ExamplesPage, NewExamplePage},
        home::HomePage,
        import::{ImportPage, ImportPreviewPage},
        indicator::{
            IndicatorCataloguePage, IndicatorValuePage, IndicatorsPage, NewIndicatorValuePage,
            import::{IndicatorImportPage, IndicatorImportPreviewPage},
        },
        invitation::InvitationPage,
        link::{SetPasswordPage, SetUpPage},
        local_statement::{LocalStatementPage, LocalStatementsPage},
        meeting::MeetingPage,
        minutes::MinutesPage,
        new_assessment::NewAssessmentPage,
        organisation::OrganisationPage,
        own_score::{OwnScorePage, OwnScoresPage},
        participant::{
            NewParticipantPage, ParticipantLinkPage, ParticipantPage, ParticipantsPage,
            RemoveParticipantPage,
        },
        people::{
            HandOverPage, NewPersonPage, PeoplePage, PersonLinkPage, PersonPage, RemovePersonPage,
        },
        plan::PlanPage,
        question::QuestionsPage,
        questionnaire::QuestionnairePage,
        release::{ReleasePage, ReleasesPage},
        results::ResultsPage,
        roll_up::RollUpPage,
        section::SectionPage,
        sharing::SharingPage,
        sign_in::SignInPage,
        sign_off::SignOffPage,
        site::{SitePage, SitesPage},
        statement::StatementPage,
        system::{
            CloseSystemPage, LeaveSystemPage, NewSystemPage, RemoveMemberPage, SystemLinkPage,
            SystemPage, SystemsPage, invitation::JoinSystemPage, shared::SharedResultsPage,
        },
        trend::TrendPage,
    },
    parts::frame::page,
};

/// The application: one page, chosen by its address.
#[component]
pub fn App() -> impl IntoView {
    let not_found = || page(async { Err(AppError::NotFound) });
    view! {
        <Router>
            <FlatRoutes fallback=not_found>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/set-up/:set_up") view=SetUpPage ssr=SsrMode::Async/>
                <Route path=path!("/links/:link") view=SetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/invitations/:invitation") view=InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/organisation") view=OrganisationPage ssr=SsrMode::Async/>
                <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async/>
                <Route path=path!("/people/new") view=NewPersonPage ssr=SsrMode::Async/>
                <Route path=path!("/people/:person") view=PersonPage ssr=SsrMode::Async/>
                <Route path=path!("/people/:person/link") view=PersonLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/people/:person/remove") view=RemovePersonPage ssr=SsrMode::Async/>
                <Route path=path!("/hand-over") view=HandOverPage ssr=SsrMode::Async/>
                <Route path=path!("/trend") view=TrendPage ssr=SsrMode::Async/>
                <Route path=path!("/indicators") view=IndicatorsPage ssr=SsrMode::Async/>
                <Route path=path!("/indicators/catalogue") view=IndicatorCataloguePage ssr=SsrMode::Async/>
                <Route path=path!("/indicators/new") view=NewIndicatorValuePage ssr=SsrMode::Async/>
                <Route path=path!("/indicators/figures/:figure") view=IndicatorValuePage ssr=SsrMode::Async/>
                <Route path=path!("/indicators/import") view=IndicatorImportPage ssr=SsrMode::Async/>
                <Route path=path!("/indicators/import/:figures") view=IndicatorImportPreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/buddies") view=BuddiesPage ssr=SsrMode::Async/>
                <Route path=path!("/buddies/ask") view=AskBuddyPage ssr=SsrMode::Async/>
                <Route path=path!("/buddies/offers/new") view=NewOfferPage ssr=SsrMode::Async/>
                <Route path=path!("/buddies/offers/:offer") view=OfferPage ssr=SsrMode::Async/>
                <Route path=path!("/examples") view=ExamplesPage ssr=SsrMode::Async/>
                <Route path=path!("/examples/new") view=NewExamplePage ssr=SsrMode::Async/>
                <Route path=path!("/examples/:example") view=ExamplePage ssr=SsrMode::Async/>
                <Route path=path!("/examples/:example/edit") view=EditExamplePage ssr=SsrMode::Async/>
                <Route path=path!("/sites") view=SitesPage ssr=SsrMode::Async/>
                <Route path=path!("/sites/:site") view=SitePage ssr=SsrMode::Async/>
                <Route path=path!("/roll-up") view=RollUpPage ssr=SsrMode::Async/>
                <Route path=path!("/releases") view=ReleasesPage ssr=SsrMode::Async/>
                <Route path=path!("/releases/:release") view=ReleasePage ssr=SsrMode::Async/>
                <Route path=path!("/systems") view=SystemsPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/new") view=NewSystemPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:system") view=SystemPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:system/link") view=SystemLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:joined/leave") view=LeaveSystemPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:system/close") view=CloseSystemPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:system/members/:member/remove") view=RemoveMemberPage ssr=SsrMode::Async/>
                <Route path=path!("/systems/:system/shared/:shared") view=SharedResultsPage ssr=SsrMode::Async/>
                <Route path=path!("/system-invitations/:join") view=JoinSystemPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/new") view=NewAssessmentPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment") view=AssessmentPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/sections/:pillar") view=SectionPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/statements/:statement") view=StatementPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/statements/:statement/conflict") view=ConflictPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/statements/:statement/evidence/new") view=NewEvidencePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/statements/:statement/evidence/:evidence") view=EvidencePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/local") view=LocalStatementsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/local/:local") view=LocalStatementPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/questionnaire") view=QuestionnairePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/import") view=ImportPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/import/:import") view=ImportPreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/results") view=ResultsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/benchmark") view=BenchmarkPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/benchmark/contribution") view=ContributionPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/plan") view=PlanPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/plan/actions/new") view=NewActionPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/plan/actions/:action") view=ActionPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/plan/actions/:action/remove") view=RemoveActionPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia") view=EqiaPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/stages/:stage") view=EqiaStagePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/evidence/:row") view=EqiaEvidencePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/impacts/:row") view=EqiaImpactsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/not-required") view=EqiaNotRequiredPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/rows/new") view=NewEqiaRowPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/rows/:row") view=EqiaRowPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/consultations/new") view=NewConsultationPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/eqia/consultations/:consultation") view=ConsultationPage ssr=SsrMode::Async/>
                // Where both sides score, an assessment is called a round.
                <Route path=path!("/assessments/:round/people") view=ParticipantsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/people/new") view=NewParticipantPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/people/:participant") view=ParticipantPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/people/:participant/link") view=ParticipantLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/people/:participant/remove") view=RemoveParticipantPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/own") view=OwnScoresPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:round/own/:statement") view=OwnScorePage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/meeting") view=MeetingPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/minutes") view=MinutesPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/questions") view=QuestionsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:signed/check-ins") view=CheckInsPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:signed/check-ins/new") view=NewCheckInPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:signed/check-ins/:check_in") view=CheckInPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/sign-off") view=SignOffPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/audit") view=AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/sharing") view=SharingPage ssr=SsrMode::Async/>
                <Route path=path!("/assessments/:assessment/document") view=DocumentPage ssr=SsrMode::Async/>
                <Route path=path!("/accessibility") view=AccessibilityPage ssr=SsrMode::Async/>
                <Route path=path!("/privacy") view=PrivacyPage ssr=SsrMode::Async/>
                <Route path=path!("/licences") view=LicencesPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
