//! What one row of a file says about one contact: cells become values, or faults beside their columns.

use std::collections::BTreeMap;

use schema::fold::fold;
use serde_json::{Map, Value as Json, json};

use crate::name;
use crate::recognise::RECORD;
use crate::relative::Group;
use crate::setup::Setup;
use crate::value;
use crate::words::Shape;

/// The column that tells what sort of contact a row is about.
pub const KIND: &str = "contact_type";

/// Something wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column, from 0.
    pub column: usize,
    /// The key of the message.
    pub key: &'static str,
    pub value: String,
}

/// A telephone number with its place and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub location: String,
    pub kind: String,
    pub number: String,
}

/// What a row wants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub id: Option<i64>,
    /// `Individual`, `Household` or `Organization` where the row says so itself.
    pub kind: Option<String>,
    pub external: Option<String>,
    /// Fields of the contact itself.
    pub fields: Map<String, Json>,
    /// Place and address.
    pub emails: Vec<(String, String)>,
    pub phones: Vec<Phone>,
    /// By place.
    pub addresses: BTreeMap<String, Map<String, Json>>,
    pub websites: Vec<String>,
    pub notes: Vec<String>,
    pub tags: Vec<String>,
    pub groups: Vec<String>,
    pub employer: Option<String>,
    pub household: Option<String>,
    /// The related contacts that the row names.
    pub relatives: Vec<(Group, Wanted)>,
    /// Fields of the record that is no contact.
    pub record: Map<String, Json>,
    /// The number of that record, where the row names it.
    pub record_id: Option<i64>,
    /// What refers to other records, as it is written.
    pub links: Vec<Link>,
    pub faults: Vec<Fault>,
}

/// A cell that names other records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub column: usize,
    pub field: String,
    pub entity: String,
    pub many: bool,
    pub text: String,
}

/// Reads a row. `shapes` has one for each column, None for those that are left out.
pub fn read(setup: &Setup, shapes: &[Option<Shape>], cells: &[String]) -> Wanted {
    let mut wanted = Wanted::default();
    wanted.tell_kind(setup, shapes, cells);
    let own = cells.iter().enumerate().take(setup.goals.len());
    let always =
        setup.always.iter().map(|one| &one.value).enumerate().map(|(at, value)| (setup.goals.len() + at, value));
    for (column, cell) in own.chain(always) {
        let cell = cell.trim();
        let (Some(goal), Some(Some(shape))) = (setup.goal(column), shapes.get(column)) else { continue };
        if cell.is_empty() || goal.is_none() || goal.field == KIND || goal.relative().is_some() {
            continue;
        }
        if column >= setup.goals.len() && wanted.says(goal) {
            continue;
        }
        if let (Shape::Reference { entity, many }, Some(field)) = (shape, goal.field.strip_prefix(RECORD)) {
            let (field, entity, text) = (field.to_owned(), entity.clone(), cell.to_owned());
            wanted.links.push(Link { column, field, entity, many: *many, text });
            continue;
        }
        match typed(setup, shape, cell) {
            Ok(value) => wanted.put(setup, column, value, cell),
            Err(key) => wanted.faults.push(Fault { column, key, value: cell.to_owned() }),
        }
    }
    wanted.name_organisation(setup);
    wanted
}

/// A cell as a value; the key of what is wrong otherwise.
fn typed(setup: &Setup, shape: &Shape, cell: &str) -> Result<Json, &'static str> {
    match shape {
        Shape::Text { longest: Some(longest) } if cell.chars().count() > *longest => Err("import-fault-long"),
        Shape::Text { .. } => Ok(json!(cell)),
        Shape::Whole => {
            let number = value::number(cell, setup.source.decimal).and_then(|number| number.parse::<i64>().ok());
            number.map(|number| json!(number)).ok_or("import-fault-number")
        }
        Shape::Number => {
            value::number(cell, setup.source.decimal).map(|number| json!(number)).ok_or("import-fault-number")
        }
        Shape::Date => {
            value::date(cell, setup.source.dates).map(|date| json!(date.to_string())).ok_or("import-fault-date")
        }
        Shape::Moment => value::moment(cell, setup.source.dates).map(|at| json!(at)).ok_or("import-fault-date"),
        Shape::Reference { .. } => Ok(json!(cell)),
        Shape::Yes => value::yes(cell).map(|yes| json!(yes)).ok_or("import-fault-yes"),
        Shape::Choice { words, many: false } => chosen(words, cell),
        Shape::Choice { words, many: true } => {
            let all: Result<Vec<Json>, _> = cell
                .split([',', ';', '|'])
                .map(str::trim)
                .filter(|one| !one.is_empty())
                .map(|one| chosen(words, one))
                .collect();
            all.map(Json::Array)
        }
    }
}

