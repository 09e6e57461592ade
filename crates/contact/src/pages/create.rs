//! A new contact: the least that is needed, a look for likely duplicates, and the whole form for who wants it.

use kit::{Registry, Reply, Visit};
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::page::contact_form::{ContactForm, Duplicate, contact_form};
use ui::page::create::{Create, DIALOG, Likeness, Reason, create, create_dialog, likenesses};
use ui::part::avatar::{Avatar, Kind};
use ui::part::crumbs::Crumb;
use ui::part::field::input_id;
use ui::part::field::{Field, Widget, Width};
use ui::part::form::Fault;

use super::custom::{Sheet, WaySheets};
use super::draft::{self, Draft};
use super::edit::whole_form;
use super::form::{self, Errors, Lists, Ready};
use super::frame::{self, Page};
use super::list::{name, photo};
use super::phrases::Lang;
use super::rows::{self, Row, ask, text};
use super::sections::Block;
use super::slots::{Likely, Typed};

/// The kinds that can be made, in the order in which they are offered.
const KINDS: [Kind; 3] = [Kind::Person, Kind::Household, Kind::Organisation];

/// Somebody who may be the same, with the keys of the reasons.
pub(super) struct Alike {
    pub row: Row,
    pub reasons: Vec<(&'static str, bool)>,
}

/// So many of them are shown.
const ALIKE: usize = 4;

const FOUND: [&str; 7] =
    ["id", "display_name", "first_name", "last_name", "contact_type", "image_URL", "address_primary.city"];

/// The contacts that look like the draft, likeliest first.
///
/// # Errors
/// The database's own failure.
pub(super) fn alike(registry: &Registry, tx: &Tx<'_>, draft: &Draft) -> Result<Vec<Alike>> {
    let mut found: Vec<Alike> = Vec::new();
    for Likely(look) in registry.filled() {
        for like in look(tx, &typed(draft))? {
            let clauses = json!([["id", "=", like.id], ["is_deleted", "=", false]]);
            for row in ask(tx, "Contact", &FOUND, clauses, &[], 1)? {
                found.push(Alike { row, reasons: like.reasons.clone() });
            }
        }
    }
    let known = found.len();
    same(tx, draft, &mut found)?;
    if known == 0 {
        found.sort_by_key(|one| std::cmp::Reverse(one.reasons.len()));
    }
    found.truncate(ALIKE);
    Ok(found)
}

/// What was typed, as others compare it.
fn typed(draft: &Draft) -> Typed {
    const FIELDS: [&str; 7] =
        ["first_name", "middle_name", "last_name", "nick_name", "household_name", "organization_name", "birth_date"];
    let all = |at: usize, field: &str| -> Vec<String> {
        let ways = draft.ways[at].iter().map(|way| way.value(field).trim().to_owned());
        ways.filter(|text| !text.is_empty()).collect()
    };
    let place = draft.ways[2].first();
    let place = ["street_address", "postal_code", "city"]
        .map(|field| (field, place.map_or(String::new(), |way| way.value(field).to_owned())));
    Typed {
        contact_type: draft.contact_type.clone(),
        values: FIELDS.iter().map(|field| (*field, draft.value(field).to_owned())).chain(place).collect(),
        emails: all(0, "email"),
        phones: all(1, "phone"),
    }
}

/// Those with the same address, number or name, added to the ones that are known.
fn same(tx: &Tx<'_>, draft: &Draft, found: &mut Vec<Alike>) -> Result<()> {
    for way in &draft.ways[0] {
        let email = way.value("email").trim();
        if email.contains('@') {
            through(tx, "Email", json!(["email", "=", email]), "alike-email", found)?;
        }
    }
    for way in &draft.ways[1] {
        let digits: String = way.value("phone").chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 8 {
            through(tx, "Phone", json!(["phone_numeric", "=", digits]), "alike-phone", found)?;
        }
    }
    let typed = |field: &str| draft.value(field).trim().to_owned();
    let clause = match draft.contact_type.as_str() {
        "Household" => one_name("household_name", &typed("household_name")),
        "Organization" => one_name("organization_name", &typed("organization_name")),
        _ => {
            let (first, last) = (typed("first_name"), typed("last_name"));
            (!first.is_empty() && !last.is_empty())
                .then(|| json!(["AND", [["last_name", "=", last], ["first_name", "=", first]]]))
        }
    };
    if let Some(clause) = clause {
        let clauses = json!([["is_deleted", "=", false], ["contact_type", "=", draft.contact_type], clause]);
        for row in ask(tx, "Contact", &FOUND, clauses, &[], 5)? {
            note(found, row, "alike-name");
        }
    }
    Ok(())
}

fn one_name(field: &str, typed: &str) -> Option<Json> {
    (!typed.is_empty()).then(|| json!([field, "=", typed]))
}

fn through(tx: &Tx<'_>, entity: &str, clause: Json, reason: &'static str, found: &mut Vec<Alike>) -> Result<()> {
    let owners = ask(tx, entity, &["contact_id"], json!([clause]), &[], 10)?;
    let ids: Vec<i64> = owners.iter().filter_map(|row| rows::int(row, "contact_id")).collect();
    if !ids.is_empty() {
        for row in ask(tx, "Contact", &FOUND, json!([["id", "IN", ids], ["is_deleted", "=", false]]), &[], 5)? {
            note(found, row, reason);
        }
    }
    Ok(())
}

fn note(found: &mut Vec<Alike>, row: Row, reason: &'static str) {
    let strong = reason != "alike-name";
    match found.iter_mut().find(|one| rows::id(&one.row) == rows::id(&row)) {
        Some(one) if one.reasons.iter().any(|(known, _)| *known == reason) => {}
        Some(one) if one.reasons.len() < 2 && !one.reasons.iter().any(|(known, _)| known.starts_with("duplicate-")) => {
            one.reasons.push((reason, strong));
        }
        Some(_) => {}
        None => found.push(Alike { row, reasons: vec![(reason, strong)] }),
    }
}

fn likeness<'a>(lang: &'a Lang, one: &'a Alike) -> Likeness<'a> {
    Likeness {
        kind: Kind::of(text(&one.row, "contact_type")),
        name: name(lang, &one.row),
        photo: photo(&one.row),
        href: lang.keep(format!("/contacts/{}", rows::id(&one.row))),
        reasons: one.reasons.iter().map(|(key, strong)| Reason { words: lang.text(key), strong: *strong }).collect(),
        place: text(&one.row, "address_primary.city"),
    }
}

/// The type that a form or an address names; a person where it names none.
fn kind_of(visit: &Visit<'_>) -> &'static str {
    let fields = if visit.is_post { &visit.form } else { &visit.query };
    let asked = fields.text("contact_type").or_else(|| visit.query.text("type")).unwrap_or_default();
    KINDS.iter().map(|kind| kind.contact_type()).find(|kind| *kind == asked).unwrap_or("Individual")
}

const LEAST: [Block; 2] = [Block::Who, Block::Ways];

/// `/contacts/new`
pub(super) fn least(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let kind = kind_of(visit);
    if !visit.is_post {
        let draft = Draft::new(kind);
        return small(visit, &lang, &draft, &Errors::new(), &[], 200);
    }
    let draft = Draft::typed(kind, &visit.form, &LEAST);
    let mut sheet = required(visit, &lang, &draft)?;
    let anyway = visit.form.get("do") == Some("create-anyway");
    let found = if anyway { Vec::new() } else { visit.read(|tx| alike(visit.registry, tx, &draft))? };
    if !found.is_empty() {
        return small(visit, &lang, &draft, &Errors::new(), &found, 422);
    }
    sheet.take_files(visit)?;
    match save(visit, &draft, &LEAST, &sheet, &WaySheets::default())? {
        Ok(reply) => Ok(reply),
        Err(errors) => small(visit, &lang, &draft, &form::errors(&lang, &errors), &[], 422),
    }
}

fn save(
    visit: &mut Visit<'_>,
    draft: &Draft,
    blocks: &[Block],
    sheet: &Sheet,
    ways: &WaySheets,
) -> Result<std::result::Result<Reply, Vec<store::FieldError>>> {
    let result = visit.write(|tx| {
        let id = draft::save(tx, None, draft, blocks, &[], ways)?;
        sheet.save(tx, "Contact", id)?;
        Ok((id, tx.transaction_id()))
    });
    Ok(match form::field_errors(result)? {
        Ok((id, transaction)) => {
            visit.say("said-contact-created", transaction);
            Ok(Reply::Redirect(format!("/contacts/{id}")))
        }
        Err(errors) => Err(errors),
    })
}

/// The custom fields of a new contact, as far as they were typed.
fn custom_fields(visit: &Visit<'_>, lang: &Lang, draft: &Draft) -> Result<Sheet> {
    let subtypes: Vec<&str> = draft.value("contact_sub_type").split(',').filter(|one| !one.is_empty()).collect();
    let mut sheet = visit.read(|tx| Sheet::read(tx, lang, &draft.contact_type, &subtypes, None))?;
    if visit.is_post {
        sheet.typed(&visit.form);
    }
    Ok(sheet)
}

/// The custom fields of the ways to reach a new contact, as far as they were typed.
fn way_fields(visit: &Visit<'_>, lang: &Lang, draft: &Draft) -> Result<WaySheets> {
    let mut ways = visit.read(|tx| WaySheets::read(tx, lang, draft, None))?;
    if visit.is_post {
        ways.typed(&visit.form);
    }
    Ok(ways)
}

/// Those that a contact cannot do without.
fn required(visit: &Visit<'_>, lang: &Lang, draft: &Draft) -> Result<Sheet> {
    let mut sheet = custom_fields(visit, lang, draft)?;
    // Those that must be filled in by what others hold come too, where it may be the case.
    sheet.keep_fields(|field| (field.is_required || !field.when.require.is_empty()) && field.is_entered());
    Ok(sheet)
}

/// `/contacts/check`: what the page of a new contact asks while one types.
pub(super) fn check(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = visit.query.text("contact_type").unwrap_or("Individual").to_owned();
    let draft = Draft::typed(&asked, &visit.query, &LEAST);
    let found = visit.read(|tx| alike(visit.registry, tx, &draft))?;
    let all: Vec<Likeness<'_>> = found.iter().map(|one| likeness(&lang, one)).collect();
    Ok(Reply::Html(likenesses(&visit.ui(), &all)))
}

/// The fields of the name of a kind.
fn names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Person => &["first_name", "last_name"],
        Kind::Household => &["household_name"],
        Kind::Organisation => &["organization_name"],
    }
}

