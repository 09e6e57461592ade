//! What every page keeps to, checked on the sample pages in all languages and themes.

#[path = "../examples/preview/contact_views.rs"]
mod contact_views;
#[path = "../examples/preview/desk_views.rs"]
mod desk_views;
#[path = "../examples/preview/form_views.rs"]
mod form_views;
#[path = "../examples/preview/house_views.rs"]
mod house_views;
#[path = "../examples/preview/views.rs"]
mod views;

use jiff::civil::date;
use maud::Markup;
use ui::page::contact_list::ContactRow;
use ui::part::avatar::{Avatar, Kind, who};
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::toast::{Toast, Undo, one};
use ui::part::{Tone, empty, head, notice, tabs};
use ui::{Csrf, Icon, Locale, Theme, Ui};

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&";

fn pages() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for lang in Locale::all() {
        for (name, page) in views::pages(lang, Theme::Dark) {
            all.push((format!("{name}-{}", lang.code()), page.into_string()));
        }
    }
    all
}

fn ui(lang: &str) -> Ui<'static> {
    let lang = Locale::best(Some(lang), None);
    Ui { lang, csrf: Csrf("token-1"), nonce: "nonce-1", theme: Theme::System, keys: true, today: date(2026, 11, 19) }
}

/// The opening tags of an element, attributes included.
fn tags<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}");
    html.match_indices(&open)
        .filter_map(|(at, _)| {
            let rest = &html[at..];
            let next = rest[open.len()..].chars().next()?;
            (next == ' ' || next == '>').then(|| &rest[..rest.find('>').unwrap_or(rest.len())])
        })
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

#[test]
fn each_page_has_one_title_one_main_a_skip_link_and_its_language() {
    for (name, html) in pages() {
        assert_eq!(tags(&html, "h1").len(), 1, "{name}: h1");
        assert_eq!(tags(&html, "main").len(), 1, "{name}: main");
        assert!(html.contains("class=\"skip\" href=\"#main\""), "{name}: skip link");
        let root = tags(&html, "html")[0];
        assert_eq!(attribute(root, "lang"), Some(&name[name.len() - 2..]), "{name}");
        assert_eq!((attribute(root, "dir"), attribute(root, "data-theme")), (Some("ltr"), Some("dark")), "{name}");
        assert!(!html.contains("<title> ·"), "{name}: window title");
    }
}

#[test]
fn each_input_has_a_label() {
    for (name, html) in pages() {
        for element in ["input", "select", "textarea"] {
            for tag in tags(&html, element) {
                let kind = attribute(tag, "type").unwrap_or_default();
                let named = tag.contains("aria-label=")
                    || attribute(tag, "id").is_some_and(|id| html.contains(&format!(" for=\"{id}\"")))
                    || inside_label(&html, tag);
                assert!(kind == "hidden" || named, "{name}: {tag}");
            }
        }
    }
}

fn inside_label(html: &str, tag: &str) -> bool {
    let Some(at) = html.find(tag) else { return false };
    let before = &html[..at];
    before.rfind("<label").is_some_and(|open| before.rfind("</label>").is_none_or(|close| close < open))
}

#[test]
fn each_form_that_writes_carries_the_token_and_no_search_does() {
    let mut forms = 0;
    for (name, html) in pages() {
        for part in html.split("<form ").skip(1) {
            let form = part.split("</form>").next().unwrap_or_default();
            let token = form.contains("name=\"csrf\" value=\"sample-token\"");
            assert_eq!(token, form.contains("method=\"post\""), "{name}: {}", &form[..form.len().min(200)]);
            forms += 1;
        }
        for tag in tags(&html, "button") {
            assert!(attribute(tag, "type").is_some(), "{name}: {tag}");
        }
    }
    assert!(forms > 40);
}

#[test]
fn no_page_holds_what_the_content_security_policy_forbids() {
    for (name, html) in pages() {
        assert!(!html.contains(" style=\"") && !html.contains("<style"), "{name}: style");
        assert!(!html.contains("javascript:"), "{name}: script address");
        for handler in [" onclick=", " onload=", " onsubmit=", " onchange=", " hx-on"] {
            assert!(!html.contains(handler), "{name}: {handler}");
        }
        for tag in tags(&html, "script") {
            assert_eq!(attribute(tag, "nonce"), Some("sample-nonce"), "{name}");
            assert!(attribute(tag, "src").is_some_and(|src| ui::assets::asset(src).is_some()), "{name}: {tag}");
        }
    }
}

#[test]
fn ids_stand_once_and_what_refers_to_them_finds_them() {
    for (name, html) in pages() {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{name}: id {id}");
        }
        for reference in
            [" for=\"", " aria-labelledby=\"", " aria-describedby=\"", " aria-controls=\"", " data-opens=\""]
        {
            for wanted in html.split(reference).skip(1).filter_map(|rest| rest.split('"').next()) {
                for id in wanted.split(' ') {
                    assert!(ids.contains(&id), "{name}: {reference}{id}");
                }
            }
        }
    }
}

