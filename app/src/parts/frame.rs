//! What stands around the content of every page: header, navigation, footer.

use std::future::Future;

use axum::http::request::Parts;
use domain::{id::AssessmentId, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{error_summary::Failure, page_title::PageTitle};
use crate::{
    actions::session::SignOutHere,
    error::AppError,
    place::Place,
    trend::Asked,
    visitor::{Visitor, go_to, set_status, visitor},
};

/// Where in the site a page stands; the navigation marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The list of assessments.
    Assessments,
    /// One assessment's overview.
    Overview,
    /// Results of one assessment.
    Results,
    /// The action plan of one assessment.
    Plan,
    /// The equality impact assessment of one assessment.
    Eqia,
    /// The sign-off of one assessment.
    SignOff,
    /// Figures beside the scores.
    Indicators,
    /// Who to learn from: offers and examples.
    Buddies,
    /// The organisation itself.
    Organisation,
    /// Who takes part.
    People,
    /// What moved from year to year.
    Trend,
    /// The systems that the organisation hosts or belongs to.
    Systems,
    /// None of them.
    Elsewhere,
}

/// A page: reads what it needs, then prints itself, all in one go on the server.
///
/// What goes wrong while it reads becomes an error page with the right status;
/// who is not signed in is sent to the sign-in page.
pub fn page<F>(read: F) -> impl IntoView
where
    F: Future<Output = Result<AnyView, AppError>> + Send + 'static,
{
    let content = Suspend::new(async move {
        match read.await {
            Ok(page) => page,
            Err(error) => {
                if error == AppError::NotSignedIn {
                    go_to(&Place::SignIn);
                } else {
                    set_status(error.status());
                }
                error_page(error, visitor().await.ok())
            }
        }
    });
    view! { <Suspense>{content}</Suspense> }
}

/// The page that says what went wrong and what to do next; who is signed in keeps their way around.
fn error_page(error: AppError, visitor: Option<Visitor>) -> AnyView {
    let heading = match error {
        AppError::NotFound => "Page not found",
        AppError::Forbidden => "You cannot see this",
        AppError::NotSignedIn => "Sign in",
        AppError::SignedOff => "Signed off",
        _ => "Sorry, there is a problem",
    };
    view! {
        <Frame title=heading visitor tab=Tab::Elsewhere>
            <h1>{heading}</h1>
            <p>{error.to_string()}</p>
            <p>
                <a href=Place::Home.to_string()>"Go to your assessments"</a>
            </p>
        </Frame>
    }
    .into_any()
}

/// Header, navigation, main content and footer.
#[component]
pub fn Frame(
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// Who asks; without one there is no navigation.
    visitor: Option<Visitor>,
    /// The assessment the page is about.
    #[prop(optional_no_strip)]
    assessment: Option<AssessmentId>,
    /// Where the page stands.
    tab: Tab,
    /// Whether the page shows what is wrong with a form.
    #[prop(optional)]
    error: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let title = match &visitor {
        Some(visitor) => format!("{title} – {}", visitor.organisation.name),
        None => title,
    };
    let invented = visitor
        .as_ref()
        .is_some_and(|visitor| visitor.organisation.invented);
    view! {
        <PageTitle text=title error=error/>
        <a class="nhsuk-skip-link" data-module="nhsuk-skip-link" href="#maincontent">"Skip to main content"</a>
        <header class="app-header">
            {invented.then(|| view! { <p class="app-banner">"Invented organisation: every name and number on this page is made up"</p> })}
            <div class="app-header__inner nhsuk-width-container">
                <a class="app-header__mark" href=Place::Home.to_string()>
                    <svg class="app-mark" viewBox="0 0 22 26" width="22" height="26" focusable="false" aria-hidden="true">
                        <path d="M9.75 0h2.5v12h-2.5z"/>
                        <path d="M4 12h14l-7 14z"/>
                    </svg>
                    "Plumbline"
                </a>
                {visitor.map(|visitor| view! { <Menu visitor assessment tab/> })}
            </div>
        </header>
        <div class="nhsuk-width-container">
            <main class="nhsuk-main-wrapper" id="maincontent">
                <FailedForm/>
                {children()}
            </main>
        </div>
        <footer class="app-footer">
            <div class="nhsuk-width-container app-footer__inner">
                <ul class="app-footer__list">
                    {footer_link(&Place::Accessibility, "Accessibility")}
                    {footer_link(&Place::Privacy, "Privacy")}
                    {footer_link(&Place::Licences, "Sources and licences")}
                </ul>
                <p class="app-footer__note">
                    {concat!("Plumbline ", env!("CARGO_PKG_VERSION"), " · independent, not affiliated with or endorsed by the NHS")}
                </p>
            </div>
        </footer>
    }
}

