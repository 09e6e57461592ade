//! `/settings/mail`: how mail goes out, what is sent by itself, and a try.

use std::collections::BTreeMap;

use contact::pages::frame::{self, Page};
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use contact::status::ADDRESS_SETTING;
use kit::{Fields, Reply, Visit};
use mail::backend::{self, Backend, PROGRAMS, Protection, Way};
use mail::{sealed, site_address};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{Error, FieldError, Problem, Result, Tx};
use ui::Icon;
use ui::Ui;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, field, input_id};
use ui::part::form::{Fault, Form, faults, section};
use ui::part::notice::notice;

/// Settings that are a plain yes or no.
const SWITCHES: [&str; 3] =
    ["activity_assignee_notification", "activity_assignee_notification_ics", "allow_mail_from_logged_in_contact"];
const SILENT: &str = "do_not_notify_assignees_for";
const LIMIT: &str = "simple_mail_limit";

type Errors = BTreeMap<String, String>;

/// What the form holds.
struct Shown {
    backend: Backend,
    has_password: bool,
    password: Option<String>,
    switches: [bool; 3],
    silent: Vec<String>,
    limit: String,
}

impl Shown {
    fn read(tx: &Tx<'_>) -> Result<Shown> {
        let mut switches = [false; 3];
        for (on, name) in switches.iter_mut().zip(SWITCHES) {
            *on = !matches!(rows::plain(&tx.setting(name)?).as_str(), "" | "0");
        }
        let silent = match tx.setting(SILENT)? {
            Json::Array(all) => all.iter().map(rows::plain).collect(),
            _ => Vec::new(),
        };
        Ok(Shown {
            backend: backend::of(tx)?,
            has_password: sealed::is_kept(tx, backend::PASSWORD)?,
            password: None,
            switches,
            silent,
            limit: rows::plain(&tx.setting(LIMIT)?),
        })
    }

    fn sent(form: &Fields, has_password: bool) -> (Shown, Vec<FieldError>) {
        let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let mut wrong = Vec::new();
        let port = text("smtpPort");
        if !port.is_empty() && port.parse::<u16>().ok().filter(|port| *port > 0).is_none() {
            wrong.push(FieldError { field: "smtpPort".to_owned(), problem: Problem::OutOfRange });
        }
        let limit = text(LIMIT);
        if limit.parse::<u32>().is_err() {
            wrong.push(FieldError { field: LIMIT.to_owned(), problem: Problem::NotANumber });
        }
        let username = text("smtpUsername");
        let asked = json!({
            "outBound_option": text("outBound_option"), "smtpServer": text("smtpServer"), "smtpPort": port,
            "smtpEncryption": text("smtpEncryption"), "smtpAuth": if username.is_empty() { "0" } else { "1" },
            "smtpUsername": username, "sendmail_path": text("sendmail_path"),
        });
        let shown = Shown {
            backend: Backend::parse(&asked),
            has_password,
            password: form.get("smtpPassword").filter(|typed| !typed.is_empty()).map(str::to_owned),
            switches: SWITCHES.map(|name| form.get(name) == Some("1")),
            silent: form.all(SILENT).filter(|kind| !kind.is_empty()).map(str::to_owned).collect(),
            limit,
        };
        (shown, wrong)
    }

    fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut value = self.backend.to_json();
        if let Some(password) = &self.password {
            value["smtpPassword"] = json!(password);
        } else if self.backend.username.is_none() {
            value["smtpPassword"] = json!("");
        }
        let kept = backend::accept(tx, &value)?;
        set(tx, backend::SETTING, &kept)?;
        for (name, on) in SWITCHES.iter().zip(self.switches) {
            set(tx, name, &json!(on))?;
        }
        let silent: Vec<Json> =
            self.silent.iter().map(|kind| kind.parse::<i64>().map_or(json!(kind), |id| json!(id))).collect();
        set(tx, SILENT, &json!(silent))?;
        set(tx, LIMIT, &json!(self.limit.parse::<i64>().unwrap_or(50)))
    }
}

