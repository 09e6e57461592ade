//! What v3 calls the properties of a contact, its primary e-mail, phone and address among them.

use schema::Entity;

/// Names of v3 and the v4 path behind each, where it is not the name itself.
const PATHS: &[(&str, &str)] = &[
    ("contact_is_deleted", "is_deleted"),
    ("current_employer", "employer_id.display_name"),
    ("current_employer_id", "employer_id"),
    ("individual_prefix", "prefix_id:label"),
    ("prefix", "prefix_id:label"),
    ("individual_suffix", "suffix_id:label"),
    ("suffix", "suffix_id:label"),
    ("languages", "preferred_language:label"),
    ("address_id", "address_primary.id"),
    ("email_id", "email_primary.id"),
    ("phone_id", "phone_primary.id"),
    ("im_id", "im_primary.id"),
    ("im", "im_primary.name"),
    ("country", "address_primary.country_id:label"),
    ("state_province", "address_primary.state_province_id:abbr"),
    ("state_province_name", "address_primary.state_province_id:label"),
    ("county", "address_primary.county_id:label"),
    ("group", "groups"),
    ("tag", "tags"),
];

/// What `get` answers where nothing is said.
const PROPERTIES: &[&str] = &[
    "contact_id",
    "contact_type",
    "contact_sub_type",
    "sort_name",
    "display_name",
    "do_not_email",
    "do_not_phone",
    "do_not_mail",
    "do_not_sms",
    "do_not_trade",
    "is_opt_out",
    "legal_identifier",
    "external_identifier",
    "nick_name",
    "legal_name",
    "image_URL",
    "preferred_communication_method",
    "preferred_language",
    "first_name",
    "middle_name",
    "last_name",
    "prefix_id",
    "suffix_id",
    "formal_title",
    "communication_style_id",
    "job_title",
    "gender_id",
    "birth_date",
    "is_deceased",
    "deceased_date",
    "household_name",
    "organization_name",
    "sic_code",
    "contact_is_deleted",
    "current_employer",
    "address_id",
    "street_address",
    "supplemental_address_1",
    "supplemental_address_2",
    "supplemental_address_3",
    "city",
    "postal_code_suffix",
    "postal_code",
    "geo_code_1",
    "geo_code_2",
    "state_province_id",
    "country_id",
    "phone_id",
    "phone_type_id",
    "phone",
    "email_id",
    "email",
    "on_hold",
    "im_id",
    "provider_id",
    "im",
    "languages",
    "individual_prefix",
    "individual_suffix",
    "communication_style",
    "gender",
    "state_province_name",
    "state_province",
    "country",
];

/// Whether an entity is that of contacts: the only one of which v3 answers more than its columns.
pub(super) fn is_contact(entity: &Entity) -> bool {
    entity.table == "civicrm_contact"
}

/// The path behind a name that only contacts have.
pub(super) fn path(entity: &Entity, name: &str) -> Option<&'static str> {
    let found = PATHS.iter().find(|(v3, _)| is_contact(entity) && *v3 == name);
    found.map(|(_, path)| *path)
}

/// What `get` answers where nothing is said; None where it answers the columns.
pub(super) fn properties(entity: &Entity) -> Option<&'static [&'static str]> {
    is_contact(entity).then_some(PROPERTIES)
}

/// Names that a part is enough to find by.
pub(super) fn is_searched_in_part(entity: &Entity, name: &str) -> bool {
    is_contact(entity) && matches!(name, "sort_name" | "display_name")
}