fn small(
    visit: &Visit<'_>,
    lang: &Lang,
    draft: &Draft,
    errors: &Errors,
    found: &[Alike],
    status: u16,
) -> Result<Reply> {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let width = |kind: Kind| if kind == Kind::Person { Width::Half } else { Width::Full };
    let name_fields = |kind: Kind| {
        let fields = names(kind).iter().enumerate().map(|(at, field)| Field {
            error: error(field),
            focused: at == 0 && kind.contact_type() == draft.contact_type,
            width: width(kind),
            autocomplete: Some("off"),
            ..Field::text(field, lang.field("Contact", field), draft.value(field))
        });
        (kind, fields.collect::<Vec<_>>())
    };
    let typed = |at: usize, field: &str| draft.ways[at].first().map_or("", |way| way.value(field));
    let way = |at: usize, name: &'static str, entity: &str, field: &str, widget: Widget<'static>| Field {
        error: error(name),
        width: Width::Half,
        autocomplete: Some("off"),
        ..Field::text(name, lang.field(entity, field), lang.keep(typed(at, field))).widget(widget)
    };
    let faults = errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: label(lang, name),
        message,
    });
    let sheet = required(visit, lang, draft)?;
    let inputs = sheet.inputs(lang, errors);
    let mut ways = vec![
        way(0, "email-1-email", "Email", "email", Widget::Email),
        way(1, "phone-1-phone", "Phone", "phone", Widget::Tel),
    ];
    ways.extend(sheet.sets.iter().flat_map(|set| inputs.fields(set)));
    let view = Create {
        kind: &draft.contact_type,
        kinds: KINDS.iter().map(|kind| name_fields(*kind)).collect(),
        ways,
        faults: sheet.name_faults(faults.collect()),
        likenesses: found.iter().map(|one| likeness(lang, one)).collect(),
        action: "/contacts/new",
        check: "/contacts/check",
        full: Some("/contacts/new/full?take=1"),
        cancel: "/contacts",
    };
    let ui = visit.ui();
    let markup = match visit.query.has(DIALOG) {
        true => create_dialog(&ui, &view),
        false => {
            let page = Page { title: lang.text("contact-new"), place: "/contacts", narrow: true };
            frame::show(visit, lang, page, |ui, shell| create(ui, shell, &view))?
        }
    };
    Ok(if status == 200 { Reply::Html(markup) } else { Reply::Status(status, markup) })
}

