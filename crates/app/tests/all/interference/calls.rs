//! Calls made by chance from the metadata of the site: every entity, every clause, v4 and v3.

use std::fmt;

use api::Call;
use api::v3::{V3Request, call_v3};
use schema::{Actor, Entity, Field};
use serde_json::{Map, Value as Json, json};

use super::chance::Chance;
use super::model::Role;
use super::world::{Base, Site};

/// A call, ready to be made on any copy of the world.
pub struct Asked {
    v3: bool,
    entity: String,
    action: &'static str,
    params: Json,
}

impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = if self.v3 { 3 } else { 4 };
        write!(out, "v{version} {}.{} {}", self.entity, self.action, self.params)
    }
}

const FREQUENT: [&str; 16] = [
    "Contact",
    "Contact",
    "Contact",
    "Contact",
    "Individual",
    "Organization",
    "Email",
    "Phone",
    "Address",
    "Note",
    "GroupContact",
    "Group",
    "EntityTag",
    "Relationship",
    "RelationshipCache",
    "Activity",
];

const ACTIONS: [&str; 8] =
    ["autocomplete", "getFields", "export", "checkAccess", "getLinks", "getActions", "get", "duplicatecheck"];

impl Asked {
    /// A call that this role might make, be it refused or not.
    pub fn by(chance: &mut Chance, site: &Site, base: &Base, role: &Role) -> Asked {
        let catalog = site.house().site.catalog();
        let all: Vec<&Entity> = catalog.entities().map(|e| &**e).filter(|e| !e.internal).collect();
        let open: Vec<&Entity> = all
            .iter()
            .copied()
            .filter(|entity| role.is_administrator() || chance.happens(10) || opens(entity, role))
            .collect();
        let entity = match chance.happens(60) || open.is_empty() {
            true => catalog.entity(chance.one::<&str>(&FREQUENT)).map_or(all[0], |e| &**e),
            false => *chance.one(&open),
        };
        let mut maker = Maker { chance, base, all: &all, entity, aliases: Vec::new() };
        let name = entity.name.to_string();
        match maker.chance.below(100) {
            0..62 => Asked { v3: false, entity: name, action: "get", params: maker.get() },
            62..70 => {
                let action = *maker.chance.one(&["run", "run", "download", "getSearchTasks", "getDefault"]);
                let params = maker.display(action);
                Asked { v3: false, entity: "SearchDisplay".to_owned(), action, params }
            }
            70..74 => {
                let words = [maker.text(), maker.text()];
                let asked = if maker.chance.happens(60) { words[0].clone() } else { words.join(" ") };
                Asked { v3: false, entity: "Everything".to_owned(), action: TEXT, params: json!({"asked": asked}) }
            }
            74..85 => {
                let action = *maker.chance.one(&ACTIONS);
                let params = maker.other(action);
                Asked { v3: false, entity: name, action, params }
            }
            _ => {
                let action = *maker.chance.one(&["get", "getcount", "getlist", "getvalue", "getsingle"]);
                let params = maker.v3(action);
                Asked { v3: true, entity: name, action, params }
            }
        }
    }

    /// Every contact with everything on it, for those who see them.
    pub fn all_contacts() -> Asked {
        let params =
            json!({"select": ["*", "email_primary.email", "custom.*"], "where": [["is_deleted", "IN", [true, false]]]});
        Asked { v3: false, entity: "Contact".to_owned(), action: "get", params }
    }

    /// The answer on this copy: status and body.
    pub fn answer(&self, site: &Site, actor: &Actor) -> (u16, String) {
        let house = site.house();
        let params = self.params.as_object().cloned().unwrap_or_default();
        if self.action == TEXT {
            return full_text(site, actor, params.get("asked").and_then(Json::as_str).unwrap_or_default());
        }
        let answer = match self.v3 {
            true => {
                let request = V3Request { entity: self.entity.clone(), action: self.action.to_owned(), params };
                call_v3(&house.registry, &house.site, actor, request)
            }
            false => {
                let call = Call { entity: self.entity.clone(), action: self.action.to_owned(), params, index: None };
                api::call(&house.registry, &house.site, actor, "test", call)
            }
        };
        (answer.status, without_references(&String::from_utf8_lossy(&answer.body)))
    }
}

/// The one box over everything is no call of the API, but tells as much.
const TEXT: &str = "full text";

