//! Choosing the level of one statement.

use domain::{
    answer::Choice,
    framework::{Framework, Statement},
    level::Level,
};
use leptos::prelude::*;

use super::{
    choice::choice_id,
    error_summary::{ErrorMessage, group_class},
    text_area::TextArea,
};
use crate::draft::Draft;

/// The five levels with what each looks like here, *don't know*, and *not applicable* with its reason.
#[component]
pub fn LevelChoice(
    /// The pack, for the names of the levels.
    framework: &'static Framework,
    /// The statement, for its anchors.
    statement: &'static Statement,
    /// What is saved, as [`Choice::code`] writes it; empty when nothing is.
    chosen: String,
    /// Why it does not apply, if that is saved; without it no reason is asked for.
    #[prop(optional, into)]
    reason: Option<String>,
    /// What was typed and could not be saved.
    draft: Draft,
) -> impl IntoView {
    let message = draft.problem_with("answer");
    let wrong = message.is_some();
    let chosen = draft.value("answer", chosen);
    let levels = Level::all()
        .map(|level| {
            let code = Choice::Level(level).code();
            view! {
                <label class="app-level-choice__level">
                    <input
                        class="app-level-choice__input"
                        type="radio"
                        id=choice_id("answer", level.get().into())
                        name="answer"
                        value=code
                        checked=chosen == code
                    />
                    <span class="app-level-choice__number">{level.to_string()}</span>
                    <span class="app-level-choice__text">
                        <span class="app-level-choice__name">{framework.level_name(level).to_owned()}</span>
                        " "
                        <span class="app-level-choice__anchor">{statement.anchor(level).to_owned()}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class=group_class(wrong)>
            <fieldset class="nhsuk-fieldset app-level-choice" aria-describedby=wrong.then_some("answer-error")>
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">"How far are we with this?"</legend>
                <ErrorMessage field="answer".to_owned() message/>
                {levels}
                <div class="app-level-choice__others">
                    <label class="app-level-choice__level">
                        <input
                            class="app-level-choice__input"
                            type="radio"
                            id="answer-dk"
                            name="answer"
                            value="dk"
                            checked=chosen == "dk"
                        />
                        <span class="app-level-choice__text">"Don’t know"</span>
                    </label>
                    <label class="app-level-choice__level">
                        <input
                            class="app-level-choice__input app-level-choice__input--reason"
                            type="radio"
                            id="answer-na"
                            name="answer"
                            value="na"
                            checked=chosen == "na"
                        />
                        <span class="app-level-choice__text">"Not applicable"</span>
                    </label>
                </div>
                {reason.map(|reason| view! {
                    <div class="app-level-choice__reason">
                        <TextArea name="reason" label="Why does this not apply?" value=reason draft rows=2/>
                    </div>
                })}
            </fieldset>
        </div>
    }
}