fn label<'a>(lang: &'a Lang, input: &'a str) -> &'a str {
    match input {
        "email-1-email" => lang.field("Email", "email"),
        "phone-1-phone" => lang.field("Phone", "phone"),
        field => lang.field("Contact", field),
    }
}

/// `/contacts/new/full`: with `take` it takes over what was typed elsewhere.
pub(super) fn full(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let kind = kind_of(visit);
    let blocks = whole_form(kind);
    let mut draft = if visit.is_post { Draft::typed(kind, &visit.form, &blocks) } else { Draft::new(kind) };
    let pressed = visit.form.get("do").unwrap_or_default().to_owned();
    let reshaped = visit.is_post && draft.reshape(&pressed);
    if !visit.is_post || reshaped || visit.query.has("take") {
        if !reshaped {
            draft.offer(&["email", "phone", "address"]);
        }
        return Ok(Reply::Html(large(visit, &lang, &draft, &blocks, &Errors::new(), &[])?));
    }
    let found =
        if pressed == "create-anyway" { Vec::new() } else { visit.read(|tx| alike(visit.registry, tx, &draft))? };
    if !found.is_empty() {
        return Ok(Reply::Status(422, large(visit, &lang, &draft, &blocks, &Errors::new(), &found)?));
    }
    let mut sheet = custom_fields(visit, &lang, &draft)?;
    sheet.take_files(visit)?;
    let mut ways = way_fields(visit, &lang, &draft)?;
    ways.take_files(visit)?;
    match save(visit, &draft, &blocks, &sheet, &ways)? {
        Ok(reply) => Ok(reply),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, large(visit, &lang, &draft, &blocks, &errors, &[])?))
        }
    }
}

