//! The terms under which a site is used and its data policy: versions that are published once and stay as they are, and
//! who has accepted which words, with the proof. Whoever signs in accepts what is new before anything else.

use jiff::ToSpan;
use jiff::civil::DateTime;
use query::Cell;
use schema::{Default, Entity, OptionSource, Value};
use serde_json::{Map, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::consent::{SOURCES, digest};

/// The terms of use.
pub const TERMS: &str = "terms";
/// What is done with data.
pub const POLICY: &str = "policy";

/// The kinds of documents: value, name, label.
pub const KINDS: &[(&str, &str, &str)] = &[(TERMS, TERMS, "Terms of use"), (POLICY, POLICY, "Data policy")];

/// The setting: there is something that whoever signs in accepts first. It is kept by [`follow`].
pub const ASKED: &str = "terms_to_accept";

/// A version of a document.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Terms",
    "ruche_terms",
    title("Version of Terms", "Versions of Terms"),
    label_field("kind"),
    searchable("none"),
    order_by("id"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer GDPR"]),
    unique("UI_version", &["kind", "version"])
)]
pub struct Terms {
    #[field(readonly)]
    pub id: i64,
    #[field(text(16), default("terms"), options(OptionSource::Fixed(KINDS)))]
    pub kind: String,
    /// From 1 for each kind.
    #[field(readonly, default(0_i64))]
    pub version: i64,
    /// What is new in it, in a sentence.
    #[field(text(255))]
    pub note: Option<String>,
    /// Whether people accept it anew at their next sign-in; else it stands in the place of the one before.
    #[field(default(true))]
    pub is_asked: bool,
    /// Since when it holds; none for a draft.
    #[field(timestamp)]
    pub published_date: Option<DateTime>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"))]
    pub created_id: Option<i64>,
}

/// Its words in one language.
#[derive(Clone, Debug, Entity)]
#[entity(
    "TermsText",
    "ruche_terms_text",
    title("Text of Terms", "Texts of Terms"),
    searchable("none"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer GDPR"]),
    unique("UI_language", &["terms_id", "language"])
)]
pub struct TermsText {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Terms"))]
    pub terms_id: i64,
    /// BCP 47 tag (`fr`).
    #[field(text(5), default("fr"))]
    pub language: String,
    #[field(long_text, required)]
    pub text: Option<String>,
    /// SHA-256 of the words, which every acceptance repeats.
    #[field(text(64), readonly, default(""))]
    pub digest: String,
}

/// Somebody has accepted a version. Written once and never rewritten.
#[derive(Clone, Debug, Entity)]
#[entity(
    "TermsAcceptance",
    "ruche_terms_acceptance",
    title("Acceptance of Terms", "Acceptances of Terms"),
    searchable("none"),
    door_all("get", &["access CiviCRM"]),
    door_all("create", &["access CiviCRM"]),
    door_all("save", &["access CiviCRM"]),
    door_all("delete", &["*always deny*"]),
    door_all("update", &["*always deny*"]),
    door_all("default", &["access CiviCRM"]),
    unique("UI_once", &["contact_id", "terms_id"]),
    index("index_terms", &["terms_id", "contact_id"])
)]
pub struct TermsAcceptance {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Contact"), guards)]
    pub contact_id: i64,
    #[field(belongs_to("Terms"))]
    pub terms_id: i64,
    /// The words that were shown.
    #[field(references("TermsText"))]
    pub text_id: Option<i64>,
    /// The digest of those words, kept even when the text should be lost.
    #[field(text(64), readonly)]
    pub text_digest: Option<String>,
    #[field(timestamp, default_by(Default::Now))]
    pub accepted_date: DateTime,
    #[field(text(16), options(OptionSource::Fixed(SOURCES)))]
    pub source: Option<String>,
    /// What proves it: where the paper lies, which message it was.
    #[field(long_text)]
    pub proof: Option<String>,
    /// The address from which a form was sent.
    #[field(text(45))]
    pub ip_address: Option<String>,
    /// Who wrote it down.
    #[field(default_by(Default::CurrentContact), references("Contact"))]
    pub recorded_id: Option<i64>,
}

/// Before: the number of a version. What is published stays as it is, and has words.
///
/// # Errors
/// Refuses to change what is published, to publish nothing, and a day that lies in the future.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Terms>) -> Result<()> {
    let terms = &mut change.after;
    if let Some(before) = &change.before {
        let same = before.kind == terms.kind && before.version == terms.version && before.is_asked == terms.is_asked;
        if before.published_date.is_some() && !(same && before.published_date == terms.published_date) {
            let words = "A published version stays as it is: make a new one.";
            return Err(Error::rule("published_date", "problem-terms-fixed", words));
        }
    } else {
        let newest = format!(r#"SELECT MAX("version") FROM "ruche_terms" WHERE "kind" = {}"#, tx.placeholder(1));
        let newest = tx.one(&statement(newest, vec![terms.kind.as_str().into()]))?;
        terms.version = newest.and_then(|version| version.as_int()).unwrap_or(0) + 1;
    }
    let Some(day) = terms.published_date else { return Ok(()) };
    if day > tx.clock().to_utc(tx.clock().now).saturating_add(1.minute()) {
        let words = "A version is published on the day on which it holds.";
        return Err(Error::rule("published_date", "problem-terms-future", words));
    }
    match change.before.is_some() && !texts(tx, change.id)?.is_empty() {
        true => Ok(()),
        false => Err(Error::rule("published_date", "problem-terms-empty", "Write the words before publishing them.")),
    }
}

