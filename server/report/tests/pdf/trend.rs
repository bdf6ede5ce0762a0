//! Is what moved said, and is the board paper two pages?

use std::collections::BTreeMap;

use domain::answer::{AgreedScore, Answer};
use domain::assessment::{Assessment, State};
use domain::id::{ActionId, AssessmentId, StatementId};
use domain::level::{Level, Target};
use domain::plan::Status;
use domain::trend::{Deed, Happening, Moment, Trend};
use report::plan::document;
use report::trend::{Between, BoardPaper, board_paper, multiples, sentence, slopes};
use time::macros::date;
use uuid::Uuid;

use crate::layout::check;
use crate::reading::flat;
use crate::sample_plan::{MADE_AT, demo, empty, following, long_name, pack};
use crate::tools::Written;

/// Two signed years: every statement at 2, then W01 to W05 up by 1 and L01 down by 2.
fn years(title: &str) -> [Assessment; 2] {
    [2025, 2026].map(|year| Assessment {
        assessment_id: AssessmentId(Uuid::from_u128(year)),
        title: format!("{title} {year}"),
        as_at: date!(2025 - 05 - 12)
            .replace_year(i32::try_from(year).unwrap())
            .unwrap(),
        state: State::SignedOff,
        ..empty().assessment
    })
}

fn scores(later: bool, fallen: bool) -> BTreeMap<StatementId, AgreedScore> {
    let level = |id: &str| match id {
        "W01" | "W02" | "W03" | "W04" | "W05" if later => 3,
        "L01" if later => 0,
        id if later && fallen && id.starts_with('Q') => 1,
        _ => 2,
    };
    let each = pack().statements.iter();
    each.map(|it| {
        let score = AgreedScore {
            answer: Some(Answer::Level(Level::new(level(it.id.as_str())).unwrap())),
            ..AgreedScore::unanswered(Target::default())
        };
        (it.id.clone(), score)
    })
    .collect()
}

fn paper<'a>(years: &'a [Assessment; 2], what: &str, name: &str, fallen: bool) -> BoardPaper<'a> {
    let [before, now] = years;
    let moments = vec![
        Moment::of_assessment(before, pack(), scores(false, fallen)),
        Moment::of_assessment(now, pack(), scores(true, fallen)),
    ];
    let happenings = (0_u8..5)
        .map(|_| Happening {
            day: date!(2025 - 10 - 01),
            what: what.into(),
        })
        .collect();
    let deed = |number, status| Deed {
        action: ActionId(Uuid::from_u128(number)),
        what: what.into(),
        status,
    };
    let before = (0..20)
        .map(|number| deed(number, Status::ALL[usize::try_from(number).unwrap() % 4]))
        .collect();
    let mut organisation = empty().organisation;
    organisation.name = name.into();
    BoardPaper {
        organisation,
        trend: Trend::of(moments, domain::framework::Origin::Main, happenings).unwrap(),
        between: vec![Between {
            earlier: years[0].title.clone(),
            later: years[1].title.clone(),
            before,
            after: vec![deed(1, Status::Done)],
        }],
        made_at: MADE_AT,
    }
}

#[test]
fn a_board_paper_is_two_pages_whatever_it_is_about() {
    let years_short = years("Year");
    let short = board_paper(&paper(
        &years_short,
        "Open the rest rooms",
        "Riverbank",
        false,
    ));
    assert_eq!(check("board-paper", &short), 2);
    let long = long_name();
    let years_long = years(&long);
    let document = board_paper(&paper(&years_long, &long, &long, true));
    assert_eq!(check("board-paper-long", &document), 2);
}

#[test]
fn a_board_paper_says_what_moved_and_what_was_done() {
    let years = years("Year");
    let document = board_paper(&paper(&years, "Open the rest rooms", "Riverbank", false));
    let written = Written::new("board-paper-words", &document);
    written.check();
    let text = flat(&written.text());
    for part in [
        "Year 2026 compared with Year 2025; comparable on 60 of 60.",
        // Of the wellbeing pillar's 22 statements 5 moved by 1: 25 × 5 ÷ 22 = 5.68 points;
        // of leadership's 20 one by 2: 25 × 2 ÷ 20 = 2.5.
        "Up: Wellbeing (6 points). Down: Leadership (3 points).",
        "5 moved up, 1 moved down and 54 stood still.",
        "+5.7",
        "−2.5",
        "What moved down",
        "2 → 0",
        "Of 20 actions, 5 are done, 1 goes on in the next plan, 5 were given up and 9 were left open.",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    // Weights are all 1 in the first edition of the pack, which the sums above rely on.
    assert!(pack().statements.iter().all(|it| it.weight == 1));
}

#[test]
fn a_plan_tells_what_moved_since_the_assessment_it_follows() {
    let text = flat(&Written::new("plan-since", &document(&following(demo()))).text());
    for part in [
        "Since last year",
        "compared with April 2025 to March 2026, as it was signed",
        // What was written after the plan was made is not in it.
        "Of 3 actions, 1 is done, 1 goes on in the next plan, none was given up and 1 was left open.",
        "Done: Open the rest rooms at night.",
        "Left open: Write to everybody.",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    assert!(
        !flat(&Written::new("plan-alone", &document(&demo())).text()).contains("Since last year")
    );
}

#[test]
fn the_charts_show_what_the_words_say() {
    let years = years("Year");
    let paper = paper(&years, "Merged", "Riverbank", false);
    let pillars = paper.trend.find_lens("pillars").unwrap();
    let lines: Vec<_> = slopes(&paper.trend, pillars)
        .unwrap()
        .lines
        .into_iter()
        .map(|it| (it.label, it.numbers))
        .collect();
    // 100 × (22 × 2 + 5) ÷ 88 = 55.7; 100 × (20 × 2 − 2) ÷ 80 = 47.5
    assert_eq!(
        lines,
        [
            ("Wellbeing".to_owned(), (50, 56)),
            ("Leadership".to_owned(), (50, 48)),
            ("Equality".to_owned(), (50, 50))
        ]
    );
    let small = multiples(&paper.trend, pillars);
    assert_eq!(
        (small.at.as_slice(), small.panels.len()),
        (&[0.0, 1.0][..], 3)
    );
    assert_eq!(small.panels[0].note, "comparable on 22 of 22");
    let one = Trend::of(
        vec![paper.trend.moments[0].clone()],
        domain::framework::Origin::Main,
        vec![],
    )
    .unwrap();
    let lens = one.find_lens("pillars").unwrap();
    assert!(slopes(&one, lens).is_none());
    assert!(sentence(&one, lens).starts_with("Choose at least two"));
}
