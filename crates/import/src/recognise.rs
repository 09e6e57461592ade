//! What the columns of a spreadsheet hold, by their names in French and English and by their values.

use std::collections::HashMap;

use schema::fold::fold;
use serde::{Deserialize, Serialize};

/// What stands before the field of a record that is no contact.
pub const RECORD: &str = "record.";

/// Where the values of a column go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What is filled: `first_name`, `email`, `address.city`, `full_name`, `employer`, `tag`, `custom Set.field` …;
    /// `record.subject` of what is no contact; nothing for a column that is left out.
    pub field: String,
    /// The name of the location type of an e-mail, a phone or an address; the site's own choice where empty.
    #[serde(default)]
    pub location: String,
    /// The name of the phone type.
    #[serde(default)]
    pub phone: String,
}

impl Goal {
    /// A field without a place.
    pub fn field(name: &str) -> Goal {
        Goal { field: name.to_owned(), ..Goal::default() }
    }

    /// A field of the record that a row becomes where that is no contact.
    pub fn of_record(name: &str) -> Goal {
        Goal::field(&format!("{RECORD}{name}"))
    }

    /// Whether the column is left out.
    pub fn is_none(&self) -> bool {
        self.field.is_empty()
    }
}

/// Names of columns, folded and without signs between the words, and what they hold.
const NAMES: &[(&str, &str)] = &[
    ("id contact", "id"),
    ("contact id", "id"),
    ("numero contact", "id"),
    ("identifiant externe", "external_identifier"),
    ("external id", "external_identifier"),
    ("external identifier", "external_identifier"),
    ("numero adherent", "external_identifier"),
    ("n adherent", "external_identifier"),
    ("no adherent", "external_identifier"),
    ("num adherent", "external_identifier"),
    ("member number", "external_identifier"),
    ("matricule", "external_identifier"),
    ("reference", "external_identifier"),
    ("ref", "external_identifier"),
    ("code adherent", "external_identifier"),
    ("civilite", "prefix_id"),
    ("titre", "prefix_id"),
    ("title", "prefix_id"),
    ("prefix", "prefix_id"),
    ("prenom", "first_name"),
    ("prenoms", "first_name"),
    ("first name", "first_name"),
    ("firstname", "first_name"),
    ("given name", "first_name"),
    ("forename", "first_name"),
    ("deuxieme prenom", "middle_name"),
    ("middle name", "middle_name"),
    ("nom", "last_name"),
    ("nom de famille", "last_name"),
    ("nom usage", "last_name"),
    ("nom d usage", "last_name"),
    ("last name", "last_name"),
    ("lastname", "last_name"),
    ("surname", "last_name"),
    ("family name", "last_name"),
    ("nom complet", "full_name"),
    ("nom et prenom", "full_name"),
    ("nom prenom", "full_name"),
    ("prenom nom", "full_name"),
    ("prenom et nom", "full_name"),
    ("adherent", "full_name"),
    ("full name", "full_name"),
    ("name", "full_name"),
    ("surnom", "nick_name"),
    ("nickname", "nick_name"),
    ("nick name", "nick_name"),
    ("sexe", "gender_id"),
    ("genre", "gender_id"),
    ("gender", "gender_id"),
    ("sex", "gender_id"),
    ("date de naissance", "birth_date"),
    ("naissance", "birth_date"),
    ("ne le", "birth_date"),
    ("nee le", "birth_date"),
    ("ne e le", "birth_date"),
    ("date naissance", "birth_date"),
    ("ddn", "birth_date"),
    ("birth date", "birth_date"),
    ("birthdate", "birth_date"),
    ("birthday", "birth_date"),
    ("date of birth", "birth_date"),
    ("dob", "birth_date"),
    ("langue", "preferred_language"),
    ("language", "preferred_language"),
    ("type de contact", "contact_type"),
    ("contact type", "contact_type"),
    ("mail", "email"),
    ("mails", "email"),
    ("e mail", "email"),
    ("email", "email"),
    ("courriel", "email"),
    ("adresse mail", "email"),
    ("adresse email", "email"),
    ("adresse e mail", "email"),
    ("adresse electronique", "email"),
    ("email address", "email"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("telephones", "phone"),
    ("phone", "phone"),
    ("phone number", "phone"),
    ("numero de telephone", "phone"),
    ("fixe", "phone fixed"),
    ("tel fixe", "phone fixed"),
    ("telephone fixe", "phone fixed"),
    ("home phone", "phone fixed"),
    ("landline", "phone fixed"),
    ("tel domicile", "phone fixed"),
    ("portable", "phone mobile"),
    ("mobile", "phone mobile"),
    ("gsm", "phone mobile"),
    ("tel portable", "phone mobile"),
    ("tel mobile", "phone mobile"),
    ("telephone portable", "phone mobile"),
    ("telephone mobile", "phone mobile"),
    ("mobile phone", "phone mobile"),
    ("cell", "phone mobile"),
    ("cell phone", "phone mobile"),
    ("fax", "phone fax"),
    ("adresse", "address.street_address"),
    ("adresse 1", "address.street_address"),
    ("adresse1", "address.street_address"),
    ("rue", "address.street_address"),
    ("voie", "address.street_address"),
    ("adresse postale", "address.street_address"),
    ("address", "address.street_address"),
    ("address 1", "address.street_address"),
    ("address line 1", "address.street_address"),
    ("street", "address.street_address"),
    ("street address", "address.street_address"),
    ("complement", "address.supplemental_address_1"),
    ("complement d adresse", "address.supplemental_address_1"),
    ("complement adresse", "address.supplemental_address_1"),
    ("adresse 2", "address.supplemental_address_1"),
    ("adresse2", "address.supplemental_address_1"),
    ("address 2", "address.supplemental_address_1"),
    ("address line 2", "address.supplemental_address_1"),
    ("adresse 3", "address.supplemental_address_2"),
    ("address 3", "address.supplemental_address_2"),
    ("cp", "address.postal_code"),
    ("code postal", "address.postal_code"),
    ("codepostal", "address.postal_code"),
    ("postal code", "address.postal_code"),
    ("postcode", "address.postal_code"),
    ("zip", "address.postal_code"),
    ("zip code", "address.postal_code"),
    ("ville", "address.city"),
    ("commune", "address.city"),
    ("localite", "address.city"),
    ("city", "address.city"),
    ("town", "address.city"),
    ("departement", "address.state_province_id"),
    ("region", "address.state_province_id"),
    ("state", "address.state_province_id"),
    ("province", "address.state_province_id"),
    ("pays", "address.country_id"),
    ("country", "address.country_id"),
    ("organisation", "organization"),
    ("organization", "organization"),
    ("societe", "organization"),
    ("entreprise", "organization"),
    ("structure", "organization"),
    ("association", "organization"),
    ("raison sociale", "organization"),
    ("company", "organization"),
    ("employeur", "employer"),
    ("employer", "employer"),
    ("fonction", "job_title"),
    ("poste", "job_title"),
    ("profession", "job_title"),
    ("metier", "job_title"),
    ("job title", "job_title"),
    ("job", "job_title"),
    ("foyer", "household"),
    ("famille", "household"),
    ("menage", "household"),
    ("household", "household"),
    ("site", "website"),
    ("site web", "website"),
    ("site internet", "website"),
    ("website", "website"),
    ("url", "website"),
    ("web", "website"),
    ("note", "note"),
    ("notes", "note"),
    ("obs", "note"),
    ("observation", "note"),
    ("observations", "note"),
    ("remarque", "note"),
    ("remarques", "note"),
    ("commentaire", "note"),
    ("commentaires", "note"),
    ("comment", "note"),
    ("comments", "note"),
    ("groupe", "group"),
    ("groupes", "group"),
    ("group", "group"),
    ("groups", "group"),
    ("etiquette", "tag"),
    ("etiquettes", "tag"),
    ("mots cles", "tag"),
    ("tag", "tag"),
    ("tags", "tag"),
    ("source", "source"),
    ("origine", "source"),
];

/// What each column holds, as far as its name or its values tell; no two columns fill the same place.
pub fn columns(header: &[String], rows: &[Vec<String>]) -> Vec<Goal> {
    columns_of(header, rows, &HashMap::new())
}

/// The same where rows become other records, whose fields have these names; they come before those of contacts.
pub fn columns_of(header: &[String], rows: &[Vec<String>], own: &HashMap<String, String>) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let cells: Vec<&str> =
            rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let of_record = own.get(&words(name).join(" ")).map(|field| Goal::of_record(field));
        let found = of_record.or_else(|| by_name(name)).or_else(|| by_values(&cells));
        let goal = found.map(|goal| mobile(goal, &cells)).unwrap_or_default();
        let is_taken = !repeats(&goal.field) && goals.contains(&goal);
        goals.push(if is_taken { Goal::default() } else { goal });
    }
    one_name(header, rows, &mut goals);
    goals
}

