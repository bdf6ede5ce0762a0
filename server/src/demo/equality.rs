//! The invented organisation's equality impact assessments: one begun, one complete.

use domain::{
    eqia::{
        self, AuthorisationPart, CellPart, Consultation, EvidencePart, FieldId, Impact, OwnRow,
        Publication, Reply,
    },
    id::ConsultationId,
    plan::CellId,
};
use store::eqia::EntryChange;
use uuid::Uuid;

use super::Round;

/// What is written in the questions of the form, in both rounds.
const FRAMING: [(&str, &str); 5] = [
    ("lead", "Ruth Okafor, wellbeing lead"),
    (
        "aims",
        "That people come to work without harm to their health, and find help quickly when they need it.",
    ),
    (
        "affected",
        "All 7,400 people who work here, on two sites and in the community; bank and agency staff; volunteers.",
    ),
    (
        "framing",
        "A workshop with the five staff networks and both unions asked what could go wrong, and for whom.",
    ),
    (
        "extent",
        "Full assessment: the plan reaches everybody, and what is offered online does not reach everybody alike.",
    ),
];

/// What was concluded when the assessment was complete.
const CONCLUSION: [(&str, &str); 6] = [
    (
        "involvement",
        "Five networks, both unions and 40 people from nights and facilities took part; staff side chaired one meeting.",
    ),
    (
        "opportunities",
        "Rest rooms are chosen by who has none, nights first. Champions are recruited from the lower pay bands.",
    ),
    (
        "impacts-found",
        "Mostly positive. Building work closes rooms that pregnant colleagues use; others are kept open for them.",
    ),
    ("discriminatory", "no"),
    (
        "shaped",
        "The order of the rest rooms changed, and adjustments are paid from one budget.",
    ),
    (
        "monitoring",
        "Use of each offer by group, twice a year, at the partnership forum.",
    ),
];

/// Rows about which something is known this year.
const EVIDENCE: [(&str, &str, &str); 5] = [
    (
        "age",
        "Sickness absence is highest above 55; staff under 25 use support least.",
        "Absence figures of the last 12 months",
    ),
    (
        "disability",
        "Disabled colleagues wait longer for adjustments, and find the online form hard to use.",
        "Staff survey; disabled staff network",
    ),
    (
        "race",
        "Colleagues from minority ethnic groups report more abuse by the public.",
        "Incident reports; staff survey",
    ),
    (
        "sex",
        "Four in five of those who ask for flexible hours are women.",
        "Flexible working log, first half of the year",
    ),
    (
        "geography",
        "The community teams are 20 miles from the nearest rest room.",
        "Visit of the partnership forum",
    ),
];

/// Cells that are decided this year: row, need, impact, reason.
const IMPACTS: [(&str, &str, Impact, &str); 8] = [
    (
        "age",
        "eliminate",
        Impact::None,
        "Nothing in the plan treats people differently because of their age.",
    ),
    (
        "age",
        "advance",
        Impact::Positive,
        "Phased return and flexible hours help most where absence is highest.",
    ),
    (
        "disability",
        "eliminate",
        Impact::Positive,
        "Adjustments are decided faster and paid centrally.",
    ),
    (
        "disability",
        "advance",
        Impact::Negative,
        "Self-referral is online only. Some colleagues cannot use the form with their screen reader.",
    ),
    (
        "race",
        "eliminate",
        Impact::Positive,
        "Every report of abuse is answered within five working days.",
    ),
    (
        "sex",
        "advance",
        Impact::Positive,
        "Refusals of flexible hours are counted and discussed.",
    ),
    (
        "geography",
        "impact",
        Impact::Both,
        "Talks reach every team; the telephone line does not help those with no signal on visits.",
    ),
    (
        "own-1",
        "impact",
        Impact::Positive,
        "The page on paper and the talks include bank and agency staff.",
    ),
];

/// Fills in the first stages, as people do who are half way.
pub async fn begin(round: &Round<'_>) -> anyhow::Result<()> {
    add_row(round).await?;
    let mut entries = framing();
    for (row, found, source) in EVIDENCE {
        entries.push((FieldId::evidence(row, EvidencePart::Found), found.into()));
        entries.push((FieldId::evidence(row, EvidencePart::Source), source.into()));
    }
    for (row, need, impact, reason) in IMPACTS {
        entries.extend(decided(&cell(row, need), impact, reason));
    }
    let justified = FieldId::cell(&cell("geography", "impact"), CellPart::Justification);
    entries.push((
        justified,
        "Visits without a signal are few; the manager rings back the same day.".into(),
    ));
    save(round, entries).await?;
    consult(
        round,
        -30,
        "Disabled staff network",
        "Meeting on both sites",
        "The online form cannot be used with every screen reader. A telephone number was added to the plan.",
    )
    .await?;
    consult(
        round,
        -18,
        "Staff side committee",
        "Partnership forum",
        "Asked that nights are named in every action that offers something. Done.",
    )
    .await
}

