//! Tags: words that stick to contacts, activities and other records, in a tree or in sets of their own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, ListFormat, OptionItem, OptionSource, Rule, Value, Verb};
use serde_json::json;
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::{data, entity_tag};

/// A tag, or a set of tags.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Tag",
    "civicrm_tag",
    label_field("label"),
    search_fields(&["label"]),
    searchable("secondary"),
    icon("fa-tag"),
    kind("ManagedEntity"),
    policy(policy),
    door_all("get", &["access CiviCRM"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["access CiviCRM", "manage tags"]),
    path("add", "civicrm/tag/edit?action=add&parent_id=[parent_id]"),
    path("update", "civicrm/tag/edit?action=update&id=[id]"),
    path("delete", "civicrm/tag/edit?action=delete&id=[id]"),
    path("browse", "civicrm/tag"),
    unique("UI_name", &["name"])
)]
pub struct Tag {
    #[field(readonly, title("Tag ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Tag Name"), default_by(Default::NameFrom("label")), input("Text"))]
    pub name: String,
    #[field(text(64), title("Tag Label"), required, default_by(Default::Field("name")), input("Text"))]
    pub label: String,
    #[field(input("Text"))]
    pub description: Option<String>,
    #[field(title("Parent Tag ID"), options(OptionSource::table("Tag", "label").name("name").description("description").color("color").source()), references("Tag"), input("EntityRef"))]
    pub parent_id: Option<i64>,
    #[field(title("Display Tag?"), default(true), input("CheckBox"))]
    pub is_selectable: bool,
    #[field(title("Reserved"), default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(title("Tagset"), default(false), input("CheckBox"))]
    pub is_tagset: bool,
    #[field(text(64), title("Used For"), option_group("tag_used_for"), suffixes(&["name", "label", "description"]), list(ListFormat::Comma), input("Select"), input_attr("multiple", true))]
    pub used_for: Vec<String>,
    #[field(
        title("Created By Contact ID"),
        default_by(Default::CurrentContact),
        references("Contact"),
        input("EntityRef")
    )]
    pub created_id: Option<i64>,
    #[field(input("Text"))]
    pub color: Option<String>,
    #[field(readonly, default_by(Default::Now), input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub created_date: Option<DateTime>,
}

/// Reserved tags and tag sets are changed by those with the permission for them.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let closed_to = |permission: &str, field: &'static str| match actor.may(permission) {
        true => Rule::Everything,
        false => Rule::Is(field.into(), Value::Bool(false)),
    };
    match verb {
        Verb::View => Rule::Everything,
        _ => closed_to("administer reserved tags", "is_reserved").and(closed_to("administer Tagsets", "is_tagset")),
    }
}

/// Before: a tag lies below another and not below itself, sets stand alone, a colour is one.
///
/// # Errors
/// Refuses circles, sets within sets, and marks for which the actor lacks the permission.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Tag>) -> Result<()> {
    guard_marks(tx, change)?;
    if let Some(color) = &change.after.color {
        change.after.color = Some(fitting_color(color)?);
    }
    let before = change.before.as_ref().and_then(|tag| tag.parent_id);
    let parent = match change.after.parent_id {
        None => None,
        Some(id) => Some((id, tx.find::<Tag>(id)?.ok_or_else(|| Error::field("parent_id", Problem::NoSuchRecord))?)),
    };
    if let Some((id, parent)) = &parent {
        if change.after.is_tagset {
            return Err(Error::rule("parent_id", "problem-tag-set-parent", "A tag set stands alone."));
        }
        if before != Some(*id) && change.id != 0 && Tree::read(tx)?.below(&[change.id]).contains(id) {
            return Err(Error::rule("parent_id", "problem-tag-circle", "A tag cannot lie below itself."));
        }
        if change.after.used_for.is_empty() {
            change.after.used_for.clone_from(&parent.used_for);
        }
    }
    if change.after.used_for.is_empty() {
        change.after.used_for.push("civicrm_contact".to_owned());
    }
    Ok(())
}

