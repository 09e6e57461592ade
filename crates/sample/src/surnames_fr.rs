//! Family names of France and of French-speaking neighbours, the most frequent first in each table.

/// The names found everywhere.
#[rustfmt::skip]
pub(crate) const COMMON: &[&str] = &[
    "Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon", "Michel", "Lefebvre", "Leroy",
    "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont", "Lambert", "Fontaine", "Rousseau", "Vincent", "Muller", "Lefèvre",
    "Faure", "André", "Mercier", "Blanc", "Guérin", "Boyer", "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Garcia", "Perrin", "Robin",
    "Clément", "Morin", "Nicolas", "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie", "Lemaire",
    "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas", "Brunet", "Gaillard", "Barbier", "Arnaud",
    "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Leroux", "Colin", "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine",
    "Renaud", "Dumas", "Lacroix", "Olivier", "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq", "Guillaume",
    "Lecomte", "Lopez", "Jean", "Dupuy", "Guillot", "Hubert", "Berger", "Carpentier", "Sanchez", "Dupuis", "Moulin", "Louis", "Deschamps", "Huet",
    "Vasseur", "Perez", "Boucher", "Fleury", "Royer", "Klein", "Jacquet", "Adam", "Paris", "Poirier", "Marty", "Aubry", "Guyot", "Carré", "Charles",
    "Renault", "Charpentier", "Ménard", "Maillard", "Baron", "Bertin", "Bailly", "Hervé", "Schneider", "Fernandez", "Collet", "Léger", "Bouvier",
    "Julien", "Prévost", "Millet", "Perrot", "Daniel", "Cousin", "Germain", "Breton", "Besson", "Langlois", "Rémy", "Pelletier", "Lévêque", "Perrier",
    "Leblanc", "Barré", "Lebrun", "Marchal", "Weber", "Mallet", "Hamon", "Boulanger", "Jacob", "Monnier", "Michaud", "Rodriguez", "Guichard", "Gillet",
    "Étienne", "Grondin", "Poulain", "Tessier", "Chevallier", "Collin", "Chauvin", "Bouchet", "Gay", "Lemaître", "Bénard", "Maréchal", "Humbert",
    "Reynaud", "Antoine", "Hoarau", "Perret", "Barthélemy", "Cordier", "Pichon", "Lejeune", "Gilbert", "Lamy", "Delaunay", "Pasquier", "Carlier",
    "Laporte", "Gros", "Buisson", "Legendre", "Alexandre", "Camus", "Coulon", "Blondel", "Verdier", "Tanguy", "Voisin", "Vallet", "Mace", "Dujardin",
    "Guillon", "Jacquot", "Delmas", "Chauvet", "Raynaud", "Berthelot", "Bigot", "Valentin", "Rossi", "Lesage", "Bertin", "Ferrand", "Drouet", "Hebert",
    "Delattre", "Thibault", "Lombard", "Peltier", "Chartier", "Masse", "Ferreira", "Colas", "Charrier", "Grégoire", "Duhamel", "Prat", "Ollivier",
    "Bruneau", "Leconte", "Rousset", "Bourdon", "Martel", "Devaux", "Blin", "Pons", "Maury", "Granger", "Gosselin", "Launay", "Tournier", "Ricard",
    "Descamps", "Gaudin", "Delorme", "Toussaint", "Courtois", "Girault", "Vaillant", "Mahé", "Besnard", "Lagarde", "Marin", "Riou", "Grenier", "Texier",
    "Favre", "Chapuis", "Bonnefoy", "Combe", "Terrier", "Barbe", "Faivre", "Vial", "Ferry", "Lacombe", "Forestier", "Jourdan", "Sauvage", "Chatelain",
    "Pottier", "Neveu", "Guyon", "Lafont", "Merle", "Bazin", "Cornu", "Gervais", "Hardy", "Imbert", "Jolivet", "Lacoste", "Maurin", "Normand", "Rigaud",
];

