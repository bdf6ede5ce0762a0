//! Programs that read PDF files and were not written by us.

use std::path::{Path, PathBuf};
use std::process::Command;

use report::pdf::{Document, write};

/// A written document, on disk where other programs can read it.
pub struct Written {
    pub bytes: Vec<u8>,
    path: PathBuf,
}

impl Written {
    /// Writes a document under a name that no other test uses.
    pub fn new(name: &str, document: &Document) -> Self {
        let bytes = write(document).unwrap();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
        std::fs::write(&path, &bytes).unwrap();
        Self { bytes, path }
    }

    /// The file as lopdf reads it.
    pub fn file(&self) -> lopdf::Document {
        lopdf::Document::load_mem(&self.bytes).unwrap()
    }

    /// Fails unless qpdf finds the file clean.
    pub fn check(&self) {
        self.run("qpdf", "qpdf", &["--check"], &[]);
    }

    /// The text in the order in which it is painted.
    pub fn text(&self) -> String {
        self.run("pdftotext", "poppler-utils", &["-raw"], &["-"])
    }

    /// The text of one page, from 1.
    pub fn page_text(&self, page: usize) -> String {
        let page = page.to_string();
        self.run(
            "pdftotext",
            "poppler-utils",
            &["-raw", "-f", &page, "-l", &page],
            &["-"],
        )
    }

    /// The structure tree with its text, as a screen reader walks it.
    pub fn structure(&self) -> String {
        self.run("pdfinfo", "poppler-utils", &["-struct-text"], &[])
    }

    /// What the file says about itself.
    pub fn info(&self) -> String {
        self.run("pdfinfo", "poppler-utils", &[], &[])
    }

    /// The fonts, one line each after two lines of headings.
    pub fn fonts(&self) -> String {
        self.run("pdffonts", "poppler-utils", &[], &[])
    }

    /// Every word of every page with its box.
    pub fn words(&self) -> Vec<Vec<Word>> {
        let html = self.run("pdftotext", "poppler-utils", &["-bbox"], &["-"]);
        html.split("<page ")
            .skip(1)
            .map(|page| page.lines().filter_map(Word::read).collect())
            .collect()
    }

    pub fn pages(&self) -> usize {
        self.file().get_pages().len()
    }

    fn run(&self, program: &str, package: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(program)
            .args(before)
            .arg(&self.path)
            .args(after)
            .output()
            .unwrap_or_else(|error| {
                panic!("this test needs `{program}`: apt-get install {package} ({error})")
            });
        let text = String::from_utf8(output.stdout).unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && complaints.is_empty(),
            "{program}: {text}{complaints}"
        );
        text
    }
}

/// A word on a page, in points from the top left.
#[derive(Debug)]
#[expect(dead_code, reason = "the text is for the message of a failed test")]
pub struct Word {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

impl Word {
    fn read(line: &str) -> Option<Self> {
        let line = line.trim().strip_prefix("<word ")?;
        let number = |name: &str| {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            rest.split_once('"')?.0.parse::<f64>().ok()
        };
        let text = line.split_once('>')?.1.strip_suffix("</word>")?.to_owned();
        Some(Self {
            left: number("xMin")?,
            top: number("yMin")?,
            right: number("xMax")?,
            bottom: number("yMax")?,
            text,
        })
    }

    /// Whether the letters of two words lie on each other. Boxes are as high
    /// as the font, which is more than the letters and more than some leadings.
    pub fn overlaps(&self, other: &Self) -> bool {
        let core = |word: &Self| {
            let height = word.bottom - word.top;
            (word.top + 0.2 * height, word.bottom - 0.2 * height)
        };
        let ((top, bottom), (other_top, other_bottom)) = (core(self), core(other));
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = bottom.min(other_bottom) - top.max(other_top);
        across > 0.3 && down > 0.3
    }
}
