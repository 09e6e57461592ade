//! What a contact has accepted of the terms and the data policy, with the proof, on their page.

use contact::pages::phrases::Lang;
use contact::pages::rows::{Row, ask, int, text};
use maud::{Markup, html};
use serde_json::json;
use store::{Result, Tx};
use ui::part::head::section_head;

use super::words;

/// What the visitor may see of it, newest first.
pub fn read(tx: &Tx<'_>, contact: i64) -> Result<Vec<Row>> {
    let select = [
        "id",
        "terms_id",
        "terms_id.kind",
        "terms_id.version",
        "accepted_date",
        "source",
        "proof",
        "ip_address",
        "text_digest",
        "recorded_id.display_name",
    ];
    ask(tx, "TermsAcceptance", &select, json!([["contact_id", "=", contact]]), &[("id", "DESC")], 50)
}

/// The section; nothing where nothing was accepted.
pub fn section(lang: &Lang, rows: &[Row]) -> Markup {
    html! {
        @if !rows.is_empty() {
            section.proofs aria-labelledby="terms-accepted" {
                (section_head("terms-accepted", lang.text("terms-accepted"), None))
                ol.made { @for row in rows { li {
                    p {
                        b { (words::option(lang, "terms", text(row, "terms_id.kind"))) } " "
                        (lang.with("terms-version", &[("version", int(row, "terms_id.version").unwrap_or(0).into())])) " "
                        span.faint { (words::day(lang, text(row, "accepted_date"))) }
                    }
                    (proof(lang, row))
                } } }
            }
        }
    }
}

fn proof(lang: &Lang, row: &Row) -> Markup {
    let mut facts: Vec<&str> = Vec::new();
    if !text(row, "source").is_empty() {
        facts.push(words::option(lang, "source", text(row, "source")));
    }
    if !text(row, "ip_address").is_empty() {
        facts.push(text(row, "ip_address"));
    }
    let by = text(row, "recorded_id.display_name");
    if !by.is_empty() {
        facts.push(lang.with("consent-by", &[("who", by.into())]));
    }
    html! {
        small.faint { (facts.join(" · ")) }
        @if !text(row, "proof").is_empty() { p { (words::lines(text(row, "proof"))) } }
        p.faint.digest { (lang.text("consent-digest")) " " code { (text(row, "text_digest")) } }
    }
}
