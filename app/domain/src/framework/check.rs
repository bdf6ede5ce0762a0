//! Reads a framework file and says everything that is wrong with it, with line numbers.

use std::{collections::HashSet, ops::Range, sync::Arc};

use serde::Deserialize;
use toml::Spanned;

use super::{
    Framework, Group, Lens, Origin, Pillar, Reference, Source, Statement, SuggestedAction,
};
use crate::id::StatementId;

/// One thing that is wrong with a framework file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Problem {
    /// Where, counted from 1.
    pub line: usize,
    /// What, and what would be right.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    edition: Spanned<u32>,
    #[serde(default)]
    role: FileRole,
    title: Spanned<String>,
    language: Spanned<String>,
    summary: String,
    wording: Spanned<String>,
    licence: Spanned<String>,
    attribution: String,
    levels: Vec<Spanned<FileLevel>>,
    pillars: Vec<Spanned<Pillar>>,
    lenses: Vec<FileLens>,
    sources: Vec<Spanned<Source>>,
    statements: Vec<Spanned<FileStatement>>,
}

/// Whether a pack stands on its own, which it does unless it says otherwise.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FileRole {
    #[default]
    Main,
    AddOn,
}

impl From<FileRole> for Origin {
    fn from(role: FileRole) -> Self {
        match role {
            FileRole::Main => Self::Main,
            FileRole::AddOn => Self::AddOn,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLevel {
    level: u8,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLens {
    id: Spanned<String>,
    name: String,
    note: String,
    groups: Vec<FileGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGroup {
    id: Spanned<String>,
    name: String,
    #[serde(default)]
    parts: Vec<FilePart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePart {
    id: Spanned<String>,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStatement {
    id: Spanned<String>,
    pillar: Spanned<String>,
    text: Spanned<String>,
    why: Spanned<String>,
    anchors: Spanned<Vec<Spanned<String>>>,
    evidence: Spanned<Vec<String>>,
    references: Vec<Spanned<Reference>>,
    /// Its place in each further lens: ids of groups or of their parts.
    places: Spanned<toml::map::Map<String, toml::Value>>,
    quick: bool,
    law: Option<Spanned<String>>,
    weight: Spanned<u8>,
    revision: Spanned<u32>,
    actions: Spanned<Vec<SuggestedAction>>,
}

/// Reads a framework file.
///
/// # Errors
///
/// Returns every [`Problem`] that could be found, in the order of their lines. A
/// file that is not valid TOML, or that has a missing or an unknown field, stops
/// at the first of these.
pub fn check(text: &str) -> Result<Framework, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(text, span.start));
        vec![Problem {
            line,
            message: error.message().to_owned(),
        }]
    })?;
    let mut desk = Desk {
        text,
        origin: file.role.into(),
        problems: Vec::new(),
    };
    let framework = desk.read(file);
    let mut problems = desk.problems;
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() {
        Ok(framework)
    } else {
        Err(problems)
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|&byte| byte == b'\n')
        .count()
}

/// Where a file is read and its problems are gathered.
struct Desk<'a> {
    text: &'a str,
    /// Where its statements come from.
    origin: Origin,
    problems: Vec<Problem>,
}

impl Desk<'_> {
    fn note(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem {
            line: line_at(self.text, span.start),
            message: message.into(),
        });
    }

    /// Says so when a text is empty.
    fn need(&mut self, text: &Spanned<String>, what: &str) {
        if text.get_ref().trim().is_empty() {
            self.note(text.span(), format!("{what} is empty"));
        }
    }

    fn read(&mut self, file: File) -> Framework {
        for (text, what) in [
            (&file.id, "id"),
            (&file.title, "title"),
            (&file.wording, "wording"),
            (&file.licence, "licence"),
            (&file.language, "language"),
        ] {
            self.need(text, what);
        }
        if *file.edition.get_ref() == 0 {
            self.note(file.edition.span(), "editions are numbered from 1");
        }
        let level_names = self.levels(file.levels);
        let pillars = self.unique(file.pillars, "pillar", |pillar| &pillar.id);
        let sources = self.unique(file.sources, "source", |source| &source.id);
        let mut lenses = self.lenses(file.lenses, &pillars);
        let statements = self.statements(file.statements, &pillars, &sources, &mut lenses);
        for lens in &lenses {
            for group in lens.groups.iter().filter(|group| group.members.is_empty()) {
                self.note(
                    0..0,
                    format!(
                        "group `{}` of lens `{}` has no statement",
                        group.id, lens.id
                    ),
                );
            }
        }
        Framework {
            id: file.id.into_inner(),
            edition: file.edition.into_inner(),
            origin: self.origin,
            title: file.title.into_inner(),
            summary: file.summary,
            wording: file.wording.into_inner(),
            licence: file.licence.into_inner(),
            attribution: file.attribution,
            sources,
            level_names,
            pillars,
            statements,
            lenses,
            add_ons: Vec::new(),
        }
    }

