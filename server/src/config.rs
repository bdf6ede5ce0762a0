//! Settings: flags, the environment or a file, each with its default.

#![expect(
    clippy::doc_markdown,
    reason = "clap prints these comments as help, as they are"
)]

mod file;

use std::{net::SocketAddr, path::PathBuf};

use app::mail::{Mail, MailServer, Sender};
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::{
    id::{AssessmentId, OrganisationId},
    organisation::{Headcount, Kind, Nation, OdsCode},
    person::Email,
    text,
};
use store::DatabaseUrl;
use time::Date;

pub use file::read;

/// Plumbline: the health and wellbeing diagnostic that management and trade unions fill in together.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Settings {
    /// How much to log: error, warn, info, debug, or a filter by module
    #[arg(
        long,
        env = "PLUMBLINE_LOG",
        default_value = "warn,plumbline=info",
        global = true
    )]
    pub log: String,

    /// A TOML file with settings, for what is neither a flag nor in the environment
    // A name of its own: some commands have a `file` too.
    #[arg(
        id = "settings",
        long,
        env = "PLUMBLINE_SETTINGS",
        value_name = "FILE",
        global = true
    )]
    pub file: Option<PathBuf>,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application
    Serve(Serve),
    /// Fill a database with the invented demo organisation
    Demo(Database),
    /// Bring a database to the shape this build needs
    Migrate(Database),
    /// List all assessments
    Assessments(Assessments),
    /// Write an assessment's scores, results or plan to a file
    Export(Export),
    /// Take scores from a filled-in spreadsheet, all or nothing
    Import(Import),
    /// Look at framework packs
    #[command(subcommand)]
    Framework(Framework),
    /// Write everything into one file, also while the application is served
    Backup(Backup),
    /// Replace everything by what a backup holds, also while the application is served
    Restore(Restore),
    /// Print a link with which a person sets their password, for example when the only lead has lost theirs
    PasswordLink(PasswordLink),
    /// List, add and merge organisations
    #[command(subcommand)]
    Organisation(Organisations),
    /// Look at the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// List what was contributed to benchmarks, or make the release of a year
    Benchmark(Benchmark),
    /// Say what keeps this installation from working, and what to do about it
    Doctor(Doctor),
}

/// Where the data is kept.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(
        long,
        env = "PLUMBLINE_DATABASE",
        // It may hold a password.
        hide_env_values = true,
        default_value = "sqlite:data/plumbline.db"
    )]
    pub database: DatabaseUrl,
}

/// How the application is served.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,

    /// Address and port to listen on
    #[arg(long, env = "PLUMBLINE_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Where people reach it, for links that are handed on [default: http://LISTEN]
    #[arg(long, env = "PLUMBLINE_ADDRESS")]
    pub address: Option<String>,

    /// Let everybody sign in as one of the invented people, with one click
    #[arg(long, env = "PLUMBLINE_DEMO")]
    pub demo: bool,

    /// The mail server for invitations and reminders: smtps://USER:PASSWORD@HOST; without it links are handed over
    // It may hold a password.
    #[arg(long, env = "PLUMBLINE_SMTP", hide_env_values = true)]
    pub smtp: Option<MailServer>,

    /// Whom emails come from: wellbeing@example.org
    #[arg(long, env = "PLUMBLINE_MAIL_FROM")]
    pub mail_from: Option<Sender>,
}

impl Serve {
    /// What sends email; nothing does unless both of its settings are there.
    pub fn mail(&self) -> Option<Mail> {
        let (server, from) = (self.smtp.clone()?, self.mail_from.clone()?);
        Some(Mail { server, from })
    }

    /// Whether one of the two settings for email is there without the other.
    pub fn mail_is_half_set(&self) -> bool {
        self.smtp.is_some() != self.mail_from.is_some()
    }

    /// Where people reach it, without a slash at the end.
    pub fn address(&self) -> String {
        let here = || format!("http://{}", self.listen);
        self.address
            .as_ref()
            .map_or_else(here, |it| it.trim_end_matches('/').to_owned())
    }

    /// Whether people reach it over TLS.
    pub fn is_tls(&self) -> bool {
        self.address().starts_with("https://")
    }
}

/// What can be asked about framework packs.
#[derive(Debug, Clone, Subcommand)]
pub enum Framework {
    /// The packs that this build ships
    List,
    /// Say what is wrong with a pack, line by line
    Check {
        /// The file to check
        file: PathBuf,
    },
}

/// How the list of assessments is written.
#[derive(Debug, Clone, Args)]
pub struct Assessments {
    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,

    /// text, or json: id, organisation, title, framework, state, as_at
    #[arg(long, default_value = "text")]
    pub format: ListFormat,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What is exported, and how.
#[derive(Debug, Clone, Args)]
pub struct Export {
    /// What the file holds
    pub content: Content,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,

    /// The id of the assessment, as `plumbline assessments` prints it
    #[arg(long)]
    pub assessment: AssessmentId,

    /// How the file is written; results only as json are unrounded
    #[arg(long)]
    pub format: FileFormat,

    /// With a signed plan as pdf: also what has happened since
    #[arg(long)]
    pub progress: bool,

