//! Sources, job titles and other words that contacts carry, in French and English.

use crate::outline::Language;

/// Where French contacts came from.
#[rustfmt::skip]
pub(crate) const FRENCH_SOURCES: &[&str] = &[
    "Forum des associations", "Site web", "Bouche à oreille", "Assemblée générale", "Import du fichier adhérents", "Formulaire d'adhésion papier",
    "Lettre d'information", "Fête du village", "Reprise de l'ancien tableur", "Pétition", "Stand du marché", "Don en ligne",
];

/// Where English contacts came from.
#[rustfmt::skip]
pub(crate) const ENGLISH_SOURCES: &[&str] = &[
    "Website", "Word of mouth", "Annual general meeting", "Spreadsheet import", "Newsletter sign-up", "Open day", "Petition", "Market stall", "Online donation",
];

/// French job titles: of men, of women.
#[rustfmt::skip]
pub(crate) const FRENCH_JOBS: &[(&str, &str)] = &[
    ("Directeur", "Directrice"), ("Comptable", "Comptable"), ("Assistant administratif", "Assistante administrative"), ("Chargé de mission", "Chargée de mission"),
    ("Coordinateur", "Coordinatrice"), ("Animateur", "Animatrice"), ("Responsable de communication", "Responsable de communication"),
    ("Technicien", "Technicienne"), ("Ingénieur", "Ingénieure"), ("Commercial", "Commerciale"), ("Gérant", "Gérante"), ("Chef de projet", "Cheffe de projet"),
    ("Secrétaire", "Secrétaire"), ("Ouvrier qualifié", "Ouvrière qualifiée"), ("Vendeur", "Vendeuse"), ("Stagiaire", "Stagiaire"), ("Apprenti", "Apprentie"),
];

/// French titles in town halls.
#[rustfmt::skip]
pub(crate) const FRENCH_COUNCIL_JOBS: &[(&str, &str)] = &[
    ("Maire", "Maire"), ("Premier adjoint", "Première adjointe"), ("Adjoint à la culture", "Adjointe à la culture"), ("Conseiller municipal", "Conseillère municipale"),
    ("Secrétaire de mairie", "Secrétaire de mairie"), ("Directeur général des services", "Directrice générale des services"), ("Agent d'accueil", "Agente d'accueil"),
    ("Agent technique", "Agente technique"), ("Chargé des associations", "Chargée des associations"),
];

/// French titles in schools.
#[rustfmt::skip]
pub(crate) const FRENCH_SCHOOL_JOBS: &[(&str, &str)] = &[
    ("Professeur des écoles", "Professeure des écoles"), ("Directeur", "Directrice"), ("Enseignant", "Enseignante"), ("Conseiller d'éducation", "Conseillère d'éducation"),
    ("Professeur d'anglais", "Professeure d'anglais"), ("Documentaliste", "Documentaliste"), ("Gestionnaire", "Gestionnaire"),
];

/// French titles in associations.
#[rustfmt::skip]
pub(crate) const FRENCH_CLUB_JOBS: &[(&str, &str)] = &[
    ("Président", "Présidente"), ("Trésorier", "Trésorière"), ("Secrétaire", "Secrétaire"), ("Coordinateur", "Coordinatrice"), ("Animateur", "Animatrice"),
    ("Chargé de développement", "Chargée de développement"), ("Administrateur", "Administratrice"), ("Bénévole", "Bénévole"), ("Éducateur", "Éducatrice"),
];

/// English job titles.
#[rustfmt::skip]
pub(crate) const ENGLISH_JOBS: &[(&str, &str)] = &[
    ("Director", "Director"), ("Accountant", "Accountant"), ("Office Manager", "Office Manager"), ("Project Officer", "Project Officer"),
    ("Communications Officer", "Communications Officer"), ("Engineer", "Engineer"), ("Sales Manager", "Sales Manager"), ("Administrator", "Administrator"),
    ("Intern", "Intern"), ("Designer", "Designer"), ("Consultant", "Consultant"), ("Partner", "Partner"),
];

/// English titles in councils.
#[rustfmt::skip]
pub(crate) const ENGLISH_COUNCIL_JOBS: &[(&str, &str)] = &[
    ("Mayor", "Mayor"), ("Councillor", "Councillor"), ("Town Clerk", "Town Clerk"), ("Planning Officer", "Planning Officer"), ("Community Officer", "Community Officer"),
];

/// English titles in schools.
#[rustfmt::skip]
pub(crate) const ENGLISH_SCHOOL_JOBS: &[(&str, &str)] = &[
    ("Head Teacher", "Head Teacher"), ("Teacher", "Teacher"), ("Teaching Assistant", "Teaching Assistant"), ("School Librarian", "School Librarian"),
];

/// English titles in charities.
#[rustfmt::skip]
pub(crate) const ENGLISH_CLUB_JOBS: &[(&str, &str)] = &[
    ("Chairman", "Chairwoman"), ("Treasurer", "Treasurer"), ("Secretary", "Secretary"), ("Fundraiser", "Fundraiser"), ("Volunteer Coordinator", "Volunteer Coordinator"),
    ("Trustee", "Trustee"), ("Youth Worker", "Youth Worker"),
];

/// How friends call a family.
pub(crate) fn family_nick_name(language: Language, name: &str) -> String {
    match language {
        Language::French => format!("Les {name}"),
        Language::English if name.ends_with('s') => format!("The {name}es"),
        Language::English => format!("The {name}s"),
    }
}

/// A town after the French preposition *de*: « de Die », « d'Annecy », « du Havre », « des Sables-d'Olonne ».
pub(crate) fn of_town(city: &str) -> String {
    if let Some(rest) = city.strip_prefix("Le ") {
        return format!("du {rest}");
    }
    if let Some(rest) = city.strip_prefix("Les ") {
        return format!("des {rest}");
    }
    let begins_with_vowel = city.starts_with(['A', 'E', 'É', 'I', 'O', 'U', 'Y']) || city == "Hyères";
    if begins_with_vowel { format!("d'{city}") } else { format!("de {city}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_follow_the_preposition_as_grammar_asks() {
        assert_eq!(of_town("Die"), "de Die");
        assert_eq!(of_town("Annecy"), "d'Annecy");
        assert_eq!(of_town("Le Havre"), "du Havre");
        assert_eq!(of_town("Les Sables-d'Olonne"), "des Sables-d'Olonne");
        assert_eq!(of_town("La Rochelle"), "de La Rochelle");
        assert_eq!(of_town("Yverdon-les-Bains"), "d'Yverdon-les-Bains");
    }
}
