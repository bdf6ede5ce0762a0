//! What the invented organisation will do, and what has come of it.

use domain::{
    id::{ActionId, ProgressId},
    plan::{Action, CellId, Progress, Status},
};
use time::Duration;
use uuid::Uuid;

use super::Round;

/// An action of the demonstration; its days are counted from the round's.
pub struct Planned {
    what: &'static str,
    measure: &'static str,
    owner: &'static str,
    due: Option<i64>,
    resource: &'static str,
    risk: &'static str,
    equality_note: &'static str,
    statements: &'static [&'static str],
    /// A cell of the EQIA: row and need.
    mitigates: Option<(&'static str, &'static str)>,
    log: &'static [Entry],
}

/// What happened, and how many days before the round's day.
struct Entry {
    ago: i64,
    note: &'static str,
    status: Option<Status>,
    due: Option<i64>,
}

const EMPTY: Planned = Planned {
    what: "",
    measure: "",
    owner: "",
    due: None,
    resource: "",
    risk: "",
    equality_note: "",
    statements: &[],
    mitigates: None,
    log: &[],
};

const fn entry(ago: i64, note: &'static str, status: Option<Status>) -> Entry {
    Entry {
        ago,
        note,
        status,
        due: None,
    }
}

/// This year's plan: some under way, two overdue, one without an owner, one moved.
pub const THIS_YEAR: &[Planned] = &[
    Planned {
        what: "Write a plan to prevent suicide among staff, with staff side, and rehearse it on both sites",
        measure: "The board has approved the plan, and one rehearsal on each site is written up",
        owner: "Chief people officer",
        due: Some(120),
        resource: "Six days of the wellbeing lead; an outside trainer for two days",
        risk: "Colleagues find out what to do on the worst day of their working lives",
        equality_note: "Read the plan with the men’s and the LGBTQ+ networks before it is agreed",
        statements: &["W04"],
        log: &[
            entry(
                35,
                "First draft went to staff side and to chaplaincy.",
                Some(Status::InProgress),
            ),
            entry(
                9,
                "Staff side asked for a page on how to support a team afterwards; it is being written.",
                None,
            ),
        ],
        ..EMPTY
    },
    Planned {
        what: "Open a physiotherapy telephone line that staff can ring without a referral",
        measure: "First appointment within ten working days for nine in ten callers",
        owner: "Head of occupational health",
        due: Some(-20),
        resource: "One band 6 physiotherapist, four days a week",
        risk: "Short absences grow into long ones",
        equality_note: "Open before the day shift and after the late one",
        statements: &["W06"],
        log: &[entry(
            60,
            "Post advertised; two people applied.",
            Some(Status::InProgress),
        )],
        ..EMPTY
    },
    Planned {
        what: "Put money advice and the hardship fund on one page, on paper in every staff room as well",
        measure: "Seven in ten staff in a short poll know where to go, by pay band",
        owner: "Head of reward",
        due: Some(45),
        resource: "Printing, 600 pounds",
        statements: &["W11"],
        log: &[entry(
            20,
            "Text agreed with both unions and the credit union.",
            Some(Status::InProgress),
        )],
        ..EMPTY
    },
    Planned {
        what: "Log every flexible working request and its answer, and look at the figures twice a year",
        measure: "Every request answered within two months; refusals by department reach the partnership forum",
        owner: "Deputy director of human resources",
        due: Some(75),
        risk: "People leave, and nobody can say how many were refused",
        equality_note: "Show refusals by sex, disability and working pattern, with small numbers hidden",
        statements: &["W16"],
        ..EMPTY
    },
    Planned {
        what: "Agree early contact and a written return plan for everybody who is off for four weeks",
        measure: "Nine in ten long absences have a plan by the end of week five",
        owner: "Head of occupational health",
        due: Some(30),
        statements: &["W20", "W21"],
        log: &[Entry {
            ago: 15,
            note: "Moved by a month: the new form has to work on the rota system first.",
            status: Some(Status::InProgress),
            due: Some(60),
        }],
        ..EMPTY
    },
    Planned {
        what: "Give the health and wellbeing guardian a role description, a briefing each quarter and two hours a month",
        measure: "Four briefings held and the questions answered in the minutes",
        owner: "Trust secretary",
        due: Some(-5),
        statements: &["L02"],
        ..EMPTY
    },
    Planned {
        what: "Protect four hours a week for every ward and team manager to manage people",
        measure: "Nine in ten managers report that they had the time in the last month",
        owner: "Chief nurse",
        due: Some(150),
        resource: "Cover of 0.1 full-time equivalents for each of 84 teams, from the second half of the year",
        risk: "Every other action in this plan waits for managers who have no time",
        statements: &["L07", "L06"],
        log: &[entry(
            12,
            "Six pilot wards have started; first figures in two months.",
            Some(Status::InProgress),
        )],
        ..EMPTY
    },
    Planned {
        what: "Put a wellbeing check and the date of the talk with staff side into the template for change",
        measure: "Every change approved since then has both",
        owner: "Director of transformation",
        due: Some(20),
        statements: &["L13"],
        log: &[
            entry(
                50,
                "Template agreed at the partnership forum.",
                Some(Status::InProgress),
            ),
            entry(3, "In use since Monday.", Some(Status::Done)),
        ],
        ..EMPTY
    },
    Planned {
        what: "Stop or extend each wellbeing offer once a year on what it achieved",
        measure: "A choice and its reason are on record for each of the 14 offers",
        owner: "",
        due: Some(110),
        statements: &["L17"],
        ..EMPTY
    },
    Planned {
        what: "Ten-minute talk about what support there is, in every team, on nights too",
        measure: "Eight in ten teams on the list have had the talk",
        owner: "Wellbeing lead",
        due: Some(90),
        resource: "Twelve champions, two hours a month each",
        statements: &["L19", "W22"],
        ..EMPTY
    },
    Planned {
        what: "Answer every report of abuse by patients or visitors within five working days",
        measure: "Share of reports answered in five days, shown on every ward",
        owner: "Chief operating officer",
        due: Some(60),
        risk: "People stop reporting, and harm is no longer seen",
        statements: &["Q05", "W14"],
        log: &[entry(
            28,
            "Reports now reach the site manager the same day.",
            Some(Status::InProgress),
        )],
        ..EMPTY
    },
    Planned {
        what: "Train two mediators for each site and offer mediation before a grievance",
        measure: "Share of cases settled without a formal process, compared with last year",
        owner: "Head of employee relations",
        due: Some(140),
        statements: &["Q06"],
        ..EMPTY
    },
    Planned {
        what: "Keep a telephone number and a paper form beside the online self-referral",
        measure: "One referral in ten comes by telephone or on paper, and nobody waits longer for it",
        owner: "Head of occupational health",
        due: Some(40),
        equality_note: "Mitigates the harm that an online-only form does to disabled colleagues",
        statements: &["W02", "Q12"],
        mitigates: Some(("disability", "advance")),
        ..EMPTY
    },
];

