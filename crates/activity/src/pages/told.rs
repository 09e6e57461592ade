//! Activities in the reader's words: what kind, how it stands, who with whom.

use std::collections::HashMap;

use contact::pages::labels;
use contact::pages::list::called;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, int, text};
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::Icon;
use ui::page::activity_list::Line;
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};

use crate::state::{self, State};

/// What a line needs of an activity.
pub const SELECT: [&str; 12] = [
    "id",
    "activity_type_id",
    "subject",
    "activity_date_time",
    "duration",
    "location",
    "status_id",
    "is_deleted",
    "parent_id",
    "source_contact_id",
    "target_contact_id",
    "assignee_contact_id",
];

/// A type of activity: its label, its name, and the icon that the association has chosen.
type Type = (String, String, Option<Icon>);

/// Everything that turns the numbers of some activities into words.
pub struct Words {
    kinds: HashMap<String, Type>,
    statuses: HashMap<i64, (String, State)>,
    people: HashMap<i64, Row>,
    pub now: DateTime,
}

impl Words {
    /// Reads what these rows need.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang, rows: &[Row]) -> Result<Words> {
        let kinds = labels::choices(tx, lang.code(), "Activity", "activity_type_id", "")?;
        let kinds =
            kinds.into_iter().map(|one| (one.value, (one.label, one.item.name, chosen_icon(one.item.icon)))).collect();
        let classes = state::all(tx)?;
        let class = |id: i64| classes.iter().find(|(one, _)| *one == id).map_or(State::Open, |(_, state)| *state);
        let picks = labels::choices(tx, lang.code(), "Activity", "status_id", "")?;
        let status = |one: labels::Pick| one.value.parse().ok().map(|id: i64| (id, (one.label, class(id))));
        let statuses = picks.into_iter().filter_map(status).collect();
        let mut ids: Vec<i64> = rows.iter().flat_map(everybody).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Words { kinds, statuses, people: people(tx, &ids)?, now: tx.clock().now })
    }

    /// The day that counts as today.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The name of somebody; None for those that the reader does not see.
    pub fn name<'a>(&self, lang: &'a Lang, id: i64) -> Option<&'a str> {
        self.people.get(&id).map(|row| named(lang, row))
    }

    /// The row of somebody.
    pub fn person(&self, id: i64) -> Option<&Row> {
        self.people.get(&id)
    }

    /// What kind of activity it is.
    pub fn kind<'a>(&self, lang: &'a Lang, row: &Row) -> &'a str {
        lang.keep(self.kinds.get(&value(row)).map_or("", |(label, ..)| label.as_str()))
    }

    /// The drawing for its kind: the program's own for types that it knows, else the one that was chosen.
    pub fn cell(&self, row: &Row) -> (Icon, Tone) {
        let Some((_, name, chosen)) = self.kinds.get(&value(row)) else { return cell_of("") };
        let known = cell_of(name);
        match (known == cell_of(""), chosen) {
            (true, Some(icon)) => (*icon, Tone::Leaf),
            _ => known,
        }
    }

    /// Where it stands.
    pub fn state(&self, row: &Row) -> State {
        int(row, "status_id").and_then(|id| self.statuses.get(&id)).map_or(State::Open, |(_, state)| *state)
    }

    /// The word for where it stands, in the colour of its class.
    pub fn status<'a>(&self, lang: &'a Lang, row: &Row) -> (Tone, &'a str) {
        let label = int(row, "status_id").and_then(|id| self.statuses.get(&id)).map_or("", |(label, _)| label.as_str());
        let tone = match self.state(row) {
            State::Open if self.is_late(row) => Tone::Brick,
            State::Open => Tone::Honey,
            State::Done => Tone::Leaf,
            State::Dropped => Tone::Stone,
        };
        (tone, lang.keep(label))
    }

    /// Still open although its time has come.
    pub fn is_late(&self, row: &Row) -> bool {
        self.state(row) == State::Open && at(row).is_some_and(|at| at < self.now)
    }

    /// The subject; the kind where there is none.
    pub fn title<'a>(&self, lang: &'a Lang, row: &Row) -> &'a str {
        match text(row, "subject") {
            "" => self.kind(lang, row),
            subject => lang.keep(subject),
        }
    }

    /// The day, with the hour where it is near.
    pub fn day<'a>(&self, lang: &'a Lang, row: &Row) -> (&'a str, &'a str) {
        let Some(at) = at(row) else { return ("", "") };
        let day = lang.locale.day(at.date(), self.today());
        let machine = lang.keep(at.strftime("%Y-%m-%dT%H:%M").to_string());
        let words = if at.date() == self.today() {
            format!("{} {}", lang.text("day-today"), lang.locale.time(at))
        } else {
            day
        };
        (lang.keep(words), machine)
    }

    /// Names as links, the first few of them.
    pub fn links(&self, lang: &Lang, ids: &[i64], most: usize) -> Markup {
        let seen: Vec<(i64, &str)> = ids.iter().filter_map(|id| Some((*id, self.name(lang, *id)?))).collect();
        html! {
            @for (at, (id, name)) in seen.iter().take(most).enumerate() {
                @if at > 0 { ", " }
                a href={ "/contacts/" (id) } { (name) }
            }
            @if seen.len() > most { " +" (seen.len() - most) }
        }
    }

    /// A line of a list. `but` is the contact whose page it stands on, who need not be named.
    pub fn line<'a>(&self, lang: &'a Lang, row: &Row, but: Option<i64>) -> Line<'a> {
        let id = rows::id(row);
        let (day, machine_day) = self.day(lang, row);
        let title = self.title(lang, row);
        let done = self.state(row) != State::Open;
        let with: Vec<i64> = ids(row, "target_contact_id").into_iter().filter(|id| Some(*id) != but).collect();
        let by = match ids(row, "assignee_contact_id") {
            all if all.is_empty() => ids(row, "source_contact_id"),
            all => all,
        };
        let kind = self.kind(lang, row);
        Line {
            id: lang.keep(id.to_string()),
            href: lang.keep(format!("/activities/{id}")),
            cell: self.cell(row),
            title,
            kind: if kind == title { "" } else { kind },
            with: self.links(lang, &with, 2),
            by: self.links(lang, &by, 2),
            day,
            machine_day,
            status: self.status(lang, row),
            late: self.is_late(row),
            tick: Some(lang.keep(format!("/activities/{id}/{}", if done { "reopen" } else { "done" }))),
            done,
        }
    }
}

