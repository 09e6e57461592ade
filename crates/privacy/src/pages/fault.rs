//! What is wrong with a form, beside its inputs and in the reader's words.

use std::collections::BTreeMap;

use contact::pages::phrases::Lang;
use store::{Error, FieldError, Result};

/// What is wrong, by the name of the input.
pub type Errors = BTreeMap<String, String>;

/// The errors in the reader's words.
pub fn errors(lang: &Lang, all: &[FieldError]) -> Errors {
    all.iter().map(|error| (error.field.clone(), lang.locale.problem(error.problem.key()).into_owned())).collect()
}

/// The field errors of a refusal; other refusals go on.
///
/// # Errors
/// Gives back what is no field error.
pub fn field_errors<T>(result: Result<T>) -> Result<std::result::Result<T, Vec<FieldError>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error),
    }
}
