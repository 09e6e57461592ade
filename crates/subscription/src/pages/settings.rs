//! `/settings/subscriptions`: where the public page is, which lists stand on it, and who has to confirm.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use serde_json::json;
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use crate::{CONFIRMS, CONFIRMS_ADDING, expire, link, list};

/// The settings, with their labels and what they mean.
const SWITCHES: [(&str, &str, &str); 2] = [
    (CONFIRMS, "subscription-confirms", "subscription-confirms-help"),
    (CONFIRMS_ADDING, "subscription-confirms-adding", "subscription-confirms-adding-help"),
];

/// `/settings/subscriptions`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        let form = visit.form.clone();
        let transaction = visit.write(|tx| {
            for (name, ..) in SWITCHES {
                let wanted = form.get(name) == Some("1");
                if store::state::scalar(&tx.setting(name)?).is_true() != wanted {
                    tx.set_setting(name, Some(&json!(if wanted { "1" } else { "0" })))?;
                }
            }
            let typed = form.int(expire::DAYS).filter(|days| (0..=3650).contains(days));
            if let Some(days) = typed.filter(|_| form.has(expire::DAYS))
                && store::state::scalar(&tx.setting(expire::DAYS)?).as_int() != Some(days)
            {
                tx.set_setting(expire::DAYS, Some(&json!(days)))?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
        return Ok(Reply::Redirect("/settings/subscriptions".to_owned()));
    }
    let (lists, address, on, days) = visit.read(|tx| {
        let mut on = Vec::new();
        for (name, ..) in SWITCHES {
            on.push(store::state::scalar(&tx.setting(name)?).is_true());
        }
        let days = store::state::scalar(&tx.setting(expire::DAYS)?).as_int().unwrap_or(expire::USUAL);
        Ok((list::public(tx, &lang)?, link::address(tx, "/subscribe")?, on, days.to_string()))
    })?;
    let title = lang.text("subscription-title");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, intro: Some(lang.text("subscription-settings-intro")), ..Head::default() }, None))
            div.stack {
            p { a href="/subscribe" { (address) } }
            @if !address.starts_with("http") {
                (notice(Tone::Honey, Icon::WarningCircle, html! { p { b { (lang.text("mail-no-address")) } " " (lang.text("mail-no-address-words")) } },
                    Some(html! { (Button::link(lang.text("mail-no-address-set"), "/settings/address").small()) })))
            }
            @if lists.is_empty() {
                (notice(Tone::Honey, Icon::Info, html! { (lang.text("subscription-no-public")) }, None))
            } @else {
                ul.made.choices { @for list in &lists { li { div.bar {
                    span.name { a href={ "/groups/" (list.id) } { b { (list.title) } } br; small.faint { (list.words) } }
                    span.ends.push { (Button::link(lang.text("subscription-messages"), lang.keep(format!("/groups/{}/messages", list.id))).small().quiet()) }
                } } } }
            }
            (Form::post(ui.csrf, "/settings/subscriptions").class("stack").render(html! {
                div.fields { @for ((name, label, help), on) in SWITCHES.iter().zip(&on) {
                    (field(ui, &Field { help: Some(lang.text(help)), ..Field::text(name, lang.text(label), if *on { "1" } else { "0" }).widget(Widget::Switch) }))
                }
                (field(ui, &Field {
                    help: Some(lang.with("subscription-pending-help", &[("days", link::DAYS.into())])),
                    width: Width::Half,
                    ..Field::text(expire::DAYS, lang.text("subscription-pending"), &days).widget(Widget::Number("1"))
                })) }
                div.row { (Button::submit(lang.text("save")).primary()) }
            }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}
