//! Names of people whose families came to France, Britain and America from further away, and of the English-speaking.

use crate::tables::GivenName;

/// Family names of Algeria, Morocco and Tunisia.
#[rustfmt::skip]
pub(crate) const MAGHREBI: &[&str] = &[
    "Benali", "Haddad", "Belkacem", "Saïdi", "Bouzid", "Mansouri", "Cherif", "Amrani", "Brahimi", "Hamdi", "Benamar", "Rahmani", "Ziani", "Khelifi", "Slimani",
    "Alaoui", "El Amrani", "Benjelloun", "Idrissi", "Tazi", "Bennani", "Bouchareb", "Ait Ahmed", "Meziane", "Ouali", "Larbi", "Boudiaf", "Djebbar", "Trabelsi",
    "Ben Salah", "Gharbi", "Jaziri", "Mokrani", "Hamidi", "Messaoudi", "Naceri", "Toumi", "El Idrissi", "Belhadj", "Chaoui",
];

/// Given names of their daughters.
#[rustfmt::skip]
pub(crate) const MAGHREBI_WOMEN: &[GivenName] = &[
    ("Fatima", 100, 1960, 15), ("Khadija", 60, 1962, 16), ("Zohra", 40, 1945, 14), ("Yamina", 40, 1948, 14), ("Malika", 70, 1962, 10), ("Nadia", 90, 1968, 9),
    ("Samira", 80, 1972, 8), ("Karima", 60, 1972, 8), ("Leïla", 60, 1980, 15), ("Naïma", 50, 1966, 10), ("Rachida", 50, 1964, 10), ("Nora", 60, 1985, 20),
    ("Sabrina", 60, 1984, 7), ("Sonia", 50, 1980, 9), ("Yasmine", 70, 2000, 10), ("Inès", 90, 2005, 8), ("Sarah", 80, 1997, 10), ("Amina", 60, 2000, 18),
    ("Lina", 80, 2011, 8), ("Nour", 50, 2014, 8), ("Assia", 40, 2010, 11), ("Myriam", 60, 1988, 13), ("Farida", 50, 1963, 10), ("Houria", 30, 1956, 12),
];

/// Given names of their sons.
#[rustfmt::skip]
pub(crate) const MAGHREBI_MEN: &[GivenName] = &[
    ("Mohamed", 160, 1975, 25), ("Ahmed", 90, 1960, 18), ("Ali", 70, 1965, 22), ("Rachid", 70, 1965, 10), ("Karim", 90, 1974, 9), ("Saïd", 60, 1963, 11),
    ("Abdelkader", 50, 1952, 13), ("Mustapha", 50, 1960, 12), ("Farid", 50, 1968, 9), ("Nordine", 40, 1970, 8), ("Samir", 70, 1974, 8), ("Mourad", 50, 1972, 8),
    ("Mehdi", 90, 1990, 9), ("Sofiane", 60, 1989, 9), ("Yacine", 50, 1993, 10), ("Bilal", 60, 1997, 8), ("Amine", 70, 2001, 9), ("Rayan", 70, 2006, 6),
    ("Ilyès", 50, 2008, 7), ("Adam", 80, 2012, 8), ("Ibrahim", 50, 2010, 11), ("Hicham", 40, 1978, 8), ("Youssef", 60, 1998, 15), ("Nassim", 50, 2001, 9),
];

/// Family names of Senegal, Mali, Guinea, Côte d'Ivoire and Cameroon.
#[rustfmt::skip]
pub(crate) const WEST_AFRICAN: &[&str] = &[
    "Diallo", "Traoré", "Diop", "Coulibaly", "Camara", "Konaté", "Keïta", "Ndiaye", "Koné", "Touré", "Sow", "Cissé", "Bah", "Sylla", "Diarra", "Fofana",
    "Sissoko", "Dembélé", "Ba", "Fall", "Gueye", "Kouassi", "Kouamé", "Yao", "Mbaye", "Sarr", "Sidibé", "Doumbia", "Ngo", "Mballa", "Essomba", "Nkoulou",
];

/// Given names of their daughters.
#[rustfmt::skip]
pub(crate) const WEST_AFRICAN_WOMEN: &[GivenName] = &[
    ("Aminata", 90, 1985, 20), ("Fatoumata", 110, 1985, 20), ("Mariam", 80, 1988, 18), ("Awa", 70, 1988, 20), ("Aïssatou", 70, 1985, 18), ("Kadiatou", 50, 1985, 18),
    ("Oumou", 40, 1985, 18), ("Marie-Louise", 20, 1958, 15), ("Rokhaya", 30, 1982, 18), ("Binta", 40, 1985, 20), ("Clarisse", 40, 1980, 14), ("Estelle", 40, 1988, 14),
    ("Assa", 40, 1994, 14), ("Djeneba", 40, 1990, 16), ("Grâce", 40, 2000, 12), ("Adjoua", 20, 1978, 16),
];

