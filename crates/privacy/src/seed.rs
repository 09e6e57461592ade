//! What a new site starts with: the purposes that most associations have, each with its legal basis, and rules for how
//! long things are kept.

use schema::Value;
use store::{Result, Tx};

const PURPOSES: &str = include_str!("../data/purposes.tsv");

/// The fields that have words in each language.
const WORDED: [&str; 7] =
    ["title", "description", "basis_note", "data_subjects", "data_categories", "recipients", "retention"];

/// The cells of a shipped purpose, by column.
struct Line {
    cells: Vec<(&'static str, &'static str)>,
}

impl Line {
    fn cell(&self, column: &str) -> &'static str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }
}

fn lines() -> impl Iterator<Item = Line> {
    let mut lines = PURPOSES.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(move |line| Line { cells: head.iter().copied().zip(line.split('\t')).collect() })
}

/// The purposes.
///
/// # Errors
/// The database's own failure.
pub(crate) fn purposes(tx: &mut Tx<'_>) -> Result<()> {
    let mut columns = vec!["id", "name", "legal_basis", "channels", "expires_months", "weight", "is_active"];
    columns.extend(["created_date", "modified_date"]);
    columns.extend(WORDED);
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    let mut rows = Vec::new();
    for (at, line) in lines().enumerate() {
        let number = at as i64 + 1;
        let channels: Vec<Value> =
            line.cell("channels").split('|').filter(|c| !c.is_empty()).map(Value::from).collect();
        let channels = (!channels.is_empty()).then(|| schema::ListFormat::Bookend.join(&channels));
        let mut row = vec![
            number.into(),
            line.cell("name").into(),
            line.cell("legal_basis").into(),
            channels.into(),
            line.cell("expires_months").parse::<i64>().ok().into(),
            number.into(),
            true.into(),
            now.clone(),
            now.clone(),
        ];
        row.extend(WORDED.iter().map(|field| Value::from(line.cell(&format!("{field}_en")))));
        rows.push(row);
    }
    tx.seed("ProcessingPurpose", &columns, &rows)
}

/// The text of a shipped purpose in another language, where nobody has written another one.
pub(crate) fn shown<'t>(code: &str, name: &str, field: &str, stored: &'t str) -> &'t str {
    if code != "fr" || !WORDED.contains(&field) {
        return stored;
    }
    let line = lines().find(|line| line.cell("name") == name && line.cell(&format!("{field}_en")) == stored);
    line.map_or(stored, |line| line.cell(&format!("{field}_fr")))
}

/// The rules: name, kind, period, unit, action, type of contact, whether it works from the first day, title in English and
/// French.
type Rule =
    (&'static str, &'static str, i64, &'static str, &'static str, Option<&'static str>, bool, [&'static str; 2]);

const RULES: [Rule; 6] = [
    (
        "inactive",
        "inactive",
        3,
        "year",
        "propose",
        Some("Individual"),
        true,
        ["People without any exchange for three years", "Personnes sans aucun échange depuis trois ans"],
    ),
    (
        "bin",
        "bin",
        90,
        "day",
        "propose",
        None,
        true,
        ["Contacts in the bin for three months", "Fiches à la corbeille depuis trois mois"],
    ),
    (
        "imports",
        "imports",
        30,
        "day",
        "propose",
        None,
        true,
        ["Rows of files imported a month ago", "Lignes des fichiers importés il y a un mois"],
    ),
    (
        "outbox",
        "outbox",
        24,
        "month",
        "propose",
        None,
        true,
        ["Messages sent two years ago", "Messages envoyés il y a deux ans"],
    ),
    (
        "addresses",
        "addresses",
        13,
        "month",
        "propose",
        None,
        true,
        ["Network addresses noted with consents", "Adresses réseau notées avec les consentements"],
    ),
    (
        "attempts",
        "attempts",
        6,
        "month",
        "delete",
        None,
        true,
        ["Attempts to sign in older than six months", "Essais de connexion de plus de six mois"],
    ),
];

/// The rules. Only what concerns nobody's record is carried out by itself; the rest proposes.
///
/// # Errors
/// The database's own failure.
pub(crate) fn rules(tx: &mut Tx<'_>) -> Result<()> {
    let columns = ["id", "name", "kind", "period", "unit", "action", "contact_type", "is_active", "title"];
    let row = |(at, rule): (usize, &Rule)| {
        let (name, kind, period, unit, action, of, active, [title, _]) = *rule;
        vec![
            (at as i64 + 1).into(),
            name.into(),
            kind.into(),
            period.into(),
            unit.into(),
            action.into(),
            of.into(),
            active.into(),
            title.into(),
        ]
    };
    let rows: Vec<Vec<Value>> = RULES.iter().enumerate().map(row).collect();
    tx.seed("RetentionRule", &columns, &rows)
}

/// The title of a shipped rule in another language, where nobody has written another one.
pub(crate) fn rule_title<'t>(code: &str, name: &str, stored: &'t str) -> &'t str {
    let shipped = RULES.iter().find(|rule| rule.0 == name && rule.7[0] == stored);
    match (code, shipped) {
        ("fr", Some(rule)) => rule.7[1],
        _ => stored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_purpose_has_a_basis_and_words_in_both_languages() {
        let bases: Vec<&str> = crate::purpose::BASES.iter().map(|(value, ..)| *value).collect();
        for line in lines() {
            assert!(bases.contains(&line.cell("legal_basis")), "{}", line.cell("name"));
            for field in WORDED {
                for language in ["en", "fr"] {
                    assert!(!line.cell(&format!("{field}_{language}")).is_empty(), "{} {field}", line.cell("name"));
                }
            }
        }
        assert_eq!(lines().count(), 7);
    }

    #[test]
    fn a_shipped_title_is_told_in_french_until_somebody_writes_another() {
        assert_eq!(shown("fr", "newsletter", "title", "Newsletter"), "Lettre d’information");
        assert_eq!(shown("fr", "newsletter", "title", "Our letter"), "Our letter");
        assert_eq!(shown("en", "newsletter", "title", "Newsletter"), "Newsletter");
    }
}