fn footer_link(place: &Place, label: &'static str) -> impl IntoView + use<> {
    view! {
        <li class="app-footer__item">
            <a class="app-footer__link" href=place.to_string()>{label}</a>
        </li>
    }
}

/// What a form that failed unexpectedly left in the address of the page it came from.
#[component]
fn FailedForm() -> impl IntoView {
    let query = use_context::<Parts>()
        .and_then(|parts| parts.uri.query().map(str::to_owned))
        .unwrap_or_default();
    let coded = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("__err="))
        .map(str::to_owned);
    coded.map(|coded| {
        let error = AppError::from_address(&coded.replace("%3D", "="));
        view! { <Failure message=error.to_string()/> }
    })
}

/// The trend as it usually is, with one assessment besides.
fn trend(with: Option<AssessmentId>) -> Place {
    let usual = Asked::default();
    Place::Trend(Asked { with, ..usual })
}

#[component]
fn Menu(visitor: Visitor, assessment: Option<AssessmentId>, tab: Tab) -> impl IntoView {
    let links = match assessment {
        Some(it) => vec![
            (Place::Home, "Assessments", Tab::Assessments),
            (Place::Assessment(it), "Overview", Tab::Overview),
            (Place::Results(it, None), "Results", Tab::Results),
            (trend(Some(it)), "Trend", Tab::Trend),
            (Place::Plan(it), "Plan", Tab::Plan),
            (Place::Eqia(it), "EQIA", Tab::Eqia),
            (Place::SignOff(it), "Sign-off", Tab::SignOff),
        ],
        None => [
            (
                Permission::Read,
                (Place::Home, "Assessments", Tab::Assessments),
            ),
            (Permission::Read, (trend(None), "Trend", Tab::Trend)),
            (
                Permission::Read,
                (Place::Indicators, "Indicators", Tab::Indicators),
            ),
            (Permission::Read, (Place::Buddies, "Buddies", Tab::Buddies)),
            (
                Permission::ManagePeople,
                (Place::People, "People", Tab::People),
            ),
            (
                Permission::ManageOrganisation,
                (Place::Organisation, "Organisation", Tab::Organisation),
            ),
            (
                Permission::ReadSystems,
                (Place::Systems, "Systems", Tab::Systems),
            ),
        ]
        .into_iter()
        .filter(|(permission, _)| visitor.may(*permission))
        .map(|(_, link)| link)
        .collect(),
    };
    let items = links
        .into_iter()
        .map(|(place, label, its_tab)| {
            let current = (its_tab == tab).then_some("page");
            view! {
                <li class="app-header__item">
                    <a class="app-header__link" href=place.to_string() aria-current=current>{label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <button class="app-header__menu-button" type="button" popovertarget="menu">"Menu"</button>
        <div class="app-header__menu" id="menu" popover="">
            <nav class="app-header__nav" aria-label="Main">
                <ul class="app-header__list">{items}</ul>
            </nav>
            <div class="app-header__account">
                <a class="app-header__organisation" href=Place::Organisation.to_string()>{visitor.organisation.name}</a>
                <a class="app-header__person" href=Place::Account.to_string()>{visitor.person.name}</a>
                <form class="app-header__sign-out" action=SignOutHere::url() method="post">
                    <button class="app-header__button" type="submit">"Sign out"</button>
                </form>
            </div>
            <button class="app-header__close" type="button" popovertarget="menu" popovertargetaction="hide">"Close menu"</button>
        </div>
    }
}
