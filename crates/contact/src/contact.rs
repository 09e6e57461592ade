//! The people, households and organisations that everything else is about.

use jiff::civil::{Date, DateTime};
use schema::{Actor, Computed, Default, Entity, Field, FieldType, ListFormat, OptionSource, Record, Rule, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Result, Tx, statement};

use crate::contact_type::{self, Known};
use crate::domain::Domain;
use crate::{employer, naming, relationship};

/// Somebody: a person, a household or an organisation, told apart by `contact_type`.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Contact",
    "civicrm_contact",
    label_field("display_name"),
    searchable("primary"),
    order_by("sort_name"),
    search_fields(&["sort_name"]),
    icon("fa-address-book-o"),
    path("add", "civicrm/contact/add?reset=1&ct=[contact_type]"),
    path("view", "civicrm/contact/view?reset=1&cid=[id]"),
    path("update", "civicrm/contact/add?reset=1&action=update&cid=[id]"),
    path("delete", "civicrm/contact/view/delete?reset=1&delete=1&cid=[id]"),
    door_all("create", &["access CiviCRM", "add contacts"]),
    door_all("delete", &["access CiviCRM", "delete contacts"]),
    door_all("get", &[]),
    door_any("update", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    door_all("duplicatecheck", &["access CiviCRM"]),
    door_all("merge", &["merge duplicate contacts"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM"]),
    door_all("validateChecksum", &[]),
    trash,
    policy(policy),
    one_to_one("address_primary", "Address", "contact_id", "is_primary", "id"),
    one_to_one("address_billing", "Address", "contact_id", "is_billing", "id"),
    one_to_one("email_primary", "Email", "contact_id", "is_primary", "email"),
    one_to_one("email_billing", "Email", "contact_id", "is_billing", "email"),
    one_to_one("phone_primary", "Phone", "contact_id", "is_primary", "phone"),
    one_to_one("phone_billing", "Phone", "contact_id", "is_billing", "phone"),
    one_to_one("im_primary", "IM", "contact_id", "is_primary", "name"),
    one_to_one("im_billing", "IM", "contact_id", "is_billing", "name"),
    with(joined("address_primary", "Primary Address")),
    with(joined("address_billing", "Billing Address")),
    with(joined("email_primary", "Primary Email")),
    with(joined("email_billing", "Billing Email")),
    with(joined("phone_primary", "Primary Phone")),
    with(joined("phone_billing", "Billing Phone")),
    with(joined("im_primary", "Primary IM")),
    with(joined("im_billing", "Billing IM")),
    with(choices("groups", "In Groups", "groupList", &["name", "label"])),
    with(counted("age_years", "Age (years)", Computed::AgeInYears("birth_date"))),
    with(counted("next_birthday", "Next Birthday in (days)", Computed::DaysToAnniversary("birth_date"))),
    with(choices("tags", "With Tags", "tagList", &["name", "label", "description", "color"])),
    unique("UI_external_identifier", &["external_identifier"]),
    covering("index_contact_type", &["is_deleted", "contact_type"], &["contact_type"]),
    sparse("index_organization_name", "organization_name"),
    index("index_first_name", &["is_deleted", "first_name"]),
    index("index_last_name", &["is_deleted", "last_name"]),
    sparse("index_household_name", "household_name"),
    index("index_is_deleted_sort_name", &["is_deleted", "sort_name", "id"]),
    index("index_created_date", &["is_deleted", "created_date"]),
    index("index_modified_date", &["is_deleted", "modified_date"])
)]
pub struct Contact {
    #[field(readonly, input("Number"), usage(&["import", "export", "duplicate_matching"]))]
    pub id: i64,
    #[field(text(64), readonly, options(OptionSource::table("ContactType", "label").key("name").icon("icon").where_null("parent_id").source()), input("Select"), usage(&["export"]))]
    pub contact_type: Option<String>,
    #[field(text(64), input("Text"), input_attr("size", "8"), usage(&["import", "export", "duplicate_matching"]))]
    pub external_identifier: Option<String>,
    #[field(text(128), readonly, input("Text"), input_attr("size", "30"), usage(&["export"]))]
    pub display_name: Option<String>,
    #[field(text(128), only_for("contact_type", "Organization"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub organization_name: Option<String>,
    #[field(options(OptionSource::table("ContactType", "label").key("name").icon("icon").where_not_null("parent_id").source()), list(ListFormat::Bookend), input("Select"), input_attr("multiple", true), input_attr("control_field", "contact_type"), usage(&["import", "export", "duplicate_matching"]))]
    pub contact_sub_type: Vec<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub first_name: Option<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub middle_name: Option<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub last_name: Option<String>,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_email: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_phone: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_mail: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_sms: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_trade: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_opt_out: bool,
    #[field(text(32), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub legal_identifier: Option<String>,
    #[field(text(128), readonly, input("Text"), input_attr("size", "30"), usage(&["duplicate_matching", "export"]))]
    pub sort_name: Option<String>,
    #[field(text(128), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub nick_name: Option<String>,
    #[field(text(128), only_for("contact_type", "Organization"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub legal_name: Option<String>,
    #[field(named("image_URL"), long_text, input("File"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub image_url: Option<String>,
    #[field(option_group("preferred_communication_method"), suffixes(&["name", "label", "description"]), list(ListFormat::Bookend), input("Select"), input_attr("multiple", true), usage(&["import", "export", "duplicate_matching"]))]
    pub preferred_communication_method: Vec<String>,
    #[field(text(5), options(OptionSource::group_by_name("languages")), suffixes(&["name", "label", "description"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub preferred_language: Option<String>,
    #[field(text(32), readonly, secret, usage(&["export"]))]
    pub hash: Option<String>,
    #[field(text(32), readonly, secret, any_permission(&["administer CiviCRM", "edit api keys"]))]
    pub api_key: Option<String>,
    #[field(input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub source: Option<String>,
    #[field(option_group("individual_prefix"), suffixes(&["name", "label", "description"]), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub prefix_id: Option<i64>,
    #[field(option_group("individual_suffix"), suffixes(&["name", "label", "description"]), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub suffix_id: Option<i64>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub formal_title: Option<String>,
    #[field(option_group("communication_style"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub communication_style_id: Option<i64>,
    #[field(option_group("email_greeting"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["export"]))]
    pub email_greeting_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub email_greeting_custom: Option<String>,
    #[field(readonly)]
    pub email_greeting_display: Option<String>,
    #[field(option_group("postal_greeting"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["export"]))]
    pub postal_greeting_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub postal_greeting_custom: Option<String>,
    #[field(readonly)]
    pub postal_greeting_display: Option<String>,
    #[field(option_group("addressee"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["export"]))]
    pub addressee_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub addressee_custom: Option<String>,
    #[field(readonly)]
    pub addressee_display: Option<String>,
    #[field(only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub job_title: Option<String>,
    #[field(option_group("gender"), suffixes(&["name", "label", "description"]), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub gender_id: Option<i64>,
    #[field(only_for("contact_type", "Individual"), input("Select Date"), input_attr("format_type", "birth"), usage(&["import", "export", "duplicate_matching"]))]
    pub birth_date: Option<Date>,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_deceased: bool,
    #[field(input("Select Date"), input_attr("format_type", "birth"), usage(&["import", "export", "duplicate_matching"]))]
    pub deceased_date: Option<Date>,
    #[field(text(128), only_for("contact_type", "Household"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub household_name: Option<String>,
    #[field(readonly, references("Contact"), only_for("contact_type", "Household"))]
    pub primary_contact_id: Option<i64>,
    #[field(text(8), only_for("contact_type", "Organization"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub sic_code: Option<String>,
    #[field(deprecated, input("Text"))]
    pub user_unique_id: Option<String>,
    #[field(references("Contact"), only_for("contact_type", "Individual"), input("EntityRef"), input_attr("filter", "{'contact_type': 'Organization'}"), usage(&["export"]))]
    pub employer_id: Option<i64>,
    #[field(default(false), input("CheckBox"), usage(&["export"]))]
    pub is_deleted: bool,
    #[field(timestamp, readonly, default_by(Default::Now), input("Select Date"), input_attr("format_type", "activityDateTime"), usage(&["export"]))]
    pub created_date: Option<DateTime>,
    #[field(timestamp, readonly, default_by(Default::Touched), input("Select Date"), input_attr("format_type", "activityDateTime"), usage(&["export"]))]
    pub modified_date: Option<DateTime>,
    #[field(text(8), deprecated, default("Both"), options(OptionSource::Named("pmf")), input("Select"))]
    pub preferred_mail_format: Option<String>,
}

/// The person type.
pub const INDIVIDUAL: &str = "Individual";
/// The household type.
pub const HOUSEHOLD: &str = "Household";
/// The organisation type.
pub const ORGANIZATION: &str = "Organization";

/// The id of the record behind a virtual join of the same name.
fn joined(name: &'static str, title: &'static str) -> Field {
    Field::new(name, FieldType::Int).title(title).computed(Computed::Joined)
}

fn counted(name: &'static str, title: &'static str, computed: Computed) -> Field {
    Field::new(name, FieldType::Int)
        .title(title)
        .computed(computed)
        .readonly()
        .input("Number")
        .only_for("contact_type", INDIVIDUAL)
}

/// A condition on what a contact belongs to; the component that owns the other side gives it a meaning.
fn choices(name: &'static str, title: &'static str, list: &'static str, suffixes: &[&'static str]) -> Field {
    Field::new(name, FieldType::Int)
        .title(title)
        .filter(&["IN", "NOT IN"])
        .options(OptionSource::Named(list))
        .suffixes(suffixes)
        .input("Select")
        .input_attr("multiple", true)
}

