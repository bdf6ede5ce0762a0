//! Settings from a file: what is neither a flag nor in the environment.
//!
//! Each setting has one name: `--listen`, `PLUMBLINE_LISTEN` and `listen = "…"`
//! in a TOML file are the same. clap knows them all, so a setting that is added
//! there can stand in the file too, and docs/settings.md must name it.

use std::{collections::BTreeMap, ffi::OsString, fs, path::Path};

use anyhow::{Context as _, bail};
use clap::{
    Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _,
    builder::Resettable,
    error::{ContextKind, ContextValue},
};
use toml::{Spanned, Value};

use super::Settings;

/// How the names of all settings begin in the environment.
const PREFIX: &str = "PLUMBLINE_";

/// A file of settings: the name of each, and its value as a flag would give it.
type Given = BTreeMap<String, String>;

/// Reads the settings: flags go before the environment, which goes before the file.
///
/// Ends the process, as clap does, when a flag is not known or help is asked for.
///
/// # Errors
///
/// Returns what is wrong when the file cannot be read, or when a setting in it or
/// in the environment is not known.
pub fn read() -> anyhow::Result<Settings> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let first = Settings::command()
        .try_get_matches_from(&arguments)
        .unwrap_or_else(|error| without_password(error).exit());
    check_environment(names)?;
    let first = Settings::from_arg_matches(&first).unwrap_or_else(|error| error.exit());
    let Some(file) = first.file else {
        return Ok(first);
    };
    let text =
        fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let given = check(&text).with_context(|| located(&file))?;
    let matches = with_defaults(Settings::command(), &given).get_matches_from(&arguments);
    Ok(Settings::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()))
}

/// clap repeats a value that it refuses; an address of a database or a mail server may hold a password.
fn without_password(mut error: clap::Error) -> clap::Error {
    let argument = error.get(ContextKind::InvalidArg).map(ToString::to_string);
    let may_hold_one = |it: &String| {
        ["--database", "--smtp"]
            .iter()
            .any(|flag| it.starts_with(flag))
    };
    if argument.as_ref().is_some_and(may_hold_one) {
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String("…".to_owned()),
        );
    }
    error
}

fn located(file: &Path) -> String {
    format!("{} is not a file of settings", file.display())
}

/// Every setting there is, by its name; what has no name in the environment is no setting.
pub fn settings() -> BTreeMap<String, Arg> {
    fn collect(command: &Command, all: &mut BTreeMap<String, Arg>) {
        for argument in command.get_arguments() {
            if let Some(name) = name(argument) {
                all.insert(name, argument.clone());
            }
        }
        for subcommand in command.get_subcommands() {
            collect(subcommand, all);
        }
    }
    let mut all = BTreeMap::new();
    collect(&Settings::command(), &mut all);
    all
}

fn name(argument: &Arg) -> Option<String> {
    argument.get_env()?;
    argument.get_long().map(str::to_owned)
}

/// A misspelt setting in the environment is an error and not silence.
fn check_environment(names: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let known = settings();
    for found in names.filter(|it| it.starts_with(PREFIX)) {
        if !known
            .values()
            .any(|it| it.get_env().is_some_and(|known| known == found.as_str()))
        {
            bail!("the environment sets {found}, which is not a setting; see `plumbline help`");
        }
    }
    Ok(())
}

