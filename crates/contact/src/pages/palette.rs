//! What the palette finds: contacts, places, and things to do.

use kit::{Reply, Visit};
use maud::html;
use schema::fold::fold;
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::part::avatar::{Avatar, Kind};
use ui::part::palette::{Answer, Lead, Sort, answers, marked, more_answers};

use super::list::{name, photo};
use super::phrases::Lang;
use super::preference;
use super::rows::{self, Row, ask, text};
use super::search;
use super::slots::{Finder, Finding, Start};

/// So many contacts are shown.
const CONTACTS: i64 = 8;

/// Something that can be done from anywhere: words, icon, address, permission, key.
const ACTIONS: [(&str, Icon, &str, &str, &str); 5] = [
    ("form-new-person", Icon::User, "/contacts/new?type=Individual", "add contacts", "N"),
    ("form-new-household", Icon::HouseLine, "/contacts/new?type=Household", "add contacts", ""),
    ("form-new-organisation", Icon::Buildings, "/contacts/new?type=Organization", "add contacts", ""),
    ("trash", Icon::Trash, "/trash", "access deleted contacts", ""),
    ("view-recent", Icon::Clock, "/contacts?sort=-modified", "access CiviCRM", ""),
];

/// `/palette`
pub(super) fn find(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = asked(visit);
    let found = visit.read(|tx| contacts(tx, &asked, preference::recent(visit)))?;
    let mut sorts = Vec::new();
    let contacts: Vec<Answer<'_>> = found.iter().map(|row| contact(&lang, row, &asked)).collect();
    if !contacts.is_empty() {
        let title = if asked.is_empty() { lang.text("recent") } else { lang.text("contacts") };
        sorts.push(Sort { title, answers: contacts });
    }
    let places: Vec<Answer<'_>> = places(visit, &lang, &asked);
    if !places.is_empty() {
        sorts.push(Sort { title: lang.text("palette-places"), answers: places });
    }
    let actions = actions(visit, &lang, &asked);
    if !actions.is_empty() {
        sorts.push(Sort { title: lang.text("palette-actions"), answers: actions });
    }
    Ok(Reply::Html(answers(&visit.ui(), &sorts)))
}

/// `/palette/more`: what the components find, who may have to look at much. Nobody waits for it to see the rest.
pub(super) fn find_more(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = asked(visit);
    let mut sorts = Vec::new();
    for finder in visit.registry.filled::<Finder>() {
        let found = (finder.find)(visit, &lang, &asked)?;
        let all: Vec<Answer<'_>> = found.into_iter().map(|one| finding(&lang, one, &asked)).collect();
        if !all.is_empty() {
            sorts.push(Sort { title: lang.text(finder.title), answers: all });
        }
    }
    Ok(Reply::Html(more_answers(&sorts)))
}

/// What was typed; nobody types more than this.
fn asked(visit: &Visit<'_>) -> String {
    visit.query.text("q").unwrap_or_default().chars().take(100).collect()
}

/// The contacts that fit, best first; those seen lately where nothing was typed.
fn contacts(tx: &Tx<'_>, asked: &str, recent: Vec<i64>) -> Result<Vec<Row>> {
    let mut ids = match asked.is_empty() {
        true => recent,
        false => search::quick(tx, asked, CONTACTS)?,
    };
    ids.truncate(CONTACTS as usize);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = [
        "id",
        "display_name",
        "first_name",
        "last_name",
        "contact_type",
        "image_URL",
        "email_primary.email",
        "address_primary.city",
    ];
    let mut found = ask(tx, "Contact", &select, json!([["id", "IN", ids]]), &[], 0)?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
    Ok(found)
}

fn contact<'a>(lang: &'a Lang, row: &'a Row, asked: &str) -> Answer<'a> {
    let kind = Kind::of(text(row, "contact_type"));
    let called = name(lang, row);
    let (city, email) = (text(row, "address_primary.city"), text(row, "email_primary.email"));
    let line = [city, email].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let words: Vec<&str> = asked.split_whitespace().collect();
    let typed = if fold(called).contains(&*fold(asked)) { asked } else { words.first().copied().unwrap_or_default() };
    Answer {
        lead: Lead::Who(Avatar::of(kind, called).photo(photo(row))),
        name: marked(called, typed),
        line: (!line.is_empty()).then(|| lang.keep(line)),
        end: lang.text(kind.key()),
        href: lang.keep(format!("/contacts/{}", rows::id(row))),
    }
}

fn finding<'a>(lang: &'a Lang, one: Finding, asked: &str) -> Answer<'a> {
    Answer {
        lead: Lead::What(one.icon),
        name: marked(&one.name, asked),
        line: one.line.map(|line| lang.keep(line)),
        end: "",
        href: lang.keep(one.href),
    }
}

/// Whether every typed word begins a word of the label.
fn fits(label: &str, asked: &str) -> bool {
    let label = fold(label).into_owned();
    let asked = fold(asked).into_owned();
    asked.split_whitespace().all(|word| label.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word)))
}

fn places<'a>(visit: &'a Visit<'_>, lang: &'a Lang, asked: &str) -> Vec<Answer<'a>> {
    let open = |path: &str| {
        let page = visit.registry.pages.iter().find(|page| page.path == path);
        page.is_some_and(|page| page.door.met_by(&visit.actor.permissions))
    };
    let all = visit.registry.places.iter().filter(|place| open(place.path));
    all.map(|place| (place, lang.text(place.label)))
        .filter(|(_, label)| fits(label, asked))
        .map(|(place, label)| Answer {
            lead: Lead::What(place.icon),
            name: marked(label, asked),
            line: None,
            end: "",
            href: place.path,
        })
        .collect()
}

fn actions<'a>(visit: &Visit<'_>, lang: &'a Lang, asked: &str) -> Vec<Answer<'a>> {
    let own = ACTIONS.iter().filter(|(.., permission, _)| visit.actor.may(permission));
    let own = own.map(|(key, icon, href, _, press)| (lang.text(key), *icon, *href, *press));
    let starts = visit.registry.filled::<Start>().iter().filter(|one| one.door.met_by(&visit.actor.permissions));
    own.chain(starts.map(|one| (lang.text(one.label), one.icon, one.href, "")))
        .filter(|(label, ..)| fits(label, asked))
        .map(|(label, icon, href, press)| Answer {
            lead: Lead::What(icon),
            name: html! { (marked(label, asked)) },
            line: None,
            end: press,
            href,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn words_fit_by_their_beginnings_whatever_the_accents() {
        assert!(fits("Nouvelle personne", "nouv per"));
        assert!(fits("Réglages", "regl"));
        assert!(!fits("Historique", "tori"));
        assert!(fits("Accueil", ""));
    }
}
