//! A tag put on the ticked records of a list, or taken off them: contacts have a task of their own, everything else that can
//! bear tags comes here.

use kit::{Reply, Visit};
use schema::Verb;
use serde_json::json;
use store::{As, Result, Tx};
use ui::page::group::{Gather, gather};
use ui::part::field::{Choice, Field, Widget};

use super::address::local;
use super::frame::{self, Page};
use super::phrases::Lang;
use super::rows::{self, ask, flag};
use super::tags;
use crate::entity_tag;

/// So many records are changed in one go.
const MOST: usize = 1_000;

/// A list whose records bear tags.
#[derive(Clone, Copy, Debug)]
pub struct Tagged {
    pub entity: &'static str,
    pub table: &'static str,
    /// The list's own page.
    pub list: &'static str,
    /// Where the form with a tag is sent.
    pub path: &'static str,
    /// Whether the tag is put on; else it is taken off.
    pub puts: bool,
}

/// Asks which tag, then puts it on the records or takes it off; those that the visitor may not change stay as they are.
///
/// # Errors
/// As any write.
pub fn page(visit: &mut Visit<'_>, tagged: Tagged) -> Result<Reply> {
    let back = local(visit.form.get("back")).unwrap_or(tagged.list).to_owned();
    let ids: Vec<i64> = visit.form.all("id").filter_map(|id| id.parse().ok()).take(MOST).collect();
    if !visit.is_post || ids.is_empty() {
        return Ok(Reply::Redirect(back));
    }
    let Some(tag) = visit.form.int("target") else { return choose(visit, tagged, &ids, &back) };
    let transaction = visit.write(|tx| {
        let ids = open(tx, tagged.entity, &ids)?;
        match tagged.puts {
            true => entity_tag::tag(tx, tag, tagged.table, &ids, As::Actor)?,
            false => entity_tag::untag(tx, tag, tagged.table, &ids, As::Actor)?,
        };
        Ok(tx.transaction_id())
    })?;
    let said = if tagged.puts { "said-records-tagged" } else { "said-records-untagged" };
    visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(back))
}

/// Of these records those that the visitor may change.
fn open(tx: &Tx<'_>, entity: &str, ids: &[i64]) -> Result<Vec<i64>> {
    let request = rows::request(&["id"], json!([["id", "IN", ids]]), Vec::new(), 0);
    Ok(tx.get_for(entity, &request, As::Actor, Verb::Edit)?.rows.iter().map(rows::id).collect())
}

fn choose(visit: &Visit<'_>, tagged: Tagged, ids: &[i64], back: &str) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let select = ["id", "name", "label", "is_tagset", "is_selectable", "used_for"];
    let all = visit.read(|tx| ask(tx, "Tag", &select, json!([]), &[("label", "ASC")], 5_000))?;
    let fits = |row: &&rows::Row| {
        let used = rows::texts(row, "used_for").contains(&tagged.table);
        // One that is there already comes off, whatever it is meant for now.
        !flag(row, "is_tagset") && (!tagged.puts || used && flag(row, "is_selectable"))
    };
    let choices: Vec<Choice<'_>> = all
        .iter()
        .filter(fits)
        .map(|row| Choice::of(lang.keep(rows::id(row).to_string()), tags::label(&lang, row)))
        .collect();
    let title = if tagged.puts { lang.text("task-tag") } else { lang.text("task-untag") };
    let field = Field {
        required: true,
        focused: true,
        help: choices.is_empty().then(|| lang.text("tagging-none")),
        ..Field::text("target", lang.text("tag"), "").widget(Widget::Select(&choices))
    };
    let mut kept: Vec<(String, String)> = ids.iter().map(|id| ("id".to_owned(), id.to_string())).collect();
    kept.push(("back".to_owned(), back.to_owned()));
    let view = Gather {
        title,
        words: lang.with("tagging-words", &[("count", (ids.len() as i64).into())]),
        action: tagged.path,
        back,
        kept,
        fields: vec![field],
        submit: title,
    };
    let page = Page { title, place: tagged.list, narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| gather(ui, shell, &view))?))
}
