//! `/settings/roles`: who may do what, role by role, in words.

use std::collections::{BTreeMap, BTreeSet};

use kit::{Fields, Registry, Reply, Visit};
use maud::html;
use schema::{PermissionSet, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::page::roles::{Area, Bundle, Given, Level, RoleHead, editor, overview};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::Field;
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::rows::{self, Row, ask, text, texts};
use super::slots;
use crate::data;
use crate::domain::apart;

/// Whoever makes accounts and gives roles.
pub(super) fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "cms:administer users"])
}

/// Signs the pages and their place among the settings into the registry.
pub(super) fn register(registry: &mut Registry) {
    registry
        .page("/settings/roles", door(), list)
        .page("/settings/roles/{id}", door(), one)
        .page("/settings/roles/{id}/delete", door(), delete)
        .fill(slots::Settings {
            group: "settings-access",
            label: "roles-title",
            words: "roles-words",
            icon: Icon::UsersThree,
            tone: Tone::Sky,
            href: "/settings/roles",
            door: door(),
        });
}

/// An area by its key, and the permissions to see, to change, and to do everything.
type Part = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// What the overview tells: an area, and the permissions with which one sees, changes, and does everything there.
const AREAS: [Part; 13] = [
    ("area-contacts", &["view all contacts"], &["edit all contacts"], &["edit all contacts", "delete contacts"]),
    ("area-domain", &[apart::VIEW], &[apart::EDIT], &[apart::EDIT]),
    ("area-own", &["view my contact"], &["edit my contact"], &["edit my contact"]),
    ("area-custom", &["access all custom data"], &["access all custom data"], &["access all custom data"]),
    (
        "area-trash",
        &["access deleted contacts"],
        &["access deleted contacts"],
        &["access deleted contacts", "delete contacts"],
    ),
    ("area-groups", &["access CiviCRM"], &["edit groups"], &["edit groups", "administer reserved groups"]),
    (
        "area-activities",
        &["view all activities"],
        &["view all activities", "edit all contacts"],
        &["view all activities", "edit all contacts", "delete activities"],
    ),
    (
        "area-contributions",
        &["access CiviContribute"],
        &["edit contributions"],
        &["edit contributions", "delete in CiviContribute"],
    ),
    ("area-memberships", &["access CiviMember"], &["edit memberships"], &["edit memberships", "delete in CiviMember"]),
    ("area-events", &["access CiviEvent"], &["edit all events"], &["edit all events", "delete in CiviEvent"]),
    ("area-mailings", &["view public CiviMail content"], &["create mailings"], &["access CiviMail"]),
    ("area-import", &["import contacts"], &["import contacts"], &["import contacts", "merge duplicate contacts"]),
    (
        "area-settings",
        &["administer CiviCRM data"],
        &["administer CiviCRM data"],
        &["administer CiviCRM", "cms:administer users"],
    ),
];

fn level(held: &PermissionSet, area: &(&str, &[&str], &[&str], &[&str])) -> Level {
    let all = |names: &[&str]| names.iter().all(|name| held.has(name));
    match (all(area.3), all(area.2), all(area.1)) {
        (true, ..) => Level::Everything,
        (_, true, _) => Level::Changes,
        (_, _, true) => Level::Sees,
        _ => Level::No,
    }
}

/// The roles of the site, everyone's last.
pub(super) fn all(tx: &Tx<'_>) -> Result<Vec<Row>> {
    let select = ["id", "name", "label", "permissions", "is_active"];
    let mut roles = ask(tx, "Role", &select, json!([]), &[("id", "ASC")], 500)?;
    roles.sort_by_key(|row| text(row, "name") == "everyone");
    Ok(roles)
}

/// What a role is called: shipped ones in the reader's language.
pub(super) fn label<'l>(lang: &'l Lang, row: &Row) -> &'l str {
    let own = text(row, "label");
    let shipped = data::roles().lines().find(|line| line.text("name") == Some(text(row, "name")));
    let kept = shipped.is_some_and(|line| line.text("label") == Some(own));
    match (kept, lang.code(), shipped) {
        (true, "fr", Some(line)) => lang.keep(line.text("label_fr").unwrap_or(own)),
        _ => lang.keep(own),
    }
}

