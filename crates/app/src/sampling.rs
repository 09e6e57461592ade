//! Sample contacts on their way through the store.

use std::collections::HashMap;

use query::Cell;
use sample::{Address, Contact, Kind, Person};
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Site, Tx, statement};

use crate::exchanges;

/// So many contacts share a transaction.
const BATCH: usize = 1_000;

/// Megabytes of the database that are held in memory meanwhile.
const HELD: u32 = 128;

/// What sample contacts refer to by code.
struct Codes {
    countries: HashMap<String, i64>,
    provinces: HashMap<(i64, String), i64>,
}

/// Writes `count` sample contacts; tells how many rows that made. `progress` hears the number of contacts done.
///
/// # Errors
/// What the store fails with; batches done before stay.
pub fn fill(site: &Site, seed: u64, count: usize, mut progress: impl FnMut(usize)) -> Result<usize> {
    let actor = Actor::system("sample");
    let (codes, today) = site.read(&actor, |tx| Ok((codes(tx)?, tx.clock().today())))?;
    let mut ids: Vec<i64> = Vec::with_capacity(count);
    let mut rows = 0;
    let mut stream = sample::contacts(seed, count, today);
    let past = sample::pasts(seed, today);
    loop {
        let batch: Vec<Contact> = stream.by_ref().take(BATCH).collect();
        // The first batch shows how values are spread, all of them together how many there are.
        if batch.is_empty() || ids.len() == BATCH {
            site.tune()?;
        }
        if batch.is_empty() {
            return Ok(rows);
        }
        site.write_apart(&actor, "sample", |tx| {
            tx.hold(HELD)?;
            let first = ids.len();
            save(tx, &codes, &batch, &mut ids, &mut rows)?;
            let staff = exchanges::staff(tx, &ids)?;
            let pasts = (first..ids.len()).map(|at| (ids[at], past(at)));
            rows += exchanges::save(tx, &pasts.collect::<Vec<_>>(), &staff)?;
            Ok(())
        })?;
        progress(ids.len());
    }
}

/// So many contacts are made in one step of the job.
const STEP: usize = 50;

/// The job that puts invented people into a site, to look around with: its result undoes all of it together.
pub const JOB: kit::Job = kit::Job {
    name: contact::pages::start::SAMPLE,
    description: "Puts invented people into the site, to look around with.",
    every: None,
    run: step,
};

/// Makes the next few contacts; `position` holds the ids of those before, and the transactions that made them.
fn step(tx: &mut Tx<'_>, work: &mut kit::Work) -> Result<()> {
    let list = |name: &str| -> Vec<i64> {
        let kept = work.position.as_ref().and_then(|position| position.get(name)).and_then(Json::as_array);
        kept.map(|all| all.iter().filter_map(Json::as_i64).collect()).unwrap_or_default()
    };
    let (mut ids, mut transactions, mut rows) = (list("ids"), list("transactions"), 0);
    let codes = codes(tx)?;
    let total = usize::try_from(work.total).unwrap_or(0);
    let stream = sample::contacts(1, total, tx.clock().today());
    let past = sample::pasts(1, tx.clock().today());
    let first = ids.len();
    save(tx, &codes, &stream.skip(first).take(STEP).collect::<Vec<_>>(), &mut ids, &mut rows)?;
    let staff = exchanges::staff(tx, &ids)?;
    let pasts = (first..ids.len()).map(|at| (ids[at], past(at)));
    rows += exchanges::save(tx, &pasts.collect::<Vec<_>>(), &staff)?;
    transactions.extend(tx.transaction_id());
    work.progress = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    if ids.len() < total && rows > 0 {
        work.position = Some(json!({"ids": ids, "transactions": transactions}));
        return Ok(());
    }
    work.position = None;
    work.result = Some(contact::pages::jobs::result(work.progress, &transactions));
    Ok(())
}

