//! Scores out of the command line and in again.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use tempfile::TempDir;

/// A fresh database with the demo organisation, and the binary that works on it.
struct Machine {
    folder: TempDir,
    assessment: String,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut machine = Self {
            folder,
            assessment: String::new(),
        };
        machine.must(&["demo"]);
        let list: serde_json::Value =
            serde_json::from_str(&machine.must(&["assessments", "--format", "json"])).unwrap();
        let open = |it: &&serde_json::Value| it["state"] != "signed_off";
        let round = list.as_array().unwrap().iter().find(open).unwrap();
        machine.assessment = round["id"].as_str().unwrap().into();
        machine
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let database = format!("sqlite:{}", self.file("plumbline.db").display());
        Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .args(arguments)
            .args(["--database", &database])
            .output()
            .unwrap()
    }

    /// What it prints when it does what it was asked to.
    fn must(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn export(&self, content: &str, name: &str) -> Vec<u8> {
        let file = self.file(name);
        let (_, format) = name.rsplit_once('.').unwrap();
        self.must(&[
            "export",
            content,
            "--assessment",
            &self.assessment,
            "--format",
            format,
            "--output",
            file.to_str().unwrap(),
        ]);
        fs::read(file).unwrap()
    }

    fn import(&self, name: &str, more: &[&str]) -> Output {
        let file = self.file(name);
        let mut arguments = vec!["import", "scores", file.to_str().unwrap()];
        arguments.extend(["--assessment", &self.assessment]);
        arguments.extend(more);
        self.run(&arguments)
    }
}

fn printed(output: &Output) -> String {
    let (out, error) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(error)
}

#[test]
fn what_was_exported_is_imported_without_changing_anything() {
    let machine = Machine::new();
    let before = machine.export("results", "before.json");

    for name in ["scores.csv", "scores.xlsx"] {
        machine.export("scores", name);
        let output = machine.import(name, &[]);
        let said = printed(&output);
        assert!(output.status.success(), "{said}");
        assert!(
            said.contains("Changed: 0. Recorded just so already: 60. Not in the file: 0."),
            "{said}"
        );
    }

    assert_eq!(machine.export("results", "after.json"), before);
}

#[test]
fn a_dry_run_shows_what_would_change_and_changes_nothing() {
    let machine = Machine::new();
    let before = machine.export("scores", "before.csv");
    fs::write(
        machine.file("new.csv"),
        "statement,level,evidence\nW01,0,\nW01,,=New paper\n",
    )
    .unwrap();

    let tried = printed(&machine.import("new.csv", &["--dry-run"]));
    // In the demo W01 has level 3.
    assert!(
        tried.contains("level: 3 In place -> 0 Not in place"),
        "{tried}"
    );
    assert!(tried.contains("evidence comes: =New paper"), "{tried}");
    assert!(tried.contains("Nothing was imported"), "{tried}");
    assert_eq!(machine.export("scores", "tried.csv"), before);

    let done = printed(&machine.import("new.csv", &[]));
    assert!(done.contains("1 statement imported."), "{done}");
    let json: serde_json::Value =
        serde_json::from_slice(&machine.export("scores", "after.json")).unwrap();
    let first = &json["scores"][0];
    assert_eq!(first["statement"], "W01");
    assert_eq!(
        (&first["answer"], &first["level"]),
        (&"level".into(), &0.into())
    );
    assert_eq!(first["evidence"][0]["what"], "=New paper");
    assert_eq!(json["scores"].as_array().unwrap().len(), 60);
}

#[test]
fn a_file_with_mistakes_is_refused_whole_with_every_row_and_column() {
    let machine = Machine::new();
    let before = machine.export("scores", "before.csv");
    fs::write(
        machine.file("wrong.csv"),
        "statement,level,target\nW01,4,4\nW02,7,3\nX99,1,3\nW03,2,9\n",
    )
    .unwrap();

    let output = machine.import("wrong.csv", &[]);
    let said = printed(&output);
    assert!(!output.status.success());
    for place in [
        "row 3, column B (level)",
        "row 4, column A (statement)",
        "row 5, column C (target)",
    ] {
        assert!(said.contains(place), "{place} is missing in: {said}");
    }
    assert_eq!(machine.export("scores", "after.csv"), before);

    fs::write(machine.file("picture.csv"), b"%PDF-1.7").unwrap();
    let output = machine.import("picture.csv", &[]);
    assert!(!output.status.success());
    assert!(printed(&output).contains("The file is a PDF"));
}

#[test]
fn scores_are_not_written_as_pdf() {
    let machine = Machine::new();
    let file = machine.file("scores.pdf");
    let output = machine.run(&[
        "export",
        "scores",
        "--assessment",
        &machine.assessment,
        "--format",
        "pdf",
        "--output",
        file.to_str().unwrap(),
    ]);
    assert!(!output.status.success());
    assert!(printed(&output).contains("only the plan is written as pdf"));
}