fn full_text(site: &Site, actor: &Actor, asked: &str) -> (u16, String) {
    let found = site.house().site.read(actor, |tx| search::text::everywhere(tx, asked));
    match found {
        Ok(shelves) => (200, format!("{shelves:?}")),
        Err(error) => (500, error.to_string()),
    }
}

/// Errors have a number of their own each time.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) =
        rest.find("\"error_id\":\"").map(|at| at + 12).or_else(|| rest.find("(Error ID: ").map(|at| at + 11))
    {
        out.push_str(&rest[..at]);
        rest = rest[at..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
        if !rest.contains("error_id") && !rest.contains("(Error ID: ") {
            break;
        }
    }
    out.push_str(rest);
    out
}

fn opens(entity: &Entity, role: &Role) -> bool {
    let asked = entity.door("get").all_of;
    asked.iter().all(|group| group.iter().any(|name| role.may(name)))
}

struct Maker<'m> {
    chance: &'m mut Chance,
    base: &'m Base,
    all: &'m [&'m Entity],
    entity: &'m Entity,
    /// Joins made so far, with what is joined.
    aliases: Vec<(String, &'m Entity)>,
}

impl<'m> Maker<'m> {
    fn get(&mut self) -> Json {
        let mut params = Map::new();
        let joins: Vec<Json> = match self.chance.happens(30) {
            true => (0..=self.chance.below(2)).map(|at| self.join(at)).collect(),
            false => Vec::new(),
        };
        let grouped = self.chance.happens(20);
        if !joins.is_empty() {
            params.insert("join".to_owned(), json!(joins));
        }
        let mut select: Vec<Json> = match (grouped, self.chance.happens(15)) {
            (false, true) => vec![json!("*")],
            _ => (0..=self.chance.below(4)).map(|_| json!(self.path())).collect(),
        };
        if self.chance.happens(25) || grouped {
            select.push(json!(self.aggregate()));
        }
        if self.chance.happens(30) {
            select.push(json!("row_count"));
        }
        if self.chance.happens(8) {
            select.push(json!(*self.chance.one(&["custom.*", "open_set.*", "closed_set.*", "contact_id.*"])));
        }
        params.insert("select".to_owned(), json!(select));
        if self.chance.happens(65) {
            let conditions: Vec<Json> = (0..=self.chance.below(2)).map(|_| self.condition(0)).collect();
            params.insert("where".to_owned(), json!(conditions));
        }
        if grouped {
            params.insert("groupBy".to_owned(), json!([self.path()]));
            if self.chance.happens(40) {
                let value = self.value();
                params.insert("having".to_owned(), json!([["made", *self.chance.one(&[">", "=", "<", "!="]), value]]));
            }
        }
        if self.chance.happens(40) {
            let direction = *self.chance.one(&["ASC", "DESC"]);
            params.insert("orderBy".to_owned(), json!({self.path(): direction, "id": "ASC"}));
        }
        if self.chance.happens(35) {
            params.insert("limit".to_owned(), json!(1 + self.chance.below(6)));
            params.insert("offset".to_owned(), json!(self.chance.below(4)));
        }
        if self.chance.happens(6) {
            let link = json!(["Email", "get", {"select": ["email", "contact_id.display_name"], "where": [["contact_id", "=", "$id"]]}]);
            params.insert("chain".to_owned(), json!({"emails": link}));
        }
        Json::Object(params)
    }

    /// A saved search through a display, filtered and sorted by what it selects and by what it does not.
    fn display(&mut self, action: &str) -> Json {
        let (search, columns) = *self.chance.one(&super::world::SEARCHES);
        let mut params = json!({"savedSearch": search});
        if action == "getDefault" {
            return params;
        }
        if self.chance.happens(50) {
            params["display"] = json!(search);
        }
        if self.chance.happens(50) {
            let column = if self.chance.happens(80) { (*self.chance.one(columns)).to_owned() } else { self.path() };
            let value = if self.chance.happens(50) {
                json!(self.text())
            } else {
                json!({"LIKE": format!("%{}%", self.text())})
            };
            params["filters"] = json!({column: value});
        }
        if self.chance.happens(50) {
            let column = if self.chance.happens(80) { (*self.chance.one(columns)).to_owned() } else { self.path() };
            params["sort"] = json!([[column, *self.chance.one(&["ASC", "DESC"])]]);
        }
        if action == "run" && self.chance.happens(70) {
            params["return"] = json!(*self.chance.one(&["page:1", "page:2", "scroll:1", "row_count", "id", "tally"]));
            params["limit"] = json!(1 + self.chance.below(7));
        }
        params
    }

