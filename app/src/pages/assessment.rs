//! `/assessments/:assessment`: the overview.

use domain::{
    assessment::{Assessment, Method},
    display::count,
    framework::Statement,
    id::AssessmentId,
    permission::Permission,
    results::{GroupResult, Records, Results},
};
use leptos::prelude::*;
use store::reopening::Lineage;

use super::param;
use crate::{
    error::AppError,
    parts::{
        bar::Bar,
        frame::{Frame, Tab, page},
        lineage::{Superseded, Supersedes},
        tag::StateTag,
    },
    place::{Download, Place},
    visitor::{Round, Visitor, round, store},
};

mod partnership;

/// Shows the pillars and how far each has come.
#[component]
pub fn AssessmentPage() -> impl IntoView {
    let id = param::<AssessmentId>("assessment");
    page(async move {
        let (visitor, round) = round(id?, Permission::Read).await?;
        if round.assessment.method == Method::Partnership {
            return partnership::overview(visitor, round).await;
        }
        let framework = round.framework;
        let id = round.assessment.assessment_id;
        let records = store()?.records(&round.assessment).await?;
        let results = Results::of(framework, &round.assessment, &records);
        let may_score = round.may_change(Permission::Score);
        let wanted = if may_score {
            Wanted::Answers
        } else {
            Wanted::Reading
        };
        let pillars = pillar_cards(&round, &results, &records, wanted);
        let audit = audit_link(&round);
        let (assessment, standing) = (round.assessment, round.standing);
        let state = assessment.state;
        let Lineage { earlier, later } = store()?.lineage(&assessment).await?;
        let meta = format!(
            "{}{}, edition {} · {}",
            whose(&visitor, &assessment).await?,
            framework.title,
            framework.edition,
            assessment.period()
        );
        let gaps = count(
            results.priorities.len(),
            "statement is below its target",
            "statements are below their target",
        );
        Ok(view! {
            <Frame title=assessment.title.clone() visitor=Some(visitor) assessment=Some(id) tab=Tab::Overview>
                <div class="app-page-heading">
                    <div class="app-page-heading__text">
                        <h1 class="app-page-heading__title">{assessment.title.clone()}</h1>
                        <p class="app-page-heading__meta">{meta} " · " <StateTag state/> {format!(" {gaps}")}</p>
                    </div>
                    <div class="app-page-heading__actions">
                        <a class="nhsuk-button nhsuk-button--secondary" href=Place::Results(id, None).to_string()>"See the results"</a>
                    </div>
                </div>
                <Supersedes standing earlier/>
                <Superseded standing later/>
                {pillars}
                {files(id, may_score)}
                {audit}
            </Frame>
        }
        .into_any())
    })
}

/// What the pillars are opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// To answer what is still open.
    Answers,
    /// To read.
    Reading,
}

/// The pillars, with how much of each is answered.
fn pillar_cards(
    round: &Round,
    results: &Results<'_>,
    records: &Records,
    wanted: Wanted,
) -> impl IntoView + use<> {
    let id = round.assessment.assessment_id;
    let is_answered = |it: &&Statement| {
        let record = records.get(&it.id);
        record.is_some_and(|it| it.score.answer.is_some())
    };
    let card = |group: &GroupResult<'_>| {
        let members: Vec<_> = group
            .group
            .members
            .iter()
            .filter_map(|&at| round.framework.statements.get(at))
            .filter(|it| round.assessment.asks(it))
            .collect();
        let (done, all) = (
            members.iter().copied().filter(is_answered).count(),
            members.len(),
        );
        let open = members.iter().find(|it| !is_answered(it));
        let next = open.or(members.first()).map(|it| it.id.clone());
        let label = match wanted {
            Wanted::Answers if done == 0 => "Start scoring",
            Wanted::Answers if done < all => "Continue",
            _ => "Look through",
        };
        let pillar = round.framework.find_pillar(&group.group.id);
        let percent = u64::try_from(100 * done / all.max(1)).unwrap_or(0);
        view! {
            <section
                class=format!("app-pillar-card app-pillar--{}", group.group.id)
                aria-labelledby=format!("pillar-{}", group.group.id)
            >
                <h2 class="app-pillar-card__name" id=format!("pillar-{}", group.group.id)>{group.group.name.clone()}</h2>
                <p class="app-pillar-card__score">
                    <span class="app-pillar-card__number">{done}</span>
                    " "
                    <span class="app-pillar-card__wanted">{format!("of {all} answered")}</span>
                </p>
                <Bar value=percent target=None/>
                <p class="app-pillar-card__sentence">{pillar.map(|it| it.summary.clone())}</p>
                <div class="app-button-row">
                    {next.map(|next| view! {
                        <a class="nhsuk-button" href=Place::Statement(id, next).to_string()>
                            {label}
                            <span class="nhsuk-u-visually-hidden">{format!(" {}", group.group.name)}</span>
                        </a>
                    })}
                    <a href=Place::Section(id, group.group.id.clone()).to_string()>
                        "See as a list"
                        <span class="nhsuk-u-visually-hidden">{format!(" {}", group.group.name)}</span>
                    </a>
                </div>
            </section>
        }
    };
    let lens = results.find_lens("pillars");
    let cards = lens
        .into_iter()
        .flat_map(|lens| &lens.groups)
        .map(card)
        .collect_view();
    view! { <div class="app-grid app-grid--3">{cards}</div> }
}

/// The site that an assessment is about, and whose it was before a merger, where there is any
/// of that to say: what comes before the questionnaire in the line below the title.
async fn whose(visitor: &Visitor, assessment: &Assessment) -> Result<String, AppError> {
    let earlier = if assessment.organisation_id == visitor.organisation.organisation_id {
        None
    } else {
        let organisation = visitor.organisation_of(&store()?, assessment).await?;
        Some(organisation.name)
    };
    let site = assessment.site.as_ref().map(|it| it.name.clone());
    let parts = [earlier, site].into_iter().flatten();
    Ok(parts.map(|it| it + " · ").collect())
}

/// Where whoever may read it finds who did what, and with whom the results are shared.
fn audit_link(round: &Round) -> Option<impl IntoView + use<>> {
    let id = round.assessment.assessment_id;
    let may_share = !round.assessment.is_open() && round.may(Permission::ManageSystems);
    let sharing = may_share.then(|| {
        view! { <p><a href=Place::Sharing(id).to_string()>"Share the results with a system"</a></p> }
    });
    round.may(Permission::ReadAudit).then(|| {
        view! {
            {sharing}
            <p><a href=Place::Audit(id).to_string()>"Audit trail: who did what, and when"</a></p>
        }
    })
}

/// What goes out as a file, and comes in as one.
fn files(id: AssessmentId, may_score: bool) -> impl IntoView {
    let file = |file: Download| Place::Download(id, file).to_string();
    let import = may_score.then(|| {
        view! { <li><a href=Place::Import(id).to_string()>"Import scores from a spreadsheet"</a></li> }
    });
    view! {
        <section class="app-card" aria-labelledby="files">
            <h2 class="app-card__title" id="files">"Files"</h2>
            <ul class="app-link-list">
                <li><a href=file(Download::ScoresXlsx) download="">"Scores as an Excel workbook (.xlsx)"</a></li>
                <li><a href=file(Download::ScoresCsv) download="">"Scores as CSV"</a></li>
                {import}
                <li><a href=Place::Questionnaire(id).to_string()>"Blank questionnaire to print"</a></li>
            </ul>
        </section>
    }
}
