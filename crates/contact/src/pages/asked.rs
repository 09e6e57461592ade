//! What the address of the list of contacts asks for: conditions, order, and where in the list one is.

use kit::Fields;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::address::href;
use super::search::{self, Sought};

/// The wishes that a list can be narrowed by.
pub const FLAGS: [&str; 8] =
    ["do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out", "is_deceased", ON_HOLD];

/// The primary e-mail comes back: a fact of the e-mail, not of the contact.
pub const ON_HOLD: &str = "on_hold";

/// A column that the list can be sorted by: its name in the address and the path of the query.
const SORTS: [(&str, &str); 6] = [
    ("name", "sort_name"),
    ("city", "address_primary.city"),
    ("email", "email_primary.email"),
    ("created", "created_date"),
    ("modified", "modified_date"),
    ("id", "id"),
];

/// How a contact can stand in a group: found by its search, given a place by hand, waiting, taken out.
pub const PLACES: [&str; 4] = ["rule", "hand", "pending", "removed"];

/// The asked list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub q: String,
    pub kind: String,
    pub sub: String,
    pub city: String,
    pub flag: String,
    /// The number of a group whose members are meant.
    pub group: String,
    /// Of that group, those who stand there so: a name of `PLACES`. Empty for its members.
    pub place: String,
    /// The number of a tag.
    pub tag: String,
    /// Conditions on custom fields, by the names that the address gives them.
    pub custom: Vec<(String, String)>,
    /// A name of `SORTS`, behind a minus for the other way round.
    pub sort: String,
    /// The kept view that is shown; empty for none.
    pub view: String,
    /// The contacts in the bin instead.
    pub trash: bool,
}

impl Asked {
    pub fn of(fields: &Fields) -> Asked {
        let text = |name: &str| fields.text(name).map(|text| text.chars().take(100).collect()).unwrap_or_default();
        let kind: String = text("type");
        let flag: String = text("flag");
        let sort: String = text("sort");
        let place: String = text("place");
        let number = |name: &str| fields.int(name).map(|id| id.to_string()).unwrap_or_default();
        Asked {
            q: text("q"),
            kind: if ["Individual", "Household", "Organization"].contains(&kind.as_str()) {
                kind
            } else {
                String::new()
            },
            sub: text("sub"),
            city: text("city"),
            flag: if FLAGS.contains(&flag.as_str()) { flag } else { String::new() },
            group: number("group"),
            place: if PLACES.contains(&place.as_str()) { place } else { String::new() },
            tag: number("tag"),
            custom: super::custom::filter::asked(fields),
            sort: if SORTS.iter().any(|(name, _)| sort.trim_start_matches('-') == *name) {
                sort
            } else {
                String::new()
            },
            view: fields.int("view").map(|id| id.to_string()).unwrap_or_default(),
            trash: false,
        }
    }

    /// The same list for the address of another page, such as a contact that was opened from it.
    pub fn from_list(fields: &Fields) -> Option<Asked> {
        let asked = Asked::of(fields);
        (asked != Asked::default()).then_some(asked)
    }

    /// The conditions alone, as names and values of an address or a form.
    pub fn conditions(&self) -> Vec<(&str, &str)> {
        let all = [
            ("q", &self.q),
            ("type", &self.kind),
            ("sub", &self.sub),
            ("city", &self.city),
            ("flag", &self.flag),
            ("group", &self.group),
            ("place", &self.place),
            ("tag", &self.tag),
        ];
        let own = self.custom.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all = all.into_iter().map(|(name, value)| (name, value.as_str()));
        all.filter(|(_, value)| !value.is_empty()).chain(own).collect()
    }

    /// The address of this list, from its first page.
    pub fn href(&self, path: &str) -> String {
        let mut pairs = self.conditions();
        pairs.extend([("sort", self.sort.as_str()), ("view", self.view.as_str())]);
        href(path, &pairs)
    }

    /// Conditions and order as a view keeps them.
    pub fn kept(&self) -> String {
        let all = Asked { view: String::new(), ..self.clone() }.href("");
        all.trim_start_matches('?').to_owned()
    }

