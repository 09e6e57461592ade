//! `/contacts/{id}/consents`: may we reach this person, what have they agreed to, and with which proof.

use contact::pages::contact as record;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, flag, int, text};
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use schema::Verb;
use serde_json::json;
use store::{Error, Result, Tx, statement};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;

use super::{accepted, answer, purposes, words};
use crate::check::{Channel, Verdict, check};
use crate::consent::{ASKED, GIVEN, REFUSED, WITHDRAWN};
use crate::permission::{ACCESS, EXPORT, FORGET};
use crate::{erase, minor, request};

/// The name of the section in paths.
pub const SECTION: &str = "consents";

/// So many proofs are listed.
const PROOFS: i64 = 100;

/// How many answers the person has given.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    let text = format!(r#"SELECT COUNT(*) FROM "ruche_consent" WHERE "contact_id" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// What the page reads.
struct Around {
    verdicts: Vec<(Channel, Verdict)>,
    purposes: Vec<Row>,
    consents: Vec<Row>,
    is_minor: bool,
    may_edit: bool,
    /// The day on which the person is anonymised.
    waits: Option<String>,
    is_erased: bool,
    open: Vec<Row>,
    hindered: bool,
    accepted: Vec<Row>,
}

const SELECT: [&str; 15] = [
    "id",
    "purpose_id",
    "channel",
    "status",
    "consent_date",
    "expiry_date",
    "text_id",
    "text_id.version",
    "text_id.language",
    "text_id.text",
    "text_digest",
    "source",
    "proof",
    "guardian_id",
    "recorded_id.display_name",
];

fn read(tx: &mut Tx<'_>, id: i64, sees: bool) -> Result<Around> {
    let clauses = json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]);
    let seen = ask(tx, "Contact", &["id", "is_deleted"], clauses, &[], 1)?;
    let seen = seen.first().ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let verdicts: Result<Vec<(Channel, Verdict)>> =
        Channel::ALL.into_iter().map(|channel| Ok((channel, check(tx, id, channel, None)?))).collect();
    let standing = json!([["contact_id", "=", id], ["state", "IN", ["open", "waiting"]]]);
    let select = ["id", "kind", "state", "received_date", "due_date"];
    let requests = if sees { ask(tx, "SubjectRequest", &select, standing, &[], 20)? } else { Vec::new() };
    let due = format!(
        r#"SELECT CAST("due_date" AS text) FROM "ruche_subject_request" WHERE "contact_id" = {} AND "kind" = 'erasure' AND "state" = 'waiting'"#,
        tx.placeholder(1)
    );
    let waits = tx.one(&statement(due, vec![id.into()]))?.and_then(|day| day.as_text().map(str::to_owned));
    Ok(Around {
        verdicts: verdicts?,
        purposes: purposes::all(tx)?.into_iter().filter(|row| flag(row, "is_active")).collect(),
        consents: ask(
            tx,
            "Consent",
            &SELECT,
            json!([["contact_id", "=", id]]),
            &[("consent_date", "DESC"), ("id", "DESC")],
            PROOFS,
        )?,
        is_minor: minor::is_minor(tx, id)?,
        may_edit: rows::may(tx, id, Verb::Edit)? && !flag(seen, "is_deleted"),
        waits,
        is_erased: request::is_erased(tx, id)?,
        open: requests.into_iter().filter(|row| text(row, "state") == request::OPEN).collect(),
        hindered: erase::hindrance(tx, id)?.is_some(),
        accepted: accepted::read(tx, id)?,
    })
}

/// `/contacts/{id}/consents`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    Ok(Reply::Html(page(visit, &lang, id, None)?))
}

/// The section, with the form of an answer open where there is one.
pub(super) fn page(visit: &Visit<'_>, lang: &Lang, id: i64, errors: Option<&super::fault::Errors>) -> Result<Markup> {
    let around = visit.read(|tx| read(tx, id, visit.actor.may(ACCESS)))?;
    let asked = visit.query.int("purpose").or_else(|| visit.form.int("purpose_id"));
    let open = asked.filter(|_| around.may_edit);
    let ui = visit.ui();
    let mut form = html! {};
    if let Some(purpose) = open
        && let Some(row) = around.purposes.iter().find(|row| rows::id(row) == purpose)
    {
        form = answer::form(visit, lang, id, row, around.is_minor, errors)?;
    }
    let content = html! {
        div.privacy.is-section {
            (standing(visit, lang, id, &around))
            (reach(lang, &around))
            section.agreements aria-labelledby="agreements" {
                (section_head("agreements", lang.text("consents-title"), None))
                @if around.is_minor { p.faint { (Icon::Info) " " (lang.text("consents-minor")) } }
                ul.agreement-list {
                    @for row in &around.purposes {
                        (agreement(&ui, lang, id, row, &around))
                        @if open == Some(rows::id(row)) { li.is-form { (form) } }
                    }
                }
            }
            (proofs(lang, &around))
            (accepted::section(lang, &around.accepted))
            (deeds(visit, lang, id, &around))
        }
    };
    record::section(visit, lang, id, SECTION, content)
}

