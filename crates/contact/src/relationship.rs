//! How two contacts relate: as child and parent, employee and employer, for a time or for good.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use jiff::civil::{Date, DateTime};
use kit::Work;
use schema::{Actor, Default, Entity, ListFormat, OptionSource, Rule, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::relationship_cache::{self, is_current};
use crate::relationship_type::RelationshipType;
use crate::tie;

/// What one end of a relationship may do with the other: value, name, label.
pub const PERMISSIONS: &[(&str, &str, &str)] =
    &[("0", "None", "None"), ("1", "View and update", "View and update"), ("2", "View only", "View only")];

/// One end may see and change the other.
pub const UPDATE: i64 = 1;
/// One end may see the other.
pub const VIEW: i64 = 2;

/// How many expired relationships one step of the job ends.
const STEP: i64 = 500;

/// A relationship of two contacts, of a kind that says what each is to the other.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Relationship",
    "civicrm_relationship",
    searchable("none"),
    search_fields(&["contact_id_a.sort_name", "relationship_type_id.label_a_b", "contact_id_b.sort_name"]),
    icon("fa-handshake-o"),
    door_all("get", &[]),
    door_all("default", &["access CiviCRM"]),
    path("view", "civicrm/contact/view/rel?action=view&reset=1&cid=[contact_id_a]&id=[id]"),
    path("delete", "civicrm/contact/view/rel?action=delete&reset=1&cid=[contact_id_a]&id=[id]"),
    with(is_current()),
    index("index_pair", &["contact_id_a", "contact_id_b", "relationship_type_id"])
)]
pub struct Relationship {
    #[field(readonly, title("Relationship ID"), input("Number"))]
    pub id: i64,
    #[field(title("Contact A"), belongs_to("Contact"), guards, input("EntityRef"), usage(&["import"]))]
    pub contact_id_a: i64,
    #[field(title("Contact B"), belongs_to("Contact"), guards, input("EntityRef"), usage(&["import"]))]
    pub contact_id_b: i64,
    #[field(title("Relationship Type ID"), options(OptionSource::table("RelationshipType", "label_a_b").name("name_a_b").source()), belongs_to("RelationshipType"), input("Select"), usage(&["import"]))]
    pub relationship_type_id: i64,
    #[field(title("Relationship Start Date"), input("Select Date"), input_attr("format_type", "activityDate"), usage(&["import"]))]
    pub start_date: Option<Date>,
    #[field(title("Relationship End Date"), input("Select Date"), input_attr("format_type", "activityDate"), usage(&["import"]))]
    pub end_date: Option<Date>,
    #[field(title("Relationship Is Active"), default(true), input("CheckBox"), usage(&["import"]))]
    pub is_active: bool,
    #[field(title("Relationship Description"), input("Text"), usage(&["import"]))]
    pub description: Option<String>,
    #[field(title("Contact A has Permission Over Contact B"), default(0_i64), options(OptionSource::Fixed(PERMISSIONS)), suffixes(&["name", "label", "icon"]), input("Radio"))]
    pub is_permission_a_b: i64,
    #[field(title("Contact B has Permission Over Contact A"), default(0_i64), options(OptionSource::Fixed(PERMISSIONS)), suffixes(&["name", "label", "icon"]), input("Radio"))]
    pub is_permission_b_a: i64,
    #[field(title("Case ID"), belongs_to("Case"), input("EntityRef"))]
    pub case_id: Option<i64>,
    #[field(timestamp, title("Relationship Created Date"), default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(timestamp, readonly, title("Relationship Modified Date"), default_by(Default::Touched))]
    pub modified_date: DateTime,
}

impl Relationship {
    /// Whether it is switched on and does not lie in the past.
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_active && self.end_date.is_none_or(|end| end >= day)
    }
}

/// The contacts that somebody may see or change because a relationship that is switched on says so.
pub fn granted(actor: &Actor, verb: Verb) -> Rule {
    let Some(own) = actor.contact_id else { return Rule::Nothing };
    let enough: &[i64] = match verb {
        Verb::View => &[UPDATE, VIEW],
        Verb::Edit => &[UPDATE],
        Verb::Delete => return Rule::Nothing,
    };
    let through = |near: &'static str, far: &'static str, permission: &'static str| {
        let allowed =
            enough.iter().fold(Rule::Nothing, |rule, value| rule.or(Rule::Is(permission.into(), (*value).into())));
        let rule = Rule::Is(near.into(), own.into()).and(Rule::Is("is_active".into(), true.into())).and(allowed);
        Rule::Among { field: "id".into(), entity: "Relationship".into(), column: far.into(), rule: Box::new(rule) }
    };
    through("contact_id_a", "contact_id_b", "is_permission_a_b").or(through(
        "contact_id_b",
        "contact_id_a",
        "is_permission_b_a",
    ))
}

