//! `/settings/multisite`: the sites on this database, each with its name, address and people.

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::Requirement;
use serde_json::{Value as Json, json};
use store::{As, Error, FieldError, MAIN_DOMAIN, Problem, Result, Tx};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::{Fault, Form};

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::place::Choices;
use super::rows::{self, Row, ask, count, plain, text};
use super::{site_address, slots};
use crate::contact::change_of;
use crate::domain::{self, apart};
use crate::status::ADDRESS_SETTING;

/// Where they stand.
const PATH: &str = "/settings/multisite";
/// What each site may have of its own, or take from the main one.
const SETTINGS: [&str; 3] = ["lcMessages", "defaultCurrency", "timezone"];

pub(super) fn register(registry: &mut Registry) {
    let door = Requirement::all(&["access CiviCRM", "administer CiviCRM", "administer CiviCRM data"]);
    registry
        .page(PATH, door.clone(), list)
        .page("/settings/multisite/new", door.clone(), create)
        .page("/settings/multisite/{id}", door.clone(), edit)
        .page("/settings/multisite/{id}/remove", door.clone(), remove)
        .fill(slots::Settings {
            group: "settings-site",
            label: "multisite-title",
            words: "multisite-words",
            icon: Icon::Globe,
            tone: Tone::Leaf,
            href: PATH,
            door,
        });
}

/// Sites are looked after at the main one.
fn check(tx: &Tx<'_>) -> Result<()> {
    match domain::administers_all(tx) {
        true => Ok(()),
        false => Err(Error::Forbidden("Sites are looked after at the main one.".to_owned())),
    }
}

/// A site as the list shows it.
struct Shown {
    id: i64,
    name: String,
    description: String,
    address: String,
    organisation: Option<(i64, String)>,
    /// Its group, where it is kept apart, and how many are in it.
    group: Option<(i64, String, i64)>,
    accounts: i64,
}

fn shown(tx: &Tx<'_>) -> Result<Vec<Shown>> {
    let select = ["id", "name", "description", "contact_id", "contact_id.display_name"];
    let addresses = tx.setting_of_each(ADDRESS_SETTING)?;
    let mut all = Vec::new();
    for row in ask(tx, "Domain", &select, json!([]), &[("id", "ASC")], 0)? {
        let id = rows::id(&row);
        let address = addresses.iter().find(|(domain, _)| *domain == id).map(|(_, address)| plain(address));
        let group = match apart::group_of(tx, id)? {
            Some(group) => {
                let title = rows::one(tx, "Group", &["id", "title"], group)?;
                let people = count(tx, "Contact", json!([["groups", "IN", [group]], ["is_deleted", "=", false]]))?;
                title.map(|row| (group, text(&row, "title").to_owned(), people))
            }
            None => None,
        };
        let organisation = rows::int(&row, "contact_id");
        all.push(Shown {
            id,
            name: text(&row, "name").to_owned(),
            description: text(&row, "description").to_owned(),
            address: address.unwrap_or_default(),
            organisation: organisation.map(|contact| (contact, text(&row, "contact_id.display_name").to_owned())),
            group,
            accounts: count(tx, "User", json!([["domain_id", "=", id]]))?,
        });
    }
    Ok(all)
}

fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (all, here) = visit.read(|tx| {
        check(tx)?;
        Ok((shown(tx)?, tx.domain()))
    })?;
    let title = lang.text("multisite-title");
    let markup = frame::show(visit, &lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("multisite-intro")), count: None };
        let add = Button::link(lang.text("multisite-add"), "/settings/multisite/new").primary().icon(Icon::Plus);
        sheet(
            ui,
            shell,
            &view,
            Some(html! { (add) }),
            html! { ul.sentences { @for site in &all { (line(ui, &lang, site, here)) } } },
        )
    })?;
    Ok(Reply::Html(markup))
}

fn line(ui: &ui::Ui<'_>, lang: &Lang, site: &Shown, here: i64) -> Markup {
    let path = format!("{PATH}/{}", site.id);
    let remove = format!("{path}/remove");
    html! {
        li {
            div {
                p {
                    a href=(path) { b { (site.name) } } " "
                    @if site.id == MAIN_DOMAIN { (Status::On(Tone::Leaf, lang.text("multisite-main"))) " " }
                    @if site.group.is_some() { (Status::On(Tone::Sky, lang.text("multisite-apart"))) }
                }
                @if !site.description.is_empty() { p { (site.description) } }
                p.faint {
                    @if site.address.is_empty() && site.id == MAIN_DOMAIN { (lang.text("multisite-any-address")) }
                    @else if site.address.is_empty() { (lang.text("multisite-no-address")) }
                    @else { a href=(site.address) { (site.address) } }
                    @if let Some((contact, name)) = &site.organisation { " · " a href={ "/contacts/" (contact) } { (name) } }
                    @if let Some((group, title, people)) = &site.group {
                        " · " a href={ "/groups/" (group) } { (title) } " " (lang.with("multisite-people", &[("count", (*people).into())]))
                    }
                    " · " (lang.with("multisite-accounts", &[("count", site.accounts.into())]))
                }
            }
            div.row {
                (Button::link(lang.text("multisite-change"), &path).small())
                @if site.id != MAIN_DOMAIN && site.id != here && site.accounts == 0 {
                    (Form::post(ui.csrf, &remove).render(html! { (Button::submit(lang.text("multisite-remove")).quiet().small()) }))
                }
            }
        }
    }
}

