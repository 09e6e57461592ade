//! What can be recorded: an entity with its fields, keys and doors.

use std::collections::HashMap;

use crate::access::Policy;
use crate::field::{Kind, Name};
use crate::{Field, Requirement, Value};

/// An index over several columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub name: Name,
    pub columns: Vec<Name>,
    pub unique: bool,
    /// Columns that it carries along as they are stored, so that counts and groups need not look at the rows.
    pub carried: Vec<Name>,
    /// Leaves out the rows where its one column is empty: most rows, for columns that few records fill.
    pub sparse: bool,
}

/// How a bridge entity ties two others together (`GroupContact`: `contact_id` and `group_id`).
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// From this key of the bridge one comes out at that other one.
    pub ways: Vec<(Name, Name)>,
}

/// A one-to-one join under a name of its own (`email_primary`, a custom group).
#[derive(Clone, Debug, PartialEq)]
pub struct VirtualJoin {
    pub name: Name,
    pub entity: Name,
    /// The column of the other entity that equals this entity's id.
    pub key: Name,
    /// What else must hold there.
    pub fixed: Vec<(Name, Value)>,
    /// The field of the other entity whose emptying deletes the row when written through (`email`).
    pub main_field: Option<Name>,
    /// The joined record is made with a new record, for the sake of its defaults.
    pub with_new: bool,
    /// Meant only for records whose field has this value (`contact_type`, `Individual`).
    pub only_for: Option<(Name, Name)>,
}

impl VirtualJoin {
    /// Whether the join is meant for this record.
    pub fn is_for(&self, entity: &Entity, row: &[Value]) -> bool {
        self.only_for.as_ref().is_none_or(|(field, value)| {
            let own = entity.position(field).and_then(|at| row.get(at)).and_then(Value::as_text);
            own == Some(value)
        })
    }
}

/// Another name for the records of an entity whose field has a fixed value (`Individual`).
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    pub entity: Name,
    pub field: Name,
    pub value: Name,
}

/// An entity as declared.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: Name,
    pub title: Name,
    pub title_plural: Name,
    pub table: Name,
    pub description: Option<Name>,
    pub icon: Option<Name>,
    pub label_field: Option<Name>,
    pub search_fields: Vec<Name>,
    pub order_by: Option<Name>,
    /// `primary`, `secondary`, `bridge` or `none`: how prominent searches make it.
    pub searchable: Name,
    /// Further kinds in the API beside `DAOEntity` (`SortableEntity`, `EntityBridge`, …).
    pub types: Vec<Name>,
    pub fields: Vec<Field>,
    pub indexes: Vec<Index>,
    pub bridge: Option<Bridge>,
    pub virtual_joins: Vec<VirtualJoin>,
    pub preset: Option<Preset>,
    /// Doors by action; `default` and `meta` stand for the rest.
    pub doors: HashMap<Name, Requirement>,
    pub policy: Option<Policy>,
    /// Whoever holds this permission may add records to those that guard them although they may only see these.
    pub added_by: Option<Name>,
    /// The field that holds the parent's id, for trees.
    pub parent_field: Option<Name>,
    /// Pages of a record: `view`, `update`, `add`, `delete`, with `[field]` to fill in.
    pub paths: Vec<(Name, Name)>,
    /// Whether delete puts the record in the bin (`is_deleted`) unless told otherwise.
    pub trash: bool,
    /// Reads only: rows are made by other rules.
    pub read_only: bool,
    /// Whether the rows lie in a table; otherwise code makes them when they are asked for.
    pub stored: bool,
    /// Not an entity of the API: only the program reads and writes it.
    pub internal: bool,
    /// Its rows are made of other records and made anew at any time: they belong to nothing and hold nothing fast.
    pub derived: bool,
    /// Most of its rows are written over soon and more than once: room is left beside each.
    pub rewritten: bool,
    positions: HashMap<Name, usize, crate::quick::BuildQuick>,
}

impl Entity {
    /// An entity with these fields; its title is the name in words.
    pub fn new(name: impl Into<Name>, table: impl Into<Name>, fields: Vec<Field>) -> Entity {
        let name = name.into();
        let title = words(&name);
        let positions = fields.iter().enumerate().map(|(at, field)| (field.name.clone(), at)).collect();
        Entity {
            title_plural: plural(&title).into(),
            title: title.into(),
            name,
            table: table.into(),
            description: None,
            icon: None,
            label_field: None,
            search_fields: Vec::new(),
            order_by: None,
            searchable: "secondary".into(),
            types: Vec::new(),
            fields,
            indexes: Vec::new(),
            bridge: None,
            virtual_joins: Vec::new(),
            preset: None,
            doors: HashMap::new(),
            policy: None,
            added_by: None,
            parent_field: None,
            paths: Vec::new(),
            trash: false,
            read_only: false,
            stored: true,
            internal: false,
            derived: false,
            rewritten: false,
            positions,
        }
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.positions.get(name).and_then(|at| self.fields.get(*at))
    }