fn codes(tx: &Tx<'_>) -> Result<Codes> {
    let mut codes = Codes { countries: HashMap::new(), provinces: HashMap::new() };
    let text = r#"SELECT "id", "iso_code" FROM "civicrm_country""#;
    tx.rows(&statement(text, Vec::new()), |row| {
        if let (Cell::Int(id), Cell::Text(code)) = (row.cell(0), row.cell(1)) {
            codes.countries.insert(code.to_owned(), id);
        }
        Ok(())
    })?;
    let text = r#"SELECT "id", "country_id", "abbreviation" FROM "civicrm_state_province""#;
    tx.rows(&statement(text, Vec::new()), |row| {
        if let (Cell::Int(id), Cell::Int(country), Cell::Text(code)) = (row.cell(0), row.cell(1), row.cell(2)) {
            codes.provinces.insert((country, code.to_owned()), id);
        }
        Ok(())
    })?;
    Ok(codes)
}

/// Writes the next contacts with everything that hangs on them, each kind of record together; adds their ids.
fn save(tx: &mut Tx<'_>, codes: &Codes, batch: &[Contact], ids: &mut Vec<i64>, rows: &mut usize) -> Result<()> {
    let first = ids.len();
    let mut rest = batch;
    while !rest.is_empty() {
        // Whoever works for one of these contacts is written after them.
        let start = ids.len();
        let leans = |contact: &Contact| contact.employer.is_some_and(|at| at >= start);
        let (now, later) = rest.split_at(rest.iter().position(leans).unwrap_or(rest.len()).max(1));
        let values = now.iter().map(|contact| contact_values(contact, ids)).collect();
        ids.extend(tx.save_many("Contact", values, As::Program)?);
        rest = later;
    }
    *rows += batch.len();
    let own = ids.get(first..).unwrap_or_default().to_vec();
    let mut add = |tx: &mut Tx<'_>, entity: &str, of: &dyn Fn(&Contact) -> Vec<Map<String, Json>>| -> Result<()> {
        let mut all = Vec::new();
        for (contact, id) in batch.iter().zip(&own) {
            all.extend(of(contact).into_iter().map(|mut values| {
                values.insert("contact_id".to_owned(), json!(id));
                values
            }));
        }
        *rows += all.len();
        tx.save_many(entity, all, As::Program).map(|_| ())
    };
    add(tx, "Email", &|contact| contact.emails.iter().map(email_values).collect())?;
    add(tx, "Phone", &|contact| contact.phones.iter().map(phone_values).collect())?;
    add(tx, "Address", &|contact| contact.addresses.iter().map(|address| address_values(codes, address)).collect())?;
    add(tx, "Website", &|contact| contact.websites.iter().map(website_values).collect())?;
    let mut heads = Vec::new();
    for (contact, id) in batch.iter().zip(&own).filter(|(contact, _)| contact.is_head_of_household) {
        let household = contact.household.and_then(|at| ids.get(at));
        heads.extend(household.map(|household| object([("id", json!(household)), ("primary_contact_id", json!(id))])));
    }
    tx.save_many("Contact", heads, As::Program).map(|_| ())
}

fn email_values(email: &sample::Email) -> Map<String, Json> {
    object([
        ("email", json!(email.address)),
        ("location_type_id", json!(email.location.value())),
        ("is_primary", json!(email.is_primary)),
        ("is_bulkmail", json!(email.is_bulkmail)),
        ("on_hold", json!(email.on_hold.value())),
    ])
}

fn phone_values(phone: &sample::Phone) -> Map<String, Json> {
    object([
        ("phone", json!(phone.number)),
        ("phone_type_id", json!(phone.kind.value())),
        ("location_type_id", json!(phone.location.value())),
        ("is_primary", json!(phone.is_primary)),
    ])
}

fn website_values(site: &sample::Website) -> Map<String, Json> {
    object([("url", json!(site.url)), ("website_type_id", json!(site.kind.value()))])
}

