//! The numbers to take away.

use domain::id::AssessmentId;
use leptos::prelude::*;

use crate::place::{Download, Place};

/// The same numbers as files.
pub(super) fn file_card(id: AssessmentId) -> impl IntoView {
    let file = |file: Download| Place::Download(id, file).to_string();
    view! {
        <section class="app-card app-no-print" aria-labelledby="files">
            <h2 class="app-card__title" id="files">"These numbers as a file"</h2>
            <ul class="app-link-list">
                <li><a href=file(Download::ResultsXlsx) download="">"Results as an Excel workbook (.xlsx)"</a></li>
                <li><a href=file(Download::ResultsCsv) download="">"Results as CSV"</a></li>
                <li><a href=file(Download::ResultsJson) download="">"Results as JSON, unrounded"</a></li>
            </ul>
        </section>
    }
}
