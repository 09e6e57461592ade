//! May we write to this person, call, or hand their data on? One answer for every channel, and the reason where it is no.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use query::{Cell, GetRequest};
use schema::{Requirement, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Cells, Error, Problem, Result, Tx, statement};

use crate::consent::{GIVEN, REFUSED, WITHDRAWN};
use crate::minor;
use crate::purpose::{self, CONSENT, LEGITIMATE_INTEREST, ProcessingPurpose};

/// A way to reach people, or to use what we know of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A message to one person.
    Email,
    /// The same message to many.
    Mailing,
    Sms,
    Phone,
    /// By post.
    Letter,
    /// Handing the address to somebody else.
    Sharing,
}

impl Channel {
    /// All of them, in the order in which pages show them.
    pub const ALL: [Channel; 6] =
        [Channel::Email, Channel::Mailing, Channel::Phone, Channel::Sms, Channel::Letter, Channel::Sharing];

    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Mailing => "mailing",
            Channel::Sms => "sms",
            Channel::Phone => "phone",
            Channel::Letter => "mail",
            Channel::Sharing => "share",
        }
    }

    /// The channel of this name.
    pub fn named(name: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// As consents name it; None where they do not.
    fn consented(self) -> Option<&'static str> {
        match self {
            Channel::Email | Channel::Mailing => Some("email"),
            Channel::Sms => Some("sms"),
            Channel::Phone => Some("phone"),
            Channel::Letter => Some("mail"),
            Channel::Sharing => None,
        }
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// There is no such contact.
    Missing,
    InBin,
    Deceased,
    /// The person asked that their data rest (article 18), or to be forgotten.
    Restricted,
    DoNotEmail,
    DoNotPhone,
    DoNotMail,
    DoNotSms,
    DoNotTrade,
    OptedOut,
    /// Messages to the address came back.
    OnHold,
    /// There is no address or number.
    NoAddress,
    NoConsent,
    ConsentWithdrawn,
    ConsentRefused,
    ConsentExpired,
    /// The person objected to the purpose (article 21).
    Objected,
    /// A minor, for whom no parent or guardian has consented.
    Minor,
}

impl Reason {
    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::InBin => "in_bin",
            Reason::Deceased => "is_deceased",
            Reason::Restricted => "restricted",
            Reason::DoNotEmail => "do_not_email",
            Reason::DoNotPhone => "do_not_phone",
            Reason::DoNotMail => "do_not_mail",
            Reason::DoNotSms => "do_not_sms",
            Reason::DoNotTrade => "do_not_trade",
            Reason::OptedOut => "is_opt_out",
            Reason::OnHold => "on_hold",
            Reason::NoAddress => "no_address",
            Reason::NoConsent => "no_consent",
            Reason::ConsentWithdrawn => "consent_withdrawn",
            Reason::ConsentRefused => "consent_refused",
            Reason::ConsentExpired => "consent_expired",
            Reason::Objected => "objected",
            Reason::Minor => "minor",
        }
    }
}

/// Whether and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub contact_id: i64,
    /// Every reason against it; none where it is allowed.
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// Whether nothing speaks against it.
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// What is known of one contact.
#[derive(Clone, Debug, Default)]
struct Known {
    in_bin: bool,
    deceased: bool,
    no_email: bool,
    no_phone: bool,
    no_mail: bool,
    no_sms: bool,
    no_trade: bool,
    opt_out: bool,
    is_minor: bool,
    /// Addresses or numbers of the channel, and how many of them take messages.
    addresses: i64,
    usable: i64,
    restricted: bool,
    answer: Option<Said>,
}

/// The latest answer to the purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    status: String,
    expires: Option<Date>,
    by_guardian: bool,
}

/// Whether one contact may be reached this way, for this purpose where one is named.
///
/// # Errors
/// `NotFound` for an unknown purpose.
pub fn check(tx: &Tx<'_>, contact: i64, channel: Channel, purpose: Option<&str>) -> Result<Verdict> {
    let found = check_many(tx, &[contact], channel, purpose)?;
    Ok(found.into_iter().next().unwrap_or(Verdict { contact_id: contact, reasons: vec![Reason::Missing] }))
}