/// Who may do what with which contacts. Those in the bin are for people who may look there.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let listed = Rule::Granted("Contact".into());
    let own = || {
        let itself = actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("id".into(), id.into()));
        itself.or(relationship::granted(actor, verb))
    };
    let view_all = actor.may("view all contacts");
    let edit_all = actor.may("edit all contacts");
    let rule = match verb {
        Verb::View if view_all || edit_all => Rule::Everything,
        Verb::View if actor.may("view my contact") || actor.may("edit my contact") => own().or(listed),
        Verb::Delete if !actor.may("delete contacts") => Rule::Nothing,
        Verb::Edit | Verb::Delete if edit_all => Rule::Everything,
        Verb::Edit | Verb::Delete if actor.may("edit my contact") => own().or(listed),
        _ => listed,
    };
    rule.and(match actor.may("access deleted contacts") {
        true => Rule::Everything,
        false => Rule::Is("is_deleted".into(), Value::Bool(false)),
    })
}

/// Notes that something of the contact has changed, and holds its row against others who would change it.
///
/// # Errors
/// The database's own failure.
pub fn touch(tx: &Tx<'_>, id: i64) -> Result<()> {
    let now = tx.clock().to_utc(tx.clock().now);
    let text = format!(
        r#"UPDATE "civicrm_contact" SET "modified_date" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![Value::DateTime(now), id.into()])).map(|_| ())
}

/// Notes that something of these contacts has changed, as [`touch`] does for one.
///
/// # Errors
/// The database's own failure.
pub fn touch_many(tx: &Tx<'_>, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    let list = Value::Text(json!(ids).to_string());
    if tx.dialect() == query::Dialect::Postgres {
        let hold = format!(r#"SELECT 1 FROM "civicrm_contact" WHERE "id" {} ORDER BY "id" FOR UPDATE"#, tx.among(1));
        tx.rows(&statement(hold, vec![list.clone()]), |_| Ok(()))?;
    }
    // Those that are new in this transaction need not be written once more.
    let (list_at, now_at) = (tx.among(1), tx.placeholder(2));
    let text = format!(
        r#"UPDATE "civicrm_contact" SET "modified_date" = {now_at} WHERE "id" {list_at} AND ("modified_date" IS NULL OR "modified_date" <> {now_at})"#
    );
    tx.send(statement(text, vec![list, now]))
}

/// Before: what a contact is, and everything that follows from it.
///
/// # Errors
/// Refuses what contradicts itself.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Contact>) -> Result<()> {
    let (types, customs) = (contact_type::all(tx)?, naming::Customs::of(tx)?);
    settle_as(tx, &types, &customs, change)
}

/// Noted of contacts who have come together and of whom each has a name of its own.
pub(crate) const NAMED: &str = "named";

/// Before, for many at once.
///
/// # Errors
/// Refuses what contradicts itself.
pub fn settle_many(tx: &mut Tx<'_>, changes: &mut [Change<Contact>]) -> Result<()> {
    let (types, customs) = (contact_type::all(tx)?, naming::Customs::of(tx)?);
    changes.iter_mut().try_for_each(|change| settle_as(tx, &types, &customs, change))
}

fn settle_as(tx: &mut Tx<'_>, types: &[Known], customs: &naming::Customs, change: &mut Change<Contact>) -> Result<()> {
    settle_type(types, &mut change.after)?;
    settle_death(change)?;
    settle_language(tx, change)?;
    if change.after.hash.is_none() {
        change.after.hash = Some(random_hash()?);
    }
    guard_bin(tx, change)?;
    employer::settle(tx, change)?;
    naming::settle(tx, customs, change)
}

/// After: whoever works for a renamed organisation.
///
/// # Errors
/// The database's own failure.
pub fn spread(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    employer::spread(tx, change)
}

/// After, for many at once: as [`spread`] for each.
///
/// # Errors
/// The database's own failure.
pub fn spread_many(tx: &mut Tx<'_>, changes: &[Change<Contact>]) -> Result<()> {
    if changes.iter().all(|change| change.is_new() && !naming::is_nameless(&change.after)) {
        tx.note_of_newborns(Contact::NAME, NAMED);
        return Ok(());
    }
    changes.iter().try_for_each(|change| spread(tx, change))
}

/// Before a deletion: some contacts the site cannot do without.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, _contact: &Contact) -> Result<()> {
    guard_loss(tx, id)
}

