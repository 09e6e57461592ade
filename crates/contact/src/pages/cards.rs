//! Contacts from an address book: vCards are read, shown with those who look alike, and created as far as wanted.

use std::collections::BTreeMap;

use kit::{Reply, Visit};
use maud::Markup;
use schema::fold::fold;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::page::cards::{CARD, FILE, Somebody, TEXT, ask, preview};
use ui::part::avatar;
use ui::part::crumbs::Crumb;

use super::create::{self, Alike};
use super::draft::{self, Draft, Way};
use super::form;
use super::frame::{self, Page};
use super::labels::{self, Pick};
use super::list::name;
use super::phrases::Lang;
use super::rows;
use super::sections::Block;
use crate::card::{self, Card, Kind};

const PATH: &str = "/contacts/vcards";

/// So many cards are taken in one go.
const MOST: usize = 1000;

/// So large may a file be, in bytes: a thousand cards with their pictures.
const LARGEST: u64 = 20_000_000;

/// `/contacts/vcards`
pub(super) fn take(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, None)?));
    }
    let Some(given) = given(visit)? else {
        return Ok(Reply::Status(422, asked(visit, &lang, Some(lang.text("cards-too-large")))?));
    };
    let given = card::lightened(&given);
    let cards = card::read(&given);
    if cards.is_empty() {
        return Ok(Reply::Status(422, asked(visit, &lang, Some(lang.text("cards-none")))?));
    }
    if cards.len() > MOST {
        let most = lang.locale.number(MOST as i64);
        return Ok(Reply::Status(422, asked(visit, &lang, Some(lang.with("cards-many", &[("most", most.into())])))?));
    }
    if visit.form.get("do") != Some("create") {
        return Ok(Reply::Html(shown(visit, &lang, &given, &cards)?));
    }
    make(visit, &lang, &cards)
}

/// The text that was pasted, or the file; None for one that is too large.
fn given(visit: &Visit<'_>) -> Result<Option<String>> {
    if let Some(text) = visit.form.text(TEXT) {
        return Ok(Some(text.to_owned()));
    }
    let Some(file) = visit.uploads.iter().find(|file| file.field == FILE) else { return Ok(Some(String::new())) };
    if file.too_large || file.size > LARGEST {
        return Ok(None);
    }
    let bytes = std::fs::read(file.path()).map_err(Error::internal)?;
    Ok(Some(card::decoded(&bytes).replace('\0', "")))
}

fn asked(visit: &Visit<'_>, lang: &Lang, error: Option<&str>) -> Result<Markup> {
    let title = lang.text("cards-title");
    let page = Page { title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| ask(ui, shell, &way(lang), PATH, error))
}

fn way(lang: &Lang) -> [Crumb<'_>; 2] {
    [
        Crumb { label: lang.text("contacts"), href: Some("/contacts") },
        Crumb { label: lang.text("cards-title"), href: None },
    ]
}

fn shown(visit: &Visit<'_>, lang: &Lang, given: &str, cards: &[Card]) -> Result<Markup> {
    let found: Vec<Vec<Alike>> = visit.read(|tx| {
        let known = Known::read(tx)?;
        cards.iter().map(|card| create::alike(visit.registry, tx, &drafted(&known, card))).collect()
    })?;
    let ids: Vec<String> = (0..cards.len()).map(|at| at.to_string()).collect();
    let all: Vec<Somebody<'_>> = cards
        .iter()
        .zip(&found)
        .zip(&ids)
        .map(|((card, alike), id)| Somebody {
            id,
            kind: avatar_of(card.kind),
            name: lang.keep(card.called()),
            line: lang.keep(line(card)),
            like: alike.first().map(|one| {
                let why: Vec<&str> = one.reasons.iter().map(|(key, _)| lang.text(key)).collect();
                let href = lang.keep(format!("/contacts/{}", rows::id(&one.row)));
                (name(lang, &one.row), href, lang.keep(why.join(", ")))
            }),
            ticked: alike.is_empty(),
        })
        .collect();
    let page = Page { title: lang.text("cards-title"), place: "/contacts", narrow: false };
    frame::show(visit, lang, page, |ui, shell| preview(ui, shell, &way(lang), PATH, given, &all))
}

fn avatar_of(kind: Kind) -> avatar::Kind {
    match kind {
        Kind::Person => avatar::Kind::Person,
        Kind::Household => avatar::Kind::Household,
        Kind::Organization => avatar::Kind::Organisation,
    }
}

