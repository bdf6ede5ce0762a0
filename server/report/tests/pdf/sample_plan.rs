//! Plans to try the document on. Every organisation in them is invented.

use std::collections::BTreeMap;

use domain::answer::{AgreedScore, Answer, Choice, Position};
use domain::assessment::{Assessment, Method, Scope, State};
use domain::divergence::{Minimum, OwnScore, RevealedScore};
use domain::eqia::{
    self, AuthorisationPart, CellPart, Consultation, Eqia, EvidencePart, FieldId, OwnRow,
};
use domain::evidence::{Evidence, Strength};
use domain::framework::{self, Framework, PackEdition, USUAL_ANCHORS, Wording};
use domain::id::{
    ActionId, AssessmentId, ConsultationId, EvidenceId, OrganisationId, ProgressId, QuestionId,
    StatementId,
};
use domain::level::{Importance, Level, Target};
use domain::minutes::{Minutes, Settled};
use domain::organisation::{Headcount, Kind, Nation, Organisation};
use domain::participant::Side;
use domain::partnership::Partnership;
use domain::plan::{Action, CellId, Progress, Status};
use domain::question::{Question, Reply};
use domain::results::{Recorded, Records};
use domain::snapshot::{Capacity, Content, Fingerprint, Signature, Snapshot};
use report::plan::{Earlier, Plan};
use time::macros::{date, datetime};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

pub const MADE_AT: OffsetDateTime = datetime!(2026-09-01 09:30 UTC);
pub const SIGNED_AT: OffsetDateTime = datetime!(2026-06-01 15:00 UTC);

pub fn pack() -> &'static Framework {
    &framework::shipped()[0]
}

/// Nothing scored, nothing planned, nothing written.
pub fn empty() -> Plan<'static> {
    let organisation_id = OrganisationId(Uuid::from_u128(1));
    Plan {
        organisation: Organisation {
            organisation_id,
            name: "Riverbank University Hospitals".into(),
            ods_code: None,
            nation: Nation::England,
            kind: Kind::Acute,
            headcount: Headcount::From6000,
            invented: true,
        },
        assessment: Assessment {
            assessment_id: AssessmentId(Uuid::from_u128(2)),
            organisation_id,
            title: "April 2026 to March 2027".into(),
            framework: pack().id.clone(),
            edition: pack().edition,
            scope: Scope::Full,
            method: Method::Recorded,
            minimum: Minimum::default(),
            period_start: date!(2026 - 04 - 01),
            period_end: date!(2027 - 03 - 31),
            default_target: Target::default(),
            as_at: date!(2026 - 05 - 12),
            state: State::Scoring,
            supersedes: None,
            additions: domain::framework::Additions::default(),
            follows: None,
            site: None,
        },
        framework: pack(),
        records: Records::new(),
        actions: vec![],
        form: eqia::form(),
        eqia: Eqia::default(),
        partnership: None,
        earlier: None,
        audit: None,
        signed: None,
        made_at: MADE_AT,
    }
}

fn evidence(id: u128, what: &str, date: Option<Date>) -> Evidence {
    Evidence {
        evidence_id: EvidenceId(Uuid::from_u128(id)),
        what: what.into(),
        link: "https://example.org/papers/14".into(),
        date,
        strength: Strength::Data,
    }
}

/// Levels go round; every seventh statement is not a level.
fn records(said: &str, evidence_of: impl Fn(u128) -> Vec<Evidence>) -> Records {
    (0_u128..)
        .zip(&pack().statements)
        .map(|(at, statement)| {
            let answer = match at % 7 {
                3 => None,
                5 => Some(Answer::DontKnow),
                6 => Some(Answer::NotApplicable {
                    reason: format!("Nobody here works alone. {said}"),
                }),
                steps => Some(Answer::Level(
                    Level::new(u8::try_from(steps).unwrap() % 5).unwrap(),
                )),
            };
            let score = AgreedScore {
                answer,
                comment: if at % 4 == 0 {
                    said.into()
                } else {
                    String::new()
                },
                target: statement.starting_target(Target::default()),
                importance: Importance::default(),
            };
            let recorded = Recorded {
                score,
                evidence: evidence_of(at),
            };
            (statement.id.clone(), recorded)
        })
        .collect()
}

