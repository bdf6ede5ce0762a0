//! What was measured, beside what was promised.

use std::time::Duration;

/// What a figure may be at most.
#[derive(Debug, Clone, Copy)]
pub enum Budget {
    /// Microseconds.
    Time(u64),
    /// Bytes.
    Size(u64),
    /// How many.
    Number(u64),
}

impl Budget {
    /// At most so many milliseconds.
    pub const fn milliseconds(number: u64) -> Self {
        Self::Time(number * 1_000)
    }

    /// At most so many million bytes.
    pub const fn megabytes(number: u64) -> Self {
        Self::Size(number * 1_000_000)
    }

    /// At most so many thousand bytes.
    pub const fn kilobytes(number: u64) -> Self {
        Self::Size(number * 1_000)
    }

    fn most(self) -> u64 {
        match self {
            Self::Time(most) | Self::Size(most) | Self::Number(most) => most,
        }
    }

    fn write(self, figure: u64) -> String {
        match self {
            Self::Time(_) => written(figure, 1_000, "ms"),
            Self::Size(_) if figure >= 1_000_000 => written(figure, 1_000_000, "MB"),
            Self::Size(_) => written(figure, 1_000, "kB"),
            Self::Number(_) => figure.to_string(),
        }
    }
}

fn written(figure: u64, unit: u64, name: &str) -> String {
    let tenths = (figure * 10 + unit / 2) / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// Lines of figures.
#[derive(Debug, Default)]
pub struct Table {
    lines: Vec<String>,
}

impl Table {
    /// Begins a part of the table.
    pub fn section(&mut self, name: &str) {
        self.lines.push(format!("\n| {name} | median | p95 | at most | a second | at least | |\n|---|--:|--:|--:|--:|--:|---|"));
    }

    /// One figure.
    pub fn add(&mut self, what: &str, budget: Budget, figure: u64) {
        let kept = verdict(figure <= budget.most());
        self.line(
            what,
            "",
            &budget.write(figure),
            &budget.write(budget.most()),
            "",
            "",
            kept,
        );
    }

    /// One size that nothing was promised about.
    pub fn add_without_budget(&mut self, what: &str, bytes: u64) {
        self.line(what, "", &Budget::Size(0).write(bytes), "", "", "", "");
    }

    /// How long something took, again and again.
    pub fn times(&mut self, what: &str, budget: Budget, times: &[Duration]) {
        let (median, p95) = (share(times, 50), share(times, 95));
        let kept = verdict(p95 <= budget.most());
        self.line(
            what,
            &budget.write(median),
            &budget.write(p95),
            &budget.write(budget.most()),
            "",
            "",
            kept,
        );
    }

    /// The same, where nothing was promised.
    pub fn times_without_budget(&mut self, what: &str, times: &[Duration]) {
        let unit = Budget::Time(0);
        self.line(
            what,
            &unit.write(share(times, 50)),
            &unit.write(share(times, 95)),
            "",
            "",
            "",
            "",
        );
    }

    /// How long something took, and how often it was done in a second, where a rate is promised at least so often.
    pub fn rate(
        &mut self,
        what: &str,
        budget: Budget,
        least: Option<u64>,
        times: &[Duration],
        all: Duration,
    ) {
        let (median, p95) = (share(times, 50), share(times, 95));
        let microseconds = u64::try_from(all.as_micros()).unwrap_or(u64::MAX).max(1);
        let rate = times.len() as u64 * 1_000_000 / microseconds;
        let is_fast = least.is_none_or(|least| rate >= least);
        let kept = verdict(p95 <= budget.most() && is_fast);
        let least = least.map_or_else(String::new, |least| least.to_string());
        self.line(
            what,
            &budget.write(median),
            &budget.write(p95),
            &budget.write(budget.most()),
            &rate.to_string(),
            &least,
            kept,
        );
    }

    fn line(
        &mut self,
        what: &str,
        median: &str,
        figure: &str,
        most: &str,
        rate: &str,
        least: &str,
        verdict: &str,
    ) {
        self.lines.push(format!(
            "| {what} | {median} | {figure} | {most} | {rate} | {least} | {verdict} |"
        ));
    }

    /// Prints all of it, as Markdown.
    pub fn print(&self) {
        for line in &self.lines {
            println!("{line}");
        }
    }
}

fn verdict(is_kept: bool) -> &'static str {
    if is_kept { "kept" } else { "**over**" }
}

/// The time that so many per cent of all stay within, in microseconds.
fn share(times: &[Duration], percent: usize) -> u64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    let time = sorted.get(at).copied().unwrap_or_default();
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