/// What the form holds, by the names of its inputs.
#[derive(Default)]
struct Typed(Vec<(&'static str, String)>);

const INPUTS: [&str; 8] =
    ["name", "description", "address", "lcMessages", "defaultCurrency", "timezone", "apart", "group"];

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    fn sent(form: &kit::Fields) -> Typed {
        Typed(INPUTS.iter().map(|name| (*name, form.get(name).unwrap_or_default().trim().to_owned())).collect())
    }

    fn read(tx: &Tx<'_>, id: i64) -> Result<Typed> {
        let row = rows::one(tx, "Domain", &["id", "name", "description"], id)?
            .ok_or_else(|| Error::NotFound(format!("site {id}")))?;
        let own = |name: &str| -> Result<String> {
            let kept = tx.setting_of_each(name)?.into_iter().find(|(domain, _)| *domain == id);
            Ok(kept.map(|(_, value)| plain(&value)).unwrap_or_default())
        };
        let group = own(apart::GROUP)?;
        let is_apart = apart::group_of(tx, id)?.is_some();
        Ok(Typed(vec![
            ("name", text(&row, "name").to_owned()),
            ("description", text(&row, "description").to_owned()),
            ("address", own(ADDRESS_SETTING)?),
            ("lcMessages", own("lcMessages")?),
            ("defaultCurrency", own("defaultCurrency")?),
            ("timezone", own("timezone")?),
            ("apart", if is_apart { "1" } else { "" }.to_owned()),
            ("group", if group == "0" { String::new() } else { group }),
        ]))
    }

    /// Writes the site and what it has of its own; tells its number.
    fn save(&self, tx: &mut Tx<'_>, id: Option<i64>) -> Result<i64> {
        check(tx)?;
        let name = self.get("name");
        let description = Some(self.get("description")).filter(|text| !text.is_empty());
        let mut values = change_of(id.unwrap_or(0), &[("name", json!(name)), ("description", json!(description))]);
        if id.is_none() {
            values.shift_remove("id");
            if !name.is_empty() {
                let own = json!({"contact_type": "Organization", "organization_name": name});
                let own = own.as_object().cloned().unwrap_or_default();
                values.insert("contact_id".to_owned(), json!(tx.save("Contact", own, As::Actor)?.id));
            }
        }
        let site = tx.save("Domain", values, As::Actor)?.id;
        self.save_address(tx, site)?;
        for name in SETTINGS {
            let typed = self.get(name);
            put(tx, site, name, (!typed.is_empty()).then(|| json!(typed)))?;
        }
        self.save_group(tx, site)?;
        Ok(site)
    }

    fn save_address(&self, tx: &mut Tx<'_>, site: i64) -> Result<()> {
        let typed = self.get("address").trim_end_matches('/');
        if !typed.is_empty() && !site_address::is_sound(typed) {
            let text = "The address of a site begins with https:// and ends with its name.";
            return Err(Error::rule("address", "problem-site-address", text));
        }
        if domain::check_setting(tx, site, ADDRESS_SETTING, &json!(typed)).is_err() {
            return Err(Error::field("address", Problem::Taken));
        }
        put(tx, site, ADDRESS_SETTING, (!typed.is_empty()).then(|| json!(typed)))
    }

    fn save_group(&self, tx: &mut Tx<'_>, site: i64) -> Result<()> {
        let is_apart = self.get("apart") == "1";
        let mut group = self.get("group").parse::<i64>().ok();
        if is_apart && group.is_none() {
            let values = json!({"title": self.get("name"), "frontend_title": self.get("name")});
            let values = values.as_object().cloned().unwrap_or_default();
            let made = tx.save("Group", values, As::Actor).map_err(|error| match error {
                Error::Invalid(_) => Error::field("group", Problem::Taken),
                other => other,
            })?;
            group = Some(made.id);
        }
        if let Some(id) = group
            && rows::one(tx, "Group", &["id"], id)?.is_none()
        {
            return Err(Error::field("group", Problem::NoSuchRecord));
        }
        put(tx, site, apart::GROUP, group.map(|id| json!(id)))?;
        put(tx, site, apart::APART, is_apart.then(|| json!(1)))
    }
}

/// Writes what differs from what the site has set for itself.
fn put(tx: &mut Tx<'_>, site: i64, name: &str, value: Option<Json>) -> Result<()> {
    let kept = tx.setting_of_each(name)?.into_iter().find(|(domain, _)| *domain == site).map(|(_, kept)| kept);
    let same = kept.as_ref().map(plain) == value.as_ref().map(plain);
    if same { Ok(()) } else { tx.set_setting_of(site, name, value.as_ref()) }
}

fn create(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        return save(visit, None);
    }
    visit.read(|tx| check(tx))?;
    let lang = Lang::new(visit.locale);
    Ok(Reply::Html(asked(visit, &lang, None, &Typed::default(), &Errors::new())?))
}

fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        return save(visit, Some(id));
    }
    let lang = Lang::new(visit.locale);
    let typed = visit.read(|tx| {
        check(tx)?;
        Typed::read(tx, id)
    })?;
    Ok(Reply::Html(asked(visit, &lang, Some(id), &typed, &Errors::new())?))
}

fn save(visit: &mut Visit<'_>, id: Option<i64>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let typed = Typed::sent(&visit.form);
    let saved = visit.write(|tx| {
        typed.save(tx, id)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(saved)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let known: Vec<FieldError> = errors
                .into_iter()
                .map(|one| match INPUTS.contains(&one.field.as_str()) {
                    true => one,
                    false => FieldError { field: "name".to_owned(), ..one },
                })
                .collect();
            let errors = form::errors(&lang, &known);
            Ok(Reply::Status(422, asked(visit, &lang, id, &typed, &errors)?))
        }
    }
}

fn remove(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            check(tx)?;
            tx.delete("Domain", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("multisite-removed", transaction);
    }
    Ok(Reply::Redirect(PATH.to_owned()))
}

fn asked(visit: &Visit<'_>, lang: &Lang, id: Option<i64>, typed: &Typed, errors: &Errors) -> Result<Markup> {
    let (choices, groups) = visit.read(|tx| {
        let groups = ask(tx, "Group", &["id", "title"], json!([["is_active", "=", true]]), &[("title", "ASC")], 0)?;
        Ok((Choices::read(tx, lang)?, groups))
    })?;
    let title = match id {
        Some(_) => lang.keep(typed.get("name").to_owned()),
        None => lang.text("multisite-add"),
    };
    let faults = errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: name, message });
    let action = id.map_or_else(|| format!("{PATH}/new"), |id| format!("{PATH}/{id}"));
    let lists = choices.lists();
    let as_main = lang.text(if id == Some(MAIN_DOMAIN) { "multisite-as-shipped" } else { "multisite-as-main" });
    let with_none = |list: &[Choice<'_>]| -> Vec<(String, String)> {
        let own = list.iter().map(|one| (one.value.to_owned(), one.label.to_owned()));
        std::iter::once((String::new(), as_main.to_owned())).chain(own).collect()
    };
    let own = [with_none(&lists.languages), with_none(&lists.currencies), with_none(&lists.zones)];
    let own: Vec<Vec<Choice<'_>>> =
        own.iter().map(|list| list.iter().map(|(value, label)| Choice::of(value, label)).collect()).collect();
    let groups = group_choices(lang, &groups);
    let groups: Vec<Choice<'_>> = groups.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("multisite-title"), href: Some(PATH) },
            Crumb { label: title, href: None },
        ],
        title,
        action: &action,
        cancel: PATH,
        faults: faults.collect(),
        sections: sections(lang, typed, errors, &own, &groups),
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}

fn group_choices(lang: &Lang, groups: &[Row]) -> Vec<(String, String)> {
    let known = groups.iter().map(|row| (rows::id(row).to_string(), text(row, "title").to_owned()));
    std::iter::once((String::new(), lang.text("multisite-new-group").to_owned())).chain(known).collect()
}

fn sections<'a>(
    lang: &'a Lang,
    typed: &'a Typed,
    errors: &'a Errors,
    own: &'a [Vec<Choice<'a>>],
    groups: &'a [Choice<'a>],
) -> Vec<Section<'a>> {
    let plain = |name: &'static str, label: &'a str| Field {
        error: errors.get(name).map(String::as_str),
        ..Field::text(name, label, typed.get(name))
    };
    let list = |at: usize| Widget::Select(own.get(at).map_or(&[], Vec::as_slice));
    let half = |field: Field<'a>| Field { width: Width::Half, ..field };
    let section = |id, title, intro, fields| Section { id, title, intro: Some(intro), fields, example: None };
    vec![
        section(
            "site",
            lang.text("multisite-what"),
            lang.text("multisite-what-words"),
            vec![
                Field { required: true, max_length: Some(64), ..plain("name", lang.text("setting-name")) },
                Field { max_length: Some(255), ..plain("description", lang.text("multisite-description")) },
                Field {
                    help: Some(lang.text("multisite-address-help")),
                    ..plain("address", lang.text("site-address-label")).widget(Widget::Url)
                },
            ],
        ),
        section(
            "own",
            lang.text("multisite-own"),
            lang.text("multisite-own-words"),
            vec![
                half(plain("lcMessages", lang.text("start-language")).widget(list(0))),
                half(plain("defaultCurrency", lang.text("setting-currency")).widget(list(1))),
                half(plain("timezone", lang.text("setting-timezone")).widget(list(2))),
            ],
        ),
        section(
            "people",
            lang.text("multisite-people-title"),
            lang.text("multisite-people-words"),
            vec![
                plain("apart", lang.text("multisite-keep-apart")).widget(Widget::Checkbox),
                half(plain("group", lang.text("multisite-group")).widget(Widget::Select(groups))),
            ],
        ),
    ]
}
