//! `plumbline password-link EMAIL`

use anyhow::Context as _;
use app::{link::make_link, place::Place, visitor::now};
use domain::display::moment;
use store::{CreateDatabase, Store, link::Link};

use crate::config::PasswordLink;

/// Prints a link with which a person sets their password: the way back in when nobody else can make one.
pub async fn run(asked: &PasswordLink) -> anyhow::Result<()> {
    let store = super::open(&asked.serve.database.database, CreateDatabase::Never).await?;
    let made = make(&store, asked).await;
    store.close().await;
    println!("{}", made?);
    Ok(())
}

async fn make(store: &Store, asked: &PasswordLink) -> anyhow::Result<String> {
    let found = store.find_sign_in(&asked.email).await?;
    let person = found
        .with_context(|| format!("nobody has the email address {}", asked.email))?
        .person;
    let link = Link::Password(person.person_id);
    let (secret, until) = make_link(store, link, now()).await?;
    Ok(format!(
        "{} can set a password here, once and until {}:\n{}{}",
        person.name,
        moment(until),
        asked.serve.address(),
        Place::SetPassword(secret)
    ))
}
