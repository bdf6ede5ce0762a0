//! What each file about an assessment holds: a download and `plumbline export` write the very same bytes.

use app::{
    paper::{self, Showing},
    place::Download,
};
use domain::{
    assessment::Assessment,
    framework::Framework,
    minutes::Minutes,
    organisation::Organisation,
    results::{Results, ResultsExport},
    scoresheet::ScoresExport,
};
use report::{
    calendar,
    sheet::{self, About},
};
use store::Store;
use time::OffsetDateTime;
use tokio::task::spawn_blocking;

/// Whose file it is, what it is about, and when it is made.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Where everything is kept.
    pub store: &'a Store,
    /// Whose assessment it is.
    pub organisation: &'a Organisation,
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The pack it uses.
    pub framework: &'static Framework,
    /// The time, which some files say of themselves.
    pub now: OffsetDateTime,
}

/// Makes one file.
pub async fn make(file: Download, subject: &Subject<'_>) -> anyhow::Result<Vec<u8>> {
    match file {
        Download::ScoresCsv => Ok(subject.scores().await?.to_csv()),
        Download::ScoresXlsx => Ok(subject.scores().await?.to_xlsx(&subject.about())?),
        Download::ScoresJson => subject.scores_json().await,
        Download::ResultsCsv => Ok(subject.results().await?.to_csv()),
        Download::ResultsXlsx => Ok(subject.results().await?.to_xlsx(&subject.about())?),
        Download::ResultsJson => subject.results_json().await,
        Download::PlanCsv => Ok(subject.actions().await?.to_csv()),
        Download::PlanXlsx => Ok(subject.actions().await?.to_xlsx(&subject.about())?),
        Download::PlanJson => subject.plan_json().await,
        Download::PlanPdf => subject.plan_pdf(Showing::AsSigned).await,
        Download::ProgressPdf => subject.plan_pdf(Showing::ToDate).await,
        Download::PlanCalendar => subject.calendar().await,
        Download::MinutesCsv => Ok(subject.minutes().await?.to_csv()),
        Download::AuditJson => subject.audit_json().await,
    }
}

impl Subject<'_> {
    fn about(&self) -> About<'_> {
        About {
            organisation: self.organisation,
            assessment: self.assessment,
            framework: self.framework,
            made_at: self.now,
        }
    }

    async fn scores(&self) -> anyhow::Result<sheet::Table> {
        let records = self.store.records(self.assessment).await?;
        Ok(sheet::scores(self.framework, self.assessment, &records))
    }

    async fn scores_json(&self) -> anyhow::Result<Vec<u8>> {
        let records = self.store.records(self.assessment).await?;
        let export = ScoresExport::of(
            self.organisation.clone(),
            self.assessment.clone(),
            self.framework,
            &records,
        );
        Ok(serde_json::to_vec_pretty(&export)?)
    }

    async fn results(&self) -> anyhow::Result<sheet::Table> {
        let records = self.store.records(self.assessment).await?;
        let partnership = self.store.find_partnership(self.assessment).await?;
        let results = Results::of(self.framework, self.assessment, &records)
            .furthest_apart_first(partnership.as_ref());
        Ok(sheet::results(&results, partnership.as_ref()))
    }

    async fn results_json(&self) -> anyhow::Result<Vec<u8>> {
        let records = self.store.records(self.assessment).await?;
        let partnership = self.store.find_partnership(self.assessment).await?;
        let results = Results::of(self.framework, self.assessment, &records)
            .furthest_apart_first(partnership.as_ref());
        let export = ResultsExport::of(
            self.organisation.clone(),
            self.assessment.clone(),
            self.framework,
            &results,
        );
        let export = match &partnership {
            Some(partnership) => export.with_both_sides(partnership),
            None => export,
        };
        Ok(serde_json::to_vec_pretty(&export)?)
    }

    async fn actions(&self) -> anyhow::Result<sheet::Table> {
        Ok(sheet::plan(&self.store.actions(self.assessment).await?))
    }

    async fn minutes(&self) -> anyhow::Result<sheet::Table> {
        let minutes = Minutes::of(&self.store.audit_entries(self.assessment).await?);
        let questions = self.store.questions(self.assessment).await?;
        let questions = questions.into_iter().map(|it| it.value);
        Ok(sheet::minutes(self.framework, &minutes, questions))
    }

    async fn calendar(&self) -> anyhow::Result<Vec<u8>> {
        let actions = self.store.actions(self.assessment).await?;
        let name = format!("{}: action plan", self.organisation.name);
        Ok(calendar::write(&name, &actions, self.now).into_bytes())
    }

    /// The whole chain of the organisation, since a part of it cannot be checked.
    async fn audit_json(&self) -> anyhow::Result<Vec<u8>> {
        let organisation = self.organisation.organisation_id;
        Ok(serde_json::to_vec_pretty(
            &self.store.audit_chain(organisation).await?,
        )?)
    }

    async fn plan_json(&self) -> anyhow::Result<Vec<u8>> {
        let json = paper::plan_json(self.store, self.assessment, self.framework, self.now).await?;
        Ok(json.into_bytes())
    }

    async fn plan_pdf(&self, showing: Showing) -> anyhow::Result<Vec<u8>> {
        let plan = paper::plan(
            self.store,
            self.assessment,
            self.framework,
            showing,
            self.now,
        )
        .await?;
        // Setting the pages keeps a core busy, and nobody else should wait for it.
        let pdf = spawn_blocking(move || report::pdf::write(&report::plan::document(&plan)));
        Ok(pdf.await??)
    }
}