fn guard_marks(tx: &Tx<'_>, change: &Change<Tag>) -> Result<()> {
    let before = change.before.as_ref();
    let marks = [
        (before.is_some_and(|tag| tag.is_reserved), change.after.is_reserved, "administer reserved tags"),
        (before.is_some_and(|tag| tag.is_tagset), change.after.is_tagset, "administer Tagsets"),
    ];
    for (was, is, permission) in marks {
        if was != is && !tx.actor().may(permission) {
            return Err(Error::Forbidden(format!("This needs the permission '{permission}'.")));
        }
    }
    Ok(())
}

/// `#rrggbb` in lower case; pages write it into styles.
fn fitting_color(color: &str) -> Result<String> {
    let digits = color.trim().strip_prefix('#').unwrap_or_default();
    match matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit()) {
        true => Ok(format!("#{}", digits.to_ascii_lowercase())),
        false => Err(Error::rule("color", "problem-tag-color", "A colour is written as #rrggbb.")),
    }
}

/// Which tags lie below which.
struct Tree {
    children: BTreeMap<i64, Vec<i64>>,
}

impl Tree {
    fn read(tx: &Tx<'_>) -> Result<Tree> {
        let text = r#"SELECT "parent_id", "id" FROM "civicrm_tag" WHERE "parent_id" IS NOT NULL"#;
        let mut children: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        tx.rows(&statement(text, Vec::new()), |row| {
            let id = |at| store::owned(row.cell(at)).as_int();
            if let (Some(parent), Some(child)) = (id(0), id(1)) {
                children.entry(parent).or_default().push(child);
            }
            Ok(())
        })?;
        Ok(Tree { children })
    }

    /// These tags and all below them.
    fn below(&self, ids: &[i64]) -> BTreeSet<i64> {
        let mut all = BTreeSet::new();
        let mut open = ids.to_vec();
        while let Some(id) = open.pop() {
            if all.insert(id) {
                open.extend(self.children.get(&id).into_iter().flatten());
            }
        }
        all
    }
}

/// The records of a table with any of these tags, or with one below them.
///
/// # Errors
/// The database's own failure.
pub fn tagged(tx: &Tx<'_>, table: &'static str, values: &[Value]) -> Result<Rule> {
    let asked: Vec<i64> = values.iter().filter_map(Value::as_int).collect();
    let tags = Tree::read(tx)?.below(&asked);
    let any = tags.into_iter().fold(Rule::Nothing, |rule, id| rule.or(Rule::Is("tag_id".into(), id.into())));
    if any == Rule::Nothing {
        return Ok(Rule::Nothing);
    }
    let rule = Rule::Is("entity_table".into(), table.into()).and(any);
    Ok(Rule::Among { field: "id".into(), entity: "EntityTag".into(), column: "entity_id".into(), rule: Box::new(rule) })
}

/// The contacts with any of these tags.
///
/// # Errors
/// The database's own failure.
pub fn tagged_contacts(tx: &Tx<'_>, _operator: &str, values: &[Value]) -> Result<Rule> {
    tagged(tx, "civicrm_contact", values)
}

/// The files with any of these tags.
///
/// # Errors
/// The database's own failure.
pub fn tagged_files(tx: &Tx<'_>, _operator: &str, values: &[Value]) -> Result<Rule> {
    tagged(tx, "civicrm_file", values)
}

/// The records that bear a tag, by their tables.
fn bearers(tx: &Tx<'_>, tag: i64) -> Result<BTreeMap<String, Vec<i64>>> {
    let text = format!(
        r#"SELECT "entity_table", "entity_id" FROM "civicrm_entity_tag" WHERE "tag_id" = {}"#,
        tx.placeholder(1)
    );
    let mut all: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    tx.rows(&statement(text, vec![tag.into()]), |row| {
        if let (Value::Text(table), Some(id)) = (store::owned(row.cell(0)), store::owned(row.cell(1)).as_int()) {
            all.entry(table).or_default().push(id);
        }
        Ok(())
    })?;
    Ok(all)
}

