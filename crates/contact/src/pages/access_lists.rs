//! `/settings/access-lists`: who has which rights on which group, in sentences.

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::Requirement;
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::roles::object;
use super::rows::{self, Row, ask, text};
use super::slots;
use crate::acl;

/// Signs the pages and their place among the settings into the registry.
pub(super) fn register(registry: &mut Registry) {
    let door = || Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry
        .page("/settings/access-lists", door(), list)
        .page("/settings/access-lists/{id}/{act}", door(), act)
        .page("/civicrm/acl", door(), |_| Ok(Reply::Redirect("/settings/access-lists".to_owned())))
        .fill(slots::Settings {
            group: "settings-access",
            label: "access-lists-title",
            words: "access-lists-words",
            icon: Icon::ShieldCheck,
            tone: Tone::Stone,
            href: "/settings/access-lists",
            door: door(),
        });
}

/// What the page reads.
struct Around {
    lines: Vec<Row>,
    given: Vec<Row>,
    roles: Vec<(i64, String)>,
    groups: Vec<(i64, String)>,
    sets: Vec<(i64, String)>,
}

fn around(tx: &Tx<'_>, lang: &Lang) -> Result<Around> {
    let select = ["id", "name", "entity_id", "operation", "object_table", "object_id", "deny", "priority", "is_active"];
    let roles = ask(
        tx,
        "OptionValue",
        &["value", "name", "label"],
        json!([["option_group_id:name", "=", "acl_role"], ["is_active", "=", true]]),
        &[("weight", "ASC")],
        500,
    )?;
    let roles = roles.iter().filter_map(|row| {
        let id: i64 = rows::written(row, "value").parse().ok()?;
        Some((
            id,
            match id {
                acl::EVERYONE => lang.text("acl-everyone").to_owned(),
                acl::AUTHENTICATED => lang.text("acl-signed-in").to_owned(),
                acl::ADMINISTRATOR => lang.text("acl-administrators").to_owned(),
                _ => text(row, "label").to_owned(),
            },
        ))
    });
    let active = json!([["is_active", "=", true]]);
    let groups = ask(tx, "Group", &["id", "name", "title"], active.clone(), &[("title", "ASC")], 2000)?;
    let sets = match tx.catalog().entity("CustomGroup") {
        Some(_) => ask(tx, "CustomGroup", &["id", "title"], active, &[("title", "ASC")], 2000)?,
        None => Vec::new(),
    };
    Ok(Around {
        lines: ask(
            tx,
            "ACL",
            &select,
            json!([["object_table", "IN", [acl::GROUPS, acl::CUSTOM_SETS]]]),
            &[("priority", "DESC"), ("id", "ASC")],
            2000,
        )?,
        given: ask(
            tx,
            "ACLEntityRole",
            &["id", "acl_role_id", "entity_id"],
            json!([["entity_table", "=", acl::GROUPS], ["is_active", "=", true]]),
            &[("id", "ASC")],
            2000,
        )?,
        roles: roles.collect(),
        groups: groups.iter().map(|row| (rows::id(row), super::groups::title(lang, row).to_owned())).collect(),
        sets: sets.iter().map(|row| (rows::id(row), text(row, "title").to_owned())).collect(),
    })
}

fn called(all: &[(i64, String)], id: i64) -> String {
    all.iter().find(|(one, _)| *one == id).map_or_else(|| format!("#{id}"), |(_, name)| name.clone())
}

/// A line as a sentence.
fn sentence(lang: &Lang, around: &Around, row: &Row) -> String {
    let who = called(&around.roles, rows::int(row, "entity_id").unwrap_or(-1));
    let id = rows::int(row, "object_id").filter(|id| *id != 0);
    let of_group = |id: i64, key: &str| lang.with(key, &[("group", called(&around.groups, id).into())]).to_owned();
    let operation = text(row, "operation");
    let is_group = text(row, "object_table") == acl::GROUPS;
    let what = match (is_group, operation, id) {
        (true, "Create", Some(id)) => of_group(id, "acl-new-in-group"),
        (true, "Create", None) => lang.text("acl-new-contacts").to_owned(),
        (true, "Search", Some(id)) => of_group(id, "acl-being-in"),
        (true, "Search", None) => lang.text("acl-being-in-groups").to_owned(),
        (true, _, Some(id)) => of_group(id, "acl-in-group"),
        (true, _, None) => lang.text("acl-all-contacts").to_owned(),
        (false, _, Some(id)) => lang.with("acl-in-set", &[("set", called(&around.sets, id).into())]).to_owned(),
        (false, _, None) => lang.text("acl-all-sets").to_owned(),
    };
    let verb = match operation {
        "View" => lang.text("acl-view"),
        "Edit" => lang.text("acl-edit"),
        "Delete" if is_group => lang.text("acl-delete"),
        "Delete" => lang.text("acl-take-lines"),
        "Create" if is_group => lang.text("acl-create"),
        "Create" => lang.text("acl-fill"),
        "Search" => lang.text("acl-search"),
        _ => lang.text("acl-all"),
    };
    let key = if rows::flag(row, "deny") { "acl-may-not" } else { "acl-may" };
    lang.with(key, &[("who", who.into()), ("verb", verb.into()), ("what", what.into())]).to_owned()
}

fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(shown(visit, &lang, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        keep(tx, &form)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect("/settings/access-lists".to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, shown(visit, &lang, &errors)?))
        }
    }
}

fn keep(tx: &mut Tx<'_>, form: &kit::Fields) -> Result<()> {
    match form.get("what") {
        Some("role") => {
            let group = tx.one(&store::statement(
                r#"SELECT "id" FROM "civicrm_option_group" WHERE "name" = 'acl_role'"#,
                Vec::new(),
            ))?;
            let group = group.and_then(|id| id.as_int());
            let label = form.text("label").ok_or_else(|| Error::field("label", store::Problem::Required))?;
            tx.save("OptionValue", object(json!({"option_group_id": group, "label": label})), As::Actor)?;
        }
        Some("give") => {
            let values = json!({"acl_role_id": form.int("acl_role_id"), "entity_table": acl::GROUPS, "entity_id": form.int("entity_id")});
            tx.save("ACLEntityRole", object(values), As::Actor)?;
        }
        _ => {
            let (table, id) = form.get("object").and_then(|text| text.split_once(':')).unwrap_or((acl::GROUPS, ""));
            let values = json!({
                "name": form.text("name"), "entity_id": form.int("entity_id"), "operation": form.text("operation"),
                "object_table": table, "object_id": id.parse::<i64>().ok(), "deny": form.get("deny") == Some("1"),
                "priority": form.int("priority").unwrap_or(0),
            });
            tx.save("ACL", object(values), As::Actor)?;
        }
    }
    Ok(())
}