/// What stands above all else: that the person is being forgotten, or was; that somebody waits for an answer.
fn standing(visit: &Visit<'_>, lang: &Lang, id: i64, around: &Around) -> Markup {
    let forgets = visit.actor.may(FORGET) && visit.actor.may("delete contacts");
    html! {
        @if around.is_erased { (notice(Tone::Stone, Icon::Fingerprint, html! { (lang.text("consents-erased")) }, None)) }
        @if let Some(day) = &around.waits {
            @let back = html! { (Form::post(visit.ui().csrf, &format!("/contacts/{id}/anonymise/call-off")).render(html! { (Button::submit(lang.text("anonymise-call-off")).small()) })) };
            (notice(Tone::Honey, Icon::Clock, html! { (lang.with("consents-waits", &[("day", words::day(lang, day).into())])) }, forgets.then_some(back)))
        }
        @for row in &around.open {
            @let look = Button::link(lang.text("privacy-look-request"), format!("/settings/privacy/requests/{}", rows::id(row))).small().render();
            @let values = [("kind", words::option(lang, "right", text(row, "kind")).into()), ("day", words::day(lang, text(row, "due_date")).into())];
            (notice(Tone::Honey, Icon::ShieldCheck, html! { (lang.with("consents-open-request", &values)) }, Some(look)))
        }
    }
}

/// Each channel with its answer.
fn reach(lang: &Lang, around: &Around) -> Markup {
    html! {
        section.reach aria-labelledby="reach" {
            (section_head("reach", lang.text("reach-title"), None))
            ul {
                @for (channel, verdict) in &around.verdicts {
                    li.is-no[!verdict.is_allowed()] {
                        (icon(*channel))
                        span { (words::option(lang, "reach", channel.name())) }
                        @if verdict.is_allowed() { (Status::On(Tone::Leaf, lang.text("reach-yes"))) }
                        @else {
                            @let reasons: Vec<&str> = verdict.reasons.iter().map(|reason| words::option(lang, "reason", reason.name())).collect();
                            (Status::On(Tone::Brick, lang.keep(reasons.join(", "))))
                        }
                    }
                }
            }
        }
    }
}

fn icon(channel: Channel) -> Icon {
    match channel {
        Channel::Email => Icon::EnvelopeSimple,
        Channel::Mailing => Icon::PaperPlaneTilt,
        Channel::Sms => Icon::ChatCircle,
        Channel::Phone => Icon::Phone,
        Channel::Letter => Icon::Mailbox,
        Channel::Sharing => Icon::ShareNetwork,
    }
}

/// The latest answer of each channel to a purpose.
fn latest(around: &Around, purpose: i64) -> Vec<&Row> {
    let mut found: Vec<&Row> = Vec::new();
    for row in around.consents.iter().filter(|row| int(row, "purpose_id") == Some(purpose)) {
        if !found.iter().any(|known| text(known, "channel") == text(row, "channel")) {
            found.push(row);
        }
    }
    found
}

fn agreement(ui: &ui::Ui<'_>, lang: &Lang, id: i64, purpose: &Row, around: &Around) -> Markup {
    let number = rows::id(purpose);
    let basis = text(purpose, "legal_basis");
    let asks = basis == crate::purpose::CONSENT;
    let objects = basis == crate::purpose::LEGITIMATE_INTEREST;
    let answers = latest(around, number);
    let given = answers.iter().any(|row| text(row, "status") == GIVEN);
    let refused = answers.first().is_some_and(|row| matches!(text(row, "status"), REFUSED | WITHDRAWN));
    let quick = |status: &str, label: &str, channel: &str| {
        let inside = html! {
            input type="hidden" name="purpose_id" value=(number);
            input type="hidden" name="status" value=(status);
            input type="hidden" name="channel" value=(channel);
            (Button::submit(lang.text(label)).small())
        };
        Form::post(ui.csrf, &format!("/contacts/{id}/consents/answer")).render(inside)
    };
    html! {
        li id={ "purpose-" (number) } {
            div.what {
                b { (purposes::shown(lang, purpose, "title")) }
                small.faint { (words::option(lang, "basis", basis)) }
            }
            div.answers {
                @for row in &answers { (told(lang, row, ui.today)) }
                @if answers.is_empty() && asks { (Status::Off(lang.text("consent-none"))) }
                @if answers.is_empty() && !asks { span.faint { (lang.text("consent-needless")) } }
            }
            @if around.may_edit && (asks || objects) {
                div.row {
                    @if asks { (Button::link(lang.text(if given { "consent-renew" } else { "consent-give" }), format!("/contacts/{id}/consents?purpose={number}#purpose-{number}")).small()) }
                    @for row in answers.iter().filter(|row| text(row, "status") == GIVEN) { (quick(WITHDRAWN, "consent-withdraw", text(row, "channel"))) }
                    @if objects && !refused { (quick(REFUSED, "consent-object", "")) }
                    @if objects && refused { (quick(GIVEN, "consent-object-end", "")) }
                }
            }
        }
    }
}

