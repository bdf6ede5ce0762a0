//! Filled-in spreadsheets: `POST /assessments/{assessment}/import` and `POST /indicators/import`

use std::convert::Infallible;

use app::{
    actions::{import::hand_in, indicator},
    error::AppError,
    place::Place,
    visitor,
};
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{id::AssessmentId, permission::Permission};
use futures_util::{StreamExt as _, stream};
use multer::Multipart;
use report::sheet::{FILE_SIZE_MAX, Unreadable};

use crate::{
    downloads::{Source, refuse},
    security,
};

/// A file as a form sends it.
#[derive(Debug, Default)]
struct Upload {
    name: String,
    content: Bytes,
}

/// Takes a spreadsheet from whoever may score, and shows what it would change or what is wrong with it.
pub async fn receive(
    State(source): State<Source>,
    Path(assessment): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match take(&source, &assessment, &headers, body).await {
        Ok(place) => Redirect::to(&place.to_string()).into_response(),
        Err(error) => refuse(error),
    }
}

async fn take(
    source: &Source,
    assessment: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Place, AppError> {
    let store = &source.store;
    let visitor = visitor::visitor_of(headers, store, source.site.tls).await?;
    let id: AssessmentId = assessment.parse().map_err(|_| AppError::NotFound)?;
    // Whose assessment it is, and who may hand in, is asked before anything long is read.
    visitor.assessment_in(store, id, Permission::Score).await?;
    let upload = read_upload(headers, body).await?;
    let file = upload.as_ref().map(|it| it.content.as_ref());
    let name = upload.as_ref().map_or("the file", |it| it.name.as_str());
    hand_in(store, &visitor, id, name, file.map_err(Clone::clone)).await
}

/// Takes a file of figures from whoever may record them, and shows what it would change or what is wrong with it.
pub async fn receive_indicators(
    State(source): State<Source>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match take_indicators(&source, &headers, body).await {
        Ok(place) => Redirect::to(&place.to_string()).into_response(),
        Err(error) => refuse(error),
    }
}

async fn take_indicators(
    source: &Source,
    headers: &HeaderMap,
    body: Body,
) -> Result<Place, AppError> {
    let store = &source.store;
    let visitor = visitor::visitor_of(headers, store, source.site.tls).await?;
    // Who may hand in is asked before anything long is read.
    visitor.require(Permission::Indicators)?;
    let upload = read_upload(headers, body).await?;
    let file = upload.as_ref().map(|it| it.content.as_ref());
    let name = upload.as_ref().map_or("the file", |it| it.name.as_str());
    indicator::hand_in(store, &visitor, name, file.map_err(Clone::clone)).await
}

/// The file that a form sends, unless it is too large.
async fn read_upload(
    headers: &HeaderMap,
    body: Body,
) -> Result<Result<Upload, Unreadable>, AppError> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_| AppError::Invalid)?;
    let Some(body) = read_body(body).await? else {
        return Ok(Err(Unreadable::TooLarge));
    };
    let upload = find_file(body, boundary).await?;
    if upload.content.len() > FILE_SIZE_MAX {
        return Ok(Err(Unreadable::TooLarge));
    }
    Ok(Ok(upload))
}

/// The body, or `None` when it is too large to be kept.
///
/// Some way beyond the limit it is read on and thrown away: a browser shows the
/// answer only once it has sent everything.
async fn read_body(body: Body) -> Result<Option<Vec<u8>>, AppError> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| AppError::Invalid)?;
        length = length.saturating_add(chunk.len());
        if length > security::UPLOAD_DISCARDED_BYTES {
            return Err(AppError::Invalid);
        }
        if length <= security::UPLOAD_BYTES {
            kept.extend_from_slice(&chunk);
        } else {
            kept = Vec::new();
        }
    }
    Ok((length <= security::UPLOAD_BYTES).then_some(kept))
}

/// The field `file` of the form; an empty one when it has none.
async fn find_file(body: Vec<u8>, boundary: String) -> Result<Upload, AppError> {
    let body = stream::once(async { Ok::<_, Infallible>(Bytes::from(body)) });
    let mut form = Multipart::new(body, boundary);
    while let Some(field) = form.next_field().await.map_err(|_| AppError::Invalid)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(|_| AppError::Invalid)?;
            return Ok(Upload { name, content });
        }
    }
    Ok(Upload::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_file_of_a_form_is_found_between_its_boundaries() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nstatement,level\r\n--x--\r\n";
        let upload = find_file(body.into(), "x".into()).await.unwrap();
        assert_eq!(
            (upload.name.as_str(), upload.content.as_ref()),
            ("a.csv", b"statement,level".as_slice())
        );
    }

    #[tokio::test]
    async fn what_is_too_large_is_read_to_its_end_and_not_kept() {
        let body = |length: usize| Body::from(vec![b'x'; length]);
        let fits = read_body(body(security::UPLOAD_BYTES)).await.unwrap();
        assert_eq!(fits.map(|it| it.len()), Some(security::UPLOAD_BYTES));
        assert_eq!(
            read_body(body(security::UPLOAD_BYTES + 1)).await.unwrap(),
            None
        );
        assert_eq!(
            read_body(body(security::UPLOAD_DISCARDED_BYTES + 1)).await,
            Err(AppError::Invalid)
        );
    }
}
