//! Settings, the clock that follows from them, and the mark by which processes notice each other's changes.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use calendar::Clock;
use schema::Value;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::site::ClockSettings;
use crate::tx::{Tx, statement};

impl Tx<'_> {
    /// All settings: what is stored, over the defaults.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn settings(&self) -> Result<Arc<BTreeMap<String, Json>>> {
        if !self.is_stale() {
            let cache = self.site.cache().read().unwrap_or_else(PoisonError::into_inner);
            if let Some(settings) = &cache.settings {
                return Ok(settings.clone());
            }
        }
        let mut settings = self.site.model().settings.clone();
        let text = r#"SELECT "name", "value" FROM "civicrm_setting" WHERE "contact_id" IS NULL"#;
        self.rows(&statement(text, Vec::new()), |row| {
            if let (query::Cell::Text(name), query::Cell::Text(value)) = (row.cell(0), row.cell(1))
                && let Ok(json) = serde_json::from_str(value)
            {
                settings.insert(name.to_owned(), json);
            }
            Ok(())
        })?;
        let settings = Arc::new(settings);
        self.share(|cache| cache.settings = Some(settings.clone()));
        Ok(settings)
    }

    /// One setting; null where it is unknown.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn setting(&self, name: &str) -> Result<Json> {
        Ok(self.settings()?.get(name).cloned().unwrap_or(Json::Null))
    }

    /// Stores a setting, or goes back to its default (`None`).
    ///
    /// # Errors
    /// Refuses unknown names.
    pub fn set_setting(&mut self, name: &str, value: Option<&Json>) -> Result<()> {
        if !self.site.model().settings.contains_key(name) {
            return Err(Error::Request(format!("Unknown settings for domain 1: {name}")));
        }
        let existing = self.one(&statement(
            r#"SELECT "id" FROM "civicrm_setting" WHERE "name" = ?1 AND "contact_id" IS NULL"#
                .replace("?1", self.placeholder(1)),
            vec![name.into()],
        ))?;
        match (existing.and_then(|v| v.as_int()), value) {
            (Some(id), None) => self.delete("Setting", id, crate::As::Program)?,
            (None, None) => {}
            (id, Some(json)) => {
                let mut values = serde_json::Map::new();
                if let Some(id) = id {
                    values.insert("id".to_owned(), id.into());
                }
                values.insert("name".to_owned(), name.into());
                values.insert("value".to_owned(), json.to_string().into());
                values.insert("domain_id".to_owned(), 1.into());
                self.save("Setting", values, crate::As::Program)?;
            }
        }
        self.mark_stale();
        Ok(())
    }

    /// How the database writes its first, second … placeholder; for the few fixed statements of this crate.
    pub fn placeholder(&self, number: usize) -> &'static str {
        const SQLITE: [&str; 6] = ["?1", "?2", "?3", "?4", "?5", "?6"];
        const POSTGRES: [&str; 6] = ["$1", "$2", "$3", "$4", "$5", "$6"];
        let all = if self.dialect() == query::Dialect::Sqlite { SQLITE } else { POSTGRES };
        all.get(number.wrapping_sub(1)).copied().unwrap_or("NULL")
    }

    pub(crate) fn read_clock(&self) -> Result<Clock> {
        let cached = self.site.cache().read().unwrap_or_else(PoisonError::into_inner).clock.clone();
        let settings = match cached {
            Some(settings) => settings,
            None => {
                let all = self.settings()?;
                let fresh = clock_settings(&all);
                self.share(|cache| cache.clock = Some(fresh.clone()));
                fresh
            }
        };
        Ok(Clock::at(jiff::Timestamp::now(), settings.zone, settings.week_begins, settings.fiscal_start))
    }

    /// Whether another process has changed what is cached here.
    pub(crate) fn notice_others(&self) -> Result<bool> {
        let text = r#"SELECT "value" FROM "ruche_state" WHERE "name" = 'epoch'"#;
        let seen = self.one(&statement(text, Vec::new()))?.and_then(|v| v.as_int()).unwrap_or(0);
        Ok(self.site.note_epoch(seen))
    }

    /// Leaves the mark for other processes.
    pub(crate) fn tell_others(&self) -> Result<()> {
        let text = r#"UPDATE "ruche_state" SET "value" = "value" + 1 WHERE "name" = 'epoch'"#;
        if self.execute(&statement(text, Vec::new()))? == 0 {
            let text = r#"INSERT INTO "ruche_state" ("name", "value") VALUES ('epoch', 1)"#;
            self.execute(&statement(text, Vec::new()))?;
        }
        Ok(())
    }
}

fn clock_settings(settings: &BTreeMap<String, Json>) -> ClockSettings {
    let number = |json: Option<&Json>| match json {
        Some(Json::Number(n)) => n.as_i64(),
        Some(Json::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let fiscal = settings.get("fiscalYearStart");
    let part = |key: &str| number(fiscal.and_then(|f| f.get(key))).and_then(|n| i8::try_from(n).ok());
    let zone = settings.get("timezone").and_then(Json::as_str).unwrap_or("UTC");
    ClockSettings {
        zone: jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC),
        week_begins: number(settings.get("weekBegins")).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        fiscal_start: (part("M").unwrap_or(1).clamp(1, 12), part("d").unwrap_or(1).clamp(1, 31)),
    }
}

/// A value for a statement, from a JSON scalar.
pub fn scalar(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => n.as_i64().map_or_else(|| n.as_f64().map_or(Value::Null, Value::Float), Value::Int),
        Json::String(text) => Value::Text(text.clone()),
        other => Value::Text(other.to_string()),
    }
}
