//! What a new record gets where nothing was given.

use schema::{Default, Entity, Field, FieldType, Row, Value};

use crate::error::Result;
use crate::resolve::Assignments;
use crate::tx::Tx;

impl Tx<'_> {
    pub(crate) fn fill_defaults(&self, entity: &Entity, row: &mut Row, found: &Assignments) -> Result<()> {
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column()) {
            let given = found.values.get(&at).is_some_and(|value| !value.is_null() || !field.not_null);
            if given || row.get(at).is_some_and(|value| !value.is_null()) {
                continue;
            }
            let value = self.default_value(entity, field, row)?;
            if let Some(slot) = row.get_mut(at) {
                *slot = value;
            }
        }
        Ok(())
    }

    fn default_value(&self, entity: &Entity, field: &Field, row: &Row) -> Result<Value> {
        let other = |name: &str| entity.position(name).and_then(|at| row.get(at)).cloned().unwrap_or(Value::Null);
        Ok(match &field.default {
            Default::None if field.ty == FieldType::Bool && field.not_null => Value::Bool(false),
            Default::None => Value::Null,
            Default::Value(value) => value.clone(),
            Default::Now | Default::Touched => self.now_for(field),
            Default::CurrentContact => self.actor().contact_id.into(),
            Default::CurrentDomain => Value::Int(self.domain()),
            Default::Field(name) => other(name),
            Default::NameFrom(name) => {
                other(name).as_text().map_or(Value::Null, |text| Value::Text(machine_name(text)))
            }
            Default::DefaultOption => {
                let list = self.options(entity, field)?;
                list.and_then(|l| l.items.iter().find(|o| o.is_default).map(|o| o.id.clone())).unwrap_or(Value::Null)
            }
        })
    }

    /// This moment, in the field's own way of keeping time.
    pub fn now_for(&self, field: &Field) -> Value {
        match field.ty {
            FieldType::Timestamp => Value::DateTime(self.clock().to_utc(self.clock().now)),
            FieldType::Date => Value::Date(self.clock().today()),
            _ => Value::DateTime(self.clock().now),
        }
    }
}

/// A machine name: letters, digits and `_`, at most 62 long.
pub fn machine_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        let keep = c.is_ascii_alphanumeric() || c == '_';
        if keep {
            name.push(c);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    name.chars().take(62).collect()
}