/// Reads a file; says of what is wrong on which line it stands.
fn check(text: &str) -> anyhow::Result<Given> {
    let found: BTreeMap<Spanned<String>, Value> = toml::from_str(text)?;
    let known = settings();
    let mut given = Given::new();
    for (key, value) in found {
        let before = text.get(..key.span().start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let key = key.into_inner();
        // A file that names a file would have to say which of the two counts.
        let argument = known.get(&key).filter(|_| key != "settings");
        let Some(argument) = argument else {
            let names: Vec<_> = known.keys().filter(|it| *it != "settings").collect();
            bail!("line {line}: `{key}` is not a setting; there are {names:?}");
        };
        let value = check_value(argument, value)
            .with_context(|| format!("line {line}: `{key}` has a value that it cannot have"))?;
        given.insert(key, value);
    }
    Ok(given)
}

/// The value as a flag gives it, when the flag would take it.
fn check_value(argument: &Arg, value: Value) -> anyhow::Result<String> {
    let is_switch = matches!(argument.get_action(), ArgAction::SetTrue);
    let text = match (is_switch, value) {
        (true, Value::Boolean(switched)) => return Ok(switched.to_string()),
        (true, _) => bail!("it is true or false, without quotation marks"),
        (false, Value::String(text)) => text,
        (false, Value::Integer(number)) => number.to_string(),
        (false, _) => bail!("it is text, in quotation marks"),
    };
    // The source only: clap repeats the value, and that may hold a password.
    let alone = Command::new("plumbline")
        .no_binary_name(true)
        .arg(argument.clone().env(Resettable::Reset));
    let flag = format!("--{}={text}", argument.get_long().unwrap_or_default());
    match alone.try_get_matches_from([flag]) {
        Ok(_) => Ok(text),
        Err(error) => match std::error::Error::source(&error) {
            Some(source) => bail!("{source}"),
            None => bail!("{}", error.kind()),
        },
    }
}

/// Lets the file's value stand where nothing else is given.
fn with_defaults(command: Command, given: &Given) -> Command {
    command
        .mut_args(
            |argument| match name(&argument).and_then(|name| given.get(&name)) {
                Some(value) => argument.default_value(value.clone()),
                None => argument,
            },
        )
        .mut_subcommands(|subcommand| with_defaults(subcommand, given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Command as Asked;

    fn serve(file: &str, arguments: &[&str]) -> (String, bool) {
        let given = check(file).unwrap();
        let matches = with_defaults(Settings::command(), &given)
            .try_get_matches_from([&["plumbline", "serve"], arguments].concat())
            .unwrap();
        let Asked::Serve(serve) = Settings::from_arg_matches(&matches).unwrap().command else {
            panic!("not `serve`");
        };
        (serve.listen.to_string(), serve.demo)
    }

    #[test]
    fn a_flag_goes_before_the_file_and_the_file_before_the_default() {
        let file = "listen = \"127.0.0.1:4000\"\ndemo = true\n";
        assert_eq!(serve("", &[]), ("127.0.0.1:3000".into(), false));
        assert_eq!(serve(file, &[]), ("127.0.0.1:4000".into(), true));
        assert_eq!(
            serve(file, &["--listen", "127.0.0.1:5000"]),
            ("127.0.0.1:5000".into(), true)
        );
    }

    #[test]
    fn what_is_wrong_in_the_file_is_named_with_its_line() {
        let wrong = |file: &str| format!("{:#}", check(file).unwrap_err());
        assert!(
            wrong("demo = true\nlisen = \"x\"").starts_with("line 2: `lisen` is not a setting")
        );
        assert!(wrong("\nlisten = \"nowhere\"").starts_with("line 2: `listen` has a value"));
        assert!(wrong("demo = \"yes\"").contains("true or false"));
        assert!(wrong("settings = \"other.toml\"").contains("is not a setting"));
        assert!(wrong("demo = true\ndemo = false").contains("line 2"));
    }

    #[test]
    fn a_password_in_a_wrong_value_is_not_repeated() {
        let wrong = check("database = \"mysql://ama:s3cret@host/name\"").unwrap_err();
        assert!(!format!("{wrong:#}").contains("s3cret"), "{wrong:#}");
        let flag = "--database=mysql://ama:s3cret@host/name";
        let wrong = Settings::command()
            .try_get_matches_from(["plumbline", "migrate", flag])
            .unwrap_err();
        let said = without_password(wrong).to_string();
        assert!(said.contains("a database is `sqlite:FILE`"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
        let flag = "--smtp=http://ama:s3cret@mail.example.org";
        let wrong = Settings::command()
            .try_get_matches_from(["plumbline", "serve", flag])
            .unwrap_err();
        let said = without_password(wrong).to_string();
        assert!(said.contains("a mail server is"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }

    #[test]
    fn an_unknown_setting_in_the_environment_is_an_error() {
        let check = |names: &[&str]| check_environment(names.iter().map(|it| (*it).to_owned()));
        assert!(check(&["PATH", "PLUMBLINE_LISTEN"]).is_ok());
        let wrong = check(&["PLUMBLINE_LISEN"]).unwrap_err().to_string();
        assert!(wrong.contains("PLUMBLINE_LISEN"), "{wrong}");
    }

    #[test]
    fn every_setting_stands_in_the_documentation_as_clap_knows_it() {
        let page = include_str!("../../../docs/settings.md");
        let documented: Vec<_> = page.lines().filter(|it| it.starts_with("| `")).collect();
        let known: Vec<_> = settings().iter().map(|(name, it)| line(name, it)).collect();
        assert_eq!(documented, known, "\n{}\n", known.join("\n"));
    }

    fn line(name: &str, argument: &Arg) -> String {
        let defaults = argument.get_default_values();
        let default = match argument.get_action() {
            ArgAction::SetTrue => "`false`".to_owned(),
            _ => match defaults.first() {
                Some(value) => format!("`{}`", value.to_str().unwrap()),
                None => "none".to_owned(),
            },
        };
        let variable = argument.get_env().unwrap().to_str().unwrap();
        let help = argument.get_help().unwrap();
        format!("| `{name}` | `--{name}` | `{variable}` | {default} | {help} |")
    }

    #[test]
    fn the_command_line_is_sound() {
        Settings::command().debug_assert();
    }
}
