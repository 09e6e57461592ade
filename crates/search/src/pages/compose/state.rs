//! A question in the making: the request of a saved search and how its answer is shown, all of it in the address.

use std::io::{Read, Write};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD;
use serde_json::{Map, Value as Json, json};

use crate::run::Search;

/// How the answer is drawn beside and above its rows.
pub const SHOWN: [&str; 12] =
    ["table", "list", "grid", "tree", "bar", "line", "area", "pie", "number", "calendar", "pivot", "map"];

/// A question in the making.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The saved search that it began as.
    pub id: Option<i64>,
    pub entity: String,
    pub params: Map<String, Json>,
    /// One of [`SHOWN`].
    pub shown: String,
    /// What it was before, as texts, the newest last.
    pub past: Vec<String>,
}

/// So many steps can be taken back.
const PAST: usize = 12;
/// The past in an address holds so much at most when it is unpacked.
const UNPACKED: u64 = 256 * 1024;

impl State {
    /// A question about an entity that asks nothing yet.
    pub fn about(entity: &str, columns: &[&str]) -> State {
        let params = json!({"version": 4, "select": columns, "where": [], "orderBy": {}, "limit": 0});
        State {
            id: None,
            entity: entity.to_owned(),
            params: params.as_object().cloned().unwrap_or_default(),
            shown: "table".to_owned(),
            past: Vec::new(),
        }
    }

    /// The question of a saved search.
    pub fn of(search: Search, shown: &str) -> State {
        State { id: search.id, entity: search.entity, params: search.params, shown: shown.to_owned(), past: Vec::new() }
    }

    /// The question in an address; None for what is none.
    pub fn parse(text: &str) -> Option<State> {
        let json: Json = serde_json::from_str(text).ok()?;
        let shown = json.get("d").and_then(Json::as_str).unwrap_or("table");
        Some(State {
            id: json.get("i").and_then(Json::as_i64),
            entity: json.get("e")?.as_str()?.to_owned(),
            params: json.get("p")?.as_object()?.clone(),
            shown: SHOWN.iter().find(|one| **one == shown).unwrap_or(&"table").to_string(),
            past: Vec::new(),
        })
    }

    /// The question in the fields of an address, with what it was before.
    pub fn read(query: &kit::Fields) -> Option<State> {
        let state = State::parse(query.get("s")?)?;
        Some(State { past: query.get("u").and_then(unpacked).unwrap_or_default(), ..state })
    }

    /// The question after a step: what it was before can be gone back to.
    pub fn after(mut self, before: &State) -> State {
        self.past.clone_from(&before.past);
        if self.text() != before.text() {
            self.past.push(before.text());
        }
        let more = self.past.len().saturating_sub(PAST);
        self.past.drain(..more);
        self
    }

    /// The question one step ago.
    pub fn before(&self) -> Option<State> {
        let (last, rest) = self.past.split_last()?;
        Some(State { past: rest.to_vec(), ..State::parse(last)? })
    }

    /// As it stands in an address.
    pub fn text(&self) -> String {
        let mut json = json!({"e": self.entity, "p": self.params, "d": self.shown});
        if let Some(id) = self.id {
            json["i"] = json!(id);
        }
        json.to_string()
    }

    /// The address of the question.
    pub fn href(&self) -> String {
        let page = self.id.map_or_else(|| "/search/new".to_owned(), |id| format!("/search/{id}"));
        let past = self.past_text().map_or_else(String::new, |past| format!("&u={past}"));
        format!("{page}?s={}{past}", encoded(&self.text()))
    }

    /// What it was before, as it stands in an address; None for a question that has just begun.
    pub fn past_text(&self) -> Option<String> {
        (!self.past.is_empty()).then(|| packed(&self.past))
    }

    /// The address with something more asked.
    pub fn with(&self, more: &[(&str, &str)]) -> String {
        let mut href = self.href();
        for (name, value) in more {
            href.push_str(&format!("&{name}={}", encoded(value)));
        }
        href
    }

    /// The question as a search.
    pub fn search(&self) -> Search {
        Search {
            id: self.id,
            name: String::new(),
            label: String::new(),
            entity: self.entity.clone(),
            params: self.params.clone(),
        }
    }