/// The contacts that somebody may see or change because somebody whom they may see or change has been given that: the
/// second degree, for sites that want it.
pub fn granted_further(actor: &Actor, verb: Verb) -> Rule {
    let Some(own) = actor.contact_id else { return Rule::Nothing };
    let ways =
        [("contact_id_a", "contact_id_b", "is_permission_a_b"), ("contact_id_b", "contact_id_a", "is_permission_b_a")];
    let through = |field: &'static str, way: (&'static str, &'static str, &'static str), near: Rule| {
        let enough: &[i64] = if verb == Verb::Edit { &[UPDATE] } else { &[UPDATE, VIEW] };
        let allowed = enough.iter().fold(Rule::Nothing, |rule, value| rule.or(Rule::Is(way.2.into(), (*value).into())));
        let rule = near.and(Rule::Is("is_active".into(), true.into())).and(allowed);
        Rule::Among { field: field.into(), entity: "Relationship".into(), column: way.1.into(), rule: Box::new(rule) }
    };
    if verb == Verb::Delete {
        return Rule::Nothing;
    }
    let mut all = Rule::Nothing;
    for second in ways {
        let mut first = Rule::Nothing;
        for way in ways {
            first = first.or(through(second.0, way, Rule::Is(way.0.into(), own.into())));
        }
        all = all.or(through("id", second, first));
    }
    all
}

/// What a caller sends for a relationship that is there already becomes a change of that one, which `duplicate_id`
/// tells.
///
/// # Errors
/// Refuses what leads nowhere.
pub fn meet_duplicate(tx: &mut Tx<'_>, given: &mut Map<String, Json>) -> Result<()> {
    if given.get("id").is_some_and(|id| !id.is_null()) {
        return Ok(());
    }
    let mut value = |field: &str| tx.given_value("Relationship", given, field).map(Option::unwrap_or_default);
    let ends = [value("contact_id_a")?.as_int(), value("contact_id_b")?.as_int()];
    let kind = value("relationship_type_id")?.as_int();
    let rest = [value("start_date")?, value("end_date")?, value("case_id")?];
    let inactive = value("is_active")? == Value::Bool(false);
    let ([Some(a), Some(b)], Some(kind), false) = (ends, kind, inactive) else { return Ok(()) };
    let symmetric = tx.find::<RelationshipType>(kind)?.is_some_and(|kind| kind.is_symmetric());
    let mut same = among(tx, kind, a, b)?;
    if symmetric {
        same.extend(among(tx, kind, b, a)?);
    }
    for id in same {
        let Some(row) = tx.find::<Relationship>(id)? else { continue };
        let there = [Value::Date(row.start_date.unwrap_or_default()), Value::Date(row.end_date.unwrap_or_default())];
        let date = |at: usize| match rest.get(at) {
            Some(Value::Date(date)) => Value::Date(*date),
            _ => Value::Date(Date::default()),
        };
        if row.is_active && there == [date(0), date(1)] && row.case_id == rest[2].as_int() {
            given.retain(|key, _| !key.starts_with("contact_id_"));
            given.insert("id".to_owned(), json!(id));
            given.insert("duplicate_id".to_owned(), json!(id));
            return Ok(());
        }
    }
    Ok(())
}

/// The relationships of a kind from one contact to another, by id.
pub(crate) fn among(tx: &Tx<'_>, kind: i64, a: i64, b: i64) -> Result<Vec<i64>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_relationship" WHERE "contact_id_a" = {} AND "contact_id_b" = {} AND "relationship_type_id" = {} ORDER BY "id""#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    ids(tx, text, vec![a.into(), b.into(), kind.into()])
}

fn ids(tx: &Tx<'_>, text: String, binds: Vec<Value>) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}

/// Before: both contacts fit the kind, and the end does not come before the beginning.
///
/// # Errors
/// Refuses pairs and dates that do not fit.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Relationship>) -> Result<()> {
    settle_many(tx, std::slice::from_mut(change))
}

