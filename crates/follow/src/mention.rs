//! Mentions: `@` and the name of a colleague in a note or in what an activity tells. The one who is named sees it in their
//! stream, as long as they may see the record.

use std::collections::BTreeSet;

use activity::activity::Activity;
use activity::details;
use contact::note::{AUTHOR_ONLY, Note};
use contact::pages::preference;
use jiff::civil::DateTime;
use query::Cell;
use schema::fold::fold;
use schema::{Actor, Default, Entity, Rule, Verb};
use serde_json::json;
use store::{As, Change, Error, Result, Tx, statement};

/// The table of notes.
pub const NOTES: &str = "civicrm_note";
/// The table of activities.
pub const ACTIVITIES: &str = "civicrm_activity";
/// A person's own choice: whether an e-mail tells of mentions.
pub const BY_MAIL: &str = "ruche_mention_mail";

/// Somebody was named in a text.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Mention",
    "ruche_mention",
    title("Mention", "Mentions"),
    searchable("none"),
    policy(policy),
    door_all("default", &["access CiviCRM"]),
    unique("UI_mention", &["contact_id", "entity_table", "entity_id"]),
    index("index_entity", &["entity_table", "entity_id"]),
    index("index_told", &["is_told", "id"])
)]
pub struct Mention {
    #[field(readonly)]
    pub id: i64,
    /// Who was named.
    #[field(readonly, belongs_to("Contact"))]
    pub contact_id: i64,
    /// `civicrm_note` or `civicrm_activity`.
    #[field(readonly, text(64))]
    pub entity_table: String,
    /// Whoever does not see the record sees no mention in it.
    #[field(readonly, references_by("entity_table"), guards)]
    pub entity_id: i64,
    /// Who wrote it.
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"))]
    pub author_id: Option<i64>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    /// When the one who was named said that they have seen it.
    #[field(timestamp)]
    pub seen_date: Option<DateTime>,
    /// Nothing is left to be told by e-mail.
    #[field(readonly, default(false))]
    pub is_told: bool,
}

/// The one who was named sees it; whoever wrote it may take it back with the text.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let is = |field: &'static str| actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is(field.into(), id.into()));
    match verb {
        Verb::View => is("contact_id"),
        Verb::Edit | Verb::Delete if actor.may("administer CiviCRM") => Rule::Everything,
        Verb::Edit => is("contact_id"),
        Verb::Delete => is("contact_id").or(is("author_id")),
    }
}

/// Before: a mention says what the text says, and only that it was seen changes.
///
/// # Errors
/// Refuses mentions that the text does not make, in the name of others, and changes.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Mention>) -> Result<()> {
    let mention = &change.after;
    let wrong = || Err(Error::rule("contact_id", "problem-mention", "The text does not name this person."));
    let said = |one: &Mention| (one.contact_id, one.entity_table.clone(), one.entity_id, one.author_id);
    if let Some(before) = &change.before {
        return if said(before) == said(mention) || tx.is_moving() { Ok(()) } else { wrong() };
    }
    let text = match mention.entity_table.as_str() {
        NOTES => tx.find::<Note>(mention.entity_id)?.map(|note| words_of_note(&note)),
        ACTIVITIES => tx.find::<Activity>(mention.entity_id)?.map(|activity| words_of_activity(&activity)),
        _ => None,
    };
    let own = tx.actor().contact_id.is_none() || tx.actor().contact_id == mention.author_id;
    let names = named(&text.unwrap_or_default(), &colleagues(tx)?).contains(&mention.contact_id);
    if own && names { Ok(()) } else { wrong() }
}

/// What a note says to others; nothing where it is for its author alone.
fn words_of_note(note: &Note) -> String {
    match note.privacy == AUTHOR_ONLY {
        true => String::new(),
        false => {
            format!("{}\n{}", note.subject.as_deref().unwrap_or_default(), note.note.as_deref().unwrap_or_default())
        }
    }
}

fn words_of_activity(activity: &Activity) -> String {
    let details = activity.details.as_deref().map(details::to_text).unwrap_or_default();
    format!("{}\n{details}", activity.subject.as_deref().unwrap_or_default())
}

/// After: those whom a note names. In notes for their author alone nobody is named.
///
/// # Errors
/// The database's own failure.
pub fn in_note(tx: &mut Tx<'_>, change: &Change<Note>) -> Result<()> {
    let before = change.before.as_ref().map(words_of_note).unwrap_or_default();
    keep(tx, (NOTES, change.id), &before, &words_of_note(&change.after))
}

/// After: those whom an activity names.
///
/// # Errors
/// The database's own failure.
pub fn in_activity(tx: &mut Tx<'_>, change: &Change<Activity>) -> Result<()> {
    let has = |one: &Activity| [&one.subject, &one.details].iter().any(|text| text.as_deref().is_some_and(holds));
    if !has(&change.after) && !change.before.as_ref().is_some_and(has) {
        return Ok(());
    }
    let before = change.before.as_ref().map(words_of_activity).unwrap_or_default();
    keep(tx, (ACTIVITIES, change.id), &before, &words_of_activity(&change.after))
}