    /// Where the field of this name stands among [`Entity::fields`].
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The virtual join of this name.
    pub fn virtual_join(&self, name: &str) -> Option<&VirtualJoin> {
        self.virtual_joins.iter().find(|join| join.name == name)
    }

    /// The fields stored in the entity's table, in order.
    pub fn columns(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_column())
    }

    /// Adds fields behind the declared ones.
    pub fn extend(&mut self, fields: impl IntoIterator<Item = Field>) {
        for field in fields {
            self.positions.insert(field.name.clone(), self.fields.len());
            self.fields.push(field);
        }
    }

    /// What one must hold to call this action.
    ///
    /// Falls back from `save` to `create`, from `replace` to `delete`, from metadata actions to `meta`, then to
    /// `default`, and to `administer CiviCRM` where nothing is said: closed until a permission opens it.
    pub fn door(&self, action: &str) -> Requirement {
        let general = match action {
            "getFields" | "getActions" | "getLinks" => Some("meta"),
            "replace" => Some("delete"),
            "save" => Some("create"),
            "autocomplete" | "export" => Some("get"),
            _ => None,
        };
        let said = |name: &str| self.doors.get(name).cloned();
        said(action)
            .or_else(|| general.and_then(said))
            .or_else(|| (general == Some("meta")).then(|| Requirement::all(&["access CiviCRM"])))
            .or_else(|| said("default"))
            .unwrap_or_else(|| Requirement::all(&["administer CiviCRM"]))
    }

    /// The titles in the API.
    pub fn title(mut self, title: &'static str, plural: &'static str) -> Entity {
        self.title = title.into();
        self.title_plural = plural.into();
        self
    }

    /// What the entity is, in a sentence.
    pub fn description(mut self, description: &'static str) -> Entity {
        self.description = Some(description.into());
        self
    }

    /// A Font Awesome name, as existing clients show it.
    pub fn icon(mut self, icon: &'static str) -> Entity {
        self.icon = Some(icon.into());
        self
    }

    /// The field that names a record.
    pub fn label_field(mut self, field: &'static str) -> Entity {
        self.label_field = Some(field.into());
        self
    }

    /// The fields that autocomplete looks in; the label where none is given.
    pub fn search_fields(mut self, fields: &[&'static str]) -> Entity {
        self.search_fields = fields.iter().map(|f| Name::Borrowed(f)).collect();
        self
    }

    /// The order of lists.
    pub fn order_by(mut self, field: &'static str) -> Entity {
        self.order_by = Some(field.into());
        self
    }

    /// How prominent searches make it: `primary`, `secondary`, `bridge`, `none`.
    pub fn searchable(mut self, how: &'static str) -> Entity {
        self.searchable = how.into();
        self
    }

    /// A further kind in the API.
    pub fn kind(mut self, kind: &'static str) -> Entity {
        self.types.push(kind.into());
        self
    }

    /// An index over these columns.
    pub fn index(mut self, name: &'static str, columns: &[&'static str]) -> Entity {
        self.indexes.push(index(name, columns, false));
        self
    }

    /// An index over these columns that answers for the carried ones too.
    pub fn covering(mut self, name: &'static str, columns: &[&'static str], carried: &[&'static str]) -> Entity {
        let carried = carried.iter().map(|c| Name::Borrowed(c)).collect();
        self.indexes.push(Index { carried, ..index(name, columns, false) });
        self
    }

    /// An index over a column that few records fill.
    pub fn sparse(mut self, name: &'static str, column: &'static str) -> Entity {
        self.indexes.push(Index { sparse: true, ..index(name, &[column], false) });
        self
    }

    /// No two records with the same values in these columns.
    pub fn unique(mut self, name: &'static str, columns: &[&'static str]) -> Entity {
        self.indexes.push(index(name, columns, true));
        self
    }

    /// Ties two entities together: in at `from`, out at `to`, and back.
    pub fn bridge(mut self, from: &'static str, to: &'static str) -> Entity {
        let ways = &mut self.bridge.get_or_insert(Bridge { ways: Vec::new() }).ways;
        ways.push((from.into(), to.into()));
        ways.push((to.into(), from.into()));
        self
    }

    /// A one-to-one join: rows of `entity` whose `key` is this id and whose `flag` is set; emptying `main` deletes one.
    pub fn one_to_one(
        mut self,
        name: &'static str,
        entity: &'static str,
        key: &'static str,
        flag: &'static str,
        main: &'static str,
    ) -> Entity {
        self.virtual_joins.push(VirtualJoin {
            name: name.into(),
            entity: entity.into(),
            key: key.into(),
            fixed: vec![(flag.into(), Value::Bool(true))],
            main_field: Some(main.into()),
            with_new: false,
            only_for: None,
        });
        self
    }

    /// Opens reading by one requirement and everything else by another, whatever was said before.
    pub fn open_to(mut self, seen: Requirement, written: Requirement) -> Entity {
        self.doors.clear();
        self.doors.insert("get".into(), seen);
        self.doors.insert("default".into(), written);
        self
    }

    /// Lets whoever holds this permission add records to what they may only see; see [`Entity::added_by`].
    pub fn added_by(mut self, permission: &'static str) -> Entity {
        self.added_by = Some(permission.into());
        self
    }

    /// Opens an action to whoever holds all of these permissions; to everyone where there are none.
    pub fn door_all(mut self, action: &'static str, permissions: &[&'static str]) -> Entity {
        self.doors.insert(action.into(), Requirement::all(permissions));
        self
    }

    /// Opens an action to whoever holds any of these permissions.
    pub fn door_any(mut self, action: &'static str, permissions: &[&'static str]) -> Entity {
        self.doors.insert(action.into(), Requirement::any(permissions));
        self
    }

    /// Decides which records one may act on.
    pub fn policy(mut self, policy: Policy) -> Entity {
        self.policy = Some(policy);
        self
    }

    /// A tree by this field.
    pub fn parent_field(mut self, field: &'static str) -> Entity {
        self.parent_field = Some(field.into());
        self.types.push("HierarchicalEntity".into());
        self
    }

    /// The page of a record for a purpose.
    pub fn path(mut self, purpose: &'static str, path: &'static str) -> Entity {
        self.paths.push((purpose.into(), path.into()));
        self
    }

    /// Deleting puts the record in the bin.
    pub fn trash(mut self) -> Entity {
        self.trash = true;
        self
    }

    /// Nobody writes rows through the API.
    pub fn read_only(mut self) -> Entity {
        self.read_only = true;
        self
    }

    /// Rows are made by code when asked for; there is no table.
    pub fn made_by_code(mut self) -> Entity {
        self.stored = false;
        self
    }

    /// Kept out of the API: only the program reads and writes it.
    pub fn internal(mut self) -> Entity {
        self.internal = true;
        self
    }

    /// Most rows are written over soon, and more than once.
    pub fn rewritten(mut self) -> Entity {
        self.rewritten = true;
        self
    }

    /// Rows are made of other records, and made anew at any time; nobody writes them.
    pub fn derived(mut self) -> Entity {
        self.read_only = true;
        self.derived = true;
        self
    }

    /// A field that is no column of the table.
    pub fn with(mut self, field: Field) -> Entity {
        self.extend([field]);
        self
    }

    /// The same records under another name, with a field fixed and hidden.
    pub fn preset(&self, name: &'static str, field: &'static str, value: &'static str) -> Entity {
        let mut preset = self.clone();
        preset.name = name.into();
        preset.title = words(name).into();
        preset.title_plural = plural(&preset.title).into();
        preset.preset = Some(Preset { entity: self.name.clone(), field: field.into(), value: value.into() });
        let other = |f: &Field| f.only_for.as_ref().is_some_and(|(by, only)| by == field && only != value);
        preset.fields.retain(|f| !other(f) || f.kind == Kind::Filter);
        preset.positions = preset.fields.iter().enumerate().map(|(at, f)| (f.name.clone(), at)).collect();
        preset
    }
}

fn index(name: &'static str, columns: &[&'static str], unique: bool) -> Index {
    let columns = columns.iter().map(|c| Name::Borrowed(c)).collect();
    Index { name: name.into(), columns, unique, carried: Vec::new(), sparse: false }
}

/// `OptionGroup` in words: `Option Group`; runs of capitals stay together (`IM`).
fn words(name: &str) -> String {
    let mut text = String::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && previous_lower {
            text.push(' ');
        }
        previous_lower = c.is_lowercase();
        text.push(if c == '_' { ' ' } else { c });
    }
    text
}

fn plural(title: &str) -> String {
    match title {
        t if t.ends_with("ay") || t.ends_with("ey") => format!("{t}s"),
        t if t.ends_with('y') => format!("{}ies", &t[..t.len() - 1]),
        t if t.ends_with('s') || t.ends_with('x') => format!("{t}es"),
        t => format!("{t}s"),
    }
}
