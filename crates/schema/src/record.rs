//! Records as Rust structs: what `#[derive(Entity)]` implements.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::{Entity, FieldType, Value, ValueError};

/// A struct whose fields are the columns of an entity, in order.
pub trait Record: Sized + 'static {
    /// The entity's name in the API.
    const NAME: &'static str;

    /// The declaration.
    fn entity() -> Entity;

    /// The record in a row; columns behind the declared ones are left alone.
    ///
    /// # Errors
    /// Fails when a value has not the type of its field.
    fn read(row: &[Value]) -> Result<Self, ValueError>;

    /// Writes the record over the row's declared columns.
    fn write(self, row: &mut [Value]);
}

/// A Rust type that a field can have.
pub trait FieldValue: Sized {
    /// The field type it stands for, where the declaration says nothing else.
    const TYPE: FieldType;
    /// Whether the column is NOT NULL.
    const NOT_NULL: bool;

    /// Reads a column.
    ///
    /// # Errors
    /// Fails when the value is of another type.
    fn from_value(value: &Value) -> Result<Self, ValueError>;

    /// Back into a column.
    fn into_value(self) -> Value;
}

fn unfit<T>(value: &Value) -> Result<T, ValueError> {
    Err(ValueError(format!("{value:?} is not of the field's type")))
}

macro_rules! field_value {
    ($type:ty, $field:expr, $pattern:pat => $read:expr, $variant:expr, $null:expr) => {
        impl FieldValue for $type {
            const TYPE: FieldType = $field;
            const NOT_NULL: bool = true;
            fn from_value(value: &Value) -> Result<Self, ValueError> {
                match value {
                    $pattern => Ok($read),
                    Value::Null => Ok($null),
                    other => unfit(other),
                }
            }
            fn into_value(self) -> Value {
                $variant(self)
            }
        }
    };
}

field_value!(i64, FieldType::Int, Value::Int(n) => *n, Value::Int, 0);
field_value!(bool, FieldType::Bool, Value::Bool(b) => *b, Value::Bool, false);
field_value!(f64, FieldType::Float, Value::Float(n) => *n, Value::Float, 0.0);
field_value!(Decimal, FieldType::Money { scale: 2 }, Value::Decimal(n) => *n, Value::Decimal, Decimal::ZERO);
field_value!(Date, FieldType::Date, Value::Date(date) => *date, Value::Date, Date::default());
field_value!(DateTime, FieldType::DateTime, Value::DateTime(at) => *at, Value::DateTime, DateTime::default());

/// Text; a document that happens to be a list of plain values is read as its JSON.
impl FieldValue for String {
    const TYPE: FieldType = FieldType::Text { max: 255 };
    const NOT_NULL: bool = true;
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            Value::List(_) => Ok(value.to_json().to_string()),
            Value::Null => Ok(String::new()),
            other => unfit(other),
        }
    }
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    const TYPE: FieldType = T::TYPE;
    const NOT_NULL: bool = false;
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

/// Several values in one column; nothing is the empty list.
impl<T: FieldValue> FieldValue for Vec<T> {
    const TYPE: FieldType = FieldType::Text { max: 255 };
    const NOT_NULL: bool = false;
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Null => Ok(Vec::new()),
            Value::List(items) => items.iter().map(T::from_value).collect(),
            other => unfit(other),
        }
    }
    fn into_value(self) -> Value {
        match self.is_empty() {
            true => Value::Null,
            false => Value::List(self.into_iter().map(T::into_value).collect()),
        }
    }
}
