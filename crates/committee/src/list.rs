//! A committee list as people hand it over: pasted or in a file, its columns recognised by what they are called.

use import::name::{self, NameOrder};
use import::source::{delimited, guess};
use import::value::{self, DateOrder};
use jiff::civil::Date;
use schema::fold::fold;

use crate::office::plain;

/// More lines than these are no committee.
pub const MOST: usize = 500;

/// One line: who, in which office, from when until when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its number in the list, from 1.
    pub number: u64,
    pub first: String,
    pub last: String,
    pub email: String,
    pub role: String,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// What stood where a day was expected and is none.
    pub unread: Vec<String>,
}

impl Line {
    /// The name as it is shown.
    pub fn name(&self) -> String {
        [self.first.as_str(), self.last.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Whole,
    First,
    Last,
    Email,
    Role,
    Since,
    Until,
    Other,
}

const NAMES: [(Column, &[&str]); 7] = [
    (Column::First, &["prenom", "prenoms", "first name", "firstname", "given name"]),
    (Column::Last, &["nom", "nom de famille", "last name", "lastname", "surname", "family name"]),
    (
        Column::Whole,
        &[
            "nom complet",
            "nom et prenom",
            "prenom et nom",
            "nom prenom",
            "prenom nom",
            "personne",
            "membres",
            "name",
            "full name",
            "person",
        ],
    ),
    (Column::Email, &["email", "e mail", "mail", "courriel", "adresse e mail", "adresse mail", "adresse electronique"]),
    (
        Column::Role,
        &["role", "fonction", "mandat", "poste", "charge", "titre", "qualite", "office", "position", "function"],
    ),
    (
        Column::Since,
        &[
            "depuis",
            "depuis le",
            "debut",
            "date de debut",
            "du",
            "elu le",
            "elue le",
            "since",
            "from",
            "start",
            "start date",
        ],
    ),
    (
        Column::Until,
        &[
            "jusqu au",
            "jusqu en",
            "fin",
            "date de fin",
            "fin de mandat",
            "au",
            "echeance",
            "until",
            "to",
            "end",
            "end date",
        ],
    ),
];

/// The order of columns that nothing names.
const USUAL: [Column; 4] = [Column::Whole, Column::Role, Column::Since, Column::Until];

fn column(cell: &str) -> Column {
    let words = plain(cell);
    NAMES.iter().find(|(_, names)| names.contains(&words.as_str())).map_or(Column::Other, |(column, _)| *column)
}

/// The lines of a pasted list; None where it cannot be read at all.
pub fn read(text: &str) -> Option<Vec<Line>> {
    let delimiter = guess::delimiter(text.as_bytes());
    let mut rows = Vec::new();
    delimited::rows(text.as_bytes(), delimiter as u8, &mut |line, cells| {
        rows.push((line, cells.to_vec()));
        rows.len() <= MOST
    })
    .ok()?;
    Some(lines(&rows))
}

/// The lines of a table. A first row that names columns is none.
pub fn lines(rows: &[(u64, Vec<String>)]) -> Vec<Line> {
    let Some((_, first)) = rows.first() else { return Vec::new() };
    let named: Vec<Column> = first.iter().map(|cell| column(cell)).collect();
    let has_header = named.iter().filter(|column| **column != Column::Other).count() >= 2
        && named.iter().any(|column| [Column::Whole, Column::Last].contains(column));
    let body = if has_header { rows.get(1..).unwrap_or_default() } else { rows };
    let columns = if has_header { whole_names(named) } else { USUAL.to_vec() };
    let cells: Vec<Vec<String>> = body.iter().map(|(_, cells)| cells.clone()).collect();
    let dates = guess::date_order(&cells);
    let names = columns.iter().position(|column| *column == Column::Whole);
    let order = names.and_then(|at| name::order_of(cells.iter().filter_map(|row| row.get(at)).map(String::as_str)));
    let order = order.unwrap_or(NameOrder::FirstLast);
    let all = body.iter().map(|(number, cells)| line(*number, cells, &columns, dates, order));
    all.filter(|line| !line.name().is_empty() || !line.role.is_empty()).collect()
}

/// A column called "Nom" beside no first names holds whole names.
fn whole_names(mut columns: Vec<Column>) -> Vec<Column> {
    if !columns.contains(&Column::First) {
        columns.iter_mut().filter(|column| **column == Column::Last).for_each(|column| *column = Column::Whole);
    }
    columns
}

fn line(number: u64, cells: &[String], columns: &[Column], dates: DateOrder, order: NameOrder) -> Line {
    let mut line = Line { number, ..Line::default() };
    for (at, cell) in cells.iter().enumerate() {
        let cell = cell.trim();
        // An address is one wherever it stands.
        let column = if cell.contains('@') { Column::Email } else { columns.get(at).copied().unwrap_or(Column::Other) };
        match column {
            _ if cell.is_empty() => {}
            Column::Whole => {
                let parts = name::split(cell, order);
                (line.first, line.last) = (parts.first, parts.last);
            }
            Column::First => cell.clone_into(&mut line.first),
            Column::Last => cell.clone_into(&mut line.last),
            Column::Email => cell.clone_into(&mut line.email),
            Column::Role => cell.clone_into(&mut line.role),
            Column::Since | Column::Until => {
                let is_end = column == Column::Until;
                match day(cell, dates, is_end) {
                    Some(day) if is_end => line.until = Some(day),
                    Some(day) => line.since = Some(day),
                    None => line.unread.push(cell.to_owned()),
                }
            }
            Column::Other => {}
        }
    }
    line
}

/// A day as lists write it: whole, or a month or a year alone, of which a term takes the first day or the last.
fn day(text: &str, dates: DateOrder, is_end: bool) -> Option<Date> {
    let folded = fold(text);
    let words = [
        "depuis le ",
        "depuis ",
        "jusqu'au ",
        "jusqu’au ",
        "jusqu'en ",
        "du ",
        "au ",
        "en ",
        "since ",
        "until ",
        "from ",
        "to ",
    ];
    let bare = words.iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(&folded).trim();
    let edge = |first: Date, last: Date| if is_end { last } else { first };
    if let Some(day) = value::date(bare, dates) {
        return Some(day);
    }
    let year = |text: &str| text.parse::<i16>().ok().filter(|year| (1900..=2200).contains(year));
    if let Some(year) = year(bare) {
        return Some(edge(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    }
    // The month alone: its first day completes what a date needs.
    let first =
        [format!("01/{bare}"), format!("1 {bare}")].iter().find_map(|text| value::date(text, DateOrder::DayFirst))?;
    Some(edge(first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn who(line: &Line) -> (&str, &str, &str) {
        (&line.first, &line.last, &line.role)
    }

    #[test]
    fn a_pasted_list_without_a_header_is_name_office_since_until() {
        let lines = read("Claire Morel\tPrésidente\t12/04/2024\t2027\nMalik Benali\ttrésorier\t2022\n").unwrap();
        assert_eq!(who(&lines[0]), ("Claire", "Morel", "Présidente"));
        assert_eq!((lines[0].since, lines[0].until), (Some(date(2024, 4, 12)), Some(date(2027, 12, 31))));
        assert_eq!((lines[1].since, lines[1].until), (Some(date(2022, 1, 1)), None));
    }

    #[test]
    fn columns_are_recognised_by_their_names_in_any_order() {
        let text = "Fonction;NOM;Prénom;Courriel;Depuis;Fin de mandat\nSecrétaire;Rey;Zoé;zoe@exemple.fr;mai 2023;30/06/2026\n";
        let lines = read(text).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(who(&lines[0]), ("Zoé", "Rey", "Secrétaire"));
        assert_eq!(lines[0].email, "zoe@exemple.fr");
        assert_eq!((lines[0].since, lines[0].until), (Some(date(2023, 5, 1)), Some(date(2026, 6, 30))));
    }

    #[test]
    fn a_column_of_names_alone_holds_whole_names_in_either_order() {
        let lines = read("Nom,Rôle\nMOREL Claire,Présidente\nBENALI Malik,Trésorier\n").unwrap();
        assert_eq!(who(&lines[0]), ("Claire", "MOREL", "Présidente"));
        assert_eq!(who(&lines[1]), ("Malik", "BENALI", "Trésorier"));
    }

    #[test]
    fn what_is_no_day_is_told_and_an_address_is_known_anywhere() {
        let lines = read("Claire Morel;Présidente;bientôt;claire@exemple.fr\n").unwrap();
        assert_eq!(lines[0].unread, ["bientôt"]);
        assert_eq!(lines[0].email, "claire@exemple.fr");
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn a_year_or_a_month_alone_is_its_first_day_or_its_last() {
        let of = |text: &str, is_end| day(text, DateOrder::DayFirst, is_end);
        assert_eq!(of("depuis 2019", false), Some(date(2019, 1, 1)));
        assert_eq!(of("2019", true), Some(date(2019, 12, 31)));
        assert_eq!(of("02/2024", true), Some(date(2024, 2, 29)));
        assert_eq!(of("juin 2024", false), Some(date(2024, 6, 1)));
        assert_eq!(of("3 juin 2024", true), Some(date(2024, 6, 3)));
        assert_eq!(of("sans fin", true), None);
    }
}
