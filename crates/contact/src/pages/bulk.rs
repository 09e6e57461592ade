//! What is done with one contact or many: into the bin and out of it, away for good, out as a file.

use kit::{Reply, Visit};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use ui::page::confirm::{self, Confirm};

use super::address::local;
use super::asked::Asked;
use super::column;
use super::list;
use super::pager;
use super::past;
use super::phrases::Lang;
use super::preference;
use super::rows::{self, Row, ask, plain, text};

/// So many contacts are changed in one go.
const MOST: i64 = 10_000;

/// So many contacts go into one file.
const FILE: i64 = 200_000;

/// `/contacts/trash`
pub(super) fn trash_many(visit: &mut Visit<'_>) -> Result<Reply> {
    each(visit, "said-contacts-trashed", "/contacts", |tx, id| tx.discard("Contact", id, As::Actor))
}

/// `/trash/restore`
pub(super) fn restore_many(visit: &mut Visit<'_>) -> Result<Reply> {
    each(visit, "said-contacts-restored", "/trash", restore_one)
}

/// `/trash/delete`: for good.
pub(super) fn delete_many(visit: &mut Visit<'_>) -> Result<Reply> {
    each(visit, "said-deleted", "/trash", delete_one)
}

/// `/contacts/{id}/trash`
pub(super) fn trash(visit: &mut Visit<'_>) -> Result<Reply> {
    one(visit, "said-contact-trashed", |tx, id| tx.discard("Contact", id, As::Actor))
}

/// `/contacts/{id}/restore`
pub(super) fn restore(visit: &mut Visit<'_>) -> Result<Reply> {
    one(visit, "said-contact-restored", restore_one)
}

fn restore_one(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let entity = tx.entity("Contact")?;
    tx.check_rule(&entity, id, Verb::Delete)?;
    let values: Map<String, Json> =
        [("id".to_owned(), json!(id)), ("is_deleted".to_owned(), json!(false))].into_iter().collect();
    tx.save("Contact", values, As::Program).map(|_| ())
}

/// Only what lies in the bin is deleted for good.
fn delete_one(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let found = ask(tx, "Contact", &["id"], json!([["id", "=", id], ["is_deleted", "=", true]]), &[], 1)?;
    match found.is_empty() {
        true => Err(Error::NotFound(format!("contact {id} in the bin"))),
        false => tx.delete("Contact", id, As::Actor),
    }
}

fn one(visit: &mut Visit<'_>, said: &'static str, act: impl Fn(&mut Tx<'_>, i64) -> Result<()>) -> Result<Reply> {
    let id = visit.id(0)?;
    let back = visit.form.get("back").map(str::to_owned);
    if visit.is_post {
        let done = visit.write(|tx| {
            act(tx, id)?;
            Ok(tx.transaction_id())
        });
        tell(visit, said, done)?;
    }
    let to = local(back.as_deref()).map_or_else(|| format!("/contacts/{id}"), str::to_owned);
    Ok(Reply::Redirect(to))
}

/// Says what was done. Some contacts the site cannot do without: its own organisation, those with an account.
fn tell(visit: &mut Visit<'_>, said: &'static str, done: Result<Option<i64>>) -> Result<()> {
    match done {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) => visit.say(said, transaction),
        Err(Error::Conflict(_)) => visit.say("said-must-stay", None),
        Err(error) => return Err(error),
    }
    Ok(())
}

