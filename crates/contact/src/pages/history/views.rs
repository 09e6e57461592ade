//! Who has looked at records, and who has taken data out; and whether that is written down at all.

use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{Error, Result};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, filters};
use ui::part::crumbs::Crumb;
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::notice::notice;
use ui::part::paging::{Paging, paging};
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::super::address::href;
use super::super::frame::{self, Page};
use super::super::past;
use super::super::phrases::Lang;
use super::super::rows::Row;
use super::asked_filter;
use crate::access::View;
use crate::access::views::{self, Wanted};

/// Entries of one page.
const SIZE: i64 = 60;

/// `/history/views`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.actor.may("administer CiviCRM") {
        return Err(Error::Forbidden("administer CiviCRM".to_owned()));
    }
    if visit.is_post {
        let on = visit.form.get("on") == Some("1");
        visit.write(|tx| tx.set_setting(views::SETTING, Some(&json!(on))))?;
        visit.say("said-saved", None);
        return Ok(Reply::Redirect("/history/views".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let (query, int) = (&visit.query, |name: &str| visit.query.int(name));
    let wanted = Wanted {
        subject: int("contact"),
        by: int("by"),
        took: query.get("act") == Some("took"),
        before: int("before"),
    };
    let (on, all, names) = visit.read(|tx| {
        let all = views::all(tx, &wanted, SIZE)?;
        let ids = all.iter().flat_map(|(_, one)| [one.contact_id, one.subject_id]).flatten();
        let names = past::names(tx, ids.chain(wanted.subject).chain(wanted.by))?;
        Ok((views::is_on(tx)?, all, names))
    })?;
    let title = lang.text("looks-title");
    let page = Page { title, place: "/history", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            vec![Crumb { label: lang.text("history"), href: Some("/history") }, Crumb { label: title, href: None }];
        let view = Sheet { way, title, intro: Some(lang.text("looks-words")), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                (switch(ui, &lang, on))
                (asked_filters(ui, &lang, &wanted, &names))
                @if all.is_empty() { (empty(lang.text("looks-none"), lang.text("looks-none-help"), html! {})) }
                @else { (listed(ui, &lang, &all, &names, &wanted)) }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}

fn switch(ui: &ui::Ui<'_>, lang: &Lang, on: bool) -> Markup {
    let (word, to, label) = if on { ("looks-on", "0", "looks-turn-off") } else { ("looks-off", "1", "looks-turn-on") };
    let button = if on { Button::submit(lang.text(label)) } else { Button::submit(lang.text(label)).primary() };
    let form = Form::post(ui.csrf, "/history/views").whole_page().render(html! {
        input type="hidden" name="on" value=(to);
        (button.small())
    });
    let tone = if on { Tone::Leaf } else { Tone::Stone };
    notice(tone, Icon::Eye, html! { p { (lang.text(word)) } }, Some(form))
}

fn address(wanted: &Wanted) -> [(&'static str, String); 3] {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let act = if wanted.took { "took".to_owned() } else { String::new() };
    [("contact", number(wanted.subject)), ("by", number(wanted.by)), ("act", act)]
}

fn link(wanted: &Wanted) -> String {
    let pairs = address(wanted);
    href("/history/views", &pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

fn asked_filters(ui: &ui::Ui<'_>, lang: &Lang, wanted: &Wanted, names: &[Row]) -> Markup {
    let mut all = Vec::new();
    let name = |id: i64| past::name_of(names, id).map_or_else(|| format!("#{id}"), str::to_owned);
    if let Some(id) = wanted.subject {
        let without = lang.keep(link(&Wanted { subject: None, before: None, ..*wanted }));
        all.push(asked_filter(lang, "filter-about", &name(id), without));
    }
    if let Some(id) = wanted.by {
        let without = lang.keep(link(&Wanted { by: None, before: None, ..*wanted }));
        all.push(asked_filter(lang, "filter-by", &name(id), without));
    }
    let took = lang.keep(link(&Wanted { took: !wanted.took, before: None, ..*wanted }));
    let words = if wanted.took { "looks-all" } else { "looks-took-only" };
    html! { div.list-tools { (filters(ui, &all, html! { (Button::link(lang.text(words), took).small().quiet()) })) } }
}

fn listed(ui: &ui::Ui<'_>, lang: &Lang, all: &[(i64, View)], names: &[Row], wanted: &Wanted) -> Markup {
    let rows = all.iter().map(|(id, one)| Line {
        id: lang.keep(id.to_string()),
        name: lang.keep(one.actor.clone()),
        cells: cells(lang, one, names),
        ticked: false,
    });
    let view = Table {
        caption: lang.text("looks-title"),
        columns: vec![
            Column { label: lang.text("looks-who"), role: Role::Main, ..Column::default() },
            Column { label: lang.text("looks-what"), priority: 2, ..Column::default() },
            Column { label: lang.text("looks-from"), priority: 3, ..Column::default() },
            Column { label: lang.text("looks-when"), role: Role::Mark, ..Column::default() },
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    let older = all.last().filter(|_| all.len() as i64 == SIZE).map(|(id, _)| {
        let mut pairs = address(wanted).to_vec();
        pairs.push(("before", id.to_string()));
        href("/history/views", &pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    });
    let first = wanted.before.map(|_| link(wanted));
    let pager = Paging {
        first: 1,
        last: all.len() as i64,
        previous: first.as_deref(),
        next: older.as_deref(),
        ..Paging::default()
    };
    html! { (table(ui, &view)) (paging(ui, &pager, false)) }
}

fn cells(lang: &Lang, one: &View, names: &[Row]) -> Vec<Markup> {
    let person = |id: Option<i64>, other: &str| match id {
        Some(id) => html! { a href=(format!("/contacts/{id}")) { (past::name_of(names, id).unwrap_or(other)) } },
        None => html! { (other) },
    };
    let took = one.act == "took";
    let (tone, key) = if took { (Tone::Honey, "looks-took") } else { (Tone::Stone, "looks-looked") };
    let whom = match one.subject_id {
        Some(id) => person(Some(id), &format!("#{id}")),
        None => html! { span.faint { (lang.text("looks-several")) } },
    };
    vec![
        html! { (person(one.contact_id, &one.actor)) " " (Status::On(tone, lang.text(key))) " " (whom) },
        html! { span.faint { (one.path) @if let Some(conditions) = &one.conditions { " " (conditions) } } },
        html! { span.faint { (one.address.as_deref().unwrap_or_default()) } },
        html! { span.quiet { (lang.locale.day_month(one.at.date())) " " (lang.locale.time(one.at)) } },
    ]
}
