//! Everything about an assessment as it was signed, and its fingerprint.
//!
//! A snapshot is written as canonical JSON (RFC 8785), so that the same content
//! has the same fingerprint on every machine and from either database. That
//! text is what is kept and what is hashed; reading it back is enough to print
//! the plan "as signed".

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime, UtcOffset};

use crate::{
    answer::AgreedScore,
    assessment::{Assessment, State},
    display,
    eqia::{Eqia, Form},
    evidence::Evidence,
    framework::Framework,
    id::StatementId,
    organisation::{Organisation, choices},
    participant::{Part, Seat, Side},
    partnership::Partnership,
    plan::{Action, Progress},
    results::{Recorded, Records, Results, ResultsExport},
};

/// The format of the snapshots that this build writes; it grows when a reader must know.
///
/// Since 3 the assessment may have additions: the editions of its add-ons, and its
/// local statements word for word, whose answers stand among the others.
pub const FORMAT: u32 = 3;

/// What two partners and a board put their names to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Snapshot {
    /// Which shape this has; [`FORMAT`] when this build wrote it.
    pub format: u32,
    /// Whose assessment it is.
    pub organisation: Organisation,
    /// The assessment, in state signed off.
    pub assessment: Assessment,
    /// The pack that was scored.
    pub framework: Edition,
    /// Every statement in scope, in the pack's order.
    pub statements: Vec<SignedStatement>,
    /// The numbers that follow from them, unrounded: `lenses`, `statements` and
    /// `priorities` as [`ResultsExport`] has them.
    pub results: Value,
    /// The plan with its progress up to then, in the order of the ids.
    pub actions: Vec<Action>,
    /// The form that the EQIA was filled in on.
    pub eqia_form: Edition,
    /// The EQIA.
    pub eqia: Eqia,
    /// What came of scoring in partnership; absent when the lead recorded the scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partnership: Option<Partnership>,
    /// Who signed, chairs first.
    pub signatures: Vec<Signature>,
    /// When it was signed, in UTC and whole microseconds.
    #[serde(with = "time::serde::rfc3339")]
    pub signed_at: OffsetDateTime,
}

/// Names an edition of a pack or form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its edition, from 1 up.
    pub edition: u32,
    /// What it was called.
    pub title: String,
}

/// What was agreed about one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedStatement {
    /// The statement.
    pub statement: StatementId,
    /// The revision of its meaning.
    pub revision: u32,
    /// What was agreed about it.
    #[serde(flatten)]
    pub score: AgreedScore,
    /// What supports it, in the order of the ids.
    pub evidence: Vec<Evidence>,
}

choices! {
    /// As what somebody signs.
    Capacity {
        /// For management.
        ManagementChair = "management_chair", "Management-side chair";
        /// For the trade unions.
        StaffChair = "staff_chair", "Staff-side chair";
        /// For the board.
        Board = "board", "Board";
    }
}

impl Capacity {
    /// As what somebody signs who sits there; `None` for whoever does not sign.
    #[must_use]
    pub fn of(seat: Seat) -> Option<Self> {
        match (seat.side, seat.part) {
            (Side::Management, Part::Chair | Part::Deputy) => Some(Self::ManagementChair),
            (Side::Staff, Part::Chair | Part::Deputy) => Some(Self::StaffChair),
            (Side::Board, Part::Guardian) => Some(Self::Board),
            _ => None,
        }
    }
}

/// A name under the assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// As what they signed.
    pub capacity: Capacity,
    /// Their name, at most [`crate::text::LINE_MAX`] characters, never empty.
    pub name: String,
    /// What they are, at most [`crate::text::LINE_MAX`] characters, never empty.
    pub post: String,
    /// The day they signed.
    pub date: Date,
    /// The moment, where they signed here for themselves; absent when the lead recorded it.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub at: Option<OffsetDateTime>,
}

impl Signature {
    /// When they signed, as precisely as it is known.
    #[must_use]
    pub fn when(&self) -> String {
        self.at
            .map_or_else(|| display::day(self.date), display::moment)
    }
}

