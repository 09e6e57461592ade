//! What a message can be given: a number, a text, or a piece of markup.

use fluent_bundle::FluentValue;
use maud::Markup;
use std::borrow::Cow;

/// An argument of a message.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Chooses plurals, and is written with the language's separators.
    Number(i64),
    /// Shown as it is.
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    pub(super) fn to_fluent(&self) -> FluentValue<'static> {
        match self {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) => FluentValue::String(Cow::Owned(text.to_string())),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Value<'_> {
    fn from(text: Cow<'static, str>) -> Self {
        Value::Text(text)
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Value::Number(i64::from(number))
            }
        }
    )*};
}
numbers!(i8, i16, i32, i64, u8, u16, u32);

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// An argument of a sentence that holds markup.
pub enum Part<'a> {
    Value(Value<'a>),
    Markup(Markup),
}

impl<'a, T: Into<Value<'a>>> From<T> for Part<'a> {
    fn from(value: T) -> Self {
        Part::Value(value.into())
    }
}

impl From<Markup> for Part<'_> {
    fn from(markup: Markup) -> Self {
        Part::Markup(markup)
    }
}
