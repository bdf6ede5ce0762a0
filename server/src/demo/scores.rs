//! What the invented organisation scored, and with which evidence.

use domain::{
    answer::Choice,
    evidence::Evidence,
    id::EvidenceId,
    level::{Importance, Level},
    results::{Recorded, Records},
};
use time::{Date, Duration};
use uuid::Uuid;

use super::Round;

/// What is said this year, in the order of the pack: a level, `k` for *don't
/// know*, `n` for *not applicable*, `.` for not answered yet.
pub const THIS_YEAR: &str =
    "32213 12312 1233n 12221 13k12 13212 k2231 22.12 1122. 1112k 22112 k3212";

/// The same last year, when everything was answered.
pub const LAST_YEAR: &str =
    "21212 12212 1123n 12111 12111 12112 12221 12112 11211 11221 12111 12211";

/// The same the year before that: mostly lower, and some of it higher.
pub const TWO_YEARS_AGO: &str =
    "11112 12112 1122n 12111 13111 11112 12211 1k112 11211 12221 11111 11211";

/// The scores and evidence of a round.
pub fn records(round: &Round<'_>, answers: &str) -> anyhow::Result<Records> {
    let answers = answers.chars().filter(|letter| !letter.is_whitespace());
    let mut records = Records::new();
    for (at, (statement, letter)) in round.framework.statements.iter().zip(answers).enumerate() {
        let Some(choice) = find_choice(letter)? else {
            continue;
        };
        let mut score = round.assessment.starting_score(statement);
        score.answer = Some(
            choice.because("No staff of ours work alone; the contractor assesses its own.".into()),
        );
        if at % 7 == 3 {
            score.importance = Importance::MAX;
        }
        let evidence = evidence(at, &statement.evidence, round.assessment.as_at);
        let recorded = Recorded {
            score,
            evidence: evidence.into_iter().collect(),
        };
        records.insert(statement.id.clone(), recorded);
    }
    Ok(records)
}

fn find_choice(letter: char) -> anyhow::Result<Option<Choice>> {
    Ok(match letter {
        'k' => Some(Choice::DontKnow),
        'n' => Some(Choice::NotApplicable),
        _ => match letter.to_digit(10) {
            Some(steps) => Some(Choice::Level(Level::new(u8::try_from(steps)?)?)),
            None => None,
        },
    })
}

/// Two statements in three have evidence; every fifth of it is old.
fn evidence(at: usize, prompts: &[String], as_at: Date) -> Option<Evidence> {
    if at % 3 == 2 {
        return None;
    }
    let strength = u8::try_from(at % 4 + 1).ok()?.try_into().ok()?;
    let age = if at % 5 == 4 {
        Duration::days(430)
    } else {
        Duration::days(40)
    };
    Some(Evidence {
        evidence_id: EvidenceId(Uuid::now_v7()),
        what: prompts.first()?.clone(),
        link: String::new(),
        date: as_at.checked_sub(age),
        strength,
    })
}