/// Last year's plan, which was complete when it was signed.
pub const LAST_YEAR: &[Planned] = &[
    Planned {
        what: "Bring in self-referral to occupational health",
        measure: "Half of all referrals are made by staff themselves",
        owner: "Head of occupational health",
        due: Some(200),
        statements: &["W02"],
        ..EMPTY
    },
    Planned {
        what: "Repair and furnish the eleven rest rooms that the survey named",
        measure: "All eleven pass the agreed check",
        owner: "Director of estates",
        due: Some(260),
        resource: "80,000 pounds of capital",
        risk: "Staff eat in stairwells",
        equality_note: "Each with step-free access and a quiet corner",
        statements: &["W12"],
        mitigates: Some(("pregnancy-and-maternity", "advance")),
        ..EMPTY
    },
    Planned {
        what: "Recruit and train a wellbeing champion for every area",
        measure: "Champions in 70 of 84 areas",
        owner: "Wellbeing lead",
        due: Some(230),
        statements: &["W22", "L19"],
        ..EMPTY
    },
    Planned {
        what: "Report wellbeing to the board beside finance and quality",
        measure: "Four reports in the year, each with a view from staff side",
        owner: "Chief people officer",
        due: Some(290),
        statements: &["L01", "L16"],
        ..EMPTY
    },
    Planned {
        what: "Pay for reasonable adjustments from one central budget",
        measure: "From request to decision in ten working days, for nine in ten",
        owner: "Deputy director of human resources",
        due: Some(250),
        statements: &["Q08"],
        ..EMPTY
    },
];

