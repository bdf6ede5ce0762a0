//! Who asks for the board, who answers, and where both can be read; and who reads the audit trail.

use app::error::AppError;
use axum::http::{StatusCode, header};
use domain::{id::QuestionId, question::Question};

use super::{
    meeting::{Round, refused},
    site::{Answer, Site, Visit},
};

const ASKED: &str = "Who is asked at night?";
const TOLD: &str = "The site manager is";

impl Round {
    async fn send_question(&self, visit: &Visit, action: &str, fields: &str) -> Answer {
        let form = format!("assessment={}&{fields}", self.assessment.assessment_id);
        let path = format!("/api/questions/{action}");
        self.site.send(visit.post(&path, &form)).await
    }

    async fn questions(&self) -> Vec<Question> {
        let stored = self.site.store.questions(&self.assessment).await.unwrap();
        stored.into_iter().map(|it| it.value).collect()
    }

    /// The guardian asks about W01; returns which question it is.
    async fn ask(&self) -> QuestionId {
        let guardian = self.site.visit_of(&self.guardian).await;
        let fields = "about=W01&question=Who+is+asked+at+night%3F";
        let asked = self.send_question(&guardian, "ask", fields).await;
        let question = self.questions().await.pop().unwrap().question_id;
        assert_eq!(
            asked.header(&header::LOCATION),
            self.path(&format!("questions#{question}")),
            "{asked:?}"
        );
        question
    }
}

/// What a form of somebody who may not send it is answered.
fn refusal(who: &str) -> AppError {
    match who {
        "stranger" | "elsewhere" => AppError::NotFound,
        _ => AppError::Forbidden,
    }
}

#[tokio::test]
async fn the_guardian_asks_and_who_runs_the_meeting_answers_and_nobody_else_does() {
    let round = Round::meeting().await;
    let question = round.ask().await;
    let mut seen = 1;
    for (who, visit) in round.everybody().await {
        let asked = round
            .send_question(&visit, "ask", "about=&question=And+by+day%3F")
            .await;
        let may_ask = who == "guardian";
        let expected = (!may_ask).then(|| refusal(who));
        assert_eq!(refused(&asked), expected, "{who}: {asked:?}");

        let fields = format!("question={question}&seen={seen}&reply=The+site+manager+is");
        let answered = round.send_question(&visit, "answer", &fields).await;
        let may_answer = matches!(who, "lead" | "management" | "staff");
        let expected = (!may_answer).then(|| refusal(who));
        assert_eq!(refused(&answered), expected, "{who}: {answered:?}");
        seen += i32::from(may_answer);

        let page = round.page(&visit, "questions").await;
        let may_read = !matches!(who, "stranger" | "elsewhere" | "installer");
        assert_eq!(page.contains(ASKED), may_read, "{who}");
        for (form, may) in [("ask", may_ask), ("answer", may_answer)] {
            let form = format!("action=\"/api/questions/{form}\"");
            assert_eq!(page.contains(&form), may, "{who} {form}");
        }
    }
    let nobody = round.site.nobody();
    for action in ["ask", "answer"] {
        let fields = format!("question={question}&seen=1&reply=So");
        let answer = round.send_question(&nobody, action, &fields).await;
        assert_eq!(refused(&answer), Some(AppError::NotSignedIn), "{action}");
    }
    let questions = round.questions().await;
    assert_eq!(questions.len(), 2, "one of them while everybody tried");
    assert_eq!(questions[0].asked_by, round.guardian.name);
    assert_eq!(questions[0].reply.as_ref().unwrap().text, TOLD);
}

#[tokio::test]
async fn before_the_reveal_nobody_asks() {
    let round = Round::scoring().await;
    let guardian = round.site.visit_of(&round.guardian).await;
    let asked = round
        .send_question(&guardian, "ask", "question=Who+is+behind%3F")
        .await;
    assert_eq!(refused(&asked), Some(AppError::Forbidden), "{asked:?}");
    let page = round.page(&guardian, "questions").await;
    assert!(page.contains("once the scores are revealed"), "{page}");
    assert_eq!(round.questions().await, []);
}