fn settle_type(types: &[Known], contact: &mut Contact) -> Result<()> {
    let kind = contact.contact_type.get_or_insert_with(|| {
        let named = |name: &Option<String>| name.as_ref().is_some_and(|text| !text.trim().is_empty());
        let inferred = match (named(&contact.organization_name), named(&contact.household_name)) {
            (true, _) => ORGANIZATION,
            (_, true) => HOUSEHOLD,
            _ => INDIVIDUAL,
        };
        inferred.to_owned()
    });
    let kind = kind.clone();
    let Some(base) = types.iter().find(|known| known.name == kind && known.parent.is_none()) else {
        let problem = store::Problem::UnknownOption { text: kind };
        return Err(Error::field("contact_type", problem));
    };
    let mut seen = Vec::new();
    for name in std::mem::take(&mut contact.contact_sub_type) {
        if !types.iter().any(|sub| sub.name == name && sub.parent == Some(base.id)) {
            let text = "The Contact Sub Type does not match the Contact type for this record";
            return Err(Error::rule("contact_sub_type", "problem-contact-subtype", text));
        }
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    contact.contact_sub_type = seen;
    Ok(())
}

/// Whoever has a date of death is dead; who is not has none.
fn settle_death(change: &mut Change<Contact>) -> Result<()> {
    let denied = change.was_given("is_deceased") && !change.after.is_deceased;
    let contact = &mut change.after;
    if denied {
        contact.deceased_date = None;
    }
    contact.is_deceased |= contact.deceased_date.is_some();
    match (contact.birth_date, contact.deceased_date) {
        (Some(born), Some(died)) if died < born => Err(Error::rule(
            "deceased_date",
            "problem-contact-died-before-birth",
            "The date of death lies before the date of birth.",
        )),
        _ => Ok(()),
    }
}

/// A new contact's language, by the setting `contact_default_language`: that of the site, a fixed one, or none.
fn settle_language(tx: &mut Tx<'_>, change: &mut Change<Contact>) -> Result<()> {
    if !change.is_new() || change.was_given("preferred_language") || change.after.preferred_language.is_some() {
        return Ok(());
    }
    let default = tx.setting("contact_default_language")?;
    change.after.preferred_language = match default.as_str() {
        Some("*default*" | "current_site_language") => tx.setting("lcMessages")?.as_str().map(str::to_owned),
        Some("undefined" | "") | None => None,
        Some(language) => Some(language.to_owned()),
    };
    Ok(())
}

/// 128 random bits: checksums are bound to them, so that a new value makes old links worthless.
pub(crate) fn random_hash() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(store::secret::hex(&bytes))
}

