//! `/settings/mail/addresses`: the addresses that the association writes from.

use std::collections::BTreeMap;

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use mail::site_address::{self, SiteEmailAddress};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;

type Errors = BTreeMap<String, String>;

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// The page, and a new address.
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &Errors::new())?));
    }
    let text = |name: &str| visit.form.text(name).unwrap_or_default().to_owned();
    let values = object(json!({"display_name": text("display_name"), "email": text("email")}));
    let saved = visit.write(|tx| {
        tx.save("SiteEmailAddress", values, As::Actor)?;
        Ok(tx.transaction_id())
    });
    match saved {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect("/settings/mail/addresses".to_owned()))
        }
        Err(Error::Invalid(all)) => {
            let words =
                |one: &store::FieldError| (one.field.clone(), lang.locale.problem(one.problem.key()).into_owned());
            let errors = all.iter().map(words).collect();
            Ok(Reply::Status(422, show(visit, &lang, &errors)?))
        }
        Err(error) => Err(error),
    }
}

/// `/settings/mail/addresses/{id}/{act}`: `default` or `remove`.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if visit.is_post {
        let transaction = visit.write(|tx| {
            match act.as_str() {
                "default" => {
                    let values = object(json!({"id": id, "is_default": true}));
                    tx.save("SiteEmailAddress", values, As::Actor)?;
                }
                "remove" => tx.delete("SiteEmailAddress", id, As::Actor)?,
                _ => return Err(Error::NotFound(act.clone())),
            }
            Ok(tx.transaction_id())
        })?;
        visit.say("said-saved", transaction);
    }
    Ok(Reply::Redirect("/settings/mail/addresses".to_owned()))
}

fn show(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let all = visit.read(|tx| site_address::own(tx))?;
    let title = lang.text("mail-addresses");
    let error = |name: &str| errors.get(name).map(String::as_str);
    let text = |name: &str| visit.form.text(name).unwrap_or_default();
    frame::show(visit, lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("mail-settings"), href: Some("/settings/mail") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("mail-addresses-words")), count: None };
        let name = Field {
            error: error("display_name"),
            width: Width::Half,
            help: Some(lang.text("mail-address-name-help")),
            ..Field::text("display_name", lang.text("mail-address-name"), text("display_name")).required()
        };
        let address = Field {
            error: error("email"),
            width: Width::Half,
            ..Field::text("email", lang.text("mail-address-email"), text("email")).required().widget(Widget::Email)
        };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if !all.is_empty() { ul.sentences { @for (id, row) in &all { (line(ui, lang, *id, row, all.len())) } } }
                (Form::post(ui.csrf, "/settings/mail/addresses").class("stack").render(html! {
                    h2 { (lang.text("mail-address-new")) }
                    div.fields { (field(ui, &name)) (field(ui, &address)) }
                    div.row { (Button::submit(lang.text("mail-address-add")).primary().icon(Icon::Plus)) }
                }))
            },
        )
    })
}

fn line(ui: &ui::Ui<'_>, lang: &Lang, id: i64, row: &SiteEmailAddress, count: usize) -> Markup {
    let post = |act: &str, button: Button<'_>| {
        let action = format!("/settings/mail/addresses/{id}/{act}");
        Form::post(ui.csrf, &action).render(html! { (button) })
    };
    html! {
        li {
            p { b { (row.display_name) } " " small.faint { (row.email) } " " @if row.is_default { (Status::On(Tone::Leaf, lang.text("mail-address-usual"))) } }
            div.row {
                @if !row.is_default { (post("default", Button::submit(lang.text("mail-address-make-usual")).small())) }
                @if !row.is_default || count == 1 { (post("remove", Button::submit(lang.text("mail-address-remove")).quiet().small())) }
            }
        }
    }
}