    /// The members of a list parameter.
    pub fn list(&self, name: &str) -> &[Json] {
        self.params.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// Changes a list parameter; what is no list becomes an empty one first.
    fn change<T>(&mut self, name: &str, change: impl FnOnce(&mut Vec<Json>) -> T) -> T {
        let mut list = match self.params.get_mut(name).map(Json::take) {
            Some(Json::Array(list)) => list,
            _ => Vec::new(),
        };
        let changed = change(&mut list);
        self.params.insert(name.to_owned(), Json::Array(list));
        changed
    }

    /// The texts of a list parameter.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.list(name).iter().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// Keys and directions of the order.
    pub fn order(&self) -> Vec<(String, bool)> {
        let map = self.params.get("orderBy").and_then(Json::as_object);
        map.into_iter().flatten().map(|(key, way)| (key.clone(), way.as_str() == Some("DESC"))).collect()
    }

    /// The condition, or the list of conditions, at a place such as `where.2.1` or `join.0.2`.
    pub fn at(&self, place: &str) -> Option<&Json> {
        let mut steps = place.split('.');
        let first = self.params.get(steps.next()?)?;
        steps.try_fold(first, |json, step| match json.as_array().map(Vec::as_slice) {
            Some([Json::String(word), Json::Array(inner)]) if is_group(word) => inner.get(step.parse::<usize>().ok()?),
            Some(items) => items.get(step.parse::<usize>().ok()?),
            None => None,
        })
    }

    fn at_mut(&mut self, place: &str) -> Option<&mut Json> {
        let mut steps = place.split('.');
        let first = self.params.get_mut(steps.next()?)?;
        steps.try_fold(first, |json, step| {
            let at = step.parse::<usize>().ok()?;
            let items = json.as_array_mut()?;
            let grouped = matches!(items.as_slice(), [Json::String(word), Json::Array(_)] if is_group(word));
            match grouped {
                true => items.get_mut(1)?.as_array_mut()?.get_mut(at),
                false => items.get_mut(at),
            }
        })
    }

    /// Puts a condition behind those of a place: a list of conditions, or a group.
    pub fn add(&mut self, place: &str, condition: Json) {
        if !place.contains('.') {
            self.change(place, |list| list.push(condition));
            return;
        }
        if let Some(Json::Array(items)) = self.at_mut(place) {
            match items.as_mut_slice() {
                [Json::String(word), Json::Array(inner)] if is_group(word) => inner.push(condition),
                // A join: its conditions stand behind its name and kind.
                _ => items.push(condition),
            }
        }
    }

    /// Puts a condition in the place of another.
    pub fn set(&mut self, place: &str, condition: Json) {
        if let Some(old) = self.at_mut(place) {
            *old = condition;
        }
    }

    /// Takes a condition away, and the groups that it leaves empty.
    pub fn drop_at(&mut self, place: &str) {
        let Some((parent, last)) = place.rsplit_once('.') else { return };
        let Ok(at) = last.parse::<usize>() else { return };
        let remove = |list: &mut Vec<Json>| {
            if at < list.len() {
                list.remove(at);
            }
            list.is_empty()
        };
        let empty = match parent.contains('.') {
            false => self.change(parent, remove),
            true => match self.at_mut(parent) {
                Some(Json::Array(items)) => match items.as_mut_slice() {
                    [Json::String(word), Json::Array(inner)] if is_group(word) => remove(inner),
                    _ => remove(items),
                },
                _ => false,
            },
        };
        if empty && parent.contains('.') && !parent.starts_with("join") {
            self.drop_at(parent);
        }
    }

    /// Joins a condition with a new one by OR, or puts it under NOT.
    pub fn wrap(&mut self, place: &str, word: &str, more: Option<Json>) {
        let Some(old) = self.at(place).cloned() else { return };
        let inner = match old.as_array().map(Vec::as_slice) {
            // A second alternative goes into the group that is there.
            Some([Json::String(own), Json::Array(all)]) if own == word && word != "NOT" => all.clone(),
            _ => vec![old],
        };
        let all: Vec<Json> = inner.into_iter().chain(more).collect();
        self.set(place, json!([word, all]));
    }

    /// Changes a group from "and" to "or", and back.
    pub fn flip(&mut self, place: &str) {
        if let Some(Json::Array(items)) = self.at_mut(place)
            && let Some(Json::String(word)) = items.first_mut()
        {
            *word = if word == "OR" { "AND" } else { "OR" }.to_owned();
        }
    }

    /// Takes NOT away from a condition, or puts it there.
    pub fn negate(&mut self, place: &str) {
        let Some(old) = self.at(place).cloned() else { return };
        let new = match old.as_array().map(Vec::as_slice) {
            Some([Json::String(word), Json::Array(inner)]) if word == "NOT" && inner.len() == 1 => inner[0].clone(),
            _ => json!(["NOT", [old]]),
        };
        self.set(place, new);
    }

    /// Shows one more column, once.
    pub fn show(&mut self, item: &str) {
        self.change("select", |list| {
            if !list.iter().any(|one| one.as_str() == Some(item)) {
                list.push(json!(item));
            }
        });
    }

    /// Takes a column away, and the order by it.
    pub fn hide(&mut self, item: &str) {
        self.change("select", |list| list.retain(|one| one.as_str() != Some(item)));
        let key = key_of(item).to_owned();
        if let Some(Json::Object(order)) = self.params.get_mut("orderBy") {
            order.shift_remove(&key);
            order.shift_remove(item);
        }
        self.change("having", |list| list.retain(|one| one.get(0).and_then(Json::as_str) != Some(&key)));
    }

    /// Moves a column one place to the left or the right.
    pub fn shift(&mut self, item: &str, right: i64) {
        self.change("select", |list| {
            let Some(at) = list.iter().position(|one| one.as_str() == Some(item)) else { return };
            let to = at.saturating_add_signed(right as isize).min(list.len().saturating_sub(1));
            list.swap(at, to);
        });
    }

    /// Makes one row of all records with the same value; the first time, rows become groups that are counted.
    pub fn group(&mut self, path: &str) {
        self.group_as(path, path);
    }

    /// The same by an expression, which is selected under a key of its own.
    pub fn group_as(&mut self, by: &str, selected: &str) {
        let first = !self.groups();
        if first {
            self.params.insert("select".to_owned(), json!([]));
            self.params.insert("orderBy".to_owned(), json!({}));
        }
        self.change("groupBy", |list| {
            list.retain(|one| one.as_str() != Some("id"));
            if !list.iter().any(|one| one.as_str() == Some(by)) {
                list.push(json!(by));
            }
        });
        self.show(selected);
        if first {
            let several = |join: &Json| matches!(join.get(1).and_then(Json::as_str), Some("INNER" | "LEFT"));
            // Who has several of what is tied counts once.
            let tied = self.list("join").iter().any(several);
            self.show(if tied { "COUNT(DISTINCT id) AS count_id" } else { "COUNT(id) AS count_id" });
            self.sort("count_id", true);
        } else {
            // The number stays behind what it counts.
            self.change("select", |list| {
                let counts = |one: &Json| one.as_str().is_some_and(|item| key_of(item) == "count_id");
                if let Some(at) = list.iter().position(counts) {
                    let count = list.remove(at);
                    list.push(count);
                }
            });
        }
    }

    /// Does not group by this any more.
    pub fn ungroup(&mut self, path: &str) {
        self.change("groupBy", |list| list.retain(|one| one.as_str() != Some(path)));
        let own = format!("{path} AS ");
        let named = self.texts("select").into_iter().find(|one| one.starts_with(&own));
        self.hide(named.as_deref().unwrap_or(path));
        if self.list("groupBy").is_empty() {
            self.change("select", |list| list.retain(|one| !one.as_str().is_some_and(|item| item.contains('('))));
            self.params.insert("having".to_owned(), json!([]));
            self.params.insert("orderBy".to_owned(), json!({}));
        }
    }

    /// Sorts by a column.
    pub fn sort(&mut self, key: &str, down: bool) {
        let way = if down { "DESC" } else { "ASC" };
        self.params.insert("orderBy".to_owned(), json!({key: way}));
    }

    /// Asks for records that have at least one of something, or none: `Email`, tied by its `contact_id`.
    pub fn tie(&mut self, entity: &str, key: &str, kind: &str) {
        let count = self.list("join").len() + 1;
        let alias = format!("{entity}_{key}_{count:02}");
        let join = match key.split_once('/') {
            // Through a bridge: the entity is the far side.
            Some((bridge, _)) => {
                let alias = format!("{entity}_{bridge}_{count:02}");
                json!([format!("{entity} AS {alias}"), kind, bridge])
            }
            None => json!([format!("{entity} AS {alias}"), kind, [format!("{alias}.{key}"), "=", "id"]]),
        };
        self.change("join", |list| list.push(join));
        if kind == "INNER" && self.list("groupBy").is_empty() {
            // One row for each record, however many it has.
            self.change("groupBy", |list| list.push(json!("id")));
        }
    }

    /// Asks for records that have at least one of something, or meet the last condition; or that have none (`IS EMPTY`).
    pub fn tie_or(&mut self, entity: &str, key: &str, operator: &str) {
        self.tie(entity, key, "LEFT");
        let alias = self.list("join").last().map(alias_of).unwrap_or_default().to_owned();
        if self.list("groupBy").is_empty() {
            self.change("groupBy", |list| list.push(json!("id")));
        }
        let clause = json!([format!("{alias}.id"), operator]);
        match self.list("where").len().checked_sub(1) {
            Some(last) => self.wrap(&format!("where.{last}"), "OR", Some(clause)),
            None => self.add("where", clause),
        }
    }

    /// Takes a tie away, with everything that speaks of it.
    pub fn untie(&mut self, at: usize) {
        if at >= self.list("join").len() {
            return;
        }
        let gone = self.change("join", |list| list.remove(at));
        let alias = alias_of(&gone).to_owned();
        let speaks = |json: &Json| json.to_string().contains(&format!("{alias}."));
        for name in ["select", "having", "groupBy"] {
            self.change(name, |list| list.retain(|one| !speaks(one)));
        }
        self.change("where", |list| *list = without(std::mem::take(list), &speaks));
        let several = |join: &Json| matches!(join.get(1).and_then(Json::as_str), Some("INNER" | "LEFT"));
        if !self.list("join").iter().any(several) {
            self.change("groupBy", |list| list.retain(|one| one.as_str() != Some("id")));
        }
    }

    /// Whether rows are groups of several records.
    pub fn groups(&self) -> bool {
        let by = self.list("groupBy");
        !by.is_empty() && by.iter().any(|one| one.as_str() != Some("id"))
    }
}

/// Conditions without those that speak of something; a group that loses all of its own goes with them.
fn without(list: Vec<Json>, speaks: &dyn Fn(&Json) -> bool) -> Vec<Json> {
    let one = |clause: Json| match clause.as_array().map(Vec::as_slice) {
        Some([Json::String(word), Json::Array(inner)]) if is_group(word) => {
            let left = without(inner.clone(), speaks);
            match (left.len(), word.as_str()) {
                (0, _) => None,
                (1, "AND" | "OR") => left.into_iter().next(),
                _ => Some(json!([word, left])),
            }
        }
        _ => (!speaks(&clause)).then_some(clause),
    };
    list.into_iter().filter_map(one).collect()
}

/// Texts as they travel in an address: small, for they are much alike.
fn packed(past: &[String]) -> String {
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing into memory never fails.
    let _ = writer.write_all(json!(past).to_string().as_bytes());
    URL_SAFE_NO_PAD.encode(writer.finish().unwrap_or_default())
}

fn unpacked(text: &str) -> Option<Vec<String>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let mut json = String::new();
    flate2::read::DeflateDecoder::new(bytes.as_slice()).take(UNPACKED).read_to_string(&mut json).ok()?;
    serde_json::from_str(&json).ok()
}

