//! `/settings/accounts`: who may come in, invitations, sessions; and `/account`, everybody's own door.

mod own;

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::{Actor, Requirement};
use serde_json::json;
use store::{As, Error, Problem, Result, Tx};
use ui::Icon;
use ui::page::accounts::{NewPasskey, Sheet, new_passkey, once, sheet, square_code};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::notice::notice;
use ui::part::table::{Column, Row as Line, Table, table};

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::pick;
use super::roles::{self, door, object};
use super::rows::{self, Row, ask, text};
use super::slots;
use crate::access::forgotten::{self, Occasion};
use crate::access::{check_no_stronger, key, link, passkey, password, session, totp, trace};
use crate::user::User;
use own::{own, own_act, own_eyes};

/// Signs the pages and their places among the settings into the registry.
pub(super) fn register(registry: &mut Registry) {
    let signed_in = || Requirement::all(&[schema::permission::AUTHENTICATED]);
    registry
        .page("/settings/accounts", door(), list)
        .page("/settings/accounts/own-eyes", signed_in(), own_eyes)
        .page("/settings/accounts/{id}", door(), one)
        .page("/settings/accounts/{id}/{act}", door(), act)
        .page("/account", signed_in(), own)
        .page("/account/{act}", signed_in(), own_act)
        .fill(slots::Settings {
            group: "settings-access",
            label: "accounts-title",
            words: "accounts-words",
            icon: Icon::IdentificationCard,
            tone: Tone::Leaf,
            href: "/settings/accounts",
            door: door(),
        })
        .fill(slots::Settings {
            group: "settings-access",
            label: "account-title",
            words: "account-words",
            icon: Icon::LockSimple,
            tone: Tone::Honey,
            href: "/account",
            door: signed_in(),
        });
}

/// Something that is told once, on the answer to the form that made it.
struct Told {
    label: String,
    words: String,
    value: String,
}

fn accounts(tx: &Tx<'_>) -> Result<Vec<Row>> {
    let select = [
        "id",
        "username",
        "uf_name",
        "contact_id",
        "contact_id.display_name",
        "is_active",
        "when_last_accessed",
        "roles",
    ];
    ask(tx, "User", &select, json!([]), &[("username", "ASC")], 5000)
}

fn role_ids(row: &Row) -> Vec<i64> {
    let ids = row.get("roles").and_then(|json| json.as_array()).cloned().unwrap_or_default();
    ids.iter().filter_map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok())).collect()
}

fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(listed(visit, &lang, &Errors::new(), None)?));
    }
    let form = visit.form.clone();
    let remote = visit.remote.to_owned();
    let result = visit.write(|tx| invite(tx, &form, &remote));
    match form::field_errors(result)? {
        Ok(given) => {
            let told = given.told(&lang);
            Ok(Reply::Html(listed(visit, &lang, &Errors::new(), Some(&told))?))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, listed(visit, &lang, &errors, None)?))
        }
    }
}

/// Makes an account for a person, new or known by the number of the contact, and the link that lets them in.
fn invite(tx: &mut Tx<'_>, form: &kit::Fields, remote: &str) -> Result<Given> {
    let username = form.text("username").ok_or_else(|| Error::field("username", Problem::Required))?;
    let role = form.int("role").ok_or_else(|| Error::field("role", Problem::Required))?;
    let email = form
        .text("email")
        .filter(|email| email.contains('@'))
        .ok_or_else(|| Error::field("email", Problem::Required))?;
    let contact = match form.text("contact_id") {
        Some(typed) => chosen(tx, typed)?,
        None => {
            let known = ask(
                tx,
                "Email",
                &["contact_id"],
                json!([["email", "=", email], ["contact_id.contact_type", "=", "Individual"]]),
                &[("id", "ASC")],
                1,
            )?;
            match known.first().and_then(|row| rows::int(row, "contact_id")) {
                Some(id) => id,
                None => {
                    let values = json!({"contact_type": "Individual", "first_name": form.text("first_name").unwrap_or(username), "last_name": form.text("last_name"), "email_primary.email": email});
                    tx.save("Contact", object(values), As::Actor)?.id
                }
            }
        }
    };
    let values = json!({"username": username, "uf_name": email, "contact_id": contact, "roles": [role]});
    let user = tx.save("User", object(values), As::Actor)?.id;
    trace::note(tx, "invited", user, remote)?;
    give(tx, user, Occasion::Invitation)
}