/// Given names of their sons.
#[rustfmt::skip]
pub(crate) const WEST_AFRICAN_MEN: &[GivenName] = &[
    ("Mamadou", 130, 1983, 20), ("Ousmane", 80, 1984, 20), ("Ibrahima", 80, 1985, 20), ("Moussa", 90, 1987, 20), ("Abdoulaye", 70, 1982, 20), ("Boubacar", 60, 1982, 20),
    ("Amadou", 60, 1983, 20), ("Cheikh", 50, 1982, 18), ("Souleymane", 60, 1988, 18), ("Bakary", 50, 1988, 18), ("Issa", 50, 1990, 18), ("Jean-Paul", 30, 1968, 15),
    ("Serge", 40, 1972, 14), ("Ismaël", 50, 1996, 14), ("Yaya", 30, 1990, 18), ("Emmanuel", 50, 1990, 18),
];

/// Family names of Portugal.
#[rustfmt::skip]
pub(crate) const PORTUGUESE: &[&str] = &[
    "da Silva", "Ferreira", "Pereira", "dos Santos", "Rodrigues", "Fernandes", "de Oliveira", "Gomes", "Lopes", "Marques", "Martins", "Gonçalves", "Alves",
    "de Sousa", "Teixeira", "Carvalho", "Pinto", "Moreira", "Correia", "Mendes", "Nunes", "Antunes", "Ribeiro", "Cardoso", "da Costa", "Vieira", "Tavares",
];

/// Portuguese given names of the first generation's daughters.
#[rustfmt::skip]
pub(crate) const PORTUGUESE_WOMEN: &[GivenName] = &[
    ("Maria", 150, 1952, 13), ("Ana", 60, 1968, 16), ("Fernanda", 40, 1955, 12), ("Manuela", 40, 1960, 11), ("Isabel", 50, 1962, 13), ("Teresa", 40, 1956, 13),
    ("Rosa", 50, 1952, 13), ("Paula", 40, 1968, 11), ("Cristina", 40, 1972, 10), ("Lurdes", 30, 1955, 11),
];

/// Portuguese given names of the first generation's sons.
#[rustfmt::skip]
pub(crate) const PORTUGUESE_MEN: &[GivenName] = &[
    ("José", 120, 1955, 14), ("Manuel", 110, 1954, 14), ("António", 100, 1954, 13), ("Carlos", 60, 1964, 12), ("João", 60, 1960, 15), ("Fernando", 50, 1956, 12),
    ("Paulo", 40, 1970, 10), ("Luís", 40, 1966, 14), ("Joaquim", 50, 1951, 12), ("Filipe", 30, 1975, 12),
];

/// Family names of Vietnam, Cambodia, Laos and China as written in France.
#[rustfmt::skip]
pub(crate) const ASIAN: &[&str] = &[
    "Nguyen", "Tran", "Le", "Pham", "Huynh", "Phan", "Vo", "Dang", "Bui", "Do", "Ho", "Ngo", "Duong", "Ly", "Chen", "Wang", "Zhang", "Lin", "Sok", "Chhay",
    "Phommavong", "Xiong", "Vang",
];

/// Family names of Britain.
#[rustfmt::skip]
pub(crate) const BRITISH: &[&str] = &[
    "Smith", "Jones", "Williams", "Taylor", "Brown", "Davies", "Evans", "Wilson", "Thomas", "Roberts", "Johnson", "Lewis", "Walker", "Robinson", "Wood",
    "Thompson", "White", "Watson", "Jackson", "Wright", "Green", "Harris", "Cooper", "King", "Lee", "Martin", "Clarke", "James", "Morgan", "Hughes",
    "Edwards", "Hill", "Moore", "Clark", "Harrison", "Scott", "Young", "Morris", "Hall", "Ward", "Turner", "Carter", "Phillips", "Mitchell", "Patel",
    "Adams", "Campbell", "Anderson", "Allen", "Cook", "Bailey", "Parker", "Miller", "Davis", "Murphy", "Price", "Bell", "Baker", "Griffiths", "Kelly",
    "Simpson", "Marshall", "Collins", "Bennett", "Cox", "Richardson", "Fox", "Gray", "Rose", "Chapman", "Hunt", "Robertson", "Shaw", "Reynolds", "Lloyd",
    "Ellis", "Richards", "Russell", "Wilkinson", "Khan", "Graham", "Stewart", "Reid", "Murray", "Powell", "Palmer", "Holmes", "Rogers", "Stevens", "Walsh",
    "Hunter", "Thomson", "Matthews", "Ross", "Owen", "Mason", "Knight", "Kennedy", "Butler", "Saunders", "Cole", "Pearce", "Dean", "Foster", "Harvey",
    "Hudson", "Gibson", "Mills", "Berry", "Barnes", "Pearson", "Kaur", "Booth", "Dixon", "Grant", "Gordon", "Lane", "Harper", "Ali", "Hart", "MacDonald",
    "Brooks", "Carr", "Macdonald", "Hussain", "Francis", "Ferguson", "Fletcher", "Begum", "O'Brien", "O'Neill", "Byrne", "Fraser", "Sinclair", "McKenzie",
    "Ashworth", "Blackwood", "Cartwright", "Dunmore", "Eastwood", "Fairfax-Jones", "Greenhalgh", "Hartley", "Ingham", "Kershaw", "Lockwood", "Moss",
    "Nuttall", "Ogden", "Pickering", "Ramsbottom", "Sutcliffe", "Thornton", "Underwood", "Whitaker", "Yates",
];

