//! Offices: the kinds of relationship by which people sit on boards and committees, for a term.

use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::relationship_type::RelationshipType;

/// The setting: the kinds of relationship that are offices, by their numbers.
pub const SETTING: &str = "ruche_offices";

/// The kind by which a committee belongs to its organisation, by its name.
pub const COMMITTEE: &str = "Committee of";

/// The offices that most associations have: names, then the French words, from the person and from the organisation.
const USUAL: [(&str, &str, &str, &str); 5] = [
    ("Chair of", "Chair is", "Préside", "A pour présidence"),
    ("Vice-chair of", "Vice-chair is", "Assure la vice-présidence de", "A pour vice-présidence"),
    ("Treasurer of", "Treasurer is", "Tient la trésorerie de", "A pour trésorerie"),
    ("Secretary of", "Secretary is", "Assure le secrétariat de", "A pour secrétariat"),
    ("Board member of", "Board member is", "Siège au conseil de", "A pour membre du conseil"),
];

/// The kinds that are offices.
///
/// # Errors
/// The database's own failure.
pub fn kinds(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let value = tx.setting(SETTING)?;
    Ok(value.as_array().map(|all| all.iter().filter_map(Json::as_i64).collect()).unwrap_or_default())
}

/// Says which kinds are offices.
///
/// # Errors
/// As any write.
pub fn set_kinds(tx: &mut Tx<'_>, kinds: &[i64]) -> Result<()> {
    tx.set_setting(SETTING, Some(&json!(kinds)))
}

/// Makes the usual offices, and the kind by which committees belong to their organisation; those that are there stay.
///
/// # Errors
/// As any write.
pub fn make_usual(tx: &mut Tx<'_>, french: &str) -> Result<()> {
    let is_french = french == "fr";
    let mut all = kinds(tx)?;
    for (name, back, own, other) in USUAL {
        let (label, back_label) = if is_french { (own, other) } else { (name, back) };
        let id = kind(tx, (name, back), (label, back_label), "Individual")?;
        if !all.contains(&id) {
            all.push(id);
        }
    }
    let (label, back) = if is_french { ("Commission de", "A pour commission") } else { (COMMITTEE, "Committee is") };
    kind(tx, (COMMITTEE, "Committee is"), (label, back), "Organization")?;
    set_kinds(tx, &all)
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