/// The person who was chosen by name or number.
fn chosen(tx: &Tx<'_>, typed: &str) -> Result<i64> {
    match pick::meant(tx, typed, Some("Individual"))? {
        pick::Found::One(id) => Ok(id),
        _ => Err(Error::field("contact_id", Problem::NoSuchRecord)),
    }
}

/// How a link has reached its owner, or has to.
enum Given {
    /// By mail, to this address.
    Sent(String),
    /// Mail is not set up, or the account has no address: whoever made it hands it over.
    InHand(String),
}

impl Given {
    fn told(&self, lang: &Lang) -> Told {
        match self {
            Given::Sent(address) => Told {
                label: lang.text("account-sent").to_owned(),
                words: lang.with("account-sent-words", &[("address", address.clone().into())]).to_owned(),
                value: String::new(),
            },
            Given::InHand(token) => Told {
                label: lang.text("account-link").to_owned(),
                words: lang.text("account-link-words").to_owned(),
                value: format!("/welcome/{token}"),
            },
        }
    }
}

/// What is told once; where nothing has to be handed over, the words are enough.
fn said(ui: &ui::Ui<'_>, told: &Told) -> Markup {
    match told.value.is_empty() {
        true => notice(Tone::Leaf, Icon::EnvelopeSimple, html! { p { b { (told.label) } } p { (told.words) } }, None),
        false => once(ui, &told.label, &told.words, &told.value),
    }
}

fn give(tx: &mut Tx<'_>, user: i64, occasion: Occasion) -> Result<Given> {
    let sent = if forgotten::can_send(tx)? { forgotten::send(tx, user, occasion)? } else { None };
    match sent {
        Some(address) => Ok(Given::Sent(address)),
        None => link::create(tx, user).map(Given::InHand),
    }
}

