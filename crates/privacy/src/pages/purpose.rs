//! `/settings/privacy/purposes/{id}`: one purpose of the register, and the words that people consent to.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, flag, text, texts, written};
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::{Form, section};
use ui::part::head::section_head;

use super::purposes::{self, SELECT};
use super::{HOME, Sheet, sheet, words};
use crate::consent::CHANNELS;
use crate::purpose::BASES;
use crate::seed;

/// The texts of the form, in order, with the number of their lines.
const LONG: [(&str, u8); 8] = [
    ("description", 3),
    ("basis_note", 2),
    ("data_subjects", 2),
    ("data_categories", 3),
    ("recipients", 2),
    ("transfers", 2),
    ("retention", 2),
    ("security", 2),
];

fn path(id: i64) -> String {
    if id == 0 { "/settings/privacy/purposes/new".to_owned() } else { format!("/settings/privacy/purposes/{id}") }
}

fn id_of(visit: &Visit<'_>) -> Result<i64> {
    if visit.captures.first().is_some_and(|id| id == "new") { Ok(0) } else { visit.id(0) }
}

fn read(tx: &Tx<'_>, id: i64) -> Result<Row> {
    let mut select = SELECT.to_vec();
    select.extend(["sensitive_basis", "expires_months", "weight"]);
    rows::one(tx, "ProcessingPurpose", &select, id)?.ok_or_else(|| Error::NotFound(format!("purpose {id}")))
}

/// `/settings/privacy/purposes/{id}`
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = id_of(visit)?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        let saved = keep(tx, &lang, id, &form)?;
        Ok((saved, tx.transaction_id()))
    });
    match fault::field_errors(result)? {
        Ok((saved, transaction)) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(if id == 0 { path(saved) } else { HOME.to_owned() }))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, id, &errors)?))
        }
    }
}

fn keep(tx: &mut Tx<'_>, lang: &Lang, id: i64, form: &Fields) -> Result<i64> {
    let known = if id == 0 { Row::new() } else { read(tx, id)? };
    let mut values = Map::new();
    if id != 0 {
        values.insert("id".to_owned(), json!(id));
    }
    for name in ["title"].into_iter().chain(LONG.iter().map(|(name, _)| *name)).chain(["sensitive_basis"]) {
        let Some(sent) = form.get(name) else { continue };
        let sent = sent.trim().replace("\r\n", "\n");
        // What was shown translated, and not touched, stays as it is stored.
        let own = text(&known, "name");
        if id == 0 || seed::shown(lang.code(), own, name, text(&known, name)) != sent {
            values.insert(name.to_owned(), json!(Some(sent).filter(|text| !text.is_empty())));
        }
    }
    values.insert("legal_basis".to_owned(), json!(form.text("legal_basis")));
    values.insert("is_sensitive".to_owned(), json!(form.get("is_sensitive") == Some("1")));
    values.insert("expires_months".to_owned(), json!(form.text("expires_months")));
    let channels: Vec<&str> = form.all("channels").filter(|channel| !channel.is_empty()).collect();
    values.insert("channels".to_owned(), json!(channels));
    if id == 0 {
        values.insert("weight".to_owned(), json!(rows::count(tx, "ProcessingPurpose", json!([]))? + 1));
    }
    Ok(tx.save("ProcessingPurpose", values, As::Actor)?.id)
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let (row, versions, answers, older) = match id {
        0 => (Row::new(), Vec::new(), (0, 0), 0),
        id => visit.read(|tx| {
            let older = i64::try_from(crate::consent::outdated(tx, id)?.len()).unwrap_or(i64::MAX);
            Ok((read(tx, id)?, self::texts_of(tx, id)?, purposes::answers(tx, id)?, older))
        })?,
    };
    let title = if id == 0 { lang.text("purpose-new") } else { purposes::shown(lang, &row, "title") };
    let view = Sheet { title, tab: HOME, is_below: true, narrow: true, ..Sheet::default() };
    let tools = (id != 0).then(|| tools(visit, lang, &row));
    sheet(visit, lang, view, tools, |ui| {
        html! {
            (Form::post(ui.csrf, &path(id)).class("stack sheet-form").render(html! {
                (fields(visit, ui, lang, &row, errors))
                div.row.form-end { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), HOME).quiet()) }
            }))
            @if id != 0 { (texts_section(ui, lang, id, &versions, answers, errors)) }
            @if older > 0 { p { a href={ (path(id)) "/again" } { (lang.with("again-link", &[("count", older.into())])) } } }
        }
    })
}

