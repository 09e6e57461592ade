//! `/settings/privacy/purposes/{id}/again`: who agreed to older words, and has to be asked once more; as a group, they can
//! be written to.

use contact::group_contact::{ADDED, place};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask, text};
use kit::{Reply, Visit};
use maud::html;
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::purposes::{SELECT, shown};
use super::{HOME, Sheet, sheet};
use crate::consent;

/// So many are listed; the count tells of all.
const MOST: usize = 500;

/// `/settings/privacy/purposes/{id}/again`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        return gathered(visit, &lang, id);
    }
    let may_gather = visit.actor.may("edit groups");
    let here = lang.keep(format!("/settings/privacy/purposes/{id}/again"));
    let (purpose, all, names) = visit.read(|tx| {
        let purpose = rows::one(tx, "ProcessingPurpose", &SELECT, id)?;
        let purpose = purpose.ok_or_else(|| Error::NotFound(format!("purpose {id}")))?;
        let all = consent::outdated(tx, id)?;
        let ids: Vec<i64> = all.iter().map(|one| one.contact_id).take(MOST).collect();
        // Only those whom the visitor may see are named.
        let names = ask(
            tx,
            "Contact",
            &["id", "display_name"],
            json!([["id", "IN", ids]]),
            &[("sort_name", "ASC")],
            MOST as i64,
        )?;
        Ok((purpose, all, names))
    })?;
    let title = lang.text("again-title");
    let intro = lang.with("again-words", &[("purpose", shown(&lang, &purpose, "title").into())]);
    let view = Sheet {
        title,
        intro: Some(intro),
        count: i64::try_from(all.len()).ok(),
        tab: HOME,
        is_below: true,
        narrow: true,
    };
    let labels = ["again-person", "again-version", "again-date"].map(|key| lang.text(key));
    let markup = sheet(visit, &lang, view, None, |ui| {
        let columns = labels
            .iter()
            .enumerate()
            .map(|(at, label)| Column {
                label,
                role: if at == 0 { Role::Main } else { Role::Text },
                ..Column::default()
            })
            .collect();
        let lines: Vec<Line<'_>> = names
            .iter()
            .filter_map(|row| {
                let contact = rows::id(row);
                let one = all.iter().find(|one| one.contact_id == contact)?;
                Some(Line {
                    id: lang.keep(contact.to_string()),
                    name: text(row, "display_name"),
                    cells: vec![
                        html! { a href={ "/contacts/" (contact) "/consents" } { (text(row, "display_name")) } },
                        html! { @match one.version { Some(version) => (version), None => span.faint { (lang.text("again-no-text")) } } },
                        html! { (lang.locale.date(one.consent_date.date())) },
                    ],
                    ticked: false,
                })
            })
            .collect();
        html! {
            @if all.is_empty() { p.quiet { (lang.text("again-nobody")) } }
            @else {
                (table(ui, &Table { caption: title, columns, rows: lines, ..Table::default() }))
                @if may_gather {
                    (Form::post(ui.csrf, here).class("stack").whole_page().render(html! {
                        p.faint { (lang.text("again-group-words")) }
                        div.row { (Button::submit(lang.text("again-group"))) }
                    }))
                }
            }
        }
    })?;
    Ok(Reply::Html(markup))
}

/// Puts those who have to be asked into a group of their own, and leads there.
fn gathered(visit: &mut Visit<'_>, lang: &Lang, id: i64) -> Result<Reply> {
    let (group, transaction) = visit.write(|tx| {
        let group = gather(tx, lang, id)?;
        Ok((group, tx.transaction_id()))
    })?;
    visit.say("said-saved", transaction);
    Ok(Reply::Redirect(format!("/groups/{group}")))
}

fn gather(tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<i64> {
    if !tx.actor().may("edit groups") {
        return Err(Error::Forbidden("edit groups".to_owned()));
    }
    let purpose = rows::one(tx, "ProcessingPurpose", &SELECT, id)?;
    let purpose = purpose.ok_or_else(|| Error::NotFound(format!("purpose {id}")))?;
    let ids: Vec<i64> = consent::outdated(tx, id)?.iter().map(|one| one.contact_id).collect();
    // Only those whom the visitor may see.
    let seen = ask(tx, "Contact", &["id"], json!([["id", "IN", ids]]), &[], 0)?;
    let today = lang.locale.date(tx.clock().today());
    let title = [("purpose", shown(lang, &purpose, "title").into()), ("date", today.into())];
    let title: String = lang.with("again-group-title", &title).chars().take(255).collect();
    let values = json!({"title": title}).as_object().cloned().unwrap_or_default();
    let group = tx.save("Group", values, As::Actor)?.id;
    place(tx, group, &seen.iter().map(rows::id).collect::<Vec<_>>(), ADDED, As::Actor)?;
    Ok(group)
}