fn listed(visit: &Visit<'_>, lang: &Lang, errors: &Errors, told: Option<&Told>) -> Result<Markup> {
    let (all, kept) = visit.read(|tx| Ok((accounts(tx)?, roles::all(tx)?)))?;
    let role_name = |id: i64| kept.iter().find(|row| rows::id(row) == id).map_or("", |row| roles::label(lang, row));
    let ids: Vec<String> = all.iter().map(|row| rows::id(row).to_string()).collect();
    let lines: Vec<Line<'_>> = all
        .iter()
        .zip(&ids)
        .map(|(row, id)| {
            let roles: Vec<&str> = role_ids(row).into_iter().map(role_name).collect();
            let seen = rows::moment(text(row, "when_last_accessed"));
            let href = format!("/settings/accounts/{id}");
            Line {
                id,
                name: text(row, "username"),
                cells: vec![
                    html! { a href=(href) { (text(row, "username")) } },
                    html! { @if let Some(contact) = rows::int(row, "contact_id") { a href={ "/contacts/" (contact) } { (text(row, "contact_id.display_name")) } } },
                    html! { (roles.join(", ")) },
                    html! { @if let Some(seen) = seen { (visit.locale.date(seen.date())) } @else { span.faint { (lang.text("account-never")) } } },
                    html! { @if rows::flag(row, "is_active") { (Status::On(Tone::Leaf, lang.text("account-active"))) } @else { (Status::On(Tone::Stone, lang.text("account-disabled"))) } },
                ],
                ticked: false,
            }
        })
        .collect();
    let choices: Vec<(String, &str)> = kept
        .iter()
        .filter(|row| text(row, "name") != "everyone" && rows::flag(row, "is_active"))
        .map(|row| (rows::id(row).to_string(), roles::label(lang, row)))
        .collect();
    let choices: Vec<Choice<'_>> = choices.iter().map(|(id, label)| Choice::of(id, label)).collect();
    let sent = |name: &str| if errors.is_empty() { "" } else { visit.form.get(name).unwrap_or_default() };
    let error = |name: &str| errors.get(name).map(String::as_str);
    let fields = [
        Field {
            help: Some(lang.text("account-known-words")),
            ..Field::text("contact_id", lang.text("account-known"), sent("contact_id"))
                .widget(Widget::Lookup("/contacts/suggest?field=contact_id&type=Individual"))
                .error(error("contact_id"))
        },
        Field::text("first_name", lang.text("account-first-name"), sent("first_name")),
        Field::text("last_name", lang.text("account-last-name"), sent("last_name")),
        Field::text("email", lang.text("account-email"), sent("email"))
            .widget(Widget::Email)
            .required()
            .error(error("email")),
        Field::text("username", lang.text("account-username"), sent("username"))
            .required()
            .error(error("username").or(error("uf_name"))),
        Field {
            may_be_empty: true,
            ..Field::text("role", lang.text("account-role"), sent("role"))
                .widget(Widget::Select(&choices))
                .required()
                .error(error("role"))
        },
    ];
    let labels = ["account-username", "account-person", "account-role", "account-seen", "account-state"]
        .map(|key| lang.text(key));
    let page = Page { title: lang.text("accounts-title"), place: "/settings", narrow: false };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("accounts-title"), href: None },
        ];
        let view = Sheet {
            way,
            title: lang.text("accounts-title"),
            intro: Some(lang.text("accounts-words")),
            count: i64::try_from(all.len()).ok(),
        };
        let columns = labels
            .iter()
            .enumerate()
            .map(|(at, label)| Column {
                label,
                priority: if at > 2 { 2 } else { 0 },
                role: match at {
                    0 => ui::part::table::Role::Main,
                    1 | 2 => ui::part::table::Role::More,
                    4 => ui::part::table::Role::Mark,
                    _ => ui::part::table::Role::Text,
                },
                ..Column::default()
            })
            .collect();
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if let Some(told) = told { (said(ui, told)) }
                (table(ui, &Table { caption: lang.text("accounts-title"), columns, rows: lines, ..Table::default() }))
                h2 id="invite" { (lang.text("account-invite")) }
                (Form::post(ui.csrf, "/settings/accounts").class("stack").whole_page().render(html! {
                    @for one in &fields { (field(ui, one)) }
                    (Button::submit(lang.text("account-invite")).primary())
                }))
            },
        )
    })
}

fn one(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        let form = visit.form.clone();
        let result = visit.write(|tx| {
            let wanted: Vec<i64> = form.all("role").filter_map(|id| id.parse().ok()).collect();
            let mut values =
                object(json!({"id": id, "roles": wanted, "is_active": form.get("is_active") == Some("1")}));
            match form.text("contact_id") {
                Some(contact) => drop(values.insert("contact_id".to_owned(), json!(chosen(tx, contact)?))),
                // An account without a person stays, for programs and for whoever comes next.
                None if form.get("contact_id").is_some() && tx.actor().user_id != Some(id) => {
                    values.insert("contact_id".to_owned(), json!(null));
                }
                None => {}
            }
            if form.get("is_active") != Some("1") && tx.actor().user_id == Some(id) {
                return Err(Error::Conflict("One cannot disable the account that one is signed in with.".to_owned()));
            }
            check_no_stronger(tx, id)?;
            tx.save("User", values, As::Actor)?;
            roles::keep_an_administrator(tx)?;
            trace::note(tx, if form.get("is_active") == Some("1") { "changed" } else { "disabled" }, id, "")?;
            Ok(tx.transaction_id())
        });
        return match form::field_errors(result)? {
            Ok(transaction) => {
                visit.say("said-saved", transaction);
                Ok(Reply::Redirect(format!("/settings/accounts/{id}")))
            }
            Err(errors) => {
                let errors = form::errors(&lang, &errors);
                Ok(Reply::Status(422, detail(visit, &lang, id, &errors, None)?))
            }
        };
    }
    Ok(Reply::Html(detail(visit, &lang, id, &Errors::new(), None)?))
}