/// After: whether anything has to be accepted at sign-in.
///
/// # Errors
/// The database's own failure.
pub fn follow(tx: &mut Tx<'_>, _change: &Change<Terms>) -> Result<()> {
    let text = r#"SELECT 1 FROM "ruche_terms" WHERE "published_date" IS NOT NULL AND "is_asked" = 1 LIMIT 1"#;
    let asked = tx.one(&statement(text, Vec::new()))?.is_some();
    if (tx.setting(ASKED)? == json!(true)) != asked {
        tx.set_setting(ASKED, Some(&json!(asked)))?;
    }
    Ok(())
}

/// Before a deletion: what was published stays, for people have accepted it.
///
/// # Errors
/// `Conflict` for anything but a draft.
pub fn guard(_tx: &mut Tx<'_>, _id: i64, terms: &Terms) -> Result<()> {
    match terms.published_date {
        Some(_) => Err(Error::Conflict("A published version stays: people have accepted it.".to_owned())),
        None => Ok(()),
    }
}

fn is_published(tx: &Tx<'_>, terms: i64) -> Result<bool> {
    Ok(tx.find::<Terms>(terms)?.is_some_and(|terms| terms.published_date.is_some()))
}

/// Before: the digest of the words, which stay once they are published.
///
/// # Errors
/// Refuses other words under a published version.
pub fn settle_text(tx: &mut Tx<'_>, change: &mut Change<TermsText>) -> Result<()> {
    if is_published(tx, change.after.terms_id)? {
        let words = "A published version stays as it is: make a new one.";
        return Err(Error::rule("text", "problem-terms-fixed", words));
    }
    change.after.digest = digest(change.after.text.as_deref().unwrap_or_default());
    Ok(())
}

/// Before a deletion of words: those of drafts alone go.
///
/// # Errors
/// `Conflict` for published ones.
pub fn guard_text(tx: &mut Tx<'_>, _id: i64, text: &TermsText) -> Result<()> {
    match is_published(tx, text.terms_id)? {
        true => Err(Error::Conflict("A published version stays: people have accepted it.".to_owned())),
        false => Ok(()),
    }
}

/// Before: what was accepted is published, and its words are told with their digest.
///
/// # Errors
/// Refuses drafts, words of another version, days that lie in the future, and rewriting.
pub fn settle_acceptance(tx: &mut Tx<'_>, change: &mut Change<TermsAcceptance>) -> Result<()> {
    if change.before.is_some() {
        let words = "What somebody has accepted is not rewritten.";
        return match tx.is_moving() {
            true => Ok(()),
            false => Err(Error::rule("terms_id", "problem-acceptance-fixed", words)),
        };
    }
    let one = &mut change.after;
    if !is_published(tx, one.terms_id)? {
        return Err(Error::field("terms_id", Problem::NoSuchRecord));
    }
    if one.accepted_date > tx.clock().to_utc(tx.clock().now).saturating_add(1.minute()) {
        return Err(Error::rule("accepted_date", "problem-consent-future", "The day of a consent lies in the future."));
    }
    let known = texts(tx, one.terms_id)?;
    let text = match one.text_id {
        Some(id) => {
            known.iter().find(|(own, _)| *own == id).ok_or_else(|| Error::field("text_id", Problem::NoSuchRecord))?
        }
        None => known.first().ok_or_else(|| Error::field("text_id", Problem::NoSuchRecord))?,
    };
    one.text_id = Some(text.0);
    one.text_digest = Some(text.1.digest.clone());
    Ok(())
}

/// The day since which a version holds, in the site's time zone.
pub fn since(tx: &Tx<'_>, terms: &Terms) -> Option<jiff::civil::Date> {
    terms.published_date.map(|at| tx.clock().from_utc(at).date())
}

/// The words of a version, by language.
///
/// # Errors
/// The database's own failure.
pub fn texts(tx: &Tx<'_>, terms: i64) -> Result<Vec<(i64, TermsText)>> {
    let mut all = tx.find_by::<TermsText>("terms_id", terms)?;
    all.sort_by(|(_, a), (_, b)| a.language.cmp(&b.language));
    Ok(all)
}