/// Before, for many at once: as [`settle`] for each.
///
/// # Errors
/// As [`settle`], for the first that does not fit.
pub fn settle_many(tx: &mut Tx<'_>, changes: &mut [Change<Relationship>]) -> Result<()> {
    let mut kinds: HashMap<i64, Option<RelationshipType>> = HashMap::new();
    let moved = |change: &Change<Relationship>| {
        let ends = |row: &Relationship| (row.contact_id_a, row.contact_id_b, row.relationship_type_id);
        change.before.as_ref().is_none_or(|before| ends(before) != ends(&change.after))
    };
    let ends: BTreeSet<i64> = changes
        .iter()
        .filter(|change| moved(change))
        .flat_map(|change| [change.after.contact_id_a, change.after.contact_id_b])
        .collect();
    let contacts = kinds_of_contacts(tx, &ends)?;
    for change in changes {
        let after = &change.after;
        if let (Some(start), Some(end)) = (after.start_date, after.end_date)
            && end < start
        {
            let text = "A relationship cannot end before it begins.";
            return Err(Error::rule("end_date", "problem-relationship-dates", text));
        }
        let of = after.relationship_type_id;
        if let Entry::Vacant(place) = kinds.entry(of) {
            place.insert(tx.find::<RelationshipType>(of)?);
        }
        let Some(Some(kind)) = kinds.get(&of) else {
            return Err(Error::field("relationship_type_id", Problem::NoSuchRecord));
        };
        if moved(change) {
            check_ends(after, kind, &contacts)?;
        }
    }
    Ok(())
}

/// The type of a contact, and its more special ones.
type KindOfContact = (Option<String>, Vec<String>);

fn kinds_of_contacts(tx: &Tx<'_>, contacts: &BTreeSet<i64>) -> Result<HashMap<i64, KindOfContact>> {
    let mut found = HashMap::new();
    if contacts.is_empty() {
        return Ok(found);
    }
    let text =
        format!(r#"SELECT "id", "contact_type", "contact_sub_type" FROM "civicrm_contact" WHERE "id" {}"#, tx.among(1));
    tx.rows(&statement(text, vec![json!(contacts).to_string().into()]), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned);
        if let Some(id) = store::owned(row.cell(0)).as_int() {
            let special = ListFormat::Bookend.split(&text(2).unwrap_or_default());
            found.insert(id, (text(1), special));
        }
        Ok(())
    })?;
    Ok(found)
}

fn check_ends(
    relationship: &Relationship,
    kind: &RelationshipType,
    contacts: &HashMap<i64, KindOfContact>,
) -> Result<()> {
    let ends = [
        ("contact_id_a", relationship.contact_id_a, &kind.contact_type_a, &kind.contact_sub_type_a),
        ("contact_id_b", relationship.contact_id_b, &kind.contact_type_b, &kind.contact_sub_type_b),
    ];
    for (field, contact, wanted, subtype) in ends {
        let Some((own, special)) = contacts.get(&contact) else {
            return Err(Error::field(field, Problem::NoSuchRecord));
        };
        let fits = wanted.as_ref().is_none_or(|wanted| own.as_ref() == Some(wanted))
            && subtype.as_ref().is_none_or(|wanted| special.contains(wanted));
        if !fits {
            let wanted = subtype.as_deref().or(wanted.as_deref()).unwrap_or_default();
            let text = format!("This relationship needs a contact of type {wanted} here.");
            return Err(Error::rule(field, "problem-relationship-type", text));
        }
    }
    Ok(())
}

/// After: both ends see it as it is, and what contacts keep of it follows.
///
/// # Errors
/// The database's own failure.
pub fn spread(tx: &mut Tx<'_>, change: &Change<Relationship>) -> Result<()> {
    relationship_cache::keep(tx, change.id, &change.after)?;
    tie::follow(tx, change.before.as_ref(), Some(&change.after))
}

/// After, for many at once: as [`spread`] for each.
///
/// # Errors
/// The database's own failure.
pub fn spread_many(tx: &mut Tx<'_>, changes: &[Change<Relationship>]) -> Result<()> {
    relationship_cache::keep_many(tx, changes)?;
    tie::follow_many(tx, changes)
}

/// After a deletion: what contacts keep of it goes.
///
/// # Errors
/// The database's own failure.
pub fn dissolve(tx: &mut Tx<'_>, _id: i64, gone: &Relationship) -> Result<()> {
    tie::follow(tx, Some(gone), None)
}

/// The daily job: relationships that have come to their end are switched off.
///
/// # Errors
/// The database's own failure.
pub fn end_expired(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_relationship" WHERE "is_active" = 1 AND "end_date" < {} ORDER BY "id" LIMIT {STEP}"#,
        tx.placeholder(1)
    );
    let expired = ids(tx, text, vec![Value::Date(tx.clock().today())])?;
    for id in &expired {
        let values = [("id", json!(id)), ("is_active", json!(false))];
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tx.save("Relationship", values, As::Program)?;
    }
    let done = i64::try_from(expired.len()).unwrap_or(STEP);
    work.progress += done;
    work.total = work.progress;
    work.position = (done == STEP).then(|| json!(work.progress));
    work.result = Some(work.progress.to_string());
    Ok(())
}