fn held(tx: &Tx<'_>, row: &Row) -> PermissionSet {
    PermissionSet::of(texts(row, "permissions"), &tx.site().model().implied)
}

/// How many accounts have each role.
fn people(tx: &Tx<'_>) -> Result<BTreeMap<i64, i64>> {
    let mut counts = BTreeMap::new();
    for row in ask(tx, "UserRole", &["role_id"], json!([["user_id.is_active", "=", true]]), &[], 0)? {
        *counts.entry(rows::int(&row, "role_id").unwrap_or(0)).or_default() += 1;
    }
    Ok(counts)
}

fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        return made(visit, &lang);
    }
    Ok(Reply::Html(shown(visit, &lang, None)?))
}

fn made(visit: &mut Visit<'_>, lang: &Lang) -> Result<Reply> {
    let label = visit.form.text("label").unwrap_or_default().to_owned();
    let result = visit.write(|tx| {
        if label.is_empty() {
            return Err(Error::field("label", Problem::Required));
        }
        let mut name = store::machine_name(&label).to_lowercase();
        if !tx.find_by::<crate::role::Role>("name", name.as_str())?.is_empty() {
            name = format!("{name}_{}", tx.clock().now.strftime("%s"));
        }
        // Least first: a new role lets people in, and nothing else.
        let values = json!({"name": name, "label": label, "permissions": ["access CiviCRM", "access AJAX API"]});
        let saved = tx.save("Role", object(values), As::Actor)?;
        Ok((saved.id, tx.transaction_id()))
    });
    match form::field_errors(result)? {
        Ok((id, transaction)) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect(format!("/settings/roles/{id}")))
        }
        Err(errors) => {
            let errors = form::errors(lang, &errors);
            Ok(Reply::Status(422, shown(visit, lang, Some(&errors))?))
        }
    }
}

pub(super) fn object(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}

fn shown(visit: &Visit<'_>, lang: &Lang, errors: Option<&Errors>) -> Result<maud::Markup> {
    let (roles, counts, sets) = visit.read(|tx| {
        let roles = all(tx)?;
        let sets: Vec<PermissionSet> = roles.iter().map(|row| held(tx, row)).collect();
        Ok((roles, people(tx)?, sets))
    })?;
    let heads: Vec<RoleHead<'_>> = roles
        .iter()
        .map(|row| RoleHead {
            label: label(lang, row),
            href: lang.keep(format!("/settings/roles/{}", rows::id(row))),
            people: match text(row, "name") {
                "everyone" => lang.text("roles-everybody"),
                _ => lang.with("roles-people", &[("count", counts.get(&rows::id(row)).copied().unwrap_or(0).into())]),
            },
        })
        .collect();
    let areas: Vec<Area<'_>> = AREAS
        .iter()
        .map(|area| Area { label: lang.text(area.0), levels: sets.iter().map(|held| level(held, area)).collect() })
        .collect();
    let risky = visitors_too_strong(&roles, &sets);
    let error = errors.and_then(|errors| errors.get("label")).map(String::as_str);
    let name = Field { required: true, ..Field::text("label", lang.text("role-new-label"), "").error(error) };
    let page = Page { title: lang.text("roles-title"), place: "/settings", narrow: false };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("roles-title"), href: None },
        ];
        let view = Sheet { way, title: lang.text("roles-title"), intro: Some(lang.text("roles-words")), count: None };
        let links = html! {
            (Button::link(lang.text("access-lists-title"), "/settings/access-lists"))
            (Button::link(lang.text("why-title"), "/settings/access-why").icon(Icon::Question))
        };
        sheet(
            ui,
            shell,
            &view,
            Some(links),
            html! {
                @if !risky.is_empty() {
                    (notice(Tone::Brick, Icon::WarningCircle, html! { (lang.with("roles-visitors-risky", &[("permissions", risky.join(", ").into())])) }, None))
                }
                (overview(ui, lang.text("roles-title"), &heads, &areas))
                section.role-new aria-labelledby="role-new" {
                    (section_head("role-new", lang.text("role-new"), None))
                    (Form::post(ui.csrf, "/settings/roles").class("stack").whole_page().render(html! {
                        (ui::part::field::field(ui, &name))
                        div.row { (Button::submit(lang.text("role-new-do")).primary()) }
                    }))
                }
            },
        )
    })
}

