//! Actions of the API beyond the generic ones: `Contact.getChecksum`, `Setting.set`, `User.login`.

use schema::Requirement;
use serde_json::{Map, Value as Json};
use store::{Result, Tx};

/// What an action answers: rows, or for a few a single object.
#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    List(Vec<Map<String, Json>>),
    /// `values` is this object itself (`User.login`).
    Object(Map<String, Json>),
    /// Values that are no rows (ids, counts), how many there are in all, and further members of the answer.
    Values {
        values: Vec<Json>,
        count: i64,
        matched: Option<i64>,
        extras: Vec<(&'static str, Json)>,
    },
}

/// The type of a parameter, in the protocol's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    Int,
    Bool,
    String,
    Array,
    /// Anything.
    Mixed,
}

/// One parameter that an action takes.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub ty: ParameterType,
    pub required: bool,
    pub default: Json,
}

impl Parameter {
    /// A parameter that may be left out.
    pub fn optional(name: &'static str, ty: ParameterType, default: Json) -> Parameter {
        Parameter { name, ty, required: false, default }
    }

    /// A parameter that must be given.
    pub fn required(name: &'static str, ty: ParameterType) -> Parameter {
        Parameter { name, ty, required: true, default: Json::Null }
    }
}

/// The parameters of a call, checked against the declaration: unknown ones refused, defaults filled in.
pub type Parameters = Map<String, Json>;

/// An action as declared by a component.
#[derive(Clone, Debug)]
pub struct Action {
    pub entity: &'static str,
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    pub door: Requirement,
    pub parameters: Vec<Parameter>,
    /// Whether it changes anything: then it needs POST and runs in a writing transaction.
    pub writes: bool,
    pub run: fn(&mut Tx<'_>, &Parameters) -> Result<Rows>,
}
