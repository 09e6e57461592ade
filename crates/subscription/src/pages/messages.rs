//! `/groups/{id}/messages`: what the letters of one list say, in each language.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};

use crate::message::{self, SubscriptionMessage};

/// The texts: field and label.
const TEXTS: [(&str, &str); 2] =
    [("confirm_text", "subscription-text-confirm"), ("welcome_text", "subscription-text-welcome")];

/// `/groups/{id}/messages`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let (title, known) = visit.read(|tx| {
        let row = rows::one(tx, "Group", &["id", "title"], id)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("group {id}")))?;
        let entity = tx.entity("Group")?;
        tx.check_rule(&entity, id, Verb::Edit)?;
        let mut known = Vec::new();
        for locale in ui::Locale::all() {
            known.push((locale, message::of(tx, id, locale.code())?));
        }
        Ok((text(&row, "title").to_owned(), known))
    })?;
    if visit.is_post {
        let form = visit.form.clone();
        let transaction = visit.write(|tx| {
            for (locale, known) in &known {
                keep(tx, id, locale.code(), known.as_ref().map(|(id, _)| *id), &form)?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
        return Ok(Reply::Redirect(format!("/groups/{id}")));
    }
    let head_line = lang.text("subscription-messages");
    let page = Page { title: head_line, place: "/groups", narrow: true };
    let content = frame::show(visit, &lang, page, |ui, shell| {
        let group = format!("/groups/{id}");
        let way = [
            Crumb { label: lang.text("groups"), href: Some("/groups") },
            Crumb { label: &title, href: Some(&group) },
            Crumb { label: head_line, href: None },
        ];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title: head_line, intro: Some(lang.text("subscription-messages-words")), ..Head::default() }, None))
            (Form::post(ui.csrf, visit.path).class("stack").render(html! {
                @for (locale, known) in &known { (texts(ui, &lang, *locale, known.as_ref().map(|(_, known)| known))) }
                div.row {
                    (Button::submit(lang.text("save")).primary())
                    (Button::link(lang.text("cancel"), group.as_str()).quiet())
                }
            }))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(content))
}

fn texts(ui: &ui::Ui<'_>, lang: &Lang, locale: ui::Locale, known: Option<&SubscriptionMessage>) -> Markup {
    let value = |name: &str| {
        let text = known.and_then(|known| match name {
            "confirm_text" => known.confirm_text.as_deref(),
            _ => known.welcome_text.as_deref(),
        });
        lang.keep(text.unwrap_or_default())
    };
    html! {
        fieldset.stack lang=(locale.code()) {
            legend { (locale.name()) }
            div.fields { @for (name, label) in TEXTS {
                (field(ui, &Field::text(lang.keep(format!("{name}_{}", locale.code())), lang.text(label), value(name))
                    .widget(Widget::LongText(4))))
            } }
        }
    }
}

fn keep(tx: &mut Tx<'_>, group: i64, language: &str, known: Option<i64>, form: &kit::Fields) -> Result<()> {
    let typed: Vec<(&str, Option<&str>)> =
        TEXTS.iter().map(|(name, _)| (*name, form.text(&format!("{name}_{language}")))).collect();
    if known.is_none() && typed.iter().all(|(_, text)| text.is_none()) {
        return Ok(());
    }
    let mut values: Map<String, Json> = typed
        .iter()
        .map(|(name, text)| ((*name).to_owned(), json!(text.map(|text| text.replace("\r\n", "\n")))))
        .collect();
    values.insert("group_id".to_owned(), json!(group));
    values.insert("language".to_owned(), json!(language));
    values.extend(known.map(|id| ("id".to_owned(), json!(id))));
    tx.save("SubscriptionMessage", values, As::Actor).map(drop)
}
