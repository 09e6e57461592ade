//! The inputs of a contact's form, from the declarations and the choices of the site.

use std::collections::BTreeMap;

use maud::{Markup, html};
use store::{Error, FieldError, Problem, Result, Tx};
use ui::page::contact_form::{Content, Entry as Line, Repeat, Section};
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use super::custom::ways::WayInputs;
use super::draft::{Draft, Way, input_name};
use super::labels::{self, Pick};
use super::phrases::Lang;
use super::record::{self, WAYS, WayKind};
use super::sections::{Block, Entry, entry_of};
use super::shown;
use crate::names;

/// The choices that a form needs, by `Entity.field`; provinces by their country too.
#[derive(Default)]
pub struct Lists(BTreeMap<String, Vec<Pick>>);

/// Countries whose addresses name the state behind the town.
const STATES: [&str; 3] = ["US", "CA", "AU"];
/// Countries whose addresses do without a province.
const PLAIN: [&str; 15] = ["FR", "DE", "AT", "CH", "BE", "LU", "NL", "DK", "NO", "SE", "FI", "PL", "CZ", "MC", "LI"];

/// The parts of an address that the site may leave out of its forms: the choice's name, and the field.
pub const ADDRESS_PARTS: [(&str, &str); 7] = [
    ("street_address", "street_address"),
    ("supplemental_address_1", "supplemental_address_1"),
    ("supplemental_address_2", "supplemental_address_2"),
    ("city", "city"),
    ("postal_code", "postal_code"),
    ("state_province", "state_province_id"),
    ("country", "country_id"),
];

impl Lists {
    /// Reads the choices for these blocks.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang, draft: &Draft, blocks: &[Block]) -> Result<Lists> {
        let mut lists = Lists::default();
        for field in blocks.iter().flat_map(|block| block.fields(&draft.contact_type)) {
            let entry = entry_of(field);
            if matches!(entry, Entry::One | Entry::OneOfMany | Entry::Several) {
                let all = labels::choices(tx, lang.code(), "Contact", field, draft.value(field))?;
                let all = match *field {
                    "contact_sub_type" => subtypes(tx, &draft.contact_type, all)?,
                    _ if field.ends_with("_greeting_id") || *field == "addressee_id" => greetings(draft, all),
                    _ => all,
                };
                let all = if entry == Entry::OneOfMany { labels::sorted(all) } else { all };
                lists.0.insert(format!("Contact.{field}"), all);
            }
        }
        if blocks.contains(&Block::Ways) {
            lists.read_ways(tx, lang, draft)?;
        }
        Ok(lists)
    }

    fn read_ways(&mut self, tx: &Tx<'_>, lang: &Lang, draft: &Draft) -> Result<()> {
        let home = record::home_id(tx)?;
        for (kind, ways) in WAYS.iter().zip(&draft.ways) {
            for field in kind.fields.iter().filter(|field| field.ends_with("_id") || **field == "on_hold") {
                let chosen = ways.first().map_or("", |way| way.value(field));
                if *field == "state_province_id" {
                    for way in ways {
                        let country = Some(way.value("country_id")).filter(|id| !id.is_empty()).unwrap_or(&home);
                        let all = labels::choices(tx, lang.code(), kind.entity, field, way.value(field))?;
                        self.0.insert(format!("provinces/{country}"), labels::sorted(labels::fitting(all, country)));
                    }
                    continue;
                }
                let all = labels::choices(tx, lang.code(), kind.entity, field, chosen)?;
                let all = match *field {
                    "country_id" => {
                        let used: Vec<&str> = ways.iter().map(|way| way.value("country_id")).collect();
                        shown::offered(tx, labels::sorted(all), &[&used[..], &[home.as_str()]].concat())?
                    }
                    _ => all,
                };
                self.0.insert(format!("{}.{field}", kind.entity), all);
            }
        }
        let countries = self.0.get("Address.country_id").into_iter().flatten();
        let default = countries.filter(|one| one.value == home).cloned().collect();
        self.0.insert("home".to_owned(), default);
        let asked = shown::address_parts(tx)?.into_iter();
        let part = |name: String| Pick { value: name, label: String::new(), item: schema::OptionItem::default() };
        self.0.insert("parts".to_owned(), asked.map(part).collect());
        Ok(())
    }

    pub fn get(&self, key: &str) -> &[Pick] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The subtypes of this type.