pub fn entry(id: u128, at: OffsetDateTime, note: &str, status: Option<Status>) -> Progress {
    Progress {
        progress_id: ProgressId(Uuid::from_u128(id)),
        at,
        by: "Ruth Okafor".into(),
        note: note.into(),
        status,
        due: None,
    }
}

fn action(id: u128, what: &str, statements: &[&str]) -> Action {
    Action {
        action_id: ActionId(Uuid::from_u128(id)),
        what: what.into(),
        measure: "Nine in ten managers report four hours a week".into(),
        owner: "Chief people officer".into(),
        due: Some(date!(2026 - 09 - 30)),
        resource: "Cover for 40 managers".into(),
        risk: "Managers go on doing both jobs".into(),
        equality_note: "Part-time managers get the same share".into(),
        statements: statements.iter().map(|id| id.parse().unwrap()).collect(),
        mitigates: None,
        progress: vec![],
    }
}

fn full_eqia() -> Eqia {
    let mut eqia = Eqia {
        own_rows: vec![OwnRow {
            row: "own-1".into(),
            name: "Carers".into(),
        }],
        consultations: vec![Consultation {
            consultation_id: ConsultationId(Uuid::from_u128(1)),
            date: Some(date!(2026 - 04 - 20)),
            who: "Staff side".into(),
            how: "Meeting".into(),
            said: "Nights are forgotten".into(),
        }],
        ..Eqia::default()
    };
    let form = eqia::form();
    let mut put = |field: FieldId, text: &str| {
        eqia.entries.insert(field.to_string(), text.into());
    };
    for question in &form.questions {
        let text = match question.kind {
            eqia::Kind::YesNo | eqia::Kind::YesNoNa => "no",
            _ => "Answered in a sentence.",
        };
        put(FieldId::question(&question.id), text);
    }
    for row in &form.rows {
        put(
            FieldId::evidence(&row.id, EvidencePart::Found),
            "Staff survey 2025, good",
        );
        for cell in row.cells() {
            let impact = if row.id == "age" {
                "negative"
            } else {
                "positive"
            };
            put(FieldId::cell(&cell, CellPart::Impact), impact);
            put(
                FieldId::cell(&cell, CellPart::Reason),
                "Support is open at night as well",
            );
        }
    }
    for (part, text) in [
        (AuthorisationPart::Informed, "yes"),
        (AuthorisationPart::Opportunities, "yes"),
        (AuthorisationPart::Marriage, "na"),
        (AuthorisationPart::Name, "Grace Mensah"),
        (AuthorisationPart::Post, "Director of people"),
        (AuthorisationPart::Date, "2026-05-20"),
    ] {
        put(FieldId::authorisation(part), text);
    }
    put(FieldId::review_date(), "2027-05-01");
    eqia
}

/// A plan as a trust would make it.
pub fn demo() -> Plan<'static> {
    let mut unowned = action(2, "One route and one budget for adjustments", &["Q08"]);
    unowned.owner = String::new();
    unowned.due = None;
    let mut late = action(3, "Reply to every violence report within a week", &["W14"]);
    late.due = Some(date!(2026 - 05 - 31));
    late.progress = vec![entry(
        1,
        datetime!(2026-05-12 09:00 UTC),
        "The form is agreed",
        Some(Status::InProgress),
    )];
    let mut mitigation = action(4, "Offer support at night as well", &[]);
    mitigation.mitigates = Some(CellId {
        row: "age".into(),
        need: "advance".into(),
    });
    Plan {
        records: records("Two sites of three, not the third.", |at| {
            let date = match at % 3 {
                0 => None,
                1 => Some(date!(2026 - 04 - 01)),
                _ => Some(date!(2025 - 02 - 01)),
            };
            vec![evidence(at, "Board paper 14", date)]
        }),
        actions: vec![
            action(1, "Protected time for every manager", &["L01", "L02"]),
            unowned,
            late,
            mitigation,
        ],
        eqia: full_eqia(),
        partnership: None,
        ..empty()
    }
}

