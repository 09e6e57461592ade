//! `/settings/embedding`: the displays that everybody reads, and the web sites that may show them within their pages.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use query::Cell;
use serde_json::json;
use store::{Result, Tx, statement};
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::{PUBLIC, SITES, is_public, oembed, sites};
use crate::compose::state::encoded;
use crate::display::SearchDisplay;

/// The input.
const INPUT: &str = "sites";
/// So many web sites can be named.
const MOST: usize = 50;

/// The origin of a web site as it is kept; None for what is none. Others' pages are encrypted, or on this machine.
pub fn origin(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = typed.strip_prefix("https://").or_else(|| {
        let local = typed.strip_prefix("http://")?;
        ["localhost", "127.0.0.1"].contains(&local.split(':').next().unwrap_or_default()).then_some(local)
    })?;
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let sound = plain && !name.starts_with(['.', '-']) && port.is_none_or(|port| port.parse::<u16>().is_ok());
    sound.then_some(typed)
}

/// The page.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        let known = visit.read(|tx| sites(tx))?.join("\n");
        return Ok(Reply::Html(show(visit, &lang, &known, None)?));
    }
    let typed = visit.form.get(INPUT).unwrap_or_default().to_owned();
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut all: Vec<String> = Vec::new();
    for line in &lines {
        match origin(line) {
            Some(site) if !all.contains(&site) => all.push(site),
            Some(_) => {}
            None => {
                let words = lang.with("embed-no-site", &[("what", (*line).into())]).to_owned();
                return Ok(Reply::Status(422, show(visit, &lang, &typed, Some(&words))?));
            }
        }
    }
    if all.len() > MOST {
        let words = lang.with("embed-too-many", &[("count", (MOST as i64).into())]).to_owned();
        return Ok(Reply::Status(422, show(visit, &lang, &typed, Some(&words))?));
    }
    let transaction = visit.write(|tx| {
        if sites(tx)? != all {
            tx.set_setting(SITES, Some(&json!(all)))?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect("/settings/embedding".to_owned()))
}

/// The displays that are public, with the frames that show them.
fn public(tx: &Tx<'_>, origin: &str) -> Result<Vec<(SearchDisplay, String)>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_search_display" WHERE "settings" LIKE {} ORDER BY "label", "id""#,
        tx.placeholder(1)
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![format!("%\"{PUBLIC}\":true%").into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let site = oembed::site(tx, origin)?;
    let found = tx.find_many::<SearchDisplay>(&ids)?.into_iter().map(|(_, display)| display).filter(is_public);
    let framed = |display: SearchDisplay| {
        let frame = oembed::frame(&site, &display.name, &display.label, (800, 600)).into_string();
        (display, frame)
    };
    Ok(found.map(framed).collect())
}

fn show(visit: &Visit<'_>, lang: &Lang, typed: &str, error: Option<&str>) -> Result<Markup> {
    let title = lang.text("embed-title");
    let origin = visit.origin.to_owned();
    let displays = visit.read(|tx| public(tx, &origin))?;
    let page = Page { title, place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, intro: Some(lang.text("embed-intro")), ..Head::default() }, None))
            div.stack {
                @if displays.is_empty() { p.quiet { (lang.text("embed-none")) } }
                @else { ul.embed-list { @for (display, frame) in &displays { li {
                    p { a href=(format!("/s/{}", encoded(&display.name))) { b { (display.label) } }
                        @if display.acl_bypass == Some(true) { " " span.faint { (lang.text("embed-whole")) } } }
                    label.field { span.label { (lang.text("embed-frame")) } input.input readonly value=(frame); }
                } } } }
                (Form::post(ui.csrf, "/settings/embedding").class("stack").render(html! {
                    div.fields { (field(ui, &Field {
                        help: Some(lang.text("embed-sites-help")),
                        error,
                        ..Field::text(INPUT, lang.text("embed-sites"), typed).widget(Widget::LongText(4))
                    })) }
                    div.row { (Button::submit(lang.text("save")).primary()) }
                }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_an_origin_and_nothing_more() {
        assert_eq!(origin(" https://www.Example.org/ ").as_deref(), Some("https://www.example.org"));
        assert_eq!(origin("http://localhost:3000").as_deref(), Some("http://localhost:3000"));
        for wrong in [
            "http://example.org",
            "example.org",
            "https://",
            "https://a b",
            "https://a;script-src *",
            "https://a/b",
            "*",
        ] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}
