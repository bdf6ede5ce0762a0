//! What a single cell says.
//!
//! Every refusal is a sentence that goes on from "row 7, column B (level): ".

use time::{Date, Month};

use super::Cell;
use crate::{answer::Choice, display, evidence, level::Level, text};

impl Cell {
    /// Whether there is nothing to see in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a person sees in it, as far as that can be told without its format.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => shown_number(*number),
            Self::Date(date) => display::day(*date),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
        }
    }
}

/// A number with the 15 digits that a spreadsheet keeps: 5, not 5.0; 0.3, not 0.30000000000000004.
fn shown_number(number: f64) -> String {
    let kept = format!("{number:.14e}").parse().unwrap_or(number);
    (kept + 0.0).to_string()
}

/// Text that may be a code: without blanks around it, small letters, one kind of apostrophe.
fn plain(cell: &Cell) -> String {
    let shown = cell.shown().to_lowercase().replace(['’', '‘'], "'");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a level, *don't know* or *not applicable*; a blank cell is none of them.
pub(super) fn choice(cell: &Cell, level_names: &[(u8, &str)]) -> Result<Option<Choice>, String> {
    match plain(cell).as_str() {
        "dk" | "don't know" | "dont know" | "do not know" => return Ok(Some(Choice::DontKnow)),
        "na" | "n/a" | "not applicable" => return Ok(Some(Choice::NotApplicable)),
        _ => {}
    }
    let hint = "write 0, 1, 2, 3 or 4, dk for “don’t know” or na for “not applicable”, or leave the cell empty";
    let code = code(cell, "a level", level_names, hint)?;
    Ok(code
        .and_then(|code| Level::new(code).ok())
        .map(Choice::Level))
}

/// Reads a number that has a name: 3, "3", "3.0", "In place" or "3 – In place".
///
/// A blank cell is `None`. `what` names the kind of number with its article,
/// `hint` says what to write.
pub(super) fn code(
    cell: &Cell,
    what: &str,
    names: &[(u8, &str)],
    hint: &str,
) -> Result<Option<u8>, String> {
    if cell.is_blank() {
        return Ok(None);
    }
    let text = plain(cell);
    let refusal = || format!("“{}” is not {what}: {hint}", shortened(cell.shown().trim()));
    let number = match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(_)
            if text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
        {
            text.parse().ok()
        }
        Cell::Date(date) => {
            return Err(format!(
                "this cell is formatted as a date ({}): format it as a number and type {what} again",
                display::day(*date)
            ));
        }
        _ => None,
    };
    if let Some(number) = number {
        // Sums leave 2.9999999999999996, which the spreadsheet shows as 3.
        let equals = |code: u8| (f64::from(code) - number).abs() < 1e-9;
        if let Some((code, _)) = names.iter().find(|(code, _)| equals(*code)) {
            return Ok(Some(*code));
        }
        let mut pairs = names.iter().zip(names.iter().skip(1));
        let between = pairs
            .find(|((low, _), (high, _))| f64::from(*low) < number && number < f64::from(*high));
        return Err(between.map_or_else(refusal, |((low, _), (high, _))| {
            format!("{number} lies between two steps: choose {low} or {high}")
        }));
    }
    let find_named = |name: &str| names.iter().find(|(_, other)| other.to_lowercase() == name);
    if let Some((code, _)) = find_named(&text) {
        return Ok(Some(*code));
    }
    let split = names.iter().find_map(|(code, own_name)| {
        let rest = text.strip_prefix(&code.to_string())?;
        let rest = rest.trim_start_matches([' ', '-', '–', '—', ':', '.', ')', '=']);
        Some((code, own_name, find_named(rest)?))
    });
    match split {
        Some((code, _, (other, _))) if code == other => Ok(Some(*code)),
        Some((code, own_name, (_, other))) => Err(format!(
            "{code} is called “{own_name}”, not “{other}”: write one or the other"
        )),
        None => Err(refusal()),
    }
}

/// A day that was read.
pub(super) struct Day {
    pub date: Date,
    /// Whether it was written in figures with the day first, which some readers take for the month.
    pub day_first: bool,
}

/// Reads a day: a date cell, 2026-05-12, 12/05/2026, 12 May 2026 or 12-May-2026.
pub(super) fn day(cell: &Cell) -> Result<Option<Day>, String> {
    if cell.is_blank() {
        return Ok(None);
    }
    if let Cell::Date(date) = cell {
        return Ok(Some(Day {
            date: *date,
            day_first: false,
        }));
    }
    let shown = cell.shown();
    let Cell::Text(text) = cell else {
        return Err(format!(
            "{shown} is not a date: format the cell as a date, or write it like 12 May 2026"
        ));
    };
    let parts: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '-' | '.' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let quoted = shortened(text.trim());
    let refusal = || format!("“{quoted}” is not a date: write it like 12 May 2026");
    let &[first, middle, last] = parts.as_slice() else {
        return Err(refusal());
    };
    let year = |part: &str| part.parse().ok().filter(|_| is_figures(part, 4..=4));
    let figure = |part: &str| part.parse::<u8>().ok().filter(|_| is_figures(part, 1..=2));
    let made = |year: i32, month: Month, day: u8, day_first| {
        Date::from_calendar_date(year, month, day)
            .map(|date| Some(Day { date, day_first }))
            .map_err(|_| format!("there is no day “{quoted}”: check it"))
    };
    if let (Some(year), Some(month), Some(day)) = (year(first), figure(middle), figure(last)) {
        let month = Month::try_from(month).map_err(|_| refusal())?;
        return made(year, month, day, false);
    }
    let Some(day) = figure(first) else {
        return Err(refusal());
    };
    let Some(year) = year(last) else {
        return Err(if is_figures(last, 2..=2) {
            format!("“{quoted}” has a year of two figures: write all four")
        } else {
            refusal()
        });
    };
    if let Some(month) = month_called(middle) {
        return made(year, month, day, false);
    }
    let month = figure(middle).ok_or_else(refusal)?;
    match Month::try_from(month) {
        Ok(month) => made(year, month, day, true),
        Err(_) if day <= 12 => Err(format!(
            "“{quoted}” has the month first: write the day first, or write it like 12 May 2026"
        )),
        Err(_) => Err(refusal()),
    }
}

fn is_figures(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn month_called(name: &str) -> Option<Month> {
    let name = name.to_lowercase();
    let mut months = (1..=12).filter_map(|number| Month::try_from(number).ok());
    months.find(|month| {
        let full = month.to_string().to_lowercase();
        name == full
            || full.get(..3) == Some(&name)
            || (name == "sept" && *month == Month::September)
    })
}

/// Reads running text exactly as it was typed; only line ends are made the same.
pub(super) fn paragraph(cell: &Cell) -> Result<String, String> {
    text::paragraph(&cell.shown()).map_err(|error| format!("{error}: shorten it"))
}

/// Reads the address of a piece of evidence.
pub(super) fn link(cell: &Cell) -> Result<String, String> {
    let shown = cell.shown();
    evidence::link(&shown).map_err(|error| {
        format!(
            "“{}” is not a web address: {error}; what the evidence is belongs in the column evidence",
            shortened(shown.trim())
        )
    })
}

/// The beginning of a text, for quoting.
pub(super) fn shortened(text: &str) -> String {
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
