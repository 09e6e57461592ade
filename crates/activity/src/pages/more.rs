//! What hangs on an activity beside its own fields: tags, files, custom sets, its version.

use contact::pages::custom::Sheet;
use contact::pages::custom::words;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use file::Taken;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::Icon;
use ui::part::block::{Block, Fact, block};
use ui::part::button::Button;
use ui::part::field::{Field, Widget};
use ui::part::form::Form;
use ui::part::head::section_head;

use super::attached::TABLE;
use super::log;

/// The setting: so many files hang on an activity at most where people add them; 0 for no limit.
pub const MOST_FILES: &str = "max_attachments";

/// The tags that activities may bear.
///
/// # Errors
/// The database's own failure.
pub fn tags(tx: &Tx<'_>) -> Result<Vec<(String, String)>> {
    let clauses = json!([["used_for", "CONTAINS", TABLE], ["is_selectable", "=", true], ["is_tagset", "=", false]]);
    let found = ask(tx, "Tag", &["id", "label"], clauses, &[("label", "ASC")], 100)?;
    Ok(found.iter().map(|row| (rows::id(row).to_string(), text(row, "label").to_owned())).collect())
}

fn tied(tx: &Tx<'_>, id: i64) -> Result<Vec<Row>> {
    let clauses = json!([["entity_table", "=", TABLE], ["entity_id", "=", id]]);
    ask(tx, "EntityTag", &["id", "tag_id"], clauses, &[], 0)
}

/// The tags that an activity bears.
///
/// # Errors
/// The database's own failure.
pub fn tags_of(tx: &Tx<'_>, id: i64) -> Result<Vec<String>> {
    Ok(tied(tx, id)?.iter().map(|row| rows::written(row, "tag_id")).collect())
}

/// Gives an activity these tags and no others.
///
/// # Errors
/// As any write.
pub fn tag(tx: &mut Tx<'_>, id: i64, wanted: &[String]) -> Result<()> {
    let there = tied(tx, id)?;
    for row in there.iter().filter(|row| !wanted.contains(&rows::written(row, "tag_id"))) {
        tx.delete("EntityTag", rows::id(row), As::Actor)?;
    }
    let known: Vec<String> = there.iter().map(|row| rows::written(row, "tag_id")).collect();
    for tag in wanted.iter().filter(|tag| !known.contains(tag)) {
        let values = json!({"entity_table": TABLE, "entity_id": id, "tag_id": tag});
        tx.save("EntityTag", log::object(values), As::Actor)?;
    }
    Ok(())
}

/// Whether the association uses campaigns, and levels of engagement with them.
///
/// # Errors
/// The database's own failure.
pub fn campaigns(tx: &Tx<'_>) -> Result<bool> {
    let on = tx.setting("enable_components")?;
    Ok(on.as_array().is_some_and(|all| all.iter().any(|one| one.as_str() == Some("CiviCampaign"))))
}

/// The number of the newest change of an activity or of what belongs to it: its version.
///
/// # Errors
/// The database's own failure.
pub fn version(tx: &Tx<'_>, id: i64) -> Result<i64> {
    let text = format!(
        r#"SELECT "id" FROM "ruche_change" WHERE {} = {} AND "owner_id" = {} ORDER BY "id" DESC LIMIT 1"#,
        query::fold_expression(tx.dialect(), r#""owner_entity""#),
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec!["activity".into(), id.into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}

/// The files that a form brought; in the reader's words why one is not taken.
///
/// # Errors
/// Those words.
pub fn take(visit: &Visit<'_>) -> std::result::Result<Vec<Taken>, String> {
    file::take(visit.site, &visit.uploads, "files").map_err(|refused| refused.words(visit.locale))
}

/// Hangs them on the activity.
///
/// # Errors
/// As any write.
pub fn attach(tx: &mut Tx<'_>, id: i64, taken: &[Taken]) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    let most = store::state::scalar(&tx.setting(MOST_FILES)?).as_int().filter(|most| *most > 0);
    if most.is_some_and(|most| file::count(tx, TABLE, id).is_ok_and(|held| held + taken.len() as i64 > most)) {
        let text = "An activity has room for no more files.";
        return Err(Error::rule("files", "problem-activity-files", text));
    }
    file::attach(tx, TABLE, id, taken).map(|_| ())
}

/// The input for more files.
pub fn file_input<'a>(lang: &'a Lang, error: Option<&'a str>) -> Field<'a> {
    let accepted = lang.keep(file::kind::accepted());
    Field { error, ..Field::text("files", lang.text("activity-files-add"), "").widget(Widget::File(accepted)) }
}

/// The blocks under the details: custom sets, files.
///
/// # Errors
/// The database's own failure.
pub fn blocks(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang, id: i64, may_edit: bool) -> Result<Vec<Markup>> {
    let ui = visit.ui();
    let mut all = sets(&ui, tx, lang, id)?;
    let files = file::attachments(tx, TABLE, id)?;
    if !files.is_empty() {
        let remove = |file: i64| format!("/activities/{id}/files/{file}/remove");
        all.push(html! {
            (section_head("files", lang.text("activity-files"), None))
            ul.attached {
                @for one in &files {
                    li {
                        (if one.is_picture() { Icon::Image } else { Icon::Paperclip })
                        a href=(one.href()) hx-boost="false" { (one.name) }
                        @if let Some(at) = one.at { small { (lang.locale.day(at.date(), ui.today)) } }
                        @if may_edit {
                            (Form::post(ui.csrf, &remove(one.id)).render(html! {
                                (Button::submit(lang.with("file-remove-one", &[("name", one.name.as_str().into())])).quiet().small().square().icon(Icon::X))
                            }))
                        }
                    }
                }
            }
        });
    }
    Ok(all)
}

fn sets(ui: &ui::Ui<'_>, tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Vec<Markup>> {
    let kind = rows::one(tx, "Activity", &["activity_type_id"], id)?;
    let kind = kind.map(|row| rows::written(&row, "activity_type_id")).unwrap_or_default();
    let sheet = Sheet::read(tx, lang, "Activity", &[&kind], None)?;
    let mut all = Vec::new();
    for set in &sheet.sets {
        let select: Vec<&str> = set.fields.iter().map(|field| field.path.as_str()).collect();
        let Some(row) = rows::one(tx, "Activity", &select, id)? else { continue };
        let mut facts = Vec::new();
        for field in &set.fields {
            if let Some(value) = words::shown(tx, lang, field, row.get(&field.path).unwrap_or(&Json::Null))? {
                facts.push(Fact { label: &field.label, value });
            }
        }
        let block_id = format!("set-{}", set.id);
        all.push(block(ui, &Block { id: &block_id, title: &set.title, facts, ..Block::default() }));
    }
    Ok(all)
}

/// `/activities/{id}/files/{file}/remove`
pub fn remove_file(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, file) = (visit.id(0)?, visit.id(1)?);
    if visit.is_post {
        let transaction = visit.write(|tx| {
            file::detach(tx, TABLE, id, file)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-file-removed", transaction);
    }
    Ok(Reply::Redirect(format!("/activities/{id}")))
}