/// Those who have yet to sign: both chairs and the board must.
#[must_use]
pub fn missing_signatures(signatures: &[Signature]) -> Vec<Capacity> {
    Capacity::ALL
        .iter()
        .copied()
        .filter(|&capacity| !signatures.iter().any(|it| it.capacity == capacity))
        .collect()
}

/// What goes into a snapshot, in whatever order it was found.
#[derive(Debug, Clone)]
pub struct Content {
    /// Whose assessment it is.
    pub organisation: Organisation,
    /// The assessment.
    pub assessment: Assessment,
    /// Its scores and evidence.
    pub records: Records,
    /// Its plan.
    pub actions: Vec<Action>,
    /// Its EQIA.
    pub eqia: Eqia,
    /// What came of scoring in partnership.
    pub partnership: Option<Partnership>,
    /// Who signed.
    pub signatures: Vec<Signature>,
    /// When the last of them did.
    pub signed_at: OffsetDateTime,
}

/// Why a stored snapshot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// It is not the JSON of a snapshot.
    #[error("the snapshot cannot be read: {0}")]
    Syntax(#[from] serde_json::Error),
    /// A later build wrote it.
    #[error("the snapshot has format {0}; this build reads formats up to {FORMAT}")]
    UnknownFormat(u32),
}

impl Snapshot {
    /// Freezes an assessment: puts everything in its one order and works out the numbers.
    ///
    /// # Errors
    ///
    /// Returns the error of `serde_json` when the numbers cannot be written as
    /// JSON, which no assessment is known to cause.
    pub fn of(framework: &Framework, form: &Form, content: Content) -> serde_json::Result<Self> {
        let Content {
            organisation,
            mut assessment,
            records,
            actions,
            eqia,
            partnership,
            mut signatures,
            signed_at,
        } = content;
        assessment.state = State::SignedOff;
        signatures.sort_by(|a, b| {
            (a.capacity, a.date, &a.name, &a.post).cmp(&(b.capacity, b.date, &b.name, &b.post))
        });
        for signature in &mut signatures {
            signature.at = signature.at.map(settle_time);
        }
        let results = Results::of(framework, &assessment, &records)
            .furthest_apart_first(partnership.as_ref());
        let statements = results
            .statements
            .iter()
            .map(|it| SignedStatement {
                statement: it.statement.id.clone(),
                revision: it.statement.revision,
                score: it.score.clone(),
                evidence: records
                    .get(&it.statement.id)
                    .map_or_else(Vec::new, |recorded| in_order(recorded.evidence.clone())),
            })
            .collect();
        Ok(Self {
            format: FORMAT,
            results: numbers(&organisation, &assessment, framework, &results)?,
            organisation,
            assessment,
            framework: Edition {
                id: framework.id.clone(),
                edition: framework.edition,
                title: framework.title.clone(),
            },
            statements,
            actions: settle_actions(actions),
            eqia_form: Edition {
                id: form.id.clone(),
                edition: form.edition,
                title: form.title.clone(),
            },
            eqia: settle_eqia(eqia),
            partnership,
            signatures,
            signed_at: settle_time(signed_at),
        })
    }

    /// Reads a snapshot from its JSON.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] when it is not a snapshot, or from a later build.
    pub fn read(json: &str) -> Result<Self, SnapshotError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        // The format first: a later one may have fields that mean something else.
        let Head { format } = serde_json::from_str(json)?;
        if format > FORMAT {
            return Err(SnapshotError::UnknownFormat(format));
        }
        Ok(serde_json::from_str(json)?)
    }

    /// The snapshot as canonical JSON: the text that is kept and hashed.
    ///
    /// # Errors
    ///
    /// Returns the error of `serde_json` when a part cannot be written as JSON,
    /// which no assessment is known to cause.
    pub fn canonical_json(&self) -> serde_json::Result<String> {
        serde_json_canonicalizer::to_string(self)
    }

    /// The scores and evidence, as results are worked out from them.
    #[must_use]
    pub fn records(&self) -> Records {
        self.statements
            .iter()
            .map(|it| {
                let recorded = Recorded {
                    score: it.score.clone(),
                    evidence: it.evidence.clone(),
                };
                (it.statement.clone(), recorded)
            })
            .collect()
    }
}