    fn levels(&mut self, levels: Vec<Spanned<FileLevel>>) -> [String; 5] {
        let mut names: [String; 5] = Default::default();
        for level in levels {
            let (span, level) = (level.span(), level.into_inner());
            match names.get_mut(usize::from(level.level)) {
                Some(name) if name.is_empty() => *name = level.name,
                Some(_) => self.note(span, format!("level {} appears twice", level.level)),
                None => self.note(
                    span,
                    format!("{} is not a level; levels run from 0 to 4", level.level),
                ),
            }
        }
        if names.iter().any(String::is_empty) {
            self.note(0..0, "each of the levels 0 to 4 needs a name");
        }
        names
    }

    fn unique<T>(
        &mut self,
        items: Vec<Spanned<T>>,
        what: &str,
        id: impl Fn(&T) -> &String,
    ) -> Vec<T> {
        let mut seen = HashSet::new();
        for item in &items {
            if !seen.insert(id(item.get_ref()).clone()) {
                self.note(
                    item.span(),
                    format!("{what} `{}` appears twice", id(item.get_ref())),
                );
            }
        }
        items.into_iter().map(Spanned::into_inner).collect()
    }

    /// The lenses of the file, after the one every pack has: its pillars.
    fn lenses(&mut self, lenses: Vec<FileLens>, pillars: &[Pillar]) -> Vec<Lens> {
        let group = |id: &str, name: &str, parts| Group {
            id: id.to_owned(),
            name: name.to_owned(),
            members: Vec::new(),
            parts,
        };
        let mut all = vec![Lens {
            id: "pillars".into(),
            name: "Pillars".into(),
            note: String::new(),
            origin: self.origin,
            by_pillar: true,
            groups: pillars
                .iter()
                .map(|pillar| group(&pillar.id, &pillar.name, Vec::new()))
                .collect(),
        }];
        for lens in lenses {
            if all.iter().any(|other| other.id == *lens.id.get_ref()) {
                self.note(
                    lens.id.span(),
                    format!("lens `{}` appears twice", lens.id.get_ref()),
                );
            }
            let mut seen = HashSet::new();
            let ids = lens.groups.iter().flat_map(|group| {
                std::iter::once(&group.id).chain(group.parts.iter().map(|part| &part.id))
            });
            for id in ids {
                if !seen.insert(id.get_ref()) {
                    self.note(
                        id.span(),
                        format!("group `{}` appears twice in its lens", id.get_ref()),
                    );
                }
            }
            let groups = lens
                .groups
                .iter()
                .map(|it| {
                    let parts = it
                        .parts
                        .iter()
                        .map(|part| group(part.id.get_ref(), &part.name, Vec::new()))
                        .collect();
                    group(it.id.get_ref(), &it.name, parts)
                })
                .collect();
            all.push(Lens {
                id: lens.id.into_inner(),
                name: lens.name,
                note: lens.note,
                origin: self.origin,
                by_pillar: false,
                groups,
            });
        }
        all
    }

    fn statements(
        &mut self,
        statements: Vec<Spanned<FileStatement>>,
        pillars: &[Pillar],
        sources: &[Source],
        lenses: &mut [Lens],
    ) -> Vec<Arc<Statement>> {
        let mut seen: HashSet<String> = HashSet::new();
        let mut read = Vec::with_capacity(statements.len());
        for statement in statements {
            let statement = statement.into_inner();
            let name = statement.id.get_ref().clone();
            if !seen.insert(name.clone()) {
                self.note(
                    statement.id.span(),
                    format!("statement `{name}` appears twice"),
                );
            }
            if !pillars
                .iter()
                .any(|pillar| pillar.id == *statement.pillar.get_ref())
            {
                self.note(
                    statement.pillar.span(),
                    format!(
                        "`{}` is not a pillar of this pack",
                        statement.pillar.get_ref()
                    ),
                );
            }
            for reference in &statement.references {
                if !sources
                    .iter()
                    .any(|source| source.id == reference.get_ref().source)
                {
                    self.note(
                        reference.span(),
                        format!(
                            "`{}` is not a source of this pack",
                            reference.get_ref().source
                        ),
                    );
                }
            }
            self.limits(&statement);
            self.place(&statement, read.len(), lenses);
            if let Some(statement) = self.statement(statement) {
                read.push(Arc::new(statement));
            }
        }
        read
    }