/// An answer in a few words.
fn told(lang: &Lang, row: &Row, today: jiff::civil::Date) -> Markup {
    let status = text(row, "status");
    let over = rows::date(row, "expiry_date").is_some_and(|day| day < today);
    let (tone, key) = match status {
        GIVEN if over => (Tone::Honey, "expired"),
        GIVEN => (Tone::Leaf, GIVEN),
        ASKED => (Tone::Honey, ASKED),
        WITHDRAWN => (Tone::Brick, WITHDRAWN),
        _ => (Tone::Brick, REFUSED),
    };
    let channel = text(row, "channel");
    html! {
        span.answer {
            (Status::On(tone, words::option(lang, "status", key)))
            " " small.faint {
                (words::day(lang, text(row, "consent_date")))
                @if !channel.is_empty() { " · " (words::option(lang, "channel", channel)) }
                @if status == GIVEN && !text(row, "expiry_date").is_empty() { " · " (lang.with("consent-until", &[("day", words::day(lang, text(row, "expiry_date")).into())])) }
            }
        }
    }
}

/// Everything that was ever said, with its proof.
fn proofs(lang: &Lang, around: &Around) -> Markup {
    let title = |row: &Row| {
        let purpose = around.purposes.iter().find(|one| Some(rows::id(one)) == int(row, "purpose_id"));
        purpose.map_or("", |purpose| purposes::shown(lang, purpose, "title"))
    };
    html! {
        @if !around.consents.is_empty() {
            section.proofs aria-labelledby="proofs" {
                (section_head("proofs", lang.text("consent-proofs"), None))
                p.faint { (lang.text("consent-proofs-words")) }
                ol.made {
                    @for row in &around.consents {
                        li {
                            p {
                                b { (title(row)) } " " (Tag::of(if text(row, "status") == GIVEN { Tone::Leaf } else { Tone::Stone }, words::option(lang, "status", text(row, "status"))))
                                " " span.faint { (words::day(lang, text(row, "consent_date"))) }
                            }
                            (proof(lang, row))
                        }
                    }
                }
            }
        }
    }
}

fn proof(lang: &Lang, row: &Row) -> Markup {
    let mut facts: Vec<&str> = Vec::new();
    if !text(row, "channel").is_empty() {
        facts.push(words::option(lang, "channel", text(row, "channel")));
    }
    if !text(row, "source").is_empty() {
        facts.push(words::option(lang, "source", text(row, "source")));
    }
    let by = text(row, "recorded_id.display_name");
    if !by.is_empty() {
        facts.push(lang.with("consent-by", &[("who", by.into())]));
    }
    if int(row, "guardian_id").is_some() {
        facts.push(lang.text("consent-by-guardian"));
    }
    html! {
        small.faint { (facts.join(" · ")) }
        @if !text(row, "proof").is_empty() { p { (words::lines(text(row, "proof"))) } }
        @if int(row, "text_id").is_some() {
            details {
                summary { (lang.with("consent-version", &[("version", int(row, "text_id.version").unwrap_or(0).into()), ("language", text(row, "text_id.language").to_uppercase().into())])) }
                blockquote { (words::lines(text(row, "text_id.text"))) }
                p.faint.digest { (lang.text("consent-digest")) " " code { (text(row, "text_digest")) } }
            }
        }
    }
}

/// What can be done for the person, or asked of the association.
fn deeds(visit: &Visit<'_>, lang: &Lang, id: i64, around: &Around) -> Markup {
    let may = |name: &str| visit.actor.may(name);
    let forgets = may(FORGET) && may("delete contacts") && !around.hindered && around.waits.is_none();
    html! {
        @if (may(EXPORT) || forgets || may(ACCESS)) && !around.is_erased {
            section.rights aria-labelledby="rights" {
                (section_head("rights", lang.text("rights-title"), None))
                div.row {
                    @if may(EXPORT) { (Button::link(lang.text("dossier-title"), format!("/contacts/{id}/dossier")).icon(Icon::Files)) }
                    @if may(ACCESS) { (Button::link(lang.text("request-new"), format!("/settings/privacy/requests/new?contact={id}")).icon(Icon::ShieldCheck)) }
                    @if forgets { (Button::link(lang.text("anonymise-title"), format!("/contacts/{id}/anonymise")).icon(Icon::Fingerprint).danger()) }
                }
            }
        }
    }
}