/// Stems and endings of the long tail: most French family names are borne by few people, and many are built so.
#[rustfmt::skip]
pub(crate) const STEMS: &[&str] = &[
    "Bert", "Gir", "Per", "Mor", "Bouch", "Guill", "Renaud", "Roch", "Mich", "Jacqu", "Robin", "Mass", "Vall", "Pell", "Font", "Gaud", "Bonn", "Bord",
    "Dur", "Tess", "Blanch", "Brun", "Chass", "Combr", "Croz", "Fauch", "Fourn", "Gall", "Grang", "Jam", "Lamb", "March", "Mart", "Merc", "Mont", "Noir",
    "Paill", "Pich", "Poit", "Rav", "Ross", "Sabat", "Thib", "Tourn", "Vern", "Vign", "Clav", "Bess", "Chab", "Col",
];

/// Endings of [`STEMS`].
#[rustfmt::skip]
pub(crate) const ENDINGS: &[&str] = &["ard", "aud", "eau", "et", "ier", "in", "on", "ot", "el", "ault", "etti", "ois", "illon", "eret", "ou"];

/// Names with a particle.
#[rustfmt::skip]
pub(crate) const PARTICLE: &[&str] = &[
    "de La Tour", "Le Roux", "de Oliveira", "de Sousa", "Le Gall", "de La Fontaine", "du Plessis", "d'Aubigny", "de Villeneuve", "de Rochebrune",
    "de Montclar", "d'Harcourt", "du Pré", "de Castelnau", "de Saint-Martin", "des Rieux", "de Beaumont", "de La Roche", "d'Estienne", "de Bonneval",
    "du Fayet", "de La Motte", "d'Hauterive", "de Lestrange", "de Chabannes", "van der Meersch", "Van Hove", "Vandenbroucke", "Van den Berghe",
];

/// Brittany.
#[rustfmt::skip]
pub(crate) const BRETON: &[&str] = &[
    "Le Goff", "Le Gall", "Le Roux", "Le Corre", "Tanguy", "Riou", "Guillou", "Le Bihan", "Le Guen", "Hamon", "Kerneis", "Morvan", "Le Bris", "Cadiou",
    "Quéméner", "Guéguen", "Le Floch", "Le Dantec", "Kervella", "Nédélec", "Prigent", "Le Meur", "Jézéquel", "Madec", "Abgrall", "Salaün", "Le Borgne",
    "Cariou", "Le Berre", "Kerbrat", "Pennec", "Rannou", "Quéré", "Cloarec", "Bizien", "Le Tallec", "Josselin", "Caradec", "Kermarrec", "Trévidic",
];

/// Languedoc, Gascony and Provence.
#[rustfmt::skip]
pub(crate) const OCCITAN: &[&str] = &[
    "Vidal", "Fabre", "Cazenave", "Delmas", "Puech", "Bousquet", "Rouquette", "Cabrol", "Casals", "Granier", "Soulier", "Laffont", "Barthès", "Calvet",
    "Roques", "Espinasse", "Durieu", "Pujol", "Ferrer", "Andrieu", "Azéma", "Bonnafous", "Cassan", "Escande", "Galtier", "Vialatte", "Rouvière", "Sabatier",
    "Castel", "Laborde", "Lafitte", "Capdeville", "Pagès", "Garrigue", "Teyssèdre", "Chabaud", "Aubanel", "Audibert", "Mistral", "Roumanille", "Ginoux",
];

/// Alsace and Lorraine.
#[rustfmt::skip]
pub(crate) const ALSATIAN: &[&str] = &[
    "Muller", "Meyer", "Schmitt", "Schneider", "Klein", "Weber", "Fischer", "Keller", "Wolff", "Zimmermann", "Kieffer", "Schwartz", "Walter", "Hoffmann",
    "Roth", "Huber", "Wagner", "Stoltz", "Heitz", "Kuntz", "Ehrhart", "Baumann", "Schaeffer", "Ritter", "Herrmann", "Metzger", "Zeller", "Oberlé", "Specht",
];