/// The same with both add-ons and a local statement of the longest text beside the pack.
pub fn beside() -> Plan<'static> {
    let mut plan = demo();
    let additions = &mut plan.assessment.additions;
    additions.add_ons = framework::add_ons()
        .map(|it| PackEdition {
            id: it.id.clone(),
            edition: it.edition,
        })
        .collect();
    let wording = Wording {
        text: format!("{} has a choir", long_name()),
        why: String::new(),
        anchors: USUAL_ANCHORS.map(str::to_owned),
    };
    let local = additions.add_local(wording, 0);
    plan.framework = plan.assessment.find_framework().unwrap();
    for (id, level) in [("HS01", 4), ("HS09", 1), ("GC9", 0), (local.as_str(), 3)] {
        let score = AgreedScore {
            answer: Some(Answer::Level(Level::new(level).unwrap())),
            ..AgreedScore::unanswered(Target::default())
        };
        let evidence = vec![];
        plan.records
            .insert(id.parse().unwrap(), Recorded { score, evidence });
    }
    plan
}

/// The same after a meeting: of every statement the staff side can be shown, and
/// of all but every fifth the management side too.
pub fn met() -> Plan<'static> {
    let mut plan = demo();
    plan.assessment.method = Method::Partnership;
    plan.assessment.state = State::Agreed;
    let given = |side, level: usize, times: usize| {
        let level = Level::new(u8::try_from(level % 5).unwrap()).unwrap();
        let score = OwnScore {
            choice: Some(Choice::Level(level)),
            ..OwnScore::default()
        };
        vec![RevealedScore { side, score }; times]
    };
    let scores = pack()
        .statements
        .iter()
        .enumerate()
        .map(|(at, statement)| {
            let enough = if at % 5 == 4 { 2 } else { 3 };
            let both = [
                given(Side::Management, at * 3, enough),
                given(Side::Staff, at / 5, 4),
            ];
            (statement.id.clone(), both.concat())
        })
        .collect();
    let position = |steps: u8, reason: &str| Position {
        level: Level::new(steps).ok(),
        reason: reason.into(),
    };
    let disputed: Vec<StatementId> = ["W02", "L02"].map(|id| id.parse().unwrap()).into();
    for statement in &disputed {
        plan.records.get_mut(statement).unwrap().score.answer = Some(Answer::NoAgreement {
            management: position(3, "The policy is in force"),
            staff: position(1, "Nobody on nights has seen it"),
        });
    }
    let represented = [(Side::Management, 3), (Side::Staff, 4)].into();
    let mut partnership = Partnership::of(Minimum::default(), represented, &scores, &[], vec![]);
    partnership.minutes = Minutes {
        began_at: Some(datetime!(2026-05-20 09:00 UTC)),
        closed_at: Some(datetime!(2026-05-20 11:00 UTC)),
        attendance: [(Side::Management, 2), (Side::Staff, 3)].into(),
        settled: plan
            .records
            .iter()
            .filter(|(_, it)| it.score.answer.is_some())
            .map(|(statement, it)| Settled {
                statement: statement.clone(),
                score: it.score.clone(),
                at: datetime!(2026-05-20 10:00 UTC),
            })
            .collect(),
        changed: vec![],
    };
    plan.partnership = Some(partnership);
    plan
}

/// The same, scored by both sides, with a meeting and with these questions of the board.
pub fn in_partnership(questions: Vec<Question>) -> Plan<'static> {
    let mut plan = demo();
    plan.assessment.method = Method::Partnership;
    plan.partnership = Some(Partnership::of(
        Minimum::default(),
        BTreeMap::new(),
        &BTreeMap::new(),
        &[],
        questions,
    ));
    plan
}

/// A question of the board, about a statement where it is answered.
pub fn question(number: u128, text: &str, reply: Option<&str>) -> Question {
    Question {
        question_id: QuestionId(Uuid::from_u128(number)),
        text: text.into(),
        statement: reply.and_then(|_| "W03".parse().ok()),
        asked_by: "Victor Adeyemi".into(),
        asked_at: MADE_AT,
        reply: reply.map(|text| Reply {
            text: text.into(),
            by: "Aisha Khan".into(),
            at: MADE_AT,
        }),
    }
}

/// 200 characters, as the longest field of one line allows.
pub fn long_name() -> String {
    let name = "Bwrdd Iechyd Ŵyth ŷd a Gàidhlig àèìòù Riverbank and Hillside University Hospitals Partnership ";
    name.repeat(3).chars().take(200).collect()
}