fn tools(visit: &Visit<'_>, lang: &Lang, row: &Row) -> Markup {
    let to = |act: &str| format!("{}/{act}", path(rows::id(row)));
    let label = if flag(row, "is_active") { lang.text("purpose-rest") } else { lang.text("purpose-wake") };
    html! {
        (Form::post(visit.ui().csrf, &to("toggle")).render(html! { (Button::submit(label).quiet()) }))
        (Form::post(visit.ui().csrf, &to("delete")).render(html! { (Button::submit(lang.text("purpose-delete")).danger().icon(Icon::Trash)) }))
    }
}

fn fields(visit: &Visit<'_>, ui: &ui::Ui<'_>, lang: &Lang, row: &Row, errors: &Errors) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let typed = |name: &str, stored: &str| lang.keep(visit.form.get(name).unwrap_or(stored));
    let long = |name: &'static str| {
        let lines = LONG.iter().find(|(one, _)| *one == name).map_or(2, |(_, lines)| *lines);
        let help = format!("help-purpose-{name}");
        let help = lang.locale.has(&help).then(|| lang.text(&help));
        let label = lang.text(&format!("field-purpose-{name}"));
        let value = typed(name, purposes::shown(lang, row, name));
        Field { help, error: error(name), ..Field::text(name, label, value).widget(Widget::LongText(lines)) }
    };
    let bases: Vec<Choice<'_>> = BASES
        .iter()
        .map(|(value, ..)| {
            let note = lang.text(&format!("option-gdpr-basis-{value}-note"));
            Choice { note: Some(note), ..Choice::of(value, words::option(lang, "basis", value)) }
        })
        .collect();
    let channels = words::choices(lang, "channel", CHANNELS);
    let chosen: Vec<&str> = match visit.is_post {
        true => visit.form.all("channels").map(|one| lang.keep(one)).collect(),
        false => texts(row, "channels").into_iter().map(|one| lang.keep(one)).collect(),
    };
    let title = Field {
        required: true,
        max_length: Some(128),
        error: error("title"),
        ..Field::text("title", lang.text("purpose-title"), typed("title", purposes::shown(lang, row, "title")))
    };
    let basis = Field {
        required: true,
        error: error("legal_basis"),
        ..Field::text("legal_basis", lang.text("purpose-basis"), typed("legal_basis", text(row, "legal_basis")))
            .widget(Widget::Radios(&bases))
    };
    let sensitive = Field {
        help: Some(lang.text("help-purpose-is_sensitive")),
        ..Field::text(
            "is_sensitive",
            lang.text("field-purpose-is_sensitive"),
            typed("is_sensitive", if flag(row, "is_sensitive") { "1" } else { "0" }),
        )
        .widget(Widget::Checkbox)
    };
    let why = Field {
        error: error("sensitive_basis"),
        ..Field::text(
            "sensitive_basis",
            lang.text("field-purpose-sensitive_basis"),
            typed("sensitive_basis", text(row, "sensitive_basis")),
        )
        .widget(Widget::LongText(2))
    };
    let asked = Field {
        values: &chosen,
        columns: 2,
        help: Some(lang.text("help-purpose-channels")),
        ..Field::text("channels", lang.text("field-purpose-channels"), "").widget(Widget::Checkboxes(&channels))
    };
    let expires = Field {
        width: Width::Half,
        least: Some("1"),
        help: Some(lang.text("help-purpose-expires_months")),
        error: error("expires_months"),
        ..Field::text(
            "expires_months",
            lang.text("field-purpose-expires_months"),
            typed("expires_months", &written(row, "expires_months")),
        )
        .widget(Widget::Number("1"))
    };
    let group = |fields: &[Field<'_>]| html! { div.fields { @for one in fields { (field(ui, one)) } } };
    html! {
        (section("purpose-what", lang.text("purpose-part-what"), None, group(&[title, long("description")])))
        (section("purpose-why", lang.text("purpose-part-why"), Some(lang.text("purpose-part-why-words")), group(&[basis, long("basis_note")])))
        (section("purpose-data", lang.text("purpose-part-data"), None, group(&[long("data_subjects"), long("data_categories"), sensitive, why])))
        (section("purpose-who", lang.text("purpose-part-who"), None, group(&[long("recipients"), long("transfers"), long("security")])))
        (section("purpose-time", lang.text("purpose-part-time"), None, group(&[long("retention")])))
        (section("purpose-consent", lang.text("purpose-part-consent"), Some(lang.text("purpose-part-consent-words")), group(&[asked, expires])))
    }
}

