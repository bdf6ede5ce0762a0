//! The binary under measurement: started, signed in to, weighed and stopped.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use store::DatabaseUrl;

use crate::browser::{Browser, Form, session};

/// A server that runs until it is dropped.
pub struct Server {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Runs a command of the binary to its end.
pub async fn run(binary: &Path, command: &[&str], database: &DatabaseUrl) -> anyhow::Result<()> {
    let done = tokio::process::Command::new(binary)
        .args(command)
        .args(["--database", &database.to_string()])
        .stdout(Stdio::null())
        .status()
        .await?;
    if !done.success() {
        bail!("`plumbline {}` failed", command.join(" "));
    }
    Ok(())
}

impl Server {
    /// Starts it, and returns when it has answered for the first time.
    pub async fn start(binary: &Path, database: &DatabaseUrl) -> anyhow::Result<Self> {
        Self::start_logging(binary, database, "warn", Stdio::inherit()).await
    }

    /// The same, with this much of a log, written there.
    pub async fn start_logging(
        binary: &Path,
        database: &DatabaseUrl,
        log: &str,
        to: Stdio,
    ) -> anyhow::Result<Self> {
        // Free a moment ago; nobody else takes ports of this machine while it is measured.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new(binary)
            .args(["serve", "--demo", "--listen", &address.to_string()])
            .args(["--database", &database.to_string(), "--log", log])
            .stdout(Stdio::null())
            .stderr(to)
            .spawn()?;
        let server = Self { process, address };
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if let Ok(mut browser) = Browser::connect(address, None).await {
                browser.get("/sign-in").await?;
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bail!("the server does not start");
    }

    /// Signs in as one of the invented people; returns the cookie.
    pub async fn sign_in(&self, name: &str) -> anyhow::Result<String> {
        let mut browser = Browser::connect(self.address, None).await?;
        let page = browser.get("/sign-in").await?.text()?;
        let before = page.split(name).next().filter(|it| it.len() < page.len());
        let person = before
            .and_then(|it| it.rsplit_once("name=\"person\" value=\""))
            .and_then(|(_, rest)| rest.get(..36))
            .with_context(|| format!("{name} cannot sign in"))?;
        let mut form = Form::new("/api/session/demo");
        form.set("person", person);
        session(&browser.post(&form).await?)
    }

    /// What the process takes of the machine's memory, in bytes: its own pages, and its share of shared ones.
    pub fn memory_bytes(&self) -> anyhow::Result<u64> {
        let file = format!("/proc/{}/smaps_rollup", self.process.id());
        let text = fs::read_to_string(file)?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kibibytes = line.and_then(|it| it.trim().split(' ').next());
        let kibibytes: u64 = kibibytes.context("no PSS")?.parse()?;
        Ok(kibibytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
