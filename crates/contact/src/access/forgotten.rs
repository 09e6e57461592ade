//! A forgotten password: whoever asks hears the same whether there is such an account or not, and just as fast. Who it
//! was is looked up later, by a job, and a link goes to the address of the account.

use kit::{Job, Registry, Work};
use mail::{Message, To, Weight};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Error, Result, Site, Tx, statement};
use ui::Locale;

use super::sign_in::{TRIES, note_failure, recent_failures};
use super::{link, mark, trace, who};
use crate::user::User;

/// The name of the job, and of its messages.
pub const KIND: &str = "password_reset";
/// The name of messages that invite somebody.
const INVITATION: &str = "invitation";
/// Seconds for which a link works that somebody without a session has asked for.
const LIFETIME: i64 = 3600;
/// So many links an account gets within the window of tries, from wherever they are asked for.
const LINKS: i64 = 3;
/// Longer texts are no names.
const LONGEST: usize = 254;

/// What whoever asks is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// If there is such an account, a message is on its way.
    Yes,
    /// Too many questions from there.
    Wait,
}

pub(super) fn register(registry: &mut Registry) {
    registry.job(Job {
        name: KIND,
        description: "Sends a link to whoever has forgotten a password.",
        every: None,
        run: |tx, work| answer(tx, work),
    });
}

/// Whether links can be sent at all: mail is set up, and the site knows the address that people type.
///
/// # Errors
/// The database's own failure.
pub fn can_send(tx: &Tx<'_>) -> Result<bool> {
    Ok(!address(tx)?.is_empty() && mail::backend::of(tx)?.way.is_open())
}

/// The site's own address, without a slash at its end; empty where none is set.
///
/// # Errors
/// The database's own failure.
pub fn address(tx: &Tx<'_>) -> Result<String> {
    let setting = tx.setting(crate::status::ADDRESS_SETTING)?;
    Ok(setting.as_str().unwrap_or_default().trim_end_matches('/').to_owned())
}

/// Notes that somebody asks for a new password under this name. What is done is the same for every name.
///
/// # Errors
/// The database's own failure.
pub fn ask(site: &Site, name: &str, remote: &str) -> Result<Heard> {
    site.write(&Actor::system("forgotten password"), "page", |tx| ask_within(tx, name, remote))
}

/// The same within a transaction.
///
/// # Errors
/// The database's own failure.
pub(super) fn ask_within(tx: &mut Tx<'_>, name: &str, remote: &str) -> Result<Heard> {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if recent_failures(tx, KIND, remote)? >= TRIES {
        return Ok(Heard::Wait);
    }
    note_failure(tx, KIND, remote)?;
    let counted = format!("{KIND} {name}");
    let asked = recent_failures(tx, &counted, "")?;
    if asked < LINKS {
        note_failure(tx, &counted, "")?;
        kit::job::queue(tx, KIND, &json!({"name": name, "remote": remote}), 0)?;
    }
    Ok(Heard::Yes)
}

/// The job: sends the link, where there is an account of this name that can get it.
///
/// # Errors
/// The database's own failure.
pub fn answer(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let asked = |key: &str| work.payload.get(key).and_then(Json::as_str).unwrap_or_default();
    let (name, remote) = (asked("name").to_owned(), asked("remote").to_owned());
    // What was typed may be anything, even a password: it does not stay.
    let text = format!(r#"UPDATE "ruche_job" SET "payload" = {} WHERE "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec!["{}".into(), work.id.into()]))?;
    let Some(user_id) = who::actor_named(tx, &name)?.filter(|who| who.is_active).and_then(|who| who.actor.user_id)
    else {
        return Ok(());
    };
    if can_send(tx)? && send(tx, user_id, Occasion::Forgotten)?.is_some() {
        trace::note(tx, "forgotten", user_id, &remote)?;
    }
    Ok(())
}

/// Why a link is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    Invitation,
    Forgotten,
}

/// Makes a link for an account and sends it to the account's own address, in its language; gives the address. None where
/// the account has none: then the link has to be handed over.
///
/// The addresses of its contact do not count: whoever may change those could let themselves in.
///
/// # Errors
/// The database's own failure.
pub fn send(tx: &mut Tx<'_>, user_id: i64, occasion: Occasion) -> Result<Option<String>> {
    let user = tx.find::<User>(user_id)?.ok_or_else(|| Error::NotFound(format!("account {user_id}")))?;
    let Some(to) = user.uf_name.filter(|name| mail::address::is_sound(name)) else { return Ok(None) };
    let token = match occasion {
        Occasion::Invitation => link::create(tx, user_id)?,
        Occasion::Forgotten => link::create_for(tx, user_id, LIFETIME)?,
    };
    let locale = language(tx, user.language.as_deref())?;
    let organisation = crate::domain::name(tx)?;
    let values = [
        ("name", ui::Value::from(user.username.clone())),
        ("organisation", ui::Value::from(organisation)),
        ("link", ui::Value::from(format!("{}/welcome/{token}", address(tx)?))),
    ];
    let (kind, subject, text) = match occasion {
        Occasion::Invitation => {
            (INVITATION, locale.with("mail-invited-subject", &values), locale.with("mail-invited-text", &values))
        }
        Occasion::Forgotten => {
            (KIND, locale.with("mail-forgotten-subject", &values), locale.with("mail-forgotten-text", &values))
        }
    };
    let address = To::Address { address: &to, name: Some(&user.username) };
    mail::queue(tx, &Message { weight: Weight::Secret, ..Message::new(kind, address, subject, text) })?;
    Ok(Some(to))
}

/// The language of the account, else that of the site.
fn language(tx: &Tx<'_>, own: Option<&str>) -> Result<Locale> {
    let usual = tx.setting("lcMessages")?;
    let spoken = own.and_then(Locale::spoken).or_else(|| usual.as_str().and_then(Locale::spoken));
    Ok(spoken.unwrap_or_else(|| Locale::best(None, None)))
}