/// Family names of the United States.
#[rustfmt::skip]
pub(crate) const AMERICAN: &[&str] = &[
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "Hernandez", "Lopez", "Gonzalez", "Wilson",
    "Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin", "Lee", "Perez", "Thompson", "White", "Harris", "Sanchez", "Clark", "Ramirez", "Lewis",
    "Robinson", "Walker", "Young", "Allen", "King", "Wright", "Scott", "Torres", "Nguyen", "Hill", "Flores", "Green", "Adams", "Nelson", "Baker", "Hall",
    "Rivera", "Campbell", "Mitchell", "Carter", "Roberts", "Gomez", "Phillips", "Evans", "Turner", "Diaz", "Parker", "Cruz", "Edwards", "Collins", "Reyes",
    "Stewart", "Morris", "Morales", "Murphy", "Cook", "Rogers", "Gutierrez", "Ortiz", "Morgan", "Cooper", "Peterson", "Bailey", "Reed", "Kelly", "Howard",
    "Ramos", "Kim", "Cox", "Ward", "Richardson", "Watson", "Brooks", "Chavez", "Wood", "James", "Bennett", "Gray", "Mendoza", "Ruiz", "Hughes", "Price",
    "Alvarez", "Castillo", "Sanders", "Patel", "Myers", "Long", "Ross", "Foster", "Jimenez", "Schultz", "Weaver", "Hoffman", "Larson", "Olson", "Kowalski",
    "Washington", "Sullivan", "O'Connor", "Goldberg", "Cohen", "Schwartz", "McCarthy", "Fitzgerald", "Jefferson", "Booker", "Whitfield", "Delacroix",
];

/// Family names of South Asian, Nigerian and Caribbean Britain.
#[rustfmt::skip]
pub(crate) const BRITISH_WORLD: &[&str] = &[
    "Patel", "Khan", "Singh", "Ahmed", "Hussain", "Begum", "Kaur", "Shah", "Sharma", "Chowdhury", "Rahman", "Malik", "Okafor", "Adeyemi", "Okonkwo", "Balogun",
    "Mensah", "Owusu", "Boateng", "Osei", "Campbell", "Clarke-Brown", "Ogunleye", "Eze", "Mukherjee", "Gupta", "Iqbal", "Mahmood", "Chaudhry", "Das",
];

/// Given names of their daughters.
#[rustfmt::skip]
pub(crate) const BRITISH_WORLD_WOMEN: &[GivenName] = &[
    ("Priya", 60, 1985, 15), ("Anjali", 40, 1988, 15), ("Aisha", 70, 1992, 15), ("Fatima", 60, 1985, 20), ("Nasreen", 30, 1970, 13), ("Meera", 40, 1978, 15),
    ("Sunita", 40, 1966, 12), ("Ngozi", 40, 1976, 15), ("Chioma", 30, 1985, 15), ("Folake", 30, 1975, 15), ("Abena", 30, 1982, 16), ("Zainab", 40, 1998, 14),
    ("Grace", 50, 1975, 25), ("Blessing", 30, 1988, 12), ("Maryam", 50, 2005, 12), ("Simran", 30, 1998, 12),
];

/// Given names of their sons.
#[rustfmt::skip]
pub(crate) const BRITISH_WORLD_MEN: &[GivenName] = &[
    ("Raj", 50, 1972, 15), ("Sanjay", 50, 1970, 12), ("Arjun", 40, 1996, 14), ("Mohammed", 120, 1992, 22), ("Imran", 60, 1982, 12), ("Tariq", 40, 1975, 14),
    ("Amir", 40, 1988, 15), ("Vikram", 30, 1980, 13), ("Chidi", 30, 1982, 15), ("Emeka", 30, 1976, 14), ("Tunde", 30, 1975, 14), ("Kwame", 40, 1980, 16),
    ("Kofi", 30, 1985, 16), ("Samuel", 60, 1985, 20), ("Harpreet", 30, 1983, 13), ("Yusuf", 50, 2000, 14),
];
