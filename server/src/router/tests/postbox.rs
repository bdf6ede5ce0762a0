//! A mail server that takes every letter and keeps it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// The letters that were sent, as they crossed the network.
pub struct Postbox {
    /// The flag that names the mail server.
    pub flag: String,
    letters: Arc<Mutex<Vec<String>>>,
}

impl Postbox {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let flag = format!("--smtp=smtp://{}", listener.local_addr().unwrap());
        let letters = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&letters);
        // It ends with the tests.
        thread::spawn(move || {
            for caller in listener.incoming() {
                take(&caller.unwrap(), &kept);
            }
        });
        Self { flag, letters }
    }

    /// The letters, once there are at least so many.
    pub async fn letters(&self, at_least: usize) -> Vec<String> {
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            let letters = self.letters.lock().unwrap().clone();
            if letters.len() >= at_least {
                return letters;
            }
            assert!(Instant::now() < patience, "{} of {at_least}", letters.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Talks to one caller until they hang up.
fn take(caller: &TcpStream, kept: &Mutex<Vec<String>>) {
    let mut out = caller;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    say("220 here");
    let mut letter: Option<Vec<String>> = None;
    for line in BufReader::new(caller).lines() {
        let Ok(line) = line else { return };
        match (&mut letter, line.get(..4).unwrap_or(&line)) {
            (Some(text), ".") => {
                kept.lock().unwrap().push(readable(&text.join("\n")));
                letter = None;
                say("250 taken");
            }
            (Some(text), _) => text.push(line),
            (None, "DATA") => {
                letter = Some(Vec::new());
                say("354 go on");
            }
            (None, "QUIT") => return say("221 farewell"),
            (None, _) => say("250 well"),
        }
    }
}

/// The text without what mail does to long lines and to letters that are not ASCII.
fn readable(text: &str) -> String {
    text.replace("=\n", "").replace("=3D", "=")
}