fn value(row: &Row) -> String {
    rows::written(row, "activity_type_id")
}

/// When it is, in the site's time.
pub fn at(row: &Row) -> Option<DateTime> {
    rows::moment(text(row, "activity_date_time"))
}

/// The contacts in a field: one, or a list.
pub fn ids(row: &Row, field: &str) -> Vec<i64> {
    match row.get(field) {
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_i64).collect(),
        Some(one) => one.as_i64().into_iter().collect(),
        None => Vec::new(),
    }
}

fn everybody(row: &Row) -> Vec<i64> {
    // A mass mailing may have thousands of targets; nobody reads all their names.
    const MOST: usize = 12;
    let fields = ["source_contact_id", "target_contact_id", "assignee_contact_id"];
    fields.into_iter().flat_map(|field| ids(row, field).into_iter().take(MOST)).collect()
}

/// The rows of these contacts, as far as the reader sees them.
///
/// # Errors
/// The database's own failure.
pub fn people(tx: &Tx<'_>, ids: &[i64]) -> Result<HashMap<i64, Row>> {
    const FIELDS: [&str; 6] = ["id", "display_name", "first_name", "last_name", "contact_type", "address_primary.city"];
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = ask(tx, "Contact", &FIELDS, json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]), &[], 0)?;
    Ok(found.into_iter().map(|row| (rows::id(&row), row)).collect())
}

/// What a contact is called.
pub fn named<'a>(lang: &'a Lang, row: &Row) -> &'a str {
    match called(row) {
        "" => lang.with("fact-number", &[("id", rows::id(row).to_string().into())]),
        name => lang.keep(name),
    }
}

/// The drawing of a contact.
pub fn avatar<'a>(lang: &'a Lang, row: &Row) -> Avatar<'a> {
    Avatar::of(Kind::of(text(row, "contact_type")), named(lang, row))
}

fn chosen_icon(name: Option<String>) -> Option<Icon> {
    contact::pages::emblem::drawn(&name?)
}

/// The drawing of a type, by its machine name.
pub fn cell_of(name: &str) -> (Icon, Tone) {
    match name {
        "Meeting" => (Icon::Handshake, Tone::Sky),
        "Phone Call" | "PhoneBank" => (Icon::Phone, Tone::Sky),
        "Email" => (Icon::EnvelopeSimple, Tone::Sky),
        "Inbound Email" => (Icon::EnvelopeOpen, Tone::Sky),
        "SMS" | "Inbound SMS" | "Mass SMS" | "SMS delivery" => (Icon::ChatCircle, Tone::Sky),
        "Bulk Email" => (Icon::PaperPlaneTilt, Tone::Plum),
        "Event Registration" | "Change Registration" => (Icon::Ticket, Tone::Plum),
        "Contribution" | "Payment" | "Refund" | "Failed Payment" => (Icon::HandCoins, Tone::Honey),
        "Print PDF Letter" => (Icon::Printer, Tone::Plum),
        "Follow up" => (Icon::Clock, Tone::Honey),
        "Downloaded Invoice" | "Emailed Invoice" => (Icon::Receipt, Tone::Honey),
        "Contact Merged" | "Contact Deleted by Merge" => (Icon::ArrowsMerge, Tone::Stone),
        name if name.contains("Membership") => (Icon::IdentificationCard, Tone::Leaf),
        name if name.contains("Case") => (Icon::Briefcase, Tone::Stone),
        _ => (Icon::CalendarBlank, Tone::Stone),
    }
}
