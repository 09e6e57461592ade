//! What can go wrong, by what the caller can do about it.

use std::fmt;

/// What is wrong with one field, shown beside its input and in the API's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub problem: Problem,
}

/// Kinds of wrong values. Pages say them in their language by [`Problem::key`]; the API says them in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Required,
    /// More characters than the field takes.
    TooLong {
        max: u32,
    },
    NotANumber,
    /// A list or an object where one text belongs.
    NotAText,
    NotADate,
    NotYesOrNo,
    OutOfRange,
    /// Not one of the field's choices.
    UnknownOption {
        text: String,
    },
    /// A key that leads nowhere.
    NoSuchRecord,
    /// Another record has this value already.
    Taken,
    /// A rule of the entity, by the key of its message and the English text.
    Rule {
        key: &'static str,
        text: String,
    },
}

impl Problem {
    /// The key of the message in the locale files.
    pub fn key(&self) -> &'static str {
        match self {
            Problem::Required => "problem-required",
            Problem::TooLong { .. } => "problem-too-long",
            Problem::NotANumber => "problem-not-a-number",
            Problem::NotAText => "problem-not-a-text",
            Problem::NotADate => "problem-not-a-date",
            Problem::NotYesOrNo => "problem-not-yes-or-no",
            Problem::OutOfRange => "problem-out-of-range",
            Problem::UnknownOption { .. } => "problem-unknown-option",
            Problem::NoSuchRecord => "problem-no-such-record",
            Problem::Taken => "problem-taken",
            Problem::Rule { key, .. } => key,
        }
    }

    /// The message in English, naming the field.
    pub fn text(&self, field: &str) -> String {
        match self {
            Problem::Required => format!("{field} must be given."),
            Problem::TooLong { max } => format!("{field} takes at most {max} characters."),
            Problem::NotANumber => format!("{field} must be a number."),
            Problem::NotAText => format!("{field} must be a text."),
            Problem::NotADate => format!("{field} must be a date."),
            Problem::NotYesOrNo => format!("{field} must be true or false."),
            Problem::OutOfRange => format!("{field} is out of range."),
            Problem::UnknownOption { text } => format!("{field} has no option '{text}'."),
            Problem::NoSuchRecord => format!("{field} refers to a record that does not exist."),
            Problem::Taken => format!("{field} is already used by another record."),
            Problem::Rule { text, .. } => text.clone(),
        }
    }
}

/// Why something was not done. Nothing of it is half done: the transaction is rolled back.
#[derive(Debug)]
pub enum Error {
    /// There is no such record, entity or action (404).
    NotFound(String),
    /// The actor may not; the text says what was asked for (403).
    Forbidden(String),
    /// The data is wrong, field by field (400).
    Invalid(Vec<FieldError>),
    /// The request is wrong as a whole (400).
    Request(String),
    /// Somebody else changed the same thing meanwhile, or other records stand in the way (409).
    Conflict(String),
    /// A third party said no (402): a payment, a mail server.
    Declined(String),
    /// Our fault (500). The text goes to the log, never to the caller.
    Internal(String),
}

/// What fallible functions give.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A wrong value in one field.
    pub fn field(field: impl Into<String>, problem: Problem) -> Error {
        Error::Invalid(vec![FieldError { field: field.into(), problem }])
    }

    /// A broken rule of an entity, beside one field: the key of its message, and the English text.
    pub fn rule(field: impl Into<String>, key: &'static str, text: impl Into<String>) -> Error {
        Error::field(field, Problem::Rule { key, text: text.into() })
    }

    /// Our fault, with words for the log.
    pub fn internal(cause: impl fmt::Display) -> Error {
        Error::Internal(cause.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Invalid(errors) => {
                let texts: Vec<String> = errors.iter().map(|e| e.problem.text(&e.field)).collect();
                out.write_str(&texts.join(" "))
            }
            Error::NotFound(text)
            | Error::Forbidden(text)
            | Error::Request(text)
            | Error::Conflict(text)
            | Error::Declined(text)
            | Error::Internal(text) => out.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

impl From<query::PlanError> for Error {
    fn from(error: query::PlanError) -> Error {
        match error {
            query::PlanError::Invalid(text) => Error::Request(text),
            query::PlanError::Forbidden(text) => Error::Forbidden(text),
        }
    }
}

impl From<schema::ValueError> for Error {
    fn from(error: schema::ValueError) -> Error {
        Error::Internal(error.0)
    }
}