#[tokio::test]
async fn a_question_stands_wherever_its_statement_is_looked_at_until_it_is_answered() {
    let round = Round::meeting().await;
    let guardian = round.site.visit_of(&round.guardian).await;
    let (staff, scorer) = (
        round.staff().await,
        round.site.visit_of(&round.scorer).await,
    );
    let page = round.page(&guardian, "statements/W01").await;
    let ask = round.path("questions?about=W01");
    assert!(page.contains(&format!("href=\"{ask}\"")), "{page}");
    let form = round.page(&guardian, "questions?about=W01").await;
    assert!(form.contains("value=\"W01\" selected"), "{form}");
    let question = round.ask().await;

    let here = round.path(&format!("questions#{question}"));
    for end in ["meeting", "statements/W01"] {
        let page = round.page(&scorer, end).await;
        assert!(
            page.contains(ASKED) && page.contains(&round.guardian.name),
            "{end}: {page}"
        );
        assert!(
            !page.contains("questions?about="),
            "{end}: not theirs to ask"
        );
        assert!(!page.contains(&here), "{end}: not theirs to answer");
        let page = round.page(&staff, end).await;
        assert!(page.contains(&format!("href=\"{here}\"")), "{end}: {page}");
    }
    let other = round.page(&scorer, "statements/W02").await;
    assert!(!other.contains(ASKED), "{other}");
    let left = "1 question of the board is not answered";
    let page = round.page(&staff, "sign-off").await;
    assert!(page.contains(left), "{page}");

    let fields = format!("question={question}&seen=1&reply=The+site+manager+is");
    round.send_question(&staff, "answer", &fields).await;

    let page = round.page(&staff, "sign-off").await;
    assert!(!page.contains(left), "{page}");
    for end in ["meeting", "statements/W01"] {
        assert!(round.page(&scorer, end).await.contains(TOLD), "{end}");
    }
    // The minutes name nobody.
    for end in ["minutes", "download/minutes.csv"] {
        let page = round.page(&scorer, end).await;
        assert!(page.contains(ASKED) && page.contains(TOLD), "{end}: {page}");
        for name in [&round.guardian.name, &round.chairs[1].name] {
            assert!(!page.contains(name), "{end} names {name}");
        }
    }
    let json = round.page(&scorer, "download/plan.json").await;
    assert!(json.contains(ASKED) && json.contains(TOLD), "{json}");
}

#[tokio::test]
async fn what_was_typed_is_kept_when_it_is_wrong_or_somebody_was_faster() {
    let round = Round::meeting().await;
    let guardian = round.site.visit_of(&round.guardian).await;
    let (management, staff) = (round.management().await, round.staff().await);

    let empty = round
        .send_question(&guardian, "ask", "about=W03&question=+")
        .await;
    assert_eq!(empty.header(&header::LOCATION), round.path("questions"));
    let page = round.page(&guardian, "questions").await;
    assert!(
        page.contains("Write your question") && page.contains("value=\"W03\" selected"),
        "{page}"
    );
    for unknown in ["Z99", "%2F..%2F"] {
        let fields = format!("about={unknown}&question=Why%3F");
        let answer = round.send_question(&guardian, "ask", &fields).await;
        assert_eq!(refused(&answer), Some(AppError::NotFound), "{unknown}");
    }

    let question = round.ask().await;
    let answer = |reply: &str, seen: u32| format!("question={question}&seen={seen}&reply={reply}");
    let here = round.path(&format!("questions#{question}"));
    round
        .send_question(&staff, "answer", &answer("So", 1))
        .await;
    let late = round
        .send_question(&management, "answer", &answer("Otherwise", 1))
        .await;
    assert_eq!(late.header(&header::LOCATION), here, "{late:?}");
    let page = round.page(&management, "questions").await;
    for there in [
        "Somebody else answered this question",
        "Otherwise",
        "href=\"#reply\"",
        "id=\"reply\"",
    ] {
        assert!(page.contains(there), "{there}: {page}");
    }
    let reply = round.questions().await[0].reply.clone();
    assert_eq!(reply.unwrap().text, "So");

    round
        .send_question(&management, "answer", &answer("Otherwise", 2))
        .await;
    let page = round.page(&management, "questions").await;
    assert!(!page.contains("There is a problem"), "{page}");
    let reply = round.questions().await[0].reply.clone();
    assert_eq!(reply.unwrap().text, "Otherwise");

    let none = format!("question={}&seen=1&reply=So", uuid::Uuid::nil());
    let none = round.send_question(&staff, "answer", &none).await;
    assert_eq!(refused(&none), Some(AppError::NotFound), "{none:?}");
}

#[tokio::test]
async fn the_lead_reads_the_audit_trail_whichever_way_it_is_scored() {
    let site = Site::new().await;
    for (assessment, told) in [
        (
            "{assessment}",
            [
                "Started the assessment",
                "Added an action",
                "Recorded progress of an action",
            ],
        ),
        (
            "{agreed}",
            [
                "Started the assessment",
                "Revealed the scores",
                "Asked a question",
            ],
        ),
    ] {
        let overview = site.filled(&format!("/assessments/{assessment}"));
        let path = format!("{overview}/audit");
        let link = format!("href=\"{path}\"");
        let lead = site.signed_in("lead");
        let page = site.send(lead.get(&overview)).await;
        assert!(page.text.contains(&link), "{assessment}");
        let page = site.send(lead.get(&path)).await;
        for told in told {
            assert!(page.text.contains(told), "{assessment}: {told}");
        }
        assert!(page.text.contains("Sound: "), "{assessment}");

        let viewer = site.signed_in("viewer");
        let page = site.send(viewer.get(&overview)).await;
        assert!(!page.text.contains(&link), "{assessment}");
        let refused = site.send(viewer.get(&path)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{assessment}");
    }
}
