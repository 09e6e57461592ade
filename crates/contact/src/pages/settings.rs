//! Settings: what one chooses for oneself, the association's own, and the lists of choices.

use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::{Actor, OptionSource, Requirement};
use serde_json::{Map, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::settings::{Entry, Example, Group, Section, SettingsForm, example, settings, settings_form};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::{Fault, Form};

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::place::{Answers, Choices, input, tag};
use super::preference;
use super::rows::{Row, ask, count, text};
use super::slots;

/// Whoever may change the lists of choices.
pub(super) fn lists_door() -> Requirement {
    Requirement::all(&["access CiviCRM", "administer CiviCRM data"])
}

/// Keeps the language of an account.
///
/// # Errors
/// The database's own failure.
pub(super) fn speak(visit: &Visit<'_>, user: i64, language: &str) -> Result<()> {
    let known = ui::Locale::spoken(language).map(|one| tag(one.code()));
    let language = known.ok_or_else(|| Error::NotFound(format!("language {language}")))?;
    visit.site.write(&Actor::system("preferences"), "page", |tx| {
        let values: Map<_, _> =
            [("id".to_owned(), json!(user)), ("language".to_owned(), json!(language))].into_iter().collect();
        tx.save("User", values, As::Program).map(|_| ())
    })
}

/// `/settings`
pub(super) fn home(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let groups = groups(visit, &lang)?;
    let own = own(visit, &lang)?;
    let page = Page { title: lang.text("settings-title"), place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| settings(ui, shell, &groups, Some(own)))?;
    Ok(Reply::Html(markup))
}

/// `/settings/own`: language and appearance of whoever asks.
pub(super) fn keep_own(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        if let (Some(user), Some(language)) = (visit.actor.user_id, visit.form.text("language").map(str::to_owned)) {
            speak(visit, user, &language)?;
        }
        if let Some(theme) = visit.form.text("theme") {
            let theme = ui::Theme::named(theme).name();
            visit.set_cookies.push(format!("theme={theme}; Path=/; SameSite=Lax; Max-Age=31536000"));
        }
        if let Some(rows) = visit.form.get("rows") {
            let rows = rows.parse::<i64>().ok().filter(|rows| preference::ROW_COUNTS.contains(rows));
            preference::write(visit, preference::ROWS, &json!(rows))?;
        }
        if let Some(keys) = visit.form.get("keys") {
            preference::write(visit, preference::KEYS, &json!(keys == "1"))?;
        }
        visit.say("said-saved", None);
    }
    Ok(Reply::Redirect("/settings".to_owned()))
}

fn own(visit: &Visit<'_>, lang: &Lang) -> Result<Markup> {
    let (rows, keys, usual) = visit.read(|tx| {
        let contact = tx.actor().contact_id;
        let own = |name: &str| preference::read(tx, contact, name);
        Ok((own(preference::ROWS)?, own(preference::KEYS)?, tx.setting("default_pager_size")?))
    })?;
    let ui = visit.ui();
    let languages: Vec<(String, &str)> = ui::Locale::all().map(|one| (tag(one.code()), one.name())).collect();
    let languages: Vec<Choice<'_>> = languages.iter().map(|(value, name)| Choice::of(value, name)).collect();
    let mut counts = preference::ROW_COUNTS;
    counts.sort_unstable();
    let counts: Vec<(String, String)> = counts.iter().map(|n| (n.to_string(), lang.locale.number(*n))).collect();
    let usual = usual.as_i64().unwrap_or(preference::ROW_COUNTS[0]);
    let mut sizes = vec![Choice::of("", lang.with("own-rows-usual", &[("count", usual.into())]))];
    sizes.extend(counts.iter().map(|(value, label)| Choice::of(value, label)));
    let rows = rows.as_i64().map(|n| n.to_string()).unwrap_or_default();
    let keys = if keys.as_bool() == Some(false) { "0" } else { "1" };
    let current = tag(lang.code());
    let fields = [
        Field {
            width: Width::Half,
            ..Field::text("language", lang.text("start-language"), &current).widget(Widget::Segments(&languages))
        },
        Field {
            width: Width::Half,
            ..Field::text("rows", lang.text("own-rows"), &rows).widget(Widget::Select(&sizes))
        },
        Field::text("keys", lang.text("own-keys"), keys).widget(Widget::Checkbox),
    ];
    Ok(html! {
        (ui::part::theme::theme(&ui, "/settings/own"))
        (Form::post(ui.csrf, "/settings/own").class("stack own-form").whole_page().render(html! {
            div.fields { @for one in &fields { (ui::part::field::field(&ui, one)) } }
            div.row { (Button::submit(lang.text("save")).small()) }
        }))
    })
}