/// Writes a setting that differs in more than its spelling.
fn set(tx: &mut Tx<'_>, name: &str, value: &Json) -> Result<()> {
    let now = tx.setting(name)?;
    let plain = |json: &Json| match json {
        Json::Array(_) | Json::Object(_) => json.to_string(),
        other => rows::plain(other),
    };
    if plain(&now) == plain(value) { Ok(()) } else { tx.set_setting(name, Some(value)) }
}

/// The page, and what its form sends.
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        let shown = visit.read(|tx| Shown::read(tx))?;
        return Ok(Reply::Html(asked(visit, &lang, &shown, &Errors::new())?));
    }
    let has_password = visit.read(|tx| sealed::is_kept(tx, backend::PASSWORD))?;
    let (sent, mut wrong) = Shown::sent(&visit.form, has_password);
    let saved = match wrong.is_empty() {
        true => visit.write(|tx| {
            sent.save(tx)?;
            Ok(tx.transaction_id())
        }),
        false => {
            if let Err(Error::Invalid(more)) = sent.backend.check() {
                wrong.extend(more);
            }
            Err(Error::Invalid(wrong))
        }
    };
    match saved {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect("/settings/mail".to_owned()))
        }
        Err(Error::Invalid(all)) => {
            let words = |one: &FieldError| (one.field.clone(), lang.locale.problem(one.problem.key()).into_owned());
            let errors = all.iter().map(words).collect();
            Ok(Reply::Status(422, asked(visit, &lang, &sent, &errors)?))
        }
        Err(error) => Err(error),
    }
}

/// How it stands: the first thing that whoever comes here wants to know.
fn state(lang: &Lang, way: Way, sender: Option<&str>, waiting: i64) -> Markup {
    let wait = html! { @if waiting > 0 { p { (lang.with("outbox-wait", &[("count", waiting.into())])) } } };
    match (way.is_open(), sender) {
        (false, _) => {
            notice(Tone::Honey, Icon::WarningCircle, html! { p { b { (lang.text("mail-off")) } } (wait) }, None)
        }
        (true, None) => notice(
            Tone::Honey,
            Icon::WarningCircle,
            html! { p { b { (lang.text("mail-no-sender")) } } },
            Some(html! { (Button::link(lang.text("mail-addresses"), "/settings/mail/addresses").small()) }),
        ),
        (true, Some(sender)) => notice(
            Tone::Leaf,
            Icon::Check,
            html! { p { b { (lang.text("mail-on")) } " " (lang.with("mail-on-from", &[("sender", sender.into())])) } (wait) },
            Some(html! { (Button::link(lang.text("mail-addresses"), "/settings/mail/addresses").small()) }),
        ),
    }
}

/// Without an address of its own the site cannot say where its links lead.
fn no_address(lang: &Lang) -> Markup {
    let words = html! { p { b { (lang.text("mail-no-address")) } " " (lang.text("mail-no-address-words")) } };
    let button = Button::link(lang.text("mail-no-address-set"), "/settings/address").small();
    notice(Tone::Honey, Icon::WarningCircle, words, Some(html! { (button) }))
}

/// What the page reads beside its form.
struct Beside {
    kinds: Vec<(String, String)>,
    sender: Option<String>,
    waiting: i64,
    /// Where the try goes.
    own: Option<String>,
    /// Whether the site knows the address that links in letters begin with.
    is_placed: bool,
}

impl Beside {
    fn read(tx: &Tx<'_>, lang: &Lang) -> Result<Beside> {
        let kinds = labels::choices(tx, lang.code(), "Activity", "activity_type_id", "")?;
        let own = match tx.actor().contact_id {
            Some(contact) => mail::reach::address_of(tx, contact)?,
            None => None,
        };
        Ok(Beside {
            kinds: kinds.into_iter().map(|one| (one.value, one.label)).collect(),
            sender: site_address::standard(tx)?.map(|(_, row)| row.written()),
            waiting: mail::outbox::waiting(tx)?,
            own,
            is_placed: !rows::plain(&tx.setting(ADDRESS_SETTING)?).is_empty(),
        })
    }
}

