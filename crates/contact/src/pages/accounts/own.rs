//! What people see of their own account: password, second factor, sessions, keys.

use super::*;

/// Ends looking with other eyes. The other may change nothing, not even this: the program does.
pub(super) fn own_eyes(visit: &mut Visit<'_>) -> Result<Reply> {
    if let (true, Some(secret)) = (visit.is_post, visit.session) {
        visit.site.write(&Actor::system("own eyes"), "page", |tx| session::look_as(tx, secret, None))?;
    }
    Ok(Reply::Redirect("/settings/accounts".to_owned()))
}

fn own_user(visit: &Visit<'_>) -> Result<i64> {
    visit.actor.user_id.ok_or_else(|| Error::Forbidden("This page is for accounts.".to_owned()))
}

pub(super) fn own(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        return Ok(Reply::Redirect("/account".to_owned()));
    }
    Ok(Reply::Html(own_shown(visit, &lang, &Errors::new(), &Once::default())?))
}

/// What the page shows once, on the answer to a form.
#[derive(Default)]
struct Once {
    told: Option<Told>,
    codes: Vec<String>,
    setup: Option<totp::Setup>,
}

/// The secret of a second factor that is being set up; the same until its first code is given.
fn setup(visit: &Visit<'_>, user: i64) -> Result<totp::Setup> {
    visit.write(|tx| {
        let organisation = crate::domain::name(tx)?;
        let name = tx.actor().name.clone();
        totp::set_up(tx, user, &name, &format!("Ruche {organisation}"))
    })
}

fn own_shown(visit: &Visit<'_>, lang: &Lang, errors: &Errors, shown: &Once) -> Result<Markup> {
    let Once { told, codes, setup } = shown;
    let user = own_user(visit)?;
    let contact = visit.actor.contact_id;
    let (open, keys, second, left) = visit.read(|tx| {
        let keys = contact.map(|id| key::all(tx, id)).transpose()?.unwrap_or_default();
        Ok((here(tx, session::all(tx, user)?), keys, totp::is_on(tx, user)?, totp::codes_left(tx, user)?))
    })?;
    let mine: Vec<i64> = visit.read(|tx| {
        let own = |one: &&(i64, crate::access::Session)| session::is_own(tx, &one.1, visit.session);
        Ok(open.iter().filter(own).map(|(id, _)| *id).collect())
    })?;
    let held = visit.read(|tx| Held::read(tx, user))?;
    let may_have_keys =
        ["edit own api keys", "edit api keys", "administer CiviCRM"].iter().any(|name| visit.actor.may(name));
    let error = |name: &str| errors.get(name).map(String::as_str);
    let new = |name, label, error| Field::text(name, label, "").widget(Widget::Password).required().error(error);
    let passwords = [
        new("current", lang.text("password-current"), error("current")).autocomplete("current-password"),
        new("password", lang.text("password-new"), error("password")).autocomplete("new-password"),
        new("repeated", lang.text("password-repeated"), error("repeated")).autocomplete("new-password"),
    ];
    let days = [("30", "key-30"), ("90", "key-90"), ("365", "key-365"), ("", "key-unlimited")]
        .map(|(value, label)| Choice::of(value, lang.text(label)));
    let scopes = [("read", "key-read"), ("", "key-all")].map(|(value, label)| Choice::of(value, lang.text(label)));
    let key_fields = [
        Field::text("name", lang.text("key-name"), "").required().error(error("name")),
        Field::text("scope", lang.text("key-scope"), "read").widget(Widget::Radios(&scopes)),
        Field::text("days", lang.text("key-expires"), "90").widget(Widget::Select(&days)),
    ];
    let code = Field::text("code", lang.text("second-factor-code"), "")
        .required()
        .autocomplete("one-time-code")
        .error(error("code"));
    let proof = Field::text("current", lang.text("password-current"), "")
        .widget(Widget::Password)
        .required()
        .error(error("proof"));
    let page = Page { title: lang.text("account-title"), place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("account-title"), href: None },
        ];
        let view =
            Sheet { way, title: lang.text("account-title"), intro: Some(lang.text("account-words")), count: None };
        let post =
            |act: &'static str, inside: Markup| Form::post(ui.csrf, act).class("stack").whole_page().render(inside);
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if let Some(told) = told { (once(ui, &told.label, &told.words, &told.value)) }
                @if !codes.is_empty() {
                    (notice(Tone::Honey, Icon::LockSimple, html! { p { b { (lang.text("recovery-words")) } } ul.codes { @for code in codes { li { (code) } } } }, None))
                }
                h2 { (lang.text("password-change")) }
                (post("/account/password", html! { @for one in &passwords { (field(ui, one)) } (Button::submit(lang.text("password-change")).primary()) }))
                h2 { (lang.text("second-factor-title")) }
                @if second {
                    p { (Status::On(Tone::Leaf, lang.text("second-factor-on"))) " " span.quiet { (lang.with("recovery-left", &[("count", i64::try_from(left).unwrap_or(0).into())])) } }
                    (post("/account/second-end", html! { (field(ui, &proof)) (Button::submit(lang.text("second-factor-end")).danger().small()) }))
                } @else if let Some(setup) = setup {
                    p { (lang.text("second-factor-scan")) }
                    (square_code(lang.text("second-factor-picture"), setup.width, &setup.outline))
                    p.quiet { (lang.text("second-factor-type")) " " code { (setup.secret) } }
                    (post("/account/second", html! { (field(ui, &code)) (Button::submit(lang.text("second-factor-confirm")).primary()) }))
                } @else {
                    p.quiet { (lang.text("second-factor-why")) }
                    (post("/account/second-begin", html! { (Button::submit(lang.text("second-factor-begin"))) }))
                }
                h2 { (lang.text("passkey-title")) }
                (passkeys(ui, lang, &held, errors))
                h2 { (lang.text("account-sessions")) }
                (sessions(lang, &open, |one| open.iter().any(|(id, other)| mine.contains(id) && other.digest == one.digest)))
                (post("/account/sessions", html! { (Button::submit(lang.text("account-end-all")).danger().small()) }))
                @if may_have_keys && contact.is_some() {
                    h2 { (lang.text("keys-title")) }
                    ul.sentences { @for (id, one) in &keys {
                        li {
                            p {
                                b { (one.name.as_deref().unwrap_or(lang.text("key-unnamed"))) } " "
                                @if one.scope.as_deref() == Some("read") { (Status::On(Tone::Sky, lang.text("key-read"))) " " }
                                span.faint {
                                    @if let Some(at) = one.expires { (lang.with("key-until", &[("date", visit.locale.date(at.date()).into())])) " · " }
                                    @if let Some(at) = one.last_used { (lang.with("key-used", &[("date", visit.locale.date(at.date()).into())])) } @else { (lang.text("key-never-used")) }
                                }
                            }
                            (Form::post(ui.csrf, "/account/key-end").whole_page().render(html! { input type="hidden" name="id" value=(id); (Button::submit(lang.text("key-end")).danger().small()) }))
                        }
                    } }
                    (post("/account/key", html! { @for one in &key_fields { (field(ui, one)) } (Button::submit(lang.text("key-make")).primary()) }))
                }
            },
        )
    })
}

