//! What organizations are called: weighted patterns with their legal names, industry codes and staff.
//!
//! In a pattern `{city}` is the town, `{of}` the town after *de*, `{province}` the department (outside France the
//! town), `{surname}` a family name, `{eponym}` a name for schools, `{lane}` a place name with its article and
//! `{cause}`, `{friend}`, `{brand}`, `{craft}` a word of those tables. In a legal name `{name}` is the usual name.

/// Who works in an organization, which decides job titles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Staff {
    Council,
    School,
    Club,
    Other,
}

/// One way of naming an organization.
#[derive(Clone, Copy)]
pub(crate) struct Trade {
    pub(crate) name: &'static str,
    /// The registered name; empty if it is the usual one.
    pub(crate) legal: &'static str,
    /// NAF code in France (INSEE, rev. 2), SIC code elsewhere.
    pub(crate) code: &'static str,
    pub(crate) staff: Staff,
}

const fn trade(name: &'static str, legal: &'static str, code: &'static str, staff: Staff) -> Trade {
    Trade { name, legal, code, staff }
}

/// Organizations of France and its neighbours.
#[rustfmt::skip]
pub(crate) const FRENCH: &[(Trade, u32)] = &[
    (trade("Mairie {of}", "Commune {of}", "84.11Z", Staff::Council), 60),
    (trade("Communauté de communes {lane}", "", "84.11Z", Staff::Council), 8),
    (trade("Centre communal d'action sociale {of}", "CCAS {of}", "88.99B", Staff::Council), 8),
    (trade("École élémentaire {eponym} {of}", "", "85.20Z", Staff::School), 30),
    (trade("École maternelle {eponym} {of}", "", "85.10Z", Staff::School), 20),
    (trade("École primaire {lane}", "École primaire publique {lane}", "85.20Z", Staff::School), 12),
    (trade("Collège {eponym}", "", "85.31Z", Staff::School), 22),
    (trade("Lycée {eponym}", "", "85.31Z", Staff::School), 14),
    (trade("Médiathèque {eponym} {of}", "", "91.01Z", Staff::Council), 14),
    (trade("Les Amis {friend} {of}", "Association Les Amis {friend} {of}", "94.99Z", Staff::Club), 70),
    (trade("Collectif {cause} {province}", "", "94.99Z", Staff::Club), 60),
    (trade("{cause} en {province}", "Association {cause} en {province}", "94.99Z", Staff::Club), 22),
    (trade("Association {cause} {of}", "", "94.99Z", Staff::Club), 40),
    (trade("Comité des fêtes {of}", "", "93.29Z", Staff::Club), 22),
    (trade("Amicale laïque {of}", "", "94.99Z", Staff::Club), 16),
    (trade("Foyer rural {of}", "", "94.99Z", Staff::Club), 16),
    (trade("Parents d'élèves {eponym} {of}", "Association des parents d'élèves {eponym}", "94.99Z", Staff::Club), 20),
    (trade("Union sportive {of}", "", "93.12Z", Staff::Club), 18),
    (trade("Chorale {friend} {of}", "", "90.01Z", Staff::Club), 10),
    (trade("Harmonie municipale {of}", "", "90.01Z", Staff::Club), 8),
    (trade("Club de randonnée {of}", "", "93.12Z", Staff::Club), 14),
    (trade("Ressourcerie {lane}", "Association La Ressourcerie {lane}", "38.32Z", Staff::Club), 12),
    (trade("Épicerie solidaire {of}", "", "88.99B", Staff::Club), 12),
    (trade("MJC {of}", "Maison des jeunes et de la culture {of}", "94.99Z", Staff::Club), 12),
    (trade("AMAP {lane}", "", "94.99Z", Staff::Club), 12),
    (trade("Fondation {surname}", "", "94.99Z", Staff::Club), 14),
    (trade("Fondation {brand} pour l'environnement", "", "94.99Z", Staff::Club), 6),
    (trade("Boulangerie {surname}", "SARL {name}", "10.71C", Staff::Other), 34),
    (trade("Au Fournil {of}", "EURL {name}", "10.71C", Staff::Other), 8),
    (trade("{craft} {surname}", "SARL {name}", "43.32A", Staff::Other), 60),
    (trade("{surname} & Fils", "SAS {name}", "43.99C", Staff::Other), 20),
    (trade("{surname} {surname} Architectes", "SELARL {name}", "71.11Z", Staff::Other), 8),
    (trade("{brand} Conseil", "SAS {name}", "70.22Z", Staff::Other), 20),
    (trade("{brand} Énergies", "SCOP {name}", "35.11Z", Staff::Other), 12),
    (trade("{brand} Numérique", "SCOP {name}", "62.01Z", Staff::Other), 16),
    (trade("Librairie {lane}", "SARL {name}", "47.61Z", Staff::Other), 14),
    (trade("Ferme {lane}", "GAEC {lane}", "01.50Z", Staff::Other), 24),
    (trade("Domaine {surname}", "EARL {name}", "01.21Z", Staff::Other), 12),
    (trade("Pharmacie {lane}", "SELARL {name}", "47.73Z", Staff::Other), 14),
    (trade("Café {lane}", "SARL {name}", "56.30Z", Staff::Other), 14),
    (trade("Cabinet médical {lane}", "", "86.21Z", Staff::Other), 12),
];