/// The Basque country and Béarn.
#[rustfmt::skip]
pub(crate) const BASQUE: &[&str] = &[
    "Etcheverry", "Etchegaray", "Elissalde", "Harispe", "Ithurralde", "Bidegain", "Iriart", "Dirassar", "Etchebarne", "Urruty", "Larralde", "Goyeneche",
    "Laborde", "Casenave", "Lahitte", "Arhancet", "Irigoyen", "Duhalde",
];

/// Corsica.
#[rustfmt::skip]
pub(crate) const CORSICAN: &[&str] = &[
    "Albertini", "Santoni", "Paoli", "Casanova", "Mattei", "Luciani", "Filippi", "Leca", "Colonna", "Poggi", "Giacobbi", "Pietri", "Franceschi", "Agostini",
    "Bartoli", "Mariani", "Orsini", "Susini", "Cesari", "Ottavi",
];

/// Overseas departments.
#[rustfmt::skip]
pub(crate) const CREOLE: &[&str] = &[
    "Payet", "Grondin", "Hoarau", "Boyer", "Fontaine", "Dijoux", "Maillot", "Rivière", "Técher", "Lebon", "Bègue", "Turpin", "Sautron", "Robert", "Nativel",
    "Jean-Baptiste", "Marie-Sainte", "Joseph-Angélique", "Mirabel", "Zobda", "Montout", "Pierre-Louis", "Louisy", "Ramassamy", "Virapin", "Lagier",
];

/// Families that came from Italy, Spain and Poland.
#[rustfmt::skip]
pub(crate) const SETTLED: &[&str] = &[
    "Garcia", "Martinez", "Lopez", "Sanchez", "Perez", "Fernandez", "Rodriguez", "Rossi", "Gonzalez", "Ruiz", "Hernandez", "Romano", "Bianchi", "Ferrari",
    "Moretti", "Ricci", "Esposito", "Navarro", "Moreno", "Ortega", "Molina", "Torres", "Kowalski", "Nowak", "Wisniewski", "Lewandowski", "Kaczmarek",
    "Conti", "Marino", "Barbieri", "Gallo", "Serra", "Ramos", "Castillo", "Delgado", "Wojcik", "Szymanski", "Papadopoulos", "Sarkissian", "Petrossian",
];

/// French-speaking Belgium.
#[rustfmt::skip]
pub(crate) const BELGIAN: &[&str] = &[
    "Dubois", "Lambert", "Peeters", "Janssens", "Dupont", "Martin", "Simon", "Maes", "Jacobs", "Dumont", "Leclercq", "Mertens", "Willems", "Claes", "Denis",
    "Lejeune", "Delvaux", "Gillard", "Collard", "Wouters", "Goossens", "Renard", "Desmet", "Van Damme", "Lemmens", "Hubert", "Servais", "Piette", "Rousseau",
];

/// French-speaking Switzerland.
#[rustfmt::skip]
pub(crate) const SWISS: &[&str] = &[
    "Favre", "Rochat", "Müller", "Blanc", "Bovet", "Chappuis", "Rey", "Perret", "Jaquet", "Meier", "Schmid", "Keller", "Aubert", "Bonvin", "Fournier",
    "Gremaud", "Jeanneret", "Monnard", "Pittet", "Cuche", "Dubuis", "Berset", "Savary", "Emery", "Vuilleumier", "Droz", "Huguenin", "Pasche", "Delaloye",
];

/// Québec.
#[rustfmt::skip]
pub(crate) const QUEBECKER: &[&str] = &[
    "Tremblay", "Gagnon", "Roy", "Côté", "Bouchard", "Gauthier", "Morin", "Lavoie", "Fortin", "Gagné", "Ouellet", "Pelletier", "Bélanger", "Lévesque",
    "Bergeron", "Leblanc", "Paquette", "Girard", "Simard", "Boucher", "Caron", "Beaulieu", "Cloutier", "Dubé", "Poirier", "Fournier", "Lapointe", "Leclerc",
];