/// Before a deletion: all that bears the tag lets go of it, as a set where there is much.
///
/// # Errors
/// The database's own failure.
pub fn let_go(tx: &mut Tx<'_>, id: i64, _gone: &Tag) -> Result<()> {
    for (table, records) in bearers(tx, id)? {
        entity_tag::untag(tx, id, &table, &records, As::Program)?;
    }
    Ok(())
}

/// Makes one tag of two: what bears the first bears the second, tags below the first come below the second, and the
/// first is gone.
///
/// # Errors
/// `Invalid` for a tag and itself, or one below it; `Forbidden` for tags that the actor may not change.
pub fn merge(tx: &mut Tx<'_>, from: i64, into: i64) -> Result<()> {
    if from == into || Tree::read(tx)?.below(&[from]).contains(&into) {
        return Err(Error::rule("target", "problem-tag-circle", "A tag cannot lie below itself."));
    }
    let entity = tx.entity("Tag")?;
    tx.check_rule(&entity, from, Verb::Edit)?;
    tx.check_rule(&entity, into, Verb::Edit)?;
    for (table, records) in bearers(tx, from)? {
        entity_tag::tag(tx, into, &table, &records, As::Program)?;
        entity_tag::untag(tx, from, &table, &records, As::Program)?;
    }
    for child in Tree::read(tx)?.children.remove(&from).unwrap_or_default() {
        let values = [("id", json!(child)), ("parent_id", json!(into))];
        tx.save("Tag", values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), As::Program)?;
    }
    tx.delete("Tag", from, As::Actor)
}

/// The options of conditions on tags; sets are none themselves.
///
/// # Errors
/// The database's own failure.
pub fn choices(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let text = r#"SELECT "id", "name", "label", "description", "color" FROM "civicrm_tag" WHERE "is_tagset" = 0 ORDER BY "label", "id""#;
    let mut items = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned);
        items.push(OptionItem {
            id: store::owned(row.cell(0)),
            name: text(1).unwrap_or_default(),
            label: text(2).unwrap_or_default(),
            description: text(3),
            color: text(4),
            is_active: true,
            ..OptionItem::default()
        });
        Ok(())
    })?;
    Ok(items)
}

/// The tags that a new site starts with.
///
/// # Errors
/// The database's own failure.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    let texts = ["name", "label", "color"];
    let flags = ["is_selectable", "is_reserved", "is_tagset"];
    let rows: Vec<Vec<Value>> = data::tags()
        .lines()
        .map(|line| {
            let used_for = line.list("used_for").into_iter().map(Value::from).collect();
            let mut row = vec![Value::from(line.int("id")), Value::List(used_for)];
            row.extend(texts.iter().map(|column| Value::from(line.text(column).map(str::to_owned))));
            row.extend(flags.iter().map(|column| Value::Bool(line.is(column))));
            row
        })
        .collect();
    let columns: Vec<&str> = ["id", "used_for"].into_iter().chain(texts).chain(flags).collect();
    tx.seed("Tag", &columns, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_below_tags_are_found_even_in_circles() {
        let tree = Tree { children: BTreeMap::from([(1, vec![2]), (2, vec![3, 1])]) };
        assert_eq!(tree.below(&[2]), BTreeSet::from([1, 2, 3]));
        assert_eq!(tree.below(&[3]), BTreeSet::from([3]));
    }

    #[test]
    fn a_colour_is_three_or_six_hexadecimal_digits() {
        assert_eq!(fitting_color(" #0BCB21 ").ok().as_deref(), Some("#0bcb21"));
        assert!(fitting_color("red;background:url(x)").is_err());
        assert!(fitting_color("#12345").is_err());
    }
}