/// The same content before anybody has signed, as canonical JSON.
///
/// It has the shape of a snapshot, with the state that the assessment is in and
/// with `signed_at` null.
///
/// # Errors
///
/// As [`Snapshot::of`].
pub fn draft_json(
    framework: &Framework,
    form: &Form,
    content: Content,
) -> serde_json::Result<String> {
    let state = content.assessment.state;
    let mut snapshot = Snapshot::of(framework, form, content)?;
    snapshot.assessment.state = state;
    let mut draft = serde_json::to_value(snapshot)?;
    if let Some(signed_at) = draft.pointer_mut("/signed_at") {
        *signed_at = Value::Null;
    }
    serde_json_canonicalizer::to_string(&draft)
}

/// The SHA-256 of a snapshot's canonical JSON; written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// The fingerprint of a text, byte by byte as it is kept.
    #[must_use]
    pub fn of(canonical_json: &str) -> Self {
        Self(Sha256::digest(canonical_json).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The parts of the results file that a snapshot does not hold already.
fn numbers(
    organisation: &Organisation,
    assessment: &Assessment,
    framework: &Framework,
    results: &Results<'_>,
) -> serde_json::Result<Value> {
    let export = ResultsExport::of(organisation.clone(), assessment.clone(), framework, results);
    let mut export = serde_json::to_value(export)?;
    if let Some(parts) = export.as_object_mut() {
        parts.retain(|name, _| matches!(name.as_str(), "lenses" | "statements" | "priorities"));
    }
    Ok(export)
}

fn in_order(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    evidence.sort_by_key(|piece| piece.evidence_id);
    evidence
}

fn settle_actions(mut actions: Vec<Action>) -> Vec<Action> {
    for action in &mut actions {
        action.statements.sort();
        for Progress { at, .. } in &mut action.progress {
            *at = settle_time(*at);
        }
        action
            .progress
            .sort_by_key(|entry| (entry.at, entry.progress_id));
    }
    actions.sort_by_key(|action| action.action_id);
    actions
}

/// An empty entry and none at all are the same, so empty ones go.
fn settle_eqia(mut eqia: Eqia) -> Eqia {
    eqia.entries.retain(|_, text| !text.trim().is_empty());
    eqia.own_rows
        .sort_by(|a, b| (a.number(), &a.row).cmp(&(b.number(), &b.row)));
    eqia.consultations
        .sort_by_key(|entry| entry.consultation_id);
    eqia
}

/// UTC and whole microseconds: as precise as both databases are.
fn settle_time(moment: OffsetDateTime) -> OffsetDateTime {
    let utc = moment.to_offset(UtcOffset::UTC);
    utc.replace_microsecond(utc.microsecond()).unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        answer::Answer,
        assessment::{Method, Scope},
        divergence::Minimum,
        eqia::{self, CellPart, Consultation, FieldId, OwnRow},
        evidence::Strength,
        framework::{self, Additions, LocalStatement, PackEdition, USUAL_ANCHORS},
        id::{ActionId, AssessmentId, ConsultationId, EvidenceId, OrganisationId, ProgressId},
        level::{Importance, Level, Target},
        organisation::{Headcount, Kind, Nation},
        plan::{CellId, Status},
    };

    fn piece(id: u128) -> Evidence {
        Evidence {
            evidence_id: EvidenceId(Uuid::from_u128(id)),
            what: format!("Board paper {id}"),
            link: String::new(),
            date: Some(date!(2026 - 03 - 01)),
            strength: Strength::Document,
        }
    }

    fn entry(id: u128) -> Progress {
        Progress {
            progress_id: ProgressId(Uuid::from_u128(id)),
            at: datetime!(2026-05-12 09:00:00.123456 UTC),
            by: "Ama Boateng".into(),
            note: "Cover is agreed".into(),
            status: Some(Status::InProgress),
            due: None,
        }
    }

    fn action(id: u128) -> Action {
        Action {
            action_id: ActionId(Uuid::from_u128(id)),
            what: format!("Protect time for managers {id}"),
            measure: "Hours".into(),
            owner: "Head of nursing".into(),
            due: Some(date!(2026 - 09 - 30)),
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: vec!["L06".parse().unwrap(), "W01".parse().unwrap()],
            mitigates: None,
            progress: vec![entry(1), entry(2)],
        }
    }

    fn cell() -> CellId {
        CellId {
            row: "age".into(),
            need: "advance".into(),
        }
    }

    fn content() -> Content {
        let organisation_id = OrganisationId(Uuid::from_u128(1));
        let recorded = Recorded {
            score: AgreedScore {
                answer: Some(Answer::Level(Level::new(2).unwrap())),
                comment: "Two sites of three".into(),
                target: Target::default(),
                importance: Importance::default(),
            },
            evidence: vec![piece(1), piece(2)],
        };
        let signature = |capacity, name: &str| Signature {
            capacity,
            name: name.into(),
            post: "Chair".into(),
            date: date!(2026 - 06 - 01),
            at: None,
        };
        let consultation = |id| Consultation {
            consultation_id: ConsultationId(Uuid::from_u128(id)),
            date: Some(date!(2026 - 04 - 20)),
            who: "Staff side".into(),
            how: "Meeting".into(),
            said: "Nights are forgotten".into(),
        };
        Content {
            organisation: Organisation {
                organisation_id,
                name: "Hartwell".into(),
                ods_code: None,
                nation: Nation::England,
                kind: Kind::Acute,
                headcount: Headcount::From3000,
                invented: true,
            },
            assessment: Assessment {
                assessment_id: AssessmentId(Uuid::from_u128(2)),
                organisation_id,
                title: "2026".into(),
                framework: "three-pillars".into(),
                edition: 1,
                scope: Scope::Full,
                method: Method::Recorded,
                minimum: Minimum::default(),
                period_start: date!(2026 - 04 - 01),
                period_end: date!(2027 - 03 - 31),
                default_target: Target::default(),
                as_at: date!(2026 - 04 - 01),
                state: State::Agreed,
                supersedes: None,
                additions: crate::framework::Additions::default(),
                follows: None,
                site: None,
            },
            records: [("W01".parse().unwrap(), recorded)].into(),
            actions: vec![action(1), action(2)],
            eqia: Eqia {
                entries: [
                    (FieldId::cell(&cell(), CellPart::Impact), "positive"),
                    (
                        FieldId::cell(&cell(), CellPart::Reason),
                        "Nights are covered",
                    ),
                ]
                .map(|(field, text)| (field.to_string(), text.to_owned()))
                .into(),
                own_rows: ["own-2", "own-10"]
                    .map(|row| OwnRow {
                        row: row.into(),
                        name: "Carers".into(),
                    })
                    .into(),
                consultations: vec![consultation(1), consultation(2)],
            },
            partnership: None,
            signatures: vec![
                signature(Capacity::ManagementChair, "A"),
                signature(Capacity::StaffChair, "B"),
                signature(Capacity::Board, "C"),
            ],
            signed_at: datetime!(2026-06-01 14:32:05.654321 UTC),
        }
    }

    fn snapshot(content: Content) -> Snapshot {
        Snapshot::of(&framework::shipped()[0], eqia::form(), content).unwrap()
    }

    fn fingerprint(content: Content) -> Fingerprint {
        Fingerprint::of(&snapshot(content).canonical_json().unwrap())
    }

    #[test]
    fn a_draft_has_the_shape_of_a_snapshot_and_says_that_nobody_signed() {
        let (framework, form) = (&framework::shipped()[0], eqia::form());
        let unsigned = Content {
            signatures: vec![],
            ..content()
        };
        let state = unsigned.assessment.state;
        let snapshot = Snapshot::of(framework, form, unsigned.clone()).unwrap();
        let mut expected = serde_json::to_value(snapshot).unwrap();
        expected["assessment"]["state"] = state.code().into();
        expected["signed_at"] = Value::Null;

        let draft = draft_json(framework, form, unsigned.clone()).unwrap();
        let later = Content {
            signed_at: unsigned.signed_at + time::Duration::HOUR,
            ..unsigned.clone()
        };

        assert_eq!(
            draft,
            serde_json_canonicalizer::to_string(&expected).unwrap()
        );
        assert_eq!(draft_json(framework, form, later).unwrap(), draft);
    }

    #[test]
    fn a_fingerprint_is_the_sha_256_of_the_text() {
        // FIPS 180-4, example "abc"
        assert_eq!(
            Fingerprint::of("abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_snapshot_holds_every_statement_in_scope_and_its_numbers() {
        let snapshot = snapshot(content());

        assert_eq!(snapshot.assessment.state, State::SignedOff);
        assert_eq!(snapshot.statements.len(), 60);
        assert_eq!(snapshot.results["statements"].as_array().unwrap().len(), 60);
        // One of 22 wellbeing statements at level 2 of 4: 50 %
        let wellbeing = &snapshot.results["lenses"][0]["groups"][0];
        assert_eq!(wellbeing["score_percent"], 50.0);
        assert!(snapshot.results.get("organisation").is_none());
    }

    #[test]
    fn what_is_read_back_is_what_was_signed() {
        let json = snapshot(content()).canonical_json().unwrap();

        let read = Snapshot::read(&json).unwrap();

        assert_eq!(read.canonical_json().unwrap(), json);
        assert_eq!(
            read.records()[&"W01".parse().unwrap()].evidence,
            [piece(1), piece(2)]
        );
    }

    #[test]
    fn what_was_asked_beside_the_pack_is_read_back_word_for_word() {
        let mut content = content();
        content.assessment.additions = Additions {
            add_ons: vec![PackEdition {
                id: "guardian-checklist".into(),
                edition: 1,
            }],
            local: vec![LocalStatement {
                id: StatementId::local(1),
                text: "The choir meets in work time".into(),
                why: "Singing helps.".into(),
                anchors: USUAL_ANCHORS.map(str::to_owned),
                revision: 2,
            }],
            numbered: 1,
        };
        let pack = content.assessment.find_framework().unwrap();
        let signed = Snapshot::of(pack, eqia::form(), content.clone()).unwrap();

        let read = Snapshot::read(&signed.canonical_json().unwrap()).unwrap();

        assert_eq!(read.assessment.additions, content.assessment.additions);
        assert_eq!(read.assessment.find_framework().unwrap(), pack);
        // 60 + 9 + 1
        assert_eq!(read.statements.len(), 70);
        let local = read.statements.last().unwrap();
        assert_eq!((local.statement.as_str(), local.revision), ("LS-1", 2));
    }

    #[test]
    fn a_snapshot_from_before_there_were_additions_is_read_as_it_was() {
        let json = snapshot(content()).canonical_json().unwrap();
        let old = json.replace(&format!("\"format\":{FORMAT}"), "\"format\":2");
        assert!(!old.contains("additions"));
        let read = Snapshot::read(&old).unwrap();
        assert!(read.assessment.additions.is_empty());
        assert_eq!(read.canonical_json().unwrap(), old);
    }

    #[test]
    fn a_snapshot_of_a_later_build_is_refused_rather_than_misread() {
        let later = snapshot(content()).canonical_json().unwrap().replace(
            &format!("\"format\":{FORMAT}"),
            &format!("\"format\":{}", FORMAT + 1),
        );
        let Err(SnapshotError::UnknownFormat(found)) = Snapshot::read(&later) else {
            panic!("{later}");
        };
        assert_eq!(found, FORMAT + 1);
        assert!(matches!(
            Snapshot::read("{}"),
            Err(SnapshotError::Syntax(_))
        ));
    }

    #[test]
    fn the_fingerprint_does_not_tell_the_databases_apart() {
        let mut other = content();
        // PostgreSQL answers in its own order and with the offset of its session …
        other.signed_at = other.signed_at.to_offset(time::macros::offset!(+1));
        other.actions[0].progress[0].at += time::Duration::nanoseconds(999);
        // … and an emptied field may be a row or none.
        other
            .eqia
            .entries
            .insert(FieldId::review_date().to_string(), String::new());

        assert_eq!(fingerprint(other), fingerprint(content()));
    }

    #[test]
    fn the_fingerprint_changes_with_everything_that_is_signed() {
        let changes: [fn(&mut Content); 20] = [
            |it| it.organisation.name.push('!'),
            |it| it.organisation.invented = false,
            |it| it.assessment.title.push('!'),
            |it| it.assessment.as_at = date!(2026 - 04 - 02),
            |it| it.records.clear(),
            |it| record(it).score.answer = Some(Answer::DontKnow),
            |it| record(it).score.comment.push('!'),
            |it| record(it).score.target = Target::CORE,
            |it| record(it).score.importance = Importance::MAX,
            |it| record(it).evidence[1].link.push_str("https://example.org"),
            |it| it.actions[0].owner.push('!'),
            |it| it.actions[0].due = None,
            |it| it.actions[0].mitigates = Some(cell()),
            |it| it.actions[1].progress.truncate(1),
            |it| it.actions.truncate(1),
            |it| it.eqia.entries.clear(),
            |it| it.eqia.own_rows[0].name.push('!'),
            |it| it.eqia.consultations[0].date = None,
            |it| it.signatures[2].post.push('!'),
            |it| it.signed_at += time::Duration::microseconds(1),
        ];
        let mut seen = vec![fingerprint(content())];
        for change in changes {
            let mut content = content();
            change(&mut content);
            let fingerprint = fingerprint(content);
            assert!(!seen.contains(&fingerprint), "change {}", seen.len());
            seen.push(fingerprint);
        }
    }

    fn record(content: &mut Content) -> &mut Recorded {
        content.records.get_mut(&"W01".parse().unwrap()).unwrap()
    }

    #[test]
    fn both_chairs_and_the_board_must_sign() {
        let signatures = content().signatures;
        assert_eq!(missing_signatures(&signatures), []);
        assert_eq!(
            missing_signatures(&signatures[..1]),
            [Capacity::StaffChair, Capacity::Board]
        );
    }

    fn shuffled<T: Clone + std::fmt::Debug + 'static>(
        items: &[T],
    ) -> impl Strategy<Value = Vec<T>> + use<T> {
        Just(items.to_vec()).prop_shuffle()
    }

    fn any_order() -> impl Strategy<Value = Content> {
        let content = content();
        let evidence = shuffled(&content.records[&"W01".parse().unwrap()].evidence);
        let statements = shuffled(&content.actions[0].statements);
        let progress = shuffled(&content.actions[0].progress);
        (
            shuffled(&content.actions),
            shuffled(&content.eqia.own_rows),
            shuffled(&content.eqia.consultations),
            shuffled(&content.signatures),
            (evidence, statements, progress),
        )
            .prop_map(
                move |(actions, own_rows, consultations, signatures, inner)| {
                    let mut content = Content {
                        actions,
                        signatures,
                        ..content.clone()
                    };
                    content.eqia.own_rows = own_rows;
                    content.eqia.consultations = consultations;
                    let (evidence, statements, progress) = inner;
                    record(&mut content).evidence = evidence;
                    for action in &mut content.actions {
                        action.statements.clone_from(&statements);
                        action.progress.clone_from(&progress);
                    }
                    content
                },
            )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_order_in_which_things_were_found_never_changes_the_fingerprint(content in any_order()) {
            prop_assert_eq!(fingerprint(content), fingerprint(self::content()));
        }
    }
}
