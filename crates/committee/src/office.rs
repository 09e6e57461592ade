//! Offices: the kinds of relationship by which people sit on boards and committees, for a term.

use contact::pages::labels::translated;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask, text};
use contact::relationship_type::RelationshipType;
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

/// The setting: the kinds of relationship that are offices, by their numbers.
pub const SETTING: &str = "ruche_offices";

/// The kind by which a committee belongs to its organisation, by its name.
pub const COMMITTEE: &str = "Committee of";

/// An office that most associations have.
struct Usual {
    names: (&'static str, &'static str),
    /// The French words from the person, and from the organisation.
    french: (&'static str, &'static str),
    /// What people write in lists, folded; the beginning of a word is enough.
    written: &'static [&'static str],
}

const USUAL: [Usual; 5] = [
    Usual {
        names: ("Chair of", "Chair is"),
        french: ("Préside", "A pour présidence"),
        written: &["president", "presidente", "presidence", "chair", "chairman", "chairwoman", "chairperson"],
    },
    Usual {
        names: ("Vice-chair of", "Vice-chair is"),
        french: ("Assure la vice-présidence de", "A pour vice-présidence"),
        written: &["vice president", "vice presidente", "vice presidence", "vice chair"],
    },
    Usual {
        names: ("Treasurer of", "Treasurer is"),
        french: ("Tient la trésorerie de", "A pour trésorerie"),
        written: &["tresorier", "tresoriere", "tresorerie", "treasurer"],
    },
    Usual {
        names: ("Secretary of", "Secretary is"),
        french: ("Assure le secrétariat de", "A pour secrétariat"),
        written: &["secretaire", "secretariat", "secretary", "secretaire general", "secretaire generale"],
    },
    Usual {
        names: ("Board member of", "Board member is"),
        french: ("Siège au conseil de", "A pour membre du conseil"),
        written: &[
            "membre",
            "membre du conseil",
            "membre du ca",
            "membre du bureau",
            "membre du conseil d administration",
            "administrateur",
            "administratrice",
            "conseiller",
            "conseillere",
            "member",
            "board member",
            "trustee",
        ],
    },
];

/// The kinds that are offices.
///
/// # Errors
/// The database's own failure.
pub fn kinds(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let value = tx.setting(SETTING)?;
    Ok(value.as_array().map(|all| all.iter().filter_map(Json::as_i64).collect()).unwrap_or_default())
}

/// Says which kinds are offices: for those who set the site up.
///
/// # Errors
/// As any write.
pub fn set_kinds(tx: &mut Tx<'_>, kinds: &[i64]) -> Result<()> {
    check(tx)?;
    tx.set_setting(SETTING, Some(&json!(kinds)))
}

fn check(tx: &Tx<'_>) -> Result<()> {
    match tx.actor().may("administer CiviCRM") {
        true => Ok(()),
        false => Err(Error::Forbidden("administer CiviCRM".to_owned())),
    }
}

/// Makes the usual offices, and the kind by which committees belong to their organisation; those that are there stay.
///
/// # Errors
/// As any write.
pub fn make_usual(tx: &mut Tx<'_>) -> Result<()> {
    check(tx)?;
    let is_french = is_french(tx)?;
    let mut all = kinds(tx)?;
    for usual in &USUAL {
        let labels = if is_french { usual.french } else { usual.names };
        let id = kind(tx, usual.names, labels, "Individual")?;
        if !all.contains(&id) {
            all.push(id);
        }
    }
    committee_kind(tx)?;
    set_kinds(tx, &all)
}

/// The kind by which committees belong to their organisation, made where there is none.
///
/// # Errors
/// As any write.
pub fn committee_kind(tx: &mut Tx<'_>) -> Result<i64> {
    let french = ("Commission de", "A pour commission");
    let names = (COMMITTEE, "Committee is");
    let labels = if is_french(tx)? { french } else { names };
    kind(tx, names, labels, "Organization")
}

/// Everybody reads the words of a relationship, so they are those of the site, whoever makes it.
fn is_french(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx.setting("lcMessages")?.as_str().is_some_and(|code| code.starts_with("fr")))
}

/// Makes an office of this name.
///
/// # Errors
/// As any write.
pub fn make(tx: &mut Tx<'_>, title: &str) -> Result<i64> {
    check(tx)?;
    let title: String = title.trim().chars().take(50).collect();
    let back = format!("{title} (office)");
    let id = kind(tx, (&title, &back), (&title, &title), "Individual")?;
    let mut all = kinds(tx)?;
    if !all.contains(&id) {
        all.push(id);
        set_kinds(tx, &all)?;
    }
    Ok(id)
}

fn kind(tx: &mut Tx<'_>, names: (&str, &str), labels: (&str, &str), near: &str) -> Result<i64> {
    if let Some((id, _)) = tx.find_by::<RelationshipType>("name_a_b", names.0)?.into_iter().next() {
        return Ok(id);
    }
    let values = [
        ("name_a_b", names.0),
        ("name_b_a", names.1),
        ("label_a_b", labels.0),
        ("label_b_a", labels.1),
        ("contact_type_a", near),
        ("contact_type_b", "Organization"),
    ];
    let values: Map<String, Json> = values.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    Ok(tx.save("RelationshipType", values, As::Actor)?.id)
}