/// Into the bin, or out of it: an edit like any other for the table, a deletion for people.
fn guard_bin(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    let was = change.before.as_ref().is_some_and(|contact| contact.is_deleted);
    if was == change.after.is_deleted || change.is_new() {
        return Ok(());
    }
    let actor = tx.actor();
    if !actor.may("delete contacts") && !actor.may("merge duplicate contacts") {
        return Err(Error::Forbidden("Contacts are deleted and restored by those with 'delete contacts'.".to_owned()));
    }
    if change.after.is_deleted { guard_loss(tx, change.id) } else { Ok(()) }
}

fn guard_loss(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    if !tx.find_by::<Domain>("contact_id", id)?.is_empty() {
        return Err(Error::Conflict("The site's own organisation cannot be deleted.".to_owned()));
    }
    if !tx.find_by::<crate::user::User>("contact_id", id)?.is_empty() {
        let text = "This contact has an account. Delete the account first.";
        return Err(Error::Conflict(text.to_owned()));
    }
    Ok(())
}

/// The values of a change of a contact by a rule.
pub(crate) fn change_of(id: i64, more: &[(&str, Json)]) -> Map<String, Json> {
    let mut values = Map::new();
    values.insert("id".to_owned(), json!(id));
    values.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    values
}

/// Looks again at a contact whose name hangs on something outside: its e-mail, its employer.
///
/// # Errors
/// The database's own failure.
pub fn refresh(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.save("Contact", change_of(id, &[]), As::Program).map(|_| ())
}