fn each(
    visit: &mut Visit<'_>,
    said: &'static str,
    to: &str,
    act: impl Fn(&mut Tx<'_>, i64) -> Result<()>,
) -> Result<Reply> {
    if visit.is_post {
        let form = visit.form.clone();
        let in_bin = to == "/trash";
        if let Some(reply) = ask_first(visit, said, to)? {
            return Ok(reply);
        }
        let done = visit.write(|tx| {
            for id in list::picked(tx, &form, in_bin, MOST)? {
                act(tx, id)?;
            }
            Ok(tx.transaction_id())
        });
        tell(visit, said, done)?;
    }
    Ok(Reply::Redirect(to.to_owned()))
}

/// From so many contacts on, a whole list is asked for twice.
const LARGE: i64 = 100;

/// Says how many contacts a tick of the whole list means; more than fit into one go are refused with their number.
fn ask_first(visit: &Visit<'_>, said: &str, to: &str) -> Result<Option<Reply>> {
    let lang = Lang::new(visit.locale);
    if !visit.form.has(ui::part::bulk::WHOLE) || visit.form.has(confirm::SURE) {
        return Ok(None);
    }
    let asked = Asked { trash: to == "/trash", ..Asked::of(&visit.form) };
    let count = visit.read(|tx| rows::count(tx, "Contact", Json::Array(asked.clauses(tx)?)))?;
    if count < LARGE {
        return Ok(None);
    }
    let (number, most) = (count.min(MOST), lang.locale.number(MOST));
    let title = match said {
        "said-contacts-trashed" => lang.with("many-trash", &[("count", number.into())]),
        "said-contacts-restored" => lang.with("many-restore", &[("count", number.into())]),
        _ => lang.with("many-delete", &[("count", number.into())]),
    };
    let words = match (count > MOST, said) {
        (true, _) => lang.with("many-limit", &[("most", most.into())]),
        (_, "said-deleted") => lang.text("many-for-good"),
        _ => lang.text("many-undo"),
    };
    let mut kept: Vec<(&str, &str)> = asked.conditions();
    kept.push((ui::part::bulk::WHOLE, "1"));
    let label = match said {
        "said-contacts-trashed" => lang.text("action-trash"),
        "said-contacts-restored" => lang.text("restore"),
        _ => lang.text("delete-for-good"),
    };
    let back = asked.href(to);
    let is_loss = said != "said-contacts-restored";
    let view = Confirm { title, words, action: visit.path, kept: &kept, label, is_loss, back: &back };
    let page = super::frame::Page { title, place: "/contacts", narrow: true };
    let markup = super::frame::show(visit, &lang, page, |ui, shell| confirm::confirm(ui, shell, &view))?;
    Ok(Some(Reply::Html(markup)))
}

/// `/contacts/export`: the list of the address, or what the form ticked, as a file for spreadsheets.
pub(super) fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let file = visit.read(|tx| {
        let clauses = match visit.is_post {
            true => vec![json!(["id", "IN", list::picked(tx, &visit.form, false, MOST)?])],
            false => Asked::of(&visit.query).clauses(tx)?,
        };
        csv(tx, &lang, clauses)
    })?;
    let name = format!("{}.csv", lang.text("contacts"));
    Ok(Reply::File { name, content_type: "text/csv; charset=utf-8", bytes: file.into_bytes() })
}