fn line(card: &Card) -> String {
    let first = |ways: &[card::Way]| ways.first().map(|way| way.value.clone());
    let town = card.addresses.first().map(|address| address.city.clone());
    let employer = Some(card.organization.clone()).filter(|_| card.kind == Kind::Person);
    let parts = [first(&card.emails), first(&card.phones), town, employer];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The choices that cards are fitted to.
struct Known {
    places: Vec<Pick>,
    phone_types: Vec<Pick>,
    /// Names of countries in both languages, folded, and their codes.
    countries: BTreeMap<String, String>,
    prefixes: Vec<(String, String)>,
}

impl Known {
    fn read(tx: &Tx<'_>) -> Result<Known> {
        let mut countries = BTreeMap::new();
        let mut prefixes = Vec::new();
        for code in ["en", "fr"] {
            for one in labels::choices(tx, code, "Address", "country_id", "")? {
                countries.insert(fold(&one.item.name).into_owned(), one.value.clone());
                countries.insert(fold(&one.label).into_owned(), one.value);
            }
            let all = labels::choices(tx, code, "Contact", "prefix_id", "")?;
            prefixes.extend(all.into_iter().map(|one| (bare(&one.label), one.value)));
        }
        Ok(Known {
            places: labels::choices(tx, "en", "Email", "location_type_id", "")?,
            phone_types: labels::choices(tx, "en", "Phone", "phone_type_id", "")?,
            countries,
            prefixes,
        })
    }

    /// Home or work, as the card says; else the site's own default.
    fn place(&self, way: &card::Way) -> String {
        let wanted = if way.is("work") { "Work" } else { "Home" };
        let named = self.places.iter().find(|one| one.item.name == wanted && (way.is("work") || way.is("home")));
        named.or(self.places.iter().find(|one| one.item.is_default)).map(|one| one.value.clone()).unwrap_or_default()
    }

    fn phone_type(&self, way: &card::Way) -> String {
        let name = match () {
            () if way.is("cell") => "Mobile",
            () if way.is("fax") => "Fax",
            () if way.is("pager") => "Pager",
            () => "Phone",
        };
        self.phone_types.iter().find(|one| one.item.name == name).map(|one| one.value.clone()).unwrap_or_default()
    }
}

/// A prefix without the point that some write behind it.
fn bare(label: &str) -> String {
    fold(label.trim_end_matches('.')).into_owned()
}

/// The contact of a card, as a form would hold it.
fn drafted(known: &Known, card: &Card) -> Draft {
    let mut draft = Draft::new(match card.kind {
        Kind::Person => "Individual",
        Kind::Household => "Household",
        Kind::Organization => "Organization",
    });
    let prefix = known.prefixes.iter().find(|(label, _)| *label == bare(&card.prefix)).map(|(_, id)| id.clone());
    let fields: Vec<(&str, String)> = match card.kind {
        Kind::Person => vec![
            ("first_name", card.first_name.clone()),
            ("last_name", card.last_name.clone()),
            ("middle_name", card.middle_name.clone()),
            ("nick_name", card.nick_name.clone()),
            ("job_title", card.job_title.clone()),
            ("prefix_id", prefix.unwrap_or_default()),
            ("birth_date", card.birth_date.clone().unwrap_or_default()),
        ],
        Kind::Household => vec![("household_name", card.full_name.clone())],
        Kind::Organization => vec![("organization_name", card.organization.clone())],
    };
    draft.fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let preferred = |ways: &[card::Way]| ways.iter().position(|way| way.is_preferred).unwrap_or(0);
    let way = |at: usize, first: usize, values: Vec<(&'static str, String)>| Way {
        index: at * 2 + 1,
        values: values.into_iter().collect(),
        is_primary: at == first,
        is_fresh: false,
    };
    draft.ways[0] = card
        .emails
        .iter()
        .filter(|email| email.value.contains('@'))
        .enumerate()
        .map(|(at, email)| {
            let values = vec![("email", email.value.clone()), ("location_type_id", known.place(email))];
            way(at, preferred(&card.emails), values)
        })
        .collect();
    draft.ways[1] = card
        .phones
        .iter()
        .enumerate()
        .map(|(at, phone)| {
            let values = vec![
                ("phone", phone.value.clone()),
                ("phone_type_id", known.phone_type(phone)),
                ("location_type_id", known.place(phone)),
            ];
            way(at, preferred(&card.phones), values)
        })
        .collect();
    draft.ways[2] = card.addresses.iter().enumerate().map(|(at, one)| way(at, 0, address(known, one))).collect();
    let sites = card.websites.iter().filter(|site| site.value.contains('.')).enumerate();
    draft.ways[3] = sites.map(|(at, site)| way(at, 0, vec![("url", site.value.clone())])).collect();
    draft
}

fn address(known: &Known, one: &card::Address) -> Vec<(&'static str, String)> {
    let country = known.countries.get(&*fold(&one.country)).cloned().unwrap_or_default();
    vec![
        ("street_address", one.street.replace('\n', ", ")),
        ("supplemental_address_1", one.extended.clone()),
        ("postal_code", one.code.clone()),
        ("city", one.city.clone()),
        ("country_id", country),
        ("location_type_id", known.place(&one.way)),
    ]
}

fn make(visit: &mut Visit<'_>, lang: &Lang, cards: &[Card]) -> Result<Reply> {
    let wanted: Vec<usize> = visit.form.all(CARD).filter_map(|at| at.parse().ok()).collect();
    let made = visit.write(|tx| {
        let known = Known::read(tx)?;
        let mut ids = Vec::new();
        for (at, card) in cards.iter().enumerate().filter(|(at, _)| wanted.contains(at)) {
            ids.push(one(tx, &known, card).map_err(|error| named(error, at))?);
        }
        Ok((ids, tx.transaction_id()))
    });
    match form::field_errors(made)? {
        Ok((ids, transaction)) => {
            let said = if ids.is_empty() { "said-nothing" } else { "said-contacts-created" };
            visit.say(said, transaction);
            let alone = ids.first().filter(|_| ids.len() == 1);
            Ok(Reply::Redirect(
                alone.map_or_else(|| "/contacts?sort=-created".to_owned(), |id| format!("/contacts/{id}")),
            ))
        }
        Err(errors) => {
            let at = errors.first().and_then(|error| error.field.parse::<usize>().ok()).unwrap_or(0);
            let who = cards.get(at).map(Card::called).unwrap_or_default();
            let why = errors.first().map(|error| lang.locale.problem(error.problem.key())).unwrap_or_default();
            let words = lang.with("cards-refused", &[("name", who.into()), ("why", why.into_owned().into())]);
            Ok(Reply::Status(422, asked(visit, lang, Some(words))?))
        }
    }
}

/// Names the card in what was wrong with it.
fn named(error: Error, at: usize) -> Error {
    match error {
        Error::Invalid(errors) => {
            let name = |one: store::FieldError| store::FieldError { field: at.to_string(), ..one };
            Error::Invalid(errors.into_iter().map(name).collect())
        }
        other => other,
    }
}

/// Creates the contact of a card, with its employer where there is none of that name, and its note.
fn one(tx: &mut Tx<'_>, known: &Known, card: &Card) -> Result<i64> {
    let mut draft = drafted(known, card);
    if card.kind == Kind::Person && !card.organization.is_empty() {
        draft.fields.insert("employer_id".to_owned(), employer(tx, &card.organization)?);
    }
    let id =
        draft::save(tx, None, &draft, &[Block::Who, Block::Ways, Block::About, Block::Work], &[], &Default::default())?;
    if !card.note.is_empty() {
        let values = [
            ("entity_table".to_owned(), json!("civicrm_contact")),
            ("entity_id".to_owned(), json!(id)),
            ("note".to_owned(), json!(card.note)),
        ];
        tx.save("Note", values.into_iter().collect(), As::Actor)?;
    }
    Ok(id)
}

/// The number of the organisation of this name; a new one where there is none.
fn employer(tx: &mut Tx<'_>, called: &str) -> Result<String> {
    let clauses =
        json!([["contact_type", "=", "Organization"], ["is_deleted", "=", false], ["organization_name", "=", called]]);
    let found = rows::ask(tx, "Contact", &["id"], clauses, &[("id", "ASC")], 1)?;
    if let Some(row) = found.first() {
        return Ok(rows::id(row).to_string());
    }
    let values: [(String, Json); 2] =
        [("contact_type".to_owned(), json!("Organization")), ("organization_name".to_owned(), json!(called))];
    Ok(tx.save("Contact", values.into_iter().collect(), As::Actor)?.id.to_string())
}