    /// What a form of the list carries on: order and view.
    pub fn around(&self) -> [(&'static str, &str); 2] {
        [("sort", &self.sort), ("view", &self.view)]
    }

    /// The address of one window of it.
    pub fn page(&self, path: &str, window: &Window, total: Option<i64>) -> String {
        let (from, total) = (window.from.to_string(), total.map(|n| n.to_string()).unwrap_or_default());
        let mut pairs = self.conditions();
        pairs.extend([("sort", self.sort.as_str()), ("view", self.view.as_str())]);
        let key = match &window.at {
            At::Start => "",
            At::After(key) | At::Before(key) => key,
            At::End => "1",
        };
        match &window.at {
            At::Start => return href(path, &pairs),
            At::After(_) => pairs.push(("after", key)),
            At::Before(_) => pairs.push(("before", key)),
            At::End => pairs.push(("last", key)),
        }
        pairs.push(("from", &from));
        pairs.push(("of", &total));
        href(path, &pairs)
    }

    /// Who says how many contacts it holds, beside the rows that are shown.
    pub fn counted(&self, first: i64, last: i64) -> String {
        let (first, last) = (first.to_string(), last.to_string());
        let mut pairs = self.conditions();
        pairs.extend([("first", first.as_str()), ("to", last.as_str())]);
        href("/contacts/counted", &pairs)
    }

    /// The path that it is sorted by, and whether downwards.
    pub fn order(&self) -> (&'static str, bool) {
        let name = self.sort.trim_start_matches('-');
        let path = SORTS.iter().find(|(sort, _)| *sort == name).map_or("sort_name", |(_, path)| path);
        (path, self.sort.starts_with('-'))
    }

    /// The sort that a click on this column's head asks for, if it can be sorted by.
    pub fn turned(&self, column: &str) -> Option<Asked> {
        SORTS.iter().find(|(name, _)| *name == column)?;
        let current = if self.sort.is_empty() { "name" } else { &self.sort };
        let sort = if current == column { format!("-{column}") } else { column.to_owned() };
        Some(Asked { sort: if sort == "name" { String::new() } else { sort }, ..self.clone() })
    }

    /// Whether it is sorted by this column, and whether downwards.
    pub fn sorted_by(&self, column: &str) -> Option<bool> {
        let current = if self.sort.is_empty() { "name" } else { &self.sort };
        (current.trim_start_matches('-') == column).then(|| current.starts_with('-'))
    }

    /// The clauses of the query.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn clauses(&self, tx: &Tx<'_>) -> Result<Vec<Json>> {
        let mut all = self.narrowed(tx)?;
        if let Some(sought) = self.sought(tx, &all, search::ALL)? {
            all.push(sought.condition());
        }
        Ok(all)
    }

    /// What was typed into the box, among the contacts that meet the other clauses.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn sought(&self, tx: &Tx<'_>, other: &[Json], most: i64) -> Result<Option<Sought>> {
        (!self.q.is_empty()).then(|| search::sought(tx, &self.q, other, most)).transpose()
    }

    /// The clauses of the query but for what was typed into the box.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn narrowed(&self, tx: &Tx<'_>) -> Result<Vec<Json>> {
        let mut all = vec![json!(["is_deleted", "=", self.trash])];
        if !self.kind.is_empty() {
            all.push(json!(["contact_type", "=", self.kind]));
        }
        if !self.sub.is_empty() {
            all.push(json!(["contact_sub_type", "CONTAINS", self.sub]));
        }
        if !self.city.is_empty() {
            all.push(json!(["address_primary.city", "=", self.city]));
        }
        match self.flag.as_str() {
            "" => {}
            ON_HOLD => all.push(json!(["email_primary.on_hold", ">", 0])),
            flag => all.push(json!([flag, "=", true])),
        }
        all.extend(self.sticking());
        all.extend(super::custom::filter::clauses(tx, &self.custom)?);
        Ok(all)
    }

    /// The clauses on the group and the tag.
    fn sticking(&self) -> Vec<Json> {
        let mut all = Vec::new();
        if let Ok(group) = self.group.parse::<i64>() {
            match self.place.as_str() {
                "" => all.push(json!(["groups", "IN", [group]])),
                "rule" => all.extend([json!(["groups", "IN", [group]]), json!(["standing.id", "IS NULL"])]),
                _ => {}
            }
        }
        if let Ok(tag) = self.tag.parse::<i64>() {
            all.push(json!(["tags", "IN", [tag]]));
        }
        all
    }

    /// The joins that the clauses speak of.
    pub fn joins(&self) -> Vec<Json> {
        let (Ok(group), false) = (self.group.parse::<i64>(), self.place.is_empty()) else { return Vec::new() };
        let (way, status) = match self.place.as_str() {
            "rule" => ("LEFT", "'Added'"),
            "pending" => ("INNER", "'Pending'"),
            "removed" => ("INNER", "'Removed'"),
            _ => ("INNER", "'Added'"),
        };
        vec![json!([
            "GroupContact AS standing",
            way,
            ["standing.contact_id", "=", "id"],
            ["standing.group_id", "=", group],
            ["standing.status", "=", status]
        ])]
    }
}

