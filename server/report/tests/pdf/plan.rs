//! Does the action plan say everything, in order, and is it what it claims to be?

use domain::plan::Status;
use report::pdf::{Block, Picture};
use report::plan::{Plan, document};
use time::macros::datetime;

use crate::accessible::{Bookmark, bookmarks, elements, name, role, text};
use crate::layout::check;
use crate::reading::{flat, structure};
use crate::sample_plan::{
    beside, demo, empty, entry, following, in_partnership, long_name, long_text, met, nasty, pack,
    question, signed, unbroken, wordy,
};
use crate::tools::Written;

const SECTIONS: [&str; 11] = [
    "About this plan",
    "Signed by",
    "In one page",
    "What we will do first",
    "Where we are, where we want to be",
    "What is agreed, and what is open",
    "What comes first",
    "What we will do",
    "Who the plan helps, and whom it could harm",
    "Annex A: every statement",
    "Annex B: the equality impact assessment",
];

fn written(name: &str, plan: &Plan<'_>) -> Written {
    Written::new(name, &document(plan))
}

#[test]
fn every_plan_keeps_every_promise_of_an_accessible_file() {
    for (file_name, plan, charts) in [
        // Summary, pillars and elements, and both sides.
        ("plan-demo", demo(), 3),
        ("plan-nasty", nasty(), 3),
        ("plan-empty", empty(), 3),
        ("plan-signed", signed(demo()), 3),
        ("plan-met", met(), 4),
        ("plan-met-signed", signed(met()), 4),
        // A chart more for each add-on and for the local statements.
        ("plan-beside", signed(beside()), 6),
        // And what moved since last year.
        ("plan-following", following(demo()), 4),
    ] {
        let written = written(file_name, &plan);
        written.check();
        let info = written.info();
        assert!(info.contains("Tagged:          yes"), "{info}");
        assert!(
            flat(&info).contains(&format!(
                "{} – Health and wellbeing action plan",
                plan.organisation.name
            )),
            "{info}"
        );
        for font in written.fonts().lines().skip(2) {
            let embedded: Vec<_> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(embedded, ["yes", "yes", "yes"], "{font}");
        }
        let file = written.file();
        assert_eq!(text(file.catalog().unwrap().get(b"Lang").unwrap()), "en-GB");
        let (mut figures, mut headings) = (0, 0);
        for (_, element) in elements(&file) {
            match role(&element) {
                "Figure" => {
                    figures += 1;
                    assert!(text(element.get(b"Alt").unwrap()).len() > 20);
                }
                "TH" => {
                    headings += 1;
                    let attributes = file.dereference(element.get(b"A").unwrap()).unwrap().1;
                    let scope = name(&file, attributes.as_dict().unwrap(), "Scope");
                    assert!(matches!(scope, "Column" | "Row"), "{scope}");
                }
                _ => {}
            }
        }
        assert_eq!(figures, charts, "{file_name}");
        assert!(headings > 60, "{headings} headings of tables");
    }
}

#[test]
fn nothing_is_clipped_and_nothing_lies_on_anything() {
    assert!(check("plan-demo-layout", &document(&demo())) < 30);
    assert!(check("plan-nasty-layout", &document(&nasty())) > 50);
    check("plan-empty-layout", &document(&empty()));
    check("plan-signed-layout", &document(&signed(nasty())));
    check("plan-met-layout", &document(&met()));
    check("plan-beside-layout", &document(&beside()));
    check("plan-following-layout", &document(&following(nasty())));
}

#[test]
fn the_sections_come_in_their_order_and_the_summary_is_one_page() {
    for (name, plan) in [
        ("plan-order", demo()),
        ("plan-wordy-order", wordy()),
        ("plan-beside-order", signed(beside())),
    ] {
        let file = written(name, &plan).file();
        let found: Vec<Bookmark> = bookmarks(&file)
            .into_iter()
            .filter(|mark| mark.depth == 2)
            .collect();
        let titles: Vec<_> = found.iter().map(|mark| mark.title.as_str()).collect();
        let mut expected = SECTIONS.to_vec();
        expected.push("Annex C: how the numbers are made");
        assert_eq!(titles, expected, "{name}");
        let page = |title: &str| found.iter().find(|mark| mark.title == title).unwrap().page;
        assert_eq!(page("In one page"), page("Signed by") + 1, "{name}");
        assert_eq!(page("In one page"), page("What we will do first"), "{name}");
        assert_eq!(
            page("Where we are, where we want to be"),
            page("In one page") + 1,
            "{name}"
        );
    }
}

