//! The one binary. Everything it serves and needs is embedded in it.
//!
//! | module      | question it answers                                    |
//! |-------------|--------------------------------------------------------|
//! | `command`   | what was it asked to do? One file per subcommand.      |
//! | `config`    | with which settings?                                   |
//! | `router`    | which request goes where, through which layers?        |
//! | `security`  | what is every answer guarded with?                     |
//! | `downloads` | files to keep, handed to whoever may read them         |
//! | `uploads`   | filled-in spreadsheets, taken from whoever may score   |
//! | `live`      | what tells a browser that a meeting has moved on       |
//! | `files`     | what does each of these files hold?                    |
//! | `assets`    | style, script and fonts, as embedded                   |
//! | `demo`      | the invented organisation                              |

mod assets;
mod command;
mod config;
mod demo;
mod downloads;
mod files;
mod live;
mod router;
mod security;
mod uploads;

/// Pages and plans are made of many small pieces, and several are made at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let settings = config::read()?;
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&settings.log))
        .with_writer(std::io::stderr)
        .init();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(command::run(settings))
}
