//! A contact with the ways to reach it, as the visitor sees them.

use schema::Verb;
use serde_json::json;
use store::{As, Result, Tx};
use ui::page::contact::{Channel, Way};

use super::custom::ways::Line;
use super::labels;
use super::phrases::Lang;
use super::rows::{Row, ask, flag, request, text, written};
use crate::format::{self, Parts};

/// So many kinds of ways there are.
pub const KINDS: usize = 5;

/// A contact and what belongs to it, in the order of [`WAYS`].
pub struct Record {
    pub contact: Row,
    pub ways: [Vec<Row>; KINDS],
}

/// A kind of records that reach a contact.
pub struct WayKind {
    /// In the names of inputs.
    pub name: &'static str,
    pub entity: &'static str,
    pub fields: &'static [&'static str],
    /// Keys of its section, of the button that adds one.
    pub section: &'static str,
    pub add: &'static str,
    pub has_primary: bool,
}

/// The fields of an address, whatever the country's order.
const ADDRESS: [&str; 9] = [
    "street_address",
    "supplemental_address_1",
    "supplemental_address_2",
    "postal_code",
    "city",
    "state_province_id",
    "country_id",
    "location_type_id",
    "is_billing",
];

/// The kinds, as pages list them.
pub const WAYS: [WayKind; KINDS] = [
    WayKind {
        name: "email",
        entity: "Email",
        fields: &["email", "location_type_id", "on_hold", "is_billing"],
        section: "section-email",
        add: "add-email",
        has_primary: true,
    },
    WayKind {
        name: "phone",
        entity: "Phone",
        fields: &["phone", "phone_type_id", "location_type_id"],
        section: "section-phone",
        add: "add-phone",
        has_primary: true,
    },
    WayKind {
        name: "address",
        entity: "Address",
        fields: &ADDRESS,
        section: "section-address",
        add: "add-address",
        has_primary: true,
    },
    WayKind {
        name: "website",
        entity: "Website",
        fields: &["url", "website_type_id"],
        section: "section-website",
        add: "add-website",
        has_primary: false,
    },
    WayKind {
        name: "im",
        entity: "IM",
        fields: &["name", "provider_id", "location_type_id"],
        section: "section-im",
        add: "add-im",
        has_primary: true,
    },
];

/// The fields of a contact that pages show or change.
const CONTACT: [&str; 47] = [
    "id",
    "contact_type",
    "contact_sub_type",
    "display_name",
    "sort_name",
    "prefix_id",
    "first_name",
    "middle_name",
    "last_name",
    "suffix_id",
    "formal_title",
    "nick_name",
    "organization_name",
    "household_name",
    "legal_name",
    "legal_identifier",
    "sic_code",
    "job_title",
    "employer_id",
    "employer_id.display_name",
    "gender_id",
    "birth_date",
    "age_years",
    "is_deceased",
    "deceased_date",
    "preferred_language",
    "preferred_communication_method",
    "communication_style_id",
    "do_not_email",
    "do_not_phone",
    "do_not_mail",
    "do_not_sms",
    "do_not_trade",
    "is_opt_out",
    "email_greeting_id",
    "email_greeting_custom",
    "email_greeting_display",
    "postal_greeting_id",
    "postal_greeting_custom",
    "postal_greeting_display",
    "addressee_id",
    "addressee_custom",
    "addressee_display",
    "source",
    "external_identifier",
    "is_deleted",
    "image_URL",
];

/// Reads a contact, in the bin or not; None where the visitor sees none.
///
/// # Errors
/// The database's own failure.
pub fn read(tx: &Tx<'_>, id: i64) -> Result<Option<Record>> {
    let mut select = CONTACT.to_vec();
    select.extend(["created_date", "modified_date", "address_primary.city"]);
    let clauses = json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]);
    let asked = request(&select, clauses, Vec::new(), 1);
    let Some(contact) = tx.get_for("Contact", &asked, As::Actor, Verb::View)?.rows.into_iter().next() else {
        return Ok(None);
    };
    let mut ways: [Vec<Row>; KINDS] = Default::default();
    for (kind, found) in WAYS.iter().zip(&mut ways) {
        *found = read_ways(tx, kind, id)?;
    }
    Ok(Some(Record { contact, ways }))
}