fn large(
    visit: &Visit<'_>,
    lang: &Lang,
    draft: &Draft,
    blocks: &[Block],
    errors: &Errors,
    found: &[Alike],
) -> Result<maud::Markup> {
    let lists = visit.read(|tx| Lists::read(tx, lang, draft, blocks))?;
    let ways = way_fields(visit, lang, draft)?;
    let way_inputs = ways.inputs(lang, errors);
    let ready = Ready::new(&lists, draft, errors).with_ways(&way_inputs);
    let sheet = custom_fields(visit, lang, draft)?;
    let inputs = sheet.inputs(lang, errors);
    let mut sections = ready.sections(lang, blocks, true);
    sections.extend(inputs.sections());
    let title = match draft.contact_type.as_str() {
        "Household" => lang.text("form-new-household"),
        "Organization" => lang.text("form-new-organisation"),
        _ => lang.text("form-new-person"),
    };
    let action = super::address::href("/contacts/new/full", &[("type", &draft.contact_type)]);
    let duplicates = found.iter().map(|one| {
        let likeness = likeness(lang, one);
        let mut why: Vec<&str> = likeness.reasons.iter().map(|reason| reason.words).collect();
        why.extend(Some(likeness.place).filter(|place| !place.is_empty()));
        Duplicate {
            avatar: Avatar::of(likeness.kind, likeness.name).photo(likeness.photo),
            name: likeness.name,
            href: likeness.href,
            why: lang.keep(why.join(" · ")),
        }
    });
    let view = ContactForm {
        way: vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: lang.text("contact-new"), href: None },
        ],
        title,
        intro: Some(lang.text("form-new-intro")),
        action: &action,
        cancel: "/contacts",
        version: None,
        faults: ways.name_faults(sheet.name_faults(ready.faults(lang))),
        duplicates: duplicates.collect(),
        sections,
        save: lang.text("form-create"),
    };
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: false }, |ui, shell| {
        contact_form(ui, shell, &view)
    })
}