/// Fills in everything, and authorises it.
pub async fn complete(round: &Round<'_>) -> anyhow::Result<()> {
    add_row(round).await?;
    let form = eqia::form();
    let own_rows = [own_row()];
    let mut entries = framing();
    entries
        .extend(CONCLUSION.map(|(question, text)| (FieldId::question(question), text.to_owned())));
    for row in form.rows(&own_rows) {
        let found = format!(
            "{}: figures of the workforce report and of the staff survey were read; small numbers are hidden.",
            row.name
        );
        entries.push((FieldId::evidence(&row.id, EvidencePart::Found), found));
        entries.push((
            FieldId::evidence(&row.id, EvidencePart::Source),
            "Workforce report; staff survey".into(),
        ));
    }
    for cell in form.cells(&own_rows) {
        let (impact, reason) = match (cell.row.as_str(), cell.need.as_str()) {
            ("pregnancy-and-maternity", "advance") => (
                Impact::Negative,
                "Two rooms that are used for feeding and rest close while they are repaired.",
            ),
            ("disability" | "age" | "own-1", "advance" | "impact") => (
                Impact::Positive,
                "Rest rooms and self-referral are within reach of more people than before.",
            ),
            _ => (
                Impact::None,
                "Neither the figures nor what people told us point to a difference.",
            ),
        };
        entries.extend(decided(&cell, impact, reason));
    }
    let authorised = |part| FieldId::authorisation(part);
    entries.extend([
        (authorised(AuthorisationPart::Informed), Reply::Yes.code().to_owned()),
        (authorised(AuthorisationPart::Opportunities), Reply::Yes.code().to_owned()),
        (authorised(AuthorisationPart::Marriage), Reply::Yes.code().to_owned()),
        (authorised(AuthorisationPart::Name), "Helen Marsh".to_owned()),
        (authorised(AuthorisationPart::Post), "Chief people officer".to_owned()),
        (authorised(AuthorisationPart::Date), round.day(40).to_string()),
        (FieldId::review_date(), round.day(340).to_string()),
        (
            FieldId::publication_status(),
            Publication::Published.code().to_owned(),
        ),
        (
            FieldId::publication_summary(),
            "The plan helps more people than it reached before. While rest rooms are repaired, others are kept for those who need them most.".to_owned(),
        ),
    ]);
    save(round, entries).await?;
    consult(
        round,
        10,
        "Staff networks and both unions",
        "Workshop",
        "Nights come first when rest rooms are repaired.",
    )
    .await
}

fn framing() -> Vec<(FieldId, String)> {
    FRAMING
        .map(|(question, text)| (FieldId::question(question), text.to_owned()))
        .into()
}

fn cell(row: &str, need: &str) -> CellId {
    CellId {
        row: row.into(),
        need: need.into(),
    }
}

fn decided(cell: &CellId, impact: Impact, reason: &str) -> [(FieldId, String); 2] {
    [
        (
            FieldId::cell(cell, CellPart::Impact),
            impact.code().to_owned(),
        ),
        (FieldId::cell(cell, CellPart::Reason), reason.to_owned()),
    ]
}

fn own_row() -> OwnRow {
    OwnRow {
        row: "own-1".into(),
        name: "Bank and agency staff".into(),
    }
}

async fn add_row(round: &Round<'_>) -> anyhow::Result<()> {
    Ok(round
        .store
        .add_own_row(&round.assessment, &own_row())
        .await?)
}

async fn save(round: &Round<'_>, entries: Vec<(FieldId, String)>) -> anyhow::Result<()> {
    let changes: Vec<_> = entries
        .into_iter()
        .map(|(field, mine)| EntryChange {
            field,
            base: String::new(),
            mine,
        })
        .collect();
    round
        .store
        .save_eqia_entries(&round.assessment, &changes, round.lead.person_id, round.now)
        .await?;
    Ok(())
}

async fn consult(
    round: &Round<'_>,
    days: i64,
    who: &str,
    how: &str,
    said: &str,
) -> anyhow::Result<()> {
    let consultation = Consultation {
        consultation_id: ConsultationId(Uuid::now_v7()),
        date: Some(round.day(days)),
        who: who.into(),
        how: how.into(),
        said: said.into(),
    };
    Ok(round
        .store
        .add_consultation(
            &round.assessment,
            &consultation,
            round.lead.person_id,
            round.now,
        )
        .await?)
}