fn read_ways(tx: &Tx<'_>, kind: &WayKind, contact: i64) -> Result<Vec<Row>> {
    let mut select = vec!["id"];
    select.extend(kind.fields);
    if kind.has_primary {
        select.push("is_primary");
    }
    match kind.name {
        "phone" => select.push("phone_ext"),
        "address" => select.extend(["name", "supplemental_address_3", "postal_code_suffix"]),
        _ => {}
    }
    let order: &[(&str, &str)] =
        if kind.has_primary { &[("is_primary", "DESC"), ("id", "ASC")] } else { &[("id", "ASC")] };
    ask(tx, kind.entity, &select, json!([["contact_id", "=", contact]]), order, 100)
}

/// A way to reach a contact, in words.
pub struct WayOf {
    pub channel: Channel,
    pub label: String,
    pub value: String,
    pub note: Option<String>,
    pub blocked: bool,
    /// What its custom fields hold, in words.
    pub more: Vec<Line>,
}

impl WayOf {
    /// As the page shows it.
    pub fn shown(&self) -> Way<'_> {
        Way {
            channel: self.channel,
            label: &self.label,
            value: &self.value,
            note: self.note.as_deref(),
            blocked: self.blocked,
            more: self.more.iter().map(|(label, value)| (label.as_str(), value.clone())).collect(),
        }
    }
}

/// The ways of a contact, in words.
///
/// # Errors
/// The database's own failure.
pub fn ways(tx: &Tx<'_>, lang: &Lang, record: &Record) -> Result<Vec<WayOf>> {
    let mut all = Vec::new();
    let home = home_country(tx)?;
    let mut custom = super::custom::ways::shown(tx, lang, &record.ways)?;
    for ((kind, found), custom) in WAYS.iter().zip(&record.ways).zip(&mut custom) {
        for row in found {
            let mut way = match kind.name {
                "email" => email(tx, lang, record, row, found.len())?,
                "phone" => phone(tx, lang, record, row)?,
                "address" => address(tx, lang, record, row, home.as_deref())?,
                "im" => messaging(tx, lang, row)?,
                _ => website(tx, lang, row)?,
            };
            way.more = custom.remove(&super::rows::id(row)).unwrap_or_default();
            if !way.value.is_empty() {
                all.push(way);
            }
        }
    }
    Ok(all)
}

fn choice(tx: &Tx<'_>, lang: &Lang, entity: &str, field: &str, row: &Row) -> Result<String> {
    labels::label_of(tx, lang.code(), entity, field, &written(row, field))
}

fn note<'a>(lang: &'a Lang, row: &Row, mut notes: Vec<&'a str>) -> Option<String> {
    if flag(row, "is_billing") {
        notes.push(lang.text("way-billing"));
    }
    (!notes.is_empty()).then(|| notes.join(", "))
}

fn email(tx: &Tx<'_>, lang: &Lang, record: &Record, row: &Row, of: usize) -> Result<WayOf> {
    let place = choice(tx, lang, "Email", "location_type_id", row)?;
    let plain = lang.field("Email", "email");
    let held = super::rows::int(row, "on_hold").unwrap_or(0) != 0;
    let blocked = flag(&record.contact, "do_not_email");
    let mut notes = Vec::new();
    if held {
        notes.push(lang.text("way-held"));
    }
    if blocked {
        notes.push(lang.text("way-do-not-email"));
    }
    Ok(WayOf {
        channel: Channel::Email,
        label: if of > 1 && !place.is_empty() {
            lang.locale.with("way-at", &[("way", plain.into()), ("place", place.to_lowercase().into())])
        } else {
            plain.to_owned()
        },
        value: text(row, "email").to_owned(),
        note: note(lang, row, notes),
        blocked,
        more: Vec::new(),
    })
}

