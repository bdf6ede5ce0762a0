//! Files to keep: `GET /assessments/{assessment}/download/{file}`, `GET /trend/board-paper.pdf`,
//! `GET /indicators/download/{file}` and `GET /benchmark/{file}`

use app::{
    error::AppError,
    place::{Download, IndicatorFile, Place},
    site::Site,
    trend::{Asked, Material},
    visitor,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{benchmark::Cohort, id::AssessmentId, permission::Permission};
use report::{sheet, trend::BoardPaper};
use store::Store;
use tokio::task::spawn_blocking;

use crate::files::{self, Subject};

/// What answering needs besides the request; see [`serve`].
#[derive(Debug, Clone)]
pub struct Source {
    /// Where everything is kept.
    pub store: Store,
    /// What every page of this installation has in common.
    pub site: Site,
}

/// Hands out one file, to whoever may read the assessment.
pub async fn serve(
    State(source): State<Source>,
    Path((assessment, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match find(&source, &headers, &assessment, &file).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

/// Hands out the board paper of a trend, to whoever may read the assessments in it.
pub async fn serve_board_paper(
    State(source): State<Source>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match board_paper(&source, &headers, uri.query().unwrap_or_default()).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

/// `GET /benchmark/{cohort}.csv`: a release, to everybody, signed in or not.
///
/// What is published holds no secret: its rules reckon with readers who know
/// every number of it. Of a cohort without a release nobody learns anything,
/// not even whether somebody has contributed.
pub async fn benchmark(State(source): State<Source>, Path(file): Path<String>) -> Response {
    match find_benchmark(&source.store, &file).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

async fn board_paper(
    source: &Source,
    headers: &HeaderMap,
    query: &str,
) -> Result<Response, AppError> {
    let store = &source.store;
    let visitor = visitor::visitor_of(headers, store, source.site.tls).await?;
    let material = Material::read(store, &visitor, &Asked::read(query)).await?;
    let organisation = visitor.organisation;
    let name = format!("{}-since-last-year.pdf", plain(&organisation.name));
    let made_at = visitor::now();
    // Setting the pages keeps a core busy, and nobody else should wait for it.
    let pdf = spawn_blocking(move || {
        let trend = material.trend()?;
        let paper = BoardPaper {
            organisation,
            trend,
            between: material.between(),
            made_at,
        };
        Some(report::pdf::write(&report::trend::board_paper(&paper)))
    });
    let pdf = pdf.await.map_err(|error| told(error.into()))?;
    // Nothing is chosen, or nothing that this visitor may see.
    let pdf = pdf.ok_or(AppError::NotFound)?;
    let bytes = pdf.map_err(|error| told(error.into()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

async fn find_benchmark(store: &Store, file: &str) -> Result<Response, AppError> {
    let code = file.strip_suffix(".csv").ok_or(AppError::NotFound)?;
    let cohort: Cohort = code.parse().map_err(|_| AppError::NotFound)?;
    let framework = cohort.find_framework().ok_or(AppError::NotFound)?;
    if !store.is_released(&cohort).await? {
        return Err(AppError::NotFound);
    }
    let cells = store.released_cells(&cohort).await?;
    let bytes = sheet::benchmark(framework, &cohort, &cells).to_csv();
    let attached = format!("attachment; filename=\"benchmark-{cohort}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attached),
        // It is frozen, and the same for everybody.
        (header::CACHE_CONTROL, "public, max-age=86400".to_owned()),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// Hands out the figures beside the scores, or a sheet to fill in, to whoever may read them.
pub async fn serve_indicators(
    State(source): State<Source>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    match find_indicators(&source, &headers, &file).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

async fn find_indicators(
    source: &Source,
    headers: &HeaderMap,
    file: &str,
) -> Result<Response, AppError> {
    let store = &source.store;
    let visitor = visitor::visitor_of(headers, store, source.site.tls).await?;
    visitor.require(Permission::Read)?;
    let file = IndicatorFile::find(file).ok_or(AppError::NotFound)?;
    let organisation = &visitor.organisation;
    let table = match file {
        IndicatorFile::Template => sheet::indicator_template(organisation.nation),
        IndicatorFile::Values => {
            let values = store.indicator_values(organisation.organisation_id).await?;
            let values: Vec<_> = values.into_iter().map(|it| it.value).collect();
            sheet::indicators(&values)
        }
    };
    let name = [plain(&organisation.name), file.file_name().to_owned()].join("-");
    let attached = format!("attachment; filename=\"{}\"", name.trim_start_matches('-'));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attached),
    ];
    Ok((StatusCode::OK, headers, table.to_csv()).into_response())
}

/// The same answers as a page would give: sign in first, or why not.
pub fn refuse(error: AppError) -> Response {
    if error == AppError::NotSignedIn {
        return Redirect::to(&Place::SignIn.to_string()).into_response();
    }
    (error.status(), error.to_string()).into_response()
}

async fn find(
    source: &Source,
    headers: &HeaderMap,
    assessment: &str,
    file: &str,
) -> Result<Response, AppError> {
    let store = &source.store;
    let visitor = visitor::visitor_of(headers, store, source.site.tls).await?;
    let id: AssessmentId = assessment.parse().map_err(|_| AppError::NotFound)?;
    let file = Download::find(file).ok_or(AppError::NotFound)?;
    let (assessment, framework) = visitor.assessment_in(store, id, file.permission()).await?;
    let organisation = visitor.organisation_of(store, &assessment).await?;
    let subject = Subject {
        store,
        organisation: &organisation,
        assessment: &assessment,
        framework,
        now: visitor::now(),
    };
    let bytes = files::make(file, &subject).await.map_err(told)?;
    let name = file_name(&organisation.name, &assessment.full_title(), file);
    let attached = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type(file).to_owned()),
        (header::CONTENT_DISPOSITION, attached),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// What a visitor may be told of it; the rest goes to the log.
fn told(error: anyhow::Error) -> AppError {
    match error.downcast::<AppError>() {
        Ok(error) => error,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a file could not be made");
            AppError::Unavailable
        }
    }
}

fn content_type(file: Download) -> &'static str {
    let (_, ending) = file.file_name().rsplit_once('.').unwrap_or_default();
    match ending {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What a browser calls the file: nothing but small letters, digits and hyphens before `scores.xlsx`.
fn file_name(organisation: &str, title: &str, file: Download) -> String {
    let (organisation, title) = (plain(organisation), plain(title));
    let parts = [organisation.as_str(), title.as_str(), file.file_name()];
    let there = parts.into_iter().filter(|part| !part.is_empty());
    there.collect::<Vec<_>>().join("-")
}

/// At most forty small letters and digits, with single hyphens for everything else.
fn plain(text: &str) -> String {
    let words = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-").to_lowercase();
    let short: String = joined.chars().take(40).collect();
    short.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_says_whose_it_is_and_cannot_break_a_header() {
        assert_eq!(
            file_name(
                "Riverbank University Hospitals",
                "April 2026 to March 2027",
                Download::ScoresXlsx
            ),
            "riverbank-university-hospitals-april-2026-to-march-2027-scores.xlsx"
        );
        assert_eq!(
            file_name("Bwrdd \"Ynys\"\r\nX: y", "../..", Download::PlanPdf),
            "bwrdd-ynys-x-y-plan.pdf"
        );
        assert_eq!(file_name("健康", "", Download::PlanCsv), "plan.csv");
    }
}