fn shown(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let around = visit.read(|tx| around(tx, lang))?;
    let numbered = |all: &[(i64, String)], prefix: &str| -> Vec<(String, String)> {
        all.iter().map(|(id, name)| (format!("{prefix}{id}"), name.clone())).collect()
    };
    let (roles, groups) = (numbered(&around.roles, ""), numbered(&around.groups, ""));
    let mut objects = vec![(format!("{}:", acl::GROUPS), lang.text("acl-all-contacts").to_owned())];
    objects.extend(numbered(&around.groups, &format!("{}:", acl::GROUPS)));
    objects.push((format!("{}:", acl::CUSTOM_SETS), lang.text("acl-all-sets").to_owned()));
    objects.extend(numbered(&around.sets, &format!("{}:", acl::CUSTOM_SETS)));
    let choices = |all: &'_ [(String, String)]| -> Vec<(String, String)> { all.to_vec() };
    let (roles, groups, objects) = (choices(&roles), choices(&groups), choices(&objects));
    let of_roles: Vec<Choice<'_>> = roles.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let special = [acl::EVERYONE, acl::AUTHENTICATED].map(|id| id.to_string());
    let given_roles: Vec<Choice<'_>> =
        roles.iter().filter(|(id, _)| !special.contains(id)).map(|(id, name)| Choice::of(id, name)).collect();
    let of_groups: Vec<Choice<'_>> = groups.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let of_objects: Vec<Choice<'_>> = objects.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let operations = [
        ("View", lang.text("acl-view")),
        ("Edit", lang.text("acl-edit")),
        ("Create", lang.text("acl-create")),
        ("Delete", lang.text("acl-delete")),
        ("Search", lang.text("acl-search")),
        ("All", lang.text("acl-everything")),
    ]
    .map(|(value, label)| Choice::of(value, label));
    let ways = [("0", "acl-allow"), ("1", "acl-deny")].map(|(value, label)| Choice::of(value, lang.text(label)));
    let error = |name: &str| errors.get(name).map(String::as_str);
    let line_fields = [
        // Nobody is chosen beforehand: a rule for everybody is never made by mistake.
        Field {
            may_be_empty: true,
            ..Field::text("entity_id", lang.text("acl-role"), "")
                .widget(Widget::Select(&of_roles))
                .required()
                .error(error("entity_id"))
        },
        Field::text("deny", lang.text("acl-way"), "0").widget(Widget::Segments(&ways)),
        Field {
            help: Some(lang.text("acl-operation-help")),
            ..Field::text("operation", lang.text("acl-operation"), "View")
                .widget(Widget::Select(&operations))
                .error(error("operation"))
        },
        Field::text("object", lang.text("acl-object"), "")
            .widget(Widget::Select(&of_objects))
            .error(error("object_id")),
        Field {
            help: Some(lang.text("acl-priority-help")),
            ..Field::text("priority", lang.text("acl-priority"), "0").widget(Widget::Number("1"))
        },
    ];
    let give_fields = [
        Field::text("acl_role_id", lang.text("acl-role"), "")
            .widget(Widget::Select(&given_roles))
            .error(error("acl_role_id")),
        Field::text("entity_id", lang.text("acl-group"), "")
            .widget(Widget::Select(&of_groups))
            .error(error("entity_id")),
    ];
    let role_field = Field::text("label", lang.text("acl-role-name"), "").required().error(error("label"));
    let page = Page { title: lang.text("access-lists-title"), place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("access-lists-title"), href: None },
        ];
        let view = Sheet {
            way,
            title: lang.text("access-lists-title"),
            intro: Some(lang.text("access-lists-words")),
            count: None,
        };
        let button = |id: i64, act: &str, label: &str| {
            let action = format!("/settings/access-lists/{id}/{act}");
            Form::post(ui.csrf, lang.keep(action))
                .whole_page()
                .render(html! { (Button::submit(lang.keep(label.to_owned())).small().quiet()) })
        };
        let part = |what: &'static str, fields: &[Field<'_>], label: &str| {
            Form::post(ui.csrf, "/settings/access-lists").class("stack").whole_page().render(html! {
                input type="hidden" name="what" value=(what);
                @for one in fields { (field(ui, one)) }
                (Button::submit(lang.keep(label.to_owned())))
            })
        };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if around.lines.is_empty() { p.quiet { (lang.text("access-lists-none")) } }
                ul.sentences { @for row in &around.lines {
                    li.resting[!rows::flag(row, "is_active")] {
                        p { (sentence(lang, &around, row)) @if rows::int(row, "priority").unwrap_or(0) != 0 { " " small.faint { (lang.with("acl-priority-is", &[("priority", rows::int(row, "priority").unwrap_or(0).into())])) } } }
                        div.row {
                            (button(rows::id(row), "toggle", if rows::flag(row, "is_active") { lang.text("acl-rest") } else { lang.text("acl-wake") }))
                            (button(rows::id(row), "delete", lang.text("acl-remove")))
                        }
                    }
                } }
                h2 { (lang.text("acl-new")) }
                (part("line", &line_fields, lang.text("acl-add")))
                h2 { (lang.text("acl-who-has")) }
                ul.sentences { @for row in &around.given {
                    li {
                        p { (lang.with("acl-given", &[("group", called(&around.groups, rows::int(row, "entity_id").unwrap_or(0)).into()), ("role", called(&around.roles, rows::int(row, "acl_role_id").unwrap_or(-1)).into())])) }
                        (button(rows::id(row), "take", lang.text("acl-remove")))
                    }
                } }
                (part("give", &give_fields, lang.text("acl-give")))
                h2 { (lang.text("acl-role-new")) }
                (part("role", &[role_field], lang.text("acl-role-add")))
            },
        )
    })
}

fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if visit.is_post {
        let transaction = visit.write(|tx| {
            match act.as_str() {
                "delete" => tx.delete("ACL", id, As::Actor)?,
                "take" => tx.delete("ACLEntityRole", id, As::Actor)?,
                "toggle" => {
                    let row = rows::one(tx, "ACL", &["id", "is_active"], id)?;
                    let row = row.ok_or_else(|| Error::NotFound(format!("line {id}")))?;
                    tx.save("ACL", object(json!({"id": id, "is_active": !rows::flag(&row, "is_active")})), As::Actor)?;
                }
                _ => return Err(Error::NotFound(act.clone())),
            }
            Ok(tx.transaction_id())
        })?;
        visit.say("said-saved", transaction);
    }
    Ok(Reply::Redirect("/settings/access-lists".to_owned()))
}
