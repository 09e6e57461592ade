//! Who may come in: accounts, passwords, API keys, sessions, and what each of them opens.

mod account;
pub mod administrator;
pub mod fact;
pub mod forgotten;
pub mod key;
pub mod link;
pub mod pages;
pub mod passkey;
pub mod password;
pub mod session;
pub mod sign_in;
mod tables;
#[cfg(test)]
mod tests;
pub mod token;
pub mod totp;
pub mod trace;
pub mod views;
pub mod who;

pub use account::{check_no_stronger, roles_of};
pub use tables::{Passkey, Session, Trace, View};
pub use who::{Bearer, OtherKeys, actor_by_key, actor_by_session, actor_named, actor_of_user, visitor};

use kit::{Action, Job, Parameter, ParameterType, Registry, Rows};
use schema::{Entity, Requirement};
use serde_json::{Map, Value as Json, json};
use store::Result;

use crate::contact::Contact;
use crate::role::Role;
use crate::user::User;

/// Everything that concerns coming in.
pub fn register(registry: &mut Registry) {
    views::register(registry);
    forgotten::register(registry);
    registry
        .entity::<tables::Credential>()
        .entity::<tables::ApiKey>()
        .entity::<tables::Session>()
        .entity::<tables::Attempt>()
        .entity::<tables::Link>()
        .entity::<tables::Trace>()
        .entity::<tables::Totp>()
        .entity::<tables::Recovery>()
        .entity::<tables::Device>()
        .entity::<tables::Passkey>()
        .entity::<tables::Challenge>()
        .entity::<tables::View>()
        .before_save::<Contact>(key::keep_out_of_column)
        .after_save::<Contact>(key::store_given)
        .before_save::<Role>(account::check_role)
        .before_save::<User>(account::check_user)
        .after_save::<User>(account::follow_user)
        .before_delete::<User>(account::guard_deletion)
        .page("/sign-in", Requirement::anyone(), pages::sign_in)
        .page("/sign-in/passkey", Requirement::anyone(), pages::passkey)
        .page("/sign-in/forgotten", Requirement::anyone(), pages::forgotten)
        .page("/sign-out", Requirement::anyone(), pages::sign_out)
        .page("/welcome/{token}", Requirement::anyone(), pages::welcome)
        .action(password_reset())
        .action(request_reset())
        .action(send_reset())
        .job(Job {
            name: "cleanup",
            description: "Forgets sessions and links that have ended, and old failed sign-ins.",
            every: Some(900),
            run: |tx, _| session::forget_ended(tx),
        });
}

/// Sets a password by the token of a one-time link.
fn password_reset() -> Action {
    Action {
        entity: "User",
        name: "passwordReset",
        description: "Sets a new password by the token of a one-time link.",
        door: <User as schema::Record>::entity().door("passwordReset"),
        parameters: vec![
            Parameter::required("token", ParameterType::String),
            Parameter::required("password", ParameterType::String),
        ],
        writes: true,
        run: |tx, parameters| {
            let text = |name: &str| parameters.get(name).and_then(Json::as_str).unwrap_or_default();
            let user = link::redeem(tx, text("token"), text("password"))?;
            let row: Map<String, Json> = [("id".to_owned(), json!(user))].into_iter().collect();
            Ok::<_, store::Error>(Rows::List(vec![row]))
        },
    }
}

/// As the page does: the answer is the same for every name.
fn request_reset() -> Action {
    Action {
        entity: "User",
        name: "requestPasswordResetEmail",
        description: "Sends a one-time link to the account of this name or address, if there is one.",
        door: <User as schema::Record>::entity().door("requestPasswordResetEmail"),
        parameters: vec![Parameter::required("identifier", ParameterType::String)],
        writes: true,
        run: |tx, parameters| {
            let name = parameters.get("identifier").and_then(Json::as_str).unwrap_or_default();
            let heard = forgotten::ask_within(tx, name, "")?;
            let row: Map<String, Json> =
                [("success".to_owned(), json!(heard == forgotten::Heard::Yes))].into_iter().collect();
            Ok::<_, store::Error>(Rows::List(vec![row]))
        },
    }
}

/// For administrators: a link to the account's own address.
fn send_reset() -> Action {
    Action {
        entity: "User",
        name: "sendPasswordResetEmail",
        description: "Sends a one-time link to the address of an account.",
        door: <User as schema::Record>::entity().door("sendPasswordResetEmail"),
        parameters: vec![Parameter::required("id", ParameterType::Int)],
        writes: true,
        run: |tx, parameters| {
            let id = parameters.get("id").and_then(Json::as_i64).unwrap_or_default();
            tx.find::<User>(id)?
                .filter(|user| user.is_active)
                .ok_or_else(|| store::Error::NotFound(format!("account {id}")))?;
            check_no_stronger(tx, id)?;
            if !forgotten::can_send(tx)? {
                return Err(store::Error::Conflict("Mail is not set up yet.".to_owned()));
            }
            let sent = forgotten::send(tx, id, forgotten::Occasion::Forgotten)?;
            trace::note(tx, "link", id, "")?;
            let row: Map<String, Json> =
                [("id".to_owned(), json!(id)), ("success".to_owned(), json!(sent.is_some()))].into_iter().collect();
            Ok::<_, store::Error>(Rows::List(vec![row]))
        },
    }
}

/// Adds the record's words for roles to the declaration of accounts.
pub(crate) fn roles_field() -> schema::Field {
    let roles = schema::OptionSource::table("Role", "label").name("name").source();
    let linked = schema::field::Linked { entity: "UserRole", key: "user_id", column: "role_id", fixed: None };
    schema::Field::new("roles", schema::FieldType::Int)
        .list(schema::ListFormat::Comma)
        .options(roles)
        .suffixes(&["id", "name", "label"])
        .computed(schema::Computed::Linked(linked))
        .input("Select")
        .input_attr("multiple", true)
}

/// Puts a row into one of this module's own tables, which leave no history.
fn insert(tx: &store::Tx<'_>, entity: &Entity, values: &[(&str, schema::Value)]) -> Result<()> {
    let names: Vec<String> = values.iter().map(|(name, _)| format!(r#""{name}""#)).collect();
    let marks: Vec<String> = (1..=values.len()).map(|n| mark(tx, n)).collect();
    let text = format!(r#"INSERT INTO "{}" ({}) VALUES ({})"#, entity.table, names.join(", "), marks.join(", "));
    tx.execute(&store::statement(text, values.iter().map(|(_, value)| value.clone()).collect())).map(|_| ())
}

/// The placeholder of this number.
fn mark(tx: &store::Tx<'_>, number: usize) -> String {
    let sign = if tx.dialect() == query::Dialect::Sqlite { '?' } else { '$' };
    format!("{sign}{number}")
}

/// Now, in UTC, as the tables keep it.
fn now(tx: &store::Tx<'_>) -> jiff::civil::DateTime {
    tx.clock().to_utc(tx.clock().now)
}

/// A moment in the future or, with a negative number, in the past.
fn moved(at: jiff::civil::DateTime, seconds: i64) -> jiff::civil::DateTime {
    at.saturating_add(jiff::SignedDuration::from_secs(seconds))
}