#[test]
fn the_text_comes_out_in_reading_order() {
    let text = flat(&written("plan-reading", &demo()).text());
    let mut rest = text.as_str();
    for part in [
        "DRAFT · not yet signed off Riverbank University Hospitals Health and wellbeing action plan 1 April 2026 to 31 March 2027 · Three pillars, edition 1 This organisation is invented.",
        "Signed by Nobody yet.",
        "In one page",
        "Score (solid), gap (hatched) and target (line)",
        "What comes first Priority = gap × importance",
        "What we will do No. Action Owner Due Status",
        "1. Reply to every violence report within a week Owner: Chief people officer Due: 31 May 2026 Overdue Status: In progress",
        "12 May 2026, Ruth Okafor: The form is agreed Status: in progress.",
        "2. Protected time for every manager",
        "What it means for equality: Part-time managers get the same share",
        "Negative impacts, and what is done about them",
        "Age: Eliminating discrimination Negative Support is open at night as well Nothing yet",
        "Age: Advancing equality Negative Support is open at night as well Action 3: Offer support at night as well",
        "Annex A: every statement Beside each piece of evidence",
        "Wellbeing",
        "Board paper 14",
        "Annex B: the equality impact assessment",
        "Carers",
        "Annex C: how the numbers are made",
        "100 × Σ(weight × level) ÷ Σ(weight × 4)",
    ] {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{text}"));
        rest = after;
    }
}

#[test]
fn everything_that_was_written_is_printed() {
    let read = structure(&written("plan-everything", &nasty()));
    assert!(read.contains(&flat(&long_name())));
    assert!(read.replace(' ', "").contains(&unbroken()));
    // Three pieces of evidence, and thirty actions that say it in what they do.
    assert_eq!(read.matches("Sentence 130 says what happened.").count(), 33);
    assert!(long_text().contains("Sentence 130 says what happened."));

    let annex = flat(&written("plan-annex", &demo()).text());
    let (_, annex) = annex.split_once("Annex A: every statement").unwrap();
    for statement in &pack().statements {
        assert!(
            annex.contains(&format!("{} ", statement.id)),
            "{}",
            statement.id
        );
    }
}

#[test]
fn what_is_asked_beside_the_pack_is_printed_apart() {
    let text = flat(&written("plan-beside-text", &beside()).text());
    let mut rest = text.as_str();
    for part in [
        "Three pillars, edition 1, with Workplace health and safety, edition 1, Guardian's board checklist, edition 1, and local statements",
        "In one page",
        "Asked beside it: Workplace health and safety (2 of 16 scored), Guardian's board checklist (1 of 9 scored), Local statements (1 of 1 scored).",
        // GC9 is at 0 of 3 wanted: 25 × 3.
        "Guardian's board checklist: 75 points from target.",
        "Local statements: at target.",
        "Annex A: every statement",
        "Health at work",
        "GC9",
        "LS-1",
        "Annex C: how the numbers are made",
        "Add-on packs and local statements stand apart",
        "A paraphrase. Nine principles",
    ] {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{text}"));
        rest = after;
    }
    let without = flat(&written("plan-alone-text", &demo()).text());
    assert!(!without.contains("stand apart"));
}

#[test]
fn draft_stands_on_every_page_until_it_is_signed() {
    let draft = written("plan-draft", &demo());
    let as_signed = written("plan-as-signed", &signed(demo()));
    let later = signed(demo()).with_progress(demo().actions, datetime!(2026-09-01 09:00 UTC));
    let to_date = written("plan-to-date", &later);
    for page in 1..=draft.pages() {
        assert!(
            draft
                .page_text(page)
                .starts_with("DRAFT · not yet signed off")
        );
    }
    for page in 1..=as_signed.pages() {
        assert!(!as_signed.page_text(page).to_uppercase().contains("DRAFT ·"));
    }
    for page in 1..=to_date.pages() {
        let text = to_date.page_text(page);
        assert!(text.starts_with("Progress to 1 September 2026"), "{text}");
    }
}