/// The passkeys of an account, and what a new one needs.
struct Held {
    all: Vec<(i64, crate::access::Passkey)>,
    challenge: String,
    handle: String,
    site: String,
    account: String,
}

impl Held {
    fn read(tx: &Tx<'_>, user: i64) -> Result<Held> {
        let organisation = crate::domain::name(tx)?;
        Ok(Held {
            all: passkey::all(tx, user)?,
            challenge: passkey::challenge(tx)?,
            handle: passkey::handle(tx.site(), user),
            site: format!("Ruche {organisation}"),
            account: tx.actor().name.clone(),
        })
    }
}

fn passkeys(ui: &ui::Ui<'_>, lang: &Lang, held: &Held, errors: &Errors) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let fields = [
        Field::text("passkey", lang.text("passkey-name"), "").required().error(error("passkey")),
        Field::text("current", lang.text("password-current"), "")
            .widget(Widget::Password)
            .required()
            .autocomplete("current-password")
            .error(error("passkey-proof")),
    ];
    let known: Vec<&str> = held.all.iter().map(|(_, one)| one.credential.as_str()).collect();
    let view = NewPasskey {
        action: "/account/passkey",
        challenge: &held.challenge,
        site: &held.site,
        account: &held.account,
        handle: &held.handle,
        known: &known.join(" "),
        fields: &fields,
    };
    html! {
        p.quiet { (lang.text("passkey-why")) }
        @if !held.all.is_empty() {
            ul.sentences { @for (id, one) in &held.all {
                li {
                    p {
                        b { (one.name) } " "
                        span.faint {
                            (lang.with("passkey-made", &[("date", lang.locale.date(one.created.date()).into())]))
                            @if let Some(at) = one.last_used { " · " (lang.with("key-used", &[("date", lang.locale.date(at.date()).into())])) }
                        }
                    }
                    (Form::post(ui.csrf, "/account/passkey-end").whole_page().render(html! { input type="hidden" name="id" value=(id); (Button::submit(lang.text("passkey-end")).danger().small()) }))
                }
            } }
        }
        (new_passkey(ui, &view))
    }
}