fn subtypes(tx: &Tx<'_>, contact_type: &str, all: Vec<Pick>) -> Result<Vec<Pick>> {
    let clauses = serde_json::json!([["parent_id.name", "=", contact_type]]);
    let own = super::rows::ask(tx, "ContactType", &["name"], clauses, &[], 0)?;
    Ok(all.into_iter().filter(|one| own.iter().any(|row| super::rows::text(row, "name") == one.value)).collect())
}

/// The greetings meant for this type, each as it would read.
fn greetings(draft: &Draft, all: Vec<Pick>) -> Vec<Pick> {
    let meant_for = match draft.contact_type.as_str() {
        "Household" => 2,
        "Organization" => 3,
        _ => 1,
    };
    let fits = |one: &Pick| one.item.filter == 0 || one.item.filter == meant_for;
    let written = |mut one: Pick| {
        let filled = names::fill(&one.label, &|token| {
            Some(draft.value(token).to_owned()).filter(|t| !t.is_empty() && !token.contains(':'))
        });
        if one.label.contains("{contact.") && !filled.is_empty() {
            one.label = filled;
        }
        one
    };
    all.into_iter().filter(fits).map(written).collect()
}

/// What is wrong, by the name of the input.
pub type Errors = BTreeMap<String, String>;

/// The errors in the reader's words.
pub fn errors(lang: &Lang, all: &[FieldError]) -> Errors {
    all.iter().map(|error| (error.field.clone(), lang.locale.problem(error.problem.key()).into_owned())).collect()
}

/// The field errors of a refusal; other refusals go on.
///
/// # Errors
/// Gives back what is no field error.
pub fn field_errors<T>(result: Result<T>) -> Result<std::result::Result<T, Vec<FieldError>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        // Of all that these forms write, one field alone must differ from contact to contact.
        Err(Error::Conflict(cause)) if cause.contains("already exists") => {
            Ok(Err(vec![FieldError { field: "external_identifier".to_owned(), problem: Problem::Taken }]))
        }
        Err(error) => Err(error),
    }
}

/// What the inputs borrow.
pub struct Ready<'a> {
    lists: &'a Lists,
    choices: BTreeMap<&'a str, Vec<Choice<'a>>>,
    several: BTreeMap<&'a str, Vec<&'a str>>,
    errors: &'a Errors,
    /// Names of fields that stand in none of the form's inputs have their error above it.
    pub draft: &'a Draft,
    /// The custom fields of the ways.
    more: Option<&'a WayInputs<'a>>,
}

impl<'a> Ready<'a> {
    pub fn new(lists: &'a Lists, draft: &'a Draft, errors: &'a Errors) -> Ready<'a> {
        let choice = |one: &'a Pick| Choice::of(&one.value, &one.label);
        let choices = lists.0.iter().map(|(key, all)| (key.as_str(), all.iter().map(choice).collect())).collect();
        let split = |value: &'a String| value.split(',').filter(|part| !part.is_empty()).collect();
        let several = draft.fields.iter().map(|(field, value)| (field.as_str(), split(value))).collect();
        Ready { lists, choices, several, errors, draft, more: None }
    }

    /// The same with the custom fields of the ways.
    pub(super) fn with_ways(self, ways: &'a WayInputs<'a>) -> Ready<'a> {
        Ready { more: Some(ways), ..self }
    }

