//! British and American given names with the years in which they were given: (name, weight, peak year, spread in years).

use crate::tables::GivenName;

/// Women's names.
#[rustfmt::skip]
pub(crate) const WOMEN: &[GivenName] = &[
    ("Mary", 300, 1925, 16), ("Dorothy", 130, 1923, 10), ("Betty", 110, 1929, 8), ("Margaret", 190, 1930, 15), ("Joan", 100, 1930, 9),
    ("Doris", 60, 1922, 9), ("Jean", 90, 1930, 10), ("Ruth", 70, 1928, 15), ("Joyce", 80, 1931, 9), ("Shirley", 90, 1936, 6),
    ("Patricia", 180, 1946, 11), ("Barbara", 170, 1943, 9), ("Carol", 120, 1945, 8), ("Judith", 80, 1944, 8), ("Sandra", 110, 1948, 9),
    ("Maureen", 60, 1943, 8), ("Sheila", 60, 1940, 10), ("Brenda", 80, 1947, 9), ("Janet", 90, 1950, 9), ("Linda", 160, 1949, 6),
    ("Susan", 190, 1955, 8), ("Christine", 110, 1953, 9), ("Deborah", 110, 1956, 6), ("Diane", 80, 1954, 8), ("Karen", 120, 1962, 7),
    ("Julie", 110, 1966, 7), ("Jacqueline", 80, 1963, 8), ("Helen", 100, 1962, 20), ("Elizabeth", 160, 1960, 28), ("Jane", 80, 1961, 11),
    ("Alison", 60, 1966, 8), ("Tracy", 80, 1967, 5), ("Lisa", 130, 1969, 6), ("Michelle", 130, 1971, 7), ("Kimberly", 90, 1970, 7),
    ("Sharon", 90, 1963, 7), ("Angela", 100, 1970, 8), ("Joanne", 70, 1970, 6), ("Sarah", 190, 1980, 9), ("Nicola", 70, 1973, 6),
    ("Claire", 90, 1976, 8), ("Emma", 110, 1980, 7), ("Emma", 110, 2006, 9), ("Rachel", 110, 1984, 8), ("Rebecca", 110, 1985, 9),
    ("Jennifer", 160, 1976, 7), ("Amanda", 100, 1982, 7), ("Jessica", 150, 1989, 7), ("Ashley", 90, 1989, 5), ("Laura", 110, 1985, 10),
    ("Gemma", 60, 1984, 5), ("Kelly", 70, 1979, 7), ("Louise", 60, 1981, 9), ("Hannah", 110, 1996, 8), ("Lauren", 90, 1992, 7),
    ("Charlotte", 100, 1996, 12), ("Chloe", 100, 1999, 7), ("Megan", 90, 1996, 6), ("Emily", 150, 1998, 8), ("Sophie", 100, 1997, 8),
    ("Olivia", 130, 2009, 8), ("Grace", 90, 2005, 9), ("Amelia", 90, 2012, 7), ("Isla", 50, 2015, 6), ("Ava", 80, 2013, 7),
    ("Mia", 70, 2013, 7), ("Sophia", 80, 2012, 7), ("Isabella", 80, 2010, 7), ("Freya", 40, 2013, 9), ("Poppy", 40, 2013, 8),
    ("Lily", 70, 2010, 8), ("Ella", 70, 2008, 8), ("Lucy", 80, 1998, 12), ("Alice", 60, 1995, 30), ("Eleanor", 50, 1990, 30),
    ("Victoria", 80, 1982, 11), ("Katherine", 80, 1984, 12), ("Fiona", 50, 1967, 8), ("Heather", 70, 1976, 8), ("Gillian", 40, 1960, 9),
    ("Wendy", 50, 1963, 8), ("Pamela", 60, 1949, 9), ("Ann", 80, 1947, 11), ("Kathleen", 70, 1945, 13), ("Rosemary", 40, 1948, 10),
    ("Bethany", 40, 1995, 7), ("Natasha", 50, 1988, 8), ("Abigail", 60, 2000, 8), ("Holly", 60, 1993, 9), ("Zoe", 50, 1994, 13),
];

