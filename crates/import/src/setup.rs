//! How a file is brought in: kept with the import, so that it can be left and found again, and done once more.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::name::NameOrder;
use crate::recognise::Goal;
use crate::relative::Group;
use crate::source::Source;

/// What happens to somebody who is known already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The file is right: what it says replaces what was known. Empty cells change nothing.
    #[default]
    Update,
    /// What is known stays, blanks are filled.
    Fill,
    /// The row is left out.
    Skip,
    /// Nobody is looked for: each row becomes a contact.
    Create,
}

impl Mode {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Mode; 4] = [Mode::Update, Mode::Fill, Mode::Skip, Mode::Create];

    /// Its name in forms and messages.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Update => "update",
            Mode::Fill => "fill",
            Mode::Skip => "skip",
            Mode::Create => "create",
        }
    }

    /// The mode of this name.
    pub fn named(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What may happen to records other than contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Records {
    /// Those that the row names by a number or a unique value are changed, others are made.
    #[default]
    Both,
    /// Rows that name a record are refused.
    Insert,
    /// Rows that name none are refused.
    Update,
}

impl Records {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Records; 3] = [Records::Both, Records::Insert, Records::Update];

    /// Its name in forms and calls.
    pub fn name(self) -> &'static str {
        match self {
            Records::Both => "both",
            Records::Insert => "insert",
            Records::Update => "update",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Records> {
        Records::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The titles of the column that says why rows were refused, in the list that is handed out to be corrected.
pub const REASONS: [&str; 2] = ["Reason (Ruche)", "Motif (Ruche)"];

/// Whether a column is that one.
pub fn is_reason(name: &str) -> bool {
    REASONS.contains(&name.trim())
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Draft,
    Rehearsing,
    Rehearsed,
    Importing,
    Imported,
    Undoing,
    Undone,
}

/// A value for all rows: what the file itself does not say, because all who stand in it have it in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Always {
    pub goal: Goal,
    pub value: String,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// The file, as it was handed in.
    pub file: i64,
    pub file_name: String,
    pub source: Source,
    pub header: Vec<String>,
    /// One for each column.
    pub goals: Vec<Goal>,
    /// `Individual`, `Household` or `Organization`.
    pub contact_type: String,
    pub mode: Mode,
    /// The id of the group of rules that finds who is known; 0 for none.
    pub rule: i64,
    /// Whether people who merely look alike are shown to be decided about.
    pub ask_about_likeness: bool,
    pub names: NameOrder,
    /// Names in capitals are written as usual.
    pub calm_names: bool,
    /// Telephone numbers and postal codes may have lost their first zero, as French ones do in spreadsheets.
    pub lost_zeros: bool,
    /// Employers, households, tags and groups that are not there are made.
    pub make_missing: bool,
    /// What every row says that says nothing else.
    #[serde(default)]
    pub always: Vec<Always>,
    /// The groups of columns about related contacts that were asked for, whether a column fills them or not.
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Every imported contact gets this tag and joins this group.
    pub tag: Option<i64>,
    pub group: Option<i64>,
    /// The next file of this shape is read in the same way.
    #[serde(default)]
    pub remember: bool,
    pub stage: Stage,
    /// The work in hand or done last.
    pub job: Option<i64>,
    pub rows: i64,
    /// What the rows become; contacts where it is empty.
    #[serde(default)]
    pub entity: String,
    /// The field of such a record that the contact of the row fills; none where it is about nobody.
    #[serde(default)]
    pub subject: String,
    /// Whoever is not known becomes a contact; rows about them are refused otherwise.
    #[serde(default)]
    pub make_people: bool,
    #[serde(default)]
    pub records: Records,
    /// The template that it was begun with.
    #[serde(default)]
    pub template: Option<i64>,
    /// It is brought in without being asked, as soon as it is rehearsed.
    #[serde(default)]
    pub goes_on: bool,
}

impl Setup {
    /// Whether the rows become contacts.
    pub fn is_of_contacts(&self) -> bool {
        self.entity.is_empty()
    }

    /// Whether a column or what every row says fills this.
    pub fn fills(&self, field: &str) -> bool {
        self.all_goals().any(|goal| goal.field == field)
    }

    /// Where the values of a column go; the columns behind those of the file are what every row says.
    pub fn goal(&self, column: usize) -> Option<&Goal> {
        match column.checked_sub(self.goals.len()) {
            None => self.goals.get(column),
            Some(behind) => self.always.get(behind).map(|one| &one.goal),
        }
    }

    /// The goals of all columns, and of what every row says.
    pub fn all_goals(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().chain(self.always.iter().map(|one| &one.goal))
    }

    /// The groups of columns about related contacts: those that columns fill, and those that were asked for.
    pub fn groups(&self) -> BTreeSet<Group> {
        let filled = self.all_goals().filter_map(Goal::relative).map(|(group, _)| group);
        filled.chain(self.relatives.iter().filter_map(|text| text.parse().ok())).collect()
    }

    /// Reads it from a record's metadata; None for what another program left there.
    pub fn parse(metadata: &str) -> Option<Setup> {
        serde_json::from_str(metadata).ok()
    }

    /// As metadata.
    pub fn json(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What names files of the same shape that become the same: the folded header, whoever brings them. A column of
    /// reasons, which a list of refused rows has at its end, does not count.
    pub fn shape(entity: &str, header: &[String], contact: Option<i64>) -> String {
        // FNV-1a: the name has to be the same in every version of the program.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in entity.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        for name in header.iter().filter(|name| !is_reason(name)) {
            for byte in schema::fold::fold(name).bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("import_{hash:016x}_{}", contact.unwrap_or(0))
    }
}
