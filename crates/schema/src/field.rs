//! One field of an entity: its type, its rules, and what the API tells about it.

use std::borrow::Cow;

use crate::{ListFormat, OptionSource, Requirement, Value};

/// A short text known when the program is built, or made at run time for custom fields.
pub type Name = Cow<'static, str>;

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A whole number within ±2⁶³; row ids are such.
    Int,
    Bool,
    Float,
    /// An exact amount with this many decimals.
    Money {
        scale: u32,
    },
    /// Text of at most `max` characters.
    Text {
        max: u32,
    },
    /// Text without a limit of its own (bodies, JSON documents).
    LongText,
    Date,
    /// A time in the site's zone, as people wrote it.
    DateTime,
    /// A moment, kept in UTC and shown in the site's zone.
    Timestamp,
}

impl FieldType {
    /// The name of this type in the API.
    pub fn api_name(self) -> &'static str {
        match self {
            FieldType::Int => "Integer",
            FieldType::Bool => "Boolean",
            FieldType::Float => "Float",
            FieldType::Money { .. } => "Money",
            FieldType::Text { .. } => "String",
            FieldType::LongText => "Text",
            FieldType::Date => "Date",
            FieldType::DateTime | FieldType::Timestamp => "Timestamp",
        }
    }

    /// Whether values of this type are text that compares without case and accents.
    pub fn is_text(self) -> bool {
        matches!(self, FieldType::Text { .. } | FieldType::LongText)
    }

    /// Whether values of this type are numbers.
    pub fn is_number(self) -> bool {
        matches!(self, FieldType::Int | FieldType::Bool | FieldType::Float | FieldType::Money { .. })
    }
}

/// Where a field's values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A column of the entity's table.
    Field,
    /// A field of a custom set, named `Set.field`; it lies in the set's own table, which a virtual join reaches.
    Custom,
    /// Computed when read; not in `*`.
    Extra,
    /// A condition that can be asked for and never selected.
    Filter,
}