/// The same for many contacts, in a fixed number of questions; answers in the order of the contacts.
///
/// # Errors
/// `NotFound` for an unknown purpose.
pub fn check_many(tx: &Tx<'_>, contacts: &[i64], channel: Channel, purpose: Option<&str>) -> Result<Vec<Verdict>> {
    let purpose = purpose.map(|asked| purpose::find(tx, asked)).transpose()?;
    let mut all = known(tx, contacts, channel)?;
    for id in restricted(tx, contacts)? {
        if let Some(one) = all.get_mut(&id) {
            one.restricted = true;
        }
    }
    if let Some((id, _)) = &purpose {
        for (contact, said) in answers(tx, contacts, *id, channel)? {
            if let Some(one) = all.get_mut(&contact) {
                one.answer = Some(said);
            }
        }
    }
    let basis = purpose.as_ref().map(|(_, purpose)| basis_of(purpose));
    let today = tx.clock().today();
    let verdict = |id: &i64| {
        let reasons = all.get(id).map_or_else(|| vec![Reason::Missing], |known| reasons(known, channel, basis, today));
        Verdict { contact_id: *id, reasons }
    };
    Ok(contacts.iter().map(verdict).collect())
}

/// What a purpose rests on, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    Consent,
    /// May be objected to.
    Interest,
    Other,
}

fn basis_of(purpose: &ProcessingPurpose) -> Basis {
    match purpose.legal_basis.as_deref() {
        Some(CONSENT) => Basis::Consent,
        Some(LEGITIMATE_INTEREST) => Basis::Interest,
        _ => Basis::Other,
    }
}

fn reasons(known: &Known, channel: Channel, basis: Option<Basis>, today: Date) -> Vec<Reason> {
    let mut all = Vec::new();
    let mut say = |holds: bool, reason: Reason| {
        if holds {
            all.push(reason);
        }
    };
    say(known.in_bin, Reason::InBin);
    say(known.deceased, Reason::Deceased);
    say(known.restricted, Reason::Restricted);
    match channel {
        Channel::Email => say(known.no_email, Reason::DoNotEmail),
        Channel::Mailing => {
            say(known.no_email, Reason::DoNotEmail);
            say(known.opt_out, Reason::OptedOut);
        }
        Channel::Sms => say(known.no_sms, Reason::DoNotSms),
        Channel::Phone => say(known.no_phone, Reason::DoNotPhone),
        Channel::Letter => say(known.no_mail, Reason::DoNotMail),
        Channel::Sharing => say(known.no_trade, Reason::DoNotTrade),
    }
    if channel != Channel::Sharing {
        say(known.addresses == 0, Reason::NoAddress);
        say(known.addresses > 0 && known.usable == 0, Reason::OnHold);
    }
    all.extend(basis.and_then(|basis| against(known, basis, today)));
    all
}

/// What the answers to the purpose say against it.
fn against(known: &Known, basis: Basis, today: Date) -> Option<Reason> {
    let said = known.answer.as_ref();
    match (basis, said.map(|said| said.status.as_str())) {
        (Basis::Consent, Some(GIVEN)) => {
            let said = said?;
            if said.expires.is_some_and(|day| day < today) {
                return Some(Reason::ConsentExpired);
            }
            (known.is_minor && !said.by_guardian).then_some(Reason::Minor)
        }
        (Basis::Consent, Some(WITHDRAWN)) => Some(Reason::ConsentWithdrawn),
        (Basis::Consent, Some(REFUSED)) => Some(Reason::ConsentRefused),
        (Basis::Consent, _) => Some(Reason::NoConsent),
        (Basis::Interest, Some(WITHDRAWN | REFUSED)) => Some(Reason::Objected),
        _ => None,
    }
}