/// The plan of the year before that.
pub const TWO_YEARS_AGO: &[Planned] = &[
    Planned {
        what: "Open a quiet room for pregnant colleagues on each site",
        measure: "A room on each site, with step-free access",
        owner: "Director of estates",
        due: Some(180),
        statements: &["W12"],
        mitigates: Some(("pregnancy-and-maternity", "advance")),
        ..EMPTY
    },
    Planned {
        what: "Train every new manager in conversations about wellbeing",
        measure: "Nine in ten new managers within six months",
        owner: "Head of organisational development",
        due: Some(240),
        statements: &["L06"],
        ..EMPTY
    },
    Planned {
        what: "Bring back the walking groups of both sites",
        measure: "Forty people a week",
        owner: "Wellbeing lead",
        due: Some(120),
        statements: &["W10"],
        ..EMPTY
    },
    Planned {
        what: "Publish how long occupational health takes to answer",
        measure: "Every quarter, on the intranet",
        owner: "Head of occupational health",
        due: Some(300),
        statements: &["W02"],
        ..EMPTY
    },
];

/// What came of it.
pub const SINCE_TWO_YEARS_AGO: &[Since] = &[
    (170, "Both rooms are open.", Status::Done),
    (230, "94 of 101 new managers are trained.", Status::Done),
    (
        150,
        "Given up: nobody came in winter. The networks would rather have the gym hours back.",
        Status::Stopped,
    ),
];

/// So many days after a round's, what happened, and how far the action then was.
pub type Since = (i64, &'static str, Status);

/// What came of last year's actions after the plan was signed, each in its turn.
pub const SINCE_LAST_YEAR: &[Since] = &[
    (
        190,
        "Open since the first of the month; 41 of 90 referrals by staff themselves.",
        Status::Done,
    ),
    (
        255,
        "Nine of eleven are done; two wait for the electrician.",
        Status::InProgress,
    ),
    (225, "73 champions trained.", Status::Done),
    (
        280,
        "Third report went to the board; staff side wrote a page of it.",
        Status::InProgress,
    ),
];

/// Adds actions with their log.
pub async fn add(round: &Round<'_>, planned: &[Planned]) -> anyhow::Result<()> {
    for it in planned {
        let action = Action {
            action_id: ActionId(Uuid::now_v7()),
            what: it.what.into(),
            measure: it.measure.into(),
            owner: it.owner.into(),
            due: it.due.map(|days| round.day(days)),
            resource: it.resource.into(),
            risk: it.risk.into(),
            equality_note: it.equality_note.into(),
            statements: it
                .statements
                .iter()
                .map(|id| id.parse())
                .collect::<Result<_, _>>()?,
            mitigates: it.mitigates.map(|(row, need)| CellId {
                row: row.into(),
                need: need.into(),
            }),
            progress: vec![],
        };
        round
            .store
            .add_action(&round.assessment, &action, round.lead, round.now)
            .await?;
        for Entry {
            ago,
            note,
            status,
            due,
        } in it.log
        {
            let progress = Progress {
                due: due.map(|days| round.day(days)),
                ..happened(round, -ago, note, *status)
            };
            round
                .store
                .add_progress(&round.assessment, action.action_id, &progress, round.lead)
                .await?;
        }
    }
    Ok(())
}

/// Carries the log of a signed plan's actions on, beside what was signed.
pub async fn go_on(round: &Round<'_>, since: &[Since]) -> anyhow::Result<()> {
    let actions = round.store.actions(&round.assessment).await?;
    for (action, &(days, note, status)) in actions.iter().zip(since) {
        let progress = happened(round, days, note, Some(status));
        round
            .store
            .add_progress(&round.assessment, action.action_id, &progress, round.lead)
            .await?;
    }
    Ok(())
}

/// An entry of the log, so many days after the round's.
fn happened(round: &Round<'_>, days: i64, note: &str, status: Option<Status>) -> Progress {
    Progress {
        progress_id: ProgressId(Uuid::now_v7()),
        at: round
            .now
            .checked_add(Duration::days(days))
            .unwrap_or(round.now),
        by: round.lead.name.clone(),
        note: note.into(),
        status,
        due: None,
    }
}
