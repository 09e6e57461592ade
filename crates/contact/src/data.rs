//! The shipped rows: tab-separated files in `data/`, read once; their labels in other languages.

use std::collections::HashMap;
use std::sync::OnceLock;

/// One file: the names of its columns, and its rows.
#[derive(Debug)]
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Option<String>>>,
}

/// One row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    table: &'t Table,
    cells: &'t [Option<String>],
}

impl Table {
    /// Reads a file; its format is told in `data/README.md`.
    pub fn parse(text: &'static str) -> Table {
        let mut lines = text.lines();
        let columns = lines.next().map(|head| head.split('\t').collect()).unwrap_or_default();
        let rows = lines.filter(|line| !line.is_empty()).map(|line| line.split('\t').map(cell).collect()).collect();
        Table { columns, rows }
    }

    /// The rows from the top.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|cells| Line { table: self, cells })
    }
}

impl<'t> Line<'t> {
    /// The text in this column; None where the cell is empty.
    pub fn text(&self, column: &str) -> Option<&'t str> {
        let at = self.table.columns.iter().position(|name| *name == column)?;
        self.cells.get(at)?.as_deref()
    }

    /// The whole number in this column.
    pub fn int(&self, column: &str) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    /// Whether this column says yes.
    pub fn is(&self, column: &str) -> bool {
        self.text(column) == Some("1")
    }

    /// The values in this column, which are joined with `|`.
    pub fn list(&self, column: &str) -> Vec<&'t str> {
        self.text(column).map(|text| text.split('|').collect()).unwrap_or_default()
    }
}

/// A cell with its escapes undone.
fn cell(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    if !text.contains('\\') {
        return Some(text.to_owned());
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    Some(plain)
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])*
        pub fn $name() -> &'static Table {
            static TABLE: OnceLock<Table> = OnceLock::new();
            TABLE.get_or_init(|| Table::parse(include_str!(concat!("../data/", $file))))
        })*
    };
}

tables! {
    /// The kinds of contacts.
    contact_types = "contact_type.tsv";
    /// Countries and territories.
    countries = "country.tsv";
    /// Currencies in force.
    currencies = "currency.tsv";
    /// Groups of rules that find duplicates.
    dedupe_rule_groups = "dedupe_rule_group.tsv";
    /// Their rules.
    dedupe_rules = "dedupe_rule.tsv";
    /// Groups of contacts.
    groups = "group.tsv";
    /// Languages by their locale.
    languages = "language.tsv";
    /// What an address or a phone is for.
    location_types = "location_type.tsv";
    /// Lists of choices.
    option_groups = "option_group.tsv";
    /// Their choices.
    option_values = "option_value.tsv";
    /// Permissions.
    permissions = "permission.tsv";
    /// Provinces of countries.
    provinces = "province.tsv";
    /// The kinds of relationships.
    relationship_types = "relationship_type.tsv";
    /// What accounts may do.
    roles = "role.tsv";
    /// Regions of the world.
    regions = "region.tsv";
    /// Settings and their defaults.
    settings = "setting.tsv";
    /// Tags.
    tags = "tag.tsv";
    /// Time zones.
    time_zones = "timezone.tsv";
}

type Labels = HashMap<(&'static str, &'static str), &'static str>;

/// The shipped label of an option, country, province or permission in a language, where it is not the English one.
///
/// `of` is the option group, or the entity (`Country`, `StateProvince`, `WorldRegion`, `ContactType`, `LocationType`,
/// `Permission`, `OptionGroup`, `RelationshipType`, `Group`, `Tag`); `key` the option's name, the country's code, or the name of the row. Provinces are
/// asked for by their id.
pub fn label(lang: &str, of: &str, key: &str) -> Option<&'static str> {
    static FRENCH: OnceLock<Labels> = OnceLock::new();
    match lang.get(..2) {
        Some("fr") => FRENCH.get_or_init(french).get(&(of, key)).copied(),
        _ => None,
    }
}

fn french() -> Labels {
    let mut labels = Labels::new();
    for line in option_values().lines() {
        put(&mut labels, line.text("group"), line.text("name"), line.text("label_fr"));
    }
    let tables: [(&'static str, &'static Table, &str, &str); 13] = [
        ("Country", countries(), "iso_code", "name_fr"),
        ("StateProvince", provinces(), "id", "name_fr"),
        ("WorldRegion", regions(), "name", "name_fr"),
        ("ContactType", contact_types(), "name", "label_fr"),
        ("DedupeRuleGroup", dedupe_rule_groups(), "name", "title_fr"),
        ("LocationType", location_types(), "name", "display_name_fr"),
        ("Permission", permissions(), "name", "title_fr"),
        ("OptionGroup", option_groups(), "name", "title_fr"),
        ("Role", roles(), "name", "label_fr"),
        ("RelationshipType", relationship_types(), "name_a_b", "label_a_b_fr"),
        ("RelationshipType", relationship_types(), "name_b_a", "label_b_a_fr"),
        ("Group", groups(), "name", "title_fr"),
        ("Tag", tags(), "name", "label_fr"),
    ];
    for (entity, table, key, text) in tables {
        for line in table.lines() {
            put(&mut labels, Some(entity), line.text(key), line.text(text));
        }
    }
    labels
}

fn put(labels: &mut Labels, of: Option<&'static str>, key: Option<&'static str>, text: Option<&'static str>) {
    if let (Some(of), Some(key), Some(text)) = (of, key, text) {
        labels.insert((of, key), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_in_cells_are_undone() {
        assert_eq!(cell(r"a\nb\\n\t"), Some("a\nb\\n\t".to_owned()));
        assert_eq!(cell(""), None);
    }

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        let all = [
            contact_types(),
            countries(),
            currencies(),
            languages(),
            location_types(),
            option_groups(),
            option_values(),
            permissions(),
            provinces(),
            regions(),
            roles(),
            settings(),
            time_zones(),
            relationship_types(),
            groups(),
            tags(),
        ];
        for table in all {
            assert!(table.rows.len() > 1, "{:?}", table.columns);
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{row:?}");
            }
        }
    }

    #[test]
    fn shipped_labels_are_known_in_french() {
        assert_eq!(label("fr", "gender", "Female"), Some("Femme"));
        assert_eq!(label("fr_FR", "Country", "DE"), Some("Allemagne"));
        assert_eq!(label("en", "Country", "DE"), None);
    }

    #[test]
    fn every_setting_has_a_default_in_json() {
        for line in settings().lines() {
            let json = line.text("value").and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
            assert!(json.is_some(), "{:?}", line.text("name"));
        }
    }
}