/// The addresses of a channel: the table, what makes one of them, what makes it usable.
fn addresses(channel: Channel) -> Option<(&'static str, &'static str, &'static str)> {
    match channel {
        Channel::Email | Channel::Mailing => Some(("civicrm_email", r#"a."email" IS NOT NULL"#, r#"a."on_hold" = 0"#)),
        Channel::Phone => Some(("civicrm_phone", r#"a."phone" IS NOT NULL"#, "1 = 1")),
        Channel::Sms => Some(("civicrm_phone", r#"a."phone" IS NOT NULL AND a."phone_type_id" = 2"#, "1 = 1")),
        Channel::Letter => Some((
            "civicrm_address",
            r#"(a."street_address" IS NOT NULL OR a."postal_code" IS NOT NULL OR a."city" IS NOT NULL)"#,
            "1 = 1",
        )),
        Channel::Sharing => None,
    }
}

fn known(tx: &Tx<'_>, contacts: &[i64], channel: Channel) -> Result<HashMap<i64, Known>> {
    let counted = match addresses(channel) {
        None => "0, 0".to_owned(),
        Some((table, is_one, is_usable)) => {
            let of = format!(r#"FROM "{table}" a WHERE a."contact_id" = c."id" AND {is_one}"#);
            format!("(SELECT COUNT(*) {of}), (SELECT COUNT(*) {of} AND {is_usable})")
        }
    };
    let text = format!(
        r#"SELECT c."id", c."is_deleted", c."is_deceased", c."do_not_email", c."do_not_phone", c."do_not_mail",
                  c."do_not_sms", c."do_not_trade", c."is_opt_out",
                  CASE WHEN c."birth_date" > {} THEN 1 ELSE 0 END, {counted}
           FROM "civicrm_contact" c WHERE c."id" {}"#,
        tx.placeholder(1),
        tx.among(2)
    );
    let binds = vec![Value::Date(minor::born_after(tx)?), listed(contacts)];
    let mut all = HashMap::new();
    tx.rows(&statement(text, binds), |row| {
        let flag = |at| int(row, at) != 0;
        let one = Known {
            in_bin: flag(1),
            deceased: flag(2),
            no_email: flag(3),
            no_phone: flag(4),
            no_mail: flag(5),
            no_sms: flag(6),
            no_trade: flag(7),
            opt_out: flag(8),
            is_minor: flag(9),
            addresses: int(row, 10),
            usable: int(row, 11),
            ..Known::default()
        };
        all.insert(int(row, 0), one);
        Ok(())
    })?;
    Ok(all)
}

fn listed(ids: &[i64]) -> Value {
    Value::Text(json!(ids).to_string())
}

fn int(row: &dyn Cells, at: usize) -> i64 {
    match row.cell(at) {
        Cell::Int(number) => number,
        _ => 0,
    }
}

/// Those whose data is to rest: a request says so, or erasure is on its way.
fn restricted(tx: &Tx<'_>, contacts: &[i64]) -> Result<HashSet<i64>> {
    let text = format!(
        r#"SELECT DISTINCT "contact_id" FROM "ruche_subject_request"
           WHERE "contact_id" {} AND ("kind" = 'restriction' AND "state" IN ('open', 'done')
                 OR "kind" = 'erasure' AND "state" IN ('waiting', 'done'))"#,
        tx.among(1)
    );
    let mut all = HashSet::new();
    tx.rows(&statement(text, vec![listed(contacts)]), |row| {
        all.insert(int(row, 0));
        Ok(())
    })?;
    Ok(all)
}

/// The latest answer of each contact to a purpose, as far as it speaks of the channel.
fn answers(tx: &Tx<'_>, contacts: &[i64], purpose: i64, channel: Channel) -> Result<HashMap<i64, Said>> {
    let text = format!(
        r#"SELECT "contact_id", "channel", "status", "expiry_date", "guardian_id" FROM "ruche_consent"
           WHERE "purpose_id" = {} AND "contact_id" {} AND "status" <> 'asked' ORDER BY "consent_date", "id""#,
        tx.placeholder(1),
        tx.among(2)
    );
    let mut all = HashMap::new();
    tx.rows(&statement(text, vec![purpose.into(), listed(contacts)]), |row| {
        let fits = match row.cell(1) {
            Cell::Text(of) => channel.consented() == Some(of),
            _ => true,
        };
        if fits {
            let status = if let Cell::Text(status) = row.cell(2) { status.to_owned() } else { String::new() };
            let expires = match row.cell(3) {
                Cell::Date(day) => Some(day),
                Cell::Text(text) => text.get(..10).and_then(|day| day.parse().ok()),
                _ => None,
            };
            let by_guardian = matches!(row.cell(4), Cell::Int(_));
            all.insert(int(row, 0), Said { status, expires, by_guardian });
        }
        Ok(())
    })?;
    Ok(all)
}

/// Reasons against writing to contacts, for whoever sends mail.
const GATE: mail::Gate = mail::Gate(|tx, contacts| {
    let names = |verdict: Verdict| (verdict.contact_id, verdict.reasons.into_iter().map(Reason::name).collect());
    Ok(check_many(tx, contacts, Channel::Email, None)?.into_iter().map(names).collect())
});

/// The action of the API, and what mail asks.
pub(crate) fn register(registry: &mut Registry) {
    registry.fill(GATE).action(Action {
        entity: "Consent",
        name: "check",
        description: "Tells whether contacts may be reached through a channel, and why not.",
        door: Requirement::all(&["access CiviCRM"]),
        parameters: vec![
            Parameter::required("contactId", ParameterType::Mixed),
            Parameter::required("channel", ParameterType::String),
            Parameter::optional("purpose", ParameterType::Mixed, Json::Null),
        ],
        writes: false,
        run: answer,
    });
}

/// So many contacts are told of in one call.
const MOST: usize = 10_000;

fn answer(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let asked = parameters.get("channel").and_then(Json::as_str).unwrap_or_default();
    let unknown = || Error::field("channel", Problem::UnknownOption { text: asked.to_owned() });
    let channel = Channel::named(asked).ok_or_else(unknown)?;
    let purpose = match parameters.get("purpose") {
        Some(Json::String(name)) => Some(name.clone()),
        Some(Json::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let contacts = match parameters.get("contactId") {
        Some(Json::Array(all)) => all.iter().filter_map(number).collect(),
        Some(one) => number(one).into_iter().collect::<Vec<i64>>(),
        None => Vec::new(),
    };
    if contacts.len() > MOST {
        return Err(Error::Request(format!("At most {MOST} contacts are told of in one call.")));
    }
    // Contacts that the caller may not see are answered as those that are not there.
    let request = GetRequest {
        select: vec!["id".to_owned()],
        where_: vec![json!(["id", "IN", contacts]), json!(["is_deleted", "IN", [true, false]])],
        ..GetRequest::default()
    };
    let seen = tx.get("Contact", &request, As::Actor)?.rows;
    let seen: HashSet<i64> = seen.iter().filter_map(|row| row.get("id").and_then(Json::as_i64)).collect();
    let known: Vec<i64> = contacts.iter().copied().filter(|id| seen.contains(id)).collect();
    let mut verdicts: HashMap<i64, Verdict> =
        check_many(tx, &known, channel, purpose.as_deref())?.into_iter().map(|one| (one.contact_id, one)).collect();
    let row = |id: &i64| {
        let missing = Verdict { contact_id: *id, reasons: vec![Reason::Missing] };
        told(&verdicts.remove(id).unwrap_or(missing))
    };
    let rows: Vec<Map<String, Json>> = contacts.iter().map(row).collect::<Vec<_>>();
    Ok(Rows::List(rows))
}

fn number(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

fn told(verdict: &Verdict) -> Map<String, Json> {
    let reasons: Vec<&str> = verdict.reasons.iter().map(|reason| reason.name()).collect();
    [
        ("contact_id".to_owned(), json!(verdict.contact_id)),
        ("is_allowed".to_owned(), json!(verdict.is_allowed())),
        ("reasons".to_owned(), json!(reasons)),
    ]
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reachable() -> Known {
        Known { addresses: 1, usable: 1, ..Known::default() }
    }

    fn said(status: &str) -> Option<Said> {
        Some(Said { status: status.to_owned(), ..Said::default() })
    }

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    fn told(known: &Known, channel: Channel, basis: Option<Basis>) -> Vec<&'static str> {
        reasons(known, channel, basis, TODAY).into_iter().map(Reason::name).collect()
    }

    #[test]
    fn nothing_speaks_against_a_letter_that_a_contract_needs() {
        assert!(told(&reachable(), Channel::Letter, Some(Basis::Other)).is_empty());
        assert!(told(&reachable(), Channel::Email, None).is_empty());
    }

    #[test]
    fn opting_out_stops_what_goes_to_many_and_not_what_goes_to_one() {
        let known = Known { opt_out: true, ..reachable() };
        assert!(told(&known, Channel::Email, None).is_empty());
        assert_eq!(told(&known, Channel::Mailing, None), ["is_opt_out"]);
    }

    #[test]
    fn each_wish_stops_its_own_channel() {
        let known = Known { no_email: true, no_phone: true, no_sms: true, ..reachable() };
        assert_eq!(told(&known, Channel::Phone, None), ["do_not_phone"]);
        assert_eq!(told(&known, Channel::Sms, None), ["do_not_sms"]);
        assert!(told(&known, Channel::Letter, None).is_empty());
    }

    #[test]
    fn consent_has_to_be_given_and_to_hold() {
        let ask = |answer: Option<Said>| told(&Known { answer, ..reachable() }, Channel::Mailing, Some(Basis::Consent));
        assert_eq!(ask(None), ["no_consent"]);
        assert_eq!(ask(said("withdrawn")), ["consent_withdrawn"]);
        assert_eq!(ask(said("refused")), ["consent_refused"]);
        assert!(ask(said("given")).is_empty());
        let until = |day| Some(Said { status: "given".to_owned(), expires: Some(day), by_guardian: false });
        assert!(ask(until(TODAY)).is_empty());
        assert_eq!(ask(until(jiff::civil::date(2026, 11, 21))), ["consent_expired"]);
    }

    #[test]
    fn an_objection_stops_what_rests_on_an_interest_and_not_what_a_law_asks() {
        let known = Known { answer: said("refused"), ..reachable() };
        assert_eq!(told(&known, Channel::Letter, Some(Basis::Interest)), ["objected"]);
        assert!(told(&known, Channel::Letter, Some(Basis::Other)).is_empty());
    }

    #[test]
    fn a_minor_needs_the_yes_of_a_guardian() {
        let by = |by_guardian| Some(Said { status: "given".to_owned(), expires: None, by_guardian });
        let known = |answer| Known { is_minor: true, answer, ..reachable() };
        assert_eq!(told(&known(by(false)), Channel::Mailing, Some(Basis::Consent)), ["minor"]);
        assert!(told(&known(by(true)), Channel::Mailing, Some(Basis::Consent)).is_empty());
    }

    #[test]
    fn whoever_died_or_asked_for_rest_is_left_alone_on_every_channel() {
        for channel in Channel::ALL {
            let known = Known { deceased: true, restricted: true, ..reachable() };
            assert_eq!(told(&known, channel, None), ["is_deceased", "restricted"]);
        }
    }

    #[test]
    fn an_address_on_hold_is_no_address() {
        assert_eq!(told(&Known { addresses: 2, ..Known::default() }, Channel::Email, None), ["on_hold"]);
        assert_eq!(told(&Known::default(), Channel::Email, None), ["no_address"]);
        assert!(told(&Known::default(), Channel::Sharing, None).is_empty());
    }
}
