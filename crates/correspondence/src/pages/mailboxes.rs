//! `/settings/mailboxes`: the mailboxes whose letters are filed on records.

use std::collections::BTreeMap;

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows;
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Result};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::empty::empty;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::{Fault, Form};
use ui::part::notice::notice;

use crate::inbox;
use crate::inbox::mailbox::{self, IMAP, MAILDIR, MailSettings};

type Errors = BTreeMap<String, String>;

const HOME: &str = "/settings/mailboxes";

/// The inputs, by the fields of the record.
const FIELDS: [&str; 8] = ["name", "protocol", "server", "port", "username", "source", "localpart", "domain"];

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// A mailbox as the list shows it.
struct Line {
    id: i64,
    row: MailSettings,
    trouble: Option<String>,
}

/// The list.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let all = visit.read(|tx| {
        let clauses = json!([["is_default", "=", false]]);
        let ids = rows::ask(tx, "MailSettings", &["id"], clauses, &[("id", "ASC")], 0)?;
        let ids: Vec<i64> = ids.iter().map(rows::id).collect();
        let found = tx.find_many::<MailSettings>(&ids)?;
        let line = |(id, row)| Ok(Line { id, row, trouble: inbox::trouble(tx, id)? });
        found.into_iter().map(line).collect::<Result<Vec<Line>>>()
    })?;
    let title = lang.text("mailboxes");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("mailboxes-words")), count: None };
        let add = Button::link(lang.text("mailbox-new"), "/settings/mailboxes/new").icon(Icon::Plus).primary();
        sheet(
            ui,
            shell,
            &view,
            Some(html! { (add) }),
            html! {
                @if all.is_empty() { (empty(lang.text("mailboxes-none"), lang.text("mailboxes-none-words"), html! {})) }
                @else { ul.sentences { @for one in &all { (line(ui, &lang, one)) } } }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}

fn line(ui: &ui::Ui<'_>, lang: &Lang, one: &Line) -> Markup {
    let post = |act: &str, button: Button<'_>| {
        let action = format!("{HOME}/{}/{act}", one.id);
        Form::post(ui.csrf, &action).render(html! { (button) })
    };
    let (tone, state) = match (one.row.is_active, &one.trouble) {
        (false, _) => (Tone::Stone, lang.text("mailbox-off")),
        (true, Some(_)) => (Tone::Brick, lang.text("mailbox-trouble")),
        (true, None) => (Tone::Leaf, lang.text("mailbox-on")),
    };
    let place = match one.row.protocol.as_deref() {
        Some(MAILDIR) => one.row.source.clone().unwrap_or_default(),
        _ => format!(
            "{} · {}",
            one.row.username.as_deref().unwrap_or_default(),
            one.row.server.as_deref().unwrap_or_default()
        ),
    };
    html! {
        li {
            p { b { (one.row.name.as_deref().unwrap_or_default()) } " " small.faint { (place) } " " (Status::On(tone, state)) }
            @if let Some(words) = &one.trouble { (notice(Tone::Brick, Icon::WarningCircle, html! { p { (words) } }, None)) }
            div.row {
                (Button::link(lang.text("action-edit"), format!("{HOME}/{}", one.id)).small())
                (post("read", Button::submit(lang.text("mailbox-read")).small()))
                (post("remove", Button::submit(lang.text("mailbox-remove")).quiet().small()))
            }
        }
    }
}

/// `/settings/mailboxes/{id}/{act}`: `read` or `remove`.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if !visit.is_post {
        return Ok(Reply::Redirect(HOME.to_owned()));
    }
    match act.as_str() {
        "remove" => {
            let transaction = visit.write(|tx| {
                tx.delete("MailSettings", id, As::Actor)?;
                Ok(tx.transaction_id())
            })?;
            visit.say("said-mailbox-removed", transaction);
        }
        "read" => {
            let row = visit.read(|tx| tx.find::<MailSettings>(id))?;
            let row = row.ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
            let said = match inbox::read_and_note(visit.site, id, &row)? {
                true => "said-mailbox-read",
                false => "said-mailbox-trouble",
            };
            visit.say(said, None);
        }
        _ => return Err(Error::NotFound(act)),
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}

/// What the form holds.
#[derive(Default)]
struct Draft {
    values: BTreeMap<&'static str, String>,
    is_ssl: bool,
    is_active: bool,
    creates: bool,
    has_password: bool,
}

impl Draft {
    fn of(row: &MailSettings, has_password: bool) -> Draft {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let all =
            [&row.name, &row.protocol, &row.server, &None, &row.username, &row.source, &row.localpart, &row.domain];
        let mut values: BTreeMap<&'static str, String> = FIELDS.into_iter().zip(all.map(text)).collect();
        values.insert("port", row.port.map(|port| port.to_string()).unwrap_or_default());
        Draft {
            values,
            is_ssl: row.is_ssl,
            is_active: row.is_active,
            creates: !row.is_contact_creation_disabled_if_no_match,
            has_password,
        }
    }

    fn sent(form: &Fields, has_password: bool) -> Draft {
        let value = |name: &'static str| (name, form.text(name).unwrap_or_default().to_owned());
        let on = |name: &str| form.get(name) == Some("1");
        Draft {
            values: FIELDS.into_iter().map(value).collect(),
            is_ssl: on("is_ssl"),
            is_active: on("is_active"),
            creates: on("creates"),
            has_password,
        }
    }

    fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn record(&self, id: Option<i64>, password: Option<&str>) -> Map<String, Json> {
        let filled = |text: &str| if text.is_empty() { Json::Null } else { json!(text) };
        let mut values: Map<String, Json> =
            FIELDS.iter().map(|name| ((*name).to_owned(), filled(self.value(name)))).collect();
        values.extend(object(json!({
            "is_ssl": self.is_ssl, "is_active": self.is_active, "is_default": false,
            "is_contact_creation_disabled_if_no_match": !self.creates,
        })));
        if let Some(id) = id {
            values.insert("id".to_owned(), json!(id));
        }
        if let Some(password) = password {
            values.insert("password".to_owned(), json!(password));
        }
        values
    }
}

/// `/settings/mailboxes/new`
pub(super) fn create(visit: &mut Visit<'_>) -> Result<Reply> {
    let mut draft = Draft { is_ssl: true, is_active: true, creates: true, ..Draft::default() };
    draft.values.insert("protocol", IMAP.to_owned());
    form(visit, None, draft)
}

/// `/settings/mailboxes/{id}`
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let (row, has_password) = visit.read(|tx| Ok((tx.find::<MailSettings>(id)?, mailbox::has_password(tx, id)?)))?;
    let row = row.ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    form(visit, Some(id), Draft::of(&row, has_password))
}

fn form(visit: &mut Visit<'_>, id: Option<i64>, draft: Draft) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, id, &draft, &Errors::new())?));
    }
    let sent = Draft::sent(&visit.form, draft.has_password);
    let values = sent.record(id, visit.form.get("password").filter(|typed| !typed.is_empty()));
    let saved = visit.write(|tx| {
        tx.save("MailSettings", values, As::Actor)?;
        Ok(tx.transaction_id())
    });
    match saved {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect(HOME.to_owned()))
        }
        Err(Error::Invalid(all)) => {
            let words = |one: &FieldError| (one.field.clone(), lang.locale.problem(one.problem.key()).into_owned());
            let errors = all.iter().map(words).collect();
            Ok(Reply::Status(422, page(visit, &lang, id, &sent, &errors)?))
        }
        Err(error) => Err(error),
    }
}

fn page(visit: &Visit<'_>, lang: &Lang, id: Option<i64>, draft: &Draft, errors: &Errors) -> Result<Markup> {
    let title = match id {
        Some(_) => lang.text("mailbox-edit"),
        None => lang.text("mailbox-new"),
    };
    let protocols = [Choice::of(IMAP, lang.text("mailbox-imap")), Choice::of(MAILDIR, lang.text("mailbox-maildir"))];
    let tick = |on: bool| if on { "1" } else { "0" };
    let plain = |name: &'static str, label| Field {
        error: errors.get(name).map(String::as_str),
        width: Width::Half,
        ..Field::text(name, label, draft.value(name))
    };
    let password_help = lang.text(if draft.has_password { "mail-password-kept" } else { "mail-password-help" });
    let fields = vec![
        plain("name", lang.text("mailbox-name")).required(),
        plain("protocol", lang.text("mailbox-protocol")).widget(Widget::Select(&protocols)),
        Field { help: Some(lang.text("mailbox-server-help")), ..plain("server", lang.text("mail-server")) },
        Field {
            help: Some(lang.text("mailbox-port-help")),
            ..plain("port", lang.text("mail-port")).widget(Widget::Number("1"))
        },
        Field::text("is_ssl", lang.text("mailbox-tls"), tick(draft.is_ssl)).widget(Widget::Checkbox),
        plain("username", lang.text("mail-username")).autocomplete("off"),
        Field {
            help: Some(password_help),
            width: Width::Half,
            ..Field::text("password", lang.text("mail-password"), "")
                .widget(Widget::Password)
                .autocomplete("new-password")
        },
        Field { help: Some(lang.text("mailbox-folder-help")), ..plain("source", lang.text("mailbox-folder")) },
    ];
    let own = vec![
        Field { help: Some(lang.text("mailbox-local-help")), ..plain("localpart", lang.text("mailbox-local")) },
        plain("domain", lang.text("mailbox-domain")),
        Field {
            help: Some(lang.text("mailbox-creates-help")),
            ..Field::text("creates", lang.text("mailbox-creates"), tick(draft.creates)).widget(Widget::Checkbox)
        },
        Field::text("is_active", lang.text("mailbox-active"), tick(draft.is_active)).widget(Widget::Checkbox),
    ];
    let faults = errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: title, message });
    let section = |id, title, fields| Section { id, title, intro: None, fields, example: None };
    let action = id.map_or_else(|| format!("{HOME}/new"), |id| format!("{HOME}/{id}"));
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("mailboxes"), href: Some(HOME) },
            Crumb { label: title, href: None },
        ],
        title,
        action: &action,
        cancel: HOME,
        faults: faults.collect(),
        sections: vec![
            section("mailbox-where", lang.text("mailbox-where"), fields),
            section("mailbox-what", lang.text("mailbox-what"), own),
        ],
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}