/// What is wrong with a value for all rows, as the key of a message; None where it fits.
pub fn unfit(setup: &Setup, shape: &Shape, value: &str) -> Option<&'static str> {
    typed(setup, shape, value).err()
}

fn chosen(words: &std::collections::HashMap<String, Json>, cell: &str) -> Result<Json, &'static str> {
    let word = fold(cell.trim_end_matches('.'));
    words.get(word.as_ref()).cloned().ok_or("import-fault-choice")
}

impl Wanted {
    /// What sort of contact the row is about: the other cells are read by it.
    fn tell_kind(&mut self, setup: &Setup, shapes: &[Option<Shape>], cells: &[String]) {
        let Some(column) = setup.goals.iter().position(|goal| goal.field == KIND) else { return };
        let (Some(cell), Some(Some(shape))) = (cells.get(column).map(|cell| cell.trim()), shapes.get(column)) else {
            return;
        };
        match typed(setup, shape, cell) {
            _ if cell.is_empty() => {}
            Ok(value) => self.kind = value.as_str().map(str::to_owned),
            Err(key) => self.faults.push(Fault { column, key, value: cell.to_owned() }),
        }
    }

    /// `Individual`, `Household` or `Organization`: as the row says, or as all of them are.
    pub fn kind<'k>(&'k self, setup: &'k Setup) -> &'k str {
        self.kind.as_deref().unwrap_or(&setup.contact_type)
    }

