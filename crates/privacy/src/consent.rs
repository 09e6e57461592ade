//! Consents: who has said yes or no to what, when, how, and to which words. Written once and added to, never rewritten:
//! a withdrawal is a record of its own.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use query::Cell;
use schema::{Default, Entity, OptionSource, Value};
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::minor;
use crate::purpose::{CONSENT, ProcessingPurpose};

/// The channels that a consent may name: value, name, label.
pub const CHANNELS: &[(&str, &str, &str)] = &[
    ("email", "email", "E-mail"),
    ("sms", "sms", "SMS"),
    ("phone", "phone", "Phone"),
    ("mail", "mail", "Letter"),
    ("image", "image", "Pictures and videos"),
];

/// Said yes.
pub const GIVEN: &str = "given";
/// Took back a yes.
pub const WITHDRAWN: &str = "withdrawn";
/// Said no, or objected.
pub const REFUSED: &str = "refused";
/// Was asked and has not answered: the first half of a double opt-in.
pub const ASKED: &str = "asked";

const STATUSES: &[(&str, &str, &str)] = &[
    (GIVEN, GIVEN, "Given"),
    (WITHDRAWN, WITHDRAWN, "Withdrawn"),
    (REFUSED, REFUSED, "Refused"),
    (ASKED, ASKED, "Asked"),
];

/// Where an answer came from.
pub const SOURCES: &[(&str, &str, &str)] = &[
    ("paper", "paper", "Paper form"),
    ("oral", "oral", "Said in person"),
    ("phone", "phone", "Said on the phone"),
    ("email", "email", "E-mail"),
    ("form", "form", "Form on the website"),
    ("link", "link", "Link in a message"),
    ("import", "import", "Import"),
    ("api", "api", "Another program"),
];

/// The words that people consent to, in one language; a new wording is a new version.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ConsentText",
    "ruche_consent_text",
    title("Consent Text", "Consent Texts"),
    searchable("none"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer GDPR"]),
    unique("UI_version", &["purpose_id", "language", "version"])
)]
pub struct ConsentText {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("ProcessingPurpose"))]
    pub purpose_id: i64,
    /// BCP 47 tag (`fr`).
    #[field(text(5), default("fr"))]
    pub language: String,
    /// From 1 for each purpose and language.
    #[field(readonly, default(0_i64))]
    pub version: i64,
    #[field(long_text, required)]
    pub text: Option<String>,
    /// SHA-256 of the words, which every consent repeats.
    #[field(text(64), readonly, default(""))]
    pub digest: String,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"))]
    pub created_id: Option<i64>,
}

/// One answer of one person.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Consent",
    "ruche_consent",
    title("Consent", "Consents"),
    searchable("secondary"),
    order_by("consent_date"),
    door_all("get", &["access CiviCRM"]),
    door_all("create", &["access CiviCRM"]),
    door_all("save", &["access CiviCRM"]),
    door_all("delete", &["*always deny*"]),
    door_all("update", &["*always deny*"]),
    door_all("default", &["access CiviCRM"]),
    index("index_contact", &["contact_id", "purpose_id", "id"]),
    index("index_purpose", &["purpose_id", "status", "contact_id"])
)]
pub struct Consent {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Contact"), guards)]
    pub contact_id: i64,
    #[field(belongs_to("ProcessingPurpose"), options(OptionSource::table("ProcessingPurpose", "title").name("name").source()))]
    pub purpose_id: i64,
    /// The channel that it is about; all of them where there is none.
    #[field(text(16), options(OptionSource::Fixed(CHANNELS)))]
    pub channel: Option<String>,
    #[field(text(16), required, options(OptionSource::Fixed(STATUSES)))]
    pub status: Option<String>,
    /// When the person said it.
    #[field(timestamp, default_by(Default::Now))]
    pub consent_date: DateTime,
    /// A yes holds until this day.
    pub expiry_date: Option<Date>,
    #[field(references("ConsentText"))]
    pub text_id: Option<i64>,
    /// The digest of those words, kept even when the text should be lost.
    #[field(text(64), readonly)]
    pub text_digest: Option<String>,
    #[field(text(16), options(OptionSource::Fixed(SOURCES)))]
    pub source: Option<String>,
    /// What proves it: where the paper lies, which message it was.
    #[field(long_text)]
    pub proof: Option<String>,
    /// The address from which a form was sent.
    #[field(text(45))]
    pub ip_address: Option<String>,
    /// Who answered in the place of a minor.
    #[field(references("Contact"))]
    pub guardian_id: Option<i64>,
    /// Who wrote it down.
    #[field(default_by(Default::CurrentContact), references("Contact"))]
    pub recorded_id: Option<i64>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
}