fn phone(tx: &Tx<'_>, lang: &Lang, record: &Record, row: &Row) -> Result<WayOf> {
    let kind = choice(tx, lang, "Phone", "phone_type_id", row)?;
    let blocked = flag(&record.contact, "do_not_phone");
    let mut notes = Vec::new();
    let ext = text(row, "phone_ext");
    if !ext.is_empty() {
        notes.push(lang.with("way-extension", &[("number", ext.into())]));
    }
    if blocked {
        notes.push(lang.text("way-do-not-phone"));
    }
    Ok(WayOf {
        channel: Channel::Phone,
        label: if kind.is_empty() { lang.field("Phone", "phone").to_owned() } else { kind },
        value: text(row, "phone").to_owned(),
        note: note(lang, row, notes),
        blocked,
        more: Vec::new(),
    })
}

fn address(tx: &Tx<'_>, lang: &Lang, record: &Record, row: &Row, home: Option<&str>) -> Result<WayOf> {
    let place = choice(tx, lang, "Address", "location_type_id", row)?;
    let parts = parts(tx, lang, row)?;
    let notes = if flag(&record.contact, "do_not_mail") { vec![lang.text("way-do-not-mail")] } else { Vec::new() };
    Ok(WayOf {
        channel: Channel::Address,
        label: match place.is_empty() {
            true => lang.text("section-address").to_owned(),
            false => {
                let way = lang.text("section-address");
                lang.locale.with("way-at", &[("way", way.into()), ("place", place.to_lowercase().into())])
            }
        },
        value: format::lines(&parts, home).join("\n"),
        note: note(lang, row, notes),
        blocked: false,
        more: Vec::new(),
    })
}

fn messaging(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<WayOf> {
    let service = choice(tx, lang, "IM", "provider_id", row)?;
    Ok(WayOf {
        channel: Channel::Messaging,
        label: if service.is_empty() { lang.text("section-im").to_owned() } else { service },
        value: text(row, "name").to_owned(),
        note: None,
        blocked: false,
        more: Vec::new(),
    })
}

fn website(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<WayOf> {
    let kind = choice(tx, lang, "Website", "website_type_id", row)?;
    Ok(WayOf {
        channel: Channel::Website,
        label: if kind.is_empty() { lang.field("Website", "url").to_owned() } else { kind },
        value: text(row, "url").to_owned(),
        note: None,
        blocked: false,
        more: Vec::new(),
    })
}

/// The parts of an address as people read them.
///
/// # Errors
/// The database's own failure.
pub fn parts(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Parts> {
    let some = |name: &str| Some(text(row, name).to_owned()).filter(|text| !text.is_empty());
    let country = labels::chosen(tx, lang.code(), "Address", "country_id", &written(row, "country_id"))?;
    let code = country.as_ref().map(|one| one.item.name.clone());
    let short = matches!(code.as_deref(), Some("US" | "CA" | "AU"));
    let province = labels::chosen(tx, lang.code(), "Address", "state_province_id", &written(row, "state_province_id"))?
        .map(|one| if short { one.item.abbr.unwrap_or(one.label) } else { one.label });
    Ok(Parts {
        name: some("name"),
        street: some("street_address"),
        supplement_1: some("supplemental_address_1"),
        supplement_2: some("supplemental_address_2"),
        supplement_3: some("supplemental_address_3"),
        city: some("city"),
        province,
        postal_code: some("postal_code"),
        postal_code_suffix: some("postal_code_suffix"),
        country_code: code,
        country: country.map(|one| one.label),
        ..Parts::default()
    })
}

/// The id of the country that the site is in, as the setting keeps it.
///
/// # Errors
/// The database's own failure.
pub fn home_id(tx: &Tx<'_>) -> Result<String> {
    Ok(super::rows::plain(&tx.setting("defaultContactCountry")?))
}

/// The code of the country that the site is in (ISO 3166-1 alpha-2).
fn home_country(tx: &Tx<'_>) -> Result<Option<String>> {
    let home = home_id(tx)?;
    Ok(labels::chosen(tx, "en", "Address", "country_id", &home)?.map(|one| one.item.name))
}