/// Organizations of Britain and North America.
#[rustfmt::skip]
pub(crate) const ENGLISH: &[(Trade, u32)] = &[
    (trade("{city} Town Council", "", "9111", Staff::Council), 50),
    (trade("{eponym} Primary School", "", "8211", Staff::School), 40),
    (trade("{city} {eponym} School", "", "8211", Staff::School), 20),
    (trade("Friends of {city} {friend}", "", "8399", Staff::Club), 70),
    (trade("{city} {cause} Campaign", "", "8399", Staff::Club), 50),
    (trade("{cause} for {city}", "", "8399", Staff::Club), 40),
    (trade("{city} Community Choir", "", "7929", Staff::Club), 14),
    (trade("{city} Food Bank", "", "8322", Staff::Club), 18),
    (trade("{city} Allotment Society", "", "8699", Staff::Club), 14),
    (trade("The {surname} Foundation", "{name}", "6732", Staff::Club), 24),
    (trade("{surname}'s Bakery", "{surname} Bakeries Ltd", "5461", Staff::Other), 30),
    (trade("{surname} & Sons", "{name} Ltd", "1521", Staff::Other), 36),
    (trade("{surname} {craft}", "{name} Ltd", "1751", Staff::Other), 40),
    (trade("{surname} and {surname} Solicitors", "{name} LLP", "8111", Staff::Other), 14),
    (trade("{brand} Consulting", "{name} Ltd", "8742", Staff::Other), 20),
    (trade("{brand} Energy Co-op", "", "4911", Staff::Other), 12),
    (trade("{city} Books", "{name} Ltd", "5942", Staff::Other), 14),
];

/// After whom French schools and libraries are named.
#[rustfmt::skip]
pub(crate) const FRENCH_EPONYMS: &[&str] = &[
    "Jules Ferry", "Jean Moulin", "Marie Curie", "Victor Hugo", "Jacques Prévert", "Simone Veil", "Louise Michel", "Jean Jaurès", "Paul Éluard", "Pasteur",
    "George Sand", "Antoine de Saint-Exupéry", "Rosa Parks", "Émile Zola", "Olympe de Gouges", "Jean Macé", "Arthur Rimbaud", "Germaine Tillion",
    "Joséphine Baker", "Albert Camus", "Colette", "Marcel Pagnol", "Jean Giono", "Élisée Reclus", "Lucie Aubrac", "Célestin Freinet",
];

/// After whom or what English schools are named.
#[rustfmt::skip]
pub(crate) const ENGLISH_EPONYMS: &[&str] = &[
    "St Mary's", "Hillside", "Oakfield", "St John's", "Riverside", "Park Lane", "Meadowbank", "Holy Trinity", "Greenfield", "Northgate", "Ada Lovelace",
    "Florence Nightingale", "Rosa Parks", "Lakeview", "Woodlands", "St Peter's",
];

/// What French associations stand for.
#[rustfmt::skip]
pub(crate) const FRENCH_CAUSES: &[&str] = &[
    "Vélo", "Climat", "Jardins partagés", "Logement", "Rivières vivantes", "Paysans et Mangeurs", "Zéro Déchet", "Habitat partagé", "Accueil réfugiés",
    "Solidarité", "Mobilités douces", "Lecture pour tous", "Patrimoine", "Théâtre", "Danse", "Judo", "Escalade", "Astronomie", "Parentalité", "Entraide",
    "Abeilles et Ruchers", "Forêts", "Énergie citoyenne", "Monnaie locale", "Cinéma", "Photographie", "Musiques actuelles", "Handicap et Loisirs", "Rugby",
    "Alphabétisation", "Informatique libre", "Échecs", "Cirque", "Semences paysannes", "Transition",
];

/// What English charities stand for.
#[rustfmt::skip]
pub(crate) const ENGLISH_CAUSES: &[&str] = &[
    "Cycling", "Clean Air", "Housing", "Refugee Welcome", "Literacy", "Wildlife", "Zero Waste", "Safer Streets", "Community Energy", "Youth Music",
    "River Trust", "Climate Action", "Adult Learning", "Mental Health",
];

/// Of what people are friends, in French, with the article.
#[rustfmt::skip]
pub(crate) const FRENCH_FRIENDS: &[&str] = &[
    "du Livre", "de la Bibliothèque", "du Vieux Moulin", "du Patrimoine", "de l'Orgue", "du Musée", "des Jardins", "de la Montagne", "du Chemin de fer",
    "de la Nature", "du Cinéma", "des Arts", "de la Chapelle", "du Château", "des Sentiers", "de la Musique", "de la Rivière", "des Arbres", "du Théâtre",
];

/// Of what people are friends, in English.
pub(crate) const ENGLISH_FRIENDS: &[&str] =
    &["Library", "Park", "Museum", "Station", "Woods", "Canal", "Hospital", "Cemetery", "Lido", "Theatre"];

/// Invented brands.
#[rustfmt::skip]
pub(crate) const BRANDS: &[&str] = &[
    "Alpazur", "Vercoria", "Solenval", "Diobio", "Terravent", "Lumitec", "Ardélia", "Boréane", "Mistralys", "Oréade", "Novacime", "Granivert", "Cévéo",
    "Rivalto", "Armorine", "Galatéa", "Quercyl", "Luminosa", "Fjordane", "Pérégo", "Astrolis", "Hélianthe", "Silvara", "Combalta",
];

/// French crafts.
#[rustfmt::skip]
pub(crate) const FRENCH_CRAFTS: &[&str] = &[
    "Menuiserie", "Garage", "Plomberie", "Imprimerie", "Transports", "Maçonnerie", "Charpente", "Électricité", "Pépinières", "Ambulances", "Carrosserie",
    "Couverture", "Taxi", "Fromagerie", "Boucherie", "Scierie", "Cabinet", "Optique",
];

/// English crafts.
#[rustfmt::skip]
pub(crate) const ENGLISH_CRAFTS: &[&str] = &["Joinery", "Plumbing", "Motors", "Printers", "Roofing", "Electrical", "Nurseries", "Haulage", "Dairy", "Opticians"];
