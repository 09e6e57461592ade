//! `/import/templates`: how lists are read, kept under names, to start from, to rename, to lend and to delete.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use store::{Error, Result};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::empty::empty;
use ui::part::field::{Field, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::part::tabs::tabs;
use ui::{Icon, Ui};

use crate::template::{self, Template};
use crate::{records, setup::Setup};

use super::home::views;

/// `/import/templates`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    Ok(Reply::Html(page(visit, &lang, None)?))
}

/// A template with what its rows become, in words.
type Line = (Template, String);

fn page(visit: &Visit<'_>, lang: &Lang, problem: Option<&str>) -> Result<Markup> {
    let lines = visit.read(|tx| {
        let what = |setup: &Setup| match setup.is_of_contacts() {
            true => lang.text("import-kind-contacts").to_owned(),
            false => tx.entity(&setup.entity).map_or(setup.entity.clone(), |own| records::title(lang, &own)),
        };
        let all = template::all(tx)?;
        Ok(all.into_iter().map(|one| (what(&one.setup), one)).map(|(what, one)| (one, what)).collect::<Vec<Line>>())
    })?;
    let title = lang.text("import-templates-title");
    let views = views(visit, lang, "/import/templates");
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: false }, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("import-templates-intro")) }, None))
            (tabs(ui, lang.text("import-title"), &views))
            @if let Some(words) = problem { (notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)) }
            @if lines.is_empty() {
                (empty(lang.text("import-templates-none"), lang.text("import-templates-none-words"), html! {}))
            } @else { (listed(ui, lang, &lines)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn listed(ui: &Ui<'_>, lang: &Lang, lines: &[Line]) -> Markup {
    html! {
        ul.pair-lines {
            @for (one, what) in lines {
                @let known = one.setup.goals.iter().filter(|goal| !goal.is_none()).count() as i64;
                li {
                    span {
                        a href={ "/import?template=" (one.id) } { b { (one.label) } } " " (whose(lang, one))
                        br;
                        small.quiet { (what) " · " (lang.with("import-columns", &[("count", known.into())])) }
                    }
                    (deeds(ui, lang, one))
                }
            }
        }
    }
}

fn whose(lang: &Lang, one: &Template) -> Markup {
    let (tone, words) = match (&one.owner, one.is_shared) {
        (Some(owner), _) => (Tone::Sky, lang.with("import-template-lent-by", &[("name", owner.as_str().into())])),
        (None, true) => (Tone::Leaf, lang.text("import-template-lent")),
        (None, false) => (Tone::Stone, lang.text("import-template-own")),
    };
    Tag::of(tone, words).render()
}

fn deeds(ui: &Ui<'_>, lang: &Lang, one: &Template) -> Markup {
    let action = format!("/import/templates/{}", one.id);
    let share = match one.is_shared {
        true => Button::submit(lang.text("import-template-unshare")).small().quiet().name("do", "unshare"),
        false => Button::submit(lang.text("import-template-share")).small().quiet().name("do", "share"),
    };
    let name = format!("label-{}", one.id);
    html! {
        div.push.row {
            (Button::link(lang.text("import-template-use"), format!("/import?template={}", one.id)).small())
            @if one.owner.is_none() {
                (Form::post(ui.csrf, &action).render(html! { (share) }))
                details {
                    summary.btn.is-quiet.is-small { (lang.text("import-template-change")) }
                    (Form::post(ui.csrf, &action).class("stack").render(html! {
                        (field(ui, &Field::text(&name, lang.text("import-template-name"), &one.label)))
                        div.row {
                            (Button::submit(lang.text("import-template-rename")).small().name("do", "rename"))
                            (Button::submit(lang.text("import-template-delete")).small().quiet().name("do", "delete"))
                        }
                    }))
                }
            }
        }
    }
}

/// `/import/templates/{id}`
pub(super) fn change(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let here = Reply::Redirect("/import/templates".to_owned());
    if !visit.is_post {
        return Ok(here);
    }
    let label = visit.form.get(&format!("label-{id}")).unwrap_or_default().to_owned();
    let what = visit.form.get("do").unwrap_or_default().to_owned();
    let done = visit.write(|tx| {
        match what.as_str() {
            "rename" => template::rename(tx, id, &label)?,
            "share" => template::share(tx, id)?,
            "unshare" => template::unshare(tx, id)?,
            "delete" => template::delete(tx, id)?,
            _ => {}
        }
        Ok(tx.transaction_id())
    });
    match done {
        Ok(transaction) => {
            let said = if what == "delete" { "said-import-template-deleted" } else { "said-import-template-kept" };
            visit.say(said, transaction);
            Ok(here)
        }
        Err(Error::Invalid(_)) => {
            Ok(Reply::Status(422, page(visit, &lang, Some(lang.text("import-template-nameless")))?))
        }
        Err(Error::Conflict(_)) => {
            Ok(Reply::Status(409, page(visit, &lang, Some(lang.text("import-template-in-use")))?))
        }
        Err(error) => Err(error),
    }
}