/// Permissions that nobody should give to visitors.
fn visitors_too_strong(roles: &[Row], sets: &[PermissionSet]) -> Vec<String> {
    const STAFF: [&str; 6] = [
        "access CiviCRM",
        "view all contacts",
        "edit all contacts",
        "access all custom data",
        "administer CiviCRM",
        "cms:administer users",
    ];
    let everyone = roles.iter().zip(sets).find(|(row, _)| text(row, "name") == "everyone");
    everyone.map_or_else(Vec::new, |(_, held)| {
        STAFF.iter().filter(|name| held.has(name)).map(|name| (*name).to_owned()).collect()
    })
}

fn one(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        let form = visit.form.clone();
        let result = visit.write(|tx| {
            keep(tx, id, &form)?;
            Ok(tx.transaction_id())
        });
        return match form::field_errors(result)? {
            Ok(transaction) => {
                visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
                Ok(Reply::Redirect(format!("/settings/roles/{id}")))
            }
            Err(errors) => {
                let errors = form::errors(&lang, &errors);
                Ok(Reply::Status(422, edited(visit, &lang, id, &errors)?))
            }
        };
    }
    Ok(Reply::Html(edited(visit, &lang, id, &Errors::new())?))
}

fn keep(tx: &mut Tx<'_>, id: i64, form: &Fields) -> Result<()> {
    let row = rows::one(tx, "Role", &["id", "name", "permissions"], id)?;
    let row = row.ok_or_else(|| Error::NotFound(format!("role {id}")))?;
    let label = form.text("label").unwrap_or_default();
    if label.is_empty() {
        return Err(Error::field("label", Problem::Required));
    }
    // What this page does not show stays as it is.
    let shown: BTreeSet<&str> = bundles_of().into_values().flatten().collect();
    let hidden = texts(&row, "permissions").into_iter().filter(|name| !shown.contains(name));
    let ticked = form.all("permission").filter(|name| shown.contains(name));
    let permissions: Vec<&str> = hidden.chain(ticked).collect();
    let mut values = object(json!({"id": id, "label": label, "permissions": permissions}));
    if text(&row, "name") != "everyone" {
        values.insert("is_active".to_owned(), json!(form.get("is_active") == Some("1")));
    }
    tx.save("Role", values, As::Actor)?;
    keep_an_administrator(tx)
}

/// A site without anybody who may do everything could never be changed again.
pub(super) fn keep_an_administrator(tx: &Tx<'_>) -> Result<()> {
    let conditions = json!([["user_id.is_active", "=", true], ["role_id.is_active", "=", true]]);
    let roles = ask(tx, "UserRole", &["role_id.permissions"], conditions, &[], 0)?;
    let everything = |row: &Row| texts(row, "role_id.permissions").contains(&schema::permission::ALL);
    match roles.iter().any(everything) {
        true => Ok(()),
        false => Err(Error::Conflict("At least one account must keep the role that may do everything.".to_owned())),
    }
}

/// The permissions that are offered, by the key of what they are about.
fn bundles_of() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut bundles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in data::permissions().lines() {
        let name = line.text("name").unwrap_or_default();
        let special = name.starts_with('*') || line.text("group") == Some("afform") || name.starts_with('@');
        if !special {
            bundles.entry(bundle(name)).or_default().push(name);
        }
    }
    bundles
}

/// What a permission is about, by its own words.
fn bundle(name: &str) -> &'static str {
    const WORDS: [(&str, &[&str]); 8] = [
        (
            "bundle-9-system",
            &[
                "administer",
                "cms:",
                "API",
                "api",
                "all CiviCRM",
                "debug",
                "IDS",
                "queue",
                "template",
                "translate",
                "password",
                "oauth",
                "OAuth",
            ],
        ),
        ("bundle-3-contributions", &["ontribut", "ledge", "batch", "invoice", "payment", "financial", "rant"]),
        ("bundle-4-memberships", &["ember"]),
        ("bundle-5-events", &["vent", "participant"]),
        ("bundle-6-mailings", &["ailing", "CiviMail", "SMS", "email"]),
        ("bundle-7-more", &["ase", "ampaign", "etition", "eport", "rofile", "search_kit", "afform"]),
        ("bundle-2-activities", &["activit", "note"]),
        ("bundle-1-contacts", &["contact", "Contact", "custom data", "group", "tag", "Tag", "file"]),
    ];
    let hit = WORDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word)));
    hit.map_or("bundle-1-contacts", |(key, _)| *key)
}