fn add_passkey(visit: &Visit<'_>, user: i64) -> Result<()> {
    proved(visit, user, visit.form.get("current").unwrap_or_default(), "passkey-proof")?;
    let field = |name: &str| visit.form.text(name).unwrap_or_default();
    let sent = passkey::Sent {
        client_data: field("client_data"),
        authenticator_data: field("authenticator_data"),
        public_key: field("public_key"),
        algorithm: visit.form.int("algorithm").unwrap_or(0),
        ..passkey::Sent::default()
    };
    visit.write(|tx| {
        passkey::add(tx, user, field("passkey"), &sent)?;
        trace::note(tx, "passkey", user, visit.remote)
    })
}

pub(super) fn own_act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let act = visit.captures.first().cloned().unwrap_or_default();
    if !visit.is_post {
        return Ok(Reply::Redirect("/account".to_owned()));
    }
    if visit.actor.permissions.reads_only() {
        return Err(Error::Forbidden("You may look here, and change nothing.".to_owned()));
    }
    let user = own_user(visit)?;
    let (form, remote) = (visit.form.clone(), visit.remote.to_owned());
    let mut once = Once::default();
    let result: Result<()> = match act.as_str() {
        "password" => change_password(visit, user, &form),
        "sessions" => {
            visit.write(|tx| {
                trace::note(tx, "let-out", user, &remote)?;
                session::end_all(tx, user)
            })?;
            visit.set_cookies.push("session=".to_owned());
            return Ok(Reply::Redirect("/sign-in?out=1".to_owned()));
        }
        "second-begin" => {
            once.setup = Some(setup(visit, user)?);
            Ok(())
        }
        "second" => visit.write(|tx| {
            once.codes = totp::confirm(tx, user, form.get("code").unwrap_or_default())?;
            trace::note(tx, "second-on", user, &remote)
        }),
        "second-end" => proved(visit, user, form.get("current").unwrap_or_default(), "proof").and_then(|()| {
            visit.write(|tx| {
                trace::note(tx, "second-off", user, &remote)?;
                totp::end(tx, user)
            })
        }),
        "key" => visit.write(|tx| {
            let contact = tx.actor().contact_id.unwrap_or(0);
            let new = key::NewKey {
                name: form.get("name").unwrap_or_default(),
                reads_only: form.get("scope") == Some("read"),
                days: form.int("days"),
            };
            let made = key::make(tx, contact, &new)?;
            trace::note(tx, "key", user, &remote)?;
            once.told = Some(Told {
                label: lang.text("key-made").to_owned(),
                words: lang.text("key-once").to_owned(),
                value: made,
            });
            Ok(())
        }),
        "passkey" => add_passkey(visit, user),
        "passkey-end" => visit.write(|tx| {
            trace::note(tx, "passkey-off", user, &remote)?;
            passkey::end(tx, user, form.int("id").unwrap_or(0))
        }),
        "key-end" => visit.write(|tx| {
            let contact = tx.actor().contact_id.unwrap_or(0);
            key::end(tx, contact, form.int("id").unwrap_or(0))
        }),
        _ => return Err(Error::NotFound(act)),
    };
    match form::field_errors(result)? {
        Ok(()) if once.told.is_some() || once.setup.is_some() || !once.codes.is_empty() => {
            Ok(Reply::Html(own_shown(visit, &lang, &Errors::new(), &once)?))
        }
        Ok(()) => {
            visit.say("said-saved", None);
            Ok(Reply::Redirect("/account".to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            if act == "second" {
                once.setup = Some(setup(visit, user)?);
            }
            Ok(Reply::Status(422, own_shown(visit, &lang, &errors, &once)?))
        }
    }
}

/// Checks the password of an account outside any writing transaction: the hash takes its time.
fn proved(visit: &Visit<'_>, user: i64, given: &str, name: &str) -> Result<()> {
    let hash = visit.site.read(&Actor::system("password"), |tx| password::of_user(tx, user))?;
    match password::verify(given, hash.as_deref()) {
        true => Ok(()),
        false => Err(Error::rule(name, "problem-password-wrong", "This is not your password.")),
    }
}

fn change_password(visit: &mut Visit<'_>, user: i64, form: &kit::Fields) -> Result<()> {
    let chosen = form.get("password").unwrap_or_default();
    proved(visit, user, form.get("current").unwrap_or_default(), "current")?;
    if form.get("repeated") != Some(chosen) {
        return Err(Error::rule("repeated", "problem-password-differs", "The two passwords differ."));
    }
    visit.read(|tx| password::check_here(tx, chosen, &visit.actor.name))?;
    let hash = password::hash(chosen)?;
    let remote = visit.remote.to_owned();
    // All sessions end with the old password; this one begins anew, under another name.
    let secret = visit.site.write(&Actor::system("password"), "page", |tx| {
        password::set(tx, user, &hash)?;
        session::begin(tx, user, &remote, "")
    })?;
    visit.set_cookies.push(format!("session={secret}"));
    Ok(())
}
