//! What the page of a household offers besides: its address for those who live there.

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::{Requirement, Verb};
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::notice::notice;

use super::phrases::Lang;
use super::rows::{self, ask, int, text};
use super::slots::Aside;
use crate::household;

/// So many members are looked at.
const MOST: i64 = 50;

pub(super) fn register(registry: &mut Registry) {
    registry.page("/contacts/{id}/household/address", Requirement::all(&["access CiviCRM"]), share).fill(Aside(offer));
}

/// The members who live elsewhere by what is written of them, and whom the actor may change.
fn elsewhere(tx: &Tx<'_>, id: i64) -> Result<Vec<(i64, String)>> {
    let Some(address) = household::address(tx, id)? else { return Ok(Vec::new()) };
    let clauses = json!([
        ["far_contact_id", "=", id],
        ["near_relation", "IN", household::TIES],
        ["is_current", "=", true],
        ["near_contact_id.is_deleted", "=", false]
    ]);
    let select = ["near_contact_id", "near_contact_id.display_name"];
    let mut all: Vec<(i64, String)> = Vec::new();
    for row in ask(tx, "RelationshipCache", &select, clauses, &[("id", "ASC")], MOST)? {
        let Some(member) = int(&row, "near_contact_id") else { continue };
        let is_new = !all.iter().any(|(known, _)| *known == member);
        if is_new && !household::shares(tx, member, address)? && rows::may(tx, member, Verb::Edit)? {
            all.push((member, text(&row, "near_contact_id.display_name").to_owned()));
        }
    }
    Ok(all)
}

/// Offers the address to members who have another one, or none.
fn offer(visit: &Visit<'_>, lang: &Lang, id: i64) -> Result<Option<Markup>> {
    let all = visit.read(|tx| {
        let row = rows::one(tx, "Contact", &["id", "contact_type"], id)?;
        match row.is_some_and(|row| text(&row, "contact_type") == "Household") {
            true => elsewhere(tx, id),
            false => Ok(Vec::new()),
        }
    })?;
    if all.is_empty() {
        return Ok(None);
    }
    let names = all.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let words = lang.with("household-elsewhere", &[("count", (all.len() as i64).into()), ("names", names.into())]);
    let action = format!("/contacts/{id}/household/address");
    let form = Form::post(visit.ui().csrf, &action).render(html! {
        @for (member, _) in &all { input type="hidden" name="member" value=(member); }
        (Button::submit(lang.text("household-share")).small())
    });
    // Beside the facts there is little room: the button stands below the words.
    Ok(Some(notice(Tone::Honey, Icon::House, html! { p { (words) } (form) }, None)))
}

/// `/contacts/{id}/household/address`
fn share(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let members: Vec<i64> = visit.form.all("member").filter_map(|id| id.parse().ok()).collect();
    if visit.is_post {
        let transaction = visit.write(|tx| {
            // Only those who belong to it, and whom the actor may change.
            let open: Vec<i64> = elsewhere(tx, id)?.into_iter().map(|(member, _)| member).collect();
            let wanted: Vec<i64> = members.iter().copied().filter(|member| open.contains(member)).collect();
            if !wanted.is_empty() {
                household::share(tx, id, &wanted)?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-address-shared" } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(format!("/contacts/{id}")))
}