/// 5,000 characters in sentences that can be told apart.
pub fn long_text() -> String {
    let sentence = |number| format!("Sentence {number} says what happened.");
    let sentences: Vec<_> = (0..200).map(sentence).collect();
    sentences.join(" ").chars().take(5_000).collect()
}

/// Nothing that a line could break at.
pub fn unbroken() -> String {
    "W".repeat(300)
}

/// The longest names and texts that forms allow, 120 actions, and no EQIA.
pub fn nasty() -> Plan<'static> {
    let mut plan = empty();
    plan.organisation.name = long_name();
    plan.assessment.title = long_name();
    plan.records = records(&unbroken(), |at| match at % 20 {
        0 => vec![evidence(at, &long_text(), None)],
        1 => vec![evidence(at, &unbroken(), Some(date!(2020 - 02 - 29)))],
        _ => vec![],
    });
    plan.actions = (0..120)
        .map(|id| {
            let text = match id % 4 {
                0 => unbroken(),
                1 => long_text(),
                2 => long_name(),
                _ => "Protected time for every manager".to_owned(),
            };
            let all: Vec<&str> = pack().statements.iter().map(|it| it.id.as_str()).collect();
            let mut action = action(id, &text, if id < 3 { &all } else { &["L01"] });
            action.owner = if id % 3 == 0 {
                long_name()
            } else {
                unbroken().chars().take(200).collect()
            };
            action.measure = if id % 4 == 1 { String::new() } else { text };
            action.due = Some(date!(2026 - 01 - 01) + Duration::days(i64::try_from(id).unwrap()));
            action
        })
        .collect();
    plan
}

/// The same, in words: whatever is first in such a plan is as long as it can be.
pub fn wordy() -> Plan<'static> {
    let mut plan = nasty();
    for action in &mut plan.actions {
        action.what = long_text();
        action.measure = long_text();
        action.owner = long_name();
    }
    plan
}

/// A plan that follows an assessment of the year before: each level was one lower, down to 0.
pub fn following(plan: Plan<'static>) -> Plan<'static> {
    let mut records = plan.records.clone();
    for recorded in records.values_mut() {
        if let Some(Answer::Level(level)) = &mut recorded.score.answer {
            *level = Level::new(level.get().saturating_sub(1)).unwrap();
        }
    }
    let assessment = Assessment {
        assessment_id: AssessmentId(Uuid::from_u128(3)),
        title: "April 2025 to March 2026".into(),
        as_at: date!(2025 - 05 - 12),
        state: State::SignedOff,
        ..plan.assessment.clone()
    };
    let mut done = action(91, "Open the rest rooms at night", &["W08"]);
    done.progress = vec![entry(
        91,
        datetime!(2026-02-12 09:00 UTC),
        "They are open",
        Some(Status::Done),
    )];
    let mut late = action(92, "Write to everybody", &["L01"]);
    late.progress = vec![entry(
        92,
        datetime!(2027-02-12 09:00 UTC),
        "Done after this plan was made",
        Some(Status::Done),
    )];
    let mut actions = vec![done, late];
    actions.extend(plan.actions.first().cloned());
    let earlier = Earlier {
        assessment,
        framework: pack(),
        records,
        actions,
    };
    plan.since(Some(earlier))
}

/// A plan as it comes back from a signed snapshot.
pub fn signed(plan: Plan<'static>) -> Plan<'static> {
    let signature = |capacity, name: &str| Signature {
        capacity,
        name: name.into(),
        post: "Chair of the partnership forum".into(),
        date: date!(2026 - 06 - 01),
        at: None,
    };
    let content = Content {
        organisation: plan.organisation,
        assessment: plan.assessment,
        records: plan.records,
        actions: plan.actions,
        eqia: plan.eqia,
        partnership: plan.partnership,
        signatures: vec![
            signature(Capacity::ManagementChair, "Tom Hughes"),
            signature(Capacity::StaffChair, "Aisha Khan"),
            signature(Capacity::Board, "Grace Mensah"),
        ],
        signed_at: SIGNED_AT,
    };
    let snapshot = Snapshot::of(plan.framework, plan.form, content).unwrap();
    let json = snapshot.canonical_json().unwrap();
    let read = Snapshot::read(&json).unwrap();
    Plan::as_signed(read, Fingerprint::of(&json), plan.framework, plan.form)
}
