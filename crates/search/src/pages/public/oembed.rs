//! `/oembed`: how another web site shows a public display within its pages (oEmbed 1.0, `rich`).

use contact::status::ADDRESS_SETTING;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use serde_json::json;
use store::{Error, Result, Tx};

use crate::compose::state::encoded;

/// How large a frame is unless the asker has less room.
const SIZE: (i64, i64) = (800, 600);

/// The address of the answer about a display.
pub fn href(origin: &str, name: &str) -> String {
    let page = format!("{origin}/s/{}", encoded(name));
    format!("{origin}/oembed?format=json&url={}", encoded(&page))
}

/// The address of the site: as it is set, else as the browser says it.
///
/// # Errors
/// The database's own failure.
pub fn site(tx: &Tx<'_>, origin: &str) -> Result<String> {
    let set = tx.setting(ADDRESS_SETTING)?.as_str().unwrap_or_default().trim_end_matches('/').to_owned();
    Ok(if set.is_empty() { origin.to_owned() } else { set })
}

/// The frame, as other web sites write it into their pages.
pub fn frame(site: &str, name: &str, title: &str, (width, height): (i64, i64)) -> Markup {
    let address = format!("{site}/s/{}?embed=1", encoded(name));
    html! { iframe src=(address) title=(title) width=(width) height=(height) loading="lazy" {} }
}

/// The name of a display in the address of its page on this site.
fn named<'u>(url: &'u str, site: &str, origin: &str) -> Option<&'u str> {
    let own = |at: &str| (!at.is_empty()).then(|| url.strip_prefix(at)).flatten();
    let rest = own(site).or_else(|| own(origin))?.strip_prefix("/s/")?;
    rest.split(['?', '#', '/']).next().filter(|name| !name.is_empty())
}

/// The answer.
pub fn answer(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.query.text("format").is_some_and(|format| format != "json") {
        return Err(Error::Request("The answer is JSON.".to_owned()));
    }
    let url = visit.query.text("url").unwrap_or_default().to_owned();
    let room =
        |name: &str, usual: i64| visit.query.int(name).filter(|most| *most > 0).map_or(usual, |most| usual.min(most));
    let size = (room("maxwidth", SIZE.0), room("maxheight", SIZE.1));
    let origin = visit.origin.to_owned();
    let answer = visit.site.read(&Actor::system("public display"), |tx| {
        let site = site(tx, &origin)?;
        let name = named(&url, &site, &origin).ok_or_else(|| Error::NotFound("a public page".to_owned()))?;
        let (_, display) = super::named(tx, name)?;
        let html = frame(&site, &display.name, &display.label, size).into_string();
        Ok(json!({
            "version": "1.0", "type": "rich", "title": display.label, "html": html, "width": size.0, "height": size.1,
            "provider_name": super::show::organisation(tx)?, "provider_url": site,
        }))
    })?;
    let bytes = answer.to_string().into_bytes();
    Ok(Reply::File { name: "oembed.json".to_owned(), content_type: "application/json", bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_site_are_answered_for() {
        let name = |url: &'static str| named(url, "https://crm.example", "http://127.0.0.1:8080");
        assert_eq!(name("https://crm.example/s/annuaire?page=2"), Some("annuaire"));
        assert_eq!(name("http://127.0.0.1:8080/s/annuaire"), Some("annuaire"));
        assert_eq!(name("https://evil.example/s/annuaire"), None);
        assert_eq!(name("https://crm.example/contacts/1"), None);
    }

    #[test]
    fn a_frame_says_nothing_that_its_title_could_break() {
        let html = frame("https://crm.example", "a", "\"><script>", (10, 10)).into_string();
        assert!(!html.contains("<script>") && html.contains("embed=1"));
    }
}
