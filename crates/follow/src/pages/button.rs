//! The button beside the title of a record: follow it, or leave it.

use contact::pages::address::local;
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use store::{Error, Result};
use ui::Icon;
use ui::part::button::Button;
use ui::part::form::Form;

use super::{PATH, door};
use crate::follow::{self, TABLES};

/// The button in the head of a contact's page.
pub fn chip(visit: &Visit<'_>, lang: &Lang, contact: i64, _may_edit: bool) -> Result<Markup> {
    control(visit, lang, "civicrm_contact", contact)
}

/// The button; nothing where one cannot follow.
pub fn control(visit: &Visit<'_>, lang: &Lang, table: &str, id: i64) -> Result<Markup> {
    let can = visit.actor.contact_id.is_some() && !visit.actor.permissions.reads_only();
    if !can || !door().met_by(&visit.actor.permissions) || !TABLES.iter().any(|(one, ..)| *one == table) {
        return Ok(html! {});
    }
    let follows = visit.read(|tx| follow::own(tx, table, id))?.is_some();
    let (action, label, icon) = match follows {
        true => ("/following/leave", lang.text("following-leave"), Icon::EyeSlash),
        false => ("/following/follow", lang.text("following-follow"), Icon::Eye),
    };
    Ok(html! {
        (Form::post(visit.ui().csrf, action).class("follow").render(html! {
            input type="hidden" name="table" value=(table);
            input type="hidden" name="id" value=(id);
            input type="hidden" name="back" value=(visit.path);
            (Button::submit(label).small().quiet().icon(icon))
        }))
    })
}

/// `/following/follow`
pub fn follow(visit: &mut Visit<'_>) -> Result<Reply> {
    change(visit, "said-follows", follow::begin)
}

/// `/following/leave`
pub fn leave(visit: &mut Visit<'_>) -> Result<Reply> {
    change(visit, "said-leaves", follow::end)
}

fn change(
    visit: &mut Visit<'_>,
    said: &str,
    act: impl FnOnce(&mut store::Tx<'_>, &str, i64) -> Result<()>,
) -> Result<Reply> {
    let back = local(visit.form.get("back")).unwrap_or(PATH).to_owned();
    if !visit.is_post {
        return Ok(Reply::Redirect(PATH.to_owned()));
    }
    let table = visit.form.text("table").unwrap_or_default().to_owned();
    let id = visit.form.int("id").ok_or_else(|| Error::NotFound("record".to_owned()))?;
    let transaction = visit.write(|tx| {
        act(tx, &table, id)?;
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(back))
}