/// How an `Extra` field is computed, in terms of the entity's own columns.
#[derive(Clone, Debug, PartialEq)]
pub enum Computed {
    /// Whole years from the date in this column to today; null for null.
    AgeInYears(&'static str),
    /// Days until the next anniversary of the date in this column; 0 today.
    DaysToAnniversary(&'static str),
    /// The id of the record that a virtual join of the same name reaches.
    Joined,
    /// Whether today lies between the dates in these two columns, either of which may be null, and the third is true.
    Current { start: &'static str, end: &'static str, active: &'static str },
    /// A field of the record that the key leads to.
    Of { key: &'static str, field: &'static str },
    /// A field of the record that the key leads to: which one, the text in the column `by` decides.
    OfEither { key: &'static str, by: &'static str, cases: &'static [(&'static str, &'static str)] },
    /// A column of the rows that point here: of the first of them, or of all where the field is a list.
    Linked(Linked),
    /// How many different values these columns have together.
    Count(Vec<Linked>),
    /// Whether the moment in this column is unknown or more than `minutes` ago, where the column `of` holds anything.
    Stale { since: &'static str, minutes: i64, of: &'static str },
    /// Whether the record is the domain that the caller works in.
    IsCurrentDomain,
    /// Filled by the entity's own code after reading or before writing; the planner leaves it out.
    Custom,
}

/// A column of rows of another entity that point to this one (the contacts of an activity).
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub entity: &'static str,
    /// The column there that holds this record's id.
    pub key: &'static str,
    /// The column that is read.
    pub column: &'static str,
    /// What else must hold there.
    pub fixed: Option<(&'static str, Value)>,
}

/// The value that a new record gets where none is given.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Default {
    #[default]
    None,
    /// This value, also stated in the database.
    Value(Value),
    /// The moment of writing.
    Now,
    /// The moment of every writing, not of the first alone.
    Touched,
    /// The contact who writes.
    CurrentContact,
    /// The domain that the site serves.
    CurrentDomain,
    /// The value of another field of the same record.
    Field(&'static str),
    /// The option marked as default, or the row of the options' table marked so.
    DefaultOption,
    /// A machine name made from another field (`Annual Dinner` gives `Annual_Dinner`).
    NameFrom(&'static str),
}

/// What happens to this record when the one that it refers to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    Cascade,
    SetNull,
    Restrict,
}

/// A key of another entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub entity: Name,
    pub column: Name,
    pub on_delete: OnDelete,
}

/// A field as declared. Built by chained calls, which the `Entity` derive writes from attributes.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub title: Name,
    /// Label beside an input; the title where none is given.
    pub label: Option<Name>,
    pub description: Option<Name>,
    pub ty: FieldType,
    pub kind: Kind,
    /// NOT NULL in the table.
    pub not_null: bool,
    /// Must be given when a record is created, whatever the table would allow.
    pub required: bool,
    pub readonly: bool,
    pub deprecated: bool,
    /// Never readable by anybody, kept out of history and logs.
    pub secret: bool,
    pub localizable: bool,
    pub default: Default,
    pub options: Option<OptionSource>,
    /// Suffixes that the API offers; those of the option source where None.
    pub suffixes: Option<Vec<Name>>,
    pub list: Option<ListFormat>,
    pub references: Option<Reference>,
    /// The field of this entity that names the table which this id belongs to (`entity_table`).
    pub dynamic_reference: Option<Name>,
    /// Whether the referred record decides who may see this one.
    pub guards: bool,
    /// The field is meaningful only for records whose other field has this value (`contact_type` = `Individual`).
    pub only_for: Option<(Name, Name)>,
    /// Permissions needed to see and write the field.
    pub permission: Requirement,
    /// Permissions needed, beside those, to write it.
    pub write_permission: Requirement,
    /// Permissions needed, beside the first, to search, sort or group by it.
    pub search_permission: Requirement,
    /// Permissions that are enough to fill it in where the record is new; none where it takes those for writing.
    pub fill_permission: Option<Requirement>,
    pub computed: Option<Computed>,
    pub input: Option<Name>,
    pub input_attrs: Vec<(Name, serde_json::Value)>,
    /// What the API tells of it beside what the declaration says: `help_pre`, `custom_group`, `formula`.
    pub told: Vec<(Name, serde_json::Value)>,
    pub usage: Vec<Name>,
    /// Operators that a `Filter` field admits; all where empty.
    pub operators: Vec<Name>,
    /// The column in the table, where it is not the field's name.
    pub column: Option<Name>,
    /// An index of its own on this column.
    pub indexed: bool,
}

impl Field {
    /// A field of this name; its title is the name in words.
    pub fn new(name: impl Into<Name>, ty: FieldType) -> Field {
        let name = name.into();
        Field {
            title: title_of(&name).into(),
            name,
            label: None,
            description: None,
            ty,
            kind: Kind::Field,
            not_null: false,
            required: false,
            readonly: false,
            deprecated: false,
            secret: false,
            localizable: false,
            default: Default::None,
            options: None,
            suffixes: None,
            list: None,
            references: None,
            dynamic_reference: None,
            guards: false,
            only_for: None,
            permission: Requirement::anyone(),
            write_permission: Requirement::anyone(),
            search_permission: Requirement::anyone(),
            fill_permission: None,
            computed: None,
            input: None,
            input_attrs: Vec::new(),
            told: Vec::new(),
            usage: Vec::new(),
            operators: Vec::new(),
            column: None,
            indexed: false,
        }
    }

    /// The column that holds this field.
    pub fn column(&self) -> &str {
        self.column.as_deref().unwrap_or(&self.name)
    }

    /// Whether the field is stored in the entity's own table.
    pub fn is_column(&self) -> bool {
        self.kind == Kind::Field
    }

    /// Text of at most `max` characters.
    pub fn text(mut self, max: u32) -> Field {
        self.ty = FieldType::Text { max };
        self
    }

    /// Text without a limit.
    pub fn long_text(mut self) -> Field {
        self.ty = FieldType::LongText;
        self
    }

    /// An exact amount with two decimals.
    pub fn money(mut self) -> Field {
        self.ty = FieldType::Money { scale: 2 };
        self
    }

    /// A moment kept in UTC.
    pub fn timestamp(mut self) -> Field {
        self.ty = FieldType::Timestamp;
        self
    }

    /// The English title in the API.
    pub fn title(mut self, title: impl Into<Name>) -> Field {
        self.title = title.into();
        self
    }

    /// The label beside an input, where it is not the title.
    pub fn label(mut self, label: impl Into<Name>) -> Field {
        self.label = Some(label.into());
        self
    }

    /// What the field is for, in a sentence.
    pub fn description(mut self, description: impl Into<Name>) -> Field {
        self.description = Some(description.into());
        self
    }

    /// NOT NULL in the table.
    pub fn not_null(mut self) -> Field {
        self.not_null = true;
        self
    }

    /// NOT NULL, and to be given on creation.
    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Written by rules, not by people.
    pub fn readonly(mut self) -> Field {
        self.readonly = true;
        self
    }

    /// Kept for existing databases; not offered any more.
    pub fn deprecated(mut self) -> Field {
        self.deprecated = true;
        self
    }

    /// Never readable, by anybody.
    pub fn secret(mut self) -> Field {
        self.secret = true;
        self
    }

    /// Translated through the Translation entity.
    pub fn localizable(mut self) -> Field {
        self.localizable = true;
        self
    }

    /// The value of a new record where none is given; stated in the database too.
    pub fn default(mut self, value: impl Into<Value>) -> Field {
        self.default = Default::Value(value.into());
        self
    }

    /// A default that depends on who writes and when.
    pub fn default_by(mut self, default: Default) -> Field {
        self.default = default;
        self
    }

    /// Options from the option group of this name, kept by value.
    pub fn option_group(mut self, group: &'static str) -> Field {
        self.options = Some(OptionSource::group(group));
        self
    }

    /// Options from anywhere else.
    pub fn options(mut self, source: OptionSource) -> Field {
        self.options = Some(source);
        self
    }

    /// The suffixes that the API offers.
    pub fn suffixes(mut self, suffixes: &[&'static str]) -> Field {
        self.suffixes = Some(suffixes.iter().map(|s| Name::Borrowed(s)).collect());
        self
    }

    /// Several values in one column.
    pub fn list(mut self, format: ListFormat) -> Field {
        self.list = Some(format);
        self
    }

    /// The id of a record of this entity; emptied when that one is deleted.
    pub fn references(mut self, entity: &'static str) -> Field {
        self.references = Some(Reference { entity: entity.into(), column: "id".into(), on_delete: OnDelete::SetNull });
        self.indexed = true;
        self
    }

    /// The id of a record of this entity; deleted with it.
    pub fn belongs_to(mut self, entity: &'static str) -> Field {
        self.references = Some(Reference { entity: entity.into(), column: "id".into(), on_delete: OnDelete::Cascade });
        self.indexed = true;
        self
    }

    /// The id of a record of the table that another field names.
    pub fn references_by(mut self, field: &'static str) -> Field {
        self.dynamic_reference = Some(field.into());
        self
    }

    /// Who may see the referred record may see this one, and nobody else.
    pub fn guards(mut self) -> Field {
        self.guards = true;
        self
    }

    /// Meaningful only where that other field has this value.
    pub fn only_for(mut self, field: &'static str, value: &'static str) -> Field {
        self.only_for = Some((field.into(), value.into()));
        self
    }

    /// Needs any one of these permissions to be seen or written.
    pub fn any_permission(mut self, permissions: &[&'static str]) -> Field {
        self.permission = self.permission.and_any(permissions);
        self
    }

    /// Computed when read.
    pub fn computed(mut self, computed: Computed) -> Field {
        self.kind = Kind::Extra;
        self.computed = Some(computed);
        self
    }

    /// A condition, with the operators that it admits.
    pub fn filter(mut self, operators: &[&'static str]) -> Field {
        self.kind = Kind::Filter;
        self.operators = operators.iter().map(|s| Name::Borrowed(s)).collect();
        self
    }

    /// The kind of input that forms show (`Text`, `Select`, `CheckBox`, …), in the API's words.
    pub fn input(mut self, input: &'static str) -> Field {
        self.input = Some(input.into());
        self
    }

    /// One attribute of the input.
    pub fn input_attr(mut self, name: &'static str, value: impl Into<serde_json::Value>) -> Field {
        self.input_attrs.push((name.into(), value.into()));
        self
    }

    /// What else uses the field: `import`, `export`, `duplicate_matching`, `token`.
    pub fn usage(mut self, usage: &[&'static str]) -> Field {
        self.usage = usage.iter().map(|s| Name::Borrowed(s)).collect();
        self
    }

    /// The column's name where it differs.
    pub fn in_column(mut self, column: &'static str) -> Field {
        self.column = Some(column.into());
        self
    }

    /// With an index of its own.
    pub fn indexed(mut self) -> Field {
        self.indexed = true;
        self
    }
}

/// `first_name` in words: `First Name`; a trailing `_id` goes.
fn title_of(name: &str) -> String {
    let base = name.strip_suffix("_id").filter(|b| !b.is_empty()).unwrap_or(name);
    let words: Vec<String> = base.split(['_', '.']).filter(|w| !w.is_empty()).map(capital).collect();
    words.join(" ")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