    /// The file to write
    #[arg(long)]
    pub output: PathBuf,
}

/// What is imported, and where to.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// What the file holds
    pub content: ImportContent,

    /// The spreadsheet: .xlsx or .csv
    pub file: PathBuf,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,

    /// The id of the assessment, as `plumbline assessments` prints it
    #[arg(long)]
    pub assessment: AssessmentId,

    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportContent {
    /// Levels, targets, evidence and comments
    Scores,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Content {
    /// Levels, targets, evidence and comments
    Scores,
    /// Every number, group by group and statement by statement
    Results,
    /// The actions; as json everything about the assessment, as pdf to read and print
    Plan,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// JSON, numbers unrounded
    Json,
    /// Comma-separated values
    Csv,
    /// Excel workbook
    Xlsx,
    /// Accessible PDF (plan only)
    Pdf,
}

/// What is done with the audit trail.
#[derive(Debug, Clone, Subcommand)]
pub enum Audit {
    /// Check every organisation's chain, and name the first broken entry
    Verify(Database),
}

/// What is done about the benchmark; without more, it is listed.
#[derive(Debug, Clone, Args)]
pub struct Benchmark {
    /// What to do
    #[command(subcommand)]
    pub action: Option<BenchmarkAction>,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,
}

/// What can be done about the benchmark.
#[derive(Debug, Clone, Subcommand)]
pub enum BenchmarkAction {
    /// Make the release of a year, once and for ever
    Release(BenchmarkRelease),
}

/// Which release is made.
#[derive(Debug, Clone, Args)]
pub struct BenchmarkRelease {
    /// The year in which the periods of its assessments start: 2025 for April 2025 to March 2026
    pub year: i32,

    /// The edition of the default pack [default: the one that this build ships]
    #[arg(long)]
    pub edition: Option<u32>,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,
}

/// What is backed up, and where to.
#[derive(Debug, Clone, Args)]
pub struct Backup {
    /// The file to write; there must be none yet
    pub file: PathBuf,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,
}

/// What is restored, and where to.
#[derive(Debug, Clone, Args)]
pub struct Restore {
    /// A file that `plumbline backup` wrote, on either engine
    pub file: PathBuf,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,

    /// Delete what is in the database
    #[arg(long)]
    pub replace: bool,
}

/// Who gets a link, and where it leads.
#[derive(Debug, Clone, Args)]
pub struct PasswordLink {
    /// The email address with which they sign in
    pub email: Email,

    /// How the application is served
    #[command(flatten)]
    pub serve: Serve,
}

/// What is done with organisations.
#[derive(Debug, Clone, Subcommand)]
pub enum Organisations {
    /// List them, with their ids
    List(Database),
    /// Add one with its lead, and print the link with which the lead sets a password
    Add(Box<AddOrganisation>),
    /// Merge one into another: it is closed, its people move, what it signed stays and can be read
    Merge(MergeOrganisations),
}

/// Which organisation is added, and who leads it.
#[derive(Debug, Clone, Args)]
pub struct AddOrganisation {
    /// What the organisation is called
    #[arg(long)]
    pub name: String,

    /// Its code in the Organisation Data Service, if it has one
    #[arg(long, value_name = "CODE")]
    pub ods_code: Option<OdsCode>,

    /// england, scotland, wales or northern-ireland
    #[arg(long)]
    pub nation: Nation,

    /// acute, specialist, mental-health, community, ambulance, territorial, national, system, primary-care or other
    #[arg(long)]
    pub kind: Kind,

    /// under-1000, 1000-2999, 3000-5999, 6000-9999 or 10000-or-more
    #[arg(long)]
    pub headcount: Headcount,

    /// The name of its wellbeing lead
    #[arg(long)]
    pub lead: String,

    /// The email address with which the lead signs in
    #[arg(long)]
    pub email: Email,

    /// The organisation of which it was a part, if it was split from one
    #[arg(long, value_name = "ID")]
    pub split_from: Option<OrganisationId>,

    /// Since when, as 2026-04-01 [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<Date>,

    /// How the application is served
    #[command(flatten)]
    pub serve: Serve,
}

/// Which organisation is merged into which.
#[derive(Debug, Clone, Args)]
pub struct MergeOrganisations {
    /// The one that is closed, as `plumbline organisation list` prints its id
    pub from: OrganisationId,

    /// The one into which it is merged
    pub into: OrganisationId,

    /// Since when, as 2026-04-01 [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<Date>,

    /// Leave assessments behind that are not signed off; nobody can go on with them
    #[arg(long)]
    pub leave_unfinished: bool,

    /// Where the data is kept
    #[command(flatten)]
    pub database: Database,
}

fn day(typed: &str) -> Result<Date, &'static str> {
    text::day(typed).ok_or("a day is written like 2026-04-01")
}

/// What is looked at: the settings that the application is served with.
#[derive(Debug, Clone, Args)]
pub struct Doctor {
    /// How the application is served
    #[command(flatten)]
    pub serve: Serve,

    /// text, or json: check, verdict (well, mind or wrong), said, remedy
    #[arg(long, default_value = "text")]
    pub format: ListFormat,
}