/// Before: version and digest of a text, which never changes once it is there.
///
/// # Errors
/// Refuses another wording under the same version.
pub fn settle_text(tx: &mut Tx<'_>, change: &mut Change<ConsentText>) -> Result<()> {
    let text = &mut change.after;
    if let Some(before) = &change.before {
        let same = before.text == text.text && before.language == text.language && before.purpose_id == text.purpose_id;
        return match same {
            true => Ok(()),
            false => {
                Err(Error::rule("text", "problem-consent-text-fixed", "A text stays as it is: add a new version."))
            }
        };
    }
    let newest = format!(
        r#"SELECT MAX("version") FROM "ruche_consent_text" WHERE "purpose_id" = {} AND "language" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let newest = tx.one(&statement(newest, vec![text.purpose_id.into(), text.language.as_str().into()]))?;
    text.version = newest.and_then(|version| version.as_int()).unwrap_or(0) + 1;
    text.digest = digest(text.text.as_deref().unwrap_or_default());
    Ok(())
}

/// Before a deletion: words that somebody has answered stay.
///
/// # Errors
/// `Conflict` while a consent speaks of them.
pub fn guard_text(tx: &mut Tx<'_>, id: i64, _text: &ConsentText) -> Result<()> {
    let text = format!(r#"SELECT 1 FROM "ruche_consent" WHERE "text_id" = {} LIMIT 1"#, tx.placeholder(1));
    match tx.one(&statement(text, vec![id.into()]))? {
        Some(_) => Err(Error::Conflict("People have answered this text: it is their proof.".to_owned())),
        None => Ok(()),
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    store::secret::hex(&Sha256::digest(text.as_bytes()))
}

/// Before: the words, their digest and the day until which a yes holds; who speaks for a minor.
///
/// # Errors
/// Refuses to rewrite an answer, one from the future, and a minor's own yes.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Consent>) -> Result<()> {
    let consent = &mut change.after;
    if let Some(before) = &change.before {
        let said = |one: &Consent| (one.purpose_id, one.status.clone(), one.channel.clone(), one.consent_date);
        return match said(before) == said(consent) && before.text_digest == consent.text_digest {
            true => Ok(()),
            false => {
                let words = "What somebody has said is not rewritten: write down what they say now.";
                Err(Error::rule("status", "problem-consent-fixed", words))
            }
        };
    }
    // A minute's grace: the clocks of two machines differ.
    let latest = tx.clock().to_utc(tx.clock().now).saturating_add(1.minute());
    if consent.consent_date > latest {
        return Err(Error::rule("consent_date", "problem-consent-future", "The day of a consent lies in the future."));
    }
    let Some(purpose) = tx.find::<ProcessingPurpose>(consent.purpose_id)? else {
        return Err(Error::field("purpose_id", Problem::NoSuchRecord));
    };
    let yes = consent.status.as_deref() == Some(GIVEN);
    if yes && consent.expiry_date.is_none() {
        let day = consent.consent_date.date();
        consent.expiry_date = purpose.expires_months.map(|months| day.saturating_add(months.months()));
    }
    if consent.text_id.is_none() {
        consent.text_id = latest_text(tx, consent.purpose_id, consent.contact_id)?;
    }
    consent.text_digest = match consent.text_id {
        Some(id) => tx.find::<ConsentText>(id)?.map(|text| text.digest),
        None => None,
    };
    let asks = purpose.legal_basis.as_deref() == Some(CONSENT);
    if yes && asks && consent.guardian_id.is_none() && minor::is_minor(tx, consent.contact_id)? {
        let words = "This person is a minor: name the parent or guardian who consents.";
        return Err(Error::rule("guardian_id", "problem-consent-guardian", words));
    }
    if consent.guardian_id == Some(consent.contact_id) {
        let words = "This person is a minor: name the parent or guardian who consents.";
        return Err(Error::rule("guardian_id", "problem-consent-guardian", words));
    }
    Ok(())
}

/// The newest wording in the language of the contact; in any other where there is none.
fn latest_text(tx: &Tx<'_>, purpose: i64, contact: i64) -> Result<Option<i64>> {
    let spoken = format!(r#"SELECT "preferred_language" FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    let spoken = tx.one(&statement(spoken, vec![contact.into()]))?;
    let spoken = spoken.as_ref().and_then(|value| value.as_text()).and_then(|text| text.get(..2)).unwrap_or("fr");
    let text = format!(
        r#"SELECT "id" FROM "ruche_consent_text" WHERE "purpose_id" = {}
           ORDER BY CASE WHEN "language" = {} THEN 0 ELSE 1 END, "version" DESC, "id" DESC LIMIT 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![purpose.into(), spoken.into()]))?.and_then(|id| id.as_int()))
}

/// What is written down of an answer.
#[derive(Clone, Debug, std::default::Default)]
pub struct Answer {
    pub contact_id: i64,
    pub purpose_id: i64,
    pub channel: Option<String>,
    /// One of [`GIVEN`], [`WITHDRAWN`], [`REFUSED`], [`ASKED`].
    pub status: &'static str,
    pub source: Option<String>,
    pub proof: Option<String>,
    pub ip_address: Option<String>,
    pub guardian_id: Option<i64>,
    /// In the site's time zone; now where there is none.
    pub at: Option<DateTime>,
}

/// Writes an answer down, as the actor or as the program on behalf of somebody who followed their own link.
///
/// # Errors
/// As any write, and what the rules of consents refuse.
pub fn record(tx: &mut Tx<'_>, answer: &Answer, who: As) -> Result<i64> {
    let mut values = Map::new();
    let mut put = |name: &str, value: serde_json::Value| {
        if !value.is_null() {
            values.insert(name.to_owned(), value);
        }
    };
    put("contact_id", json!(answer.contact_id));
    put("purpose_id", json!(answer.purpose_id));
    put("channel", json!(answer.channel));
    put("status", json!(answer.status));
    put("source", json!(answer.source));
    put("proof", json!(answer.proof));
    put("ip_address", json!(answer.ip_address));
    put("guardian_id", json!(answer.guardian_id));
    put("consent_date", json!(answer.at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())));
    Ok(tx.save("Consent", values, who)?.id)
}