    fn limits(&mut self, statement: &FileStatement) {
        let name = statement.id.get_ref();
        self.need(&statement.text, "the statement");
        self.need(&statement.why, "why it matters");
        for anchor in statement.anchors.get_ref() {
            self.need(anchor, "an anchor");
        }
        if !(1..=5).contains(statement.weight.get_ref()) {
            self.note(
                statement.weight.span(),
                format!(
                    "`{name}` has weight {}; weights run from 1 to 5",
                    statement.weight.get_ref()
                ),
            );
        }
        if *statement.revision.get_ref() == 0 {
            self.note(statement.revision.span(), "revisions are numbered from 1");
        }
        let actions = statement.actions.get_ref().len();
        if !(2..=4).contains(&actions) {
            self.note(
                statement.id.span(),
                format!("`{name}` suggests {actions} actions; two to four are wanted"),
            );
        }
        if statement.evidence.get_ref().is_empty() {
            self.note(
                statement.evidence.span(),
                format!("`{name}` has no evidence prompt"),
            );
        }
    }

    /// Puts a statement into the groups it names, in every lens.
    fn place(&mut self, statement: &FileStatement, position: usize, lenses: &mut [Lens]) {
        let name = statement.id.get_ref();
        let places = statement.places.get_ref();
        for lens_id in places.keys() {
            if lens_id == "pillars" || !lenses.iter().any(|lens| lens.id == *lens_id) {
                self.note(
                    statement.places.span(),
                    format!("`{lens_id}` is not a further lens of this pack"),
                );
            }
        }
        for lens in lenses {
            let wanted: Vec<&str> = if lens.id == "pillars" {
                vec![statement.pillar.get_ref()]
            } else {
                let listed = places.get(&lens.id).and_then(toml::Value::as_array);
                listed
                    .into_iter()
                    .flatten()
                    .filter_map(toml::Value::as_str)
                    .collect()
            };
            if wanted.is_empty() {
                self.note(
                    statement.places.span(),
                    format!("`{name}` has no place in the lens `{}`", lens.id),
                );
            }
            for id in wanted {
                if !join(&mut lens.groups, id, position) && lens.id != "pillars" {
                    self.note(
                        statement.places.span(),
                        format!("`{id}` is not a group of the lens `{}`", lens.id),
                    );
                }
            }
        }
    }

    fn statement(&mut self, statement: FileStatement) -> Option<Statement> {
        let id: Option<StatementId> = statement.id.get_ref().parse().ok();
        if id.is_none() {
            self.note(
                statement.id.span(),
                format!(
                    "`{}` is not an id: one to sixteen capital letters, digits and hyphens",
                    statement.id.get_ref()
                ),
            );
        }
        let span = statement.anchors.span();
        let anchors: Vec<String> = statement
            .anchors
            .into_inner()
            .into_iter()
            .map(Spanned::into_inner)
            .collect();
        let anchors: Option<[String; 5]> = anchors.try_into().ok();
        if anchors.is_none() {
            self.note(
                span,
                "five anchors are needed, one for each level from 0 to 4",
            );
        }
        Some(Statement {
            id: id?,
            origin: self.origin,
            pillar: statement.pillar.into_inner(),
            text: statement.text.into_inner(),
            why: statement.why.into_inner(),
            anchors: anchors?,
            evidence: statement.evidence.into_inner(),
            actions: statement.actions.into_inner(),
            references: statement
                .references
                .into_iter()
                .map(Spanned::into_inner)
                .collect(),
            quick: statement.quick,
            law: statement.law.map(Spanned::into_inner),
            weight: statement.weight.into_inner(),
            revision: statement.revision.into_inner(),
        })
    }
}

/// Adds a member to the group `id`, or to the part `id` and the group around it.
///
/// Says whether there is such a group.
fn join(groups: &mut [Group], id: &str, position: usize) -> bool {
    for group in groups {
        let part = group.parts.iter_mut().find(|part| part.id == id);
        if group.id != id && part.is_none() {
            continue;
        }
        if let Some(part) = part {
            part.members.push(position);
        }
        if !group.members.contains(&position) {
            group.members.push(position);
        }
        return true;
    }
    false
}