fn groups<'a>(visit: &Visit<'_>, lang: &'a Lang) -> Result<Vec<Group<'a>>> {
    let mut all = Vec::new();
    if visit.actor.may("administer CiviCRM") {
        let entry = |icon, tone, label: &str, words: &str, href: &'static str| Entry {
            icon,
            tone,
            label: lang.text(label),
            words: lang.text(words),
            href,
            now: None,
            wanted: None,
        };
        all.push(Group {
            id: "settings-site",
            title: lang.text("settings-site"),
            entries: vec![
                entry(
                    Icon::HouseLine,
                    Tone::Honey,
                    "settings-organisation",
                    "settings-organisation-words",
                    "/settings/site",
                ),
                entry(Icon::Image, Tone::Plum, "start-logo", "settings-logo-words", "/settings/logo"),
                entry(Icon::TextT, Tone::Sky, "settings-names", "settings-names-words", "/settings/names"),
                entry(
                    Icon::MapPin,
                    Tone::Leaf,
                    "settings-addresses",
                    "settings-addresses-words",
                    "/settings/addresses",
                ),
                entry(
                    Icon::HandCoins,
                    Tone::Honey,
                    "settings-currencies",
                    "settings-currencies-words",
                    "/settings/currencies",
                ),
                entry(Icon::List, Tone::Plum, "settings-display", "settings-display-words", "/settings/display"),
            ],
        });
    }
    if visit.actor.may("administer CiviCRM data") {
        all.push(Group {
            id: "settings-lists",
            title: lang.text("settings-lists"),
            entries: list_entries(visit, lang)?,
        });
    }
    let others = visit.registry.filled::<slots::Settings>().iter();
    for other in others.filter(|one| one.door.met_by(&visit.actor.permissions)) {
        let entry = Entry {
            icon: other.icon,
            tone: other.tone,
            label: lang.text(other.label),
            words: lang.text(other.words),
            href: other.href,
            now: None,
            wanted: None,
        };
        match all.iter_mut().find(|group| group.id == other.group) {
            Some(group) => group.entries.push(entry),
            None => all.push(Group { id: other.group, title: lang.text(other.group), entries: vec![entry] }),
        }
    }
    Ok(all)
}

/// The lists that contacts choose from, by the groups that their fields name.
fn list_entries<'a>(visit: &Visit<'_>, lang: &'a Lang) -> Result<Vec<Entry<'a>>> {
    const FIRST: [(&str, Icon, &str); 2] = [
        ("ContactType", Icon::IdentificationCard, "list-ContactType"),
        ("LocationType", Icon::MapPin, "list-LocationType"),
    ];
    visit.read(|tx| {
        let mut all = Vec::new();
        for (entity, icon, label) in FIRST {
            let now = lang.with("settings-choices", &[("count", count(tx, entity, json!([]))?.into())]);
            all.push(Entry {
                icon,
                tone: Tone::Leaf,
                label: lang.text(label),
                words: "",
                href: lang.keep(format!("/settings/lists/{entity}")),
                now: Some(now),
                wanted: None,
            });
        }
        let mut groups: Vec<(String, Row)> = option_groups(tx, lang)?;
        groups.sort_by(|a, b| schema::fold::compare(&a.0, &b.0));
        for (title, row) in &groups {
            let clauses = json!([["option_group_id", "=", super::rows::id(row)], ["is_active", "=", true]]);
            all.push(Entry {
                icon: Icon::ListDashes,
                tone: Tone::Stone,
                label: lang.keep(title.clone()),
                words: "",
                href: lang.keep(format!("/settings/lists/{}", text(row, "name"))),
                now: Some(lang.with("settings-choices", &[("count", count(tx, "OptionValue", clauses)?.into())])),
                wanted: None,
            });
        }
        Ok(all)
    })
}

/// The option groups that fields of declared entities use, with their titles.
fn option_groups(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, Row)>> {
    let mut used: Vec<String> = Vec::new();
    for field in tx.catalog().entities().filter(|entity| !entity.internal).flat_map(|entity| entity.fields.iter()) {
        if let Some(OptionSource::Group { name, .. }) = &field.options
            && !used.iter().any(|known| known == name)
        {
            used.push(name.to_string());
        }
    }
    let clauses = json!([["name", "IN", used], ["is_active", "=", true], ["is_locked", "=", false]]);
    let rows = ask(tx, "OptionGroup", &["id", "name", "title"], clauses, &[], 0)?;
    Ok(rows.into_iter().map(|row| (group_title(lang, &row), row)).collect())
}