/// Where a window of the list begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum At {
    #[default]
    Start,
    /// Behind the row of this key.
    After(String),
    /// Before the row of this key.
    Before(String),
    End,
}

/// A window of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub at: At,
    /// The position of its first row, from 1, as far as it is known.
    pub from: i64,
}

impl Window {
    pub fn of(fields: &Fields) -> Window {
        let key = |name: &str| fields.get(name).filter(|key| !key.is_empty()).map(str::to_owned);
        let at = match (key("after"), key("before"), fields.has("last")) {
            (Some(after), ..) => At::After(after),
            (_, Some(before), _) => At::Before(before),
            (_, _, true) => At::End,
            _ => At::Start,
        };
        let from = if at == At::Start { 1 } else { fields.int("from").unwrap_or(1).max(1) };
        Window { at, from }
    }

    /// Whether it is read from the end, to be turned round.
    pub fn backwards(&self) -> bool {
        matches!(self.at, At::Before(_) | At::End)
    }
}

/// The key of a row: its id, and the value that it is sorted by. A null value is no value.
pub fn key(id: i64, value: &Json) -> String {
    match value {
        Json::Null => id.to_string(),
        value => format!("{id}.{}", super::rows::plain(value)),
    }
}

/// One stretch of a walk through a list: rows that follow one another in one index.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which rows.
    pub clause: Json,
    /// They have nothing to be sorted by, so that their ids order them.
    pub is_bare: bool,
}

impl Step {
    /// Rows that have a value to be sorted by.
    pub fn valued(clause: Json) -> Step {
        Step { clause, is_bare: false }
    }

    /// Rows that have none.
    pub fn bare(clause: Json) -> Step {
        Step { clause, is_bare: true }
    }
}

/// The steps to the rows beyond a key, in the order of `path` and id; rows of the first come before those of the
/// second. `down` is the order in which rows are read.
///
/// The value that a key carries bounds the walk along the index; the id decides among equal values. Both databases put
/// nulls before everything else.
pub fn beyond(key: &str, path: &str, down: bool) -> Option<Vec<Step>> {
    let (id, value) = match key.split_once('.') {
        Some((id, value)) => (id, Some(value)),
        None => (key, None),
    };
    let id: i64 = id.parse().ok()?;
    let (more, at_least) = if down { ("<", "<=") } else { (">", ">=") };
    let further = json!(["id", more, id]);
    if path == "id" {
        return Some(vec![Step::valued(further)]);
    }
    let beside = || Step::bare(json!(["AND", [[path, "IS NULL"], further]]));
    let along =
        |value: &str| Step::valued(json!(["AND", [[path, at_least, value], ["OR", [[path, more, value], further]]]]));
    Some(match (value, down) {
        (Some(value), false) => vec![along(value)],
        (Some(value), true) => vec![along(value), Step::bare(json!([path, "IS NULL"]))],
        (None, false) => vec![beside(), Step::valued(json!([path, "IS NOT NULL"]))],
        (None, true) => vec![beside()],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_in_an_address_ask_for_nothing() {
        let asked = Asked::of(&Fields::parse("type=Robot&flag=hash&sort=api_key&q=+"));
        assert_eq!(asked, Asked::default());
    }

    #[test]
    fn a_kept_view_is_the_list_without_its_number() {
        let asked = Asked::of(&Fields::parse("type=Household&city=Nyons&sort=-city&view=7"));
        assert_eq!(asked.kept(), "type=Household&city=Nyons&sort=-city");
        assert_eq!(Asked { view: "7".to_owned(), ..Asked::of(&Fields::parse(&asked.kept())) }, asked);
        assert_eq!(Asked::from_list(&Fields::parse("tab=1")), None);
    }

    #[test]
    fn a_second_click_on_a_column_turns_it_round() {
        let asked = Asked::default();
        assert_eq!(asked.sorted_by("name"), Some(false));
        let turned = asked.turned("name").unwrap();
        assert_eq!((turned.sort.as_str(), turned.order()), ("-name", ("sort_name", true)));
        assert_eq!(turned.turned("name").unwrap(), asked);
        assert_eq!(asked.turned("phone"), None);
    }

    #[test]
    fn a_key_carries_its_value_whole() {
        assert_eq!(key(12, &json!("Morel. Claire")), "12.Morel. Claire");
        assert_eq!(key(12, &Json::Null), "12");
        assert!(beyond("x", "sort_name", false).is_none());
        assert_eq!(beyond("12", "id", true), Some(vec![Step::valued(json!(["id", "<", 12]))]));
    }
}