/// Men's names.
#[rustfmt::skip]
pub(crate) const MEN: &[GivenName] = &[
    ("William", 190, 1930, 25), ("William", 110, 2008, 11), ("George", 120, 1924, 14), ("George", 70, 2012, 8), ("Charles", 120, 1928, 16),
    ("Frank", 80, 1924, 12), ("Albert", 50, 1920, 11), ("Arthur", 50, 1920, 11), ("Harold", 60, 1923, 10), ("Ronald", 100, 1936, 9),
    ("Kenneth", 110, 1936, 12), ("Donald", 90, 1933, 9), ("Derek", 60, 1937, 9), ("Dennis", 80, 1941, 10), ("Brian", 120, 1947, 14),
    ("Raymond", 70, 1935, 11), ("Robert", 230, 1946, 15), ("John", 310, 1945, 18), ("James", 240, 1950, 24), ("James", 110, 1990, 11),
    ("Peter", 140, 1950, 12), ("Roger", 70, 1948, 8), ("Alan", 100, 1949, 10), ("Keith", 80, 1951, 9), ("Richard", 170, 1953, 14),
    ("Michael", 270, 1956, 13), ("David", 280, 1958, 11), ("Stephen", 130, 1957, 9), ("Gary", 100, 1956, 7), ("Ian", 80, 1963, 8),
    ("Graham", 60, 1955, 8), ("Barry", 60, 1950, 9), ("Geoffrey", 40, 1945, 10), ("Trevor", 40, 1950, 10), ("Nigel", 50, 1961, 6),
    ("Mark", 190, 1964, 7), ("Paul", 180, 1963, 8), ("Kevin", 120, 1963, 8), ("Steven", 120, 1962, 8), ("Andrew", 170, 1968, 10),
    ("Simon", 90, 1968, 8), ("Timothy", 90, 1964, 9), ("Jeffrey", 80, 1962, 7), ("Scott", 90, 1969, 7), ("Jason", 110, 1973, 5),
    ("Stuart", 50, 1971, 7), ("Neil", 70, 1967, 8), ("Craig", 60, 1974, 7), ("Christopher", 190, 1980, 9), ("Matthew", 170, 1984, 8),
    ("Daniel", 180, 1986, 9), ("Joshua", 130, 1993, 8), ("Ryan", 110, 1988, 8), ("Adam", 100, 1986, 8), ("Benjamin", 100, 1992, 12),
    ("Thomas", 160, 1990, 15), ("Joseph", 120, 1988, 18), ("Nicholas", 100, 1986, 10), ("Jonathan", 90, 1983, 8), ("Anthony", 110, 1970, 16),
    ("Luke", 80, 1992, 8), ("Jack", 130, 2000, 9), ("Samuel", 100, 1998, 11), ("Connor", 60, 1997, 5), ("Callum", 50, 1999, 6),
    ("Oliver", 110, 2009, 9), ("Harry", 90, 2005, 9), ("Charlie", 70, 2011, 8), ("Jacob", 100, 2004, 8), ("Ethan", 90, 2006, 7),
    ("Noah", 90, 2015, 6), ("Liam", 80, 2013, 8), ("Alfie", 40, 2010, 6), ("Oscar", 40, 2014, 8), ("Leo", 50, 2017, 6), ("Logan", 60, 2012, 6),
    ("Henry", 70, 2012, 10), ("Edward", 80, 1950, 30), ("Patrick", 80, 1965, 16), ("Philip", 80, 1958, 12), ("Martin", 70, 1958, 9),
    ("Gareth", 30, 1978, 8), ("Rhys", 20, 1995, 9), ("Duncan", 20, 1965, 10), ("Angus", 15, 1980, 20), ("Malcolm", 40, 1945, 9), ("Toby", 30, 1998, 10),
];

/// Middle names, which are plainer than given names.
#[rustfmt::skip]
pub(crate) const MIDDLE_WOMEN: &[&str] = &[
    "Anne", "Marie", "Elizabeth", "Louise", "Jane", "Rose", "Grace", "Catherine", "Mary", "Lynn", "May", "Claire", "Helen", "Margaret",
];

/// Middle names of men.
#[rustfmt::skip]
pub(crate) const MIDDLE_MEN: &[&str] = &[
    "James", "John", "William", "Thomas", "Alexander", "Edward", "David", "Michael", "Robert", "Joseph", "Charles", "Lee", "Peter", "Francis",
];

/// Given names and the short forms that people go by, French and English.
#[rustfmt::skip]
pub(crate) const SHORT_FORMS: &[(&str, &str)] = &[
    ("William", "Bill"), ("Robert", "Bob"), ("Richard", "Dick"), ("Elizabeth", "Liz"), ("Margaret", "Maggie"), ("Katherine", "Kate"),
    ("Michael", "Mike"), ("Christopher", "Chris"), ("Jennifer", "Jen"), ("Patricia", "Pat"), ("Thomas", "Tom"), ("James", "Jim"),
    ("Joseph", "Joe"), ("Daniel", "Dan"), ("Matthew", "Matt"), ("Nicholas", "Nick"), ("Samuel", "Sam"), ("Benjamin", "Ben"), ("Rebecca", "Becky"),
    ("Jean-Pierre", "Jean-Pi"), ("Jean-Claude", "Jean-Clo"), ("Jean-Luc", "Jean-Lu"), ("Jean-Marc", "Jean-Ma"), ("Jean-Michel", "Jean-Mi"),
    ("Jean-François", "Jef"), ("Jean-Baptiste", "JB"), ("Christophe", "Chris"), ("Alexandre", "Alex"), ("Frédéric", "Fred"), ("Sébastien", "Seb"),
    ("Nicolas", "Nico"), ("Guillaume", "Guigui"), ("Stéphane", "Stéph"), ("Stéphanie", "Stéph"), ("Dominique", "Dom"), ("Catherine", "Cathy"),
    ("Isabelle", "Isa"), ("Véronique", "Véro"), ("Caroline", "Caro"), ("Françoise", "Fanfan"), ("Valérie", "Val"), ("Nathalie", "Nath"),
    ("Élisabeth", "Babeth"), ("Mickaël", "Mika"), ("Emmanuel", "Manu"), ("Florence", "Flo"), ("Virginie", "Virg"), ("Maxime", "Max"), ("Philippe", "Phil"),
];
