//! What each role may see, told once more by plain loops over what the world was made of: no query, no rule of the
//! product has a part in it.

use std::collections::BTreeSet;

use super::world::{Base, Kind};

/// How somebody comes to see contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Nobody,
    Oneself,
    /// Oneself, and whom a relationship gives.
    Related,
    /// Whom the access lists give: the group of readers.
    Readers,
    /// The group of editors with those within.
    Editors,
    /// Readers and a group that a search fills, but for those who are denied.
    Denied,
    All,
    /// And what lies in the bin.
    AllAndBin,
}

/// A role of the test.
#[derive(Debug, PartialEq, Eq)]
pub struct Role {
    pub name: &'static str,
    pub permissions: &'static [&'static str],
    pub sight: Sight,
    /// Whether the custom fields of the open set are seen; of the closed one they are by whoever sees all custom data.
    pub sees_open_set: bool,
}

const AT_WORK: &str = "access CiviCRM";
const CALLS: &str = "access AJAX API";

/// All of them.
pub const ROLES: &[Role] = &[
    Role { name: "visitor", permissions: &[], sight: Sight::Nobody, sees_open_set: false },
    Role { name: "nothing", permissions: &[CALLS, AT_WORK], sight: Sight::Nobody, sees_open_set: false },
    Role {
        name: "self",
        permissions: &[CALLS, AT_WORK, "view my contact", "edit my contact"],
        sight: Sight::Oneself,
        sees_open_set: false,
    },
    Role {
        name: "viewer",
        permissions: &[CALLS, AT_WORK, "view all contacts"],
        sight: Sight::All,
        sees_open_set: false,
    },
    Role { name: "reader", permissions: &[CALLS, AT_WORK], sight: Sight::Readers, sees_open_set: false },
    Role {
        name: "editor",
        permissions: &[CALLS, AT_WORK, "delete contacts", "view all activities"],
        sight: Sight::Editors,
        sees_open_set: false,
    },
    Role { name: "denied", permissions: &[CALLS, AT_WORK], sight: Sight::Denied, sees_open_set: false },
    Role {
        name: "related",
        permissions: &[CALLS, AT_WORK, "view my contact"],
        sight: Sight::Related,
        sees_open_set: false,
    },
    Role {
        name: "setreader",
        permissions: &[CALLS, AT_WORK, "view all contacts", "edit all contacts"],
        sight: Sight::All,
        sees_open_set: true,
    },
    Role {
        name: "deleter",
        permissions: &[
            CALLS,
            AT_WORK,
            "view all contacts",
            "edit all contacts",
            "delete contacts",
            "access deleted contacts",
            "view all activities",
        ],
        sight: Sight::AllAndBin,
        sees_open_set: false,
    },
    Role {
        name: "program",
        permissions: &[CALLS, "authenticate with api key", "view my contact"],
        sight: Sight::Oneself,
        sees_open_set: false,
    },
    Role {
        name: "administrator",
        permissions: &["all CiviCRM permissions and ACLs"],
        sight: Sight::AllAndBin,
        sees_open_set: true,
    },
];

impl Role {
    pub fn may(&self, permission: &str) -> bool {
        self.is_administrator() || self.permissions.contains(&permission)
    }

    pub fn is_administrator(&self) -> bool {
        self.name == "administrator"
    }
}

/// What somebody may not see, by the numbers of the test.
#[derive(Debug, Default)]
pub struct Hidden {
    pub contacts: BTreeSet<usize>,
    pub activities: BTreeSet<usize>,
}

/// Whether the role sees the contact of this number.
pub fn sees(base: &Base, role: &Role, number: usize) -> bool {
    let contact = &base.contacts[number];
    if contact.in_bin && role.sight != Sight::AllAndBin {
        return false;
    }
    let own = base.own(role) == Some(number);
    let readers = contact.groups.contains("readers");
    match role.sight {
        Sight::Nobody => false,
        Sight::Oneself => own,
        Sight::Related => own || base.granted_by_relationship.contains(&number),
        Sight::Readers => readers,
        Sight::Editors => is_editor(base, number),
        Sight::Denied => (readers || contact.is_smart()) && !contact.groups.contains("denied"),
        Sight::All | Sight::AllAndBin => true,
    }
}

/// The group of editors holds its own members and those of the group within, but for those taken out by hand.
fn is_editor(base: &Base, number: usize) -> bool {
    let groups = &base.contacts[number].groups;
    groups.contains("editors") || groups.contains("within") && !groups.contains("not editors")
}

/// Whether the role may change the contact.
pub fn edits(base: &Base, role: &Role, number: usize) -> bool {
    let editing = match role.sight {
        _ if role.may("edit all contacts") => true,
        Sight::Editors => is_editor(base, number),
        _ => role.may("edit my contact") && base.own(role) == Some(number),
    };
    editing && sees(base, role, number)
}

/// Everything that the role may not see.
pub fn hidden(base: &Base, role: &Role) -> Hidden {
    let contacts: BTreeSet<usize> = (0..base.contacts.len()).filter(|number| !sees(base, role, *number)).collect();
    let own = base.own(role);
    let seen = |with: &[usize]| {
        let anybody = with.iter().any(|number| !contacts.contains(number));
        let all = matches!(role.sight, Sight::All | Sight::AllAndBin);
        let mine = own.is_some_and(|own| with.contains(&own));
        role.may("view all activities") && (anybody || all) || mine
    };
    let activities =
        base.activities.iter().enumerate().filter(|(_, (_, with))| !seen(with)).map(|(number, _)| number).collect();
    Hidden { contacts, activities }
}

/// Whether the kind of contact has a name of this column; others must stay empty.
pub fn has_column(kind: Kind, column: &str) -> bool {
    match column {
        "organization_name" | "legal_name" | "sic_code" => kind == Kind::Organization,
        "first_name" | "last_name" | "middle_name" | "job_title" | "birth_date" | "gender_id" => {
            kind == Kind::Individual
        }
        _ => true,
    }
}
