//! A contact as a vCard, which address books take in (RFC 6350).

use kit::{Reply, Visit};
use serde_json::Value as Json;
use store::{Error, Result, Tx};

use super::asked::Asked;
use super::phrases::Lang;
use super::record::{self, Record};
use super::rows::{self, Row, flag, text};
use super::{labels, list};

/// So many cards go into one file.
const MOST: i64 = 10_000;

/// `/contacts/{id}/vcard`
pub(super) fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let (name, card) = visit.read(|tx| one(tx, &lang, id))?;
    let name = if name.is_empty() { id.to_string() } else { name };
    Ok(file(format!("{name}.vcf"), card))
}

/// `/contacts/vcard`: the contacts that the form of a list ticked, or the list of the address, in one file.
pub(super) fn several(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let cards = visit.read(|tx| {
        let ids = match visit.is_post {
            true => list::picked(tx, &visit.form, false, MOST)?,
            false => {
                let clauses = Asked::of(&visit.query).clauses(tx)?;
                let found = rows::ask(tx, "Contact", &["id"], Json::Array(clauses), &[("sort_name", "ASC")], MOST)?;
                found.iter().map(rows::id).collect()
            }
        };
        let mut cards = String::new();
        for id in ids {
            cards.push_str(&one(tx, &lang, id)?.1);
        }
        Ok(cards)
    })?;
    Ok(file(format!("{}.vcf", lang.text("contacts")), cards))
}

fn file(name: String, cards: String) -> Reply {
    Reply::File { name, content_type: "text/vcard; charset=utf-8", bytes: cards.into_bytes() }
}

/// The name and the card of a contact.
fn one(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<(String, String)> {
    let record = record::read(tx, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let mut addresses = Vec::new();
    for row in &record.ways[2] {
        addresses.push(record::parts(tx, lang, row)?);
    }
    let prefix = rows::written(&record.contact, "prefix_id");
    let prefix = labels::label_of(tx, lang.code(), "Contact", "prefix_id", &prefix)?;
    let mobile: Result<Vec<bool>> = record.ways[1]
        .iter()
        .map(|row| {
            Ok(labels::label_of(tx, "en", "Phone", "phone_type_id", &rows::written(row, "phone_type_id"))? == "Mobile")
        })
        .collect();
    Ok((text(&record.contact, "display_name").to_owned(), written(&record, &prefix, &addresses, &mobile?)))
}

fn written(record: &Record, prefix: &str, addresses: &[crate::format::Parts], mobile: &[bool]) -> String {
    let row = &record.contact;
    let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:4.0".to_owned()];
    lines.push(format!("FN:{}", escaped(text(row, "display_name"))));
    match text(row, "contact_type") {
        "Individual" => {
            let parts = ["last_name", "first_name", "middle_name"].map(|field| escaped(text(row, field)));
            lines.push(format!("N:{};{};", parts.join(";"), escaped(prefix)));
            lines.push("KIND:individual".to_owned());
            let employer = text(row, "employer_id.display_name");
            put(&mut lines, "ORG", employer);
            put(&mut lines, "TITLE", text(row, "job_title"));
            put(&mut lines, "NICKNAME", text(row, "nick_name"));
            put(&mut lines, "BDAY", &text(row, "birth_date").replace('-', ""));
        }
        "Household" => lines.push("KIND:group".to_owned()),
        _ => {
            lines.push("KIND:org".to_owned());
            put(&mut lines, "ORG", text(row, "organization_name"));
        }
    }
    reach(&mut lines, record, addresses, mobile);
    put(&mut lines, "LANG", &text(row, "preferred_language").replace('_', "-"));
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn reach(lines: &mut Vec<String>, record: &Record, addresses: &[crate::format::Parts], mobile: &[bool]) {
    let preferred = |row: &Row| if flag(row, "is_primary") { ";PREF=1" } else { "" };
    for row in &record.ways[0] {
        put(lines, &format!("EMAIL{}", preferred(row)), text(row, "email"));
    }
    for (row, is_mobile) in record.ways[1].iter().zip(mobile) {
        let kind = if *is_mobile { "cell" } else { "voice" };
        put(lines, &format!("TEL;TYPE={kind}{}", preferred(row)), text(row, "phone"));
    }
    for (row, parts) in record.ways[2].iter().zip(addresses) {
        let part = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
        let all = [
            String::new(),
            part(&parts.supplement_1),
            part(&parts.street),
            part(&parts.city),
            part(&parts.province),
            part(&parts.postal_code),
            part(&parts.country),
        ];
        lines.push(format!("ADR{}:{}", preferred(row), all.join(";")));
    }
    for row in &record.ways[3] {
        put(lines, "URL", text(row, "url"));
    }
}

fn put(lines: &mut Vec<String>, name: &str, value: &str) {
    if !value.is_empty() {
        lines.push(format!("{name}:{}", escaped(value)));
    }
}

/// RFC 6350 §3.4.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// Lines of at most 75 octets, never cut within a letter (RFC 6350 §3.2).
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_letters() {
        let line = format!("NOTE:{}", "é".repeat(60));
        let out = folded(&line);
        assert!(out.split("\r\n").all(|part| part.len() <= 75));
        assert_eq!(out.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne"), "a\\;b\\,c\\\\d\\ne");
    }
}