fn asked(visit: &Visit<'_>, lang: &Lang, shown: &Shown, errors: &Errors) -> Result<Markup> {
    let title = lang.text("mail-settings");
    let beside = visit.read(|tx| Beside::read(tx, lang))?;
    let wrong: Vec<Fault<'_>> = errors
        .iter()
        .map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: label(lang, name), message })
        .collect();
    frame::show(visit, lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        let body = html! {
            (state(lang, shown.backend.way, beside.sender.as_deref(), beside.waiting))
            @if !beside.is_placed { (no_address(lang)) }
            (trial(ui, lang, shown.backend.way, &beside))
            (Form::post(ui.csrf, "/settings/mail").class("sheet").render(html! {
                (faults(ui, &wrong))
                (server(ui, lang, shown, errors))
                (habits(ui, lang, shown, &beside.kinds, errors))
                div.form-bar {
                    (Button::submit(ui.lang.text("save")).primary())
                    (Button::link(ui.lang.text("cancel"), "/settings").quiet())
                }
            }))
        };
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("mail-settings-words")), count: None };
        let messages = Button::link(lang.text("outbox"), "/settings/outbox").icon(Icon::PaperPlaneTilt);
        sheet(ui, shell, &view, Some(html! { (messages) }), body)
    })
}

fn trial(ui: &Ui<'_>, lang: &Lang, way: Way, beside: &Beside) -> Markup {
    let ready = way.is_open() && beside.sender.is_some();
    html! {
        @if let (true, Some(own)) = (ready, &beside.own) {
            (Form::post(ui.csrf, "/settings/mail/test").class("stack").render(html! {
                div.row {
                    (Button::submit(lang.text("mail-test")).icon(Icon::PaperPlaneTilt))
                    small.faint { (lang.with("mail-test-to", &[("address", own.as_str().into())])) }
                }
            }))
        } @else if ready { p.hint { (lang.text("mail-test-nowhere")) } }
    }
}

fn label<'a>(lang: &'a Lang, name: &str) -> &'a str {
    match name {
        "smtpServer" => lang.text("mail-server"),
        "smtpPort" => lang.text("mail-port"),
        "sendmail_path" => lang.text("mail-program"),
        LIMIT => lang.text("mail-limit"),
        _ => lang.text("mail-way"),
    }
}