/// Comma-separated values (RFC 4180), with the mark by which spreadsheets know UTF-8.
fn csv(tx: &Tx<'_>, lang: &Lang, clauses: Vec<Json>) -> Result<String> {
    const FIXED: [(&str, &str); 5] = [
        ("id", "id"),
        ("contact_type", "contact_type"),
        ("display_name", "display_name"),
        ("first_name", "first_name"),
        ("last_name", "last_name"),
    ];
    let mut columns: Vec<(&str, &str, &str)> = FIXED.iter().map(|(path, field)| (*path, "Contact", *field)).collect();
    columns.push(("address_primary.street_address", "Address", "street_address"));
    let own = column::all(tx)?;
    let usual = own.iter().filter(|c| c.custom.is_none() && !["id", "type"].contains(&c.name.as_ref()));
    columns.extend(usual.map(|c| (c.path.as_ref(), c.entity.as_ref(), c.field.as_ref())));
    let mut out = String::from("\u{feff}");
    let heads: Vec<String> = columns.iter().map(|(_, entity, field)| quoted(lang.field(entity, field))).collect();
    out.push_str(&heads.join(","));
    out.push_str("\r\n");
    let select: Vec<&str> = columns.iter().map(|(path, ..)| *path).collect();
    for row in ask(tx, "Contact", &select, Json::Array(clauses), &[("sort_name", "ASC")], FILE)? {
        let cells: Result<Vec<String>> = columns.iter().map(|column| cell(tx, lang, &row, *column)).collect();
        out.push_str(&cells?.join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

fn cell(tx: &Tx<'_>, lang: &Lang, row: &Row, (path, entity, field): (&str, &str, &str)) -> Result<String> {
    let value = row.get(path).unwrap_or(&Json::Null);
    let labelled = ["contact_type", "contact_sub_type", "country_id", "preferred_language"].contains(&field);
    let words = if labelled { past::value_in_words(tx, lang, entity, field, value)? } else { plain(value) };
    Ok(quoted(&words))
}

/// A text that no spreadsheet takes for a formula: what begins like one is led by an apostrophe, phone numbers excepted.
pub fn harmless(text: &str) -> String {
    let is_number = text.chars().skip(1).all(|c| c.is_ascii_digit() || " .-()".contains(c));
    let risky = text.starts_with(['=', '@', '\t', '\r']) || text.starts_with(['+', '-']) && !is_number;
    if risky { format!("'{text}") } else { text.to_owned() }
}

/// A harmless cell.
pub(super) fn quoted(text: &str) -> String {
    let text = harmless(text);
    match text.contains([',', '"', '\n', '\r', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// `/contacts/columns`: which columns the list shows, for whoever asks.
pub(super) fn columns(visit: &mut Visit<'_>) -> Result<Reply> {
    use ui::page::columns::{DO, ORDER, SHOWN, STAY};
    if !visit.is_post {
        return columns_page(visit, None);
    }
    let back = Asked::of(&visit.form).href("/contacts");
    let pressed = visit.form.get(DO).unwrap_or_default().to_owned();
    let view = Asked::of(&visit.form).view.parse::<i64>().ok();
    let stay = visit.form.get(STAY) == Some("1");
    if let (Some(view), "reset") = (view, pressed.as_str()) {
        super::views::keep_columns(visit, view, None)?;
        return Ok(Reply::Redirect(back));
    }
    if pressed == "reset" {
        preference::write(visit, preference::ALL_COLUMNS, &Json::Null)?;
        preference::write(visit, preference::COLUMNS, &Json::Null)?;
        return Ok(Reply::Redirect(back));
    }
    let mut order: Vec<String> = visit.form.all(ORDER).map(str::to_owned).collect();
    let known = visit.read(|tx| column::all(tx))?;
    order.retain(|name| known.iter().any(|column| column.name == *name));
    let shown: Vec<String> = visit.form.all(SHOWN).map(str::to_owned).collect();
    if let Some((way, name)) = pressed.split_once('-') {
        if let Some(at) = order.iter().position(|one| one == name) {
            let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
            order.swap(at, to);
        }
        return columns_page(visit, Some((order, shown)));
    }
    order.retain(|name| shown.contains(name));
    if visit.form.has(STAY) {
        preference::write(visit, preference::ALL_COLUMNS, &json!(stay))?;
    }
    if let Some(view) = view {
        super::views::keep_columns(visit, view, Some(order.join(",")))?;
        return Ok(Reply::Redirect(back));
    }
    preference::write(visit, preference::COLUMNS, &json!(order))?;
    Ok(Reply::Redirect(back))
}

fn columns_page(visit: &mut Visit<'_>, chosen: Option<(Vec<String>, Vec<String>)>) -> Result<Reply> {
    use ui::part::crumbs::Crumb;
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(if visit.is_post { &visit.form } else { &visit.query });
    let (shown, known, stay) = visit.read(|tx| {
        let views = super::views::all(tx)?;
        let shown = match super::views::columns(tx, &views, &asked)? {
            Some(columns) => columns,
            None => column::chosen(tx)?,
        };
        let stay = preference::read(tx, tx.actor().contact_id, preference::ALL_COLUMNS)?;
        Ok((shown, column::all(tx)?, stay.as_bool() == Some(true)))
    })?;
    let (order, shown) = chosen.unwrap_or_else(|| {
        let shown: Vec<String> = shown.iter().map(|column| column.name.to_string()).collect();
        (shown.clone(), shown)
    });
    let all = column::choosable(&lang, &known, &order, &shown);
    let kept: Vec<(&str, &str)> = asked.conditions().into_iter().chain(asked.around()).collect();
    let view = ui::page::columns::Columns {
        columns: all,
        action: "/contacts/columns",
        kept: &kept,
        page: "/contacts/columns",
        stay,
    };
    let way = [
        Crumb { label: lang.text("contacts"), href: Some(lang.keep(asked.href("/contacts"))) },
        Crumb { label: lang.text("columns"), href: None },
    ];
    let page = super::frame::Page { title: lang.text("columns"), place: "/contacts", narrow: true };
    let markup =
        super::frame::show(visit, &lang, page, |ui, shell| ui::page::columns::columns(ui, shell, &way, &view))?;
    Ok(Reply::Html(markup))
}

/// `/trash`
pub(super) fn bin(visit: &mut Visit<'_>) -> Result<Reply> {
    use ui::page::contact_list::ContactRow;
    use ui::page::trash::{Thrown, Trash, trash};
    let lang = Lang::new(visit.locale);
    let asked = Asked { trash: true, ..Asked::of(&visit.query) };
    let place = super::asked::Window::of(&visit.query);
    let (found, whens) = visit.read(|tx| {
        let found = list::window(tx, &asked, &place, &[], None)?;
        let whens: Result<Vec<(String, String)>> =
            found.rows.iter().map(|row| thrown(tx, &lang, rows::id(row))).collect();
        Ok((found, whens?))
    })?;
    let may = visit.actor.may("delete contacts");
    let thrown = found.rows.iter().zip(&whens).map(|(row, (when, by))| {
        let id = lang.keep(rows::id(row).to_string());
        Thrown {
            contact: ContactRow {
                id,
                href: lang.keep(format!("/contacts/{id}")),
                kind: ui::part::avatar::Kind::of(text(row, "contact_type")),
                photo: list::photo(row),
                name: list::name(&lang, row),
                family: list::family(row),
                line: when,
                cells: Vec::new(),
            },
            when,
            by,
            restore: may.then(|| lang.keep(format!("/contacts/{id}/restore"))),
        }
    });
    let view = Trash {
        contacts: "/contacts",
        thrown: thrown.collect(),
        paging: pager::pager(&lang, &asked, "/trash", &found),
        restore: may.then_some("/trash/restore"),
        delete: may.then_some("/trash/delete"),
    };
    let page = super::frame::Page { title: lang.text("trash"), place: "/contacts", narrow: false };
    let markup = super::frame::show(visit, &lang, page, |ui, shell| trash(ui, shell, &view))?;
    Ok(Reply::Html(markup))
}

/// When a contact was thrown away, and by whom.
fn thrown(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<(String, String)> {
    let steps = past::of_contact(tx, id, 40)?;
    let into = |step: &&past::Step| {
        step.changes
            .iter()
            .any(|c| c.entity == "Contact" && c.after.get("is_deleted").and_then(Json::as_bool) == Some(true))
    };
    let Some(step) = steps.iter().find(into) else { return Ok((String::new(), String::new())) };
    let names = past::names(tx, step.contact_id.into_iter())?;
    let when = lang.locale.relative(step.at.date(), tx.clock().today());
    Ok((when, past::who(lang, step, &names).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("+33 6 39 98"), "+33 6 39 98");
        assert_eq!(quoted("-cmd|x"), "'-cmd|x");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
