//! `/settings/access-why`: why somebody may do something with a record, or may not.

use kit::{Registry, Reply, Visit};
use maud::html;
use schema::{Actor, Rule, Verb};
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;

use super::frame::{self, Page};
use super::phrases::Lang;
use super::pick;
use super::roles::{self, door};
use super::rows::{self, ask, text};
use super::slots;
use crate::access::actor_of_user;
use crate::acl;
use crate::domain::apart;
use crate::group_nesting;
use crate::relationship;

/// Signs the page into the registry.
pub(super) fn register(registry: &mut Registry) {
    registry.page("/settings/access-why", door(), show).fill(slots::Settings {
        group: "settings-access",
        label: "why-title",
        words: "why-words",
        icon: Icon::Question,
        tone: Tone::Plum,
        href: "/settings/access-why",
        door: door(),
    });
}

/// What was found for one verb: whether, and the reasons that speak of it.
struct Finding {
    verb: Verb,
    may: bool,
    reasons: Vec<String>,
}

const VERBS: [Verb; 3] = [Verb::View, Verb::Edit, Verb::Delete];

/// The answer of the rules themselves, asked as that person; and beside it what leads to it.
fn findings(tx: &Tx<'_>, lang: &Lang, person: &Actor, contact: i64, may: [bool; 3]) -> Result<Vec<Finding>> {
    let mut all = Vec::new();
    for (verb, may) in VERBS.into_iter().zip(may) {
        all.push(Finding { verb, may, reasons: reasons(tx, lang, person, contact, verb)? });
    }
    Ok(all)
}

fn reasons(tx: &Tx<'_>, lang: &Lang, person: &Actor, contact: i64, verb: Verb) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let title = |name: &str| roles::words_of(lang, name).0.to_owned();
    let broad: &[&str] = match verb {
        Verb::View => &["view all contacts", "edit all contacts"],
        Verb::Edit | Verb::Delete => &["edit all contacts"],
    };
    for name in broad.iter().filter(|name| person.may(name)) {
        found.push(lang.with("why-permission", &[("permission", title(name).into())]).to_owned());
    }
    let within: &[&str] = if verb == Verb::View { &[apart::VIEW, apart::EDIT] } else { &[apart::EDIT] };
    if let Some(name) = within.iter().find(|name| person.may(name))
        && let Some(group) = apart::group(tx)?
        && group_nesting::is_in(tx, group, contact)?
    {
        found.push(lang.with("why-permission", &[("permission", title(name).into())]).to_owned());
    }
    if verb == Verb::Delete && !person.may("delete contacts") {
        found.push(lang.with("why-missing", &[("permission", title("delete contacts").into())]).to_owned());
    }
    let row = rows::one(tx, "Contact", &["id", "is_deleted"], contact)?;
    if row.is_none_or(|row| rows::flag(&row, "is_deleted")) && !person.may("access deleted contacts") {
        found.push(lang.text("why-in-bin").to_owned());
    }
    let own = if verb == Verb::View { "view my contact" } else { "edit my contact" };
    if person.contact_id == Some(contact) && person.may(own) {
        found.push(lang.text("why-own").to_owned());
    }
    if person.may(own) && relationship::granted(person, verb) != Rule::Nothing && related(tx, person, contact, verb)? {
        found.push(lang.text("why-related").to_owned());
    }
    found.extend(lines(tx, lang, person, contact, verb)?);
    Ok(found)
}

fn related(tx: &Tx<'_>, person: &Actor, contact: i64, verb: Verb) -> Result<bool> {
    let Some(own) = person.contact_id else { return Ok(false) };
    let enough = if verb == Verb::View { json!([1, 2]) } else { json!([1]) };
    let side = |near: &str, far: &str, permission: &str| {
        json!(["AND", [[near, "=", own], [far, "=", contact], ["is_active", "=", true], [permission, "IN", enough]]])
    };
    let conditions = json!([[
        "OR",
        [
            side("contact_id_a", "contact_id_b", "is_permission_a_b"),
            side("contact_id_b", "contact_id_a", "is_permission_b_a"),
        ]
    ]]);
    Ok(!ask(tx, "Relationship", &["id"], conditions, &[], 1)?.is_empty())
}