    fn other(&mut self, action: &str) -> Json {
        match action {
            "autocomplete" => {
                let input = self.text();
                let mut params = json!({"input": input});
                if self.chance.happens(40) {
                    params["filters"] = json!({self.path(): self.value()});
                }
                if self.chance.happens(20) {
                    params["ids"] = json!([self.id(), self.id()]);
                }
                params
            }
            "getFields" => json!({
                "loadOptions": self.chance.one(&[json!(true), json!(false), json!(["id", "name", "label"])]).clone(),
                "action": *self.chance.one(&["get", "create", "update"]),
            }),
            "export" => json!({"id": self.id()}),
            "checkAccess" => json!({
                "action": *self.chance.one(&["get", "update", "delete", "create"]), "values": {"id": self.id(), "contact_id": self.id()},
            }),
            "getLinks" => json!({"values": {"id": self.id()}}),
            "duplicatecheck" => json!({"values": {"first_name": self.text(), "last_name": "Smart"}}),
            _ => json!({}),
        }
    }

    fn v3(&mut self, action: &str) -> Json {
        let mut params = Map::new();
        params.insert("sequential".to_owned(), json!(1));
        if self.chance.happens(60) {
            let (path, value) = (self.own_field(), self.value());
            let value = match self.chance.below(4) {
                0 => json!({"LIKE": format!("%{}%", self.text())}),
                1 => json!({"IS NOT NULL": 1}),
                _ => value,
            };
            params.insert(path, value);
        }
        match action {
            "getvalue" => drop(params.insert("return".to_owned(), json!(self.own_field()))),
            "getlist" => drop(params.insert("input".to_owned(), json!(self.text()))),
            _ if self.chance.happens(50) => {
                let fields = [self.own_field(), self.path()].join(",");
                params.insert("return".to_owned(), json!(fields));
            }
            _ => {}
        }
        if self.chance.happens(30) {
            let field = self.own_field();
            params.insert("options".to_owned(), json!({"sort": format!("{field} DESC"), "limit": 3}));
        }
        Json::Object(params)
    }

    fn join(&mut self, at: usize) -> Json {
        let other = match self.chance.happens(70) {
            true => {
                let name = *self.chance.one(&FREQUENT);
                self.all.iter().copied().find(|e| e.name == name).unwrap_or(self.entity)
            }
            false => *self.chance.one(self.all),
        };
        let alias = format!("j{at}");
        let side = *self.chance.one(&["LEFT", "INNER", "EXCLUDE"]);
        let mut join = vec![json!(format!("{} AS {alias}", other.name)), json!(side)];
        if self.chance.happens(20) {
            join.push(json!(*self.chance.one(&["GroupContact", "EntityTag", "ActivityContact", "RelationshipCache"])));
        } else {
            let key = ["contact_id", "entity_id", "near_contact_id", "contact_id_a", "id"];
            let known = key.iter().find(|key| other.field(key).is_some()).copied().unwrap_or("id");
            let own = key.iter().find(|key| self.entity.field(key).is_some()).copied().unwrap_or("id");
            let own = if self.chance.happens(70) { "id" } else { own };
            join.push(json!([own, "=", format!("{alias}.{known}")]));
        }
        self.aliases.push((alias.clone(), other));
        if self.chance.happens(40) {
            let field = self.field_of(other);
            let mut condition = self.compared(format!("{alias}.{field}"));
            // In a join a text on the right is an expression, unless it is in quotes.
            if let Some(Json::String(text)) = condition.get(2) {
                condition[2] = json!(format!("\"{text}\""));
            }
            join.push(condition);
        }
        Json::Array(join)
    }

    fn condition(&mut self, depth: usize) -> Json {
        if depth < 2 && self.chance.happens(15) {
            let word = *self.chance.one(&["AND", "OR", "NOT"]);
            let inner: Vec<Json> = (0..=self.chance.below(2)).map(|_| self.condition(depth + 1)).collect();
            return json!([word, inner]);
        }
        if self.chance.happens(12) {
            let groups = &self.base.groups;
            let (groups, tags) = ([*self.chance.one(groups)], [*self.chance.one(&self.base.tags)]);
            let operator = *self.chance.one(&["IN", "NOT IN"]);
            return match self.chance.happens(70) {
                true => json!(["groups", operator, groups]),
                false => json!(["tags", operator, tags]),
            };
        }
        let path = self.path();
        self.compared(path)
    }

