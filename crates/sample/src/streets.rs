//! Names of streets, and what stands before and after them in an address.

/// Kinds of streets in French towns with their weights.
pub(crate) const TOWN_KINDS: &[(&str, u32)] = &[
    ("rue", 60),
    ("avenue", 12),
    ("boulevard", 6),
    ("place", 6),
    ("allée", 5),
    ("impasse", 4),
    ("quai", 2),
    ("cours", 1),
    ("passage", 1),
    ("square", 1),
];

/// Kinds of streets in French villages with their weights.
pub(crate) const VILLAGE_KINDS: &[(&str, u32)] = &[
    ("rue", 35),
    ("chemin", 25),
    ("route", 18),
    ("impasse", 9),
    ("place", 5),
    ("allée", 3),
    ("montée", 3),
    ("traverse", 1),
];

/// What a French street is named after, with its article.
#[rustfmt::skip]
pub(crate) const TOWN_STREETS: &[&str] = &[
    "de la République", "Victor Hugo", "Jean Jaurès", "Pasteur", "Gambetta", "de la Gare", "des Lilas", "du Général de Gaulle", "Jean Moulin", "de la Liberté",
    "Émile Zola", "de Verdun", "Voltaire", "Carnot", "du 8 Mai 1945", "du 11 Novembre", "Jules Ferry", "des Écoles", "de l'Église", "Saint-Jacques",
    "Anatole France", "Aristide Briand", "George Sand", "Marie Curie", "Simone Veil", "Louise Michel", "Joliot-Curie", "Molière", "Lamartine", "Rabelais",
    "Paul Bert", "Pierre Brossolette", "de la Paix", "du Marché", "des Acacias", "des Tilleuls", "des Rosiers", "du Stade", "de Bretagne", "de Paris", "de Lyon",
    "de Strasbourg", "de la Fontaine", "du Château", "de l'Hôtel de Ville", "Nationale", "des Jardins", "de la Poste", "Arago", "Berlioz", "Debussy",
    "Édith Piaf", "Colette", "Jacques Prévert", "Paul Éluard", "Rosa Parks", "Olympe de Gouges", "Ambroise Croizat", "Félix Faure", "Denfert-Rochereau",
    "des Capucins", "des Cordeliers", "du Temple", "de la Halle", "des Tanneurs", "du Pont", "de la Résistance", "du Docteur Roux", "Henri Barbusse", "Danton",
];

/// What lanes of the country are named after, with their article.
#[rustfmt::skip]
pub(crate) const VILLAGE_STREETS: &[&str] = &[
    "du Moulin", "de la Fontaine", "des Vignes", "du Lavoir", "de la Croix", "des Prés", "du Four", "de l'Église", "du Château", "des Mésanges", "du Bois",
    "des Oliviers", "de la Source", "des Noyers", "du Cimetière", "de la Mairie", "des Peupliers", "du Puits", "de la Forge", "des Châtaigniers", "du Verger",
    "des Bergers", "de la Combe", "du Stade", "des Écoles", "de la Vallée", "du Ruisseau", "des Hirondelles", "de la Ferme", "du Calvaire", "des Amandiers",
    "de la Plaine", "de Bellevue", "des Tilleuls", "du Presbytère", "des Lavandes", "du Pigeonnier", "de Saint-Roch", "du Vieux Pont", "des Chênes", "du Plan",
];

/// Hamlets and farms, which have no number.
#[rustfmt::skip]
pub(crate) const HAMLETS: &[&str] = &[
    "Le Bourg", "Lieu-dit Les Granges", "Lieu-dit La Borie", "Hameau des Blaches", "La Ferme du Haut", "Lieu-dit Le Serre", "Quartier Saint-Roch", "Les Combes",
    "Le Mas Vieux", "Lieu-dit Kerguelen", "La Grande Bastide", "Le Village", "Hameau de Bellevue", "Lieu-dit La Vignasse", "Ferme des Tilleuls", "Le Clos Neuf",
];

/// Second lines of French addresses; `#` stands for a number.
#[rustfmt::skip]
pub(crate) const FRENCH_SECOND_LINES: &[&str] = &[
    "Appartement #", "Appt #", "Bâtiment A", "Bâtiment B", "Bât. C", "Résidence Les Cèdres", "Résidence du Parc", "Résidence Bellevue", "#e étage",
    "Escalier #", "Le Clos des Vignes", "BP #", "Chez Mme Roux", "Entrée B",
];

/// Second lines of British and American addresses; `#` stands for a number.
pub(crate) const ENGLISH_SECOND_LINES: &[&str] =
    &["Flat #", "Apartment #", "Unit #", "The Old Bakery", "Floor #", "Rose Cottage", "Suite #", "Basement"];

/// British streets.
#[rustfmt::skip]
pub(crate) const BRITISH_STREETS: &[&str] = &[
    "Station Road", "High Street", "Church Lane", "Victoria Road", "Park Avenue", "Mill Lane", "The Green", "Queens Road", "Albert Street", "Green Lane",
    "Manor Road", "Kings Road", "School Lane", "Grange Road", "York Terrace", "Chestnut Close", "Elm Grove", "Oak Drive", "North Street", "West View",
    "Alexandra Road", "Windsor Crescent", "St John's Road", "Meadow Way", "Bridge Street", "Tennyson Avenue", "Canal Street", "Orchard Close", "Hillside",
    "Springfield Road", "Priory Gardens", "Cromwell Road", "Wharf Lane", "Cemetery Road", "Beech Avenue", "Moor Lane",
];

/// American and Canadian streets.
#[rustfmt::skip]
pub(crate) const AMERICAN_STREETS: &[&str] = &[
    "Main Street", "Oak Street", "Maple Avenue", "Elm Street", "Washington Avenue", "2nd Street", "Park Avenue", "Cedar Lane", "Lincoln Street", "Pine Street",
    "Lake Street", "Hillcrest Drive", "River Road", "Jefferson Avenue", "Church Street", "4th Avenue", "Walnut Street", "Spruce Court", "Highland Avenue",
    "Sunset Boulevard", "Franklin Street", "Willow Way", "Prospect Street", "Mill Road", "7th Street", "Chestnut Street", "Ridge Road", "Union Street",
];