#[test]
fn no_key_of_a_message_shows_on_a_page() {
    for (name, html) in pages() {
        for word in ["sign-in-", "error-forbidden", "list-no-", "paging-", "palette-ask", "{ $", "conflict-title"] {
            let text: String = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn one_honey_button_a_page() {
    for (name, html) in pages().into_iter().filter(|(name, _)| !name.starts_with("gallery")) {
        // An open editor or dialog holds its own.
        let most = if name.starts_with("person-editing") || name.starts_with("new-dialog") { 2 } else { 1 };
        assert!(html.matches("is-primary").count() <= most, "{name}");
    }
}

#[test]
fn hostile_text_is_escaped_by_every_piece() {
    let ui = ui("fr");
    let choices = [Choice::of(HOSTILE, HOSTILE)];
    let wrong = |widget| Field {
        help: Some(HOSTILE),
        error: Some(HOSTILE),
        placeholder: Some(HOSTILE),
        ..Field::text(HOSTILE, HOSTILE, HOSTILE).widget(widget)
    };
    let widgets = [
        Widget::Text,
        Widget::LongText(2),
        Widget::Select(&choices),
        Widget::Checkboxes(&choices),
        Widget::Segments(&choices),
        Widget::Radios(&choices),
        Widget::Checkbox,
        Widget::File(HOSTILE),
        Widget::Money(HOSTILE),
    ];
    let mut out: Vec<Markup> = widgets.into_iter().map(|widget| field(&ui, &wrong(widget))).collect();
    let text = || maud::html! { (HOSTILE) };
    out.push(maud::html! { (Button::link(HOSTILE, HOSTILE).square().name(HOSTILE, HOSTILE).data("data-copy", HOSTILE).key(HOSTILE)) });
    out.push(
        maud::html! { (Button::submit(HOSTILE).action(HOSTILE)) (Tag::of(Tone::Leaf, HOSTILE)) (Status::Off(HOSTILE)) },
    );
    out.push(who(Avatar::of(Kind::Person, HOSTILE).photo(Some(HOSTILE)), HOSTILE, text(), Some(text())));
    out.push(
        Form::post(Csrf(HOSTILE), HOSTILE).id(HOSTILE).version(HOSTILE).swaps(HOSTILE).draft(HOSTILE).render(text()),
    );
    out.push(one(&ui, &Toast { words: HOSTILE, undo: Some(Undo { action: HOSTILE, values: &[(HOSTILE, HOSTILE)] }) }));
    out.push(notice::notice(Tone::Brick, Icon::Info, text(), None));
    out.push(empty::empty(HOSTILE, HOSTILE, text()));
    out.push(head::head(&ui, &head::Head { title: HOSTILE, count: None, intro: Some(HOSTILE) }, None));
    out.push(tabs::tabs(&ui, HOSTILE, &[tabs::Tab { label: HOSTILE, href: HOSTILE, count: None, current: true }]));
    out.push(ui::part::palette::marked(HOSTILE, "script"));
    out.push(ui.lang.rich("password-for", &[("name", HOSTILE.into())]));
    for markup in out {
        let html = markup.into_string();
        assert!(!html.contains("<script>") && !html.contains("<img src=x") && !html.contains("\"'>"), "{html}");
    }
}

#[test]
fn an_error_is_tied_to_its_input() {
    let html =
        field(&ui("fr"), &Field::text("email-0-email", "E-mail", "x").error(Some("Il manque la fin."))).into_string();
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"f-email-0-email-error\""));
    assert!(html.contains("id=\"f-email-0-email-error\""));
}

#[test]
fn a_password_is_never_sent_back() {
    let html =
        field(&ui("fr"), &Field::text("password", "Mot de passe", "hunter2").widget(Widget::Password)).into_string();
    assert!(!html.contains("hunter2"));
}

#[test]
fn the_family_name_of_a_row_stands_in_bold() {
    let row: ContactRow<'_> = contact_views::row("1", "Yann Le Goff", "Le Goff", Kind::Person, "Die", vec![]);
    assert_eq!((row.name, row.family), ("Yann Le Goff", "Le Goff"));
    let list = pages().into_iter().find(|(name, _)| name == "contacts-fr").map(|(_, html)| html).unwrap_or_default();
    assert!(list.contains("Yann <b>Le Goff</b>"));
}

fn page(name: &str) -> String {
    pages().into_iter().find(|(other, _)| other == name).map(|(_, html)| html).unwrap_or_default()
}

#[test]
fn the_check_of_duplicates_sends_what_was_typed_and_never_the_token() {
    let html = page("new-alike-fr");
    let check = tags(&html, "div").into_iter().find(|tag| tag.contains("hx-get=")).unwrap_or_default();
    assert_eq!(attribute(check, "hx-include"), Some("#create-watched"));
    let watched = html.split("id=\"create-watched\"").nth(1).and_then(|rest| rest.split("id=\"create-found\"").next());
    assert!(watched.is_some_and(|inside| inside.contains("name=\"first_name\"") && !inside.contains("csrf")));
}

#[test]
fn a_likely_duplicate_takes_the_honey_from_creating() {
    let (alike, alone) = (page("new-alike-fr"), page("new-fr"));
    assert!(alike.contains("value=\"create-anyway\"") && alike.contains("C’est elle, ouvrir"));
    assert!(!alone.contains("create-anyway") && alone.contains("Créer le contact"));
}

#[test]
fn an_undone_change_offers_to_be_done_again() {
    let html = page("history-fr");
    let undone =
        html.split("<li class=\"undone\">").nth(1).and_then(|rest| rest.split("</li>").next()).unwrap_or_default();
    assert!(
        undone.contains("Rétablir") && undone.contains("annulé à 17 h 21 par vous") && !undone.contains(">Annuler<")
    );
    assert!(html.contains("d’<a href=\"/contacts/1\">Hélène Martin</a>"));
}

#[test]
fn a_list_in_order_can_be_moved_without_script() {
    let html = page("choices-fr");
    assert!(html.contains("name=\"do\" value=\"down-1\" form=\"choices-order\""));
    let first_up = tags(&html, "button").into_iter().find(|tag| tag.contains("value=\"up-1\"")).unwrap_or_default();
    assert!(first_up.ends_with("disabled"), "{first_up}");
}