    fn put(&mut self, setup: &Setup, column: usize, value: Json, cell: &str) {
        let Some(goal) = setup.goal(column) else { return };
        if let Some(field) = goal.field.strip_prefix(RECORD) {
            match field {
                "id" => self.record_id = value.as_i64(),
                _ => drop(self.record.insert(field.to_owned(), value)),
            }
            return;
        }
        let several = || cell.split([',', ';', '|']).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty());
        match goal.field.as_str() {
            "id" => match cell.parse::<i64>() {
                Ok(id) if id > 0 => self.id = Some(id),
                _ => self.faults.push(Fault { column, key: "import-fault-number", value: cell.to_owned() }),
            },
            "external_identifier" => {
                self.external = Some(cell.to_owned());
                self.fields.insert(goal.field.clone(), value);
            }
            "full_name" => self.whole_name(setup, cell),
            "first_name" | "last_name" | "middle_name" => {
                let calmed = if setup.calm_names { name::calm(cell) } else { cell.to_owned() };
                self.fields.insert(goal.field.clone(), json!(calmed));
            }
            "email" => match cell.rsplit_once('@') {
                Some((user, host)) if !user.is_empty() && host.contains('.') && !cell.contains(char::is_whitespace) => {
                    self.emails.push((goal.location.clone(), cell.to_owned()));
                }
                _ => self.faults.push(Fault { column, key: "import-fault-email", value: cell.to_owned() }),
            },
            "phone" => {
                let kind = goal.phone.clone();
                self.phones.push(Phone { location: goal.location.clone(), kind, number: telephone(setup, cell) });
            }
            "website" => self.websites.push(web_address(cell)),
            "note" => self.notes.push(cell.to_owned()),
            "tag" => self.tags.extend(several()),
            "group" => self.groups.extend(several()),
            "organization" | "employer" => self.employer = Some(cell.to_owned()),
            "household" => self.household = Some(cell.to_owned()),
            field => {
                match field.strip_prefix("address.") {
                    Some("postal_code") => {
                        self.place(goal).insert("postal_code".to_owned(), json!(postal_code(setup, cell)))
                    }
                    Some(part) => self.place(goal).insert(part.to_owned(), value),
                    None => self.fields.insert(field.to_owned(), value),
                };
            }
        }
    }

    /// Whether the row itself has filled this goal.
    fn says(&self, goal: &crate::recognise::Goal) -> bool {
        if let Some(field) = goal.field.strip_prefix(RECORD) {
            return self.record.contains_key(field) || self.links.iter().any(|link| link.field == field);
        }
        match goal.field.as_str() {
            "email" => self.emails.iter().any(|(location, _)| *location == goal.location),
            "phone" => self.phones.iter().any(|one| one.location == goal.location && one.kind == goal.phone),
            "employer" | "organization" => self.employer.is_some(),
            "household" => self.household.is_some(),
            "website" | "note" | "tag" | "group" => false,
            field => match field.strip_prefix("address.") {
                Some(part) => self.addresses.get(&goal.location).is_some_and(|address| address.contains_key(part)),
                None => self.fields.contains_key(field),
            },
        }
    }

    fn place(&mut self, goal: &crate::recognise::Goal) -> &mut Map<String, Json> {
        self.addresses.entry(goal.location.clone()).or_default()
    }

    fn whole_name(&mut self, setup: &Setup, cell: &str) {
        let own = match self.kind(setup) {
            "Household" => Some("household_name"),
            "Organization" => Some("organization_name"),
            _ => None,
        };
        if let Some(field) = own {
            self.fields.insert(field.to_owned(), json!(cell));
            return;
        }
        let parts = name::split(cell, setup.names);
        let calm = |text: String| if setup.calm_names { name::calm(&text) } else { text };
        for (field, part) in [("first_name", parts.first), ("last_name", parts.last)] {
            if !part.is_empty() {
                self.fields.insert(field.to_owned(), json!(calm(part)));
            }
        }
    }

    /// A row about an organisation names it where one about a person names the employer, or where the family stands; so
    /// does one about a household.
    fn name_organisation(&mut self, setup: &Setup) {
        let (field, is_employer) = match self.kind(setup) {
            "Organization" => ("organization_name", true),
            "Household" => ("household_name", false),
            _ => return,
        };
        let first = self.fields.shift_remove("first_name").and_then(|name| name.as_str().map(str::to_owned));
        let last = self.fields.shift_remove("last_name").and_then(|name| name.as_str().map(str::to_owned));
        let employer = if is_employer { self.employer.take() } else { self.household.take() };
        if let Some(name) = employer.or(last).or(first) {
            self.fields.entry(field).or_insert(json!(name));
        }
    }

    /// The values by which duplicate rules look, under the names that a contact has for them: those that are asked for.
    pub fn probe(&self, setup: &Setup, is_asked: impl Fn(&str) -> bool) -> Map<String, Json> {
        let mut probe = Map::new();
        probe.insert(KIND.to_owned(), json!(self.kind(setup)));
        let mut add = |name: &str, value: &dyn Fn() -> Json| {
            if is_asked(name) {
                probe.insert(name.to_owned(), value());
            }
        };
        for (field, value) in &self.fields {
            add(field, &|| value.clone());
        }
        if let Some((_, email)) = self.emails.first() {
            add("email_primary.email", &|| json!(email));
        }
        if let Some(phone) = self.phones.first() {
            add("phone_primary.phone", &|| json!(phone.number));
        }
        for (field, value) in self.addresses.values().next().into_iter().flatten() {
            add(&format!("address_primary.{field}"), &|| value.clone());
        }
        probe
    }

    /// What rows of the same person within one file share; None where a row says too little.
    pub fn same(&self) -> Option<String> {
        if let Some(id) = self.id {
            return Some(format!("id {id}"));
        }
        if let Some(external) = &self.external {
            return Some(clipped(format!("external {}", fold(external))));
        }
        let text = |field: &str| self.fields.get(field).and_then(Json::as_str).map(|text| fold(text).into_owned());
        let name =
            ["first_name", "last_name", "household_name", "organization_name"].map(|f| text(f).unwrap_or_default());
        let email = self.emails.first().map(|(_, email)| fold(email).into_owned())?;
        Some(clipped(format!("email {email} {}", name.join(" "))))
    }

    /// What the row calls the person, for words about it.
    pub fn called(&self) -> String {
        let named = ["first_name", "last_name", "household_name", "organization_name"];
        let name: Vec<&str> = named
            .iter()
            .filter_map(|field| self.fields.get(*field)?.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        let email = || self.emails.first().map(|(_, email)| email.clone());
        let external = || self.external.clone().or_else(|| self.phones.first().map(|phone| phone.number.clone()));
        if name.is_empty() { email().or_else(external).unwrap_or_default() } else { name.join(" ") }
    }

    /// Whether the row says anything about a person.
    pub fn is_about_somebody(&self) -> bool {
        self.id.is_some() || self.external.is_some() || !self.phones.is_empty() || self.names_somebody()
    }

    /// Whether there is enough to make a contact of.
    pub fn names_somebody(&self) -> bool {
        let named = ["first_name", "last_name", "household_name", "organization_name", "nick_name"];
        named.iter().any(|field| self.fields.contains_key(*field)) || !self.emails.is_empty()
    }
}

fn clipped(text: String) -> String {
    text.chars().take(255).collect()
}

/// A French number that a spreadsheet took for an amount has lost its first zero.
fn telephone(setup: &Setup, cell: &str) -> String {
    let bare = cell.len() == 9 && cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0');
    if setup.lost_zeros && bare { format!("0{cell}") } else { cell.to_owned() }
}

/// The same for postal codes from the Ain to the Ariège.
fn postal_code(setup: &Setup, cell: &str) -> String {
    let bare = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if setup.lost_zeros && bare { format!("0{cell}") } else { cell.to_owned() }
}

fn web_address(cell: &str) -> String {
    if cell.contains("://") { cell.to_owned() } else { format!("https://{cell}") }
}
