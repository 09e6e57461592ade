//! `/preferences`: one page on which somebody changes all lists and channels, by a signed link or signed in; and the form
//! that sends such a link.

use contact::checksum;
use contact::contact::Contact;
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::slots::{Wished, Wishes};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;

use super::sign_up::lists_field;
use super::{done, public, read, said, spent, wait, write};
use crate::ask;
use crate::brake::{self, Brake};
use crate::list::{self, List, Standing};

/// The channels: the field that says no, and the key of the words that say yes.
const CHANNELS: [(&str, &str); 6] = [
    ("do_not_email", "subscription-by-email"),
    ("do_not_phone", "subscription-by-phone"),
    ("do_not_sms", "subscription-by-sms"),
    ("do_not_mail", "subscription-by-mail"),
    ("is_opt_out", "subscription-by-mailing"),
    ("do_not_trade", "subscription-by-others"),
];

/// `/preferences`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = visit.query.int("cid").zip(visit.query.text("cs").map(str::to_owned));
    let own = visit.actor.contact_id;
    let contact = match (asked, own) {
        (Some((contact, checksum)), _) => read(visit, |tx| checksum::bearer(tx, contact, &checksum))?,
        // Whoever is signed in needs no link.
        (None, Some(own)) => Some(own),
        (None, None) => {
            let words = lang.text("subscription-link-words");
            return said(visit, &lang, 200, lang.text("subscription-own"), words, asking(visit, &lang, None));
        }
    };
    let Some(contact) = contact else { return spent(visit, &lang) };
    // Whoever comes by a letter reads on in its language; whoever is signed in, in the one that they chose for the site.
    if own.is_none() {
        visit.locale = read(visit, |tx| ask::spoken(tx, contact))?.map_or(visit.locale, |lang| lang.locale);
    }
    let lang = Lang::new(visit.locale);
    let mut target = form_urlencoded(&visit.query.0);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, contact, &target)?));
    }
    let chosen: Vec<i64> = visit.form.all("list").filter_map(|id| id.parse().ok()).collect();
    let remote = visit.remote.to_owned();
    let form = visit.form.clone();
    let parts: Vec<Wishes> = visit.registry.filled::<Wishes>().to_vec();
    let changed = write(visit, |tx| {
        channels(tx, contact, &form)?;
        ask::choose(tx, &lang, contact, &chosen, &remote)?;
        for part in &parts {
            (part.keep)(tx, &Wished { contact, form: &form, remote: &remote })?;
        }
        Ok(tx.transaction_id().is_some())
    })?;
    target.push_str(if target.is_empty() { "?" } else { "&" });
    target.push_str(if changed { "saved=1" } else { "saved=0" });
    Ok(Reply::Redirect(format!("/preferences{target}")))
}