/// The title of an option group in the reader's language.
pub(super) fn group_title(lang: &Lang, row: &Row) -> String {
    let known = crate::data::label(lang.code(), "OptionGroup", text(row, "name"));
    known.map_or_else(|| text(row, "title").to_owned(), str::to_owned)
}

/// `/settings/site`
pub(super) fn site(visit: &mut Visit<'_>) -> Result<Reply> {
    const QUESTIONS: [(&str, &str, &[&str]); 2] = [
        ("site", "settings-organisation", &["name", "lcMessages"]),
        (
            "place",
            "start-country",
            &["defaultContactCountry", "timezone", "defaultCurrency", "fiscal_month", "weekBegins"],
        ),
    ];
    answer(visit, "settings-organisation", &QUESTIONS)
}

/// `/settings/logo`: the picture of the contact that the organisation itself is.
pub(super) fn logo(visit: &mut Visit<'_>) -> Result<Reply> {
    let own = visit.read(|tx| frame::own_contact(tx))?;
    let id = own.ok_or_else(|| Error::NotFound("the organisation's own contact".to_owned()))?;
    Ok(Reply::Redirect(format!("/contacts/{id}/photo")))
}

/// `/settings/names`
pub(super) fn names(visit: &mut Visit<'_>) -> Result<Reply> {
    const QUESTIONS: [(&str, &str, &[&str]); 1] =
        [("names", "settings-names", &["display_name_format", "sort_name_format"])];
    answer(visit, "settings-names", &QUESTIONS)
}

/// `/settings/names/example`: how a name would be written, while the format is being typed.
pub(super) fn names_example(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let answers = visit.read(|tx| Answers::read(tx))?.with(&visit.query);
    let written = written_names(&lang, &answers);
    let lines: Vec<(&str, &str)> = written.iter().map(|(label, name)| (*label, name.as_str())).collect();
    Ok(Reply::Html(example(&visit.ui(), &lines)))
}

/// The name of somebody made up, in each of the formats.
fn written_names<'a>(lang: &'a Lang, answers: &Answers) -> Vec<(&'a str, String)> {
    let part = |token: &str| {
        let key = match token {
            "prefix_id:label" => "names-example-prefix",
            "first_name" | "nick_name" => "names-example-first",
            "middle_name" => "names-example-middle",
            "last_name" => "names-example-last",
            _ => return None,
        };
        Some(lang.text(key).to_owned())
    };
    [("setting-display-name", "display_name_format"), ("setting-sort-name", "sort_name_format")]
        .map(|(label, format)| (lang.text(label), crate::names::fill(answers.get(format), &part)))
        .to_vec()
}

type Questions = [(&'static str, &'static str, &'static [&'static str])];

fn answer(visit: &mut Visit<'_>, title: &'static str, questions: &Questions) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let answers = visit.read(|tx| Answers::read(tx))?;
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, title, questions, &answers, &Errors::new())?));
    }
    let answers = answers.with(&visit.form);
    let result = visit.write(|tx| {
        answers.save(tx)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(Some(transaction)) => visit.say("said-saved", Some(transaction)),
        Ok(None) => visit.say("said-nothing", None),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, asked(visit, &lang, title, questions, &answers, &errors)?));
        }
    }
    Ok(Reply::Redirect(visit.path.to_owned()))
}

fn asked(
    visit: &Visit<'_>,
    lang: &Lang,
    title: &str,
    questions: &Questions,
    answers: &Answers,
    errors: &Errors,
) -> Result<Markup> {
    let choices = visit.read(|tx| Choices::read(tx, lang))?;
    let lists = choices.lists();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let written = written_names(lang, answers);
    let sections = questions.iter().map(|(id, title, names)| {
        let live = *id == "names";
        Section {
            id,
            title: lang.text(title),
            intro: live.then(|| lang.text("names-intro")),
            fields: names.iter().map(|name| input(lang, &lists, answers, name, error(name))).collect(),
            example: live.then(|| Example {
                check: "/settings/names/example",
                lines: written.iter().map(|(label, name)| (*label, name.as_str())).collect(),
            }),
        }
    });
    let faults = errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: name, message });
    let title = lang.text(title);
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        action: visit.path,
        cancel: "/settings",
        faults: faults.collect(),
        sections: sections.collect(),
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: false }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}