/// Somebody whose yes was given to words that are not the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    pub contact_id: i64,
    /// The version that they have agreed to; none where no words were shown.
    pub version: Option<i64>,
    pub consent_date: DateTime,
}

/// Whose yes to a purpose was given to older words than there are now in the same language (in any, where none were
/// shown), who has not answered since, and whose yes still holds. They must be asked again.
///
/// # Errors
/// The database's own failure.
pub fn outdated(tx: &Tx<'_>, purpose: i64) -> Result<Vec<Outdated>> {
    let text = format!(
        r#"SELECT c."contact_id", t."version", c."consent_date" FROM "ruche_consent" c
           JOIN (SELECT MAX("id") AS "id" FROM "ruche_consent" WHERE "purpose_id" = {one} AND "status" <> 'asked'
                 GROUP BY "contact_id", "channel") l ON l."id" = c."id"
           LEFT JOIN "ruche_consent_text" t ON t."id" = c."text_id"
           JOIN "civicrm_contact" k ON k."id" = c."contact_id" AND k."is_deleted" = 0
           WHERE c."status" = 'given' AND (c."expiry_date" IS NULL OR c."expiry_date" >= {two})
             AND EXISTS (SELECT 1 FROM "ruche_consent_text" n WHERE n."purpose_id" = c."purpose_id"
                         AND (t."id" IS NULL OR n."language" = t."language" AND n."version" > t."version"))
           ORDER BY c."contact_id", c."id""#,
        one = tx.placeholder(1),
        two = tx.placeholder(2)
    );
    let mut found: Vec<Outdated> = Vec::new();
    tx.rows(&statement(text, vec![purpose.into(), Value::Date(tx.clock().today())]), |row| {
        let at = match row.cell(2) {
            Cell::DateTime(at) => at,
            Cell::Text(text) => text.replace(' ', "T").parse().unwrap_or_default(),
            _ => DateTime::default(),
        };
        if let Some(contact_id) = store::owned(row.cell(0)).as_int()
            && found.last().is_none_or(|last| last.contact_id != contact_id)
        {
            found.push(Outdated {
                contact_id,
                version: store::owned(row.cell(1)).as_int(),
                consent_date: tx.clock().from_utc(at),
            });
        }
        Ok(())
    })?;
    Ok(found)
}