/// The part of the address that says whose page it is.
fn form_urlencoded(query: &[(String, String)]) -> String {
    let kept: Vec<(&str, &str)> = query
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "cid" | "cs"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    contact::pages::address::href("", &kept)
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, target: &str) -> Result<Markup> {
    let ui = visit.ui();
    let (contact, lists, inside, more, languages) = read(visit, |tx| {
        let contact = tx.find::<Contact>(id)?;
        let lists = list::public(tx, lang)?;
        let mut inside = Vec::new();
        for list in &lists {
            if list::standing(tx, list, id)? == Standing::Inside {
                inside.push(list.id);
            }
        }
        let mut more = Vec::new();
        for part in visit.registry.filled::<Wishes>() {
            more.extend((part.show)(tx, &ui, lang, id)?);
        }
        let chosen = contact.as_ref().and_then(|contact| contact.preferred_language.clone()).unwrap_or_default();
        let mut languages = labels::choices(tx, lang.code(), "Contact", "preferred_language", &chosen)?;
        languages.retain(|one| one.value == chosen || ui::Locale::spoken(&one.value).is_some());
        Ok((contact, lists, inside, more, (languages, chosen)))
    })?;
    let Some(contact) = contact else { return Err(store::Error::NotFound("contact".to_owned())) };
    let says_no = |field: &str| match field {
        "do_not_email" => contact.do_not_email,
        "do_not_phone" => contact.do_not_phone,
        "do_not_sms" => contact.do_not_sms,
        "do_not_mail" => contact.do_not_mail,
        "do_not_trade" => contact.do_not_trade,
        _ => contact.is_opt_out,
    };
    let name = contact.first_name.as_deref().or(contact.display_name.as_deref()).unwrap_or_default();
    let choices: Vec<Choice<'_>> = languages.0.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let chosen = |list: &List| inside.contains(&list.id);
    let content = html! {
        @match visit.query.get("saved") {
            Some("1") => (done(lang.text("subscription-saved"))),
            Some(_) => (done(lang.text("subscription-unchanged"))),
            None => {}
        }
        div.pub-form { (Form::post(ui.csrf, lang.keep(format!("/preferences{target}"))).render(html! {
            @if !lists.is_empty() {
                (lists_field(lang, lang.text("subscription-lists"), &lists, &chosen, None))
            }
            fieldset {
                legend { (lang.text("subscription-channels")) }
                @for (field, words) in CHANNELS {
                    label.check {
                        input type="checkbox" name=(field) value="yes" checked[!says_no(field)];
                        span { (lang.text(words)) }
                    }
                }
                input type="hidden" name="channels" value="1";
            }
            @for part in &more { (part) }
            @if choices.len() > 1 {
                div.fields { (field(&ui, &Field {
                    may_be_empty: languages.1.is_empty(),
                    ..Field::text("preferred_language", lang.text("subscription-language"), &languages.1)
                        .widget(Widget::Select(&choices))
                })) }
            }
            div.row { (Button::submit(lang.text("subscription-save")).primary().big().wide()) }
        })) }
        @if !lists.is_empty() {
            (Form::post(ui.csrf, lang.keep(format!("/preferences{target}"))).render(html! {
                @for (field, _) in CHANNELS.iter().filter(|(field, _)| *field != "is_opt_out" && !says_no(field)) {
                    input type="hidden" name=(field) value="yes";
                }
                input type="hidden" name="channels" value="1";
                p.pub-small { (lang.text("subscription-nothing-words")) }
                div.row { (Button::submit(lang.text("subscription-nothing")).quiet().small()) }
            }))
        }
    };
    let title = lang.with("subscription-own-of", &[("name", name.into())]);
    public(visit, lang, title, lang.text("subscription-own-words"), content)
}

/// Writes the channels and the language that a form says.
fn channels(tx: &mut Tx<'_>, id: i64, form: &kit::Fields) -> Result<()> {
    let mut values: Map<String, Json> = [("id".to_owned(), json!(id))].into_iter().collect();
    if form.has("channels") {
        for (field, _) in CHANNELS {
            values.insert(field.to_owned(), json!(!form.has(field)));
        }
    }
    if let Some(language) = form.text("preferred_language").filter(|tag| ui::Locale::spoken(tag).is_some()) {
        values.insert("preferred_language".to_owned(), json!(language));
    }
    tx.save("Contact", values, As::Program).map(drop)
}

/// The form that sends somebody their link.
pub(super) fn asking(visit: &Visit<'_>, lang: &Lang, error: Option<&str>) -> Markup {
    let ui = visit.ui();
    let typed = lang.keep(visit.form.get("email").unwrap_or_default());
    let email = Field::text("email", lang.field("Email", "email"), typed).widget(Widget::Email);
    Form::post(ui.csrf, "/preferences/link").render(html! {
        div.fields { (field(&ui, &email.required().autocomplete("email").error(error))) }
        div.row { (Button::submit(lang.text("subscription-link-send")).primary().big().wide()) }
    })
}

/// `/preferences/link`: the same answer whether the address is known or not.
pub(super) fn link(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Redirect("/preferences".to_owned()));
    }
    let address = visit.form.text("email").unwrap_or_default().to_owned();
    if !mail::address::is_sound(&address) {
        let more = asking(visit, &lang, Some(lang.text("problem-email")));
        let words = lang.text("subscription-link-words");
        return said(visit, &lang, 422, lang.text("subscription-own"), words, more);
    }
    let remote = visit.remote.to_owned();
    let brake = write(visit, |tx| {
        let brake = brake::take(tx, &address, &remote)?;
        if brake == Brake::Go {
            ask::send_choices(tx, &lang, &address)?;
        }
        Ok(brake)
    })?;
    if brake == Brake::Wait {
        return wait(visit, &lang);
    }
    let words = lang.with("subscription-link-sent-words", &[("address", address.as_str().into())]);
    said(visit, &lang, 200, lang.text("subscription-sent"), words, html! {})
}