fn server(ui: &Ui<'_>, lang: &Lang, shown: &Shown, errors: &Errors) -> Markup {
    let backend = &shown.backend;
    let error = |name: &str| errors.get(name).map(String::as_str);
    let note = |value, label, note| Choice { note: Some(note), ..Choice::of(value, label) };
    let ways = [
        note(Way::Smtp.option(), lang.text("mail-way-smtp"), lang.text("mail-way-smtp-words")),
        note(Way::Sendmail.option(), lang.text("mail-way-program"), lang.text("mail-way-program-words")),
        note(Way::Folder.option(), lang.text("mail-way-folder"), lang.text("mail-way-folder-words")),
        note(Way::Disabled.option(), lang.text("mail-way-off"), lang.text("mail-way-off-words")),
    ];
    let way = if backend.way == Way::Unset { Way::Smtp } else { backend.way }.option();
    let protections = [
        Choice::of(Protection::StartTls.name(), lang.text("mail-protection-starttls")),
        Choice::of(Protection::Tls.name(), lang.text("mail-protection-tls")),
        Choice::of(Protection::Plain.name(), lang.text("mail-protection-none")),
    ];
    let is_new = backend.way == Way::Unset && backend.server.is_empty();
    let port = if is_new { "587".to_owned() } else { backend.port.to_string() };
    let protection = if is_new { Protection::StartTls } else { backend.protection }.name();
    let programs: Vec<Choice<'_>> = PROGRAMS.iter().map(|path| Choice::of(path, path)).collect();
    let username = backend.username.clone().unwrap_or_default();
    let password_help = lang.text(if shown.has_password { "mail-password-kept" } else { "mail-password-help" });
    let half = |field: Field<'_>| html! { (self::field(ui, &Field { width: Width::Half, ..field })) };
    let choose = Field::text("outBound_option", lang.text("mail-way"), way).widget(Widget::Radios(&ways));
    let name = Field {
        error: error("smtpServer"),
        placeholder: Some("smtp.example.org"),
        ..Field::text("smtpServer", lang.text("mail-server"), &backend.server)
    };
    let port = Field {
        error: error("smtpPort"),
        ..Field::text("smtpPort", lang.text("mail-port"), &port).widget(Widget::Number("1"))
    };
    let guard = Field {
        help: Some(lang.text("mail-protection-help")),
        ..Field::text("smtpEncryption", lang.text("mail-protection"), protection).widget(Widget::Select(&protections))
    };
    let user = Field {
        help: Some(lang.text("mail-username-help")),
        ..Field::text("smtpUsername", lang.text("mail-username"), &username).autocomplete("off")
    };
    let password = Field {
        help: Some(password_help),
        ..Field::text("smtpPassword", lang.text("mail-password"), "")
            .widget(Widget::Password)
            .autocomplete("new-password")
    };
    let program = Field {
        error: error("sendmail_path"),
        ..Field::text("sendmail_path", lang.text("mail-program"), &backend.program).widget(Widget::Select(&programs))
    };
    html! {
        (section("mail-way", lang.text("mail-way"), None, html! { div.fields { (field(ui, &Field { hidden_label: true, ..choose })) } }))
        (section("mail-server", lang.text("mail-server-section"), Some(lang.text("mail-server-words")), html! {
            div.fields { (half(name)) (half(port)) (half(guard)) (half(user)) (half(password)) }
        }))
        (section("mail-program", lang.text("mail-program-section"), Some(lang.text("mail-program-words")), html! {
            div.fields { (half(program)) }
        }))
    }
}

fn habits(ui: &Ui<'_>, lang: &Lang, shown: &Shown, kinds: &[(String, String)], errors: &Errors) -> Markup {
    let on = |at: usize| if shown.switches.get(at) == Some(&true) { "1" } else { "0" };
    let tick = |at: usize, label, help| Field {
        help: Some(help),
        ..Field::text(SWITCHES[at], label, on(at)).widget(Widget::Checkbox)
    };
    let choices: Vec<Choice<'_>> = kinds.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let silent: Vec<&str> = shown.silent.iter().map(String::as_str).collect();
    let several = Field {
        values: &silent,
        help: Some(lang.text("mail-silent-help")),
        width: Width::Half,
        ..Field::text(SILENT, lang.text("mail-silent"), "").widget(Widget::SelectSeveral(&choices))
    };
    let most = Field {
        error: errors.get(LIMIT).map(String::as_str),
        help: Some(lang.text("mail-limit-help")),
        width: Width::Half,
        ..Field::text(LIMIT, lang.text("mail-limit"), &shown.limit).widget(Widget::Number("1"))
    };
    html! {
        (section("mail-tasks", lang.text("mail-tasks"), None, html! {
            div.fields {
                (field(ui, &tick(0, lang.text("mail-assignee"), lang.text("mail-assignee-help"))))
                (field(ui, &tick(1, lang.text("mail-assignee-ics"), lang.text("mail-assignee-ics-help"))))
                (field(ui, &several))
            }
        }))
        (section("mail-letters", lang.text("mail-letters"), None, html! {
            div.fields {
                (field(ui, &tick(2, lang.text("mail-own"), lang.text("mail-own-help"))))
                (field(ui, &most))
            }
        }))
    }
}
