//! How mail is doing, for the page of status.

use contact::access::fact;
use contact::status::{Check, Finding, Level};
use mail::backend::{self, Way};
use mail::outbox::{self, FAILED, UNSURE};
use mail::site_address;
use store::{Result, Tx};

use crate::deliver::{LAST_FAILED, LAST_SENT};
use crate::inbox::mailbox;

/// What the page of status asks.
pub const CHECK: Check = Check(look);

fn look(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    let mut all = delivery(tx)?;
    for (id, row) in mailbox::all(tx)? {
        if let Some(words) = mailbox::trouble(tx, id)? {
            all.push(Finding {
                name: "ruche_mailbox",
                level: Level::Warning,
                title: "status-mailbox",
                words: "status-mailbox-trouble",
                values: vec![("name", row.name.unwrap_or_default()), ("said", words)],
                fix: Some("status-mailbox-fix"),
                page: Some("/settings/mailboxes"),
            });
        }
    }
    Ok(all)
}

fn delivery(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    let backend = backend::of(tx)?;
    let of = |level, words| Finding {
        name: "ruche_mail_delivery",
        level,
        title: "status-delivery",
        words,
        values: Vec::new(),
        fix: None,
        page: Some("/settings/mail"),
    };
    let count = |number: i64| vec![("count", number.to_string())];
    if !backend.way.is_open() {
        let level = if backend.way == Way::Disabled { Level::Notice } else { Level::Warning };
        let values = count(outbox::waiting(tx)?);
        return Ok(vec![Finding { values, fix: Some("status-delivery-fix"), ..of(level, "status-delivery-off") }]);
    }
    if site_address::standard(tx)?.is_none() {
        return Ok(vec![Finding {
            fix: Some("status-delivery-sender-fix"),
            ..of(Level::Warning, "status-delivery-sender")
        }]);
    }
    let (sent, failed) = (fact::read(tx, LAST_SENT)?, fact::read(tx, LAST_FAILED)?);
    if failed.is_some() && failed > sent {
        let trouble = of(Level::Serious, "status-delivery-failed");
        return Ok(vec![Finding {
            fix: Some("status-delivery-failed-fix"),
            page: Some("/settings/outbox"),
            ..trouble
        }]);
    }
    let left = outbox::count(tx, FAILED)? + outbox::count(tx, UNSURE)?;
    if left > 0 {
        let some = of(Level::Notice, "status-delivery-left");
        return Ok(vec![Finding { values: count(left), page: Some("/settings/outbox?state=trouble"), ..some }]);
    }
    Ok(vec![of(Level::Fine, if sent.is_some() { "status-delivery-fine" } else { "status-delivery-untried" })])
}
