//! Settings, the clock that follows from them, and the mark by which processes notice each other's changes.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use calendar::Clock;
use schema::Value;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::site::{ClockSettings, MAIN_DOMAIN, Scope};
use crate::tx::{Tx, statement};

/// More than this that is derived is not kept.
const MOST_DERIVED: usize = 1_000;

/// The settings of all domains, as they are stored and as each of them goes by them.
pub(crate) struct Settings {
    stored: BTreeMap<i64, BTreeMap<String, Json>>,
    effective: BTreeMap<i64, Arc<BTreeMap<String, Json>>>,
    /// Of a domain that has stored nothing.
    plain: Arc<BTreeMap<String, Json>>,
}

impl Settings {
    fn new(
        defaults: &BTreeMap<String, Json>,
        scopes: &HashMap<String, Scope>,
        stored: BTreeMap<i64, BTreeMap<String, Json>>,
    ) -> Settings {
        let mut main = defaults.clone();
        main.extend(stored.get(&MAIN_DOMAIN).cloned().unwrap_or_default());
        let mut plain = main.clone();
        for (name, _) in scopes.iter().filter(|(_, scope)| **scope == Scope::Own) {
            if let Some(default) = defaults.get(name) {
                plain.insert(name.clone(), default.clone());
            }
        }
        let mut effective = BTreeMap::from([(MAIN_DOMAIN, Arc::new(main))]);
        for (domain, kept) in stored.iter().filter(|(domain, _)| **domain != MAIN_DOMAIN) {
            let mut all = plain.clone();
            let own = kept.iter().filter(|(name, _)| matches!(scopes.get(*name), Some(Scope::Inherited | Scope::Own)));
            all.extend(own.map(|(name, value)| (name.clone(), value.clone())));
            effective.insert(*domain, Arc::new(all));
        }
        Settings { stored, effective, plain: Arc::new(plain) }
    }

    fn of(&self, domain: i64) -> Arc<BTreeMap<String, Json>> {
        self.effective.get(&domain).unwrap_or(&self.plain).clone()
    }
}

impl Tx<'_> {
    /// All settings of the domain: what is stored, over the defaults.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn settings(&self) -> Result<Arc<BTreeMap<String, Json>>> {
        self.settings_of(self.domain())
    }

    /// All settings of another domain.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn settings_of(&self, domain: i64) -> Result<Arc<BTreeMap<String, Json>>> {
        Ok(self.all_settings()?.of(domain))
    }

    /// What each domain has stored for itself under this name, in the order of domains.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn setting_of_each(&self, name: &str) -> Result<Vec<(i64, Json)>> {
        let all = self.all_settings()?;
        Ok(all.stored.iter().filter_map(|(domain, kept)| Some((*domain, kept.get(name)?.clone()))).collect())
    }

    fn all_settings(&self) -> Result<Arc<Settings>> {
        if !self.is_stale() {
            let cache = self.site.cache().read().unwrap_or_else(PoisonError::into_inner);
            if let Some(settings) = &cache.settings {
                return Ok(settings.clone());
            }
        }
        let mut stored: BTreeMap<i64, BTreeMap<String, Json>> = BTreeMap::new();
        let text = r#"SELECT "name", "value", "domain_id" FROM "civicrm_setting" WHERE "contact_id" IS NULL"#;
        self.rows(&statement(text, Vec::new()), |row| {
            if let (query::Cell::Text(name), query::Cell::Text(value)) = (row.cell(0), row.cell(1))
                && let Ok(json) = serde_json::from_str(value)
            {
                let domain = if let query::Cell::Int(id) = row.cell(2) { id } else { MAIN_DOMAIN };
                stored.entry(domain).or_default().insert(name.to_owned(), json);
            }
            Ok(())
        })?;
        let model = self.site.model();
        let settings = Arc::new(Settings::new(&model.settings, &model.scopes, stored));
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

    /// Stores a setting of the domain, or goes back to what it was without (`None`).
    ///
    /// # Errors
    /// As [`Tx::set_setting_of`].
    pub fn set_setting(&mut self, name: &str, value: Option<&Json>) -> Result<()> {
        self.set_setting_of(self.domain(), name, value)
    }

    /// Stores a setting of another domain. One that is the whole database's is the main domain's.
    ///
    /// # Errors
    /// Refuses unknown names, and what is the whole database's to those who look after another domain alone.
    pub fn set_setting_of(&mut self, domain: i64, name: &str, value: Option<&Json>) -> Result<()> {
        if !self.site.model().settings.contains_key(name) {
            return Err(Error::Request(format!("Unknown settings for domain {domain}: {name}")));
        }
        let scope = self.site.model().scopes.get(name).copied();
        let shared = matches!(scope, None | Some(Scope::Joint));
        if scope.is_none() && self.domain() != MAIN_DOMAIN && !self.actor().permissions.is_everything() {
            let text = "This is set for all sites together, at the main one.";
            return Err(Error::Forbidden(text.to_owned()));
        }
        let domain = if shared { MAIN_DOMAIN } else { domain };
        let text = format!(
            r#"SELECT "id" FROM "civicrm_setting" WHERE "name" = {} AND "contact_id" IS NULL AND COALESCE("domain_id", 1) = {}"#,
            self.placeholder(1),
            self.placeholder(2)
        );
        let existing = self.one(&statement(text, vec![name.into(), domain.into()]))?;
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
                values.insert("domain_id".to_owned(), domain.into());
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
        let domain = self.domain();
        let cached = self.site.cache().read().unwrap_or_else(PoisonError::into_inner).clocks.get(&domain).cloned();
        let settings = match cached {
            Some(settings) => settings,
            None => {
                let all = self.settings()?;
                let fresh = clock_settings(&all);
                self.share(|cache| drop(cache.clocks.insert(domain, fresh.clone())));
                fresh
            }
        };
        Ok(Clock::at(jiff::Timestamp::now(), settings.zone, settings.week_begins, settings.fiscal_start))
    }

    /// What `make` works out from rows of the model's `sources`, kept until any of them changes, here or in another
    /// process (which is noticed within half a second).
    ///
    /// # Errors
    /// Gives back what `make` fails with.
    pub fn derived<T: Any + Send + Sync>(&self, name: &str, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        if !self.is_stale() {
            let cache = self.site.cache().read().unwrap_or_else(PoisonError::into_inner);
            if let Some(Ok(kept)) = cache.derived.get(name).map(|kept| kept.clone().downcast::<T>()) {
                return Ok(kept);
            }
        }
        let made = Arc::new(make()?);
        self.share(|cache| {
            if cache.derived.len() >= MOST_DERIVED {
                cache.derived.clear();
            }
            cache.derived.insert(name.to_owned(), made.clone());
        });
        Ok(made)
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