/// Whether this word puts conditions together.
pub fn is_group(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT")
}

/// The key under which an item of `select` stands in the answer.
pub fn key_of(item: &str) -> &str {
    item.rsplit_once(" AS ").map_or(item, |(_, key)| key)
}

/// The name of a join.
pub fn alias_of(join: &Json) -> &str {
    let text = join.get(0).and_then(Json::as_str).unwrap_or_default();
    text.split_once(" AS ").map_or(text, |(_, alias)| alias)
}

/// A text as it stands in an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b',' | b'*' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> State {
        State::about("Contact", &["display_name"])
    }

    #[test]
    fn a_question_survives_its_address() {
        let mut state = people();
        state.add("where", json!(["last_name", "=", "Été & fils"]));
        assert_eq!(State::parse(&state.text()), Some(state));
        assert_eq!(State::parse("{}"), None);
    }

    #[test]
    fn conditions_are_joined_by_or_in_their_place() {
        let mut state = people();
        state.add("where", json!(["a", "=", 1]));
        state.wrap("where.0", "OR", Some(json!(["b", "=", 2])));
        state.wrap("where.0", "OR", Some(json!(["c", "=", 3])));
        assert_eq!(state.list("where"), [json!(["OR", [["a", "=", 1], ["b", "=", 2], ["c", "=", 3]]])]);
        state.flip("where.0");
        assert_eq!(state.at("where.0.2"), Some(&json!(["c", "=", 3])));
        state.negate("where.0.1");
        assert_eq!(state.at("where.0.1"), Some(&json!(["NOT", [["b", "=", 2]]])));
        state.negate("where.0.1");
        assert_eq!(state.at("where.0.1"), Some(&json!(["b", "=", 2])));
    }

    #[test]
    fn the_last_condition_takes_its_group_along() {
        let mut state = people();
        state.add("where", json!(["NOT", [["a", "=", 1]]]));
        state.drop_at("where.0.0");
        assert!(state.list("where").is_empty());
        state.drop_at("where.7");
    }

    #[test]
    fn grouping_counts_and_ungrouping_forgets() {
        let mut state = people();
        state.group("employer_id.display_name");
        state.group("address_primary.city");
        let select = ["employer_id.display_name", "address_primary.city", "COUNT(id) AS count_id"];
        assert_eq!(state.texts("select"), select);
        assert_eq!(state.order(), [("count_id".to_owned(), true)]);
        state.ungroup("employer_id.display_name");
        state.ungroup("address_primary.city");
        assert!(state.texts("select").is_empty() && state.order().is_empty());
    }

    #[test]
    fn steps_are_taken_back_one_by_one_through_the_address() {
        let first = people();
        let mut second = first.clone();
        second.add("where", json!(["a", "=", 1]));
        let mut third = second.clone();
        third.show("b");
        let third = third.after(&second.clone().after(&first));
        let query = kit::Fields::parse(third.href().split_once('?').unwrap().1);
        let read = State::read(&query).unwrap();
        assert_eq!(read, third);
        assert_eq!(read.before().unwrap().text(), second.text());
        assert_eq!(read.before().unwrap().before().unwrap().text(), first.text());
        assert!(read.before().unwrap().before().unwrap().before().is_none());
        assert!(unpacked("no such thing").is_none());
    }

    #[test]
    fn ties_can_be_alternatives() {
        let mut state = people();
        state.tie_or("Email", "contact_id", "IS NOT EMPTY");
        state.tie_or("Phone", "contact_id", "IS EMPTY");
        let ways = json!(["OR", [["Email_contact_id_01.id", "IS NOT EMPTY"], ["Phone_contact_id_02.id", "IS EMPTY"]]]);
        assert_eq!(state.list("where"), [ways]);
        assert_eq!(state.texts("groupBy"), ["id"]);
        state.untie(1);
        assert_eq!(state.list("where"), [json!(["Email_contact_id_01.id", "IS NOT EMPTY"])]);
        state.untie(0);
        assert!(state.list("where").is_empty() && state.list("groupBy").is_empty());
    }

    #[test]
    fn having_at_least_one_leaves_one_row_for_each() {
        let mut state = people();
        state.tie("Email", "contact_id", "INNER");
        assert_eq!(
            state.list("join"),
            [json!(["Email AS Email_contact_id_01", "INNER", ["Email_contact_id_01.contact_id", "=", "id"]])]
        );
        assert_eq!(state.texts("groupBy"), ["id"]);
        state.add("join.0", json!(["Email_contact_id_01.on_hold", "=", 1]));
        state.untie(0);
        assert!(state.list("join").is_empty() && state.list("groupBy").is_empty());
    }
}
