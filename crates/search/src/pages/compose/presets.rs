//! Questions that many associations ask, to begin with.

use serde_json::{Value as Json, json};
use store::Tx;

use super::state::State;

/// A question to begin with; None where the site has no such records.
pub struct Preset {
    /// The end of its keys: `compose-preset-birthdays`.
    pub name: &'static str,
    pub entity: &'static str,
    params: fn() -> Json,
    shown: &'static str,
}

const NAME: &str = "display_name";

/// All of them, in the order in which they are offered.
pub const PRESETS: [Preset; 11] = [
    Preset {
        name: "contacts",
        entity: "Contact",
        params: || json!({"select": [NAME, "contact_type:label", "address_primary.city", "email_primary.email", "phone_primary.phone"], "orderBy": {"sort_name": "ASC"}}),
        shown: "table",
    },
    Preset {
        name: "new-contacts",
        entity: "Contact",
        params: || json!({"select": [NAME, "contact_type:label", "address_primary.city", "created_date"], "where": [["created_date", "=", "ending_30.day"]], "orderBy": {"created_date": "DESC"}}),
        shown: "table",
    },
    Preset {
        name: "birthdays",
        entity: "Individual",
        params: || json!({"select": [NAME, "birth_date", "age_years", "next_birthday", "email_primary.email"], "where": [["next_birthday", "<=", 31]], "orderBy": {"next_birthday": "ASC"}}),
        shown: "table",
    },
    Preset {
        name: "no-email",
        entity: "Contact",
        params: || json!({"select": [NAME, "contact_type:label", "phone_primary.phone", "address_primary.street_address", "address_primary.city"], "join": [["Email AS Email_contact_id_01", "EXCLUDE", ["Email_contact_id_01.contact_id", "=", "id"]]], "orderBy": {"sort_name": "ASC"}}),
        shown: "table",
    },
    Preset {
        name: "no-address",
        entity: "Contact",
        params: || json!({"select": [NAME, "contact_type:label", "email_primary.email", "phone_primary.phone"], "where": [["address_primary.city", "IS EMPTY"]], "orderBy": {"sort_name": "ASC"}}),
        shown: "table",
    },
    Preset {
        name: "around",
        entity: "Contact",
        params: || json!({"select": [NAME, "address_primary.street_address", "address_primary.city", "phone_primary.phone", "address_primary.geo_code_1", "address_primary.geo_code_2"], "where": [["address_primary.geo_code_1", "IS NOT NULL"]], "orderBy": {"sort_name": "ASC"}}),
        shown: "map",
    },
    Preset {
        name: "groups",
        entity: "GroupContact",
        params: || json!({"select": ["group_id.title", "contact_id.display_name", "contact_id.email_primary.email"], "where": [["status", "=", "Added"]], "orderBy": {"group_id.title": "ASC"}}),
        shown: "table",
    },
    Preset {
        name: "towns",
        entity: "Contact",
        params: || json!({"select": ["address_primary.city", "COUNT(id) AS count_id"], "groupBy": ["address_primary.city"], "where": [["address_primary.city", "IS NOT EMPTY"]], "orderBy": {"count_id": "DESC"}}),
        shown: "bar",
    },
    Preset {
        name: "employers",
        entity: "Individual",
        params: || json!({"select": ["employer_id.display_name", "employer_id.address_primary.city", "COUNT(id) AS count_id"], "groupBy": ["employer_id.display_name", "employer_id.address_primary.city"], "where": [["employer_id.display_name", "IS NOT EMPTY"]], "orderBy": {"count_id": "DESC"}}),
        shown: "table",
    },
    Preset {
        name: "activities",
        entity: "Activity",
        params: || json!({"select": ["activity_date_time", "activity_type_id:label", "subject", "status_id:label"], "where": [["activity_date_time", "=", "ending_90.day"]], "orderBy": {"activity_date_time": "DESC"}}),
        shown: "table",
    },
    Preset {
        name: "activity-kinds",
        entity: "Activity",
        params: || json!({"select": ["activity_type_id:label", "COUNT(id) AS count_id"], "groupBy": ["activity_type_id"], "orderBy": {"count_id": "DESC"}}),
        shown: "pie",
    },
];

/// The question of this name.
pub fn named(name: &str) -> Option<State> {
    PRESETS.iter().find(|preset| preset.name == name).map(Preset::state)
}

impl Preset {
    /// The question.
    pub fn state(&self) -> State {
        let mut state = State::about(self.entity, &[]);
        if let Json::Object(params) = (self.params)() {
            state.params.extend(params);
        }
        self.shown.clone_into(&mut state.shown);
        state
    }

    /// Whether the site and the visitor have such records.
    pub fn fits(&self, tx: &Tx<'_>) -> bool {
        let entity = tx.catalog().entity(self.entity);
        entity.is_some_and(|entity| entity.door("get").met_by(&tx.actor().permissions))
    }
}

/// What people look for most; other entities follow.
pub const MAIN: [&str; 6] = ["Contact", "Individual", "Organization", "Household", "Activity", "Relationship"];