/// A kind of relationship that is an office, or could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub kind: i64,
    pub name: String,
    /// What whoever holds it is called: "Trésorier·e".
    pub title: String,
    pub is_office: bool,
}

/// The kinds that could be offices in their order: those between a person and an organisation.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<Office>> {
    let chosen = kinds(tx)?;
    let select = ["id", "name_a_b", "label_a_b", "contact_type_a", "contact_type_b"];
    let found = ask(tx, "RelationshipType", &select, json!([["is_active", "=", true]]), &[("id", "ASC")], 0)?;
    let fits = |row: &rows::Row| {
        ["", "Individual"].contains(&text(row, "contact_type_a")) && text(row, "contact_type_b") == "Organization"
    };
    let one = |row: &rows::Row| Office {
        kind: rows::id(row),
        name: text(row, "name_a_b").to_owned(),
        title: title(lang, text(row, "name_a_b"), text(row, "label_a_b")),
        is_office: chosen.contains(&rows::id(row)),
    };
    Ok(found.iter().filter(|row| fits(row) && text(row, "name_a_b") != COMMITTEE).map(one).collect())
}

/// What whoever holds an office is called.
fn title(lang: &Lang, name: &str, label: &str) -> String {
    let usual = USUAL.iter().find(|usual| usual.names.0 == name);
    // The association may have found a word of its own.
    let is_shipped = usual.is_some_and(|usual| label == usual.names.0 || label == usual.french.0);
    match name {
        "Chair of" if is_shipped => lang.text("office-chair").to_owned(),
        "Vice-chair of" if is_shipped => lang.text("office-vice-chair").to_owned(),
        "Treasurer of" if is_shipped => lang.text("office-treasurer").to_owned(),
        "Secretary of" if is_shipped => lang.text("office-secretary").to_owned(),
        "Board member of" if is_shipped => lang.text("office-member").to_owned(),
        _ => bare(&translated(lang.code(), "RelationshipType", name, label)),
    }
}

/// The label of a relationship without the word that leads on: "Employee of" is an employee.
fn bare(label: &str) -> String {
    const ENDS: [&str; 6] = [" of", " for", " de", " du", " pour", " chez"];
    let trimmed = label.trim();
    ENDS.iter().find_map(|end| trimmed.strip_suffix(end)).unwrap_or(trimmed).trim().to_owned()
}

/// The office that somebody has written in a list.
pub fn written<'o>(offices: &'o [Office], role: &str) -> Option<&'o Office> {
    let role = plain(role);
    if role.is_empty() {
        return None;
    }
    let own = |office: &&Office| plain(&office.title) == role || plain(&bare(&office.name)) == role;
    let usual = |office: &&Office| {
        let known = USUAL.iter().find(|usual| usual.names.0 == office.name);
        known.is_some_and(|usual| usual.written.contains(&role.as_str()))
    };
    offices.iter().find(own).or_else(|| offices.iter().find(usual))
}

/// Words as they are compared: folded, without endings for other genders (`président·e`, `trésorier(ère)`), joined by
/// single blanks.
pub(crate) fn plain(text: &str) -> String {
    let folded = fold(text);
    let word = |word: &str| -> String {
        let end = word.find(['·', '(', '•']).filter(|at| *at > 0).unwrap_or(word.len());
        word[..end].to_owned()
    };
    let words = folded.split(|c: char| c.is_whitespace() || "-_'’.,/".contains(c)).map(word);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(kind: i64, name: &str, title: &str) -> Office {
        Office { kind, name: name.to_owned(), title: title.to_owned(), is_office: true }
    }

    #[test]
    fn offices_are_known_however_people_write_them() {
        let all = [
            office(1, "Chair of", "Président·e"),
            office(2, "Vice-chair of", "Vice-président·e"),
            office(3, "Treasurer of", "Trésorier·e"),
            office(4, "Board member of", "Membre du conseil"),
            office(5, "Référent jardin", "Référent jardin"),
        ];
        let kind = |text: &str| written(&all, text).map(|office| office.kind);
        for text in ["président", "Présidente", "PRÉSIDENT·E", "président(e)", "Chair", "president·e"] {
            assert_eq!(kind(text), Some(1), "{text}");
        }
        assert_eq!(kind("Vice-Présidente"), Some(2));
        assert_eq!(kind("vice président"), Some(2));
        assert_eq!(kind("Trésorier·ère"), Some(3));
        assert_eq!(kind("administratrice"), Some(4));
        assert_eq!(kind("Membre du C.A."), None, "letters with full stops are words of their own");
        assert_eq!(kind("référent  jardin"), Some(5));
        assert_eq!(kind("pompier"), None);
        assert_eq!(kind(""), None);
    }

    #[test]
    fn the_word_that_leads_on_is_left_out() {
        assert_eq!(bare("Volunteer for"), "Volunteer");
        assert_eq!(bare("Bénévole de"), "Bénévole");
        assert_eq!(bare("Référent jardin"), "Référent jardin");
    }
}
