//! `/settings/connected`: the sites that somebody has allowed something, and the way to take it back.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use schema::Actor;
use store::Result;
use ui::page::accounts::{Sheet, sheet};
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::form::Form;

use super::meant;
use crate::grant;

/// The page.
pub const PATH: &str = "/settings/connected";

/// `/settings/connected`
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let Some(user) = visit.actor.user_id else { return Ok(Reply::Redirect("/settings".to_owned())) };
    if visit.is_post {
        if let Some(client) = visit.form.int("site").filter(|_| !visit.actor.permissions.reads_only()) {
            visit.site.write(&Actor::system("oauth"), "page", |tx| grant::end(tx, user, client))?;
            visit.say("said-disconnected", None);
        }
        return Ok(Reply::Redirect(PATH.to_owned()));
    }
    let all = visit.site.read(&Actor::system("oauth"), |tx| {
        let clock = tx.clock().clone();
        Ok(grant::of_account(tx, user)?
            .into_iter()
            .map(|(grant, client)| (clock.from_utc(grant.last_used.unwrap_or(grant.created)), grant, client))
            .collect::<Vec<_>>())
    })?;
    let title = lang.text("connected-title");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("connected-words")), count: None };
        let body = html! {
            @if all.is_empty() { p.quiet { (lang.text("connected-none")) } }
            ul.plain.connected {
                @for (used, grant, client) in &all {
                    li {
                        h2 { (client.name) }
                        (meant(&lang, &grant.scope))
                        p.faint { (lang.with("connected-used", &[("day", lang.locale.date(used.date()).into())])) }
                        (Form::post(ui.csrf, PATH).render(html! {
                            input type="hidden" name="site" value=(grant.client_id);
                            (Button::submit(lang.text("connected-end")).small())
                        }))
                    }
                }
            }
        };
        sheet(ui, shell, &view, None, body)
    })?;
    Ok(Reply::Html(markup))
}