fn holds(text: &str) -> bool {
    text.contains('@')
}

/// Keeps the mentions of a text as it reads now.
fn keep(tx: &mut Tx<'_>, (table, id): (&str, i64), before: &str, after: &str) -> Result<()> {
    let silent = ["sample", "import"].contains(&tx.source());
    if silent || before == after || !holds(before) && !holds(after) {
        return Ok(());
    }
    let named = if holds(after) { named(after, &colleagues(tx)?) } else { BTreeSet::new() };
    let known = tx.find_by::<Mention>("entity_id", id)?;
    let known: Vec<(i64, i64)> = known
        .into_iter()
        .filter(|(_, mention)| mention.entity_table == table)
        .map(|(own, mention)| (own, mention.contact_id))
        .collect();
    for (mention, _) in known.iter().filter(|(_, contact)| !named.contains(contact)) {
        tx.delete("Mention", *mention, As::Program)?;
    }
    let author = tx.actor().contact_id;
    let new = named.into_iter().filter(|one| Some(*one) != author && !known.iter().any(|(_, contact)| contact == one));
    for contact in new.collect::<Vec<_>>() {
        let wants_mail = preference::read(tx, Some(contact), BY_MAIL)?.as_bool() == Some(true);
        let values = json!({
            "contact_id": contact, "entity_table": table, "entity_id": id, "author_id": author, "is_told": !wants_mail,
        });
        tx.save("Mention", values.as_object().cloned().unwrap_or_default(), As::Program)?;
    }
    Ok(())
}

/// Somebody with an account, and the names by which they can be called, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub contact: i64,
    pub names: Vec<String>,
}

/// Everybody with an account that is open.
///
/// # Errors
/// The database's own failure.
pub fn colleagues(tx: &Tx<'_>) -> Result<Vec<Colleague>> {
    let text = r#"SELECT c."id", u."username", c."display_name", c."first_name", c."last_name" FROM "civicrm_uf_match" u
        JOIN "civicrm_contact" c ON c."id" = u."contact_id" AND c."is_deleted" = 0 WHERE u."is_active" = 1
        ORDER BY u."id""#;
    let mut all: Vec<Colleague> = Vec::new();
    let mut first_names: Vec<String> = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        let text = |at| if let Cell::Text(text) = row.cell(at) { spaced(&fold(text)) } else { String::new() };
        let Cell::Int(contact) = row.cell(0) else { return Ok(()) };
        let whole = format!("{} {}", text(3), text(4));
        let names = [text(1), text(2), whole.trim().to_owned()];
        all.push(Colleague { contact, names: names.into_iter().filter(|name| !name.is_empty()).collect() });
        first_names.push(text(3));
        Ok(())
    })?;
    for (at, first) in first_names.iter().enumerate() {
        // A first name is enough where it is nobody else's.
        if !first.is_empty() && first_names.iter().filter(|other| *other == first).count() == 1 {
            all[at].names.push(first.clone());
        }
    }
    Ok(all)
}

/// Blanks of every kind as one space.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whom a text names: after each `@` that begins a word, the longest name that fits.
pub fn named(text: &str, colleagues: &[Colleague]) -> BTreeSet<i64> {
    let folded = spaced(&fold(text));
    let mut found = BTreeSet::new();
    for (at, _) in folded.match_indices('@') {
        // An e-mail address names nobody.
        if folded[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_') {
            continue;
        }
        let rest = &folded[at + 1..];
        let fits = |name: &str| {
            rest.strip_prefix(name).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '@'))
        };
        let longest = colleagues
            .iter()
            .flat_map(|one| one.names.iter().map(move |name| (name.len(), one.contact, name)))
            .filter(|(_, _, name)| fits(name))
            .max_by_key(|(length, ..)| *length);
        found.extend(longest.map(|(_, contact, _)| contact));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Colleague> {
        let one =
            |contact, names: &[&str]| Colleague { contact, names: names.iter().map(|n| (*n).to_owned()).collect() };
        vec![one(1, &["ada", "ada king"]), one(2, &["noe", "noe le goff"]), one(3, &["ada king-noel"])]
    }

    fn of(text: &str) -> Vec<i64> {
        named(text, &all()).into_iter().collect()
    }

    #[test]
    fn names_are_found_whatever_their_accents_and_capitals() {
        assert_eq!(of("Merci @Noé ! Et @ADA KING, tu peux voir ?"), [1, 2]);
        assert_eq!(of("vu avec @noé\u{a0}le\nGoff."), [2]);
        assert_eq!(of("rien"), [] as [i64; 0]);
    }

    #[test]
    fn the_longest_name_counts() {
        assert_eq!(of("@Ada King-Noël s'en occupe"), [3]);
        assert_eq!(of("(@ada)"), [1]);
    }

    #[test]
    fn addresses_and_longer_words_name_nobody() {
        assert_eq!(of("jean@ada.example, x@noe"), [] as [i64; 0]);
        assert_eq!(of("@adaline et @noes"), [] as [i64; 0]);
        assert_eq!(of("@ada@example.org"), [] as [i64; 0]);
    }
}
