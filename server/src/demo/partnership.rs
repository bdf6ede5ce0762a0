//! An assessment in partnership that is ready for its meeting: twelve people, all of whom have scored who do.

use domain::{
    answer::Choice,
    assessment::{Assessment, Method, Scope, State},
    divergence::OwnScore,
    framework::Framework,
    id::{PersonId, ScorerId},
    level::Level,
    participant::{Part, Seat, Side},
    person::Person,
};
use store::{Store, Version, participant::Guest};
use time::OffsetDateTime;
use uuid::Uuid;

/// Who takes part besides the lead, for which side, as what.
const PEOPLE: [(&str, Side, Part); 11] = [
    ("Owen Bright", Side::Management, Part::Chair),
    ("Priya Nair", Side::Management, Part::Deputy),
    ("Callum Reid", Side::Management, Part::Scorer),
    ("Mary Achebe", Side::Management, Part::Scorer),
    ("Siân Lloyd", Side::Staff, Part::Chair),
    ("Derek Stone", Side::Staff, Part::Deputy),
    ("Fatima Noor", Side::Staff, Part::Scorer),
    ("Lee Walker", Side::Staff, Part::Scorer),
    ("Hannah Cole", Side::Other, Part::Scorer),
    ("Victor Adeyemi", Side::Board, Part::Guardian),
    ("Beth Rowan", Side::Other, Part::EdiLead),
];

/// What the four people of the management side and the four of the staff side
/// say about a statement; the statements take these patterns in turn. 9 is *don't know*.
const PATTERNS: [([u8; 4], [u8; 4]); 10] = [
    ([3, 3, 2, 3], [1, 1, 2, 1]),
    ([2, 2, 2, 3], [2, 2, 2, 2]),
    ([3, 3, 3, 3], [3, 3, 2, 3]),
    ([1, 2, 1, 1], [1, 1, 1, 0]),
    ([4, 3, 4, 4], [2, 1, 2, 2]),
    ([2, 3, 2, 9], [2, 1, 2, 2]),
    ([2, 2, 2, 2], [1, 2, 2, 2]),
    ([3, 2, 3, 3], [0, 3, 3, 2]),
    ([1, 1, 0, 1], [2, 2, 3, 2]),
    ([3, 3, 3, 2], [3, 9, 3, 3]),
];

/// What some of them say besides, for whom, and whether it is for their own side.
const COMMENTS: [(&str, bool); 6] = [
    (
        "The policy is on the intranet and in every induction.",
        false,
    ),
    ("On nights nobody has seen this happen.", false),
    (
        "It works at the main site. The smaller sites have to ask.",
        false,
    ),
    ("We should ask for the figures before the meeting.", true),
    (
        "Better than two years ago, but only where the manager cares.",
        false,
    ),
    ("I would not go above 2 without the audit.", true),
];

/// Fills it in.
pub async fn fill(
    store: &Store,
    framework: &Framework,
    lead: &Person,
    mut assessment: Assessment,
    now: OffsetDateTime,
) -> anyhow::Result<()> {
    assessment.method = Method::Partnership;
    assessment.scope = Scope::Full;
    assessment.state = State::Draft;
    store
        .create_assessment(&assessment, Some(lead), now)
        .await?;
    let mut scorers = Vec::new();
    for (name, side, part) in PEOPLE {
        let mailbox = name.to_lowercase().replace(' ', ".").replace('â', "a");
        let guest = Guest {
            person_id: PersonId(Uuid::now_v7()),
            name: name.into(),
            email: format!("{mailbox}@example.org").parse()?,
            seat: Seat::new(side, part)?,
            scorer_id: ScorerId(Uuid::new_v4()),
            sections: vec![],
        };
        let person = store
            .add_participant(&assessment, &guest, Some(lead), now)
            .await?;
        if guest.seat.scores() {
            scorers.push((person, side));
        }
    }
    store
        .open_scoring(&assessment, now.date(), lead, now)
        .await?;
    assessment.state = State::Scoring;
    let asked = framework.statements.iter().filter(|it| assessment.asks(it));
    for ((at, statement), (management, staff)) in asked.enumerate().zip(PATTERNS.iter().cycle()) {
        // The one scorer of neither side is below the minimum: nothing of theirs is ever shown.
        let levels = management.iter().chain(staff).chain(&[2]);
        for (seat, (&(person, _), &level)) in scorers.iter().zip(levels).enumerate() {
            let comment = (at * 3 + seat * 5) % 14;
            let (comment, for_own_side) = COMMENTS.get(comment).copied().unwrap_or_default();
            let own = OwnScore {
                choice: Some(Level::new(level).map_or(Choice::DontKnow, Choice::Level)),
                comment: comment.into(),
                for_own_side,
            };
            store
                .save_own_score(&assessment, person, &statement.id, &own, Version::NONE, now)
                .await?;
        }
    }
    Ok(())
}
