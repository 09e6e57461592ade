//! `/settings/everything`: the whole site as one archive, for those who may see everything.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::slots::Settings;
use kit::{Feed, Registry, Reply, Visit};
use maud::html;
use schema::Requirement;
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::form::Form;
use ui::part::head::{Head, head};

use crate::display::EVERYTHING;
use crate::export::whole;

const PATH: &str = "/settings/everything";

fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        let (site, actor, locale) = (visit.site.clone(), visit.actor.clone(), visit.locale);
        let feed = Feed::new(move |out| site.read_long(&actor, |tx| whole::write(tx, &Lang::new(locale), out)));
        let day = visit.read(|tx| Ok(tx.clock().today()))?;
        return Ok(Reply::Stream { name: format!("ruche-{day}.zip"), content_type: "application/zip", feed });
    }
    let title = lang.text("whole-title");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, intro: Some(lang.text("whole-intro")), ..Head::default() }, None))
            div.stack {
                p { (lang.text("whole-care")) }
                (Form::post(ui.csrf, PATH).whole_page().render(html! {
                    (Button::submit(lang.text("whole-do")).primary().icon(Icon::DownloadSimple))
                }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// Signs the page into the registry.
pub fn register(registry: &mut Registry) {
    let door = || Requirement::all(&["access CiviCRM", EVERYTHING]);
    registry.page(PATH, door(), page).fill(Settings {
        group: "settings-site",
        label: "whole-title",
        words: "whole-words",
        icon: Icon::DownloadSimple,
        tone: Tone::Stone,
        href: PATH,
        door: door(),
    });
}