fn contact_values(contact: &Contact, ids: &[i64]) -> Map<String, Json> {
    let channels: Vec<u32> = contact.preferred_communication.iter().map(|channel| channel.value()).collect();
    let mut values = object([
        ("preferred_language", json!(contact.language)),
        ("created_date", json!(contact.created.strftime("%Y-%m-%d %H:%M:%S").to_string())),
        ("do_not_email", json!(contact.do_not.email)),
        ("do_not_phone", json!(contact.do_not.phone)),
        ("do_not_mail", json!(contact.do_not.mail)),
        ("do_not_sms", json!(contact.do_not.sms)),
        ("do_not_trade", json!(contact.do_not.trade)),
        ("is_opt_out", json!(contact.is_opt_out)),
        ("preferred_communication_method", json!(channels)),
        ("external_identifier", json!(contact.external_identifier)),
        ("source", json!(contact.source)),
        ("is_deleted", json!(contact.is_deleted)),
    ]);
    values.extend(match &contact.kind {
        Kind::Individual(person) => person_values(person),
        Kind::Household { name, nick_name } => object([
            ("contact_type", json!("Household")),
            ("household_name", json!(name)),
            ("nick_name", json!(nick_name)),
        ]),
        Kind::Organization { name, legal_name, nick_name, sic_code } => object([
            ("contact_type", json!("Organization")),
            ("organization_name", json!(name)),
            ("legal_name", json!(legal_name)),
            ("nick_name", json!(nick_name)),
            ("sic_code", json!(sic_code)),
        ]),
    });
    if let Some(employer) = contact.employer.and_then(|at| ids.get(at)) {
        values.insert("employer_id".to_owned(), json!(employer));
    }
    // What is nothing need not be looked at again.
    values.retain(|_, value| {
        !value.is_null() && *value != Json::Bool(false) && value.as_array().is_none_or(|a| !a.is_empty())
    });
    values
}

fn person_values(person: &Person) -> Map<String, Json> {
    object([
        ("contact_type", json!("Individual")),
        ("prefix_id", json!(person.prefix.map(|prefix| prefix.value()))),
        ("first_name", json!(person.first_name)),
        ("middle_name", json!(person.middle_name)),
        ("last_name", json!(person.last_name)),
        ("nick_name", json!(person.nick_name)),
        ("suffix_id", json!(person.suffix.map(|suffix| suffix.value()))),
        ("gender_id", json!(person.gender.map(|gender| gender.value()))),
        ("birth_date", json!(person.birth_date.map(|date| date.to_string()))),
        ("is_deceased", json!(person.is_deceased)),
        ("deceased_date", json!(person.deceased_date.map(|date| date.to_string()))),
        ("job_title", json!(person.job_title)),
    ])
}

fn address_values(codes: &Codes, address: &Address) -> Map<String, Json> {
    let country = codes.countries.get(address.country).copied();
    let province = address.province.and_then(|province| {
        let country = codes.countries.get(province.country)?;
        codes.provinces.get(&(*country, province.abbreviation.to_owned()))
    });
    let mut values = object([
        ("street_address", json!(address.street)),
        ("supplemental_address_1", json!(address.supplemental_1)),
        ("postal_code", json!(address.postal_code)),
        ("city", json!(address.city)),
        ("state_province_id", json!(province)),
        ("country_id", json!(country)),
        ("location_type_id", json!(address.location.value())),
        ("is_primary", json!(address.is_primary)),
    ]);
    if let Some((latitude, longitude)) = address.geo.map(|geo| geo.degrees()) {
        values.insert("geo_code_1".to_owned(), json!(latitude));
        values.insert("geo_code_2".to_owned(), json!(longitude));
    }
    values.retain(|_, value| !value.is_null());
    values
}

fn object<const N: usize>(pairs: [(&str, Json); N]) -> Map<String, Json> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