/// What an administrator reads of one account.
struct Around {
    row: Row,
    roles: Vec<Row>,
    sessions: Vec<(i64, crate::access::Session)>,
    traces: Vec<crate::access::Trace>,
    second: bool,
}

fn detail(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors, told: Option<&Told>) -> Result<Markup> {
    let around = visit.read(|tx| {
        let select = ["id", "username", "uf_name", "contact_id", "contact_id.display_name", "is_active", "roles"];
        let row = rows::one(tx, "User", &select, id)?.ok_or_else(|| Error::NotFound(format!("account {id}")))?;
        let mut traces = trace::of(tx, id, 20)?;
        for one in &mut traces {
            one.at = tx.clock().from_utc(one.at);
        }
        Ok(Around {
            row,
            roles: roles::all(tx)?,
            sessions: here(tx, session::all(tx, id)?),
            traces,
            second: totp::is_on(tx, id)?,
        })
    })?;
    let row = &around.row;
    let given = role_ids(row);
    let choices: Vec<(String, &str)> = around
        .roles
        .iter()
        .filter(|row| text(row, "name") != "everyone")
        .map(|row| (rows::id(row).to_string(), roles::label(lang, row)))
        .collect();
    let choices: Vec<Choice<'_>> = choices.iter().map(|(id, label)| Choice::of(id, label)).collect();
    let ticked: Vec<String> = given.iter().map(i64::to_string).collect();
    let ticked: Vec<&str> = ticked.iter().map(String::as_str).collect();
    let contact = match rows::int(row, "contact_id") {
        Some(id) => format!("{} (#{id})", text(row, "contact_id.display_name")),
        None => String::new(),
    };
    let fields = [
        Field {
            values: &ticked,
            ..Field::text("role", lang.text("account-roles"), "").widget(Widget::Checkboxes(&choices))
        },
        Field::text("contact_id", lang.text("account-contact"), &contact)
            .widget(Widget::Lookup("/contacts/suggest?field=contact_id&type=Individual"))
            .error(errors.get("contact_id").map(String::as_str)),
        Field::text("is_active", lang.text("account-is-active"), if rows::flag(row, "is_active") { "1" } else { "" })
            .widget(Widget::Switch),
    ];
    let here = lang.keep(format!("/settings/accounts/{id}"));
    let title = text(row, "username");
    let administrator = visit.actor.permissions.is_everything() && visit.actor.user_id != Some(id);
    let page = Page { title, place: "/settings", narrow: false };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("accounts-title"), href: Some("/settings/accounts") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(text(row, "uf_name")), count: None };
        let post = |act: &str, button: Button<'_>| {
            Form::post(ui.csrf, lang.keep(format!("{here}/{act}"))).whole_page().render(html! { (button) })
        };
        let actions = html! {
            (post("link", Button::submit(lang.text("account-new-link"))))
            @if administrator { (post("eyes", Button::submit(lang.text("account-see-as")).icon(Icon::Eye))) }
        };
        sheet(
            ui,
            shell,
            &view,
            Some(actions),
            html! {
                @if let Some(told) = told { (said(ui, told)) }
                (Form::post(ui.csrf, here).class("stack").whole_page().render(html! {
                    @for one in &fields { (field(ui, one)) }
                    (Button::submit(lang.text("save")).primary())
                }))
                h2 { (lang.text("account-sessions")) }
                (sessions(lang, &around.sessions, |_| false))
                @if !around.sessions.is_empty() { (post("sessions", Button::submit(lang.text("account-end-sessions")).danger().small())) }
                @if around.second {
                    h2 { (lang.text("second-factor-title")) }
                    (post("second", Button::submit(lang.text("second-factor-end")).danger().small()))
                }
                @if !around.traces.is_empty() {
                    h2 { (lang.text("account-traces")) }
                    ul.sentences { @for one in &around.traces { li { p { (act_words(lang, &one.act)) " " span.faint { (actor_words(lang, &one.actor)) " · " (visit.locale.date(one.at.date())) " " (visit.locale.time(one.at)) } } } } }
                }
            },
        )
    })
}