    fn choices(&'a self, key: &str) -> &'a [Choice<'a>] {
        self.choices.get(key).map_or(&[], Vec::as_slice)
    }

    fn error(&'a self, name: &str) -> Option<&'a str> {
        self.errors.get(name).map(String::as_str)
    }

    /// The inputs of a block. Choices without anything to choose are left out.
    pub fn fields(&'a self, lang: &'a Lang, block: Block, narrow: bool) -> Vec<Field<'a>> {
        let all = block.fields(&self.draft.contact_type).iter();
        all.filter_map(|field| self.field(lang, field, narrow)).collect()
    }

    fn field(&'a self, lang: &'a Lang, field: &'static str, narrow: bool) -> Option<Field<'a>> {
        let label = match field {
            "email_greeting_custom" | "postal_greeting_custom" | "addressee_custom" => {
                lang.text("field-custom-greeting")
            }
            field => lang.field("Contact", field),
        };
        let plain = Field {
            error: self.error(field),
            help: lang.locale.help("Contact", field).map(|help| lang.keep(help.into_owned())),
            width: width(field, narrow),
            required: matches!(field, "household_name" | "organization_name"),
            ..Field::text(field, label, self.draft.value(field))
        };
        let key = format!("Contact.{field}");
        Some(match entry_of(field) {
            Entry::Text => plain,
            Entry::Employer => Field { help: Some(lang.text("help-employer")), ..plain },
            Entry::Date => plain.widget(Widget::Date),
            Entry::Tick => plain.widget(Widget::Checkbox),
            Entry::One | Entry::OneOfMany => {
                let choices = self.choices(&key);
                (!choices.is_empty()).then(|| Field { may_be_empty: true, ..plain.widget(Widget::Select(choices)) })?
            }
            Entry::Several => {
                let choices = self.choices(&key);
                let values = self.several.get(field).map_or(&[][..], Vec::as_slice);
                (!choices.is_empty()).then(|| Field {
                    values,
                    width: Width::Full,
                    ..plain.widget(Widget::Checkboxes(choices))
                })?
            }
        })
    }

    /// The repeated inputs of a kind of ways.
    pub fn repeat(&'a self, lang: &'a Lang, at: usize, narrow: bool) -> Repeat<'a> {
        let kind = &WAYS[at];
        let entries = self.draft.ways[at].iter().map(|way| Line {
            index: way.index,
            fields: self.way_fields(lang, kind, way, narrow).into_iter().chain(self.more_fields(at, way)).collect(),
            primary: way.is_primary,
            fresh: way.is_fresh,
        });
        Repeat { name: kind.name, entries: entries.collect(), add: lang.text(kind.add), noun: lang.text(kind.section) }
    }

    fn more_fields(&'a self, at: usize, way: &Way) -> Vec<Field<'a>> {
        self.more.map_or_else(Vec::new, |more| more.fields(at, way))
    }

    fn way_fields(&'a self, lang: &'a Lang, kind: &WayKind, way: &'a Way, narrow: bool) -> Vec<Field<'a>> {
        if kind.name == "address" {
            return self.address_fields(lang, kind, way);
        }
        let width = |field: &str| if narrow { narrow_width(field) } else { way_width(kind, field) };
        // Whether an e-mail comes back is asked where it does.
        let is_held = !matches!(way.value("on_hold"), "" | "0");
        let asked = kind.fields.iter().filter(|field| **field != "on_hold" || is_held);
        let input = |field: &&'static str| self.way_field(lang, kind, way, field, width(field));
        // In a block the heading above says what the first input is.
        asked.enumerate().map(|(at, field)| Field { hidden_label: narrow && at == 0, ..input(field) }).collect()
    }

    /// In the order in which the country writes its addresses.
    fn address_fields(&'a self, lang: &'a Lang, kind: &WayKind, way: &'a Way) -> Vec<Field<'a>> {
        let country = self.country_of(way);
        let code = self
            .lists
            .get("Address.country_id")
            .iter()
            .find(|one| one.value == country)
            .map(|one| one.item.name.as_str());
        let has_provinces = !self.lists.get(&format!("provinces/{country}")).is_empty();
        let mut order = vec![("street_address", Width::Full), ("supplemental_address_1", Width::Full)];
        if !way.value("supplemental_address_2").is_empty() {
            order.push(("supplemental_address_2", Width::Full));
        }
        if code.is_some_and(|code| STATES.contains(&code)) {
            order.extend([("city", Width::Third), ("state_province_id", Width::Third), ("postal_code", Width::Third)]);
        } else {
            order.extend([("postal_code", Width::Third), ("city", Width::TwoThirds)]);
            if has_provinces && !code.is_some_and(|code| PLAIN.contains(&code)) {
                order.push(("state_province_id", Width::Full));
            }
        }
        order.extend([("country_id", Width::Half), ("location_type_id", Width::Half), ("is_billing", Width::Full)]);
        order.retain(|(field, _)| self.is_asked(way, field));
        order.into_iter().map(|(field, width)| self.way_field(lang, kind, way, field, width)).collect()
    }

    /// Whether forms ask for this part of an address; one that is filled in already is asked for in any case.
    fn is_asked(&self, way: &Way, field: &str) -> bool {
        let part = ADDRESS_PARTS.iter().find(|(_, known)| *known == field).map(|(part, _)| *part);
        let asked = |part: &str| self.lists.get("parts").iter().any(|one| one.value == part);
        part.is_none_or(asked) || field != "country_id" && !way.value(field).is_empty()
    }

    fn country_of(&'a self, way: &'a Way) -> &'a str {
        let home = self.lists.get("home").first().map_or("", |one| one.value.as_str());
        Some(way.value("country_id")).filter(|id| !id.is_empty()).unwrap_or(home)
    }

    fn way_field(&'a self, lang: &'a Lang, kind: &WayKind, way: &'a Way, field: &str, width: Width) -> Field<'a> {
        let name = lang.keep(input_name(kind, way.index, field));
        let value = if field == "country_id" { self.country_of(way) } else { way.value(field) };
        let default = |key: &str| {
            let usual = self.lists.get(key).iter().find(|one| one.item.is_default);
            usual.map_or("", |one| one.value.as_str())
        };
        let plain =
            Field { error: self.error(name), width, ..Field::text(name, lang.field(kind.entity, field), value) };
        let is_new = way.id().is_none();
        match field {
            "email" => plain.widget(Widget::Email).autocomplete("off"),
            "phone" => plain.widget(Widget::Tel).autocomplete("off"),
            "is_billing" => Field { label: lang.text("way-for-billing"), ..plain.widget(Widget::Checkbox) },
            "on_hold" => plain.widget(Widget::Select(self.choices("Email.on_hold"))),
            "state_province_id" => {
                let key = format!("provinces/{}", self.country_of(way));
                Field { may_be_empty: true, ..plain.widget(Widget::Select(self.choices(&key))) }
            }
            field if field.ends_with("_id") => {
                let key = format!("{}.{field}", kind.entity);
                let value = if is_new && value.is_empty() { default(&key) } else { value };
                Field { may_be_empty: true, value, ..plain.widget(Widget::Select(self.choices(&key))) }
            }
            _ => Field { autocomplete: Some("off"), ..plain },
        }
    }

    /// The sections of the whole form.
    pub fn sections(&'a self, lang: &'a Lang, blocks: &[Block], focus_first: bool) -> Vec<Section<'a>> {
        let mut all = Vec::new();
        for block in blocks {
            if *block == Block::Ways {
                all.extend((0..WAYS.len()).map(|at| self.way_section(lang, at)));
                continue;
            }
            let mut fields = self.fields(lang, *block, false);
            if fields.is_empty() {
                continue;
            }
            if focus_first && all.is_empty() && self.errors.is_empty() {
                let first = fields.iter_mut().find(|field| !matches!(field.widget, Widget::Select(_)));
                if let Some(first) = first {
                    first.focused = true;
                }
            }
            let intro = (*block == Block::Wishes).then(|| lang.text("section-wishes-intro"));
            let (id, title) = (block.id(), lang.text(block.title()));
            all.push(Section { id, title, intro, content: vec![Content::Fields(fields)] });
        }
        all
    }

    fn way_section(&'a self, lang: &'a Lang, at: usize) -> Section<'a> {
        let kind = &WAYS[at];
        let content = vec![Content::Repeat(self.repeat(lang, at, false))];
        Section { id: kind.section, title: lang.text(kind.section), intro: None, content }
    }

    /// The errors as the list above a long form names them.
    pub fn faults(&'a self, lang: &'a Lang) -> Vec<Fault<'a>> {
        let label = |name: &str| match name.split('-').collect::<Vec<_>>().as_slice() {
            [kind, _, field] => match WAYS.iter().find(|one| one.name == *kind) {
                Some(kind) => lang.field(kind.entity, field),
                None => lang.keep(name),
            },
            _ => lang.field("Contact", name),
        };
        let fault = |(name, message): (&'a String, &'a String)| Fault {
            input: lang.keep(input_id(name)),
            label: label(name),
            message,
        };
        self.errors.iter().map(fault).collect()
    }

    /// The inputs of the block of ways, as they stand in the page.
    pub fn ways_block(&'a self, lang: &'a Lang, ui: &ui::Ui<'_>) -> Markup {
        html! {
            @for at in 0..WAYS.len() {
                (ui::page::ways_form::ways(ui, &self.repeat(lang, at, true), WAYS[at].has_primary))
            }
        }
    }
}

fn width(field: &str, narrow: bool) -> Width {
    match field {
        _ if narrow => match field {
            "first_name" | "last_name" | "birth_date" | "gender_id" => Width::Half,
            _ => Width::Full,
        },
        "prefix_id" | "first_name" | "last_name" | "middle_name" | "suffix_id" | "formal_title" => Width::Third,
        "household_name" | "organization_name" | "nick_name" | "source" | "is_deceased" => Width::Full,
        field if field.ends_with("_custom") || field.ends_with("greeting_id") || field == "addressee_id" => Width::Half,
        "communication_style_id" => Width::Full,
        _ => Width::Half,
    }
}

/// In a block, where the value of a way takes the whole line.
fn narrow_width(field: &str) -> Width {
    if field.ends_with("_id") { Width::Half } else { Width::Full }
}

fn way_width(kind: &WayKind, field: &str) -> Width {
    match (kind.name, field) {
        (_, "is_billing") => Width::Full,
        ("email", "email") | ("website", "url") => Width::TwoThirds,
        _ => Width::Third,
    }
}
