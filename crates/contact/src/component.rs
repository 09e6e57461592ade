//! The parts of the program by the numbers that option lists of existing databases refer to.

use schema::Entity;

/// A part of the program.
#[derive(Clone, Debug, Entity)]
#[entity("Component", "civicrm_component", searchable("none"), internal, label_field("name"))]
pub struct Component {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: String,
    #[field(text(128), input("Text"))]
    pub namespace: Option<String>,
}

/// Their names; the first has the id 1.
pub const NAMES: [&str; 9] = [
    "CiviEvent",
    "CiviContribute",
    "CiviMember",
    "CiviMail",
    "CiviGrant",
    "CiviPledge",
    "CiviCase",
    "CiviReport",
    "CiviCampaign",
];
