//! As little of a browser as measuring takes: one connection, kept open, and the forms of pages.

use std::{collections::BTreeSet, net::SocketAddr};

use anyhow::{Context as _, bail};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpStream,
};

/// One connection of somebody who may be signed in.
pub struct Browser {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookie: Option<String>,
}

/// What came back.
pub struct Answer {
    /// The cookie to send from now on, where one was set.
    pub cookie: Option<String>,
    /// The bytes as they went over the wire.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.body.to_vec())?)
    }
}

impl Browser {
    /// Opens a connection.
    pub async fn connect(address: SocketAddr, cookie: Option<&str>) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: address.to_string(),
            cookie: cookie.map(str::to_owned),
        })
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send(Method::GET, path, String::new(), "identity")
            .await
    }

    /// Asks for a page as browsers do, compressed.
    pub async fn get_compressed(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send(Method::GET, path, String::new(), "br").await
    }

    /// Posts a form as a script of the page would.
    pub async fn post(&mut self, form: &Form) -> anyhow::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&form.fields)
            .finish();
        self.send(Method::POST, &form.action, body, "identity")
            .await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: String,
        encoding: &str,
    ) -> anyhow::Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host)
            .header(ACCEPT_ENCODING, encoding)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin");
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        self.sender.ready().await?;
        let answer = self
            .sender
            .send_request(request.body(Full::new(body.into()))?)
            .await?;
        let status = answer.status();
        let cookie = answer.headers().get(SET_COOKIE);
        let cookie = cookie
            .and_then(|it| it.to_str().ok()?.split(';').next())
            .map(str::to_owned);
        let body = answer.into_body().collect().await?.to_bytes();
        if !status.is_success() {
            bail!("{path} answered {status}");
        }
        Ok(Answer { cookie, body })
    }
}

/// The events of a meeting, on a connection of their own, as browsers keep it open.
pub struct Events {
    /// What the server said before the first of them, in small letters.
    pub head: String,
    lines: Lines<BufReader<TcpStream>>,
}

impl Events {
    /// Follows the meeting whose page this is.
    pub async fn open(address: SocketAddr, page: &str, cookie: &str) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET {page}/events HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\
             Accept: text/event-stream\r\nAccept-Encoding: gzip, br\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut lines = BufReader::new(stream).lines();
        let mut head = Vec::new();
        while let Some(line) = lines.next_line().await?.filter(|it| !it.is_empty()) {
            head.push(line.to_lowercase());
        }
        let head = head.join("\n");
        let events = Self { head, lines };
        if !events.head.starts_with("http/1.1 200") {
            bail!("{page} cannot be followed: {}", events.head);
        }
        Ok(events)
    }

    /// How far the meeting has come, as the next event says that tells of a change; `None` when the stream has ended.
    pub async fn changed(&mut self) -> Option<u64> {
        let mut is_changed = false;
        while let Ok(Some(line)) = self.lines.next_line().await {
            if let Some(kind) = line.strip_prefix("event: ") {
                is_changed = kind == "changed";
            } else if let Some(data) = line.strip_prefix("data: ").filter(|_| is_changed) {
                return data.parse().ok();
            }
        }
        None
    }
}

/// A form of a page, with its hidden fields.
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// The form of a page that is sent to `action`.
    pub fn of(page: &str, action: &str) -> anyhow::Result<Self> {
        let start = page
            .find(&format!("action=\"{action}\""))
            .with_context(|| format!("the page has no form for {action}"))?;
        let form = page.get(start..).and_then(|it| it.split("</form>").next());
        let hidden = form.unwrap_or_default().split("<input ").skip(1);
        let fields = hidden
            .filter(|input| input.contains("type=\"hidden\""))
            .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
        Ok(Self {
            action: action.to_owned(),
            fields: fields.collect(),
        })
    }

    /// An empty form.
    pub fn new(action: &str) -> Self {
        Self {
            action: action.to_owned(),
            fields: Vec::new(),
        }
    }

    /// Fills in a field.
    pub fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(its_name, _)| its_name != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = tag.get(start..)?.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

/// The addresses under /assets/ that a page loads, and the wasm that its script loads.
pub fn assets(page: &str) -> BTreeSet<String> {
    let quoted = page.split(['"', '\'']);
    quoted
        .filter(|it| it.starts_with("/assets/") && it.contains('.'))
        .filter(|it| !it.contains("apple-touch-icon"))
        .map(str::to_owned)
        .collect()
}

/// Reads the cookie of a session from an answer.
pub fn session(answer: &Answer) -> anyhow::Result<String> {
    answer.cookie.clone().context("nobody was signed in")
}
