//! Due dates for people's own calendars: an .ics file (RFC 5545).

use domain::{
    display,
    plan::{Action, Status},
};
use time::{Date, OffsetDateTime, UtcOffset};

/// The longest line, in octets without its end (RFC 5545, 3.1).
const LINE_MAX: usize = 75;

/// Writes a calendar of the actions that are neither done nor stopped and have a due date.
///
/// Each is an event of a whole day that does not make anybody look busy. Its
/// identity stays the same from one download to the next, so that a calendar
/// moves an event whose due date has moved. `name` is what the calendar is
/// called, `made_at` the moment it was written.
#[must_use]
pub fn write(name: &str, actions: &[Action], made_at: OffsetDateTime) -> String {
    let mut calendar = String::new();
    let mut line = |line: &str| {
        calendar.push_str(&fold(line));
        calendar.push_str("\r\n");
    };
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Plumbline//Action plan//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    for action in actions {
        if matches!(action.status(), Status::Done | Status::Stopped) {
            continue;
        }
        let Some(due) = action.due_now() else {
            continue;
        };
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@plumbline", action.action_id));
        line(&format!("DTSTAMP:{}", utc(made_at)));
        line(&format!("SEQUENCE:{}", action.progress.len()));
        line(&format!("DTSTART;VALUE=DATE:{}", basic(due)));
        line(&format!("SUMMARY:Due: {}", escape(&summary(&action.what))));
        line(&format!("DESCRIPTION:{}", escape(&description(action))));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    calendar
}

/// The first line of an action, short enough for a calendar.
fn summary(what: &str) -> String {
    let first = what.trim().lines().next().unwrap_or_default();
    let mut short: String = first.chars().take(100).collect();
    if short.len() < first.len() {
        short.push('…');
    }
    short
}

fn description(action: &Action) -> String {
    let mut lines = vec![action.what.clone()];
    let statements: Vec<_> = action.statements.iter().map(ToString::to_string).collect();
    for (name, text) in [
        ("Measure of success", action.measure.as_str()),
        ("Owner", &action.owner),
        ("Status", action.status().name()),
        ("Statements", &statements.join(", ")),
    ] {
        if !text.trim().is_empty() {
            lines.push(format!("{name}: {text}"));
        }
    }
    if action.due_now() != action.due
        && let Some(planned) = action.due
    {
        lines.push(format!("First planned for {}", display::day(planned)));
    }
    lines.join("\n")
}

fn basic(date: Date) -> String {
    let month = u8::from(date.month());
    format!("{:04}{month:02}{:02}", date.year(), date.day())
}

fn utc(moment: OffsetDateTime) -> String {
    let moment = moment.to_offset(UtcOffset::UTC);
    let (hour, minute, second) = moment.time().as_hms();
    format!("{}T{hour:02}{minute:02}{second:02}Z", basic(moment.date()))
}

/// Text as a property holds it (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    domain::text::tidy(text)
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// Breaks a long line before its 76th octet, never inside a letter; a break is CRLF and a blank.
fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE_MAX {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use domain::{
        id::{ActionId, ProgressId},
        plan::Progress,
    };
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;

    fn action(what: &str, due: Option<Date>, progress: Vec<Progress>) -> Action {
        Action {
            action_id: ActionId(Uuid::nil()),
            what: what.into(),
            measure: "Hours; by team, each month".into(),
            owner: String::new(),
            due,
            resource: String::new(),
            risk: String::new(),
            equality_note: String::new(),
            statements: vec!["L01".parse().unwrap()],
            mitigates: None,
            progress,
        }
    }

    fn entry(status: Option<Status>, due: Option<Date>) -> Progress {
        Progress {
            progress_id: ProgressId(Uuid::nil()),
            at: datetime!(2026-05-12 09:00 UTC),
            by: "Ama Boateng".into(),
            note: "Cover was agreed late".into(),
            status,
            due,
        }
    }

    const NOON: OffsetDateTime = datetime!(2026-06-01 13:00 +1);

    #[test]
    fn a_due_date_becomes_an_event_of_a_whole_day() {
        let moved = entry(None, Some(date!(2026 - 09 - 30)));
        let action = action(
            "Protect time\nfor managers",
            Some(date!(2026 - 06 - 30)),
            vec![moved],
        );
        assert_eq!(
            write("Plan 2026, ours", &[action], NOON),
            "BEGIN:VCALENDAR\r\n\
             VERSION:2.0\r\n\
             PRODID:-//Plumbline//Action plan//EN\r\n\
             CALSCALE:GREGORIAN\r\n\
             X-WR-CALNAME:Plan 2026\\, ours\r\n\
             BEGIN:VEVENT\r\n\
             UID:00000000-0000-0000-0000-000000000000@plumbline\r\n\
             DTSTAMP:20260601T120000Z\r\n\
             SEQUENCE:1\r\n\
             DTSTART;VALUE=DATE:20260930\r\n\
             SUMMARY:Due: Protect time\r\n\
             DESCRIPTION:Protect time\\nfor managers\\nMeasure of success: Hours\\; by team\r\n\
             \x20\\, each month\\nStatus: Not started\\nStatements: L01\\nFirst planned for 30 \r\n\
             \x20June 2026\r\n\
             TRANSP:TRANSPARENT\r\n\
             END:VEVENT\r\n\
             END:VCALENDAR\r\n"
        );
    }

    #[test]
    fn what_is_done_stopped_or_without_a_date_is_left_out() {
        let due = Some(date!(2026 - 06 - 30));
        let actions = [
            action("Done", due, vec![entry(Some(Status::Done), None)]),
            action("Stopped", due, vec![entry(Some(Status::Stopped), None)]),
            action("Some day", None, vec![]),
        ];
        assert!(!write("Plan", &actions, NOON).contains("VEVENT"));
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_letter_is_broken() {
        let action = action(&"ŵ👩🏽 ".repeat(300), Some(date!(2026 - 06 - 30)), vec![]);
        let calendar = write("Plan", &[action], NOON);
        assert!(calendar.split("\r\n").all(|line| line.len() <= LINE_MAX));
        assert!(calendar.replace("\r\n ", "").contains(&"ŵ👩🏽 ".repeat(299)));
    }

    #[test]
    fn text_cannot_add_a_line_of_its_own() {
        let action = action("x\r\nEND:VCALENDAR", Some(date!(2026 - 06 - 30)), vec![]);
        let calendar = write("Plan\nX:1", &[action], NOON);
        assert_eq!(calendar.matches("\r\nEND:VCALENDAR").count(), 1);
        assert!(!calendar.contains("\nX:1"));
    }
}
