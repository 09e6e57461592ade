//! Consents that come from public pages: what somebody has asked for, confirmed or left on their own; and the answers that
//! they give on their own page, behind a signed link.

use contact::group_contact::{ListsChosen, NeverConfirmed, Step};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, text};
use contact::pages::slots::Wished;
use serde_json::json;
use store::{As, Result, Tx};

use crate::consent::{self, ASKED, Answer, GIVEN, WITHDRAWN};
use crate::minor;
use crate::pages;
use crate::purpose::{self, ProcessingPurpose};

/// The purpose that lists serve, by its machine name.
const LETTERS: &str = "newsletter";

/// The purpose of lists, where the site has it and it rests on consent.
fn letters(tx: &Tx<'_>) -> Result<Option<(i64, ProcessingPurpose)>> {
    let found = tx.find_by::<ProcessingPurpose>("name", LETTERS)?.into_iter().next();
    Ok(found.filter(|(_, purpose)| purpose.is_active && purpose.legal_basis.as_deref() == Some(purpose::CONSENT)))
}

/// When somebody has chosen lists: the first half of a consent is that they asked, the second that they confirmed.
///
/// # Errors
/// As any write.
pub fn follow(tx: &mut Tx<'_>, event: &ListsChosen) -> Result<()> {
    let Some((purpose, _)) = letters(tx)? else { return Ok(()) };
    // A parent consents for a minor, on paper or in person; letters wait until then.
    if event.step != Step::Left && minor::is_minor(tx, event.contact_id)? {
        return Ok(());
    }
    let (status, source) = match event.step {
        Step::Asked => (ASKED, "form"),
        Step::Confirmed => (GIVEN, "link"),
        Step::Left => (WITHDRAWN, "link"),
    };
    let answer = Answer {
        contact_id: event.contact_id,
        purpose_id: purpose,
        status,
        source: Some(source.to_owned()),
        proof: Some(event.lists.join(", ")),
        ip_address: Some(event.remote.chars().take(45).collect()),
        ..Answer::default()
    };
    consent::record(tx, &answer, As::Program).map(drop)
}

/// Somebody has never confirmed what they asked for, and is known for nothing else: they are forgotten.
///
/// # Errors
/// As any erasure.
pub fn forget_unconfirmed(tx: &mut Tx<'_>, event: &NeverConfirmed) -> Result<()> {
    // Whoever asked on a public page has sent no files: nothing is left to do after the commit.
    crate::erase::now(tx, event.contact_id).map(drop)
}

/// The words of the newest text on lists, in the reader's language or else in any.
///
/// # Errors
/// The database's own failure.
pub fn agreement(tx: &Tx<'_>, lang: &Lang) -> Result<Option<String>> {
    let Some((purpose, _)) = letters(tx)? else { return Ok(None) };
    let request = rows::request(
        &["text", "language"],
        json!([["purpose_id", "=", purpose]]),
        vec![("version".to_owned(), "DESC".to_owned()), ("id".to_owned(), "DESC".to_owned())],
        20,
    );
    let texts = tx.get("ConsentText", &request, As::Program)?.rows;
    let spoken = texts.iter().find(|row| text(row, "language") == lang.code()).or(texts.first());
    Ok(spoken.map(|row| text(row, "text").to_owned()).filter(|words| !words.is_empty()))
}

/// The purposes that a person may answer on their own page: those that rest on consent, but lists, which they choose one
/// by one.
fn askable(tx: &Tx<'_>) -> Result<Vec<Row>> {
    let clauses = json!([["is_active", "=", true], ["legal_basis", "=", purpose::CONSENT], ["name", "!=", LETTERS]]);
    let order = vec![("weight".to_owned(), "ASC".to_owned())];
    Ok(tx.get("ProcessingPurpose", &rows::request(&["id", "name", "title"], clauses, order, 30), As::Program)?.rows)
}

/// The latest answer of somebody to a purpose.
enum Latest {
    /// A yes that holds.
    Yes,
    /// A yes whose time is over.
    Over,
    /// No, or nothing at all.
    No,
}

fn latest(tx: &Tx<'_>, contact: i64, purpose: i64) -> Result<Latest> {
    let clauses = json!([["contact_id", "=", contact], ["purpose_id", "=", purpose], ["status", "!=", ASKED]]);
    let order = vec![("consent_date".to_owned(), "DESC".to_owned()), ("id".to_owned(), "DESC".to_owned())];
    let request = rows::request(&["status", "expiry_date"], clauses, order, 1);
    let found = tx.get("Consent", &request, As::Program)?.rows;
    let today = tx.clock().today();
    let Some(row) = found.first().filter(|row| text(row, "status") == GIVEN) else { return Ok(Latest::No) };
    Ok(match rows::date(row, "expiry_date").is_none_or(|day| day >= today) {
        true => Latest::Yes,
        false => Latest::Over,
    })
}

fn says_yes(tx: &Tx<'_>, contact: i64, purpose: i64) -> Result<bool> {
    Ok(matches!(latest(tx, contact, purpose)?, Latest::Yes))
}

/// The questions of consent on a person's own page: the purpose, its title, whether they say yes. A yes that has grown
/// old is asked for again.
///
/// # Errors
/// The database's own failure.
pub fn questions(tx: &Tx<'_>, lang: &Lang, contact: i64) -> Result<Vec<(i64, String, bool)>> {
    if minor::is_minor(tx, contact)? {
        return Ok(Vec::new());
    }
    let question = |row: &Row| {
        let purpose = rows::id(row);
        Ok((purpose, pages::shown(lang, row, "title").to_owned(), says_yes(tx, contact, purpose)?))
    };
    askable(tx)?.iter().map(question).collect()
}

/// Writes down the answers that have changed.
///
/// # Errors
/// As any write.
pub fn keep(tx: &mut Tx<'_>, wished: &Wished<'_>) -> Result<()> {
    if minor::is_minor(tx, wished.contact)? {
        return Ok(());
    }
    if wished.form.has("list")
        && let Some((purpose, _)) = letters(tx)?
        && let Latest::Over = latest(tx, wished.contact, purpose)?
    {
        // Whoever keeps their lists once the old yes has run out says it anew.
        answer(tx, wished, purpose, GIVEN)?;
    }
    if !wished.form.has("purposes") {
        return Ok(());
    }
    for row in askable(tx)? {
        let purpose = rows::id(&row);
        let yes = wished.form.has(&format!("purpose_{purpose}"));
        if yes == says_yes(tx, wished.contact, purpose)? {
            continue;
        }
        answer(tx, wished, purpose, if yes { GIVEN } else { WITHDRAWN })?;
    }
    Ok(())
}

fn answer(tx: &mut Tx<'_>, wished: &Wished<'_>, purpose: i64, status: &'static str) -> Result<()> {
    let answer = Answer {
        contact_id: wished.contact,
        purpose_id: purpose,
        status,
        source: Some("link".to_owned()),
        ip_address: Some(wished.remote.chars().take(45).collect()),
        ..Answer::default()
    };
    consent::record(tx, &answer, As::Program).map(drop)
}
