//! A box for several lines of text.

use leptos::prelude::*;

use super::error_summary::{ErrorMessage, described_by, group_class};
use crate::draft::Draft;

/// A box for several lines of text.
///
/// Leptos 0.8 writes the children of `<textarea>` without escaping them, so
/// this is the only place that may write one. The leading newline is dropped
/// by browsers; without it they would drop the visitor's own.
#[component]
pub fn TextArea(
    /// Form field, and the id that its label points to.
    #[prop(into)]
    name: String,
    /// Its id, where the field stands on the page more than once.
    #[prop(optional, into)]
    id: Option<String>,
    /// What the box is for, as a label.
    #[prop(into)]
    label: String,
    /// More about it, below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is saved.
    #[prop(into)]
    value: String,
    /// What was typed and could not be saved.
    #[prop(optional)]
    draft: Draft,
    /// How many lines high it is.
    #[prop(default = 5)]
    rows: u8,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let message = draft.problem_with(&name);
    let wrong = message.is_some();
    let text = format!("\n{}", html_escape::encode_text(&draft.value(&name, value)));
    let described = described_by(&id, hint.is_some(), wrong);
    let class = if wrong {
        "nhsuk-textarea nhsuk-textarea--error"
    } else {
        "nhsuk-textarea"
    };
    view! {
        <div class=group_class(wrong)>
            <label class="nhsuk-label" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <div class="nhsuk-hint" id=format!("{id}-hint")>{hint}</div> })}
            <ErrorMessage field=id.clone() message/>
            <textarea
                class=class
                id=id.clone()
                name=name.clone()
                rows=rows.to_string()
                aria-describedby=described
                inner_html=text
            ></textarea>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_cannot_end_the_box() {
        let html =
            view! { <TextArea name="note" label="Evidence" value="</textarea><script>alert(1)</script>"/> }.to_html();
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn a_first_empty_line_is_kept() {
        let html =
            view! { <TextArea name="note" label="Evidence" value="\nsecond line"/> }.to_html();
        assert!(html.contains(">\n\nsecond line</textarea>"), "{html}");
    }
}
