//! `/accessibility`, `/privacy` and `/licences`: what the site says about itself.

use domain::{
    eqia,
    framework::{self, Source},
    indicator,
};
use leptos::prelude::*;

use crate::{
    parts::frame::{Frame, Tab, page},
    visitor::{site, visitor},
};

/// How accessible the site is, and how that was found out.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    page(async move {
        Ok(view! {
            <Frame title="Accessibility" visitor=visitor().await.ok() tab=Tab::Elsewhere>
                <div class="nhsuk-u-reading-width">
                    <h1>"Accessibility"</h1>
                    <p>"Plumbline is meant to be used by everybody: with a keyboard, a screen reader, a magnifier, a phone, and without JavaScript. The standard it is built to is WCAG 2.2, level AA."</p>
                    <h2>"How it is checked"</h2>
                    <p>"Automated checks with axe run on the pages whenever Plumbline changes, on a wide and on a narrow screen. Automated checks find a part of all barriers. Nobody outside the team has audited it yet."</p>
                    <h2>"Tell us"</h2>
                    <p>"If something stands in your way, tell the wellbeing lead of your organisation, who can pass it on. Ask for the action plan or the questionnaire in another form from the same person."</p>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// What is stored about people.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    page(async move {
        Ok(view! {
            <Frame title="Privacy" visitor=visitor().await.ok() tab=Tab::Elsewhere>
                <div class="nhsuk-u-reading-width">
                    <h1>"Privacy"</h1>
                    <p>"Your organisation decides what Plumbline is used for and answers for it. Plumbline stores what that takes and nothing else."</p>
                    <h2>"What is stored about you"</h2>
                    <ul>
                        <li>"Your name, your email address and your role."</li>
                        <li>"Your password as a hash (Argon2id), from which it cannot be read."</li>
                        <li>"That it was you who saved something last, wrote in the progress log of an action, or asked or answered a question of the board, and when."</li>
                        <li>"If you say so in an offer to talk about a statement, or in a question about one: how you are reached at work. Only the organisation that you accept, or that accepts you, is told, and nobody once either of you ends it."</li>
                        <li>"That it was you who made, joined or left a system, or shared results with one; only people of your organisation see your name there."</li>
                        <li>"If you take part in an assessment: for which side, which only the chair of your side and the wellbeing lead see, and what you score."</li>
                    </ul>
                    <h2>"What you score"</h2>
                    <p>"Nobody but you sees it until the two chairs reveal the scores. Afterwards it is shown without your name, and only when enough people of your side have scored; how many, you are told before you score. Sign-off cuts the link between your scores and you."</p>
                    <h2>"What leaves your organisation"</h2>
                    <p>"Nothing, unless the wellbeing lead contributes a signed assessment to the benchmark: then its agreed levels are counted together with those of others. Only medians and percentiles of groups are published, and nothing that could be attributed to an organisation or a person."</p>
                    <h2>"What is not"</h2>
                    <p>"Nothing about anybody’s health. Please write nothing about it in comments or evidence."</p>
                    <h2>"Two cookies"</h2>
                    <p>"One keeps you signed in for at most 12 hours. The other carries a link that you make for somebody to the page that shows it, and is gone after a minute. There are no others, and nothing is loaded from other sites."</p>
                    <h2>"Freedom of information"</h2>
                    <p>"Public bodies answer requests for information: what is written here may have to be disclosed."</p>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Sources and licences of the questionnaires and the EQIA form.
#[component]
pub fn LicencesPage() -> impl IntoView {
    page(async move {
        let notices = format!("{}/third-party-notices.txt", site()?.assets);
        let (form, indicators) = (eqia::form(), indicator::catalogue());
        let packs = framework::shipped()
            .iter()
            .map(|pack| {
                let sources = sources(&pack.sources);
                view! {
                    <section>
                        {origin(&pack.title, pack.edition, &pack.wording, &pack.attribution, &pack.licence)}
                        <ul>{sources}</ul>
                    </section>
                }
            })
            .collect_view();
        Ok(view! {
            <Frame title="Sources and licences" visitor=visitor().await.ok() tab=Tab::Elsewhere>
                <div class="nhsuk-u-reading-width">
                    <h1>"Sources and licences"</h1>
                    <p>"Plumbline is free software under the MIT licence or the Apache licence 2.0, as you choose. It is independent, and not affiliated with or endorsed by the NHS."</p>
                    <p>
                        "It is made with the work of many others: "
                        <a href=notices>"third-party notices"</a>
                        ". The typeface is Atkinson Hyperlegible Next, of the Braille Institute, under the SIL Open Font Licence."
                    </p>
                    {packs}
                    <section>
                        {origin(&form.title, form.edition, &form.wording, &form.attribution, &form.licence)}
                    </section>
                    <section>
                        {origin(
                            &indicators.title,
                            indicators.edition,
                            &indicators.wording,
                            &indicators.attribution,
                            &indicators.licence,
                        )}
                        <ul>{sources(&indicators.sources)}</ul>
                    </section>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// The publications that something refers to, as list items.
pub(super) fn sources(sources: &[Source]) -> impl IntoView + use<> {
    sources
        .iter()
        .map(|source| {
            let year = source.year.map(|year| format!(" ({year})"));
            let title = match source.address.clone() {
                Some(address) => {
                    view! { <a href=address rel="noreferrer">{source.title.clone()}</a> }.into_any()
                }
                None => source.title.clone().into_any(),
            };
            let note = source.note.clone().map(|note| format!(" {note}"));
            view! { <li>{title} ", " {source.publisher.clone()} {year} "." {note}</li> }
        })
        .collect_view()
}

/// Whose wording something is, and what has to be said with it.
fn origin(
    title: &str,
    edition: u32,
    wording: &str,
    attribution: &str,
    licence: &str,
) -> impl IntoView + use<> {
    view! {
        <h2>{format!("{title}, edition {edition}")}</h2>
        <p>{wording.to_owned()}</p>
        <p>{attribution.to_owned()}</p>
        <p>{format!("Licence of the text: {licence}.")}</p>
    }
}
