//! `/assessments/:assessment/benchmark/contribution`

use domain::{
    benchmark::{Cohort, Obstacle, PeerGroup},
    display,
    id::AssessmentId,
    permission::Permission,
};
use leptos::{either::EitherOf4, prelude::*, server_fn::ServerFn};
use store::benchmark::ContributionState;

use super::param;
use crate::{
    actions::benchmark::{Contribute, WithdrawContribution, find_obstacles},
    draft::Draft,
    parts::{
        button::ButtonForm,
        error_summary::{ErrorMessage, ErrorSummary, group_class},
        frame::{Frame, Tab, page},
        hidden_fields::HiddenFields,
    },
    place::Place,
    visitor::{round, store},
};

/// What is shared with the benchmark and under which rules; to contribute, and to take it back.
#[component]
pub fn ContributionPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        let id = round.assessment.assessment_id;
        let state = store()?.contribution_state(&round.assessment).await?;
        let obstacles = find_obstacles(&round, &state).await?;
        let draft = Draft::of(&visitor.holder(), &Place::Contribution(id)).await?;
        let wrong = draft.has_problems();
        let cohort = Cohort::of(&round.assessment);
        let about = format!(
            "{}, assessments of periods that start in {}",
            round.framework.title, cohort.year
        );
        let told = status(&state, &cohort);
        let [.., narrowest] = PeerGroup::path(&visitor.organisation);
        let shared = what_is_shared(narrowest);
        let form = if !round.may(Permission::Contribute) {
            EitherOf4::A(
                view! { <p>"The wellbeing lead decides whether this assessment is contributed."</p> },
            )
        } else if state.released_at.is_some() {
            EitherOf4::B(
                view! { <p>"The release is frozen for ever, so nothing can be added to it or taken back."</p> },
            )
        } else if state.contributed_at.is_some() {
            EitherOf4::C(withdraw_form(id))
        } else {
            EitherOf4::D(contribute_form(id, &obstacles, state.has_other, &draft))
        };
        Ok(view! {
            <Frame title="Contribute to the benchmark" visitor=Some(visitor) assessment=Some(id) tab=Tab::Results error=wrong>
                <ErrorSummary draft/>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">"Contribute to the benchmark"</h1>
                        <p class="app-page-heading__meta">{about}</p>
                    </div>
                </div>
                <div class="nhsuk-u-reading-width">
                    {told}
                    {shared}
                    {rules()}
                    {form}
                    <p><a href=Place::Benchmark(id, None, None).to_string()>"See the benchmark"</a></p>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// How it stands: before the release nothing but the number of contributors is told.
fn status(state: &ContributionState, cohort: &Cohort) -> impl IntoView + use<> {
    let year = cohort.year;
    let own = match (state.released_at, state.contributed_at) {
        (Some(_), Some(_)) if state.is_counted => {
            format!("The release for {year} is made, and counts this assessment.")
        }
        (Some(_), _) => {
            format!("The release for {year} is made, and does not count this assessment.")
        }
        (None, Some(at)) => format!(
            "This assessment was contributed on {}.",
            display::day(display::london_day(at))
        ),
        (None, None) => "This assessment is not contributed.".to_owned(),
    };
    let others = state.released_at.is_none().then(|| {
        let so_far = match state.contributors {
            0 => "No organisation has contributed".to_owned(),
            1 => "1 organisation has contributed".to_owned(),
            many => format!("{many} organisations have contributed"),
        };
        format!(
            " {so_far} to the release for {year} so far. Nothing else is shown before the release."
        )
    });
    view! { <div class="nhsuk-inset-text"><p><strong>{own}</strong> {others}</p></div> }
}

fn what_is_shared(group: PeerGroup) -> impl IntoView {
    view! {
        <h2>"What is shared"</h2>
        <ul>
            <li>"The agreed level of each statement, and the scores of groups that follow from the levels."</li>
            <li>{format!("Your kind of organisation, nation and size, which say with whom you are compared: {}.", group.name())}</li>
        </ul>
        <p>"Nothing else: no name, no comment, no evidence, no plan, and nobody’s own score. Statements that your organisation added, other packs and the assessments of sites are never compared."</p>
    }
}

fn rules() -> impl IntoView {
    view! {
        <h2>"What is published, and what is not"</h2>
        <ul>
            <li>"A release is made once for each year, by whoever runs this installation. It is then frozen for ever, and the same for every reader."</li>
            <li>"It gives the median of a group from six contributions on, the quartiles from nine, and the 10th and 90th percentiles from 21. Of a smaller group not even the number is given."</li>
            <li>"What is left of a group beside its published parts is nobody, or at least five."</li>
            <li>"Numbers are withheld where all organisations, or all but one, have the same value."</li>
            <li>"There are no ranks and no league tables, and no value can be attributed to a named organisation."</li>
            <li>"Everybody can read the released numbers; they are open data."</li>
        </ul>
    }
}

fn withdraw_form(id: AssessmentId) -> impl IntoView {
    view! {
        <h2>"Take it back"</h2>
        <p>"You can take the contribution back until the release is made, and contribute again."</p>
        <ButtonForm
            action=WithdrawContribution::url()
            fields=vec![("assessment", id.to_string())]
            label="Take the contribution back"
            class="nhsuk-button nhsuk-button--secondary"
        />
    }
}

fn contribute_form(
    id: AssessmentId,
    obstacles: &[Obstacle],
    has_other: bool,
    draft: &Draft,
) -> impl IntoView + use<> {
    if !obstacles.is_empty() {
        let obstacles = obstacles
            .iter()
            .map(|it| view! { <li>{it.sentence()}</li> });
        return view! {
            <h2 id="contribute">"What stands in the way"</h2>
            <ul>{obstacles.collect_view()}</ul>
        }
        .into_any();
    }
    let replaced = has_other.then(|| {
        view! { <p>"Your organisation has contributed another assessment of this year. This one takes its place."</p> }
    });
    let message = draft.problem_with("agreed");
    let wrong = message.is_some();
    view! {
        <h2 id="contribute">"Contribute"</h2>
        {replaced}
        <form method="post" action=Contribute::url()>
            <HiddenFields fields=vec![("assessment", id.to_string())]/>
            <div class=group_class(wrong)>
                <ErrorMessage field="agreed".to_owned() message/>
                <div class="nhsuk-checkboxes">
                    <div class="nhsuk-checkboxes__item">
                        <input
                            class="nhsuk-checkboxes__input"
                            id="agreed"
                            name="agreed"
                            type="checkbox"
                            value="yes"
                            checked=draft.find("agreed") == Some("yes")
                            aria-describedby=wrong.then_some("agreed-error")
                        />
                        <label class="nhsuk-label nhsuk-checkboxes__label" for="agreed">
                            "My organisation agrees that the levels of this signed assessment are counted in the benchmark under these rules"
                        </label>
                    </div>
                </div>
            </div>
            <button class="nhsuk-button" type="submit">"Contribute this assessment"</button>
        </form>
    }
    .into_any()
}