/// The lines of access lists that speak of the contact, in words, the highest first.
fn lines(tx: &Tx<'_>, lang: &Lang, person: &Actor, contact: i64, verb: Verb) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for line in acl::speaking_of(tx, person.contact_id, contact, verb)? {
        let group = match line.group {
            Some(id) => rows::one(tx, "Group", &["id", "title"], id)?.map(|row| text(&row, "title").to_owned()),
            None => Some(lang.text("access-list-all").to_owned()),
        };
        let group = group.unwrap_or_default();
        let key = if line.deny { "why-denied" } else { "why-listed" };
        said.push(lang.with(key, &[("group", group.into()), ("name", line.name.clone().into())]).to_owned());
    }
    Ok(said)
}

fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let typed = visit.query.text("contact").map(str::to_owned);
    // A number is taken as it is, for it may lie in the bin; words are looked up.
    let contact = match (visit.query.int("contact"), &typed) {
        (None, Some(typed)) => match visit.read(|tx| pick::meant(tx, typed, None))? {
            pick::Found::One(id) => Some(id),
            _ => None,
        },
        (number, _) => number,
    };
    let user = visit.query.int("user");
    let unknown = typed.is_some() && contact.is_none();
    let people = visit.read(|tx| {
        ask(tx, "User", &["id", "username", "contact_id.display_name"], json!([]), &[("username", "ASC")], 5000)
    })?;
    let choices: Vec<(String, String)> = people
        .iter()
        .map(|row| {
            (rows::id(row).to_string(), format!("{} — {}", text(row, "username"), text(row, "contact_id.display_name")))
        })
        .collect();
    let choices: Vec<Choice<'_>> = choices.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let mut answer = None;
    if let (Some(user), Some(contact)) = (user, contact) {
        let person = visit.read(|tx| Ok(actor_of_user(tx, user)?.map(|bearer| bearer.actor)))?;
        if let Some(person) = person {
            // The rules answer for themselves: asked as the person, in a transaction of theirs.
            let may = visit.site.read(&person, |tx| {
                let asked = |verb| rows::may(tx, contact, verb);
                Ok([asked(Verb::View)?, asked(Verb::Edit)?, asked(Verb::Delete)?])
            })?;
            let (found, name) = visit.read(|tx| {
                let name = rows::one(tx, "Contact", &["id", "display_name"], contact)?;
                let name = name.map_or_else(|| format!("#{contact}"), |row| text(&row, "display_name").to_owned());
                Ok((findings(tx, &lang, &person, contact, may)?, name))
            })?;
            answer = Some((person.name, name, found));
        }
    }
    let user = visit.query.get("user").unwrap_or_default();
    // A number is shown with its name, as the field itself writes what is chosen.
    let named = answer.as_ref().zip(contact).map(|((_, name, _), id)| format!("{name} (#{id})"));
    let contact = named.as_deref().unwrap_or_else(|| visit.query.get("contact").unwrap_or_default());
    let fields = [
        Field {
            may_be_empty: true,
            ..Field::text("user", lang.text("why-person"), user).widget(Widget::Select(&choices)).required()
        },
        Field::text("contact", lang.text("why-contact"), contact)
            .widget(Widget::Lookup("/contacts/suggest?field=contact"))
            .required()
            .error(unknown.then(|| lang.text("problem-no-such-record"))),
    ];
    let page = Page { title: lang.text("why-title"), place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("why-title"), href: None },
        ];
        let view = Sheet { way, title: lang.text("why-title"), intro: Some(lang.text("why-words")), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                (Form::get("/settings/access-why").class("stack").render(html! {
                    @for one in &fields { (field(ui, one)) }
                    (Button::submit(lang.text("why-ask")).primary())
                }))
                @if let Some((person, record, found)) = &answer {
                    h2 { (person) " → " (record) }
                    ul.sentences { @for one in found {
                        li { p {
                            b { (verb_words(&lang, one.verb)) } " "
                            @if one.may { (Status::On(Tone::Leaf, lang.text("why-yes"))) } @else { (Status::On(Tone::Brick, lang.text("why-no"))) }
                            @for reason in &one.reasons { br; span.quiet { (reason) } }
                            @if one.reasons.is_empty() { br; span.quiet { (lang.text("why-nothing")) } }
                        } }
                    } }
                }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}

fn verb_words(lang: &Lang, verb: Verb) -> &str {
    match verb {
        Verb::View => lang.text("why-view"),
        Verb::Edit => lang.text("why-edit"),
        Verb::Delete => lang.text("why-delete"),
    }
}