/// What a column of this name holds.
pub fn by_name(name: &str) -> Option<Goal> {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let known = |words: &[&str]| {
        let joined = words.join(" ");
        NAMES.iter().find(|(name, _)| *name == joined).map(|(_, field)| *field)
    };
    // A number behind a name tells the second of its kind: `Mail 2`.
    let (rest, is_second) = match words.split_last() {
        Some((&("2" | "bis" | "pro" | "travail" | "work"), rest)) if known(&words).is_none() => (rest, true),
        Some((&("1" | "perso" | "personnel" | "principal" | "home"), rest)) if known(&words).is_none() => (rest, false),
        _ => (&words[..], false),
    };
    let (field, phone) = match known(rest)? {
        "phone mobile" => ("phone", "Mobile"),
        "phone fixed" => ("phone", "Phone"),
        "phone fax" => ("phone", "Fax"),
        other => (other, ""),
    };
    let location = if is_second && has_place(field) { "Work" } else { "" };
    Some(Goal { field: field.to_owned(), location: location.to_owned(), phone: phone.to_owned() })
}

/// The words of a name, folded and without signs between them.
pub fn words(name: &str) -> Vec<String> {
    let plain = fold(name).replace(['°', 'º'], " ");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a field stands at a place: home, work.
pub fn has_place(field: &str) -> bool {
    field == "email" || field == "phone" || field.starts_with("address.")
}

/// Whether several columns may fill the same: each brings one more.
fn repeats(field: &str) -> bool {
    matches!(field, "" | "tag" | "group" | "note")
}

/// What values give away without a name: e-mail addresses, telephone numbers, web addresses.
fn by_values(cells: &[&str]) -> Option<Goal> {
    let most = |fits: fn(&str) -> bool| {
        !cells.is_empty() && cells.iter().filter(|cell| fits(cell)).count() * 10 >= cells.len() * 8
    };
    if most(|cell| cell.contains('@') && cell.contains('.') && !cell.contains(' ')) {
        return Some(Goal::field("email"));
    }
    if most(|cell| cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.")) {
        return Some(Goal::field("website"));
    }
    most(is_phone).then(|| Goal::field("phone"))
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let plain = cell.chars().all(|c| c.is_ascii_digit() || " .-+()/\u{a0}\u{202f}".contains(c));
    plain && (9..=15).contains(&digits) && (cell.starts_with('0') || cell.starts_with('+'))
}

/// Numbers that begin with 06 or 07 are mobile ones in France.
fn mobile(goal: Goal, cells: &[&str]) -> Goal {
    let is_mobile = |cell: &&&str| {
        let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
        ["06", "07", "336", "337", "00336", "00337"].iter().any(|start| digits.starts_with(start))
    };
    let all = !cells.is_empty() && cells.iter().filter(is_mobile).count() * 10 >= cells.len() * 8;
    if goal.field == "phone" && goal.phone.is_empty() && all {
        return Goal { phone: "Mobile".to_owned(), ..goal };
    }
    goal
}

/// A column called `Nom` without one for first names holds whole names, if most of its cells have several words.
fn one_name(header: &[String], rows: &[Vec<String>], goals: &mut [Goal]) {
    let has = |goals: &[Goal], field: &str| goals.iter().any(|goal| goal.field == field);
    if has(goals, "first_name") || has(goals, "full_name") || header.len() != goals.len() {
        return;
    }
    for (at, goal) in goals.iter_mut().enumerate().filter(|(_, goal)| goal.field == "last_name") {
        let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).collect();
        let several = cells.iter().filter(|cell| cell.contains([' ', ','])).count();
        if !cells.is_empty() && several * 10 >= cells.len() * 7 {
            *goal = Goal::field("full_name");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(header: &[&str], row: &[&str]) -> Vec<String> {
        let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let goals = columns(&own(header), &[own(row)]);
        goals.into_iter().map(|goal| [goal.field, goal.location, goal.phone].join("/")).collect()
    }

    #[test]
    fn the_columns_of_a_french_association_are_recognised() {
        let header = ["Nom complet", "Mail", "Tél. portable", "CP", "Commune", "Obs.", "Cotis.", "N° adhérent"];
        let row = ["MOREL Claire", "c@x.org", "0639981427", "26110", "NYONS", "vue au stand", "45", "A12"];
        let found = fields(&header, &row);
        let expected = [
            "full_name//",
            "email//",
            "phone//Mobile",
            "address.postal_code//",
            "address.city//",
            "note//",
            "//",
            "external_identifier//",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn values_speak_where_names_do_not_and_second_ones_go_to_work() {
        assert_eq!(
            fields(&["A", "B", "C"], &["x@y.org", "07 11 22 33 44", "truc"]),
            ["email//", "phone//Mobile", "//"]
        );
        assert_eq!(fields(&["E-mail", "E-mail 2"], &["", ""]), ["email//", "email/Work/"]);
        assert_eq!(fields(&["Nom", "Ville"], &["Claire Morel", "Nyons"]), ["full_name//", "address.city//"]);
        assert_eq!(fields(&["Nom", "Prénom"], &["De La Tour", "Jean"]), ["last_name//", "first_name//"]);
    }

    #[test]
    fn no_two_columns_fill_the_same_place() {
        assert_eq!(
            fields(&["Mail", "Courriel", "Tag", "Tags"], &["", "", "", ""]),
            ["email//", "//", "tag//", "tag//"]
        );
    }
}