/// The words that people consent to, newest first.
fn texts_of(tx: &Tx<'_>, purpose: i64) -> Result<Vec<Row>> {
    let select = ["id", "language", "version", "text", "created_date"];
    ask(tx, "ConsentText", &select, json!([["purpose_id", "=", purpose]]), &[("id", "DESC")], 100)
}

fn texts_section(ui: &ui::Ui<'_>, lang: &Lang, id: i64, all: &[Row], (yes, no): (i64, i64), errors: &Errors) -> Markup {
    let languages: Vec<(String, &str)> = ui::Locale::all().map(|one| (one.code().to_owned(), one.name())).collect();
    let languages: Vec<Choice<'_>> = languages.iter().map(|(code, name)| Choice::of(code, name)).collect();
    let words = Field {
        required: true,
        help: Some(lang.text("help-consent-text")),
        error: errors.get("text").map(String::as_str),
        ..Field::text("text", lang.text("consent-text-new"), "").widget(Widget::LongText(3))
    };
    let language = Field {
        width: Width::Half,
        ..Field::text("language", lang.text("consent-text-language"), lang.code()).widget(Widget::Select(&languages))
    };
    let mut newest: Vec<&str> = Vec::new();
    html! {
        section.consent-texts aria-labelledby="consent-texts" {
            (section_head("consent-texts", lang.text("consent-texts"), Some(html! { span.faint { (lang.with("purpose-yes-no", &[("yes", yes.into()), ("no", no.into())])) } })))
            p.faint { (lang.text("consent-texts-words")) }
            @if !all.is_empty() {
                ol.made.versions {
                    @for row in all {
                        @let language = text(row, "language");
                        @let current = !newest.contains(&language);
                        @if current { ({ newest.push(language); html! {} }) }
                        li id={ "text-" (rows::id(row)) } {
                            p {
                                b { (lang.with("consent-version", &[("version", rows::int(row, "version").unwrap_or(0).into()), ("language", language.to_uppercase().into())])) }
                                " " span.faint { (words::day(lang, text(row, "created_date"))) }
                                @if current { " " (Tag::of(Tone::Leaf, lang.text("consent-version-now"))) }
                            }
                            blockquote { (words::lines(text(row, "text"))) }
                        }
                    }
                }
            }
            (Form::post(ui.csrf, &format!("{}/texts", path(id))).class("stack").render(html! {
                div.fields { (field(ui, &words)) (field(ui, &language)) }
                div.row { (Button::submit(lang.text("consent-text-add")).icon(Icon::Plus)) }
            }))
        }
    }
}

/// `/settings/privacy/purposes/{id}/texts`
pub fn add_text(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(path(id)));
    }
    let values = json!({
        "purpose_id": id, "language": visit.form.text("language").unwrap_or("fr"), "text": visit.form.text("text"),
    });
    let result = visit.write(|tx| {
        tx.save("ConsentText", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        Ok(tx.transaction_id())
    });
    match fault::field_errors(result)? {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect(path(id)))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            visit.form = Fields::default();
            Ok(Reply::Status(422, show(visit, &lang, id, &errors)?))
        }
    }
}

/// `/settings/privacy/purposes/{id}/{act}`
pub fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if !visit.is_post {
        return Ok(Reply::Redirect(path(id)));
    }
    let done = visit.write(|tx| {
        let row = read(tx, id)?;
        match act.as_str() {
            "toggle" => {
                let values = json!({"id": id, "is_active": !flag(&row, "is_active")});
                tx.save("ProcessingPurpose", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
            }
            "delete" => tx.delete("ProcessingPurpose", id, As::Actor)?,
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    });
    match done {
        Ok(transaction) => visit.say("said-saved", transaction),
        Err(Error::Conflict(_)) => {
            visit.say("said-purpose-used", None);
            return Ok(Reply::Redirect(path(id)));
        }
        Err(error) => return Err(error),
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}