/// The words of a version in this language; in any other where there are none.
///
/// # Errors
/// The database's own failure.
pub fn text_in(tx: &Tx<'_>, terms: i64, language: &str) -> Result<Option<(i64, TermsText)>> {
    let mut all = texts(tx, terms)?;
    let at = all.iter().position(|(_, text)| text.language == language).unwrap_or(0);
    Ok((at < all.len()).then(|| all.swap_remove(at)))
}

/// The version of a kind that holds now; None where none was published.
///
/// # Errors
/// The database's own failure.
pub fn current(tx: &Tx<'_>, kind: &str) -> Result<Option<(i64, Terms)>> {
    let all = tx.find_by::<Terms>("kind", kind)?;
    Ok(all.into_iter().filter(|(_, one)| one.published_date.is_some()).max_by_key(|(_, one)| one.version))
}

/// The versions that a contact has to accept before going on: of each kind the one that holds, where neither it nor
/// any that was published since the last one asked for was accepted.
///
/// # Errors
/// The database's own failure.
pub fn due(tx: &Tx<'_>, contact: i64) -> Result<Vec<(i64, Terms)>> {
    let mut all = Vec::new();
    for (kind, ..) in KINDS {
        let versions = tx.find_by::<Terms>("kind", *kind)?;
        let published = || versions.iter().filter(|(_, one)| one.published_date.is_some());
        let asked = published().filter(|(_, one)| one.is_asked).map(|(_, one)| one.version).max();
        let newest = published().max_by_key(|(_, one)| one.version);
        if let (Some(asked), Some((id, newest))) = (asked, newest)
            && accepted(tx, contact, kind)? < Some(asked)
        {
            all.push((*id, newest.clone()));
        }
    }
    Ok(all)
}

/// The newest version of a kind that a contact has accepted.
///
/// # Errors
/// The database's own failure.
pub fn accepted(tx: &Tx<'_>, contact: i64, kind: &str) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT MAX(t."version") FROM "ruche_terms_acceptance" a JOIN "ruche_terms" t ON t."id" = a."terms_id"
           WHERE a."contact_id" = {} AND t."kind" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![contact.into(), kind.into()]))?.and_then(|version| version.as_int()))
}

/// How somebody has accepted.
#[derive(Clone, Debug, std::default::Default)]
pub struct Given<'g> {
    pub contact_id: i64,
    pub terms_id: i64,
    /// The words that were shown.
    pub text_id: Option<i64>,
    pub source: &'g str,
    pub proof: Option<&'g str>,
    pub ip_address: Option<&'g str>,
}

/// Writes an acceptance down; nothing happens where it is known already.
///
/// # Errors
/// As any write.
pub fn accept(tx: &mut Tx<'_>, given: &Given<'_>, who: As) -> Result<()> {
    let known = tx.find_by::<TermsAcceptance>("contact_id", given.contact_id)?;
    if known.iter().any(|(_, one)| one.terms_id == given.terms_id) {
        return Ok(());
    }
    let values = json!({
        "contact_id": given.contact_id, "terms_id": given.terms_id, "text_id": given.text_id,
        "source": given.source, "proof": given.proof, "ip_address": given.ip_address,
    });
    let mut values: Map<_, _> = values.as_object().cloned().unwrap_or_default();
    values.retain(|_, value| !value.is_null());
    tx.save("TermsAcceptance", values, who).map(drop)
}

/// Somebody with an account who has not accepted a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub contact_id: i64,
    pub username: String,
    pub name: String,
}

/// Those with an open account who have accepted neither this version nor a later one of its kind.
///
/// # Errors
/// The database's own failure.
pub fn missing(tx: &Tx<'_>, terms: &Terms) -> Result<Vec<Missing>> {
    let text = format!(
        r#"SELECT c."id", u."username", c."display_name" FROM "civicrm_uf_match" u
           JOIN "civicrm_contact" c ON c."id" = u."contact_id" AND c."is_deleted" = 0
           WHERE u."is_active" = 1 AND NOT EXISTS (
               SELECT 1 FROM "ruche_terms_acceptance" a JOIN "ruche_terms" t ON t."id" = a."terms_id"
               WHERE a."contact_id" = c."id" AND t."kind" = {} AND t."version" >= {})
           ORDER BY u."username""#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(text, vec![terms.kind.as_str().into(), Value::Int(terms.version)]), |row| {
        let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
        if let Cell::Int(contact_id) = row.cell(0) {
            all.push(Missing { contact_id, username: text(1), name: text(2) });
        }
        Ok(())
    })?;
    Ok(all)
}

/// How many people have accepted a version.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, terms: i64) -> Result<i64> {
    let text = format!(r#"SELECT COUNT(*) FROM "ruche_terms_acceptance" WHERE "terms_id" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![terms.into()]))?.and_then(|count| count.as_int()).unwrap_or(0))
}