/// Who did it; what the program did by itself is said in its own name.
fn actor_words<'l>(lang: &'l Lang, actor: &'l str) -> &'l str {
    if actor.starts_with("system: ") { lang.text("history-program") } else { actor }
}

fn act_words<'l>(lang: &'l Lang, act: &str) -> &'l str {
    match act {
        "signed-in" => lang.text("trace-signed-in"),
        "invited" => lang.text("trace-invited"),
        "disabled" => lang.text("trace-disabled"),
        "link" => lang.text("trace-link"),
        "forgotten" => lang.text("trace-forgotten"),
        "provider" => lang.text("trace-provider"),
        "let-out" => lang.text("trace-let-out"),
        "eyes" => lang.text("trace-eyes"),
        "second-on" => lang.text("trace-second-on"),
        "second-off" => lang.text("trace-second-off"),
        "key" => lang.text("trace-key"),
        "passkey" => lang.text("trace-passkey"),
        "passkey-off" => lang.text("trace-passkey-off"),
        _ => lang.text("trace-changed"),
    }
}

/// Sessions with the time of the site, not that of the database.
fn here(tx: &Tx<'_>, mut sessions: Vec<(i64, crate::access::Session)>) -> Vec<(i64, crate::access::Session)> {
    for (_, one) in &mut sessions {
        one.last_seen = tx.clock().from_utc(one.last_seen);
    }
    sessions
}

fn sessions(
    lang: &Lang,
    all: &[(i64, crate::access::Session)],
    own: impl Fn(&crate::access::Session) -> bool,
) -> Markup {
    html! {
        @if all.is_empty() { p.quiet { (lang.text("account-no-sessions")) } }
        ul.sentences { @for (_, one) in all {
            li { p {
                (one.address) " " span.faint { (lang.locale.date(one.last_seen.date())) " " (lang.locale.time(one.last_seen)) }
                @if own(one) { " " (Status::On(Tone::Leaf, lang.text("account-this-session"))) }
            } }
        } }
    }
}

fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    let here = format!("/settings/accounts/{id}");
    if !visit.is_post {
        return Ok(Reply::Redirect(here));
    }
    let remote = visit.remote.to_owned();
    match act.as_str() {
        "link" => {
            let given = visit.write(|tx| {
                tx.find::<User>(id)?
                    .filter(|user| user.is_active)
                    .ok_or_else(|| Error::NotFound(format!("account {id}")))?;
                check_no_stronger(tx, id)?;
                trace::note(tx, "link", id, &remote)?;
                let fresh = password::of_user(tx, id)?.is_none();
                give(tx, id, if fresh { Occasion::Invitation } else { Occasion::Forgotten })
            })?;
            let told = given.told(&lang);
            return Ok(Reply::Html(detail(visit, &lang, id, &Errors::new(), Some(&told))?));
        }
        "sessions" => visit.write(|tx| {
            trace::note(tx, "let-out", id, &remote)?;
            session::end_all(tx, id)
        })?,
        "second" => visit.write(|tx| {
            check_no_stronger(tx, id)?;
            trace::note(tx, "second-off", id, &remote)?;
            totp::end(tx, id)
        })?,
        "eyes" => {
            if !visit.actor.permissions.is_everything() {
                return Err(Error::Forbidden("Only whoever may do everything may look with other eyes.".to_owned()));
            }
            let secret = visit
                .session
                .ok_or_else(|| Error::Request("Only a browser's session can look with other eyes.".to_owned()))?
                .to_owned();
            visit.write(|tx| {
                tx.find::<User>(id)?
                    .filter(|user| user.is_active)
                    .ok_or_else(|| Error::NotFound(format!("account {id}")))?;
                trace::note(tx, "eyes", id, &remote)?;
                session::look_as(tx, &secret, Some(id))
            })?;
            return Ok(Reply::Redirect("/".to_owned()));
        }
        _ => return Err(Error::NotFound(act)),
    }
    visit.say("said-saved", None);
    Ok(Reply::Redirect(here))
}