fn edited(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<maud::Markup> {
    let row = visit.read(|tx| rows::one(tx, "Role", &["id", "name", "label", "permissions", "is_active"], id))?;
    let row = row.ok_or_else(|| Error::NotFound(format!("role {id}")))?;
    let everyone = text(&row, "name") == "everyone";
    let own: BTreeSet<&str> = texts(&row, "permissions").into_iter().collect();
    let implied = &visit.site.model().implied;
    let through = |name: &str| {
        own.iter().find(|given| **given != name && PermissionSet::of([**given], implied).has(name)).copied()
    };
    let title_of = |name: &str| words_of(lang, name).0;
    let bundles: Vec<Bundle<'_>> = bundles_of()
        .into_iter()
        .map(|(key, names)| Bundle {
            title: bundle_title(lang, key),
            permissions: names
                .into_iter()
                .map(|name| {
                    let (title, words) = words_of(lang, name);
                    let through = through(name).filter(|_| !own.contains(name));
                    let through =
                        through.map(|given| lang.with("role-through", &[("permission", title_of(given).into())]));
                    Given { name, title, words, given: own.contains(name), through }
                })
                .collect(),
        })
        .collect();
    let role = label(lang, &row);
    let name =
        Field::text("label", lang.text("role-label"), role).required().error(errors.get("label").map(String::as_str));
    let active = if rows::flag(&row, "is_active") { "1" } else { "" };
    let active = Field::text("is_active", lang.text("role-active"), active).widget(ui::part::field::Widget::Switch);
    let fields = if everyone { vec![name] } else { vec![name, active] };
    let here = lang.keep(format!("/settings/roles/{id}"));
    let deletable = !everyone && text(&row, "name") != "admin";
    let page = Page { title: role, place: "/settings", narrow: false };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("roles-title"), href: Some("/settings/roles") },
            Crumb { label: role, href: None },
        ];
        let intro = if everyone { lang.text("role-everyone-words") } else { lang.text("role-words") };
        let view = Sheet { way, title: role, intro: Some(intro), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                (Form::post(ui.csrf, here).class("stack").whole_page().render(html! {
                    (editor(ui, &fields, &bundles))
                    div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), "/settings/roles").quiet()) }
                }))
                @if deletable {
                    (Form::post(ui.csrf, lang.keep(format!("{here}/delete"))).whole_page().render(html! { (Button::submit(lang.text("role-delete")).danger().small()) }))
                }
            },
        )
    })
}

/// The title and the sentence of a permission in the reader's language.
pub(super) fn words_of<'l>(lang: &'l Lang, name: &str) -> (&'l str, &'l str) {
    let line = data::permissions().lines().find(|line| line.text("name") == Some(name));
    let text = |plain: &'static str, french: &'static str| {
        let column = if lang.code() == "fr" { french } else { plain };
        line.and_then(|line| line.text(column).or_else(|| line.text(plain))).unwrap_or(name)
    };
    (lang.keep(text("title", "title_fr")), lang.keep(text("description", "description_fr")))
}

fn bundle_title<'l>(lang: &'l Lang, key: &str) -> &'l str {
    match key {
        "bundle-1-contacts" => lang.text("bundle-contacts"),
        "bundle-2-activities" => lang.text("bundle-activities"),
        "bundle-3-contributions" => lang.text("bundle-contributions"),
        "bundle-4-memberships" => lang.text("bundle-memberships"),
        "bundle-5-events" => lang.text("bundle-events"),
        "bundle-6-mailings" => lang.text("bundle-mailings"),
        "bundle-9-system" => lang.text("bundle-system"),
        _ => lang.text("bundle-more"),
    }
}

fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            let row = rows::one(tx, "Role", &["id", "name"], id)?;
            if row.is_none_or(|row| matches!(text(&row, "name"), "everyone" | "admin")) {
                return Err(Error::Conflict("This role belongs to the program.".to_owned()));
            }
            tx.delete("Role", id, As::Actor)?;
            keep_an_administrator(tx)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-deleted", transaction);
    }
    Ok(Reply::Redirect("/settings/roles".to_owned()))
}