    fn compared(&mut self, path: String) -> Json {
        let operator = *self.chance.one(&[
            "=",
            "!=",
            ">",
            "<",
            ">=",
            "<=",
            "LIKE",
            "NOT LIKE",
            "IN",
            "NOT IN",
            "IS NULL",
            "IS NOT NULL",
            "CONTAINS",
            "NOT CONTAINS",
            "IS EMPTY",
            "IS NOT EMPTY",
            "BETWEEN",
            "REGEXP",
        ]);
        let value = match operator {
            "IN" | "NOT IN" => json!([self.value(), self.value(), self.value()]),
            "BETWEEN" => json!([self.value(), self.value()]),
            "LIKE" | "NOT LIKE" => json!(format!("%{}%", self.text())),
            "REGEXP" => json!("^[A-Z]z"),
            "IS NULL" | "IS NOT NULL" | "IS EMPTY" | "IS NOT EMPTY" => return json!([path, operator]),
            _ if self.chance.happens(10) => {
                let other = self.path();
                return json!([path, operator, other, true]);
            }
            _ => self.value(),
        };
        json!([path, operator, value])
    }

    fn aggregate(&mut self) -> String {
        let path = self.path();
        match self.chance.below(9) {
            0 => "COUNT(*) AS made".to_owned(),
            1 => format!("COUNT({path}) AS made"),
            2 => format!("COUNT(DISTINCT {path}) AS made"),
            3 => format!("MIN({path}) AS made"),
            4 => format!("MAX({path}) AS made"),
            5 => format!("GROUP_CONCAT({path}) AS made"),
            6 => format!("SUM({path}) AS made"),
            7 => format!("GROUP_CONCAT(DISTINCT UPPER({path})) AS made"),
            _ => format!("GROUP_FIRST({path} ORDER BY {path}) AS made"),
        }
    }

    /// A field of the entity, of a join, or of what a key or a one-to-one join leads to.
    fn path(&mut self) -> String {
        if !self.aliases.is_empty() && self.chance.happens(40) {
            let at = self.chance.below(self.aliases.len());
            let (alias, entity) = self.aliases[at].clone();
            return format!("{alias}.{}", self.path_in(entity, 1));
        }
        self.path_in(self.entity, 2)
    }

    fn path_in(&mut self, entity: &'m Entity, deeper: usize) -> String {
        let keys: Vec<(&str, &str)> = entity
            .fields
            .iter()
            .filter_map(|field| Some((field.name.as_ref(), field.references.as_ref()?.entity.as_ref())))
            .chain(entity.virtual_joins.iter().map(|join| (join.name.as_ref(), join.entity.as_ref())))
            .collect();
        if deeper > 0 && !keys.is_empty() && self.chance.happens(30) {
            let (key, name) = *self.chance.one(&keys);
            if let Some(target) = self.all.iter().copied().find(|e| e.name == name) {
                return format!("{key}.{}", self.path_in(target, deeper - 1));
            }
        }
        let field = self.field_of(entity);
        let suffixed = entity.field(&field).is_some_and(|field| field.options.is_some()) && self.chance.happens(40);
        match suffixed {
            true => format!("{field}:{}", self.chance.one(&["label", "name"])),
            false => field,
        }
    }

    fn own_field(&mut self) -> String {
        self.field_of(self.entity)
    }

    fn field_of(&mut self, entity: &Entity) -> String {
        let fields: Vec<&Field> = entity.fields.iter().collect();
        self.chance.one(&fields).name.to_string()
    }

    fn id(&mut self) -> i64 {
        match self.chance.happens(85) {
            true => self.chance.one(&self.base.contacts).id,
            // Those that are only in the other world come after all of these.
            false => self.base.contacts.iter().map(|c| c.id).max().unwrap_or(0) + 1 + self.chance.below(4) as i64,
        }
    }

    fn text(&mut self) -> String {
        let number = self.chance.below(self.base.contacts.len());
        match self.chance.below(8) {
            0 => "Zz".to_owned(),
            1 => format!("q{number}q"),
            2 => format!("Zz{number}z"),
            3 => "Smart".to_owned(),
            4 => "Words".to_owned(),
            5 => "example.org".to_owned(),
            6 => String::new(),
            _ => "a".to_owned(),
        }
    }

    fn value(&mut self) -> Json {
        match self.chance.below(8) {
            0..3 => json!(self.id()),
            3 => json!(self.chance.below(3)),
            4 => json!(true),
            5 => json!(*self.chance.one(&["1960-01-01", "now", "2001-02-03", "9999"])),
            _ => json!(self.text()),
        }
    }
}
