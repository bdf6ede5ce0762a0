//! Letters by email, where the installation has a mail server.
//!
//! A letter never says for which side somebody takes part: that would tell
//! whoever reads along who is in a trade union.

use std::{fmt, str::FromStr, time::Duration};

use domain::{assessment::Assessment, organisation::Organisation, person::Person};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

/// Whom letters come from: an email address, perhaps with a name before it.
pub type Sender = Mailbox;

/// How long a mail server may take over one letter.
const PATIENCE: Duration = Duration::from_secs(10);

/// A mail server: `smtps://USER:PASSWORD@HOST`. Never printed, since it may hold a password.
#[derive(Clone)]
pub struct MailServer(AsyncSmtpTransport<Tokio1Executor>);

/// Text that names no mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mail server is `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT`")]
pub struct NotAMailServer;

impl FromStr for MailServer {
    type Err = NotAMailServer;

    fn from_str(text: &str) -> Result<Self, NotAMailServer> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(text)
            .map_err(|_| NotAMailServer)?
            .timeout(Some(PATIENCE));
        Ok(Self(server.build()))
    }
}

impl fmt::Debug for MailServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MailServer(…)")
    }
}

/// Sends letters for this installation.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Who carries them.
    pub server: MailServer,
    /// Whom they come from.
    pub from: Sender,
}

/// A letter that could not be sent; the log says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the letter could not be sent")]
pub struct NotSent;

/// One letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    to: (String, String),
    subject: String,
    text: String,
}

impl Letter {
    /// Invites somebody to take part.
    #[must_use]
    pub fn invitation(
        to: &Person,
        organisation: &Organisation,
        assessment: &Assessment,
        address: &str,
    ) -> Self {
        let (title, organisation) = (&assessment.title, &organisation.name);
        let text = format!(
            "Dear {name},\n\nYou are invited to take part in the health and wellbeing assessment \
             “{title}” of {organisation}.\n\nThis is your own link. It needs no password:\n\n\
             {address}\n\nOpening it shows what you are invited to; you take part once you press \
             the button there. It works on any of your devices until your part is over. Please \
             pass it on to nobody: whoever has it can answer in your name.\n",
            name = to.name
        );
        Self::new(to, format!("Take part: {title}"), text)
    }

    /// Reminds somebody who has not answered every statement.
    #[must_use]
    pub fn reminder(
        to: &Person,
        organisation: &Organisation,
        assessment: &Assessment,
        address: &str,
    ) -> Self {
        let (title, organisation) = (&assessment.title, &organisation.name);
        let text = format!(
            "Dear {name},\n\nIn the health and wellbeing assessment “{title}” of {organisation} \
             some statements still wait for your answer. What you have saved is kept; this link \
             takes you back to it:\n\n{address}\n\nNobody is told who was reminded. Please pass \
             the link on to nobody: whoever has it can answer in your name.\n",
            name = to.name
        );
        Self::new(to, format!("Still open: {title}"), text)
    }

    fn new(to: &Person, subject: String, text: String) -> Self {
        Self {
            to: (to.name.clone(), to.email.to_string()),
            subject,
            text,
        }
    }
}

impl Mail {
    /// Sends one letter.
    ///
    /// # Errors
    ///
    /// Returns [`NotSent`] when the mail server does not take it.
    pub async fn send(&self, letter: Letter) -> Result<(), NotSent> {
        // Neither the address nor the letter belongs in a log: it holds a link.
        let failed = |error: &dyn std::error::Error| {
            tracing::error!(%error, "a letter could not be sent");
            NotSent
        };
        let (name, address) = letter.to;
        let to = Mailbox::new(Some(name), address.parse().map_err(|_| NotSent)?);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)
            .map_err(|error| failed(&error))?;
        self.server
            .0
            .send(message)
            .await
            .map_err(|error| failed(&error))?;
        Ok(())
    }
}

/// Sends letters one after the other; one that cannot be sent does not hold up the others.
pub async fn send_all(mail: Mail, letters: Vec<Letter>) {
    for letter in letters {
        let _ = mail.send(letter).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_mail_server_is_never_printed() {
        let server: MailServer = "smtps://ama:s3cret@mail.example.org".parse().unwrap();
        assert_eq!(format!("{server:?}"), "MailServer(…)");
        let wrong = "http://ama:s3cret@mail.example.org".parse::<MailServer>();
        assert!(!wrong.unwrap_err().to_string().contains("s3cret"));
    }
}