#[test]
fn a_signed_plan_carries_its_names_and_its_fingerprint() {
    let plan = signed(demo());
    let fingerprint = plan.signed.as_ref().unwrap().fingerprint.to_string();
    let text = flat(&written("plan-names", &plan).page_text(1));
    assert!(
        text.contains(
            "Management-side chair Tom Hughes Chair of the partnership forum 1 June 2026"
        ),
        "{text}"
    );
    assert!(text.contains("Board Grace Mensah"), "{text}");
    assert!(text.replace(' ', "").contains(&fingerprint), "{text}");
}

#[test]
fn what_happened_since_is_told_beside_what_was_signed() {
    let since = datetime!(2026-08-03 09:00 UTC);
    let mut actions = demo().actions;
    actions[0]
        .progress
        .push(entry(9, since, "Cover is paid for", Some(Status::Done)));

    let as_signed = flat(&written("plan-before", &signed(demo())).text());
    let plan = signed(demo()).with_progress(actions, datetime!(2026-09-01 09:00 UTC));
    let to_date = flat(&written("plan-since", &plan).text());

    assert!(!as_signed.contains("What has happened since it was signed"));
    let (_, after) = to_date
        .split_once("What has happened since it was signed When Action What happened")
        .unwrap();
    assert!(
        after.trim_start().starts_with(
            "3 August 2026 2. Protected time for every manager Cover is paid for Status: done."
        ),
        "{after}"
    );
    // The day it was signed only W14 was late.
    assert!(as_signed.contains("Action 1 is overdue."));
}

#[test]
fn the_annex_of_the_minutes_tells_what_the_board_asked_and_was_told() {
    let questions = vec![
        question(1, "Who is asked at night?", Some("The site manager")),
        question(2, &long_text(), Some(&unbroken())),
        question(3, &unbroken(), None),
    ];
    let plan = in_partnership(questions);
    check("plan-questions-layout", &document(&plan));
    let file = written("plan-questions", &plan);
    file.check();

    let text = flat(&file.text());
    let (_, annex) = text.split_once("Annex D: minutes of the meeting").unwrap();
    assert!(
        annex.contains(
            "Questions of the board Question Answer W03 Who is asked at night? The site manager"
        ),
        "{annex}"
    );
    assert_eq!(annex.matches("Not answered").count(), 1, "{annex}");
    let silent = flat(&written("plan-no-questions", &in_partnership(vec![])).text());
    assert!(!silent.contains("Questions of the board"));
}

#[test]
fn a_signed_plan_can_be_made_again_byte_for_byte() {
    let make = || report::pdf::write(&document(&signed(demo()))).unwrap();
    assert!(make() == make());
}

#[test]
fn an_invented_organisation_says_so_on_every_page_and_a_real_one_never() {
    let invented = written("plan-invented", &demo());
    for page in 1..=invented.pages() {
        assert!(invented.page_text(page).contains("Invented organisation"));
    }
    let mut plan = demo();
    plan.organisation.invented = false;
    assert!(
        !written("plan-real", &plan)
            .text()
            .to_lowercase()
            .contains("invented")
    );
}

#[test]
fn a_page_can_draw_the_charts_that_the_paper_has() {
    let figures: Vec<_> = document(&met())
        .blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Figure(figure) => Some(figure.picture),
            _ => None,
        })
        .map(|picture| match picture {
            Picture::Gaps(bars) => ("gaps", bars.len()),
            Picture::Divergence(rows) => ("divergence", rows.len()),
            Picture::Slopes(slopes) => ("slopes", slopes.lines.len()),
        })
        .collect();
    assert_eq!(
        figures,
        [("gaps", 3), ("gaps", 3), ("gaps", 7), ("divergence", 10)]
    );
}

#[test]
fn after_a_meeting_both_sides_and_what_became_of_it_are_printed() {
    let text = flat(&written("plan-both-sides", &met()).text());
    let mut rest = text.as_str();
    for part in [
        "Both sides Before the meeting 3 people (management side) and 4 people (staff side) scored.",
        "Of 60 statements: ",
        " 2 not agreed",
        "Furthest apart, by 4.0 levels: ",
        "Management side Staff side Agreed level",
        "4.0 levels apart",
        "The 10 furthest apart are drawn; the table has all 48.",
        "Medians of both sides before the meeting, furthest apart first",
        "nothing is shown unless 3 or more gave a level.",
        "Annex D: minutes of the meeting",
    ] {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{text}"));
        rest = after;
    }
    assert!(!flat(&written("plan-one-side", &demo()).text()).contains("Both sides"));
}
